"""Which transaction goes with which mode of authentication: refused here before anything is sent."""

from enum import StrEnum

from liane.codecs.saml.vihf import AuthentificationMode
from liane.domain.errors import AccessDenied


class Transaction(StrEnum):
    """Transactions of the DMP that Liane speaks. Rule: dmp.md §5."""

    EXISTENCE = "TD0.2"
    AUTHORIZE = "TD0.3"
    LIST_PATIENTS = "TD0.4"
    ADMINISTRATIVE = "TD1.3a"
    LIST_AUTHORIZED = "TD1.6"
    FEED = "TD2.1"
    LIST = "TD3.1a"
    FIND_REFERENCE = "TD3.1b"
    RETRIEVE = "TD3.2"
    MASK = "TD3.3a"
    SHOW = "TD3.3b"
    DELETE = "TD3.3c"
    ARCHIVE = "TD3.3d"


_INDIRECT = frozenset(
    {
        Transaction.EXISTENCE,
        Transaction.LIST_PATIENTS,
        Transaction.ADMINISTRATIVE,
        Transaction.FEED,
        Transaction.FIND_REFERENCE,
        Transaction.DELETE,
    }
)
_FEEDING = frozenset({Transaction.FEED})


def check_mode(transaction: Transaction, mode: str) -> None:
    """Raise AccessDenied when a mode does not give access to a transaction.

    Rule: dmp.md §3.1, §11.1, §14.1-11 (no feed in AIR, no consultation in INDIRECTE).
    """
    if mode not in set(AuthentificationMode):
        raise AccessDenied(f"{transaction} : le mode d'authentification du VIHF est inconnu.")
    if mode == AuthentificationMode.INDIRECTE and transaction not in _INDIRECT:
        raise AccessDenied(
            f"{transaction} : la consultation et la modification sont interdites en mode INDIRECTE ; "
            "utiliser une authentification forte de l'utilisateur (AIR)."
        )
    if mode == AuthentificationMode.INDIRECTE_RENFORCEE and transaction in _FEEDING:
        raise AccessDenied(f"{transaction} : l'alimentation est interdite en AIR ; utiliser le mode INDIRECTE.")

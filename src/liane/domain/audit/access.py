"""One access or act of a person on what concerns a patient or the safety of the system, as the trail keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from liane.domain.actors.operator import Operator

_NOTHING: Mapping[str, str] = MappingProxyType({})


STEP = "étape"
"""Name of the detail that says how far an act went, where it is written more than once: asked, then accepted."""


def _no_detail() -> Mapping[str, str]:
    return _NOTHING


class AccessAct(StrEnum):
    """What was done, or tried. The value is what a French auditor reads."""

    SIGN_IN = "connexion"
    SIGN_OUT = "déconnexion"
    REAUTHENTICATE = "réauthentification"
    CHOOSE_SITUATION = "choix de la situation d’exercice"
    LOCK_OUT = "blocage d’un compte"
    USE_BREAK_GLASS_ACCOUNT = "usage d’un compte de secours"
    SEARCH_PERSONS = "recherche d’une personne"
    SEE_PERSON = "consultation d’une identité"
    SEE_DOCUMENT = "consultation d’un document"
    EXPORT = "export"
    OPEN_DMP = "ouverture du DMP"
    SEARCH_DMP = "recherche dans le DMP"
    READ_DMP_DOCUMENT = "lecture d’un document du DMP"
    AUTHORISE_DMP = "déclaration d’autorisation d’accès au DMP"
    WITHDRAW_DMP = "retrait d’autorisation d’accès au DMP"
    BREAK_GLASS = "bris de glace"
    CENTRE_15 = "accès centre de régulation"
    MASK = "masquage aux professionnels"
    UNMASK = "démasquage"
    MAKE_VISIBLE = "remise en visibilité"
    ARCHIVE = "archivage"
    UNARCHIVE = "désarchivage"
    DELETE = "suppression"
    INTEGRATE = "intégration au DPI"
    HOLD = "mise en attente de l’annonce"
    ANNOUNCE = "libération après l’annonce"
    RECORD_RIGHTS = "recueil des droits du patient"
    GIVE_ACCESS_LOG = "remise du relevé des accès"
    SEE_AUDIT = "consultation de la piste d’audit"
    CHANGE_SETTING = "acte d’administration"


class Outcome(StrEnum):
    """How it ended."""

    DONE = "fait"
    REFUSED = "refusé"
    FAILED = "échoué"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessEvent:
    """One line of the trail. Nothing of the content: numbers, identifiers of objects, words of the trade.

    person_id: number in the registry, None when no patient is concerned. target: what was touched (uniqueId of a
    document, address of a page, number of a session). reason: why, in the words of who acted (bris de glace).
    address: whence the request came. detail: a few more facts, bounded, never health data.
    Rule: architecture.md §3; REM SSI/IAM; IHE ATNA (who, what, when, where, outcome).
    """

    act: AccessAct
    at: datetime
    operator: Operator
    outcome: Outcome = Outcome.DONE
    person_id: int | None = None
    target: str = ""
    reason: str = ""
    address: str = ""
    detail: Mapping[str, str] = field(default_factory=_no_detail)

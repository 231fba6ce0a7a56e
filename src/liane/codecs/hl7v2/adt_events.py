"""The events of PAM France that are read: their structure, what they ask, what their movement segment must say.

Rule: IHE PAM France 2.11, ITI-30 and ITI-31; hl7v2.md §8.2, §8.3.
"""

from dataclasses import dataclass

from liane.domain.identity.messages import IdentityAction
from liane.domain.identity.stays import MovementAction

_INSERT = frozenset({MovementAction.INSERT})
_CANCEL = frozenset({MovementAction.CANCEL})


@dataclass(frozen=True, slots=True, kw_only=True)
class AdtEvent:
    """One event. structure: MSH-9.3. actions: ZBE-4 that go with it, empty when there is no movement.

    cancels: events that it may undo (ZBE-6 under CANCEL). forbidden: segments that the profile excludes.
    """

    structure: str
    action: IdentityAction
    actions: frozenset[MovementAction] = frozenset()
    cancels: frozenset[str] = frozenset()
    forbidden: tuple[str, ...] = ()

    @property
    def has_movement(self) -> bool:
        """True when a ZBE is required."""
        return bool(self.actions)

    @property
    def has_merge(self) -> bool:
        """True when an MRG is required."""
        return self.action in _WITH_MERGE


_WITH_MERGE = frozenset({IdentityAction.MERGE, IdentityAction.CHANGE_IDENTIFIER, IdentityAction.MOVE_ACCOUNT})


def _identity(structure: str, action: IdentityAction, *forbidden: str) -> AdtEvent:
    return AdtEvent(structure=structure, action=action, forbidden=forbidden)


def _stay(structure: str, *forbidden: str, cancels: str = "", actions: frozenset[MovementAction] = _INSERT) -> AdtEvent:
    return AdtEvent(
        structure=structure,
        action=IdentityAction.STAY,
        actions=_CANCEL if cancels and actions is _INSERT else actions,
        cancels=frozenset(cancels.split()),
        forbidden=forbidden,
    )


_EITHER = _INSERT | _CANCEL
EVENTS: dict[str, AdtEvent] = {
    "A28": _identity("ADT_A05", IdentityAction.CREATE, "PV2", "MRG", "ZBE"),
    "A31": _identity("ADT_A05", IdentityAction.UPDATE, "PV2", "MRG", "ZBE"),
    "A40": _identity("ADT_A39", IdentityAction.MERGE, "PV1", "ZBE"),
    "A47": _identity("ADT_A30", IdentityAction.CHANGE_IDENTIFIER, "PV1", "ZBE"),
    "A44": _identity("ADT_A43", IdentityAction.MOVE_ACCOUNT, "PV1", "ZBE"),
    "A05": _stay("ADT_A05"),
    "A38": _stay("ADT_A38", cancels="A05"),
    "A01": _stay("ADT_A01"),
    "A04": _stay("ADT_A01"),
    "A11": _stay("ADT_A09", cancels="A01 A04"),
    "A14": _stay("ADT_A05"),
    "A27": _stay("ADT_A21", cancels="A14"),
    "A06": _stay("ADT_A06", cancels="A07", actions=_EITHER),
    "A07": _stay("ADT_A06", cancels="A06", actions=_EITHER),
    "A02": _stay("ADT_A02"),
    "A12": _stay("ADT_A12", cancels="A02"),
    "A15": _stay("ADT_A15"),
    "A26": _stay("ADT_A21", cancels="A15"),
    "A16": _stay("ADT_A16"),
    "A25": _stay("ADT_A21", cancels="A16"),
    "A21": _stay("ADT_A21"),
    "A52": _stay("ADT_A52", cancels="A21"),
    "A22": _stay("ADT_A21"),
    "A53": _stay("ADT_A52", cancels="A22"),
    "A54": _stay("ADT_A54"),
    "A55": _stay("ADT_A52", cancels="A54"),
    "A03": _stay("ADT_A03"),
    "A13": _stay("ADT_A01", cancels="A03"),
    "Z99": _stay("ADT_A01", actions=frozenset({MovementAction.UPDATE})),
}
"""Everything that is read; any other event is refused with ERR-3 201."""

EXCLUDED = {
    "A08": "Employer A31 pour l'identité, Z99 pour le séjour.",
    "A24": "Employer A40 (fusion) ; le rapprochement n'existe pas en France.",
    "A37": "Employer A40 (fusion) ; le rapprochement n'existe pas en France.",
    "A18": "Employer A40.",
    "A34": "Employer A40.",
}
"""Events that HL7 has and that the French profile excludes, with what to send instead. Rule: hl7v2.md §8.1."""

"""What to propose for a document already sent when its patient's identity changes: take it back, redo it, or check it.

Nothing is taken back without a person: these are proposals, with their reason.
"""

from dataclasses import dataclass
from enum import StrEnum

from liane.domain.identity.ins import INS, INSAuthority
from liane.domain.identity.lexis import fold_name
from liane.domain.identity.patient import PatientTraits
from liane.domain.identity.person import Person


class Proposal(StrEnum):
    """What a person is asked to decide."""

    DELETE = "supprimer"
    REPLACE = "remplacer"
    CHECK = "vérifier"


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """One proposal. code: stable. reason: French, names traits, never their values."""

    proposal: Proposal
    code: str
    reason: str


def propose_follow_up(person: Person, *, sent_ins: INS | None, sent_traits: PatientTraits) -> FollowUp | None:
    """Compare what a document said when it left with what is now known of its person; None when nothing is to do.

    person: the identity in force. sent_ins: the INS it left with, None when it carried none.
    Rule: hl7v2.md §8.5 (A40: list the documents already sent to the wrong DMP for human action); ins.md §5.1, §6.9.
    """
    if sent_ins is not None:
        current = person.ins.ins if person.ins is not None else None
        if current is not None and current != sent_ins and not _became_definitive(person, sent_ins, current):
            return FollowUp(proposal=Proposal.DELETE, code="follow.other_ins", reason=_OTHER_INS)
        if not person.may_circulate:
            return FollowUp(proposal=Proposal.CHECK, code="follow.not_qualified", reason=_NOT_QUALIFIED)
    changed = _changed_traits(sent_traits, person.traits)
    if changed:
        reason = f"Traits corrigés depuis l'envoi : {', '.join(changed)}. Faire produire une version corrigée."
        return FollowUp(proposal=Proposal.REPLACE, code="follow.traits", reason=reason)
    return None


def _became_definitive(person: Person, sent: INS, current: INS) -> bool:
    """Tell whether the sent INS was the person's waiting number (NIA), since become a NIR: the DMP follows by itself.

    Rule: ins.md §3 (a NIA becomes a NIR; the NIA goes in the history).
    """
    was_theirs = any(former.ins == sent for former in person.former_ins)
    return was_theirs and sent.authority is INSAuthority.NIA and current.authority is not INSAuthority.NIA


def _changed_traits(sent: PatientTraits, known: PatientTraits) -> list[str]:
    pairs = (
        ("nom de naissance", fold_name(sent.birth_family), fold_name(known.birth_family)),
        ("premier prénom", fold_name(sent.birth_given), fold_name(known.birth_given)),
        ("date de naissance", sent.birth_date, known.birth_date),
        ("sexe", sent.sex, known.sex),
        ("lieu de naissance", sent.birth_place, known.birth_place),
    )
    return [name for name, before, after in pairs if before and after and before != after]


_OTHER_INS = (
    "Le document est parti sous un INS qui n'est pas celui de son patient : le supprimer là où il est, "
    "puis faire renvoyer le bon."
)
_NOT_QUALIFIED = (
    "L'identité n'est plus qualifiée : vérifier que le document est bien celui de ce patient, le supprimer sinon."
)

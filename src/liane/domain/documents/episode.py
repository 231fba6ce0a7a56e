"""The episode of a document: which stay of its patient it belongs to, and what says so.

The registry keeps the stays as PAM tells them; a document's message names its visit, or the administrative file, or the
admission. What is not said is not guessed: a document without such a number belongs to no stay.
Rule: hl7v2.md §4.3 (PID-18), §4.4 (PV1-19, PV1-44), §8.3.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from liane.domain.documents.request import Stay as ToldStay
from liane.domain.identity.stays import Stay, StayState


class EpisodeProof(StrEnum):
    """What ties a document to a stay, from the surest."""

    VISIT = "numéro de venue"
    ACCOUNT = "dossier administratif"
    ADMISSION = "dossier administratif et date d’entrée"


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """The stay of a document and what says so."""

    stay: Stay
    proof: EpisodeProof


def is_same_number(ours: str, our_domain: str, theirs: str, their_domain: str) -> bool:
    """Tell whether two numbers are one: the same text, and the same domain where both name theirs."""
    if not ours or ours != theirs:
        return False
    return not our_domain or not their_domain or our_domain == their_domain


def find_episode(told: ToldStay, stays: Sequence[Stay]) -> Episode | None:
    """Find the stay of a document among those of its patient; None when nothing says which.

    told: PV1 and PID-18 of the document's message. stays: all the stays of the patient, merged identities included.
    Two stays that answer equally are never drawn between. A cancelled stay takes no document but by its own number.
    """
    by_visit = [stay for stay in stays if _is_visit(told, stay)]
    if len(by_visit) == 1:
        return Episode(stay=by_visit[0], proof=EpisodeProof.VISIT)
    if by_visit or told.visit_number:
        return None
    by_account = [stay for stay in stays if _is_account(told, stay) and stay.state is not StayState.CANCELLED]
    if len(by_account) == 1:
        return Episode(stay=by_account[0], proof=EpisodeProof.ACCOUNT)
    by_admission = [stay for stay in by_account if told.admitted and stay.facts.admitted[:8] == told.admitted[:8]]
    return Episode(stay=by_admission[0], proof=EpisodeProof.ADMISSION) if len(by_admission) == 1 else None


def _is_visit(told: ToldStay, stay: Stay) -> bool:
    facts = stay.facts
    return is_same_number(told.visit_number, told.visit_domain, facts.visit_number, facts.visit_domain)


def _is_account(told: ToldStay, stay: Stay) -> bool:
    facts = stay.facts
    return is_same_number(told.account_number, told.account_domain, facts.account_number, facts.account_domain)


def names_a_visit(told: ToldStay) -> bool:
    """Tell whether a document names a visit beyond doubt: a number with its domain.

    A bare number may be the emitter's own: it never opposes a document to its patient. Rule: hl7v2.md §4.4.
    """
    return bool(told.visit_number and told.visit_domain)

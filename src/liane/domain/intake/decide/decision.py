"""The decision on one document: filed without a click, shown to a person, or sent back; with the reasons.

Rule: intake.md §5. Every condition is a function of its own; all are asked, and the document is filed without a click
only when none objects. The order below is that of the sentences: the one shown is the most useful to who must act.
"""

from collections.abc import Callable, Sequence

from liane.domain.intake.decide import (
    age,
    aside,
    births,
    document,
    identity,
    lost,
    outside,
    record,
    second,
    subjects,
    traits,
)
from liane.domain.intake.decide.facts import Facts, Reason
from liane.domain.intake.decide.policy import COMMAND_LINE_POLICY, FilingMode, IntakePolicy
from liane.domain.intake.fields import ReadDocument
from liane.domain.intake.matching.match import Matching
from liane.domain.intake.outcome import IntakeAction, IntakeDecision
from liane.domain.intake.page import Page

__all__ = ["AUTO_REASON", "COMMAND_LINE_POLICY", "CONDITIONS", "FilingMode", "IntakePolicy", "decide"]

Condition = Callable[[Facts], Reason | None]
CONDITIONS: tuple[Condition, ...] = (
    document.check_alone,
    identity.check_one_patient,
    identity.check_ins_key,
    identity.check_label,
    identity.check_structured,
    identity.check_test_identity,
    record.check_known,
    identity.check_ins,
    identity.check_lone_ins,
    record.check_same_ins,
    record.check_named,
    record.check_homonyms,
    traits.check_birth_date,
    record.check_twins,
    record.check_near,
    traits.check_birth_name,
    traits.check_given,
    traits.check_mentions,
    second.check_second_person,
    births.check_told_births,
    lost.check_lost_births,
    subjects.check_subjects,
    aside.check_aside,
    aside.check_doubtful_identity,
    age.check_age,
    traits.check_sex,
    traits.check_place,
    traits.check_used_name,
    identity.check_message,
    document.check_quality,
    document.check_readers,
    document.check_repairs,
    record.check_two_evidences,
    record.check_margin,
    outside.check_engine_agrees,
    outside.check_engine_filled,
    document.check_type,
    document.check_date,
    document.check_source,
    document.check_mode,
)
TORN = frozenset({"INT-003", "INT-005", "INT-006", "INT-007"})
"""Several patients, a label, an INS or metadata of somebody else: two persons are designated."""
TORN_MIN = 0.99
AUTO_REASON = "Deux preuves d'identité indépendantes concordent et rien ne les contredit."


def decide(
    read: ReadDocument, pages: Sequence[Page], matching: Matching, *, policy: IntakePolicy, source: str = ""
) -> IntakeDecision:
    """Decide what happens to a document. source: where it came from, as the policy names it.

    A record is named only when it is likelier than all the others together, « nobody » included, and beyond doubt when
    what the document says of its patient does not hold together.
    Rule: intake.md §5.
    """
    facts = Facts(read=read, pages=pages, matching=matching, policy=policy, source=source)
    unreadable = document.check_readable(facts)
    if unreadable is not None:
        return IntakeDecision(action=IntakeAction.REJECT, reason=unreadable.message, codes=(unreadable.code,))
    reasons = [reason for condition in CONDITIONS if (reason := condition(facts)) is not None]
    record_id = _name_record(facts, reasons)
    if not reasons and record_id is not None:
        return IntakeDecision(
            action=IntakeAction.AUTO,
            reason=AUTO_REASON,
            record_id=record_id,
            record_confidence=facts.probability,
        )
    return IntakeDecision(
        action=IntakeAction.REVIEW,
        reason=reasons[0].message,
        codes=tuple(dict.fromkeys(reason.code for reason in reasons)),
        record_id=record_id,
        record_confidence=facts.probability,
    )


def _name_record(facts: Facts, reasons: Sequence[Reason]) -> str | None:
    is_torn = any(reason.code in TORN for reason in reasons)
    likely_min = TORN_MIN if is_torn else facts.policy.propose_min
    return facts.person.record_id if facts.person is not None and facts.probability > likely_min else None

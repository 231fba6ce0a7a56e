"""The order of the records, learnt: better on what it never saw, no wrong patient more, an INS never overruled."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from liane.domain.identity.patient import PatientTraits
from liane.domain.intake.learn.frozen import EXAMPLES_MIN
from liane.domain.intake.learn.record_ranking import (
    CORRECTION_BITS_MAX,
    NOBODY,
    SETTLED,
    RankAdaptation,
    RankedRecord,
    RankExample,
    RankFigures,
    correct_scores,
    describe,
    is_better,
    measure,
    reorder,
    train,
)
from liane.domain.intake.matching.match import Agreement, IndexPerson, TraitMatch
from liane.domain.intake.matching.score import ScoredRecord
from liane.domain.intake.matching.score_evidence import MatchTrait

SIZE = 20_000
PLACE, OTHER_PLACE = "lieu de naissance|concorde", "lieu de naissance|diffère"
IPP = "numéro local|concorde"
NAMED = RankedRecord(score=30.0, cells=("nom de naissance|concorde", OTHER_PLACE))
MEANT = RankedRecord(score=28.5, cells=("nom de naissance|concorde", PLACE))
"""In this house, the place of birth is worth more than elsewhere: the second record is the right one."""
HOUSE = [RankExample(item_id=number, records=(NAMED, MEANT), chosen=1) for number in range(80)]
PLAIN = [
    RankExample(
        item_id=number, records=(replace(MEANT, score=40.0), RankedRecord(score=12.0, cells=(OTHER_PLACE,))), chosen=0
    )
    for number in range(100, 160)
]


def scored(number: int, score: float, place: Agreement, *, ins: Agreement = Agreement.MISSING) -> ScoredRecord:
    evidence = (
        TraitMatch(trait=MatchTrait.INS.value, agreement=ins, weight=0.0, text="INS"),
        TraitMatch(trait=MatchTrait.BIRTH_PLACE.value, agreement=place, weight=score, text="lieu"),
    )
    person = IndexPerson(record_id=f"personne:{number}", traits=PatientTraits())
    return ScoredRecord(person=person, score=score, evidence=evidence)


def test_what_the_house_chooses_is_learnt_and_the_rest_stays_right() -> None:
    examples = [*HOUSE, *PLAIN]
    made = train(examples)
    assert made is not None
    before, after = measure(None, examples, SIZE), measure(made, examples, SIZE)
    assert 0 < before.share < 1.0
    assert after.share == 1.0
    assert after.wrong < before.wrong
    assert is_better(before, after)
    assert train(list(reversed(examples))) == made


def test_frozen_documents_are_never_trained_on_and_too_few_make_nothing() -> None:
    frozen = [one for one in HOUSE if one.is_frozen]
    assert frozen
    assert train(frozen * 30) is None
    assert train(HOUSE[: EXAMPLES_MIN // 2]) is None
    assert train([replace(one, chosen=NOBODY) for one in HOUSE]) is None


def test_one_wrong_patient_more_promotes_nothing() -> None:
    before = RankFigures(documents=50, right=40, wrong=1)
    assert is_better(before, RankFigures(documents=50, right=45, wrong=1))
    assert not is_better(before, RankFigures(documents=50, right=45, wrong=2))
    assert not is_better(before, RankFigures(documents=50, right=40, wrong=0))
    assert not is_better(replace(before, documents=5, right=1), RankFigures(documents=5, right=5, wrong=0))


def test_a_patient_who_was_not_proposed_counts_as_wrong_when_somebody_is_named() -> None:
    stranger = [replace(one, chosen=NOBODY) for one in HOUSE]
    seen = measure(None, stranger, SIZE)
    assert (seen.right, seen.wrong) == (0, seen.documents)
    unsure = [replace(one, records=(replace(NAMED, score=6.0), replace(MEANT, score=5.5))) for one in stranger]
    assert measure(None, unsure, SIZE).wrong == 0, "nobody is named"


def test_another_record_first_says_so_in_its_evidence() -> None:
    learnt = RankAdaptation(bits={PLACE: 2.0})
    first, second = scored(1, 30.0, Agreement.DIFFERS), scored(2, 28.5, Agreement.AGREES)
    changed, is_changed = reorder((first, second), learnt)
    assert is_changed
    assert [one.person.record_id for one in changed] == ["personne:2", "personne:1"]
    for one in changed:
        assert one.score == sum(line.weight for line in one.evidence)
        assert one.evidence[-1].trait == MatchTrait.LEARNT.value
    assert reorder((first, second), None) == ([first, second], False)
    kept, is_changed = reorder((second, first), learnt)
    assert (kept, is_changed) == ([second, first], False), "nothing changes where the first stays"


def test_an_ins_that_agrees_is_never_overruled() -> None:
    settled = scored(1, 30.0, Agreement.DIFFERS, ins=Agreement.AGREES)
    assert SETTLED in describe(settled).cells
    kept, is_changed = reorder((settled, scored(2, 29.9, Agreement.AGREES)), RankAdaptation(bits={PLACE: 3.0}))
    assert (kept[0], is_changed) == (settled, False)


records = st.lists(
    st.builds(
        RankedRecord,
        score=st.floats(min_value=-50, max_value=120),
        cells=st.lists(st.sampled_from([PLACE, OTHER_PLACE, IPP, SETTLED]), max_size=4).map(tuple),
    ),
    min_size=1,
    max_size=5,
).map(tuple)


@given(st.lists(st.tuples(records, st.integers(-1, 4)), min_size=EXAMPLES_MIN * 2, max_size=EXAMPLES_MIN * 2))
def test_whatever_was_chosen_no_weight_goes_far_and_the_ins_is_left_alone(
    drawn: list[tuple[tuple[RankedRecord, ...], int]],
) -> None:
    examples = [
        RankExample(item_id=number, records=found, chosen=chosen if chosen < len(found) else NOBODY)
        for number, (found, chosen) in enumerate(drawn)
    ]
    made = train(examples)
    if made is None:
        return
    assert all(abs(value) <= CORRECTION_BITS_MAX for value in made.bits.values())
    assert SETTLED not in made.bits
    figures = measure(made, examples, SIZE)
    assert figures.right + figures.wrong <= figures.documents
    for one in examples:
        ordered = sorted(one.records, key=lambda record: -record.score)
        corrected = correct_scores(ordered, made)
        assert corrected is None or max(corrected) > corrected[0]

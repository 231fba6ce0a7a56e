"""Lessons: learnt after three agreeing corrections, forgotten after two contradictions, never more than a proposal."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.domain.intake.fields import Candidate, FieldName, FieldValue, ReadDocument, Source, TypeGuess
from liane.domain.intake.learn.lessons import (
    Lesson,
    LessonKind,
    LessonState,
    Observation,
    Place,
    apply_lessons,
    observe,
)
from liane.domain.intake.learn.material import digest_value, find_observations, gather
from liane.domain.intake.page import Box

SENDER = "cabinet@test.mssante.fr"
TOP, LOW = (Place(page=1, box=Box(x0=0.1, y0=y, x1=0.3, y1=y + 0.02)) for y in (0.1, 0.6))
X_TO_Y = Observation(sender=SENDER, kind=LessonKind.TYPE, field=FieldName.DOC_TYPE, given="X", chosen="Y")
X_KEPT = replace(X_TO_Y, chosen="X", is_correction=False)
AT_TOP = Observation(sender=SENDER, kind=LessonKind.PLACE, field=FieldName.BIRTH_NAME, place=TOP)
AT_LOW = replace(AT_TOP, place=LOW)


def teach(*seen: Observation) -> Lesson | None:
    lesson: Lesson | None = None
    for one in seen:
        lesson = observe(lesson, one)
    return lesson


@pytest.mark.parametrize(
    ("seen", "state", "agreeing"),
    [
        ([X_TO_Y], LessonState.OBSERVED, 1),
        ([X_TO_Y, X_TO_Y], LessonState.OBSERVED, 2),
        ([X_TO_Y, X_TO_Y, X_TO_Y], LessonState.LEARNT, 3),
        ([X_TO_Y, X_KEPT, X_TO_Y, X_TO_Y], LessonState.LEARNT, 3),
        ([X_TO_Y, X_TO_Y, X_TO_Y, X_KEPT], LessonState.LEARNT, 3),
        ([X_TO_Y, X_TO_Y, X_TO_Y, X_KEPT, X_KEPT], LessonState.FORGOTTEN, 0),
        ([X_TO_Y, X_TO_Y, X_TO_Y, X_KEPT, X_TO_Y, X_KEPT], LessonState.LEARNT, 4),
        ([AT_TOP, AT_TOP, AT_TOP, AT_LOW, AT_LOW], LessonState.OBSERVED, 1),
        ([AT_TOP, replace(AT_TOP, is_correction=False), AT_TOP], LessonState.LEARNT, 3),
    ],
)
def test_a_lesson_is_learnt_slowly_and_forgotten_fast(
    seen: list[Observation], state: LessonState, agreeing: int
) -> None:
    lesson = teach(*seen)
    assert lesson is not None
    assert (lesson.state, lesson.agreeing) == (state, agreeing)


def test_a_document_kept_as_proposed_begins_nothing() -> None:
    assert teach(X_KEPT, X_KEPT, X_KEPT) is None


def test_a_lesson_put_off_by_a_person_is_not_learnt_again() -> None:
    lesson = teach(X_TO_Y, X_TO_Y, X_TO_Y)
    assert lesson is not None
    refused = replace(lesson, state=LessonState.REFUSED)
    assert observe(refused, X_TO_Y) == refused


@given(st.lists(st.sampled_from([X_TO_Y, X_KEPT, replace(X_TO_Y, chosen="Z")]), max_size=20))
def test_what_is_learnt_was_seen_three_times_without_two_contradictions_after(seen: list[Observation]) -> None:
    lesson = teach(*seen)
    if lesson is not None and lesson.state is LessonState.LEARNT:
        assert sum(one.chosen == lesson.chosen for one in seen) >= 3
        assert not all(one.chosen != lesson.chosen for one in seen[-2:])


def candidate(value: str, place: Place, confidence: float, source: Source = Source.PAGE) -> Candidate:
    return Candidate(value=value, raw=value, confidence=confidence, page=place.page, boxes=(place.box,), source=source)


def read_with(source: Source = Source.PAGE) -> ReadDocument:
    seen = (candidate("TESTDESTINATAIRE", LOW, 0.9, source), candidate("TESTPATIENT", TOP, 0.4))
    chosen = FieldValue(name=FieldName.BIRTH_NAME, chosen=seen[0], candidates=seen, values=seen[:1])
    return ReadDocument(
        pages=(1,),
        fields={FieldName.BIRTH_NAME: chosen},
        candidates={FieldName.BIRTH_NAME: seen},
        types=(TypeGuess(code="X", label="x", probability=0.7), TypeGuess(code="Y", label="y", probability=0.2)),
    )


def learnt(*seen: Observation) -> Lesson:
    lesson = teach(*seen, *seen, *seen)
    assert lesson is not None
    assert lesson.state is LessonState.LEARNT
    return replace(lesson, id=7)


def test_a_place_brings_forward_what_was_read_there() -> None:
    shown, uses = apply_lessons(read_with(), [learnt(AT_TOP)])
    assert shown.fields[FieldName.BIRTH_NAME].chosen.value == "TESTPATIENT"
    assert [one.lesson_id for one in uses] == [7]
    assert "habitude de cet expéditeur" in shown.fields[FieldName.BIRTH_NAME].chosen.why


def test_a_place_where_nothing_was_read_brings_nothing() -> None:
    elsewhere = replace(AT_TOP, place=Place(page=2, box=TOP.box))
    assert apply_lessons(read_with(), [learnt(elsewhere)]) == (read_with(), ())


def test_what_structured_data_says_is_left_alone() -> None:
    assert apply_lessons(read_with(Source.CDA), [learnt(AT_TOP)])[1] == ()


def test_a_type_is_proposed_first_only_where_the_reading_proposes_the_former() -> None:
    shown, uses = apply_lessons(read_with(), [learnt(X_TO_Y)])
    assert [one.code for one in shown.types] == ["Y", "X"]
    assert len(uses) == 1
    other = replace(read_with(), types=(TypeGuess(code="Z", label="z", probability=1.0),))
    assert apply_lessons(other, [learnt(X_TO_Y)]) == (other, ())


def test_a_lesson_not_learnt_changes_nothing() -> None:
    lesson = teach(AT_TOP, AT_TOP)
    assert lesson is not None
    assert apply_lessons(read_with(), [lesson]) == (read_with(), ())


def test_material_holds_no_value_and_says_where_the_kept_one_was() -> None:
    material = gather(read_with(), read_with(), ((5, 2.0),), salt="s")
    assert "TESTPATIENT" not in repr(material)
    seen = find_observations(
        material, sender=SENDER, salt="s", type_code="Y", corrections={FieldName.BIRTH_NAME: "Testpatient"}
    )
    by_kind = {one.kind: one for one in seen}
    assert (by_kind[LessonKind.TYPE].given, by_kind[LessonKind.TYPE].chosen) == ("X", "Y")
    assert by_kind[LessonKind.PLACE].place == TOP
    kept = find_observations(material, sender=SENDER, salt="s", type_code="X", corrections={})
    assert {one.kind: (one.is_correction, one.place) for one in kept} == {
        LessonKind.TYPE: (False, None),
        LessonKind.PLACE: (False, LOW),
    }
    typed = find_observations(
        material, sender=SENDER, salt="s", type_code="X", corrections={FieldName.BIRTH_NAME: "AUTRE"}
    )
    assert [one.kind for one in typed] == [LessonKind.TYPE], "a value that was not read teaches no place"
    assert digest_value("Élise", "s") == digest_value("ELISE ", "s") != digest_value("ELISE", "t")

"""What a sender's documents teach: where a value stands, what a type is called; learnt slowly, forgotten fast.

A lesson changes what is proposed to a person, never what is filed without one. It holds no value of a patient: a place
is a rectangle, a type is a code. Rule: intake.md §8 (learnt after 3 agreeing corrections, forgotten after 2
contradictions; learning never relaxes §5).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from liane.domain.intake.fields import Candidate, FieldName, ReadDocument, Source
from liane.domain.intake.page import Box

LEARNT_AFTER = 3
FORGOTTEN_AFTER = 2
NEAR = 0.06
"""Two places whose middles are that close, as fractions of the page, are one place."""
PLACED = frozenset(
    {
        FieldName.BIRTH_NAME,
        FieldName.USED_NAME,
        FieldName.FIRST_NAME,
        FieldName.BIRTH_DATE,
        FieldName.IPP,
        FieldName.DOC_DATE,
        FieldName.ACT_DATE,
        FieldName.AUTHOR_FAMILY,
        FieldName.AUTHOR_RPPS,
        FieldName.STRUCTURE_NAME,
        FieldName.EPISODE,
    }
)
"""Fields whose place is worth learning: those that one letterhead prints at one place."""


class LessonKind(StrEnum):
    """What is learnt."""

    TYPE = "type"
    PLACE = "place"


class LessonState(StrEnum):
    """Where a lesson stands. ``REFUSED``: a person put it off; it is not learnt again."""

    OBSERVED = "observée"
    LEARNT = "apprise"
    FORGOTTEN = "oubliée"
    REFUSED = "écartée"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place on a page, from 1."""

    page: int
    box: Box

    def is_near(self, other: "Place") -> bool:
        """Tell whether two places are one."""
        (x, y), (u, v) = self.box.middle, other.box.middle
        return self.page == other.page and abs(x - u) <= NEAR and abs(y - v) <= NEAR


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What one document that a person filed shows of its sender.

    kind TYPE: given is the type proposed, chosen the one kept. kind PLACE: place is where the kept value of the field
    stands. is_correction: the person changed what was proposed; else they kept it.
    """

    sender: str
    kind: LessonKind
    field: FieldName
    given: str = ""
    chosen: str = ""
    place: Place | None = None
    is_correction: bool = True

    @property
    def key(self) -> tuple[str, LessonKind, FieldName, str]:
        """What a lesson is one of: sender, kind, field, and the type proposed."""
        return self.sender, self.kind, self.field, self.given


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What is known of one sender and one field. agreeing, contradicting: documents since it was last begun."""

    sender: str
    kind: LessonKind
    field: FieldName
    given: str = ""
    chosen: str = ""
    place: Place | None = None
    agreeing: int = 0
    contradicting: int = 0
    state: LessonState = LessonState.OBSERVED
    id: int = 0

    def agrees_with(self, seen: Observation) -> bool:
        """Tell whether a document says the same."""
        if self.kind is LessonKind.TYPE:
            return self.chosen == seen.chosen
        return self.place is not None and seen.place is not None and self.place.is_near(seen.place)


def observe(lesson: Lesson | None, seen: Observation) -> Lesson | None:
    """Take one document into account; None when nothing is to be kept.

    A document whose proposal was kept begins no lesson, it only confirms or contradicts one. Rule: intake.md §8.
    """
    if lesson is None or lesson.state is LessonState.FORGOTTEN:
        return _begin(seen, lesson) if seen.is_correction else lesson
    if lesson.state is LessonState.REFUSED:
        return lesson
    if lesson.agrees_with(seen):
        agreeing = lesson.agreeing + 1
        state = LessonState.LEARNT if agreeing >= LEARNT_AFTER else lesson.state
        return replace(lesson, agreeing=agreeing, contradicting=0, state=state)
    contradicting = lesson.contradicting + 1
    if contradicting < FORGOTTEN_AFTER:
        return replace(lesson, contradicting=contradicting)
    if seen.is_correction:
        return _begin(seen, lesson)
    return replace(lesson, agreeing=0, contradicting=0, state=LessonState.FORGOTTEN)


def _begin(seen: Observation, former: Lesson | None) -> Lesson:
    return Lesson(
        sender=seen.sender,
        kind=seen.kind,
        field=seen.field,
        given=seen.given,
        chosen=seen.chosen,
        place=seen.place,
        agreeing=1,
        id=former.id if former is not None else 0,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One lesson that changed a proposal."""

    lesson_id: int
    kind: LessonKind
    field: FieldName


def apply_lessons(read: ReadDocument, lessons: Iterable[Lesson]) -> tuple[ReadDocument, tuple[Use, ...]]:
    """Change what is proposed as the sender's documents taught; what structured data says is left alone.

    A place brings forward a candidate that was read there, never a value that was not read. Rule: intake.md §3, §8.
    """
    uses: list[Use] = []
    for lesson in lessons:
        if lesson.state is not LessonState.LEARNT:
            continue
        changed = _apply_type(read, lesson) if lesson.kind is LessonKind.TYPE else _apply_place(read, lesson)
        if changed is not None:
            read = changed
            uses.append(Use(lesson_id=lesson.id, kind=lesson.kind, field=lesson.field))
    return read, tuple(uses)


def _apply_type(read: ReadDocument, lesson: Lesson) -> ReadDocument | None:
    if not read.types or read.types[0].code != lesson.given or lesson.chosen == lesson.given:
        return None
    told = read.fields.get(FieldName.DOC_TYPE)
    if told is not None and told.chosen.source not in (Source.PAGE, Source.BARCODE):
        return None
    known = [one for one in read.types if one.code == lesson.chosen]
    first = known[0] if known else replace(read.types[0], code=lesson.chosen, label="")
    types = (first, *(one for one in read.types if one.code != lesson.chosen))
    fields = dict(read.fields)
    if told is not None:
        why = (*told.chosen.why, "habitude de cet expéditeur")
        fields[FieldName.DOC_TYPE] = replace(told, chosen=replace(told.chosen, value=lesson.chosen, why=why))
    return replace(read, types=types, fields=fields)


def _apply_place(read: ReadDocument, lesson: Lesson) -> ReadDocument | None:
    found = read.fields.get(lesson.field)
    if lesson.place is None or (found is not None and found.chosen.source is not Source.PAGE):
        return None
    there = find_at(read.candidates.get(lesson.field, ()), lesson.place)
    if there is None or (found is not None and there.value == found.chosen.value):
        return None
    chosen = replace(there, why=(*there.why, "habitude de cet expéditeur"))
    others = tuple(one for one in read.candidates.get(lesson.field, ()) if one is not there)
    if found is None:
        return None
    value = replace(found, chosen=chosen, candidates=(chosen, *others), values=(chosen,))
    return replace(read, fields={**read.fields, lesson.field: value})


def find_at(candidates: Sequence[Candidate], place: Place) -> Candidate | None:
    """The surest candidate read at a place."""
    near = [one for one in candidates if (where := place_of(one)) is not None and where.is_near(place)]
    return max(near, key=lambda one: one.confidence, default=None)


def place_of(candidate: Candidate) -> Place | None:
    """Where a candidate was read: the rectangle around its words; None for what was not read on a page."""
    if candidate.page < 1 or not candidate.boxes:
        return None
    box = candidate.boxes[0]
    for other in candidate.boxes[1:]:
        box = box.union(other)
    return Place(page=candidate.page, box=box)

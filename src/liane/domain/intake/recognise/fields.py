"""Traits read at the places where those of the one record proposed are printed: names are better recognised than
transcribed.

What lives here: fields left empty, or cut at the wrong word, taken again from the very words of the page. What must
not: the decision, which is made before and counts none of this as evidence; a value that is not printed.
Rule: intake.md §4 (index-guided reading never replaces the printed value).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from liane.domain.identity.lexis import fold_name
from liane.domain.intake.extract.patient.identity_fields import clean_printed
from liane.domain.intake.fields import Candidate, FieldName, FieldValue, ReadDocument, Role, Source
from liane.domain.intake.matching.marks import to_index_date
from liane.domain.intake.matching.match import Matching, Nearness
from liane.domain.intake.matching.score_names import EXACT, fold_known
from liane.domain.intake.matching.words import PageWords, Sighting, prepare_words
from liane.domain.intake.page import Box, Page, Word

PROBABILITY_MIN = 0.99
MARGIN_MIN = 10.0
NEAR_TOKENS_MAX = 10
NEAR_HEIGHT_MAX = 0.05
NEAR_WIDTH_MAX = 0.35
DATE_HEIGHT_MAX = 0.12
CONFIDENCE_MAX = 0.9
WHY = "reconnu d'après le dossier proposé"
_AS_NEAR = (Nearness.SAME_INS, Nearness.HOLDS_INS, Nearness.NAMED, Nearness.HOMONYM, Nearness.NEAR, Nearness.TWIN)


def recognise_fields(read: ReadDocument, pages: Sequence[Page], matching: Matching) -> ReadDocument:
    """The document with the names and the birth date that stand printed where those of the record proposed do.

    Only for one record alone, sure, nobody else near, whose birth name, first name and birth date stand together on a
    page. A field already read elsewhere than at these places is left as it is. Rule: intake.md §4.
    """
    first = matching.matches[0] if matching.matches else None
    if first is None or first.probability < PROBABILITY_MIN or matching.margin < MARGIN_MIN or read.several_patients:
        return read
    if matching.neighbours is None or any(one.nearness in _AS_NEAR for one in matching.neighbours):
        return read
    traits = first.person.traits
    birth, used = fold_known(traits.birth_family), fold_known(traits.used_family)
    given = fold_known(traits.birth_given or traits.birth_givens.partition(" ")[0])
    if not birth or not given or _is_read(read, birth, given):
        return read
    date = _find_date(read, traits.birth_date)
    shown = [page for page in pages if not page.is_blank]
    words = prepare_words(read, shown)
    found = _find_together(words, birth, given, date) if date is not None else None
    if date is None or found is None:
        return read
    makes = _Maker(words, shown, min(CONFIDENCE_MAX, first.probability))
    named = {FieldName.BIRTH_NAME: makes.candidate(found[0]), FieldName.FIRST_NAME: makes.candidate(found[1])}
    other = next((one for one in words.find(used) if _is_ours(one) and _are_near(words, one, found[1])), None)
    if used and used != birth and other is not None:
        named[FieldName.USED_NAME] = makes.candidate(other)
    return _with(read, {**named, FieldName.BIRTH_DATE: date}, used)


def _is_read(read: ReadDocument, birth: str, given: str) -> bool:
    """True when the fields hold the names of the record and a birth date: nothing is left to recognise."""
    return (
        FieldName.BIRTH_DATE in read.fields
        and _value(read, FieldName.BIRTH_NAME) == birth
        and _value(read, FieldName.FIRST_NAME) == given
    )


def _value(read: ReadDocument, name: FieldName) -> str:
    found = read.fields.get(name)
    return fold_name(found.chosen.value) if found is not None else ""


def _find_date(read: ReadDocument, held: str) -> Candidate | None:
    """The birth date of the record where a page prints it, when no other was read for the patient's."""
    chosen = read.fields.get(FieldName.BIRTH_DATE)
    if chosen is not None and to_index_date(chosen.chosen.value) != held:
        return None
    seen = (chosen.chosen, *chosen.candidates) if chosen is not None else read.candidates.get(FieldName.BIRTH_DATE, ())
    return next(
        (
            one
            for one in seen
            if to_index_date(one.value) == held
            and one.source is Source.PAGE
            and one.boxes
            and one.role is not Role.RELATIVE
        ),
        None,
    )


def _is_ours(one: Sighting) -> bool:
    return one.level in EXACT and not one.is_other_person


def _find_together(words: PageWords, birth: str, given: str, date: Candidate) -> tuple[Sighting, Sighting] | None:
    """The birth name and the first name, printed exactly, near each other and near the birth date."""
    for family in words.find(birth):
        for first in words.find(given):
            if _is_ours(family) and _is_ours(first) and _are_near(words, family, first):
                box = words.tokens[family.start].box
                if family.page == date.page and abs(date.boxes[0].y0 - box.y0) <= DATE_HEIGHT_MAX:
                    return family, first
    return None


def _are_near(words: PageWords, one: Sighting, other: Sighting) -> bool:
    if one.page != other.page or (one.start < other.end and other.start < one.end):
        return False
    mine, yours = words.tokens[one.start], words.tokens[other.start]
    if mine.line == yours.line and min(abs(other.start - one.end), abs(one.start - other.end)) <= NEAR_TOKENS_MAX:
        return True
    return abs(mine.box.y0 - yours.box.y0) <= NEAR_HEIGHT_MAX and abs(mine.box.x0 - yours.box.x0) <= NEAR_WIDTH_MAX


class _Maker:
    """Makes candidates from the words of the pages at the places of names."""

    def __init__(self, words: PageWords, pages: Sequence[Page], confidence: float) -> None:
        self._tokens = words.tokens
        self._words: dict[tuple[int, Box], Word] = {
            (page.number, word.box): word for page in pages for word in (*page.second, *page.words)
        }
        self._confidence = confidence

    def candidate(self, one: Sighting) -> Candidate:
        """The words of a name as printed, with their boxes."""
        boxes = list(dict.fromkeys(self._tokens[place].box for place in range(one.start, one.end)))
        printed = [self._words[(one.page, box)] for box in boxes]
        raw = " ".join(word.text for word in printed)
        return Candidate(
            value=clean_printed(raw.strip(" ()[]:;,./")),
            raw=raw,
            confidence=round(self._confidence, 4),
            page=one.page,
            boxes=tuple(boxes),
            role=Role.PATIENT,
            why=(WHY,),
            engine="+".join(sorted({word.engine.value for word in printed})),
        )


def _with(read: ReadDocument, found: Mapping[FieldName, Candidate], used: str) -> ReadDocument:
    fields = dict(read.fields)
    places = {(one.page, box) for name, one in found.items() if name is not FieldName.BIRTH_DATE for box in one.boxes}
    for name, one in found.items():
        held = fields.get(name)
        if held is not None and not _may_give_way(held.chosen, name, places, used):
            continue
        if held is not None and fold_name(held.chosen.value) == fold_name(one.value):
            continue
        candidates = (one, *(read.candidates.get(name, held.candidates if held is not None else ())))
        fields[name] = FieldValue(name=name, chosen=one, candidates=candidates, values=(one,))
    return replace(read, fields=fields)


def _may_give_way(held: Candidate, name: FieldName, places: set[tuple[int, Box]], used: str) -> bool:
    """True for a value cut from the same words, or the used name of the record read as the birth name."""
    if held.source is not Source.PAGE or name is FieldName.BIRTH_DATE:
        return False
    if name is FieldName.BIRTH_NAME and used and fold_name(held.value) == used:
        return True
    return any((held.page, box) in places for box in held.boxes)

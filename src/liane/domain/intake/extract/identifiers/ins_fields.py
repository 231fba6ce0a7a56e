"""The INS printed on a page, in one piece, in boxes or over the end of a line, and its OID.

What lives here: INS as values of fields. What must not: their shape and key (``numbers``), whose they are
(``ins_owners``).
"""

import re
from collections.abc import Iterator

from liane.domain.identity.ins import INSAuthority
from liane.domain.intake.extract.identifiers.number_places import label_of, read_again
from liane.domain.intake.extract.people.persons import role_of_scope
from liane.domain.intake.extract.surface.evidence import Feature, Found, found_at
from liane.domain.intake.extract.surface.numbers import (
    PrintedNumber,
    find_ins,
    find_oids,
    find_told_ins,
    ins_key_is_right,
)
from liane.domain.intake.extract.surface.reading import PageReading
from liane.domain.intake.extract.surface.sheet import Cell, Row, Span, fold
from liane.domain.intake.fields import FieldName, Role
from liane.domain.intake.page import Box

_TEST_OID = re.compile(r"INS[ -]?NIR DE (TEST|DEMO)")
_INS_AGAIN = re.compile(r"(?<![0-9])[1-8](?: ?[0-9]){4}(?: ?[0-9AB]){2}(?: ?[0-9]){8}(?![0-9])")
_INS_CHARS = 15
_INS_HEAD = re.compile(r"[ :._]*(?:N[°O] ?:? ?)?([1-478](?: ?[0-9AB]){0,12})[ .]*(?:CLE ?:? ?)?")
_INS_HEAD_MIN = 4
"""Signs that must stand on the line of the label for a number that stays too short to be a doubt."""
_INS_BEHEADED = re.compile(r"([0-9]{2} ?[0-9]{2} ?(?:[0-9]{2}|2[AB]) ?[0-9]{3} ?[0-9]{3}(?: ?[0-9]{2})?)(?![0-9/])")
_INS_TAIL = re.compile(r"[0-9AB](?: ?[0-9AB]){1,13}(?= *$)")
_DOTTED = re.compile(r"\bI\. ?N\. ?S\b[ .:]*$")
_BARE_HEAD = re.compile(r"(?<![0-9A-Z.,/\-])([12] ?[0-9]{2} ?(?:0[1-9]|1[0-2])(?: ?[0-9AB]){2,9})$")
"""The start of an INS without a label at the end of a line, down to its month and its department."""


def ins_fields(reading: PageReading) -> Iterator[Found]:
    """INS printed on a page: sure by its key, surer after its label; with a wrong key only as a doubt."""
    for row, labels in zip(reading.sheet.rows, reading.labels, strict=True):
        for number in _numbers_of(reading, row):
            label = label_of(reading, "ins", number.span)
            has_label = label is not None or _DOTTED.search(row.folded, 0, number.span.start) is not None
            if not number.is_valid and not has_label:
                continue
            features = {Feature.KEY if number.is_valid else Feature.WRONG_KEY}
            if has_label:
                features.add(Feature.LABEL)
            if number.is_repaired:
                features.add(Feature.REPAIRED)
            if not number.is_valid:
                number = read_again(reading, number, _INS_AGAIN, ins_key_is_right)
                features = {Feature.KEY, Feature.LABEL, Feature.REPAIRED} if number.is_valid else features
            yield _ins_at(reading, number, features)
        if "1.2.250" in row.text or any(label.kind == "ins" for label in labels):
            yield from _oids(reading, row_place=row.place)
    yield from broken_ins_fields(reading)
    yield from _bare_broken(reading)
    yield from _beheaded(reading)


def _numbers_of(reading: PageReading, row: Row) -> list[PrintedNumber]:
    """The numbers of a row, those that its labels alone tell included."""
    found = list(find_ins(row))
    for label in reading.labels[row.place]:
        if label.kind != "ins" or any(one.is_valid and one.span.start >= label.end for one in found):
            continue
        told = find_told_ins(row, label.end)
        if told is not None:
            found = [one for one in found if one.span.end <= told.span.start or one.span.start >= told.span.end]
            found.append(told)
    return found


def _ins_at(reading: PageReading, number: PrintedNumber, features: set[Feature]) -> Found:
    scope = reading.scope_of(number.span.row, number.span.start)
    role = role_of_scope(scope) if scope is not None and scope.kind == "role.relative" else Role.PATIENT
    if role is Role.RELATIVE:
        features.add(Feature.RELATIVE)
    found = found_at(FieldName.INS, number.value, number.span, features, role or Role.PATIENT)
    found.is_checked, found.is_repaired = number.is_valid, number.is_repaired
    return found


def broken_ins_fields(reading: PageReading) -> Iterator[Found]:
    """An INS that the end of a line cuts after its label: « INS : 2 55 07 67 » over « 991 825 39 ».

    One that stays too short is a doubt, so that it is seen. Rule: intake.md §3; §5 (never automatic: a wrong key).
    """
    for label in reading.all_labels("ins"):
        region = reading.value_of(label)
        head = _INS_HEAD.match(region.row.folded, region.start, region.end) if region is not None else None
        if region is None or head is None or head.end() < region.end - 1:
            continue
        span = Span(region.row, head.start(1), head.end(1))
        cell = region.row.cell_at(span.start)
        around = (reading.sheet.below(box, region.row, heights_max=1.6) for box in (cell.box, _box_of(span)))
        tails = [(one, tail) for one in around if one is not None and (tail := _tail_under(span, one)) is not None]
        spans = [span]
        if tails:
            under, (start, end) = tails[0]
            spans.append(Span(under.row, under.start + start, under.start + end))
        value = _ins_signs("".join(one.raw for one in spans))
        is_short = len(value) < _INS_CHARS and len(_ins_signs(span.raw)) < _INS_HEAD_MIN
        if len(value) > _INS_CHARS or is_short:
            continue
        is_valid = len(value) == _INS_CHARS and ins_key_is_right(value)
        features = {Feature.LABEL, Feature.KEY if is_valid else Feature.WRONG_KEY}
        scope = role_of_scope(reading.scope_of(label.row, label.start))
        found = found_at(
            FieldName.INS, value, spans, features, Role.RELATIVE if scope is Role.RELATIVE else Role.PATIENT
        )
        found.is_checked = is_valid
        yield found


def _beheaded(reading: PageReading) -> Iterator[Found]:
    """« INS » at the end of a line over « 64 11 65 993 297 18 »: an optical reader lost the first sign, a doubt.

    Rule: intake.md §5 (never automatic: a wrong key).
    """
    for label in reading.all_labels("ins") if reading.sheet.is_scan else ():
        row, rows = label.row, reading.sheet.rows
        if label.end < len(row.text.rstrip()) or row.place + 1 >= len(rows):
            continue
        under = rows[row.place + 1]
        rest = _INS_BEHEADED.match(under.folded)
        if rest is not None:
            value, span = _ins_signs(rest.group(1)), Span(under, *rest.span(1))
            yield found_at(FieldName.INS, value, span, {Feature.LABEL, Feature.WRONG_KEY}, Role.PATIENT)


def _bare_broken(reading: PageReading) -> Iterator[Found]:
    """An INS without a label that the end of a line cuts: its month stands before, and the key proves the rest."""
    for row in reading.sheet.rows:
        cell = row.cells[-1]
        head = _BARE_HEAD.search(row.folded, cell.start, cell.end)
        if head is None or any(label.kind == "ins" for label in reading.labels[row.place]):
            continue
        span = Span(row, *head.span(1))
        under = reading.sheet.rows[row.place + 1] if row.place + 1 < len(reading.sheet.rows) else None
        tail = _tail_under(span, under.cells[0]) if under is not None else None
        if under is None or tail is None:
            continue
        rest = Span(under, under.cells[0].start + tail[0], under.cells[0].start + tail[1])
        value = _ins_signs(span.raw + rest.raw)
        if ins_key_is_right(value):
            found = found_at(FieldName.INS, value, [span, rest], {Feature.KEY}, Role.PATIENT)
            found.is_checked = True
            yield found


def _tail_under(head: Span, under: Cell) -> tuple[int, int] | None:
    """Where the rest of a number stands in the cell under it: alone there, or at its start where the key proves it.

    « INS 2 54 12 » over « 99 993 012 85, demeurant à … ».
    """
    signs = _ins_signs(head.raw)
    wanting = _INS_CHARS - len(signs)
    if wanting > 0:
        rest = re.compile(rf"(?:CLE ?:? ?)?([0-9AB](?: ?[0-9AB]){{{wanting - 1}}})(?![0-9A-Z])").match(under.folded)
        if rest is not None and ins_key_is_right(signs + _ins_signs(rest.group(1))):
            return rest.span(1)
    alone = _INS_TAIL.match(under.folded)
    return alone.span() if alone is not None else None


def _ins_signs(text: str) -> str:
    return re.sub(r"[^0-9AB]", "", fold(text))


def _box_of(span: Span) -> Box:
    box = span.words[0].box
    for word in span.words[1:]:
        box = box.union(word.box)
    return box


def _oids(reading: PageReading, *, row_place: int) -> Iterator[Found]:
    row = reading.sheet.rows[row_place]
    for oid in find_oids(row):
        yield found_at(FieldName.INS_OID, oid.value, oid.span, (Feature.KEY,), Role.PATIENT)
    match = _TEST_OID.search(row.folded)
    if match:
        authority = INSAuthority.NIR_TEST if match.group(1) == "TEST" else INSAuthority.NIR_DEMO
        yield found_at(FieldName.INS_OID, authority.value, Span(row, *match.span()), (Feature.LABEL,), Role.PATIENT)

"""Numbers of the patient, of the author, of the structure: IPP, stay, RPPS, FINESS; INS in codes.

What lives here: numbers as values of fields. What must not: their shapes and keys (``numbers``).
"""

import re
from collections.abc import Iterator, Sequence

from liane.domain.intake.extract.identifiers.number_places import label_of, read_again
from liane.domain.intake.extract.identifiers.stay_numbers import may_be_stay, stay_fields
from liane.domain.intake.extract.people.persons import how_found
from liane.domain.intake.extract.surface.datamatrix import ReadSymbol
from liane.domain.intake.extract.surface.evidence import Feature, Found, found_at
from liane.domain.intake.extract.surface.labels import Label
from liane.domain.intake.extract.surface.numbers import (
    PrintedNumber,
    find_finess,
    find_rpps,
    ins_key_is_right,
    luhn_is_right,
    read_local_number,
)
from liane.domain.intake.extract.surface.reading import PageReading, References
from liane.domain.intake.extract.surface.sheet import Span
from liane.domain.intake.fields import FieldName, Role, Source
from liane.domain.intake.page import PageSymbol, SymbolKind

_MISREAD = 4.0
"""How many times the doubt of a wrong key counts where an optical reader may have made it."""
_RPPS_AGAIN = re.compile(r"(?<![0-9])[0-9]{11}(?![0-9])")
_MOTHER_HEAD = re.compile(r"(?:LA )?MERE|PARENTS?|PERE")
_COLUMN_ROWS, _COLUMN_WIDE = 6, 0.03
"""Lines over a value where the heading of its column may stand, and how far their left edges may be."""
_DOCTOR = re.compile(r" ?(?:DR|DOCTEURE?|PR|PROFESSEURE?)\b")
_SYMBOL_TEXT = re.compile(r"[0-9A-Z]{4,24}")


def local_fields(reading: PageReading, reference: References) -> Iterator[Found]:
    """IPP and stay number after their labels, or before them in brackets; a vague label (« dossier ») speaks less."""
    told: list[Span] = []
    for kind, name in (("ipp", FieldName.IPP), ("episode", FieldName.EPISODE), ("dossier", FieldName.EPISODE)):
        pattern = reference.ipp_pattern if name is FieldName.IPP else reference.episode_pattern
        for label in reading.all_labels(kind):
            region = reading.value_of(label)
            number = read_local_number(region.row, region.start, region.end) if region is not None else None
            if region is None or number is None or number.span.start - region.start > 12 or _is_date(reading, number):
                continue
            features = how_found(region, label)
            if kind == "dossier" and (_is_kins(reading, label) or not may_be_stay(reading, number.value)):
                continue  # the number that a laboratory or a practice gives to the document
            if kind == "dossier" or "DOSSIER PATIENT" in label.row.folded[label.start : label.end]:
                features.add(Feature.LABEL_VAGUE)
            if _fits(pattern, number.value):
                features.add(Feature.PATTERN)
            told.append(number.span)
            yield found_at(name, number.value, number.span, features, Role.PATIENT)
    for found in stay_fields(reading):
        (span,) = found.spans
        if not any(span.row is one.row and span.start < one.end and span.end > one.start for one in told):
            if _fits(reference.episode_pattern, found.value):
                found.add(Feature.PATTERN)
            yield found


def _is_kins(reading: PageReading, label: Label) -> bool:
    """True in the column or under the words of somebody close: the mother's file on the page of a newborn."""
    scope = reading.scope_of(label.row, label.start)
    if scope is not None and scope.kind == "role.relative":
        return True
    cell = label.row.cell_at(label.start)
    over = reading.sheet.rows[max(0, label.row.place - _COLUMN_ROWS) : label.row.place]
    heads = (one for row in over for one in row.cells if abs(one.box.x0 - cell.box.x0) < _COLUMN_WIDE)
    return any(_MOTHER_HEAD.fullmatch(one.folded.strip(" :")) for one in heads)


def _fits(pattern: str, value: str) -> bool:
    try:
        return bool(pattern) and re.fullmatch(pattern, value) is not None
    except re.error:
        return False


def _is_date(reading: PageReading, number: PrintedNumber) -> bool:
    return any(
        date.span.start < number.span.end and date.span.end > number.span.start and not date.needs_label
        for date in reading.dates[number.span.row.place]
    )


def rpps_places(reading: PageReading) -> Iterator[Found]:
    """RPPS numbers after their label, or of 12 digits with their type digit, or with a right key."""
    for row in reading.sheet.rows:
        for seen in find_rpps(row):
            label = label_of(reading, "rpps", seen.span) or _label_after(reading, seen.span)
            is_doubtful = label is not None and not seen.is_valid
            number = read_again(reading, seen, _RPPS_AGAIN, luhn_is_right) if is_doubtful else seen
            is_typed = len(re.sub(r"\D", "", number.span.raw)) == 12
            is_bare = number.is_valid and (number.value.startswith("10") or _stands_under_doctor(reading, number.span))
            if label is None and (number.value.startswith("0") or (not is_typed and not number.is_valid)):
                continue  # a telephone and a figure, or figures of no key
            features = {Feature.KEY} if number.is_valid else {Feature.WRONG_KEY}
            if label is not None:
                features.add(Feature.LABEL)
            if label is None and not is_typed and not is_bare:
                features.add(Feature.FALLBACK)  # eleven digits with a right key: an RPPS where a professional is beside
            found = found_at(FieldName.AUTHOR_RPPS, number.value, number.span, features, Role.AUTHOR)
            found.is_checked, found.is_repaired = number.is_valid, number.is_repaired
            _excuse(reading, found)
            yield found


def _label_after(reading: PageReading, span: Span) -> Label | None:
    """« 10000000009 (RPPS) »: the label just after the number, where no other number follows it."""
    row = span.row
    for label in reading.labels[row.place]:
        between = row.folded[span.end : label.start] if label.kind == "rpps" and label.start >= span.end else "?"
        if re.fullmatch(r" ?[(\[\-–,]? ?(?:N° ?)?", between) and not re.match(r"[) :°.\]]*\d", row.folded[label.end :]):
            return label
    return None


def _stands_under_doctor(reading: PageReading, span: Span) -> bool:
    """True for a number alone in its cell, under the name of a doctor and at most a speciality: a stamp."""
    cell = span.row.cell_at(span.start)
    if _RPPS_AGAIN.fullmatch(cell.folded.strip()) is None:
        return False
    at = cell
    for _ in range(3):
        over = reading.sheet.above(at.box, at.row, heights_max=1.9)
        if over is None:
            return False
        if _DOCTOR.match(over.folded):
            return True
        at = over
    return False


def _excuse(reading: PageReading, found: Found) -> None:
    """A wrong key says less where no letter can have been misread: the number was printed so; as much as any doubt
    can where an optical reader read it at one place alone. Printed keys are not all right: annuaire.md §4.
    """
    if Feature.WRONG_KEY not in found.features:
        return
    if not reading.sheet.is_scan:
        found.features[Feature.WRONG_KEY] = 0.75
    elif found.name is FieldName.AUTHOR_RPPS and not _is_read_twice(reading, found.value):
        found.features[Feature.WRONG_KEY] = _MISREAD


def _is_read_twice(reading: PageReading, number: str) -> bool:
    """True where two places of the page hold it: no misreading says the same thing twice."""
    return sum(seen.value == number for row in reading.sheet.rows for seen in find_rpps(row)) > 1


def finess_places(reading: PageReading, reference: References) -> Iterator[Found]:
    """FINESS numbers after their label; a wrong key speaks against them."""
    for label in reading.all_labels("finess"):
        region = reading.value_of(label)
        if region is None:
            continue
        for number in find_finess(region.row, region.start, min(region.end, region.start + 30)):
            features = how_found(region, label) | {Feature.KEY if number.is_valid else Feature.WRONG_KEY}
            if "EJ" in region.row.folded[label.start : region.start] or "JURIDIQUE" in region.row.folded:
                features.add(Feature.LABEL_VAGUE)
            if number.value in reference.structures:
                features.add(Feature.DIRECTORY)
            found = found_at(FieldName.STRUCTURE_FINESS, number.value, number.span, features)
            found.is_checked = number.is_valid
            _excuse(reading, found)
            yield found
            break


def symbol_fields(symbol: ReadSymbol) -> Iterator[Found]:
    """What a datamatrix INS says, each value in its box. Rule: intake.md §2."""
    values = (
        (FieldName.INS, symbol.matricule, Feature.KEY),
        (FieldName.INS_OID, symbol.oid, Feature.SYMBOL),
        (FieldName.BIRTH_NAME, symbol.birth_name, Feature.SYMBOL),
        (FieldName.FIRST_NAMES, symbol.birth_givens, Feature.SYMBOL),
        (FieldName.FIRST_NAME, symbol.birth_givens.split(" ")[0], Feature.SYMBOL),
        (FieldName.SEX, symbol.sex if symbol.sex in ("F", "M") else "", Feature.SYMBOL),
        (FieldName.BIRTH_DATE, symbol.birth_date, Feature.SYMBOL),
        (FieldName.BIRTH_PLACE, symbol.birth_place, Feature.SYMBOL),
    )
    for name, value, feature in values:
        if value:
            found = Found(
                name=name,
                value=value,
                features={feature: 1.0, Feature.SYMBOL: 1.0},
                role=Role.PATIENT,
                is_checked=name is FieldName.INS,
                source=Source.DATAMATRIX,
                zones=(symbol.box,),
                raw=value,
                page=symbol.page,
            )
            yield found


def code_fields(
    number: int, symbols: Sequence[PageSymbol], printed: Sequence[Found], reference: References
) -> Iterator[Found]:
    """Bars and other codes that hold an INS, or a local number of the shape of the establishment, or one printed."""
    known = {(found.value, found.name) for found in printed}
    for symbol in symbols:
        if symbol.kind is SymbolKind.DATAMATRIX:
            continue
        text = symbol.payload[:64].decode("latin-1").strip("*\x1d \r\n").upper()
        if not _SYMBOL_TEXT.fullmatch(text):
            continue
        if ins_key_is_right(text):
            yield _from_code(FieldName.INS, text, symbol, number, Feature.KEY)
            continue
        for name, pattern in ((FieldName.IPP, reference.ipp_pattern), (FieldName.EPISODE, reference.episode_pattern)):
            if _fits(pattern, text):
                yield _from_code(name, text, symbol, number, Feature.PATTERN)
            elif (text, name) in known:
                yield _from_code(name, text, symbol, number, Feature.REPEATED)


def _from_code(name: FieldName, text: str, symbol: PageSymbol, number: int, feature: Feature) -> Found:
    return Found(
        name=name,
        value=text,
        features={Feature.BARCODE: 1.0, feature: 1.0},
        role=Role.PATIENT,
        is_checked=feature is Feature.KEY,
        source=Source.BARCODE,
        zones=(symbol.box,),
        raw=text,
        page=number,
    )

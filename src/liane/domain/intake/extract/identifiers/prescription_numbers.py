"""The unique number of a digital prescription, printed in clear and in the QR code of the sheet.

What lives here: its shape, the check of the stand-in numbers, where it stands. What must not: the national rule of the
check character, which is not public: a national number is known by its shape alone (unverified), and surer when the
code and the sheet say the same. Rule: eprescription.md §2; intake.md §3 (repair only under a check).
"""

import re
from collections.abc import Iterator, Sequence

from liane.domain.intake.extract.people.persons import how_found
from liane.domain.intake.extract.surface.evidence import Feature, Found, found_at
from liane.domain.intake.extract.surface.labels import Label
from liane.domain.intake.extract.surface.reading import PageReading, Region
from liane.domain.intake.extract.surface.sheet import Row, Span, fold
from liane.domain.intake.fields import FieldName, Role, Source
from liane.domain.intake.page import Page, PageSymbol, SymbolKind

NUMBER_OID = "1.2.250.1.215.500.1.1"
LENGTH = 18
PAYLOAD_CHARS_MAX = 512
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
NATIONAL, STAND_IN = "01", "99"
"""First two signs of the numbers of the public samples (unverified), and of those that are not national."""
_WHOLE = re.compile(r"(?<![0-9A-Z])[0-9A-Z]{18}(?![0-9A-Z])")
_GROUPED = re.compile(r"[ .:\-]*((?:[0-9A-Z]{1,9}[ .\-]){1,8}[0-9A-Z]{1,9})(?![0-9A-Z])")
_CODED = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{18}(?![0-9A-Za-z])")
_SHAPES = str.maketrans("OIL", "011")
_LETTERS_MIN = 4
_KINDS = ("prescription", "other_number")


def check_is_right(number: str) -> bool:
    """True when the last sign of a stand-in number is the check of the others."""
    if len(number) != LENGTH or not number.startswith(STAND_IN) or any(sign not in ALPHABET for sign in number):
        return False
    total = sum(place * ALPHABET.index(sign) for place, sign in enumerate(number[:-1], start=1))
    return ALPHABET[total % len(ALPHABET)] == number[-1]


def has_shape(number: str) -> bool:
    """True for 18 signs of the alphabet, the first two figures, with as many letters as chance gives."""
    if len(number) != LENGTH or any(sign not in ALPHABET for sign in number):
        return False
    return number[:2].isdigit() and sum(sign.isalpha() for sign in number) >= _LETTERS_MIN


def prescription_fields(readings: Sequence[PageReading], pages: Sequence[Page]) -> tuple[Found, ...]:
    """The numbers printed, after a label or of the shape of a national one, and those of the codes.

    A code and a print that agree make the number sure.
    """
    coded = [one for page in pages for one in _of_symbols(page)]
    known = {one.value for one in coded}
    printed = [one for reading in readings for one in _of_page(reading, known)]
    both = known & {one.value for one in printed}
    for one in (*coded, *printed):
        if one.value in both:
            one.add(Feature.AGREES_SYMBOL)
            one.is_checked = True
    return (*printed, *coded)


def _of_page(reading: PageReading, coded: set[str]) -> Iterator[Found]:
    taken: set[tuple[int, int]] = set()
    for label in reading.all_labels(*_KINDS):
        if not _tells_prescription(label):
            continue
        region = reading.value_of(label)
        span = _labelled(region) if region is not None else None
        if region is not None and span is not None:
            taken.add((span.row.place, span.start))
            made = _settle(span, how_found(region, label) | _vague(label), coded)
            if made is not None:
                yield made
    for row in reading.sheet.rows:
        for match in _WHOLE.finditer(row.folded):
            if (row.place, match.start()) not in taken:
                made = _settle(Span(row, *match.span()), set(), coded)
                if made is not None:
                    yield made


def _tells_prescription(label: Label) -> bool:
    """« N° d'ordonnance » may be that of the software; « n° de lot » never is."""
    return label.kind == "prescription" or "ORDONNANCE" in label.row.folded[label.start : label.end]


def _vague(label: Label) -> set[Feature]:
    return {Feature.LABEL_VAGUE} if label.kind == "other_number" else set()


def _labelled(region: Region) -> Span | None:
    """The number that begins a region, whole or in groups."""
    row, end = region.row, region.end
    whole = _WHOLE.search(row.folded, region.start, end)
    if whole is not None and not any(sign.isalnum() for sign in row.text[region.start : whole.start()]):
        return Span(row, *whole.span())
    grouped = _GROUPED.match(row.folded, region.start, end)
    return _shortened(row, *grouped.span(1)) if grouped is not None else None


def _shortened(row: Row, start: int, end: int) -> Span | None:
    """The first groups that make 18 signs together."""
    count = 0
    for place in range(start, end):
        count += row.folded[place].isalnum()
        if count == LENGTH:
            is_cut = place + 1 < end and row.folded[place + 1].isalnum()
            return None if is_cut else Span(row, start, place + 1)
    return None


def _settle(span: Span, features: set[Feature], coded: set[str]) -> Found | None:
    """A candidate, or None for what only looks like a number. A sign is mended where a check or the code says so."""
    seen = re.sub(r"[^0-9A-Z]", "", fold(span.raw))
    mended = seen.translate(_SHAPES)
    value = mended if mended != seen and (mended in coded or check_is_right(mended)) else seen
    is_right = check_is_right(value)
    if not has_shape(value) or not (features or is_right or value in coded or value.startswith(NATIONAL)):
        return None
    marks = {*features, Feature.KEY if is_right else Feature.PATTERN}
    if value.startswith(STAND_IN) and not is_right:
        marks = {*features, Feature.WRONG_KEY}
    if value != seen:
        marks.add(Feature.REPAIRED)
    found = found_at(FieldName.PRESCRIPTION_NUMBER, value, span, marks, Role.OTHER)
    found.is_checked, found.is_repaired = is_right, value != seen
    return found


def _of_symbols(page: Page) -> Iterator[Found]:
    for symbol in page.symbols:
        if symbol.kind is SymbolKind.DATAMATRIX and symbol.payload.startswith(b"IS"):
            continue  # the datamatrix of the INS
        value = _decode(symbol)
        if value:
            yield Found(
                name=FieldName.PRESCRIPTION_NUMBER,
                value=value,
                features={Feature.BARCODE: 1.0, (Feature.KEY if check_is_right(value) else Feature.PATTERN): 1.0},
                is_checked=check_is_right(value),
                source=Source.BARCODE,
                zones=(symbol.box,),
                raw=value,
                page=page.number,
            )


def _decode(symbol: PageSymbol) -> str:
    """The one number in a payload, whatever stands around it; empty when there is none."""
    text = symbol.payload[:PAYLOAD_CHARS_MAX].decode("latin-1")
    seen = {one for one in _CODED.findall(text) if has_shape(one)}
    kept = {one for one in seen if check_is_right(one) or one.startswith(NATIONAL)}
    return kept.pop() if len(kept) == 1 else ""

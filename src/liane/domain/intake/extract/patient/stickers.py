"""Persons printed without label or civility beside what is printed of a person alone: the sex, the age, « née X ».

What lives here: names over « F 12/03/1960 66 ans », before « née MARTIN le 12/03/1960 » or « (12/03/2012, fille) ».
What must not: whether a date may be that of a birth, whose role a mention has (``births``, ``roles``).
"""

import re
from collections.abc import Iterator

from liane.domain.intake.extract.people.persons import (
    Person,
    begins_with_civility,
    is_capital,
    is_likely_name,
)
from liane.domain.intake.extract.surface.dates import PrintedDate
from liane.domain.intake.extract.surface.evidence import Feature
from liane.domain.intake.extract.surface.lexicon import is_given, is_mainly_given
from liane.domain.intake.extract.surface.names import Order, PrintedName, read_name, shape_of, with_parts
from liane.domain.intake.extract.surface.reading import PageReading, is_title
from liane.domain.intake.extract.surface.sheet import Cell, Row
from liane.domain.intake.fields import Role

_TOP_MAX = 0.6
_BACK_WORDS_MAX = 6
_GAP = 1.9
_JOINTS = " ,;:()[]-–—|/.*°·•>→\t"
_SEX_WORD = r"(?:[FMH♂♀](?!\w)|FEMININ|MASCULIN|FEMME|HOMME|FILLE|GARCON)"
_SEX = re.compile(rf"(?<!\w){_SEX_WORD}(?!\w)|(?:\bDE )?\bSEXE\b ?:?|(?<!\w)S ?[.:]{{1,2}}(?= ?[FMH](?!\w))")
_IS_SEX = re.compile(rf"(?<!\w){_SEX_WORD}(?!\w)")
_BORN = re.compile(r"\bNEE?\b(?:\(E\))?[ :,]*$")
_AGE = re.compile(r"[, (]*(?:AGEE? DE )?\d{1,3} ?(?:ANS|A)\b[ ,)]*")
_NUMBERS = re.compile(r"(?<!\w)(?:CH(?:AMBRE|B)?|LIT|IPP|NIP|NDA|ID)(?!\w)[. ]?:? ?(?:N° ?)?[0-9]{1,14}(?![0-9/.])")
_SIDE = re.compile(
    r"(?:NEE?|N(?=[ .]?:)|NJF|NAISS(?:ANCE)?|NOM (?:DE )?NAISS(?:ANCE)?|NOM JF)[ .]*:? *(?=[A-Z])(?!LE\b)"
)
_NEE = re.compile(r"(?<![\w'])NEE? (?=[A-Z]{2})(?!LE\b|EN\b|DE\b|PAR\b|AU?X?\b|VIVANTE?\b)")
KIN = re.compile(
    r"\b(?:MERE|PERE|FILS|FILLE|EPOUX|EPOUSE|CONJOINTE?|MARI|FEMME|FRERE|SOEUR|SŒUR|TANTE|ONCLE|TUT(?:EUR|RICE)|NIECE|"
    r"CURAT(?:EUR|RICE)|PREVENIR|CONFIANCE|CONTACTER|AIDANTE?|COMPAGNON|COMPAGNE|VOISINE?|NEVEU|COUSINE?|AMIE?|"
    r"GRAND-[PM]ERE|REFERENTE?|ACCOMPAGNEE?|PRESENCE|PAR|AVEC|DONNEU(?:R|SE)|ASSUREE?|SOUSSIGNEE?|CHEZ|JUMEAU|JUMELLE)\b"
)
_PARENTS_OF = re.compile(r"\b(?:PARENTS|PARENTS DE L'ENFANT|REPRESENTANTS LEGAUX) (?:DE |D')$")


def beyond(row: Row, start: int, end: int) -> str:
    """What stands between two places but the sex, the age, the number of a room or of a file, and signs."""
    text = _NUMBERS.sub(" ", _AGE.sub(" ", row.folded[start:end]))
    return _BORN.sub("", _SEX.sub("", text)).strip(_JOINTS)


def beside_marks(reading: PageReading) -> Iterator[Person]:
    """Persons named beside marks of identity, each with the date that stands there; whoever asks judges the date."""
    for row, dates in zip(reading.sheet.rows, reading.dates, strict=True):
        for cell in row.cells:
            yield from _born_told(reading, cell)
            yield from _over_side(reading, cell)
        for date in dates:
            if date.span.row is not row or date.has_time:
                continue
            person = _over_date(reading, date) or _before_bracket(reading, date)
            if person is not None:
                yield person


def _over_date(reading: PageReading, date: PrintedDate) -> Person | None:
    """« DUPONT (MARTIN) », « Marie » over « F 12/03/1960 66 ans »: lines of a sticker over a date with the sex."""
    row = date.span.row
    cell = row.cell_at(date.span.start)
    around = row.folded[cell.start : date.span.start] + " " + row.folded[date.span.end : cell.end]
    is_marked = _IS_SEX.search(around) is not None
    if row.top > _TOP_MAX or not is_marked or beyond(row, cell.start, date.span.start):
        return None
    if beyond(row, date.span.end, cell.end):
        return None
    over = reading.sheet.above(cell.box, row, heights_max=_GAP)
    birth = None
    if over is not None and (told := _SIDE.match(over.folded)) is not None:
        birth = read_name(over.row, over.start + told.end(), over.end, Order.FAMILY_ONLY)
        if birth.family is None or shape_of(birth.family.raw) != "U" or birth.end < over.end - 1:
            return None
        over = reading.sheet.above(over.box, over.row, heights_max=_GAP)
    found = _whole(reading, over) or _stacked(reading, over) if over is not None else None
    if found is None:
        return None
    at, name = found
    if birth is not None and name.birth is None:
        name = with_parts(name, birth=birth.family)
    features = {Feature.ALONE, *((Feature.GRAMMAR,) if birth is not None else ())}
    return Person(reading=reading, row=at.row, start=at.start, name=name, birth_date=date, features=features)


def _over_side(reading: PageReading, cell: Cell) -> Iterator[Person]:
    """« DUPONT Marie — F » over « Naissance : MARTIN, 12/03/1960 » or « N: MARTIN », beside whatever stands left."""
    told = _SIDE.match(cell.folded) if cell.row.top <= _TOP_MAX else None
    over = reading.sheet.above(cell.box, cell.row, heights_max=_GAP) if told is not None else None
    found = _whole(reading, over) if over is not None else None
    if told is None or found is None:
        return
    birth = read_name(cell.row, cell.start + told.end(), cell.end, Order.FAMILY_ONLY)
    if birth.family is None or shape_of(birth.family.raw) != "U":
        return
    dates = reading.dates[cell.row.place]
    date = next((one for one in dates if birth.end <= one.span.start < cell.end), None)
    if beyond(cell.row, birth.end, date.span.start if date is not None else cell.end).removeprefix("LE"):
        return
    at, name = found
    name = with_parts(name, birth=birth.family)
    features = {Feature.ALONE, Feature.GRAMMAR}
    yield Person(reading=reading, row=at.row, start=at.start, name=name, birth_date=date, features=features)


def _whole(reading: PageReading, cell: Cell) -> tuple[Cell, PrintedName] | None:
    """A cell that holds a name with first names and nothing else but the sex."""
    if is_title(cell.folded) or reading.starts_with_label(cell) or begins_with_civility(cell.row, cell.start):
        return None
    name = read_name(cell.row, cell.start, cell.end)
    if not is_capital(name) or not _is_likely(name) or beyond(cell.row, name.end, cell.end):
        return None
    return cell, name


def _is_likely(name: PrintedName) -> bool:
    """True for a likely name, or one whose first name is a compound that begins as one: « CLAIRE-AFI »."""
    given = name.given.raw.split()[0] if name.given is not None else ""
    return is_likely_name(name) or ("-" in given and is_given(given.split("-")[0]))


def _stacked(reading: PageReading, lower: Cell) -> tuple[Cell, PrintedName] | None:
    """The family name on one line, the first names on the next."""
    upper = reading.sheet.above(lower.box, lower.row, heights_max=_GAP)
    if upper is None or any(is_title(one.folded) or reading.starts_with_label(one) for one in (upper, lower)):
        return None
    given = read_name(lower.row, lower.start, lower.end, Order.GIVEN_ONLY)
    name = read_name(upper.row, upper.start, upper.end, Order.UNKNOWN)
    if given.given is None or not is_given(given.given.raw.split()[0]) or given.end < lower.end - 1:
        return None
    if name.family is None or name.given is not None or shape_of(name.family.raw) != "U":
        return None
    if beyond(upper.row, name.end, upper.end) or begins_with_civility(upper.row, upper.start):
        return None
    return upper, with_parts(name, given=given.given)


def _born_told(reading: PageReading, cell: Cell) -> Iterator[Person]:
    """« Marie DUPONT, née MARTIN le 12/03/1960 »; « DUPONT MARIE » and « NEE MARTIN » in the next cell."""
    row = cell.row
    told = _NEE.search(row.folded, cell.start, cell.end)
    if told is None or KIN.search(row.folded, 0, told.start()):
        return
    birth = read_name(row, told.end(), cell.end, Order.FAMILY_ONLY)
    if birth.family is None or shape_of(birth.family.raw) != "U":
        return
    before = cell
    if told.start() == cell.start:
        if cell.place == 0:
            return
        before = row.cells[cell.place - 1]
    end = min(told.start(), before.end)
    found = _read_back(row, before.start, end) or two_cells(before) or _family_before(row, before.start, end)
    date = next((one for one in reading.dates[row.place] if one.span.start >= birth.end), None)
    if found is None or date is None or beyond(row, birth.end, date.span.start).removeprefix("LE"):
        return
    start, name = found
    name = with_parts(name, birth=birth.family)
    features = {Feature.ALONE, Feature.GRAMMAR}
    yield Person(reading=reading, row=row, start=start, name=name, birth_date=date, features=features)


def _family_before(row: Row, start: int, end: int) -> tuple[int, PrintedName] | None:
    """« Réf. : DUPONT née MARTIN, 12/03/1960 »: a family name in capitals alone before « née »."""
    for at in [at for at in row.starts if start <= at < end][-_BACK_WORDS_MAX:]:
        name = read_name(row, at, end)
        is_family = name.family is not None and name.given is None and shape_of(name.family.raw) == "U"
        is_family = is_family and not (name.family is not None and is_mainly_given(name.family.raw))
        head = row.folded[start:at].strip()
        if is_family and not beyond(row, name.end, end) and (not head or head.endswith(":")):
            return at, name
    return None


def two_cells(cell: Cell) -> tuple[int, PrintedName] | None:
    """« DUPONT » and « MARIE » in two cells: a family name in capitals and a first name, each alone, in any order."""
    row = cell.row
    left = row.cells[cell.place - 1] if cell.place > 0 else None
    if left is None or " " in left.text.strip() or begins_with_civility(row, left.start):
        return None
    first = read_name(row, left.start, left.end, Order.FAMILY_ONLY).family
    second = read_name(row, cell.start, cell.end, Order.FAMILY_ONLY).family
    if first is None or second is None or beyond(row, second.end, cell.end):
        return None
    for family, given in ((first, second), (second, first)):
        if shape_of(family.raw) == "U" and is_given(given.raw) and not is_mainly_given(family.raw):
            return left.start, PrintedName(family=family, given=given, end=second.end)
    return None


def _before_bracket(reading: PageReading, date: PrintedDate) -> Person | None:
    """« parents d'Éloïse DURAND (14/01/2012, fille) »: a date with the sex or the age, in brackets after a name."""
    row = date.span.row
    cell = row.cell_at(date.span.start)
    opening = row.text.rfind("(", cell.start, date.span.start)
    closing = row.text.find(")", date.span.end, cell.end)
    if opening < 0 or closing < 0 or beyond(row, opening, date.span.start) or beyond(row, date.span.end, closing):
        return None
    inside = row.folded[date.span.end : closing]
    found = _read_back(row, cell.start, opening)
    if found is None or not (_IS_SEX.search(inside) or _AGE.search(inside)):
        return None
    start, name = found
    before = row.folded[cell.start : start]
    is_child = _PARENTS_OF.search(before) is not None
    if KIN.search(before) or ("PARENT" in before and not is_child):
        return None
    role = Role.PATIENT if is_child else None
    features = {Feature.ALONE}
    return Person(reading=reading, row=row, start=start, name=name, role=role, birth_date=date, features=features)


def _read_back(row: Row, start: int, end: int) -> tuple[int, PrintedName] | None:
    """The longest name that ends at a place, from one of the words before it; where it starts."""
    starts = [at for at in row.starts if start <= at < end][-_BACK_WORDS_MAX:]
    for at in starts:
        elided = re.compile(r"[dD]['’](?=[A-ZÀ-Ý])").match(row.text, at)
        at = elided.end() if elided is not None else at
        name = read_name(row, at, end)
        if begins_with_civility(row, at) or not is_capital(name) or beyond(row, name.end, end):
            continue
        if name.given is not None and is_given(name.given.raw.split()[0]) and name.birth is None:
            return at, name
    return None

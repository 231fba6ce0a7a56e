"""Birth dates beside the persons named, and persons named only by a name beside a birth date.

What lives here: joining a mention and its birth date. What must not: other dates, the role of a mention.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from liane.domain.intake.extract.dating.date_roles import DateRole, RoledDate
from liane.domain.intake.extract.patient.birth_owners import (
    before_wrapped,
    boxed_patient,
    boxes_over,
    drop_shared,
    find_owner,
    is_wrapped,
    shares_heading,
)
from liane.domain.intake.extract.patient.stickers import beside_marks, beyond
from liane.domain.intake.extract.people.persons import (
    Person,
    begins_with_civility,
    first_place,
    is_capital,
    is_likely_name,
)
from liane.domain.intake.extract.people.roles import heads_delivery
from liane.domain.intake.extract.surface.dates import PrintedDate
from liane.domain.intake.extract.surface.evidence import Feature
from liane.domain.intake.extract.surface.labels import Label
from liane.domain.intake.extract.surface.lexicon import is_given
from liane.domain.intake.extract.surface.names import Order, PrintedName, read_name, shape_of, with_parts
from liane.domain.intake.extract.surface.reading import PageReading, is_title
from liane.domain.intake.extract.surface.sheet import Cell, Row
from liane.domain.intake.fields import Role

_BARE_TOP_MAX, _BARE_CHARS_MAX = 0.5, 90
_HEADING = re.compile(
    r"[^A-Z]{0,3}(?:(?:N(?:O|°|UMERO) ?(?:DE )?)?(?:DOSSIERS?(?: (?:DE|DU|D')(?: LA?)?(?: PATIENTE?)?)?|"
    r"REF(?:ERENCES?)?|OBJET|IDENTITE|TRAITS(?: [A-Z]+)?|ETIQUETTE|INS|IPP|NIP|MATRICULE(?: INS)?)\b[. ]*[:>=]\s*)"
    r"(?:(?:[0-9][0-9 .]{4,21}(?:2[AB][0-9 .]{8,12})?)[ \-–/|,;]+)?"
)
"""Words that may stand before the name of the patient on its line, with the number that they announce."""
_KIN = re.compile(
    r"\b(?:MERE|PERE|FILS|(?<!JEUNE )FILLE|EPOUX|CONJOINTE?|MARI|FRERE|SOEUR|SŒUR|TANTE|ONCLE|TUT(?:EUR|RICE)|"
    r"CURAT(?:EUR|RICE)|PREVENIR|CONFIANCE|CONTACTER|AIDANTE?|COMPAGNON|COMPAGNE|VOISINE?|NIECE|NEVEU|COUSINE?|GRAND-[PM]ERE|AMIE?|"
    r"NOUVEAU-NE|REFERENTE? FAMILIALE?|ACCOMPAGNEE? (?:PAR|DE)|EN PRESENCE DE)\b"
)
_LEADS_PATIENT = re.compile(
    r"(?:(?<!DU )(?<!DE LA )(?<!MEDECIN )\b(?:PATIENTE?(?:\(E\))?|RESIDENTE?|USAGERE?|(?:VOTRE|CET|L') ?ENFANT|JEUNE|"
    r"CONSULTATION|RECEVOIR|RECU|REVU|EXAMINE|ADRESSE|CONCERNANT|(?:EXAMEN|BILAN|SEJOUR|PASSAGE|CONSULTATION) DE)|"
    r"[A-Z] ?:)[ ,]{1,2}$"
)
"""Words after which a whole name in small letters is that of whom a birth date is told: « votre patient, »."""
_STREET = re.compile(r"\b(?:RUE|AVENUE|AV|PLACE|ALLEES?|CHEMIN|BOULEVARD|BD|IMPASSE|ROUTE|QUAI|COURS|SQUARE|SENTE)\b")
_AGE = re.compile(r"[, (]*(?:AGEE? DE )?\d{1,3} ANS\b[ ,)]*")
_AGE_THEN = re.compile(r"\b(\d{1,3}) ANS ?[(,;\-–] ?(?:NEE? LE |LE )?$")
_CHILD_BORN = re.compile(r"^\W*(?:ENFANT|BEBE|NOUVEAU-NEE?)(?: N ?°? ?[1-4]| [1-4A-D])? ?[:,\-–]")
_AGE_YEARS_MAX = 5  # an age was told up to so many years before the reception, and may be off by one
_WHOLE_KINDS = ("", "family_given", "given_family", "birth_family_given", "name")
_BORN_AFTER = re.compile(r"[ ,;·|/()–—-]{1,4}(?:\d{1,3} ANS[ ,;·|/()–—-]{1,4})?NEE (?=[A-Z]{2})(?!LE\b|EN\b|A\b|DE\b)")
_AGED_BORN = re.compile(r"[ ,(]{1,3}(?:AGEE DE )?\d{1,3} ANS\)?[ ,]{1,3}NEE (?=[A-Z]{2})(?!LE\b|EN\b|A\b|DE\b)")
_GIVEN_BOXES = ("given", "births", "first_given", "used_given")
_PART_KINDS = ("birth_name", "used_name", *_GIVEN_BOXES[:3])
_SIDE = re.compile(r"(?:NEE|NEC|UEE|NCE|EPOUSE|EPSE|EP|VEUVE|VVE)\b\.? ")
_AFTER_MAX = 24
_OLD_YEARS = 6
_APART_YEARS = 2
_BARE_LABEL = 6  # signs of « Date : », « Le », which tell little of a date
_LE = re.compile(r"[ ,()\-–]*(?:LE|CE)[ :]{1,3}")
_GOES_ON = re.compile(r"[ ,]*(?:NEE? )?(?:LE |EN |DU )?")
_IS_OPEN = re.compile(r"(?:\bNEE?|\bNEE? LE|,| LE)$")
_LINE_MAX = 90
_FREE = (DateRole.OTHER, DateRole.DOCUMENT, DateRole.BIRTH)


def join_births(
    reading: PageReading, persons: Sequence[Person], dates: Sequence[RoledDate], *, received_on: str
) -> list[Person]:
    """Give each birth date to its person; add the persons named without civility beside one; from the top."""
    found = {first_place(person): person for person in persons}
    for person in [
        *_under_side(reading),
        *_beside_label(reading, list(found.values())),
        *_bare(reading, dates, received_on),
        *_beside_marks(reading, dates, received_on),
    ]:
        found.setdefault(first_place(person), person)
    joined = sorted(found.values(), key=lambda person: person.key)
    is_lone = len({one.date.iso for one in dates if one.role is DateRole.BIRTH}) == 1
    for roled in dates:
        if roled.role is DateRole.BIRTH or _follows_age(roled, dates, received_on):
            _give(joined, roled, is_lone=is_lone)
    for person in joined:
        if person.birth_date is None and person.kind in _WHOLE_KINDS and not person.is_professional:
            _take_next(reading, person, dates, received_on)
        elif person.birth_date is None and person.kind in _PART_KINDS and person.role is Role.PATIENT:
            _take_beside(person, dates, received_on)
        _take_birth_name_after(person)
    drop_shared(joined)
    _tell_births(joined, dates)
    return joined


def _take_birth_name_after(person: Person) -> None:
    """« DUPONT Marie – 12/03/1960 – née MARTIN »: the birth name told after the birth date."""
    date = person.birth_date
    if person.kind or person.name.birth is not None or person.name.family is None:
        return
    told = _AGED_BORN.match(person.row.folded, person.name.end)  # « Mme DUPONT Marie, 66 ans, née MARTIN »
    if told is None and date is not None and date.span.row is person.row:
        told = _BORN_AFTER.match(person.row.folded, date.span.end)
    name = read_name(person.row, told.end(), person.row.cell_at(told.start()).end, Order.FAMILY_ONLY) if told else None
    if name is not None and name.family is not None and shape_of(name.family.raw) == "U":
        person.name = with_parts(person.name, birth=name.family)
        person.features.add(Feature.GRAMMAR)


def _follows_age(roled: RoledDate, dates: Sequence[RoledDate], received_on: str) -> bool:
    """« Mme DUPONT (nom de naissance : MARTIN), 42 ans (22/04/1982) »: a date just after an age that it explains."""
    span = roled.date.span
    told = _AGE_THEN.search(span.row.folded, 0, span.start)
    if told is None or not may_be_birth(roled.date, dates, received_on):
        return False
    years = int(received_on[:4]) - int(roled.date.iso[:4])
    return -1 <= years - int(told.group(1)) <= _AGE_YEARS_MAX


def _tell_births(persons: Sequence[Person], dates: Sequence[RoledDate]) -> None:
    """A date that a person took for birth date is no date of the document."""
    owned = {person.birth_date.span for person in persons if person.birth_date is not None}
    for roled in dates:
        is_titled = roled.label is None and Feature.TITLE_WORDS in roled.features
        if (roled.role in _FREE or is_titled) and roled.date.span in owned:
            roled.role = DateRole.BIRTH


def _beside_label(reading: PageReading, persons: Sequence[Person]) -> Iterator[Person]:
    """Persons without civility just before or over « né(e) le », « nom de naissance », « nom d'usage »."""
    for label in reading.all_labels("date.birth", "birth_name", "used_name"):
        row = label.row
        if any(one.row is row and one.start < label.start and _holds(one, label) for one in persons):
            continue
        cell = row.cell_at(label.start)
        if label.start - cell.start > 3 and beyond(row, cell.start, label.start):
            person = _read_up_to(reading, (row, cell.start, label.start))
        elif cell.place > 0:
            before = row.cells[cell.place - 1]
            if cell.place > 1 and _SIDE.match(before.folded):
                before = row.cells[cell.place - 2]
            person = _read_up_to(reading, (row, before.start, before.end))
        else:
            person = _read_over(reading, cell)
        if person is not None and not _is_boxed(person, persons) and not _is_inside(person, persons):
            yield person


def _is_inside(person: Person, persons: Sequence[Person]) -> bool:
    """True for the end of a name told by a civility: « Olivier PAULINE » of « Mme Grimal née Olivier PAULINE »."""
    told = (one for one in persons if one.civility is not None and one.row is person.row)
    return any(one.start < person.start < one.name.end for one in told)


def _is_boxed(person: Person, persons: Sequence[Person]) -> bool:
    """True for words that a box of first names holds: « LISA, DENISE » over « Date de naissance »."""
    first = first_place(person)
    boxed = (span for one in persons if one.kind in _GIVEN_BOXES for span in (one.name.given, one.name.bracket) if span)
    return any((span.row.page, span.row.place) == first[:2] and span.start <= first[2] < span.end for span in boxed)


def _holds(person: Person, label: Label) -> bool:
    """False for a couple, a box, or whoever a colon parts from « né le »: « Bébé de Mme X : DUPONT Louis, né le »."""
    between = label.row.text[person.name.end : label.start]
    return person.kind != "birth_name" and not person.is_couple and " : " not in between


def _read_over(reading: PageReading, cell: Cell) -> Person | None:
    """The name in the cell over a label: whole, or with « ép. … » on a line of its own, or one line each part."""
    over = reading.sheet.above(cell.box, cell.row, heights_max=3.4)
    if over is None:
        return None
    whole = _read_up_to(reading, (over.row, over.start, over.end)) or _read_two(reading, over)
    return whole or _read_stack(reading, over)


def _read_stack(reading: PageReading, lower: Cell) -> Person | None:
    """The family name in capitals on one line, the first names on the next."""
    upper = reading.sheet.above(lower.box, lower.row, heights_max=2.2)
    if upper is None or reading.starts_with_label(upper):
        return None
    given = read_name(lower.row, lower.start, lower.end, Order.GIVEN_ONLY).given
    if is_title(upper.folded) or is_title(lower.folded):
        return None
    family = read_name(upper.row, upper.start, upper.end, Order.FAMILY_ONLY).family
    if given is None or family is None or given.end < lower.end - 1 or family.end < upper.end - 1:
        return None
    if shape_of(family.raw) != "U" or not is_given(given.raw.split()[0]):
        return None
    name = PrintedName(family=family, given=given, end=family.end)
    return Person(reading=reading, row=upper.row, start=upper.start, name=name, features={Feature.ALONE})


def _under_side(reading: PageReading) -> Iterator[Person]:
    """A name over a line that begins with « née … » or « épouse … »."""
    for row in reading.sheet.rows:
        for cell in row.cells:
            if _SIDE.match(cell.folded):
                person = _read_two(reading, cell)
                if person is not None:
                    yield person


def _read_two(reading: PageReading, lower: Cell) -> Person | None:
    """A name on one line and « ép. … » or « née … » on the next."""
    side = read_name(lower.row, lower.start, lower.end)
    over = reading.sheet.above(lower.box, lower.row, heights_max=2.2)
    if over is None or side.family is not None or not (side.used or side.birth):
        return None
    person = _read_up_to(reading, (over.row, over.start, over.end))
    if person is not None:
        person.name = with_parts(person.name, used=side.used, birth=side.birth)
        person.features.add(Feature.GRAMMAR)
    return person


def _read_up_to(reading: PageReading, place: tuple[Row, int, int]) -> Person | None:
    """A name that fills a place up to its end, from its start or from a later word."""
    row, start, end = place
    start = _after_title(row, _after_heading(row, start, end), end)
    if is_title(row.folded[start:end]):
        return None
    if any(label.has_colon and start <= label.start < end for label in reading.labels[row.place]):
        return None
    starts = [at for at in row.starts if start <= at < end][-8:]
    for at in starts:
        if at > start and row.text[at].islower():
            continue  # « parents de Paul DURAND »
        at += row.text[at] in "(["  # « chez ce monsieur (DUPONT Paul, né le … »
        name = read_name(row, at, end)
        if name.family is None or name.given is None or beyond(row, name.end, end):
            continue
        if _STREET.search(row.folded[start:at]) is not None:
            return None
        is_list = row.text.count(",", at, name.end) > 1 or _lists_names(row.text[start:at])
        if begins_with_civility(row, at) or not is_likely_name(name) or is_list:
            continue
        is_sure = is_capital(name) and (shape_of(name.given.raw) != "U" or is_given(name.given.raw.split()[0]))
        is_led = at == start or _LEADS_PATIENT.search(row.folded[start:at]) is not None
        if not (is_sure or (is_given(name.given.raw.split()[0]) and is_led)):
            continue
        return Person(reading=reading, row=row, start=at, name=name, features={Feature.ALONE})
    return None


def _after_title(row: Row, start: int, end: int) -> int:
    """« Compte rendu d'hospitalisation : DUPONT Marie, née … »: the place after the colon of a title."""
    colon = row.text.find(" : ", start, end)
    return colon + 3 if colon > 0 and is_title(row.folded[start:end]) else start


def _lists_names(before: str) -> bool:
    """True after another name of a list: « Roxane FEVRIER, Axel JIMENEZ, Pascal WEBER »."""
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", before)
    return any(one.istitle() and other.isupper() and is_given(one) for one, other in pairwise(words) if len(other) > 2)


def _bare(reading: PageReading, dates: Sequence[RoledDate], received_on: str) -> Iterator[Person]:
    """A name alone with a date just after it or alone under it, in the upper half: « DUPONT Marie 12/03/1960 »."""
    for row in reading.sheet.rows:
        if row.top > _BARE_TOP_MAX:
            return
        for cell in row.cells:
            is_headed = _HEADING.match(row.folded, cell.start, cell.end) is not None
            if (reading.starts_with_label(cell) and not is_headed) or cell.end - cell.start <= 5:
                continue
            start = _after_heading(row, cell.start, cell.end)
            name = read_name(row, start, cell.end)
            if name.family is None or name.given is None or not is_capital(name) or not is_given(name.given.raw):
                continue
            date = _date_after(reading, cell, name.end)
            if date is None or not may_be_birth(date, dates, received_on):
                continue
            if cell.end - cell.start >= _BARE_CHARS_MAX and (date.span.row is not row or _is_young(date, received_on)):
                continue  # « DUPONT Marie, 12/12/1951, que tu suis en ville … », no name before the day of an act
            yield Person(
                reading=reading,
                row=row,
                start=start,
                name=name,
                birth_date=date,
                features={Feature.ALONE},
            )


def _beside_marks(reading: PageReading, dates: Sequence[RoledDate], received_on: str) -> Iterator[Person]:
    """Persons named beside marks of identity whose date may be that of their birth."""
    for person in beside_marks(reading):
        if person.birth_date is None or may_be_birth(person.birth_date, dates, received_on):
            yield person


def _is_young(date: PrintedDate, received_on: str) -> bool:
    return int(received_on[:4]) - int(date.iso[:4]) <= _OLD_YEARS


def _after_heading(row: Row, start: int, end: int) -> int:
    """The place after « Dossier : », « Réf. : », « INS : 2 90 … - », where the name of the patient may begin."""
    told = _HEADING.match(row.folded, start, end)
    return told.end() if told is not None else start


def _date_after(reading: PageReading, cell: Cell, place: int) -> PrintedDate | None:
    """The date just after a name in its cell or in the next one, else alone in the cell under it."""
    row = cell.row
    for date in reading.dates[row.place]:
        if date.span.start >= place and not beyond(row, place, date.span.start):
            return date
    if beyond(row, place, cell.end):
        return None
    under = reading.sheet.below(cell.box, row, heights_max=1.6)
    for date in reading.dates[under.row.place] if under is not None else ():
        if under is None or not under.start <= date.span.start < under.end:
            continue
        before = under.row.folded[under.start : date.span.start]
        is_led = _LE.fullmatch(f" {before}") is not None or not beyond(under.row, under.start, date.span.start)
        if is_led and not beyond(under.row, date.span.end, under.end):
            return date
    return None


def may_be_birth(date: PrintedDate, dates: Sequence[RoledDate], received_on: str) -> bool:
    """True for a whole date that no label gives another role, well before the reception, nowhere an act's."""
    if not date.is_whole or date.has_time or date.iso >= f"{int(received_on[:4]) - 1}{received_on[4:]}":
        return False
    for roled in dates:
        if roled.date.span == date.span and roled.role not in _FREE and not _is_apart(roled, dates, received_on):
            return False
        is_free = roled.role in (*_FREE, DateRole.EARLIER) and not _is_written(roled)
        if roled.date.iso == date.iso and roled.date.span != date.span and not is_free:
            return False
    return True


def _is_written(roled: RoledDate) -> bool:
    """True for « Fait le », « Rédigé le »: the day of a document, stated."""
    label = roled.label
    return roled.role is DateRole.DOCUMENT and label is not None and label.end - label.start > _BARE_LABEL


def _is_apart(roled: RoledDate, dates: Sequence[RoledDate], received_on: str) -> bool:
    """« Échocardiographie - DUPONT Marie - 11.10.1971 »: a date that the words of a title alone make that of an act,
    old, and far from every other date of the pages.
    """
    if roled.label is not None or Feature.TITLE_WORDS not in roled.features or _is_young(roled.date, received_on):
        return False
    own = int(roled.date.iso[:4])
    others = (one.date for one in dates if one.date.span != roled.date.span and one.date.is_whole)
    return all(abs(int(one.iso[:4]) - own) >= _APART_YEARS for one in others)


def _give(persons: Sequence[Person], roled: RoledDate, *, is_lone: bool) -> None:
    """Give a birth date to the person named before it on the line, or over it in the same column."""
    span = roled.date.span
    is_beside = roled.label is not None and roled.label.row is span.row
    start = roled.label.start if roled.label is not None and is_beside else span.start
    row = span.row
    scope = roled.reading.scope_of(row, start)
    beside = [one for one in persons if shares_heading(one, scope)]
    person = boxes_over(roled, beside) or before_wrapped(roled, beside) or find_owner(row, start, beside)
    if person is None and is_beside and row.cell_at(start) is not row.cell_at(span.start):
        person = find_owner(row, span.start, beside)  # « Enfant | DURAND Marie » over « Née le | 12/03/2026 »
    if is_lone and person is not None:
        person = boxed_patient(roled, person, persons) or person
    if person is not None and person.row is not row and (tells_kin(roled) or is_of_child(roled)):
        return  # « Mme DUPONT Marie » over « Jeanne (fille), née le … »
    if person is not None and person.birth_date is None:
        person.birth_date, person.birth_label = roled.date, roled.label


def tells_kin(roled: RoledDate) -> bool:
    """True when the words before « né le » on its line are those of a relative: « Jeanne (fille), née le … »."""
    place = roled.label if roled.label is not None else roled.date.span
    cell = place.row.cell_at(place.start)
    before = place.row.folded[cell.start : max(cell.start, place.start)]
    if _GOES_ON.fullmatch(before) is not None:  # « mon neveu Paul DURAND, né » over « le 12 mai 1972 »
        over = roled.reading.sheet.above(cell.box, place.row, heights_max=1.3)
        before = over.folded[-_LINE_MAX:] if over is not None and _IS_OPEN.search(over.folded) else before
    return _KIN.search(before) is not None


def is_of_child(roled: RoledDate) -> bool:
    """« ENFANT : prénom Zoé, née le … » in the report of a delivery, whose patient is the mother."""
    span = roled.date.span
    before = span.row.folded[span.row.cell_at(span.start).start : span.start]
    return _CHILD_BORN.match(before) is not None and heads_delivery((roled.reading,))


def _take_next(reading: PageReading, person: Person, dates: Sequence[RoledDate], received_on: str) -> None:
    """« Mme DUPONT Marie (12/03/1960) »: a date that no label explains, just after the name, is the birth date."""
    name = person.name
    for roled in dates:
        span = roled.date.span
        is_near = span.row is person.row and 0 <= span.start - name.end <= _AFTER_MAX
        if not is_near or is_wrapped(roled):
            continue  # far off, or told of whoever the line above names
        is_led = _LE.fullmatch(person.row.folded[name.end : span.start]) is not None and is_likely_name(name)
        is_led = is_led and _is_early(roled, dates, received_on)
        if (is_led or not beyond(person.row, name.end, span.start)) and may_be_birth(roled.date, dates, received_on):
            person.birth_date = roled.date
        return
    if name.birth is not None and not name.is_birth_guessed:
        _take_after_birth_name(reading, person, dates, received_on)
        if person.birth_date is not None:
            return
    if name.family is None or name.given is None:
        return
    if person.role is not None:
        date = _date_after(reading, person.row.cell_at(person.start), name.end)
        if date is not None and may_be_birth(date, dates, received_on):
            person.birth_date = date
    if person.birth_date is None and person.role in (None, Role.PATIENT):
        _take_under(reading, person, dates, received_on)


def _take_beside(person: Person, dates: Sequence[RoledDate], received_on: str) -> None:
    """« DUPONT Marie · nom de naissance MARTIN · F · 12/03/1960 »: a date just after a box of the name."""
    end = person.name.end
    for roled in dates:
        span = roled.date.span
        if span.row is person.row and span.start >= end:
            if (
                span.start - end <= _AFTER_MAX
                and not beyond(person.row, end, span.start)
                and may_be_birth(roled.date, dates, received_on)
            ):
                person.birth_date = roled.date
            return
    cell = person.row.cell_at(person.start)
    under = person.reading.sheet.below(cell.box, person.row, heights_max=1.6)
    for roled in dates if under is not None and not beyond(person.row, end, cell.end) else ():
        span = roled.date.span
        if under is None or span.row is not under.row or not under.start <= span.start < under.end:
            continue
        is_alone = not beyond(under.row, under.start, span.start) and not beyond(under.row, span.end, under.end)
        if is_alone and _is_early(roled, dates, received_on) and may_be_birth(roled.date, dates, received_on):
            person.birth_date = roled.date
        return


def _take_under(reading: PageReading, person: Person, dates: Sequence[RoledDate], received_on: str) -> None:
    """A date under a name, alone in its cell but for « le », brackets, an age: « M. PERRET » over « (7/5/1933) »."""
    name = person.name
    spans = [span for span in (name.family, name.given, name.birth, name.used) if span is not None]
    last = max(spans, key=lambda span: (span.row.place, span.end))
    row = last.row
    cell = row.cell_at(last.start)
    if beyond(row, max(last.end, name.end if row is person.row else 0), cell.end):
        return
    under = reading.sheet.below(cell.box, row, heights_max=1.6)
    if under is not None and _SIDE.match(under.folded):
        under = reading.sheet.below(under.box, under.row, heights_max=1.6)
    for roled in dates:
        span = roled.date.span
        if under is None or span.row is not under.row or not under.start <= span.start < under.end:
            continue
        before = under.row.folded[under.start : span.start]
        is_led = _LE.fullmatch(f" {before.lstrip()}") is not None
        is_alone = is_led or not beyond(under.row, under.start, span.start)
        is_old = _AGE.search(under.folded) is not None or _is_early(roled, dates, received_on)
        is_alone = is_alone and is_old and not beyond(under.row, span.end, under.end)
        if is_alone and may_be_birth(roled.date, dates, received_on):
            person.birth_date = roled.date
        return


def _is_early(roled: RoledDate, dates: Sequence[RoledDate], received_on: str) -> bool:
    """True for an old date, or one that is not the last of the page: a document bears a date after the birth."""
    if int(received_on[:4]) - int(roled.date.iso[:4]) > _OLD_YEARS:
        return True
    return any(other.date.is_whole and other.date.iso > roled.date.iso for other in dates)


def _take_after_birth_name(reading: PageReading, person: Person, dates: Sequence[RoledDate], received_on: str) -> None:
    """« née MARTIN le 12/03/1960 », « née MARTIN » over « le 12/03/1960 »: the date that the same « née » rules."""
    birth = person.name.birth
    if birth is None:
        return
    row = birth.row
    cell = row.cell_at(birth.start)
    under = reading.sheet.below(cell.box, row, heights_max=1.6) if not beyond(row, birth.end, cell.end) else None
    for place, start in ((row, birth.end), *(((under.row, under.start),) if under is not None else ())):
        told = _LE.match(place.folded, start)
        for roled in dates:
            span = roled.date.span
            if told is None or span.row is not place or span.start != told.end():
                continue
            if may_be_birth(roled.date, dates, received_on):
                person.birth_date = roled.date
            return

"""One document's pages read into fields: candidates with their places, persons with their roles.

What lives here: the order of the steps and the choice of one value for each field. What must not: any step itself.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from liane.domain.identity.lexis import fold_name
from liane.domain.intake.extract import checks
from liane.domain.intake.extract.dating.date_roles import RoledDate, give_roles
from liane.domain.intake.extract.dating.rank_dates import DateCandidate, date_candidates
from liane.domain.intake.extract.dating.time_fields import (
    act_fields,
    acts_as_documents,
    check_order,
    document_fields,
    lacks_day,
    lone_acts,
    today_acts,
)
from liane.domain.intake.extract.identifiers.ins_fields import ins_fields
from liane.domain.intake.extract.identifiers.ins_owners import settle_owners
from liane.domain.intake.extract.identifiers.keyed_fields import (
    code_fields,
    finess_places,
    local_fields,
    rpps_places,
    symbol_fields,
)
from liane.domain.intake.extract.identifiers.number_owners import coded_numbers, give_numbers
from liane.domain.intake.extract.identifiers.prescription_numbers import prescription_fields
from liane.domain.intake.extract.identifiers.stay_numbers import settle_stays
from liane.domain.intake.extract.origin.origin_fields import (
    author_fields,
    recipient_fields,
    structure_doubts,
    structure_fields,
    title_fields,
)
from liane.domain.intake.extract.origin.rank_houses import house_fields
from liane.domain.intake.extract.patient.births import join_births
from liane.domain.intake.extract.patient.identity_fields import (
    birth_fields,
    clean_printed,
    name_fields,
    place_fields,
    sex_fields,
    sex_is_unlikely,
)
from liane.domain.intake.extract.patient.lone_names import name_patient
from liane.domain.intake.extract.patient.parents import honour_child, honour_only, honour_signer
from liane.domain.intake.extract.patient.sex_marks import civility_stated, sex_near
from liane.domain.intake.extract.people.all_persons import find_persons
from liane.domain.intake.extract.people.identities import Identity, gather, several_reasons
from liane.domain.intake.extract.people.persons import Person
from liane.domain.intake.extract.people.rank_persons import Weighed, settle_ranked
from liane.domain.intake.extract.people.roles import appoint_author, appoint_head, honour_mother, settle_roles
from liane.domain.intake.extract.people.signatures import appoint_signature
from liane.domain.intake.extract.surface.datamatrix import ReadSymbol, read_ins_payload
from liane.domain.intake.extract.surface.evidence import Feature, Found, found_at, to_candidate
from liane.domain.intake.extract.surface.reading import PageReading, References, read_all
from liane.domain.intake.extract.surface.sheet import Span
from liane.domain.intake.fields import Candidate, FieldName, FieldValue, PersonMention, ReadDocument, Role
from liane.domain.intake.page import Page, SymbolKind

CANDIDATES_MAX = 24
"""Candidates kept for one field, best first."""
MENTIONS_MAX = 120
_OVER_LINES = 80
"""Signs of a line that are read with those of the next."""
CHOSEN_MIN = 0.4
"""Below this confidence a candidate stays a candidate: the field is absent."""
_TODAY = re.compile(
    r"\b(?:VUE?|VOIS|VOYONS|EXAMINEE?|RECUE?|RECOIS|REALISEE?|PRATIQUEE?|CONSULTATION|CONSULTE|OPEREE?|EFFECTUEE?|SORT|VENUE?|"
    r"REVUE?|REVOIS|REFAITE?|EVALUEE?|ADMINISTREE?|VACCINEE?|INJECTEE?)\b"
    r"[^.]{0,60}(?<!A )\b(?:CE JOUR|AUJOURD'HUI)\b|(?<!A )\bCE JOUR EN CONSULTATION|\bJE VOIS (?:EN CONSULTATION|CE)|"
    r"^\W*(?:CE JOUR|AUJOURD'HUI) ?:"
)


def extract_fields(
    pages: Sequence[Page],
    *,
    received_on: str,
    reference: References | None = None,
    symbols: Sequence[ReadSymbol] | None = None,
) -> ReadDocument:
    """Read the fields of one document from its pages.

    received_on: ISO date. symbols: datamatrix INS already decoded; None: those of the pages are read here. What a page
    says is data: no text of it changes what is done. Same pages, same answer. Rule: intake.md §3.
    """
    known = reference or References()
    codes = tuple(symbols) if symbols is not None else _read_symbols(pages)
    readings = read_all(pages, received_on)
    persons, dates = _persons_and_dates(readings, received_on)
    _apply_rules(readings, persons)
    weighed = settle_ranked(readings, persons)
    identities = gather(persons)
    principal = identities[0] if identities else None
    numbers = _numbers(readings, pages, known)
    found = [
        *_identity_values(readings, persons, identities, dates, codes),
        *numbers,
        *_origin(readings, weighed, persons, known, pages, numbers),
        *prescription_fields(readings, pages),
    ]
    settle_owners(found, readings)
    settle_stays(found, readings)
    found += _times(readings, dates, found, received_on)
    _check(found, pages, codes, principal, received_on)
    by_field = _rank(found)
    several = several_reasons(identities) + _several_ins(found)
    return ReadDocument(
        pages=tuple(page.number for page in pages),
        fields=_choose(by_field),
        candidates={name: tuple(map(to_candidate, ones)) for name, ones in by_field.items()},
        mentions=tuple(_mention(person) for person in persons[:MENTIONS_MAX]),
        several_patients=bool(several),
        several_why=several,
    )


def _read_symbols(pages: Sequence[Page]) -> tuple[ReadSymbol, ...]:
    read = (
        read_ins_payload(symbol.payload, page=page.number, box=symbol.box)
        for page in pages
        for symbol in page.symbols
        if symbol.kind in (SymbolKind.DATAMATRIX, SymbolKind.QR, SymbolKind.OTHER)
    )
    return tuple(symbol for symbol in read if symbol is not None)


def _persons_and_dates(readings: Sequence[PageReading], received_on: str) -> tuple[list[Person], list[RoledDate]]:
    persons: list[Person] = []
    dates: list[RoledDate] = []
    for reading in readings:
        roled = give_roles(reading)
        mine = join_births(reading, find_persons(reading), roled, received_on=received_on)
        settle_roles(reading, mine)
        persons.extend(mine)
        dates.extend(roled)
    honour_signer(persons, dates)
    persons.extend(name_patient(readings, persons, dates, received_on=received_on))
    persons.sort(key=lambda person: person.key)
    return persons, dates


def persons_of(pages: Sequence[Page], *, received_on: str) -> tuple[tuple[PageReading, ...], list[Person]]:
    """The readings of the pages and the persons that rules find there: what the rankers of persons are trained on."""
    readings = read_all(pages, received_on)
    persons, _ = _persons_and_dates(readings, received_on)
    _apply_rules(readings, persons)
    return readings, persons


def _apply_rules(readings: Sequence[PageReading], persons: list[Person]) -> None:
    """What rules say of the patient and of the author over all the pages."""
    honour_mother(readings, persons)
    honour_child(readings, persons)
    honour_only(persons)
    appoint_author(persons)
    appoint_signature(readings, persons)
    appoint_head(persons)


def _identity_values(
    readings: Sequence[PageReading],
    persons: Sequence[Person],
    identities: Sequence[Identity],
    dates: Sequence[RoledDate],
    codes: Sequence[ReadSymbol],
) -> list[Found]:
    principal = identities[0] if identities else None
    found: list[Found] = []
    if principal is not None:
        found += name_fields(principal)
    found += birth_fields(dates, persons, principal)
    for one in (*sex_fields(readings, principal), *sex_near(principal, dates), *civility_stated(readings)):
        if sex_is_unlikely(one, principal):
            one.add(Feature.RIVAL)
        found.append(one)
    found += place_fields(readings)
    for symbol in codes:
        found += symbol_fields(symbol)
    return found


def _numbers(readings: Sequence[PageReading], pages: Sequence[Page], known: References) -> list[Found]:
    found: list[Found] = []
    for reading in readings:
        found += ins_fields(reading)
        found += local_fields(reading, known)
    for page in pages:
        if page.symbols:
            found += code_fields(page.number, page.symbols, found, known)
    return found


def _origin(
    readings: Sequence[PageReading],
    weighed: Sequence[Weighed],
    persons: Sequence[Person],
    known: References,
    pages: Sequence[Page],
    numbers: Sequence[Found],
) -> list[Found]:
    rpps = [one for reading in readings for one in rpps_places(reading)]
    finess = [one for reading in readings for one in finess_places(reading, known)]
    stated = [one for reading in readings for one in structure_fields(reading)]
    structures = house_fields(readings, stated, weighed, persons)
    structure_doubts(structures, finess, known)
    give_numbers(weighed, rpps)
    rpps += coded_numbers(weighed, pages, [*numbers, *finess])
    authors = list(author_fields(weighed, rpps, known))
    return [*authors, *rpps, *finess, *structures, *recipient_fields(weighed), *title_fields(readings)]


def dates_of(pages: Sequence[Page], *, received_on: str) -> tuple[list[DateCandidate], bool]:
    """The dates that may be the document's or the act's, as ``extract_fields`` sees them, and whether the text says
    « vu ce jour »: what a ranker of dates is trained on. received_on: ISO date.
    """
    readings = read_all(pages, received_on)
    dates = _persons_and_dates(readings, received_on)[1]
    title = _title_of(list(title_fields(readings)))
    return date_candidates(readings, dates, title=title, received_on=received_on), bool(_today_words(readings))


def _title_of(found: Sequence[Found]) -> str:
    titles = [one for one in found if one.name is FieldName.TITLE]
    return max(titles, key=lambda one: one.confidence).value if titles else ""


def _today_words(readings: Sequence[PageReading]) -> list[str]:
    """Lines that say that the act is of the day, the end of one with the start of the next where a sentence runs on."""
    found: list[str] = []
    for reading in readings:
        lines = [row.folded for row in reading.sheet.rows]
        found += [line for line in lines if _TODAY.search(line)]
        joined = (f"{line[-_OVER_LINES:]} {under[:_OVER_LINES]}" for line, under in pairwise(lines))
        found += [both for both in joined if _TODAY.search(both)]
    return found


def _times(
    readings: Sequence[PageReading], dates: Sequence[RoledDate], found: Sequence[Found], received_on: str
) -> list[Found]:
    candidates = date_candidates(readings, dates, title=_title_of(found), received_on=received_on)
    is_lacking = lacks_day(readings)
    documents, acts = list(document_fields(candidates, is_lacking=is_lacking)), list(act_fields(candidates))
    today_words = _today_words(readings)
    acts += list(lone_acts(candidates, acts, documents, says_today=bool(today_words)))
    today = today_acts(acts, today_words, documents)
    lent = acts_as_documents(acts, documents, candidates, is_lacking=is_lacking)
    return [*documents, *lent, *acts, *today]


def _check(
    found: Sequence[Found],
    pages: Sequence[Page],
    codes: Sequence[ReadSymbol],
    principal: Identity | None,
    received_on: str,
) -> None:
    checks.mark_repeated(found)
    checks.compare_second(found, pages)
    checks.compare_symbol(found, codes)
    checks.compare_ins(found)
    check_order(found, received_on)
    checks.weaken_repaired(found)


def _rank(found: Sequence[Found]) -> dict[FieldName, list[Found]]:
    """Candidates of each field, best first, each place once."""
    by_field: dict[FieldName, list[Found]] = {}
    for one in sorted(found, key=_order):
        ones = by_field.setdefault(one.name, [])
        if len(ones) < CANDIDATES_MAX and not any(
            one.value == other.value and one.spans == other.spans for other in ones if one.spans
        ):
            ones.append(one)
    return by_field


def _order(one: Found) -> tuple[float, int, int, int]:
    """Surest first, then in the order of the pages."""
    return -round(one.confidence, 4), *_place(one)


def _place(one: Found) -> tuple[int, int, int]:
    """Page, row and place in the row where a value was read."""
    first = one.spans[0] if one.spans else None
    return one.number, first.row.place if first else 0, first.start if first else 0


def _choose(by_field: dict[FieldName, list[Found]]) -> dict[FieldName, FieldValue]:
    fields: dict[FieldName, FieldValue] = {}
    for name, ones in sorted(by_field.items(), key=lambda one: one[0] is FieldName.FIRST_NAMES):
        eligible = [one for one in ones if _is_eligible(one)]
        if name is FieldName.FIRST_NAMES and FieldName.FIRST_NAME in fields:
            first = fields[FieldName.FIRST_NAME].chosen.value
            eligible.sort(key=lambda one: not _is_same(one.value, first))  # not the first names of somebody else
        if not eligible:
            continue
        best = eligible[0]
        rival = next((one for one in eligible if not _is_same(one.value, best.value)), None)
        if rival is not None and name is not FieldName.RECIPIENTS and rival.confidence > 0.5 * best.confidence + 0.4:
            best.add(Feature.RIVAL)
        candidates = tuple(to_candidate(one) for one in ones)
        listed = sorted(eligible, key=_place) if name is FieldName.RECIPIENTS else ()
        values = tuple(to_candidate(one) for one in listed)
        if best.confidence >= CHOSEN_MIN:
            chosen = to_candidate(best)
            fields[name] = FieldValue(name=name, chosen=chosen, candidates=candidates, values=values or (chosen,))
    return fields


def _is_eligible(one: Found) -> bool:
    if one.name is FieldName.INS and not one.is_checked:
        return False
    if Feature.PERHAPS_USED in one.features or Feature.DIFFERS_PAGE in one.features:
        return False
    if one.name is FieldName.AUTHOR_RPPS and one.role is not Role.AUTHOR:
        return False
    if one.role is Role.RELATIVE or (one.name is FieldName.BIRTH_DATE and one.role is not Role.PATIENT):
        return False
    return one.confidence >= CHOSEN_MIN


def _is_same(one: str, other: str) -> bool:
    """True when one name is the other, or begins with it."""
    first, second = fold_name(one), fold_name(other)
    return first == second or first.startswith(second + " ") or second.startswith(first + " ")


def _several_ins(found: Sequence[Found]) -> tuple[str, ...]:
    numbers = {one.value for one in found if one.name is FieldName.INS and one.is_checked and one.role is Role.PATIENT}
    pages = sorted({one.number for one in found if one.value in numbers})
    if len(numbers) < 2:
        return ()
    where = f"pages {', '.join(map(str, pages))}" if len(pages) > 1 else f"page {pages[0]}"
    return (f"{len(numbers)} matricules INS différents, de clé juste ({where}).",)


def _mention(person: Person) -> PersonMention:
    role = person.role or Role.OTHER

    def at(name: FieldName, span: Span | None) -> Candidate | None:
        if span is None:
            return None
        return to_candidate(found_at(name, clean_printed(span.raw), span, person.features, role))

    name, date = person.name, person.birth_date
    birth = name.birth or (name.family if name.used or person.kind != "used_name" else None)
    used = name.used or (name.family if name.birth or person.kind == "used_name" else None)
    return PersonMention(
        role=role,
        family=at(FieldName.BIRTH_NAME, birth),
        used_family=at(FieldName.USED_NAME, used),
        given=at(FieldName.FIRST_NAME, name.given),
        birth_date=to_candidate(found_at(FieldName.BIRTH_DATE, date.iso, date.span, person.features, role))
        if date
        else None,
        label=_label_text(person),
    )


def _label_text(person: Person) -> str:
    if person.label is not None:
        return person.label.row.text[person.label.start : person.label.end].strip(" :")
    return person.civility.raw if person.civility is not None else ""

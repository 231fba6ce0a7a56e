"""The traits of the patient, from the mentions that are the patient's: names, first names, birth date, sex, place.

What lives here: values with their places. What must not: who the patient is (``identities``).
"""

import re
from collections.abc import Iterator, Sequence

from liane.domain.identity.lexis import fold_name
from liane.domain.intake.extract.dating.date_roles import DateRole, RoledDate, age_printed
from liane.domain.intake.extract.patient.births import is_of_child, tells_kin
from liane.domain.intake.extract.people.identities import Identity, folded
from liane.domain.intake.extract.people.persons import Person, how_found, role_of_scope
from liane.domain.intake.extract.people.roles import heads_delivery
from liane.domain.intake.extract.surface.dates import PrintedDate
from liane.domain.intake.extract.surface.evidence import Feature, Found, found_at
from liane.domain.intake.extract.surface.labels import Label
from liane.domain.intake.extract.surface.lexicon import given_score, sex_of_given
from liane.domain.intake.extract.surface.mended_names import mend_name
from liane.domain.intake.extract.surface.reading import PageReading, Region
from liane.domain.intake.extract.surface.sheet import Span, fold
from liane.domain.intake.fields import FieldName, Role

_BROKEN_HYPHEN = re.compile(r"(?<=[^\W\d_])- (?=[^\W\d_])")
_SIGNS = str.maketrans(",;/", "   ")
_WHOLE_PLAIN = 0.6
"""How much a name without precision speaks against being the birth name, where a first name stands beside it."""
_LIST_KINDS = ("births",)
_USED_GIVENS = ("used_given", "used_family_given")
_SEX = re.compile(r"^[ :=\t.]*[(\[]?(?P<v>F(?:EM[A-Z]{1,7})?E?|M(?:ASC[A-Z]{1,6})?|H(?:OMME)?|GARCON|FILLE)(?![A-Z])")
_ANSWER = re.compile(r"\W*(?:FILLE|GARCON|FEMME|HOMME)\W*")
_BOX = "X☒☑■✓✗✔"
_SEX_WORD = r"(?P<v>F(?:EMININ|EMME)?|M(?:ASCULIN)?|H(?:OMME)?)"
_BOX_BEFORE = re.compile(rf"[{_BOX}][\]) ]{{0,2}}{_SEX_WORD}(?![A-Z])")
_BOX_AFTER = re.compile(rf"(?<![A-Z]){_SEX_WORD} ?[\[(]?[{_BOX}](?![A-Z])")
_OPENS_BOX = re.compile(rf"[ :\t]*[\[(☐□{_BOX}]")
_SEX_EDGE = re.compile(r"^[ :.\t]*(?:[IL|!] (?=[^A-Z ]|[A-Z]\W)|\[ ?(?=[A-Z]+ ?[☐□☒☑■✓✗✔]))")
"""A side of the box, read as a sign before what it holds."""
_HAS_BOX = re.compile(r"[☐□☒☑■✓✗✔]")
_TICKED = re.compile(
    rf"(?P<one>[{_BOX}☐□]) ?(?P<first>M\.?|MR\.?|MONSIEUR|MME|MADAME)[ /,]{{0,3}}"
    rf"(?P<two>[{_BOX}☐□]) ?(?P<second>M\.?|MR\.?|MONSIEUR|MME|MADAME)(?![A-Z])"
)
"""« ☒ M. ☐ Mme »: the civility ticked of two."""
_EMPTY = "☐□"
_FEMALE_SIGN = "♀"
_PLACE_CODE = re.compile(r"(?<![0-9A-Z])(\d{5}|2[AB]\d{3})(?![0-9A-Z])")
_SEX_AFTER = re.compile(
    r"[ ,;()\-–—/|·•\t]{1,5}(?:\d{1,3} ANS[ ,;()\-–—/|·•\t]{1,5})?(?:(?:DE )?SEXE ?:? ?|S ?[.:]{1,2} ?)?"
    r"(?P<v>F|M|H|♂|♀|FEMININ|MASCULIN|FEMME|HOMME|FILLE|GARCON)(?= *(?:[,;()\-–—/|·•\t]|\d{1,3} ?A(?:NS)?\b|$))"
)
_SEX_BETWEEN = re.compile(
    r"[ ,;()\]\[\-–—/|·•\t]{1,4}(?:(?:DE )?SEXE ?:? ?|S ?[.:]{1,2} ?)?(?P<v>F|M|H|♂|♀|FEMININ|MASCULIN|FEMME|HOMME)"
    r"(?: SEXE (?:MASCULIN|FEMININ))?[ ,;()\]\-–—/|·•\t]{1,4}(?:\d{1,3} ANS[ ,;()\-–—/|·•\t]{1,5})?"
    r"(?:NEE?(?:\(E\))? ?(?:LE\b|:) ?|D\.?D?\.?N\.? ?:? ?|(?:DATE (?:DE )?)?NAISS[A-Z]*\.? ?:? ?|\*)?:?"
)
_SEX_BEFORE = re.compile(
    r"[ (\[]{0,2}(?:(?:DE )?SEXE ?:? ?|S ?[.:]{1,2} ?)?(?P<v>F|M|H|♂|♀|FEMININ|MASCULIN|FEMME|HOMME)"
    r"[ ,;()\]\-–—/|·•\t]{1,4}(?:\d{1,3} ANS[ ,;()\-–—/|·•\t]{1,5})?(?:NEE?(?:\(E\))? ?(?:LE\b|:) ?)?:?"
)
_SEX_BESIDE = re.compile(r" ?[\-–—,(/|·•\t] ?\(?(?:SEXE ?:? ?)?(?P<v>F|M|H|♂|♀|FEMININ|MASCULIN)\)? *")
_OF_CHILD = re.compile(r"\b(?:ENFANT|NOUVEAU[- ]NEE?|BEBE|NOURRISSON|FILLE|FILS|GARCON)\b[^.]*$")
_FEMALE_WORDS = re.compile(r"\bPATIENTE\b|\bAGEE DE\b")
_MALE_WORDS = re.compile(r"\bPATIENT (?:DE|AGE) \d|\bAGE DE \d")


def clean_printed(text: str) -> str:
    """A name as printed, in capitals, accents kept, one space between words."""
    joined = _BROKEN_HYPHEN.sub("-", mend_name(text)[0].replace("\u2019", "'"))
    return " ".join(joined.split()).upper().strip(" .,;:'-")


def _mark_mended(found: Found) -> Found:
    """Tell a name that holds a letter mended."""
    if any(mend_name(span.raw)[1] for span in found.spans):
        found.is_repaired = True
        found.add(Feature.REPAIRED)
    return found


def name_fields(identity: Identity, role: Role = Role.PATIENT) -> Iterator[Found]:
    """Names and first names of a person, one value for each place where they are printed."""
    births = {folded(person.name.birth) for person in identity.persons} | {
        folded(person.name.family) for person in identity.persons if person.kind == "birth_name"
    }
    stated_used = {folded(person.name.family) for person in identity.persons if person.kind == "used_name"}
    for person in identity.persons:
        for found in _families(person, role, births - {""}, stated_used - {""}):
            yield _without_given(found, identity) if found.name is FieldName.USED_NAME else found
        yield from _givens(person, role)
    if not any(person.name.given is not None and person.kind not in _USED_GIVENS for person in identity.persons):
        yield from _used_as_list(identity, role)


def _used_as_list(identity: Identity, role: Role) -> Iterator[Found]:
    """« Prénom usuel : Marie » where no other first name is printed: the only ones, less sure."""
    for person in identity.persons:
        span = person.name.given if person.kind in _USED_GIVENS else None
        if span is not None and len(folded(span)) > 1:
            features = {*_base(person, role), Feature.LABEL_VAGUE, Feature.FALLBACK}
            yield _mark_mended(found_at(FieldName.FIRST_NAMES, clean_printed(span.raw), span, features, role))


def _without_given(found: Found, identity: Identity) -> Found:
    """« nom utilisé DUPONT Camille »: the first name of the person after the used name is no part of it."""
    words = found.value.split()
    firsts = {given.split()[0] for given in identity.givens if given}
    if len(words) < 2 or len(found.spans) != 1 or fold_name(words[-1]) not in firsts:
        return found
    span = found.spans[0]
    last = re.search(r"\s+\S+\s*$", span.raw)
    if last is not None:
        found.spans = (Span(span.row, span.start, span.start + last.start()),)
        found.value = clean_printed(found.spans[0].raw)
    return found


def _base(person: Person, role: Role) -> set[Feature]:
    features = set(person.features)
    if person.birth_date is not None and not person.kind:
        features.add(Feature.BIRTH_BESIDE)
    if role is Role.RELATIVE:
        features.add(Feature.RELATIVE)
    return features


def _families(person: Person, role: Role, births: set[str], used: set[str]) -> Iterator[Found]:
    name, base = person.name, _base(person, role)
    if name.sureness < 0.6:
        base = base | {Feature.ORDER_UNSURE}

    def make(field: FieldName, span: Span, *more: Feature) -> Found:
        return _mark_mended(found_at(field, clean_printed(span.raw), span, (*base, *more), role))

    if person.kind in ("birth_name", "birth_family_given") and name.family is not None:
        yield make(FieldName.BIRTH_NAME, name.family)
    elif person.kind in ("used_name", "used_family_given") and name.family is not None:
        yield make(FieldName.USED_NAME, name.family)
    elif name.birth is not None:
        more = (Feature.GUESSED,) if name.is_birth_guessed else (Feature.GRAMMAR,)
        yield make(FieldName.BIRTH_NAME, name.birth, *more)
        beside = name.family or name.used
        if beside is not None:
            yield make(FieldName.USED_NAME, beside, *more)
        return
    elif name.family is not None:
        yield from _plain(person, make(FieldName.BIRTH_NAME, name.family), births, used)
    if name.used is not None:
        yield make(FieldName.USED_NAME, name.used, Feature.GRAMMAR)


def _plain(person: Person, found: Found, births: set[str], used: set[str]) -> Iterator[Found]:
    """A name without precision: the used name when a birth name is stated elsewhere, else perhaps the birth name.

    Rule: intake.md §3: a used name alone is not a birth name.
    """
    key = folded(person.name.family)
    if person.name.used is not None:
        found.add(Feature.GRAMMAR)
        yield found
        return
    if key in births:
        yield found
        return
    if births or key in used:
        found.name = FieldName.USED_NAME
        yield found
        return
    found.add(Feature.PLAIN_NAME, 1.0 if person.name.given is None else _WHOLE_PLAIN)
    yield found
    if person.sex != "M":
        twin = Found(FieldName.USED_NAME, found.value, found.spans, dict(found.features), found.role)
        twin.add(Feature.PERHAPS_USED)
        yield twin


def _givens(person: Person, role: Role) -> Iterator[Found]:
    span = person.name.given
    if span is None:
        return
    base = _base(person, role)
    if person.name.sureness < 0.6:
        base.add(Feature.ORDER_UNSURE)
    if person.kind in _USED_GIVENS:
        base.add(Feature.LABEL_VAGUE)
    words = list(re.finditer(r"[^\s,/]+", span.raw))
    if not words or len(folded(span)) < 2:
        return
    is_list = person.kind in _LIST_KINDS or _says_plural(person)
    first = _first_words(words, is_list=is_list)
    bracket = person.name.bracket
    if bracket is not None and folded(bracket) and folded(span).startswith(folded(bracket)):
        first_span = bracket
    else:
        first_span = Span(span.row, span.start, span.start + words[first - 1].end())
    if person.kind == "first_given":
        first_span = span
    yield _mark_mended(found_at(FieldName.FIRST_NAME, clean_printed(first_span.raw), first_span, base, role))
    inside = bracket is not None and not folded(span).startswith(folded(bracket))
    if person.kind == "first_given":
        base |= {Feature.LABEL_VAGUE, Feature.FALLBACK}
    if person.kind not in _USED_GIVENS:
        spans = (span, bracket) if inside and bracket is not None else (span,)
        value = clean_printed(" ".join(one.raw for one in spans).translate(_SIGNS))
        yield _mark_mended(found_at(FieldName.FIRST_NAMES, value, spans, base, role))


def _says_plural(person: Person) -> bool:
    if person.label is None or not person.kind.startswith(("given", "birth", "first")):
        return False
    text = fold(person.label.row.text[person.label.start : person.label.end])
    return "PRENOMS" in text or "PRENOM(S)" in text


def _first_words(words: Sequence["re.Match[str]"], *, is_list: bool) -> int:
    """How many words make the first of the first names: two when they are a known compound without its hyphen."""
    if len(words) < 2 or is_list:
        return 1
    pair = f"{words[0].group()} {words[1].group()}"
    if len(words) == 2 and given_score(pair) > 1.5 and _is_compound_head(words[0].group()):
        return 2
    return 1


def _is_compound_head(word: str) -> bool:
    return fold(word) in ("JEAN", "MARIE", "ANNE", "PIERRE", "PAUL")


def _is_parted(date: PrintedDate) -> bool:
    """True for a date whose day, month and year stand apart: « 12 03 1960 », no number of eight figures."""
    return date.is_whole and not date.span.raw.isdigit()


def birth_fields(dates: Sequence[RoledDate], persons: Sequence[Person], identity: Identity | None) -> Iterator[Found]:
    """Birth dates with whose they are; dates that might be one, far below."""
    owners = {
        (person.row.page, person.birth_date.span.row.place, person.birth_date.span.start): person
        for person in persons
        if person.birth_date is not None
    }
    mine = {id(person) for person in identity.persons} if identity is not None else set()
    told = {(one.date.span.row.page, one.date.span.row.place, one.date.span.start) for one in dates}
    beside = [
        RoledDate(date=owner.birth_date, role=DateRole.BIRTH, reading=owner.reading, features={Feature.POSITION})
        for key, owner in owners.items()
        if key not in told and owner.birth_date is not None and _is_parted(owner.birth_date)
    ]
    for roled in (*dates, *beside):
        span = roled.date.span
        owner = owners.get((span.row.page, span.row.place, span.start))
        if roled.role is DateRole.BIRTH or owner is not None:
            yield _birth(roled, owner, mine)
        elif roled.role is DateRole.OTHER and roled.date.is_whole and not roled.date.needs_label:
            yield found_at(FieldName.BIRTH_DATE, roled.date.iso, span, (Feature.FALLBACK, Feature.PLAIN_NAME))


def _birth(roled: RoledDate, owner: Person | None, mine: set[int]) -> Found:
    date = roled.date
    features = set(roled.features) or {Feature.LABEL}
    scope = roled.reading.scope_of(date.span.row, roled.label.start if roled.label else date.span.start)
    scoped = Role.RELATIVE if role_of_scope(scope) is Role.RELATIVE else Role.PATIENT
    role = (owner.role if owner is not None else None) or scoped
    if owner is not None and role is Role.PATIENT and mine and id(owner) not in mine:
        role = Role.OTHER
    if owner is None and role is Role.PATIENT and (tells_kin(roled) or is_of_child(roled)):
        role = Role.RELATIVE
    if role is not Role.PATIENT:
        role = role if role is Role.OTHER else Role.RELATIVE
        features.add(Feature.RELATIVE)
    elif owner is not None and id(owner) in mine:
        features.add(Feature.BIRTH_BESIDE)
    found = found_at(FieldName.BIRTH_DATE, date.iso, date.span, features, role)
    found.is_repaired = date.is_repaired
    for feature, is_so in (
        (Feature.REPAIRED, date.is_repaired),
        (Feature.SHORT_YEAR, date.is_short),
        (Feature.INCOMPLETE, not date.is_whole),
        (Feature.AGE, age_printed(date) is not None),
    ):
        if is_so:
            found.add(feature)
    return found


def sex_fields(readings: Sequence[PageReading], identity: Identity | None) -> Iterator[Found]:
    """Sex from its label, the civility, « née », words such as « patiente »."""
    is_delivery = heads_delivery(readings) and identity is not None and not _is_newborn(identity)
    for reading in readings:
        for label in reading.all_labels("sex"):
            region = _word_beside(label) or reading.value_of(label) or _wrapped(reading, label)
            scope = reading.scope_of(label.row, label.start)
            if region is None or _tells_other(label, scope, identity, is_delivery=is_delivery):
                continue
            span = _stated_sex(reading, region)
            if span is None:
                region = _wrapped(reading, label) or region
                span = _stated_sex(reading, region)
            if span is not None:
                value = "F" if fold(span.raw)[0] == "F" else "M"
                yield found_at(FieldName.SEX, value, span, how_found(region, label), Role.PATIENT)
        yield from _sex_words(reading)
        yield from _ticked_civility(reading)
    for person in identity.persons if identity is not None else ():
        yield from _sex_of(person)
        yield from _sex_after_birth(person)
        yield from _sex_beside_name(person)


def _tells_other(label: Label, scope: Label | None, identity: Identity | None, *, is_delivery: bool) -> bool:
    """True for the sex of a relative or of a newborn; is_delivery: the patient is a mother, whose heading says so."""
    if scope is not None and scope.kind == "role.newborn" and not _is_newborn(identity):
        return True
    if is_delivery and _OF_CHILD.search(label.row.folded, 0, label.start) is not None:
        return True  # « ENFANT : prénom Gabriel, sexe masculin »
    is_mother = is_delivery and scope is not None and scope.row.folded[scope.start : scope.end].strip(" :.") == "MERE"
    return role_of_scope(scope) is Role.RELATIVE and not is_mother


def _word_beside(label: Label) -> Region | None:
    """« Fille / garçon | fille »: an answer that is elsewhere a label, of a relative."""
    cells = label.row.cells
    after = cells[label.row.cell_at(label.start).place + 1 :][:1]
    return next((Region(one.row, one.start, one.end, "right") for one in after if _ANSWER.fullmatch(one.folded)), None)


def _is_newborn(identity: Identity | None) -> bool:
    """True where nobody but a newborn may be the patient."""
    return identity is None or any(one.scope == "role.newborn" or one.is_child for one in identity.persons)


def _ticked_civility(reading: PageReading) -> Iterator[Found]:
    """« ☒ M. ☐ Mme   Nom : DURAND »: the civility ticked on the line of the name, or just over or under it."""
    named = [label.row.place for label in reading.all_labels("name", "birth_name", "family_given", "used_name")]
    for row in reading.sheet.rows:
        told = _TICKED.search(row.folded)
        if told is None or (told.group("one") in _EMPTY) == (told.group("two") in _EMPTY):
            continue
        if not any(abs(place - row.place) <= 1 for place in named):
            continue
        if role_of_scope(reading.scope_of(row, told.start())) not in (None, Role.PATIENT):
            continue
        side = "second" if told.group("one") in _EMPTY else "first"
        value = "F" if told.group(side).startswith(("MME", "MADAME")) else "M"
        yield found_at(FieldName.SEX, value, Span(row, *told.span(side)), (Feature.LABEL,), Role.PATIENT)


def _sex_beside_name(person: Person) -> Iterator[Found]:
    """« DUPONT Marie — F »: the sex alone after a name, at the end of its cell."""
    given = person.name.given
    if given is None or person.kind or person.is_professional:
        return
    row = given.row
    end = max(person.name.end if row is person.row else 0, given.end)
    told = _SEX_BESIDE.fullmatch(row.folded, end, row.cell_at(end - 1).end)
    if told is not None:
        span = Span(row, *told.span("v"))
        yield found_at(
            FieldName.SEX, _sex_value(told.group("v")), span, (Feature.POSITION, Feature.ALONE), Role.PATIENT
        )


def _sex_value(text: str) -> str:
    """F or M for a letter, a word or a sign of the sex, folded."""
    return "F" if text.startswith("F") or text == _FEMALE_SIGN else "M"


def _wrapped(reading: PageReading, label: Label) -> Region | None:
    """« … Sexe : » at the end of a line, its value at the start of the next one."""
    row, rows = label.row, reading.sheet.rows
    if not label.has_colon or label.end < len(row.text.rstrip()) or row.place + 1 >= len(rows):
        return None
    under = rows[row.place + 1]
    is_near = under.top - row.bottom < 1.2 * max(row.height, under.height)
    return Region(under, under.cells[0].start, under.cells[0].end, "below") if is_near else None


def _stated_sex(reading: PageReading, region: Region) -> Span | None:
    """The letter or the word of the sex: the ticked one where there are boxes, else the first; up to the next label."""
    row = region.row
    last = row.cells[-1].end
    labels = (one.start for one in reading.labels[row.place] if one.kind != "sex" or one.has_colon)
    end = min((start for start in labels if start > region.start), default=last)
    text = row.folded[region.start : max(end, region.end)]
    text = _SEX_EDGE.sub(lambda edge: " " * len(edge.group()), text, count=1)
    boxed = (_BOX_BEFORE if _OPENS_BOX.match(text) else _BOX_AFTER).search(text)
    match = boxed or _SEX.match(text)
    if match is None or (boxed is None and _HAS_BOX.search(text)):
        return None  # none is ticked, or which one is not sure
    other = _SEX.match(text[match.end("v") :].lstrip(" /-|()[]")) if boxed is None else None
    if other is not None and _sex_value(other.group("v")) != _sex_value(match.group("v")):
        return None  # « F / M », neither of which is ticked
    return Span(row, region.start + match.start("v"), region.start + match.end("v"))


def _sex_words(reading: PageReading) -> Iterator[Found]:
    for row in reading.sheet.rows:
        for pattern, value in ((_FEMALE_WORDS, "F"), (_MALE_WORDS, "M")):
            match = pattern.search(row.folded)
            if match:
                yield found_at(FieldName.SEX, value, Span(row, *match.span()), (Feature.PROSE,), Role.PATIENT)
                break


def _sex_after_birth(person: Person) -> Iterator[Found]:
    """« née le 12/03/1960 F », « 12/03/1960 - 66 ans - Masculin »."""
    date = person.birth_date
    if date is None:
        return
    row = date.span.row
    told = _SEX_AFTER.match(row.folded, date.span.end)
    if told is None and row is person.row:  # « DUPONT Marie (F) née le 12/03/1960 »
        told = _SEX_BETWEEN.fullmatch(row.folded, person.name.end, date.span.start)
    if told is None:  # « F – 12/03/1960 » under a name
        told = _SEX_BEFORE.fullmatch(row.folded, row.cell_at(date.span.start).start, date.span.start)
    if told is not None:
        span = Span(row, *told.span("v"))
        yield found_at(
            FieldName.SEX, _sex_value(told.group("v")), span, (Feature.BIRTH_BESIDE, Feature.POSITION), Role.PATIENT
        )


def _sex_of(person: Person) -> Iterator[Found]:
    if person.civility is not None and person.sex and not person.is_professional:
        features = person.features | {Feature.CIVILITY, Feature.POSITION}
        yield found_at(FieldName.SEX, person.sex, person.civility, features, Role.PATIENT)
    label = person.birth_label
    if label is not None:
        raw = label.row.folded[label.start : label.end]
        if raw.startswith(("NEE ", "NE ")) and "(" not in raw and "/" not in raw:
            span = Span(label.row, label.start, label.start + raw.index(" "))
            value = "F" if raw.startswith("NEE") else "M"
            yield found_at(FieldName.SEX, value, span, (Feature.GRAMMAR, Feature.BIRTH_BESIDE), Role.PATIENT)
    birth = person.name.birth
    if birth is not None and not person.name.is_birth_guessed:
        before = birth.row.folded[: birth.start]
        at = before.rfind("NEE")
        if at >= 0 and birth.start - at <= 8 and "(" not in before[at:]:
            span = Span(birth.row, at, at + 3)
            yield found_at(FieldName.SEX, "F", span, (Feature.GRAMMAR, Feature.CIVILITY), Role.PATIENT)


def sex_is_unlikely(found: Found, identity: Identity | None) -> bool:
    """True when the first name is nearly always that of the other sex."""
    givens = identity.givens if identity is not None else set()
    return any(sex_of_given(given) not in ("", found.value) for given in givens)


def place_fields(readings: Sequence[PageReading]) -> Iterator[Found]:
    """Code of the birthplace, when it is printed after its label."""
    for reading in readings:
        for label in reading.all_labels("birth_place"):
            region = reading.value_of(label)
            if region is None or role_of_scope(reading.scope_of(label.row, label.start)) is Role.RELATIVE:
                continue
            end = region.row.cell_at(region.start).end
            match = _PLACE_CODE.search(region.row.folded, region.start, min(end, region.start + 60))
            if match:
                yield found_at(
                    FieldName.BIRTH_PLACE,
                    match.group(1),
                    Span(region.row, *match.span(1)),
                    how_found(region, label),
                    Role.PATIENT,
                )

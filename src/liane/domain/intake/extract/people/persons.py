"""Every person named on a page: in labelled boxes, after a civility, after the label of a role, on the object line.

What lives here: finding the mentions. What must not: their birth dates (``births``), choosing the patient.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from liane.domain.intake.extract.people.boxed_names import find_boxed_births, find_boxed_patients
from liane.domain.intake.extract.people.double_names import find_doubles
from liane.domain.intake.extract.people.wrapped_names import continue_name
from liane.domain.intake.extract.surface.dates import PrintedDate
from liane.domain.intake.extract.surface.evidence import Feature
from liane.domain.intake.extract.surface.given_lines import (
    born_beside,
    is_told_of_child,
    more_givens,
    with_given_apart,
    with_own_givens,
)
from liane.domain.intake.extract.surface.labels import Label
from liane.domain.intake.extract.surface.lexicon import is_family, is_given
from liane.domain.intake.extract.surface.name_marks import said_at
from liane.domain.intake.extract.surface.names import (
    Order,
    PrintedName,
    read_name,
    read_small_name,
    shape_of,
    with_parts,
)
from liane.domain.intake.extract.surface.reading import PageReading, Region
from liane.domain.intake.extract.surface.said_names import find_said
from liane.domain.intake.extract.surface.sections import has_birth_box, heads_section
from liane.domain.intake.extract.surface.sheet import Cell, Row, Span, fold
from liane.domain.intake.fields import Role

_CIVILITY = re.compile(
    r"(?<![A-Z0-9\-])(?<![A-Z]\.)(?:(?<!')|(?<=\bL'))(?:(?:(?P<f>MADAME|MADA(?:RN|IN|NI|M)[EC]|M[AÀ]DAME|MME|MNE|MRNE|MMNE|MLLE|MLE|MELLE|MILE|MIIE|MLIE|MADEMOISELLE)|"
    r"(?P<m>MONSIEUR|M[O0EA]NS[IL1][EC]U[RT]|MR|M\.|M(?= [A-Z']{2}))|"
    r"(?P<child>ENFANT|NOUVEAU-NEE?|NOUVEAU NEE?|BEBE|BB))\.?(?![A-Z0-9])"
    r"(?P<title1>[ ,]{1,2}(?:LE |LA )?(?:DOCTEURE?|DR|PROFESSEURE?|PR|PROF)\.?(?![A-Z0-9]))?"
    r"|(?P<title2>DOCTEURE?S?|DR[ES]?|PROFESSEURE?S?|PRS?|PROF|"
    r"[DO0][O0Q][CG][TIL1][EC]UR|DOCTEU R|DOCT)\.?(?![A-Z0-9]))(?P<tail>[ .:,]*)"  # as a misread page has them
)
_INITIALLED = re.compile(r"(?<![A-Za-zÀ-ÿ.])(?!M)[A-ZÉ](?:-[A-Z])?\. ?[A-ZÀ-Ý][A-ZÀ-Ý'\-]{2,}")
_AGENTS = frozenset({"PAR", "VISA", "SIGNATURE", "INTERVENANT", "AGENT", "SOIGNANT", "IDE", "AUTEUR", "EMARGEMENT"})
"""Heads of a column that names who did what each line tells."""
_AND = re.compile(r" ?(?:,|;|/|&| ET\b) ?(?:ET )?")
_PLURAL_MAX = 8
_TITLED = re.compile(r"(?:DOCTEURE?|DRE?|PROFESSEURE?|PR)\.? $")
_COUPLE = re.compile(r"(?:M\.?|MR|MONSIEUR) ?(?:ET|,) ?(?:MME|MADAME)|(?:MME|MADAME) ?(?:ET|,) ?(?:M\.?|MR|MONSIEUR)\b")
_EITHER = re.compile(r"(?:M\.?|MR|MME|MADAME|MONSIEUR) ?(?:OU|/) ?$")
_PARENT_BOX = re.compile(r"[☒☑☐□■✓✗✔\[][ X\])]{0,4}(?:MERE|PERE|TUT(?:EUR|RICE)|REPRESENTANTE?)\b")
_OF_CHILD = re.compile(r"PARENTS (?:DE |D')")
OPENS_DATE = re.compile(r"[ ,()|\-–]{1,4}(?:\d{1,3} ANS\b|NEE?\b|LE [0-3]?\d|DDN\b|DATE DE NAISS|[0-3]?\d[/. \-])")
_BORN_UNDER = re.compile(r"[(\-–]? ?(?:NEE?(?:\(E\))? (?:LE )?|DDN\b|(?:DATE DE )?NAISS[A-Z]*)[ :.]*[0-3]?\d")
_LEADING = re.compile(r"[\s:=.,;*+_\-–|•>]*")
_NOTHING_THEN = re.compile(r"[ :]*[-–—] {1,3}[^\W\d_][^:\n]{1,24}? ?: ")
"""A dash for no value, then a label that no table knows."""
_COLON_MISREAD = re.compile(r"[0-9S][.,:] (?=[^\W\d_]{2})")
"""What an optical reader makes of a colon before a name: « 5. XAVIER »."""
_BRACKETS = {"[": "]", "(": ")", "<": ">"}
_ORDERS = {
    "birth_name": Order.FAMILY_ONLY,
    "used_name": Order.FAMILY_ONLY,
    "name": Order.FAMILY_ONLY,
    "family_given": Order.FAMILY_FIRST,
    "birth_family_given": Order.FAMILY_FIRST,
    "used_family_given": Order.FAMILY_FIRST,
    "given_family": Order.GIVEN_FIRST,
    "births": Order.GIVEN_ONLY,
    "first_given": Order.GIVEN_ONLY,
    "used_given": Order.GIVEN_ONLY,
    "given": Order.GIVEN_ONLY,
}
_LISTS = ("births", "given")
_GIVENS = ("births", "given", "first_given")
_PERSONAL = ("role.patient", "role.relative", "role.newborn")
_HOW = {"after": Feature.LABEL, "right": Feature.LABEL_RIGHT, "below": Feature.LABEL_BELOW}
_ROLES = {
    "role.patient": Role.PATIENT,
    "role.relative": Role.RELATIVE,
    "role.newborn": Role.PATIENT,
    "role.author": Role.AUTHOR,
    "role.staff": Role.STAFF,
    "role.attending": Role.OTHER,
    "role.recipient": Role.RECIPIENT,
}


@dataclass(slots=True, eq=False)
class Person:
    """One mention of a person. kind: the label that gave it (``birth_name``…), else empty. sex: from the civility.

    role is None until it is settled. features: what speaks for the mention itself, not yet for its role.
    """

    reading: PageReading
    row: Row
    start: int
    name: PrintedName
    kind: str = ""
    role: Role | None = None
    scope: str = ""
    sex: str = ""
    civility: Span | None = None
    is_professional: bool = False
    is_child: bool = False
    is_couple: bool = False
    label: Label | None = None
    birth_date: PrintedDate | None = None
    birth_label: Label | None = None
    features: set[Feature] = field(default_factory=set)

    @property
    def key(self) -> tuple[int, int, int]:
        """Where it begins: page, row, place."""
        return self.row.page, self.row.place, self.start


def how_found(region: Region, label: Label) -> set[Feature]:
    """The features of a value found by a label."""
    features = {_HOW[region.how]}
    if label.fuzzy:
        features.add(Feature.LABEL_FUZZY)
    return features


def role_of_scope(scope: Label | None) -> Role | None:
    """The role that a role label gives; None without one."""
    return _ROLES.get(scope.kind) if scope is not None else None


def stated_persons(reading: PageReading) -> Iterator[Person]:
    """Persons in boxes, after a civility, after the label of a role."""
    for source in (_doubles, _labelled, _boxed_birth, _boxed_patient, _after_civility, _after_role):
        yield from source(reading)


def first_place(person: Person) -> tuple[int, int, int]:
    """Where the name of a mention begins: page, row, place."""
    name = person.name
    spans = [span for span in (name.family, name.given, name.birth, name.used) if span is not None]
    first = min(spans, key=lambda span: (span.row.place, span.start)) if spans else Span(person.row, person.start, 0)
    return person.row.page, first.row.place, first.start


def skip_signs(row: Row, start: int, end: int) -> int:
    """The place after the signs that part a label from its value."""
    match = _LEADING.match(row.text, start, end)
    return match.end() if match else start


def _inside(row: Row, start: int, end: int) -> tuple[int, int]:
    """« Nom : [DUPONT] »: the place inside the brackets that hold a whole value."""
    closing = _BRACKETS.get(row.text[start : start + 1], "")
    close = row.text.find(closing, start, end) if closing else -1
    is_whole = close > 0 and not any(sign.isalnum() for sign in row.text[close:end])
    return (start + 1, close) if is_whole else (start, end)


def _doubles(reading: PageReading) -> Iterator[Person]:
    """« Nom d'usage / de naissance : DUPONT / MARTIN »: one box for both names."""
    for one in find_doubles(reading):
        scope = reading.scope_of(one.row, one.start)
        yield Person(
            reading=reading,
            row=one.at,
            start=min(span.start for span in (one.name.family, one.name.birth) if span is not None),
            name=one.name,
            kind="name",
            role=role_of_scope(scope) if scope is not None and scope.kind in _PERSONAL else Role.PATIENT,
            scope=scope.kind if scope is not None and scope.kind in _PERSONAL else "",
            features={_HOW[one.how]},
        )


def _labelled(reading: PageReading) -> Iterator[Person]:
    """Persons in labelled boxes: one mention for each label; they are put together later."""
    has_given = any(True for _ in reading.all_labels("given", "births", "first_given", "used_given"))
    doubles = list(find_doubles(reading))
    for label in reading.all_labels(*_ORDERS):
        if any(one.row is label.row and one.start <= label.start < one.end for one in doubles):
            continue
        region = reading.value_of(label)
        nothing = region and _NOTHING_THEN.match(region.row.text, region.start, region.end)
        if region is None or nothing or find_said(label, reading) is not None:
            continue
        order = _ORDERS[label.kind]
        if label.kind == "name" and not has_given:
            order = Order.FAMILY_FIRST
        start, end = _inside(region.row, skip_signs(region.row, region.start, region.end), region.end)
        misread = _COLON_MISREAD.match(region.row.text, start, end) if reading.sheet.is_scan else None
        start = misread.end() if misread is not None else start
        civility = _CIVILITY.match(region.row.folded, start, end)
        if civility:
            start = civility.end()
            order = Order.UNKNOWN if order is Order.FAMILY_FIRST and label.kind == "name" else order
        name = read_name(region.row, start, end, order)
        if name.is_empty and (label.has_colon or region.how == "right"):
            name = read_small_name(region.row, start, end, order) or name
        if name.is_empty or (name.family is not None and len(name.family.raw.strip(" .")) < 2):
            continue
        is_headed = order is Order.FAMILY_FIRST and (region.how == "below" or "family_given" in label.kind)
        name = with_given_apart(reading, region, name, is_headed=is_headed, is_alone=not has_given)
        if label.kind in _LISTS and name.given is not None and name.end >= region.end - 1:
            name = with_parts(name, bracket=more_givens(reading, region, name.given) or name.bracket)
        scope = _personal(reading, reading.scope_of(label.row, label.start), label)
        yield Person(
            reading=reading,
            row=region.row,
            start=start,
            name=name,
            kind=label.kind,
            role=Role.RELATIVE if _ticks_parent(region.row, name) else role_of_scope(scope) or Role.PATIENT,
            scope="role.newborn" if is_told_of_child(label) else scope.kind if scope else "",
            sex=_sex(civility),
            civility=Span(region.row, civility.start(), civility.end("tail")) if civility else None,
            is_professional=bool(civility and (civility.group("title1") or civility.group("title2"))),
            label=label,
            features=how_found(region, label),
        )


def _ticks_parent(row: Row, name: PrintedName) -> bool:
    """« Nom, prénom : DUPONT Anne née le … ☒ mère ☐ père ☐ tuteur »: a line of a form about a parent."""
    return _PARENT_BOX.search(row.folded, name.end) is not None


def _personal(reading: PageReading, scope: Label | None, label: Label) -> Label | None:
    """A heading of staff or of addressees does not govern boxes of identity under it; the words of its own line do."""
    if scope is None or scope.kind in _PERSONAL:
        return scope
    if scope.row is label.row:
        is_free = _is_beside(scope, label) or _heads_margin(scope, label) or has_birth_box(reading, scope, label)
        return None if is_free else scope
    return scope if heads_section(reading, scope, label) else None


def _is_beside(scope: Label, label: Label) -> bool:
    """« Transmis à : Anne LEROY » and « NOM : DUPONT » in two columns: the words of the first rule their own cell."""
    cell, row = scope.row.cell_at(scope.start), scope.row
    holds = any(sign.isalnum() for sign in row.text[scope.end : cell.end])
    return holds and cell is not row.cell_at(label.start)


def _heads_margin(scope: Label, label: Label) -> bool:
    """« Chef de service » of a margin, on the line of « Nom de naissance : MARTIN »: no professional has such a box."""
    is_apart = not scope.has_colon and label.has_colon and scope.row.cell_at(scope.start).end < label.start
    return is_apart and label.kind in ("birth_name", "used_name", "births")


def _boxed_birth(reading: PageReading) -> Iterator[Person]:
    """« Née : MARTIN », « NÉ(E) MARTIN », the box of the birth name on a form or a band."""
    for box in find_boxed_births(reading):
        region, label = box.region, box.label
        scope = _personal(reading, reading.scope_of(label.row, label.start), label) if label is not None else None
        yield Person(
            reading=reading,
            row=region.row,
            start=box.name.family.start if box.name.family is not None else region.start,
            name=box.name,
            kind="birth_name",
            role=role_of_scope(scope) or Role.PATIENT,
            scope=scope.kind if scope else "",
            label=label,
            features=how_found(region, label) if label is not None else {Feature.LABEL},
        )


def _boxed_patient(reading: PageReading) -> Iterator[Person]:
    """« Patient | MARTIN » over « Prénom | Marie », where no other label tells a family name."""
    if any(True for _ in reading.all_labels("name", "birth_name", "used_name", "family_given")):
        return
    for region, name in find_boxed_patients(reading):
        yield Person(
            reading=reading,
            row=region.row,
            start=region.start,
            name=name,
            kind="name",
            role=Role.PATIENT,
            features={_HOW[region.how], Feature.ROLE_STATED},
        )


def _sex(match: "re.Match[str] | None") -> str:
    if match is None:
        return ""
    return "F" if match.group("f") else "M" if match.group("m") else ""


def _after_civility(reading: PageReading) -> Iterator[Person]:
    for row in reading.sheet.rows:
        for match in _CIVILITY.finditer(row.folded):
            raw = row.text[match.start() : match.start() + 1]
            cell = row.cell_at(match.start())
            if match.end() > cell.end:
                continue
            if not raw.isupper() and not match.group("child"):
                yield from _read_small(reading, cell, match)
                continue
            if match.group("m") in ("M.", "M") and _TITLED.search(row.folded, 0, match.start()):
                continue  # « Dr M. DUPONT »: the initial of a first name
            person = _read_civil(reading, cell, match)
            if person is not None and not (match.group("m") in ("M.", "M") and _is_no_civility(reading, cell, person)):
                yield person
                yield from _read_next(person, cell, match)


def _read_small(reading: PageReading, cell: Cell, match: "re.Match[str]") -> Iterator[Person]:
    """« je vous adresse mme dupont jeanne »: a mail in small letters."""
    row = cell.row
    has_title = match.group("title1") or match.group("title2")
    name = None if has_title else read_small_name(row, match.end(), cell.end)
    if name is not None:
        civility = Span(row, match.start(), match.start() + len(match.group().rstrip(" :,")))
        yield Person(
            reading=reading,
            row=row,
            start=match.end(),
            name=name,
            sex=_sex(match),
            civility=civility,
            features={Feature.CIVILITY},
        )


def _is_no_civility(reading: PageReading, cell: Cell, person: Person) -> bool:
    """« A. DUPONT, M. MARTIN »: the initial of a first name in a list; « M Masculin »: a box of a form."""
    family, given = person.name.family, person.name.given
    if family is None or given is not None:  # « M. JUHEL / A. LENOIR »: initials on both sides
        return given is not None and len(given.raw.strip(". ")) == 1 and "/" in cell.text[: given.start - cell.start]
    if family.raw.upper().startswith(("MASCULIN", "FEMININ", "FÉMININ")):
        return True
    over = reading.sheet.above(cell.box, cell.row, heights_max=1.9)
    under = reading.sheet.below(cell.box, cell.row, heights_max=1.9)
    if over is not None and over.folded.strip(" .:") in _AGENTS:
        return True
    return any(_INITIALLED.search(one.text) for one in (cell, over, under) if one is not None)


def _read_next(first: Person, cell: Cell, match: "re.Match[str]") -> Iterator[Person]:
    """« Drs DUPONT et MARTIN Paul »: the doctors named after the first one of a plural."""
    row, at = cell.row, first.name.end
    if not (match.group("title2") or "").endswith("S") or first.row is not row:
        return
    for _ in range(_PLURAL_MAX):
        joint = _AND.match(row.folded, at, cell.end)
        name = read_name(row, joint.end(), cell.end) if joint is not None else None
        if name is None or name.family is None or shape_of(name.family.raw) != "U":
            return
        yield Person(
            reading=first.reading,
            row=row,
            start=name.family.start if name.given is None else min(name.family.start, name.given.start),
            name=name,
            is_professional=True,
            features={Feature.CIVILITY},
        )
        at = name.end


def _read_civil(reading: PageReading, cell: Cell, match: "re.Match[str]") -> Person | None:
    row = cell.row
    end = _end_of_name(reading, cell, match.end())
    name = with_own_givens(read_name(row, match.end(), end))
    at_row, start = row, match.end()
    if name.is_empty and not any(sign.isalnum() for sign in row.text[match.end() : cell.end]):
        under = _beside_alone(reading, cell, match) or reading.sheet.below(cell.box, row, heights_max=1.6)
        is_headed = under is not None and begins_with_civility(under.row, under.start)  # « Enfant : DUPONT Louis »
        if under is None or is_headed or reading.starts_with_label(under) or "," in match.group("tail"):
            return None  # « Madame, » over the first line of a letter
        name = read_name(under.row, under.start, reading.next_label_start(under.row, under.start, under.end))
        beside = born_beside(under) if under.row is row and name.birth is None else None
        name = with_parts(name, birth=beside) if beside is not None else name
        at_row, start = under.row, under.start
        if name.end >= under.end - 1:
            name = continue_name(reading, under, name)
    elif name.end >= cell.end - 1 or row.folded[name.end : name.end + 3] in (" (N", ", N", " NE"):
        beside = born_beside(cell) if name.birth is None and name.end >= cell.end - 1 else None
        name = with_parts(name, birth=beside) if beside is not None else continue_name(reading, cell, name)
    is_professional = bool(match.group("title1") or match.group("title2"))
    if name.is_empty or (name.family is None and match.group("child")):
        return None
    if name.given is None and name.family is not None and len(name.family.raw.strip(" .")) < 2:
        return None  # « M. S », initials
    if name.family is not None and name.given is not None and len(name.family.raw.strip(" .")) < 2:
        name = with_parts(name, family=name.given, given=None)  # « Mme Pontcarral, G1P1 »
    couple = _COUPLE.search(row.folded, max(0, match.start() - 16), match.end())
    features = {Feature.CIVILITY}
    if match.start() - cell.start <= 3 and cell.end - name.end <= 3:
        features.add(Feature.ALONE)
    if name.birth or name.used:
        features.add(Feature.GRAMMAR)
    return Person(
        reading=reading,
        row=at_row,
        start=start,
        name=name,
        sex="" if _EITHER.search(row.folded, 0, match.start()) else _sex(match),
        civility=Span(row, match.start(), match.start() + len(match.group().rstrip(" :,"))),
        is_professional=is_professional,
        is_child=bool(match.group("child")),
        is_couple=couple is not None,
        features=features,
    )


def _end_of_name(reading: PageReading, cell: Cell, start: int) -> int:
    """Where the next label ends a name; « Mme DUPONT nom de naissance MARTIN Marie » goes on."""
    end = reading.next_label_start(cell.row, start, cell.end)
    return end if said_at(cell.row, end) is None else reading.next_label_start(cell.row, end + 1, cell.end)


def _beside_alone(reading: PageReading, cell: Cell, match: "re.Match[str]") -> Cell | None:
    """« MME » and « DUPONT », « Enfant » and « DURAND Marie » in two cells of one row: the cell of the name."""
    right = next(iter(cell.row.cells[cell.place + 1 : cell.place + 2]), None)
    if right is None or match.start() - cell.start > 1 or reading.starts_with_label(right):
        return None
    name = read_name(right.row, right.start, right.end)
    if name.family is None or shape_of(name.family.raw) != "U" or begins_with_civility(right.row, right.start):
        return None
    return right if name.given is not None or not match.group("child") else None


def _after_role(reading: PageReading) -> Iterator[Person]:
    """Persons named after the label of a role, without civility: « Patient : DUPONT Marie », « Mère : … »."""
    for label in reading.roles:
        region = reading.value_of(label)
        if region is None or not (label.has_colon or region.how == "after" or label.is_alone):
            continue
        start = skip_signs(region.row, region.start, region.end)
        is_of_child = label.kind == "role.relative" and _OF_CHILD.match(label.row.folded, label.start) is not None
        if is_of_child or _CIVILITY.match(region.row.folded, start, region.end):
            continue
        name = read_name(region.row, start, region.end)
        if name.is_empty and label.has_colon:
            name = read_small_name(region.row, start, region.end) or name
        if name.given is None and name.end >= region.end - 1:
            name = continue_name(reading, region.row.cell_at(start), name)
        families = (name.family, name.birth, name.used)
        is_headed = _heads_givens(reading, label, region) and shape_of(region.row.text[start : start + 3]) == "U"
        is_whole = any(families) and (name.given is not None or label.has_colon or is_headed)
        if not is_whole or not (label.has_colon or is_capital(name) or is_headed):
            continue
        yield Person(
            reading=reading,
            row=region.row,
            start=start,
            name=name,
            role=Role.PATIENT if _is_for(reading, label, region.row, name) else _ROLES[label.kind],
            scope=label.kind,
            label=label,
            features=how_found(region, label) | {Feature.ROLE_STATED},
        )


def _heads_givens(reading: PageReading, label: Label, region: Region) -> bool:
    """« Patient | Prénom | Née le » over « DUPONT née MARTIN | Marie | 12/03/1960 »: the heads of a table."""
    kinds = {one.kind for one in reading.labels[label.row.place]}
    is_head = label.kind == "role.patient" and label.is_alone and region.how == "below"
    return is_head and bool(kinds & set(_GIVENS)) and "date.birth" in kinds


def row_rest(row: Row, name: PrintedName) -> str:
    """What follows a name on its line, folded."""
    return row.folded[name.end : row.cell_at(max(0, name.end - 1)).end]


def _is_for(reading: PageReading, label: Label, row: Row, name: PrintedName) -> bool:
    """« Pour : DUPONT Marie, née le … » on what is prescribed: with a birth date there or under, no addressee."""
    if not fold(label.row.text[label.start : label.end]).startswith("POUR"):
        return False
    rest = row_rest(row, name)
    if OPENS_DATE.match(rest) is not None or rest.strip(" ,.;)"):
        return OPENS_DATE.match(rest) is not None
    under = reading.sheet.below(row.cell_at(max(0, name.end - 1)).box, row, heights_max=1.6)
    return under is not None and _BORN_UNDER.match(under.folded) is not None


def is_capital(name: PrintedName) -> bool:
    """True for a family name in capitals with first names."""
    return name.family is not None and shape_of(name.family.raw) == "U" and name.given is not None


def begins_with_civility(row: Row, start: int) -> bool:
    """True when a civility stands at a place: « M. » is no initial."""
    return _CIVILITY.match(row.folded, start) is not None


def is_likely_name(name: PrintedName) -> bool:
    """True when lists know the first name or the family name: « Fiche RCP », « C.R.H. » have the shape of names."""
    if name.family is None or name.given is None or "." in name.family.raw.strip("."):
        return False
    first = name.given.raw.split()[0]
    return is_given(first) or ("-" in first and is_given(first.split("-")[0])) or is_family(name.family.raw)

"""Where the document comes from and goes to: author, speciality, structure, addressees, title.

What lives here: values of these fields. What must not: the roles of persons (``roles``).
"""

import re
from collections.abc import Iterator, Sequence

from liane.domain.identity.lexis import fold_name
from liane.domain.intake.extract.evidence import Feature, Found, found_at
from liane.domain.intake.extract.identity_fields import clean_printed
from liane.domain.intake.extract.names import shape_of
from liane.domain.intake.extract.persons import Person, how_found
from liane.domain.intake.extract.reading import PageReading, References, is_title
from liane.domain.intake.extract.sheet import Cell, Row, Span
from liane.domain.intake.fields import FieldName, Role

RECIPIENTS_MAX = 20
_NEAR_ROWS_MAX = 4
_NOT_FOR_AUTHORS = {
    Feature.OBJECT_LINE, Feature.GRAMMAR, Feature.LABEL, Feature.LABEL_RIGHT, Feature.LABEL_BELOW,
}  # fmt: skip
_STRUCTURE = re.compile(
    r"^(?:(?:LE |LA |L')?(?:CENTRE HOSPITALIER|CENTRE HOSPIT|C\.?H\.?(?:R\.?)?(?:U\.?|I\.?C?|S)?\b(?! ?[:.]?\d)|"
    r"CHU|CHRU|CHR|CH |HOPITAL|HOPITAUX|GROUPE HOSPITALIER|"
    r"POLYCLINIQUE|CLINIQUE|LABORATOIRES?|LABM|LBM|CABINET|MAISON DE SANTE|MAISON MEDICALE|CENTRE (?:DE|D'|"
    r"MEDICAL|MEDICO|CLINICAL)|EHPAD|RESIDENCE|"
    r"PHARMACIE|CAISSE PRIMAIRE|CPAM|MUTUELLE|ASSURANCE MALADIE|MDPH|INSTITUT|FONDATION|ASSOCIATION|HOSPICES|"
    r"ASSISTANCE PUBLIQUE|CENTRE D'IMAGERIE|IMAGERIE MEDICALE|"
    r"SELARL|SCM |"
    r"GROUPEMENT|MATERNITE|USLD|SSR |MSP |CPTS|SOINS DE SUITE|HAD |HOSPITALISATION A DOMICILE))"
)
_CUT = re.compile(r"(?:\b(?:DE|DU|DES|LA|LE|LES|ET|SUR|EN|SAINT|SAINTE|HOSPITALIER|MEDICAL|PRIVEE?)| D'| L'|-)$")
_BARE_STRUCTURES = frozenset(
    [
        "PHARMACIE",
        "LABORATOIRE",
        "LABORATOIRES",
        "CLINIQUE",
        "HOPITAL",
        "CABINET",
        "EHPAD",
        "MATERNITE",
        "RESIDENCE",
        "ASSOCIATION",
        "MUTUELLE",
        "INSTITUT",
        "FONDATION",
        "CENTRE",
    ]
)
_NOT_STRUCTURE = re.compile(r"[:;]|\bLE \d|@|\bTEL\b")
_SPECIALITY = re.compile(
    r"\b(?:CARDIOLOG(?:UE|IE)|RADIOLOG(?:UE|IE)|NEUROLOG(?:UE|IE)|NEUROCHIRURG(?:IEN|IENNE|IE)|PNEUMOLOG(?:UE|"
    r"IE)|DERMATOLOG(?:UE|IE)|GYNECOLOG(?:UE|IE)"
    r"(?:[- ]OBSTETRI(?:QUE|CIEN|CIENNE))?|PEDIATR(?:E|IE)|PSYCHIATR(?:E|IE)|UROLOG(?:UE|IE)|NEPHROLOG(?:UE|IE)|"
    r"ONCOLOG(?:UE|IE)|"
    r"HEMATOLOG(?:UE|IE)|RHUMATOLOG(?:UE|IE)|ENDOCRINOLOG(?:UE|IE)|GASTRO-?ENTEROLOG(?:UE|IE)|"
    r"HEPATO-?GASTRO-?ENTEROLOG(?:UE|IE)|OPHTALMOLOG(?:UE|IE|ISTE)|"
    r"ANESTHESI(?:STE(?:[- ]REANIMATEUR)?|E(?:[- ]REANIMATION)?)|MEDECINE GENERALE|MEDECIN GENERALISTE|"
    r"BIOLOGISTE(?: MEDICALE?)?|BIOLOGIE MEDICALE|"
    r"CHIRURG(?:IEN|IENNE|IE) (?:ORTHOPEDI(?:STE|QUE)|VISCERALE?|DIGESTI(?:F|VE)|VASCULAIRE|THORACIQUE|"
    r"PLASTIQUE|UROLOGI(?:QUE|STE)|GENERALE|CARDIAQUE|MAXILLO-FACIALE?)"
    r"|CHIRURGIEN(?:-DENTISTE)?|ORL\b|OTO-RHINO-LARYNGOLOG(?:ISTE|IE)|GERIATR(?:E|IE)|INFECTIOLOG(?:UE|IE)|"
    r"ALLERGOLOG(?:UE|IE)|MEDECINE INTERNE|"
    r"INTERNISTE|SAGE-FEMME|ANATOMO-?PATHOLOGISTE|ANATOMOPATHOLOGISTE|ANATOMIE ET CYTOLOGIE PATHOLOGIQUES|"
    r"URGENTISTE|MEDECINE D'URGENCE|ORTHOPEDISTE|"
    r"STOMATOLOGUE|MEDECINE VASCULAIRE|ANGIOLOGUE|MEDECINE PHYSIQUE ET DE READAPTATION|MEDECIN NUCLEAIRE|"
    r"MEDECINE NUCLEAIRE|RADIOTHERAPEUTE|PHARMACIEN)\b"
)
_SENTENCE = re.compile(r"[.;] [A-Z]|\b(?:EST|SONT|NOUS|VOUS|JE|A ETE)\b")


def _person_spans(person: Person) -> list[Span]:
    name = person.name
    spans = [span for span in (name.family, name.given, name.birth, name.used) if span is not None]
    first = min(spans, key=lambda span: (span.row.place, span.start))
    last = max((span for span in spans if span.row is first.row), key=lambda span: span.end)
    start = first.start
    if person.civility is not None and person.civility.row is first.row:
        start = min(start, person.civility.start)
    whole = [Span(first.row, start, last.end)]
    return whole + [span for span in spans if span.row is not first.row]


def author_fields(
    persons: Sequence[Person], rpps: Sequence[Found], reference: References, readings: Sequence[PageReading]
) -> Iterator[Found]:
    """Family name, first name, RPPS and speciality of the author.

    Rule: intake.md §3 (author found in the national directory extract).
    """
    authors = [person for person in persons if person.role is Role.AUTHOR and person.name.family is not None]
    heads = {
        fold_name(one.name.family.raw) for one in authors if one.name.family and Feature.LETTERHEAD in one.features
    }
    for person in authors:
        family = person.name.family
        if family is None:
            continue
        features = person.features - _NOT_FOR_AUTHORS
        if _is_stated_author(person):
            features = features | {Feature.AUTHOR_STATED}
        if Feature.LETTERHEAD in features and len(heads) > 1:
            features = features | {Feature.RIVAL, Feature.FALLBACK}
        numbers = [found for found in rpps if _owner(found, persons) is person]
        known = [number.value for number in numbers if number.value in reference.professionals]
        agrees = [value for value in known if fold_name(family.raw) in fold_name(reference.professionals[value])]
        if any(number.is_checked for number in numbers):
            features = features | {Feature.NUMBER_BESIDE}
        if known:
            features = features | {Feature.DIRECTORY if agrees else Feature.NOT_IN_DIRECTORY}
        made = found_at(FieldName.AUTHOR_FAMILY, clean_printed(family.raw), family, features, Role.AUTHOR)
        made.is_checked = bool(agrees)
        yield made
        if person.name.given is not None:
            given = person.name.given
            short = {Feature.INCOMPLETE} if shape_of(given.raw) == "I" else set()
            yield found_at(FieldName.AUTHOR_GIVEN, clean_printed(given.raw), given, features | short, Role.AUTHOR)
        for number in numbers:
            number.add(Feature.SIGNATURE if Feature.LETTERHEAD not in features else Feature.LETTERHEAD)
            if known:
                number.add(Feature.DIRECTORY if agrees else Feature.NOT_IN_DIRECTORY)
        yield from _speciality(person)


def others_numbers(persons: Sequence[Person], rpps: Sequence[Found]) -> None:
    """Mark the RPPS that stand beside somebody who is not the author."""
    for number in rpps:
        owner = _owner(number, persons)
        if owner is not None and owner.role is not Role.AUTHOR:
            number.role = owner.role or Role.OTHER


def _is_stated_author(person: Person) -> bool:
    """True after « auteur », « rédigé par »: says more than « validé par », which may be of a part."""
    label = person.label or person.reading.scope_of(person.row, person.start)
    if label is None or label.kind != "role.author":
        return False
    return any(word in label.row.folded[label.start : label.end] for word in ("AUTEUR", "REDIG", "ETABLI", "SOUSSIGN"))


def _owner(found: Found, persons: Sequence[Person]) -> Person | None:
    """Whose number it is: the nearest person on its line or over it, else just under it."""
    near = [person for person in persons if _is_beside(found, person)]
    if not near:
        return None
    place = found.spans[0].row.place
    return min(near, key=lambda one: (place < one.row.place, abs(place - one.row.place), -one.start))


def _is_beside(found: Found, person: Person) -> bool:
    """True for a number on the person's line or just under their name, before the next person."""
    if (not person.is_professional and person.role is not Role.AUTHOR) or not found.spans:
        return False
    span, row = found.spans[0], person.row
    if span.row.page != row.page or not -1 <= span.row.place - row.place <= _NEAR_ROWS_MAX:
        return False
    own, cell = row.cell_at(person.start).box, span.row.cell_at(span.start).box
    if span.row.place < row.place:
        return abs(own.x0 - cell.x0) < 0.03 and row.top - span.row.bottom < 1.2 * row.height
    if span.row is row:
        return span.start > person.start
    return abs(own.x0 - cell.x0) < 0.12 or min(own.x1, cell.x1) - max(own.x0, cell.x0) > 0.02


def _speciality(person: Person) -> Iterator[Found]:
    row = person.row
    cell: Cell | None = row.cell_at(person.start)
    at = person.name.end
    for step in range(3):
        if cell is None:
            return
        match = _SPECIALITY.search(cell.row.folded, at if step == 0 else cell.start, cell.end)
        if match:
            span = Span(cell.row, *match.span())
            features = person.features - {Feature.CIVILITY}
            yield found_at(FieldName.AUTHOR_SPECIALITY, span.raw, span, features | {Feature.POSITION}, Role.AUTHOR)
            return
        under = person.reading.sheet.below(cell.box, cell.row, heights_max=1.8)
        cell = under


def recipient_fields(persons: Sequence[Person]) -> Iterator[Found]:
    """Addressees as printed, one for each name."""
    seen: set[str] = set()
    for person in persons:
        family = person.name.family
        if person.role is not Role.RECIPIENT or family is None or fold_name(family.raw) in seen:
            continue
        seen.add(fold_name(family.raw))
        spans = _person_spans(person)
        value = " ".join(" ".join(span.raw for span in spans).split())
        features = person.features | {Feature.POSITION}
        yield found_at(FieldName.RECIPIENTS, value, spans, features, Role.RECIPIENT)
        if len(seen) >= RECIPIENTS_MAX:
            return


def structure_fields(reading: PageReading) -> Iterator[Found]:
    """Name of the structure: after its label, or in the letterhead of the first page."""
    for label in reading.all_labels("structure"):
        region = reading.value_of(label)
        span = _trimmed(Span(region.row, region.start, region.end)) if region is not None else None
        if region is not None and span is not None and label.has_colon:
            yield found_at(FieldName.STRUCTURE_NAME, " ".join(span.raw.split()), span, how_found(region, label))
    if reading.is_first:
        for row in reading.sheet.rows:
            for cell in row.cells:
                if _is_structure(cell):
                    yield _letterhead(reading, cell)


def _is_structure(cell: Cell) -> bool:
    """True for a line of the head or the foot of the page that begins as names of structures do."""
    if cell.folded.strip(" :") in _BARE_STRUCTURES or _is_contact(cell):
        return False
    if 0.3 < cell.row.top <= 0.9 or not _STRUCTURE.match(cell.folded) or len(_structure_text(cell.text)) > 80:
        return False
    return not _NOT_STRUCTURE.search(cell.folded) or re.match(r"^[^:;@]{6,60} ?[-–,] ", cell.text) is not None


def _is_contact(cell: Cell) -> bool:
    """« Pharmacie | Pharmacie du Lavoir »: a line of a table of contacts."""
    return cell.place > 0 and cell.row.cells[cell.place - 1].folded.strip(" :") in _BARE_STRUCTURES


def _letterhead(reading: PageReading, cell: Cell) -> Found:
    span = Span(cell.row, cell.start, cell.start + len(_structure_text(cell.text)))
    spans = (span, *_rest_of_structure(reading, cell))
    features = {Feature.LETTERHEAD, Feature.TITLE_WORDS}
    if cell.row.top < 0.12:
        features.add(Feature.POSITION)
    if cell.box.x0 > 0.48 or cell.row.top > 0.9:
        features.add(Feature.FALLBACK)
    if cell.row.height > 1.1 * reading.sheet.body_height:
        features.add(Feature.ALONE)
    value = " ".join(" ".join(one.raw for one in spans).split())
    return found_at(FieldName.STRUCTURE_NAME, value, spans, features)


def _rest_of_structure(reading: PageReading, cell: Cell) -> tuple[Span, ...]:
    """« Centre hospitalier de » over « Testville »: the line that ends a name cut after a link word."""
    under = reading.sheet.below(cell.box, cell.row, heights_max=1.4) if _CUT.search(cell.folded) else None
    if under is None or reading.starts_with_label(under) or _NOT_STRUCTURE.search(under.folded):
        return ()
    return (Span(under.row, under.start, under.start + len(_structure_text(under.text))),)


def _structure_text(text: str) -> str:
    """The name before an address or a second part: « Clinique X - 12 rue … »."""
    cut = re.search(
        r" ?[-–,|•] ?(?=\d|[Tt][ée]l|[Ss]ervice|SERVICE|BP)|[ ,]+\d{1,4}[ ,]+(?:bis )?(?:rue|av|RUE|AV|bd|BD|pl|"
        r"boul)",
        text,
    )
    return (text[: cut.start()] if cut else text).rstrip(" ,.-–")


def structure_doubts(found: Sequence[Found], finess: Sequence[Found], reference: References) -> None:
    """Compare the names of structures with that of the FINESS printed, where the directory knows it."""
    known = {fold_name(reference.structures[one.value]) for one in finess if one.value in reference.structures}
    for one in found:
        if known:
            words = set(fold_name(one.value).split())
            agrees = any(len(words & set(name.split())) >= min(2, len(words)) for name in known)
            one.add(Feature.DIRECTORY if agrees else Feature.NOT_IN_DIRECTORY, 1.0 if agrees else 0.5)
            one.is_checked = agrees


def title_fields(readings: Sequence[PageReading]) -> Iterator[Found]:
    """The title: after its label, else a line that begins as titles do, in the upper half of the first page."""
    for reading in readings[:1]:
        for label in reading.all_labels("title"):
            region = reading.value_of(label)
            span = _trimmed(Span(region.row, region.start, region.end)) if region is not None else None
            if region is not None and span is not None and label.has_colon:
                yield found_at(FieldName.TITLE, span.raw, span, how_found(region, label))
        for row in reading.sheet.rows:
            if row.top < 0.6:
                yield from _titles_of(reading, row)


def _titles_of(reading: PageReading, row: Row) -> Iterator[Found]:
    for cell in row.cells:
        if not is_title(cell.folded) or len(cell.text) > 110 or _SENTENCE.search(cell.folded):
            continue
        span = _trimmed(Span(row, cell.start, cell.end))
        if span is None:
            continue
        features = {Feature.TITLE_WORDS}
        if len(row.cells) == 1:
            features.add(Feature.ALONE)
        if row.height > 1.12 * reading.sheet.body_height or cell.text.isupper():
            features.add(Feature.POSITION)
        if row.top < 0.35:
            features.add(Feature.LETTERHEAD)
        yield found_at(FieldName.TITLE, " ".join(span.raw.split()), span, features)


def _trimmed(span: Span) -> Span | None:
    text = span.row.text[span.start : span.end]
    left = len(text) - len(text.lstrip(" \t:*-–_=."))
    right = len(text.rstrip(" \t:*-–_=."))
    return Span(span.row, span.start + left, span.start + right) if right - left > 2 else None

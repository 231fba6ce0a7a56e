"""Where the document comes from and goes to: author, speciality, structure, addressees, title.

What lives here: values of these fields. What must not: the roles of persons (``roles``).
"""

import re
from collections.abc import Iterator, Sequence

from liane.domain.identity.lexis import fold_name
from liane.domain.intake.extract.origin.houses import ACRONYM
from liane.domain.intake.extract.patient.identity_fields import clean_printed
from liane.domain.intake.extract.people.persons import Person, how_found
from liane.domain.intake.extract.people.rank_persons import Weighed, choose_author, is_same_person
from liane.domain.intake.extract.surface.evidence import WEIGHTS, Feature, Found, found_at
from liane.domain.intake.extract.surface.lexicon import is_given
from liane.domain.intake.extract.surface.names import shape_of
from liane.domain.intake.extract.surface.reading import PageReading, References, is_title
from liane.domain.intake.extract.surface.sheet import Cell, Row, Span
from liane.domain.intake.fields import FieldName, Role

RECIPIENTS_MAX = 20
_FIRST_LINES_MAX = 0.12
_CANDIDATE_MIN = -4.0
"""Log-odds under which somebody is no candidate for the author."""
_INITIAL_COST = 1.5
_NOT_FOR_AUTHORS = {
    Feature.OBJECT_LINE, Feature.GRAMMAR, Feature.LABEL, Feature.LABEL_RIGHT, Feature.LABEL_BELOW,
}  # fmt: skip
_STRUCTURE = re.compile(
    r"^(?:(?:LE |LA |L')?(?:NOUVEL(?:LE)? |GRANDE? )?"
    r"(?:CENTRE HOSPITALIER|CENTRE HOSPIT|C\.?H\.?(?:R\.?)?(?:U\.?|I\.?C?|S)?\b(?! ?[:.]?\d)|"
    r"CHU|CHRU|CHR|CH |HOPITAL|HOPITAUX|GROUPE HOSPITALIER|"
    r"POLYCLINIQUE|CLINIQUE|LABORATOIRES?|LABM|LBM|CABINET|MAISON DE SANTE|MAISON MEDICALE|CENTRE (?:DE|D'|"
    r"MEDICAL|MEDICO|CLINICAL)|EHPAD|RESIDENCE|"
    r"PHARMACIE|CAISSE PRIMAIRE|CPAM|MUTUELLE|ASSURANCE MALADIE|MDPH|INSTITUT|FONDATION|ASSOCIATION|HOSPICES|"
    r"ASSISTANCE PUBLIQUE|CENTRE D'IMAGERIE|IMAGERIE MEDICALE|"
    r"SELARL|SCM |"
    r"GROUPEMENT|MATERNITE|USLD|SSR |SMR |MSP |CPTS|SOINS DE SUITE|HAD |HOSPITALISATION A DOMICILE|"
    r"SSIAD|ESSMS|SAMSAH|SAVS|ESAT |IME |ITEP |MAS |FAM |CMP |CMPP |CAMSP|CSAPA|CATTP|PMI |SAMU|SMUR|"
    r"MAISON DE (?:RETRAITE|REPOS|CONVALESCENCE|NAISSANCE)|POLE (?:DE )?SANTE|POLE MEDICAL|FOYER |HOTEL-DIEU|OFFICINE |"
    r"GROUPE (?:D'|DE )(?:IMAGERIE|RADIOLOGIE|BIOLOGIE|SANTE|CLINIQUES)|"
    r"DISPENSAIRE|ETABLISSEMENT (?:DE|PUBLIC|FRANCAIS|D')|INSTITUTION |GROUPE MEDICAL|RESEAU (?:DE|D')|"
    r"SERVICE DE (?:PREVENTION|SANTE|SOINS INFIRMIERS)|SELAS |SCP |(?:UNITE|CENTRE|ANTENNE) DE DIALYSE|AUTODIALYSE|"
    r"CENTRE [A-Z-]{3,24}(?:IQUE|AIRE)S? |CONSEIL DEPARTEMENTAL|CCAS|CLIC |CRECHE |CENTRE COMMUNAL|THERMES))"
)
_NAMED_TRADE = re.compile(
    r"(?:IMAGERIE|RADIOLOGIE|BIOLOGIE|CARDIOLOGIE|OPHTALMOLOGIE|DERMATOLOGIE|PATHOLOGIE|PNEUMOLOGIE|ORTHOPEDIE|"
    r"KINESITHERAPIE|ORTHODONTIE|PSYCHIATRIE) (?:(?:DU|DES|DE LA|DE L'|LES|LA|LE|SAINTE?) ?-?|SAINTE?-)[A-Z' -]{3,40}$"
)
"""« Imagerie des Deux-Rives »: a trade and a proper name, on the first lines of a page alone."""
_IS_TRADE = re.compile(r"(?:[A-Z]+ )?[A-Z]*(?:LOGIE|IATRIE|CHIRURGIE|MEDECINE|URGENCES|IMAGERIE|MATERNITE|REANIMATION)")
_UNIT_ALONE = re.compile(r"(?:HAD|SSR|SMR|USLD|CMP|CMPP|SAMU|SMUR)\b")
_SIGNS = re.compile(r"[^A-Z0-9]*")
_NAMED_AFTER = re.compile(r"(?:BIOLOGIE|IMAGERIE|RADIOLOGIE)(?: MEDICALE)? ([A-Z-]{3,}) [A-Z][A-Z' -]{2,30}$")
"""« Imagerie médicale Marie Test »: a trade, then somebody whom the house is named after."""
_BRAND = re.compile(
    r"(?:[A-Z]+['-]?)?BIO(?!PSI|LOGI|CHIM|MARQ|METR|MATER|PHYS)[A-Z]*(?:[ -](?!DE |DU |SUR |ET )[A-Z][A-Z' -]{2,40})?$"
)
"""« Analys'Bio Testville »: a laboratory by its brand, on the first lines of a page alone."""
_PART = re.compile(r" [·•|–—-] | ?[·•|] ?")
"""Parts what a line of a letterhead says of a house: « Médecin généraliste · Maison de santé du Lac · 2 rue … »."""
_UNIT = re.compile(
    r"(?:(?:HAD|SSR|SMR|USLD|SSIAD|EHPAD|ESPIC|SAMU|SMUR|CMP|PMI)$|(?:POLE|SERVICE|UNITE|DEPARTEMENT|CONSULTATIONS?|"
    r"SECTEUR|FEDERATION|PLATEAU|EQUIPE|HOPITAL DE JOUR|BATIMENT|SITE|CENTRE DE (?:CONSULTATION|DIALYSE)|"
    r"MEDECIN|CHIRURGIEN|INFIRMIER|SAGE-FEMME|KINESITHERAPEUTE|PHARMACIEN)\b(?! DE GARDE)|"
    r"[A-Z' -]{0,30}(?:LOGIE|IATRIE|PATHOLOGIQUES?|REANIMATION|URGENCES|IMAGERIE(?: MEDICALE)?|"
    r"CHIRURGIE [A-Z ]{3,24}|MEDECINE [A-Z ]{3,24})$)"
)
"""A part of a line that names a unit or a profession, not the house."""
_CUT = re.compile(r"(?:\b(?:DE|DU|DES|LA|LE|LES|ET|SUR|EN|SAINT|SAINTE|HOSPITALIER|MEDICAL|PRIVEE?)| D'| L'|-)$")
_GOES_ON = re.compile(r"(?:DE|DU|DES) [A-Z]|D'[A-Z]|- [A-Z]|(?:MEDICALE?|HOSPITALIERE?|PRIVEE?) (?:DE|DU|DES|D')")
"""Begins the second line of a name: « Centre d'imagerie médicale » over « de Testville »."""
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
_GENERIC = re.compile(
    r"(?:LABORATOIRES? (?:DE|D'ANALYSES) (?:BIOLOGIE )?MEDICALES?|CABINET (?:MEDICAL|DE [A-Z]+)|IMAGERIE MEDICALE|"
    r"CENTRE (?:HOSPITALIER(?: UNIVERSITAIRE| REGIONAL)?|MEDICAL|DE (?:SANTE|RADIOLOGIE|SOINS)|D'IMAGERIE(?: [A-Z]+)?)|"
    r"MAISON (?:DE SANTE(?: PLURI-?[A-Z]+)?|MEDICALE|DE RETRAITE)|POLE DE SANTE|GROUPE (?:HOSPITALIER|MEDICAL)|"
    r"CLINIQUE (?:PRIVEE|CHIRURGICALE|MEDICALE)|ETABLISSEMENT DE SANTE(?: PRIVE)?)"
)
"""Words that say what sort of house it is, and not which: the line over them may name it."""
_ADDRESSED = re.compile(r"(?:A )?(?:MONSIEUR|MADAME|MME|M\.|MM\.?) (?:LE|LA|LES|L')")
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
_NOT_NAME = re.compile(r"\d|@|:|\b(?:DR|DOCTEURE?|PR|PROFESSEURE?|MME|MADAME|MONSIEUR|TEL|FAX)\b")
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


def author_fields(weighed: Sequence[Weighed], rpps: Sequence[Found], reference: References) -> Iterator[Found]:
    """Family name, first name, RPPS and speciality of the author; whoever else may be stays a candidate.

    Rule: intake.md §3 (author found in the national directory extract).
    """
    author = choose_author(weighed)
    owned = [found for found in rpps if found.role is Role.AUTHOR]
    for one in weighed:
        family = one.person.name.family
        if family is None or one.author < _CANDIDATE_MIN:
            continue
        is_author = author is not None and is_same_person(one.person, author.person)
        made = found_at(FieldName.AUTHOR_FAMILY, clean_printed(family.raw), family, _reasons(one), Role.AUTHOR)
        made.add(Feature.RANKED, one.author)
        if is_author:
            _check_directory(made, family, owned, reference)
            yield from _speciality(one.person)
        yield made
    if author is not None:
        yield from _given_names(weighed, author)


def _reasons(one: Weighed) -> set[Feature]:
    features = one.person.features - _NOT_FOR_AUTHORS
    return features | {Feature.AUTHOR_STATED} if _is_stated_author(one.person) else features


def _check_directory(made: Found, family: Span, numbers: Sequence[Found], reference: References) -> None:
    """Compare the author with the directory, by the numbers printed beside their name."""
    known = [number.value for number in numbers if number.value in reference.professionals]
    agrees = [value for value in known if fold_name(family.raw) in fold_name(reference.professionals[value])]
    if any(number.is_checked for number in numbers):
        made.add(Feature.NUMBER_BESIDE)
    if known:
        made.add(Feature.DIRECTORY if agrees else Feature.NOT_IN_DIRECTORY)
    if agrees:
        made.add(Feature.RANKED, made.features[Feature.RANKED] + WEIGHTS[Feature.DIRECTORY])
    made.is_checked = bool(agrees)
    for number in numbers:
        number.add(Feature.SIGNATURE if Feature.LETTERHEAD not in made.features else Feature.LETTERHEAD)
        if known:
            number.add(Feature.DIRECTORY if agrees else Feature.NOT_IN_DIRECTORY)


def _given_names(weighed: Sequence[Weighed], author: Weighed) -> Iterator[Found]:
    """First names beside the author's family name, wherever it is printed: whole ones before initials."""
    for one in weighed:
        given = one.person.name.given
        if given is None or not is_same_person(one.person, author.person):
            continue
        is_short = shape_of(given.raw) == "I"
        features = _reasons(one) | ({Feature.INCOMPLETE} if is_short else set())
        made = found_at(FieldName.AUTHOR_GIVEN, clean_printed(given.raw), given, features, Role.AUTHOR)
        made.add(Feature.RANKED, author.author - _INITIAL_COST * is_short)
        yield made


def _is_stated_author(person: Person) -> bool:
    """True after « auteur », « rédigé par »: says more than « validé par », which may be of a part."""
    label = person.label or person.reading.scope_of(person.row, person.start)
    if label is None or label.kind != "role.author":
        return False
    return any(word in label.row.folded[label.start : label.end] for word in ("AUTEUR", "REDIG", "ETABLI", "SOUSSIGN"))


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


def recipient_fields(weighed: Sequence[Weighed]) -> Iterator[Found]:
    """Addressees as printed, one for each name, where the ranker holds it for one."""
    seen: set[str] = set()
    for one in weighed:
        person, family = one.person, one.person.name.family
        if person.role is not Role.RECIPIENT or family is None or fold_name(family.raw) in seen:
            continue
        seen.add(fold_name(family.raw))
        spans = _person_spans(person)
        value = " ".join(" ".join(span.raw for span in spans).split())
        made = found_at(FieldName.RECIPIENTS, value, spans, person.features | {Feature.POSITION}, Role.RECIPIENT)
        made.add(Feature.RANKED, one.recipient)
        yield made
        if len(seen) >= RECIPIENTS_MAX:
            return


def structure_fields(reading: PageReading) -> Iterator[Found]:
    """Name of the structure: after its label, or in the letterhead of the first page."""
    for label in reading.all_labels("structure"):
        region = reading.value_of(label)
        span = _trimmed(Span(region.row, region.start, region.end)) if region is not None else None
        if region is None or span is None or _names_person(span):
            continue
        if label.has_colon or _STRUCTURE.match(fold_name(span.raw)):
            yield found_at(FieldName.STRUCTURE_NAME, " ".join(span.raw.split()), span, how_found(region, label))
    if reading.is_first:
        for row in reading.sheet.rows:
            for cell in row.cells:
                start = _house_start(cell)
                if start is not None:
                    yield from _named_over(reading, cell)
                    yield _letterhead(reading, cell, start)


def _names_person(span: Span) -> bool:
    """« Samuel DURAND, travailleur social »: somebody of the house, not its name."""
    words = span.raw.split()
    return len(words) > 1 and is_given(words[0]) and shape_of(words[0]) == "T" and shape_of(words[1].strip(",")) == "U"


def _house_start(cell: Cell) -> int | None:
    """Where a line of the head or the foot of the page begins a name as those of structures do; None where it does not.

    « HAD – CHU de Testville », « Médecin généraliste · Maison de santé du Lac »: what names the house comes after.
    """
    if cell.folded.strip(" :") in _BARE_STRUCTURES or _is_contact(cell) or 0.3 < cell.row.top <= 0.9:
        return None
    start = _after_units(cell) if cell.row.top <= 0.3 else 0
    sign = _SIGNS.match(cell.folded)
    start = start or (sign.end() if sign is not None else 0)
    if not _STRUCTURE.match(cell.folded[start:]) and not _is_named_trade(cell, start):
        return None
    text = cell.text[start:]
    if len(_structure_text(text)) > 80:
        return None
    is_clear = not _NOT_STRUCTURE.search(cell.folded[start:]) or re.match(r"^[^:;@]{6,60} ?[-–,·|] ", text) is not None
    return start if is_clear or _structure_text(text) != text.rstrip() else None


def _is_named_trade(cell: Cell, start: int) -> bool:
    """« Imagerie des Deux-Rives », « AURORE – Association pour … » on the first lines."""
    if cell.row.top > _FIRST_LINES_MAX or is_title(cell.folded):
        return False
    after = _NAMED_AFTER.match(cell.folded, start)
    if after is not None and is_given(after.group(1)):
        return True
    return any(pattern.match(cell.folded, start) is not None for pattern in (_NAMED_TRADE, ACRONYM, _BRAND))


def _named_over(reading: PageReading, cell: Cell) -> Iterator[Found]:
    """« BIOLOGIE DU LAC » over « Laboratoire de biologie médicale »: the name over the words that say what it is."""
    over = reading.sheet.above(cell.box, cell.row, heights_max=1.9)
    if over is None or cell.row.top > 0.25 or not _GENERIC.fullmatch(cell.folded.strip(" .-–")):
        return
    words = over.folded.split()
    if len(over.text) > 60 or _NOT_NAME.search(over.folded) or reading.starts_with_label(over) or is_title(over.folded):
        return
    if _STRUCTURE.match(over.folded) or _UNIT.match(over.folded) or any(is_given(word) for word in words[:2]):
        return
    span = Span(over.row, over.start, over.end)
    features = {Feature.LETTERHEAD, Feature.TITLE_WORDS, Feature.POSITION, Feature.ALONE}
    yield found_at(FieldName.STRUCTURE_NAME, " ".join(span.raw.split()), span, features)


def _after_units(cell: Cell) -> int:
    """The place after the parts of a line that name a unit or a profession, where the next names a house; else 0."""
    at = 0
    for joint in _PART.finditer(cell.folded):
        if not _UNIT.match(cell.folded[at : joint.start()]):
            return 0
        at = joint.end()
        if _STRUCTURE.match(cell.folded[at:]) and not _UNIT.match(cell.folded[at:]):
            return at
    return 0


def _is_contact(cell: Cell) -> bool:
    """« Pharmacie | Pharmacie du Lavoir »: a line of a table of contacts."""
    return cell.place > 0 and cell.row.cells[cell.place - 1].folded.strip(" :") in _BARE_STRUCTURES


def _letterhead(reading: PageReading, cell: Cell, start: int) -> Found:
    begin = cell.start + start
    span = Span(cell.row, begin, begin + len(_structure_text(cell.text[start:])))
    spans = (span, *_rest_of_structure(reading, cell))
    features = {Feature.LETTERHEAD, Feature.TITLE_WORDS}
    if cell.row.top < 0.12:
        features.add(Feature.POSITION)
    over = reading.sheet.above(cell.box, cell.row, heights_max=1.9)
    is_addressed = over is not None and _ADDRESSED.match(over.folded) is not None
    is_unit = _UNIT_ALONE.match(cell.folded, begin) is not None
    if cell.box.x0 > 0.48 or cell.row.top > 0.9 or is_addressed or is_unit:
        features.add(Feature.FALLBACK)
    if cell.row.height > 1.1 * reading.sheet.body_height:
        features.add(Feature.ALONE)
    value = " ".join(" ".join(one.raw for one in spans).split())
    return found_at(FieldName.STRUCTURE_NAME, value, spans, features)


def _rest_of_structure(reading: PageReading, cell: Cell) -> tuple[Span, ...]:
    """« Centre hospitalier de » over « Testville »: the line that ends a name cut after a link word."""
    under = reading.sheet.below(cell.box, cell.row, heights_max=1.4)
    if under is None or not (_CUT.search(cell.folded) or _GOES_ON.match(under.folded)):
        return ()
    if reading.starts_with_label(under) or _NOT_STRUCTURE.search(under.folded) or under.text[:1].isdigit():
        return ()
    if is_title(under.folded):
        return ()
    return (Span(under.row, under.start, under.start + len(_structure_text(under.text))),)


def _structure_text(text: str) -> str:
    """The name before an address or a second part: « Clinique X - 12 rue … »."""
    cut = re.search(
        r" [·•|] | ?[-–,|•·] ?(?=\d|[Tt][ée]l|[Ss]ervice|SERVICE|BP|SIRE[TN]|FINESS|N°)|"
        r",? (?:[Ll]e|LE|[Dd]u) (?=\d)| [-–] (?=(?i:lettre|courrier|compte|ordonnance|certificat|r[ée]sultats?|fiche|"
        r"synth[èe]se|bulletin|convocation|prescription)\b)|"
        r" [-–,] ?(?=(?i:p[ôo]le|unit[ée]|d[ée]partement|consultations?|secteur|f[ée]d[ée]ration|plateau|b[âa]timent|"
        r"h[ôo]pital de jour)\b)|"
        r"[ ,(–-]+(?:\d{1,2}(?:er|e|[eè]me) (?i:[ée]tage)|(?i:chambre|ch\.?|lit|porte|b[âa]t\.?) ?\d)|"
        r"[ ,]+\d{1,4}[ ,]+(?:bis |ter )?(?i:rue|av|bd|pl|boul|all[ée]e|chemin|impasse|quai|cours|route|square|"
        r"esplanade|faubourg|sentier|passage|villa|voie|mail|promenade|rond-point)",
        text,
    )
    kept = (text[: cut.start()] if cut else text).rstrip(" ,.-–·•|/")
    joints = list(re.finditer(r" ?/ ?| [-–] ", kept))
    if joints and _IS_TRADE.fullmatch(fold_name(kept[joints[-1].end() :])):
        return kept[: joints[-1].start()]
    return kept


def _prefer_whole(found: Sequence[Found]) -> None:
    """« Cabinet de radiologie » in the head, « Cabinet de radiologie de Testville » at the foot: the whole name."""
    for one in found:
        longer = [other for other in found if fold_name(other.value).startswith(f"{fold_name(one.value)} ")]
        if longer and Feature.LETTERHEAD in one.features:
            one.add(Feature.INCOMPLETE)
            for other in longer:
                other.features.pop(Feature.FALLBACK, None)
                other.add(Feature.POSITION)


def structure_doubts(found: Sequence[Found], finess: Sequence[Found], reference: References) -> None:
    """Compare the names of structures with that of the FINESS printed, where the directory knows it."""
    _prefer_whole(found)
    known = {fold_name(reference.structures[one.value]) for one in finess if one.value in reference.structures}
    for one in found:
        if known:
            words = set(fold_name(one.value).split())
            agrees = any(len(words & set(name.split())) >= min(2, len(words)) for name in known)
            one.add(Feature.DIRECTORY if agrees else Feature.NOT_IN_DIRECTORY, 1.0 if agrees else 0.5)
            if agrees and Feature.RANKED in one.features:
                one.add(Feature.RANKED, one.features[Feature.RANKED] + WEIGHTS[Feature.DIRECTORY])
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

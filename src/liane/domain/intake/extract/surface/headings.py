"""Headings of the columns and sections of a form that say of whom the boxes under them tell.

What lives here: « PATIENT ÉTUDIÉ (objet de ce compte rendu) » beside « CONJOINT (pour mémoire) », « 2. Assuré(e) - à
remplir si … » after « 1. Bénéficiaire », made labels of a role that stand alone. What must not: what a role rules.
Rule: intake.md §3 (roles from labels, position, civility and grammar).
"""

import re
from collections.abc import Iterator

from liane.domain.intake.extract.surface.labels import Label
from liane.domain.intake.extract.surface.sheet import Cell, Row, Sheet

HEADINGS_MAX = 40
_NUMBER = r"[^\w]{0,2}(?:(?P<number>(?:\d{1,2}|[IVX]{1,4}|[A-H]) ?[.)°/\-–]{1,2}) ?)?(?:(?:LE |LA |LES |L')(?=[A-Z]))?"
_STATE = (
    r"(?:ETUDIE|TESTE|EXAMINE|CONCERNE|SUIVI|PRIS EN CHARGE|PRISE EN CHARGE|TRANSPORTE|HOSPITALISE|ACCUEILLI|EVALUE|"
    r"VACCINE|PRELEVE|TRAITE|AIDE|SOIGNE|PROTEGE|DEPISTE|ADRESSE)E?(?:\(E\))?"
)
_OF = r"(?: (?:DU|DE LA|DE L') ?(?:PATIENTE?|ENFANT|ELEVE|RESIDENTE?|BENEFICIAIRE|USAGER|MINEURE?|JEUNE)(?:\(E\))?)?"
_TRAITS = (
    r"(?:(?:IDENTITE|IDENTIFICATION|ETAT[ -]CIVIL|COORDONNEES|DONNEES|(?:RENSEIGNEMENTS|INFORMATIONS)"
    r"(?: ADMINISTRATI(?:FS|VES))?)(?: (?:SUR|CONCERNANT|RELATI(?:FS|VES) A))? ?(?:DU |DE LA |DE L'|LE |LA |L'|AU )?)?"
)
"""« Identification de … », « Renseignements concernant … » before whom a section tells of."""
_PATIENT = re.compile(
    rf"{_NUMBER}{_TRAITS}(?:PERSONNE (?:RECEVANT|BENEFICIANT) (?:DE |DES |LES )?SOINS|"
    r"(?:BENEFICIAIRE|PATIENTE?)(?:\(E\))? (?:DES SOINS|DE SOINS|DE L'ACTE|DES ACTES|DE LA PRESTATION)|"
    rf"(?:PATIENTE?(?:\(E\))?|BENEFICIAIRE|ENFANT|"
    rf"ELEVE|MALADE|USAGERE?|RESIDENTE?(?:\(E\))?|JEUNE|SALARIEE?(?:\(E\))?|PROBANDE?|PERSONNE(?= [A-Z]))"
    rf"(?: {_STATE})?)"
)
_ASIDE = (
    r"(?:PERSONNES? (?:DE CONFIANCE|A PREVENIR|A CONTACTER|A JOINDRE|RESSOURCE)|ACCOMPAGNANTE?S?(?:\(E\))?|"
    r"(?:PROCHE )?AIDANTE?S?(?:\(E\))?(?: PRINCIPALE?| FAMILIALE?)?|REPRESENTANTE?S?(?:\(E\))? LEGA(?:L|LE|UX)|"
    r"RESPONSABLES? LEGA(?:L|LE|UX)|TUT(?:EUR|RICE)|CURAT(?:EUR|RICE)|MANDATAIRE(?: JUDICIAIRE)?)"
)
_NEAR = r"(?:REPRESENTANTE?S?(?:\(E\))?|CONTACTS?|REFERENTE?S?(?: FAMILIALE?)?|FAMILLE|ENTOURAGE|PROCHES?)"
_OR = r" ?(?:/|,| OU | ET ) ?"
_BESIDE = re.compile(rf"{_NUMBER}(?:{_ASIDE}(?:{_OR}(?:{_ASIDE}|{_NEAR}))*|{_NEAR}(?:{_OR}(?:{_ASIDE}|{_NEAR}))+){_OF}")
"""Who is never the patient of the page where they have their boxes."""
_OTHER = re.compile(
    rf"{_NUMBER}{_TRAITS}(?:CONJOINTE?(?:\(E\))?|EPOUX|EPOUSE|MARI|FEMME|COMPAGNON|COMPAGNE|CONCUBINE?|MERE|PERE|"
    rf"PARENTS?(?: [12])?|ASSUREE?(?:\(E\))?(?: SOCIALE?| PRINCIPALE?)?|OUVRANT DROIT|SOUSCRIPTEUR|DECLARANTE?|"
    rf"DEMANDEUR){_OF}"
)
"""Who is somebody else only where a heading of the same form says who the patient is."""
_INSURED = re.compile(rf"{_NUMBER}{_TRAITS}(?:ASSUREE?|OUVRANT DROIT|SOUSCRIPTEUR)")
"""Who may head a form over its patient."""
_GAVE_BIRTH = re.compile(rf"{_NUMBER}(?:PARTURIENTE|ACCOUCHEE|PATIENTE)[ :.]*")
_CHILD = re.compile(rf"{_NUMBER}(?:ENFANT|BEBE|NOURRISSON)[ :.]*")
_FIGURES_MIN = 4
"""Figures of a birth date, at least."""
_SECTION_ROWS = 9
_EDGE = 0.012
_LABELLED = re.compile(r"[A-Z][A-Z' /]{1,30}(?:\([A-Z]{1,3}\))? ?:")
_REST = re.compile(r"[ :.*]*(?:\([^()]{2,60}\)[ :.*]*)?(?:[-–—,] ?[A-Z][^:]{2,90}|\([^()]{2,60}\)[ :.*]*)?")


def head_columns(rows: tuple[Row, ...], labels: tuple[tuple[Label, ...], ...]) -> tuple[tuple[Label, ...], ...]:
    """Add the headings of a form to the labels found by row: each a label of a role that stands alone in its cell."""
    labels = _head_child(rows, labels)
    heads = list(_find(rows))[:HEADINGS_MAX]
    patients = [label for label, _ in heads if label.kind == "role.patient"]
    if not any(label.kind == "role.relative" for label, _ in heads):
        return labels
    known = list(labels)
    for label, is_sure in heads:
        is_told = any(_stands_with(one, label) or _follows(rows, labels, label, one) for one in patients)
        if label.kind == "role.patient" or is_sure or is_told:
            place = label.row.place
            others = (one for one in known[place] if not label.start <= one.start < label.end)
            known[place] = tuple(sorted((*others, label), key=lambda one: one.start))
    return tuple(known)


def heads_column(sheet: Sheet, cell: Cell) -> bool:
    """« ORIGINE » beside « IDENTITÉ », over « Service : médecine »: the heading of another column, no value."""
    under = sheet.below(cell.box, cell.row)
    is_under = under is not None and abs(under.box.x0 - cell.box.x0) < _EDGE
    return is_under and under is not None and _LABELLED.match(under.folded) is not None and ":" not in cell.text


def names_one_role(labels: tuple[Label, ...], label: Label, cell: Cell) -> bool:
    """« REPRÉSENTANT / CONTACT »: a heading that tells one role in several words. labels: of the row."""
    held = [one for one in labels if cell.start <= one.start < cell.end]
    rest = list(cell.text)
    for one in held:
        rest[one.start - cell.start : one.end - cell.start] = " " * (one.end - one.start)
    return {one.kind for one in held} == {label.kind} and not any(map(str.isalnum, rest))


def _head_child(rows: tuple[Row, ...], labels: tuple[tuple[Label, ...], ...]) -> tuple[tuple[Label, ...], ...]:
    """« PARTURIENTE » beside « ENFANT »: the heading of the newborn of whoever the page is of."""
    known = list(labels)
    for row in rows:
        if not any(_GAVE_BIRTH.fullmatch(cell.folded) for cell in row.cells):
            continue
        for cell in row.cells:
            if _CHILD.fullmatch(cell.folded) is not None:
                others = (one for one in known[row.place] if not cell.start <= one.start < cell.end)
                head = Label("role.newborn", row, cell.start, cell.end, False, True, True, False, False)
                known[row.place] = tuple(sorted((*others, head), key=lambda one: one.start))
    return tuple(known)


def _find(rows: tuple[Row, ...]) -> Iterator[tuple[Label, bool]]:
    """The headings of others, surely so or not, and those of a patient."""
    for row in rows:
        kinds = [(cell, *_read(row, cell)) for cell in row.cells]
        if not kinds or any(not kind for _, kind, _ in kinds):
            continue  # a value stands in the row
        for cell, kind, is_sure in kinds:
            yield Label(kind, row, cell.start, cell.end, False, True, True, False, False), is_sure


def _read(row: Row, cell: Cell) -> tuple[str, bool]:
    """The role that a cell heads, empty for none, and whether it needs no heading of a patient."""
    for form, kind, is_sure in (
        (_BESIDE, "role.relative", True),
        (_PATIENT, "role.patient", False),
        (_OTHER, "role.relative", False),
    ):
        match = form.match(row.folded, cell.start, cell.end)
        if match is not None and _ends(row, match.end(), cell.end):
            return kind, is_sure
    return "", False


def _ends(row: Row, start: int, end: int) -> bool:
    """True where nothing but a remark in brackets or small letters follows the words of a heading."""
    if _REST.fullmatch(row.folded[start:end]) is None:
        return False
    said = row.text[start:end].strip(" :.*-–—,(")
    return not said or said[0].islower() or row.text[start:end].lstrip(" :.*").startswith("(")


def _stands_with(patient: Label, other: Label) -> bool:
    """True for the heading of a patient beside that of somebody else, or over it in the same form."""
    return patient.row.place <= other.row.place


def _follows(rows: tuple[Row, ...], labels: tuple[tuple[Label, ...], ...], other: Label, patient: Label) -> bool:
    """« ASSURÉ(E) » over « BÉNÉFICIAIRE DES SOINS », whose boxes are filled: a birth date stands there."""
    if _INSURED.match(other.row.folded, other.start) is None:
        return False
    place = patient.row.place + 1
    births = [row for row in rows[place : place + _SECTION_ROWS] if _labels_birth(labels[row.place])]
    told = (one for row in births for one in rows[row.place : row.place + 2])
    return any(sum(sign.isdigit() for sign in one.folded) >= _FIGURES_MIN for one in told)


def _labels_birth(labels: tuple[Label, ...]) -> bool:
    return any(one.kind == "date.birth" for one in labels)

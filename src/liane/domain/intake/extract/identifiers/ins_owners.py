"""Whose INS each printed one is: the patient's, or that of the insured person, a parent, a contact told beside it.

What lives here: numbers given to somebody else by the words around them, where the patient's own traits do not claim
them. What must not: finding numbers (``ins_fields``), weighing records.
Rule: intake.md §3 (each mention has a role), §5 (no contradiction anywhere).
"""

import re
from collections.abc import Iterator, Sequence

from liane.domain.intake.extract.surface.evidence import Feature, Found
from liane.domain.intake.extract.surface.numbers import ins_key_is_right
from liane.domain.intake.extract.surface.reading import PageReading
from liane.domain.intake.extract.surface.sheet import Cell, Span
from liane.domain.intake.fields import FieldName, Role, Source

_KIN = (
    r"(?:MERE|MATERNELL?E?|PERE|PATERNELL?E?|CONJOINTE?|EPOUX|EPOUSE|MARI|PARENTS?|TUTEUR|TUTRICE|CURATEUR|CURATRICE|"
    r"DONNEU(?:R|SE)|AIDANTE?|FRERE|SOEUR|FILS|FILLE|COMPAGNON|COMPAGNE|REPRESENTANTE? LEGALE?|CAS INDEX|"
    r"PERSONNE (?:A PREVENIR|DE CONFIANCE|A CONTACTER))"
)
_INSURED = (
    r"(?:ASSURE(?:E|\(E\))?(?: SOCIALE?| PRINCIPALE?)?|OUVRANTE? (?:DE |DES |LES )?DROITS?|ADHERENTE?|SOUSCRIPTEUR|"
    r"SOUSCRIPTRICE|SALARIEE?)"
)
_ANYBODY = rf"(?:{_KIN}|{_INSURED})"
_HELD = re.compile(
    rf"(?:\bDE LA |\bDU |\bDE L' ?|\(|\b(?:INS|NIR|MATRICULE|SS|SECU|SOCIALE) ){_KIN}[ )]{{0,2}}[:=\t .]{{0,6}}$"
)
"""« N° de sécurité sociale du conjoint : », « INS mère : » just before the number."""
_PARENT = re.compile(r"\b(?:MERE|MATERNELL?E?|PERE|PATERNELL?E?|PARENTS?)\b")
_THEN = re.compile(rf"^ ?(?:[(\[] ?|[,–—\-] )(?:DE LA |DU |DE L')?{_ANYBODY}\b")
"""« … (mère) » just after it."""
_LED = re.compile(
    rf"(?:^|[\t,;.(–—\-] ?)(?:NOM (?:DE L'|DU |DE LA ))?{_ANYBODY}\b(?! DE LA PATIENTE?| DU PATIENT)[^;]*$"
)
"""« Assuré : M. …, n° … » begins what the number stands in."""
_OF = re.compile(rf"\b(?:DE LA|DU|DE L'|DES|DE|A|AU) ?{_ANYBODY}\b[^;0-9]{{0,24}}$|\b(?:N ?[°O]|NUMERO) {_ANYBODY}\b")
_HEAD = re.compile(rf"^\W*(?:IDENTITE (?:DE L'|DU |DE LA )|INFORMATIONS? (?:DE L'|DU |DE LA ))?{_ANYBODY}\b")
_PATIENT = re.compile(r"^\W*(?:PATIENTE?|MALADE|BENEFICIAIRE|ENFANT|USAGER|RESIDENTE?|NOUVEAU[ -]NE)\b")
_ROWS_MAX, _BEFORE_MAX = 4, 110
_NEAR = 0.06
"""How far the left edges of two cells of one column may be, as a share of the page."""
_SURE_MIN = 0.6
_MALE, _FEMALE = frozenset("137"), frozenset("248")


def settle_owners(found: Sequence[Found], readings: Sequence[PageReading]) -> None:
    """Give to somebody close each INS that words give them and that the patient's own traits do not claim.

    One that agrees with the patient's sex, year and month of birth stays theirs: the insured person may be the patient.
    """
    birth, sex = _sure(found, FieldName.BIRTH_DATE), _sure(found, FieldName.SEX)
    pages = {reading.sheet.page.number: reading for reading in readings}
    for one in found:
        if one.name is FieldName.INS and one.role is Role.PATIENT and one.spans and Feature.WRONG_KEY in one.features:
            reading = pages.get(one.spans[0].row.page)
            if reading is not None and reading.sheet.is_scan and Feature.LABEL in one.features:
                _mend(one, birth)
    for one in found:
        if one.name is not FieldName.INS or one.source is not Source.PAGE or not (one.spans and one.is_checked):
            continue
        span = one.spans[0]
        reading = pages.get(span.row.page)
        if reading is None:
            continue
        agrees, is_other = _agrees(one.value, birth, sex), bool(birth) and not _may_be(one.value, birth, sex)
        if one.role is Role.RELATIVE and agrees and _is_of_parent(reading, span):
            one.role = Role.PATIENT  # the page of a mother, which tells her as such; a child's, under its parents
            one.features.pop(Feature.RELATIVE, None)
        elif one.role is Role.PATIENT and not agrees and (_is_held(span) or (is_other and _is_told(reading, span))):
            one.role = Role.RELATIVE
            one.add(Feature.RELATIVE)


def _mend(one: Found, birth: str) -> None:
    """Mend one misread figure of the year or month by the birth date of the page, where that makes the key right.

    Rule: intake.md §3 (repair only under a check): the key and the birth date both prove it.
    """
    born = birth[2:4] + birth[5:7]
    told = one.value[1:5]
    if len(birth) != len("2000-01-01") or sum(a != b for a, b in zip(told, born, strict=False)) != 1:
        return
    mended = one.value[:1] + born + one.value[5:]
    if ins_key_is_right(mended):
        one.value, one.is_checked, one.is_repaired = mended, True, True
        one.features.pop(Feature.WRONG_KEY)
        one.add(Feature.KEY)
        one.add(Feature.REPAIRED)


def _sure(found: Sequence[Found], name: FieldName) -> str:
    told = [one for one in found if one.name is name and one.role is Role.PATIENT and one.confidence >= _SURE_MIN]
    return max(told, key=lambda one: one.confidence).value if told else ""


def _may_be(matricule: str, birth: str, sex: str) -> bool:
    """False for a number whose sex, year or month are not those of a birth date; months over 12 tell nothing."""
    month = matricule[3:5]
    if sex in ("M", "F") and matricule[0] in (_FEMALE if sex == "M" else _MALE):
        return False
    is_month = month == birth[5:7] or not "01" <= month <= "12" or len(birth) < 7
    return matricule[1:3] == birth[2:4] and is_month


def _agrees(matricule: str, birth: str, sex: str) -> bool:
    """True when year and month are known and those of the patient, and the sex when it is told."""
    return len(birth) == 10 and "01" <= matricule[3:5] <= "12" and _may_be(matricule, birth, sex)


def _is_held(span: Span) -> bool:
    """True when the words that touch a number say whose it is: « INS mère : … », « … (mère) »."""
    cell = span.row.cell_at(span.start)
    before = span.row.folded[max(0, span.start - _BEFORE_MAX) : span.start]
    after = span.row.folded[span.end : max(span.end, cell.end)]
    then = _THEN.match(after)
    return _HELD.search(before) is not None or (then is not None and re.search(_KIN, then.group()) is not None)


def _is_of_parent(reading: PageReading, span: Span) -> bool:
    """True when the words that give a number to somebody else tell a parent, whose month of birth no child has."""
    scope = reading.scope_of(span.row, span.start)
    return _PARENT.search(f"{span.row.folded} {scope.row.folded if scope is not None else ''}") is not None


def _is_told(reading: PageReading, span: Span) -> bool:
    """True when a person who may be somebody else is told before a number, after it, or at the head of its lines."""
    row = span.row
    before = row.folded[max(0, span.start - _BEFORE_MAX) : span.start]
    if _LED.search(before) or _OF.search(before) or _THEN.match(row.folded[span.end :]):
        return True
    return any(_HEAD.match(cell.folded) for cell in _over(reading, span))


def _over(reading: PageReading, span: Span) -> Iterator[Cell]:
    """Cells over a number in its column or at the left of its line, the nearest first, up to one of the patient."""
    left = min(cell.box.x0 for cell in span.row.cells[: span.row.cell_at(span.start).place + 1])
    own = span.row.cell_at(span.start).box.x0
    for row in reversed(reading.sheet.rows[max(0, span.row.place - _ROWS_MAX) : span.row.place]):
        near = [one for one in row.cells if min(abs(one.box.x0 - own), abs(one.box.x0 - left)) < _NEAR]
        if any(_PATIENT.match(one.folded) for one in near):
            return
        yield from near

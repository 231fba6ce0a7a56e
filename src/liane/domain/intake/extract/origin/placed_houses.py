"""What the place of a line says of whether the page comes from that house: named beside or under an addressee, it is
theirs; first of the page over an address, it is the sender's, whatever its words are.

What lives here: these two places. What must not: the words around a house (``stated_houses``), candidates
(``houses``), the choice (``rank_houses``).
Rule: intake.md §3 (establishment).
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from liane.domain.identity.lexis import fold_name
from liane.domain.intake.extract.origin.houses import House
from liane.domain.intake.extract.origin.stated_houses import is_generic, names_house
from liane.domain.intake.extract.people.persons import Person
from liane.domain.intake.extract.people.professionals import end_of
from liane.domain.intake.extract.people.professions import tells_profession
from liane.domain.intake.extract.surface.lexicon import is_given
from liane.domain.intake.extract.surface.reading import is_title
from liane.domain.intake.extract.surface.sheet import Cell

ADDRESSEE_COST = 7.0
"""Log-odds that the house of an addressee loses: of 96 such in letters of seven hands, none wrote the page."""
BRAND_GAIN = 7.0
"""Log-odds that the first line of a page over an address gains: of 534 such, 8 were
neither misread nor the sender's.
"""
PERSON_COST = 7.0
"""Log-odds that a line which holds nothing but the patient's names loses."""
_BESIDE_MAX = 60
_UNDER_LINES, _UNDER_HEIGHTS = 4, 2.0
_SAME_LEFT = 0.03
_BRAND_TOP, _BRAND_ROWS, _BRAND_HEIGHTS = 0.16, 5, 2.2
_ADDRESS_LINES = 3
_BLANK = re.compile(r" ")
_SPECK_MAX = 3
"""Letters of a cell that an optical reader made of a mark."""
_ADDRESS = re.compile(
    r"(?<!\d)(?:\d{5}|\d{2} \d{3}) [A-Z]|(?<!\d)0[1-9](?:[ .-]?\d{2}){4}|FINESS|\bTEL\b|@|\d{1,4}(?: BIS| TER)?,? "
    r"(?:RUE|AVENUE|AV|BD|BOULEVARD|PLACE|PL|ALLEE|CHEMIN|IMPASSE|QUAI|COURS|ROUTE|SQUARE|ESPLANADE|FAUBOURG|LIEU)\b"
)
_NO_BRAND = re.compile(
    r"[:@/]|\d{3}|\bV ?\d|\b(?:DR|DOCTEURE?|PR|PROFESSEURE?|MME|MADAME|MONSIEUR|MR?|MLLE)\b|"
    r"^(?:LE|DE|A|NOM|PATIENTE?|OBJET|HAD|IDENTIFICATION)\b|"
    r"\b(?:PAGE|FAX|COPIE|RECU|ARRIVEE?|VUE?|SCAN[A-Z]*|CERFA|REPUBLIQUE|CONFIDENTIEL|SECRET|URGENTE?|COURRIEL|"
    r"BOITE|ESPACE|MESSAGERIE|MAILIZ|MSSANTE|CARTE|ACTE|FICHE|CARNET|COMPTE|LETTRE|COURRIER|ORDONNANCE|CERTIFICAT|BILAN|"
    r"SYNTHESE|DOSSIER|BON|DEMANDE|RAPPORT|BULLETIN|PRESCRIPTION|RESULTATS?|PLAN|PROTOCOLE|ATTESTATION|AVIS|NOTE|"
    r"CONVOCATION|FEUILLE|RELEVE|EXAMEN|MEDECINS?|DIPLOMEE?|CONVENTIONNEE?|ANCIEN(?:NE)?|MEMBRE|NEE?)\b"
)
"""Words of papers, persons, mails, stamps, and of a unit that its house is named beside: no name of a house."""
_RUNNING = re.compile(r"FAX|PAGE|\d\d ?[:H] ?\d\d|https?:|^\W*$")
"""A line of the machine that stands over a letterhead."""


def is_of_addressee(house: House, addressees: Sequence[Person]) -> bool:
    """True for a house after who is written to, on the same line, or in the lines right under."""
    for one in addressees:
        if one.reading is not house.reading:
            continue
        if is_after(house, one) or any(cell is house.cell for cell in _lines_under(one)):
            return True
    return False


def is_after(house: House, person: Person) -> bool:
    """« Dr Anne DURAND, néphrologie, Clinique du Lac »: on the same line, after the name and little more."""
    span = house.spans[0]
    return person.row is span.row and 0 <= span.start - end_of(person) <= _BESIDE_MAX


def _lines_under(person: Person) -> list[Cell]:
    """The lines of an address under a name: as tight, at the same left."""
    first = person.row.cell_at(person.start)
    lines: list[Cell] = []
    at: Cell | None = first
    for _ in range(_UNDER_LINES):
        at = person.reading.sheet.below(at.box, at.row, heights_max=_UNDER_HEIGHTS) if at is not None else None
        if at is None or abs(at.box.x0 - first.box.x0) > _SAME_LEFT:
            break
        lines.append(at)
    return lines


def is_form_logo(house: House) -> bool:
    """« l'Assurance Maladie » alone at the head of a form that somebody else fills in."""
    return house.zone == "head" and house.key in ("L ASSURANCE MALADIE", "L'ASSURANCE MALADIE", "ASSURANCE MALADIE")


def names_person(house: House, persons: Sequence[Person]) -> bool:
    """True for « DUPUY », « DUPUY Gilbert » of a running foot: words of the name of one person of the page."""
    words = set(house.key.split(" "))
    for one in persons:
        spans = (one.name.family, one.name.birth, one.name.used, one.name.given)
        told = {word for span in spans if span is not None for word in fold_name(span.raw).split(" ")}
        if words <= told:
            return True
    return False


def is_brand(house: House, names: frozenset[str]) -> bool:
    """True for « Lunetterie du Lac » over « 12 rue … », first of its column or under the names of who works there.

    names: families of who is named on the page, folded.
    """
    cell, span = house.cell, house.spans[0]
    if house.zone != "head" or house.part or span.start - cell.start > 2:
        return False
    if any(names_house(cell.folded[at.end() :]) for at in _BLANK.finditer(cell.folded)):
        return False  # « Logiciel Testmed – Cabinet médical du Lac »
    if cell.row.top > _BRAND_TOP or cell.row.place > _BRAND_ROWS or not _may_be_brand(house, names):
        return False
    return _is_first(house, names) and _is_over_address(house)


def _may_be_brand(house: House, names: frozenset[str]) -> bool:
    words = house.key.split(" ")
    if (
        len(words) < 2
        or is_generic(house.key)
        or _NO_BRAND.search(house.key)
        or is_title(house.key)
        or tells_profession(house.key)
    ):
        return False
    return names.isdisjoint(words) and not is_given(words[0])


def _is_first(house: House, names: frozenset[str]) -> bool:
    """True where nothing but the machine, a name or a profession stands over it."""
    sheet = house.reading.sheet
    at = sheet.above(house.cell.box, house.cell.row, heights_max=_BRAND_HEIGHTS)
    while at is not None:
        folded = at.folded.strip(" :.|-*")
        is_person = not names.isdisjoint(_words_of(folded))
        is_speck = sum(sign.isalnum() for sign in folded) <= _SPECK_MAX
        if not is_person and not is_speck and not tells_profession(folded) and not _RUNNING.search(folded):
            return False
        at = sheet.above(at.box, at.row, heights_max=_BRAND_HEIGHTS)
    return True


def _is_over_address(house: House) -> bool:
    span = house.spans[-1]
    cell = span.row.cell_at(span.start)
    if _ADDRESS.search(span.row.folded, span.end, cell.end):
        return True
    at: Cell | None = cell
    for _ in range(_ADDRESS_LINES):
        at = house.reading.sheet.below(at.box, at.row, heights_max=_BRAND_HEIGHTS) if at is not None else None
        if at is None:
            return False
        if _ADDRESS.search(at.folded):
            return True
    return False


@lru_cache(maxsize=2_000)
def _words_of(folded: str) -> frozenset[str]:
    return frozenset(fold_name(folded).split(" "))

"""What a line says just before a doctor's name of whether the paper is sent to them: a label, a sentence.

What lives here: the words that settle it either way. What must not: blocks of address and lists (``addressees``), who
asked for an examination (``askers``), the choice (``rank_persons``).
Rule: intake.md §3 (addressees; a page holds many names).
"""

import re
from collections.abc import Sequence

from liane.domain.intake.extract.people.addressees import is_listed
from liane.domain.intake.extract.people.person_features import has_address_under, start_of
from liane.domain.intake.extract.people.persons import Person
from liane.domain.intake.extract.people.professionals import end_of, family_key
from liane.domain.intake.extract.surface.evidence import Feature
from liane.domain.intake.extract.surface.reading import PageReading
from liane.domain.intake.extract.surface.sheet import Cell, fold
from liane.domain.intake.extract.surface.word_classes import SALUTATION, classes_of

_LIST_MAX = 120
"""Letters of names between the label and the last one of its list."""
_ENDS = re.compile(r"[0-9@]|[A-Z]{3,}\. [A-Z]")
_SENTENCE_MIN = 3
"""Words in small letters that make a sentence."""
_SENTENCE_LETTERS = 200
_GREETS = re.compile(r"CONFRATERNEL|\bCHERE?S? (?:CONFRERE|CONSOEUR|CONSŒUR|COLLEGUE|AMIE?\b|DOCTEUR)")
_ROW_CELLS_MIN, _RIGHT_MIN = 3, 0.42
_DATED = re.compile(
    r"\W*\d{1,2}[ /.-](?:\d{1,2}|[A-Z]{3,9})[ /.-](?:19|20)?\d\d\b(?: ?A? ?\d{1,2} ?[H:] ?\d{0,2})?\W*$"
)
"""A day alone in the first cell of a row."""
_WIDE, _LONG = 0.5, 60
"""Width, and signs, of a line that goes on under it."""
_GOES_ON = re.compile(r"[A-Z',)]{2} (?:(?:PAR|DU|LE|LA|AU|ET|AVEC|CHEZ|QUE|DE|DES) ?){1,3}$")
"""Ends a line that goes on under it, however short: « … lue par le »."""
_SMALL_WORD = re.compile(r"(?<![^\W\d_])[a-zà-ÿœæ]{2,}(?![^\W\d_])")
_STOP = re.compile(r"[;!?]|\.(?= [A-ZÀ-Ý][a-zà-ÿ' ])|\.$| [|/•–—-] ")
_ABBREVIATED = re.compile(r"\b(?:Dr|Drs|Pr|Mme|Mlle|M|St|Ste|[A-Z])\.$")
_SENT = re.compile(
    r"ADRESS|TRANSM|ENVO[YI]|COMMUNIQU|DIFFUS|DESTIN|REMIS|COPIE|DOUBLE|ATTENTION|INTENTION|BONS SOINS|MERCI|"
    r"\bCHERE?S?\b|INFORM|CORRESPONDAN|\bC\.?C\b|AMPLIATION|LETTRE A\b|COURRIER (?:A|POUR)\b|\bFAX|\bMAIL|@|"
    r"REPONSE|VERS\b|\b(?:MONSIEUR|MADAME),|(?:MONSIEUR|MADAME)(?: LE| LA)?\W*$|\bA\W*$|:\W*$"
)
_ASKED = re.compile(r"PRESCRI|DEMAND|TRAITANT")
"""The same where the sentence ends with the name: of « demandé par le Dr X, retrouve … » the rest is of the past."""
"""What a sentence that may name an addressee says of the paper, or of them."""


_PAPER_SENT = re.compile(
    r"(?:^[^A-Z]*|\b(?:DOCUMENT|COMPTE[ -]RENDU|COURRIER|LETTRE|PROPOSITIONS?|BILAN|SYNTHESE|RAPPORT|CONCLUSIONS?|"
    r"DOUBLE|COPIE|RECOMMANDATIONS?|FICHE|EXEMPLAIRE)S?(?: [A-Z']+){0,3} (?:A ETE |ONT ETE |EST |SONT |SERA )?)"
    r"(?:ADRESSE|TRANSMIS|ENVOYE|COMMUNIQUE|REMIS|DESTINE|PARTAGE)E?S? (?:CE JOUR |LE [0-9/.]{6,10} )?"
    r"(?:PAR (?:[A-Z-]+ ){1,4})?"
    r"(?:AU|A|AUX|AVEC)(?: (?:SON |VOTRE )?MEDECINS? TRAITANTS?)?(?: ?[:,])? ?(?:LE |LA )?$"
)
"""« Propositions adressées au », « Document transmis au médecin traitant : », « Adressé au » alone."""
_RECEIVES = re.compile(
    r" ?,? ?(?:RECOIT|RECEVRA|EST DESTINATAIRE|SERA DESTINATAIRE)\b[^.;]{0,40}\b(?:COPIE|DOUBLE|COMPTE)"
)
"""« Le docteur X reçoit copie du présent compte rendu »."""
_PASSAGE = re.compile(
    r"\bPASSAGE (?:AUX? |A L')?(?:SERVICE DES |ACCUEIL DES )?(?:URGENCES?|SAU|SU)\b|"
    r"\b(?:COMPTE[ -]RENDU|CR|DOSSIER|RESUME|SYNTHESE|RAPPORT) (?:DE |DU )?PASSAGE\b|"
    r"\bLETTRE DE LIAISON\b"
)
_TITLE_MAX, _UPPER = 90, 0.4
_LONE_MAX, _COLUMN, _LIST_HEIGHT = 0.4, 0.05, 0.12
_FIGURE = re.compile(r"[0-9]")
_BLOCK_LINES, _BLOCK_GAP = 7, 2.2
_COPIES_UNDER = 4
_COPIES = re.compile(r"\W*(?:COPIES?|DOUBLES?|C\.?C\.?|AMPLIATION)(?: A| AU| POUR)? ?:?\b")
_OWN_NUMBER = re.compile(r"\bRPPS\b|\bTEL\b|\bADELI\b|(?<![0-9])0[1-9](?:[ .]?[0-9]{2}){4}(?![0-9])")
_SENDS_PATIENT = re.compile(r"(?:ADRESSE|ENVOYE|ORIENTE)E?(?:\(E\))? PAR\b")
"""« Adressé par : médecin traitant Dr X »: who sent the patient."""
_FAMILY_DOCTOR = re.compile(r"(?:^|\W)(?:NOM DU )?MEDECIN TRAITANT(?:\(E\))?(?: DECLARE)? ?[:=.|]* ?(?:LE |LA )?$")


def is_sent_to(person: Person) -> bool:
    """True for « Propositions adressées au Dr X », « Document transmis au médecin traitant : Dr X »."""
    row, start = start_of(person)
    led = _last_sentence(row.text[max(row.cell_at(start).start, start - _SENTENCE_LETTERS) : start])
    if _RECEIVES.match(row.folded, end_of(person)) and row is person.row:
        return True
    return _PAPER_SENT.search(fold(led).lstrip()) is not None


def tells_passage(readings: Sequence[PageReading]) -> bool:
    """True for the report of a passage in an emergency department, or the letter of who leaves, by its title."""
    rows = readings[0].sheet.rows if readings else ()
    cells = (cell for row in rows if row.top < _UPPER for cell in row.cells if len(cell.text) <= _TITLE_MAX)
    return any(_PASSAGE.search(cell.folded) for cell in cells)


def is_family_doctor(person: Person) -> bool:
    """True right after « Médecin traitant », on its line or alone in the cell at the left."""
    row, start = start_of(person)
    cell = row.cell_at(start)
    before = row.folded[cell.start : start]
    if not before.strip(" :") and cell.place > 0:
        before = row.cells[cell.place - 1].folded
    return _FAMILY_DOCTOR.search(before) is not None and _SENDS_PATIENT.search(before) is None


def is_told_addressee(person: Person) -> bool:
    """True right after a label of addressees that begins its cell, « Adressé à : Dr X », or in the list after it."""
    if not is_listed(person):
        return False
    row, start = start_of(person)
    own = row.cell_at(start)
    for label in person.reading.labels[row.place]:
        if label.kind != "role.recipient" or label.end > start or row.folded.startswith("RESULTATS", label.start):
            continue
        cell = row.cell_at(label.start)
        near = cell is own or cell.place == own.place - 1
        leads = not any(sign.isalnum() for sign in row.text[cell.start : label.start])
        rest = row.folded[label.end : start]
        if near and leads and len(rest) <= _LIST_MAX and _ENDS.search(rest) is None:
            return True
    return False


def is_in_sentence(person: Person) -> bool:
    """True for « Le dossier a été revu avec le Dr X, qui … »: named in a sentence that sends them nothing."""
    if Feature.ADDRESS_BLOCK in person.features:
        return False
    led, rest = sentence_around(person)
    may_ask = len(_SMALL_WORD.findall(rest)) < _SENTENCE_MIN and _ASKED.search(fold(led)) is not None
    return is_sentence(led, rest) and not may_ask and _SENT.search(fold(led)) is None


def is_sentence(led: str, rest: str) -> bool:
    """True for words before and after a name that make a sentence."""
    before, after = len(_SMALL_WORD.findall(led)), len(_SMALL_WORD.findall(rest))
    is_subject = fold(led).strip() == "LE" and after > 1  # « Le Dr X avait introduit … »
    return is_subject or (before > 1 and before + after >= _SENTENCE_MIN)


def sentence_around(person: Person) -> tuple[str, str]:
    """What a sentence says before a name, from the line over it where it goes on, and after it."""
    row, start = start_of(person)
    cell = row.cell_at(start)
    led, rest = (
        _last_sentence(row.text[max(cell.start, start - _SENTENCE_LETTERS) : start]),
        _rest_of_sentence(person, cell),
    )
    begins = not led.strip()
    if begins or (row.text[cell.start : cell.start + 1].islower() and _STOP.search(led) is None):
        over = person.reading.sheet.above(cell.box, row, heights_max=1.6)
        is_wide = over is not None and over.box.x1 - over.box.x0 >= _WIDE and len(over.text) >= _LONG
        may_follow = is_wide and (not begins or _SMALL_WORD.search(rest) is not None)
        if over is not None and (may_follow or _GOES_ON.search(over.folded)):
            led = f"{_last_sentence(over.text[-_SENTENCE_LETTERS:])} {led}"
    return led, rest


def told_before(person: Person) -> str:
    """The words, folded, just before a name: in its cell, in the one at the left, or that end the line over it with a
    colon, « Anesthésiste : » over « Docteur DURAND ».
    """
    row, start = start_of(person)
    cell = row.cell_at(start)
    before = row.folded[cell.start : start]
    if before.strip(" :|"):
        return before
    if cell.place > 0:
        return row.cells[cell.place - 1].folded
    over = person.reading.sheet.above(cell.box, row, heights_max=1.6)
    return over.folded if over is not None and over.folded.rstrip().endswith(":") else ""


def _rest_of_sentence(person: Person, cell: Cell) -> str:
    """What follows a name up to the next full stop, on the next line where it ends its own."""
    row, end = person.row, end_of(person)
    cell = cell if cell.row is row else row.cell_at(person.start)
    rest = row.text[end : min(cell.end, end + _SENTENCE_LETTERS)]
    if not rest.strip():
        under = person.reading.sheet.below(cell.box, row, heights_max=1.6)
        rest = under.text[:_SENTENCE_LETTERS] if under is not None and under.text[:1].islower() else ""
    stop = _STOP.search(rest)
    return rest[: stop.start()] if stop is not None else rest


def tells_purpose(person: Person) -> bool:
    """True for « Transférée ce jour pour : Occlusion »: one word without a civility, after what was done."""
    label = person.label
    if label is None or label.kind != "role.recipient" or person.civility is not None or person.name.given is not None:
        return False
    row, start = label.row, label.row.cell_at(label.start).start
    led = _last_sentence(row.text[start : label.start])
    return row.folded.startswith("POUR", label.start) and _SMALL_WORD.search(led) is not None


def is_in_dated_row(person: Person) -> bool:
    """True for « 15/02/2025 | grippe | lot B149 | Dr X »: who did what a row of a table tells."""
    row, start = start_of(person)
    is_table = len(row.cells) > _ROW_CELLS_MIN - 1 and row.cell_at(start).place > 0
    return is_table and _DATED.match(row.folded[: row.cells[0].end]) is not None


def greets(readings: Sequence[PageReading]) -> bool:
    """True for a letter: « Cher confrère », « Bien confraternellement »."""
    rows = (row.folded for reading in readings for row in reading.sheet.rows)
    return any(SALUTATION.search(row) or _GREETS.search(row) for row in rows)


def is_block(person: Person) -> bool:
    """True for a doctor who heads a block of address in the right half of the first page."""
    is_addressed = Feature.ADDRESS_BLOCK in person.features and person.is_professional and person.reading.is_first
    return is_addressed and person.row.cell_at(person.start).box.x0 > _RIGHT_MIN


def is_lone_at_right(person: Person, mentions: Sequence[Person], *, may_be_short: bool = False) -> bool:
    """True for a doctor whose whole name is alone in the right half of the head of the first page, under nothing or a
    day, or over an address: no list of doctors, no form, no table. may_be_short: a family name alone will do.
    """
    row, start = start_of(person)
    cell = row.cell_at(start)
    is_high = person.is_professional and person.reading.is_first and row.top < _LONE_MAX
    is_named = person.name.given is not None or may_be_short
    if not is_high or not is_named or cell.box.x0 <= _RIGHT_MIN or len(row.cells) >= _ROW_CELLS_MIN:
        return False
    beside = row.folded[cell.start : start] + row.folded[end_of(person) : cell.end]
    left = row.cells[cell.place - 1].folded if cell.place > 0 else ""
    if beside.strip(" ,.|") or left.rstrip().endswith(":") or any(_is_aligned(person, one) for one in mentions):
        return False
    if _has_own_number(person, cell):
        return False
    over = person.reading.sheet.above(cell.box, row, heights_max=1.9)
    return over is None or _FIGURE.search(over.folded) is not None or has_address_under(person).startswith("postcode")


def heads_copies(person: Person) -> bool:
    """True for a doctor alone in the cell over « Copie : Dr X », in the upper half: to whom the letter goes first."""
    row, start = start_of(person)
    at: Cell | None = row.cell_at(start)
    if at is None or row.top > _LONE_MAX or not person.is_professional:
        return False
    if (row.folded[at.start : start] + row.folded[end_of(person) : at.end]).strip(" ,.|"):
        return False
    for _ in range(_COPIES_UNDER):
        at = person.reading.sheet.below(at.box, at.row, heights_max=_BLOCK_GAP) if at is not None else None
        if at is None:
            return False
        if _COPIES.match(at.folded):
            return True
    return False


def _has_own_number(person: Person, cell: Cell) -> bool:
    """True over an RPPS or a telephone: the letterhead of another paper on the same sheet."""
    at: Cell | None = cell
    for _ in range(_BLOCK_LINES):
        at = person.reading.sheet.below(at.box, at.row, heights_max=_BLOCK_GAP) if at is not None else None
        if at is None:
            return False
        if _OWN_NUMBER.search(at.folded):
            return True
    return False


def _is_aligned(person: Person, other: Person) -> bool:
    """True for another name in the same column, a few lines away."""
    if other.row.page != person.row.page or not other.is_professional or family_key(other) == family_key(person):
        return False
    one, two = person.row.cell_at(person.start).box, other.row.cell_at(other.start).box
    return abs(one.x0 - two.x0) < _COLUMN and abs(one.y0 - two.y0) < _LIST_HEIGHT


def is_under_told(person: Person) -> bool:
    """True for a doctor alone in the cells under « À l'attention de », no trade at the left telling what they do."""
    row, start = start_of(person)
    cell = row.cell_at(start)
    if any(label.end <= start for label in person.reading.labels[row.place]) or not is_listed(person):
        return False
    left = row.cells[cell.place - 1].folded.split() if cell.place > 0 else []
    return not row.folded[end_of(person) : cell.end].strip(" ,;.") and "profession" not in classes_of(left)


def _last_sentence(text: str) -> str:
    """What stands after the last full stop of a text."""
    at = 0
    for stop in _STOP.finditer(text):
        if not _ABBREVIATED.search(text[: stop.end()]):
            at = stop.end()
    return text[at:]

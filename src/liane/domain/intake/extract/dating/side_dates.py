"""Days beside the subject of a document: when a page was looked at on a screen, what happened before, what is to come.

What lives here: words and places that tell such days, whatever else a label near them says. What must not: the other
roles (``date_roles``). Rule: intake.md §3 (« Same for dates »).
"""

import re
from collections.abc import Sequence

from liane.domain.intake.extract.dating.date_kinds import DateRole
from liane.domain.intake.extract.dating.handled_dates import handled_role
from liane.domain.intake.extract.surface.dates import PrintedDate
from liane.domain.intake.extract.surface.labels import Label
from liane.domain.intake.extract.surface.reading import PageReading, is_title
from liane.domain.intake.extract.surface.sheet import Cell, Row

_BEFORE_MAX = 110
_ON_SCREEN = re.compile(
    r"\b(?:TELECHARG|AFFICH|VISUALIS)EE?S? (?:[^.;0-9]{0,50} )?LE ?:? ?$|"
    r"\b(?:IMPRIMEE?S?|IMPRESSION) (?:PAR|DEPUIS|SUR|VIA|A PARTIR) [^.;0-9]{1,50} LE ?:? ?$|"
    r"\b(?:CAPTURE|TELECHARGEMENT|COPIE D'ECRAN)\b[^.;0-9]{0,40}?(?:\b(?:LE|DU) |: ?)$|"
    r"\b(?:DOCUMENT|PAGE|COMPTE[ -]RENDU|RESULTATS?|DOSSIER|FICHE|COURRIER)S? (?:A ETE |ONT ETE )?CONSULTEE?S? "
    r"(?:[^.;0-9]{0,40} )?LE ?:? ?$"
)
"""« Imprimé depuis le portail le », « Document consulté le »."""
_RECEIPT = re.compile(r"\b(?:TICKET|RECU|FACTURE|BORDEREAU|ETIQUETTE|RECEPISSE) (?:IMPRIM|EDIT|EMIS)EE? ?LE ?:? ?$")
"""« Ticket imprimé le »: what a till prints is made then."""
_LOOKED_AT = re.compile(r"^\W*CONSULTEE?S?(?: [^.;0-9]{0,40})? LE ?:? ?$")
_SCREEN = re.compile(r"PORTAIL|ESPACE|HTTPS?|WWW|\bDMP\b|EN LIGNE|\.FR\b|INTERNET|\bSITE\b")
_EDGE_TOP, _EDGE_FOOT = 0.07, 0.93
_LAST_ROWS = 4
_ADDRESS = re.compile(r"HTTPS?[:/]|\bWWW\.")
_PAST = re.compile(
    r"\bDATE (?:DU |DE LA |DE L'|DES |DE |D')(?:DEBUT (?:DES |DE LA |DE L')|1ERS? |PREMIERE?S? )?"
    r"(?:DIAGNOSTIC|SYMPTOMES?|DECOUVERTE|ACCIDENT|CHUTE|FAITS|TRAUMATISME|AGRESSION|MALADIE|SINISTRE|INCLUSION)"
    r"(?: [A-Z]{2,14}){0,3} ?:? ?$|"
    r"\b(?:ACCIDENT|CHUTE|TRAUMATISME|AGRESSION|FAITS|MORSURE|BRULURE|COUPS)"
    r"(?: (?:DU TRAVAIL|DE TRAJET|DE LA VOIE PUBLIQUE|DE LA ROUTE|DOMESTIQUE))?"
    r"(?: (?:SURVENUE?S?|DECLAREE?S?|RECUE?S?|AYANT EU LIEU))? (?:LE|DU|EN DATE DU) ?:? ?$|"
    r"\b(?:DERNIERE?S?|PRECEDENTE?S?) (?!MISE|JOUR|PAGE|VERSION|MODIF|ACTUALI|NOM|PRENOM)[A-Z]{3,20}"
    r"(?: [A-Z]{2,14}){0,4} ?(?:\b(?:LE|DU) |: ?)$|"
    r"\bREFAITE?S? LE $"
)
"""« Date du diagnostic : », « chute survenue le », « dernière dose : »."""
_ELSEWHERE = re.compile(
    r"\bCONSENTEMENT\b[^.;0-9]{0,40}(?:SIGN|RECUEILLI|OBTENU|DONN)EE?S? LE ?:? ?$|"
    r"\b(?:AGREMENT|AUTORISATION|ACCREDITATION|HABILITATION)\b[^;]{0,70}\b(?:LE|DU) $|"
    r"\b(?:RUE|AVENUE|AV\.?|PLACE|PL\.?|BOULEVARD|BD\.?|SQUARE|QUAI|COURS|ALLEE|ESPLANADE|STADE|ECOLE|COLLEGE|LYCEE)"
    r" DU $"
)
"""« Consentement signé le », « agrément délivré par l'ARS le », « rue du 8 mai 1945 »."""
_OTHER_PAPER = re.compile(
    r"\b(?:UNE?|AUCUNE?|DES|DEUX|TROIS|VOTRE|VOS|SON|SA|LEUR|AUTRE|LA|LES?) "
    r"(?:COMPTE[ -]?RENDU|CR|COURRIER|LETTRE|CERTIFICAT|ORDONNANCE|RAPPORT|DEVIS|BILAN|DOCUMENT|AVIS|ATTESTATION)S?\b"
    r"[^;:0-9]{0,60}\b(?:DATEE?S? DU|EN DATE DU|DATANT DU) $"
)
"""« dont un compte rendu daté du », « une lettre du Dr MARTIN, datée du »."""
_OPERATOR = re.compile(r"\b(?:OPERATEUR|CHIRURGIEN|INTERVENTION|GESTE)\b")
_BRACKETED = re.compile(r"[A-Z0-9][A-Z0-9 ,.'+%-]{12,}\((?:PRELEVEMENT|BIOPSIE|EXAMEN|PIECE|EXERESE)S? (?:DU|LE) $")
_OTHER_LETTER = re.compile(r"\b(?:LA|LE|LES) [A-Z]{5,}\b(?:[^.;:]{0,80}) (?:DATEE?S? DU|DATANT DU) $")
"""« La lettre du service de médecine interne (Dr MARTIN), datée du »."""
_LIST_CELLS_MIN = 3
"""Cells of a row of a list."""
_MAIL = re.compile(r"COURRIER|DOCUMENT|\bFAX\b|TELECOPIE|SECRETARIAT")
_OFFICE = re.compile(
    r"^\W*(?:SERVICE |BUREAU |CELLULE )?(?:DES |DU |DE LA )?(?:ARCHIVES?(?: MEDICALES?| CENTRALES?)?|"
    r"COURRIER(?: ARRIVEE?| RECU| ENTRANT)?|NUMERISATION|DOSSIERS? MEDICA(?:L|UX)|ACCUEIL COURRIER)\W*$"
)
"""What a stamp of whoever keeps the papers holds over its day: « ARCHIVES MÉDICALES »."""
_STAMPED_OVER = re.compile(r"^\W*(?:COURR?IER|FAX|TELECOPIE) [A-Z]{4,8}(?: LE)?\W*$")
"""« COURRIER ARRIVÉ LE » in capitals over a day, its word read well or not."""
_DONE_THEN = re.compile(
    r"\b(?!DOCUMENT|CERTIFICAT|ORDONNANCE|COURRIER|LETTRE|ATTESTATION|FICHE|RAPPORT)[A-Z]{2,20} FAITE?S? LE $"
)
_PAPER = re.compile(r"^\W*(ORDONNANCE|PRESCRIPTION)S? (?:MEDICALE |INITIALE )?(?:DU|EN DATE DU) $")
"""« Ordonnance du » under the title of another paper: the one that it answers."""
_NEXT = re.compile(r"\bDATE PREVUE ?: ?$|\bPROCHAINE?S? [A-Z][A-Z'\- ]{2,30}?(?:\b(?:LE|DU) |: ?)$")
_FIRST = re.compile(r"\b(?:BILAN|EVALUATION|EXAMEN|CONSULTATION|ENTRETIEN|TEST) INITIALE? ?: ?$")
"""« Bilan initial : » after the day of this one on a line: that of the first."""
_OFFERED = re.compile(
    r"\b(?:RENDEZ[ -]VOUS|RDV|CONVO(?:QUE|CATION)[A-Z]*|ATTENDUE?S?|VOUS PRESENTER|AURA LIEU|AURONT LIEU|VOTRE VENUE)\b"
)
_WEEKDAY = re.compile(r"^\W*(?:LE )?(?:(?:LUN|MAR|MERCRE|JEU|VENDRE|SAME)DI |DIMANCHE )?(?:LE )?$")
_AT_HOUR = re.compile(r"^,? ?(?:A|VERS) ?\d{1,2} ?(?:H|:|HEURES)")
_OVER_ROWS = 2
"""« Nous vous confirmons votre rendez-vous : » over « mardi 14 mai 2024 à 9 h 15 » alone, so many lines under."""
_ANNOUNCED = re.compile(r"\bCONSULTATION D'ANNONCE (?:[A-Z]{5,12} )?(?:LE|AU) ?:? ?$")
_MEETING = re.compile(r"\bRCP\b|CONCERTATION PLURIDISCIPLINAIRE")
"""What a meeting decides is announced to the patient after it (« dispositif d'annonce » of cancers)."""
_PLANNED = re.compile(r"\b(?:PREVUE?|PROGRAMMEE?|ENVISAGEE?)\b[^0-9.;]{0,90}$")
_UNTIL = re.compile(r"JUSQU'?AU")
_STAY = re.compile(r"HOSPITALIS|SEJOUR|SERVICE|ADMIS|ENTREE")
_MAY_BE_PLANNED = (DateRole.OPERATION, DateRole.ADMISSION, DateRole.EXAM)


def side_role(
    reading: PageReading, row: Row, date: PrintedDate, role: DateRole, label: Label | None
) -> DateRole | None:
    """What a date is beside the subject; None where nothing says so. role, label: what else tells it."""
    if role in (DateRole.BIRTH, DateRole.DEATH, DateRole.FAX):
        return None
    handled = handled_role(reading, row, date, role, label)
    if handled is not None:
        return handled
    cell = row.cell_at(date.span.start)
    before = row.folded[max(cell.start, date.span.start - _BEFORE_MAX) : date.span.start]
    if _is_of_operator(row, cell, role):
        return DateRole.OPERATION
    if _RECEIPT.search(before):
        return DateRole.ISSUED
    if _is_of_screen(reading, row, date, before):
        return DateRole.PRINTED
    if role is DateRole.DOCUMENT and label is not None and _heads_list(reading, row, cell, label):
        return DateRole.OTHER
    if _is_of_mail(reading, cell, role, label, before):
        return DateRole.RECEIVED
    is_letter = role is DateRole.DOCUMENT and label is None and _OTHER_LETTER.search(before) is not None
    is_first = _FIRST.search(before) is not None and any(
        one.is_whole and one.span.start < date.span.start for one in reading.dates[row.place]
    )
    if is_first or is_letter or _in_brackets(row, cell, date, before) or _is_of_past(reading, row, before):
        return DateRole.EARLIER
    return _role_to_come(reading, row, date, role, label)


def _is_offered(reading: PageReading, row: Row, date: PrintedDate) -> bool:
    """True for a day and an hour that stand under what offers an appointment."""
    cell, start = row.cell_at(date.span.start), date.span.start
    if _WEEKDAY.match(row.folded[cell.start : start]) is None:
        return False
    is_timed = date.has_time or _AT_HOUR.match(row.folded[date.span.end : cell.end]) is not None
    over = reading.sheet.rows[max(0, row.place - _OVER_ROWS) : row.place]
    return is_timed and any(_OFFERED.search(one.folded) is not None for one in over)


def _is_of_past(reading: PageReading, row: Row, before: str) -> bool:
    is_other = _OTHER_PAPER.search(before) is not None or _is_other_paper(reading, row, before)
    return is_other or _ELSEWHERE.search(before) is not None or _PAST.search(before) is not None


def _role_to_come(
    reading: PageReading, row: Row, date: PrintedDate, role: DateRole, label: Label | None
) -> DateRole | None:
    """What is planned or announced; and EXAM for « vaccination faite le », which is done."""
    cell = row.cell_at(date.span.start)
    before = row.folded[max(cell.start, date.span.start - _BEFORE_MAX) : date.span.start]
    is_said = label is not None and label.row is row
    if role in (DateRole.DOCUMENT, DateRole.OTHER, DateRole.VISIT) and not is_said and _is_offered(reading, row, date):
        return DateRole.NEXT
    if _NEXT.search(before) or _is_announced(reading, before) or (role in _MAY_BE_PLANNED and _is_planned(row, date)):
        return DateRole.NEXT
    if role is DateRole.DOCUMENT and _DONE_THEN.search(before):
        return DateRole.EXAM
    is_until = role is DateRole.DISCHARGE and label is not None and _UNTIL.match(label.row.folded, label.start)
    return DateRole.NEXT if is_until and not _tells_stay(reading.sheet.rows, row) else None


def _is_of_operator(row: Row, cell: Cell, role: DateRole) -> bool:
    """« Opérateur / date » in the cell at the left of « Dr …, le … »: no day of who writes."""
    left = row.cells[cell.place - 1].folded if cell.place and role in (DateRole.DOCUMENT, DateRole.OTHER) else ""
    return _OPERATOR.search(left) is not None and "DATE" in left


def _in_brackets(row: Row, cell: Cell, date: PrintedDate, before: str) -> bool:
    """« Adénocarcinome, score 7 (prélèvement du …) »: told in brackets, but in a title."""
    is_told = _BRACKETED.search(before) is not None and row.folded.startswith(")", date.span.end)
    return is_told and not is_title(cell.folded.strip(" *-"))


def _heads_list(reading: PageReading, row: Row, cell: Cell, label: Label) -> bool:
    """True for the first of several days under the heading « Date » of a table: past acts, vaccines, other papers."""
    under = reading.sheet.below(cell.box, row)
    if label.row.place >= row.place or under is None:
        return False
    is_list = min(len(row.cells), len(under.row.cells)) >= _LIST_CELLS_MIN
    return is_list and any(under.start <= one.span.start < under.end for one in reading.dates[under.row.place])


def _is_of_mail(reading: PageReading, cell: Cell, role: DateRole, label: Label | None, before: str) -> bool:
    """True for the day on which the paper itself was received or kept: « COURRIER REÇU LE », « ARCHIVES MÉDICALES »."""
    if role is DateRole.RECEIVED and label is not None:
        return _MAIL.search(label.row.folded, label.start, label.end) is not None
    over = None if before.strip() else reading.sheet.above(cell.box, cell.row)
    if over is None:
        return False
    is_stamped = _STAMPED_OVER.match(over.folded) is not None and over.row.text[over.start : over.end].isupper()
    return is_stamped or _OFFICE.match(over.folded) is not None


def _is_other_paper(reading: PageReading, row: Row, before: str) -> bool:
    named = _PAPER.match(before)
    if named is None:
        return False
    over = (one.folded.strip(" *-\t") for one in reading.sheet.rows[: row.place])
    titles = [line for line in over if is_title(line)]
    return bool(titles) and not any(named[1] in line for line in titles)


def _is_announced(reading: PageReading, before: str) -> bool:
    return _ANNOUNCED.search(before) is not None and any(_MEETING.search(row.folded) for row in reading.sheet.rows[:20])


def _is_planned(row: Row, date: PrintedDate) -> bool:
    """« Intervention prévue : …   Date opératoire … » on one line, no other date between."""
    return _PLANNED.search(row.folded, max(0, date.span.start - _BEFORE_MAX), date.span.start) is not None


def _tells_stay(rows: Sequence[Row], row: Row) -> bool:
    """True when « jusqu'au » ends a stay, told on its line or on the one over it, and not a leave or a permission."""
    near = rows[max(0, row.place - 1) : row.place + 1]
    return any(_STAY.search(one.folded) for one in near)


def _is_of_screen(reading: PageReading, row: Row, date: PrintedDate, before: str) -> bool:
    """True for the day on which a page was printed or looked at on a screen, in words or at the edge of its paper."""
    if _ON_SCREEN.search(before):
        return True
    is_edge = row.top < _EDGE_TOP or row.bottom > _EDGE_FOOT
    if _LOOKED_AT.match(before) and (is_edge or _SCREEN.search(row.folded)):
        return True
    is_head = is_edge and date.has_time and not before.strip() and row.cell_at(date.span.start).place == 0
    ends = reading.sheet.rows[-_LAST_ROWS:]  # a short page, cut under its words
    return is_head and any(_ADDRESS.search(one.folded) for one in [*_edges(reading), *ends])


def _edges(reading: PageReading) -> list[Row]:
    return [one for one in reading.sheet.rows if one.top < _EDGE_TOP or one.bottom > _EDGE_FOOT]

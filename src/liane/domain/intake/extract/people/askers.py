"""Who asked for an examination: to whom its result goes.

What lives here: the words that tell an asker, and those of a paper that gives a result. What must not: the other
addressees (``addressees``), the choice (``rank_persons``).
Rule: intake.md §3 (addressees). Source: Code de la santé publique, article L6211-2 (the biologist communicates the
result to the prescriber); the reports of imaging and of pathology are written to who asked for them alike.
"""

import re
from collections.abc import Iterator, Sequence

from liane.domain.identity.lexis import fold_name
from liane.domain.intake.extract.people.person_features import start_of
from liane.domain.intake.extract.people.persons import Person
from liane.domain.intake.extract.surface.reading import PageReading
from liane.domain.intake.extract.surface.sheet import Cell

_UPPER = 0.5
_COLUMN = 0.03
_SHORT_MAX = 80
_LIST_MAX = 90
"""Letters of names between the label and the last one of its list."""
_ASKER = re.compile(
    r"(?:^[^A-Z0-9]*|(?<=[^A-Z' ]) ?| (?=MEDECIN |PRATICIEN |A LA DEMANDE ))(?:(?:MEDECINS?|PRATICIENS?|DOCTEUR) )?"
    r"(?:(?P<taker>PRELEVEURS?|PRELEVEE?S? PAR)|PRESCRIPTEURS?|DEMANDEURS?|REQUERANTS?|CORRESPONDANTE?S?|"
    r"A LA DEMANDE D[EU]|(?:EXAMENS? |ANALYSES? |BILAN |PATIENTE? )?"
    r"(?:PRESCRITE?S?|DEMANDEE?S?|ADRESSEE?S?|ENVOYEE?S?) (?:LE [0-9/. ]{6,12})?PAR)"
    r"(?:\(S\))?(?: ?/ ?[A-Z]+| ET [A-Z]+)?(?: ?[:|] ?| (?:LE |LA )?(?=(?:DR|DOCTEUR|PR)\b)| *(?:LE |LA )?$)"
)
_LISTED = re.compile(r"(?:MEDECINS? )?(?:TRAITANTS? ?)?(?:/|ET|,)? ?(?:MEDECINS? )?CORRESPONDANTS")
"""In the plural, alone in the cell before the names: those whom the house writes to."""
_FIGURE = re.compile(r"[0-9]{2}")
_SMALL_WORD = re.compile(r"(?<![^\W\d_])[a-zà-ÿœæ]{2,}(?![^\W\d_])")
_SENTENCE_MIN = 4
_CONSULTED = re.compile(
    r"(?:\b(?:AVIS|PIECES?|PRELEVEMENTS?|LAMES?|BIOPSIES?|RELECTURE)\b[^:;]{0,60}\b(?:DEMANDE|ADRESSE|ENVOYE|CONFIE|"
    r"TRANSMIS)E?S?|\b(?:DEMAND|SOLLICIT|PRIS)[A-Z]* (?:UN |L'|LES? |DES )?(?:AVIS|RENDEZ-VOUS|CONSULTATION)"
    r"(?: [A-Z]+)?|\bRESULTATS? (?:COMMUNIQUE|TELEPHONE)E?S?)(?: [A-Z]+){0,3}? (?:AU|A|AUX|AUPRES D[EU])(?: LE| LA)?"
    r"(?: LABORATOIRE(?: [A-Z']+){0,3} D[EU])? ?$"
)
_CHAIR = re.compile(
    r"(?:MEDECIN )?(?:PRESIDENTE?|COORDONNAT(?:EUR|RICE)|COORDINAT(?:EUR|RICE)|RESPONSABLE|ANIMAT(?:EUR|RICE)) "
    r"(?:DE (?:LA )?|DU )?(?:SEANCE|RCP|REUNION|CONCERTATION|STAFF)|"
    r"(?:MEDECIN |RADIOLOGUE )?LECT(?:EUR|RICE)"
)
_CHAIR_ALONE = re.compile(
    r"(?:MEDECIN )?(?:PRESIDENTE?|COORDONNAT(?:EUR|RICE)|COORDINAT(?:EUR|RICE)|ANIMAT(?:EUR|RICE))"
)
_MEETING = re.compile(r"\bRCP\b|CONCERTATION")
_COPY = re.compile(r"\bCOPIES?\b|\bC\.?C\b|\bDOUBLES?\b|\bAUTRES? |\bAUSSI\b|\bEGALEMENT\b")
_GOES_ON = re.compile(r"(?:/| ET|,)$")
_ENDS = re.compile(r"[:0-9]|[A-Z]{3,}\. ")
_DOCTOR = re.compile(r"\b(?:DRS?|DOCTEURE?S?|PRS?|PROFESSEURE?S?)\b")
_RESULT = re.compile(
    r"\bRESULTATS?\b|\bANALYSES?\b|\bBIOLOGI|\bEXAMENS? (?!CLINIQUE|MEDICA|D'EMBAUCHE|PERIODIQUE)[A-Z']|"
    r"\bLABORATOIRE|\bLABM\b|\bLBM\b|BIOCHIMIE|HEMATOLOGIE|HEMOSTASE|ANATOMO|ANATOMIE|PATHOLOGIQUE|CYTOLOG|HISTOLOG|"
    r"HEMOGRAMME|ANTIBIOGRAMME|BACTERIOLOG|SEROLOGI|"
    r"\bSCANNER|SCANOGRAPH|TOMODENSITO|\bTDM\b|\bIRM\b|\bRADIOGRAPH|\bRADIO(?:LOGIE)? D|IMAGERIE|DOPPLER|"
    r"ECHO[A-Z]*GRAPH|MAMMOGRAPH|DENSITO|DENSITE MINERALE|SCINTIGRAPH|\bTEP\b|ELECTRO[A-Z]+GRA|\bE[CEM]G\b|HOLTER|"
    r"\bEPREUVE D'EFFORT|SPIROMETR|\bEFR\b|EXPLORATIONS? FONCTIONNELLE|ENDOSCOP|POLYSOMNOGRAPH|COLOSCOP|FIBROSCOP|"
    r"CARYOTYPE|GENETIQUE"
)
"""Words of a short line in the upper half of a paper that gives the result of an examination."""
_ASKED = re.compile(
    r"^[^A-Z0-9]*(?:ORDONNANCE|PRESCRIPTION|DEMANDES?\b(?! PAR\b)|BON\b|BULLETIN|FICHE|FEUILLE|ADMINISTRATION|"
    r"DISPENSATION|DELIVRANCE|TICKET|FACTURE|DEVIS|CONVOCATION|RENDEZ|PREPARATION|CONSENTEMENT|QUESTIONNAIRE|CARTE|ACCUSE|PROTOCOLE)"
)
"""Begins the title of a paper that asks or carries out, whatever examination it names."""


def gives_result(readings: Sequence[PageReading]) -> bool:
    """True for a paper whose upper half names an examination, and no order, ticket or appointment."""
    rows = readings[0].sheet.rows if readings else ()
    cells = [cell for row in rows if row.top < _UPPER for cell in row.cells if len(cell.text) <= _SHORT_MAX]
    told = [cell.folded for cell in cells if ":" not in cell.folded and not _is_label(cell) and not _says(cell)]
    titles = (line for line in told if _FIGURE.search(line) is None)
    return any(map(_RESULT.search, told)) and not any(map(_ASKED.match, titles))


def _says(cell: Cell) -> bool:
    """True for « L'échographie ne montre pas d'anomalie. » and for the heading « Résultats » of a part."""
    is_sentence = cell.text.rstrip().endswith(".") and len(_SMALL_WORD.findall(cell.text)) >= _SENTENCE_MIN
    return is_sentence or cell.folded.strip(" .") in ("RESULTAT", "RESULTATS")


def _is_label(cell: Cell) -> bool:
    """True for « DEMANDE | : 56337084 »: the value begins with the colon."""
    following = cell.row.cells[cell.place + 1 : cell.place + 2]
    return any(one.folded.startswith(":") for one in following)


def is_consulted(person: Person) -> bool:
    """True for « Avis demandé au Dr X », « Pièce adressée au Dr X » in a sentence: not this is sent to them."""
    row, start = start_of(person)
    cell = row.cell_at(start)
    over = person.reading.sheet.above(cell.box, row, heights_max=1.6)
    led = f"{over.folded[-_SHORT_MAX:] if over is not None else ''} {row.folded[cell.start : start]}"
    return _CONSULTED.search(led) is not None


def answers_for(person: Person) -> bool:
    """True beside « Président de séance », « Responsable de la RCP », under « Lecteur »: who answers for it."""
    row, start = start_of(person)
    cell = row.cell_at(start)
    before = row.folded[cell.start : start]
    labels = [before.strip(" :.*")] if before.strip(" :") else list(_labels_of(person, cell))
    if any(_CHAIR.fullmatch(label) is not None for label in labels):
        return True
    is_chair = any(_CHAIR_ALONE.fullmatch(label) is not None for label in labels)
    return is_chair and any(_MEETING.search(one.folded) for one in person.reading.sheet.rows)


def asks(person: Person) -> bool:
    """True right after « Prescripteur », « Médecin demandeur » or in a list of names there; of a taker, for a doctor.

    The label stands in the same cell, alone in the one at the left, or over it as the head of its column.
    """
    row, start = start_of(person)
    cell = row.cell_at(start)
    before = row.folded[cell.start : start]
    led = list(_ASKER.finditer(before))
    if led:
        match, rest = led[-1], before[led[-1].end() :]
    else:
        found = next((one for one in map(_whole, _labels_of(person, cell)) if one is not None), None)
        if found is None:
            return False
        match, rest = found, before.lstrip(" :")
    if len(rest) > _LIST_MAX or _ENDS.search(rest) is not None:
        return False
    civility = fold_name(person.civility.raw) if person.civility is not None else ""
    return match.group("taker") is None or _DOCTOR.search(civility) is not None


def corresponds(person: Person) -> bool:
    """True beside « Médecins correspondants », « Médecin traitant / correspondants » alone in the cell at the left."""
    row, start = start_of(person)
    cell = row.cell_at(start)
    rest = row.folded[cell.start : start].lstrip(" :")
    if len(rest) > _LIST_MAX or _ENDS.search(rest) is not None:
        return False
    return any(_LISTED.fullmatch(label) is not None for label in _labels_of(person, cell))


def is_copied(person: Person) -> bool:
    """True after « Copie », « Autre destinataire »: the letter is first to somebody else."""
    row, start = start_of(person)
    cell = row.cell_at(start)
    scope = person.reading.scope_of(row, start)
    told = scope.row.folded[scope.start : scope.end] if scope is not None else ""
    return any(_COPY.search(text) for text in (row.folded[cell.start : start], told, *_labels_of(person, cell)))


def _whole(label: str) -> "re.Match[str] | None":
    found = _ASKER.match(label)
    return found if found is not None and found.end() == len(label) else None


def _labels_of(person: Person, cell: Cell) -> Iterator[str]:
    """What is alone at the left of a cell, over its own second line included, and the head of its column."""
    row, sheet = cell.row, person.reading.sheet
    if cell.place > 0:
        left = row.cells[cell.place - 1]
        text = left.folded.strip(" :.*")
        under = sheet.below(left.box, left.row, heights_max=1.6) if _GOES_ON.search(text) else None
        yield f"{text} {under.folded.strip(' :.*')}" if under is not None else text
    if len(row.cells) > 1:
        over = sheet.above(cell.box, row, heights_max=2.0)
        if over is not None and len(over.row.cells) >= len(row.cells) and abs(over.box.x0 - cell.box.x0) < _COLUMN:
            yield over.folded.strip(" :.*")

"""What a date is by the phrase right before it, whatever a label near it says: « sera revu en consultation le »,
« signature électronique : Dr MARTIN (… », « j'ai examiné Mme MARTIN le ».

What lives here: what the phrases of ``data/date_phrases.tsv`` tell. What must not: single labels (``data/labels.tsv``),
days told by their place (``side_dates``, ``date_roles``). Rule: intake.md §3 (roles of dates).
"""

import re
from dataclasses import dataclass
from functools import cache

from liane.domain.intake.extract.dating.date_kinds import ACT_ROLES, DateRole
from liane.domain.intake.extract.surface.evidence import Feature
from liane.domain.intake.extract.surface.labels import read_rows
from liane.domain.intake.extract.surface.reading import PageReading, is_title
from liane.domain.intake.extract.surface.sheet import Cell, Row

_BEFORE_MAX = 120
_WEEK = r"(?:(?:LUN|MAR|MERCRE|JEU|VENDRE|SAME)DI |DIMANCHE )?"
_CLAUSE = r"(?:[^.;:0-9]|(?<=\b[A-Z])\.|(?<=\bDR)\.|(?<=\bMME)\.)"
"""One sign of a clause: the dot of « Dr » or of an initial does not end it."""
_SIGNED_CLAUSE = _CLAUSE.replace(";:0", ";0")
_PARTS = {
    "{to}": rf"\b(?:LE|AU|POUR LE|A PARTIR DU) {_WEEK}",
    "{on}": rf"\b(?:LE|DU) {_WEEK}",
    "{le}": rf"\bLE {_WEEK}",
    "{:}": " ?:? ?",
    "{heading}": r"(?:ET HEURE |/ ?HEURE )?(?:DE |DU |DE LA |DE L'|DES |D')?",
    "{model}": r"(?:FORMULAIRE|MODELE|IMPRIME|TRAME|PROCEDURE|MAQUETTE|GABARIT|DOCUMENT QUALITE|NOTICE)",
    "{home}": (
        r"(?:(?:SON |LE |L'|LA |A |AU |VERS |DU |DE )*"
        r"(?:DOMICILE|SERVICE|ETABLISSEMENT|HOPITAL|EHPAD|PATIENTE?|CLINIQUE|STRUCTURE|RESIDENCE))"
    ),
    "{paper}": (
        r"(?:ATTESTATION|CERTIFICAT|ORDONNANCE|PRESCRIPTION|COURRIER|LETTRE|COMPTE[ -]?RENDU|CR|DOCUMENT|RAPPORT|FICHE|"
        r"FORMULAIRE|QUESTIONNAIRE|GRILLE|PLAN|PROJET|PROTOCOLE|PROGRAMME|NOTE|OBSERVATION|SYNTHESE|BON|DEMANDE)"
    ),
    "{made}": (
        r"(?:ETABLI|REDIG|DELIVR|SIGN|VALID|FINALIS|REMPLI|COMPLET|CRE|EDIT|EMIS|DRESS|REMIS|RENSEIGN|CLOTUR|CLOS|"
        r"DEPOS|AJOUT|PUBLI|MODIFI|ACTUALIS|VERIFI|FAIT)(?:E|EE|ES|EES|S|SE|SES|TE)?"
    ),
}
"""What stands for longer words in the table."""
_THEN = re.compile(
    r"^,? ?(?:QUI |ET |IL |ELLE )?"
    r"(?:MONTRAI|RETROUVAI|OBJECTIVAI|CONCLUAI|RETENAI|METTAI|REVELAI|TROUVAI|EVOQUAI)(?:T|ENT)\b"
)
"""« L'IRM du … montrait »: before what is told."""
_CHILD_BORN = re.compile(
    r"^(?:,? ?(?:A )?\d{1,2} ?[H:] ?\d{0,2})? ?[,:]? ?(?:NAISSANCE|ACCOUCHEMENT|EXTRACTION)\b(?! (?:LE|PREVU))"
)
"""« Le 12/03/2026 à 14 h 12, naissance d'une fille »."""
_BEGUN = re.compile(
    r"EXAMEN|ENREGISTREMENT|SEANCE|INTERVENTION|HOLTER|SEJOUR|HOSPITALI|CONSULT|ENTRETIEN|PRESENT|DOCUMENT"
)
"""What begins is an act: « enregistrement débuté le »."""
_CODE = re.compile(
    r"^\W*(?:REF(?:ERENCE)?\.? ?:? ?)?[A-Z]{2,5}[-_][A-Z0-9\-_.]{1,14}\W+(?:IND(?:ICE)? [A-Z0-9]+\W+)?(?:DU|LE)? ?$"
)
_CODE_TOP = 0.85
"""« FO-123 – indice B – » at the foot of a page tells the version of a form."""
_CODE_OVER = re.compile(
    r"(?:^|\s)[A-Z]{2,5}[-_][A-Z]{2,5}[-_]\d{2,4}\W{1,3}(?:(?:IND(?:ICE)?|V(?:ERSION)?)[. ]?[A-Z0-9]+\W+)?(?:DU|LE)? ?$"
)
_CODE_HEAD = 0.12
"""« ANE-ENR-001 » in the head of a page does so too."""
_AFTER_SIGNING = re.compile(
    r"^(?:[ ,)|\-–/]|A |[0-9:H]|PAR\b)*(?:(?:LE |LA )?(?:DR|DOCTEURE?|PR|PROFESSEURE?|MME|M)\b.*)?$"
)
_LE = re.compile(rf"^\W*LE {_WEEK}$")
_SIGNER = r"(?:DR|DOCTEURE?|PR|PROFESSEURE?|MME|MADAME|M\.|MR|MONSIEUR|MLLE|INTERNE|IDE|INFIRMIERE?)"
_THEN_SIGNER = re.compile(
    rf"^ ?[\-–—,]? ?(?:PAR )?(?:LE |LA |L')?{_SIGNER}"
    r"(?! .*\b(?:A|EST|ETAIT|AVAIT|VOUS|NOUS|ME|SE|S'EST|PRESENTE|POUR|QUI)\b)[^;]{3,70}$"
)
"""« Le 12/03/2026, Dr MARTIN », « Le 12/03/2026 par Mme MARTIN »."""
_SIGNER_LEFT = re.compile(
    r"^\W*(?:DR|DOCTEURE?|PR|PROFESSEURE?|L[EA] (?:MEDECIN|CHIRURGIEN|BIOLOGISTE|RADIOLOGUE|PATHOLOGISTE|PRESCRIPTEUR|"
    rf"DIRECTEUR)|L'(?:INTERNE|INFIRMIERE?|INTERESSEE?))\b{_CLAUSE}{{0,50}}?(?:,? LE |[\-–—,] ?){_WEEK}$"
)
"""« Dr Anne MARTIN, le », alone on its line under what it signs."""
_SIGNED_TOP = 0.3
_RESULT = re.compile(r"^\W*RESULTATS? (?:RENDUS? )?(?:DU|LE) $")
_REQUEST = re.compile(r"\bDEMANDE|^\W*BON\b|ORDONNANCE|PRESCRIPTION")
_ANSWER = re.compile(
    r"RESULTAT|COMPTE[ -]?RENDU|\bCR\b|RAPPORT|BIOLOGIE|ANALYSES|HEMATO|PATHOLOG|SCANNER|\bIRM\b|RADIO|ECHO|IMAGERIE|"
    r"BILAN|URGENCES|RCP|CONCERTATION"
)
_THINGS = re.compile(
    r"COURRIER|LETTRE|RESULTAT|DEMANDE|DOCUMENT|APPEL|MAIL|PRELEVEMENT|ECHANTILLON|IMAGES?\b|SCANNER|\bIRM\b|BON\b|COMPTE"
)
"""What is seen or received, and is no patient."""
_LABORATORY = re.compile(r"LABORATOIRE|BIOLOGIE|PRELEV|ANALYSES|PATHOLOG")
_TO_DAY = re.compile(
    r"^(?:[ ,A]*\d{1,2} ?[H:] ?\d{0,2})? ?(?:AU|JUSQU'AU|ET LE|->|→|[\-–—/]) ?(?:[A-Z]{2,6}DI |DIMANCHE )?\d"
)
_ACTS = (
    ("operated", DateRole.OPERATION),
    ("sampled", DateRole.SAMPLE),
    ("examined", DateRole.EXAM),
    ("leaves", DateRole.DISCHARGE),
    ("visit", DateRole.VISIT),
)
_STATED = frozenset((Feature.LABEL, Feature.GRAMMAR))
_SIGNED = frozenset((Feature.SIGNATURE, Feature.GRAMMAR))
_LABELLED = frozenset((Feature.LABEL,))


@dataclass(frozen=True, slots=True)
class Told:
    """What a phrase tells. is_aside: surely beside the subject; is_open: said only where no label tells more."""

    role: DateRole
    features: frozenset[Feature] = frozenset()
    is_aside: bool = False
    is_open: bool = False


@cache
def _phrases() -> dict[str, re.Pattern[str]]:
    kinds: dict[str, list[str]] = {}
    for kind, phrase, _ in read_rows("date_phrases.tsv"):
        clause = _SIGNED_CLAUSE if kind == "signing" else _CLAUSE
        for part, words in (*_PARTS.items(), ("…", rf"{clause}{{0,80}}")):
            phrase = phrase.replace(part, words)
        kinds.setdefault(kind, []).append(re.sub(r"^\^", r"^\\W*", phrase))
    return {kind: re.compile(f"(?:{'|'.join(phrases)})$") for kind, phrases in kinds.items()}


def _tells(kind: str, before: str) -> bool:
    return _phrases()[kind].search(before) is not None


def told_by_phrase(reading: PageReading, row: Row, cell: Cell, start: int, end: int) -> Told | None:
    """What the words before a date, or right after it, tell; None where they tell nothing. start, end: of the date."""
    before, after = row.folded[cell.start : start][-_BEFORE_MAX:], row.folded[end : cell.end]
    before = before.replace("(E)", "E").replace("(S)", "")
    if _codes_form(row, start):
        return Told(DateRole.FORM)
    if not before.strip():
        return None
    aside = _aside(row, before, after)
    if aside is not None:
        return aside
    if _LE.match(before) and _CHILD_BORN.match(after):
        return Told(DateRole.OPERATION, _LABELLED, is_open=True)
    return _act(reading, row, before) or _stay(before, after) or _paper(reading, row, before, after)


def _aside(row: Row, before: str, after: str) -> Told | None:
    if _tells("coming", before):
        return Told(DateRole.NEXT, is_aside=True)
    if _tells("past", before) or _THEN.match(after):
        return Told(DateRole.EARLIER, is_aside=True)
    if _tells("course", before) and _BEGUN.search(before) is None:
        return Told(DateRole.TREATMENT)
    if _tells("form", before) or (row.top > _CODE_TOP and _CODE.match(before)):
        return Told(DateRole.FORM)
    return None


def _codes_form(row: Row, start: int) -> bool:
    """« ANE-ENR-001 » before a day in the head of a page, in its cell or in the one at the left."""
    return row.top < _CODE_HEAD and _CODE_OVER.search(row.folded[:start]) is not None


def _act(reading: PageReading, row: Row, before: str) -> Told | None:
    seen = _phrases()["seen"].search(before)
    if seen is not None and _THINGS.search(before, seen.start()) is None:
        return Told(DateRole.VISIT, _LABELLED, is_open=True)
    rows = reading.sheet.rows[: row.place]
    if _tells("explored", before) and not any(_LABORATORY.search(one.folded) for one in rows):
        return Told(DateRole.EXAM, _LABELLED)
    role = next((role for kind, role in _ACTS if _tells(kind, before)), None)
    return Told(role, _LABELLED, is_open=True) if role is not None else None


def _stay(before: str, after: str) -> Told | None:
    if _tells("stay", before) and _TO_DAY.match(after):
        return Told(DateRole.ADMISSION, _LABELLED, is_open=True)
    if _tells("lives", before):
        return Told(DateRole.ADMISSION, _LABELLED)
    return Told(DateRole.DISCHARGE, _LABELLED) if _tells("day-stay", before) else None


def _paper(reading: PageReading, row: Row, before: str, after: str) -> Told | None:
    is_asked = _tells("asked", before)
    if is_asked or _tells("prescribed", before):
        titles = [one.folded for one in reading.sheet.rows[:25] if is_title(one.folded.strip(" *-\t"))]
        is_answered = is_asked or any(map(_ANSWER.search, titles))
        return Told(DateRole.EARLIER) if is_answered and not any(map(_REQUEST.search, titles)) else None
    if _tells("dated", before):
        return Told(DateRole.DOCUMENT, _STATED, is_open=True)
    if _tells("written", before):
        return Told(DateRole.DOCUMENT, _STATED)
    if _RESULT.match(before) and not after.strip(" .") and len(row.cells) == 1:
        return Told(DateRole.ISSUED, _STATED)
    return Told(DateRole.SIGNED, _SIGNED, is_open=True) if _is_signed(row, before, after) else None


def _is_signed(row: Row, before: str, after: str) -> bool:
    is_low = row.top > _SIGNED_TOP
    if is_low and _LE.match(before) and _THEN_SIGNER.match(after):
        return True
    if _AFTER_SIGNING.match(after) is None:
        return False
    return _tells("signing", before) or (is_low and len(row.cells) == 1 and _SIGNER_LEFT.match(before) is not None)


def yields_to(told: Told, role: DateRole, *, has_label: bool) -> bool:
    """True where what is known already tells as much: a label of the same sort, or any for a phrase that is open."""
    if told.role is role:
        return True
    written = (DateRole.DOCUMENT, DateRole.SIGNED, DateRole.ISSUED)
    is_same = (told.role in ACT_ROLES and role in ACT_ROLES) or (told.role in written and role in written)
    if is_same:
        return has_label
    return told.is_open and has_label and role not in (DateRole.RECEIVED, DateRole.EARLIER)

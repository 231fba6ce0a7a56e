"""What the words around a name say of whether they wrote the page: a signature under the closing formula, the one
number of professional, « rempli par ».

What lives here: what these add to the log-odds of an author. What must not: the features that the ranker learns
(``person_features``), the choice (``rank_persons``).
Rule: intake.md §3 (author, RPPS). Source: Code de la santé publique, article R4127-76 (what a doctor signs bears their
name), arrêté of 4 February 2010 (RPPS: one number for each professional).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from liane.domain.identity.lexis import fold_name
from liane.domain.intake.extract.people.person_features import start_of
from liane.domain.intake.extract.people.persons import Person
from liane.domain.intake.extract.people.professionals import end_of, family_key
from liane.domain.intake.extract.people.professions import tells_profession
from liane.domain.intake.extract.people.sent_to import is_in_dated_row, is_sentence, sentence_around, told_before
from liane.domain.intake.extract.surface.sheet import fold
from liane.domain.intake.fields import Role

_CLOSED_GAIN = 3.0
"""Log-odds that a doctor gains under a formula that closes a letter: of 150 on pages that may be learnt from and of
four examiners, 5 did not write it, misread names apart."""
_NUMBER_GAIN = 2.5
"""Log-odds that the one person who has an RPPS gains: of 260 such, 5 did not write it."""
_FOOT_GAIN = 3.0
"""Log-odds that a doctor whose whole name is alone on one of the last lines gains: of 271 such, 3 did not write it."""
_FOOT_ROWS, _FOOT_MIN = 4, 0.3
_HEAD_GAIN = 2.0
"""Log-odds that the one name of a letterhead gains: of 90 such, 1 did not write the page."""
_LETTERHEAD_MAX, _LEFT_MAX = 0.25, 0.42
_PROSE_COST = 6.0
"""Log-odds that whom a sentence of the body names loses: of 418 such, 2 wrote the page."""
_OPERATED_GAIN = 3.0
"""Log-odds that the surgeon gains in the report of an operation, or beside the anaesthetist: 31 of 31 wrote it."""
_FILLED_GAIN = 4.0
_SIGNED_GAIN = 4.0
"""Log-odds that who stands after « Signé le … par », « Validé par » gains: of 47 such, 1 did not write it."""
_CHARGED_GAIN = 2.5
"""The same after « Médecin responsable », « Senior »: of 38 such, all wrote it."""
_HELPED_COST = 8.0
_JUNIOR_COST = 4.0
_CLOSED_ROWS = tuple(f"closing={rows}" for rows in range(1, 4))
_NUMBER = re.compile(r"[ ,;:(–—·|-]*(?:N ?[°O]? ?)?(?:RPPS\b|(?:IDENTIFIANT )?1(?:[ .]?\d){10}(?!\d))")
_FILLED = re.compile(
    r"\b(?:(?:REMPLI|REDIGE|ETABLI|COMPLETE|RENSEIGNE)E?S?(?: LE [0-9A-Z/.: -]{6,24})? PAR(?: LE| LA)?|"
    r"REDACT(?:EUR|RICE)(?: DU (?:COURRIER|DOCUMENT|COMPTE[ -]RENDU))?|VISA(?: DU (?:MEDECIN|PRATICIEN))?)[ :]*$"
)
_SIGNED = re.compile(
    r"\b(?:SIGNE|VALIDE|APPROUVE|AUTHENTIFIE)E?S?(?: ET (?:SIGNE|VALIDE)E?S?)?(?: [A-Z]{6,})?"
    r"(?: LE [0-9A-Z/.: -]{6,28}(?: PAR|(?<=[0-9]) ?[,:–—-])| ?:| PAR)(?: LE| LA)?[ :]*$"
)
_CHARGED = re.compile(
    r"\b(?:(?:MEDECIN|PRATICIEN(?:NE)?|BIOLOGISTE|PHARMACIEN(?:NE)?|CHIRURGIEN(?:NE)?|CADRE|PSYCHOLOGUE)"
    r"(?: RESPONSABLE| SIGNATAIRE| SENIOR| (?:DU )?SMUR| TRANSPORTEUR)+|SENIOR|SIGNATAIRE)[ :]*$"
)
_HELPED = re.compile(
    r"\b(?:MANIPULAT(?:EUR|RICE)S?|SECRETAIRES?|SECRETARIAT|DACTYLO[A-Z]*|FRAPPE|SAISIE?|TAPEE? PAR|"
    r"(?:MEDECIN|CHIRURGIEN|EQUIPE|PRATICIEN)S? (?:RECEVEU(?:R|SE)|D'ACCUEIL|D'AVAL)S?|"
    r"AIDES?(?: OPERATOIRES?)?|INSTRUMENTISTES?|PANSEUSES?|IADE|IBODE|I\.?O\.?A\.?)(?: PAR)?[ :]*$"
)
_ANAESTHETIST = re.compile(r"\b(?:ANESTHESISTES?(?:[ -]REANIMAT(?:EUR|RICE))?|ANESTHESIE|M\.?A\.?R\.?)[ :]*$")
_SURGEON = re.compile(r"\b(?:OPERAT(?:EUR|RICE)|CHIRURGIEN(?:NE)?)(?: ?/ ?DATE)?[ :]*$")
"""Who helps the others: the anaesthetist in the report of an operation, the surgeon in a sheet of anaesthesia."""
_ANAESTHESIA = re.compile(
    r"PRE-? ?ANESTH|^D' ?ANESTH|"
    r"(?:CONSULTATIONS?|DOSSIER|FICHE|EVALUATION|VISITE|FEUILLE|DEPARTEMENT|SERVICE|UNITE|BILAN)"
    r"(?: [A-Z']+)? "
    r"?(?:D'|DE L')?ANESTH"
)
_OPERATION = re.compile(r"\b(?:COMPTE[ -]?RENDU|C\.?R\.?|PROTOCOLE)(?: [A-Z']+)? (?:OPERATOIRE|D'INTERVENTION)")
_PARTING = ("-", "–", "—", "+", "·", "|", "*")
_DONE_BY = re.compile(
    r"\b(?:ADMINISTR|INJECT|VACCIN|REALIS|EFFECTU|PRATIQU|DELIVR|DISPENS)[A-Z]*\b[^;]{0,60}\bPAR ?:? ?$"
)
_DOER = re.compile(r"[ ,(–—-]{1,3}(?:DOCTEURE? EN PHARMACIE|PHARMACIEN|INFIRMI|SAGE-FEMME|I\.?D\.?E\b)")
"""« Administré le 3 mars par Anne DURAND, pharmacien »: what a paper attests, and who did it."""
_HEAD_MAX = 0.4
_JUNIOR = re.compile(r"\b(?:INTERNE|EXTERNE|ETUDIANTE?|STAGIAIRE|F\.?F\.?I\.?)(?: EN [A-Z]+| DE [A-Z]+)?")
_JUNIOR_AFTER = re.compile(rf"[ ,;:(–—-]*{_JUNIOR.pattern}\b")
_JUNIOR_ROWS = 4
_SIGNING = re.compile(
    r"\b(?:PRE)?(?:SIGN|VALID|REDIG|LIBER|EDIT|CERTIFI|SOUSSIGN|ETABLI|REMPLI|COMPLET|RENSEIGN|INTERPRET|DICT|RELU ET|"
    r"AUTHENTIFI|ATTEST|APPROUV|VISA\b|RAPPORT|COMPTE[ -]RENDU|RECU DU|INFORME|RESPONSAB)|"
    r"\b(?:FAIT|VISITE|EXAMEN|BILAN|ENTRETIEN|INFORMATION|MISE? A JOUR)\b"
)
"""Words of a sentence that may tell who writes: « Fait le 3 mai par », « avoir reçu du Dr X une information »."""


def author_gains(mentions: Sequence[Person], rows: Sequence[Mapping[str, float]], owners: Sequence[int]) -> list[float]:
    """What words add to the log-odds of each mention as the author. rows: their features; owners: who each names."""
    numbered = {
        owner for one, owner in zip(mentions, owners, strict=True) if one.role is not Role.RECIPIENT and has_number(one)
    }
    parts = _Parts.of(mentions)
    juniors = [_is_junior(one) for one in mentions]
    alone = [numbered == {owner} and has_number(one) for one, owner in zip(mentions, owners, strict=True)]
    return [
        _CLOSED_GAIN * is_under_closing(one, row)
        + (_NUMBER_GAIN if has_alone else _by_words(one, parts))
        + _by_sentence(one)
        + _HEAD_GAIN * heads_alone(one, mentions)
        - _JUNIOR_COST * (is_junior and _has_senior(one, mentions, juniors))
        for one, row, has_alone, is_junior in zip(mentions, rows, alone, juniors, strict=True)
    ]


def is_under_closing(person: Person, row: Mapping[str, float]) -> bool:
    """True for a doctor who begins one of the lines under « Bien confraternellement », on the next page too."""
    if not person.is_professional or person.role is Role.RECIPIENT or not any(name in row for name in _CLOSED_ROWS):
        return False
    return not any(sign.isalnum() for sign in _before(person))


def has_number(person: Person) -> bool:
    """True for a name that an RPPS follows, beside it, just under, or under the trade that is told under it."""
    row = person.row
    cell = row.cell_at(person.start)
    if _NUMBER.match(row.folded, end_of(person), cell.end):
        return True
    under = person.reading.sheet.below(cell.box, row, heights_max=2.0)
    if under is not None and tells_profession(under.folded) and not _NUMBER.search(under.folded):
        under = person.reading.sheet.below(under.box, under.row, heights_max=2.0)
    return under is not None and _NUMBER.match(under.folded) is not None


def heads_alone(person: Person, mentions: Sequence[Person]) -> bool:
    """True for a doctor, or a name over a profession, that begins the left half of a letterhead with no other name."""
    if not _is_in_head(person) or person.name.given is None or person.role is Role.RECIPIENT:
        return False
    if told_before(person).strip(" .:-|"):
        return False
    cell = person.row.cell_at(person.start)
    under = person.reading.sheet.below(cell.box, person.row, heights_max=2.0)
    is_told = person.is_professional or (under is not None and tells_profession(under.folded))
    return is_told and {_whole_key(one) for one in mentions if _is_in_head(one)} == {_whole_key(person)}


def _whole_key(person: Person) -> tuple[str, str]:
    return family_key(person), fold_name(person.name.given.raw) if person.name.given is not None else ""


def _is_in_head(person: Person) -> bool:
    row = person.row
    return person.reading.is_first and row.top < _LETTERHEAD_MAX and row.cell_at(person.start).box.x0 < _LEFT_MAX


def _before(person: Person) -> str:
    row, start = start_of(person)
    return row.folded[row.cell_at(start).start : start]


@dataclass(frozen=True, slots=True)
class _Parts:
    """Whom labels of the parts taken in an act tell: who helps, who leads it."""

    helpers: "tuple[re.Pattern[str], ...]"
    leads: bool

    @classmethod
    def of(cls, mentions: Sequence[Person]) -> "_Parts":
        """The surgeon helps in a sheet of anaesthesia; the anaesthetist does where a surgeon is told, who leads."""
        readings = {one.reading.sheet.number: one.reading for one in mentions}
        rows = (row for reading in readings.values() for row in reading.sheet.rows if row.top < _HEAD_MAX)
        heads = [cell.folded for row in rows for cell in row.cells if ":" not in cell.folded]
        is_operation = any(map(_OPERATION.search, heads))
        if any(map(_ANAESTHESIA.search, heads)) and not is_operation:
            return cls((_HELPED, _SURGEON), leads=False)
        told = [told_before(one) for one in mentions]
        if not any(map(_SURGEON.search, told)):
            return cls((_HELPED,), leads=False)
        return cls((_HELPED, _ANAESTHETIST), leads=is_operation or any(map(_ANAESTHETIST.search, told)))


def _by_words(person: Person, parts: _Parts) -> float:
    """« Rempli par : X » for, « manipulateur : X » and who helps against."""
    before = told_before(person)
    if any(helper.search(before) for helper in parts.helpers):
        return -_HELPED_COST
    if parts.leads and _SURGEON.search(before):
        return _OPERATED_GAIN
    if did_act(person):
        return _SIGNED_GAIN
    gains = ((_FILLED, _FILLED_GAIN), (_SIGNED, _SIGNED_GAIN), (_CHARGED, _CHARGED_GAIN))
    return next((gain for words, gain in gains if words.search(before)), 0.0)


def did_act(person: Person) -> bool:
    """True for « Administré le 3 mars par Anne DURAND, pharmacien »."""
    row, start = start_of(person)
    led = row.folded[row.cell_at(start).start : start]
    return _DONE_BY.search(led) is not None and _DOER.match(row.folded, end_of(person)) is not None


def is_signed(person: Person) -> bool:
    """True after « Fiche validée le 3 mars – », « Signé par »."""
    return _SIGNED.search(told_before(person)) is not None


def is_told_helper(person: Person) -> bool:
    """True right after « Anesthésiste : », « Aide : »: who took part, and nobody who is written to."""
    return any(helper.search(told_before(person)) for helper in (_HELPED, _ANAESTHETIST, _SURGEON))


def _by_sentence(person: Person) -> float:
    """Against whom a sentence of the body names, for whom the last lines name alone."""
    led, rest = sentence_around(person)
    if did_act(person):
        return 0.0
    if is_sentence(led, rest) and not led.rstrip().endswith((":", ",")) and not _is_parted(person):
        return 0.0 if _SIGNING.search(fold(led)) else -_PROSE_COST
    return _FOOT_GAIN * is_alone_at_foot(person)


def _is_parted(person: Person) -> bool:
    """« Réalisée le 3 mars à 17 h 48, durée 19 min – Dr Anne DURAND (RPPS …) »: a sign, a name, a number."""
    return _before(person).rstrip().endswith(_PARTING) and has_number(person)


def is_alone_at_foot(person: Person) -> bool:
    """True for a doctor alone in a cell, in no table, on one of the last lines of the last page."""
    row, start = start_of(person)
    rows = person.reading.sheet.rows
    is_low = person.reading.is_last and row.place >= max(1, len(rows) - _FOOT_ROWS)
    is_low = is_low and (row.top >= _FOOT_MIN or not person.reading.is_first)
    if not is_low or not person.is_professional or person.role is Role.RECIPIENT or is_in_dated_row(person):
        return False
    cell = row.cell_at(start)
    return not _before(person).strip(" .:-|") and not row.folded[end_of(person) : cell.end].strip(" ,.|")


def _is_junior(person: Person) -> bool:
    """True for « Paul DURAND, interne », « Interne : Paul DURAND », a name over « Interne »."""
    row = person.row
    cell = row.cell_at(person.start)
    if _JUNIOR_AFTER.match(row.folded, end_of(person), cell.end) or _JUNIOR.search(
        told_before(person).strip(" :")[-24:]
    ):
        return True
    under = person.reading.sheet.below(cell.box, row, heights_max=2.0)
    return under is not None and _JUNIOR.match(under.folded) is not None


def _has_senior(person: Person, mentions: Sequence[Person], juniors: Sequence[bool]) -> bool:
    """True where somebody else, no junior, is named on the lines beside."""
    return any(
        other.row.page == person.row.page and abs(other.row.place - person.row.place) <= _JUNIOR_ROWS
        for other, is_junior in zip(mentions, juniors, strict=True)
        if not is_junior and other.is_professional
    )

"""What the words around a line that names a house say of whether the page comes from it: the one named house of the
letterhead, the line of a fax, « Établissement sollicité : ».

What lives here: what these add to the log-odds of a house. What must not: the features that the ranker learns
(``house_features``), candidates (``houses``), the choice (``rank_houses``).
Rule: intake.md §3 (establishment).
"""

import re
from collections.abc import Sequence

from liane.domain.intake.extract.dating.handled_dates import is_of_machine
from liane.domain.intake.extract.origin.houses import House
from liane.domain.intake.extract.people.professions import tells_profession

_HEAD_GAIN = 4.0
"""Log-odds that the one named house of a letterhead gains: of 443 such, all were the sender's, misread names apart."""
_SENT_COST = 4.0
_SENDER_GAIN = 3.0
_LEFT_MAX = 0.42
_NAMED = re.compile(
    r"(?:LE |LA |L')?(?:NOUVEL(?:LE)? |GRANDE? )?(?:"
    r"(?:CENTRES? HOSPITALI?[A-Z]*(?: [A-Z]+)?|GROUPE (?:HOSPITALIER|MEDICAL)|CHU|CHRU|CHR|CHI|CH|"
    r"POLYCLINIQUE|CLINIQUE|HOPITA(?:L|UX)(?: PRIVEE?S?| D'INSTRUCTION)?|INSTITUT|FONDATION|HOSPICES|EHPAD|"
    r"RESIDENCE|HAD|SSIAD|CPAM|"
    r"LABORATOIRES?|LABM|LBM|CABINET|PHARMACIE|MAISON (?:DE SANTE|MEDICALE)|MSP|POLE (?:DE )?SANTE|SELARL|SELAS) "
    r"(?!(?:LE|DU) [0-9])[A-Z]|CENTRE (?:DE |D'|MEDICAL |MEDICO)(?!CONSULTATION)[A-Z])"
)
"""A kind of house, then what names it."""
_BLANK = re.compile(r" ")
_GENERIC = re.compile(
    r"(?:(?:CENTRES?|GROUPE|CHU|CHRU|CHR|CHI|CH|POLYCLINIQUE|CLINIQUE|HOPITA(?:L|UX)|INSTITUT|FONDATION|RESIDENCE|"
    r"LABORATOIRES?|LABM|LBM|CABINET|PHARMACIE|MAISON|MSP|POLE|SELARL|SELAS|HOSPITALI(?:ER|ERE)|UNIVERSITAIRE|REGIONAL|"
    r"GENERALE?|PRIVEE?|CHIRURGICALE?|MEDICA(?:L|LE|LES|UX)|MEDICO|BIOLOGIE|ANALYSES|RADIOLOGIE|IMAGERIE|SANTE|SOINS|"
    r"PLURI ?-?(?:PROFESSIONN|DISCIPLIN)[A-Z]+|MULTI ?-?SITES?|SPECIALITES|CONSULTATIONS?|USAGE|INTERIEUR|OFFICINE|"
    r"DENTAIRE|INFIRMIERS?|KINESITHERAPIE|DE|DU|DES|D|L|LA|LE|ET|A)\b[ '-]*)+"
)
"""Words that say what sort of house it is, and not which."""
_FAX = re.compile(r"(?:DE|FROM|EXP[A-Z.]*|EMETTEUR) ?[:;.].*(?:\bPAGE\b|\bP[ .]{0,2}0?\d|\b\d{1,2} ?[H:] ?\d{2})")
"""« De : CLINIQUE DU LAC 12-03-26 10h31 Page 1 sur 2 »: the machine that sent, not who writes."""
_DESTINED = re.compile(
    r"(?:\b(?:ETABLISSEMENT|SERVICE|STRUCTURE|CENTRE|UNITE|LIEU)S? (?:SOLLICITEE?|DESTINATAIRE|D'ACCUEIL|RECEVEU[RS]E?|"
    r"DE DESTINATION|D'AVAL|SOUHAITEE?|DEMANDEE?|DE RENDEZ-VOUS)S?|\bDESTINATION|\bDESTINATAIRES?|\bARRIVEE|"
    r"\bTRANSFERT?[A-Z]*(?: LE [0-9/.]{6,10}| DU [0-9/.]{6,10})? (?:VERS|A|AU)|\bSORT(?:IE|ANTE?) VERS|\bORIENTATION|"
    r"\bADRESSEE? (?:A|AU|VERS)|\bA L'ATTENTION D[EU]|\b(?:PHARMACIE|LABORATOIRE) (?:DE VILLE|HABITUELL?E?)|"
    r"\bPROVENANCE|\bVENANT D[EU])[ :]*(?:LE |LA |L')?$"
)
_SENDING = re.compile(
    r"\b(?:(?:ETABLISSEMENT|SERVICE|STRUCTURE|UNITE) )?(?:DEMANDEU(?:R|SE)|EMETT(?:EUR|RICE)|EXPEDIT(?:EUR|RICE)|"
    r"ADRESSEU(?:R|SE)|D'ORIGINE)[ :]*$"
)
"""Says the sender where the page tells to whom it is sent as well: of a result, it would be who asked."""


def names_house(folded: str) -> bool:
    """True for words that begin with a kind of house and what names it."""
    return _NAMED.match(folded) is not None


def is_generic(key: str) -> bool:
    """True for words that say what sort of house it is, and not which, a stray letter before them apart."""
    return _GENERIC.fullmatch(re.sub(r"^[A-Z0-9] ", "", key)) is not None


_PORTAL = re.compile(
    r"\b(?:SERVEUR|PORTAIL|PLATEFORME|(?:RESULTATS?|DOSSIERS?|ESPACE) (?:EN LIGNE|PATIENTS?|MEDECINS?|RESULTATS?))\b"
    r"[^:]{0,30} [–—-] $"
)
"""« Serveur de résultats – Clinique du Lac »: whose server it is."""
_MENU = re.compile(r"[A-Z] ?> ?[A-Z]")
"""« Laboratoire > Dossiers > Résultat »: where one stands in a program."""


def house_gains(houses: Sequence[House]) -> list[float]:
    """What words add to the log-odds of each candidate, in their order."""
    told = [_before(one) for one in houses]
    destined = [_DESTINED.search(before) is not None for before in told]
    faxed = [_FAX.match(one.cell.row.folded) is not None or is_of_machine(one.reading, one.cell.row) for one in houses]
    named = [
        not is_destined and not is_faxed and _is_named_head(one, before)
        for one, before, is_destined, is_faxed in zip(houses, told, destined, faxed, strict=True)
    ]
    heads = {one.key for one, is_named in zip(houses, named, strict=True) if is_named}
    is_one = len({key for key in heads if not any(_begins(key, other) for other in heads)}) == 1
    return [
        _HEAD_GAIN * (is_one and is_named)
        + _SENDER_GAIN * (any(destined) and _SENDING.search(before) is not None)
        - _SENT_COST * (is_destined or is_faxed)
        + _HEAD_GAIN * (one.zone == "head" and _PORTAL.search(before) is not None and names_house(one.key))
        - _SENT_COST * (_MENU.search(one.cell.folded) is not None)
        for one, before, is_named, is_destined, is_faxed in zip(houses, told, named, destined, faxed, strict=True)
    ]


def _begins(key: str, other: str) -> bool:
    """True where another name begins this one: « CHU de X – Réanimation », « CHU de X »."""
    return key != other and key.startswith(f"{other} ")


def _is_named_head(house: House, before: str) -> bool:
    """True for « Clinique du Lac » that begins a line of the letterhead, at its left, or follows a profession there."""
    is_first = house.zone == "head" and house.cell.place == 0 and house.cell.box.x0 < _LEFT_MAX
    is_led = bool(before.strip(" +.|-*")) and not tells_profession(before)
    if not is_first or is_led or _NAMED.match(house.key) is None or _GENERIC.fullmatch(house.key):
        return False
    if any(_NAMED.match(house.key, at.end()) for at in _BLANK.finditer(house.key)):
        return False  # « HAD – CHU de Testville »: a unit and its house
    span = house.spans[-1]
    return not span.row.folded[span.end : span.row.cell_at(span.end - 1).end].lstrip().startswith(":")


def _before(house: House) -> str:
    """The words before a name in its cell, or in the one at its left."""
    cell, span = house.cell, house.spans[0]
    before = span.row.folded[cell.start : span.start]
    if before.strip(" :") or cell.place == 0:
        return before
    return cell.row.cells[cell.place - 1].folded

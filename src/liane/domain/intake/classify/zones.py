"""Where a page speaks of who sends it: letterhead, team, telephone numbers, references of a record.

These words tell whose paper it is, not what the document is: « Cabinet de kinésithérapie » is over a prescription, an
assessment and a bill alike. What lives here: which lines they are. What must not: what they are worth (model.py).
"""

import re
from collections.abc import Sequence

from liane.domain.intake.classify.tokens import Line, fold

HEAD_SHARE = 0.45
"""A letterhead ends above this share of the page."""
TEAM_TOKENS_MAX = 9
CONTACT_TOKENS_MAX = 14
"""Words of a line of contact below the letterhead: a longer one is a sentence that speaks of a secretary."""
_CONTACT = re.compile(
    r"(?<![0-9])0[1-9](?:[ .-]?[0-9]{2}){4}(?![0-9])|(?<![0-9])[0-9]{5} +[A-Z]{3}|@|\bWWW\."
    r"|\b(?:TEL|FAX|TELECOPIE|TELEPHONE|STANDARD|SECRETARIAT|COURRIEL|MAIL|E-MAIL|MSSANTE|FINESS|RPPS|ADELI|SIRET|SIREN|PERMANENCE)\b|\bTEL\."
)
_OWNER = re.compile(
    r"\bNAISS|\bNEE?\b(?: ?\(E\))? *(?:LE|:)|\bNE\(E\)|\bDDN\b|\bDN\b|\bPRENOM|\bPATIENT|\bUSAGER"
    r"|\bD\.? ?N\.? ?:? ?[0-3]?[0-9][/.-]|\b(?:NIP|IPP)\b|\(?\b(?:NEE|VEUVE|EPOUSE) [A-Z]{2}"
    r"|\bRESIDENTE?\b|\bASSUREE?\b|\bINS\b|\bBENEFICIAIRE|^ *(?:(?:MON|MA) )?CHERE?S?\b|\bOBJET\b|\bCONCERN|\bSOUSSIGNE"
)
_SUBJECT = re.compile(r"^ *(?:(?:RE|TR|FW|FWD) ?:|(?:OBJET|SUJET)\b)")
_TEAM = re.compile(r"^ *(?:DR|DOCTEUR|PR|PROFESSEUR|MME|M\.|CHEF|CADRE|SECRETAIRE|INTERNES?|PRATICIENS?|MEDECINS?)\b")


def find_sender_lines(lines: Sequence[Line]) -> frozenset[int]:
    """Places of the lines of a page that tell of its sender.

    lines: of one page in reading order. The head goes down to the last line of contact (telephone, postal code, numbers
    of a practice) before the person whom the document is about; further down, lines of contact alone.
    """
    folded = [fold(line.text) for line in lines]
    contacts = [place for place, text in enumerate(folded) if _CONTACT.search(text)]
    end = _find_head_end(lines, folded)
    last = max((place for place in contacts if place < end), default=-1)
    while last >= 0 and last + 1 < end and _is_team(lines[last + 1], folded[last + 1]):
        last += 1
    below = {place for place in contacts if len(lines[place].tokens) <= CONTACT_TOKENS_MAX}
    taken = set(range(last + 1)) | {place for place in below if not _OWNER.search(folded[place])}
    return frozenset(place for place in taken if not _SUBJECT.search(folded[place]))


def _find_head_end(lines: Sequence[Line], folded: Sequence[str]) -> int:
    for place, line in enumerate(lines):
        if line.box.y0 > HEAD_SHARE or _OWNER.search(folded[place]):
            return place
    return len(lines)


def _is_team(line: Line, text: str) -> bool:
    return len(line.tokens) <= TEAM_TOKENS_MAX and bool(_TEAM.search(text))

"""What the first sentence of a letter says that it is, whatever the letter quotes: « Merci de recevoir… » asks, « J'ai
reçu en consultation… » tells of a visit, « … a été hospitalisée du … au … » of a stay.

A letter has seldom a title, and quotes examinations, treatments and other letters; how it opens is what it is for. So
do a few lines over a list: « À faire au laboratoire : ». What lives here: how papers open. What must not: titles
(clear_titles.py), the weight of all other words (model.py).
"""

import re
from itertools import takewhile

from liane.domain.intake.classify.clear_titles import HEAD_SHARE, LIKELY, ClearTitle, find_clear_title, is_text
from liane.domain.intake.classify.titles import Outline
from liane.domain.intake.classify.tokens import Line, fold

LINES_READ = 4
"""Of a letter, below its greeting."""
LETTERS_READ = 330
SENTENCE_TOKENS = 5
"""A line of so many words that ends with a full stop is a sentence of a list of what is to do."""
LEAST = (0.9, 0.0)
"""Least chance of the types that an opening allows."""
_SEE = "(?:(?:RE)?VOIR|RECEVOIR|EXAMINER|ACCUEILLIR|PRENDRE|CONVOQUER|HOSPITALISER|DONNER VOTRE AVIS|ME DONNER)"
_POLITE = "(?:BIEN VOULOIR |S'IL VOUS PLAIT |STP |SVP |VOULOIR |POUVOIR )*(?:LE |LA |L'|ME )?"
_PAPER = (
    "(?:CI[- ]JOINT|COPIE|LA COPIE|LE COMPTE|LE CR |LES? RESULTATS?|MON |MES |UN (?:COURRIER|COMPTE)|DES? |QUELQUES"
    "|CETTE LETTRE|CE COURRIER)"
)
"""What is sent in « je vous adresse », when it is not somebody."""
_SEND = r"(?:VOUS |TE |T')(?:L')?(?:RE)?(?:ADRESSER?|CONFIER?|ENVOYER|ENVOIE)\b"
_ASKS = re.compile(
    rf"\bMERCI (?:DE |D'){_POLITE}{_SEE}|\bREMERCI[A-Z]+ (?:PAR AVANCE |D'AVANCE |BEAUCOUP )?(?:DE |D'){_POLITE}{_SEE}"
    rf"|\b(?:POUVEZ|POURRIEZ|PEUX|POURRAIS|VOUDRIEZ|ACCEPTERIEZ)[- ](?:VOUS|TU) {_POLITE}{_SEE}"
    rf"|\bJE (?:ME PERMETS DE |SOUHAITE |VOUDRAIS |DESIRE )?{_SEND}(?! {_PAPER})"
    r"|\b(?:JE|NOUS) (?:VOUS )?(?:SOUHAIT|SOLLICIT|DEMAND|AIMER)[A-Z]+ .{0,20}\bAVIS\b"
    rf"|\b(?:RECONNAISSANTE?|GRE|HEUREUX|HEUREUSE) (?:DE |D'|SI VOUS POUVIEZ |QUE VOUS ){_POLITE}{_SEE}"
)
_SEEN = re.compile(
    r"\bJ'AI (?:BIEN |DONC )?(?:RE)?(?:VU|CU|EXAMINE)E?S?\b|\bJE (?:RE)?VOIS (?:CE JOUR|AUJOURD'HUI|EN CONSULTATION)"
    r"|\bJ'AI (?:DONC )?EU LE PLAISIR DE (?:RE)?(?:VOIR|CEVOIR)"
    r"|\b(?:A|EST|ONT) (?:ETE )?(?:RE)?(?:VUE?|CUE?|VENUE?) (?:CE JOUR |AUJOURD'HUI |LE [0-9/. ]{5,12})?"
    r"(?:EN|A LA|A MA|A NOTRE) CONSULTATION|\bVOTRE PATIENTE? .{0,40}\bM'A CONSULTEE?\b"
)
_THANKED = re.compile(
    r"\b(?:M'|NOUS )(?:AVOIR|AVEZ|AS) (?:ADRESSE|CONFIE|ENVOYE)E? (?:VOTRE |TON |TA |LE |LA |L')?(?:JEUNE |PETITE? )?"
    r"(?:M\.|MR\b|MME\b|MLLE\b|MONSIEUR|MADAME|MADEMOISELLE|ENFANT|PATIENTE?\b)"
)
_STAYED = re.compile(
    r"\b(?:A|AVAIT|AYANT) ETE HOSPITALISEE?\b|\bA SEJOURNE\b|\b(?:EST|ETAIT) HOSPITALISEE? (?:DU|DANS|EN|CHEZ|AU) "
    r"|\bHOSPITALISEE? (?:DANS (?:LE|NOTRE) SERVICE |EN [A-Z ]{3,30})?DU [0-9]"
    r"|\b(?:EST|A) (?:SORTIE?|QUITTE) (?:CE JOUR |AUJOURD'HUI )?(?:DU|DE NOTRE|LE) SERVICE"
)
_TO_DO = re.compile(
    r"^ ?(?:[-–—•*] ?)?(?:FAIRE|MERCI DE|PRIERE DE|VEUILLEZ) (?:FAIRE )?"
    r"(?:PRATIQUER|REALISER|EFFECTUER|DOSER|PRELEVER)\b"
    r"|^.{0,50}\bA (?:PRATIQUER|REALISER|EFFECTUER|PRELEVER|DOSER|FAIRE)\b.{0,60}"
    r"(?:LABORATOIRE|DOMICILE|JEUN|RADIO|IMAGERIE).{0,20}:? ?$"
)
_ASKED = (
    "96349-6 18761-7 75496-0 88348-8 74207-2 78341-5 55115-0 PRESC-KINE PRESC-BIO PRESC-INF PRESC-ORTHOPHO"
    " PRESC-ORTHOPTIE PRESC-PEDI 57832-8 57828-6"
)
_MET = (
    "11488-4 78513-9 85208-7 34749-2 34875-5 89233-1 89235-6 93024-8 59283-2 68817-6 70004-7 18748-4 11505-5 47420-5"
    " 34120-6 11506-3 28617-9 83901-9 BIL_AUTO 89601-9 75492-9 51969-4"
)
_STAYS = (
    "34112-3 11490-0 15507-7 15508-5 57057-2 78489-2 89235-6 68599-0 34133-9 83981-1 18761-7 67851-6 34874-8 60280-5"
    " 11505-5 70004-7 60591-5 11506-3"
)
_LISTED = (
    "57833-6 57828-6 57832-8 PRESC-BIO PRESC-KINE PRESC-INF PRESC-PEDI PRESC-ORTHOPHO PRESC-ORTHOPTIE 55115-0 75468-9"
    " 96349-6 56446-8"
)
_CARERS = frozenset({"11506-3", "47420-5", "34120-6", "83901-9"})
"""Papers of carers, who greet no physician as a colleague."""
_COLLEAGUE = re.compile(r"\bCON(?:FRERE|S[OŒ]E?UR)")
_LIST_TYPES, _ASK_TYPES, _MEETING_TYPES = (frozenset(types.split()) for types in (_LISTED, _ASKED, _MET))
_STAY_TYPES = frozenset(_STAYS.split())
_THANK_TYPES = _MEETING_TYPES | {"15507-7"}
_OPENINGS = ((_ASKS, _ASK_TYPES), (_SEEN, _MEETING_TYPES), (_THANKED, _THANK_TYPES), (_STAYED, _STAY_TYPES))


def find_opening(outline: Outline) -> ClearTitle | None:
    """What the first words of a letter below its greeting, or the first line of a list to do, say that a paper is.

    Rule: intake.md §7 (types: title rules).
    """
    if outline.greeting < len(outline.lines):
        return _read_letter(outline)
    head = takewhile(lambda line: line.box.y0 < HEAD_SHARE and not _is_running(line), outline.lines)
    if any(_TO_DO.search(fold(line.text)) for line in head):
        return ClearTitle(types=_LIST_TYPES, named=frozenset(), least=LEAST)
    return None


def _is_running(line: Line) -> bool:
    return is_text(line) or line.ends_sentence(SENTENCE_TOKENS)


def find_calling(outline: Outline) -> ClearTitle | None:
    """What a paper calls itself: its clear title, else how it opens; a letter whose subject names what it cannot be
    is what it opens as.
    """
    title, opening = find_clear_title(outline), find_opening(outline)
    if title is None or opening is None:
        return title or opening
    is_quoted = title.least == LIKELY and title.types.isdisjoint(opening.types)
    return opening if is_quoted else title


def _read_letter(outline: Outline) -> ClearTitle | None:
    start = outline.greeting + 1
    text = fold(" ".join(line.text for line in outline.lines[start : start + LINES_READ]))[:LETTERS_READ]
    found = [(match.start(), types) for sense, types in _OPENINGS if (match := sense.search(text.replace("’", "'")))]
    if not found:
        return None
    _, types = min(found, key=lambda one: one[0])
    if types is _MEETING_TYPES and any(other is _ASK_TYPES for _, other in found):
        types |= _ASK_TYPES  # « J'ai vu ce jour Monsieur X, que je vous adresse »
    if types is _THANK_TYPES:  # « Merci de nous avoir confié Madame X, hospitalisée du… au… »
        is_stay = any(other is _STAY_TYPES for _, other in found)
        is_colleague = _COLLEAGUE.search(fold(outline.lines[outline.greeting].text))
        types = _STAY_TYPES if is_stay else types - _CARERS if is_colleague else types
    return ClearTitle(types=types, named=frozenset(), least=LEAST)

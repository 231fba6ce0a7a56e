"""Lines that open as titles do, whatever their letters: many a sender writes a title as everything else.

A title names what the paper is by its first word (« Bilan orthoptique – … », « Prescription de verres correcteurs »),
stands above the text, and goes on from no sentence. What lives here: which line it is. What must not: what it says of
the type.
"""

import re
from collections.abc import Iterable, Sequence

from liane.domain.intake.classify.title_parts import find_part
from liane.domain.intake.classify.tokens import Line, fold, tokenise

HEADLINE_SHARE = 0.5
"""A headline stands above this share of the page."""
HEADLINE_TOKENS_MAX = 16
HEADLINES_MAX = 2
RUNNING_X0, RUNNING_X1 = 0.35, 0.78
"""A line as wide as from one to the other of these shares of the page, with no end of sentence, goes on below."""
LINES_LOOKED_MAX = 60
LETTERS_LOOKED_MAX = 200
SENTENCE_TOKENS = 3
"""A line of so many words that ends with a full stop is a sentence."""
PARTS_MAX = 3
FIGURES_SHARE = 0.5
"""A line of a weak word with more figures than that is a number and its label."""
_PAPERS = (
    "COMPTE RAPPORT SYNTHESE ORDONNANCE ORDONNANCES PRESCRIPTION PRESCRIPTIONS CERTIFICAT ATTESTATION"
    " AUTORISATION LETTRE BILAN FICHE FEUILLE PROTOCOLE DEMANDE BON DECLARATION CONSENTEMENT DIRECTIVES"
    " CONVOCATION CARNET GRILLE RELEVE QUESTIONNAIRE JUSTIFICATIF CERTIF PROCES RENOUVELLEMENT DECHARGE"
    " NOTIFICATION HISTORIQUE FORMULAIRE AVIS RESULTATS RESULTAT RESUME DESIGNATION COURRIER TRANSMISSIONS"
    " TRANSMISSION NOTE VOLET PROJET"
)
STRONG_WORDS = frozenset(_PAPERS.split())
"""First words that name a paper and nothing else, in a letterhead too."""
_CARE = (
    "EXAMEN EXAMENS EVALUATION EXPLORATION EPREUVE TEST ENREGISTREMENT CONTROLE CONSULTATION VISITE"
    " TELECONSULTATION TELEEXPERTISE PASSAGE SEANCE TRANSFERT LIAISON SUIVI SURVEILLANCE PLAN PROGRAMME REUNION"
    " RCP SORTIE ADMISSION INTERVENTION OBSERVATION ENTRETIEN RENDEZ CONFIRMATION ACCORD MOT SCANNER IRM RADIO"
    " DOPPLER TEP ECG EEG EMG HOLTER EFR ACCOUCHEMENT ANALYSE ANALYSES ARRET CONCILIATION DISPENSATION"
    " VACCINATION VACCINATIONS EXPERTISE ADRESSAGE TRACABILITE PERMIS POSE INFILTRATION PONCTION TRANSFUSION"
    " DIALYSE HEMODIALYSE TROD"
)
_WEAK = frozenset(_CARE.split())
_BOTH = frozenset({"DOSSIER", "DOCUMENT"})
"""First words of papers and of labels: what follows tells."""
_SUBJECTS = frozenset({"OBJET", "SUJET", "RE", "CONCERNE", "MOTIF", "TR", "FW"})
_REPORT, _SHORT_REPORT = ("COMPTE", "RENDU"), ("CR ", "C.R", "C R ")
_NUMBERS = (("N",), ("NO",), ("NUMERO",), ("NR",))
_PARTS = re.compile(r" [—–|•·*-]+ | {3,}|[\[\]«»:]+")
_LABELLED = re.compile(r"^[^:]{2,60}: *\S")
_ENDS = (".", ";", ":", "!", "?")
_GREETING = re.compile(
    r"^ ?(?:MON |MA )?(?:TRES )?CHERE?S?\b|^ ?(?:BONJOUR|BONSOIR)\b.{0,24}$"
    r"|^ ?(?:MADAME|MONSIEUR|MADEMOISELLE|DOCTEUR)(?:(?: ET |[, /]+)(?:LE |MON |MA |CHERE? )*[A-Z]+){0,4} ?[,!] ?$"
)


def opens_title(line: Line, *, is_sender: bool = False) -> bool:
    """Whether a part of a line begins with the name of a paper. is_sender: in a letterhead, where weak words do not
    count.
    """
    count = len(line.tokens)
    if not 0 < count <= HEADLINE_TOKENS_MAX:
        return False
    if line.ends_sentence(SENTENCE_TOKENS):
        return False
    text = line.text[:LETTERS_LOOKED_MAX]
    parts = [part.strip() for part in _PARTS.split(text) if part.strip()]
    if _LABELLED.match(text):
        parts = parts[:1] if parts[:1] and parts[0].isupper() else []
    firsts = [words for words in map(_first_words, parts[:PARTS_MAX]) if words]
    if any(words[0] in STRONG_WORDS or (words[0] in _BOTH and find_part(words)) for words in firsts):
        return True
    figures = sum(any(letter.isdigit() for letter in token) for token in line.tokens)
    is_label = is_sender or figures > count * FIGURES_SHARE
    return not is_label and any(words[0] in _WEAK or find_part(words) for words in firsts)


def _first_words(part: str) -> tuple[str, ...]:
    """The words of a part of a line, folded; none after an article, and none for the label of a number."""
    words = tokenise(part)
    if not words or not part[:1].isupper() or words[1:2] in _NUMBERS:
        return ()
    folded = fold(part)
    if not folded.startswith(words[0][:4]) and not (words[:2] == _REPORT and folded.startswith(_SHORT_REPORT)):
        return ()
    return words


def find_title_start(line: Line, tokens: Sequence[str]) -> int | None:
    """Place in the words of a line that looks like a title where the name of a paper begins: that of the first part of
    the line that begins with one, else of its first word; None for a line without words. tokens: its words, mended.
    """
    if not tokens:
        return None
    before = 0
    is_subject = tokens[0] in _SUBJECTS and len(tokens) > 1
    for part in _PARTS.split(line.text[:LETTERS_LOOKED_MAX]):
        words = tokenise(part)
        if words and before < len(tokens) and tokens[before] in STRONG_WORDS:
            return before
        before += len(words)
    return 1 if is_subject else 0


def part_titles(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of a page, those of the top parted where one of their columns is a title in letters of its own."""
    found: list[Line] = []
    for line in lines:
        is_parted = line.box.y0 < HEADLINE_SHARE and any(map(_is_apart, line.columns))
        found += line.columns if is_parted else (line,)
    return tuple(found)


def _is_apart(column: Line) -> bool:
    return column.stands_apart and opens_title(column)


def find_greeting(lines: Sequence[Line]) -> int:
    """Place of the first line that greets the reader, below which a letter has no title in plain letters; their number
    when none does.
    """
    looked = enumerate(lines[:LINES_LOOKED_MAX])
    return next((place for place, line in looked if _GREETING.search(fold(line.text[:LETTERS_LOOKED_MAX]))), len(lines))


def find_headlines(lines: Sequence[Line], sender: Iterable[int]) -> frozenset[int]:
    """Places of the first lines of a page that open as titles; sender: of the lines that tell of who sends it."""
    found: list[int] = []
    apart = frozenset(sender)
    for place, line in enumerate(lines[: min(LINES_LOOKED_MAX, find_greeting(lines))]):
        if line.box.y0 > HEADLINE_SHARE or len(found) == HEADLINES_MAX:
            break
        goes_on = place > 0 and _runs_on(lines[place - 1], line)
        if not goes_on and opens_title(line, is_sender=place in apart):
            found.append(place)
            if not STRONG_WORDS.isdisjoint(line.tokens):
                break
    return frozenset(found)


def _runs_on(before: Line, line: Line) -> bool:
    """Whether the sentence of the line above goes on in this one."""
    same = 0 <= line.box.y0 - before.box.y1 < line.box.height * 1.5
    is_wide = before.box.x1 > RUNNING_X1 and before.box.x0 < RUNNING_X0
    return same and is_wide and not before.text.rstrip().endswith(_ENDS) and not before.is_capital

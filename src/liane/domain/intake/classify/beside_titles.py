"""Titles that share their line with something else: beside the name of a house (« Clinique des Ormes – Compte rendu
opératoire »), after a label (« Type de document : ordonnance »), or said backwards (« Personne de confiance –
formulaire »).

What lives here: where such a title begins and ends. What must not: what it allows (clear_titles.py).
"""

import re
from collections.abc import Iterator

from liane.domain.intake.classify.headlines import STRONG_WORDS
from liane.domain.intake.classify.titles import OBJECTS, correct
from liane.domain.intake.classify.tokens import LINK_WORDS, Line, fold, tokenise

BESIDE_TOKENS_MIN = 2
"""A single word beside a letterhead may be a box or a button."""
TAIL_BEFORE_MAX = 3
"""Words of a logo before a title, where no blank parts them."""
LABEL = re.compile(
    r"^ *(?:(?:TYPE|NATURE|TITRE|INTITULE|CATEGORIE|LIBELLE)(?: D[EU] (?:DOCUMENT|COURRIER))?|DOCUMENT|FORMULAIRE)"
    r" ?[:–—-] ?(?=\S)"
)
"""What names the paper in so many words."""
_DASHES = re.compile(r" +[–—|•·-] +")
_TURNS = re.compile(r" +[–—|•·:-] +")
_REFERS = re.compile(r"\b(?:JOINTE?S?|PJ|P\.J|ANNEXES?|REF|REFERENCES?|VOIR|CF|COPIE|OBJET|SUJET|RE|CONCERNE|MOTIF)\b")
"""A line that speaks of other papers."""


def find_labelled(line: Line) -> str:
    """What stands after a label of the paper itself, or empty."""
    label = LABEL.match(fold(line.text))
    return line.text[label.end() :] if label is not None and len(fold(line.text)) == len(line.text) else ""


def find_beside(line: Line) -> Iterator[tuple[str, ...]]:
    """The words of each part of a line that may be its title: after a label of the paper, beside a letterhead or a
    logo.
    """
    labelled = find_labelled(line)
    if labelled:
        yield correct(tokenise(labelled))
        return
    if _REFERS.search(fold(line.text)):
        return
    parts = [column.text for column in line.columns] or _DASHES.split(line.text)
    if len(parts) > 1:
        for part in parts:
            yield from _open(part)
    else:
        yield from _find_tails(line.text)


def find_first_part(line: Line) -> tuple[str, ...]:
    """The words of a title before a dash: « Téléconsultation – service de cardiologie »."""
    parts = _DASHES.split(line.text)
    words = correct(tokenise(parts[0])) if len(parts) > 1 else ()
    return words[1:] if words[:1] in OBJECTS else words


def find_turned(line: Line) -> tuple[str, ...]:
    """The words of « Personne de confiance – formulaire » in the usual order, or nothing."""
    parts = [tokenise(part) for part in _TURNS.split(line.text)]
    is_named = len(parts) == 2 and parts[0] and parts[1] and parts[0][:1] not in OBJECTS
    is_plain = not any(letter.isdigit() for letter in line.text)
    if is_named and is_plain and not _REFERS.search(fold(line.text)) and correct(parts[1])[0] in STRONG_WORDS:
        return correct(parts[1] + parts[0])
    return ()


def _open(part: str) -> Iterator[tuple[str, ...]]:
    words = correct(tokenise(part))
    if part[:1].isupper() and len(words) >= BESIDE_TOKENS_MIN and words[0] in STRONG_WORDS:
        yield words


def _find_tails(text: str) -> Iterator[tuple[str, ...]]:
    """« ma-sante.fr Compte rendu de téléconsultation »: a title at the end of a line that begins with a logo."""
    words = text.split()
    for at in range(1, min(TAIL_BEFORE_MAX + 1, len(words))):
        before = fold(words[at - 1])
        if before not in LINK_WORDS and before[-1:].isalnum():
            yield from _open(" ".join(words[at:]))

"""The title that a paper clearly bears: a line of its own at the head of the page that names a type and nothing else.

What a paper calls itself outweighs what its text recalls: « Compte rendu opératoire » over « reçue en consultation le
4 mars » is no letter of consultation. What lives here: which title is clear, what a paper so titled may be, how much it
says. What must not: what any other words tell (model.py, titles.py).
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from liane.domain.intake.classify.beside_titles import find_beside, find_first_part, find_labelled, find_turned
from liane.domain.intake.classify.headlines import STRONG_WORDS
from liane.domain.intake.classify.near import load_near
from liane.domain.intake.classify.title_parts import find_part
from liane.domain.intake.classify.titles import OBJECTS, Outline, continues, correct, load_phrases
from liane.domain.intake.classify.tokens import Line, tokenise

HEAD_SHARE = 0.45
"""A title stands above this share of the page."""
TEXT_TOKENS = 12
"""A line of so many words in the usual letters is of the text, and no title stands below it."""
SENTENCE_TOKENS = 3
"""A line of so many words that ends with a full stop is a sentence."""
PHRASE_WEIGHT, PART_WEIGHT = 6.0, 8.0
WHOLE, LIKELY = (0.92, 0.65), (0.65, 0.0)
"""Least chances of the types that a title allows, and of those that it names: a phrase alone on its line; one told by
how the line begins or by its parts, or by a subject.
"""
CLEAR_OTHER_WEIGHT = 9.0
"""Weight of a phrase that names a type though its first word names no paper (« Coloscopie »)."""
BEGINNING_WORDS = 3
"""Words of a phrase that names a type whatever follows: « Feuille de soins infirmiers » is no « feuille de soins »."""
BESIDE_LINES = 6
"""A title beside a letterhead or a logo is in one of the first lines."""
CONSULTATION = "11488-4"
_REFERS = re.compile(r"(?:\b(?:du|le|de|des|d|par|n|no)\W*|n°\W*|:\s*)$", re.IGNORECASE)
"""How a line ends that leaves out what it refers to: « Ordonnance du », « Certificat n° »."""
_DAYS = (
    "JANVIER FEVRIER MARS AVRIL MAI JUIN JUILLET AOUT SEPTEMBRE OCTOBRE NOVEMBRE DECEMBRE LUNDI MARDI MERCREDI JEUDI"
    " VENDREDI SAMEDI DIMANCHE"
)
_DAY_WORDS = frozenset(_DAYS.split())
_COPY_WORDS = frozenset({"ORIGINAL", "DUPLICATA", "COPIE", "DEFINITIF", "PROVISOIRE", "CONFIDENTIEL", "SECRET"})
_NUMBER_WORDS = frozenset({"N", "NO", "NUMERO", "REF", "REFERENCE"})
_TRAILING = _DAY_WORDS | _COPY_WORDS | _NUMBER_WORDS
_DATED = frozenset({"ORDONNANCE", "ORDONNANCES", "PRESCRIPTION", "PRESCRIPTIONS", "DEMANDE", "COURRIER", "LETTRE"})
"""What papers refer to by its day: « Ordonnance du 3 mars » is a reference as often as a title."""
_OWNED = frozenset({"VOTRE", "VOS", "NOTRE", "NOS"})
"""« Synthèse de votre téléconsultation »."""
SECTION_TOKENS_MAX = 3
_HEADINGS = (
    "MOTIF ANTECEDENTS ANTECEDENT ATCD INTERROGATOIRE CONSTATATIONS CONSTANTES HISTOIRE HDM ANAMNESE ALLERGIES"
    " INDICATION INDICATIONS RENSEIGNEMENTS CONTEXTE EVOLUTION TECHNIQUE DIAGNOSTIC DIAGNOSTICS"
)
_SECTIONS = frozenset(_HEADINGS.split())
"""First words of the headings of a text."""
_QUOTED = frozenset({"ORDONNANCE", "ORDONNANCES", "PRESCRIPTION", "PRESCRIPTIONS", "RESULTATS", "RESULTAT", "BILAN"})
"""What letters speak of in their subject without being it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearTitle:
    """What a paper calls itself. types: what it may be; named: those of them that it names; least: how likely it is at
    least that it is one of the types, then one of those named.
    """

    types: frozenset[str]
    named: frozenset[str]
    least: tuple[float, float]


@cache
def load_families() -> Mapping[str, frozenset[str]]:
    """Read the packaged table: by phrase or code, what a paper so titled may be."""
    text = files("liane.domain.intake.classify").joinpath("data", "title_families.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line.strip() and not line.startswith(("#", "title\t"))]
    return MappingProxyType({title: frozenset(types.split()) for title, types in rows})


def find_clear_title(outline: Outline) -> ClearTitle | None:
    """The first clear title of a page, above its text and its greeting, or None.

    Rule: intake.md §7 (types: title rules).
    """
    for place, line in enumerate(outline.lines[: outline.greeting]):
        if line.box.y0 > HEAD_SHARE or is_text(line, is_headline=place in outline.headlines) or _opens_section(line):
            return None
        following = outline.lines[place + 1] if place + 1 < len(outline.lines) else None
        is_headline = place in outline.headlines
        found = None if place in outline.context else _read_title(line, following, is_headline=is_headline)
        if found is None and place < BESIDE_LINES:
            found = _read_beside(line)
        if found is not None:
            return found
    return None


def _read_beside(line: Line) -> ClearTitle | None:
    """The only title that shares a line of the head with something else, or None when there are two."""
    told = [found for words in find_beside(line) if (found := _find_whole(words)) is not None]
    return ClearTitle(types=told[0][0], named=told[0][1], least=WHOLE) if len(told) == 1 else None


def weigh_title(logits: Mapping[str, float], title: ClearTitle) -> dict[str, float]:
    """Log-odds of types such that those which a title names, then those which it allows, have at least the chance that
    it gives them; within each the order is kept.
    """
    named = _raise(logits, title.named, title.least[1])
    return _raise(named, title.types, title.least[0])


def _raise(logits: Mapping[str, float], types: frozenset[str], least: float) -> dict[str, float]:
    top = max(logits.values(), default=0.0)
    inside = math.fsum(math.exp(value - top) for code, value in logits.items() if code in types)
    outside = math.fsum(math.exp(value - top) for code, value in logits.items() if code not in types)
    if not (inside > 0.0 and outside > 0.0 and least > 0.0):
        return dict(logits)
    missing = math.log(least / (1.0 - least)) - math.log(inside / outside)
    return {code: value + (max(0.0, missing) if code in types else 0.0) for code, value in logits.items()}


def _opens_section(line: Line) -> bool:
    """Whether a line is the heading of a part of the text (« Antécédents »), below which « Avis » is one more."""
    is_short = len(line.tokens) <= SECTION_TOKENS_MAX and not line.text.rstrip(" :").count(":")
    return is_short and line.tokens[:1] != () and line.tokens[0] in _SECTIONS


def is_text(line: Line, *, is_headline: bool = False) -> bool:
    """Whether a line is of the text of a page, too long for a title."""
    is_plain = not (is_headline or line.stands_apart)
    return is_plain and len(line.tokens) >= TEXT_TOKENS and not line.text.rstrip().endswith(":")


def _read_title(line: Line, following: Line | None, *, is_headline: bool) -> ClearTitle | None:
    """What one line says that the paper is; following: the line below, in which it may go on."""
    is_subject = line.tokens[:1] in OBJECTS
    labelled = find_labelled(line)
    tokens = correct(tokenise(labelled) if labelled else line.tokens[1:] if is_subject else line.tokens)
    if not tokens or line.ends_sentence(SENTENCE_TOKENS) or _REFERS.search(line.text):
        return None
    if is_subject and tokens[0] in _QUOTED:
        return None
    both = tokens + correct(following.tokens) if following is not None and continues(line, following) else ()
    turned = find_turned(line)
    for words in filter(None, (both, tokens, turned)):
        told = _find_whole(words)
        if told is not None:
            is_paper = bool(labelled) or (words[0] in STRONG_WORDS and not is_subject)
            return ClearTitle(types=told[0], named=told[1], least=WHOLE if is_paper else LIKELY)
    told = _find_whole(find_first_part(line))
    if told is not None:
        return ClearTitle(types=told[0], named=told[1], least=LIKELY)
    is_title = (is_headline or is_subject) and tokens[0] in STRONG_WORDS
    return _read_beginning(tokens if is_title else turned)


def _read_beginning(tokens: Sequence[str]) -> ClearTitle | None:
    """What a title says by how it begins or by its parts."""
    code = _find_beginning(tokens) if tokens else None
    if code is None:
        return None
    wide = load_families()["PRESCRIPTION"] if _near_of(code) & load_families()["PRESCRIPTION"] else frozenset()
    return ClearTitle(types=_family_of(code) | wide, named=_named_by(code), least=LIKELY)


def _find_beginning(tokens: Sequence[str]) -> str | None:
    """The code of the longest phrase that a title begins with, when it is clear by itself; else what its parts tell."""
    for phrase, code, weight in load_phrases().get(tokens[0], ()):
        if len(phrase) >= BEGINNING_WORDS and weight >= CLEAR_OTHER_WEIGHT and tuple(tokens[: len(phrase)]) == phrase:
            return code
    part = find_part(tokens)
    return part[0] if part is not None and part[1] >= PART_WEIGHT else None


def _find_whole(tokens: Sequence[str]) -> tuple[frozenset[str], frozenset[str]] | None:
    """What a paper may be, and what it is named, whose title is these words and at most a day, a number or a mention of
    a copy.
    """
    kept = [word for word in tokens if word not in _OWNED]
    words = list(kept)
    while words and (words[-1].isdigit() or words[-1] in _TRAILING):
        words.pop()
    is_cut = len(words) < len(kept)
    if not words or (is_cut and (words[0] in _DATED or words[0] not in STRONG_WORDS)):
        return None  # « Prochain rendez-vous le 3 mars » is none either
    wide = load_families().get(" ".join(words))
    if wide is not None:
        return wide, wide
    for phrase, code, weight in load_phrases().get(words[0], ()):
        is_clear = weight >= CLEAR_OTHER_WEIGHT or (words[0] in STRONG_WORDS and weight >= PHRASE_WEIGHT)
        if phrase == tuple(words) and is_clear:
            return _family_of(code), _named_by(code)
    return None


@cache
def _family_of(code: str) -> frozenset[str]:
    return _near_of(code) | load_families().get(code, frozenset())


def _named_by(code: str) -> frozenset[str]:
    """A paper titled as a consultation may be one of any kind."""
    return _family_of(code) if code == CONSULTATION else _near_of(code)


def _near_of(code: str) -> frozenset[str]:
    return frozenset({code}) | load_near().get(code, frozenset())

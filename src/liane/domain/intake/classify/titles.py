"""Types by their titles: phrases of data/titles.tsv looked for in lines that look like titles.

What lives here: the rules. What must not: the statistical model.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from liane.domain.intake.classify.headlines import find_greeting, find_headlines, find_title_start, part_titles
from liane.domain.intake.classify.title_parts import find_part
from liane.domain.intake.classify.tokens import TALL, Line, index_spellings, lines_of, near_spellings, tokenise
from liane.domain.intake.classify.zones import find_sender_lines
from liane.domain.intake.page import Page

Phrases = Mapping[str, tuple[tuple[tuple[str, ...], str, float], ...]]
"""By first word: the words of the phrase, the code, the weight."""
TITLE_TOKENS_MAX = 14
HEAD_SHARE, HEAD_BONUS = 0.35, 0.3
"""The first line that is a phrase and nothing else, in the top HEAD_SHARE of a page, is a title in any letters."""
PHRASE_LIKENESS, PHRASE_WEIGHT = 0.6, 5.0
"""A line of a letterhead that looks like a title this much and begins with a phrase of this weight is a title."""
HEADLINE_LIKENESS = 0.8
"""How much a line that opens as a title looks like one, whatever its letters."""
TITLE_MIN = 0.6
RUNNING_LIKENESS = 0.15
CLEAR = 6.0
"""What a title scores above that counts twice: the words of the text must not outvote what a title says clearly."""
OUTWEIGHED = 0.4
"""What a phrase of a title is worth once the parts of the title tell another type."""
SENDER_SHARE = 0.3
"""What a phrase in a line that tells of the sender is worth."""
_INSIDE = re.compile(r"^[a-zà-ÿ]|[a-zà-ÿ]{3,}[.;] +[A-ZÀ-Ý]")
"""A line that goes on from another, or where a sentence ends and another begins: running text, however short."""
OBJECTS = (("OBJET",), ("SUJET",), ("RE",), ("CONCERNE",), ("REF",), ("MOTIF",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The lines of a page in order; context: places of those that tell of its sender; headlines: of those that open as
    titles do; greeting: of the one that greets the reader, their number when none does.
    """

    lines: tuple[Line, ...]
    context: frozenset[int]
    headlines: frozenset[int]
    greeting: int


def outline_page(page: Page) -> Outline:
    """Read the lines of a page: which tell of who sends it, and name no type as a title does; which are titles. A title
    beside a letterhead is a line of its own.
    """
    lines = part_titles(lines_of(page))
    sender = find_sender_lines(lines)
    headlines = find_headlines(lines, sender)
    named = (place for place in sender if place in headlines or _begins_with_phrase(lines[place]))
    context = sender.difference(named)
    return Outline(lines=lines, context=context, headlines=headlines, greeting=find_greeting(lines))


@cache
def load_phrases() -> Phrases:
    """Read the packaged phrases."""
    text = files("liane.domain.intake.classify").joinpath("data", "titles.tsv").read_text(encoding="utf-8")
    table: dict[str, list[tuple[tuple[str, ...], str, float]]] = {}
    for line in text.splitlines():
        if line.startswith(("#", "code\t")) or not line.strip():
            continue
        code, weight, phrases = line.split("\t")
        for phrase in phrases.split(";"):
            words = tokenise(phrase)
            table.setdefault(words[0], []).append((words, code, float(weight)))
    return {first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in table.items()}


@cache
def _vocabulary() -> tuple[frozenset[str], dict[str, str]]:
    words = {word for rows in load_phrases().values() for phrase, _, _ in rows for word in phrase}
    return frozenset(words), index_spellings(words)


def correct(tokens: Sequence[str]) -> tuple[str, ...]:
    """Mend words one letter away from a word of the titles (OCR)."""
    known = _vocabulary()[0]
    return tuple(token if token in known or len(token) < 5 else _nearest(token) for token in tokens)


@lru_cache(maxsize=20_000)
def _nearest(token: str) -> str:
    spellings = _vocabulary()[1]
    for spelling in near_spellings(token):
        found = spellings.get(spelling)
        if found is not None and abs(len(found) - len(token)) <= 1:
            return found
    return token


def score_titles(pages: Sequence[Page], first: Outline | None = None) -> dict[str, float]:
    """Weigh each code by the phrases found on the first page, those of a title line counting most; first: the outline
    of that page, when it is known.

    Rule: intake.md §7 (types: title rules); CI-SIS, JDV_J07.
    """
    scores: dict[str, float] = {}
    if not pages:
        return scores
    told = first or outline_page(pages[0])
    lines, is_headed = told.lines, False
    for place, line in enumerate(lines):
        likeness = title_likeness(line)
        if place in told.headlines:
            likeness = max(likeness, HEADLINE_LIKENESS)
        elif place > told.greeting and not line.stands_apart:
            likeness = RUNNING_LIKENESS
        factor = likeness * (SENDER_SHARE if place in told.context else 1.0)
        tokens = correct(line.tokens)
        if place + 1 < len(lines) and factor > 0.6 and continues(line, lines[place + 1]):
            tokens += correct(lines[place + 1].tokens)
        found = find_phrases(tokens)
        if likeness > TITLE_MIN and place not in told.context:
            found = _weigh_parts(found, line, tokens)
        if found and not is_headed and line.box.y0 < HEAD_SHARE and is_phrase(tokens):
            factor, is_headed = min(1.0, factor + HEAD_BONUS), True
        for code, weight in found:
            worth = weight * factor
            scores[code] = max(scores.get(code, 0.0), worth) + 0.1 * min(scores.get(code, 0.0), worth)
    return {code: score + max(0.0, score - CLEAR) for code, score in scores.items()}


def _weigh_parts(found: list[tuple[str, float]], line: Line, tokens: Sequence[str]) -> list[tuple[str, float]]:
    """The phrases found in a title with what its parts tell, which outweighs phrases that name another type; tokens:
    of the line, mended, and of the line that it goes on in.
    """
    start = find_title_start(line, tokens)
    told = None if start is None else find_part(line.tokens[start:]) or find_part(tokens[start:])
    if told is None:
        return found
    rest = [(code, weight if code == told[0] else weight * OUTWEIGHED) for code, weight in found]
    return [told, *rest]


def find_main_title(page: Page) -> str:
    """The code of the clearest title of a page, or empty: what tells that a page begins a document."""
    best, code = 4.5, ""
    for line in lines_of(page):
        factor = title_likeness(line)
        if factor > 0.6:
            for found, weight in find_phrases(correct(line.tokens)):
                if weight * factor > best:
                    best, code = weight * factor, found
    return code


def find_phrases(tokens: Sequence[str]) -> list[tuple[str, float]]:
    """Codes and weights of the phrases in a line; words of a longer phrase found do not count again."""
    table = load_phrases()
    found: list[tuple[str, float]] = []
    place = 0
    while place < len(tokens):
        step = 1
        for words, code, weight in table.get(tokens[place], ()):
            if tuple(tokens[place : place + len(words)]) == words and len(words) >= step:
                found.append((code, weight + 0.4 * (len(words) - 1)))
                step = len(words)
        place += step
    return found


def is_phrase(tokens: Sequence[str]) -> bool:
    """Tell whether a line is one phrase and nothing else."""
    return any(words == tuple(tokens) for words, _, _ in load_phrases().get(tokens[0] if tokens else "", ()))


def _begins_with_phrase(line: Line) -> bool:
    tokens = correct(line.tokens)
    rows = load_phrases().get(tokens[0], ()) if tokens else ()
    return title_likeness(line) >= PHRASE_LIKENESS and any(
        weight >= PHRASE_WEIGHT and tokens[: len(words)] == words for words, _, weight in rows
    )


def continues(line: Line, following: Line) -> bool:
    """A title on two lines: same height, close, short."""
    gap = following.box.y0 - line.box.y1
    return abs(line.height - following.height) < 0.15 and line.height > TALL and 0 <= gap < line.box.height * 1.2


def title_likeness(line: Line) -> float:
    """How much a line looks like a title: 1.0 a clear one, 0.15 running text."""
    count = len(line.tokens)
    if line.tokens[:1] in OBJECTS and line.box.y0 < 0.6:
        return 1.0
    likeness = RUNNING_LIKENESS
    if count <= TITLE_TOKENS_MAX and (line.stands_apart or not _INSIDE.search(line.text)):
        likeness += 0.15
        likeness += 0.35 if line.height > TALL else 0.0
        likeness += 0.25 if line.is_capital else 0.0
        likeness += 0.15 if abs((line.box.x0 + line.box.x1) / 2 - 0.5) < 0.06 and line.box.x0 > 0.15 else 0.0
        likeness += 0.15 if count <= 7 and not line.text.rstrip().endswith((".", ",")) else 0.0
    if line.box.y0 > 0.55:
        likeness *= 0.5
    return min(1.0, likeness)

"""What the model of types learns from and is asked about: documents whole, worn, misread, without their titles; letters
of phrases alone; labels of JDV_J07.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import median

from liane.domain.intake.classify.titles import correct, find_phrases, title_likeness
from liane.domain.intake.classify.tokens import lines_of
from liane.domain.intake.page import Box, Page, Word
from liane.domain.terminology.value_sets import get_value_set
from tools.train_phrases import make_letters, make_result
from tools.type_surroundings import surround
from tools.type_words import LAYOUT_BANKS, WordedDocument, draw_own_layouts, draw_worded, load_banks

PHRASE_WEIGHT = 0.6
UNTITLED_WEIGHT = 0.5
LABEL_WEIGHT = 0.5
WEAR_MAX = 0.4
PLAIN_HEIGHT = 1.15
"""Of the usual one: a line of taller letters stands apart."""
SURROUNDED = 0.6
"""Share of the documents that get letterheads, references and signatures of anybody."""
PLAIN = 0.35
"""Share of the documents whose titles are written as everything else: many a sender has no other letters."""
MISREAD_LETTERS = 0.25
"""Share of the letters of phrases with reading errors."""
CONFUSIONS = {"o": "0", "l": "1", "i": "l", "s": "5", "é": "e", "è": "é", "e": "c", "m": "rn", "u": "n", "a": "o"}
QUOTING = 0.5
"""Share of the documents without titles that quote results or a treatment."""
TAKEN = (
    "Traitement habituel :",
    "Son traitement comporte",
    "Traitement en cours :",
    "Traitement à l'entrée :",
    "Prend :",
)
DRUGS = (
    "Furosémide 40 mg", "Bisoprolol 2,5 mg", "Apixaban 5 mg", "Lévothyroxine 75 µg", "Metformine 850 mg",
    "Atorvastatine 20 mg", "Paracétamol 1 g", "Amoxicilline 1 g", "Prednisone 20 mg", "Salbutamol 100 µg",
    "Insuline glargine 100 UI", "Pantoprazole 40 mg", "Ramipril 5 mg", "Oxazépam 10 mg", "Sertraline 50 mg",
    "Tramadol 50 mg", "Kardégic 75 mg", "Énoxaparine 4000 UI",
)  # fmt: skip
DOSES = (
    "1 le matin", ": 1 comprimé matin et soir", "1/j", "(1-0-1)", ": 2 comprimés par jour", "le soir au coucher",
    "si besoin, 3 par jour au plus", ": 1 comprimé matin, midi et soir, 7 jours", "x 2", "pendant 10 jours",
)  # fmt: skip
OWN_FILES, OWN_SEED = 25, 8_000_000
"""Files in layouts held out until lately for each document of a type."""
_NO_LETTERS = frozenset({"types", "served", *LAYOUT_BANKS})
"""Banks of a few sentences a type: drawn in layouts alone."""


@dataclass(frozen=True, slots=True)
class Example:
    """One document: its pages, its code, what was done to it, its weight; near: other codes that it could be given,
    beside those near its code.
    """

    pages: tuple[Page, ...]
    code: str
    kind: str
    weight: float = 1.0
    near: frozenset[str] = frozenset()


def taught_by(
    bank: str, *, count: int, rare: int, letters: int, half: int | None, context: int | None = None
) -> Iterator[Example]:
    """What a bank teaches. count, rare: as ``draw_worded``; letters: of phrases alone, of each type and fold."""
    dice = random.Random(3)
    for one in _draw(bank, count, rare, half, seed=1):
        kind = dice.randrange(3)
        read = tuple(wear(page, dice) for page in one.pages) if kind else one.pages
        if dice.random() < PLAIN:
            read = tuple(make_plain(page) for page in read)
        if dice.random() < SURROUNDED:
            read = (surround(read[0], dice, half=context), *read[1:])
        yield Example(read, one.code, "worn")
        if kind == 0:
            yield Example(tuple(spoil(page, dice) for page in read), one.code, "misread")
        else:
            bare = tuple(behead(page) for page in read)
            add = add_results if kind == 1 else add_treatment
            told = (add(bare[0], dice), *bare[1:]) if dice.random() < QUOTING else bare
            yield Example(told, one.code, "untitled", UNTITLED_WEIGHT)
    if bank not in _NO_LETTERS:
        for page, code, _ in make_letters(letters, dice, load_banks()[bank]):
            read = (spoil(page, dice) if dice.random() < MISREAD_LETTERS else page,)
            yield Example(read, code, "letter", PHRASE_WEIGHT)


def _draw(bank: str, count: int, rare: int, half: int | None, *, seed: int) -> Iterator[WordedDocument]:
    """The words of a bank in any layout; of the bank that has layouts of its own, in these too."""
    yield from draw_worded(bank, count, seed=seed, rare=rare, half=half)
    yield from draw_own_layouts(bank, OWN_FILES * count, seed=OWN_SEED * seed)


def asked_of(bank: str, *, count: int, rare: int, half: int | None) -> Iterator[Example]:
    """What a model that never read a bank is asked: its documents as drawn, misread, and without their titles."""
    dice = random.Random(3)
    for one in _draw(bank, count, rare, half, seed=2):
        yield Example(one.pages, one.code, "words")
        yield Example(tuple(spoil(page, dice) for page in one.pages), one.code, "misread")
        yield Example(tuple(behead(page) for page in one.pages), one.code, "untitled")
        yield Example((surround(one.pages[0], dice, half=1), *one.pages[1:]), one.code, "surrounded")


def wear(page: Page, dice: random.Random) -> Page:
    """A page with words lost at random, up to WEAR_MAX of them: no single word may carry a type."""
    share = dice.random() * WEAR_MAX
    return replace(page, words=tuple(word for word in page.words if dice.random() > share))


def make_plain(page: Page) -> Page:
    """The page in letters of one size, capitals only where a sentence begins, every line at the left margin."""
    usual = median(word.box.height for word in page.words) if page.words else 0.0
    left = min((word.box.x0 for word in page.words), default=0.0)
    words: list[Word] = []
    for _, line in groupby(page.words, key=lambda word: word.line):
        own = list(line)
        is_capital = " ".join(word.text for word in own).isupper()
        is_apart = max(word.box.height for word in own) > usual * PLAIN_HEIGHT
        shift = own[0].box.x0 - left if is_capital or is_apart else 0.0
        for place, word in enumerate(own):
            text = word.text if not is_capital else word.text.lower() if place else word.text.capitalize()
            top = word.box.y1 - min(word.box.height, usual)
            box = Box(x0=max(0.0, word.box.x0 - shift), y0=top, x1=max(0.0, word.box.x1 - shift), y1=word.box.y1)
            words.append(replace(word, text=text, box=box))
    return replace(page, words=tuple(words))


def spoil(page: Page, dice: random.Random) -> Page:
    """Reading errors in one word of eight."""
    words = []
    for word in page.words:
        text = word.text
        if dice.random() < 0.12 and len(text) > 3:
            place = dice.randrange(len(text))
            text = text[:place] + CONFUSIONS.get(text[place].lower(), "") + text[place + 1 :]
        words.append(replace(word, text=text))
    return replace(page, words=tuple(words))


def add_results(page: Page, dice: random.Random) -> Page:
    """A page with rows of results under it: letters of every type quote the laboratory."""
    return _add_rows(page, [make_result(dice) for _ in range(dice.randrange(3, 8))])


def add_treatment(page: Page, dice: random.Random) -> Page:
    """A page with a treatment under it, in a sentence or in rows: papers of every type tell what is taken."""
    taken = [f"{name} {dice.choice(DOSES)}" for name in dice.sample(DRUGS, k=dice.randrange(2, 8))]
    head = dice.choice(TAKEN)
    if dice.random() < 0.5:
        return _add_rows(page, [head, *taken])
    told = f"{head} {' ; '.join(taken)}.".split()
    return _add_rows(page, [" ".join(told[at : at + 9]) for at in range(0, len(told), 9)])


def _add_rows(page: Page, rows: Sequence[str]) -> Page:
    words, top = list(page.words), min(0.9, max((word.box.y1 for word in page.words), default=0.5) + 0.01)
    line = max((word.line for word in page.words), default=0)
    for row, told in enumerate(rows):
        y0 = min(0.97, top + 0.016 * row)
        pieces = told.split()
        step = min(0.09, 0.88 / max(1, len(pieces)))
        for at, text in enumerate(pieces):
            box = Box(x0=0.1 + step * at, y0=y0, x1=0.09 + step * (at + 1), y1=y0 + 0.012)
            words.append(Word(text=text, box=box, line=line + 1 + row))
    return replace(page, words=tuple(words))


def behead(page: Page) -> Page:
    """A page without the lines that look like a title and name a type, so that the body must tell."""
    named = [line.box for line in lines_of(page) if find_phrases(correct(line.tokens)) and title_likeness(line) > 0.3]
    words = (word for word in page.words if not any(box.y0 <= word.box.middle[1] <= box.y1 for box in named))
    return replace(page, words=tuple(words))


def page_of(title: str, text: str = "") -> Page:
    """A page with a title and a text."""
    words = [
        Word(text=word, box=Box(x0=0.1 + 0.05 * at, y0=0.12, x1=0.14 + 0.05 * at, y1=0.14), line=0)
        for at, word in enumerate(title.split())
    ]
    words += [
        Word(text=word, box=Box(x0=0.1, y0=0.5, x1=0.2, y1=0.51), line=1 + at // 12)
        for at, word in enumerate(text.split()[:300])
    ]
    return Page(number=1, width_pt=595, height_pt=842, words=tuple(words))


def label_examples() -> Iterator[Example]:
    """The label of each code, which all types have."""
    for code in get_value_set("JDV_J07").codes:
        yield Example((page_of(code.label),), code.code, "label", LABEL_WEIGHT)

"""Documents in the layouts of eval/ whose titles and sentences come from one bank of words: what the model of types
learns from, and what it is judged on when that bank is left out.

A bank is one hand's words for the types of JDV_J07: the four of eval/data (``types``, ``served``: their share of the
seen layouts alone; ``former``; ``late``) and tools/data/type_phrases*.txt. Layouts, persons and labels are drawn;
words are the bank's.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from random import Random

from eval.generate import make_file
from eval.people import DATA
from eval.types import FORMER, GIVEN, LATE, LATE_WORDS, SEEN, DocType, load_types

from liane.domain.intake.classify.tokens import tokenise
from liane.domain.intake.page import Page
from liane.domain.terminology.value_sets import get_value_set
from tools.train_phrases import ANY, PHRASES, Wording, load_phrases

MOVES = PHRASES.with_name("type_moves.tsv")
LAYOUT_BANKS = {"former": (FORMER, GIVEN), "late": (LATE,)}
"""Banks that have layouts of their own, which were held out with these words: the splits of eval/ that draw them."""
KINDS_BANK = "kinds"
"""Words of the kinds of documents within each type: a document is of one kind, else none would be learnt whole."""
OF_EACH_KIND = 2
"""Documents of each kind, whatever is asked of each type."""
TRIES_MAX = 60
RANDOM_SHARE = 0.7
SENTENCES_MIN, SENTENCES_MAX = 2, 7
OWN_SPECIALITY = 0.5
_SPECIALITIES = (
    "Cardiologie", "Pneumologie", "Rhumatologie", "Médecine interne", "Neurologie", "Gériatrie", "Urologie",
    "Hématologie", "Dermatologie", "Endocrinologie", "Pédiatrie", "Oncologie", "Néphrologie", "ORL",
    "Gastro-entérologie", "Médecine générale", "Chirurgie viscérale", "Gynécologie-obstétrique",
)  # fmt: skip
_ANYONE = frozenset({
    "11488-4", "11490-0", "34112-3", "11505-5", "34874-8", "85208-7", "60591-5", "18761-7", "70004-7", "59284-0",
    "56446-8", "96349-6", "89601-9", "55115-0", "57833-6", "PRESC-BIO", "PRESC-KINE", "PRESC-INF", "18776-5", "77604-7",
})  # fmt: skip
"""Types that a doctor of any speciality writes."""
_AUTHORS = {
    "11506-3": ("Masseur-kinésithérapeute", "Infirmier", "Infirmière", "Orthophonie", "Diététique", "Ergothérapie"),
    "47420-5": ("Orthophonie", "Masseur-kinésithérapeute", "Ergothérapie", "Psychomotricité", "Orthoptie"),
    "34120-6": ("Masseur-kinésithérapeute", "Ergothérapie", "Diététique", "Orthoptie", "Psychomotricité"),
    "15508-5": ("Gynécologie-obstétrique", "Sage-femme", "Maïeutique"),
    "89233-1": ("Gynécologie-obstétrique", "Sage-femme", "Maïeutique"),
    "28653-4": ("Assistant de service social", "Assistante sociale", "Médecine générale"),
    "34842-5": ("Assistante sociale", "Gériatrie", "Médecine générale"),
    "28617-9": ("Chirurgie dentaire", "Odontologie"),
    "83836-7": ("Chirurgie dentaire", "Odontologie"),
}
_PAPERS = {
    "prescription": ("PRESC-PEDI", "PRESC-ORTHOPHO", "PRESC-ORTHOPTIE", "57828-6", "57832-8", "75468-9"),
    "certificate": ("CERT_DECL", "86531-1", "AUTORIS-SOINS", "EXPPAT_1", "ATTEST-RESID", "ATTEST-HEBGT", "96874-3"),
    "insurance": ("REMB", "PIECE-IDENTITE", "PROT_ALD", "ATTEST-RESID", "ATTEST-HEBGT"),
    "imaging": ("75492-9",),
    "discharge": ("60280-5", "67851-6", "78341-5", "74207-2", "83981-1", "88348-8", "34133-9"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WordedDocument:
    """One document: its pages as words, its type, its layout, the bank that its words come from."""

    pages: tuple[Page, ...]
    code: str
    layout: str
    bank: str


@cache
def load_banks() -> dict[str, dict[str, Wording]]:
    """Every bank by its name: words of each type, those of any letter under ANY."""
    raw = tomllib.loads((DATA / "types.toml").read_text(encoding="utf-8"))
    served = tomllib.loads((DATA / "wordings_served.toml").read_text(encoding="utf-8"))
    former = tomllib.loads((DATA / "wordings_former.toml").read_text(encoding="utf-8"))
    late = tomllib.loads((DATA / LATE_WORDS).read_text(encoding="utf-8"))
    banks = {
        "types": {code: Wording([*one["seen"]], [*one["text_seen"]]) for code, one in raw.items()},
        "served": {code: Wording([*one["titles"][::2]], [*one["texts"][::2]]) for code, one in served.items()},
        "former": {code: Wording([*one["titles"]], [*one["texts"]]) for code, one in former.items()},
        "late": {code: Wording([*one["titles"]], [*one["texts"]]) for code, one in late.items()},
    }
    for path in sorted(PHRASES.parent.glob("type_phrases*.txt")):
        banks[path.stem.removeprefix("type_phrases").strip("_") or "first"] = load_phrases(path)
    return {name: _agree(bank) for name, bank in banks.items()}


@cache
def load_kinds() -> tuple[tuple[str, Wording], ...]:
    """The kinds of documents that the bank of kinds tells in sentences of their own, each with its type."""
    kinds: list[tuple[str, Wording]] = []
    code, was_title = ANY, False
    for line in PHRASES.with_name(f"type_phrases_{KINDS_BANK}.txt").read_text(encoding="utf-8").splitlines():
        is_title = line.startswith("= ")
        if line.startswith("["):
            code, is_title = line.strip("[]"), False
        elif is_title:
            if not was_title:
                kinds.append((code, Wording()))
            kinds[-1][1].titles.append(line[2:])
        elif line and not line.startswith("#") and code != ANY:
            kinds[-1][1].sentences.append(line)
        was_title = is_title
    return tuple((code, kind) for code, kind in kinds if kind.sentences)


def _agree(bank: Mapping[str, Wording]) -> dict[str, Wording]:
    """A bank with its titles and sentences under the types that tools/data/type_moves.tsv says."""
    agreed = {code: Wording() for code in bank}
    for code, wording in bank.items():
        for text in wording.titles:
            target = _find_type(code, text)
            if target:
                agreed.setdefault(target, Wording()).titles.append(text)
        for text in wording.sentences:
            target = _find_type(code, text)
            if target:
                agreed.setdefault(target, Wording()).sentences.append(text)
    return {code: wording for code, wording in agreed.items() if wording.titles or wording.sentences}


def _find_type(code: str, text: str) -> str:
    """The type of a title or sentence that a bank puts under a code; empty to drop it."""
    words = " ".join(tokenise(text))
    for source, pattern, target in _load_moves():
        if source == code and pattern.search(words):
            return target.strip("-")
    return code


@cache
def _load_moves() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    lines = MOVES.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith(("#", "from\t"))]
    return tuple((source, re.compile(pattern), target) for source, pattern, target in rows)


@cache
def known_types() -> dict[str, DocType]:
    """How documents of each type of JDV_J07 are drawn: as eval/ says, else as the papers most like them."""
    known = {kind.code: kind for kind in load_types()}
    plain = known["60591-5"]
    for code in (one.code for one in get_value_set("JDV_J07").codes if one.code not in known):
        papers = {paper for paper, codes in _PAPERS.items() if code in codes} or {"form", "letter"}
        known[code] = replace(
            plain,
            code=code,
            families=frozenset(papers),
            near=frozenset(),
            acts={SEEN: ()},
            speciality="Médecine générale",
        )
    return known


def accepted_codes() -> dict[str, frozenset[str]]:
    """Codes that count as right for each type."""
    return {code: kind.accepted for code, kind in known_types().items()}


def draw_worded(
    bank: str, count: int, *, seed: int, rare: int | None = None, half: int | None = None
) -> Iterator[WordedDocument]:
    """Documents of each type that a bank tells, ``count`` of each type of eval/ and ``rare`` of each other one.

    half: 0 or 1, of the labels of acts of eval/ (a bank left out must not share them); None for all of them.
    """
    if bank == KINDS_BANK:
        yield from _draw_kinds(seed=seed, half=half)
    usual = {kind.code for kind in load_types()}
    table = load_banks()[bank]
    for code, wording in table.items():
        if code == ANY or code not in known_types() or not (wording.titles and wording.sentences):
            continue
        for number in range(count if code in usual else rare or 0):
            dice = Random(f"{seed}-{bank}-{code}-{number}")
            kind = _say(known_types()[code], wording, table.get(ANY, Wording()).sentences, dice, half)
            found = _draw(kind, dice)
            if found is not None:
                yield WordedDocument(pages=found[0], code=code, layout=found[1], bank=bank)


def _draw_kinds(*, seed: int, half: int | None) -> Iterator[WordedDocument]:
    """Some documents of each kind of the bank of kinds."""
    common = load_banks()[KINDS_BANK][ANY].sentences
    for place, (code, wording) in enumerate(load_kinds()):
        for number in range(OF_EACH_KIND):
            dice = Random(f"{seed}-{KINDS_BANK}-kind-{place}-{number}")
            found = _draw(_say(known_types()[code], wording, common, dice, half), dice)
            if found is not None:
                yield WordedDocument(pages=found[0], code=code, layout=found[1], bank=KINDS_BANK)


def draw_own_layouts(bank: str, count: int, *, seed: int) -> Iterator[WordedDocument]:
    """Documents of files in the layouts that a bank was held out with, those of each split in turn.

    count: files; none for a bank without layouts.
    """
    splits = LAYOUT_BANKS.get(bank, ())
    for number in range(count if splits else 0):
        file = make_file(seed + number, grade="words", split=splits[number % len(splits)], trap="nothing")
        pages = {page.number: page for page in file.words.pages} if file.words else {}
        for one in file.documents:
            read = tuple(pages[place] for place in one.pages)
            yield WordedDocument(pages=read, code=one.code, layout=one.layout, bank=bank)


def _say(kind: DocType, wording: Wording, common: Sequence[str], dice: Random, half: int | None) -> DocType:
    """The type with words of a bank: one title, some sentences in the order of the bank."""
    own = wording.sentences
    count = min(len(own), dice.randrange(SENTENCES_MIN, SENTENCES_MAX))
    texts = [own[place] for place in sorted(dice.sample(range(len(own)), k=count))]
    for sentence in dice.sample(common, k=min(len(common), dice.randrange(0, 3))):
        texts.insert(dice.randrange(len(texts) + 1), sentence)
    acts = kind.acts[SEEN] if half is None else kind.acts[SEEN][half::2]
    speciality = kind.speciality
    if dice.random() > OWN_SPECIALITY:
        speciality = dice.choice(_SPECIALITIES) if kind.code in _ANYONE else speciality
        speciality = dice.choice(_AUTHORS.get(kind.code, (speciality,)))
    said = {SEEN: (dice.choice(wording.titles),)}, {SEEN: tuple(texts)}
    return replace(kind, titles=said[0], texts=said[1], acts={SEEN: tuple(acts)}, speciality=speciality)


def _draw(kind: DocType, dice: Random) -> tuple[tuple[Page, ...], str] | None:
    """Pages and layout of one document; None when no layout drawn can carry the type."""
    for _ in range(TRIES_MAX):
        try:
            file = make_file(
                dice.randrange(10**8),
                grade="words",
                split=SEEN,
                trap="nothing",
                random_share=RANDOM_SHARE,
                types=(kind,),
            )
        except IndexError:  # no type for this layout
            continue
        if file.words is not None:
            return file.words.pages, file.documents[0].layout
    return None

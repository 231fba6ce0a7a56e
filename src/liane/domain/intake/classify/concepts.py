"""What the words of a document speak of: professions, organs, exams, medicines, words of forms (data/concepts.tsv).

A word that the model never learnt is still known by its group. What lives here: groups of words, how they are found.
What must not: what a group tells of the type (model.py learns it).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from liane.domain.intake.classify.tokens import LINK_WORDS

WORD_END = "$"
DRUG = "drug"
_DRUGS = re.compile(
    r"(?:[A-Z]{2}(?:PRIL|SARTAN|OLOL|STATINE|PRAZOLE|MYCINE|CILLINE|FLOXACINE|GLIPTINE|GLIFLOZINE|XABAN|PARINE|DIPINE"
    r"|ZEPAM|TIDINE|SETRON|OXETINE|TRALINE|PROFENE|FORMINE|SEMIDE|CETAMOL|PIDOGREL|ZIDE|ZOLAM|AZOLE|SONE|SOLONE|OXINE"
    r"|RONE|TRIPTAN)|DOLIPRANE|KARDEGIC|ELIQUIS|XARELTO|LASILIX|INEXIUM|LEVOTHYROX|LOVENOX|TRAMADOL|CODEINE|MORPHINE"
    r"|INSULINE|VENTOLINE|AUGMENTIN|ROCEPHINE)$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Groups by the beginning of a word (or the whole word with WORD_END), and by first word for those of several."""

    stems: Mapping[str, tuple[str, ...]]
    runs: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    lengths: tuple[int, ...]


@cache
def load_concepts() -> Lexicon:
    """Read the packaged groups of words."""
    text = files("liane.domain.intake.classify").joinpath("data", "concepts.tsv").read_text(encoding="utf-8")
    stems: dict[str, list[str]] = {}
    runs: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for line in text.splitlines():
        if line.startswith(("#", "concept\t")) or not line.strip():
            continue
        name, written = line.split("\t")
        for stem in written.split():
            first, *rest = [one for one in stem.split("+") if one not in LINK_WORDS]
            if rest:
                runs.setdefault(first, []).append((tuple(rest), name))
            else:
                stems.setdefault(first, []).append(name)
    whole = {len(stem.rstrip(WORD_END)) for stem in (*stems, *runs)}
    return Lexicon(
        stems={stem: tuple(names) for stem, names in stems.items()},
        runs={stem: tuple(some) for stem, some in runs.items()},
        lengths=tuple(sorted(whole)),
    )


def find_concepts(tokens: Sequence[str]) -> list[str]:
    """The groups of the words of one line, one for each time; tokens: folded, without link words."""
    found: list[str] = []
    for place, token in enumerate(tokens):
        groups, runs = _groups_of(token)
        found += groups
        for rest, name in runs:
            following = tokens[place + 1 : place + 1 + len(rest)]
            if len(following) == len(rest) and all(map(_begins, following, rest)):
                found.append(name)
    return found


@lru_cache(maxsize=20_000)
def _groups_of(word: str) -> tuple[tuple[str, ...], tuple[tuple[tuple[str, ...], str], ...]]:
    lexicon = load_concepts()
    groups = set(lexicon.stems.get(word + WORD_END, ()))
    runs: list[tuple[tuple[str, ...], str]] = []
    for length in lexicon.lengths:
        if length <= len(word):
            groups.update(lexicon.stems.get(word[:length], ()))
            runs += lexicon.runs.get(word[:length], ())
    if _DRUGS.search(word):
        groups.add(DRUG)
    return tuple(sorted(groups)), tuple(runs)


def _begins(word: str, stem: str) -> bool:
    return word == stem[:-1] if stem.endswith(WORD_END) else word.startswith(stem)

"""What the words of a document speak of: professions, organs, exams, medicines, words of forms (data/concepts.tsv).

A word that the model never learnt is still known by its group, and by the kind within it (« drug:pain » is a « drug »).
What lives here: groups of words, how they are found. What must not: what a group tells of the type (model.py learns
it).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from liane.domain.intake.classify.tokens import LINK_WORDS

WORD_END = "$"
ENDING = "-"
KIND_OF = ":"
DRUG = "drug"
BEFORE_ENDING_MIN = 2
"""Letters that a word has before an ending: « LISINOPRIL » is a medicine, « AVRIL » is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Groups by the beginning of a word (or the whole word with WORD_END), by its end, and by first word for those of
    several; lengths: of beginnings and of ends.
    """

    stems: Mapping[str, tuple[str, ...]]
    endings: Mapping[str, tuple[str, ...]]
    runs: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    lengths: tuple[int, ...]
    ending_lengths: tuple[int, ...]


@cache
def load_concepts() -> Lexicon:
    """Read the packaged groups of words."""
    text = files("liane.domain.intake.classify").joinpath("data", "concepts.tsv").read_text(encoding="utf-8")
    stems: dict[str, list[str]] = {}
    endings: dict[str, list[str]] = {}
    runs: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for line in text.splitlines():
        if line.startswith(("#", "concept\t")) or not line.strip():
            continue
        name, written = line.split("\t")
        for stem in written.split():
            first, *rest = [one for one in stem.split("+") if one not in LINK_WORDS]
            if rest:
                runs.setdefault(first, []).append((tuple(rest), name))
            elif first.startswith(ENDING):
                endings.setdefault(first.removeprefix(ENDING), []).append(name)
            else:
                stems.setdefault(first, []).append(name)
    return Lexicon(
        stems={stem: tuple(names) for stem, names in stems.items()},
        endings={stem: tuple(names) for stem, names in endings.items()},
        runs={stem: tuple(some) for stem, some in runs.items()},
        lengths=tuple(sorted({len(stem) for stem in (*stems, *runs) if not stem.endswith(WORD_END)})),
        ending_lengths=tuple(sorted({len(stem) for stem in endings})),
    )


def find_concepts(tokens: Sequence[str]) -> list[str]:
    """The groups of the words of one line and their kinds, one for each time; tokens: folded, without link words."""
    found: list[str] = []
    for place, token in enumerate(tokens):
        groups, runs = _groups_of(token)
        found += groups
        for rest, name in runs:
            following = tokens[place + 1 : place + 1 + len(rest)]
            if len(following) == len(rest) and all(map(_begins, following, rest)):
                found += _with_group(name)
    return found


def is_group(name: str) -> bool:
    """Whether a name is of a whole group, not of one kind within it."""
    return KIND_OF not in name


@lru_cache(maxsize=20_000)
def _groups_of(word: str) -> tuple[tuple[str, ...], tuple[tuple[tuple[str, ...], str], ...]]:
    lexicon = load_concepts()
    names = {*lexicon.stems.get(word + WORD_END, ())}
    runs = [*lexicon.runs.get(word + WORD_END, ())]
    for length in lexicon.lengths:
        if length <= len(word):
            names.update(lexicon.stems.get(word[:length], ()))
            runs += lexicon.runs.get(word[:length], ())
    for length in lexicon.ending_lengths:
        if length + BEFORE_ENDING_MIN <= len(word):
            names.update(lexicon.endings.get(word[-length:], ()))
    return tuple(sorted({one for name in names for one in _with_group(name)})), tuple(runs)


def _with_group(name: str) -> tuple[str, ...]:
    """A kind counts for its group as well."""
    return (name,) if is_group(name) else (name.partition(KIND_OF)[0], name)


def _begins(word: str, stem: str) -> bool:
    return word == stem[:-1] if stem.endswith(WORD_END) else word.startswith(stem)

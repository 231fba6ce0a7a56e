"""By what a person is found: the keys of the search, the blocks of the search for duplicates. Pure text, no SQL.

Keys: ``n:`` a word of a family name, ``g:`` of a given name, ``N:`` and ``G:`` the same by ear, ``d:`` the birth date,
``y:`` its year. A name of several words is there word by word and glued (« DE LA TOUR »: ``DE``, ``LA``, ``TOUR``,
``DELATOUR``). Blocks: two persons that share one are worth comparing.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from liane.domain.identity.lexis import fold_name, phonetic_key
from liane.domain.identity.patient import PatientTraits

SEARCH_FORM = 1
"""Raised when keys are made in another way: what was made before is then made again (``rebuild_search``)."""
WORDS_MAX = 12
WORD_CHARS_MAX = 60
NEAR_CHARS_MIN = 4
NEAR_CHARS_MAX = 24
IDENTIFIER_CHARS_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchKeys:
    """All that the search keeps of one person. names: the words, for the list of known ones."""

    families: str
    givens: str
    keys: tuple[str, ...]
    blocks: tuple[str, ...]
    names: frozenset[str]


def fold_words(text: str) -> list[str]:
    """The words of a name, folded, none longer than 60 characters, at most 12."""
    return [word[:WORD_CHARS_MAX] for word in fold_name(text).split()[:WORDS_MAX]]


def glue(words: Iterable[str]) -> str:
    """The words as one."""
    return "".join(words)[:WORD_CHARS_MAX]


def near_forms(word: str) -> list[str]:
    """A word and what is left of it when one letter is taken away: two words one error apart share one of these.

    Short words (under 4 letters) only stand for themselves: everything is near them.
    """
    if not NEAR_CHARS_MIN <= len(word) <= NEAR_CHARS_MAX:
        return [word]
    return list(dict.fromkeys((word, *(word[:place] + word[place + 1 :] for place in range(len(word))))))


def make_keys(traits: PatientTraits) -> SearchKeys:
    """Make the keys and blocks of one person. Rule: INS/va1.02, va1.25, va1.41; ins.md §5.4."""
    birth, used = fold_words(traits.birth_family), fold_words(traits.used_family)
    first = fold_words(traits.birth_given)
    every = fold_words(traits.birth_givens) or first
    called = fold_words(traits.used_given)
    first = first or every[:1]
    families = _with_glued(birth, used)
    givens = _with_glued(first, called, every, glued=(first, called))
    keys = [f"n:{word}" for word in families] + [f"g:{word}" for word in givens]
    keys += [f"N:{sound}" for word in families if (sound := phonetic_key(word))]
    keys += [f"G:{sound}" for word in givens if (sound := phonetic_key(word))]
    if traits.birth_date:
        keys += [f"d:{traits.birth_date[:8]}", f"y:{traits.birth_date[:4]}"]
    return SearchKeys(
        families="|".join((" ".join(birth), " ".join(used))),
        givens="|".join((" ".join(first), " ".join(every), " ".join(called))),
        keys=tuple(dict.fromkeys(keys)),
        blocks=make_blocks(traits),
        names=frozenset((*families, *givens)),
    )


def _with_glued(*names: list[str], glued: Iterable[list[str]] | None = None) -> list[str]:
    words = [word for name in names for word in name]
    words += [glue(name) for name in (names if glued is None else glued) if len(name) > 1]
    return list(dict.fromkeys(words))


def make_blocks(traits: PatientTraits) -> tuple[str, ...]:
    """The blocks of one person: by date with a name by ear, by day and month turned round, by both names by ear.

    Names are taken in no order, so that a family name written as a given name still meets.
    """
    families = _sounds(traits.birth_family, traits.used_family)
    givens = _sounds(traits.birth_given or traits.birth_givens.partition(" ")[0], traits.used_given)
    date = traits.birth_date[:8]
    blocks = []
    if len(date) == 8:
        blocks += [f"{turn_date(date)}|{sound}" for sound in dict.fromkeys((*families, *givens))]
    blocks += ["|".join(sorted((family, given))) for family in families for given in givens if family and given]
    return tuple(dict.fromkeys(blocks))


def _sounds(*names: str) -> list[str]:
    glued = (phonetic_key(glue(fold_words(name))) for name in names)
    return list(dict.fromkeys(sound for sound in glued if sound))


def turn_date(date: str) -> str:
    """A birth date with its day and month in rising order: the same for both ways of writing it."""
    month, day = date[4:6], date[6:8]
    return date[:4] + min(month, day) + max(month, day)


def fold_identifier(value: str) -> str:
    """An identifier as it is searched: upper case, letters and digits only, no leading zero."""
    kept = "".join(character for character in value.upper() if character.isalnum())
    return (kept.lstrip("0") or kept)[:IDENTIFIER_CHARS_MAX]

"""The types that documents are generated for, with their titles and sentences: data/types.toml for the seen layouts
and the calibrations, which also share the words that have served (data/wordings_served.toml, every other one to each);
data/wordings_former.toml for those held out until lately; data/wordings_held_*.toml for the layouts held out.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from random import Random

from eval.people import DATA

SEEN, HELD, FITTING, FORMER, GIVEN, LATE = "seen", "held", "fitting", "former", "given", "late"
"""Layouts that rules and models may see; those of the figures; those that calibrations are fitted on, seen by no rule; those
of the figures until their failures were read, which may be seen, as well as those given up later: the first half drawn with
former words, the second with one of the two banks of words that they were held with.
"""
LATE_WORDS, LATE_FILLERS = "wordings_held_first.toml", "fillers_held_first.txt"
HELD_WORDS = ("wordings_held_second.toml", "wordings_held_third.toml")
HELD_FILLERS = ("fillers_held_second.txt", "fillers_held_third.txt")
"""Files of words of the layouts held out, of one hand each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocType:
    """One type. titles, texts and acts (labels of the act's date) by split; hands: the texts of the layouts held out, by who wrote
    them (a body has those of one hand); near: other codes that count as right; ages: of the patients drawn; within: those that
    they are brought into.
    """

    code: str
    titles: dict[str, tuple[str, ...]]
    texts: dict[str, tuple[str, ...]]
    acts: dict[str, tuple[str, ...]]
    hands: tuple[tuple[str, ...], ...]
    act_is_date: bool
    near: frozenset[str]
    families: frozenset[str]
    speciality: str
    has_stay: bool
    sex: str
    ages: tuple[int, int]
    within: tuple[int, int]

    @property
    def accepted(self) -> frozenset[str]:
        """Codes that count as right."""
        return self.near | {self.code}


@cache
def load_types() -> tuple[DocType, ...]:
    """Read every type."""
    names = ("types.toml", "wordings_served.toml", "wordings_former.toml", LATE_WORDS, *HELD_WORDS)
    raw, *banks = (tomllib.loads((DATA / name).read_text(encoding="utf-8")) for name in names)
    return tuple(
        DocType(
            code=code,
            titles=_share(one["seen"], one["held"], [bank[code]["titles"] for bank in banks]),
            texts=_share(one["text_seen"], one["text_held"], [bank[code]["texts"] for bank in banks]),
            acts=_share(one["act"], one["act"], [bank[code].get("acts", []) for bank in banks]),
            hands=tuple(tuple(bank[code]["texts"]) for bank in banks[3:]),
            act_is_date=one.get("act_is_date", True),
            near=frozenset(one.get("near", ())),
            families=frozenset(one["families"]),
            speciality=one["speciality"],
            has_stay=one.get("stay", False),
            sex=one.get("sex", ""),
            ages=(ages := _drawn_ages(one)),
            within=tuple(one.get("ages", ages)),
        )
        for code, one in raw.items()
    )


def _drawn_ages(one: dict[str, object]) -> tuple[int, int]:
    return (0, 5) if one.get("child") else (19, 97) if one.get("adult") or one.get("sex") else (1, 97)


def _share(seen: list[str], fitting: list[str], banks: list[list[str]]) -> dict[str, tuple[str, ...]]:
    served, former, late, *held = banks
    words = {SEEN: (*seen, *served[::2]), FITTING: (*fitting, *served[1::2]), FORMER: tuple(former), LATE: tuple(late)}
    return words | {GIVEN: words[FORMER], HELD: tuple(word for bank in held for word in bank)}


@cache
def fillers(split: str) -> tuple[str, ...]:
    """Sentences that tell nothing of the type."""
    apart = {HELD: HELD_FILLERS, FORMER: ("fillers_former.txt",), GIVEN: ("fillers_former.txt",), LATE: (LATE_FILLERS,)}
    names = apart.get(split, ("fillers.txt", "fillers_served.txt"))
    lines = [line for name in names for line in (DATA / name).read_text(encoding="utf-8").splitlines() if line]
    return tuple(lines if split in apart else lines[split != SEEN :: 2])


def write_body(kind: DocType, split: str, rng: Random, *, length: int) -> list[str]:
    """Sentences of a body: those of the type in order, fillers among them; calibrations also use seen sentences."""
    own = list(rng.choice(kind.hands) if split == HELD else kind.texts[split])
    if split == FITTING and len(own) < 3:
        own += kind.texts[SEEN][:1]
    extra = rng.sample(fillers(split), k=min(length, len(fillers(split))))
    for sentence in extra:
        own.insert(rng.randrange(0, len(own) + 1), sentence)
    return own

"""The types that documents are generated for, with their titles and sentences: data/types.toml for the seen layouts
and the calibrations, data/wordings.toml for the layouts held out.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from random import Random

from eval.people import DATA

SEEN, HELD, FITTING = "seen", "held", "fitting"
"""Layouts that rules and models may see; those of the figures; those that calibrations are fitted on, seen by no rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocType:
    """One type. titles, texts and acts (labels of the act's date) by split; near: other codes that count as right."""

    code: str
    titles: dict[str, tuple[str, ...]]
    texts: dict[str, tuple[str, ...]]
    acts: dict[str, tuple[str, ...]]
    act_is_date: bool
    near: frozenset[str]
    families: frozenset[str]
    speciality: str
    has_stay: bool
    sex: str
    ages: tuple[int, int]

    @property
    def accepted(self) -> frozenset[str]:
        """Codes that count as right."""
        return self.near | {self.code}


@cache
def load_types() -> tuple[DocType, ...]:
    """Read every type."""
    raw, kept = (tomllib.loads((DATA / name).read_text(encoding="utf-8")) for name in ("types.toml", "wordings.toml"))
    return tuple(
        DocType(
            code=code,
            titles={SEEN: tuple(one["seen"]), FITTING: tuple(one["held"]), HELD: tuple(kept[code]["titles"])},
            texts={SEEN: tuple(one["text_seen"]), FITTING: tuple(one["text_held"]), HELD: tuple(kept[code]["texts"])},
            acts={SEEN: tuple(one["act"]), FITTING: tuple(one["act"]), HELD: tuple(kept[code].get("acts", ()))},
            act_is_date=one.get("act_is_date", True),
            near=frozenset(one.get("near", ())),
            families=frozenset(one["families"]),
            speciality=one["speciality"],
            has_stay=one.get("stay", False),
            sex=one.get("sex", ""),
            ages=(0, 5) if one.get("child") else (19, 97) if one.get("adult") or one.get("sex") else (1, 97),
        )
        for code, one in raw.items()
    )


@cache
def fillers(split: str) -> tuple[str, ...]:
    """Sentences that tell nothing of the type."""
    name = "fillers_held.txt" if split == HELD else "fillers.txt"
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return tuple(line for line in (lines if split == HELD else lines[split != SEEN :: 2]) if line)


def write_body(kind: DocType, split: str, rng: Random, *, length: int) -> list[str]:
    """Sentences of a body: those of the type in order, fillers among them; calibrations also use seen sentences."""
    own = list(kind.texts[split])
    if split == FITTING and len(own) < 3:
        own += kind.texts[SEEN][:1]
    extra = rng.sample(fillers(split), k=min(length, len(fillers(split))))
    for sentence in extra:
        own.insert(rng.randrange(0, len(own) + 1), sentence)
    return own

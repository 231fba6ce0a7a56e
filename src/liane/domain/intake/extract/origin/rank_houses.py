"""The house that a document comes from: each line that may name it weighed by a trained ranker.

What lives here: the weighing, the values of the field. What must not: candidates (``houses``), their features
(``house_features``), checks against directories (``origin_fields``).
Rule: intake.md §3 (establishment), §7 (rules with layout features and a small trained ranker over candidates).
"""

from collections.abc import Sequence
from math import log

import numpy as np
import numpy.typing as npt

from liane.domain.intake.extract.origin.house_features import describe_houses
from liane.domain.intake.extract.origin.houses import House, find_houses, own_cells
from liane.domain.intake.extract.origin.placed_houses import (
    ADDRESSEE_COST,
    BRAND_GAIN,
    PERSON_COST,
    is_after,
    is_brand,
    is_form_logo,
    is_of_addressee,
    names_person,
)
from liane.domain.intake.extract.origin.stated_houses import house_gains, names_house
from liane.domain.intake.extract.people.persons import Person
from liane.domain.intake.extract.people.professionals import family_key
from liane.domain.intake.extract.people.rank_persons import Weighed, author_mentions
from liane.domain.intake.extract.surface.evidence import Feature, Found, found_at
from liane.domain.intake.extract.surface.ranking import load_ranker, share_values
from liane.domain.intake.extract.surface.reading import PageReading
from liane.domain.intake.fields import FieldName, Role

HOUSE_MODEL = "rank_house"
_TOLD_MIN = 0.02
"""Share from which a line is told as a candidate."""
_OWN_GAIN = 3.0
"""Log-odds that a house gains right under the name of who writes: « Dr X » over « Cabinet médical du Lac »."""
_LOGO_COST = 4.0
"""Log-odds that the logo of a form loses where somebody signs it."""
_OFTEN = 1e-6
_FEATURES = {"head": Feature.LETTERHEAD, "signed": Feature.SIGNATURE, "label": Feature.LABEL, "foot": Feature.POSITION}


def house_fields(
    readings: Sequence[PageReading],
    found: Sequence[Found],
    weighed: Sequence[Weighed] = (),
    persons: Sequence[Person] = (),
) -> list[Found]:
    """The names of houses, best first, each value once. found: what rules hold for one.

    weighed: the professionals named; persons: the others.
    """
    authors = author_mentions(weighed)
    own = [(one.reading, cell) for one in authors for cell in own_cells(one.reading, one.row.cell_at(one.start))]
    houses = find_houses(readings, found, own)
    gains = _gains(houses, frozenset(id(cell) for _, cell in own), weighed, persons)
    shares = share_houses(readings, houses, gains)
    best: dict[str, House] = {}
    for one in houses:
        if one.key not in best or best[one.key].rule < one.rule:
            best[one.key] = one
    told = sorted((key for key in best if shares[key] >= _TOLD_MIN), key=lambda key: -shares[key])
    return [
        _make(best[key], _joined(key, shares, houses) if rank == 0 else shares[key]) for rank, key in enumerate(told)
    ]


def share_houses(
    readings: Sequence[PageReading], houses: Sequence[House], gains: npt.NDArray[np.float64] | float = 0.0
) -> dict[str, float]:
    """The share of each name among those of a document, the rest being that none is right.

    gains: what is added to the log-odds of each.
    """
    ranker = load_ranker(HOUSE_MODEL)
    measures = ranker.measure(describe_houses(readings, houses))
    places = {key: at for at, key in enumerate(dict.fromkeys(one.key for one in houses))}
    owners = [places[one.key] for one in houses]
    shares = share_values(ranker.one_slope * measures + ranker.one_shift + gains, owners, 0.0)
    return {key: float(shares[owners[at]]) for at, key in enumerate(one.key for one in houses)}


def _gains(
    houses: Sequence[House], own: frozenset[int], weighed: Sequence[Weighed], persons: Sequence[Person]
) -> npt.NDArray[np.float64]:
    """What words and places add to the log-odds of each. own: cells of who writes."""
    authors = author_mentions(weighed)
    addressees = [one.person for one in weighed if one.person.role is Role.RECIPIENT]
    patients = [one for one in persons if one.role in (Role.PATIENT, Role.RELATIVE)]
    theirs = [is_of_addressee(one, addressees) for one in houses]
    brands = _brands(houses, theirs, weighed)
    gains = [
        BRAND_GAIN * is_first
        + _OWN_GAIN * (not is_theirs and _is_own(one, own, authors))
        - ADDRESSEE_COST * is_theirs
        - _LOGO_COST * (bool(authors) and is_form_logo(one))
        - PERSON_COST * names_person(one, patients)
        for one, is_first, is_theirs in zip(houses, brands, theirs, strict=True)
    ]
    return np.array(gains, dtype=np.float64) + np.array(house_gains(houses), dtype=np.float64)


def _brands(houses: Sequence[House], theirs: Sequence[bool], weighed: Sequence[Weighed]) -> list[bool]:
    """Which are the first line of the page over an address; none where there are two that differ."""
    names = frozenset(word for one in weighed for word in family_key(one.person).split(" ") if word)
    brands = [not is_theirs and is_brand(one, names) for one, is_theirs in zip(houses, theirs, strict=True)]
    keys = {one.key for one, is_first in zip(houses, brands, strict=True) if is_first}
    is_lone = len({key for key in keys if not any(key.startswith(f"{other} ") for other in keys)}) == 1
    return [is_lone and is_first for is_first in brands]


def _is_own(house: House, own: frozenset[int], authors: Sequence[Person]) -> bool:
    """Under the name of who writes, or after it on its line."""
    if id(house.cell) in own and house.part == 0:
        return True
    return names_house(house.key) and any(is_after(house, one) for one in authors)


def _joined(key: str, shares: dict[str, float], houses: Sequence[House]) -> float:
    """The share of a name, of those that it is a part of or that are a part of it, and of others of the same line: all
    say that it is this house.
    """
    cells = {id(one.cell) for one in houses if one.key == key}
    beside = {one.key for one in houses if id(one.cell) in cells}
    padded = f" {key} "
    return sum(
        share for other, share in shares.items() if other in beside or f" {other} " in padded or padded in f" {other} "
    )


def _make(house: House, share: float) -> Found:
    made = found_at(FieldName.STRUCTURE_NAME, house.value, house.spans, {_FEATURES[house.zone]})
    kept = min(1 - _OFTEN, max(_OFTEN, share))
    made.add(Feature.RANKED, round(log(kept / (1 - kept)), 3))
    return made

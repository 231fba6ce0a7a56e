"""The house that a document comes from: each line that may name it weighed by a trained ranker.

What lives here: the weighing, the values of the field. What must not: candidates (``houses``), their features
(``house_features``), checks against directories (``origin_fields``).
Rule: intake.md §3 (establishment), §7 (rules with layout features and a small trained ranker over candidates).
"""

from collections.abc import Sequence
from math import log

import numpy as np

from liane.domain.intake.extract.origin.house_features import describe_houses
from liane.domain.intake.extract.origin.houses import House, find_houses, own_cells
from liane.domain.intake.extract.origin.stated_houses import house_gains
from liane.domain.intake.extract.people.persons import Person
from liane.domain.intake.extract.surface.evidence import Feature, Found, found_at
from liane.domain.intake.extract.surface.ranking import load_ranker, share_values
from liane.domain.intake.extract.surface.reading import PageReading
from liane.domain.intake.fields import FieldName

HOUSE_MODEL = "rank_house"
_TOLD_MIN = 0.02
"""Share from which a line is told as a candidate."""
_OWN_GAIN = 3.0
"""Log-odds that a house gains right under the name of who writes: « Dr X » over « Cabinet médical du Lac »."""
_OFTEN = 1e-6
_FEATURES = {"head": Feature.LETTERHEAD, "signed": Feature.SIGNATURE, "label": Feature.LABEL, "foot": Feature.POSITION}


def house_fields(
    readings: Sequence[PageReading], found: Sequence[Found], authors: Sequence[Person] = ()
) -> list[Found]:
    """The names of houses, best first, each value once. found: what rules hold for one; authors: who writes, where."""
    own = [(one.reading, cell) for one in authors for cell in own_cells(one.reading, one.row.cell_at(one.start))]
    houses = find_houses(readings, found, own)
    shares = share_houses(readings, houses, frozenset(id(cell) for _, cell in own))
    best: dict[str, House] = {}
    for one in houses:
        if one.key not in best or best[one.key].rule < one.rule:
            best[one.key] = one
    told = sorted((key for key in best if shares[key] >= _TOLD_MIN), key=lambda key: -shares[key])
    return [
        _make(best[key], _joined(key, shares, houses) if rank == 0 else shares[key]) for rank, key in enumerate(told)
    ]


def share_houses(
    readings: Sequence[PageReading], houses: Sequence[House], own: frozenset[int] = frozenset()
) -> dict[str, float]:
    """The share of each name among those of a document, the rest being that none is right. own: cells of who writes."""
    ranker = load_ranker(HOUSE_MODEL)
    measures = ranker.measure(describe_houses(readings, houses))
    places = {key: at for at, key in enumerate(dict.fromkeys(one.key for one in houses))}
    owners = [places[one.key] for one in houses]
    gains = np.array([_OWN_GAIN * (id(one.cell) in own and one.part == 0) for one in houses]) + house_gains(houses)
    shares = share_values(ranker.one_slope * measures + ranker.one_shift + gains, owners, 0.0)
    return {key: float(shares[owners[at]]) for at, key in enumerate(one.key for one in houses)}


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

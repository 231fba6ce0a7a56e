"""The calibrations that come with this version, fitted by ``tools/train_calibration.py``, each with its card.

What lives here: reading them. What must not: their fitting (``calibration``), nor the thresholds (``decide.policy``).
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from liane.domain.intake.calibration import Calibration, parse_card


@cache
def load_calibrations() -> Mapping[str, Calibration]:
    """The calibration of each field (by its published name: ``doc_type``, ``doc_date``…), with data, date and counts.

    Rule: intake.md §5 (thresholds come from measured calibration, on documents not used to build the rules).
    """
    text = files("liane.domain.intake").joinpath("data", "calibrations.json").read_text(encoding="utf-8")
    cards = (parse_card(json.dumps(card).encode()) for card in json.loads(text))
    return MappingProxyType({card.name: card for card in cards})

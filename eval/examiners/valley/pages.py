"""Imports every module of layouts, which registers them."""

from . import (
    births,
    carers,
    imaging,
    kidney_home,
    labs,
    papers,
    pharmacy_eyes,
    several,
    specialists,
    town_letters,
    town_scripts,
    ward,
)

__all__ = [
    "births",
    "carers",
    "imaging",
    "kidney_home",
    "labs",
    "papers",
    "pharmacy_eyes",
    "several",
    "specialists",
    "town_letters",
    "town_scripts",
    "ward",
]

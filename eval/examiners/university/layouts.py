"""Every layout, by name. No page is written here."""

from eval.examiners.university import explorations, forms, laboratories, offices, stays, wards
from eval.examiners.university.registry import LAYOUTS as REGISTERED

MODULES = (explorations, forms, laboratories, offices, stays, wards)
"""Read so that their layouts register."""
LAYOUTS = {name: REGISTERED[name] for name in sorted(REGISTERED)}

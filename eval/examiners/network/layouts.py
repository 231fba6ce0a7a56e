"""Every layout, in the order that belongs to a seed. No page is written here."""

from eval.examiners.network import clinics, forms, imaging, rehabilitation, sheets, town
from eval.examiners.network.registry import LAYOUTS as REGISTERED

MODULES = (clinics, forms, imaging, rehabilitation, sheets, town)
"""Read so that their layouts register."""
LAYOUTS = {
    name: one for module in MODULES for name, one in REGISTERED.items() if one["fn"].__module__ == module.__name__
}

"""Every layout, in the order that belongs to a seed. No page is written here."""

from eval.examiners.locality import carers, hospitals, orders, patients, physicians
from eval.examiners.locality.registry import LAYOUTS as REGISTERED

MODULES = (physicians, orders, patients, hospitals, carers)
"""Read so that their layouts register."""
LAYOUTS = {
    name: one for module in MODULES for name, one in REGISTERED.items() if one.page.__module__ == module.__name__
}
"""Registry of layouts."""

"""Every layout, in the order that belongs to a seed. No page is written here."""

from eval.examiners.city import laboratories, oncology, orders, papers, specialists, stays, theatres
from eval.examiners.city.registry import LAYOUTS as REGISTERED

MODULES = (laboratories, oncology, orders, papers, specialists, stays, theatres)
"""Read so that their layouts register."""
LAYOUTS = {
    name: one for module in MODULES for name, one in REGISTERED.items() if one.page.__module__ == module.__name__
}

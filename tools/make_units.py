"""Writes the table of the units of biology: UCUM code, kind, power of ten, French writing.

Only units that convert by a power of ten are put together, and only those that French laboratories write.
Usage: ``python tools/make_units.py`` (rewrites src/liane/domain/biology/data/ucum_units.tsv).
Source: The Unified Code for Units of Measure 2.1, §28 to §31 (prefixes, base units, derived units), read as facts.
"""

from pathlib import Path

TARGET = Path(__file__).parent.parent / "src/liane/domain/biology/data/ucum_units.tsv"
PREFIXES = (("", 0, ""), ("k", 3, "k"), ("d", -1, "d"), ("c", -2, "c"), ("m", -3, "m"), ("u", -6, "µ"), ("n", -9, "n"))
SMALL = (("p", -12, "p"), ("f", -15, "f"))
VOLUMES = (("L", 0, "L"), ("dL", -1, "dL"), ("mL", -3, "mL"), ("uL", -6, "µL"), ("mm3", -6, "mm³"), ("l", 0, "L"))
AMOUNTS = (
    ("mass", "g", "g", ("", "k", "m", "u", "n", "p")),
    ("substance", "mol", "mol", ("", "m", "u", "n", "p", "f")),
    ("international", "[IU]", "UI", ("", "k", "m", "u")),
    ("enzyme", "U", "U", ("", "k", "m", "u")),
    ("katal", "kat", "kat", ("", "m", "u", "n")),
    ("equivalent", "eq", "éq", ("", "m", "u")),
    ("osmole", "osm", "osm", ("", "m")),
)
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
HEAD = """# Units of biology: UCUM code, kind (units of one kind convert), power of ten to its first, French writing.
# Source: The Unified Code for Units of Measure, version 2.1. Made by tools/make_units.py.
"""


def prefix_of(name: str) -> tuple[int, str]:
    """Power of ten and writing of a prefix."""
    return next((power, written) for code, power, written in PREFIXES + SMALL if code == name)


def concentrations() -> list[tuple[str, str, int, str]]:
    """Amounts per volume."""
    rows = []
    for kind, atom, written, prefixes in AMOUNTS:
        for name in prefixes:
            power, sign = prefix_of(name)
            for volume, volume_power, volume_written in VOLUMES:
                rows.append(
                    (
                        f"{name}{atom}/{volume}",
                        f"{kind}/volume",
                        power - volume_power,
                        f"{sign}{written}/{volume_written}",
                    )
                )
    return rows


def counts() -> list[tuple[str, str, int, str]]:
    """Numbers per volume: ``/mL``, ``10*9/L``, ``10*3/uL``."""
    rows = []
    for power in (0, 3, 6, 9, 12):
        for volume, volume_power, volume_written in VOLUMES:
            code = f"10*{power}/{volume}" if power else f"/{volume}"
            written = f"10{str(power).translate(SUPERSCRIPTS)}/{volume_written}" if power else f"/{volume_written}"
            rows.append((code, "number/volume", power - volume_power, written))
    return rows


def amounts() -> list[tuple[str, str, int, str]]:
    """Masses, volumes and substances that stand alone or per entity."""
    rows = []
    for name in ("k", "", "d", "c", "m", "u", "n", "p", "f"):
        power, sign = prefix_of(name)
        if name not in ("d", "c"):
            rows.append((f"{name}g", "mass", power, f"{sign}g"))
        if name != "k":
            rows.append((f"{name}L", "volume", power, f"{sign}L"))
    for name in ("", "m", "u", "n", "p", "f"):
        power, sign = prefix_of(name)
        rows.append((f"{name}mol", "substance", power, f"{sign}mol"))
    return rows


def others() -> list[tuple[str, str, int, str]]:
    """Shares, times, rates, pressures and the ratios of urine."""
    rows = [
        ("1", "share", 0, ""),
        ("%", "share", -2, "%"),
        ("L/L", "share", 0, "L/L"),
        ("g/g", "share", 0, "g/g"),
        ("mg/g", "share", -3, "mg/g"),
        ("ug/g", "share", -6, "µg/g"),
        ("ug/mg", "share", -3, "µg/mg"),
        ("mg/mmol", "mass/substance", 0, "mg/mmol"),
        ("g/mol", "mass/substance", 0, "g/mol"),
        ("ug/mmol", "mass/substance", -3, "µg/mmol"),
        ("mmol/mol", "substance/substance", -3, "mmol/mol"),
        ("mol/mol", "substance/substance", 0, "mol/mol"),
        ("umol/mmol", "substance/substance", -3, "µmol/mmol"),
        ("s", "time", 0, "s"),
        ("ms", "time", -3, "ms"),
        ("mm/h", "sedimentation", 0, "mm/h"),
        ("mL/min", "clearance", 0, "mL/min"),
        ("mL/min/{1.73_m2}", "clearance/surface", 0, "mL/min/1,73 m²"),
        ("mL/min/1.73.m2", "clearance/surface", 0, "mL/min/1,73 m²"),
        ("kPa", "pressure", 0, "kPa"),
        ("mm[Hg]", "pressure of mercury", 0, "mmHg"),
        ("Cel", "temperature", 0, "°C"),
        ("{ratio}", "ratio", 0, "(rapport)"),
        ("{INR}", "inr", 0, "(INR)"),
        ("[pH]", "ph", 0, "pH"),
    ]
    for span in ("d", "24.h", "(24.h)"):
        shown = "jour" if span == "d" else "24 h"
        rows += [
            (f"{name}{atom}/{span}", f"{kind}/day", prefix_of(name)[0], f"{prefix_of(name)[1]}{atom}/{shown}")
            for kind, atom, names in (
                ("mass", "g", ("", "m", "u")),
                ("substance", "mol", ("", "m", "u", "n")),
                ("volume", "L", ("", "m")),
            )
            for name in names
        ]
    return rows


def main() -> None:
    """Write the table, each code once."""
    rows = {row[0]: row for row in (*concentrations(), *counts(), *amounts(), *others())}
    lines = ["\t".join((code, kind, str(power), written)) for code, kind, power, written in rows.values()]
    TARGET.write_text(HEAD + "\n".join(("code\tkind\texponent\twritten", *lines)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""Value sets as packaged: members, labels, systems, header lines."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from liane.domain.terminology.tables import load_table
from liane.domain.terminology.value_sets import get_value_set

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT / "src/liane/domain/terminology/data"
LOINC = "2.16.840.1.113883.6.1"

MEMBERS = [
    ("JDV_J01", "G15_10/SM26", "1.2.250.1.213.1.1.4.5"),
    ("JDV_J02", "SA01", "1.2.250.1.71.4.2.4"),
    ("JDV_J03", "07", "1.2.250.1.213.2.2"),
    ("JDV_J04", "ETABLISSEMENT", "1.2.250.1.213.1.1.4.9"),
    ("JDV_J06", "10", "1.2.250.1.213.1.1.4.1"),
    ("JDV_J07", "11488-4", LOINC),
    ("JDV_J08", "MASQUE_PS", "1.2.250.1.213.1.1.4.13"),
    ("JDV_J10", "urn:ihe:iti:xds-sd:pdf:2008", "1.3.6.1.4.1.19376.1.2.3"),
    ("JDV_J11", "MTH", "2.16.840.1.113883.5.111"),
    ("JDV_J140", "ADM", "2.16.840.1.113883.5.90"),
    ("JDV_J142", "IMP", "2.16.840.1.113883.5.4"),
    ("JDV_J144", "REF", "2.16.840.1.113883.5.90"),
    ("JDV_J245", "M", "1.2.250.1.213.1.6.1.69"),
    ("JDV_J246", "DR", "1.2.250.1.213.1.6.1.11"),
    ("JDV_J47", "CORRE", "1.2.250.1.213.1.1.4.2.280"),
    ("JDV_J57", "10", "1.2.250.1.213.1.1.4.1"),
    ("JDV_J59", "07", "1.2.250.1.213.2.2"),
    ("JDV_J60", "urn:ihe:lab:xd-lab:2008", "1.3.6.1.4.1.19376.1.2.3"),
    ("JDV_J61", "SA01", "1.2.250.1.71.4.2.4"),
    ("JDV_J65", "10", "1.2.250.1.71.1.2.7"),
    ("JDV_J65", "SM04", "1.2.250.1.71.4.2.5"),
    ("JDV_J65", "A", "1.2.250.1.71.4.2.6"),
    ("JDV_J66", "11488-4", LOINC),
    ("TRE_A07", "INVISIBLE_REPRESENTANTS_LEGAUX", "1.2.250.1.213.1.1.4.13"),
]


@pytest.mark.parametrize(("name", "code", "system"), MEMBERS)
def test_a_member_is_found_with_its_system_and_label(name: str, code: str, system: str) -> None:
    value_set = get_value_set(name)
    assert value_set.contains(code, system)
    assert value_set.contains(code)
    assert not value_set.contains(code, "9.9.9")
    assert value_set.label(code, system)


@pytest.mark.parametrize("name", sorted({name for name, _, _ in MEMBERS}))
def test_no_set_holds_an_unknown_code(name: str) -> None:
    value_set = get_value_set(name)
    assert not value_set.contains("NO-SUCH-CODE")
    assert value_set.label("NO-SUCH-CODE") == ""
    assert len(value_set.codes) >= 2


def test_a_retired_code_is_named_but_no_member() -> None:
    formats = get_value_set("JDV_J10")
    assert not formats.contains("urn:asip:ci-sis:sap:2012")
    assert formats.label("urn:asip:ci-sis:sap:2012") == "Synthèse antepartum"


def test_a_set_that_is_not_packaged_is_refused() -> None:
    with pytest.raises(LookupError):
        get_value_set("JDV_J999")
    with pytest.raises(LookupError):
        get_value_set("../../secret")


def test_a_value_set_is_loaded_once() -> None:
    assert get_value_set("JDV_J07") is get_value_set("JDV_J07")


@pytest.mark.parametrize("path", sorted(DATA.glob("*.tsv")), ids=lambda path: path.stem)
def test_every_table_says_where_it_comes_from(path: Path) -> None:
    table = load_table(path.stem)
    assert {"name", "source", "licence"} <= table.head.keys()
    assert table.rows
    assert all(len(row) == len(table.columns) for row in table.rows)


def test_the_tables_are_those_of_their_sources(terminology_dir: Path) -> None:
    with (terminology_dir / "typeCode.csv").open(encoding="utf-8", newline="") as file:
        source = {(row["code"], row["system_oid"]) for row in csv.DictReader(file)}
    assert {(code.code, code.system) for code in get_value_set("JDV_J07").codes} == source


def test_making_the_tables_again_changes_nothing(terminology_dir: Path) -> None:
    before = {path.name: path.read_bytes() for path in DATA.glob("*.tsv")}
    subprocess.run([sys.executable, ROOT / "tools/make_terminology.py", terminology_dir], check=True)
    assert {path.name: path.read_bytes() for path in DATA.glob("*.tsv")} == before

"""Make the packaged terminology tables from the CSV files of the value sets.

Usage: ``python tools/make_terminology.py <terminology folder>``. Every table is a TSV whose first lines, beginning with
``#``, give its name, OID, version, date, source and licence; then one line of column names; then the rows, in the order
of their source. Running it twice gives the same bytes.
"""

import csv
import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "src/liane/domain/terminology/data"
LICENCE = (
    "not stated by the source read; nomenclature des objets de santé, published by the Agence du numérique en santé"
)

VALUE_SETS = {
    "JDV_J01": "authorSpecialty.csv",
    "JDV_J02": "healthcareFacilityTypeCode.csv",
    "JDV_J03": "contentTypeCode.csv",
    "JDV_J04": "practiceSettingCode.csv",
    "JDV_J06": "classCode.csv",
    "JDV_J07": "typeCode.csv",
    "JDV_J08": "confidentialityCode.csv",
    "JDV_J10": "formatCode.csv",
    "JDV_J11": "relationPatient.csv",
    "JDV_J47": "functionCode.csv",
    "JDV_J140": "encounterParticipationType.csv",
    "JDV_J141": "roleClass.csv",
    "JDV_J142": "typeRencontre.csv",
    "JDV_J143": "administrativeGender.csv",
    "JDV_J144": "participationType.csv",
    "JDV_J197": "referenceIdType.csv",
    "JDV_J231": "referenceIdTypeDMP.csv",
    "JDV_J245": "civilite.csv",
    "JDV_J246": "titre.csv",
    "TRE_A07": "statutVisibiliteDocument.csv",
    "TRE_G07": "typeIdentifiantStructure.csv",
    "TRE_G08": "typeIdentifiantPersonne.csv",
    "TRE_G15": "professionSante.csv",
    "TRE_R02": "secteurActivite.csv",
    "TRE_R85": "rolePriseCharge.csv",
}
DMP_SETS = {
    "JDV_J57": "JDV_J06",
    "JDV_J58": "JDV_J08",
    "JDV_J59": "JDV_J03",
    "JDV_J60": "JDV_J10",
    "JDV_J61": "JDV_J02",
    "JDV_J66": "JDV_J07",
}
ASSOCIATIONS = {
    "ASS_X04": "map_typeCode_to_classCode.csv",
    "ASS_A11": "map_templateId_to_formatCode.csv",
    "ASS_A12": "map_mediaType_to_formatCode.csv",
}
SIGNATURE_CLASS = "urn:oid:1.3.6.1.4.1.19376.1.2.1.1.1"
TRE_G15_OID = "1.2.250.1.71.1.2.7"
TRE_G05_OID = "1.2.250.1.71.4.2.6"
TRE_R01_OID = "1.2.250.1.71.4.2.5"


@dataclass(frozen=True)
class Provenance:
    """Header lines of one table."""

    name: str
    oid: str
    version: str
    source: str
    note: str = ""

    @property
    def date(self) -> str:
        """``yyyy-MM-dd`` found in the version; empty when the version carries none."""
        match = re.match(r"(\d{4})-?(\d\d)-?(\d\d)", self.version)
        return "-".join(match.groups()) if match else ""


def read_rows(path: Path) -> list[dict[str, str]]:
    """Read one CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def clean(value: str) -> str:
    """Give a value without tabulation or line end."""
    return " ".join(value.split())


def write_table(
    file_name: str, provenance: Provenance, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]
) -> None:
    """Write one table with its header lines."""
    head = {
        "name": provenance.name,
        "oid": provenance.oid,
        "version": provenance.version,
        "date": provenance.date,
        "source": provenance.source,
        "licence": LICENCE,
        "note": provenance.note,
    }
    lines = [f"# {key}: {clean(value)}" for key, value in head.items() if value]
    lines.append("\t".join(columns))
    lines.extend("\t".join(clean(cell) for cell in row) for row in rows)
    (DATA / f"{file_name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def compose_roles(folder: Path) -> Iterator[tuple[str, ...]]:
    """Give the roles that a VIHF may carry: professions, then savoir-faire and tableaux of JDV_J01, then TRE_R85.

    The official JDV_J65 is not in the sources: this set is composed from the tables that it draws on.
    """
    for row in read_rows(folder / "professionSante.csv"):
        yield row["code"], TRE_G15_OID, row["display_fr"], row["status"]
    seen: set[tuple[str, str]] = set()
    for row in read_rows(folder / "authorSpecialty.csv"):
        profession, _, specialty = row["code"].partition("/")
        system = TRE_G05_OID if profession == "G15_21" and not specialty.startswith("FQ") else TRE_R01_OID
        if specialty and (specialty, system) not in seen:
            seen.add((specialty, system))
            yield specialty, system, row["display_fr"].partition(" - ")[2] or row["display_fr"], "active"
    for row in read_rows(folder / "rolePriseCharge.csv"):
        yield row["code"], row["system_oid"], row["display_fr"], row["status"]


def make_value_sets(folder: Path, manifest: dict[str, Provenance]) -> None:
    """Write every value set."""
    columns = ("code", "system", "label", "status")
    for name, file in VALUE_SETS.items():
        rows = [
            (row["code"], row["system_oid"], row["display_fr"], row.get("status") or "active")
            for row in read_rows(folder / file)
        ]
        if name == "JDV_J06":
            rows = [
                (code, system, "" if "unverified" in label else label, status) for code, system, label, status in rows
            ]
        write_table(name, manifest[file], columns, rows)
    roles = Provenance(
        name="JDV_J65 (composed)",
        oid="",
        version="",
        source="; ".join(
            manifest[file].source for file in ("professionSante.csv", "authorSpecialty.csv", "rolePriseCharge.csv")
        ),
        note="the official set is absent from the sources read; composed of TRE_G15, of the specialties of JDV_J01 "
        "(as TRE_R01, and TRE_G05 for the tableaux of pharmacists) and of TRE_R85",
    )
    write_table("JDV_J65", roles, columns, compose_roles(folder))


def make_aliases() -> None:
    """Write the sets of the DMP that stand on a CI-SIS set for want of their own text."""
    provenance = Provenance(
        name="aliases",
        oid="",
        version="",
        source="xdm-xds.md §2, dmp.md §6.2",
        note="the restrictions that the DMP makes to these sets are absent from the sources read: "
        "the CI-SIS set stands for them",
    )
    write_table("aliases", provenance, ("name", "stands_on"), DMP_SETS.items())


def make_associations(folder: Path, manifest: dict[str, Provenance]) -> None:
    """Write the derivation tables; columns: key, key_system, code, system."""
    for name, file in ASSOCIATIONS.items():
        rows = []
        for row in read_rows(folder / file):
            values = list(row.values())
            rows.append(tuple(values) if len(values) == 4 else (values[0], "", values[1], values[2]))
        if name == "ASS_X04":
            rows.append(("E1762", "ASTM", SIGNATURE_CLASS, "URN"))
        write_table(name, manifest[file], ("key", "key_system", "code", "system"), rows)


def main(folder: Path) -> None:
    """Make every table."""
    DATA.mkdir(parents=True, exist_ok=True)
    manifest = {
        entry["file"]: Provenance(
            name=entry.get("value_set", ""),
            oid=entry.get("value_set_oid", ""),
            version=entry.get("version", ""),
            source=entry.get("source", ""),
        )
        for entry in json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    }
    make_value_sets(folder, manifest)
    make_aliases()
    make_associations(folder, manifest)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))

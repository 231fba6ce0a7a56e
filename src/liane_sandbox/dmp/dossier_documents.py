"""The documents of the fictitious dossiers: CDA of level 1 and CR de biologie of level 3, from the packaged tables.

What lives here: who wrote what, and the making of the bytes, always the same. Nobody and nothing is real.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from liane.codecs.xml import render_xml
from liane.domain.actors.actor import Professional, Structure
from liane.domain.documents.header import DocumentId
from liane.domain.terminology.code import Code
from liane.domain.terminology.value_sets import get_value_set
from liane_sandbox.emitter.example_documents import make_biology, make_letter
from liane_sandbox.emitter.examples.bodies import Result
from liane_sandbox.emitter.examples.facts import (
    BIOLOGIST,
    GENERAL_PRACTITIONER,
    HOSPITAL,
    HOSPITAL_DOCTOR,
    RADIOLOGIST,
    ROOT_OID,
    SETTING_OID,
    SPECIALTY_OID,
    ExampleFacts,
)
from liane_sandbox.emitter.examples.header import LOINC, N1_MODEL, Kind
from liane_sandbox.patients import PATIENTS, SandboxPatient

_PATIENT_TYPE_OID = "1.2.250.1.213.1.1.4.12"
_FACILITY_OID = "1.2.250.1.71.4.2.4"
_ENCOUNTER = Code(
    code="EXTERNE", system="1.2.250.1.213.1.1.4.2.291", label="Acte et consultation externe (établissement)"
)
_BIOLOGY = "11502-2"


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierLine:
    """One document of a dossier. day: ``yyyyMMdd``. visibility: codes. replaces: serial of the document it replaces."""

    serial: int
    ipp: str
    type_code: str
    title: str
    author: str
    structure: str
    day: str
    visibility: tuple[str, ...]
    replaces: int | None
    text: tuple[str, ...]

    @property
    def document_id(self) -> DocumentId:
        """OID of the document."""
        return DocumentId(root=f"{ROOT_OID}.2.{self.serial}.1")

    @property
    def patient(self) -> SandboxPatient:
        """Whose dossier it is in."""
        return next(patient for patient in PATIENTS if patient.ipp == self.ipp)


def _doctor(number: int, family: str, given: str, specialty: str, label: str, profession: str = "10") -> Professional:
    return Professional(
        identifier=f"8999000001{number:02d}",
        family=family,
        given=given,
        specialty=Code(code=f"G15_{profession}/{specialty}".rstrip("/"), system=SPECIALTY_OID, label=label),
        title="DR" if profession == "10" else "",
    )


AUTHORS = {
    "BIOLOGISTE": BIOLOGIST,
    "RADIOLOGUE": RADIOLOGIST,
    "CARDIOLOGUE": HOSPITAL_DOCTOR,
    "GENERALISTE": GENERAL_PRACTITIONER,
    "BIOLOGISTE_VILLE": _doctor(11, "TESTAULNE", "LEON", "SM03", "Médecin - Biologie médicale (SM)"),
    "CHIRURGIEN": _doctor(12, "TESTCHARME", "PAUL", "SM54", "Médecin - Chirurgie viscérale et digestive (SM)"),
    "URGENTISTE": _doctor(13, "TESTHETRE", "JADE", "SM26", "Médecin - Qualifié en Médecine Générale (SM)"),
    "PSYCHIATRE": _doctor(14, "TESTIF", "MARTHE", "SM42", "Médecin - Psychiatrie (SM)"),
    "DERMATOLOGUE": _doctor(15, "TESTORME", "ELOI", "SM15", "Médecin - Dermatologie et vénéréologie (SM)"),
    "OPHTALMOLOGUE": _doctor(16, "TESTTILLEUL", "SOLENE", "SM38", "Médecin - Ophtalmologie (SM)"),
    "SAGE_FEMME": _doctor(17, "TESTAUBEPINE", "MAUD", "", "Sage-Femme", profession="50"),
}


def _structure(number: int, name: str, setting: str, label: str) -> Structure:
    return Structure(
        identifier=f"1{999999900 + number}",
        name=name,
        practice_setting=Code(code=setting, system=SETTING_OID, label=label),
    )


STRUCTURES = {
    "HOPITAL": (HOSPITAL, "SA01"),
    "CABINET": (_structure(31, "CABINET SIMULATION TESTGENET", "AMBULATOIRE", "Ambulatoire"), "SA07"),
    "CABINET_DERMATO": (_structure(32, "CABINET SIMULATION TESTORME", "AMBULATOIRE", "Ambulatoire"), "SA07"),
    "CLINIQUE": (_structure(33, "CLINIQUE SIMULATION DES CHARMES", "ETABLISSEMENT", "Etablissement de santé"), "SA04"),
    "AULNES": (_structure(34, "LABORATOIRE SIMULATION DES AULNES", "AMBULATOIRE", "Ambulatoire"), "SA25"),
}


def _rows(name: str) -> Iterator[list[str]]:
    text = files("liane_sandbox.dmp").joinpath("data", name).read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    yield from lines[1:]


@cache
def load_lines() -> tuple[DossierLine, ...]:
    """Every document of every dossier, in the order of the table."""
    return tuple(
        DossierLine(
            serial=int(row[0]),
            ipp=row[1],
            type_code=row[2],
            title=row[3],
            author=row[4],
            structure=row[5],
            day=row[6],
            visibility=tuple(row[7].split()),
            replaces=int(row[8]) if row[8] else None,
            text=tuple(row[9].split("|")) if row[9] else (),
        )
        for row in _rows("dossier.tsv")
    )


@cache
def load_results(serial: int) -> tuple[Result, ...]:
    """The results of one report of biology."""
    return tuple(
        Result(
            key=row[1],
            name=row[2],
            code=Code(code=row[3], system=LOINC, label=row[4]),
            value=row[5],
            unit=row[6],
            low=row[7],
            high=row[8],
        )
        for row in _rows("dossier_results.tsv")
        if int(row[0]) == serial
    )


def make_document(line: DossierLine) -> bytes:
    """Make the CDA of one line, always the same bytes."""
    facts = _make_facts(line)
    if line.type_code == _BIOLOGY:
        return render_xml(make_biology(facts, load_results(line.serial), title="Bilan de suivi"), is_indented=True)
    system = LOINC if line.type_code[0].isdigit() else _PATIENT_TYPE_OID
    label = get_value_set("JDV_J07").label(line.type_code, system) or line.title
    facility = STRUCTURES.get(line.structure, STRUCTURES["HOPITAL"])[1]
    kind = Kind(
        code=Code(code=line.type_code, system=system, label=label),
        title=line.title,
        models=((N1_MODEL, ""),),
        facility=Code(code=facility, system=_FACILITY_OID, label=get_value_set("JDV_J02").label(facility)),
        encounter=_ENCOUNTER,
        author=GENERAL_PRACTITIONER,
    )
    return render_xml(make_letter(kind, facts, ((line.title, list(line.text)),)), is_indented=True)


def _make_facts(line: DossierLine) -> ExampleFacts:
    replaced = DocumentId(root=f"{ROOT_OID}.2.{line.replaces}.1") if line.replaces else None
    first = line.replaces or line.serial
    return ExampleFacts(
        patient=line.patient,
        document_id=line.document_id,
        set_id=DocumentId(root=f"{ROOT_OID}.3.{first}"),
        version=2 if replaced else 1,
        replaces=replaced,
        created=f"{line.day}113000+0100",
        act_start=f"{line.day}083000+0100",
        act_stop=f"{line.day}103000+0100",
        author=AUTHORS.get(line.author, GENERAL_PRACTITIONER),
        structure=STRUCTURES.get(line.structure, STRUCTURES["HOPITAL"])[0],
        order_number=f"PRESC-{line.day[:4]}-{line.serial:04d}",
        visit_number=f"VEN{line.day[:4]}-{line.serial:04d}",
        accession_number=f"ACC-{line.day[:4]}-{line.serial:04d}",
        study_uid=f"{ROOT_OID}.7.{line.serial}",
    )

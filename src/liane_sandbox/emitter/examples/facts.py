"""What an example document is told: patient, identifiers, dates, people. Everything else is fixed by its kind."""

from dataclasses import dataclass, field

from liane.domain.actors.actor import Professional, Structure
from liane.domain.documents.header import DocumentId
from liane.domain.terminology.code import Code
from liane_sandbox.establishment import STRUCTURE_ID, STRUCTURE_NAME
from liane_sandbox.patients import SandboxPatient

ROOT_OID = "1.2.250.1.999.1.8121"
"""Arc of the fictitious establishment: .2 documents, .3 lineages, .4 orders, .5 stays, .6 accessions, .7 studies."""

SPECIALTY_OID = "1.2.250.1.213.1.1.4.5"
SETTING_OID = "1.2.250.1.213.1.1.4.9"

BIOLOGIST = Professional(
    identifier="899900000011",
    family="TESTFOUGERE",
    given="BRUNE",
    specialty=Code(code="G15_10/SM03", system=SPECIALTY_OID, label="Médecin - Biologie médicale (SM)"),
    title="DR",
)
RADIOLOGIST = Professional(
    identifier="899900000029",
    family="TESTLILAS",
    given="RENEE",
    specialty=Code(code="G15_10/SM44", system=SPECIALTY_OID, label="Médecin - Radio-diagnostic (SM)"),
    title="DR",
)
HOSPITAL_DOCTOR = Professional(
    identifier="899900000037",
    family="TESTMELEZE",
    given="IRENE",
    specialty=Code(
        code="G15_10/SM04", system=SPECIALTY_OID, label="Médecin - Cardiologie et maladies vasculaires (SM)"
    ),
    title="DR",
)
GENERAL_PRACTITIONER = Professional(
    identifier="899900000045",
    family="TESTGENET",
    given="ALICE",
    specialty=Code(code="G15_10/SM26", system=SPECIALTY_OID, label="Médecin - Qualifié en Médecine Générale (SM)"),
    title="DR",
)
HOSPITAL = Structure(
    identifier=STRUCTURE_ID,
    name=STRUCTURE_NAME,
    practice_setting=Code(code="ETABLISSEMENT", system=SETTING_OID, label="Etablissement de santé"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleFacts:
    """Facts of one example document. Timestamps: HL7 with seconds and offset (``20260113113000+0100``).

    document_id: OID of this version. set_id: OID of the lineage. replaces: id of the version replaced, for a version
    above 1. author: None takes the professional that suits the kind. has_ins: False writes the local number alone, as
    an identity that is not « qualifiée » requires. order_number, visit_number, accession_number: extensions.
    """

    patient: SandboxPatient
    document_id: DocumentId
    set_id: DocumentId
    version: int = 1
    replaces: DocumentId | None = None
    created: str = "20260113113000+0100"
    act_start: str = "20260113083000+0100"
    act_stop: str = "20260113113000+0100"
    author: Professional | None = None
    prescriber: Professional = GENERAL_PRACTITIONER
    structure: Structure = HOSPITAL
    has_ins: bool = True
    order_number: str = "PRESC-2026-0042"
    visit_number: str = "VEN2026-0031"
    accession_number: str = "ACC-2026-0017"
    study_uid: str = field(default=f"{ROOT_OID}.7.20260017")


def make_facts(patient: SandboxPatient, serial: int, *, version: int = 1) -> ExampleFacts:
    """Facts of the version number `version` of the document number `serial`, a positive integer that the caller counts.

    Version n has the id ``….2.<serial>.<n>`` and replaces ``….2.<serial>.<n-1>``; the lineage is ``….3.<serial>``.
    """
    stem = f"{ROOT_OID}.2.{serial}"
    return ExampleFacts(
        patient=patient,
        document_id=DocumentId(root=f"{stem}.{version}"),
        set_id=DocumentId(root=f"{ROOT_OID}.3.{serial}"),
        version=version,
        replaces=DocumentId(root=f"{stem}.{version - 1}") if version > 1 else None,
        order_number=f"PRESC-2026-{serial:04d}",
        visit_number=f"VEN2026-{serial:04d}",
        accession_number=f"ACC-2026-{serial:04d}",
        study_uid=f"{ROOT_OID}.7.{serial}",
    )

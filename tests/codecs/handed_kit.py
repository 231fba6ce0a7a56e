"""A document handed over, for the tests of the formats of outlets."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from liane.domain.actors.actor import PS_OID, Author, Professional, Structure
from liane.domain.documents.handover import HandedDocument, HandedMail, HandedPatient
from liane.domain.documents.request import Endpoint, RequestAction, RequestFlags
from liane.domain.identity.ins import INS
from liane.domain.identity.patient import PatientIdentifier, PatientTraits
from liane.domain.terminology.code import Code

STRUCTURE = Structure(identifier="1999999998", name="CH SIMULATION DES TILLEULS")
PATIENT = HandedPatient(
    ipp=PatientIdentifier(value="IPP000731", oid="1.2.250.1.999.1.8121.1.1", type_code="PI"),
    ins=INS(matricule="290029999900129", oid="1.2.250.1.213.1.4.10"),
    traits=PatientTraits(
        birth_family="TESTOMBELLE",
        birth_given="JEANNE",
        birth_givens="JEANNE MARIE",
        birth_date="19900214",
        sex="F",
        birth_place="99999",
        used_family="TESTLISERON",
    ),
)


def make_handed(**changes: Any) -> HandedDocument:
    """A PDF that replaces another one."""
    one = HandedDocument(
        number="LP000000000042",
        action=RequestAction.REPLACE,
        sender=Endpoint(application="LIANE", facility="CH"),
        receiver=Endpoint(application="DPI", facility="CH"),
        processing_id="T",
        at=datetime(2026, 3, 2, 14, 15, tzinfo=UTC),
        unique_id="1.2.250.1.999.7^DOC2",
        replaces="1.2.250.1.999.7^DOC1",
        type=Code(code="11488-4", system="2.16.840.1.113883.6.1", label="Consultation"),
        class_=Code(code="10", system="1.2.250.1.213.1.1.4.1", label="Compte rendu"),
        format=Code(code="urn:ihe:iti:xds-sd:pdf:2008", system="1.3.6.1.4.1.19376.1.2.3", label="PDF"),
        title="Compte rendu de consultation",
        document_time="20260214",
        acted_from="20260213093000+0100",
        media_type="application/pdf",
        content=b"%PDF-1.4 exemple",
        patient=PATIENT,
        authors=(
            Author(
                person=Professional(identifier="899900000037", oid=PS_OID, family="TESTDOC", given="Anne"),
                structure=STRUCTURE,
            ),
        ),
        custodian=STRUCTURE,
        unit=("3435", "Cardiologie"),
        flags=RequestFlags(masque_ps=True),
        mail=HandedMail(message_id="m1@cabinet.example", subject="XDM/1.0/DDM", sender="dr@cabinet.example"),
        source_id="1.2.250.1.999.1.8121",
    )
    return replace(one, **changes)

"""The letters that are made from a CDA, read back as PDF: each goes to its patient, whose names stand in capitals."""

from functools import cache

import pytest

from liane.codecs.cda.header import read_document
from liane.codecs.pdf.copies import parsed_document_as_pdf
from liane.codecs.pdf.pages import read_pages
from liane.codecs.pdf.pages_read import PagesRead
from liane.connectors.ocr.choice import find_readers
from liane.domain.intake.decide.policy import COMMAND_LINE_POLICY
from liane.domain.intake.fields import FieldName
from liane.domain.intake.matching.match import IndexPerson
from liane.domain.intake.matching.memory_index import InMemoryIndex
from liane.domain.intake.outcome import IntakeAction
from liane.pipeline.intake.reader import IntakeTools, read_file
from liane_sandbox.emitter.example_documents import make_example
from liane_sandbox.emitter.examples.facts import make_facts
from liane_sandbox.patients import PATIENTS, SandboxPatient


@cache
def tools() -> IntakeTools:
    """The reader and an index of every fictitious patient."""
    persons = (
        IndexPerson(record_id=one.ipp, traits=one.traits, ins=one.ins.matricule, ins_oid=one.ins.oid)
        for one in PATIENTS
    )

    def read(data: bytes, name: str) -> PagesRead:
        return read_pages(data, name=name, readers=find_readers())

    return IntakeTools(read_pages=read, index=InMemoryIndex(tuple(persons)), policy=COMMAND_LINE_POLICY)


@pytest.mark.parametrize("patient", PATIENTS, ids=lambda one: one.ipp)
@pytest.mark.parametrize("kind", ["lettre_liaison", "cr_img", "cr_bio"])
def test_letter_goes_to_its_patient(kind: str, patient: SandboxPatient) -> None:
    content = make_example(kind, facts=make_facts(patient, 1))
    pdf = parsed_document_as_pdf(read_document(content)).data
    answer = read_file(pdf, name="courrier.pdf", received_on="2026-11-22", tools=tools()).documents[0]
    fields = {name: one.chosen.value for name, one in answer.read.fields.items()}
    assert fields[FieldName.BIRTH_NAME] == patient.traits.birth_family
    assert fields[FieldName.FIRST_NAMES] == patient.traits.birth_givens
    if patient.traits.used_family != patient.traits.birth_family:
        assert fields[FieldName.USED_NAME] == patient.traits.used_family
    assert answer.decision.record_id == patient.ipp
    assert answer.decision.action is IntakeAction.AUTO, answer.decision.codes

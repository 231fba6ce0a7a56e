"""Fill the simulated DMP with the fictitious dossiers: years of documents of many authors, some masked, one replaced.

They enter the registry as what it accepted long ago: no message, no trace, lots of other structures.
"""

from dataclasses import replace
from datetime import UTC, datetime

from liane.codecs.cda.header import parse_header
from liane.codecs.ebxml.metadata import DocumentEntry
from liane.codecs.xds.from_header import (
    build_document_entry,
    build_submission,
    build_submission_set,
    find_content_type,
)
from liane.domain.actors.actor import Author, Professional
from liane.domain.terminology import associations
from liane.domain.terminology.code import Code
from liane.domain.terminology.value_sets import get_value_set
from liane_sandbox.dmp.dossier_documents import DossierLine, load_lines, make_document
from liane_sandbox.dmp.registry import Submitter, plan_submission
from liane_sandbox.dmp.state import DMPState
from liane_sandbox.emitter.examples.facts import ROOT_OID

VISIBILITY_OID = "1.2.250.1.213.1.1.4.13"
_BY_PATIENT = "PATIENT"


def fill_dossiers(state: DMPState) -> int:
    """Deposit what is not there yet; how many documents were. Safe to call at each start."""
    count = 0
    with state.transaction():
        for line in load_lines():
            if state.find_measures(line.document_id.xds) is None:
                _deposit(state, line)
                count += 1
    return count


def _deposit(state: DMPState, line: DossierLine) -> None:
    cda, patient = make_document(line), line.patient
    entry = describe_entry(line, cda)
    replaced = ""
    if line.replaces is not None:
        versions = state.find_entries_by_unique_id(f"{ROOT_OID}.2.{line.replaces}.1")
        replaced = versions[-1].entry_uuid
    lot = build_submission_set(
        unique_id=f"{ROOT_OID}.12.{line.serial}",
        source_id=f"{ROOT_OID}.13",
        patient_id=patient.ins,
        author=entry.authors[0],
        submission_time=f"{line.day}103500",
        content_type=find_content_type("N"),
    )
    structure = entry.authors[0].structure
    submitter = Submitter(
        ins=patient.ins.matricule,
        ins_oid=patient.ins.oid,
        structure=structure.identifier if structure else "",
        at=datetime.strptime(f"{line.day}103500", "%Y%m%d%H%M%S").replace(tzinfo=UTC).isoformat(),
    )
    submission = build_submission(lot, (entry,), replaces=replaced)
    state.apply(plan_submission(submission, {entry.symbolic_id: cda}, submitter, state))


def describe_entry(line: DossierLine, cda: bytes) -> DocumentEntry:
    """The fiche of one line; one that the patient deposited is signed by them alone."""
    labels = get_value_set("TRE_A07")
    visibility = tuple(Code(code=code, system=VISIBILITY_OID, label=labels.label(code)) for code in line.visibility)
    entry = build_document_entry(
        parse_header(cda), cda=cda, patient_id=line.patient.ins, visibility=visibility, tables=associations
    )
    if line.author != _BY_PATIENT:
        return entry
    traits, ins = line.patient.traits, line.patient.ins
    person = Professional(
        identifier=ins.matricule, oid=ins.oid, family=traits.birth_family, given=traits.birth_given, id_type="NH"
    )
    return replace(entry, authors=(Author(person=person),))

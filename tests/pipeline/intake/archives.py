"""Archives IHE_XDM of one patient, with CDA and a PDF of its own fiche: what the tests of the intake are made of."""

from dataclasses import replace

from liane.codecs.cda.header import read_document
from liane.codecs.ebxml.metadata import Association, Submission, SubmissionSet
from liane.codecs.xdm.archive import build_xdm
from liane.codecs.xdm.front_pages import XDMSender
from liane.codecs.xds.from_header import build_document_entry, build_submission, build_submission_set, find_content_type
from liane.domain.terminology import associations
from liane.pipeline.intake.xdm_door import TRANSFORMS
from tests.pipeline.flow_kit import NOW, PATIENT, make_cda

SENDER = XDMSender(name="CABINET", software_name="LGC", software_version="1", software_editor="S")


def make_lot() -> SubmissionSet:
    """A lot without a fiche."""
    return build_submission_set(
        unique_id="1.2.250.1.999.1.1",
        source_id="1.2.250.1.999.1",
        patient_id=PATIENT.ins,
        author=None,
        submission_time="20260301101500",
        content_type=find_content_type(""),
        title="Lot",
    )


def make_archive(*, pdf: bytes | None = None, is_copy: bool = False, serials: tuple[int, ...] = (1,)) -> bytes:
    """An archive of biology reports of one patient, with one PDF of its own fiche."""
    contents: dict[str, bytes] = {}
    entries = []
    for rank, serial in enumerate(serials, start=1):
        header = read_document(make_cda(serial)).header
        entry = build_document_entry(
            header, cda=make_cda(serial), patient_id=PATIENT.ins, visibility=(), tables=associations
        )
        entries.append(replace(entry, symbolic_id=f"Document{rank:02d}"))
        contents[entries[-1].symbolic_id] = make_cda(serial)
    if pdf is not None:
        contents["Document09"] = pdf
        entries.append(
            replace(
                entries[0],
                symbolic_id="Document09",
                unique_id="1.2.250.1.999.9.9",
                mime_type="application/pdf",
                title="Courrier joint",
            )
        )
    submission = build_submission(make_lot(), tuple(entries))
    if is_copy:
        link = Association(kind=TRANSFORMS, source="Document09", target="Document01", symbolic_id="Association99")
        submission = Submission(
            submission_set=submission.submission_set,
            entries=submission.entries,
            associations=(*submission.associations, link),
        )
    return build_xdm(submission, contents, sender=SENDER, at=NOW)

"""Write IHE_XDM.ZIP: one lot of documents of one patient, with its metadata and the two files for a person.

The same arguments give the same bytes. What lives here: the writing. ``reading.py`` reads and checks.
"""

import hashlib
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from liane.codecs.ebxml.metadata import DocumentEntry, Slot, Submission
from liane.codecs.ebxml.render import render_submission
from liane.codecs.xdm.front_pages import XDMSender, render_index, render_readme
from liane.codecs.xml import render_xml
from liane.domain.documents.timestamp import PARIS

ARCHIVE_NAME = "IHE_XDM.ZIP"
SUBSET = "IHE_XDM/SUBSET01"
DOCUMENTS_MAX = 99_999
_EXTENSIONS = {
    "text/xml": "XML",
    "application/xslt+xml": "XSL",
    "application/pdf": "PDF",
    "application/dicom": "DCM",
}
_ZIP_EPOCH_YEAR = 1980

REPLACEMENT = "C"
DELETION = "D"


@dataclass(frozen=True, slots=True, kw_only=True)
class XDMAction:
    """What the receiver must do of the documents. code: empty (new), ``C`` (replaces), ``D`` (withdrawn).

    slot: name of the extra metadata that carries it; no public text fixes it. Rule: hl7v2.md §7.1; mssante.md §5.
    """

    code: str = ""
    slot: str = "action"


def build_xdm(
    submission: Submission,
    documents: Mapping[str, bytes],
    *,
    sender: XDMSender,
    at: datetime,
    action: XDMAction | None = None,
) -> bytes:
    """Pack a lot as IHE_XDM.ZIP.

    documents: symbolic id of each fiche → exact bytes, stored as they are; hash, size and URI of the fiches are set
    here from those bytes. The fiche of a lot signature, when there is one, stays out: it is for the DMP. at: aware
    instant written in the archive. Raises ValueError when fiches and documents do not match.
    Rule: xdm-xds.md §1, §2 (hash, size, URI), §5; mssante.md §5.
    """
    entries = submission.document_entries
    if not entries or set(documents) != {entry.symbolic_id for entry in entries}:
        raise ValueError("every document of the archive has its fiche, and the reverse")
    described = tuple(
        _describe(entry, documents[entry.symbolic_id], rank, action or XDMAction())
        for rank, entry in enumerate(entries, start=1)
    )
    kept = {submission.submission_set.symbolic_id, *(entry.symbolic_id for entry in entries)}
    associations = tuple(
        link
        for link in submission.associations
        if link.source in kept and not _points_to_signature(submission, link.target)
    )
    packed = replace(submission, entries=described, associations=associations)
    files = {
        f"{SUBSET}/METADATA.XML": render_xml(render_submission(packed), is_indented=True),
        **{f"{SUBSET}/{entry.uri}": documents[entry.symbolic_id] for entry in described},
    }
    names = ("README.TXT", "INDEX.HTM", *files)
    pages = {
        "README.TXT": render_readme(sender, names),
        "INDEX.HTM": render_index(sender, packed, subset=SUBSET),
    }
    return _zip({**pages, **files}, at)


def _points_to_signature(submission: Submission, target: str) -> bool:
    signature = submission.signature_entry
    return signature is not None and target == signature.symbolic_id


def _describe(entry: DocumentEntry, content: bytes, rank: int, action: XDMAction) -> DocumentEntry:
    """Complete a fiche with what the archive makes true: file name, hash, size, action."""
    extension = _EXTENSIONS.get(entry.mime_type, "BIN")
    extra = (*entry.extra_slots, Slot(name=action.slot, values=(action.code,))) if action.code else entry.extra_slots
    return replace(
        entry,
        uri=f"DOC{rank:05d}.{extension}",
        hash=hashlib.sha1(content, usedforsecurity=False).hexdigest(),
        size=len(content),
        extra_slots=extra,
    )


def _zip(files: Mapping[str, bytes], at: datetime) -> bytes:
    """Pack files in order, all dated at the same local instant, readable by all."""
    local = at.astimezone(PARIS)
    stamp = (max(local.year, _ZIP_EPOCH_YEAR), local.month, local.day, local.hour, local.minute, local.second)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, stamp)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system, info.external_attr = 0, 0x20
            archive.writestr(info, content)
    return buffer.getvalue()

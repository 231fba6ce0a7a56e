"""What a person changes from the pages or the API: the state of a DMP, the visibility of a document, a mailbox."""

from collections.abc import Mapping
from dataclasses import replace

from liane.codecs.ebxml.metadata import Association, Submission, SubmissionSet
from liane.codecs.ebxml.names import AssociationType, AvailabilityStatus
from liane.domain.identity.ins import INS
from liane.domain.identity.patient import PatientIdentifier
from liane_sandbox.dmp.existence import FolderStatus
from liane_sandbox.dmp.records import StoredEntry
from liane_sandbox.dmp.registry import Submitter, new_uuid
from liane_sandbox.dmp.updates import Update, plan_updates
from liane_sandbox.mssante.records import MailboxState
from liane_sandbox.mssante.scripts import SCRIPTS
from liane_sandbox.running import Sandbox

SHOWN_ARC = "1.2.250.1.999.1.8121.99"


def change_folder(sandbox: Sandbox, ins: INS, status: str) -> None:
    """Change the state of a DMP. Raises ValueError, in French, for an unknown state."""
    try:
        wanted = FolderStatus(status)
    except ValueError as error:
        raise ValueError(f"état inconnu « {status} » ; états connus : {', '.join(FolderStatus)}") from error
    sandbox.dmp.state.save_folder_status(ins.matricule, wanted.value)


_HIDING = frozenset({"INVISIBLE_PATIENT", "INVISIBLE_REPRESENTANTS_LEGAUX"})


def can_make_visible(stored: StoredEntry) -> bool:
    """Tell whether there is something to show in this version."""
    return (
        bool(stored.visibility & _HIDING) and stored.status == AvailabilityStatus.APPROVED and not stored.is_signature
    )


def make_visible(sandbox: Sandbox, entry_uuid: str) -> StoredEntry:
    """Do what a professional does by TD3.3b after the announcement: a new version of the fiche, visible to the patient.

    Raises LookupError for an unknown fiche and ValueError, in French, when there is nothing to show.
    Rule: dmp.md §10 (TD3.3b), §11.3.
    """
    state = sandbox.dmp.state
    with state.transaction():
        stored = state.find_entry(entry_uuid)
        if stored is None:
            raise LookupError(entry_uuid)
        if not can_make_visible(stored):
            raise ValueError("cette version est déjà visible, ou n'est plus en vigueur")
        shown = replace(
            stored.entry,
            symbolic_id="Document01",
            confidentiality=tuple(code for code in stored.entry.confidentiality if code.code not in _HIDING),
        )
        submission, update = (
            _make_submission(sandbox, stored),
            Association(
                kind=AssociationType.HAS_MEMBER,
                source="SubmissionSet01",
                target="Document01",
                set_status="Original",
                previous_version=str(stored.version),
            ),
        )
        submitter = Submitter(
            ins=stored.ins, ins_oid=stored.ins_oid, structure=stored.structure, at=sandbox.clock().isoformat()
        )
        change = plan_updates(submission, (Update(link=update, target=stored, right="show", entry=shown),), submitter)
        state.apply(change)
    return change.entries[0]


def _make_submission(sandbox: Sandbox, stored: StoredEntry) -> Submission:
    number = int(new_uuid().removeprefix("urn:uuid:").replace("-", ""), 16) % 10**12
    lot = SubmissionSet(
        symbolic_id="SubmissionSet01",
        unique_id=f"{SHOWN_ARC}.{number}",
        source_id=SHOWN_ARC,
        patient_id=PatientIdentifier(value=stored.ins, oid=stored.ins_oid, type_code="NH"),
        submission_time=sandbox.clock().strftime("%Y%m%d%H%M%S"),
        authors=stored.entry.authors[:1],
    )
    return Submission(submission_set=lot)


def change_mailbox(sandbox: Sandbox, address: str, values: Mapping[str, object]) -> None:
    """Open, close, fill a mailbox, or give it a script. Raises LookupError, and ValueError in French."""
    state = MailboxState(str(values["state"])) if values.get("state") in set(MailboxState) else None
    if values.get("state") and state is None:
        raise ValueError(f"état inconnu ; états connus : {', '.join(MailboxState)}")
    script = values.get("script")
    if script is not None and str(script) not in SCRIPTS and not str(script).partition(":")[2].isdigit():
        raise ValueError(f"automatisme inconnu ; automatismes connus : {', '.join(filter(None, SCRIPTS))}")
    full = values.get("is_full")
    is_full = None if full is None else str(full).lower() in ("true", "1", "on", "oui")
    changed = sandbox.mssante.state.change_mailbox(
        address, state=state, is_full=is_full, script=None if script is None else str(script)
    )
    if not changed:
        raise LookupError(address)

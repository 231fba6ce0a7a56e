"""The JSON side of the sandbox (`/api/…`): everything that the pages show and do, for programs and tests."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, HTTPException, Query, Request, Response

from liane_sandbox.description import describe
from liane_sandbox.faults import FAULT_NAMES, SERVICES, read_fault, render_fault
from liane_sandbox.patients import SandboxPatient, find_patient, list_patients
from liane_sandbox.running import Sandbox
from liane_sandbox.web import mailroom, workshop
from liane_sandbox.web.acts import change_folder, change_mailbox, make_visible
from liane_sandbox.web.contents import make_download_name
from liane_sandbox.web.dossier import (
    Row,
    list_patient_view,
    summarise_entry,
    summarise_lot,
    summarise_patient,
    summarise_trace,
)

LISTED_MAX = 1_000
router = APIRouter(prefix="/api")
Limit = Annotated[int, Query(ge=1, le=LISTED_MAX)]
Values = Annotated[dict[str, Any], Body()]


def get_sandbox(request: Request) -> Sandbox:
    """The running sandbox of this application."""
    sandbox: Sandbox = request.app.state.sandbox
    return sandbox


Running = Annotated[Sandbox, Depends(get_sandbox)]


def _missing(what: str) -> HTTPException:
    return HTTPException(404, f"{what} n'existe pas dans le bac à sable")


def _patient(ins: str) -> SandboxPatient:
    patient = find_patient(ins)
    if patient is None:
        raise _missing("ce patient")
    return patient


@router.get("/health")
def health(sandbox: Running) -> Row:
    """Say that the sandbox lives, and what it keeps."""
    return {"status": "ok", "simulation": True, "started_at": sandbox.started_at.isoformat()} | {
        "dmp": sandbox.dmp.state.count_kept()
    }


@router.get("/description")
def description(request: Request, sandbox: Running) -> Row:
    """Give what ``sandbox.json`` says."""
    return describe(sandbox, str(request.base_url).rstrip("/"))


@router.post("/reset")
async def reset(sandbox: Running) -> Row:
    """Forget what was received and switch every fault off."""
    await sandbox.reset()
    return {"status": "ok"}


# Patients and DMP


@router.get("/patients")
def patients(sandbox: Running) -> list[Row]:
    """List the fictitious patients with the state of their DMP."""
    return [summarise_patient(sandbox.dmp.state, patient) for patient in list_patients()]


@router.get("/patients/{ins}/documents")
def patient_documents(ins: str, sandbox: Running) -> list[Row]:
    """List every version of every fiche of a patient, signatures apart, oldest first."""
    found = sandbox.dmp.state.find_entries_of_patient(_patient(ins).ins.matricule)
    return [summarise_entry(stored) for stored in found if not stored.is_signature]


@router.get("/patients/{ins}/mon-espace-sante")
def patient_view(ins: str, sandbox: Running) -> list[Row]:
    """List what the patient sees in Mon espace santé, with former versions."""
    return list_patient_view(sandbox.dmp.state, _patient(ins).ins.matricule)


@router.post("/patients/{ins}/dmp")
def patient_dmp(ins: str, values: Values, sandbox: Running) -> Row:
    """Open, close, remove or block a DMP: ``{"status": "active" | "closed" | "absent" | "blocked"}``."""
    patient = _patient(ins)
    try:
        change_folder(sandbox, patient.ins, str(values.get("status", "")))
    except ValueError as error:
        raise HTTPException(422, str(error)) from error
    return summarise_patient(sandbox.dmp.state, patient)


@router.get("/dmp/documents/{unique_id}")
def dmp_document(unique_id: str, sandbox: Running) -> list[Row]:
    """List the versions of the fiche of one document, by its uniqueId."""
    found = sandbox.dmp.state.find_entries_by_unique_id(unique_id)
    if not found:
        raise _missing("ce document")
    return [summarise_entry(stored) for stored in found]


@router.get("/dmp/documents/{unique_id}/content")
def dmp_document_content(unique_id: str, sandbox: Running) -> Response:
    """Give the bytes of one document, exactly as received."""
    try:
        document = sandbox.dmp.state.get_document(unique_id)
    except LookupError as error:
        raise _missing("ce document") from error
    return download(document.body, document.media_type, f"{unique_id}.xml")


@router.post("/dmp/entries/{entry_uuid}/visible")
def dmp_make_visible(entry_uuid: str, sandbox: Running) -> Row:
    """Let a professional make a document visible to the patient, as TD3.3b does."""
    try:
        return summarise_entry(make_visible(sandbox, entry_uuid))
    except LookupError as error:
        raise _missing("cette fiche") from error
    except ValueError as error:
        raise HTTPException(409, str(error)) from error


@router.get("/dmp/lots")
def dmp_lots(sandbox: Running, limit: Limit = 100) -> list[Row]:
    """List the newest lots."""
    state = sandbox.dmp.state
    return [summarise_lot(lot, state) for lot in state.find_recent_lots(limit)]


@router.get("/dmp/traces")
def dmp_traces(sandbox: Running, limit: Limit = 100, ins: str = "") -> list[Row]:
    """List the newest calls, of one patient when ``ins`` is given."""
    return [summarise_trace(trace) for trace in sandbox.dmp.state.find_traces(limit=limit, ins=ins)]


@router.get("/dmp/traces/{trace_id}")
def dmp_trace(trace_id: int, sandbox: Running) -> Row:
    """Give one call with its request and its answer."""
    trace = sandbox.dmp.state.find_trace(trace_id)
    if trace is None:
        raise _missing("cet appel")
    return summarise_trace(trace, is_whole=True)


# MSSanté


@router.get("/mssante/mailboxes")
def mailboxes(sandbox: Running) -> list[Row]:
    """List the mailboxes."""
    return [mailroom.summarise_mailbox(one) for one in sandbox.mssante.state.list_mailboxes()]


@router.get("/mssante/mailboxes/{address}/messages")
def mailbox_messages(address: str, sandbox: Running, folder: str | None = None) -> list[Row]:
    """List the messages of a mailbox, newest first, of every folder unless one is named."""
    if sandbox.mssante.state.find_mailbox(address) is None:
        raise _missing("cette boîte")
    return [mailroom.summarise_mail(mail) for mail in sandbox.mssante.state.list_messages(address, folder)]


@router.post("/mssante/mailboxes/{address}")
def mailbox_change(address: str, values: Values, sandbox: Running) -> Row:
    """Change a mailbox: ``state`` (open, closed…), ``is_full`` (true, false), ``script``."""
    try:
        change_mailbox(sandbox, address, values)
    except LookupError as error:
        raise _missing("cette boîte") from error
    except ValueError as error:
        raise HTTPException(422, str(error)) from error
    mailbox = sandbox.mssante.state.find_mailbox(address)
    assert mailbox is not None
    return mailroom.summarise_mailbox(mailbox)


@router.get("/mssante/messages/{message_id}")
def message(message_id: int, sandbox: Running) -> Row:
    """Give one message with what it carries."""
    found = sandbox.mssante.state.find_message(message_id)
    if found is None:
        raise _missing("ce message")
    parsed = sandbox.mssante.state.load_parsed(message_id)
    return mailroom.summarise_mail(found) | {"content": mailroom.summarise_content(parsed)}


@router.get("/mssante/messages/{message_id}/raw")
def message_raw(message_id: int, sandbox: Running) -> Response:
    """Give a message as its mailbox shows it, byte for byte."""
    try:
        raw = sandbox.mssante.state.load_delivered(message_id)
    except LookupError as error:
        raise _missing("ce message") from error
    return download(raw, "message/rfc822", f"message-{message_id}.eml")


@router.get("/mssante/messages/{message_id}/attachments/{rank}")
def message_attachment(message_id: int, rank: int, sandbox: Running) -> Response:
    """Give one attachment, decoded; rank counts from 0."""
    try:
        parsed = sandbox.mssante.state.load_parsed(message_id)
    except LookupError as error:
        raise _missing("ce message") from error
    if parsed is None or not 0 <= rank < len(parsed.attachments):
        raise _missing("cette pièce jointe")
    attachment = parsed.attachments[rank]
    return download(attachment.data, attachment.media_type, attachment.name)


@router.post("/mssante/messages/{message_id}/open")
def message_open(message_id: int, sandbox: Running) -> Row:
    """Let the holder open a message; a read receipt leaves when one was asked."""
    if sandbox.mssante.state.find_message(message_id) is None:
        raise _missing("ce message")
    return {"has_sent_receipt": sandbox.mssante.persons.open_message(message_id)}


@router.post("/mssante/messages/{message_id}/answer")
def message_answer(message_id: int, values: Values, sandbox: Running) -> Row:
    """Let the holder answer a message: ``{"text": "…"}``."""
    try:
        sandbox.mssante.persons.answer_message(message_id, str(values.get("text", "")))
    except ValueError as error:
        raise HTTPException(409, str(error)) from error
    return {"status": "ok"}


@router.get("/mssante/submissions")
def submissions(sandbox: Running, limit: Limit = 100) -> list[Row]:
    """List what was submitted, one row per recipient, newest first."""
    return [mailroom.summarise_submission(one) for one in sandbox.mssante.state.list_submissions(limit)]


@router.get("/mssante/traces")
def mail_traces(sandbox: Running, limit: Limit = 100) -> list[dict[str, str]]:
    """List the newest acts of mail clients."""
    return sandbox.mssante.state.list_traces(limit)


# Producing application


@router.get("/emitter/sent")
def emitter_sent(sandbox: Running, limit: Limit = 100) -> list[Row]:
    """List the messages sent with their acks, newest first."""
    return [workshop.summarise_sent(one) for one in sandbox.emitter.state.list_sent(limit=limit)]


@router.get("/emitter/sent/{sent_id}/message")
def emitter_message(sent_id: int, sandbox: Running) -> Response:
    """Give the bytes of a message sent."""
    try:
        return download(sandbox.emitter.state.load_message(sent_id), "application/hl7-v2", f"message-{sent_id}.hl7")
    except LookupError as error:
        raise _missing("ce message") from error


@router.get("/emitter/zams")
def emitter_zams(sandbox: Running, control_id: str | None = None, limit: Limit = 100) -> list[Row]:
    """List the ZAM received, newest first, about one MSH-10 when ``control_id`` is given."""
    return [workshop.summarise_zam(one) for one in sandbox.emitter.state.list_zams(control_id, limit=limit)]


@router.get("/emitter/rejects")
def emitter_rejects(sandbox: Running) -> list[Row]:
    """List what came back and is no ZAM."""
    return [
        {"id": one.id, "received_at": one.received_at.isoformat(), "reason": one.reason}
        for one in sandbox.emitter.state.list_rejects()
    ]


@router.post("/emitter/send")
async def emitter_send(values: Values, sandbox: Running) -> Row:
    """Send a message: ``kind``, ``ins``, ``serial``, ``version``, ``action``, ``flags``, ``mistake``."""
    try:
        order = workshop.read_order(values)
    except ValueError as error:
        raise HTTPException(422, str(error)) from error
    return await workshop.send_order(sandbox, order)


@router.post("/emitter/target")
async def emitter_target(values: Values, sandbox: Running) -> Row:
    """Choose the platform to send to: ``{"host": "127.0.0.1", "port": 2575}``."""
    port = values.get("port")
    if not isinstance(port, int) or not 1 <= port <= 65_535:
        raise HTTPException(422, "« port » va de 1 à 65535")
    await sandbox.aim(str(values.get("host") or "127.0.0.1"), port)
    return {"host": sandbox.platform[0], "port": sandbox.platform[1]}


# Test PKI


@router.get("/pki/issuing.crl")
def crl(sandbox: Running) -> Response:
    """Publish the revocation list of the issuing authority, as a distribution point does."""
    return Response(sandbox.publish_crl(), media_type="application/pkix-crl")


@router.post("/pki/server")
def server_revocation(values: Values, sandbox: Running) -> Row:
    """Revoke the certificate of the simulated services in the published list, or take it back: ``revoked``."""
    sandbox.is_server_revoked = values.get("revoked") is True
    return {"revoked": sandbox.is_server_revoked}


# Faults


@router.get("/faults")
def faults(sandbox: Running) -> Row:
    """List the faults switched on, and what can be switched on."""
    return {
        "faults": [render_fault(fault) for fault in sandbox.faults.list_faults()],
        "services": dict(SERVICES),
        "kinds": {kind.value: name for kind, name in FAULT_NAMES.items()},
    }


@router.post("/faults", status_code=201)
def fault_add(values: Values, sandbox: Running) -> Row:
    """Switch a fault on: ``service``, ``kind``, ``key``, ``code``, ``message``, ``remaining``, ``delay_s``."""
    try:
        return render_fault(sandbox.faults.add(read_fault(values)))
    except ValueError as error:
        raise HTTPException(422, str(error)) from error


@router.delete("/faults/{fault_id}")
def fault_remove(fault_id: int, sandbox: Running) -> Row:
    """Switch one fault off."""
    if not sandbox.faults.remove(fault_id):
        raise _missing("cette panne")
    return {"status": "ok"}


@router.delete("/faults")
def fault_clear(sandbox: Running, service: str | None = None) -> Row:
    """Switch every fault off, or those of one service."""
    sandbox.faults.clear(service)
    return {"status": "ok"}


def download(data: bytes, media_type: str, name: str) -> Response:
    """Give bytes as a file that no browser executes."""
    disposition = f'attachment; filename="{make_download_name(name)}"'
    return Response(data, media_type=media_type, headers={"Content-Disposition": disposition})

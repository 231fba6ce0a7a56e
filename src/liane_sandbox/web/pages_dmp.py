"""Mon espace santé as a patient sees it, and the registry of the DMP as an engineer wants to look into it."""

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.responses import Response

from liane_sandbox.dmp.existence import FOLDER_NAMES
from liane_sandbox.mssante.threads import list_threads
from liane_sandbox.patients import SandboxPatient, find_patient, list_patients
from liane_sandbox.web.acts import can_make_visible, change_folder, make_visible
from liane_sandbox.web.api import Running, download
from liane_sandbox.web.contents import is_inline, make_download_name, show_document, show_source
from liane_sandbox.web.dossier import (
    describe_entry,
    is_shown_to_patient,
    list_patient_view,
    summarise_entry,
    summarise_lot,
    summarise_patient,
    summarise_trace,
)
from liane_sandbox.web.pages import go
from liane_sandbox.web.rendering import show

router = APIRouter()


def _patient(ins: str) -> SandboxPatient:
    patient = find_patient(ins)
    if patient is None:
        raise HTTPException(404, "Aucun patient fictif n'a ce matricule.")
    return patient


# Mon espace santé


@router.get("/mon-espace-sante")
def patients(request: Request, sandbox: Running) -> Response:
    """The fictitious patients."""
    rows = [summarise_patient(sandbox.dmp.state, patient) for patient in list_patients()]
    return show(request, "patients.html", "Mon espace santé", patients=rows)


@router.get("/mon-espace-sante/{ins}")
def patient_documents(ins: str, request: Request, sandbox: Running) -> Response:
    """What one patient sees."""
    patient = _patient(ins)
    row = summarise_patient(sandbox.dmp.state, patient)
    is_readable = row["dmp"] in ("active", "blocked")
    documents = list_patient_view(sandbox.dmp.state, patient.ins.matricule) if is_readable else []
    address = f"{patient.ins.matricule}@patient.mssante.fr"
    return show(
        request,
        "patient.html",
        f"Mon espace santé de {patient.label}",
        patient=row,
        documents=documents,
        is_readable=is_readable,
        address=address,
        threads=list_threads(sandbox.mssante.state, address),
    )


@router.get("/mon-espace-sante/{ins}/documents/{entry_uuid}")
def patient_document(ins: str, entry_uuid: str, request: Request, sandbox: Running) -> Response:
    """One document, as the patient reads it."""
    patient = _patient(ins)
    stored = sandbox.dmp.state.find_entry(entry_uuid)
    if stored is None or stored.ins != patient.ins.matricule or "INVISIBLE_PATIENT" in stored.visibility:
        raise HTTPException(404, "Ce document n'existe pas, ou n'est pas visible du patient.")
    if stored.is_signature or (patient.is_minor and not is_shown_to_patient(stored)):
        raise HTTPException(404, "Ce document n'existe pas, ou n'est pas visible du patient.")
    body = sandbox.dmp.state.get_document(stored.unique_id).body
    return show(
        request,
        "patient_document.html",
        stored.entry.title or "Document",
        patient=summarise_patient(sandbox.dmp.state, patient),
        document=summarise_entry(stored),
        shown=show_document(body),
    )


# Registry


@router.get("/dmp")
def registry(request: Request, sandbox: Running) -> Response:
    """Patients, newest fiches, newest lots, newest calls."""
    state = sandbox.dmp.state
    return show(
        request,
        "dmp.html",
        "Registre du DMP",
        patients=[summarise_patient(state, patient) for patient in list_patients()],
        folders={status.value: name for status, name in FOLDER_NAMES.items()},
        entries=[summarise_entry(stored) for stored in reversed(state.find_recent_entries(100))],
        lots=[summarise_lot(lot, state) for lot in state.find_recent_lots(30)],
        traces=[summarise_trace(trace) for trace in state.find_traces(limit=30)],
        kept=state.count_kept(),
    )


@router.post("/dmp/patients/{ins}")
def folder_change(ins: str, sandbox: Running, status: str = Form()) -> Response:
    """Open, close, remove or block a DMP."""
    try:
        change_folder(sandbox, _patient(ins).ins, status)
    except ValueError as error:
        raise HTTPException(422, str(error)) from error
    return go("/dmp")


@router.get("/dmp/fiches/{entry_uuid}")
def entry(entry_uuid: str, request: Request, sandbox: Running) -> Response:
    """One fiche: attributes, versions, associations, document."""
    state = sandbox.dmp.state
    stored = state.find_entry(entry_uuid)
    if stored is None:
        raise HTTPException(404, "Cette fiche n'existe pas.")
    document = state.get_document(stored.unique_id)
    versions = state.find_entries_by_lid(stored.lid)
    return show(
        request,
        "entry.html",
        stored.entry.title or "Fiche",
        document=summarise_entry(stored),
        attributes=describe_entry(stored.entry),
        versions=[summarise_entry(one) for one in versions],
        links=state.find_associations([one.entry_uuid for one in versions]),
        source=show_source(document.body),
        size=document.size_bytes,
        patient=find_patient(stored.ins),
        can_show=can_make_visible(stored),
    )


@router.get("/dmp/fiches/{entry_uuid}/document")
def entry_document(entry_uuid: str, sandbox: Running) -> Response:
    """The bytes of a document, exactly as received."""
    stored = sandbox.dmp.state.find_entry(entry_uuid)
    if stored is None:
        raise HTTPException(404, "Cette fiche n'existe pas.")
    document = sandbox.dmp.state.get_document(stored.unique_id)
    return download(document.body, document.media_type, f"{stored.unique_id}.xml")


@router.get("/dmp/fiches/{entry_uuid}/fichier")
def entry_file(entry_uuid: str, sandbox: Running) -> Response:
    """The file that an N1 carries (a PDF most often), opened by the browser in its own tab."""
    stored = sandbox.dmp.state.find_entry(entry_uuid)
    if stored is None:
        raise HTTPException(404, "Cette fiche n'existe pas.")
    shown = show_document(sandbox.dmp.state.get_document(stored.unique_id).body)
    if not shown.file:
        raise HTTPException(404, "Ce document ne porte pas de fichier.")
    name = make_download_name(f"{stored.unique_id}.{shown.file_type.rpartition('/')[2]}")
    if not is_inline(shown.file_type):
        return download(shown.file, "application/octet-stream", name)
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(shown.file, media_type=shown.file_type, headers=headers)


@router.post("/dmp/fiches/{entry_uuid}/rendre-visible")
def entry_show(entry_uuid: str, sandbox: Running) -> Response:
    """Make a document visible to the patient, as a professional does."""
    try:
        shown = make_visible(sandbox, entry_uuid)
    except LookupError as error:
        raise HTTPException(404, "Cette fiche n'existe pas.") from error
    except ValueError as error:
        raise HTTPException(409, str(error)) from error
    return go(f"/dmp/fiches/{shown.entry_uuid}")


@router.get("/dmp/lots/{lot_uuid}")
def lot(lot_uuid: str, request: Request, sandbox: Running) -> Response:
    """One lot: its metadata, its members, its associations."""
    stored = sandbox.dmp.state.find_lot(lot_uuid)
    if stored is None:
        raise HTTPException(404, "Ce lot n'existe pas.")
    return show(request, "lot.html", "Lot de soumission", lot=summarise_lot(stored, sandbox.dmp.state))


@router.get("/dmp/appels/{trace_id}")
def trace(trace_id: int, request: Request, sandbox: Running) -> Response:
    """One call: who, what, the answer, both envelopes."""
    stored = sandbox.dmp.state.find_trace(trace_id)
    if stored is None:
        raise HTTPException(404, "Cet appel n'existe plus.")
    return show(
        request,
        "trace.html",
        f"Appel n° {trace_id}",
        trace=summarise_trace(stored),
        request_source=show_source(stored.request),
        response_source=show_source(stored.response),
    )

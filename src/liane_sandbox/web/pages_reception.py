"""The administrative application (who tells of identities) and the DPI (who is told), on one page each."""

import json

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from liane_sandbox.dpi.doors import ARCHIVE, CARDIOLOGY, FHIR, FOLDER, HL7
from liane_sandbox.dpi.state import ReceivedMessage
from liane_sandbox.emitter.scenario import DPI
from liane_sandbox.patients import list_patients
from liane_sandbox.web.api import Running
from liane_sandbox.web.contents import show_source
from liane_sandbox.web.dossier import summarise_patient
from liane_sandbox.web.pages import go
from liane_sandbox.web.reception import CONSENTS, EVENTS, STANCES, STATUSES, summarise_filed, summarise_received, tell
from liane_sandbox.web.rendering import show
from liane_sandbox.web.workshop import summarise_sent

router = APIRouter()


@router.get("/gam")
def gam(request: Request, sandbox: Running) -> Response:
    """The form that tells, and what was told."""
    sent = [one for one in sandbox.emitter.state.list_sent(limit=500) if one.message_type.startswith("ADT")]
    return show(
        request,
        "gam.html",
        "Admissions (GAM)",
        sent=[summarise_sent(one) for one in sent],
        events={event.value: name for event, name in EVENTS.items()},
        stances=STANCES,
        consents=CONSENTS,
        statuses={status: status for status in STATUSES},
        patients=[summarise_patient(sandbox.dmp.state, patient) for patient in list_patients()],
        platform=sandbox.platform,
    )


@router.post("/gam/envoyer")
async def gam_send(request: Request, sandbox: Running) -> Response:
    """Tell one identity."""
    form = await request.form()
    values = {name: str(value) for name, value in form.items()}
    values.setdefault("with_ins", "non")
    try:
        await tell(sandbox, values)
    except ValueError as error:
        raise HTTPException(422, f"{error}.") from error
    return go("/gam")


SHOWN_LINES_MAX = 400
LINE_CHARS_MAX = 400


def show_message(one: ReceivedMessage) -> list[str]:
    """The lines of what was received: segments of HL7 v2, else JSON laid out; long values are cut."""
    if one.sender not in (FHIR, FOLDER):
        return show_source(one.message).replace("\n", "\r").rstrip("\r").split("\r")
    try:
        text = json.dumps(json.loads(one.message), ensure_ascii=False, indent=1)
    except (ValueError, RecursionError):
        text = one.message[:LINE_CHARS_MAX].decode("utf-8", "replace")
    return [line[:LINE_CHARS_MAX] for line in text.split("\n")[:SHOWN_LINES_MAX]]


@router.get("/dpi")
def dpi(request: Request, sandbox: Running) -> Response:
    """What the DPI was told."""
    received = sandbox.dpi.state.list_received(limit=200)
    documents = sandbox.dpi.state.shelf.list_documents()
    labels = {patient.ipp: patient.label for patient in list_patients()}
    return show(
        request,
        "dpi.html",
        "DPI",
        doors=[
            (door, application, address, sum(1 for one in documents if one.door == door))
            for door, application, address in (
                (HL7, DPI.application, f"{sandbox.dpi.host}:{sandbox.dpi.port}"),
                (FOLDER, ARCHIVE.application, str(sandbox.dpi.folder)),
                (FHIR, CARDIOLOGY.application, sandbox.dpi.fhir_url),
            )
        ],
        documents=[summarise_filed(one) | {"patient": labels.get(one.ipp, one.ipp)} for one in documents],
        states={"current": "en cours", "replaced": "remplacé", "deleted": "supprimé"},
        received=[(summarise_received(one), show_message(one)) for one in received],
    )

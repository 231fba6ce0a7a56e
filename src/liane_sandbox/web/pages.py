"""Home, producing application, faults, reset."""

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from liane_sandbox.emitter.scenario import MISTAKE_NAMES
from liane_sandbox.faults import FAULT_NAMES, SERVICES, read_fault
from liane_sandbox.patients import list_patients
from liane_sandbox.web import workshop
from liane_sandbox.web.api import Running
from liane_sandbox.web.contents import show_source
from liane_sandbox.web.dossier import summarise_patient
from liane_sandbox.web.rendering import show

router = APIRouter()


def go(address: str) -> RedirectResponse:
    """Send the browser to a page after a change, so that reloading does not repeat it."""
    return RedirectResponse(address, status_code=303)


@router.get("/")
def home(request: Request, sandbox: Running) -> Response:
    """What runs, where, and what a simulation is."""
    addresses = [
        ("DMP (SOAP, TLS mutuel)", sandbox.dmp.base_url),
        ("INSi (SOAP, TLS mutuel)", sandbox.insi.url),
        ("MSSanté, envoi (SMTP, STARTTLS)", f"{sandbox.mssante.host}:{sandbox.mssante.smtp_port}"),
        ("MSSanté, lecture (IMAP, STARTTLS)", f"{sandbox.mssante.host}:{sandbox.mssante.imap_port}"),
        ("DPI (MLLP)", f"{sandbox.dpi.host}:{sandbox.dpi.port}"),
        ("Réception des ZAM (MLLP)", f"127.0.0.1:{sandbox.emitter.zam_port}"),
        ("Plateforme appelée par l'application émettrice (MLLP)", f"{sandbox.platform[0]}:{sandbox.platform[1]}"),
    ]
    return show(
        request,
        "home.html",
        "Bac à sable",
        addresses=addresses,
        kept=sandbox.dmp.state.count_kept(),
        mailboxes=sandbox.mssante.state.list_mailboxes(),
        sent=sandbox.emitter.state.list_sent(limit=500),
        faults=sandbox.faults.list_faults(),
        folder=str(sandbox.options.folder),
        started_at=sandbox.started_at,
        is_server_revoked=sandbox.is_server_revoked,
    )


@router.post("/remise-a-zero")
async def reset(sandbox: Running) -> Response:
    """Forget what was received."""
    await sandbox.reset()
    return go("/")


@router.post("/certificat")
def revoke_server(sandbox: Running, revoked: str = Form("")) -> Response:
    """Revoke the certificate of the simulated services in the published list, or take it back."""
    sandbox.is_server_revoked = revoked == "oui"
    return go("/")


# Producing application


@router.get("/emetteur")
def emitter(request: Request, sandbox: Running) -> Response:
    """What was sent, with acks and ZAM, and the form that sends."""
    state = sandbox.emitter.state
    return show(
        request,
        "emitter.html",
        "Application émettrice",
        sent=[workshop.summarise_sent(one) for one in state.list_sent(limit=200)],
        rejects=state.list_rejects(),
        kinds=workshop.KINDS,
        actions={action.value: name for action, name in workshop.ACTIONS.items()},
        flags=workshop.FLAG_NAMES,
        default_flags=workshop.DEFAULT_FLAGS,
        mistakes={mistake.value: name for mistake, name in MISTAKE_NAMES.items()},
        patients=[summarise_patient(sandbox.dmp.state, patient) for patient in list_patients()],
        platform=sandbox.platform,
    )


@router.get("/emetteur/{sent_id}")
def emitter_message(sent_id: int, request: Request, sandbox: Running) -> Response:
    """One message sent: its bytes, its ack, its ZAM."""
    state = sandbox.emitter.state
    sent = state.find_sent(sent_id)
    if sent is None:
        raise HTTPException(404, "Ce message n'existe pas.")
    return show(
        request,
        "emitter_message.html",
        f"Message {sent.control_id or sent.id}",
        sent=workshop.summarise_sent(sent),
        segments=_segments(state.load_message(sent_id)),
        ack_segments=_segments(sent.ack) if sent.ack else [],
        zams=[(workshop.summarise_zam(zam), _segments(zam.message)) for zam in state.list_zams(sent.control_id)],
    )


def _segments(message: bytes) -> list[str]:
    return show_source(message).replace("\r\n", "\r").replace("\n", "\r").rstrip("\r").split("\r")


@router.post("/emetteur/envoyer")
async def emitter_send(request: Request, sandbox: Running) -> Response:
    """Send a message of the scenario."""
    form = await request.form()
    values: dict[str, object] = {name: str(form[name]) for name in form if name != "flags"}
    values["flags"] = [str(flag) for flag in form.getlist("flags")]
    try:
        order = workshop.read_order(values)
    except ValueError as error:
        raise HTTPException(422, str(error)) from error
    row = await workshop.send_order(sandbox, order)
    return go(f"/emetteur/{row['id']}" if row else "/emetteur")


@router.post("/emetteur/plateforme")
async def emitter_target(
    sandbox: Running, host: str = Form("127.0.0.1"), port: int = Form(ge=1, le=65_535)
) -> Response:
    """Choose the platform to send to."""
    await sandbox.aim(host, port)
    return go("/emetteur")


# Faults


@router.get("/pannes")
def faults(request: Request, sandbox: Running) -> Response:
    """The faults switched on, and the form that switches one on."""
    return show(
        request,
        "faults.html",
        "Pannes",
        faults=sandbox.faults.list_faults(),
        services=SERVICES,
        kinds={kind.value: name for kind, name in FAULT_NAMES.items()},
    )


@router.post("/pannes")
async def fault_add(request: Request, sandbox: Running) -> Response:
    """Switch a fault on."""
    form = await request.form()
    try:
        sandbox.faults.add(read_fault({name: str(form[name]) for name in form}))
    except ValueError as error:
        raise HTTPException(422, str(error)) from error
    return go("/pannes")


@router.post("/pannes/{fault_id}/arreter")
def fault_remove(fault_id: int, sandbox: Running) -> Response:
    """Switch one fault off."""
    sandbox.faults.remove(fault_id)
    return go("/pannes")


@router.post("/pannes/arreter")
def fault_clear(sandbox: Running) -> Response:
    """Switch every fault off."""
    sandbox.faults.clear()
    return go("/pannes")

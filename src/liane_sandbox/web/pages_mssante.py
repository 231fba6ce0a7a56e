"""The mailboxes of the simulated operator: lists, messages, archives, receipts, and the acts of their holders."""

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.responses import Response

from liane_sandbox.mssante.outside import INJECTION_NAMES, STRANGER
from liane_sandbox.mssante.scripts import SCRIPTS
from liane_sandbox.patients import list_patients
from liane_sandbox.web.acts import change_mailbox
from liane_sandbox.web.api import Running
from liane_sandbox.web.contents import open_archive, show_document, show_source
from liane_sandbox.web.injection import inject
from liane_sandbox.web.mailroom import summarise_content, summarise_mail, summarise_mailbox, summarise_submission
from liane_sandbox.web.pages import go
from liane_sandbox.web.rendering import show

router = APIRouter(prefix="/mssante")
STATE_NAMES = {
    "open": "ouverte",
    "not_activated": "profil non activé",
    "closed": "fermée",
    "opposed": "opposition",
}
SCRIPT_NAMES = {
    "": "rien (une personne lit)",
    "open": "ouvre aussitôt",
    "integrate": "intègre",
    "reply": "répond",
    "error:902": "refuse (erreur 902)",
    "old-error:902": "refuse (902, ancienne forme)",
    "error-mail:902": "refuse par courriel (902)",
}


@router.get("")
def mailboxes(request: Request, sandbox: Running) -> Response:
    """Every mailbox, the white list, the newest submissions."""
    state = sandbox.mssante.state
    return show(
        request,
        "mailboxes.html",
        "Messageries MSSanté",
        mailboxes=[summarise_mailbox(one) for one in state.list_mailboxes()],
        domains=state.list_domains(),
        submissions=[summarise_submission(one) for one in state.list_submissions(50)],
        states=STATE_NAMES,
    )


@router.get("/boites/{address}")
def mailbox(address: str, request: Request, sandbox: Running) -> Response:
    """One mailbox and its messages."""
    state = sandbox.mssante.state
    found = next((one for one in state.list_mailboxes() if one.address == address.lower()), None)
    if found is None:
        raise HTTPException(404, "Cette boîte n'existe pas.")
    return show(
        request,
        "mailbox.html",
        f"Boîte {found.label or found.address}",
        mailbox=summarise_mailbox(found),
        messages=[summarise_mail(mail) for mail in state.list_messages(address, None)],
        states=STATE_NAMES,
        injections={kind.value: name for kind, name in INJECTION_NAMES.items()},
        examples={
            "lettre_liaison": "lettre de liaison",
            "cr_bio": "biologie",
            "cr_img": "imagerie",
            "ordonnance": "ordonnance",
        },
        actions={"": "première version", "C": "remplacement (C)", "D": "suppression (D)"},
        patients={one.ins.matricule: one.label for one in (*list_patients(), STRANGER)},
        scripts={script: SCRIPT_NAMES.get(script, script) for script in dict.fromkeys((*SCRIPTS, found.script))},
    )


@router.post("/boites/{address}")
def mailbox_change(
    address: str, sandbox: Running, state: str = Form(), script: str = Form(""), is_full: str = Form("")
) -> Response:
    """Open, close or fill a mailbox, or give it a script."""
    try:
        change_mailbox(sandbox, address, {"state": state, "script": script, "is_full": is_full or "false"})
    except LookupError as error:
        raise HTTPException(404, "Cette boîte n'existe pas.") from error
    except ValueError as error:
        raise HTTPException(422, str(error)) from error
    return go(f"/mssante/boites/{address}")


@router.post("/boites/{address}/ecrire")
async def mailbox_write(address: str, request: Request, sandbox: Running) -> Response:
    """Have someone outside write to this mailbox."""
    form = await request.form()
    values: dict[str, object] = {name: str(value) for name, value in form.items()}
    for name in ("wants_mdn", "extra_pdf"):
        values.setdefault(name, "non")
    try:
        inject(sandbox, values | {"to": address})
    except ValueError as error:
        raise HTTPException(422, f"{error}.") from error
    return go(f"/mssante/boites/{address}")


@router.get("/messages/{message_id}")
def message(message_id: int, request: Request, sandbox: Running) -> Response:
    """One message: headers, body, archive, receipts, source."""
    state = sandbox.mssante.state
    found = state.find_message(message_id)
    if found is None:
        raise HTTPException(404, "Ce message n'existe pas.")
    parsed = state.load_parsed(message_id)
    owner = state.find_mailbox(found.mailbox)
    archive = parsed.archive if parsed is not None else None
    contents = open_archive(archive)[0] if archive is not None else None
    return show(
        request,
        "message.html",
        (parsed.label if parsed else "") or found.subject or "Message",
        mail=summarise_mail(found),
        owner=summarise_mailbox(owner) if owner else None,
        content=summarise_content(parsed),
        documents=[(one.entry.title, show_document(one.content)) for one in contents.documents] if contents else [],
        metadata=[show_source(subset.metadata) for subset in contents.subsets] if contents else [],
        source=show_source(state.load_delivered(message_id)),
    )


@router.post("/messages/{message_id}/ouvrir")
def message_open(message_id: int, sandbox: Running) -> Response:
    """Let the holder open the message; a read receipt leaves when one was asked."""
    if sandbox.mssante.state.find_message(message_id) is None:
        raise HTTPException(404, "Ce message n'existe pas.")
    sandbox.mssante.persons.open_message(message_id)
    return go(f"/mssante/messages/{message_id}")


@router.post("/messages/{message_id}/repondre")
def message_answer(message_id: int, sandbox: Running, text: str = Form(min_length=1, max_length=10_000)) -> Response:
    """Let the holder answer."""
    try:
        sandbox.mssante.persons.answer_message(message_id, text)
    except ValueError as error:
        raise HTTPException(409, str(error)) from error
    return go(f"/mssante/messages/{message_id}")

"""The simulated Annuaire Santé as an engineer wants to look into it: who is there, with which addresses; its moods."""

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from liane_sandbox.annuaire.search import fold
from liane_sandbox.annuaire.service import API_KEY, QUOTA_PER_S
from liane_sandbox.annuaire.state import is_published
from liane_sandbox.web.api import Running
from liane_sandbox.web.pages import go
from liane_sandbox.web.rendering import show

router = APIRouter()
KINDS = {"Practitioner": "Professionnels", "Organization": "Structures"}
SHOWN_MAX = 120


def _describe(resource: dict[str, object]) -> dict[str, object]:
    names = resource.get("name", "")
    if isinstance(names, list):
        names = " ".join([names[0].get("family", ""), *names[0].get("given", [])])
    listed = resource.get("telecom", [])
    mailboxes = [one for one in listed if one.get("system") == "email"] if isinstance(listed, list) else []
    numbers = resource.get("identifier", [])
    return {
        "id": resource["id"],
        "name": names,
        "number": numbers[0]["value"] if isinstance(numbers, list) and numbers else "",
        "is_active": resource.get("active") is not False,
        "mailboxes": [{"address": one["value"], "is_published": is_published(one)} for one in mailboxes],
    }


@router.get("/annuaire")
def annuaire(request: Request, sandbox: Running, q: str = "") -> Response:
    """The records, searched by name or address."""
    state, wanted = sandbox.annuaire.service.state, fold(q.strip()[:80])
    found = {
        label: [
            one
            for one in map(_describe, state.list_all(kind))
            if wanted in fold(f"{one['name']} {one['number']} {one['mailboxes']}")
        ]
        for kind, label in KINDS.items()
    }
    return show(
        request,
        "annuaire.html",
        "Annuaire Santé",
        url=sandbox.annuaire.url,
        api_key=API_KEY,
        quota=QUOTA_PER_S,
        has_quota=sandbox.annuaire.service.has_quota,
        calls=state.calls,
        found=[(label, rows[:SHOWN_MAX], len(rows)) for label, rows in found.items()],
        kinds={label: kind for kind, label in KINDS.items()},
        q=q,
    )


@router.post("/annuaire/agir")
async def act(request: Request, sandbox: Running) -> Response:
    """Withdraw a record or bring it back; take a mailbox away; forget the pages under way; switch the quota."""
    form = await request.form()
    what, kind, key = (str(form.get(name, "")) for name in ("acte", "genre", "cle"))
    state = sandbox.annuaire.service.state
    try:
        if what in ("retirer", "remettre"):
            state.set_active(kind, key, is_active=what == "remettre")
        elif what == "adresse":
            state.withdraw_mailbox(kind, key, str(form.get("adresse", "")))
        elif what == "pages":
            state.drop_cursors()
        elif what == "quota":
            sandbox.annuaire.service.has_quota = not sandbox.annuaire.service.has_quota
        else:
            raise HTTPException(422, "acte inconnu")
    except LookupError as error:
        raise HTTPException(404, "cette fiche n'existe pas dans le bac à sable") from error
    return go("/annuaire")

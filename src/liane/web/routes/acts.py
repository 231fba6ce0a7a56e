"""``POST /livraisons/actes``: replay, park or cancel deliveries, always with a reason that goes to the journal."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from liane.domain.actors.operator import Right
from liane.web.console import Console
from liane.web.filters import delivery_filter, read_filters
from liane.web.french import count_of
from liane.web.rights import require
from liane.web.templating import Pages
from liane.web.views.states import find_shown

ACTS = {
    "replay": ("rejouée", "Seules celles qui sont arrêtées, refusées, annulées ou en attente peuvent l’être."),
    "park": ("suspendue", "Seules celles qui attendent peuvent l’être."),
    "cancel": ("annulée", "Seules celles qui ne sont pas encore remises peuvent l’être."),
}
DELIVERY_FILTERS = ("etat", "destination", "cause", "destinataire")
FIELDS_MAX = 300
REASON_CHARS_MAX = 300
ID_MAX = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What the last act did, told on the page that one comes back to."""

    kind: str
    text: str


def describe_done(request: Request) -> Done | None:
    """Tell what the last act did, from the address that it led to."""
    act, number = request.query_params.get("acte", ""), request.query_params.get("fait", "")
    if act not in ACTS or not number.isdigit() or len(number) > 9:
        return None
    word, limit = ACTS[act]
    if int(number) == 0:
        return Done(kind="todo", text=f"Aucune livraison n’a été {word}. {limit}")
    told = count_of(int(number), f"livraison {word}", f"livraisons {word}s")
    return Done(kind="done", text=f"{told} ; le motif est au journal.")


def local_address(value: str) -> str:
    """Give back an address of our own pages; anything else leads to the deliveries."""
    parts = urlsplit(value)
    is_local = not parts.scheme and not parts.netloc and value.startswith("/") and "\\" not in value
    return value if is_local and not value.startswith("//") else "/livraisons"


def make_router(console: Console, _: Pages) -> APIRouter:
    """Make the route of the acts."""
    router = APIRouter(include_in_schema=False)

    @router.post("/livraisons/actes", dependencies=[require(Right.ACT_ON_FLOWS)])
    async def act(request: Request) -> Response:
        form = await request.form(max_files=0, max_fields=FIELDS_MAX)
        name, reason = str(form.get("acte", "")), " ".join(str(form.get("motif", "")).split())
        if name not in ACTS or not reason:
            raise HTTPException(400)
        ids = await _find_targets(console, form)
        changed = 0
        if ids:
            operator = request.scope["state"]["operator"]
            changed = await console.store.change_deliveries(
                ids, act=name, actor=f"user:{operator}", reason=reason[:REASON_CHARS_MAX], now=console.now()
            )
        back = local_address(str(form.get("retour", "")))
        joint = "&" if "?" in back else "?"
        return RedirectResponse(f"{back}{joint}{urlencode({'acte': name, 'fait': changed})}", status_code=303)

    return router


async def _find_targets(console: Console, form: FormData) -> list[int]:
    """Number the deliveries that a form means: those ticked, those of documents ticked, or all of a filter."""
    if form.get("tout"):
        filters = read_filters(dict(parse_qsl(str(form["tout"]))), *DELIVERY_FILTERS)
        if filters.is_empty:
            raise HTTPException(400)
        return await console.store.find_delivery_ids(delivery_filter(filters))
    ids = [_read_id(value) for value in form.getlist("livraison")]
    for document_id in [_read_id(value) for value in form.getlist("document")]:
        deliveries = await console.store.find_deliveries(document_id)
        ids.extend(delivery.id for delivery in find_shown(deliveries))
    return list(dict.fromkeys(ids))


def _read_id(value: object) -> int:
    text = str(value)
    if not text.isdigit() or len(text) > 19 or int(text) > ID_MAX:
        raise HTTPException(400)
    return int(text)

"""How an act on what came in ends: on to the next document with what was done told, or refused with every reason."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from liane.domain.actors.operator import Operator
from liane.domain.errors import InvalidInput, StaleVersion
from liane.store.intake_records import IntakeItem, ItemState
from liane.web.console import Console
from liane.web.reception import UNDO_FOR, ReceptionRoom, is_held_by_another, may_see
from liane.web.rights import find_actor
from liane.web.routes.acts import ID_MAX, REASON_CHARS_MAX
from liane.web.templating import Pages
from liane.web.views.findings import as_mapping, describe_findings
from liane.web.views.intake_typed import list_typed

FIELDS_MAX = 80
DONE = {
    "integre": "Le document est intégré.",
    "renvoye": "Le document est renvoyé à l’expéditeur.",
    "ecarte": "Le document est mis de côté.",
    "repris": "La décision est annulée : le document attend de nouveau.",
    "separe": "Le fichier est séparé ; chaque document attend dans la bannette.",
    "reuni": "Les deux fichiers n’en font plus qu’un : il est relu, et attend ici. Les originaux sont gardés.",
    "defait": "La réunion est défaite : chaque document attend de nouveau dans la bannette.",
    "attente": "Le document attend son patient ; il reste dans la bannette.",
    "creation": "La création de l’identité est demandée ; le document reste dans la bannette.",
    "attribue": "Le document vous est attribué.",
    "libere": "Le document n’est plus attribué.",
    "confie": "Le document est confié à cette personne.",
    "deplace": "Le document est donné à cette unité.",
    "pris": "Vous avez maintenant ce document en main.",
    "propose": "Votre choix est noté : une seconde personne doit le confirmer.",
    "desire": "Les courriels de cet expéditeur attendront de nouveau une personne.",
    "repondu": "La réponse part : son sort s’affiche dans l’échange.",
    "ordonnance": "L’ordonnance a changé d’état.",
}
UNDOABLE = frozenset({"integre", "renvoye", "ecarte"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneItem:
    """What the last act did. undo_id: the item whose decision may still be undone, 0 for none; left_s: for how long."""

    kind: str
    text: str
    undo_id: int = 0
    undo_version: int = 0
    left_s: int = 0


async def find_done(request: Request, room: ReceptionRoom, now: datetime) -> DoneItem | None:
    """Tell what the last act did, from the address that it led to, and whether it may still be undone."""
    name = request.query_params.get("fait", "")
    text = DONE.get(name)
    if text is None:
        return None
    number = read_id(request.query_params.get("objet", ""))
    if name not in UNDOABLE or number is None:
        return DoneItem(kind="done", text=text)
    try:
        item = await room.store.get_item(number)
    except LookupError:
        return DoneItem(kind="done", text=text)
    left = find_undo_left(item, find_actor(request.scope), now)
    return DoneItem(kind="done", text=text, undo_id=item.id if left else 0, undo_version=item.version, left_s=left)


def find_undo_left(item: IntakeItem, operator: Operator, now: datetime) -> int:
    """Tell for how many seconds somebody may still undo what they decided without giving a reason; 0 for no longer."""
    decision = item.decision
    if item.state is ItemState.WAITING or decision is None or decision.actor != operator.name:
        return 0
    return max(0, round((decision.at + UNDO_FOR - now).total_seconds()))


def read_id(value: str) -> int | None:
    """Read a number of ours; None for anything else."""
    is_number = value.isascii() and value.isdigit() and len(value) <= 19 and int(value) <= ID_MAX
    return int(value) if is_number else None


def require_id(value: str) -> int:
    """Read a number of ours. Raises HTTPException 400."""
    number = read_id(value)
    if number is None:
        raise HTTPException(400)
    return number


async def read_plain_form(request: Request) -> dict[str, str]:
    """Read the plain fields of a form."""
    form = await request.form(max_files=0, max_fields=FIELDS_MAX)
    return {name: str(value) for name, value in form.items()}


def read_why(form: Mapping[str, str], *names: str) -> str:
    """Read a reason, chosen and typed. Raises HTTPException 400 when there is none."""
    told = " : ".join(text for name in names or ("motif",) if (text := " ".join(form.get(name, "").split())))
    if not told:
        raise HTTPException(400)
    return told[:REASON_CHARS_MAX]


async def open_item(request: Request, room: ReceptionRoom, item_id: int) -> IntakeItem:
    """Load an item that the operator may see. Raises LookupError, also for one of another unit."""
    item = await room.store.get_item(item_id)
    if not may_see(find_actor(request.scope), item):
        raise LookupError("of another unit")
    return item


class ItemOutcomes:
    """Ends acts on items."""

    def __init__(self, console: Console, room: ReceptionRoom, pages: Pages) -> None:
        self._console = console
        self._room = room
        self._pages = pages

    async def finish(
        self,
        request: Request,
        item: IntakeItem,
        work: Callable[[], Awaitable[object]],
        *,
        done: str,
        back: str | Callable[[], str],
    ) -> Response:
        """Do an act, then lead on; a refusal or an item that changed meanwhile is told, and nothing is done.

        back: where, told by the act itself when it makes the place.
        """
        try:
            result = await work()
        except StaleVersion:
            return await self._tell_stale(request, item.id)
        except InvalidInput as error:
            findings = describe_findings(as_mapping(finding) for finding in error.findings)
            return await self._render(request, item, status=422, findings=findings)
        if done == "integre" and isinstance(result, IntakeItem) and result.state is ItemState.WAITING:
            done = "propose"  # the second look of another person is asked
        return lead(back if isinstance(back, str) else back(), fait=done, objet=str(item.id))

    async def _tell_stale(self, request: Request, item_id: int) -> Response:
        item = await self._room.store.get_item(item_id)
        held = item.locked_by if is_held_by_another(item, find_actor(request.scope), self._console.now()) else ""
        return await self._render(request, item, status=409, held_by=held)

    async def _render(self, request: Request, item: IntakeItem, *, status: int, **values: object) -> Response:
        typed = list_typed(item, await read_plain_form(request))
        shown = {"findings": (), "held_by": "", "typed": typed} | values
        return await self._pages.render(request, "intake/refused.html", status=status, item=item, **shown)


def lead(path: str, **query: str) -> RedirectResponse:
    """Lead to a page, with what it must tell."""
    return RedirectResponse(f"{path}{'&' if '?' in path else '?'}{urlencode(query)}", status_code=303)

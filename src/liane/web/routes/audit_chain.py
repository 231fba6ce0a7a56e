"""``/audit/chaine``: the proof that the trail was not edited, on demand; a print noted earlier is compared."""

import re

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from liane.domain.actors.operator import Right
from liane.web.audit_room import AuditRoom
from liane.web.console import Console
from liane.web.filters import read_filters
from liane.web.rights import check_right, require
from liane.web.routes.audit_lines import PATH, trace_reading
from liane.web.templating import Pages
from liane.web.views.audit import describe_proof, describe_readers, tell_trail
from liane.web.views.states import Shape, State

_PRINT = re.compile(r"[0-9a-f]{64}")
SAME = State(
    shape=Shape.DONE, word="identique", meaning="Rien n’a changé jusqu’à cette ligne depuis qu’elle fut notée."
)
OTHER = State(
    shape=Shape.REFUSED, word="différente", meaning="La piste a été réécrite depuis que cette empreinte fut notée."
)
GONE = State(shape=Shape.TODO, word="absente", meaning="Cette ligne n’est plus là : partie à échéance, ou coupée.")
UNREADABLE = State(
    shape=Shape.TODO,
    word="illisible",
    meaning="Une empreinte est faite de 64 chiffres de 0 à f, avec le numéro de sa ligne.",
)


def make_router(console: Console, room: AuditRoom, pages: Pages) -> APIRouter:
    """Make the routes of the proof."""
    router = APIRouter(include_in_schema=False, prefix=f"{PATH}/chaine", dependencies=[require(Right.SEE_AUDIT)])
    trail = room.trail

    async def compare(number: str, noted: str) -> State | None:
        if not number and not noted:
            return None
        if not (number.isdecimal() and len(number) <= 18 and _PRINT.fullmatch(noted.lower())):
            return UNREADABLE
        found = await trail.find_hash(int(number))
        if found is None:
            return GONE
        return SAME if found.hex() == noted.lower() else OTHER

    @router.get("")
    async def show(request: Request) -> Response:
        reader = check_right(request, Right.SEE_AUDIT)
        noted = read_filters(request.query_params, "ligne", "empreinte")
        await trace_reading(console, room, reader, {name: value for name, value in noted.values.items() if value})
        proofs, head = await trail.find_proofs(), await trail.read_head()
        return await pages.render(
            request,
            "audit/chain.html",
            sentence=tell_trail(head, proofs, 0, console.now()),
            head=head,
            proofs=[(proof, describe_proof(proof)) for proof in proofs],
            readers=describe_readers(await trail.readers.describe()),
            noted=noted,
            compared=await compare(noted["ligne"], noted["empreinte"]),
        )

    @router.post("")
    async def prove(request: Request) -> Response:
        reader = check_right(request, Right.SEE_AUDIT)
        if not reader.name:
            raise HTTPException(403)
        await trace_reading(console, room, reader, {"vérification": "demandée"})
        if room.prove is not None:
            await room.prove(reader.name)
        else:
            await trail.verify(console.now(), asked_by=reader.name)
        return RedirectResponse(f"{PATH}/chaine", status_code=303)

    return router

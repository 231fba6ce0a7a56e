"""``…/acces``: the state of a DMP for who reads, the patient's choice, who else may consult it, the DMP's own pages."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from liane.codecs.xds.habilitations import AuthorizedMode
from liane.domain.dmp.folder import AccessMode
from liane.domain.dmp.web_access import WebPage
from liane.domain.errors import ConfigurationError
from liane.domain.identity.person import ConsultationStance
from liane.web.dmp_room import DMPRoom
from liane.web.routes.dmp_outcomes import describe_done
from liane.web.routes.dmp_visit import Reader, Resolve, Visit
from liane.web.templating import Pages
from liane.web.views.dmp_access import describe_access, describe_actors
from liane.web.views.dmp_words import ACCESS_WORDS
from liane.web.views.identities_words import CONSULTATION_WORDS

EMERGENCIES = {mode.value: mode for mode in AccessMode if mode.is_emergency}


class AccessPage:
    """Renders the page of access, after a look or after an act that was refused."""

    def __init__(self, room: DMPRoom, reader: Reader, pages: Pages) -> None:
        self.room = room
        self.reader = reader
        self.pages = pages

    async def ask_state(self, visit: Visit) -> Any:
        """Ask the DMP how it stands for who reads."""

        async def work() -> Any:
            return describe_access(await self.reader.open(visit))

        return await self.reader.attempt(work)

    async def render(self, request: Request, visit: Visit, **more: Any) -> Response:
        """Render it; more: ``trouble`` and ``typed`` of a refused act; ``outcome``: the state already asked."""
        person = visit.person
        values = {
            "tab": "acces",
            "done": describe_done(request),
            "consultation": CONSULTATION_WORDS[person.consents.consultation],
            "collected_at": person.consents.consultation_at,
            "choices": [(one.value, CONSULTATION_WORDS[one].word) for one in ConsultationStance],
            "emergencies": [(mode.value, ACCESS_WORDS[mode]) for mode in EMERGENCIES.values()],
            "trouble": None,
            "typed": "",
            "outcome": None,
        }
        frame = self.reader.frame(visit)
        status = 422 if more.get("trouble") is not None else 200
        return await self.pages.render(request, "dmp/access.html", status=status, **(values | more), **frame)


def add_routes(router: APIRouter, resolve: Resolve, page: AccessPage) -> None:
    """Add the routes that look."""
    room, reader, pages = page.room, page.reader, page.pages

    @router.get("/acces")
    async def show(request: Request, visit: Annotated[Visit, Depends(resolve)]) -> Response:
        more = {"outcome": await page.ask_state(visit)} if request.query_params.get("etat") == "oui" else {}
        return await page.render(request, visit, **more)

    @router.get("/acces/etat")
    async def tell_state(request: Request, visit: Annotated[Visit, Depends(resolve)]) -> Response:
        outcome = await page.ask_state(visit)
        return await pages.render(request, "dmp/access_state.html", outcome=outcome, **reader.frame(visit))

    @router.get("/acces/autorises")
    async def list_authorised(request: Request, visit: Annotated[Visit, Depends(resolve)]) -> Response:
        async def work() -> Any:
            folder = await reader.open(visit)
            return describe_actors(await room.consultation.authorised(folder, AuthorizedMode.ALL))

        outcome = await reader.attempt(work)
        return await pages.render(
            request, "dmp/authorised.html", tab="autorises", outcome=outcome, **reader.frame(visit)
        )

    @router.get("/web")
    async def open_web(visit: Annotated[Visit, Depends(resolve)], page: str = "") -> Response:
        known = {one.value: one for one in WebPage}
        try:
            address = room.consultation.web_access_url(visit.person, known.get(page, WebPage.DOSSIER_PATIENT))
        except ConfigurationError as error:
            raise LookupError("no Web-PS here") from error
        return RedirectResponse(address, status_code=303, headers={"Referrer-Policy": "no-referrer"})

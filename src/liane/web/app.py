"""The application of the pages: doors, routes, and the pages of what goes wrong. No query and no sentence here."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from liane.domain.actors.operator import CLINICAL, Right
from liane.domain.errors import AccessDenied, StorageUnavailable
from liane.domain.steering.status import SystemStatus
from liane.store.criticals import PostgresCriticals
from liane.store.postgres_store import PostgresStore
from liane.web.addresses import PlainAddresses
from liane.web.audit_pages import add_audit
from liane.web.console import Console, ConsoleSettings
from liane.web.desk import Desk
from liane.web.framing import Framing
from liane.web.limits import AddressRates, BodyBounds, OperatorRates
from liane.web.pulse import CountMore, Pulse
from liane.web.reasons import add_reason_page
from liane.web.reception import ReceptionRoom
from liane.web.rights import MissingRight, RightsGate, find_actor, require
from liane.web.rights_room import RightsRoom
from liane.web.routes import (
    acts,
    announcements_item,
    announcements_list,
    channels,
    deliveries,
    directory,
    dmp_outcomes,
    dmp_pages,
    document,
    document_bytes,
    documents,
    health,
    help,
    identities_acts,
    identities_alerts,
    identities_compare,
    identities_create,
    identities_exports,
    identities_feed,
    identities_figures,
    identities_labels,
    identities_lots,
    identities_messages,
    identities_modify,
    identities_person,
    identities_qualify,
    identities_search,
    identities_waiting,
    incidents,
    intake_acts,
    intake_alone,
    intake_alone_mail,
    intake_answers,
    intake_bulk,
    intake_bytes,
    intake_criticals,
    intake_deposit,
    intake_handed,
    intake_holding,
    intake_item,
    intake_joining,
    intake_learning,
    intake_list,
    intake_lot,
    intake_mailboxes,
    intake_memory,
    intake_pages,
    intake_parting,
    intake_prescriptions,
    intake_progress,
    intake_quality,
    intake_review,
    live,
    messages,
    rights_access_log,
    rights_consents,
    rights_person,
    style,
    today,
)
from liane.web.security import STRICT_HEADERS, Doorkeeper, SecurityHeaders
from liane.web.sign_in_pages import add_sign_in
from liane.web.static_files import StaticFiles
from liane.web.templating import Pages
from liane.web.tracing import Witness

FLOW_ROUTES = (today, documents, document, document_bytes, deliveries, acts, messages, incidents, channels, health)
IDENTITY_ROUTES = (
    identities_search,
    identities_waiting,
    identities_create,
    identities_alerts,
    identities_compare,
    identities_feed,
    identities_figures,
    identities_lots,
    identities_messages,
    identities_modify,
    identities_qualify,
    identities_labels,
    identities_acts,
    identities_exports,
    identities_person,
)
"""In this order: an address that names a page goes before one that names a person by number."""
RECEPTION_ROUTES = (
    intake_list,
    intake_bulk,
    intake_lot,
    intake_deposit,
    intake_mailboxes,
    intake_quality,
    intake_learning,
    intake_criticals,
    intake_alone,
    intake_alone_mail,
    intake_review,
    intake_progress,
    intake_handed,
    intake_prescriptions,
    intake_answers,
    intake_pages,
    intake_bytes,
    intake_acts,
    intake_parting,
    intake_joining,
    intake_holding,
    intake_memory,
    intake_item,
)
API_DOORS: dict[str, Right | None] = {
    "/api/v1/contexte": Right.OPEN_CONTEXT,
    "/api/v1/dmp": Right.READ_DMP,
    "/api/v1/preuves": Right.READ_DMP,
    "/api/v1/intake/items": Right.SEE_RECEPTION,
    "/api/v1/intake/lots": Right.SEE_RECEPTION,
    "/api/fhir": Right.READ_DMP,
}
"""Addresses of the mounted applications that ask a right of their own; None: they judge by themselves."""

log = structlog.get_logger(__name__)
IDENTITY_ASKED = (
    "Cette page est réservée aux professionnels de santé.",
    "Se connecter avec Pro Santé Connect, par la carte CPS ou l’application e-CPS : "
    "ce qui est lu ou fait ici l’est au nom d’un professionnel de l’annuaire national.",
)
"""For who holds no national identifier: no administrator can give them what is asked. Rule: dmp.md §3; psc.md §1."""
PROBLEMS = {
    403: ("Cette page, ou cet acte, demande un droit que vous n’avez pas.", "Le demander à l’administrateur de Liane."),
    400: ("Cette demande n’est pas complète.", "Revenir à la page précédente et vérifier ce qui est saisi."),
    404: ("Cette page n’existe pas, ou plus.", "Le document a pu être effacé à échéance ; le chercher par son numéro."),
    405: ("Cette page ne s’ouvre pas ainsi.", "Passer par les boutons de la page précédente."),
    500: (
        "Une erreur interne a arrêté cette page.",
        "Rien n’est perdu. Recommencer ; si cela dure, prévenir l’exploitant.",
    ),
    503: (
        "La base de données ne répond pas.",
        "Les émetteurs gardent leurs messages et les renverront ; cette page reviendra avec la base.",
    ),
}


def create_app(
    *,
    store: PostgresStore,
    status: Callable[[], Awaitable[SystemStatus]],
    now: Callable[[], datetime],
    settings: ConsoleSettings,
    mounts: Mapping[str, ASGIApp] | None = None,
    desk: Desk | None = None,
    reception: ReceptionRoom | None = None,
) -> FastAPI:
    """Make the console.

    status: measures the system, called by the health page and the stream. now: the clock. mounts: other applications
    served behind the same doors (``{"/api": …, "/metrics": …}``). desk: the registry of identities and its acts.
    reception: the worklist of what comes in, and its acts.
    """
    pulse = Pulse(
        store, now=now, refresh_s=settings.refresh_s, count_more=_count_work(store, desk, reception, settings.rights)
    )
    console = Console(
        store=store, status=status, now=now, settings=settings, pulse=pulse, desk=desk, reception=reception
    )
    files = StaticFiles()
    pages = Pages(console, files)
    streams = live.Streams(console)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        streams.close()

    app = FastAPI(
        title="Liane",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=lifespan,
        middleware=_make_doors(console),
    )
    app.state.streams = streams
    app.state.console = console
    app.add_route("/static/{name:path}", files.serve, methods=["GET"], include_in_schema=False)
    for room in FLOW_ROUTES:
        app.include_router(room.make_router(console, pages), dependencies=[require(Right.SEE_FLOWS)])
    app.include_router(help.make_router(console, pages))
    _include_rooms(app, console, pages)
    app.include_router(live.make_router(streams))
    add_audit(app, console, pages)
    if settings.is_development:
        app.include_router(style.make_router(console, pages))
    for path, mounted in (mounts or {}).items():
        gated = RightsGate(mounted, read=Right.SEE_FLOWS, act=Right.ACT_ON_FLOWS, doors=API_DOORS)
        app.router.routes.append(Route(path, gated))
        app.mount(path, gated)
    _add_problem_pages(app, pages)
    return app


def _make_doors(console: Console) -> list[Middleware]:
    """Make what stands before every route, from the outside in."""
    settings, desk = console.settings, console.desk
    return [
        Middleware(Framing, origins=settings.dmp.rules.frame_origins if settings.dmp is not None else ()),
        Middleware(SecurityHeaders),
        Middleware(AddressRates, limits=settings.limits),
        Middleware(BodyBounds, limits=settings.limits),
        Middleware(PlainAddresses),
        Middleware(
            Doorkeeper,
            allowed_hosts=settings.allowed_hosts,
            token=settings.operator_token,
            operator_name=settings.operator_name,
            credentials=settings.credentials,
            sign_in=settings.sign_in,
        ),
        Middleware(OperatorRates, limits=settings.limits),
        Middleware(
            Witness,
            trail=console.store.accesses,
            now=console.now,
            find_person=desk.store.find_document_person if desk is not None else None,
        ),
    ]


def _include_rooms(app: FastAPI, console: Console, pages: Pages) -> None:
    """Include the routes of the rooms that are there."""
    if console.desk is not None:
        for place in IDENTITY_ROUTES:
            app.include_router(place.make_router(console, console.desk, pages))
    if console.reception is not None:
        for part in RECEPTION_ROUTES:
            app.include_router(part.make_router(console, console.reception, pages))
    if console.settings.directory is not None:
        app.include_router(directory.make_router(console, console.settings.directory, pages))
    if console.settings.dmp is not None:
        for look in dmp_pages.make_routers(console, console.settings.dmp, pages):
            app.include_router(look)
        dmp_outcomes.add_refusal_pages(app, pages)
    if console.settings.rights is not None:
        _include_rights(app, console, console.settings.rights, pages)
    if console.settings.sign_in is not None:
        add_sign_in(app, console.settings.sign_in, pages)


def _include_rights(app: FastAPI, console: Console, room: RightsRoom, pages: Pages) -> None:
    for part in (announcements_list, announcements_item, rights_consents):
        app.include_router(part.make_router(console, room, pages))
    if console.desk is not None:
        for view in (rights_person, rights_access_log):
            app.include_router(view.make_router(console, console.desk, room, pages))


def _count_work(
    store: PostgresStore, desk: Desk | None, reception: ReceptionRoom | None, rights: RightsRoom | None
) -> CountMore:
    """Count what waits for a person in the rooms that are there."""
    criticals = PostgresCriticals(store)

    async def count() -> dict[str, int]:
        identities = await desk.count_work() if desk is not None else {}
        received = await reception.count_work() if reception is not None else {}
        received |= {"criticals": await criticals.count_open()} if reception is not None else {}
        return identities | received | (await rights.count_work() if rights is not None else {})

    return count


def _add_problem_pages(app: FastAPI, pages: Pages) -> None:
    async def render(request: Request, status: int) -> Response:
        title, text = PROBLEMS.get(status, PROBLEMS[500])
        return await pages.render(request, "problem.html", status=status, code=status, title=title, text=text)

    async def on_denied(request: Request, error: Exception) -> Response:
        home = pages.find_home(request)
        if request.url.path == "/" and request.method == "GET" and home:
            return RedirectResponse(home, status_code=303)
        title, text = PROBLEMS[403]
        actor, right = find_actor(request.scope), str(error)
        log.warning("page.denied", path=request.url.path, operator=actor.name, right=right)
        told = f"Il manque à {actor.name} le droit « {right} ». {text}" if right else text
        if isinstance(error, MissingRight) and error.right in CLINICAL and not actor.identifier:
            title, told = IDENTITY_ASKED
        return await pages.render(request, "problem.html", status=403, code=403, title=title, text=told)

    async def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return await render(request, error.status_code)

    async def on_invalid(request: Request, _: Exception) -> Response:
        return await render(request, 404 if request.method == "GET" else 400)

    async def on_missing(request: Request, _: Exception) -> Response:
        return await render(request, 404)

    async def on_storage(request: Request, _: Exception) -> Response:
        return await render(request, 503)

    async def on_defect(request: Request, error: Exception) -> Response:
        log.error("page.failed", path=request.url.path, error=type(error).__name__)
        answer = await render(request, 500)
        answer.headers.update(STRICT_HEADERS)
        return answer

    add_reason_page(app, pages)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(AccessDenied, on_denied)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(LookupError, on_missing)
    app.add_exception_handler(StorageUnavailable, on_storage)
    app.add_exception_handler(Exception, on_defect)

"""The pages of a patient's DMP, put together twice: in the room, and in the context of a record system."""

from fastapi import APIRouter

from liane.web.console import Console
from liane.web.dmp_room import DMPRoom
from liane.web.routes import (
    dmp_access,
    dmp_access_acts,
    dmp_acts,
    dmp_biology,
    dmp_contexts,
    dmp_document,
    dmp_list,
    dmp_patients,
    dmp_search,
)
from liane.web.routes.dmp_access import AccessPage
from liane.web.routes.dmp_biology import Biology
from liane.web.routes.dmp_document import Previews
from liane.web.routes.dmp_frames import make_frame_router, make_frames
from liane.web.routes.dmp_list import Lists
from liane.web.routes.dmp_visit import ROOM, Reader, Resolve, make_context_resolver, make_room_resolver
from liane.web.templating import Pages


def make_routers(console: Console, room: DMPRoom, pages: Pages) -> tuple[APIRouter, ...]:
    """Make the routers of the room « Dossier partagé », in the order in which they must be included."""
    reader = Reader(console, room)
    lists = Lists(console, room, reader)
    previews = Previews(room, reader, console.now)
    biology = Biology(room, reader, previews)
    access = AccessPage(room, reader, pages)

    def make_one(prefix: str, resolve: Resolve) -> APIRouter:
        router = APIRouter(include_in_schema=False, prefix=prefix)
        dmp_list.add_routes(router, resolve, lists, pages)
        dmp_document.add_routes(router, resolve, lists, previews, pages)
        dmp_document.add_bytes(router, resolve, previews)
        dmp_acts.add_change(router, resolve, previews, pages)
        dmp_acts.add_routes(router, resolve, room, reader, pages)
        dmp_biology.add_routes(router, resolve, biology, reader, pages)
        dmp_access.add_routes(router, resolve, access)
        dmp_access_acts.add_emergency(router, resolve, access)
        dmp_access_acts.add_routes(router, resolve, console, access)
        return router

    routers = [
        dmp_search.make_router(console, room, pages),
        dmp_patients.make_router(console, room, reader, pages),
        make_one(f"{ROOM}/{{person_id}}", make_room_resolver(room)),
    ]
    if room.contexts is not None:
        frames = make_frames(console.settings.sign_in, room.contexts, pages)
        if frames is not None:
            routers.append(make_frame_router(frames))
        routers.append(dmp_contexts.make_router(room.contexts, frames, pages))
        routers.append(make_one("/contexte/{context_id}", make_context_resolver(room)))
    return tuple(routers)

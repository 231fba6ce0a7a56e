"""The worklist of one node by its API, for another software that shows and decides what comes in."""

from fastapi import FastAPI

from liane.api.worklist import WorklistParts, make_router
from liane.api.worklist_joins import make_joins_router
from liane.api.worklist_lots import make_lots_router
from liane.wiring.clock import utc_now
from liane.wiring.services import Liane


def add_worklist(api: FastAPI, liane: Liane) -> None:
    """Add the worklist to the API of a node."""
    store = liane.store

    async def count_pages(data: bytes) -> int:
        return (await liane.page_reader.inspect(data, name="")).page_count

    parts = WorklistParts(
        store=store.intake,
        desk=liane.intake_desk,
        parting=liane.parting,
        count_pages=count_pages,
        trail=store.accesses,
        now=utc_now,
    )
    api.include_router(make_router(parts))
    api.include_router(make_lots_router(parts))
    api.include_router(make_joins_router(parts, liane.joining))

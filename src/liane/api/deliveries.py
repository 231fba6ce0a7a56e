"""Deliveries by the API: search, and the three acts that a person may do, always with a reason."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from liane.api.clock import Clock
from liane.api.lists import Cursor, Limit, read_list
from liane.api.schemas import Act, ActDone, Delivery, DeliveryList, problem_answers
from liane.domain.documents.delivery import DeliveryState, Destination
from liane.store.page_records import DeliveryFilter
from liane.store.postgres_store import PostgresStore

Word = Annotated[str, Query(max_length=200)]


def name_actor(request: Request) -> str:
    """Name who acts, as the doors of the console found it."""
    return f"user:{request.scope.get('state', {}).get('operator') or 'api'}"


def make_router(store: PostgresStore, now: Clock) -> APIRouter:
    """Make the routes of the deliveries."""
    router = APIRouter(prefix="/v1/deliveries", tags=["deliveries"])

    @router.get(
        "", summary="Chercher des livraisons", operation_id="searchDeliveries", responses=problem_answers(400, 422, 503)
    )
    async def search_deliveries(
        state: DeliveryState | None = None,
        destination: Destination | None = None,
        cause_code: Word = "",
        recipient: Word = "",
        cursor: Cursor = None,
        limit: Limit = 50,
    ) -> DeliveryList:
        wanted = DeliveryFilter(state=state, destination=destination, cause_code=cause_code, recipient=recipient)
        page = await read_list(store.search_deliveries(wanted, cursor=cursor or None, limit=limit))
        return DeliveryList(
            items=[Delivery.model_validate(line.delivery) for line in page.lines], next_cursor=page.next_cursor
        )

    @router.post(
        "/acts",
        summary="Rejouer, suspendre ou annuler des livraisons",
        description="Chaque changement est écrit au journal avec son motif. Ce qui est remis ne repart jamais.",
        operation_id="actOnDeliveries",
        responses=problem_answers(422, 503),
    )
    async def act(request: Request, asked: Act) -> ActDone:
        changed = await store.change_deliveries(
            asked.delivery_ids, act=asked.act, actor=name_actor(request), reason=asked.reason.strip(), now=now()
        )
        return ActDone(changed=changed)

    return router

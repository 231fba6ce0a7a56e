"""Refused messages, incidents and channels by the API."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from liane.api.clock import Clock
from liane.api.deliveries import name_actor
from liane.api.documents import BYTES, Number
from liane.api.lists import Cursor, Limit, read_list
from liane.api.schemas import (
    ChannelShape,
    IncidentShape,
    Message,
    MessageList,
    Pause,
    problem_answers,
)
from liane.domain.documents.timestamp import PARIS
from liane.store.page_records import MessageFilter
from liane.store.postgres_store import PostgresStore

STATES = {"pause": "paused", "resume": "running"}
ChannelName = Annotated[str, Path(min_length=1, max_length=80)]


def make_router(store: PostgresStore, now: Clock) -> APIRouter:
    """Make the routes of the supervision."""
    router = APIRouter(prefix="/v1", tags=["supervision"])

    @router.get(
        "/messages/refused",
        summary="Messages refusés ou illisibles, avec chaque constat",
        operation_id="findRefusedMessages",
        responses=problem_answers(400, 422, 503),
    )
    async def find_refused_messages(
        q: Annotated[str, Query(max_length=200)] = "",
        outcome: Literal["AE", "AR", "none"] | None = None,
        cursor: Cursor = None,
        limit: Limit = 50,
    ) -> MessageList:
        wanted = MessageFilter(text=q, outcome=outcome or "")
        page = await read_list(store.find_refused_messages(wanted, cursor=cursor or None, limit=limit))
        return MessageList(items=[Message.model_validate(row) for row in page.lines], next_cursor=page.next_cursor)

    @router.get(
        "/messages/{message_id}/content",
        summary="Octets exacts d'un message",
        operation_id="getMessageContent",
        response_class=Response,
        responses={200: BYTES, **problem_answers(404, 503)},
    )
    async def get_message_content(message_id: Number) -> Response:
        headers = {"Content-Disposition": f'attachment; filename="message-{message_id}.hl7"'}
        return Response(
            await store.load_message_raw(message_id), media_type="application/octet-stream", headers=headers
        )

    @router.get("/incidents", summary="Incidents", operation_id="findIncidents", responses=problem_answers(422, 503))
    async def find_incidents(only_open: bool = False) -> list[IncidentShape]:
        return [IncidentShape.model_validate(row) for row in await store.find_incidents(only_open=only_open)]

    @router.get("/channels", summary="Canaux", operation_id="listChannels", responses=problem_answers(503))
    async def list_channels() -> list[ChannelShape]:
        return [ChannelShape.model_validate(row) for row in await store.list_channels(now().astimezone(PARIS))]

    @router.post(
        "/channels/{name}/{act}",
        summary="Suspendre ou reprendre un canal",
        operation_id="changeChannel",
        status_code=204,
        response_class=Response,
        responses=problem_answers(404, 422, 503),
    )
    async def change_channel(request: Request, name: ChannelName, act: Literal["pause", "resume"], why: Pause) -> None:
        await store.set_channel_state(name, STATES[act], actor=name_actor(request), reason=why.reason.strip(), at=now())

    return router

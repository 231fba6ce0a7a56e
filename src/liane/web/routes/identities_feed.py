"""``/identites/flux``: what subscribers were told of identities, what waits, what was refused; to replay or give up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from liane.domain.actors.operator import Operator, Right
from liane.store.registry_records import Notice, NoticeCount, NoticeState, PersonEvent, RegistryWrite
from liane.web.console import Console
from liane.web.desk import Desk
from liane.web.filters import read_filters
from liane.web.french import count_of, format_since
from liane.web.rights import check_right, require
from liane.web.routes.acts import Done
from liane.web.routes.cursors import read_page
from liane.web.routes.identities_outcomes import read_number, read_reason
from liane.web.templating import Pages
from liane.web.views.states import Shape, State

PATH = "/identites/flux"
EVENT_WORDS = {
    "A28": "identité créée (A28)",
    "A31": "identité modifiée (A31)",
    "A40": "fusion (A40)",
    "A47": "identifiant remplacé (A47)",
}
STATE_WORDS = {
    NoticeState.WAITING: State(shape=Shape.PROGRESS, word="en attente"),
    NoticeState.PARKED: State(shape=Shape.TODO, word="mis de côté"),
    NoticeState.SENT: State(shape=Shape.DONE, word="acquitté"),
    NoticeState.CANCELLED: State(shape=Shape.IDLE, word="annulé"),
}
ACTS = {"replay": "renvoyé", "park": "mis de côté", "cancel": "annulé"}
IDS_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRow:
    """One message to a subscriber."""

    id: int
    state: State
    subscriber: str
    event: str
    control_id: str
    person: str
    person_id: int
    attempts: int
    cause: str
    created_at: datetime
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriberRow:
    """One subscriber, declared or not, with what waits for them."""

    name: str
    events: str
    waiting: int
    parked: int
    oldest_at: datetime | None


def describe_notice(notice: Notice, now: datetime) -> NoticeRow:
    """Describe one message."""
    state = STATE_WORDS[notice.state]
    if notice.is_behind:
        state = State(shape=Shape.IDLE, word="attend le précédent", meaning="L’ordre est tenu pour chaque personne.")
    elif notice.state is NoticeState.WAITING and notice.due is not None and notice.due > now and notice.attempts:
        state = State(shape=Shape.PROGRESS, word=f"nouvel essai à {format_since(notice.due, now)}")
    return NoticeRow(
        id=notice.id,
        state=state,
        subscriber=notice.subscriber,
        event=EVENT_WORDS.get(notice.event, notice.event),
        control_id=notice.control_id,
        person=f"/identites/{notice.person_id}",
        person_id=notice.person_id,
        attempts=notice.attempts,
        cause=" ".join(part for part in (notice.cause, notice.detail) if part),
        created_at=notice.created_at,
        is_open=notice.done_at is None,
    )


def describe_subscribers(desk: Desk, counts: list[NoticeCount]) -> tuple[SubscriberRow, ...]:
    """The subscribers of the settings, then those that still have messages."""
    declared = {one.name: ", ".join(sorted(one.events)) for one in desk.registry.rules.subscribers}
    rows = []
    for name in dict.fromkeys((*declared, *(one.subscriber for one in counts))):
        own = [one for one in counts if one.subscriber == name]
        rows.append(
            SubscriberRow(
                name=name,
                events=declared.get(name, "n’est plus déclaré"),
                waiting=sum(one.number for one in own if one.state is NoticeState.WAITING),
                parked=sum(one.number for one in own if one.state is NoticeState.PARKED),
                oldest_at=min((one.oldest_at for one in own), default=None),
            )
        )
    return tuple(rows)


def _tell(rows: tuple[SubscriberRow, ...]) -> str:
    if not rows:
        return "Aucune application n’est abonnée aux identités."
    parked, waiting = sum(row.parked for row in rows), sum(row.waiting for row in rows)
    if parked:
        return f"{count_of(parked, 'message')} mis de côté : lire la cause, puis renvoyer ou annuler."
    if waiting:
        return f"{count_of(waiting, 'message')} en attente ; Liane les envoie d’elle-même."
    return "Tous les abonnés sont à jour."


def make_router(console: Console, desk: Desk, pages: Pages) -> APIRouter:
    """Make the routes of the outgoing flows."""
    rights = [require(Right.SEE_PERSONS), require(Right.SEE_FLOWS)]
    router = APIRouter(include_in_schema=False, prefix=PATH, dependencies=rights)
    store = desk.store

    @router.get("")
    async def show(request: Request) -> Response:
        filters = read_filters(request.query_params, "abonne", "tout")
        find = store.find_notices if filters["tout"] else store.waiting_notices
        size = console.settings.page_size
        page = await read_page(request, lambda cursor: find(subscriber=filters["abonne"], cursor=cursor, limit=size))
        subscribers = describe_subscribers(desk, await store.count_notices())
        act, number = request.query_params.get("acte", ""), request.query_params.get("fait", "")
        done = None
        if act in ACTS and number.isdigit() and len(number) < 6:
            done = Done(kind="done", text=f"{count_of(int(number), 'message')} {ACTS[act]}.")
        return await pages.render(
            request,
            "identities/feed.html",
            rows=[describe_notice(notice, console.now()) for notice in page.lines],
            subscribers=subscribers,
            sentence=_tell(subscribers),
            filters=filters,
            first="" if page.is_first else filters.address(PATH),
            following=filters.address(PATH, apres=page.next_cursor) if page.next_cursor else "",
            done=done,
        )

    @router.post("")
    async def act(request: Request) -> Response:
        operator = check_right(request, Right.ACT_ON_FLOWS)
        form = await request.form(max_files=0, max_fields=IDS_MAX + 10)
        name, reason = str(form.get("acte", "")), read_reason({"motif": str(form.get("motif", ""))})
        chosen = dict(_read_pair(str(value)) for value in form.getlist("message"))
        if name not in ACTS or not reason:
            raise HTTPException(400)
        changed = await store.change_notices(list(chosen), act=name, now=console.now()) if chosen else 0
        if changed:
            events = _journal(chosen.values(), name, reason, operator, console.now())
            await store.write_registry(RegistryWrite(events=events))
        return RedirectResponse(f"{PATH}?acte={name}&fait={changed}", status_code=303)

    return router


def _read_pair(value: str) -> tuple[int, int]:
    """Read the number of a message and that of its person. Raises HTTPException 400."""
    message, _, person = value.partition("-")
    return read_number(message), read_number(person)


def _journal(
    person_ids: Iterable[int], act: str, reason: str, operator: Operator, at: datetime
) -> tuple[PersonEvent, ...]:
    """Write in the history of each person what was done of their messages, by whom and why."""
    data = {"reason": reason, "decision": ACTS[act]}
    return tuple(
        PersonEvent(name="person.notice_changed", at=at, actor=operator.name, person_id=number, data=data)
        for number in dict.fromkeys(person_ids)
    )

"""Who looks at whose DMP, from where: resolved for each page, in the room or in the context of a record system."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Annotated, Any
from urllib.parse import urlencode

import structlog
from fastapi import Path, Request

from liane.domain.actors.operator import Operator, Right
from liane.domain.dmp.folder import AccessMode
from liane.domain.dmp.opening import is_minor
from liane.domain.errors import LianeError, StorageUnavailable
from liane.domain.identity.person import Person
from liane.pipeline.contexts.calls import ContextDenied
from liane.pipeline.dmp_consultation.ports import Folder
from liane.store.contexts import ContextCall
from liane.web.console import Console
from liane.web.context_frame import make_token_of
from liane.web.dmp_room import DMPRoom
from liane.web.framed_acts import check_token
from liane.web.rights import check_right
from liane.web.routes.acts import ID_MAX
from liane.web.tracing import find_whence
from liane.web.views.dmp_words import SLOW, Trouble, describe_trouble
from liane.web.views.identities_card import describe_person

log = structlog.get_logger(__name__)
LEFT_MAX = 100
ROOM = "/dmp"
YES = "oui"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One look at one patient's DMP. base: address under which all its pages are. call: the context, None in the room.

    access, is_secret: the mode that the pages are opened in, kept in each of their addresses. token: what each form
    carries inside a frame of another site, empty elsewhere.
    """

    person: Person
    operator: Operator
    base: str
    call: ContextCall | None = None
    access: AccessMode = AccessMode.NORMAL
    is_secret: bool = False
    token: str = field(default="", repr=False)

    @property
    def mode(self) -> dict[str, str]:
        """What each address carries of the mode."""
        found = {"acces": self.access.value} if self.access is not AccessMode.NORMAL else {}
        return found | ({"secrete": YES} if self.is_secret else {})

    def address(self, path: str = "", **query: str) -> str:
        """The address of one of the pages of this visit, the mode and the empty values apart."""
        kept = {name: value for name, value in ({**query, **self.mode}).items() if value}
        return f"{self.base}{path}{'?' + urlencode(kept) if kept else ''}"


Resolve = Callable[..., Awaitable[Visit]]


def read_mode(request: Request) -> tuple[AccessMode, bool]:
    """Read the mode of access from an address; anything unknown is the normal one."""
    asked = request.query_params.get("acces", "")
    known = {mode.value for mode in AccessMode}
    mode = AccessMode(asked) if asked in known else AccessMode.NORMAL
    return mode, request.query_params.get("secrete", "") == YES


def make_room_resolver(room: DMPRoom) -> Resolve:
    """Resolve the visits of the room: ``/dmp/{person_id}``. Raises MissingRight, LookupError."""

    async def resolve(request: Request, person_id: Annotated[int, Path(ge=1, le=ID_MAX)]) -> Visit:
        operator = check_right(request, Right.READ_DMP)
        person = await room.persons.get_person(person_id)
        access, is_secret = read_mode(request)
        return Visit(person=person, operator=operator, base=f"{ROOM}/{person_id}", access=access, is_secret=is_secret)

    return resolve


def make_context_resolver(room: DMPRoom) -> Resolve:
    """Resolve the visits of a context: ``/contexte/{context_id}``. Raises MissingRight, ContextDenied, LookupError."""

    async def resolve(request: Request, context_id: Annotated[str, Path(max_length=100)]) -> Visit:
        operator = check_right(request, Right.READ_DMP)
        if room.contexts is None:
            raise LookupError("no contexts here")
        await check_token(request)
        call = await room.contexts.find(context_id, operator)
        person = await room.persons.get_person(call.person_id)
        access, is_secret = read_mode(request)
        return Visit(
            person=person,
            operator=operator,
            base=f"/contexte/{call.id}",
            call=call,
            access=access,
            is_secret=is_secret,
            token=make_token_of(request.scope),
        )

    return resolve


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a part of a page became: a value, or why not."""

    value: Any = None
    trouble: Trouble | None = None


class Reader:
    """Asks the service for the pages, within the time that a page may wait.

    What takes longer goes on by itself, so that it is there when one tries again; at most LEFT_MAX go on at once.
    """

    def __init__(self, console: Console, room: DMPRoom) -> None:
        self._console = console
        self._room = room
        self._left: set[asyncio.Task[Any]] = set()

    async def open(self, visit: Visit, *, reason: str = "") -> Folder:
        """Open the DMP of a visit, or give the opening in force. Raises as the service."""
        return await self._room.consultation.open(
            visit.person,
            visit.operator,
            access=visit.access,
            reason=reason,
            secret=visit.is_secret,
            address=find_whence().address,
        )

    async def attempt(self, work: Callable[[], Awaitable[Any]]) -> Outcome:
        """Read something of the DMP; its failures, and the lack of an answer in time, become words.

        Raises StorageUnavailable: what cannot be traced is not shown. Rule: DMP/UX.10.
        """
        task = asyncio.ensure_future(work())
        done, _ = await asyncio.wait({task}, timeout=self._room.rules.call_s_max)
        if not done:
            self._leave(task)
            return Outcome(trouble=SLOW)
        return await self.settle(task)

    async def settle(self, work: Awaitable[Any]) -> Outcome:
        """Wait for some work to its end, however long: an act is never cut. Its failures become words.

        Raises StorageUnavailable.
        """
        try:
            return Outcome(value=await work)
        except (StorageUnavailable, ContextDenied):
            raise
        except LianeError as error:
            return Outcome(trouble=describe_trouble(error))

    def _leave(self, task: "asyncio.Future[Any]") -> None:
        if len(self._left) >= LEFT_MAX or not isinstance(task, asyncio.Task):
            task.cancel()
            return
        self._left.add(task)
        task.add_done_callback(self._forget)

    def _forget(self, task: "asyncio.Task[Any]") -> None:
        self._left.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.info("dmp.late", error=type(error).__name__)

    def frame(self, visit: Visit) -> dict[str, Any]:
        """What every page of a visit shows around its own part."""
        person, rules = visit.person, self._room.consultation.rules
        return {
            "look": visit,
            "card": describe_person(person),
            "layout": "dmp/context_layout.html" if visit.call is not None else "dmp/layout.html",
            "is_minor": is_minor(person.traits.birth_date, self._console.now(), rules.opening.majority_years),
            "may_regulate": rules.opening.may_regulate,
            "has_web": bool(rules.web_domain),
        }

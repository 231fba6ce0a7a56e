"""What the pages tell the trail of accesses: each opening of what concerns a patient, each refusal, and whence.

A line is written before the first byte of the answer leaves: what cannot be traced is not shown. Pages that know the
persons they show (sheet of a person, reception) tell them one by one; the others are told by their address, here.
Rule: REM SSI/GEN (traceability of access); INS/va1.50; CSP L1110-4.
"""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qs

import structlog
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from liane.domain.actors.operator import Operator
from liane.domain.audit.access import AccessAct, AccessEvent, Outcome
from liane.domain.errors import StorageUnavailable
from liane.pipeline.audit.ports import AccessTrail
from liane.web.rights import find_actor

log = structlog.get_logger(__name__)
TARGET_CHARS_MAX = 300
QUERY_CHARS_MAX = 4000
FindPerson = Callable[[int], Awaitable[int | None]]
"""Finds the person that a document is tied to; None when it is tied to nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whence:
    """Where a request comes from. address: of the client. path: what it asks for, without its query."""

    address: str = ""
    path: str = ""


_WHENCE: ContextVar[Whence] = ContextVar("liane_whence", default=Whence())  # noqa: B039 - frozen


def find_whence() -> Whence:
    """Tell where the request being answered comes from; empty outside a request."""
    return _WHENCE.get()


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedPath:
    """Addresses whose opening is an access. has_document: their first group is the number of a document.

    asked: written only when one of these fields of the query is filled; empty: always.
    """

    pattern: re.Pattern[str]
    act: AccessAct
    has_document: bool = False
    asked: tuple[str, ...] = ()


def _traced(pattern: str, act: AccessAct, *, has_document: bool = False, asked: tuple[str, ...] = ()) -> TracedPath:
    return TracedPath(pattern=re.compile(pattern), act=act, has_document=has_document, asked=asked)


TRACED = (
    _traced(r"/documents/(\d+)(?:/.*)?", AccessAct.SEE_DOCUMENT, has_document=True),
    _traced(r"/api/v1/documents/(\d+)(?:/.*)?", AccessAct.SEE_DOCUMENT, has_document=True),
    _traced(r"/messages/(\d+)(?:/.*)?", AccessAct.SEE_DOCUMENT),
    _traced(r"/api/v1/messages/(\d+)(?:/.*)?", AccessAct.SEE_DOCUMENT),
    _traced(r"/identites", AccessAct.SEARCH_PERSONS, asked=("q", "naissance")),
    _traced(r"/(?:documents|livraisons|messages|reception)", AccessAct.SEARCH_PERSONS, asked=("q",)),
    _traced(r"/api/v1/(?:documents|deliveries|messages)", AccessAct.SEARCH_PERSONS, asked=("q",)),
)
"""Addresses told here. What a page tells by itself (``Desk.record_seen``, the services) is not in this table."""
REFUSED = (
    ("/identites", AccessAct.SEE_PERSON),
    ("/documents", AccessAct.SEE_DOCUMENT),
    ("/messages", AccessAct.SEE_DOCUMENT),
    ("/reception", AccessAct.SEE_DOCUMENT),
    ("/api/v1/documents", AccessAct.SEE_DOCUMENT),
    ("/dmp", AccessAct.OPEN_DMP),
    ("/contexte", AccessAct.OPEN_DMP),
    ("/api/v1/dmp", AccessAct.OPEN_DMP),
    ("/a-liberer", AccessAct.ANNOUNCE),
    ("/consentements", AccessAct.RECORD_RIGHTS),
    ("/audit", AccessAct.SEE_AUDIT),
    ("/api/fhir/AuditEvent", AccessAct.SEE_AUDIT),
    ("/api/fhir", AccessAct.SEARCH_DMP),
)
"""What was tried, by the beginning of the address, when it was refused; anything else is an act of administration."""


TOLD_BY_ITSELF = "/connexion"
"""Below it, the flows of sign-in write themselves who was refused, and of what."""


def find_traced(path: str, query: str) -> tuple[TracedPath, int | None] | None:
    """Find which access an address is, with the number that it names; None for one that shows no patient."""
    for traced in TRACED:
        match = traced.pattern.fullmatch(path)
        if match is None:
            continue
        fields = (
            parse_qs(query[:QUERY_CHARS_MAX], max_num_fields=100) if traced.asked and query.count("&") < 100 else {}
        )
        if traced.asked and not any(field in fields for field in traced.asked):
            return None
        return traced, int(match[1]) if match.re.groups and match[1] else None
    return None


def find_refused_act(path: str) -> AccessAct:
    """Tell what somebody tried who was refused at an address."""
    for start, act in REFUSED:
        if path == start or path.startswith(f"{start}/"):
            return act
    return AccessAct.CHANGE_SETTING


class Witness:
    """Stands behind the doors and before the pages: tells the trail what is opened and what is refused.

    find_person: None where no registry of identities is kept.
    """

    def __init__(
        self, app: ASGIApp, *, trail: AccessTrail, now: Callable[[], datetime], find_person: FindPerson | None = None
    ) -> None:
        self._app = app
        self._trail = trail
        self._now = now
        self._find_person = find_person

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; an answer whose access cannot be written is replaced by 503."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"]
        whence = Whence(address=(scope.get("client") or ("",))[0], path=path[:TARGET_CHARS_MAX])
        is_lost = False

        async def send_traced(message: Message) -> None:
            nonlocal is_lost
            if message["type"] == "http.response.start":
                try:
                    await self._tell(scope, whence, message["status"])
                except StorageUnavailable:
                    is_lost = True
                    log.warning("access.not_traced", path=path)
                    refusal = PlainTextResponse("La piste d’audit ne peut pas être écrite : rien n’est montré.", 503)
                    await refusal(scope, receive, send)
            if not is_lost:
                await send(message)

        mark = _WHENCE.set(whence)
        try:
            await self._app(scope, receive, send_traced)
        finally:
            _WHENCE.reset(mark)

    async def _tell(self, scope: Scope, whence: Whence, status: int) -> None:
        found = find_traced(whence.path, scope.get("query_string", b"").decode("latin-1"))
        if status == 403:
            if whence.path == TOLD_BY_ITSELF or whence.path.startswith(f"{TOLD_BY_ITSELF}/"):
                return
            act = found[0].act if found is not None else find_refused_act(whence.path)
            await self._record(scope, whence, act, Outcome.REFUSED, None, {"method": scope["method"]})
        elif found is not None and status < 400 and scope["method"] in ("GET", "HEAD"):
            traced, number = found
            person = None
            if traced.has_document and number is not None and self._find_person is not None:
                person = await self._find_person(number)
            await self._record(scope, whence, traced.act, Outcome.DONE, person, {})

    async def _record(
        self,
        scope: Scope,
        whence: Whence,
        act: AccessAct,
        outcome: Outcome,
        person_id: int | None,
        detail: Mapping[str, str],
    ) -> None:
        await self._trail.record(
            AccessEvent(
                act=act,
                at=self._now(),
                operator=find_actor(scope),
                outcome=outcome,
                person_id=person_id,
                target=whence.path,
                address=whence.address,
                detail=detail,
            )
        )


def tell_persons_seen(person_ids: Sequence[int], *, operator: Operator, at: datetime, page: str) -> list[AccessEvent]:
    """Make the lines that say that somebody was shown persons, one line each. page: which page, in French."""
    whence = find_whence()
    return [
        AccessEvent(
            act=AccessAct.SEE_PERSON,
            at=at,
            operator=operator,
            person_id=person_id,
            target=whence.path,
            address=whence.address,
            detail={"page": page},
        )
        for person_id in dict.fromkeys(person_ids)
    ]


def tell_item_seen(person_id: int | None, *, operator: Operator, at: datetime, page: str) -> AccessEvent:
    """Make the line that says that somebody saw a document that came in. person_id: whom it is for, if known."""
    whence = find_whence()
    return AccessEvent(
        act=AccessAct.SEE_DOCUMENT,
        at=at,
        operator=operator,
        person_id=person_id,
        target=whence.path,
        address=whence.address,
        detail={"page": page},
    )

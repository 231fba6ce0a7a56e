"""The client of the téléservice INSi: writes a question, sends it over mutual TLS, says what came of it.

Every call gives back its exchange, failed or not, so that each can be journalled; no trait goes to a log.
Rule: ins.md §6.2, §6.3, §6.8.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

import httpx
import structlog

from liane.codecs.insi.answer import parse_search_answer
from liane.codecs.insi.exchange import CallContext, INSiExchange, INSiFault, Reply, SearchReply
from liane.codecs.insi.faults import FaultClass, classify_fault
from liane.codecs.insi.names import Trigger
from liane.codecs.insi.request import INSiRequest, render_search_by_card, render_search_by_traits
from liane.codecs.insi.verification import (
    VerificationQuery,
    parse_lot_answer,
    parse_verification_answer,
    render_collect,
    render_deposit,
    render_verification,
)
from liane.connectors.insi.connection import INSiCertificate, INSiConnection, build_tls_context, read_sender
from liane.connectors.insi.quota import CallQuota
from liane.domain.errors import ConfigurationError, InvalidInput, RemoteFailure, RemoteRefusal, RemoteUnavailable
from liane.domain.identity.ins import INS
from liane.domain.identity.insi import Beneficiary, INSiQuery

log = structlog.get_logger(__name__)
REMOTE = "insi"
CONTEXT_CHARS_MAX = 1_000
AUTHENTICATIONS_MAX = 2
BATCH_WAIT_S_MAX = 120.0

Render = Callable[[CallContext], INSiRequest]
Parse = Callable[[bytes], "Reply | INSiFault"]


class _Door:
    """One certificate: its pool of connections and its ``Emetteur``."""

    def __init__(self, settings: INSiConnection, files: INSiCertificate, trigger: Trigger) -> None:
        self.sender = read_sender(files, trigger)
        self._settings = settings
        self._tls = build_tls_context(files)
        self.http = self._open()

    def _open(self) -> httpx.AsyncClient:
        settings = self._settings
        return httpx.AsyncClient(
            verify=self._tls,
            trust_env=False,
            follow_redirects=False,
            http2=False,
            timeout=httpx.Timeout(settings.timeout_s, connect=min(settings.connect_timeout_s, settings.timeout_s)),
            limits=httpx.Limits(
                max_connections=settings.connections_max, max_keepalive_connections=settings.connections_max
            ),
            headers={"Accept": "application/soap+xml", "Accept-Encoding": "identity"},
        )

    async def authenticate_again(self) -> None:
        """Leave every connection: the next call shakes hands, certificate shown, anew."""
        former, self.http = self.http, self._open()
        await former.aclose()


class INSiClient:
    """One client per process. now: the clock. new_id: fresh UUIDs, bare. Raises ConfigurationError when made.

    An installation without INSI-AUTO certificate raises ConfigurationError at the first batch call.
    """

    def __init__(self, settings: INSiConnection, *, now: Callable[[], datetime], new_id: Callable[[], str]) -> None:
        self._settings = settings
        self._now = now
        self._new_id = new_id
        self._quota = CallQuota(settings.calls_per_minute_max, clock=time.monotonic)
        self._doors = {Trigger.PERSON: _Door(settings, settings.manual, Trigger.PERSON)}
        if settings.batch is not None:
            self._doors[Trigger.BATCH] = _Door(settings, settings.batch, Trigger.BATCH)

    async def close(self) -> None:
        """Close every connection."""
        for door in self._doors.values():
            await door.http.aclose()

    @property
    def can_batch(self) -> bool:
        """Tell whether an INSI-AUTO certificate is there."""
        return Trigger.BATCH in self._doors

    @property
    def verification(self) -> "INSiClient | None":
        """The verification, spoken by the stand-in contract; None when it is not. Rule: ins.md §6.9."""
        return self if self._settings.has_verification else None

    def read_search_answer(self, answer: bytes) -> SearchReply | INSiFault:
        """Read a kept answer again, as it was read when it came. Raises MalformedMessage."""
        reply = parse_search_answer(answer)
        return reply if isinstance(reply, INSiFault) else self._map(reply)

    async def search_by_traits(self, query: INSiQuery, trigger: Trigger) -> INSiExchange:
        """WS_INS2. Raises RuleViolation (INSI-00n) before any network. Rule: ins.md §6.4."""
        return await self._call(
            lambda context: render_search_by_traits(query, context), self.read_search_answer, trigger
        )

    async def search_by_card(self, card: Beneficiary, trigger: Trigger) -> INSiExchange:
        """WS_INS1. Raises RuleViolation (INSI-00n) before any network. Rule: ins.md §6.5."""
        return await self._call(lambda context: render_search_by_card(card, context), self.read_search_answer, trigger)

    async def verify(self, query: VerificationQuery, trigger: Trigger) -> INSiExchange:
        """WS_INS3, stand-in contract. Rule: ins.md §6.9."""
        asked = replace(query, ins=self._unmap(query.ins))
        return await self._call(lambda context: render_verification(asked, context), parse_verification_answer, trigger)

    async def deposit_lot(self, queries: Sequence[VerificationQuery]) -> INSiExchange:
        """WS_INS4, stand-in contract; always a batch. Rule: ins.md §6.9."""
        asked = [replace(query, ins=self._unmap(query.ins)) for query in queries]
        return await self._call(lambda context: render_deposit(asked, context), parse_lot_answer, Trigger.BATCH)

    async def collect_lot(self, number: str) -> INSiExchange:
        """WS_INS5, stand-in contract; always a batch. Rule: ins.md §6.9."""
        return await self._call(lambda context: render_collect(number, context), parse_lot_answer, Trigger.BATCH)

    async def _call(self, render: Render, parse: Parse, trigger: Trigger) -> INSiExchange:
        """Call; after a refusal of security, authenticate again and call once more. Rule: ins.md §6.8 ``siram_40``."""
        door = self._doors.get(trigger)
        if door is None:
            raise ConfigurationError(f"insi : aucun certificat {trigger.value} n'est réglé")
        earlier: INSiExchange | None = None
        for _ in range(AUTHENTICATIONS_MAX):
            exchange = await self._call_once(render, parse, trigger, door)
            exchange = replace(exchange, earlier=earlier)
            if exchange.fault is None or classify_fault(exchange.fault) is not FaultClass.AUTHENTICATE:
                break
            await door.authenticate_again()
            earlier = exchange
        return exchange

    async def _call_once(self, render: Render, parse: Parse, trigger: Trigger, door: _Door) -> INSiExchange:
        context = CallContext(
            message_id=self._new_id(),
            bam_id=self._new_id(),
            lps_id=self._new_id(),
            at=self._now(),
            sender=door.sender,
            lps=self._settings.lps,
        )
        request = render(context)
        started = time.monotonic()
        blank = INSiExchange(
            operation=request.operation,
            trigger=trigger,
            message_id=request.message_id,
            at=context.at,
            duration_ms=0,
            request=request.content,
        )
        wait_s = BATCH_WAIT_S_MAX if trigger is Trigger.BATCH else self._settings.timeout_s
        if not await self._quota.take(trigger, wait_s_max=wait_s):
            return replace(blank, failure=RemoteUnavailable(REMOTE, "quota", "nombre d'appels par minute atteint"))
        exchange = await self._exchange(blank, request, parse, door)
        return replace(exchange, duration_ms=round((time.monotonic() - started) * 1000))

    async def _exchange(self, blank: INSiExchange, request: INSiRequest, parse: Parse, door: _Door) -> INSiExchange:
        try:
            status, answer = await self._post(request, door)
        except (httpx.HTTPError, OSError) as error:  # OSError: a TLS alert in the middle of a connection
            return replace(blank, failure=RemoteUnavailable(REMOTE, type(error).__name__))
        exchange = replace(blank, answer=answer)
        try:
            reply = parse(answer)
        except InvalidInput as error:
            return replace(exchange, failure=_explain_unreadable(status, error, answer))
        if isinstance(reply, INSiFault):
            return replace(exchange, fault=reply, failure=explain_fault(reply, answer))
        return replace(exchange, reply=reply)

    async def _post(self, request: INSiRequest, door: _Door) -> tuple[int, bytes]:
        headers = {"Content-Type": request.content_type}
        chunks: list[bytes] = []
        size = 0
        async with (
            asyncio.timeout(self._settings.timeout_s),
            door.http.stream("POST", self._settings.url, content=request.content, headers=headers) as response,
        ):
            async for chunk in response.aiter_bytes():
                size += len(chunk)
                if size > self._settings.answer_bytes_max:
                    raise httpx.ReadError("answer too large")
                chunks.append(chunk)
            return response.status_code, b"".join(chunks)

    def _map(self, reply: SearchReply) -> SearchReply:
        """Apply the OID mapping of a test profile to who was found; told each time. Rule: ins.md §3, §11.1-14."""
        mapping, answer = self._settings.oid_mapping, reply.answer
        if not mapping or answer.ins is None:
            return reply
        mapped = replace(
            answer,
            ins=_map_oid(answer.ins, mapping),
            former=tuple(replace(one, ins=_map_oid(one.ins, mapping)) for one in answer.former),
        )
        if mapped == answer:
            return reply
        log.info("insi.oid_mapped", answered=answer.ins.oid, kept=mapping.get(answer.ins.oid, answer.ins.oid))
        return replace(reply, answer=mapped)

    def _unmap(self, ins: INS) -> INS:
        """Say an INS with the OID that the téléservice of the test profile knows; told each time."""
        for theirs, ours in self._settings.oid_mapping.items():
            if ins.oid == ours:
                log.info("insi.oid_mapped", asked=theirs, kept=ours)
                return INS(matricule=ins.matricule, oid=theirs)
        return ins


def _map_oid(ins: INS, mapping: dict[str, str]) -> INS:
    return INS(matricule=ins.matricule, oid=mapping.get(ins.oid, ins.oid))


def explain_fault(fault: INSiFault, answer: bytes) -> RemoteFailure:
    """Turn a fault into the error that says what to do next.

    Configuration and functional faults, and a security refused twice, are definite; the others are an outage.
    code: of the error, else the subcode. Rule: ins.md §6.8.
    """
    code = fault.code or fault.subcode or "FAULT"
    context = " ; ".join(part for part in (fault.label, fault.subcode, fault.severity, fault.message_id) if part)
    kind = RemoteUnavailable if classify_fault(fault) is FaultClass.OUTAGE else RemoteRefusal
    return kind(REMOTE, code, context[:CONTEXT_CHARS_MAX], answer)


def _explain_unreadable(status: int, error: InvalidInput, answer: bytes) -> RemoteUnavailable:
    """An answer that cannot be read is no answer: a question asked again harms nobody."""
    if status != httpx.codes.OK:
        return RemoteUnavailable(REMOTE, f"HTTP-{status}", "", answer)
    return RemoteUnavailable(REMOTE, "UNREADABLE", ", ".join(finding.code for finding in error.findings), answer)

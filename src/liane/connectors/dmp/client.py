"""The client of the DMP: sends requests already built over mutual TLS, and says what came of them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from types import TracebackType
from typing import TypeVar

import httpx
from lxml import etree

from liane.codecs.ebxml.query import parse_query_response
from liane.codecs.ebxml.responses import parse_registry_response
from liane.codecs.xds.existence import decide_access
from liane.codecs.xds.existence_answer import parse_existence_answer
from liane.codecs.xds.habilitations import (
    AuthorizedList,
    PatientList,
    ServiceStatus,
    parse_authorized_list,
    parse_patient_list_answer,
    parse_status_answer,
)
from liane.codecs.xds.modes import Transaction, check_mode
from liane.codecs.xds.provide import parse_retrieve_response
from liane.codecs.xds.request import BuiltRequest
from liane.connectors.dmp.answers import (
    Exchange,
    ExistenceCheck,
    ReferenceAnswer,
    RegistryAnswer,
    RetrieveAnswer,
    SearchAnswer,
)
from liane.connectors.dmp.classification import (
    REMOTE,
    fail_unknown,
    open_answer,
    read_body,
    require_success,
)
from liane.connectors.dmp.connection import DMPConnection, build_tls_context
from liane.domain.errors import RemoteRefusal, RemoteUnavailable

Value = TypeVar("Value")
LARGE_BYTES_MIN = 128 * 1024
"""An answer of this size or more is read in a thread: 200 fiches take tens of milliseconds, which the loop has not."""
READ_AT_ONCE_MAX = 2
_UPDATES = frozenset({Transaction.DELETE, Transaction.ARCHIVE, Transaction.MASK, Transaction.SHOW})
_EXISTENCES = frozenset({Transaction.EXISTENCE, Transaction.ADMINISTRATIVE})
# Raised before a connection exists, so before any byte of the request left.
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol, httpx.ProxyError)


class _Body:
    """The chunks of a request, as the HTTP client draws them; remembers whether it began to."""

    def __init__(self, chunks: tuple[bytes, ...]) -> None:
        self._chunks = chunks
        self.is_started = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self._chunks:
            self.is_started = True
            yield chunk


class DMPClient:
    """One client per process: it keeps a pool of connections. Use ``async with``, or call ``close``."""

    def __init__(self, settings: DMPConnection) -> None:
        """Prepare the pool; nothing is connected yet. Raises ConfigurationError (certificates)."""
        self._base_url = settings.base_url.rstrip("/")
        self._answer_bytes_max = settings.answer_bytes_max
        self._turn = asyncio.Semaphore(READ_AT_ONCE_MAX)
        self._http = httpx.AsyncClient(
            verify=build_tls_context(settings),
            trust_env=False,
            follow_redirects=False,
            http2=False,
            timeout=httpx.Timeout(settings.timeout_s, connect=settings.connect_timeout_s),
            limits=httpx.Limits(
                max_connections=settings.connections_max,
                max_keepalive_connections=settings.connections_max,
                keepalive_expiry=settings.keepalive_s,
            ),
            headers={"Accept": "application/soap+xml, multipart/related", "Accept-Encoding": "identity"},
        )

    async def __aenter__(self) -> "DMPClient":
        """Give the client itself."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the pool."""
        await self.close()

    async def close(self) -> None:
        """Close every connection."""
        await self._http.aclose()

    async def provide_and_register(self, request: BuiltRequest) -> RegistryAnswer:
        """TD2.1: feed, or replace. Returns on Success only.

        Raises AccessDenied (mode), RemoteUnavailable (certainly not accepted), RemoteOutcomeUnknown (perhaps accepted:
        ask with ``find_document_reference``), RemoteRefusal (``XDSDuplicateUniqueIdInRegistry`` among others).
        Rule: dmp.md §6, §12, §14.1-6.
        """
        _require(request, frozenset({Transaction.FEED}))
        return await self._submit(request)

    async def update(self, request: BuiltRequest) -> RegistryAnswer:
        """TD3.3: mask, show, archive or delete. Raises as ``provide_and_register``. Rule: dmp.md §10."""
        _require(request, _UPDATES)
        return await self._submit(request)

    async def delete_document(self, request: BuiltRequest) -> RegistryAnswer:
        """TD3.3c: delete. Raises as ``provide_and_register``. Rule: dmp.md §10."""
        _require(request, frozenset({Transaction.DELETE}))
        return await self._submit(request)

    async def find_document_reference(self, request: BuiltRequest) -> ReferenceAnswer:
        """TD3.1b: the entryUUID of a document. Raises AccessDenied, RemoteUnavailable, RemoteRefusal.

        Rule: dmp.md §6.5, §8.
        """
        _require(request, frozenset({Transaction.FIND_REFERENCE}))
        found = await self._search(request)
        identifiers = (*found.objects.references, *(entry.symbolic_id for entry in found.objects.entries))
        return ReferenceAnswer(exchange=found.exchange, entry_uuids=tuple(dict.fromkeys(identifiers)))

    async def find_documents(self, request: BuiltRequest) -> SearchAnswer:
        """TD3.1: any stored query. A partial success keeps its errors. Raises as ``find_document_reference``.

        Rule: dmp.md §8.
        """
        _require(request, frozenset({Transaction.LIST}))
        return await self._search(request)

    async def retrieve_documents(self, request: BuiltRequest) -> RetrieveAnswer:
        """TD3.2: bring documents. A partial success keeps its errors. Raises as ``find_document_reference``.

        Rule: dmp.md §9, §12.3.
        """
        _require(request, frozenset({Transaction.RETRIEVE}))
        exchange = await self._send(request)
        body, message = open_answer(exchange)
        answer = read_body(exchange, lambda: parse_retrieve_response(body, message.parts))
        require_success(answer.response, exchange, is_partial_allowed=True)
        return RetrieveAnswer(exchange=exchange, documents=answer.documents, response=answer.response)

    async def check_existence(self, request: BuiltRequest) -> ExistenceCheck:
        """TD0.2, TD1.3a: is there a DMP, is it open? Raises as ``find_document_reference``.

        An acknowledgement that is not an acceptance is a RemoteRefusal with its code. Rule: dmp.md §7.2.
        """
        _require(request, _EXISTENCES)
        exchange = await self._send(request)
        body, _ = open_answer(exchange)
        answer = read_body(exchange, lambda: parse_existence_answer(body))
        if answer.acknowledgement not in ("AA", "CA"):
            code = answer.details[0][0] if answer.details else answer.acknowledgement
            context = "; ".join(f"{code}: {text}" for code, text in answer.details)
            raise RemoteRefusal(REMOTE, code, context, exchange.answer)
        return ExistenceCheck(exchange=exchange, answer=answer, access=decide_access(answer))

    async def set_authorization(self, request: BuiltRequest) -> ServiceStatus:
        """TD0.3: declare or withdraw. Gives the status of the service, a success or not.

        Raises as ``provide_and_register``; doing it twice is harmless. Rule: dmp.md §7.3, §12.2.
        """
        _require(request, frozenset({Transaction.AUTHORIZE}))
        return await self._read_service(request, parse_status_answer)

    async def list_authorized(self, request: BuiltRequest) -> AuthorizedList:
        """TD1.6. Raises as ``find_document_reference``. Rule: dmp.md §7.3."""
        _require(request, frozenset({Transaction.LIST_AUTHORIZED}))
        return await self._read_service(request, parse_authorized_list)

    async def list_patients(self, request: BuiltRequest) -> PatientList:
        """TD0.4. Raises as ``find_document_reference``. Rule: dmp.md §7.3."""
        _require(request, frozenset({Transaction.LIST_PATIENTS}))
        return await self._read_service(request, parse_patient_list_answer)

    async def _read_service(self, request: BuiltRequest, parse: Callable[[etree._Element], Value]) -> Value:
        exchange = await self._send(request)
        body, _ = open_answer(exchange)
        return read_body(exchange, lambda: parse(body))

    async def _submit(self, request: BuiltRequest) -> RegistryAnswer:
        exchange = await self._send(request)
        body, _ = open_answer(exchange)
        response = read_body(exchange, lambda: parse_registry_response(body))
        require_success(response, exchange)
        return RegistryAnswer(exchange=exchange, response=response)

    async def _search(self, request: BuiltRequest) -> SearchAnswer:
        exchange = await self._send(request)
        if len(exchange.answer) < LARGE_BYTES_MIN:
            return _read_search(exchange)
        async with self._turn:
            return await asyncio.to_thread(_read_search, exchange)

    async def _send(self, request: BuiltRequest) -> Exchange:
        """Post a request and read the whole answer, within bounds. Raises as the public methods."""
        check_mode(request.transaction, request.mode)
        body = _Body(request.chunks)
        headers = {"Content-Type": request.content_type, "Content-Length": str(request.size_bytes)}
        try:
            async with self._http.stream(
                "POST", f"{self._base_url}{request.path}", content=body, headers=headers
            ) as response:
                answer = await self._read(response)
                return Exchange(
                    transaction=request.transaction,
                    message_id=request.message_id,
                    request_root=request.root,
                    status=response.status_code,
                    content_type=response.headers.get("content-type", ""),
                    answer=answer,
                )
        except _NOT_SENT as error:
            raise RemoteUnavailable(REMOTE, type(error).__name__, str(error)) from error
        except (httpx.HTTPError, OSError) as error:  # OSError: a TLS alert in the middle of a connection
            if not body.is_started:
                raise RemoteUnavailable(REMOTE, type(error).__name__, str(error)) from error
            raise fail_unknown(request.transaction, type(error).__name__, str(error)) from error

    async def _read(self, response: httpx.Response) -> bytes:
        chunks: list[bytes] = []
        size = 0
        async for chunk in response.aiter_bytes():
            size += len(chunk)
            if size > self._answer_bytes_max:
                raise httpx.ReadError(f"réponse de plus de {self._answer_bytes_max} octets")
            chunks.append(chunk)
        return b"".join(chunks)


def _read_search(exchange: Exchange) -> SearchAnswer:
    body, _ = open_answer(exchange)
    answer = read_body(exchange, lambda: parse_query_response(body))
    require_success(answer.response, exchange, is_partial_allowed=True)
    return SearchAnswer(exchange=exchange, objects=answer.objects, response=answer.response, total=answer.total)


def _require(request: BuiltRequest, transactions: frozenset[Transaction]) -> None:
    if request.transaction not in transactions:
        raise ValueError(f"{request.transaction} is not what this call sends")

"""One HTTP exchange with Pro Santé Connect or with a protected API: bounded, never redirected, failures classified."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx

from liane.codecs.oidc.documents import JSON_BYTES_MAX
from liane.domain.errors import RemoteOutcomeUnknown, RemoteUnavailable


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back."""

    status: int
    content_type: str
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of an API; the body goes as it is."""

    address: str
    method: str = "GET"
    body: bytes = field(default=b"", repr=False)
    content_type: str = ""


class Wire:
    """Speaks HTTP for one remote. remote: its name in errors and logs."""

    def __init__(self, remote: str, client: httpx.AsyncClient) -> None:
        self._remote = remote
        self._client = client

    async def get(self, address: str, *, token: str = "") -> Answer:
        """Ask, with a bearer token when there is one. Raises RemoteUnavailable: asking again harms nobody."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        try:
            return await self._send(self._client.build_request("GET", address, headers=headers))
        except RemoteOutcomeUnknown as error:
            raise RemoteUnavailable(self._remote, error.code) from error

    async def post(self, address: str, form: Mapping[str, str]) -> Answer:
        """Send a form. Raises RemoteUnavailable before it left, RemoteOutcomeUnknown after."""
        return await self._send(self._client.build_request("POST", address, data=dict(form)))

    async def call(self, call: Call, *, token: str) -> Answer:
        """Make any call with a bearer token. Raises RemoteUnavailable, RemoteOutcomeUnknown."""
        headers = {"Authorization": f"Bearer {token}"}
        if call.content_type:
            headers["Content-Type"] = call.content_type
        request = self._client.build_request(call.method, call.address, headers=headers, content=call.body or None)
        return await self._send(request)

    async def _send(self, request: httpx.Request) -> Answer:
        try:
            answer = await self._client.send(request, stream=True)
            try:
                body = await self._read(answer)
            finally:
                await answer.aclose()
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise RemoteUnavailable(self._remote, type(error).__name__) from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise RemoteOutcomeUnknown(self._remote, type(error).__name__) from error
        return Answer(status=answer.status_code, content_type=answer.headers.get("content-type", ""), body=body)

    async def _read(self, answer: httpx.Response) -> bytes:
        body = bytearray()
        async for piece in answer.aiter_bytes():
            body += piece
            if len(body) > JSON_BYTES_MAX:
                raise RemoteOutcomeUnknown(self._remote, "oversize")
        return bytes(body)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

"""The HTTP side of the simulated DMP: pieces, pipelining, bounds, failures of a handler."""

import asyncio
import logging

import pytest

from liane_sandbox import http_server
from liane_sandbox.http_server import HTTPServer, Reply, Request


async def echo(request: Request) -> Reply:
    if request.path == "/boom":
        raise RuntimeError("boom")
    return Reply(status=200, content_type="text/plain", body=request.body or request.method.encode())


async def talk(*pieces: bytes) -> bytes:
    """Send pieces one after the other, then read until the server has nothing more to say."""
    server = HTTPServer(echo, None, "127.0.0.1", 0)
    await server.open()
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0)
        writer.write_eof()
        answer = await reader.read()
        writer.close()
        return answer
    finally:
        await server.close()


def post(body: bytes, path: str = "/", extra: bytes = b"") -> bytes:
    return b"POST %b HTTP/1.1\r\nHost: x\r\n%bContent-Length: %d\r\n\r\n%b" % (path.encode(), extra, len(body), body)


def test_a_request_in_pieces() -> None:
    whole = post(b"hello")
    assert asyncio.run(talk(*(whole[index : index + 1] for index in range(len(whole))))).endswith(b"hello")


def test_requests_in_a_row_are_answered_in_order() -> None:
    answer = asyncio.run(talk(post(b"one") + post(b"two") + post(b"three")))
    assert [part[-5:] for part in answer.split(b"HTTP/1.1 ")[1:]] == [b"\n\r\none"[-5:], b"\n\r\ntwo"[-5:], b"three"]


def test_a_chunked_body_is_joined() -> None:
    head = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert asyncio.run(talk(head, b"3\r\nabc\r\n", b"2\r\nde\r\n0\r\n\r\n")).endswith(b"abcde")


def test_a_client_that_waits_for_leave_gets_it() -> None:
    answer = asyncio.run(talk(post(b"hello", extra=b"Expect: 100-continue\r\n")))
    assert answer.startswith(b"HTTP/1.1 100 Continue")
    assert answer.endswith(b"hello")


def test_what_is_no_http_is_refused() -> None:
    assert asyncio.run(talk(b"\x16\x03\x01\x02\x00\x01\x00")).startswith(b"HTTP/1.1 400")


def test_a_body_past_its_bound_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_server, "BODY_BYTES_MAX", 10)
    assert asyncio.run(talk(post(b"x" * 11))).startswith(b"HTTP/1.1 413")


def test_headers_past_their_bound_are_refused() -> None:
    long = b"X-Long: " + b"x" * http_server.HEADERS_BYTES_MAX + b"\r\n"
    assert asyncio.run(talk(post(b"", extra=long))).startswith(b"HTTP/1.1 4")


def test_a_failing_handler_answers_500(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.CRITICAL):
        assert asyncio.run(talk(post(b"", path="/boom"))).startswith(b"HTTP/1.1 500")

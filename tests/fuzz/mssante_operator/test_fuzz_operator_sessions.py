"""Any bytes from a client end in answers or in a closed connection; the operator's sessions never fail otherwise."""

import asyncio
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liane_sandbox.mssante.authentication import Authenticator, Identity
from liane_sandbox.mssante.imap_server import IMAPSession
from liane_sandbox.mssante.smtp_server import SMTPSession
from liane_sandbox.mssante.wire import Wire
from tests.sandbox.mssante.operator_examples import DOCTOR, PFI, Bench

SESSIONS = [SMTPSession, IMAPSession]
SMTP_SCRIPT = """\
EHLO x
EHLO
MAIL FROM:<{PFI}> SIZE=9 ENVID=+zz+41 RET=HDRS
MAIL FROM:<>
RCPT TO:<{DOCTOR}> NOTIFY=SUCCESS ORCPT=rfc822;x+ff
RCPT TO:<a@b> NOTIFY
DATA
.
a: b||x|.
RSET
AUTH
AUTH PLAIN =
AUTH EXTERNAL
*
NOOP

QUIT
"""
IMAP_SCRIPT = """\
a SELECT INBOX
a EXAMINE {5}|INBOX
a SELECT (x)
a FETCH 1:* (UID FLAGS BODY[1.2.MIME])
a FETCH 1 ((x))
a UID FETCH * ENVELOPE
a UID
a UID (x) 1
a STORE 1 FLAGS
a STORE 1 +FLAGS (\\Deleted)
a STORE 1 "" x
a EXPUNGE
a EXPUNGE (1)
a SEARCH OR 1
a SEARCH UID x
a SEARCH LARGER x
a SEARCH NOT NOT NOT ALL
a COPY 1 TRAITE
a MOVE 1:2 INBOX
a CREATE x
a CREATE ""
a LIST "" *
a LIST
a STATUS INBOX (MESSAGES X)
a STATUS INBOX
a APPEND INBOX {3}|abc
a APPEND INBOX ()
a APPEND
a AUTHENTICATE
a IDLE
DONE
a CLOSE
a {9999999999}
a {3+}|abc
a ID NIL
a LOGOUT

a
"""


def make_lines(script: str) -> list[bytes]:
    """One command a line; a bar stands for a line end inside a command."""
    filled = script.replace("{PFI}", PFI).replace("{DOCTOR}", DOCTOR)
    return [line.replace("|", "\r\n").encode() + b"\r\n" for line in filled.split("\n")]


SMTP_LINES, IMAP_LINES = make_lines(SMTP_SCRIPT), make_lines(IMAP_SCRIPT)


class DeafTransport(asyncio.Transport):
    """A transport that keeps what is written."""

    def __init__(self) -> None:
        super().__init__()
        self.written = bytearray()
        self.is_open = True

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Keep."""
        self.written += data

    def close(self) -> None:
        """Close."""
        self.is_open = False

    abort = close

    def is_closing(self) -> bool:
        """Tell."""
        return not self.is_open

    def pause_reading(self) -> None:
        """Nothing comes by itself."""

    def resume_reading(self) -> None:
        """Nothing comes by itself."""


def converse(bench: Bench, make: Callable[..., SMTPSession | IMAPSession], data: bytes) -> bytes:
    """Run one authenticated session on bytes; gives what it answered."""

    async def run() -> bytes:
        transport = DeafTransport()
        wire = Wire()
        wire.connection_made(transport)
        session = make(wire, bench.operator, Authenticator(bench.state, None), None)
        session._is_tls = True
        session._identity = Identity(address=PFI, addresses=frozenset({PFI}))
        wire.data_received(data)
        wire.eof_received()
        await asyncio.wait_for(session.run(), 5)
        assert not transport.is_open
        return bytes(transport.written)

    return asyncio.run(run())


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """One operator for all the examples: it must stay good whatever happened before."""
    return Bench(tmp_path_factory.mktemp("fuzz"))


def edit(lines: list[bytes], noise: list[tuple[int, bytes]]) -> bytes:
    data = bytearray(b"".join(lines))
    for at, piece in noise:
        data[at % (len(data) + 1) : at % (len(data) + 1)] = piece
    return bytes(data)


noises = st.lists(st.tuples(st.integers(0, 400), st.binary(max_size=6)), max_size=3)
quick = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@quick
@given(st.lists(st.sampled_from(SMTP_LINES), max_size=12), noises)
def test_smtp(bench: Bench, lines: list[bytes], noise: list[tuple[int, bytes]]) -> None:
    answer = converse(bench, SMTPSession, edit(lines, noise))
    assert answer.startswith(b"220 ")
    assert all(line[:3].isdigit() for line in answer.split(b"\r\n") if line)


@quick
@given(st.lists(st.sampled_from(IMAP_LINES), max_size=12), noises)
def test_imap(bench: Bench, lines: list[bytes], noise: list[tuple[int, bytes]]) -> None:
    assert converse(bench, IMAPSession, edit(lines, noise)).startswith(b"* OK ")


@pytest.mark.parametrize("make", SESSIONS)
@pytest.mark.parametrize(
    "data", [b"", b"\x00" * 5000, b"a" * 100_000, b"\xff\n" * 100, b"\r\n" * 100, b"(" * 1000 + b"\r\n"]
)
def test_garbage(bench: Bench, make: Callable[..., SMTPSession | IMAPSession], data: bytes) -> None:
    assert converse(bench, make, data)

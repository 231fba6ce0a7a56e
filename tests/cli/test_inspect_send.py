"""`liane inspect` and `liane send`: every kind of file, every exit code."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from liane.cli.inspect import inspect
from liane.cli.send import send
from liane.codecs.hl7v2.ack import AckCode, render_ack
from liane.codecs.hl7v2.envelope import read_envelope
from liane.codecs.hl7v2.er7 import parse_message
from liane.connectors.mllp.peer import Peer
from liane.connectors.mllp.server import serve_mllp
from liane.domain.errors import Finding, Severity
from tests.codecs.mssante_mail.mail_examples import ORIGINAL
from tests.conformance.document_play import NOW
from tests.pipeline.flow_kit import make_cda, make_order

RUN = CliRunner(env={"COLUMNS": "200"})
FINDING = Finding(code="COH-001", severity=Severity.ERROR, location="PID-3", message="Deux patients différents.")


def single(command: object) -> typer.Typer:
    """An application of one command."""
    made = typer.Typer(pretty_exceptions_enable=False)
    made.command()(command)  # type: ignore[arg-type]
    return made


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("m.hl7", make_order(make_cda()), ("MSH-10", "PID-3", "OBX-5")),
        pytest.param(
            "m.mllp",
            b"\x0b" + make_order(make_cda()) + b"\x1c\r",
            ("MSH-10",),
        ),
        ("c.xml", make_cda(), ("11502-2", "1.2.250.1.999.1.8121.2.1.1")),
        ("m.eml", ORIGINAL, ("LETTRE DE LIAISON", "IHE_XDM.zip")),
    ],
    ids=["HL7", "frame", "CDA", "mail"],
)
def test_what_a_file_holds_is_shown(tmp_path: Path, name: str, data: bytes, words: tuple[str, ...]) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    shown = RUN.invoke(single(inspect), [str(path)])
    assert shown.exit_code == 0, shown.output
    for word in words:
        assert word in shown.output


@pytest.mark.parametrize("data", [b"MSH", b"<ClinicalDocument", b"PK\x03\x04"], ids=["HL7", "CDA", "archive"])
def test_what_cannot_be_read_says_why(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)
    shown = RUN.invoke(single(inspect), [str(path)])
    assert shown.exit_code == 1
    assert "-0" in shown.output


class Door:
    """An MLLP door in a thread of its own: AA, then AE."""

    def __init__(self) -> None:
        self.port = 0
        self._ready, self._stop = threading.Event(), asyncio.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._serve(),))
        self._answers = iter((AckCode.AA, AckCode.AE))

    async def _accept(self, raw: bytes, peer: Peer) -> bytes:
        code = next(self._answers)
        findings = (FINDING,) if code is AckCode.AE else ()
        envelope = read_envelope(parse_message(raw))
        return render_ack(envelope, code=code, findings=findings, control_id="A", at=NOW)

    async def _serve(self) -> None:
        async with await serve_mllp("127.0.0.1", 0, self._accept) as server:
            self.port = server.port
            self._ready.set()
            await self._stop.wait()

    def __enter__(self) -> "Door":
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)
        self._loop.close()


@pytest.fixture
def door() -> Iterator[Door]:
    with Door() as opened:
        yield opened


def test_acknowledgements_are_shown_and_a_refusal_is_an_exit_code(tmp_path: Path, door: Door) -> None:
    for name in ("un.hl7", "deux.hl7"):
        (tmp_path / name).write_bytes(make_order(make_cda(), name))
    done = RUN.invoke(single(send), [str(tmp_path / "un.hl7"), str(tmp_path / "deux.hl7"), "--port", str(door.port)])
    assert done.exit_code == 1
    assert "AA" in done.output
    assert "AE" in done.output
    assert "Deux patients différents." in done.output


def test_all_taken_is_success(tmp_path: Path, door: Door) -> None:
    (tmp_path / "un.hl7").write_bytes(make_order(make_cda()))
    assert RUN.invoke(single(send), [str(tmp_path / "un.hl7"), "--port", str(door.port)]).exit_code == 0


def test_nobody_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "un.hl7").write_bytes(make_order(make_cda()))
    done = RUN.invoke(single(send), [str(tmp_path / "un.hl7"), "--port", "9"])
    assert done.exit_code == 1
    assert "pas de réponse" in done.output

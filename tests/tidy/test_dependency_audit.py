"""The audit of dependencies asks a true service over the wire and obeys what it answers: here, a simulated one."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pip_audit", reason="pip-audit is not installed")
from tools.audit_dependencies import CLEAN, UNVERIFIED, VULNERABLE, ask, judge, read_report

KNOWN = {"jinja2": "3.1.6", "lxml": "6.1.3"}
FOUND = {
    "id": "PYSEC-2026-1",
    "aliases": ["CVE-2026-0001"],
    "schema_version": "1.4.0",
    "details": "Essai.",
    "affected": [{"package": {"name": "lxml", "ecosystem": "PyPI"}, "ranges": []}],
}


@contextmanager
def advising(answers: dict[str, Any], *, status: int = 200) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """A simulated OSV service. answers: by package; gives its address and what it was asked."""
    asked: list[dict[str, Any]] = []

    class Service(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append(query)
            body = json.dumps(answers.get(query["package"]["name"], {})).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1/query", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    path = tmp_path / "requirements.lock"
    path.write_text("".join(f"{name}=={version}\n" for name, version in KNOWN.items()), encoding="utf-8")
    return path


def run(lock: Path, address: str, accepted: dict[str, str] | None = None) -> tuple[int, str]:
    return judge(read_report(ask(lock, osv=address, cache=lock.parent / "cache"), accepted or {}))


def test_every_pinned_version_is_asked_and_nothing_known_is_clean(lock: Path) -> None:
    with advising({}) as (address, asked):
        ending, text = run(lock, address)
    assert {one["package"]["name"]: one["version"] for one in asked} == KNOWN
    assert all(one["package"]["ecosystem"] == "PyPI" for one in asked)
    assert (ending, "parmi 2 paquets" in text) == (CLEAN, True)


def test_a_vulnerability_fails_until_it_is_accepted(lock: Path) -> None:
    with advising({"lxml": {"vulns": [FOUND]}}) as (address, _):
        ending, text = run(lock, address)
        accepted = run(lock, address, {"CVE-2026-0001": "la fonction n'est pas appelée"})
    assert ending == VULNERABLE
    assert "lxml 6.1.3" in text
    assert accepted[0] == CLEAN
    assert "1 avis acceptés" in accepted[1]


def test_a_service_that_fails_or_is_away_is_no_clean_answer(lock: Path) -> None:
    with advising({}, status=503) as (address, _):
        assert run(lock, address)[0] == UNVERIFIED
    assert run(lock, address)[0] == UNVERIFIED

"""Revocation lists: a good one replaces, anything else leaves the last one in use."""

import asyncio
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from liane.connectors.mssante.crl import CRLKeeper, CRLSource, CRLStatus
from liane_sandbox.pki.certificates import make_crl
from liane_sandbox.pki.folder import PKI, KeyPair, load_issuer

NOW = datetime.now(UTC)


@pytest.fixture
def published() -> Iterator[dict[str, bytes]]:
    """A folder published over HTTP; its address is under the key ``url``."""
    pages: dict[str, bytes] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = pages.get(self.path)
            self.send_response(200 if found is not None else 404)
            self.end_headers()
            self.wfile.write(found or b"")

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    pages["url"] = f"http://127.0.0.1:{server.server_port}".encode()
    yield pages
    server.shutdown()
    thread.join()
    server.server_close()


def make_list(pki: PKI, *, at: datetime, days: int, foreign: bool = False) -> x509.CertificateRevocationList:
    pair = KeyPair(certificate=pki.foreign_root, key=pki.foreign_auth.key) if foreign else pki.issuing
    return make_crl(load_issuer(pair), (), at, timedelta(days=days))


def refresh(pki: PKI, published: dict[str, bytes], path: Path) -> CRLStatus:
    source = CRLSource(url=published["url"].decode() + "/crl", path=path)
    (status,) = asyncio.run(CRLKeeper([source], pki.authorities, timeout_s=5).refresh(NOW))
    return status


@pytest.mark.parametrize("encoding", [Encoding.DER, Encoding.PEM])
def test_a_good_list_is_kept_as_pem(pki: PKI, published: dict[str, bytes], tmp_path: Path, encoding: Encoding) -> None:
    fetched = make_list(pki, at=NOW, days=3)
    published["/crl"] = fetched.public_bytes(encoding)
    status = refresh(pki, published, tmp_path / "a.crl")
    assert status.problem == ""
    assert status.is_usable(NOW)
    assert (tmp_path / "a.crl").read_bytes() == fetched.public_bytes(Encoding.PEM)
    assert [one.name for one in tmp_path.iterdir()] == ["a.crl"]


@pytest.mark.parametrize("what", ["absent", "garbage", "foreign", "expired", "older"])
def test_anything_else_leaves_the_last_one(pki: PKI, published: dict[str, bytes], tmp_path: Path, what: str) -> None:
    kept = make_list(pki, at=NOW, days=2).public_bytes(Encoding.PEM)
    path = tmp_path / "a.crl"
    path.write_bytes(kept)
    lists = {
        "garbage": b"<html>proxy</html>",
        "foreign": make_list(pki, at=NOW, days=3, foreign=True).public_bytes(Encoding.DER),
        "expired": make_list(pki, at=NOW - timedelta(days=9), days=2).public_bytes(Encoding.DER),
        "older": make_list(pki, at=NOW - timedelta(days=1), days=9).public_bytes(Encoding.DER),
    }
    if what in lists:
        published["/crl"] = lists[what]
    status = refresh(pki, published, path)
    assert status.problem
    assert status.is_usable(NOW)
    assert not status.is_usable(NOW + timedelta(days=3))
    assert path.read_bytes() == kept


def test_no_list_at_all_is_not_usable(pki: PKI, published: dict[str, bytes], tmp_path: Path) -> None:
    status = refresh(pki, published, tmp_path / "a.crl")
    assert status.next_update is None
    assert not status.is_usable(NOW)

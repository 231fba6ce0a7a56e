"""Fixtures of the MLLP tests: the loop of the product, the test PKI."""

import asyncio
import ssl
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from liane_sandbox.pki.folder import PKI, KeyPair
from tests.pki_kit import make_cheap_pki


@pytest.fixture(scope="session")
def anyio_backend() -> tuple[str, dict[str, bool]]:
    """The loop of the product."""
    return "asyncio", {"use_uvloop": True}


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> PKI:
    """The test PKI, made once."""
    return make_cheap_pki(tmp_path_factory.mktemp("mllp") / "pki", datetime.now(UTC))


@pytest.fixture
def server_tls(pki: PKI) -> ssl.SSLContext:
    """The server's side: a client certificate is required."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pki.server.certificate, pki.server.key)
    context.load_verify_locations(pki.authorities)
    context.verify_mode = ssl.CERT_REQUIRED
    return context


def make_client_tls(pki: PKI, pair: KeyPair | None) -> ssl.SSLContext:
    """The client's side, with or without a certificate."""
    context = ssl.create_default_context(cafile=str(pki.authorities))
    if pair is not None:
        context.load_cert_chain(pair.certificate, pair.key)
    return context


async def until(is_true: Callable[[], bool], *, turns_max: int = 100_000) -> None:
    """Let the loop turn until something is true. Raises TimeoutError past turns_max."""
    for _ in range(turns_max):
        if is_true():
            return
        await asyncio.sleep(0)
    raise TimeoutError

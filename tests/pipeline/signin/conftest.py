"""Sign-in is tested against the simulation over TLS, which reads the true time: the PKI is made now."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from liane.store.postgres_store import PostgresStore
from liane_sandbox.pki.folder import PKI
from tests.pki_kit import make_cheap_pki
from tests.signin_kit import SignInBench, running_bench


@pytest.fixture(scope="session")
def psc_pki(tmp_path_factory: pytest.TempPathFactory) -> PKI:
    """The test PKI."""
    return make_cheap_pki(tmp_path_factory.mktemp("psc") / "pki", datetime.now(UTC).replace(microsecond=0))


@pytest.fixture
async def bench(store: PostgresStore, psc_pki: PKI, tmp_path: Path) -> AsyncIterator[SignInBench]:
    """Sign-in beside a simulation of its own."""
    async with running_bench(store, psc_pki, tmp_path) as running:
        yield running

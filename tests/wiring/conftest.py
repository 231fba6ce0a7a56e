"""The wiring is tested on a real store and with the test PKI."""

import pytest

from liane_sandbox.pki.folder import PKI
from tests.pki_kit import make_cheap_pki
from tests.postgres import anyio_backend, postgres_dsn, postgres_server, store, store_dsn

__all__ = ["anyio_backend", "pki", "postgres_dsn", "postgres_server", "store", "store_dsn"]


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> PKI:
    """The test PKI."""
    return make_cheap_pki(tmp_path_factory.mktemp("wiring") / "pki")

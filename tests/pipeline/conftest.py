"""The flows are tested on a real store (see tests/postgres.py), with fakes of their ports alone."""

import pytest

from liane.store.postgres_store import PostgresStore
from liane_sandbox.pki.folder import PKI
from tests.pipeline.flow_kit import NOW, Flow
from tests.pki_kit import make_cheap_pki
from tests.postgres import anyio_backend, postgres_dsn, postgres_server, store, store_dsn

__all__ = ["anyio_backend", "flow", "pki", "postgres_dsn", "postgres_server", "store", "store_dsn"]


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> PKI:
    """The test PKI, for the seal of the lots."""
    return make_cheap_pki(tmp_path_factory.mktemp("flows") / "pki", NOW)


@pytest.fixture
def flow(store: PostgresStore) -> Flow:
    """A reception on a fresh store, with its clock."""
    return Flow(store)

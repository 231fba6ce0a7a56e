"""Fixtures of the simulated INSi: one PKI per session."""

import pytest

from liane_sandbox.pki.folder import PKI
from tests.insi_kit import NOW
from tests.pki_kit import make_cheap_pki
from tests.postgres import anyio_backend

__all__ = ["anyio_backend", "pki"]


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> PKI:
    """The test PKI."""
    return make_cheap_pki(tmp_path_factory.mktemp("insi") / "pki", NOW)

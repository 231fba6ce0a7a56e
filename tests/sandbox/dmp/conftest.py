"""Fixtures of the simulated DMP: one PKI per session, one simulator per test."""

import pytest

from liane_sandbox.pki.folder import PKI
from tests.pki_kit import make_cheap_pki
from tests.sandbox.dmp.kit import NOW, Caller, make_caller


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> PKI:
    """The test PKI."""
    return make_cheap_pki(tmp_path_factory.mktemp("dmp") / "pki", NOW)


@pytest.fixture
def caller(pki: PKI) -> Caller:
    """A product and its simulated DMP."""
    return make_caller(pki)

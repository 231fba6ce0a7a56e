"""Certificates for the mail tests: made once, with the traps."""

from pathlib import Path

import pytest

from liane_sandbox.pki.folder import PKI
from tests.pki_kit import make_cheap_pki


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> PKI:
    """The test PKI."""
    return make_cheap_pki(Path(tmp_path_factory.mktemp("mail")) / "pki")

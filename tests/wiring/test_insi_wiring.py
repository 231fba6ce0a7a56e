"""INSi in the settings: what stops the start, what is refused in production, what a node has of it."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from liane.domain.errors import ConfigurationError
from liane.wiring.insi import make_connection, start_insi
from liane.wiring.settings import Environment, INSiSettings, Settings, TLSFiles
from liane.wiring.status import find_certificates
from liane_sandbox.pki.folder import PKI, KeyPair
from tests.insi_kit import NOW
from tests.pki_kit import make_cheap_pki

MAPPING = {"1.2.250.1.213.1.4.8": "1.2.250.1.213.1.4.10"}


@pytest.fixture(scope="module")
def pki(tmp_path_factory: pytest.TempPathFactory) -> PKI:
    """The test PKI."""
    return make_cheap_pki(tmp_path_factory.mktemp("insi") / "pki", NOW)


def files(pair: KeyPair, pki: PKI) -> TLSFiles:
    return TLSFiles(certificate=pair.certificate, key=pair.key, authorities=pki.authorities)


def make_settings(pki: PKI, environment: Environment = Environment.TEST, **changes: Any) -> Settings:
    values: dict[str, Any] = {
        "url": "https://127.0.0.1:1/lps",
        "manual": files(pki.insi_manu, pki),
        "batch": files(pki.insi_auto, pki),
        "idam": "SM00000000",
    }
    return Settings(environment=environment, node="n1", insi=INSiSettings(**(values | changes)))


def connect(settings: Settings, mapping: dict[str, str]) -> Any:
    assert settings.insi is not None
    return make_connection(settings, settings.insi, mapping)


def test_without_the_section_nobody_asks() -> None:
    assert start_insi(Settings(), SimpleNamespace(), SimpleNamespace()) is None  # type: ignore[arg-type]


def test_the_stand_in_contract_does_not_exist_in_production(pki: PKI) -> None:
    """§6.9: the national contract is not public; ours must never reach the national service."""
    with pytest.raises(ConfigurationError, match="production"):
        connect(make_settings(pki, Environment.PRODUCTION, verification="stand_in"), {})
    assert not connect(make_settings(pki, Environment.PRODUCTION), {}).has_verification
    assert connect(make_settings(pki, verification="stand_in"), MAPPING).has_verification


def test_the_instance_is_a_uuid_that_stays(pki: PKI) -> None:
    first, second = (connect(make_settings(pki), MAPPING).lps.instance for _ in range(2))
    assert first == second
    assert len(first) == 36
    own = "d5a1f6c8-0a1e-4d7b-b7e4-6d3a54f0a1aa"
    assert connect(make_settings(pki, instance=own), MAPPING).lps.instance == own


@pytest.mark.parametrize("value", [0, 0.0, -1, 121])
def test_a_time_out_has_its_bounds(pki: PKI, value: float) -> None:
    with pytest.raises(ValueError, match="timeout_s"):
        make_settings(pki, timeout_s=value)


def test_the_two_certificates_are_watched(pki: PKI, tmp_path: Path) -> None:
    told = {one.usage: one.subject for one in find_certificates(make_settings(pki))}
    assert told == {"INSi, appels d'une personne": "INSI-MANU", "INSi, lots et différés": "INSI-AUTO"}

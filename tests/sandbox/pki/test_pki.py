"""The test PKI: shapes, idempotence, file modes, traps."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID

from liane_sandbox.establishment import PFI_MAILBOX, STRUCTURE_ID
from liane_sandbox.pki.certificates import Profile, find_profile
from liane_sandbox.pki.folder import PKI, KeyPair, make_pki
from liane_sandbox.pki.trust import TrustStore, load_trust

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def pki(tmp_path_factory: pytest.TempPathFactory) -> PKI:
    return make_pki(tmp_path_factory.mktemp("pki") / "pki", NOW)


@pytest.fixture(scope="module")
def trust(pki: PKI) -> TrustStore:
    return load_trust(pki)


def load(pair: KeyPair) -> x509.Certificate:
    return x509.load_pem_x509_certificate(pair.certificate.read_bytes())


def names(certificate: x509.Certificate, oid: x509.ObjectIdentifier) -> list[str]:
    return [str(attribute.value) for attribute in certificate.subject.get_attributes_for_oid(oid)]


def test_keys_are_for_their_owner_alone(pki: PKI) -> None:
    keys = list(pki.folder.glob("*-key.pem"))
    assert len(keys) >= 10
    assert {stat.S_IMODE(key.stat().st_mode) for key in keys} == {0o600}


def test_every_authority_is_named_simulation(pki: PKI) -> None:
    for certificate in x509.load_pem_x509_certificates(pki.authorities.read_bytes()):
        assert all("SIMULATION" in name for name in names(certificate, NameOID.COMMON_NAME))


@pytest.mark.parametrize(
    ("name", "profile", "unit"),
    [
        ("org_auth_cli", Profile.ORG_AUTH_CLI, STRUCTURE_ID),
        ("org_sign", Profile.ORG_SIGN, STRUCTURE_ID),
        ("bal_app", Profile.ORG_AUTH_CLI, STRUCTURE_ID),
        ("server", Profile.ORG_AUTH_SERV, ""),
    ],
)
def test_the_good_ones_have_the_shape_of_their_profile(
    pki: PKI, trust: TrustStore, name: str, profile: Profile, unit: str
) -> None:
    certificate = load(getattr(pki, name))
    assert find_profile(certificate) is profile
    assert names(certificate, NameOID.ORGANIZATIONAL_UNIT_NAME) == ([unit] if unit else [])
    assert trust.find_defect(certificate, profile, NOW) is None


def test_the_mailbox_is_the_common_name_of_its_certificate(pki: PKI) -> None:
    assert names(load(pki.bal_app), NameOID.COMMON_NAME) == [PFI_MAILBOX]


@pytest.mark.parametrize(
    ("name", "profile", "words"),
    [
        ("expired_auth", Profile.ORG_AUTH_CLI, "expiré"),
        ("expired_sign", Profile.ORG_SIGN, "expiré"),
        ("revoked_auth", Profile.ORG_AUTH_CLI, "révoqué"),
        ("revoked_sign", Profile.ORG_SIGN, "révoqué"),
        ("foreign_auth", Profile.ORG_AUTH_CLI, "AC attendue"),
        ("foreign_sign", Profile.ORG_SIGN, "AC attendue"),
        ("org_auth_cli", Profile.ORG_SIGN, "profil ORG_AUTH_CLI"),
        ("org_sign", Profile.ORG_AUTH_CLI, "profil ORG_SIGN"),
        ("server", Profile.ORG_AUTH_CLI, "profil ORG_AUTH_SERV"),
    ],
)
def test_the_traps_are_refused_with_their_reason(
    pki: PKI, trust: TrustStore, name: str, profile: Profile, words: str
) -> None:
    defect = trust.find_defect(load(getattr(pki, name)), profile, NOW)
    assert defect is not None
    assert words in defect


def test_making_it_again_changes_nothing(pki: PKI) -> None:
    before = {path.name: path.read_bytes() for path in pki.folder.iterdir()}
    assert make_pki(pki.folder, NOW + timedelta(days=1)) == pki
    assert {path.name: path.read_bytes() for path in pki.folder.iterdir()} == before


def test_it_is_renewed_before_it_expires(tmp_path: Path) -> None:
    old = make_pki(tmp_path / "pki", NOW)
    before = old.root.read_bytes()
    assert make_pki(tmp_path / "pki", NOW + timedelta(days=3 * 365)).root.read_bytes() != before

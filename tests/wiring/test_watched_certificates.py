"""Every certificate of the settings is found by itself, read, and judged: dates, key, chain."""

from pathlib import Path

import pytest
from pydantic import BaseModel

from liane.domain.security.certificates import CertificateKind
from liane.wiring.certificates import find_usage, read_certificates
from liane.wiring.settings import DMPSettings, MLLPSettings, Settings, TLSFiles
from liane_sandbox.pki.folder import PKI, KeyPair
from tests.pki_kit import make_cheap_pki


@pytest.fixture(scope="module")
def pki(tmp_path_factory: pytest.TempPathFactory) -> PKI:
    return make_cheap_pki(tmp_path_factory.mktemp("watched"))


def files(pki: PKI, pair: KeyPair) -> TLSFiles:
    return TLSFiles(certificate=pair.certificate, key=pair.key, authorities=pki.authorities, crls=(pki.crl,))


def settings_of(pki: PKI) -> Settings:
    return Settings(
        mllp=MLLPSettings(tls=files(pki, pki.server)),
        dmp=DMPSettings(
            base_url="https://localhost/services",
            tls=files(pki, pki.org_auth_cli),
            signature_certificate=pki.org_sign.certificate,
            signature_key=pki.org_sign.key,
            source_id="1.2.250.1.999.1",
        ),
    )


def test_all_are_found_with_their_use_dates_and_chain(pki: PKI) -> None:
    read = read_certificates(settings_of(pki))
    own = {one.setting: one for one in read if one.kind is CertificateKind.OWN}
    assert set(own) == {"mllp.tls.certificate", "dmp.tls.certificate", "dmp.signature_certificate"}
    assert own["dmp.tls.certificate"].usage == "TLS vers le DMP (ORG_AUTH_CLI)"
    assert own["dmp.signature_certificate"].key == "RSA 2048 bits"
    for one in own.values():
        assert one.problem == ""
        assert one.ends_at is not None
        assert one.starts_at is not None
        assert one.starts_at < one.ends_at
        assert len(one.fingerprint) == 64
    lists = [one for one in read if one.kind is CertificateKind.REVOCATIONS]
    assert {one.setting for one in lists} == {"mllp.tls.crls[0]", "dmp.tls.crls[0]"}
    assert all(one.ends_at is not None for one in lists)
    names = [one.name for one in read]
    assert len(names) == len(set(names))


class Lone(BaseModel):
    """A section that nobody named here."""

    certificate: Path
    key: Path | None = None


class Whole(BaseModel):
    """Settings with sections in a list."""

    parts: tuple[Lone, ...] = ()


def test_what_is_wrong_is_said(pki: PKI, tmp_path: Path) -> None:
    text = tmp_path / "text.pem"
    text.write_text("ceci n'est pas un certificat")
    alone = tmp_path / "alone.pem"
    first = pki.org_sign.certificate.read_text().partition("-----END CERTIFICATE-----")
    alone.write_text(first[0] + first[1] + "\n")
    crossed = tmp_path / "crossed.pem"
    crossed.write_text(alone.read_text() + pki.foreign_root.read_text())
    whole = Whole(
        parts=(
            Lone(certificate=tmp_path / "absent.pem"),
            Lone(certificate=text),
            Lone(certificate=alone),
            Lone(certificate=pki.org_sign.certificate, key=pki.org_auth_cli.key),
            Lone(certificate=pki.org_sign.certificate, key=text),
            Lone(certificate=pki.org_sign.certificate, key=pki.org_sign.key),
        )
    )
    told = [one.problem for one in read_certificates(whole) if one.kind is CertificateKind.OWN]
    assert told[0].startswith("Fichier illisible (")
    assert told[1:] == [
        "Fichier illisible (contenu illisible).",
        "L’autorité qui l’a émis n’est pas dans le fichier.",
        "La clé privée n’est pas celle de ce certificat.",
        "La clé privée est illisible.",
        "",
    ]
    assert read_certificates(whole)[0].name == "parts[0].certificate"
    assert find_usage("parts[0].certificate") == "parts[0]"

"""Only the listed versions and suites open a link, as a client and as a server; every context is held to them."""

import contextlib
import re
import ssl
from dataclasses import dataclass
from pathlib import Path

import pytest

from liane.connectors.dmp.connection import DMPConnection
from liane.connectors.dmp.connection import build_tls_context as build_dmp
from liane.connectors.insi.connection import INSiCertificate
from liane.connectors.insi.connection import build_tls_context as build_insi
from liane.connectors.mssante.settings import TLSFiles as MailFiles
from liane.connectors.mssante.tls import make_client_context as build_mssante
from liane.connectors.syslog.collector import CollectorSettings
from liane.connectors.syslog.collector import build_tls_context as build_syslog
from liane.domain.security.tls import DMP, GENERAL, MSSANTE, POLICIES, TLSPolicy, harden
from liane.wiring.gates import client_tls, server_tls
from liane.wiring.settings import TLSFiles
from liane_sandbox.pki.folder import PKI, make_pki
from tests.conftest import ROOT
from tests.pki_kit import make_cheap_pki

WEAK = ("AES256-GCM-SHA384", "ECDHE-RSA-AES256-SHA", "AES128-SHA")
"""Without forward secrecy, or with SHA-1: what no text lists."""
EVERY = sorted({suite for policy in POLICIES for suite in policy.suites if "ECDSA" not in suite} | set(WEAK))


@pytest.fixture(scope="module")
def pki(tmp_path_factory: pytest.TempPathFactory) -> PKI:
    return make_cheap_pki(tmp_path_factory.mktemp("tls"))


@dataclass(slots=True)
class Side:
    """One end of a link held in memory."""

    link: ssl.SSLObject
    inward: ssl.MemoryBIO
    outward: ssl.MemoryBIO


def _open(context: ssl.SSLContext, *, is_server: bool, host: str | None = None) -> Side:
    inward, outward = ssl.MemoryBIO(), ssl.MemoryBIO()
    link = context.wrap_bio(inward, outward, server_side=is_server, server_hostname=host)
    return Side(link=link, inward=inward, outward=outward)


def shake(client: ssl.SSLContext, server: ssl.SSLContext, host: str = "localhost") -> tuple[str, str]:
    """Shake hands in memory; returns the suite and the version. Raises SSLError when they do not agree."""
    here, there = _open(client, is_server=False, host=host), _open(server, is_server=True)
    for _ in range(10):
        for side, other in ((here, there), (there, here)):
            with contextlib.suppress(ssl.SSLWantReadError):
                side.link.do_handshake()
            other.inward.write(side.outward.read())
    for side in (here, there):
        with contextlib.suppress(ssl.SSLWantReadError):
            side.link.read(1)
    cipher, version = here.link.cipher(), here.link.version()
    assert cipher is not None
    assert version is not None
    return cipher[0], version


def plain_server(pki: PKI, *, suites: str = "ALL:@SECLEVEL=0", newest: int = ssl.TLSVersion.TLSv1_2) -> ssl.SSLContext:
    """A server that takes what it is asked, down to TLS 1.0."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pki.server.certificate, pki.server.key)
    context.load_verify_locations(pki.authorities)
    context.set_ciphers(suites)
    context.minimum_version, context.maximum_version = ssl.TLSVersion.MINIMUM_SUPPORTED, newest  # type: ignore[assignment]
    return context


def plain_client(pki: PKI, *, suites: str = "ALL:@SECLEVEL=0", newest: int = ssl.TLSVersion.TLSv1_2) -> ssl.SSLContext:
    """A client that offers what it is told, with a good certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(pki.authorities)
    context.load_cert_chain(pki.org_auth_cli.certificate, pki.org_auth_cli.key)
    context.set_ciphers(suites)
    context.minimum_version, context.maximum_version = ssl.TLSVersion.MINIMUM_SUPPORTED, newest  # type: ignore[assignment]
    return context


def clients(pki: PKI) -> dict[str, tuple[ssl.SSLContext, TLSPolicy]]:
    """Every client of Liane, with the policy it is held to."""
    own, authorities = pki.org_auth_cli, pki.authorities
    files = TLSFiles(certificate=own.certificate, key=own.key, authorities=authorities)
    mail = MailFiles(authorities=authorities, certificate=own.certificate, key=own.key)
    collector = CollectorSettings(host="localhost", port=6514, authorities=authorities)
    return {
        "dmp": (
            build_dmp(
                DMPConnection(
                    base_url="https://localhost/services",
                    client_certificate=own.certificate,
                    client_key=own.key,
                    authorities=authorities,
                )
            ),
            DMP,
        ),
        "mssante": (build_mssante(mail), MSSANTE),
        "insi": (
            build_insi(INSiCertificate(certificate=own.certificate, key=own.key, authorities=authorities)),
            GENERAL,
        ),
        "mllp": (client_tls(files), GENERAL),
        "syslog": (build_syslog(collector), GENERAL),
    }


@pytest.mark.parametrize("name", ["dmp", "mssante", "insi", "mllp", "syslog"])
def test_a_client_takes_the_listed_suites_and_no_other(pki: PKI, name: str) -> None:
    client, policy = clients(pki)[name]
    for suite in EVERY:
        server = plain_server(pki, suites=f"{suite}:@SECLEVEL=0")
        if suite.startswith("DHE-"):
            continue  # the servers of these tests have no parameters for it
        if suite in policy.suites:
            assert shake(client, server) == (suite, "TLSv1.2")
        else:
            with pytest.raises(ssl.SSLError):
                shake(client, server)


@pytest.mark.parametrize("name", ["dmp", "mssante", "insi", "mllp", "syslog"])
@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_a_client_refuses_old_versions(pki: PKI, name: str) -> None:
    client, policy = clients(pki)[name]
    with pytest.raises(ssl.SSLError):
        shake(client, plain_server(pki, newest=ssl.TLSVersion.TLSv1_1))
    newest = shake(client, plain_server(pki, newest=ssl.TLSVersion.TLSv1_3))[1]
    assert newest == ("TLSv1.3" if policy.is_13_allowed else "TLSv1.2")


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_our_door_refuses_weak_suites_old_versions_and_strangers(pki: PKI) -> None:
    own = pki.server
    door = server_tls(TLSFiles(certificate=own.certificate, key=own.key, authorities=pki.authorities))
    for suite in EVERY:
        client = plain_client(pki, suites=f"{suite}:@SECLEVEL=0")
        if suite in GENERAL.suites:
            assert shake(client, door)[0] == suite
        else:
            with pytest.raises(ssl.SSLError):
                shake(client, door)
    with pytest.raises(ssl.SSLError):
        shake(plain_client(pki, newest=ssl.TLSVersion.TLSv1_1), door)
    assert shake(plain_client(pki, newest=ssl.TLSVersion.TLSv1_3), door)[1] == "TLSv1.3"
    stranger = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    stranger.load_verify_locations(pki.authorities)
    with pytest.raises(ssl.SSLError):
        shake(stranger, door)


def test_a_client_refuses_another_name_and_another_authority(pki: PKI, tmp_path: Path) -> None:
    for client, _ in clients(pki).values():
        with pytest.raises(ssl.SSLCertVerificationError):
            shake(client, plain_server(pki), host="ailleurs.invalid")
    other = make_pki(tmp_path)
    for client, _ in clients(pki).values():
        with pytest.raises(ssl.SSLCertVerificationError):
            shake(client, plain_server(other))


def test_the_policies_know_their_suites() -> None:
    for policy in POLICIES:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        harden(context, policy)
        known = {cipher["name"] for cipher in context.get_ciphers()}
        assert set(policy.suites) <= known
        assert all(suite.startswith(("ECDHE-", "DHE-")) for suite in policy.suites), "forward secrecy"
        assert context.minimum_version is ssl.TLSVersion.TLSv1_2
        assert context.options & ssl.OP_NO_COMPRESSION
        assert context.options & ssl.OP_NO_RENEGOTIATION


def test_every_context_of_liane_is_hardened() -> None:
    made = re.compile(r"ssl\.SSLContext\(|create_default_context\(|create_ssl_context\(|_create_unverified_context")
    lax = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "src" / "liane").rglob("*.py")
        if made.search(text := path.read_text(encoding="utf-8")) and "harden(" not in text
    }
    assert lax == set()
    loose = re.compile(r"CERT_NONE|check_hostname\s*=\s*False|verify=False|CERT_OPTIONAL")
    blind = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "src" / "liane").rglob("*.py")
        if loose.search(path.read_text(encoding="utf-8"))
    }
    assert blind == set()

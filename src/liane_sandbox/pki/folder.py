"""The test PKI on disk: made once in a folder, read back afterwards; keys are files 0600."""

import json
import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from liane_sandbox.establishment import PFI_MAILBOX, STRUCTURE_ID, STRUCTURE_LOCALITY, STRUCTURE_NAME
from liane_sandbox.pki.certificates import (
    KEY_SIZE_BITS,
    LOOPBACK_NAMES,
    Issuer,
    Profile,
    Wanted,
    make_authority,
    make_certificate,
    make_crl,
)

_FORMAT = "3"
_VALIDITY = timedelta(days=3 * 365)
_RENEW_BEFORE = timedelta(days=30)
PUBLISHED_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPair:
    """A certificate file (the certificate, then the authority that issued it; PEM) and its private key (PEM, 0600)."""

    certificate: Path
    key: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class PKI:
    """The files of the test PKI.

    root: the root alone. authorities: root and issuing authority, what a party trusts. crl: revocations of the issuing
    authority. server: loopback names. org_auth_cli, org_sign: the product's. bal_app: the client certificate of the
    product's applicative mailbox. insi_manu, insi_auto: for INSi, the calls of a person and the batches. The others are
    traps: expired, revoked, foreign (another authority), wrong host name.
    """

    folder: Path
    root: Path
    authorities: Path
    issuing: KeyPair
    crl: Path
    server: KeyPair
    org_auth_cli: KeyPair
    org_sign: KeyPair
    bal_app: KeyPair
    insi_manu: KeyPair
    insi_auto: KeyPair
    expired_auth: KeyPair
    expired_sign: KeyPair
    revoked_auth: KeyPair
    revoked_sign: KeyPair
    foreign_root: Path
    foreign_auth: KeyPair
    foreign_sign: KeyPair
    foreign_server: KeyPair
    expired_server: KeyPair
    wrong_host_server: KeyPair


def _new_key() -> RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=KEY_SIZE_BITS)


NewKey = Callable[[], RSAPrivateKey]


def _write_key(path: Path, key: RSAPrivateKey) -> None:
    data = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)


def _write_certificates(path: Path, certificates: Iterable[x509.Certificate]) -> None:
    path.write_bytes(b"".join(one.public_bytes(serialization.Encoding.PEM) for one in certificates))


def load_issuer(pair: KeyPair) -> Issuer:
    """Read an authority back."""
    key = serialization.load_pem_private_key(pair.key.read_bytes(), password=None)
    assert isinstance(key, RSAPrivateKey)
    return Issuer(certificate=x509.load_pem_x509_certificate(pair.certificate.read_bytes()), key=key)


def issue_certificate(
    folder: Path, name: str, wanted: Wanted, issuer: Issuer, key: RSAPrivateKey | None = None
) -> KeyPair:
    """Make one certificate and its key in `folder`, as ``<name>.pem`` and ``<name>-key.pem``."""
    key = key or _new_key()
    pair = KeyPair(certificate=folder / f"{name}.pem", key=folder / f"{name}-key.pem")
    _write_key(pair.key, key)
    _write_certificates(pair.certificate, [make_certificate(wanted, key, issuer), issuer.certificate])
    return pair


def _paths(folder: Path) -> PKI:
    singles = {
        "root": "root.pem",
        "authorities": "authorities.pem",
        "crl": "issuing.crl",
        "foreign_root": "foreign-root.pem",
    }
    values: dict[str, object] = {"folder": folder}
    for field in fields(PKI):
        if field.name in singles:
            values[field.name] = folder / singles[field.name]
        elif field.name != "folder":
            name = field.name.replace("_", "-")
            values[field.name] = KeyPair(certificate=folder / f"{name}.pem", key=folder / f"{name}-key.pem")
    return PKI(**values)  # type: ignore[arg-type]  # built from the fields themselves


@dataclass(frozen=True, slots=True, kw_only=True)
class _Label:
    """What makes a PKI folder still good."""

    format: str
    structure: str
    mailbox: str
    expires: str


def _label(now: datetime) -> _Label:
    expires = (now + _VALIDITY - _RENEW_BEFORE).isoformat()
    return _Label(format=_FORMAT, structure=STRUCTURE_ID, mailbox=PFI_MAILBOX, expires=expires)


def _is_good(folder: Path, now: datetime) -> bool:
    try:
        found = _Label(**json.loads((folder / "pki.json").read_text(encoding="utf-8")))
        still_valid = datetime.fromisoformat(found.expires) > now
    except (OSError, ValueError, TypeError):
        return False
    wanted = _label(now)
    return still_valid and (found.format, found.structure, found.mailbox) == (
        wanted.format,
        wanted.structure,
        wanted.mailbox,
    )


def make_pki(folder: Path, now: datetime | None = None, *, new_key: NewKey = _new_key) -> PKI:
    """Make the test PKI in `folder`, or give back the one that is there while it is valid.

    Everything that it signs says « SIMULATION » in its subject. The folder appears whole or not at all. new_key: gives
    the keys of those who hold a certificate, ten of them (new RSA keys unless told otherwise).
    """
    now = now or datetime.now(UTC)
    if not _is_good(folder, now):
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = folder.with_name(f".{folder.name}-{os.getpid()}")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        _fill(_paths(draft), now, new_key)
        (draft / "pki.json").write_text(json.dumps(asdict(_label(now))), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        draft.replace(folder)
    return _paths(folder)


def _fill(pki: PKI, now: datetime, new_key: NewKey) -> None:
    end = now + _VALIDITY
    root_key, issuing_key = new_key(), new_key()
    root = make_authority("SIMULATION - AC RACINE LIANE", root_key, None, now, end)
    issuing = make_authority(
        "SIMULATION - AC ELEMENTAIRE ORGANISATIONS", issuing_key, Issuer(certificate=root, key=root_key), now, end
    )
    _write_certificates(pki.root, [root])
    _write_certificates(pki.authorities, [root, issuing])
    _write_key(pki.issuing.key, issuing_key)
    _write_certificates(pki.issuing.certificate, [issuing, root])
    issuer = Issuer(certificate=issuing, key=issuing_key)
    _fill_good(pki, issuer, (now, end), new_key)
    _fill_traps(pki, issuer, (now, end), new_key)


def render_crl(pki: PKI, also: Iterable[KeyPair], now: datetime) -> bytes:
    """Make the list to publish, DER, good for a day: the traps that are revoked for ever, and others."""
    revoked = tuple(
        x509.load_pem_x509_certificate(pair.certificate.read_bytes())
        for pair in (pki.revoked_auth, pki.revoked_sign, *also)
    )
    return make_crl(load_issuer(pki.issuing), revoked, now, PUBLISHED_FOR).public_bytes(serialization.Encoding.DER)


def _wanted(profile: Profile, common_name: str, start: datetime, end: datetime) -> Wanted:
    is_server = profile is Profile.ORG_AUTH_SERV
    return Wanted(
        profile=profile,
        common_name=common_name,
        unit="" if is_server else STRUCTURE_ID,
        organisation=f"{STRUCTURE_NAME}" if not is_server else "SIMULATION LIANE",
        locality=STRUCTURE_LOCALITY,
        not_before=start,
        not_after=end,
        names=LOOPBACK_NAMES if is_server else (),
    )


def _fill_good(pki: PKI, issuer: Issuer, span: tuple[datetime, datetime], new_key: NewKey) -> None:
    for name, profile, common_name in (
        ("server", Profile.ORG_AUTH_SERV, "localhost"),
        ("org-auth-cli", Profile.ORG_AUTH_CLI, "SIMULATION PFI LIANE AUTHENTIFICATION"),
        ("org-sign", Profile.ORG_SIGN, "SIMULATION PFI LIANE CACHET"),
        ("bal-app", Profile.ORG_AUTH_CLI, PFI_MAILBOX),
        ("insi-manu", Profile.ORG_AUTH_CLI, "INSI-MANU"),
        ("insi-auto", Profile.ORG_AUTH_CLI, "INSI-AUTO"),
    ):
        issue_certificate(pki.folder, name, _wanted(profile, common_name, *span), issuer, new_key())


def _fill_traps(pki: PKI, issuer: Issuer, span: tuple[datetime, datetime], new_key: NewKey) -> None:
    now, end = span
    spare, foreign_key = new_key(), new_key()
    past = now - timedelta(days=2 * 365), now - timedelta(days=1)
    foreign_root = make_authority("SIMULATION - AC ETRANGERE", foreign_key, None, now, end)
    _write_certificates(pki.foreign_root, [foreign_root])
    foreign = Issuer(certificate=foreign_root, key=foreign_key)
    auth, sign, server = Profile.ORG_AUTH_CLI, Profile.ORG_SIGN, Profile.ORG_AUTH_SERV
    for name, wanted, authority in (
        ("expired-auth", _wanted(auth, "SIMULATION AUTHENTIFICATION EXPIREE", *past), issuer),
        ("expired-sign", _wanted(sign, "SIMULATION CACHET EXPIRE", *past), issuer),
        ("revoked-auth", _wanted(auth, "SIMULATION AUTHENTIFICATION REVOQUEE", now, end), issuer),
        ("revoked-sign", _wanted(sign, "SIMULATION CACHET REVOQUE", now, end), issuer),
        ("foreign-auth", _wanted(auth, "SIMULATION AUTHENTIFICATION ETRANGERE", now, end), foreign),
        ("foreign-sign", _wanted(sign, "SIMULATION CACHET ETRANGER", now, end), foreign),
        ("foreign-server", _wanted(server, "localhost", now, end), foreign),
        ("expired-server", _wanted(server, "localhost", *past), issuer),
    ):
        issue_certificate(pki.folder, name, wanted, authority, spare)
    elsewhere = Wanted(
        profile=server, common_name="ailleurs.example", not_before=now, not_after=end, names=("ailleurs.example",)
    )
    issue_certificate(pki.folder, "wrong-host-server", elsewhere, issuer, spare)
    revoked = tuple(
        x509.load_pem_x509_certificate(pair.certificate.read_bytes()) for pair in (pki.revoked_auth, pki.revoked_sign)
    )
    crl = make_crl(issuer, revoked, now, _VALIDITY)
    pki.crl.write_bytes(crl.public_bytes(serialization.Encoding.PEM))

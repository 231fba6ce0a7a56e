"""Keys, certificates and their names."""

import pickle

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from liane.codecs.xmldsig.certificates import (
    find_issuer,
    fold_name,
    is_in_force,
    is_seal_certificate,
    render_issuer,
    render_subject,
)
from liane.codecs.xmldsig.keys import SigningMaterial, load_signer
from liane.domain.errors import ConfigurationError
from tests.codecs.xmldsig.signing import END, START, SUBJECT, client, seal


def test_material_travels_between_processes_and_is_parsed_once() -> None:
    material = pickle.loads(pickle.dumps(seal().material))
    assert load_signer(material) is load_signer(seal().material)


def test_material_and_signer_say_nothing_of_the_key() -> None:
    assert "PRIVATE" not in repr(seal().material)
    assert "PRIVATE" not in repr(load_signer(seal().material))


def test_a_key_with_the_certificate_of_another_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="celui de la clé"):
        load_signer(SigningMaterial(seal().key_pem, client().certificate_pem))


@pytest.mark.parametrize(("key", "certificates"), [(b"rien", None), (None, b"rien"), (None, b"")])
def test_unreadable_material_is_refused(key: bytes | None, certificates: bytes | None) -> None:
    material = SigningMaterial(
        seal().key_pem if key is None else key, seal().certificate_pem if certificates is None else certificates
    )
    with pytest.raises(ConfigurationError, match="signature"):
        load_signer(material)


def test_too_many_certificates_are_refused() -> None:
    with pytest.raises(ConfigurationError, match="certificats attendus"):
        load_signer(SigningMaterial(seal().key_pem, seal().certificate_pem * 9))


def test_a_key_that_is_not_rsa_is_refused() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with pytest.raises(ConfigurationError, match="RSA"):
        load_signer(SigningMaterial(pem, seal().certificate_pem))


def test_names_are_written_as_the_vihf_wants_them() -> None:
    assert render_subject(seal().certificate) == SUBJECT
    assert render_issuer(seal().certificate).startswith("CN=AUTORITE DE TEST,OU=1999999998,")


@pytest.mark.parametrize(
    "spelling",
    [
        "CN=PFI CACHET TEST, OU=1999999998, O=CH DES TILLEULS, ST=Finistère (29), C=FR",
        "cn=PFI CACHET TEST,ou=1999999998,O=CH DES TILLEULS,S=Finistère (29),C=fr",
    ],
)
def test_spellings_of_one_name_fold_alike(spelling: str) -> None:
    assert fold_name(spelling) == fold_name(SUBJECT)


def test_another_name_does_not_fold_alike() -> None:
    assert fold_name(SUBJECT.replace("TILLEULS", "CHENES")) != fold_name(SUBJECT)


def test_only_a_seal_may_sign() -> None:
    assert is_seal_certificate(seal().certificate)
    assert not is_seal_certificate(client().certificate)


def test_validity_has_two_ends() -> None:
    certificate = seal().certificate
    assert is_in_force(certificate, START)
    assert is_in_force(certificate, END)
    assert not is_in_force(certificate, START.replace(year=2025))
    assert not is_in_force(certificate, END.replace(year=2030))


def test_an_issuer_is_the_authority_that_signed_not_one_of_the_same_name() -> None:
    authority = load_signer(seal().material).certificates[1]
    assert find_issuer(seal().certificate, [client().certificate, authority]) == authority
    assert find_issuer(seal().certificate, [client().certificate]) is None

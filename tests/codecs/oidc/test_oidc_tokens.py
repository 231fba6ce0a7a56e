"""id_token: what is accepted, and every forgery refused by its own code."""

import base64
import hmac
import json
from datetime import timedelta
from typing import Any

import pytest
from joserfc.jwk import ECKey

from liane.codecs.oidc.id_token import IdToken, check_id_token
from liane.codecs.oidc.keys import find_key_number, parse_keys
from liane.domain.errors import MalformedMessage, RuleViolation
from tests.codecs.oidc.oidc_kit import NOW, make_claims, make_expected, make_key, publish, sign


def check(claims: dict[str, Any], **expected: Any) -> IdToken:
    return check_id_token(sign(claims), publish(), make_expected(**expected))


def codes(claims: dict[str, Any], **expected: Any) -> list[str]:
    with pytest.raises(RuleViolation) as refused:
        check(claims, **expected)
    return [finding.code for finding in refused.value.findings]


def test_a_good_token_names_the_person_and_the_session() -> None:
    token = check(make_claims())
    assert (token.identifier, token.session) == ("899900000037", "s-1")
    assert token.signed_in_at == NOW - timedelta(seconds=5)


def test_the_preferred_name_stands_for_an_absent_identifier() -> None:
    assert check(make_claims(SubjectNameID=None, preferred_username="ANS2021")).identifier == "ANS2021"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"iss": "https://ailleurs.example"}, "PSC-010"),
        ({"aud": "autre", "azp": "autre"}, "PSC-011"),
        ({"azp": "autre"}, "PSC-011"),
        ({"aud": ["liane-essai", "autre"], "azp": None}, "PSC-011"),
        ({"aud": None}, "PSC-011"),
        ({"sub": None}, "PSC-012"),
        ({"exp": int(NOW.timestamp()) - 61}, "PSC-013"),
        ({"exp": None}, "PSC-013"),
        ({"exp": "demain"}, "PSC-013"),
        ({"iat": int(NOW.timestamp()) + 61}, "PSC-014"),
        ({"iat": int(NOW.timestamp()) - 601}, "PSC-014"),
        ({"iat": True}, "PSC-014"),
        ({"nonce": "n-2"}, "PSC-016"),
        ({"nonce": None}, "PSC-016"),
        ({"acr": "eidas0"}, "PSC-017"),
        ({"acr": None}, "PSC-017"),
    ],
)
def test_each_wrong_claim_has_its_code(changes: dict[str, Any], code: str) -> None:
    assert codes(make_claims(**changes)) == [code]


def test_every_wrong_claim_is_told_at_once() -> None:
    wrong = make_claims(iss="https://ailleurs.example", nonce="n-2", acr="eidas0")
    assert codes(wrong) == ["PSC-010", "PSC-016", "PSC-017"]


def test_several_audiences_pass_when_the_party_is_ours() -> None:
    assert check(make_claims(aud=["autre", "liane-essai"])).identifier


def test_a_proof_given_again_must_be_newer_than_the_request() -> None:
    late = make_claims(auth_time=int(NOW.timestamp()) - 3600)
    assert check(late).identifier
    assert codes(late, signed_in_after=NOW) == ["PSC-015"]
    assert codes(make_claims(auth_time=None), signed_in_after=NOW) == ["PSC-015"]


def test_a_renewal_is_for_the_same_person() -> None:
    assert codes(make_claims(nonce=None), nonce=None, subject="f:x:autre") == ["PSC-012"]


def segment(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def forge_none(claims: dict[str, Any]) -> str:
    return f"{segment({'alg': 'none', 'kid': 'k1'})}.{segment(claims)}."


def forge_hs256(claims: dict[str, Any]) -> str:
    signed = f"{segment({'alg': 'HS256', 'kid': 'k1'})}.{segment(claims)}"
    mac = hmac.digest(make_key().as_pem(private=False), signed.encode(), "sha256")
    return f"{signed}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


def forge_tampered(claims: dict[str, Any]) -> str:
    head, _, signature = sign(claims).split(".")
    body = base64.urlsafe_b64encode(json.dumps(claims | {"SubjectNameID": "899900000011"}).encode()).rstrip(b"=")
    return f"{head}.{body.decode()}.{signature}"


def forge_embedded(claims: dict[str, Any]) -> str:
    stranger = make_key("stranger")
    return sign(claims, stranger, kid="k1", jwk=stranger.as_dict(private=False))


@pytest.mark.parametrize("forge", [forge_none, forge_hs256, forge_tampered, forge_embedded])
def test_forged_signatures_are_refused(forge: Any) -> None:
    with pytest.raises(RuleViolation) as refused:
        check_id_token(forge(make_claims()), publish(), make_expected())
    assert [finding.code for finding in refused.value.findings] == ["PSC-009"]


@pytest.mark.parametrize("token", ["", "a.b", "a.b.c", "é.b.c", "." * 10, "x" * 600_000])
def test_what_is_no_token_is_refused(token: str) -> None:
    with pytest.raises(RuleViolation, match="PSC-009"):
        check_id_token(token, publish(), make_expected())
    assert find_key_number(token) == ""


def test_a_key_that_changed_is_named_by_the_token() -> None:
    assert find_key_number(sign(make_claims(), make_key("k2"))) == "k2"
    former, current = make_key("k1"), make_key("k2")
    token = sign(make_claims(), current)
    assert check_id_token(token, publish(current, former), make_expected()).identifier
    with pytest.raises(RuleViolation, match="PSC-009"):
        check_id_token(token, publish(former), make_expected())


def test_only_keys_that_sign_are_kept() -> None:
    good = make_key().as_dict(private=False)
    elliptic = ECKey.generate_key("P-256", {"kid": "e1"}).as_dict(private=False)
    others = [{"kty": "oct", "k": "c2VjcmV0", "kid": "o"}, good | {"use": "enc", "kid": "enc"}, {"kty": "RSA"}, 3]
    keys = parse_keys(json.dumps({"keys": [good, elliptic, *others]}).encode())
    assert keys.numbers == {"k1", "e1"}
    with pytest.raises(RuleViolation, match="PSC-008"):
        parse_keys(json.dumps({"keys": others}).encode())
    with pytest.raises(MalformedMessage, match="PSC-001"):
        parse_keys(b"[]")


def test_a_token_never_shows_in_its_repr() -> None:
    token = check(make_claims())
    assert "s-1" not in repr(token)

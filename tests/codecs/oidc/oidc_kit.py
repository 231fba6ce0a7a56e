"""A key, and tokens signed with it, for the tests of the OpenID Connect codec."""

import json
from datetime import UTC, datetime
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc import jws
from joserfc.jwk import RSAKey

from liane.codecs.oidc.id_token import ExpectedToken
from liane.codecs.oidc.keys import PublicKeys, parse_keys

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
ISSUER = "https://auth.example/auth/realms/esante-wallet"
CLIENT = "liane-essai"


@cache
def make_key(number: str = "k1") -> RSAKey:
    """One key per number, made once."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return RSAKey.import_key(private, {"kid": number, "use": "sig", "alg": "RS256"})


def publish(*keys: RSAKey) -> PublicKeys:
    """The keys as a provider publishes them."""
    return parse_keys(json.dumps({"keys": [key.as_dict(private=False) for key in keys or (make_key(),)]}).encode())


def sign(claims: dict[str, Any], key: RSAKey | None = None, **header: Any) -> str:
    """Sign claims RS256."""
    key = key or make_key()
    protected = {"alg": "RS256", "kid": key.kid} | header
    return jws.serialize_compact(protected, json.dumps(claims).encode(), key)


def make_claims(**changes: Any) -> dict[str, Any]:
    """Claims of a good id_token; None takes one away."""
    now = int(NOW.timestamp())
    claims = {
        "iss": ISSUER,
        "aud": CLIENT,
        "azp": CLIENT,
        "sub": "f:x:899900000037",
        "exp": now + 120,
        "iat": now,
        "auth_time": now - 5,
        "nonce": "n-1",
        "acr": "eidas1",
        "sid": "s-1",
        "SubjectNameID": "899900000037",
    } | changes
    return {name: value for name, value in claims.items() if value is not None}


def make_expected(**changes: Any) -> ExpectedToken:
    """What a good id_token must say."""
    values: dict[str, Any] = {"issuer": ISSUER, "client_id": CLIENT, "now": NOW, "nonce": "n-1"}
    return ExpectedToken(**(values | changes))

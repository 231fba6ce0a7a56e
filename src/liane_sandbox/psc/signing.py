"""The signing keys of the simulation: made at start, changed on demand, the former still published."""

import base64
import hmac
import json
import uuid
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

PUBLISHED_MAX = 2
KEY_BITS = 2048


def _encode(claims: dict[str, Any]) -> bytes:
    return json.dumps(claims, ensure_ascii=False).encode()


class KeyRing:
    """Signs tokens RS256. first: the key to begin with, a new one when None.

    Rule: psc.md §14.2-3 (RS256 tokens, rotating keys).
    """

    def __init__(self, first: rsa.RSAPrivateKey | None = None) -> None:
        self._keys = [self._new_key(first)]

    @staticmethod
    def _new_key(private: rsa.RSAPrivateKey | None = None) -> RSAKey:
        private = private or rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
        return RSAKey.import_key(private, {"kid": uuid.uuid4().hex, "use": "sig", "alg": "RS256"})

    def rotate(self, *, forget: bool = False) -> None:
        """Sign with a new key from now on. forget: publish no former key."""
        kept = [] if forget else self._keys[: PUBLISHED_MAX - 1]
        self._keys = [self._new_key(), *kept]

    def publish(self) -> dict[str, Any]:
        """Give the JWKS."""
        return {"keys": [key.as_dict(private=False) for key in self._keys]}

    def sign(self, claims: dict[str, Any]) -> str:
        """Sign as one should."""
        key = self._keys[0]
        return jws.serialize_compact({"alg": "RS256", "typ": "JWT", "kid": key.kid}, _encode(claims), key)

    def read_session(self, token: str) -> str:
        """Give the session that an id_token of ours speaks of, expired or not; empty for anything else."""
        for key in self._keys:
            try:
                claims = json.loads(jws.deserialize_compact(token, key, algorithms=["RS256"]).payload or b"{}")
            except (JoseError, ValueError):
                continue
            return str(claims.get("sid", ""))
        return ""

    def sign_badly(self, claims: dict[str, Any], manner: str) -> str:
        """Sign as an attacker would: ``alg-none``, ``hs256`` (public key as secret), ``wrong-key`` (unpublished)."""
        current = self._keys[0]
        if manner == "alg-none":
            header, body, _ = self.sign(claims).split(".")
            return f"{_segment({'alg': 'none', 'typ': 'JWT'})}.{body}." if header else ""
        if manner == "hs256":
            signed = f"{_segment({'alg': 'HS256', 'typ': 'JWT', 'kid': current.kid})}.{_segment(claims)}"
            return f"{signed}.{_text(hmac.digest(current.as_pem(private=False), signed.encode(), 'sha256'))}"
        stranger = self._new_key()
        return jws.serialize_compact({"alg": "RS256", "typ": "JWT", "kid": current.kid}, _encode(claims), stranger)


def _segment(values: dict[str, Any]) -> str:
    return _text(_encode(values))


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

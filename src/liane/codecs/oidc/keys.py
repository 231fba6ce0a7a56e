"""The public keys of a provider and the signature of what it says: a library verifies, this says what is accepted."""

from dataclasses import dataclass
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey

from liane.codecs.oidc.documents import JSON_BYTES_MAX, get_objects, get_text, read_object, refuse
from liane.codecs.oidc.names import SIGNATURE_ALGORITHMS

KEYS_MAX = 20
RSA_BITS_MIN = 2048
_MEMBERS = ("kty", "kid", "alg", "n", "e", "crv", "x", "y")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicKeys:
    """The signing keys of a provider, by their number (``kid``)."""

    numbers: frozenset[str]
    keys: KeySet


def parse_keys(data: bytes) -> PublicKeys:
    """Read a JWKS: RSA keys of 2048 bits or more and elliptic ones, for signatures; what is not one is left aside.

    Raises MalformedMessage PSC-001, RuleViolation PSC-008 when no key can be used. Rule: psc.md §3 (RS256).
    """
    found: list[Any] = []
    for one in get_objects(read_object(data, "jwks"), "keys", KEYS_MAX):
        if get_text(one, "use") in ("", "sig") and (key := _read_key(one)) is not None:
            found.append(key)
    if not found:
        raise refuse("PSC-008", "jwks", "Le fournisseur d'identité ne publie aucune clé utilisable.")
    return PublicKeys(numbers=frozenset(str(key.kid) for key in found if key.kid), keys=KeySet(found))


def _read_key(values: dict[str, Any]) -> RSAKey | ECKey | None:
    public: dict[str, str | list[str]] = {name: value for name in _MEMBERS if (value := get_text(values, name))}
    try:
        if public.get("kty") == "RSA":
            key = RSAKey.import_key(public)
            return key if key.public_key.key_size >= RSA_BITS_MIN else None
        return ECKey.import_key(public) if public.get("kty") == "EC" else None
    except (JoseError, ValueError, TypeError, KeyError):
        return None


def find_key_number(token: str) -> str:
    """Give the number of the key that a token says it is signed with; empty when it says none or is no token."""
    try:
        return str(jws.extract_compact(token.encode("ascii")).headers().get("kid", ""))
    except (JoseError, ValueError, TypeError, RecursionError):
        return ""


def open_token(token: str, keys: PublicKeys, location: str) -> dict[str, Any]:
    """Verify a signed token and give what it says. Raises RuleViolation PSC-009, MalformedMessage PSC-001.

    Only asymmetric signatures by a published key pass: neither ``none``, nor a public key used as a shared secret.
    Rule: psc.md §3 (signature by JWKS); RFC 8725 §3.1, §3.2.
    """
    try:
        if len(token) > JSON_BYTES_MAX:
            raise ValueError(location)
        payload = jws.deserialize_compact(token, keys.keys, algorithms=list(SIGNATURE_ALGORITHMS)).payload
    except (JoseError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise refuse("PSC-009", location, "La signature du jeton n'est pas celle du fournisseur d'identité.") from error
    return read_object(payload or b"", location)

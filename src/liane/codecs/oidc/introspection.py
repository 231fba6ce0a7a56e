"""Introspection of an access token, token exchange of RFC 8693, and the certificate to which a token is bound."""

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from liane.codecs.oidc.documents import get_number, get_text, get_texts, read_object, refuse
from liane.codecs.oidc.names import GRANT_EXCHANGE, TYPE_ACCESS
from liane.codecs.oidc.tokens import LIFE_S_MAX, OAuthError, parse_error


@dataclass(frozen=True, slots=True, kw_only=True)
class Introspection:
    """What a provider says of a token. Everything but is_active is empty when it is not. Rule: psc.md §6.

    signed_in_at: when the person proved who they are (``auth_time``), None when the provider does not say.
    """

    is_active: bool
    subject: str = ""
    identifier: str = ""
    client_id: str = ""
    audience: tuple[str, ...] = ()
    scopes: frozenset[str] = frozenset()
    acr: str = ""
    expires_at: datetime | None = None
    session: str = field(default="", repr=False)
    thumbprint: str = field(default="", repr=False)
    issuer: str = ""
    signed_in_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangedToken:
    """A token of a protected API, got in exchange of one of Pro Santé Connect. Rule: psc.md §8."""

    access_token: str = field(repr=False)
    expires_in_s: int
    refresh_token: str = field(default="", repr=False)
    scope: str = ""


def parse_introspection(status: int, data: bytes) -> Introspection | OAuthError:
    """Read an answer of introspection. Raises MalformedMessage PSC-001. Rule: psc.md §6; RFC 7662 §2.2."""
    if status != 200:
        return parse_error(status, data)
    values = read_object(data, "introspection")
    if values.get("active") is not True:
        return Introspection(is_active=False)
    expires, signed_in = get_number(values, "exp"), get_number(values, "auth_time")
    return Introspection(
        is_active=True,
        subject=get_text(values, "sub"),
        identifier=get_text(values, "SubjectNameID"),
        client_id=get_text(values, "azp") or get_text(values, "client_id"),
        audience=get_texts(values, "aud"),
        scopes=frozenset(get_text(values, "scope").split()),
        acr=get_text(values, "acr"),
        expires_at=datetime.fromtimestamp(expires, UTC) if expires is not None else None,
        session=get_text(values, "session_state"),
        thumbprint=read_confirmation(values),
        issuer=get_text(values, "iss"),
        signed_in_at=datetime.fromtimestamp(signed_in, UTC) if signed_in is not None else None,
    )


def read_confirmation(values: dict[str, Any]) -> str:
    """Give the thumbprint of the certificate that a token is bound to (``cnf``); empty when it is bound to none."""
    confirmation = values.get("cnf")
    return get_text(confirmation, "x5t#S256") if isinstance(confirmation, dict) else ""


def make_thumbprint(certificate: bytes) -> str:
    """Give the ``x5t#S256`` of a certificate (DER). Rule: RFC 8705 §3.1."""
    return base64.urlsafe_b64encode(hashlib.sha256(certificate).digest()).rstrip(b"=").decode()


def is_bound_to(thumbprint: str, certificate: bytes, *, accepts_hexadecimal: bool = False) -> bool:
    """Tell whether a thumbprint is that of a certificate (DER).

    accepts_hexadecimal: also take base64 of the 64 hexadecimal characters, as the volet prints it. Rule: psc.md §8.
    """
    digest = hashlib.sha256(certificate).digest()
    try:
        given = base64.urlsafe_b64decode(thumbprint.replace("+", "-").replace("/", "_") + "=" * (-len(thumbprint) % 4))
    except (binascii.Error, ValueError):
        return False
    if hmac.compare_digest(given, digest):
        return True
    return accepts_hexadecimal and hmac.compare_digest(given.lower(), digest.hex().encode())


def make_exchange_form(
    subject_token: str, *, scope: str, client_id: str, token_type: str = TYPE_ACCESS, issuer: str = "", actor: str = ""
) -> dict[str, str]:
    """Write the form that exchanges a token. issuer: ``subject_issuer``. actor: JWT of ``actor_token``.

    Raises ValueError without scope. Rule: psc.md §8 (scope mandatory, subject_issuer by configuration).
    """
    if not scope:
        raise ValueError("a token exchange names its scope")
    values = {
        "grant_type": GRANT_EXCHANGE,
        "subject_token": subject_token,
        "subject_token_type": token_type,
        "scope": scope,
        "client_id": client_id,
        "subject_issuer": issuer,
        "actor_token": actor,
        "actor_token_type": "urn:ietf:params:oauth:token-type:jwt" if actor else "",
    }
    return {name: value for name, value in values.items() if value}


def parse_exchange_answer(status: int, data: bytes) -> ExchangedToken | OAuthError:
    """Read the answer of the authorisation server. Raises MalformedMessage PSC-001, RuleViolation PSC-020.

    Rule: psc.md §8, §13; RFC 8693 §2.2.
    """
    if status != 200:
        return parse_error(status, data)
    values = read_object(data, "exchange")
    access, life = get_text(values, "access_token"), get_number(values, "expires_in")
    if not access or get_text(values, "token_type").lower() != "bearer" or life is None:
        raise refuse("PSC-020", "exchange", "La réponse ne porte pas de jeton échangé utilisable.")
    return ExchangedToken(
        access_token=access,
        expires_in_s=min(life, LIFE_S_MAX),
        refresh_token=get_text(values, "refresh_token"),
        scope=get_text(values, "scope"),
    )

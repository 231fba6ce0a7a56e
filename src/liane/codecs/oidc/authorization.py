"""The authorisation request that a browser carries to the provider, and what it brings back."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from liane.codecs.oidc.addresses import add_query
from liane.codecs.oidc.documents import refuse
from liane.codecs.oidc.names import ACR, SCOPE

CODE_CHARS_MAX = 4096
STATE_CHARS_MAX = 512
ERROR_CHARS_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizationRequest:
    """One request. state, nonce, code_verifier: fresh random texts (43 to 128 URL-safe characters for the verifier).

    prompt: ``login`` asks to prove again who one is. idp_hint: alias of a delegated identity provider.
    Rule: psc.md §3, §11; RFC 7636.
    """

    client_id: str
    redirect_uri: str
    state: str = field(repr=False)
    nonce: str = field(repr=False)
    code_verifier: str = field(repr=False)
    scope: str = SCOPE
    acr_values: str = ACR
    prompt: str = ""
    idp_hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackAnswer:
    """What came back. code is empty when error is not."""

    state: str = field(repr=False)
    code: str = field(default="", repr=False)
    error: str = ""


def make_code_challenge(verifier: str) -> str:
    """Give the S256 challenge of a PKCE verifier. Rule: RFC 7636 §4.2."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode("ascii")).digest()).rstrip(b"=").decode()


def build_authorization_url(endpoint: str, request: AuthorizationRequest) -> str:
    """Build the address to send a browser to; what the endpoint's own query holds is kept. Rule: psc.md §3."""
    values = {
        "response_type": "code",
        "client_id": request.client_id,
        "redirect_uri": request.redirect_uri,
        "scope": request.scope,
        "acr_values": request.acr_values,
        "state": request.state,
        "nonce": request.nonce,
        "code_challenge": make_code_challenge(request.code_verifier),
        "code_challenge_method": "S256",
        "prompt": request.prompt,
        "kc_idp_hint": request.idp_hint,
    }
    return add_query(endpoint, {name: value for name, value in values.items() if value})


def parse_callback(values: Mapping[str, str]) -> CallbackAnswer:
    """Read the parameters of a return. Raises RuleViolation PSC-005 when they are no return of ours.

    Rule: psc.md §3 (``code`` and ``state``, or ``error`` and ``state``).
    """
    state, code, error = (values.get(name, "") for name in ("state", "code", "error"))
    if not state or len(state) > STATE_CHARS_MAX or len(code) > CODE_CHARS_MAX or bool(code) == bool(error):
        raise refuse("PSC-005", "retour", "L'adresse de retour ne porte pas ce qu'une connexion rapporte.")
    return CallbackAnswer(state=state, code=code, error=error[:ERROR_CHARS_MAX])

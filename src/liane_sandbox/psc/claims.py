"""What the tokens of the simulation say, true or false on demand."""

from datetime import datetime, timedelta

from liane.codecs.oidc.names import ACR, SCOPE
from liane_sandbox.psc.door import Exchange
from liane_sandbox.psc.people import Signatory
from liane_sandbox.psc.signing import KeyRing
from liane_sandbox.psc.state import ACCESS_LIFE, Grant, SSOSession, new_secret

OTHER_CLIENT = "autre-logiciel-simulation"


def make_access(
    keys: KeyRing, issuer: str, client_id: str, session: SSOSession, person: Signatory, now: datetime
) -> str:
    """Make an access token."""
    return keys.sign(
        {
            "iss": issuer,
            "sub": person.subject,
            "aud": "account",
            "azp": client_id,
            "typ": "Bearer",
            "jti": new_secret(),
            "iat": int(now.timestamp()),
            "exp": int((now + ACCESS_LIFE).timestamp()),
            "session_state": session.number,
            "scope": SCOPE,
        }
    )


def make_id_token(
    keys: KeyRing, issuer: str, person: Signatory, session: SSOSession, grant: Grant, exchange: Exchange
) -> str:
    """Make an id_token, wrong when a fault asks for it."""
    now, misdeed = exchange.now, exchange.misdeed
    late = timedelta(hours=2) if misdeed == "expired" else timedelta()
    stale = timedelta(hours=1) if misdeed == "stale-auth" else timedelta()
    claims = {
        "iss": "https://ailleurs.example/auth" if misdeed == "wrong-issuer" else issuer,
        "sub": person.subject,
        "aud": OTHER_CLIENT if misdeed == "wrong-audience" else grant.client_id,
        "azp": OTHER_CLIENT if misdeed == "wrong-audience" else grant.client_id,
        "typ": "ID",
        "iat": int((now - late).timestamp()),
        "exp": int((now + ACCESS_LIFE - late).timestamp()),
        "auth_time": int((session.signed_in_at - stale).timestamp()),
        "acr": "eidas0" if misdeed == "wrong-acr" else ACR,
        "sid": session.number,
        "session_state": session.number,
        "SubjectNameID": person.identifier,
        "preferred_username": person.identifier,
        "given_name": person.given,
        "family_name": person.family,
    }
    if grant.nonce:
        claims["nonce"] = "une-autre-demande" if misdeed == "wrong-nonce" else grant.nonce
    if misdeed in ("alg-none", "hs256", "wrong-key"):
        return keys.sign_badly(claims, misdeed)
    return keys.sign(claims)

"""The protected API of the simulation: an authorisation server that exchanges tokens, and a resource behind it.

Rule: psc.md §8, §14.2-7.
"""

import base64
import hashlib
from collections.abc import Callable

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from liane.codecs.oidc.names import GRANT_EXCHANGE
from liane_sandbox.establishment import STRUCTURE_ID
from liane_sandbox.pki.certificates import Profile
from liane_sandbox.pki.trust import TrustStore
from liane_sandbox.psc.door import Exchange, Refused, Values, find_bearer
from liane_sandbox.psc.signing import KeyRing
from liane_sandbox.psc.state import EXCHANGED_LIFE, Grant, PSCState, SSOSession, new_secret

API_SCOPE = "api.lecture"
Find = Callable[[Exchange, str], "tuple[Grant, SSOSession] | None"]


class ProtectedAPI:
    """find: gives the access token of Pro Santé Connect behind a text, while it lives."""

    def __init__(self, state: PSCState, keys: KeyRing, trust: TrustStore, find: Find) -> None:
        self._state = state
        self._keys = keys
        self._trust = trust
        self._find = find

    def _read_certificate(self, exchange: Exchange) -> x509.Certificate:
        """Give the client certificate that the authorisation server knows. Rule: psc.md §8-2 (DN to client)."""
        if exchange.peer is None:
            raise Refused("invalid_client", "certificat absent", 401)
        certificate = x509.load_der_x509_certificate(exchange.peer)
        defect = self._trust.find_defect(certificate, Profile.ORG_AUTH_CLI, exchange.now)
        unit = certificate.subject.get_attributes_for_oid(x509.NameOID.ORGANIZATIONAL_UNIT_NAME)
        if defect or not unit or unit[0].value != STRUCTURE_ID:
            raise Refused("invalid_client", defect or "DN inconnu", 401)
        return certificate

    def exchange(self, exchange: Exchange) -> Values:
        """Exchange a token for one bound to the certificate shown."""
        certificate, form = self._read_certificate(exchange), exchange.form
        if form.get("grant_type") != GRANT_EXCHANGE:
            raise Refused("unsupported_grant_type")
        if form.get("scope") != API_SCOPE:
            raise Refused("invalid_scope")
        found = self._find(exchange, form.get("subject_token", ""))
        if found is None:
            raise Refused("invalid_grant", "subject_token")
        digest = hashlib.sha256(certificate.public_bytes(Encoding.DER)).digest()
        thumbprint = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        token = self._keys.sign(
            {"iss": "https://127.0.0.1/as", "jti": new_secret(), "cnf": {"x5t#S256": thumbprint}, "scope": API_SCOPE}
        )
        grant = Grant(
            client_id=form.get("client_id", ""),
            session=found[1].number,
            expires_at=exchange.now + EXCHANGED_LIFE,
            thumbprint=thumbprint,
            scope=API_SCOPE,
        )
        self._state.exchanged.keep(token, grant)
        return {
            "access_token": token,
            "issued_token_type": "urn:ietf:params:oauth:token-type:access_token",
            "token_type": "Bearer",
            "expires_in": int(EXCHANGED_LIFE.total_seconds()),
        }

    def introspect(self, exchange: Exchange) -> Values:
        """Say what an exchanged token is worth."""
        self._read_certificate(exchange)
        grant = self._state.exchanged.get(exchange.form.get("token", ""))
        if grant is None or exchange.now >= grant.expires_at:
            return {"active": False}
        return {"active": True, "scope": grant.scope, "cnf": {"x5t#S256": grant.thumbprint}}

    def show_resource(self, exchange: Exchange) -> Values:
        """Answer as a protected API: the token, and the certificate that it is bound to. Rule: psc.md §8-4, §13."""
        grant = self._state.exchanged.get(find_bearer(exchange))
        if grant is None or exchange.now >= grant.expires_at:
            raise Refused("invalid_token", status=401)
        digest = hashlib.sha256(exchange.peer or b"").digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != grant.thumbprint:
            raise Refused("invalid_token", "cnf", 403)
        session = self._state.sessions.get(grant.session)
        return {"simulation": True, "SubjectNameID": session.identifier if session else ""}

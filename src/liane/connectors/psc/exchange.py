"""The proxy of a protected national API: a token of Pro Santé Connect exchanged for one of the API, then the call.

The link is mutual TLS with the ORG AUTH_CLI certificate; the token is bound to it. Rule: psc.md §8; RFC 8693; RFC 8705.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from joserfc import jws
from joserfc.errors import JoseError

from liane.codecs.oidc.documents import read_object
from liane.codecs.oidc.introspection import (
    ExchangedToken,
    is_bound_to,
    make_exchange_form,
    parse_exchange_answer,
    read_confirmation,
)
from liane.codecs.oidc.names import TYPE_ACCESS
from liane.codecs.oidc.tokens import OAuthError
from liane.connectors.psc.settings import ClientCertificate, build_tls
from liane.connectors.psc.wire import Answer, Call, Wire
from liane.domain.errors import ConfigurationError, InvalidInput, RemoteRefusal, RemoteUnavailable

KEPT_MAX = 500
EARLY = timedelta(seconds=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectedService:
    """One protected API. name: in errors and logs. client_id, scope: as agreed with its authorisation server.

    subject_issuer: sent when that server wants it (``psc``). accepts_hexadecimal: see ``is_bound_to``.
    """

    name: str
    token_url: str
    client_id: str
    scope: str
    certificate: ClientCertificate
    authorities: Path | None = None
    subject_issuer: str = ""
    subject_token_type: str = TYPE_ACCESS
    accepts_hexadecimal: bool = False
    timeout_s: float = 10.0


@dataclass(frozen=True, slots=True)
class _Kept:
    token: ExchangedToken = field(repr=False)
    expires_at: datetime


class TokenExchanger:
    """Exchanges and calls for one API. read_certificate: DER of the certificate shown. now: the clock."""

    def __init__(self, service: ProtectedService, *, certificate_der: bytes, now: Callable[[], datetime]) -> None:
        if urlsplit(service.token_url).scheme != "https":
            raise ConfigurationError(f"API protégée {service.name} : une adresse https est attendue")
        self._service = service
        self._certificate = certificate_der
        self._now = now
        client = httpx.AsyncClient(
            verify=build_tls(service.certificate, service.authorities),
            trust_env=False,
            follow_redirects=False,
            timeout=httpx.Timeout(service.timeout_s),
        )
        self._wire = Wire(service.name, client)
        self._tokens: dict[str, _Kept] = {}

    async def close(self) -> None:
        """Close the connections and forget the tokens."""
        self._tokens.clear()
        await self._wire.close()

    def forget(self, session: str) -> None:
        """Forget the token of a session that ended."""
        self._tokens.pop(session, None)

    async def get_token(self, session: str, access_token: str) -> str:
        """Give the API's token of a session, exchanged anew when it is about to expire.

        access_token: of Pro Santé Connect, alive. Raises RemoteUnavailable (HTTP 5xx), RemoteRefusal with the OAuth
        code, RemoteRefusal ``cnf`` when the token is bound to another certificate, InvalidInput. Rule: psc.md §8, §13.
        """
        kept = self._tokens.get(session)
        if kept is not None and self._now() < kept.expires_at - EARLY:
            return kept.token.access_token
        form = make_exchange_form(
            access_token,
            scope=self._service.scope,
            client_id=self._service.client_id,
            token_type=self._service.subject_token_type,
            issuer=self._service.subject_issuer,
        )
        answer = await self._wire.post(self._service.token_url, form)
        found = parse_exchange_answer(answer.status, answer.body)
        if isinstance(found, OAuthError):
            kind = RemoteUnavailable if found.is_outage else RemoteRefusal
            raise kind(self._service.name, found.error, found.description)
        self._check_binding(found)
        while len(self._tokens) >= KEPT_MAX:
            del self._tokens[next(iter(self._tokens))]
        self._tokens[session] = _Kept(found, self._now() + timedelta(seconds=found.expires_in_s))
        return found.access_token

    def _check_binding(self, token: ExchangedToken) -> None:
        """Refuse a readable token that is bound to a certificate that is not ours; an opaque one tells nothing."""
        try:
            payload = jws.extract_compact(token.access_token.encode("ascii")).payload
            thumbprint = read_confirmation(read_object(payload, "exchange"))
        except (JoseError, InvalidInput, ValueError):
            return
        hexadecimal = self._service.accepts_hexadecimal
        if thumbprint and not is_bound_to(thumbprint, self._certificate, accepts_hexadecimal=hexadecimal):
            raise RemoteRefusal(self._service.name, "cnf")

    async def call(self, call: Call, session: str, access_token: str) -> Answer:
        """Call the API; a token said invalid is exchanged again, once. Raises as ``get_token``. Rule: psc.md §13."""
        answer = await self._wire.call(call, token=await self.get_token(session, access_token))
        if answer.status != 401:
            return answer
        self.forget(session)
        return await self._wire.call(call, token=await self.get_token(session, access_token))

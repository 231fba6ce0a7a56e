"""The client of Pro Santé Connect: discovery, keys, tokens, userInfo, introspection, CIBA, sign-out.

Everything is read from discovery and kept a while; keys are read again when a token names one that is not known.
Nothing is decided here. Tokens never reach a log. Rule: psc.md §2 to §7.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import httpx
import structlog

from liane.codecs.oidc.authorization import AuthorizationRequest, build_authorization_url
from liane.codecs.oidc.ciba import CIBAChannel, CIBAStarted, parse_ciba_answer
from liane.codecs.oidc.discovery import ProviderMetadata, check_discovery, parse_discovery
from liane.codecs.oidc.id_token import ExpectedToken, IdToken, check_id_token
from liane.codecs.oidc.introspection import Introspection, parse_introspection
from liane.codecs.oidc.keys import PublicKeys, find_key_number, parse_keys
from liane.codecs.oidc.logout import LogoutNotice, build_logout_url
from liane.codecs.oidc.logout_token import check_logout_token
from liane.codecs.oidc.tokens import (
    OAuthError,
    TokenSet,
    make_ciba_form,
    make_code_form,
    make_poll_form,
    make_refresh_form,
    parse_token_answer,
)
from liane.codecs.oidc.userinfo import ExpectedUserInfo, is_signed, parse_userinfo
from liane.connectors.psc.settings import CONNECTIONS_MAX, PSCConnection, build_tls
from liane.connectors.psc.wire import Wire
from liane.domain.actors.professional import SignedProfessional
from liane.domain.errors import InvalidInput, RemoteFailure, RemoteRefusal, RemoteUnavailable

log = structlog.get_logger(__name__)
REMOTE = "psc"
METADATA_KEPT_S = 3600.0
METADATA_STALE_S_MAX = 24 * 3600.0
KEYS_KEPT_S = 3600.0
KEYS_PAUSE_S = 10.0
"""Least time between two readings of the keys because of an unknown key: a forged token must not make us hammer."""


class PSCClient:
    """One client per process. now: the clock of the checks. monotonic: the clock of what is kept."""

    def __init__(
        self,
        settings: PSCConnection,
        *,
        now: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._now = now
        self._monotonic = monotonic
        self._wire = Wire(
            REMOTE,
            httpx.AsyncClient(
                verify=build_tls(settings.client_certificate, settings.authorities),
                trust_env=False,
                follow_redirects=False,
                timeout=httpx.Timeout(settings.timeout_s),
                limits=httpx.Limits(max_connections=CONNECTIONS_MAX),
                headers={"Accept": "application/json, application/jwt"},
            ),
        )
        self._metadata: tuple[float, ProviderMetadata] | None = None
        self._keys: tuple[float, PublicKeys] | None = None
        self._metadata_lock = asyncio.Lock()
        self._keys_lock = asyncio.Lock()

    @property
    def client_id(self) -> str:
        """Our number at the provider."""
        return self._settings.client_id

    async def close(self) -> None:
        """Close the connections."""
        await self._wire.close()

    # Discovery and keys.

    async def read_metadata(self) -> ProviderMetadata:
        """Give the addresses of the provider; a copy up to a day old serves while it does not answer.

        Raises RemoteUnavailable, RemoteRefusal, InvalidInput (PSC-001 to PSC-004).
        """
        async with self._metadata_lock:
            kept, at = self._metadata, self._monotonic()
            if kept is not None and at < kept[0] + METADATA_KEPT_S:
                return kept[1]
            try:
                metadata = await self._fetch_metadata()
            except RemoteFailure:
                if kept is None or at >= kept[0] + METADATA_STALE_S_MAX:
                    raise
                return kept[1]
            self._metadata = (at, metadata)
            return metadata

    async def _fetch_metadata(self) -> ProviderMetadata:
        answer = await self._wire.get(self._settings.discovery_url)
        if answer.status != 200:
            raise self._refuse(OAuthError(error=f"http_{answer.status}", status=answer.status))
        metadata = parse_discovery(answer.body, overrides=self._settings.endpoints)
        return check_discovery(metadata, issuer=self._settings.issuer, hosts=self._settings.known_hosts)

    async def is_up(self) -> bool:
        """Tell whether the provider answers now, from the network, not from what is kept."""
        try:
            await self._fetch_metadata()
        except (RemoteFailure, InvalidInput):
            return False
        return True

    async def _find_keys(self, token: str) -> PublicKeys:
        """Give the keys, read again when the token names one that is not known. Rule: psc.md §14.2-3."""
        number = find_key_number(token)
        async with self._keys_lock:
            kept, at = self._keys, self._monotonic()
            is_fresh = kept is not None and at < kept[0] + KEYS_KEPT_S
            if kept is not None and is_fresh and (number in kept[1].numbers or at < kept[0] + KEYS_PAUSE_S):
                return kept[1]
            answer = await self._wire.get((await self.read_metadata()).jwks_uri)
            if answer.status != 200:
                raise self._refuse(OAuthError(error=f"http_{answer.status}", status=answer.status))
            keys = parse_keys(answer.body)
            self._keys = (at, keys)
            return keys

    # Sign-in.

    async def make_authorization_url(self, request: AuthorizationRequest) -> str:
        """Build where a browser goes to sign in. request: its client_id is ours."""
        metadata = await self.read_metadata()
        return build_authorization_url(
            metadata.authorization_endpoint, replace(request, client_id=self._settings.client_id)
        )

    async def exchange_code(self, *, code: str, redirect_uri: str, code_verifier: str) -> TokenSet | OAuthError:
        """Give tokens for a code. Raises RemoteFailure, InvalidInput. Rule: psc.md §3."""
        return await self._ask_tokens(make_code_form(code=code, redirect_uri=redirect_uri, code_verifier=code_verifier))

    async def refresh(self, refresh_token: str) -> TokenSet | OAuthError:
        """Renew tokens. Raises RemoteFailure, InvalidInput. Rule: psc.md §4."""
        return await self._ask_tokens(make_refresh_form(refresh_token))

    async def _ask_tokens(self, form: dict[str, str]) -> TokenSet | OAuthError:
        metadata = await self.read_metadata()
        answer = await self._wire.post(metadata.token_endpoint, form | self._credentials())
        return parse_token_answer(answer.status, answer.body)

    def _credentials(self) -> dict[str, str]:
        secret = self._settings.client_secret
        return {"client_id": self._settings.client_id} | ({"client_secret": secret} if secret else {})

    async def check_id_token(
        self,
        token: str,
        *,
        nonce: str | None,
        signed_in_after: datetime | None = None,
        subject: str = "",
    ) -> IdToken:
        """Check an id_token against our keys and our registration. Raises RuleViolation, RemoteFailure."""
        metadata = await self.read_metadata()
        expected = ExpectedToken(
            issuer=metadata.issuer,
            client_id=self._settings.client_id,
            now=self._now(),
            nonce=nonce,
            signed_in_after=signed_in_after,
            subject=subject,
        )
        return check_id_token(token, await self._find_keys(token), expected)

    async def fetch_userinfo(self, access_token: str, identity: IdToken | None) -> SignedProfessional:
        """Ask who signed in. identity: what the id_token said.

        Raises RemoteRefusal (401…), RemoteFailure, InvalidInput. Rule: psc.md §5, §13.
        """
        metadata = await self.read_metadata()
        answer = await self._wire.get(metadata.userinfo_endpoint, token=access_token)
        if answer.status != 200:
            raise self._refuse(OAuthError(error=f"http_{answer.status}", status=answer.status))
        keys = None
        if is_signed(answer.content_type):
            keys = await self._find_keys(answer.body.decode("ascii", "replace").strip())
        expected = (
            ExpectedUserInfo(
                subject=identity.subject,
                identifier=identity.identifier,
                issuer=metadata.issuer,
                client_id=self._settings.client_id,
            )
            if identity is not None
            else None
        )
        return parse_userinfo(answer.body, answer.content_type, keys=keys, expected=expected)

    async def introspect(self, token: str) -> Introspection | OAuthError:
        """Ask what an access token is worth. Raises RemoteFailure, InvalidInput. Rule: psc.md §6."""
        metadata = await self.read_metadata()
        if not metadata.introspection_endpoint:
            raise RemoteRefusal(REMOTE, "no_introspection")
        answer = await self._wire.post(metadata.introspection_endpoint, {"token": token} | self._credentials())
        return parse_introspection(answer.status, answer.body)

    # CIBA.

    async def start_ciba(
        self, *, login_hint: str, binding_message: str, channel: CIBAChannel
    ) -> CIBAStarted | OAuthError:
        """Ask a person on their phone or card. Raises RemoteFailure, InvalidInput. Rule: psc.md §7."""
        metadata = await self.read_metadata()
        if not metadata.ciba_endpoint:
            raise RemoteRefusal(REMOTE, "no_ciba")
        form = make_ciba_form(login_hint=login_hint, binding_message=binding_message, channel=channel.value)
        answer = await self._wire.post(metadata.ciba_endpoint, form | self._credentials())
        return parse_ciba_answer(answer.status, answer.body)

    async def poll_ciba(self, auth_req_id: str) -> TokenSet | OAuthError:
        """Ask whether the person answered. Raises RemoteFailure, InvalidInput."""
        return await self._ask_tokens(make_poll_form(auth_req_id))

    # Sign-out.

    async def make_logout_url(self, *, id_token: str, state: str, return_to: str) -> str:
        """Build where a browser goes to sign out of the provider; empty when it has no such page. Rule: psc.md §6."""
        metadata = await self.read_metadata()
        if not metadata.end_session_endpoint:
            return ""
        return build_logout_url(
            metadata.end_session_endpoint,
            id_token=id_token,
            state=state,
            return_to=return_to,
            client_id=self._settings.client_id,
        )

    async def read_logout_token(self, token: str) -> LogoutNotice:
        """Check the notice of an end that the provider's server sent. Raises RuleViolation, RemoteFailure.

        Rule: OpenID Connect Back-Channel Logout 1.0 §2.6.
        """
        metadata = await self.read_metadata()
        keys = await self._find_keys(token)
        return check_logout_token(
            token, keys, issuer=metadata.issuer, client_id=self._settings.client_id, now=self._now()
        )

    def _refuse(self, error: OAuthError) -> RemoteFailure:
        kind = RemoteUnavailable if error.is_outage else RemoteRefusal
        return kind(REMOTE, error.error)

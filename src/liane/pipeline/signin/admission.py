"""From tokens to a session: the id_token checked, the person asked of userInfo, the session opened."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from liane.codecs.oidc.id_token import IdToken
from liane.codecs.oidc.tokens import OAuthError, TokenSet
from liane.domain.actors.operator import SignInMeans
from liane.domain.actors.professional import SignedProfessional
from liane.domain.errors import InvalidInput, RemoteFailure, RemoteRefusal
from liane.pipeline.signin.ports import IdentityProvider
from liane.pipeline.signin.sessions import SessionKeeper
from liane.pipeline.signin.tokens import seal_tokens
from liane.pipeline.signin.vault import Vault
from liane.pipeline.signin.visits import Purpose, SignedIn, SignInRefused, Trace, Visitor, make_stranger
from liane.store.session_records import NewSession

REASONS = {
    "access_denied": "refus",
    "invalid_grant": "perime",
    "expired_token": "perime",
    "login_required": "perime",
    "temporarily_unavailable": "indisponible",
    "server_error": "indisponible",
    "unknown_user_id": "numero",
    "invalid_user_code": "numero",
}
"""Which page answers which refusal of the provider; any other is a matter of configuration. Rule: psc.md §13."""


class Admission:
    """now: the clock."""

    def __init__(
        self,
        provider: IdentityProvider,
        sessions: SessionKeeper,
        vault: Vault,
        trace: Trace,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._provider = provider
        self._sessions = sessions
        self._vault = vault
        self._trace = trace
        self._now = now

    async def admit(
        self,
        tokens: TokenSet,
        purpose: Purpose,
        visitor: Visitor,
        *,
        nonce: str | None,
        asked_at: datetime,
        whom: str = "",
    ) -> SignedIn:
        """Let in who these tokens are for. asked_at: when the request was made: a renewed proof is not older.

        whom: the person asked, when one was named. Raises SignInRefused, traced: ``douteux`` with the codes of what is
        wrong, ``indisponible``, ``inconnu``, ``autre``.
        """
        now = self._now()
        try:
            identity = await self._provider.check_id_token(
                tokens.id_token, nonce=nonce, signed_in_after=asked_at if purpose.session else None
            )
            professional, tokens = await self._ask(tokens, identity_of=identity)
            issuer = (await self._provider.read_metadata()).issuer
        except (InvalidInput, RemoteFailure) as error:
            raise await self.refuse(error, purpose, visitor) from error
        if whom and professional.identifier != whom:
            refusal = SignInRefused("autre", next_page=purpose.next_page)
            raise await self._trace.refuse(refusal, make_stranger(professional.identifier), now, visitor)
        new = NewSession(
            token_hash=b"",
            identifier=professional.identifier,
            means=SignInMeans.PRO_SANTE_CONNECT,
            professional=professional,
            issuer=issuer,
            provider_session=identity.session or tokens.session_state,
            tokens=seal_tokens(tokens, self._vault, now, seed=tokens.session_state or identity.session),
            signed_in_at=min(identity.signed_in_at, now),
            opened_at=now,
            address=visitor.address,
            browser=visitor.browser,
        )
        return await self._sessions.open(new, purpose, visitor)

    async def _ask(self, tokens: TokenSet, *, identity_of: IdToken) -> tuple[SignedProfessional, TokenSet]:
        """Ask userInfo; an access token said too old is renewed, once. Rule: psc.md §13 (userinfo 401)."""
        try:
            return await self._provider.fetch_userinfo(tokens.access_token, identity_of), tokens
        except RemoteRefusal as error:
            if error.code != "http_401" or not tokens.refresh_token:
                raise
        renewed = await self._provider.refresh(tokens.refresh_token)
        if isinstance(renewed, OAuthError):
            raise RemoteRefusal("psc", renewed.error)
        if not renewed.id_token:
            renewed = replace(renewed, id_token=tokens.id_token)
        return await self._provider.fetch_userinfo(renewed.access_token, identity_of), renewed

    async def refuse(
        self, error: InvalidInput | RemoteFailure | OAuthError, purpose: Purpose, visitor: Visitor, who: str = ""
    ) -> SignInRefused:
        """Trace what went wrong and give the refusal, to raise."""
        if isinstance(error, InvalidInput):
            refusal = SignInRefused("douteux", tuple(one.code for one in error.findings), purpose.next_page)
        elif isinstance(error, OAuthError):
            kind = "indisponible" if error.is_outage else REASONS.get(error.error, "configuration")
            refusal = SignInRefused(kind, (error.error,), purpose.next_page)
        else:
            is_refusal = isinstance(error, RemoteRefusal)
            kind = REASONS.get(error.code, "configuration") if is_refusal else "indisponible"
            refusal = SignInRefused(kind, (error.code,), purpose.next_page)
        return await self._trace.refuse(refusal, make_stranger(who), self._now(), visitor)

"""The tokens of a session: sealed in the store, renewed early, one renewal at a time over all nodes.

A renewal that is refused ends the session; one that did not come through is tried again while the token lives.
Rule: psc.md §4, §13.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

import structlog

from liane.codecs.oidc.tokens import OAuthError, TokenSet
from liane.domain.access.session_rules import Ending, find_renewal
from liane.domain.errors import AccessDenied, InvalidInput, RemoteFailure, RemoteUnavailable
from liane.pipeline.signin.ports import IdentityProvider
from liane.pipeline.signin.sessions import SessionKeeper
from liane.pipeline.signin.vault import Vault
from liane.store.session_records import SealedTokens, StoredSession
from liane.store.sessions import PostgresSessions

log = structlog.get_logger(__name__)
LEASE = timedelta(seconds=30)
RETRY_AFTER = timedelta(seconds=10)
DUE_MAX = 50
WAITS_MAX = 100
WAIT_S = 0.1
MARGIN = timedelta(seconds=5)
PURPOSE = "tokens"


def seal_tokens(tokens: TokenSet, vault: Vault, now: datetime, *, seed: str) -> SealedTokens:
    """Seal tokens and work out when to renew them. seed: what names the session."""
    access_until = now + timedelta(seconds=tokens.expires_in_s)
    life_s = tokens.refresh_expires_in_s or tokens.expires_in_s
    values = {"access": tokens.access_token, "refresh": tokens.refresh_token, "id": tokens.id_token}
    return SealedTokens(
        sealed=vault.seal(values, PURPOSE),
        access_until=access_until,
        renewable_until=now + timedelta(seconds=life_s if tokens.refresh_token else tokens.expires_in_s),
        renew_at=find_renewal(given_at=now, expires_at=access_until, seed=seed),
    )


class TokenKeeper:
    """Renews, and gives a live access token. pause: waits some seconds (``asyncio.sleep``)."""

    def __init__(
        self,
        store: PostgresSessions,
        sessions: SessionKeeper,
        provider: IdentityProvider,
        vault: Vault,
        *,
        now: Callable[[], datetime],
        pause: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._store = store
        self._sessions = sessions
        self._provider = provider
        self._vault = vault
        self._now = now
        self._pause = pause
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def get_access_token(self, session: int) -> str:
        """Give an access token of Pro Santé Connect that lives a few seconds more, renewed when it must be.

        Raises AccessDenied when the session ended, RemoteUnavailable when it could not be renewed now.
        """
        lock = self._locks.setdefault(session, asyncio.Lock())
        async with lock:
            for _ in range(WAITS_MAX):
                kept = await self._get(session)
                if kept.access_until is not None and self._now() < kept.access_until - MARGIN:
                    return self._open(kept)["access"]
                if kept.access_until is None or not await self.renew(session, kept.access_until):
                    await self._pause(WAIT_S)
        raise RemoteUnavailable("psc", "renewal")

    async def get_id_token(self, session: StoredSession) -> str:
        """Give the id_token of a session, for the sign-out; empty without."""
        return self._open(session)["id"] if session.sealed is not None else ""

    async def _get(self, session: int) -> StoredSession:
        kept = await self._store.get(session)
        if kept is None or kept.ended_at is not None or kept.sealed is None:
            raise AccessDenied("the session ended")
        return kept

    def _open(self, kept: StoredSession) -> dict[str, str]:
        values = self._vault.open(kept.sealed or b"", PURPOSE)
        if values is None:
            log.warning("session.unreadable", session=kept.id)
            return {"access": "", "refresh": "", "id": ""}
        return values

    async def renew(self, session: int, ending: datetime) -> bool:
        """Renew the tokens of a session; False when another caller does it, or did. The session may end of it.

        ending: end of the access token that the caller saw.

        Raises RemoteUnavailable when the provider gave no answer: the session holds while its token lives.
        """
        sealed = await self._store.claim_renewal(session, ending=ending, now=self._now(), lease=LEASE)
        if sealed is None:
            return False
        values = self._vault.open(sealed, PURPOSE) or {}
        try:
            answer = await self._provider.refresh(str(values.get("refresh", "")))
        except (RemoteFailure, InvalidInput) as error:
            await self._store.put_off_renewal(session, self._now() + RETRY_AFTER)
            log.warning("session.not_renewed", session=session, error=type(error).__name__)
            raise RemoteUnavailable("psc", "renewal") from error
        if isinstance(answer, OAuthError):
            await self._refused(session, answer)
            return True
        if not answer.id_token:
            answer = replace(answer, id_token=str(values.get("id", "")))
        await self._store.save_tokens(session, seal_tokens(answer, self._vault, self._now(), seed=str(session)))
        return True

    async def _refused(self, session: int, answer: OAuthError) -> None:
        """An outage leaves the session as it is; a refusal of the grant ends it; a fault of ours is told."""
        if answer.is_outage or answer.error != "invalid_grant":
            await self._store.put_off_renewal(session, self._now() + RETRY_AFTER)
            log.warning("session.not_renewed", session=session, error=answer.error)
            raise RemoteUnavailable("psc", answer.error)
        kept = await self._store.get(session)
        if kept is not None:
            await self._sessions.end(kept, Ending.NOT_RENEWED)

    async def renew_due(self) -> int:
        """Renew what is due for the persons who are there; returns how many were renewed."""
        now = self._now()
        seen_after = now - self._sessions.policy.rules.renewal_idle
        renewed = 0
        for session, ending in await self._store.list_due(now=now, seen_after=seen_after, limit=DUE_MAX):
            try:
                renewed += await self.renew(session, ending)
            except RemoteUnavailable:
                break
        return renewed

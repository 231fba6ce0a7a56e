"""Send the notices to the subscribers, in the order of each person, until each one took them or a person decides.

AA ends a notice; AE sets it aside and calls a person; AR or silence tries again, under the same MSH-10.
Rule: INS/va1.60; PAM FR 2.11, ITI-30; hl7v2.md §2.1, §8.1.
"""

import asyncio
import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from liane.codecs.hl7v2.ack import Ack, AckCode, parse_ack
from liane.domain.errors import Finding, InvalidInput, RemoteFailure, RemoteUnavailable, Severity, StorageUnavailable
from liane.pipeline.channels import DIFFUSION, ChannelGuard
from liane.pipeline.identity.alerts import failed_alert
from liane.pipeline.identity.ports import RegistryStore
from liane.pipeline.retry import CircuitBreaker, RetryPolicy
from liane.store.registry_records import ClaimedNotice, NoticeState, RegistryWrite

log = structlog.get_logger(__name__)

CLAIM_MAX = 32
AFTER_DEFECT_S = 5.0
REMOTE = "identités"


class SubscriberLinks(Protocol):
    """The MLLP links to the subscribers."""

    def knows(self, name: str) -> bool:
        """Tell whether the settings declare this subscriber."""
        ...

    async def send(self, name: str, message: bytes) -> bytes:
        """Send one message and return its acknowledgement. Raises RemoteUnavailable or RemoteOutcomeUnknown."""
        ...


class FeedStore(RegistryStore, Protocol):
    """The registry, with its notices."""

    async def claim_notices(self, *, limit: int, now: datetime) -> list[ClaimedNotice]:
        """Lease due notices: at most one per lane, oldest of its lane first."""
        ...

    async def finish_notice(
        self,
        claimed: ClaimedNotice,
        *,
        state: NoticeState,
        now: datetime,
        retry_at: datetime | None = None,
        cause: tuple[str, str] = ("", ""),
        answer: bytes = b"",
    ) -> bool:
        """End a leased notice, put it off or set it aside; False when the lease was lost."""
        ...

    async def wait_for_notices(self, timeout_s: float) -> None:
        """Return when a notice was made or ended here, or after timeout_s."""
        ...


class Incidents(Protocol):
    """Where incidents are opened and closed."""

    async def open_incident(self, remote: str, code: str, message: str, remedy: str, at: datetime) -> bool:
        """Open the incident of a remote; False when it is already open."""
        ...

    async def close_incident(self, remote: str, at: datetime) -> bool:
        """Close the open incident of a remote; False when there was none."""
        ...


class FeedDispatcher:
    """Sends what is due, subscriber by subscriber, each at its own pace."""

    def __init__(
        self,
        store: FeedStore,
        incidents: Incidents,
        links: SubscriberLinks,
        *,
        retry: RetryPolicy,
        channels: ChannelGuard,
        now: Callable[[], datetime],
        poll_s: float = 0.5,
    ) -> None:
        self._store = store
        self._incidents = incidents
        self._links = links
        self._retry = retry
        self._channels = channels
        self._now = now
        self._poll_s = poll_s
        self._breaker = CircuitBreaker(failures_max=3, dice=random.random)
        self._heard: set[str] = set()
        self._is_stopping = False

    async def run(self) -> None:
        """Work until stopped; survives a store that goes away and comes back."""
        while not self._is_stopping:
            try:
                if await self._channels.is_paused(DIFFUSION) or not await self.send_some():
                    await self._store.wait_for_notices(self._poll_s)
            except StorageUnavailable:
                log.warning("feed.storage_unavailable")
                await asyncio.sleep(self._poll_s)
            except Exception:
                log.exception("feed.stopped")
                await asyncio.sleep(AFTER_DEFECT_S)

    async def stop(self) -> None:
        """Take nothing more."""
        self._is_stopping = True

    async def send_some(self, *, limit: int = CLAIM_MAX) -> int:
        """Send the notices that are due, limit at most; returns how many were taken."""
        claimed = await self._store.claim_notices(limit=limit, now=self._now())
        by_subscriber: dict[str, list[ClaimedNotice]] = defaultdict(list)
        for notice in claimed:
            by_subscriber[notice.subscriber].append(notice)
        await asyncio.gather(*(self._send_all(name, notices) for name, notices in by_subscriber.items()))
        return len(claimed)

    async def _send_all(self, name: str, notices: Sequence[ClaimedNotice]) -> None:
        for notice in notices:
            blocked = self._breaker.blocked_until(name, self._now())
            if blocked is not None:
                await self._put_off(notice, "circuit", "L'application ne répond pas ; l'envoi attend son retour.")
            elif not self._links.knows(name):
                await self._park(notice, "ABONNE_INCONNU", "Cette application n'est plus déclarée aux réglages.")
            else:
                await self._send(notice)

    async def _send(self, notice: ClaimedNotice) -> None:
        try:
            answer = await self._links.send(notice.subscriber, notice.message)
            ack = _read_ack(answer)
        except RemoteFailure as error:
            await self._fail(notice, error)
            return
        await self._succeed(notice.subscriber)
        if ack.code is AckCode.AA:
            await self._store.finish_notice(notice, state=NoticeState.SENT, now=self._now(), answer=answer)
        elif ack.code is AckCode.AE:
            await self._park(notice, "AE", f"L'application refuse le message ({_tell_errors(ack)}).", answer)
        else:
            await self._put_off(notice, "AR", "L'application remet le message à plus tard.", answer)

    async def _put_off(self, notice: ClaimedNotice, code: str, detail: str, answer: bytes = b"") -> None:
        """Try again later, unless insisting has lasted too long. Only the age counts: a wait is no attempt."""
        now = self._now()
        if now - notice.created_at >= self._retry.age_max:
            await self._park(notice, code, f"{detail} Abandon après {self._retry.age_max}.", answer)
            return
        delay = timedelta(seconds=self._retry.delay_s(notice.attempts + 1, random.random()))  # noqa: S311 - jitter
        blocked = self._breaker.blocked_until(notice.subscriber, now) if code == "circuit" else None
        retry_at = max(now + delay, blocked) if blocked else now + delay
        await self._store.finish_notice(
            notice, state=NoticeState.WAITING, now=now, retry_at=retry_at, cause=(code, detail), answer=answer
        )

    async def _park(self, notice: ClaimedNotice, code: str, detail: str, answer: bytes = b"") -> None:
        """Set a notice aside, with its cause, and call a person; those behind it for this person wait."""
        now = self._now()
        is_ours = await self._store.finish_notice(
            notice, state=NoticeState.PARKED, now=now, cause=(code, detail), answer=answer
        )
        if not is_ours:
            return
        finding = Finding(
            code="RID-030",
            severity=Severity.ERROR,
            location=notice.event,
            message=f"{notice.subscriber} n'a pas pris le message {notice.event} : {detail}",
            remedy="Voir avec l'éditeur de l'application, puis rejouer cet envoi ou l'annuler.",
            layer="registry",
            rule="INS/va1.60; hl7v2.md §2.1",
        )
        alert = failed_alert(
            now,
            message_id=None,
            findings=(finding,),
            person_id=notice.person_id,
            key=f"diffusion|{notice.subscriber}|{notice.person_id}",
        )
        await self._store.write_registry(RegistryWrite(alerts=(alert,)))

    async def _fail(self, notice: ClaimedNotice, error: RemoteFailure) -> None:
        name = notice.subscriber
        if self._breaker.record_failure(name, self._now()):
            log.warning("feed.circuit_opened", subscriber=name, code=error.code)
            await self._incidents.open_incident(
                f"{REMOTE}:{name}",
                error.code,
                f"{name}, abonnée aux identités, ne répond pas.",
                "Vérifier le réseau et l'application ; les envois reprennent d'eux-mêmes.",
                self._now(),
            )
        self._heard.discard(name)
        await self._put_off(notice, error.code, "L'application ne répond pas.", error.answer or b"")

    async def _succeed(self, name: str) -> None:
        """Close the incident, also one that was opened before this node started."""
        self._breaker.record_success(name)
        if name not in self._heard:
            self._heard.add(name)
            await self._incidents.close_incident(f"{REMOTE}:{name}", self._now())


def _read_ack(answer: bytes) -> Ack:
    """Read an acknowledgement; what is none counts as no answer. Raises RemoteUnavailable."""
    try:
        return parse_ack(answer)
    except InvalidInput:
        raise RemoteUnavailable(REMOTE, "ACK_ILLISIBLE", answer=answer) from None


def _tell_errors(ack: Ack) -> str:
    """The errors of a refusal: codes alone, a text could show a patient."""
    codes = [f"{one.condition} {one.location}".strip() for one in ack.errors if one.condition]
    return ", ".join(codes[:10]) or "AE"

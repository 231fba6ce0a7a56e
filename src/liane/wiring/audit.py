"""The trail of accesses of a node: what runs beside the flows so that it is proved, forwarded, examined and kept."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any

import structlog

from liane.connectors.syslog.collector import CollectorSettings, SyslogCollector
from liane.domain.audit.catalogue import AuditSource
from liane.domain.errors import StorageUnavailable
from liane.domain.security.certificates import WatchedCertificate
from liane.pipeline.audit.examine import READER, Examiner
from liane.pipeline.audit.expiry import tell_expiries
from liane.pipeline.audit.forward import Forwarder
from liane.store.postgres_store import PostgresStore
from liane.wiring.audit_settings import SyslogSettings
from liane.wiring.certificates import read_certificates
from liane.wiring.settings import Settings
from liane.wiring.version import VERSION

log = structlog.get_logger(__name__)
WATCH_FIRST_S = 60.0
WATCH_PERIOD_S = 3600.0
CHAIN = "piste"


class AuditServices:
    """The services of the trail on one node."""

    def __init__(self, settings: Settings, store: PostgresStore, *, now: Callable[[], datetime]) -> None:
        self._settings = settings
        self._store = store
        self._now = now
        self._owner = uuid.uuid4()
        self.source = AuditSource(site=settings.establishment, node=settings.node, software=f"Liane {VERSION}")

    def read_certificates(self) -> tuple[WatchedCertificate, ...]:
        """Read the certificates of the settings, as they are on disk now."""
        return read_certificates(self._settings)

    def works(self) -> list[Coroutine[Any, Any, None]]:
        """What runs until cancelled: the examination, the watch, and the forwarding where a collector is set."""
        audit = self._settings.audit
        works = [self._watch(), self._examine()]
        if audit.syslog is not None:
            works.append(self._forward(audit.syslog))
        return works

    async def _examine(self) -> None:
        trail = self._store.accesses
        examiner = Examiner(
            trail,
            self._store.registry,
            self._store,
            thresholds=self._settings.audit.anomalies.thresholds,
            owner=self._owner,
            now=self._now,
        )
        await self._repeat(lambda: trail.readers.declare(READER, from_end=False), examiner.run_once)

    async def _forward(self, syslog: SyslogSettings) -> None:
        trail, name = self._store.accesses, f"{syslog.host}:{syslog.port}"
        collector = SyslogCollector(
            CollectorSettings(
                host=syslog.host,
                port=syslog.port,
                authorities=syslog.authorities,
                certificate=syslog.certificate,
                key=syslog.key,
                timeout_s=syslog.timeout_s,
            )
        )
        forwarder = Forwarder(
            trail, self._store, collector.send, name=name, owner=self._owner, source=self.source, now=self._now
        )
        await self._repeat(lambda: trail.readers.declare(name, from_end=not syslog.from_beginning), forwarder.run_once)

    async def _repeat(self, declare: Callable[[], Awaitable[None]], run_once: Callable[[], Awaitable[int]]) -> None:
        is_declared = False
        while True:
            try:
                if not is_declared:
                    await declare()
                    is_declared = True
                await run_once()
            except StorageUnavailable:
                log.warning("audit.storage_unavailable")
            await asyncio.sleep(self._settings.audit.poll_s)

    async def _watch(self) -> None:
        await asyncio.sleep(min(WATCH_FIRST_S, self._settings.audit.poll_s))
        while True:
            try:
                await self.watch_once()
            except StorageUnavailable:
                log.warning("audit.storage_unavailable")
            await asyncio.sleep(WATCH_PERIOD_S)

    async def watch_once(self) -> None:
        """Tell the certificates near their end, drop what was kept long enough, prove the chain when it is due."""
        now, audit = self._now(), self._settings.audit
        certificates = await asyncio.to_thread(self.read_certificates)
        await tell_expiries(certificates, self._store, node=self._settings.node, thresholds=audit.expiry, now=now)
        dropped = await self._store.accesses.apply_retention(timedelta(days=audit.kept_days), now)
        if dropped:
            log.info("audit.months_dropped", months=[month.isoformat() for month in dropped])
        proofs = await self._store.accesses.find_proofs(limit=1)
        if not proofs or now - proofs[0].at >= timedelta(hours=audit.verify_h):
            await self.prove()

    async def prove(self, asked_by: str = "Liane") -> None:
        """Verify the whole chain; a break opens an incident, a whole chain closes it."""
        now = self._now()
        proof = await self._store.accesses.verify(now, asked_by=asked_by)
        if proof.is_whole:
            log.info("audit.chain_verified", lines=proof.lines, seq=proof.seq, hash=proof.digest.hex())
            await self._store.close_incident(CHAIN, now)
            return
        log.error("audit.chain_broken", seq=proof.broken_seq)
        await self._store.open_incident(
            CHAIN,
            "CHAINE",
            f"La piste d’audit a été modifiée hors de Liane, à la ligne {proof.broken_seq}.",
            "Conserver la base en l’état, chercher qui y a accédé, comparer avec le collecteur de traces et la "
            "dernière sauvegarde (docs/security/incident.md).",
            now,
        )

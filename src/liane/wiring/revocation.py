"""The revocation lists of the operator's link: fetched on time, told on the pages, obeyed before each connection.

The lists are those that a site keeps itself (``mssante.tls.crls``) and those published at ``mssante.crl_urls``, kept on
disk. One that expired, is too old or was never had stops the link: deliveries wait, an incident says why.
Rule: référentiel MSSanté #2 ECO.1.1.6, 1.1.7; mssante.md §3.1, §13.1.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from liane.connectors.mssante.crl import CRLKeeper, CRLSource, CRLStatus, read_status
from liane.domain.errors import RemoteUnavailable, StorageUnavailable
from liane.domain.steering.status import RevocationStatus
from liane.pipeline.ports import Store
from liane.wiring.settings import MSSanteSettings

log = structlog.get_logger(__name__)
AGAIN_S = 600.0
"""A list that could not be had is asked for again after that, or sooner when the lists are refreshed more often."""


class RevocationWatch:
    """Keeps the lists of one node."""

    def __init__(self, settings: MSSanteSettings, folder: Path, *, node: str, now: Callable[[], datetime]) -> None:
        self._sources = tuple(
            CRLSource(url=url, path=folder / f"mssante-{rank}.crl") for rank, url in enumerate(settings.crl_urls, 1)
        )
        self._own = tuple(CRLSource(url="", path=path) for path in settings.tls.crls)
        self._keeper = CRLKeeper(self._sources, settings.tls.authorities)
        self._period_s = settings.crl_refresh_h * 3600
        age_h_max = settings.crl_age_h_max
        self._age_max = timedelta(hours=age_h_max) if age_h_max is not None else None
        self._folder = folder
        self._remote = f"crl:{node}"
        self._now = now
        self._statuses: tuple[CRLStatus, ...] = ()

    @property
    def files(self) -> tuple[Path, ...]:
        """Every list that a connection must be checked against."""
        return tuple(source.path for source in (*self._own, *self._sources))

    def read(self) -> None:
        """Read the lists that are on disk, without asking for any."""
        self._statuses = tuple(read_status(source) for source in (*self._own, *self._sources))

    async def refresh(self) -> None:
        """Fetch the published lists and read the site's own; what cannot be had is told by its status."""
        self._folder.mkdir(parents=True, exist_ok=True)
        own = [read_status(source) for source in self._own]
        self._statuses = (*own, *await self._keeper.refresh(self._now()))
        for status in self._statuses:
            if status.problem:
                log.warning("crl.not_refreshed", list=status.source.path.name, problem=status.problem)

    def check(self) -> None:
        """Let a connection be opened, or raise RemoteUnavailable: nothing is sent, deliveries wait."""
        now = self._now()
        for status in self._statuses:
            code = self._find_refusal(status, now)
            if code:
                raise RemoteUnavailable("crl", code)

    def _find_refusal(self, status: CRLStatus, now: datetime) -> str:
        if status.next_update is None or status.issued_at is None:
            return "CRL_ABSENTE"
        if not status.is_usable(now):
            return "CRL_EXPIREE"
        if self._age_max is not None and now - status.issued_at > self._age_max:
            return "CRL_TROP_ANCIENNE"
        return ""

    def describe(self) -> tuple[RevocationStatus, ...]:
        """Describe each list for the pages and the metrics."""
        now = self._now()
        return tuple(
            RevocationStatus(
                name=status.source.path.name,
                issued_at=status.issued_at,
                expires_at=status.next_update,
                problem=status.problem,
                is_usable=not self._find_refusal(status, now),
            )
            for status in self._statuses
        )

    async def run(self, store: Store) -> None:
        """Refresh until cancelled; an unusable list opens one incident, closed once all are good."""
        while True:
            await self.refresh()
            try:
                await self._tell(store)
            except StorageUnavailable:
                log.warning("crl.incident_not_written")
            is_well = not any(status.problem for status in self._statuses)
            await asyncio.sleep(self._period_s if is_well else min(AGAIN_S, self._period_s))

    async def _tell(self, store: Store) -> None:
        try:
            self.check()
        except RemoteUnavailable as error:
            await store.open_incident(
                self._remote,
                error.code,
                "Une liste de révocation de l'opérateur MSSanté manque, a expiré ou est trop ancienne : plus aucun "
                "courriel ne part.",
                "Rétablir l'accès à la publication des listes (mssante.crl_urls) ; les envois reprennent d'eux-mêmes.",
                self._now(),
            )
        else:
            await store.close_incident(self._remote, self._now())

"""The national directory of one node: its client, its nightly load, and the gate that asks whose an address is."""

import asyncio
import contextlib
import random
import ssl
from datetime import datetime, time, timedelta
from pathlib import Path

import structlog

from liane.connectors.annuaire.client import AnnuaireClient, AnnuaireConnection
from liane.domain.errors import ConfigurationError, InvalidInput, RemoteFailure, StorageUnavailable
from liane.domain.security.tls import GENERAL, harden
from liane.pipeline.directory.addresses import AddressBook, AddressGate
from liane.pipeline.directory.loading import DirectoryLoader, Loaded, tell_problem
from liane.store.directory import DirectoryStore
from liane.store.postgres_store import PostgresStore
from liane.wiring.clock import utc_now
from liane.wiring.directory_settings import AnnuaireSettings

log = structlog.get_logger(__name__)
REMOTE = "annuaire"
FIRST_AFTER_S = 5.0
RETRY_S = 900.0
SPREAD_S = 600.0
"""Nodes and sites do not all call at the same second."""


def build_tls_context(authorities: Path | None) -> ssl.SSLContext:
    """Prepare TLS towards the API. Raises ConfigurationError naming the file."""
    context = ssl.create_default_context() if authorities is None else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        harden(context, GENERAL)
        if authorities is not None:
            context.load_verify_locations(authorities)
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"annuaire.authorities : fichier inutilisable ({authorities})") from error
    return context


def make_client(settings: AnnuaireSettings) -> AnnuaireClient:
    """Make the client. Raises ConfigurationError naming the setting."""
    try:
        api_key = settings.api_key_file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ConfigurationError(f"annuaire.api_key_file : {settings.api_key_file} ({error.strerror})") from error
    return AnnuaireClient(
        AnnuaireConnection(
            base_url=settings.url,
            api_key=api_key,
            timeout_s=settings.timeout_s,
            calls_per_second_max=settings.calls_per_second_max,
            tls=build_tls_context(settings.authorities),
        )
    )


class DirectoryServices:
    """What the node and the pages use. settings None: no API, the copy is what extractions made it."""

    def __init__(self, settings: AnnuaireSettings | None, store: PostgresStore) -> None:
        self.settings = settings
        self._store = store
        self.copy = DirectoryStore(store)
        self.client = make_client(settings) if settings is not None else None
        self.loader = DirectoryLoader(
            self.copy, self.client, now=utc_now, page_size=settings.page_size if settings is not None else 500
        )
        self.stale_after = timedelta(hours=settings.stale_after_h if settings is not None else 24 * 31)
        self.book = AddressBook(self.copy, self.client, now=utc_now, stale_after=self.stale_after)
        self._asked = asyncio.Event()

    def make_gates(self) -> tuple[AddressGate, ...]:
        """The gate of the mails; none where no API is set."""
        if self.settings is None:
            return ()
        check = self.settings.address_check
        return (AddressGate(self.book, check=check, tell=self._store.append_event, now=utc_now),)

    def ask_load(self) -> None:
        """Load as soon as may be."""
        self._asked.set()

    async def run(self) -> None:
        """Load each night until cancelled, a first time soon when there is no copy; an outage opens an incident."""
        if self.settings is None:
            return
        pause_s = FIRST_AFTER_S if (await self.copy.find_freshness()).as_of is None else self._until_night(utc_now())
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._asked.wait(), pause_s)
            self._asked.clear()
            done = await self.load()
            pause_s = self._until_night(utc_now()) if done else RETRY_S

    async def load(self) -> bool:
        """Load once; False when it is to be tried again."""
        try:
            loaded: Loaded = await self.loader.run()
        except (RemoteFailure, InvalidInput) as error:
            log.warning("directory.not_loaded", error=type(error).__name__)
            await self._tell(tell_problem(error))
            return False
        except StorageUnavailable:
            log.warning("directory.storage_unavailable")
            return False
        if not loaded.is_busy:
            await self._store.close_incident(REMOTE, utc_now())
        return True

    async def _tell(self, problem: str) -> None:
        freshness = await self.copy.find_freshness()
        if not freshness.is_stale(utc_now(), self.stale_after):
            return
        remedy = "Vérifier la clé, le réseau et l'état de l'API ; la copie locale continue de servir en attendant."
        message = f"L'annuaire n'a pas pu être rechargé. {problem}"
        await self._store.open_incident(REMOTE, "stale", message, remedy, utc_now())

    def _until_night(self, now: datetime) -> float:
        assert self.settings is not None
        at = datetime.combine(now.date(), time.fromisoformat(self.settings.load_at), tzinfo=now.tzinfo)
        if at <= now:
            at += timedelta(days=1)
        return (at - now).total_seconds() + random.uniform(0, SPREAD_S)  # noqa: S311 - no secret

    async def close(self) -> None:
        """Let the connections go."""
        if self.client is not None:
            await self.client.close()

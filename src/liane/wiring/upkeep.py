"""The upkeep of a node: retention once in a while, and the proof that the journal was not edited."""

import asyncio
from datetime import timedelta

import structlog

from liane.domain.errors import StorageUnavailable
from liane.store.postgres_store import PostgresStore
from liane.store.retention import RetentionPolicy
from liane.wiring.clock import utc_now
from liane.wiring.settings import RetentionSettings

log = structlog.get_logger(__name__)
FIRST_AFTER_S = 300.0
PERIOD_S = 6 * 3600.0
JOURNAL = "journal"


async def run_upkeep(store: PostgresStore, settings: RetentionSettings) -> None:
    """Work until cancelled: a first time soon after the start, then four times a day."""
    policy = RetentionPolicy(content=timedelta(days=settings.content_days), trace=timedelta(days=settings.trace_days))
    pause_s = FIRST_AFTER_S
    while True:
        await asyncio.sleep(pause_s)
        pause_s = PERIOD_S
        try:
            await keep_up(store, policy)
        except StorageUnavailable:
            log.warning("upkeep.storage_unavailable")


async def keep_up(store: PostgresStore, policy: RetentionPolicy) -> None:
    """Apply the retention, keep the search of persons in order, then verify every chain of the journals.

    A broken chain, of documents or of persons, opens an incident.
    """
    now = utc_now()
    report = await store.apply_retention(policy, now)
    log.info("upkeep.retention", contents=len(report.content_months), traces=len(report.trace_months))
    rebuilt = await store.registry.rebuild_search()
    names = await store.registry.refresh_name_counts()
    log.info("upkeep.search_of_persons", names=names, rebuilt=rebuilt)
    checked, broken = await store.verify_all_journals()
    persons, broken_persons = await store.registry.verify_all_persons()
    checked, breaks = checked + persons, [*broken, *broken_persons]
    if breaks:
        log.error("upkeep.journal_broken", chains=len(breaks))
        await store.open_incident(
            JOURNAL,
            "chain",
            f"Le journal a été modifié hors de Liane ({len(breaks)} chaîne(s) rompue(s)).",
            "Conserver la base en l'état et chercher qui y a accédé ; comparer avec la dernière sauvegarde.",
            now,
        )
    else:
        log.info("upkeep.journal_verified", chains=checked)
        await store.close_incident(JOURNAL, now)

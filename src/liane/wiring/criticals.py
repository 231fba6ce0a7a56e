"""The watch on critical biology, wired: the store, the workers, the relay of the alerts."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime
from typing import Any

import structlog

from liane.connectors.alerting.relay import Relay, RelaySettings
from liane.domain.errors import ConfigurationError, StorageUnavailable
from liane.domain.steering.alert import Alert
from liane.pipeline.criticals import CriticalWatch, Tell
from liane.store.criticals import PostgresCriticals
from liane.store.postgres_store import PostgresStore
from liane.wiring.alerts import read_secret
from liane.wiring.settings import Settings

log = structlog.get_logger(__name__)


def compose_notice(number: int, at: datetime, *, establishment: str) -> Alert:
    """Write the notice: nothing of a patient, nothing of a result. Rule: MSS/UX.20 (no health data)."""
    what = "Un document reçu demande" if number == 1 else f"{number} documents reçus demandent"
    text = (
        f"{establishment}\n\n{what} votre attention sans attendre.\n\n"
        "Ouvrir Liane, salle « Réception », page « Résultats critiques ».\nCe message est automatique."
    )
    return Alert(
        key=f"critical-{at:%Y%m%d%H%M%S%f}",
        subject=f"Liane : {what.lower()} votre attention",
        text=text,
        payload={"number": number},
    )


def make_tell(settings: Settings, now: Callable[[], datetime]) -> Tell | None:
    """Make what mails the persons named; None where nobody is. Raises ConfigurationError."""
    recipients, relay_of = settings.criticals.mail_to, settings.alerts
    if not recipients:
        return None
    if not (relay_of.smtp_host and relay_of.mail_from):
        raise ConfigurationError("criticals.mail_to : demande alerts.smtp_host et alerts.mail_from")
    relay = Relay(
        RelaySettings(
            host=relay_of.smtp_host,
            port=relay_of.smtp_port,
            security=relay_of.smtp_security,
            sender=relay_of.mail_from,
            recipients=recipients,
            user=relay_of.smtp_user,
            password=read_secret(relay_of.smtp_password_file, "alerts.smtp_password_file"),
        )
    )

    async def tell(number: int) -> None:
        await relay.send(compose_notice(number, now(), establishment=settings.establishment), now())

    return tell


def watch_criticals(
    store: PostgresStore, settings: Settings, *, run: Callable[..., Awaitable[Any]], now: Callable[[], datetime]
) -> Coroutine[Any, Any, None]:
    """Prepare the watch: the work to run until the node stops. Raises ConfigurationError.

    Nodes that share a database may each send a notice of the same documents: better twice than not at all.
    """
    tell = make_tell(settings, now)
    watch = CriticalWatch(PostgresCriticals(store), store.intake, run=run, now=now, tell=tell)
    return run_watch(watch, settings.criticals.poll_s)


async def run_watch(watch: CriticalWatch, poll_s: float) -> None:
    """Look at what comes in until cancelled; an absent database is waited for."""
    while True:
        try:
            await watch.turn()
        except StorageUnavailable:
            log.warning("critical.storage_unavailable")
        await asyncio.sleep(poll_s)

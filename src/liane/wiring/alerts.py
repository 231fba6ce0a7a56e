"""The alerts of a node: the channels of the settings behind the flow, and the loop that keeps it going."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import structlog

from liane.connectors.alerting.relay import Relay, RelaySettings
from liane.connectors.alerting.webhook import Webhook, WebhookSettings
from liane.domain.errors import ConfigurationError, StorageUnavailable
from liane.domain.steering.alert import Alert
from liane.pipeline.alerts import AlertFlow, SendAlert
from liane.store.alerts import AlertOutbox
from liane.store.postgres_store import PostgresStore
from liane.wiring.settings import AlertsSettings, Settings

log = structlog.get_logger(__name__)
_ENVIRONMENTS = {"sandbox": "bac à sable, SIMULATION", "test": "test", "production": "production"}


def make_channels(settings: AlertsSettings, now: Callable[[], datetime]) -> dict[str, SendAlert]:
    """Make the channels that the settings name. Raises ConfigurationError for a secret that cannot be read."""
    channels: dict[str, SendAlert] = {}
    if settings.webhook_url:
        token = read_secret(settings.webhook_token_file, "alerts.webhook_token_file")
        channels["webhook"] = Webhook(WebhookSettings(url=settings.webhook_url, token=token)).send
    if settings.mail_to:
        relay = Relay(
            RelaySettings(
                host=settings.smtp_host,
                port=settings.smtp_port,
                security=settings.smtp_security,
                sender=settings.mail_from,
                recipients=settings.mail_to,
                user=settings.smtp_user,
                password=read_secret(settings.smtp_password_file, "alerts.smtp_password_file"),
            )
        )

        async def send(alert: Alert) -> None:
            await relay.send(alert, now())

        channels["mail"] = send
    return channels


async def run_alerts(store: PostgresStore, settings: Settings, now: Callable[[], datetime]) -> None:
    """Tell the incidents until cancelled; an absent database is waited for."""
    channels = make_channels(settings.alerts, now)
    outbox = AlertOutbox(store)
    flow = AlertFlow(
        outbox,
        channels,
        establishment=settings.establishment,
        environment=_ENVIRONMENTS[settings.environment.value],
        now=now,
    )
    is_set = False
    while True:
        try:
            if not is_set:
                await outbox.set_channels(tuple(channels), now())
                is_set = True
            if not channels:
                return
            await _send_whole(flow)
        except StorageUnavailable:
            log.warning("alerts.storage_unavailable")
        await asyncio.sleep(settings.alerts.poll_s)


async def _send_whole(flow: AlertFlow) -> None:
    """Send what is due; when stopped meanwhile, end the notice in hand first, so that it is not sent again."""
    sending = asyncio.ensure_future(flow.send_due())
    try:
        await asyncio.shield(sending)
    except asyncio.CancelledError:
        flow.stop()
        await asyncio.gather(sending, return_exceptions=True)
        raise


def read_secret(path: Path | None, setting: str) -> str:
    """Read a secret from its file; empty without one. Raises ConfigurationError naming the setting."""
    if path is None:
        return ""
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ConfigurationError(f"{setting} : {path} ({error.strerror})") from error

"""Tells an alert to an address of the site by HTTP: JSON, one POST, an idempotence key; no redirect is followed."""

from dataclasses import dataclass, field

import httpx

from liane.domain.errors import RemoteUnavailable
from liane.domain.security.tls import GENERAL, harden
from liane.domain.steering.alert import Alert

REMOTE = "alerts"


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookSettings:
    """Where to post. token: sent as a Bearer, empty for none."""

    url: str
    token: str = field(default="", repr=False)
    timeout_s: float = 10.0


class Webhook:
    """Posts alerts; each call is its own connection, alerts are rare."""

    def __init__(self, settings: WebhookSettings) -> None:
        self._settings = settings

    async def send(self, alert: Alert) -> None:
        """Post one alert. Raises RemoteUnavailable unless the answer is 2xx."""
        settings = self._settings
        headers = {"Idempotency-Key": alert.key, "User-Agent": "Liane"}
        if settings.token:
            headers["Authorization"] = f"Bearer {settings.token}"
        try:
            tls = httpx.create_ssl_context(trust_env=False)
            harden(tls, GENERAL)
            async with httpx.AsyncClient(timeout=settings.timeout_s, trust_env=False, verify=tls) as client:
                answer = await client.post(
                    settings.url, json={"id": alert.key, "text": alert.subject, **alert.payload}, headers=headers
                )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise RemoteUnavailable(REMOTE, type(error).__name__) from error
        if not answer.is_success:
            raise RemoteUnavailable(REMOTE, str(answer.status_code))

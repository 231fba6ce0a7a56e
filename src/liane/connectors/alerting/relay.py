"""Tells an alert by ordinary e-mail, through the site's own relay: one message to all, the same Message-ID each time.

Not MSSanté: an alert carries nothing of a patient.
"""

import asyncio
import smtplib
import ssl
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Literal

from liane.domain.errors import RemoteUnavailable
from liane.domain.security.tls import GENERAL, harden
from liane.domain.steering.alert import Alert

REMOTE = "alerts"


@dataclass(frozen=True, slots=True, kw_only=True)
class RelaySettings:
    """The relay of the site. security: of the link. user: empty for a relay that asks nothing."""

    host: str
    port: int
    security: Literal["none", "starttls", "tls"]
    sender: str
    recipients: tuple[str, ...]
    user: str = ""
    password: str = field(default="", repr=False)
    timeout_s: float = 15.0


def _make_context() -> ssl.SSLContext:
    context = ssl.create_default_context()
    harden(context, GENERAL)
    return context


class Relay:
    """Sends alerts by mail."""

    def __init__(self, settings: RelaySettings) -> None:
        self._settings = settings

    async def send(self, alert: Alert, at: datetime) -> None:
        """Send one alert to every recipient. Raises RemoteUnavailable when the relay did not take it for all."""
        message = self._write(alert, at)
        try:
            refused = await asyncio.to_thread(self._submit, message)
        except (OSError, smtplib.SMTPException) as error:
            code = str(getattr(error, "smtp_code", "") or type(error).__name__)
            raise RemoteUnavailable(REMOTE, code) from error
        if refused:
            raise RemoteUnavailable(REMOTE, "RCPT")

    def _write(self, alert: Alert, at: datetime) -> EmailMessage:
        settings = self._settings
        message = EmailMessage()
        message["From"] = settings.sender
        message["To"] = ", ".join(settings.recipients)
        message["Subject"] = alert.subject
        message["Date"] = format_datetime(at)
        message["Message-ID"] = f"<{alert.key}@{settings.sender.rpartition('@')[2] or 'liane.invalid'}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(alert.text)
        return message

    def _submit(self, message: EmailMessage) -> dict[str, tuple[int, bytes]]:
        settings = self._settings
        if settings.security == "tls":
            link: smtplib.SMTP = smtplib.SMTP_SSL(
                settings.host, settings.port, timeout=settings.timeout_s, context=_make_context()
            )
        else:
            link = smtplib.SMTP(settings.host, settings.port, timeout=settings.timeout_s)
        with link:
            if settings.security == "starttls":
                link.starttls(context=_make_context())
            if settings.user:
                link.login(settings.user, settings.password)
            return link.send_message(message)

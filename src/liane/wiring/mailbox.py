"""The readers of the mailboxes: each one drained into the flow of the intake, for as long as the node lives."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from liane.connectors.mssante.imap import FiledAs, ReceiptMailbox, ReceivedMail
from liane.connectors.mssante.settings import Authentication, ReadingSettings
from liane.domain.errors import RemoteFailure, StorageUnavailable
from liane.store.intake_records import MailFolder
from liane.wiring.clock import utc_now
from liane.wiring.gates import mail_authentication, mail_tls
from liane.wiring.revocation import RevocationWatch
from liane.wiring.settings import MSSanteSettings, ReceptionSettings

log = structlog.get_logger(__name__)
PAUSE_S_MAX = 60.0
TakeMail = Callable[[bytes, bool], Awaitable[MailFolder]]
"""Takes the bytes of one mail (True: its headers alone, it is too big); says where to file it, once all is durable."""


@dataclass(slots=True)
class MailboxHealth:
    """How a mailbox is. is_read_here: this node reads it. read_at: last time that it was drained to its end.

    failed_at: since when it cannot be read, None when it can.
    """

    address: str
    is_read_here: bool = False
    read_at: datetime | None = None
    failed_at: datetime | None = None


def make_reading(mssante: MSSanteSettings, door: ReceptionSettings, revocation: RevocationWatch) -> ReadingSettings:
    """Say how a mailbox is read: its own settings, else those of the applicative mailbox."""
    authentication = Authentication(door.authentication) if door.authentication else mail_authentication(mssante)
    return ReadingSettings(
        host=door.imap_host or mssante.imap_host,
        port=door.imap_port or mssante.imap_port,
        mailbox=door.mailbox,
        tls=mail_tls(door.tls or mssante.tls, revocation),
        authentication=authentication,
        timeout_s=mssante.timeout_s,
        idle_s=door.idle_s,
        names_itself=door.mailbox.lower() != mssante.mailbox.lower(),
    )


async def run_mailbox(
    reading: ReadingSettings, take: TakeMail, revocation: RevocationWatch, health: MailboxHealth
) -> None:
    """Read one mailbox until cancelled; an absent operator or store is waited for. health: written as it goes."""
    mailbox = ReceiptMailbox(reading)
    health.is_read_here = True

    async def take_one(mail: ReceivedMail) -> FiledAs:
        return FiledAs((await take(mail.raw, mail.is_oversize)).value)

    pause_s = 1.0
    try:
        while True:
            try:
                revocation.check()
                await mailbox.take_all(take_one)
                health.read_at, health.failed_at = utc_now(), None
                await mailbox.wait()
                pause_s = 1.0
            except (RemoteFailure, StorageUnavailable) as error:
                health.failed_at = health.failed_at or utc_now()
                log.warning("mailbox.unavailable", mailbox=reading.mailbox, error=type(error).__name__)
                await asyncio.sleep(pause_s)
                pause_s = min(pause_s * 2, PAUSE_S_MAX)
    finally:
        await mailbox.close()

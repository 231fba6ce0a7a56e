"""The readers of the mailboxes: each one drained into the flow of the intake, for as long as the node lives."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from liane.connectors.mssante.imap import FiledAs, ReceiptMailbox, ReceivedMail
from liane.connectors.mssante.settings import Authentication, ReadingSettings
from liane.domain.errors import RemoteFailure, StorageUnavailable
from liane.store.intake_records import MailFolder
from liane.wiring.gates import mail_authentication, mail_tls
from liane.wiring.revocation import RevocationWatch
from liane.wiring.settings import MSSanteSettings, ReceptionSettings

log = structlog.get_logger(__name__)
PAUSE_S_MAX = 60.0
TakeMail = Callable[[bytes, bool], Awaitable[MailFolder]]
"""Takes the bytes of one mail (True: its headers alone, it is too big); says where to file it, once all is durable."""


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


async def run_mailbox(reading: ReadingSettings, take: TakeMail, revocation: RevocationWatch) -> None:
    """Read one mailbox until cancelled; an absent operator or store is waited for."""
    mailbox = ReceiptMailbox(reading)

    async def take_one(mail: ReceivedMail) -> FiledAs:
        return FiledAs((await take(mail.raw, mail.is_oversize)).value)

    pause_s = 1.0
    try:
        while True:
            try:
                revocation.check()
                await mailbox.take_all(take_one)
                await mailbox.wait()
                pause_s = 1.0
            except (RemoteFailure, StorageUnavailable) as error:
                log.warning("mailbox.unavailable", mailbox=reading.mailbox, error=type(error).__name__)
                await asyncio.sleep(pause_s)
                pause_s = min(pause_s * 2, PAUSE_S_MAX)
    finally:
        await mailbox.close()

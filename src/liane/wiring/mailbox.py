"""The reader of receipts: the applicative mailbox, drained into the flow, for as long as the node lives."""

import asyncio

import structlog

from liane.connectors.mssante.imap import FiledAs, ReceiptMailbox, ReceivedMail
from liane.connectors.mssante.settings import ReadingSettings
from liane.domain.errors import RemoteFailure, StorageUnavailable
from liane.pipeline.receipts import ReceiptFlow
from liane.wiring.gates import mail_authentication, mail_tls
from liane.wiring.revocation import RevocationWatch
from liane.wiring.settings import MSSanteSettings

log = structlog.get_logger(__name__)
PAUSE_S_MAX = 60.0


async def run_receipts(settings: MSSanteSettings, flow: ReceiptFlow, revocation: RevocationWatch) -> None:
    """Read the mailbox until cancelled; an absent operator or store is waited for."""
    mailbox = ReceiptMailbox(
        ReadingSettings(
            host=settings.imap_host,
            port=settings.imap_port,
            mailbox=settings.mailbox,
            tls=mail_tls(settings.tls, revocation),
            authentication=mail_authentication(settings),
            timeout_s=settings.timeout_s,
            idle_s=settings.receipts_poll_s,
        )
    )

    async def take(mail: ReceivedMail) -> FiledAs:
        return FiledAs.TRAITE if await flow.take(mail.raw) else FiledAs.A_CLASSER

    pause_s = 1.0
    try:
        while True:
            try:
                revocation.check()
                await mailbox.take_all(take)
                await mailbox.wait()
                pause_s = 1.0
            except (RemoteFailure, StorageUnavailable) as error:
                log.warning("receipts.unavailable", error=type(error).__name__)
                await asyncio.sleep(pause_s)
                pause_s = min(pause_s * 2, PAUSE_S_MAX)
    finally:
        await mailbox.close()

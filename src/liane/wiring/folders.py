"""The watched folders, each drained into the worklist for as long as the node lives."""

import asyncio
import time

import structlog

from liane.connectors.folders.watched import MovedTo, WatchedFolder
from liane.domain.errors import StorageUnavailable
from liane.pipeline.intake.deposits import Deposit, DepositFlow
from liane.pipeline.intake.doors import MailDoor
from liane.store.intake_records import ItemSource
from liane.wiring.settings import FolderSettings

log = structlog.get_logger(__name__)
PAUSE_S_MAX = 60.0


async def run_folder(settings: FolderSettings, door: MailDoor, flow: DepositFlow) -> None:
    """Watch one folder until cancelled; an absent disk or store is waited for."""
    folder = WatchedFolder(settings.path, stable_s=settings.stable_s, clock=time.monotonic)
    pause_s = settings.poll_s
    while True:
        try:
            await asyncio.to_thread(folder.prepare)
            for name in await asyncio.to_thread(folder.find_stable):
                await _take(folder, name, door, flow)
            pause_s = settings.poll_s
        except (OSError, StorageUnavailable) as error:
            log.warning("folder.unavailable", folder=settings.name, error=type(error).__name__)
            pause_s = min(pause_s * 2, PAUSE_S_MAX)
        await asyncio.sleep(pause_s)


async def _take(folder: WatchedFolder, name: str, door: MailDoor, flow: DepositFlow) -> None:
    found = await asyncio.to_thread(folder.read, name)
    done = await flow.take(Deposit(name=found.name, data=found.data, door=door, source=ItemSource.FOLDER))
    refused = bool(done.findings) or found.is_oversize
    await asyncio.to_thread(folder.file, name, MovedTo.REFUSED if refused else MovedTo.DONE)

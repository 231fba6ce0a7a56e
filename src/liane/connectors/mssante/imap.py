"""Reads the applicative mailbox: new mails one batch after the other, each set aside only once the caller has kept it.

No loss: a mail leaves the folder read only by `file`, which the caller calls after its commit. No double: each mail has
a key that survives a crash between the commit and the move. Whatever fails, the next call opens a new connection.
Rule: mssante.md §3.1, §10; référentiel MSSanté #2 ECO.1.1, ECO.1.2.
"""

import asyncio
import hashlib
import re
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum

from liane.connectors.mssante.imap_wire import IMAPRefusal, IMAPWire
from liane.connectors.mssante.line_wire import ConnectionLost
from liane.connectors.mssante.settings import ReadingSettings
from liane.connectors.mssante.tls import TLSContexts
from liane.domain.errors import RemoteUnavailable

REMOTE = "mssante"
BATCH_BYTES_MAX = 32 * 1024 * 1024
_MESSAGE_ID = re.compile(rb"^message-id:\s*<([^<>\r\n]+)>", re.IGNORECASE | re.MULTILINE)


class FiledAs(StrEnum):
    """Folder where a mail goes once it was taken. Rule: mssante.md §10."""

    TRAITE = "TRAITE"
    A_CLASSER = "A_CLASSER"
    ERREUR = "ERREUR"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedMail:
    """One mail of the mailbox. key: the same whenever this mail is read again (UIDVALIDITY, UID, Message-ID).

    raw: every byte; the headers alone when is_oversize (bigger than the settings allow).
    """

    key: str
    uid: int
    uid_validity: int
    raw: bytes
    is_oversize: bool = False


Take = Callable[[ReceivedMail], Awaitable[FiledAs]]


class ReceiptMailbox:
    """The applicative mailbox, read by one reader at a time."""

    def __init__(self, settings: ReadingSettings) -> None:
        self._settings = settings
        self._contexts = TLSContexts(settings.tls)
        self._wire: IMAPWire | None = None
        self._lock = asyncio.Lock()

    async def fetch(self) -> list[ReceivedMail]:
        """Read the oldest mails not yet filed, at most `batch_max` and 32 MiB; empty when there is none.

        Raises RemoteUnavailable. Calling it again without filing gives the same mails, under the same keys.
        """
        settings = self._settings
        async with self._session() as wire:
            await wire.command("NOOP", settings.timeout_s)
            if wire.exists == 0:
                return []
            sizes = await wire.fetch_sizes(min(wire.exists, settings.batch_max), settings.timeout_s)
            fitting = _choose(sizes, settings.size_bytes_max)
            large = [uid for uid, size in sizes if size > settings.size_bytes_max]
            bodies = await wire.fetch_sections(fitting, "", settings.timeout_s) if fitting else {}
            heads = await wire.fetch_sections(large, "HEADER", settings.timeout_s) if large else {}
            validity = wire.uid_validity
        mails = [_receive(uid, validity, raw, is_oversize=False) for uid, raw in bodies.items()]
        mails += [_receive(uid, validity, raw, is_oversize=True) for uid, raw in heads.items()]
        return sorted(mails, key=lambda mail: mail.uid)

    async def file(self, mails: Sequence[ReceivedMail], folder: FiledAs) -> None:
        """Move mails out of the folder read; those already moved are left out. Raises RemoteUnavailable.

        When the folder was renumbered meanwhile nothing is moved: the mails will be read again.
        """
        if not mails:
            return
        async with self._session() as wire:
            uids = [mail.uid for mail in mails if mail.uid_validity == wire.uid_validity]
            if uids:
                await wire.move(uids, folder.value, self._settings.timeout_s)

    async def take_all(self, take: Take) -> int:
        """Give every waiting mail to `take`, which commits, and file each where it says; returns how many.

        An error of `take` leaves its mail, and those after it, where they are. Raises RemoteUnavailable.
        """
        count = 0
        while mails := await self.fetch():
            filed: dict[FiledAs, list[ReceivedMail]] = {}
            try:
                for mail in mails:
                    filed.setdefault(await take(mail), []).append(mail)
                    count += 1
            finally:
                for folder, batch in filed.items():
                    await self.file(batch, folder)
        return count

    async def wait(self) -> bool:
        """Wait for a new mail, at most `idle_s`; True when one may have come. Raises RemoteUnavailable."""
        async with self._session() as wire:
            if wire.exists > 0:
                return True
            return await wire.idle(self._settings.idle_s, self._settings.timeout_s)

    async def close(self) -> None:
        """Close the connection."""
        self._drop()

    def _drop(self) -> None:
        if self._wire is not None:
            self._wire.close()
            self._wire = None

    @asynccontextmanager
    async def _session(self) -> AsyncIterator[IMAPWire]:
        """Give the open connection, folder selected; drop it on any failure, whose class becomes RemoteUnavailable."""
        async with self._lock:
            try:
                if self._wire is None or not self._wire.is_usable:
                    self._drop()
                    await self._open()
                assert self._wire is not None
                yield self._wire
            except ssl.SSLCertVerificationError as error:
                self._drop()
                raise RemoteUnavailable(REMOTE, "TLS-CERTIFICAT", error.verify_message or str(error)) from error
            except IMAPRefusal as error:
                self._drop()
                raise RemoteUnavailable(REMOTE, "IMAP", str(error)) from error
            except (OSError, TimeoutError, ConnectionLost) as error:
                self._drop()
                raise RemoteUnavailable(REMOTE, "CONNEXION", str(error)) from error
            except BaseException:
                self._drop()
                raise

    async def _open(self) -> None:
        settings = self._settings
        context = self._contexts.get()
        async with asyncio.timeout(settings.timeout_s):
            _, wire = await asyncio.get_running_loop().create_connection(IMAPWire, settings.host, settings.port)
        self._wire = wire
        await wire.open(settings, context)
        for folder in FiledAs:
            await wire.create(folder.value, settings.timeout_s)
        await wire.select(settings.folder, settings.timeout_s)


def _choose(sizes: Sequence[tuple[int, int]], size_bytes_max: int) -> list[int]:
    """Choose the first mails whose sum fits a batch, at least one."""
    chosen: list[int] = []
    total = 0
    for uid, size in sizes:
        if size > size_bytes_max:
            continue
        if chosen and total + size > BATCH_BYTES_MAX:
            break
        chosen.append(uid)
        total += size
    return chosen


def _receive(uid: int, uid_validity: int, raw: bytes, *, is_oversize: bool) -> ReceivedMail:
    found = _MESSAGE_ID.search(raw[:65_536])
    digest = hashlib.sha256(found.group(1) if found else raw).hexdigest()[:32]
    return ReceivedMail(
        key=f"{uid_validity}:{uid}:{digest}", uid=uid, uid_validity=uid_validity, raw=raw, is_oversize=is_oversize
    )

"""Read ahead, in the background, the documents that a reader in charge of a patient is about to open.

Only in an opening in force, in normal access; one document at a time; each one a line of the trail before it is kept.
Rule: DMP/UX.34; dmp.md §9, §14.1-10.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from typing import Protocol

import structlog

from liane.domain.audit.access import AccessAct
from liane.domain.dmp.document import DMPDocument
from liane.domain.dmp.folder import AccessMode
from liane.domain.dmp.preload import PreloadRules, choose_documents, is_in_charge
from liane.domain.errors import LianeError, RemoteUnavailable, StorageUnavailable
from liane.domain.identity.stays import Stay
from liane.pipeline.dmp_consultation.opening import Workshop
from liane.pipeline.dmp_consultation.ports import Folder
from liane.pipeline.dmp_consultation.reading import fetch_document, keep_document

log = structlog.get_logger(__name__)
OPENINGS_AT_ONCE_MAX = 4
"""Openings read ahead at once; the next ones are simply read when somebody asks."""
OPENINGS_REMEMBERED_MAX = 1_000
AHEAD = {"source": "préchargement"}


class StayFinder(Protocol):
    """The registry of identities, as far as stays go."""

    async def find_stays(self, person_id: int) -> list[Stay]:
        """The stays of a person."""
        ...


class Preloader:
    """Reads ahead. An opening is read ahead once."""

    def __init__(self, shop: Workshop, rules: PreloadRules, stays: StayFinder) -> None:
        self._shop = shop
        self._rules = rules
        self._stays = stays
        self._begun: OrderedDict[str, None] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, folder: Folder, documents: Sequence[DMPDocument], *, is_called: bool = False) -> bool:
        """Begin to read ahead what the rules choose of a list; tells whether it began. Waits for nothing.

        is_called: the record system opened this patient for this reader, who thus has them in charge.
        """
        if not self._rules.is_on or folder.access is not AccessMode.NORMAL:
            return False
        if folder.key in self._begun or len(self._tasks) >= OPENINGS_AT_ONCE_MAX:
            return False
        chosen = choose_documents(documents, self._rules, self._shop.now())
        if not chosen:
            return False
        self._begun[folder.key] = None
        while len(self._begun) > OPENINGS_REMEMBERED_MAX:
            self._begun.popitem(last=False)
        task = asyncio.ensure_future(self._read(folder, chosen, is_called=is_called))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return True

    async def settle(self) -> None:
        """Wait until nothing is being read ahead."""
        await asyncio.gather(*self._tasks)

    async def close(self) -> None:
        """Stop reading ahead."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _read(self, folder: Folder, documents: Sequence[DMPDocument], *, is_called: bool) -> None:
        read = 0
        try:
            if not (is_called or is_in_charge(await self._stays.find_stays(folder.person.id), folder.operator)):
                return
            for document in documents:
                if not await self._is_in_force(folder):
                    return
                read += await self._read_one(folder, document.unique_id)
        except LianeError as error:
            log.info("dmp.preload_stopped", error=type(error).__name__)
        if read:
            log.info("dmp.preloaded", documents=read)

    async def _is_in_force(self, folder: Folder) -> bool:
        """Tell whether the opening still holds: signing out, withdrawing or opposing ends it between two documents."""
        kept = await self._shop.store.find_opening(folder.opening_key, self._shop.now())
        return kept is not None and kept.id == folder.key

    async def _read_one(self, folder: Folder, unique_id: str) -> bool:
        """Read one document and keep it; False when it was kept, or the DMP does not give it."""
        shop = self._shop
        if await shop.store.find_body(folder.key, unique_id, shop.now()) is not None:
            return False
        tracer = shop.trace(folder, AccessAct.READ_DMP_DOCUMENT, target=unique_id)
        try:
            content = await fetch_document(shop, folder, unique_id)
        except LianeError as error:
            await tracer.write_failure(error)
            if isinstance(error, RemoteUnavailable | StorageUnavailable):
                raise
            return False
        await tracer.write(detail=AHEAD)
        until = min(folder.until, shop.now() + self._rules.kept_for)
        await keep_document(shop, folder, content, until=until)
        return True

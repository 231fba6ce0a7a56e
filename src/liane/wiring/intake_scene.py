"""The reading in the demonstration: a PDF read and proposed, a scan read and integrated without a click.

Played after the mailboxes. The mode of the mailbox is changed for the scene, as an administrator does on the page
« Qualité », and put back. What Liane did is read in its store and in the simulated DPI.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from liane.domain.intake.decide.policy import FilingMode
from liane.domain.intake.modes import ModeRule, name_source
from liane.store.intake_records import IntakeItem, ItemKind, ItemQuery, ItemSource, ItemState
from liane.wiring.arrivals import KNOWN
from liane.wiring.clock import utc_now
from liane.wiring.demonstration import SandboxAPI
from liane.wiring.quiet import wait_until_quiet
from liane.wiring.scenes import Scene, play_scenes
from liane.wiring.services import Liane

READ_S_MAX = 90.0
POLL_S = 0.2
CHIEF = "Lou TESTCADRE"
REASON = "démonstration du mode automatique"


class ReadingScene:
    """Plays the scenes of the reading. serial: number of the document sent, so that two mornings do not meet."""

    def __init__(self, api: SandboxAPI, liane: Liane, *, mailbox: str, serial: int) -> None:
        self._api = api
        self._liane = liane
        self._mailbox = mailbox
        self._serial = serial

    async def play(self, tell: Callable[[Scene], None]) -> list[Scene]:
        """Play every scene in order; one that breaks is told as such, and the next ones are played."""
        acts = (
            ("Bannette : le PDF d'un confrère est lu, son patient, son type et sa date sont proposés", self._propose),
            ("Bannette : une numérisation est lue et intégrée sans un clic, preuves à l'appui", self._file_alone),
        )
        return await play_scenes(acts, tell)

    async def _propose(self) -> tuple[str, bool]:
        item = await self._wait_until_read(await self._find_last())
        document = find_document(item)
        fields: dict[str, Any] = document.get("fields", {})
        is_right = item.state is ItemState.WAITING and item.person_id is not None
        is_right = is_right and {"doc_type", "doc_date", "birth_date"} <= set(fields)
        return f"{len(fields)} champs lus, avec leur place ; {item.reason}", is_right

    async def _file_alone(self) -> tuple[str, bool]:
        source = name_source(ItemSource.MSSANTE.value, self._mailbox)
        before, filed = await self._find_last(), await self._count_filed()
        await self._set_mode(source, FilingMode.AUTOMATIC)
        try:
            order = {"ins": KNOWN, "to": self._mailbox, "kind": "scan", "serial": self._serial}
            await self._api.call("POST", "/api/mssante/inject", order)
            item = await self._wait_until_read(await self._wait_for_another(before))
            await wait_until_quiet(self._liane.store, timeout_s=READ_S_MAX)
            item = await self._liane.store.intake.get_item(item.id)
        finally:
            await self._set_mode(source, FilingMode.PROPOSAL)
        evidence = item.decision.data.get("automatic", {}).get("evidence", []) if item.decision else []
        is_right = item.state is ItemState.FILED and await self._count_filed() == filed + 1
        return f"{item.reason} {len(evidence)} traits au dossier de preuves ; le DPI l'a acquitté", is_right

    # Means

    async def _set_mode(self, source: str, mode: FilingMode) -> None:
        rule = ModeRule(source=source, mode=mode)
        await self._liane.reading.automation.set_mode(rule, by=CHIEF, reason=REASON, at=utc_now())

    async def _find_last(self) -> int:
        """The last file that a mail of this mailbox brought."""
        query = ItemQuery(
            states=tuple(ItemState),
            sources=(ItemSource.MSSANTE,),
            kinds=(ItemKind.FILE,),
            doors=(self._mailbox,),
            newest_first=True,
        )
        found = await self._liane.store.intake.list_items(query, limit=1)
        return found[0].id if found else 0

    async def _wait_for_another(self, before: int) -> int:
        async with asyncio.timeout(READ_S_MAX):
            while True:
                last = await self._find_last()
                if last != before:
                    return last
                await asyncio.sleep(POLL_S)

    async def _wait_until_read(self, item_id: int) -> IntakeItem:
        """Wait until an item is read, and filed where it goes alone. Raises LookupError, TimeoutError."""
        async with asyncio.timeout(READ_S_MAX):
            while True:
                if not await self._liane.reading.readings.find_progress([item_id]):
                    return await self._liane.store.intake.get_item(item_id)
                await asyncio.sleep(POLL_S)

    async def _count_filed(self) -> int:
        return len(await self._api.call("GET", "/api/dpi/documents?limit=1000"))


def find_document(item: IntakeItem) -> dict[str, Any]:
    """The first document read in an item; empty when nothing was."""
    read = [one for file in (item.reading or {}).values() for one in file.get("documents", [])]
    return read[0] if read else {}

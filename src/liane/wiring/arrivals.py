"""The mailboxes in the demonstration: documents filed alone, others that wait for a person, one refused, answers back.

Played after the counter, on a person of the sandbox that the registry knows by then. What people outside do is done
through the sandbox; what Liane did is read in its store, in the simulated DPI and in the mailbox of the doctor.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from liane.store.intake_records import ItemQuery, ItemSource
from liane.wiring.demonstration import SandboxAPI
from liane.wiring.quiet import wait_until_quiet
from liane.wiring.scenes import Scene, play_scenes
from liane.wiring.services import Liane

QUIET_S = 30.0
FILED_S_MAX = 30.0
POLL_S = 0.1
KNOWN = "290029999900129"
LABEL = "Identifiant de patient inconnu"
DOCTOR = "camille.deschamps@cabinet-exemple.simulation.mssante.fr"


class Arrivals:
    """Plays the scenes. serial: number of the documents sent, so that two mornings do not meet."""

    def __init__(self, api: SandboxAPI, liane: Liane, *, mailbox: str, serial: int) -> None:
        self._api = api
        self._liane = liane
        self._mailbox = mailbox
        self._serial = serial

    async def play(self, tell: Callable[[Scene], None]) -> list[Scene]:
        """Play every scene in order; one that breaks is told as such, and the next ones are played."""
        acts = (
            ("Boîte MSSanté : trois documents d'un confrère, intégrés sans personne", self._file_alone),
            ("Boîte MSSanté : un PDF seul et le message d'une patiente attendent une personne", self._wait_for_person),
            ("Boîte MSSanté : une archive falsifiée est écartée", self._set_aside),
            ("DPI : il refuse un document ; l'expéditeur l'apprend", self._refuse),
            ("Logiciels : une ordonnance par un dossier, une lettre de cardiologie par FHIR", self._hand_over_beside),
        )
        return await play_scenes(acts, tell)

    # Scenes

    async def _file_alone(self) -> tuple[str, bool]:
        await self._api.call("POST", "/api/gam/send", {"event": "A31", "ins": KNOWN})
        await wait_until_quiet(self._liane.store, timeout_s=QUIET_S)
        before = await self._count_filed()
        read = await self._count_answers()
        first = await self._write(kind="xdm", example="lettre_liaison", serial=self._serial)
        both = await self._write(kind="xdm", example="cr_bio", serial=self._serial + 1, count=2)
        folders = {await self._wait_for(one) for one in (first, both)}
        filed = await self._count_filed() - before
        answers = await self._count_answers() - read
        is_right = folders == {"TRAITE"} and filed == 3 and answers == 2
        return f"{filed} documents dans le DPI, {answers} accusés d'intégration chez le confrère", is_right

    async def _wait_for_person(self) -> tuple[str, bool]:
        before = await self._liane.store.intake.count_items(ItemQuery())
        pdf = await self._write(kind="pdf", serial=self._serial + 10)
        patient = await self._write(kind="patient", serial=self._serial + 11)
        folders = {await self._wait_for(one) for one in (pdf, patient)}
        waiting = await self._liane.store.intake.count_items(ItemQuery()) - before
        (last,) = await self._liane.store.intake.list_items(
            ItemQuery(sources=(ItemSource.PATIENT,), newest_first=True), limit=1
        )
        is_right = folders == {"A_CLASSER"} and waiting == 2 and last.person_id is not None
        return f"{waiting} éléments de plus dans la liste, la patiente est reconnue", is_right

    async def _set_aside(self) -> tuple[str, bool]:
        before = await self._count_filed()
        mail = await self._write(kind="tampered", serial=self._serial + 20)
        folder = await self._wait_for(mail)
        (last,) = await self._liane.store.intake.list_items(ItemQuery(newest_first=True), limit=1)
        is_right = folder == "ERREUR" and last.code == "INT-201" and await self._count_filed() == before
        return last.reason, is_right

    async def _refuse(self) -> tuple[str, bool]:
        fault = {"service": "dpi.documents", "kind": "refuse", "code": "902", "remaining": 1, "message": LABEL}
        await self._api.call("POST", "/api/faults", fault)
        read = await self._count_answers()
        mail = await self._write(kind="xdm", example="cr_img", serial=self._serial + 30)
        await self._wait_for(mail)
        (last,) = await self._liane.store.intake.list_items(ItemQuery(newest_first=True), limit=1)
        answers = await self._count_answers() - read
        return last.reason, last.code == "INT-240" and answers == 1

    async def _hand_over_beside(self) -> tuple[str, bool]:
        """One document by its type to the archive, one by its unit to the cardiology software."""
        mssante = self._liane.settings.mssante
        unit = next((one.mailbox for one in mssante.reception if one.unit), "") if mssante is not None else ""
        read, known = await self._count_answers(), {one["unique_id"] for one in await self._list_filed()}
        sent = await self._write(kind="xdm", example="ordonnance", serial=self._serial + 40)
        other = await self._write(kind="xdm", example="lettre_liaison", serial=self._serial + 41, to=unit)
        folders = {await self._wait_for(sent), await self._wait_for(other, unit)}
        doors = sorted(one["door"] for one in await self._list_filed() if one["unique_id"] not in known)
        answers = await self._count_answers() - read
        is_right = folders == {"TRAITE"} and doors == ["FHIR", "dossier"] and answers == 2
        return f"pris chacun une fois ({', '.join(doors)}), {answers} accusés d'intégration chez le confrère", is_right

    # Means

    async def _write(self, **values: object) -> str:
        order = {"ins": KNOWN, "to": self._mailbox, **values}
        sent: dict[str, Any] = await self._api.call("POST", "/api/mssante/inject", order)
        return str(sent["message_id"])

    async def _wait_for(self, message_id: str, mailbox: str = "") -> str:
        """Wait until a mail was taken and all that follows from it is done; returns its folder."""
        async with asyncio.timeout(FILED_S_MAX):
            while True:
                mails = await self._api.call("GET", f"/api/mssante/mailboxes/{mailbox or self._mailbox}/messages")
                found = next((one["folder"] for one in mails if one["message_id"] == message_id), "INBOX")
                if found != "INBOX":
                    break
                await asyncio.sleep(POLL_S)
        await wait_until_quiet(self._liane.store, timeout_s=QUIET_S)
        return str(found)

    async def _count_filed(self) -> int:
        return len(await self._list_filed())

    async def _list_filed(self) -> list[dict[str, Any]]:
        filed: list[dict[str, Any]] = await self._api.call("GET", "/api/dpi/documents?limit=1000")
        return filed

    async def _count_answers(self) -> int:
        mails = await self._api.call("GET", f"/api/mssante/mailboxes/{DOCTOR}/messages")
        return sum(1 for one in mails if one["kind"] == "mdn")

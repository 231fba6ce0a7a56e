"""The pharmacy in the demonstration: a patient sends a prescription from Mon espace santé, and reads « prête ».

Played after the mailboxes. The patient writes through the sandbox; the pharmacist acts as on the page « Ordonnances »;
the answer is read in the patient's own mailbox.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from liane.domain.actors.operator import Operator, Role
from liane.domain.intake.answers import Audience, choose_texts
from liane.domain.intake.prescriptions import PrescriptionState
from liane.pipeline.intake.replies import NewReply
from liane.store.intake_records import IntakeItem, ItemQuery, ItemSource
from liane.wiring.arrivals import KNOWN
from liane.wiring.clock import utc_now
from liane.wiring.demonstration import SandboxAPI
from liane.wiring.intake_answers import make_reply_desk
from liane.wiring.scenes import Scene, play_scene
from liane.wiring.services import Liane

TITLE = "Officine : une patiente envoie son ordonnance depuis Mon espace santé, la pharmacie répond « prête »"
WAITED_S_MAX = 60.0
POLL_S = 0.2
ADDRESS = f"{KNOWN}@patient.mssante.fr"
PHARMACIST = Operator(name="Noé TESTOFFICINE", roles=frozenset({Role.PHARMACIEN}))


class PharmacyScene:
    """Plays the scene. serial: number of the document sent, so that two mornings do not meet."""

    def __init__(self, api: SandboxAPI, liane: Liane, *, serial: int) -> None:
        self._api = api
        self._liane = liane
        self._serial = serial

    async def play(self, tell: Callable[[Scene], None]) -> Scene:
        """Play it; one that breaks is told as such."""
        return await play_scene(TITLE, self._prepare, tell)

    async def _prepare(self) -> tuple[str, bool]:
        mssante = self._liane.settings.mssante
        boxes = [one.mailbox for one in mssante.reception if one.prescriptions] if mssante else []
        if not boxes:
            return "aucune boîte de pharmacie n'est lue ici", False
        order = {"ins": KNOWN, "to": boxes[0], "kind": "patient", "serial": self._serial}
        sent: dict[str, Any] = await self._api.call("POST", "/api/mssante/inject", order)
        item = await self._wait_for_item(str(sent["message_id"]))
        answers = self._liane.store.answers
        queued = await answers.get_prescription(item.id)
        text = next(
            one
            for one in choose_texts(Audience.PATIENT, {}, structure="Pharmacie du Test")
            if one.state is PrescriptionState.READY
        )
        desk = make_reply_desk(self._liane.store)
        await desk.reply(item.id, NewReply(body=text.body, closes=text.closes), operator=PHARMACIST)
        done = await answers.change_prescription(
            item.id, queued.version, PrescriptionState.READY, by=PHARMACIST.name, at=utc_now()
        )
        read = await self._wait_for_answer(item.message_id)
        is_right = item.person_id is not None and done.state is PrescriptionState.READY
        is_right = is_right and read["content"]["body"].split() == text.body.split()
        end = "l'échange est clos" if read["is_final"] else "elle peut y répondre"
        return f"rattachée à la patiente, prête ; elle lit la réponse sous son message, {end}", is_right

    async def _wait_for_item(self, message_id: str) -> IntakeItem:
        """Wait until the mail of the patient is on the worklist. Raises TimeoutError."""
        query = ItemQuery(sources=(ItemSource.PATIENT,), newest_first=True)
        async with asyncio.timeout(WAITED_S_MAX):
            while True:
                found = await self._liane.store.intake.list_items(query, limit=20)
                item = next((one for one in found if one.message_id == message_id), None)
                if item is not None and await self._liane.store.answers.find_prescription(item.id) is not None:
                    return item
                await asyncio.sleep(POLL_S)

    async def _wait_for_answer(self, message_id: str) -> dict[str, Any]:
        """Wait until the answer is with the patient, in the thread of their message. Raises TimeoutError."""
        async with asyncio.timeout(WAITED_S_MAX):
            while True:
                for mail in await self._api.call("GET", f"/api/mssante/mailboxes/{ADDRESS}/messages?folder=INBOX"):
                    read: dict[str, Any] = await self._api.call("GET", f"/api/mssante/messages/{mail['id']}")
                    if read["content"].get("in_reply_to") == message_id:
                        return read
                await asyncio.sleep(POLL_S)

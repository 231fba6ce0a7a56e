"""The scene of the demonstration where a report is held from its patient, announced, shown and mailed."""

from collections.abc import Callable
from typing import Any

from liane.domain.documents.announcement import FolderVisibility, PatientMail
from liane.domain.documents.delivery import DeliveryState, Destination
from liane.domain.identity.person import ConsultationStance
from liane.domain.identity.rights import InformationMeans
from liane.pipeline.announcement.desk import Hand
from liane.pipeline.announcement.patient_rights import RightsAsked
from liane.wiring.announcements import make_rights_desk
from liane.wiring.counter import ADMITTED
from liane.wiring.demonstration import SandboxAPI
from liane.wiring.quiet import wait_until_quiet
from liane.wiring.reading_scene import find_person, make_reader
from liane.wiring.scenes import Scene, play_scene
from liane.wiring.services import Liane

TITLE = "Annonce : un compte rendu d'imagerie reste invisible au patient jusqu'à ce qu'une médecin le lui annonce"
WRITTEN_TO = "290029999900129"
"""The patient whose letter of discharge waits for an announcement since the first messages."""
FLAGS = ("dest_dmp", "dest_mssante_ps", "invisible_patient", "ack_reception")
QUIET_S = 30.0


class AnnouncementScene:
    """Plays the scene, after the one where a doctor reads the DMP. serial: number of the document sent."""

    def __init__(self, api: SandboxAPI, liane: Liane, description: dict[str, Any], *, serial: int) -> None:
        self._api = api
        self._liane = liane
        self._description = description
        self._reader = make_reader(description)
        self._serial = serial

    async def play(self, tell: Callable[[Scene], None]) -> Scene:
        """Play it; one that breaks is told as such."""
        return await play_scene(TITLE, self._announce, tell)

    async def leave_work(self) -> None:
        """Leave two documents to announce by hand: a held report, and the letter of a patient told of the DMP."""
        await self._send(self._serial + 1)
        await self._inform(WRITTEN_TO)

    async def _inform(self, ins: str) -> None:
        """Record that a patient was told of the DMP and agrees that it be read. Rule: DMP/CONF.06."""
        person = await find_person(self._liane, self._description, ins)
        asked = RightsAsked(
            information=InformationMeans.BOOKLET,
            feeding=person.consents.feeding,
            consultation=ConsultationStance.CONSENTED,
        )
        hand = Hand(operator=self._reader, address="démonstration")
        liane = self._liane
        desk = make_rights_desk(liane.settings, liane.store, liane.registry)
        await desk.record(person.id, person.version, asked, hand)

    async def _announce(self) -> tuple[str, bool]:
        unique_id, document_id = await self._send(self._serial)
        was_seen = await self._is_seen(unique_id)
        liane = self._liane
        desk = liane.announcements.make_desk(liane.consultation.service if liane.consultation is not None else None)
        hand = Hand(operator=self._reader, address="démonstration")
        released = await desk.release(unique_id, hand, note="Résultat dit en consultation.", mails=True)
        await wait_until_quiet(liane.store, timeout_s=QUIET_S)
        is_seen = await self._is_seen(unique_id)
        mails = [
            one.state
            for one in await liane.store.find_deliveries(document_id)
            if one.destination is Destination.MSSANTE_PATIENT
        ]
        found = (
            f"avant, {_tell_sight(was_seen)} ; après, {_tell_sight(is_seen)} ; "
            f"au DMP : {released.visibility.value} ; {len(mails)} courriel"
        )
        is_right = (
            not was_seen
            and is_seen
            and released.visibility is FolderVisibility.DONE
            and released.mail is PatientMail.PLANNED
            and mails == [DeliveryState.DELIVERED]
        )
        return found, is_right

    async def _send(self, serial: int) -> tuple[str, int]:
        order = {"kind": "cr_img", "ins": ADMITTED, "serial": serial, "flags": list(FLAGS)}
        sent = await self._api.call("POST", "/api/emitter/send", order)
        await wait_until_quiet(self._liane.store, timeout_s=QUIET_S)
        async with self._liane.store.reading() as connection:
            row = await connection.fetchrow(
                "SELECT d.id, d.unique_id FROM documents d JOIN messages m ON m.id = d.message_id "
                "WHERE m.control_id = $1",
                sent["control_id"],
            )
        if row is None:
            raise LookupError("the report was not taken")
        return str(row["unique_id"]), int(row["id"])

    async def _is_seen(self, unique_id: str) -> bool:
        """Tell whether the patient sees a document in Mon espace santé."""
        shown = await self._api.call("GET", f"/api/patients/{ADMITTED}/mon-espace-sante")
        return any(one["unique_id"] == unique_id and one["status"] == "Approved" for one in shown)


def _tell_sight(is_seen: bool) -> str:
    return "le patient le voit" if is_seen else "le patient ne le voit pas"

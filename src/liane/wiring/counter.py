"""The counter in the demonstration: a person admitted, a document that waits, a qualification, a refusal, a merge.

Played after the morning, on persons of the sandbox that the morning leaves alone, and made so that it can be played
again on the same folder. What a person does at the desk is done here through the same acts.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from liane.domain.actors.operator import Operator, Role
from liane.domain.documents.delivery import DeliveryState, Destination
from liane.domain.documents.episode import find_episode
from liane.domain.identity.patient import IdentityStatus
from liane.domain.identity.person import Person, ProofDocument
from liane.wiring.demonstration import SandboxAPI
from liane.wiring.quiet import wait_until_quiet
from liane.wiring.scenes import Scene, play_scenes
from liane.wiring.services import Liane

QUIET_S = 30.0
ADMITTED, OPPOSED, DOUBLE = "162112A99900466", "145049999900878", "278082B99900781"
LEFT = "170039999900207"
"""Whom the scene is played with: matricules of fictitious patients of the sandbox."""
AGENT = Operator(name="agent d'accueil (démonstration)", roles=frozenset({Role.ACCUEIL}))


class Counter:
    """Plays the scenes. serial: number of the documents sent, so that two mornings do not meet."""

    def __init__(self, api: SandboxAPI, liane: Liane, patients: list[dict[str, Any]], *, serial: int) -> None:
        self._api = api
        self._liane = liane
        self._patients = {str(one["ins"]): one for one in patients}
        self._serial = serial
        self._domain = liane.settings.identity.local_domain

    async def play(self, tell: Callable[[Scene], None]) -> list[Scene]:
        """Play every scene in order; one that breaks is told as such, and the next ones are played."""
        acts = (
            ("Accueil : admission d'une personne dont l'identité n'est pas qualifiée", self._admit),
            ("Laboratoire : son compte rendu arrive ; il attend l'identité", self._send_too_early),
            ("Accueil : INSi, puis carte d'identité ; l'envoi part de lui-même", self._qualify),
            ("Laboratoire : le patient s'oppose à l'alimentation de son DMP", self._oppose),
            ("Identitovigilance : la même personne sous deux numéros, fusionnée", self._merge),
        )
        return await play_scenes(acts, tell)

    async def leave_work(self) -> None:
        """Leave something to try by hand: a suspected duplicate, and a document that waits for an identity."""
        await self._tell(LEFT, "A31", status="PROV", with_ins=False)
        await self._tell(LEFT, "A28", ipp=f"ATT{self._serial}", status="PROV", with_ins=False)
        await self._send(LEFT, self._serial + 2)

    # Scenes

    async def _admit(self) -> tuple[str, bool]:
        await self._tell(ADMITTED, "A31", status="PROV", with_ins=False)
        await self._tell(ADMITTED, "A01", status="PROV", with_ins=False, visit=f"VEN{self._serial}")
        person = await self._person(ADMITTED)
        is_waiting = person.status is IdentityStatus.PROVISOIRE
        stays = await self._liane.store.registry.find_stays(person.id)
        return f"identité « {person.status.value} », {len(stays)} séjour(s)", is_waiting and bool(stays)

    async def _send_too_early(self) -> tuple[str, bool]:
        visit = f"VEN{self._serial}"
        document_id = await self._send(ADMITTED, self._serial, visit=visit)
        state = await self._state(document_id)
        registry, person = self._liane.store.registry, await self._person(ADMITTED)
        stays = await registry.find_stays(person.id)
        episodes = [find_episode(one.stay, stays) for one in await registry.find_tied_documents(person.id, limit=1)]
        is_tied = any(one is not None and one.stay.facts.visit_number == visit for one in episodes)
        told = "rattaché au séjour de l'admission" if is_tied else "rattaché à aucun séjour"
        return f"{_told(state)} ; document {told}", state is DeliveryState.PARKED and is_tied

    async def _qualify(self) -> tuple[str, bool]:
        insi = self._liane.insi
        assert insi is not None, "the sandbox has an INSi"
        person = await self._person(ADMITTED)
        search = await insi.desk.search_by_traits(person.id, operator=AGENT)
        if not search.calls:
            return "INSi n'a pas été appelé", False
        person = await insi.desk.accept(person.id, person.version, search.calls[-1].call_id, operator=AGENT)
        if person.status is not IdentityStatus.QUALIFIEE:
            person = await self._liane.registry.record_proof(
                person.id, person.version, ProofDocument.CN, operator=AGENT
            )
        await wait_until_quiet(self._liane.store, timeout_s=QUIET_S)
        (document_id,) = (await self._liane.store.registry.find_documents_of_person(person.id, limit=1)) or (0,)
        state = await self._state(document_id)
        is_right = person.status is IdentityStatus.QUALIFIEE and state is DeliveryState.DELIVERED
        return f"identité « {person.status.value} », {_told(state)}", is_right

    async def _oppose(self) -> tuple[str, bool]:
        await self._tell(OPPOSED, "A01", feeding="IO", consultation="INC", visit=f"VEN{self._serial + 1}")
        document_id = await self._send(OPPOSED, self._serial + 1)
        state = await self._state(document_id)
        return _told(state), state is DeliveryState.REFUSED

    async def _merge(self) -> tuple[str, bool]:
        own = str(self._patients[DOUBLE]["ipp"])
        twin = f"DBL{self._serial}"
        await self._tell(DOUBLE, "A31")
        await self._tell(DOUBLE, "A28", ipp=twin, status="PROV", with_ins=False)
        before = await self._find(twin)
        await self._tell(DOUBLE, "A40", former_ipp=twin)
        kept = await self._person(DOUBLE)
        merged = await self._liane.store.registry.get_person(before.id)
        told = [one for one in await self._api.call("GET", "/api/dpi/received") if "A40" in one["message_type"]]
        is_right = merged.merged_into == kept.id and bool(told)
        return f"le numéro {twin} mène à {own} ; le DPI en est prévenu : {'oui' if told else 'non'}", is_right

    # Means

    async def _tell(self, ins: str, event: str, **values: object) -> None:
        await self._api.call("POST", "/api/gam/send", {"event": event, "ins": ins, **values})
        await wait_until_quiet(self._liane.store, timeout_s=QUIET_S)

    async def _send(self, ins: str, serial: int, *, visit: str = "") -> int:
        flags = ["dest_dmp", "ack_reception"]
        order = {"kind": "cr_bio", "ins": ins, "serial": serial, "flags": flags, "visit": visit}
        sent = await self._api.call("POST", "/api/emitter/send", order)
        await wait_until_quiet(self._liane.store, timeout_s=QUIET_S)
        async with self._liane.store.reading() as connection:
            found = await connection.fetchval(
                "SELECT d.id FROM documents d JOIN messages m ON m.id = d.message_id WHERE m.control_id = $1",
                sent["control_id"],
            )
        return int(found or 0)

    async def _state(self, document_id: int) -> DeliveryState | None:
        await asyncio.sleep(0)
        deliveries = await self._liane.store.find_deliveries(document_id)
        return next((one.state for one in deliveries if one.destination is Destination.DMP), None)

    async def _person(self, ins: str) -> Person:
        return await self._find(str(self._patients[ins]["ipp"]))

    async def _find(self, ipp: str) -> Person:
        assert self._domain is not None, "the settings of the sandbox name the domain of the IPP"
        person = await self._liane.store.registry.find_by_identifier(self._domain.oid, ipp)
        if person is None:
            raise LookupError("no person holds this number")
        return person


def _told(state: DeliveryState | None) -> str:
    words = {
        DeliveryState.PARKED: "l'envoi au DMP attend l'identité",
        DeliveryState.DELIVERED: "le DMP a pris le document",
        DeliveryState.REFUSED: "rien n'est envoyé au DMP",
    }
    return words.get(state, f"envoi au DMP : {state.value if state else 'aucun'}") if state else "aucun envoi au DMP"

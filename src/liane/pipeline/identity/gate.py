"""The gate of identities: before each sending, ask the registry whose the document is and whether it may leave.

What may not leave yet is held, with its reason; the examiner lets it go when the person changes.
Rule: architecture.md §4; INS/va1.53, INS/va1.59; DMP/CONF.09; hl7v2.md §8.5.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from liane.domain.documents.circulation import (
    Judgement,
    Passage,
    WhenNotCollected,
    impose_secrecy,
    judge_circulation,
    overlay_identity,
)
from liane.domain.documents.decision import MAJORITY_YEARS, is_minor
from liane.domain.documents.delivery import Cause, CauseClass
from liane.domain.documents.episode import names_a_visit
from liane.domain.documents.request import DocumentRequest, RequestAction, Stay
from liane.domain.documents.timestamp import PARIS
from liane.domain.identity.comparison import is_same_person
from liane.domain.identity.person import Person
from liane.domain.identity.reconcile import find_person_conflicts
from liane.domain.identity.stays import StayState
from liane.pipeline.identity.identify import (
    STAY_OF_ANOTHER,
    Identified,
    UnknownPatient,
    digest_identifier,
    identify,
    register_from_document,
)
from liane.pipeline.identity.ports import RegistryStore
from liane.pipeline.refusals import hold, stop_by_policy
from liane.store.records import ClaimedDelivery, DeliveryOutcome, StoredDocument
from liane.store.registry_records import AlertKind, NewAlert, RegistryWrite
from liane.store.registry_watch import Look

CATCH_UP_PAUSE = timedelta(milliseconds=200)


@dataclass(frozen=True, slots=True, kw_only=True)
class GateRules:
    """Settings of the gate."""

    unknown_patient: UnknownPatient = UnknownPatient.REGISTER
    when_not_collected: WhenNotCollected = WhenNotCollected.ALLOW
    majority_years: int = MAJORITY_YEARS


class IdentityGate:
    """Judges each delivery by the person whose document it is.

    look: the person of a document (document, message), and whether the flow of identities is caught up with it.
    """

    def __init__(
        self,
        store: RegistryStore,
        *,
        look: Callable[[int, int], Awaitable[Look]],
        rules: GateRules,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._look = look
        self._rules = rules
        self._now = now
        self._running: dict[int, asyncio.Future[Identified]] = {}

    async def check(
        self, claimed: ClaimedDelivery, document: StoredDocument, request: DocumentRequest
    ) -> DeliveryOutcome | DocumentRequest:
        """Return the outcome of a delivery that must not go on, else the request with its patient as vouched for.

        A deletion always goes on: it takes back what left, under the identity it left with.
        """
        if claimed.action == RequestAction.DELETE:
            return request
        seen = await self._look(document.id, document.message_id)
        if not seen.is_caught_up:
            return DeliveryOutcome(state=claimed.state, is_attempt=False, retry_at=self._now() + CATCH_UP_PAUSE)
        identified = Identified(person=seen.person) if seen.person else await self._identify_once(document, request)
        person = identified.person
        conflicts = identified.conflicts
        if person is not None and not conflicts:
            conflicts = find_person_conflicts(request.patient, person)
        is_child = person is not None and self._is_minor(person)
        judged = judge_circulation(
            person,
            claimed=request.patient,
            conflicts=conflicts,
            destination=claimed.destination,
            when_not_collected=self._rules.when_not_collected,
            is_minor=is_child,
        )
        if judged.passage is Passage.GO:
            assert person is not None
            vouched = replace(request, patient=overlay_identity(request.patient, person))
            return impose_secrecy(vouched, person, is_minor=is_child)
        if judged.code == "identity.discordance":
            await self._alert(document, identified, [finding.code for finding in conflicts])
        return self._stop(claimed, request, judged, person)

    def _is_minor(self, person: Person) -> bool:
        today = self._now().astimezone(PARIS).strftime("%Y%m%d%H%M%S")
        return is_minor(person.traits.birth_date, today, self._rules.majority_years)

    async def _identify_once(self, document: StoredDocument, request: DocumentRequest) -> Identified:
        """Find the person of a document; its deliveries that come together share one search."""
        running = self._running.get(document.id)
        if running is None:
            running = asyncio.ensure_future(self._identify(document, request))
            self._running[document.id] = running
            running.add_done_callback(lambda _: self._running.pop(document.id, None))
        return await asyncio.shield(running)

    async def _identify(self, document: StoredDocument, request: DocumentRequest) -> Identified:
        """Find the person of a document that is tied to nobody yet, and tie it."""
        identified = await identify(self._store, request.patient)
        if identified.conflicts:
            return identified
        person, how = identified.person, "identifiants du message"
        stayer = await self._find_stayer(request.stay)
        if stayer is not None and person is None and is_same_person(request.patient.traits, stayer.traits):
            person, how = stayer, "numéro de venue et traits stricts"
        if stayer is not None and (person is None or person.id != stayer.id):
            first, other = (person, stayer) if person is not None else (stayer, None)
            return Identified(person=first, other=other, conflicts=(STAY_OF_ANOTHER,))
        if person is None and self._rules.unknown_patient is UnknownPatient.REGISTER:
            person = await register_from_document(
                self._store, request.patient, origin=str(request.sender), now=self._now
            )
            how = "identité créée à partir du message"
        if person is not None:
            await self._store.link_document(document.id, person.id, how, self._now())
        return Identified(person=person)

    async def _find_stayer(self, told: Stay) -> Person | None:
        """Find whose stay the visit number of a document names, if the registry keeps it. Rule: hl7v2.md §4.4."""
        if not names_a_visit(told):
            return None
        stay = await self._store.find_stay(visit_number=told.visit_number, visit_domain=told.visit_domain)
        if stay is None or stay.state is StayState.CANCELLED:
            return None
        return await self._store.get_effective_person(stay.person_id)

    async def _alert(self, document: StoredDocument, identified: Identified, codes: list[str]) -> None:
        assert identified.person is not None
        alert = NewAlert(
            kind=AlertKind.DISCORDANCE,
            at=self._now(),
            person_id=identified.person.id,
            other_id=identified.other.id if identified.other else None,
            document_id=document.id,
            message_id=document.message_id,
            evidence={"findings": codes},
            dedup_key=f"discordance|{document.id}",
        )
        await self._store.write_registry(RegistryWrite(alerts=(alert,)))

    def _stop(
        self, claimed: ClaimedDelivery, request: DocumentRequest, judged: Judgement, person: Person | None
    ) -> DeliveryOutcome:
        cause = Cause(cause_class=CauseClass.POLICY, code=judged.code, message=judged.message, remedy=judged.remedy)
        if judged.passage is Passage.STOP:
            return stop_by_policy(claimed, request, cause, self._now())
        keys = [digest_identifier(i.value, i.oid) for i in request.patient.identifiers]
        held = {"person": person.id if person else 0, "version": person.version if person else 0, "keys": keys}
        return hold(claimed, cause, self._now(), held=held)

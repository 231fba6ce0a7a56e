"""Questions that waited for INSi: asked again when it is back; what is found waits for a person on a worklist.

Rule: ins.md §6.8 (degraded mode: the identity keeps its status, the call is queued), §7.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from liane.codecs.insi.names import Trigger
from liane.domain.actors.operator import LIANE, Operator
from liane.domain.errors import ConfigurationError, IdentityConflict, InvalidInput, StaleVersion
from liane.domain.identity.ins import INS
from liane.domain.identity.insi import Beneficiary, CardSource
from liane.domain.identity.patient import PatientTraits
from liane.domain.identity.person import Person
from liane.pipeline.identity.insi_calls import Asking, INSiDesk
from liane.pipeline.identity.insi_ports import QuestionStore, Teleservice
from liane.pipeline.identity.insi_results import INSiSearch, is_configuration_fault
from liane.pipeline.identity.insi_turns import turn_until_cancelled
from liane.pipeline.identity.ports import RegistryStore
from liane.store.insi_records import QuestionKind, WaitingQuestion
from liane.store.registry_records import AlertKind, NewAlert, RegistryWrite

log = structlog.get_logger(__name__)
FIRST_WAIT = timedelta(seconds=30)
WAIT_MAX = timedelta(minutes=15)
ATTEMPTS_MAX = 500
IDLE_S = 5.0
DOUBLINGS_MAX = 10
MERGES_MAX = 20


class QuestionRunner:
    """Asks what waits, one question after the other."""

    def __init__(
        self,
        desk: INSiDesk,
        store: RegistryStore,
        service: Teleservice,
        questions: QuestionStore,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._desk = desk
        self._store = store
        self._service = service
        self._questions = questions
        self._now = now

    async def run(self, *, idle_s: float = IDLE_S) -> None:
        """Work until cancelled."""
        await turn_until_cancelled(
            self.work_once, idle_s=idle_s, tell_failure=lambda: log.exception("insi.question_failed")
        )

    async def work_once(self) -> bool:
        """Ask one due question; False when none was due. A question that fails again waits longer."""
        question = await self._questions.claim_question(self._now())
        if question is None:
            return False
        try:
            await self._ask(question)
        except (InvalidInput, IdentityConflict, ConfigurationError) as error:
            await self._questions.end_question(question.id, type(error).__name__, self._now(), is_dropped=True)
        except StaleVersion:
            await self._put_off(question)
        return True

    async def _put_off(self, question: WaitingQuestion) -> None:
        wait = min(FIRST_WAIT * 2 ** min(question.attempts - 1, DOUBLINGS_MAX), WAIT_MAX)
        if question.attempts >= ATTEMPTS_MAX:
            await self._questions.end_question(question.id, "trop d'essais", self._now(), is_dropped=True)
        else:
            await self._questions.put_off_question(question.id, self._now() + wait)

    async def _find_in_force(self, person_id: int) -> Person:
        """The person at the end of the merges made since the question."""
        person = await self._store.get_person(person_id)
        for _ in range(MERGES_MAX):
            if person.merged_into is None:
                break
            person = await self._store.get_person(person.merged_into)
        return person

    async def _ask(self, question: WaitingQuestion) -> None:
        person = await self._find_in_force(question.person_id)
        self._desk.check_allowed(person)
        trigger = Trigger.BATCH if self._service.can_batch else Trigger.PERSON
        asking = Asking(actor=question.asked_by, trigger=trigger, defers=False)
        values = question.question
        if question.kind is QuestionKind.VERIFICATION:
            operator = Operator(name=question.asked_by, roles=LIANE.roles)
            ins = INS(matricule=values["ins"]["matricule"], oid=values["ins"]["oid"])
            result = await self._desk.run_verification(person, asking, operator=operator, candidate=ins)
            if result.is_outage or is_configuration_fault(result.fault):
                await self._put_off(question)
            else:
                await self._questions.end_question(
                    question.id, result.verdict.value, self._now(), call_id=result.call_id
                )
            return
        if question.kind is QuestionKind.CARD:
            card = Beneficiary(**(values["card"] | {"source": CardSource(values["card"]["source"])}))
            found = await self._desk.run_card_search(person, card, asking)
        else:
            traits = PatientTraits(**values["traits"])
            found = await self._desk.run_search(person, asking, traits=traits, givens=values["givens"])
        await self._end_search(question, found)

    async def _end_search(self, question: WaitingQuestion, found: INSiSearch) -> None:
        if found.is_outage or found.is_configuration or not found.calls:
            await self._put_off(question)
            return
        at, code = self._now(), found.calls[-1].code
        await self._store.write_registry(RegistryWrite(alerts=(answer_alert(found, at, asked_by=question.asked_by),)))
        await self._questions.end_question(question.id, code, at, call_id=found.call_id)


def answer_alert(found: INSiSearch, at: datetime, *, asked_by: str, lot_id: int | None = None) -> NewAlert:
    """A line of the worklist: an answer of INSi that a person must look at. No trait in it.

    Rule: ins.md §6.6 (00: the user accepts or refuses), §6.7 (tell the user).
    """
    evidence = {"message": found.stop, "call_id": found.call_id, "code": found.calls[-1].code, "asked_by": asked_by}
    if lot_id is not None:
        evidence["lot_id"] = lot_id
    return NewAlert(
        kind=AlertKind.INSI_ANSWER,
        at=at,
        person_id=found.person.id,
        evidence=evidence,
        dedup_key=f"réponse insi|{found.person.id}",
    )

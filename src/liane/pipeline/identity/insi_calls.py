"""INSi at the desk: search a person by traits or by card, verify an INS, read an answer again, accept it.

Nothing found is ever applied by itself: a person looks at the comparison and accepts. When the téléservice is away the
question waits, durably. Rule: ins.md §6.7, §6.8, §11.1-6 to -11; INS/va1.05 to .08, .34, .35, .38, .44, .50.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from liane.codecs.insi.exchange import INSiExchange, INSiFault, SearchReply, VerificationReply
from liane.codecs.insi.names import Trigger
from liane.codecs.insi.verification import VerificationQuery
from liane.domain.actors.operator import Operator, Right
from liane.domain.errors import (
    AccessDenied,
    ConfigurationError,
    Finding,
    RemoteUnavailable,
    RuleViolation,
    Severity,
)
from liane.domain.identity.ins import INS
from liane.domain.identity.insi import (
    Beneficiary,
    INSiAnswer,
    INSiQuery,
    Step,
    Stop,
    VerificationVerdict,
    check_usable,
    compare_answer,
    search_plan,
)
from liane.domain.identity.lexis import clean_name
from liane.domain.identity.lifecycle import check_insi_allowed
from liane.domain.identity.patient import PatientTraits
from liane.domain.identity.person import INSSource, Person
from liane.pipeline.identity.insi_journal import OPERATIONS, CallJournal
from liane.pipeline.identity.insi_ports import QuestionStore, Teleservice
from liane.pipeline.identity.insi_results import CallMade, INSiSearch, INSiVerificationResult, explain_failure
from liane.pipeline.identity.ports import RegistryStore
from liane.pipeline.identity.registry import Registry
from liane.store.insi_records import NewQuestion, QuestionKind
from liane.store.registry_records import INSiCall

CALLS_MAX = 40
CALLS_READ_MAX = 1_000
CARD_OPERATION = "recherche par carte Vitale"
_SEARCHES = frozenset(OPERATIONS.values()) & {"recherche par traits", CARD_OPERATION}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Who asks, and how. trigger: a person or a batch. defers: whether an outage keeps the question for later."""

    actor: str
    trigger: Trigger = Trigger.PERSON
    lot_id: int | None = None
    defers: bool = True


class INSiDesk:
    """The questions to INSi about the persons of the registry."""

    def __init__(
        self,
        store: RegistryStore,
        registry: Registry,
        service: Teleservice,
        questions: QuestionStore,
        journal: CallJournal,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._registry = registry
        self._service = service
        self._questions = questions
        self._journal = journal
        self._now = now

    # What a person asks at the desk.

    async def search_by_traits(
        self, person_id: int, *, operator: Operator, traits: PatientTraits | None = None, givens: Sequence[str] = ()
    ) -> INSiSearch:
        """Search a person by traits, one first name at a time, then all, then one more trait at a time.

        traits: to ask by others than those held; givens: first names to try, in order. Raises AccessDenied,
        RuleViolation (no call for « douteux », « fictif », a merged identity; a trait that INSi would refuse).
        Rule: ins.md §6.7; INS/va1.34, INS/va1.44, INS/va1.50.
        """
        person = await self._check(person_id, operator, is_search=True)
        return await self.run_search(person, Asking(actor=operator.name), traits=traits, givens=givens)

    async def search_by_card(self, person_id: int, card: Beneficiary, *, operator: Operator) -> INSiSearch:
        """Search a person by what a carte Vitale or an ApCV gave. Raises as ``search_by_traits``.

        Rule: ins.md §6.5, §7; INS/va1.35.
        """
        person = await self._check(person_id, operator, is_search=True)
        return await self.run_card_search(person, card, Asking(actor=operator.name))

    async def verify(
        self, person_id: int, *, operator: Operator, candidate: INS | None = None
    ) -> INSiVerificationResult:
        """Verify the INS held, or a candidate received by a flow or read on a datamatrix, with the traits held.

        OK and KO are recorded at once: the téléservice gives no trait to accept. UNAVAILABLE changes nothing and is
        asked again. Raises as ``search_by_traits``; RuleViolation INSD-003 when there is nothing to verify.
        Rule: ins.md §6.9, §9 (a scan never qualifies alone); INS/va1.05 to .08, INS/va1.11.
        """
        person = await self._check(person_id, operator, is_search=False)
        return await self.run_verification(person, Asking(actor=operator.name), operator=operator, candidate=candidate)

    async def read_answer(self, person_id: int, call_id: int, *, operator: Operator) -> INSiSearch:
        """Show again the answer of a journalled search, compared with the person as it is now.

        Raises AccessDenied, LookupError (no such call for this person, or its bytes are no longer kept).
        """
        if not operator.may(Right.CALL_INSI):
            raise AccessDenied(Right.CALL_INSI.value)
        person = await self._store.get_person(person_id)
        call, reply = await self._read_call(person_id, call_id)
        made = CallMade(call_id=call.id, code=call.code, label=call.label)
        return _show(person, (made,), reply)

    async def accept(self, person_id: int, version: int, call_id: int, *, operator: Operator) -> Person:
        """Accept the answer of a journalled search: the bytes kept are what is applied, never what a page sent back.

        Raises AccessDenied, StaleVersion, RuleViolation, LookupError. Rule: ins.md §11.1-7; INS/va1.38.
        """
        call, reply = await self._read_call(person_id, call_id)
        source = INSSource.INSI_VITALE if call.operation == CARD_OPERATION else INSSource.INSI_TRAITS
        return await self._registry.accept_insi_answer(
            person_id, version, reply.answer, source=source, operator=operator, call_id=call_id
        )

    async def _read_call(self, person_id: int, call_id: int) -> tuple[INSiCall, SearchReply]:
        calls = await self._store.find_insi_calls(person_id=person_id, limit=CALLS_READ_MAX)
        call = next((one for one in calls if one.id == call_id and one.operation in _SEARCHES), None)
        if call is None or not call.answer:
            raise LookupError(f"no answer kept of call {call_id}")
        reply = self._service.read_search_answer(call.answer)
        if isinstance(reply, INSiFault):
            raise LookupError(f"call {call_id} has no answer")
        return call, reply

    async def _check(self, person_id: int, operator: Operator, *, is_search: bool) -> Person:
        """Refuse before any network. Rule: INS/va1.44, INS/va1.50; ins.md §1 (a follower never searches), §6.7."""
        if not operator.may(Right.CALL_INSI):
            raise AccessDenied(Right.CALL_INSI.value)
        if is_search and self._registry.rules.is_follower:
            raise RuleViolation(_FOLLOWER)
        person = await self._store.get_person(person_id)
        self.check_allowed(person)
        return person

    # What the desk, the queue and the lots have in common.

    @staticmethod
    def check_allowed(person: Person) -> None:
        """Refuse to ask about a person whom no call may concern. Raises RuleViolation."""
        found = check_insi_allowed(person)
        if found:
            raise RuleViolation(*found)

    async def run_search(
        self, person: Person, asking: Asking, *, traits: PatientTraits | None = None, givens: Sequence[str] = ()
    ) -> INSiSearch:
        """Make the calls of a search by traits and journal each. Raises RuleViolation before the first."""
        asked = clean_traits(traits or person.traits)
        plan = search_plan(asked, [clean_name(given, kind="given") for given in givens])
        history: list[Step] = []
        calls: list[CallMade] = []
        reply: SearchReply | None = None
        while len(history) < CALLS_MAX:
            step = plan.next_step(history)
            if isinstance(step, Stop):
                return _show(person, tuple(calls), reply, stop=step.reason)
            exchange = await self._service.search_by_traits(step, asking.trigger)
            calls.append(await self._write(exchange, person, asking, step))
            if not isinstance(exchange.reply, SearchReply):
                question = {"traits": asdict(asked), "givens": list(plan.givens)}
                return await self._stop(person, exchange, calls, asking, (QuestionKind.TRAITS, question))
            reply = exchange.reply
            history.append(Step(query=step, code=reply.answer.code))
        return _show(person, tuple(calls), reply, stop="Trop d'appels pour une seule recherche.")

    async def run_card_search(self, person: Person, card: Beneficiary, asking: Asking) -> INSiSearch:
        """Make the call of a search by card and journal it. Raises RuleViolation before."""
        exchange = await self._service.search_by_card(card, asking.trigger)
        made = await self._write(exchange, person, asking)
        if not isinstance(exchange.reply, SearchReply):
            question = {"card": asdict(card)}
            return await self._stop(person, exchange, [made], asking, (QuestionKind.CARD, question))
        return _show(person, (made,), exchange.reply)

    async def run_verification(
        self, person: Person, asking: Asking, *, operator: Operator, candidate: INS | None = None
    ) -> INSiVerificationResult:
        """Verify an INS, record the verdict, journal the call."""
        ins = candidate or (person.ins.ins if person.ins is not None else None)
        if ins is None:
            raise RuleViolation(_NOTHING_TO_VERIFY)
        verification = self._service.verification
        if verification is None:
            raise ConfigurationError("insi.verification : aucune vérification n'est réglée dans cette installation")
        exchange = await verification.verify(VerificationQuery(ins=ins, traits=person.traits), asking.trigger)
        made = await self._write(exchange, person, asking)
        reply = exchange.reply
        verdict = reply.verdict if isinstance(reply, VerificationReply) else VerificationVerdict.UNAVAILABLE
        if verdict is not VerificationVerdict.UNAVAILABLE:
            is_ok = verdict is VerificationVerdict.OK
            person = await self._registry.record_verification(
                person.id, person.version, ins, is_ok=is_ok, operator=operator, call_id=made.call_id
            )
        is_queued = verdict is VerificationVerdict.UNAVAILABLE and isinstance(exchange.failure, RemoteUnavailable)
        if is_queued and asking.defers:
            await self._defer(person, asking, QuestionKind.VERIFICATION, {"ins": asdict(ins)})
        return INSiVerificationResult(
            person=person,
            verdict=verdict,
            code=made.code,
            label=made.label,
            call_id=made.call_id,
            fault=exchange.fault,
            failure=exchange.failure,
            is_queued=is_queued and asking.defers,
        )

    async def _write(
        self, exchange: INSiExchange, person: Person, asking: Asking, query: INSiQuery | None = None
    ) -> CallMade:
        number = await self._journal.write(exchange, actor=asking.actor, person_id=person.id, lot_id=asking.lot_id)
        reply = exchange.reply
        if isinstance(reply, SearchReply):
            code, label = reply.answer.code, reply.answer.label
        elif isinstance(reply, VerificationReply):
            code, label = reply.code, reply.label
        elif exchange.fault is not None:
            code, label = exchange.fault.code or exchange.fault.subcode, exchange.fault.label
        else:
            code, label = (exchange.failure.code if exchange.failure else ""), ""
        return CallMade(
            call_id=number,
            code=code,
            label=label,
            givens=query.givens if query else (),
            birth_place=query.birth_place if query else "",
        )

    async def _stop(
        self,
        person: Person,
        exchange: INSiExchange,
        calls: list[CallMade],
        asking: Asking,
        question: tuple[QuestionKind, Mapping[str, Any]],
    ) -> INSiSearch:
        """End a search on a failure; an outage keeps the question. Rule: ins.md §6.8 (degraded mode)."""
        is_away = isinstance(exchange.failure, RemoteUnavailable)
        if is_away and asking.defers:
            await self._defer(person, asking, *question)
        return INSiSearch(
            person=person,
            calls=tuple(calls),
            stop=explain_failure(exchange),
            fault=exchange.fault,
            failure=exchange.failure,
            is_queued=is_away and asking.defers,
        )

    async def _defer(self, person: Person, asking: Asking, kind: QuestionKind, question: Mapping[str, Any]) -> None:
        await self._questions.defer(
            NewQuestion(kind=kind, person_id=person.id, asked_by=asking.actor, asked_at=self._now(), question=question)
        )


def clean_traits(traits: PatientTraits) -> PatientTraits:
    """Write names as the lexical rules want them, nothing more. Raises RuleViolation. Rule: ins.md §4.2, §6.7."""
    givens = clean_name(traits.birth_givens, kind="given") if traits.birth_givens else ""
    given = clean_name(traits.birth_given, kind="given") if traits.birth_given else ""
    family = clean_name(traits.birth_family, kind="family") if traits.birth_family else ""
    return replace(traits, birth_family=family, birth_given=given, birth_givens=givens)


def _show(person: Person, calls: tuple[CallMade, ...], reply: SearchReply | None, *, stop: str = "") -> INSiSearch:
    answer: INSiAnswer | None = reply.answer if reply is not None and reply.answer.is_match else None
    findings: tuple[Finding, ...] = ()
    if reply is not None and answer is not None:
        usable = check_usable(answer)
        findings = (*usable, *(one for one in reply.findings if one.severity is not Severity.INFO))
    if not stop:
        code = reply.answer.code if reply is not None else ""
        stop = _STOPS.get(code, "INSi a répondu par un code inconnu : l'identité garde son statut.")
    return INSiSearch(
        person=person,
        calls=calls,
        stop=stop,
        answer=answer,
        comparison=compare_answer(person, answer) if answer is not None else (),
        findings=findings,
    )


_STOPS = {
    "00": "INSi a trouvé une identité.",
    "01": "INSi n'a trouvé aucune identité.",
    "02": "INSi connaît plusieurs identités et n'en montre aucune.",
    "03": "INSi n'a trouvé aucune identité dans ses sources.",
}


def _refusal(code: str, message: str, remedy: str, rule: str) -> Finding:
    return Finding(
        code=code, severity=Severity.ERROR, location="", message=message, remedy=remedy, layer="insi", rule=rule
    )


_FOLLOWER = _refusal(
    "INSD-001",
    "Ce Liane suit un référentiel d'identités : la recherche INSi se fait là-bas.",
    "Faire la recherche dans le référentiel ; l'INS arrivera ici par le flux d'identités.",
    "ins.md §1",
)
_NOTHING_TO_VERIFY = _refusal(
    "INSD-003",
    "Cette identité n'a pas d'INS à vérifier.",
    "Rechercher l'INS par les traits ou par la carte Vitale.",
    "ins.md §6.9",
)

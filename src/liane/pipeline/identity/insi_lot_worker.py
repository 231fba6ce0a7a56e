"""The work on lots: one step at a time, each written before the next, so that a stop at any moment loses nothing.

A step of a verification deposits lines or collects a deposit; a step of a retrieval asks about one person. When INSi is
away the lot waits and says so. Rule: ins.md §6.8, §6.9, §11.1-15.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from liane.codecs.insi.exchange import INSiExchange, LotReply, VerificationReply
from liane.codecs.insi.faults import FaultClass, classify_fault
from liane.codecs.insi.names import Trigger
from liane.codecs.insi.verification import VerificationQuery, check_verification
from liane.domain.actors.operator import LIANE, Operator
from liane.domain.errors import (
    ConfigurationError,
    IdentityConflict,
    InvalidInput,
    RemoteRefusal,
    RuleViolation,
    StaleVersion,
)
from liane.domain.identity.insi import VerificationVerdict
from liane.domain.identity.person import Person
from liane.pipeline.identity.insi_calls import Asking, INSiDesk
from liane.pipeline.identity.insi_deferred import answer_alert
from liane.pipeline.identity.insi_journal import CallJournal
from liane.pipeline.identity.insi_ports import InsiVerification, LotStore, Teleservice
from liane.pipeline.identity.insi_results import explain_failure
from liane.pipeline.identity.insi_turns import turn_until_cancelled
from liane.pipeline.identity.ports import RegistryStore
from liane.pipeline.identity.registry import Registry
from liane.store.insi_records import LineState, Lot, LotKind, LotLine, LotState
from liane.store.registry_records import RegistryWrite

log = structlog.get_logger(__name__)
DEPOSIT_LINES_MAX = 200
LINES_PER_STEP_MAX = 25
COLLECT_WAIT = timedelta(seconds=2)
AWAY_WAIT = timedelta(seconds=30)
AWAY_WAIT_MAX = timedelta(minutes=15)
DOUBLINGS_MAX = 6
STALE_TRIES_MAX = 3
IDLE_S = 1.0
_SEARCH_ENDS = {"01": LineState.NONE, "02": LineState.SEVERAL, "03": LineState.NONE}


class _Away(Exception):
    """INSi gives no answer for now. told: French, for the page of the lot. pauses: a person must act first."""

    def __init__(self, told: str, *, pauses: bool) -> None:
        self.told = told
        self.pauses = pauses
        super().__init__(told)


class INSiLotWorker:
    """Works on lots. Several nodes may run one: a lot is leased by one at a time."""

    def __init__(
        self,
        lots: LotStore,
        desk: INSiDesk,
        store: RegistryStore,
        registry: Registry,
        service: Teleservice,
        journal: CallJournal,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._lots = lots
        self._desk = desk
        self._store = store
        self._registry = registry
        self._service = service
        self._journal = journal
        self._now = now

    async def run(self, *, idle_s: float = IDLE_S) -> None:
        """Work until cancelled."""
        await turn_until_cancelled(self.work_once, idle_s=idle_s, tell_failure=lambda: log.exception("insi.lot_failed"))

    async def work_once(self) -> bool:
        """Make one step of one due lot; False when no lot is due."""
        lot = await self._lots.claim_lot(self._now())
        if lot is None:
            return False
        try:
            due = await (self._verify(lot) if lot.kind is LotKind.VERIFICATION else self._retrieve(lot))
        except _Away as away:
            await self._put_off(lot, away)
            return True
        if not await self._lots.end_lot_if_done(lot.id, self._now()):
            await self._lots.release_lot(lot.id, due)
        return True

    async def _put_off(self, lot: Lot, away: _Away) -> None:
        """Wait for INSi, longer each time; a wrong setting pauses the lot. Rule: ins.md §6.8 (do not retry)."""
        if away.pauses:
            await self._lots.change_lot(lot.id, LotState.PAUSED, away.told, self._now())
            return
        wait = min(AWAY_WAIT * 2 ** min(lot.failures, DOUBLINGS_MAX), AWAY_WAIT_MAX)
        await self._lots.release_lot(lot.id, self._now() + wait, trouble=away.told)

    # Verification.

    async def _verify(self, lot: Lot) -> datetime:
        verification = self._service.verification
        if verification is None:
            raise _Away("Aucune vérification INSi n'est réglée.", pauses=True)
        deposited = await self._lots.find_lines(lot.id, states=(LineState.DEPOSITED,), limit=1)
        if deposited:
            return await self._collect(lot, verification, deposited[0].deposit)
        return await self._deposit(lot, verification)

    async def _deposit(self, lot: Lot, verification: InsiVerification) -> datetime:
        lines = await self._lots.find_lines(lot.id, states=(LineState.WAITING,), limit=DEPOSIT_LINES_MAX)
        persons = {person.id: person for person in await self._store.get_persons([line.person_id for line in lines])}
        sent: list[tuple[LotLine, VerificationQuery]] = []
        for line in lines:
            person = persons.get(line.person_id)
            if person is None or person.ins is None or not self._may_ask(person):
                await self._end(line, LineState.LEFT_OUT)
                continue
            query = VerificationQuery(ins=person.ins.ins, traits=person.traits)
            found = check_verification(query)
            if found:
                await self._end(line, LineState.LEFT_OUT, code=found[0].code)
            else:
                sent.append((line, query))
        if not sent:
            return self._now()
        exchange = await verification.deposit_lot([query for _, query in sent])
        call_id = await self._journal.write(exchange, actor=lot.asked_by, lot_id=lot.id)
        reply = _require_lot_reply(exchange)
        await self._lots.mark_deposited(
            lot.id, reply.number, [(line.rank, query.ins.matricule, query.ins.oid) for line, query in sent], call_id
        )
        return self._now()

    async def _collect(self, lot: Lot, verification: InsiVerification, number: str) -> datetime:
        exchange = await verification.collect_lot(number)
        call_id = await self._journal.write(exchange, actor=lot.asked_by, lot_id=lot.id)
        if exchange.fault is not None and classify_fault(exchange.fault) is FaultClass.FUNCTIONAL:
            await self._lots.reopen_lines(lot.id, number)  # INSi does not know this deposit (any longer)
            raise _Away(explain_failure(exchange), pauses=False)
        reply = _require_lot_reply(exchange)
        if not reply.is_done:
            return self._now() + COLLECT_WAIT
        verdicts = dict(reply.lines)
        lines = await self._lots.find_lines(lot.id, states=(LineState.DEPOSITED,), limit=DEPOSIT_LINES_MAX)
        for line in lines:
            if line.deposit != number:
                continue
            if not await self._lots.extend_lot(lot.id, self._now()):
                break
            verdict = verdicts.get(line.place)
            await self._record(lot, line, verdict, call_id)
        return self._now()

    async def _record(self, lot: Lot, line: LotLine, reply: VerificationReply | None, call_id: int) -> None:
        """Record one verdict; an identity that changed meanwhile, or an INS no longer held, is left out."""
        code = reply.code if reply is not None else ""
        if reply is None or reply.verdict is VerificationVerdict.UNAVAILABLE:
            await self._end(line, LineState.FAILED, code=code, call_id=call_id)
            return
        is_ok = reply.verdict is VerificationVerdict.OK
        operator = Operator(name=lot.asked_by, roles=LIANE.roles)
        for _ in range(STALE_TRIES_MAX):
            person = await self._store.get_person(line.person_id)
            held = person.ins.ins if person.ins is not None and person.merged_into is None else None
            if held is None or (held.matricule, held.oid) != (line.matricule, line.oid):
                break
            try:
                await self._registry.record_verification(
                    person.id, person.version, held, is_ok=is_ok, operator=operator, call_id=call_id
                )
            except StaleVersion:
                continue
            except (RuleViolation, IdentityConflict):
                break
            await self._end(line, LineState.OK if is_ok else LineState.KO, code=code, call_id=call_id)
            return
        await self._end(line, LineState.LEFT_OUT, code=code, call_id=call_id)

    # Retrieval.

    async def _retrieve(self, lot: Lot) -> datetime:
        lines = await self._lots.find_lines(lot.id, states=(LineState.WAITING,), limit=LINES_PER_STEP_MAX)
        for line in lines:
            if not await self._lots.extend_lot(lot.id, self._now()):
                break
            await self._retrieve_one(lot, line)
        return self._now()

    async def _retrieve_one(self, lot: Lot, line: LotLine) -> None:
        """Ask about one person; whoever is found waits on a worklist. Rule: ins.md §6.7; §11.1-5, §11.1-7."""
        try:
            person = await self._store.get_person(line.person_id)
        except LookupError:
            await self._end(line, LineState.LEFT_OUT)
            return
        if person.ins is not None or not self._may_ask(person):
            await self._end(line, LineState.LEFT_OUT)
            return
        asking = Asking(actor=lot.asked_by, trigger=Trigger.BATCH, lot_id=lot.id, defers=False)
        try:
            found = await self._desk.run_search(person, asking)
        except InvalidInput as error:
            await self._end(line, LineState.LEFT_OUT, code=error.findings[0].code if error.findings else "")
            return
        except ConfigurationError as error:
            raise _Away(str(error), pauses=True) from error
        code = found.calls[-1].code if found.calls else ""
        if found.is_outage or found.is_configuration:
            raise _Away(found.stop, pauses=found.is_configuration)
        if found.answer is None:
            await self._end(line, _SEARCH_ENDS.get(code, LineState.FAILED), code=code, call_id=found.call_id or None)
            return
        alert = answer_alert(found, self._now(), asked_by=lot.asked_by, lot_id=lot.id)
        await self._store.write_registry(RegistryWrite(alerts=(alert,)))
        await self._end(line, LineState.FOUND, code=code, call_id=found.call_id)

    def _may_ask(self, person: Person) -> bool:
        try:
            self._desk.check_allowed(person)
        except RuleViolation:
            return False
        return True

    async def _end(self, line: LotLine, state: LineState, *, code: str = "", call_id: int | None = None) -> None:
        await self._lots.end_line(line.lot_id, line.rank, state, code=code, call_id=call_id, now=self._now())


def _require_lot_reply(exchange: INSiExchange) -> LotReply:
    if isinstance(exchange.reply, LotReply):
        return exchange.reply
    raise _Away(explain_failure(exchange), pauses=isinstance(exchange.failure, RemoteRefusal))

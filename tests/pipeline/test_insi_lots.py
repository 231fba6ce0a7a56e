"""Lots of INSi on a real store: candidates, progress, pause, outage, restart in the middle, verdicts recorded once."""

from pathlib import Path

import pytest

from liane.domain.errors import AccessDenied, ConfigurationError, RuleViolation
from liane.domain.identity.patient import IdentityStatus
from liane.domain.identity.person import Attribute, Person
from liane.pipeline.identity.insi_lot_worker import AWAY_WAIT_MAX, INSiLotWorker
from liane.pipeline.identity.rules import RegistryRole
from liane.store.insi_lots import LEASE
from liane.store.insi_records import LineState, Lot, LotKind, LotState
from liane.store.postgres_store import PostgresStore
from liane.store.registry_records import AlertKind
from liane_sandbox.faults import FaultKind
from liane_sandbox.insi.population import InsuredPerson, load_population
from liane_sandbox.pki.folder import PKI
from tests.insi_kit import get_named, make_traits
from tests.pipeline.insi_node import CLERK, VISITOR, INSiNode, held, running_node

pytestmark = pytest.mark.anyio
PLAIN = [one for one in load_population() if one.case.startswith("une seule réponse")]


async def keep_qualified(node: INSiNode, insured: list[InsuredPerson]) -> list[Person]:
    return [await node.keep_qualified(one, rank + 1) for rank, one in enumerate(insured)]


async def finish(node: INSiNode, lot: Lot) -> Lot:
    """Work until the lot has an end, the clock moving on."""
    for _ in range(50):
        await node.worker.work_once()
        node.clock.at += AWAY_WAIT_MAX
        found = await node.lots_store.get_lot(lot.id)
        if found.state in (LotState.DONE, LotState.CANCELLED):
            return found
    raise AssertionError("the lot does not end")


async def test_old_verifications_are_renewed_and_a_ko_stops_the_ins(
    store: PostgresStore, pki: PKI, tmp_path: Path
) -> None:
    """§11.1-15, §11.1-5."""
    async with running_node(store, pki, tmp_path) as node:
        persons = await keep_qualified(node, PLAIN[:3])
        fresh = await node.keep_qualified(PLAIN[3], 4, ins=held(PLAIN[3], node.clock.at))
        wrong = await node.keep_qualified(
            get_named("TESTMIMOSA"), 5, traits=make_traits(get_named("TESTMIMOSA"), birth_place="01999")
        )
        assert await node.lots.find_candidates(LotKind.VERIFICATION) == [*(one.id for one in persons), wrong.id]
        lot = await node.lots.create(LotKind.VERIFICATION, operator=CLERK)
        assert (lot.total, lot.done, lot.state) == (4, 0, LotState.RUNNING)
        assert await node.lots.find_candidates(LotKind.VERIFICATION) == []
        lot = await finish(node, lot)
        journal = await node.journal()
        renewed = await node.store.registry.get_persons([one.id for one in persons])
        stopped = await node.store.registry.get_person(wrong.id)
        untouched = await node.store.registry.get_person(fresh.id)
        (alert,) = await node.store.registry.find_alerts(kinds=(AlertKind.VERIFICATION_FAILED,))
        lines = await node.lots.find_lines(lot.id, operator=CLERK)
        assert await node.lots.find_candidates(LotKind.VERIFICATION) == []
    assert lot.counts == {LineState.OK: 3, LineState.KO: 1}
    assert {(call.operation, call.certificate, call.actor, call.lot_id) for call in journal} == {
        ("dépôt de lot", "INSI-AUTO", "user:accueil", lot.id),
        ("collecte de lot", "INSI-AUTO", "user:accueil", lot.id),
    }
    assert all(one.ins is not None and one.ins.verified_at is not None for one in renewed)
    assert {one.ins.verified_at.year for one in renewed if one.ins and one.ins.verified_at} == {2026}
    assert not stopped.may_circulate
    assert alert.person_id == wrong.id
    assert untouched == fresh
    assert [line.state for line in lines] == [LineState.OK] * 3 + [LineState.KO]
    assert all(line.call_id for line in lines)


async def test_a_restart_in_the_middle_loses_and_repeats_nothing(
    store: PostgresStore, pki: PKI, tmp_path: Path
) -> None:
    async with running_node(store, pki, tmp_path) as node:
        persons = await keep_qualified(node, PLAIN)
        lot = await node.lots.create(LotKind.VERIFICATION, operator=CLERK)
        await node.worker.work_once()
        (first, *_) = await node.lots_store.find_lines(lot.id)
        assert first.state is LineState.DEPOSITED
        await _die_after(node, lot, lines=2)
        node.worker = INSiLotWorker(
            node.lots_store, node.desk, store.registry, node.registry, node.wire.client, node.calls, now=node.clock
        )
        assert not await node.worker.work_once(), "the lease of the node that died still runs"
        node.clock.at += LEASE
        lot = await finish(node, lot)
        after = await store.registry.get_persons([one.id for one in persons])
    assert lot.counts == {LineState.OK: len(PLAIN)}
    assert {person.version for person in after} == {persons[0].version + 1}


async def _die_after(node: INSiNode, lot: Lot, *, lines: int) -> None:
    """Collect, and die once so many lines are written."""

    class Dying(type(node.lots_store)):  # type: ignore[misc]  # the store, which stops answering
        ended = 0

        async def end_line(self, *arguments: object, **values: object) -> bool:
            if Dying.ended == lines:
                raise RuntimeError("the node dies here")
            Dying.ended += 1
            return bool(await super().end_line(*arguments, **values))

    # What dies is between two lines: the verdict of the next one is not recorded either.
    class Deaf(type(node.registry)):  # type: ignore[misc]  # the registry of a node that dies
        async def record_verification(self, *arguments: object, **values: object) -> Person:
            if Dying.ended == lines:
                raise RuntimeError("the node dies here")
            return await node.registry.record_verification(*arguments, **values)  # type: ignore[arg-type]

    dying = Dying(node.store)
    deaf = Deaf.__new__(Deaf)
    worker = INSiLotWorker(dying, node.desk, node.store.registry, deaf, node.wire.client, node.calls, now=node.clock)
    with pytest.raises(RuntimeError):
        await worker.work_once()


async def test_a_lot_waits_while_insi_is_away_and_says_so(store: PostgresStore, pki: PKI, tmp_path: Path) -> None:
    async with running_node(store, pki, tmp_path) as node:
        await keep_qualified(node, PLAIN[:2])
        lot = await node.lots.create(LotKind.VERIFICATION, operator=CLERK)
        node.wire.on(FaultKind.BUSY)
        assert await node.worker.work_once()
        assert not await node.worker.work_once()
        waiting = await node.lots.get(lot.id, operator=CLERK)
        assert "indisponible" in waiting.trouble
        assert waiting.done == 0
        node.wire.faults.clear()
        lot = await finish(node, lot)
    assert lot.counts == {LineState.OK: 2}
    assert lot.trouble == ""


async def test_a_wrong_setting_pauses_the_lot(store: PostgresStore, pki: PKI, tmp_path: Path) -> None:
    """§6.8: desir_550 is not retried."""
    async with running_node(store, pki, tmp_path) as node:
        await keep_qualified(node, PLAIN[:1])
        lot = await node.lots.create(LotKind.VERIFICATION, operator=CLERK)
        node.wire.on(FaultKind.REFUSE, code="desir_550")
        await node.worker.work_once()
        paused = await node.lots.get(lot.id, operator=CLERK)
        assert paused.state is LotState.PAUSED
        assert "desir_550" in paused.reason
        node.wire.faults.clear()
        assert not await node.worker.work_once()
        await node.lots.resume(lot.id, operator=CLERK)
        lot = await finish(node, lot)
    assert lot.counts == {LineState.OK: 1}


async def test_a_deposit_that_insi_forgot_is_made_again(store: PostgresStore, pki: PKI, tmp_path: Path) -> None:
    async with running_node(store, pki, tmp_path) as node:
        await keep_qualified(node, PLAIN[:1])
        lot = await node.lots.create(LotKind.VERIFICATION, operator=CLERK)
        await node.worker.work_once()
        node.wire.server.state.reset()
        lot = await finish(node, lot)
    assert lot.counts == {LineState.OK: 1}


async def test_a_lot_is_paused_resumed_and_cancelled(store: PostgresStore, pki: PKI, tmp_path: Path) -> None:
    async with running_node(store, pki, tmp_path) as node:
        await keep_qualified(node, PLAIN[:2])
        lot = await node.lots.create(LotKind.VERIFICATION, operator=CLERK)
        await node.lots.pause(lot.id, operator=CLERK, reason="heure de pointe")
        assert not await node.worker.work_once()
        await node.lots.resume(lot.id, operator=CLERK)
        assert await node.worker.work_once()
        ended = await node.lots.cancel(lot.id, operator=CLERK, reason="erreur")
        assert ended.counts == {LineState.LEFT_OUT: 2}
        assert not await node.worker.work_once()
        with pytest.raises(RuleViolation) as caught:
            await node.lots.resume(lot.id, operator=CLERK)
        with pytest.raises(LookupError):
            await node.lots.pause(lot.id + 999, operator=CLERK)
        assert [one.id for one in await node.lots.find(operator=CLERK)] == [lot.id]
    assert [one.code for one in caught.value.findings] == ["INSD-006"]


async def test_retrieval_asks_only_for_who_has_a_stay_and_applies_nothing(
    store: PostgresStore, pki: PKI, tmp_path: Path
) -> None:
    """§6.7 (prise en charge), §11.1-5, §11.1-7."""
    async with running_node(store, pki, tmp_path) as node:
        one = await node.keep(PLAIN[0], 1)
        doubtful = await node.keep(PLAIN[1], 2, attributes=frozenset({Attribute.DOUTEUX}))
        homonym = await node.keep(get_named("TESTCHENE"), 3)
        unknown = await node.keep(PLAIN[2], 4, traits=make_traits(PLAIN[2], birth_date="20010101"))
        away = await node.keep(PLAIN[3], 5)
        for person in (one, doubtful, homonym, unknown):
            await node.open_stay(person)
        lot = await node.lots.create(LotKind.RETRIEVAL, operator=CLERK)
        assert lot.total == 4
        lot = await finish(node, lot)
        lines = await node.lots.find_lines(lot.id, operator=CLERK)
        journal = await node.journal()
        (alert,) = await node.store.registry.find_alerts(kinds=(AlertKind.INSI_ANSWER,))
        same = await node.store.registry.get_person(one.id)
        accepted = await node.desk.accept(one.id, one.version, alert.evidence["call_id"], operator=CLERK)
    assert {line.person_id: line.state for line in lines} == {
        one.id: LineState.FOUND,
        doubtful.id: LineState.LEFT_OUT,
        homonym.id: LineState.SEVERAL,
        unknown.id: LineState.NONE,
    }
    assert {call.certificate for call in journal} == {"INSI-AUTO"}
    assert {call.person_id for call in journal} == {one.id, homonym.id, unknown.id}
    assert away.id not in {call.person_id for call in journal}
    assert same == one
    assert accepted.status is IdentityStatus.RECUPEREE


async def test_a_lot_needs_its_rights_its_certificate_and_somebody(
    store: PostgresStore, pki: PKI, tmp_path: Path
) -> None:
    async with running_node(store, pki, tmp_path, batch=None, role=RegistryRole.SUIVEUR) as node:
        with pytest.raises(AccessDenied):
            await node.lots.create(LotKind.VERIFICATION, operator=VISITOR)
        with pytest.raises(ConfigurationError, match="INSI-AUTO"):
            await node.lots.create(LotKind.VERIFICATION, operator=CLERK)
    async with running_node(store, pki, tmp_path, role=RegistryRole.SUIVEUR) as node:
        with pytest.raises(RuleViolation) as nobody:
            await node.lots.create(LotKind.VERIFICATION, operator=CLERK)
        with pytest.raises(RuleViolation) as follower:
            await node.lots.create(LotKind.RETRIEVAL, operator=CLERK)
    async with running_node(store, pki, tmp_path, has_verification=False) as node:
        with pytest.raises(ConfigurationError, match=r"insi\.verification"):
            await node.lots.create(LotKind.VERIFICATION, operator=CLERK)
    assert [one.code for one in nobody.value.findings] == ["INSD-005"]
    assert [one.code for one in follower.value.findings] == ["INSD-002"]

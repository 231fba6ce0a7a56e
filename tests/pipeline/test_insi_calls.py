"""INSi at the desk, on a real registry and a simulated téléservice: sequences, codes, refusals, degraded mode."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from liane.domain.actors.operator import Operator, Role
from liane.domain.errors import AccessDenied, RuleViolation, StaleVersion
from liane.domain.identity.ins import INS
from liane.domain.identity.insi import VerificationVerdict
from liane.domain.identity.patient import IdentityStatus
from liane.domain.identity.person import Attribute, INSSource, ProofDocument
from liane.pipeline.identity.card_reader import KeyboardCardReader
from liane.pipeline.identity.rules import RegistryRole
from liane.store.insi_records import QuestionKind
from liane.store.postgres_store import PostgresStore
from liane.store.registry_records import AlertKind
from liane_sandbox.faults import FaultKind
from liane_sandbox.insi.population import find_insured, list_insured
from liane_sandbox.pki.folder import PKI
from liane_sandbox.web.insured import summarise_insured
from tests.insi_kit import get_named, make_traits
from tests.pipeline.insi_node import CLERK, VISITOR, running_node

pytestmark = pytest.mark.anyio


async def test_the_third_first_name_is_found_in_three_calls(store: PostgresStore, pki: PKI, tmp_path: Path) -> None:
    """§11.1-6: p1→01, p2→01, p3→00, and no further call."""
    known = get_named("TESTHETRE")
    async with running_node(store, pki, tmp_path) as node:
        person = await node.keep(known)
        found = await node.desk.search_by_traits(person.id, operator=CLERK, givens=("ALBERT", "Émile", "GASTON"))
        asked = node.wire.asked
        journal = await node.journal(person.id)
    assert asked == ["ALBERT→01", "EMILE→01", "GASTON→00"]
    assert [(call.code, call.outcome) for call in journal] == [("01", "aucune"), ("01", "aucune"), ("00", "trouvée")]
    assert {(call.actor, call.certificate, call.operation) for call in journal} == {
        ("user:accueil", "INSI-MANU", "recherche par traits")
    }
    assert found.answer is not None
    assert found.stop == "INSi a trouvé une identité."
    assert [call.call_id for call in found.calls] == [call.id for call in journal]


async def test_nobody_is_found_after_each_name_then_all(store: PostgresStore, pki: PKI, tmp_path: Path) -> None:
    async with running_node(store, pki, tmp_path) as node:
        person = await node.keep(get_named("TESTTILLEUL"))
        found = await node.desk.search_by_traits(person.id, operator=CLERK, givens=("ALEXIA", "MARIE"))
        assert node.wire.asked == ["ALEXIA→01", "MARIE→01", "ALEXIA+MARIE→01"]
        assert await node.store.registry.get_person(person.id) == person
    assert found.answer is None
    assert found.stop == "INSi n'a trouvé aucune identité avec ces traits."


@pytest.mark.parametrize(
    ("family", "rank", "asked"),
    [
        ("TESTAMANDIER", 0, ["CLAUDE→02", "CLAUDE+ALAIN→00"]),
        ("TESTAMANDIER", 1, ["CLAUDE→02", "CLAUDE+BERNARD→00"]),
        ("TESTBAMBOU", 0, ["NATHALIE→02", "NATHALIE@01999→00"]),
        ("TESTCAMELIA", 1, ["JEAN→02", "JEAN+MICHEL→02", "JEAN+MICHEL@04999→00"]),
        ("TESTCHENE", 0, ["MOHAMED→02"]),
    ],
)
async def test_homonyms_are_told_apart_by_one_more_trait_at_a_time(
    store: PostgresStore, pki: PKI, tmp_path: Path, family: str, rank: int, asked: list[str]
) -> None:
    """§6.7, §11.1-8: 02 never shows a person."""
    known = [one for one in list_insured() if one.family == family][rank]
    async with running_node(store, pki, tmp_path) as node:
        person = await node.keep(known)
        found = await node.desk.search_by_traits(person.id, operator=CLERK)
        assert node.wire.asked == asked
    if asked[-1].endswith("00"):
        assert found.answer is not None
        assert found.answer.ins is not None
        assert found.answer.ins.matricule == known.number.matricule
    else:
        assert found.answer is None
        assert found.comparison == ()
        assert found.stop == "INSi connaît plusieurs identités et ne peut les départager."


async def test_what_is_found_waits_for_acceptance_and_is_kept_byte_for_byte(
    store: PostgresStore, pki: PKI, tmp_path: Path
) -> None:
    """§11.1-7; and the history of matricules comes along."""
    known = get_named("TESTLAVANDE")
    async with running_node(store, pki, tmp_path) as node:
        person = await node.keep(known, traits=make_traits(known, birth_place=""))
        found = await node.desk.search_by_traits(person.id, operator=CLERK)
        assert (await node.store.registry.get_person(person.id)).ins is None
        assert [one.trait.value for one in found.comparison if one.verdict != "identique"] == ["lieu de naissance"]
        again = await node.desk.read_answer(person.id, found.call_id, operator=CLERK)
        assert again.answer == found.answer
        accepted = await node.desk.accept(person.id, person.version, found.call_id, operator=CLERK)
        with pytest.raises(StaleVersion):
            await node.desk.accept(person.id, person.version, found.call_id, operator=CLERK)
        events = await node.store.registry.find_person_events(person.id)
    assert accepted.status is IdentityStatus.RECUPEREE
    assert accepted.ins is not None
    assert accepted.ins.source is INSSource.INSI_TRAITS
    assert (accepted.ins.ins.matricule, accepted.ins.ins.oid) == (known.number.matricule, "1.2.250.1.213.1.4.10")
    assert accepted.traits == make_traits(known)
    assert [former.ins.matricule for former in accepted.former_ins] == [known.history[0].matricule]
    assert events[-1].data["call_id"] == found.call_id


async def test_an_answer_belongs_to_its_person(store: PostgresStore, pki: PKI, tmp_path: Path) -> None:
    async with running_node(store, pki, tmp_path) as node:
        first, second = await node.keep(get_named("TESTBOULEAU"), 1), await node.keep(get_named("TESTERABLE"), 2)
        found = await node.desk.search_by_traits(first.id, operator=CLERK)
        with pytest.raises(LookupError):
            await node.desk.accept(second.id, second.version, found.call_id, operator=CLERK)


@pytest.mark.parametrize("attribute", [Attribute.DOUTEUX, Attribute.FICTIF])
async def test_no_call_leaves_for_a_doubtful_or_fictitious_identity(
    store: PostgresStore, pki: PKI, tmp_path: Path, attribute: Attribute
) -> None:
    """§11.1-11."""
    async with running_node(store, pki, tmp_path) as node:
        person = await node.keep(get_named("TESTBOULEAU"), attributes=frozenset({attribute}))
        with pytest.raises(RuleViolation):
            await node.desk.search_by_traits(person.id, operator=CLERK)
        with pytest.raises(RuleViolation):
            await node.desk.verify(person.id, operator=CLERK)
        assert node.wire.asked == []
        assert await node.journal() == []


async def test_no_call_leaves_without_the_right_nor_from_a_follower(
    store: PostgresStore, pki: PKI, tmp_path: Path
) -> None:
    async with running_node(store, pki, tmp_path, role=RegistryRole.SUIVEUR) as node:
        person = await node.keep(get_named("TESTBOULEAU"))
        with pytest.raises(AccessDenied):
            await node.desk.search_by_traits(person.id, operator=VISITOR)
        with pytest.raises(RuleViolation) as caught:
            await node.desk.search_by_traits(person.id, operator=CLERK)
        assert [one.code for one in caught.value.findings] == ["INSD-001"]
        assert node.wire.asked == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"sex": "U"}, None), ({"birth_family": "NOM 2"}, "IDV-"), ({"birth_date": ""}, None)],
)
async def test_traits_that_insi_would_refuse_do_not_leave(
    store: PostgresStore, pki: PKI, tmp_path: Path, changes: dict[str, str], code: str | None
) -> None:
    known = get_named("TESTBOULEAU")
    async with running_node(store, pki, tmp_path) as node:
        person = await node.keep(known)
        if code is None:
            found = await node.desk.search_by_traits(person.id, operator=CLERK, traits=make_traits(known, **changes))
            assert found.calls == ()
            assert "date de naissance" in found.stop
        else:
            with pytest.raises(RuleViolation) as caught:
                await node.desk.search_by_traits(person.id, operator=CLERK, traits=make_traits(known, **changes))
            assert "2" in caught.value.findings[0].message
        assert node.wire.asked == []


async def test_a_child_is_found_on_the_card_of_a_parent(store: PostgresStore, pki: PKI, tmp_path: Path) -> None:
    child = get_named("TESTGENET", "TOM")
    line = summarise_insured(child)["card"]
    reader = KeyboardCardReader(lambda: line, is_production=False)
    async with running_node(store, pki, tmp_path) as node:
        person = await node.keep(child)
        found = await node.desk.search_by_card(person.id, reader.read_beneficiary(), operator=CLERK)
        accepted = await node.desk.accept(person.id, person.version, found.call_id, operator=CLERK)
        assert [call.operation for call in await node.journal()] == ["recherche par carte Vitale"]
    assert accepted.ins is not None
    assert accepted.ins.ins.matricule == child.number.matricule
    assert accepted.ins.source is INSSource.INSI_VITALE


async def test_an_answer_without_first_name_cannot_be_accepted(store: PostgresStore, pki: PKI, tmp_path: Path) -> None:
    """INS/va1.28, va1.31: shown with its defect, refused."""
    known = get_named("TESTHIBISCUS")
    reader = KeyboardCardReader(lambda: summarise_insured(known)["card"], is_production=False)
    async with running_node(store, pki, tmp_path) as node:
        person = await node.keep(known, traits=make_traits(known, birth_given="X", birth_givens="X"))
        found = await node.desk.search_by_card(person.id, reader.read_beneficiary(), operator=CLERK)
        assert "IDV-304" in {one.code for one in found.findings}
        with pytest.raises(RuleViolation):
            await node.desk.accept(person.id, person.version, found.call_id, operator=CLERK)


async def test_a_wrong_key_and_a_lunar_date_are_told(store: PostgresStore, pki: PKI, tmp_path: Path) -> None:
    async with running_node(store, pki, tmp_path) as node:
        first = await node.keep(get_named("TESTFRAMBOISE"), 1)
        wrong = await node.desk.search_by_traits(first.id, operator=CLERK)
        lunar = get_named("TESTCIBOULE")
        second = await node.keep(lunar, 2, traits=make_traits(lunar, birth_date="19621231"))
        found = await node.desk.search_by_traits(second.id, operator=CLERK)
    assert {"INSI-101", "IDV-302"} <= {one.code for one in wrong.findings}
    assert found.answer is not None
    assert found.answer.traits is not None
    assert found.answer.traits.birth_date == "19620000"
    dates = next(one for one in found.comparison if one.trait.value == "date de naissance")
    assert (dates.ours, dates.theirs) == ("19621231", "19620000")


@pytest.mark.parametrize("code", ["desir_550", "desir_560", "insi_102"])
async def test_a_fault_is_shown_and_journalled_and_changes_nothing(
    store: PostgresStore, pki: PKI, tmp_path: Path, code: str
) -> None:
    """§11.1-9: code, label and messageID shown; no trait in the logs."""
    known = get_named("TESTBOULEAU")
    async with running_node(store, pki, tmp_path) as node:
        person = await node.keep(known)
        node.wire.on(FaultKind.REFUSE, code=code, message="panne d'essai")
        with capture_logs() as logs:
            found = await node.desk.search_by_traits(person.id, operator=CLERK)
        journal = await node.journal()
        assert await node.store.registry.get_person(person.id) == person
        assert await node.lots_store.find_waiting() == []
    assert found.fault is not None
    assert (found.fault.code, found.fault.severity) == (code, "erreur")
    assert found.fault.message_id.startswith("uuid:")
    assert code in found.stop
    assert found.fault.label in found.stop
    assert found.fault.message_id in found.stop
    assert [(call.code, call.outcome) for call in journal] == [(code, "erreur")]
    assert found.fault.message_id in journal[0].label
    assert journal[0].request
    assert journal[0].answer
    assert "BOULEAU" not in str(logs)
    assert not re.search(known.number.matricule[:13], str(logs))


async def test_a_refused_security_is_tried_twice_and_both_are_journalled(
    store: PostgresStore, pki: PKI, tmp_path: Path
) -> None:
    async with running_node(store, pki, tmp_path) as node:
        person = await node.keep(get_named("TESTBOULEAU"))
        node.wire.on(FaultKind.REFUSE, code="siram_40", remaining=1)
        found = await node.desk.search_by_traits(person.id, operator=CLERK)
        assert [call.code for call in await node.journal()] == ["siram_40", "00"]
    assert found.answer is not None


async def test_the_question_waits_while_insi_is_away_and_its_answer_waits_for_a_person(
    store: PostgresStore, pki: PKI, tmp_path: Path
) -> None:
    """§6.8: degraded mode, durable; the answer becomes a line of a worklist."""
    async with running_node(store, pki, tmp_path) as node:
        person = await node.keep(get_named("TESTBOULEAU"))
        node.wire.on(FaultKind.BUSY)
        found = await node.desk.search_by_traits(person.id, operator=CLERK)
        assert found.is_queued
        assert found.answer is None
        again = await node.desk.search_by_traits(person.id, operator=CLERK)
        assert again.is_queued
        assert len(await node.lots_store.find_waiting()) == 1
        assert await node.runner.work_once()
        assert not await node.runner.work_once()
        node.wire.faults.clear()
        node.clock.at += timedelta(hours=1)
        assert await node.runner.work_once()
        assert await node.lots_store.find_waiting() == []
        (alert,) = await node.store.registry.find_alerts(kinds=(AlertKind.INSI_ANSWER,))
        journal = await node.journal(person.id)
        assert (await node.store.registry.get_person(person.id)).ins is None
        shown = await node.desk.read_answer(person.id, alert.evidence["call_id"], operator=CLERK)
    assert [(call.outcome, call.certificate) for call in journal] == [
        ("indisponible", "INSI-MANU"),
        ("indisponible", "INSI-MANU"),
        ("indisponible", "INSI-AUTO"),
        ("trouvée", "INSI-AUTO"),
    ]
    assert {call.actor for call in journal} == {"user:accueil"}
    assert alert.person_id == person.id
    assert "BOULEAU" not in str(alert.evidence)
    assert shown.answer is not None


async def test_a_silence_opens_one_incident_and_the_first_answer_closes_it(
    store: PostgresStore, pki: PKI, tmp_path: Path
) -> None:
    async with running_node(store, pki, tmp_path) as node:
        person = await node.keep(get_named("TESTBOULEAU"))
        node.wire.on(FaultKind.BUSY)
        for attempt in range(6):
            assert len(await store.find_incidents(only_open=True)) == (1 if attempt >= 5 else 0)
            await node.desk.search_by_traits(person.id, operator=CLERK)
        (incident,) = await store.find_incidents(only_open=True)
        node.wire.faults.clear()
        await node.desk.search_by_traits(person.id, operator=CLERK)
        assert await store.find_incidents(only_open=True) == []
    assert (incident.remote, incident.code) == ("insi", "HTTP-503")


async def test_a_question_is_dropped_when_it_may_no_longer_be_asked(
    store: PostgresStore, pki: PKI, tmp_path: Path
) -> None:
    async with running_node(store, pki, tmp_path) as node:
        person = await node.keep(get_named("TESTBOULEAU"))
        node.wire.on(FaultKind.BUSY, remaining=1)
        await node.desk.search_by_traits(person.id, operator=CLERK)
        await node.registry.set_attribute(
            person.id, person.version, Attribute.DOUTEUX, reason="usurpation possible", operator=CLERK
        )
        before = len(node.wire.asked)
        assert await node.runner.work_once()
        assert len(node.wire.asked) == before
        assert await node.lots_store.find_waiting() == []


async def test_a_question_follows_a_merge(store: PostgresStore, pki: PKI, tmp_path: Path) -> None:
    known = get_named("TESTBOULEAU")
    async with running_node(store, pki, tmp_path) as node:
        kept, retired = await node.keep(known, 1), await node.keep(known, 2)
        node.wire.on(FaultKind.BUSY, remaining=1)
        await node.desk.search_by_traits(retired.id, operator=CLERK)
        merger = Operator(name="user:cellule", roles=frozenset({Role.IDENTITOVIGILANCE}))
        await node.registry.merge(kept.id, kept.version, retired.id, retired.version, reason="doublon", operator=merger)
        assert await node.runner.work_once()
        (alert,) = await node.store.registry.find_alerts(kinds=(AlertKind.INSI_ANSWER,))
    assert alert.person_id == kept.id


async def test_verification_says_ok_ko_or_waits(store: PostgresStore, pki: PKI, tmp_path: Path) -> None:
    """§6.9: OK refreshes the date, KO takes the INS out of circulation and warns, a fault changes nothing."""
    good, bad = get_named("TESTBOULEAU"), get_named("TESTERABLE")
    async with running_node(store, pki, tmp_path) as node:
        first = await node.keep_qualified(good, 1)
        second = await node.keep_qualified(bad, 2, traits=make_traits(bad, birth_givens="THOMAS"))
        confirmed = await node.desk.verify(first.id, operator=CLERK)
        denied = await node.desk.verify(second.id, operator=CLERK)
        node.wire.on(FaultKind.BUSY)
        third = await node.keep_qualified(get_named("TESTDAHLIA"), 3)
        away = await node.desk.verify(third.id, operator=CLERK)
        (alert,) = await node.store.registry.find_alerts(kinds=(AlertKind.VERIFICATION_FAILED,))
        (waiting,) = await node.lots_store.find_waiting()
        node.wire.faults.clear()
        assert await node.runner.work_once()
        renewed = await node.store.registry.get_person(third.id)
    assert confirmed.verdict is VerificationVerdict.OK
    assert confirmed.person.may_circulate
    assert confirmed.person.ins is not None
    assert confirmed.person.ins.verified_at == node.clock.at
    assert denied.verdict is VerificationVerdict.KO
    assert not denied.person.may_circulate
    assert denied.person.status in (IdentityStatus.VALIDEE, IdentityStatus.PROVISOIRE)
    assert alert.person_id == second.id
    assert (away.verdict, away.is_queued) == (VerificationVerdict.UNAVAILABLE, True)
    assert away.person == third
    assert waiting.kind is QuestionKind.VERIFICATION
    assert renewed.ins is not None
    assert renewed.ins.verified_at == node.clock.at


async def test_a_scanned_candidate_is_verified_with_the_traits_held(
    store: PostgresStore, pki: PKI, tmp_path: Path
) -> None:
    """§9: a datamatrix gives a candidate; only INSi confirms it."""
    known = get_named("TESTBOULEAU")
    candidate = INS(matricule=known.number.matricule, oid="1.2.250.1.213.1.4.10")
    async with running_node(store, pki, tmp_path) as node:
        person = await node.keep(known)
        person = await node.registry.record_proof(person.id, person.version, ProofDocument.CN, operator=CLERK)
        other = replace(candidate, matricule=get_named("TESTERABLE").number.matricule)
        wrong = await node.desk.verify(person.id, operator=CLERK, candidate=other)
        assert wrong.verdict is VerificationVerdict.KO
        assert wrong.person.ins is None
        result = await node.desk.verify(person.id, operator=CLERK, candidate=candidate)
    assert result.verdict is VerificationVerdict.OK
    assert result.person.status is IdentityStatus.QUALIFIEE


async def test_nothing_to_verify(store: PostgresStore, pki: PKI, tmp_path: Path) -> None:
    async with running_node(store, pki, tmp_path) as node:
        person = await node.keep(get_named("TESTBOULEAU"))
        with pytest.raises(RuleViolation) as caught:
            await node.desk.verify(person.id, operator=CLERK)
    assert [one.code for one in caught.value.findings] == ["INSD-003"]


async def test_the_patients_of_the_demonstration_can_be_found(store: PostgresStore, pki: PKI, tmp_path: Path) -> None:
    known = find_insured("145049999900878")
    assert known is not None
    async with running_node(store, pki, tmp_path) as node:
        person = await node.keep(known)
        found = await node.desk.search_by_traits(person.id, operator=CLERK)
        accepted = await node.desk.accept(person.id, person.version, found.call_id, operator=CLERK)
    assert accepted.status is IdentityStatus.RECUPEREE

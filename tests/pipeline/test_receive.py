"""Receive: what is answered is what is kept; nothing twice, nothing lost, nothing of another patient."""

import asyncio
import hashlib

import pytest

from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.domain.documents.delivery import DeliveryState, Destination
from liane.domain.documents.request import RequestAction
from liane.domain.errors import Finding, Severity, StorageUnavailable
from liane.pipeline.channels import INCOMING
from liane.pipeline.receive import understand
from liane.store.records import Acceptance, Accepted, DeliveryOutcome
from liane.wiring.services import make_rules
from liane.wiring.settings import Settings
from liane_sandbox.emitter.scenario import Mistake
from tests.pipeline.flow_kit import (
    OTHER_PATIENT,
    TO_BOTH,
    TO_DMP,
    TO_MAIL,
    Flow,
    make_cda,
    make_order,
    with_flags,
    without_set_id,
)

pytestmark = pytest.mark.anyio
MAILBOX = "camille.deschamps@cabinet-exemple.simulation.mssante.fr"


class FullStore:
    """A store without room: whatever is brought to it, it cannot keep."""

    def __init__(self, reads: object = None) -> None:
        self._reads = reads

    async def accept(self, acceptance: Acceptance) -> Accepted:
        raise StorageUnavailable("no room")

    def __getattr__(self, name: str) -> object:
        if self._reads is None:
            raise StorageUnavailable("no connection")
        return getattr(self._reads, name)


def codes_of(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in findings if finding.severity is Severity.ERROR]


# -- accepted ----------------------------------------------------------------------------------------------------------


async def test_an_accepted_message_is_kept_with_all_that_follows(flow: Flow) -> None:
    raw = make_order(make_cda(), flags=TO_BOTH)
    ack = await flow.send(raw)
    assert (ack.code.value, ack.request_control_id, ack.errors) == ("AA", "M1", ())
    (document,) = await flow.documents()
    assert (document.unique_id, document.lineage) == ("1.2.250.1.999.1.8121.2.1.1", "1.2.250.1.999.1.8121.3.1")
    assert (document.action, document.version, document.type_code, document.form) == ("create", 1, "11502-2", "N3")
    assert document.body_sha256 == hashlib.sha256(make_cda()).hexdigest()
    assert await flow.store.load_document_body(document.id) == make_cda()
    assert await flow.raws() == [raw]
    assert await flow.names(document) == [
        "document.received",
        "document.checked",
        "document.decided",
        "message.acknowledged",
    ]
    deliveries = await flow.deliveries(document)
    assert [(d.destination, d.action, d.recipient, d.state) for d in deliveries] == [
        (Destination.DMP, "create", "", DeliveryState.WAITING),
        (Destination.MSSANTE_PS, "create", MAILBOX, DeliveryState.WAITING),
    ]
    assert [d.lane for d in deliveries] == [f"dmp|{document.lineage}", f"mail:{MAILBOX}|{document.lineage}"]
    subjects = {decision["subject"]: decision["outcome"] for decision in document.decisions}
    assert subjects["dmp"] == subjects["mssante_ps"] == "accepted"
    assert subjects["mssante_patient"] == "not_asked"


async def test_the_acknowledgement_that_leaves_is_the_one_that_was_kept(flow: Flow) -> None:
    answer = await flow.reception.accept(make_order(make_cda()), "10.1.1.1:4000")
    async with flow.store.reading() as connection:
        assert await connection.fetchval("SELECT ack FROM messages") == answer
        assert await connection.fetchval("SELECT peer FROM messages") == "10.1.1.1:4000"


async def test_the_patient_key_carries_no_identifier(flow: Flow) -> None:
    document = await flow.keep(make_order(make_cda()))
    assert document.patient_ins is not None
    assert document.patient_ins not in document.patient_key
    other = await flow.keep(make_order(make_cda(2), "M2"))
    assert other.patient_key == document.patient_key
    foreign = await flow.keep(make_order(make_cda(3, patient=OTHER_PATIENT), "M3"))
    assert foreign.patient_key != document.patient_key


# -- refused -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mistake", "code"),
    [
        (Mistake.BAD_INS_KEY, "HL7-036"),
        (Mistake.NO_SENDER, "HL7-080"),
        (Mistake.INCOHERENT_ACTION, "HL7-053"),
        (Mistake.OTHER_PATIENT, "COH-001"),
        (Mistake.NOT_QUALIFIED, "HL7-036"),
        (Mistake.PATIENT_COPY_OF_INVISIBLE, "HL7-093"),
        (Mistake.NO_DESTINATION, "HL7-090"),
        (Mistake.BROKEN_DOCUMENT, "XML-003"),
    ],
)
async def test_a_refused_message_is_kept_with_its_reasons_and_gives_rise_to_nothing(
    flow: Flow, mistake: Mistake, code: str
) -> None:
    raw = make_order(make_cda(), mistake=mistake)
    ack = await flow.send(raw)
    assert ack.code.value == "AE"
    assert code in [error.application_code for error in ack.errors]
    assert await flow.raws() == [raw]
    assert await flow.documents() == []
    async with flow.store.reading() as connection:
        assert await connection.fetchval("SELECT count(*) FROM deliveries") == 0
        assert await connection.fetchval("SELECT outcome FROM messages") == "AE"
    (message_id,) = await flow._numbers("messages")
    assert code in [error["code"] for error in (await flow.store.get_message(message_id)).errors]


async def test_a_refused_message_may_come_again_and_is_judged_again(flow: Flow) -> None:
    raw = make_order(make_cda(), mistake=Mistake.NO_DESTINATION)
    assert [(await flow.send(raw)).code.value for _ in range(2)] == ["AE", "AE"]
    assert await flow.raws() == [raw, raw]
    assert (await flow.send(make_order(make_cda()))).code.value == "AA"


async def test_every_defect_is_told_at_once(flow: Flow) -> None:
    raw = make_order(make_cda(), mistake=Mistake.OTHER_PATIENT)
    sender = next(part for part in raw.split(b"\r") if part.startswith(b"PRT|") and b"SB" in part)
    raw = raw.replace(sender + b"\r", b"").replace(b"|VALI", b"|PROV")
    codes = {error.application_code for error in (await flow.send(raw)).errors}
    assert {"HL7-036", "HL7-080", "COH-001", "COH-002", "COH-006"} <= codes


def test_a_refusal_of_the_message_is_not_told_again_by_the_decision() -> None:
    raw = make_order(make_cda(), mistake=Mistake.NOT_QUALIFIED)
    codes = codes_of(understand(raw, AcceptancePolicy.for_test(), make_rules(Settings())).findings)
    assert codes == ["HL7-036"]


# -- not kept ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reads", [True, False], ids=["no room", "no connection"])
@pytest.mark.parametrize("mistake", [None, Mistake.NO_DESTINATION], ids=["right", "wrong"])
async def test_what_cannot_be_kept_is_left_to_the_sender(flow: Flow, reads: bool, mistake: Mistake | None) -> None:
    flow.port = FullStore(flow.store if reads else None)  # type: ignore[assignment]
    ack = await flow.send(make_order(make_cda(), mistake=mistake))
    assert ack.code.value == "AR"
    (error,) = ack.errors
    assert error.application_code == "STO-001"
    assert await flow.raws() == []


async def test_a_store_that_comes_back_takes_the_same_message(flow: Flow) -> None:
    raw = make_order(make_cda())
    flow.port = FullStore()  # type: ignore[assignment]
    assert (await flow.send(raw)).code.value == "AR"
    flow.port = None
    assert (await flow.send(raw)).code.value == "AA"
    assert len(await flow.documents()) == 1


async def test_a_paused_reception_answers_ar_and_keeps_nothing(flow: Flow) -> None:
    await flow.store.declare_channel(INCOMING, label="Réception", direction="in", at=flow.clock())
    await flow.store.set_channel_state(INCOMING, "paused", actor="user:test", reason="essai", at=flow.clock())
    ack = await flow.send(make_order(make_cda()))
    assert (ack.code.value, [error.application_code for error in ack.errors]) == ("AR", ["STO-002"])
    assert await flow.raws() == []
    await flow.store.set_channel_state(INCOMING, "running", actor="user:test", reason="essai", at=flow.clock())
    assert (await flow.send(make_order(make_cda()))).code.value == "AA"


async def test_bytes_that_are_no_frame_are_kept_for_inspection(flow: Flow) -> None:
    finding = Finding(code="MLLP-003", severity=Severity.ERROR, location="trame", message="Trame coupée.")
    await flow.reception.keep_malformed(b"\x0bMSH|^~\\&|cut", "127.0.0.1", (finding,))
    assert await flow.raws() == [b"\x0bMSH|^~\\&|cut"]
    (number,) = await flow._numbers("messages")
    kept = await flow.store.get_message(number)
    assert (kept.kind, kept.outcome, kept.errors[0]["code"]) == ("illisible", "none", "MLLP-003")


# -- twice -------------------------------------------------------------------------------------------------------------


async def test_a_retry_gets_the_same_acknowledgement_and_no_second_document(flow: Flow) -> None:
    raw = make_order(make_cda())
    answers = [await flow.reception.accept(raw, "127.0.0.1") for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    assert len(await flow.documents()) == 1
    assert await flow.raws() == [raw]


async def test_retries_at_the_same_instant_make_one_document(flow: Flow) -> None:
    raw = make_order(make_cda())
    reception = flow.reception
    answers = await asyncio.gather(*(reception.accept(raw, f"10.1.1.{n}") for n in range(8)))
    assert len(set(answers)) == 1
    assert len(await flow.documents()) == 1


async def test_one_message_number_over_another_content_is_another_document(flow: Flow) -> None:
    assert (await flow.send(make_order(make_cda(1), "SAME"))).code.value == "AA"
    assert (await flow.send(make_order(make_cda(2), "SAME"))).code.value == "AA"
    assert len({document.unique_id for document in await flow.documents()}) == 2


async def test_one_message_number_over_another_act_is_another_request(flow: Flow) -> None:
    await flow.keep(make_order(make_cda(), "SAME"))
    await flow.keep(make_order(make_cda(), "SAME", action=RequestAction.DELETE))
    assert [document.action for document in await flow.documents()] == ["create", "delete"]


async def test_the_same_document_under_another_message_number_is_not_sent_again(flow: Flow) -> None:
    first = await flow.keep(make_order(make_cda(), "M1"))
    second = await flow.keep(make_order(make_cda(), "M2"))
    assert {d.state for d in await flow.deliveries(first)} == {DeliveryState.WAITING}
    skipped = await flow.deliveries(second)
    assert {(d.state, d.reason) for d in skipped} == {(DeliveryState.SKIPPED, "Déjà transmis pour ce même document.")}


async def test_the_same_document_to_a_new_recipient_reaches_only_the_new_one(flow: Flow) -> None:
    await flow.keep(make_order(make_cda(), "M1", flags=TO_DMP))
    second = await flow.keep(make_order(make_cda(), "M2", flags=TO_BOTH))
    assert [(d.destination, d.state) for d in await flow.deliveries(second)] == [
        (Destination.DMP, DeliveryState.SKIPPED),
        (Destination.MSSANTE_PS, DeliveryState.WAITING),
    ]


async def test_what_was_refused_may_be_asked_again(flow: Flow) -> None:
    await flow.keep(make_order(make_cda(), "M1", flags=TO_DMP))
    await flow.finish(await flow.claim(), DeliveryOutcome(state=DeliveryState.REFUSED))
    second = await flow.keep(make_order(make_cda(), "M2", flags=TO_DMP))
    assert [d.state for d in await flow.deliveries(second)] == [DeliveryState.WAITING]
    third = await flow.keep(make_order(make_cda(), "M3", flags=TO_DMP))
    assert [d.state for d in await flow.deliveries(third)] == [DeliveryState.SKIPPED]


async def test_an_identifier_never_names_two_contents(flow: Flow) -> None:
    await flow.keep(make_order(make_cda()))
    other = make_cda().replace(b"<title>", b"<title>Rectificatif : ")
    ack = await flow.send(make_order(other, "M2"))
    assert ack.code.value == "AE"
    assert [error.application_code for error in ack.errors] == ["COH-020"]
    assert len(await flow.documents()) == 1


async def test_a_deletion_may_carry_a_document_written_again(flow: Flow) -> None:
    await flow.keep(make_order(make_cda()))
    other = make_cda().replace(b"<title>", b"<title>Rectificatif : ")
    await flow.keep(make_order(other, "M2", action=RequestAction.DELETE))


async def test_a_retry_that_comes_after_a_deletion_still_gets_its_acknowledgement(flow: Flow) -> None:
    raw = make_order(make_cda())
    first = await flow.reception.accept(raw, "127.0.0.1")
    other = make_cda().replace(b"<title>", b"<title>Rectificatif : ")
    await flow.keep(make_order(other, "M2", action=RequestAction.DELETE))
    assert await flow.reception.accept(raw, "127.0.0.1") == first


# -- versions ----------------------------------------------------------------------------------------------------------


async def test_versions_share_their_lineage_and_lane(flow: Flow) -> None:
    first = await flow.keep(make_order(make_cda(), "M1"))
    second = await flow.keep(make_order(make_cda(version=2), "M2", action=RequestAction.REPLACE))
    assert (second.lineage, second.replaces) == (first.lineage, first.unique_id)
    lanes = [{d.lane for d in await flow.deliveries(document)} for document in (first, second)]
    assert lanes[0] == lanes[1]
    claimed = await flow.store.claim(limit=10, now=flow.clock())
    assert {one.document_id for one in claimed} == {first.id}


async def test_without_set_id_a_version_takes_the_lineage_of_what_it_replaces(flow: Flow) -> None:
    first = await flow.keep(make_order(without_set_id(make_cda()), "M1"))
    assert first.lineage == first.unique_id
    replacing = without_set_id(make_cda(version=2))
    second = await flow.keep(make_order(replacing, "M2", action=RequestAction.REPLACE))
    assert second.lineage == first.lineage
    deleting = await flow.keep(make_order(replacing, "M3", action=RequestAction.DELETE))
    assert deleting.lineage == first.lineage


async def test_without_set_id_and_without_former_the_replaced_identifier_is_the_lineage(flow: Flow) -> None:
    replacing = without_set_id(make_cda(version=2))
    document = await flow.keep(make_order(replacing, "M1", action=RequestAction.REPLACE))
    assert document.lineage == document.replaces == "1.2.250.1.999.1.8121.2.1.1"


async def test_a_version_of_another_patient_is_refused(flow: Flow) -> None:
    await flow.keep(make_order(make_cda(), "M1"))
    foreign = make_cda(patient=OTHER_PATIENT, version=2)
    ack = await flow.send(make_order(foreign, "M2", action=RequestAction.REPLACE))
    assert ack.code.value == "AE"
    assert [error.application_code for error in ack.errors] == ["COH-021"]


async def test_a_deletion_for_another_patient_is_refused(flow: Flow) -> None:
    await flow.keep(make_order(make_cda(), "M1"))
    ack = await flow.send(make_order(make_cda(patient=OTHER_PATIENT), "M2", action=RequestAction.DELETE))
    assert ack.code.value == "AE"
    assert "COH-021" in [error.application_code for error in ack.errors]


async def test_a_replacement_that_announces_itself_as_new_is_refused(flow: Flow) -> None:
    ack = await flow.send(make_order(make_cda(version=2), "M1"))
    assert "COH-013" in [error.application_code for error in ack.errors]


# -- recipients --------------------------------------------------------------------------------------------------------


async def test_the_patient_is_written_to_at_the_computed_address(flow: Flow) -> None:
    flags = with_flags(TO_MAIL, dest_mssante_patient=True)
    raw = make_order(make_cda(), flags=flags)
    wrong = raw.replace(b"290029999900129@patient.mssante.fr", b"999999999999999@patient.mssante.fr")
    assert wrong != raw
    document = await flow.keep(wrong)
    patient = await flow.deliveries(document, Destination.MSSANTE_PATIENT)
    assert [one.recipient for one in patient] == ["290029999900129@patient.mssante.fr"]
    assert "warned" in [d["outcome"] for d in document.decisions if d["subject"] == "mssante_patient"]


async def test_a_recipient_named_twice_gets_one_mail(flow: Flow) -> None:
    raw = make_order(make_cda(), flags=TO_MAIL)
    line = next(part for part in raw.split(b"\r") if part.startswith(b"PRT|") and b"RCT" in part)
    twice = raw.replace(line, line + b"\r" + line.replace(MAILBOX.encode(), MAILBOX.upper().encode()))
    document = await flow.keep(twice)
    assert len(await flow.deliveries(document, Destination.MSSANTE_PS)) == 1


async def test_a_type_outside_the_national_set_is_refused(flow: Flow) -> None:
    raw = make_order(make_cda()).replace(b"11502-2^", b"00000-0^")
    ack = await flow.send(raw)
    assert ack.code.value == "AE"
    assert next(error.condition for error in ack.errors if error.location.startswith("OBR^1^4^1^1")) == "103"

"""ADT at the MLLP door of a real node: the official messages, the acknowledgements, what is sent twice or refused."""

import itertools
from dataclasses import replace
from pathlib import Path

import pytest

from liane.codecs.hl7v2.mllp import wrap_mllp
from liane.domain.documents.request import RequestFlags
from liane.domain.errors import StorageUnavailable
from liane.domain.identity.patient import IdentityStatus
from liane.domain.identity.person import ConsultationStance, FeedingStance
from liane.domain.identity.stays import StayState
from liane.pipeline.channels import IDENTITIES, ChannelGuard
from liane.pipeline.identity.adt import IdentityReception, is_adt
from liane.store.postgres_store import PostgresStore
from liane.store.records import Acceptance, Accepted
from liane.wiring.services import Liane
from liane.wiring.settings import IdentitySettings, MLLPSettings, Settings
from liane_sandbox.patients import PATIENTS
from tests.pipeline.flow_kit import make_cda, make_order
from tests.pipeline.identity_kit import PATIENT, IdentityFlow, make_adt, make_rules, stay_of
from tests.pipeline.node_kit import Door

pytestmark = pytest.mark.anyio
OFFICIAL_DOMAIN, OFFICIAL_IPP = "897406", "000003"


@pytest.fixture
def flow(store: PostgresStore) -> IdentityFlow:
    """Reception without a socket."""
    return IdentityFlow(store, make_rules())


def read_official(corpus_dir: Path, name: str) -> list[bytes]:
    """The official messages of one folder, in the order of their control ids."""
    folder = corpus_dir / "hl7v2" / name
    return [path.read_bytes() for path in sorted(folder.glob("*.er7"))]


async def test_the_official_messages_over_mllp(store_dsn: str, corpus_dir: Path) -> None:
    stays = read_official(corpus_dir, "sgl")
    consents = read_official(corpus_dir, "vague-2/Consentement_DMP_PAMFR")
    assert len(stays) == 2
    assert len(consents) == 5
    settings = Settings(
        database_url=store_dsn, mllp=MLLPSettings(port=0), identity=IdentitySettings(sources=("GAM@*",))
    )
    async with Liane(settings, roles=("receive",)) as node:
        door = Door(node)
        acks = await door.write(b"".join(wrap_mllp(raw) for raw in (*stays, *consents)), answers=7)
        assert [ack.code.value for ack in acks] == ["AA"] * 7
        assert [ack.event for ack in acks[:2]] == ["A01", "A03"]
        while await node.identities.applier.apply_some():
            pass
        registry = node.store.registry
        assert (await registry.find_failed_messages()).lines == ()
        (person,) = [
            one
            for one in (await registry.find_many_by_identifiers(_official_keys())).values()
            if one.status is IdentityStatus.QUALIFIEE
        ]
        found = {stay.facts.visit_number: stay.state for stay in await registry.find_stays(person.id)}
        assert found["000897406"] is StayState.CLOSED
        assert len(found) == 5
        assert person.consents.feeding in (FeedingStance.OPPOSED, FeedingStance.NOT_OPPOSED)
        assert person.consents.consultation is not ConsultationStance.NOT_COLLECTED


def _official_keys() -> list[tuple[str, str]]:
    return [(domain, OFFICIAL_IPP) for domain in (OFFICIAL_DOMAIN, f"000{OFFICIAL_DOMAIN}")]


async def test_documents_and_identities_share_the_door(store_dsn: str) -> None:
    settings = Settings(database_url=store_dsn, mllp=MLLPSettings(port=0))
    async with Liane(settings, roles=("receive",)) as node:
        door = Door(node)
        order = make_order(make_cda(), flags=RequestFlags(dest_dmp=True, ack_reception=True))
        acks = [await door.send(make_adt("A28")), await door.send(order)]
        assert [ack.code.value for ack in acks] == ["AA", "AA"]
        assert [kind for kind, *_ in await door.kept()] == ["ADT^A28^ADT_A05", "ORU^R01^ORU_R01"]


async def test_a_message_sent_again_is_acknowledged_and_applied_once(flow: IdentityFlow) -> None:
    raw = make_adt("A01", PATIENT, *stay_of())
    first, second = await flow.send(raw), await flow.send(raw)
    assert (first.code.value, second.control_id) == ("AA", first.control_id)
    await flow.apply()
    person = await flow.get()
    assert len((await flow.kept.find_stays(person.id))[0].movements) == 1
    other = raw.replace(b"20260306111154||ADT", b"20260306111155||ADT")
    assert (await flow.send(other)).control_id != first.control_id


@pytest.mark.parametrize(
    ("event", "condition"),
    [("A08", "201"), ("A24", "201"), ("A37", "201")],
)
async def test_what_france_leaves_out_is_refused(flow: IdentityFlow, event: str, condition: str) -> None:
    ack = await flow.send(make_adt(event))
    assert (ack.code.value, {error.condition for error in ack.errors}) == ("AE", {condition})
    assert await flow.kept.oldest_pending_message() is None


async def test_another_version_is_refused(flow: IdentityFlow) -> None:
    ack = await flow.send(make_adt("A28").replace(b"2.5^FRA^2.11|", b"2.3^FRA^2.11|"))
    assert (ack.code.value, ack.errors[0].condition) == ("AE", "203")


async def test_every_finding_is_told_at_once(flow: IdentityFlow) -> None:
    ack = await flow.send(make_adt("A01", replace(PATIENT, ipp=""), "PV1|1|I"))
    assert ack.code.value == "AE"
    assert len(ack.errors) >= 2


async def test_a_pause_keeps_the_message_at_its_sender(flow: IdentityFlow) -> None:
    await flow.store.declare_channel(IDENTITIES, label="x", direction="in", at=flow.clock())
    await flow.store.set_channel_state(IDENTITIES, "paused", actor="essai", reason="essai", at=flow.clock())
    ack = await flow.send(make_adt("A28"))
    assert (ack.code.value, ack.errors[0].application_code) == ("AR", "STO-003")
    assert await flow.kept.oldest_pending_message() is None


class _Away:
    """A store that is not available."""

    async def accept(self, acceptance: Acceptance) -> Accepted:
        raise StorageUnavailable("away")


async def test_a_store_that_is_away_leaves_the_message_to_its_sender(flow: IdentityFlow) -> None:
    reception = IdentityReception(
        _Away(),  # type: ignore[arg-type]  # only what a reception asks
        policy=flow.reception._policy,
        channels=ChannelGuard(flow.store, now=flow.clock),
        now=flow.clock,
        new_id=flow.new_id,
    )
    answer = await reception.accept(make_adt("A28"), "127.0.0.1")
    assert answer is not None
    assert b"MSA|AR|" in answer


def test_only_adt_are_taken() -> None:
    assert is_adt(make_adt("A28"))
    assert is_adt(b"\r\n" + make_adt("A28"))
    assert not is_adt(make_order(make_cda()))
    for raw in (b"", b"MSH", b"MSH|", b"PID|1||", b"MSH|^~\\&|" * 3, PATIENTS[0].label.encode()):
        assert not is_adt(raw)


def test_any_beginning_of_an_adt_is_judged_without_error() -> None:
    raw = make_adt("A28")
    assert sum(is_adt(raw[:cut]) for cut in itertools.chain(range(200), (len(raw),))) > 1

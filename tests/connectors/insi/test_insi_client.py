"""The client of INSi against the simulated téléservice: certificates, codes, faults, outages, quota."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from structlog.testing import capture_logs

from liane.codecs.insi.exchange import INSiExchange, LotReply, VerificationReply
from liane.codecs.insi.names import Trigger
from liane.codecs.insi.verification import VerificationQuery
from liane.connectors.insi import client
from liane.connectors.insi.connection import INSiCertificate
from liane.connectors.insi.quota import CallQuota
from liane.domain.errors import ConfigurationError, RemoteRefusal, RemoteUnavailable, RuleViolation
from liane.domain.identity.ins import INS
from liane.domain.identity.insi import Beneficiary, VerificationVerdict
from liane_sandbox.establishment import STRUCTURE_ID
from liane_sandbox.faults import FaultKind
from liane_sandbox.pki.folder import PKI, KeyPair
from tests.insi_kit import answer_of, files_of, get_named, make_client, make_query, make_traits, running_insi

pytestmark = pytest.mark.anyio
PERSON = get_named("TESTABRICOT-CERISE")


async def test_a_person_is_found_by_their_traits(pki: PKI, tmp_path: Path) -> None:
    async with running_insi(pki, tmp_path / "insi.sqlite3") as wire:
        exchange = await wire.search(PERSON)
        (call,) = wire.server.state.find_calls()
    answer = answer_of(exchange)
    assert (answer.code, answer.label) == ("00", "OK")
    assert answer.ins is not None
    assert (answer.ins.matricule, answer.ins.oid) == (PERSON.number.matricule, "1.2.250.1.213.1.4.10")
    assert answer.traits is not None
    assert (answer.traits.birth_family, answer.traits.birth_givens) == ("TESTABRICOT-CERISE", "MARTINE ODILE")
    assert call.message_id == f"uuid:{exchange.message_id}"
    assert (call.sender, call.certificate) == (STRUCTURE_ID, "INSI-MANU")


@pytest.fixture
def fresh_log(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A logger that nothing has bound or silenced yet."""
    kept = structlog.get_config()
    structlog.reset_defaults()
    monkeypatch.setattr(client, "log", structlog.get_logger("liane.connectors.insi.client"))
    yield
    structlog.configure(**kept)


@pytest.mark.usefixtures("fresh_log")
async def test_the_mapping_of_a_test_platform_is_told_each_time(pki: PKI, tmp_path: Path) -> None:
    """§3, §11.1-14."""
    async with running_insi(pki, tmp_path / "insi.sqlite3") as wire:
        with capture_logs() as logs:
            await wire.search(PERSON)
            await wire.search(PERSON)
        plain = make_client(wire.server.url, pki, oid_mapping={})
        with capture_logs() as none:
            exchange = await plain.search_by_traits(make_query(PERSON), Trigger.PERSON)
        await plain.close()
    mapped = [one for one in logs if one["event"] == "insi.oid_mapped"]
    assert [(one["answered"], one["kept"]) for one in mapped] == [("1.2.250.1.213.1.4.8", "1.2.250.1.213.1.4.10")] * 2
    assert none == []
    ins = answer_of(exchange).ins
    assert ins is not None
    assert ins.oid == "1.2.250.1.213.1.4.8"


async def test_a_batch_shows_its_own_certificate(pki: PKI, tmp_path: Path) -> None:
    """§11.1-5."""
    async with running_insi(pki, tmp_path / "insi.sqlite3") as wire:
        await wire.client.search_by_traits(make_query(PERSON), Trigger.BATCH)
        assert [call.certificate for call in wire.server.state.find_calls()] == ["INSI-AUTO"]


@pytest.mark.parametrize(
    ("manual", "batch", "told"),
    [
        ("org_auth_cli", "insi_auto", "INSI-MANU"),
        ("insi_auto", "insi_auto", "INSI-MANU"),
        ("insi_manu", "insi_manu", "INSI-AUTO"),
        ("insi_manu", "bal_app", "INSI-AUTO"),
        ("server", "insi_auto", "INSI-MANU"),
    ],
)
def test_another_certificate_stops_the_start(pki: PKI, manual: str, batch: str, told: str) -> None:
    """§6.3, §11.1-4."""
    files = {"manual": files_of(getattr(pki, manual), pki), "batch": files_of(getattr(pki, batch), pki)}
    with pytest.raises(ConfigurationError, match=f"doit avoir le CN {told}"):
        make_client("https://127.0.0.1:1/lps", pki, **files)


def test_unusable_files_stop_the_start(pki: PKI, tmp_path: Path) -> None:
    absent = INSiCertificate(certificate=tmp_path / "none.pem", key=tmp_path / "none.key")
    with pytest.raises(ConfigurationError, match="illisible"):
        make_client("https://127.0.0.1:1/lps", pki, manual=absent)
    mixed = files_of(KeyPair(certificate=pki.insi_manu.certificate, key=pki.insi_auto.key), pki)
    with pytest.raises(ConfigurationError, match="inutilisables"):
        make_client("https://127.0.0.1:1/lps", pki, manual=mixed)


async def test_without_batch_certificate_no_batch(pki: PKI) -> None:
    client = make_client("https://127.0.0.1:1/lps", pki, batch=None)
    assert not client.can_batch
    with pytest.raises(ConfigurationError, match="INSI-AUTO"):
        await client.search_by_traits(make_query(PERSON), Trigger.BATCH)
    await client.close()


async def test_malformed_traits_never_reach_the_network(pki: PKI) -> None:
    client = make_client("https://127.0.0.1:1/lps", pki)
    with pytest.raises(RuleViolation):
        await client.search_by_traits(make_query(PERSON, "Éloïse"), Trigger.PERSON)
    await client.close()


@pytest.mark.parametrize(
    ("code", "subcode", "kind"),
    [
        ("desir_550", "siram_100", RemoteRefusal),
        ("desir_560", "siram_100", RemoteRefusal),
        ("insi_102", "insi_102", RemoteRefusal),
        ("siram_500", "siram_500", RemoteUnavailable),
    ],
)
async def test_each_fault_has_its_failure(
    pki: PKI, tmp_path: Path, code: str, subcode: str, kind: type[Exception]
) -> None:
    """§6.8."""
    async with running_insi(pki, tmp_path / "insi.sqlite3") as wire:
        wire.on(FaultKind.FAULT, code=code)
        exchange = await wire.search(PERSON)
        assert len(wire.asked) == 1
    assert exchange.fault is not None
    assert (exchange.fault.code, exchange.fault.subcode) == (code, subcode)
    assert type(exchange.failure) is kind
    assert exchange.failure is not None
    assert exchange.failure.code == code
    assert exchange.fault.message_id in exchange.failure.context
    assert exchange.answer
    assert exchange.reply is None


async def test_security_is_shown_again_once(pki: PKI, tmp_path: Path) -> None:
    """§6.8 siram_40: re-authenticate, then once again; a second refusal is definite."""
    async with running_insi(pki, tmp_path / "insi.sqlite3") as wire:
        wire.on(FaultKind.REFUSE, code="siram_40", remaining=1)
        once = await wire.search(PERSON)
        wire.on(FaultKind.REFUSE, code="siram_40")
        twice = await wire.search(PERSON)
        assert wire.asked == ["MARTINE→siram_40", "MARTINE→00", "MARTINE→siram_40", "MARTINE→siram_40"]
    assert once.earlier is not None
    assert once.earlier.fault is not None
    assert once.earlier.message_id != once.message_id
    assert once.reply is not None
    assert isinstance(twice.failure, RemoteRefusal)
    assert twice.earlier is not None


@pytest.mark.parametrize(
    "kind", [FaultKind.BUSY, FaultKind.TRUNCATED, FaultKind.HANG_UP_BEFORE, FaultKind.HANG_UP_AFTER]
)
async def test_an_outage_is_unavailable(pki: PKI, tmp_path: Path, kind: FaultKind) -> None:
    async with running_insi(pki, tmp_path / "insi.sqlite3") as wire:
        wire.on(kind)
        exchange = await wire.search(PERSON)
    assert_unavailable(exchange)


@pytest.mark.parametrize("kind", [FaultKind.SILENT, FaultKind.LATE, FaultKind.SLOW])
async def test_slowness_is_an_outage_past_the_time_out(pki: PKI, tmp_path: Path, kind: FaultKind) -> None:
    async with running_insi(pki, tmp_path / "insi.sqlite3", timeout_s=0.3) as wire:
        wire.on(kind, delay_s=5.0)
        exchange = await wire.search(PERSON)
    assert_unavailable(exchange)
    assert exchange.duration_ms < 2_000


async def test_slowness_within_the_time_out_is_an_answer(pki: PKI, tmp_path: Path) -> None:
    async with running_insi(pki, tmp_path / "insi.sqlite3") as wire:
        wire.on(FaultKind.SLOW, delay_s=0.1)
        assert answer_of(await wire.search(PERSON)).code == "00"


async def test_a_closed_door_is_an_outage_and_opens_again(pki: PKI, tmp_path: Path) -> None:
    async with running_insi(pki, tmp_path / "insi.sqlite3") as wire:
        wire.on(FaultKind.DOWN)
        await wire.server.settle()
        assert_unavailable(await wire.search(PERSON))
        wire.faults.clear()
        await wire.server.settle()
        assert answer_of(await wire.search(PERSON)).code == "00"


async def test_an_untrusted_server_gets_nothing(pki: PKI, tmp_path: Path) -> None:
    files = INSiCertificate(certificate=pki.insi_manu.certificate, key=pki.insi_manu.key, authorities=pki.foreign_root)
    async with running_insi(pki, tmp_path / "insi.sqlite3", manual=files) as wire:
        assert_unavailable(await wire.search(PERSON))
        assert wire.asked == []


async def test_an_answer_too_large_is_cut(pki: PKI, tmp_path: Path) -> None:
    async with running_insi(pki, tmp_path / "insi.sqlite3", answer_bytes_max=200) as wire:
        assert_unavailable(await wire.search(PERSON))


def assert_unavailable(exchange: INSiExchange) -> None:
    assert isinstance(exchange.failure, RemoteUnavailable)
    assert exchange.failure.remote == "insi"
    assert exchange.reply is None
    assert exchange.request


async def test_a_card_finds_its_bearer_and_the_children(pki: PKI, tmp_path: Path) -> None:
    child = get_named("TESTLAURIER", "LENA")
    async with running_insi(pki, tmp_path / "insi.sqlite3") as wire:
        own = await wire.client.search_by_card(
            Beneficiary(nir=PERSON.number.matricule, birth_date="19621115"), Trigger.PERSON
        )
        twin = await wire.client.search_by_card(
            Beneficiary(holder_nir=child.holder, birth_date="20180303", rank="2"), Trigger.PERSON
        )
    for exchange, person in ((own, PERSON), (twin, child)):
        ins = answer_of(exchange).ins
        assert ins is not None
        assert ins.matricule == person.number.matricule


async def test_verification_speaks_the_oid_of_the_platform(pki: PKI, tmp_path: Path) -> None:
    ins = INS(matricule=PERSON.number.matricule, oid="1.2.250.1.213.1.4.10")
    good = VerificationQuery(ins=ins, traits=make_traits(PERSON))
    bad = VerificationQuery(ins=ins, traits=make_traits(PERSON, birth_givens="MARTINE"))
    async with running_insi(pki, tmp_path / "insi.sqlite3") as wire:
        replies = [(await wire.client.verify(query, Trigger.PERSON)).reply for query in (good, bad)]
        deposit = await wire.client.deposit_lot([good, bad])
        assert isinstance(deposit.reply, LotReply)
        collect = await wire.client.collect_lot(deposit.reply.number)
        unknown = await wire.client.collect_lot("SIM-NONE")
    verdicts = [VerificationVerdict.OK, VerificationVerdict.KO]
    assert [reply.verdict for reply in replies if isinstance(reply, VerificationReply)] == verdicts
    assert isinstance(collect.reply, LotReply)
    assert [(rank, one.verdict) for rank, one in collect.reply.lines] == list(enumerate(verdicts))
    assert unknown.fault is not None
    assert unknown.fault.code == "insi_102"


class Watch:
    """A clock that sleeping moves."""

    def __init__(self) -> None:
        self.at_s = 1_000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.at_s

    async def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.slept.append(seconds)
        self.at_s += seconds


async def test_the_quota_keeps_a_part_for_persons() -> None:
    watch = Watch()
    quota = CallQuota(10, clock=watch, sleep=watch.sleep)
    for _ in range(8):
        assert await quota.take(Trigger.BATCH, wait_s_max=0)
    assert not await quota.take(Trigger.BATCH, wait_s_max=5)
    assert await quota.take(Trigger.PERSON, wait_s_max=0)
    assert await quota.take(Trigger.PERSON, wait_s_max=0)
    assert not await quota.take(Trigger.PERSON, wait_s_max=10)
    assert watch.slept == []
    assert await quota.take(Trigger.PERSON, wait_s_max=61)
    assert 59 < sum(watch.slept) <= 61


async def test_the_quota_slides() -> None:
    watch = Watch()
    quota = CallQuota(2, clock=watch, sleep=watch.sleep)
    assert await quota.take(Trigger.PERSON, wait_s_max=0)
    watch.at_s += 30
    assert await quota.take(Trigger.PERSON, wait_s_max=0)
    assert 29 < quota.find_wait_s(Trigger.PERSON) <= 30
    watch.at_s += 31
    assert quota.find_wait_s(Trigger.PERSON) == 0


async def test_past_the_quota_nothing_leaves(pki: PKI, tmp_path: Path) -> None:
    async with running_insi(pki, tmp_path / "insi.sqlite3", calls_per_minute_max=1, timeout_s=0.2) as wire:
        assert answer_of(await wire.search(PERSON)).code == "00"
        exchange = await wire.search(PERSON)
        assert len(wire.asked) == 1
    assert isinstance(exchange.failure, RemoteUnavailable)
    assert exchange.failure.code == "quota"


async def test_calls_at_the_same_time(pki: PKI, tmp_path: Path) -> None:
    async with running_insi(pki, tmp_path / "insi.sqlite3") as wire:
        exchanges = await asyncio.gather(*(wire.search(PERSON) for _ in range(20)))
    assert {answer_of(exchange).code for exchange in exchanges} == {"00"}
    assert len({exchange.message_id for exchange in exchanges}) == 20

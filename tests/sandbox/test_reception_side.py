"""The simulated administrative application and DPI: what is told is PAM France, what is received is kept once."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from liane.codecs.hl7v2.ack import parse_ack
from liane.codecs.hl7v2.adt_read import read_adt
from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.domain.errors import Severity
from liane.domain.identity.messages import IdentityAction
from liane.domain.identity.patient import is_ins_qualifiee
from liane.domain.identity.person import FeedingStance
from liane_sandbox.dpi import server as dpi_server
from liane_sandbox.dpi.server import DPI
from liane_sandbox.emitter.sender import PlatformLink
from liane_sandbox.faults import Fault, FaultKind, FaultSwitchboard
from liane_sandbox.gam.messages import STAYS, Event, Telling, make_adt
from liane_sandbox.patients import PATIENTS
from liane_sandbox.web.reception import read_telling

pytestmark = pytest.mark.anyio
AT = "20260301083012"
PATIENT = PATIENTS[0]


def _telling(event: Event, **changes: object) -> Telling:
    values = {"event": event, "patient": PATIENT, "control_id": "GAM1", "at": AT, "former_ipp": "OLD1"}
    if event in STAYS:
        values["visit"] = "VEN1"
    return Telling(**{**values, **changes})  # type: ignore[arg-type]  # fields by name


@pytest.mark.parametrize("event", list(Event))
def test_what_is_told_is_accepted_by_the_platform_without_a_finding(event: Event) -> None:
    read = read_adt(make_adt(_telling(event)), accepted=AcceptancePolicy())
    assert [f for f in read.findings if f.severity is not Severity.INFO] == []
    assert read.message is not None
    stay = IdentityAction.STAY if event in STAYS else IdentityAction(event.value)
    assert (read.message.event, read.message.action) == (event.value, stay)
    assert is_ins_qualifiee(read.message.told.identity)
    if event in STAYS:
        assert read.message.stay is not None
        assert read.message.stay.visit_number == "VEN1"


def test_an_opposition_is_told() -> None:
    read = read_adt(make_adt(_telling(Event.ADMIT, feeding="IO", consultation="INC")), accepted=AcceptancePolicy())
    assert read.message is not None
    assert read.message.told.consents is not None
    assert read.message.told.consents.feeding is FeedingStance.OPPOSED


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"event": "A99", "ins": PATIENT.ins.matricule}, "événement inconnu"),
        ({"event": "A28", "ins": "1"}, "aucun patient"),
        ({"event": "A40", "ins": PATIENT.ins.matricule}, "ancien numéro"),
        ({"event": "A01", "ins": PATIENT.ins.matricule}, "venue"),
        ({"event": "A28", "ins": PATIENT.ins.matricule, "ipp": "A|B"}, "séparateur"),
        ({"event": "A28", "ins": PATIENT.ins.matricule, "status": "QUAL"}, "statut inconnu"),
        ({"event": "A28", "ins": PATIENT.ins.matricule, "feeding": "X"}, "position"),
    ],
)
def test_a_wrong_order_is_refused_in_words(values: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_telling(values, control_id="G", at=AT)


@pytest.fixture
async def dpi(tmp_path: Path) -> AsyncIterator[tuple[DPI, FaultSwitchboard]]:
    faults = FaultSwitchboard()
    running = await dpi_server.start(
        path=tmp_path / "dpi.sqlite3", faults=faults, port=0, clock=lambda: datetime.now(UTC)
    )
    yield running, faults
    await running.stop()


async def test_the_dpi_keeps_once_what_comes_twice(dpi: tuple[DPI, FaultSwitchboard]) -> None:
    running, _ = dpi
    link = PlatformLink("127.0.0.1", running.port, timeout_s=10)
    message = make_adt(_telling(Event.UPDATE))
    for _ in range(2):
        assert parse_ack(await link.exchange(message)).code.value == "AA"
    await link.close()
    (kept,) = running.state.list_received()
    assert (kept.times, kept.message, kept.control_id) == (2, message, "GAM1")


async def test_the_dpi_refuses_on_demand_and_keeps_nothing(dpi: tuple[DPI, FaultSwitchboard]) -> None:
    running, faults = dpi
    faults.add(Fault(service="dpi", kind=FaultKind.REFUSE, remaining=1))
    link = PlatformLink("127.0.0.1", running.port, timeout_s=10)
    assert parse_ack(await link.exchange(make_adt(_telling(Event.UPDATE)))).code.value == "AE"
    assert running.state.list_received() == []
    faults.add(Fault(service="dpi", kind=FaultKind.BUSY, remaining=1))
    assert parse_ack(await link.exchange(make_adt(_telling(Event.UPDATE)))).code.value == "AR"
    await link.close()

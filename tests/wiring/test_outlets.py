"""The doors of applications: one each, said by the settings; folders tidied once the answers are kept."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from liane.domain.documents.delivery import DeliveryState
from liane.domain.documents.request import Endpoint
from liane.domain.errors import ConfigurationError
from liane.pipeline.intake.doors import find_route
from liane.pipeline.intake.fhir_outlet import FHIROutlet
from liane.pipeline.intake.folder_outlet import FolderOutlet
from liane.pipeline.intake.outlets import HL7Outlet
from liane.store.postgres_store import PostgresStore
from liane.wiring.destinations import UPLOADS, make_destinations
from liane.wiring.intake import make_routes
from liane.wiring.intake_settings import IntakeSettings
from liane.wiring.outlets import ApplicationOutlets, make_fhir_client
from liane.wiring.sandbox_outlets import make_sandbox_applications, make_sandbox_routes
from liane.wiring.settings import ApplicationSettings, ReceptionSettings, Settings, load_settings
from liane_sandbox.faults import Fault, FaultKind
from tests.pipeline.flow_kit import Flow
from tests.pipeline.reception_kit import Intake, make_order, make_outlets, open_intake, write

pytestmark = pytest.mark.anyio
NAMES = {"application": "DPI", "facility": "CH"}


@pytest.mark.parametrize(
    ("door", "words"),
    [
        ({}, "une porte"),
        ({"host": "h", "port": 1, "folder": "/srv/x"}, "une porte"),
        ({"folder": "/srv/x", "fhir": "https://h/fhir"}, "une porte"),
        ({"host": "h"}, "host et port"),
        ({"port": 2575, "folder": "/srv/x"}, "host et port"),
        ({"host": "h", "port": 1, "acks": "none"}, "acks ne vaut qu'avec folder"),
        ({"folder": "/srv/x", "token_file": "/etc/x"}, "token_file ne vaut qu'avec fhir"),
        ({"folder": "remise"}, "chemin absolu"),
        ({"folder": "/srv/x", "tls": {"certificate": "a", "key": "b", "authorities": "c"}}, "tls ne vaut pas"),
        ({"fhir": "http://dpi.example/fhir"}, "https"),
        ({"fhir": "ftp://dpi.example"}, "https"),
        ({"fhir": "https://u:p@dpi.example/fhir"}, "sans identifiant"),
        ({"fhir": "https://dpi.example/fhir?x=1"}, "sans identifiant"),
        ({"fhir": "https://[dpi/fhir"}, "https"),
        ({"folder": "/srv/x", "acks": "mail"}, "applications"),
    ],
)
def test_an_application_has_one_door(door: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigurationError, match="applications") as refused:
        load_settings(applications=[{**NAMES, **door}])
    assert words in str(refused.value)


async def test_each_door_has_its_outlet(store: PostgresStore, tmp_path: Path) -> None:
    doors: list[dict[str, Any]] = [
        {"application": "A", "host": "127.0.0.1", "port": 1},
        {"application": "B", "folder": tmp_path},
        {"application": "C", "fhir": "http://127.0.0.1:1/fhir"},
    ]
    settings = Settings(applications=tuple(ApplicationSettings(facility="*", **door) for door in doors))
    outlets = ApplicationOutlets(settings, store)
    found = [outlets.find(Endpoint(application=name, facility="CH")) for name in "ABCD"]
    assert [type(one) for one in found] == [HL7Outlet, FolderOutlet, FHIROutlet, type(None)]
    await outlets.close()


async def test_a_bearer_that_is_none_stops_the_start(tmp_path: Path) -> None:
    token = tmp_path / "token"
    one = ApplicationSettings(**NAMES, fhir="http://127.0.0.1:1/fhir", token_file=token)
    with pytest.raises(ConfigurationError, match="token_file"):
        make_fhir_client(one)
    token.write_text("deux mots")
    with pytest.raises(ConfigurationError, match="token_file"):
        make_fhir_client(one)
    token.write_text("abc.def\n")
    await make_fhir_client(one).close()


async def received(intake: Intake) -> None:
    await intake.know()
    await intake.take(write(make_order()))
    await intake.work()


async def answered(intake: Intake) -> None:
    """The simulated application looks at its folder once, then Liane at the answer."""
    intake.dpi.reader.look()
    intake.flow.clock.advance(minutes=2)
    await intake.work()


async def test_the_simulated_application_takes_from_its_folder_and_nothing_stays(
    store: PostgresStore, tmp_path: Path
) -> None:
    flow = Flow(store)
    async with open_intake(flow, tmp_path) as intake:
        await intake.dpi.reader.stop()
        intake.outlets = make_outlets(flow, folder=intake.dpi.folder)
        await received(intake)
        assert await intake.outlets.tidy() == 0
        await answered(intake)
        (delivery,) = [one for one in await intake.deliveries() if one.destination.value == "lps"]
        assert delivery.state is DeliveryState.DELIVERED
        (filed,) = intake.filed()
        assert (filed.door, filed.times) == ("dossier", 1)
        assert await intake.outlets.tidy() == 1
        assert [one.name for one in intake.dpi.folder.iterdir()] == [".liane"]
        await intake.outlets.close()


@pytest.mark.parametrize("kind", [FaultKind.REFUSE, FaultKind.SILENT_AFTER])
async def test_the_simulated_application_refuses_or_keeps_silent(
    store: PostgresStore, tmp_path: Path, kind: FaultKind
) -> None:
    flow = Flow(store)
    async with open_intake(flow, tmp_path) as intake:
        await intake.dpi.reader.stop()
        intake.outlets = make_outlets(flow, folder=intake.dpi.folder)
        intake.faults.add(Fault(service="dpi.folder", kind=kind, code="905", message="Traits absents."))
        await received(intake)
        await answered(intake)
        await answered(intake)
        (delivery,) = [one for one in await intake.deliveries() if one.destination.value == "lps"]
        assert delivery.cause is not None
        refused = (DeliveryState.REFUSED, "905")
        waiting = (DeliveryState.ASKING, "ACQUITTEMENT_ATTENDU")
        assert (delivery.state, delivery.cause.code) == (refused if kind is FaultKind.REFUSE else waiting)
        assert len(intake.filed()) == (0 if kind is FaultKind.REFUSE else 1)
        await intake.outlets.close()


def test_the_example_of_the_guide_is_right() -> None:
    guide = Path(__file__).resolve().parents[2] / "docs" / "guide" / "remise-aux-logiciels.md"
    told = tomllib.loads(guide.read_text(encoding="utf-8").partition("```toml\n")[2].partition("```")[0])
    applications = [one | {"token_file": None} if "fhir" in one else one for one in told["applications"]]
    settings = load_settings(applications=applications, intake=told["intake"])
    boxes = {one["mailbox"]: ReceptionSettings(**one) for one in told["mssante"]["reception"]}
    routes = [*settings.intake.routes, *(route for box in boxes.values() for route in box.routes)]
    declared = {(one.application, one.facility) for one in settings.applications}
    assert {(one.application, one.facility) for one in routes} == declared


def test_the_sandbox_routes_by_unit_and_by_type() -> None:
    description = {
        "dpi": {
            "application": "DPI",
            "facility": "CH",
            "host": "127.0.0.1",
            "port": 1,
            "outlets": [
                {"application": "GED", "facility": "CH", "folder": "/srv/x", "types": ["57833-6"]},
                {"application": "CARDIO", "facility": "CH", "fhir": "http://127.0.0.1:1/fhir", "mailbox": "cardio@x"},
            ],
        }
    }
    settings = Settings(
        applications=make_sandbox_applications(description),
        intake=IntakeSettings(routes=make_sandbox_routes(description)),
    )
    destinations = make_destinations(settings)
    assert destinations.applications == ("DPI@CH", "GED@CH", "CARDIO@CH")
    uploads = destinations.doors[UPLOADS]
    assert str(find_route(uploads, "57833-6")) == "GED@CH"
    assert str(find_route(uploads, "")) == "DPI@CH"
    assert str(make_routes(make_sandbox_routes(description, "cardio@x"))[0].target) == "CARDIO@CH"

"""« Règles et apprentissage »: what was learnt, who may undo it, and when a model may be put in force."""

from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import numpy as np
import pytest

from liane.domain.actors.operator import Operator, Role
from liane.domain.intake.calibration import fit_isotonic
from liane.domain.intake.fields import FieldName
from liane.domain.intake.learn.lessons import LessonKind, LessonState, Observation, Place
from liane.domain.intake.learn.thresholds import SiteThresholds
from liane.domain.intake.learn.type_adaptation import Adaptation
from liane.domain.intake.page import Box
from liane.store.intake_learning import Decided, LearningStore
from liane.store.intake_models import ModelState, ShadowCount
from liane.store.postgres_store import PostgresStore
from liane.web.app import create_app
from liane.web.console import ConsoleSettings
from liane.web.rooms import ROOMS
from liane.web.security import Credential
from tests.web.filled_store import NOW, make_status
from tests.web.intake_kit import make_room
from tests.web.test_console_pages import Checker
from tests.web.test_rights import basic

pytestmark = pytest.mark.anyio
SECRETS = {
    "Adé": ("le-secret-de-l-administration", Role.ADMINISTRATION),
    "Sam": ("le-secret-du-secretariat", Role.SECRETARIAT),
}
TYPE = Observation(
    sender="cabinet@test.mssante.fr", kind=LessonKind.TYPE, field=FieldName.DOC_TYPE, given="11488-4", chosen="11490-0"
)
PLACE = replace(
    TYPE,
    sender="finess:999999998",
    kind=LessonKind.PLACE,
    field=FieldName.BIRTH_NAME,
    given="",
    chosen="",
    place=Place(page=1, box=Box(x0=0.1, y0=0.1, x1=0.2, y1=0.12)),
)


@pytest.fixture
async def client(store: PostgresStore) -> AsyncIterator[httpx.AsyncClient]:
    room = replace(make_room(store, lambda: NOW), learnt=LearningStore(store), trail=store.accesses)
    credentials = tuple(
        Credential(operator=Operator(name=name, roles=frozenset({role})), secret=secret)
        for name, (secret, role) in SECRETS.items()
    )
    app = create_app(
        store=store,
        status=make_status(),
        now=lambda: NOW,
        settings=ConsoleSettings(allowed_hosts=("liane.test",), credentials=credentials),
        reception=room,
    )
    transport = httpx.ASGITransport(app, raise_app_exceptions=True)
    async with httpx.AsyncClient(transport=transport, base_url="http://liane.test") as one:
        yield one


def signed(name: str) -> dict[str, str]:
    return basic(name, SECRETS[name][0])


async def teach(store: PostgresStore, *seen: Observation, times: int = 3, counted: ShadowCount | None = None) -> None:
    learnt = LearningStore(store)
    async with store.reading() as connection:
        last = await connection.fetchval("SELECT item_id FROM intake_learning")
    for number in range(last + 1, last + 1 + times):
        assert await learnt.take(
            Decided(item_id=number, decided_at=NOW, type_code="", corrections={}), seen, None, counted
        )


async def test_lessons_are_shown_in_words_and_put_off_with_a_reason(
    client: httpx.AsyncClient, store: PostgresStore
) -> None:
    assert "Rien n’est encore appris" in (await client.get("/reception/apprentissage", headers=signed("Sam"))).text
    await teach(store, TYPE, PLACE)
    page = (await client.get("/reception/apprentissage", headers=signed("Adé"))).text
    checker = Checker()
    checker.feed(page)
    assert checker.find_faults() == []
    assert "2\N{NO-BREAK SPACE}habitudes d’expéditeur apprises" in page
    assert "en haut à gauche de la page 1" in page
    assert "FINESS 999999998" in page
    read_only = (await client.get("/reception/apprentissage", headers=signed("Sam"))).text
    assert "Écarter" not in read_only
    kept = next(one for one in await LearningStore(store).list_lessons() if one.lesson.kind is LessonKind.TYPE)
    path = f"/reception/apprentissage/habitudes/{kept.lesson.id}"
    refused = await client.post(path, data={"acte": "ecarter", "motif": "le cabinet a changé"}, headers=signed("Sam"))
    assert refused.status_code == 403
    assert (await client.post(path, data={"acte": "ecarter", "motif": "x"}, headers=signed("Adé"))).status_code == 422
    assert (
        await client.post(path, data={"acte": "autre", "motif": "long assez"}, headers=signed("Adé"))
    ).status_code == 400
    done = await client.post(path, data={"acte": "ecarter", "motif": "le cabinet a changé"}, headers=signed("Adé"))
    assert done.status_code == 303
    assert await LearningStore(store).find_learnt(TYPE.sender) == []
    kept = next(one for one in await LearningStore(store).list_lessons() if one.lesson.kind is LessonKind.TYPE)
    assert (kept.lesson.state, kept.changed_by) == (LessonState.REFUSED, "Adé")
    back = await client.post(path, data={"acte": "rendre", "motif": "à réessayer"}, headers=signed("Adé"))
    assert back.status_code == 303
    await teach(store, TYPE)
    assert len(await LearningStore(store).find_learnt(TYPE.sender)) == 1


async def test_a_model_is_put_in_force_only_once_it_did_better_in_shadow(
    client: httpx.AsyncClient, store: PostgresStore
) -> None:
    learnt = LearningStore(store)
    adaptation = Adaptation(codes=("A", "B"), rows={}, bias=np.zeros(2, dtype=np.float32))
    number = await learnt.types.add(adaptation, {"before": 0.8, "after": 0.9, "frozen": 25}, NOW)
    path, asked = f"/reception/apprentissage/modeles/{number}", {"acte": "service", "motif": "meilleur à l’essai"}
    assert (await client.post(path, data=asked, headers=signed("Adé"))).status_code == 400
    await teach(store, times=20, counted=ShadowCount(model_id=number, is_right_now=True, is_right_then=True))
    assert (await client.post(path, data=asked, headers=signed("Adé"))).status_code == 400, "no better than before"
    await teach(store, times=1, counted=ShadowCount(model_id=number, is_right_now=False, is_right_then=True))
    page = (await client.get("/reception/apprentissage", headers=signed("Adé"))).text
    assert "80\N{NO-BREAK SPACE}% puis 90\N{NO-BREAK SPACE}%" in page
    assert (await client.post(path, data=asked, headers=signed("Adé"))).status_code == 303
    in_force = await learnt.types.find(ModelState.IN_FORCE)
    assert in_force is not None
    assert (in_force.id, in_force.changed_by) == (number, "Adé")
    second = await learnt.types.add(adaptation, {}, NOW)
    await learnt.types.set_state(second, ModelState.IN_FORCE, by="Adé", reason="essai", at=NOW)
    assert [one.state for one in await learnt.types.list_all()] == [ModelState.IN_FORCE, ModelState.RETIRED]
    retired = await client.post(
        f"/reception/apprentissage/modeles/{second}",
        data={"acte": "retirer", "motif": "retour arrière"},
        headers=signed("Adé"),
    )
    assert retired.status_code == 303
    back = await learnt.types.find(ModelState.IN_FORCE)
    assert back is not None
    assert back.id == number, "the former comes back"
    await learnt.types.set_state(number, ModelState.RETIRED, by="Adé", reason="retour", at=NOW)
    assert await learnt.types.find(ModelState.IN_FORCE) is None
    missing = await client.post(
        "/reception/apprentissage/modeles/999999", data=asked | {"acte": "retirer"}, headers=signed("Adé")
    )
    assert missing.status_code == 404


async def test_thresholds_measured_here_are_told_and_retired_by_a_person(
    client: httpx.AsyncClient, store: PostgresStore
) -> None:
    learnt = LearningStore(store).thresholds.models
    made = SiteThresholds(calibrations=(fit_isotonic("doc_type", [0.9] * 9, [True] * 8 + [False], data="", date=""),))
    card = {
        "doc_type.documents": 250.0,
        "doc_type.right": 0.9,
        "doc_type.error_before": 0.07,
        "doc_type.error_after": 0.01,
        "doc_type.sure": 0.6,
    }
    number = await learnt.add(made, card, NOW)
    path = f"/reception/apprentissage/seuils/{number}"
    page = (await client.get("/reception/apprentissage", headers=signed("Adé"))).text
    space = "\N{NO-BREAK SPACE}"
    assert f"90{space}% de justes sur 250{space}documents, écart de certitude 7{space}% puis 1{space}%" in page
    asked = {"acte": "service", "motif": "plus prudent"}
    assert (await client.post(path, data=asked, headers=signed("Sam"))).status_code == 403
    assert (await client.post(path, data={"acte": "service"}, headers=signed("Adé"))).status_code == 422
    assert (await client.post(path, data=asked, headers=signed("Adé"))).status_code == 303
    in_force = await learnt.find(ModelState.IN_FORCE)
    assert in_force is not None
    assert in_force.adaptation == made
    asked["acte"] = "retirer"
    assert (await client.post(path, data=asked, headers=signed("Adé"))).status_code == 303
    assert await learnt.find(ModelState.IN_FORCE) is None


def test_each_page_has_its_own_letter() -> None:
    keys = [place.key for room in ROOMS for place in room.places]
    assert len(keys) == len(set(keys))

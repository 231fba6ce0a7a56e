"""Who may enter and act: named operators, their roles, and what a page says of a right that one lacks."""

import base64
import inspect
from dataclasses import replace

import httpx
import pytest

from liane.domain.actors.operator import CLINICAL, LIANE, RIGHTS, Operator, Right, Role
from liane.domain.errors import ConfigurationError
from liane.store.postgres_store import PostgresStore
from liane.web.app import create_app
from liane.web.console import ConsoleSettings
from liane.web.rooms import ROOMS, find_rooms
from liane.web.security import Credential, require_operator
from tests.web.filled_store import NOW, make_status

SHARED = "le-secret-partage-ici"
READER = Credential(
    operator=Operator(name="C. Lecture", roles=frozenset({Role.CONSULTATION}), unit="Accueil"),
    secret="le-secret-de-lecture",
)
WORKER = Credential(
    operator=Operator(name="Élodie Flux", roles=frozenset({Role.INTEGRATION})), secret="le-secret-des-flux-1"
)


def basic(name: str, secret: str) -> dict[str, str]:
    """The header of a name and a secret."""
    return {"Authorization": "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode()}


def open_as(store: PostgresStore, headers: dict[str, str], *, token: str = SHARED) -> httpx.AsyncClient:
    app = create_app(
        store=store,
        status=make_status(),
        now=lambda: NOW,
        settings=ConsoleSettings(allowed_hosts=("liane.test",), operator_token=token, credentials=(READER, WORKER)),
        mounts={"/api": _echo},
    )
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://liane.test", headers=headers)


async def _echo(scope: object, receive: object, send: object) -> None:
    from starlette.responses import PlainTextResponse

    await PlainTextResponse("fait")(scope, receive, send)  # type: ignore[arg-type]


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("name", "secret", "acts_as"),
    [
        ("C. Lecture", READER.secret, "C. Lecture"),
        ("c. lecture", READER.secret, "C. Lecture"),
        ("", READER.secret, "C. Lecture"),
        ("élodie flux", WORKER.secret, "Élodie Flux"),
        ("Camille", SHARED, "Camille"),
        ("", SHARED, "opérateur local"),
    ],
)
async def test_each_operator_acts_under_their_own_name(
    store: PostgresStore, name: str, secret: str, acts_as: str
) -> None:
    async with open_as(store, basic(name, secret)) as client:
        answer = await client.get("/aide")
        assert answer.status_code == 200
        assert f"Agit sous le nom : {acts_as}" in answer.text


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("name", "secret"),
    [
        ("C. Lecture", WORKER.secret),
        ("C. Lecture", SHARED),
        ("Élodie Flux", "faux"),
        ("", ""),
        ("Autre", READER.secret),
    ],
)
async def test_nobody_enters_under_the_name_of_another(store: PostgresStore, name: str, secret: str) -> None:
    async with open_as(store, basic(name, secret)) as client:
        assert (await client.get("/aide")).status_code == 401
    async with open_as(store, {}, token="") as client:
        assert (await client.get("/aide")).status_code == 401, "named operators close the machine itself"


@pytest.mark.anyio
async def test_an_act_without_its_right_is_refused_and_the_right_is_named(filled: PostgresStore) -> None:
    async with open_as(filled, basic("", READER.secret)) as client:
        refused = await client.post("/livraisons/actes", data={"acte": "replay", "motif": "essai", "livraison": "1"})
        assert refused.status_code == 403
        assert "agir sur les flux" in refused.text
        page = await client.get("/livraisons")
        assert page.status_code == 200
        assert 'value="replay"' not in page.text
        assert "droit « agir sur les flux »" in page.text
        assert "Suspendre" not in (await client.get("/canaux")).text
        api = await client.post("/api/v1/deliveries")
        assert api.status_code == 403
        assert api.json()["detail"] == "Il faut : agir sur les flux."
        assert (await client.get("/api/v1")).text == "fait"
    async with open_as(filled, basic("", WORKER.secret)) as client:
        assert 'value="replay"' in (await client.get("/livraisons")).text
        assert (await client.post("/api/v1")).text == "fait"


def test_secrets_must_tell_operators_apart() -> None:
    require_operator("0.0.0.0", "", (READER, WORKER))
    nameless = replace(READER, operator=replace(WORKER.operator, name="c. LECTURE"), secret="x" * 20)
    for wrong in (
        (READER, replace(WORKER, secret=READER.secret)),
        (READER, nameless),
        (replace(READER, secret="court"),),
        (replace(READER, operator=Operator(name="Sans rôle", roles=frozenset())),),
    ):
        with pytest.raises(ConfigurationError, match="operators"):
            require_operator("127.0.0.1", "", wrong)
    with pytest.raises(ConfigurationError, match="operators"):
        require_operator("127.0.0.1", READER.secret, (READER,))
    assert READER.secret not in repr(READER)


def test_rooms_show_what_one_may_enter() -> None:
    every = {name: True for name in inspect.signature(find_rooms).parameters if name.startswith("has_")}

    def names(operator: Operator, **without: bool) -> set[str]:
        rooms = find_rooms(operator, **(every | without))
        return {place.name for room in rooms for place in room.places}

    reception = {"Bannette", "Déposer des fichiers", "Boîtes MSSanté", "Qualité"}
    everything = {place.name for room in ROOMS for place in room.places}
    assert names(Operator(name="z", roles=frozenset(Role), identifier="899900000011")) == everything
    clinical = {place.name for room in ROOMS for place in room.places if place.right in CLINICAL | {Right.SEE_AUDIT}}
    assert names(LIANE) == everything - clinical, "who administers neither reads the DMP nor the trail"
    read = {place.name for room in ROOMS for place in room.places if place.right in RIGHTS[Role.CONSULTATION]}
    assert names(READER.operator) == read | {p.name for room in ROOMS for p in room.places if p.right is None}
    clerk = Operator(name="y", roles=frozenset({Role.SECRETARIAT}))
    assert reception < names(clerk)
    assert "Documents" not in names(clerk)
    assert not reception & names(LIANE, has_reception=False)
    assert "Personnes" not in names(LIANE, has_identities=False)
    assert "Annuaire" not in names(LIANE, has_directory=False)
    assert names(Operator(name="x", roles=frozenset())) == set()

"""Rights, roles, routes and acts hold together: every right opens something, a route that asks none says why."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.routing import iter_route_contexts

from liane.domain.access.matrix import AccessDecision, judge_access
from liane.domain.actors.operator import RIGHTS, Operator, Right, Role
from liane.domain.audit.access import AccessAct
from liane.store.postgres_store import PostgresStore
from liane.web.routes.identities_acts import ACTS
from liane_sandbox.psc.service import CLIENT_ID
from tests.conftest import ROOT
from tests.domain.access.test_access_matrix import ORDINARY
from tests.security.house_kit import HOST, OPERATORS, House, open_house, open_whole_house
from tests.signin_kit import DOCTOR

pytestmark = pytest.mark.anyio
TABLE = Path(__file__).with_name("routes.txt")
NO_RIGHT = {
    "GET /aide": "l'aide ne dit rien de personne",
    "POST /aide": "le réglage d'affichage de qui lit",
    "GET /contexte/termine": "une page de fin, sans patient",
    "GET /flux/evenements": "des nombres, chacun selon ses droits",
    "GET /mes-acces": "ses propres accès",
    "POST /mes-acces/{number}": "ses propres accès",
    "POST /deconnexion": "sa propre session",
}
"""Routes open to whoever signed in, whatever their rights, and why; those of sign-in and our files apart."""
JUDGED_INSIDE = {
    "POST /identites/{person_id}/actes/{act}": "le droit est celui de l'acte nommé (voir plus bas)",
}
ACTING = ("POST", "PUT", "PATCH", "DELETE")
READERS = (Role.CONSULTATION,)
"""Roles that only read."""


def read_table() -> dict[str, frozenset[str]]:
    """Each route with the roles that it lets in; « tous » is every role."""
    found = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        route, _, told = line.partition(" : ")
        names = frozenset(told.split()) - {"ouvert", "personne"}
        found[route] = frozenset(role.value for role in Role) if "tous" in names else names
    return found


def hold(right: Right) -> frozenset[str]:
    """The roles that hold a right, each signed in nationally."""
    return frozenset(
        role.value for role in Role if Operator(name="x", roles=frozenset({role}), identifier="8").may(right)
    )


def test_every_right_is_held_and_every_role_holds_some() -> None:
    assert set(RIGHTS) == set(Role)
    assert all(RIGHTS.values())
    assert {right for rights in RIGHTS.values() for right in rights} == set(Right)


def test_every_right_opens_something() -> None:
    """Asked by a route, by the door of a mounted application, by a flow, or by a rule of the DMP."""
    text = "".join(
        path.read_text(encoding="utf-8")
        for folder in ("web", "api", "pipeline", "cli", "domain/dmp")
        for path in (ROOT / "src" / "liane" / folder).rglob("*.py")
    )
    assert [right.name for right in Right if not re.search(rf"Right\.{right.name}\b", text)] == []


def test_a_route_without_a_right_says_why() -> None:
    everyone = frozenset(role.value for role in Role)
    open_to_all = {
        route
        for route, roles in read_table().items()
        if roles == everyone and not route.split()[1].startswith(("/connexion", "/static/"))
    }
    assert open_to_all == set(NO_RIGHT)


def test_every_other_route_lets_in_those_who_hold_one_right() -> None:
    """The roles of a line are those of one right, or of two together; anything else is a rule that nobody wrote."""
    single = {hold(right) for right in Right}
    pairs = {one | other for one in single for other in single} | {one & other for one in single for other in single}
    everyone = frozenset(role.value for role in Role)
    strange = {
        route: sorted(roles)
        for route, roles in read_table().items()
        if roles and roles != everyone and roles not in single | pairs
    }
    assert strange == {}


def test_who_only_reads_changes_nothing() -> None:
    allowed = set(NO_RIGHT) | set(JUDGED_INSIDE)
    for role in READERS:
        acting = {
            route
            for route, roles in read_table().items()
            if route.startswith(ACTING) and role.value in roles and not route.split()[1].startswith("/connexion")
        }
        assert acting - allowed == set(), role


def test_every_act_of_the_trail_is_written_somewhere() -> None:
    """An act that nothing writes would be a promise; one that a refusal alone writes too."""
    text = "".join(
        path.read_text(encoding="utf-8")
        for folder in ("web", "api", "pipeline", "wiring", "cli")
        for path in (ROOT / "src" / "liane" / folder).rglob("*.py")
    )
    silent = [act.name for act in AccessAct if not re.search(rf"AccessAct\.{act.name}\b", text)]
    assert silent == []


EXPORTED = (
    "/audit/export/{form}",
    "/identites/export.csv",
    "/identites/alertes.csv",
    "/identites/doublons.csv",
    "/identites/indicateurs.csv",
    "/identites/lots/{person_id}/lignes.csv",
    "/identites/{person_id}/consultations.csv",
    "/identites/{person_id}/histoire.csv",
    "/identites/{person_id}/insi.csv",
)
FRESH = {
    "POST /dmp/{person_id}/acces/urgence",
    "POST /contexte/{context_id}/acces/urgence",
    "POST /identites/comparer/fusion",
    "POST /annuaire/recharger",
    "POST /reception/textes",
    "POST /reception/qualite/modes",
    "POST /reception/qualite/reprise",
    "POST /reception/apprentissage/habitudes/{lesson_id}",
    "POST /reception/apprentissage/modeles/{model_id}",
    "POST /reception/apprentissage/ordres/{model_id}",
    "POST /reception/apprentissage/seuils/{model_id}",
    *(f"{method} {path}" for method in ("GET", "POST") for path in EXPORTED),
}
"""Routes that ask a proof of identity newly given, whatever they are asked; a deletion in the DMP asks it too."""
SENSITIVE = {
    AccessAct.BREAK_GLASS: "POST /dmp/{person_id}/acces/urgence",
    AccessAct.CENTRE_15: "POST /dmp/{person_id}/acces/urgence",
    AccessAct.DELETE: "POST /dmp/{person_id}/documents/{unique_id}/changer",
    AccessAct.EXPORT: "POST /identites/export.csv",
    AccessAct.CHANGE_SETTING: "POST /reception/qualite/modes",
}
"""Where each act that the matrix calls sensitive is done."""


@pytest.fixture
async def whole(filled: PostgresStore, tmp_path: Path) -> AsyncIterator[House]:
    async with open_whole_house(filled, tmp_path) as opened:
        yield opened


def list_asking_fresh(house: House) -> set[str]:
    """The routes whose dependencies ask a fresh proof."""
    found = set()
    for context in iter_route_contexts(house.app.routes):
        route = getattr(context, "original_route", context)
        pending = [getattr(context, "dependant", None) or getattr(route, "dependant", None)]
        while pending:
            dependant = pending.pop()
            if dependant is None:
                continue
            pending += dependant.dependencies
            if getattr(dependant.call, "__qualname__", "").startswith("require_fresh."):
                found |= {f"{method} {context.path}" for method in set(route.methods or ()) - {"HEAD"}}
    return found


async def test_sensitive_acts_ask_a_fresh_proof(whole: House) -> None:
    assert list_asking_fresh(whole) == FRESH
    sensitive = {
        act
        for act in AccessAct
        for role in Role
        if judge_access(replace(OPERATORS[role]), act, ORDINARY).decision is AccessDecision.NEEDS_FRESH
    }
    assert sensitive == set(SENSITIVE)
    routes = set(read_table())
    assert set(SENSITIVE.values()) <= routes
    assert {where for act, where in SENSITIVE.items() if act is not AccessAct.DELETE} <= FRESH


async def test_a_deletion_in_the_dmp_waits_for_a_fresh_proof(whole: House) -> None:
    """The same address masks, shows and archives without it; what was typed is kept meanwhile."""
    assert whole.bench is not None
    clients = whole.bench.psc.service.clients
    clients[CLIENT_ID] = replace(clients[CLIENT_ID], redirects=(f"{HOST}/connexion/retour",))
    left = await whole.client.get("/connexion/psc")
    back = whole.bench.approve(left.headers["location"], DOCTOR)
    assert (await whole.client.get("/connexion/retour", params=back)).status_code == 303
    session = (await whole.bench.parts.sessions.list_open(DOCTOR))[0]
    offered = whole.bench.parts.sessions.list_situations(session)
    origin = {"Origin": HOST}
    await whole.client.post("/connexion/situation", data={"situation": offered[0].key}, headers=origin)
    path = f"/dmp/{whole.known.qualified}/documents/1.2.3/changer"
    told = {}
    for minutes in (1, 16):
        whole.clock.at = session.signed_in_at + timedelta(minutes=minutes)
        for act in ("delete", "mask"):
            answer = await whole.client.post(path, data={"acte": act, "motif": "essai"}, headers=origin)
            told[minutes, act] = answer.headers.get("location", "").startswith("/connexion/confirmer?garde=")
    assert told == {(1, "delete"): False, (1, "mask"): False, (16, "delete"): True, (16, "mask"): False}


@pytest.fixture
async def house(filled: PostgresStore) -> AsyncIterator[House]:
    async with open_house(filled) as opened:
        yield opened


async def test_each_act_of_the_sheet_asks_its_own_right(house: House) -> None:
    """The address is one, the rights are many: each act is asked by each role, without what it needs."""
    assert len(ACTS) > 5
    for act, (_, right, _) in ACTS.items():
        for role in Role:
            path = f"/identites/{house.known.qualified}/actes/{act}"
            answer = await house.ask("POST", path, role, data={"version": "0"}, headers={"Origin": HOST})
            is_refused = answer.status_code == 403
            assert is_refused is not OPERATORS[role].may(right), (act, role, answer.status_code)
    unknown = await house.ask("POST", f"/identites/{house.known.qualified}/actes/exploser", Role.ADMINISTRATION)
    assert unknown.status_code in (403, 404)

"""Rights, roles, routes and acts hold together: every right opens something, a route that asks none says why."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from liane.domain.actors.operator import RIGHTS, Operator, Right, Role
from liane.domain.audit.access import AccessAct
from liane.store.postgres_store import PostgresStore
from liane.web.routes.identities_acts import ACTS
from tests.conftest import ROOT
from tests.security.house_kit import HOST, OPERATORS, House, open_house

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

"""The column « motif » of the matrix, held against every route: which act each one does, and none without its reason.

A route that acts and is not in the table fails; so does an act of the matrix that asks a reason and has no route here,
nor a word why. Each route of such an act is then asked without a reason, by who holds the right: nothing is done,
nothing is said to be done in the trail, and the answer asks the reason.
"""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from liane.domain.access.matrix import judge_access
from liane.domain.actors.operator import Operator, Role
from liane.domain.audit.access import AccessAct, Outcome
from liane.store.postgres_store import PostgresStore
from tests.domain.access.test_access_matrix import ORDINARY
from tests.security.house_kit import HOST, OPERATORS, House, open_whole_house
from tests.security.test_rights_are_whole import read_table

pytestmark = pytest.mark.anyio
DMP_CHANGES = (
    AccessAct.MASK,
    AccessAct.UNMASK,
    AccessAct.MAKE_VISIBLE,
    AccessAct.ARCHIVE,
    AccessAct.UNARCHIVE,
    AccessAct.DELETE,
)
FORCED = (AccessAct.BREAK_GLASS, AccessAct.CENTRE_15)
SETTING, EXPORT = (AccessAct.CHANGE_SETTING,), (AccessAct.EXPORT,)
ACTS: dict[str, tuple[AccessAct, ...]] = {
    "PATCH /api/fhir/DocumentReference/{id}": DMP_CHANGES,
    "POST /api/v1/dmp/{person_id}/documents/{unique_id}/changes": DMP_CHANGES,
    "POST /api/v1/dmp/{person_id}/emergencies": FORCED,
    "POST /dmp/{person_id}/documents/{unique_id}/changer": DMP_CHANGES,
    "POST /contexte/{context_id}/documents/{unique_id}/changer": DMP_CHANGES,
    "POST /dmp/{person_id}/acces/urgence": FORCED,
    "POST /contexte/{context_id}/acces/urgence": FORCED,
    "POST /a-liberer/{document_id}/retenir": (AccessAct.HOLD,),
    "POST /identites/{person_id}/acces/releve": (AccessAct.GIVE_ACCESS_LOG,),
    "POST /connexion/secours": (AccessAct.USE_BREAK_GLASS_ACCOUNT,),
    "POST /audit/export/{form}": EXPORT,
    "POST /identites/export.csv": EXPORT,
    "POST /identites/alertes.csv": EXPORT,
    "POST /identites/doublons.csv": EXPORT,
    "POST /identites/indicateurs.csv": EXPORT,
    "POST /identites/lots/{person_id}/lignes.csv": EXPORT,
    "POST /identites/{person_id}/consultations.csv": EXPORT,
    "POST /identites/{person_id}/histoire.csv": EXPORT,
    "POST /identites/{person_id}/insi.csv": EXPORT,
    "POST /annuaire/recharger": SETTING,
    "POST /reception/textes": SETTING,
    "POST /reception/qualite/modes": SETTING,
    "POST /reception/qualite/reprise": SETTING,
    "POST /reception/apprentissage/habitudes/{lesson_id}": SETTING,
    "POST /reception/apprentissage/modeles/{model_id}": SETTING,
    "POST /reception/apprentissage/ordres/{model_id}": SETTING,
    "POST /reception/apprentissage/seuils/{model_id}": SETTING,
}
"""The routes of acts for which the matrix asks a reason."""
WITHOUT = {
    "/a-liberer/": "l'annonce dit elle-même pourquoi le document se montre",
    "/aide": "le réglage d'affichage de qui lit",
    "/api/v1/channels/": "les flux : ni patient ni réglage",
    "/api/v1/contexte": "l'appel contextuel porte son propre motif, facultatif",
    "/api/v1/deliveries/": "les flux : ni patient ni réglage",
    "/api/v1/dmp/{person_id}/integrations": "intégration au DPI : sans motif dans la matrice",
    "/api/v1/intake/": "le travail de la réception",
    "/api/v1/messages/": "un émetteur envoie",
    "/api/v1/preuves": "la preuve d'identité ; l'acte qui suit dit son motif",
    "/audit/chaine": "vérifie la chaîne, ne change rien",
    "/audit/examiner/": "la conclusion est elle-même un motif",
    "/canaux/": "les flux : ni patient ni réglage",
    "/connexion/": "la connexion de qui agit",
    "/consentements/": "recueil des droits : sans motif dans la matrice",
    "/contexte/": "lecture, autorisation, choix du patient : sans motif dans la matrice",
    "/deconnexion": "la session de qui agit",
    "/dmp/": "lecture, autorisation, choix du patient : sans motif dans la matrice",
    "/identites/": "le travail de l'identitovigilance, qui a ses propres motifs",
    "/livraisons/": "les flux : ni patient ni réglage",
    "/mes-acces/": "la justification est elle-même un motif",
    "/reception/": "le travail de la réception",
}
"""Where nothing else asks one, and why; a route of ACTS stands above it."""
NO_ROUTE = {AccessAct.LOCK_OUT: "Liane ferme un compte d'elle-même, après trop d'essais"}
ADMINISTERS = frozenset({Role.ADMINISTRATION.value})


@pytest.fixture
async def house(filled: PostgresStore, tmp_path: Path) -> AsyncIterator[House]:
    async with open_whole_house(filled, tmp_path) as opened:
        yield opened


def asking_reason() -> set[AccessAct]:
    """The acts of the matrix that ask a reason, of whoever may do them."""
    everybody = [
        *(replace(OPERATORS[role], identifier="899900000037") for role in Role),
        Operator(name="x", roles=frozenset(Role), identifier="899900000037"),
    ]
    return {act for act in AccessAct if any(judge_access(one, act, ORDINARY).asks_reason for one in everybody)}


def list_acting() -> set[str]:
    return {route for route in read_table() if not route.startswith(("GET ", "HEAD "))}


def test_the_column_has_a_route_for_each_act_and_no_other() -> None:
    told = {act for acts in ACTS.values() for act in acts}
    assert told | set(NO_ROUTE) == asking_reason()
    assert not told & set(NO_ROUTE)


def test_every_route_that_acts_is_in_the_table() -> None:
    acting = list_acting()
    assert set(ACTS) <= acting
    left = {route for route in acting - set(ACTS) if not route.split()[1].startswith(tuple(WITHOUT))}
    assert left == set()
    assert {start for start in WITHOUT if not any(route.split()[1].startswith(start) for route in acting)} == set()


def test_what_only_who_administers_may_do_is_an_act_of_administration() -> None:
    """Whatever its address: a new one without a reason fails here."""
    alone = {route for route, roles in read_table().items() if route in list_acting() and roles == ADMINISTERS}
    assert alone == {route for route, acts in ACTS.items() if acts == SETTING}


def test_every_file_that_leaves_is_an_export() -> None:
    """An address that ends with a form of file gives it to nobody who only opens it: see the next test."""
    files = {route for route in read_table() if route.endswith((".csv", "/export/{form}"))}
    assert {f"POST {route.split()[1]}" for route in files} == {route for route, acts in ACTS.items() if acts == EXPORT}


def fill(house: House, route: str) -> str:
    """Put what exists in the place of the parameters."""
    path = route.split()[1]
    for name, value in {
        "person_id": str(house.known.qualified),
        "document_id": "1",
        "form": "csv",
        "unique_id": "1.2.3",
        "context_id": "inconnu",
        "lesson_id": "1",
        "model_id": "1",
        "id": "1",
    }.items():
        path = path.replace(f"{{{name}}}", value)
    return path


def find_role(route: str, acts: tuple[AccessAct, ...]) -> Role | None:
    """A role that may do it; None for who is not signed in."""
    if "/connexion/" in route:
        return None
    names = read_table()[route] or read_table().get(route.replace("/contexte/{context_id}", "/dmp/{person_id}"), ())
    order = (Role.CLINICIEN, Role.AUDIT, Role.IDENTITOVIGILANCE, Role.ADMINISTRATION)
    assert names, route
    return next(role for role in order if role.value in names)


BODIES: dict[str, dict[str, Any]] = {
    "changes": {"change": "mask"},
    "emergencies": {"access": "bris_de_glace"},
    "changer": {"acte": "mask"},
    "urgence": {"mode": "bris_de_glace"},
    "releve": {"forme": "csv"},
    "secours": {"nom": "essai", "mot_de_passe": "essai", "code": "123456"},
    "textes": {"cle": "autre", "texte": "x"},
    "modes": {"source": "x"},
    "reprise": {"source": "x"},
}


async def try_without(house: House, route: str, reason: str | None) -> str:
    """Ask a route with such a reason; gives what is wrong, empty when it is refused as it must."""
    role, path = find_role(route, ACTS[route]), fill(house, route)
    body = BODIES.get(path.rpartition("/")[2], {})
    fields = body if reason is None else {**body, "motif": reason, "reason": reason}
    form: dict[str, Any] = {"json": fields} if "/api/v1/" in path else {"data": fields}
    headers = {"Origin": HOST}
    if "/api/fhir/" in path:
        form = {"content": '[{"op": "replace", "path": "/extension/0/valueBoolean", "value": true}]'}
        headers |= {"Content-Type": "application/json-patch+json", "X-Motif": reason or ""}
    answer = await house.ask(route.split()[0], path, role, headers=headers, **form)
    if not 400 <= answer.status_code < 500:
        return f"{route} {reason!r}: {answer.status_code}"
    is_page = "/api/" not in path and "/dmp/" not in path
    is_asked = 'name="motif"' in answer.text and 'aria-invalid="true"' in answer.text
    if is_page and (answer.status_code != 422 or not is_asked):
        return f"{route} {reason!r}: {answer.status_code} does not ask the reason by its field"
    return ""


async def test_no_route_does_without_its_reason(house: House) -> None:
    routes = [route for route in sorted(ACTS) if "/contexte/" not in route]
    assert len(routes) == len(ACTS) - 2, "those of a context are the same functions as those of the room"
    wrong = [await try_without(house, route, reason) for route in routes for reason in (None, "", " \t\n ", "x")]
    lines = await house.store.accesses.following(0, limit=1000)
    acts = {act for told in ACTS.values() for act in told}
    done = [one.event.act for one in lines if one.event.act in acts and one.event.outcome is Outcome.DONE]
    assert ([one for one in wrong if one], done) == ([], [])


async def test_an_export_opened_asks_and_sent_with_its_reason_is_traced(house: House) -> None:
    why = "revue trimestrielle de la cellule"
    for route in sorted(route for route, acts in ACTS.items() if acts == EXPORT):
        role, path = find_role(route, EXPORT), fill(house, route)
        opened = await house.get(path, role)
        assert opened.status_code == 200, route
        assert opened.headers["content-type"].startswith("text/html")
        assert "content-disposition" not in opened.headers
        assert 'name="motif"' in opened.text
        sent = await house.ask("POST", path, role, data={"motif": f"{why} {path}"}, headers={"Origin": HOST})
        if "/lots/" not in path:
            assert sent.headers["content-disposition"].startswith("attachment"), route
        lines = await house.store.accesses.following(0, limit=1000)
        told = [one.event for one in lines if one.event.act is AccessAct.EXPORT]
        assert (told[-1].reason, told[-1].target) == (f"{why} {path}", path)
        short = await house.ask("POST", path, role, data={"motif": "ab"}, headers={"Origin": HOST})
        assert short.status_code == 422
        assert 'value="ab"' in short.text


async def test_an_act_with_its_reason_passes(house: House) -> None:
    """So that the refusals above are not those of something else."""
    for route in ("POST /annuaire/recharger", "POST /reception/textes"):
        role, path = find_role(route, SETTING), fill(house, route)
        fields = {**BODIES.get(path.rpartition("/")[2], {}), "cle": "autre", "motif": "demande de la direction"}
        answer = await house.ask("POST", path, role, data=fields, headers={"Origin": HOST})
        assert answer.status_code in (303, 400), (route, answer.status_code)
    lines = await house.store.accesses.following(0, limit=1000)
    reasons = [one.event.reason for one in lines if one.event.act is AccessAct.CHANGE_SETTING]
    assert reasons == ["demande de la direction"] * 2

"""The desk of identities on a real registry: what its pages say, their acts, their refusals."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from liane.domain.actors.operator import Operator, Role
from liane.store.postgres_store import PostgresStore
from liane.web.app import create_app
from liane.web.console import ConsoleSettings
from liane.web.desk import Desk
from liane.web.security import Credential
from tests.pipeline.identity_kit import IdentityFlow
from tests.web.desk_kit import Known, fill_desk, make_desk, make_flow
from tests.web.filled_store import NOW, make_status
from tests.web.test_console_pages import Checker, plain
from tests.web.test_rights import basic

pytestmark = pytest.mark.anyio
"""Five times the bar of screens.md §5: the machine of the tests is shared."""
SECRETS = {
    "Ana": ("le-secret-de-la-lectrice", Role.CONSULTATION),
    "Noé": ("le-secret-de-l-accueil-1", Role.ACCUEIL),
    "Camille": ("le-secret-de-la-cellule-1", Role.IDENTITOVIGILANCE),
}
CREDENTIALS = tuple(
    Credential(operator=Operator(name=name, roles=frozenset({role}), unit="UF 12"), secret=secret)
    for name, (secret, role) in SECRETS.items()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """The pages of a filled registry."""

    client: httpx.AsyncClient
    flow: IdentityFlow
    desk: Desk
    known: Known

    def signed(self, name: str) -> dict[str, str]:
        """The header of an operator."""
        return basic(name, SECRETS[name][0])

    async def get(self, path: str, name: str = "Camille") -> httpx.Response:
        return await self.client.get(path, headers=self.signed(name))

    async def post(self, path: str, name: str = "Camille", **form: Any) -> httpx.Response:
        return await self.client.post(path, data=form, headers=self.signed(name))


@pytest.fixture
async def served(store: PostgresStore) -> AsyncIterator[Served]:
    flow = make_flow(store, lambda: NOW)
    known = await fill_desk(flow)
    desk = make_desk(flow)
    app = create_app(
        store=store,
        status=make_status(),
        now=lambda: NOW,
        settings=ConsoleSettings(allowed_hosts=("liane.test",), page_size=10, credentials=CREDENTIALS),
        desk=desk,
    )
    transport = httpx.ASGITransport(app, raise_app_exceptions=True)
    async with httpx.AsyncClient(transport=transport, base_url="http://liane.test") as client:
        yield Served(client=client, flow=flow, desk=desk, known=known)


async def paths(served: Served) -> list[str]:
    known = served.known
    alerts = await served.desk.store.find_alerts()
    return [
        "/identites",
        "/identites?q=testbrunet",
        "/identites?q=introuvable",
        "/identites/nouvelle",
        "/identites/nouvelle?naissance=12/03/1980&sexe=F",
        "/identites/doublons",
        "/identites/alertes",
        *(f"/identites/alertes/{alert.id}" for alert in alerts),
        f"/identites/comparer?a={known.provisional}&b={known.twin}",
        *(f"/identites/{number}" for number in (known.qualified, known.provisional, known.long, known.doubtful)),
        *(f"/identites/{known.qualified}/{view}" for view in ("histoire", "sejours", "documents", "insi", "alertes")),
        f"/identites/{known.provisional}/modifier",
        f"/identites/{known.qualified}/modifier",
        f"/identites/{known.provisional}/qualifier",
        f"/identites/{known.qualified}/etiquettes",
        "/identites/lots",
        "/identites/flux",
        "/identites/flux?tout=oui",
        "/identites/indicateurs",
        "/identites/indicateurs?jours=90",
    ]


async def test_every_page_is_whole_and_strict(served: Served) -> None:
    for path in await paths(served):
        answer = await served.get(path)
        assert answer.status_code == 200, path
        checker = Checker()
        checker.feed(answer.text)
        assert checker.find_faults() == [], path
        assert answer.text.count("<h1") == 1, path


async def test_nothing_of_the_desk_is_there_without_a_registry(store: PostgresStore) -> None:
    app = create_app(
        store=store,
        status=make_status(),
        now=lambda: NOW,
        settings=ConsoleSettings(allowed_hosts=("liane.test",)),
    )
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://liane.test") as client:
        assert (await client.get("/identites")).status_code == 404
        assert "Identités" not in (await client.get("/")).text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=testombelle", True),
        ("q=testintrouvable", False),
        ("q=000003", True),
        ("naissance=14/02/1990", True),
        ("naissance=14/02/1990&sexe=M", False),
        ("statut=qualifi%C3%A9e&q=testombelle", True),
        ("statut=provisoire&q=testombelle", False),
    ],
)
async def test_a_search_finds_by_any_criterion(served: Served, query: str, found: bool) -> None:
    answer = await served.get(f"/identites?{query}")
    assert answer.status_code == 200
    assert (f'id="personne-{served.known.qualified}"' in answer.text) is found


async def test_each_consultation_is_written_and_only_an_administrator_reads_them(served: Served) -> None:
    sheet = f"/identites/{served.known.qualified}"
    await served.get(sheet, "Ana")
    await served.get(f"{sheet}/histoire", "Noé")
    await served.get(f"/identites/comparer?a={served.known.qualified}&b={served.known.other}", "Ana")
    events = await served.desk.store.find_person_events(served.known.qualified)
    seen = [(one.actor, one.data["page"], one.data["unit"]) for one in events if one.name == "person.seen"]
    assert seen == [("Ana", "identité", "UF 12"), ("Noé", "histoire", "UF 12"), ("Ana", "comparer", "UF 12")]
    assert "person.seen" not in (await served.get(f"{sheet}/histoire")).text
    assert (await served.get(f"{sheet}/consultations.csv")).status_code == 403
    assert await served.desk.store.verify_person(served.known.qualified) is None


ACTS = [
    ("attribut-poser", {"attribut": "homonyme", "motif": "voisine"}, "Noé", "person.attribute_set"),
    ("attribut-poser", {"attribut": "fictif", "motif": "essai"}, "Noé", "person.attribute_set"),
    (
        "consentements",
        {"dmp": "ACTIF", "alimentation": "IO", "consultation": "IC"},
        "Noé",
        "person.consents_recorded",
    ),
    ("deces", {"deces": "02/11/2026", "motif": "certificat"}, "Noé", "person.death_recorded"),
    (
        "identifiant-ajouter",
        {"identifiant": "77", "domaine": "1.2.250.1.999.9", "nature": "PI", "motif": "labo"},
        "Camille",
        "person.identifier_added",
    ),
    ("renvoyer", {"abonne": "SGL@LABO"}, "Noé", "person.told_again"),
]


@pytest.mark.parametrize(("act", "form", "name", "event"), ACTS)
async def test_an_act_of_the_sheet_is_done_and_written(
    served: Served, act: str, form: dict[str, str], name: str, event: str
) -> None:
    number = served.known.provisional
    person = await served.desk.store.get_person(number)
    path = f"/identites/{number}/actes/{act}"
    refused = await served.post(path, "Ana", version=str(person.version), **form)
    assert refused.status_code == 403
    assert "Il manque à Ana le droit" in refused.text
    done = await served.post(path, name, version=str(person.version), **form)
    assert done.status_code == 303, done.text
    assert done.headers["location"].startswith(f"/identites/{number}?fait=")
    last = [one for one in await served.desk.store.find_person_events(number) if one.name != "person.seen"][-1]
    assert (last.name, last.actor) == (event, name)
    told = await served.get(done.headers["location"])
    assert 'class="notice done"' in told.text


async def test_an_attribute_without_reason_or_a_proof_for_a_doubtful_identity_is_refused_with_its_reason(
    served: Served,
) -> None:
    number = served.known.doubtful
    version = str((await served.desk.store.get_person(number)).version)
    answer = await served.post(
        f"/identites/{number}/actes/attribut-lever", **{"attribut-leve": "douteux"}, version=version
    )
    assert answer.status_code == 422
    assert "Cet acte demande un motif." in plain(answer.text)
    answer = await served.post(f"/identites/{number}/qualifier/piece", piece="PA", version=version)
    assert answer.status_code == 422
    assert "Rien n’a été changé." in answer.text
    assert "passeport" not in answer.text
    assert (await served.desk.store.get_person(number)).proof is None


async def test_an_identifier_of_somebody_else_leads_to_them(served: Served) -> None:
    number = served.known.provisional
    other = await served.desk.store.get_person(served.known.twin)
    version = str((await served.desk.store.get_person(number)).version)
    answer = await served.post(
        f"/identites/{number}/actes/identifiant-ajouter",
        identifiant=other.identifiers[0].value,
        domaine=other.identifiers[0].oid,
        motif="essai",
        version=version,
    )
    assert answer.status_code == 409
    assert f'href="/identites/{other.id}"' in answer.text
    assert "appartient déjà" in answer.text


async def test_an_overtaken_act_is_done_again_only_by_a_person(served: Served) -> None:
    number = served.known.provisional
    path = f"/identites/{number}/actes/attribut-poser"
    form = {"attribut": "homonyme", "motif": "première", "version": "1", "vu": "2026-11-22T00:00:00+00:00"}
    assert (await served.post(path, **form)).status_code == 303
    overtaken = await served.post(path, **(form | {"motif": "seconde"}))
    assert overtaken.status_code == 409
    text = plain(overtaken.text)
    assert "Modifiée entre-temps" in text
    assert "Motif : première" in text
    assert "seconde" in text
    again = re.search(r'name="version" value="(\d+)"', overtaken.text)
    assert again is not None
    done = await served.post(path, **(form | {"attribut": "homonyme", "version": again.group(1)}))
    assert done.status_code == 303


async def test_a_merge_overtaken_asks_to_look_again(served: Served) -> None:
    kept, retired = served.known.provisional, served.known.twin
    form = {"paire": f"{kept}-{retired}", f"version-{kept}": "1", f"version-{retired}": "99", "motif": "même"}
    answer = await served.post("/identites/comparer/fusion", **form)
    assert answer.status_code == 409
    assert "Regarder de nouveau" in answer.text
    assert (await served.post("/identites/comparer/fusion", "Noé", **form)).status_code == 403
    assert (await served.post("/identites/comparer/fusion", **(form | {"paire": f"{kept}-{kept}"}))).status_code == 400
    done = await served.post("/identites/comparer/fusion", **(form | {f"version-{retired}": "1"}))
    assert done.headers["location"] == f"/identites/{kept}?fait=fusion"
    counts = await served.desk.count_work()
    assert counts["duplicates"] == 0


async def test_a_correction_tells_each_fault_and_keeps_what_was_typed(served: Served) -> None:
    number = served.known.qualified
    path = f"/identites/{number}/modifier"
    form = {
        "naissance": "14/02/1990",
        "nom": "TESTOMBRELLE",
        "prenoms": "CAMILLE ROSE",
        "prenom": "CAMILLE",
        "sexe": "F",
        "lieu": "99999",
        "motif": "faute",
        "version": "1",
    }
    assert (await served.get(path, "Ana")).status_code == 403
    wrong = await served.post(path, **(form | {"nom": "TEST2"}))
    assert wrong.status_code == 422
    assert 'value="TEST2"' in wrong.text
    locked = await served.post(path, **form)
    assert locked.status_code == 422
    assert 'value="TESTOMBRELLE"' in locked.text
    done = await served.post(path, **(form | {"abandon": "oui"}))
    assert done.status_code == 303
    person = await served.desk.store.get_person(number)
    assert person.traits.birth_family == "TESTOMBRELLE"
    assert not person.may_circulate
    contact = await served.post(path, **(form | {"commune": "TESTVILLE", "version": str(person.version)}))
    assert contact.headers["location"].endswith("fait=contact")


async def test_a_creation_is_checked_on_the_server(served: Served) -> None:
    form = {"naissance": "02/02/1985", "nom": "TESTNOUVEAU", "prenoms": "LEO", "sexe": "M", "lieu": "99999"}
    assert (await served.post("/identites/nouvelle", "Ana", **form)).status_code == 403
    missing = await served.post("/identites/nouvelle", "Noé", **(form | {"lieu": "", "sexe": ""}))
    assert missing.status_code == 422
    assert plain(missing.text).count("Il manque un trait strict") == 2
    wrong = await served.post("/identites/nouvelle", "Noé", **(form | {"nom": "Иван"}))
    assert wrong.status_code == 422
    assert "n&#39;est pas admis" in wrong.text
    checked = await served.post("/identites/nouvelle/controle", "Noé", **form)
    assert checked.status_code == 200
    assert "Aucune identité ne ressemble" in checked.text
    created = await served.post("/identites/nouvelle", "Noé", **(form | {"fictive": "oui"}))
    assert created.status_code == 303
    sheet = await served.get(created.headers["location"], "Noé")
    assert "identité fictive" in sheet.text
    unread = await served.post("/identites/nouvelle/lecture", "Noé", datamatrix="n'importe quoi")
    assert unread.status_code == 422
    assert 'role="alert"' in unread.text


async def test_alerts_are_decided_with_a_reason(served: Served) -> None:
    [alert] = [one for one in await served.desk.store.find_alerts() if one.kind.value == "doublon"]
    path = f"/identites/doublons/{alert.id}"
    assert (await served.post(path, "Noé", decision="distincts", motif="x")).status_code == 403
    assert (await served.post(path, decision="distincts", motif="")).status_code == 400
    assert (await served.post(path, decision="supprimer", motif="x")).status_code == 400
    later = await served.post(path, decision="plus tard")
    assert later.headers["location"] == "/identites/doublons"
    done = await served.post(path, decision="distincts", motif="jumelles", suite="https://evil.test/")
    assert done.headers["location"] == "/identites/doublons?fait=alerte"
    assert (await served.post(path, decision="distincts", motif="encore")).headers["location"] == path
    text = plain((await served.get("/identites/doublons?tout=oui")).text)
    assert "deux personnes distinctes, par Camille" in text


async def test_exports_ask_their_right(served: Served) -> None:
    known = served.known
    for path in (
        "/identites/export.csv?q=testbrunet",
        f"/identites/{known.qualified}/histoire.csv",
        f"/identites/{known.qualified}/insi.csv",
        "/identites/doublons.csv",
        "/identites/alertes.csv",
        "/identites/indicateurs.csv",
    ):
        assert (await served.get(path, "Ana")).status_code == 403, path
        assert (await served.post(path, "Ana", motif="revue")).status_code == 403, path
        assert 'name="motif"' in (await served.get(path)).text
        assert (await served.post(path)).status_code == 422, path
        answer = await served.post(path, motif="revue de la cellule")
        assert answer.status_code == 200, path
        assert answer.headers["content-type"].startswith("text/csv")
        assert "attachment" in answer.headers["content-disposition"]
    text = (await served.post("/identites/export.csv?q=testbrunet", motif="revue de la cellule")).text
    assert text.count("TESTBRUNET") == 2


async def test_labels_are_printed_within_bounds(served: Served) -> None:
    path = f"/identites/{served.known.qualified}/etiquettes.pdf"
    answer = await served.get(f"{path}?planche=3x7&nombre=3&entamee=2", "Noé")
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["content-security-policy"].startswith("sandbox")
    for query in ("nombre=0", "nombre=101", "nombre=x", "entamee=24"):
        assert (await served.get(f"{path}?{query}")).status_code == 400, query


async def test_messages_to_subscribers_are_acted_on_with_a_reason(served: Served) -> None:
    page = await served.desk.store.waiting_notices()
    value = f"{page.lines[0].id}-{page.lines[0].person_id}"
    refused = await served.post("/identites/flux", acte="cancel", motif="essai", message=value)
    assert refused.status_code == 403
    assert "Agir sur ces messages demande le droit" in (await served.get("/identites/flux")).text


@pytest.mark.parametrize(
    "path",
    [
        "/identites/999999",
        "/identites/0",
        "/identites/alertes/999999",
        "/identites/comparer?a=1&b=999999",
        "/identites/lots/1",
        "/identites/rien",
    ],
)
async def test_what_does_not_exist_is_told(served: Served, path: str) -> None:
    assert (await served.get(path)).status_code == 404


@pytest.mark.parametrize("path", ["/identites/comparer", "/identites/comparer?a=x&b=1"])
async def test_a_comparison_names_two_persons(served: Served, path: str) -> None:
    assert (await served.get(path)).status_code == 400

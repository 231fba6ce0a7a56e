"""The search of persons: whatever is typed, in any order, with the errors of a counter; the reasons; its indexes."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.domain.identity.patient import IdentityStatus
from liane.domain.identity.person import Person
from liane.store.postgres_store import PostgresStore
from liane.store.registry_duplicates import find_many_candidates
from liane.store.registry_keys import make_keys, near_forms, turn_date
from liane.store.registry_query import TypedDate, parse_query
from liane.store.registry_rank import find_distance, is_one_edit
from liane.store.registry_records import PersonQuery, RegistryWrite, RegistryWritten
from liane.store.registry_search import search_persons
from tests.store.registry_examples import creation, event, ins, person, qualified, stay, traits

pytestmark = pytest.mark.anyio

TOWN = (
    ("DUPONT", "JEAN", "JEAN PIERRE MARIE", "19800312", "M", ""),
    ("DUPOND", "JEANNE", "JEANNE", "19800312", "F", "DURAND"),
    ("DE LA TOUR", "ELOISE-MAE", "ELOISE-MAE ODILE", "19621115", "F", ""),
    ("D'ARCON", "PHILIPPE", "PHILIPPE", "19551204", "M", ""),
    ("LECLERCQ--DUBUS", "MARTINE", "MARTINE ODILE", "19621115", "F", "PETIT"),
    ("MARTIN", "THOMAS", "THOMAS", "19900607", "M", ""),
    ("THOMAS", "MARTIN", "MARTIN", "19910203", "M", ""),
    ("N'DIAYE", "NOE", "NOE", "19900000", "M", ""),
    ("LEGOFF", "JEANPIERRE", "JEANPIERRE", "19701231", "M", ""),
    ("TESTOMBELLE", "MARGUERITE", "MARGUERITE", "20010101", "F", ""),
)


@pytest.fixture
async def town(store: PostgresStore) -> dict[str, Person]:
    """Ten persons by family name, the even ones qualified; the first has a stay."""
    writes = []
    for number, (family, first, givens, born, sex, used) in enumerate(TOWN, 1):
        made = traits(
            birth_family=family, birth_given=first, birth_givens=givens, birth_date=born, sex=sex, used_family=used
        )
        writes.append(creation((qualified if number % 2 == 0 else person)(number, traits=made)))
    results = await store.registry.write_registry_many(writes)
    ids = [result.person_ids[0] for result in results if isinstance(result, RegistryWritten)]
    await store.registry.write_registry(RegistryWrite(stays=(stay(ids[0], facts={"account_number": "DOS77"}),)))
    persons = await store.registry.get_persons(ids)
    return {one.traits.birth_family: one for one in persons}


ASKED = [
    ("dupont jean 12/03/1980", "DUPONT", "date de naissance exacte"),
    ("Jean DUPONT", "DUPONT", "nom exact"),
    ("dupont jean pierre marie", "DUPONT", "autre prénom exact"),
    ("dupont né le 12 mars 1980", "DUPONT", "date de naissance exacte"),
    ("dupont 12 03 80", "DUPONT", "date de naissance exacte"),
    ("dupont 1980-03-12", "DUPONT", "date de naissance exacte"),
    ("dupont 12031980", "DUPONT", "date de naissance exacte"),
    ("19800312 dupont", "DUPONT", "date de naissance exacte"),
    ("dupont 3/12/1980", "DUPONT", "jour et mois inversés"),
    ("dupont 13/03/1980", "DUPONT", "date de naissance à un chiffre près"),
    ("dupont 1980", "DUPONT", "année de naissance"),
    ("dup jean 12/03/1980", "DUPONT", "nom qui commence ainsi"),
    ("duopnt jean", "DUPONT", "nom à une lettre près"),
    ("duppont jean pierre", "DUPONT", "nom à une lettre près"),
    ("durand jeanne", "DUPOND", "nom utilisé exact"),
    ("de la tour", "DE LA TOUR", "nom exact"),
    ("DELATOUR", "DE LA TOUR", "nom écrit en un ou plusieurs mots"),
    ("la tour éloïse", "DE LA TOUR", "prénom exact"),
    ("tour éloïse maé", "DE LA TOUR", "prénom exact"),
    ("d'arçon", "D'ARCON", "nom exact"),
    ("D’Arcon Filip", "D'ARCON", "prénom de même prononciation"),
    ("darcon", "D'ARCON", "nom écrit en un ou plusieurs mots"),
    ("darson filippe", "D'ARCON", "nom à une lettre près"),
    ("leclercq dubus", "LECLERCQ--DUBUS", "nom exact"),
    ("leclerc martine", "LECLERCQ--DUBUS", "nom à une lettre près"),
    ("petit martine 15.11.62", "LECLERCQ--DUBUS", "nom utilisé exact"),
    ("ndiaye", "N'DIAYE", "nom écrit en un ou plusieurs mots"),
    ("n'diaye 01/05/1990", "N'DIAYE", "année de naissance"),
    ("le goff jean-pierre", "LEGOFF", "nom écrit en un ou plusieurs mots"),
    ("testombel", "TESTOMBELLE", "nom qui commence ainsi"),
    ("testobele margerite", "TESTOMBELLE", "nom à deux lettres près"),
    ("IPP000001", "DUPONT", "identifiant exact"),
    ("V000001", "DUPONT", "numéro de venue"),
    ("dos77", "DUPONT", "numéro de dossier administratif"),
    (ins(4).matricule, "D'ARCON", "matricule INS exact"),
    (ins(4).matricule[:13], "D'ARCON", "matricule INS exact"),
    (f"{ins(4).matricule[0]} {ins(4).matricule[1:3]} {ins(4).matricule[3:5]} {ins(4).matricule[5:]}", "D'ARCON", "INS"),
]


@pytest.mark.parametrize(("typed", "family", "reason"), ASKED)
async def test_whatever_is_typed_finds_the_person(
    store: PostgresStore, town: dict[str, Person], typed: str, family: str, reason: str
) -> None:
    hits = await store.registry.search_persons(PersonQuery(text=typed))
    assert hits, typed
    assert hits[0].person == town[family], [(hit.person.traits.birth_family, hit.score, hit.why) for hit in hits]
    assert reason in ", ".join(hits[0].why)
    assert 0 < hits[0].score <= 1
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


async def test_near_ones_come_after_the_exact_one(store: PostgresStore, town: dict[str, Person]) -> None:
    hits = await store.registry.search_persons(PersonQuery(text="dupont"))
    assert [hit.person.traits.birth_family for hit in hits] == ["DUPONT", "DUPOND"]
    assert await store.registry.search_persons(PersonQuery(text="xyzzy qwx")) == []
    assert await store.registry.search_persons(PersonQuery(text="  ")) == []


async def test_boxes_of_their_own(store: PostgresStore, town: dict[str, Person]) -> None:
    search = store.registry.search_persons
    first, second = await search(PersonQuery(family="martin", given="thomas"))
    assert first.person == town["MARTIN"]
    assert second.person == town["THOMAS"]
    assert any("nom et prénom inversés" in why for why in second.why)
    assert [hit.person.traits.birth_family for hit in await search(PersonQuery(birth_date="19621100"))] == [
        "DE LA TOUR",
        "LECLERCQ--DUBUS",
    ]
    (only,) = await search(PersonQuery(birth_date="19800312", sex="F"))
    assert only.person == town["DUPOND"]
    (only,) = await search(PersonQuery(birth_date="19800312", status="provisoire"))
    assert only.person == town["DUPONT"]
    (only,) = await search(PersonQuery(matricule=ins(2).matricule))
    assert only.person == town["DUPOND"]
    (only,) = await search(PersonQuery(identifier="ipp000010"))
    assert only.person == town["TESTOMBELLE"]
    assert len(await search(PersonQuery(status="qualifiée"))) == 5
    assert len(await search(PersonQuery(status="qualifiée"), limit=2)) == 2


async def test_who_was_merged_is_found_on_demand(store: PostgresStore, town: dict[str, Person]) -> None:
    retired, kept = town["DUPOND"], town["DUPONT"]
    act = RegistryWrite(
        persons=(kept, replace(retired, merged_into=kept.id)), events=(event("person.merged", person_id=kept.id),)
    )
    await store.registry.write_registry(act)
    search = store.registry.search_persons
    for typed in ("durand jeanne", "IPP000002"):
        assert retired.id not in [hit.person.id for hit in await search(PersonQuery(text=typed))]
        (found,) = await search(PersonQuery(text=typed, include_merged=True))
        assert found.person.id == retired.id


async def test_a_correction_moves_what_finds_the_person(store: PostgresStore, town: dict[str, Person]) -> None:
    before = town["TESTOMBELLE"]
    after = replace(before, traits=replace(before.traits, birth_family="VRAINOM"))
    await store.registry.write_registry(RegistryWrite(persons=(after,), events=(event(person_id=before.id),)))
    search = store.registry.search_persons
    assert [hit.person.id for hit in await search(PersonQuery(text="vrainom"))] == [before.id]
    assert await search(PersonQuery(text="testombelle")) == []
    await store.registry.write_registry(
        RegistryWrite(
            persons=(replace(after, version=2, status=IdentityStatus.VALIDEE),), events=(event(person_id=before.id),)
        )
    )
    assert len(await search(PersonQuery(text="vrainom", status="validée"))) == 1
    async with store.reading() as connection:
        await connection.execute("UPDATE person_search SET keys = '{}'")
        await connection.execute("UPDATE persons SET searched = ''")
    assert await search(PersonQuery(text="vrainom")) == []
    assert await store.registry.rebuild_search() == len(TOWN)
    assert len(await search(PersonQuery(text="vrainom"))) == 1
    assert await store.registry.rebuild_search() == 0


async def test_duplicates_are_worth_comparing(store: PostgresStore, town: dict[str, Person]) -> None:
    registry = store.registry
    jean = town["DUPONT"]
    cases = {
        "by ear": traits(birth_family="DUPOND", birth_given="JAN", birth_givens="JAN", birth_date="19800312"),
        "date inverted": traits(birth_family="DUPONT", birth_given="X", birth_givens="X", birth_date="19801203"),
        "other year": traits(birth_family="DUPONT", birth_given="JEAN", birth_givens="JEAN", birth_date="19810312"),
        "names turned round": traits(birth_family="JEAN", birth_given="DUPONT", birth_givens="DUPONT", birth_date=""),
        "used name": traits(birth_family="X", used_family="DUPONT", birth_given="Y", birth_date="19800312"),
    }
    drafts = [person(99, traits=made) for made in cases.values()]
    for label, found in zip(cases, await registry.find_many_duplicate_candidates(drafts), strict=True):
        assert jean.id in [one.id for one in found], label
    same_ins = qualified(4, traits=traits(birth_family="AUTRE", birth_given="NOM", birth_date="19000101"))
    assert [one.id for one in await registry.find_duplicate_candidates(same_ins)] == [town["D'ARCON"].id]
    assert jean.id not in [one.id for one in await registry.find_duplicate_candidates(jean)], "not oneself"
    nobody = person(98, traits=traits(birth_family="QWXZ", birth_given="KJHG", birth_date="18991231"))
    assert await registry.find_duplicate_candidates(nobody) == []
    assert await registry.find_many_duplicate_candidates([]) == []


async def test_names_are_counted(store: PostgresStore, town: dict[str, Person]) -> None:
    assert (await store.registry.load_name_rarity()).families == {}
    await store.registry.write_registry(creation(person(77, traits=traits(birth_family="DUPONT", birth_given="JEAN"))))
    assert await store.registry.refresh_name_counts() > 10
    rarity = await store.registry.load_name_rarity()
    assert (rarity.persons, rarity.families["DUPONT"], rarity.givens["JEAN"]) == (11, 2, 2)


class Plans:
    """Stands before a connection and keeps the plans of what it reads."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self.text = ""
        self.read_whole: set[str] = set()

    def transaction(self, **settings: Any) -> Any:
        return self._connection.transaction(**settings)

    async def execute(self, *arguments: Any) -> Any:
        return await self._connection.execute(*arguments)

    async def fetch(self, statement: str, *arguments: Any) -> Any:
        rows = await self._connection.fetch(f"EXPLAIN (FORMAT JSON) {statement}", *arguments)
        self.text += rows[0][0]
        self._look(json.loads(rows[0][0])[0]["Plan"])
        return await self._connection.fetch(statement, *arguments)

    def _look(self, node: dict[str, Any]) -> None:
        if node["Node Type"] == "Seq Scan":
            self.read_whole.add(node["Relation Name"])
        for child in node.get("Plans", ()):
            self._look(child)


async def test_searches_go_by_their_indexes(store: PostgresStore, town: dict[str, Person]) -> None:
    async with store.reading() as connection:
        await connection.execute(
            "INSERT INTO person_search SELECT 1000000 + i, true, 'F', '19500101', 'NOM' || i, 'P', "
            "ARRAY['n:NOM' || i], ARRAY['b' || i] FROM generate_series(1, 20000) AS i"
        )
        await connection.execute("ANALYZE")
        plans = Plans(connection)
        for text in ("dupont jean", "dupnt 1980", "12/03/1980", "IPP000001"):
            await search_persons(plans, PersonQuery(text=text), 20)
        await find_many_candidates(plans, [town["DUPONT"]], 20)
    for index in ("person_search_keys", "person_search_blocks", "person_names_near", "person_identifiers_folded"):
        assert index in plans.text
    assert plans.read_whole <= {"persons"}, "which holds ten rows"


DATES = [
    ("12/03/1980", ("19800312",)),
    ("12.3.80", ("19800312", "20800312")),
    ("1er août 1975", ("19750801",)),
    ("2 fév. 2001", ("20010202",)),
    ("31/31/1980", ()),
    ("00/00/1980", ()),
]


@pytest.mark.parametrize(("typed", "full"), DATES)
def test_dates_are_read_as_they_are_typed(typed: str, full: tuple[str, ...]) -> None:
    date = parse_query(PersonQuery(text=typed)).date
    assert (date.full if date else ()) == full


def test_what_may_be_two_things_is_both() -> None:
    found = parse_query(PersonQuery(text="12031980"))
    assert found.date == TypedDate(full=("19800312",), years=("1980",))
    assert found.identifiers == ("12031980",)
    assert parse_query(PersonQuery(text="mars 1980")).date == TypedDate(years=("1980",), month="03")
    assert parse_query(PersonQuery(text="3/1980")).date == TypedDate(years=("1980",), month="03")
    assert parse_query(PersonQuery(text="Mme Martin née Petit")).names[1].word == "PETIT"


@given(st.builds(PersonQuery))
def test_any_text_is_understood_somehow(query: PersonQuery) -> None:
    found = parse_query(query)
    assert len(found.names) <= 8
    assert all(name.word for name in found.names)


@given(st.text("ABCD", max_size=7), st.text("ABCD", max_size=7))
def test_one_edit_is_a_distance_of_one(left: str, right: str) -> None:
    assert is_one_edit(left, right) == (find_distance(left, right, 1) <= 1)
    if is_one_edit(left, right) and min(len(left), len(right)) >= 4:
        assert set(near_forms(left)) & set(near_forms(right))


@given(st.builds(traits, birth_family=st.text(max_size=30), birth_givens=st.text(max_size=30), birth_date=st.text()))
def test_any_traits_have_keys(made: Any) -> None:
    keys = make_keys(made)
    assert all(len(key) < 200 for key in (*keys.keys, *keys.blocks))
    assert len(keys.keys) < 150


def test_a_date_and_its_inverse_share_a_block() -> None:
    assert turn_date("19801203") == turn_date("19800312")

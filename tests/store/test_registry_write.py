"""Acts on the registry: whole or refused, one number per person, versions, identifiers held once, merges and back."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.domain.errors import DuplicateIdentifier, StaleVersion
from liane.domain.identity.patient import IdentityStatus
from liane.domain.identity.person import Attribute, Consents, FeedingStance, FormerINS, Person
from liane.domain.identity.stays import Movement, StayFacts, StayState
from liane.store.postgres_store import PostgresStore
from liane.store.registry_json import dump_facts, dump_movement, dump_person, load_facts, load_movement, load_person
from liane.store.registry_make import BOUND_CHARS, bound
from liane.store.registry_records import RegistryWrite, RegistryWritten
from tests.store.registry_examples import (
    IPP,
    NOW,
    creation,
    event,
    ins,
    ipp,
    movement,
    person,
    qualified,
    stay,
    traits,
)

pytestmark = pytest.mark.anyio
UTC_INSTANTS = st.datetimes(min_value=NOW.replace(tzinfo=None), timezones=st.just(NOW.tzinfo))
st.register_type_strategy(type(NOW), UTC_INSTANTS)
CLEAN = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=20)


async def make(store: PostgresStore, made: Person) -> Person:
    written = await store.registry.write_registry(creation(made))
    return await store.registry.get_person(written.person_ids[0])


def changed(before: Person, name: str = "person.changed") -> RegistryWrite:
    return RegistryWrite(persons=(before,), events=(event(name, person_id=before.id),))


@given(st.builds(Person, id=st.just(7), version=st.just(2), merged_into=st.just(None)))
def test_any_person_reads_back_as_it_was(given_person: Person) -> None:
    try:
        text = dump_person(given_person)
    except UnicodeEncodeError:
        return
    if "\ufffd" not in text:
        assert load_person(text, person_id=7, version=2, merged_into=None) == given_person


@given(st.builds(StayFacts), st.builds(Movement))
def test_any_stay_reads_back_as_it_was(facts: StayFacts, moved: Movement) -> None:
    for text, load, value in (
        (dump_facts(facts), load_facts, facts),
        (dump_movement(moved), load_movement, moved),
    ):
        if "\ufffd" not in text:
            assert load(text) == value  # type: ignore[operator]


@given(CLEAN, CLEAN)
def test_long_identifiers_stay_apart(left: str, right: str) -> None:
    long_left, long_right = "x" * BOUND_CHARS + left, "x" * BOUND_CHARS + right
    assert (bound(long_left) == bound(long_right)) == (left == right)
    assert len(bound(long_left)) <= BOUND_CHARS


async def test_a_person_is_kept_whole_and_found(store: PostgresStore) -> None:
    given_person = qualified(
        1,
        former_ins=(FormerINS(ins=ins(2, "7"), start="20240117", end="20240630", reason="NIA devenu NIR"),),
        attributes=frozenset({Attribute.HOMONYME}),
        consents=Consents(feeding=FeedingStance.OPPOSED, feeding_at="20261122093000"),
    )
    kept = await make(store, given_person)
    assert kept == replace(given_person, id=kept.id, version=1)
    registry = store.registry
    assert await registry.find_by_identifier(IPP, "IPP000001") == kept
    assert await registry.find_by_identifier(IPP, "IPP000002") is None
    assert await registry.find_by_ins(ins(1)) == [kept]
    assert await registry.find_by_ins(ins(2, "7")) == [], "a former INS is no INS in force"
    assert await registry.get_persons([kept.id, 999999]) == [kept]
    with pytest.raises(LookupError):
        await registry.get_person(999999)
    (noted,) = await registry.find_person_events(kept.id)
    assert (noted.name, noted.person_id, noted.data) == ("person.created", kept.id, {"reason": "essai"})


async def test_a_stale_act_writes_nothing(store: PostgresStore) -> None:
    kept = await make(store, person())
    await store.registry.write_registry(changed(replace(kept, origin="premier")))
    with pytest.raises(StaleVersion) as caught:
        await store.registry.write_registry(changed(replace(kept, origin="second")))
    assert caught.value.person_id == kept.id
    now = await store.registry.get_person(kept.id)
    assert (now.version, now.origin) == (2, "premier")
    assert [one.name for one in await store.registry.find_person_events(kept.id)] == [
        "person.created",
        "person.changed",
    ]
    assert await store.registry.verify_person(kept.id) is None


async def test_two_writers_create_the_same_ipp_at_once(store: PostgresStore, store_dsn: str) -> None:
    async with PostgresStore(store_dsn) as other:
        for number in range(1, 11):
            results = await asyncio.gather(
                *(side.registry.write_registry(creation(person(number))) for side in (store, other) for _ in range(3)),
                return_exceptions=True,
            )
            made = [result for result in results if isinstance(result, RegistryWritten)]
            refused = [result for result in results if isinstance(result, DuplicateIdentifier)]
            assert (len(made), len(refused)) == (1, 5)
            assert {error.owner_id for error in refused} == {made[0].person_ids[0]}


async def test_two_writers_change_the_same_person_at_once(store: PostgresStore, store_dsn: str) -> None:
    kept = await make(store, person())
    async with PostgresStore(store_dsn) as other:
        results = await asyncio.gather(
            *(side.registry.write_registry(changed(kept)) for side in (store, other) for _ in range(5)),
            return_exceptions=True,
        )
    assert sum(isinstance(result, RegistryWritten) for result in results) == 1
    assert sum(isinstance(result, StaleVersion) for result in results) == 9
    assert await store.registry.verify_person(kept.id) is None


async def test_acts_of_a_batch_see_those_before(store: PostgresStore) -> None:
    kept = await make(store, person(1))
    first = replace(kept, origin="un")
    second = replace(kept, version=kept.version + 1, origin="deux")
    results = await store.registry.write_registry_many(
        [
            creation(person(2)),
            creation(person(2)),
            changed(first),
            changed(kept),
            changed(second),
            creation(person(1)),
            creation(person(3)),
        ]
    )
    kinds = [type(result) for result in results]
    assert kinds == [
        RegistryWritten,
        DuplicateIdentifier,
        RegistryWritten,
        StaleVersion,
        RegistryWritten,
        DuplicateIdentifier,
        RegistryWritten,
    ]
    now = await store.registry.get_person(kept.id)
    assert (now.origin, now.version) == ("deux", 3)
    found = await store.registry.find_many_by_identifiers([(IPP, f"IPP{n:06d}") for n in range(1, 5)])
    assert sorted(value for _, value in found) == ["IPP000001", "IPP000002", "IPP000003"]
    assert len(await store.registry.find_person_events(kept.id)) == 3
    assert await store.registry.verify_person(kept.id) is None


async def test_an_identifier_may_pass_from_one_to_another(store: PostgresStore) -> None:
    one, two = await make(store, person(1)), await make(store, person(2))
    with pytest.raises(DuplicateIdentifier) as caught:
        await store.registry.write_registry(changed(replace(two, identifiers=(ipp(2), ipp(1)))))
    assert caught.value.owner_id == one.id
    await store.registry.write_registry(
        RegistryWrite(
            persons=(replace(two, identifiers=(ipp(2), ipp(1))), replace(one, identifiers=())),
            events=(event(person_id=one.id), event(person_id=two.id)),
        )
    )
    found = await store.registry.find_by_identifier(IPP, "IPP000001")
    assert found is not None
    assert found.id == two.id


def merge(kept: Person, retired: Person) -> RegistryWrite:
    return RegistryWrite(
        persons=(kept, replace(retired, merged_into=kept.id)),
        events=(event("person.merged", person_id=kept.id), event("person.retired", person_id=retired.id)),
    )


@pytest.mark.parametrize("moves", [False, True], ids=["identifiers stay", "identifiers move"])
async def test_a_merge_is_followed_and_undone(store: PostgresStore, moves: bool) -> None:
    registry = store.registry
    one, two, three = [await make(store, person(number)) for number in (1, 2, 3)]
    await registry.link_document(500, three.id, "IPP", NOW)
    await registry.write_registry(RegistryWrite(stays=(stay(three.id, 3),)))
    kept = replace(two, identifiers=(ipp(2), ipp(3))) if moves else two
    await registry.write_registry(merge(kept, three))
    two = await registry.get_person(two.id)
    await registry.write_registry(merge(one, two))
    found = await registry.find_by_identifier(IPP, "IPP000003")
    assert found is not None
    assert found.id == one.id, "the chain of merges is followed to its end"
    assert [other.id for other in await registry.find_merged_into(one.id)] == [two.id, three.id]
    assert (await registry.get_effective_person(three.id)).id == one.id
    assert await registry.find_documents_of_person(one.id) == [500]
    assert await registry.find_document_person(500) == three.id, "links never move"
    assert len(await registry.find_stays(one.id)) == 1
    assert len(await registry.find_person_events(one.id)) == 7
    with pytest.raises(DuplicateIdentifier) as caught:
        await registry.write_registry(creation(person(3)))
    assert caught.value.owner_id == one.id
    # Undone: the last merge first.
    two = await registry.get_person(two.id)
    await registry.write_registry(
        RegistryWrite(persons=(replace(two, merged_into=None),), events=(event(person_id=two.id),))
    )
    two, three = await registry.get_person(two.id), await registry.get_person(three.id)
    apart = (replace(two, identifiers=(ipp(2),)), replace(three, merged_into=None))
    await registry.write_registry(RegistryWrite(persons=apart, events=(event(person_id=three.id),)))
    found = await registry.find_by_identifier(IPP, "IPP000003")
    assert found is not None
    assert found.id == three.id
    assert await registry.find_documents_of_person(one.id) == []
    assert await registry.find_documents_of_person(three.id) == [500]


async def test_a_stay_is_kept_with_its_movements(store: PostgresStore) -> None:
    registry = store.registry
    kept = await make(store, person())
    moved = (movement(1), movement(2, medical_unit="3002", medical_unit_label="Chirurgie"))
    given_stay = stay(kept.id, movements=moved)
    written = await registry.write_registry(RegistryWrite(stays=(given_stay,)))
    found = await registry.find_stay(visit_number="V000001", visit_domain=IPP)
    assert found == replace(given_stay, id=written.stay_ids[0])
    assert await registry.find_stay(visit_number="V000001", visit_domain="") == found
    assert await registry.find_stay(visit_number="V000001", visit_domain="9.9") is None
    again = await registry.write_registry(
        RegistryWrite(stays=(replace(given_stay, state=StayState.CLOSED, movements=moved[:1]),))
    )
    assert again.stay_ids == written.stay_ids, "a new stay whose number is known updates the known one"
    (now,) = await registry.find_stays(kept.id)
    assert (now.state, now.movements) == (StayState.CLOSED, moved[:1])
    other = await registry.write_registry(RegistryWrite(stays=(stay(kept.id, 2),)))
    with pytest.raises(StaleVersion):
        await registry.write_registry(RegistryWrite(stays=(replace(stay(kept.id, 1), id=other.stay_ids[0]),)))
    unnumbered = stay(0, facts={"visit_number": ""})
    both = await registry.write_registry(RegistryWrite(persons=(person(5),), stays=(unnumbered, unnumbered)))
    assert len(set(both.stay_ids)) == 2
    assert len(await registry.find_stays(both.person_ids[0])) == 2


async def test_the_history_cannot_be_edited_quietly(store: PostgresStore) -> None:
    kept = await make(store, person())
    for number in range(3):
        kept = await store.registry.get_person(kept.id)
        await store.registry.write_registry(changed(kept, f"person.changed{number}"))
    assert await store.registry.verify_person(kept.id) is None
    async with store.reading() as connection:
        for statement in (
            "UPDATE person_events SET actor = 'x'",
            "DELETE FROM person_events",
            "TRUNCATE person_events",
        ):
            with pytest.raises(asyncpg.PostgresError, match="only ever appended"):
                await connection.execute(statement)
        await connection.execute("ALTER TABLE person_events DISABLE TRIGGER ALL")
        await connection.execute("UPDATE person_events SET actor = 'x' WHERE seq = 2")
    wrong = await store.registry.verify_person(kept.id)
    assert wrong is not None
    assert wrong.seq == 2


async def test_an_event_alone_goes_on_the_chain(store: PostgresStore) -> None:
    kept = await make(store, person())
    await store.registry.write_registry(
        RegistryWrite(events=(event("person.seen", person_id=kept.id, at=NOW + timedelta(seconds=1), message_id=77),))
    )
    assert [(one.name, one.message_id) for one in await store.registry.find_person_events(kept.id)] == [
        ("person.created", None),
        ("person.seen", 77),
    ]
    assert (await store.registry.get_person(kept.id)).version == 1
    assert await store.registry.verify_person(kept.id) is None
    with pytest.raises(StaleVersion):
        await store.registry.write_registry(RegistryWrite(events=(event(person_id=424242),)))
    with pytest.raises(ValueError, match="somebody"):
        await store.registry.write_registry(RegistryWrite(events=(event(),)))


async def test_text_that_postgresql_refuses_is_kept_readable(store: PostgresStore) -> None:
    kept = await make(
        store,
        person(
            1, traits=traits(birth_family="NUL\x00\ud800" + "É" * 5000), origin="\x00", status=IdentityStatus.VALIDEE
        ),
    )
    assert kept.traits.birth_family.startswith("NUL\ufffd\ufffd")

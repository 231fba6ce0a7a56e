"""The upkeep of the registry: names counted for the rarity of a name, histories of persons verified."""

from datetime import timedelta

import pytest

from liane.domain.identity.person import Person
from liane.store.postgres_store import PostgresStore
from liane.store.registry_records import PersonEvent, RegistryWrite
from liane.store.retention import RetentionPolicy
from liane.wiring.clock import utc_now
from liane.wiring.upkeep import JOURNAL, keep_up
from liane_sandbox.patients import PATIENTS
from tests.postgres import anyio_backend, postgres_dsn, postgres_server, store, store_dsn

__all__ = ["anyio_backend", "postgres_dsn", "postgres_server", "store", "store_dsn"]
pytestmark = pytest.mark.anyio
POLICY = RetentionPolicy(content=timedelta(days=90), trace=timedelta(days=3650))


async def find_open(store: PostgresStore) -> list[str]:
    """The remotes of the open incidents."""
    return [incident.remote for incident in await store.find_incidents(only_open=True)]


async def test_the_histories_of_persons_are_verified(store: PostgresStore) -> None:
    events = (PersonEvent(name="person.created", at=utc_now(), actor="essai", person_index=0),)
    await store.registry.write_registry(RegistryWrite(persons=(Person(traits=PATIENTS[0].traits),), events=events))
    await keep_up(store, POLICY)
    assert await find_open(store) == []
    assert (await store.registry.load_name_rarity()).persons == 1
    async with store.writing() as connection:
        await connection.execute("ALTER TABLE person_events DISABLE TRIGGER person_events_stay")
        await connection.execute("UPDATE person_events SET actor = 'autre'")
    await keep_up(store, POLICY)
    assert await find_open(store) == [JOURNAL]

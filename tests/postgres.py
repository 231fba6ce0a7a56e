"""Fixtures that give a real PostgreSQL: one embedded server per session, one fresh database per test.

Used from a conftest: ``pytest_plugins = ["tests.postgres"]``. Asynchronous tests carry ``@pytest.mark.anyio``.
"""

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterator

import asyncpg
import pytest

from liane.store.embedded import EmbeddedPostgres
from liane.store.migrate import migrate
from liane.store.postgres_store import PostgresStore
from tests.memory import find_memory

TEMPLATE = "liane_template"
_numbers = itertools.count(1)


def name_database(dsn: str, name: str) -> str:
    """The same server, another database."""
    return dsn.replace("@/postgres?", f"@/{name}?")


def copy_database(name: str, template: str) -> str:
    """The statement that makes a database from another one: its files are copied as they are, past the journal of the
    server, which would protect from a fall that a throwaway server may have.
    """
    return f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy"


async def _run(dsn: str, statement: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture(scope="session")
def anyio_backend() -> tuple[str, dict[str, bool]]:
    """The loop of the product."""
    return "asyncio", {"use_uvloop": True}


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[EmbeddedPostgres]:
    """A throwaway server, without fsync, its files in memory where the machine allows it."""
    with EmbeddedPostgres.throwaway(fsync=False, within=find_memory()) as server:
        yield server


@pytest.fixture(scope="session")
def postgres_dsn(postgres_server: EmbeddedPostgres) -> str:
    """Address of the server's own database (empty: make yours, or take ``store_dsn``)."""
    dsn = postgres_server.dsn
    asyncio.run(_run(dsn, f"CREATE DATABASE {TEMPLATE}"))
    asyncio.run(migrate(name_database(dsn, TEMPLATE)))
    return dsn


@pytest.fixture
async def store_dsn(postgres_dsn: str) -> AsyncIterator[str]:
    """Address of a fresh database with the store's tables."""
    name = f"test_{next(_numbers)}"
    await _run(postgres_dsn, copy_database(name, TEMPLATE))
    yield name_database(postgres_dsn, name)
    await _run(postgres_dsn, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def store(store_dsn: str) -> AsyncIterator[PostgresStore]:
    """An open store on a fresh database."""
    async with PostgresStore(store_dsn) as opened:
        yield opened

"""The pages are tested on a real store (see tests/postgres.py), filled once and copied for each test."""

import asyncio
import itertools
from collections.abc import AsyncIterator

import asyncpg
import pytest

from liane.store.postgres_store import PostgresStore
from tests.postgres import (
    TEMPLATE,
    anyio_backend,
    copy_database,
    name_database,
    postgres_dsn,
    postgres_server,
    store,
    store_dsn,
)
from tests.web.filled_store import fill

__all__ = ["anyio_backend", "filled", "filled_template", "postgres_dsn", "postgres_server", "store", "store_dsn"]
_copies = itertools.count(1)


async def run(dsn: str, statement: str) -> None:
    """Run one statement on the server."""
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


async def _make_template(dsn: str, name: str) -> None:
    await run(dsn, copy_database(name, TEMPLATE))
    async with PostgresStore(name_database(dsn, name)) as opened:
        await fill(opened)


@pytest.fixture(scope="session")
def filled_template(postgres_dsn: str) -> str:
    """Name of a database filled as a morning fills it."""
    name = "filled_template"
    asyncio.run(_make_template(postgres_dsn, name))
    return name


@pytest.fixture
async def filled(postgres_dsn: str, filled_template: str) -> AsyncIterator[PostgresStore]:
    """An open store on a copy of the filled database."""
    name = f"filled_{next(_copies)}"
    await run(postgres_dsn, copy_database(name, filled_template))
    async with PostgresStore(name_database(postgres_dsn, name)) as opened:
        yield opened
    await run(postgres_dsn, f"DROP DATABASE {name} WITH (FORCE)")

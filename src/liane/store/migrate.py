"""Bring the database to the shape that this code needs: forward only, each step once, unchanged ever after."""

import hashlib
from dataclasses import dataclass
from importlib import resources

import asyncpg

from liane.domain.errors import ConfigurationError

LOCK = (7241, 0)
SERVER_VERSION_MIN = 150000


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """One step. checksum: of the file's bytes, so that a step changed after the fact shows."""

    version: int
    name: str
    sql: str
    checksum: str


def load_migrations() -> list[Migration]:
    """Read the steps that come with this code, in order."""
    found = []
    for entry in resources.files("liane.store.migrations").iterdir():
        if not entry.name.endswith(".sql"):
            continue
        data = entry.read_bytes()
        version, _, name = entry.name.removesuffix(".sql").partition("_")
        checksum = hashlib.sha256(data).hexdigest()
        found.append(Migration(version=int(version), name=name, sql=data.decode(), checksum=checksum))
    return sorted(found, key=lambda migration: migration.version)


async def migrate(dsn: str) -> int:
    """Apply the steps that are missing, one process at a time; returns how many were applied.

    Raises ConfigurationError when the server is too old, when a step was changed since it was applied, or when the
    database was made by a newer Liane.
    """
    connection = await asyncpg.connect(dsn, server_settings={"search_path": "liane,public", "lock_timeout": "600s"})
    try:
        if connection.get_server_version().major * 10000 < SERVER_VERSION_MIN:
            raise ConfigurationError("LIANE_DATABASE_URL : PostgreSQL 15 ou plus récent est nécessaire")
        await connection.execute("SELECT pg_advisory_lock($1, $2)", *LOCK)
        return await _apply_missing(connection)
    finally:
        await connection.close()


async def _apply_missing(connection: "asyncpg.Connection[asyncpg.Record]") -> int:
    await connection.execute(
        """
        CREATE SCHEMA IF NOT EXISTS liane;
        CREATE TABLE IF NOT EXISTS liane.migrations (
          version integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at timestamptz NOT NULL
        );
        """
    )
    done = {
        row["version"]: row["checksum"] for row in await connection.fetch("SELECT version, checksum FROM migrations")
    }
    steps = load_migrations()
    check_history(steps, done)
    missing = [step for step in steps if step.version not in done]
    for step in missing:
        async with connection.transaction():
            await connection.execute(step.sql)
            await connection.execute(
                "INSERT INTO migrations VALUES ($1, $2, $3, clock_timestamp())", step.version, step.name, step.checksum
            )
    return len(missing)


def check_history(steps: list[Migration], done: dict[int, str]) -> None:
    """Refuse a database whose past is not the past of this code. Raises ConfigurationError."""
    known = {step.version: step.checksum for step in steps}
    for version, checksum in done.items():
        if version not in known:
            raise ConfigurationError(f"la base vient d'un Liane plus récent (étape {version:04d} inconnue ici)")
        if known[version] != checksum:
            raise ConfigurationError(f"l'étape {version:04d} de la base a été modifiée après son application")

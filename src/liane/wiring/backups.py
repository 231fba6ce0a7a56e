"""Backup and restore of one installation: its database, its kits and its settings file."""

import asyncio
from pathlib import Path

import asyncpg

from liane.domain.errors import ConfigurationError
from liane.store.backup import Backup, backup_database, backup_embedded, read_backup, restore_database, restore_embedded
from liane.store.embedded import EmbeddedPostgres
from liane.wiring.clock import utc_now
from liane.wiring.settings import Settings

KITS, CONFIG = "kits", "liane.toml"


def _files(settings: Settings, config: Path | None) -> dict[str, Path]:
    kits = settings.kits or settings.data / KITS
    files = {KITS: kits} if kits.is_dir() else {}
    return files | ({CONFIG: config} if config is not None and config.is_file() else {})


async def _find_major(dsn: str) -> int:
    try:
        connection = await asyncpg.connect(dsn, timeout=10)
    except (OSError, asyncpg.PostgresError) as error:
        raise ConfigurationError(f"database_url : la base ne répond pas ({type(error).__name__})") from error
    try:
        return int(connection.get_server_version().major)
    finally:
        await connection.close()


def make_backup(settings: Settings, target: Path, *, config: Path | None) -> Backup:
    """Back up an installation, running or not. Raises ConfigurationError or StorageUnavailable."""
    files = _files(settings, config)
    if settings.database_url is not None:
        major = asyncio.run(_find_major(settings.database_url))
        return backup_database(settings.database_url, major, target, at=utc_now(), files=files)
    with EmbeddedPostgres(settings.data) as server:
        return backup_embedded(server, target, at=utc_now(), files=files)


def restore_backup(settings: Settings, source: Path) -> Backup:
    """Restore into an installation that holds nothing yet. Raises ConfigurationError or StorageUnavailable."""
    places = {KITS: settings.kits or settings.data / KITS, CONFIG: settings.data / CONFIG}
    destinations = {name: places[name] for name in read_backup(source).files if name in places}
    if settings.database_url is not None:
        return restore_database(source, settings.database_url, files=destinations)
    settings.data.mkdir(parents=True, exist_ok=True)
    return restore_embedded(source, settings.data, files=destinations)

"""The marks of the folders of applications: by which one that is not mounted is told from the one that is known."""

from datetime import datetime

from liane.store.postgres_store import PostgresStore

FOLDER_CHARS_MAX = 1_000


class OutletFolders:
    """Rows of ``outlet_folders``. folder: application and path, so that another path is another folder."""

    def __init__(self, store: PostgresStore) -> None:
        self._store = store

    async def find(self, folder: str) -> str:
        """The mark of a folder; empty while it was never written to. Raises StorageUnavailable."""
        async with self._store.reading() as connection:
            found = await connection.fetchval(
                "SELECT mark FROM outlet_folders WHERE folder = $1", folder[:FOLDER_CHARS_MAX]
            )
        return str(found or "")

    async def keep(self, folder: str, mark: str, at: datetime) -> None:
        """Keep the mark of a folder; the first one kept stays. Raises StorageUnavailable."""
        async with self._store.writing() as connection:
            await connection.execute(
                "INSERT INTO outlet_folders (folder, mark, known_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                folder[:FOLDER_CHARS_MAX],
                mark,
                at,
            )

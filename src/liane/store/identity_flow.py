"""What the flows of identities keep beside the registry: the numbers of IPP given here, the persons to compare."""

from collections.abc import Sequence

from liane.store.postgres_store import PostgresStore

_TAKE = "SELECT person_id, mark FROM unlinked_persons ORDER BY mark LIMIT $1"
_END = """
    DELETE FROM unlinked_persons u USING unnest($1::bigint[], $2::bigint[]) AS n(person_id, mark)
    WHERE u.person_id = n.person_id AND u.mark = n.mark
"""


class IdentityFlowStore:
    """The small tables of the flows, on the connections of the store."""

    def __init__(self, store: PostgresStore) -> None:
        self._store = store

    async def draw_ipp(self) -> int:
        """Draw a number of IPP, never given before nor again. Raises StorageUnavailable."""
        async with self._store.writing() as connection:
            return int(await connection.fetchval("SELECT nextval('ipp_numbers')"))

    async def next_unlinked(self, *, limit: int) -> list[tuple[int, int]]:
        """(person, mark) of those that wait to be compared, oldest first."""
        async with self._store.reading() as connection:
            rows = await connection.fetch(_TAKE, limit)
        return [(row["person_id"], row["mark"]) for row in rows]

    async def end_unlinked(self, done: Sequence[tuple[int, int]]) -> None:
        """They were compared; one that changed since keeps waiting."""
        async with self._store.writing() as connection:
            await connection.execute(_END, [person for person, _ in done], [mark for _, mark in done])

    async def count_unlinked(self) -> int:
        """How many persons wait to be compared."""
        async with self._store.reading() as connection:
            return int(await connection.fetchval("SELECT count(*) FROM unlinked_persons"))

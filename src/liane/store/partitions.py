"""The monthly partitions: made just before the first row of their month, by whoever comes first."""

from collections.abc import Iterable
from datetime import date

from liane.store.connection import Connection


class Months:
    """Remembers which months have their partitions, so that it is asked once per process and month."""

    def __init__(self) -> None:
        self._known: set[date] = set()

    async def ensure(self, connection: Connection, months: Iterable[date]) -> None:
        """Make the partitions that are missing. Must run outside a transaction: it takes a lock for the whole base."""
        for month in sorted(set(months) - self._known):
            await connection.execute("SELECT ensure_month($1)", month)
            self._known.add(month)

    def forget(self) -> None:
        """Ask again next time: a partition may have been dropped."""
        self._known.clear()

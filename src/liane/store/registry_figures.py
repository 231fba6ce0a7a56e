"""The figures and lists of identity-vigilance, as pages ask for them."""

import contextlib
from collections.abc import AsyncIterator
from datetime import datetime

from liane.domain.identity.patient import IdentityStatus
from liane.domain.identity.person import Person
from liane.store import registry_indicators
from liane.store.connection import Connection
from liane.store.page_records import Page
from liane.store.registry_records import DayRate, DuplicateCount, INSiCount, UnitRate, UnqualifiedLine


class RegistryFigures:
    """Figures of the registry; the registry that inherits it lends the connections."""

    def _reading(self) -> contextlib.AbstractAsyncContextManager[Connection]:
        raise NotImplementedError

    async def count_by_status(self) -> dict[IdentityStatus, int]:
        """How many persons in force have each status; every status is there."""
        async with self._reading() as connection:
            return await registry_indicators.count_by_status(connection)

    async def rate_by_unit(self) -> list[UnitRate]:
        """By unit of the open stays: persons, and those qualified."""
        async with self._reading() as connection:
            return await registry_indicators.rate_by_unit(connection)

    async def rate_by_day(self, since: str, until: str, *, unit: str = "") -> list[DayRate]:
        """By day of admission, since included, until excluded (``yyyyMMdd``): stays, and those of qualified persons."""
        async with self._reading() as connection:
            return await registry_indicators.rate_by_day(connection, since, until, unit)

    async def count_duplicates(self, since: datetime, until: datetime) -> list[DuplicateCount]:
        """By day from since: suspected duplicates found (decision empty), and closed by each decision."""
        async with self._reading() as connection:
            return await registry_indicators.count_duplicates(connection, since, until)

    async def count_insi_answers(self, since: datetime, until: datetime) -> list[INSiCount]:
        """By day from since: answers of INSi by operation, code and outcome."""
        async with self._reading() as connection:
            return await registry_indicators.count_insi_answers(connection, since, until)

    async def list_unqualified(
        self, *, unit: str = "", cursor: str | None = None, limit: int = 50
    ) -> Page[UnqualifiedLine]:
        """One page of persons not qualified whose stay is open, newest stays first. Raises ValueError (cursor)."""
        async with self._reading() as connection:
            return await registry_indicators.list_unqualified(connection, unit=unit, cursor=cursor, limit=limit)

    async def list_renewals(
        self, verified_before: datetime, *, cursor: str | None = None, limit: int = 50
    ) -> Page[Person]:
        """One page of qualified persons whose INS was last verified before an instant, oldest first."""
        async with self._reading() as connection:
            return await registry_indicators.list_renewals(connection, verified_before, cursor=cursor, limit=limit)

    async def list_by_status(
        self, status: IdentityStatus, *, cursor: str | None = None, limit: int = 50
    ) -> Page[Person]:
        """One page of persons in force with a status, newest first. Raises ValueError (cursor)."""
        async with self._reading() as connection:
            return await registry_indicators.list_by_status(connection, status, cursor=cursor, limit=limit)

    def stream_persons(
        self, *, after: int = 0, status: IdentityStatus | None = None, include_merged: bool = False
    ) -> AsyncIterator[Person]:
        """Every person after a number, by rising number, for an export; memory stays flat."""
        return registry_indicators.stream_persons(
            self._reading, after=after, status=status, include_merged=include_merged
        )

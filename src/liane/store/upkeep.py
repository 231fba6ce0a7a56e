"""What an operator asks of the store: verify the journal, apply the retention, erase a document."""

import contextlib
from collections.abc import Iterable
from datetime import date, datetime

from liane.store import audit, retention
from liane.store.connection import Connection
from liane.store.journal import Break
from liane.store.partitions import Months
from liane.store.retention import RetentionPolicy, RetentionReport
from liane.store.values import month_of

BREAKS_MAX = 1000


class Upkeep:
    """Upkeep of the store; the store that inherits it lends the connections."""

    _months: Months

    def reading(self) -> contextlib.AbstractAsyncContextManager[Connection]:
        """Lend a connection for reads."""
        raise NotImplementedError

    def writing(self, months: Iterable[date] = ()) -> contextlib.AbstractAsyncContextManager[Connection]:
        """Lend a connection inside a transaction."""
        raise NotImplementedError

    async def verify_journal(self, document_id: int | None) -> Break | None:
        """Verify the chain of one document (None: of the system); None when it holds."""
        async with self.reading() as connection:
            return await audit.verify_one(connection, 0 if document_id is None else document_id)

    async def verify_all_journals(self) -> tuple[int, list[Break]]:
        """Verify every chain; returns how many there are and the first 1000 that do not hold."""
        number, breaks = 0, list[Break]()
        async with self.reading() as connection:
            async for _, wrong in audit.verify_all(connection):
                number += 1
                if wrong is not None and len(breaks) < BREAKS_MAX:
                    breaks.append(wrong)
        return number, breaks

    async def apply_retention(self, policy: RetentionPolicy, now: datetime) -> RetentionReport:
        """Drop the months whose content, then whose trace, have been kept long enough."""
        async with self.reading() as connection:
            await self._months.ensure(connection, {month_of(now)})
            report = await retention.apply_retention(connection, policy, now)
        self._months.forget()
        return report

    async def erase_document(self, document_id: int, *, actor: str, reason: str, now: datetime) -> int:
        """Erase the content of one document and the patient's traits; the trace stays, with an event.

        Returns how many bodies left. Raises LookupError, or ValueError while a delivery of it is not done.
        """
        async with self.writing({month_of(now)}) as connection:
            return await retention.erase_document(connection, document_id, actor=actor, reason=reason, now=now)

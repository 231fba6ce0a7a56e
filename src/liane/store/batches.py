"""How a batch is written: as one where it can be, item by item where one is refused. Rule: store.md §1.2, §4."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import date
from typing import Generic, Protocol, TypeVar

import asyncpg

from liane.store.connection import CROSSED, Connection, Line, is_outage
from liane.store.partitions import Months

RETRIES_MAX = 5


class Dated(Protocol):
    """What is kept by month."""

    @property
    def months(self) -> set[date]:
        """The months whose partitions it needs."""


ItemT = TypeVar("ItemT", bound=Dated)
AnswerT = TypeVar("AnswerT")


class BatchWriter(ABC, Generic[ItemT, AnswerT]):
    """Writes batches on one connection. has_made_work: the last batch made deliveries that a worker may claim."""

    def __init__(self, line: Line, months: Months) -> None:
        self._line = line
        self._months = months
        self.has_made_work = False

    async def write(self, batch: Sequence[ItemT]) -> list[AnswerT | Exception]:
        """Write a batch; when it is refused as a whole, each item alone, so that one bad row harms no other."""
        self.has_made_work = False
        async with self._line.use() as connection:
            try:
                return list(await self._write_again(connection, batch))
            except asyncpg.PostgresError as error:
                if len(batch) == 1 or is_outage(error):
                    raise
            results: list[AnswerT | Exception] = []
            for item in batch:
                try:
                    results += await self._write_again(connection, (item,))
                except asyncpg.PostgresError as error:
                    if is_outage(error):
                        raise
                    results.append(error)
            return results

    async def _write_again(self, connection: Connection, batch: Sequence[ItemT]) -> Sequence[AnswerT | Exception]:
        for attempt in range(RETRIES_MAX):
            await self._months.ensure(connection, {month for item in batch for month in item.months})
            try:
                return await self._write_once(connection, batch)
            except CROSSED:
                self._months.forget()
                if attempt == RETRIES_MAX - 1:
                    raise
        raise AssertionError

    @abstractmethod
    async def _write_once(self, connection: Connection, batch: Sequence[ItemT]) -> Sequence[AnswerT | Exception]:
        """Write the whole batch, or nothing of it; answers in the order of its items."""

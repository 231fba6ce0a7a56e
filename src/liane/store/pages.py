"""What the pages may ask of the store: each method is one page or one part of it, read in one go."""

import contextlib
from collections.abc import Iterable
from datetime import date, datetime

from liane.store import channels, readings, search, today, worklists
from liane.store.connection import Connection
from liane.store.page_records import (
    Channel,
    DeliveryFilter,
    DeliveryLine,
    DocumentFilter,
    DocumentLine,
    DocumentStory,
    EventFilter,
    MessageFilter,
    Page,
    TodaySummary,
)
from liane.store.records import StoredEvent, StoredMessage
from liane.store.values import month_of

PAGE_LINES = 50


class PageQueries:
    """The questions of the pages; the store that inherits it lends the connections."""

    def reading(self) -> contextlib.AbstractAsyncContextManager[Connection]:
        """Lend a connection for reads."""
        raise NotImplementedError

    def writing(self, months: Iterable[date] = ()) -> contextlib.AbstractAsyncContextManager[Connection]:
        """Lend a connection inside a transaction."""
        raise NotImplementedError

    async def last_number(self) -> int:
        """The last number given to anything that is kept; it may be of something not yet committed."""
        async with self.reading() as connection:
            return int(await connection.fetchval("SELECT last_value FROM ids"))

    async def today_summary(self, now: datetime) -> TodaySummary:
        """Where things stand: the day of now (in now's own time zone), and all that is not done."""
        async with self.reading() as connection:
            return await today.summarise(connection, now)

    async def search_documents(
        self, wanted: DocumentFilter, *, cursor: str | None = None, limit: int = PAGE_LINES
    ) -> Page[DocumentLine]:
        """One page of documents, newest first, at most 200. Raises ValueError for a wrong cursor."""
        async with self.reading() as connection:
            return await search.search_documents(connection, wanted, cursor=cursor, limit=limit)

    async def get_document_story(self, document_id: int) -> DocumentStory:
        """A document with its message, deliveries, events, receipts and versions. Raises LookupError."""
        async with self.reading() as connection:
            return await worklists.get_document_story(connection, document_id)

    async def find_refused_messages(
        self, wanted: MessageFilter, *, cursor: str | None = None, limit: int = PAGE_LINES
    ) -> Page[StoredMessage]:
        """One page of messages answered AE or AR, or unreadable, newest first. Raises ValueError for a wrong cursor."""
        async with self.reading() as connection:
            return await worklists.find_refused_messages(connection, wanted, cursor=cursor, limit=limit)

    async def find_message_events(self, message_id: int) -> list[StoredEvent]:
        """The journal of a message that made no document, oldest first."""
        async with self.reading() as connection:
            return list(await readings.find_events(connection, -message_id))

    async def search_deliveries(
        self, wanted: DeliveryFilter, *, cursor: str | None = None, limit: int = PAGE_LINES
    ) -> Page[DeliveryLine]:
        """One page of deliveries, newest first. Raises ValueError for a wrong cursor."""
        async with self.reading() as connection:
            return await worklists.search_deliveries(connection, wanted, cursor=cursor, limit=limit)

    async def find_delivery_ids(self, wanted: DeliveryFilter, *, limit: int = worklists.IDS_MAX) -> list[int]:
        """Numbers of a selection, oldest first, for a bulk act; at most 10,000."""
        async with self.reading() as connection:
            return await worklists.find_delivery_ids(connection, wanted, limit)

    async def search_events(
        self, wanted: EventFilter, *, cursor: str | None = None, limit: int = PAGE_LINES
    ) -> Page[StoredEvent]:
        """One page of the whole journal, newest first. Raises ValueError for a wrong cursor."""
        async with self.reading() as connection:
            return await worklists.search_events(connection, wanted, cursor=cursor, limit=limit)

    async def list_channels(self, now: datetime) -> list[Channel]:
        """All declared channels, with their figures of now's day."""
        async with self.reading() as connection:
            return await today.list_channels(connection, now)

    async def declare_channel(self, name: str, *, label: str, direction: str, at: datetime) -> None:
        """Make a channel known; its state stays as it was."""
        async with self.writing() as connection:
            await channels.declare_channel(connection, name, label=label, direction=direction, at=at)

    async def set_channel_state(self, name: str, state: str, *, actor: str, reason: str, at: datetime) -> bool:
        """Pause (``paused``) or resume (``running``) a channel, with its event; False when it was so already.

        Raises LookupError, or ValueError for another state.
        """
        async with self.writing({month_of(at)}) as connection:
            return await channels.set_channel_state(connection, name, state, actor=actor, reason=reason, at=at)

    async def get_channel_state(self, name: str) -> str:
        """``running`` or ``paused``; a channel that was never declared runs."""
        async with self.reading() as connection:
            return await channels.get_channel_state(connection, name)

"""Reading back by number, hash or key: the part of the store that answers flows and pages alike."""

import contextlib
from typing import Any

from liane.store import lookups, readings
from liane.store.connection import Connection
from liane.store.lookups import Find
from liane.store.records import StoredDelivery, StoredDocument, StoredEvent, StoredMessage
from liane.store.values import clean_text


class Reader:
    """Single things read back; the store that inherits it lends the connections."""

    def reading(self) -> contextlib.AbstractAsyncContextManager[Connection]:
        """Lend a connection for reads."""
        raise NotImplementedError

    async def look_up(self, find: Find, key: Any) -> Any:
        """Ask one of the questions of `liane.store.lookups`, together with those that wait."""
        raise NotImplementedError

    async def get_document(self, document_id: int) -> StoredDocument:
        """Load one document row. Raises LookupError."""
        found: StoredDocument = await self.look_up(lookups.find_documents, document_id)
        return found

    async def load_document(self, document_id: int) -> tuple[StoredDocument, bytes]:
        """Load one document row and its exact bytes. Raises LookupError, also when they are no longer kept."""
        found: tuple[StoredDocument, bytes] = await self.look_up(lookups.load_documents, document_id)
        return found

    async def get_message(self, message_id: int) -> StoredMessage:
        """Load one message row. Raises LookupError."""
        async with self.reading() as connection:
            return await readings.get_message(connection, message_id)

    async def load_document_body(self, document_id: int) -> bytes:
        """Load the document's exact bytes. Raises LookupError, also when they are no longer kept."""
        async with self.reading() as connection:
            return await readings.load_document_body(connection, document_id)

    async def load_message_raw(self, message_id: int) -> bytes:
        """Give back the message's bytes exactly as received. Raises LookupError, also when no longer kept."""
        async with self.reading() as connection:
            return await readings.load_message_raw(connection, message_id)

    async def load_body(self, sha256: str) -> bytes:
        """Load any stored body by its hash. Raises LookupError."""
        try:
            digest = bytes.fromhex(sha256)
        except ValueError as error:
            raise LookupError("not a hash") from error
        async with self.reading() as connection:
            return await readings.load_body(connection, digest)

    async def find_documents_by_unique_id(self, unique_id: str) -> list[StoredDocument]:
        """All requests that carried this document, oldest first."""
        found: list[StoredDocument] = await self.look_up(lookups.find_histories, clean_text(unique_id))
        return found

    async def find_delivery_by_correlation(self, key: str) -> StoredDelivery | None:
        """Find the delivery that a receipt speaks of."""
        found: StoredDelivery | None = await self.look_up(lookups.find_correlated, clean_text(key))
        return found

    async def find_deliveries(self, document_id: int) -> list[StoredDelivery]:
        """All deliveries of one document request, oldest first."""
        async with self.reading() as connection:
            return await readings.find_deliveries(connection, document_id)

    async def find_events(self, document_id: int) -> list[StoredEvent]:
        """The journal of one document, oldest first."""
        async with self.reading() as connection:
            return list(await readings.find_events(connection, document_id))

    async def get_verdict(self, cache_key: str) -> dict[str, Any] | None:
        """Read a cached validation verdict."""
        found: dict[str, Any] | None = await self.look_up(lookups.find_verdicts, clean_text(cache_key))
        return found

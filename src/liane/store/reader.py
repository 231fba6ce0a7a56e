"""Reading back by number, hash or key: the part of the store that answers flows and pages alike."""

import contextlib
import json
from typing import Any

from liane.store import readings
from liane.store.connection import Connection
from liane.store.records import StoredDelivery, StoredDocument, StoredEvent, StoredMessage
from liane.store.values import clean_text


class Reader:
    """Single things read back; the store that inherits it lends the connections."""

    def reading(self) -> contextlib.AbstractAsyncContextManager[Connection]:
        """Lend a connection for reads."""
        raise NotImplementedError

    async def get_document(self, document_id: int) -> StoredDocument:
        """Load one document row. Raises LookupError."""
        async with self.reading() as connection:
            return await readings.get_document(connection, document_id)

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
        async with self.reading() as connection:
            return await readings.find_documents_by_unique_id(connection, clean_text(unique_id))

    async def find_delivery_by_correlation(self, key: str) -> StoredDelivery | None:
        """Find the delivery that a receipt speaks of."""
        async with self.reading() as connection:
            return await readings.find_delivery_by_correlation(connection, clean_text(key))

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
        async with self.reading() as connection:
            text = await connection.fetchval("SELECT verdict FROM verdicts WHERE cache_key = $1", clean_text(cache_key))
        return None if text is None else dict(json.loads(text))

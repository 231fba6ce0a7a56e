"""Documents in hand: what the deliveries of one document share while they run, read from the store once.

A document request never changes once accepted (its verdict apart, which is asked each time of the store), so keeping it
in memory for a while is safe. Bounded by number and by bytes; evicts the least recently used.
"""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass

from liane.domain.documents.request import DocumentRequest
from liane.pipeline.ports import Store
from liane.pipeline.request_json import load_request
from liane.store.records import StoredDocument

DOCUMENTS_MAX = 256
BYTES_MAX = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentInHand:
    """A document row and the request it came from, bytes included."""

    row: StoredDocument
    request: DocumentRequest


class DocumentShelf:
    """The documents in hand of one process."""

    def __init__(self, store: Store, *, documents_max: int = DOCUMENTS_MAX, bytes_max: int = BYTES_MAX) -> None:
        self.store = store
        self._documents_max = documents_max
        self._bytes_max = bytes_max
        self._kept: OrderedDict[int, DocumentInHand] = OrderedDict()
        self._bytes = 0
        self._loading: dict[int, asyncio.Task[DocumentInHand]] = {}

    async def get(self, document_id: int) -> DocumentInHand:
        """Give a document, from memory or from the store. Raises LookupError."""
        kept = self._kept.get(document_id)
        if kept is not None:
            self._kept.move_to_end(document_id)
            return kept
        loading = self._loading.get(document_id)
        if loading is None:
            loading = asyncio.create_task(self._load(document_id))
            self._loading[document_id] = loading
            loading.add_done_callback(lambda _: self._loading.pop(document_id, None))
        return await asyncio.shield(loading)

    async def _load(self, document_id: int) -> DocumentInHand:
        row, body = await self.store.load_document(document_id)
        found = DocumentInHand(row=row, request=load_request(row.request, body))
        self._keep(document_id, found)
        return found

    def _keep(self, document_id: int, found: DocumentInHand) -> None:
        size = len(found.request.cda)
        if size > self._bytes_max // 4 or document_id in self._kept:
            return
        self._kept[document_id] = found
        self._bytes += size
        while len(self._kept) > self._documents_max or self._bytes > self._bytes_max:
            _, dropped = self._kept.popitem(last=False)
            self._bytes -= len(dropped.request.cda)

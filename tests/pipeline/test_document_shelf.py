"""The documents in hand: read once, bounded by number and by bytes, never wrong."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest

from liane.pipeline.documents import DocumentShelf
from liane.store.records import StoredDocument
from tests.pipeline.flow_kit import Flow, make_cda, make_order

pytestmark = pytest.mark.anyio


@dataclass(slots=True)
class Counting:
    """The store, counting what is read."""

    store: Any
    reads: list[int] = field(default_factory=list)

    async def load_document(self, document_id: int) -> tuple[StoredDocument, bytes]:
        """Read a row and its bytes."""
        self.reads.append(document_id)
        found: tuple[StoredDocument, bytes] = await self.store.load_document(document_id)
        return found


async def keep(flow: Flow, count: int) -> list[StoredDocument]:
    return [await flow.keep(make_order(make_cda(serial), f"M{serial}")) for serial in range(1, count + 1)]


async def test_a_document_is_read_once(flow: Flow) -> None:
    (document,) = await keep(flow, 1)
    store = Counting(flow.store)
    shelf = DocumentShelf(store)  # type: ignore[arg-type]
    first, second = await shelf.get(document.id), await shelf.get(document.id)
    assert first is second
    assert (first.row.id, first.request.cda, first.request.control_id) == (document.id, make_cda(1), "M1")
    assert store.reads == [document.id]


async def test_deliveries_that_ask_together_share_one_reading(flow: Flow) -> None:
    (document,) = await keep(flow, 1)
    store = Counting(flow.store)
    shelf = DocumentShelf(store)  # type: ignore[arg-type]
    first, second = await asyncio.gather(shelf.get(document.id), shelf.get(document.id))
    assert first is second
    assert store.reads == [document.id]


async def test_the_least_recently_used_leaves_first(flow: Flow) -> None:
    one, two, three = (document.id for document in await keep(flow, 3))
    store = Counting(flow.store)
    shelf = DocumentShelf(store, documents_max=2)  # type: ignore[arg-type]
    for number in (one, two, one, three, one, two):
        assert (await shelf.get(number)).row.id == number
    assert store.reads == [one, two, three, two]


async def test_bytes_are_bounded_too(flow: Flow) -> None:
    numbers = [document.id for document in await keep(flow, 6)]
    store = Counting(flow.store)
    shelf = DocumentShelf(store, bytes_max=len(make_cda()) * 5)  # type: ignore[arg-type]
    for number in (*numbers, numbers[0]):
        await shelf.get(number)
    assert store.reads == [*numbers, numbers[0]]


async def test_a_document_too_large_is_given_but_not_kept(flow: Flow) -> None:
    (document,) = await keep(flow, 1)
    store = Counting(flow.store)
    shelf = DocumentShelf(store, bytes_max=len(make_cda()))  # type: ignore[arg-type]
    for _ in range(2):
        assert (await shelf.get(document.id)).request.cda == make_cda(1)
    assert store.reads == [document.id] * 2


async def test_an_unknown_document_is_an_error(flow: Flow) -> None:
    with pytest.raises(LookupError):
        await DocumentShelf(flow.store).get(999_999)

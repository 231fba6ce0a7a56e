"""The search of documents: which rows, in which order, by which index.

Newest first, always, and from where the last page ended. A free text is looked for in `words`, month after month from
the newest: in the newest rows of all first (a common word is found there at once), then by trigrams (a rare word costs
its own few rows). A rare state is looked for from its deliveries, a common one from the newest documents. So the cost
follows what is shown, not what is stored. Rule: screens.md §5.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from liane.domain.documents.delivery import DeliveryState
from liane.store.connection import Connection
from liane.store.cursors import read_cursor, write_cursor
from liane.store.page_records import DocumentFilter, DocumentLine, Page
from liane.store.readings import DELIVERY_COLUMNS, DOCUMENT_COLUMNS, read_delivery, read_document
from liane.store.values import clean_text, fold

LIMIT_MAX = 200
WORDS_MAX = 8
WORD_CHARS_MIN = 3
NEWEST_ROWS = 3000
MONTHS_AT_ONCE = 12
RARE_ROWS_MAX = 50_000
INDEXED_STATES = (
    DeliveryState.WAITING,
    DeliveryState.ASKING,
    DeliveryState.PARKED,
    DeliveryState.REFUSED,
    DeliveryState.CANCELLED,
)

LINE_COLUMNS = f"{DOCUMENT_COLUMNS}, d.sender, d.channel, d.control_id, d.erased_at"


class Conditions:
    """A WHERE that grows with its arguments; values travel apart, never in the text."""

    def __init__(self) -> None:
        self._conditions: list[str] = []
        self.arguments: list[Any] = []

    def add(self, condition: str, *values: Any) -> None:
        """Add one condition; each ``{}`` in it stands for the next value."""
        places = []
        for value in values:
            self.arguments.append(value)
            places.append(f"${len(self.arguments)}")
        self._conditions.append(condition.format(*places))

    @property
    def text(self) -> str:
        """The conditions joined."""
        return " AND ".join(self._conditions) or "true"


def split_words(text: str) -> list[str]:
    """The words to look for, folded as they are stored; at most 8."""
    return list(dict.fromkeys(fold(clean_text(text)).split()))[:WORDS_MAX]


def like_pattern(word: str) -> str:
    """A LIKE pattern that finds the word anywhere, its own wildcards taken as letters."""
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


async def search_documents(
    connection: Connection, wanted: DocumentFilter, *, cursor: str | None, limit: int
) -> Page[DocumentLine]:
    """One page of documents, newest first. Raises ValueError for a cursor that is none of ours."""
    limit = max(1, min(limit, LIMIT_MAX))
    start = None if cursor is None else read_cursor(cursor)
    words = split_words(f"{wanted.text} {wanted.recipient}")
    if words:
        found = await _find_by_words(connection, wanted, words, start, limit + 1)
    else:
        found = await _find_by_columns(connection, wanted, start, limit + 1)
    shown = found[:limit]
    last = write_cursor(shown[-1]["received_at"], shown[-1]["id"]) if len(found) > limit else None
    return Page(lines=tuple(await describe_lines(connection, [row["id"] for row in shown])), next_cursor=last)


async def describe_lines(connection: Connection, ids: Sequence[int]) -> list[DocumentLine]:
    """Load documents with all their deliveries, in the order of ids."""
    if not ids:
        return []
    rows = await connection.fetch(f"SELECT {LINE_COLUMNS} FROM documents d WHERE d.id = ANY($1::bigint[])", list(ids))  # noqa: S608
    sent = await connection.fetch(
        f"SELECT {DELIVERY_COLUMNS} FROM deliveries v WHERE v.document_id = ANY($1::bigint[]) ORDER BY v.id",  # noqa: S608
        list(ids),
    )
    deliveries: dict[int, list[Any]] = {}
    for row in sent:
        deliveries.setdefault(row["document_id"], []).append(read_delivery(row))
    lines = {}
    for row in rows:
        values = dict(row)
        sender, channel = values.pop("sender"), values.pop("channel")
        control_id, erased_at = values.pop("control_id"), values.pop("erased_at")
        lines[row["id"]] = DocumentLine(
            document=read_document(values),
            sender=sender,
            channel=channel,
            control_id=control_id,
            is_erased=erased_at is not None,
            deliveries=tuple(deliveries.get(row["id"], ())),
        )
    return [lines[number] for number in ids if number in lines]


def _add_columns(conditions: Conditions, wanted: DocumentFilter) -> None:
    equals = {
        "d.id": wanted.document_id,
        "d.unique_id": clean_text(wanted.unique_id) or None,
        "d.type_code": wanted.type_code or None,
        "d.sender": wanted.sender or None,
        "d.patient_key": wanted.patient_key or None,
        "d.lineage": clean_text(wanted.lineage) or None,
    }
    for column, value in equals.items():
        if value is not None:
            conditions.add(f"{column} = {{}}", value)
    if wanted.control_id:
        conditions.add(
            "d.message_id = ANY (SELECT m.id FROM messages m WHERE m.control_id = {})", clean_text(wanted.control_id)
        )
    if wanted.recipient:
        conditions.add(
            "EXISTS (SELECT 1 FROM deliveries r WHERE r.document_id = d.id AND r.recipient ILIKE {})",
            like_pattern(clean_text(wanted.recipient)),
        )


def _add_times(
    conditions: Conditions, wanted: DocumentFilter, start: tuple[datetime, int] | None, *, row: str, number: str
) -> None:
    if wanted.received_from is not None:
        conditions.add(f"{row}.received_at >= {{}}", wanted.received_from)
    if wanted.received_before is not None:
        conditions.add(f"{row}.received_at < {{}}", wanted.received_before)
    if start is not None:
        conditions.add(f"({row}.received_at, {row}.{number}) < ({{}}, {{}})", *start)


async def _find_by_columns(
    connection: Connection, wanted: DocumentFilter, start: tuple[datetime, int] | None, limit: int
) -> Sequence[Any]:
    conditions = Conditions()
    _add_columns(conditions, wanted)
    _add_times(conditions, wanted, start, row="d", number="id")
    head, source = "", "documents d"
    if wanted.state is not None:
        among = _documents_in_state(wanted.state)
        if await _is_rare(connection, wanted.state):
            head = f"WITH s AS MATERIALIZED (SELECT DISTINCT document_id FROM deliveries WHERE {among})"  # noqa: S608
            source = "s JOIN documents d ON d.id = s.document_id"
        else:
            conditions.add(f"EXISTS (SELECT 1 FROM deliveries s WHERE s.document_id = d.id AND {among})")  # noqa: S608
    select = f"{head} SELECT d.id, d.received_at FROM {source}"  # noqa: S608
    return await _fetch(connection, select, conditions, "d.id", limit)


def _documents_in_state(state: DeliveryState) -> str:
    """The state as a constant of the text, so that the partial indexes are seen to apply."""
    is_open = state in (DeliveryState.WAITING, DeliveryState.ASKING, DeliveryState.PARKED)
    return f"state = '{state.value}'" + (" AND done_at IS NULL" if is_open else "")


async def _is_rare(connection: Connection, state: DeliveryState) -> bool:
    """Tell whether it is cheaper to start from the deliveries than from the newest documents."""
    if state not in INDEXED_STATES:
        return False
    among = _documents_in_state(state)
    number = await connection.fetchval(
        f"SELECT count(*) FROM (SELECT 1 FROM deliveries WHERE {among} LIMIT {RARE_ROWS_MAX + 1}) AS x"  # noqa: S608
    )
    return bool(number <= RARE_ROWS_MAX)


async def _fetch(connection: Connection, select: str, conditions: Conditions, number: str, limit: int) -> Sequence[Any]:
    order = f"{number.partition('.')[0]}.received_at DESC, {number} DESC"
    text = f"{select} WHERE {conditions.text} ORDER BY {order} LIMIT {int(limit)}"
    return list(await connection.fetch(text, *conditions.arguments))


async def _find_by_words(
    connection: Connection,
    wanted: DocumentFilter,
    words: Sequence[str],
    start: tuple[datetime, int] | None,
    limit: int,
) -> Sequence[Any]:
    months = await _find_months(connection, wanted, start)
    found = await _find_in_newest(connection, wanted, words, start, months[:2], limit)
    if len(found) == limit or not any(len(word) >= WORD_CHARS_MIN for word in words):
        return found
    found, place, step = [], 0, 1
    while place < len(months) and len(found) < limit:
        part = months[place : place + step]
        found += await _find_by_trigrams(connection, wanted, words, start, part, limit - len(found))
        place, step = place + step, min(step * 2, MONTHS_AT_ONCE)
    return found


async def _find_months(
    connection: Connection, wanted: DocumentFilter, start: tuple[datetime, int] | None
) -> list[date]:
    """The months that hold words, newest first, within the bounds of the search."""
    rows = await connection.fetch(
        "SELECT to_date(right(c.relname, 7), 'YYYY_MM') AS month FROM pg_inherits i "
        "JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'words'::regclass ORDER BY 1 DESC"
    )
    last = min((at for at in (wanted.received_before, start[0] if start else None) if at is not None), default=None)
    first = wanted.received_from
    return [
        row["month"]
        for row in rows
        if (last is None or row["month"] <= last.astimezone(UTC).date())
        and (first is None or row["month"] >= first.astimezone(UTC).date().replace(day=1))
    ]


def _add_words(conditions: Conditions, words: Sequence[str]) -> None:
    for word in words:
        conditions.add("w.text LIKE {}", like_pattern(word))


async def _find_in_newest(
    connection: Connection,
    wanted: DocumentFilter,
    words: Sequence[str],
    start: tuple[datetime, int] | None,
    months: Sequence[date],
    limit: int,
) -> list[Any]:
    conditions = Conditions()
    conditions.add("w.month = ANY ({}::date[])", list(months))
    _add_times(conditions, wanted, start, row="w", number="document_id")
    newest = (
        f"SELECT w.document_id, w.received_at, w.text FROM words w WHERE {conditions.text} "  # noqa: S608
        f"ORDER BY w.received_at DESC, w.document_id DESC LIMIT {NEWEST_ROWS}"
    )
    return await _join(connection, wanted, words, newest, conditions.arguments, limit)


async def _find_by_trigrams(
    connection: Connection,
    wanted: DocumentFilter,
    words: Sequence[str],
    start: tuple[datetime, int] | None,
    months: Sequence[date],
    limit: int,
) -> list[Any]:
    conditions = Conditions()
    conditions.add("w.month = ANY ({}::date[])", list(months))
    _add_times(conditions, wanted, start, row="w", number="document_id")
    _add_words(conditions, words)
    matching = f"SELECT w.document_id, w.received_at, w.text FROM words w WHERE {conditions.text}"  # noqa: S608
    return await _join(connection, wanted, words, matching, conditions.arguments, limit)


async def _join(
    connection: Connection,
    wanted: DocumentFilter,
    words: Sequence[str],
    candidates: str,
    arguments: Sequence[Any],
    limit: int,
) -> list[Any]:
    """Narrow candidate rows of words by the words again and by what else is wanted of the document."""
    conditions = Conditions()
    conditions.arguments.extend(arguments)
    _add_words(conditions, words)
    _add_columns(conditions, wanted)
    if wanted.state is not None:
        among = _documents_in_state(wanted.state)
        conditions.add(f"EXISTS (SELECT 1 FROM deliveries s WHERE s.document_id = d.id AND {among})")  # noqa: S608
    has_more = conditions.text.count("d.") > 0
    source = "w JOIN documents d ON d.id = w.document_id" if has_more else "w"
    select = f"WITH w AS MATERIALIZED ({candidates}) SELECT w.document_id AS id, w.received_at FROM {source}"  # noqa: S608
    return list(await _fetch(connection, select, conditions, "w.document_id", limit))

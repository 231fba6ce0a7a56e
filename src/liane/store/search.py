"""The search of documents: which rows, in which order, by which index.

Newest first, always, and from where the last page ended, so that the cost follows what is shown, not what is stored:

* no word, no state: a walk down the index of what is asked;
* a state: a walk down the deliveries in that state, by document;
* words: in the newest rows of all first (a common word is found there at once), then month after month from the newest,
  whole words that look like identifiers first, then parts of words by trigrams (a rare word costs its own few rows).

Rule: screens.md §5.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from liane.domain.documents.delivery import DeliveryState
from liane.store.connection import Connection
from liane.store.cursors import read_dated_cursor, write_cursor
from liane.store.page_records import DocumentFilter, DocumentLine, Page
from liane.store.readings import DELIVERY_COLUMNS, DOCUMENT_COLUMNS, read_delivery, read_document
from liane.store.values import clean_text, fold

LIMIT_MAX = 200
WORDS_MAX = 8
WORD_CHARS_MIN = 3
IDENTIFIER_CHARS_MIN = 6
NEWEST_ROWS = 3000
MONTHS_AT_ONCE = 12
SAME_CONTROL_ID_MAX = 1000
RARE_ROWS_MAX = 50_000
INDEXED_STATES = (
    DeliveryState.WAITING,
    DeliveryState.ASKING,
    DeliveryState.PARKED,
    DeliveryState.REFUSED,
    DeliveryState.CANCELLED,
)

_LINE_COLUMNS = f"{DOCUMENT_COLUMNS}, d.sender, d.channel, d.control_id, d.erased_at"
_WORDS_OF_DOCUMENT = "JOIN words w ON w.month = d.month AND w.received_at = d.received_at AND w.document_id = d.id"


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

    def fork(self) -> "Conditions":
        """Other conditions, for another part of the same statement: same arguments so far, no condition yet."""
        made = Conditions()
        made.arguments.extend(self.arguments)
        return made

    @property
    def text(self) -> str:
        """The conditions joined."""
        return " AND ".join(self._conditions) or "true"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Search:
    """One question: the filter, its words, where to start, how many rows."""

    wanted: DocumentFilter
    words: tuple[str, ...]
    start: tuple[datetime, int] | None
    limit: int


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
    asked = _Search(
        wanted=wanted,
        words=tuple(split_words(f"{wanted.text} {wanted.recipient}")),
        start=None if cursor is None else read_dated_cursor(cursor),
        limit=limit + 1,
    )
    if asked.words and not _is_narrow(wanted):
        found = await _find_by_words(connection, asked)
    else:
        found = await _find_by_columns(connection, asked)
    shown = found[:limit]
    last = write_cursor(shown[-1]["received_at"], shown[-1]["id"]) if len(found) > limit else None
    return Page(lines=tuple(await describe_lines(connection, [row["id"] for row in shown])), next_cursor=last)


async def describe_lines(connection: Connection, ids: Sequence[int]) -> list[DocumentLine]:
    """Load documents with all their deliveries, in the order of ids."""
    if not ids:
        return []
    rows = await connection.fetch(f"SELECT {_LINE_COLUMNS} FROM documents d WHERE d.id = ANY($1::bigint[])", list(ids))  # noqa: S608
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


def _is_narrow(wanted: DocumentFilter) -> bool:
    """Tell whether one column alone leaves few documents."""
    columns = (wanted.unique_id, wanted.control_id, wanted.patient_key, wanted.lineage)
    return wanted.document_id is not None or any(columns)


async def _find_by_columns(connection: Connection, asked: _Search) -> Sequence[Any]:
    """Walk documents, narrowed by their columns, by a state, and by words where a column leaves few."""
    wanted, conditions = asked.wanted, Conditions()
    await _add_columns(connection, conditions, wanted)
    source, order = "documents d", "d.received_at DESC, d.id DESC"
    if wanted.state in INDEXED_STATES:
        stopped = _in_state(wanted.state)
        if asked.start is not None:
            conditions.add("d.id < {}", asked.start[1])
            stopped += f" AND document_id < ${len(conditions.arguments)}"
        source = (
            f"(SELECT DISTINCT document_id FROM deliveries WHERE {stopped} ORDER BY document_id DESC) AS s "  # noqa: S608
            "JOIN documents d ON d.id = s.document_id"
        )
        order = "s.document_id DESC"
        _add_times(conditions, wanted, None, row="d", number="id")
    else:
        _add_times(conditions, wanted, asked.start, row="d", number="id")
        _add_state(conditions, wanted, "d.id")
    if asked.words:
        source = f"{source} {_WORDS_OF_DOCUMENT}"
        _add_words(conditions, asked.words)
    _add_recipient(conditions, wanted, "d.id")
    text = f"SELECT d.id, d.received_at FROM {source} WHERE {conditions.text} ORDER BY {order} LIMIT {asked.limit}"  # noqa: S608
    return list(await connection.fetch(text, *conditions.arguments))


async def _add_columns(connection: Connection, conditions: Conditions, wanted: DocumentFilter) -> None:
    equals = {
        "id": wanted.document_id,
        "unique_id": clean_text(wanted.unique_id),
        "type_code": clean_text(wanted.type_code),
        "sender": clean_text(wanted.sender),
        "patient_key": clean_text(wanted.patient_key),
        "lineage": clean_text(wanted.lineage),
    }
    for column, value in equals.items():
        if value not in (None, ""):
            conditions.add(f"d.{column} = {{}}", value)
    if wanted.control_id:
        rows = await connection.fetch(
            "SELECT document_id FROM messages WHERE control_id = $1 AND document_id IS NOT NULL "  # noqa: S608
            f"ORDER BY id DESC LIMIT {SAME_CONTROL_ID_MAX}",
            clean_text(wanted.control_id),
        )
        conditions.add("d.id = ANY ({}::bigint[])", [row["document_id"] for row in rows])


def _in_state(state: DeliveryState) -> str:
    """The state as a constant of the text, so that the partial indexes are seen to apply."""
    return f"state = '{state.value}'"


def _add_state(conditions: Conditions, wanted: DocumentFilter, document: str) -> None:
    if wanted.state is not None:
        among = _in_state(wanted.state)
        conditions.add(f"EXISTS (SELECT 1 FROM deliveries s WHERE s.document_id = {document} AND s.{among})")  # noqa: S608


def _add_recipient(conditions: Conditions, wanted: DocumentFilter, document: str) -> None:
    if wanted.recipient:
        conditions.add(
            f"EXISTS (SELECT 1 FROM deliveries r WHERE r.document_id = {document} AND r.recipient ILIKE {{}})",  # noqa: S608
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


def _add_words(conditions: Conditions, words: Sequence[str]) -> None:
    for word in words:
        conditions.add("w.text LIKE {}", like_pattern(word))


async def _find_by_words(connection: Connection, asked: _Search) -> Sequence[Any]:
    months = await _find_months(connection, asked)
    found = await _find_in_newest(connection, asked, months[:2])
    if len(found) == asked.limit or not any(len(word) >= WORD_CHARS_MIN for word in asked.words):
        return found
    identifiers = [word for word in asked.words if len(word) >= IDENTIFIER_CHARS_MIN and any(map(str.isdigit, word))]
    if identifiers:
        found = await _find_by_month(connection, asked, months, identifiers)
        if found:
            return found
    return await _find_by_month(connection, asked, months, ())


async def _find_months(connection: Connection, asked: _Search) -> list[date]:
    """The months that hold words, newest first, within the bounds of the search."""
    rows = await connection.fetch(
        "SELECT to_date(right(c.relname, 7), 'YYYY_MM') AS month FROM pg_inherits i "
        "JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'words'::regclass ORDER BY 1 DESC"
    )
    first, before = asked.wanted.received_from, asked.wanted.received_before
    bounds = [at for at in (before, asked.start[0] if asked.start else None) if at is not None]
    last = min(bounds, default=None)
    return [
        row["month"]
        for row in rows
        if (last is None or row["month"] <= last.astimezone(UTC).date())
        and (first is None or row["month"] >= first.astimezone(UTC).date().replace(day=1))
    ]


async def _find_in_newest(connection: Connection, asked: _Search, months: Sequence[date]) -> list[Any]:
    conditions = Conditions()
    conditions.add("w.month = ANY ({}::date[])", list(months))
    _add_times(conditions, asked.wanted, asked.start, row="w", number="document_id")
    newest = (
        f"SELECT w.* FROM words w WHERE {conditions.text} "  # noqa: S608
        f"ORDER BY w.received_at DESC, w.document_id DESC LIMIT {NEWEST_ROWS}"
    )
    narrowed = conditions.fork()
    _add_words(narrowed, asked.words)
    return await _narrow(connection, asked, newest, narrowed, asked.limit)


async def _find_by_month(
    connection: Connection, asked: _Search, months: Sequence[date], whole: Sequence[str]
) -> list[Any]:
    """Look by index, a few months at a time, until enough is found. whole: words that must be there as they are."""
    found: list[Any] = []
    place, step = 0, 1
    while place < len(months) and len(found) < asked.limit:
        conditions = Conditions()
        conditions.add("w.month = ANY ({}::date[])", list(months[place : place + step]))
        _add_times(conditions, asked.wanted, asked.start, row="w", number="document_id")
        if whole:
            conditions.add("string_to_array(w.text, ' ') @> {}::text[]", list(whole))
        _add_words(conditions, [word for word in asked.words if word not in whole])
        matching = f"SELECT w.* FROM words w WHERE {conditions.text}"  # noqa: S608
        found += await _narrow(connection, asked, matching, conditions.fork(), asked.limit - len(found))
        place, step = place + step, min(step * 2, MONTHS_AT_ONCE)
    return found


async def _narrow(
    connection: Connection, asked: _Search, candidates: str, conditions: Conditions, limit: int
) -> list[Any]:
    """Narrow candidate rows of words by what else is wanted of their documents."""
    wanted, head = asked.wanted, ""
    if wanted.type_code:
        conditions.add("w.type_code = {}", clean_text(wanted.type_code))
    if wanted.sender:
        conditions.add("w.sender = {}", clean_text(wanted.sender))
    if wanted.state is not None and await _is_rare(connection, wanted.state):
        among = _in_state(wanted.state)
        head = f", s AS MATERIALIZED (SELECT document_id FROM deliveries WHERE {among})"  # noqa: S608
        conditions.add("w.document_id IN (SELECT document_id FROM s)")
    else:
        _add_state(conditions, wanted, "w.document_id")
    _add_recipient(conditions, wanted, "w.document_id")
    text = (
        f"WITH w AS MATERIALIZED ({candidates}){head} "  # noqa: S608
        f"SELECT w.document_id AS id, w.received_at FROM w WHERE {conditions.text} "
        f"ORDER BY w.received_at DESC, w.document_id DESC LIMIT {limit}"
    )
    return list(await connection.fetch(text, *conditions.arguments))


async def _is_rare(connection: Connection, state: DeliveryState) -> bool:
    """Tell whether the deliveries in a state are few enough to be listed."""
    if state not in INDEXED_STATES:
        return False
    among = _in_state(state)
    number = await connection.fetchval(
        f"SELECT count(*) FROM (SELECT 1 FROM deliveries WHERE {among} LIMIT {RARE_ROWS_MAX + 1}) AS x"  # noqa: S608
    )
    return bool(number <= RARE_ROWS_MAX)

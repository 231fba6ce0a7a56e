"""Keep what arrives: the batches of accepted messages, one transaction each, before anyone is answered.

One batch costs two round trips: numbers and known keys, then one statement that writes every row. A key that another
process takes between the two makes the statement fail; it is then simply done again. Rule: store.md §2, §4.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID

from liane.store.batches import BatchWriter
from liane.store.bodies import BodyRow, Envelope, cut_message, make_body
from liane.store.connection import Connection
from liane.store.journal import START, Draft, append_drafts, chain_events, draft_event
from liane.store.queue import DeliveryDraft, Numbering, draft_delivery, insert_deliveries, wakes_workers
from liane.store.records import Acceptance, Accepted, NewDocument, NewEvent, NewMessage
from liane.store.rows import ChainRow, DocumentRow, EnvelopeRow, EventRow, MessageRow, WordsRow
from liane.store.values import SEARCH_CHARS_MAX, clean_optional, clean_text, digest_key, fold, month_of, render_json

_ALLOCATE = """
    SELECT ARRAY(SELECT nextval('ids') FROM generate_series(1, $1::integer)) AS ids,
           ARRAY(SELECT ROW(m.dedup_key, m.id, m.document_id, m.ack) FROM messages m
                 WHERE m.dedup_key = ANY($2::uuid[]) AND m.dedup_key IS NOT NULL) AS known,
           ARRAY(SELECT d.dedup_key FROM deliveries d
                 WHERE d.dedup_key = ANY($3::uuid[]) AND d.dedup_key IS NOT NULL) AS taken
"""
_WRITE = f"""
    WITH b AS (INSERT INTO bodies SELECT * FROM unnest($1::bodies[]) ON CONFLICT DO NOTHING),
    {{large_bodies}}
    e AS (INSERT INTO envelopes SELECT * FROM unnest($2::envelopes[])),
    m AS (INSERT INTO messages SELECT * FROM unnest($3::messages[])),
    d AS (INSERT INTO documents SELECT * FROM unnest($4::documents[])),
    c AS (INSERT INTO chains SELECT * FROM unnest($6::chains[])),
    w AS (INSERT INTO words SELECT * FROM unnest($8::words[])),
    v AS (
      INSERT INTO events
      SELECT n.month, nextval('ids'), n.chain, n.seq, n.delivery_id, n.name, n.actor, n.at, n.data, n.body_sha256,
             n.media_type, n.hash
      FROM unnest($7::events[]) AS n
    )
    {insert_deliveries("$5")}
"""  # noqa: S608 - no value is written into the text
_FIRST_LARGE = 9
_BODY_COLUMNS = len(BodyRow._fields)
LARGE_BODY_BYTES = 8192


@functools.cache
def _write_statement(large_bodies: int) -> str:
    """The statement for a batch with that many large bodies, each its own parameters: an array copies them thrice."""
    rows = []
    for place in range(large_bodies):
        first = _FIRST_LARGE + place * _BODY_COLUMNS
        rows.append(f"({', '.join(f'${number}' for number in range(first, first + _BODY_COLUMNS))})")
    values = f"l AS (INSERT INTO bodies VALUES {', '.join(rows)} ON CONFLICT DO NOTHING)," if rows else ""  # noqa: S608
    return _WRITE.format(large_bodies=values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An acceptance with all the work done that needs no database. size_bytes: what it weighs in a batch."""

    message: NewMessage
    document: NewDocument | None
    month: date
    received_at: datetime
    dedup_key: UUID | None
    envelope: Envelope
    embedded_sha256: bytes | None
    bodies: tuple[BodyRow, ...]
    deliveries: tuple[DeliveryDraft, ...]
    events: tuple[Draft, ...]
    errors: str
    request: str
    decisions: str
    words: str
    size_bytes: int

    @property
    def months(self) -> set[date]:
        """Months in which it writes."""
        return {self.month, *(draft.month for draft in self.events)}


def prepare(acceptance: Acceptance) -> Prepared:
    """Hash, compress and write as JSON; a defect of the caller raises here, away from the batches of others."""
    message, document = acceptance.message, acceptance.document
    if document is None and acceptance.deliveries:
        raise ValueError("a delivery needs a document")
    month = month_of(message.received_at)
    bodies: dict[bytes, BodyRow] = {}
    envelope = cut_message(message.raw, message.embedded, document.body if document else None)
    embedded_sha256 = None
    if envelope.body is not None:
        media_type = document.media_type if document else "application/octet-stream"
        is_document = document is not None and envelope.body is document.body
        known = document.body_sha256 if document is not None and is_document else None
        row = make_body(envelope.body, clean_text(media_type), month, known)
        bodies[row.sha256], embedded_sha256 = row, row.sha256
    if document is not None and envelope.body is not document.body:
        row = make_body(document.body, clean_text(document.media_type), month, document.body_sha256)
        bodies.setdefault(row.sha256, row)
    events = tuple(draft_event(event) for event in acceptance.events)
    errors = render_json(list(message.errors))
    request = render_json(document.request) if document else "{}"
    decisions = render_json(document.decisions) if document else "[]"
    in_events = [draft.body for draft in events if draft.body]
    weights = [len(body.content) for body in (*bodies.values(), *in_events)]
    return Prepared(
        message=message,
        document=document,
        month=month,
        received_at=message.received_at.astimezone(UTC),
        dedup_key=digest_key(message.dedup_key),
        envelope=envelope,
        embedded_sha256=embedded_sha256,
        bodies=tuple(bodies.values()),
        deliveries=tuple(draft_delivery(new) for new in acceptance.deliveries),
        events=events,
        errors=errors,
        request=request,
        decisions=decisions,
        words=_find_words(acceptance) if document else "",
        size_bytes=sum(weights) + len(envelope.content) + len(request) + len(errors) + 1024,
    )


def _find_words(acceptance: Acceptance) -> str:
    """What the search page looks into: the words of the flow, the identifiers, the addresses."""
    document, message = acceptance.document, acceptance.message
    assert document is not None
    found = [*document.search_text.split(), document.unique_id, message.control_id]
    found += [new.recipient for new in acceptance.deliveries]
    return clean_text(" ".join(dict.fromkeys(fold(word) for word in found if word)), SEARCH_CHARS_MAX)


@dataclass(slots=True)
class _Rows:
    """The rows of one batch, by table."""

    bodies: dict[tuple[bytes, date], BodyRow] = field(default_factory=dict)
    envelopes: list[EnvelopeRow] = field(default_factory=list)
    messages: list[MessageRow] = field(default_factory=list)
    documents: list[DocumentRow] = field(default_factory=list)
    words: list[WordsRow] = field(default_factory=list)
    chains: list[ChainRow] = field(default_factory=list)
    events: list[EventRow] = field(default_factory=list)

    def add_body(self, body: BodyRow) -> None:
        self.bodies.setdefault((body.sha256, body.month), body)

    def add(self, item: Prepared, message_id: int, document_id: int | None, delivery_ids: Sequence[int | None]) -> None:
        """Add all the rows of one acceptance but its deliveries."""
        self.messages.append(_message_row(item, message_id, document_id))
        self.envelopes.append(
            EnvelopeRow(
                month=item.month,
                message_id=message_id,
                encoding=int(item.envelope.encoding),
                form=int(item.envelope.form),
                cut_at=item.envelope.cut_at,
                sha256=item.embedded_sha256,
                content=item.envelope.content,
            )
        )
        for body in item.bodies:
            self.add_body(body)
        if document_id is not None:
            row = _document_row(item, message_id, document_id)
            self.documents.append(row)
            self.words.append(
                WordsRow(item.month, document_id, item.received_at, row.type_code, row.sender, item.words)
            )
        for draft in item.events:
            if draft.body is not None:
                self.add_body(draft.body)
        chain = -message_id if document_id is None else document_id
        if item.events:
            events, head = chain_events(START._replace(chain=chain), item.events, delivery_ids)
            self.events += events
            self.chains.append(head)


class AcceptWriter(BatchWriter[Prepared, Accepted]):
    """Writes batches of prepared acceptances on one connection."""

    async def _write_once(self, connection: Connection, batch: Sequence[Prepared]) -> list[Accepted]:
        ids, known, taken = await self._allocate(connection, batch)
        rows, numbering = _Rows(), Numbering(taken)
        results: list[Accepted] = []
        duplicates: list[tuple[int, Draft]] = []
        for item in batch:
            first = known.get(item.dedup_key) if item.dedup_key is not None else None
            if first is not None:
                chain, ack = first
                duplicates.append((chain, _duplicate_event(item)))
                results.append(Accepted(message_id=None, document_id=None, duplicate_ack=ack))
                continue
            message_id = ids.pop()
            document_id = ids.pop() if item.document is not None else None
            numbers = [ids.pop() for _ in item.deliveries]
            delivery_ids = numbering.add(
                item.deliveries, numbers, document_id=document_id or 0, message_id=message_id, at=item.received_at
            )
            rows.add(item, message_id, document_id, delivery_ids)
            if item.dedup_key is not None:
                known[item.dedup_key] = (document_id or -message_id, item.message.ack)
            results.append(Accepted(message_id=message_id, document_id=document_id, delivery_ids=tuple(delivery_ids)))
        await self._insert(connection, rows, numbering, duplicates)
        self.has_made_work = self.has_made_work or wakes_workers(numbering.rows)
        return results

    @staticmethod
    async def _allocate(
        connection: Connection, batch: Sequence[Prepared]
    ) -> tuple[list[int], dict[UUID, tuple[int, bytes]], list[UUID]]:
        """Numbers (to be popped, rising), the messages known by key as (chain, ack), the delivery keys taken."""
        wanted = sum(1 + (item.document is not None) + len(item.deliveries) for item in batch)
        keys = [item.dedup_key for item in batch if item.dedup_key is not None]
        delivery_keys = [draft.dedup_key for item in batch for draft in item.deliveries if draft.dedup_key is not None]
        answer = await connection.fetchrow(_ALLOCATE, wanted, keys, delivery_keys)
        known = {row[0]: (row[2] if row[2] is not None else -row[1], row[3]) for row in answer["known"]}
        return answer["ids"][::-1], known, answer["taken"]

    @staticmethod
    async def _insert(
        connection: Connection, rows: _Rows, numbering: Numbering, duplicates: Sequence[tuple[int, Draft]]
    ) -> None:
        bodies = [rows.bodies[key] for key in sorted(rows.bodies)]
        large = [body for body in bodies if len(body.content) >= LARGE_BODY_BYTES]
        statement = _write_statement(len(large))
        arguments = (
            [body for body in bodies if len(body.content) < LARGE_BODY_BYTES],
            rows.envelopes,
            rows.messages,
            rows.documents,
            numbering.rows,
            rows.chains,
            rows.events,
            rows.words,
            *(value for body in large for value in body),
        )
        if not duplicates:
            await connection.execute(statement, *arguments)
            return
        async with connection.transaction():
            if rows.messages:
                await connection.execute(statement, *arguments)
            await append_drafts(connection, duplicates)


def _duplicate_event(item: Prepared) -> Draft:
    message = item.message
    return draft_event(
        NewEvent(
            name="message.duplicate",
            at=message.received_at,
            actor=f"emitter:{message.sender}",
            data={"control_id": message.control_id, "channel": message.channel, "peer": message.peer},
        )
    )


def _message_row(item: Prepared, message_id: int, document_id: int | None) -> MessageRow:
    message = item.message
    return MessageRow(
        id=message_id,
        document_id=document_id,
        channel=clean_text(message.channel),
        kind=clean_text(message.kind),
        control_id=clean_text(message.control_id),
        sender=clean_text(message.sender),
        receiver=clean_text(message.receiver),
        processing_id=clean_text(message.processing_id),
        received_at=item.received_at,
        month=item.month,
        outcome=clean_text(message.outcome),
        ack=message.ack,
        errors=item.errors,
        dedup_key=item.dedup_key,
        peer=clean_text(message.peer),
        trace_id=clean_text(message.trace_id),
        raw_size_bytes=len(message.raw),
    )


def _document_row(item: Prepared, message_id: int, document_id: int) -> DocumentRow:
    document, message = item.document, item.message
    assert document is not None
    body = item.bodies[-1]
    return DocumentRow(
        id=document_id,
        message_id=message_id,
        received_at=item.received_at,
        month=item.month,
        channel=clean_text(message.channel),
        sender=clean_text(message.sender),
        control_id=clean_text(message.control_id),
        unique_id=clean_text(document.unique_id),
        lineage=clean_text(document.lineage),
        version=document.version,
        replaces=clean_optional(document.replaces),
        action=clean_text(document.action),
        type_code=clean_text(document.type_code),
        type_label=clean_text(document.type_label),
        title=clean_text(document.title),
        form=clean_text(document.form),
        patient_ins=clean_optional(document.patient_ins),
        patient_ins_oid=clean_optional(document.patient_ins_oid),
        patient_label=clean_text(document.patient_label),
        patient_birth_date=clean_text(document.patient_birth_date),
        patient_sex=clean_text(document.patient_sex),
        patient_key=clean_text(document.patient_key),
        created_at_source=clean_text(document.created_at_source),
        body_sha256=body.sha256,
        body_size_bytes=body.size_bytes,
        media_type=clean_text(document.media_type),
        request=item.request,
        decisions=item.decisions,
        verdict="",
        verdict_key=None,
        erased_at=None,
    )

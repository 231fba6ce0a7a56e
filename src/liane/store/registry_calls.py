"""The calls of INSi, as journalled: what was asked and answered, byte for byte, beside what is counted."""

from typing import Any

from liane.store.bodies import compress, decompress
from liane.store.connection import Connection
from liane.store.registry_records import INSiCall
from liane.store.search import Conditions
from liane.store.values import clean_text

LIMIT_MAX = 1000

_INSERT = """
    INSERT INTO insi_calls VALUES
      (nextval('ids'), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, false)
    RETURNING id
"""


async def save_call(connection: Connection, call: INSiCall) -> int:
    """Journal one call; returns its number."""
    request_encoding, request = compress(call.request)
    answer_encoding, answer = compress(call.answer)
    number = await connection.fetchval(
        _INSERT,
        call.at,
        clean_text(call.operation),
        clean_text(call.actor),
        clean_text(call.certificate),
        clean_text(call.message_id),
        clean_text(call.code),
        clean_text(call.label),
        clean_text(call.outcome),
        call.duration_ms,
        call.person_id,
        call.lot_id,
        int(request_encoding),
        request,
        int(answer_encoding),
        answer,
    )
    return int(number)


def read_call(row: Any) -> INSiCall:
    """A call from its row; its bytes are empty once they left with the retention."""
    values = dict(row)
    del values["is_erased"]
    values["request"] = decompress(values.pop("request_encoding"), row["request"])
    values["answer"] = decompress(values.pop("answer_encoding"), row["answer"])
    return INSiCall(**values)


async def find_calls(
    connection: Connection, *, person_id: int | None, lot_id: int | None, limit: int
) -> list[INSiCall]:
    """Calls, newest first."""
    conditions = Conditions()
    if person_id is not None:
        conditions.add("c.person_id = {}", person_id)
    if lot_id is not None:
        conditions.add("c.lot_id = {}", lot_id)
    rows = await connection.fetch(
        f"SELECT c.* FROM insi_calls c WHERE {conditions.text} "  # noqa: S608
        f"ORDER BY {'c.at DESC, ' if person_id is None and lot_id is None else ''}c.id DESC "
        f"LIMIT {max(1, min(limit, LIMIT_MAX))}",
        *conditions.arguments,
    )
    return [read_call(row) for row in rows]

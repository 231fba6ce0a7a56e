"""What people chose among the records proposed, as kept: examples of the order, and the adaptations made of them.

An example holds scores and how each trait compares, no value of a patient. Rule: intake.md §8.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from liane.domain.intake.learn.record_ranking import (
    NOBODY,
    RankAdaptation,
    RankedRecord,
    RankExample,
    name_cell,
)
from liane.domain.intake.matching.score_evidence import MatchTrait
from liane.store.connection import Connection
from liane.store.intake_models import ModelShelf, ShadowCount, Shelf, count_shadow
from liane.store.postgres_store import PostgresStore

EXAMPLES_MAX = 5000
RECORDS_MAX = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class RankSeen:
    """What one decided document teaches of the order. counted: of a model in shadow, None when there is none."""

    example: RankExample
    counted: ShadowCount | None = field(default=None)


class RankingStore:
    """The examples of the order, and its models."""

    def __init__(self, store: PostgresStore) -> None:
        self._store = store
        self.models: ModelShelf[RankAdaptation] = ModelShelf(
            store, Shelf.RANKING, read=read_ranking, write=write_ranking
        )

    async def find_example(self, item_id: int) -> RankExample | None:
        """What a person chose among the records that the reading of an item proposed; None when it proposed none, when
        the item holds several documents, or when a record proposed was merged since.
        """
        async with self._store.reading() as connection:
            row = await connection.fetchrow(
                "SELECT reading, (decision ->> 'person_id')::bigint AS person_id FROM intake_items "
                "WHERE id = $1 AND state = 'filed'",
                item_id,
            )
            if row is None or row["reading"] is None or row["person_id"] is None:
                return None
            proposed = find_proposed(json.loads(row["reading"]))
            numbers = [number for number, _ in proposed]
            merged = await connection.fetchval(
                "SELECT count(*) FROM persons WHERE id = ANY($1::bigint[]) AND merged_into IS NOT NULL", numbers
            )
        if not proposed or merged:
            return None
        chosen = numbers.index(row["person_id"]) if row["person_id"] in numbers else NOBODY
        return RankExample(item_id=item_id, records=tuple(record for _, record in proposed), chosen=chosen)

    async def load_examples(self) -> list[RankExample]:
        """The newest examples, those left out whose decision was undone since."""
        async with self._store.reading() as connection:
            rows = await connection.fetch(
                "SELECT e.item_id, e.chosen, e.records FROM intake_rank_examples e WHERE NOT EXISTS ("  # noqa: S608
                "SELECT 1 FROM intake_items i WHERE i.id = e.item_id AND i.state <> 'filed') "
                f"ORDER BY e.at DESC LIMIT {EXAMPLES_MAX}"
            )
        return [
            RankExample(item_id=row["item_id"], records=_read_records(json.loads(row["records"])), chosen=row["chosen"])
            for row in rows
        ]

    async def count_persons(self) -> int:
        """How many persons the registry holds: how likely it is that a name is somebody else's."""
        async with self._store.reading() as connection:
            return int(await connection.fetchval("SELECT count(*) FROM person_search WHERE in_force"))


async def keep_seen(connection: Connection, seen: RankSeen, at: datetime) -> None:
    """Keep an example, in place of what was chosen of the same item before; within the transaction of its item."""
    one = seen.example
    await connection.execute(
        "INSERT INTO intake_rank_examples VALUES ($1, $2, $3, $4) ON CONFLICT (item_id) DO UPDATE SET "
        "at = excluded.at, chosen = excluded.chosen, records = excluded.records",
        one.item_id,
        at,
        one.chosen,
        json.dumps([[round(record.score, 3), *record.cells] for record in one.records]),
    )
    if seen.counted is not None:
        await count_shadow(connection, Shelf.RANKING, seen.counted)


def find_proposed(reading: Mapping[str, Any]) -> list[tuple[int, RankedRecord]]:
    """The records proposed for the only document of a reading, as everywhere weighed: what was learnt is taken out."""
    documents = [one for file in reading.values() for one in file.get("documents", ())]
    if len(documents) != 1:
        return []
    found = [(int(one["record_id"]), _read_candidate(one)) for one in documents[0].get("candidates", ())[:RECORDS_MAX]]
    return sorted(found, key=lambda pair: (-pair[1].score, pair[0]))


def _read_candidate(candidate: Mapping[str, Any]) -> RankedRecord:
    evidence = candidate.get("evidence", ())
    learnt = sum(one["weight"] for one in evidence if one["trait"] == MatchTrait.LEARNT.value)
    cells = (name_cell(one["trait"], one["agreement"]) for one in evidence)
    return RankedRecord(score=candidate["score"] - learnt, cells=tuple(cell for cell in cells if cell))


def _read_records(values: Sequence[Sequence[Any]]) -> tuple[RankedRecord, ...]:
    return tuple(RankedRecord(score=float(one[0]), cells=tuple(str(cell) for cell in one[1:])) for one in values)


def write_ranking(adaptation: RankAdaptation) -> bytes:
    """An adaptation as bytes (JSON)."""
    return json.dumps({cell: round(value, 4) for cell, value in sorted(adaptation.bits.items())}).encode()


def read_ranking(data: bytes) -> RankAdaptation:
    """Read an adaptation back."""
    return RankAdaptation(bits={str(cell): float(value) for cell, value in json.loads(data).items()})

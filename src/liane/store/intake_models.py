"""Models adapted to one establishment, as kept: in shadow, in force, retired; what each was worth beside the other.

One shelf for the types of documents, one for the order of the records, one for the thresholds. Rule: intake.md §8 (a
new model starts in shadow; one command returns to the former).
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from liane.store.connection import Connection
from liane.store.postgres_store import PostgresStore
from liane.store.values import clean_text

MODELS_MAX = 50
REPLACED = "une plus récente la remplace"
RETURNED = "remis en service : celui qui l’avait remplacé est retiré"
T = TypeVar("T")


class Shelf(StrEnum):
    """The tables of models."""

    TYPES = "intake_type_models"
    RANKING = "intake_rank_models"
    THRESHOLDS = "intake_threshold_models"


class ModelState(StrEnum):
    """Where an adaptation stands. Rule: intake.md §8 (a new model starts in shadow; one command returns)."""

    SHADOW = "ombre"
    IN_FORCE = "en service"
    RETIRED = "retiré"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptModel(Generic[T]):
    """An adaptation. card: what it was made from, its figures. seen, right_now, right_then: documents decided since it
    is in shadow, those that the model in force had right, those that it would have had right; wrong_now, wrong_then:
    those where another patient was named.
    """

    id: int
    made_at: datetime
    state: ModelState
    card: dict[str, Any]
    seen: int
    right_now: int
    right_then: int
    wrong_now: int
    wrong_then: int
    changed_at: datetime
    changed_by: str
    reason: str
    adaptation: T | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadowCount:
    """What one decided document says of a model in shadow, beside the one in force."""

    model_id: int
    is_right_now: bool
    is_right_then: bool
    is_wrong_now: bool = False
    is_wrong_then: bool = False


class ModelShelf(Generic[T]):
    """The models of one table. read, write: an adaptation from and to its bytes."""

    def __init__(
        self, store: PostgresStore, shelf: Shelf, *, read: Callable[[bytes], T], write: Callable[[T], bytes]
    ) -> None:
        self._store = store
        self._shelf = shelf
        self._read = read
        self._write = write

    async def add(self, adaptation: T, card: dict[str, Any], at: datetime) -> int:
        """Keep an adaptation in shadow, in place of the one that was there."""
        async with self._store.writing() as connection:
            await connection.execute(
                f"UPDATE {self._shelf} SET state = 'retiré', changed_at = $1, changed_by = 'Liane', "  # noqa: S608
                "reason = $2 WHERE state = 'ombre'",
                at,
                REPLACED,
            )
            number: int = await connection.fetchval(
                f"INSERT INTO {self._shelf} VALUES (nextval('ids'), $1, 'ombre', $2, $3, 0, 0, 0, $1, 'Liane') "  # noqa: S608
                "RETURNING id",
                at,
                json.dumps(card),
                self._write(adaptation),
            )
            return number

    async def find(self, state: ModelState) -> KeptModel[T] | None:
        """The adaptation in force, or in shadow; None when there is none."""
        async with self._store.reading() as connection:
            row = await connection.fetchrow(
                f"SELECT * FROM {self._shelf} WHERE state = $1 ORDER BY id DESC LIMIT 1",  # noqa: S608
                state.value,
            )
        return _read_model(row, self._read(row["data"])) if row is not None else None

    async def list_all(self) -> list[KeptModel[T]]:
        """Every adaptation, newest first, without its weights."""
        async with self._store.reading() as connection:
            rows = await connection.fetch(f"SELECT * FROM {self._shelf} ORDER BY id DESC LIMIT {MODELS_MAX}")  # noqa: S608
        return [_read_model(row, None) for row in rows]

    async def set_state(
        self, model_id: int, state: ModelState, *, by: str, reason: str, at: datetime, remembers: bool = True
    ) -> None:
        """Put an adaptation in force (the one in force is then retired), or retire it: the one that it had replaced
        comes back, where it remembers which. Raises LookupError.
        """
        async with self._store.writing() as connection:
            former = await connection.fetchrow(
                f"SELECT state, replaced FROM {self._shelf} WHERE id = $1 FOR UPDATE",  # noqa: S608
                model_id,
            )
            if former is None:
                raise LookupError("no such model")
            replaced = former["replaced"]
            if state is ModelState.IN_FORCE:
                retired = await self._retire_others(connection, model_id, by=by, reason=reason, at=at)
                replaced = retired if remembers else None
            await connection.execute(
                f"UPDATE {self._shelf} SET state = $2, changed_at = $3, changed_by = $4, reason = $5, replaced = $6 "  # noqa: S608
                "WHERE id = $1",
                model_id,
                state.value,
                at,
                clean_text(by),
                clean_text(reason),
                replaced,
            )
            if state is ModelState.RETIRED and former["state"] == ModelState.IN_FORCE.value and replaced:
                await connection.execute(
                    f"UPDATE {self._shelf} SET state = $2, changed_at = $3, changed_by = $4, reason = $5 WHERE id = $1",  # noqa: S608
                    replaced,
                    ModelState.IN_FORCE.value,
                    at,
                    clean_text(by),
                    RETURNED,
                )

    async def _retire_others(
        self, connection: Connection, model_id: int, *, by: str, reason: str, at: datetime
    ) -> int | None:
        """Retire the model in force; gives its number, None when there was none."""
        number: int | None = await connection.fetchval(
            f"UPDATE {self._shelf} SET state = 'retiré', changed_at = $1, changed_by = $2, reason = $3 "  # noqa: S608
            "WHERE state = 'en service' AND id <> $4 RETURNING id",
            at,
            clean_text(by),
            clean_text(reason),
            model_id,
        )
        return number


async def count_shadow(connection: Connection, shelf: Shelf, counted: ShadowCount) -> None:
    """Count one decided document for a model in shadow, within the transaction that takes it into account."""
    await connection.execute(
        f"UPDATE {shelf} SET seen = seen + 1, right_now = right_now + $2, right_then = right_then + $3, "  # noqa: S608
        "wrong_now = wrong_now + $4, wrong_then = wrong_then + $5 WHERE id = $1",
        counted.model_id,
        int(counted.is_right_now),
        int(counted.is_right_then),
        int(counted.is_wrong_now),
        int(counted.is_wrong_then),
    )


def _read_model(row: Any, adaptation: T | None) -> KeptModel[T]:
    names = ("id", "made_at", "seen", "right_now", "right_then", "wrong_now", "wrong_then")
    values = {name: row[name] for name in (*names, "changed_at", "changed_by", "reason")}
    return KeptModel(**values, state=ModelState(row["state"]), card=json.loads(row["card"]), adaptation=adaptation)

"""What the reception learns, as kept: material, lessons, examples of types.

Rule: intake.md §8.
"""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from liane.domain.intake.fields import FieldName
from liane.domain.intake.learn.lessons import Lesson, LessonKind, LessonState, Observation, Place, Use, observe
from liane.domain.intake.learn.material import Material, SeenCandidate
from liane.domain.intake.learn.type_adaptation import Adaptation, TypeExample
from liane.domain.intake.page import Box
from liane.store.connection import Connection
from liane.store.intake_models import ModelShelf, ShadowCount, Shelf, count_shadow
from liane.store.intake_ranking import RankingStore, RankSeen, keep_seen
from liane.store.intake_thresholds import ThresholdStore
from liane.store.postgres_store import PostgresStore
from liane.store.values import clean_text

LESSONS_MAX = 500
EXAMPLES_MAX = 5000
MATERIAL_KEPT = timedelta(days=90)
EXAMPLES_KEPT = timedelta(days=730)
_LESSON = "id, sender, kind, field, given, chosen, place, agreeing, contradicting, state"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptMaterial:
    """Material of one item. uses: lessons that changed what was shown."""

    item_id: int
    sender: str
    salt: str
    uses: tuple[int, ...]
    material: Material


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLesson:
    """A lesson with what happened to it. used: documents whose proposal it changed."""

    lesson: Lesson
    used: int
    changed_at: datetime
    changed_by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """One item that a person filed: what they chose."""

    item_id: int
    decided_at: datetime
    type_code: str
    corrections: dict[FieldName, str]


class LearningStore:
    """The learning of one store."""

    def __init__(self, store: PostgresStore) -> None:
        self._store = store
        self.types: ModelShelf[Adaptation] = ModelShelf(
            store, Shelf.TYPES, read=read_adaptation, write=write_adaptation
        )
        self.ranking = RankingStore(store)
        self.thresholds = ThresholdStore(store)

    # Readings.

    async def keep_material(self, kept: KeptMaterial, at: datetime) -> None:
        """Keep what a reading may teach; a second reading replaces the first."""
        async with self._store.writing() as connection:
            await connection.execute(
                "INSERT INTO intake_material VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (item_id) DO UPDATE SET "
                "at = excluded.at, sender = excluded.sender, salt = excluded.salt, uses = excluded.uses, "
                "content = excluded.content",
                kept.item_id,
                at,
                clean_text(kept.sender),
                kept.salt,
                json.dumps(list(kept.uses)),
                json.dumps(_write_material(kept.material)),
            )
            await connection.execute(
                "UPDATE intake_lessons SET used = used + 1 WHERE id = ANY($1::bigint[])", list(kept.uses)
            )

    async def find_learnt(self, sender: str) -> list[Lesson]:
        """The lessons in force for a sender."""
        async with self._store.reading() as connection:
            rows = await connection.fetch(
                f"SELECT {_LESSON} FROM intake_lessons WHERE sender = $1 AND state = $2 ORDER BY id LIMIT 100",  # noqa: S608
                clean_text(sender),
                LessonState.LEARNT.value,
            )
            return [_read_lesson(row) for row in rows]

    # Observation.

    async def find_decided(self, limit: int) -> list[Decided]:
        """Items that persons filed since the last observation, in the order of their decisions."""
        async with self._store.reading() as connection:
            rows = await connection.fetch(
                "SELECT i.id, i.decided_at, i.decision -> 'data' AS data FROM intake_items i, intake_learning l "
                "WHERE i.decided_at IS NOT NULL AND (i.decided_at, i.id) > (l.decided_at, l.item_id) "
                "AND i.state = 'filed' AND NOT coalesce(i.decision -> 'data' ? 'automatic', false) "
                "ORDER BY i.decided_at, i.id LIMIT $1",
                limit,
            )
        return [_read_decided(row) for row in rows]

    async def load_material(self, item_id: int) -> KeptMaterial | None:
        """What the reading of an item left; None when it left nothing."""
        async with self._store.reading() as connection:
            row = await connection.fetchrow("SELECT * FROM intake_material WHERE item_id = $1", item_id)
        if row is None:
            return None
        return KeptMaterial(
            item_id=item_id,
            sender=row["sender"],
            salt=row["salt"],
            uses=tuple(json.loads(row["uses"])),
            material=_read_material(json.loads(row["content"])),
        )

    async def take(
        self,
        decided: Decided,
        seen: Sequence[Observation],
        example: TypeExample | None,
        counted: ShadowCount | None = None,
        ranked: RankSeen | None = None,
    ) -> bool:
        """Take one decided item into account, once: lessons, examples, and where the observation stands, together.

        Returns False when another node did. ranked: what it teaches of the order of the records.
        """
        at = decided.decided_at
        async with self._store.writing() as connection:
            is_mine = await connection.fetchval(
                "UPDATE intake_learning SET decided_at = $1, item_id = $2 "
                "WHERE (decided_at, item_id) < ($1, $2) RETURNING true",
                at,
                decided.item_id,
            )
            if not is_mine:
                return False
            for one in seen:
                await self._observe(connection, one, at)
            if example is not None:
                await connection.execute(
                    "INSERT INTO intake_type_examples VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                    example.item_id,
                    at,
                    example.code,
                    json.dumps(example.features),
                )
            if counted is not None:
                await count_shadow(connection, Shelf.TYPES, counted)
            if ranked is not None:
                await keep_seen(connection, ranked, at)
            await connection.execute("DELETE FROM intake_material WHERE item_id = $1", decided.item_id)
        return True

    async def _observe(self, connection: Connection, seen: Observation, at: datetime) -> None:
        row = await connection.fetchrow(
            f"SELECT {_LESSON} FROM intake_lessons "  # noqa: S608
            "WHERE sender = $1 AND kind = $2 AND field = $3 AND given = $4 FOR UPDATE",
            clean_text(seen.sender),
            seen.kind.value,
            seen.field.value,
            clean_text(seen.given),
        )
        former = _read_lesson(row) if row is not None else None
        lesson = observe(former, seen)
        if lesson is None or lesson == former:
            return
        place = json.dumps(_write_place(lesson.place)) if lesson.place is not None else None
        await connection.execute(
            "INSERT INTO intake_lessons VALUES (coalesce(nullif($1::bigint, 0), nextval('ids')), $2, $3, $4, $5, $6, "
            "$7, $8, $9, $10, 0, $11, 'Liane') ON CONFLICT (sender, kind, field, given) DO UPDATE SET "
            "chosen = excluded.chosen, place = excluded.place, agreeing = excluded.agreeing, "
            "contradicting = excluded.contradicting, state = excluded.state, changed_at = excluded.changed_at, "
            "changed_by = excluded.changed_by, reason = ''",
            lesson.id,
            clean_text(lesson.sender),
            lesson.kind.value,
            lesson.field.value,
            clean_text(lesson.given),
            clean_text(lesson.chosen),
            place,
            lesson.agreeing,
            lesson.contradicting,
            lesson.state.value,
            at,
        )

    async def forget_old(self, now: datetime) -> None:
        """Delete material never decided and examples past their time."""
        async with self._store.writing() as connection:
            await connection.execute("DELETE FROM intake_material WHERE at < $1", now - MATERIAL_KEPT)
            await connection.execute("DELETE FROM intake_type_examples WHERE at < $1", now - EXAMPLES_KEPT)
            await connection.execute("DELETE FROM intake_rank_examples WHERE at < $1", now - EXAMPLES_KEPT)

    # The page.

    async def list_lessons(self) -> list[KeptLesson]:
        """Every lesson, those in force first."""
        async with self._store.reading() as connection:
            rows = await connection.fetch(
                f"SELECT {_LESSON}, used, changed_at, changed_by, reason FROM intake_lessons "  # noqa: S608
                f"ORDER BY state <> $1, changed_at DESC, id LIMIT {LESSONS_MAX}",
                LessonState.LEARNT.value,
            )
        return [
            KeptLesson(
                lesson=_read_lesson(row),
                used=row["used"],
                changed_at=row["changed_at"],
                changed_by=row["changed_by"],
                reason=row["reason"],
            )
            for row in rows
        ]

    async def set_lesson(self, lesson_id: int, state: LessonState, *, by: str, reason: str, at: datetime) -> None:
        """Put a lesson off, or let it be learnt again from nothing. Raises LookupError."""
        async with self._store.writing() as connection:
            found = await connection.fetchval(
                "UPDATE intake_lessons SET state = $2, agreeing = 0, contradicting = 0, changed_at = $3, "
                "changed_by = $4, reason = $5 WHERE id = $1 RETURNING id",
                lesson_id,
                state.value,
                at,
                clean_text(by),
                clean_text(reason),
            )
        if found is None:
            raise LookupError("no such lesson")

    # The model of types.

    async def load_examples(self) -> list[TypeExample]:
        """The newest examples of types."""
        async with self._store.reading() as connection:
            rows = await connection.fetch(
                f"SELECT item_id, code, features FROM intake_type_examples ORDER BY at DESC LIMIT {EXAMPLES_MAX}"  # noqa: S608
            )
        return [
            TypeExample(
                item_id=row["item_id"],
                code=row["code"],
                features=tuple((int(place), float(count)) for place, count in json.loads(row["features"])),
            )
            for row in rows
        ]

    async def find_trained_at(self) -> datetime | None:
        """When a model was last made or tried."""
        async with self._store.reading() as connection:
            found: datetime | None = await connection.fetchval("SELECT trained_at FROM intake_learning")
            return found

    async def note_training(self, at: datetime) -> None:
        """Write that a model was tried."""
        async with self._store.writing() as connection:
            await connection.execute("UPDATE intake_learning SET trained_at = $1", at)


# Values.


def _write_place(place: Place) -> list[float]:
    box = place.box
    return [place.page, *(round(side, 4) for side in (box.x0, box.y0, box.x1, box.y1))]


def _read_place(values: Sequence[float]) -> Place:
    return Place(page=int(values[0]), box=Box(x0=values[1], y0=values[2], x1=values[3], y1=values[4]))


def _read_lesson(row: Any) -> Lesson:
    return Lesson(
        id=row["id"],
        sender=row["sender"],
        kind=LessonKind(row["kind"]),
        field=FieldName(row["field"]),
        given=row["given"],
        chosen=row["chosen"],
        place=_read_place(json.loads(row["place"])) if row["place"] else None,
        agreeing=row["agreeing"],
        contradicting=row["contradicting"],
        state=LessonState(row["state"]),
    )


def _write_material(material: Material) -> dict[str, Any]:
    return {
        "type": material.type_code,
        "chosen": {name.value: digest for name, digest in material.chosen.items()},
        "candidates": {
            name.value: [[one.digest, *_write_place(one.place)] for one in seen]
            for name, seen in material.candidates.items()
        },
        "features": [[place, round(count, 3)] for place, count in material.features],
    }


def _read_material(content: dict[str, Any]) -> Material:
    return Material(
        type_code=content["type"],
        chosen={FieldName(name): digest for name, digest in content["chosen"].items()},
        candidates={
            FieldName(name): tuple(SeenCandidate(digest=one[0], place=_read_place(one[1:])) for one in seen)
            for name, seen in content["candidates"].items()
        },
        features=tuple((int(place), float(count)) for place, count in content["features"]),
    )


def _read_decided(row: Any) -> Decided:
    data = json.loads(row["data"]) if row["data"] else {}
    told = data.get("corrections") or {}
    corrections = {
        FieldName(name): str(values.get("kept") or "")
        for name, values in told.items()
        if name in FieldName._value2member_map_ and isinstance(values, dict)
    }
    return Decided(
        item_id=row["id"],
        decided_at=row["decided_at"],
        type_code=str(data.get("type_code") or ""),
        corrections=corrections,
    )


def write_adaptation(adaptation: Adaptation) -> bytes:
    """An adaptation as bytes (npz, no code inside)."""
    places = np.asarray(sorted(adaptation.rows), dtype=np.int64)
    rows = np.stack([adaptation.rows[int(place)] for place in places]) if len(places) else np.zeros((0, 0), np.float32)
    codes = np.frombuffer("\n".join(adaptation.codes).encode(), dtype=np.uint8)
    out = io.BytesIO()
    np.savez_compressed(
        out,
        places=places,
        rows=rows.astype(np.float16),
        bias=adaptation.bias,
        codes=codes,
        model=np.int64(adaptation.model),
    )
    return out.getvalue()


def read_adaptation(data: bytes) -> Adaptation:
    """Read an adaptation back; one of a version that kept no fingerprint corrects no model."""
    with np.load(io.BytesIO(data), allow_pickle=False) as parts:
        codes = tuple(parts["codes"].tobytes().decode().split("\n"))
        rows = parts["rows"].astype(np.float32)
        places = [int(place) for place in parts["places"]]
        model = int(parts["model"]) if "model" in parts.files else 0
        bias = parts["bias"].astype(np.float32)
        return Adaptation(codes=codes, rows=dict(zip(places, rows, strict=True)), bias=bias, model=model)


def number_uses(uses: Sequence[Use]) -> tuple[int, ...]:
    """The lessons used, by number."""
    return tuple(one.lesson_id for one in uses)

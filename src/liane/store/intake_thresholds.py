"""What persons kept of the types and dates read, and the certainties measured again from it.

Nothing is copied: the samples are read from the items that persons filed. Rule: intake.md §8.
"""

import json
from typing import Any

from liane.domain.intake.calibration import parse_card, render_card
from liane.domain.intake.learn.thresholds import NAMES, SAMPLES_MAX, SiteThresholds, ThresholdSample
from liane.store.intake_models import ModelShelf, Shelf
from liane.store.postgres_store import PostgresStore


class ThresholdStore:
    """The samples, and the shelf of what was made of them."""

    def __init__(self, store: PostgresStore) -> None:
        self._store = store
        self.models: ModelShelf[SiteThresholds] = ModelShelf(
            store, Shelf.THRESHOLDS, read=read_thresholds, write=write_thresholds
        )

    async def load_samples(self) -> list[ThresholdSample]:
        """The newest documents that persons filed, alone in their file: each value read, and whether it was kept.

        What Liane filed alone is no sample: nobody looked.
        """
        async with self._store.reading() as connection:
            rows = await connection.fetch(
                "SELECT f.value -> 'documents' -> 0 -> 'fields' AS fields, i.decision -> 'data' AS data "  # noqa: S608
                "FROM (SELECT * FROM intake_items WHERE state = 'filed' AND reading IS NOT NULL "
                "AND NOT coalesce(decision -> 'data' ? 'automatic', false) AND decided_at IS NOT NULL "
                f"ORDER BY decided_at DESC LIMIT {SAMPLES_MAX}) i, jsonb_each(i.reading) f "
                "WHERE jsonb_typeof(f.value -> 'documents') = 'array' "
                "AND jsonb_array_length(f.value -> 'documents') = 1 "
                "AND (SELECT count(*) FROM jsonb_object_keys(i.reading)) = 1"
            )
        return [sample for row in rows for sample in _read_samples(row)]


def _read_samples(row: Any) -> list[ThresholdSample]:
    fields = json.loads(row["fields"]) if row["fields"] else {}
    data = json.loads(row["data"]) if row["data"] else {}
    corrected = data.get("corrections") or {}
    samples = []
    for name in NAMES:
        found = fields.get(name)
        if (
            not isinstance(found, dict)
            or found.get("page") is None
            or not isinstance(found.get("confidence"), int | float)
        ):
            continue  # not read on a page: told by structured data, or absent
        is_right = name not in corrected
        if name == "doc_type" and data.get("type_code"):
            is_right = is_right and data["type_code"] == found.get("value")
        samples.append(ThresholdSample(name=name, score=float(found["confidence"]), is_right=is_right))
    return samples


def write_thresholds(made: SiteThresholds) -> bytes:
    """The cards, one after the other, as JSON."""
    return json.dumps([json.loads(render_card(one)) for one in made.calibrations]).encode()


def read_thresholds(data: bytes) -> SiteThresholds:
    """The cards read back. Raises InvalidInput for a card that is none."""
    return SiteThresholds(calibrations=tuple(parse_card(json.dumps(one).encode()) for one in json.loads(data)))

"""The one command that makes every packaged model: its steps, and whether what it made is what is packaged."""

import io
import json

import numpy as np
import pytest

from tools.train_all import ABSENT, OTHER, ROOT, SAME, SAME_BUT_DAY, STEPS, compare


def packed(day: str, weight: float) -> bytes:
    """A small model with its card."""
    out = io.BytesIO()
    card = np.frombuffer(json.dumps({"date": day, "what": "essai"}).encode(), dtype=np.uint8)
    np.savez_compressed(out, weights=np.array([weight]), card=card)
    return out.getvalue()


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (packed("2026-01-01", 1.0), packed("2026-01-01", 1.0), SAME),
        (packed("2026-01-01", 1.0), packed("2026-02-03", 1.0), SAME_BUT_DAY),
        (packed("2026-01-01", 1.0), packed("2026-01-01", 1.5), OTHER),
        (None, packed("2026-01-01", 1.0), ABSENT),
        (b'[{"name": "sex", "date": "2026-01-01"}]', b'[{"name": "sex", "date": "2026-02-03"}]', SAME_BUT_DAY),
        (b'[{"name": "sex", "right": 3}]', b'[{"name": "sex", "right": 4}]', OTHER),
        (b"\x00", b"\x01", OTHER),
    ],
)
def test_what_is_made_is_compared_with_what_is_packaged(before: bytes | None, after: bytes, said: str) -> None:
    assert compare(before, after) == said


def test_every_packaged_model_is_made_by_a_step() -> None:
    made = {path for step in STEPS for path in step.made}
    packaged = {*(ROOT / "src/liane").rglob("*.npz"), ROOT / "src/liane/domain/intake/data/calibrations.json"}
    assert made == packaged


def test_calibrations_come_after_the_models_that_they_judge() -> None:
    assert STEPS[-1].name == "calibrations"
    assert all((ROOT / f"{step.arguments[0].replace('.', '/')}.py").exists() for step in STEPS)

"""RapidOCR with the models of its own wheel: after pip alone, offline; slower than Tesseract, firmer on bad scans.

What lives here: the call and its answer as words. What must not: the treatment of the picture before.
"""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from importlib.util import find_spec
from typing import Any

import numpy as np

from liane.codecs.imaging.reading import Grey
from liane.domain.errors import RemoteUnavailable
from liane.domain.intake.page import Box, Engine, Word

SIDE_PIXELS_MAX = 1280
"""Longest side of the picture in which lines are looked for; they are then read at full size."""
ZONE_PIXELS = 150_000
"""A zone of fewer pixels is searched as it is: writing by hand is lost in a smaller picture."""
_ZONE_FINER = 1.5
"""How much finer than those of a whole page the lines of a larger zone are looked for."""
_SIDE_PIXELS_MIN = 64
LINES_MAX = 800
_STUCK = re.compile(r"([^\W\d]\S*[^\W\d]\)?:)(\w\S*)|(:)(\w\S{3,})", re.DOTALL)
"""A label of letters, its colon or a colon alone, and what follows; an hour and the address of a page stay whole."""
_OPTIONS: dict[str, Any] = {
    "Global.log_level": "error",
    "Global.use_cls": False,
    "Global.max_side_len": 6000,
    "Global.width_height_ratio": -1,
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    "EngineConfig.onnxruntime.enable_cpu_mem_arena": False,
    "Det.limit_type": "max",
    "Det.limit_side_len": SIDE_PIXELS_MAX,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RapidReader:
    """The reader. version: of the package, whose wheel holds its models; it travels to worker processes as it is.

    Its work is bounded by SIDE_PIXELS_MAX and by the number of lines rather than by a clock: the worker process that
    runs it is ended past its own limit.
    """

    version: str

    @property
    def engine(self) -> Engine:
        """Its name."""
        return Engine.RAPIDOCR

    def read(self, image: Grey, *, dpi: int, zone: Box | None = None) -> tuple[Word, ...]:
        """Read a picture or one zone of it. Raises RemoteUnavailable when the models cannot be run.

        Rule: intake.md §7 (accents kept; second reader on zones).
        """
        height, width = image.shape
        left, top, right, bottom = _pixels(zone, width, height)
        part = np.ascontiguousarray(image[top:bottom, left:right])
        if min(part.shape) < 4:
            return ()
        try:
            models = _load()
            models.text_det.limit_side_len = _side_pixels(part, image)
            answer = models(part, use_det=True, use_cls=False, use_rec=True, return_word_box=True)
        except Exception as defect:  # the models run foreign code: whatever fails there, the page goes on
            raise RemoteUnavailable("rapidocr", type(defect).__name__) from defect
        return tuple(_words(answer, _Place(left, top, width, height)))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the part that was read begins, and the size of the whole picture."""

    left: int
    top: int
    width: int
    height: int

    def box(self, points: Any) -> Box | None:
        """The upright rectangle of a polygon of the part."""
        corners = np.asarray(points, dtype=float).reshape(-1, 2)
        placed = (corners + np.array([self.left, self.top])) / np.array([self.width, self.height])
        x0, y0 = (float(value) for value in placed.min(axis=0).clip(0.0, 1.0))
        x1, y1 = (float(value) for value in placed.max(axis=0).clip(0.0, 1.0))
        return Box(x0=x0, y0=y0, x1=x1, y1=y1) if x0 < x1 and y0 < y1 else None


def _words(answer: Any, place: _Place) -> Iterator[Word]:
    """The words of an answer, line by line in the order in which it gives them."""
    boxes, texts, scores = answer.boxes, answer.txts, answer.scores
    if boxes is None or not texts:
        return
    split = answer.word_results or ((),) * len(texts)
    for line, (polygon, text, score) in enumerate(zip(boxes, texts, scores, strict=True)):
        if line >= LINES_MAX:
            return
        parts = split[line] if line < len(split) and split[line] else _share(polygon, text, score)
        for word, confidence, corners in (piece for part in parts for piece in part_label(*part)):
            box = place.box(corners) if word and word.strip() else None
            if box is not None:
                yield Word(
                    text=word.strip(),
                    box=box,
                    confidence=min(1.0, max(0.0, float(confidence))),
                    engine=Engine.RAPIDOCR,
                    line=line,
                )


def part_label(word: str, confidence: float, corners: Any) -> Iterator[tuple[str, float, Any]]:
    """A label and its value read as one word, « Nom:DUPONT » or « :DUPONT »: two words, that share its width."""
    found = _STUCK.match(word or "")
    if found is None:
        yield word, confidence, corners
        return
    points = np.asarray(corners, dtype=float).reshape(-1, 2)
    (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
    label = found.group(1) or found.group(3)
    cut = x0 + (x1 - x0) * len(label) / len(word)
    yield label, confidence, [[x0, y0], [cut, y1]]
    yield word[len(label) :], confidence, [[cut, y0], [x1, y1]]


def _share(polygon: Any, text: str, score: float) -> Iterable[tuple[str, float, Any]]:
    """Words of a line whose own places were not told: its width shared by its characters."""
    corners = np.asarray(polygon, dtype=float).reshape(-1, 2)
    (x0, y0), (x1, y1) = corners.min(axis=0), corners.max(axis=0)
    step = (x1 - x0) / max(len(text), 1)
    at = 0
    for word in text.split(" "):
        yield word, score, [[x0 + at * step, y0], [x0 + (at + len(word)) * step, y1]]
        at += len(word) + 1


def _pixels(zone: Box | None, width: int, height: int) -> tuple[int, int, int, int]:
    if zone is None:
        return 0, 0, width, height
    left, top = max(0, int(zone.x0 * width)), max(0, int(zone.y0 * height))
    return left, top, min(width, int(zone.x1 * width) + 1), min(height, int(zone.y1 * height) + 1)


def _side_pixels(part: Grey, image: Grey) -> int:
    """Longest side to which a part is brought to look for its lines: its own, or that of its share of the page.

    A line alone blown up to the side of a page costs as much as the page and shows no more.
    """
    share = min(1.0, _ZONE_FINER * max(part.shape) / max(image.shape))
    own = min(1.0, math.sqrt(ZONE_PIXELS / part.size)) * max(part.shape)
    return max(_SIDE_PIXELS_MIN, int(max(SIDE_PIXELS_MAX * share, own)) if part.size < image.size else SIDE_PIXELS_MAX)


@cache
def _load() -> Any:
    """Load the models, once in a process: its first answer makes them."""
    from rapidocr import RapidOCR

    models = RapidOCR(params=dict(_OPTIONS))
    models(np.full((64, 320), 255, dtype=np.uint8), use_det=True, use_cls=False, use_rec=True)
    return models


@cache
def find_rapid() -> RapidReader | None:
    """The reader of this machine, or None when its package is not installed."""
    try:
        is_present = all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))
        return RapidReader(version=version_of("rapidocr")) if is_present else None
    except PackageNotFoundError:
        return None

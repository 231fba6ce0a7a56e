"""The order in which a person reads the words of a page: blocks, columns, lines.

What lives here: geometry over boxes, whatever read them. What must not: the meaning of the words.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from liane.domain.intake.page import Box, Word

DEPTH_MAX = 12
_SPACE_MAX = 1.6
"""Gap between two words of one run, in heights of a line."""
_GUTTER_MIN = 1.2
_GAP_MIN = 0.75
_COLUMN_LINES_MIN = 4
_ALIGNED_MAX = 0.7
_FILLED_MIN = 0.55


@dataclass(slots=True)
class _Run:
    """Words that follow each other on one line without a wide gap; sizes in points."""

    x0: float
    y0: float
    x1: float
    y1: float
    places: list[int]

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    def take(self, box: tuple[float, float, float, float], place: int) -> None:
        self.x0, self.y0 = min(self.x0, box[0]), min(self.y0, box[1])
        self.x1, self.y1 = max(self.x1, box[2]), max(self.y1, box[3])
        self.places.append(place)


def order_words(words: Sequence[Word], *, width_pt: float, height_pt: float) -> tuple[Word, ...]:
    """Put words in reading order and number their lines and blocks from 0.

    Columns of running text are read one after the other; the rows of a table or of a form stay whole, so that a label
    is followed by its value. Rule: intake.md §1.3 (words with boxes).
    """
    if not words:
        return ()
    scaled = [_scale(word.box, width_pt, height_pt) for word in words]
    usual = median(max(box[3] - box[1], 1.0) for box in scaled)
    runs = _make_runs([_stand(word.text, box, usual) for word, box in zip(words, scaled, strict=True)], usual)
    ordered: list[Word] = []
    line = 0
    for block, group in enumerate(_cut(runs, median(run.height for run in runs), 0)):
        for row in _rows(group):
            places = [place for run in sorted(row, key=lambda run: run.x0) for place in run.places]
            ordered.extend(replace(words[place], line=line, block=block) for place in places)
            line += 1
    return tuple(ordered)


def _scale(box: Box, width: float, height: float) -> tuple[float, float, float, float]:
    return box.x0 * width, box.y0 * height, box.x1 * width, box.y1 * height


def _stand(text: str, box: tuple[float, float, float, float], usual: float) -> tuple[float, float, float, float]:
    """The box of a dash or of a dot that an engine draws around its ink alone, brought to the height of a line."""
    missing = 0.8 * usual - (box[3] - box[1])
    if missing <= 0 or any(character.isalnum() for character in text):
        return box
    return box[0], box[1] - missing / 2, box[2], box[3] + missing / 2


def _make_runs(boxes: Sequence[tuple[float, float, float, float]], usual: float) -> list[_Run]:
    """Chain words left to right when they share a line and no wide gap parts them. usual: height of a word."""
    open_runs: list[_Run] = []
    done: list[_Run] = []
    for place in sorted(range(len(boxes)), key=lambda one: (boxes[one][0], boxes[one][1])):
        box = boxes[place]
        reach = _SPACE_MAX * 2 * max(usual, box[3] - box[1])
        done.extend(run for run in open_runs if box[0] - run.x1 > reach)
        open_runs = [run for run in open_runs if box[0] - run.x1 <= reach]
        fitting = [run for run in open_runs if _follows(run, box)]
        if fitting:
            max(fitting, key=lambda run: run.x1).take(box, place)
        else:
            open_runs.append(_Run(*box, places=[place]))
    return done + open_runs


def _follows(run: _Run, box: tuple[float, float, float, float]) -> bool:
    """True when a word continues a run: same line, same size within two, no wide gap."""
    height = box[3] - box[1]
    overlap = min(run.y1, box[3]) - max(run.y0, box[1])
    smaller, larger = sorted((max(run.height, 0.1), max(height, 0.1)))
    if overlap < 0.5 * smaller or larger > 3 * smaller:
        return False
    gap = box[0] - run.x1
    return -larger <= gap <= _SPACE_MAX * smaller


def _cut(runs: list[_Run], usual: float, depth: int) -> list[list[_Run]]:
    """Cut a region in blocks in reading order: columns where there are some, else at the widest blank band."""
    if len(runs) < 2 or depth >= DEPTH_MAX:
        return [runs]
    gutter = _find_gutter(runs, usual)
    if gutter is not None:
        sides = ([run for run in runs if run.x1 <= gutter], [run for run in runs if run.x1 > gutter])
    else:
        gap = _find_gap(runs, usual)
        if gap is None:
            return [runs]
        sides = ([run for run in runs if run.y1 <= gap], [run for run in runs if run.y1 > gap])
    return [block for side in sides for block in _cut(side, usual, depth + 1)]


def _find_gap(runs: list[_Run], usual: float) -> float | None:
    """The widest horizontal blank band, at least most of a line high."""
    best, at, bottom = _GAP_MIN * usual, None, float("-inf")
    for run in sorted(runs, key=lambda run: run.y0):
        if bottom > float("-inf") and run.y0 - bottom > best:
            best, at = run.y0 - bottom, bottom
        bottom = max(bottom, run.y1)
    return at


def _find_gutter(runs: list[_Run], usual: float) -> float | None:
    """The widest vertical blank band of the whole region that parts columns of text, not cells of rows."""
    bands: list[tuple[float, float]] = []
    right = float("-inf")
    for run in sorted(runs, key=lambda run: run.x0):
        if right > float("-inf") and run.x0 - right > _GUTTER_MIN * usual:
            bands.append((run.x0 - right, right))
        right = max(right, run.x1)
    for _, at in sorted(bands, reverse=True):
        left = [run for run in runs if run.x1 <= at]
        if _are_columns(left, [run for run in runs if run.x1 > at]):
            return at
    return None


def _are_columns(left: list[_Run], right: list[_Run]) -> bool:
    """True when two sides are texts of their own: several lines each, that run on or do not share base lines."""
    if min(len(left), len(right)) < _COLUMN_LINES_MIN:
        return False
    fewer, more = sorted((left, right), key=len)
    aligned = sum(any(abs(run.middle - other.middle) < 0.25 * run.height for other in more) for run in fewer)
    if aligned / len(fewer) < _ALIGNED_MAX:
        return True
    return _filling(left) >= _FILLED_MIN and _filling(right) >= _FILLED_MIN and _is_prose(left) and _is_prose(right)


def _filling(side: list[_Run]) -> float:
    """Mean share of the width of a side that its lines take."""
    width = max(run.x1 for run in side) - min(run.x0 for run in side)
    return sum(run.x1 - run.x0 for run in side) / len(side) / max(width, 0.1)


def _is_prose(side: list[_Run]) -> bool:
    """True when lines hold several words."""
    return sum(len(run.places) for run in side) >= 3 * len(side)


def _rows(runs: list[_Run]) -> list[list[_Run]]:
    """Gather the runs of a block that share a line, from top to bottom."""
    rows: list[list[_Run]] = []
    middle = height = 0.0
    for run in sorted(runs, key=lambda run: run.middle):
        if rows and abs(run.middle - middle) < 0.5 * min(height, run.height):
            rows[-1].append(run)
            middle = sum(one.middle for one in rows[-1]) / len(rows[-1])
            height = max(height, run.height)
        else:
            rows.append([run])
            middle, height = run.middle, run.height
    return rows

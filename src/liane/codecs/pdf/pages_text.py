"""The text layer of one page of a PDF: its words with boxes, and how each was drawn.

What lives here: characters of pdfium put together as words. What must not: the verdict on the layer (``pages_layer``)
nor the order of reading (``pages_order``).
"""

import ctypes
import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise
from statistics import median
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from liane.domain.intake.page import Box

PageHandle = Any
"""A page opened by pdfium."""
CHARS_MAX = 200_000
"""Characters read on one page; a page of small print holds about 15,000."""
OBJECTS_MAX = 100_000
FORM_DEPTH_MAX = 6
WORD_CHARS_MAX = 200
_HYPHENS = frozenset("\x02\u00ad\u2010\u2011")
_UNSEEN = frozenset((pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP))
_BREAK_GAP = 0.6
"""A gap between two characters, in heights, that parts two words although no space was written."""
_RUN_GAP = 2.0
_TRACKED = 0.09
"""A usual gap between letters, in heights, beyond which they are spaced out."""
_SPACE = 0.17
"""By how much the gap between two words is wider than that between two letters."""
TRACKED_MIN = 5
RUN_CHARS_MAX = 2_000
_BLANK = 0x20
_LOOSE_MAX = 2.2
_CUT_CHARS_MIN = 3
_SCALE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerWord:
    """One word of a text layer. box: fractions of the page as a viewer shows it; angle: 0, 90, 180 or 270, clockwise,
    of its base line there; is_visible: False when drawn in the invisible mode or under a picture.
    """

    text: str
    box: Box
    angle: int
    is_visible: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """What a page holds. words: in the order of the file; pictures: where its pictures are, as shown; resolutions: dots
    per inch of each of them.
    """

    words: tuple[LayerWord, ...]
    pictures: tuple[Box, ...]
    resolutions: tuple[tuple[int, Box], ...] = ()


@dataclass(frozen=True, slots=True)
class _Frame:
    """From the space of a page to fractions of what a viewer shows: an affine map."""

    ax: float
    bx: float
    cx: float
    ay: float
    by: float
    cy: float

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """The rectangle as shown, upright, kept within the page."""
        x = (self.ax * left + self.bx * bottom + self.cx, self.ax * right + self.bx * top + self.cx)
        y = (self.ay * left + self.by * bottom + self.cy, self.ay * right + self.by * top + self.cy)
        return Box(x0=_clamp(min(x)), y0=_clamp(min(y)), x1=_clamp(max(x)), y1=_clamp(max(y)))

    def turn(self, angle: float) -> int:
        """Degrees by quarters, clockwise as shown, of a base line at an angle (radians, anticlockwise) in the page."""
        x, y = math.cos(angle), math.sin(angle)
        return round(math.degrees(math.atan2(self.ay * x + self.by * y, self.ax * x + self.bx * y)) / 90) % 4 * 90


@dataclass(frozen=True, slots=True)
class _Drawing:
    """How an object draws: order in the page, seen or not, direction of its text."""

    order: int
    is_seen: bool


@dataclass(frozen=True, slots=True)
class _Char:
    text: str
    loose: tuple[float, float, float, float]
    tight: tuple[float, float, float, float]
    angle: float
    drawn_by: int


def _clamp(value: float) -> float:
    return min(1.0, max(0.0, value))


def read_layer(page: PageHandle) -> Layer:
    """Give the words of the text layer of an open page, in the order of the file, and the places of its pictures.

    Reads at most CHARS_MAX characters and OBJECTS_MAX objects. A page whose text pdfium cannot read gives no word.
    Rule: intake.md §1.3.
    """
    frame = _measure_frame(page)
    drawings, found = _list_objects(page, frame)
    pictures = [(box, order) for box, order, _ in found]
    resolutions = tuple((dpi, box) for box, _, dpi in found)
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        return Layer(words=(), pictures=tuple(box for box, _ in pictures), resolutions=resolutions)
    try:
        made = (_make_word(chars, frame, drawings, pictures) for chars in _group(_read_chars(text_page)))
        words = tuple(_join_cut([word for word in made if word]))
        return Layer(words=words, pictures=tuple(box for box, _ in pictures), resolutions=resolutions)
    finally:
        pdfium.FPDFText_ClosePage(text_page)


def _measure_frame(page: PageHandle) -> _Frame:
    """The map of a page, measured by three points, since its crop and its rotation are pdfium's business."""
    points = []
    for x, y in ((0.0, 0.0), (100.0, 0.0), (0.0, 100.0)):
        column, row = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(page, 0, 0, _SCALE, _SCALE, 0, x, y, column, row)
        points.append((column.value / _SCALE, row.value / _SCALE))
    (x0, y0), (x1, y1), (x2, y2) = points
    return _Frame((x1 - x0) / 100, (x2 - x0) / 100, x0, (y1 - y0) / 100, (y2 - y0) / 100, y0)


def _list_objects(page: PageHandle, frame: _Frame) -> tuple[dict[int, _Drawing], list[tuple[Box, int, int]]]:
    """How each text object draws, and the pictures with order and resolution; forms are entered too."""
    drawings: dict[int, _Drawing] = {}
    pictures: list[tuple[Box, int, int]] = []
    width_pt = max(1.0, float(pdfium.FPDF_GetPageWidthF(page)))
    for order, (handle, top) in enumerate(_walk(page)):
        if order >= OBJECTS_MAX:
            break
        kind = pdfium.FPDFPageObj_GetType(handle)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            is_seen = pdfium.FPDFTextObj_GetTextRenderMode(handle) not in _UNSEEN
            drawings[ctypes.addressof(handle.contents)] = _Drawing(order, is_seen)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            box = _bounds(top, frame)
            if box is not None:
                pictures.append((box, order, _resolution(handle, box, width_pt)))
    return drawings, pictures


def _walk(page: PageHandle) -> Iterator[tuple[Any, Any]]:
    """Each object that draws, with the object of the page itself that holds it."""
    for place in range(min(pdfium.FPDFPage_CountObjects(page), OBJECTS_MAX)):
        top = pdfium.FPDFPage_GetObject(page, place)
        yield from _walk_object(top, top, 0)


def _walk_object(handle: Any, top: Any, depth: int) -> Iterator[tuple[Any, Any]]:
    if pdfium.FPDFPageObj_GetType(handle) != pdfium.FPDF_PAGEOBJ_FORM:
        yield handle, top
    elif depth < FORM_DEPTH_MAX:
        for place in range(min(pdfium.FPDFFormObj_CountObjects(handle), OBJECTS_MAX)):
            yield from _walk_object(pdfium.FPDFFormObj_GetObject(handle, place), top, depth + 1)


def _bounds(handle: Any, frame: _Frame) -> Box | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(handle, left, bottom, right, top):
        return None
    return frame.box(left.value, bottom.value, right.value, top.value)


def _resolution(handle: Any, box: Box, width_pt: float) -> int:
    """Dots per inch of a picture as shown; of its longer side when it is turned."""
    wide, high = ctypes.c_uint(), ctypes.c_uint()
    if not pdfium.FPDFImageObj_GetImagePixelSize(handle, wide, high) or box.x1 <= box.x0:
        return 0
    inches = (box.x1 - box.x0) * width_pt / 72
    is_turned = (wide.value > high.value) != (box.x1 - box.x0 > box.height * 1.0)
    return round((high.value if is_turned else wide.value) / max(inches, 0.01))


class _Parting(Enum):
    """What stands between two characters: a space that was written, or one that pdfium guesses from a gap."""

    WRITTEN = "written"
    GUESSED = "guessed"


def _read_chars(text_page: Any) -> Iterator[_Char | _Parting]:
    """Each character drawn, and where words part."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    around = pdfium.FS_RECTF()
    angles: dict[int, float] = {}
    for place in range(min(pdfium.FPDFText_CountChars(text_page), CHARS_MAX)):
        text = _clean(pdfium.FPDFText_GetUnicode(text_page, place))
        if not text:
            yield _Parting.GUESSED if _is_guessed(text_page, place) else _Parting.WRITTEN
            continue
        pdfium.FPDFText_GetCharBox(text_page, place, left, right, bottom, top)
        pdfium.FPDFText_GetLooseCharBox(text_page, place, around)
        handle = pdfium.FPDFText_GetTextObject(text_page, place)
        drawn_by = ctypes.addressof(handle.contents) if handle else 0
        if drawn_by not in angles or not drawn_by:
            angles[drawn_by] = -pdfium.FPDFText_GetCharAngle(text_page, place)  # clockwise for pdfium
        yield _Char(
            text,
            (around.left, around.bottom, around.right, around.top),
            (left.value, bottom.value, right.value, top.value),
            angles[drawn_by],
            drawn_by,
        )


def _clean(code: int) -> str:
    """The character of a code; empty for a space, a control or a code that means nothing."""
    if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return ""
    text = chr(code)
    if text in _HYPHENS:
        return "-"
    if text.isspace() or unicodedata.category(text) in ("Cc", "Cf", "Cn"):
        return ""
    return unicodedata.normalize("NFKC", text) if 0xFB00 <= code <= 0xFB06 else text


def _is_guessed(text_page: Any, place: int) -> bool:
    """True for a blank that is not in the file, the end of a line apart."""
    is_blank = pdfium.FPDFText_GetUnicode(text_page, place) == _BLANK
    return is_blank and int(pdfium.FPDFText_IsGenerated(text_page, place)) == 1


def _group(chars: Iterator[_Char | _Parting]) -> Iterator[list[_Char]]:
    """Put characters together as words: a space, a leap or another direction ends one."""
    for run in _runs(chars):
        yield from _part_run(run)


_Run = list[tuple[_Char, _Parting | None]]
"""Characters of one base line, each with what stands before it."""


def _runs(chars: Iterator[_Char | _Parting]) -> Iterator[_Run]:
    """Characters that follow one another on a base line."""
    run: _Run = []
    parting: _Parting | None = None
    for char in chars:
        if isinstance(char, _Parting):
            parting = _Parting.WRITTEN if _Parting.WRITTEN in (char, parting) else char
            continue
        if run and (len(run) >= RUN_CHARS_MAX or _leaves_line(run[-1][0], char)):
            yield run
            run = []
        run.append((char, parting if run else None))
        parting = None
    if run:
        yield run


def _part_run(run: _Run) -> Iterator[list[_Char]]:
    """The words of a run. Where letters are spaced out, what pdfium takes for spaces is judged by the usual gap."""
    gaps = [_gap(before[0], after[0]) for before, after in pairwise(run)]
    tracking = _find_tracking([gap for gap, (_, parting) in zip(gaps, run[1:], strict=True) if parting is None])
    all_guessed = sorted(
        gap for gap, (_, parting) in zip(gaps, run[1:], strict=True) if parting is not _Parting.WRITTEN
    )
    if len(all_guessed) >= TRACKED_MIN:
        tracking = max(tracking, all_guessed[len(all_guessed) // 3])
    word = [run[0][0]]
    for gap, (char, parting) in zip(gaps, run[1:], strict=True):
        is_spaced = _TRACKED < tracking < _BREAK_GAP
        is_parted = parting is _Parting.WRITTEN or (parting is _Parting.GUESSED and not is_spaced)
        if is_parted or len(word) >= WORD_CHARS_MAX or gap > (tracking + _SPACE if is_spaced else _BREAK_GAP):
            yield word
            word = []
        word.append(char)
    yield word


def _find_tracking(gaps: list[float]) -> float:
    """The usual gap between letters that no space parts, in heights; 0 for a few letters alone."""
    return median(gaps) if len(gaps) >= TRACKED_MIN else 0.0


def _gap(before: _Char, after: _Char) -> float:
    """Gap between two characters along the base line, in heights of the first."""
    x, y = math.cos(before.angle), math.sin(before.angle)
    height = max(_extent(before.loose, -y, x), 0.1)
    return (_start(after.loose, x, y) - _end(before.loose, x, y)) / height


def _leaves_line(before: _Char, after: _Char) -> bool:
    """True when a character does not follow another on its base line."""
    if abs(before.angle - after.angle) > 0.2:
        return True
    x, y = math.cos(before.angle), math.sin(before.angle)
    height = max(_extent(before.loose, -y, x), 0.1)
    shift = abs(_middle(after.loose, -y, x) - _middle(before.loose, -y, x))
    return not -2 <= _gap(before, after) <= _RUN_GAP or shift > 0.7 * height


def _along(box: tuple[float, float, float, float], x: float, y: float) -> tuple[float, float]:
    values = (box[0] * x + box[1] * y, box[2] * x + box[3] * y, box[0] * x + box[3] * y, box[2] * x + box[1] * y)
    return min(values), max(values)


def _extent(box: tuple[float, float, float, float], x: float, y: float) -> float:
    low, high = _along(box, x, y)
    return high - low


def _start(box: tuple[float, float, float, float], x: float, y: float) -> float:
    return _along(box, x, y)[0]


def _end(box: tuple[float, float, float, float], x: float, y: float) -> float:
    return _along(box, x, y)[1]


def _middle(box: tuple[float, float, float, float], x: float, y: float) -> float:
    return sum(_along(box, x, y)) / 2


def _make_word(
    chars: list[_Char], frame: _Frame, drawings: dict[int, _Drawing], pictures: list[tuple[Box, int]]
) -> LayerWord | None:
    """One word, or None when nothing of it lies on the page."""
    text = unicodedata.normalize("NFC", "".join(char.text for char in chars))
    loose, tight = _union([char.loose for char in chars]), _union([char.tight for char in chars])
    is_loose_sane = loose[3] - loose[1] <= _LOOSE_MAX * max(tight[3] - tight[1], 0.1) or len(chars) < 2
    box = frame.box(*(loose if is_loose_sane else tight))
    if box.x1 - box.x0 <= 0 or box.y1 - box.y0 <= 0:
        return None
    drawing = drawings.get(chars[0].drawn_by)
    is_visible = drawing is None or (drawing.is_seen and not _is_covered(box, drawing.order, pictures))
    return LayerWord(text=text, box=box, angle=frame.turn(chars[0].angle), is_visible=is_visible)


def _join_cut(words: list[LayerWord]) -> Iterator[LayerWord]:
    """Join a word that a hyphen cuts at the end of a line with the rest of it, in the place of its beginning.

    The hyphen goes before small letters and stays before a capital (« Jean-Pierre », « MARTIN-DURAND »).
    """
    before: LayerWord | None = None
    for word in words:
        if before is not None and _is_cut(before, word):
            head = before.text[:-1] if word.text[0].islower() else before.text
            yield replace(before, text=(head + word.text)[:WORD_CHARS_MAX])
            before = None
            continue
        if before is not None:
            yield before
        before = word
    if before is not None:
        yield before


def _is_cut(word: LayerWord, rest: LayerWord) -> bool:
    """True when a word ends with a hyphen after a letter, and letters begin the line just under it, on its left."""
    if (
        len(word.text) < _CUT_CHARS_MIN
        or word.text[-1] != "-"
        or not word.text[-2].isalpha()
        or word.angle != rest.angle
    ):
        return False
    height = word.box.height
    is_under = 0.3 * height < rest.box.y0 - word.box.y0 and rest.box.y0 - word.box.y1 < 1.2 * height
    return rest.text[0].isalpha() and is_under and rest.box.x0 < word.box.x0 and word.angle == 0


def _union(boxes: list[tuple[float, float, float, float]]) -> tuple[float, float, float, float]:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def _is_covered(box: Box, order: int, pictures: list[tuple[Box, int]]) -> bool:
    """True when a picture drawn later covers the middle of the word."""
    x, y = box.middle
    return any(later > order and area.x0 <= x <= area.x1 and area.y0 <= y <= area.y1 for area, later in pictures)

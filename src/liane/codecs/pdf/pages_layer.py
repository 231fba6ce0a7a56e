"""The verdict on a text layer: what of it may be believed, and where the page shows text that it does not hold.

What lives here: the layer against the picture of the page. What must not: the reading of the picture.
Rule: intake.md §1.3 (« A text layer is not proof »).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from liane.codecs.imaging.reading import Grey
from liane.codecs.imaging.straighten import letter_centres
from liane.codecs.pdf.pages_text import Layer, LayerWord
from liane.codecs.pdf.pages_words import lexical_share, strange_share
from liane.domain.intake.page import Box, PageSymbol, Word

LEXICAL_MIN = 0.12
LEXICAL_WORDS_MIN = 15
STRANGE_MAX = 0.2
UNREAD_LETTERS_MIN = 40
CURVES_MIN = 30
ZONE_LETTERS_MIN = 12
"""A patient label holds about thirty letters, a logo a few."""
UNREAD_SHARE_MAX = 0.35
ZONES_MAX = 4
NO_TEXT = "le PDF n'a pas de texte"
_CONTRAST_MIN = 30
_PAD = 0.004
_CELLS = 96
Points = npt.NDArray[np.float64]
"""n × 2: fractions of the width and of the height."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerVerdict:
    """What to do with a layer. words: those to keep, as shown; needs_page: the whole page is to be read by OCR; zones:
    else the parts to read; reason: French, why OCR, empty when none; has_hidden: words that nobody sees were dropped.
    """

    words: tuple[LayerWord, ...]
    needs_page: bool = False
    zones: tuple[Box, ...] = ()
    reason: str = ""
    has_hidden: bool = False


def judge_layer(layer: Layer, grey: Grey, symbols: Sequence[PageSymbol]) -> LayerVerdict:
    """Compare a layer with the picture of its page, both as a viewer shows them."""
    shown = tuple(word for word in layer.words if word.is_visible and _has_ink(word.box, grey))
    has_hidden = sum(len(word.text) for word in layer.words) > sum(len(word.text) for word in shown) + 3
    plain = [Word(text=word.text, box=word.box) for word in shown]
    share, counted = lexical_share(plain)
    if strange_share(plain) > STRANGE_MAX or (counted >= LEXICAL_WORDS_MIN and share < LEXICAL_MIN):
        return LayerVerdict(words=(), needs_page=True, reason="le texte du PDF est illisible", has_hidden=has_hidden)
    unread, total = unread_letters(grey, [*(word.box for word in shown), *(symbol.box for symbol in symbols)])
    if not len(unread):
        return LayerVerdict(words=shown, has_hidden=has_hidden)
    if not shown or len(unread) > max(UNREAD_LETTERS_MIN, UNREAD_SHARE_MAX * total):
        reason = NO_TEXT if not shown else "le texte du PDF ne couvre pas la page"
        return LayerVerdict(words=shown, needs_page=True, reason=reason, has_hidden=has_hidden)
    zones = _zones(layer.pictures, unread) or letter_clusters(unread)
    reason = "une partie de la page porte du texte dessiné" if zones else ""
    return LayerVerdict(words=shown, zones=zones, reason=reason, has_hidden=has_hidden)


def main_angle(words: Sequence[LayerWord]) -> int:
    """Direction of most of the text, in degrees clockwise; 0 when no direction prevails."""
    counts: Counter[int] = Counter()
    for word in words:
        counts[word.angle] += len(word.text)
    if not counts:
        return 0
    angle, most = counts.most_common(1)[0]
    return angle if most >= 0.6 * sum(counts.values()) else 0


def _has_ink(box: Box, grey: Grey) -> bool:
    """True when something is drawn where a word says it is: white on white is not."""
    height, width = grey.shape
    part = grey[
        int(box.y0 * height) : max(int(box.y0 * height) + 1, int(box.y1 * height) + 1),
        int(box.x0 * width) : max(int(box.x0 * width) + 1, int(box.x1 * width) + 1),
    ]
    return part.size > 0 and int(part.max()) - int(part.min()) >= _CONTRAST_MIN


def unread_letters(grey: Grey, boxes: Sequence[Box]) -> tuple[Points, int]:
    """Middles of the marks like letters that lie in no box (fractions of the page), and how many marks there are."""
    centres = letter_centres(grey)
    if not len(centres):
        return centres, 0
    rows = columns = 512
    covered = np.zeros((rows, columns), dtype=bool)
    for box in boxes:
        covered[
            max(0, int((box.y0 - _PAD) * rows)) : int((box.y1 + _PAD) * rows) + 1,
            max(0, int((box.x0 - _PAD) * columns)) : int((box.x1 + _PAD) * columns) + 1,
        ] = True
    x = np.clip((centres[:, 0] * columns).astype(int), 0, columns - 1)
    y = np.clip((centres[:, 1] * rows).astype(int), 0, rows - 1)
    return centres[~covered[y, x]], len(centres)


def letter_clusters(unread: Points, *, letters_min: int = CURVES_MIN) -> tuple[Box, ...]:
    """Places where marks like letters stand together and no picture is: text drawn as curves, or passed over."""
    grid = np.zeros((_CELLS, _CELLS), np.uint8)
    cells = np.clip((unread * _CELLS).astype(int), 0, _CELLS - 1)
    grid[cells[:, 1], cells[:, 0]] = 1
    _, labels = cv2.connectedComponents(cv2.dilate(grid, np.ones((3, 7), np.uint8)))
    owner = labels[cells[:, 1], cells[:, 0]]
    found: list[tuple[int, Box]] = []
    for group in set(owner.tolist()):
        inside = unread[owner == group]
        if len(inside) >= letters_min:
            (x0, y0), (x1, y1) = inside.min(axis=0), inside.max(axis=0)
            box = Box(
                x0=max(0.0, float(x0) - 0.015),
                y0=max(0.0, float(y0) - 0.012),
                x1=min(1.0, float(x1) + 0.015),
                y1=min(1.0, float(y1) + 0.012),
            )
            found.append((len(inside), box))
    found.sort(key=lambda pair: -pair[0])
    return tuple(box for _, box in found[:ZONES_MAX])


def _zones(pictures: Sequence[Box], unread: Points) -> tuple[Box, ...]:
    """Pictures of the page that hold marks like letters, those with most first."""
    counted = []
    for box in pictures:
        inside = (
            (unread[:, 0] >= box.x0) & (unread[:, 0] <= box.x1) & (unread[:, 1] >= box.y0) & (unread[:, 1] <= box.y1)
        )
        if int(inside.sum()) >= ZONE_LETTERS_MIN:
            counted.append((int(inside.sum()), box))
    counted.sort(key=lambda pair: -pair[0])
    return tuple(box for _, box in counted[:ZONES_MAX])

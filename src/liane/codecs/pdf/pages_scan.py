"""One page read from its picture: put upright and straight, cleaned, read, doubted where it must be.

What lives here: the order of the treatments and the choice between readings. What must not: pixels (``imaging``) nor
engines (connectors).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from liane.codecs.imaging.cleaning import Ink, clear_ink, even_light, measure_ink, resize_to, wipe_specks
from liane.codecs.imaging.picture import Picture
from liane.codecs.imaging.reading import Grey, OCREngine, OCRReaders
from liane.codecs.imaging.straighten import Pose, find_pose, place_back, straighten_picture, turn_box, turn_picture
from liane.codecs.imaging.ticks import TickBox, find_tick_boxes, wipe_boxes
from liane.codecs.pdf.pages_doubt import (
    find_disputes,
    find_doubtful,
    is_insisted,
    is_known,
    plain,
    prefer_sure,
    tells_identity,
    without_echoes,
)
from liane.codecs.pdf.pages_empty import find_empty_labels
from liane.codecs.pdf.pages_holes import HOLE_SURE_FROM, UPPER_HALF, find_holes, lacks_birth
from liane.codecs.pdf.pages_layer import letter_clusters, unread_letters
from liane.codecs.pdf.pages_limits import PageLimits, note
from liane.codecs.pdf.pages_order import order_words
from liane.codecs.pdf.pages_ticks import place_signs
from liane.codecs.pdf.pages_words import lexical_share, mean_confidence, reading_score
from liane.domain.errors import Finding, RemoteUnavailable
from liane.domain.intake.page import Box, Engine, Legibility, PageQuality, Word

POOR_CONFIDENCE = 0.60
FAIR_CONFIDENCE = 0.80
POOR_LEXICAL = 0.20
FAIR_LEXICAL = 0.35
POOR_DPI = 100
FAIR_DPI = 140
READ_DPI_MIN = 180
READ_DPI_MAX = 320
PASSED_OVER_MIN = 40
PASSED_OVER_SHARE = 0.12
"""Share of the marks like letters that lie in no word read, past which a page is searched again."""
WHOLE_AGAIN_SHARE = 0.4
LINE_LETTERS_MIN = 8
"""Marks like letters side by side in no word read: a word or two of a line that was passed over."""
HEAP_BELOW = 0.6
_HEAP_HEIGHT = 1.7
_SHARED_MAX = 0.25
_BAND_CONFIDENCE = 0.6
_WORDS_JUDGED = 8
_LETTERS_MIN = 30
_LONG = 4
"""Signs of a word that is wider than high where its page stands upright."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyPicture:
    """A picture ready for the engines: upright, straight, clean. rotation: clockwise, done; skew_degrees: undone."""

    grey: Grey = field(repr=False)
    dpi: int
    rotation: int
    skew_degrees: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanRead:
    """What was read. Boxes: fractions of the page turned by ``rotation``, not of the straightened picture."""

    words: tuple[Word, ...] = ()
    second: tuple[Word, ...] = ()
    rotation: int = 0
    quality: PageQuality = field(default_factory=PageQuality)
    is_blank: bool = False
    engines: tuple[Engine, ...] = ()
    findings: tuple[Finding, ...] = ()
    empty_labels: tuple[Box, ...] = ()


def read_scan(picture: Picture, *, number: int, readers: OCRReaders, limits: PageLimits) -> ScanRead:
    """Read a page from its picture.

    Blank pages are not read. A page that reads badly is tried upside down, then by the second reader whole; otherwise
    the second reader sees the doubtful lines alone. Rule: intake.md §1.3, §7.
    """
    even = even_light(picture.grey)
    ink = measure_ink(even)
    pose = find_pose(even)
    quality = PageQuality(dpi=picture.dpi, ink=round(ink.share, 4))
    if ink.is_blank:
        return ScanRead(is_blank=True, quality=quality)
    if readers.first is None:
        return _unread(number, quality)
    rotation = _rotation(pose)
    findings: list[Finding] = []
    ready, boxes = _ready(prepare(even, picture.dpi, rotation, pose.skew_degrees, limits))
    words, engine = _read_by(readers, ready, number, findings)
    if pose.is_sideways and _are_upended(words, ready):
        rotation = 0
        ready, boxes = _ready(prepare(even, picture.dpi, rotation, pose.other_skew, limits))
        words, engine = _read_by(readers, ready, number, findings)
    if engine is None:
        return replace(_unread(number, quality), findings=tuple(findings))
    if pose.letters >= _LETTERS_MIN and _reads_badly(words):
        ready, words = _try_overturned(ready, words, engine)
    words = _without_heaps(words)
    holes = _read_holes(ready, words, readers)
    words = _fill(ready, _fill_holes(words, holes), readers)
    upper = _read_upper_half(ready, words, readers) if number == 1 else []
    words, holes = _fill_holes(words, upper), [*holes, *upper]
    words, second = _doubt(ready, words, engine, readers, holes)
    words = _with_signs(ready, words, boxes, is_turned=ready.rotation != rotation)
    return _assemble(ready, words, second, ink=ink, native_dpi=picture.dpi, findings=tuple(findings))


def _ready(prepared: ReadyPicture) -> tuple[ReadyPicture, Sequence[TickBox]]:
    """The picture without its boxes to tick, and these boxes."""
    boxes = find_tick_boxes(prepared.grey, prepared.dpi)
    return replace(prepared, grey=wipe_boxes(prepared.grey, boxes)), boxes


def _are_upended(words: Sequence[Word], ready: ReadyPicture) -> bool:
    """True where long words stand higher than wide: a page of few lines was taken to lie on its side, and did not."""
    height, width = ready.grey.shape
    boxes = [word.box for word in words if len(word.text) >= _LONG]
    return bool(boxes) and median((box.x1 - box.x0) * width / (box.height * height + 1.0) for box in boxes) < 1.0


def prepare(even: Grey, dpi: int, rotation: int, skew_degrees: float, limits: PageLimits) -> ReadyPicture:
    """Turn, straighten and clean a picture whose light is even, at the resolution at which it reads best."""
    wanted = limits.dpi if not READ_DPI_MIN <= dpi <= READ_DPI_MAX else dpi
    upright = turn_picture(even, rotation)
    sized, new_dpi = resize_to(upright, dpi, wanted, limits.pixels_read_max)
    clean = wipe_specks(clear_ink(sized), new_dpi)
    return ReadyPicture(
        grey=straighten_picture(clean, skew_degrees), dpi=new_dpi, rotation=rotation, skew_degrees=skew_degrees
    )


def read_zones(
    picture: Picture, *, rotation: int, skew_degrees: float, zones: Sequence[Box], reader: OCREngine, limits: PageLimits
) -> tuple[Word, ...]:
    """Read some zones of a page again (key fields, a rectangle drawn by a person).

    zones: fractions of the upright page. Raises RemoteUnavailable when the reader fails.
    """
    ready = prepare(even_light(picture.grey), picture.dpi, rotation, skew_degrees, limits)
    height, width = ready.grey.shape
    found: list[Word] = []
    for zone in zones:
        placed = place_back((Word(text="", box=zone),), -skew_degrees, width=width, height=height)[0].box
        found.extend(reader.read(ready.grey, dpi=ready.dpi, zone=placed))
    return place_back(_ordered(found, ready), skew_degrees, width=width, height=height)


def _rotation(pose: Pose) -> int:
    """Quarters to turn clockwise, by the slope of the lines and the rise of the letters."""
    if pose.is_sideways:
        return 90 if pose.seems_overturned else 270
    return 180 if pose.seems_overturned else 0


def _read_by(
    readers: OCRReaders, ready: ReadyPicture, number: int, findings: list[Finding]
) -> tuple[tuple[Word, ...], OCREngine | None]:
    """Read with the first reader that answers."""
    for reader in (readers.first, readers.second):
        if reader is None:
            continue
        try:
            return _clean(reader.read(ready.grey, dpi=ready.dpi)), reader
        except RemoteUnavailable:
            findings.append(
                note(
                    "INT-123",
                    f"La lecture de la page {number} par {reader.engine.value} n'a pas abouti.",
                    "Relancer la lecture ; si cela se répète, vérifier l'installation du moteur de lecture.",
                    location=f"page {number}",
                )
            )
    return (), None


def _unread(number: int, quality: PageQuality) -> ScanRead:
    finding = note(
        "INT-122",
        f"La page {number} est une image et aucun moteur de lecture n'a pu la lire.",
        "Installer Tesseract (français) ou RapidOCR, ou saisir les champs à la main.",
        location=f"page {number}",
    )
    return ScanRead(quality=replace(quality, legibility=Legibility.POOR, lexical=0.0), findings=(finding,))


def _clean(words: Sequence[Word]) -> tuple[Word, ...]:
    """Drop what engines see in rules, frames and stains."""
    kept = []
    for word in words:
        has_sign = any(character.isalnum() for character in word.text)
        is_stain = word.confidence < 0.3 and len(word.text) <= 2
        if (has_sign or (word.confidence >= 0.5 and word.text in "/:-–—()%+<>=&,.;•")) and not is_stain:
            kept.append(word)
    return tuple(word for word in kept if word.box.height < 0.2)


def _without_heaps(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Leave out what an engine made of two lines taken for one: unsure, and higher than a line."""
    if not words:
        return words
    usual = median(word.box.height for word in words)
    return tuple(word for word in words if word.confidence >= HEAP_BELOW or word.box.height < _HEAP_HEIGHT * usual)


def _reads_badly(words: Sequence[Word]) -> bool:
    share, counted = lexical_share(words)
    return mean_confidence(words) < POOR_CONFIDENCE or counted < _WORDS_JUDGED or share < POOR_LEXICAL


def _try_overturned(
    ready: ReadyPicture, words: tuple[Word, ...], reader: OCREngine
) -> tuple[ReadyPicture, tuple[Word, ...]]:
    """Read upside down; keep the way that reads best."""
    turned = replace(ready, grey=turn_picture(ready.grey, 180), rotation=(ready.rotation + 180) % 360)
    try:
        other = _clean(reader.read(turned.grey, dpi=turned.dpi))
    except RemoteUnavailable:
        return ready, words
    return (turned, other) if reading_score(other) > 1.2 * reading_score(words) else (ready, words)


def _read_holes(
    ready: ReadyPicture, words: tuple[Word, ...], readers: OCRReaders
) -> list[tuple[Box, tuple[Word, ...]]]:
    """Read the lines where something was passed over behind the label of an identity: « né le (61 ans) »."""
    reader = readers.second or readers.first
    ordered = _ordered(words, ready)
    if reader is None or _reads_badly(words) or not any(tells_identity(word.text) for word in ordered):
        return []
    zones = find_holes(ordered, unread_letters(ready.grey, [word.box for word in words])[0])
    try:
        return [(zone, _clean(reader.read(ready.grey, dpi=ready.dpi, zone=zone))) for zone in zones]
    except RemoteUnavailable:
        return []


def _read_upper_half(
    ready: ReadyPicture, words: tuple[Word, ...], readers: OCRReaders
) -> list[tuple[Box, tuple[Word, ...]]]:
    """Have the second reader read a page on which nobody is seen to be born, down to its middle."""
    if readers.second is None or _reads_badly(words) or not lacks_birth(_ordered(words, ready)):
        return []
    try:
        return [(UPPER_HALF, _clean(readers.second.read(ready.grey, dpi=ready.dpi, zone=UPPER_HALF)))]
    except RemoteUnavailable:
        return []


def _fill_holes(words: tuple[Word, ...], holes: Sequence[tuple[Box, tuple[Word, ...]]]) -> tuple[Word, ...]:
    """Add what was read in the holes, where no word stands."""
    found: list[Word] = []
    for word in (word for _, again in holes for word in again):
        if word.confidence >= HOLE_SURE_FROM and not is_known(word, found) and not _overlaps(word.box, words):
            found.append(word)
    return words + tuple(found)


def _fill(ready: ReadyPicture, words: tuple[Word, ...], readers: OCRReaders) -> tuple[Word, ...]:
    """Read what was passed over: a stamp or a frame makes an engine take text for a drawing, and of two columns
    whose lines stand a little apart it drops words.
    """
    reader = readers.second or readers.first
    unread, total = unread_letters(ready.grey, [word.box for word in words])
    if reader is None or len(unread) < LINE_LETTERS_MIN:
        return words
    zones: tuple[Box | None, ...] = letter_clusters(unread)
    sure = 0.0
    if len(unread) > WHOLE_AGAIN_SHARE * total:
        zones = (None,)
    elif len(unread) < PASSED_OVER_MIN or len(unread) < PASSED_OVER_SHARE * total:
        zones = tuple(map(_band, letter_clusters(unread, letters_min=LINE_LETTERS_MIN)))
        sure = _BAND_CONFIDENCE
    found: list[Word] = []
    try:
        for zone in zones:
            again = _clean(reader.read(ready.grey, dpi=ready.dpi, zone=zone))
            found.extend(
                word
                for word in again
                if word.confidence >= sure and not is_known(word, words) and not is_known(word, found)
                if not (sure and _overlaps(word.box, words))
            )
    except RemoteUnavailable:
        return words
    return words + tuple(found)


def _band(zone: Box) -> Box:
    """The zone and what stands beside it on its lines, where words of the same line may be wanting too."""
    return replace(zone, x0=0.0, x1=1.0)


def _overlaps(box: Box, words: Sequence[Word]) -> bool:
    """True when a word stands over a part of this place already: « INS:258 » over « INS »."""
    return any(_shared(box, one.box) > _SHARED_MAX * min(_area(box), _area(one.box)) for one in words)


def _shared(one: Box, other: Box) -> float:
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    down = min(one.y1, other.y1) - max(one.y0, other.y0)
    return max(0.0, across) * max(0.0, down)


def _area(box: Box) -> float:
    return (box.x1 - box.x0) * box.height


def _doubt(
    ready: ReadyPicture,
    words: tuple[Word, ...],
    engine: OCREngine,
    readers: OCRReaders,
    holes: Sequence[tuple[Box, tuple[Word, ...]]] = (),
) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """Give the words to keep and those of the other reader: on the whole page when it reads badly, else by lines.

    holes: lines that it read already, which are not asked again.
    """
    second = readers.second
    ordered = _ordered(words, ready)
    if second is None or second.engine is engine.engine:
        return ordered, ()
    try:
        if _reads_badly(words):
            other = _ordered(_clean(second.read(ready.grey, dpi=ready.dpi)), ready)
            return (other, ordered) if reading_score(other) > 1.1 * reading_score(ordered) else (ordered, other)
        found = [word for _, again in holes for word in again if word not in words]
        for zone in find_doubtful(ordered):
            if any(is_known(Word(text="", box=zone), [Word(text="", box=box)]) for box, _ in holes):
                continue
            again = second.read(ready.grey, dpi=ready.dpi, zone=zone)
            found.extend([word for word in again if not is_known(word, found)])
    except RemoteUnavailable:
        return ordered, ()
    preferred, others = prefer_sure(ordered, without_echoes(found))
    return _settle(ready, _ordered(preferred, ready), _ordered(others, ready), (engine, second))


def _settle(
    ready: ReadyPicture, words: tuple[Word, ...], others: tuple[Word, ...], engines: tuple[OCREngine, OCREngine]
) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """Read once more, alone, each word of an identity that two readers give otherwise.

    Where a reader now sees what the other saw, both have seen it: that reading is kept, and the dissent forgotten. Else
    both readings stay, to be compared; the one that was read alike again takes the place of a guess. Rule: intake.md §7
    (two engines agreeing is evidence).
    """
    kept, second = list(words), list(others)
    for dispute in find_disputes(words, others):
        for engine in engines:
            told = [dispute.word, *dispute.others]
            rivals = [one for one in told if one.engine is not engine.engine]
            try:
                again = _clean(engine.read(ready.grey, dpi=ready.dpi, zone=dispute.zone))
            except RemoteUnavailable:
                break
            seen = plain("".join(one.text for one in again))
            agreed = [one for one in rivals if plain(one.text) == seen]
            if seen and agreed:
                kept = [agreed[0] if one == dispute.word else one for one in kept]
                second = [one for one in second if one not in dispute.others]
                second.extend(replace(one, line=dispute.word.line) for one in again)
                break
            if is_insisted(dispute, again):
                kept = [one for one in kept if one != dispute.word] + list(dispute.others)
                second = [one for one in second if one not in dispute.others] + [dispute.word]
    return _ordered(kept, ready), _ordered(second, ready)


def _with_signs(
    ready: ReadyPicture, words: tuple[Word, ...], boxes: Sequence[TickBox], *, is_turned: bool
) -> tuple[Word, ...]:
    """Put a sign in place of each box to tick. is_turned: the page was turned over since they were found."""
    if not boxes or not words:
        return words
    placed = [replace(one, box=turn_box(one.box, 180)) for one in boxes] if is_turned else boxes
    return _ordered(place_signs(words, placed, engine=words[0].engine), ready)


def _ordered(words: Sequence[Word], ready: ReadyPicture) -> tuple[Word, ...]:
    height, width = ready.grey.shape
    scale = 72 / max(ready.dpi, 1)
    return order_words(words, width_pt=width * scale, height_pt=height * scale)


def _assemble(
    ready: ReadyPicture,
    words: tuple[Word, ...],
    second: tuple[Word, ...],
    *,
    ink: Ink,
    native_dpi: int,
    findings: tuple[Finding, ...],
) -> ScanRead:
    height, width = ready.grey.shape
    share, counted = lexical_share(words)
    quality = PageQuality(
        legibility=grade(mean_confidence(words), share, counted, native_dpi),
        dpi=native_dpi,
        ink=round(ink.share, 4),
        lexical=round(share, 3),
        mean_confidence=round(mean_confidence(words), 3),
        skew_degrees=ready.skew_degrees,
    )
    empty = tuple(Word(text="", box=box) for box in find_empty_labels(ready.grey, words))
    return ScanRead(
        words=place_back(words, ready.skew_degrees, width=width, height=height),
        second=place_back(second, ready.skew_degrees, width=width, height=height),
        rotation=ready.rotation,
        quality=quality,
        engines=tuple(dict.fromkeys(word.engine for word in (*words, *second))),
        findings=findings,
        empty_labels=tuple(one.box for one in place_back(empty, ready.skew_degrees, width=width, height=height)),
    )


def grade(confidence: float, lexical: float, counted: int, dpi: int) -> Legibility:
    """The legibility of a page read from a picture. Rule: intake.md §5 (quality floor)."""
    is_judged = counted >= _WORDS_JUDGED
    if confidence < POOR_CONFIDENCE or dpi < POOR_DPI or (is_judged and lexical < POOR_LEXICAL):
        return Legibility.POOR
    if confidence < FAIR_CONFIDENCE or dpi < FAIR_DPI or not is_judged or lexical < FAIR_LEXICAL:
        return Legibility.FAIR
    return Legibility.GOOD

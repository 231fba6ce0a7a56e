"""A page on which several papers were laid: parted where nothing is written, each part read as a page of its own.

What lives here: where a page may be cut, and the parts. What must not: what makes a paper of a part
(``domain.intake.papers``). Rule: intake.md §1.5 (never merge two patients), §6 (boxes of the whole page).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from liane.codecs.imaging.gutters import Gutter, find_gutter
from liane.codecs.imaging.picture import Picture
from liane.codecs.imaging.reading import OCRReaders
from liane.codecs.imaging.straighten import turn_picture
from liane.codecs.pdf.pages_limits import PageLimits
from liane.codecs.pdf.pages_order import order_words
from liane.codecs.pdf.pages_scan import read_scan
from liane.codecs.pdf.pages_words import reading_score
from liane.domain.intake.page import Box, Page, Word
from liane.domain.intake.papers import WORDS_MIN, are_papers

PAPERS_MAX = 4
CUTS_TRIED_MAX = 8
WHOLE = Box(x0=0.0, y0=0.0, x1=1.0, y1=1.0)
_GAP_MIN = 0.018
"""Of the longer side of the page: two papers have margins."""
_SMALLEST = 0.18
"""Of a side: no paper is smaller."""
_SWEPT = 0.035
"""Share of the height at the top and at the foot where scanners and faxes print across."""
_FAR = 0.12
"""Share of a region left bare between two papers that stand far from one another."""
_HALVES = 0.06
_WIDEST_SHARE = 0.8
_SURE_WORD = 0.3
_WORSE = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gap:
    """A band without words right across a part of a page, told in its fractions."""

    low: float
    high: float
    is_upright: bool
    width_pt: float


def part_papers(page: Page, picture: Picture, *, readers: OCRReaders | None, limits: PageLimits) -> Page:
    """Find the papers of a page read from a picture. readers: None where the words are those of a text layer.

    A page that is one paper, or may be, is given back as it is. picture: the page as it lies in the file.
    """
    if len(page.words) < 2 * WORDS_MIN:
        return page
    upright = Picture(grey=turn_picture(picture.grey, page.rotation), dpi=picture.dpi)
    regions = _find_regions(page, upright, WHOLE, PAPERS_MAX)
    if len(regions) < 2:
        return page
    papers = [_take(page, region) for region in regions]
    if readers is not None:
        again = [_read_again(paper, upright, readers, limits) for paper in papers]
        papers = again if _are_apart(again) else papers
    return replace(page, papers=tuple(papers))


def _find_regions(page: Page, picture: Picture, region: Box, most: int) -> list[Box]:
    """The regions of the papers in a region of a page, left before right and upper before lower."""
    whole = _take(page, region)
    if most < 2 or len(whole.words) < 2 * WORDS_MIN:
        return [region]
    cuts = sorted(_find_cuts(page, picture, whole, region), key=_rank)
    if not cuts:
        return [region]
    gap, gutter = cuts[-1]
    before, after = _cut(region, gap, gutter.place)
    found = _find_regions(page, picture, before, most - 1)
    return [*found, *_find_regions(page, picture, after, most - len(found))]


def _rank(cut: tuple[_Gap, Gutter]) -> tuple[bool, bool, float]:
    """How likely a cut is: along an edge; between halves, for most papers laid together are of one size; or wide."""
    gap, gutter = cut
    return gutter.has_edge, abs(gutter.place - 0.5) <= _HALVES, gap.width_pt


def _find_cuts(page: Page, picture: Picture, whole: Page, region: Box) -> Iterator[tuple[_Gap, Gutter]]:
    """Where a region may be parted in two, each side being a paper or more."""
    gaps = list(_find_gaps(whole))
    told = {}
    for gap in gaps:
        sides = _cut(region, gap, (gap.low + gap.high) / 2)
        if not any(_is_small(page, side) for side in sides):
            first, second = (_take(page, side) for side in sides)
            if are_papers(first, second, has_edge=True, is_far=_is_far(gap)):
                told[gap] = first, second
    if not told:
        return
    gutters = {gap: _find_gutter(picture, region, gap) for gap in gaps}
    edges = {gap for gap, gutter in gutters.items() if gutter is not None and gutter.has_edge}
    for gap, (first, second) in told.items():
        gutter = gutters[gap]
        if gutter is None or (edges and gap not in edges):
            continue  # beside the edge that is seen, a cut would give a part of one paper to the other
        if gap in edges or (_is_widest(gap, gaps) and are_papers(first, second, is_far=_is_far(gap))):
            yield gap, gutter


def _is_far(gap: _Gap) -> bool:
    return gap.high - gap.low >= _FAR


def _is_widest(gap: _Gap, gaps: Sequence[_Gap]) -> bool:
    """True where nothing much wider, that way, is bare: margins meet between papers."""
    return gap.width_pt >= _WIDEST_SHARE * max(one.width_pt for one in gaps if one.is_upright is gap.is_upright)


def _is_small(page: Page, side: Box) -> bool:
    longer = max(page.width_pt, page.height_pt)
    return min((side.x1 - side.x0) * page.width_pt, side.height * page.height_pt) < _SMALLEST * longer


def _find_gaps(page: Page) -> Iterator[_Gap]:
    """Bands without words, those between columns before those between rows, wide ones first."""
    words = [word for word in page.words if word.confidence >= _SURE_WORD]
    across = [word for word in words if word.box.y0 > _SWEPT and word.box.y1 < 1 - _SWEPT]
    longer = max(page.width_pt, page.height_pt)
    gaps = [
        *_gaps([(word.box.x0, word.box.x1) for word in across], page.width_pt, is_upright=True),
        *_gaps([(word.box.y0, word.box.y1) for word in words], page.height_pt, is_upright=False),
    ]
    wide = [gap for gap in gaps if gap.width_pt >= _GAP_MIN * _page_side(page, longer)]
    yield from sorted(wide, key=lambda gap: -gap.width_pt)[:CUTS_TRIED_MAX]


def _page_side(page: Page, longer: float) -> float:
    """The longer side of the sheet that a part lies on, in points."""
    region = page.region or WHOLE
    return max(page.width_pt / (region.x1 - region.x0), page.height_pt / region.height, longer)


def _gaps(spans: Sequence[tuple[float, float]], side_pt: float, *, is_upright: bool) -> Iterator[_Gap]:
    reached = 0.0
    for low, high in sorted(spans):
        if reached and low > reached:
            yield _Gap(low=reached, high=low, is_upright=is_upright, width_pt=(low - reached) * side_pt)
        reached = max(reached, high)


def _cut(region: Box, gap: _Gap, place: float) -> tuple[Box, Box]:
    """The two sides of a region parted at a fraction of it."""
    if gap.is_upright:
        x = region.x0 + place * (region.x1 - region.x0)
        return replace(region, x1=x), replace(region, x0=x)
    y = region.y0 + place * region.height
    return replace(region, y1=y), replace(region, y0=y)


def _find_gutter(picture: Picture, region: Box, gap: _Gap) -> Gutter | None:
    return find_gutter(_crop(picture, region).grey, gap.low, gap.high, is_upright=gap.is_upright)


def _crop(picture: Picture, region: Box) -> Picture:
    height, width = picture.grey.shape
    rows = slice(round(region.y0 * height), round(region.y1 * height))
    return Picture(grey=picture.grey[rows, round(region.x0 * width) : round(region.x1 * width)].copy(), dpi=picture.dpi)


def _take(page: Page, region: Box) -> Page:
    """A part of a page as a page of its own, with the words already read there."""
    width, height = page.width_pt * (region.x1 - region.x0), page.height_pt * region.height
    inside = [word for word in page.words if _holds(region, word.box)]
    second = [word for word in page.second if _holds(region, word.box)]
    return replace(
        page,
        width_pt=width,
        height_pt=height,
        words=order_words(_seen(inside, region), width_pt=width, height_pt=height),
        second=order_words(_seen(second, region), width_pt=width, height_pt=height),
        symbols=tuple(
            replace(symbol, box=symbol.box.seen_from(region)) for symbol in page.symbols if _holds(region, symbol.box)
        ),
        region=region,
        papers=(),
    )


def _holds(region: Box, box: Box) -> bool:
    x, y = box.middle
    return region.x0 <= x < region.x1 and region.y0 <= y < region.y1


def _seen(words: Sequence[Word], region: Box) -> list[Word]:
    return [replace(word, box=word.box.seen_from(region)) for word in words]


def _read_again(paper: Page, picture: Picture, readers: OCRReaders, limits: PageLimits) -> Page:
    """Read a paper alone, straight by its own lines; what was read on the whole page stays where it read better."""
    assert paper.region is not None
    scan = read_scan(_crop(picture, paper.region), number=paper.number, readers=readers, limits=limits)
    if scan.rotation or reading_score(scan.words) < _WORSE * reading_score(paper.words):
        return paper
    return replace(paper, words=scan.words, second=scan.second, quality=scan.quality, engines=scan.engines)


def _are_apart(papers: Sequence[Page]) -> bool:
    """True where the parts, read anew, are papers still."""
    return all(are_papers(one, other, has_edge=True, is_far=True) for one, other in pairwise(papers))

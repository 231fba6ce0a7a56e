"""From the bytes of a file to its pages as words with boxes, whatever it is made of.

What lives here: the order of the steps for a page. What must not: the steps themselves, nor any reading engine.
"""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from liane.codecs.imaging.cleaning import even_light
from liane.codecs.imaging.picture import Picture
from liane.codecs.imaging.reading import OCREngine, OCRReaders
from liane.codecs.imaging.straighten import turn_box
from liane.codecs.imaging.ticks import TickBox, find_tick_boxes
from liane.codecs.pdf.pages_codes import CODE_DPI, RETRY_DPI, find_suspects, find_symbols, search_crops
from liane.codecs.pdf.pages_file import (
    OpenFile,
    draw_page,
    inspect_file,
    load_picture,
    opened,
    opened_page,
    size_pt,
)
from liane.codecs.pdf.pages_layer import NO_TEXT, LayerVerdict, judge_layer, main_angle
from liane.codecs.pdf.pages_limits import FileKind, PageLimits, note
from liane.codecs.pdf.pages_order import order_words
from liane.codecs.pdf.pages_papers import part_papers
from liane.codecs.pdf.pages_read import FileFacts, PagesRead
from liane.codecs.pdf.pages_scan import ScanRead, read_scan
from liane.codecs.pdf.pages_scan import read_zones as read_picture_zones
from liane.codecs.pdf.pages_text import Layer, LayerWord, PageHandle, read_layer
from liane.codecs.pdf.pages_ticks import place_signs
from liane.codecs.pdf.pages_words import lexical_share
from liane.domain.errors import Finding, InvalidInput, RemoteUnavailable
from liane.domain.intake.page import Box, Engine, Legibility, Page, PageQuality, PageSymbol, Word

SCAN_DPI_MIN = 140
POINTS_PER_INCH = 72
A4_PT = (595.0, 842.0)
PICTURE_MIN = 0.8
"""Share of both sides that a picture fills where the page is a scan."""


def read_pages(
    data: bytes,
    *,
    name: str,
    readers: OCRReaders,
    limits: PageLimits | None = None,
    numbers: Iterable[int] | None = None,
    facts: FileFacts | None = None,
) -> PagesRead:
    """Read the pages of a file: PDF, TIFF, JPEG or PNG.

    name: of the file, for its extension alone. numbers: the pages wanted, from 1; all of them when None. facts: of a
    file already inspected, which is then not inspected again nor its findings repeated. A page that cannot be opened is
    given empty with finding INT-127; when none can be, the file is refused.
    Raises InvalidInput INT-101 to INT-115. Rule: intake.md §1.3, §1.4.
    """
    bounds = limits or PageLimits()
    known = facts or inspect_file(data, name=name, limits=bounds)
    findings = list(known.findings) if facts is None else []
    pages: list[Page] = []
    broken: list[InvalidInput] = []
    with opened(data, known, bounds) as file:
        for number in range(1, file.page_count + 1) if numbers is None else numbers:
            try:
                page, told = _read_page(file, number, readers)
            except InvalidInput as defect:
                broken.append(defect)
                page, told = _broken_page(number, defect)
            pages.append(page)
            findings.extend(told)
    if len(broken) == known.page_count:
        raise broken[0]
    return PagesRead(kind=known.kind, pages=tuple(pages), findings=tuple(findings))


def _read_page(file: OpenFile, number: int, readers: OCRReaders) -> tuple[Page, tuple[Finding, ...]]:
    read = _read_pdf_page if file.kind is FileKind.PDF else _read_picture_page
    return read(file, number, readers)


def _broken_page(number: int, defect: InvalidInput) -> tuple[Page, tuple[Finding, ...]]:
    """An empty page in place of one that cannot be opened."""
    cause = defect.findings[0].message if defect.findings else ""
    finding = note(
        "INT-127",
        f"La page {number} n'a pas pu être ouverte. {cause}",
        "Demander à l'expéditeur d'envoyer le document à nouveau.",
        location=f"page {number}",
    )
    quality = PageQuality(legibility=Legibility.POOR, lexical=0.0, mean_confidence=0.0)
    return Page(number=number, width_pt=A4_PT[0], height_pt=A4_PT[1], quality=quality), (finding,)


def read_zones(
    data: bytes, *, page: Page, zones: Sequence[Box], reader: OCREngine, limits: PageLimits | None = None
) -> Page:
    """Read some zones of a page already read with another engine; its words are added to ``second``.

    zones: fractions of the upright page (key fields, a rectangle drawn by a person). A reader that fails changes
    nothing.
    Rule: intake.md §7 (two engines agreeing is evidence), §6 (a rectangle re-reads only that).
    """
    bounds = limits or PageLimits()
    facts = inspect_file(data, name="", limits=bounds)
    with opened(data, facts, bounds) as file:
        picture = _scan_of(file, page.number)
    try:
        words = read_picture_zones(
            picture,
            rotation=page.rotation,
            skew_degrees=page.quality.skew_degrees,
            zones=zones,
            reader=reader,
            limits=bounds,
        )
    except RemoteUnavailable:
        return page
    return replace(page, second=page.second + words, engines=tuple(dict.fromkeys((*page.engines, reader.engine))))


def _scan_of(file: OpenFile, number: int) -> Picture:
    if file.kind is not FileKind.PDF:
        return load_picture(file, number)
    with opened_page(file, number) as handle:
        return draw_page(handle, dpi=_best_dpi(read_layer(handle.raw), file.limits), limits=file.limits)


def _read_picture_page(file: OpenFile, number: int, readers: OCRReaders) -> tuple[Page, tuple[Finding, ...]]:
    picture = load_picture(file, number)
    height, width = picture.grey.shape
    scan, symbols = _read_with_codes(picture, number, readers, file.limits)
    scale = POINTS_PER_INCH / picture.dpi
    page = _scan_page(number, (width * scale, height * scale), scan, symbols)
    return part_papers(page, picture, readers=readers, limits=file.limits), scan.findings


def _read_pdf_page(file: OpenFile, number: int, readers: OCRReaders) -> tuple[Page, tuple[Finding, ...]]:
    with opened_page(file, number) as handle:
        size = size_pt(handle)
        layer = read_layer(handle.raw)
        best_dpi = _best_dpi(layer, file.limits)
        if not layer.words and _is_picture(layer) and best_dpi >= CODE_DPI:
            return _read_scanned(draw_page(handle, dpi=best_dpi, limits=file.limits), size, file, number, readers)
        picture = draw_page(handle, dpi=CODE_DPI, limits=file.limits)
        symbols = _find_codes(handle, picture, file.limits)
        verdict = judge_layer(layer, picture.grey, symbols)
        boxes = () if verdict.needs_page else find_tick_boxes(picture.grey, picture.dpi)
        finer = None
        if verdict.needs_page or verdict.zones:
            finer = draw_page(handle, dpi=best_dpi, limits=file.limits)
    findings = _tell(verdict, number)
    if finer is None:
        page = _layer_page(number, size, verdict, symbols, boxes)
        parted = part_papers(page, picture, readers=None, limits=file.limits) if _is_picture(layer) else page
        return parted, findings
    if verdict.zones:
        page = _layer_page(number, size, verdict, symbols, boxes)
        return _add_zones(page, finer, verdict, readers, file.limits), findings
    scan = read_scan(finer, number=number, readers=readers, limits=file.limits)
    page = _scan_page(number, size, scan, symbols)
    if scan.is_blank:
        return page, scan.findings
    page = part_papers(_with_layer(page, verdict), finer, readers=readers, limits=file.limits)
    return page, findings + scan.findings


def _read_scanned(
    picture: Picture, size: tuple[float, float], file: OpenFile, number: int, readers: OCRReaders
) -> tuple[Page, tuple[Finding, ...]]:
    """Read a page that is one picture without any text: drawn once, as fine as it is, for its codes and its words."""
    scan, symbols = _read_with_codes(picture, number, readers, file.limits)
    page = _scan_page(number, size, scan, symbols)
    if scan.is_blank:
        return page, scan.findings
    findings = _tell(LayerVerdict(words=(), needs_page=True, reason=NO_TEXT), number)
    return part_papers(page, picture, readers=readers, limits=file.limits), findings + scan.findings


def _read_with_codes(
    picture: Picture, number: int, readers: OCRReaders, limits: PageLimits
) -> tuple[ScanRead, tuple[PageSymbol, ...]]:
    """The words and the codes of a picture; codes are looked for while the program that reads words works."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        looking = beside.submit(_find_all_codes, picture)
        scan = read_scan(picture, number=number, readers=readers, limits=limits)
        return scan, looking.result()


def _find_all_codes(picture: Picture) -> tuple[PageSymbol, ...]:
    found = find_symbols(picture.grey)
    return found + search_crops(picture.grey, find_suspects(picture.grey, picture.dpi, found))


def _is_picture(layer: Layer) -> bool:
    """True for a page that shows a scan, whatever text lies behind it."""
    return any(box.x1 - box.x0 >= PICTURE_MIN and box.height >= PICTURE_MIN for _, box in layer.resolutions)


def _best_dpi(layer: Layer, limits: PageLimits) -> int:
    """Resolution at which a page is drawn for OCR: that of its own picture when it is a scan within reason."""
    native = max((dpi for dpi, box in layer.resolutions if box.x1 - box.x0 > 0.5 and box.height > 0.4), default=0)
    return native if SCAN_DPI_MIN <= native <= limits.dpi else limits.dpi


def _tell(verdict: LayerVerdict, number: int) -> tuple[Finding, ...]:
    told: list[Finding] = []
    if verdict.has_hidden:
        told.append(
            note(
                "INT-126",
                f"La page {number} contient du texte que l'on ne voit pas : il n'a pas été pris en compte.",
                "Comparer ce qui est lu à ce que montre la page.",
                location=f"page {number}",
                is_warning=False,
            )
        )
    if verdict.reason:
        told.append(
            note(
                "INT-121",
                f"Page {number} lue par reconnaissance de caractères : {verdict.reason}.",
                "Vérifier les champs sur la page.",
                location=f"page {number}",
                is_warning=False,
            )
        )
    return tuple(told)


def _find_codes(handle: PageHandle, picture: Picture, limits: PageLimits) -> tuple[PageSymbol, ...]:
    found = find_symbols(picture.grey)
    suspects = find_suspects(picture.grey, picture.dpi, found)
    if not suspects:
        return found
    finer = draw_page(handle, dpi=RETRY_DPI, limits=limits)
    return found + search_crops(finer.grey, suspects)


def _layer_page(
    number: int,
    size: tuple[float, float],
    verdict: LayerVerdict,
    symbols: tuple[PageSymbol, ...],
    boxes: Sequence[TickBox],
) -> Page:
    """A page whose text layer is believed, turned so that most of its text is upright."""
    rotation = -main_angle(verdict.words) % 360
    width, height = size if rotation % 180 == 0 else size[::-1]
    words = _turn(verdict.words, rotation)
    if words:
        turned = [replace(one, box=turn_box(one.box, rotation)) for one in boxes]
        words = place_signs(words, turned, engine=Engine.TEXT_LAYER)
    words = order_words(words, width_pt=width, height_pt=height)
    share, _ = lexical_share(words)
    return Page(
        number=number,
        width_pt=width,
        height_pt=height,
        words=words,
        symbols=_turn_symbols(symbols, rotation),
        quality=PageQuality(lexical=round(share, 3)),
        rotation=rotation,
        is_blank=not words and not symbols,
        engines=(Engine.TEXT_LAYER,) if words else (),
    )


def _scan_page(number: int, size: tuple[float, float], scan: ScanRead, symbols: tuple[PageSymbol, ...]) -> Page:
    width, height = size if scan.rotation % 180 == 0 else size[::-1]
    return Page(
        number=number,
        width_pt=width,
        height_pt=height,
        words=scan.words,
        second=scan.second,
        symbols=_turn_symbols(symbols, scan.rotation),
        quality=scan.quality,
        rotation=scan.rotation,
        is_blank=scan.is_blank and not symbols,
        engines=scan.engines,
        empty_labels=scan.empty_labels,
    )


def _turn(words: Sequence[LayerWord], rotation: int) -> tuple[Word, ...]:
    return tuple(Word(text=word.text, box=turn_box(word.box, rotation)) for word in words)


def _turn_symbols(symbols: Sequence[PageSymbol], rotation: int) -> tuple[PageSymbol, ...]:
    return tuple(replace(symbol, box=turn_box(symbol.box, rotation)) for symbol in symbols)


def _with_layer(page: Page, verdict: LayerVerdict) -> Page:
    """Put the believed words of a partial layer in place of what OCR read there."""
    layer = _turn(verdict.words, page.rotation)
    if not layer:
        return page
    read = tuple(word for word in page.words if not _overlaps(word.box, layer))
    return replace(
        page,
        words=order_words(layer + read, width_pt=page.width_pt, height_pt=page.height_pt),
        engines=(Engine.TEXT_LAYER, *page.engines),
    )


def _overlaps(box: Box, words: Sequence[Word]) -> bool:
    """True when the middle of a box lies in a word already known."""
    x, y = box.middle
    return any(word.box.x0 <= x <= word.box.x1 and word.box.y0 <= y <= word.box.y1 for word in words)


def _add_zones(page: Page, finer: Picture, verdict: LayerVerdict, readers: OCRReaders, limits: PageLimits) -> Page:
    """Read the pictures of a page that carry text, beside its text layer."""
    if readers.first is None:
        return page
    zones = tuple(turn_box(zone, page.rotation) for zone in verdict.zones)
    even = Picture(grey=even_light(finer.grey), dpi=finer.dpi)
    try:
        found = read_picture_zones(
            even, rotation=page.rotation, skew_degrees=0.0, zones=zones, reader=readers.first, limits=limits
        )
    except RemoteUnavailable:
        return page
    added = tuple(word for word in found if word.confidence >= 0.4 and not _overlaps(word.box, page.words))
    if not added:
        return page
    words = order_words(page.words + added, width_pt=page.width_pt, height_pt=page.height_pt)
    return replace(page, words=words, engines=(Engine.TEXT_LAYER, readers.first.engine))

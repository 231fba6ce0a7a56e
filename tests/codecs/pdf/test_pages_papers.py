"""A page with several papers is parted where nothing is written; a page that is one paper stays whole."""

import numpy as np
import pytest

from liane.codecs.imaging.picture import Picture
from liane.codecs.imaging.straighten import turn_picture
from liane.codecs.pdf.pages_limits import PageLimits
from liane.codecs.pdf.pages_order import order_words
from liane.codecs.pdf.pages_papers import part_papers
from liane.domain.intake.page import Box, Engine, Page, PageSymbol, SymbolKind, Word
from tests.domain.intake.extract.word_pages import lay_words

DPI = 100
FIRST = """Docteur Colette RIBEROT
Pédiatre
3 allée des Charmes
37000 TOURS
Tours, le 4 mars 2026
L'enfant GALLOIS Timothée
né le 11/06/2019
Ordonnance
AMOXICILLINE 500 mg matin et soir six jours
DOLIPRANE 250 mg si fièvre"""
SECOND = """Centre de kinésithérapie des Rives
22 boulevard Heurteloup 37000 TOURS
Tél. 02 47 11 22 33
Bilan de kinésithérapie
Patiente : Madame MAUPOU Séverine
née le 17/09/1968
Douze séances, marche sans canne, montée des escaliers reprise.
Tours, le 2 mars 2026
Hélène BRUANT, kinésithérapeute"""
THIRD = FIRST.replace("GALLOIS Timothée", "HUCHET Maëlle").replace("11/06/2019", "23/01/2021")


def put(text: str, region: Box, confidence: float = 0.9) -> list[Word]:
    """The lines of a paper laid in a region of a page."""
    words = lay_words(text, engine=Engine.TESSERACT, confidence=confidence)
    return [
        Word(text=one.text, box=one.box.place_in(region), confidence=one.confidence, engine=one.engine) for one in words
    ]


def lay(words: list[Word], *, is_wide: bool, symbols: tuple[PageSymbol, ...] = ()) -> tuple[Page, Picture]:
    """A page with these words, and its picture: a dark bar for each."""
    width, height = (842.0, 595.0) if is_wide else (595.0, 842.0)
    grey = np.full((round(height * DPI / 72), round(width * DPI / 72)), 240, dtype=np.uint8)
    for word in words:
        rows = slice(round(word.box.y0 * grey.shape[0]), round(word.box.y1 * grey.shape[0]))
        grey[rows, round(word.box.x0 * grey.shape[1]) : round(word.box.x1 * grey.shape[1])] = 60
    page = Page(
        number=1,
        width_pt=width,
        height_pt=height,
        words=order_words(words, width_pt=width, height_pt=height),
        symbols=symbols,
        engines=(Engine.TESSERACT,),
    )
    return page, Picture(grey=grey, dpi=DPI)


def box(x0: float, y0: float, x1: float, y1: float) -> Box:
    return Box(x0=x0, y0=y0, x1=x1, y1=y1)


def part(page: Page, picture: Picture) -> Page:
    return part_papers(page, picture, readers=None, limits=PageLimits())


def test_two_papers_side_by_side_are_read_left_before_right() -> None:
    sticker = PageSymbol(kind=SymbolKind.QR, format="QRCode", payload=b"x", box=box(0.85, 0.8, 0.9, 0.9))
    words = put(SECOND, box(0, 0, 0.5, 1)) + put(FIRST, box(0.5, 0, 1, 1))
    left, right = part(*lay(words, is_wide=True, symbols=(sticker,))).papers
    assert left.text.startswith("Centre de kinésithérapie")
    assert "GALLOIS" not in left.text
    assert right.text.startswith("Docteur Colette RIBEROT")
    assert "MAUPOU" not in right.text
    assert left.region is not None
    assert right.region is not None
    assert left.region.x1 == right.region.x0 == 0.5
    assert (left.number, left.width_pt + right.width_pt, left.height_pt) == (1, 842.0, 595.0)
    assert not left.symbols
    assert right.symbols[0].box.place_in(right.region).x0 == pytest.approx(0.85)
    mark = next(word for word in right.words if word.text == "GALLOIS")
    whole = next(word for word in words if word.text == "GALLOIS")
    assert mark.box.place_in(right.region).x0 == pytest.approx(whole.box.x0)


def test_two_papers_one_above_the_other_are_read_upper_before_lower() -> None:
    words = put(FIRST, box(0, 0, 1, 0.9)) + put(SECOND, box(0, 0.5, 1, 1.4))
    page = part(*lay(words, is_wide=False))
    assert [one.text.splitlines()[0] for one in page.papers] == [FIRST.splitlines()[0], SECOND.splitlines()[0]]
    assert len(page.words) == len(words), "the whole page keeps its words"


def test_three_papers_on_a_glass_are_three() -> None:
    words = put(FIRST, box(0, 0, 0.5, 0.9)) + put(SECOND, box(0.5, 0, 1, 0.9)) + put(THIRD, box(0, 0.5, 0.9, 1.4))
    page = part(*lay(words, is_wide=False))
    assert [one.text.splitlines()[0] for one in page.papers] == [one.splitlines()[0] for one in (FIRST, SECOND, THIRD)]


def test_a_page_that_was_turned_is_parted_upright() -> None:
    page, picture = lay(put(FIRST, box(0, 0, 0.5, 1)) + put(SECOND, box(0.5, 0, 1, 1)), is_wide=True)
    lying = Picture(grey=turn_picture(picture.grey, 270), dpi=DPI)
    turned = Page(number=1, width_pt=842, height_pt=595, words=page.words, rotation=90)
    assert [one.rotation for one in part(turned, lying).papers] == [90, 90]


@pytest.mark.parametrize(
    "words",
    [
        put(FIRST, box(0, 0, 1, 1)),
        put(FIRST, box(0, 0, 0.5, 1))
        + put("Suite de l'ordonnance\nSIROP 5 ml le soir\nRevoir dans un mois", box(0.5, 0, 1, 1)),
        put(FIRST, box(0, 0, 0.5, 1)) + put(FIRST, box(0.5, 0, 1, 1)),
        put(FIRST, box(0, 0, 1, 0.9))
        + put("A retourner au secrétariat\nNom :\nPrénom :\nNé le :\nle :", box(0, 0.6, 1, 1)),
        [],
    ],
    ids=["a page", "two columns", "two copies", "a coupon", "nothing"],
)
def test_a_page_that_is_one_paper_is_left_whole(words: list[Word]) -> None:
    page, picture = lay(words, is_wide=True)
    assert part(page, picture) is page


def test_papers_that_touch_are_left_to_a_person() -> None:
    page, picture = lay(put(FIRST, box(0, 0, 0.5, 1)) + put(SECOND, box(0.5, 0, 1, 1)), is_wide=True)
    picture.grey[200:500, 200:900] = 30
    assert part(page, picture) is page


def test_the_cut_follows_the_edge_that_is_seen_whatever_gap_is_wider() -> None:
    upper = FIRST + "\n" * 14 + "Cabinet des Charmes\n3 allée des Charmes 37000 TOURS"
    lower = SECOND.replace("Centre de kinésithérapie des Rives\n22 boulevard Heurteloup 37000 TOURS", "Bonjour")
    page, picture = lay(put(upper, box(0, 0, 1, 0.9)) + put(lower, box(0, 0.5, 1, 1.4)), is_wide=False)
    assert [("Cabinet des Charmes" in one.text) for one in part(page, picture).papers] == [False, True], "by the gap"
    picture.grey[round(0.47 * 1169) : round(0.47 * 1169) + 2] = 150
    first, second = part(page, picture).papers
    assert "Cabinet des Charmes" in first.text
    assert second.text.startswith("Bonjour")
    assert second.region is not None
    assert second.region.y0 == pytest.approx(0.47, abs=0.005)

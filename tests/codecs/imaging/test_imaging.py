"""Treatment of pictures: poses, straightening, light, specks, blanks; the table of Tesseract."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from liane.codecs.imaging.cleaning import clear_ink, even_light, measure_ink, resize_to, wipe_specks
from liane.codecs.imaging.picture import TooManyPixels, Unreadable, encode_png, open_picture
from liane.codecs.imaging.straighten import find_pose, place_back, straighten_picture, turn_box, turn_picture
from liane.codecs.imaging.tsv import parse_tsv
from liane.domain.intake.page import Box, Word
from tests.pages_kit import encode, letter_image, worn

PAGE = np.asarray(letter_image())


@pytest.mark.parametrize("skew", [-5.0, -1.3, 0.0, 0.7, 6.0])
def test_the_slope_of_lines_is_found_and_undone(skew: float) -> None:
    crooked = np.asarray(letter_image(skew=skew))
    pose = find_pose(crooked)
    assert pose.skew_degrees == pytest.approx(skew, abs=0.2)
    assert not pose.is_sideways
    again = find_pose(straighten_picture(crooked, pose.skew_degrees))
    assert again.skew_degrees == pytest.approx(0, abs=0.2)


@pytest.mark.parametrize(
    ("turn", "sideways", "overturned"), [(0, False, False), (90, True, True), (180, False, True), (270, True, False)]
)
def test_the_way_a_page_lies_is_found(turn: int, sideways: bool, overturned: bool) -> None:
    pose = find_pose(turn_picture(PAGE, 360 - turn))
    assert (pose.is_sideways, pose.seems_overturned) == (sideways, overturned)


def test_words_go_back_where_they_were() -> None:
    word = Word(text="a", box=Box(x0=0.2, y0=0.3, x1=0.3, y1=0.32))
    there = place_back((word,), -4.0, width=1654, height=2339)
    (back,) = place_back(there, 4.0, width=1654, height=2339)
    assert back.box.middle == pytest.approx(word.box.middle, abs=1e-6)


@given(st.sampled_from([0, 90, 180, 270]), st.floats(0, 0.5), st.floats(0, 0.5))
def test_boxes_turn_with_the_page(rotation: int, x: float, y: float) -> None:
    box = Box(x0=x, y0=y, x1=x + 0.1, y1=y + 0.2)
    turned = turn_box(turn_box(box, rotation), (360 - rotation) % 360)
    assert (turned.x0, turned.y0, turned.x1, turned.y1) == pytest.approx((box.x0, box.y0, box.x1, box.y1))


def test_uneven_light_is_evened_and_clean_paper_left_alone() -> None:
    shade = np.linspace(0.45, 1, PAGE.shape[1])
    photograph = (PAGE * shade).astype(np.uint8)
    even = even_light(photograph)
    assert np.percentile(even[:, :200], 50) > 240
    assert even_light(PAGE) is PAGE


def test_pale_ink_is_made_dark() -> None:
    pale = (PAGE.astype(float) * 0.35 + 160).astype(np.uint8)
    assert np.percentile(clear_ink(pale), 0.5) < 60
    assert clear_ink(PAGE) is PAGE


def test_specks_are_wiped_and_accents_kept() -> None:
    random = np.random.default_rng(5)
    noisy = PAGE.copy()
    noisy[random.integers(0, PAGE.shape[0], 6000), random.integers(0, PAGE.shape[1], 6000)] = 0
    assert (wipe_specks(noisy, 200) < 128).sum() < (noisy < 128).sum() - 4000
    assert wipe_specks(PAGE, 200) is PAGE


def test_blank_pages_are_told_from_short_ones() -> None:
    white = Image.new("L", (1654, 2339), 250)
    assert measure_ink(np.asarray(white)).is_blank
    assert measure_ink(even_light(np.asarray(worn(white)))).is_blank
    ImageDraw.Draw(white).ellipse((20, 600, 70, 650), fill=0)
    assert measure_ink(np.asarray(white)).is_blank
    assert not measure_ink(np.asarray(letter_image(lines=["Vu le 12/03/2024"]))).is_blank


def test_sizes_are_bounded() -> None:
    small, dpi = resize_to(PAGE, 200, 300, 500_000)
    assert small.size <= 510_000
    assert dpi < 100
    data = encode(Image.new("L", (900, 900), 255))
    with pytest.raises(TooManyPixels):
        open_picture(data, frame=0, pixels_max=1000, pixels_read_max=1000)
    assert open_picture(data, frame=0, pixels_max=10**6, pixels_read_max=10_000).grey.size <= 10_000
    with pytest.raises(Unreadable):
        open_picture(b"\xff\xd8\xff", frame=0, pixels_max=10**6, pixels_read_max=10**6)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_mode_is_brought_to_grey_on_white(mode: str) -> None:
    image = Image.new(mode, (60, 40), 0)
    grey = open_picture(encode(image), frame=0, pixels_max=10**6, pixels_read_max=10**6).grey
    assert grey.shape == (40, 60)
    assert grey.max() == (255 if mode in ("LA", "RGBA") else 0)


def test_a_picture_survives_its_png() -> None:
    again = open_picture(encode_png(PAGE), frame=0, pixels_max=10**8, pixels_read_max=10**8)
    assert (again.grey == PAGE).all()


@pytest.mark.parametrize(("told", "dpi"), [(200, 200), (1, 200), (5000, 200)])
def test_a_silly_resolution_is_replaced(told: int, dpi: int) -> None:
    data = encode(letter_image(), dpi=told)
    assert open_picture(data, frame=0, pixels_max=10**8, pixels_read_max=10**8).dpi == pytest.approx(dpi, abs=1)


def test_the_table_of_tesseract_is_read() -> None:
    rows = [
        "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext",
        "4\t1\t1\t1\t1\t0\t10\t10\t100\t20\t-1\t",
        "5\t1\t1\t1\t1\t1\t10\t10\t40\t20\t93.5\tNom",
        "5\t1\t1\t1\t1\t2\t60\t10\t40\t20\t88\tLE",
        "5\t1\t2\t1\t1\t1\t60\t50\t40\t20\t-1\t ",
        "5\t1\t2\t1\t1\t1\t900\t50\t400\t20\t50\thors",
        "5\t1\t2\t1\t2\t1\t60\t50\t40\t20\tnan\tx",
    ]
    words = parse_tsv("\n".join(rows).encode(), width=200, height=100)
    assert [(word.text, word.line, word.block, word.confidence) for word in words] == [
        ("Nom", 0, 0, 0.935),
        ("LE", 0, 0, 0.88),
        ("x", 1, 1, 0.0),
    ]
    assert words[0].box == Box(x0=0.05, y0=0.1, x1=0.25, y1=0.3)


@given(st.binary(max_size=400))
def test_any_table_gives_words(data: bytes) -> None:
    parse_tsv(data, width=100, height=100)
    parse_tsv(b"5\t1\t1\t1\t1\t1\t" + data, width=100, height=100)

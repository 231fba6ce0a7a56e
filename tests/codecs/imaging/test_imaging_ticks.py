"""Boxes to tick found on a picture, and what is no box."""

import cv2
import numpy as np
import pytest

from liane.codecs.imaging.reading import Grey
from liane.codecs.imaging.ticks import find_tick_boxes, wipe_boxes
from liane.codecs.pdf.pages_order import order_words
from liane.codecs.pdf.pages_ticks import place_signs
from liane.domain.intake.page import Box, Engine, Word

DPI = 200
SIDE = 26
"""3.3 mm."""


def sheet() -> Grey:
    return np.full((600, 900), 255, np.uint8)


def draw_box(page: Grey, left: int, top: int, side: int = SIDE) -> None:
    cv2.rectangle(page, (left, top), (left + side, top + side), 0, 2)


def draw_cross(page: Grey, left: int, top: int, pad: int) -> None:
    cv2.line(page, (left + pad, top + pad), (left + SIDE - pad, top + SIDE - pad), 0, 2)
    cv2.line(page, (left + pad, top + SIDE - pad), (left + SIDE - pad, top + pad), 0, 2)


def word(text: str, left: int, top: int, right: int, bottom: int) -> Word:
    box = Box(x0=left / 900, y0=top / 600, x1=right / 900, y1=bottom / 600)
    return Word(text=text, box=box, engine=Engine.TESSERACT)


@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_an_empty_box_and_a_ticked_one_are_told_apart(dpi: int) -> None:
    page = sheet()
    draw_box(page, 100, 100)
    draw_box(page, 300, 100)
    draw_cross(page, 300, 100, 0)
    page = cv2.resize(page, None, fx=dpi / DPI, fy=dpi / DPI, interpolation=cv2.INTER_AREA).astype(np.uint8)
    found = find_tick_boxes(page, dpi)
    assert [one.sign for one in sorted(found, key=lambda one: one.box.x0)] == ["☐", "☒"]
    assert {one.is_joined for one in found if one.is_ticked} == {True}


def test_a_box_a_little_askew_is_one() -> None:
    page = sheet()
    corners = cv2.boxPoints(((200, 200), (SIDE, SIDE), 1.5)).astype(int)
    cv2.polylines(page, [corners], isClosed=True, color=0, thickness=2)
    assert [one.sign for one in find_tick_boxes(page, DPI)] == ["☐"]


@pytest.mark.parametrize("text", ["B", "D", "O", "M", "E", "8", "H", "Q", "R", "0"])
def test_a_letter_is_no_box(text: str) -> None:
    page = sheet()
    for row, scale in enumerate((0.8, 1.0, 1.3)):
        for thickness in (1, 2, 3, 4):
            place = (60 + 120 * thickness, 100 + 120 * row)
            cv2.putText(page, text, place, cv2.FONT_HERSHEY_SIMPLEX, scale, 0, thickness)
    assert not find_tick_boxes(page, DPI)


def test_squares_that_hold_the_figures_of_a_date_are_no_boxes() -> None:
    page = sheet()
    for place, figure in enumerate("12"):
        left = 100 + place * (SIDE + 4)
        draw_box(page, left, 100)
        cv2.putText(page, figure, (left + 7, 100 + 20), cv2.FONT_HERSHEY_SIMPLEX, 0.6, 0, 2)
    assert not find_tick_boxes(page, DPI)


def test_a_letter_in_a_square_of_its_own_is_left_to_be_read_and_stays_that_letter() -> None:
    page = sheet()
    draw_box(page, 100, 100)
    cv2.putText(page, "F", (107, 120), cv2.FONT_HERSHEY_SIMPLEX, 0.6, 0, 2)
    found = find_tick_boxes(page, DPI)
    assert [(one.is_ticked, one.is_joined) for one in found] == [(True, False)]
    cleaned = wipe_boxes(page, found)
    assert (cleaned[103:123, 106:122] < 128).any()
    assert not (cleaned[:101] < 128).any()
    letter = word("F", 107, 106, 120, 121)
    assert place_signs([letter], found, engine=Engine.TESSERACT) == (letter,)


def test_a_cross_apart_is_a_tick_whatever_is_read_of_it() -> None:
    page = sheet()
    draw_box(page, 100, 100)
    draw_cross(page, 100, 100, 7)
    found = find_tick_boxes(page, DPI)
    for read in ([word("X", 107, 106, 120, 121)], []):
        assert [one.text for one in place_signs(read, found, engine=Engine.TESSERACT)] == ["☒"]


def test_a_box_that_a_word_of_the_text_covers_gets_no_second_sign() -> None:
    page = sheet()
    draw_box(page, 100, 100)
    words = [word("☐Oui", 98, 98, 180, 130)]
    assert place_signs(words, find_tick_boxes(page, DPI), engine=Engine.TEXT_LAYER) == tuple(words)


def test_a_tick_far_from_words_changes_no_pixel_of_them() -> None:
    page = sheet()
    cv2.putText(page, "DURAND", (300, 120), cv2.FONT_HERSHEY_SIMPLEX, 1, 0, 2)
    draw_box(page, 100, 100)
    cleaned = wipe_boxes(page, find_tick_boxes(page, DPI))
    assert (cleaned[:, 290:] == page[:, 290:]).all()
    assert (cleaned[:, :200] == 255).all()


def test_a_dash_drawn_low_stays_between_its_words() -> None:
    words = [
        word("DURAND", 100, 100, 200, 120),
        word("-", 206, 109, 212, 111),
        word("12/03/1950", 220, 100, 320, 120),
        word("—", 326, 109, 338, 111),
        word("Lyon", 345, 100, 400, 120),
    ]
    ordered = order_words(words, width_pt=900, height_pt=600)
    assert [one.text for one in ordered] == ["DURAND", "-", "12/03/1950", "—", "Lyon"]
    assert {one.line for one in ordered} == {0}

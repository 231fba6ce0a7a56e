"""Where two papers on one picture part: bare glass, an edge, or nowhere."""

import numpy as np
import numpy.typing as npt
import pytest

from liane.codecs.imaging.gutters import find_gutter

Grey = npt.NDArray[np.uint8]
WIDE, HIGH = 800, 1100


def glass() -> Grey:
    """Two blocks of text, the upper one above the lower one, on an even grey."""
    grey = np.full((HIGH, WIDE), 235, dtype=np.uint8)
    for top in (*range(80, 380, 20), *range(620, 900, 20)):
        grey[top : top + 9, 90:700:2] = 30
    return grey


def draw_edge(grey: Grey, *, level: int, slope: float = 0.0, end: int = WIDE) -> Grey:
    for x in range(end):
        y = round(540 + slope * (x - WIDE / 2))
        grey[y : y + 2, x] = level
    return grey


def test_without_an_edge_bare_glass_parts_at_the_half_where_it_is_bare_else_in_its_middle() -> None:
    found = find_gutter(glass(), 0.2, 0.6, is_upright=False)
    assert found is not None
    assert (found.place, found.has_edge) == (0.5, False)
    moved = find_gutter(np.roll(glass(), 180, axis=0), 0.4, 0.75, is_upright=False)
    assert moved is not None
    assert moved.place == pytest.approx(680 / HIGH, abs=0.02)


@pytest.mark.parametrize(("level", "slope"), [(90, 0.0), (200, 0.0), (170, 0.02), (170, -0.03)])
def test_an_edge_parts_even_where_it_lies_askew(level: int, slope: float) -> None:
    found = find_gutter(draw_edge(glass(), level=level, slope=slope), 0.4, 0.56, is_upright=False)
    assert found is not None
    assert found.has_edge
    assert found.place == pytest.approx(540 / HIGH, abs=0.01)


def test_a_line_over_half_the_width_is_no_edge() -> None:
    found = find_gutter(draw_edge(glass(), level=90, end=WIDE // 2), 0.4, 0.56, is_upright=False)
    assert found is not None
    assert not found.has_edge


def test_side_by_side_is_found_the_same_way() -> None:
    found = find_gutter(np.ascontiguousarray(np.roll(glass(), 180, axis=0).T), 0.4, 0.75, is_upright=True)
    assert found is not None
    assert found.place == pytest.approx(680 / HIGH, abs=0.02)


def test_nothing_is_cut_where_ink_crosses_the_whole_way() -> None:
    grey = glass()
    grey[370:640, 300:420] = 20
    assert find_gutter(grey, 0.36, 0.55, is_upright=False) is None
    assert find_gutter(glass(), 0.36, 0.361, is_upright=False) is None

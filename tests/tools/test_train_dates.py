"""Who made a page that dates are learnt from, and that each hand is left out once."""

import pytest

from tools.examined_pages import TAUGHT
from tools.train_dates import FOLDS, HANDS, hand_of


@pytest.mark.parametrize(
    ("layout", "hand"),
    [
        ("02-labo-hospitalier-ecran", "written-1"),
        ("101-biochimie-chu-anteriorites", "written-2"),
        ("seance-generateur", "late"),
        ("region:essai", "region"),
        ("ticket-officine-inconnu", "printed"),
    ],
)
def test_hand_of_a_layout(layout: str, hand: str) -> None:
    assert hand_of(layout) == hand


def test_a_layout_drawn_at_random_is_of_one_half() -> None:
    assert {hand_of(f"hasard-{number:03}") for number in range(40)} == {"random-0", "random-1"}


def test_every_hand_is_left_out_once() -> None:
    apart = [hand for fold in FOLDS for hand in fold]
    assert len(apart) == len(set(apart))
    written = {hand_of(f"{number:02}-page") for number in range(1, 240)}
    assert {*HANDS.values(), *written, *TAUGHT, "printed"} <= set(apart)

"""Letterheads, references and signatures drawn around a page for the training of types."""

import re
from random import Random

from tools.type_examples import page_of
from tools.type_surroundings import load_surroundings, surround


def test_a_page_keeps_its_own_words_in_order_between_a_head_and_a_foot() -> None:
    page = page_of("Lettre de sortie", "Le patient est rentré chez lui ce jour avec son traitement")
    own = [word.text for word in page.words]
    for seed in range(40):
        drawn = surround(page, Random(seed))
        texts = [word.text for word in drawn.words]
        start = texts.index("Lettre")
        assert start > 0
        assert texts[start : start + len(own)] == own
        assert all(0 <= word.box.y0 <= word.box.y1 <= 1 and word.box.x0 <= word.box.x1 <= 1 for word in drawn.words)
        assert not re.search(r"[{}]", " ".join(texts))


def test_the_same_dice_give_the_same_page() -> None:
    page = page_of("Ordonnance", "Paracétamol 1 g")
    assert surround(page, Random(7)) == surround(page, Random(7))


def test_halves_share_no_line() -> None:
    even, odd, every = load_surroundings(0), load_surroundings(1), load_surroundings(None)
    for place, lines in every.items():
        assert not set(even[place]) & set(odd[place])
        assert set(even[place]) | set(odd[place]) == set(lines)

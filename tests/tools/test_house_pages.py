"""Pages that the ranker of houses is trained on: the same seed draws the same page, and the house told is printed."""

from eval.people import fold

from tools.house_pages import load_houses, make_house_page


def test_the_same_seed_draws_the_same_letterhead() -> None:
    for group in range(15):
        assert make_house_page(1, group) == make_house_page(1, group)
        assert make_house_page(1, group).pages != make_house_page(2, group).pages


def test_the_house_told_is_printed() -> None:
    for group in range(80):
        page = make_house_page(1, group)
        text = fold(" ".join(word.text for one in page.pages for word in one.words))
        assert [name for name in page.names if fold(name) not in text] == []


def test_some_pages_name_no_house_of_their_own() -> None:
    named = [bool(make_house_page(1, group).names) for group in range(60)]
    assert 3 < named.count(False) < 30


def test_no_word_of_houses_is_told_twice() -> None:
    assert {name: some for name, some in load_houses().items() if len(set(some)) < len(some)} == {}

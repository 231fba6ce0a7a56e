"""Pages that the rankers of persons are trained on: the same seed draws the same page, and what is told is printed."""

from collections.abc import Callable

import pytest
from eval.people import fold

from tools.person_pages import PersonPage
from tools.person_pages_forms import make_form_page
from tools.person_pages_kinds import load_words, make_kind_page
from tools.person_pages_meeting import make_meeting_page
from tools.person_pages_terse import load_terse, make_terse_page
from tools.person_pages_unsigned import make_unsigned_page

Make = Callable[..., PersonPage]
MAKERS = (make_kind_page, make_form_page, make_unsigned_page, make_terse_page, make_meeting_page)


def printed(page: PersonPage) -> str:
    return fold(" ".join(word.text for one in page.pages for word in one.words))


@pytest.mark.parametrize("make", MAKERS)
def test_the_same_seed_draws_the_same_page(make: Make) -> None:
    for group in range(12):
        assert make(1, group) == make(1, group)
        assert make(1, group).pages != make(2, group).pages


@pytest.mark.parametrize("make", MAKERS)
def test_who_is_told_is_printed(make: Make) -> None:
    for group in range(80):
        page = make(1, group)
        text = printed(page)
        people = [*page.recipients, *page.cosigners, *([page.author] if page.author is not None else [])]
        assert [one.family for one in people if fold(one.family) not in text] == []


def test_pages_that_nobody_signs_name_others() -> None:
    pages = [make_unsigned_page(1, group) for group in range(60)]
    assert all(page.author is None and not page.cosigners for page in pages)
    assert any(page.recipients for page in pages)


def test_words_misread_are_of_the_same_page() -> None:
    plain, misread = make_form_page(1, 3), make_form_page(1, 3, is_misread=True)
    assert plain.author == misread.author
    assert plain.pages != misread.pages


def test_no_form_of_words_is_told_twice_in_a_list() -> None:
    every = load_words() | {name: some for name, some in load_terse().items() if not name.startswith("tick_")}
    assert {name: len(some) for name, some in every.items() if len(set(map(str, some))) < len(some)} == {}

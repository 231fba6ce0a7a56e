"""Documents written whole: well formed, laid out, framed; treatments that any paper may quote."""

import random

from liane.domain.terminology.value_sets import get_value_set
from tools.type_examples import DRUGS, add_treatment, page_of
from tools.type_surroundings import fill_line
from tools.type_written import COPIES, asked_of_written, lay, load_written, taught_by_written


def test_every_document_is_of_types_of_the_value_set_and_says_something() -> None:
    known = {code.code for code in get_value_set("JDV_J07").codes}
    documents = load_written()
    assert len(documents) >= 200
    assert len({one.code for one in documents}) >= 80
    for one in documents:
        assert {one.code, *one.near} <= known
        assert one.code not in one.near
        assert one.lines


def test_they_are_laid_out_in_order_within_the_page() -> None:
    page = lay(["Cabinet {name}", "= Ordonnance", "> le {date}", "Repos    deux jours"], random.Random(4))
    text = page.text
    assert "{" not in text
    assert text.lower().index("cabinet") < text.lower().index("ordonnance") < text.index("Repos")
    assert all(0 <= word.box.x0 <= word.box.x1 <= 1 and 0 <= word.box.y0 <= word.box.y1 <= 1 for word in page.words)


def test_each_is_taught_in_copies_and_asked_twice() -> None:
    documents = load_written()
    assert sum(1 for _ in taught_by_written()) == COPIES * len(documents)
    asked = list(asked_of_written())
    assert [one.kind for one in asked[:2]] == ["words", "misread"]
    assert asked[0].near == documents[0].near
    assert asked[0].pages == next(asked_of_written()).pages


def test_a_line_is_filled_with_what_is_drawn() -> None:
    assert "{" not in fill_line("{name}, {phone}, {town}, {date}, {number}", random.Random(2))


def test_a_treatment_is_written_under_the_page_and_changes_nothing_above() -> None:
    page = page_of("Bilan", "Marche sans aide")
    told = add_treatment(page, random.Random(6))
    assert told.words[: len(page.words)] == page.words
    assert any(drug.split()[0] in told.text for drug in DRUGS)
    assert all(word.box.x1 <= 1 for word in told.words)

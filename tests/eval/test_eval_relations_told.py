"""Pages of words that name two persons: the same each time, both named, and never filed in the other's record."""

import pytest
from eval.people import fold
from eval.relations_told import KINDS, ToldPage, count_pages, load_forms, make_page
from eval.running import make_tools


def _text(page: ToldPage) -> str:
    return fold(" ".join(one.text for one in page.words.pages))


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_names_the_patient_and_is_the_same_each_time(kind: str) -> None:
    for seed in range(len(load_forms()[kind])):
        page = make_page(seed, kind)
        assert page == make_page(seed, kind)
        assert fold(page.patient.birth_name) in _text(page)
        assert fold(page.other.first_name) in _text(page)
        assert page.form == load_forms()[kind][seed]


def test_misread_pages_differ_from_those_read_well() -> None:
    assert _text(make_page(3, "may", is_misread=True)) != _text(make_page(3, "may"))


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_is_filed_in_the_record_of_the_other(kind: str) -> None:
    pages = [make_page(seed, kind) for seed in range(len(load_forms()[kind]))]
    tools = make_tools([one for page in pages for one in (page.patient, page.other)])
    counts, faults = count_pages(pages, tools)
    assert counts[kind] == len(pages)
    assert faults == []
    assert kind != "may" or counts["may filed"] > 0

"""Pairs of persons on a page: drawn the same each time, apart from one another, and counted as they are filed."""

from random import Random

import pytest
from eval.outside import FOLDER
from eval.outside_relations import Page, Relation, count_pages, draw_day, draw_pair, load_relations, make_page
from eval.people import draw_person
from eval.running import make_tools
from eval.types import load_types

from liane.domain.identity.ins import compute_ins_key


def print_words(html: str) -> bytes:
    """In place of a browser: the bytes of the page, which nothing reads here."""
    return html.encode()


def test_enough_pages_are_kept_aside() -> None:
    kept = [one.is_kept for one in load_relations()]
    assert len(kept) >= 20
    assert sum(kept) >= len(kept) / 3


@pytest.mark.parametrize("relation", load_relations(), ids=lambda one: one.name)
def test_a_page_names_both_and_is_the_same_each_time(relation: Relation) -> None:
    page = make_page(4, relation, print_words)
    assert page == make_page(4, relation, print_words)
    text = page.data.decode().replace("&#39;", "'")
    assert page.patient.birth_name in text
    assert page.patient.first_name.title() in text
    assert page.other.birth_name in text or relation.relation == "father same name"
    assert page.patient.record_id != page.other.record_id


@pytest.mark.parametrize("relation", sorted({one.relation for one in load_relations()}))
def test_pairs_hold_together(relation: str) -> None:
    for seed in range(20):
        patient, other = draw_pair(Random(seed), relation, "L")
        for person in (patient, other):
            assert compute_ins_key(person.ins[:13]) == person.ins[13:]
        assert other.birth_date < patient.birth_date
        if relation in ("mother", "father"):
            assert (patient.birth_date - other.birth_date).days > 20 * 365


def test_no_page_is_written_before_its_child_is_born() -> None:
    child = draw_person(Random(3), "P", age=(1, 2))
    days = [draw_day(Random(seed), child) for seed in range(50)]
    assert min(days) > child.birth_date
    assert len(set(days)) > 10


def test_a_page_that_cannot_be_read_is_counted_and_not_filed() -> None:
    patient, other = draw_person(Random(1), "P"), draw_person(Random(2), "O")
    counts, faults = count_pages(
        [Page(name="a.pdf", data=b"", patient=patient, other=other)], make_tools([patient, other])
    )
    assert counts["documents"] == 1
    assert counts["filed"] == counts["wrong"] == 0
    assert faults == []


def test_relations_are_of_known_types() -> None:
    known = {one.code for one in load_types()}
    text = (FOLDER / "relations.toml").read_text(encoding="utf-8")
    codes = {line.split('"')[1] for line in text.splitlines() if line.startswith("code = ")}
    assert codes <= known

"""Dates as documents print them: months cut short, misread letters, lines that end in the middle of a date."""

from dataclasses import replace

import pytest

from liane.domain.intake.extract.surface.dates import PrintedDate
from liane.domain.intake.extract.surface.reading import read_page
from liane.domain.intake.fields import ReadDocument
from liane.domain.intake.matching.marks import gather_marks
from liane.domain.intake.page import Box
from tests.domain.intake.extract.word_pages import lay_words, make_page


def dates_in(text: str) -> list[PrintedDate]:
    """The whole dates of a page of one text."""
    reading = read_page(make_page(text), "2026-11-01", is_first=True, is_last=True)
    return [one for row in reading.dates for one in row if one.is_whole]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Lianeville, le 23 nove. 2025", "2025-11-23"),
        ("le 4 avri. 2025", "2025-04-04"),
        ("le 4 avr. 2025", "2025-04-04"),
        ("le 19 octo. 2024", "2024-10-19"),
        ("le 22 DÉCE. 2025", "2025-12-22"),
        ("le 1er mars 2026", "2026-03-01"),
        ("12MAR26", "2026-03-12"),
        ("12-MAR-2026", "2026-03-12"),
        ("12/mars/2026", "2026-03-12"),
        ("2026-03-12", "2026-03-12"),
        ("12.03.26", "2026-03-12"),
        ("le 12 juillct 2024", "2024-07-12"),
        ("le 12 ma1 2024", "2024-05-12"),
        ("le 12 mars\n2024", "2024-03-12"),
        ("le 12\nmars 2024", "2024-03-12"),
        ("le 19 janv.\n2024 ; suite", "2024-01-19"),
        ("| 13 12 2024 |", "2024-12-13"),
        ("Passage du 12/10/2026 à 8h15", "2026-10-12"),
        ("au cours du 12/10/2026", "2026-10-12"),
    ],
)
def test_forms(text: str, iso: str) -> None:
    """Each form gives its day, and nothing else."""
    found = dates_in(text)
    assert [one.iso for one in found] == [iso]
    assert not found[0].is_repaired


def test_figures_taken_for_letters_are_repaired() -> None:
    """A mended figure is told."""
    (found,) = dates_in("le 12 juin 2O25")
    assert (found.iso, found.is_repaired) == ("2025-06-12", True)


@pytest.mark.parametrize(
    ("text", "iso"),
    [("le 18 avril 20Z6", "2026-04-18"), ("Z2 février 2025", "2025-02-22"), ("1Z/02/2025", "2025-02-12")],
)
def test_a_two_that_looks_like_a_letter_is_repaired(text: str, iso: str) -> None:
    """« 20Z6 » is no year of two figures: 2026, and not 2020 with certainty."""
    (found,) = dates_in(text)
    assert (found.iso, found.is_repaired) == (iso, True)


@pytest.mark.parametrize("text", ["12 mg 2024", "12 JUI 2024", "le 12 du 2024", "31 février 2024", "12 Marseille 2024"])
def test_no_date(text: str) -> None:
    """Neither a dose, nor a month that could be two, nor a day that no month has."""
    assert dates_in(text) == []


def test_a_date_cut_in_a_column_goes_on_under_it() -> None:
    """The cell under, not the neighbour on the next line."""
    reading = read_page(
        make_page("Montfleury, le 10          Docteur Noah\njuillet 2025          4 rue des Lilas"),
        "2026-11-01",
        is_first=True,
        is_last=True,
    )
    assert [one.iso for row in reading.dates for one in row if one.is_whole] == ["2025-07-10"]


def test_another_column_between_the_two_lines_of_a_date() -> None:
    """Lines of a column at the left stand between those of the one at the right."""
    placed = (("Port-Serein, le mercredi 11", 0.5, 0.2), ("Pr Abel MAES", 0.0, 0.211), ("février 2026", 0.5, 0.222))
    words = tuple(
        replace(word, line=line, box=Box(x0=word.box.x0 + right, x1=word.box.x1 + right, y0=top, y1=top + 0.012))
        for line, (text, right, top) in enumerate(placed)
        for word in lay_words(text)
    )
    page = replace(make_page(""), words=words)
    reading = read_page(page, "2026-11-01", is_first=True, is_last=True)
    assert [one.iso for row in reading.dates for one in row if one.is_whole] == ["2026-02-11"]


@pytest.mark.parametrize("way", ["81 rue du 8-Mai-1945", "3, place du 11 novembre 1918", "12 av. du 19/03/1962"])
def test_the_day_that_a_street_is_named_after_is_no_date(way: str) -> None:
    assert [one.iso for one in dates_in(f"{way}, 85310 TESTVILLE\nExamen du 8 mai 1945")] == ["1945-05-08"]
    marks = gather_marks(ReadDocument(pages=(1,)), (make_page(f"Née le 02/03/1950 - {way}"),))
    assert [one.value for one in (*marks.births, *marks.dates)] == ["19500302"]

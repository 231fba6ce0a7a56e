"""Pages made to train the rankers of dates: dates told elsewhere or left out, and pages like those of style sheets."""

from datetime import date
from random import Random

import pytest

from liane.domain.intake.extract.surface.dates import find_dates
from liane.domain.intake.extract.surface.reading import read_all
from liane.domain.intake.page import Page
from tests.domain.intake.extract.word_pages import make_page
from tools.date_boxes import box_words
from tools.date_moves import move_act, move_date, tells_another, without_day
from tools.date_sheets import GROUPS, make_sheet
from tools.date_words import act_form, written_form

RECEIVED = "2026-11-01"
WRITTEN, ACT = date(2026, 3, 14), date(2026, 3, 12)
TEXT = (
    "Lianeville, le 14/03/2026\nMARTIN Marie, née le 12/03/1960\nConsultation du 12/03/2026\n"
    "L'examen clinique est sans particularité.\nProchain rendez-vous le 15/04/2026"
)


def days_of(pages: tuple[Page, ...]) -> set[str]:
    """Every whole date printed."""
    return {
        one.iso
        for reading in read_all(pages, RECEIVED)
        for row in reading.sheet.rows
        for one in find_dates(row, RECEIVED)
        if one.is_whole
    }


def test_a_day_is_taken_away_whole() -> None:
    """That day and no other."""
    pages = without_day([make_page(TEXT)], WRITTEN.isoformat(), RECEIVED, Random(1))
    assert days_of(pages) == {"1960-03-12", "2026-03-12", "2026-04-15"}


@pytest.mark.parametrize("seed", range(40))
def test_a_moved_date_is_printed_when_it_is_said_to_be(seed: int) -> None:
    """Elsewhere on the page, or nowhere; the others stay."""
    moved = move_date(
        [make_page(TEXT)], code="11488-4", written=WRITTEN, act=ACT.isoformat(), received_on=RECEIVED, dice=Random(seed)
    )
    days = days_of(moved.pages)
    assert (WRITTEN.isoformat() in days) is moved.is_written
    assert {"1960-03-12", "2026-03-12"} <= days


def test_a_date_that_is_the_act_s_too_stays() -> None:
    """It is only told once more: nothing says which of the two the page meant."""
    for seed in range(20):
        moved = move_date(
            [make_page(TEXT)], code="11488-4", written=ACT, act=ACT.isoformat(), received_on=RECEIVED, dice=Random(seed)
        )
        assert moved.is_written
        assert ACT.isoformat() in days_of(moved.pages)


def test_a_label_that_still_names_the_document_s_day_is_seen() -> None:
    """An edition leaves the date of the document open; a print and an act do not."""
    page = make_page("MARTIN Marie\nÉdité le 15/03/2026\nConsultation du 12/03/2026")
    assert tells_another([page], ACT.isoformat(), RECEIVED)
    page = make_page("MARTIN Marie\nImprimé le 15/03/2026\nConsultation du 12/03/2026")
    assert not tells_another([page], ACT.isoformat(), RECEIVED)


def test_boxes_hold_their_heading_and_their_value() -> None:
    """In each manner of forms, inside the page, each value after its heading."""
    for seed in range(60):
        lines = box_words([("Entrée", "12/03/2026"), ("Sortie", "14/03/2026")], Random(seed))
        text = " ".join(word.text for line in lines for word in line).upper()
        assert -1 < text.find("ENTRÉE") < text.find("12/03/2026")
        assert -1 < text.find("SORTIE") < text.find("14/03/2026")
        assert all(0.0 <= word.box.x0 < word.box.x1 <= 1.0 for line in lines for word in line)


@pytest.mark.parametrize("kind", ["visit", "exam", "sample", "operation", "stay"])
def test_an_act_is_told_in_other_words(kind: str) -> None:
    """Its day is still printed, and so is the document's."""
    for seed in range(12):
        pages = move_act(
            [make_page(TEXT)], kind=kind, act=ACT, written=WRITTEN, received_on=RECEIVED, dice=Random(seed)
        )
        assert {ACT.isoformat(), WRITTEN.isoformat()} <= days_of(pages)


@pytest.mark.parametrize("kind", ["visit", "exam", "sample", "operation", "stay"])
def test_every_form_tells_the_day(kind: str) -> None:
    """No form leaves it out."""
    dice = Random(3)
    assert all("{d}" in act_form(kind, dice) for _ in range(200))
    assert all("{d}" in written_form(dice) for _ in range(200))


def test_sheets_print_their_day() -> None:
    """Each group in its manner; the same seed gives the same pages."""
    for seed in range(GROUPS):
        sheet = make_sheet(seed)
        assert sheet.written.isoformat() in days_of(sheet.pages), sheet.group
    assert make_sheet(7) == make_sheet(7)

"""How numbers, instants and sizes are written in French."""

from datetime import UTC, date, datetime, timedelta

import pytest

from liane.web.french import (
    count_of,
    format_count,
    format_day,
    format_duration,
    format_exact,
    format_hl7_date,
    format_instant,
    format_since,
    format_size,
    format_time,
    join_french,
)

NOW = datetime(2026, 11, 22, 9, 42, tzinfo=UTC)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("’", "'")


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0"), (999, "999"), (1204, "1 204"), (10_000_000, "10 000 000"), (-1204, "-1 204")]
)
def test_a_count_has_a_space_between_thousands(number: int, text: str) -> None:
    assert plain(format_count(number)) == text


@pytest.mark.parametrize(
    ("number", "plural", "text"),
    [(0, None, "0 document"), (1, None, "1 document"), (2, None, "2 documents"), (2, "aïeux", "2 aïeux")],
)
def test_a_noun_agrees_as_french_does(number: int, plural: str | None, text: str) -> None:
    assert plain(count_of(number, "document" if plural is None else "aïeul", plural)) == text


def test_what_ends_in_s_keeps_its_form() -> None:
    assert [plain(count_of(number, "accès")) for number in (1, 4)] == ["1 accès", "4 accès"]


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 11, 22), "aujourd'hui"),
        (date(2026, 11, 21), "hier"),
        (date(2026, 11, 23), "demain"),
        (date(2026, 11, 1), "1er nov."),
        (date(2024, 2, 29), "29 févr. 2024"),
    ],
)
def test_a_day_is_named_as_a_person_does(day: date, text: str) -> None:
    assert plain(format_day(day, date(2026, 11, 22))) == text


def test_instants_are_told_in_the_time_of_paris() -> None:
    assert plain(format_time(NOW)) == "10 h 42"
    assert plain(format_instant(NOW, NOW)) == "aujourd'hui 10 h 42"
    assert plain(format_since(NOW, NOW)) == "10 h 42"
    assert plain(format_since(NOW - timedelta(days=1), NOW)) == "hier 10 h 42"
    assert format_exact(NOW) == "22/11/2026 10:42:00.000 CET"


def test_today_begins_at_midnight_in_paris_not_in_greenwich() -> None:
    just_after_midnight = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
    assert plain(format_instant(just_after_midnight, datetime(2026, 7, 1, 8, tzinfo=UTC))) == "aujourd'hui 0 h 30"


@pytest.mark.parametrize(
    ("value", "text"), [("19800312", "12/03/1980"), ("20261122104200+0100", "22/11/2026"), ("1980", "1980"), ("", "")]
)
def test_an_hl7_date_is_written_day_first(value: str, text: str) -> None:
    assert format_hl7_date(value) == text


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0 o"), (999, "999 o"), (1500, "1,5 ko"), (204_000, "204 ko"), (64_000_000, "64 Mo")]
)
def test_a_size_has_its_unit(size: int, text: str) -> None:
    assert plain(format_size(size)) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(-3, "0 s"), (45, "45 s"), (125, "2 min"), (7500, "2 h 05 min"), (90_000, "1 jour 1 h"), (180_000, "2 jours 2 h")],
)
def test_a_duration_has_its_two_greatest_units(seconds: int, text: str) -> None:
    assert plain(format_duration(timedelta(seconds=seconds))) == text


def test_parts_are_joined_as_a_sentence_does() -> None:
    assert join_french([]) == ""
    assert join_french(["un"]) == "un"
    assert join_french(["un", "deux", "trois"]) == "un, deux et trois"

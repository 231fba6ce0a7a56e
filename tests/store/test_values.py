"""Texts, keys, cursors: any value of outside becomes one that PostgreSQL takes."""

import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.store.cursors import read_cursor, read_dated_cursor, write_cursor
from liane.store.search import like_pattern, split_words
from liane.store.values import clean_text, digest_key, fold, month_of, render_json

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
ANY_TEXT = st.text(st.characters(), max_size=600)


@given(ANY_TEXT)
def test_clean_text_is_storable(text: str) -> None:
    cleaned = clean_text(text)
    cleaned.encode("utf-8")
    assert "\x00" not in cleaned
    assert len(cleaned) <= 500


@given(JSON)
def test_json_is_canonical_and_storable(value: object) -> None:
    text = render_json(value)
    text.encode("utf-8")
    assert "\\u0000" not in text
    assert render_json(json.loads(text)) == text


@pytest.mark.parametrize("value", [b"x", {"a": object()}])
def test_what_json_cannot_say_is_a_defect(value: object) -> None:
    with pytest.raises(TypeError):
        render_json(value)
    with pytest.raises(ValueError, match="JSON"):
        render_json(float("nan"))


def test_a_backslash_that_is_no_nul_stays() -> None:
    assert json.loads(render_json("\\u0000")) == "\\u0000"


def test_the_month_is_that_of_utc() -> None:
    assert month_of(datetime(2026, 12, 1, 0, 30, tzinfo=timezone(timedelta(hours=1)))) == date(2026, 11, 1)
    with pytest.raises(ValueError, match="time zone"):
        month_of(datetime(2026, 12, 1))  # noqa: DTZ001 - the point of the test


def test_keys_are_shortened_alike() -> None:
    assert digest_key(None) is None
    assert digest_key("a") == digest_key("a") != digest_key("b")
    assert digest_key("\ud800" * 10_000) is not None


@given(st.integers(0, 220_000_000_000), st.integers(0, 2**63 - 1))
def test_a_dated_cursor_comes_back(seconds: int, number: int) -> None:
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds, microseconds=seconds % 1_000_000)
    assert read_dated_cursor(write_cursor(at, number)) == (at, number)


@given(ANY_TEXT | st.binary(max_size=60).map(lambda data: data.hex()) | st.just("OTk5OTk5OTk5OTk5OTk5OTk5OS4x"))
def test_any_text_is_a_cursor_or_an_error(text: str) -> None:
    for read in (read_cursor, read_dated_cursor):
        try:
            first, second = read(text)
        except ValueError:
            continue
        assert write_cursor(first, second)


def test_words_are_folded_and_bounded() -> None:
    assert split_words("  Élodie  ÉLODIE d'Arc ") == ["elodie", "d'arc"]
    assert len(split_words(" ".join(map(str, range(50))))) == 8
    assert fold("Œdème ﬁn") == "œdeme fin"
    assert like_pattern("50%_\\") == "%50\\%\\_\\\\%"

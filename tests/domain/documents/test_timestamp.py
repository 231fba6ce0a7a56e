"""HL7 timestamps and their UTC form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.domain.documents.timestamp import parse_timestamp, render_utc


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("20260112101500+0100", "20260112091500"),
        ("20260712101500+0200", "20260712081500"),
        ("20260712101500", "20260712081500"),
        ("20260112101500", "20260112091500"),
        ("202601121015+0100", "20260112091500"),
        ("20260112", "20260112"),
        ("202601", "202601"),
        ("20260101003000+0100", "20251231233000"),
        ("20260112101500.123+0100", "20260112091500"),
        ("20260112101500-0330", "20260112134500"),
        ("", ""),
        ("20261399", ""),
        ("hier", ""),
    ],
)
def test_render_utc(value: str, expected: str) -> None:
    assert render_utc(value) == expected


@given(st.text(max_size=40))
def test_any_text_is_a_timestamp_or_none(value: str) -> None:
    parsed = parse_timestamp(value)
    assert parsed is None or parsed.tzinfo is not None

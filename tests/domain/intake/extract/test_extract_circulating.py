"""Manners that circulate (circulating.toml): capitals, lists of copies, authors by function, dates in sentences."""

import tomllib
from pathlib import Path

import pytest

from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.fields import FieldName
from tests.domain.intake.extract.word_pages import make_page

RECEIVED = "2026-05-04"
MANNERS = tomllib.loads((Path(__file__).parent / "circulating.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", MANNERS)
def test_circulating_manner(name: str) -> None:
    wanted = dict(MANNERS[name])
    fields = extract_fields([make_page(wanted.pop("text"))], received_on=RECEIVED).fields
    for field, value in wanted.items():
        found = fields.get(FieldName(field))
        if isinstance(value, list):
            read = [one.value.upper() for one in (found.values if found else ())]
            assert len(read) == len(value), read
            assert all(any(family in one for one in read) for family in value), read
        else:
            assert (found.chosen.value if found else "") == value, field

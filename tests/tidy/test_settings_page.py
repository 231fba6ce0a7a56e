"""docs/operations/settings.md and the code say the same: names, defaults, variables; the example loads."""

import json
import re
import tomllib
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from liane.wiring import settings as module
from liane.wiring.settings import Settings, TLSFiles
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "operations" / "settings.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `([a-z0-9_.]+)` \| (.+?) \| (.*?) ?\| (.+?) \|$", re.MULTILINE)


def find_section(annotation: Any) -> type[BaseModel] | None:
    """The section behind an annotation: itself, optional, or one of many."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if isinstance(annotation, UnionType) or get_origin(annotation) is tuple:
        return next((found for one in get_args(annotation) if (found := find_section(one))), None)
    return None


def show_default(field: FieldInfo) -> str:
    """A default as the page writes it."""
    if field.is_required():
        return "required"
    value = field.default
    if value is None:
        return "none"
    if isinstance(value, Enum):
        return f"`{value.value}`"
    if isinstance(value, tuple):
        value = list(value)
    return f"`{value}`" if isinstance(value, str | Path) else f"`{json.dumps(value)}`"


def describe(section: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every setting with its default; the files of a TLS link are told once, under ``tls``."""
    for name, field in section.model_fields.items():
        below = find_section(field.annotation)
        if below is None or below is TLSFiles:
            yield f"{prefix}{name}", show_default(field)
        else:
            yield from describe(below, f"{prefix}{name}.")


def test_every_setting_is_told_with_its_default() -> None:
    told = {name: default for name, _, _, default in ROW.findall(PAGE)}
    assert told == dict(describe(Settings)) | dict(describe(TLSFiles, "tls."))


def test_every_setting_has_a_meaning_and_every_number_its_unit() -> None:
    for name, meaning, unit, _ in ROW.findall(PAGE):
        assert len(meaning) > 8, name
        if name.endswith(("_s", "_h", "_days", "_bytes_max", "_mb", "connections_max", "attempts_max")):
            assert unit.strip(), name


def test_every_variable_is_told() -> None:
    told = set(re.findall(r"`LIANE_([A-Z_]+)`", PAGE)) - {"CONFIG"}
    assert told == {name.upper() for name in module._FLAT}


def test_the_example_is_accepted() -> None:
    example = re.search(r"```toml\n(.+?)```", PAGE, re.DOTALL)
    assert example is not None
    loaded = Settings.model_validate(tomllib.loads(example.group(1)))
    assert loaded.dmp is not None
    assert loaded.mssante is not None
    assert [emitter.application for emitter in loaded.emitters] == ["SGL"]

"""docs/operations/running.md names only what exists: figures, logged events, addresses, commands, settings."""

import re
from pathlib import Path

import typer.main

from liane.cli.main import app
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "operations" / "running.md").read_text(encoding="utf-8")
SOURCES = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "src" / "liane").rglob("*.py")))
SETTINGS = (ROOT / "docs" / "operations" / "settings.md").read_text(encoding="utf-8")
EVENT = re.compile(r"`([a-z]+\.[a-z_]+)`")


def test_every_figure_exists() -> None:
    figures = set(re.findall(r"`(liane_[a-z_]+)", PAGE))
    assert len(figures) > 5
    assert {figure for figure in figures if f'"{figure}"' not in SOURCES} == set()


def test_every_logged_event_exists_and_every_warning_is_told() -> None:
    table = PAGE.partition("## Logs")[2].partition("## Incidents")[0]
    told = set(EVENT.findall(table))
    assert {event for event in told if f'"{event}"' not in SOURCES} == set()
    logged = set(re.findall(r"(?:log|level|_log)\.?(?:warning|error|exception)?\(\"([a-z]+\.[a-z_]+)\"", SOURCES))
    assert len(logged) > 10
    assert logged - told == set()


def test_every_address_exists() -> None:
    for address in re.findall(r"`(?:POST )?/api/(v1/[a-z/]+)`", PAGE):
        *folders, last = address.split("/")
        prefix = "/".join(folders)
        assert f'"/{address}"' in SOURCES or (f'"/{prefix}"' in SOURCES and f'"/{last}"' in SOURCES), address


def test_every_command_exists() -> None:
    commands = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    named = set(re.findall(r"liane ([a-z]+)", PAGE.replace("liane_", "")))
    assert named <= commands | {"kit"}


def test_every_setting_exists() -> None:
    for name in re.findall(r"`((?:dmp|mssante|http|mllp|retry|retention)\.[a-z_]+)`", PAGE):
        assert f"`{name}`" in SETTINGS or f'"{name}"' in SOURCES, name


def test_the_page_is_reachable() -> None:
    assert "docs/operations/" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert Path(ROOT / "docs" / "operations" / "running.md").is_file()

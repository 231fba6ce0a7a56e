"""Engines of the site from the settings and from the command line: declared whole, or refused at the start."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from liane.connectors.reading_engine.endpoint import EndpointEngine
from liane.connectors.reading_engine.tokens import TokenEngine
from liane.domain.errors import ConfigurationError
from liane.domain.intake.fields import ReadDocument
from liane.wiring.intake_settings import IntakeSettings, ReadingEngineSettings
from liane.wiring.reading_engines import make_engines, make_local_engines
from tests.connectors.reading_engine.tiny_model import write_model
from tests.domain.intake.extract.word_pages import make_page

URL = "http://127.0.0.1:9/v1"


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


async def _run(function: Any, /, *arguments: Any) -> Any:
    return function(*arguments)


def test_none_is_asked_unless_a_site_declares_one() -> None:
    assert IntakeSettings().engines == ()
    assert make_engines((), run=_run).engines == ()


@pytest.mark.parametrize("values", [{}, {"url": URL}, {"folder": "/x", "url": URL, "model": "m"}, {"model": "m"}])
def test_half_a_declaration_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ReadingEngineSettings(**values)


def test_they_keep_their_order_and_their_time(tmp_path: Path) -> None:
    write_model(tmp_path, {"MARTIN": "B-NOM"})
    key = tmp_path / "key"
    key.write_text("secret\n")
    made = make_engines(
        (
            ReadingEngineSettings(url=URL, model="petit", key_file=key, timeout_s=7),
            ReadingEngineSettings(folder=tmp_path, timeout_s=3),
        ),
        run=_run,
    )
    assert [type(one.engine) for one in made.engines] == [EndpointEngine, TokenEngine]
    assert [one.seconds_max for one in made.engines] == [7, 3]
    assert "secret" not in repr(made)


def test_a_key_that_cannot_be_read_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="key"):
        make_engines((ReadingEngineSettings(url=URL, model="m", key_file=tmp_path / "absent"),), run=_run)


@pytest.mark.anyio
async def test_a_folder_named_on_the_command_line_reads(tmp_path: Path) -> None:
    write_model(tmp_path, {"MARTIN": "B-NOM"})
    asked = make_local_engines([str(tmp_path)])
    read = await asked.add(ReadDocument(pages=(1,)), [make_page("Nom MARTIN")], "2026-05-04")
    assert [found.chosen.value for found in read.fields.values()] == ["MARTIN"]


@pytest.mark.parametrize("named", ["petit@ftp://x/v1", "", "@http://x/v1", "nowhere"])
def test_what_names_no_engine_is_refused(named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigurationError):
        make_local_engines([named])

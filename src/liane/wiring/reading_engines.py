"""The engines of a site that propose values, from the settings. None is there unless a site declares it.

Rule: intake.md §7 (optional, off by default).
"""

from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from liane.connectors.reading_engine.endpoint import EndpointEngine, EndpointSettings
from liane.connectors.reading_engine.tokens import TokenEngine, open_model
from liane.domain.errors import ConfigurationError
from liane.pipeline.intake.outside_reading import ENGINES_MAX, FieldEngine, OutsideEngines, TimedEngine
from liane.pipeline.intake.pages import Run, run_within
from liane.wiring.intake_settings import ReadingEngineSettings
from liane.wiring.workers import WorkerDied

Result = TypeVar("Result")
KEY_CHARS_MAX = 4096


def make_engines(settings: Sequence[ReadingEngineSettings], *, run: Run) -> OutsideEngines:
    """Make the engines in their order. Raises ConfigurationError: a folder, a key or an address is not usable."""
    engines = tuple(TimedEngine(engine=_make(one, run), seconds_max=one.timeout_s) for one in settings)
    return OutsideEngines(engines=engines, died=WorkerDied)


def make_local_engines(named: Sequence[str]) -> OutsideEngines:
    """Make engines for a command that runs alone. named: a folder, or ``model@http://host/v1``.

    Raises ConfigurationError.
    """
    settings = []
    for one in named[:ENGINES_MAX]:
        model, at, url = one.partition("@")
        try:
            is_service = bool(at) and "://" in url
            settings.append(
                ReadingEngineSettings(url=url, model=model) if is_service else ReadingEngineSettings(folder=Path(one))
            )
        except ValidationError as error:
            raise ConfigurationError(f"reading engine: {one!r} is neither a folder nor model@http://host/v1") from error
    return make_engines(settings, run=_run_here)


async def _run_here(function: Callable[..., Result], /, *arguments: Any) -> Result:
    return function(*arguments)


def _make(one: ReadingEngineSettings, run: Run) -> FieldEngine:
    if one.folder is not None:
        return TokenEngine(open_model(one.folder), run=_bound(run, one.timeout_s))
    return EndpointEngine(
        EndpointSettings(
            url=one.url,
            model=one.model,
            key=_read_key(one.key_file),
            timeout_s=one.timeout_s,
            may_leave=one.may_leave,
        )
    )


def _bound(run: Run, seconds: float) -> Run:
    """Have a worker that passes the time end itself, whatever code it is caught in."""

    def run_bounded(function: Callable[..., Result], /, *arguments: Any) -> Coroutine[Any, Any, Result]:
        return run(run_within, seconds, function, arguments, {})

    return run_bounded


def _read_key(file: Path | None) -> str:
    if file is None:
        return ""
    try:
        return file.read_text(encoding="utf-8")[:KEY_CHARS_MAX].strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError("reading engine: the key file cannot be read") from error

"""``liane annuaire …``: load the local copy of the national directory, and say how old it is."""

import asyncio
import io
import zipfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from liane.domain.errors import ConfigurationError, InvalidInput, RemoteFailure
from liane.pipeline.directory.loading import Loaded, tell_problem
from liane.store.embedded import EmbeddedPostgres
from liane.store.postgres_store import PostgresStore
from liane.web.views.directory import tell_freshness
from liane.wiring.clock import utc_now
from liane.wiring.directory import DirectoryServices
from liane.wiring.settings import Settings, load_settings

app = typer.Typer(no_args_is_help=True)
T = TypeVar("T")
ENTRY_BYTES_MAX = 8 * 1024 * 1024 * 1024
ConfigOption = Annotated[Path | None, typer.Option("--config", help="Fichier de réglages (TOML).")]


@app.command("charger")
def load(
    config: ConfigOption = None,
    full: Annotated[bool, typer.Option("--complet", help="Tout relire, au lieu des seuls changements.")] = False,
) -> None:
    """Charge l'annuaire par son API."""
    settings = load_settings(config)
    if settings.annuaire is None:
        raise ConfigurationError("annuaire : aucun réglage de l'API")
    loaded = asyncio.run(_run(settings, lambda services: services.loader.run(is_full=full)))
    _tell(loaded)


@app.command("extraction")
def read_extraction(
    activities: Annotated[Path, typer.Argument(help="Extraction des professionnels et activités (texte ou zip).")],
    mailboxes: Annotated[Path | None, typer.Option("--adresses", help="Extraction des adresses MSSanté.")] = None,
    config: ConfigOption = None,
) -> None:
    """Charge l'annuaire depuis les extractions en libre accès."""
    with open_lines(activities) as rows, open_lines(mailboxes) as boxes:
        loaded = asyncio.run(_run(load_settings(config), lambda services: services.loader.read_extraction(rows, boxes)))
    _tell(loaded)


@app.command("etat")
def show(config: ConfigOption = None) -> None:
    """Dit de quand date la copie locale, et ce qu'elle contient."""

    async def look(services: DirectoryServices) -> str:
        return tell_freshness(await services.copy.find_freshness(), utc_now(), services.stale_after)[0]

    typer.echo(asyncio.run(_run(load_settings(config), look)))


@contextmanager
def open_lines(path: Path | None) -> Iterator[Iterator[str]]:
    """Give the lines of a text file, or of the first text of a zip. Raises ConfigurationError when it is unreadable."""
    if path is None:
        yield iter(())
        return
    try:
        if not zipfile.is_zipfile(path):
            with path.open(encoding="utf-8-sig", newline="") as file:
                yield iter(file)
            return
        with zipfile.ZipFile(path) as archive:
            names = [one for one in archive.infolist() if one.filename.lower().endswith((".txt", ".csv"))]
            if not names or names[0].file_size > ENTRY_BYTES_MAX:
                raise ConfigurationError(f"{path} : aucun fichier texte lisible dans l'archive")
            with archive.open(names[0]) as entry:
                yield iter(io.TextIOWrapper(entry, encoding="utf-8-sig", newline=""))
    except (OSError, UnicodeDecodeError, zipfile.BadZipFile) as error:
        raise ConfigurationError(f"{path} : fichier illisible") from error


async def _run(settings: Settings, act: Callable[[DirectoryServices], Awaitable[T]]) -> T:
    embedded = None
    dsn = settings.database_url
    if dsn is None:
        embedded = EmbeddedPostgres(settings.data)
        dsn = await embedded.start_async()
    try:
        async with PostgresStore(dsn) as store:
            services = DirectoryServices(settings.annuaire, store)
            try:
                return await act(services)
            except (RemoteFailure, InvalidInput) as error:
                raise ConfigurationError(f"annuaire : {tell_problem(error)}") from error
            finally:
                await services.close()
    finally:
        if embedded is not None:
            await embedded.stop_async()


def _tell(loaded: Loaded) -> None:
    if loaded.is_busy:
        typer.echo("Un autre chargement est en cours : rien n'a été fait.")
        raise typer.Exit(1)
    how = "entière" if loaded.is_full else "des changements"
    typer.echo(f"Lecture {how} : {loaded.records} enregistrements, {loaded.withdrawn} retirés.")

"""``liane serve``: one node, until it is told to stop."""

import asyncio
import contextlib
import signal
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, Any

import typer
import uvloop

from liane.cli.node import Node
from liane.domain.errors import ConfigurationError
from liane.wiring.logs import configure_logs
from liane.wiring.memory import settle_memory
from liane.wiring.services import ROLES
from liane.wiring.settings import Settings, load_settings


def run_loop(work: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine on uvloop."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work)


async def wait_for_signal() -> None:
    """Return when a person or the system asks to stop (Ctrl-C, SIGTERM)."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stopped.set)
    await stopped.wait()


def serve(
    config: Annotated[Path | None, typer.Option(help="Fichier de réglages TOML.")] = None,
    roles: Annotated[str, typer.Option(help="Rôles de ce nœud, séparés par des virgules.")] = ",".join(ROLES),
    json_logs: Annotated[bool, typer.Option(help="Journaux en JSON.")] = False,
) -> None:
    """Run a node until SIGTERM or Ctrl-C."""
    configure_logs(is_json=json_logs)
    asked = tuple(role.strip() for role in roles.split(",") if role.strip())
    unknown = set(asked) - set(ROLES)
    if unknown or not asked:
        raise ConfigurationError(f"roles : {', '.join(sorted(unknown)) or 'aucun'} (au choix : {', '.join(ROLES)})")
    run_loop(_serve(load_settings(config), asked))


def _tell_absent(settings: Settings) -> None:
    """Say which ways out are not declared: their deliveries wait, nothing is lost."""
    if settings.dmp is None:
        typer.echo("DMP            : non déclaré dans les réglages ; ses livraisons attendent.")
    if settings.mssante is None:
        typer.echo("MSSanté        : non déclarée dans les réglages ; ses livraisons attendent.")
    if not settings.emitters:
        typer.echo("Émetteurs      : aucun n'est déclaré ; leurs accusés métier (ZAM) seront mis de côté.")


async def _serve(settings: Settings, roles: tuple[str, ...]) -> None:
    async with Node(settings, roles=roles) as node:
        if "receive" in roles:
            typer.echo(f"HL7 v2 (MLLP) : {settings.mllp.host}:{node.liane.mllp_port}")
        if "web" in roles:
            typer.echo(f"Pages          : {node.pages_url}")
        if "deliver" in roles:
            _tell_absent(settings)
        settle_memory()
        await wait_for_signal()
        typer.echo("Arrêt…")

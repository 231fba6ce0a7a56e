"""``liane backup`` and ``liane restore``."""

from pathlib import Path
from typing import Annotated

import typer

from liane.domain.errors import StorageUnavailable
from liane.wiring.backups import make_backup, restore_backup
from liane.wiring.logs import configure_logs
from liane.wiring.settings import load_settings


def backup(
    target: Annotated[Path, typer.Argument(help="Dossier vide, ou fichier .tar, à créer.")],
    config: Annotated[Path | None, typer.Option(help="Fichier de réglages TOML.")] = None,
) -> None:
    """Back up, verified; the node may go on working meanwhile."""
    configure_logs(is_quiet=True)
    try:
        made = make_backup(load_settings(config), target, config=config)
    except StorageUnavailable as error:
        typer.echo(f"Sauvegarde impossible : {error}", err=True)
        raise typer.Exit(1) from error
    along = f", avec {', '.join(made.files)}" if made.files else ""
    typer.echo(f"Sauvegarde vérifiée : {made.path} ({made.size_bytes / 1e6:.1f} Mo, PostgreSQL {made.major}{along}).")


def restore(
    source: Annotated[Path, typer.Argument(help="Sauvegarde faite par « liane backup ».")],
    config: Annotated[Path | None, typer.Option(help="Fichier de réglages TOML.")] = None,
) -> None:
    """Restore into an installation that holds nothing yet; nothing is ever overwritten."""
    configure_logs(is_quiet=True)
    try:
        made = restore_backup(load_settings(config), source)
    except StorageUnavailable as error:
        typer.echo(f"Restauration impossible : {error}", err=True)
        raise typer.Exit(1) from error
    typer.echo(f"Restauré : sauvegarde du {made.created_at:%d/%m/%Y à %H:%M} UTC (PostgreSQL {made.major}).")

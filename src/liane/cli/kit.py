"""``liane kit``: install the national validation kit, and see which are installed."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from liane.domain.errors import ConfigurationError, Finding, InvalidInput
from liane.store.kits import ImportedKit, import_kit, list_kits
from liane.wiring.kits import default_kits_folder

DONE, REFUSED = 0, 3
DEFECTS_SHOWN_MAX = 50

kit_app = typer.Typer(no_args_is_help=True, add_completion=False)


@kit_app.command("import", help="Installe un kit (archive ZIP ou dossier) et le met en service.")
def import_command(
    source: Annotated[Path, typer.Argument(help="Archive ZIP ou dossier de l'outil de validation de l'ANS.")],
) -> None:
    """Install a kit. Exit code: 0 installed, 3 refused."""
    console = Console()
    errors = Console(stderr=True)
    try:
        with errors.status("Compilation des règles…"):
            kit = import_kit(source, default_kits_folder())
    except InvalidInput as refusal:
        print_findings(errors, refusal.findings)
        raise typer.Exit(REFUSED) from None
    except (ConfigurationError, OSError) as failure:
        errors.print(f"Installation impossible : {escape(str(failure))}", style="red")
        raise typer.Exit(REFUSED) from None
    _print_imported(console, kit)


@kit_app.command("list", help="Montre les kits installés ; celui en service est marqué.")
def list_command() -> None:
    """List the installed kits. Exit code: 0, or 3 when the folder of kits cannot be read."""
    console = Console()
    try:
        kits = list_kits(default_kits_folder())
    except ConfigurationError as failure:
        Console(stderr=True).print(escape(str(failure)), style="red")
        raise typer.Exit(REFUSED) from None
    if not kits:
        console.print("Aucun kit de validation n'est installé. Pour en installer un : liane kit import ARCHIVE")
        return
    for kit in kits:
        mark = "  [green]en service[/]" if kit.is_current else ""
        console.print(f"[bold]{escape(kit.name)}[/]{mark}", highlight=False, soft_wrap=True)
        console.print(
            f"  {kit.kit_id} : {kit.files} fichiers, {kit.volets} modèles de contenu, {kit.rules} règles, "
            f"{kit.defects} défauts",
            highlight=False,
            soft_wrap=True,
        )


def print_findings(console: Console, findings: tuple[Finding, ...]) -> None:
    """Print why a kit or a file was refused, with what to do."""
    for finding in findings:
        console.print(f"[bold]{finding.code}[/] {escape(finding.message)}", style="red", highlight=False)
        if finding.remedy:
            console.print(f"   → {escape(finding.remedy)}", highlight=False)


def _print_imported(console: Console, kit: ImportedKit) -> None:
    verb = "installé et mis en service" if kit.is_new else "déjà installé ; il est en service"
    console.print(f"Kit [bold]{escape(kit.name)}[/] {verb}.", highlight=False)
    console.print(
        f"Identité {kit.kit_id} : {kit.files} fichiers, {len(kit.volets)} modèles de contenu, {kit.rules} règles, "
        f"{kit.checks} contrôles.",
        highlight=False,
        soft_wrap=True,
    )
    if not kit.defects:
        console.print("Aucun défaut relevé.")
        return
    console.print(f"{len(kit.defects)} défauts du kit, à signaler à son éditeur :", style="yellow")
    for defect in kit.defects[:DEFECTS_SHOWN_MAX]:
        console.print(f"  {defect.code}  {escape(defect.location)}", highlight=False, soft_wrap=True)
        console.print(f"           {escape(defect.message)} {escape(defect.remedy)}", highlight=False, soft_wrap=True)

"""``liane validate``: judge CDA files, for a person or as JSON for a program."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from typer.core import TyperCommand

from liane.cli.kit import print_findings
from liane.codecs.schematron.kit import CompiledKit
from liane.domain.errors import ConfigurationError, Finding, InvalidInput, Severity
from liane.pipeline.validate import Validator, Verdict, VerdictState
from liane.store.kits import import_kit, open_kit, open_kit_by_id
from liane.wiring.kits import default_kits_folder

ALL_VALID, SOME_INVALID, SOME_UNJUDGED, UNREADABLE = 0, 1, 2, 3
FILES_MAX = 10_000
FILE_BYTES_MAX = 64 * 1024 * 1024
FINDINGS_SHOWN_MAX = 200
USAGE_ERROR: type[Exception] = typer.BadParameter.__mro__[1]
"""What typer raises for a wrong usage, whichever copy of click it carries."""

_STATES = {
    VerdictState.VALID: ("VALIDE", "green"),
    VerdictState.INVALID: ("NON CONFORME", "red"),
    VerdictState.UNJUDGED: ("NON JUGÉ", "yellow"),
}
_SEVERITIES = {
    Severity.ERROR: ("erreur", "red"),
    Severity.WARNING: ("attention", "yellow"),
    Severity.INFO: ("à savoir", "cyan"),
}
_REASONS = {
    FileNotFoundError: "il n'existe pas",
    PermissionError: "droits insuffisants",
    IsADirectoryError: "c'est un dossier",
}
_LAYERS = {
    "xml": "XML",
    "xsd": "schéma XML",
    "header": "en-tête",
    "ihe": "corps, règles IHE",
    "french": "corps, règles françaises",
    "ans": "corps, règles ANS",
    "volet": "modèle de contenu",
    "terminology": "terminologies",
    "header-liane": "en-tête, règles de Liane",
    "kit": "kit de validation",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedFile:
    """One file and its verdict; `unreadable` says why there is none."""

    name: str
    verdict: Verdict | None
    unreadable: Finding | None = None


class ValidateCommand(TyperCommand):
    """A command whose wrong usage exits with 3: 1 and 2 mean something else here."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments, giving usage errors the exit code of unreadable input."""
        try:
            return super().parse_args(ctx, args)
        except USAGE_ERROR as error:
            error.exit_code = UNREADABLE  # type: ignore[attr-defined]
            raise


def validate(
    files: Annotated[list[Path], typer.Argument(help="Documents CDA (XML).")],
    as_json: Annotated[bool, typer.Option("--json", help="Écrit les verdicts en JSON : un tableau.")] = False,
    kit: Annotated[Path | None, typer.Option(help="Kit de validation (ZIP ou dossier) au lieu de l'installé.")] = None,
) -> None:
    """Judge CDA files. Exit code: 0 all valid, 1 some invalid, 2 some unjudged and none invalid, 3 unreadable input."""
    errors = Console(stderr=True)
    try:
        validator = Validator(_open(kit))
    except InvalidInput as refusal:
        print_findings(errors, refusal.findings)
        raise typer.Exit(UNREADABLE) from None
    except (ConfigurationError, OSError) as failure:
        errors.print(f"Kit de validation inutilisable : {escape(str(failure))}", style="red")
        raise typer.Exit(UNREADABLE) from None
    judged = [_judge(path, validator) for path in files[:FILES_MAX]]
    if as_json:
        typer.echo(json.dumps([_as_json(one) for one in judged], ensure_ascii=False, indent=2))
    else:
        console = Console()
        for one in judged:
            _print_file(console, one)
        _print_summary(console, judged)
    raise typer.Exit(exit_code_of(judged))


def exit_code_of(judged: Sequence[JudgedFile]) -> int:
    """Give the exit code of a run: unreadable input first, then invalid, then unjudged."""
    if any(one.verdict is None for one in judged):
        return UNREADABLE
    states = {one.verdict.state for one in judged if one.verdict is not None}
    if VerdictState.INVALID in states:
        return SOME_INVALID
    return SOME_UNJUDGED if VerdictState.UNJUDGED in states else ALL_VALID


def _open(kit: Path | None) -> CompiledKit | None:
    folder = default_kits_folder()
    if kit is None:
        return open_kit(folder)
    imported = import_kit(kit, folder, makes_current=False)
    return open_kit_by_id(folder, imported.kit_id)


def _judge(path: Path, validator: Validator) -> JudgedFile:
    try:
        if path.stat().st_size > FILE_BYTES_MAX:
            return _unreadable(path, f"le fichier dépasse {FILE_BYTES_MAX // (1024 * 1024)} Mio")
        data = path.read_bytes()
    except OSError as error:
        return _unreadable(path, _REASONS.get(type(error), error.strerror or "lecture impossible"))
    return JudgedFile(name=str(path), verdict=validator.validate(data))


def _unreadable(path: Path, reason: str) -> JudgedFile:
    finding = Finding(
        code="CLI-001",
        severity=Severity.ERROR,
        location="/",
        message=f"Le fichier ne peut pas être lu : {reason}.",
        remedy="Vérifier le chemin et les droits du fichier.",
        layer="file",
    )
    return JudgedFile(name=str(path), verdict=None, unreadable=finding)


# -- JSON --------------------------------------------------------------------------------------------------------------


def _as_json(one: JudgedFile) -> dict[str, Any]:
    verdict = one.verdict
    findings = verdict.findings if verdict is not None else (one.unreadable,)
    return {
        "file": one.name,
        "type": verdict.document_type if verdict is not None else "",
        "verdict": verdict.state.value if verdict is not None else VerdictState.UNJUDGED.value,
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity.value,
                "layer": finding.layer,
                "location": finding.location,
                "message": finding.message,
            }
            for finding in findings
            if finding is not None
        ],
    }


# -- for a person ------------------------------------------------------------------------------------------------------


def _print_file(console: Console, one: JudgedFile) -> None:
    if one.verdict is None:
        console.print(f"[bold]{escape(one.name)}[/]  [red]ILLISIBLE[/]", highlight=False, soft_wrap=True)
        if one.unreadable is not None:
            console.print(f"  {escape(one.unreadable.message)}", highlight=False)
        return
    label, style = _STATES[one.verdict.state]
    kind = f"  {escape(one.verdict.document_type)}" if one.verdict.document_type else ""
    console.print(f"[bold]{escape(one.name)}[/]{kind}  [bold {style}]{label}[/]", highlight=False, soft_wrap=True)
    if one.verdict.findings:
        _print_table(console, one.verdict.findings)


def _print_table(console: Console, findings: Sequence[Finding]) -> None:
    table = Table(show_edge=False, pad_edge=False, show_lines=True)
    table.add_column("Gravité", no_wrap=True)
    table.add_column("Règles")
    table.add_column("Anomalie", overflow="fold", ratio=1)
    for finding in findings[:FINDINGS_SHOWN_MAX]:
        word, style = _SEVERITIES[finding.severity]
        text = f"{escape(finding.message)}\n[dim]{escape(finding.location)}  {finding.code}[/]"
        table.add_row(f"[{style}]{word}[/]", _LAYERS.get(finding.layer, finding.layer), text)
    console.print(table)
    if len(findings) > FINDINGS_SHOWN_MAX:
        console.print(f"  … et {len(findings) - FINDINGS_SHOWN_MAX} autres anomalies (toutes avec --json).")


def _print_summary(console: Console, judged: Sequence[JudgedFile]) -> None:
    if len(judged) < 2:
        return
    states = [one.verdict.state for one in judged if one.verdict is not None]
    parts = [
        f"{states.count(state)} {label.lower()}{'s' if states.count(state) > 1 else ''}"
        for state, (label, _) in _STATES.items()
        if state in states
    ]
    if len(states) < len(judged):
        parts.append(f"{len(judged) - len(states)} illisible(s)")
    console.print(f"{len(judged)} documents : {', '.join(parts)}.", highlight=False)

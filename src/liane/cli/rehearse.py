"""``liane rehearse``: what would happen to these messages, without a running server (docs/rehearse.schema.json)."""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from liane.cli.artefacts import ArtefactWriter, safe_name
from liane.cli.serve import run_loop
from liane.pipeline.rehearsal import SCHEMA_VERSION, describe_message
from liane.store.records import StoredDelivery, StoredEvent
from liane.wiring.kits import resolve_kits
from liane.wiring.logs import configure_logs
from liane.wiring.rehearsal import Rehearsal, Rehearsed

FILES_MAX = 1000
TOLD, WAITING, UNREADABLE = 0, 1, 2


def rehearse(
    files: Annotated[list[Path], typer.Argument(help="Messages HL7 v2 (ER7, ou trames MLLP).")],
    out: Annotated[Path | None, typer.Option(help="Dossier où écrire tout ce qui a été émis.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Compte rendu en JSON.")] = False,
    kit: Annotated[Path | None, typer.Option(help="Kit de validation (ZIP ou dossier) pour cette répétition.")] = None,
    timeout: Annotated[float, typer.Option(help="Attente la plus longue, en secondes.")] = 60.0,
    strict: Annotated[bool, typer.Option(help="Seulement les patients et boîtes du bac à sable.")] = False,
) -> None:
    """Rehearse messages. Exit code: 0 all could be told, 1 something still waits, 2 a file is unreadable."""
    configure_logs(is_quiet=True)
    console = Console(stderr=True)
    try:
        raws = [path.read_bytes() for path in files[:FILES_MAX]]
    except OSError as error:
        console.print(f"Fichier illisible : {escape(str(error.filename))} ({error.strerror})", style="red")
        raise typer.Exit(UNREADABLE) from error
    report, is_quiet = run_loop(_rehearse(files, raws, out, resolve_kits(kit), timeout, strict))
    if as_json:
        typer.echo(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        print_report(Console(), report)
    raise typer.Exit(TOLD if is_quiet else WAITING)


async def _rehearse(
    files: Sequence[Path], raws: Sequence[bytes], out: Path | None, kits: Path | None, timeout_s: float, strict: bool
) -> tuple[dict[str, Any], bool]:
    async with Rehearsal(raws, kits=kits, is_strict=strict) as stage:
        played = await stage.play(timeout_s=timeout_s)
        messages = []
        for rank, (path, one) in enumerate(zip(files, played, strict=True), start=1):
            deliveries, events = await _story(stage, one)
            artefacts: list[str] = []
            if out is not None:
                artefacts = await _write(stage, out, f"{rank:02d}-{safe_name(path.name)}", one, deliveries, events)
            messages.append(
                describe_message(
                    file=str(path),
                    ack=one.ack,
                    understood=one.understood,
                    stored=one.document,
                    deliveries=deliveries,
                    events=events,
                    artefacts=artefacts,
                )
            )
        report = {
            "version": SCHEMA_VERSION,
            "simulation": True,
            "messages": messages,
            "dmp": await stage.list_dmp(),
            "mailboxes": await stage.list_mails(),
        }
        if out is not None:
            await asyncio.to_thread(_write_report, out, report)
        return report, stage.pending.is_quiet


def _write_report(out: Path, report: dict[str, Any]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    (out / "report.json").write_text(json.dumps(report, ensure_ascii=False, indent=2), encoding="utf-8")


async def _story(stage: Rehearsal, one: Rehearsed) -> tuple[list[StoredDelivery], list[StoredEvent]]:
    if one.document is None:
        return [], []
    store = stage.node.store
    return await store.find_deliveries(one.document.id), await store.find_events(one.document.id)


async def _write(
    stage: Rehearsal,
    out: Path,
    folder: str,
    one: Rehearsed,
    deliveries: Sequence[StoredDelivery],
    events: Sequence[StoredEvent],
) -> list[str]:
    writer = ArtefactWriter(out / folder, root=out)
    writer.write("message.hl7", one.raw)
    if one.answer:
        writer.write("ack.hl7", one.answer)
    if one.understood.read.request is not None:
        writer.write("document.xml", one.understood.read.request.cda)
    await writer.write_story(stage.node.store, deliveries, events)
    return writer.written


_SHAPES = {
    "delivered": "[green]● livré[/]",
    "waiting": "[yellow]◐ en attente[/]",
    "refused": "[red]■ refusé[/]",
    "skipped": "[dim]○ sans objet[/]",
}
_DESTINATIONS = {
    "dmp": "DMP",
    "mssante_ps": "MSSanté, professionnel",
    "mssante_patient": "MSSanté, patient",
    "lps": "Application destinataire",
}
_OUTCOMES = {
    "accepted": "[green]oui[/]",
    "refused": "[red]non[/]",
    "warned": "[yellow]oui, avec réserve[/]",
    "not_asked": "[dim]non demandé[/]",
}


def print_report(console: Console, report: dict[str, Any]) -> None:
    """Print the account for a person, in French."""
    for message in report["messages"]:
        _print_message(console, message)
    console.print(
        f"[dim]SIMULATION – le bac à sable contient maintenant {len(report['dmp'])} fiche(s) au DMP et "
        f"{len(report['mailboxes'])} courriel(s).[/]"
    )


def _print_message(console: Console, message: dict[str, Any]) -> None:
    ack, document = message["ack"], message["document"]
    colour = "green" if ack["code"] == "AA" else "red"
    console.rule(escape(message["file"]), align="left")
    console.print(f"Accusé : [{colour}]{ack['code']}[/]")
    for error in ack["errors"]:
        console.print(f"  {escape(error['location'])} ({error['code']}) : {escape(error['text'])}")
    if document is not None:
        version = f", version {document['version']}" if document["version"] else ""
        replaces = f", remplace {document['replaces']}" if document["replaces"] else ""
        console.print(
            f"Document : {escape(document['title'])} ({document['type']}, {document['level']}{version}{replaces}), "
            f"identifiant {escape(document['id'])}"
        )
    if message["validation"]:
        names = {"valid": "valide", "invalid": "non conforme", "unjudged": "non jugé"}
        console.print(f"Validation : {names.get(message['validation']['verdict'], '?')}")
    table = Table(box=None, pad_edge=False)
    for column in ("Sujet", "Décision", "Motif"):
        table.add_column(column, overflow="fold")
    for decision in message["decisions"]:
        table.add_row(decision["subject"], _OUTCOMES[decision["outcome"]], escape(decision["reason"]))
    if message["decisions"]:
        console.print(table)
    for delivery in message["deliveries"]:
        recipient = f" {delivery['recipient']}" if delivery["recipient"] else ""
        name = _DESTINATIONS[delivery["to"]]
        console.print(f"  {_SHAPES[delivery['outcome']]} {name}{escape(recipient)} : {escape(delivery['reason'])}")
    for zam in message["zam"]:
        sign = "positif" if zam["positive"] else "négatif"
        reason = f" : {escape(zam['reason'])}" if zam["reason"] else ""
        console.print(f"  ← ZAM {zam['event']} {sign} {escape(zam['recipient'])}{reason}")

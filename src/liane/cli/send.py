"""``liane send``: send HL7 v2 files over MLLP and show the acknowledgements."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from liane.cli.serve import run_loop
from liane.codecs.hl7v2.ack import parse_ack
from liane.domain.errors import InvalidInput, RemoteFailure
from liane.wiring.sending import send_files
from liane.wiring.settings import TLSFiles

DEFAULT_PORT = 2575


def send(
    files: Annotated[list[Path], typer.Argument(help="Messages HL7 v2.", exists=True, dir_okay=False)],
    host: Annotated[str, typer.Option(help="Adresse de la porte MLLP.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port de la porte MLLP.")] = DEFAULT_PORT,
    certificate: Annotated[Path | None, typer.Option(help="Certificat client (PEM).")] = None,
    key: Annotated[Path | None, typer.Option(help="Clé du certificat client (PEM).")] = None,
    authorities: Annotated[Path | None, typer.Option(help="Autorités de confiance (PEM).")] = None,
) -> None:
    """Send the files in order; exit code 0 when all were taken (AA), 1 otherwise."""
    console = Console()
    tls = None
    if certificate and key and authorities:
        tls = TLSFiles(certificate=certificate, key=key, authorities=authorities)
    try:
        answers = run_loop(send_files(files, host=host, port=port, tls=tls))
    except RemoteFailure as error:
        console.print(f"[red]{host}:{port} : pas de réponse ({escape(error.code)}).[/]")
        raise typer.Exit(1) from error
    refused = 0
    for path, answer in answers:
        try:
            ack = parse_ack(answer)
        except InvalidInput:
            console.print(f"[red]????[/]  {escape(str(path))} : réponse illisible")
            refused += 1
            continue
        is_taken = ack.code.value == "AA"
        refused += not is_taken
        console.print(f"[{'green' if is_taken else 'red'}]{ack.code.value:>4}[/]  {escape(str(path))}")
        for one in ack.errors:
            words = one.user_message or one.application_label or one.condition_label
            console.print(f"      {escape(one.location)} ({one.condition}) : {escape(words)}")
    raise typer.Exit(1 if refused else 0)

"""``liane inspect``: show what a file holds: HL7 v2 by segment and field, CDA header, XDM archive, mail."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from liane.codecs.cda.header import parse_header
from liane.codecs.hl7v2.describe import describe_message
from liane.codecs.mssante_mail.receipts import parse_incoming
from liane.codecs.xdm.reading import read_xdm
from liane.domain.documents.header import DocumentHeader
from liane.domain.errors import InvalidInput
from liane.wiring.rehearsal import unwrap


def inspect(
    file: Annotated[Path, typer.Argument(help="Fichier à regarder.", exists=True, dir_okay=False)],
) -> None:
    """Tell the kind of a file by its bytes and print it; exit code 1 when it cannot be read."""
    console = Console()
    data = file.read_bytes()
    try:
        _print(console, data)
    except InvalidInput as error:
        for finding in error.findings:
            console.print(f"[red]{finding.code}[/] {escape(finding.location)} : {escape(finding.message)}")
        raise typer.Exit(1) from error


def _print(console: Console, data: bytes) -> None:
    message = unwrap(data)
    start = message.lstrip(b"\xef\xbb\xbf \r\n\t")[:64]
    if start.startswith(b"MSH"):
        _print_hl7(console, message)
    elif start.startswith(b"PK"):
        _print_archive(console, data)
    elif start.startswith(b"<"):
        _print_header(console, parse_header(data))
    else:
        _print_mail(console, data)


def _print_hl7(console: Console, message: bytes) -> None:
    for segment in describe_message(message):
        table = Table(title=f"{segment.label} {segment.name}".strip(), title_justify="left", box=None, pad_edge=False)
        for column in ("Champ", "Nom", "Valeur"):
            table.add_column(column, overflow="fold")
        for field in segment.fields:
            table.add_row(f"{segment.code}-{field.number}", escape(field.name), escape(field.text))
        console.print(table)


def _print_header(console: Console, header: DocumentHeader) -> None:
    rows = (
        ("Titre", header.title),
        ("Type", f"{header.code.code} {header.code.label}"),
        ("Forme", header.form.value),
        ("Identifiant", header.id.xds),
        ("Jeu de versions", header.set_id.xds if header.set_id else ""),
        ("Version", str(header.version or "")),
        ("Remplace", header.replaces.xds if header.replaces else ""),
        ("Créé le", header.creation_time),
        ("Confidentialité", header.confidentiality.code),
        ("Modèles", ", ".join(one.xds for one in header.template_ids)),
    )
    for name, value in rows:
        if value:
            console.print(f"{name:<16} {escape(value)}")


def _print_archive(console: Console, data: bytes) -> None:
    contents = read_xdm(data)
    for document in contents.documents:
        entry = document.entry
        code = entry.type_code.code if entry.type_code else ""
        console.print(f"{escape(entry.uri)}  {escape(entry.title)}  {code}  {len(document.content)} octets")
    for finding in contents.findings:
        console.print(f"[red]{finding.code}[/] {escape(finding.location)} : {escape(finding.message)}")


def _print_mail(console: Console, data: bytes) -> None:
    mail = parse_incoming(data)
    console.print(f"Genre      {mail.kind.value}")
    console.print(f"De         {escape(mail.sender.address)}")
    console.print(f"À          {escape(', '.join(mail.recipients))}")
    console.print(f"Objet      {escape(mail.subject)}")
    for attachment in mail.attachments:
        console.print(f"Pièce      {escape(attachment.name)} ({attachment.media_type}, {len(attachment.data)} octets)")

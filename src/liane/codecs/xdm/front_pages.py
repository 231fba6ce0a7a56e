"""The two files of an archive that a person reads: README.TXT and INDEX.HTM."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from liane.codecs.ebxml.metadata import Submission


@dataclass(frozen=True, slots=True, kw_only=True)
class XDMSender:
    """Who sends, with which software, as a person reads it. address: on one line."""

    name: str
    address: str = ""
    software_name: str
    software_version: str
    software_editor: str = ""


def _one_line(text: str) -> str:
    return " ".join(text.split())


def render_readme(sender: XDMSender, names: Sequence[str]) -> bytes:
    """Write README.TXT: sender, software, instructions, tree; UTF-8 without BOM, CRLF. Rule: xdm-xds.md §1."""
    lines = [
        "Emetteur",
        f"  Nom : {_one_line(sender.name)}",
        *([f"  Adresse : {_one_line(sender.address)}"] if sender.address else []),
        "Logiciel",
        f"  Nom : {_one_line(sender.software_name)}   Version : {_one_line(sender.software_version)}",
        *([f"  Editeur : {_one_line(sender.software_editor)}"] if sender.software_editor else []),
        "Instructions",
        "  Ouvrir INDEX.HTM, ou integrer l'archive dans un logiciel de sante.",
        "Arborescence",
        *(f"  {name}" for name in names),
    ]
    return ("\r\n".join(lines) + "\r\n").encode()


def _show_instant(digits: str) -> str:
    """UTC digits as a person reads them; the page says that they are UTC."""
    if len(digits) < 8:
        return digits
    date = f"{digits[6:8]}/{digits[4:6]}/{digits[:4]}"
    return f"{date} {digits[8:10]}:{digits[10:12]}" if len(digits) >= 12 else date


def render_index(sender: XDMSender, submission: Submission, *, subset: str) -> bytes:
    """Write INDEX.HTM: an XHTML page with a link to README.TXT and to each document. Rule: xdm-xds.md §1."""
    rows = "\n".join(
        f'      <li><a href="{subset}/{escape(entry.uri)}">{escape(entry.title or entry.uri)}</a>'
        f" ({escape(entry.type_code.label if entry.type_code else '')}, "
        f"{escape(_show_instant(entry.creation_time))} UTC)</li>"
        for entry in submission.entries
    )
    page = f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML Basic 1.1//EN" "http://www.w3.org/TR/xhtml-basic/xhtml-basic11.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="fr">
  <head>
    <title>Documents de santé transmis par {escape(_one_line(sender.name))}</title>
  </head>
  <body>
    <h1>Documents de santé</h1>
    <p>Transmis par {escape(_one_line(sender.name))}. {escape(_one_line(sender.address))}</p>
    <ul>
{rows}
    </ul>
    <p><a href="README.TXT">README.TXT</a></p>
  </body>
</html>
"""
    return page.replace("\n", "\r\n").encode()

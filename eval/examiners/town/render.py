"""A layout's output turned into pages: HTML by WeasyPrint or Chromium, documents of a word processor by LibreOffice."""

import io
import subprocess
import tempfile
from pathlib import Path

from weasyprint import HTML

AT_ONCE = 30
"""Documents that LibreOffice turns in one run."""


def pages_of(engine, content):
    """The pages of a content: bytes of a PDF."""
    if engine == "fpdf":
        return bytes(content.output())
    if engine == "weasy":
        return HTML(string=content).write_pdf(presentational_hints=True)
    return _by_chromium(content)


def _by_chromium(html):
    with tempfile.TemporaryDirectory(prefix="page") as place:
        source, target = Path(place, "page.html"), Path(place, "page.pdf")
        source.write_text(html, encoding="utf-8")
        command = [
            "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            f"--user-data-dir={place}/profile",
            "--no-pdf-header-footer",
        ]
        subprocess.run(
            [*command, f"--print-to-pdf={target}", source.as_uri()],
            check=True,
            timeout=60,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        return target.read_bytes()


def pages_of_documents(documents):
    """The pages of documents of a word processor, in the same order."""
    out = []
    for first in range(0, len(documents), AT_ONCE):
        out += _by_libreoffice(documents[first : first + AT_ONCE])
    return out


def _by_libreoffice(documents):
    with tempfile.TemporaryDirectory(prefix="office") as place:
        sources = [Path(place, f"{number:04d}.docx") for number in range(len(documents))]
        for source, document in zip(sources, documents, strict=True):
            buffer = io.BytesIO()
            document.save(buffer)
            source.write_bytes(buffer.getvalue())
        command = [
            "soffice",
            "--headless",
            f"-env:UserInstallation=file://{place}/profile",
            "--convert-to",
            "pdf",
            "--outdir",
            place,
        ]
        subprocess.run(
            [*command, *map(str, sources)],
            check=True,
            timeout=280,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        return [source.with_suffix(".pdf").read_bytes() for source in sources]

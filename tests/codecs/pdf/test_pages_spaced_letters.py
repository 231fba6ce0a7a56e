"""Letters spaced out in the text layer: words are those that a person sees, whatever pdfium guesses between letters."""

import io

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from liane.codecs.pdf.pages import read_pages

TITLE = "COMPTE RENDU D'HOSPITALISATION"
BIRTH = "Monsieur BERNARD Paul, ne le 03/09/1984"
LINES = (
    TITLE,
    "Monsieur BERNARD Paul, ne le 03/09/1984",
    "PRESCRIPTIONS RELATIVES AU TRAITEMENT",
    "Service 4 rue du Lac",
)


def _draw(spacing: float, size: float, *, are_blanks_written: bool) -> bytes:
    output = io.BytesIO()
    canvas = Canvas(output, pagesize=A4)
    for place, line in enumerate(LINES * 6):
        x, y = 60.0, 780 - 28 * place
        if are_blanks_written:
            text = canvas.beginText(x, y)
            text.setFont("Helvetica", size)
            text.setCharSpace(spacing)
            text.textOut(line)
            canvas.drawText(text)
            continue
        canvas.setFont("Helvetica", size)
        for sign in line:
            if sign != " ":
                canvas.drawString(x, y, sign)
            x += canvas.stringWidth(sign, "Helvetica", size) + spacing
    canvas.save()
    return output.getvalue()


@pytest.mark.parametrize("are_blanks_written", [True, False])
@pytest.mark.parametrize("spacing", [0.0, 0.5, 1.2, 2.0, 3.5])
def test_words_of_spaced_letters(spacing: float, are_blanks_written: bool) -> None:
    read = read_pages(_draw(spacing, 11, are_blanks_written=are_blanks_written), name="a.pdf", readers=())
    texts = [word.text for word in read.pages[0].words]
    assert texts == " ".join(LINES * 6).split()


def test_words_cut_at_the_end_of_a_line_are_whole() -> None:
    lines = (
        "Je revois en consul-",
        "tation Monsieur MARTIN-",
        "DURAND, avec Jean-",
        "Pierre, dossier 12-",
        "34 - suivi",
    )
    output = io.BytesIO()
    canvas = Canvas(output, pagesize=A4)
    for block in range(6):
        for place, line in enumerate(lines):
            canvas.drawString(60, 780 - 110 * block - 14 * place, line)
    canvas.save()
    read = read_pages(output.getvalue(), name="a.pdf", readers=())
    texts = [word.text for word in read.pages[0].words]
    once = "Je revois en consultation Monsieur MARTIN-DURAND, avec Jean-Pierre, dossier 12- 34 - suivi"
    assert texts == " ".join([once] * 6).split()

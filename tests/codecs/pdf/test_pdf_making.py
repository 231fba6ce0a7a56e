"""The PDF that we make: readable by software that we did not write, always the same, and a true PDF/A-1b."""

import io
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.codecs.cda.header import parse_header
from liane.codecs.cda.narrative import Cell, ListBlock, Paragraph, Section, Span, Table
from liane.codecs.pdf.lines import Setter
from liane.codecs.pdf.rendering import render_pdf, render_sections
from liane.codecs.pdf.truetype import Subset, load_face
from liane.codecs.pdf.writer import PAGES_MAX, Canvas, Description
from liane_sandbox.emitter.example_documents import EXAMPLE_KINDS, make_example
from liane_sandbox.emitter.examples.facts import make_facts
from liane_sandbox.patients import PATIENTS

N3 = make_example("cr_bio", facts=make_facts(PATIENTS[0], 1))
HEADER = parse_header(N3)
DESCRIPTION = Description(title="Essai", created=datetime(2026, 1, 13, 11, 30, tzinfo=UTC))
JAVA = Path("/usr/share/java")
JARS = (
    *("preflight", "pdfbox2", "fontbox2", "xmpbox"),
    *("commons-logging", "commons-io", "javax.activation", "jaxb-api"),
)


def text_of(pdf: bytes) -> str:
    """The words of a PDF, read back through its own fonts by poppler; skips when it is absent."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is absent (package poppler-utils)")
    run = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    assert run.stderr == b""
    return run.stdout.decode()


def preflight(pdf: bytes, folder: Path) -> str:
    """The verdict of Apache PDFBox Preflight; skips when it is absent."""
    jars = [JAVA / f"{name}.jar" for name in JARS]
    if shutil.which("java") is None or not all(jar.exists() for jar in jars):
        pytest.skip("Apache PDFBox Preflight is absent (package libpdfbox2-java)")
    path = folder / "a.pdf"
    path.write_bytes(pdf)
    command = ["java", "-cp", ":".join(map(str, jars)), "org.apache.pdfbox.preflight.Validator_A1b", str(path)]
    return subprocess.run(command, capture_output=True, check=False).stdout.decode()


def section(*blocks: object) -> Section:
    return Section(title="Essai", blocks=blocks)  # type: ignore[arg-type]


def paragraph(text: str) -> Paragraph:
    return Paragraph(spans=(Span(text=text),))


def cell(text: str, **facts: int | bool) -> Cell:
    return Cell(blocks=(paragraph(text),), **facts)  # type: ignore[arg-type]


def pages_of(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.check_pdf_syntax() == []
        return len(opened.pages)


def test_the_narrative_is_in_the_pdf() -> None:
    text = text_of(render_pdf(N3))
    for words in ("Compte rendu d'examens biologiques", "Glucose à jeun", "5,1 mmol/L", "9,8 mmol/L ↑", "3,9 - 6,1"):
        assert words in text
    for words in ("TESTOMBELLE", "290029999900129", "Page 1 / 1"):
        assert words in text


def test_an_n1_gives_its_header_and_says_that_it_has_no_text() -> None:
    text = text_of(render_pdf(make_example("cr_img", facts=make_facts(PATIENTS[0], 2))))
    assert "ne comporte pas de texte structuré" in text


def test_the_same_document_gives_the_same_bytes() -> None:
    assert render_pdf(N3) == render_pdf(N3)


def test_the_date_of_the_file_is_that_of_the_document() -> None:
    with pikepdf.open(io.BytesIO(render_pdf(N3))) as pdf:
        assert str(pdf.docinfo["/CreationDate"]) == "D:20260113113000+01'00'"
        with pdf.open_metadata() as metadata:
            assert metadata["xmp:CreateDate"] == "2026-01-13T11:30:00+01:00"
            assert metadata["dc:title"] == "Compte rendu d'examens biologiques"


def test_the_banner_stands_on_the_first_page() -> None:
    assert "SIMULATION" in text_of(render_sections(HEADER, (), banner="SIMULATION"))


def test_a_long_table_runs_over_pages_with_its_heading() -> None:
    head = (cell("Examen", is_heading=True), cell("Valeur", is_heading=True))
    rows = tuple((cell(f"analyse {number}"), cell(str(number))) for number in range(200))
    pdf = render_sections(HEADER, (section(Table(head=(head,), body=rows)),))
    text = text_of(pdf)
    assert pages_of(pdf) > 2
    assert text.count("Examen") == pages_of(pdf)
    assert all(f"analyse {number} " in text for number in range(200))


def test_a_cell_longer_than_a_page_is_cut_between_lines() -> None:
    words = " ".join(f"mot{number}" for number in range(3000))
    pdf = render_sections(HEADER, (section(Table(head=(), body=((cell(words), cell("x")),))),))
    text = text_of(pdf)
    assert pages_of(pdf) > 2
    assert all(f"mot{number}" in text for number in range(3000))


def test_spans_of_rows_and_columns_keep_every_word() -> None:
    body = (
        (cell("haut", rowspan=3), cell("large", colspan=2)),
        (cell("milieu"), cell("droite")),
        (cell("bas"), cell("fin")),
        (cell("seul", colspan=9),),
    )
    text = text_of(render_sections(HEADER, (section(Table(head=(), body=body)),)))
    assert all(word in text for word in ("haut", "large", "milieu", "droite", "bas", "fin", "seul"))
    lines = {word: index for index, line in enumerate(text.splitlines()) for word in line.split()}
    assert lines["haut"] == lines["large"] < lines["milieu"] == lines["droite"] < lines["bas"]


def test_lists_are_marked_and_nested() -> None:
    inner = ListBlock(items=((paragraph("trois"),),))
    block = ListBlock(items=((paragraph("un"),), (paragraph("deux"), inner)), is_ordered=True, caption="Liste")
    text = text_of(render_sections(HEADER, (section(block),)))
    assert all(words in text for words in ("Liste", "1. un", "2. deux", "• trois"))


def test_characters_that_no_face_has_are_shown_as_missing() -> None:
    text = text_of(render_sections(HEADER, (section(paragraph("é ≥ µ → ½ œ\x00\x07 漢 fin")),)))
    assert "é ≥ µ → ½ œ" in text
    assert "fin" in text


def test_a_page_is_never_wider_than_its_margins() -> None:
    setter = Setter(canvas=Canvas(), size=9.0)
    lines = list(setter.lines((paragraph("mot " * 50 + "x" * 400),), 100.0))
    assert max(sum(setter.width(text, bold) for text, bold in line.runs) for line in lines) <= 100.0
    assert "".join(text for line in lines for text, _ in line.runs).count("x") == 400


def test_pages_are_bounded() -> None:
    canvas = Canvas()
    for _ in range(PAGES_MAX):
        canvas.add_page()
    with pytest.raises(ValueError, match="more than"):
        canvas.add_page()


def test_a_subset_holds_the_used_glyphs_and_their_components_only() -> None:
    face = load_face("DejaVuSansCondensed.ttf")
    subset = Subset(face)
    assert subset.encode("aéa") == b"\x00\x01\x00\x02\x00\x01"
    program = subset.render()
    assert len(program) < 6000
    assert subset.measure("a") == pytest.approx(face.advances[face.glyph("a")] * 1000 / face.units_per_em)


@given(st.text(max_size=200))
def test_any_text_makes_a_readable_pdf(text: str) -> None:
    table = Table(head=(), body=((cell(text), cell(text[::-1], is_heading=True)),))
    assert pages_of(render_sections(HEADER, (section(paragraph(text), table),))) >= 1


@pytest.mark.foreign
@pytest.mark.parametrize("kind", EXAMPLE_KINDS)
def test_what_we_make_is_a_true_pdfa_1b(kind: str, tmp_path: Path) -> None:
    facts = make_facts(PATIENTS[7], 3, version=2 if kind.endswith("v2") else 1)
    assert "is a valid PDF/A-1b file" in preflight(render_pdf(make_example(kind, facts=facts)), tmp_path)


@pytest.mark.foreign
@pytest.mark.parametrize("name", ["IPS-FR_2024.01.xml", "AVC-AUNV_2022.01.xml", "OPH-BRE_2022.02.xml"])
def test_an_official_example_becomes_a_true_pdfa_1b(name: str, corpus_dir: Path, tmp_path: Path) -> None:
    pdf = render_pdf((corpus_dir / "cda" / name).read_bytes())
    assert pages_of(pdf) > 1
    assert "is a valid PDF/A-1b file" in preflight(pdf, tmp_path)


@pytest.mark.foreign
def test_the_judge_of_pdfa_refuses_a_plain_pdf(tmp_path: Path) -> None:
    plain = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(plain)
    assert "is not a valid PDF/A-1b file" in preflight(plain.getvalue(), tmp_path)

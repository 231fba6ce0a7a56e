"""A prescription as a patient sends it: the number in clear and in the QR of the printed sheet, or in its CDA."""

import io
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.codecs.pdf.pages import read_pages
from liane.codecs.pdf.pages_read import PagesRead
from liane.connectors.ocr.choice import find_readers
from liane.domain.intake.decide.policy import COMMAND_LINE_POLICY
from liane.domain.intake.fields import FieldName, Source
from liane.domain.intake.matching.memory_index import InMemoryIndex
from liane.pipeline.intake.reader import IntakeTools, read_file
from liane.pipeline.intake.report import describe_file
from liane.pipeline.intake.structured import describe_structured, read_structured

NUMBER = "99K7M2Q8RZ4T1WDPCQ"
SAMPLE_NUMBER = "01S2TBPZ2JCNZZYGHZ"


def _sheet(*, in_clear: bool) -> bytes:
    """A printed sheet, with the QR at the bottom left and the mention of the stand-in."""
    output = io.BytesIO()
    canvas = Canvas(output, pagesize=A4)
    lines = [
        "Dr Anne LEROY",
        "Ordonnance",
        "Madame DURAND Julie née le 12/03/1951",
        "Paracétamol 1 g : 3 par jour, simulation",
    ]
    for place, line in enumerate(lines):
        canvas.drawString(60, 780 - 22 * place, line)
    if in_clear:
        canvas.drawString(150, 90, f"N° d'ordonnance numérique : {NUMBER}")
    code = zxingcpp.create_barcode(f"SIM-EPU:1:{NUMBER}", zxingcpp.BarcodeFormat.QRCode)
    picture = Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=8))
    canvas.drawImage(ImageReader(picture), 50, 50, width=85, height=85)
    canvas.save()
    return output.getvalue()


@pytest.mark.parametrize("in_clear", [True, False])
def test_number_of_a_printed_sheet(in_clear: bool) -> None:
    def read(data: bytes, name: str) -> PagesRead:
        return read_pages(data, name=name, readers=find_readers())

    tools = IntakeTools(read_pages=read, index=InMemoryIndex(()), policy=COMMAND_LINE_POLICY)
    answer = read_file(_sheet(in_clear=in_clear), name="ordonnance.pdf", received_on="2026-05-04", tools=tools)
    field = describe_file(answer, 0.1)["documents"][0]["fields"]["prescription_number"]
    assert field["value"] == NUMBER
    assert field["page"] == 1
    assert field["boxes"]
    assert answer.documents[0].read.fields[FieldName.PRESCRIPTION_NUMBER].chosen.is_checked


@pytest.mark.parametrize(
    "name", ["eP-MED-DM_2022.01_PosoNonStruct", "eP-MED-DM_2023.01_PosoStruct", "eP-MED-DM_2024.01_PosoNonStruct"]
)
def test_number_of_a_prescription_in_cda(corpus_dir: Path, name: str) -> None:
    data = (corpus_dir / "cda" / f"{name}.xml").read_bytes()
    (document,) = read_structured(data, AcceptancePolicy())
    chosen = describe_structured(document).fields[FieldName.PRESCRIPTION_NUMBER].chosen
    assert (chosen.value, chosen.source) == (SAMPLE_NUMBER, Source.CDA)

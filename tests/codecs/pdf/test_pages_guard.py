"""What may enter the reading of pages, and what is refused, with a French reason and remedy."""

import io
import struct
import zipfile
import zlib

import pikepdf
import pytest
from PIL import Image

from liane.codecs.pdf.pages_file import inspect_file
from liane.codecs.pdf.pages_limits import FileKind, PageLimits
from liane.domain.errors import InvalidInput, Severity
from tests.pages_kit import encode, letter_content, letter_pdf, make_pdf, pdf_of, show, stream

LIMITS = PageLimits()


def refusal(data: bytes, *, name: str = "courrier.pdf", limits: PageLimits = LIMITS) -> str:
    """The code of the refusal; its texts are whole."""
    with pytest.raises(InvalidInput) as caught:
        inspect_file(data, name=name, limits=limits)
    (finding,) = caught.value.findings
    assert finding.message.endswith(".")
    assert finding.remedy.endswith(".")
    assert finding.severity is Severity.ERROR
    return finding.code


def protect(data: bytes, *, user: str) -> bytes:
    """The same PDF, encrypted."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(user=user, owner="proprietaire"))
    return out.getvalue()


def test_a_letter_may_enter() -> None:
    facts = inspect_file(letter_pdf(), name="courrier.pdf", limits=LIMITS)
    assert (facts.kind, facts.page_count, facts.findings) == (FileKind.PDF, 1, ())


def test_empty_too_large_and_other_kinds_are_refused() -> None:
    assert refusal(b"") == "INT-101"
    assert refusal(letter_pdf(), limits=PageLimits(size_bytes_max=100)) == "INT-102"
    assert refusal(b"GIF89a" + bytes(100)) == "INT-103"
    assert refusal(b"MZ" + bytes(2000)) == "INT-103"


@pytest.mark.parametrize("cut", [20, 60, 300])
def test_a_cut_pdf_is_refused(cut: int) -> None:
    assert refusal(letter_pdf()[:cut]) in ("INT-104", "INT-114")


def test_a_password_is_refused_and_an_empty_one_opens() -> None:
    assert refusal(protect(letter_pdf(), user="secret")) == "INT-105"
    assert inspect_file(protect(letter_pdf(), user=""), name="a.pdf", limits=LIMITS).page_count == 1


def test_300_pages_enter_and_too_many_are_refused() -> None:
    assert inspect_file(pdf_of([b""] * 300), name="a.pdf", limits=LIMITS).page_count == 300
    assert refusal(pdf_of([b""] * 12), limits=PageLimits(pages_max=11)) == "INT-106"
    assert refusal(make_pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"])) == "INT-114"


@pytest.mark.parametrize(
    ("extra", "more", "code"),
    [
        (b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>", (), "INT-107"),
        (b"/OpenAction 6 0 R", (b"<</S/JavaScript/JS(app.alert\\(1\\))>>",), "INT-107"),
        (b"/Names<</JavaScript<</Names[(a) 6 0 R]>>>>", (b"<</S /Java#53cript/JS(a)>>",), "INT-107"),
        (b"/AA<</WC<</S/JavaScript/JS(a)>>>>", (), "INT-107"),
        (b"/OpenAction 6 0 R", (b"<</S/Launch/F(cmd.exe)>>",), "INT-108"),
        (b"/OpenAction<</S/GoTo/D[4 0 R/Fit]/Next<</S/Launch/F(a)>>>>", (), "INT-108"),
        (b"", (stream(b"MZ\x90\x00programme", b"/Type/EmbeddedFile"),), "INT-109"),
        (b"", (stream(b"MZ\x90\x00programme", b"/Type/EmbeddedFile", packed=False),), "INT-109"),
    ],
)
def test_active_content_is_refused(extra: bytes, more: tuple[bytes, ...], code: str) -> None:
    assert refusal(pdf_of([letter_content()], extra=extra, more=more)) == code


def test_a_script_hidden_in_an_object_stream_is_refused() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(letter_pdf())) as pdf:
        pdf.Root.OpenAction = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name("/JavaScript"), JS="app.alert(1)"))
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert b"JavaScript" not in out.getvalue()
    assert refusal(out.getvalue()) == "INT-107"


def test_an_action_of_a_page_is_refused() -> None:
    assert refusal(pdf_of([b""], page=b"/AA<</O<</S/JavaScript/JS(a)>>>>")) == "INT-107"
    link = b"/Annots[<</Subtype/Link/Rect[0 0 9 9]/A<</S/Launch/F(a)>>>>]"
    assert refusal(pdf_of([b""], page=link)) == "INT-108"


def test_a_goto_and_a_plain_attachment_enter_and_the_attachment_is_told() -> None:
    attached = stream(b"<ClinicalDocument/>", b"/Type/EmbeddedFile")
    data = pdf_of([letter_content()], extra=b"/OpenAction[4 0 R/Fit]", more=[attached])
    (finding,) = inspect_file(data, name="a.pdf", limits=LIMITS).findings
    assert (finding.code, finding.severity) == ("INT-125", Severity.INFO)


def test_bombs_are_refused() -> None:
    limits = PageLimits(stream_bytes_max=50 * 1024 * 1024)
    bomb = stream(bytes(60 * 1024 * 1024))
    assert len(bomb) < 100_000
    assert refusal(pdf_of([b""], more=[bomb]), limits=limits) == "INT-110"
    several = [stream(bytes(20 * 1024 * 1024))] * 3
    assert refusal(pdf_of([b""], more=several), limits=limits) == "INT-110"
    twice = zlib.compress(zlib.compress(bytes(10 * 1024 * 1024)))
    nested = b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>\nstream\n%s\nendstream" % (len(twice), twice)
    assert refusal(pdf_of([b""], more=[nested])) == "INT-110"
    picture = b"/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceGray/BitsPerComponent 8"
    assert refusal(pdf_of([b""], more=[stream(bytes(1000), picture)])) == "INT-111"


def test_picture_bombs_are_refused() -> None:
    limits = PageLimits(pixels_max=1_000_000)
    for form in ("PNG", "JPEG", "TIFF"):
        assert refusal(encode(Image.new("L", (1200, 1200), 255), form), name="", limits=limits) == "INT-111"
    header = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 0, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + header + struct.pack(">I", zlib.crc32(b"IHDR" + header))
    assert refusal(b"\x89PNG\r\n\x1a\n" + chunk + bytes(50), name="") in ("INT-104", "INT-111")


def test_a_file_with_two_faces_is_refused() -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as files:
        files.writestr("a.txt", "a")
    assert refusal(letter_pdf() + archive.getvalue()) == "INT-112"
    assert refusal(b"MZ\x90\x00" + letter_pdf()) == "INT-112"
    assert refusal(b"<html><script>" + letter_pdf()) == "INT-112"
    assert refusal(b"\xff\xd8\xff\xe0" + letter_pdf()) == "INT-112"


def test_the_name_of_a_program_is_refused_and_another_kind_is_told() -> None:
    assert refusal(letter_pdf(), name="facture.pdf.exe") == "INT-113"
    (finding,) = inspect_file(letter_pdf(), name="courrier.jpg", limits=LIMITS).findings
    assert (finding.code, finding.severity) == ("INT-120", Severity.WARNING)


def test_the_number_of_pages_of_a_tiff_is_bounded() -> None:
    out = io.BytesIO()
    pages = [Image.new("1", (40, 60), 1) for _ in range(6)]
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:])
    assert inspect_file(out.getvalue(), name="a.tif", limits=LIMITS).page_count == 6
    assert refusal(out.getvalue(), limits=PageLimits(pages_max=5)) == "INT-106"


def test_findings_hold_nothing_of_the_document() -> None:
    data = pdf_of([show("QUÉMÉNEUR", 50, 50)], extra=b"/OpenAction<</S/JavaScript/JS(a)>>")
    with pytest.raises(InvalidInput) as caught:
        inspect_file(data, name="QUÉMÉNEUR.pdf", limits=LIMITS)
    assert "QU" not in repr(caught.value.findings)

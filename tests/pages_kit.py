"""Files made for the tests of pages: PDFs written object by object, scans drawn with Pillow; nobody real in them."""

import io
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

FONTS = Path(__file__).resolve().parent.parent / "src" / "liane" / "codecs" / "pdf" / "typography"
LETTER = (
    "Centre hospitalier de Lianeville",
    "Service de cardiologie",
    "Compte rendu d'hospitalisation",
    "Patient : QUÉMÉNEUR Hélène née LE GOFF le 12/03/1954",
    "Sexe : féminin    INS : 2 54 03 99 123 456 33",
    "Cher confrère, nous avons reçu en consultation votre patiente,",
    "âgée de 72 ans, opérée en août à l'hôpital pour une cataracte.",
    "L'évolution est favorable et le traitement est inchangé.",
    "Elle garde des œdèmes des jambes, traités par furosémide 40 mg.",
    "La prochaine consultation est prévue dans trois mois.",
    "Avec mes salutations confraternelles, le docteur Élodie ARRAS",
)


def make_pdf(objects: Sequence[bytes], *, root: int = 1, trailer: bytes = b"") -> bytes:
    """A PDF with these objects, numbered from 1."""
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(
        b"trailer\n<</Size %d/Root %d 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, root, trailer, start)
    )
    return out.getvalue()


def stream(data: bytes, entries: bytes = b"", *, packed: bool = True) -> bytes:
    """A stream object, deflated."""
    body = zlib.compress(data) if packed else data
    entry = b"/Filter/FlateDecode" if packed else b""
    return b"<</Length %d%s%s>>\nstream\n%s\nendstream" % (len(body), entry, entries, body)


def show(text: str, x: float, y: float, *, size: float = 11, mode: int = 0, matrix: str = "1 0 0 1") -> bytes:
    """One text operator, Helvetica, in points from the bottom left."""
    escaped = text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return f"BT /F1 {size} Tf {mode} Tr {matrix} {x} {y} Tm (".encode() + escaped + b") Tj ET\n"


def pdf_of(
    contents: Sequence[bytes],
    *,
    extra: bytes = b"",
    page: bytes = b"",
    more: Sequence[bytes] = (),
    resources: bytes = b"",
) -> bytes:
    """A PDF with a page per content. extra: entries of the catalogue; page: of each page; more: objects after them.

    The first object of ``more`` has the number 4 + 2 × pages.
    """
    count = len(contents)
    kids = b" ".join(b"%d 0 R" % (4 + 2 * place) for place in range(count))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R%s>>" % extra,
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for place, content in enumerate(contents):
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>%s>>%s>>"
            % (5 + 2 * place, resources, page)
        )
        objects.append(stream(content))
    return make_pdf([*objects, *more])


def letter_content(lines: Sequence[str] = LETTER, *, mode: int = 0) -> bytes:
    """The letter as text operators."""
    return b"".join(show(line, 60, 770 - 24 * place, mode=mode) for place, line in enumerate(lines))


def letter_pdf(*, page: bytes = b"") -> bytes:
    """The letter as a born-digital PDF."""
    return pdf_of([letter_content()], page=page)


def font(size: int) -> ImageFont.FreeTypeFont:
    """The font packaged with Liane."""
    return ImageFont.truetype(str(FONTS / "DejaVuSansCondensed.ttf"), size)


def letter_image(*, dpi: int = 200, lines: Sequence[str] = LETTER, skew: float = 0.0) -> Image.Image:
    """The letter as a clean scan, in grey; skew: degrees anticlockwise."""
    image = Image.new("L", (round(8.27 * dpi), round(11.69 * dpi)), 255)
    draw = ImageDraw.Draw(image)
    for place, line in enumerate(lines):
        draw.text((0.8 * dpi, (0.8 + 0.36 * place) * dpi), line, font=font(round(11 * dpi / 72)), fill=10)
    return image.rotate(skew, Image.Resampling.BICUBIC, fillcolor=255) if skew else image


def worn(image: Image.Image, *, noise: float = 12.0, blur: float = 0.6, seed: int = 7) -> Image.Image:
    """The same, as a poor scanner gives it: grey paper, noise, blur."""
    random = np.random.default_rng(seed)
    values = np.asarray(image.filter(ImageFilter.GaussianBlur(blur)), dtype=float) * 0.8 + 30
    return Image.fromarray(np.clip(values + random.normal(0, noise, values.shape), 0, 255).astype(np.uint8))


def encode(image: Image.Image, form: str = "PNG", *, dpi: int = 200) -> bytes:
    """The bytes of a picture file."""
    out = io.BytesIO()
    image.save(out, form, dpi=(dpi, dpi))
    return out.getvalue()


def scan_pdf(image: Image.Image, *, over: bytes = b"", under: bytes = b"", page: bytes = b"") -> bytes:
    """A scanned PDF: one JPEG over the page; under and over: text operators drawn before and after it."""
    out = io.BytesIO()
    image.convert("L").save(out, "JPEG", quality=85)
    entries = (
        b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode"
    )
    picture = stream(out.getvalue(), entries % image.size, packed=False)
    content = under + b"q 595 0 0 842 0 0 cm /Im1 Do Q\n" + over
    return pdf_of([content], more=[picture], resources=b"/XObject<</Im1 6 0 R>>", page=page)

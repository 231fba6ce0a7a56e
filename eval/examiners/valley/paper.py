"""Make drawn pages look scanned, photocopied or faxed."""

import io
import random
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

FONTS = Path("/usr/share/fonts/truetype")
SANS = next(iter(sorted(FONTS.rglob("LiberationSans-Bold.ttf"))))
MONO = next(iter(sorted(FONTS.rglob("LiberationMono-Regular.ttf"))))
PENS = [path for name in ("dkg.ttf", "Rufscript*.ttf") for path in sorted(FONTS.rglob(name))] or [SANS]


def draw_pages(data: bytes, dpi: int) -> list[Image.Image]:
    """Draw the pages of a PDF."""
    pdf = pdfium.PdfDocument(data)
    pages = [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in pdf]
    pdf.close()
    return pages


def free_spot(image: Image.Image, width: int, height: int, rng: random.Random) -> tuple[int, int] | None:
    """Find a place without ink for a mark, or None."""
    small = np.asarray(image.convert("L").resize((image.width // 8, image.height // 8), Image.Resampling.BOX))
    ink = np.pad((small < 225).astype(np.int32).cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    wide, high = width // 8 + 1, height // 8 + 1
    if wide >= small.shape[1] - 4 or high >= small.shape[0] - 4:
        return None
    for _ in range(60):
        x, y = rng.randrange(2, small.shape[1] - wide - 2), rng.randrange(2, small.shape[0] - high - 2)
        if ink[y + high, x + wide] - ink[y, x + wide] - ink[y + high, x] + ink[y, x] == 0:
            return x * 8, y * 8
    return None


def paste_mark(image: Image.Image, mark: Image.Image, rng: random.Random) -> None:
    """Multiply a mark on white into a free place of the page."""
    spot = free_spot(image, mark.width, mark.height, rng)
    if spot:
        area = (spot[0], spot[1], spot[0] + mark.width, spot[1] + mark.height)
        image.paste(ImageChops.multiply(image.crop(area), mark), area)


def stamp(dpi: int, rng: random.Random, when: date) -> Image.Image:
    """Draw an ink stamp."""
    unit = dpi / 25.4
    day = (when + timedelta(days=rng.randrange(1, 9))).strftime(rng.choice(["%d/%m/%Y", "%d.%m.%y", "%d %m %Y"]))
    lines = rng.choice(
        [
            ["REÇU LE", day],
            ["COURRIER ARRIVÉ", day, "Secrétariat médical"],
            ["VU"],
            ["SCANNÉ"],
            ["COPIE"],
            ["ARCHIVES", f"n° {rng.randrange(1000, 99999)}"],
            ["REÇU", day, f"{rng.randrange(8, 18)}h{rng.randrange(60):02d}"],
            ["NUMÉRISÉ LE " + day],
            ["À CLASSER"],
            ["DOUBLE"],
        ]
    )
    size = int(unit * rng.uniform(3.2, 4.6))
    font = ImageFont.truetype(str(SANS), size)
    width = int(max(font.getlength(line) for line in lines) + unit * 6)
    height = int(len(lines) * size * 1.25 + unit * 4)
    mark = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(mark)
    color = rng.choice([(40, 50, 160), (170, 30, 40), (90, 40, 120), (30, 30, 30), (20, 110, 70)])
    if rng.random() < 0.8:
        pen.rectangle((4, 4, width - 5, height - 5), outline=color, width=max(2, int(unit * 0.4)))
    for rank, line in enumerate(lines):
        pen.text(((width - font.getlength(line)) / 2, unit * 1.6 + rank * size * 1.25), line, fill=color, font=font)
    return mark.rotate(rng.uniform(-9, 9), expand=True, fillcolor="white", resample=Image.Resampling.BICUBIC)


def hand_note(dpi: int, rng: random.Random) -> Image.Image:
    """Draw a short remark by hand."""
    text = rng.choice(
        [
            "vu",
            "OK",
            "à classer",
            "dossier",
            "copie méd. ttt",
            "vu le Dr",
            "RAS",
            "scanner svp",
            "fait",
            "urgent",
            "Sec.",
            "2e envoi",
            "p. info",
            "?",
            "tél. famille",
            "x2",
        ]
    )
    font = ImageFont.truetype(str(rng.choice(PENS)), int(dpi / 25.4 * rng.uniform(5, 8)))
    mark = Image.new("RGB", (int(font.getlength(text)) + 40, int(font.size * 1.7)), "white")
    ink = rng.choice([(30, 40, 140), (20, 20, 20), (170, 30, 30)])
    ImageDraw.Draw(mark).text((18, font.size * 0.2), text, fill=ink, font=font)
    return mark.rotate(rng.uniform(-12, 12), expand=True, fillcolor="white", resample=Image.Resampling.BICUBIC)


def holes(image: Image.Image, dpi: int, rng: random.Random) -> None:
    """Draw the shadows of punch holes or a staple at the edge."""
    pen = ImageDraw.Draw(image)
    unit = dpi / 25.4
    if rng.random() < 0.6:
        radius, x = unit * 2.8, unit * rng.uniform(7, 9)
        middle = image.height / 2
        for y in (middle - 40 * unit, middle + 40 * unit):
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(70, 70, 72))
    else:
        x, y = unit * rng.uniform(5, 12), unit * rng.uniform(5, 10)
        pen.line((x, y, x + unit * 9, y + unit * rng.uniform(-3, 4)), fill=(95, 95, 95), width=max(2, int(unit * 0.5)))


def fax_line(image: Image.Image, dpi: int, rng: random.Random, when: date, page: int, count: int) -> Image.Image:
    """Add the line that a fax prints at the head of each page."""
    unit = dpi / 25.4
    font = ImageFont.truetype(str(MONO), int(unit * 2.7))
    clock = f"{rng.randrange(7, 20):02d}:{rng.randrange(60):02d}"
    number = f"+33 4 65 71 {rng.randrange(100):02d} {rng.randrange(100):02d}"
    text = rng.choice(
        [
            f"{when.strftime('%d/%m/%Y')} {clock}  {number}   P. {page:02d}/{count:02d}",
            f"De: {number}     A: 0465710000     {when.strftime('%d-%m-%y')} {clock}     Page {page}/{count}",
            f"FAX EMIS PAR {number}  LE {when.strftime('%d/%m/%y')} A {clock}  PG {page}",
        ]
    )
    band = int(unit * 6)
    out = Image.new("RGB", image.size, "white")
    out.paste(image.resize((image.width, image.height - band)), (0, band))
    ImageDraw.Draw(out).text((unit * 9, unit * 1.8), text, fill="black", font=font)
    return out


def uneven(image: Image.Image, rng: random.Random, strength: float, noise: float) -> Image.Image:
    """Add light that is not even, a fold and the noise of the sensor."""
    data = np.asarray(image, dtype=np.float32)
    height, width = data.shape[:2]
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    turn = rng.uniform(0, 6.28)
    light = 1 - strength * (0.5 + 0.5 * (np.cos(turn) * x + np.sin(turn) * y)) - strength * 0.4 * (x * x)
    if rng.random() < 0.25:
        for spot in rng.choice([(-0.33, 0.34), (0.0,)]):
            light = light - 0.09 * np.exp(-(((y - spot) / 0.004) ** 2))
            light = light + 0.03 * np.exp(-(((y - spot - 0.008) / 0.004) ** 2))
    grain = np.random.default_rng(rng.randrange(2**32)).standard_normal(
        (height // 2 + 1, width // 2 + 1), dtype=np.float32
    )
    grain = np.repeat(np.repeat(grain, 2, 0), 2, 1)[:height, :width] * noise
    if data.ndim == 3:
        light, grain = light[..., None], grain[..., None]
    return Image.fromarray(np.clip(data * light + grain, 0, 255).astype(np.uint8))


def scanned(
    image: Image.Image, dpi: int, rng: random.Random, when: date, page: int, count: int, mode: str
) -> Image.Image:
    """Make one page look scanned; mode is color, gray or fax."""
    if mode == "fax" or rng.random() < 0.06:
        image = fax_line(image, dpi, rng, when, page, count)
    if rng.random() < 0.33:
        paste_mark(image, stamp(dpi, rng, when), rng)
    if rng.random() < 0.22:
        paste_mark(image, hand_note(dpi, rng), rng)
    if rng.random() < 0.2:
        holes(image, dpi, rng)
    tint = tuple(rng.randrange(243, 256) for _ in range(3)) if mode == "color" else (255, 255, 255)
    image = ImageChops.multiply(image, Image.new("RGB", image.size, tint)) if mode == "color" else image.convert("L")
    fill = tint if mode == "color" else 250
    angle = rng.gauss(0, 0.55)
    image = image.rotate(max(-1.5, min(1.5, angle)), resample=Image.Resampling.BILINEAR, fillcolor=fill)
    image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.25, 0.75) * dpi / 200))
    return uneven(image, rng, rng.uniform(0.0, 0.12), rng.uniform(1.5, 6))


def faded(image: Image.Image, dpi: int, rng: random.Random, when: date, page: int, count: int) -> Image.Image:
    """Make one page look like a poor fax or a pale photocopy, still readable."""
    if rng.random() < 0.7:
        image = fax_line(image, dpi, rng, when, page, count)
    gray = image.convert("L").point(lambda value: value if value > 205 else int(value * 0.5))
    gray = gray.rotate(rng.uniform(-1.2, 1.2), resample=Image.Resampling.BILINEAR, fillcolor=255)
    gray = gray.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 0.55)))
    if rng.random() < 0.5:
        noisy = uneven(gray, rng, 0.08, 14)
        sharp = np.asarray(noisy.point(lambda value: 255 if value > 168 else 0)).copy()
        dust = np.random.default_rng(rng.randrange(2**32)).random(sharp.shape, dtype=np.float32)
        sharp[dust < rng.uniform(0, 0.0012)] = 0
        if rng.random() < 0.3:
            sharp[:, int(sharp.shape[1] * rng.uniform(0.95, 0.99))] = 0
        return Image.fromarray(sharp).convert("1", dither=Image.Dither.NONE)
    floor = rng.uniform(70, 115)
    pale = gray.point(lambda value: int(floor + value * (238 - floor) / 255))
    return uneven(pale, rng, rng.uniform(0.04, 0.12), rng.uniform(4, 9))


def images_to_pdf(pages: list[Image.Image], dpi: int, quality: int, when: date) -> bytes:
    """Put the pictures in a PDF."""
    out = io.BytesIO()
    options: dict[str, object] = {} if pages[0].mode == "1" else {"quality": quality}
    options |= {"creationDate": when.timetuple(), "modDate": when.timetuple()}
    pages[0].save(out, "PDF", resolution=dpi, save_all=True, append_images=pages[1:], **options)
    return out.getvalue()


def save_pictures(pages: list[Image.Image], stem: Path, dpi: int, rng: random.Random, when: date) -> Path:
    """Save the pictures as one file of a kind that scanners give."""
    kind = rng.choices(["pdf", "tif", "jpg", "png"], weights=[66, 12, 13, 9])[0]
    if len(pages) > 1 and kind in ("jpg", "png"):
        kind = "pdf"
    path = stem.with_name(stem.name + "." + kind)
    quality = rng.randrange(45, 86)
    if kind == "pdf":
        path.write_bytes(images_to_pdf(pages, dpi, quality, when))
    elif kind == "tif":
        packing = "group4" if pages[0].mode == "1" else rng.choice(["jpeg", "tiff_lzw"])
        options = {"quality": quality} if packing == "jpeg" else {}
        pages[0].save(
            path, "TIFF", save_all=True, append_images=pages[1:], compression=packing, dpi=(dpi, dpi), **options
        )
    elif kind == "jpg":
        pages[0].convert("L" if pages[0].mode == "1" else pages[0].mode).save(
            path, "JPEG", quality=quality, dpi=(dpi, dpi)
        )
    else:
        pages[0].save(path, "PNG", dpi=(dpi, dpi))
    return path

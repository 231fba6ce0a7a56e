"""What scanners, faxes and hands do to paper: pictures of pages made worse, by seed. Rule: intake.md §10."""

import io
from dataclasses import dataclass
from random import Random
from time import struct_time

import numpy as np
import numpy.typing as npt
import pypdfium2
from PIL import Image, ImageDraw, ImageFilter, ImageFont

SOME_DAY = struct_time((2026, 1, 1, 0, 0, 0, 3, 1, 0))
Grey = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Grade:
    """How bad a scan is. skew_degrees, blur_px, noise: at most; jpeg: quality from and to; marks: chance of each mark."""

    dpi: tuple[int, ...]
    skew_degrees: float
    blur_px: tuple[float, float]
    noise: float
    jpeg: tuple[int, int]
    marks: float
    fade: float


GRADES = {
    "scan": Grade((300, 200, 200), 1.5, (0.0, 0.5), 6, (60, 88), 0.18, 0.15),
    "poor": Grade((150,), 3.0, (0.4, 0.8), 14, (30, 55), 0.4, 0.35),
}


def scan_pdf(data: bytes, grade_name: str, rng: Random, *, turn: int = 0, blank_backs: bool = False) -> bytes:
    """Draw each page of a PDF as a scanner would give it; a PDF of pictures."""
    grade = GRADES[grade_name]
    dpi = rng.choice(grade.dpi)
    document = pypdfium2.PdfDocument(data)
    pictures = []
    for page in document:
        picture = page.render(scale=dpi / 72, grayscale=True).to_numpy()
        if picture.ndim == 3:
            picture = picture[:, :, 0]
        pictures.append(spoil(picture, dpi, grade, rng))
        if blank_backs:
            pictures.append(_back(picture, rng))
    document.close()
    images = [Image.open(_jpeg(one, grade, rng)) for one in pictures]
    if turn:
        images = [image.rotate(-turn, expand=True) for image in images]
    out = io.BytesIO()
    images[0].save(
        out, "PDF", resolution=dpi, save_all=True, append_images=images[1:], creationDate=SOME_DAY, modDate=SOME_DAY
    )
    return out.getvalue()


def spoil(picture: Grey, dpi: int, grade: Grade, rng: Random) -> Grey:
    """One page: marks on paper, then light, skew, blur, noise."""
    image = Image.fromarray(picture)
    draw = ImageDraw.Draw(image)
    marks = (_punch_holes, _toner_lines, _fax_line, _stamp, _fold, _staple)
    for mark in marks:
        if rng.random() < grade.marks:
            mark(image, draw, dpi, rng)
    angle = rng.gauss(0, grade.skew_degrees / 2)
    angle = max(-grade.skew_degrees, min(grade.skew_degrees, angle))
    image = image.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
    image = image.filter(ImageFilter.GaussianBlur(rng.uniform(*grade.blur_px) * dpi / 150))
    values = np.asarray(image, dtype=np.float32)
    dice = np.random.default_rng(rng.randrange(2**32))
    light = np.linspace(rng.uniform(-20, 0), rng.uniform(-20, 0), values.shape[1])[None, :]
    contrast = 1 - rng.uniform(0, grade.fade)
    values = 255 - (255 - values) * contrast + light + dice.normal(0, grade.noise, values.shape)
    specks = dice.random(values.shape) < grade.noise / 150000
    values[specks] = dice.choice((0, 60), specks.sum())
    return np.clip(values, 0, 255).astype(np.uint8)


def _jpeg(picture: Grey, grade: Grade, rng: Random) -> io.BytesIO:
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "JPEG", quality=rng.randrange(*grade.jpeg))
    out.seek(0)
    return out


def _back(picture: Grey, rng: Random) -> Grey:
    """A blank back with a shade of the front showing through."""
    shade = 255 - (255 - picture[:, ::-1].astype(np.float32)) * rng.uniform(0, 0.04)
    return np.clip(shade - rng.uniform(0, 8), 0, 255).astype(np.uint8)


def _punch_holes(image: Image.Image, draw: ImageDraw.ImageDraw, dpi: int, rng: Random) -> None:
    x, radius = 0.35 * dpi, 0.12 * dpi
    for y in (image.height / 2 - 1.57 * dpi, image.height / 2 + 1.57 * dpi):
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=rng.randrange(20, 120))


def _toner_lines(image: Image.Image, draw: ImageDraw.ImageDraw, dpi: int, rng: Random) -> None:
    for _ in range(rng.randrange(1, 3)):
        x = rng.randrange(image.width)
        draw.line((x, 0, x, image.height), fill=rng.randrange(90, 200), width=max(1, dpi // 150))


def _fax_line(image: Image.Image, draw: ImageDraw.ImageDraw, dpi: int, rng: Random) -> None:
    font = ImageFont.load_default(0.11 * dpi)
    number = f"0{rng.randrange(1, 6)}99{rng.randrange(10**6):06d}"
    draw.text((0.4 * dpi, 0.06 * dpi), f"{rng.randrange(1, 29):02d}/{rng.randrange(1, 13):02d}/2026 10:{rng.randrange(10, 59)}"
              f"   {number}   TELECOPIE   P. 01/01", fill=40, font=font)  # fmt: skip


def _stamp(image: Image.Image, draw: ImageDraw.ImageDraw, dpi: int, rng: Random) -> None:
    """A reception stamp, slanted, anywhere in the lower two thirds."""
    font = ImageFont.load_default(0.13 * dpi)
    text = f"REÇU LE {rng.randrange(1, 29):02d} {rng.choice(('JAN', 'MAR', 'JUIN', 'SEPT'))} 2026"
    patch = Image.new("L", (int(2.1 * dpi), int(0.4 * dpi)), 255)
    pen = ImageDraw.Draw(patch)
    pen.rectangle((2, 2, patch.width - 3, patch.height - 3), outline=110, width=max(1, dpi // 100))
    pen.text((0.1 * dpi, 0.1 * dpi), text, fill=110, font=font)
    turned = patch.rotate(rng.uniform(-12, 12), expand=True, fillcolor=255)
    place = (
        rng.randrange(0, max(1, image.width - turned.width)),
        rng.randrange(image.height // 3, image.height - turned.height),
    )
    under = image.crop((*place, place[0] + turned.width, place[1] + turned.height))
    image.paste(Image.fromarray(np.minimum(np.asarray(under), np.asarray(turned))), place)


def _fold(image: Image.Image, draw: ImageDraw.ImageDraw, dpi: int, rng: Random) -> None:
    y = image.height * rng.choice((1 / 3, 1 / 2, 2 / 3))
    draw.line((0, y, image.width, y + rng.randrange(-8, 8)), fill=205, width=max(1, dpi // 100))


def _staple(image: Image.Image, draw: ImageDraw.ImageDraw, dpi: int, rng: Random) -> None:
    x, y = 0.3 * dpi, 0.3 * dpi
    draw.line((x, y, x + 0.4 * dpi, y + 0.1 * dpi), fill=30, width=max(2, dpi // 50))

"""Turns clean pages into what a copier, a fax server or a phone makes of them."""

import io
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from eval.examiners.common import papers

BOLD = "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"
MONO = "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf"
WHITE = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Captured:
    """A page as it was captured. mode: colour, grey, or bit."""

    image: Image.Image
    mode: str
    dpi: int


@dataclass(frozen=True, slots=True)
class Device:
    """How one page is captured. paper: its white, as the device sees it."""

    grade: str
    mode: str
    style: str
    dpi: int


def capture(data: bytes, r: Random, grade: str, day: str) -> list[Captured]:
    """The pages of a file. day: when it came in, as stamps and faxes print it."""
    dpi = 150 if grade == "poor" else r.choice([200, 200, 200, 240, 300])
    turn = r.choice([180, 90, 270]) if r.random() < 0.07 else 0
    out = []
    for drawn in papers.pictures(data, dpi):
        noise = np.random.default_rng(r.randint(0, 2**31))
        device = _device(r, grade, dpi)
        image = _captured(drawn.convert("RGB"), r, device, noise, day)
        out.append(Captured(image.rotate(turn, expand=True) if turn else image, device.mode, dpi))
    return out


def _device(r: Random, grade: str, dpi: int) -> Device:
    greys = ["colour", "grey", "grey"]
    mode = r.choice([*greys, "bit"]) if grade == "scan" else r.choice(greys)
    style = r.choice(["mfp", "mfp", "mfp", "fax", "phone"]) if mode != "bit" else r.choice(["mfp", "fax"])
    return Device(grade, mode, style, dpi)


def _captured(image: Image.Image, r: Random, device: Device, noise: np.random.Generator, day: str) -> Image.Image:
    """One page as it was captured."""
    if r.random() < 0.25:
        texts = [f"REÇU LE\n{day}", f"ARRIVÉE {day}", "SCANNÉ", f"COURRIER\n{day}", "COPIE", "NUMÉRISÉ DIM"]
        image = _stamped(image, r, device.dpi, r.choice(texts))
    if r.random() < 0.12 and device.mode != "bit":
        back = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT).filter(ImageFilter.GaussianBlur(device.dpi / 70))
        image = Image.blend(image, back, 0.06)
    _mark(image, r, device)
    image, paper = _laid(image, r, device)
    if device.style == "fax":
        image = _faxed(image, r, device.dpi, day)
    blur = r.uniform(0.2, 0.55) if device.grade == "scan" else r.uniform(0.5, 0.8)
    image = image.filter(ImageFilter.GaussianBlur(blur * device.dpi / 200))
    if device.mode != "colour":
        image = image.convert("L")
    return _as_bits(image, r, noise) if device.mode == "bit" else _as_greys(image, r, device, noise, paper)


def _stamped(image: Image.Image, r: Random, dpi: int, text: str) -> Image.Image:
    """With a stamp where the page is rather empty, or not at all."""
    font = ImageFont.truetype(BOLD, int(dpi * 0.11))
    lines = text.split("\n")
    wide = int(max(font.getlength(line) for line in lines)) + dpi // 6
    stamp = Image.new("L", (wide, int(dpi * 0.15 * len(lines)) + dpi // 8), 0)
    pen = ImageDraw.Draw(stamp)
    pen.rectangle([2, 2, stamp.width - 3, stamp.height - 3], outline=230, width=max(2, dpi // 70))
    for at, line in enumerate(lines):
        pen.text((dpi // 14, dpi // 20 + at * dpi * 0.15), line, font=font, fill=220)
    stamp = stamp.rotate(r.uniform(-8, 8), expand=True)
    ink, x, y = _emptiest(image, stamp.width, stamp.height, r)
    if ink <= 0.03:
        colour = r.choice([(40, 60, 170), (170, 30, 40), (60, 60, 70)])
        image.paste(Image.new("RGB", stamp.size, colour), (x, y), stamp)
    return image


def _emptiest(image: Image.Image, wide: int, high: int, r: Random) -> tuple[float, int, int]:
    """How much is printed at the emptiest of some places, and that place."""
    small = np.asarray(image.convert("L").resize((image.width // 8, image.height // 8))) < 150
    top = int(image.height * 0.3)
    places = []
    for _ in range(60):
        x, y = r.randint(0, max(1, image.width - wide)), r.randint(top, max(top + 1, image.height - high))
        part = small[y // 8 : (y + high) // 8, x // 8 : (x + wide) // 8]
        places.append((float(part.mean()), x, y))
    return min(places, key=lambda place: place[0])


def _mark(image: Image.Image, r: Random, device: Device) -> None:
    """Holes, staple, fold and a line along the edge."""
    pen, dpi = ImageDraw.Draw(image), device.dpi
    wide, high = image.size
    if r.random() < 0.22:
        for y in (high * 0.36, high * 0.64):
            half, x = dpi * 0.11, dpi * 0.28
            fill = r.choice([(20, 20, 20), (90, 90, 90), (200, 200, 200)])
            pen.ellipse([x - half, y - half, x + half, y + half], fill=fill)
    if r.random() < 0.2:
        pen.line([dpi * 0.35, dpi * 0.35, dpi * 0.6, dpi * 0.28], fill=(60, 60, 60), width=max(2, dpi // 60))
    if r.random() < 0.15 and device.mode != "bit":
        y = int(high * r.uniform(0.45, 0.55))
        pen.line([0, y, wide, y + r.randint(-6, 6)], fill=(205, 205, 205), width=max(1, dpi // 90))
    if r.random() < 0.1:
        x = int(wide * r.choice([0.03, 0.965, 0.985]))
        pen.line([x, 0, x + r.randint(-3, 3), high], fill=(90, 90, 90), width=1)


def _laid(image: Image.Image, r: Random, device: Device) -> tuple[Image.Image, int]:
    """The sheet as it lies, and how white it is seen."""
    skew = r.uniform(-1.3, 1.3) if r.random() < 0.8 else r.uniform(-2, 2)
    paper = 255 if device.mode == "bit" or device.style == "fax" else r.randint(236, 252)
    image = image.rotate(skew, resample=Image.Resampling.BICUBIC, fillcolor=WHITE)
    if r.random() < 0.2:
        sheet = Image.new("RGB", image.size, WHITE)
        aside = r.randint(-device.dpi // 14, device.dpi // 14)
        sheet.paste(image, (aside, r.randint(-device.dpi // 20, device.dpi // 20)))
        image = sheet
    return image, paper


def _faxed(image: Image.Image, r: Random, dpi: int, day: str) -> Image.Image:
    """With the line of a fax server in a band above the page."""
    band = Image.new("RGB", (image.width, int(image.height + dpi * 0.2)), WHITE)
    band.paste(image, (0, int(dpi * 0.2)))
    line = (
        f"{day} {r.randint(7, 19):02d}:{r.randint(0, 59):02d}   FAX 0{r.randint(100000000, 599999999)}   "
        f"{r.choice(['SECRETARIAT', 'SERVEUR FAX', 'CHG FAX', 'MED'])}   P.{r.randint(1, 3)}"
    )
    font = ImageFont.truetype(MONO, int(dpi * 0.085))
    ImageDraw.Draw(band).text((dpi * 0.3, dpi * 0.05), line, font=font, fill=(0, 0, 0))
    return band


def _as_greys(image: Image.Image, r: Random, device: Device, noise: np.random.Generator, paper: int) -> Image.Image:
    """Paper, light and noise, in greys or colours."""
    cells: Any = np.asarray(image).astype(np.float32) * (paper / 255)
    if device.style == "phone":
        across = np.linspace(r.uniform(0.86, 1), r.uniform(0.86, 1), cells.shape[1], dtype=np.float32)
        down = np.linspace(r.uniform(0.9, 1), r.uniform(0.9, 1), cells.shape[0], dtype=np.float32)
        light = np.outer(down, across)
        cells *= light[..., None] if cells.ndim == 3 else light
    strength = r.uniform(2, 6) if device.grade == "scan" else r.uniform(6, 11)
    grain = noise.normal(0, strength, cells.shape[:2]).astype(np.float32)
    cells += grain[..., None] if cells.ndim == 3 else grain
    return Image.fromarray(np.clip(cells, 0, 255).astype(np.uint8))


def _as_bits(image: Image.Image, r: Random, noise: np.random.Generator) -> Image.Image:
    """Black and white, with dust."""
    cells: Any = np.asarray(image).astype(np.float32)
    cells = cells + noise.normal(0, 12, cells.shape).astype(np.float32)
    cells = np.where(cells < r.randint(140, 175), 0, 255).astype(np.uint8)
    dust = int(cells.size * 0.00003)
    cells.flat[noise.integers(0, cells.size, dust)] = 0
    return Image.fromarray(cells).convert("1", dither=Image.Dither.NONE)


def written(captured: list[Captured], r: Random) -> tuple[bytes, str]:
    """The bytes of the pages, and their extension."""
    k, first = r.random(), captured[0]
    if len(captured) == 1 and k < 0.12:
        return (_png(first), "png") if first.mode == "bit" else (_jpeg(first, r), "jpg")
    if k < 0.2:
        return _tiff(captured), "tif"
    return papers.joined([_page(one, r) for one in captured]), "pdf"


def _png(one: Captured) -> bytes:
    target = io.BytesIO()
    one.image.save(target, "PNG")
    return target.getvalue()


def _jpeg(one: Captured, r: Random) -> bytes:
    target = io.BytesIO()
    one.image.save(target, "JPEG", quality=r.randint(60, 85))
    return target.getvalue()


def _tiff(captured: list[Captured]) -> bytes:
    target, first = io.BytesIO(), captured[0]
    how = "group4" if all(one.mode == "bit" for one in captured) else "tiff_lzw"
    rest = [one.image for one in captured[1:]]
    first.image.save(target, "TIFF", save_all=True, append_images=rest, compression=how, dpi=(first.dpi, first.dpi))
    return target.getvalue()


def _page(one: Captured, r: Random) -> bytes:
    """A file of one page. Points of one bit are kept as they are, without loss."""
    if one.mode != "bit":
        return papers.of_pictures([one.image], r.randint(60, 85), one.dpi)
    target = io.BytesIO()
    one.image.save(target, "PDF", resolution=one.dpi)
    return target.getvalue()

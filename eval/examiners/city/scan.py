"""From a clean page to the picture that a copier, a fax server or a phone makes of it."""

import io
from collections.abc import Sequence
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from eval.examiners.common import papers

STAMPS = ["REÇU LE", "COPIE", "ARRIVÉE COURRIER", "SCANNÉ", "À CLASSER", "DUPLICATA"]
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"
MONO = "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf"


def _stamp(im: Image.Image, rng: Random, mm: float, day: str) -> None:
    """A light stamp."""
    w, h = im.size
    font = ImageFont.truetype(FONT, int(5 * mm))
    over = Image.new("RGBA", im.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(over)
    x, y = rng.uniform(0.45, 0.62) * w, rng.uniform(0.62, 0.9) * h
    text = rng.choice(STAMPS)
    if text == "REÇU LE":
        text += "\n" + day
    ink = rng.choice([(40, 60, 160, 85), (170, 30, 40, 80)])
    left, top, right, bottom = pen.multiline_textbbox((x, y), text, font=font)
    pen.rectangle((left - mm, top - mm, right + mm, bottom + mm), outline=ink, width=int(0.6 * mm))
    pen.multiline_text((x, y), text, font=font, fill=ink)
    over = over.rotate(rng.uniform(-9, 9), center=(x, y))
    im.paste(over, (0, 0), over)


def _marked(im: Image.Image, rng: Random, mm: float) -> Image.Image:
    """Print of the other side, holes, staple, fold, streak."""
    w, h = im.size
    if rng.random() < 0.15:
        back = im.transpose(Image.Transpose.FLIP_LEFT_RIGHT).filter(ImageFilter.GaussianBlur(1.2 * mm / 8))
        im = Image.blend(im, back, 0.05)
    pen = ImageDraw.Draw(im, "RGBA")
    if rng.random() < 0.14:
        for share in (0.36, 0.64):
            ink = (60, 60, 60, 255) if rng.random() < 0.5 else (215, 215, 215, 255)
            pen.ellipse((4 * mm, share * h - 3 * mm, 10 * mm, share * h + 3 * mm), fill=ink)
    if rng.random() < 0.10:
        pen.line((5 * mm, 9 * mm, 13 * mm, 5 * mm), fill=(70, 70, 70, 255), width=max(2, int(0.5 * mm)))
    if rng.random() < 0.14:
        y = rng.choice([h / 2, h / 3, 2 * h / 3])
        pen.line((0, y, w, y + rng.uniform(-1, 1) * mm), fill=(120, 120, 120, 70), width=max(2, int(0.5 * mm)))
    if rng.random() < 0.08:
        x = rng.uniform(0.02, 0.04) * w
        pen.line((x, 0, x, h), fill=(30, 30, 30, 150), width=max(1, int(0.25 * mm)))
    return im


def _lit(im: Image.Image, rng: Random, poor: bool, mode: str, tint: int) -> Image.Image:
    """Paper, light and noise of the capture, then bits when it keeps no greys."""
    noise = np.random.default_rng(rng.randrange(2**32))
    a: np.ndarray = np.asarray(im, dtype=np.float32)
    if mode != "bw":
        a = a * (tint / 255) * 0.96 + 12
        if rng.random() < 0.3:
            ramp = np.linspace(1, rng.uniform(0.85, 0.95), im.width)
            a = a * (ramp[None, :, None] if a.ndim == 3 else ramp[None, :])
    grain = noise.normal(0, rng.uniform(5, 11) if poor else rng.uniform(1, 6), a.shape[:2]).astype(np.float32)
    a = a + (grain[..., None] if a.ndim == 3 else grain)
    im = Image.fromarray(np.clip(a, 0, 255).astype(np.uint8))
    return im.point([255 if level > 165 else 0 for level in range(256)]).convert("1") if mode == "bw" else im


def paper(im: Image.Image, rng: Random, dpi: int, poor: bool, mode: str, faxline: str, day: str) -> Image.Image:
    """A page as it was captured. mode: grey, colour or bw; faxline: the line at its head, empty when there is none."""
    w, _ = im.size
    mm = dpi / 25.4
    if mode != "bw" and rng.random() < 0.14:
        _stamp(im, rng, mm, day)
    im = _marked(im, rng, mm)
    angle = max(-2, min(2, rng.gauss(0, 0.9 if poor else 0.6)))
    tint = 255 if mode == "bw" else rng.randint(225, 255)
    im = im.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    if faxline:
        pen = ImageDraw.Draw(im)
        pen.rectangle((0, 0, w, 4.6 * mm), fill="white")
        pen.text((8 * mm, 1 * mm), faxline, font=ImageFont.truetype(MONO, int(2.7 * mm)), fill=(20, 20, 20))
    blur = rng.uniform(0.35, 0.6) if poor else rng.uniform(0, 0.55)
    if blur > 0.2:
        im = im.filter(ImageFilter.GaussianBlur(blur * dpi / 200))
    im = _lit(im.convert("L") if mode in ("grey", "bw") else im, rng, poor, mode, tint)
    if rng.random() < 0.1:
        im = im.crop((int(rng.uniform(0, 2.5) * mm), int(rng.uniform(0, 2) * mm), *im.size))
    return im


def scan(pdf: bytes, rng: Random, grade: str, day: str) -> tuple[list[Image.Image], int, int]:
    """The pages as pictures, their quality and their resolution."""
    poor = grade == "poor"
    dpi = 150 if poor else rng.choice([200, 200, 200, 240, 300])
    mode = rng.choice(["grey", "grey", "colour"] if poor else ["grey", "grey", "colour", "bw"])
    if mode == "colour" and dpi == 300:
        dpi = 240
    fax = ""
    if mode == "bw" and rng.random() < 0.5:
        hour, minute, number = rng.randint(8, 18), rng.randint(10, 59), rng.randint(100000000, 999999999)
        fax = f"{day} {hour}:{minute}   DE:0{number}   P.{rng.randint(1, 2):02d}"
    turn = rng.choice([90, 180, 270]) if rng.random() < 0.07 else 0
    pages = []
    for page in papers.pictures(pdf, dpi):
        im = paper(page.convert("RGB"), rng, dpi, poor, mode, fax, day)
        pages.append(im.rotate(turn, expand=True) if turn else im)
    return pages, (rng.randint(50, 66) if poor else rng.randint(60, 85)), dpi


def written(pages: Sequence[Image.Image], quality: int, dpi: int, extension: str) -> bytes:
    """The bytes of a file of pictures."""
    target, both, first = io.BytesIO(), (dpi, dpi), pages[0]
    if extension == "tif":
        kind = "group4" if first.mode == "1" else "tiff_lzw"
        first.save(target, "TIFF", save_all=True, append_images=list(pages[1:]), dpi=both, compression=kind)
    elif extension == "png":
        first.save(target, "PNG", dpi=both)
    elif extension == "jpg":
        first.convert("L" if first.mode == "1" else first.mode).save(target, "JPEG", quality=quality, dpi=both)
    elif first.mode == "1":  # pages of one bit a point are kept as they are, without loss
        first.save(target, "PDF", resolution=dpi, save_all=True, append_images=list(pages[1:]))
        return papers.joined([target.getvalue()])
    else:
        return papers.of_pictures(pages, quality, dpi)
    return target.getvalue()

"""From a clean page to what a scanner, a fax server or a phone hands over."""

import io
from collections.abc import Sequence
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from eval.examiners.common import papers

SANS = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
MONO = "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf"
COARSE = 8
"""Points of a page for one where an empty place is looked for."""
STAMP_INKS = [(170, 20, 40, 190), (30, 40, 140, 190), (60, 60, 60, 180)]
PAPERS = [(255, 255, 255), (250, 250, 248), (240, 240, 236), (246, 243, 232)]


def pages(pdf: bytes, dpi: int) -> list[Image.Image]:
    """Each page as a picture in colours."""
    return [page.convert("RGB") for page in papers.pictures(pdf, dpi)]


def blank_spot(im: Image.Image, w: int, h: int, r: Random) -> tuple[int, int] | None:
    """Top left corner of an empty rectangle of the page."""
    small = np.asarray(im.convert("L").resize((im.width // COARSE, im.height // COARSE))) < 225
    s = np.pad(small.astype(np.int32).cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    bw, bh = w // COARSE + 2, h // COARSE + 2
    height, width = small.shape
    spots = [
        (x * COARSE + COARSE, y * COARSE + COARSE)
        for y in range(6, height - bh - 6, 3)
        for x in range(6, width - bw - 6, 3)
        if s[y + bh, x + bw] - s[y, x + bw] - s[y + bh, x] + s[y, x] == 0
    ]
    return r.choice(spots) if spots else None


def stamp(im: Image.Image, r: Random, dpi: int, text: str, on_blank: bool = True) -> None:
    """Stamp a text on an empty place, or a little above it."""
    font = ImageFont.truetype(SANS, int(dpi * 0.13))
    w, h = int(dpi * 1.9), int(dpi * 0.6)
    s = Image.new("RGBA", (w, h), (0, 0, 0, 0))
    d = ImageDraw.Draw(s)
    ink = r.choice(STAMP_INKS)
    d.rectangle((2, 2, w - 3, h - 3), outline=ink, width=3)
    d.multiline_text((10, 8), text, font=font, fill=ink)
    s = s.rotate(r.uniform(-7, 7), expand=True)
    place = blank_spot(im, s.width, s.height, r)
    if place is None:
        return
    if not on_blank:
        place = (place[0], max(0, place[1] - r.randint(0, int(dpi * 0.12))))
    im.paste(s, place, s)


def sticker(im: Image.Image, r: Random, dpi: int, lines: Sequence[str]) -> bool:
    """Lay an identity label on an empty place; False when there is none."""
    font = ImageFont.truetype(SANS, int(dpi * 0.12))
    w = int(max(font.getlength(line) for line in lines)) + 24
    h = int(len(lines) * dpi * 0.16) + 20
    place = blank_spot(im, w, h, r)
    if place is None:
        return False
    s = Image.new("RGB", (w, h), "white")
    d = ImageDraw.Draw(s)
    d.rectangle((0, 0, w - 1, h - 1), outline=(120, 120, 120))
    for i, line in enumerate(lines):
        d.text((12, 8 + i * dpi * 0.16), line, font=font, fill=(10, 10, 10))
    im.paste(s, place)
    return True


def degrade(im: Image.Image, r: Random, dpi: int, poor: bool, kind: str, fax: str | None) -> Image.Image:
    """A page as it was captured. kind: mfp, bw, fax or phone; fax: its line at the head, None when it has none."""
    noise = np.random.default_rng(r.randint(0, 2**31))
    if r.random() < 0.15:
        im = _seen_through(im)
    paper = r.choice(PAPERS)
    im = im.rotate(max(-2, min(2, r.gauss(0, 0.7))), resample=Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    _mark(im, r, dpi, fax if kind == "fax" else None)
    a = np.asarray(im, dtype=np.float32) * (np.array(paper, dtype=np.float32) / 255)
    if kind == "phone":
        a *= _shade(r, *im.size)
    w, h = im.size
    a += noise.normal(0, r.uniform(5, 9) if poor else r.uniform(2, 6), (h, w, 1)).astype(np.float32)
    im = Image.fromarray(np.clip(a, 0, 255).astype(np.uint8))
    im = im.filter(ImageFilter.GaussianBlur(r.uniform(0.4, 0.65) if poor else r.uniform(0.2, 0.65) * dpi / 200))
    if kind in ("fax", "bw"):
        levels = [255 if level > r.randint(150, 152) else 0 for level in range(256)]
        im = im.convert("L").point(levels).convert("1", dither=Image.Dither.NONE)
    elif r.random() < 0.45:
        im = im.convert("L")
    if r.random() < 0.12:
        cut = int(dpi * r.uniform(0.05, 0.12))
        im = im.crop((cut, 0, w, h)) if r.random() < 0.5 else im.crop((0, cut, w, h))
    return im


def _seen_through(im: Image.Image) -> Image.Image:
    """The print of the other side."""
    ghost = im.transpose(Image.Transpose.FLIP_LEFT_RIGHT).convert("L").filter(ImageFilter.GaussianBlur(3))
    ink = (255 - np.asarray(ghost, dtype=np.float32)) * 0.07
    return Image.fromarray(np.clip(np.asarray(im, dtype=np.float32) - ink[..., None], 0, 255).astype(np.uint8))


def _shade(r: Random, w: int, h: int) -> np.ndarray:
    """The light of a room."""
    yy, xx = np.mgrid[0:h, 0:w]
    shade = 1 - r.uniform(0.05, 0.2) * ((xx / w) * r.choice([1, 0.3]) + (yy / h) * r.choice([0, 0.8]))
    return np.asarray(shade[..., None].astype(np.float32))


def _mark(im: Image.Image, r: Random, dpi: int, fax: str | None) -> None:
    """Line of the fax; or holes, staple, streak, fold, or nothing."""
    w, h = im.size
    d = ImageDraw.Draw(im)
    share = r.random()
    if fax:
        font = ImageFont.truetype(MONO, int(dpi * 0.1))
        d.rectangle((0, 0, w, int(dpi * 0.2)), fill="white")
        d.text((int(dpi * 0.5), int(dpi * 0.05)), fax, font=font, fill=(0, 0, 0))
    elif share < 0.2:
        for y in (h * 0.36, h * 0.64):
            side = dpi * 0.11
            ink = (70, 70, 70) if r.random() < 0.5 else (215, 215, 215)
            d.ellipse((dpi * 0.2 - side, y - side, dpi * 0.2 + side, y + side), fill=ink)
    elif share < 0.35:
        d.line((dpi * 0.25, dpi * 0.3, dpi * 0.6, dpi * 0.22), fill=(90, 90, 90), width=4)
    elif share < 0.45:
        x = int(w * r.uniform(0.05, 0.95))
        d.line((x, 0, x + r.randint(-6, 6), h), fill=(190, 190, 190), width=1)
    elif share < 0.55:
        y = int(h * r.uniform(0.45, 0.55))
        d.line((0, y, w, y + r.randint(-8, 8)), fill=(205, 205, 205), width=3)


def written(images: Sequence[Image.Image], extension: str, r: Random, dpi: int, poor: bool) -> bytes:
    """The bytes of a file of pictures."""
    quality = r.randint(45, 62) if poor else r.randint(60, 85)
    first, target, both = images[0], io.BytesIO(), (dpi, dpi)
    if extension == "tif":
        more = list(images[1:])
        first.save(target, "TIFF", save_all=True, append_images=more, dpi=both, compression="tiff_lzw")
    elif extension == "png":
        first.save(target, "PNG", dpi=both)
    elif extension == "jpg":
        first.convert("L" if first.mode == "1" else first.mode).save(target, "JPEG", quality=quality, dpi=both)
    elif first.mode == "1":  # pages of one bit a point are kept as they are, without loss
        first.save(target, "PDF", resolution=dpi, save_all=True, append_images=list(images[1:]))
        return papers.joined([target.getvalue()])
    else:
        return papers.of_pictures(images, quality, dpi)
    return target.getvalue()

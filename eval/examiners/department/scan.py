"""From clean pages to what a scanner, a fax server or a phone hands over."""

import io
from collections.abc import Sequence
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from eval.examiners.common import papers

BOLD = "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"
MONO = "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf"
INKS = [(40, 50, 160, 150), (170, 30, 40, 140), (60, 60, 60, 150)]
PAPERS = [(255, 255, 255), (252, 251, 247), (244, 243, 240), (236, 236, 236)]
NOISE = {"mfp": 3.5, "phone": 5, "fax": 8, "poor": 9}
DARK = 158
"""A level up to which a point is black on a page of one bit a point."""


def stamp(image: Image.Image, r: Random, text: str, dpi: int) -> None:
    """Stamp a text in the lower margin, where it hides nothing of value."""
    font = ImageFont.truetype(BOLD, int(dpi * 0.12))
    lines = text.split("\n")
    width = int(max(font.getlength(line) for line in lines) + dpi * 0.3)
    height = int(len(lines) * dpi * 0.17 + dpi * 0.2)
    box = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    pen, ink = ImageDraw.Draw(box), r.choice(INKS)
    pen.rectangle((3, 3, width - 4, height - 4), outline=ink, width=3)
    for at, line in enumerate(lines):
        pen.text((dpi * 0.15, dpi * 0.1 + at * dpi * 0.17), line, font=font, fill=ink)
    box = box.rotate(r.uniform(-9, 9), expand=True, resample=Image.Resampling.BICUBIC)
    left = int(r.uniform(0.06, 0.94) * max(1, image.width - box.width))
    top = int(image.height - box.height - dpi * r.uniform(0.1, 0.45))
    image.paste(box, (left, top), box)


def degrade(
    image: Image.Image, r: Random, kind: str, dpi: int, fax: str | None = None, back: Image.Image | None = None
) -> Image.Image:
    """A page as it was captured. kind: mfp, fax, phone or poor; fax: its line at the head; back: the page behind."""
    noise = np.random.default_rng(r.randrange(1 << 30))
    if back is not None and kind != "fax" and r.random() < 0.3:
        image = _seen_through(image, back)
    if kind in ("mfp", "poor"):
        _mark(image, r, dpi)
    angle = r.uniform(-2, 2) * (0.5 if r.random() < 0.6 else 1)
    paper = r.choice(PAPERS)
    image = image.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    if kind == "phone":
        image = _held(image, r)
    light = np.asarray(image, dtype=np.float32) * (np.array(paper, dtype=np.float32) / 255)
    light *= _shade(r, kind, image.width, image.height, dpi)
    light += noise.normal(0, NOISE[kind], (image.height, image.width, 1)).astype(np.float32)
    image = Image.fromarray(np.clip(light, 0, 255).astype(np.uint8))
    image = image.filter(ImageFilter.GaussianBlur(_blur(r, kind) * dpi / 200))
    mode = "bit" if kind == "fax" else r.choice(["color", "grey", "grey"])
    if kind == "mfp" and r.random() < 0.15:
        mode = "bit"
    if kind == "mfp" and r.random() < 0.25:
        cut = int(dpi * r.uniform(0.03, 0.12))
        image = image.crop((cut if r.random() < 0.5 else 0, cut, image.width, image.height))
    if fax:
        image = _with_head(image, fax, dpi)
    return _in_mode(image, mode)


def _in_mode(image: Image.Image, mode: str) -> Image.Image:
    if mode == "color":
        return image
    image = image.convert("L")
    if mode == "grey":
        return image
    levels = [255 if level > DARK else 0 for level in range(256)]
    return image.point(levels).convert("1", dither=Image.Dither.NONE)


def _blur(r: Random, kind: str) -> float:
    low, high = {"mfp": (0, 0.6), "phone": (0.3, 0.8), "fax": (0.4, 0.4), "poor": (0.4, 0.75)}[kind]
    return r.uniform(low, high)


def _seen_through(image: Image.Image, back: Image.Image) -> Image.Image:
    """The print of the page behind."""
    ghost = back.resize(image.size).convert("L").transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    ink = 255 - np.asarray(ghost.filter(ImageFilter.GaussianBlur(2.5)), dtype=np.float32)
    light = np.asarray(image, dtype=np.float32) - ink[..., None] * 0.07
    return Image.fromarray(np.clip(light, 0, 255).astype(np.uint8))


def _mark(image: Image.Image, r: Random, dpi: int) -> None:
    """Punched holes, a staple, or nothing."""
    pen = ImageDraw.Draw(image)
    if r.random() < 0.25:
        side, left = dpi * 0.11, dpi * 0.3
        for down in (-1.57, 1.57):
            top = image.height * 0.5 + down * dpi
            pen.ellipse((left - side, top - side, left + side, top + side), fill=(45, 45, 45))
    if r.random() < 0.2:
        place = (dpi * 0.2, dpi * 0.35, dpi * 0.45, dpi * 0.2)
        pen.line(place, fill=(70, 70, 70), width=max(2, dpi // 70))


def _held(image: Image.Image, r: Random) -> Image.Image:
    """The mild perspective of a phone."""
    width, height = image.size

    def off(side: int) -> float:
        return r.uniform(0, 0.012) * side

    corners = (
        off(width), off(height), off(width), height - off(height),
        width - off(width), height - off(height), width - off(width), off(height),
    )  # fmt: skip
    return image.transform(image.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC)


def _shade(r: Random, kind: str, width: int, height: int, dpi: int) -> np.ndarray:
    """The light of a room for a phone, else a fold or nothing."""
    if kind == "phone":
        across = np.linspace(r.uniform(0.82, 1), r.uniform(0.82, 1), width)[None, :, None]
        down = np.linspace(r.uniform(0.85, 1), r.uniform(0.85, 1), height)[:, None, None]
        return np.asarray(across * down, dtype=np.float32)
    if r.random() >= 0.25:
        return np.ones((1, 1, 1), dtype=np.float32)
    fold = int(height * r.choice([1 / 3, 0.5, 2 / 3]))
    band = np.exp(-(((np.arange(height) - fold) / (dpi * 0.03)) ** 2))[:, None, None]
    return np.asarray(1 - 0.16 * band, dtype=np.float32)


def _with_head(image: Image.Image, text: str, dpi: int) -> Image.Image:
    """The line that a fax prints over the page."""
    out = Image.new("RGB", image.size, (255, 255, 255))
    height = int(dpi * 0.2)
    out.paste(image.resize((image.width, image.height - height)), (0, height))
    font = ImageFont.truetype(MONO, int(dpi * 0.11))
    ImageDraw.Draw(out).text((dpi * 0.2, dpi * 0.03), text, font=font, fill=(0, 0, 0))
    return out


def written(images: Sequence[Image.Image], extension: str, dpi: int, quality: int) -> bytes:
    """The bytes of a file of pictures."""
    first, target, both = images[0], io.BytesIO(), (dpi, dpi)
    if extension == "pdf":
        return papers.joined([_page_of(image, dpi, quality) for image in images])
    if extension == "jpg":
        first.convert("L" if first.mode == "1" else first.mode).save(target, "JPEG", quality=quality, dpi=both)
    elif extension == "png":
        first.save(target, "PNG", dpi=both)
    else:
        packing = "group4" if all(image.mode == "1" for image in images) else "tiff_lzw"
        first.save(target, "TIFF", save_all=True, append_images=list(images[1:]), dpi=both, compression=packing)
    return target.getvalue()


def _page_of(image: Image.Image, dpi: int, quality: int) -> bytes:
    """A page of one picture: of one bit a point without loss, else a JPEG."""
    if image.mode != "1":
        return papers.of_pictures([image], quality, dpi)
    target = io.BytesIO()
    image.save(target, "PDF", resolution=dpi)
    return target.getvalue()

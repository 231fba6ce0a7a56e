"""Turns pages into pictures that look scanned, photocopied or faxed."""

import random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from eval.examiners.common import papers

MONO = "/usr/share/fonts/truetype/liberation/LiberationMono-Regular.ttf"
SANS = "/usr/share/fonts/truetype/liberation/LiberationSans-Bold.ttf"


def _degrade(image, rng, poor, fax):
    width, height = image.size
    dpi = width / 8.27
    draw = ImageDraw.Draw(image)
    if rng.random() < 0.25 and not poor:
        font = ImageFont.truetype(SANS, int(dpi * 0.13))
        stamp = Image.new("L", (int(dpi * 1.7), int(dpi * 0.6)), 255)
        sd = ImageDraw.Draw(stamp)
        sd.rectangle([4, 4, stamp.width - 5, stamp.height - 5], outline=110, width=3)
        sd.text(
            (int(dpi * 0.15), int(dpi * 0.08)), rng.choice(["REÇU LE", "ARRIVÉ LE", "NUMÉRISÉ"]), fill=110, font=font
        )
        sd.text((int(dpi * 0.15), int(dpi * 0.31)), f"{rng.randint(20, 28)} NOV. 2026", fill=110, font=font)
        stamp = stamp.rotate(rng.uniform(-8, 8), expand=True, fillcolor=255)
        spot = (int(width * rng.uniform(0.45, 0.7)), int(height * 0.925))
        image.paste(stamp, spot, stamp.point(lambda v: 255 if v < 200 else 0))
    if fax:
        font = ImageFont.truetype(MONO, int(dpi * 0.11))
        draw.text(
            (int(dpi * 0.4), int(dpi * 0.08)),
            f"23/11/2026 {rng.randint(8, 18):02d}:{rng.randint(0, 59):02d}   DE: 0{rng.randint(100000000, 599999999)}   P. 1/1",
            fill=20,
            font=font,
        )
    if rng.random() < 0.3:
        for y in (0.36, 0.64):
            x, r = dpi * 0.3, dpi * 0.12
            draw.ellipse([x - r, height * y - r, x + r, height * y + r], fill=60)
    skew = rng.uniform(-2.0, 2.0) if rng.random() < 0.7 else rng.uniform(-0.4, 0.4)
    image = image.rotate(skew, resample=Image.BICUBIC, fillcolor=255)
    image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.6, 0.9) if poor else rng.uniform(0.2, 0.7)))
    array = np.asarray(image, dtype=np.float32)
    noise = np.random.default_rng(rng.randint(0, 2**31))
    paper = rng.uniform(222, 252)
    array = array * (paper / 255) + rng.uniform(0, 28) * (1 - array / 255)
    array += noise.normal(0, rng.uniform(8, 14) if poor else rng.uniform(2, 7), array.shape)
    if rng.random() < 0.25:
        array[:, rng.randint(10, width - 10)] -= 60
    array = np.clip(array, 0, 255).astype(np.uint8)
    image = Image.fromarray(array)
    if rng.random() < 0.12 and not poor:
        image = image.point(lambda v: 255 if v > 150 else 0)
    return image


def scan(data, seed, poor=False):
    """Pictures of all pages, with the resolution and the quality used."""
    rng = random.Random(seed)
    dpi = 150 if poor else rng.choice([200, 200, 240, 300])
    fax = rng.random() < 0.15
    pages = [_degrade(one.convert("L"), rng, poor, fax) for one in papers.pictures(data, dpi, is_grey=True)]
    return pages, dpi, rng.randint(35, 55) if poor else rng.randint(55, 85)

"""Paper effects: drawn pages turned into scans."""

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from eval.examiners.common import papers

FONT = "/usr/share/fonts/truetype/liberation/LiberationMono-Regular.ttf"


def dirty(img, rng, dpi, poor, fax_line, stamp):
    """One page as the scanner gives it."""
    w, h = img.size
    mm = dpi / 25.4
    d = ImageDraw.Draw(img)
    if stamp:
        layer = Image.new("L", (int(60 * mm), int(14 * mm)), 255)
        ld = ImageDraw.Draw(layer)
        ld.rectangle((2, 2, layer.width - 3, layer.height - 3), outline=90, width=max(2, int(0.5 * mm)))
        ld.text((3 * mm, 4 * mm), stamp, font=ImageFont.truetype(FONT, int(4 * mm)), fill=90)
        layer = layer.rotate(rng.uniform(-6, 6), expand=True, fillcolor=255)
        box = (int(w - 75 * mm), int(h - 30 * mm))
        base = img.crop((box[0], box[1], box[0] + layer.width, box[1] + layer.height))
        img.paste(Image.fromarray(np.minimum(np.array(base), np.array(layer))), box)
    if rng.random() < 0.25:
        for y in (0.28, 0.72):
            d.ellipse((4 * mm, h * y, 9.5 * mm, h * y + 5.5 * mm), fill=25)
    if fax_line:
        d.text((8 * mm, 2.5 * mm), fax_line, font=ImageFont.truetype(FONT, int(3 * mm)), fill=20)
    img = img.rotate(rng.uniform(-2, 2) if rng.random() < 0.8 else 0, resample=Image.BICUBIC, fillcolor=250)
    img = img.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 0.7) * dpi / 200 * (1.15 if poor else 1)))
    a = np.asarray(img, dtype=np.float32)
    gen = np.random.default_rng(rng.randint(0, 2**31))
    paper, ink = rng.uniform(222, 252), rng.uniform(0, 60)
    a = ink + a / 255 * (paper - ink)
    a += np.linspace(0, rng.uniform(-14, 14), a.shape[1], dtype=np.float32)[None, :]
    a += gen.normal(0, rng.uniform(3, 8) * (1.6 if poor else 1), a.shape).astype(np.float32)
    if rng.random() < (0.4 if poor else 0.1):
        x = rng.randint(int(w * 0.05), int(w * 0.95))
        a[:, x : x + 1] -= 60
    out = Image.fromarray(np.clip(a, 0, 255).astype(np.uint8))
    if poor and rng.random() < 0.5:
        out = out.point(lambda v: 255 if v > 140 else 0).convert("L")
    return out


def scan_file(pdf, rng, path, poor, single):
    """Write a scan of the pages; gives its path, with the extension added."""
    dpi = 150 if poor else rng.choice([200, 200, 240, 300])
    fax = None
    if rng.random() < (0.35 if poor else 0.12):
        fax = f"{rng.randint(1, 28):02d}/{rng.choice([10, 11]):02d}/2026 {rng.randint(8, 18):02d}:{rng.randint(0, 59):02d}   DE: 0{rng.randint(1, 5)}{rng.randint(0, 99999999):08d}   P. 001"
    stamp = (
        rng.choice([f"REÇU LE {rng.randint(2, 22):02d}/11/2026", "COPIE", "ARCHIVES"]) if rng.random() < 0.25 else None
    )
    pages = papers.pictures(pdf, dpi, is_grey=True)
    imgs = [dirty(im.convert("L"), rng, dpi, poor, fax, stamp if n == 0 else None) for n, im in enumerate(pages)]
    q = rng.randint(38, 55) if poor else rng.randint(58, 88)
    k = rng.random()
    is_alone = single and len(imgs) == 1
    if is_alone and k < 0.12:
        target = path.with_name(path.name + ".jpg")
        imgs[0].save(target, quality=q, dpi=(dpi, dpi))
    elif is_alone and k < 0.2:
        target = path.with_name(path.name + ".png")
        imgs[0].save(target, dpi=(dpi, dpi))
    elif k < 0.3:
        target = path.with_name(path.name + ".tif")
        imgs[0].save(target, save_all=True, append_images=imgs[1:], compression="tiff_lzw", dpi=(dpi, dpi))
    else:
        target = path.with_name(path.name + ".pdf")
        target.write_bytes(papers.of_pictures(imgs, q, dpi))
    return target

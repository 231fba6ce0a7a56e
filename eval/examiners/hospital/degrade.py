"""Drawn pages turned into scans: skew, blur, noise, paper, stamps, fax lines."""

import io
import random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from eval.examiners.common import papers
from eval.examiners.hospital.dates import MONTHS

BOLD = "/usr/share/fonts/truetype/liberation/LiberationSans-Bold.ttf"
FAX_FONT = "/usr/share/fonts/truetype/liberation/LiberationMono-Bold.ttf"
DARK = 170


def quiet_spot(a, w, h):
    """Top-left of a blank area for a stamp (never over the text), or None."""
    height, width = a.shape
    s = (a < DARK).astype(np.int64).cumsum(0).cumsum(1)
    best = None
    for y in range(10, height - h - 10, 40):
        for x in range(10, width - w - 10, 40):
            if s[y + h, x + w] - s[y, x + w] - s[y + h, x] + s[y, x] == 0:
                best = (x, y)
                if y > height * 0.4:
                    return best
    return best


def ink(im, level):
    """A level of grey in the mode of the picture."""
    return level if im.mode == "L" else (level,) * 3


def put_stamp(im, dpi, r, lines):
    """A stamp of two lines, where the paper is blank."""
    k = dpi / 72
    w, h = int(150 * k), int(52 * k)
    pos = quiet_spot(np.asarray(im.convert("L")), w, h)
    if not pos:
        return
    st = Image.new("RGB", (w, h), "white")
    dr = ImageDraw.Draw(st)
    c = r.choice([(150, 30, 40), (30, 40, 140), (60, 60, 60)])
    dr.rectangle([4, 4, w - 5, h - 5], outline=c, width=max(2, int(k)))
    f = ImageFont.truetype(BOLD, int(11 * k))
    for i, s in enumerate(lines):
        dr.text((w / 2, h * (0.32 + 0.36 * i)), s, font=f, fill=c, anchor="mm")
    st = st.rotate(r.uniform(-6, 6), fillcolor="white", resample=Image.BICUBIC)
    if im.mode == "L":
        st = st.convert("L")
    under = im.crop((pos[0], pos[1], pos[0] + w, pos[1] + h))
    im.paste(Image.fromarray(np.minimum(np.asarray(under), np.asarray(st))), pos)


def wear(im, r, poor):
    """Paper, noise, uneven light."""
    a = np.asarray(im).astype(np.float32)
    g = np.random.default_rng(r.randrange(10**9))
    paper = r.uniform(222, 254)
    a = a * paper / 255 + g.normal(0, r.uniform(2, 7) if not poor else r.uniform(7, 13), a.shape)
    if r.random() < 0.4:
        ramp = np.linspace(r.uniform(-16, 0), 0, a.shape[1])
        a = a + (ramp if a.ndim == 2 else ramp[None, :, None])
    if poor:
        a[g.random(a.shape[:2]) < 0.0008] = 40
    return Image.fromarray(np.clip(a, 0, 255).astype(np.uint8))


def page_image(im, dpi, r, poor, fax, stamp):
    """One page as the scanner gives it. fax: the line at its head, stamp: its lines, if any."""
    if poor or fax or r.random() < 0.6:
        im = im.convert("L")
    k = dpi / 72
    if stamp:
        put_stamp(im, dpi, r, stamp)
    im = im.rotate(
        r.uniform(-1.9, 1.9) if not poor else r.uniform(-1.6, 1.6), resample=Image.BICUBIC, fillcolor=ink(im, 255)
    )
    dr = ImageDraw.Draw(im)
    if r.random() < 0.3:
        for y in (0.28, 0.72):
            yy, xx, rr = int(im.height * y), int(14 * k), int(7 * k)
            dr.ellipse([xx - rr, yy - rr, xx + rr, yy + rr], fill=ink(im, 60))
    if fax:
        dr.text((30 * k, 6 * k), fax, font=ImageFont.truetype(FAX_FONT, int(8 * k)), fill=ink(im, 0))
    im = im.filter(
        ImageFilter.GaussianBlur((0.4 + r.random() * 0.5) * dpi / 200 if not poor else 0.55 + r.random() * 0.35)
    )
    im = wear(im, r, poor)
    if fax and r.random() < 0.5:
        im = im.convert("L").point(lambda v: 255 if v > 165 else 0)
    return im


def scan(pdf, seed, grade, received):
    """A scanned version of the pages: its bytes and the extension of its file."""
    r = random.Random(seed)
    poor = grade == "poor"
    dpi = 150 if poor else r.choice([200, 200, 200, 250, 300])
    fax = None
    if r.random() < 0.18:
        fax = f"{received.strftime('%d/%m/%Y')}  {r.randint(8, 18):02d}:{r.randrange(60):02d}   DE: 0{r.randint(1, 5)}{r.randrange(10**8):08d}   A: SECRETARIAT"
    stamp = None
    if r.random() < 0.3:
        stamp = (
            r.choice(["REÇU LE", "COURRIER ARRIVÉ", "ARCHIVES MÉDICALES"]),
            f"{received.day} {MONTHS[received.month - 1][:4].upper()}. {received.year}",
        )
    ims = [
        page_image(p, dpi, r, poor, fax and f"{fax}   P.{i:02d}", stamp if i == 1 else None)
        for i, p in enumerate(papers.pictures(pdf, dpi), 1)
    ]
    return _saved(ims, r, dpi, r.randint(55, 85) if not poor else r.randint(28, 45))


def _saved(ims, r, dpi, quality):
    target = io.BytesIO()
    im = ims[0]
    if len(ims) == 1 and r.random() < 0.35:
        ext = r.choice(["png", "jpg", "jpg", "tif"])
        if ext == "jpg":
            im.save(target, "JPEG", quality=quality, dpi=(dpi, dpi))
        elif ext == "png":
            im.save(target, "PNG", dpi=(dpi, dpi))
        else:
            im.save(target, "TIFF", compression="tiff_lzw", dpi=(dpi, dpi))
        return target.getvalue(), ext
    if len(ims) > 1 and r.random() < 0.08:
        im.save(target, "TIFF", compression="tiff_lzw", save_all=True, append_images=ims[1:], dpi=(dpi, dpi))
        return target.getvalue(), "tif"
    return papers.of_pictures(ims, quality, dpi), "pdf"

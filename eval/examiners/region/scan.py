"""Pages turned into scans; stickers and stamps laid on a free place."""

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from eval.examiners.common import papers
from eval.examiners.region.pdf import Pdf

MM = 72 / 25.4
BLANK = 225


def free_spot(data, w, h, r):
    """A place of w x h mm of the first page without words or drawings, in points, or None."""
    a = np.asarray(papers.pictures(data, papers.POINTS, is_grey=True, first_only=True)[0])
    height, width = a.shape
    cs = np.pad((a < BLANK).astype(np.int32).cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    ww, hh = int((w + 3) * MM), int((h + 3) * MM)
    ok = []
    for y in range(20, height - hh - 12, 8):
        for x in range(20, width - ww - 12, 8):
            if cs[y + hh, x + ww] - cs[y, x + ww] - cs[y + hh, x] + cs[y, x] == 0:
                ok.append((x + 4, y + 4))
    return r.choice(ok) if ok else None


def overlaid(data, draw, w, h, r):
    """The pages with a small drawing of w x h mm laid on a free place of the first one, or None when there is none."""
    spot = free_spot(data, w, h, r)
    if not spot:
        return None
    small = Pdf("arial", 8, fmt=(w, h))
    draw(small)
    return papers.laid_over(data, 0, bytes(small.output()), (*spot, w * MM, h * MM))


def degrade(img, r, dpi, poor, fax, folio):
    """One page as the scanner gives it. fax: the line at its head; folio: what ends it."""
    rs = np.random.default_rng(r.randrange(2**31))
    grey = fax or r.random() < 0.6
    bg = r.randint(228, 250) if not poor else r.randint(205, 235)
    if grey:
        img = img.convert("L")
    white = 255 if grey else (255, 255, 255)
    img = img.rotate(
        r.uniform(-2, 2) * (1 if poor else r.choice([0.2, 0.5, 1])), resample=Image.BICUBIC, fillcolor=white
    )
    d = ImageDraw.Draw(img)
    u = dpi / 25.4
    if r.random() < 0.25:
        for yy in (img.height * 0.37, img.height * 0.63):
            rad = 3 * u
            cx = 8 * u
            d.ellipse((cx - rad, yy - rad, cx + rad, yy + rad), fill=90 if grey else (90, 90, 90))
    if r.random() < 0.2:
        x = r.choice([r.uniform(0, 8), r.uniform(203, 209)]) * u
        d.line((x, 0, x + 4, img.height), fill=120 if grey else (120, 120, 120), width=2)
    if fax:
        f = ImageFont.truetype("/usr/share/fonts/truetype/liberation/LiberationMono-Regular.ttf", int(3 * u))
        d.rectangle((0, 0, img.width, 5 * u), fill=white)
        d.text((6 * u, 0.8 * u), f"{fax}  P.{folio}", fill=0 if grey else (0, 0, 0), font=f)
    img = img.filter(ImageFilter.GaussianBlur(r.uniform(0.9, 1.3) if poor else r.uniform(0.2, 0.7) * dpi / 200))
    a = np.asarray(img).astype(np.float32)
    a = a * (bg / 255.0)
    a += rs.normal(0, r.uniform(9, 16) if poor else r.uniform(2, 7), a.shape[:2] + ((1,) if a.ndim == 3 else ()))
    if r.random() < 0.3:
        g = np.linspace(0, r.uniform(-22, 22), a.shape[1])
        a += g[None, :, None] if a.ndim == 3 else g[None, :]
    if poor:
        k = rs.random(a.shape[:2]) < 0.0012
        a[k] = rs.choice([20, 250])
    a = np.clip(a, 0, 255).astype(np.uint8)
    img = Image.fromarray(a)
    if fax:
        img = img.point(lambda v: 255 if v > 150 else 0)
    return img

"""Pages as a copier or a fax would give them. Marks stay in the margins."""

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from eval.examiners.common import papers

FONTS = Path("/usr/share/fonts/truetype/dejavu")
DARK = 150


def _font(size, name="DejaVuSansMono.ttf"):
    return ImageFont.truetype(str(FONTS / name), size)


@dataclass(frozen=True, slots=True)
class Machine:
    """How one machine spoils every page of a file."""

    dpi: int
    skew: float
    paper: int
    has_holes: bool
    has_band: bool
    is_bilevel: bool
    has_stamp: bool
    noise: float
    blur: float
    is_poor: bool

    @property
    def mm(self):
        """Points of a millimetre."""
        return self.dpi / 25.4


def machine(rng, grade):
    """A machine of a grade, and its own noise."""
    is_scan = grade == "scan"
    dpi = rng.choice([200, 200, 240, 300]) if is_scan else 150
    noises = np.random.default_rng(rng.randint(0, 2**31))
    made = Machine(
        dpi=dpi,
        skew=rng.uniform(-2, 2) if rng.random() < 0.7 else rng.uniform(-0.4, 0.4),
        paper=rng.randint(228, 255),
        has_holes=rng.random() < 0.35,
        has_band=rng.random() < 0.15,
        is_bilevel=rng.random() < (0.12 if is_scan else 0.3),
        has_stamp=rng.random() < 0.3,
        noise=rng.uniform(2, 7) if is_scan else rng.uniform(8, 16),
        blur=rng.uniform(0, 0.7) if is_scan else rng.uniform(0.5, 0.95),
        is_poor=not is_scan,
    )
    return made, noises


def put_stamp(im, m, rng):
    """A stamp where the paper is empty, if anywhere."""
    mm, (w, h) = m.mm, im.size
    st = Image.new("RGBA", (int(52 * mm), int(17 * mm)), (0, 0, 0, 0))
    sd = ImageDraw.Draw(st)
    col = rng.choice([(30, 40, 150, 150), (160, 30, 40, 150), (60, 60, 60, 150)])
    sd.rectangle([2, 2, st.width - 3, st.height - 3], outline=col, width=max(2, int(0.5 * mm)))
    sd.text(
        (st.width // 2, int(5 * mm)),
        rng.choice(["REÇU", "COURRIER ARRIVÉ", "SCANNÉ", "VU", "COPIE"]),
        fill=col,
        font=_font(int(4.4 * mm), "DejaVuSans-Bold.ttf"),
        anchor="mm",
    )
    sd.text(
        (st.width // 2, int(12 * mm)),
        rng.choice(["SECRÉTARIAT MÉDICAL", "ARCHIVES", "Service DIM", "Bureau des entrées"]),
        fill=col,
        font=_font(int(3 * mm), "DejaVuSans.ttf"),
        anchor="mm",
    )
    st = st.rotate(rng.uniform(-9, 9), expand=True, resample=Image.BICUBIC)
    low = h - st.height - 9 * mm
    spots = [
        (w - st.width - 9 * mm, low),
        (14 * mm, low),
        ((w - st.width) / 2, low),
        (w - st.width - 12 * mm, h * 0.62),
        (w - st.width - 12 * mm, h * 0.75),
    ]
    grey = np.asarray(im.convert("L"))
    for x, y in ((int(max(0, x)), int(max(0, y))) for x, y in spots):
        if (grey[y : y + st.height, x : x + st.width] < DARK).mean() < 0.001:
            im.paste(st, (x, y), st)
            return


def put_marks(im, m, rng, number, fax_line):
    """What is on the glass or on the paper besides the document."""
    mm, (w, h) = m.mm, im.size
    d = ImageDraw.Draw(im)
    if m.has_stamp and number == 1:
        put_stamp(im, m, rng)
    if fax_line:
        d.rectangle([0, 0, w, int(6.2 * mm)], fill=(255, 255, 255))
        d.text(
            (int(6 * mm), int(1.6 * mm)), f"{fax_line}   P.{number:02d}", fill=(20, 20, 20), font=_font(int(2.9 * mm))
        )
    if m.has_holes and w / mm > 140:
        for fy in (0.37, 0.63):
            cx, cy, rad = int(7 * mm), int(h * fy), int(2.9 * mm)
            d.ellipse([cx - rad, cy - rad, cx + rad, cy + rad], fill=(70, 70, 70))
    if m.has_band:
        x = rng.randint(int(0.3 * w), int(0.97 * w))
        d.line([x, 0, x + 3, h], fill=(190, 190, 190), width=1)


def worn(im, m, rng, noises):
    """Colour of the paper, shade of its curve, noise."""
    a = np.asarray(im, dtype=np.float32) * (m.paper / 255.0)
    yy = np.linspace(-1, 1, a.shape[0])[:, None]
    shade = 1 - 0.05 * rng.random() * (yy**2)
    a = a * (shade if a.ndim == 2 else shade[..., None])
    a = a + noises.normal(0, m.noise, a.shape)
    if m.is_poor:
        a = (a - 128) * rng.uniform(0.65, 0.9) + 140
    return Image.fromarray(np.clip(a, 0, 255).astype(np.uint8))


def scan_pages(pdf, rng, grade, fax_line=None):
    """Pictures of the pages, their resolution and the quality of the last JPEG."""
    m, noises = machine(rng, grade)
    out, quality = [], 0
    for number, im in enumerate(papers.pictures(pdf, m.dpi), 1):
        im = im.convert("RGB")
        put_marks(im, m, rng, number, fax_line)
        im = im.convert("L") if rng.random() < 0.6 or m.is_bilevel else im
        im = im.rotate(
            m.skew + rng.uniform(-0.15, 0.15),
            resample=Image.BICUBIC,
            fillcolor=255 if im.mode == "L" else (255, 255, 255),
        )
        if m.blur > 0.15:
            im = im.filter(ImageFilter.GaussianBlur(m.blur * m.dpi / 200))
        im = worn(im, m, rng, noises)
        if m.is_bilevel:
            im = im.point(lambda v: 255 if v > DARK else 0)
        q = rng.randint(62, 88) if grade == "scan" else rng.randint(28, 45)
        quality = quality or q
        target = io.BytesIO()
        im.save(target, "JPEG", quality=q)
        out.append(Image.open(target))
    return out, m.dpi, quality


def save_scan(images, dpi, quality, path):
    """Write the pictures as the extension of the file asks."""
    if path.suffix == ".pdf":
        path.write_bytes(papers.of_pictures(images, quality, dpi))
    elif path.suffix == ".tif":
        images[0].save(path, save_all=True, append_images=images[1:], dpi=(dpi, dpi), compression="tiff_lzw")
    else:
        images[0].save(path, dpi=(dpi, dpi), **({"quality": quality} if path.suffix == ".jpg" else {}))

"""Makes pages look as a copier, a fax server or a phone application gives them."""

import datetime as dt
import io

import numpy as np
import pikepdf
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from eval.examiners.common import papers

SANS = "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf"
MONO = "/usr/share/fonts/truetype/liberation/LiberationMono-Bold.ttf"
PRODUCERS = {"mfp": "Canon iR-ADV", "fax": "FaxServer 9", "phone": "ScanApp"}
DEVICES = ["mfp", "fax", "phone"]
MM = 25.4


def profile(rng, grade):
    """Settings shared by all the pages of a file: one device, one clerk."""
    kind = rng.choices(DEVICES, [72, 13, 15] if grade == "scan" else [55, 25, 20])[0]
    dpi = _resolution(rng, grade, kind)
    return {
        "kind": kind,
        "dpi": dpi,
        "mode": _depth(rng, kind, dpi),
        "grade": grade,
        "quality": rng.randint(60, 85) if grade == "scan" else rng.randint(45, 62),
        "punch": rng.random() < 0.15,
        "staple": rng.random() < 0.1,
        "fold": rng.random() < 0.14,
        "back": rng.random() < 0.1,
        "dust": rng.random() < 0.2,
        "stamp": rng.random() < 0.2,
        "turn": rng.choices([0, 180, 90, 270], [90, 5, 3, 2])[0],
        "faxname": rng.choice(["SECRETARIAT", "CABINET MEDICAL", "URGENCES", "ARCHIVES MED", "POSTE DE SOINS"]),
        "received": rng.choice(["REÇU LE", "ARRIVÉE", "COURRIER REÇU LE", "SCANNÉ"]),
        "cut": rng.random() < 0.12,
    }


def _resolution(rng, grade, kind):
    if grade == "poor":
        return 150
    return 200 if kind == "fax" else rng.choice([200, 200, 240, 300])


def _depth(rng, kind, dpi):
    """Bits, greys or colours, as pictures name them."""
    if kind == "fax" or (kind == "mfp" and rng.random() < 0.18 and dpi >= 200):
        return "1"
    return rng.choice(["L", "L", "RGB"]) if kind == "mfp" else "RGB"


def degrade(im, prof, rng, npr, page, pages, received: dt.date, back=None):
    """A page as it was captured. im: in colours, at the resolution of the profile."""
    im = im.convert("RGB")
    _mark(im, prof, rng, page, pages, received)
    im = _lit(im, prof, rng, back)
    im = _laid(im, prof, rng)
    im = _sensed(im, prof, rng, npr)
    return _saved(im, prof, rng)


def _mark(im, prof, rng, page, pages, received):
    """Stamp, line of the fax, holes and staple."""
    u, h = prof["dpi"] / MM, im.height
    d = ImageDraw.Draw(im)
    if prof["stamp"] and page == 0 and prof["kind"] != "phone":
        _stamp(im, prof, rng, received)
    if prof["kind"] == "fax":
        font = ImageFont.truetype(MONO, int(2.9 * u))
        line = (
            f"{received:%d/%m/%Y} {rng.randint(8, 19):02d}:{rng.randint(0, 59):02d}   0{rng.randint(100000000, 599999999)}"
            f"   {prof['faxname']}    PAGE {page + 1:02d}/{pages:02d}"
        )
        d.text((8 * u, 1.6 * u), line, fill=(0, 0, 0), font=font)
    if prof["punch"]:
        for y in (h / 2 - 40 * u, h / 2 + 40 * u):
            d.ellipse([5 * u, y - 2.7 * u, 10.4 * u, y + 2.7 * u], fill=(70, 70, 70))
    if prof["staple"]:
        d.line([6 * u, 5 * u, 14 * u, 9 * u], fill=(80, 80, 80), width=int(0.7 * u))


def _stamp(im, prof, rng, received):
    """The day a paper came in, stamped on it."""
    u, (w, h) = prof["dpi"] / MM, im.size
    font = ImageFont.truetype(SANS, int(3.6 * u))
    st = Image.new("RGBA", (int(52 * u), int(17 * u)), (0, 0, 0, 0))
    sd = ImageDraw.Draw(st)
    col = rng.choice([(40, 60, 150, 190), (150, 30, 60, 180), (60, 60, 60, 180)])
    sd.rectangle([3, 3, st.width - 4, st.height - 4], outline=col, width=max(2, int(0.5 * u)))
    sd.text((3 * u, 2.2 * u), prof["received"], fill=col, font=font)
    day = received.strftime("%d/%m/%Y") if rng.random() < 0.6 else received.strftime("%d %m %y")
    sd.text((3 * u, 8.4 * u), day, fill=col, font=font)
    st = st.rotate(rng.uniform(-12, 12), expand=True, resample=Image.BICUBIC)
    im.paste(st, (rng.choice([int(w * 0.62), int(w * 0.05)]), int(h * rng.uniform(0.80, 0.90))), st)


def _lit(im, prof, rng, back):
    """Print of the other side, fold and light."""
    u, (w, h) = prof["dpi"] / MM, im.size
    a = np.asarray(im).astype(np.float32)
    if back is not None and prof["back"]:
        ghost = back.convert("L").transpose(Image.FLIP_LEFT_RIGHT).resize(im.size)
        ghost = np.asarray(ghost.filter(ImageFilter.GaussianBlur(0.35 * u))).astype(np.float32)
        a -= ((255 - ghost) * 0.07)[..., None]
    if prof["fold"]:
        y = int(h * rng.choice([0.333, 0.5, 0.667]))
        band = np.exp(-(((np.arange(h) - y) / (0.5 * u)) ** 2)) * 42
        a -= band[:, None, None]
    if prof["kind"] == "phone":
        gx = np.linspace(rng.uniform(-26, 8), rng.uniform(-26, 8), w)
        gy = np.linspace(rng.uniform(-24, 6), rng.uniform(-24, 6), h)
        a = a * np.array([1.0, 0.985, 0.95]) + (gx[None, :] + gy[:, None])[..., None] - 6
    elif prof["mode"] != "1":
        a -= rng.uniform(2, 16)
    return Image.fromarray(np.clip(a, 0, 255).astype(np.uint8))


def _laid(im, prof, rng):
    """The sheet as it lies: turned a little, seen from aside."""
    w, h = im.size
    skew = rng.uniform(-1.1, 1.1) if rng.random() < 0.8 else rng.uniform(-2, 2)
    bg = (245, 245, 243) if prof["kind"] != "phone" else tuple(rng.randint(90, 150) for _ in range(3))
    im = im.rotate(skew, resample=Image.BICUBIC, fillcolor=bg)
    if prof["kind"] != "phone":
        return im
    dx = [rng.uniform(0, 0.012) for _ in range(8)]
    quad = (
        -w * dx[0], -h * dx[1], -w * dx[2], h * (1 + dx[3]), w * (1 + dx[4]), h * (1 + dx[5]), w * (1 + dx[6]), -h * dx[7],
    )  # fmt: skip
    return im.transform((w, h), Image.QUAD, quad, resample=Image.BICUBIC, fillcolor=bg)


def _sensed(im, prof, rng, npr):
    """Blur, noise and dust."""
    w, h = im.size
    is_fair = prof["grade"] == "scan"
    blur = rng.uniform(0.25, 0.6) * prof["dpi"] / 200 if is_fair else rng.uniform(0.5, 0.8)
    a = np.asarray(im.filter(ImageFilter.GaussianBlur(blur))).astype(np.float32)
    a += npr.normal(0, rng.uniform(2, 6) if is_fair else rng.uniform(6, 11), a.shape[:2])[..., None]
    if prof["dust"]:
        for _ in range(rng.randint(10, 70)):
            y, x = rng.randint(0, h - 4), rng.randint(0, w - 4)
            ink = rng.randint(20, 120)
            a[y : y + rng.randint(1, 3), x : x + rng.randint(1, 3)] = ink
        if rng.random() < 0.35:
            x = rng.randint(0, w - 3)
            a[:, x : x + 1] -= 60
    return Image.fromarray(np.clip(a, 0, 255).astype(np.uint8))


def _saved(im, prof, rng):
    """Cut, turned, in the depth of the device."""
    u, (w, h) = prof["dpi"] / MM, im.size
    if prof["cut"]:
        im = im.crop((0, 0, w - int(rng.uniform(1, 4) * u), h - int(rng.uniform(0, 3) * u)))
    if prof["turn"]:
        im = im.rotate(prof["turn"], expand=True)
    if prof["mode"] == "L":
        return im.convert("L")
    if prof["mode"] == "1":
        return im.convert("L").point(lambda v: 255 if v > 165 else 0).convert("1")
    return im


def on_glass(im, dpi):
    """Half a sheet on the glass of a copier."""
    u = dpi / MM
    sheet = Image.new("RGB", (int(210 * u), int(297 * u)), (240, 240, 238))
    sheet.paste(im, (int(1 * u), int(1 * u)))
    return sheet


def two_on_glass(halves, dpi, rng):
    """Two half sheets one under the other on the glass."""
    u = dpi / MM
    sheet = Image.new("RGB", (int(210 * u), int(297 * u)), (238, 238, 236))
    for k, half in enumerate(halves):
        im = half.resize((int(half.width * 0.985), int(half.height * 0.985)), Image.LANCZOS)
        lay = Image.new("RGBA", im.size, (255, 255, 255, 255))
        lay.paste(im)
        lay = lay.rotate(rng.uniform(-1.2, 1.2), expand=True, resample=Image.BICUBIC)
        sheet.paste(lay, (int(rng.uniform(0.3, 3) * u), int((0.8 + k * 148.5 + rng.uniform(0, 0.6)) * u)), lay)
    return sheet


def written(images, prof, rng):
    """The bytes of the pictures, and their extension."""
    x, dpi, first, target = rng.random(), (prof["dpi"], prof["dpi"]), images[0], io.BytesIO()
    if len(images) == 1 and x < 0.12:
        first.convert("L" if first.mode == "1" else first.mode).save(target, "JPEG", quality=prof["quality"], dpi=dpi)
        return target.getvalue(), "jpg"
    if len(images) == 1 and x < 0.16:
        first.save(target, "PNG", dpi=dpi)
        return target.getvalue(), "png"
    if x < 0.22:
        how = "group4" if first.mode == "1" else "jpeg"
        first.save(target, "TIFF", save_all=True, append_images=images[1:], compression=how, dpi=dpi)
        return target.getvalue(), "tif"
    with pikepdf.Pdf.open(io.BytesIO(_of_pages(images, prof))) as document:
        document.docinfo["/Producer"] = PRODUCERS[prof["kind"]]
        return papers.save(document), "pdf"


def _of_pages(images, prof):
    """A PDF file of pictures. Pages of one bit a point are kept as they are, without loss."""
    if prof["mode"] != "1":
        return papers.of_pictures(images, prof["quality"], prof["dpi"])
    target = io.BytesIO()
    images[0].save(target, "PDF", resolution=prof["dpi"], save_all=True, append_images=images[1:])
    return papers.joined([target.getvalue()])

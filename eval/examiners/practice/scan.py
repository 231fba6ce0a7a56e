"""Turn pages into pictures as a multifunction printer, a fax server or a phone makes them."""

import io

import numpy as np
import pikepdf
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from eval.examiners.common import papers

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf"
DRIVERS = ["KONICA MINOLTA bizhub C308", "RICOH IM C3000", "Canon iR-ADV", "Xerox AltaLink", "Scan2PDF"]


def _font(size):
    return ImageFont.truetype(FONT, size)


def plan(rng, grade):
    """Draw how this file was scanned."""
    how = {
        "source": rng.choices(["mfp", "fax", "phone"], [0.66, 0.2, 0.14])[0]
        if grade == "scan"
        else rng.choices(["mfp", "fax", "phone"], [0.5, 0.4, 0.1])[0]
    }
    how["dpi"] = 150 if grade == "poor" else rng.choice([200, 200, 240, 300]) if how["source"] != "fax" else 204
    how["mode"] = {"mfp": rng.choice(["L", "L", "RGB", "RGB", "1"]), "fax": "1", "phone": "RGB"}[how["source"]]
    how["q"] = rng.randint(60, 85) if grade == "scan" else rng.randint(42, 60)
    how["skew"] = rng.uniform(-2, 2) if rng.random() < 0.5 else rng.uniform(-0.6, 0.6)
    how["turn"] = rng.choice([90, 180, 270, 180]) if rng.random() < 0.07 else 0
    how["stamp"] = rng.random() < 0.22
    how["holes"] = rng.random() < 0.18
    how["fold"] = rng.random() < 0.18
    how["staple"] = rng.random() < 0.12
    how["through"] = rng.random() < 0.12 and how["mode"] != "1"
    how["crop"] = rng.random() < 0.12
    how["line"] = rng.random() < (0.25 if grade == "poor" else 0.08)
    how["grey"] = rng.uniform(0, 22)
    how["blur"] = rng.uniform(0.2, 0.75) * how["dpi"] / 200 if grade == "scan" else rng.uniform(0.5, 0.85)
    how["noise"] = rng.uniform(2, 9) if grade == "scan" else rng.uniform(8, 18)
    how["np"] = rng.randrange(2**31)
    how["date"] = f"{rng.randint(1, 28):02d}/{rng.choice([10, 11])}/2026"
    how["pos"] = (rng.uniform(0.45, 0.72), rng.choice([0.04, 0.83, 0.88]))
    how["faxno"] = f"04{rng.randint(10000000, 99999999)}"
    how["hhmm"] = f"{rng.randint(7, 19):02d}:{rng.randint(0, 59):02d}"
    how["kind"] = rng.choice(["RECU LE", "ARRIVEE", "SCANNE", "Vu Dr"])
    return how


def degrade(img, how, number, total, back=None):
    """One page as it was captured."""
    rs = np.random.RandomState((how["np"] + number) % 2**31)
    img = _marked(img, how, rs, number, back)
    img = _lit(img, how, rs)
    img = _laid(img, how, rs, number)
    if how["source"] == "fax":
        _add_fax_line(img, how, number, total)
    img = _sensed(img, how, rs)
    return img.rotate(how["turn"], expand=True) if how["turn"] else img


def _marked(img, how, rs, number, back):
    """Print of the other side, stamp, staple and holes."""
    (w, h), k = img.size, how["dpi"] / 200
    if how["through"] and back is not None:
        ghost = (
            back.transpose(Image.FLIP_LEFT_RIGHT).convert("L").filter(ImageFilter.GaussianBlur(3 * k)).resize((w, h))
        )
        ghost = ghost.point(lambda v: 255 - (255 - v) // 11).convert("RGB")
        img = Image.fromarray(np.minimum(np.asarray(img), np.asarray(ghost)))
    if how["stamp"] and number == 0:
        s = _stamp(how, rs, k)
        img.paste(s, (int(how["pos"][0] * w), int(how["pos"][1] * h)), s)
    draw = ImageDraw.Draw(img)
    if how["staple"]:
        draw.line([(40 * k, 50 * k), (88 * k, 30 * k)], fill=(90, 90, 90), width=int(4 * k))
    if how["holes"]:
        for y in (0.36, 0.63):
            r = 20 * k
            draw.ellipse([22 * k - r + 18, y * h - r, 22 * k + r + 18, y * h + r], fill=(70, 70, 70))
    return img


def _stamp(how, rs, k):
    s = Image.new("RGBA", (int(330 * k), int(110 * k)), (0, 0, 0, 0))
    d = ImageDraw.Draw(s)
    ink = (60, 60, 150, 170) if rs.rand() < 0.6 else (170, 40, 50, 170)
    d.rectangle([3, 3, s.width - 4, s.height - 4], outline=ink, width=int(4 * k))
    d.text((16 * k, 12 * k), how["kind"], font=_font(int(30 * k)), fill=ink)
    d.text((16 * k, 56 * k), how["date"], font=_font(int(34 * k)), fill=ink)
    return s.rotate(rs.uniform(-9, 9), expand=True, resample=Image.BICUBIC)


def _lit(img, how, rs):
    """Fold, light of a room and grey of the paper."""
    (w, h), k = img.size, how["dpi"] / 200
    arr = np.asarray(img).astype(np.float32)
    if how["fold"]:
        y = int(h * rs.choice([0.33, 0.5, 0.66]))
        band = np.exp(-(((np.arange(h) - y) / (5 * k)) ** 2)) * rs.uniform(18, 45)
        arr -= band[:, None, None]
    if how["source"] == "phone":
        yy, xx = np.mgrid[0:h, 0:w]
        light = 1 - 0.22 * (np.abs(xx / w - rs.uniform(0.2, 0.8)) + np.abs(yy / h - rs.uniform(0.2, 0.8))) / 1.2
        arr *= light[..., None]
        arr *= np.array([1, 0.985, rs.uniform(0.93, 0.98)])
    arr = arr - how["grey"] * (arr / 255)
    return Image.fromarray(np.clip(arr, 0, 255).astype(np.uint8))


def _laid(img, how, rs, number):
    """The sheet as it lies: seen from aside, turned a little, cut."""
    w, h = img.size
    paper = tuple(int(v) for v in np.percentile(np.asarray(img)[::23, ::23].reshape(-1, 3), 80, axis=0))
    if how["source"] == "phone":
        m = 0.012
        ends = ((0, w), (0, h), (0, w), (h, h), (w, w), (h, h), (w, w), (0, h))
        quad = []
        for i, (start, size) in enumerate(ends):
            moved = rs.uniform(0, m) * size
            quad.append((start - moved if start else moved) + (-1 if i in (0, 1, 2, 7) else 1) * m * 0.4 * w)
        img = img.transform((w, h), Image.QUAD, quad, Image.BICUBIC, fillcolor=paper)
    skew = how["skew"] * (1 if number == 0 else rs.uniform(0.3, 1))
    if abs(skew) > 0.05:
        img = img.rotate(skew, resample=Image.BICUBIC, fillcolor=paper)
    if how["crop"]:
        cut = int(w * 0.012)
        img = img.crop((cut, 0, w, h - cut))
    return img


def _add_fax_line(img, how, number, total):
    k = how["dpi"] / 200
    strip = Image.new("RGB", (img.width, int(46 * k)), (255, 255, 255))
    day = f"{how['date'][:6]}{how['date'][8:]}"
    line = f"DE : {how['faxno']}   {day} {how['hhmm']}   P.{number + 1:03d}/{total:03d}"
    ImageDraw.Draw(strip).text((20, 6), line, font=_font(int(24 * k)), fill=(0, 0, 0))
    img.paste(strip, (0, 0))


def _sensed(img, how, rs):
    """Blur, noise, a dirty glass and the depth of the sensor."""
    w, k = img.width, how["dpi"] / 200
    is_bit = how["mode"] == "1"
    img = img.filter(ImageFilter.GaussianBlur(how["blur"] * (0.7 if is_bit else 1)))
    arr = np.asarray(img.convert("L" if how["mode"] != "RGB" else "RGB")).astype(np.float32)
    arr += rs.normal(0, how["noise"], arr.shape[:2] + (1,) * (arr.ndim - 2))
    if how["line"]:
        x = rs.randint(int(0.1 * w), int(0.9 * w))
        arr[:, x : x + max(1, int((1.2 if is_bit else 2) * k))] *= 0.45
    img = Image.fromarray(np.clip(arr, 0, 255).astype(np.uint8))
    if not is_bit:
        return img
    arr = np.asarray(img)
    bits = arr > 165 - how["grey"] * 0.6
    bits ^= rs.rand(*arr.shape) < 0.0004 * (3 if how["dpi"] == 150 else 1)
    return Image.fromarray((bits * 255).astype(np.uint8)).convert("1")


def produced(data, producer):
    """A PDF file that says which program made it."""
    with pikepdf.Pdf.open(io.BytesIO(data)) as document:
        document.docinfo["/Producer"] = producer
        return papers.save(document)


def extension(rng, how, count):
    """How a device saves its pictures."""
    if how["source"] == "fax" and rng.random() < 0.45:
        return "tif"
    if how["source"] == "phone" and count == 1 and rng.random() < 0.6:
        return "jpg"
    return "png" if count == 1 and rng.random() < 0.05 else "pdf"


def scanned(images, how, rng):
    """The bytes of the pictures, and their extension."""
    fmt = extension(rng, how, len(images))
    dpi = (how["dpi"], how["dpi"])
    target = io.BytesIO()
    if fmt == "tif":
        comp = "group4" if how["mode"] == "1" else "jpeg"
        images[0].save(target, "TIFF", save_all=True, append_images=images[1:], compression=comp, dpi=dpi)
    elif fmt == "jpg":
        images[0].convert("RGB").save(target, "JPEG", quality=how["q"], dpi=dpi)
    elif fmt == "png":
        images[0].save(target, "PNG", dpi=dpi)
    else:
        return produced(_of_pages(images, how), rng.choice(DRIVERS)), fmt
    return target.getvalue(), fmt


def _of_pages(images, how):
    """A PDF file of pictures. Pages of one bit a point are kept as they are, without loss."""
    if all(image.mode != "1" for image in images):
        return papers.of_pictures(images, how["q"], how["dpi"])
    target = io.BytesIO()
    images[0].save(target, "PDF", resolution=how["dpi"], save_all=True, append_images=images[1:])
    return papers.joined([target.getvalue()])

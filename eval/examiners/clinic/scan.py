"""What a multifunction printer, a fax server or a telephone makes of a clean page. What it says is not known here."""

import numpy as np
import pikepdf
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from eval.examiners.common import papers

MONO = "/usr/share/fonts/truetype/liberation/LiberationMono-Regular.ttf"
BOLD = "/usr/share/fonts/truetype/liberation/LiberationSans-Bold.ttf"


def _quality(rng, kind, grade):
    p = {}
    if grade == "poor":
        p.update(
            dpi=150,
            mode=rng.choice(["grey", "grey", "color", "bit"]),
            quality=rng.randint(45, 62),
            skew=rng.uniform(-2, 2),
            blur=rng.uniform(0.3, 0.65),
            noise=rng.uniform(5, 11),
        )
        if p["mode"] == "bit":
            p["blur"] = 0.2
            p["noise"] = 4
    elif kind == "fax":
        p.update(dpi=200, mode="bit", quality=80, skew=rng.uniform(-0.9, 0.9), blur=0.25, noise=6)
    elif kind == "phone":
        p.update(
            dpi=rng.choice([200, 220, 250]),
            mode="color",
            quality=rng.randint(65, 82),
            skew=rng.uniform(-1.8, 1.8),
            blur=rng.uniform(0.4, 0.9),
            noise=rng.uniform(2, 6),
        )
    else:
        dpi = rng.choice([200, 200, 200, 240, 300])
        p.update(
            dpi=dpi,
            mode=rng.choice(["grey", "grey", "color", "color", "bit"]),
            quality=rng.randint(60, 85),
            skew=rng.uniform(-1.4, 1.4) if kind == "mfp" else rng.uniform(-2, 2),
            blur=rng.uniform(0.2, 0.8),
            noise=rng.uniform(1, 6),
        )
    return p


def profile(rng, grade):
    """Draws how one whole file was captured."""
    kind = rng.choices(["mfp", "fax", "phone", "copy"], [5, 2, 1.6, 1.8])[0]
    p = {"kind": kind, **_quality(rng, kind, grade)}
    p["paper"] = rng.choice([255, 255, 250, 244, 236, 228])
    p["turn"] = (
        rng.choices([0, 180, 90, 270], [90, 5, 2.5, 2.5])[0] if kind in ("mfp", "copy") and grade != "poor" else 0
    )
    p["punch"] = rng.random() < 0.16 and kind != "phone"
    p["staple"] = rng.random() < 0.14
    p["fold"] = rng.random() < 0.16
    p["back"] = rng.random() < 0.12 and p["mode"] != "bit"
    p["streak"] = rng.random() < 0.10
    p["border"] = rng.random() < 0.2
    p["received"] = rng.random() < 0.16
    p["shift"] = (rng.randint(-7, 7), rng.randint(-7, 7))
    return p


def stamp_received(img, rng, day, dpi):
    """A reception stamp in ink: it tints, it does not hide."""
    w, h = int(dpi * 1.9), int(dpi * 0.62)
    layer = Image.new("RGB", (w, h), "white")
    d = ImageDraw.Draw(layer)
    ink = rng.choice([(70, 80, 170), (180, 60, 70), (80, 80, 80)])
    d.rectangle([3, 3, w - 4, h - 4], outline=ink, width=max(2, dpi // 90))
    d.text(
        (w / 2, h * 0.3),
        rng.choice(["REÇU LE", "ARRIVÉ LE", "COURRIER REÇU LE"]),
        fill=ink,
        anchor="mm",
        font=ImageFont.truetype(BOLD, dpi // 8),
    )
    d.text((w / 2, h * 0.7), day, fill=ink, anchor="mm", font=ImageFont.truetype(BOLD, dpi // 7))
    layer = layer.rotate(rng.uniform(-9, 9), expand=True, fillcolor="white")
    spots = []
    for _ in range(7):  # a clerk aims at a free spot, and does not always find one
        x, y = (
            int(img.width * rng.uniform(0.25, 0.7)),
            int(img.height * rng.choice([rng.uniform(0.02, 0.06), rng.uniform(0.2, 0.9), rng.uniform(0.84, 0.9)])),
        )
        under = np.asarray(img.crop((x, y, x + layer.width, y + layer.height)).convert("L"))
        spots.append(((under < 140).mean(), x, y))
    ink, x, y = min(spots)
    if ink > 0.012:
        return
    region = img.crop((x, y, x + layer.width, y + layer.height))
    layer = layer.crop((0, 0, region.width, region.height))
    mix = np.minimum(np.asarray(region).astype(int), 255) * np.asarray(layer).astype(int) // 255
    img.paste(Image.fromarray(mix.astype("uint8")), (x, y))


def _marked(img, p):
    """Holes and a staple."""
    dpi, h = p["dpi"], img.height
    d = ImageDraw.Draw(img)
    if p["punch"]:
        for y in (h * 0.5 - dpi * 1.57, h * 0.5 + dpi * 1.57):
            r = dpi * 0.11
            fill = (60, 60, 60) if p["mode"] != "color" else (85, 82, 80)
            d.ellipse([dpi * 0.30 - r, y - r, dpi * 0.30 + r, y + r], fill=fill)
    if p["staple"]:
        d.line([dpi * 0.22, dpi * 0.34, dpi * 0.52, dpi * 0.24], fill=(70, 70, 70), width=max(2, dpi // 55))


def _shaded(img, p, rng):
    """Colour of the paper, fold, shade of a hand, streak of a dirty glass."""
    dpi, (w, h) = p["dpi"], img.size
    arr = np.asarray(img).astype("float32")
    if p["paper"] < 255:
        tint = np.array([1, 0.995, 0.97] if p["mode"] == "color" else [1, 1, 1], "float32")
        arr *= (p["paper"] / 255) * tint
    if p["fold"]:
        y = int(h * rng.choice([1 / 3, 0.5, 2 / 3]) + rng.randint(-20, 20))
        band = np.exp(-(((np.arange(h) - y) / (dpi * 0.012)) ** 2))[:, None, None]
        arr *= 1 - 0.22 * band
    if p["kind"] == "phone":
        gx, gy = np.linspace(-1, 1, w), np.linspace(-1, 1, h)
        lean = gx[None, :] * rng.uniform(-1, 1) + gy[:, None] * rng.uniform(-1, 1)
        shade = 1 - 0.10 * (lean + 0.6 * (gx[None, :] ** 2 + gy[:, None] ** 2))
        arr *= np.clip(shade, 0.72, 1)[:, :, None]
    if p["streak"]:
        x = rng.randint(int(w * 0.05), int(w * 0.95))
        arr[:, x : x + max(1, dpi // 150)] *= 0.72
    return Image.fromarray(arr.clip(0, 255).astype("uint8"))


def _laid(img, p, rng):
    """The sheet as it lies: seen from aside, turned a little, moved, with a dark border."""
    dpi, (w, h) = p["dpi"], img.size
    is_phone = p["kind"] == "phone"
    back = (92, 84, 76) if is_phone else (p["paper"],) * 3
    if is_phone:
        j = [rng.uniform(0, 0.012) for _ in range(8)]
        quad = (
            w * -j[0],
            h * -j[1],
            w * -j[2],
            h * (1 + j[3]),
            w * (1 + j[4]),
            h * (1 + j[5]),
            w * (1 + j[6]),
            h * -j[7],
        )
        img = img.transform((w, h), Image.QUAD, quad, Image.BICUBIC, fillcolor=back)
    img = img.rotate(p["skew"] + rng.uniform(-0.25, 0.25), Image.BICUBIC, fillcolor=back)
    if any(p["shift"]):
        moved = Image.new("RGB", (w, h), back)
        moved.paste(img, (int(p["shift"][0] * dpi / 60), int(p["shift"][1] * dpi / 60)))
        img = moved
    if p["border"] and not is_phone:
        ImageDraw.Draw(img).rectangle([0, 0, rng.randint(3, dpi // 18), h], fill=(40, 40, 40))
    return img


def degrade(img, p, rng, index, total, fax_line, received):
    """One page as it was captured."""
    npr = np.random.default_rng(rng.randint(0, 2**31))
    dpi = p["dpi"]
    if p["received"] and index == 0:
        stamp_received(img, rng, received, dpi)
    if p["back"]:
        ghost = np.asarray(img.transpose(Image.FLIP_LEFT_RIGHT).filter(ImageFilter.GaussianBlur(dpi / 90)))
        mixed = np.asarray(img).astype(int) * (0.93 * 255 + 0.07 * ghost.astype(int)) // 255
        img = Image.fromarray(mixed.clip(0, 255).astype("uint8"))
    _marked(img, p)
    img = _laid(_shaded(img, p, rng), p, rng)
    if p["kind"] == "fax":
        d = ImageDraw.Draw(img)
        d.rectangle([0, 0, img.width, int(dpi * 0.17)], fill=(255,) * 3)
        line = fax_line.format(i=index + 1, n=total)
        d.text((dpi * 0.35, dpi * 0.03), line, fill=0, font=ImageFont.truetype(MONO, int(dpi * 0.105)))
    img = img.filter(ImageFilter.GaussianBlur(p["blur"] * dpi / 200))
    arr = np.asarray(img.convert("L" if p["mode"] != "color" else "RGB")).astype("float32")
    arr += npr.normal(0, p["noise"], arr.shape)
    if p["mode"] == "bit":
        arr = np.where(arr > rng.uniform(150, 178), 255, 0).astype("float32")
        specks = npr.random(arr.shape) < (0.0004 if p["kind"] == "fax" else 0.0001)
        arr[specks] = 255 - arr[specks]
    img = Image.fromarray(arr.clip(0, 255).astype("uint8"))
    if p["mode"] == "bit":
        img = img.convert("1")
    return img.rotate(p["turn"], expand=True) if p["turn"] else img


def of_bits(images, dpi):
    """A file of pages in black and white, each a picture of one bit a dot that fills its page."""
    with pikepdf.Pdf.new() as document:
        for image in images:
            width, height = image.width * papers.POINTS / dpi, image.height * papers.POINTS / dpi
            drawn = pikepdf.Stream(
                document,
                image.tobytes(),
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Image,
                Width=image.width,
                Height=image.height,
                ColorSpace=pikepdf.Name.DeviceGray,
                BitsPerComponent=1,
            )
            page = document.add_blank_page(page_size=(width, height))
            page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=drawn))
            page.Contents = pikepdf.Stream(document, f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /Im0 Do Q".encode())
        return papers.save(document)


def save(images, path, p):
    """Write the pictures as PDF, TIFF, JPEG or PNG."""
    dpi = (p["dpi"], p["dpi"])
    is_bits = images[0].mode == "1"
    if path.suffix == ".pdf":
        path.write_bytes(of_bits(images, p["dpi"]) if is_bits else papers.of_pictures(images, p["quality"], p["dpi"]))
    elif path.suffix == ".tif":
        comp = "group4" if is_bits else "jpeg" if images[0].mode == "RGB" else "tiff_lzw"
        images[0].save(path, save_all=True, append_images=images[1:], compression=comp, dpi=dpi)
    elif path.suffix == ".png":
        images[0].save(path, dpi=dpi)
    else:
        (images[0].convert("L") if is_bits else images[0]).save(path, quality=p["quality"], dpi=dpi)

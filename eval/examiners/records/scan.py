"""Clean pictures of pages turned into scans: multifunction printer, fax server, telephone. Nothing drawn of a document."""

import io

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from eval.examiners.common import papers

STAMP_FONT = "/usr/share/fonts/truetype/liberation/LiberationSans-Bold.ttf"
NOTE_FONT = "/usr/share/fonts/opentype/dancingscript/DancingScript-Regular.otf"
FAX_FONT = "/usr/share/fonts/truetype/liberation/LiberationMono-Regular.ttf"


def choose_style(rng, grade):
    """One style a file: the same machine scanned all its pages."""
    style = {"machine": rng.choices(["mfp", "fax", "phone"], [7, 1.6, 1.4])[0]}
    if grade == "poor":
        style.update(
            machine=rng.choice(["mfp", "phone"]),
            dpi=150,
            mode=rng.choice(["grey", "colour", "grey"]),
            quality=rng.randint(42, 60),
            blur=rng.uniform(0.5, 0.85),
            noise=rng.uniform(7, 13),
        )
    elif style["machine"] == "fax":
        style.update(dpi=204, mode="bit", quality=0, blur=0.2, noise=4)
    elif style["machine"] == "phone":
        style.update(
            dpi=rng.choice([200, 230, 250]),
            mode=rng.choice(["colour", "colour", "grey"]),
            quality=rng.randint(65, 82),
            blur=rng.uniform(0.2, 0.5),
            noise=rng.uniform(2, 5),
        )
    else:
        mode = rng.choices(["colour", "grey", "bit"], [4, 4, 2.2])[0]
        style.update(
            dpi=rng.choices([200, 240, 300], [6, 1, 2])[0] if mode != "bit" else rng.choice([240, 300, 300]),
            mode=mode,
            quality=rng.randint(60, 85),
            blur=rng.uniform(0.1, 0.45),
            noise=rng.uniform(1, 5),
        )
    style["skew"] = rng.uniform(-2, 2) if rng.random() < 0.35 else rng.uniform(-0.8, 0.8)
    style["tint"] = rng.choice([(255, 255, 255), (250, 249, 245), (240, 240, 238), (246, 243, 232), (233, 234, 236)])
    style["punch"] = rng.random() < 0.2
    style["staple"] = rng.random() < 0.15
    style["fold"] = rng.random() < 0.15
    style["through"] = rng.random() < 0.12
    style["stamp"] = rng.random() < 0.22
    style["note"] = rng.random() < 0.13
    style["line"] = rng.random() < 0.08
    style["cut"] = rng.random() < 0.1
    style["turn"] = rng.choices([0, 90, 180, 270], [90, 2.5, 5, 2.5])[0]
    style["faxline"] = style["machine"] == "fax" or rng.random() < 0.03
    return style


def font(path, size):
    return ImageFont.truetype(path, size)


def paste_stamp(rng, img, dpi, text_lines, over):
    """Ink stamp multiplied on the page: in a blank zone, or over running text when `over`."""
    mm = dpi / 25.4
    w, h = int(62 * mm), int((9 + 7 * len(text_lines)) * mm)
    ink = rng.choice([(170, 30, 50), (40, 60, 160), (90, 60, 140), (60, 60, 60)])
    stamp = Image.new("RGB", (w, h), "white")
    d = ImageDraw.Draw(stamp)
    d.rectangle([4, 4, w - 5, h - 5], outline=ink, width=max(2, int(0.5 * mm)))
    for i, t in enumerate(text_lines):
        f = font(STAMP_FONT, int((4.6 if i == 0 else 3.8) * mm))
        d.text((w / 2, (5 + 7 * i) * mm), t, font=f, fill=ink, anchor="mt")
    stamp = stamp.rotate(rng.uniform(-8, 8), expand=True, fillcolor="white", resample=Image.BICUBIC)
    arr = 255 - (255 - np.asarray(stamp, float)) * rng.uniform(0.45, 0.7)
    page = np.asarray(img, float)
    height, width = page.shape[:2]
    sh, sw = arr.shape[:2]
    if sh >= height or sw >= width:
        return img
    dark = page.mean(axis=2) < 150
    best, where = None, None
    for _ in range(60):
        y, x = (
            rng.randint(int(height * 0.3), max(int(height * 0.3) + 1, height - sh - int(8 * mm))),
            rng.randint(int(15 * mm), max(int(15 * mm) + 1, width - sw - int(5 * mm))),
        )
        if y + sh > height or x + sw > width:
            continue
        amount = dark[y : y + sh, x : x + sw].mean()
        score = abs(amount - 0.03) if over else amount
        if best is None or score < best:
            best, where = score, (y, x)
    if where is None or (not over and best > 0.004):
        return img
    y, x = where
    page[y : y + sh, x : x + sw] = page[y : y + sh, x : x + sw] * arr / 255
    return Image.fromarray(page.astype(np.uint8))


def pen_note(rng, img, dpi):
    """A clerk's few words in pen where the page is blank."""
    mm = dpi / 25.4
    text = rng.choice(
        [
            "vu",
            "à classer",
            "OK dossier",
            "scanné",
            "fait",
            "cf. courrier",
            "urgent",
            "copie au service",
            "SD",
            "→ archives".replace("→", "->"),
            "rappeler le secrétariat",
            "2 ex.",
        ]
    )
    f = font(NOTE_FONT, int(rng.uniform(6, 9) * mm))
    w, h = int(f.getlength(text)), int(10 * mm)
    dark = np.asarray(img.convert("L")) < 160
    width, height = img.size
    for _ in range(40):
        x, y = (
            rng.randint(int(16 * mm), max(int(16 * mm) + 1, width - w - int(10 * mm))),
            rng.randint(int(8 * mm), height - h - int(8 * mm)),
        )
        if (
            x + w < width
            and not dark[y - int(2 * mm) : y + h + int(2 * mm), x - int(3 * mm) : x + w + int(3 * mm)].any()
        ):
            ImageDraw.Draw(img).text(
                (x, y), text, font=f, fill=rng.choice([(25, 50, 150), (30, 30, 30), (160, 20, 30)])
            )
            break
    return img


def degrade(rng, img, style, stamp_text, fax_text, other, number, total):
    """One page picture to one scanned page picture (PIL, mode RGB, L or 1)."""
    dpi = style["dpi"]
    nprng = np.random.default_rng(rng.getrandbits(32))
    if style["stamp"] and number == 1 and style["mode"] != "bit":
        img = paste_stamp(rng, img, dpi, stamp_text, over=rng.random() < 0.35)
    if style["note"] and number == 1:
        img = pen_note(rng, img, dpi)
    img = _paper(rng, img, style, other)
    _mark(rng, img, style, fax_text.format(n=number, t=total))
    edge = (255, 255, 255) if rng.random() < 0.7 else (205, 205, 205)
    if style["machine"] == "phone":
        img = _photographed(rng, img)
    img = _sensed(rng, nprng, _tilted(rng, img, style, edge), style)
    return img.rotate(style["turn"], expand=True) if style["turn"] else img


def _paper(rng, img, style, other):
    """Tint, fold, and what shows through from the next page."""
    dpi = style["dpi"]
    mm = dpi / 25.4
    width, height = img.size
    page = np.asarray(img.convert("RGB"), np.float32)
    if style["through"] and style["mode"] != "bit":
        ghost = np.asarray(
            (other or img)
            .convert("L")
            .resize((width, height))
            .transpose(Image.FLIP_LEFT_RIGHT)
            .filter(ImageFilter.GaussianBlur(dpi / 110)),
            np.float32,
        )
        page = page * (1 - (255 - ghost)[..., None] / 255 * 0.07)
    page = page * (np.array(style["tint"], np.float32) / 255)
    if style["fold"] and style["mode"] != "bit":
        y = int(height * rng.choice([1 / 3, 0.5, 2 / 3])) + rng.randint(-9, 9)
        rows = np.arange(height, dtype=np.float32)
        page *= (1 - 0.13 * np.exp(-(((rows - y) / (1.2 * mm)) ** 2)))[:, None, None]
    return Image.fromarray(np.clip(page, 0, 255).astype(np.uint8))


def _mark(rng, img, style, fax_text):
    """Holes, staple, line of the glass and line of the fax, drawn on the page."""
    mm = style["dpi"] / 25.4
    width, height = img.size
    d = ImageDraw.Draw(img)
    if style["punch"]:
        for y in (height / 2 - 40 * mm, height / 2 + 40 * mm):
            r, x = 2.8 * mm, 8 * mm
            d.ellipse([x - r, y - r, x + r, y + r], fill=rng.choice([(40, 40, 40), (150, 150, 150), (20, 20, 20)]))
    if style["staple"]:
        d.line([6 * mm, 7 * mm, 13 * mm, 4.5 * mm], fill=(90, 90, 90), width=max(2, int(0.5 * mm)))
        d.line([6 * mm, 7.6 * mm, 13 * mm, 5.1 * mm], fill=(190, 190, 190), width=max(1, int(0.3 * mm)))
    if style["line"]:
        x = rng.choice([rng.uniform(3, 8), width / mm - rng.uniform(2, 6)]) * mm
        d.line([x, 0, x + rng.uniform(-3, 3), height], fill=(110, 110, 110), width=1)
    if style["faxline"]:
        d.rectangle([0, 0, width, 6 * mm], fill=(255, 255, 255))
        d.text(
            (8 * mm, 1.6 * mm),
            fax_text,
            font=font(FAX_FONT, int(2.8 * mm)),
            fill=(10, 10, 10),
        )


def _photographed(rng, img):
    """The page as a telephone sees it."""
    width, height = img.size

    def j():
        return rng.uniform(0, 0.012)

    quad = [
        -width * j(),
        -height * j(),
        -width * j(),
        height * (1 + j()),
        width * (1 + j()),
        height * (1 + j()),
        width * (1 + j()),
        -height * j(),
    ]
    img = img.transform((width, height), Image.QUAD, quad, Image.BICUBIC, fillcolor=(120, 105, 90))
    gx, gy = rng.uniform(-0.09, 0.09), rng.uniform(-0.09, 0.09)
    light = 1 - 0.04 + gx * (np.linspace(-1, 1, width)[None, :]) + gy * (np.linspace(-1, 1, height)[:, None])
    return Image.fromarray(np.clip(np.asarray(img, np.float32) * light[..., None], 0, 255).astype(np.uint8))


def _tilted(rng, img, style, edge):
    """The page skewed, sometimes cut."""
    mm = style["dpi"] / 25.4
    skew = style["skew"] + rng.uniform(-0.15, 0.15)
    img = img.rotate(skew, resample=Image.BICUBIC, fillcolor=edge)
    if style["cut"]:
        dx = int(rng.uniform(2, 5) * mm) * rng.choice([-1, 1])
        moved = Image.new("RGB", img.size, edge)
        moved.paste(img, (dx, 0))
        img = moved
    return img


def _sensed(rng, nprng, img, style):
    """Blur, noise and depth of the sensor."""
    dpi = style["dpi"]
    if style["mode"] != "colour":
        img = img.convert("L")
    img = img.filter(ImageFilter.GaussianBlur(style["blur"] * dpi / 200))
    arr = np.asarray(img, np.float32)
    noise = nprng.normal(0, style["noise"], arr.shape[:2]).astype(np.float32)
    arr = arr + (noise[..., None] if arr.ndim == 3 else noise)
    if style["machine"] == "fax" or style["mode"] == "bit":
        white = np.array(style["tint"]).mean()
        bits = arr < (rng.uniform(0.66, 0.76) * white)
        bits ^= nprng.random(bits.shape) < 0.00025
        return Image.fromarray(np.where(bits, 0, 255).astype(np.uint8)).convert("1", dither=0)
    return Image.fromarray(np.clip(arr, 0, 255).astype(np.uint8))


def scanned(images, style):
    """The bytes of a PDF file of scanned pages. Pages of one bit a point are kept as they are, without loss."""
    if all(image.mode != "1" for image in images):
        return papers.of_pictures(images, style["quality"], style["dpi"])
    target = io.BytesIO()
    images[0].save(target, "PDF", resolution=style["dpi"], save_all=True, append_images=images[1:])
    return papers.joined([target.getvalue()])

"""The ways a scanner, a fax or a telephone spoils clean pages. What they say is not known here."""

import io
import math

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from eval.examiners.common import papers

BOLD = "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"
MONO = "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf"


def two_up(a, b):
    """Two half-sheet papers laid one under the other on the glass: a and b are A4 pictures whose upper half is used."""
    w, h = a.size
    out = Image.new("RGB", (w, h), "white")
    out.paste(a.crop((0, 0, w, h // 2 - 6)), (0, 0))
    out.paste(b.crop((0, 0, w, h // 2 - 6)), (0, h // 2 + 6))
    d = ImageDraw.Draw(out)
    d.line([(0, h // 2), (w, h // 2)], fill=(170, 170, 170), width=3)
    return out


def stamp_layer(size, rng, dpi, texts, color, where=None):
    """A rubber stamp, turned a little; light enough for the text under it to stay readable."""
    w, h = size
    f = ImageFont.truetype(BOLD, int(dpi * rng.uniform(0.085, 0.12)))
    widths = [f.getlength(t) for t in texts]
    bw, bh = int(max(widths) + dpi * 0.25), int(len(texts) * f.size * 1.35 + dpi * 0.15)
    st = Image.new("RGB", (bw, bh), "white")
    d = ImageDraw.Draw(st)
    d.rectangle([3, 3, bw - 4, bh - 4], outline=color, width=max(2, dpi // 80))
    for i, t in enumerate(texts):
        d.text(((bw - widths[i]) / 2, dpi * 0.06 + i * f.size * 1.35), t, font=f, fill=color)
    st = st.rotate(rng.uniform(-9, 9), expand=True, fillcolor="white", resample=Image.BICUBIC)
    layer = Image.new("RGB", size, "white")
    x, y = where or (rng.uniform(0.45, 0.7), rng.uniform(0.55, 0.9))
    layer.paste(st, (int(min(x * w, w - st.width - 5)), int(min(y * h, h - st.height - 5))))
    return layer


def degrade(img, rng, style, page_no, other=None):
    """Spoil one page. style is drawn once a file: mode (colour, grey, bw), device (mfp, fax, phone) and marks."""
    nr = np.random.default_rng(rng.getrandbits(32))
    if style["mode"] == "bw" and style.get("pen"):
        img = img.filter(ImageFilter.MinFilter(3))  # the machine was set darker for handwriting
    img = _marked(img, rng, style, page_no, other)
    img = _laid(img, rng, style)
    if style["blur"]:
        img = img.filter(ImageFilter.GaussianBlur(style["blur"]))
    if style["mode"] == "grey":
        img = img.convert("L")
    img = _bits(_lit(img, nr, style), nr, style)
    return img.rotate(style["turn"], expand=True) if style["turn"] else img


def _marked(img, rng, style, page_no, other):
    """Stamp, print of the other side, holes, staple and the line of a fax."""
    dpi, (w, h) = style["dpi"], img.size
    if style["stamp"] and page_no == 0:
        stamp = stamp_layer(img.size, rng, dpi, style["stamp"], style["stamp_color"], style["stamp_where"])
        img = ImageChops.multiply(img, stamp)
    if style["through"] and other is not None:
        back = other.transpose(Image.FLIP_LEFT_RIGHT).convert("L").filter(ImageFilter.GaussianBlur(dpi / 90))
        back = back.resize(img.size).point(lambda v: 255 - int((255 - v) * 0.09))
        img = ImageChops.multiply(img, back.convert("RGB"))
    d = ImageDraw.Draw(img)
    if style["holes"]:
        r = dpi * 0.11
        for cy in (h / 2 - dpi * 1.575, h / 2 + dpi * 1.575):
            x = dpi * 0.29 + rng.uniform(-5, 5)
            g = rng.randint(30, 110)
            d.ellipse([x - r, cy - r, x + r, cy + r], fill=(g, g, g))
    if style["staple"]:
        x, y = dpi * rng.uniform(0.25, 0.4), dpi * rng.uniform(0.25, 0.45)
        a = rng.uniform(-0.9, 0.2)
        end = x + dpi * 0.42 * math.cos(a), y + dpi * 0.42 * math.sin(a)
        d.line([x, y, *end], fill=(70, 70, 75), width=max(3, dpi // 45))
    if style["device"] == "fax":
        f = ImageFont.truetype(MONO, int(dpi * 0.085))
        d.rectangle([0, 0, w, int(dpi * 0.17)], fill="white")
        d.text((dpi * 0.3, dpi * 0.03), style["fax_line"].format(p=page_no + 1), font=f, fill="black")
    return img


def _laid(img, rng, style):
    """The sheet as it lies: moved, turned a little, seen from aside."""
    dpi, (w, h) = style["dpi"], img.size
    angle = rng.uniform(*style["skew"]) * rng.choice([-1, 1])
    if style["shift"]:
        dx, dy = int(dpi * rng.uniform(-0.09, 0.09)), int(dpi * rng.uniform(-0.09, 0.09))
        moved = Image.new("RGB", img.size, "white")
        moved.paste(img, (dx, dy))
        img = moved
    img = img.rotate(angle, resample=Image.BICUBIC, fillcolor=(255, 255, 255))
    if style["device"] == "phone":
        m = 0.012
        quad = []
        for cx, cy in ((0, 0), (0, h), (w, h), (w, 0)):
            quad += [cx + rng.uniform(-m, m) * w, cy + rng.uniform(-m, m) * h]
        img = img.transform(img.size, Image.QUAD, quad, resample=Image.BICUBIC, fillcolor=(235, 235, 232))
    return img


def _lit(img, nr, style):
    """Colour of the paper, shade, fold, noise and toner."""
    dpi, paper, (w, h) = style["dpi"], style["paper"], img.size
    a = np.asarray(img).astype(np.float32)
    if a.ndim == 2:
        a = a[..., None]
    if style["mode"] != "bw":
        a *= np.array(paper if a.shape[2] == 3 else [sum(paper) / 3], np.float32) / 255.0
        g = style["gradient"]
        yy = np.arange(a.shape[0], dtype=np.float32)[:, None]
        xx = np.arange(a.shape[1], dtype=np.float32)[None, :]
        if g > 0.01:
            shade = 1 - g * ((xx / w - style["gx"]) ** 2 + (yy / h - style["gy"]) ** 2)
            a *= shade[..., None]
        if style["fold"]:
            off = yy - style["fold"] * h
            a *= (1 - 0.16 * np.exp(-((off / (dpi * 0.02)) ** 2)) - 0.05 * np.exp(-np.abs(off) / (dpi * 0.25)))[
                ..., None
            ]
        a += (nr.standard_normal(a.shape[:2], dtype=np.float32) * style["noise"])[..., None]
    if style["toner"]:
        x = int(style["toner"] * w)
        a[:, x : x + max(1, dpi // 150)] *= 0.55
    return Image.fromarray(np.clip(a, 0, 255).astype(np.uint8).squeeze())


def _bits(img, nr, style):
    """Black and white alone, when the machine keeps no more."""
    if style["mode"] != "bw":
        return img
    grey = np.asarray(img.convert("L")).astype(np.float32)
    grey += nr.standard_normal((img.height, img.width), dtype=np.float32) * 9
    if style["specks"]:
        grey[nr.random(grey.shape, dtype=np.float32) < style["specks"]] = 0
    return Image.fromarray(np.where(grey < style["threshold"], 0, 255).astype(np.uint8)).convert("1", dither=Image.NONE)


def scan_style(rng, grade, received):
    """How one whole file is captured."""
    device = rng.choices(["mfp", "fax", "phone"], [70, 17, 13])[0]
    if device == "fax":
        mode = "bw"
    elif device == "phone":
        mode = rng.choice(["colour", "grey"])
    else:
        mode = rng.choices(["colour", "grey", "bw"], [35, 40, 25])[0]
    poor = grade == "poor"
    dpi = 150 if poor else (rng.choice([200, 200, 204 if device == "fax" else 250, 300]))
    g = rng.randint(232, 255)
    paper = rng.choice([(255, 255, 255), (g, g, g), (252, 249, 240), (246, 246, 242), (248, 250, 252), (236, 234, 228)])
    rc = received.strftime("%d/%m/%Y")
    stamps = [
        ["REÇU LE", received.strftime("%d %m %Y"), "SECRÉTARIAT"],
        ["COPIE"],
        ["ARRIVÉE " + rc],
        ["COURRIER ARRIVÉ", rc],
        ["À CLASSER"],
        ["VU"],
        ["NUMÉRISÉ", rc],
        ["DOSSIER MÉDICAL"],
        ["URGENT"],
    ]
    stamp = rng.choice(stamps) if rng.random() < 0.28 else None
    colour = rng.choice([(120, 130, 215), (215, 120, 120), (150, 150, 150), (110, 160, 130), (150, 110, 190)])
    num = "02" + "".join(f" {rng.randint(0, 99):02d}" for _ in range(4))
    t = f"{rng.randint(7, 18):02d}:{rng.randint(0, 59):02d}"
    fax = rng.choice(
        [
            f"{rc} {t}   FAX {num.replace(' ', '')}              P.{{p:02d}}",
            f"De : {num}      {rc}  {t}     Page : {{p}}",
            f"RECU {rc} {t}   {num.replace(' ', '')}    CH VAL ARNON   P {{p}}/0",
        ]
    ).replace("/0", "")
    where = (rng.uniform(0.1, 0.6), rng.uniform(0.15, 0.5)) if mode != "bw" and rng.random() < 0.4 else None
    if where:  # a faint print, since it falls on the text
        colour = tuple(150 + v * 2 // 5 for v in colour)
    return {
        "device": device,
        "mode": mode,
        "dpi": dpi,
        "paper": paper,
        "stamp": stamp,
        "stamp_color": colour,
        "stamp_where": where,
        "fax_line": fax,
        "through": mode != "bw" and rng.random() < 0.12,
        "holes": device == "mfp" and rng.random() < 0.17,
        "staple": device == "mfp" and rng.random() < 0.2,
        "skew": (0.3, 2.0) if rng.random() < 0.45 else (0, 0.5),
        "shift": device == "mfp" and rng.random() < 0.3,
        "blur": rng.uniform(0.5, 0.8) if poor else (rng.uniform(0.4, 0.9) * dpi / 250 if rng.random() < 0.6 else 0),
        "gradient": rng.uniform(0.08, 0.28) if device == "phone" else rng.uniform(0, 0.05),
        "gx": rng.uniform(0.2, 0.8),
        "gy": rng.uniform(0.2, 0.8),
        "fold": rng.choice([0.333, 0.5, 0.667]) if rng.random() < 0.15 else 0,
        "noise": rng.uniform(5, 10) if poor else rng.uniform(1.5, 6),
        "toner": rng.uniform(0.03, 0.97) if device != "phone" and rng.random() < 0.07 else 0,
        "specks": rng.choice([0, 0, 0.0004, 0.0012]),
        "threshold": rng.randint(155, 195),
        "turn": rng.choice([180, 90, 270]) if rng.random() < 0.06 else 0,
        "quality": rng.randint(60, 72) if poor else rng.randint(62, 85),
    }


def scan_pages(pages, rng, style):
    """Every page of a file as it is captured."""
    out = []
    for i, img in enumerate(pages):
        other = pages[(i + 1) % len(pages)] if len(pages) > 1 else None
        st = dict(style)
        if style["turn"] and i > 0 and style["turn"] != 180:
            st["turn"] = 0
        out.append(degrade(img, rng, st, i, other))
    return out


def pictures_to_pdf(images, style):
    """The bytes of a PDF file of scanned pages. Pages of one bit a point are kept as they are, without loss."""
    if all(image.mode != "1" for image in images):
        return papers.of_pictures(images, style["quality"], style["dpi"])
    target = io.BytesIO()
    images[0].save(target, "PDF", resolution=style["dpi"], save_all=True, append_images=images[1:])
    return papers.joined([target.getvalue()])


def pictures_to_file(images, style, ext):
    """The bytes of pictures that are no PDF file."""
    buf = io.BytesIO()
    dpi = (style["dpi"], style["dpi"])
    if ext == "tif":
        if images[0].mode == "1":
            images[0].save(buf, "TIFF", compression="group4", dpi=dpi, save_all=True, append_images=images[1:])
        else:
            images[0].save(
                buf,
                "TIFF",
                compression="jpeg",
                quality=style["quality"],
                dpi=dpi,
                save_all=True,
                append_images=images[1:],
            )
    elif ext == "png":
        images[0].save(buf, "PNG", dpi=dpi)
    else:
        img = images[0].convert("L") if images[0].mode == "1" else images[0]
        img.save(buf, "JPEG", quality=style["quality"], dpi=dpi)
    return buf.getvalue()

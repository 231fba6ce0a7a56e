"""Pieces of a page shared by several senders: registry, shells, logos, signatures, stamps. No wording of a document."""

from eval.examiners.correspondents.names import esc

LAYOUTS = {}


def layout(name, who):
    """Register a layout and whom it may speak of (see the categories of people.Population.pick)."""

    def wrap(function):
        LAYOUTS[name] = (function, who)
        return function

    return wrap


HAND_SIZE = {"Humor Sans": 1.05, "Breip": 1.3, "DkgHandwriting": 1.25, "Comic Neue": 1.1}


def shell(d, css, body, font=None, size=None, margin="18mm 18mm 18mm 18mm", page_css="", paper="A4"):
    """The whole page around its body."""
    r = d.rng
    font = font or d.font_sans
    size = size or r.choice([10, 10.5, 11, 11.5])
    return f"""<!doctype html><html lang=fr><meta charset=utf-8><style>
@page{{size:{paper};margin:{margin};{page_css}}}
body{{font-family:'{font}';font-size:{size}pt;line-height:{r.choice([1.3, 1.35, 1.4, 1.5, 1.6])};margin:0;color:#111;font-variant-numeric:lining-nums}}
table[border] td,table[border] th{{border:.5pt solid #888;padding:.8mm 1.5mm}}
p{{margin:.45em 0}} .nb{{white-space:nowrap}} table{{border-collapse:collapse}} .r{{text-align:right}} .c{{text-align:center}} .b{{font-weight:bold}} .s{{font-size:.82em}} .xs{{font-size:.7em}}
.i{{font-style:italic}} .j{{text-align:justify}} .up{{text-transform:uppercase}} .fl{{display:flex;justify-content:space-between}} .box{{border:.6pt solid #333;padding:2mm 3mm}}
.hw{{font-family:'{d.hand}';color:{d.ink};font-size:{HAND_SIZE.get(d.hand, 1.18)}em}} td,th{{vertical-align:top;text-align:left}} h1,h2,h3{{margin:.5em 0 .25em}}
{css}</style><body>{d.sticker_html if d.sticker_top else ""}{body}{"" if d.sticker_top else d.sticker_html}</body></html>"""


def logo(r, mm=17, color=None):
    """A logo that nobody owns."""
    c = color or r.choice(["#0b6e8f", "#2f7d4f", "#7b2d5b", "#1f3f77", "#b5502a", "#555", "#0a8f7a"])
    k = r.randint(0, 6)
    s = [
        f"<circle cx=20 cy=20 r=17 fill='none' stroke='{c}' stroke-width=3 /><path d='M20 9v22M9 20h22' stroke='{c}' stroke-width=5 />",
        f"<path d='M4 34L20 5l16 29z' fill='{c}'/><circle cx=20 cy=24 r=5 fill='white'/>",
        f"<rect x=3 y=3 width=34 height=34 rx=8 fill='{c}'/><path d='M20 10v20M10 20h20' stroke='white' stroke-width=6 />",
        f"<path d='M6 22c0-14 14-14 14-4c0-10 14-10 14 4c0 8-14 15-14 15S6 30 6 22z' fill='{c}'/>",
        f"<path d='M2 20q9-16 18 0t18 0' stroke='{c}' stroke-width=4 fill='none'/><path d='M2 28q9-16 18 0t18 0' stroke='#9ab' stroke-width=3 fill='none'/>",
        f"<circle cx=14 cy=16 r=9 fill='{c}'/><circle cx=26 cy=16 r=9 fill='{c}' opacity='.5'/><circle cx=20 cy=27 r=9 fill='{c}' opacity='.75'/>",
        f"<rect x=6 y=16 width=28 height=18 fill='{c}'/><path d='M2 18L20 4l18 14z' fill='{c}'/><rect x=17 y=23 width=6 height=11 fill='white'/>",
    ][k]
    return f"<svg width='{mm}mm' height='{mm}mm' viewBox='0 0 40 40'>{s}</svg>"


def scribble(r, w=34, h=13, color=None):
    """A signature."""
    color = color or r.choice(["#1b2f8f", "#111", "#14213d"])
    x, y = 4, 22
    d = f"M{x} {y}"
    for _ in range(r.randint(5, 9)):
        nx, ny = x + r.uniform(3, 13), 20 + r.uniform(-15, 15)
        d += f"C{x + r.uniform(-6, 10):.1f} {y + r.uniform(-14, 14):.1f} {nx + r.uniform(-8, 4):.1f} {ny + r.uniform(-12, 12):.1f} {nx:.1f} {ny:.1f}"
        x, y = nx, ny
    return f"<svg width='{w}mm' height='{h}mm' viewBox='0 0 90 42'><path d='{d}' fill='none' stroke='{color}' stroke-width='1.6'/></svg>"


def doctor_stamp(d, doc, s, with_rpps=True):
    """The rubber stamp of a doctor; notes the number when it is printed."""
    r = d.rng
    c = r.choice(["#23357f", "#333", "#6b2a2a", "#222"])
    rp = f"<br>RPPS {d.author_rpps(doc)}" if with_rpps else ""
    return (
        f"<div style='display:inline-block;margin-top:3mm;border:.8pt solid {c};color:{c};padding:1.2mm 3mm;font-size:.78em;text-align:center;transform:rotate({r.uniform(-5, 4):.1f}deg);line-height:1.25'>"
        f"<b>{d.author(doc, given='full')}</b><br>{esc(doc.spec or 'Médecine générale').capitalize()}<br>{esc(s.street)}<br>{s.cp} {esc(s.town)}<br>Tél. {s.tel}{rp}</div>"
    )


def dest_block(d, doctors, extra=None, service=True):
    """Addressee with the hospital's address."""
    h = d.ctx.senders
    lines = [d.recipient(x) for x in doctors]
    if service and doctors[0].spec:
        lines.append(d.rng.choice(["Service de ", "Service de ", "Unité de ", ""]) + doctors[0].spec)
    lines += [h.hospital]
    if d.rng.random() < 0.75:
        lines += [h.hosp_addr[0], f"{h.hosp_addr[1]} {h.hosp_addr[2]}"]
    return "<br>".join(x if i == 0 else esc(x) if "<" not in x else x for i, x in enumerate(lines))


def kv_table(rows, css="", cols=1, colon=True, label_w=None, cell="padding:.5mm 2mm"):
    """Labels and values, some pairs a row."""
    out, i = "", 0
    w = f"width:{label_w}" if label_w else ""
    while i < len(rows):
        out += (
            "<tr>"
            + "".join(
                f"<td style='{cell};color:#444;{w}'>{label}{' :' if colon else ''}</td><td style='{cell}'><b>{v}</b></td>"
                for label, v in rows[i : i + cols]
            )
            + "</tr>"
        )
        i += cols
    return f"<table style='{css}'>{out}</table>"


def ul(items):
    """A list."""
    return "<ul style='margin:.3em 0 .3em 5mm;padding:0'>" + "".join(f"<li>{x}</li>" for x in items) + "</ul>"


def comb(text, w=4.6):
    """Comb boxes of a printed form, one character a box."""
    return (
        "<span style='white-space:nowrap'>"
        + "".join(
            f"<span style='display:inline-block;width:{w}mm;height:5.2mm;border:.4pt solid #888;text-align:center;line-height:5.2mm;margin-right:-.4pt'>{c}</span>"
            if c != " "
            else "<span style='display:inline-block;width:1.6mm'></span>"
            for c in text
        )
        + "</span>"
    )


def tick(on):
    """A box, crossed or not."""
    return (
        "<svg width='3.4mm' height='3.4mm' viewBox='0 0 10 10'><rect x='.5' y='.5' width='9' height='9' fill='none' stroke='#222' stroke-width='.8'/>"
        + ("<path d='M1 1l8 8M9 1l-8 8' stroke='#1b2f8f' stroke-width='1.5'/>" if on else "")
        + "</svg>"
    )


def barcode(r, n=42, h=9, text=""):
    """A bar code that says nothing."""
    x, out = 0, ""
    for i in range(n):
        w = r.choice([1, 1, 2, 3])
        if i % 2 == 0:
            out += f"<rect x='{x}' y='0' width='{w}' height='20' fill='#000'/>"
        x += w
    return f"<span style='display:inline-block;text-align:center;font-size:7pt'><svg width='{x * 0.33:.0f}mm' height='{h}mm' viewBox='0 0 {x} 20' preserveAspectRatio='none'>{out}</svg><br>{text}</span>"


def sticker(d, q, bottom=False):
    """An adhesive identity label of the person q (maybe not the patient)."""
    r = d.rng
    names = f"{d.fam(q.used_name)} née {d.fam(q.birth_name)}" if q.used_name and q.sex == "F" else d.fam(q.birth_name)
    side = r.choice(["margin-left:0", "margin-left:auto", "margin-left:25mm"])
    return (
        f"<div style=\"margin-top:3mm;{side};width:62mm;border:.5pt solid #aaa;border-radius:2mm;background:white;padding:1.5mm 2.5mm;font-family:'Liberation Sans';font-size:8pt;"
        f'transform:rotate({r.uniform(-3, 3):.1f}deg);line-height:1.3"><b>{names} {esc(q.first_names[0])}</b><br>Né(e) le {q.birth_date.strftime("%d/%m/%Y")} &nbsp; Sexe : {q.sex}<br>'
        f"IPP {r.randint(1000000, 9999999)} &nbsp; IEP {r.randint(100000000, 999999999)}<br>{barcode(r, 36, 6)}</div>"
    )

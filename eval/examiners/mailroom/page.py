"""Pieces shared by the layouts: registry, style of a page, sections, logos."""

from eval.examiners.mailroom.content import OPS
from eval.examiners.mailroom.context import E
from eval.examiners.mailroom.people import Doctor

LAYOUTS = {}


def layout(fn):
    """Register a layout: it gives a style and a body, and writes the truth in the context."""
    LAYOUTS[fn.__name__] = fn
    return fn


def base(font, size=10, margin="18mm 18mm 18mm 18mm", lh=1.3, extra=""):
    size = round(size * 1.1, 1)
    return (
        f"@page{{size:A4;margin:{margin}}} body{{font-family:'{font}';font-size:{size}pt;line-height:{lh};margin:0}} p{{margin:0 0 2.2mm 0}} h1,h2,h3{{margin:2mm 0 1mm 0}} ul{{margin:0 0 2mm 5mm;padding:0}}table{{border-collapse:collapse}} td{{vertical-align:top}} .kv td{{padding:.4mm 3mm .4mm 0}} li::marker{{font-family:'DejaVu Sans'}} body{{font-variant-numeric:lining-nums}} .r{{text-align:right}} .c{{text-align:center}} .s{{font-size:80%}} "
    ) + extra


def sections(
    c, style="h3", k=None, order=("motif", "atcd", "story", "exam", "bio", "img", "evol", "concl", "tt", "plan")
):
    """A report body under headings; the wording of each heading is drawn."""
    words = {
        "motif": ["Motif d'hospitalisation", "MOTIF", "Motif de la prise en charge"],
        "atcd": ["Antécédents", "ANTÉCÉDENTS ET TERRAIN", "Principaux antécédents"],
        "story": ["Histoire de la maladie", "HISTOIRE", "Mode de vie et histoire récente"],
        "exam": ["Examen clinique", "EXAMEN À L'ENTRÉE", "Données de l'examen"],
        "bio": ["Biologie", "BILAN BIOLOGIQUE", "Examens de laboratoire"],
        "img": ["Examens complémentaires", "IMAGERIE ET EXPLORATIONS", "Explorations"],
        "evol": ["Évolution", "ÉVOLUTION DANS LE SERVICE", "Évolution et prise en charge"],
        "concl": ["Conclusion", "AU TOTAL", "Synthèse"],
        "tt": ["Traitement de sortie", "TRAITEMENT", "Prescriptions"],
        "plan": ["Suite de la prise en charge", "CONDUITE À TENIR", "Suivi"],
    }
    k = c.r.randint(0, 2) if k is None else k
    out = []
    for key in order:
        if key == "motif":
            out.append(f"<{style}>{words[key][k]}</{style}><p>{c.r.choice(c.case['motif']).capitalize()}.</p>")
        elif key in ("atcd", "tt") or (key == "plan" and c.r.random() < 0.5):
            out.append(f"<{style}>{words[key][k]}</{style}>{c.ul(key, 2)}")
        elif key == "concl":
            out.append(f"<{style}>{words[key][k]}</{style}><p><b>{c.t(c.r.choice(c.case['concl']))}</b></p>")
        else:
            out.append(f"<{style}>{words[key][k]}</{style}>{c.para(key, 2)}")
        if key == "atcd":
            out.append(f"<!--X--><{style}>{['Mode de vie', 'MODE DE VIE', 'Contexte de vie'][k]}</{style}>{c.life(3)}")
        if key == "evol":
            out.append(c.discussion(3))
    return "".join(out)


def prose(c):
    out = [
        f"<p>Dans ses antécédents on relève : {' '.join(c.some('atcd', 2))}</p>",
        "<!--X-->",
        c.para("story", 3),
        f"<p>À l'examen : {' '.join(c.some('exam', 2))}</p>",
        f"<p>{' '.join(c.some('bio', 1) + c.some('img', 1))}</p>",
        c.para("evol", 1),
    ]
    out.insert(2, c.life(3))
    out.append(c.discussion(3))
    out.append(
        f"<p>{c.one('Au total :', 'En conclusion :', 'Je retiens donc :')} {c.t(c.r.choice(c.case['concl']))}</p>"
    )
    out.append(
        "<p>{}</p>{}".format(
            c.one("Traitement actuel :", "L'ordonnance comporte :", "Je propose le traitement suivant :"), c.ul("tt", 2)
        )
    )
    out.append(c.para("plan", 1))
    return "".join(out)


def bye(c):
    return f"<p>{c.one('Je vous prie de croire, cher confrère, en mes sentiments les meilleurs.', 'Bien confraternellement.', 'En restant à votre disposition, je vous adresse mes salutations confraternelles.', 'Très cordialement à vous.')}</p>"


def operation(c):
    op = c.r.choice(OPS)
    return OPS[0] if c.p.sex == "F" and "prostate" in op[0] else op


def hello(c):
    return f"<p>{c.one('Cher confrère,', 'Chère consœur, cher confrère,', 'Mon cher ami,', 'Cher collègue,')}</p>"


def cc(c, n=1):
    return f"<p class='s'>{c.one('Copie :', 'Double à :', 'Copies à :', 'cc :')} {' ; '.join(c.recipient() for _ in range(n))}</p>"


def staff(c, n=4):
    """A department list in the margin; the author is in it."""
    ds = [Doctor(c.r) for _ in range(n)] + [c.author]
    c.r.shuffle(ds)
    return "".join(
        f"<div>{c.one('Dr', 'Dr', 'Pr')} {E(d.given) + ' ' + c.fam(d.family)}<br><span class='s'>{c.one('Praticien hospitalier', 'Assistant', 'Chef de clinique', 'PH temps partiel')}</span></div>"
        for d in ds
    )


def logo(color, shape="circle", text=""):
    s = {
        "circle": "<circle cx='20' cy='20' r='17' fill='%s'/><path d='M20 8v24M8 20h24' stroke='white' stroke-width='5'/>",
        "wave": "<path d='M2 30 Q12 5 22 20 T38 8 V38 H2Z' fill='%s'/>",
        "tri": "<path d='M20 3 L37 36 H3Z' fill='%s'/><circle cx='20' cy='25' r='5' fill='white'/>",
        "sq": "<rect x='3' y='3' width='34' height='34' rx='6' fill='%s'/><path d='M10 28 L20 10 L30 28' stroke='white' stroke-width='4' fill='none'/>",
        "bars": "<g fill='%s'><rect x='4' y='16' width='7' height='20'/><rect x='15' y='8' width='7' height='28'/><rect x='26' y='3' width='7' height='33'/></g>",
    }[shape] % color
    return f"<svg width='14mm' height='14mm' viewBox='0 0 40 40'>{s}</svg>"

"""Endoscopies, echocardiographies, lung functions, genetics."""

import datetime as dt
from xml.sax.saxutils import escape as esc

from reportlab.lib.colors import HexColor

from eval.examiners.hospital.content import ENDOS, GENES
from eval.examiners.hospital.fonts import SANS, SERIF
from eval.examiners.hospital.pdf import Pdf
from eval.examiners.hospital.people import Person
from eval.examiners.hospital.pieces import show_pairs, signed
from eval.examiners.hospital.staff import SPECS, Doctor, Structure


def endoscopy(ctx):
    """Endoscopy report with picture frames."""
    d = Pdf(ctx.pick(*SANS + SERIF), 10, left=45, right=45, top=28, bottom=50)
    r, col = ctx.r, ctx.ink
    x = r.choice([e for e in ENDOS if not (ctx.p.sex == "M" and "Hyst" in e[0])])
    d.begin()
    ctx.set(doc_type=["70004-7"])
    d.t(45, 28, ctx.sname(), 12.5, b=True, color=col)
    d.t(45, 44, "Unité d'endoscopie - " + ctx.s.tel, 8.5)
    fin = ctx.finess()
    if fin:
        d.t(45, 55, fin, 7.5)
    d.t(d.W - 45, 28, ctx.use_doc(), 9, align="r")
    d.y = 72
    d.box(45, d.y, d.w, 24, fill=col, stroke=None)
    d.t(
        55,
        d.y + 6,
        ctx.pick("COMPTE RENDU D'ENDOSCOPIE", "Compte rendu d'examen endoscopique", "ENDOSCOPIE") + " : " + x[0],
        11.5,
        b=True,
        color="#ffffff",
    )
    d.y += 36
    d.p(f"<b>{esc(ctx.inline(extra=True))}</b>", size=11)
    bits = []
    if ctx.show_ins:
        bits.append(ctx.ins_label() + " : " + ctx.ins_text())
    if ctx.show_ipp or ctx.trap in ("near_namesake", "namesake_same_day", "twin"):
        bits.append("IPP : " + ctx.p.ipp)
        ctx.done.add("ipp")
    if ctx.show_ep:
        bits.append("{} {}".format(*ctx.episode()))
    if bits:
        d.p(esc(" | ".join(bits)), size=8.5)
    tos = ctx.addressees(ctx.pick(1, 2))
    ope = ctx.use_author()
    d.p(
        esc(
            "{} : {}   -   {} : {}".format(
                ctx.pick("Date de l'examen", "Réalisé le"),
                ctx.use_act(),
                ctx.pick("Opérateur", "Examinateur", "Endoscopiste"),
                ope,
            )
        )
    )
    d.p(
        esc(
            "{} : {}".format(
                ctx.pick("Envoyé par", "Médecin correspondant", "À l'attention de"), " et ".join(t.full() for t in tos)
            )
        )
    )
    y0 = d.y
    d.p("<b>Indication :</b> " + esc(x[1]), w=d.w - 140)
    d.p(
        f"<b>Matériel :</b> endoscope n° {ctx.pick('CF-', 'GIF-', 'EC-')}{r.randrange(9999):04d}, désinfection tracée. Sédation : {ctx.pick(f'propofol (Dr {Doctor(r).family})', 'aucune', 'MEOPA')}.",
        w=d.w - 140,
    )
    d.p("<b>Constatations :</b> " + esc(x[2]), w=d.w - 140, align=4)
    d.p(esc(ctx.distract()), w=d.w - 140)
    for i in range(2):
        d.box(d.W - 45 - 120, y0 + 88 * i, 120, 80, fill="#3a2020", stroke="#222222")
        d.c.saveState()
        d.c.setFillColor(HexColor(r.choice(["#c77b6c", "#b5605a", "#d99a84"])))
        d.c.circle(d.W - 105, d.H - y0 - 88 * i - 40, 34, stroke=0, fill=1)
        d.c.setFillColor(HexColor("#5a2525"))
        d.c.circle(d.W - 105 + r.uniform(-10, 10), d.H - y0 - 88 * i - 40, 11, stroke=0, fill=1)
        d.c.restoreState()
    d.y = max(d.y, y0 + 180)
    d.p("<b>{} : {}</b>".format(ctx.pick("CONCLUSION", "Au total", "Conclusion"), esc(x[3])))
    if r.random() < 0.5:
        d.p("Prélèvements adressés au laboratoire {}.".format(esc(Structure(r, "path").name)), size=9)
    ctx.extras(d)
    d.need(50)
    d.t(360, d.y + 6, ctx.author.full(), b=True)
    rp = ctx.rpps()
    if rp:
        d.t(360, d.y + 19, rp, 8)
    d.sign(r, 370, d.y + 38)
    d.y += 60
    return d


def echo_table(ctx):
    """Heart ultrasound: measures in columns, one-line header."""
    d = Pdf(ctx.pick("libnarrow", "dejacond", "roboto", "lato", "noto"), 9.5, left=42, right=42, top=24, bottom=44)
    r, col = ctx.r, ctx.ink
    ctx.doc = ctx.act
    d.begin()
    ctx.set(doc_type=["70004-7", "18748-4"])
    fin = ctx.finess()
    d.t(
        42,
        22,
        "{} - {} - {} {} - Tél. {}{}".format(
            ctx.sname(), "Explorations cardiologiques", ctx.s.cp, ctx.s.city, ctx.s.tel, " - " + fin if fin else ""
        ),
        7.6,
        color="#444444",
    )
    d.line(y=36, color=col)
    d.y = 46
    d.t(
        42,
        d.y,
        ctx.pick(
            "ÉCHOCARDIOGRAPHIE TRANSTHORACIQUE", "Compte rendu d'échocardiographie-Doppler", "ÉCHOGRAPHIE CARDIAQUE"
        ),
        14,
        b=True,
        color=col,
    )
    d.y += 24
    prs = ctx.pairs()
    n = 3
    cells = [f"{esc(a)}<br/><b>{esc(b)}</b>" for a, b in prs]
    cells.append("{}<br/><b>{}</b>".format(ctx.pick("Date d'examen", "Examen du", "Réalisé le"), ctx.use_act()))
    cells.append(
        "{}<br/><b>{}</b>".format(ctx.pick("Opérateur", "Échographiste", "Cardiologue"), esc(ctx.use_author()))
    )
    tos = ctx.addressees(1)
    cells.append("{}<br/><b>{}</b>".format(ctx.pick("Prescripteur", "Correspondant"), esc(tos[0].full())))
    while len(cells) % n:
        cells.append("")
    d.table([cells[i : i + n] for i in range(0, len(cells), n)], [d.w / n] * n, head=False, raw=True, size=8.8)
    ms = [
        ("FEVG (Simpson)", f"{r.randint(35, 68)} %"),
        ("DTDVG", f"{r.randint(42, 60)} mm"),
        ("DTSVG", f"{r.randint(25, 42)} mm"),
        ("SIV", f"{r.randint(8, 14)} mm"),
        ("PP", f"{r.randint(8, 12)} mm"),
        ("OG", f"{r.randint(20, 48)} mL/m²"),
        ("E/A", f"{r.uniform(0.6, 1.8):.1f}"),
        ("E/e'", f"{r.randint(6, 15)}"),
        ("Vmax aortique", f"{r.uniform(1.1, 3.9):.1f} m/s"),
        ("PAPS", f"{r.randint(22, 52)} mmHg"),
        ("TAPSE", f"{r.randint(15, 26)} mm"),
        ("VCI", f"{r.randint(11, 22)} mm"),
    ]
    d.table(
        [("Mesure", "Valeur", "Mesure", "Valeur", "Mesure", "Valeur")]
        + [[*ms[i], *ms[i + 4], *ms[i + 8]] for i in range(4)],
        [105, 65] * 3,
        size=8.5,
    )
    for s in r.sample(
        [
            "Ventricule gauche non dilaté, cinétique homogène.",
            "Hypokinésie inférieure basale, séquellaire.",
            "Valve aortique tricuspide remaniée, fuite minime.",
            "Insuffisance mitrale de grade 1.",
            "Péricarde sec.",
            "Cavités droites de taille normale.",
            "Pas de thrombus visible.",
            "Prothèse aortique fonctionnelle, gradient moyen 11 mmHg.",
            "Échogénicité médiocre.",
        ],
        4,
    ):
        d.p("• " + s, after=2)
    d.y += 4
    d.p(
        "<b>Conclusion :</b> "
        + ctx.pick(
            "fonction systolique conservée, pas de valvulopathie significative.",
            "rétrécissement aortique modéré, contrôle dans un an.",
            "cardiopathie ischémique à FEVG modérément altérée.",
            "examen dans les limites de la normale.",
        )
    )
    d.p(esc(f"Comparaison : ETT du {ctx.d(ctx.past(150, 900))}. {ctx.distract()}"), size=8.8)
    ctx.extras(d)
    signed(ctx, d)
    return d


def spirometry_free(ctx):
    """Exploration sheet: free two columns, sleep or lung function."""
    d = Pdf(ctx.pick("caladea", "libsans", "dejavu", "carlito", "freeserif"), 10, left=40, right=40, top=30, bottom=46)
    r, col = ctx.r, ctx.ink
    d.begin()
    ctx.set(doc_type=["70004-7", "47420-5"])
    # two-column letterhead
    d.t(40, 30, ctx.sname(), 12, b=True, color=col)
    d.at(
        40,
        46,
        230,
        esc(f"{ctx.s.addr}<br/>{ctx.s.cp} {ctx.s.city}<br/>Tél. {ctx.s.tel}").replace("&lt;br/&gt;", "<br/>"),
        size=8,
    )
    fin = ctx.finess()
    if fin:
        d.t(40, 80, fin, 7.5)
    tos = ctx.addressees(1)
    d.t(d.W - 40, 30, SPECS[ctx.spec], 10, b=True, align="r")
    for i, q in enumerate(sorted([*ctx.team[:3], ctx.author], key=lambda q: q.family)):
        d.t(d.W - 40, 44 + 11 * i, q.full(1), 8.5, align="r")
    d.y = 104
    d.t(
        d.W / 2,
        d.y,
        ctx.pick(
            "EXPLORATION FONCTIONNELLE RESPIRATOIRE",
            "POLYGRAPHIE VENTILATOIRE NOCTURNE",
            "ÉLECTROMYOGRAMME DES MEMBRES",
            "HOLTER ECG DES 24 HEURES",
            "ÉPREUVE D'EFFORT",
            "ÉLECTRO-ENCÉPHALOGRAMME",
        ),
        13,
        b=True,
        align="c",
    )
    d.y += 28
    d.p(esc(ctx.inline(extra=False)), b=True, size=11)
    if ctx.show_ins:
        d.p(esc(ctx.ins_label() + " : " + ctx.ins_text()), size=8.8)
    if ctx.show_ipp or ctx.trap in ("near_namesake", "namesake_same_day", "twin"):
        d.p("NIP " + ctx.p.ipp, size=8.8)
        ctx.done.add("ipp")
    d.p(
        "{} {}, à la demande du {}.".format(
            ctx.pick("Exploration du", "Enregistrement du", "Tracé du"), ctx.use_act(), esc(tos[0].full())
        )
    )
    t = [
        "Le tracé est de bonne qualité technique.",
        "Pas d'anomalie significative pendant la période étudiée.",
        "Les valeurs sont rapportées aux théoriques de la population de référence.",
        "La coopération est satisfaisante.",
        "On note une discrète asymétrie, sans caractère pathologique.",
        f"La fréquence maximale atteinte est de {r.randint(92, 168)} battements par minute.",
        f"Durée analysable : {r.randint(180, 1400)} minutes.",
        f"Index mesuré à {r.randint(2, 44)} par heure.",
        "Les latences distales sont normales des deux côtés.",
    ]
    for s in r.sample(t, 5):
        d.p(s, after=3)
    d.p(esc(ctx.distract()))
    d.p(
        "<b>En conclusion</b> : "
        + ctx.pick(
            "examen normal pour l'âge.",
            "syndrome obstructif modéré, réversible.",
            "apnées de degré sévère, traitement à discuter.",
            "pas d'argument pour une atteinte neurogène.",
            "épreuve négative cliniquement et électriquement.",
            "quelques extrasystoles sans gravité.",
        )
    )
    ctx.extras(d)
    signed(ctx, d)
    return d


def genetics(ctx):
    """Molecular genetics, with the family tree in words."""
    d = Pdf(ctx.pick(*SANS), 9.8, left=50, right=50, top=30, bottom=55)
    r, col = ctx.r, ctx.ink
    g = r.choice(GENES)
    fin = ctx.finess()

    def every(d):
        d.t(50, 24, ctx.s.name + " - Laboratoire de génétique moléculaire", 8, color=col, b=True)
        d.t(d.W - 50, 24, f"{d.n}/{ctx.total}", 8, align="r")
        d.line(50, 36, d.W - 50, color=col)
        d.t(
            50,
            d.H - 40,
            "{}, {} {} - {}{}".format(ctx.s.addr, ctx.s.cp, ctx.s.city, ctx.s.mail, " - " + fin if fin else ""),
            7,
        )
        d.y = 46

    d.every = every
    d.begin()
    ctx.sname()
    ctx.set(doc_type="51969-4")
    d.t(
        50,
        d.y,
        ctx.pick(
            "COMPTE RENDU D'EXAMEN DE GÉNÉTIQUE",
            "Résultat d'analyse génétique constitutionnelle",
            "GÉNÉTIQUE MOLÉCULAIRE - COMPTE RENDU",
        ),
        13,
        b=True,
    )
    d.y += 26
    tos = ctx.addressees(ctx.pick(1, 2))
    y0 = d.y
    d.y += 4
    show_pairs(ctx, d, 56, w=125)
    d.box(50, y0, d.w, d.y - y0 + 3)
    d.y += 12
    d.p("<b>{} :</b> {}".format(ctx.pick("Prescripteur(s)", "Destinataire(s)"), esc(", ".join(t.full() for t in tos))))
    d.p(
        "<b>{} :</b> {} - sang total EDTA   <b>Réception :</b> {}".format(
            ctx.pick("Date de prélèvement", "Prélevé le"), ctx.use_act(), ctx.d(ctx.act + dt.timedelta(days=2))
        )
    )
    ctx.doc = min(ctx.act + dt.timedelta(days=r.randint(20, 90)), dt.date(2026, 11, 22))
    d.p(
        "<b>Indication :</b> {}. {}".format(
            g[2],
            ctx.pick(
                "Mère atteinte à 52 ans, tante maternelle indemne.",
                f"Cas index : une sœur, variant identifié en {ctx.act.year - 3} (laboratoire extérieur).",
                "Bilan demandé par le conseiller en génétique.",
            ),
        )
    )
    if r.random() < 0.6:
        q = Person(r, amin=25, amax=80)
        d.p(
            esc(
                f"Apparenté testé antérieurement : {q.first} {q.birth_name.upper()} ({ctx.pick('cousin(e)', 'oncle ou tante', 'frère ou sœur')}), dossier {ctx.act.year - 2}-{r.randrange(9999):04d} du {ctx.d(ctx.past(400, 1500))}."
            )
        )
    d.table([("Gène", "Résultat", "Zygotie / interprétation"), (g[0], g[1], g[3])], [90, 200, d.w - 290])
    d.p(
        f"<b>Méthode.</b> Séquençage haut débit d'un panel, profondeur moyenne {r.randint(120, 480)} X, confirmation par Sanger. Référence GRCh38."
    )
    d.p("<b>{}.</b> {} : {} ({}).".format(ctx.pick("Conclusion", "Interprétation"), g[0], g[3], g[1]))
    d.p(
        "Résultat à rendre au cours d'une consultation individuelle (articles R.1131-4 et suivants du code de la santé publique).",
        size=8.5,
    )
    ctx.extras(d)
    signed(ctx, d, label=ctx.pick("Biologiste agréé :", "Validé par", ""))
    return d

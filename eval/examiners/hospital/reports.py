"""Reports of imaging, pathology, operations and explorations."""

import datetime as dt
from xml.sax.saxutils import escape as esc

from eval.examiners.hospital.content import IMAGING, OPS, PATH
from eval.examiners.hospital.fonts import SANS
from eval.examiners.hospital.pdf import Pdf
from eval.examiners.hospital.staff import SPECS, Doctor


def _patient_lines(ctx, d):
    """The patient as labelled lines or as running text."""
    r = ctx.r
    if r.random() < 0.5:
        for a, b in ctx.pairs():
            d.t(55, d.y, a + " :", 9, color="#444444")
            d.t(165, d.y, b, 9.5, b=True)
            d.y += 13
    else:
        d.p(f"<b>{esc(ctx.inline(extra=True))}</b>", after=3)
        if ctx.show_ins:
            d.p(esc(f"{ctx.ins_label()} : {ctx.ins_text()}"), size=9)
        if ctx.trap in ("near_namesake", "namesake_same_day", "twin"):
            d.p("N° patient " + ctx.p.ipp, size=9)
            ctx.done.add("ipp")


def imaging_band(ctx):
    """Imaging centre: coloured band, associates listed at the bottom."""
    d = Pdf(ctx.pick(*SANS), 10, left=55, right=55, top=30, bottom=75)
    r, col = ctx.r, ctx.ink
    ex = r.choice(IMAGING)
    fin = ctx.finess()

    def every(d):
        if d.n == 1:
            d.box(0, 0, d.W, 62, fill=col, stroke=None)
            d.t(55, 14, ctx.sname(), 17, b=True, color="#ffffff")
            d.t(
                55,
                38,
                ctx.pick(
                    "IRM - Scanner - Radiologie numérisée - Échographie",
                    "Imagerie en coupes, sénologie, radiologie interventionnelle",
                    "Radiologie - Mammographie - Doppler",
                ),
                9,
                color="#ffffff",
            )
            d.y = 80
        d.line(55, d.H - 62, d.W - 55, color=col)
        d.t(d.W / 2, d.H - 57, "Radiologues associés : " + " - ".join(q.full() for q in ctx.team[:4]), 7, align="c")
        d.t(
            d.W / 2,
            d.H - 47,
            f"{ctx.s.addr}, {ctx.s.cp} {ctx.s.city}   Tél. {ctx.s.tel}   Fax {ctx.s.fax}",
            7,
            align="c",
        )
        if fin:
            d.t(d.W / 2, d.H - 37, fin, 7, align="c")

    d.every = every
    d.begin()
    ctx.set(doc_type="18748-4")
    tos = ctx.addressees(ctx.pick(1, 1, 2))
    d.t(d.W - 55, d.y, "{}, {}".format(ctx.s.city, ctx.use_doc("dlong" if r.random() < 0.4 else None)), align="r")
    d.y += 24
    _patient_lines(ctx, d)
    d.y += 6
    d.p(
        esc(
            ctx.pick("Médecin demandeur : ", "À l'attention de : ", "Adressé par : ") + ", ".join(t.full() for t in tos)
        ),
        size=9.5,
    )
    d.y += 8
    d.box(55, d.y, d.W - 110, 22, fill="#eeeeee", stroke=None)
    d.t(d.W / 2, d.y + 5, ex[1], 12, b=True, align="c")
    d.y += 32
    d.p(ctx.pick("Examen réalisé le ", "Date de l'examen : ", "Examen du ") + ctx.use_act(), after=8)
    q = ctx.past(100, 900)
    for h, tx in (
        (ctx.pick("Indication", "Motif", "Renseignements cliniques"), ex[2]),
        ("Technique", ex[3][0]),
        (
            ctx.pick("Comparaison", "Examens antérieurs"),
            "{} du {} ({}).".format(ex[0], ctx.d(q), ctx.pick("autre centre", "même centre", "film non fourni"))
            if r.random() < 0.6
            else None,
        ),
    ):
        if tx:
            d.p(f"<b>{h} :</b> {esc(tx)}")
    d.p("<b>{}</b>".format(ctx.pick("Résultats", "Description", "Constatations")), after=2)
    obs = list(ex[4])
    for o in obs:
        d.p(("- " if r.random() < 0.5 else "") + esc(o), after=3)
    d.y += 6
    d.p("<b>{} :</b> {}".format(ctx.pick("Conclusion", "CONCLUSION", "Au total"), esc(ex[5])))
    ctx.extras(d)
    d.need(60)
    d.y += 14
    d.t(d.W - 55, d.y, ctx.use_author(), b=True, align="r")
    rp = ctx.rpps()
    if rp:
        d.t(d.W - 55, d.y + 13, rp, 8, align="r")
    if r.random() < 0.5:
        d.t(
            55,
            d.y,
            ctx.pick("Compte rendu dicté puis signé électroniquement", "Document validé par le radiologue"),
            7.5,
            i=True,
        )
    d.y += 30
    return d


def line(label, value):
    """A label padded to the column of the values."""
    return f"{label:<20}: {value}"


def path_typewriter(ctx):
    """Pathology laboratory, typewriter-like."""
    d = Pdf(ctx.pick("type", "libmono", "freemono", "dejamono"), 9.5, left=60, right=60, top=40, bottom=60, lead=1.3)
    r = ctx.r
    ex = r.choice(
        [e for e in PATH if not ((ctx.p.sex == "M" and "cervico" in e[0]) or (ctx.p.sex == "F" and "rosta" in e[0]))]
    )
    fin = ctx.finess()
    num = f"{ctx.pick('H', 'B', 'A', 'P')}{ctx.act.year % 100:02d}-{r.randrange(99999):05d}"

    def every(d):
        if d.n == 1:
            d.t(d.W / 2, 36, ctx.sname(True), 13, b=True, align="c")
            for i, q in enumerate([ctx.author, *ctx.team[:2]]):
                d.t(60, 58 + 11 * i, q.full(1), 8.5)
            d.t(d.W - 60, 58, ctx.s.addr, 8, align="r")
            d.t(d.W - 60, 69, ctx.s.cp + " " + ctx.s.city, 8, align="r")
            d.t(d.W - 60, 80, "Tel " + ctx.s.tel, 8, align="r")
            if fin:
                d.t(60, 92, fin, 8)
            d.line(60, 106, d.W - 60)
            d.y = 118

    d.every = every
    d.begin()
    tos = ctx.addressees(ctx.pick(1, 2))
    ctx.set(doc_type="60568-3")
    for a, b in ctx.pairs():
        d.t(60, d.y, line(a.upper() if r.random() < 0.0 else a, b), 9.5)
        d.y += 13
    d.y += 6
    d.t(60, d.y, line("N° d'examen", num), 9.5)
    d.t(60, d.y + 13, line(ctx.pick("Prélevé le", "Prélèvement du"), ctx.use_act()), 9.5)
    rec = min(ctx.act + dt.timedelta(days=1), ctx.doc)
    d.t(60, d.y + 26, line(ctx.pick("Reçu le", "Arrivée au labo"), ctx.d(rec)), 9.5)
    d.t(60, d.y + 39, line(ctx.pick("Médecin préleveur", "Correspondant"), tos[0].full(1)), 9.5)
    if len(tos) > 1:
        d.t(60, d.y + 52, line("Copie", tos[1].full(1)), 9.5)
        d.y += 13
    d.y += 66
    title = ctx.pick(
        "EXAMEN ANATOMO-PATHOLOGIQUE",
        "COMPTE RENDU ANATOMOPATHOLOGIQUE",
        "COMPTE-RENDU D'ANATOMIE ET CYTOLOGIE PATHOLOGIQUES",
    )
    d.t(60, d.y, title, 10.5, b=True)
    d.line(60, d.y + 14, 60 + d.width(title, 10.5, True))
    d.y += 26
    d.p("NATURE DU PRELEVEMENT : " + esc(ex[0]))
    d.p("MACROSCOPIE. " + esc(ex[1]))
    d.p("MICROSCOPIE. " + esc(ex[2]))
    if r.random() < 0.5:
        d.p(
            "Examen antérieur n° {} du {} : se reporter au compte rendu.".format(
                f"H{r.randrange(99999):05d}", ctx.d(ctx.past(200, 2000))
            )
        )
    d.p(f"<b>CONCLUSION : {esc(ex[3])}</b>")
    if r.random() < 0.5:
        d.p(f"Code ADICAP : {ctx.pick('BHDCA7', 'OHGS0A', 'PHPPA7')}{r.randrange(9999):04d}", size=8)
    ctx.extras(d)
    d.need(60)
    d.y += 10
    d.t(60, d.y, "{} {}".format(ctx.pick("Compte rendu signé le", "Validé le", "Le"), ctx.use_doc()), 9.5)
    d.t(320, d.y + 14, ctx.use_author(), 9.5)
    rp = ctx.rpps()
    if rp:
        d.t(320, d.y + 27, rp, 8.5)
    d.y += 44
    return d


def op_report_boxes(ctx):
    """Clinic operation report, boxed header."""
    d = Pdf(ctx.pick(*SANS), 9.8, left=45, right=45, top=30, bottom=55)
    r, col = ctx.r, ctx.ink
    ops = [o for o in OPS if not ((ctx.p.sex == "F" and "prostate" in o[0]) or (ctx.p.sex == "M" and "Hyst" in o[0]))]
    op = r.choice(ops)
    fin = ctx.finess()

    def every(d):
        d.t(
            45,
            d.H - 38,
            "{} - {}, {} {}{}".format(ctx.s.name, ctx.s.addr, ctx.s.cp, ctx.s.city, " - " + fin if fin else ""),
            7,
        )
        d.t(d.W - 45, d.H - 38, f"{d.n} / {ctx.total}", 7, align="r")

    d.every = every
    d.begin()
    ctx.set(doc_type="34874-8")
    d.box(45, 28, 200, 70, stroke=col)
    d.logo(r, 52, 38, 30, col)
    nm = ctx.sname()
    d.at(90, 34, 150, f"<b>{esc(nm)}</b>", size=11)
    d.t(90, 64, "Bloc opératoire - Tél. " + ctx.s.tel, 7.5)
    d.t(90, 76, SPECS.get(op[2], "Chirurgie"), 8, i=True)
    prs = ctx.pairs()
    h = max(70, 12 * len(prs) + 8)
    d.box(255, 28, d.W - 300, h, stroke=col)
    for i, (a, b) in enumerate(prs):
        d.t(262, 33 + 12 * i, a + " : ", 8)
        d.t(262 + d.width(a + " : ", 8) + 2, 33 + 12 * i, b, 8.8, b=True)
    d.y = 28 + h + 16
    d.t(
        d.W / 2,
        d.y,
        ctx.pick(
            "COMPTE RENDU OPÉRATOIRE", "COMPTE-RENDU OPERATOIRE", "Protocole opératoire", "Compte rendu d'intervention"
        ),
        15,
        b=True,
        align="c",
        color=col,
    )
    d.y += 30
    an = Doctor(r, "anesth")
    aide = Doctor(r, ctx.spec)
    tos = ctx.addressees(ctx.pick(1, 2)) if r.random() < 0.7 else []
    rows = [
        (ctx.pick("Date d'intervention", "Opéré(e) le", "Intervention du"), ctx.use_act()),
        (ctx.pick("Opérateur", "Chirurgien"), ctx.use_author()),
        (
            ctx.pick("Aide", "Aide opératoire"),
            aide.full() if r.random() < 0.5 else "M. " + aide.given + " " + aide.family + " (IBODE)",
        ),
        (ctx.pick("Anesthésiste", "Anesthésie"), an.full() + ctx.pick(" - AG", " - rachianesthésie", "")),
    ]
    if tos:
        rows.append(
            (
                ctx.pick("Destinataires", "Copie à", "Médecin traitant / correspondants"),
                ", ".join(t.full() for t in tos),
            )
        )
    d.table(rows, [140, d.w - 140], head=False, bold0=True)
    d.y += 4
    d.p("<b>{} :</b> {}".format(ctx.pick("Intervention", "Acte réalisé"), esc(op[0])))
    d.p("<b>Indication :</b> {}. {}".format(esc(op[1]), esc(ctx.distract()) if r.random() < 0.5 else ""))
    d.p("<b>{}</b>".format(ctx.pick("Déroulement", "Technique opératoire", "Description")), after=2)
    d.p(esc(op[3]), align=4)
    d.p(
        esc(
            ctx.pick("Compte des compresses exact. ", "Check-list HAS réalisée. ", "")
            + ctx.pick(
                "Lever le jour même, sortie prévue le lendemain.",
                "Ablation des fils à J15 par infirmière.",
                f"Consultation de contrôle le {ctx.d(ctx.next(15, 45))}.",
                "Anticoagulation préventive pendant 10 jours.",
            )
        )
    )
    if r.random() < 0.4:
        d.p(f"Code CCAM : {ctx.pick('HMFC', 'NEKA', 'AHPA', 'LMMA')}{r.randrange(20):03d}", size=8.5)
    ctx.extras(d)
    d.need(60)
    d.y += 8
    d.t(
        d.W - 45,
        d.y,
        "{} {}".format(ctx.pick("Rédigé le", "Dicté et validé le", "Fait le"), ctx.use_doc()),
        9,
        align="r",
    )
    d.t(d.W - 45, d.y + 13, ctx.author.full(), b=True, align="r")
    rp = ctx.rpps()
    if rp:
        d.t(d.W - 45, d.y + 26, rp, 8, align="r")
    d.y += 44
    return d

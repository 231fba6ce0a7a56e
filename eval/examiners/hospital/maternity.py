"""Births, newborns, sheets between wards."""

import datetime as dt
from xml.sax.saxutils import escape as esc

from eval.examiners.hospital.fonts import SANS
from eval.examiners.hospital.pdf import Pdf
from eval.examiners.hospital.people import F_NEW, M_NEW
from eval.examiners.hospital.pieces import BLUE, show_pairs, signed
from eval.examiners.hospital.staff import Doctor


def delivery(ctx):
    """Delivery report: the mother is the patient, the child is on the page."""
    d = Pdf(ctx.pick(*[*SANS, "caladea"]), 9.8, left=45, right=45, top=28, bottom=50)
    r, col = ctx.r, ctx.ink
    d.begin()
    ctx.set(doc_type=["15508-5", "57057-2"])
    sx = r.choice("MF")
    baby = (F_NEW if sx == "F" else M_NEW)[r.randrange(120)]
    d.t(45, 28, ctx.sname(), 12, b=True, color=col)
    d.t(45, 43, ctx.pick("Maternité niveau 2B", "Pôle femme-mère-enfant", "Service de gynécologie-obstétrique"), 9)
    fin = ctx.finess()
    if fin:
        d.t(45, 55, fin, 7.5)
    d.t(d.W - 45, 30, ctx.pick("COMPTE RENDU D'ACCOUCHEMENT", "Compte-rendu d'accouchement"), 14, b=True, align="r")
    d.y = 74
    d.p("<b>{}</b>".format(ctx.pick("Patiente", "Mère", "Parturiente")), color=col, after=2)
    show_pairs(ctx, d, 50, w=130)
    d.y += 6
    d.p(
        f"<b>{ctx.pick('Accouchement', 'A accouché')} le {ctx.use_act()} à {r.randrange(24):02d}h{r.randrange(60):02d}</b> - terme {r.randint(37, 41)} SA + {r.randrange(7)} j - G{r.randint(2, 4)}P{r.randint(1, 2)}"
    )
    d.p(
        "Début de grossesse estimé au {}, groupe {}, sérologies : toxoplasmose {}, VIH négatif, AgHBs négatif.".format(
            ctx.d(ctx.act - dt.timedelta(days=270)), ctx.pick("A+", "O+", "B+", "O-"), ctx.pick("immune", "non immune")
        )
    )
    d.p(
        ctx.pick(
            f"Travail spontané, péridurale posée à 4 cm par le Dr {Doctor(r).family}. ",
            "Déclenchement par prostaglandines pour dépassement de terme. ",
            "Césarienne pour anomalies du rythme cardiaque fœtal. ",
        )
        + ctx.pick(
            "Expulsion en 12 minutes, périnée intact.",
            "Extraction par ventouse, déchirure simple suturée.",
            "Présentation céphalique, délivrance dirigée complète.",
        )
    )
    d.table(
        [
            (
                "Nouveau-né",
                f"{ctx.p.used_name.upper() if ctx.p.used_name and r.random() < 0.5 else ctx.p.birth_name.upper()} {baby}",
            ),
            ("Sexe de l'enfant", "Féminin" if sx == "F" else "Masculin"),
            ("Poids / taille / PC", f"{r.randint(2600, 4100)} g / {r.randint(47, 53)} cm / {r.randint(33, 37)} cm"),
            ("Apgar", f"{r.randint(7, 10)} - 10 - 10"),
            ("pH artériel", f"7,{r.randint(18, 34)}"),
        ],
        [150, 250],
        head=False,
        bold0=True,
    )
    d.p(
        f"Pertes estimées à {r.randint(100, 600)} mL. Allaitement {ctx.pick('maternel', 'artificiel', 'mixte')}. Suites : {ctx.pick('simples', 'anémie à 9,8 g/dL supplémentée')}."
    )
    tos = ctx.addressees(1)
    d.p(esc("Copie : " + tos[0].full()))
    ctx.drop("sex")
    ctx.extras(d)
    signed(ctx, d, label=ctx.pick("Obstétricien :", "", "Signé :"))
    return d


def newborn(ctx):
    """Newborn sheet: the child is the patient, the mother is given in full."""
    d = Pdf(ctx.pick(*SANS), 9.5, left=40, right=40, top=26, bottom=40)
    r, col = ctx.r, ctx.ink
    ctx.act = ctx.p.birth
    ctx.doc = ctx.act + dt.timedelta(days=r.randint(2, 5))
    d.begin()
    ctx.set(doc_type=["78489-2", "57075-4"])
    m = ctx.kit["mother"]
    d.box(40, 26, d.W - 80, 40, fill="#e3f0f4", stroke=col, r=8)
    d.t(50, 32, ctx.sname(), 11, b=True)
    d.t(50, 48, "Maternité - " + ctx.s.tel, 8)
    d.t(
        d.W - 50,
        36,
        ctx.pick("FICHE NOUVEAU-NÉ", "SYNTHÈSE DE SÉJOUR DU NOUVEAU-NÉ", "Enfant en maternité - bilan de sortie"),
        13,
        b=True,
        align="r",
    )
    fin = ctx.finess()
    d.y = 78
    if fin:
        d.p(esc(fin), size=8)
    left = [("ENFANT", ""), *ctx.pairs(force_sex=True)]
    mm = (
        [("MÈRE", ""), ("Nom de naissance", m.birth_name.upper())]
        + ([("Nom utilisé", m.used_name.upper())] if m.used_name else [])
        + [("Prénom", m.first), ("Née le", ctx.d(m.birth, "slash")), ("N° de dossier", m.ipp)]
    )
    if r.random() < 0.4:
        mm.append(("INS de la mère", m.ins))
    blocks = [(left, 40), (mm, 310)]
    if r.random() < 0.3:
        blocks = [(left, 310), (mm, 40)]
    y0 = d.y
    for rows, x in blocks:
        for i, (a, b) in enumerate(rows):
            d.t(x + 6, y0 + 6 + 14 * i, a + (" :" if b else ""), 8.8, b=not b, color=col if not b else "#000000")
            d.t(x + 122, y0 + 6 + 14 * i, b, 9 if len(b) < 22 else 7.4 if len(b) < 25 else 6.2, b=True)
        d.box(x, y0, 245, 14 * max(len(left), len(mm)) + 10)
    d.y = y0 + 14 * max(len(left), len(mm)) + 24
    d.p(
        f"<b>Naissance</b> le {ctx.d(ctx.act)} à {r.randrange(24):02d}h{r.randrange(60):02d}, voie basse, Apgar {r.randint(7, 10)}/10 puis 10/10. Poids {r.randint(2500, 4200)} g, taille {r.randint(46, 53)} cm."
    )
    d.p(
        f"<b>Examen du {ctx.d(ctx.doc)}</b> : tonus normal, hanches stables, souffle cardiaque absent, fontanelle souple."
    )
    d.p(
        f"<b>Dépistages</b> : Guthrie fait le {ctx.d(ctx.act + dt.timedelta(days=2))}, audition (OEA) {ctx.pick('présente des deux côtés', 'à refaire à un mois')}, bilirubine transcutanée {r.randint(60, 190)} µmol/L."
    )
    d.p(
        f"<b>Alimentation</b> : {ctx.pick('sein exclusif', 'lait 1er âge', 'mixte')}. Vitamine K1 2 mg à J0 et J{r.randint(3, 4)}. Poids de sortie {r.randint(2400, 4100)} g."
    )
    d.p(f"Consultation prévue le {ctx.d(ctx.next(15, 30))}, PMI informée.")
    ctx.drop("act_date", "sex") if ctx.f.get("sex") is None else ctx.drop("act_date")
    signed(ctx, d, label=ctx.pick("Pédiatre :", "", "Sortie autorisée par"))
    return d


def nurse_transfer(ctx):
    """Nursing liaison sheet, filled by hand."""
    d = Pdf(ctx.pick("libsans", "dejacond", "carlito"), 9, left=36, right=36, top=26, bottom=36)
    r = ctx.r
    hand = ctx.pick("hand1", "hand3", "hand3", "hand2")
    ctx.hand = hand
    hs = {"hand1": 14, "hand2": 13.5, "hand3": 10.5}[hand]
    d.begin()
    ctx.doc = ctx.act
    ctx.set(doc_type=["18761-7", "11506-3", "34133-9", "28653-4"])
    ctx.drop("act_date")
    d.t(36, 26, ctx.sname(), 11, b=True)
    fin = ctx.finess()
    d.t(36, 40, ctx.pick("Unité de soins de suite", "Médecine 2", "Chirurgie B") + (" - " + fin if fin else ""), 8)
    d.box(36, 54, d.W - 72, 20, fill="#ded9ee", stroke=None)
    d.t(
        d.W / 2,
        58,
        ctx.pick(
            "FICHE DE LIAISON INFIRMIÈRE",
            "Transfert inter-établissement : fiche de liaison des soins",
            "LIAISON SOIGNANTE DE TRANSFERT",
        ),
        11.5,
        b=True,
        align="c",
    )
    d.y = 84
    prs = ctx.pairs(episode=False)
    for a, b in prs:
        d.t(40, d.y + 3, a + " :", 8.5)
        d.t(150, d.y, b, hs, font=hand, color=BLUE)
        d.y += 19
    d.y += 4
    d.t(40, d.y + 3, ctx.pick("Date du transfert :", "Départ le :", "Rempli le :"), 8.5)
    d.t(150, d.y, ctx.use_doc("slash"), hs, font=hand, color=BLUE)
    d.y += 22
    ide = Doctor(r)
    rows = [
        ("Motif", ctx.pick("convalescence", "suite PTH gauche", "pneumopathie", "AEG", "chute")),
        ("Médecin référent", "Dr " + ctx.author.family),
        (
            "Personne à prévenir",
            f"{r.choice(F_NEW)} {Doctor(r).family} 06 {r.randrange(99):02d} {r.randrange(99):02d} {r.randrange(99):02d} {r.randrange(99):02d}",
        ),
        ("Pansement", ctx.pick("talon droit, 1 j / 2", "cicatrice propre", "sacrum stade 2")),
        ("Alimentation", ctx.pick("normale", "mixée", "hachée + CNO")),
        ("Dernière selle", ctx.d(ctx.doc - dt.timedelta(days=1), "slash")),
        (
            "Perfusion / sonde",
            ctx.pick("non", "VVP bras gauche", "sonde à demeure du " + ctx.d(ctx.past(2, 20), "slash")),
        ),
    ]
    for a, b in rows:
        d.box(36, d.y, 130, 22)
        d.box(166, d.y, d.W - 202, 22)
        d.t(40, d.y + 6, a, 8.5)
        d.t(171, d.y + 3, b, hs, font=hand, color=BLUE)
        d.y += 22
    d.y += 8
    for h in ("Mobilité", "Toilette", "Continence"):
        d.t(40, d.y, h, 9, b=True)
        k = r.randrange(3)
        for i, s in enumerate(("autonome", "aide partielle", "aide totale")):
            d.tick(130 + 110 * i, d.y, i == k, s, 8.5)
        d.y += 16
    ctx.extras(d)
    d.y += 8
    d.t(40, d.y + 3, ctx.pick("IDE :", "Infirmier(e) :"), 9)
    d.t(100, d.y, f"{ide.given} {ide.family.title()}", hs, font=hand, color=BLUE)
    # nurse or physician: can be argued
    ctx.drop("author_family", "author_given")
    d.y += 30
    return d

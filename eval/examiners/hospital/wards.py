"""Papers of the wards: emergencies, anaesthesia, meetings, maternity, liaison."""

import datetime as dt
from xml.sax.saxutils import escape as esc

from reportlab.lib.pagesizes import A4, landscape

from eval.examiners.hospital.content import DRUGS, ERS, OPS, RCPS
from eval.examiners.hospital.fonts import SANS
from eval.examiners.hospital.pdf import Pdf
from eval.examiners.hospital.people import CITIES
from eval.examiners.hospital.pieces import fill
from eval.examiners.hospital.staff import SPECS, Doctor


def er_software(ctx):
    """Emergency software print: dense key/value and a time line."""
    d = Pdf(ctx.pick("libnarrow", "dejacond", "libsans", "carlito"), 9, left=35, right=35, top=25, bottom=45)
    r = ctx.r
    ctx.V = ctx.vocab()
    ctx.V["pt"] = "une patiente" if ctx.p.sex == "F" else "un patient"
    ex = r.choice(ERS)
    fin = ctx.finess()
    ctx.doc = ctx.act + dt.timedelta(days=r.choice([0, 0, 0, 1]))
    t0 = r.randint(0, 19)

    def every(d):
        d.t(
            35,
            d.H - 30,
            f"Imprimé le {ctx.d(ctx.doc + dt.timedelta(days=r.choice([0, 1])), 'slash')} par {Doctor(r).family.lower()} - logiciel UrgDossier v{r.randint(3, 9)}.{r.randint(0, 9)}",
            6.5,
            color="#666666",
        )
        d.t(d.W - 35, d.H - 30, f"p. {d.n}/{ctx.total}", 6.5, align="r")

    d.every = every
    d.begin()
    ctx.set(doc_type=["15507-7", "60280-5"])
    d.t(35, 24, ctx.sname(), 11, b=True)
    d.t(
        35,
        38,
        ctx.pick("Service d'accueil des urgences", "SAU", "Urgences adultes et pédiatriques", "Structure des urgences"),
        9,
    )
    if fin:
        d.t(35, 49, fin, 7)
    d.t(
        d.W - 35,
        24,
        ctx.pick(
            "COMPTE RENDU DE PASSAGE AUX URGENCES", "Passage aux urgences - synthèse", "DOSSIER DE PASSAGE - URGENCES"
        ),
        11.5,
        b=True,
        align="r",
    )
    d.line(35, 62, d.W - 35, wd=1.2)
    d.y = 68
    prs = ctx.pairs(addr=r.random() < 0.5)
    half = (len(prs) + 1) // 2
    for i, (a, b) in enumerate(prs):
        x, y = (35, d.y + 12 * i) if i < half else (310, d.y + 12 * (i - half))
        d.t(x, y, a + " :", 8.5, color="#333333")
        d.t(x + 100, y, b, 9 if x + 105 + d.width(b, 9, True) < d.W - 30 else 6.4, b=True)
    d.y += 12 * half + 6
    d.line()
    d.y += 5
    tri = Doctor(r)
    rows = [
        ("Entrée", f"{ctx.d(ctx.act)} {t0:02d}:{r.randrange(60):02d}"),
        ("Mode d'arrivée", ctx.pick("Moyens personnels", "Ambulance privée", "VSAV", "SMUR")),
        ("Motif", ex[0]),
        ("IOA", f"{t0:02d}:{r.randrange(60):02d} - Mme {tri.family.title()}, tri {r.randint(2, 5)}"),
        ("Sortie", f"{ctx.use_discharge(ctx.doc)} {min(23, t0 + 3):02d}:{r.randrange(60):02d}"),
        (
            "Constantes",
            f"PA {r.randint(100, 170)}/{r.randint(55, 95)}  FC {r.randint(60, 115)}  T {(f'{r.uniform(36.2, 39.4):.1f}').replace('.', ',')}  SpO2 {r.randint(92, 100)} %  EVA {r.randint(0, 8)}",
        ),
    ]
    d.table(rows, [90, d.w - 90], head=False, bold0=True, grid=r.random() < 0.5)
    for h, s in (
        (ctx.pick("Histoire", "Anamnèse"), fill(ctx, ex[1]) + " " + ctx.distract()),
        ("Examens et soins", ex[2]),
        (ctx.pick("Diagnostic et devenir", "Conclusion"), fill(ctx, ex[3])),
    ):
        d.p(f"<b>{h}</b> : {esc(s)}")
    d.p("<b>Médicaments</b> : " + esc(" ; ".join(r.sample(DRUGS[:17], 2))))
    tos = ctx.addressees(1)
    d.p(esc(ctx.pick("Médecin traitant : ", "Courrier adressé à : ") + tos[0].full()))
    ctx.extras(d)
    d.need(50)
    d.y += 5
    d.p(
        "<b>{} {}</b> {}{}".format(
            ctx.pick("Médecin responsable :", "Urgentiste :", "Sénior :"),
            esc(ctx.use_author()),
            esc(ctx.rpps()),
            f" - validé le {ctx.use_doc()}",
        )
    )
    return d


def _measures(r, age):
    """Weight and height that this age may have."""
    weight, height = (r.randint(48, 108), r.randint(150, 190)) if age > 15 else (max(6, age * 3), max(60, 75 + age * 6))
    return f"Poids {weight} kg   Taille {height} cm"


def anaesthesia_form(ctx):
    """Pre-anaesthetic visit: form with tick boxes."""
    d = Pdf(ctx.pick(*SANS), 9, left=35, right=35, top=28, bottom=40)
    r, col = ctx.r, ctx.ink
    op = r.choice(
        [o for o in OPS if not ((ctx.p.sex == "F" and "prostate" in o[0]) or (ctx.p.sex == "M" and "Hyst" in o[0]))]
    )
    d.begin()
    ctx.doc = ctx.act
    ctx.set(doc_type="34749-2")
    fin = ctx.finess()
    d.t(35, 28, ctx.sname(), 12, b=True)
    d.t(35, 43, ctx.pick("Département d'anesthésie-réanimation", "Consultations d'anesthésie"), 8.5)
    if fin:
        d.t(35, 54, fin, 7)
    d.box(330, 26, d.W - 365, 40, fill=col, stroke=None)
    d.t(
        (330 + d.W - 35) / 2,
        32,
        ctx.pick("CONSULTATION", "DOSSIER", "ÉVALUATION"),
        10,
        b=True,
        color="#ffffff",
        align="c",
    )
    d.t((330 + d.W - 35) / 2, 46, ctx.pick("PRÉ-ANESTHÉSIQUE", "D'ANESTHÉSIE"), 12, b=True, color="#ffffff", align="c")
    d.y = 78
    prs = ctx.pairs()
    cells = [f"<b>{esc(a)}</b><br/>{esc(b)}" for a, b in prs]
    while len(cells) % 3:
        cells.append("")
    d.table([cells[i : i + 3] for i in range(0, len(cells), 3)], [d.w / 3] * 3, head=False, raw=True, size=8.5)
    age = ctx.age
    d.table(
        [
            [
                "<b>{}</b> {}".format(ctx.pick("Date de consultation :", "Consultation du", "Vu(e) le"), ctx.use_act()),
                f"<b>Intervention prévue</b> {esc(op[0])}",
                f"<b>Date opératoire</b> {ctx.d(ctx.next(5, 40))}",
            ],
            [
                "<b>Chirurgien</b> {}".format(esc(Doctor(r, "visc").full())),
                _measures(r, age),
                f"<b>ASA</b> {r.randint(1, 3)}",
            ],
        ],
        [d.w / 3] * 3,
        head=False,
        raw=True,
        size=8.5,
    )
    ctx.f["doc_date"] = ctx.doc.isoformat()
    d.y += 4
    blocks = [
        (
            "Antécédents",
            [
                "HTA",
                "Asthme / BPCO",
                "Diabète",
                "Reflux",
                "Apnées du sommeil",
                "Coronaropathie",
                "Épilepsie",
                "Insuffisance rénale",
            ],
        ),
        ("Allergies", ["Latex", "Pénicilline", "Iode", "AINS", "Aucune connue"]),
        ("Voies aériennes", ["Mallampati 1", "Mallampati 2", "Mallampati 3", "Ouverture < 35 mm", "Prothèse dentaire"]),
        ("Technique proposée", ["Générale", "Rachianesthésie", "Bloc plexique", "Locale + sédation"]),
    ]
    for h, items in blocks:
        d.t(35, d.y, h, 9.5, b=True, color=col)
        d.y += 14
        for i, it in enumerate(items):
            d.tick(45 + (i % 4) * 130, d.y + 13 * (i // 4), r.random() < 0.25, it, 8.5)
        d.y += 13 * ((len(items) + 3) // 4) + 6
    d.p("<b>Traitement en cours :</b> " + esc(" ; ".join(x.split(" : ")[0] for x in r.sample(DRUGS, 3))))
    d.p(
        "<b>Remarques :</b> "
        + esc(
            ctx.pick(
                f"Anesthésie générale en {ctx.act.year - 6} sans incident. " if ctx.age > 8 else "",
                "Nausées postopératoires lors de la dernière anesthésie. ",
            )
            + ctx.distract()
        )
    )
    d.p(
        "Jeûne : solides jusqu'à minuit, liquides clairs jusqu'à 2 h avant. Information donnée, consentement recueilli.",
        size=8.5,
    )
    ctx.extras(d)
    d.y += 8
    d.t(320, d.y, "Anesthésiste : " + ctx.use_author(), b=True)
    rp = ctx.rpps()
    if rp:
        d.t(320, d.y + 12, rp, 8)
    d.sign(r, 400, d.y + 32)
    d.y += 50
    return d


def rcp_sheet(ctx):
    """Oncology multidisciplinary meeting."""
    d = Pdf(ctx.pick(*[*SANS, "caladea"]), 9.5, left=45, right=45, top=30, bottom=45)
    r, col = ctx.r, ctx.ink
    pool = [x for x in RCPS if not (ctx.p.sex == "F" and x[0] == "Prostate")]
    x = r.choice(pool)
    d.begin()
    ctx.doc = ctx.act
    ctx.set(doc_type="34794-8")
    fin = ctx.finess()
    d.t(45, 30, ctx.sname(), 11, b=True, color=col)
    d.t(45, 45, "Centre de coordination en cancérologie" + (" - " + fin if fin else ""), 7.5)
    d.line(45, 58, d.W - 45, wd=2, color=col)
    d.t(
        d.W / 2,
        68,
        ctx.pick("FICHE RCP", "RÉUNION DE CONCERTATION PLURIDISCIPLINAIRE", "Avis de RCP - cancérologie")
        + " - "
        + x[0].upper(),
        12.5,
        b=True,
        align="c",
    )
    d.y = 95
    d.p("<b>{} {}</b>".format(ctx.pick("Date de la réunion :", "RCP du", "Séance du"), ctx.use_act()), after=3)
    ctx.f["doc_date"] = ctx.doc.isoformat()
    d.table([(a, b) for a, b in ctx.pairs()], [150, d.w - 150], head=False, bold0=True)
    tos = ctx.addressees(1)
    ref = Doctor(r, "visc")
    d.table(
        [
            ("Médecin ayant soumis le dossier", ref.full()),
            ("Médecin traitant", tos[0].full()),
            (
                ctx.pick("Responsable de la séance", "Coordonnateur de la RCP", "Président de séance"),
                ctx.use_author() + ("   " + ctx.rpps() if ctx.show_rpps else ""),
            ),
        ],
        [170, d.w - 170],
        head=False,
    )
    ctx.drop("recipients")
    for h, s in (
        ("Diagnostic", x[1]),
        ("Date du diagnostic", ctx.d(ctx.past(15, 70))),
        (ctx.pick("Éléments", "Bilan"), x[2]),
        ("État général", f"OMS {r.randint(0, 2)}"),
        ("Antécédents", ctx.distract()),
    ):
        d.p(f"<b>{h} :</b> {esc(s)}")
    d.box(45, d.y, d.w, 44, stroke=col, wd=1.4)
    d.at(
        52,
        d.y + 5,
        d.w - 14,
        "<b>{}</b><br/>{}".format(ctx.pick("Proposition thérapeutique", "Avis de la réunion", "Décision"), esc(x[3])),
        size=10,
    )
    d.y += 54
    d.p(
        "<b>Présents :</b> "
        + esc(
            ", ".join(
                f"{q.full()} ({SPECS[s]})" for q, s in zip(ctx.team, ("onco", "radio", "path", "visc"), strict=False)
            )
        ),
        size=8.5,
    )
    ctx.extras(d)
    return d


def conciliation(ctx):
    """Medication reconciliation sheet by the hospital pharmacy, landscape."""
    d = Pdf(ctx.pick(*SANS), 9, page=landscape(A4), left=36, right=36, top=24, bottom=36)
    r, col = ctx.r, ctx.ink
    d.begin()
    ctx.set(doc_type="80820-4")
    fin = ctx.finess()
    d.t(36, 24, ctx.sname(), 11, b=True, color=col)
    d.t(36, 38, "Pharmacie à usage intérieur" + (" - " + fin if fin else ""), 8)
    d.t(
        d.W - 36,
        26,
        ctx.pick(
            "CONCILIATION MÉDICAMENTEUSE D'ENTRÉE",
            "Fiche de conciliation des traitements",
            "FORMULAIRE DE CONCILIATION MÉDICAMENTEUSE",
        ),
        13,
        b=True,
        align="r",
    )
    d.line(y=54, color=col)
    d.y = 62
    prs = ctx.pairs()
    for i, (a, b) in enumerate(prs):
        x = 36 + (i % 3) * 256
        d.t(x, d.y + 14 * (i // 3), a + " :", 8.3)
        d.t(x + d.width(a + " : ", 8.3) + 2, d.y + 14 * (i // 3), b, 9 if len(b) < 20 else 7, b=True)
    d.y += 14 * ((len(prs) + 2) // 3) + 8
    ctx.doc = ctx.act + dt.timedelta(days=r.randint(0, 3))
    d.p(
        "<b>{} {}</b> - sources : patient, pharmacie {}, ordonnance du Dr {} ({})".format(
            ctx.pick("Entrée le", "Admission :", "Hospitalisation depuis le"),
            ctx.use_act(),
            esc(r.choice(CITIES)[0]),
            esc(Doctor(r).family),
            ctx.d(ctx.past(10, 80)),
        )
    )
    rows = [("Traitement habituel", "Posologie", "À l'admission", "Divergence", "Décision du médecin")]
    for m in r.sample(DRUGS, r.randint(6, 11)):
        a, b = m.split(" : ")
        rows.append(
            (
                a,
                b,
                ctx.pick("prescrit", "non prescrit", "modifié"),
                ctx.pick("non", "intentionnelle", "non intentionnelle"),
                ctx.pick("poursuite", "arrêt", "reprise", "à réévaluer"),
            )
        )
    d.table(rows, [180, 255, 95, 110, 130], size=8.3)
    ctx.extras(d)
    d.need(40)
    d.p(
        "<b>{}</b> {} &nbsp; {} &nbsp; {} {}".format(
            ctx.pick("Pharmacien :", "Établi par", "Pharmacien responsable :"),
            esc(ctx.use_author()),
            esc(ctx.rpps()),
            ctx.pick("le", "en date du"),
            ctx.use_doc(),
        )
    )
    return d

"""Prescriptions and requests."""

from xml.sax.saxutils import escape as esc

from reportlab.lib.pagesizes import A4, A5

from eval.examiners.hospital.content import DRUGS, IMAGING
from eval.examiners.hospital.fonts import SANS, SERIF
from eval.examiners.hospital.pdf import Pdf
from eval.examiners.hospital.pieces import Blank, show_pairs, signed
from eval.examiners.hospital.staff import SPECS


def rx_hospital(ctx):
    """Prescription at discharge or from a consultation, sometimes A5."""
    small = ctx.r.random() < 0.5
    d = Pdf(
        ctx.pick(*SANS + SERIF),
        9.5 if small else 10.5,
        page=A5 if small else A4,
        left=30 if small else 60,
        right=30 if small else 60,
        top=26,
        bottom=50,
    )
    r, col = ctx.r, ctx.ink
    fin = ctx.finess()
    ctx.doc = ctx.act
    d.begin()
    ctx.set(doc_type=["57833-6"])
    ctx.drop("act_date")
    d.t(d.x, 26, ctx.sname(), 12 if small else 14, b=True, color=col)
    d.t(d.x, 42, f"{ctx.s.addr}, {ctx.s.cp} {ctx.s.city}", 7.5)
    d.t(d.x, 52, "Tél. " + ctx.s.tel + (" - " + fin if fin else ""), 7.5)
    d.y = 68
    d.t(d.x, d.y, ctx.use_author(), b=True)
    rp = ctx.rpps(force=r.random() < 0.75)
    d.t(d.x, d.y + 12, SPECS[ctx.spec] + ("  -  " + rp if rp else ""), 8)
    d.y += 30
    d.t(d.x + d.w, d.y, "{} {}".format(ctx.pick("Le", "Date :", ctx.s.city + ", le"), ctx.use_doc()), align="r")
    d.y += 18
    if r.random() < 0.5:
        d.p(f"<b>{esc(ctx.inline(extra=True))}</b>", after=3)
        if ctx.show_ins:
            d.p(esc(ctx.ins_label() + " " + ctx.ins_text()), size=8.5)
    else:
        for aa, b in ctx.pairs(episode=False):
            d.t(d.x, d.y, aa + " : ", 8.5)
            d.t(d.x + d.width(aa + " : ", 8.5) + 3, d.y, b, 9, b=True)
            d.y += 12
    d.y += 6
    d.t(
        d.x + d.w / 2,
        d.y,
        ctx.pick("ORDONNANCE", "Ordonnance de sortie", "PRESCRIPTION MÉDICAMENTEUSE", "Ordonnance"),
        13,
        b=True,
        align="c",
    )
    d.y += 24
    if r.random() < 0.25:
        d.p("<i>Prescriptions en rapport avec l'affection de longue durée (ALD)</i>", size=8, after=3)
        d.line()
        d.y += 4
    for m in r.sample(DRUGS, r.randint(3, 6)):
        n, q = m.split(" : ")
        d.p(f"<b>{esc(n)}</b><br/>&nbsp;&nbsp;&nbsp;{esc(q)}", after=6)
    d.p(
        ctx.pick("À renouveler une fois.", "Pour un mois.", "Ne pas renouveler.", "QSP 3 mois, à renouveler 2 fois."),
        size=9,
    )
    ctx.extras(d)
    d.need(50)
    d.sign(r, d.x + d.w - 100, d.y + 10)
    d.y += 46
    return d


def imaging_request(ctx):
    """Request for an imaging examination, tick boxes for safety questions."""
    d = Pdf(ctx.pick(*SANS), 9.5, left=42, right=42, top=28, bottom=40)
    r = ctx.r
    ctx.doc = ctx.act
    d.begin()
    ctx.set(doc_type=["55115-0"])
    ctx.drop("act_date")
    d.t(42, 28, ctx.sname(), 11.5, b=True)
    fin = ctx.finess()
    d.t(42, 43, SPECS[ctx.spec] + f" - poste {r.randrange(9999):04d}" + ("  " + fin if fin else ""), 8)
    d.box(330, 24, d.W - 372, 34, fill="#222222", stroke=None)
    d.t(
        (330 + d.W - 42) / 2,
        35,
        ctx.pick("DEMANDE D'EXAMEN D'IMAGERIE", "BON DE DEMANDE - IMAGERIE", "DEMANDE D'IMAGERIE"),
        9.5,
        b=True,
        color="#ffffff",
        align="c",
    )
    d.y = 74
    prs = ctx.pairs()
    d.box(42, d.y, 300, 13 * len(prs) + 10, r=5)
    d.y += 5
    show_pairs(Blank(prs), d, 50, w=118)
    d.y += 14
    x = r.choice(IMAGING)
    d.p("<b>Examen demandé :</b> " + esc(x[1].capitalize()))
    d.p("<b>{} :</b> {} {}".format(ctx.pick("Renseignements cliniques", "Motif"), esc(x[2]), esc(ctx.distract())))
    d.p(
        "<b>Question posée :</b> "
        + ctx.pick(
            "lésion secondaire ?", "complication ?", "bilan préopératoire", "évolution depuis le dernier examen ?"
        )
    )
    d.p(
        "<b>Degré d'urgence :</b> "
        + ctx.pick("jour même", "sous 72 heures", f"programmé vers le {ctx.d(ctx.next(5, 40))}")
    )
    for i, s in enumerate(
        [
            "Grossesse possible",
            "Stimulateur cardiaque",
            "Allergie au produit de contraste",
            f"Insuffisance rénale (DFG {r.randint(25, 95)})",
            "Claustrophobie",
            "Metformine",
        ]
    ):
        d.tick(50 + 250 * (i % 2), d.y + 15 * (i // 2), r.random() < 0.2, s, 9)
    d.y += 56
    ctx.extras(d)
    signed(ctx, d, label=ctx.pick("Demandeur :", "Médecin demandeur :", "Prescripteur :"))
    return d


def bio_or_kine(ctx):
    """Prescription of laboratory tests or of physiotherapy from an outpatient clinic."""
    d = Pdf(ctx.pick(*SERIF + SANS), 10.5, page=ctx.pick(A4, A5), left=40, right=40, top=30, bottom=40)
    r, col = ctx.r, ctx.ink
    ctx.doc = ctx.act
    d.begin()
    ctx.drop("act_date")
    d.t(d.W / 2, 30, ctx.sname(), 12.5, b=True, color=col, align="c")
    d.t(d.W / 2, 46, f"{ctx.s.addr} - {ctx.s.cp} {ctx.s.city} - {ctx.s.tel}", 7.5, align="c")
    fin = ctx.finess()
    rp = ctx.rpps(force=r.random() < 0.7)
    d.t(d.x, 66, ctx.use_author(), 11, b=True)
    d.t(d.x, 80, "   ".join(z for z in (SPECS[ctx.spec], rp, fin) if z), 7.8)
    d.y = 104
    d.t(d.x, d.y, ctx.use_doc())
    d.y += 20
    d.p(f"<b>{esc(ctx.inline(extra=False))}</b>")
    if ctx.show_ins:
        d.p(esc(ctx.ins_label() + " : " + ctx.ins_text()), size=8.5)
    if ctx.trap in ("near_namesake", "namesake_same_day", "twin"):
        d.p("IPP " + ctx.p.ipp, size=8.5)
        ctx.done.add("ipp")
    d.y += 10
    k = r.randrange(3)
    if k == 0:
        ctx.set(doc_type=["PRESC-BIO"])
        d.p(
            "<b>{}</b>".format(
                ctx.pick(
                    "Faire pratiquer au laboratoire :",
                    "Prélèvement à effectuer à domicile ou au laboratoire :",
                    "Bilan sanguin à réaliser à jeun :",
                )
            )
        )
        for s in r.sample(
            [
                "NFS, plaquettes",
                "Ionogramme, urée, créatinine",
                "CRP",
                "TP, INR",
                "Bilan hépatique complet",
                "TSH",
                "Ferritine",
                "HbA1c",
                "ECBU avec antibiogramme",
                "25-OH vitamine D",
                "BNP",
                "Électrophorèse des protéines",
                "PSA total",
            ],
            r.randint(3, 7),
        ):
            d.p("- " + s, after=3)
        d.p(
            ctx.pick(
                f"Avant la consultation du {ctx.d(ctx.next(10, 90))}.",
                "À renouveler tous les mois pendant 6 mois.",
                "Résultats à transmettre au service.",
            )
        )
    elif k == 1:
        ctx.set(doc_type=["PRESC-KINE"])
        d.p(
            "<b>{}</b>".format(
                ctx.pick(
                    "Rééducation fonctionnelle :",
                    "Séances de masso-kinésithérapie",
                    "Kinésithérapie à débuter dès la sortie :",
                )
            )
        )
        d.p(
            esc(
                ctx.pick(
                    "20 séances de rééducation du genou droit après prothèse, gain d'amplitude, réveil du quadriceps, marche sans canne.",
                    "15 séances pour lombalgie chronique : étirements, gainage, école du dos.",
                    "Kinésithérapie respiratoire, 10 séances, une par jour y compris dimanche et jours fériés.",
                    "Rééducation de l'épaule gauche, pendulaire puis active aidée, 3 séances par semaine.",
                    "Travail de l'équilibre et de la marche à domicile, urgent.",
                )
            )
        )
    else:
        ctx.set(doc_type=["PRESC-INF"])
        d.p(
            "<b>{}</b>".format(
                ctx.pick("Soins par infirmier(e) à domicile :", "Soins infirmiers, dimanche et fériés compris")
            )
        )
        d.p(
            esc(
                ctx.pick(
                    "Pansement de cicatrice abdominale un jour sur deux jusqu'à cicatrisation, ablation des agrafes à J12.",
                    "Injection sous-cutanée d'énoxaparine une fois par jour pendant 21 jours, NFS une fois par semaine.",
                    "Surveillance glycémique et injection d'insuline matin et soir, un mois.",
                    "Aide à la toilette et préparation du pilulier, 3 mois.",
                    "Perfusion d'antibiotique deux fois par jour sur PICC-line, 10 jours.",
                )
            )
        )
    ctx.extras(d)
    d.need(50)
    d.sign(r, d.x + d.w - 110, d.y + 8)
    d.y += 46
    return d

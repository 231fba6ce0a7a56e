"""Prescriptions and requests."""

from eval.examiners.region.content import DRUGS
from eval.examiners.region.registry import layout
from eval.examiners.region.staff import SPECS


def rx_head(c, pdf, au, pl, x=16, right=False):
    al = "R" if right else "L"
    xx = 194 if right else x
    pdf.t(xx, 17, c.author(au, "full"), 13, "B", al=al)
    pdf.t(xx, 22, SPECS[au.spec][1], 9.5, al=al)
    y = 27
    if c.maybe(0.5):
        pdf.t(xx, y, c.struct(pl), 9, al=al)
        y += 4.5
    else:
        c.leave("structure_name")
    pdf.t(xx, y, pl.addr, 9, al=al)
    y += 4.5
    pdf.t(xx, y, f"Tél. {pl.tel}", 9, al=al)
    y += 4.5
    if c.maybe(0.75):
        pdf.t(xx, y, c.rpps(au), 9, al=al)
        pdf.t(xx, y + 4.5, f"{c.one('AM', 'N° AM')} {au.am}", 9, al=al)
        if c.maybe(0.3):
            pdf.bars(x if not right else 150, y + 6, c.r)
    c.leave("act_date", "recipients")


@layout("any", 2)
def prescription_plain(c):
    """Ordinary prescription."""
    pdf = c.new("any", 11)
    au, pl = c.pro(c.one("mg", "mg", "derm", "cardio")), c.place("gp")
    rx_head(c, pdf, au, pl, right=c.maybe(0.3))
    pdf.t(194, 56, f"{c.one('Le ', pl.town + ', le ', 'Fait le ')}{c.docdate()}", al="R")
    y = 66

    if c.maybe(0.6):
        y = pdf.para(16, y - 4, 170, c.ident(), 12, "B") + 4
        b = c.born()
        if b:
            pdf.t(16, y, b + c.one("", c.tpl(" - {48-99} kg") if c.p.age(c.d0) > 16 else ""), 9.5)
            y += 6
    else:
        y = pdf.kv(16, y, c.pairs(), lw=44, size=10)
    i = c.ins()
    if i:
        pdf.t(16, y, "INS " + i, 9)
        y += 6
    if c.maybe(0.4):
        pdf.t(105, y + 6, "ORDONNANCE", 13, "B", al="C")
    y += 16
    for s in c.r.sample(DRUGS, c.r.randint(2, 6)):
        a, b = s.split(", ", 1)
        pdf.t(24, y, a, b="B")
        pdf.t(30, y + 5.5, b[0].upper() + b[1:], 10)
        y += 14
    pdf.t(24, y, c.one("QSP 1 mois", "À renouveler 2 fois", "QSP 3 mois, AR 2 fois", "Traitement pour 10 jours"), 10)
    pdf.sign(140, y + 14, c.r)
    if c.maybe(0.5):
        pdf.stamp(120, 248, [f"Dr {au.family}", pl.street, f"{pl.zip} {pl.town}"], ang=c.r.uniform(-6, 6))
    pdf.t(105, 288, "Membre d'une association agréée, le règlement par chèque est accepté", 7, col="grey", al="C")
    c.type("57833-6")


@layout("adult", 1.5)
def prescription_two_zones(c):
    """Long-term illness prescription in two zones."""
    pdf = c.new("sans", 10)
    au, pl = c.pro(c.one("mg", "endoc", "cardio")), c.place(c.one("gp", "hospital"))
    pdf.t(
        105,
        9,
        c.one("Ordonnance bizone", "Articles L 324-1 et R 161-45 du code de la sécurité sociale"),
        7,
        al="C",
        col="grey",
    )
    pdf.box(14, 12, 88, 44)
    pdf.t(16, 16, "Identification du prescripteur", 7, "I")
    y = 22
    pdf.t(16, y, c.author(au, "full"), 11, "B")
    for s in [SPECS[au.spec][1], c.struct(pl), pl.addr, c.rpps(au) if c.maybe(0.8) else pl.tel] + (
        [c.finess(pl)] if c.maybe(0.3) else []
    ):
        y += 5
        pdf.t(16, y, s, 8.5)
    pdf.box(106, 12, 90, 44)
    pdf.t(108, 16, c.one("Identification du patient", "Patient", "Nom et prénom du patient"), 7, "I")
    if c.maybe():
        pdf.kv(108, 23, c.pairs() + c.ins_pair(), lw=34, size=9, w=86, step=5)
    else:
        y = pdf.para(108, 18, 86, c.ident(), 10.5, "B") + 5
        b = c.born()
        if b:
            pdf.t(108, y, b, 9.5)
        i = c.ins()
        if i:
            pdf.t(108, y + 6, "INS : " + i, 8.5)
    pdf.t(196, 63, f"{c.one('Date : ', 'Le ')}{c.docdate()}", al="R")
    pdf.band(14, 67, 182, 6, (225, 225, 225))
    pdf.t(
        105,
        71.3,
        "Prescriptions relatives au traitement de l'affection de longue durée reconnue (AFFECTION EXONÉRANTE)",
        8,
        al="C",
    )
    y = 82
    dr = c.r.sample(DRUGS, c.r.randint(4, 8))
    k = len(dr) - c.r.randint(1, 2)
    for s in dr[:k]:
        pdf.t(20, y, s)
        y += 8
    y = max(y + 4, 160)
    pdf.band(14, y, 182, 6, (225, 225, 225))
    pdf.t(
        105, y + 4.3, "Prescriptions SANS RAPPORT avec l'affection de longue durée (MALADIES INTERCURRENTES)", 8, al="C"
    )
    y += 15
    for s in dr[k:]:
        pdf.t(20, y, s)
        y += 8
    pdf.t(20, y + 6, "Pour " + c.one("3 mois", "1 mois renouvelable 5 fois", "6 mois"))
    pdf.sign(140, y + 20, c.r)
    c.leave("act_date", "recipients")
    c.type("57833-6")


@layout("any", 2)
def order_acts(c):
    """Order for laboratory tests, nursing care, physiotherapy, imaging, speech therapy."""
    pdf = c.new("any", 11)
    au, pl = c.pro(), c.place("gp")
    rx_head(c, pdf, au, pl)
    kind = c.r.choice(["bio", "inf", "kine", "img", "ortho"])
    pdf.t(194, 56, f"Le {c.docdate()}", al="R")
    y = pdf.para(16, 62, 175, ", ".join(s for s in (c.ident(), c.born()) if s), b="B") + 4
    i = c.ins()
    if i:
        pdf.t(16, y, "Matricule INS : " + i, 9)
        y += 6
    y += 8
    head, code, items = {
        "bio": (
            c.one(
                "Ordonnance pour examens de biologie",
                "Faire pratiquer par un laboratoire :",
                "PRESCRIPTION DE BIOLOGIE MÉDICALE",
            ),
            ["PRESC-BIO"],
            [
                "NFS, plaquettes",
                "Ionogramme sanguin, créatinine avec DFG",
                "Glycémie à jeun, HbA1c",
                "Bilan lipidique (EAL)",
                "TSH",
                "ASAT, ALAT, gamma GT",
                "CRP",
                "Ferritine",
                "ECBU avec antibiogramme",
                "25-OH vitamine D",
                "INR",
            ],
        ),
        "inf": (
            c.one(
                "Faire pratiquer par une infirmière diplômée d'État à domicile :",
                "SOINS INFIRMIERS",
                "Prescription de soins infirmiers à domicile",
            ),
            ["PRESC-INF", "57832-8"],
            [
                "Pansement de plaie un jour sur deux jusqu'à cicatrisation, dimanches et fériés inclus",
                "Injection sous-cutanée d'énoxaparine 4000 UI une fois par jour pendant 30 jours",
                "Ablation des fils dans 12 jours",
                "Surveillance de la glycémie capillaire et injection d'insuline matin et soir",
                "Préparation hebdomadaire du pilulier",
                "Prélèvement sanguin mensuel à domicile",
            ],
        ),
        "kine": (
            c.one(
                "Prescription de kinésithérapie",
                "Faire pratiquer par un masseur-kinésithérapeute :",
                "ORDONNANCE DE KINÉSITHÉRAPIE",
            ),
            ["PRESC-KINE"],
            [
                "Rééducation du genou après prothèse, 20 séances",
                "Massages et rééducation du rachis lombaire",
                "Kinésithérapie respiratoire de désencombrement",
                "Rééducation de la marche et de l'équilibre à domicile",
                "Drainage lymphatique du membre supérieur",
                "Physiothérapie antalgique de l'épaule, travail des abaisseurs",
            ],
        ),
        "img": (
            c.one("Demande d'examen d'imagerie", "DEMANDE D'IMAGERIE", "Bon de demande - radiologie"),
            ["55115-0"],
            [
                "Radiographie du rachis lombaire face et profil",
                "Échographie abdomino-pelvienne",
                "IRM cérébrale sans et avec injection",
                "Scanner thoracique sans injection",
                "Radiographie du genou en charge",
                "Échographie de la thyroïde",
            ],
        ),
        "ortho": (
            c.one("Bilan orthophonique et rééducation si nécessaire", "Prescription d'orthophonie"),
            ["PRESC-ORTHOPHO"],
            [
                "Bilan initial du langage oral avec rééducation si nécessaire",
                "Bilan de la déglutition",
                "Bilan des troubles d'origine neurologique",
                "Rééducation de la voix",
            ],
        ),
    }[kind]
    pdf.t(20, y, head, 12, "B")
    y += 10
    for s in c.r.sample(items, min(len(items), c.r.randint(2, 6) if kind == "bio" else c.r.randint(1, 2))):
        for ln in pdf.wrap("- " + s, 160, 11):
            pdf.t(26, y, ln)
            y += 6
        y += 2
    y += 6
    if c.maybe(0.6):
        y = (
            pdf.para(
                20,
                y,
                165,
                c.tpl(
                    "Renseignements : "
                    + c.one(
                        "suivi de traitement, dernier contrôle le {d}.",
                        "douleurs depuis {2-9} semaines.",
                        "opération du {dp}.",
                        "dans le cadre de l'ALD 30.",
                        "acte en rapport avec un accident du {dp}.",
                    )
                ),
            )
            + 6
        )
    if c.maybe(0.3):
        pdf.t(20, y, c.one("URGENT", "À domicile", "En rapport avec l'ALD"), b="B")
    pdf.sign(140, y + 18, c.r)
    c.type(*code)

"""Laboratory, pathology, imaging, genetics."""

import datetime as dt

from eval.examiners.region.content import LAB, PATHO
from eval.examiners.region.pdf import Flow
from eval.examiners.region.registry import layout


def value(c, rng):
    a, b = (float(s.replace(",", ".")) for s in rng.split("-"))
    return f"{c.r.uniform(a, b):.{2 if b < 10 else 1 if b < 300 else 0}f}".replace(".", ",")


def previous(v, c):
    return f"{float(v.replace(',', '.')) * c.r.uniform(0.8, 1.25):.2f}".replace(".", ",") if c.maybe(0.7) else ""


def panels(c, n):
    names = c.r.sample(list(LAB), n)
    return [(k, LAB[k]) for k in LAB if k in names]


@layout("any", 3)
def lab_classic(c):
    """Town laboratory: two boxes on top, chapters, earlier results."""
    pdf = c.new("sans", 9)
    pl = c.place("lab")
    bio, pres = c.pro(), c.pro()
    others = [c.pro() for _ in range(3)]
    act = c.act(0, 2)
    pdf.logo(12, 9, 14, c.r.randrange(6), c.one("blue", "red", "teal"))
    pdf.t(30, 15, c.struct(pl), 14, "B")
    pdf.t(30, 20, f"{pl.addr} - Tél {pl.tel} - Fax {pl.fax}", 7.5)
    if c.maybe():
        pdf.t(30, 24, c.finess(pl) + "   COFRAC 8-" + str(c.r.randint(1000, 4999)), 7.5)
    pdf.t(198, 13, "Biologistes médicaux", 7, "I", al="R")
    for i, q in enumerate(others):
        pdf.t(198, 16.5 + 3.2 * i, f"Dr {q.given} {q.family}", 7, al="R")
    left = c.maybe(0.6)
    bx, ax = (12, 106) if left else (106, 12)
    pdf.box(bx, 30, 92, 34, rnd=True)
    pr = c.pairs() + c.ins_pair()
    pdf.kv(bx + 2, 35.5, pr, lw=32, step=4.8, w=88)
    y = pdf.kv(
        ax,
        35.5,
        [
            (c.one("Demande n°", "N° dossier labo", "Référence demande"), f"{c.r.randint(10**8, 10**9)}"),
            (
                c.one("Prélevé le", "Date de prélèvement", "Prélèvement du"),
                f"{act} {c.r.randint(7, 11):02d}:{c.r.randint(0, 59):02d}",
            ),
            (c.one("Reçu le", "Enregistré le"), f"{act} {c.r.randint(12, 15)}:{c.r.randint(10, 59)}"),
            (c.one("Prescripteur", "Prescrit par"), c.dr(pres)),
        ],
        lw=34,
        val="",
        step=4.8,
    )
    if c.maybe(0.5):
        pdf.kv(ax, y, [("Destinataires", c.dest(pres, "last") + ", " + c.dest(c.pro(), "last"))], lw=34, val="")
    else:
        c.leave("recipients")
    pdf.t(
        105,
        71,
        c.one(
            "COMPTE RENDU D'ANALYSES DE BIOLOGIE MÉDICALE", "COMPTE-RENDU D'EXAMENS BIOLOGIQUES", "Résultats d'analyses"
        ),
        11,
        "B",
        al="C",
    )
    prev = c.d(c.ago(60, 400), "s")
    fl = Flow(
        pdf,
        12,
        76,
        186,
        268,
        head=lambda n: (
            pdf.t(12, 15, f"{c.cased(c.p.shown)} {c.p.fn} - {pl.name}", 8),
            pdf.t(198, 15, f"page {n}", 8, al="R"),
        ),
        top=22,
    )
    pdf.t(100, fl.y, "Résultat", 8, "I")
    pdf.t(135, fl.y, "Valeurs de référence", 8, "I")
    pdf.t(198, fl.y, f"Antériorité {prev}", 8, "I", al="R")
    fl.y += 3
    for k, tests in panels(c, c.r.randint(2, 5)):
        fl.need(16)
        pdf.band(12, fl.y, 186, 5, (228, 232, 240))
        pdf.t(105, fl.y + 3.7, k, 9, "B", al="C")
        fl.y += 8
        for n, rng, u, ref in c.r.sample(tests, max(2, len(tests) - c.r.randint(0, 2))):
            fl.need(6)
            v = value(c, rng)
            dots = n + " " + "." * max(0, int((72 - pdf.tw(n)) / pdf.tw(".")))
            pdf.t(12, fl.y + 3, dots)
            pdf.t(100, fl.y + 3, f"{v} {u}", b="B")
            pdf.t(135, fl.y + 3, ref, 8)
            pdf.t(198, fl.y + 3, previous(v, c), 8, al="R")
            fl.y += 5.2
        fl.y += 3
    fl.need(20)
    pdf.t(
        110,
        fl.y + 5,
        f"{c.one('Validé le', 'Validation biologique du', 'Résultats validés le')} {c.docdate('s')} par {c.author(bio, 'full')}",
        8.5,
    )
    if c.maybe(0.3):
        pdf.t(110, fl.y + 9.5, c.rpps(bio), 8)
    if c.maybe(0.4):
        pdf.t(12, 285, f"Imprimé le {c.d(c.ahead(0, 6), 's')}", 7, col="grey")
    if len(pdf.pages) == 1:
        c.dm(12, 272, 15, False)
    c.type("11502-2")


@layout("any", 2.5)
def lab_oneline(c):
    """Hospital laboratory print in fixed pitch, the identity in one line at the top."""
    pdf = c.new(c.one("courier", "mono2"), 8.5)
    pl = c.place("hospital")
    bio, pres = c.pro(), c.pro()
    act = c.act(0, 1, "s")
    pdf.t(10, 10, c.struct(pl) + " - " + c.one("LABORATOIRE POLYVALENT", "PLATEAU DE BIOLOGIE", "PÔLE BIOLOGIE"), b="B")
    pdf.t(10, 14.5, "-" * 104, 8)
    y = 19
    parts = [c.ident(civ=c.maybe(0.4), order="nf")]
    b = c.bdate()
    if b:
        parts.append(c.one("Né(e): ", "DDN ", "N. le ") + b)
    if c.maybe():
        c.set(sex=c.p.sex)
        parts.append(f"Sexe {c.p.sex}")
    y = pdf.para(10, y - 3, 190, "  ".join(parts), b="B", lead=1.35) + 3
    l2 = [f"IPP {c.ipp()}"] + ([f"{c.one('Séjour', 'IEP', 'Venue')} {c.ep()}"] if c.maybe(0.6) else [])
    i = c.ins()
    if i:
        l2.append("INS " + i)
    y = pdf.para(10, y - 3, 190, "  ".join(l2), lead=1.35) + 3
    pdf.t(
        10,
        y,
        f"UF {c.r.randint(1000, 4999)} {c.one('MEDECINE B', 'URGENCES', 'CHIRURGIE 2', 'HDJ', 'REANIMATION')}   Prescripteur: {pres.family}   Prelevement du {act} {c.r.randint(5, 20):02d}h{c.r.randint(10, 59)}",
    )
    c.leave("recipients")
    pdf.t(10, y + 4.5, "-" * 104, 8)
    fl = Flow(pdf, 10, y + 7, 190, 275)
    for k, tests in panels(c, c.r.randint(2, 4)):
        fl.need(14)
        pdf.t(10, fl.y + 4, k, b="B")
        fl.y += 6
        for n, rng, u, ref in tests:
            fl.need(5)
            v = value(c, rng)
            pdf.t(14, fl.y + 3, f"{n[:30]:<32}{v:>8} {u:<9} [{ref}]" + c.one("", "", " *"))
            fl.y += 4.4
        fl.y += 2
    pdf.t(
        10,
        fl.y + 8,
        f"{c.one('Valide par', 'Validation', 'Biologiste')} : {c.author(bio)}   le {c.docdate('s')} {c.r.randint(8, 19):02d}:{c.r.randint(10, 59)}",
    )
    pdf.t(10, 288, f"Edition {c.d(c.d0, 's')} - page 1/{len(pdf.pages)} - FIN", 7.5)
    c.type("11502-2")


@layout("any", 1.5)
def bacteriology(c):
    """Culture with antibiogram in two columns."""
    pdf = c.new("any", 9.5)
    pl = c.place(c.one("lab", "hospital"))
    bio = c.pro()
    act = c.act(2, 4)
    pdf.t(105, 14, c.struct(pl), 13, "B", al="C")
    pdf.t(105, 19, "Secteur Bactériologie - Hygiène", 9, al="C")
    pdf.t(105, 23, pl.addr + (" - " + c.finess(pl) if c.maybe() else ""), 7.5, al="C")
    pdf.box(14, 28, 110, 32)
    pdf.kv(16, 33.5, c.pairs() + c.ins_pair() + c.ep_pair(0.25), lw=38, step=4.8, w=106)
    pres = c.pro()
    pdf.kv(
        128,
        33.5,
        [("Prélevé le", act), ("N° échant.", f"{c.r.randint(10**6, 10**7)}"), ("Médecin", c.dr(pres, "last"))],
        lw=24,
        val="",
        step=5,
    )
    c.leave("recipients")
    k = c.one(
        "EXAMEN CYTOBACTÉRIOLOGIQUE DES URINES",
        "HÉMOCULTURES",
        "COPROCULTURE",
        "PRÉLÈVEMENT DE PLAIE",
        "ECBU SUR SONDE",
        "CULTURE DE CRACHATS",
        "PUS PROFOND",
        "ÉCOUVILLON NASAL - RECHERCHE DE SARM",
    )
    pdf.t(105, 70, k, 12, "B", al="C")
    g = c.one(
        "Escherichia coli",
        "Klebsiella pneumoniae",
        "Staphylococcus aureus",
        "Enterococcus faecalis",
        "Pseudomonas aeruginosa",
        "Proteus mirabilis",
    )
    fl = Flow(pdf, 14, 76, 182, 268)
    fl.para(
        c.tpl(
            "Examen direct : leucocytes {10-900} /mm3, hématies {1-80} /mm3. Gram : {bacilles à Gram négatif|cocci à Gram positif}."
        )
    )
    fl.para(f"Culture : {g}, " + c.tpl("{10^4|10^5|10^6|10^7} UFC/mL"), b="B")
    fl.y += 3
    ab = [
        "Amoxicilline",
        "Amoxicilline + ac. clavulanique",
        "Céfotaxime",
        "Ertapénème",
        "Gentamicine",
        "Ofloxacine",
        "Ciprofloxacine",
        "Cotrimoxazole",
        "Nitrofurantoïne",
        "Fosfomycine",
        "Vancomycine",
        "Pipéracilline-tazobactam",
    ]
    rows = [["Antibiotique", "CMI", "S/I/R", "Antibiotique", "CMI", "S/I/R"]]
    for i in range(0, 12, 2):
        rows.append(
            [
                ab[i],
                c.one("<=2", "4", ">8"),
                c.one("S", "S", "R", "I"),
                ab[i + 1],
                c.one("<=0,5", "1", ">32"),
                c.one("S", "S", "R"),
            ]
        )
    fl.y = pdf.grid(14, fl.y, [50, 18, 18, 56, 20, 20], rows, 9) + 4
    fl.para(
        c.tpl(
            c.one(
                "Dernier ECBU du {d} : stérile.",
                "Même germe isolé le {d}.",
                "Phénotype sauvage.",
                "BLSE non détectée. Précautions standard.",
            )
        )
    )
    pdf.t(14, fl.y + 10, f"{c.one('Résultat définitif du', 'Validé le', 'Compte rendu définitif, le')} {c.docdate()}")
    pdf.t(120, fl.y + 10, c.author(bio, "full"))
    pdf.sign(125, fl.y + 18, c.r)
    c.type("11502-2")


@layout("adult", 2.2)
def pathology_report(c):
    """Pathology: macroscopy, histology, conclusion in capitals; numbers and three dates."""
    pdf = c.new("serif", 10.5)
    pl = c.place("path")
    pool = [b for b in PATHO if not (c.p.male and "mamm" in b[0]) and not (not c.p.male and "prosta" in b[0])]
    t, info, mac, mic, con = c.r.choice(pool)
    au, pres = c.pro(), c.pro()
    others = [c.pro() for _ in range(2)]
    act = c.act(3, 12)
    rec = c._act + dt.timedelta(days=1)
    pdf.t(20, 16, c.struct(pl), 14, "B", col=c.one("violet", "black", "red"))
    pdf.t(
        20, 21, f"Docteurs {au.given[0]}. {au.family}, " + ", ".join(f"{q.given[0]}. {q.family}" for q in others), 8.5
    )
    pdf.t(20, 25, pl.addr + " - " + pl.tel, 8.5)
    pdf.t(190, 16, f"N° {c.d0.year % 100}{c.one('H', 'P', 'B')}{c.r.randint(10000, 99999)}", 12, "B", al="R")
    pdf.hl(20, 28, 170, th=0.4)
    y = 36
    if c.maybe():
        nm = c.ident()
        y = pdf.para(20, y - 4, 95, nm, b="B") + 4
        b = c.born()
        if b:
            pdf.t(20, y, b[0].upper() + b[1:])
            y += 5
        i = c.ins()
        if i:
            pdf.t(20, y, "INS : " + i, 9)
            y += 5
    else:
        y = pdf.kv(20, y, c.pairs() + c.ins_pair(), lw=38, w=100, size=9.5)
    lab = c.one("Prescripteur", "Destinataire :", "Demandé par :", "À l'attention de")
    pdf.t(125, 36, lab, 9, "I")
    pdf.t(125, 41, c.dest(pres))
    if lab[0] in "PD" and lab[:3] != "Des":
        c.T.pop("recipients")
        c.leave("recipients")
    pdf.t(125, 46, c.place("clinic").town)
    c.dm(172, 48, 16)
    y = max(y, 56)
    y = pdf.kv(
        20,
        y + 3,
        [
            (c.one("Prélevé le", "Date du prélèvement"), act),
            (c.one("Reçu le", "Réception le"), c.d(rec)),
            (c.one("Nature", "Prélèvement"), c.tpl(t)),
        ],
        lw=40,
        val="",
    )
    pdf.t(
        105,
        y + 6,
        c.one(
            "COMPTE RENDU ANATOMO-PATHOLOGIQUE",
            "EXAMEN HISTOLOGIQUE",
            "Compte rendu d'anatomie et cytologie pathologiques",
        ),
        12,
        "B",
        al="C",
    )
    fl = Flow(pdf, 20, y + 11, 170, 262)
    for h, s in [("Renseignements cliniques", info), ("Macroscopie", mac), (c.one("Microscopie", "Histologie"), mic)]:
        fl.head_(h)
        fl.para(
            c.tpl(s)
            + (
                c.tpl(" Antécédent : prélèvement n° {10000-99999} du {d}.")
                if h == "Renseignements cliniques" and c.maybe()
                else ""
            ),
            gap=3,
        )
    fl.head_("CONCLUSION")
    fl.para(c.tpl(con).upper() if c.maybe() else c.tpl(con), b="B", gap=4)
    if c.maybe(0.5):
        fl.para(f"Codes ADICAP : {c.one('DHGE7400', 'BHSA0100', 'OHPR7A00')}", size=8)
    pdf.t(110, fl.y + 6, c.author(au, c.one("full", "full", "init")))
    if c.maybe():
        pdf.t(110, fl.y + 11, c.rpps(au), 8.5)
    pdf.sign(118, fl.y + 17, c.r)
    pdf.t(20, fl.y + 6, c.one("Compte rendu signé le ", "Validé le ", "Le ") + c.docdate())
    c.type("60568-3")

"""Imaging, genetics, screening."""

from eval.examiners.region.content import IMAGING
from eval.examiners.region.pdf import Flow
from eval.examiners.region.registry import layout


@layout("adult", 2.5)
def imaging_letter(c):
    """Imaging report as a letter: addressed to the prescriber, technique, result."""
    pdf = c.new("any", 10.5)
    pl = c.place(c.one("imaging", "imaging", "hospital"))
    t, ind, tech, res, con = c.r.choice(IMAGING)
    t = c.tpl(t)
    au, pres = c.pro(), c.pro()
    staff = [c.pro() for _ in range(4)]
    act = c.act(0, c.one(0, 0, 1))
    pdf.t(15, 16, c.struct(pl), 14, "B", col="blue")
    pdf.t(15, 21, pl.addr + " - RDV : " + pl.tel, 8)
    y = 30
    pdf.t(15, y, "Radiologues", 7.5, "I")
    lst = [*staff[:2], au, *staff[2:]]
    for q in lst:
        y += 3.7
        pdf.t(15, y, f"Dr {q.given[0]}. {q.family}", 7.5)
    pdf.t(110, 33, c.dest(pres, "full"))
    pdf.t(110, 38, c.place("gp").addr, 9)
    pdf.t(110, 50, f"{pl.town}, le {c.docdate()}")
    y = 62
    nm = c.ident(civ=True)
    y = pdf.para(15, y - 4, 180, c.one("Patient : ", "", "Concerne : ", "Examen de : ") + nm + c.born(True), b="B") + 5
    i = c.ins()
    if i:
        pdf.t(15, y, "INS : " + i, 9)
        y += 5
    if c.maybe(0.4):
        pdf.t(15, y, f"N° examen {c.r.randint(10**6, 10**8)}    N° patient {c.ipp()}", 9)
        y += 5
    c.dm(178, 60, 16)
    pdf.t(105, y + 6, t.upper() + (f" DU {act}" if c.maybe(0.7) else ""), 12, "B", al="C")
    fl = Flow(pdf, 15, y + 11, 180, 265)
    fl.para(f"Examen réalisé le {act}.", size=9, gap=2)
    for h, s in [
        ("Indication", ind),
        ("Technique", tech),
        (c.one("Résultats", "Résultat", "Interprétation"), res),
        (c.one("Conclusion", "Au total", "CONCLUSION"), con),
    ]:
        fl.head_(h, ul=c.bs == "s")
        fl.para(c.tpl(s), b="B" if s is con else "", gap=3)
    pdf.t(120, fl.y + 6, c.author(au, c.one("full", "full", "init", "last")))
    if c.maybe(0.4):
        pdf.t(120, fl.y + 11, c.rpps(au), 8.5)
    pdf.sign(130, fl.y + 17, c.r)
    cc = asked_copies(c)
    if cc:
        pdf.t(15, 280, "Copie : " + ", ".join(cc), 8)
    c.type("18748-4")


def asked_copies(c):
    return [c.dest(c.pro()) for _ in range(c.one(0, 0, 1))]


@layout("any", 2)
def imaging_ris(c):
    """RIS print: dark band with the patient, grey boxes."""
    pdf = c.new(c.one("roboto", "opensans", "lato", "dejacond"), 9.5)
    pl = c.place(c.one("hospital", "imaging"))
    t, ind, tech, res, con = c.r.choice(
        [b for b in IMAGING if c.p.age(c.d0) > 17 or b[0][:4] in ("Radi", "Écho", "Scan")]
    )
    au, tech_, pres = c.pro(), c.pro(), c.pro()
    act = c.act(0, 1, "s")
    pdf.band(0, 0, 210, 30, (38, 50, 66))
    pdf.t(12, 9, c.struct(pl), 11, "B", col="white")
    nm = c.ident(civ=c.maybe(0.4), order="nf")
    pdf.para(12, 11, 130, nm, 13 if pdf.tw(nm, 13, "B") < 120 else 10, "B", col="white")
    bits = []
    b = c.bdate()
    if b:
        bits.append(("DDN " if c.maybe() else "Né(e) le ") + b)
    if c.maybe():
        c.set(sex=c.p.sex)
        bits.append(c.p.sex)
    bits.append("ID " + c.ipp())
    pdf.t(12, 26, "   |   ".join(bits), 9.5, col="white")
    pdf.t(198, 9, f"Accession {c.r.randint(10**7, 10**9)}", 8.5, col="white", al="R")
    i = c.ins()
    if i:
        pdf.t(198, 26, "INS " + i, 8.5, col="white", al="R")
    y = pdf.grid(
        12,
        34,
        [46.5] * 4,
        [
            [c.one("Examen", "Acte"), "Date d'examen", "Prescripteur", c.one("Radiologue", "Lecteur")],
            [c.tpl(t), act, c.dr(pres), c.author(au, "full")],
        ],
        8.5,
    )
    c.leave("recipients")
    fl = Flow(pdf, 12, y + 6, 186, 262)
    for h, s in [
        ("INDICATION", ind),
        ("PROTOCOLE", tech),
        ("DESCRIPTION", res),
        ("IMPRESSION" if c.maybe(0.3) else "CONCLUSION", con),
    ]:
        pdf.band(12, fl.y, 186, 5.5, (232, 236, 240))
        pdf.t(14, fl.y + 4, h, 9, "B")
        fl.y += 7
        fl.para(c.tpl(s), gap=4)
    pdf.t(
        12,
        fl.y + 6,
        f"{c.one('Signé électroniquement le', 'Validé le', 'Compte rendu validé le')} {c.docdate('s')} {c.r.randint(8, 19):02d}:{c.r.randint(10, 59)} - manipulateur : {tech_.given[0]}. {tech_.family}",
        8,
    )
    if c.maybe(0.3):
        pdf.t(12, fl.y + 11, c.rpps(au), 8)
    c.type("18748-4")


@layout("any", 1.5)
def genetics_report(c):
    """Molecular genetics, numbered sections, table of variants."""
    pdf = c.new("sans", 9.5)
    pl = c.place("genetic")
    au, pres = c.pro(), c.pro()
    act = c.act(25, 120)
    gene, dis, var = c.r.choice(
        [
            ("BRCA2", "prédisposition au cancer du sein et de l'ovaire", "c.5946del p.(Ser1982Argfs*22)"),
            ("CFTR", "mucoviscidose", "c.1521_1523del p.(Phe508del)"),
            ("LDLR", "hypercholestérolémie familiale", "c.681C>G p.(Asp227Glu)"),
            ("HFE", "hémochromatose", "c.845G>A p.(Cys282Tyr)"),
            ("MYBPC3", "cardiomyopathie hypertrophique", "c.1504C>T p.(Arg502Trp)"),
            ("F5", "thrombophilie", "c.1601G>A p.(Arg534Gln)"),
            ("MLH1", "syndrome de Lynch", "c.1852_1854del p.(Lys618del)"),
            ("GJB2", "surdité", "c.35del p.(Gly12Valfs*2)"),
        ]
    )
    pdf.t(14, 14, c.struct(pl), 12, "B")
    pdf.t(
        14,
        19,
        c.one(
            "Laboratoire de génétique moléculaire",
            "Service de génétique - UF 4512",
            "Plateforme de biologie moléculaire",
        ),
        9.5,
    )
    pdf.t(14, 23, pl.addr + (" - " + c.finess(pl) if c.maybe() else ""), 8)
    pdf.t(
        105,
        36,
        c.one("COMPTE RENDU DE GÉNÉTIQUE MOLÉCULAIRE", "RÉSULTAT D'ANALYSE GÉNÉTIQUE", f"Étude du gène {gene}"),
        13,
        "B",
        al="C",
    )
    pdf.box(14, 41, 182, 40)
    pr = c.pairs() + c.ins_pair()
    pdf.kv(17, 47, pr, lw=42, w=98, step=5)
    pdf.kv(
        122,
        47,
        [
            ("N° famille", f"F{c.r.randint(1000, 9999)}"),
            ("N° ADN", f"{c.r.randint(10000, 99999)}"),
            (c.one("Prélèvement du", "Prélevé le"), act),
            ("Nature", "sang EDTA"),
            ("Prescripteur", c.dr(pres, "last")),
        ],
        lw=26,
        val="",
        step=5,
        w=72,
    )
    fl = Flow(pdf, 14, 88, 182, 265)
    fl.head_("1. Indication")
    fl.para(
        f"Suspicion de {dis}. "
        + c.tpl(
            c.one(
                "Une tante maternelle atteinte, décédée en {1985-2018}.",
                "Cas index de la famille : {dr} avait adressé la sœur le {d}.",
                "Antécédents familiaux au premier degré.",
                "Consultation de conseil génétique du {d}.",
            )
        )
    )
    rel = c.relative()
    if rel:
        fl.para(rel)
    fl.head_("2. Méthode")
    fl.para(
        c.tpl(
            "Séquençage haut débit d'un panel de {12-98} gènes (couverture moyenne {180-600}X), confirmation Sanger. MLPA {P090|P248|P091}. Référence GRCh38."
        )
    )
    fl.head_("3. Résultat")
    pos = c.maybe(0.6)
    fl.y = (
        pdf.grid(
            14,
            fl.y + 1,
            [24, 74, 40, 44],
            [
                ["Gène", "Variant", "État", "Classe ACMG"],
                [
                    gene,
                    var if pos else "aucun variant retenu",
                    "hétérozygote" if pos else "-",
                    c.one("5 - pathogène", "4 - probablement pathogène", "3 - VSI") if pos else "-",
                ],
            ],
        )
        + 4
    )
    fl.head_("4. Conclusion")
    fl.para(
        (
            "Présence d'un variant d'intérêt. Une étude familiale est proposée."
            if pos
            else "Absence d'anomalie détectée dans les limites de la technique."
        )
        + " Ce résultat doit être rendu au cours d'une consultation individuelle.",
        b="B",
    )
    fl.para(
        "Consentement signé reçu conformément aux articles L.1131-1 et suivants du code de la santé publique.", size=8
    )
    pdf.t(120, fl.y + 6, f"{c.one('Validé le', 'Compte rendu du', 'Le')} {c.docdate()}")
    pdf.t(120, fl.y + 12, c.author(au, "full"))
    if c.maybe():
        pdf.t(120, fl.y + 17, c.rpps(au), 8)
    pdf.sign(125, fl.y + 24, c.r)
    c.leave("recipients")
    c.type("51969-4")


@layout("woman", 1.2)
def screening_letter(c):
    """Cancer screening: smear or mammography result, addressed to the woman herself."""
    pdf = c.new("sans", 10)
    pl = c.place(c.one("path", "imaging"))
    smear = "ath" in pl.name
    au, pres = c.pro(), c.pro()
    act = c.act(2, 10)
    pdf.t(15, 16, c.struct(pl), 13, "B", col="violet")
    pdf.t(15, 21, pl.addr, 8.5)
    pdf.t(110, 40, c.ident(civ=True))
    pdf.t(110, 45, c.place("gp").street)
    pdf.t(110, 50, f"{pl.zip} {pl.town}")
    pdf.t(15, 60, f"Le {c.docdate()}")
    pdf.t(105, 72, "DÉPISTAGE ORGANISÉ DU CANCER DU " + ("COL DE L'UTÉRUS" if smear else "SEIN"), 12, "B", al="C")
    b = c.bdate()
    pr = (
        ([(c.one("Date de naissance", "Née le"), b)] if b else [])
        + c.ins_pair()
        + [
            (c.one("Prélèvement du", "Prélevé le") if smear else c.one("Mammographie du", "Examen du"), act),
            (c.one("Préleveur", "Prescripteur") if smear else "Médecin traitant", c.dr(pres)),
            ("Invitation n°", f"{c.r.randint(10**9, 10**10)}"),
        ]
    )
    c.leave("recipients")
    y = pdf.kv(15, 82, pr, lw=46, val="")
    fl = Flow(pdf, 15, y + 3, 180, 265)
    if smear:
        for h, s in [
            ("Technique", "Milieu liquide {ThinPrep|SurePath}. Test HPV-HR par PCR (16, 18, autres)."),
            (
                "Résultat",
                "Recherche d'HPV à haut risque : {non détecté|détecté, type 16|détecté, autres types}. Prélèvement satisfaisant, cellules de jonction présentes. {NILM|ASC-US|LSIL} selon Bethesda 2014.",
            ),
            (
                "Conduite",
                "{Nouveau test dans 5 ans.|Contrôle cytologique dans un an.|Colposcopie conseillée avant le {f}.}",
            ),
        ]:
            fl.head_(h)
            fl.para(c.tpl(s.replace("{f}", c.d(c.ahead(30, 90)))), gap=4)
        c.type("60568-3", "75492-9", "11502-2")
    else:
        for h, s in [
            ("Examen", "Clichés de face et oblique, comparaison à ceux du {d}. Densité {b|c}."),
            ("Sein droit", "{Pas d'opacité suspecte.|Microcalcifications éparses rondes.} ACR {1|2}."),
            ("Sein gauche", "{Kyste simple de 8 mm.|Aspect symétrique, sans anomalie.} ACR {1|2}."),
            ("Conclusion", "Classification ACR {1|2}. Seconde lecture par le {dr}. Prochaine invitation dans 24 mois."),
        ]:
            fl.head_(h)
            fl.para(c.tpl(s), gap=4)
        c.type("18748-4", "75492-9")
    pdf.t(120, fl.y + 8, c.author(au, "full"))
    if c.maybe():
        pdf.t(120, fl.y + 13, c.rpps(au), 8.5)
    pdf.sign(125, fl.y + 20, c.r)

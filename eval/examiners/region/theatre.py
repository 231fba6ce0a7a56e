"""Operations, emergencies, anaesthesia, explorations."""

from eval.examiners.region.content import DRUGS, ED, HISTORY, SCOPES, SURG
from eval.examiners.region.pdf import Flow
from eval.examiners.region.people import title
from eval.examiners.region.pieces import copies
from eval.examiners.region.registry import layout


@layout("adult", 2.5)
def operation_report(c):
    """Operating theatre report with a ruled header table."""
    pdf = c.new("sans", 10)
    pl = c.place(c.one("clinic", "hospital"))
    sp, op, indic, text = c.r.choice([s for s in SURG if not (c.p.male and s[0] == "gyn")])
    au, an, aide, nurse = c.pro(sp), c.pro(), c.pro(), c.pro()
    act = c.act(0, c.one(0, 1, 2))
    pdf.t(105, 15, c.struct(pl), 13, "B", al="C")
    pdf.t(105, 20, pl.addr + (f" - {c.finess(pl)}" if c.maybe() else ""), 8, al="C")
    pdf.t(
        105,
        30,
        c.one("COMPTE RENDU OPÉRATOIRE", "Compte-Rendu Opératoire", "PROTOCOLE OPÉRATOIRE", "C.R.O."),
        14,
        "B",
        al="C",
    )
    nm = c.ident()
    b = c.bdate()
    rows = [
        [
            c.one("Patient", "Nom, prénom", "Opéré(e)"),
            nm,
            c.one("Date de l'intervention", "Date opératoire", "Opéré(e) le"),
            act,
        ]
    ]
    rows.append(
        ["Né(e) le", b or "", c.one("N° de séjour", "Dossier séjour", "N° venue"), c.ep() if c.maybe() else "-"]
    )
    opn = c.author(au, c.one("full", "full", "last", "init"))
    rows.append([c.one("Chirurgien", "Opérateur"), opn, c.one("Anesthésiste", "MAR"), c.dr(an)])
    rows.append(
        [
            c.one("Aide", "Aide opératoire"),
            f"{aide.given[0]}. {aide.family}",
            "IBODE / panseuse",
            f"{nurse.given} {title(nurse.family)}",
        ]
    )
    if not b:
        rows[1][0] = "Salle"
        rows[1][1] = f"Bloc {c.r.randint(1, 9)}"
    s = c.ins()
    if s:
        rows.append(["INS", s, "Salle", f"{c.r.randint(1, 8)}"])
    y = pdf.grid(14, 36, [26, 70, 40, 46], rows, 9, head=False, bold=(1, 3))
    fl = Flow(pdf, 14, y + 5, 182, 268)
    for h, q in [
        ("Intervention", op),
        ("Indication", indic),
        ("Anesthésie", "{Générale|Rachianesthésie|Locorégionale} ; antibioprophylaxie {céfazoline 2 g|non indiquée}."),
        ("Installation et déroulement", text),
        (
            "Suites",
            "{Retour à domicile le soir même.|Lever à J1, sortie prévue dans les 48 heures.} Consultation de contrôle le {f}. Dernière consultation préopératoire : {dp}.",
        ),
    ]:
        fl.head_(h, ul=c.ds == "s")
        fl.para(c.tpl(q), gap=3)
    if c.maybe(0.4):
        fl.para(
            f"CCAM : {c.one('NEKA020', 'HMFC004', 'BFGA004', 'LMMA012')}   ASA {c.one('1', '2', '3')}   Durée : {c.r.randint(15, 150)} min",
            gap=4,
        )
    pdf.t(120, fl.y + 5, f"{opn}")
    if c.maybe(0.5):
        pdf.t(120, fl.y + 10, c.rpps(au), 8.5)
    pdf.sign(125, fl.y + 16, c.r)
    if c.maybe(0.6):
        pdf.t(
            14,
            fl.y + 5,
            c.one("Dicté le ", "CR dicté le ")
            + c.act()
            + c.one(" - validé le ", ", signé électroniquement le ")
            + c.docdate(),
            8.5,
        )
    else:
        pdf.t(14, fl.y + 5, f"{pl.town}, le {c.docdate()}", 9)
    cc = copies(c, c.one(0, 1, 2))
    if cc:
        pdf.t(14, 280, "Adressé à : " + ", ".join(cc), 8.5)
    c.type("34874-8")


@layout("any18", 2.5)
def emergency_passage(c):
    """Emergency department print: grid of key: value then short sections."""
    pdf = c.new(c.one("arial", "dejacond", "robotoc", "narrow", "carlito"), 9.5)
    pl = c.place("hospital")
    m, hist, ex, para, dg, cat = c.r.choice(ED)
    au, nurse = c.pro(), c.pro()
    act = c.act()
    c.d0 = c._act
    h = c.r.randint(0, 20)
    pdf.band(0, 0, 210, 16, (235, 240, 245))
    pdf.t(12, 8, c.struct(pl), 12, "B")
    pdf.t(
        12,
        13,
        c.one("SERVICE D'ACCUEIL DES URGENCES", "Service des urgences - SMUR", "STRUCTURE DES URGENCES ADULTES"),
        9,
    )
    pdf.t(
        198,
        8,
        c.one("COMPTE RENDU DE PASSAGE AUX URGENCES", "CR passage urgences", "Dossier de passage SAU"),
        11,
        "B",
        al="R",
    )
    pdf.t(198, 13, f"Passage n° {c.ep()}" if c.maybe(0.7) else pl.tel, 9, al="R")
    pdf.box(12, 20, 186, 30)
    pr = c.pairs(sex=True) + c.ins_pair()
    n = (len(pr) + 1) // 2
    pdf.kv(14, 26, pr[:n], lw=34, size=9, w=90, step=5.5)
    pdf.kv(108, 26, pr[n:], lw=34, size=9, w=88, step=5.5)
    y = pdf.kv(
        14,
        56,
        [
            ("Arrivée le", f"{act} à {h:02d}h{c.r.randint(10, 59)}"),
            ("Mode d'arrivée", c.one("personnel", "ambulance", "VSAV", "adressé par le médecin traitant")),
            ("Tri IOA", f"{c.one('3A', '3B', '4', '2')} - {nurse.given} {nurse.family}"),
        ],
        lw=34,
        val="",
        step=5,
    )
    pdf.kv(
        108,
        56,
        [
            ("Sortie le", f"{act} à {h + 3:02d}h{c.r.randint(10, 59)}"),
            ("Orientation", c.one("Domicile", "UHCD", "Retour à domicile")),
            (c.one("Médecin", "Médecin senior", "Vu par"), c.author(au, "full")),
        ],
        lw=34,
        val="",
        step=5,
    )
    pdf.t(14, y + 1, "Constantes", b="B")
    y = pdf.grid(
        14,
        y + 3,
        [30] * 6,
        [
            ["PA", "FC", "SpO2", "T°", "EVA", "Glasgow"],
            [
                c.tpl("{105-175}/{55-98}"),
                c.tpl("{58-118}"),
                c.tpl("{91-100} %"),
                c.tpl("{361-392/10}"),
                c.tpl("{0-8}/10"),
                "15",
            ],
        ],
        9,
    )
    fl = Flow(pdf, 14, y + 4, 182, 272)
    for a, b in [
        ("Motif de recours", m),
        ("Antécédents / allergies", " - ".join(c.r.sample(HISTORY, 3))),
        ("Histoire", hist),
        ("Examen", ex),
        ("Paraclinique", para),
        ("Diagnostic principal", dg),
        ("Conduite à tenir / sortie", cat),
    ]:
        fl.head_(a, col="blue")
        fl.para(c.tpl(b), gap=2.5)
    rel = c.relative()
    if rel:
        fl.para(rel)
    if c.maybe(0.5):
        fl.para(c.one("Copie : ", "Destinataire : ", "Courrier adressé au ") + c.dest(c.pro()))
    elif c.maybe():
        fl.para("Médecin traitant : " + c.dr(c.pro()))
        c.leave("recipients")
    if c.maybe(0.4):
        fl.para("RPPS du médecin : " + c.rpps(au, False), size=8)
    fl.para(
        f"{c.one('Validé le', 'Document signé le', 'Édité et signé le')} {c.docdate()} à {h + 3:02d}:{c.r.randint(10, 59)}",
        size=8.5,
    )
    c.dm(180, 270, 15, False)
    c.type("15507-7")


@layout("adult", 1.5)
def anaesthesia_consult(c):
    """Pre-anaesthetic consultation form with boxes to tick."""
    pdf = c.new("sans", 9)
    pl = c.place(c.one("clinic", "hospital"))
    au, surg = c.pro(), c.pro()
    op = c.tpl(c.r.choice([s for s in SURG if not (c.p.male and s[0] == "gyn")])[1])
    c.act()
    c.d0 = c._act
    pdf.t(12, 14, c.struct(pl), 11, "B")
    pdf.t(12, 19, "Département d'anesthésie", 8.5)
    pdf.t(
        198,
        14,
        c.one("CONSULTATION PRÉ-ANESTHÉSIQUE", "Consultation d'anesthésie", "DOSSIER D'ANESTHÉSIE - CONSULTATION"),
        12,
        "B",
        al="R",
    )
    pdf.box(12, 23, 92, 36, rnd=True)
    pdf.kv(14, 28.5, c.pairs() + c.ins_pair() + c.ep_pair(0.4), lw=32, w=88, step=4.7)
    pdf.box(106, 23, 92, 36, rnd=True)
    pdf.kv(
        108,
        28.5,
        [
            (c.one("Consultation du", "Date de consultation", "Vu(e) le"), c.docdate("s")),
            ("Anesthésiste", c.author(au, "full")),
        ]
        + ([("RPPS", c.rpps(au, False))] if c.maybe() else [])
        + [("Intervention", op), ("Prévue le", c.d(c.ahead(4, 50), "s")), ("Chirurgien", c.dr(surg))],
        lw=32,
        w=88,
        step=4.7,
    )
    y = 66
    pdf.t(12, y, "ANTÉCÉDENTS", b="B")
    for i, s in enumerate(
        [
            "HTA",
            "Coronaropathie",
            "Asthme / BPCO",
            "Diabète",
            "Reflux",
            "AVC / AIT",
            "Insuffisance rénale",
            "Allergie",
            "Anticoagulants",
            "SAOS",
            "Tabac",
            "Intubation difficile connue",
        ]
    ):
        xx, yy = 14 + (i % 4) * 46, y + 6 + (i // 4) * 6
        pdf.tick(xx, yy, c.maybe(0.3))
        pdf.t(xx + 5, yy, s)
    y += 28
    y = pdf.grid(
        12,
        y,
        [31] * 6,
        [
            ["Poids", "Taille", "PA", "FC", "Mallampati", "ASA"],
            [
                c.tpl("{48-110} kg"),
                c.tpl("{150-190} cm"),
                c.tpl("{105-160}/{60-90}"),
                c.tpl("{55-95}"),
                c.one("1", "2", "3"),
                c.one("1", "2", "3"),
            ],
        ],
        9,
    )
    fl = Flow(pdf, 12, y + 5, 186, 255)
    fl.head_("Anesthésies antérieures")
    fl.para(
        c.tpl(
            "{Générale|Rachianesthésie} le {d} pour {hernie|césarienne|arthroscopie|cataracte}, sans incident. "
            if not c.p.male
            else "{Générale|Rachianesthésie} le {d} pour {hernie|arthroscopie|cataracte}, sans incident. "
        )
    )
    fl.head_("Traitement personnel")
    fl.para(" ; ".join(c.r.sample(DRUGS, 3)))
    fl.head_("Examens")
    fl.para(
        c.tpl(
            "Bilan du {dp} : Hb {110-160/10} g/dL, plaquettes {150-380} G/L, TP {80-100} %. ECG sinusal. Groupe {A+|O+|B-|O-}, RAI négatives."
        )
    )
    rel = c.relative()
    if rel:
        fl.para(rel)
    fl.head_("Protocole retenu")
    fl.para(
        c.tpl(
            "Anesthésie {générale|locorégionale|générale avec bloc}. Jeûne 6 h solides, 2 h liquides clairs. Arrêt de {metformine la veille|ramipril la veille|rien}. Information donnée, consentement recueilli. Visite pré-anesthésique la veille."
        )
    )
    pdf.sign(150, 266, c.r)
    pdf.t(150, 260, "Signature", 8)
    c.type("34749-2")


@layout("adult", 2.5)
def exploration_report(c):
    """Endoscopy or functional test: header line, picture frames, conclusion box."""
    pdf = c.new("sans", 10)
    pl = c.place(c.one("clinic", "hospital", "gp"))
    t, ind, body, concl = c.r.choice(SCOPES)
    au, an = c.pro(), c.pro()
    act = c.act(0, c.one(0, 0, 1))
    pdf.t(14, 14, c.struct(pl), 11, "B")
    pdf.t(14, 19, c.author(au, "full") + (" - " + c.rpps(au) if c.maybe() else ""), 9)
    pdf.t(196, 14, c.one("Unité d'explorations", "Plateau technique", "Explorations fonctionnelles"), 9, al="R")
    pdf.t(105, 32, t.upper(), 15, "B", al="C", col=c.one("black", "blue", "teal"))
    pdf.t(
        105, 38, f"{c.one('Examen du', 'réalisé(e) le', 'Date de l’examen :'.replace('’', chr(39)))} {act}", 10, al="C"
    )
    pdf.hl(14, 42, 182, "grey", 0.5)
    nm = c.ident()
    parts = [nm, c.born(age=True)] + ([f"INS {c.ins()}"] if c.show_ins else [])
    y = pdf.para(14, 44, 182, c.one(" - ", ", ", "   ").join(s for s in parts if s), b="B")
    pdf.hl(14, y + 2, 182, "grey", 0.5)
    pres = c.pro()
    y += 8
    pdf.kv(
        14,
        y,
        [
            (c.one("Demandé par", "Adressé par", "Prescripteur"), c.dr(pres)),
            ("Indication", c.tpl(ind)),
            (c.one("Anesthésiste", "Infirmière"), c.dr(an)),
        ],
        lw=34,
        val="",
    )
    c.leave("recipients")
    y += 20
    n = c.one(0, 2, 3)
    for i in range(n):
        pdf.box(150, y + i * 34, 44, 32, fill=(60 + 30 * i, 40, 40))
        pdf.ellipse(158 + i, y + 5 + i * 34, 26, 20, style="D")
    fl = Flow(pdf, 14, y, 130 if n else 182, 262)
    fl.head_(c.one("Description", "Résultats", "Constatations"))
    fl.para(c.tpl(body), gap=4)
    if c.maybe():
        fl.para(
            c.tpl(
                "Matériel : {Olympus CF-H190|Pentax EG29|Fuji EC-760R} n° {10000-99999}, désinfection tracée. Précédent examen le {d}."
            ),
            size=8.5,
        )
    yy = max(fl.y + 4, y + n * 34 + 4)
    ls = pdf.wrap(c.tpl(concl), 170, 10.5, "B")
    pdf.box(14, yy, 182, 10 + 5.5 * len(ls), fill=(243, 243, 235))
    pdf.t(17, yy + 6, c.one("CONCLUSION", "Conclusion :", "Au total"), 9)
    for i, s in enumerate(ls):
        pdf.t(17, yy + 12 + 5.5 * i, s, 10.5, "B")
    yy += 24 + 5.5 * len(ls)
    pdf.t(130, yy, c.one("Le ", "Fait le ", "Compte rendu validé le ") + c.docdate())
    pdf.sign(135, yy + 9, c.r)
    c.type("70004-7") if "Écho" not in t and "Coronaro" not in t else c.type("70004-7", "18748-4", "11505-5")
    if "Coloscopie" in t:
        c.type("70004-7", "11505-5", "75492-9")

"""Exports of software, prints of mails and portals, notices, cards."""

import datetime as dt

from eval.examiners.region.content import DRUGS, HISTORY
from eval.examiners.region.pdf import Flow
from eval.examiners.region.people import fold, title
from eval.examiners.region.registry import layout
from eval.examiners.region.staff import SPECS


@layout("adult", 1.5)
def gp_summary_export(c):
    """Medical summary printed from a doctor's software: key, value, lists."""
    pdf = c.new(c.one("dejacond", "arial", "narrow", "carlito"), 9.5)
    au, pl = c.pro(), c.place("gp")
    pdf.t(
        14,
        12,
        c.one("Hellodoc 5.70", "AxiSanté 5", "WEDA", "MLM v9", "Crossway") + f" - imprimé par {au.family.lower()}",
        7.5,
        col="grey",
    )
    pdf.t(14, 22, c.one("VOLET DE SYNTHÈSE MÉDICALE", "Synthèse médicale", "FICHE PATIENT - SYNTHÈSE"), 15, "B")
    pdf.hl(14, 25, 182, "blue", 0.6)
    y = pdf.kv(
        14,
        33,
        c.pairs(sex=True, place=True) + c.ins_pair() + [("Adresse", c.place("gp").addr), ("Téléphone", c.pro().tel)],
        lw=46,
        val="B",
    )
    c.dm(176, 29, 17)
    fl = Flow(
        pdf, 14, y + 2, 182, 272, head=lambda n: pdf.t(196, 14, f"{c.cased(c.p.shown)} {c.p.fn} - {n}", 8, al="R")
    )
    rel = c.relative()
    if rel:
        fl.para(rel)
    for h, it in [
        ("Antécédents et pathologies", [c.tpl(s) for s in c.r.sample(HISTORY, 6)]),
        ("Allergies et intolérances", [c.one("Pénicilline (urticaire)", "Aucune connue", "Aspirine")]),
        ("Traitements au long cours", c.r.sample(DRUGS, 5)),
        (
            "Dernières constantes",
            [c.tpl("Poids {46-104} kg, taille {148-190} cm, IMC {18-36}, TA {110-160}/{60-95} le {dp}")],
        ),
        (
            "Résultats récents",
            [
                c.tpl("Créatinine {55-130} µmol/L le {d}"),
                c.tpl("HbA1c {52-90/10} % le {dp}"),
                c.tpl("LDL {60-180/100} g/L le {dp}"),
            ],
        ),
        (
            "Points de vigilance",
            [
                c.tpl(
                    c.one(
                        "Chutes à domicile",
                        "Observance fluctuante",
                        "Isolement social",
                        "Suivi cardiologique par le {dr}",
                    )
                )
            ],
        ),
    ]:
        fl.head_(h, col="blue")
        for s in it:
            fl.para("• " + s, gap=0.5, ind=3)
        fl.y += 2
    pdf.t(
        14,
        fl.y + 8,
        f"{c.one('Médecin traitant', 'Rédigé par', 'Auteur')} : {c.author(au, 'full')}"
        + (f" ({c.rpps(au)})" if c.maybe() else ""),
        b="B",
    )
    if c.maybe():
        pdf.t(14, fl.y + 13, c.struct(pl) + ", " + pl.addr, 9)
    else:
        c.leave("structure_name")
    pdf.t(14, fl.y + 18, f"{c.one('Synthèse établie le', 'Mise à jour du', 'Fiche rédigée le')} {c.docdate()}")
    c.leave("act_date", "recipients")
    c.type("60591-5", "SYNTH")


@layout("adult", 1.3)
def email_print(c):
    """Print of a secure e-mail between professionals; header lines, quoted answer."""
    pdf = c.new(c.one("arial", "carlito", "opensans", "times"), 10)
    au, to, cc = c.pro(c.one("cardio", "gastro", "neuro", "mg")), c.pro(), c.pro()

    def mail(q):
        return (
            fold(f"{q.given}.{q.family}").lower().replace(" ", "").replace("'", "")
            + "@"
            + c.one("medecin.mssante.fr", "ch-val.mssante.fr")
        )

    hh = f"{c.r.randint(7, 21):02d}:{c.r.randint(0, 59):02d}"
    pdf.t(
        14,
        12,
        c.one("Mailiz - Messagerie sécurisée de santé", "Zimbra", "Boîte de réception - MSSanté"),
        8.5,
        col="grey",
    )
    pdf.hl(14, 14, 182)
    c.set(author_family=au.family, author_given=au.given)
    y = pdf.kv(
        14,
        21,
        [("De", f"Dr {au.given} {au.family} <{mail(au)}>"), ("À", f"{c.dest(to, 'full')} <{mail(to)}>")]
        + ([("Cc", f"{c.dest(cc, 'full')} <{mail(cc)}>")] if c.maybe() else [])
        + [
            (c.one("Envoyé", "Date"), f"{c.docdate(c.one('longday', 's'))} {hh}"),
            ("Objet", c.one("Avis patient", "Nouvelles de votre patient", "RE: demande d'avis", "Suivi")),
        ],
        lw=20,
        val="",
    )
    pdf.hl(14, y, 182)
    fl = Flow(pdf, 14, y + 4, 182, 262)
    fl.para(c.one("Bonjour,", "Cher confrère,", "Bonjour cher ami,"), gap=3)
    b = c.born(age=False)
    c.caps = True
    fl.para(
        f"{c.one('Je vous écris au sujet de', 'Voici mon avis concernant', 'Je reviens vers vous pour')} {c.ident(civ=True)}{', ' + b if b else ''}.",
        gap=3,
    )
    i = c.ins()
    if i:
        fl.para("INS : " + i, gap=3)
    txt = c.r.choice(
        [
            "Le dossier a été relu. Le traitement anticoagulant peut être arrêté {3|5} jours avant le geste prévu le {f}, sans relais.",
            "Je l'ai vu{e} en consultation le {dp}. L'état clinique est stable, pas de modification du traitement. Je le reverrai le {f}.",
            "L'IRM du {dp} montre une progression modérée ; je propose une nouvelle présentation en réunion. L'infirmière de coordination appellera la famille.",
            "Le bilan biologique du {dp} retrouve une ferritine à {4-12} µg/L. Pouvez-vous organiser la coloscopie ? Merci de tenir informé le {dr}.",
            "La demande de SSR a été acceptée pour le {f}. Merci de faire suivre l'ordonnance de sortie.",
            "Après avis du {dr}, l'indication opératoire n'est pas retenue à ce jour. Reprise du suivi dans six mois.",
            "L'insuline a été augmentée à {12-30} UI. Les dextros du {dp} étaient supérieurs à 2 g/L.",
            "La biopsie du {dp} est bénigne. Pas de surveillance particulière. La patiente ou le patient a été informé par téléphone.",
        ]
    )
    fl.para(c.tpl(txt), gap=3)
    rel = c.relative()
    if rel:
        fl.para(rel)
    fl.para(c.one("Bien cordialement,", "Confraternellement,", "Bonne réception,"), gap=3)
    fl.para(f"Dr {au.given} {au.family}", b="B", gap=0.5)
    fl.para(SPECS[au.spec][0], gap=0.5)
    pl = c.place("hospital")
    fl.para(c.struct(pl) + " - " + pl.tel, gap=0.5)
    if c.maybe():
        fl.para(c.rpps(au))
    fl.y += 6
    old = c.d(c.ago(1, 6), "s")
    for s in [
        f"> Le {old}, {to.given} {to.family} a écrit :",
        "> Bonjour, pourriez-vous me donner votre avis sur ce dossier ? Merci d'avance.",
        f"> Dr {to.family}",
    ]:
        fl.para(s, size=9, gap=0.3)
    c.leave("act_date")
    c.out.add("doc_type")
    pdf.t(14, 288, "Ce message et ses pièces jointes sont confidentiels.", 7, col="grey")


@layout("adult", 1.3)
def pharmacist_review(c):
    """Pharmacist's medication review or hospital reconciliation sheet."""
    pdf = c.new("sans", 9.5)
    hosp = c.maybe()
    pl = c.place("hospital" if hosp else "pharm")
    au = c.pro()
    act = c.act(0, 3, "s")
    pdf.t(14, 15, c.struct(pl), 13, "B", col="green")
    pdf.t(14, 20, pl.addr + (" - " + c.finess(pl) if c.maybe() else ""), 8)
    pdf.t(
        196,
        15,
        c.one("FICHE DE CONCILIATION MÉDICAMENTEUSE", "Conciliation des traitements à l'entrée")
        if hosp
        else c.one("BILAN PARTAGÉ DE MÉDICATION", "Bilan de médication - officine"),
        11,
        "B",
        al="R",
    )
    pdf.box(14, 26, 182, 32, fill=(244, 250, 244))
    pr = c.pairs() + c.ins_pair() + (c.ep_pair(0.5) if hosp else [])
    pdf.kv(17, 32, pr, lw=44, step=5, w=100)
    g = c.pro()
    pdf.kv(122, 32, [("Médecin traitant", c.dr(g, "last"))], lw=30, val="", step=5)
    pdf.t(122, 38, f"{c.one('Entretien du', 'Réalisé le')} {act}")
    rows = [["Médicament", "Source", c.one("Statut", "Divergence")]] + [
        [s, c.one("ordonnance", "patient", "officine", "dossier pharm."), c.one("poursuivi", "arrêté", "modifié", "-")]
        for s in c.r.sample(DRUGS, c.r.randint(4, 9))
    ]
    y = pdf.grid(14, 64, [118, 32, 32], rows, 9) + 5
    fl = Flow(pdf, 14, y, 182, 265)
    fl.head_("Commentaires du pharmacien")
    fl.para(
        c.tpl(
            "Clairance {38-95} mL/min le {dp}. "
            + c.one(
                "Association à surveiller : IEC et diurétique.",
                "Doublon d'antalgiques repéré.",
                "Observance évaluée à {4-6}/6 (Girerd).",
                "Automédication par ibuprofène déconseillée.",
                "Proposition d'arrêt progressif de l'hypnotique.",
            )
            + " Prochain entretien le {f}."
        )
    )
    pdf.t(120, fl.y + 8, f"{c.one('Validé le', 'Le')} {c.docdate('s')}")
    c.set(author_family=au.family, author_given=au.given)
    pdf.t(120, fl.y + 13, f"{au.given} {au.family}, pharmacien" + ("ne" if au.sex == "F" else ""))
    if c.maybe():
        pdf.t(120, fl.y + 18, c.rpps(au), 8.5)
    pdf.sign(126, fl.y + 25, c.r)
    c.leave("recipients")
    c.type("80820-4") if hosp else c.type("56445-0", "78601-2")


@layout("any5", 1.4)
def appointment_notice(c):
    """Appointment letter or stay certificate of the admission office."""
    pdf = c.new("any", 10.5)
    pl = c.place("hospital")
    pdf.logo(14, 10, 14, c.r.randrange(6))
    pdf.t(32, 17, c.struct(pl), 13, "B")
    pdf.t(32, 22, pl.addr + (" - " + c.finess(pl) if c.maybe() else ""), 8)
    stay = c.maybe()
    pdf.t(110, 42, c.ident(civ=True))
    pdf.t(110, 47, c.place("gp").street)
    pdf.t(14, 62, f"{pl.town}, le {c.docdate()}")
    b = c.bdate()
    agent = f"{c.w.first('F', 1975)} {title(c.w.last())}"
    ref = (
        ([(c.one("Date de naissance", "Né(e) le"), b)] if b else [])
        + c.ins_pair()
        + [("IPP", c.ipp())]
        + (c.ep_pair(0.8) if stay else [])
    )
    y = pdf.kv(14, 74, ref, lw=42)
    fl = Flow(pdf, 14, y + 6, 182, 260)
    if stay:
        n = c.r.randint(1, 20)
        out = c.ago(0, 5)
        ent = out - dt.timedelta(days=n)
        c.set(act_date=out)
        fl.head_(c.one("BULLETIN DE SITUATION", "BULLETIN D'HOSPITALISATION", "ATTESTATION DE SÉJOUR"), 13)
        fl.para(
            f"Le directeur de l'établissement certifie que la personne ci-dessus désignée a été hospitalisée du {c.d(ent)} au {c.d(out)} dans le service {c.one('de médecine interne', 'de chirurgie viscérale', 'de cardiologie', 'de maternité' if not c.p.male else 'de pneumologie')}.",
            lead=1.6,
            gap=6,
        )
        c.type("CERT_DECL", "51851-4", "86531-1")
    else:
        f = c.ahead(5, 90)
        fl.head_(c.one("CONVOCATION", "Confirmation de rendez-vous", "RAPPEL DE RENDEZ-VOUS"), 13)
        fl.para(
            f"Nous vous confirmons votre rendez-vous le {c.d(f, 'longday')} à {c.r.randint(8, 17)} h {c.one('00', '15', '30')} avec {c.dr(c.pro('cardio'), 'full')}, consultation de {c.one('cardiologie', 'neurologie', 'rhumatologie', 'chirurgie')}, {c.one('bâtiment B', 'niveau 2', 'porte 14')}.",
            lead=1.6,
            gap=5,
        )
        fl.para(
            "Merci de vous munir de votre carte Vitale, de votre pièce d'identité et de vos derniers examens. En cas d'empêchement, prévenez le secrétariat 48 heures à l'avance.",
            lead=1.6,
            gap=6,
        )
        c.leave("act_date")
        c.type("56446-8")
    c.leave("author_family", "author_given", "author_rpps", "recipients")
    pdf.t(120, fl.y + 6, c.one("Le bureau des entrées", "Le secrétariat médical"))
    pdf.t(120, fl.y + 11, agent)
    pdf.stamp(30, fl.y + 10, [pl.name.upper(), "BUREAU DES ENTRÉES"], ang=c.r.uniform(-8, 8))


@layout("adult", 1)
def implant_card(c):
    """Implant card printed on a sheet: few words, big frame."""
    pdf = c.new("sans", 9.5)
    pl = c.place(c.one("clinic", "hospital"))
    au = c.pro()
    act = c.act(0, 5, "s")
    pdf.box(35, 40, 140, 98, th=0.6, rnd=True)
    pdf.t(
        105,
        49,
        c.one("CARTE D'IMPLANT", "CARTE DE PORTEUR D'IMPLANT", "Carte patient - dispositif implanté"),
        13,
        "B",
        al="C",
    )
    y = pdf.kv(40, 58, c.pairs() + c.ins_pair(), lw=42, w=130)
    dev = c.one(
        "Stimulateur cardiaque double chambre Accent DR",
        "Prothèse totale de hanche",
        "Endoprothèse coronaire active",
        "Implant intra-oculaire",
        "Chambre implantable PAC 8F",
        "Défibrillateur VR-T",
        "Prothèse de genou postéro-stabilisée",
        "Bioprothèse aortique 23 mm",
    )
    y = pdf.kv(
        40,
        y + 3,
        [
            ("Dispositif", dev),
            ("Lot / série", f"{c.one('LOT', 'SN')} {c.r.randint(10**5, 10**7)}"),
            (c.one("Implanté le", "Date d'implantation", "Date de pose"), act),
            (c.one("Implanteur", "Opérateur", "Chirurgien"), c.author(au, "full")),
            (c.one("Établissement", "Lieu"), c.struct(pl)),
        ],
        lw=42,
        val="",
        w=130,
    )
    if c.maybe():
        pdf.t(40, y, c.rpps(au), 8.5)
    pdf.dm(150, 44, 12, f"01034009{c.r.randint(10**6, 10**7)}17{c.d0.year - 1997}0131") if c.maybe(0.3) else None
    pdf.t(40, 150, f"{c.one('Carte éditée le', 'Remise le', 'Établie le')} {c.docdate('s')}")
    pdf.t(40, 156, "À présenter avant tout examen IRM.", 8.5)
    c.leave("recipients")
    c.type("101881-1")


@layout("adult", 1.2)
def portal_table(c):
    """Print of a hospital portal: breadcrumb, coloured tabs, table of stay documents."""
    pdf = c.new(c.one("roboto", "opensans", "carlito"), 9)
    pl = c.place("hospital")
    au = c.pro()
    pdf.t(
        10,
        8,
        c.one(
            "https://portail.ght-val.example/dossier?id=48213&vue=impression",
            "DxCare - Dossier patient - Impression écran",
            "Easily - Consultation du dossier",
        ),
        7,
        col="grey",
    )
    pdf.band(10, 11, 190, 9, (20, 70, 120))
    pdf.t(13, 17, c.struct(pl), 11, "B", col="white")
    pdf.band(10, 21, 190, 11, (222, 235, 247))
    bits = [c.ident(civ=c.maybe(0.4), order="nf")]
    b = c.bdate()
    if b:
        bits.append(c.one("", "DN ", "né(e) ") + b)
    bits.append("IPP " + c.ipp())
    if c.maybe():
        bits.append(c.one("Séjour ", "NDA ", "Venue ") + c.ep())
    y = pdf.para(13, 21.5, 184, "   ".join(bits), 9.5, "B")
    i = c.ins()
    if i:
        pdf.t(13, 37, "INS : " + i, 8.5)
    y = 46
    pdf.t(
        13, y, c.one("Note de suivi médical", "Observation médicale", "Évolution - note médicale"), 13, "B", col="blue"
    )
    c.act(0, 0, "s")
    c.d0 = c._act
    c.T.pop("act_date")
    c.leave("act_date")
    pdf.t(
        13,
        y + 6,
        f"{c.one('Rédigée le', 'Saisie le', 'Note du')} {c.docdate('s')} {c.r.randint(8, 20):02d}:{c.r.randint(10, 59)} par {c.author(au, 'full')}"
        + (f" ({c.rpps(au)})" if c.maybe() else ""),
        9,
    )
    fl = Flow(pdf, 13, y + 11, 184, 265)
    fl.para(
        c.tpl(
            c.one(
                "J{1-9} post-opératoire, apyrétique, drain retiré. Lever effectué avec le kinésithérapeute. ",
                "Consultation de suivi de plaie : berges propres, pas d'écoulement. ",
                "Réévaluation : douleur EVA {0-6}/10, transit repris. ",
                "Dyspnée en régression, oxygène sevré depuis le {dp}. ",
            )
            + c.one(
                "Avis demandé au {dr}.",
                "Ablation des agrafes le {f}.",
                "Contrôle biologique demain.",
                "Famille rencontrée.",
            )
        ),
        gap=4,
    )
    rel = c.relative()
    if rel:
        fl.para(rel)
    rows = [["Date", "Type de document", "Auteur", "Statut"]] + [
        [
            c.d(c.ago(10, 900), "s"),
            c.one("CR consultation", "Imagerie", "Biologie", "Lettre"),
            f"Dr {c.pro().family}",
            c.one("validé", "en cours", "à signer"),
        ]
        for _ in range(c.r.randint(3, 7))
    ]
    fl.head_("Autres documents du dossier")
    pdf.grid(13, fl.y + 1, [30, 64, 60, 30], rows, 8.5)
    pdf.t(10, 290, f"imprimé par {c.w.first('F', 1980).lower()}.{c.w.last().lower()}", 7, col="grey")
    pdf.t(200, 290, "1 / 1", 7, col="grey", al="R")
    c.leave("recipients")
    c.out.add("doc_type")

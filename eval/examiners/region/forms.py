"""Forms filled by hand or by software: combs, boxes, grids."""

from eval.examiners.region.dates import fdate8
from eval.examiners.region.pdf import Flow
from eval.examiners.region.people import title
from eval.examiners.region.prescriptions import rx_head
from eval.examiners.region.registry import layout


def block_capitals(c):
    """People fill forms in capitals, with plain dates."""
    c.hand = c.caps = c.fnup = True
    c.bs = "s"


def comb(pdf, x, y, s, n=None, u=5.2, fam="hand", h=6):
    """A comb of boxes with one character in each."""
    n = n or len(s)
    for i in range(n):
        pdf.box(x + i * u, y - h + 1, u, h, col="grey")
        if i < len(s) and s[i] != " ":
            pdf.t(
                x + i * u + u / 2,
                y - 0.6,
                s[i],
                14 if fam == "hand" else 12,
                fam=fam,
                al="C",
                col="pen" if fam == "hand" else "black",
            )


@layout("working", 1.8)
def sick_leave(c):
    """Sick-leave form: social-security number, boxes, date in digits."""
    pdf = c.new("sans", 9)
    au = c.pro()
    pl = c.place("gp")
    pdf.t(14, 14, "l'Assurance Maladie" if c.maybe() else "cerfa n° 10170*08", 9, "B", col="blue")
    pdf.t(
        105,
        15,
        c.one("avis d'arrêt de travail", "AVIS D'ARRÊT DE TRAVAIL", "arrêt de travail - volet 1"),
        15,
        "B",
        al="C",
    )
    for i, s in enumerate(["initial", "de prolongation"]):
        pdf.tick(80 + i * 26, 23, i == (0 if c.r.random() < 0.7 else 1))
        pdf.t(85 + i * 26, 23, s)
    pdf.band(12, 28, 186, 6, (205, 220, 240))
    pdf.t(14, 32.3, c.one("l'assuré(e)", "ASSURÉ(E)", "la personne assurée"), 10, "B")
    fam = c.one("courier", "hand", "arial")
    y = 41
    if fam == "hand":
        block_capitals(c)
    pr = c.pairs(sex=False)
    y = pdf.kv(14, y, pr, lw=50, vfam=fam, size=10.5 if fam != "hand" else 15, step=7.5, lab="", val="")
    if c.show_ins and c.trap != "ins_badkey" and fam != "hand":
        pdf.t(14, y, c.one("n° d'immatriculation", "numéro de sécurité sociale"), 9)
        n = c.ins_value
        pdf.t(64, y, f"{n[0]} {n[1:3]} {n[3:5]} {n[5:7]} {n[7:10]} {n[10:13]}  {n[13:]}", 10.5, fam=fam)
        c.leave("ins")
        y += 7
    elif c.trap in ("ins_badkey", "ins_other") and c.ins():
        pdf.kv(14, y, [("Matricule INS", c.ins())], lw=50)
        y += 7
    pdf.kv(
        14,
        y,
        [
            ("adresse", c.place("gp").addr),
            ("employeur", c.one("Mairie de ", "Société ", "Établissements ") + c.w.last().title()),
        ],
        lw=50,
        val="",
        vfam=fam,
    )
    y += 18
    pdf.band(12, y, 186, 6, (205, 220, 240))
    pdf.t(14, y + 4.3, "le médecin", 10, "B")
    start = c.d0
    end = c.ahead(2, 40)
    y += 13
    pdf.t(14, y, "je prescris un arrêt de travail jusqu'au")
    pdf.t(80, y, c.d(end, "s"), 11, fam=fam)
    pdf.t(110, y, "inclus")
    y += 8
    for i, s in enumerate(["maladie", "maternité", "accident de travail du", "affection de longue durée"]):
        pdf.tick(14 + i * 44, y, i == c.r.choice([0, 0, 0, 3]))
        pdf.t(19 + i * 44, y, s)
    y += 9
    pdf.t(14, y, "sorties autorisées : oui, sans restriction d'horaire   à partir du")
    pdf.t(105, y, c.d(start, "s"), fam=fam)
    y += 9
    pdf.t(
        14,
        y,
        c.one("éléments d'ordre médical : ", "motif : ")
        + c.one(
            "lombalgie aiguë",
            "syndrome grippal",
            "état anxieux",
            "suites opératoires",
            "entorse de la cheville",
            "gastro-entérite",
            "tendinopathie de l'épaule",
            "burn-out",
        ),
    )
    y += 12
    pdf.box(12, y, 90, 40)
    pdf.t(14, y + 5, "identification du praticien", 7.5, "I")
    pdf.t(14, y + 11, c.author(au, "full"), 11, "B")
    pdf.t(14, y + 16, pl.street, 9)
    pdf.t(14, y + 20.5, f"{pl.zip} {pl.town}", 9)
    if c.maybe(0.8):
        pdf.t(14, y + 26, c.one("identifiant (RPPS) ", "n° RPPS : ") + c.rpps(au, False), 9)
    c.leave("structure_name", "act_date", "recipients")
    pdf.box(108, y, 90, 40)
    pdf.t(110, y + 6, "date")
    pdf.t(126, y + 6, c.docdate("s"), 15 if fam == "hand" else 11, fam=fam)
    pdf.t(110, y + 14, "signature")
    pdf.sign(125, y + 25, c.r)
    pdf.t(
        14,
        285,
        "Quiconque se rend coupable de fraude ou de fausse déclaration est passible de pénalités financières.",
        7,
        col="grey",
    )
    c.type("PRESC-AAT")


@layout("adult", 1.5)
def transport_order(c):
    """Transport prescription with boxes to tick, start and end places."""
    pdf = c.new("sans", 9)
    au, pl = c.pro(), c.place("hospital")
    pdf.t(
        105,
        14,
        c.one("PRESCRIPTION MÉDICALE DE TRANSPORT", "Prescription médicale de transport", "BON DE TRANSPORT SANITAIRE"),
        13,
        "B",
        al="C",
    )
    pdf.t(105, 19, "(à remettre au transporteur)", 8, al="C")
    y = 28
    pdf.t(14, y, c.one("1 - Personne transportée", "Bénéficiaire du transport"), 10, "B")
    y = pdf.kv(16, y + 7, c.pairs() + c.ins_pair(), lw=50)
    y += 4
    pdf.t(14, y, "2 - Motif", 10, "B")
    y += 6
    for i, s in enumerate(["Entrée hospitalisation", "Sortie hospitalisation", "Traitement ALD", "Consultation"]):
        pdf.tick(16 + i * 45, y, i == c.r.randrange(4))
        pdf.t(21 + i * 45, y, s)
    y += 9
    pdf.t(14, y, "3 - Mode de transport", 10, "B")
    y += 6
    m = c.r.randrange(3)
    for i, s in enumerate(["VSL ou taxi conventionné", "Ambulance", "Transport personnel"]):
        pdf.tick(16 + i * 60, y, i == m)
        pdf.t(21 + i * 60, y, s)
    y += 9
    pdf.t(14, y, "4 - Trajet", 10, "B")
    go = c.ahead(0, 20)
    y = pdf.kv(
        16,
        y + 6,
        [
            ("Départ", "domicile, " + c.place("gp").addr),
            ("Arrivée", pl.name),
            (c.one("Transport prévu le", "Date du transport"), c.d(go, "s")),
            ("Nombre", c.one("aller-retour", "aller simple", "12 allers-retours")),
        ],
        lw=50,
        val="",
    )
    c.leave("act_date", "recipients")
    pdf.box(14, y + 6, 88, 42)
    pdf.t(16, y + 11, c.one("Prescripteur", "Identification du prescripteur et de la structure"), 7.5, "I")
    pdf.t(16, y + 17, c.author(au, "full"), 10.5, "B")
    pdf.t(16, y + 22, c.struct(pl), 9)
    pdf.t(16, y + 27, pl.addr, 8)
    k = y + 32
    if c.maybe(0.7):
        pdf.t(16, k, c.rpps(au), 9)
        k += 5
    if c.maybe(0.7):
        pdf.t(16, k, c.finess(pl), 9)
    pdf.t(112, y + 14, f"{c.one('Fait le', 'Date de prescription :', 'Le')} {c.docdate('s')}")
    pdf.sign(125, y + 28, c.r)
    c.type("57828-6")


@layout("any5", 1.8)
def certificate(c):
    """Medical certificate in a few lines of prose."""
    pdf = c.new("any", 12)
    au, pl = c.pro(), c.place("gp")
    rx_head(c, pdf, au, pl)
    pdf.t(105, 75, c.one("CERTIFICAT MÉDICAL", "Certificat médical", "CERTIFICAT"), 16, "B", al="C")

    nm = c.ident(civ=True)
    b = c.born(age=False)
    me = (
        c.one("Je soussigné" + ("e" if au.sex == "F" else ""), "Je, soussigné" + ("e" if au.sex == "F" else ""))
        + f", {c.author(au, 'full')}, "
    )

    txt = c.r.choice(
        [
            "certifie avoir examiné ce jour {P} et n'avoir constaté aucun signe clinique contre-indiquant la pratique {du football|de la gymnastique|du judo|de la course à pied} en compétition.",
            "atteste que l'état de santé de {P} nécessite l'aménagement de son {poste de travail|emploi du temps} jusqu'au {f}.",
            "certifie que {P} présente une pathologie contre-indiquant le port de charges pendant {4-12} semaines.",
            "certifie que {P} est à jour des vaccinations obligatoires, la dernière injection datant du {d}.",
            "certifie avoir constaté ce jour chez {P}, qui déclare avoir été victime d'une agression le {dp}, deux ecchymoses de l'avant-bras et une dermabrasion du genou. L'incapacité totale de travail est de {2-9} jours.",
            "certifie que la présence d'un tiers est nécessaire auprès de {P} lors de ses déplacements.",
            "certifie que {P} a été vu{e} à ma consultation et doit bénéficier de repos pendant {2-5} jours.",
            "atteste que {P} est apte à la vie en collectivité.",
        ]
    )
    fl = Flow(pdf, 24, 92, 162, 260)
    fl.para(me + c.tpl(txt.replace("{P}", nm + (", " + b + "," if b else ""))), lead=1.7, gap=8)
    fl.para(
        c.one(
            "Certificat établi à la demande de l'intéressé(e) et remis en main propre pour faire valoir ce que de droit.",
            "Fait pour servir et valoir ce que de droit.",
            "Remis en main propre.",
        ),
        lead=1.7,
        gap=10,
    )
    pdf.t(120, fl.y, f"{c.one('Fait à ' + pl.town + ', le ', 'Le ')}{c.docdate()}")
    pdf.sign(130, fl.y + 14, c.r)
    if c.maybe():
        pdf.stamp(60, fl.y + 10, [f"Docteur {au.family}", f"{pl.zip} {pl.town}"], ang=c.r.uniform(-7, 7))
    c.type("89601-9", "CERT_DECL")


@layout("adult", 1.3)
def consent_form(c):
    """Consent to an operation, hand-filled blanks."""
    pdf = c.new("sans", 10)
    pl = c.place(c.one("clinic", "hospital"))
    au = c.pro()
    pdf.t(14, 15, c.struct(pl), 12, "B")
    pdf.t(14, 20, pl.addr, 8)
    pdf.t(
        105,
        34,
        c.one(
            "FORMULAIRE DE CONSENTEMENT ÉCLAIRÉ",
            "CONSENTEMENT AUX SOINS",
            "Attestation d'information et de consentement",
        ),
        13,
        "B",
        al="C",
    )
    act = c.one(
        "coloscopie",
        "arthroscopie du genou",
        "exérèse d'une lésion cutanée",
        "intervention de la cataracte",
        "chimiothérapie",
        "transfusion sanguine",
        "pose d'une chambre implantable",
        "test génétique",
    )
    fam = c.one("hand", "hand", "courier")
    if fam == "hand":
        block_capitals(c)
    y = 48
    pdf.t(14, y, "Je soussigné(e),")
    y += 9
    for k, v in c.pairs(sex=False) + c.ins_pair():
        x = pdf.t(20, y, k + " : ")
        pdf.t(x + 2, y, v, 16 if fam == "hand" else 11, fam=fam, col="pen" if fam == "hand" else "black")
        pdf.hl(x, y + 1, 188 - x, "grey")
        y += 9
    fl = Flow(pdf, 14, y, 182, 250)
    au_s = c.author(au, "full")
    fl.para(
        f"déclare avoir reçu de la part du {au_s} une information claire sur l'acte suivant : {act}.", gap=4, lead=1.5
    )
    fl.para(
        "Les bénéfices attendus, les risques fréquents et graves, même exceptionnels, ainsi que les solutions alternatives m'ont été exposés. J'ai pu poser toutes les questions que je souhaitais et un délai de réflexion suffisant m'a été laissé. Je peux retirer mon accord à tout moment.",
        gap=4,
        lead=1.5,
    )
    for s in [
        "J'accepte l'acte proposé",
        "J'accepte une éventuelle transfusion",
        "J'accepte la conservation des prélèvements",
    ]:
        fl.need(8)
        pdf.tick(18, fl.y + 4, True)
        pdf.t(24, fl.y + 4, s)
        fl.y += 7
    pdf.t(20, fl.y + 14, f"{c.one('Fait à ' + pl.town + ', le', 'Date :', 'Le')} ")
    x = 20 + pdf.tw(f"Fait à {pl.town}, le  ")
    pdf.t(x, fl.y + 14, c.docdate("s"), 16 if fam == "hand" else 11, fam=fam, col="pen" if fam == "hand" else "black")
    pdf.t(20, fl.y + 26, "Signature du patient")
    pdf.t(120, fl.y + 26, "Signature du médecin")
    pdf.sign(24, fl.y + 36, c.r)
    pdf.sign(126, fl.y + 36, c.r)
    c.leave("author_family", "author_given", "act_date", "recipients")
    c.out.update({"author_family", "author_given"})
    c.type("59284-0")


@layout("any", 1.5)
def vaccination_print(c):
    """Vaccination history exported from software."""
    pdf = c.new("sans", 9.5)
    au, pl = c.pro(), c.place("gp")
    pdf.band(0, 0, 210, 14, (0, 130, 110))
    pdf.t(
        14,
        9,
        c.one("Historique des vaccinations", "CARNET DE VACCINATION", "Relevé des vaccinations"),
        13,
        "B",
        col="white",
    )
    pdf.t(196, 9, c.one("Mon Carnet V", "MédiLog 7.2", "export logiciel"), 8, col="white", al="R")
    y = pdf.kv(14, 24, c.pairs(sex=True) + c.ins_pair(), lw=48)
    c.dm(176, 20, 17)
    rows = [["Date", "Vaccin", "Lot", "Rang", "Vaccinateur"]]
    ds = sorted(c.ago(5, min(6000, max(20, (c.d0 - c.p.bd).days - 30))) for _ in range(c.r.randint(4, 11)))
    for d in ds:
        rows.append(
            [
                c.d(d, "s"),
                c.one(
                    "Tétravac",
                    "Infanrix Hexa",
                    "Repevax",
                    "Revaxis",
                    "Vaxigrip Tetra",
                    "Comirnaty",
                    "Priorix",
                    "Prevenar 13",
                    "Gardasil 9",
                    "Nimenrix",
                    "Efluelda",
                    "Engerix B",
                ),
                f"{c.one('A', 'X', 'R')}{c.r.randint(1000, 9999)}{c.one('B', 'AA', '')}",
                c.one("D1", "D2", "Rappel", "R2"),
                f"Dr {c.pro().family}",
            ]
        )
    y = pdf.grid(14, y + 3, [28, 46, 34, 26, 48], rows, 9) + 8
    pdf.t(14, y, f"Prochain rappel conseillé : {c.d(c.ahead(40, 900), 's')}")
    y += 10
    pdf.t(
        14,
        y,
        f"{c.one('Document établi par', 'Médecin', 'Édité par')} {c.author(au, 'full')}"
        + (f" - {c.rpps(au)}" if c.maybe() else ""),
    )
    if c.maybe():
        pdf.t(14, y + 5, c.struct(pl) + " - " + pl.addr, 9)
    else:
        c.leave("structure_name")
    pdf.t(14, y + 10, f"{c.one('Édité le', 'Document du', 'Export du')} {c.docdate('s')}")
    c.leave("act_date", "recipients")
    c.type("11369-6", "87273-9")


@layout("elder", 1.4)
def autonomy_grid(c):
    """AGGIR grid or APA form, or MDPH certificate: tables with letters."""
    pdf = c.new("sans", 9.5)
    au = c.pro()
    dep = c.one("CONSEIL DÉPARTEMENTAL", "Département - Direction de l'autonomie")
    pdf.t(14, 14, dep, 9, "B")
    pdf.t(
        105,
        24,
        c.one(
            "GRILLE NATIONALE AGGIR",
            "DEMANDE D'APA - VOLET MÉDICAL : GRILLE AGGIR",
            "Évaluation de l'autonomie (AGGIR)",
        ),
        13,
        "B",
        al="C",
    )
    pdf.box(14, 29, 182, 36)
    pdf.kv(17, 35.5, c.pairs(sex=True) + c.ins_pair(), lw=48, step=5.2)
    y = 74
    act = c.act(0, 6, "s")
    pdf.t(
        14,
        y,
        f"{c.one('Évaluation réalisée le', 'Date de l’évaluation :'.replace('’', chr(39)), 'Visite à domicile du')} {act}",
    )
    rows = [["Variables discriminantes", "S", "T", "C", "H", "Cotation"]]
    for s in [
        "Cohérence",
        "Orientation",
        "Toilette",
        "Habillage",
        "Alimentation",
        "Élimination",
        "Transferts",
        "Déplacements à l'intérieur",
        "Déplacements à l'extérieur",
        "Communication à distance",
    ]:
        rows.append([s] + [c.one("", "X") for _ in range(4)] + [c.one("A", "B", "C")])
    y = pdf.grid(14, y + 4, [82, 18, 18, 18, 18, 28], rows, 9.5)
    pdf.t(14, y + 8, f"GIR : {c.r.randint(1, 6)}", 12, "B")
    fl = Flow(pdf, 14, y + 12, 182, 255)
    fl.para(
        c.tpl(
            c.one(
                "Vit seul{e}, fille présente chaque jour. ", "Conjoint dépendant. ", "Bénéficie d'un portage de repas. "
            )
            + "Chute le {dp}. Hospitalisation le {d}. "
            + c.one(
                "Aide humaine souhaitée deux heures par jour.", "Téléalarme installée.", "Accueil de jour envisagé."
            )
        )
    )
    rel = c.relative()
    if rel:
        fl.para(rel)
    pdf.t(110, fl.y + 8, f"{c.one('Fait le', 'Le')} {c.docdate('s')}")
    pdf.t(110, fl.y + 13, c.author(au, "full"))
    if c.maybe(0.6):
        pdf.t(110, fl.y + 18, c.rpps(au), 8.5)
    pdf.sign(118, fl.y + 25, c.r)
    c.leave("structure_name", "recipients")
    c.type("34842-5", "BIL_AUTO")


@layout("adult", 1.4)
def handfilled_admission(c):
    """Pre-admission sheet filled by hand, combs for the dates."""
    pdf = c.new("sans", 9.5)
    pl = c.place(c.one("hospital", "clinic"))
    pdf.t(14, 15, c.struct(pl), 12, "B")
    pdf.t(14, 20, "Bureau des admissions - " + pl.tel, 8.5)
    pdf.t(
        105,
        32,
        c.one("FICHE DE PRÉ-ADMISSION", "DOSSIER ADMINISTRATIF D'ADMISSION", "Fiche de renseignements administratifs"),
        13,
        "B",
        al="C",
    )
    block_capitals(c)
    y = 46
    for k, v in c.pairs(sex=False, place=True):
        pdf.t(14, y, k)
        if k.startswith(("Date", "Né(e) le", "Naiss", "DDN", "D. de")):
            comb(pdf, 62, y, fdate8(v), 8)
        elif k.startswith(("Nom", "NOM", "Né(e)")) and len(v) <= 24 and "(" not in v:
            comb(pdf, 62, y, v, 24)
        else:
            pdf.t(62, y, v, 16, fam="hand", col="pen")
            pdf.hl(62, y + 1, 130, "grey")
        y += 10
    g = c.pro()
    rel = c.w.first(c.one("M", "F"), 1960)
    for k, v in [
        ("Adresse", c.place("gp").addr),
        ("Téléphone", c.pro().tel),
        ("Profession", c.one("retraité", "enseignant", "agricultrice", "artisan")),
        (c.one("Personne à prévenir", "Personne de confiance"), f"{rel} {title(c.w.last())}"),
        ("Médecin traitant", f"Dr {title(g.family)}"),
        ("Mutuelle", c.one("MGEN", "Harmonie", "MNT", "aucune")),
        ("Hospitalisation prévue le", c.d(c.ahead(3, 60), "s")),
    ]:
        pdf.t(14, y, k)
        pdf.t(62, y, v, 16, fam="hand", col="pen")
        pdf.hl(62, y + 1, 130, "grey")
        y += 9.5
    if c.trap == "relative":
        s = c.relative()
        y = pdf.para(14, y, 180, s, 13, fam="hand", col="pen")
    pdf.t(14, y + 10, c.one("Fait le", "Date"))
    pdf.t(40, y + 10, c.docdate("s"), 16, fam="hand", col="pen")
    pdf.t(110, y + 10, "Signature")
    pdf.sign(130, y + 14, c.r)
    c.leave("act_date", "recipients", "author_family", "author_given", "author_rpps")
    c.type("51851-4", "67851-6")

"""Forms drawn with fpdf2."""

from eval.examiners.town import bodies
from eval.examiners.town.core import d_fmt
from eval.examiners.town.form import FORM_TRAPS, Form, comb_identity
from eval.examiners.town.kit import layout, pairs, relative


@layout("sick_leave_form", "fpdf", age=(19, 64), traps=FORM_TRAPS)
def sick_leave(ctx):
    me = ctx.pro(ctx.pick("gp", "gp", "ortho", "psy"))
    d = ctx.doc_date
    ctx.put(doc_type=["PRESC-AAT"], doc_date=d.isoformat())
    ctx.omit("act_date", "recipients", "episode", "structure_name")
    ctx.author(me)
    r = ctx.rng
    f = Form(hand=ctx.rng.randint(0, 2))
    f.t(14, 14, "cerfa", "serif", 14, "B")
    f.t(34, 14, f"N° {r.randint(10000, 16999)}*0{r.randint(1, 9)}", "sans", 8)
    f.block(
        60,
        8,
        130,
        ctx.pick("AVIS D'ARRÊT DE TRAVAIL", "avis d'arrêt de travail", "ARRÊT DE TRAVAIL – AVIS"),
        size=15,
        style="B",
        align="C",
        lh=7,
    )
    first = r.random() < 0.6
    f.box(66, 24, first, "initial")
    f.box(100, 24, not first, "de prolongation")
    f.box(146, 24, False, "accident du travail")
    f.head(12, 30, 186, "L'ASSURÉ(E)")
    y = comb_identity(ctx, f, 43)
    f.t(14, y + 3, "Adresse", "sans", 8.5)
    f.t(70, y + 3, f"{ctx.paddr} {ctx.pzip} {ctx.pcity}", "sans", 10)
    y += 9
    f.t(14, y + 3, "Employeur", "sans", 8.5)
    f.t(
        70,
        y + 3,
        ctx.pick(
            "SARL Batisud",
            "Mairie de " + ctx.pcity,
            "Transports Kervella",
            "Boulangerie Aux Blés d'or",
            "SAS Logimag",
            "Lycée Pasteur",
            "Intérim Plus",
            "Garage Moreau",
        ),
        "sans",
        10,
    )
    y += 12
    f.head(12, y, 186, "LES RENSEIGNEMENTS MÉDICAUX")
    end = ctx.fwd(2, 30)
    f.block(
        14,
        y + 10,
        180,
        f"Je soussigné(e), certifie avoir examiné la personne désignée ci-dessus et prescris un arrêt de travail\njusqu'au {d_fmt(end, 'slash')} inclus ({(end - d).days + 1} jours).",
        size=10,
        lh=6,
    )
    f.block(
        14,
        y + 24,
        180,
        "Éléments d'ordre médical : "
        + bodies.fill(
            ctx,
            ctx.pick(
                "lombalgie aiguë",
                "syndrome dépressif réactionnel",
                "entorse de cheville du {d1}",
                "gastro-entérite",
                "suites opératoires (intervention du {d1})",
                "sciatique L5",
                "grippe",
                "tendinopathie de l'épaule",
                "angine",
            ),
        ),
        size=10,
    )
    f.box(16, y + 38, r.random() < 0.5, "sorties autorisées sans restriction d'horaire")
    f.box(16, y + 44, r.random() < 0.3, "présence au domicile de 9 h à 11 h et de 14 h à 16 h")
    rel = relative(ctx, 0)
    if rel:
        f.block(14, y + 47, 180, rel, size=9)
    f.head(12, y + 56, 186, "IDENTIFICATION DU PRATICIEN")
    f.block(
        14,
        y + 64,
        90,
        f"{me.name(style='TgU')}\n{me.label}\n{ctx.addr}\n{ctx.zip} {ctx.city}\nRPPS {me.rpps}   N° AM {me.am}",
        size=10,
        lh=5,
    )
    f.block(120, y + 64, 75, f"Date : {d_fmt(d, 'slash')}\nSignature :", size=10)
    f.set_draw_color(20, 30, 120)
    f.set_line_width(0.4)
    f.bezier([(140, y + 78), (150, y + 66), (160, y + 92), (178, y + 74)])
    f.block(
        12,
        284,
        186,
        "La loi rend passible d'amende quiconque se rend coupable de fraudes ou de fausses déclarations. S3116",
        size=7,
        align="C",
    )
    return f


@layout("ald_protocol_form", "fpdf", age=(30, 92), traps=FORM_TRAPS)
def ald(ctx):
    me = ctx.pro("gp")
    d = ctx.doc_date
    ctx.put(doc_type=["PROT_ALD"], doc_date=d.isoformat())
    ctx.omit("act_date", "recipients", "structure_name")
    ctx.author(me)
    f = Form(hand=ctx.rng.randint(0, 2))
    f.t(150, 12, f"cerfa n° {ctx.rng.randint(11000, 12000)}*04", "sans", 8)
    f.block(
        12,
        12,
        186,
        ctx.pick("PROTOCOLE DE SOINS", "Protocole de soins – affection de longue durée", "PROTOCOLE DE SOINS (ALD)"),
        font="serif",
        size=16,
        style="B",
        align="C",
        lh=8,
    )
    f.head(12, 26, 186, "PERSONNE RECEVANT LES SOINS", (110, 110, 110))
    y = comb_identity(ctx, f, 40, (0, 0, 0))
    f.head(12, y + 2, 186, "MALADIE ET TRAITEMENT", (110, 110, 110))
    dis = ctx.pick(
        "Diabète de type 2",
        "Insuffisance cardiaque chronique",
        "Cancer du sein gauche",
        "Maladie coronaire",
        "Polyarthrite rhumatoïde",
        "Sclérose en plaques",
        "Maladie d'Alzheimer",
        "Hépatite B chronique",
        "Insuffisance respiratoire chronique",
    )
    yy = f.block(
        14,
        y + 12,
        180,
        f"Diagnostic de l'affection : {dis}\nDate de présomption du début : {ctx.date(ctx.back(200, 3000), 'slash')}\nAntécédents : {bodies.history(ctx)}\n\nTraitements : {' ; '.join(bodies.drugs(ctx, 5))}\n\nActes et spécialistes concernés : biologie trimestrielle, {ctx.pick('cardiologue', 'endocrinologue', 'neurologue', 'oncologue')} (Dr {bodies.fill(ctx, '{doc}')}), soins infirmiers.\nDurée prévisible : {ctx.rng.randint(2, 5)} ans",
        size=10,
        lh=5.2,
    )
    rel = relative(ctx, 0.2)
    if rel:
        yy = f.block(14, yy + 2, 180, rel, size=9)
    f.head(12, yy + 6, 186, "MÉDECIN TRAITANT", (110, 110, 110))
    f.block(
        14, yy + 14, 90, f"{me.name(style='TgU')}\n{ctx.addr}, {ctx.zip} {ctx.city}\nN° RPPS : {me.rpps}", size=10, lh=5
    )
    f.block(120, yy + 14, 76, f"Établi le {d_fmt(d, 'slash')}\nSignature et cachet", size=10, lh=5)
    f.set_draw_color(20)
    f.bezier([(125, yy + 36), (140, yy + 26), (150, yy + 46), (170, yy + 30)])
    f.block(
        12,
        yy + 48,
        186,
        "Avis du médecin conseil (cadre réservé) : ☐".replace("☐", "accord / refus   ........................"),
        size=9,
    )
    return f


@layout("mdph_certificate_form", "fpdf", age=(18, 70), traps=FORM_TRAPS)
def mdph(ctx):
    """Two pages; hand-filled answers."""
    me = ctx.pro(ctx.pick("gp", "psy", "neuro"))
    d = ctx.doc_date
    ctx.put(doc_type=["89601-9", "CERT_DECL", "28653-4"], doc_date=d.isoformat())
    ctx.omit("act_date", "recipients", "structure_name")
    ctx.author(me)
    r = ctx.rng
    f = Form(hand=ctx.rng.randint(0, 2))
    ink = (25, 40, 130)
    f.block(12, 10, 186, "Maison départementale des personnes handicapées", size=11, style="B", align="C")
    f.block(
        12,
        17,
        186,
        ctx.pick("CERTIFICAT MÉDICAL destiné à la MDPH", "Certificat médical à joindre à votre demande à la MDPH"),
        size=14,
        style="B",
        align="C",
        lh=7,
    )
    f.t(14, 30, f"cerfa 15695*0{r.randint(1, 3)}   À joindre au dossier n° {r.randint(100000, 999999)}", "sans", 8)
    f.head(12, 34, 186, "Identité de la personne concernée", (120, 60, 110))
    y = 47
    for k, v in pairs(ctx, ins=True):
        f.t(14, y, k + " :", "sans", 9)
        f.t(75, y, v, "hand", 14, "", ink)
        y += 8
    f.head(12, y, 186, "1. Pathologie motivant la demande", (120, 60, 110))
    txt = ctx.pick(
        "Lombosciatique chronique opérée en {y1}",
        "Sclérose en plaques depuis {y2}",
        "Trouble bipolaire, hospitalisé{e} en {y1}",
        "Surdité bilatérale appareillée",
        "Séquelles d'AVC du {d2}",
        "Épilepsie pharmacorésistante",
        "Polyarthrite depuis {y1}",
        "Amputation de jambe du {d2}",
    )
    f.block(
        16,
        y + 10,
        176,
        bodies.fill(ctx, txt) + ". " + bodies.history(ctx, 2) + ".",
        font="hand",
        size=13,
        lh=7,
        color=ink,
    )
    rel = relative(ctx, 0.4)
    f.block(16, y + 38, 176, rel, size=9.5)
    y += 50
    for q in ("Marcher", "Se déplacer à l'extérieur", "Préhension", "Communiquer", "Gérer ses soins"):
        f.t(16, y, q, "sans", 9)
        k = r.randrange(4)
        for i, lab in enumerate(("A sans difficulté", "B modérée", "C avec aide", "D non réalisé")):
            f.box(70 + i * 33, y, i == k, lab, 8)
        y += 7
    f.add_page()
    f.t(14, 16, "Certificat médical MDPH – page 2", "sans", 8)
    f.head(12, 22, 186, "2. Traitements et retentissement", (120, 60, 110))
    f.block(
        16,
        32,
        176,
        " ; ".join(bodies.drugs(ctx, 4))
        + ". "
        + bodies.fill(ctx, "Fatigabilité, périmètre de marche {num} m. Dernier bilan le {d1}, consultation Dr {doc}."),
        font="hand",
        size=13,
        lh=7,
        color=ink,
    )
    f.head(12, 90, 186, "3. Médecin signataire", (120, 60, 110))
    f.block(
        16,
        100,
        100,
        f"{me.name(style='TgU')}\n{me.label}\n{ctx.addr}, {ctx.zip} {ctx.city}\nRPPS {me.rpps}",
        size=10,
        lh=5.5,
    )
    f.t(120, 106, "Fait le", "sans", 9.5)
    f.t(136, 106, d_fmt(d, "slash"), "hand", 14, "", ink)
    f.set_draw_color(*ink)
    f.bezier([(125, 122), (140, 108), (152, 132), (176, 114)])
    return f


@layout("transport_form", "fpdf", age=(20, 96), traps=FORM_TRAPS)
def transport(ctx):
    me = ctx.pro(ctx.pick("gp", "onco", "cardio"))
    d = ctx.doc_date
    ctx.put(doc_type=["57828-6", "57832-8"], doc_date=d.isoformat())
    ctx.omit("act_date", "recipients", "structure_name")
    ctx.author(me)
    r = ctx.rng
    f = Form(hand=ctx.rng.randint(0, 2))
    f.block(
        12,
        10,
        186,
        ctx.pick("PRESCRIPTION MÉDICALE DE TRANSPORT", "Prescription médicale de transport"),
        size=14,
        style="B",
        align="C",
        lh=7,
    )
    f.block(
        12,
        18,
        186,
        "demande d'accord préalable si nécessaire – cerfa 11574*0" + str(r.randint(4, 9)),
        size=8,
        align="C",
    )
    f.rect(12, 26, 186, 62)
    f.t(14, 31, ctx.pick("PERSONNE TRANSPORTÉE", "LE PATIENT"), "sans", 9, "B")
    y = comb_identity(ctx, f, 40, (0, 0, 0))
    f.t(14, y + 2, f"Adresse : {ctx.paddr} {ctx.pzip} {ctx.pcity}", "sans", 9.5)
    y = max(y + 6, 92)
    f.t(14, y + 4, "MODE DE TRANSPORT", "sans", 9, "B")
    k = r.randrange(3)
    for i, lab in enumerate(
        ("transport assis professionnalisé (VSL, taxi)", "ambulance", "moyen individuel ou transport en commun")
    ):
        f.box(18, y + 11 + i * 6, i == k, lab)
    f.block(
        14,
        y + 30,
        180,
        f"Trajet : du domicile vers {ctx.pick('Clinique Bellevue', 'CH Saint-Roch', 'Centre de dialyse', 'Institut de cancérologie')} {ctx.pick('aller-retour', 'aller simple', f'{r.randint(3, 30)} allers-retours')}, rendez-vous du {ctx.date(ctx.fwd(3, 20), 'slash')} à {r.randint(8, 17)} h\nMotif : {ctx.pick('consultation', 'séance de radiothérapie', 'dialyse', 'entrée en hospitalisation', 'chimiothérapie', 'pansement complexe', 'contrôle post-opératoire', 'scanner')} – en rapport avec une ALD : {ctx.pick('oui', 'non')}\nJustification : {ctx.pick('ne peut se déplacer seul', 'brancardage', 'risque infectieux', 'déficience visuelle')}\n{relative(ctx, 0.2)}",
        size=10,
        lh=5.6,
    )
    f.rect(12, y + 66, 186, 36)
    f.block(
        14,
        y + 68,
        100,
        f"PRESCRIPTEUR\n{me.name(style='TgU')}\n{me.label}\nRPPS {me.rpps}\n{ctx.zip} {ctx.city}",
        size=9.5,
        lh=5,
    )
    f.block(120, y + 68, 74, f"{ctx.pick('Date', 'Le', 'Fait le')} {d_fmt(d, 'slash')}\nSignature", size=10)
    f.set_draw_color(20, 40, 120)
    f.bezier([(125, y + 92), (140, y + 80), (150, y + 98), (176, y + 84)])
    return f

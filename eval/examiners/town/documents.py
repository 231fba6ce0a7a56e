"""Documents of a word processor."""

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt, RGBColor

from eval.examiners.town import bodies
from eval.examiners.town.kit import ins_line, layout, pairs, relative, sentence, structure, up1

# ---- word-processor documents


def new_doc(ctx, fonts, size=11):
    d = docx.Document()
    s = d.styles["Normal"]
    s.font.name = ctx.pick(*fonts)
    s.font.size = Pt(size)
    s.paragraph_format.space_after = Pt(5)
    sec = d.sections[0]
    sec.page_width, sec.page_height = Cm(21), Cm(29.7)
    sec.left_margin = sec.right_margin = Cm(2.1)
    sec.top_margin = sec.bottom_margin = Cm(1.9)
    d.core_properties.author = "Secrétariat"
    return d


def para(d, text, bold=False, align=None, size=None, color=None):
    p = d.add_paragraph()
    r = p.add_run(text)
    r.bold = bold
    if size:
        r.font.size = Pt(size)
    if color:
        r.font.color.rgb = RGBColor(*color)
    if align:
        p.alignment = {"c": WD_ALIGN_PARAGRAPH.CENTER, "r": WD_ALIGN_PARAGRAPH.RIGHT, "j": WD_ALIGN_PARAGRAPH.JUSTIFY}[
            align
        ]
    return p


WORD = ("Carlito", "Caladea", "Liberation Serif", "Liberation Sans", "Open Sans")


def id_table(d, ctx, cols=2, **kw):
    pp = pairs(ctx, **kw)
    t = d.add_table(rows=0, cols=cols * 2)
    t.style = ctx.pick("Table Grid", "Table Grid", "Light Grid Accent 1")
    for i in range(0, len(pp), cols):
        c = t.add_row().cells
        for j, (k, v) in enumerate(pp[i : i + cols]):
            c[2 * j].text = k
            c[2 * j + 1].paragraphs[0].add_run(v).bold = True
    d.add_paragraph()


DOC_TRAPS = (
    "absent",
    "dob_digit",
    "dob_swapped",
    "namesake_same_day",
    "twins_near",
    "twins_distinct",
    "father_son",
    "ins_badkey",
    "ins_other",
    "test_oid",
    "no_dob",
    "used_only",
    "relative_full",
    "filename_other",
)


@layout("physio_assessment_docx", "docx", age=(12, 92), traps=DOC_TRAPS)
def physio(ctx):
    me, gp = ctx.pro("kine"), ctx.pro(ctx.pick("gp", "ortho", "rhumato"))
    st = structure(ctx, "Cabinet de kinésithérapie", "Espace Kiné")
    dd = ctx.doc_date
    act = ctx.back(0, 12)
    ctx.put(
        doc_type=["47420-5", "34120-6", "11506-3"],
        doc_date=dd.isoformat(),
        act_date=act.isoformat(),
        recipients=[gp.family],
    )
    ctx.author(me)
    d = new_doc(ctx, WORD)
    para(d, st, True, "c", 15, (30, 110, 140))
    para(
        d, f"{me.name(style='TgU')} – {me.label}\nRPPS {me.rpps} – {ctx.addr}, {ctx.zip} {ctx.city}", align="c", size=9
    )
    para(
        d,
        ctx.pick(
            "BILAN-DIAGNOSTIC KINÉSITHÉRAPIQUE",
            "Fiche de synthèse du bilan diagnostic kinésithérapique",
            "BILAN KINÉSITHÉRAPIQUE – FICHE DE SYNTHÈSE",
        ),
        True,
        "c",
        13,
    )
    id_table(d, ctx)
    para(
        d,
        f"Bilan du {ctx.date(act, 'slash')}, prescription du {gp.name(style='TgU')} en date du {ctx.date(ctx.back(15, 60), 'slash')}.",
    )
    for x in ctx.rng.sample(
        [
            "Flexion active du genou 9{n}°, extension 0°.",
            "Douleur EVA {n}/10 au repos, 7/10 à l'effort.",
            "Testing quadriceps 4/5 à droite.",
            "Périmètre de marche {num} m avec une canne.",
            "Score de Constant 5{n}/100.",
            "Lasègue à 60° à gauche.",
            "Timed up and go : 1{n} secondes.",
            "Œdème péri-malléolaire +{n} cm.",
        ],
        4,
    ):
        d.add_paragraph(bodies.fill(ctx, x), style="List Bullet")
    para(d, "Antécédents : " + bodies.history(ctx, 3) + ".")
    rel = relative(ctx, 0.2)
    if rel:
        para(d, rel)
    para(
        d,
        bodies.fill(
            ctx,
            ctx.pick(
                "Proposition : {n} à 15 séances supplémentaires.",
                "Objectif : reprise du sport vers le {f2}.",
                "Arrêt des soins le {f1}, auto-exercices remis.",
                "Réévaluation dans {n} semaines.",
                "Balnéothérapie associée.",
                "Renforcement et proprioception.",
                "Demande d'entente préalable transmise.",
                "Adaptation du domicile souhaitable.",
            ),
        ),
    )
    para(d, f"Adressé au {gp.name(style='TgU')}.")
    para(d, f"Le {ctx.date(dd)}\n{me.name(style='TgU')}", align="r")
    return d


@layout("imaging_report_docx", "docx", age=(14, 94), weight=1.3, traps=DOC_TRAPS)
def imaging(ctx):
    me, to = ctx.pro("radio"), ctx.pro(ctx.pick("gp", "ortho", "pneumo", "neuro"))
    st = structure(ctx, "Centre d'imagerie", "Imagerie médicale", "Cabinet de radiologie")
    dd = ctx.doc_date
    act = dd if ctx.rng.random() < 0.8 else ctx.back(1, 2)
    ex = ctx.pick(*bodies.IMAGING)
    if ex[0].startswith("Mammo") and (not ctx.fem or ctx.age < 35):
        ex = bodies.IMAGING[2]
    ctx.put(doc_type=["18748-4"], doc_date=dd.isoformat(), act_date=act.isoformat(), recipients=[to.family])
    ctx.omit("episode")
    ctx.author(me)
    d = new_doc(ctx, WORD, 10.5)
    team = [ctx.pro("radio") for _ in range(4)]
    t = d.add_table(rows=1, cols=2)
    t.rows[0].cells[0].paragraphs[0].add_run(st + f"\n{ctx.addr}\n{ctx.zip} {ctx.city}").bold = True
    t.rows[0].cells[1].text = "Médecins radiologues\n" + "\n".join(
        x.name(style="TgU") for x in sorted([*team, me], key=lambda z: z.family)
    )
    para(d, "")
    if ctx.rng.random() < 0.5:
        id_table(d, ctx)
        para(
            d,
            f"Demandeur : {to.name(style='TgU')}     {ctx.pick('Examen du', 'Date de l’examen :')} {ctx.date(act, 'slash')}     Dossier {ctx.rng.randint(10**6, 10**7)}",
        )
    else:
        para(d, f"{to.name(style='TGF')}\n{ctx.pzip} {ctx.pcity}", align="r")
        para(d, f"{ctx.pick('Patient', 'Concerne', 'Nom')} : {sentence(ctx).rstrip(',')}", True)
        i = ins_line(ctx)
        if i:
            para(d, i)
        para(d, f"{ctx.pick('Examen réalisé le', 'Date d’examen :')} {ctx.date(act, 'slash')}")
    para(d, ctx.pick("COMPTE RENDU – ", "") + ex[0].upper(), True, "c", 13)
    para(
        d,
        "Indication : "
        + bodies.fill(
            ctx,
            ctx.pick(
                "douleurs depuis {n} mois",
                "contrôle de l'examen du {d1}",
                "dyspnée",
                "bilan avant chirurgie",
                "chute du {d1}",
                "dépistage",
                "suivi",
                "fièvre prolongée",
            ),
        )
        + ". "
        + ("ATCD : " + bodies.history(ctx, 2) + "." if ctx.rng.random() < 0.5 else ""),
    )
    para(d, "Technique : " + bodies.fill(ctx, ex[1]))
    para(d, "Résultats : " + bodies.fill(ctx, ex[2]), align="j")
    para(d, ctx.pick("Conclusion : ", "AU TOTAL : ") + bodies.fill(ctx, ex[3]), True)
    rel = relative(ctx, 0)
    if rel:
        para(d, rel)
    para(
        d,
        f"{me.name(style='TgU')}\nRPPS {me.rpps}\n{ctx.pick('Compte rendu validé le', 'Validé électroniquement le')} {ctx.date(dd, 'slash')}",
        align="r",
    )
    return d


@layout("operation_report_docx", "docx", weight=1.2, traps=DOC_TRAPS)
def operation(ctx):
    o = ctx.pick(*bodies.OPERATIONS)
    if "prostate" in o[0] and ctx.fem:
        o = bodies.OPERATIONS[0]
    me, aide, an, gp = (
        ctx.pro(ctx.pick("visc", "ortho", "uro", "ophta")),
        ctx.pro("visc"),
        ctx.pro("anesth"),
        ctx.pro("gp"),
    )
    st = structure(ctx, "Clinique", "Polyclinique", "Hôpital privé")
    act = ctx.back(0, 6)
    dd = ctx.doc_date
    ep = str(ctx.rng.randint(100000, 999999))
    show = ctx.rng.random() < 0.6
    ctx.put(
        doc_type=["34874-8"],
        doc_date=dd.isoformat(),
        act_date=act.isoformat(),
        recipients=[gp.family],
        episode=ep if show else None,
    )
    ctx.author(me)
    d = new_doc(ctx, WORD)
    d.sections[0].footer.paragraphs[0].text = f"{st} – {ctx.addr} – {ctx.zip} {ctx.city} – Tél. {ctx.phone()}"
    para(d, st.upper() if False else st, True, None, 14)
    para(d, f"{me.name(style='TGF')}, {me.label}\nRPPS {me.rpps}", size=10)
    para(d, ctx.pick("COMPTE RENDU OPÉRATOIRE", "Compte-rendu opératoire", "PROTOCOLE OPÉRATOIRE"), True, "c", 14)
    para(d, f"{ctx.pick('Patient(e)', 'Opéré(e)', 'Nom')} : {sentence(ctx).rstrip(',')}", True)
    i = ins_line(ctx)
    if i:
        para(d, i)
    if show:
        para(d, f"{ctx.pick('N° de séjour', 'Séjour', 'N° d’hospitalisation')} : {ep}")
    para(d, f"{ctx.pick('Date d’intervention', 'Intervention du', 'Date opératoire')} : {ctx.date(act)}")
    para(
        d,
        f"Opérateur : {me.name(style='TgU')}   Aide : {aide.name(style='TgU')}   Anesthésiste : {an.name(style='TgU')}   Panseuse : {ctx.people.given('F', 1980)} B.",
    )
    para(d, "Intervention : " + o[0], True)
    para(d, "Indication : " + bodies.fill(ctx, o[1]) + ". " + up1(bodies.history(ctx, 2)) + ".")
    para(d, bodies.fill(ctx, o[2]), align="j")
    para(
        d,
        bodies.fill(
            ctx,
            ctx.pick(
                "Compte de compresses exact. Pertes {num} mL.",
                "Suites : lever le soir même, sortie le lendemain.",
                "Ablation des fils à J1{n}.",
                "Antibioprophylaxie par céfazoline 2 g.",
                "Contrôle en consultation le {f1}.",
                "Thromboprophylaxie {n} semaines.",
                "Pièce adressée au Dr {doc}.",
                "Pas d'incident per-opératoire.",
            ),
        ),
    )
    rel = relative(ctx, 0)
    if rel:
        para(d, rel)
    para(d, f"{ctx.city}, le {ctx.date(dd, 'slash')}\n{me.name(style='TgU')}", align="r")
    para(d, f"Copie : {gp.name(style='TgU')}, médecin traitant", size=9)
    return d


@layout("ehpad_care_project_docx", "docx", age=(72, 101), traps=DOC_TRAPS)
def project(ctx):
    me = ctx.pro(ctx.pick("ide", "psycho"))
    st = structure(ctx, "EHPAD", "Résidence autonomie", "Résidence")
    dd = ctx.doc_date
    ctx.put(doc_type=["80788-3", "18776-5", "28653-4"], doc_date=dd.isoformat(), recipients=[])
    ctx.omit("act_date", "recipients")
    ctx.author(me, rpps=False)
    d = new_doc(ctx, WORD)
    para(d, st, True, "c", 15, (120, 60, 20))
    para(
        d,
        ctx.pick(
            "PROJET PERSONNALISÉ D'ACCOMPAGNEMENT",
            "Projet d'accompagnement personnalisé du résident",
            "PROJET PERSONNALISÉ",
        ),
        True,
        "c",
        14,
    )
    id_table(d, ctx, cols=1)
    para(
        d,
        f"Date d'entrée dans l'établissement : {ctx.date(ctx.back(60, 2000), 'slash')} – chambre {ctx.rng.randint(1, 240)}",
    )
    para(d, relative(ctx, 0.9) or "Pas d'entourage connu.")
    for h, xs in (
        (
            "Habitudes de vie",
            [
                "Lève-tôt, prend son café seul{e}.",
                "Ancien{e} couturier{e}, aime la musique.",
                "Participe à l'atelier mémoire.",
                "Reçoit sa famille le dimanche.",
                "Ne mange pas de poisson.",
                "Lit le journal chaque matin.",
                "A vécu à la ferme jusqu'en {y1}.",
                "Pratique religieuse le samedi.",
            ],
        ),
        ("Santé", ["Antécédents : {h}.", "MMS 2{mms}/30 le {d1}.", "Chute le {d1} sans gravité.", "Poids {kg} kg."]),
        (
            "Objectifs",
            [
                "Maintenir la marche avec déambulateur.",
                "Prévenir la dénutrition, pesée mensuelle.",
                "Favoriser les sorties au jardin.",
                "Réévaluation prévue le {f2}.",
                "Limiter les psychotropes, avis du Dr {doc}.",
            ],
        ),
    ):
        d.add_heading(h, 2)
        for x in ctx.rng.sample(xs, min(3, len(xs))):
            d.add_paragraph(bodies.fill(ctx, x, h=bodies.history(ctx, 3)), style="List Bullet")
    para(
        d,
        f"Projet rédigé par {me.name(style='TgU')}, {me.label.lower()}, le {ctx.date(dd)}, en accord avec le résident.",
    )
    return d


@layout("home_care_liaison_docx", "docx", age=(66, 99), traps=DOC_TRAPS)
def homecare(ctx):
    me = ctx.pro("ide")
    kind = ctx.pick("in", "out")
    st = structure(ctx, "SSIAD", "Service de soins à domicile", "Résidence autonomie", "Accueil de jour")
    dd = ctx.doc_date
    ctx.put(doc_type=["88348-8", "28653-4"] if kind == "in" else ["83981-1", "28653-4"], doc_date=dd.isoformat())
    ctx.omit("act_date", "recipients")
    ctx.author(me, rpps=False)
    d = new_doc(ctx, WORD, 10.5)
    para(d, f"{st}\n{ctx.addr}, {ctx.zip} {ctx.city} – {ctx.phone()}", True)
    para(
        d,
        (
            "LETTRE DE LIAISON D'ENTRÉE EN STRUCTURE MÉDICO-SOCIALE"
            if kind == "in"
            else "LETTRE DE LIAISON DE SORTIE DE STRUCTURE MÉDICO-SOCIALE"
        ),
        True,
        "c",
        13,
    )
    id_table(d, ctx, cols=ctx.pick(1, 2))
    para(
        d,
        f"{'Entrée prévue le' if kind == 'in' else 'Sortie le'} {ctx.date(ctx.back(0, 3), 'slash')}.  {relative(ctx, 0.7)}",
    )
    para(d, "Situation médicale : " + bodies.history(ctx, 4) + ".")
    para(d, "Traitement : " + " ; ".join(bodies.drugs(ctx, 5)) + ".")
    for x in ctx.rng.sample(bodies.NOTES, 3):
        d.add_paragraph(bodies.fill(ctx, x), style="List Bullet")
    para(
        d,
        bodies.fill(
            ctx,
            ctx.pick(
                "Portage de repas, téléassistance installée le {d1}.",
                "Lit médicalisé loué depuis {y1}.",
                "Aide à domicile {n} h par semaine.",
                "GIR 3, dossier APA déposé le {d1}.",
                "Passage IDE matin et soir.",
                "Matelas anti-escarre.",
                "Clé chez la voisine Mme {doc}.",
                "Mesure de curatelle en cours.",
            ),
        ),
    )
    para(
        d,
        f"Fait le {ctx.date(dd, 'slash')} par {me.name(style='TgU')}, infirmière coordinatrice"
        if me.sex == "F"
        else f"Fait le {ctx.date(dd, 'slash')} par {me.name(style='TgU')}, infirmier coordinateur",
        align="r",
    )
    return d

"""Births, teleconsultations, dental findings."""

from eval.examiners.region.content import HISTORY
from eval.examiners.region.pdf import Flow
from eval.examiners.region.people import title
from eval.examiners.region.registry import layout
from eval.examiners.region.staff import SPECS


@layout("mother", 1.2)
def delivery_report(c):
    """Birth report for the mother; the newborn is named with date and weight."""
    pdf = c.new("any", 10)
    pl = c.place(c.one("hospital", "clinic"))
    au, mid = c.pro("gyn"), c.pro()
    act = c.act()
    nbsex = c.one("M", "F")
    nb = c.w.first(nbsex, 2024)
    pdf.t(105, 15, c.struct(pl), 13, "B", al="C")
    pdf.t(105, 20, "Maternité - Pôle Femme Enfant", 9, al="C")
    pdf.t(105, 31, c.one("COMPTE RENDU D'ACCOUCHEMENT", "Compte rendu de naissance et d'accouchement"), 13, "B", al="C")
    y = pdf.kv(16, 42, c.pairs() + c.ins_pair() + c.ep_pair(), lw=48)
    c.leave("sex")
    pdf.hl(16, y, 178)
    fl = Flow(pdf, 16, y + 4, 178, 265)
    fl.head_("Grossesse")
    fl.para(
        c.tpl(
            "G{1|2|3}P{0|1|2}. Groupe {A+|O+|B+|O-}. Sérologies négatives. Échographie T2 du {dp} normale, poids estimé {10-60}e percentile. Suivi par le {dr}. "
            + c.one(
                "Diabète gestationnel sous régime.",
                "Grossesse d'évolution normale.",
                "Menace d'accouchement prématuré à 30 SA.",
                "Utérus cicatriciel (césarienne le {d}).",
            )
        )
    )
    fl.head_(c.one("Travail et accouchement", "Déroulement"))
    fl.para(
        c.tpl(
            f"Admission en travail. Accouchement le {act} à {{0-23}} h {{10-59}}, à {{37-41}} SA + {{0-6}} j. "
            + c.one(
                "Voie basse spontanée, présentation OIGA, péridurale. Périnée intact. Délivrance naturelle complète.",
                "Extraction instrumentale par ventouse pour anomalies du rythme. Déchirure du premier degré suturée.",
                "Césarienne en cours de travail pour stagnation. Pertes {400-800} mL.",
                "Épisiotomie médio-latérale droite. Délivrance dirigée, saignement {150-450} mL.",
            )
        )
    )
    fl.head_(c.one("Nouveau-né", "Enfant"))
    fl.para(
        c.tpl(
            f"{'Garçon' if nbsex == 'M' else 'Fille'} prénommé{'' if nbsex == 'M' else 'e'} {nb}, né{'' if nbsex == 'M' else 'e'} le {act}. Poids {{2600-4200}} g, taille {{47-53}} cm, PC {{33-37}} cm. Apgar {{8|9|10}}/10/10. pH {{718-735/100}}. Peau à peau, allaitement {{maternel|artificiel}}."
        )
    )
    fl.head_("Suites")
    fl.para(c.tpl("Vitamine K administrée. Rhophylac {non|oui}. Contraception discutée. Visite postnatale le {f}."))
    pdf.kv(
        16,
        fl.y + 6,
        [
            ("Sage-femme", f"{mid.given} {mid.family}"),
            (c.one("Obstétricien responsable", "Médecin responsable"), c.author(au, "full")),
        ]
        + ([("RPPS", c.rpps(au, False))] if c.maybe() else []),
        lw=50,
    )
    pdf.t(120, fl.y + 28, f"Le {c.docdate()}")
    pdf.sign(130, fl.y + 36, c.r)
    c.type("15508-5", "57057-2")


@layout("newborn", 1.2)
def newborn_stay(c):
    """Newborn's sheet: the mother's full identity stands above the child's."""
    pdf = c.new("sans", 9.5)
    pl = c.place("hospital")
    au = c.pro("ped")
    mo = c.other
    c.trap_done = True
    pdf.t(12, 14, c.struct(pl), 12, "B")
    pdf.t(12, 19, "Suites de couches - Unité Kangourou", 9)
    pdf.t(
        198,
        14,
        c.one("FICHE DU NOUVEAU-NÉ", "SYNTHÈSE NÉONATALE DE SORTIE", "Synthèse de l'enfant en maternité"),
        12,
        "B",
        al="R",
    )

    def mother(y):
        pdf.box(12, y, 186, 18)
        pdf.t(14, y + 5, c.one("MÈRE", "Identité de la mère", "La mère"), b="B")
        e = f"{mo.un} née {mo.bn}" if mo.un else mo.bn
        pdf.t(50, y + 5, f"Mme {e} {mo.fn}, née le {c.d(mo.bd, 's')}")
        pdf.t(50, y + 11, c.tpl("Groupe {A+|O+|AB+}, G{1|2|3}P{1|2}, sérologies négatives, IPP ") + c.ipp())
        return y + 22

    def child(y):
        pr = c.pairs(sex=True) + c.ins_pair() + c.ep_pair(0.4)
        pdf.box(12, y, 186, 8 + 5 * len(pr), fill=(245, 250, 255))
        pdf.t(14, y + 5, c.one("ENFANT", "Nouveau-né", "Identité de l'enfant"), b="B")
        return pdf.kv(50, y + 5.5, pr, lw=44, step=5) + 4

    y = 26
    for f in (mother, child) if c.maybe() else (child, mother):
        y = f(y)
    fl = Flow(pdf, 12, y + 2, 186, 265)
    c.leave("act_date")
    fl.head_("Naissance")
    fl.para(
        c.tpl(
            "Terme {36-41} SA + {0-6}. Poids {2450-4300} g, taille {46-53} cm, périmètre crânien {32-37} cm. Apgar {8|9}/10. Accouchement par {voie basse|césarienne}, Dr obstétricien : {dr}."
        )
    )
    fl.head_("Séjour")
    fl.para(
        c.tpl(
            "{Alimentation au sein bien conduite.|Allaitement artificiel, 6 biberons.} Ictère {modéré|absent}, bilirubine maximale {80-230} µmol/L. Dépistage néonatal fait à J3. Otoémissions {présentes des deux côtés|à recontrôler à gauche}. Vitamine K1 donnée. Poids de sortie {2400-4200} g."
        )
    )
    fl.head_("Examen de sortie")
    fl.para(
        c.tpl(
            "Tonicité normale, fontanelle souple, hanches stables, pouls fémoraux perçus, pas de souffle. Réflexes archaïques présents. Prochain rendez-vous avec le {dr} le {f}."
        )
    )
    pdf.t(120, fl.y + 8, f"Sortie et document du {c.docdate('s')}")
    pdf.t(120, fl.y + 14, c.one("Pédiatre : ", "") + c.author(au, "full"))
    if c.maybe():
        pdf.t(120, fl.y + 19, c.rpps(au), 8)
    pdf.sign(130, fl.y + 26, c.r)
    c.type("78489-2", "57075-4")


@layout("adult", 1.3)
def teleconsult_print(c):
    """Print of a teleconsultation platform: cards and small grey labels over values."""
    pdf = c.new(c.one("opensans", "roboto", "lato"), 9.5)
    au = c.pro(c.one("mg", "derm", "cardio"))
    plat = c.one("TéléSoin Ouest", "MediVisio", "Qoolib", "ConsultaNet")
    act = c.act(0, 0, "s")
    c.d0 = c._act
    pdf.logo(14, 10, 8, 1, "teal")
    pdf.t(25, 16, plat, 13, "B", col="teal")
    pdf.t(
        196,
        16,
        c.one("Compte rendu de téléconsultation", "Compte-rendu d'acte de télémédecine", "Résumé de téléexpertise"),
        11,
        al="R",
    )
    y = 26
    pdf.box(14, y, 88, 44, col="grey", rnd=True)
    pdf.box(108, y, 88, 44, col="grey", rnd=True)
    yy = y + 6
    for k, v in c.pairs(sex=True) + c.ins_pair():
        pdf.t(18, yy, k.upper(), 5.5, col="grey")
        pdf.t(18, yy + 3.8, v, 9, "B")
        yy += 7.4
    yy = y + 6
    for k, v in [
        ("Médecin", c.author(au, "full")),
        ("Spécialité", SPECS[au.spec][0]),
        ("RPPS", c.rpps(au, False)),
        ("Date et heure", f"{act} {c.r.randint(8, 19):02d}:{c.r.randint(0, 59):02d}"),
        ("Durée", f"{c.r.randint(5, 25)} min"),
    ]:
        pdf.t(112, yy, k.upper(), 5.5, col="grey")
        pdf.t(112, yy + 3.8, v, 9, "B")
        yy += 7.4
    c.set(doc_date=c.d0)
    c.leave("structure_name")
    fl = Flow(pdf, 14, 80, 182, 265)
    for h, s in [
        (
            "Motif",
            "{Éruption prurigineuse|Renouvellement de traitement|Cystite|Lombalgie|Avis sur électrocardiogramme|Toux|Suivi de pression artérielle|Lésion cutanée photographiée}",
        ),
        (
            "Interrogatoire",
            "Symptômes depuis {2-20} jours. Pas de fièvre. Antécédents : "
            + "; ".join(c.r.sample(HISTORY, 2))
            + ". Dernière consultation le {d} avec le {dr}.",
        ),
        (
            "Examen à distance",
            "{État général conservé à l'image.|Photographies de bonne qualité, plaques érythémateuses du tronc.|PA autorelevée {120-150}/{70-90} mmHg.}",
        ),
        (
            "Conclusion et plan",
            "{Traitement symptomatique.|Renouvellement pour trois mois.|Consultation présentielle souhaitée.} Contrôle le {f} si persistance. Ordonnance transmise par messagerie.",
        ),
    ]:
        fl.head_(h, col="teal")
        fl.para(c.tpl(s), gap=4)
    rel = c.relative()
    if rel:
        fl.para(rel)
    pdf.t(105, 288, f"Document généré par {plat} - ne pas répondre - page 1/1", 7, col="grey", al="C")
    c.type("85208-7")


@layout("adult", 1.2)
def dental_report(c):
    """Dentist's findings with a numbered chart."""
    pdf = c.new("sans", 10)
    au = c.pro()
    c.place("gp")
    c.act()
    c.d0 = c._act
    pdf.t(
        105,
        14,
        c.one("Cabinet dentaire ", "Cabinet de chirurgie dentaire ", "Selarl ") + title(au.family),
        13,
        "B",
        al="C",
    )
    c.leave("structure_name")
    pdf.t(105, 20, f"{c.author(au, 'full')} - chirurgien-dentiste", 9, al="C")
    if c.maybe():
        pdf.t(105, 24.5, c.rpps(au), 8, al="C")
    pdf.t(
        105,
        34,
        c.one(
            "BILAN BUCCO-DENTAIRE", "Bilan dentaire avant chirurgie valvulaire", "Compte rendu de bilan bucco-dentaire"
        ),
        13,
        "B",
        al="C",
    )
    pdf.box(16, 39, 178, 14)
    s = "   ".join(q for q in (c.ident(), c.born()) if q)
    pdf.para(19, 41, 172, s, b="B")
    i = c.ins()
    if i:
        pdf.t(19, 51, "INS : " + i, 8.5)
    y = 64
    for row in (list(range(18, 10, -1)) + list(range(21, 29)), list(range(48, 40, -1)) + list(range(31, 39))):
        for k, n in enumerate(row):
            pdf.box(
                18 + k * 11, y, 9, 9, fill=c.one((255, 255, 255), (255, 255, 255), (230, 230, 230), (210, 180, 180))
            )
            pdf.t(22.5 + k * 11, y + 14, str(n), 7, al="C")
        y += 20
    fl = Flow(pdf, 16, y + 4, 178, 262)
    fl.para(f"Examen réalisé le {c.act()} à la demande du {c.dest(c.pro())}.", gap=3)
    fl.para(
        c.tpl(
            "Panoramique du {dp} : {lésion apicale de la 36|alvéolyse horizontale modérée|racine résiduelle en 46|absence de foyer}. Carie de la {16|25|37}. Parodonte {sain|réduit}, hygiène {correcte|à améliorer}. Prothèse {ancienne|récente} en {24|35}."
        ),
        gap=3,
    )
    fl.para(
        c.tpl(
            "Avulsion de la {36|46} programmée le {f}. "
            + c.one(
                "Pas de foyer infectieux dentaire après ces soins.",
                "Contre-indication à la chirurgie levée.",
                "Un détartrage a été fait ce jour.",
                "Certificat remis.",
            )
        ),
        gap=3,
    )
    pdf.t(130, fl.y + 6, f"Le {c.docdate()}")
    pdf.sign(135, fl.y + 15, c.r)
    c.T.pop("recipients")
    c.leave("recipients")
    c.type("28617-9")

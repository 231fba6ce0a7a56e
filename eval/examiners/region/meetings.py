"""Meetings, homes, births, teleconsultations, dental and nursing sheets."""

import datetime as dt

from eval.examiners.region.content import DRUGS, HISTORY
from eval.examiners.region.pdf import Flow
from eval.examiners.region.people import title
from eval.examiners.region.registry import layout


@layout("adult", 1.8)
def mdt_meeting(c):
    """Oncology multidisciplinary meeting form."""
    pdf = c.new("sans", 9.5)
    pl = c.place("hospital")
    c.act()
    c.d0 = c._act
    au = c.pro("onco")
    org = (
        c.one("Digestif", "Sein", "Thorax", "Hématologie", "ORL", "Peau")
        if not c.p.male
        else c.one("Digestif", "Urologie", "Thorax", "Hématologie", "ORL", "Peau")
    )
    pdf.t(
        12,
        14,
        c.one("Centre de coordination en cancérologie (3C)", "Réseau régional de cancérologie ONCO-LOIRE"),
        8.5,
        col="grey",
    )
    pdf.t(12, 20, c.struct(pl), 12, "B")
    pdf.band(12, 24, 186, 10, (110, 60, 130))
    pdf.t(
        105,
        31,
        c.one(
            f"FICHE RCP - {org.upper()}",
            f"RÉUNION DE CONCERTATION PLURIDISCIPLINAIRE - {org}",
            f"Compte rendu de RCP {org}",
        ),
        12,
        "B",
        col="white",
        al="C",
    )
    y = 42
    pdf.kv(
        12,
        y,
        [("Date de la RCP", c.docdate()), ("Lieu", c.one("Visioconférence", f"Salle de staff, {pl.town}"))],
        lw=30,
    )
    m = [c.pro() for _ in range(c.r.randint(3, 5))]
    pdf.kv(
        105,
        y,
        [(c.one("Coordonnateur", "Responsable de la RCP", "Médecin responsable"), c.author(au, "full"))]
        + ([("RPPS", c.rpps(au, False))] if c.maybe() else []),
        lw=46,
        w=93,
    )
    y += 14
    pdf.t(12, y, "1. PATIENT", b="B")
    pr = c.pairs(sex=True) + c.ins_pair()
    rows = [[k, v] for k, v in pr]
    y = pdf.grid(12, y + 2, [60, 126], rows, 9.5, head=False, bold=(1,)) + 6
    pdf.t(12, y, "2. PRÉSENTATION DU DOSSIER", b="B")
    pres = c.pro()
    y = pdf.para(12, y + 2, 186, f"Présenté par : {c.dr(pres)}. Médecin traitant : {c.dr(c.pro())}.")
    case = {
        "Digestif": "Adénocarcinome du {sigmoïde|côlon droit|rectum} découvert sur rectorragies. Coloscopie du {dp}. Scanner TAP du {dp} : {pas de métastase|lésion hépatique du segment VI}. ACE {1-38} ng/mL.",
        "Sein": "Carcinome infiltrant du sein {droit|gauche} de {8-31} mm, SBR II, RE+ RP+ HER2-. Tumorectomie avec ganglion sentinelle le {dp}, exérèse complète, N0.",
        "Thorax": "Masse du lobe supérieur {droit|gauche} de {18-60} mm. TEP du {dp} fixant avec ganglion hilaire. PDL1 {0-80} %, EGFR non muté.",
        "Hématologie": "Lymphome B diffus à grandes cellules, stade {II|III}, IPI {1-4}. TEP le {dp}. LDH {220-900} UI/L.",
        "ORL": "Carcinome épidermoïde de la corde vocale {droite|gauche}, T{1|2}N0. Panendoscopie le {dp}.",
        "Peau": "Mélanome SSM de la jambe, Breslow {6-32/10} mm, exérèse le {dp}, reprise à 2 cm, ganglion négatif.",
        "Urologie": "Adénocarcinome de prostate Gleason 3+4, PSA {45-190/10} ng/mL, IRM du {dp} PIRADS 4. Biopsies le {d}.",
    }[org]
    y = (
        pdf.para(
            12,
            y + 1,
            186,
            c.tpl("{age}, état général OMS {0|1|2}. Antécédents : " + "; ".join(c.r.sample(HISTORY, 2)) + ". " + case),
        )
        + 6
    )
    pdf.t(12, y, "3. PARTICIPANTS", b="B")
    y = (
        pdf.grid(
            12,
            y + 2,
            [90, 96],
            [["Nom", "Spécialité"]]
            + [
                [
                    f"Dr {q.given} {q.family}",
                    c.one("Radiothérapie", "Oncologie médicale", "Chirurgie", "Radiologie", "Anatomopathologie"),
                ]
                for q in m
            ],
            9,
        )
        + 6
    )
    pdf.t(12, y, "4. PROPOSITION", b="B")
    fl = Flow(pdf, 12, y + 2, 186, 275)
    fl.para(
        c.tpl(
            "{Chirurgie première|Chimiothérapie adjuvante 6 mois|Radiothérapie suivie d'une surveillance|Complément d'IRM puis nouvelle présentation}. Consultation d'annonce le {f}. Essai thérapeutique : {non|à discuter}. Oncogériatrie : {non|oui}."
        ),
        b="B",
    )
    fl.para(
        "Quorum atteint : oui.   Conforme au référentiel : oui.   Patient informé de la présentation : oui.", size=8.5
    )
    pdf.t(120, fl.y + 6, "Visa du responsable")
    pdf.sign(130, fl.y + 14, c.r)
    c.leave("recipients")
    c.type("34794-8")


@layout("elder", 2)
def nursing_home_transfer(c):
    """Emergency liaison sheet of a nursing home, tables and ticks."""
    pdf = c.new("sans", 9)
    pl = c.place("ehpad")
    au, gp = c.pro(), c.pro()
    pdf.logo(12, 8, 12, c.r.randrange(6), "green")
    pdf.t(28, 14, c.struct(pl), 13, "B", col="green")
    pdf.t(28, 19, f"{pl.addr} - {pl.tel}" + (f" - {c.finess(pl)}" if c.maybe() else ""), 8)
    pdf.box(12, 23, 186, 9, fill=(250, 235, 235))
    pdf.t(
        105,
        29,
        c.one(
            "DOSSIER DE LIAISON D'URGENCE (DLU)",
            "FICHE DE LIAISON - TRANSFERT AUX URGENCES",
            "Fiche de liaison EHPAD / Hôpital",
        ),
        12,
        "B",
        al="C",
    )
    y = 39
    pdf.t(12, y, c.one("RÉSIDENT", "IDENTITÉ DU RÉSIDENT"), b="B")
    c.fnup = c.maybe(0.4)
    rows = (
        c.pairs(sex=True)
        + c.ins_pair()
        + [
            ("Chambre", f"{c.r.randint(1, 3)}{c.r.randint(10, 40)}"),
            (c.one("Entré(e) dans l'établissement le", "Date d'admission EHPAD"), c.d(c.ago(100, 2000), "s")),
        ]
    )
    half = (len(rows) + 1) // 2
    a, b = rows[:half], rows[half:]
    pdf.box(12, y + 2, 186, 6 * half + 3)
    pdf.kv(14, y + 7.5, a, lw=36, w=90, step=6)
    yy = pdf.kv(106, y + 7.5, b, lw=36, w=90, step=6)
    y = max(y + 6 * half + 3, yy) + 6
    s = c.relative()
    o = c.w
    pdf.t(12, y, c.one("ENTOURAGE", "PERSONNES À CONTACTER"), b="B")
    rows = [["Nom", "Lien", "Téléphone"]]
    for _ in range(2):
        sx = c.one("M", "F")
        rows.append(
            [
                f"{'M.' if sx == 'M' else 'Mme'} {o.last()} {o.first(sx, 1965)}",
                c.one("fils", "neveu", "tuteur") if sx == "M" else c.one("fille", "nièce", "belle-fille"),
                c.pro().tel,
            ]
        )
    y = pdf.grid(12, y + 2, [90, 40, 56], rows, 9) + 2
    if (s and "Vient" not in s) or s:
        y = pdf.para(12, y, 186, s, 9)
    y += 5
    pdf.kv(
        12,
        y,
        [
            (c.one("Médecin traitant", "Médecin traitant du résident"), c.dr(gp)),
            (c.one("Médecin coordonnateur", "Médecin coordonnateur de l'établissement"), c.dr(au)),
        ],
        lw=0,
        val="",
    )
    c.leave("author_family", "author_given", "author_rpps", "recipients")
    y += 13
    fl = Flow(pdf, 12, y, 186, 250)
    fl.head_("Motif du transfert")
    fl.para(
        c.tpl(
            c.one(
                "Chute cette nuit avec douleur de la hanche {droite|gauche}, impotence.",
                "Fièvre à {385-399/10} °C et désaturation à {84-90} %.",
                "Vomissements depuis la veille, suspicion d'occlusion.",
                "Hématurie sous anticoagulant.",
                "Altération brutale de la vigilance, glycémie {4-9/10} g/L.",
                "Plaie du scalp après chute du lit.",
                "Dyspnée, œdèmes, prise de 4 kg.",
                "Déficit du bras constaté à {7|8|15} h.",
            )
        )
    )
    fl.head_("Antécédents")
    fl.para(" ; ".join(c.tpl(q) for q in c.r.sample(HISTORY, 4)))
    fl.head_("Traitement")
    for q in c.r.sample(DRUGS, 5):
        fl.para("• " + q, gap=0.2)
    y = fl.y + 5
    for i, q in enumerate(
        [
            "Lunettes",
            "Appareil auditif",
            "Dentier",
            "Risque de fugue",
            "Contention",
            "Escarre",
            "Directives anticipées",
            "Sous tutelle",
        ]
    ):
        pdf.tick(14 + (i % 4) * 46, y + (i // 4) * 6, c.maybe(0.35))
        pdf.t(19 + (i % 4) * 46, y + (i // 4) * 6, q)
    ide = f"{o.first('F', 1980)} {title(o.last())}"
    c.act()
    c.d0 = c._act
    pdf.t(
        12,
        y + 16,
        f"{c.one('Fiche remplie le', 'Rédigé le', 'Date du transfert :')} {c.docdate('s')} à {c.r.randint(0, 23)}h{c.r.randint(10, 59)} par {ide}, infirmière",
    )
    pdf.sign(150, y + 22, c.r)
    c.T.pop("act_date")
    c.leave("act_date")
    c.type("74207-2", "78341-5", "18761-7")


@layout("child", 1)
def psychometric(c):
    """Neuropsychological assessment of a child, two pages, index table."""
    pdf = c.new("serif", 10.5)
    au = c.pro()
    act = c.act(5, 30)
    pl = c.place("gp")
    c.leave("structure_name")
    pdf.t(20, 20, f"{au.given} {au.family}", 13, "B")
    c.set(author_family=au.family, author_given=au.given, author_rpps=None)
    pdf.t(20, 25, c.one("Psychologue spécialisé en neuropsychologie", "Psychologue - neuropsychologue"), 10)
    pdf.t(20, 30, pl.addr, 9)
    pdf.t(20, 35, f"N° ADELI : {au.adeli}", 9)
    pdf.t(
        105,
        52,
        c.one("BILAN PSYCHOLOGIQUE", "COMPTE RENDU DE BILAN NEUROPSYCHOLOGIQUE", "Bilan psychométrique"),
        14,
        "B",
        al="C",
    )
    y = pdf.kv(
        20,
        64,
        [
            *c.pairs(),
            ("Âge au bilan", c.years()),
            (c.one("Date de passation", "Évaluation du"), act),
            ("Classe", c.one("CP", "CE1", "CM2", "5e", "moyenne section")),
        ],
        lw=50,
    )
    c.leave("sex")
    fl = Flow(
        pdf,
        20,
        y + 4,
        170,
        270,
        head=lambda n: pdf.t(190, 15, f"{c.cased(c.p.bn)} {c.p.fn} - bilan - p. {n}", 8, al="R"),
    )
    par = c.w.first("F", 1985)
    for s in [
        "Bilan demandé par le {dr} devant des difficultés {attentionnelles|de lecture|de comportement}. Anamnèse recueillie auprès de la mère, "
        + par
        + ". {ref} est {aîné|cadet} d'une fratrie de {2|3}. Un premier bilan orthophonique a été fait le {d}.",
        "{Il} se montre coopérant{e}, avec une fatigabilité en fin de séance. Les consignes sont comprises.",
    ]:
        fl.para(c.tpl(s), gap=3)
    rel = c.relative()
    if rel:
        fl.para(rel)
    rows = [["Indice WISC-V", "Score", "Intervalle 95 %", "Rang"]] + [
        [n, c.tpl("{72-128}"), "", c.tpl("{5-97}")]
        for n in (
            "Compréhension verbale",
            "Visuospatial",
            "Raisonnement fluide",
            "Mémoire de travail",
            "Vitesse de traitement",
        )
    ]
    fl.need(50)
    fl.y = pdf.grid(20, fl.y, [70, 30, 40, 30], rows) + 4
    for h, s in [
        (
            "Attention et fonctions exécutives",
            "TEA-Ch : attention soutenue {dans la moyenne|faible}. Stroop : inhibition {fragile|efficiente}. Tour de Londres {réussie|échouée}.",
        ),
        ("Mémoire", "CMS : apprentissage {correct|lent}, rappel différé {conservé|diminué}."),
        (
            "Conclusion",
            "Le profil est {homogène|hétérogène}. Les éléments sont {en faveur d'un trouble de l'attention|insuffisants pour conclure à un trouble spécifique}. Aménagements scolaires conseillés, nouveau point le {f}.",
        ),
        (
            "Recommandations",
            "Tiers temps, place au premier rang, photocopies lisibles, limiter la double tâche. Une orthophonie hebdomadaire serait utile. Les parents ont reçu une restitution orale.",
        ),
    ]:
        fl.head_(h)
        fl.para(c.tpl(s), gap=4, lead=1.4)
    fl.need(20)
    pdf.t(120, fl.y + 6, f"{pl.town}, le {c.docdate()}")
    pdf.sign(125, fl.y + 15, c.r)
    c.leave("recipients")
    c.type("83901-9")


@layout("adult", 1.6)
def physio_nurse_sheet(c):
    """Follow-up by a physiotherapist or a nurse, dated rows."""
    pdf = c.new("sans", 10)
    au = c.pro()
    nurse = c.maybe()
    pl = c.place("gp")
    pdf.t(
        14,
        15,
        c.one("Cabinet infirmier ", "Soins infirmiers ") + pl.town
        if nurse
        else c.one("Cabinet de kinésithérapie ", "Kinésithérapie ") + pl.town,
        13,
        "B",
    )
    c.leave("structure_name")
    pdf.t(14, 20, f"{pl.addr} - {au.tel}", 8.5)
    t = (
        c.one("FICHE DE SUIVI DE PLAIE", "Suivi de soins infirmiers", "COMPTE RENDU DE SOINS")
        if nurse
        else c.one("BILAN-DIAGNOSTIC KINÉSITHÉRAPIQUE", "FICHE SYNTHÉTIQUE DU BDK", "Bilan de kinésithérapie")
    )
    pdf.t(105, 31, t, 14, "B", al="C")
    y = pdf.kv(14, 42, c.pairs() + c.ins_pair(), lw=44)
    pdf.hl(14, y, 182)
    g = c.pro()
    y = pdf.kv(
        14,
        y + 6,
        [
            (c.one("Prescripteur", "Médecin prescripteur"), c.dr(g)),
            ("Prescription du", c.d(c.ago(20, 60))),
            (
                "Motif",
                c.tpl(
                    c.one("Ulcère veineux jambe {droite|gauche}", "Plaie opératoire abdominale", "Escarre talonnière")
                    if nurse
                    else c.one(
                        "Capsulite rétractile de l'épaule",
                        "PTG {droite|gauche}",
                        "Lombalgie chronique",
                        "Rééducation à la marche",
                    )
                ),
            ),
        ],
        lw=44,
        val="",
    )
    c.leave("recipients", "act_date")
    ds = [c.d0 - dt.timedelta(days=n) for n in (21, 14, 7, 0)]
    if nurse:
        rows = [["Date", "Dimensions", "Aspect", "Pansement"]] + [
            [
                c.d(d, "s"),
                c.tpl("{2-6} x {1-4} cm"),
                c.one("fibrine 40 %", "bourgeonnant", "exsudat modéré", "berges macérées"),
                c.one("Hydrofibre", "Hydrocellulaire", "Interface + compression"),
            ]
            for d in ds
        ]
    else:
        rows = [["Test", "Début", "Fin", "Objectif"]] + [
            [n, c.tpl("{20-60}"), c.tpl("{60-120}"), "130"]
            for n in ("Flexion (°)", "Abduction (°)", "EVA (/100)", "Marche 6 min (m)")
        ]
    y = pdf.grid(14, y + 2, [40, 44, 50, 48], rows) + 4
    fl = Flow(pdf, 14, y, 182, 260)
    fl.para(
        c.tpl(
            "Évolution {favorable|lente|satisfaisante}. {Douleur moindre à la mobilisation.|Patient coopérant, observance correcte.} "
            + c.one(
                "Poursuite des soins trois fois par semaine.",
                "Fin de prise en charge envisagée le {f}.",
                "Avis demandé au {dr}.",
                "Photographie transmise le {dp}.",
            )
        ),
        gap=6,
    )
    c.set(author_family=au.family, author_given=au.given)
    pdf.t(110, fl.y + 5, f"{c.one('Le', 'Fait le')} {c.docdate()}")
    pdf.t(110, fl.y + 11, f"{au.given} {au.family}, {'IDE' if nurse else 'MKDE'}", b="B")
    if c.maybe():
        pdf.t(110, fl.y + 16, c.rpps(au), 8.5)
    else:
        pdf.t(110, fl.y + 16, f"N° ADELI {au.adeli}", 8.5)
    pdf.sign(120, fl.y + 23, c.r)
    c.type("11506-3", "34120-6") if nurse else c.type("11506-3", "47420-5", "34120-6")

"""Reports of stays and of operations, emergencies."""

import datetime as dt

from eval.examiners.region.content import HISTORY, STAYS
from eval.examiners.region.pdf import Flow
from eval.examiners.region.people import title
from eval.examiners.region.pieces import addressee, copies
from eval.examiners.region.registry import layout
from eval.examiners.region.staff import SPECS


def stay_dates(c, lo=3, hi=16):
    n = c.r.randint(lo, hi)
    out = c.ago(0, c.one(0, 0, 3))

    ent = out - dt.timedelta(days=n)
    c.set(act_date=out)
    return ent, out


@layout("adult", 3)
def discharge_letter(c):
    """Liaison letter handed over on the day of discharge, ruled boxes."""
    pdf = c.new("sans", 9.5)
    pl = c.place(c.one("hospital", "hospital", "clinic"))
    st = c.r.choice([s for s in STAYS if not (s[0] == "geria" and c.p.age(c.d0) < 70)])
    spec = st[0]
    au = c.pro(spec)
    ent, out = stay_dates(c)
    c.set(doc_date=c.d0)
    pdf.logo(14, 9, 13, c.r.randrange(6))
    pdf.t(30, 15, c.struct(pl), 12, "B")
    pdf.t(30, 20, f"{SPECS[spec][0]} - {pl.addr}" + (f" - {c.finess(pl)}" if c.maybe() else ""), 7.5)
    pdf.band(14, 26, 182, 9, (30, 70, 110))
    pdf.t(
        105,
        32.2,
        c.one(
            "LETTRE DE LIAISON À LA SORTIE",
            "Lettre de liaison - sortie d'hospitalisation",
            "LETTRE DE SORTIE (liaison ville-hôpital)",
        ),
        12,
        "B",
        col="white",
        al="C",
    )
    pdf.box(14, 38, 90, 40)
    pdf.box(106, 38, 90, 40)
    pdf.kv(16, 43.5, c.pairs() + c.ins_pair(), lw=34, size=9, step=5.2, w=86)
    adm = [
        (c.one("Date d'entrée", "Entrée le", "Admission"), c.d(ent)),
        (c.one("Date de sortie", "Sortie le"), c.d(out)),
        *c.ep_pair(0.7),
    ]
    g = c.pro()
    lab = c.one("Médecin traitant", "Destinataire", "À l'attention du", "Adressé à")
    if lab == "Médecin traitant":
        c.leave("recipients")
    adm.append((lab, c.dr(g) if lab == "Médecin traitant" else c.dest(g)))
    adm.append((c.one("Médecin responsable", "Rédacteur", "Praticien référent"), c.author(au, "full")))
    if c.maybe():
        adm.append(("RPPS", c.rpps(au, False)))
    pdf.kv(108, 43.5, adm, lw=38, size=9, step=5.2, w=86)
    fl = Flow(pdf, 14, 84, 182, 272, head=lambda n: pdf.t(196, 18, f"{pl.name} - {n}", 7.5, al="R"))
    for h, s in [
        ("Motif d'hospitalisation", c.one("Hospitalisation pour ", "Prise en charge d'une ", "") + st[1] + "."),
        ("Antécédents", st[2]),
        (c.one("Synthèse du séjour", "Évolution"), st[3]),
    ]:
        fl.head_(h, ul=True)
        fl.para(c.tpl(s), gap=3)
    rel = c.relative()
    if rel:
        fl.para(rel, gap=3)
    fl.head_(c.one("Traitement de sortie", "Ordonnance de sortie"), ul=True)
    rows = [("Médicament", c.one("Statut", "Modification"))] + [
        (s.strip(), c.one("Poursuivi", "Introduit", "Modifié")) for s in st[4].split(";")
    ]
    fl.need(30)
    fl.y = pdf.grid(14, fl.y + 1, [130, 52], rows, 9) + 4
    fl.head_(c.one("Suivi", "Rendez-vous et consignes"), ul=True)
    fl.para(c.tpl(st[5]), gap=3)
    if c.maybe(0.4):
        fl.para(
            "Portage de BMR/BHRe : non recherché. Transfusion : " + c.one("non.", "oui, information remise."), gap=3
        )
    fl.need(18)
    pdf.t(120, fl.y + 5, f"{c.one('Fait le', 'Signé le', 'Validé le')} {c.d(c.d0)}")
    pdf.sign(130, fl.y + 13, c.r)
    c.type("11490-0")


@layout("adult", 3)
def crh_pages(c):
    """Stay report over two or three pages with running heads."""
    pdf = c.new("any", 10.5)
    pl = c.place("hospital")
    st = c.r.choice([s for s in STAYS if not (s[0] == "geria" and c.p.age(c.d0) < 70)])
    spec = st[0]
    au, prof, res = c.pro(spec), c.pro(spec), c.pro(spec)
    ent, out = stay_dates(c, 4, 25)
    short = f"{c.cased(c.p.shown)} {c.p.fn}"

    def head(n):
        s = f"{short}" + (f" - {c.d(c.p.bd, 's')}" if c.trap != "no_birth" and c.maybe(0.5) else "")
        pdf.t(15, 14, s, 8, "I")
        pdf.t(195, 14, f"Page {n}", 8, "I", al="R")
        pdf.hl(15, 16, 180, "grey")

    pdf.t(15, 16, c.struct(pl), 13, "B", col="blue")
    pdf.t(15, 21.5, f"Service de {SPECS[spec][0]}", 10)
    pdf.t(15, 26, f"Chef de service : {c.one('Pr', 'Dr')} {prof.given[0]}. {prof.family}", 8.5)
    pdf.t(15, 30, pl.addr, 8)
    addressee(c, pdf, 120, 32)
    pdf.t(15, 52, f"{pl.town}, le {c.docdate('long')}")
    pdf.t(
        105,
        64,
        c.one("COMPTE RENDU D'HOSPITALISATION", "Compte-rendu d'hospitalisation complète", "COMPTE RENDU DE SÉJOUR"),
        13,
        "B",
        al="C",
    )
    if c.maybe():
        y = pdf.kv(15, 73, c.pairs() + c.ins_pair() + c.ep_pair(0.4), lw=48)
    else:
        s = ", ".join(q for q in (c.ident(), c.born()) if q)
        y = pdf.para(15, 69, 180, s, b="B") + 4
        i = c.ins()
        if i:
            pdf.t(15, y + 1, f"INS {i}")
            y += 6
        if c.maybe(0.4):
            pdf.t(15, y + 1, f"IPP {c.ipp()} / séjour {c.ep()}")
            y += 6
    c.dm(178, 66, 16) if y < 110 else None
    fl = Flow(pdf, 15, y + 4, 180, 272, head=head, top=22)
    fl.para(
        c.one(
            f"Hospitalisation du {c.d(ent)} au {c.d(out)}.",
            f"Entrée : {c.d(ent)}    Sortie : {c.d(out)}",
            f"A séjourné dans le service du {c.d(ent)} au {c.d(out)}.",
        ),
        b="B",
        gap=3,
    )
    for h, s in [
        ("MOTIF", "Le motif est une " + st[1] + "."),
        ("ANTÉCÉDENTS", st[2] + " " + " ; ".join(c.r.sample(HISTORY, 4)) + "."),
        (
            "MODE DE VIE",
            "Vit {en maison|en appartement au 2e étage|avec son conjoint}. {Autonome pour les actes essentiels.|Aide ménagère deux fois par semaine.} Retraité{e} ou en activité selon les périodes.",
        ),
        (
            "HISTOIRE DE LA MALADIE",
            "Premiers symptômes le {dp}, consultation auprès du {dr} qui organise l'admission. " + st[3],
        ),
        (
            "EXAMEN CLINIQUE",
            "Poids {48-98} kg, taille {150-188} cm. TA {105-165}/{55-95} mmHg. FC {56-110}/min. Température {362-389/10} °C. Abdomen souple, dépressible. Pas de signe de focalisation. Mollets souples.",
        ),
        (
            "EXAMENS COMPLÉMENTAIRES",
            "Biologie du {dp} : hémoglobine {95-155/10} g/dL, leucocytes {40-160/10} G/L, créatinine {55-140} µmol/L, CRP {2-180} mg/L. ECG : rythme sinusal. Radiographie de thorax : pas de foyer. Échographie du {d} en comparaison.",
        ),
        (
            "ÉVOLUTION DANS LE SERVICE",
            "Au cours du séjour, {ce} a bénéficié d'une prise en charge pluridisciplinaire (kinésithérapie, diététique, assistante sociale). Avis demandé au {dr}. L'état s'est amélioré progressivement et la sortie a été décidée en accord avec l'entourage.",
        ),
        ("TRAITEMENT DE SORTIE", st[4]),
        ("CONCLUSION", c.one("Hospitalisation pour ", "Au total, ") + st[1] + ", d'évolution favorable. " + st[5]),
    ]:
        fl.head_(h)
        fl.para(c.tpl(s), gap=4, lead=1.35)
        if h == "MODE DE VIE":
            rel = c.relative()
            if rel:
                fl.para(rel)
    fl.need(25)
    pdf.t(25, fl.y + 6, f"L'interne, {res.given} {res.family}", 9.5)
    pdf.t(120, fl.y + 6, c.author(au, "full"), b="B")
    if c.maybe():
        pdf.t(120, fl.y + 11, c.rpps(au), 8)
    pdf.sign(125, fl.y + 17, c.r)
    cc = copies(c)
    if cc:
        pdf.t(15, 284, "Copie(s) : " + " ; ".join(cc), 8)
    c.type("34112-3")


@layout("adult", 1.5)
def rehab_ledger(c):
    """Rehabilitation stay summary: full-width band, one-line identity, columns of scores."""
    pdf = c.new("any", 10)
    pl = c.place("rehab")
    au, k = c.pro("geria"), c.pro()
    ent, out = stay_dates(c, 15, 60)
    pdf.band(0, 0, 210, 22, (0, 95, 110))
    pdf.t(105, 11, c.struct(pl), 15, "B", col="white", al="C")
    pdf.t(105, 17, f"Soins médicaux et de réadaptation - {pl.addr}", 8, col="white", al="C")
    nm = c.ident()
    b = c.born()
    i = c.ins()
    line = " | ".join(
        s
        for s in (nm, b, f"INS {i}" if i else None, f"{c.one('Séjour', 'N° séjour')} {c.ep()}" if c.maybe() else None)
        if s
    )
    y = pdf.para(14, 26, 182, line, 9.5, "B")
    pdf.hl(14, y + 1.5, 182, th=0.4)
    pdf.t(
        14,
        y + 9,
        c.one(
            "Compte rendu de séjour SMR", "COMPTE RENDU D'HOSPITALISATION EN SMR", "Synthèse de séjour - réadaptation"
        ),
        13,
        "B",
    )
    pdf.t(14, y + 15, f"Du {c.d(ent)} au {c.d(out)} - adressé à {c.dest(c.pro())}")
    fl = Flow(pdf, 14, y + 20, 182, 265)
    mot = c.one(
        "prothèse totale de hanche",
        "AVC sylvien",
        "fracture du bassin",
        "décompensation cardiaque",
        "chirurgie rachidienne",
        "amputation transtibiale",
        "pneumopathie sévère",
        "polytraumatisme",
    )
    fl.para(
        c.tpl(
            f"Admission en suite de {mot} prise en charge au {c.place('hospital').name} le {{dp}} (Dr {c.pro().family}). Objectif : retour au domicile."
        ),
        gap=3,
    )
    rel = c.relative()
    if rel:
        fl.para(rel)
    rows = [["Échelle", "Entrée", "Sortie"]] + [
        [n, c.tpl("{" + f"{lo}-{mid}" + "}"), c.tpl("{" + f"{mid}-{hi}" + "}")]
        for n, lo, mid, hi in [
            ("MIF (/126)", 48, 80, 120),
            ("Tinetti (/28)", 6, 15, 26),
            ("Berg (/56)", 10, 28, 52),
            ("Périmètre de marche (m)", 5, 80, 500),
        ]
    ]
    fl.y = pdf.grid(14, fl.y + 1, [80, 40, 40], rows) + 4
    for h, s in [
        (
            "Rééducation",
            "Kinésithérapie deux fois par jour par {} ".format(f"{k.given} {title(k.family)}")
            + "puis ergothérapie. Marche {avec canne|avec déambulateur|sans aide}, escaliers {acquis|avec aide}.",
        ),
        (
            "Nutrition et état cutané",
            "Poids {48-90} kg, albumine {26-40} g/L le {dp}. Cicatrice propre. Escarre sacrée de stade {1|2} en voie de guérison.",
        ),
        (
            "Sortie",
            "Retour au domicile avec aide à domicile et portage de repas. Kinésithérapie libérale. Revu le {f} en consultation.",
        ),
    ]:
        fl.head_(h)
        fl.para(c.tpl(s), gap=3)
    pdf.t(120, fl.y + 5, f"Le {c.docdate()}")
    pdf.t(120, fl.y + 11, c.author(au, "full"))
    pdf.sign(125, fl.y + 18, c.r)
    pdf.t(
        14,
        290,
        (c.finess(pl) + " - " if c.maybe() else "") + "Document confidentiel soumis au secret médical",
        7,
        col="grey",
    )
    c.type("34112-3", "11490-0")

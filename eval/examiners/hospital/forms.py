"""Forms with ruled fields, some filled by hand."""

import datetime as dt
from xml.sax.saxutils import escape as esc

from eval.examiners.hospital.content import OPS
from eval.examiners.hospital.fonts import SERIF
from eval.examiners.hospital.pdf import Pdf
from eval.examiners.hospital.people import CITIES
from eval.examiners.hospital.pieces import BLUE, signed


def sick_leave(ctx):
    """Sick-leave notice, boxed form with printed labels and hand-like entries."""
    d = Pdf(ctx.pick("libsans", "dejacond", "libnarrow", "roboto"), 9, left=40, right=40, top=30, bottom=30)
    r = ctx.r
    hand = ctx.pick("hand1", "hand2", "hand3", "libmono", "libmono")
    hs = 14 if hand == "hand1" else 13 if hand == "hand2" else 11
    ctx.hand = hand
    ink = BLUE if hand != "libmono" else "#000000"
    d.begin()
    ctx.doc = ctx.act
    ctx.set(doc_type="PRESC-AAT")
    ctx.drop("act_date")
    first = r.random() < 0.6
    d.t(
        d.W / 2,
        30,
        ctx.pick(
            "AVIS D'ARRÊT DE TRAVAIL", "ARRÊT DE TRAVAIL - volet à conserver", "Prescription d'un arrêt de travail"
        ),
        15,
        b=True,
        align="c",
    )
    d.tick(150, 54, first, "initial", 9)
    d.tick(250, 54, not first, "de prolongation", 9)
    d.tick(370, 54, False, "en rapport avec une ALD", 9)
    d.y = 76

    def head(s):
        d.box(40, d.y, d.W - 80, 15, fill="#d8e4d8", stroke=None)
        d.t(45, d.y + 2, s, 9, b=True)
        d.y += 20

    def field(a, b, w=150):
        d.t(45, d.y + 3, a, 8.5)
        d.t(45 + w, d.y, b, hs, font=hand, color=ink)
        d.line(45 + w - 3, d.y + 15, d.W - 45, wd=0.4, dash=(1, 2))
        d.y += 21

    head(ctx.pick("L'assuré(e)", "Identification du patient", "Salarié(e)"))
    for a, b in ctx.pairs(addr=True, episode=False, ipp=False):
        field(a, b)
    head("L'arrêt")
    days = r.choice([3, 5, 7, 10, 14, 21, 30])
    field(ctx.pick("Je prescris un arrêt de travail du", "Arrêt à compter du"), ctx.d(ctx.doc), 190)
    field(
        ctx.pick("jusqu'au (inclus)", "au dernier jour"),
        ctx.d(ctx.doc + dt.timedelta(days=days)) + f"  ({days} jours)",
        190,
    )
    d.tick(45, d.y, r.random() < 0.5, "sorties autorisées", 9)
    d.tick(180, d.y, False, "sorties restreintes", 9)
    d.tick(320, d.y, r.random() < 0.3, "temps partiel thérapeutique", 9)
    d.y += 20
    field(
        "Éléments d'ordre médical",
        ctx.pick(
            "suites opératoires",
            "lombalgie aiguë",
            "hospitalisation",
            "fracture du poignet droit",
            "syndrome grippal",
            "entorse de cheville",
        ),
        190,
    )
    head("Le praticien et l'établissement")
    field("Nom du praticien", ctx.use_author(), 150)
    ctx.rpps(force=True)
    ctx.f["author_rpps"] = ctx.author.rpps
    field("Identifiant RPPS", ctx.author.rpps, 150)
    field("Établissement", ctx.sname(), 150)
    fin = ctx.show_fin
    if fin:
        ctx.f["structure_finess"] = ctx.s.finess
        field("N° FINESS", ctx.s.finess, 150)
    field(ctx.pick("Date", "Fait le", "Date de l'examen et signature"), ctx.use_doc(), 190)
    ctx.extras(d)
    if d.y < d.H - 70:
        d.sign(r, 400, d.y + 10)
    return d


def transport(ctx):
    """Medical transport order."""
    d = Pdf(ctx.pick("libsans", "libnarrow", "dejacond"), 9, left=36, right=36, top=26, bottom=30)
    r = ctx.r
    d.begin()
    ctx.doc = ctx.act - dt.timedelta(days=r.choice([0, 0, 1, 4]))
    if ctx.doc <= ctx.p.birth:
        ctx.doc = ctx.act
    ctx.set(doc_type=["57828-6", "57832-8"])
    ctx.drop("act_date")
    d.t(36, 26, ctx.sname(), 10, b=True)
    fin = ctx.finess()
    d.t(36, 38, ctx.s.addr + " - " + ctx.s.cp + " " + ctx.s.city + ("   " + fin if fin else ""), 7.5)
    d.box(36, 52, d.W - 72, 22, fill="#f6d9b8")
    d.t(
        d.W / 2,
        57,
        ctx.pick(
            "PRESCRIPTION MÉDICALE DE TRANSPORT",
            "Bon de transport - prescription médicale",
            "DEMANDE DE TRANSPORT SANITAIRE",
        ),
        12,
        b=True,
        align="c",
    )
    d.y = 86
    d.table([(a, b) for a, b in ctx.pairs(addr=True)], [150, d.w - 150], head=False, bold0=True)
    d.y += 4
    for h, items in (
        ("Mode de transport", ["Ambulance", "VSL ou taxi conventionné", "Transport en commun", "Véhicule personnel"]),
        ("Trajet", ["Aller", "Retour", "Aller-retour"]),
        ("Motif", ["Hospitalisation (entrée/sortie)", "ALD", "Accident du travail", "Soins itératifs"]),
    ):
        d.t(36, d.y, h, 9.5, b=True)
        k = r.randrange(len(items))
        for i, it in enumerate(items):
            d.tick(140 + (i % 2) * 190, d.y + 14 * (i // 2), i == k, it, 8.5)
        d.y += 14 * ((len(items) + 1) // 2) + 6
    d.p(esc(f"Date du transport : {ctx.d(ctx.act)} à {r.randint(7, 18):02d}h{r.choice([0, 15, 30]):02d}"))
    d.p(
        esc(
            "Départ : {}   Arrivée : {}".format(
                ctx.pick("domicile", "service de médecine"),
                ctx.pick("centre de dialyse", "domicile", "clinique " + r.choice(CITIES)[0], "centre de radiothérapie"),
            )
        )
    )
    d.p(
        ctx.pick(
            "Position allongée nécessaire, oxygène 2 L/min.",
            "Marche impossible sans aide d'un tiers.",
            "Surveillance particulière pendant le trajet : non.",
        )
    )
    ctx.extras(d)
    signed(ctx, d, label=ctx.pick("Prescripteur :", "Le médecin :", ""))
    return d


def consent_hand(ctx):
    """Consent sheet, dotted blanks filled by hand."""
    d = Pdf(ctx.pick(*[*SERIF, "libsans", "carlito"]), 10.5, left=60, right=60, top=36, bottom=50, lead=1.45)
    r, col = ctx.r, ctx.ink
    hand = ctx.pick("hand1", "hand3", "hand3", "hand2")
    ctx.hand = hand
    hs = {"hand1": 16, "hand2": 15, "hand3": 12}[hand]
    d.begin()
    ctx.set(doc_type=["59284-0"])
    ctx.doc = ctx.act
    ctx.drop("act_date")
    d.t(60, 36, ctx.sname(), 12, b=True, color=col)
    fin = ctx.finess()
    if fin:
        d.t(60, 51, fin, 7.5)
    op = r.choice(
        [o for o in OPS if not ((ctx.p.sex == "F" and "prostate" in o[0]) or (ctx.p.sex == "M" and "Hyst" in o[0]))]
    )
    d.t(
        d.W / 2,
        74,
        ctx.pick(
            "FORMULAIRE DE CONSENTEMENT ÉCLAIRÉ",
            "Consentement à l'intervention",
            "ATTESTATION D'INFORMATION ET DE CONSENTEMENT",
            "Recueil du consentement du patient",
        ),
        13,
        b=True,
        align="c",
    )
    d.y = 108
    for a, b in ctx.pairs(ipp=False, episode=False):
        d.t(60, d.y + 4, a + " : ", 10)
        d.t(66 + d.width(a + " : ", 10), d.y, b, hs, font=hand, color=BLUE)
        d.line(62 + d.width(a + " : ", 10), d.y + 19, d.W - 60, wd=0.4, dash=(1, 2))
        d.y += 25
    d.y += 8
    d.p(
        "déclare avoir reçu du "
        + esc(ctx.use_author())
        + ctx.pick(", au cours d'un entretien individuel,", f" lors de la consultation du {ctx.d(ctx.past(5, 30))}")
        + " une information claire sur :"
    )
    d.t(80, d.y, op[0], hs, font=hand, color=BLUE)
    d.y += 26
    for s in r.sample(
        [
            "les bénéfices attendus et les risques fréquents ou graves de l'acte ;",
            "les autres solutions possibles et les conséquences d'un refus ;",
            "la possibilité d'une transfusion de produits sanguins ;",
            "le droit de revenir sur ma décision à tout moment ;",
            "l'enregistrement anonymisé d'images opératoires.",
        ],
        3,
    ):
        d.p("- " + s, after=2)
    d.y += 6
    d.tick(60, d.y, True, ctx.pick("J'accepte l'intervention proposée", "Je consens à la réalisation de cet acte"), 10)
    d.y += 18
    d.tick(60, d.y, False, "Je refuse", 10)
    d.y += 24
    ctx.extras(d)
    d.t(60, d.y + 4, ctx.pick("Fait le", "Date :", "Le"), 10)
    d.t(110, d.y, ctx.use_doc(), hs, font=hand, color=BLUE)
    d.y += 24
    d.t(60, d.y, ctx.pick("Signature du patient", "Le patient (ou représentant légal)"), 9)
    d.t(340, d.y, ctx.pick("Signature du praticien", "Cachet et signature"), 9)
    d.sign(r, 70, d.y + 24)
    d.sign(r, 350, d.y + 18)
    d.t(340, d.y + 52, ctx.author.full() + "  " + ctx.rpps(), 8)
    d.y += 60
    # the patient signs as well: who is "author" can be argued
    ctx.drop("author_family", "author_given", "author_rpps")
    return d

"""Administrative papers, forms filled by hand, prescriptions, cards."""

import datetime as dt
from xml.sax.saxutils import escape as esc

from reportlab.lib.pagesizes import A4, A5, landscape

from eval.examiners.hospital.fonts import SANS, SERIF
from eval.examiners.hospital.pdf import Pdf
from eval.examiners.hospital.pieces import show_pairs, signed
from eval.examiners.hospital.staff import SPECS, Doctor


def appointment(ctx):
    """Appointment letter sent to the patient, address window."""
    d = Pdf(ctx.pick(*SANS + SERIF), 10.5, left=60, right=60, top=40, bottom=60)
    r, col = ctx.r, ctx.ink
    d.begin()
    ctx.set(doc_type="56446-8")
    d.logo(r, 60, 36, 32, col)
    d.t(100, 38, ctx.sname(), 13, b=True, color=col)
    d.t(
        100,
        55,
        ctx.pick(
            "Bureau des rendez-vous",
            "Secrétariat des consultations externes",
            "Plateau d'imagerie",
            "Accueil programmation",
        ),
        9,
    )
    fin = ctx.finess()
    if fin:
        d.t(100, 67, fin, 7.5)
    d.y = 105
    ctx.doc = ctx.act - dt.timedelta(days=r.randint(5, 30))
    if ctx.doc <= ctx.p.birth:
        ctx.doc = ctx.p.birth + dt.timedelta(days=1)
    p = ctx.p
    nm = (p.used_name or p.birth_name).upper()
    d.t(320, d.y, (f"{ctx.civ} {p.first} {nm}").strip())
    if ctx.age >= 16:
        ctx.f["sex"] = p.sex
    d.t(320, d.y + 14, p.street)
    d.t(320, d.y + 28, f"{p.home[1]}000 {p.home[0]}")
    d.y += 64
    d.t(60, d.y, f"{ctx.s.city}, le {ctx.use_doc()}")
    d.y += 26
    show_pairs(ctx, d, 60, episode=r.random() < 0.3)
    if ctx.age >= 16:
        ctx.f["sex"] = p.sex
    d.y += 8
    d.p(
        "<b>Objet : {}</b>".format(
            ctx.pick(
                "votre rendez-vous",
                "convocation",
                "confirmation de rendez-vous",
                "votre venue en hospitalisation de jour",
            )
        )
    )
    d.p(ctx.pick("Madame, Monsieur,", "Bonjour,"))
    h = f"{r.randint(8, 17)} h {r.choice([0, 10, 15, 30, 45]):02d}"
    d.p(
        esc(
            ctx.pick(
                "Nous vous confirmons votre rendez-vous fixé au %s à %s avec le %s.",
                "Vous êtes attendu(e) le %s à %s, consultation du %s.",
                "Votre examen aura lieu le %s à %s. Praticien : %s.",
            )
            % (ctx.use_act(), h, ctx.use_author())
        )
    )
    d.p(
        ctx.pick(
            "Merci de vous présenter aux admissions vingt minutes avant, avec votre carte Vitale, une pièce d'identité et vos examens antérieurs.",
            "Restez à jeun six heures avant l'examen. Apportez la dernière prise de sang et l'ordonnance du médecin.",
            "Prenez une douche avec le savon habituel la veille et le matin, ne mettez ni bijou ni vernis.",
        )
    )
    d.p(
        ctx.pick(
            f"En cas d'empêchement, prévenez-nous au moins 48 heures avant au {ctx.s.tel}.",
            f"Pour annuler : {ctx.s.tel2}, ou par le site {ctx.s.web}.",
        )
    )
    ctx.extras(d)
    d.p(ctx.pick("Le secrétariat", "Le bureau des rendez-vous", "L'équipe des consultations"))
    # a letter of the office: who "signs" can be argued
    ctx.drop("author_family", "author_given")
    return d


def stay_bulletin(ctx):
    """Administrative stay bulletin from the admissions office."""
    d = Pdf(ctx.pick(*[*SANS, "libmono"]), 10, left=60, right=60, top=40, bottom=60)
    r, col = ctx.r, ctx.ink
    d.begin()
    d.box(40, 30, d.W - 80, 56, stroke=col, r=6)
    d.t(d.W / 2, 38, ctx.sname(), 13, b=True, align="c")
    d.t(d.W / 2, 56, f"Bureau des entrées - {ctx.s.addr}, {ctx.s.cp} {ctx.s.city} - {ctx.s.tel}", 8, align="c")
    fin = ctx.finess()
    if fin:
        d.t(d.W / 2, 68, fin, 8, align="c")
    d.y = 110
    t, ty = r.choice(
        [
            ("BULLETIN DE SITUATION", ["51851-4", "CERT_DECL"]),
            ("BULLETIN D'HOSPITALISATION", ["51851-4", "CERT_DECL"]),
            ("ATTESTATION DE PRÉSENCE", ["51851-4", "CERT_DECL"]),
        ]
    )
    ctx.set(doc_type=ty)
    d.t(d.W / 2, d.y, t, 15, b=True, align="c")
    d.y += 36
    d.p(
        ctx.pick(
            "Le directeur de l'établissement certifie que la personne désignée ci-après :",
            "Nous attestons la présence dans nos murs de :",
        )
    )
    d.y += 4
    show_pairs(ctx, d, 80, w=150, step=16, size=10, episode=r.random() < 0.8, addr=r.random() < 0.5)
    stay = r.randint(1, 15)
    out = r.random() < 0.7
    ctx.doc = ctx.act + dt.timedelta(days=stay)
    d.y += 6
    d.p("est {} dans notre établissement".format(ctx.pick("hospitalisé(e)", "pris(e) en charge")))
    if out:
        d.p(
            f"<b>du {ctx.d(ctx.act)} à {r.randint(7, 20):02d}h{r.randrange(60):02d} au {ctx.use_discharge(ctx.act + dt.timedelta(days=max(0, stay - r.choice([0, 1]))))}</b>"
        )
    else:
        d.p(f"<b>depuis le {ctx.use_act()}</b>")
    d.p(
        "Service : "
        + ctx.pick(
            "chirurgie ambulatoire", "médecine polyvalente", "cardiologie", "unité d'hospitalisation de courte durée"
        )
        + f".   Discipline médico-tarifaire : {r.randrange(100, 900):03d}",
        size=9,
    )
    d.p(
        ctx.pick(
            "Pour servir et valoir ce que de droit.",
            "Document remis à l'intéressé(e) pour son employeur ou sa mutuelle.",
        )
    )
    ctx.extras(d)
    d.y += 20
    d.t(320, d.y, f"{ctx.s.city}, le {ctx.use_doc()}")
    d.t(320, d.y + 14, ctx.pick("Pour le directeur, l'agent des admissions", "La responsable du bureau des entrées"), 9)
    d.t(320, d.y + 27, "Mme " + Doctor(r).family.title() if r.random() < 0.5 else "", 9)
    ctx.drop("author_family", "author_given")
    return d


def certificate(ctx):
    """Short medical certificate on headed paper."""
    d = Pdf(
        ctx.pick(*SERIF + SANS + ["type"]),
        11.5,
        page=ctx.pick(A4, A5, A4),
        left=55,
        right=55,
        top=40,
        bottom=40,
        lead=1.5,
    )
    r = ctx.r
    ctx.doc = ctx.act
    d.begin()
    ctx.set(doc_type=["89601-9", "CERT_DECL"])
    ctx.drop("act_date")
    a = ctx.author
    if d.W < 500:
        d.x, d.w = 32, d.W - 64
    d.t(d.x, 36, ctx.use_author(), 12, b=True)
    d.t(d.x, 52, SPECS[ctx.spec], 9)
    d.at(d.x, 64, d.w, esc(ctx.sname() + " - " + ctx.s.addr + " - " + ctx.s.cp + " " + ctx.s.city), size=8.5)
    rp = ctx.rpps()
    fin = ctx.finess()
    d.t(d.x, 88, "  ".join(z for z in (rp, fin) if z), 8)
    d.y = 116
    d.t(d.x + d.w / 2, d.y, ctx.pick("CERTIFICAT MÉDICAL", "Certificat médical", "CERTIFICAT"), 15, b=True, align="c")
    d.y += 36
    who = ctx.inline(extra=False, born=True)
    body = r.choice(
        [
            "atteste que l'état de santé de %s nécessite la présence d'une tierce personne pour les déplacements.",
            "certifie avoir examiné ce jour %s et n'avoir pas constaté de contre-indication à la pratique du sport en compétition.",
            "certifie que %s est suivi(e) dans le service pour une affection chronique stabilisée.",
            "certifie que %s ne peut pratiquer l'éducation physique pendant trois semaines.",
            "atteste que l'état de %s est compatible avec un voyage aérien.",
            "certifie avoir constaté chez %s une ecchymose de l'avant-bras gauche de 4 cm, sans lésion osseuse ; incapacité totale de travail : 2 jours.",
            "certifie que l'état de santé de %s impose un logement de plain-pied.",
            "certifie que %s est à jour des vaccinations obligatoires.",
            "certifie que %s est porteur d'un dispositif métallique pouvant déclencher les portiques de sécurité.",
        ]
    )
    d.p(esc(ctx.pick(f"Je soussigné(e) {a.full()}, ", "Je soussigné, docteur en médecine, ") + body % who), align=4)
    if ctx.show_ins:
        d.p(esc(ctx.ins_label() + " : " + ctx.ins_text()), size=9.5)
    if ctx.trap in ("near_namesake", "namesake_same_day", "twin"):
        d.p("N° patient " + ctx.p.ipp, size=9.5)
        ctx.done.add("ipp")
    d.p(
        ctx.pick(
            "Certificat établi à la demande de l'intéressé(e) et remis en main propre.",
            "Fait pour servir et valoir ce que de droit.",
            "Remis en main propre à la demande du patient.",
        )
    )
    ctx.extras(d)
    d.need(60)
    d.y += 10
    d.t(d.x + d.w, d.y, ctx.pick("Fait à %s, le %s", "%s, le %s") % (ctx.s.city, ctx.use_doc()), 10.5, align="r")
    d.sign(r, d.x + d.w - 110, d.y + 20)
    d.y += 54
    return d


def implant_card(ctx):
    """Implant card / traceability sheet of a device."""
    d = Pdf(
        ctx.pick(*SANS), 9.5, page=landscape(A5) if ctx.r.random() < 0.5 else A4, left=34, right=34, top=24, bottom=26
    )
    r, col = ctx.r, ctx.ink
    d.begin()
    ctx.set(doc_type="101881-1")
    d.box(22, 16, d.W - 44, d.H - 36 if d.H < 500 else 410, stroke=col, r=10, wd=1.5)
    d.t(
        34,
        24,
        ctx.pick("CARTE D'IMPLANT", "Carte de porteur d'implant", "CARTE D'IMPLANT - DISPOSITIF MÉDICAL"),
        14,
        b=True,
        color=col,
    )
    d.t(d.W - 34, 27, ctx.sname(), 9.5, b=True, align="r")
    fin = ctx.finess()
    if fin:
        d.t(d.W - 34, 40, fin, 7.5, align="r")
    d.y = 54
    show_pairs(ctx, d, 36, w=125, step=14, episode=False)
    d.y += 4
    k = r.choice(
        [
            q
            for q in [
                ("Stimulateur cardiaque double chambre", "Azur DR-T", "cardio"),
                ("Prothèse totale de genou", "Genum PS taille 4", "ortho"),
                ("Implant intraoculaire 21,5 D", "Lumis 60", "ophta"),
                ("Stent coronaire actif 3,0 x 18 mm", "Orchis", "cardio"),
                ("Prothèse mammaire 290 cc", "Silk R", "gyneco"),
                ("Plaque d'ostéosynthèse radius", "Volar 5", "ortho"),
                ("Chambre implantable", "Portal Slim", "onco"),
                ("Implant cochléaire", "Sonata X", "orl"),
            ]
            if ctx.p.sex == "F" or "mammaire" not in q[0]
        ]
    )
    ctx.doc = ctx.act
    rows = [
        ("Dispositif", k[0]),
        (
            "Modèle / fabricant",
            "{} - {}".format(k[1], ctx.pick("Medicor SA", "Orthosys", "Lyra Medical", "Biostent GmbH")),
        ),
        ("N° de série / lot", f"{ctx.pick('SN', 'L', 'X')}{r.randrange(10**7):07d} / {r.randrange(10**6):06d}"),
        ("IUD-ID", f"(01)0{r.randrange(10**13):013d}"),
        (ctx.pick("Date d'implantation", "Posé le", "Implanté le"), ctx.use_act()),
        (ctx.pick("Implanté par", "Opérateur", "Chirurgien"), ctx.use_author()),
        ("Compatibilité IRM", ctx.pick("oui, sous conditions", "non", "oui")),
    ]
    ctx.drop("doc_date")
    d.table(rows, [130, 260], head=False, bold0=True, size=9)
    rp = ctx.rpps()
    d.t(36, d.y, (rp + "   " if rp else "") + "Contact : " + ctx.s.tel, 8)
    d.y += 14
    ctx.extras(d)
    return d


def vaccination(ctx):
    """Vaccination centre of a hospital: history table."""
    d = Pdf(ctx.pick(*SANS), 9.8, left=48, right=48, top=30, bottom=44)
    r, col = ctx.r, ctx.ink
    ctx.doc = ctx.act
    d.begin()
    d.logo(r, 48, 28, 30, col)
    d.t(86, 30, ctx.sname(), 12, b=True, color=col)
    d.t(86, 46, ctx.pick("Centre de vaccinations internationales", "Centre de vaccination", "Médecine préventive"), 9)
    fin = ctx.finess()
    if fin:
        d.t(86, 58, fin, 7.5)
    note = r.random() < 0.5
    ctx.set(doc_type=["87273-9", "11369-6"] if note else ["11369-6", "87273-9"])
    d.y = 84
    d.t(
        48,
        d.y,
        ctx.pick("ATTESTATION DE VACCINATION", "NOTE DE VACCINATION")
        if note
        else ctx.pick("HISTORIQUE VACCINAL", "Historique des vaccinations", "Relevé des vaccinations"),
        14,
        b=True,
    )
    d.y += 28
    show_pairs(ctx, d, 48, w=130, step=14, episode=False)
    d.y += 8
    vs = [
        ("DTPCa", "Repevia"),
        ("Hépatite B", "Hepavax 20"),
        ("ROR", "Trimum"),
        ("Grippe saisonnière", "Influtec"),
        ("Fièvre jaune", "Amarilvax"),
        ("Hépatite A", "Avalis"),
        ("Pneumocoque", "Pneumo 20"),
        ("Zona", "Zostivax"),
        ("Méningocoque ACWY", "Menquad"),
    ]
    rows = []
    if note:
        v = r.choice(vs)
        d.p(
            esc(
                f"{ctx.pick('Vaccin administré le', 'Injection réalisée le')} {ctx.use_act()} : {v[1]} ({v[0]}), lot {ctx.pick('A', 'FX', 'U')}{r.randrange(99999):05d}, deltoïde {ctx.pick('gauche', 'droit')}, dose {r.randint(1, 3)}."
            ),
            size=10.5,
        )
        d.p(f"Rappel à prévoir le {ctx.d(ctx.next(150, 3000))}. Pas d'effet indésirable immédiat.")
        d.p(
            f"Vaccination antérieure connue : {r.choice(vs)[0]} le {ctx.d(ctx.past(200, 3000) if ctx.p.birth.year < 2010 else ctx.past(1, 2))}."
        )
    else:
        ctx.drop("act_date")
        n = r.randint(4, 8)
        for _ in range(n):
            lo = max(ctx.p.birth, ctx.doc - dt.timedelta(days=4000))
            q = lo + dt.timedelta(days=r.randint(0, max(1, (ctx.doc - lo).days - 1)))
            v = r.choice(vs)
            rows.append(
                (
                    q,
                    (
                        ctx.d(q, "slash"),
                        v[0],
                        v[1],
                        f"{ctx.pick('A', 'FX')}{r.randrange(99999):05d}",
                        "Dr " + Doctor(r).family if r.random() < 0.6 else "IDE " + Doctor(r).family.title(),
                    ),
                )
            )
        d.table(
            [("Date", "Maladie", "Vaccin", "Lot", "Vaccinateur")] + [x for _, x in sorted(rows, key=lambda z: z[0])],
            [75, 125, 90, 75, 120],
        )
    ctx.extras(d)
    signed(ctx, d)
    return d

"""Letters of wards, discharge letters, prints of mails, faxes."""

import datetime as dt
from xml.sax.saxutils import escape as esc

from eval.examiners.hospital.content import CASES, DRUGS, IMAGING, SOC
from eval.examiners.hospital.fonts import SERIF
from eval.examiners.hospital.pdf import Pdf
from eval.examiners.hospital.people import CITIES, STREETS, fold
from eval.examiners.hospital.pieces import case, fill, lab_values
from eval.examiners.hospital.staff import SPECS, Doctor


def _margin(ctx, d, svc):
    """Head and margin of the first page: the service and those who work there."""
    r, col, chef = ctx.r, ctx.ink, ctx.team[0]
    d.logo(r, 40, 30, 40, col)
    d.t(95, 32, ctx.sname(), 15, b=True, color=col)
    d.t(95, 52, svc.upper(), 9.5)
    d.line(40, 82, d.W - 40, wd=1, color=col)
    y = 100
    d.t(40, y, ctx.pick("Chef de service", "Responsable", "Médecin coordonnateur"), 7.5, i=True)
    d.t(40, y + 10, chef.full(), 8.5, b=True)
    y += 30
    d.t(40, y, ctx.pick("Praticiens hospitaliers", "Praticiens", "Équipe médicale"), 7.5, i=True)
    for q in [*ctx.team[1:5], ctx.author]:
        y += 11
        d.t(40, y, q.full(), 8)
    y += 24
    d.t(40, y, ctx.pick("Cadre de santé", "Secrétariat médical"), 7.5, i=True)
    d.t(40, y + 10, "Mme " + Doctor(r).family.title(), 8)
    y += 34
    for s in ("Secrétariat : " + ctx.s.tel, "Télécopie : " + ctx.s.fax, ctx.s.mail):
        d.t(40, y, s, 7)
        y += 10


def _numbers(ctx, d):
    """INS and number of the patient on one line, when there are any."""
    bits = []
    if ctx.show_ins:
        bits.append(ctx.ins_label() + " : " + ctx.ins_text())
    if ctx.show_ipp:
        bits.append("IPP : " + ctx.p.ipp)
        ctx.done.add("ipp")
    if bits:
        d.p(esc(" - ".join(bits)), size=d.size - 1, after=3)


def ch_letter_margin(ctx):
    """Old hospital: staff list in the left margin, serif letter."""
    d = Pdf(ctx.pick(*SERIF), ctx.pick(10, 10.5, 11), left=185, right=45, top=120, bottom=70)
    col, r = ctx.ink, ctx.r
    svc = ctx.pick("Service de ", "Pôle ", "Département de ", "Unité de ") + SPECS[ctx.spec]
    fin = ctx.finess()

    def every(d):
        if d.n == 1:
            _margin(ctx, d, svc)
        d.line(168, 100, 168, y2=d.H - 60, color=col)
        d.t(d.W / 2, d.H - 40, f"{ctx.s.name} - {ctx.s.addr} - {ctx.s.cp} {ctx.s.city}", 7, align="c", color="#555555")
        if fin:
            d.t(d.W / 2, d.H - 30, fin, 7, align="c", color="#555555")

    d.every = every
    d.begin()
    d.t(d.W - 45, d.y, "{}, le {}".format(ctx.s.city, ctx.use_doc(ctx.pick("long", ctx.dk))), align="r")
    d.y += 26
    tos = ctx.addressees(ctx.pick(1, 1, 2))
    ctx.set(doc_type=["11488-4"])
    d.t(330, d.y, tos[0].full(), b=True)
    d.t(330, d.y + 13, f"{r.randint(1, 99)} {r.choice(STREETS)}")
    d.t(330, d.y + 26, f"{ctx.s.dep}000 {r.choice(CITIES)[0]}")
    d.y += 56
    mo, hi, ex, co = case(ctx)
    d.p(
        "<b>{}</b> {}".format(ctx.pick("Concerne :", "Objet :", "Réf. patient :", "Patient(e) :"), esc(ctx.inline())),
        after=3,
    )
    _numbers(ctx, d)
    d.y += 8
    kind = ctx.pick("cs", "cs", "hj")
    d.p(ctx.pick("Cher confrère,", "Chère consœur, cher confrère,", "Mon cher ami,", "Monsieur et cher confrère,"))
    if kind == "cs":
        d.p(
            esc(
                f"J'ai vu en consultation le {ctx.use_act()} {ctx.V['M']}, {'patiente' if ctx.p.sex == 'F' else 'patient'} de {ctx.age} ans, pour {mo}."
            ),
            align=4,
        )
    else:
        ctx.set(doc_type=["34112-3", "11488-4"])
        d.p(esc("{} a séjourné en hôpital de jour le {} pour {}.".format(ctx.V["M"], ctx.use_act(), mo)), align=4)
    d.p(esc("Dans ses antécédents : " + hi), align=4)
    if r.random() < 0.8:
        d.p(esc(ctx.distract()), align=4)
    d.p(esc(ex), align=4)
    if r.random() < 0.6:
        d.p(
            esc(
                "{} {}.".format(
                    ctx.pick("Son traitement comporte :", "Traitement habituel :", "Ordonnance en cours :"),
                    " ; ".join(r.sample(DRUGS, r.randint(3, 7))),
                )
            ),
            align=4,
        )
    if r.random() < 0.5:
        d.p(esc(" ".join(fill(ctx, s) for s in r.sample(SOC, 2)) + " " + ctx.distract()), align=4)
    d.p(esc(co), align=4)
    ctx.extras(d)
    d.p(
        ctx.pick(
            "Bien confraternellement.",
            "Je vous prie d'agréer, cher confrère, l'expression de mes salutations les meilleures.",
            "Avec mes sentiments dévoués.",
        )
    )
    d.need(70)
    d.y += 12
    d.t(330, d.y, ctx.use_author(), b=True)
    rp = ctx.rpps()
    if rp:
        d.t(330, d.y + 13, rp, 8.5)
    d.sign(r, 340, d.y + 34)
    d.y += 64
    if len(tos) > 1:
        d.p(esc(ctx.pick("Copie : ", "Double à : ", "c.c. : ") + tos[1].full()), size=8.5)
    return d


def discharge_liaison(ctx):
    """Discharge letter in sections, several pages, running head."""
    d = Pdf(
        ctx.pick("carlito", "lato", "libsans", "noto", "caladea", "opensans"),
        ctx.pick(10, 10.5, 11),
        left=50,
        right=50,
        top=30,
        bottom=60,
    )
    r, col = ctx.r, ctx.ink
    mo, hi, ex, co = case(ctx)
    stay = r.randint(2, 14)
    ctx.doc = min(ctx.act + dt.timedelta(days=stay), dt.date(2026, 11, 22))
    fin = ctx.finess()
    short = (ctx.p.used_name or ctx.p.birth_name).upper() if ctx.trap == "used_name_only" else ctx.p.birth_name.upper()

    def every(d):
        if d.n == 1:
            d.logo(r, 50, 28, 36, col)
            d.t(96, 30, ctx.sname(), 13, b=True, color=col)
            d.t(
                96,
                48,
                SPECS[ctx.spec] + " - " + ctx.pick("unité 2B", "hospitalisation complète", "secteur A", "3e étage"),
                9,
            )
            d.y = 80
        else:
            d.t(50, 26, ctx.s.name, 8, color="#555555")
            d.t(d.W - 50, 26, f"{short} {ctx.p.first} - séjour du {ctx.d(ctx.act)}", 8, align="r", color="#555555")
            d.line(50, 40, d.W - 50, color="#999999")
            d.y = 52
        d.t(
            d.W / 2,
            d.H - 44,
            "{} - {} {} - Standard {}{}".format(
                ctx.s.addr, ctx.s.cp, ctx.s.city, ctx.s.tel, " - " + fin if fin else ""
            ),
            7,
            align="c",
        )
        d.t(d.W / 2, d.H - 34, f"Page {d.n} sur {ctx.total}", 7, align="c")

    d.every = every
    d.begin()
    title, ty = r.choice(
        [
            ("LETTRE DE LIAISON À LA SORTIE", ["11490-0"]),
            ("Lettre de liaison - sortie d'hospitalisation", ["11490-0"]),
            ("COMPTE RENDU D'HOSPITALISATION", ["34112-3"]),
            ("Compte-rendu de séjour", ["34112-3"]),
        ]
    )
    ctx.set(doc_type=ty)
    d.t(d.W / 2, d.y, title, 14, b=True, align="c")
    d.y += 28
    prs = ctx.pairs(episode=r.random() < 0.75)
    d.box(50, d.y, d.w, 14 * ((len(prs) + 1) // 2) + 8, stroke=col, fill="#f7f7f4")
    for i, (a, b) in enumerate(prs):
        x = 56 + (i % 2) * (d.w / 2)
        yy = d.y + 5 + 14 * (i // 2)
        d.t(x, yy, a + " : ", 8.5)
        wv = d.width(a + " : ", 8.5)
        d.t(x + wv + 2, yy, b, 9 if wv + d.width(b, 9, True) < d.w / 2 - 12 else 6.6, b=True)
    d.y += 14 * ((len(prs) + 1) // 2) + 20
    tos = ctx.addressees(ctx.pick(1, 2))
    d.p(esc(ctx.pick("Destinataire(s) : ", "À : ") + " ; ".join(t.full() for t in tos)))
    d.p(
        "<b>{} du {} au {}</b>".format(
            ctx.pick("Séjour", "Hospitalisation", "Hospitalisé(e)"), ctx.d(ctx.act), ctx.use_discharge(ctx.doc)
        )
    )
    secs = [
        (ctx.pick("Motif d'hospitalisation", "Motif d'entrée"), mo[0].upper() + mo[1:] + "."),
        (ctx.pick("Antécédents", "Terrain"), hi + " " + ctx.distract()),
        (ctx.pick("Examen clinique et paraclinique", "Histoire et examens"), ex + " " + ctx.distract()),
        (
            ctx.pick("Évolution dans le service", "Synthèse du séjour"),
            " ".join(CASES[ctx.spec if ctx.spec in CASES else "interne"][3][:2]).format(**ctx.V)
            + " "
            + ctx.pick("Les suites sont simples.", "L'état est stable à la sortie.", "Pas d'événement intercurrent."),
        ),
        (
            ctx.pick("Actes et gestes invasifs", "Transfusion, germes"),
            ctx.pick(
                "Aucune transfusion. Pas de portage de BMR connu.",
                f"Voie veineuse périphérique retirée le {ctx.d(ctx.doc)}.",
                f"Concentrés globulaires : 2, le {ctx.d(ctx.act + dt.timedelta(days=1))}.",
            ),
        ),
    ]
    for h, s in secs:
        d.need(40)
        d.p(f"<b>{h}</b>", after=1, color=col)
        d.p(esc(s), align=4, after=7)
    if r.random() < 0.6:
        d.need(60)
        d.p(
            "<b>{}</b>".format(ctx.pick("Biologie du séjour", "Examens biologiques", "Résultats marquants")),
            after=2,
            color=col,
        )
        rws = lab_values(ctx, 2)
        d.table(
            [("Examen", "Entrée ({})".format(ctx.d(ctx.act, "slash")), "Sortie ({})".format(ctx.d(ctx.doc, "slash")))]
            + [(a, v + " " + u, pv + " " + u) for _, rr in rws for a, v, u, ref, pv, f in rr],
            [200, 140, 140],
            size=8.5,
        )
    if r.random() < 0.6:
        im = r.choice(IMAGING)
        d.p(
            "<b>{} du {}.</b> {} {}".format(
                esc(im[1].capitalize()), ctx.d(ctx.act + dt.timedelta(days=1)), esc(" ".join(im[4])), esc(im[5])
            ),
            align=4,
        )
    d.need(60)
    d.p(
        "<b>{}</b>".format(ctx.pick("Traitement de sortie", "Ordonnance de sortie", "Traitement médicamenteux")),
        after=2,
        color=col,
    )
    if r.random() < 0.5:
        d.table(
            [("Médicament", "Posologie", "Statut")]
            + [
                (m.split(" : ")[0], m.split(" : ")[1], ctx.pick("poursuivi", "introduit", "modifié"))
                for m in r.sample(DRUGS, r.randint(4, 7))
            ],
            [160, 250, 80],
        )
    else:
        for m in r.sample(DRUGS, r.randint(4, 8)):
            d.p("• " + esc(m), after=2)
    d.p(
        "<b>{}</b> {}".format(
            ctx.pick("Suites à donner :", "Conduite à tenir :"),
            esc(co + f" Rendez-vous de consultation le {ctx.d(ctx.next(14, 120))}."),
        )
    )
    ctx.extras(d)
    d.need(60)
    d.y += 8
    d.t(310, d.y, f"{ctx.s.city}, le {ctx.use_doc()}")
    d.t(310, d.y + 14, ctx.use_author(), b=True)
    rp = ctx.rpps()
    if rp:
        d.t(310, d.y + 27, rp, 8.5)
    d.y += 44
    return d


def mail_print(ctx):
    """Printed secure mail from a hospital physician."""
    d = Pdf(ctx.pick("libsans", "carlito", "roboto", "dejavu", "opensans"), 10, left=50, right=50, top=40, bottom=45)
    r = ctx.r
    now = ctx.doc + dt.timedelta(days=r.randint(0, 3))

    def every(d):
        d.t(40, 18, f"{now.strftime('%d/%m/%Y')} {r.randint(8, 18):02d}:{r.randrange(60):02d}", 7.5)
        d.t(
            d.W / 2,
            18,
            ctx.pick(
                "Messagerie sécurisée - impression du message", "Boîte de réception - MSSanté", "Courriel - lecture"
            ),
            7.5,
            align="c",
        )
        d.t(40, d.H - 28, f"https://webmail.medical.example/msg?id={r.randrange(10**9):x}", 7)
        d.t(d.W - 40, d.H - 28, f"{d.n}/{ctx.total}", 7, align="r")

    d.every = every
    d.begin()
    a = ctx.author
    tos = ctx.addressees(ctx.pick(1, 1, 2))

    def ad(q):
        family = fold(q.family).lower().replace(" ", "").replace("'", "")
        return f"{fold(q.given).lower()}.{family}@{ctx.pick('medecin', 'ch-sud', 'pro')}.mssante.example"

    mo, hi, ex, co = case(ctx)
    ty, subj = r.choice(
        [
            (["96349-6", "11488-4"], "Demande d'avis"),
            (["96349-6", "11488-4"], "Je vous adresse un patient"),
            (["11488-4"], "CR de consultation"),
            (["11488-4"], "Nouvelles de notre patient commun"),
        ]
    )
    ctx.set(doc_type=ty)
    adr = ty[0] == "96349-6"
    who = ctx.inline(born=False, extra=False)
    rows = [
        ("De", f"{ctx.use_author()} <{ad(a)}>"),
        ("À", ", ".join(f"{t.full()} <{ad(t)}>" for t in tos)),
        ("Envoyé", f"{ctx.use_doc(ctx.pick('slash', 'dlong', 'long'))} {r.randint(7, 20):02d}:{r.randrange(60):02d}"),
        ("Objet", subj + " - " + who),
    ]
    for k, v in rows:
        d.p(f"<b>{k} :</b> {esc(v)}", after=2)
    d.line(wd=0.8)
    d.y += 12
    d.p(ctx.pick("Chers collègues,", "Bonjour,", "Cher confrère,"))
    born = (", {} le {},".format("née" if ctx.p.sex == "F" else "né", ctx.birth_text())) if ctx.has_dob else ""
    if adr:
        ctx.drop("act_date")
        d.p(esc(f"Merci de recevoir {who}{born} pour {mo}."))
    else:
        d.p(esc(f"J'ai reçu le {ctx.use_act()} {who}{born} pour {mo}."))
    if ctx.show_ins:
        d.p(esc(f"({ctx.ins_label()} : {ctx.ins_text()})"))
    if ctx.trap in ("near_namesake", "namesake_same_day", "twin"):
        d.p("Son numéro chez vous : IPP " + ctx.p.ipp)
        ctx.done.add("ipp")
    d.p(esc(hi + " " + ctx.distract()))
    d.p(esc(ex))
    d.p(
        esc(co)
        if not adr
        else ctx.pick(
            "Que pensez-vous de la conduite à tenir ? Son traitement est joint.",
            "Pouvez-vous le recevoir rapidement ?" if ctx.p.sex == "M" else "Pouvez-vous la recevoir rapidement ?",
            "Merci de votre avis sur l'indication.",
        )
    )
    ctx.extras(d)
    d.p(ctx.pick("Bien à vous,", "Cordialement,", "Amicalement,"))
    d.p(
        "<b>{}</b><br/>{}<br/>{}<br/>{} - {}".format(
            esc(a.full()), SPECS.get(ctx.spec, ""), esc(ctx.sname()), esc(ctx.s.tel), esc(ctx.s.cp + " " + ctx.s.city)
        ),
        size=9,
        after=4,
    )
    rp = ctx.rpps()
    if rp:
        d.p(rp, size=8.5)
    d.p("<i>Ce message contient des données de santé ; si vous n'en êtes pas destinataire, détruisez-le.</i>", size=7.5)
    return d


def fax_note(ctx):
    """Fax: cover block, then a short dictated note."""
    d = Pdf(ctx.pick("libserif", "libsans", "type", "freeserif"), 11, left=60, right=60, top=50, bottom=60, lead=1.35)
    r = ctx.r
    d.begin()
    ctx.set(doc_type=["11488-4", "34875-5", "34112-3"])
    tos = ctx.addressees(1)
    d.t(60, 48, ctx.pick("TÉLÉCOPIE", "FAX", "MESSAGE PAR TÉLÉCOPIE"), 24, b=True)
    d.t(60, 78, ctx.sname(), 11, b=True)
    d.t(d.W - 60, 79, f"Fax {ctx.s.fax} / Tél. {ctx.s.tel}", 9, align="r")
    d.y = 104
    mo, _hi, ex, co = case(ctx)
    for a, b in (
        ("Pour", tos[0].full()),
        ("De la part de", ctx.use_author() + " - " + SPECS[ctx.spec]),
        ("Date", ctx.use_doc()),
        ("Nombre de pages", f"{r.randint(1, 3)}"),
    ):
        d.t(60, d.y, a + " :", 10.5)
        d.t(170, d.y, b, 10.5, b=True)
        d.y += 17
    d.line(wd=1.5)
    d.y += 14
    d.p(f"<b>{esc(ctx.inline(extra=False))}</b>")
    if ctx.show_ins:
        d.p(esc(ctx.ins_label() + " " + ctx.ins_text()), size=9.5)
    if ctx.trap in ("near_namesake", "namesake_same_day", "twin"):
        d.p("IPP " + ctx.p.ipp, size=9.5)
        ctx.done.add("ipp")
    ctx.act = min(ctx.act, ctx.doc)
    d.p(
        esc(
            "{} le {} pour {}.".format(
                ctx.pick("Vu ce", "Examiné" + ctx.V["e"], "Reçu" + ctx.V["e"] + " en consultation").replace(
                    "Vu ce", "Vu" + ctx.V["e"]
                ),
                ctx.use_act(),
                mo,
            )
        )
    )
    d.p(esc(ex))
    d.p(esc(ctx.distract()))
    d.p(esc(co))
    ctx.extras(d)
    d.y += 8
    d.sign(r, 330, d.y + 8)
    d.t(330, d.y + 30, ctx.author.full())
    rp = ctx.rpps()
    if rp:
        d.t(330, d.y + 45, rp, 9)
    d.y += 64
    return d

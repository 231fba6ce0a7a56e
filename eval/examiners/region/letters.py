"""Letters of specialists and of general practitioners."""

from eval.examiners.region.content import DRUGS, HISTORY
from eval.examiners.region.pdf import Flow
from eval.examiners.region.people import title
from eval.examiners.region.pieces import addressee, bye, consult, copies, ctype, salut
from eval.examiners.region.registry import layout
from eval.examiners.region.staff import SPECS


def _staff_column(c, pdf, spec, au):
    """Those who work in the service, in the margin."""
    y = 42
    pdf.t(10, y, c.one("SERVICE DE", "PÔLE", "UNITÉ DE"), 8, "B")
    for s in pdf.wrap(SPECS[spec][0].upper(), 40, 8, "B"):
        y += 4
        pdf.t(10, y, s, 8, "B")
    y += 7
    staff = [c.pro(spec) for _ in range(c.r.randint(3, 5))]
    roles = [c.one("Chef de service", "Responsable d'unité"), "Praticiens hospitaliers", "", "Assistants", "", ""]
    for role, q in zip(roles, [*staff[:2], au, *staff[2:]], strict=False):
        if role:
            y += 3
            pdf.t(10, y, role, 7, "I", col="grey")
            y += 4
        pdf.t(10, y, f"Dr {q.given} {q.family}" if q is au else c.dr(q, "full"), 7.5)
        y += 4
        if c.maybe(0.3) and q is not au:
            pdf.t(10, y, f"RPPS {q.rpps}", 6)
            y += 3.5
    y += 4
    pdf.t(10, y, "Secrétariat", 7, "I", col="grey")
    pdf.t(10, y + 4, f"{c.w.first('F', 1970)} {title(c.w.last())}", 7.5)
    pdf.t(10, y + 8, c.one("Poste ", "Tél. ") + c.pro().tel, 7.5)
    pdf.hl(54, 34, 0.01)
    pdf.line(53, 36, 53, 270)


@layout("adult", 3)
def margin_staff_letter(c):
    """Hospital consultation letter, a narrow column of staff on the left."""
    pdf = c.new("any")
    pl = c.place("hospital")
    spec, _, paras = consult(c)
    au = c.pro(spec)
    pdf.logo(12, 10, 14, c.r.randrange(6), c.one("teal", "blue", "green"))
    pdf.t(32, 16, c.struct(pl).upper() if c.maybe(0.4) else c.struct(pl), 14, "B", col="blue")
    pdf.t(32, 21.5, f"{pl.addr} - Tél. {pl.tel}", 8, col="grey")
    if c.maybe():
        pdf.t(32, 25.5, c.finess(pl), 7.5, col="grey")
    _staff_column(c, pdf, spec, au)
    x, w = 60, 138
    pdf.t(198, 42, f"{c.one(pl.town + ', le ', 'Le ', pl.town + ' le ')}{c.docdate()}", al="R")
    addressee(c, pdf, 125, 53)
    y = 80
    pdf.t(x, y, c.one("Objet : ", "Concerne : ", "Patient : ", "Réf. : ", "N/Réf : "), b="B")
    nm = c.ident()
    y = pdf.para(x + 20, y - 3.4, w - 20, ", ".join(s for s in (nm, c.born()) if s), b="B")
    s = c.ins()
    if s:
        pdf.t(x + 20, y + 3.5, c.one("INS : ", "Matricule INS : ", "N° INS ") + s, 9)
        y += 5
    if c.maybe(0.35):
        pdf.t(x + 20, y + 3.5, f"IPP : {c.ipp()}" + (f"   Venue n° {c.ep()}" if c.maybe(0.4) else ""), 9)
        y += 5
    fl = Flow(pdf, x, y + 6, w, 262)
    fl.para(salut(c), gap=3)
    for s in paras:
        fl.para(s, gap=3)
    fl.para(bye(c), gap=4)
    fl.need(20)
    pdf.t(130, fl.y + 5, c.author(au, "full"), b="B")
    if c.maybe(0.5):
        pdf.t(130, fl.y + 10, c.rpps(au), 8)
    pdf.sign(135, fl.y + 18, c.r)
    cc = copies(c)
    if cc:
        pdf.t(x, 272, c.one("Copie : ", "Double à : ", "c.c. ") + ", ".join(cc), 8, "I")
    ctype(c, spec)


@layout("adult", 3)
def town_specialist_letter(c):
    """Liberal specialist: centred letterhead, everything in running prose."""
    pdf = c.new("serif", c.one(10.5, 11))
    spec, _, paras = consult(c)
    au = c.pro(spec)
    pl = c.place("gp")
    c.leave("structure_name")
    if c.maybe(0.45):
        c.out.discard("structure_name")
        pdf.t(105, 14, c.struct(pl), 12, "B", al="C")
    pdf.t(105, 21, c.author(au, "full"), 14, "B", al="C")
    pdf.t(
        105,
        26.5,
        SPECS[spec][1] + c.one("", " - Ancien interne des hôpitaux", " - Ancien chef de clinique-assistant"),
        9.5,
        "I",
        al="C",
    )
    if c.maybe(0.3):
        pdf.t(105, 31, f"{pl.addr} - {pl.tel}", 8.5, al="C")
    else:
        pdf.t(105, 31, pl.addr, 8.5, al="C")
    if c.maybe(0.65):
        pdf.t(
            105,
            35.5,
            f"{c.rpps(au)}" + c.one("", f" - AM {au.am}", f" - Conventionné secteur {c.one('1', '2')}"),
            8,
            al="C",
        )
    pdf.hl(30, 39, 150, "grey", 0.4)
    addressee(c, pdf, 120, 52)
    pdf.t(20, 76, f"{pl.town}, le {c.docdate(c.one('long', 'longday', 's'))}")
    fl = Flow(pdf, 20, 84, 170, 270)
    fl.para(salut(c), gap=3)
    nm = c.ident(civ=True)
    v = c.r.random()
    b = c.born()
    b = f", {b}," if b else ""
    if v < 0.4:
        fl.para(
            c.one(
                f"Je vous donne des nouvelles de {nm}{b} que je suis régulièrement.",
                f"Voici les nouvelles de {nm}{b} vu à ma consultation.",
            ),
            gap=3,
        )
    elif v < 0.75:
        fl.para(f"{c.one('Concernant', 'Re :', 'Patient :')} {nm}{c.born(True)}", b="B", gap=3)
    else:
        fl.para(f"Votre correspondance au sujet de {nm}{b} appelle de ma part les éléments suivants.", gap=3)
    for s in paras:
        fl.para(s, gap=3)
    fl.para(bye(c), gap=5)
    pdf.sign(130, fl.y + 6, c.r)
    pdf.t(130, fl.y + 16, c.author(au))
    s = c.ins()
    if s:
        pdf.t(20, 282, f"{c.one('INS patient', 'INS')} : {s}", 8)
    ctype(c, spec)


@layout("adult", 1.5)
def typewriter_letter(c):
    """Old typewriter letter, capitals for names, wide margins."""
    pdf = c.new(c.one("typew", "courier"), 10.5)
    spec, _, paras = consult(c)
    au = c.pro(spec)
    pl = c.place("gp")
    c.caps = True
    pdf.t(22, 22, f"DOCTEUR {au.given.upper()} {au.family}")
    c.set(author_family=au.family, author_given=au.given)
    c.leave("structure_name")
    pdf.t(22, 27, SPECS[spec][1].upper())
    pdf.t(22, 32, pl.street)
    pdf.t(22, 37, f"{pl.zip} {pl.town.upper()}")
    pdf.t(22, 42, f"Tel. {pl.tel}")
    pdf.t(190, 54, f"le {c.docdate(c.one('long', 's', 'dot'))}", al="R")
    y = 68
    pdf.t(22, y, c.one("CONCERNE : ", "OBJET : ", "REF : ") + c.ident(order="nf"))
    b = c.born()
    if b:
        pdf.t(22, y + 5.5, "           " + b)
    fl = Flow(pdf, 22, y + 16, 168, 268)
    fl.para(c.one("Mon cher Confrere,", "Cher ami,", "Cher Confrère,"), gap=4)
    for s in paras:
        fl.para("     " + s, gap=3, lead=1.4)
    fl.para("     " + bye(c), gap=8)
    pdf.t(120, fl.y + 4, f"Dr {au.family}")
    g = c.pro()
    pdf.t(22, 282, f"Destinataire : {c.dest(g)}", 9)
    ctype(c, spec)


@layout("adult", 2)
def twocol_letterhead(c):
    """Clinic letter with a two-column letterhead and a patient box at the right."""
    pdf = c.new("sans", 10)
    pl = c.place("clinic")
    spec, subj, paras = consult(c)
    au = c.pro(spec)
    col = c.one("green", "violet", "teal", "red")
    pdf.band(0, 0, 210, 4, (200, 215, 220))
    pdf.t(14, 16, c.struct(pl), 15, "B", col=col)
    pdf.t(14, 21, pl.street, 8.5)
    pdf.t(14, 25, f"{pl.zip} {pl.town}", 8.5)
    pdf.t(14, 29, f"Accueil {pl.tel}", 8.5)
    pdf.t(196, 16, c.author(au, c.one("full", "full", "init")), 11, "B", al="R")
    pdf.t(196, 21, SPECS[spec][0], 8.5, al="R")
    if c.maybe(0.6):
        pdf.t(196, 25, c.rpps(au), 8.5, al="R")
    pdf.t(196, 29, f"Secrétariat : {au.tel}", 8.5, al="R")
    pdf.hl(14, 33, 182, col, 0.5)
    left = c.maybe()
    bx = 14 if left else 112
    pdf.box(bx, 38, 84, 36, rnd=True, fill=(246, 246, 248))
    pr = c.pairs() + c.ins_pair()
    pdf.kv(bx + 3, 44, pr, lw=32, size=9, w=78, step=5)
    c.dm(bx + 64, 39.5, 15, False) if len(pr) < 6 and max(pdf.tw(v, 9, "B") for _, v in pr) < 28 else None
    ax = 112 if left else 14
    addressee(c, pdf, ax, 48, size=10)
    pdf.t(ax, 70, f"Le {c.docdate()}")
    pdf.t(
        105,
        85,
        c.one(subj.upper(), "COMPTE RENDU DE CONSULTATION", f"Consultation - {SPECS[spec][0]}"),
        12,
        "B",
        al="C",
    )
    fl = Flow(pdf, 14, 91, 182, 262)
    heads = [
        c.one("Motif", "Anamnèse"),
        c.one("Examen", "Constatations"),
        c.one("Examens complémentaires", "Données"),
        c.one("Au total", "Conclusion", "Conduite à tenir"),
    ]
    extra = len(paras) - 4
    for i, s in enumerate(paras):
        k = i if i < 2 else (i - extra if i - extra > 1 else None)
        if k is not None and k < 4:
            fl.head_(heads[k], col=col)
        fl.para(s, gap=3)
    pdf.sign(140, fl.y + 10, c.r)
    cc = copies(c)
    if cc:
        pdf.t(14, 272, c.one("Copies : ", "Destinataires en copie : ") + " - ".join(cc), 8)
    pdf.t(
        105,
        290,
        f"{pl.name} - {pl.addr}" + (f" - {c.finess(pl)}" if c.maybe() else "") + " - SAS au capital de 240 000 €",
        6.5,
        al="C",
        col="grey",
    )
    ctype(c, spec)


@layout("child", 2)
def paediatric_letter(c):
    """Children's outpatient letter, parents named."""
    pdf = c.new("sans", 10)
    pl = c.place("hospital")
    spec, _, paras = consult(c, True)
    au = c.pro(spec)
    pdf.t(105, 16, c.struct(pl), 13, "B", al="C")
    pdf.t(
        105,
        21.5,
        c.one("Hôpital de jour de pédiatrie", "Consultations externes de pédiatrie", "Pôle Femme - Mère - Enfant"),
        10,
        al="C",
    )
    pdf.t(105, 26, pl.addr, 8, al="C")
    pdf.t(20, 42, f"Le {c.docdate()}")
    mo = f"Mme {c.w.first('F', 1985)} {c.cased(c.p.bn)}"
    if c.trap != "relative" and c.maybe():
        pdf.t(120, 42, "Aux parents de")
        pdf.t(120, 47, c.ident(civ=False, order="nf"), b="B")
        g = c.pro()
        c.dest(g)
        cc = [c.dr(g)]
        c.set(recipients=[g.family])
    else:
        addressee(c, pdf, 120, 42)
        cc = []
    y = 68
    pr = c.pairs() + c.ins_pair() + ([("N° IPP", c.ipp())] if c.maybe() else [])
    c.leave("sex")
    pdf.box(20, y - 5, 170, 6 + 5 * len(pr))
    y = pdf.kv(23, y, pr, lw=44, step=5)
    fl = Flow(pdf, 20, y + 4, 170, 268)
    fl.para(salut(c) if not cc else "Madame, Monsieur,", gap=3)
    if c.maybe(0.6) and c.trap != "relative":
        fl.para(f"Consultation en présence de la mère, {mo}{c.one('', ', 37 ans', ', infirmière')}.", gap=2)
    for s in paras:
        fl.para(s, gap=3)
    fl.para(bye(c) if not cc else "Cordialement.", gap=6)
    pdf.t(125, fl.y, c.author(au, "full"))
    pdf.sign(130, fl.y + 8, c.r)
    cc += copies(c, 0 if cc else None)
    if cc:
        pdf.t(20, 280, "Copie à : " + ", ".join(cc), 8.5)
    c.type("11488-4")


@layout("adult", 2)
def gp_referral(c):
    """Town doctor's referral, short, printed from his software."""
    pdf = c.new("any", 11)
    au = c.pro()
    pl = c.place("gp")
    d = c.pro(c.one("cardio", "ortho", "gastro", "neuro"))
    if c.maybe(0.6):
        pdf.t(18, 17, c.struct(pl), 11, "B")
    else:
        c.leave("structure_name")
    pdf.t(18, 23, c.author(au, "full"), 13, "B")
    pdf.t(18, 28, "Médecine générale", 9.5)
    pdf.t(18, 33, pl.addr, 9)
    pdf.t(18, 38, f"Tél : {pl.tel}", 9)
    if c.maybe(0.7):
        pdf.t(18, 43, c.rpps(au) + f"   AM : {au.am}", 9)
    pdf.t(190, 52, f"{pl.town}, le {c.docdate()}", al="R")
    if c.maybe(0.7):
        pdf.t(110, 62, c.one("À l'attention du ", "Au ", "") + c.dest(d, "full"))
    else:
        pdf.t(110, 62, c.one("Service des Urgences", "Service de cardiologie"))
    fl = Flow(pdf, 18, 74, 172, 255)
    fl.para(salut(c), gap=4)
    b = c.born()
    nm = c.ident(civ=True)
    cause = c.r.choice(
        [
            "des douleurs thoraciques atypiques depuis le {dp}",
            "une altération de l'état général avec perte de {4-9} kg",
            "des gonalgies invalidantes résistant au traitement",
            "un souffle systolique que je n'avais pas entendu le {d}",
            "une anémie à {80-105/10} g/dL découverte le {dp}",
            "des lombalgies fébriles",
            "une suspicion de phlébite",
            "des vertiges positionnels récidivants",
            "un nodule thyroïdien palpé ce jour",
        ]
    )
    fl.para(
        f"{c.one('Je vous adresse', 'Merci de recevoir', 'Merci de prendre en charge')} {nm}{', ' + b if b else ''} pour {c.tpl(cause)}.",
        gap=3,
    )
    fl.para("Antécédents :", b="B", gap=0.5)
    for s in c.r.sample(HISTORY, c.r.randint(2, 5)):
        fl.para("- " + c.tpl(s), gap=0.5, ind=4)
    fl.y += 2
    fl.para("Traitement en cours :", b="B", gap=0.5)
    for s in c.r.sample(DRUGS, c.r.randint(2, 5)):
        fl.para("- " + s, gap=0.5, ind=4, size=10)
    fl.y += 2
    fl.para(
        c.tpl(
            c.one(
                "Examen : TA {110-170}/{60-95}, pouls {56-100}, auscultation libre.",
                "L'examen clinique de ce jour est par ailleurs sans particularité, poids {50-100} kg.",
            )
        ),
        gap=3,
    )
    rel = c.relative()
    if rel:
        fl.para(rel, gap=3)
    fl.para(bye(c), gap=4)
    pdf.sign(130, fl.y + 8, c.r)
    s = c.ins()
    if s:
        pdf.t(18, 280, c.one("INS : ", "Identité INS : ") + s, 9)
    c.dm(172, 262, 17)
    c.leave("act_date")
    c.type("96349-6", "11488-4")

"""Laboratory: tables, listings, germs, portals."""

import datetime as dt
from xml.sax.saxutils import escape as esc

from eval.examiners.hospital.fonts import SANS
from eval.examiners.hospital.pdf import Pdf
from eval.examiners.hospital.people import strict
from eval.examiners.hospital.pieces import lab_values


def lab_table(ctx):
    """Laboratory report with previous values and a validation line."""
    d = Pdf(ctx.pick(*SANS), 9.5, left=40, right=40, top=30, bottom=60)
    r, col = ctx.r, ctx.ink
    fin = ctx.finess()
    biols = [*ctx.team[:4], ctx.author]
    r.shuffle(biols)
    prev = ctx.past(40, 700)

    def every(d):
        if d.n == 1:
            d.logo(r, 40, 28, 34, col)
            d.t(82, 28, ctx.sname(), 14, b=True, color=col)
            d.t(82, 46, f"{ctx.s.addr} - {ctx.s.cp} {ctx.s.city} - Tél. {ctx.s.tel}", 7.5)
            d.t(82, 56, "Biologistes médicaux : " + ", ".join(q.given[0] + ". " + q.family for q in biols), 6.8)
            if fin:
                d.t(82, 65, fin, 6.8)
            d.y = 84
        else:
            d.t(40, 28, ctx.s.name, 8, b=True, color=col)
            d.t(
                d.W - 40,
                28,
                "{} - dossier {}".format(
                    (ctx.p.used_name if ctx.p.used_name and ctx.trap == "used_name_only" else ctx.p.birth_name).upper(),
                    num,
                ),
                8,
                align="r",
            )
            d.y = 48
        d.t(d.W - 40, d.H - 36, f"Page {d.n}/{ctx.total}", 7.5, align="r")
        d.t(40, d.H - 36, "* valeur hors de l'intervalle de référence. Rapport à ne reproduire qu'en entier.", 6.5)

    num = f"{ctx.act.month:02d}{ctx.act.year:04d}-{r.randrange(9999):04d}"
    d.every = every
    d.begin()
    ctx.set(doc_type="11502-2")
    prs = ctx.pairs(addr=r.random() < 0.4)
    y0 = d.y
    h = 13 * len(prs) + 10
    d.box(40, y0, 265, h, fill="#f4f6f8", stroke=col, r=4)
    for i, (a, b) in enumerate(prs):
        d.t(48, y0 + 5 + 13 * i, a + " :", 8.5)
        d.t(150, y0 + 5 + 13 * i, b, 9 if len(b) < 26 else 7.2, b=True)
    tos = ctx.addressees(1)
    x2 = 325
    rows = [
        (ctx.pick("Prescripteur", "Médecin prescripteur", "Demandé par"), tos[0].full()),
        (
            ctx.pick("Prélevé le", "Prélèvement du", "Date de prélèvement"),
            ctx.use_act() + f" à {r.randint(7, 11)}h{r.randrange(60):02d}",
        ),
        (ctx.pick("Reçu le", "Enregistré le"), ctx.d(ctx.act) + f" à {r.randint(11, 13)}h{r.randrange(60):02d}"),
        (ctx.pick("Dossier n°", "Demande n°", "N° de dossier"), num),
    ]
    for i, (a, b) in enumerate(rows):
        d.t(x2, y0 + 5 + 14 * i, a + " :", 8.5)
        d.t(x2 + 95, y0 + 5 + 14 * i, b, 9, b=(i == 0))
    d.y = max(y0 + h, y0 + 66) + 14
    d.t(
        d.W / 2,
        d.y,
        ctx.pick(
            "COMPTE RENDU D'ANALYSES", "RÉSULTATS D'EXAMENS DE BIOLOGIE MÉDICALE", "Compte rendu d'examens biologiques"
        ),
        12,
        b=True,
        align="c",
    )
    d.y += 24
    for s, rws in lab_values(ctx, ctx.pick(1, 2, 2, 3, 4)):
        d.need(60)
        d.t(40, d.y, s, 10, b=True, color=col)
        d.y += 15
        d.table(
            [("Analyse", "Résultat", "Unité", "Valeurs de référence", "Antériorité du " + ctx.d(prev, "slash"))]
            + [(a, v + " " + f, u, ref, pv) for a, v, u, ref, pv, f in rws],
            [185, 70, 60, 110, 90],
            grid=r.random() < 0.5,
            lines="#bbbbbb",
            fill="#e6ebf0",
        )
    ctx.extras(d)
    d.need(60)
    a = ctx.author
    ctx.set(author_family=a.family, author_given=a.given)
    d.y += 4
    d.t(
        d.W - 40,
        d.y,
        "{} {} {} {}".format(
            ctx.pick("Validé le", "Validation biologique :", "Résultats validés le"), ctx.use_doc(), "par", a.full()
        ),
        9,
        b=True,
        align="r",
    )
    rp = ctx.rpps()
    if rp:
        d.t(d.W - 40, d.y + 12, rp, 8, align="r")
    d.t(
        d.W - 40,
        d.y + 24,
        "Édité le " + ctx.d(ctx.doc + dt.timedelta(days=r.choice([0, 0, 1]))),
        7,
        align="r",
        color="#666666",
    )
    d.y += 36
    return d


def dotmatrix_lab(ctx):
    """Listing printer of an old hospital laboratory: one typeface, capitals, no frame."""
    d = Pdf(ctx.pick("dejamono", "libmono", "freemono"), 9, left=40, right=30, top=30, bottom=40)
    r = ctx.r
    d.begin()
    if r.random() < 0.5:
        for y in range(20, int(d.H) - 20, 48):
            d.box(20, y, d.W - 40, 24, fill="#eef6ee", stroke=None)
    ctx.set(doc_type="11502-2")
    up = strict
    lines = []
    ctx.set(structure_name=ctx.s.name)
    lines.append(up(ctx.s.name))
    lines.append(up("LABORATOIRE CENTRAL - " + ctx.s.cp + " " + ctx.s.city) + "   TEL " + ctx.s.tel.replace(" ", "."))
    fin = ctx.finess()
    if fin:
        lines.append(up(fin))
    lines.append("-" * 84)
    ctx.bk = ctx.pick("slash", "dot", "dash")
    ctx.dk = ctx.bk
    prs = ctx.pairs()
    tos = ctx.addressees(1)
    for i, (a, b) in enumerate(prs):
        right = [
            "PRESCRIPTEUR : " + up(tos[0].full(1)),
            f"U.F. : {r.randrange(9999):04d} {up(ctx.pick('Medecine', 'Chirurgie', 'Urgences'))}",
            f"DEMANDE : {r.randrange(10**8):08d}",
        ]
        lines.append(f"{up(a):<18}: {b}".ljust(50) + (right[i] if i < 3 and len(b) < 29 else ""))
    lines.append("-" * 84)
    lines.append(
        f"PRELEVEMENT DU {ctx.use_act()} A {r.randint(6, 18):02d}H{r.randrange(60):02d}      EDITION DU {ctx.d(ctx.doc)}"
    )
    lines.append("")
    for s, rows in lab_values(ctx, ctx.pick(1, 2, 2, 3)):
        lines.append("  *** " + up(s) + " ***")
        for a, v, u, ref, _, f in rows:
            lines.append(f"  {up(a)[:32]:<32} {v:>9} {u:<9} {f or ' '} ({ref})")
        lines.append("")
    for s in lines:
        d.t(40, d.y, s, 9)
        d.y += 12.6
    ctx.extras(d)
    a = ctx.author
    ctx.set(author_family=a.family, author_given=a.given)
    d.t(40, d.y, f"VALIDE PAR : {up(a.full())} LE {ctx.use_doc()}   {up(ctx.rpps())}", 9)
    d.y += 15
    d.t(40, d.y, "*** FIN DU COMPTE RENDU ***", 9)
    return d


def microbiology(ctx):
    """Bacteriology: culture and antibiogram in two columns."""
    d = Pdf(ctx.pick(*SANS), 9.3, left=38, right=38, top=26, bottom=46)
    r, col = ctx.r, ctx.ink
    d.begin()
    ctx.set(doc_type="11502-2")
    d.t(d.W / 2, 26, ctx.sname(), 14, b=True, color=col, align="c")
    d.t(d.W / 2, 44, f"{ctx.s.addr} - {ctx.s.cp} {ctx.s.city} - {ctx.s.tel} - {ctx.s.web}", 7.5, align="c")
    fin = ctx.finess()
    if fin:
        d.t(d.W / 2, 54, fin, 7.5, align="c")
    d.line(y=66, wd=1.4, color=col)
    y0 = d.y = 76
    tos = ctx.addressees(ctx.pick(1, 2))
    d.t(38, d.y, ctx.pick("Docteur ", "Transmis à : ") + " ; ".join(f"{t.given} {t.family}" for t in tos), 9)
    d.t(38, d.y + 13, f"Demande {r.randrange(10**7):07d} - accueil {r.randint(7, 18):02d}h{r.randrange(60):02d}", 8.5)
    prs = ctx.pairs()
    for i, (a, b) in enumerate(prs):
        d.t(300, y0 + 13 * i, a, 8.3, color="#555555")
        d.t(410, y0 + 13 * i, b, 9 if len(b) < 24 else 6.6, b=True)
    d.y = y0 + max(40, 13 * len(prs)) + 10
    nat = ctx.pick(
        "ECBU",
        "HÉMOCULTURE",
        "COPROCULTURE",
        "PRÉLÈVEMENT DE PLAIE",
        "ECBC",
        "LIQUIDE ARTICULAIRE",
        "PRÉLÈVEMENT DE GORGE",
        "DÉPISTAGE DE BMR",
    )
    d.t(38, d.y, "BACTÉRIOLOGIE - " + nat, 12, b=True, color=col)
    d.y += 20
    d.p(
        f"{ctx.pick('Date et heure du prélèvement :', 'Prélevé le', 'Recueil du')} {ctx.use_act()} à {r.randint(6, 20):02d}h{r.randrange(60):02d}"
    )
    d.p(
        f"<b>Examen direct</b> : leucocytes {r.randint(5, 900)} /mm3, hématies {r.randint(0, 60)} /mm3, {ctx.pick('bacilles à Gram négatif', 'cocci à Gram positif en amas', 'absence de germe', 'flore polymorphe')}."
    )
    germ = ctx.pick(
        "Escherichia coli",
        "Klebsiella pneumoniae",
        "Staphylococcus aureus",
        "Pseudomonas aeruginosa",
        "Enterococcus faecalis",
        "Proteus mirabilis",
        "Streptococcus agalactiae",
        "culture négative après 48 heures",
    )
    d.p(
        "<b>Culture</b> : <i>{}</i>{}".format(
            germ, "" if "nég" in germ else f" - 10<super>{r.randint(3, 7)}</super> UFC/mL"
        )
    )
    if "nég" not in germ:
        ab = r.sample(
            [
                "Amoxicilline",
                "Amoxicilline-ac. clavulanique",
                "Céfotaxime",
                "Ceftazidime",
                "Ertapénème",
                "Gentamicine",
                "Amikacine",
                "Ciprofloxacine",
                "Cotrimoxazole",
                "Fosfomycine",
                "Nitrofurantoïne",
                "Vancomycine",
            ],
            8,
        )
        d.table(
            [("Antibiotique", "CMI", "Cat.", "Antibiotique", "CMI", "Cat.")]
            + [
                (
                    ab[i],
                    "{}".format(ctx.pick("<=1", "2", "0,5", ">8")),
                    ctx.pick("S", "S", "R", "SFP"),
                    ab[i + 4],
                    ctx.pick("<=1", "4", "0,25", ">16"),
                    ctx.pick("S", "S", "R"),
                )
                for i in range(4)
            ],
            [130, 50, 40, 130, 50, 40],
        )
    d.p(
        "Antériorité : {} du {}, {}.".format(
            nat.lower() if nat != "ECBU" else nat,
            ctx.d(ctx.past(10, 400)),
            ctx.pick("stérile", "même germe", "flore commensale"),
        )
    )
    d.p(f"<i>Interprétation selon CA-SFM / EUCAST {ctx.act.year}.</i>", size=8)
    ctx.extras(d)
    a = ctx.author
    ctx.set(author_family=a.family, author_given=a.given)
    d.y += 6
    d.p(
        "{} {} - {} {}".format(
            ctx.pick("Validation biologique le", "Compte rendu validé le"),
            ctx.use_doc(),
            esc(a.full()),
            esc(ctx.rpps()),
        ),
        b=True,
    )
    d.p(
        f"Imprimé le {ctx.d(ctx.doc + dt.timedelta(days=r.randint(0, 2)))} à {r.randint(8, 19):02d}h{r.randrange(60):02d}",
        size=7.5,
    )
    return d


def lab_portal(ctx):
    """Web page of results, printed from a browser."""
    d = Pdf(ctx.pick("roboto", "opensans", "lato", "noto", "dejavu"), 9.5, left=45, right=45, top=40, bottom=44)
    r, col = ctx.r, ctx.ink
    pr = ctx.doc + dt.timedelta(days=r.randint(0, 20))

    def every(d):
        d.t(30, 14, f"{pr.strftime('%d/%m/%Y')}, {r.randint(7, 22):02d}:{r.randrange(60):02d}", 7.5)
        d.t(d.W / 2, 14, "Mes résultats | " + ctx.s.name, 7.5, align="c")
        d.t(30, d.H - 24, f"https://resultats.{ctx.s.web[4:]}/dossier/{r.randrange(10**10):x}", 7)
        d.t(d.W - 30, d.H - 24, f"{d.n}/{ctx.total}", 7.5, align="r")

    d.every = every
    d.begin()
    ctx.set(doc_type="11502-2")
    ctx.sname()
    d.box(45, 34, d.w, 34, fill=col, stroke=None, r=4)
    d.t(57, 43, ctx.s.name, 13, b=True, color="#ffffff")
    d.t(
        d.W - 57,
        46,
        ctx.pick("Espace professionnels", "Espace patients", "Serveur de résultats"),
        9,
        color="#ffffff",
        align="r",
    )
    d.y = 82
    prs = ctx.pairs(episode=False)
    x = 45
    for a, b in prs:
        wv = max(d.width(b, 10, True), d.width(a, 7.5)) + 22
        if x + wv > d.W - 45:
            x = 45
            d.y += 32
        d.t(x, d.y, a, 7.5, color="#777777")
        d.t(x, d.y + 11, b, 10, b=True)
        x += wv
    d.y += 38
    tos = ctx.addressees(1)
    d.p(
        esc(
            "{} {}   ·   Prescrit par {}   ·   Statut : {}".format(
                ctx.pick("Prélèvement du", "Prélevé le"),
                ctx.use_act(),
                tos[0].full(),
                ctx.pick("complet", "validé", "définitif"),
            )
        ),
        size=9,
    )
    for s, rows in lab_values(ctx, ctx.pick(1, 2, 3)):
        d.need(50)
        d.p(f"<b>{s.capitalize()}</b>", color=col, after=2)
        d.table(
            [(a, v + " " + u, "Réf. " + ref, "hors norme" if f else "") for a, v, u, ref, pv, f in rows],
            [190, 110, 120, 80],
            head=False,
            grid=False,
            lines="#dddddd",
            pad=3,
        )
    ctx.extras(d)
    a = ctx.author
    ctx.set(author_family=a.family, author_given=a.given)
    d.p(
        esc(
            "{} {} par {}. {}".format(
                ctx.pick("Validé biologiquement le", "Résultats libérés le"), ctx.use_doc(), a.full(), ctx.rpps()
            )
        ),
        size=8.8,
    )
    fin = ctx.finess()
    d.p(
        esc("{} {} {} - {}{}".format(ctx.s.addr, ctx.s.cp, ctx.s.city, ctx.s.tel, " - " + fin if fin else "")), size=7.5
    )
    return d

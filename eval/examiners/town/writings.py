"""Listings, certificates, directives and prescriptions filled by hand."""

from eval.examiners.town import bodies
from eval.examiners.town.core import d_fmt
from eval.examiners.town.form import FORM_TRAPS, Form
from eval.examiners.town.kit import ins_line, layout, pairs, relative, sentence, structure


@layout("lab_dotmatrix_export", "fpdf", age=(1, 96), traps=(*FORM_TRAPS, "used_only", "twins_near", "twins_distinct"))
def dotmatrix(ctx):
    """Fixed-pitch listing of a hospital laboratory."""
    bio, to = ctx.pro("bio"), ctx.pro(ctx.pick("gp", "interne", "urg"))
    st = structure(ctx, "LABORATOIRE DU CENTRE HOSPITALIER", "LABORATOIRE HOSPITALIER", "LABORATOIRE")
    d = ctx.doc_date
    act = ctx.back(0, 3)
    ctx.put(doc_type=["11502-2"], doc_date=d.isoformat(), act_date=act.isoformat(), recipients=[to.family])
    ctx.omit("episode")
    ctx.author(bio, rpps=False)
    r = ctx.rng
    lines = [st.center(78), f"{ctx.zip} {ctx.city.upper()}".center(78), "=" * 78]
    for k, v in pairs(ctx):
        lines.append(f"{k.upper():<38.38}: {v}")
    lines += [
        f"{'PRESCRIPTEUR':<38}: {to.name(style='TgU')}",
        f"{'PRELEVEMENT DU':<38}: {d_fmt(act, 'slash')} {r.randint(6, 20):02d}:{r.randint(10, 59)}",
        f"{'DEMANDE':<38}: {r.randint(10**8, 10**9)}",
        "-" * 78,
    ]
    lines.append(
        ctx.pick(
            "BACTERIOLOGIE", "EXAMEN CYTOBACTERIOLOGIQUE DES URINES", "COPROCULTURE", "HEMOCULTURE", "SEROLOGIES"
        ).center(78)
        + ""
    )
    lines.append("COMPTE RENDU D'EXAMENS DE BIOLOGIE MEDICALE".center(78))
    lines += [
        "",
        f"Leucocytes ............ {r.randint(1, 900)}000 /mL",
        f"Hématies .............. {r.randint(1, 90)}000 /mL",
        f"Culture ............... {r.choice(['stérile', '10^5 UFC/mL', 'flore polymorphe', '10^6 UFC/mL'])}",
        f"Identification ........ {r.choice(['Escherichia coli', 'Klebsiella pneumoniae', 'Proteus mirabilis', 'sans objet', 'Enterococcus faecalis'])}",
        "",
    ]
    for ab in r.sample(
        [
            "Amoxicilline",
            "Ceftriaxone",
            "Ofloxacine",
            "Fosfomycine",
            "Nitrofurantoïne",
            "Cotrimoxazole",
            "Gentamicine",
            "Pivmécillinam",
        ],
        6,
    ):
        lines.append(f"   {ab:<24} {r.choice('SSSIR')}    CMI {r.choice(['<=0.5', '2', '8', '>32'])}")
    lines += [
        "",
        bodies.fill(
            ctx,
            ctx.pick(
                "Antériorité : ECBU du {d1} négatif.",
                "Résultat communiqué au Dr {doc} le {d1}.",
                "Germe identique à celui du {d1}.",
                "Contrôle après traitement conseillé.",
                "Prélèvement sondage.",
                "BLSE : absence.",
                "Souche conservée {n} jours.",
                "Examen direct : bacilles Gram négatif.",
            ),
        ),
        relative(ctx, 0),
        "-" * 78,
        f"VALIDE LE {d_fmt(d, 'slash')} PAR {bio.name(style='TgU').upper() if False else bio.name(style='TgU')}",
        f"{bio.label.upper()}",
        "*** FIN DE COMPTE RENDU ***",
    ]
    f = Form(hand=ctx.rng.randint(0, 2))
    y = 18
    for line in lines:
        f.t(14, y, line, "mono", 9.6)
        y += 5.2
    return f


@layout("certificate_small", "fpdf", age=(5, 85), traps=(*FORM_TRAPS, "used_only"))
def certificate(ctx):
    me = ctx.pro("gp")
    d = ctx.doc_date
    ctx.put(doc_type=["89601-9", "CERT_DECL"], doc_date=d.isoformat(), recipients=[])
    ctx.omit("recipients")
    ctx.author(me)
    ctx.put(act_date=d.isoformat())
    f = Form(size="A5", hand=ctx.rng.randint(0, 2))
    hand = ctx.rng.random() < 0.4
    y = f.block(
        10,
        9,
        128,
        f"{me.name(style='TGF')}\n{me.label}\n{ctx.addr}\n{ctx.zip} {ctx.city}\nTél. {ctx.phone()}\nRPPS {me.rpps}",
        font="serif",
        size=10,
        style="B",
        lh=4.6,
    )
    f.line(10, y + 2, 138, y + 2)
    f.block(10, y + 5, 128, f"{ctx.city}, le {ctx.date(d)}", font="serif", size=10.5, align="R")
    f.block(
        10,
        y + 15,
        128,
        ctx.pick("CERTIFICAT MÉDICAL", "Certificat médical", "CERTIFICAT"),
        font="serif",
        size=14,
        style="B",
        align="C",
        lh=7,
    )
    who = sentence(ctx).rstrip(",")
    core = ctx.pick(
        "ne présente pas de contre-indication apparente à la pratique du {s} en compétition.",
        "présente un état de santé nécessitant une dispense d'éducation physique jusqu'au {f1}.",
        "a présenté un traumatisme du poignet lors d'une chute déclarée le {d1} ; ITT de {n} jours sous réserve de complications.",
        "est à jour de ses vaccinations obligatoires (dernier rappel {d1}).",
        "est apte à la vie en collectivité.",
        "doit bénéficier d'un poste sans port de charges pendant {n} semaines.",
        "est empêché{e} de se présenter à l'audience du {f1} pour raison médicale.",
        "a besoin de la présence d'une tierce personne auprès de {lui}.",
        "nécessite un logement de plain-pied.",
    )
    core = bodies.fill(
        ctx,
        core.replace("{s}", ctx.pick("judo", "football", "cyclisme", "tennis", "trail")).replace(
            "{lui}", "elle" if ctx.fem else "lui"
        ),
    )
    i = ins_line(ctx)
    txt = f"Je soussigné{'e' if me.sex == 'F' else ''}, {me.name(style='TgU')}, docteur en médecine, certifie avoir examiné ce jour {who}, et constate que l'intéressé{ctx.e()} {core}\n\n{i}\n{relative(ctx, 0)}\nCertificat établi à la demande de l'intéressé{ctx.e()} et remis en main propre."
    f.block(
        12,
        y + 28,
        124,
        txt,
        font="hand" if hand else "serif",
        size=13 if hand else 11,
        lh=7.2 if hand else 6,
        color=(20, 30, 110) if hand else (0, 0, 0),
    )
    f.set_draw_color(20, 30, 110)
    f.bezier([(90, 190), (100, 176), (112, 200), (130, 184)])
    f.block(80, 196, 58, me.name(style="TgU"), font="serif", size=10, align="R")
    return f


@layout(
    "advance_directives_handwritten",
    "fpdf",
    age=(50, 97),
    scan="mostly",
    traps=("absent", "dob_digit", "filename_other", "relative_full", "no_dob"),
)
def directives(ctx):
    d = ctx.doc_date
    ctx.put(doc_type=["EXPPAT_3", "EXPPAT_1"], doc_date=d.isoformat())
    ctx.omit("act_date", "author_family", "author_given", "author_rpps", "recipients", "structure_name")
    f = Form(hand=ctx.rng.randint(0, 2))
    ink = (25, 35, 110)
    f.block(
        15,
        14,
        180,
        ctx.pick("MES DIRECTIVES ANTICIPÉES", "Directives anticipées", "DIRECTIVES ANTICIPÉES – Modèle A"),
        size=15,
        style="B",
        align="C",
        lh=8,
    )
    y = 36
    f.t(15, y, "Je soussigné(e)", "sans", 10)
    y += 9
    for k, v in pairs(ctx, sex=False):
        f.t(15, y, k + " :", "sans", 10)
        f.t(78, y, v, "hand", 15, "", ink)
        f.set_draw_color(170)
        f.line(76, y + 1.4, 194, y + 1.4)
        y += 9
    f.t(15, y, "Domicilié(e) :", "sans", 10)
    f.t(78, y, f"{ctx.paddr} {ctx.pcity}", "hand", 15, "", ink)
    y += 8
    f.block(
        15,
        y,
        180,
        "énonce ci-dessous les directives anticipées pour le cas où je serais en fin de vie et ne pourrais plus exprimer ma volonté.",
        size=10,
        lh=5,
    )
    t = [
        ctx.pick(
            "Je ne souhaite pas de réanimation en cas d'arrêt cardiaque.",
            "Je refuse l'acharnement thérapeutique.",
            "Je ne veux pas d'alimentation artificielle.",
        ),
        ctx.pick(
            "Je veux être soulagé de la douleur même si cela abrège ma vie.",
            "Je demande une sédation profonde si besoin.",
            "Je souhaite rester chez moi.",
        ),
        ctx.pick(
            "Je veux voir un prêtre.",
            "Mes enfants sont prévenus.",
            "Je suis donneur d'organes.",
            "Pas de transfert à l'hôpital.",
        ),
    ]
    f.block(18, y + 16, 174, "\n".join(t), font="hand", size=15, lh=9, color=ink)
    f.block(15, y + 52, 180, relative(ctx, 0.9), size=10.5)
    f.t(15, y + 74, "Fait à", "sans", 10)
    f.t(30, y + 74, f"{ctx.pcity}, le {d_fmt(d, 'slash')}", "hand", 15, "", ink)
    f.set_draw_color(*ink)
    f.bezier([(120, y + 88), (140, y + 74), (150, y + 96), (176, y + 80)])
    return f


@layout(
    "handwritten_prescription",
    "fpdf",
    age=(4, 95),
    scan="mostly",
    traps=("absent", "dob_digit", "no_dob", "filename_other", "used_only"),
)
def hand_rx(ctx):
    """Printed letterhead, everything else by hand."""
    me = ctx.pro(ctx.pick("gp", "derm", "dent", "psy"))
    d = ctx.doc_date
    ctx.put(doc_type=["57833-6"], doc_date=d.isoformat())
    ctx.omit("act_date", "recipients", "structure_name")
    ctx.author(me)
    f = Form(size=ctx.pick("A5", "A4"), hand=ctx.rng.randint(0, 2))
    w = f.w
    ink = (20, 30, 120)
    f.block(12, 10, w - 24, f"{me.name(style='TGF')}\n{me.label}", font="serif", size=13, style="B", align="C", lh=6)
    f.block(
        12,
        23,
        w - 24,
        f"{ctx.addr} – {ctx.zip} {ctx.city} – Tél. {ctx.phone()}\nRPPS {me.rpps} – AM {me.am}",
        font="serif",
        size=8.5,
        align="C",
        lh=4,
    )
    f.t(w - 70, 45, f"le {d_fmt(d, 'slash')}", "hand", 14, "", ink)
    name = f"{ctx.civility()} {ctx.labelled_full()}"
    f.t(16, 57, name, "hand", 14 if len(name) < 40 else 12, "", ink)
    if ctx.bd():
        f.t(16, 65, f"né{ctx.e()} le {ctx.bd()}", "hand", 14, "", ink)
    y = 80
    for x in bodies.drugs(ctx, ctx.rng.randint(2, 4)):
        a, b = x.split(" : ", 1)
        f.t(18, y, "- " + a, "hand", 14, "", ink)
        f.t(24, y + 8, b, "hand", 14, "", ink)
        y += 18
    f.t(18, y, ctx.pick("qsp 1 mois", "à renouveler", "traitement 7 jours", "qsp 3 mois"), "hand", 14, "", ink)
    f.set_draw_color(*ink)
    f.bezier([(w - 60, y + 22), (w - 45, y + 6), (w - 38, y + 34), (w - 14, y + 14)])
    return f

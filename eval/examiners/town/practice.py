"""Layouts of town practice: doctors, specialists, dentists, midwives, nurses, therapists."""

import datetime as dt

from eval.examiners.town import bodies
from eval.examiners.town.core import esc
from eval.examiners.town.kit import (
    COLORS,
    ins_line,
    layout,
    logo,
    page,
    pairs,
    ps,
    relative,
    rows,
    sentence,
    sign,
    structure,
)


@layout("gp_referral_letter", "weasy", weight=1.3)
def gp_referral(ctx):
    gp, to = ctx.pro("gp"), ctx.pro(ctx.pick("cardio", "rhumato", "gastro", "neuro", "orl", "uro"))
    ctx.put(doc_type=["96349-6"], doc_date=ctx.doc_date.isoformat(), recipients=[to.family])
    ctx.author(gp)
    ctx.omit("act_date")
    practice = (
        structure(ctx, "Cabinet médical", "Maison médicale", "Maison de santé pluridisciplinaire")
        if ctx.rng.random() < 0.5
        else None
    )
    head = f"""<table style="width:100%"><tr><td style="width:55%;vertical-align:top"><b style="font-size:13pt">{esc(gp.name(style=ctx.pick("TGF", "TgU")))}</b><br><i>{esc(gp.label)}</i><br>
    {esc(practice) + "<br>" if practice else ""}{esc(ctx.addr)}<br>{ctx.zip} {ctx.city}<br>Tél. {ctx.phone()}<br><span class="s">RPPS {gp.rpps} – N° AM {gp.am}</span></td>
    <td style="vertical-align:bottom" class="r">{ctx.city}, le {ctx.date(ctx.doc_date)}</td></tr></table>"""
    hello = ctx.pick(
        "Cher confrère,",
        "Chère consœur, cher confrère,",
        "Cher ami,",
        f"Mon cher {esc(to.given)}," if to.sex == "M" else "Chère consœur,",
    )
    who = sentence(ctx)
    b = bodies.letter(ctx, "gp")
    verb = ctx.pick("Merci de bien vouloir recevoir", "Je vous adresse", "Je vous confie", "Pourriez-vous examiner")
    first = f"{verb} {who.rstrip(',')}, {ctx.pick('qui présente', 'pour', 'pour avis concernant')} {b[0]}"
    obj = (
        f"<p><u>Objet</u> : {ctx.pick('demande d’avis', 'adressage', 'avis spécialisé')} {to.label.lower()}</p>"
        if ctx.rng.random() < 0.5
        else ""
    )
    rel = relative(ctx)
    body = (
        head
        + f"""<div style="margin:10mm 0 9mm 95mm">{esc(to.name(style="TgU"))}<br>{esc(to.label)}<br>{esc(ctx.paddr)}<br>{ctx.pzip} {ctx.pcity}</div>{obj}
    <p>{hello}</p><p>{esc(first)}</p>{ps(b[1:])}{f"<p>{esc(rel)}.</p>" if rel else ""}<p>{esc(ins_line(ctx, "", "."))}</p>
    <p>{ctx.pick("Bien confraternellement,", "Avec mes remerciements, confraternellement.", "Confraternellement vôtre,")}</p><div style="margin:8mm 0 0 95mm">{sign(ctx, gp)}</div>"""
    )
    return page(
        ctx, body, font=ctx.pick("Liberation Serif", "Caladea", "Carlito"), size=ctx.pick("10.5pt", "11pt", "12pt")
    )


@layout("specialist_margin_letter", "chromium", weight=1.2)
def specialist_margin(ctx):
    """Group practice: column of partners in the margin."""
    spec = ctx.pick("cardio", "rhumato", "pneumo", "endoc", "gastro")
    team = [ctx.pro(spec) for _ in range(ctx.rng.randint(3, 5))]
    me = team[ctx.rng.randrange(len(team))]
    gp, cc = ctx.pro("gp"), ctx.pro(ctx.pick("gp", "geriatre", "uro"))
    st = structure(ctx, "Centre de consultations", "Groupe médical", "Cabinet de spécialistes")
    col = ctx.pick(*COLORS)
    act = ctx.back(0, 4)
    ctx.put(doc_type=["11488-4"], doc_date=ctx.doc_date.isoformat(), act_date=act.isoformat())
    recips = [gp.family]
    ctx.author(me)
    margin = "".join(
        f"<p><b>{esc(t.name(style='TgU'))}</b><br>{esc(t.label)}<br><span style='font-size:7pt'>RPPS {t.rpps}</span></p>"
        for t in team
    )
    copy = ctx.rng.random() < 0.4
    if copy:
        recips.append(cc.family)
    ctx.put(recipients=recips)
    fam = "cardio" if spec == "cardio" else "divers"
    b = bodies.letter(ctx, fam)
    idb = f"""<div style="border-left:3px solid {col};padding-left:3mm;margin:5mm 0">{esc(ctx.pick("Patient", "Concerne", "Réf. patient"))} : <b>{esc(ctx.civility())} {esc(ctx.labelled_full())}</b>
    {"<br>" + ctx.pick("Né(e) le ", "Date de naissance : ", "DDN ") + ctx.bd() if ctx.bd() else ""}{"<br>" + esc(ins_line(ctx)) if ctx.ins() else ""} {ctx.datamatrix(62)}</div>"""
    rel = relative(ctx, 0.1)
    body = f"""<div style="position:absolute;left:0;top:0;width:43mm;font-size:8pt;color:{col};border-right:1px solid {col};padding-right:3mm">{logo(ctx, col)}<p style="font-size:11pt"><b>{esc(st)}</b></p>{margin}
    <p>{esc(ctx.addr)}<br>{ctx.zip} {ctx.city}<br>Tél. {ctx.phone()}<br>Fax {ctx.phone()}</p><p>Secrétariat : {ctx.pick("Nadège", "Mme Perrin", "Sylvie", "Mlle Costa")}</p></div>
    <div style="margin-left:49mm"><p class="r">Le {ctx.date(ctx.doc_date)}</p><p style="margin-left:50mm">{esc(gp.name(style="TgU"))}<br>{esc(ctx.paddr)}<br>{ctx.pzip} {ctx.pcity}</p>
    {idb}<p>{ctx.pick("Cher confrère,", "Cher Docteur,", "Chère consœur,")}</p><p>{ctx.pick("J'ai revu votre patient" + ctx.e() + " en consultation le ", "Compte rendu de la consultation du ", "J'ai reçu ce patient adressé par vos soins le " if not ctx.fem else "J'ai reçu cette patiente adressée par vos soins le ")}{ctx.date(act, "slash")}.</p>
    {ps(b)}<p>{esc(rel)}</p><p>{ctx.pick("Amicalement.", "Bien cordialement à vous.", "Confraternellement.")}</p><p style="margin:6mm 0 0 50mm">{sign(ctx, me, "TgU")}</p>
    {f'<p class="s">{ctx.pick("Copie", "Copie à", "Double")} : {esc(cc.name(style="TgU"))}</p>' if copy else ""}</div>"""
    return page(
        ctx,
        body,
        css="body{position:relative}",
        font=ctx.pick("Open Sans", "Lato", "Roboto"),
        size="9.7pt",
        margin="14mm 16mm 14mm 12mm",
    )


@layout("ophthalmo_table", "weasy")
def ophthalmo(ctx):
    me = ctx.pro("ophta")
    st = structure(ctx, "Centre ophtalmologique", "Pôle Vision", "Cabinet d'ophtalmologie")
    d = ctx.doc_date
    ctx.put(doc_type=["78513-9", "11488-4"], doc_date=d.isoformat(), act_date=d.isoformat(), recipients=[])
    ctx.author(me)
    r = ctx.rng

    def rx():
        return f"{r.choice('+-')}{r.randint(0, 4)},{r.choice(['00', '25', '50', '75'])} ({r.choice('-')}{r.randint(0, 1)},{r.choice(['25', '50', '75'])} à {r.randint(0, 17) * 10}°)"

    find = ctx.pick(
        "Fond d'œil normal aux deux yeux.",
        "Cataracte débutante à droite.",
        "Rapport cup/disc 0,5 à gauche, champ visuel du {d1} normal.",
        "Sécheresse oculaire modérée, BUT 5 secondes.",
        "Rétinopathie diabétique absente. Rétinographies du {d1} inchangées.",
        "Drusen maculaires fins, OCT stable par rapport au {d2}.",
        "Conjonctivite allergique, papilles tarsales.",
        "Pseudophaque des deux yeux, capsule claire, laser YAG fait en {y1}.",
    )
    idt = pairs(ctx, sex=r.random() < 0.6)
    cells = "".join(
        f"<td style='border:1px solid #777;padding:1mm 2mm'><span class=s>{esc(k)}</span><br><b>{esc(v)}</b></td>"
        for k, v in idt
    )
    body = f"""<div class=c><b style="font-size:15pt;letter-spacing:2px">{esc(st.upper()) if False else esc(st)}</b><br>{esc(ctx.addr)} – {ctx.zip} {ctx.city} – {ctx.phone()}</div><hr>
    <h2 class=c>{ctx.pick("CONSULTATION D'OPHTALMOLOGIE", "Compte rendu de consultation ophtalmologique", "FICHE D'EXAMEN OPHTALMOLOGIQUE")}</h2><table style="width:100%"><tr>{cells}</tr></table>
    <p style="margin-top:4mm">Examen du {ctx.date(d)} – Motif : {ctx.pick("contrôle annuel", "baisse de vision", "renouvellement de correction", "œil rouge", "suivi de glaucome")}</p>
    <table style="width:100%;margin:3mm 0" border=1 cellpadding=4><tr><th></th><th>Œil droit</th><th>Œil gauche</th></tr><tr><td>Réfraction</td><td>{rx()}</td><td>{rx()}</td></tr>
    <tr><td>Acuité de loin</td><td>{r.randint(3, 10)}/10</td><td>{r.randint(3, 10)}/10</td></tr><tr><td>Acuité de près</td><td>P{r.randint(2, 4)}</td><td>P{r.randint(2, 4)}</td></tr><tr><td>Tonus</td><td>{r.randint(11, 24)} mmHg</td><td>{r.randint(11, 24)} mmHg</td></tr></table>
    <p>{esc(bodies.fill(ctx, find))}</p><p>Antécédents généraux : {esc(bodies.history(ctx, 2))}.</p><p>Prochaine visite : {ctx.date(ctx.fwd(150, 400), "slash")}</p>{f"<p>{esc(relative(ctx, 0.1))}</p>"}
    <p class=r>{sign(ctx, me, "TgU")}<br><span class=s>{esc(me.label)} – RPPS : {me.rpps}</span></p>"""
    return page(ctx, body, font=ctx.pick("Carlito", "FreeSans", "Noto Sans"))


@layout("dental_plan", "chromium", age=(8, 90))
def dental(ctx):
    me = ctx.pro("dent")
    d = ctx.doc_date
    col = ctx.pick(*COLORS)
    st = structure(ctx, "Cabinet dentaire", "Centre de santé dentaire", "SELARL dentaire")
    ctx.put(
        doc_type=["28617-9", "83836-7"],
        doc_date=d.isoformat(),
        act_date=d.isoformat(),
        recipients=[],
        structure_finess=None,
    )
    ctx.author(me)
    r = ctx.rng
    up = [18, 17, 16, 15, 14, 13, 12, 11, 21, 22, 23, 24, 25, 26, 27, 28]
    lo = [48, 47, 46, 45, 44, 43, 42, 41, 31, 32, 33, 34, 35, 36, 37, 38]

    def mark(t):
        return r.choice(["", "", "", "C", "A", "O", "X", "CC"])

    grid = "".join(
        "<tr>" + "".join(f"<td class=t>{t}<br><b>{mark(t) or '&nbsp;'}</b></td>" for t in rowt) + "</tr>"
        for rowt in (up, lo)
    )
    acts = r.sample(
        [
            "Détartrage et polissage",
            "Composite deux faces dent 36",
            "Traitement endodontique dent 14",
            "Couronne céramo-métallique dent 26",
            "Avulsion de la 38 incluse",
            "Radiographie panoramique",
            "Gouttière occlusale",
            "Scellement de sillons 16 et 46",
            "Surfaçage quadrant 3",
            "Inlay-core dent 47",
        ],
        4,
    )
    arows = "".join(
        f"<tr><td>{a}</td><td>{r.choice(['HBJD', 'HBLD', 'HBMD', 'HBGD'])}{r.randint(100, 499)}</td><td class=r>{r.randint(28, 690)},{r.choice(['00', '50', '92'])} €</td></tr>"
        for a in acts
    )
    body = f"""<div style="display:flex;justify-content:space-between;background:{col};color:#fff;padding:4mm 6mm;border-radius:3mm"><div><span style="font-size:15pt;font-weight:700">{esc(st)}</span><br>{esc(ctx.addr)}, {ctx.zip} {ctx.city}</div>
    <div class=r>{esc(me.name(style="TgU"))}<br>{esc(me.label)}<br>RPPS {me.rpps}</div></div><h2 style="color:{col}">{ctx.pick("Bilan bucco-dentaire", "EXAMEN BUCCO-DENTAIRE", "Bilan bucco-dentaire et schéma dentaire")}</h2>
    <div style="display:flex;gap:8mm"><div style="flex:1;border:1px solid {col};padding:3mm;border-radius:2mm">{rows(pairs(ctx, sex=r.random() < 0.4))}</div><div style="flex:1"><p>Date de l'examen : <b>{ctx.date(d, "slash")}</b></p><p>Dernière visite : {ctx.date(ctx.back(180, 900), "slash")}</p><p>{esc(relative(ctx, 0.1))}</p>{ctx.datamatrix(60)}</div></div>
    <table style="margin:5mm auto" class=g>{grid}</table><p class="c s">C : carie – A : absente – O : obturée – X : à extraire – CC : couronne</p>
    <p>{esc(ctx.pick("Indice de plaque élevé, gingivite localisée au secteur incisif.", "Hygiène satisfaisante, parodonte sain.", "Parodontite de stade II, poches de 5 mm secteur 4.", "Bruxisme nocturne, facettes d’usure.", "Dent 46 sensible au froid, test positif.", "Denture mixte, encombrement antérieur ; avis orthodontique.", "Prothèse amovible maxillaire bien supportée.", "Muqueuse sans lésion, DVO conservée."))} Antécédents : {esc(bodies.history(ctx, 2))}.</p>
    <h3 style="color:{col}">Soins proposés</h3><table style="width:100%" class=a>{arows}</table><p class=r style="margin-top:6mm">{ctx.city}, le {ctx.date(d, "slash")}<br>{sign(ctx, me, "TgU")}</p>"""
    return page(
        ctx,
        body,
        css=".t{border:1px solid #888;width:9mm;height:11mm;text-align:center;font-size:8pt}.a td{border-bottom:1px solid #ccc;padding:1.2mm}",
        font=ctx.pick("Roboto", "Lato"),
        size="10pt",
    )


@layout("midwife_visit", "weasy", sex="F", age=(19, 43))
def midwife(ctx):
    me = ctx.pro("sf")
    d = ctx.doc_date
    ctx.put(doc_type=["89233-1", "11488-4"], doc_date=d.isoformat(), act_date=d.isoformat())
    to = ctx.pro("gyneco")
    send = ctx.rng.random() < 0.6
    ctx.put(recipients=[to.family] if send else [])
    ctx.author(me)
    r = ctx.rng
    sa = r.randint(12, 40)
    ddr = d - dt.timedelta(days=sa * 7 + r.randint(0, 6))
    term = ddr + dt.timedelta(days=287)
    title = ctx.pick(
        "CONSULTATION DE SUIVI DE GROSSESSE",
        "Suivi de grossesse – compte rendu",
        "Compte rendu de consultation prénatale",
    )
    c = ctx.pick(
        "Évolution normale, mouvements actifs perçus.",
        "Contractions irrégulières, col long fermé.",
        "Nausées persistantes, perte de {n} kg.",
        "HGPO du {d1} normale.",
        "Toxoplasmose non immune, sérologie mensuelle.",
        "Lombalgies, orientation vers un kinésithérapeute.",
        "Anémie à 10,{n} g/dL, fer débuté.",
        "Présentation du siège, rendez-vous de version le {f1}.",
        "Rhésus négatif, injection de Rhophylac le {d1}.",
    )
    rel = relative(ctx, 0) or ctx.pick(
        "Conjoint : "
        + ctx.people.given("M", 1990)
        + " "
        + ctx.people.family()
        + f", {r.randint(24, 45)} ans, groupe A+",
        "",
    )
    copied = f"<p>Copie adressée au {esc(to.name(style='TgU'))}, gynécologue-obstétricien.</p>" if send else ""
    body = f"""<div style="border-bottom:2px solid #a04a7a;padding-bottom:2mm"><b style="font-size:14pt;color:#a04a7a">{esc(me.given)} {esc(me.family)}</b><br>{esc(me.label)} – RPPS {me.rpps}<br>{esc(ctx.addr)} – {ctx.zip} {ctx.city} – {ctx.phone()}</div>
    <h2 class=c>{title}</h2><p>{ctx.pick("Patiente", "Identité de la patiente", "Future mère")} : <b>{esc(sentence(ctx).rstrip(","))}</b>{esc(ins_line(ctx, " – "))}</p>
    <table border=1 cellpadding=5 style="width:100%;margin:4mm 0"><tr><td>Date de la consultation</td><td>{ctx.date(d, "slash")}</td><td>Terme</td><td>{sa} SA</td></tr><tr><td>DDR</td><td>{ctx.date(ddr, "slash")}</td><td>Terme prévu</td><td>{ctx.date(term, "slash")}</td></tr>
    <tr><td>Poids</td><td>{r.randint(50, 98)} kg</td><td>TA</td><td>{r.randint(10, 14)}/{r.randint(6, 9)}</td></tr><tr><td>Hauteur utérine</td><td>{max(8, sa - 4)} cm</td><td>BDC</td><td>{r.randint(125, 160)}/min</td></tr></table>
    <p>G{r.randint(1, 4)}P{r.randint(0, 2)}. {esc(bodies.fill(ctx, c))}</p><p>Échographie du {ctx.date(ctx.back(8, 40), "slash")} ({ctx.pick("T1", "T2", "T3")}) : {ctx.pick("biométries au 50e percentile", "croissance harmonieuse", "quantité de liquide normale", "placenta postérieur")}.</p>
    <p>{esc(rel)}</p><p>Prochaine consultation le {ctx.date(ctx.fwd(14, 35), "long")}.</p>{copied}<p class=r>{sign(ctx, me, "TgU")}<br>{esc(me.label)}</p>"""
    return page(ctx, body, font=ctx.pick("Vollkorn", "Lato", "DejaVu Sans"), size="10pt")

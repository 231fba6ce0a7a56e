"""Layouts of hospitals, clinics and laboratories."""

import datetime as dt
from itertools import chain

from eval.examiners.town import bodies
from eval.examiners.town.core import esc
from eval.examiners.town.kit import (
    COLORS,
    ins_line,
    layout,
    logo,
    page,
    pairs,
    relative,
    rows,
    sentence,
    sign,
    structure,
    up1,
)


@layout("lab_results", "weasy", age=(1, 96), weight=1.5)
def lab(ctx):
    bio, gp = ctx.pro("bio"), ctx.pro(ctx.pick("gp", "gp", "cardio", "endoc"))
    others = [ctx.pro("bio") for _ in range(3)]
    st = structure(ctx, "Laboratoire", "Laboratoire de biologie médicale", "SELAS Biolab")
    fin = ctx.rng.random() < 0.6
    d = ctx.doc_date
    act = ctx.back(0, 2)
    ctx.put(
        doc_type=["11502-2"],
        doc_date=d.isoformat(),
        act_date=act.isoformat(),
        structure_finess=ctx.finess if fin else None,
        recipients=[gp.family],
    )
    ctx.omit("episode")
    ctx.author(bio, rpps=False)
    r = ctx.rng
    prev = ctx.date(ctx.back(60, 400), "slash")
    tests = [
        ("Hémoglobine", 9, 17, "g/dL", "12,0 – 16,0"),
        ("Leucocytes", 3, 13, "G/L", "4,0 – 10,0"),
        ("Plaquettes", 120, 420, "G/L", "150 – 400"),
        ("VGM", 78, 102, "fL", "80 – 100"),
        ("Créatinine", 45, 160, "µmol/L", "45 – 84"),
        ("DFG (CKD-EPI)", 30, 110, "mL/min", "> 60"),
        ("Glucose à jeun", 4, 11, "mmol/L", "4,1 – 5,9"),
        ("HbA1c", 5, 10, "%", "4,0 – 6,0"),
        ("CRP", 1, 120, "mg/L", "< 5"),
        ("TSH", 0, 7, "mUI/L", "0,40 – 4,00"),
        ("Ferritine", 8, 400, "µg/L", "15 – 150"),
        ("Sodium", 128, 146, "mmol/L", "136 – 145"),
        ("Potassium", 3, 6, "mmol/L", "3,5 – 5,1"),
        ("ASAT", 10, 90, "UI/L", "< 35"),
        ("ALAT", 10, 90, "UI/L", "< 35"),
        ("Cholestérol LDL", 1, 5, "mmol/L", "< 3,4"),
        ("PSA", 0, 12, "ng/mL", "< 4"),
        ("INR", 1, 4, "", "2 – 3"),
        ("Vitamine D", 10, 60, "ng/mL", "30 – 60"),
        ("Troponine T", 3, 50, "ng/L", "< 14"),
    ]

    def val(a, b):
        return f"{r.uniform(a, b):.1f}".replace(".", ",")

    chosen = r.sample(tests, r.randint(7, 19))
    trs = "".join(
        f"<tr><td>{t}</td><td class=c><b>{val(a, b)}</b></td><td>{u}</td><td>{ref}</td><td>{val(a, b)}</td></tr>"
        for t, a, b, u, ref in chosen
    )
    col = ctx.pick(*COLORS)
    idt = pairs(ctx)
    head = f"""<table style="width:100%"><tr><td style="width:60%">{logo(ctx, col, 40)}<b style="color:{col};font-size:14pt"> {esc(st)}</b><br>{esc(ctx.addr)} – {ctx.zip} {ctx.city}{f" – FINESS {ctx.finess}" if fin else ""}</td><td class=s>Biologistes médicaux :<br>{"<br>".join(esc(x.name(style="TgU")) for x in sorted([*others, bio], key=lambda z: z.family))}</td></tr></table>"""
    two = f"""<table style="width:100%;margin:4mm 0"><tr><td style="width:55%;border:1px solid {col};padding:2mm">{rows(idt)}</td><td style="padding:2mm 5mm;vertical-align:top">Prescripteur : {esc(gp.name(style="TgU"))}<br>Dossier n° {act.strftime("%y%m%d")}-{r.randint(100, 999)}<br>{ctx.pick("Prélevé le", "Prélèvement du", "Date de prélèvement :")} {ctx.date(act, "slash")} à {r.randint(7, 11)}h{r.randint(10, 59)}<br>{ctx.pick("Édité le", "Validé le", "Compte rendu du")} {ctx.date(d, "slash")}<br>{ctx.datamatrix(60)}</td></tr></table>"""
    body = f"""{head}{two}<h2 class=c>{ctx.pick("COMPTE RENDU D'EXAMENS DE BIOLOGIE MÉDICALE", "RÉSULTATS D'ANALYSES", "Examens de biologie médicale")}</h2><table style="width:100%" cellpadding=3><tr style="background:{col};color:#fff"><th>Examen</th><th>Résultat</th><th>Unité</th><th>Valeurs usuelles</th><th>Antériorité<br>{prev}</th></tr>{trs}</table>
    <p>{esc(relative(ctx, 0))}</p><p style="margin-top:4mm"><i>{esc(bodies.fill(ctx, ctx.pick("Contrôle conseillé dans {n} semaines.", "Résultat téléphoné au Dr {doc} à 14h.", "Technique : immunoturbidimétrie Roche.", "Sérum légèrement hémolysé.", "Anticoagulant : EDTA.", "Valeurs adultes.", "Interprétation selon HAS {y1}.", "Échantillon conservé 7 jours.")))}</i></p><p class=r>{ctx.pick("Validé par", "Biologiste responsable :", "Signé :")} {sign(ctx, bio, "TgU")}</p>"""
    return page(
        ctx,
        body,
        css="tr:nth-child(even) td{background:none}",
        font=ctx.pick("Liberation Sans", "Noto Sans", "Carlito", "Liberation Sans Narrow"),
        size="9.8pt",
        margin="12mm 14mm 16mm",
        extra=f"@bottom-center{{content:'{st} – page ' counter(page) ' / ' counter(pages);font-size:7.5pt}}",
    )


@layout("pathology_report", "weasy")
def patho(ctx):
    me, to = ctx.pro("patho"), ctx.pro(ctx.pick("gastro", "derm", "visc", "uro", "gyneco"))
    st = structure(ctx, "Centre de pathologie", "Laboratoire d'anatomie pathologique", "Cabinet de pathologie")
    d = ctx.doc_date
    act = ctx.back(3, 14)
    p = ctx.pick(*bodies.PATHO)
    if (
        (p[0].startswith("Frottis") and not ctx.fem)
        or (p[0].startswith("Micro-biopsie mammaire") and not ctx.fem)
        or ("prostat" in p[0] and ctx.fem)
    ):
        p = bodies.PATHO[2]
    ctx.put(doc_type=["60568-3"], doc_date=d.isoformat(), act_date=act.isoformat(), recipients=[to.family])
    ctx.omit("episode")
    ctx.author(me)
    body = f"""<p class=c style="font-variant:small-caps;font-size:14pt">{esc(st)}</p><p class="c s">{esc(ctx.addr)} {ctx.zip} {ctx.city} – Secrétariat {ctx.phone()}</p><hr><table style="width:100%"><tr><td style="width:52%;vertical-align:top">{rows(pairs(ctx))}</td><td style="vertical-align:top">N° d'examen : {ctx.pick("H", "B", "C")}{d.year % 100}-{ctx.rng.randint(1000, 59999)}<br>Prélevé le : {ctx.date(act, "slash")}<br>Reçu le : {ctx.date(min(d, act + dt.timedelta(days=1)), "slash")}<br>Prescripteur : {esc(to.name(style="TgU"))}</td></tr></table><hr>
    <h2 class=c>{ctx.pick("COMPTE RENDU D'ANATOMIE ET CYTOLOGIE PATHOLOGIQUES", "EXAMEN ANATOMO-PATHOLOGIQUE", "Compte rendu anatomopathologique")}</h2><p><b>Nature du prélèvement :</b> {p[0]}</p><p><b>Renseignements cliniques :</b> {esc(bodies.history(ctx, 2))}. {ctx.maybe(0.5, "Examen antérieur " + str(ctx.back(400, 900).year) + "-4" + str(ctx.rng.randint(100, 999)) + " du " + ctx.date(ctx.back(400, 900), "slash") + ".")}</p><p>{esc(relative(ctx, 0))}</p><p><b>Macroscopie :</b> {ctx.rng.randint(1, 5)} fragment(s) mesurant {ctx.rng.randint(2, 30)} mm, inclus en totalité.</p><p><b>Microscopie :</b> {esc(bodies.fill(ctx, p[1]))}</p><p><b>CONCLUSION :</b> {p[2]}</p><p class=s>ADICAP : {ctx.pick("BHGA", "OHSC", "PHDS")}{ctx.rng.randint(1000, 9999)}</p><p class=r style="margin-top:6mm">Validé le {ctx.date(d, "slash")}<br>{sign(ctx, me, "TgU")}<br><span class=s>RPPS {me.rpps}</span></p>"""
    return page(ctx, body, font=ctx.pick("Liberation Serif", "Noto Serif", "Vollkorn"), size="10.8pt")


@layout("emergency_passage", "weasy", age=(1, 98), weight=1.2)
def emergency(ctx):
    me, boss, gp = ctx.pro("urg"), ctx.pro("urg"), ctx.pro("gp")
    st = structure(ctx, "Centre Hospitalier", "Hôpital", "CHU")
    d = ctx.doc_date
    ep = str(ctx.rng.randint(240000000, 269999999))
    ctx.put(
        doc_type=["15507-7"],
        doc_date=d.isoformat(),
        act_date=d.isoformat(),
        structure_finess=ctx.finess,
        recipients=[gp.family],
        episode=ep,
    )
    ctx.author(me)
    u = ctx.pick(*bodies.URGENCES)
    r = ctx.rng
    h = r.randint(0, 20)
    body = f"""<table style="width:100%"><tr><td>{logo(ctx, "#c0392b")}</td><td><b>{esc(st)}</b><br>Service des Urgences – Chef de service : {esc(boss.name(style="TgU"))}<br>FINESS {ctx.finess} – {ctx.zip} {ctx.city} – {ctx.phone()}</td></tr></table><h2 class=c style="background:#f6dcd9;padding:2mm">{ctx.pick("COMPTE RENDU DE PASSAGE AUX URGENCES", "Passage aux urgences – compte rendu", "URGENCES ADULTES : COMPTE RENDU DE PASSAGE" if ctx.age > 17 else "URGENCES PÉDIATRIQUES : COMPTE RENDU DE PASSAGE")}</h2>
    <table style="width:100%" border=1 cellpadding=3><tr><td style="width:50%">{rows(pairs(ctx, ipp=True))}</td><td>{ctx.pick("N° de passage", "Passage n°", "N° séjour")} : {ep}<br>Entrée : {ctx.date(d, "slash")} {h:02d}:{r.randint(10, 59)}<br>Sortie : {ctx.date(d, "slash")} {h + 3:02d}:{r.randint(10, 59)}<br>Mode : {ctx.pick("moyens personnels", "VSAV", "ambulance")} – CCMU {r.randint(1, 4)}<br>{ctx.datamatrix(62)}</td></tr></table>
    <p style="margin-top:3mm"><b>Médecin traitant :</b> {esc(gp.name(style="TgU"))}, {ctx.pcity}. {esc(relative(ctx, 0.4))}</p><p><b>Motif :</b> {u[0]}</p><p><b>Antécédents :</b> {esc(bodies.history(ctx))}</p><p><b>Histoire :</b> {esc(bodies.fill(ctx, u[1]))}</p><p><b>Examen :</b> {esc(bodies.fill(ctx, ctx.pick(*bodies.EXAMS)))}</p><p><b>IAO :</b> {ctx.people.given("F", 1985)} L., tri {r.randint(2, 5)} à {h:02d}h. EVA {r.randint(0, 8)}</p><p><b>Diagnostic principal :</b> {u[2]}</p><p><b>Ordonnance de sortie :</b> {esc(" ; ".join(bodies.drugs(ctx, 2)))}</p><p><b>Suite :</b> {ctx.pick("retour à domicile", "consultation le " + ctx.date(ctx.fwd(3, 20), "slash"), "revoir le médecin traitant sous 72 h")}</p><p class=r>Médecin responsable : {sign(ctx, me, "TgU")}<br>RPPS {me.rpps}<br><span class=s>Document validé le {ctx.date(d, "slash")}</span></p>"""
    return page(
        ctx, body, font=ctx.pick("Liberation Sans", "DejaVu Sans", "FreeSans"), size="9.8pt", margin="12mm 15mm"
    )


@layout("hospital_stay_report", "weasy", weight=1.2)
def stay(ctx):
    """Two or three pages with running heads."""
    sp = ctx.pick("interne", "cardio", "geriatre", "pneumo", "neuro")
    me, boss, gp, cc = ctx.pro(sp), ctx.pro(sp), ctx.pro("gp"), ctx.pro("cardio")
    team = [ctx.pro(sp) for _ in range(3)] + [me]
    st = structure(ctx, "Centre Hospitalier", "CHU", "Hôpital", "Groupe Hospitalier")
    d = ctx.doc_date
    out = ctx.back(0, 9)
    inn = ctx.back(3, 15, out)
    ep = str(ctx.rng.randint(24000000, 26999999))
    liaison = ctx.rng.random() < 0.4
    ctx.put(
        doc_type=["11490-0", "34112-3"] if liaison else ["34112-3", "11490-0"],
        doc_date=d.isoformat(),
        act_date=out.isoformat(),
        recipients=[gp.family, cc.family],
        episode=ep,
    )
    finess = ctx.rng.random() < 0.5
    if finess:
        ctx.put(structure_finess=ctx.finess)
    ctx.author(me)
    s = ctx.pick(*bodies.STAYS)
    title = (
        "Lettre de liaison à la sortie"
        if liaison
        else ctx.pick(
            "COMPTE RENDU D'HOSPITALISATION", "Compte rendu de séjour hospitalier", "COMPTE-RENDU D'HOSPITALISATION"
        )
    )
    ctx.pick("née " + ctx.case(ctx.v["birth_name"], True) if ctx.v["used_name"] and ctx.fem else "", "")
    who = sentence(ctx, True).rstrip(",")
    run = f"{ctx.v['used_name'] or ctx.v['birth_name']} {ctx.v['first_name']}"
    long = "".join(
        f"<p>{esc(up1(bodies.fill(ctx, ctx.pick(*chain.from_iterable(bodies.LETTERS.values())))))} {esc(bodies.fill(ctx, ctx.pick(*bodies.EXAMS)))}</p>"
        for _ in range(ctx.rng.randint(4, 14))
    )
    body = f"""<table style="width:100%"><tr><td style="width:34%;font-size:8pt;vertical-align:top">{logo(ctx, "#1a4f8a")}<br><b>{esc(st)}</b><br>{esc(ctx.addr)}<br>{ctx.zip} {ctx.city}{"<br>FINESS " + ctx.finess if finess else ""}<br><br><b>Service de {esc(me.label)}</b><br>Chef de service : {esc(boss.name(style="TgU"))}<br>Praticiens : {", ".join(esc(t.name(style="TgU")) for t in team)}<br>Cadre : Mme {esc(ctx.people.family())}</td>
    <td style="vertical-align:top;padding-left:12mm"><p class=r>{ctx.city}, le {ctx.date(d, "long")}</p>{esc(gp.name(style="TGF"))}<br>{esc(ctx.paddr)}<br>{ctx.pzip} {ctx.pcity}</td></tr></table><h2 class=c>{title}</h2><p>{ctx.pick("Patient", "Concerne")} : <b>{esc(who)}</b><br>{esc(ins_line(ctx, "", " – "))}IPP : {ctx.ipp()} – N° de séjour : {ep}</p><p>Hospitalisé{ctx.e()} du {ctx.date(inn, "slash")} au {ctx.date(out, "slash")}</p><p>Cher confrère,</p>
    <h3>Motif d'hospitalisation</h3><p>{s[0]}</p><h3>Antécédents</h3><p>{esc(bodies.history(ctx, 4))}. {esc(relative(ctx, 0.4))}</p><h3>Mode de vie</h3><p>{ctx.pick("Vit au domicile avec son conjoint." if ctx.rng.random() < 0.5 else "Vit seul" + ctx.e() + ", aide ménagère.", "Retraité" + ctx.e() + " de l’enseignement.", "Artisan, deux enfants.")}</p><h3>Histoire et évolution</h3><p>{esc(bodies.fill(ctx, s[1]))}</p>{long}
    <h3>Au total</h3><p>{s[0]}. Sortie au domicile le {ctx.date(out, "slash")}.</p><h3>Traitement de sortie</h3><ul>{"".join("<li>" + esc(x) + "</li>" for x in bodies.drugs(ctx, 6))}</ul><p>Consultation de contrôle le {ctx.date(ctx.fwd(20, 90), "slash")}.</p><p class=r>{sign(ctx, me, "TgU")}<br><span class=s>RPPS {me.rpps}</span></p><p class=s>Copie : {esc(cc.name(style="TgU"))}</p>"""
    return page(
        ctx,
        body,
        css="h3{font-size:10.5pt;border-bottom:1px solid #1a4f8a;color:#1a4f8a}",
        font=ctx.pick("Carlito", "Liberation Sans", "Caladea"),
        size="10.3pt",
        margin="16mm 18mm 18mm",
        extra=f"@bottom-left{{content:\"{run} – séjour {ep}\";font-size:8pt}}@bottom-right{{content:'Page ' counter(page) '/' counter(pages);font-size:8pt}}",
    )


@layout("fax_discharge_letter", "weasy", age=(20, 98), scan="always")
def fax(ctx):
    """Typewriter letter seen as a fax."""
    me, gp = ctx.pro(ctx.pick("visc", "ortho", "uro", "interne")), ctx.pro("gp")
    st = structure(ctx, "CLINIQUE", "POLYCLINIQUE", "Hôpital privé")
    d = ctx.doc_date
    inn = ctx.back(2, 8)
    ctx.put(doc_type=["11490-0", "34112-3"], doc_date=d.isoformat(), act_date=d.isoformat(), recipients=[gp.family])
    ctx.author(me, rpps=False)
    s = ctx.pick(*bodies.STAYS)
    body = f"""<p>{esc(st)}<br>{esc(ctx.addr)}<br>{ctx.zip} {ctx.city}</p><p style="margin-left:85mm">{esc(gp.name(style="TgU"))}<br>{ctx.pzip} {ctx.pcity}</p><p style="margin-left:85mm">{ctx.city}, le {ctx.date(d, ctx.pick("slash", "long"))}</p><p>{ctx.pick("LETTRE DE SORTIE", "LETTRE DE LIAISON DE SORTIE", "OBJET : SORTIE D’HOSPITALISATION")}</p><p>Cher Confrère,</p><p>{esc(sentence(ctx, True).rstrip(","))} a été hospitalisé{ctx.e()} dans notre établissement du {ctx.date(inn, "slash")} au {ctx.date(d, "slash")} pour {s[0][0].lower() + s[0][1:]}. {esc(ins_line(ctx, "", "."))}</p><p>{esc(bodies.fill(ctx, s[1]))}</p><p>Antécédents : {esc(bodies.history(ctx))}.</p><p>{esc(relative(ctx, 0.3))}</p><p>Traitement de sortie : {esc(" ; ".join(bodies.drugs(ctx, 4)))}.</p><p>{esc(bodies.fill(ctx, ctx.pick(*bodies.PLANS)))}</p><p>Bien confraternellement.</p><p style="margin-left:85mm;margin-top:12mm">{esc(me.name(style="TgU"))}<br>{esc(me.label)}</p>"""
    return page(
        ctx, body, font=ctx.pick("GNUTypewriter", "Liberation Mono", "FreeMono"), size="10.5pt", margin="20mm 20mm"
    )


@layout("anesthesia_form", "chromium")
def anesth(ctx):
    me, op = ctx.pro("anesth"), ctx.pro(ctx.pick("ortho", "visc", "uro"))
    st = structure(ctx, "Clinique", "Centre hospitalier", "Polyclinique")
    d = ctx.doc_date
    ctx.put(doc_type=["34749-2"], doc_date=d.isoformat(), act_date=d.isoformat(), recipients=[])
    ctx.author(me)
    r = ctx.rng
    o = ctx.pick(*bodies.OPERATIONS)

    def td(a, b):
        return f"<td><span class=l>{a}</span> {b}</td>"

    body = f"""<table class=f><tr><td><b>{esc(st)}</b><br>{esc(ctx.addr)}, {ctx.zip} {ctx.city}</td><td class=c><b>{ctx.pick("CONSULTATION PRÉ-ANESTHÉSIQUE", "Consultation d'anesthésie", "DOSSIER DE CONSULTATION D'ANESTHÉSIE")}</b><br>Date : {ctx.date(d, "slash")}</td></tr></table><table class=f><tr>{"".join(td(esc(k) + " :", "<b>" + esc(v) + "</b>") for k, v in pairs(ctx, ipp=r.random() < 0.4))}</tr></table>
    <table class=f><tr>{td("Intervention prévue :", o[0])}{td("Date prévue :", ctx.date(ctx.fwd(6, 60), "slash"))}{td("Opérateur :", esc(op.name(style="TgU")))}</tr><tr>{td("Poids :", f"{r.randint(48, 110)} kg")}{td("Taille :", f"{r.randint(150, 192)} cm")}{td("ASA :", r.randint(1, 3))}</tr><tr>{td("Mallampati :", r.randint(1, 4))}{td("Ouverture buccale :", f"{r.randint(30, 50)} mm")}{td("Dents :", ctx.pick("RAS", "couronnes 11-21", "appareil amovible"))}</tr></table>
    <table class=f><tr><td style="height:26mm"><span class=l>Antécédents médicaux et chirurgicaux</span><br>{esc(bodies.history(ctx))}</td></tr><tr><td><span class=l>Anesthésies antérieures</span><br>{esc(bodies.fill(ctx, ctx.pick("AG en {y1} sans incident", "rachianesthésie en {y2}", "nausées post-opératoires en {y1}", "aucune", "intubation difficile signalée en {y2}")))}</td></tr><tr><td><span class=l>Traitements et consignes</span><br>{"<br>".join(esc(x) + ctx.maybe(0.4, " → arrêt 5 jours avant") for x in bodies.drugs(ctx, 4))}</td></tr><tr><td><span class=l>Examens</span> {esc(bodies.fill(ctx, "ECG du {d1} normal ; Hb 13,{n} ; TP 9{n} % ; groupe demandé ; TA {ta}"))}</td></tr><tr><td><span class=l>Technique</span> {ctx.pick("AG", "Rachianesthésie", "Bloc axillaire", "AG + bloc")} – jeûne 6 h – information donnée – consentement signé ce jour</td></tr><tr><td>{esc(relative(ctx, 0.5))} &nbsp; {ctx.datamatrix(60)}</td></tr></table><p>Anesthésiste : {sign(ctx, me, "TgU")} – RPPS {me.rpps}</p>"""
    return page(
        ctx,
        body,
        css=".f{width:100%;margin-bottom:2.5mm}.f td{border:1px solid #444;padding:2mm;vertical-align:top}.l{font-size:82%;color:#345}",
        font=ctx.pick("Liberation Sans", "Roboto Condensed", "Carlito"),
        size="10pt",
        margin="12mm",
    )


@layout("oncology_meeting", "chromium", age=(30, 92))
def rcp(ctx):
    me = ctx.pro("onco")
    st = structure(ctx, "Centre hospitalier", "Institut de cancérologie", "Clinique")
    others = [ctx.pro(x) for x in ("visc", "radio", "patho", "gastro")]
    gp = ctx.pro("gp")
    d = ctx.doc_date
    act = ctx.back(0, 3)
    ctx.put(doc_type=["34794-8"], doc_date=d.isoformat(), act_date=act.isoformat(), recipients=[gp.family])
    ctx.author(me)
    loc = ctx.pick(
        ("Digestif", "Adénocarcinome du côlon sigmoïde pT3N1"),
        ("Thorax", "Carcinome épidermoïde bronchique T2N0"),
        ("Urologie", "Adénocarcinome prostatique Gleason 7"),
        ("Hématologie", "Lymphome folliculaire stade II"),
        ("ORL", "Carcinome de la corde vocale T1a"),
        ("Dermatologie", "Mélanome Breslow 1,2 mm"),
        ("Foie", "Carcinome hépatocellulaire 28 mm"),
        ("Rein", "Tumeur rénale gauche de 4 cm"),
    )

    def tr(a, b):
        return f"<tr><td class=k>{a}</td><td>{b}</td></tr>"

    body = f"""<h2 style="background:#35506b;color:#fff;padding:3mm">{ctx.pick("FICHE DE RÉUNION DE CONCERTATION PLURIDISCIPLINAIRE", "RCP – compte rendu", "Réunion de concertation pluridisciplinaire (RCP)")}</h2><table class=f>{tr("Établissement", esc(st))}{tr("RCP", loc[0] + " – réunion du " + ctx.date(act, "slash"))}{"".join(tr(esc(k), "<b>" + esc(v) + "</b>") for k, v in pairs(ctx, ipp=ctx.rng.random() < 0.4))}{tr("Médecin responsable", esc(me.name(style="TgU")) + " – RPPS " + me.rpps)}{tr("Présents", ", ".join(esc(o.name(style="TgU")) for o in others))}{tr("Diagnostic", loc[1] + ", anatomopathologie du " + ctx.date(ctx.back(15, 60), "slash"))}{tr("OMS", ctx.rng.randint(0, 2))}{tr("Comorbidités", esc(bodies.history(ctx)))}{tr("Bilan", esc(bodies.fill(ctx, "Scanner du {d1} : pas de lésion secondaire. Marqueur à {num}.")))}{tr("Entourage", esc(relative(ctx, 0.4) or "–"))}
    {tr("PROPOSITION", "<b>" + esc(ctx.pick("Chimiothérapie adjuvante 6 mois", "Chirurgie première", "Radiothérapie exclusive 66 Gy", "Surveillance active", "Immunothérapie", "Complément de bilan : TEP", "Hormonothérapie", "Soins de support")) + "</b>")}</table><p style="margin-top:4mm">Fiche validée le {ctx.date(d, "slash")} par {sign(ctx, me, "TgU")}</p><p>Destinataire : {esc(gp.name(style="TgU"))} (médecin traitant)</p>"""
    return page(
        ctx,
        body,
        css=".f{width:100%}.f td{border:1px solid #9ab;padding:2mm}.k{width:48mm;background:#e9eff5}",
        font=ctx.pick("Open Sans", "Lato", "Liberation Sans"),
        size="9.8pt",
        margin="14mm",
    )


@layout("genetics_report", "weasy", age=(3, 80))
def genetics(ctx):
    me, to = ctx.pro("gene"), ctx.pro(ctx.pick("neuro", "onco", "pedia", "cardio"))
    st = structure(ctx, "CHU", "Laboratoire de génétique moléculaire", "Plateforme de génomique")
    d = ctx.doc_date
    act = ctx.back(30, 120)
    ctx.put(doc_type=["51969-4"], doc_date=d.isoformat(), act_date=act.isoformat(), recipients=[to.family])
    ctx.author(me)
    g = ctx.pick(
        ("BRCA1", "c.68_69del"),
        ("CFTR", "c.1521_1523del"),
        ("HFE", "c.845G>A"),
        ("MYH7", "c.1988G>A"),
        ("FBN1", "c.4082G>A"),
        ("F5", "c.1601G>A"),
        ("MLH1", "c.350C>T"),
        ("SCN1A", "c.2836C>T"),
    )
    res = ctx.pick(
        f"variant {g[1]} à l'état hétérozygote, pathogène (classe 5)",
        "absence de variant pathogène sur les régions analysées",
        f"variant de signification inconnue dans {g[0]} (classe 3)",
    )
    body = f"""<div style="border-top:4px solid #26736b;border-bottom:1px solid #26736b;padding:2mm 0"><b>{esc(st)}</b> – Unité de génétique constitutionnelle<br><span class=s>{esc(ctx.addr)}, {ctx.zip} {ctx.city}</span></div><p class=r>Compte rendu du {ctx.date(d, "slash")}</p><h2>{ctx.pick("EXAMEN DES CARACTÉRISTIQUES GÉNÉTIQUES", "Compte rendu de génétique moléculaire", "ANALYSE DE GÉNÉTIQUE MOLÉCULAIRE")} – gène {g[0]}</h2>
    <table style="width:100%"><tr><td style="width:50%;background:#eef6f5;padding:3mm">{rows(pairs(ctx))}</td><td style="padding:3mm">Cas index : {ctx.pick("oui", "non, apparenté")}<br>Prélèvement (sang EDTA) du {ctx.date(act, "slash")}<br>Consentement signé le {ctx.date(act, "slash")}<br>Prescripteur : {esc(to.name(style="TgU"))}</td></tr></table><p style="margin-top:3mm"><b>Indication.</b> {esc(ctx.pick("Histoire familiale évocatrice.", "Découverte fortuite chez un apparenté.", "Épilepsie précoce.", "Cardiomyopathie hypertrophique.", "Surcharge martiale.", "Thrombose récidivante.", "Dépistage de cascade.", "Syndrome marfanoïde."))} {esc(relative(ctx, 0.3))}</p><p><b>Méthode.</b> Séquençage NGS, panel v{ctx.rng.randint(1, 6)}.{ctx.rng.randint(0, 9)}, profondeur moyenne {ctx.rng.randint(90, 480)}X, confirmation Sanger.</p><p><b>Résultat.</b> {res}.</p><p><b>Conclusion.</b> {ctx.pick("Une consultation de conseil génétique est nécessaire.", "À confirmer sur un second prélèvement.", "Étude des apparentés proposée.")}</p><p class=r>{sign(ctx, me, "TgU")}<br>{esc(me.label)} – RPPS {me.rpps}</p><p class=s>Loi de bioéthique : résultat à remettre en main propre par le prescripteur.</p>"""
    return page(ctx, body, font=ctx.pick("Noto Sans", "Carlito", "Vollkorn"), size="10.3pt")


@layout(
    "birth_room_child", "weasy", age=(0.01, 0.25), traps=("newborn_mother", "absent", "filename_other", "dob_digit")
)
def newborn(ctx):
    """Newborn's summary naming the mother in full."""
    me = ctx.pro(ctx.pick("sf", "pedia"))
    st = structure(ctx, "Maternité", "Clinique", "Centre hospitalier")
    d = ctx.dob + dt.timedelta(days=ctx.rng.randint(2, 4))
    ctx.doc_date = d
    ctx.put(doc_type=["57075-4", "78489-2", "59283-2"], doc_date=d.isoformat(), recipients=[])
    ctx.put(act_date=None)
    ctx.omit("act_date")
    ctx.author(me)
    r = ctx.rng
    m = ctx.flags.get("mother")
    if m:
        mom = f"{m['first_name']} {m['birth_name']}, née le {ctx.date(dt.date.fromisoformat(m['birth_date']), 'slash')}"
    else:
        mom = f"{ctx.people.given('F', 1992)} {ctx.people.family()}, {r.randint(20, 41)} ans"
    body = f"""<h2 class=c>{esc(st)}<br>{ctx.pick("SYNTHÈSE DE SALLE DE NAISSANCE – NOUVEAU-NÉ", "Synthèse de naissance de l'enfant", "Fiche du nouveau-né en maternité")}</h2><table border=1 cellpadding=4 style="width:100%"><tr><td style="width:50%;vertical-align:top"><b>NOUVEAU-NÉ</b><br>{rows(pairs(ctx, ins=False))}<br>Heure de naissance : {r.randint(0, 23)} h {r.randint(10, 59)}</td><td style="vertical-align:top"><b>MÈRE</b><br>{esc(mom)}<br>G{r.randint(1, 4)}P{r.randint(1, 3)}, groupe {ctx.pick("O+", "A-", "B+", "AB+")}<br>Sérologies négatives le {ctx.date(ctx.back(20, 60, d), "slash")}</td></tr></table>
    <p style="margin-top:4mm">Terme {r.randint(36, 41)} SA. Accouchement {ctx.pick("voie basse non instrumentale", "par ventouse", "césarienne en urgence")}. Poids {r.randint(2400, 4300)} g, taille {r.randint(46, 54)} cm, PC {r.randint(32, 37)} cm. Apgar {r.randint(6, 10)}/10/10. pH 7,{r.randint(18, 34)}.</p><p>Vitamine K donnée. {ctx.pick("Allaitement maternel.", "Allaitement artificiel.", "Allaitement mixte.")} {ctx.pick("Ictère simple.", "Hanches stables.", "Otoémissions présentes des deux côtés.", "Hypoglycémie transitoire corrigée.", "Examen clinique normal.", "Photothérapie 6 heures.", "Dépistage néonatal prélevé.", "Frein de langue court.")}</p><p>Visite à domicile par sage-femme sous 48 h.</p><p>{ctx.city}, le {ctx.date(d, "slash")}</p><p class=r>{sign(ctx, me, "TgU")}<br>RPPS {me.rpps}</p>"""
    return page(ctx, body, font=ctx.pick("Lato", "Liberation Sans"), size="10.5pt")


@layout(
    "delivery_report",
    "weasy",
    sex="F",
    age=(19, 43),
    traps=("absent", "dob_digit", "filename_other", "sticker_other", "no_dob", "used_only"),
)
def delivery(ctx):
    me = ctx.pro("gyneco")
    st = structure(ctx, "Maternité", "Centre hospitalier", "Polyclinique")
    d = ctx.doc_date
    act = ctx.back(1, 4)
    ep = str(ctx.rng.randint(24000000, 26999999))
    ctx.put(doc_type=["15508-5"], doc_date=d.isoformat(), act_date=act.isoformat(), recipients=[], episode=ep)
    ctx.omit("act_date")
    ctx.put(act_date=act.isoformat())
    ctx.author(me)
    r = ctx.rng
    body = f"""<p><b>{esc(st)}</b> – Bloc obstétrical – {ctx.zip} {ctx.city}</p><h2 class=c style="border:1px solid;padding:2mm">{ctx.pick("COMPTE RENDU D'ACCOUCHEMENT", "Compte rendu d’accouchement")}</h2><p>{rows(pairs(ctx, ipp=True))}<br>N° de séjour : {ep}</p><p>Accouchement le {ctx.date(act, "slash")} à {r.randint(0, 23)}h{r.randint(10, 59)}, terme {r.randint(36, 41)} SA + {r.randint(0, 6)} j. Sage-femme : {ctx.people.given("F", 1985)} T.</p><p>{ctx.pick("Travail spontané", "Déclenchement pour terme dépassé", "Rupture prématurée des membranes")}, péridurale posée à {r.randint(2, 6)} cm. Présentation céphalique OIGA. {ctx.pick("Naissance spontanée", "Extraction par ventouse", "Césarienne pour anomalie du rythme")}. Délivrance {ctx.pick("dirigée complète", "artificielle")}. Pertes {r.randint(150, 700)} mL. Périnée {ctx.pick("intact", "déchirure simple suturée")}.</p>
    <p>Enfant de sexe {ctx.pick("masculin", "féminin")}, prénommé(e) {ctx.people.given(r.choice("FM"), 2025)}, {r.randint(2500, 4200)} g, Apgar 9-10-10.</p><p>Antécédents : {esc(bodies.history(ctx, 2))}. {esc(relative(ctx, 0.3))}</p><p>Suites simples. Visite post-natale le {ctx.date(ctx.fwd(35, 60), "slash")}.</p><p class=r>Rédigé le {ctx.date(d, "slash")}<br>{sign(ctx, me, "TgU")}<br>RPPS {me.rpps}</p>"""
    return page(ctx, body, font=ctx.pick("Caladea", "Carlito", "FreeSerif"), size="11pt")


@layout("consent_form", "chromium", age=(18, 90))
def consent(ctx):
    me = ctx.pro(ctx.pick("ortho", "visc", "gastro", "uro", "ophta"))
    st = structure(ctx, "Clinique", "Polyclinique", "Centre hospitalier")
    d = ctx.doc_date
    o = ctx.pick(*bodies.OPERATIONS)
    ctx.put(doc_type=["59284-0"], doc_date=d.isoformat(), recipients=[])
    ctx.omit("act_date", "author_family", "author_given", "author_rpps", "recipients")
    hand = ctx.pick("Dancing Script", "Comic Neue")
    idt = pairs(ctx)
    filled = "<br>".join(
        f"{esc(k)} : <span style=\"font-family:'{hand}';font-size:14pt;color:#122a7c\">{esc(v)}</span>" for k, v in idt
    )
    body = f"""<div style="display:flex;gap:5mm">{logo(ctx, ctx.pick(*COLORS))}<b>{esc(st)}<br><span class=s>{ctx.zip} {ctx.city}</span></b></div><h2 class=c>{ctx.pick("CONSENTEMENT ÉCLAIRÉ À UN ACTE CHIRURGICAL", "Formulaire de consentement éclairé", "ATTESTATION DE CONSENTEMENT AUX SOINS")}</h2><p>Je, soussigné(e) :</p><p style="line-height:1.8">{filled}</p><p>déclare avoir reçu du <b>{esc(me.name(style="TgU"))}</b>, lors de la consultation du {ctx.date(ctx.back(5, 40), "slash")}, une information claire et loyale sur l'intervention suivante : <b>{o[0]}</b>, prévue le {ctx.date(ctx.fwd(5, 40), "slash")}.</p><p>J'ai compris les bénéfices attendus, les risques fréquents et graves ({ctx.pick("infection, hématome, phlébite", "douleurs, raideur, reprise", "hémorragie, perforation", "baisse d’acuité, œdème")}), et les alternatives. J'ai pu poser toutes mes questions et dispose d'un délai de réflexion.</p><p>{esc(relative(ctx, 0.5))}</p>
    <p>J'autorise l'équipe à pratiquer tout geste nécessaire en cas d'imprévu.</p><p style="margin-top:8mm">Fait à {ctx.city}, le <span style="font-family:'{hand}';font-size:14pt;color:#122a7c">{ctx.date(d, "slash")}</span></p><p>Signature du patient, précédée de « lu et approuvé »</p><p style="font-family:'{hand}';font-size:15pt;color:#122a7c">lu et approuvé</p>"""
    return page(ctx, body, font=ctx.pick("Liberation Sans", "Caladea", "Roboto"), size="11pt")

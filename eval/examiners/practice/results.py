"""Laboratories, imaging, pathology and technical examinations."""

import datetime as dt

from eval.examiners.practice import content
from eval.examiners.practice.context import layout
from eval.examiners.practice.page import logo, signature, table


def _figure(x, decimals):
    return f"{max(x, 0):.{decimals}f}".replace(".", ",")


def results(c, k=3):
    """Drawn results: (chapter, [(name, value, unit, range, previous, flag)])."""
    out = []
    for title, tests in c.rng.sample(content.BIO, k):
        rows = []
        for n, u, lo, hi, dec in tests:
            span = hi - lo
            v, prev = c.rng.uniform(lo - 0.12 * span, hi + 0.2 * span), c.rng.uniform(lo, hi)
            rows.append(
                (
                    n,
                    _figure(v, dec),
                    u,
                    f"{lo:g} - {hi:g}".replace(".", ","),
                    _figure(prev, dec),
                    "*" if v < lo else ("H" if v > hi else ""),
                )
            )
        out.append((title, rows))
    return out


@layout("labo_colonnes", who="any", weight=1.5)
def labo_colonnes(c):
    """A laboratory's results in columns."""
    st = c.st("labo")
    a = c.doctor(st, "biologie médicale")
    i, g = c.idn, c.gp
    prev = c.earlier()
    others = [c.doctor(st, "biologie médicale") for _ in range(3)]
    rows = ""
    for t, rr in results(c, c.rng.randint(2, 6)):
        rows += f"<tr><td colspan=5 style='background:#eee;text-align:center'><b>{t}</b></td></tr>" + "".join(
            f"<tr><td>{n}</td><td style='text-align:right'><b>{v}</b> {'↑' if f == 'H' else '↓' if f else ''}</td><td>{u}</td><td>{rg}</td><td>{pv}</td></tr>"
            for n, v, u, rg, pv, f in rr
        )
    biol = " – ".join(sorted({d.family: d for d in others}))
    sample = c.date if c.chance(0.6) else c.date - dt.timedelta(days=1)
    body = f"""<table style="width:100%"><tr><td style="width:50%">{logo(c.rng, st.color, 44)} <b style="font-size:1.2em;color:{st.color}">{st.name}</b><br><span class=s>{c.addr(st, " - ")}<br>{c.tel(st)}<br>{c.finess(st)}<br>Biologistes médicaux : {biol}</span></td>
    <td class=box><b>{i.full()}</b><br>{i.born(c.date)}{"<br>" + i.sex_pair()[0] + " : " + ("F" if i.p.sex == "F" else "M") if c.chance(0.5) else ""}<br>{i.ins_line()}<br><span class=s>{i.p.addr[0]}<br>{i.p.addr[1]} {i.p.addr[2]}</span></td></tr></table>
    <table class=s style="width:100%;border-top:1px solid #000;border-bottom:1px solid #000;margin-top:3mm"><tr><td>{c.pick("Dossier", "Demande", "N° demande")} n° {c.rng.randint(10**9, 10**10)}</td><td>{c.pick("Prélevé le", "Prélèvement du", "Prélèvement effectué le")} {c.dd(sample)} à {c.time()}</td><td>{c.pick("Prescripteur", "Prescrit par")} : Dr {g.family} {g.given}</td></tr><tr><td>Enregistré le {c.dd(sample)}</td><td>{c.pick("Compte rendu édité le", "Édition du")} {c.dd(c.date)}</td><td>Prélevé par {c.pick("nos soins", "IDE à domicile", "Mme FABRE, IDE")}</td></tr></table>
    <h1 class=c>{c.pick("Compte rendu d'analyses", "COMPTE RENDU D'EXAMENS DE BIOLOGIE MÉDICALE", "Résultats d'analyses")}</h1><table class=res style="width:100%;font-size:.95em"><tr><th></th><th style='text-align:right'>Résultat</th><th>Unité</th><th>Valeurs de référence</th><th>Antériorité<br>{c.dd(prev)}</th></tr>{rows}</table>
    <p style="margin-top:6mm" class=r>{c.pick("Validé par", "Validation biologique :", "Compte rendu validé par")} {a.full(c.rng)} le {c.dd(c.date)} {"– " if c.chance(0.5) else ""}{c.rpps(a, 0.3)}</p><p class=s>Copie : Dr {g.family}. Les examens précédés de # ne sont pas accrédités.</p>"""
    return c.out(
        body,
        "11502-2",
        a,
        st,
        [g.family],
        act=sample,
        drop=["recipients", "episode"],
        font=c.sans,
        size=9.5,
        number='Page " counter(page) "/" counter(pages) "',
        foot=f"{st.name} – Laboratoire accrédité COFRAC n° 8-{c.rng.randint(1000, 4999)} – portée disponible sur www.cofrac.fr",
    )


@layout("labo_matriciel", who="adult", weight=1.2)
def labo_matriciel(c):
    """A laboratory's results as a line printer has them."""
    st = c.st("labo")
    a = c.doctor(st, "biologie médicale")
    i, g = c.idn, c.gp
    sample = c.date - dt.timedelta(days=c.pick(0, 1, 2))
    lines = [f"{st.name.upper():<44}{c.tel(st)}", f"{c.addr(st, ' ')}"]
    fin = c.finess(st, 0.4)
    if fin:
        lines.append(fin)
    lines += ["-" * 78, f"PATIENT : {i.full()}", f"          {i.born()}"]
    if i.ins:
        lines.append("          " + i.ins_line())
    lines += [
        f"PRESCRIPTEUR : DR {g.family} {g.given[0]}.",
        f"PRELEVEMENT DU : {c.dd(sample, 'slash')}    N. ENREG : {c.rng.randint(100000, 999999)}",
        "-" * 78,
        "",
    ]
    for t, rr in results(c, 3):
        lines += [f"    *** {t} ***", ""]
        lines += [f"{n[:30]:.<32}{v:>10} {u:<14}({rg})" + ("  <<" if f else "") for n, v, u, rg, pv, f in rr] + [""]
    lines += [f"VALIDE LE {c.dd(c.date, 'slash')} PAR {a.full(style='gf').upper()}"]
    rp = c.rpps(a, 0.3)
    if rp:
        lines.append(rp)
    body = (
        "<pre style='font:inherit;white-space:pre-wrap'>"
        + "\n".join(x.replace("<<", "&lt;&lt;") for x in lines)
        + "</pre>"
    )
    return c.out(
        body,
        "11502-2",
        a,
        st,
        None,
        act=sample,
        drop=["recipients", "episode"],
        font=c.pick("Liberation Mono", "FreeMono", "GNUTypewriter", "DejaVu Sans Mono"),
        size=9,
        margin="12mm 10mm 12mm 16mm",
    )


@layout("labo_portail_hopital", who="any")
def labo_portail(c):
    """Results printed from a hospital's portal."""
    st = c.st("chu", "ch")
    a = c.doctor(st, "biologie médicale")
    i = c.idn
    sample = c.act
    pr = c.doctor(st, c.pick("néphrologie", "diabétologie", "gériatrie"))
    rows = "".join(
        f"<tr style='background:{'#fff' if k % 2 else '#f2f6fa'}'><td>{n}</td><td><b>{v}</b></td><td>{u}</td><td>[{rg}]</td><td style='color:#b00'>{'hors norme' if f else ''}</td></tr>"
        for t, rr in results(c, 3)
        for k, (n, v, u, rg, pv, f) in enumerate(rr)
    )
    body = f"""<div style="background:#17456e;color:#fff;padding:3mm">Serveur de résultats – {st.name} <span style="float:right" class=s>{c.finess(st, 0.3)}</span></div><div style="border:1px solid #9bb;padding:2mm;background:#eef4f8">{table(i.pairs(sex=True, ipp=True), cols=3, sep="")}</div>
    <p class=s>{c.pick("Laboratoire de biochimie", "Plateau de biologie", "Hématologie biologique")} &gt; Dossiers &gt; Résultat &nbsp; | &nbsp; {c.pick("Date de prélèvement", "Prélèvement")} : <b>{c.dd(sample, "slash")} {c.time()}</b> | Reçu : {c.dd(sample, "slash")} | {c.pick("Validation", "Validé le")} : {c.dd(c.date, "slash")} | Statut : complet</p><p class=s>Prescripteur : {pr.full(c.rng)} – UF {c.rng.randint(1000, 9999)}</p><table class=g style="width:100%"><tr><th>Analyse</th><th>Résultat</th><th>Unité</th><th>Réf.</th><th>Alerte</th></tr>{rows}</table>
    <p>Biologiste : {a.full(c.rng)} {c.rpps(a, 0.3)}</p><p class=s>https://resultats.{st.mail.split("@")[1]}/dossier?id={c.rng.randint(10**6, 10**7)} – page imprimée le {c.dd(c.date + dt.timedelta(days=c.rng.randint(1, 6)), "slash")} {c.time()} par secr_msp</p>"""
    return c.out(
        body,
        "11502-2",
        a,
        st,
        None,
        act=sample,
        drop=["recipients"],
        font=c.pick("Liberation Sans", "Roboto", "Open Sans"),
        size=9,
        margin="9mm 9mm 9mm 9mm",
    )


@layout("radiologie_cr", who="adult", weight=1.5)
def radio(c):
    """A radiology report."""
    st = c.st("radio", "clinique")
    a = c.doctor(st, "radiologie")
    i, g = c.idn, c.gp
    n, ind, tech, res, con, _ = c.rng.choice(content.IMG)
    same = c.chance(0.6)
    d = c.date if same else c.act
    docs = "".join(
        f"<br>{x.title} {x.given} {x.family}"
        for x in sorted(
            {y.family: y for y in [c.doctor(st, "radiologie") for _ in range(5)]}.values(), key=lambda y: y.family
        )
    )
    body = f"""<table style="width:100%"><tr><td>{logo(c.rng, st.color, 50)}</td><td><b style="font-size:1.25em">{st.name}</b><br><span class=s>{c.pick("Scanner – IRM – Échographie – Radiologie numérisée", "Imagerie médicale", "Radiologie, sénologie, IRM")}<br>{c.addr(st, " – ")}<br>{c.tel(st)} {c.finess(st, 0.4)}</span></td><td class="r s">Médecins radiologues{docs}</td></tr></table><hr>
    <p>{c.pick("Patient", "Nom du patient", "PATIENT")} : <b>{i.full()}</b> {i.born(d)}{"<br>" + i.ins_line() if i.ins else ""}</p><p>{c.pick("Médecin demandeur", "Prescripteur", "À l'attention de")} : {c.to_gp()}</p><p class=r>{st.addr[2]}, le {c.dd(c.date)}</p>
    <h1 class=c><u>{n.upper() if c.chance(0.6) else n}</u></h1>{"" if same else "<p>Examen réalisé le " + c.dd(d) + ".</p>"}<p><b>{c.pick("Indication", "Renseignements cliniques", "Motif")} :</b> {ind}</p><p><b>Technique :</b> {c.fill(tech)}</p><p><b>{c.pick("Résultat", "Résultats", "Description")} :</b></p><p>{res}</p>{c.relative()}<p><b>{c.pick("CONCLUSION", "Au total", "Conclusion")} :</b> {con}</p><div class=r>{c.pick("", "Compte rendu dicté et relu par ")}{a.full(c.rng)}<br><span class=s>{c.rpps(a, 0.4)}</span><br>{signature(c.rng)}</div><p class=s>Images consultables sur notre portail, identifiant {c.rng.randint(10**7, 10**8)}.</p>"""
    return c.out(body, "18748-4", a, st, [g.family], act=d, font=c.pick(c.sans, c.serif), size=c.pick(10, 11))


@layout("irm_bicolonne", who="adult")
def irm(c):
    """A scan's report in two columns."""
    st = c.st("radio", "chu", "ch")
    a = c.doctor(st, "radiologie")
    i, g = c.idn, c.gp
    n, ind, tech, res, con, _ = c.rng.choice([x for x in content.IMG if x[5] in ("IRM", "TDM")])
    pairs = [
        *i.pairs(stay=False),
        (c.pick("Date de l'examen", "Examen du", "Réalisé le"), c.dd(c.act)),
        (c.pick("Demandeur", "Prescripteur"), f"Dr {g.given} {g.family}"),
    ]
    left = "".join(
        f"<p style='text-align:left;margin:0 0 2mm'><span class=s>{k}</span><br><b>{v}</b></p>" for k, v in pairs
    )
    body = f"""<div style="background:{st.color};color:#fff;padding:4mm"><b style="font-size:1.3em">{st.name}</b><br><span class=s>{c.addr(st, " · ")} · {c.tel(st)} {c.finess(st, 0.4)}</span></div><table style="width:100%;margin-top:4mm"><tr><td style="width:50mm;background:#f1f1f1;padding:3mm">{left}<p class=s>Dose : PDL {c.rng.randint(200, 900)} mGy.cm<br>Appareil mis en service le 12/03/2021</p></td><td style="padding-left:6mm"><h1>{n}</h1><h2>Indication</h2><p>{ind}</p><h2>Protocole</h2><p>{c.fill(tech)}</p><h2>Analyse</h2><p>{res}</p><h2>Synthèse</h2><p><b>{con}</b></p><p style="margin-top:8mm">{c.pick("Validé électroniquement par", "Signé :")} {a.full(c.rng)} le {c.dd(c.date)}<br>{c.rpps(a, 0.5)}</p></td></tr></table>"""
    return c.out(body, "18748-4", a, st, [g.family], act=c.act, drop=["recipients"], font=c.sans, size=10)


@layout("echocardiographie_mesures", who="old")
def echocardio(c):
    """An echocardiography with its measures."""
    st = c.st("cabinet", "clinique", "ch")
    a = c.doctor(st, "cardiologie")
    i, g = c.idn, c.gp
    r = c.rng
    meas = [
        ("DTDVG", f"{r.randint(42, 58)} mm"),
        ("DTSVG", f"{r.randint(26, 40)} mm"),
        ("SIV", f"{r.randint(8, 13)} mm"),
        ("FEVG (Simpson BP)", f"{r.randint(35, 68)} %"),
        ("OG surface", f"{r.randint(16, 29)} cm²"),
        ("Vmax Ao", f"{r.randint(11, 39) / 10:.1f} m/s"),
        ("E/A", f"{r.randint(6, 15) / 10:.1f}"),
        ("E/e'", f"{r.randint(6, 15)}"),
        ("PAPS", f"{r.randint(24, 48)} mmHg"),
        ("TAPSE", f"{r.randint(15, 25)} mm"),
    ]
    body = f"""<div class=c><b>{a.full(c.rng, "gf")}</b><br>{c.pick("Cardiologue", "Maladies du cœur et des vaisseaux")}<br>{st.name}<br><span class=s>{c.addr(st, " – ")} – {c.tel(st)} {c.rpps(a, 0.6)}</span></div><h1 class=c>{c.pick("ÉCHOCARDIOGRAPHIE-DOPPLER TRANSTHORACIQUE", "Compte rendu d'échocardiographie", "ECHO-DOPPLER CARDIAQUE")}</h1><div class=box>{table(i.pairs(), cols=2)}</div><p>{c.pick("Date", "Date de l'examen", "Examen du")} : <b>{c.dd(c.date)}</b> &nbsp; Adressé par : {c.to_gp()} &nbsp; Poids {r.randint(52, 99)} kg</p><p>Indication : {c.case("cardiologie")[0].lower()}. Échogénicité {c.pick("correcte", "moyenne", "bonne")}. Précédent examen : {c.dd(c.earlier())}.</p><table class=g style="width:70%">{"".join(f"<tr><td>{k}</td><td><b>{v}</b></td></tr>" for k, v in meas)}</table>
    <p style="margin-top:4mm">Ventricule gauche non dilaté, cinétique {c.pick("homogène", "segmentaire normale", "discrètement hypokinétique en inférieur")}. Valve aortique {c.pick("tricuspide remaniée sans sténose serrée", "souple")}. Fuite mitrale {c.pick("minime", "modérée 2/4")}. Cavités droites normales. Péricarde sec.</p><p><b>Conclusion :</b> {c.pick("Fonction systolique conservée, pressions de remplissage non élevées.", "Rétrécissement aortique modéré, contrôle dans un an.", "Cardiopathie hypertensive débutante.", "Examen stable par rapport au précédent.")}</p><div class=r>{a.full(c.rng)}<br>{signature(c.rng)}</div>"""
    return c.out(
        body,
        ["18748-4", "70004-7", "11488-4"],
        a,
        st,
        [g.family],
        act=c.date,
        drop=["recipients"],
        font=c.pick(c.serif, c.sans),
        size=10.5,
    )


@layout("anatomopathologie", who="adult", weight=1.3)
def anapath(c):
    """A pathologist's report."""
    st = c.st("path", "chu")
    a = c.doctor(st, "anatomie pathologique")
    i, g = c.idn, c.gp
    items = [
        x
        for x in content.PATHO
        if not (
            (x[0].startswith(("Frottis", "Micro", "Pièce d'hyst")) and i.p.sex == "M")
            or (x[0].startswith("Biopsies pros") and i.p.sex == "F")
        )
    ]
    n, macro, micro, con, code = c.rng.choice(items)
    op = c.other()
    sample = c.act
    rec = sample + dt.timedelta(days=1)
    date = max(c.date, rec)
    body = f"""<table style="width:100%;border-bottom:2px solid #555"><tr><td><b style="font-size:1.2em">{st.name}</b><br><span class=s>{c.addr(st, ", ")}<br>{c.tel(st)} {c.finess(st)}</span></td><td class=r>{logo(c.rng, st.color, 40)}<br><b>N° {c.pick("H", "B", "C")}26.{c.rng.randint(10000, 99999)}</b></td></tr></table>
    <h1 class=c>{c.pick("COMPTE RENDU D'ANATOMIE ET CYTOLOGIE PATHOLOGIQUES", "Compte-rendu anatomo-pathologique", "EXAMEN ANATOMOPATHOLOGIQUE")}</h1><table style="width:100%"><tr><td style="width:52%" class=box>{table(i.pairs(ipp=False))}</td><td class=box>{c.pick("Prélèvement du", "Prélevé le", "Date de prélèvement :")} {c.dd(sample)}<br>{c.pick("Reçu le", "Enregistré le")} {c.dd(rec)}<br>{c.pick("Préleveur", "Prescripteur", "Médecin demandeur")} : {op.full(c.rng)}<br>Copie : {c.to_gp()}</td></tr></table>
    <h2>{c.pick("Nature du prélèvement", "Renseignements cliniques")}</h2><p>{n}.</p><h2>Examen macroscopique</h2><p>{macro} Inclusion en totalité. Fixation formol.</p><h2>Examen microscopique</h2><p>{micro}</p><div class=box style="margin-top:3mm"><b>CONCLUSION</b><br>{con}</div><p class=s>Codage ADICAP : {code}</p>{c.relative()}<p class=r>{c.pick("Compte rendu signé le", "Validé le", "Le")} {c.dd(date)}<br>{a.full(c.rng)} {c.rpps(a, 0.4)}<br>{signature(c.rng)}</p>"""
    return c.out(
        body, "60568-3", a, st, [op.family, g.family], act=sample, date=date, font=c.pick(c.sans, c.serif), size=10.5
    )


@layout("endoscopie_digestive", who="adult")
def endo(c):
    """A digestive endoscopy."""
    st = c.st("clinique", "ch")
    a = c.doctor(st, "gastro-entérologie")
    an = c.doctor(st, "anesthésie")
    i, g = c.idn, c.gp
    colo = c.chance(0.6)
    t = (
        "Progression jusqu'au bas-fond cæcal, dernière anse visualisée. Préparation Boston 8/9. "
        + c.pick(
            "Deux polypes sessiles du côlon gauche de 4 et 7 mm, réséqués à l'anse froide, récupérés.",
            "Diverticules sigmoïdiens sans signe inflammatoire.",
            "Muqueuse normale, biopsies étagées.",
            "Polype pédiculé du sigmoïde de 14 mm, résection à l'anse diathermique, un clip.",
        )
        if colo
        else "Œsophage : "
        + c.pick("muqueuse normale, ligne Z à 39 cm.", "érosions du bas œsophage, grade A de Los Angeles.")
        + " Estomac : "
        + c.pick("gastrite antrale, biopsies.", "sans lésion.", "ulcération antrale fibrineuse de 6 mm, biopsies.")
        + " Duodénum normal, biopsies faites."
    )
    body = f"""<div class=flex><div style="width:60%"><b>{st.name}</b> – Unité d'endoscopie<br><span class=s>{c.addr(st, " – ")}<br>{c.tel(st)} {c.finess(st, 0.5)}</span></div><div class="box" style="width:36%"><b>{i.full()}</b><br>{i.born()}<br><span class=s>{i.ins_line()}</span></div></div><h1>{"COLOSCOPIE TOTALE" if colo else "ENDOSCOPIE ŒSO-GASTRO-DUODÉNALE"}</h1>
    <table class=g style="width:100%"><tr><td>{c.pick("Date", "Réalisée le", "Date de l'acte")} : <b>{c.dd(c.date)}</b></td><td>Opérateur : <b>{a.full(c.rng)}</b> {c.rpps(a, 0.4)}</td><td>Anesthésiste : {an.full(c.rng)}</td></tr><tr><td>Correspondant : Dr {g.given} {g.family}</td><td>Endoscope : CF-H190 n° {c.rng.randint(1000000, 9999999)}</td><td>Désinfection : conforme</td></tr></table><p><b>Indication</b> : {c.pick("dépistage, antécédent familial au premier degré", "test immunologique positif", "douleurs abdominales", "anémie ferriprive", "surveillance de polypes, dernier examen du " + c.dd(c.earlier()))}.</p><p><b>Compte rendu</b> : {t}</p><p><b>Conclusion</b> : {c.pick("examen complet, résultats anatomopathologiques à suivre", "pas de lésion suspecte", "contrôle dans trois ans")}.</p><p>Reprise alimentaire le jour même, pas de conduite pendant 12 heures. Consultation le {c.dd(c.later())}.</p><div style="display:flex">{"".join('<svg width="40mm" height="36mm"><rect width="150" height="136" fill="#222"/><circle cx="70" cy="66" r="52" fill="#c9705e"/><circle cx="80" cy="70" r="20" fill="#5a1e18"/></svg>&nbsp;' for _ in range(3))}</div><div class=r>{a.full(c.rng)}<br>{signature(c.rng)}</div>"""
    return c.out(
        body,
        ["70004-7", "11505-5", "34874-8", "18748-4"],
        a,
        st,
        [g.family],
        act=c.date,
        drop=["recipients"],
        font=c.sans,
        size=10,
    )


@layout("ophtalmologie_lettre", who="old")
def ophtalmo(c):
    """An eye specialist's letter."""
    st = c.st("cabinet", "clinique")
    a = c.doctor(st, "ophtalmologie")
    i, g = c.idn, c.gp
    m, h, e, k = c.case("ophtalmologie")
    body = f"""<div style="text-align:center;font-family:'EB Garamond'"><span style="font-size:1.6em">{a.full(c.rng, "gf")}</span><br>{c.pick("Ophtalmologiste", "Ophtalmologie médicale et chirurgicale", "Maladies et chirurgie des yeux")}<br>{st.name}, {c.addr(st, " – ")}<br>{c.tel(st)} – {c.rpps(a, 0.6)}</div><hr style="width:40%"><p class=r>Le {c.dd(c.date)}</p><p>{c.pick("Concerne", "Patient", "Objet")} : {i.full()}, {i.born()}</p><p>{i.ins_line()}</p><p>{c.pick(*content.SALUT)}</p><p>J'ai examiné ce jour {i.short()} pour : {m.lower()}.</p><p>{h}</p><table class=g style="margin:2mm 0"><tr><th></th><th>Sphère</th><th>Cylindre</th><th>Axe</th><th>Acuité</th></tr><tr><td>OD</td><td>+{c.rng.randint(0, 3)},{c.pick("00", "25", "50")}</td><td>-0,{c.pick("50", "75")}</td><td>{c.rng.randint(0, 18)}0°</td><td>{c.rng.randint(4, 10)}/10 P2</td></tr><tr><td>OG</td><td>+{c.rng.randint(0, 3)},{c.pick("00", "25", "50")}</td><td>-0,{c.pick("25", "75")}</td><td>{c.rng.randint(0, 18)}0°</td><td>{c.rng.randint(4, 10)}/10 P2</td></tr></table><p>{e}</p><p>{k}</p><p>{c.pick(*content.BYE)}</p><div class=r>{signature(c.rng)}<br>{a.full(c.rng)}</div><p class=s>Destinataire : {c.to_gp()}, {c.pool.msp.addr[2]}</p>"""
    return c.out(body, ["78513-9", "11488-4"], a, st, [g.family], act=c.date, font=c.serif, size=11)


@layout("efr_tableau", who="adult")
def efr(c):
    """Respiratory function in a table."""
    st = c.st("chu", "ch", "cabinet")
    a = c.doctor(st, "pneumologie")
    i, g = c.idn, c.gp
    r = c.rng
    rows = "".join(
        f"<tr><td>{n}</td><td>{u}</td><td>{r.randint(180, 420) / 100:.2f}</td><td><b>{r.randint(120, 400) / 100:.2f}</b></td><td>{r.randint(52, 112)}</td><td>{r.randint(60, 115)}</td></tr>"
        for n, u in [
            ("CVF", "L"),
            ("VEMS", "L"),
            ("VEMS/CVF", "%"),
            ("DEM 25-75", "L/s"),
            ("CPT", "L"),
            ("VR", "L"),
            ("DLCO", "mL/min/mmHg"),
        ]
    )
    curve = '<svg width="70mm" height="45mm" viewBox="0 0 140 90"><path d="M5 85V5M5 85H135" stroke="#000"/><path d="M5 85 Q18 -20 60 30 T130 84" fill="none" stroke="#06c" stroke-width="1.6"/><path d="M5 85 Q22 10 55 48 T118 84" fill="none" stroke="#c00" stroke-dasharray="3"/></svg>'
    body = f"""<table style="width:100%" class=s><tr><td><b>{st.name}</b><br>Laboratoire d'explorations fonctionnelles respiratoires<br>{c.addr(st, " ")} {c.finess(st, 0.4)}</td><td class=r>SpiroMed 5.1<br>Opérateur : {c.pick("Julie P.", "IDE Marc L.", "C. VIDAL")}</td></tr></table><h1 style="border-bottom:1px solid">{c.pick("Explorations fonctionnelles respiratoires", "EFR – Pléthysmographie", "SPIROMÉTRIE")}</h1><table style="width:100%"><tr><td>{table(i.pairs(sex=True))}</td><td>{table([("Âge", str(i.p.age(c.date)) + " ans"), ("Taille", f"{r.randint(152, 188)} cm"), ("Poids", f"{r.randint(48, 104)} kg"), (c.pick("Date de l'examen", "Date test"), c.dd(c.date) + " " + c.time()), ("Demandé par", "Dr " + g.family)])}</td></tr></table><table class=g style="width:100%"><tr><th>Paramètre</th><th>Unité</th><th>Théo.</th><th>Pré</th><th>% théo</th><th>% post</th></tr>{rows}</table>{curve}{curve}<p><b>Interprétation :</b> {c.pick("trouble ventilatoire obstructif modéré, partiellement réversible", "examen dans les limites de la normale", "syndrome restrictif léger, transfert conservé", "obstruction distale isolée")}. {c.pick("Stable par rapport au " + c.dd(c.earlier()), "Premier examen")}.</p><p class=r>{a.full(c.rng)} {c.rpps(a, 0.4)}</p>"""
    return c.out(body, ["47420-5", "70004-7"], a, st, None, act=c.date, drop=["recipients"], font=c.sans, size=9.5)


@layout("mammographie_depistage", who="woman")
def mammo(c):
    """A mammography of the screening."""
    st = c.st("radio", "clinique")
    a = c.doctor(st, "radiologie")
    i, g = c.idn, c.gp
    body = f"""<table class=g style="width:100%"><tr><td style="width:36%">{logo(c.rng, "#d0407d", 36)}<br><b class=s>Dépistage organisé du cancer du sein</b></td><td class=c><b>FICHE D'INTERPRÉTATION – {c.pick("PREMIER LECTEUR", "MAMMOGRAPHIE")}</b><br>{st.name}<br><span class=s>{c.addr(st, " ")} {c.finess(st, 0.5)}</span></td></tr></table><table class=g style="width:100%;margin-top:2mm"><tr><td style="width:55%">{table(i.pairs(sex=False))}</td><td>{c.pick("Date de la mammographie", "Date de l'examen", "Mammographie du")} : <b>{c.dd(c.date)}</b><br>Mammographie antérieure : {c.dd(c.earlier())}<br>Radiologue : {a.full(c.rng)}<br>{c.rpps(a, 0.5)}<br>Médecin traitant : {c.to_gp()}</td></tr></table>
    <h2>Antécédents</h2><p>{c.pick("Aucun antécédent familial", "Mère : cancer du sein à 62 ans", "Tante maternelle")}. THM : {c.pick("non", "arrêté")}. </p><h2>Examen clinique</h2><p>☒ Normal ☐ Anormal</p><h2>Mammographie (face et oblique)</h2><p>Densité {c.pick("a", "b", "c")}. {c.pick("Absence de masse, de foyer de microcalcifications ou de distorsion.", "Microcalcifications rondes éparses, bénignes.", "Opacité ronde du quadrant supéro-externe gauche, kystique en échographie.")}</p><table class=g><tr><th></th><th>Sein droit</th><th>Sein gauche</th></tr><tr><td>Classification ACR</td><td class=c>{c.pick("1", "2")}</td><td class=c>{c.pick("1", "2", "3")}</td></tr></table><p style="margin-top:4mm"><b>Conduite à tenir :</b> {c.pick("prochain dépistage dans deux ans", "surveillance à six mois", "échographie faite ce jour, rassurante")}. Clichés adressés en deuxième lecture.</p><div class=r>{signature(c.rng)}<br>{a.full(c.rng)}</div>"""
    return c.out(body, ["75492-9", "18748-4"], a, st, [g.family], act=c.date, drop=["recipients"], font=c.sans, size=10)


@layout("echographie_obstetricale", who="pregnant")
def echo_obst(c):
    """An ultrasound of a pregnancy."""
    st = c.st("cabinet", "clinique", "radio")
    a = c.doctor(st, "gynécologie-obstétrique")
    i, g, r = c.idn, c.gp, c.rng
    tri = c.pick(1, 2, 3)
    sa = {1: r.randint(11, 13), 2: r.randint(21, 24), 3: r.randint(31, 34)}[tri]
    ddg = c.date - dt.timedelta(days=(sa - 2) * 7)
    bio = {
        1: [
            ("LCC", f"{r.randint(48, 80)} mm"),
            ("Clarté nucale", f"1,{r.randint(0, 9)} mm"),
            ("BIP", f"{r.randint(18, 25)} mm"),
        ]
    }.get(
        tri,
        [
            ("BIP", f"{r.randint(52, 86)} mm"),
            ("PC", f"{r.randint(190, 310)} mm"),
            ("PA", f"{r.randint(170, 290)} mm"),
            ("LF", f"{r.randint(36, 63)} mm"),
            ("EPF", f"{r.randint(450, 2100)} g"),
        ],
    )
    body = f"""<table style="width:100%"><tr><td><b>{a.full(c.rng, "gf")}</b><br>{c.pick("Gynécologue obstétricien", "Échographie fœtale")}<br><span class=s>{c.rpps(a, 0.6)}</span></td><td class=r><b>{st.name}</b><br><span class=s>{c.addr(st)}<br>{c.tel(st)}</span></td></tr></table><h1 class=c style="background:#f7e6ee">{c.pick("ÉCHOGRAPHIE OBSTÉTRICALE", "Compte rendu d'échographie de dépistage")} – {tri}{"er" if tri == 1 else "e"} trimestre</h1><p><b>{c.pick("Patiente", "Nom")} : {i.full()}</b> – {i.born()}<br>{i.ins_line()}</p><p>{c.pick("Examen du", "Date :", "Date de l'examen :")} {c.dd(c.date)} &nbsp; {c.pick("DDG", "Début de grossesse")} : {c.dd(ddg)} &nbsp; Terme : {sa} SA + {r.randint(0, 6)} j &nbsp; DDR : {c.dd(ddg - dt.timedelta(days=14))}</p><p>Grossesse monofœtale évolutive, activité cardiaque {r.randint(132, 165)}/min. Présentation {c.pick("céphalique", "siège", "variable")}.</p><table class=g>{"".join(f"<tr><td>{k}</td><td><b>{v}</b></td><td>{r.randint(15, 80)}e p.</td></tr>" for k, v in bio)}</table><p style="margin-top:3mm">Morphologie : pôle céphalique, face, rachis, cœur quatre cavités, gros vaisseaux, estomac, vessie, membres vus sans anomalie. Placenta {c.pick("antérieur", "postérieur", "fundique")} non bas inséré. Liquide en quantité normale. {c.pick("Limites : dos antérieur.", "Bonne échogénicité.", "Conditions moyennes.")}</p><p><b>Conclusion :</b> croissance harmonieuse, {c.pick("pas d’anomalie décelée", "prochaine échographie vers le " + c.dd(c.later()))}.</p><p class=s>Échographe {c.pick("Voluson E10", "Samsung WS80")} mis en service le 04/02/2022. Copie : {c.to_gp()}</p><div class=r>{signature(c.rng)}<br>{a.full(c.rng)}</div>"""
    return c.out(body, ["18748-4", "89233-1"], a, st, [g.family], act=c.date, font=c.pick(c.sans, c.serif), size=10.5)

"""Reports of examinations: imaging, pathology, functions."""

from eval.examiners.correspondents.content import DIAG, IMAGING, PATHO
from eval.examiners.correspondents.names import esc
from eval.examiners.correspondents.page import kv_table, layout, logo, scribble, shell


@layout("imagerie_cabinet", "adult")
def imaging(d):
    """A radiology report, the partners in a column at the left."""
    r, senders = d.rng, d.ctx.senders
    s = senders.structure(
        r,
        r.choice(
            [
                "Imagerie Médicale du Berry",
                "Groupe radiologique Saint-François",
                "Centre d'imagerie de la Prairie",
                "SCM Scanner-IRM de {t}",
                "Cabinet de radiologie du Parc",
            ]
        ),
        staff=r.randint(3, 6),
        spec="radiologie",
    )
    doc, on = s.staff[1], d.day(1, 12)
    title, ind, tech, find, concl = r.choice(IMAGING)
    if d.p.sex == "M" and "Mammo" in title:
        title, ind, tech, find, concl = IMAGING[0]
    find = find.replace("{d2}", d.d(d.before(on, 200, 800)))
    ind = ind.replace("{d2}", d.d(d.before(on, 200, 800)))
    d.type("18748-4")
    pres = senders.town_doctor(r)
    staff = "<br>".join(d.name_of(x) for x in s.staff)
    st = r.randint(0, 2)
    dest = f"{d.recipient(pres)}"
    hosp = r.choice(senders.hosp_doctors)
    cop = (
        f"<p class=s>{r.choice(['Copie à', 'cc :', 'Double adressé à'])} {d.recipient(hosp)}, {esc(senders.hospital)}</p>"
        if r.random() < 0.75
        else ""
    )
    on_txt = d.doc_date(on)
    exam = r.choice(["", f" du {d.act_date(on)}", f" – examen du {d.act_date(on)}"])
    if not exam:
        d.skip("act_date")
    if st == 0:
        idt = f"<div style='margin:5mm 0'><b>{d.full(civ=True)}</b> {d.born()}{' – ' + d.ins_line() if d.want_ins else ''}</div>"
    elif st == 1:
        idt = (
            "<table style='width:100%;border:.6pt solid #555;margin:4mm 0'><tr>"
            + "".join(
                f"<td style='border:.6pt solid #555;padding:1mm 2mm'><span class=xs>{a}</span><br><b>{v}</b></td>"
                for a, v in d.rows(["birth", "used", "first", "dob", "sex"])
            )
            + "</tr></table>"
            + (f"<div class=s>{d.ins_line()}</div>" if d.want_ins else "")
        )
    else:
        idt = f"<div style='text-align:center;margin:5mm 0;font-size:1.08em'>{d.full(civ=True, order='nf')}<br>{d.born()}<br>{d.ins_line()}</div>"
    sign = r.choice(
        [
            f"Compte rendu validé électroniquement par {d.author(doc, given='full')}",
            f"<div style='margin-left:90mm'>{scribble(r)}<br>{d.author(doc)}</div>",
            f"{d.author(doc, given='full')} – signature électronique",
        ]
    )
    if r.random() < 0.4:
        sign += f"<br>RPPS {d.author_rpps(doc)}"
    body = f"""<div class=fl><div>{logo(r, 20)}</div><div class='r s'><b style='font-size:1.35em'>{d.structure(s)}</b><br>{esc(s.street)}, {s.cp} {esc(s.town)}<br>Tél. {s.tel} – Fax {s.fax}{"<br>N° FINESS " + d.finess(s) if r.random() < 0.35 else ""}</div></div>
    <div style='display:flex;margin-top:5mm'><div class=xs style='width:42mm;color:#333'><b>Médecins radiologues</b><br>{staff}<br><br>Manipulateur : {d.ctx.senders.names.first(r, "F", 1985)}</div><div style='flex:1'><p>{esc(s.town)}, le {on_txt}</p><p>{dest}<br>{esc(pres.spec)}</p></div></div>{idt}
    <h3 class=c style='font-size:1.1em'>{title.upper()}{exam}</h3><p><b>{r.choice(["Indication", "Renseignements cliniques", "Motif"])} :</b> {ind}</p><p class=j><b>{r.choice(["Technique", "Protocole", "Procédure"])} :</b> {tech}</p><p class=j><b>{r.choice(["Résultat", "Résultats", "Interprétation", "Description"])} :</b> {find}</p>
    <p class=j><b>{r.choice(["Conclusion", "AU TOTAL", "Synthèse"])} :</b> {concl}</p><p>{sign}</p>{cop}<p class=xs>Images accessibles 60 jours sur le portail, identifiant {r.randint(100000, 999999)}.</p>"""
    return shell(d, "", body, r.choice([d.font_sans, d.font_serif]))


@layout("imagerie_une_ligne", "adult")
def imaging_short(d):
    """A terse report whose whole identity stands in one line under the name of the practice."""
    r, senders = d.rng, d.ctx.senders
    s = senders.structure(
        r,
        r.choice(["Cabinet d'échographie du Mail", "Échographie-Doppler Les Halles", "Radiologie du Faubourg"]),
        staff=1,
        spec="radiologie",
    )
    doc, on = s.staff[0], d.day(1, 15)
    title, ind, _, find, concl = r.choice([x for x in IMAGING if "cho" in x[0] and "Mammo" not in x[0]])
    d.type("18748-4")
    line = r.choice(["{n} | {b} | {s}{i}", "{n} — {b} — sexe {s}{i}", "Patient : {n}   {b}   Sexe : {s}{i}"]).format(
        n=d.full(civ=False, order="nf"),
        b=d.born("slash"),
        s=d.sexword("letter"),
        i=(" | INS " + d.ins_txt(False)) if d.want_ins else "",
    )
    body = f"""<div style='border-bottom:1.5pt solid #222;padding-bottom:1mm' class=fl><b>{d.structure(s)}</b><span class=s>{esc(s.street)} {s.cp} {esc(s.town)} · {s.tel}</span></div><div style='background:#eee;padding:1mm 2mm;margin-top:2mm'>{line}</div>
    <p class=r>Examen réalisé le {d.act_date(on)}</p><p><b>{title}</b> demandée par {d.name_of(senders.town_doctor(r), given="none")} – {ind.replace("{d2}", d.d(d.before(on, 100, 400)))}</p><p class=j>{find.replace("{d2}", d.d(d.before(on, 100, 400)))}</p><p><b>⇒ {concl}</b></p><p>{d.author(doc)}{", RPPS " + d.author_rpps(doc) if r.random() < 0.5 else ""}</p>"""
    d.skip("doc_date")
    return shell(d, "", body, size=r.choice([10.5, 11, 12]), margin="20mm 20mm")


@layout("anatomopathologie", "adult")
def pathology(d):
    """A pathologist's report: sampled, received and signed on three days."""
    r, senders = d.rng, d.ctx.senders
    s = senders.structure(
        r,
        r.choice(
            [
                "Laboratoire d'Anatomie et de Cytologie Pathologiques du Centre",
                "ACP Loire-Berry",
                "Cabinet de pathologie Bichat",
            ]
        ),
        staff=3,
        spec="anatomie pathologique",
    )
    doc = s.staff[2]
    taken = d.day(9, 24)
    got = d.after(taken, 1, 2)
    on = d.after(got, 3, 5)
    pool = [
        x
        for x in PATHO
        if not (d.p.sex == "M" and ("cervico" in x[0] or "mammaire" in x[0]))
        and not (d.p.sex == "F" and "prostat" in x[0])
    ]
    title, macro, micro, concl = r.choice(pool)
    d.type("60568-3")
    surg = senders.doctor(r)
    hosp = r.choice(senders.hosp_doctors)
    rows = d.rows(
        r.choice([["birth", "used", "first", "dob", "sex", "ins"], ["used", "birth", "firsts", "dob", "ins"]])
        if not (d.used_only)
        else ["birth", "first", "dob"]
    )
    num = f"{r.choice('HBCN')}26-{r.randint(1000, 29999):05d}"
    body = f"""<div class='c'><b style='font-size:1.2em'>{d.structure(s)}</b><br><span class=s>{esc(s.street)} – {s.cp} {esc(s.town)} – Tél. {s.tel}<br>{" · ".join(d.name_of(x) for x in s.staff)}{"<br>FINESS ET " + d.finess(s) if r.random() < 0.3 else ""}</span></div>
    <table style='width:100%;margin-top:4mm;border:.7pt solid #000'><tr><td style='padding:2mm;width:55%;border-right:.7pt solid #000'>{kv_table(rows)}</td><td style='padding:2mm' class=s>Examen n° <b>{num}</b><br>{r.choice(["Prélevé le", "Date de prélèvement :", "Prélèvement du"])} {d.act_date(taken)}<br>Reçu le {d.d(got)}<br>{r.choice(["Signé le", "Compte rendu du", "Validé le", "Réponse du"])} {d.doc_date(on, d.num_style)}<br>{r.choice(["Destinataire", "Adressé à", "À l&rsquo;attention de"])} : {d.recipient(surg)}<br>Copie : {d.recipient(hosp)}</td></tr></table>
    <h3>{r.choice(["Compte rendu anatomopathologique", "COMPTE RENDU D'EXAMEN ANATOMO-PATHOLOGIQUE", "Compte rendu d'anatomie et cytologie pathologiques"])}</h3><p><b>Nature du prélèvement :</b> {title}</p><p class=j><b>Macroscopie :</b> {macro}</p><p class=j><b>Microscopie :</b> {micro}</p><p class=j style='border:.6pt solid #444;padding:2mm'><b>CONCLUSION :</b> {concl}</p>
    <p class=s>Codes ADICAP : {r.choice(["BHDC A7A2", "OHSC 7710", "BHGS 0S11", "PHTG A8F1"])}</p><p class=r>{r.choice(["Le pathologiste", "Médecin pathologiste", "Signé électroniquement"])} : {d.author(doc, given="full")}{"<br>RPPS " + d.author_rpps(doc) if r.random() < 0.45 else ""}</p>"""
    return shell(d, "", body, r.choice([d.font_serif, d.font_sans]))


@layout("exploration_fonctionnelle", "adult")
def diagnostic(d):
    """The report of an examination of a function, with its curve."""
    r, senders = d.rng, d.ctx.senders
    title, ind, find, concl, spec = r.choice(DIAG)
    s = senders.structure(
        r,
        r.choice(
            [
                "Clinique Guillaume-de-Varye",
                "Polyclinique du Bocage Sancerrois",
                "Pôle Santé des Gibjoncs",
                "Cabinet médical du Port",
            ]
        ),
        staff=1,
        spec=spec,
    )
    doc, on = s.staff[0], d.day(1, 14)
    d.type("70004-7")
    style = r.randint(0, 1)
    to = [senders.town_doctor(r), r.choice(senders.hosp_doctors)]
    made = r.random() < 0.6
    if not made:
        d.skip("doc_date")
    if style == 0:
        idt = (
            "<table style='width:100%' class=s>"
            + "".join(
                f"<tr><td style='border-bottom:.4pt dotted #777;width:44mm'>{a}</td><td style='border-bottom:.4pt dotted #777'><b>{v}</b></td></tr>"
                for a, v in d.rows(["birth", "used", "first", "dob", "sex", "ins"])
            )
            + f"<tr><td>Date de l'examen</td><td>{d.act_date(on)}</td></tr><tr><td>Taille / poids</td><td>{r.randint(150, 188)} cm / {r.randint(48, 110)} kg</td></tr></table>"
        )
    else:
        idt = f"<p><b>{d.full(civ=True)}</b>, {d.born()}{' · ' + d.ins_line() if d.want_ins else ''}<br>Examen du {d.act_date(on)}, appareil n° {r.randint(100, 999)}</p>"
    pts = " ".join(f"{i * 4},{30 + r.uniform(-10, 10) - (18 if i % 9 == 4 else 0):.0f}" for i in range(100))
    graph = (
        f"<svg width='100%' height='26mm' viewBox='0 0 400 60' preserveAspectRatio='none'><rect width='400' height='60' fill='#fff4f4' stroke='#caa'/><polyline points='{pts}' fill='none' stroke='#222' stroke-width='.8'/></svg>"
        if spec in ("cardiologie", "neurologie", "pneumologie") and r.random() < 0.7
        else ""
    )
    body = f"""<div style='background:{r.choice(["#e8eef5", "#eef3ea", "#f4efe6"])};padding:3mm' class=fl><div><b style='font-size:1.3em'>{d.structure(s)}</b><br><span class=s>{esc(s.street)} {s.cp} {esc(s.town)} – {s.tel}</span></div><div class='r s'>{d.name_of(doc)}<br>{spec}</div></div>
    <h2 class=c style='font-size:1.25em'>{title}</h2>{idt}<p><b>Indication :</b> {ind}.</p><p>Compte rendu adressé au {d.recipient(to[0])}.</p>{graph}<p class=j>{find}</p><p><b>Conclusion :</b> {concl}</p><p>Copie au {d.recipient(to[1])}.</p><div class=r>{"Fait à " + esc(s.town) + ", le " + d.doc_date(on) + "<br>" if made else ""}{d.author(doc)}{"<br>N° RPPS : " + d.author_rpps(doc) if r.random() < 0.5 else ""}<br>{scribble(r)}</div>"""
    return shell(d, "", body)

"""Letters of town doctors and specialists. Prescriptions and certificates: see prescriptions."""

from eval.examiners.correspondents.bodies import Body
from eval.examiners.correspondents.names import esc
from eval.examiners.correspondents.page import dest_block, kv_table, layout, logo, scribble, shell, ul


@layout("courrier_generaliste", "any")
def gp_letter(d):
    """A family doctor's letter, patient in the first sentence or in a box above it."""
    r, senders = d.rng, d.ctx.senders
    doc = senders.town_doctor(r)
    s = senders.structure(r, "")
    on = d.day(2, 14)
    b = Body(d, on)
    to = r.choice(senders.hosp_doctors)
    d.type("96349-6")
    d.f["structure_name"] = None
    d.skip("act_date")
    rp = r.random() < 0.7
    left = (
        f"<div class=b style='font-size:1.25em'>{d.author(doc, given='full', inverted=False)}</div>Médecine générale<br>{r.choice(['Diplômé de la Faculté de Tours<br>', 'Conventionné secteur 1<br>', 'Gériatrie – Médecine du sport<br>', ''])}"
        f"{s.street}<br>{s.cp} {esc(s.town)}<br>Tél. {s.tel}"
        + (f"<br>RPPS : {d.author_rpps(doc)}" if rp else "")
        + (f"<br>AM {s.cp[:2]}1 0{r.randint(1000, 9999)} {r.randint(0, 9)}" if r.random() < 0.6 else "")
    )
    ident_in_text = r.random() < 0.55
    hello = r.choice(["Cher confrère,", "Chère consœur, cher confrère,", "Mon cher confrère,", "Cher ami,", "Bonjour,"])
    lead = r.choice(
        [
            "Je vous adresse {n}, {b}, pour {m}.",
            "Merci de recevoir en consultation {n}, {b}, qui présente : {m}.",
            "Je te remercie de voir {n}, {b}, pour {m}.",
            "Pourriez-vous prendre en charge {n}, {b}, pour {m} ?",
        ]
    )
    motif = b["motif"]
    if ident_in_text:
        ins = d.ins_line()
        txt = (
            f"<p>{hello}</p><p class=j>"
            + lead.format(n="<b>" + d.full(civ=True) + "</b>", b=d.born(), m=motif)
            + (f"</p><p class=s>{ins}" if ins else "")
            + "</p>"
        )
        concerne = ""
    else:
        lines = [
            r.choice(["Concerne : ", "Objet : ", "Patient : ", "Réf. : "]) + "<b>" + d.full(civ=True) + "</b>",
            d.born() + (f" – {esc(d.p.address)}" if r.random() < 0.5 else ""),
        ]
        if d.ins_line():
            lines.append(d.ins_line())
        concerne = (
            f"<div class=box style='margin:6mm 0;{r.choice(['', 'border:0;border-left:2pt solid #888', 'background:#f3f3f3;border:0'])}'>"
            + "<br>".join(lines)
            + "</div>"
        )
        txt = (
            f"<p>{hello}</p><p class=j>"
            + r.choice(
                ["Merci de votre avis pour {m}.", "Votre avis est sollicité devant {m}.", "Je vous l'adresse pour {m}."]
            ).format(m=motif)
            + "</p>"
        )
    body = f"""<div style='display:flex'><div style='width:46%'>{left}</div><div style='width:54%;padding-top:{r.choice([0, 14, 24])}mm'><p>{esc(s.town)}, le {d.doc_date(on, r.choice(["long", "slash", "full"]))}</p><p>{dest_block(d, [to])}</p></div></div>
    {concerne}{txt}<p class=j>{b["hist"]}</p><p class=j><b>Antécédents :</b> {" ; ".join(b["atcd"])}.</p><p class=j>{b["exam"]} {b["bio"] if r.random() < 0.6 else ""}</p>
    <p><b>{r.choice(["Traitement en cours", "Traitement habituel", "TTT"])}</b> :</p>{ul(b["ttt"])}<p>{r.choice(["Bien confraternellement.", "En vous remerciant, confraternellement.", "Avec mes remerciements, bien amicalement.", "Je reste à votre disposition."])}</p>
    <div style='margin-left:95mm;margin-top:4mm'>{scribble(r)}<br>{r.choice(["Dr " + d.fam(doc.family), "", d.name_of(doc)])}</div>"""
    return shell(d, "", body, r.choice([d.font_sans, d.font_serif]))


@layout("courrier_specialiste_marge", "adult")
def specialist_margin(d):
    """A group practice: the partners stand in a column at the left of the sheet."""
    r, senders = d.rng, d.ctx.senders
    spec = r.choice(
        ["cardiologie", "pneumologie", "rhumatologie", "neurologie", "urologie", "hépato-gastroentérologie"]
    )
    s = senders.structure(
        r,
        r.choice(
            [
                "Cabinet de {x} des Trois Moulins",
                "SELARL {x} du Berry",
                "Centre de {x} Jacques-Cœur",
                "Maison médicale de la Théols – {x}",
            ]
        ).replace("{x}", spec.capitalize()),
        staff=r.randint(2, 5),
        spec=spec,
    )
    doc = r.choice(s.staff)
    on = d.day(1, 16)
    seen = on if r.random() < 0.5 else d.before(on, 1, 5)
    allow = {
        "cardiologie": ["ic", "fa"],
        "pneumologie": ["bpco", "pneumo"],
        "rhumatologie": ["pr", "ptg"],
        "neurologie": ["epi", "parkinson", "avc"],
        "urologie": ["pyelo"],
        "hépato-gastroentérologie": ["cirrhose", "colon", "vesicule"],
    }[spec]
    b = Body(d, on, allow=allow)
    d.type("11488-4")
    rp = r.random() < 0.6
    margin = "".join(
        f"<p style='margin:2.5mm 0'><b>{d.name_of(x)}</b>"
        + (f"<br>RPPS {x.rpps}" if rp else "")
        + (
            f"<br>{r.choice(['Ancien interne des hôpitaux', 'Ancien chef de clinique', 'Attaché au CHU de Tours', 'Échographie – Doppler'])}"
            if r.random() < 0.6
            else ""
        )
        + "</p>"
        for x in s.staff
    )
    if rp:
        d.f["author_rpps"] = doc.rpps
    gp = senders.town_doctor(r)
    to = [r.choice(senders.hosp_doctors)]
    head = (
        f"{logo(r)}<br><b style='font-size:1.1em'>{d.structure(s)}</b><br>{esc(s.street)}<br>{s.cp} {esc(s.town)}<br>Tél. {s.tel}<br>Fax {s.fax}"
        + (f"<br>FINESS {d.finess(s)}" if r.random() < 0.4 else "")
    )
    cop = f"<p class=s>Copie : {d.recipient(gp)} (médecin traitant)</p>" if r.random() < 0.6 else ""
    ident = r.choice([0, 1, 2])
    if ident == 0:
        idt = f"<p style='margin:5mm 0'><b>{d.full(civ=True)}</b><br>{d.born()}{'<br>' + d.ins_line() if d.ins_line() else ''}</p>"
    elif ident == 1:
        idt = kv_table(
            d.rows(
                ["birth", "used", "first", "dob", "ins"]
                if r.random() < 0.6
                else ["birth", "used", "firsts", "dob", "sex", "ins"]
            ),
            "margin:5mm 0;border-top:.6pt solid #777;border-bottom:.6pt solid #777",
        )
    else:
        idt = (
            f"<p style='margin:5mm 0'>N/Réf. {r.randint(10000, 99999)}/{doc.family[:2]}<br>Patient{d.e()} : <b>{d.full(civ=False)}</b> – {d.born()}</p>"
            + (f"<p class=s>{d.ins_line()}</p>" if d.want_ins else "")
        )
        d.gendered = True
    when = r.choice(
        [
            f"J'ai vu en consultation le {d.act_date(seen)} {d.mention()}, {b['motif']}.",
            f"Compte rendu de la consultation du {d.act_date(seen)} : {b['motif']}.",
            f"Merci de m'avoir confié {d.mention()}, vu{d.e()} ce {d.act_date(seen)} pour {b['motif']}.",
        ]
    )
    body = f"""<div style='display:flex'><div class=s style='width:46mm;padding-right:5mm;border-right:.6pt solid #888'>{head}{margin}<p>Secrétariat : Mme {senders.names.family(r)}<br>9 h – 12 h / 14 h – 18 h</p></div>
    <div style='padding-left:7mm;flex:1'><p class=r>{esc(s.town)}, le {d.doc_date(on, r.choice(["long", "long", "slash"]))}</p><p>{dest_block(d, to)}</p>{idt}<p>Cher confrère,</p><p class=j>{when}</p><p class=j>{b["hist"]}</p>
    <p class=j><u>Antécédents</u> : {", ".join(b["atcd"])}.</p><p class=j><u>Examen</u> : {b["exam"]}</p><p class=j>{b["bio"]}</p><p class=j><u>Au total</u> : {b["concl"]} {b["cat"]}</p><p>{r.choice(["Confraternellement", "Bien cordialement", "Avec mes sentiments confraternels"])},</p>
    <div style='margin-left:45mm'>{scribble(r)}<br>{d.author(doc, given="full")}</div>{cop}</div></div>"""
    return shell(
        d, "", body, r.choice([d.font_serif, d.font_sans]), r.choice([9, 9.5, 10]), margin="14mm 15mm 14mm 12mm"
    )


@layout("consultation_ophtalmo", "adult")
def ophthalmo(d):
    """An eye specialist's report with a table of both eyes."""
    r, senders = d.rng, d.ctx.senders
    s = senders.structure(
        r,
        r.choice(
            ["Centre Ophtalmologique du Lac d'Auron", "Point Vision Berry", "Cabinet d'ophtalmologie des Cordeliers"]
        ),
        staff=1,
        spec="ophtalmologie",
    )
    doc, on = s.staff[0], d.day(1, 12)
    d.type("78513-9", "11488-4")
    d.act_date(on)
    lab_date = r.choice(["Examen du", "Consultation du", "Le"])
    if lab_date != "Le":
        d.skip("doc_date")
    rows = d.rows(
        r.choice([["birth", "used", "first", "dob", "ins"], ["birth", "first", "used", "dob", "sex", "ipp", "ins"]])
    )

    def av():
        return r.choice(["10/10 P2", "8/10 P2", "5/10 P4", "3/10", "9/10 P2 f", "compte les doigts", "6/10 P3"])

    def refr():
        return (
            r.choice(["plan", "-1,25 (-0,50 à 80°)", "+2,00 (-0,75 à 95°)", "-3,50", "+0,75 (-1,00 à 170°)"])
            + " add +"
            + r.choice(["2,00", "2,50", "2,75"])
        )

    find = r.choice(
        [
            (
                "Cataracte cortico-nucléaire bilatérale plus marquée à gauche.",
                "Chirurgie de l'œil gauche souhaitée ; biométrie réalisée.",
            ),
            (
                "Rétinopathie diabétique non proliférante modérée, pas d'œdème maculaire à l'OCT.",
                "Contrôle dans six mois avec angiographie.",
            ),
            (
                "Glaucome chronique à angle ouvert, excavation papillaire 0,7 à droite, 0,6 à gauche.",
                "Poursuite du latanoprost, champ visuel annuel.",
            ),
            (
                "DMLA exsudative de l'œil droit, fluide sous-rétinien persistant.",
                "Troisième injection intravitréenne programmée.",
            ),
            (
                "Uvéite antérieure aiguë droite, Tyndall ++, pas de synéchie.",
                "Dexaméthasone horaire, bilan étiologique en médecine interne.",
            ),
            ("Décollement postérieur du vitré gauche sans déchirure.", "Revoir si éclairs ou voile."),
            (
                "Occlusion de branche veineuse temporale supérieure gauche.",
                "Bilan cardiovasculaire demandé, anti-VEGF à débuter.",
            ),
            ("Surveillance de l'hydroxychloroquine : OCT et champ visuel 10-2 normaux.", "Contrôle annuel."),
        ]
    )
    to = r.choice(senders.hosp_doctors)
    body = f"""<table style='width:100%'><tr><td>{logo(r, 14)}</td><td><span style='font-size:1.4em;color:#245'>{d.structure(s)}</span><br><span class=s>{esc(s.street)} – {s.cp} {esc(s.town)} – {s.tel} – {s.mail}{" – FINESS " + d.finess(s) if r.random() < 0.35 else ""}</span></td></tr></table><hr>
    <div class=fl><div>{kv_table(rows)}</div><div class=r>{lab_date} {d.doc_date(on, "slash")}<br>À l'attention du {d.recipient(to)}<br>{esc(senders.hospital)}</div></div>
    <h3>{r.choice(["COMPTE RENDU DE CONSULTATION", "Consultation d'ophtalmologie", "Bilan ophtalmologique"])}</h3>
    <table border=1 style='width:100%;border-color:#999' cellpadding=4><tr><th></th><th>Œil droit</th><th>Œil gauche</th></tr><tr><td>Réfraction</td><td>{refr()}</td><td>{refr()}</td></tr><tr><td>Acuité corrigée</td><td>{av()}</td><td>{av()}</td></tr>
    <tr><td>Tonus (air)</td><td>{r.randint(10, 24)} mmHg</td><td>{r.randint(10, 24)} mmHg</td></tr><tr><td>Pachymétrie</td><td>{r.randint(510, 580)} µm</td><td>{r.randint(510, 580)} µm</td></tr></table>
    <p><b>Biomicroscopie et fond d'œil :</b> {find[0]}</p><p><b>Conduite à tenir :</b> {find[1]} Dernier contrôle : {d.d(d.before(on, 180, 500))}. Prochain rendez-vous vers le {d.d(d.after(on, 60, 200))}.</p>
    <p>Traitement local : {r.choice(["MONOPROST le soir", "aucun", "larmes artificielles 4 fois par jour", "COSOPT matin et soir"])}.</p><div class=r style='margin-top:10mm'>{d.author(doc)}{"<br>RPPS " + d.author_rpps(doc) if r.random() < 0.6 else ""}<br>{scribble(r)}</div>"""
    return shell(d, "", body)

"""Letters and narrative reports: clinic, rehabilitation centre, hospital, town. Results are not told here."""

import datetime as dt

from eval.examiners.clinic.content import CASES, ONCO
from eval.examiners.clinic.page import MONO, SANS, SERIF, TYPED, layout
from eval.examiners.clinic.people import title


@layout
def op_report_clinic(c):
    """Operation report of a private clinic: logo, grey band, list of surgeons in the margin."""
    c.use(SANS)
    s, a = c.place("clinic"), c.author()
    aide, anes, gp = c.w.doctor(), c.w.doctor("Anesthésie-réanimation"), c.w.doctor()
    others = [c.w.doctor(a.speciality) for _ in range(c.r.randint(2, 4))]
    c.docd = c.act + dt.timedelta(days=c.r.choice([0, 1, 1, 2]))
    c.put(doc_type="34874-8")
    c.dates()
    name, text = c.case["op"]
    team = [a, *others]
    c.r.shuffle(team)
    margin = "".join(
        f"<p><b>{c.dr(d, True)}</b><br>{d.speciality}<br>"
        + (c.rpps(d, "RPPS ") if d is a or c.maybe(0.5) else "")
        + "</p>"
        for d in team
    )
    head = (
        f'<div class="row" style="border-bottom:2pt solid {c.color()};padding-bottom:2mm"><div>{c.logo()}</div><div class="r"><b style="font-size:1.3em">{s.name.upper() if c.maybe(0.4) else s.name}</b><br><span class="s">{c.addr(s)}<br>{c.tel(s)}'
        + (f"<br>{c.finess(s)}" if c.maybe(0.6) else "")
        + "</span></div></div>"
    )
    ident = c.pick(
        lambda: (
            f'<div class="box" style="background:#eee">{c.who()}<br>{c.born()} {c.ins("<br>")}<br>{c.stay() if c.maybe(0.6) else c.ipp()}</div>'
        ),
        lambda: f'<div class="box">{c.table(c.rows(stay=0.7), cols=2)}</div>',
    )()
    cc = ""
    if c.maybe(0.7):
        c.to(gp)
        cc = f"<p class='s'>{c.pick('Copie', 'Double', 'Destinataire', 'Copie adressée')} : {c.dr(gp)}, médecin traitant</p>"
    body = f"""{head}<div style="display:flex;gap:5mm;margin-top:4mm"><div style="width:42mm;font-size:7.6pt;border-right:.5pt solid #888;padding-right:2mm">{margin}</div><div style="flex:1">
<h1 class="c">{c.pick("COMPTE RENDU OPÉRATOIRE", "Compte-rendu opératoire", "PROTOCOLE OPÉRATOIRE", "COMPTE RENDU D'INTERVENTION CHIRURGICALE")}</h1>{c.matrix()}{ident}
<p><b>{c.pick("Date d'intervention", "Intervention du", "Opéré(e) le", "Date opératoire")} :</b> {c.day(c.act)}</p>
<p>Opérateur : {c.dr(a)} &nbsp; Aide : {c.dr(aide, given=False)} &nbsp; Anesthésiste : {c.dr(anes, given=False)}</p>
<p><b>{c.pick("Indication", "Diagnostic", "Motif")} :</b> {c.say(c.case["motif"])}. {c.say(c.case["concl"])}</p><p><b>Geste réalisé :</b> {name}</p><p><b>{c.pick("Technique", "Déroulement", "Description")} :</b> {text}</p>
<p><b>Suites prévues :</b> ablation des fils vers le {c.day(c.act + dt.timedelta(days=14))}, consultation de contrôle le {c.day(c.act + dt.timedelta(days=42))}.</p>{c.extra()}
<p class="r">{c.pick("Rédigé le", "Fait le", "Compte rendu validé le", "Dicté et validé le")} {c.day(c.docd)}<br>{c.dr(a)}<br>{c.scribble()}</p>{cc}</div></div>"""
    return c.page(body, foot=f"{s.name} - {c.addr(s)}" if c.maybe(0.5) else "")


@layout
def rehab_discharge_letter(c):
    """Discharge letter of the rehabilitation centre; several pages with a running head."""
    c.use(SERIF + SANS)
    s, a = c.place("rehab"), c.author("Médecine physique et de réadaptation")
    gp, surg = c.w.doctor(), c.w.doctor("Chirurgie")
    entry, out = c.stayed(14, 70)
    c.docd = out + dt.timedelta(days=c.r.choice([0, 0, 1, 2]))
    c.put(doc_type=["11490-0", "34112-3"])
    c.dates()
    c.to(gp, surg)
    who = c.who(style=None)
    born = c.born()
    heads = f"{who} - {born}" if c.maybe(0.5) else f"Lettre de liaison - {who}"
    more = ["exam", "func"]
    body = f"""<div class="row"><div>{c.logo(18)}<br><b>{s.name}</b><br><span class="s">{c.addr(s, "<br>")}<br>{c.tel(s)}<br>{c.finess(s) if c.maybe(0.6) else ""}</span></div>
<div style="margin-top:22mm">{c.dr(gp)}<br>{gp.speciality}<br>{c.w.rng.choice(["", "Maison de santé<br>"])}{c.p.town[1]} {c.p.town[0].upper()}</div></div>
<p class="s">{c.pick("Médecin chef", "Responsable médical", "Chef de service")} : {c.dr(c.w.doctor())} &nbsp; Cadre de santé : Mme {title(c.w.family())} &nbsp; Secrétariat : Mme {title(c.w.family())}</p>
<p class="r">{s.town[0]}, le {c.day(c.docd, c.lstyle)}</p>
<p><b>{c.pick("Objet", "Concerne", "Réf.")} :</b> {c.pick("lettre de liaison à la sortie", "sortie de", "LETTRE DE LIAISON À LA SORTIE -")} {who}, {born}{c.ins("<br>")}{("<br>" + c.stay()) if c.maybe(0.5) else ""}</p>{c.matrix()}
<p>{c.pick("Cher confrère", "Mon cher confrère", "Chère consœur, cher confrère", "Docteur")},</p>
<p>{c.name_now()} a séjourné dans notre {c.pick("établissement", "service", "centre")} du {c.day(entry)} au {c.day(out)} pour {c.say(c.case["motif"])}.</p>
<h2>Antécédents</h2>{c.bullets(c.case["atcd"])}<h2>Histoire de la maladie</h2>{c.paras("hist")}<h2>À l'entrée</h2>{c.paras(more[0])}
<h2>Rééducation et évolution</h2>{c.paras(more[1])}<p>Les séances ont été réparties entre la kinésithérapie, l'ergothérapie et l'activité physique adaptée. Une visite à domicile a eu lieu le {c.day(out - dt.timedelta(days=6))} avec Mme {title(c.w.family())}, ergothérapeute.</p>
<h2>Traitement de sortie</h2>{c.bullets(c.case["ttt"])}<h2>Conclusion</h2>{c.paras("concl")}<p>Portage de bactérie multirésistante : non recherché. Transfusion : non. Dispositif implanté : voir le compte rendu du {c.dr(surg)}. Prochain rendez-vous le {c.day(out + dt.timedelta(days=45))}.</p>{c.extra()}
<p>{c.pick("Bien confraternellement", "Avec mes salutations confraternelles", "Confraternellement vôtre")}.</p><p class="r">{c.dr(a)}<br>{a.speciality}<br>{c.rpps(a) if c.maybe(0.6) else ""}<br>{c.scribble()}</p><p class="s">Copie : {c.dr(surg)}, chirurgien</p>"""
    return c.page(body, head=heads, margin="20mm 18mm 18mm 18mm", foot=f"{s.name} - SMR spécialisé")


@layout
def hospital_stay_report(c):
    """Hospital report with the department list in a left column on the first page."""
    c.use(SANS, 9.2, 10.4)
    s, a = c.place("hospital"), c.author()
    staff = [c.w.doctor() for _ in range(c.r.randint(4, 7))]
    gp = c.to(c.w.doctor())
    entry, out = c.stayed(2, 16)
    c.docd = out + dt.timedelta(days=c.r.randint(1, 9))
    c.put(doc_type=["34112-3", "11490-0"])
    c.dates()
    col = (
        f"<b>{c.case['service'].upper()}</b><br><br><i>Chef de service</i><br>Pr {staff[0].given} {staff[0].family}<br><br><i>Praticiens</i><br>"
        + "<br>".join(f"Dr {d.given[0]}. {d.family}" for d in staff[1:])
        + f"<br><br><i>Cadre</i><br>Mme {c.w.family()}<br><br><i>Secrétariat</i><br>{s.phone}<br>{s.email}"
    )
    letters = c.pick("MEMO", "BOX")
    ident = (
        f'<div class="box">{c.table(c.rows(stay=1), cols=c.pick(1, 2))}</div>'
        if letters == "BOX"
        else f"<p><b>{c.who()}</b><br>{c.born()}{c.ins('<br>')}<br>{c.stay()}</p>"
    )
    typed = c.day(c.docd + dt.timedelta(days=1))
    body = f"""<div class="row" style="align-items:center">{c.logo(20)}<div class="c"><b style="font-size:1.5em">{s.name}</b><br><span class="s">{c.addr(s)} {c.finess(s, "- FINESS ") if c.maybe(0.7) else ""}</span></div><div>{c.matrix()}</div></div>
<style>ul{{overflow:hidden}}</style><div style="float:left;width:40mm;font-size:7.6pt;margin:4mm 5mm 4mm 0;padding:2mm;background:#f1f3f6">{col}</div>
<p class="r">{s.town[0]}, le {c.day(c.docd, c.lstyle)}</p><div style="margin-left:95mm">{c.dr(gp)}<br>{c.p.town[1]} {c.p.town[0]}</div>
<h1>{c.pick("COMPTE RENDU D'HOSPITALISATION", "Compte rendu d'hospitalisation", "COMPTE-RENDU DE SÉJOUR")}</h1>{ident}
<p>{c.pick("Hospitalisation", "Séjour", "Hospitalisé(e)")} du {c.day(entry)} au {c.day(out)}.</p>
<h2>MOTIF</h2><p>{c.up(c.say(c.case["motif"]))}.</p><h2>ANTÉCÉDENTS</h2>{c.bullets(c.case["atcd"])}<h2>MODE DE VIE</h2><p>Vit à {c.p.town[0]}. Contact : {c.say("{proche}")}. Autonome pour les gestes courants avant l'hospitalisation.</p>
<h2>HISTOIRE</h2>{c.paras("hist")}<h2>EXAMEN À L'ENTRÉE</h2>{c.paras("exam")}<h2>EXAMENS COMPLÉMENTAIRES</h2><p><b>{c.case["img"][0]} du {c.day(entry + dt.timedelta(days=1))} ({c.dr(c.w.doctor(), True, False)}) :</b> {c.say(c.case["img"][2])}</p>
<p>Biologie d'entrée : {", ".join(f"{n} {v} {u}" for n, v, u, _, _ in c.bio(7))}.</p><h2>ÉVOLUTION</h2>{c.paras("func")}<p>Avis du {c.dr(c.x2)} le {c.day(out - dt.timedelta(days=1))} : pas de contre-indication à la sortie.</p>
<h2>CONCLUSION</h2>{c.paras("concl")}<h2>TRAITEMENT DE SORTIE</h2>{c.bullets(c.case["ttt"])}{c.extra()}<p>Devenir : {c.pick("retour à domicile", "transfert en soins médicaux et de réadaptation", "domicile avec infirmière")}. Revoir en consultation le {c.day(out + dt.timedelta(days=60))}.</p>
<p class="r"><b>{c.dr(a)}</b>{("<br>" + c.rpps(a)) if c.maybe(0.5) else ""}<br>{c.pick("", "Validé électroniquement", "Lu et approuvé")}</p><p class="s">Frappe : {c.r.choice("ABCDEFGHLM")}{c.r.choice("BDGLMPRST")} - imprimé le {typed}</p>"""
    if entry == out:
        c.drop("act_date")
    return c.page(body, foot=f"{s.name} - page suivante s'il y a lieu")


@layout
def gp_referral_typed(c):
    """A town doctor's letter of two dozen lines, plain letterhead, sometimes typewriter-like."""
    c.use(TYPED + SERIF, 10, 11.5)
    a = c.author("Médecine générale")
    s = c.place("practice", shown=c.maybe(0.5))
    spec = c.to(c.w.doctor(c.case["spec"]))
    c.docd = c.act
    c.put(doc_type=["96349-6", "11488-4"])
    c.dates(act=None)
    c.drop("act_date")
    if not c.struct:
        c.drop("structure_name", "structure_finess")
    who, born = c.who(), c.born()
    top = (
        f"<b>{c.dr(a, False)}</b><br>{a.speciality}<br>"
        + (f"{s.name}<br>" if c.struct else "")
        + f"{c.addr(s, '<br>')}<br>Tél. {s.phone}<br>{c.rpps(a) + '<br>' if c.maybe(0.7) else ''}{c.pick('AM : ', 'N° AM ', 'Conventionné - ')}{a.am}"
    )
    intro = c.pick(
        f"Merci de recevoir {who}, {born}, pour {c.say(c.case['motif'])}.",
        f"Je vous adresse {who} ({born}) qui présente : {c.say(c.case['motif'])}.",
        f"Voulez-vous bien donner votre avis sur {who}, {born}. Le problème est : {c.say(c.case['motif'])}.",
    )
    body = f"""<div class="row"><div>{top}</div><div class="r">{s.town[0]}, le {c.day(c.docd, c.lstyle)}<br><br><br>{c.dr(spec, False)}<br>{spec.speciality}</div></div><br><p>{c.pick("Cher ami", "Cher confrère", "Monsieur et cher confrère", "Chère consœur") if spec.sex == "M" else "Chère consœur"},</p>
<p>{intro}</p>{c.ins("<p>", "</p>")}<p>{c.say(c.case["hist"])}</p><p>Dans ses antécédents : {", ".join(c.say(x) for x in c.case["atcd"])}.</p><p>{c.say(c.case["exam"])}</p><p>Traitement habituel : {"; ".join(x for x in c.case["ttt"][:3])}.</p>{c.extra()}
<p>{c.pick("Je vous remercie de ce que vous ferez et reste à votre disposition", "En vous remerciant, je vous prie de croire à mes sentiments confraternels", "Avec mes remerciements")}.</p><div class="r">{c.dr(a)}<br>{c.scribble()}</div>"""
    return c.page(body, margin="18mm 20mm")


@layout
def email_print(c):
    """A secure message printed by a secretary from the webmail."""
    c.use(SANS, 9, 10.5)
    a = c.author()
    gp = c.to(c.w.doctor())
    c.put(doc_type=["11488-4", "96349-6"])
    sent = c.docd
    c.dates(act=None)
    c.drop("act_date")
    from_ = f"{a.given.lower()}.{a.family.lower().replace(' ', '-')}@medecin.mssante.example.fr"
    who, born = c.who(), c.born()
    body = f"""<div class="s" style="border-bottom:.5pt solid #777">Messagerie sécurisée de santé - impression par le secrétariat (Mme {title(c.w.family())})</div>
<table class="kv" style="margin:3mm 0"><tr><td>De :</td><td class="v">{c.dr(a, True)} &lt;{from_}&gt;</td></tr><tr><td>À :</td><td>{c.dr(gp, True)}</td></tr><tr><td>Envoyé :</td><td>{c.day(sent, "full")} {c.r.randint(8, 19)}:{c.r.randint(10, 59)}</td></tr><tr><td>Objet :</td><td class="v">{c.pick("avis", "nouvelles de votre patient", "consultation", "point sur dossier")} {who} {born}</td></tr></table>
<p>Bonjour {c.pick("à tous", "cher confrère", "chers collègues")},</p><p>{c.say("J'ai vu {nom} ces jours-ci.")} {c.say(c.case["hist"])}</p><p>{c.say(c.case["exam"])}</p><p><b>Au total :</b> {c.say(c.case["concl"])}</p>{c.ins("<p>", "</p>")}{c.extra()}<p>Bien à vous,</p><p>{c.dr(a)}<br>{a.speciality}{("<br>" + c.rpps(a)) if c.maybe(0.6) else ""}</p>
<p class="s" style="color:#555;border-left:2pt solid #aaa;padding-left:3mm">Le {c.day(sent - dt.timedelta(days=4), "num")} à 11:{c.r.randint(10, 59)}, {c.dr(gp, True)} a écrit :<br>Bonjour, pouvez-vous me donner votre avis dès que possible ? Merci d'avance.</p><p class="s">Ce message est confidentiel. Pièce jointe : 0</p>"""
    return c.page(body, margin="14mm")


@layout
def consultation_one_line_header(c):
    """Specialist's consultation letter: one-line letterhead, patient in the subject line."""
    c.use(SERIF, 10.5, 11.8)
    a = c.author()
    s = c.place("clinic")
    gp, kin = c.w.doctor(), c.w.doctor("Masseur-kinésithérapeute", "")
    c.to(gp)
    c.docd = c.act + dt.timedelta(days=c.r.choice([0, 0, 1, 4]))
    c.put(doc_type="11488-4")
    c.dates()
    who, born = c.who(), c.born()
    seen = (
        f"J'ai revu en consultation le {c.day(c.act)}"
        if c.docd != c.act
        else c.pick("J'ai reçu ce jour en consultation", "J'ai examiné ce jour")
    )
    body = f"""<div style="border-bottom:.6pt solid #000" class="c"><b>{c.dr(a, False)}</b> - {a.speciality} - {s.name} - {c.addr(s)} - {s.phone}{" - " + c.rpps(a) if c.maybe(0.5) else ""}</div>
<p class="r" style="margin-top:8mm">{s.town[0]}, le {c.day(c.docd, c.lstyle)}</p><div style="margin:4mm 0 6mm 90mm">{c.dr(gp, False)}<br>{c.p.town[0].upper()}</div><p><b><u>{who}</u></b>{c.pick(", ", "<br>")}{born}{c.ins("<br>")}</p>
<p>{"Ma chère consœur" if gp.sex == "F" else "Mon cher confrère"},</p><p>{seen} {c.name_now()}, {c.age() or "patient connu"}{" ans, " if c.age() else ", "}pour {c.say(c.case["motif"])}.</p>{c.paras("hist", "exam")}<p>{c.say(c.case["img"][0])} du {c.day(c.d2)} : {c.say(c.case["img"][3])}</p>{c.paras("concl")}{c.extra()}
<p>Je {"la" if c.p.sex == "F" else "le"} reverrai le {c.day(c.later(30, 120))}.</p><p>{c.pick("Amitiés", "Bien à toi", "Très confraternellement")}.</p><p class="r">{c.dr(a)}<br>{c.scribble()}</p>{("<p class='s'>Double à " + c.dr(kin) + ", kinésithérapeute</p>") if c.maybe(0.4) and c.to(kin) else ""}"""
    if "Double à" not in body:
        c.f["recipients"] = [gp.family]
    return c.page(body, margin="15mm 20mm")


@layout
def emergency_report(c):
    """Emergency passage: software print with grey titles and times."""
    c.use(SANS, 9, 10)
    s, a = c.place("hospital"), c.author("Médecine d'urgence")
    c.docd = c.act
    c.put(doc_type="15507-7")
    c.dates()
    h = c.r.randint(7, 18)
    ident = c.table(c.rows(stay=1, address=0.7), cols=2)
    title_css = "background:#d9dee6;padding:.6mm 2mm;font-weight:bold;margin:2.5mm 0 1mm"

    def sec(t, x):
        return f'<div style="{title_css}">{t}</div>{x}'

    body = f"""<div class="row"><div><b>{s.name}</b><br>SERVICE D'ACCUEIL DES URGENCES<br><span class="s">{c.addr(s)} - {s.phone} {c.finess(s, "FINESS ") if c.maybe(0.6) else ""}</span></div>{c.matrix()}<div class="r s">Imprimé le {c.day(c.act, "num")} {h + 4}:12</div></div>
<h1>{c.pick("COMPTE RENDU DE PASSAGE AUX URGENCES", "Dossier de passage aux urgences", "RÉSUMÉ DE PASSAGE AUX URGENCES")}</h1><div class="box">{ident}</div>
<table class="grid" style="width:100%;margin-top:2mm"><tr><td>Arrivée le {c.day(c.act)} à {h:02d}:{c.r.randint(10, 59)}</td><td>Adressé par : {c.pick("SAMU", "médecin traitant Dr " + title(c.w.family()), "lui-même / elle-même", "EHPAD")}</td><td>Tri : {c.r.randint(2, 4)}</td><td>IOA : {title(c.w.family())}</td></tr></table>
{sec("Motif", "<p>" + c.pick("Douleur aiguë - ", "Chute - ", "Malaise - ", "Aggravation : ") + c.say(c.case["motif"]) + "</p>")}{sec("Antécédents", c.bullets(c.case["atcd"]))}{sec("Histoire", c.paras("hist"))}{sec("Examen clinique", c.paras("exam"))}
{sec("Biologie", "<p>" + " ; ".join(f"{n} {v} {u}" for n, v, u, _, _ in c.bio(8)) + "</p>")}{sec("Imagerie", "<p>" + c.case["img"][0] + " : " + c.say(c.case["img"][3]) + "</p>")}{sec("Conclusion", c.paras("concl"))}
{sec("Orientation", f"<p>{c.pick('Retour à domicile', 'Hospitalisation', 'Transfert')} - sortie le {c.day(c.act)} à {h + 4}:05. Traitement : {c.case['ttt'][0]}</p>")}{c.extra()}<p class="r">Médecin responsable : <b>{c.dr(a)}</b> {c.rpps(a, "- RPPS ") if c.maybe(0.5) else ""}<br><span class="s">Interne : {c.w.given("F")} {title(c.w.family())}</span></p>"""
    return c.page(body, margin="12mm 14mm", foot="Document destiné au médecin traitant et au patient")


@layout
def rcp_oncology(c):
    """Oncology meeting sheet: a ruled form with present members."""
    motif, hist, path, exam, result = c.r.choice(ONCO)
    c.case = dict(
        next(k for k in CASES if k["key"] == "colon"),
        motif=motif,
        hist=hist,
        path=("", "", path),
        img=(exam, "", "", result),
        exam=c.pick(
            "Performance status 1, poids stable.",
            "Performance status 0, pas de douleur.",
            "OMS 2, perte de 5 kg, G8 à 12.",
            "État général conservé, aires ganglionnaires libres.",
        ),
    )
    c.use(SANS, 9, 10)
    s, a = c.place("clinic"), c.author(c.pick("Oncologie médicale", "Oncologie radiothérapie"))
    present = [c.w.doctor(x) for x in ("Chirurgie", "Anatomie pathologique", "Radiologie", "Gastro-entérologie")]
    c.docd = c.act
    c.put(doc_type="34794-8")
    c.dates()
    ref = c.w.doctor()
    rows = c.rows(stay=0.1)
    body = f"""<table class="grid" style="width:100%"><tr><td style="width:28mm" class="c">{c.logo(18)}</td><td class="c"><b style="font-size:1.3em">{c.pick("RÉUNION DE CONCERTATION PLURIDISCIPLINAIRE", "FICHE RCP", "Compte rendu de RCP")}</b><br>Oncologie {c.pick("digestive", "générale", "- comité du " + c.pick("lundi", "jeudi"))}<br>{s.name}</td><td>Réunion du<br><b>{c.day(c.act)}</b><br>fiche n° {c.r.randint(100, 9999)}</td></tr></table>
<table class="grid" style="width:100%;margin-top:3mm"><tr><th colspan="2">PATIENT</th></tr>{"".join(f"<tr><td style='width:45mm'>{k}</td><td><b>{v}</b></td></tr>" for k, v in rows)}</table>
<table class="grid" style="width:100%;margin-top:3mm"><tr><td>Médecin demandeur</td><td>{c.dr(ref)}</td></tr><tr><td>Participants</td><td>{", ".join(c.dr(d, True) + " (" + d.speciality + ")" for d in present)}</td></tr><tr><td>Motif de présentation</td><td>{c.say(c.case["motif"])}</td></tr><tr><td>Antécédents</td><td>{"; ".join(c.say(x) for x in c.case["atcd"])}</td></tr><tr><td>Résumé</td><td>{c.say(c.case["hist"])} {c.say(c.case["exam"])}</td></tr><tr><td>Anatomopathologie</td><td>{c.case["path"][2]} (prélèvement du {c.day(c.d2)})</td></tr><tr><td>Imagerie</td><td>{c.case["img"][0]} : {c.say(c.case["img"][3])}</td></tr><tr><td><b>Avis de la RCP</b></td><td><b>{c.pick("Chimiothérapie adjuvante, six mois, à débuter avant huit semaines.", "Surveillance simple : scanner et marqueurs tous les trois mois.", "Complément de bilan par TEP-scanner puis nouvelle présentation.", "Avis oncogériatrique avant toute décision.")}</b></td></tr></table>{c.extra()}
<p>Responsable de la réunion : <b>{c.dr(a)}</b> {c.rpps(a) if c.maybe(0.5) else ""}</p>{c.scribble()}"""
    return c.page(body, margin="13mm 15mm")


@layout
def delivery_report(c):
    """Delivery report of the clinic's maternity: mother, then the newborn."""
    c.use(SANS, 9.5, 10.5)
    s, a = c.place("clinic"), c.author("Gynécologie-obstétrique")
    mid = c.w.doctor("Sage-femme", "Mme", "F")
    c.docd = c.act + dt.timedelta(days=c.r.choice([0, 1, 3]))
    c.put(doc_type=["15508-5", "57057-2"])
    c.dates()
    baby = c.o.get("baby")
    bsex = baby.sex if baby else c.pick("F", "M")
    bname = baby.first if baby else c.w.given(bsex)
    g = c.r.randint(2600, 4100)
    body = f"""<div class="row"><div>{c.logo()}</div><div class="c"><b>{s.name}</b><br>MATERNITÉ<br><span class="s">{c.addr(s)} - {c.tel(s, False)}</span></div><div>{c.matrix()}</div></div>
<h1 class="c">{c.pick("COMPTE RENDU D'ACCOUCHEMENT", "Compte-rendu d'accouchement")}</h1><div class="box"><b>MÈRE</b>{c.table(c.rows(stay=0.8), cols=2)}</div>
<p><b>Grossesse :</b> G{c.r.randint(1, 4)}P{c.r.randint(0, 2)}, terme prévu le {c.day(c.act + dt.timedelta(days=c.r.randint(2, 16)))}. Suivi par Mme {title(c.w.family())}, sage-femme. Groupe {c.pick("O", "A", "B")} Rhésus {c.pick("positif", "négatif")}. Échographies sans anomalie, la dernière le {c.day(c.d2)}. Dépistage du diabète {c.pick("négatif", "positif, régime seul")}.</p>
<p><b>Travail :</b> début {c.pick("spontané", "déclenché pour dépassement de terme")} le {c.day(c.act - dt.timedelta(days=1))}. Analgésie péridurale posée par le Dr {title(c.w.family())}. Liquide clair. Durée {c.r.randint(4, 14)} h.</p>
<p><b>Accouchement :</b> le {c.day(c.act)} à {c.r.randint(1, 23)} h {c.r.randint(10, 59)}, voie {c.pick("basse, présentation céphalique", "basse avec ventouse Kiwi pour non-progression", "haute, césarienne en cours de travail pour anomalie du rythme")}. {c.pick("Périnée intact", "Déchirure du premier degré suturée", "Épisiotomie non faite")}. Délivrance complète, pertes {c.r.randint(150, 450)} ml.</p>
<div class="box"><b>ENFANT</b> : prénom {bname}, sexe {"féminin" if bsex == "F" else "masculin"}, né{"e" if bsex == "F" else ""} le {c.day(c.act)}, poids {g} g, taille {c.r.randint(47, 53)} cm, PC {c.r.randint(33, 36)} cm, Apgar 9 / 10 / 10, pH au cordon 7,{c.r.randint(20, 34)}. Vitamine K donnée. Examiné par le Dr {title(c.w.family())}, pédiatre.</div>
<p>Suites de couches prévues : sortie vers le {c.day(c.act + dt.timedelta(days=4))}, visite d'une sage-femme libérale.</p>{c.extra()}<div class="row"><div>Sage-femme : {mid.given} {title(mid.family)}</div><div class="r">Compte rendu signé le {c.day(c.docd)}<br>{c.dr(a)}<br>{c.rpps(a) if c.maybe(0.5) else ""}<br>{c.scribble()}</div></div>"""
    return c.page(body)


@layout
def ophthalmology_letter(c):
    """Ophthalmologist's sheet: measures in a table, short text."""
    c.use(SANS, 9.5, 11)
    s, a = c.place("practice"), c.author("Ophtalmologie")
    c.docd = c.act
    gp = c.to(c.w.doctor())
    c.put(doc_type=["78513-9", "11488-4"])
    c.dates()
    case = c.pick(
        (
            "cataracte cortico-nucléaire bilatérale",
            "Opération de l'œil droit sous anesthésie topique puis du gauche à quinze jours.",
        ),
        (
            "rétinopathie diabétique non proliférante minime",
            "Rétinographies de contrôle dans un an, équilibre glycémique à poursuivre.",
        ),
        ("glaucome chronique à angle ouvert", "Collyre poursuivi le soir, champ visuel dans six mois."),
        (
            "dégénérescence maculaire exsudative de l'œil gauche",
            "Injections mensuelles pendant trois mois, avis au centre spécialisé.",
        ),
        (
            "hémianopsie latérale homonyme droite après accident vasculaire",
            "Bilan orthoptique basse vision pendant le séjour en rééducation. Conduite non permise.",
        ),
        ("sécheresse oculaire sous traitement anticholinergique", "Substitut lacrymal six fois par jour."),
        ("recherche de toxicité de l'hydroxychloroquine", "OCT et champ visuel normaux, contrôle annuel."),
        ("occlusion de branche veineuse ancienne, stable", "Surveillance seule, équilibre tensionnel."),
    )

    def v():
        return f"{c.pick('+', '-')}{c.r.randint(0, 4)},{c.pick('00', '25', '50', '75')} ({c.pick('-', '+')}0,{c.pick('50', '75')}) {c.r.randint(5, 175)}°"

    body = f"""<div class="row"><div><b style="font-size:1.2em">{c.dr(a, False)}</b><br>{a.speciality}<br>{c.rpps(a) if c.maybe(0.7) else a.am}</div><div class="r s">{s.name}<br>{c.addr(s, "<br>")}<br>{s.phone}</div></div><hr>
<p>{c.pick("Le", "Consultation du", "Examen du")} {c.day(c.docd)}</p><p style="font-size:1.1em"><b>{c.who()}</b><br>{c.born()}{c.ins("<br>")}</p><h2>{c.pick("Consultation d'ophtalmologie", "COMPTE RENDU OPHTALMOLOGIQUE", "Bilan ophtalmologique")}</h2>
<table class="grid"><tr><th></th><th>Œil droit</th><th>Œil gauche</th></tr><tr><td>Réfraction</td><td>{v()}</td><td>{v()}</td></tr><tr><td>Acuité corrigée</td><td>{c.r.randint(2, 10)}/10 P{c.r.randint(2, 5)}</td><td>{c.r.randint(2, 10)}/10 P{c.r.randint(2, 5)}</td></tr><tr><td>Tonus (mmHg)</td><td>{c.r.randint(11, 23)}</td><td>{c.r.randint(11, 23)}</td></tr><tr><td>Segment antérieur</td><td>cornée claire</td><td>cornée claire</td></tr></table>
<p>Antécédents : {c.say(c.case["atcd"][0])}. Dernier contrôle le {c.day(c.d1)} par le {c.say("{x1}")}.</p><p><b>Conclusion :</b> {case[0]}. {case[1]}</p>{c.extra()}<p>Prochain contrôle : {c.day(c.later(90, 380))}</p><p>Courrier destiné au {c.dr(gp)}.</p><div class="r">{c.scribble()}</div>"""
    return c.page(body, margin="16mm 18mm")


@layout
def neuropsychology_report(c):
    """Neuropsychologist's assessment in the rehabilitation centre, two pages of prose and scores."""
    c.use(SERIF, 10.5, 11.5)
    s, a = c.place("rehab"), c.author("Neuropsychologue", "Mme", "F")
    md = c.w.doctor("Médecine physique et de réadaptation")
    c.put(doc_type=["83901-9", "34120-6", "47420-5"])
    c.dates()
    tests = [
        ("MoCA", f"{c.r.randint(14, 29)}/30"),
        ("Empan endroit", str(c.r.randint(4, 7))),
        ("Empan envers", str(c.r.randint(2, 5))),
        ("RL/RI-16, rappel libre", f"{c.r.randint(14, 40)}/48"),
        ("TMT A", f"{c.r.randint(30, 95)} s"),
        ("TMT B", f"{c.r.randint(80, 290)} s"),
        ("Stroop interférence", f"{c.r.randint(90, 230)} s"),
        ("Fluence P (2 min)", str(c.r.randint(7, 26))),
        ("Test des cloches", f"{c.r.randint(24, 35)}/35"),
        ("BREF", f"{c.r.randint(9, 18)}/18"),
    ]
    body = f"""<div>{s.name} - {c.addr(s)}<br>Unité de neuropsychologie - {s.phone}</div><h1>{c.pick("BILAN NEUROPSYCHOLOGIQUE", "Compte rendu d'évaluation neuropsychologique", "Bilan psychologique et cognitif")}</h1>
<p>{c.pick("Patient", "Personne évaluée", "Concerne")} : <b>{c.who()}</b><br>{c.born()}{c.ins("<br>")}<br>{c.pick("Évaluation réalisée le", "Date du bilan :", "Vu(e) le")} {c.day(c.act)}<br>À la demande du {c.dr(md)}<br>Latéralité : droite. Niveau d'études : {c.pick("certificat d'études", "CAP", "baccalauréat", "licence")}</p>
<h2>Anamnèse</h2>{c.paras("hist")}<p>Antécédents : {", ".join(c.say(x) for x in c.case["atcd"])}.</p><h2>Entretien</h2><p>{c.say("{Il} se dit fatigué{e} et craint de ne plus pouvoir conduire. {proche} rapporte des oublis de rendez-vous et une irritabilité le soir. Le sommeil est haché. Un premier bilan avait été fait le {d1}.")}</p>
<h2>Résultats</h2><table class="lines" style="width:70%">{"".join(f"<tr><td>{n}</td><td><b>{v}</b></td><td>{c.pick('dans la norme', 'limite', 'déficitaire')}</td></tr>" for n, v in c.r.sample(tests, 8))}</table>
<h2>Synthèse</h2><p>{c.pick("Le tableau associe un ralentissement et une fragilité de la mémoire de travail, sans trouble du langage.", "Le profil est celui d'un syndrome dysexécutif modéré, la mémoire étant aidée par l'indiçage.", "On note une héminégligence légère et une bonne conscience des difficultés.", "Les performances sont conformes à l'âge ; la plainte paraît liée à l'anxiété.")} {c.pick("Une rééducation deux fois par semaine est proposée.", "Un nouveau bilan est prévu dans six mois.", "La reprise de la conduite sera discutée après évaluation sur route.")}</p>{c.extra()}
<p>{s.town[0]}, le {c.day(c.docd, c.lstyle)}</p><p>{a.given} {a.family if c.caps else title(a.family)}<br>Psychologue spécialisée en neuropsychologie</p>{c.scribble()}"""
    return c.page(body, margin="18mm 22mm", foot="Document confidentiel - ne pas diffuser sans l'accord de la personne")


@layout
def old_dot_matrix_letter(c):
    """Letter of an old program: fixed pitch, capitals, no accents in titles."""
    c.use(MONO, 9, 10)
    s, a = c.place("clinic"), c.author("Cardiologie" if c.case["key"] == "cardio" else c.case["spec"])
    gp = c.to(c.w.doctor())
    entry, out = c.stayed(1, 5)
    c.docd = out
    c.put(doc_type=["34112-3", "11490-0"])
    c.dates()
    rows = c.rows(stay=1, address=0.3)
    lines = "<br>".join(f"{k.upper():<24}: {v}".replace("  ", "&nbsp; ") for k, v in rows)
    body = f"""<div>{s.name.upper()}<br>{c.addr(s).upper()}<br>TEL {s.phone}{("  " + c.finess(s)) if c.maybe(0.5) else ""}</div><p>{"*" * 60}</p><p class="c">{c.pick("COMPTE RENDU DE SEJOUR", "COMPTE RENDU D HOSPITALISATION", "RESUME DE SORTIE")}</p><p>{"*" * 60}</p>
<p>{lines}</p><p>ENTREE LE {c.day(entry, "num")}  SORTIE LE {c.day(out, "num")}</p><p>MEDECIN : {c.dr(a)} {c.rpps(a) if c.maybe(0.4) else ""}<br>DESTINATAIRE : {c.dr(gp)}</p>
<p>MOTIF : {c.say(c.case["motif"])}</p><p>{c.say(c.case["hist"])}</p><p>{c.say(c.case["exam"])}</p><p>INTERVENTION : {c.case["op"][0]} LE {c.day(entry, "num")}</p><p>CONCLUSION : {c.say(c.case["concl"])}</p><p>ORDONNANCE : {"<br>- ".join([""] + c.case["ttt"])}</p>{c.extra()}<p>{s.town[0].upper()} LE {c.day(c.docd, "num")}</p><p>{c.dr(a)}</p>"""
    return c.page(body, margin="12mm 14mm")

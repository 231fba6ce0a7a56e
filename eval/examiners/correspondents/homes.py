"""Papers of nursing homes and of who helps at home."""

import datetime as dt

from eval.examiners.correspondents.bodies import Body
from eval.examiners.correspondents.names import esc
from eval.examiners.correspondents.page import kv_table, layout, logo, scribble, shell, tick


@layout("ehpad_dlu", "old")
def dlu(d):
    """A nursing home's emergency sheet, typed or filled in by hand."""
    r, senders = d.rng, d.ctx.senders
    s = senders.structure(
        r,
        r.choice(
            [
                "EHPAD Les Jardins de Bellevue",
                "EHPAD Résidence du Cèdre",
                "Résidence Val de Marmande",
                "EHPAD public Maurice-Genevoix",
                "Maison de retraite Saint-Étienne",
            ]
        ),
    )
    on = d.day(1, 8)
    d.type("74207-2", "78341-5", "18761-7")
    b = Body(d, on)
    doc = senders.town_doctor(r)
    rows = d.rows(["birth", "used", "firsts" if r.random() < 0.3 else "first", "dob", "sex", "ins"])
    hand = r.random() < 0.35
    pen = (lambda t: f"<span class=hw>{t}</span>") if hand else (lambda t: f"<b>{t}</b>")
    fam, _ = d.ctx.relative(d)

    def sec(t, c):
        return f"<tr><td colspan=2 style='background:#444;color:white;padding:.8mm 2mm'><b>{t}</b></td></tr><tr><td colspan=2 style='border:.6pt solid #444;padding:1.5mm 2mm'>{c}</td></tr>"

    head_doc = d.name_of(doc) if r.random() < 0.75 else None
    d.skip("author_family", "author_given", "author_rpps")
    body = f"""<div class=fl><div>{logo(r, 15)}</div><div class=c><b style='font-size:1.25em'>{r.choice(["DOSSIER DE LIAISON D'URGENCE", "D.L.U. – Dossier de Liaison d'Urgence", "Fiche de liaison urgences – EHPAD"])}</b><br><span class=s>document confidentiel – à remettre au service des urgences</span></div><div class='r s'>{d.structure(s)}<br>{s.cp} {esc(s.town)}<br>{s.tel}{"<br>FINESS " + d.finess(s) if r.random() < 0.5 else ""}</div></div>
    <table style='width:100%;margin-top:3mm'>{sec("RÉSIDENT", '<table style="width:100%">' + "".join(f"<tr><td style='width:48mm'>{a}</td><td>{pen(v)}</td></tr>" for a, v in rows) + f"<tr><td>Entré dans l&rsquo;établissement le</td><td>{pen(d.d(d.before(on, 200, 1800)))}</td></tr></table>")}
    {sec("RÉFÉRENTS", f"Médecin traitant : {pen(d.name_of(senders.town_doctor(r), given='none'))} – Médecin coordonnateur : {head_doc or pen(d.name_of(doc, given='none'))}<br>{fam}")}{sec("MOTIF DU TRANSFERT", pen(b["motif"]) + f"<br>Heure : {pen(str(r.randint(0, 23)) + ' h ' + str(r.randint(10, 59)))} – GIR {r.randint(1, 4)} – {tick(r.random() < 0.5)} troubles cognitifs {tick(r.random() < 0.4)} risque de fugue {tick(r.random() < 0.6)} contention nocturne {tick(r.random() < 0.4)} BMR")}
    {sec("ANTÉCÉDENTS", " ; ".join(b["atcd"]))}{sec("TRAITEMENTS EN COURS (ordonnance du " + d.d(d.before(on, 5, 50)) + ")", "<br>".join(b["ttt"]))}{sec("ALLERGIES – DIRECTIVES", r.choice(["aucune allergie connue", "pénicilline (éruption)", "iode"]) + " – directives anticipées : " + r.choice(["non rédigées", "dans le dossier, du " + d.d(d.before(on, 300, 1200)), "pas de réanimation souhaitée"]))}</table>
    <p class=fl><span>Rempli le {pen(d.doc_date(on, "slash"))} par {r.choice(["IDE", "infirmière de nuit", "AS / IDE"])} {pen(senders.names.family(r))}</span><span>{scribble(r, 28, 10)}</span></p>"""
    d.skip("act_date", "recipients")
    return shell(d, "", body, d.font_sans, r.choice([9, 9.5]), "11mm 13mm")


@layout("courriel_imprime", "old")
def email(d):
    """The print of an e-mail from a nursing home's head nurse or a social worker."""
    r, senders = d.rng, d.ctx.senders
    s = senders.structure(
        r,
        r.choice(
            ["EHPAD Le Clos des Érables", "Résidence autonomie Jean-Zay", "EHPAD La Roseraie", "SSIAD du Pays Fort"]
        ),
    )
    a = senders.doctor(r)
    to = r.choice(senders.hosp_doctors)
    on = d.day(1, 6)
    d.skip("doc_type", "act_date")
    hh = f"{r.randint(8, 18):02d}:{r.randint(0, 59):02d}"
    subj = r.choice(
        [
            "Retour d'hospitalisation",
            "Demande d'informations",
            "Transmission dossier résident",
            "RDV consultation",
            "Sortie prévue",
        ]
    )
    b = Body(d, on)
    n = d.full(civ=True)
    txt = r.choice(
        [
            f"Nous attendons le retour de {n}, {d.born()}, hospitalisé{d.e()} dans votre service. Pourriez-vous nous confirmer l'heure du transport et joindre les ordonnances ? Dernières transmissions : {b['exam']}",
            f"Comme convenu par téléphone, voici les éléments concernant {n}, {d.born()} : {b['hist']} Traitement : {', '.join(b['ttt'])}.",
            f"Je fais suite à la consultation du {d.d(d.before(on, 3, 20))} de {n}, {d.born()}. Le pansement est refait tous les deux jours. {b['cat']}",
            f"Merci de nous adresser le compte rendu du dernier séjour de {n}, {d.born()}. Son médecin traitant, le {d.name_of(senders.town_doctor(r), given='none')}, ne l'a pas reçu.",
            f"Nous ne pourrons pas reprendre {n}, {d.born()}, avant évaluation de l'oxygénothérapie. {b['bio']}",
            f"Pour information, décès du conjoint de {n}, {d.born()}, survenu le {d.d(d.before(on, 1, 9))}. La famille souhaite l'annoncer avec l'aide de la psychologue.",
            f"Ci-dessous le poids et les constantes demandés pour {n}, {d.born()} : poids {r.randint(45, 90)} kg, TA 13/7, pouls {r.randint(58, 96)}, température 36,8 °C, apports moyens aux repas. {b['hist']}",
            f"Le rendez-vous du {d.d(d.after(on, 5, 30))} pour {n}, {d.born()}, doit être déplacé, l'ambulance n'étant pas disponible. Motif de la consultation : {b['motif']}.",
        ]
    )
    d.recipient(to)
    d.f["author_family"], d.f["author_given"] = d.plain(a.family), a.given

    def mail(x, y):
        return f"{x.lower()}.{y.lower()}".replace(" ", "").replace("'", "")

    ins = f"<p>{d.ins_line()}</p>" if d.want_ins else ""
    stylec = r.choice(["border-bottom:1pt solid #999", "background:#f2f2f2;padding:2mm", ""])
    body = f"""<div class=s style='color:#555'>{r.choice(["Zimbra", "Outlook", "Webmail MSSanté"])} — impression du {d.d(on, "slash")} {hh}</div><h3>{subj}</h3><table style='width:100%;{stylec}' class=s>
    <tr><td style='width:22mm'><b>De :</b></td><td>{esc(a.given)} {d.fam(a.family)} &lt;{mail(d.ctx.fold(a.given), d.ctx.fold(a.family))}@{r.choice(["ehpad-centre.mssante.fr", "ars.mssante.fr", "orange.fr"])}&gt;</td></tr><tr><td><b>{r.choice(["Envoyé :", "Date :"])}</b></td><td>{d.doc_date(on, "full")} {hh}</td></tr><tr><td><b>À :</b></td><td>{d.name_of(to)} ; secretariat.{d.ctx.fold(to.spec.split(" ")[0]).lower()}@ch-valarnon.mssante.fr</td></tr><tr><td><b>Objet :</b></td><td>{subj}</td></tr></table>
    <p style='margin-top:5mm'>{r.choice(["Bonjour", "Bonjour Docteur", "Chers collègues"])},</p><p>{txt}</p>{ins}<p>{r.choice(["Cordialement", "Bien à vous", "Bonne journée"])},</p><p>{esc(a.given)} {d.fam(a.family)}<br>{r.choice(["Infirmière coordinatrice" if a.sex == "F" else "Infirmier coordinateur", "Cadre de santé", "Référent parcours"])}<br>{d.structure(s)}<br>{esc(s.street)} {s.cp} {esc(s.town)} – {s.tel}</p><p class=xs style='color:#777'>Ce message et ses pièces jointes sont confidentiels. Pensez à l'environnement avant d'imprimer.</p>"""
    return shell(
        d,
        "",
        body,
        d.font_sans,
        margin="18mm 20mm",
        page_css="@bottom-right{content:counter(page) ' sur ' counter(pages);font-size:8pt}",
    )


@layout("apa_evaluation", "old")
def apa(d):
    """The county's assessment of a loss of autonomy."""
    r, senders = d.rng, d.ctx.senders
    s = senders.structure(
        r,
        r.choice(
            [
                "Conseil départemental du Cher – Direction de l'Autonomie",
                "Département de l'Indre – Service APA",
                "Maison départementale de l'autonomie de la Nièvre",
            ]
        ),
    )
    a, on = senders.doctor(r), d.day(2, 22)
    d.type("BIL_AUTO", "34842-5", "28653-4")
    visit = d.before(on, 1, 10)
    rows = d.rows(["birth", "used", "first", "dob", "addr", "tel"])
    fam, _ = d.ctx.relative(d)
    v = [
        "Cohérence",
        "Orientation",
        "Toilette du haut",
        "Toilette du bas",
        "Habillage",
        "Alimentation",
        "Élimination",
        "Transferts",
        "Déplacements intérieurs",
        "Communication à distance",
    ]
    trs = "".join(
        f"<tr><td style='border:.4pt solid #888;padding:.5mm 2mm'>{x}</td><td style='border:.4pt solid #888' class=c>{r.choice('ABBC')}</td><td style='border:.4pt solid #888;padding:.5mm 2mm' class=s>{r.choice(['', '', 'avec stimulation', 'aide partielle', 'fait par le conjoint'])}</td></tr>"
        for x in v
    )
    body = f"""<div class=fl><div>{logo(r, 16, "#2a6db0")}</div><div class=r><b>{d.structure(s)}</b><br><span class=s>{esc(s.street)} – {s.cp} {esc(s.town)} – {s.tel}</span></div></div><h3 class=c>{r.choice(["ÉVALUATION DE LA PERTE D'AUTONOMIE (grille AGGIR)", "Allocation personnalisée d'autonomie – rapport d'évaluation", "Compte rendu de visite d'évaluation APA"])}</h3><p class=s>Dossier n° {r.randint(100000, 999999)} – demande déposée le {d.d(d.before(visit, 20, 60))}</p>{kv_table(rows, "width:100%;border:.6pt solid #2a6db0")}<p class=s>{fam}. Médecin traitant : {d.name_of(senders.town_doctor(r))}.</p><p>Visite effectuée au domicile le {d.act_date(visit)}.</p><table style='width:100%'><tr class=b><td>Variable</td><td class=c>Cotation</td><td>Observation</td></tr>{trs}</table>
    <p><b>Résultat : GIR {r.randint(2, 5)}</b></p><p class=j>{r.choice(["Logement ancien de plain-pied, salle de bains à adapter.", "Conjoint épuisé, demande de répit.", "Chutes nocturnes, téléassistance proposée.", "Refus initial des aides, accepté après échange.", "Fils présent le week-end seulement.", "Portage de repas déjà en place.", "Isolement rural, pas de voisinage.", "Hospitalisation récente, dénutrition repérée."])} Plan proposé : {r.randint(8, 40)} heures d'aide à domicile par mois, {r.choice(["barres d&rsquo;appui", "lit médicalisé", "accueil de jour", "protections"])}.</p><p class=r>Le {d.doc_date(on)}<br>{d.author(a, title=False, given="full")}<br>{r.choice(["évaluatrice médico-sociale" if a.sex == "F" else "évaluateur médico-social", "travailleur social", "infirmière évaluatrice" if a.sex == "F" else "infirmier évaluateur"])}<br>{scribble(r)}</p>"""
    return shell(d, "", body, d.font_sans, 10, "14mm 16mm")


@layout("personne_confiance_directives", "old")
def wishes(d):
    """A form of wishes filled in by hand, sent by the nursing home."""
    r, senders = d.rng, d.ctx.senders
    s = senders.structure(
        r, r.choice(["EHPAD Les Jardins de Bellevue", "EHPAD Le Clos des Érables", "Résidence services Bel Air"])
    )
    on = d.day(3, 30)
    kind = r.choice(["conf", "dir"])
    d.type(*(["EXPPAT_1"] if kind == "conf" else ["EXPPAT_3"]))

    def pen(t):
        return f"<span class=hw>{t}</span>"

    name, rel = d.ctx.relative(d, raw=True)
    rows = d.rows(["birth", "used", "firsts" if r.random() < 0.4 else "first", "dob"])
    d.skip("author_family", "author_given", "author_rpps", "act_date", "recipients")
    ident = (
        "".join(f"<p style='margin:1.5mm 0'>{a} : {pen(v)}</p>" for a, v in rows)
        + f"<p style='margin:1.5mm 0'>Demeurant : {pen(esc(d.p.address))}</p>"
    )
    if kind == "conf":
        txt = f"<p>désigne comme personne de confiance :</p><p>Nom, prénom : {pen(name)}</p><p>Lien : {pen(rel)} – Téléphone : {pen(d.p.phone)}</p><p class=s>Cette désignation vaut {tick(True)} sans limitation de durée {tick(False)} pour la durée de l'hospitalisation. J'ai été informé(e) qu'elle peut être révoquée à tout moment (art. L. 1111-6 du CSP).</p>"
    else:
        txt = f"<p>énonce ci-dessous mes directives anticipées :</p><p style='line-height:1.8'>{pen(r.choice(['Je ne veux pas être réanimé' + d.e() + ' ni mis' + d.e() + ' sous machine. Je veux être soulagé' + d.e() + ' même si cela doit abréger ma vie.', 'Pas de sonde d&rsquo;alimentation. Rester à la résidence le plus possible.', 'Je souhaite que tout soit fait, sauf la trachéotomie.', 'Pas d&rsquo;acharnement. Prévenir ma famille et le prêtre.', 'Refus de l&rsquo;amputation et de la dialyse.', 'Si je ne reconnais plus les miens, pas d&rsquo;hospitalisation.', 'Accord pour la morphine, pas de transfusion.', 'Je fais confiance aux médecins et à mon fils.']))}</p><p>Personne de confiance : {pen(name)} ({rel})</p>"
        d.gendered = True
    body = f"""<div class=fl><b>{d.structure(s)}</b><span class=s>{s.cp} {esc(s.town)} – {s.tel}</span></div><h2 class=c>{r.choice(["FORMULAIRE DE DÉSIGNATION D'UNE PERSONNE DE CONFIANCE", "Désignation de la personne de confiance"]) if kind == "conf" else r.choice(["DIRECTIVES ANTICIPÉES", "Mes directives anticipées"])}</h2><p>Je soussigné(e)</p>{ident}{txt}<p style='margin-top:8mm'>Fait à {pen(esc(s.town))}, le {pen(d.doc_date(on, "slash"))}</p><div class=fl><div>Signature :<br>{scribble(r)}</div><div class=s>Cadre réservé à l'établissement<br>enregistré le {d.d(on, "slash")}</div></div>"""
    return shell(d, "", body, r.choice([d.font_sans, d.font_serif]), 11, "18mm 20mm")


@layout("historique_vaccinal", "any")
def vaccines(d):
    """A printed vaccination record (software or a centre's export)."""
    r, senders = d.rng, d.ctx.senders
    s = senders.structure(
        r,
        r.choice(
            [
                "Centre de vaccination départemental de Bourges",
                "Mon Carnet Vaccinal Centre",
                "Maison de santé de la Trouée – carnet de vaccination",
            ]
        ),
    )
    on = d.day(1, 20)
    doc = senders.town_doctor(r)
    d.type("11369-6", "87273-9")
    rows = d.rows(["birth", "used", "first", "dob", "sex", "ins"])
    b = d.p.birth_date
    start = max(b + dt.timedelta(days=60), on - dt.timedelta(days=365 * 14))
    vs = []
    for _ in range(r.randint(4, 9)):
        span = (on - start).days
        vs.append(
            (
                start + dt.timedelta(days=r.randint(0, max(1, span - 1))),
                r.choice(
                    [
                        ("REVAXIS", "dTP"),
                        ("BOOSTRIXTETRA", "dTcaP"),
                        ("PREVENAR 20", "pneumocoque"),
                        ("VAXIGRIPTETRA", "grippe"),
                        ("COMIRNATY", "COVID-19"),
                        ("PRIORIX", "ROR"),
                        ("ENGERIX B20", "hépatite B"),
                        ("NIMENRIX", "méningocoque ACWY"),
                        ("SHINGRIX", "zona"),
                    ]
                ),
            )
        )
    vs.sort(key=lambda x: x[0])
    trs = "".join(
        f"<tr><td style='border-bottom:.4pt solid #ccc;padding:1mm'>{d.d(x, 'slash')}</td><td style='border-bottom:.4pt solid #ccc'>{v[0]}</td><td style='border-bottom:.4pt solid #ccc'>{v[1]}</td><td style='border-bottom:.4pt solid #ccc'>{r.choice('ABCDEFGHK')}{r.randint(1000, 9999)}{r.choice('ABX')}</td><td style='border-bottom:.4pt solid #ccc'>{d.name_of(senders.town_doctor(r), given='none')}</td></tr>"
        for x, v in vs
    )
    d.skip("act_date", "author_family", "author_given", "author_rpps", "recipients")
    body = f"""<div style='background:#e3f2ec;padding:3mm;border-radius:2mm'><b style='font-size:1.3em'>{r.choice(["Historique des vaccinations", "CARNET DE VACCINATION – relevé", "Relevé vaccinal"])}</b><br>{d.structure(s)}</div>{kv_table(rows, "margin:3mm 0")}<table style='width:100%'><tr class=b><td>Date</td><td>Vaccin</td><td>Valence</td><td>Lot</td><td>Vaccinateur</td></tr>{trs}</table><p>Prochain rappel conseillé : {d.d(d.after(on, 200, 2000))}</p><p class=s>Document {r.choice(["édité", "généré", "établi"])} le {d.doc_date(on, r.choice(["slash", "long"]))} – validé par {d.name_of(doc)}</p>"""
    return shell(d, "", body, d.font_sans, 10)


@layout("orthophonie_psychologie", "any")
def speech(d):
    """A speech therapist's or a psychologist's assessment."""
    r, senders = d.rng, d.ctx.senders
    psy = d.p.age(d.ctx.today) < 3 or r.random() < 0.4
    a = senders.doctor(r, "psychologue" if psy else "orthophoniste")
    a.sex = "F"
    s = senders.structure(
        r,
        r.choice(
            ["Centre médico-psycho-pédagogique de {t}", "CAMSP du Berry", "Cabinet pluridisciplinaire Les Passerelles"]
        )
        if d.child()
        else r.choice(["Cabinet pluridisciplinaire Les Passerelles", "Consultation mémoire Sud-Cher"]),
    )
    on = d.day(2, 25)
    d.type(*(["83901-9"] if psy else ["34120-6", "47420-5"]))
    t1 = d.before(on, 3, 14)
    to = r.choice(senders.hosp_doctors)
    d.skip("act_date")
    if d.child():
        res = r.choice(
            [
                "Indice de compréhension verbale 92, raisonnement fluide 104, mémoire de travail 78.",
                "Retard de parole, confusions sourdes-sonores, stock lexical à -1,5 ET.",
                "Difficultés attentionnelles, lenteur graphomotrice.",
                "Lecture de mots : -2 ET, dictée : -2,3 ET, trouble spécifique du langage écrit.",
                "Oralité alimentaire perturbée, hypersensibilité tactile.",
                "Anxiété de séparation, dessin pauvre, bon contact.",
                "Bégaiement tonique modéré.",
                "Développement harmonieux, léger décalage du langage.",
            ]
        )
    else:
        res = r.choice(
            [
                "MoCA 19/30, rappel différé 1/5, fluence littérale 6.",
                "Aphasie de production, dénomination 38/80.",
                "BREF 12/18, trouble exécutif prédominant.",
                "Dysarthrie parkinsonienne, LSVT proposée.",
                "Dysphagie aux liquides, textures adaptées IDDSI 4.",
                "Profil cortico-sous-cortical, MMSE 23/30.",
                "Paralysie récurrentielle gauche, temps maximal phonatoire 6 s.",
                "Épuisement psychique, échelle de Beck 24.",
            ]
        )
    idt = r.choice(
        [
            f"<b>{d.full(civ=True)}</b>, {d.born()}",
            "<br>".join(f"{x} : <b>{v}</b>" for x, v in d.rows(["birth", "used", "first", "dob"])),
        ]
    )
    body = f"""<div class=r><b>{d.author(a, title=False)}</b><br>{"Psychologue clinicienne" if psy else "Orthophoniste"}<br>{d.structure(s)}<br>{esc(s.street)}<br>{s.cp} {esc(s.town)}<br>{s.tel}{"<br>RPPS " + d.author_rpps(a) if r.random() < 0.4 else ""}</div><h2 style='font-size:1.2em'>{r.choice(["Bilan psychologique", "BILAN PSYCHOLOGIQUE ET NEUROPSYCHOLOGIQUE"]) if psy else r.choice(["Compte rendu de bilan orthophonique", "BILAN ORTHOPHONIQUE"])}</h2><p>{idt}{"<br>" + d.ins_line() if d.want_ins else ""}</p><p>Passations les {d.d(t1)} et {d.d(d.after(t1, 1, 2))}. Adressé par {d.name_of(senders.town_doctor(r))}.</p><h3>Anamnèse</h3><p class=j>{r.choice(["Plainte ancienne majorée depuis un an.", "Demande de la famille et de l&rsquo;entourage.", "Suivi conseillé à la sortie du service.", "Bilan de renouvellement, dernier bilan du " + d.d(d.before(on, 300, 600)) + "."])} {r.choice(["Scolarité sans redoublement.", "Sommeil correct.", "Droitier" + ("e" if d.p.sex == "F" else "") + ", port de lunettes."]) if d.child() else r.choice(["Niveau certificat d&rsquo;études.", "Vit avec sa famille.", "Conduit encore sur de courts trajets."])}</p><h3>Résultats</h3><p class=j>{res} Coopération {r.choice(["bonne", "fluctuante", "satisfaisante"])}.</p><h3>Conclusion</h3><p class=j>{r.choice(["Prise en charge hebdomadaire proposée, 30 séances.", "Nouveau bilan dans six mois.", "Aménagements conseillés, dossier MDPH à envisager.", "Soutien psychologique à poursuivre."])}</p><p>Copie : {d.recipient(to)}, {esc(senders.hospital)}</p><p>{esc(s.town)}, le {d.doc_date(on)}</p>{scribble(r)}"""
    d.gendered = True
    return shell(d, "h3{font-size:1em}", body, r.choice([d.font_serif, d.font_sans]), 10.5, "18mm 20mm")

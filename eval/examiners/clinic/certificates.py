"""Certificates, papers of the desk, projects and exports. What a doctor writes to a colleague is in letters."""

import datetime as dt

from eval.examiners.clinic.page import MONO, SANS, SERIF, TYPED, code39, layout
from eval.examiners.clinic.people import title


@layout
def medical_certificate(c):
    """Short certificate, A5 or A4."""
    c.use(SERIF + TYPED, 11, 12)
    a = c.author("Médecine générale")
    s = c.place(c.pick("practice", "clinic"), shown=c.maybe(0.6))
    if not c.struct:
        c.drop("structure_name", "structure_finess")
    c.docd = c.act
    c.put(doc_type=["89601-9", "CERT_DECL"])
    c.dates(act=None)
    c.drop("act_date")
    who, born = c.who(), c.born()
    why = c.pick(
        "ne présente pas ce jour de contre-indication à la pratique de la marche nordique en club",
        "est dans l'incapacité de se déplacer et nécessite un transport assis",
        "doit être dispensé{e} de port de charges de plus de 5 kg pendant deux mois",
        "est apte à reprendre le travail à temps partiel thérapeutique",
        "présente un état de santé justifiant la présence d'une tierce personne la nuit",
        "n'est pas atteint{e} d'affection contagieuse et peut entrer en établissement de rééducation",
        "doit garder une attelle jusqu'au " + c.day(c.later(20, 50)),
        "ne peut se rendre à la convocation du " + c.day(c.later(3, 20)) + " pour raison médicale",
    )
    body = f"""<div>{c.dr(a, False)}<br>{a.speciality}{("<br>" + s.name) if c.struct else ""}<br>{c.addr(s)}<br>{s.phone}<br>{c.rpps(a) if c.maybe(0.7) else ""}</div><h1 class="c" style="margin-top:12mm">{c.pick("CERTIFICAT MÉDICAL", "Certificat médical", "CERTIFICAT")}</h1><p>Je soussigné{"e" if a.sex == "F" else ""}, {c.dr(a, False)}, certifie avoir examiné ce jour {who}, {born or "demeurant à " + c.p.town[0]}, et atteste que {"cette personne"} {c.say(why.replace("dispensé{e}", "dispensée").replace("atteint{e}", "atteinte"))}.</p>{c.ins("<p>", "</p>")}<p>Certificat {c.pick("établi à la demande de la personne et remis en main propre", "remis à l'intéressé" + c.e + " pour faire valoir ce que de droit")}.</p>{c.extra()}<p class="r">{c.pick("Fait à", "À")} {s.town[0]}, le {c.day(c.docd, c.lstyle)}<br>{c.scribble()}<br>{c.stamp([c.dr(a, True), s.town[0]]) if c.maybe(0.5) else ""}</p>"""
    return c.page(body, size=c.pick("A4", "A5"), margin="15mm 16mm")


@layout
def stay_bulletin(c):
    """Certificate of stay made by the admission office."""
    c.use(SANS + MONO, 9.8, 11)
    s = c.place(c.pick("clinic", "rehab", "hospital"))
    entry, out = c.stayed(1, 40)
    c.docd = out + dt.timedelta(days=c.r.choice([0, 0, 1]))
    c.put(doc_type=["51851-4", "86531-1", "CERT_DECL"])
    c.dates()
    c.drop("author_family", "author_given")
    body = f"""<div class="row"><div>{c.logo(16)}</div><div class="r"><b>{s.name}</b><br>{c.addr(s, "<br>")}<br>{c.tel(s)}<br>{c.finess(s) if c.maybe(0.85) else ""}</div></div><h1 class="c" style="margin-top:10mm">{c.pick("BULLETIN DE SITUATION", "CERTIFICAT D'HOSPITALISATION", "Bulletin d'hospitalisation", "Attestation de séjour")}</h1><p>Le directeur de l'établissement certifie que :</p><div class="box">{c.kv(c.rows(stay=1, address=0.8))}</div><p>a été hospitalisé(e) dans nos services :</p><p>{c.pick("du", "date d'entrée :")} <b>{c.day(entry)}</b> à {c.r.randint(7, 17)}h{c.r.randint(10, 59)} {c.pick("au", "- date de sortie :")} <b>{c.day(out)}</b> à {c.r.randint(9, 16)}h{c.r.randint(10, 59)}</p><p>Discipline : {c.r.randint(100, 980)} - {c.case["service"]} &nbsp; Mode de sortie : {c.pick("domicile", "transfert", "mutation")}</p><p>Organisme : {c.pick("CPAM", "MSA", "MGEN")} {s.town[0]} - Mutuelle : {c.pick("Harmonie", "Prévia", "Solimut", "aucune")}</p>{c.extra()}<p class="r">{s.town[0]}, le {c.day(c.docd)}<br>Le service des admissions<br>Mme {title(c.w.family())}</p>{c.stamp([s.name, "ADMISSIONS"])}"""
    return c.page(body, margin="15mm 17mm")


@layout
def appointment_notice(c):
    """Convocation letter of the clinic to the patient."""
    c.use(SANS, 10.5, 11.5)
    s = c.place(c.pick("clinic", "rehab", "imaging"))
    doc = c.w.doctor(c.case["spec"])
    c.docd = c.act
    rdv = c.later(6, 60)
    c.put(doc_type="56446-8")
    c.dates(act=rdv)
    c.drop("act_date", "author_family", "author_given", "author_rpps", "recipients")
    who = c.who()
    body = f"""<div>{c.logo(14)} <b>{s.name}</b><br><span class="s">{c.addr(s)}<br>{c.tel(s)}</span></div><div style="margin:14mm 0 10mm 95mm">{who}<br>{c.p.street}<br>{c.p.town[1]} {c.p.town[0].upper()}</div><p>{s.town[0]}, le {c.day(c.docd, c.lstyle)}</p><p><b>Objet : {c.pick("convocation", "confirmation de votre rendez-vous", "votre rendez-vous")}</b><br>{c.pick("Nos références", "Dossier")} : {c.born()}{c.ins(" - ")}</p><p>{"Madame" if c.p.sex == "F" else "Monsieur"},</p><p>{c.pick("Nous vous prions de vous présenter", "Nous vous confirmons votre rendez-vous", "Vous êtes attendu" + c.e)} le <b>{c.day(rdv, "full")} à {c.r.randint(8, 17)} h {c.pick("00", "15", "30", "45")}</b>, {c.pick("consultations, porte B", "accueil principal", "unité ambulatoire, premier étage")}, pour {c.pick("une consultation", "une journée d'hôpital", "un examen", "une admission")} avec le {c.dr(doc)}.</p><p>Merci d'apporter : carte Vitale, carte de mutuelle, pièce d'identité, ordonnances, radiographies et bilan sanguin de moins de trois mois. {c.pick("Restez à jeun depuis minuit.", "Prenez une douche la veille et le matin avec le savon prescrit.", "Prévoyez une tenue de sport et des chaussures fermées.", "Une personne devra vous raccompagner.")}</p><p>En cas d'empêchement, appelez le {s.phone} au moins 48 heures avant.</p>{c.extra()}<p class="r">Le secrétariat<br>Mme {title(c.w.family())}</p>"""
    return c.page(body, margin="16mm 19mm")


@layout
def implant_card(c):
    """Implant card photocopied on a full sheet."""
    c.use(SANS, 8.8, 9.6)
    s, a = c.place("clinic"), c.author()
    c.docd = c.act
    c.put(doc_type="101881-1")
    c.dates()
    c.drop("doc_date")
    dev = c.pick(
        ("Stimulateur cardiaque double chambre", "Azurea DR"),
        ("Prothèse totale de hanche", "tige Corvel 11, cupule 52"),
        ("Prothèse totale de genou", "Genumat PS, taille 4"),
        ("Pompe intrathécale", "Synchra 40 ml"),
        ("Chambre à cathéter implantable", "Celsia 8 F"),
        ("Endoprothèse coronaire active", "Oriel 3,0 x 24"),
        ("Lentille intraoculaire", "Vivia +21,5 D"),
        ("Défibrillateur automatique implantable", "Cardian VR"),
    )
    card = f"""<div style="border:1pt solid #000;border-radius:3mm;width:92mm;padding:4mm;margin:30mm auto 0"><div class="row"><b style="font-size:1.25em">{c.pick("CARTE D'IMPLANT", "CARTE DE PORTEUR D'IMPLANT", "Carte d'implant / Implant card")}</b>{c.logo(9)}</div>{c.kv(c.rows(stay=0, address=0))}<hr><div>{dev[0]}<br>Modèle : {dev[1]}<br>N° de série / lot : {c.r.choice("KLMNR")}{c.r.randint(100000, 9999999)}<br>IUD : (01)0{c.r.randint(1000000000000, 9999999999999)}<br>{c.pick("Date d'implantation", "Implanté le", "Date de pose")} : <b>{c.day(c.act)}</b><br>Établissement : {s.name}, {s.town[0]}<br>{c.pick("Implanteur", "Médecin", "Chirurgien")} : {c.dr(a)}</div>{code39(str(c.r.randint(10**9, 10**10 - 1)), "8mm", "60mm")}</div>{c.extra()}<p class="c s">À conserver avec vos papiers - à présenter avant toute IRM</p>"""
    return c.page(card, size="A4", margin="12mm")


@layout
def long_term_protocol(c):
    """Care protocol for long-term disease, frames in two columns."""
    c.use(SANS, 9, 9.8)
    a, s = c.author("Médecine générale"), c.place("practice")
    c.docd = c.act
    c.put(doc_type="PROT_ALD")
    c.dates(act=None)
    c.drop("act_date")

    def fr(t, x):
        return f'<div style="border:.8pt solid #3b6e9e;border-radius:2mm;margin-top:3mm;padding:2mm 3mm"><b style="color:#3b6e9e">{t}</b><br>{x}</div>'

    body = f"""<div class="row"><b style="font-size:1.25em;color:#3b6e9e">{c.pick("protocole de soins", "PROTOCOLE DE SOINS - ALD", "Protocole de soins (affection de longue durée)")}</b><span class="s">article L. 324-1 du Code de la sécurité sociale<br>volet médical - cerfa n° 11626*0{c.r.randint(3, 5)}</span></div>{fr("Personne recevant les soins", c.kv(c.rows(stay=0, address=1)))}{fr("Médecin traitant", f"{c.dr(a)} - {c.rpps(a)}<br>{s.name}, {c.addr(s)}")}{fr("Diagnostic(s) d'affection de longue durée", f"{c.say(c.case['motif'])} &nbsp; depuis le {c.day(c.d1)}<br>☒ première demande ☐ renouvellement")}{fr("Arguments cliniques", c.say(c.case["hist"]))}{fr("Traitement prévu", "<br>".join(c.case["ttt"]))}{fr("Suivi prévu", f"Spécialiste : {c.case['spec']}, deux fois par an. Biologie trimestrielle. Kinésithérapie. Prochain avis {c.dr(c.x1)} le {c.day(c.later(60, 120))}.")}{c.extra()}<div class="row"><div>Date : {c.day(c.docd)}<br>signature du médecin {c.scribble(30)}</div><div>avis du médecin conseil<br>☐ accord jusqu'au ............</div></div>"""
    return c.page(body, margin="11mm 13mm")


@layout
def disability_certificate(c):
    """Medical certificate for the disability office: many frames, two pages."""
    c.use(SANS, 9.6, 10.4)
    a, s = c.author("Médecine physique et de réadaptation"), c.place("rehab")
    c.docd = c.act
    c.put(doc_type=["CERT_DECL", "89601-9"])
    c.dates(act=None)
    c.drop("act_date")
    acts = [
        "Marcher",
        "Se déplacer à l'extérieur",
        "Préhension main dominante",
        "Toilette",
        "Habillage",
        "Manger des aliments préparés",
        "Gérer son budget",
        "Utiliser le téléphone",
        "S'orienter dans le temps",
        "Faire les courses",
        "Préparer un repas",
        "Prendre son traitement",
    ]
    tr = "".join(
        f"<tr><td>{x}</td>"
        + "".join(f"<td class='c'>{'X' if i == k else ''}</td>" for k in [c.r.randrange(4)] for i in range(4))
        + "</tr>"
        for x in acts
    )
    body = f"""<div class="c" style="background:#e7dff0;padding:3mm"><b style="font-size:1.25em">{c.pick("CERTIFICAT MÉDICAL - DEMANDE AUPRÈS DE LA MDPH", "Certificat médical destiné à la maison départementale des personnes handicapées", "CERTIFICAT MÉDICAL À JOINDRE À LA DEMANDE MDPH")}</b><br>à remplir par le médecin - validité un an</div><h3>A. La personne</h3><div class="box">{c.kv(c.rows(stay=0, address=1))}</div><h3>B. Pathologie motivant la demande</h3><p>{c.up(c.say(c.case["motif"]))}. {c.say(c.case["hist"])}</p><p>Autres : {"; ".join(c.say(x) for x in c.case["atcd"])}</p><h3>C. Description clinique</h3><p>{c.say(c.case["exam"])}</p><p>{c.say(c.case["func"])}</p><h3>D. Retentissement</h3><table class="grid" style="width:100%"><tr><th>Activité</th><th>A sans difficulté</th><th>B avec difficulté</th><th>C aide partielle</th><th>D non réalisé</th></tr>{tr}</table><h3>E. Traitements</h3><p>{"; ".join(c.case["ttt"])}. Rééducation trois fois par semaine.</p><p>Entourage : {c.say("{proche}")}. Emploi : {c.pick("retraité", "arrêt depuis le " + c.day(c.d1), "sans emploi", "temps partiel")}.</p>{c.extra()}<div class="box">Nom du médecin : {c.dr(a)}<br>{c.rpps(a)}<br>{s.name} - {c.addr(s)}<br>Date : {c.day(c.docd)}<br>{c.scribble()}</div>"""
    return c.page(body, margin="13mm 15mm", foot="Document confidentiel sous pli cacheté")


@layout
def dependency_grid(c):
    """AGGIR grid filled by a nurse of the rehabilitation centre."""
    c.use(SANS, 9.5, 10.5)
    s = c.place(c.pick("rehab", "ehpad"))
    c.docd = c.act
    c.put(doc_type=["34842-5", "BIL_AUTO"])
    c.dates()
    c.drop("act_date", "author_family", "author_given", "author_rpps")
    items = [
        "Cohérence",
        "Orientation",
        "Toilette",
        "Habillage",
        "Alimentation",
        "Élimination",
        "Transferts",
        "Déplacements à l'intérieur",
        "Déplacements à l'extérieur",
        "Communication à distance",
    ]

    def h(x):
        return c.hand(x, 13)

    body = f"""<div class="row"><div><b>{s.name}</b><br><span class="s">{c.addr(s)} - {s.phone}</span></div><div class="box">APA - {c.pick("évaluation initiale", "révision")}</div></div><h1 class="c">{c.pick("GRILLE NATIONALE AGGIR", "Grille A.G.G.I.R.", "ÉVALUATION DE L'AUTONOMIE - GRILLE AGGIR")}</h1><table class="grid" style="width:100%">{"".join(f"<tr><td style='width:50mm'>{k}</td><td><b>{v}</b></td></tr>" for k, v in c.rows(stay=0.2, address=0.8))}</table><table class="grid" style="width:100%;margin-top:3mm"><tr><th>Variable</th><th>S</th><th>T</th><th>C</th><th>H</th><th>Code</th></tr>{"".join(f"<tr><td>{x}</td>" + "".join(f"<td class='c'>{h('x') if c.maybe(0.3) else ''}</td>" for _ in range(4)) + f"<td class='c'>{h(c.pick('A', 'B', 'C'))}</td></tr>" for x in items)}</table><p>Groupe iso-ressources : {h("GIR " + str(c.r.randint(1, 6)))} &nbsp;&nbsp; Évalué(e) le {h(c.day(c.docd, "num"))}</p><p>Évaluateur : {h(c.w.given("F") + " " + title(c.w.family()))}, {c.pick("infirmière", "assistante sociale", "cadre de santé")}</p>{c.extra()}{c.scribble()}"""
    return c.page(body, margin="13mm 15mm")


@layout
def care_project(c):
    """Personal care project after the weekly staff meeting."""
    c.use(SANS, 9.4, 10.4)
    s, a = c.place("rehab"), c.author("Médecine physique et de réadaptation")
    c.docd = c.act
    c.put(doc_type=["18776-5", "80788-3", "34133-9"])
    c.dates()
    c.drop("act_date")
    who = [
        ("Médecin", c.dr(a)),
        ("Kinésithérapeute", title(c.w.family())),
        ("Ergothérapeute", title(c.w.family())),
        ("Infirmière", title(c.w.family())),
        ("Assistante sociale", title(c.w.family())),
    ]
    goals = c.r.sample(
        [
            ("Marche", "marcher 300 m avec une canne"),
            ("Transferts", "lit-fauteuil sans aide"),
            ("Toilette", "toilette du bas du corps avec aide technique"),
            ("Communication", "carnet de communication utilisé"),
            ("Nutrition", "reprendre 2 kg, apports de 1800 kcal"),
            ("Douleur", "EVA inférieure à 3 la nuit"),
            ("Continence", "mictions programmées"),
            ("Sortie", "visite à domicile et essai d'un week-end"),
            ("Moral", "entretien avec la psychologue"),
        ],
        5,
    )
    body = f"""<table class="grid" style="width:100%"><tr><td>{c.logo(14)}</td><td class="c"><b style="font-size:1.25em">{c.pick("PROJET PERSONNALISÉ DE SOINS", "Projet de soins individualisé", "PROJET THÉRAPEUTIQUE PERSONNALISÉ", "Plan personnalisé de soins")}</b><br>{s.name}</td><td class="s">{c.pick("Réunion du", "Staff du", "Synthèse pluridisciplinaire du")}<br><b>{c.day(c.docd)}</b></td></tr></table><div style="display:flex;gap:4mm;margin:3mm 0"><div class="box" style="flex:1">{c.kv(c.rows(stay=0.9, address=0.3))}</div><div class="box" style="flex:1">{"".join(f"{k} : {v}<br>" for k, v in who)}</div></div>{c.matrix()}<p><b>Entrée :</b> {c.day(c.act - dt.timedelta(days=14))} - {c.say(c.case["motif"])}. Sortie envisagée le {c.day(c.later(10, 40))}.</p><p>{c.say(c.case["func"])}</p><table class="grid" style="width:100%"><tr><th>Domaine</th><th>Objectif</th><th>Échéance</th><th>Référent</th></tr>{"".join(f"<tr><td>{k}</td><td>{v}</td><td>{c.day(c.later(5, 30))}</td><td>{title(c.w.family())}</td></tr>" for k, v in goals)}</table><p><b>Avis du patient et de l'entourage :</b> {c.say(c.pick("souhaite rentrer avant la fin du mois.", "{proche} peut aider le soir.", "accepte le portage des repas.", "craint les chutes dans l'escalier."))}</p>{c.extra()}<p class="r">{c.dr(a)} {c.rpps(a) if c.maybe(0.4) else ""}<br>{c.scribble(30)}</p>"""
    return c.page(body, margin="12mm 14mm")


@layout
def home_nurse_wound_sheet(c):
    """Wound follow-up of a town nurse, handwritten lines on a ruled sheet."""
    c.use(SANS, 10, 11)
    a = c.author("Infirmière libérale", "Mme", "F")
    s = c.w.place("practice")
    days = [*sorted(c.act - dt.timedelta(days=k) for k in c.r.sample(range(1, 24), 5)), c.act]
    c.docd = c.act
    c.put(doc_type=["11506-3"])
    c.dates()
    c.drop("act_date", "doc_date", "structure_name")
    notes = [
        "plaie 4 x 2 cm, fibrine",
        "lavage, hydrocolloïde",
        "bords nets, peu d'exsudat",
        "bourgeonne bien",
        "douleur au retrait, 3/10",
        "agrafes ôtées 1 sur 2",
        "rougeur, appel du chirurgien",
        "propre, pansement sec",
        "mèche changée",
        "odeur, prélèvement fait",
        "presque fermée",
    ]
    body = f"""<div class="row"><div><b>{a.given} {a.family}</b><br>Infirmière D.E. libérale<br>{c.addr(s)}<br>{s.phone}</div><div class="r s">{c.rpps(a) if c.maybe(0.5) else "ADELI " + s.town[2] + "6" + str(c.r.randint(100000, 999999))}</div></div><h2 class="c">{c.pick("FICHE DE SUIVI DE PLAIE", "Suivi de pansements à domicile", "Feuille de soins infirmiers - plaie")}</h2><p>Patient : {c.hand(c.who(), 15)}</p><p>{("Né(e) le : " + c.hand(c.dob("num"), 15)) if c.dob("num") else ""} &nbsp; {c.ins()}</p><p>Opération : {c.hand(c.case["op"][0][:52], 13)} &nbsp; Dr {c.hand(title(c.x1.family), 13)}</p><table class="grid" style="width:100%"><tr><th style="width:32mm">Date</th><th>Observation et soin</th><th style="width:18mm">Visa</th></tr>{"".join(f"<tr style='height:10mm'><td>{c.hand(c.day(d, 'num'), 13)}</td><td>{c.hand(c.pick(*notes), 13)}</td><td>{c.hand(a.given[0] + a.family[0], 13)}</td></tr>" for d in days)}</table>{c.extra()}{c.stamp([a.given + " " + a.family, "Infirmière", s.town[0]])}"""
    return c.page(body, margin="14mm 15mm")


@layout
def rights_certificate(c):
    """Health insurance rights certificate brought at admission."""
    c.use(SANS, 9.4, 10.2)
    s = c.place("cpam")
    c.docd = c.act
    c.put(doc_type="ATTEST-DROITS-AM")
    c.dates(act=None)
    c.drop("act_date", "ins", "author_family", "author_given", "recipients", "structure_finess")
    rows = c.rows(stay=0, sex=False, address=0)
    c.w.person(keep=False, ages=(19, 30))  # drawn and not shown: what follows keeps its numbers
    end = dt.date(c.act.year + 1, 12, 31)
    body = f"""<div class="row"><div style="color:#2a4b9b"><b style="font-size:1.3em">l'Assurance Maladie</b><br>{s.name}</div><div class="s">{c.pick("le ", "Édité le ", "Attestation du ")}{c.day(c.docd)}<br>Réf. {c.r.randint(100000, 999999)}</div></div><div style="margin:10mm 0 8mm 95mm">{c.fam(c.p.used_name or c.p.birth_name)} {c.giv(c.p.first)}<br>{c.p.street}<br>{c.p.town[1]} {c.p.town[0].upper()}</div><h1 class="c" style="color:#2a4b9b">{c.pick("ATTESTATION DE DROITS À L'ASSURANCE MALADIE", "Attestation de droits")}</h1><p>Période de validité : du {c.day(c.docd, "num")} au {c.day(end, "num")}</p><h3>Assuré(e)</h3><table class="grid" style="width:100%">{"".join(f"<tr><td style='width:60mm'>{k}</td><td>{v}</td></tr>" for k, v in rows)}<tr><td>Régime / caisse / centre</td><td>01 {c.r.randint(200, 990)} {c.r.randint(1000, 9999)}</td></tr><tr><td>Exonération</td><td>{c.pick("ALD exonérante jusqu'au " + c.day(end, "num"), "néant")}</td></tr><tr><td>Médecin traitant déclaré</td><td>oui</td></tr></table><p class="s">Cette attestation est à présenter aux professionnels et établissements de santé. Elle n'ouvre pas de droits aux soins à l'étranger.</p>{c.extra()}<p class="r">Le directeur</p>"""
    return c.page(body, margin="14mm 16mm")


@layout
def therapy_synthesis_export(c):
    """Export of a town doctor's software: medical summary as key: value blocks."""
    c.use(SANS + MONO, 9.2, 10)
    a, s = c.author("Médecine générale"), c.place("practice", shown=True)
    c.docd = c.act
    c.put(doc_type=["60591-5", "SYNTH"])
    c.dates(act=None)
    c.drop("act_date")

    def sec(t, items):
        return f"<h3>[{t}]</h3>" + "".join(f"<div>- {c.say(x)}</div>" for x in items)

    body = f"""<div class="s">{c.pick("MédiDoc", "Cabinet3000", "AxiLog", "Praxis")} v{c.r.randint(3, 12)}.{c.r.randint(0, 9)} - export du dossier - {s.name} - {c.addr(s)}</div><h1>{c.pick("VOLET DE SYNTHÈSE MÉDICALE", "Synthèse médicale du dossier", "SYNTHÈSE DU DOSSIER PATIENT")}</h1><div>{c.kv(c.rows(stay=0, address=0.9), strong="span")}</div><div>Médecin traitant : {c.dr(a)} {c.rpps(a) if c.maybe(0.7) else ""}</div><div>{c.pick("Synthèse générée le", "Date de la synthèse :", "Édition du")} {c.day(c.docd)}</div>{sec("ANTÉCÉDENTS PERSONNELS", c.case["atcd"])}{sec("ANTÉCÉDENTS FAMILIAUX", [c.pick("mère : cancer du sein à 58 ans", "père : infarctus", "fratrie : diabète", "rien de particulier")])}{sec("ALLERGIES", [c.pick("pénicilline", "aucune connue", "iode")])}{sec("TRAITEMENT AU LONG COURS", c.case["ttt"])}{sec("PROBLÈMES EN COURS", [c.case["motif"], "dernière consultation du {d2}", "avis {x1} du {d1}"])}{sec("BIOLOGIE RÉCENTE", [f"{n} {v} {u}" for n, v, u, _, _ in c.bio(5)])}{sec("VACCINS", ["dTcaPolio " + c.day(c.d1), "grippe " + c.day(c.d2)])}{sec("POINTS DE VIGILANCE", [c.pick("risque de chute", "aidant épuisé", "insuffisance rénale", "observance"), "{proche} gère le pilulier"])}{c.extra()}"""
    return c.page(body, margin="12mm 14mm", foot="Imprimé depuis le logiciel du cabinet")


@layout
def remote_consultation_note(c):
    """Remote consultation note from a telemedicine platform."""
    c.use(SANS, 10, 11)
    a, s = c.author(), c.place(c.pick("clinic", "hospital"))
    gp = c.w.doctor()
    c.docd = c.act
    c.put(doc_type=["85208-7", "11488-4"])
    c.dates()
    c.to(gp)
    body = f"""<div style="background:#eaf4f4;padding:3mm 4mm" class="row"><b style="color:#0c6b74;font-size:1.2em">{c.pick("télésanté ouest", "Consult'à distance", "VisioSoins")}</b><span class="s">{s.name}<br>{c.addr(s)}</span></div><h1>{c.pick("Compte rendu de téléconsultation", "COMPTE RENDU DE TÉLÉEXPERTISE", "Compte-rendu de téléconsultation assistée")}</h1><table class="lines" style="width:100%">{"".join(f"<tr><td style='width:55mm'>{k}</td><td><b>{v}</b></td></tr>" for k, v in [*c.rows(stay=0.1, address=0.2), ("Date de l'acte", c.day(c.act) + f" à {c.r.randint(8, 18)}:{c.pick('00', '20', '40')}"), ("Médecin", c.dr(a) + (" - " + c.rpps(a) if c.maybe(0.7) else "")), ("Destinataire", c.dr(gp)), ("Assisté par", "Mme " + title(c.w.family()) + ", infirmière")])}</table><h2>Motif</h2><p>{c.up(c.say(c.case["motif"]))}</p><h2>Données</h2>{c.paras("hist")}<h2>Conclusion</h2>{c.paras("concl")}<p>Traitement : {"; ".join(c.case["ttt"][:2])}</p>{c.extra()}<p class="s">Consentement oral recueilli. Liaison vidéo de {c.r.randint(6, 25)} minutes. Document édité le {c.day(c.docd, "num")}.</p>"""
    return c.page(body, margin="14mm 16mm")

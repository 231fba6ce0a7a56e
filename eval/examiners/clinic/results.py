"""Results, assessments of therapists and sheets of pharmacies and wards. Nothing here asks for an act."""

import datetime as dt

from eval.examiners.clinic.page import MONO, SANS, SERIF, layout
from eval.examiners.clinic.people import title


@layout
def lab_results(c):
    """Laboratory report: table with former values, several doctors biologists."""
    c.use(SANS, 9, 10)
    s = c.place("lab")
    a = c.author("Biologiste médical")
    bios = [a] + [c.w.doctor("Biologiste médical") for _ in range(3)]
    presc = c.w.doctor()
    c.docd = c.act + dt.timedelta(days=c.r.choice([0, 0, 1]))
    c.put(doc_type="11502-2")
    c.dates()
    c.to(presc)
    c.drop("recipients")
    c.r.shuffle(bios)
    side = "<br>".join(f"{d.given[0]}. {d.family}" for d in bios)
    rows = "".join(
        f"<tr><td>{n}</td><td><b>{v}</b></td><td>{u}</td><td>{nm}</td><td class='s'>{o}</td></tr>"
        for n, v, u, nm, o in c.bio(c.r.randint(9, 17))
    )
    rid = c.pick(lambda: f"<b>{c.who()}</b><br>{c.born()}{c.ins('<br>')}", lambda: c.kv(c.rows(stay=0, address=0.5)))()
    body = f"""<div class="row"><div>{c.logo(15)}<br><b>{s.name}</b><br><span class="s">{c.addr(s)}<br>{c.tel(s)}<br>{c.finess(s) if c.maybe(0.7) else ""}</span></div><div class="s">Biologistes médicaux<br>{side}</div><div>{c.matrix()}</div></div>
<div style="display:flex;gap:5mm;margin:4mm 0"><div class="box" style="flex:1">{rid}</div><div style="flex:1" class="s">Prescripteur : {c.dr(presc)}<br>Dossier n° {c.r.randint(10, 99)}{c.r.randint(100000, 999999)}<br>{c.pick("Prélevé le", "Date de prélèvement :", "Prélèvement du")} {c.day(c.act)} à {c.r.randint(7, 10):02d}:{c.r.randint(10, 59)}<br>{c.pick("Compte rendu édité le", "Résultats validés le", "Édité le")} {c.day(c.docd)}</div></div>
<h2 class="c">{c.pick("COMPTE RENDU D'ANALYSES DE BIOLOGIE MÉDICALE", "RÉSULTATS D'EXAMENS DE BIOLOGIE MÉDICALE", "Compte rendu de biologie")}</h2><table class="lines" style="width:100%"><tr><th>Analyse</th><th>Résultat</th><th>Unité</th><th>Valeurs usuelles</th><th>Antériorité {c.day(c.d2)}</th></tr>{rows}</table>{c.extra()}<p class="r">Validé par : <b>{c.dr(a)}</b>{c.scribble(28) if c.maybe(0.5) else ""}</p>"""
    return c.page(
        body,
        margin="11mm 13mm",
        foot=f"{s.name} - accréditation n° 8-{c.r.randint(1000, 4999)} - portée disponible sur demande",
    )


@layout
def lab_portal_print(c):
    """The same kind of results printed from a patient's portal in a browser."""
    c.use(SANS, 9.5, 10.5)
    s = c.place("lab")
    a = c.author("Biologiste médical")
    c.docd = c.act
    c.put(doc_type="11502-2")
    c.dates()
    pr = c.day(c.later(1, 30), "num")

    def card(n, v, u, nm):
        return f'<div style="border-bottom:.5pt solid #ddd;display:flex;justify-content:space-between;padding:1.2mm 0"><div><b>{n}</b><br><span class="s" style="color:#666">norme {nm or "-"}</span></div><div style="font-size:1.15em">{v} <span class="s">{u}</span></div></div>'

    body = f"""<div style="background:{c.color()};color:#fff;padding:3mm 4mm;font-size:1.2em">{c.pick("mes-resultats", "Mon espace labo", "Résultats en ligne")} <span class="s">- {s.name}</span></div><div style="background:#f3f4f6;padding:3mm 4mm;margin:3mm 0"><b>{c.who(civ=c.maybe(0.6))}</b> &nbsp; {c.born()}{c.ins("<br>")}<br>Dossier {c.r.randint(100000, 999999)} du <b>{c.day(c.act)}</b> - prescripteur {c.dr(c.x1, True)}<br>{c.pick("Statut : complet, validé par", "Résultats complets - biologiste :")} {c.dr(a)}</div><h2>{c.pick("Mes résultats d'analyses", "Résultats de biologie", "Examens de biologie médicale")}</h2>{"".join(card(n, v, u, nm) for n, v, u, nm, _ in c.bio(c.r.randint(7, 10)))}{c.extra()}<p class="s">Ces résultats ne remplacent pas l'avis de votre médecin.</p>"""
    return c.page(
        body,
        margin="14mm 13mm",
        head=f"{pr}, {c.r.randint(8, 20)}:{c.r.randint(10, 59)}                    Résultats en ligne",
        foot=f"https://resultats.labo.example.fr/dossier?id={c.r.randint(10000, 99999)}                    1/1",
    )


@layout
def bacteriology_fax(c):
    """Bacteriology sheet in fixed pitch, made for a fax server."""
    c.use(MONO, 9, 9.8)
    s, a = c.place("lab"), c.author("Biologiste médical")
    dest = c.w.place("rehab")
    c.docd = c.act + dt.timedelta(days=c.r.choice([2, 2, 3]))
    c.put(doc_type="11502-2")
    c.dates()
    c.drop("recipients")
    nature, germ = c.pick(
        ("ECBU - urines sondage", "Escherichia coli BLSE"),
        ("ECBU - urines recueillies", "Klebsiella pneumoniae"),
        ("Écouvillon nasal - recherche de SARM", "Staphylococcus aureus meti-S"),
        ("Écouvillonnage rectal - recherche de BMR", "absence de BMR"),
        ("Hémocultures", "stériles à 5 jours"),
        ("Prélèvement d'escarre sacrée", "Pseudomonas aeruginosa"),
        ("Liquide articulaire de genou", "culture négative"),
        ("Crachats", "Haemophilus influenzae"),
    )
    abx = "".join(
        f"<tr><td>{x}</td><td>{c.pick('S', 'S', 'I', 'R')}</td></tr>"
        for x in c.r.sample(
            [
                "AMOXICILLINE",
                "AMOX-CLAVULANIQUE",
                "CEFTRIAXONE",
                "CEFTAZIDIME",
                "GENTAMICINE",
                "OFLOXACINE",
                "COTRIMOXAZOLE",
                "FOSFOMYCINE",
                "IMIPÉNÈME",
                "NITROFURANTOÏNE",
            ],
            7,
        )
    )
    body = f"""<div>{s.name.upper()}<br>{c.addr(s)}<br>{c.tel(s)}<br>{c.finess(s) if c.maybe(0.5) else ""}</div><p>DEMANDEUR : {dest.name.upper()} - DR {c.x1.family}<br>FAX : {dest.fax}</p><div style="border:1pt dashed #000;padding:2mm">{c.kv(c.rows(stay=0.3, address=0), strong="span")}</div><p>{c.pick("PRELEVE LE", "DATE DE PRELEVEMENT")} {c.day(c.act)} A {c.r.randint(6, 11):02d}H{c.r.randint(10, 59)}<br>{c.pick("RESULTAT DU", "VALIDE LE", "EDITION DU")} {c.day(c.docd)}</p><p><b>BACTÉRIOLOGIE - {nature.upper()}</b></p><p>Examen direct : leucocytes {c.r.randint(1, 900)}/mm3, hématies {c.r.randint(1, 60)}/mm3<br>Culture : <b>{germ}</b></p><table class="grid"><tr><th>ANTIBIOTIQUE</th><th>CAT.</th></tr>{abx}</table>{c.extra()}<p>BIOLOGISTE RESPONSABLE : {c.dr(a)}</p><p>Copie transmise par télécopie - l'original suit.</p>"""
    return c.page(body, margin="16mm 16mm")


@layout
def imaging_report(c):
    """Imaging report, letterhead in two columns, list of radiologists."""
    c.use(SANS + SERIF, 10, 11)
    s, a = c.place("imaging"), c.author("Radiologie")
    team = [a] + [c.w.doctor("Radiologie") for _ in range(c.r.randint(3, 6))]
    presc = c.to(c.w.doctor())
    c.r.shuffle(team)
    if c.maybe(0.7):
        c.docd = c.act
    c.put(doc_type="18748-4")
    c.dates()
    ex, tech, res, con = c.case["img"]
    body = f"""<div style="display:flex;gap:6mm;border-bottom:1pt solid #666;padding-bottom:2mm"><div style="flex:1">{c.logo(14)}<br><b>{s.name}</b><br><span class="s">{c.addr(s)}<br>{c.tel(s)}{("<br>" + c.finess(s)) if c.maybe(0.5) else ""}</span></div><div style="flex:1;font-size:7.8pt;columns:2">{"<br>".join(c.dr(d, True) for d in team)}</div></div>
<div class="row" style="margin-top:5mm"><div>{c.pick("Patient : ", "", "Concerne : ")}<b>{c.who()}</b><br>{c.born()}{c.ins("<br>")}<br>{c.stay() if c.maybe(0.2) else c.ipp() if c.maybe(0.5) else ""}</div><div>{c.dr(presc)}<br>{c.p.town[0]}<br><br>{s.town[0]}, le {c.day(c.docd, c.lstyle)}</div></div>{c.matrix()}<h1 class="c">{ex.upper() if c.maybe(0.6) else ex}</h1><p>{c.pick("Examen du", "Examen réalisé le", "Date de l'examen :")} {c.day(c.act)}</p><p><b>Indication :</b> {c.say(c.case["motif"])}.</p><p><b>Technique :</b> {tech}</p><p><b>{c.pick("Résultat", "Résultats", "Description")} :</b> {c.say(res)}</p><p>Comparaison avec l'examen du {c.day(c.d1)}.</p><p><b>{c.pick("Conclusion", "CONCLUSION", "Au total")} :</b> {c.say(con)}</p>{c.extra()}<p class="r">{c.pick("", "Compte rendu signé électroniquement par<br>")}{c.dr(a)}{("<br>" + c.rpps(a)) if c.maybe(0.4) else ""}<br>{c.scribble()}</p>"""
    return c.page(body, margin="13mm 16mm")


@layout
def pathology_report(c):
    """Pathology report of a private practice."""
    c.use(SERIF, 10.5, 11.5)
    s, a = c.place("path"), c.author("Anatomie et cytologie pathologiques")
    presc, gp = c.w.doctor(), c.w.doctor()
    c.to(presc)
    if c.maybe(0.5):
        c.to(gp)
    copy = f"<br>Copie : {c.dr(gp)}" if gp.family in c.f["recipients"] else ""
    c.docd = c.act + dt.timedelta(days=c.r.randint(3, 12))
    rec = c.act + dt.timedelta(days=1)
    c.put(doc_type="60568-3")
    c.dates()
    what, text, con = c.case["path"]
    body = f"""<div class="c" style="border-bottom:2pt double #555"><b style="font-size:1.3em">{s.name.upper()}</b><br><span class="s">{c.addr(s)} - {c.tel(s)} {c.finess(s, "- FINESS ") if c.maybe(0.5) else ""}</span></div><div style="display:flex;gap:5mm;margin-top:4mm"><div style="flex:1.3" class="box">{c.pick(lambda: c.kv(c.rows(stay=0)), lambda: c.who() + "<br>" + c.born() + c.ins("<br>"))()}</div><div style="flex:1">Examen n° <b>{c.r.choice("BHP")}{c.act.year % 100}.{c.r.randint(1000, 99999)}</b><br>Prélevé le {c.day(c.act)}<br>Reçu le {c.day(rec)}<br>{c.pick("Réponse du", "Validé le", "Compte rendu du")} {c.day(c.docd)}<br>{c.pick("Médecin préleveur", "Demandé par")} : {c.dr(presc)}{copy}</div></div><h1>{c.pick("COMPTE RENDU D'ANATOMIE ET CYTOLOGIE PATHOLOGIQUES", "EXAMEN ANATOMOPATHOLOGIQUE", "Compte rendu histologique")}</h1><p><b>Renseignements cliniques</b> : {c.say(c.case["motif"])}.</p><p><b>Nature du prélèvement</b> : {what}</p><p><b>Examen macroscopique et microscopique</b></p><p>{text}</p><p>Fixation au formol tamponné, coloration HES. Les blocs antérieurs (examen du {c.day(c.d1)}) n'ont pas été relus.</p><p><b>CONCLUSION</b></p><p><b>{con}</b></p><p class="s">ADICAP : {c.pick("OHHAA7A0", "BHSAN0A0", "GHCLA7B2", "OHFMI2A0")}</p>{c.extra()}<p class="r">{c.dr(a)}<br>{c.rpps(a) if c.maybe(0.4) else ""}<br>{c.scribble()}</p>"""
    return c.page(body, margin="14mm 17mm")


@layout
def cardiac_echo(c):
    """Echocardiography with a measurement table, software print."""
    c.use(SANS, 9.2, 10.2)
    s, a = c.place(c.pick("clinic", "practice")), c.author("Cardiologie")
    c.docd = c.act
    c.put(doc_type=["18748-4", "70004-7"])
    c.dates()
    m = [
        ("DTDVG", 42, 62, "mm"),
        ("DTSVG", 24, 46, "mm"),
        ("SIV", 8, 13, "mm"),
        ("PP", 7, 12, "mm"),
        ("FEVG (Simpson)", 35, 68, "%"),
        ("OG surface", 14, 31, "cm²"),
        ("E/A", 1, 2, ""),
        ("E/e'", 6, 16, ""),
        ("PAPS", 22, 48, "mmHg"),
        ("TAPSE", 14, 26, "mm"),
        ("Vmax aorte", 1, 4, "m/s"),
        ("VCI", 11, 22, "mm"),
    ]
    cells = [f"<td>{n}</td><td><b>{c.r.randint(lo, hi)}</b> {u}</td>" for n, lo, hi, u in m]
    gp = c.w.doctor()
    body = f"""<table style="width:100%"><tr><td>{c.logo(12)} <b>{s.name}</b> - Cardiologie<br><span class="s">{c.addr(s)} - {s.phone}</span></td><td class="r">{c.dr(a, False)}<br><span class="s">{c.rpps(a) if c.maybe(0.6) else a.speciality}</span></td></tr></table><div style="background:#20344f;color:#fff;padding:1.5mm 3mm;margin:2mm 0"><b>{c.pick("ÉCHOCARDIOGRAPHIE TRANSTHORACIQUE", "Écho-Doppler cardiaque - compte rendu", "ECHOGRAPHIE CARDIAQUE")}</b></div>{c.table([*c.rows(stay=0.2, address=0.1), ("Date de l'examen", c.day(c.act)), ("Taille / poids", f"{c.r.randint(152, 188)} cm / {c.r.randint(48, 110)} kg")], cols=2)}<table class="grid" style="width:100%">{"".join("<tr>" + "".join(cells[i : i + 3]) + "</tr>" for i in range(0, 12, 3))}</table><p>Indication : {c.say(c.case["motif"])}. Échogénicité {c.pick("bonne", "moyenne", "médiocre")}. Examen de référence du {c.day(c.d1)}.</p><p>{c.pick("Ventricule gauche non dilaté, cinétique homogène.", "Hypokinésie inférieure, FEVG préservée.", "Hypertrophie septale modérée, pas d'obstruction.", "Dilatation de l'oreillette gauche, fuite mitrale grade 1.", "Rétrécissement aortique serré calcifié, gradient moyen 44 mmHg.", "Bioprothèse aortique bien fonctionnante.", "Épanchement péricardique minime sans retentissement.", "Cavités droites normales, pas d'hypertension pulmonaire.")}</p><p><b>Conclusion : {c.pick("examen rassurant, contrôle dans un an", "pas de contre-indication cardiaque à la rééducation", "avis chirurgical à prendre", "stabilité depuis le dernier contrôle", "pas de source embolique visible")}.</b></p>{c.extra()}<p class="r">{c.dr(a)}<br>{c.scribble()}</p>{("<p class='s'>cc : " + c.dr(c.to(gp)) + "</p>") if c.maybe(0.5) else ""}"""
    return c.page(body, margin="11mm 13mm")


@layout
def physio_assessment(c):
    """Physiotherapist's assessment: joint and muscle tables, ticks and hand notes."""
    c.use(SANS, 9.2, 10.2)
    s = c.place("rehab")
    a = c.author("Masseur-kinésithérapeute", c.pick("M.", "Mme"))
    md = c.w.doctor("Médecine physique et de réadaptation")
    c.docd = c.act
    c.put(doc_type=["11506-3", "47420-5", "34120-6"])
    c.dates()
    h = (lambda x: c.hand(x, 12)) if c.maybe(0.45) else (lambda x: f"<b>{x}</b>")
    art = c.r.sample(
        [
            "Flexion hanche",
            "Extension hanche",
            "Abduction hanche",
            "Flexion genou",
            "Extension genou",
            "Dorsiflexion cheville",
            "Élévation épaule",
            "Rotation externe épaule",
            "Flexion coude",
            "Extension poignet",
        ],
        6,
    )
    mus = c.r.sample(
        [
            "Quadriceps",
            "Moyen fessier",
            "Ischio-jambiers",
            "Triceps sural",
            "Releveurs",
            "Deltoïde",
            "Biceps",
            "Grand dentelé",
        ],
        5,
    )
    body = f"""<div class="row"><div><b>{s.name}</b><br>Plateau technique de kinésithérapie<br><span class="s">{c.addr(s)}</span></div><div>{c.label(c.maybe(0.4)) if c.maybe(0.5) else "<div class='box'>" + c.kv(c.rows(stay=0.5, address=0)) + "</div>"}</div></div><h1 class="c">{c.pick("BILAN DIAGNOSTIC KINÉSITHÉRAPIQUE", "Bilan de kinésithérapie", "FICHE DE BILAN KINÉSITHÉRAPIQUE", "Bilan kiné de sortie")}</h1><p>Date du bilan : {h(c.day(c.act))} &nbsp; Prescription du {c.dr(md)} en date du {c.day(c.d2)}</p><p>Diagnostic : {h(c.say(c.case["motif"]))}</p><div style="display:flex;gap:5mm"><table class="grid" style="flex:1"><tr><th>Amplitudes</th><th>D</th><th>G</th></tr>{"".join(f"<tr><td>{x}</td><td>{h(str(c.r.randint(1, 28) * 5))}°</td><td>{h(str(c.r.randint(1, 28) * 5))}°</td></tr>" for x in art)}</table><table class="grid" style="flex:1"><tr><th>Testing</th><th>D</th><th>G</th></tr>{"".join(f"<tr><td>{x}</td><td>{h(str(c.r.randint(2, 5)))}</td><td>{h(str(c.r.randint(2, 5)))}</td></tr>" for x in mus)}</table></div><p>Douleur : {h(str(c.r.randint(0, 7)) + "/10")} &nbsp; TUG : {h(str(c.r.randint(9, 38)) + " s")} &nbsp; Tinetti : {h(str(c.r.randint(9, 28)) + "/28")} &nbsp; TM6 : {h(str(c.r.randint(80, 520)) + " m")}</p><p>{c.say(c.case["func"])}</p><p>Projet : {h(c.pick("sevrage des cannes", "poursuite en libéral 3 fois par semaine", "renforcement, équilibre", "autonomie escalier", "retour à domicile le " + c.day(c.later(5, 20), "num")))}</p>{c.extra()}<p class="r">{a.title} {a.given} {a.family if c.caps else title(a.family)}<br>masseur-kinésithérapeute<br>{c.rpps(a) if c.maybe(0.3) else ""}{c.scribble(30)}</p>"""
    return c.page(body, margin="12mm 14mm")


@layout
def occupational_therapy_report(c):
    """Occupational therapist's home visit and functional report."""
    c.use(SANS, 10, 11)
    s, a = c.place("rehab"), c.author("Ergothérapeute", "Mme", "F")
    c.docd = c.act + dt.timedelta(days=c.r.choice([1, 2, 6]))
    md = c.w.doctor("Médecine physique et de réadaptation")
    c.put(doc_type=["47420-5", "34120-6", "11506-3"])
    c.dates()
    room = [
        ("Accès", "trois marches, rampe à droite"),
        ("Entrée", "seuil de 3 cm, porte de 78 cm"),
        ("Séjour", "tapis à retirer, fauteuil bas à rehausser"),
        ("Cuisine", "plan à 92 cm, assise haute conseillée"),
        ("Salle de bains", "baignoire, remplacer par une douche de plain-pied"),
        ("Toilettes", "rehausseur et barre coudée à gauche"),
        ("Chambre", "lit de 48 cm, lampe de chevet accessible"),
        ("Escalier", "quatorze marches, deuxième main courante à poser"),
        ("Garage", "non utilisé"),
        ("Jardin", "allée en gravier, déconseillée seule"),
    ]
    body = f"""<div class="row" style="border-bottom:1pt solid #999"><div>{c.logo(15)}</div><div class="r"><b>{s.name}</b><br><span class="s">Service d'ergothérapie - {c.addr(s)}<br>{c.tel(s)}</span></div></div><h1>{c.pick("Compte rendu de visite à domicile", "BILAN ERGOTHÉRAPIQUE", "Compte rendu d'ergothérapie - évaluation fonctionnelle")}</h1><p>{c.pick("Patient", "Personne accompagnée", "Concerne")} : <b>{c.who()}</b>, {c.born()}{c.ins("<br>")}<br>Adresse visitée : {c.address()}<br>{c.pick("Visite effectuée le", "Évaluation du", "Date de la visite :")} {c.day(c.act)}<br>En présence de : {c.say("{proche}")}<br>Médecin prescripteur : {c.dr(md)}</p><p>{c.say("{Il} a été pris{e} en charge pour " + c.case["motif"] + ".")} {c.say(c.case["func"])}</p><table class="grid" style="width:100%"><tr><th>Lieu</th><th>Constat et conseil</th></tr>{"".join(f"<tr><td>{k}</td><td>{v}</td></tr>" for k, v in c.r.sample(room, 6))}</table><p>Aides conseillées : {c.pick("barre d'appui, siège de douche, tapis antidérapant", "planche de transfert, lève-personne en location", "téléalarme, portage des repas", "enfile-bas, pince à long manche, tabouret de douche")}. Coût estimé : {c.r.randint(180, 9400)} euros. Demande d'aide à déposer avant le {c.day(c.later(30, 60))}.</p>{c.extra()}<p>{s.town[0]}, le {c.day(c.docd, c.lstyle)}</p><p>{a.given} {a.family if c.caps else title(a.family)}, ergothérapeute D.E.<br>{c.scribble()}</p>"""
    return c.page(body, margin="15mm 17mm")


@layout
def speech_therapy_report(c):
    """Town speech therapist's report: narrow column, serif, handwritten amendment."""
    c.use(SERIF, 11, 12)
    a = c.author("Orthophoniste", c.pick("Mme", "M."))
    s = c.place("practice", shown=c.maybe(0.4))
    presc = c.to(c.w.doctor())
    if not c.struct:
        c.drop("structure_name", "structure_finess")
    c.put(doc_type=["47420-5", "34120-6", "11506-3"])
    c.dates()
    kind = c.pick(
        (
            "aphasie",
            "Dénomination DO80 : {a}/80. Répétition préservée. Compréhension orale de phrases : {b}/47. Écriture réduite au nom propre.",
        ),
        (
            "dysarthrie",
            "Intelligibilité réduite au téléphone. Temps phonatoire {d} secondes. Score perceptif BECD {d}/20.",
        ),
        (
            "troubles de la déglutition",
            "Essais à l'eau : toux retardée sur 50 ml. Texture mixée lisse et eau gélifiée conseillées. Posture tête fléchie.",
        ),
        (
            "paralysie faciale périphérique",
            "Testing House-Brackmann {e}. Massages endobuccaux et travail en miroir appris.",
        ),
        ("dysphonie post-opératoire", "Voice Handicap Index {a}/120. Timbre soufflé, TMP {d} s."),
        (
            "trouble cognitivo-linguistique",
            "Fluence animale {d} mots en deux minutes. Discours digressif, informations manquantes.",
        ),
        ("surdité appareillée", "Reconnaissance de mots {a} % en lecture labiale, {b} % sans."),
        (
            "trouble de la lecture acquis",
            "Lecture de texte : {a} mots lus en une minute, négligence gauche des débuts de ligne.",
        ),
    )
    txt = kind[1].format(a=c.r.randint(21, 79), b=c.r.randint(12, 46), d=c.r.randint(6, 19), e=c.pick("III", "IV"))
    body = f"""<p>{a.given} {a.family}<br>Orthophoniste{(" - " + s.name) if c.struct else ""}<br>{c.addr(s)}<br>Tél. {s.phone}<br>{c.pick("ADELI ", "N° ADELI : ")}{s.town[2]}9{c.r.randint(100000, 999999)}</p><p class="r">Le {c.day(c.docd, c.lstyle)}</p><p>À l'attention du {c.dr(presc)}</p><h2>{c.pick("COMPTE RENDU DE BILAN ORTHOPHONIQUE", "Bilan orthophonique", "Compte-rendu de bilan d'orthophonie")}</h2><p>{c.pick("Bilan de", "Nom du patient :", "Concernant")} {c.who()}, {c.born()}{c.ins("<br>")}<br>{c.pick("Bilan réalisé le", "Vu(e) en bilan le")} {c.day(c.act)}, sur prescription du {c.day(c.d2)}</p><p><b>Plainte et contexte.</b> {c.say(c.case["hist"])}</p><p><b>Bilan.</b> {txt}</p><p><b>Diagnostic orthophonique :</b> {kind[0]} {c.pick("légère", "modérée", "d'intensité moyenne")}.</p><p><b>Projet :</b> {c.pick(20, 30, 50)} séances de 45 minutes, deux fois par semaine. Exercices à faire avec {c.say("{proche}")}.</p>{c.extra()}<p class="r">{c.scribble()}</p>"""
    return c.page(body, margin="20mm 30mm 20mm 25mm")


@layout
def vaccination_sheet(c):
    """Vaccination record, table printed by a town doctor."""
    c.use(SANS, 10, 11)
    s, a = c.place(c.pick("practice", "pharmacy")), c.author(c.pick("Médecine générale", "Médecine générale"))
    c.docd = c.act
    c.put(doc_type=["11369-6", "87273-9"])
    c.dates(act=None)
    c.drop("act_date", "author_family", "author_given", "author_rpps")
    vs = [
        ("DTPolio", "Revaxis"),
        ("dTcaPolio", "Repevax"),
        ("Grippe saisonnière", "Vaxigrip"),
        ("Pneumocoque", "Prevenar 20"),
        ("COVID-19", "Comirnaty"),
        ("Zona", "Shingrix"),
        ("Hépatite B", "Engerix B20"),
        ("ROR", "Priorix"),
        ("VRS", "Arexvy"),
        ("Hépatite A", "Havrix"),
        ("Fièvre jaune", "Stamaril"),
    ]
    born = max(c.p.birth_date + dt.timedelta(days=4000), c.act - dt.timedelta(days=9000))
    rows = sorted(
        (born + dt.timedelta(days=c.r.randint(10, max(11, (c.act - born).days - 5))), v, b)
        for v, b in c.r.sample(vs, 7)
    )
    body = f"""<div class="row"><div><b>{s.name}</b><br><span class="s">{c.addr(s)}<br>{s.phone}</span></div><div>{c.dr(a, False)}</div></div><h1 class="c">{c.pick("CARNET DE VACCINATION", "Historique des vaccinations", "RELEVÉ DES VACCINATIONS", "Fiche vaccinale")}</h1>{c.pick(lambda: "<div class='box'>" + c.kv(c.rows(stay=0)) + "</div>", lambda: "<p><b>" + c.who() + "</b> - " + c.born() + c.ins("<br>") + "</p>")()}<table class="grid" style="width:100%;margin-top:3mm"><tr><th>Date</th><th>Maladie</th><th>Vaccin</th><th>Lot</th><th>Vaccinateur</th></tr>{"".join(f"<tr><td>{c.day(d)}</td><td>{v}</td><td>{b}</td><td>{c.r.choice('ABCDEFGX')}{c.r.randint(1000, 99999)}</td><td>{c.pick('Dr ', 'IDE ', '')}{title(c.w.family())}</td></tr>" for d, v, b in rows)}</table><p>Prochain rappel : {c.day(c.later(200, 2000))}</p>{c.extra()}<p class="r">{c.pick("Édité le", "Extrait du dossier le", "Fait le")} {c.day(c.docd)}</p>{c.stamp([s.name, s.phone])}"""
    return c.page(body, margin="14mm 16mm")


@layout
def medication_reconciliation(c):
    """Medication reconciliation of the clinic's pharmacy, landscape table."""
    c.use(SANS, 8.8, 9.8)
    s = c.place("clinic")
    a = c.author("Pharmacien", "Dr")
    c.docd = c.act
    c.put(doc_type="80820-4")
    c.dates(act=None)
    c.drop("act_date")
    rows = "".join(
        f"<tr><td>{t.split(':')[0]}</td><td>{t.split(':')[-1]}</td><td>{c.pick('patient', 'pharmacie', 'ordonnance', 'famille')}</td><td>{c.pick('poursuivi', 'poursuivi', 'arrêté', 'modifié')}</td><td>{c.pick('', 'vu avec le ' + c.dr(c.x1, True, False), 'équivalent du livret', 'omission involontaire')}</td></tr>"
        for t in c.case["ttt"]
    )
    body = f"""<div class="row"><div>{c.logo(12)} <b>{s.name}</b> - Pharmacie à usage intérieur</div><div class="s">{c.addr(s)} {c.finess(s) if c.maybe(0.5) else ""}</div></div><h1>{c.pick("FICHE DE CONCILIATION DES TRAITEMENTS MÉDICAMENTEUX", "Conciliation médicamenteuse d'entrée", "CONCILIATION DES TRAITEMENTS - ENTRÉE")}</h1>{c.table(c.rows(stay=1, address=0.2), cols=3)}{c.matrix()}<p>Date de la conciliation : {c.day(c.docd)} &nbsp; Entré{c.e} le {c.day(c.act - dt.timedelta(days=1))} &nbsp; Pharmacie de ville : {c.w.place("pharmacy").name}</p><table class="grid" style="width:100%"><tr><th>Médicament (bilan optimisé)</th><th>Posologie</th><th>Source</th><th>Décision</th><th>Commentaire</th></tr>{rows}</table><p>Automédication : {c.pick("aucune", "ibuprofène", "millepertuis", "huile essentielle")}. Observance : {c.r.randint(4, 6)}/6 (Girerd). Allergie : {c.pick("non", "pénicilline")}.</p>{c.extra()}<div class="row"><div>Médecin : {c.dr(c.x2)}</div><div>{c.pick("Pharmacien", "Pharmacien responsable")} : {c.dr(a)} {c.rpps(a) if c.maybe(0.4) else ""} {c.scribble(26)}</div></div>"""
    return c.page(body, size="A4 landscape", margin="11mm 13mm")


@layout
def pharmacy_medication_review(c):
    """Shared medication review by a town pharmacist."""
    c.use(SANS, 10, 11)
    s, a = c.place("pharmacy"), c.author("Pharmacien d'officine", c.pick("", "Mme", "M."))
    gp = c.to(c.w.doctor())
    c.docd = c.act + dt.timedelta(days=c.r.choice([0, 2]))
    c.put(doc_type=["56445-0", "78601-2"])
    c.dates()
    body = f"""<div class="c" style="color:#14723b"><b style="font-size:1.4em">✚ {s.name}</b><br><span class="s">{c.addr(s)} - {s.phone} {c.finess(s, "- FINESS ") if c.maybe(0.5) else ""}</span></div><p class="r">Le {c.day(c.docd, c.lstyle)}</p><p>À : {c.dr(gp)}</p><h2>{c.pick("BILAN PARTAGÉ DE MÉDICATION", "Bilan de médication - synthèse au médecin traitant", "Compte rendu de bilan partagé de médication")}</h2><div class="box">{c.pick(lambda: c.kv(c.rows(stay=0)), lambda: c.who() + ", " + c.born() + c.ins("<br>"))()}</div><p>Entretien de recueil mené le {c.day(c.act)} à l'officine{c.pick("", " en présence de " + c.say("{proche}"))}.</p><h3>Traitements analysés</h3>{c.bullets(c.case["ttt"])}<h3>Constats</h3><p>{c.pick("Clairance à 38 ml/min : posologie de l'anticoagulant à vérifier.", "Oubli du comprimé du soir deux fois par semaine.", "Inhibiteur de pompe à protons sans indication retrouvée depuis l'arrêt de l'anti-inflammatoire.", "Association de deux sédatifs chez une personne qui chute.", "Hypotension le matin, tensiomètre à 98/60.", "Difficulté à ouvrir les flacons ; pilulier hebdomadaire proposé.")} {c.say("Dernier bilan sanguin du {d2}.")}</p><h3>Propositions</h3><p>{c.pick("Réévaluer l'intérêt du traitement.", "Dosage de la créatinine dans un mois.", "Diminuer progressivement le somnifère.", "Passage à une prise unique.")} Suivi prévu le {c.day(c.later(90, 200))}.</p>{c.extra()}<p class="r">{(a.title + " ") if a.title else ""}{a.given} {a.family}<br>pharmacien{"ne" if a.sex == "F" else ""} {c.pick("titulaire", "adjoint" + ("e" if a.sex == "F" else ""))}<br>{c.rpps(a) if c.maybe(0.6) else ""}<br>{c.scribble()}</p>"""
    return c.page(body, margin="14mm 18mm")


@layout
def dental_clearance(c):
    """Dentist's check before a prosthesis: tooth chart and short certificate."""
    c.use(SANS, 10, 11)
    a = c.author("Chirurgien-dentiste")
    s = c.place("practice", shown=c.maybe(0.5))
    if not c.struct:
        c.drop("structure_name", "structure_finess")
    surg = c.to(c.w.doctor())
    c.docd = c.act
    c.put(doc_type=["28617-9", "89601-9"])
    c.dates()

    def teeth(seq):
        return "".join(f"<td class='c'>{n}<br>{c.pick('', '', '', 'X', 'C', 'O')}&nbsp;</td>" for n in seq)

    body = f"""<div class="row"><div><b>{c.dr(a, False)}</b><br>Chirurgien-dentiste{("<br>" + s.name) if c.struct else ""}<br>{c.addr(s)}<br>{s.phone}<br>{c.rpps(a) if c.maybe(0.7) else ""}</div><div class="r">Le {c.day(c.docd, c.lstyle)}<br><br>{c.dr(surg)}</div></div><h2 class="c">{c.pick("BILAN BUCCO-DENTAIRE PRÉOPÉRATOIRE", "Recherche de foyers infectieux dentaires", "Bilan bucco-dentaire avant chirurgie")}</h2><p>{c.who()}, {c.born()}{c.ins("<br>")}</p><table class="grid s" style="width:100%"><tr>{teeth(list(range(18, 10, -1)) + list(range(21, 29)))}</tr><tr>{teeth(list(range(48, 40, -1)) + list(range(31, 39)))}</tr></table><p class="s">X absente - C à soigner - O obturée</p><p>Panoramique du {c.day(c.d2)}. {c.pick("Pas de foyer infectieux décelable cliniquement ni radiologiquement.", "Lésion apicale de la 36, traitée ce jour.", "Parodontite localisée, détartrage fait en deux séances.", "Extraction de la 17 et de la 46 effectuée, cicatrisation acquise.", "Édentement complet maxillaire, prothèse bien adaptée.", "Racine résiduelle de 24 à extraire avant l'opération.")}</p><p>{c.pick("L'intervention peut avoir lieu sur le plan dentaire.", "Nouveau contrôle avant l'opération.", "Hygiène satisfaisante.")}</p>{c.extra()}<div class="r">{c.stamp([c.dr(a, True), "Chirurgien-dentiste", s.phone])}{c.scribble()}</div>"""
    return c.page(body, margin="15mm 18mm")


@layout
def vitals_chart(c):
    """Ward chart of vital signs over a week, landscape, ticked by hand."""
    c.use(SANS, 8.6, 9.4)
    s = c.place(c.pick("rehab", "clinic"))
    c.docd = c.act
    c.put(doc_type=["29274-8", "11506-3"])
    start = c.act - dt.timedelta(days=6)
    c.put(doc_date=None, act_date=None)
    c.drop("doc_date", "act_date", "author_family", "author_given", "author_rpps")
    days = [start + dt.timedelta(days=i) for i in range(7)]

    def line(k, f):
        return f"<tr><td><b>{k}</b></td>" + "".join(f"<td>{c.hand(f(), 11)}</td>" for _ in days) + "</tr>"

    body = f"""<div class="row"><div><b>{s.name}</b><br>Service : {c.case["service"]} &nbsp; Chambre {c.r.randint(101, 342)} {c.pick("P", "F")}</div>{c.label()}</div><h2>{c.pick("FEUILLE DE SURVEILLANCE DES CONSTANTES", "Relevé des constantes", "FEUILLE DE TEMPÉRATURE ET CONSTANTES")}</h2>{c.ins("<p>", "</p>")}<table class="grid" style="width:100%"><tr><th></th>{"".join(f"<th>{c.day(d, 'num')}</th>" for d in days)}</tr>{line("TA", lambda: f"{c.r.randint(98, 168)}/{c.r.randint(52, 92)}")}{line("Pouls", lambda: str(c.r.randint(54, 104)))}{line("Température", lambda: f"{c.r.randint(36, 38)},{c.r.randint(0, 9)}")}{line("SpO2", lambda: f"{c.r.randint(89, 99)} %")}{line("EVA", lambda: str(c.r.randint(0, 7)))}{line("Diurèse", lambda: f"{c.r.randint(6, 22) * 100}")}{line("Glycémie", lambda: f"{c.r.randint(6, 24) / 10:.1f}".replace(".", ","))}{line("Selles", lambda: c.pick("0", "1", "2"))}{line("Poids", lambda: c.pick("", f"{c.r.randint(44, 98)} kg"))}{line("Visa", lambda: c.r.choice("ABCDEFGLMS") + c.r.choice("BCDLMPT"))}</table>{c.extra()}<p class="s">Médecin : {c.dr(c.x1)}. Protocole douleur du {c.day(c.d1)}.</p>"""
    return c.page(body, size="A4 landscape", margin="11mm 13mm")

"""Health centres, town practices, school and occupational medicine, prison units."""

from eval.examiners.network.content import atcd, drugs, more, motif, part
from eval.examiners.network.names import fold
from eval.examiners.network.page import esc
from eval.examiners.network.registry import layout


@layout("mutual_health_centre_letter", 18)
def mutual_centre(c):
    s = c.structure(
        "Centre de santé mutualiste Jean-Moulin",
        "Centre médical Mutualité Ouest",
        "Centre de santé La Mutuelle du Nord",
        "Pôle santé mutualiste Le Phare",
        finess=0.6,
    )
    a, q = c.set_author(c.pro()), c.pro()
    c.to(q)
    seen = c.today if c.ch(0.5) else c.ago(1, 7)
    c.f.update(doc_type=["11488-4"], doc_date=c.today.isoformat(), act_date=seen.isoformat())
    sp = c.pick("cardio", "mg", "chir")
    body = f"""<div style='border-top:4mm solid {c.color}'></div><div class=fl><div>{c.logo(52)}</div><div class=s style='width:60mm'><b>{esc(s["name"])}</b><br>{esc(s["addr"])}<br>{esc(s["city"])}<br>{s["tel"]}<br>{s["fin"]}</div><div class=s style='width:58mm'><b>{esc(c.pname(a))}</b><br>{c.pick("Cardiologue", "Médecin spécialiste", "Consultation spécialisée")}<br>{c.rpps(a) if c.ch(0.6) else ""}<br>AM {c.n(10, 95)}1{c.n(100000, 999999)}</div></div><div style='margin-left:100mm'><p>{esc(c.pname(q))}<br>{c.n(1, 88)} boulevard Carnot<br>{esc(s["city"])}</p><p>Le {c.date(c.today)}</p></div><p><b>Concerne :</b> {esc(c.name())}{esc(c.ne())}{c.ins_line("<br>")}</p><p>Cher confrère,</p><p>{c.pick("Merci de m'avoir confié", "Je vous remercie de m'avoir adressé")} {"cette patiente" if c.is_woman else "ce patient"} de {c.age_txt()}, {"vue" if c.is_woman else "vu"} {"ce jour" if seen == c.today else "le " + c.date(seen)}, pour {motif(c, sp)}.</p><p>On note dans ses antécédents : {atcd(c, 3)}.</p><p>Traitement : {", ".join(d.split(":")[0].strip() for d in drugs(c, 4))}.</p><p>{part(c, sp, 1, 2)}</p><p>{part(c, sp, 2, 3)}</p><p><b>Au total,</b> {part(c, sp, 3, 2)}</p>{more(c, c.n(2, 4))}{c.relative_html()}<p>Bien amicalement,</p><p class=r>{c.scrawl()}<br>{esc(c.pname(a))}</p>"""
    return c.page(
        body,
        foot='"Centre géré par une union mutualiste régie par le livre III du code de la mutualité – dispense d’avance de frais"',
    )


@layout("dental_centre_assessment", 8)
def dental(c):
    s = c.structure(
        "Centre dentaire mutualiste des Halles",
        "Cabinet dentaire du Port",
        "Centre de santé dentaire Saint-Michel",
        "Selarl Dentistes de la Gare",
        finess=0.3,
    )
    a = c.set_author(c.pro())
    c.f.update(doc_type=["28617-9", "83836-7"], doc_date=c.today.isoformat(), act_date=c.today.isoformat())
    up = "".join(f"<td class=c>{c.pick('', '', '', 'C', 'A', 'X', 'Cr', 'O')}</td>" for _ in range(16))
    lo = "".join(f"<td class=c>{c.pick('', '', '', 'C', 'A', 'X', 'Cr', 'O')}</td>" for _ in range(16))
    n1 = "".join(f"<th class=xs>{x}</th>" for x in [18, 17, 16, 15, 14, 13, 12, 11, 21, 22, 23, 24, 25, 26, 27, 28])
    n2 = "".join(f"<th class=xs>{x}</th>" for x in [48, 47, 46, 45, 44, 43, 42, 41, 31, 32, 33, 34, 35, 36, 37, 38])
    acts = "".join(
        f"<tr><td>{c.n(11, 48)}</td><td>{x}</td><td class=r>{c.x(28, 640, 2)} €</td></tr>"
        for x in c.sample(
            [
                "Détartrage",
                "Composite deux faces",
                "Couronne céramo-métallique",
                "Avulsion",
                "Traitement endodontique",
                "Bridge trois éléments",
                "Radiographie rétro-alvéolaire",
            ],
            4,
        )
    )
    body = f"""<div class=fl><div><b style='color:{c.color};font-size:1.2em'>{esc(s["name"])}</b><br><span class=xs>{esc(s["addr"])} – {esc(s["city"])} – {s["tel"]} {s["fin"]}</span></div><div class='s r'>{esc(c.pname(a))}<br>Chirurgien-dentiste<br>{c.rpps(a) if c.ch(0.6) else ""}</div></div><h1>{c.pick("BILAN BUCCO-DENTAIRE", "Bilan dentaire et plan de traitement", "Bilan bucco-dentaire avant intervention")}</h1>{c.kvtable(c.rows(), 2)}<p>{c.pick("Examen du", "Bilan réalisé le", "Date :")} <b>{c.date(c.today, "/")}</b> – dernier panoramique le {c.date(c.ago(100, 600), "/")} – adressé par {esc(c.pname(c.pro()))}</p><table class=b><tr>{n1}</tr><tr>{up}</tr><tr>{lo}</tr><tr>{n2}</tr></table><p class=xs>C carie – A absente – X à extraire – Cr couronne – O obturée</p><p>{c.pick("Hygiène correcte, gingivite localisée.", "Parodontite chronique modérée, poches de 4 à 5 mm.", "Absence de foyer infectieux apparent avant chirurgie valvulaire.", "Édentement postérieur non compensé.", "Dent 36 mobile, douleur à la percussion.", "Usure occlusale, gouttière proposée.", "Foyer apical sur 46 à traiter.", "Muqueuses saines, contrôle annuel.")}</p><table class=b><tr><th>Dent</th><th>Acte</th><th>Honoraires</th></tr>{acts}</table>{c.relative_html()}<p class=r>{c.scrawl()}</p>"""
    c.omit("recipients")
    return c.page(body, fs=10)


@layout("ophthalmology_note", 10)
def ophtalmo(c):
    s = c.structure(
        "Centre ophtalmologique du Lac",
        "Cabinet d'ophtalmologie des Carmes",
        "Centre de la Vision Mutualiste",
        finess=0.2,
    )
    c.f["structure_finess"] = None  # not on the page
    a, q = c.set_author(c.pro()), c.pro()
    c.to(q)
    c.f.update(doc_type=["78513-9", "11488-4"], doc_date=c.today.isoformat(), act_date=c.today.isoformat())
    body = f"""<div style='float:left;width:50mm' class=s><b>{esc(c.pname(a))}</b><br>Ophtalmologiste<br>{c.rpps(a) if c.ch(0.6) else ""}<br>{esc(s["name"])}<br>{esc(s["addr"])}<br>{esc(s["city"])}<br>{s["tel"]}</div><div style='margin-left:100mm'>{esc(s["city"].split(" ", 1)[1])}, le {c.date(c.today)}<br><br>{esc(c.pname(q))}</div><div style='clear:both;height:8mm'></div><h1>{c.pick("Compte rendu de consultation d'ophtalmologie", "CONSULTATION OPHTALMOLOGIQUE")}</h1><p>{esc(c.name(long_civ=True))}{esc(c.ne())}{c.ins_line("<br>")}</p><p>Consulte ce jour pour {c.pick("une baisse de vision progressive", "le suivi de son diabète", "la surveillance du tonus oculaire", "des myodésopsies récentes", "un contrôle de réfraction", "un larmoiement", "un avis avant hydroxychloroquine", "le suivi post-opératoire de cataracte")}. {atcd(c, 1).capitalize()}.</p><table class=b><tr><th></th><th>Œil droit</th><th>Œil gauche</th></tr><tr><td>Acuité corrigée</td><td>{c.n(4, 10)}/10 P{c.n(2, 4)}</td><td>{c.n(4, 10)}/10 P{c.n(2, 4)}</td></tr><tr><td>Réfraction</td><td>+{c.x(0, 3, 2)} (-0,50 à 95°)</td><td>+{c.x(0, 3, 2)} (-0,75 à 80°)</td></tr><tr><td>Tonus</td><td>{c.n(11, 22)} mmHg</td><td>{c.n(11, 22)} mmHg</td></tr></table><p>Lampe à fente : {c.pick("cristallins clairs", "cataracte nucléaire débutante", "implants en place")}. Fond d'œil : {c.pick("pas de rétinopathie", "drusen maculaires", "excavation papillaire 0,6")}. OCT du {c.date(c.ago(100, 400), "/")} : {c.pick("épaisseur normale", "stable")}.</p><p>{c.pick("Revoir dans un an.", "Champ visuel à programmer le " + c.date(c.later(20, 80), "/") + ".", "Intervention de la cataracte proposée.", "Collyre inchangé, contrôle à six mois.")}</p>{more(c, c.n(1, 3))}{c.relative_html()}<p>Confraternellement,</p><p class=r>{esc(c.pname(a))}{c.scrawl()}</p>"""
    return c.page(body, fs=11)


@layout("sos_doctors_software_sheet", 1)
def sos_print(c):
    s = c.structure(
        "SOS Visites Estuaire", "SOS Visites Sud-Loire", "SOS Visites Métropole", "SOS Visites Côte d'Argent", finess=0
    )
    a = c.set_author(c.pro())
    c.f.update(doc_type=["11488-4"], doc_date=c.today.isoformat(), act_date=c.today.isoformat())
    c.omit("recipients", "episode")
    body = f"""<div class=fl style='border:1.2pt solid {c.color};padding:2mm'><div>{c.logo(40)}</div><div class=c><b style='font-size:1.35em;color:{c.color}'>{esc(s["name"])}</b><br>{c.pick("COMPTE RENDU DE VISITE À DOMICILE", "Fiche de visite", "Compte rendu de consultation – permanence des soins")}</div><div class=s>Appel n° {c.n(10000, 99999)}<br>{c.date(c.today, "/")} {c.n(19, 23)}:{c.n(10, 59)}</div></div>{c.kv(c.rows([("Adresse de la visite", c.p.address), ("Téléphone", c.phone()), ("Médecin traitant", c.pname(c.pro()))]))}<table class=b><tr><td class=k>Motif d'appel</td><td>{motif(c, "mg")}</td></tr><tr><td class=k>Antécédents</td><td>{atcd(c, 2)}</td></tr><tr><td class=k>Examen</td><td>{part(c, "mg", 1, 2)}</td></tr><tr><td class=k>Examens faits</td><td>{part(c, "mg", 2, 2)}</td></tr><tr><td class=k>Diagnostic</td><td>{c.pick("Syndrome viral", "Sciatique commune", "Pyélonéphrite possible", "Entorse bénigne", "Crise d’asthme modérée", "Gastro-entérite", "Angine", "Vertige positionnel")}</td></tr><tr><td class=k>Traitement</td><td>{"<br>".join(drugs(c, 3))}</td></tr><tr><td class=k>Suite</td><td>{part(c, "mg", 3, 2)}</td></tr></table>{c.relative_html()}<p class=r>{esc(c.pname(a))}<br>{c.rpps(a) if c.ch(0.5) else ""} {c.scrawl()}</p>"""
    return c.page(body)


@layout("speech_therapy_assessment", 4, 88)
def speech(c):
    s = c.structure(
        "Cabinet d'orthophonie des Lices",
        "Maison de santé des Fontaines – orthophonie",
        "Orthophonie Centre-Ville",
        finess=0,
    )
    a = c.set_author(c.pro(sex="F", title=c.pick("Mme", "")))
    q = c.pro()
    days = sorted([c.ago(5, 12), c.ago(13, 30)])
    c.f.update(doc_type=["34120-6", "47420-5", "11506-3"], doc_date=c.today.isoformat())
    c.omit("act_date", "recipients")
    kid = c.age() < 17
    tests = "".join(
        f"<tr><td>{t}</td><td class=c>{c.n(8, 60)}</td><td class=c>{c.pick('-2,1 σ', '-1,3 σ', 'P25', 'P50', '+0,4 σ')}</td></tr>"
        for t in (
            [
                "Dénomination",
                "Répétition de logatomes",
                "Lecture de mots en 1 minute",
                "Dictée",
                "Fluence phonémique",
                "Compréhension syntaxique",
                "Empan de chiffres",
            ]
            if kid
            else [
                "Dénomination orale d'images",
                "Fluence sémantique",
                "Répétition",
                "Praxies bucco-faciales",
                "Test de déglutition",
                "Lecture de texte",
                "Compréhension orale",
            ]
        )
    )
    fam = c.parent()
    body = f"""<div class=fl><div class=s>{esc(c.pname(a, title=False))}<br>Orthophoniste – certificat de capacité<br>{("N° ADELI " + str(c.n(10**8, 10**9 - 1))) if c.ch(0.5) else ""} {c.rpps(a) if c.ch(0.4) else ""}<br>{esc(s["name"])}<br>{esc(s["addr"])} {esc(s["city"])}<br>{s["tel"]}</div>{c.logo(34)}</div><h1>{c.pick("COMPTE RENDU DE BILAN ORTHOPHONIQUE", "Bilan orthophonique initial", "Bilan orthophonique de renouvellement")}</h1>{c.kv(c.rows())}<p>Bilan réalisé les {c.date(days[0], "/")} et {c.date(days[1], "/")}, sur prescription du {esc(c.pname(q))} du {c.date(c.ago(40, 90), "/")}.</p><h2>Anamnèse</h2><p>{(fam.first + " " + c.up(fam.birth_name) + ", " + ("mère" if fam.sex == "F" else "père") + " de l’enfant, rapporte des difficultés depuis le CP. Marche à " + str(c.n(10, 17)) + " mois, premiers mots à " + str(c.n(11, 24)) + " mois. Audiogramme du " + c.date(c.ago(90, 300)) + " normal.") if kid else atcd(c, 3).capitalize() + "."} {c.pick("Attitude volontaire pendant la passation.", "Fatigabilité notée en fin de séance.", "Bonne participation.")}</p><h2>Épreuves</h2><table class=b><tr><th>Épreuve</th><th>Score</th><th>Étalonnage</th></tr>{tests}</table><h2>Interprétation</h2><p>{c.pick("Les résultats mettent en évidence une fragilité de la voie d'assemblage.", "Le stock lexical est préservé, l'accès est ralenti.", "La déglutition des liquides reste à risque ; épaississant conseillé.", "Le profil évoque un trouble spécifique du langage écrit.", "La dysarthrie est légère et l'intelligibilité bonne.")} {c.pick("Les compétences mnésiques sont dans la moyenne.", "L'attention soutenue est fluctuante.", "La compréhension est efficace.")}</p><h2>Diagnostic orthophonique et projet</h2><p>{c.pick("Rééducation AMO 12.1, trente séances.", "Prise en charge deux fois par semaine.", "Poursuite de la rééducation, vingt séances.", "Surveillance à six mois.")} {c.pick("Un PAP est à demander à l’école." if kid else "Exercices quotidiens remis.", "Bilan neuropsychologique souhaitable.")} Prochain point le {c.date(c.later(100, 180), "/")}.</p>{c.relative_html()}<p class=r>Fait à {esc(s["city"].split(" ", 1)[1])}, le {c.date(c.today)}<br>{esc(c.pname(a, title=False))}{c.scrawl()}</p>"""
    return c.page(body, fs=11.2, head='"Bilan orthophonique – page " counter(page)', margin="20mm 20mm")


@layout("podiatrist_diabetic_foot", 35)
def podology(c):
    s = c.structure(
        "Cabinet de pédicurie-podologie du Marché",
        "Podologie des Lilas",
        "Maison de santé des Fontaines – podologie",
        finess=0,
    )
    a = c.set_author(c.pro(title=c.pick("Mme", "M.", "")))
    if a.title:
        a.title = "Mme" if a.sex == "F" else "M."
    q = c.pro()
    c.to(q)
    c.f.update(doc_type=["34120-6", "11506-3", "47420-5"], doc_date=c.today.isoformat(), act_date=c.today.isoformat())

    def r(t):
        return f"<tr><td>{t}</td><td class=c>{c.pick('présent', 'absent', 'diminué', 'normal')}</td><td class=c>{c.pick('présent', 'absent', 'diminué', 'normal')}</td></tr>"

    body = f"""<table><tr><td>{c.logo(38)}</td><td><b>{esc(c.pname(a, title=bool(a.title)))}</b>, pédicure-podologue D.E.<br><span class=s>{esc(s["name"])}, {esc(s["addr"])}, {esc(s["city"])} – {s["tel"]}<br>{c.rpps(a) if c.ch(0.5) else "N° ordinal " + str(c.n(1000, 9999))}</span></td><td class=r>{c.date(c.today)}</td></tr></table><p>À l'attention du {esc(c.pname(q))}</p><h1>{c.pick("BILAN PODOLOGIQUE – PIED DIABÉTIQUE", "Bilan-diagnostic podologique", "Synthèse du bilan podologique annuel")}</h1><p>{esc(c.name())}{esc(c.ne())}{c.ins_line("<br>")}</p><table class=b><tr><th>Examen</th><th>Pied droit</th><th>Pied gauche</th></tr>{r("Pouls pédieux")}{r("Pouls tibial postérieur")}{r("Monofilament 10 g")}{r("Vibration diapason")}{r("Réflexe achilléen")}</table><p>{c.pick("Hyperkératose sous M1 bilatérale, griffe des orteils réductible.", "Antécédent de mal perforant cicatrisé le " + c.date(c.ago(100, 600), "/") + ".", "Ongles épaissis, pas de lésion interdigitale.", "Hallux valgus, conflit de chaussage.", "Sécheresse cutanée des talons avec crevasses.")} Grade IWGDF : <b>{c.n(0, 3)}</b>. {c.pick("Chaussage inadapté.", "Orthèses plantaires portées.", "Semelles à renouveler.")}</p><p>Plan : {c.pick("six séances de prévention", "quatre séances", "orthonyxie et soins mensuels")}, prochain soin le {c.date(c.later(20, 40), "/")}. Glycémie à surveiller par l'infirmière {esc(c.up(c.pro().family))}.</p>{c.relative_html()}<p class=r>{c.scrawl()}</p>"""
    return c.page(body)


@layout("pharmacy_medication_review", 65)
def pharmacy(c):
    s = c.structure(
        "Pharmacie de la Cathédrale",
        "Pharmacie du Grand Large",
        "Pharmacie des Quatre-Saisons",
        "Grande Pharmacie Centrale",
        finess=0.5,
    )
    a, q = c.set_author(c.pro(title=c.pick("", "Dr"))), c.pro()
    c.to(q)
    day = c.ago(1, 10)
    c.f.update(doc_type=["56445-0", "78601-2"], doc_date=c.today.isoformat(), act_date=day.isoformat())
    t = "".join(
        f"<tr><td>{d.split(':')[0]}</td><td>{d.split(':')[1]}</td><td>{c.pick('RAS', 'observance partielle', 'à réévaluer', 'interaction possible', 'posologie à adapter à la fonction rénale')}</td></tr>"
        for d in drugs(c, 7)
    )
    body = f"""<div style='color:#0a7a34'><b style='font-size:1.3em'>✚ {esc(s["name"])}</b></div><div class=xs>{esc(s["addr"])} – {esc(s["city"])} – {s["tel"]} – {s["fin"]}</div><div class=fl><div>Pharmacien : {esc(c.pname(a, title=bool(a.title)))}<br>{c.rpps(a) if c.ch(0.5) else ""}</div><div>Dr {esc(c.up(q.family))}<br>Médecin traitant</div></div><h1>{c.pick("BILAN PARTAGÉ DE MÉDICATION", "Bilan partagé de médication – analyse et recommandations")}</h1>{c.kvtable(c.rows(), 2)}<p>Entretien de recueil le <b>{c.date(day, "/")}</b> – analyse rédigée le {c.date(c.today, "/")} – biologie du {c.date(c.ago(20, 80), "/")} : créatinine {c.n(60, 160)} µmol/l, DFG {c.n(28, 88)}</p><table class=b><tr><th>Médicament</th><th>Posologie</th><th>Observation</th></tr>{t}</table><h2>Propositions</h2><p>{c.pick("Réévaluer le bénéfice de la benzodiazépine.", "Arrêt progressif de l’IPP.", "Diminuer la metformine.", "Contrôler la kaliémie.", "Passer au pilulier hebdomadaire.")} {c.pick("Vaccination zona proposée.", "Chutes : attention aux hypotenseurs.", "Automédication par ibuprofène déconseillée.")} Entretien conseil prévu le {c.date(c.later(15, 30), "/")}.</p>{more(c, c.n(1, 3))}{c.relative_html()}<p class=r>{c.scrawl()}</p>"""
    return c.page(body, fs=10)


@layout("email_print_referral", 6)
def email(c):
    a, q = c.set_author(c.pro()), c.pro()
    c.to(q)
    c.f.update(doc_type=["96349-6"], doc_date=c.today.isoformat())
    c.omit("act_date")
    sp = c.pick("cardio", "mg", "psy", "chir")

    def adr(x):
        return f"{fold(x.given).lower().replace(' ', '')}.{fold(x.family).lower().replace(' ', '').replace(chr(39), '')}@medecin.mssante.example"

    pl = c.pick("Demande d'avis", "Adressage patient", "Courrier d'adressage", "Avis spécialisé demandé")
    body = f"""<div class=s><b>De :</b> {esc(c.pname(a))} &lt;{adr(a)}&gt;<br><b>Envoyé :</b> {c.date(c.today)} {c.time()}<br><b>À :</b> {esc(c.pname(q))} &lt;{adr(q)}&gt;<br><b>Objet :</b> {pl}<br><b>Pièces jointes :</b> ECG.pdf ({c.n(80, 900)} Ko)</div><hr><p>Bonjour,</p><p>{c.pick("Je vous adresse", "Merci de recevoir", "Pourriez-vous voir assez rapidement")} {esc(c.name(long_civ=True))}{esc(c.ne())}{c.ins_line(", ")}, pour {motif(c, sp)}.</p><p>Antécédents : {atcd(c, 3)}.</p><p>{part(c, sp, 1, 2)} {part(c, sp, 2, 2)}</p><p>Son traitement : {", ".join(d.split(":")[0].strip() for d in drugs(c, 4))}.</p><p>{c.pick("Son aidant", "Un proche")} est joignable au {c.phone()}. Il ou elle sera absent{c.e()} du {c.date(c.later(20, 25), "/")} au {c.date(c.later(30, 40), "/")}.</p>{more(c, c.n(1, 3))}{c.relative_html()}<p>Bien confraternellement,</p><p>--<br>{esc(c.pname(a))}<br>{c.pick("Médecine générale", "Maison de santé des Deux Ponts")}<br>{c.rpps(a) if c.ch(0.5) else ""}<br>{c.phone()}</p><p class=xs style='margin-top:20mm'>Imprimé le {c.date(c.later(1, 4), "/")} – boîte du secrétariat</p>"""
    c.omit("structure_name")
    return c.page(body, font=c.pick("Liberation Sans", "Carlito", "DejaVu Sans", "Open Sans"), fs=10.5)


@layout("occupational_medicine_letter", 20, 64)
def occupational(c):
    s = c.structure(
        "Service de prévention et de santé au travail AST Nord",
        "SPST Santé Travail 35",
        "Médecine du travail Inter-Entreprises Val d'Oise",
        "ALMET Santé au travail",
        finess=0,
    )
    a, q = c.set_author(c.pro()), c.pro()
    c.to(q)
    c.f.update(doc_type=["96349-6", "11488-4"], doc_date=c.today.isoformat(), act_date=c.today.isoformat())
    c.omit("doc_type", "act_date")
    ent = c.pick(
        "Transports Morel & fils",
        "Logistique Grand Ouest",
        "Fonderie du Vexin",
        "Hypermarché Porte Sud",
        "BTP Lambert",
        "Blanchisserie Moderne",
    )
    body = f"""<div class=fl><div>{c.logo(44)}<br><b class=s>{esc(s["name"])}</b><br><span class=xs>{esc(s["addr"])}<br>{esc(s["city"])}<br>{s["tel"]} – agrément DREETS {c.date(c.ago(500, 1200), "/")}</span></div><div style='width:75mm'><br><br>{esc(c.pname(q))}<br>{c.n(2, 90)} rue des Écoles<br>{esc(s["city"])}</div></div><p class=r>Le {c.date(c.today)}</p><p><b>{c.pick("Salarié(e)", "Concerne", "Votre patient(e)")} :</b> {esc(c.name())}{esc(c.ne())}{c.ins_line("<br>")}<br>Employeur : {esc(ent)} – poste : {c.pick("cariste", "agent de quai", "soudeur", "hôte de caisse", "maçon", "opérateur de tri")}</p><p>Cher confrère,</p><p>J'ai reçu {"cette salariée" if c.is_woman else "ce salarié"} en visite {c.pick("de reprise", "de pré-reprise", "à la demande", "périodique")}. L'arrêt a débuté le {c.date(c.ago(30, 200))} pour {motif(c, "chir")}. {part(c, "chir", 1, 1)} L'étude du poste faite le {c.date(c.ago(5, 25))} retrouve {c.pick("des manutentions de charges de 15 kg", "des gestes répétitifs bras levés", "une exposition au bruit de 86 dB", "un travail de nuit")}.</p><p>{c.pick("Je vous propose d'envisager un temps partiel thérapeutique.", "Un aménagement de poste est demandé à l'employeur ; votre avis me serait utile.", "Merci de me transmettre les comptes rendus récents avec l'accord de l'intéressé" + c.e() + ".", "Pouvez-vous orienter vers un confrère rhumatologue ?")} {c.pick("Revu dans un mois.", "Nouvelle visite fixée le " + c.date(c.later(20, 50)) + ".")}</p>{more(c, c.n(1, 3))}{c.relative_html()}<p>Avec mes remerciements,</p><p class=r>{esc(c.pname(a))}<br>Médecin du travail {c.rpps(a) if c.ch(0.4) else ""}<br>{c.scrawl()}</p>"""
    return c.page(body, margin="18mm 20mm")


@layout("school_individual_plan", 4, 16)
def pai(c):
    s = c.structure(
        "Service de santé scolaire – Académie de Normandie",
        "Centre médico-scolaire Pasteur",
        "Promotion de la santé en faveur des élèves – CMS Est",
        finess=0,
    )
    a = c.set_author(c.pro())
    c.f.update(doc_type=["80771-9"], doc_date=c.today.isoformat())
    c.omit("act_date")
    m, f = (
        c.fac.person(28, 48, sex="F", family=c.p.birth_name if c.ch(0.3) else None),
        c.fac.person(30, 50, sex="M", family=c.p.birth_name),
    )
    pa = c.pick(
        ("allergie à l'arachide", "Auto-injecteur d'adrénaline 0,15 mg en cas de réaction grave, puis appel du 15."),
        ("asthme", "Salbutamol 4 bouffées à renouveler toutes les 10 minutes, chambre d'inhalation dans la trousse."),
        (
            "diabète de type 1",
            "Resucrage à 15 g si glycémie inférieure à 0,70 g/l ; glucagon nasal si perte de connaissance.",
        ),
        ("épilepsie", "Midazolam buccal 5 mg si crise de plus de 5 minutes."),
        ("maladie cœliaque", "Panier-repas fourni par la famille."),
        ("drépanocytose", "Hydratation, éviter le froid, accès libre aux toilettes."),
        ("migraine", "Ibuprofène 200 mg dès le début."),
        ("allergie au lait", "Antihistaminique puis adrénaline si gêne respiratoire."),
    )
    body = f"""<div class=fl><div class=s><b>{esc(s["name"])}</b><br>{esc(s["addr"])}, {esc(s["city"])}</div>{c.logo(32)}</div><h1>{c.pick("PROJET D'ACCUEIL INDIVIDUALISÉ (PAI)", "Projet d'accueil individualisé")}</h1><p class=c>Année scolaire {c.today.year}-{c.today.year + 1}</p><div class=box><b>{c.pick("L'ÉLÈVE", "Enfant concerné", "Élève")}</b>{c.kv(c.rows())}Établissement : {c.pick("école Jules-Ferry", "collège Marie-Curie", "école du Centre", "école Louise-Michel")}, classe {c.pick("CP", "CE2", "CM1", "6e", "5e")}</div><table class=b><tr><th>Responsables</th><th>Téléphone</th></tr><tr><td>Mère : {esc(m.first)} {esc(c.up(m.birth_name))}</td><td>{c.phone()}</td></tr><tr><td>Père : {esc(f.first)} {esc(c.up(f.birth_name))}</td><td>{c.phone()}</td></tr><tr><td>Médecin qui suit l'enfant : {esc(c.pname(c.pro()))}</td><td>{c.phone()}</td></tr></table><p><b>Pathologie :</b> {pa[0]}</p><p><b>Conduite à tenir :</b> {pa[1]}</p><p>{c.pick("Trousse vérifiée le", "Ordonnance fournie le")} {c.date(c.ago(3, 20), "/")} – péremption {c.later(200, 500).strftime("%m/%Y")}. Adaptation de la restauration : {c.pick("oui", "non")} ; sorties : {c.pick("trousse avec l’accompagnateur", "sans particularité")}.</p>{c.relative_html()}<table class=b><tr><td>Médecin scolaire<br>{esc(c.pname(a))}<br>{c.scrawl()}</td><td>Directeur<br>M{c.pick("me", ".")} {esc(c.up(c.pro().family))}</td><td>Parents<br>{c.scrawl()}</td></tr></table><p>Établi le {c.date(c.today, "/")}</p>"""
    return c.page(body, fs=10.3)


@layout("prison_unit_report", 18, 80, allow_rel=False)
def prison(c):
    s = c.structure(
        "Unité sanitaire en milieu pénitentiaire – CH du Val",
        "USMP de la maison d'arrêt des Tilleuls",
        "Unité sanitaire – Centre de détention des Moulins",
        finess=0.3,
    )
    a, q = c.set_author(c.pro()), c.pro()
    c.to(q)
    c.f.update(doc_type=["18761-7", "11488-4"], doc_date=c.today.isoformat())
    seen = c.ago(0, 3)
    c.f["act_date"] = seen.isoformat()
    c.omit("doc_type")
    sp = c.pick("mg", "psy", "cardio")
    body = f"""<p class=c><b>{esc(s["name"])}</b><br><span class=xs>{s["fin"]} – {s["tel"]} – fax {s["fax"]}</span></p><div class=box><b>{c.pick("FICHE DE LIAISON MÉDICALE", "Liaison médicale – transfert de dossier", "NOTE MÉDICALE DE LIAISON")}</b> – SECRET MÉDICAL<br>À remettre au médecin destinataire sous pli fermé</div>{c.kvtable(c.rows([("N° d'écrou", str(c.n(10000, 99999))), ("Entrée le", c.date(c.ago(40, 300), "/"))]), 2)}<p>De : {esc(c.pname(a))} {c.rpps(a) if c.ch(0.5) else ""}<br>À : {esc(c.pname(q))}, {c.pick("USMP d’accueil", "UHSI", "service des urgences")}</p><p>{c.pick("Vu", "Examiné")}{c.e()} le {c.date(seen, "/")} : {motif(c, sp)}. {part(c, sp, 1, 2)}</p><p>Antécédents : {atcd(c, 3)}. Addictions : {c.pick("tabac 20/j", "aucune", "cannabis sevré", "traitement de substitution par buprénorphine 8 mg")}.</p><p>{part(c, sp, 2, 2)}</p>{more(c, c.n(1, 3))}<p><b>Traitement remis :</b> {" ; ".join(drugs(c, 4))}</p><p>Radiographie thoracique d'entrée du {c.date(c.ago(40, 300), "/")} : normale. Sérologies : {c.pick("VIH, VHB, VHC négatives", "VHC guéri", "en attente")}.</p><p>{part(c, sp, 3, 1)}</p><p class=r>Le {c.date(c.today, "/")}<br>{esc(c.pname(a))}<br>{c.scrawl()}</p>"""
    return c.page(body)


@layout("sleep_or_lung_function_report", 18)
def efr(c):
    s = c.structure(
        "Cabinet de pneumologie du Canal",
        "Centre du souffle Montagne",
        "Explorations fonctionnelles Bel-Air",
        finess=0.2,
    )
    c.f["structure_finess"] = None  # not on the page
    a, q = c.set_author(c.pro()), c.pro()
    c.omit("recipients")
    day = c.ago(0, 2)
    c.f.update(doc_type=["70004-7", "47420-5"], doc_date=c.today.isoformat(), act_date=day.isoformat())
    t = "".join(
        f"<tr><td>{n}</td><td class=c>{c.x(1, 6, 2)}</td><td class=c>{c.x(1, 6, 2)}</td><td class=c>{c.n(48, 118)} %</td></tr>"
        for n in ["CVF (l)", "VEMS (l)", "VEMS/CVF", "DEM 25-75", "CPT (l)", "VR (l)", "DLCO"]
    )
    pts = " ".join(f"L{20 + i * 9} {90 - c.n(0, 14) - max(0, 60 - i * 3) if i > 2 else 90 - i * 26}" for i in range(24))
    body = f"""<div class=fl><b style='color:{c.color};font-size:1.15em'>{esc(s["name"])}</b><span class=s>{esc(s["city"])} – {s["tel"]}</span></div><h1>{c.pick("EXPLORATION FONCTIONNELLE RESPIRATOIRE", "Épreuves fonctionnelles respiratoires", "EFR – PLÉTHYSMOGRAPHIE")}</h1><table class=grid><tr>{"".join(f'<td><span class="k xs">{esc(k)}</span><br><b>{esc(v)}</b></td>' for k, v in c.rows(shuffle=False))}</tr></table><p class=s>Examen : {c.date(day, "/")} {c.time()} – taille {c.n(150, 190)} cm – poids {c.n(48, 110)} kg – tabac {c.n(0, 50)} PA – demandeur {esc(c.pname(q))} – technicien {esc(c.pro().given)}</p><div class=fl><table class=b style='width:105mm'><tr><th>Paramètre</th><th>Mesuré</th><th>Théorique</th><th>%</th></tr>{t}</table><svg width=230 height=120 viewBox='0 0 240 120'><path d='M20 5V95H235' stroke='#333' fill=none /><path d='M20 92 {pts}' stroke='{c.color}' fill=none stroke-width=1.6 /></svg></div><p>{c.pick("Trouble ventilatoire obstructif modéré, réversible.", "Courbe normale.", "Syndrome restrictif léger.", "Trouble obstructif non réversible, distension.")} Gaz du sang : PaO2 {c.n(60, 95)} mmHg, PaCO2 {c.n(34, 48)}. Comparaison : VEMS {c.x(1, 3, 2)} l le {c.date(c.ago(200, 600), "/")}.</p><p>{c.pick("Poursuite du traitement inhalé.", "Sevrage tabagique conseillé.", "Contrôle dans un an.", "Réhabilitation respiratoire à discuter.")}</p>{more(c, c.n(1, 3))}{c.relative_html()}<p class=r>{c.pick("Interprété le", "Validé le")} {c.date(c.today, "/")} – {esc(c.pname(a))} {c.rpps(a) if c.ch(0.5) else ""}</p>"""
    return c.page(body, fs=10)

"""Letters and reports of hospitals and clinics: one template each."""

from eval.examiners.mailroom.context import E, inline, table
from eval.examiners.mailroom.page import base, bye, cc, hello, layout, logo, operation, prose, sections, staff
from eval.examiners.mailroom.people import LAST, Doctor


@layout
def chu_margin_report(c):
    c.pick_case()
    name = c.structure("CHU {de_t}", "Centre Hospitalier Universitaire {de_t}", "Hospices civils {de_t}")
    c.f["doc_type"] = ["34112-3", "11490-0", "34133-9"]
    ident = f"<b>{c.nm()}</b>, {c.born()}"
    ent, ex = c.d(c.entry), c.acted()
    css = base(
        "Liberation Sans",
        9.5,
        "16mm 16mm 16mm 14mm",
        1.28,
        "h3{font-size:9.5pt;text-decoration:underline} .m{float:left;width:36mm;font-size:7.5pt;border-right:.5pt solid #357;padding-right:2mm;margin-right:4mm} .m div{margin-bottom:1.5mm} .b{margin-left:42mm}",
    )
    c.f["episode"] = None
    ep = f"{c.one('N° de séjour :', 'Séjour n°', 'Séjour :', 'NDA')} {c.episode()}"
    return (
        css,
        f"""<div class='m'>{logo("#1f5f8b")}<p><b>{name}</b></p><p>{E(c.case["service"])}</p><p class=s>{c.street}<br>{E(c.city)}<br>Tél. {c.tel}<br>Secr. : Mme {c.fam(c.r.choice(LAST))}</p><p><b>{c.one("Équipe médicale", "Médecins du service", "Praticiens")}</b></p>{staff(c, 5)}<p class=s>{c.finess()}</p></div>
<div class='b'><p class='r'>{E(c.town)}, le {c.doc("text")}</p><p class='r'>{c.recipient()}<br>{c.street.split(" ", 1)[0]}, rue du Port<br>{E(c.city)}</p>
<p class=s>{c.one("Nos réf.", "Réf.")} : {c.author.given[0]}{c.author.family[0]}/{c.one("mc", "sl", "pv")} – IPP {c.ipp()} – {ep}{c.ins_line(" – ")}</p><p class=s>{c.one("Dicté le", "Frappe du")} {c.d(c.docdate)}</p>
<h2 style='font-size:12pt;text-align:center'>{c.one("COMPTE RENDU D'HOSPITALISATION", "Compte rendu de séjour", "COMPTE-RENDU D'HOSPITALISATION COMPLÈTE")}</h2>
{hello(c)}<p>{ident}, {c.one("a été hospitalisé" + c.fill["e"], "a séjourné dans notre unité")} du {ent} au {ex}.</p>{sections(c)}{bye(c)}<p class='r'>{c.sign()}<br><span class=s>{E(c.author.spec)}</span></p>{cc(c, c.r.randint(1, 2))}</div>""",
    )


@layout
def clinic_operation(c):
    op, ind, steps = operation(c)
    c.author.spec = "Chirurgien"
    name = c.structure("Clinique Saint-{s}", "Polyclinique {de_t}", "Hôpital privé {de_t}", "Clinique du {n}")
    c.f["doc_type"] = "34874-8"
    rows = (
        c.kv_names(
            c.one("Nom de naissance", "Nom de famille"),
            c.one("Nom d'usage", "Nom utilisé"),
            c.one("Prénom", "1er prénom"),
        )
        + c.kv_dob(c.one("Né(e) le", "Date de naissance"))
        + c.kv_ins()
        + [("IPP", c.ipp())]
    )
    aide = Doctor(c.r)
    anes = Doctor(c.r)
    return (
        base(
            "Carlito",
            11,
            "20mm",
            1.3,
            ".box{border:1.2pt solid #444;padding:2mm;width:95mm} h1{font-size:15pt;text-align:center;letter-spacing:2pt;background:#dde6e2;padding:2mm} h3{color:#274}",
        ),
        f"""<div class=c>{logo("#2a7f62", "tri")}<h2>{name}</h2><span class=s>{c.street} – {E(c.city)} – {c.tel} – {c.finess()}</span></div>
<h1>{c.one("COMPTE RENDU OPÉRATOIRE", "Compte-rendu opératoire", "PROTOCOLE OPÉRATOIRE")}</h1><div class=box>{table(rows)}</div><p></p>
{table([(c.one("Date de l'intervention", "Intervention du", "Opéré" + c.fill["e"] + " le"), c.acted()), (c.one("Opérateur", "Chirurgien"), c.sign()), ("Aide", c.who(aide)), ("Anesthésiste", c.who(anes)), ("Indication", E(ind)), ("Intervention", "<b>" + E(op) + "</b>")])}
<!--X--><h3>{c.one("Description", "Technique", "Déroulement de l’intervention")}</h3>{"".join(f"<p>{E(s)}</p>" for s in steps)}
<p>{c.one("Antibioprophylaxie par céfazoline 2 g à l’induction.", "Check-list HAS réalisée, sans particularité.", "Compte des compresses et des instruments exact, vérifié deux fois.")} {c.one("Pertes sanguines estimées à 150 mL.", "Pas d’incident peropératoire.")}</p>
<p>{c.one("Durée du geste : 48 minutes.", "Durée : 1 h 10.")} Installation et points d'appui vérifiés. Pièce opératoire adressée au laboratoire du Dr {E(c.doc3.family)}.</p>
<p>Ouverture de la salle à {c.r.randint(8, 15)} h {c.r.randint(10, 59)}, incision vingt minutes plus tard. Identité, côté et site vérifiés avec l’équipe ; allergies relues à voix haute. Matériel stérile tracé, lots collés au dossier.</p><h3>{c.one("Suites", "Consignes postopératoires")}</h3>{c.discussion(4)}<p>Antalgiques de palier 1 et 2 selon la douleur. Anticoagulation préventive. Pansement tous les deux jours. Lever le soir même. Consultation de contrôle le {c.d(c.rv)}.</p>
<p class=r>{c.one("Fait à", "")} {E(c.town)}, le {c.doc()}<br><br>{c.sign()}<br><span class=s>{c.rpps()}</span></p><p class=s>Destinataires : {c.recipient()}, médecin traitant ; {c.recipient()}</p>""",
    )


@layout
def ch_band_consult(c):
    c.pick_case()
    name = c.structure(
        "Centre Hospitalier {de_t}", "Centre hospitalier intercommunal {de_t}", "Groupe hospitalier du Pays {de_t}"
    )
    c.f["doc_type"] = ["11488-4"]
    who, born = c.nm(), c.born()
    return (
        base(
            "Open Sans",
            9,
            "14mm 20mm",
            1.35,
            ".band{background:#0b5d7a;color:#fff;padding:3mm} .pat{border-left:3pt solid #0b5d7a;padding-left:3mm;margin:3mm 0}",
        ),
        f"""<div class=band><b style='font-size:14pt'>{name}</b><br>{E(c.case["service"])} – {c.tel}</div>
<table width='100%' style='margin-top:4mm'><tr><td class=s style='width:60%'>{c.one("Chef de service", "Responsable")} : {c.who(c.doc2)}<br>{c.one("Consultation du", "Consultations de")} {c.sign()}<br>{c.rpps()}<br>Secrétariat : {c.tel} (Mme {c.fam(c.r.choice(LAST))})<br>Fax {c.fax}</td><td>{c.recipient()}<br>{c.one("Maison de santé", "Cabinet médical")}<br>{E(c.city)}</td></tr></table>
<p class=r>Le {c.doc("text")}</p><div class=pat>{c.one("Concerne", "Objet", "Patient", "Re")} : <b>{who}</b><br>{born} – IPP {c.ipp()}{c.ins_line("<br>")}</div>{hello(c)}
<p>{c.one("J'ai vu en consultation le", "Merci de m'avoir adressé votre patient" + c.fill["e"] + ", que j'ai reçu" + c.fill["e"] + " le", "Je revois ce jour en consultation, soit le")} {c.acted()} {c.fill["P"]}, {c.fill["age"]} ans, pour {c.r.choice(c.case["motif"])}.</p>{prose(c)}{bye(c)}<div style='margin-left:95mm'>{c.sign()}<br><i class=s>Document validé électroniquement, non signé</i></div>{cc(c) if c.r.random() < 0.5 else ""}""",
    )


@layout
def emergency_export(c):
    c.pick_case()
    c.author.spec = "Urgentiste"
    name = c.structure("CH {de_t}", "Centre Hospitalier {de_t}", "Hôpital {de_t}")
    c.f["doc_type"] = ["15507-7", "60280-5"]
    rows = (
        c.kv_names("Nom de naissance", "Nom usuel", "Prénom(s)", firsts=c.r.random() < 0.5)
        + c.kv_dob("Date naiss.")
        + c.kv_sex()
        + c.kv_ins()
    )
    h = f"{c.r.randint(7, 17):02d}:{c.r.randint(0, 59):02d}"
    a = c.acted("/")
    c.docdate = c.act
    ep = c.episode()
    half = (len(rows) + 1) // 2
    return (
        base(
            "DejaVu Sans Condensed",
            8.5,
            "12mm 12mm 16mm 12mm",
            1.25,
            "@page{{@bottom-center{{content:'{} – page ' counter(page) '/' counter(pages);font-size:7pt}}}} .g{{width:100%}} .g td{{border:.5pt solid #999;padding:1mm}} .g .k{{background:#eee;width:32%}} h3{{background:#c33;color:#fff;font-size:9pt;padding:.6mm 2mm}}".format(
                c.sname.replace("'", "\\'")
            ),
        ),
        f"""<table width=100%><tr><td>{logo("#c33", "sq")}</td><td><b>{name}</b><br>Service d'accueil des urgences<br><span class=s>Tél. {c.tel} – {c.finess()}</span></td><td class=r><b style='font-size:13pt'>{c.one("RÉSUMÉ DE PASSAGE AUX URGENCES", "COMPTE RENDU DE PASSAGE AUX URGENCES", "DOSSIER D’URGENCE – COMPTE RENDU")}</b><br>{c.one("N° de passage", "Passage n°", "N° venue")} {ep}</td></tr></table>
<table width=100%><tr><td style='width:50%'>{table(rows[:half], "g")}</td><td>{table([*rows[half:], ("IPP", c.ipp())], "g")}</td></tr></table>
<!--X-->{table([(c.one("Arrivée", "Entrée"), a + " " + h), ("Mode de transport", c.one("Pompiers", "Moyens personnels", "Ambulance privée", "SMUR")), ("Tri IAO", "CIMU " + c.one("2", "3A", "3B", "4")), ("Médecin", c.sign()), ("Sortie", a + " " + format(c.r.randint(18, 23), "02d") + ":" + format(c.r.randint(0, 59), "02d")), ("Devenir", c.one("Retour au domicile", "Hospitalisation UHCD", "Retour domicile avec ordonnance")), ("Médecin traitant", c.recipient())], "g")}
<h3>MOTIF</h3><p>{c.r.choice(c.case["motif"]).capitalize()}</p><h3>ANTÉCÉDENTS</h3>{c.ul("atcd", 2, 4)}<h3>CONSTANTES</h3><table class=g><tr><td>PA 138/76</td><td>FC {c.r.randint(58, 118)}</td><td>SpO2 {c.r.randint(92, 100)} %</td><td>T° {c.r.randint(360, 392) / 10:.1f}</td><td>EVA {c.r.randint(0, 8)}</td><td>Gly 1,{c.r.randint(0, 9)} g/L</td></tr></table>
<h3>OBSERVATION MÉDICALE</h3>{c.life(4)}{c.para("story", 3)}{c.para("exam", 2)}<h3>EXAMENS</h3>{c.para("bio", 2)}{c.para("img", 1)}{c.discussion(4)}<h3>DIAGNOSTIC PRINCIPAL</h3><p>{c.t(c.r.choice(c.case["concl"]))}</p><h3>CONSIGNES ET ORDONNANCE DE SORTIE</h3>{c.ul("tt", 2)}{c.para("plan", 1)}
<p>{c.one("Validé par", "Rédacteur", "Médecin responsable")} : {c.sign()} {c.rpps() if c.r.random() < 0.6 else ""} – {c.one("document édité le", "validé le", "le")} {c.doc("/")}</p>""",
    )


@layout
def liaison_boxes(c):
    c.pick_case()
    name = c.structure("Hôpital Saint-{s}", "Centre hospitalier {de_t}", "Fondation {n}")
    c.f["doc_type"] = ["11490-0", "34112-3"]
    rows = (
        c.kv_names(
            c.one("Nom de naissance", "NOM de naissance"), c.one("Nom utilisé", "Nom marital / d'usage"), "Prénom"
        )
        + c.kv_dob(
            "Né(e) le",
        )
        + c.kv_sex()
        + c.kv_ins()
    )
    e = c.d(c.entry)
    x = c.acted()
    c.docdate = c.act
    return (
        base(
            "Roboto",
            9,
            "12mm 14mm",
            1.3,
            ".bx{border:1pt solid #667;border-radius:2mm;padding:2mm;margin-bottom:2.5mm} .bx h3{font-size:9pt;color:#446;margin:0 0 1mm 0}",
        ),
        f"""<table width=100%><tr><td style='width:50%'>{logo("#6a4c93", "wave")} <b>{name}</b><br>{E(c.case["service"])}<br><span class=s>{c.street}, {E(c.city)}<br>Standard {c.tel}</span></td><td><div class=bx>{table(rows)}{c.datamatrix()}</div></td></tr></table>
<h2 class=c>{c.one("LETTRE DE LIAISON À LA SORTIE", "Lettre de liaison de sortie d’hospitalisation", "LETTRE DE LIAISON (art. R. 1112-1-2 CSP)")}</h2>
<div class=bx>{inline([("Entrée le", e), ("Sortie le", x), ("Séjour n°", c.episode()), ("IPP", c.ipp())])}<br>Médecin responsable : <b>{c.sign()}</b> – {c.rpps()}<br>Remise au patient et envoyée à : {c.recipient()} (médecin traitant){" et " + c.recipient() if c.r.random() < 0.4 else ""}</div>
<!--X--><div class=bx><h3>Motif d'hospitalisation</h3>{c.r.choice(c.case["motif"]).capitalize()}</div><div class=bx><h3>Antécédents utiles</h3>{c.ul("atcd", 3)}</div><div class=bx><h3>Synthèse médicale du séjour</h3>{c.para("story", 2)}{c.para("exam", 2)}{c.para("evol", 2)}</div><div class=bx><h3>Examens et résultats</h3>{c.para("bio", 2)}{c.para("img", 2)}</div><div class=bx><h3>Traitement à la sortie (nouveau / poursuivi / arrêté)</h3>{c.ul("tt", 3)}</div><div class=bx><h3>Portage BMR : {c.one("non", "non recherché", "non")} — Transfusion : non — Actes : voir compte rendu</h3>{c.para("plan", 2)}</div>
<p class=r>Le {c.doc()}<br>{c.sign()}</p>""",
    )


@layout
def cancer_institute_letter(c):
    c.pick_case(*(["onco"] if not c.child else []))
    c.structure("Institut de cancérologie {n}", "Centre de lutte contre le cancer {n}", "Institut {n}")
    c.f["doc_type"] = ["11488-4"]
    who = c.nm("first last")
    return (
        base(
            "Lato",
            10,
            "15mm 22mm 25mm 22mm",
            1.35,
            "@page{{@bottom-left{{content:'{}   {}   {}';font-size:7pt;color:#555}}}} .top{{border-bottom:2pt solid #d4622a}}".format(
                c.sname.replace("'", "\\'"), c.street.replace("'", "\\'"), c.city.replace("'", "\\'")
            ),
        ),
        f"""<table width=100% class=top><tr><td>{logo("#d4622a", "bars")}</td><td class=r><b>{E(c.case["service"])}</b><br><span class=s>{c.who(c.doc2, "Pr")} (chef de département)<br>{c.who(c.doc3)}<br>{c.sign()}</span></td></tr></table>
<p style='margin-top:5mm'>{c.one("Dossier", "N° de dossier", "IPP")} : {c.ipp()}{c.ins_line(" — ")}</p><p style='margin-left:95mm'>{c.recipient()}<br>{c.street}<br>{E(c.city)}</p><p>{E(c.town)}, le {c.doc("text")}</p>
<p><b>Patient{c.fill["e"]} : {who}</b>{", " + c.born() if not c.hide_dob else ""}<br>{c.one("Consultation du", "Vu" + c.fill["e"] + " le", "Date de la consultation :")} {c.acted()}</p>{hello(c)}{prose(c)}{bye(c)}<p style='margin-left:95mm;margin-top:8mm'>{c.sign()}<br>{E(c.author.spec)}</p>{cc(c, 2)}""",
    )


@layout
def rehab_running_head(c):
    c.pick_case("geriatrie", "ortho", "neuro")
    name = c.structure("Centre de rééducation {n}", "Hôpital local {de_t}", "SMR Les Rives {de_t}")
    c.f["doc_type"] = ["34112-3", "11490-0", "34133-9"]
    who, born = c.nm("last first"), c.born()
    e, x = c.d(c.entry.replace(year=c.entry.year)), c.acted()
    head = f"{who} — {born}"
    return (
        base(
            "Liberation Serif",
            12,
            "26mm 20mm 20mm 20mm",
            1.45,
            "@page{@top-left{content:element(hd);width:100%;border-bottom:.5pt solid #000} @bottom-right{content:counter(page) ' / ' counter(pages);font-size:9pt}} #hd{position:running(hd);font-size:9pt} h3{font-size:12pt;font-variant:small-caps}",
        ),
        f"""<div id=hd>{name} – {E(c.case["service"])}<br>{head}{c.ins_line(" — ")}</div>
<p class=c><b style='font-size:15pt'>{c.one("Compte rendu de séjour en soins médicaux et de réadaptation", "Compte rendu d’hospitalisation SMR", "COMPTE RENDU DE FIN DE SÉJOUR")}</b></p>
<p>Destinataire : {c.recipient()}, {E(c.city)}</p><p>Séjour du {e} au {x}{", n° " + c.episode() if c.r.random() < 0.7 else ""}. Admission en provenance du service du {c.who(c.doc2)}, {c.fill["town"]}.</p>
{sections(c)}<h3>Bilan d'autonomie</h3><p>Toilette : aide partielle. Habillage : {c.one("seul", "aide du haut", "aide du bas")}. Transferts : {c.one("autonome", "aide d’une personne")}. Marche : {c.one("avec déambulateur", "avec une canne", "périmètre de 80 mètres")}. Continence conservée le jour. Évaluation faite le {c.d(c.past(3, 20))} par l'ergothérapeute, Mme {c.fam(c.doc3.family)}.</p><h3>Projet de sortie</h3>{c.discussion(3)}<p>{c.one("Retour au domicile avec aides.", "Entrée en résidence autonomie.", "Retour chez sa fille.")} Passage infirmier deux fois par jour, lit médicalisé, téléalarme.</p>
<p style='margin-left:90mm'>{E(c.town)}, le {c.doc("text")}<br>{c.sign()}<br>{c.rpps()}</p>""",
    )


@layout
def anesthesia_grid(c):
    name = c.structure("Clinique {n}", "Polyclinique Saint-{s}", "Hôpital privé {de_t}")
    c.pick_case("ortho", "uro", "gastro")
    c.author.spec = "Anesthésiste-réanimateur"
    c.f["doc_type"] = "34749-2"
    rows = [
        (c.one("Patient", "Nom - prénom"), f"<b>{c.nm('civ last first', long=False)}</b>"),
        *c.kv_dob(c.one("Né(e) le", "DDN")),
        *c.kv_ins(),
        ("Poids / taille", f"{c.r.randint(48, 110)} kg / {c.r.randint(150, 190)} cm"),
    ]

    def yn():
        return c.one("☐ oui ☒ non", "☒ oui ☐ non", "☐ oui ☒ non")

    op = operation(c)[0]
    c.docdate = c.act
    return (
        base(
            "DejaVu Sans",
            8.2,
            "12mm",
            1.25,
            ".g{width:100%} .g td{border:.6pt solid #333;padding:1mm 1.5mm} h3{font-size:9pt;background:#d8e4f0;padding:.8mm}",
        ),
        f"""<table class=g><tr><td><b>{name}</b><br>{c.street} {E(c.city)}<br>{c.tel}</td><td class=c><b style='font-size:12pt'>{c.one("CONSULTATION PRÉ-ANESTHÉSIQUE", "Consultation d'anesthésie", "DOSSIER D’ANESTHÉSIE – CONSULTATION")}</b><br>Date : {c.acted()}</td><td>{table(rows)}</td></tr></table><!--X-->
<p></p><table class=g><tr><td>Intervention : {E(op)}</td><td>Prévue le {c.d(c.rv)}</td><td>Chirurgien : {c.who(c.doc2)}</td></tr><tr><td>Anesthésiste consultant : {c.sign()}</td><td>{c.rpps()}</td><td>Médecin traitant : {c.who(c.doc3)}</td></tr></table>
<h3>Antécédents médicaux et chirurgicaux</h3>{c.ul("atcd", 3)}<h3>Traitement en cours</h3>{c.ul("tt", 2)}<h3>Interrogatoire dirigé</h3><table class=g>{"".join(f"<tr><td>{a}</td><td>{yn()}</td><td>{b}</td><td>{yn()}</td></tr>" for a, b in [("Allergie", "Tabac"), ("HTA", "Asthme"), ("Reflux", "Apnées du sommeil"), ("Prothèse dentaire", "Anesthésie antérieure"), ("Antécédent familial d’hyperthermie", "Nausées postopératoires"), ("Saignements anormaux", "Transfusion"), ("Port de lentilles", "Grossesse possible")])}</table>
<h3>Examen</h3>{c.para("exam", 2)}<p>Mallampati {c.one("1", "2", "3")}, ouverture de bouche {c.one("> 35 mm", "40 mm")}, distance thyro-mentonnière > 65 mm. Score ASA : {c.one("1", "2", "3")}. Lee : {c.one("0", "1")}.</p><h3>Examens demandés et résultats</h3>{c.para("bio", 2)}<h3>Stratégie</h3>{c.discussion(4)}<p>{c.one("Anesthésie générale, masque laryngé.", "Rachianesthésie ou AG selon préférence.", "Bloc axillaire échoguidé et sédation.")} Jeûne : solides 6 h, liquides clairs 2 h. {c.one("Arrêt des anticoagulants 48 h avant.", "Poursuite des bêtabloquants le matin.")} Information donnée, bénéfice-risque expliqué, document remis. Visite pré-anesthésique la veille.</p>
<p class=r>{c.one("Signé électroniquement le", "Fait le", "Validé le")} {c.doc()} – {c.sign()}</p>""",
    )


@layout
def specialist_one_line(c):
    c.pick_case()
    name = c.structure("Cabinet de {n}", "Centre médical {de_t}", "Pôle santé {n}") if c.r.random() < 0.5 else None
    c.f["doc_type"] = ["11488-4"]
    c.ds = c.one("text", "/")
    return (
        base("EB Garamond", 12, "20mm 25mm", 1.3),
        f"""<p><b>{c.sign("Docteur")}</b> – {E(c.author.spec)}{" – " + name if name else ""} – {c.rpps()} – AM {c.author.am}</p><hr>
<p class=r>{c.one("Le ", "")}{c.doc()}</p><p style='margin-left:85mm'>{c.recipient()}</p><p>{hello(c)}Je vous remercie de m'avoir confié {c.nm("civ first last")}, {c.born()}{", " if not c.hide_dob else ""}{c.ins_line() + ", " if c.want_ins else ""}vu{c.fill["e"]} {c.one("à ma consultation du", "le", "en consultation le")} {c.acted()} pour {c.r.choice(c.case["motif"])}.</p>{prose(c)}{bye(c)}<p class=r>{c.one("Signé : ", "")}{c.sign()}</p>""",
    )


@layout
def typewriter_letter(c):
    c.pick_case()
    name = c.structure("HÔPITAL {n}", "HÔPITAL D'INSTRUCTION {n}", "HOPITAL LOCAL {de_t}")
    c.f["doc_type"] = ["11488-4"]
    who = c.nm("last first")
    return (
        base(c.one("Courier Prime", "Liberation Mono", "FreeMono"), 9.6, "18mm 18mm", 1.2, "h3{font-size:10pt}"),
        f"""<p>{name}<br>SERVICE : {E(c.case["service"].upper())}<br>TEL {c.tel} - FAX {c.fax}<br>CHEF DE SERVICE : {c.who(c.doc2, "PR")}</p>
<p style='margin-left:90mm'>{E(c.town.upper())}, LE {c.doc("upper")}</p><p style='margin-left:90mm'>{c.recipient(title="DOCTEUR")}<br>{E(c.city)}</p>
<p>NOM     : {who}<br>{"NÉ(E) LE : " + (c.dob("/") or "") if not c.hide_dob else ""}<br>DOSSIER : {c.ipp()}<br>{c.ins_line()}</p><p>CONSULTATION EXTERNE DU {c.acted()}</p>{hello(c)}{prose(c)}{bye(c)}<p style='margin-left:90mm'>{c.sign("DR")}</p>{cc(c)}""",
    )


@layout
def memory_center_copy(c):
    c.pick_case("neuro", "geriatrie", "psy")
    name = c.structure("CHI {de_t}", "Hôpital gériatrique {de_t}", "Centre mémoire {de_t}")
    c.f["doc_type"] = ["11488-4", "34120-6"]
    who = c.nm("civ last first")
    return (
        base("Caladea", 10.5, "15mm 18mm", 1.32, ".two td{width:50%}"),
        f"""<table class=two width=100%><tr><td><b>{name}</b><br>Consultation mémoire<br>{c.street}<br>{E(c.city)}<br>{c.finess()}</td><td class=r>{c.sign()}<br>{E(c.author.spec)}<br>{c.rpps()}<br>Neuropsychologue : Mme {c.fam(c.doc3.family)}<br>IDE de parcours : M. {c.fam(c.doc2.family)}</td></tr></table><hr>
<table class=two width=100%><tr><td><b>{who}</b><br>{c.born()}<br>{c.street.split(" ")[0]} rue des Écoles, {E(c.city)}<br>Tél. {c.p.phone}{c.ins_line("<br>")}</td><td>À l'attention de<br>{c.recipient()}<br>{c.recipient()}</td></tr></table>
<p style='margin-top:3mm'>{c.one("Visite du", "Évaluation réalisée le", "Consultation en date du")} {c.acted()} – courrier {c.one("rédigé", "tapé", "finalisé")} le {c.doc()}</p>{sections(c, "h3", 2, ("motif", "atcd", "story", "exam", "bio", "img", "concl", "tt", "plan"))}<p>Accompagnant présent : {c.one("son conjoint", "sa fille", "son fils", "une voisine")}. Score de Zarit : {c.r.randint(10, 40)}/88.</p><p>{c.sign()}</p>""",
    )


@layout
def day_hospital_summary(c):
    c.pick_case("endo", "rhumato", "cardiologie", "pneumologie")
    name = c.structure("Centre hospitalier {de_t}", "Hôpital Nord {de_t}", "CHR {de_t}")
    c.f["doc_type"] = ["34112-3", "34133-9", "11488-4"]
    rows = (
        c.kv_names("Nom naissance", "Nom d'usage", "Prénom")
        + c.kv_dob("Naissance")
        + c.kv_ins()
        + [("NIP", c.ipp()), (c.one("N° d'épisode", "Venue n°"), c.episode())]
    )
    c.entry = c.act
    return (
        base("Noto Sans", 9, "14mm", 1.3, ".l{width:58mm;background:#f1f3e8;padding:2mm} .l .k{color:#575}"),
        f"""<table width=100%><tr><td class=l>{logo("#7a9a01", "circle")}<p><b>{name}</b><br><span class=s>{E(c.case["service"])}<br>Hôpital de jour<br>{c.tel}</span></p><p class=s><b>PATIENT</b></p>{table(rows)}<p class=s><b>MÉDECINS</b><br>{c.who(c.doc2)}<br>{c.who(c.doc3)}<br>{c.sign()}</p></td><td style='padding-left:5mm'><h2>{c.one("Synthèse d'hôpital de jour", "Compte rendu d'hospitalisation de jour", "HDJ – compte rendu")}</h2><p>{c.one("Venue du", "Journée du", "Date :")} <b>{c.acted()}</b></p><p>À {c.recipient()}</p><!--X-->{hello(c)}<p>{c.fill["P"]} a été reçu{c.fill["e"]} en hôpital de jour pour {c.r.choice(c.case["motif"])}.</p>{c.para("story", 2)}<b>Antécédents</b>{c.ul("atcd", 2)}<b>Examen</b>{c.para("exam", 2)}</td></tr></table>
<p></p><b>Résultats du jour</b>{c.para("bio", 2)}{c.para("img", 2)}{c.life(3)}<b>Décisions</b>{c.discussion(4)}{c.para("evol", 2)}<p>{c.t(c.r.choice(c.case["concl"]))}</p><b>Traitement</b>{c.ul("tt", 3)}{c.para("plan", 2)}<p class=r>{c.one("Édité et validé le", "Le")} {c.doc()}, {c.sign()} – {c.rpps()}</p>""",
    )


@layout
def mental_health_letter(c):
    c.pick_case("psy")
    name = c.structure(
        "Centre hospitalier spécialisé {de_t}", "EPSM {de_t}", "Établissement public de santé mentale {de_t}"
    )
    c.f["doc_type"] = ["34112-3", "11490-0", "68599-0"]
    who, born = c.nm("civ last first"), c.born()
    return (
        base(
            "Cantarell",
            10,
            "20mm 20mm 24mm 20mm",
            1.35,
            "@page{@bottom-center{content:element(ft)}} #ft{position:running(ft);font-size:7.5pt;text-align:center;color:#444}",
        ),
        f"""<div id=ft>{name} – {c.street} – {E(c.city)} – {c.finess()}</div>
<p><b>{E(c.case["service"])}</b><br>{c.one("Médecin chef", "Chef de pôle")} : {c.who(c.doc2)}<br>Cadre de santé : Mme {c.fam(c.r.choice(LAST))}</p><p class=r>{c.recipient()}<br>{E(c.city)}</p><p>{E(c.town)}, le {c.doc("text")}</p><p><u>Objet</u> : hospitalisation de {who}, {born}{c.ins_line(", ")}</p><p>{c.one("Numéro de séjour", "Séjour")} : {c.episode()}</p>{hello(c)}<p>{c.fill["P"]} a été admis{c.fill["e"]} dans notre unité le {c.d(c.entry)} et en est sorti{c.fill["e"]} le {c.acted()}, en soins {c.one("libres", "libres", "à la demande d’un tiers")}.</p>{prose(c)}{bye(c)}<p class=r>{c.sign()}<br>{E(c.author.spec)}</p>""",
    )


@layout
def newborn_record(c):
    name = c.structure(
        "Maternité du Centre hospitalier {de_t}", "Clinique mutualiste {de_t}", "Hôpital mère-enfant {de_t}"
    )
    c.author.spec = "Pédiatre"
    c.f["doc_type"] = ["78489-2", "57075-4", "59283-2"]
    m = c.mother
    rows = (
        c.kv_names("Nom", "Nom utilisé", "Prénom(s)", firsts=True)
        + c.kv_dob("Né(e) le")
        + c.kv_sex()
        + [("Heure de naissance", f"{c.r.randint(0, 23):02d} h {c.r.randint(0, 59):02d}"), ("IPP bébé", c.ipp())]
        + c.kv_ins()
    )
    mrows = (
        [("Nom de naissance", c.fam(m.birth))]
        + ([("Nom d'usage", c.fam(m.used))] if m.used else [])
        + [
            ("Prénom", c.giv(m.first)),
            ("Née le", c.d(m.dob)),
            ("IPP", m.ipp),
            ("Gestité / parité", c.one("G2 P2", "G1 P1", "G3 P2")),
        ]
    )
    c.act = c.docdate
    import datetime as dt

    c.docdate = min(c.p.dob + dt.timedelta(days=c.r.randint(2, 4)), dt.date(2026, 11, 22))
    c.act = c.docdate
    return (
        base(
            "Roboto Condensed",
            10,
            "14mm",
            1.3,
            ".bx{border:1pt solid #b58;border-radius:3mm;padding:2mm} h3{color:#b58}",
        ),
        f"""<table width=100%><tr><td>{logo("#b58", "wave")}</td><td><b style='font-size:13pt'>{name}</b><br>{c.street} – {E(c.city)} – {c.tel}</td></tr></table><h2 class=c>{c.one("SYNTHÈSE NÉONATALE DE SORTIE", "Compte rendu du séjour du nouveau-né en maternité", "FICHE DU NOUVEAU-NÉ")}</h2>
<table width=100%><tr><td class=bx><b>{c.one("ENFANT", "NOUVEAU-NÉ")}</b>{table(rows)}</td><td style='width:4mm'></td><td class=bx><b>{c.one("MÈRE", "PARENT ACCOUCHÉ", "Données maternelles")}</b>{table(mrows)}</td></tr></table><!--X-->
<h3>Grossesse</h3><p>Suivie à partir de {c.r.randint(8, 14)} SA par le {c.who(c.doc2)}. Groupe maternel {c.one("A+", "O-", "B+", "O+")}, RAI négatives. Sérologies : rubéole immunisée, toxoplasmose négative suivie, VIH, VHB, VHC et syphilis négatifs. Diabète gestationnel : {c.one("non", "oui, régime seul")}. Échographies du {c.d(c.past(30, 60))} normales. Prélèvement vaginal streptocoque B {c.one("négatif", "positif, antibioprophylaxie complète")}.</p>
<h3>Naissance</h3><p>Accouchement par {c.one("voie basse spontanée", "césarienne programmée", "voie basse instrumentale")} à {c.r.randint(37, 41)} SA + {c.r.randint(0, 6)} j, sous péridurale. Présentation céphalique. Liquide clair. Apgar {c.one("9/10/10", "10/10/10", "8/9/10")}. Poids {c.r.randint(2500, 4200)} g, taille {c.r.randint(46, 53)} cm, périmètre crânien {c.r.randint(33, 37)} cm. pH au cordon 7,2{c.r.randint(0, 9)}. Sage-femme : Mme {c.fam(c.doc3.family)}.</p>
<h3>Séjour</h3><p>Allaitement {c.one("maternel", "artificiel", "mixte")}, bien conduit. Vitamine K1 donnée à J0 et J3. Ictère simple, bilirubine transcutanée maximale {c.r.randint(120, 220)} µmol/L sans photothérapie. Dépistages néonatals faits à 72 heures (Guthrie, audition : otoémissions présentes des deux côtés). Hanches stables, réflexes archaïques présents, fémorales perçues, fond d'œil : lueurs pupillaires présentes.</p><p>Poids de sortie : {c.r.randint(2400, 4000)} g. Examen de sortie fait le {c.acted()}, normal. Ordonnance de vitamine D remise. Consultation du premier mois à prendre ; visite de PMI prévue le {c.d(c.rv)}.</p><p class=r>Le {c.doc()}<br>{c.sign()}<br>{c.rpps()}</p>""",
    )


@layout
def delivery_report(c):
    name = c.structure("Centre hospitalier {de_t}", "Maternité {n}")
    c.author.spec = "Gynécologue-obstétricien"
    c.f["doc_type"] = ["15508-5", "57057-2"]
    who = c.nm("civ last first")
    c.docdate = c.act
    nb = "un garçon" if c.r.random() < 0.5 else "une fille"
    return (
        base("Liberation Sans Narrow", 11.5, "18mm", 1.3, "h3{border-bottom:.7pt solid #000;font-size:11.5pt}"),
        f"""<p><b>{name}</b> – Gynécologie-obstétrique<br><span class=s>{c.tel} – Équipe : {c.who(c.doc2)}, {c.who(c.doc3)}, {c.sign()}</span></p><h2 class=c>{c.one("COMPTE RENDU D'ACCOUCHEMENT", "Compte-rendu d’accouchement")}</h2><p><b>{who}</b> {c.born()} – IPP {c.ipp()}{c.ins_line(" – ")}<br>Profession : {c.one("enseignante", "aide-soignante", "comptable")} – groupe {c.one("A+", "O+", "B-")}</p><!--X-->
<h3>Antécédents</h3><p>Appendicectomie, {c.one("une fausse couche précoce en 2022", "deux accouchements par voie basse", "sans antécédent obstétrical")}. Pas d'allergie. Tabac {c.one("sevré", "non")}.</p><h3>Déroulement de la grossesse</h3><p>Date des dernières règles incertaine, terme théorique corrigé par l'échographie du {c.d(c.past(150, 200))}. Suivi par {c.one("la sage-femme", "le médecin")} de ville. Glycémies normales. Une consultation aux urgences le {c.d(c.past(20, 40))} pour contractions, sans modification du col. Monitoring hebdomadaire normal à partir de 38 SA.</p><h3>Travail</h3><p>Entrée en salle à {c.r.randint(1, 6)} cm de dilatation. Péridurale posée sans difficulté par le {c.who(Doctor(c.r))}. Rupture artificielle des membranes, liquide {c.one("clair", "teinté")}. Rythme cardiaque fœtal {c.one("normal", "avec quelques ralentissements variables")}. Durée totale du travail : {c.r.randint(3, 12)} heures. Ocytocine selon protocole.</p><h3>Naissance</h3><p>Le {c.acted()} à {c.r.randint(1, 23)} h {c.r.randint(10, 59)}, naissance de {nb} de {c.r.randint(2600, 4200)} g, Apgar 10/10. {c.one("Périnée intact.", "Déchirure simple du premier degré suturée.", "Épisiotomie médio-latérale suturée au fil résorbable.")} Délivrance dirigée complète. Pertes estimées à {c.r.randint(150, 450)} mL. Peau à peau d'une heure.</p><h3>Vie et suivi</h3>{c.life(4)}{c.discussion(4)}<h3>Suites</h3><p>Globe utérin tonique, surveillance de deux heures en salle. Allaitement {c.one("maternel", "artificiel")}. Prévention par bas de contention. Contraception à discuter à la consultation postnatale, prévue le {c.d(c.rv)}. Rééducation périnéale prescrite. {c.recipient()} reçoit copie du présent compte rendu.</p><p class=r>{c.one("Rédigé le", "Fait le")} {c.doc()}<br>{c.sign()} – {c.rpps()}</p>""",
    )

"""Other papers of town: dentists, pharmacies, therapists, software. What a doctor fills: see practice."""

import datetime as dt

from eval.examiners.records import content
from eval.examiners.records.dates import fmt_date
from eval.examiners.records.names import capital, pick_family, strip_accents
from eval.examiners.records.page import hand, kv_lines, kv_table, layout, logo, page


@layout("dentiste_bilan", gap=(0, 3), ages=(6, 92))
def dental(c):
    """Dental assessment with a tooth chart."""
    a = c.set_author("chirurgien-dentiste")
    c.set_org("dental", a)
    c.f["doc_type"] = ["28617-9", "83836-7", "34120-6", "11488-4"]
    rows = c.rows("name", "dob") + c.ins_row()
    to = c.recip()

    def row(nums):
        return "".join(
            f"<td style='text-align:center;width:8mm'>{n}<br><b>{c.one('', '', '', 'O', 'C', 'X', 'Br')}</b></td>"
            for n in nums
        )

    up, low = (
        [18 - i for i in range(8)] + [21 + i for i in range(8)],
        [48 - i for i in range(8)] + [31 + i for i in range(8)],
    )
    body = f"""<div style="text-align:right;border-right:2mm solid {c.hue};padding-right:4mm"><b style="font-size:13pt">{c.org_name()}</b><br>{c.author_name()}, chirurgien-dentiste<br>{"<br>".join(c.org_lines())}<br>{c.rpps() if c.maybe(0.5) else ""}</div>
<h1 style="font-size:14pt;color:{c.hue}">{c.one("Bilan bucco-dentaire", "BILAN BUCCO-DENTAIRE", "Examen bucco-dentaire – bilan")}</h1>{kv_table(rows)}<p>À l'attention du Dr {to.given} {to.family} – {c.one("examen clinique réalisé le", "examen du")} {c.ad()}</p>{c.slot()}
<table class="grid" style="font-size:7.5pt"><tr>{row(up)}</tr><tr>{row(low)}</tr></table><p style="font-size:8pt">O : obturation – C : carie – X : absente – Br : bridge</p><p>{c.one("Hygiène satisfaisante.", "Tartre sous-gingival généralisé.", "Parodonte réduit mais assaini.")} {c.one("Panoramique du " + c.past(60) + " jointe.", "Foyer apical sur 36, traitement endodontique prévu le " + c.soon(15) + ".", "Absence de foyer infectieux avant chirurgie valvulaire.", "Extraction de 46 le " + c.past(30) + " sous anticoagulant, hémostase locale.")} {c.one("Prothèse amovible haute à refaire (devis n° 4471).", "Détartrage fait.", "Contrôle semestriel.", "Pas de bisphosphonate signalé.")}</p><p>{c.one("Le", "Fait le", "Date du document :")} {c.dd()}</p>{c.sign("left", spec=False, rpps=False)}"""
    return page(c, body)


@layout("kine_bilan", gap=(0, 4), ages=(6, 96))
def physio(c):
    """Physiotherapy functional assessment sent to the prescriber."""
    a = c.set_author("masseur-kinésithérapeute", "")
    c.set_org("kine", a)
    c.f["doc_type"] = ["47420-5", "11506-3", "34120-6"]
    to = c.recip()
    name, born = c.name_line(), c.born()
    rows = [
        ("Flexion", f"{c.rng.randint(60, 150)}°"),
        ("Extension", f"{c.rng.randint(-20, 0)}°"),
        ("Abduction", f"{c.rng.randint(30, 170)}°"),
        ("Douleur EVA repos / effort", f"{c.rng.randint(0, 3)} / {c.rng.randint(3, 8)}"),
        ("Force (testing)", f"{c.rng.randint(3, 5)}/5"),
        ("Périmètre de marche", f"{c.rng.randint(50, 900)} m"),
        ("Timed up and go", f"{c.rng.randint(8, 28)} s"),
    ]
    body = f"""<div class="two"><div><b style="color:{c.hue};font-size:13pt">{c.org_name()}</b><br>{c.author_name()} – {c.one("masseur-kinésithérapeute D.E.", "MKDE")}<br>{c.one("N° ADELI", "ADELI")} {c.org.postcode[:2]}70{c.rng.randint(10000, 99999)}{" – " + c.rpps() if c.maybe(0.4) else ""}<br>{"<br>".join(c.org_lines()[:3])}</div>{logo(c, 50)}</div>
<h2 style="text-align:center">{c.one("BILAN-DIAGNOSTIC KINÉSITHÉRAPIQUE", "Compte rendu de bilan fonctionnel", "Fiche synthétique du bilan kinésithérapique")}</h2><p>{c.one("Patient(e)", "Concerne", "Nom, prénom")} : <b>{name}</b>{born}<br>{c.ins_line("", "<br>")}Prescripteur : Dr {to.given} {to.family} (ordonnance du {c.past(35)})<br>{c.one("Bilan réalisé le", "Bilan du", "Date du bilan :")} {c.ad()} – {c.rng.randint(8, 20)} séances effectuées</p>{c.slot()}
<p><b>Motif :</b> {c.one(*content.PHYSIO).split(",")[0]}. {c.one("Chirurgie du " + c.past(60) + ".", "Chute en mars dernier.", "Début des troubles il y a six mois.")}</p><table class="grid">{"".join(f'<tr><td style="width:60mm">{a}</td><td>{b}</td></tr>' for a, b in c.many(rows, 4, 7))}</table>
<p><b>Diagnostic kinésithérapique :</b> {c.one("déficit de mobilité avec appréhension", "trouble de l’équilibre dynamique", "limitation douloureuse en fin d’amplitude", "récupération satisfaisante, déficit proprioceptif", "raideur résiduelle")}.</p><p><b>Objectifs et propositions :</b> {c.one("poursuite à raison de deux séances par semaine", "renouvellement de 10 séances souhaité", "arrêt de la prise en charge, auto-exercices", "balnéothérapie")}.</p><p>{c.one("Fait à", "À")} {c.org.town} le {c.dd()}</p>{c.sign("left", rpps=False, spec=False)}"""
    c.drop("recipients")
    return page(c, body)


@layout("ophtalmo_consult", gap=(0, 0), ages=(4, 96))
def eye(c):
    """Ophthalmology consultation printed from the practice software."""
    a = c.set_author("ophtalmologie")
    c.set_org("spec", a)
    c.f["doc_type"] = ["78513-9", "11488-4"]
    c.drop("recipients")
    rows = c.rows("name", "dob") + (c.sex_row() if c.maybe() else []) + c.ins_row()

    def ref():
        return f"{c.one('-', '+')}{c.rng.randint(0, 4)},{c.one('00', '25', '50', '75')} ({c.one('-', '+')}{c.rng.randint(0, 2)},{c.one('25', '50')}) à {c.rng.randint(0, 175)}°"

    body = f"""<div style="background:#f0f0f0;padding:2mm;font-size:9pt">{c.org_name()} · {c.org.street}, {c.org.postcode} {c.org.town} · {c.org.phone} · {c.author_name()}, ophtalmologiste{" · " + c.rpps() if c.maybe(0.5) else ""}</div><h2>{c.one("Consultation d'ophtalmologie", "Compte rendu de consultation – ophtalmologie", "COMPTE RENDU OPHTALMOLOGIQUE")} {c.one("du", "–")} {c.ad()}</h2>
<table class="grid" style="width:100%"><tr>{"".join(f'<td><span style="font-size:7.5pt">{x}</span><br><b>{y}</b></td>' for x, y in rows)}</tr></table>{c.slot()}<table style="width:100%;margin-top:4mm" class="grid"><tr><th></th><th>Œil droit</th><th>Œil gauche</th></tr><tr><td>Réfraction</td><td>{ref()}</td><td>{ref()}</td></tr><tr><td>Acuité de loin</td><td>{c.rng.randint(3, 10)}/10</td><td>{c.rng.randint(3, 10)}/10</td></tr><tr><td>Tonus</td><td>{c.rng.randint(11, 24)} mmHg</td><td>{c.rng.randint(11, 24)} mmHg</td></tr><tr><td>Pachymétrie</td><td>{c.rng.randint(510, 590)} µm</td><td>{c.rng.randint(510, 590)} µm</td></tr></table>
<p>LAF : {c.one("cornées claires, cristallins transparents", *(["cataracte nucléaire débutante bilatérale", "pseudophakie droite depuis le " + c.past(500)] if c.age > 45 else ["conjonctives calmes"]), "blépharite, film lacrymal instable")}. FO : {c.one("papilles saines, maculas sans particularité", "vaisseaux normaux", "pas de rétinopathie diabétique", "excavation papillaire 0,6 à gauche")}. OCT du {c.past(90)} : {c.one("stable", "épaisseur maculaire normale", "amincissement temporal inférieur")}.</p><p>Conduite : {c.one("correction optique prescrite", "collyre hypotonisant maintenu", *(["chirurgie de la cataracte proposée, intervention le " + c.soon(50)] if c.age > 45 else ["rééducation orthoptique"]), "larmes artificielles")}. Prochain contrôle : {c.soon(180)}.</p><p>Adressé au médecin traitant, Dr {pick_family(c.rng)}.</p>{c.sign(rpps=False)}"""
    c.f["doc_date"] = c.doc_date.isoformat()
    return page(c, body)


@layout("pharmacie_bilan", gap=(0, 0), ages=(62, 97))
def pharmacy(c):
    """Shared medication review of a pharmacy."""
    a = c.set_author("pharmacie", c.one("", "Dr"))
    c.set_org("pharmacy", a)
    c.f["doc_type"] = ["56445-0", "78601-2", "61357-0", "93024-8"]
    rows = c.rows("name", "dob") + c.ins_row() + (c.rows("phone") if c.maybe() else [])
    to = c.recip()
    meds = c.many(content.MEDS, 5, 8)
    table = "".join(
        f"<tr><td>{m.split(' : ')[0]}</td><td>{m.split(' : ')[1]}</td><td>{c.one('conforme', 'oublis le soir', 'à réévaluer', 'pris à distance')}</td></tr>"
        for m in meds
    )
    body = f"""<div class="two" style="border-bottom:1mm solid #2c8f3c"><div><svg width="46" height="46"><path d="M16 2h14v14h14v14h-14v14h-14v-14h-14v-14h14z" fill="#2c8f3c"/></svg></div><div style="text-align:right"><b style="font-size:13pt">{c.org_name()}</b><br>{c.org.street} – {c.org.postcode} {c.org.town}<br>Tél. {c.org.phone}{"<br>" + c.finess() if c.maybe() else ""}</div></div>
<h1 style="font-size:14pt">{c.one("BILAN PARTAGÉ DE MÉDICATION", "Bilan partagé de médication – synthèse", "Bilan de médication (officine)")}</h1>{kv_table(rows)}<p>{c.one("Entretien mené le", "Date du bilan :", "Bilan du")} {c.ad()} – médecin traitant : Dr {to.given} {to.family}</p>{c.slot()}<table class="grid" style="width:100%"><tr><th>Médicament</th><th>Posologie</th><th>Observance</th></tr>{table}</table>
<p><b>Analyse :</b> {c.one("association bisoprolol et salbutamol à discuter", "dose d’apixaban à confirmer selon la clairance du " + c.past(20), "risque de chute sous benzodiazépine", "IPP prescrit depuis plus de deux ans")}. Score de Girerd : {c.rng.randint(0, 5)}/6. Clairance estimée {c.rng.randint(28, 88)} mL/min.</p><p>Proposition au prescripteur : {c.one("arrêt progressif", "pilulier hebdomadaire", "dosage de la kaliémie", "prise unique le soir")}. Prochain entretien : {c.soon(180)}.</p><p>{c.one("Pharmacien", "Pharmacien responsable de l’entretien", "Rédacteur")} : {c.author_name()}{" – " + c.rpps() if c.maybe(0.4) else ""}<br>Document transmis le {c.dd()}</p>{c.scribble()}"""
    c.drop("recipients")
    return page(c, body)


@layout("synthese_logiciel_cabinet", gap=None, ages=(5, 97))
def summary_export(c):
    """Summary exported from a town practice software, dense table of headings."""
    a = c.set_author("médecine générale")
    c.set_org("gp", a)
    c.f["doc_type"] = ["60591-5", "SYNTH"]
    c.drop("act_date", "recipients")
    rows = c.rows("name", "dob", "sex") + c.ins_row() + c.rows("address", "phone")
    sections = [
        (
            "Antécédents médicaux",
            c.many(
                [
                    "HTA (2009)",
                    "Diabète de type 2 (2014)",
                    "Asthme",
                    "Hypothyroïdie (2011)",
                    "Lombalgie chronique",
                    "FA paroxystique (03/2021)",
                ],
                2,
                4,
            ),
        ),
        (
            "Antécédents chirurgicaux",
            c.many([o[0] + f" ({c.rng.randint(1995, 2022)})" for o in content.OPERATIONS], 1, 2),
        ),
        (
            "Antécédents familiaux",
            [c.one("père : IDM à 62 ans", "mère : cancer du sein", "frère : diabète", "aucun signalé")],
        ),
        ("Allergies", [c.one("pénicilline : urticaire", "aucune connue", "acariens")]),
        ("Traitement au long cours", c.many(content.MEDS, 3, 6)),
        ("Vaccinations", [f"dTP : {c.past(1500)}", f"grippe : {c.past(200)}"]),
        (
            "Derniers actes",
            [
                f"{c.past(x)} : {t}"
                for x, t in ((30, "consultation, TA 134/80"), (95, "renouvellement"), (160, "certificat"))
            ],
        ),
        ("Biométrie", [f"poids {c.rng.randint(50, 95)} kg, taille {c.rng.randint(150, 188)} cm"]),
    ]
    if c.age < 18:
        sections = [s for s in sections if s[0] not in ("Antécédents chirurgicaux", "Traitement au long cours")]
        sections[0] = ("Antécédents médicaux", ["bronchiolite (nourrisson)", "otites à répétition"])
    body = f"""<div style="font-size:8.5pt" class="two"><span>{c.org_name()} – {c.org.phone}</span><span>Édité le {c.dd()}</span></div><h1 style="font-size:15pt;background:{c.hue};color:#fff;padding:2mm">{c.one("VOLET DE SYNTHÈSE MÉDICALE", "Synthèse médicale", "Volet médical de synthèse")}</h1><div style="column-count:2;border:0.2mm solid #aaa;padding:2mm">{kv_lines(rows)}</div>{c.datamatrix("19mm")}{c.slot()}
{"".join(f'<h3 style="font-size:10.5pt;border-bottom:0.2mm solid #333">{t}</h3><ul style="margin:0">' + "".join(f"<li>{x}</li>" for x in xs) + "</ul>" for t, xs in sections)}<p style="margin-top:5mm">{c.one("Médecin traitant", "Auteur", "Médecin traitant déclaré")} : {c.author_name()}{" – " + c.rpps() if c.maybe(0.7) else ""}</p>"""
    return page(c, body, footer="Document issu du logiciel de cabinet – page %p")


@layout("teleconsultation_portail", gap=(0, 0), ages=(17, 92))
def telecare(c):
    """Web portal print of a remote consultation."""
    a = c.set_author(c.one("médecine générale", "dermatologie", "psychiatrie", "endocrinologie"))
    c.set_org("gp", a)
    c.f["doc_type"] = ["85208-7", "11488-4"]
    c.drop("structure_name", "recipients")
    rows = c.rows("name", "dob", "sex") + c.ins_row()
    spec = c.author.spec if c.author.spec in content.CONSULT else "dermatologie"
    k = content.CONSULT[spec]
    c.font = c.sans
    body = f"""<div style="font-size:8pt;color:#555" class="two"><span>{c.soon(2, "dmy/")} {c.hour()}</span><span>Mes documents | télésanté</span></div><div style="background:{c.hue};color:#fff;padding:3mm;border-radius:2mm"><b style="font-size:14pt">{c.one("télésoin·pro", "medivisio", "e-consult")}</b> &nbsp; {c.one("Compte rendu de téléconsultation", "Téléconsultation – compte rendu")}</div>
<div style="display:flex;gap:4mm;margin:4mm 0"><div style="flex:1;border:0.2mm solid #ccc;border-radius:2mm;padding:3mm"><b>Patient</b><br>{kv_table(rows)}</div><div style="flex:1;border:0.2mm solid #ccc;border-radius:2mm;padding:3mm"><b>Professionnel</b><br>{c.author_name()}<br>{c.author.spec.capitalize()}<br>{c.rpps() if c.maybe(0.7) else ""}<br>Téléconsultation du {c.ad()}, {c.hour()}, durée {c.rng.randint(6, 25)} min</div></div>{c.slot()}
<p><b>Motif</b><br>{c.some(k["hist"], 1, 2)}</p><p><b>Observation</b><br>{c.some(k["exam"], 1, 2)} {c.one("Examen limité par la vidéo.", "Qualité de la connexion correcte.")}</p><p><b>Conclusion</b><br>{c.some(k["concl"], 1, 2)}</p><p><b>Documents émis</b> : ordonnance n° {c.rng.randint(10**6, 10**7)}, {c.one("feuille de soins", "courrier")}.</p><p style="font-size:9pt">Signé électroniquement par {c.dr(c.author)} le {c.dd()}</p><p style="font-size:7pt;color:#777">https://portail.telesante.example/cr/{c.rng.randint(10**8, 10**9)} – 1/1</p>"""
    return page(c, body)


@layout("courriel_imprime", gap=(0, 3), ages=(18, 97))
def mail_print(c):
    """Printed secure-mail message carrying a consultation report in its body."""
    spec = c.one(*content.CONSULT)
    k = content.CONSULT[spec]
    a = c.set_author(spec)
    c.set_org(c.one("clinic", "spec", "ch"), a)
    c.f["doc_type"] = ["11488-4"]
    to = c.recip()
    cc = c.recip() if c.maybe(0.4) else None

    def slug(p):
        return strip_accents(f"{p.given}.{p.family}").lower().replace(" ", "").replace("'", "")

    def mail(p):
        return f"{slug(p)}@medecin.mssante.example"

    name, born = c.name_line(), c.born()
    ins = c.ins_line()
    body = f"""<div style="font:bold 11pt 'Liberation Sans'">{c.dr(to)} &lt;{mail(to)}&gt;</div><hr style="border:0.6mm solid #000"><table style="font-size:9.5pt">
<tr><th><b>De :</b></th><td>{c.dr(c.author)} &lt;{mail(c.author)}&gt;</td></tr><tr><th><b>Envoyé :</b></th><td>{c.dd("day")} {c.hour()}</td></tr><tr><th><b>À :</b></th><td>{c.dr(to)} &lt;{mail(to)}&gt;</td></tr>{f"<tr><th><b>Cc :</b></th><td>{c.dr(cc)} &lt;{mail(cc)}&gt;</td></tr>" if cc else ""}<tr><th><b>Objet :</b></th><td>{c.one("Compte rendu de consultation", "CR consultation " + spec, "Consultation du " + c.day(c.act))}</td></tr></table>
<p style="margin-top:6mm">{c.one("Bonjour,", "Cher confrère,", "Bonjour cher confrère,")}</p><p>{c.one("Voici le compte rendu de la consultation du", "Je vous prie de trouver ci-dessous le compte rendu de ma consultation du")} {c.ad()} concernant {name}{born}.{" " + ins + "." if ins else ""}</p><p>{c.some(k["hist"], 2, 4)}</p>{c.extra(0, 3)}<p>{c.some(k["exam"], 1, 3)}</p><p>{c.some(k["concl"], 1, 2)}</p>{c.slot()}<p>{c.one("Bien à vous,", "Bonne réception,", "Cordialement,")}</p><p>{c.author_name()}<br>{spec.capitalize()}<br>{c.org_name()}<br>{c.org.phone}{"<br>" + c.rpps() if c.maybe(0.4) else ""}</p><p style="font-size:7.5pt;color:#666">Ce message est destiné exclusivement à son destinataire. N'imprimez que si nécessaire.</p>"""
    c.font = c.one("Liberation Sans", "Carlito", "Roboto")
    return page(c, body, footer="Page %p")


@layout("grossesse_suivi", gap=(0, 2), ages=(18, 43), sex="F")
def pregnancy(c):
    """Antenatal visit report by a midwife."""
    a = c.set_author("sage-femme", "")
    c.set_org("gp", a)
    c.f["doc_type"] = ["89233-1", "11488-4", "57055-6"]
    name, born = c.name_line(), c.born()
    c.child = False
    c.drop("structure_name")
    term = c.rng.randint(12, 37)
    to = c.recip(spec="gynécologie")
    body = f"""<div style="text-align:center"><b style="font-size:14pt;color:{c.hue}">{c.author_name()}</b><br>{c.one("Sage-femme libérale", "Sage-femme – échographiste")}<br>{c.org.street} – {c.org.postcode} {c.org.town} – {c.org.phone}{"<br>" + c.rpps() if c.maybe(0.6) else ""}</div><h2 style="text-align:center">{c.one("Compte rendu de consultation de grossesse", "SUIVI DE GROSSESSE – consultation", "Compte rendu de grossesse")}</h2><p><b>{name}</b>{born}<br>{c.ins_line()}</p>{c.slot()}
<p>{c.one("Consultation du", "Vue le")} {c.ad()} à {term} SA + {c.rng.randint(0, 6)} j. DDR {c.past(term * 7)}, terme prévu le {c.soon((41 - term) * 7)}.</p><p>Gestité {c.rng.randint(1, 4)}, parité {c.rng.randint(0, 2)}. Poids {c.rng.randint(54, 92)} kg, TA {c.rng.randint(100, 138)}/{c.rng.randint(58, 86)}, hauteur utérine {max(8, term - 4)} cm, BDC {c.rng.randint(125, 158)}/min. {c.one("Col long fermé.", "Mouvements actifs perçus.", "Présentation céphalique.", "Quelques contractions non douloureuses.")}</p><p>{c.one("Toxoplasmose négative le " + c.past(25), "RAI négatives le " + c.past(25), "HGPO normale le " + c.past(15), "Échographie T2 du " + c.past(30) + " sans anomalie")}. {c.one("Vaccination coqueluche proposée.", "Fer prescrit.", "Préparation à la naissance débutée.", "Tabac : arrêt depuis le premier trimestre.")} Conjoint : M. {pick_family(c.rng)} {c.one("Julien", "Karim", "Mickaël")}, groupe {c.one("A+", "O-")}.</p><p>Prochaine consultation le {c.soon(28)}. Copie au Dr {to.given} {to.family}.</p><p>{c.one("Rédigé le", "Le", "Fait le")} {c.dd()}</p>{c.sign(rpps=False, spec=False)}"""
    return page(c, body)


@layout("vaccination_carnet", gap=None, ages=(1, 90))
def vaccines(c):
    """Vaccination record table, filled by hand or typed."""
    a = c.set_author(c.one("médecine générale", "pédiatrie", "santé publique"))
    c.set_org("gp", a)
    c.f["doc_type"] = ["11369-6", "87273-9"]
    c.drop("act_date", "recipients", "structure_name")
    rows = c.rows("name", "dob", "sex") + c.ins_row()
    w = (lambda s: hand(c, s, 13)) if c.maybe(0.4) else (lambda s: s)
    n = c.rng.randint(4, 8)
    days = sorted(
        [c.rng.randint(20, max(60, min(5000, (c.doc_date - c.p.birth_date).days - 40))) for _ in range(n)], reverse=True
    )
    lines = "".join(
        f"<tr><td>{w(fmt_date(c.doc_date - dt.timedelta(days=d), 'dmy/'))}</td><td>{w(c.one('Infanrix Hexa', 'Priorix', 'Prevenar 13', 'Repevax', 'Boostrix', 'Vaxigrip Tetra', 'Comirnaty', 'Nimenrix', 'Engerix B'))}</td><td>{w(c.one('A', 'B', 'X') + str(c.rng.randint(100, 999)) + c.one('AA', 'BC', 'F'))}</td><td>{w('Dr ' + capital(pick_family(c.rng)))}</td></tr>"
        for d in days
    )
    body = f"""<h1 style="font-size:15pt;color:{c.hue};text-align:center">{c.one("HISTORIQUE DES VACCINATIONS", "Carnet de vaccination", "Relevé des vaccinations", "ÉTAT DES VACCINATIONS")}</h1>{kv_table(rows)}{c.slot()}<table class="grid" style="width:100%;margin:4mm 0"><tr><th>Date</th><th>Vaccin</th><th>N° de lot</th><th>Vaccinateur</th></tr>{lines}</table><p>Prochain rappel conseillé : {c.soon(900)}. {c.one("Tuberculose : IDR 8 mm.", "Fièvre jaune : non faite.", "Statut VHB : immunisé.")}</p><p>{c.one("Certifié exact le", "Relevé établi le", "Fait le")} {c.dd()}</p><p>{c.author_name()}, {c.author.spec}{"<br>" + c.rpps() if c.maybe(0.4) else ""}<br>{c.org.street}, {c.org.postcode} {c.org.town}</p>{c.scribble()}"""
    return page(c, body)


@layout("psychologue_bilan", gap=(2, 20), ages=(6, 88))
def psychology(c):
    """Psychological assessment, long prose over two pages."""
    a = c.set_author("psychologue", "")
    c.set_org(c.one("cmp", "ch"), a)
    c.f["doc_type"] = ["83901-9"]
    c.drop("recipients")
    name, born = c.name_line(), c.born()
    e = "e" if c.p.sex == "F" else ""
    paras = c.many(
        [
            f"{c.short()} se présente à l'heure, accompagné{e} par sa sœur. Le contact est aisé, l'expression fluide, le regard présent.",
            "L'efficience globale se situe dans la moyenne (QIT 96, intervalle 91-101), avec une faiblesse en mémoire de travail (ICV 104, IRF 99, IMT 82, IVT 90).",
            "Les épreuves attentionnelles montrent une fatigabilité après vingt minutes ; le Stroop est réussi avec lenteur.",
            "Au plan affectif, les protocoles projectifs révèlent une anxiété contenue et des mouvements dépressifs sans idée noire.",
            f"L'école, ou l'employeur, signale des difficultés d'organisation depuis le {c.past(400)}.",
            "La figure de Rey est copiée en type I, le rappel est réduit à 14 points.",
            "Le langage écrit n'est pas déficitaire ; la lecture est de niveau attendu.",
            f"Un premier bilan avait été réalisé par {c.one('Mme', 'M.')} {pick_family(c.rng)}, le {c.past(1100)}.",
            "La fluence verbale catégorielle est à 21 mots en deux minutes, sans persévération.",
            "La relation aux autres est décrite comme riche mais soumise à des retraits soudains.",
        ],
        5,
        8,
    )
    body = f"""<div class="two"><div><b>{c.org_name()}</b><br>{"<br>".join(c.org_lines())}{"<br>" + c.finess() if c.maybe(0.3) else ""}</div><div>{c.author_name()}<br>Psychologue{c.one("", " clinicien" + ("ne" if c.author.sex == "F" else ""), " – neuropsychologue")}<br>ADELI {c.org.postcode[:2]}93{c.rng.randint(10000, 99999)}</div></div><h1 style="text-align:center;font-size:15pt">{c.one("BILAN PSYCHOLOGIQUE", "Compte rendu de bilan psychologique", "Bilan neuropsychologique")}</h1><p style="text-align:center"><i>Document confidentiel, ne peut être transmis à un tiers sans accord</i></p><p><b>{name}</b>{born}<br>{c.ins_line("", "<br>")}{c.one("Évaluation réalisée le", "Passation du", "Bilan pratiqué le")} {c.ad()}, à la demande du {c.dr()}</p>{c.slot()}
{"".join(f'<p style="text-align:justify;line-height:1.55">{p}</p>' for p in paras)}{c.extra(1, 3)}<p><b>Conclusion.</b> {c.one("Un suivi psychothérapeutique de soutien est conseillé.", "Un aménagement du temps est préconisé.", "Un avis en consultation mémoire est utile.", "Une orientation en remédiation cognitive est proposée.")} Restitution faite à l'intéressé{e} le {c.day(c.doc_date)}.</p><p style="text-align:right">{c.org.town}, le {c.dd()}</p>{c.sign(spec=False, rpps=False)}"""
    return page(c, body, footer="Bilan – page %p")

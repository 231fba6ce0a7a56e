"""Meetings, forms, births and transfers of hospitals. Reports of a stay: see stays."""

import datetime as dt

from eval.examiners.records import content
from eval.examiners.records.houses import make_pro
from eval.examiners.records.names import given_pool, pick_family
from eval.examiners.records.page import kv_lines, kv_table, layout, logo, page


@layout("rcp_fiche", gap=(0, 4), ages=(35, 95))
def rcp(c):
    """Oncology meeting sheet in coloured bands."""
    field, diag, done, decision = c.one(*content.RCP)
    c.set_org(c.one("chu", "ch", "clinic"))
    c.set_author("oncologie")
    c.f["doc_type"] = ["34794-8"]
    rows = c.rows("name", "dob", "sex") + c.ins_row() + (c.ipp_row() if c.maybe() else [])
    present = [
        f"{c.dr(c.doctor())} ({s})"
        for s in c.many(
            ["radiothérapeute", "chirurgien", "anatomopathologiste", "radiologue", "gériatre", "pharmacien"], 3, 5
        )
    ]
    ref, gp = c.recip(), c.recip()

    def band(text):
        return f'<div style="background:{c.hue};color:#fff;padding:1mm 2mm;margin-top:3mm"><b>{text}</b></div>'

    body = f"""<div class="two">{logo(c, 42)}<div style="text-align:right"><b>{c.org_name()}</b><br>3C – Centre de coordination en cancérologie<br>{c.org.phone}</div></div>
<h1 style="font-size:14pt;text-align:center">{c.one("Fiche de Réunion de Concertation Pluridisciplinaire", "COMPTE RENDU DE RCP", "RÉUNION DE CONCERTATION PLURIDISCIPLINAIRE")} – {field}</h1><p style="text-align:center">{c.one("RCP du", "Séance du", "Réunion du")} {c.ad()}</p>
{band("Identification")}<div class="two">{kv_table(rows)}{c.datamatrix("19mm")}</div>{c.slot()}{band("Participants")}<p>{", ".join(present)}<br>Médecin ayant présenté le dossier : Dr {ref.given} {ref.family}</p>
{band("Données cliniques")}<p>OMS {c.rng.randint(0, 2)} – poids {c.rng.randint(48, 95)} kg – G8 : {c.rng.randint(9, 17)}/17. {diag}. {done}. Anatomopathologie du {c.past(22)} (réf. {c.rng.randint(20, 26)}H{c.rng.randint(10000, 99999)}). Scanner du {c.past(15)}.</p>
{band("Question posée")}<p>{c.one("Stratégie thérapeutique ?", "Indication d’un traitement adjuvant ?", "Faisabilité du geste ?")}</p>{band("Proposition")}<p><b>{decision}</b></p><p>Délai souhaité : avant le {c.soon(30)}. Essai clinique : {c.one("non", "non proposé", "à discuter")}.</p>
<p>Responsable de la RCP : {c.author_name()}{" – " + c.rpps() if c.maybe(0.4) else ""}<br>Validée le {c.dd()}</p><p style="font-size:8.5pt">Destinataires : Dr {ref.given} {ref.family} ; Dr {gp.given} {gp.family} (médecin traitant)</p>"""
    return page(c, body, footer="Fiche RCP – page %p")


@layout("cpa_formulaire", gap=(0, 0), ages=(16, 95))
def anaesthesia(c):
    """Pre-anaesthetic consultation as a dense ruled form."""
    op = c.one(*content.OPERATIONS)
    c.set_org(c.one("clinic", "ch"))
    c.set_author("anesthésie-réanimation")
    c.f["doc_type"] = ["34749-2"]
    ident = c.sticker() if c.maybe(0.4) else kv_lines(c.rows("name", "dob", "sex") + c.ins_row())
    grid = [
        ("Poids", f"{c.rng.randint(48, 104)} kg"),
        ("Taille", f"{c.rng.randint(150, 190)} cm"),
        ("TA", f"{c.rng.randint(105, 165)}/{c.rng.randint(58, 96)}"),
        ("ASA", c.one("1", "2", "2", "3")),
        ("Mallampati", str(c.rng.randint(1, 3))),
        ("Apfel", str(c.rng.randint(0, 4))),
        ("Tabac", c.one("non", "10 PA", "sevré 2014")),
        ("Allergie", c.one("non", "latex", "amoxicilline")),
    ]
    cells = "".join(f"<td><span style='font-size:7.5pt'>{a}</span><br><b>{b}</b></td>" for a, b in grid)
    body = f"""<table style="width:100%" class="grid"><tr><td style="width:50%"><b>{c.org_name()}</b><br>Département d'anesthésie<br>{c.org.phone}</td><td><b style="font-size:12pt">{c.one("CONSULTATION D'ANESTHÉSIE", "CONSULTATION PRÉ-ANESTHÉSIQUE", "Dossier d'anesthésie – consultation")}</b><br>Consultation du : {c.ad()}</td></tr>
<tr><td>{ident}</td><td>Intervention prévue : {op[0]}<br>Date prévue : {c.soon(c.rng.randint(5, 40))}<br>Opérateur : {c.dr()}<br>{c.one("Ambulatoire", "Hospitalisation J-1", "Hospitalisation J0")}</td></tr></table>{c.slot()}
<table class="grid" style="width:100%;margin-top:2mm"><tr>{cells}</tr></table>
<p><b>Antécédents chirurgicaux et anesthésiques :</b> {", ".join(c.many(["appendicectomie 1989, AG", "césarienne 2008, rachianesthésie", "amygdalectomie", "arthroscopie 2017", "nausées post-opératoires"], 1, 3))}</p><p><b>Antécédents médicaux :</b> {", ".join(c.many(["HTA", "reflux", "asthme", "SAOS appareillé", "diabète", "migraine", "cardiopathie ischémique 2018"], 1, 3))}</p>
<p><b>Traitements :</b> {" ; ".join(c.many(content.MEDS, 1, 4))}</p><p><b>Examens :</b> ECG du {c.past(10)} normal, hémoglobine {c.rng.uniform(11, 15):.1f} g/dL le {c.past(12)}, groupe {c.one("A+", "O+", "B-", "AB+")}.</p><p><b>Voies aériennes :</b> ouverture de bouche {c.rng.randint(35, 50)} mm, {c.one("prothèse dentaire haute", "dents saines", "couronne 21")}.</p>
<p><b>Protocole proposé :</b> {c.one("AG avec masque laryngé", "rachianesthésie", "bloc axillaire", "AG intubation")}. Jeûne 6 h, liquides clairs 2 h. {c.one("Arrêt de la metformine la veille.", "Relais inutile.", "Maintien du bêtabloquant.")}</p><p>Information donnée, consentement recueilli. Visite pré-anesthésique : Dr ........................</p>
<p>{c.one("Fait le", "Date :", "Signé le")} {c.dd()}</p>{c.sign("left")}"""
    return page(c, body)


@layout("accouchement", gap=(1, 5), ages=(19, 42), sex="F", maternity=True)
def delivery(c):
    """Delivery report with a block about the newborn."""
    c.set_org(c.one("ch", "clinic", "chu"))
    c.set_author("gynécologie-obstétrique")
    c.f["doc_type"] = ["15508-5", "57057-2"]
    c.child = False
    rows = c.rows("name", "dob") + c.ins_row() + c.ipp_row() + (c.episode_row() if c.maybe() else [])
    baby_sex = c.one("M", "F")
    baby = c.one(*given_pool(baby_sex, 2020))
    fam = c.p.used_name or c.p.birth_name
    weight = c.rng.randint(2650, 4150)
    body = f"""<h1 style="font-size:15pt;color:{c.hue};text-align:center">{c.one("COMPTE RENDU D'ACCOUCHEMENT", "Compte-rendu d'accouchement", "ACCOUCHEMENT – Compte rendu")}</h1><p style="text-align:center"><b>{c.org_name()}</b> – Maternité<br>{c.org_lines()[0]}, {c.org_lines()[1]}{" – " + c.finess() if c.maybe(0.4) else ""}</p>
<fieldset style="border:0.3mm solid #555"><legend>Mère</legend>{kv_table(rows)}</fieldset>
<p>Gestité {c.rng.randint(1, 4)}, parité {c.rng.randint(1, 3)}. DDR : {c.past(275)}. Groupe {c.one("A+", "O+", "O-", "B+")}. Sérologies du {c.past(120)} négatives. Terme : {c.rng.randint(37, 41)} SA + {c.rng.randint(0, 6)} j.</p>
<p>Admission le {c.past(1)} à {c.hour()} pour {c.one("contractions", "rupture des membranes", "déclenchement")}. Péridurale par le {c.dr()}. {c.one("Accouchement voie basse spontané", "Accouchement par ventouse pour anomalies du rythme", "Césarienne en cours de travail pour stagnation", "Accouchement voie basse, dystocie des épaules levée par McRoberts")} {c.one("le", "en date du")} {c.ad()} à {c.hour()}. Délivrance {c.one("dirigée complète", "naturelle, révision utérine")}. Pertes {c.rng.randint(150, 700)} mL. {c.one("Périnée intact.", "Épisiotomie suturée.", "Déchirure du premier degré.")}</p>
<fieldset style="border:0.3mm solid #555"><legend>{c.one("Nouveau-né", "Enfant")}</legend>{fam} {baby}, sexe {c.one("féminin", "fille") if baby_sex == "F" else c.one("masculin", "garçon")}, né{"e" if baby_sex == "F" else ""} le {c.day(c.act)}. Poids {weight} g, taille {c.rng.randint(47, 53)} cm, PC {c.rng.randint(33, 37)} cm. Apgar {c.one("9/10/10", "8/9/10", "10/10/10")}. pH au cordon 7,{c.rng.randint(21, 34)}.</fieldset>
<p>Sage-femme : {c.one("Mme", "Mme", "M.")} {pick_family(c.rng)} {c.one("Claire", "Julie", "Anaïs")}. Pédiatre : {c.dr()}. Père : {c.one("M. ")}{pick_family(c.rng)} {c.one("Julien", "Marc", "Yohan")}.</p><p>{c.one("Compte rendu validé le", "Fait le")} {c.dd()}</p>{c.sign()}"""
    return page(c, body)


@layout("bulletin_situation", gap=None)
def admin_bulletin(c):
    """Administrative situation bulletin."""
    c.set_org(c.one("ch", "chu"))
    c.f["doc_type"] = ["51851-4", "CERT_DECL", "86531-1"]
    entry = c.doc_date - dt.timedelta(days=c.rng.randint(3, 40))
    out = c.doc_date - dt.timedelta(days=c.rng.randint(0, 2))
    done = c.maybe()
    c.act = out if done else entry
    name, born = c.name_line(civ=not c.child), c.born()
    ep = c.episode()
    unit = c.one(*content.STAYS)[4]
    agent = make_pro(c.rng, "", "")
    c.drop("author_family", "author_given", "author_rpps", "recipients")
    text = (
        f"a séjourné dans notre établissement du {c.day(entry)} au {c.ad()} inclus"
        if done
        else f"est hospitalisé{'e' if c.p.sex == 'F' else ''} dans notre établissement depuis le {c.ad()}"
    )
    body = f"""<div class="two"><div>{logo(c)}<br><b>{c.org_name()}</b><br>{"<br>".join(c.org_lines())}<br>{c.finess()}</div><div style="margin-top:25mm;width:80mm">{c.one("Bureau des entrées", "Direction de la clientèle", "Service des admissions")}<br>Affaire suivie par : {agent.given} {agent.family}<br>Poste {c.rng.randint(1000, 9999)}</div></div>
<h1 style="text-align:center;font-size:17pt;margin:16mm 0 10mm">{c.one("BULLETIN DE SITUATION", "BULLETIN D’HOSPITALISATION", "Bulletin de situation")}</h1>
<p style="line-height:1.8">Le Directeur {"du" if c.org.name.startswith("C") else "de : "} {c.org.name} certifie que :</p><p style="font-size:12pt;text-align:center"><b>{name}</b>{born}<br>{c.ins_line()}</p>
<p style="line-height:1.8">{text}, dans le service {unit}.<br>N° de dossier administratif : {ep}<br>{"Régime : " + c.one("général", "MSA", "SNCF") + " – caisse " + str(c.rng.randint(11, 974))}<br>{"Médecin responsable : " + c.dr()}</p>{c.slot()}
<p>Délivré pour servir et valoir ce que de droit.</p><p style="text-align:right">{c.org.town}, le {c.dd()}<br>Pour le Directeur et par délégation{"<br>" + c.scribble()}</p>"""
    return page(c, body)


@layout("convocation", gap=None)
def appointment(c):
    """Appointment notice sent to the patient."""
    spec = c.one(*content.CONSULT)
    c.set_org(c.one("ch", "clinic", "chu"))
    c.f["doc_type"] = ["56446-8"]
    c.drop("act_date", "author_family", "author_given", "author_rpps", "recipients")
    name = c.name_line()
    first = c.soon(c.rng.randint(9, 60), "day")
    ref = [(c.one("Date de naissance", "Né(e) le"), c.dob())] if c.show_dob else []
    ref += c.ipp_row() + c.ins_row()
    body = f"""<div class="two"><div style="width:75mm">{logo(c, 50)}<br><b style="color:{c.hue}">{c.org_name()}</b><br><span style="font-size:9pt">{"<br>".join(c.org_lines())}</span></div><div style="width:85mm;margin-top:22mm;border:0.2mm solid #999;padding:3mm">{name}<br>{c.p.street}<br>{c.p.postcode} {c.p.town}</div></div>
<p style="margin-top:10mm">{c.org.town}, le {c.dd("long")}</p><p><b>Objet : {c.one("convocation à une consultation", "votre rendez-vous", "confirmation de rendez-vous")}</b><br>Nos références : {" – ".join(f"{a} {b}" for a, b in ref)}</p>
<p>{c.one("Madame, Monsieur,", "Madame, Monsieur,")}</p><p>Nous avons le plaisir de vous confirmer votre rendez-vous de {spec} :</p><div style="border:0.5mm solid {c.hue};padding:4mm;text-align:center;font-size:13pt;margin:4mm 10mm">{first} à {c.hour()}<br>avec le {c.dr(c.doctor(spec=spec))}<br><span style="font-size:10pt">Bâtiment {c.one("A", "B", "Fabre", "Laennec")}, niveau {c.rng.randint(0, 4)}, guichet {c.rng.randint(1, 9)}</span></div>
<p>Merci de vous munir de votre carte Vitale, de la lettre de votre médecin, de vos radiographies et de votre dernier bilan {c.one("sanguin", "datant de moins de trois mois")}.</p>{c.slot()}<p>En cas d'empêchement, prévenez-nous au moins 48 heures à l'avance au {c.org.phone}.</p><p style="text-align:right;margin-top:8mm">Le secrétariat de {spec}</p>"""
    return page(c, body, footer=f"{c.org.name} – {c.org.street} – {c.org.postcode} {c.org.town}")


@layout("transfert_ide", gap=None, ages=(40, 99))
def nurse_transfer(c):
    """Nursing transfer note between wards, checkbox style."""
    c.set_org(c.one("ch", "ssr", "clinic"))
    c.f["doc_type"] = ["18761-7", "11506-3"]
    nurse = make_pro(c.rng, "", "")
    c.author = nurse
    c.f["author_family"], c.f["author_given"] = nurse.family, nurse.given
    c.drop("recipients", "act_date")
    if c.maybe(0.4):
        ident = c.sticker()
    else:
        ident = f'<div style="column-count:2">{kv_lines(c.rows("name", "dob", "sex") + c.ins_row() + (c.ipp_row() if c.maybe() else []) + (c.episode_row() if c.maybe() else []))}</div>'
    motif = c.one(*content.STAYS)
    lines = [
        ("Motif d'hospitalisation", motif[0]),
        ("Date d'entrée dans le service", c.past(12)),
        ("Allergies", c.one("néant", "pénicilline", "sparadrap")),
        (
            "Autonomie",
            c.one(
                "marche avec déambulateur",
                "lever au fauteuil avec une aide",
                "autonome",
                "alité" + ("e" if c.p.sex == "F" else ""),
            ),
        ),
        ("État cutané", c.one("intact", "escarre talon droit stade 2", "rougeur sacrée")),
        (
            "Élimination",
            c.one(
                "continent" + ("e" if c.p.sex == "F" else ""), "sonde à demeure posée le " + c.past(5), "protections"
            ),
        ),
        ("Alimentation", c.one("normale", "mixée, eau gélifiée", "hyperprotidée, sans sel")),
        ("Voies d'abord", c.one("aucune", "VVP avant-bras gauche posée le " + c.past(2), "PICC line")),
        (
            "Pansements",
            c.one("aucun", "plaie opératoire, réfection le " + c.soon(2), "pansement talon un jour sur deux"),
        ),
        ("Derniers soins", "toilette et médicaments du matin faits"),
        ("Effets personnels", c.one("lunettes, dentier", "alliance laissée à la famille", "canne, téléphone")),
    ]
    body = f"""<div style="border:0.6mm double #333;padding:2mm" class="two"><div><b>{c.org_name()}</b><br>{c.org.phone}</div><div style="text-align:center"><b style="font-size:13pt">{c.one("FICHE DE TRANSFERT INFIRMIER", "FICHE DE LIAISON INFIRMIÈRE", "Transmission inter-établissements – fiche de transfert")}</b><br>Transfert du {c.dd()}</div><div>{c.finess() if c.maybe(0.4) else ""}</div></div>
<div style="margin:3mm 0">{ident}</div>{c.slot()}<p>Service d'origine : {motif[4]} &nbsp;→&nbsp; Service d'accueil : {c.one("SMR polyvalent", "USLD", "EHPAD", "Médecine interne")}</p>
<table class="grid" style="width:100%">{"".join(f'<tr><th style="width:55mm">{a}</th><td>{b}</td></tr>' for a, b in lines)}</table><p><b>Traitement du jour :</b> {" ; ".join(c.many(content.MEDS, 3, 5))}</p>
<p>{c.one("Infirmier(ère)", "IDE")} : {nurse.given} {nurse.family} &nbsp; {c.scribble()}</p>"""
    return page(c, body)


@layout("consentement", gap=None, ages=(19, 92))
def consent(c):
    """Consent form with hand-filled blanks."""
    op = c.one(*content.OPERATIONS, *[(e[0],) for e in content.ENDOSCOPY[:3]])
    c.set_org(c.one("clinic", "ch", "chu"))
    c.f["doc_type"] = ["59284-0"]
    c.drop("author_family", "author_given", "author_rpps", "recipients", "act_date")
    ink = f"font-family:'{c.hand}';color:{c.ink};font-size:14pt"

    def hand(text):
        return f'<span style="{ink};border-bottom:0.2mm dotted #555;padding:0 2mm">{str(text).replace("œ", "oe").replace("’", chr(39)).replace("–", "-")}</span>'

    if c.maybe(0.4):
        ident = f"<div style='margin-left:85mm'>{c.sticker()}</div><p>Je soussigné(e), identifié(e) ci-dessus,</p>"
    else:
        ident = (
            "<p>Je soussigné(e) :</p><p style='line-height:2.1'>"
            + "<br>".join(f"{a} : {hand(b)}" for a, b in c.rows("name", "dob"))
            + "</p>"
        )
    doc = c.doctor(spec="chirurgie")
    body = f"""<div class="two"><b>{c.org_name()}</b>{logo(c, 40)}</div><h1 style="text-align:center;font-size:15pt">{c.one("CONSENTEMENT ÉCLAIRÉ", "FORMULAIRE DE CONSENTEMENT À L'ACTE", "Attestation de consentement du patient")}</h1>
{ident}{c.slot()}
<p style="line-height:1.7">reconnais avoir été informé(e) par le Docteur {hand(doc.family)} lors de la consultation du {hand(c.past(12, "dmy/"))} de la nature de l'acte : <b>{op[0]}</b>, de ses bénéfices, de ses risques fréquents ou graves et des alternatives.</p>
<p>☒ J'ai pu poser mes questions. &nbsp; ☒ J'ai reçu la fiche d'information n° {c.rng.randint(10, 99)} version du {c.past(700)}.<br>☐ J'accepte l'utilisation de mes données. &nbsp; ☒ J'accepte une transfusion si elle est nécessaire.</p><p>Je donne mon consentement à la réalisation de cet acte, que je peux retirer à tout moment.</p>
<p style="line-height:2">Fait à {hand(c.org.town)} le {hand(c.dd("dmy/"))}</p><div class="two"><div>Signature du patient<br>{c.scribble(130, 50)}</div><div>Signature et cachet du praticien<br>Dr {doc.family}<br>{c.scribble(120, 46)}</div></div>"""
    return page(c, body, footer=f"Réf. QUAL-FOR-{c.rng.randint(100, 999)} – version {c.rng.randint(1, 9)} – page %p")


@layout("had_plan_soins", gap=None, ages=(45, 98))
def care_plan(c):
    """Home hospital care plan, landscape table."""
    c.set_org("had")
    c.set_author("médecine")
    c.f["doc_type"] = ["18776-5", "57832-8"]
    c.drop("act_date", "recipients")
    rows = c.rows("name", "dob", "sex") + c.ins_row() + c.rows("address")
    week = "".join(f"<th>{x}</th>" for x in ("Lun", "Mar", "Mer", "Jeu", "Ven", "Sam", "Dim"))
    acts = "".join(
        f"<tr><td>{x}</td>"
        + "".join(f"<td style='text-align:center'>{c.one('X', '', 'M', 'M-S')}</td>" for _ in range(7))
        + f"<td>{c.one('IDEL', 'AS', 'kiné', 'IDE HAD')}</td></tr>"
        for x in c.many(
            [n.split(",")[0] for n in content.NURSING]
            + ["Perfusion d'antibiotique", "Surveillance nutrition parentérale", "Évaluation de la douleur"],
            5,
            8,
        )
    )
    body = f"""<div class="two">{logo(c, 44)}<div><b style="font-size:14pt">{c.one("PLAN PERSONNALISÉ DE SOINS", "Plan de soins à domicile", "PLAN DE SOINS INDIVIDUALISÉ")}</b><br>{c.org_name()} – {c.org.phone}</div><div>{c.finess() if c.maybe(0.6) else ""}<br>Établi le {c.dd()}</div></div>
<div style="border:0.3mm solid {c.hue};padding:2mm;margin:2mm 0;column-count:2">{kv_lines(rows)}</div>{c.slot()}<p>Motif : {c.one("pansements complexes", "soins palliatifs", "antibiothérapie intraveineuse", "nutrition entérale")} – début de prise en charge le {c.past(9)} – réévaluation le {c.soon(15)}. Médecin traitant : {c.dr()}. IDE coordinatrice : Mme {pick_family(c.rng)}.</p>
<table class="grid" style="width:100%"><tr><th>Soin</th>{week}<th>Intervenant</th></tr>{acts}</table><p>Objectifs : {c.one("confort, prévention des escarres", "cicatrisation", "sevrage de la perfusion")}. {c.one("Lit médicalisé installé.", "Oxygène 2 L/min.", "Garde de nuit à prévoir.")}</p><p>Médecin coordonnateur : {c.author_name()}{" – " + c.rpps() if c.maybe() else ""}</p>{c.scribble()}"""
    return page(c, body, size="A4 landscape", margin="12mm 14mm 12mm 17mm")


@layout("fiche_nouveau_ne", gap=(2, 5), ages=(0, 0), weight=0.5)
def newborn(c):
    """Maternity sheet of a newborn with the mother's identity."""
    mother = c.plan["mother"]
    c.set_org(c.one("ch", "clinic", "chu"))
    c.set_author("pédiatrie")
    c.f["doc_type"] = ["78489-2", "57075-4", "59283-2"]
    c.drop("recipients", "act_date")
    rows = c.rows("name", "dob", "sex") + c.ipp_row()
    mo = f"{mother.used_name or mother.birth_name} {mother.first}" + (
        f" née {mother.birth_name}" if mother.used_name else ""
    )
    body = f"""<div class="two"><b style="font-size:13pt;color:{c.hue}">{c.org_name()}</b><span>Maternité – pédiatrie<br>{c.org.phone}</span></div><h1 style="font-size:14pt;text-align:center;background:#f3e6ee;padding:2mm">{c.one("SYNTHÈSE DU NOUVEAU-NÉ EN MATERNITÉ", "Fiche de sortie du nouveau-né", "Synthèse de l'enfant en maternité")}</h1>
<div style="display:flex;gap:4mm"><div style="flex:1;border:0.3mm solid #555;padding:2mm"><b>ENFANT</b>{kv_table(rows)}</div><div style="flex:1;border:0.3mm solid #555;padding:2mm"><b>MÈRE</b><br>{mo}<br>{c.one("née le", "DDN")} {c.day(mother.birth_date)}<br>Groupe {c.one("A+", "O+", "O-", "AB+")}, G{c.rng.randint(1, 4)} P{c.rng.randint(1, 3)}<br>{c.phone()}</div></div>
<p>Né{"e" if c.p.sex == "F" else ""} à {c.rng.randint(37, 41)} SA + {c.rng.randint(0, 6)} j par {c.one("voie basse", "césarienne", "ventouse")}. Poids de naissance {c.rng.randint(2600, 4200)} g, taille {c.rng.randint(47, 53)} cm, périmètre crânien {c.rng.randint(33, 37)} cm. Apgar {c.one("10/10", "9/10", "8/10")}. {c.one("Liquide clair.", "Liquide teinté, aspiration simple.", "Peau à peau immédiat.")}</p><p>Examen pédiatrique : {c.one("normal, hanches stables", "souffle systolique discret, échographie normale", "ictère sous la ligne de photothérapie", "céphalhématome pariétal droit, surveillance")}. Alimentation : {c.one("allaitement maternel", "lait premier âge", "mixte")}. Dépistage néonatal prélevé à J3, audition : {c.one("OEA présentes", "à recontrôler à gauche")}. Vitamine K le {c.soon(4)}. BCG : {c.one("non indiqué", "prévu")}.</p><p>Sortie avec la mère, poids {c.rng.randint(2500, 4000)} g, visite de la sage-femme {c.one("Mme")} {pick_family(c.rng)} le {c.soon(2)} ; examen du premier mois vers le {c.soon(25)}.</p><p>{c.one("Rédigé le", "Fait le", "Validé le")} {c.dd()}</p>{c.sign()}"""
    return page(c, body)

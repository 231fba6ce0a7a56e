"""Private clinics, maternity, military and overseas hospitals, psychiatry."""

import datetime as dt

from eval.examiners.network.content import atcd, drugs, more, motif, part
from eval.examiners.network.page import esc
from eval.examiners.network.registry import layout

CLIN = [
    "Clinique Saint-Roch-des-Prés",
    "Polyclinique du Littoral",
    "Clinique des Deux Caps",
    "Hôpital privé des Trois Phares",
    "Clinique Sainte-Ermeline",
    "Clinique du Pré",
    "Hôpital privé Bois-Fleuri",
    "Clinique chirurgicale des Remparts",
    "Polyclinique Jeanne-d'Arc",
    "Clinique La Tonnelle",
]
OPS = [
    (
        "Cholécystectomie par cœlioscopie",
        "Installation en décubitus dorsal, open cœlioscopie sous-ombilicale. Exposition du triangle de Calot, clippage et section du canal et de l'artère cystiques. Cholécystectomie rétrograde, hémostase, extraction dans un sac.",
    ),
    (
        "Cure de hernie inguinale droite selon Lichtenstein",
        "Incision inguinale, ouverture de l'aponévrose de l'oblique externe, dissection du sac indirect qui est réintégré. Prothèse de polypropylène fixée par points séparés.",
    ),
    (
        "Arthroplastie totale du genou gauche",
        "Voie antéro-interne, garrot à 300 mmHg pendant 62 minutes. Coupes guidées, implants cimentés, bonne stabilité frontale, course rotulienne centrée. Infiltration péri-articulaire.",
    ),
    (
        "Libération du nerf médian au canal carpien",
        "Anesthésie locorégionale. Mini-abord palmaire, section complète du ligament annulaire antérieur sous contrôle de la vue. Nerf congestif, strié.",
    ),
    (
        "Phacoémulsification avec implant de chambre postérieure, œil droit",
        "Anesthésie topique. Incision cornéenne 2,2 mm, capsulorhexis circulaire, phacoémulsification, implantation dans le sac, incisions étanches.",
    ),
    (
        "Résection transurétrale de prostate",
        "Urétrocystoscopie première : lobes latéraux obstructifs. Résection bipolaire, 28 grammes de copeaux, hémostase soigneuse, sonde double courant.",
    ),
    (
        "Arthroscopie du genou droit, méniscectomie interne partielle",
        "Deux voies d'abord classiques. Cartilage rotulien grade 2, lésion en anse de seau du ménisque interne, régularisation à la pince et au shaver.",
    ),
    (
        "Stripping de la grande veine saphène droite",
        "Crossectomie, éveinage court, phlébectomies étagées selon Muller. Pansement compressif.",
    ),
    (
        "Thyroïdectomie totale",
        "Cervicotomie arciforme. Repérage et respect des deux récurrents et des quatre parathyroïdes. Neuromonitoring satisfaisant en fin d'intervention.",
    ),
    (
        "Ostéosynthèse du radius distal par plaque antérieure",
        "Voie de Henry, réduction sous amplificateur, plaque verrouillée, contrôle scopique satisfaisant. Attelle antébrachiale.",
    ),
]


@layout("clinic_operation_two_columns", 16)
def clinic_operation(c):
    """Left column of surgeons with their numbers, text on the right."""
    s = c.structure(*CLIN, finess=0.5)
    a = c.set_author(c.pro())
    op, txt = c.pick(*[o for o in OPS if not (c.is_woman and "prostate" in o[0])])
    day = c.today if c.ch(0.5) else c.ago(1, 4)
    c.f.update(doc_type=["34874-8"], doc_date=c.today.isoformat(), act_date=day.isoformat())
    others = [a] + [c.pro() for _ in range(4)]
    c.r.shuffle(others)
    show = c.ch(0.7)
    if show:
        c.f["author_rpps"] = a.rpps
    col = "".join(
        f"<p class=s><b>{esc(c.pname(q))}</b><br>{c.pick('Chirurgie orthopédique', 'Chirurgie viscérale', 'Chirurgie générale', 'Urologie')}<br>{('RPPS ' + q.rpps) if show else ''}</p>"
        for q in others
    )
    gp, an = c.pro(), c.pro()
    c.to(gp)
    body = f"""<table><tr><td style='width:44mm;border-right:1.5pt solid {c.color}'>{c.logo()}<br><b>{esc(s["name"])}</b><p class=xs>{esc(s["addr"])}<br>{esc(s["city"])}<br>{s["fin"]}</p>{col}<p class=xs>Secrétariat : {s["tel"]}</p></td><td style='padding-left:5mm'><h1>{c.pick("COMPTE RENDU OPÉRATOIRE", "Compte-rendu opératoire", "COMPTE-RENDU D’INTERVENTION CHIRURGICALE")}</h1><div class=box>{c.kv(c.rows(c.stay_row(0.5)))}</div>
<p>{c.pick("Date d'intervention", "Date opératoire", "Intervention du")} : <b>{c.date(day)}</b><br>{c.pick("Opérateur", "Chirurgien")} : {esc(c.pname(a))}<br>Aide : {esc(c.pname(c.pro(title=c.pick("Mme", "M."))))}<br>{c.pick("Anesthésiste", "Anesthésie")} : {esc(c.pname(an))} – {c.pick("AG", "rachianesthésie", "ALR")}</p><p><b>Intervention :</b> {op}</p><p><b>Indication.</b> {motif(c, "chir").capitalize()} {c.pick("résistant au traitement médical", "évoluant depuis plusieurs mois", "mis en évidence le " + c.date(c.ago(20, 200)))}. Antécédents : {atcd(c, 2)}.</p><p><b>Compte rendu.</b> {txt}</p><p>{c.pick("Pertes sanguines minimes.", "Compte des compresses exact.", "Fermeture plan par plan.", "Pansement.")} Durée : {c.n(20, 140)} min. {part(c, "chir", 2, 1)}</p><p><b>Suites.</b> {part(c, "chir", 3, 2)}</p>{more(c, c.n(1, 3))}{c.relative_html()}
<p class=s>{c.pick("Saisi", "Validé", "Édité")} le {c.date(c.today)} – destinataire : {esc(c.pname(gp))}</p><p class=r>{esc(c.pname(a))}<br>{c.scrawl()}</p></td></tr></table>"""
    return c.page(body, margin="12mm", fs=10)


@layout("clinic_anaesthesia_form_hand", 16)
def clinic_anaesthesia(c):
    c.hw = True
    s = c.structure(*CLIN, finess=0.2)
    a = c.set_author(c.pro(), given=False)
    ivt = c.later(5, 40)
    c.f.update(doc_type=["34749-2"], doc_date=c.today.isoformat(), act_date=c.today.isoformat())
    op = c.pick(*[o for o in OPS if "prostate" not in o[0]])[0]

    def box(t):
        return f"{c.pick('☐', '☒', '☐')} {t} &nbsp;"

    body = f"""<div class=fl><div><b>{esc(s["name"])}</b><br><span class=xs>Service d'anesthésie – {s["tel"]} {s["fin"]}</span></div><div class=xs>ANE-ENR-{c.n(1, 40):03d} – {c.date(c.ago(400, 900), "/")}</div></div><h1>{c.pick("CONSULTATION PRÉ-ANESTHÉSIQUE", "CONSULTATION D'ANESTHÉSIE", "Dossier d'anesthésie – consultation")}</h1>{c.kvtable(c.rows(shuffle=False), 2)}
<table class=b><tr><td>Date de consultation : {c.h(c.date(c.today, "/"))}</td><td>Médecin anesthésiste : {c.h("Dr " + c.up(a.family))}</td></tr><tr><td>Intervention : {c.h(op)}</td><td>Date prévue : {c.h(c.date(ivt, "/"))}<br>Chirurgien : {c.h("Dr " + c.up(c.pro().family))}</td></tr><tr><td>Poids {c.h(c.n(48, 104))} kg &nbsp; Taille {c.h(c.n(150, 190))} cm &nbsp; TA {c.h(f"{c.n(10, 17)}/{c.n(6, 9)}")}</td><td>ASA {c.h(c.n(1, 3))} &nbsp; Mallampati {c.h(c.n(1, 3))} &nbsp; ouv. bouche {c.h("> 35 mm")}</td></tr></table>
<p><b>Antécédents :</b><br>{c.hp(atcd(c, 3))}</p><p><b>Traitement habituel :</b><br>{"<br>".join(c.h(d.split(":")[0].lower()) for d in drugs(c, 3))}</p><p>{box("tabac")}{box("apnées du sommeil")}{box("allergie latex")}{box("prothèse dentaire")}{box("transfusion antérieure")}{box("porte-à-faux")}</p><p><b>Examens :</b> {c.h("ECG du " + c.date(c.ago(3, 30), "/") + " " + c.pick("normal", "BBD", "sinusal"))}<br>{c.h("Hb " + c.x(10, 15) + "  plaq " + str(c.n(150, 380)) + " 000")}</p><p><b>Protocole :</b> {c.h(c.pick("AG + masque laryngé", "rachianesthésie", "bloc axillaire", "AG intubation"))} – jeûne 6 h – ambulatoire {c.h(c.pick("oui", "non"))}</p><p class=r>Signature {c.scrawl()}</p>"""
    return c.page(body, fs=10.5)


@layout("clinic_ambulatory_letter", 16)
def clinic_ambulatory(c):
    s = c.structure(*CLIN, finess=0.6)
    a = c.set_author(c.pro())
    c.f.update(doc_type=["11490-0"], doc_date=c.today.isoformat(), act_date=c.today.isoformat())
    op = c.pick(*[o for o in OPS if not (c.is_woman and "prostate" in o[0])])[0]
    body = f"""<div class=c>{c.logo(54)}<div style='font-size:1.3em;color:{c.color}'>{esc(s["name"])}</div><div class=xs>{esc(s["addr"])} {esc(s["city"])} – {s["tel"]} – {s["fin"]}</div></div><h1 style='border:1pt solid #333'>{c.pick("LETTRE DE LIAISON – CHIRURGIE AMBULATOIRE", "Lettre de liaison à la sortie (unité ambulatoire)")}</h1>
<div class=fl>{c.sticker()}<div>{c.datamatrix()}</div></div><table class=b><tr><td class=k>Entrée</td><td>{c.date(c.today, "/")} à {c.n(7, 9)}h{c.n(10, 59)}</td><td class=k>Sortie</td><td>{c.date(c.today, "/")} à {c.n(13, 18)}h{c.n(10, 59)}</td></tr><tr><td class=k>Acte réalisé</td><td colspan=3>{op}</td></tr><tr><td class=k>Praticien</td><td colspan=3>{esc(c.pname(a))} {c.rpps(a) if c.ch(0.6) else ""}</td></tr></table>
<p>{part(c, "chir", 1, 3)}</p><h2>Consignes</h2><p>{part(c, "chir", 3, 3)}</p><h2>Ordonnances remises</h2><ul>{"".join(f"<li>{d}</li>" for d in drugs(c, 3))}</ul>{c.relative_html()}<p>Accompagnant : {esc(c.parent().first)} – {c.phone()}. En cas d'urgence : {s["tel"]}.</p><p class=r>Fait le {c.date(c.today)}<br>{c.scrawl()}</p>"""
    return c.page(body)


@layout("clinic_consent_hand", 18)
def clinic_consent(c):
    c.hw = True
    s = c.structure(*CLIN, finess=0.2)
    a = c.set_author(c.pro(), given=True)
    c.f.update(doc_type=["59284-0"], doc_date=c.today.isoformat())
    c.omit("act_date")
    op = c.pick(*[o for o in OPS if "prostate" not in o[0]])[0]
    rows = "".join(f"<p>{esc(k)} : <span class=dot>{c.h(v)}</span></p>" for k, v in c.rows(shuffle=False))
    body = f"""<div class=fl><b>{esc(s["name"])}</b><span class=s>{esc(s["city"])} {s["fin"]}</span></div><h1>{c.pick("CONSENTEMENT ÉCLAIRÉ AUX SOINS", "Attestation de consentement éclairé", "FORMULAIRE DE CONSENTEMENT À UN ACTE CHIRURGICAL")}</h1><p>Je soussigné(e),</p>{rows}<p>reconnais avoir reçu du <b>{esc(c.pname(a))}</b>{" (" + c.rpps(a) + ")" if c.ch(0.3) else ""} une information claire sur l'intervention suivante :</p><p><span class=dot style='min-width:100%'>{c.h(op)}</span></p><p>{c.pick("J'ai pu poser toutes les questions utiles et j'ai bénéficié d'un délai de réflexion suffisant depuis la consultation du", "Les bénéfices et les risques m'ont été exposés lors du rendez-vous du")} {c.h(c.date(c.ago(10, 50), "/"))}. {c.pick("Je suis informé(e) que je peux revenir sur ma décision à tout moment.", "J'autorise les gestes rendus nécessaires par une découverte imprévue.", "J'accepte la transfusion si elle est indispensable.")}</p><p>Personne de confiance : {c.h(c.parent().first + " " + c.up(c.parent().birth_name))} – tél. {c.h(c.phone())}</p>
<table style='margin-top:8mm'><tr><td>Fait à {c.h(s["city"].split(" ", 1)[1])}<br>le {c.h(c.date(c.today, "/")) if c.ch(0.5) else c.combs(c.date(c.today, "/"))}</td><td>Signature du patient<br>{c.scrawl()}</td><td>Signature du médecin<br>{c.scrawl()}</td></tr></table>"""
    return c.page(body, fs=11)


@layout("clinic_implant_card_half", 45, half=True)
def clinic_implant(c):
    s = c.structure(*CLIN, finess=0.3)
    a = c.set_author(c.pro())
    c.f.update(doc_type=["101881-1"], act_date=c.today.isoformat())
    c.omit("doc_date")
    imp = c.pick(
        "Prothèse de hanche – cupule 52 mm, tige taille 4",
        "Stimulateur cardiaque double chambre",
        "Implant intra-oculaire +21,5 D",
        "Prothèse de genou postéro-stabilisée",
        "Filet pariétal polypropylène 15 × 10",
        "Endoprothèse coronaire 3,0 × 18",
    )
    body = f"""<div style='border:2pt solid {c.color};padding:4mm;height:122mm'><div class=fl><b style='font-size:1.2em'>{c.pick("CARTE D'IMPLANT", "Carte de porteur d'implant", "CARTE PATIENT – DISPOSITIF IMPLANTÉ")}</b>{c.logo(34)}</div><div class=fl><div style='width:95mm'>{c.kv(c.rows())}</div><div class=xs style='width:65mm'>{esc(s["name"])}<br>{esc(s["addr"])}<br>{esc(s["city"])}<br>{s["tel"]}<br>{s["fin"]}</div></div><table class=b><tr><td class=k>Dispositif</td><td>{imp}</td></tr><tr><td class=k>Référence / lot / série</td><td>REF {c.n(10000, 99999)} – LOT {c.n(100000, 999999)}{c.pick("A", "K")} – SN {c.n(1000000, 9999999)}</td></tr><tr><td class=k>Péremption</td><td>{c.later(700, 1500).strftime("%Y-%m")}</td></tr><tr><td class=k>{c.pick("Date d'implantation", "Implanté le", "Date de pose")}</td><td><b>{c.date(c.today, "/")}</b></td></tr><tr><td class=k>{c.pick("Implanteur", "Chirurgien", "Opérateur")}</td><td>{esc(c.pname(a))} {c.rpps(a) if c.ch(0.5) else ""}</td></tr></table><p class=xs>À présenter avant tout examen d'imagerie. IRM : {c.pick("compatible sous conditions", "compatible 1,5 T", "se renseigner")}.</p></div>"""
    return c.page(body, size="210mm 148mm", margin="8mm", fs=10)


@layout("clinic_emergency_passage", 16)
def clinic_er(c):
    s = c.structure(*CLIN, finess=0.5)
    a = c.set_author(c.pro())
    gp = c.pro()
    c.omit("recipients")
    c.f.update(doc_type=["15507-7"], doc_date=c.today.isoformat(), act_date=c.today.isoformat())
    h = c.n(8, 16)
    body = f"""<table class=b style='border:1.2pt solid'><tr><td>{c.logo(30)} <b>{esc(s["name"])}</b><br><span class=xs>Service d'accueil des urgences – {s["tel"]}<br>{s["fin"]}</span></td><td><b>{c.pick("COMPTE RENDU DE PASSAGE AUX URGENCES", "Passage aux urgences", "DOSSIER MÉDICAL DES URGENCES")}</b><br>{c.pick("N° passage", "Passage n°", "N° de venue")} : {c.stay()}</td></tr></table>{c.kvtable(c.rows([("Médecin traitant", c.pname(gp)), ("Adresse", c.p.address)]), 2)}
<p><b>Arrivée</b> le {c.date(c.today, "/")} à {h}:{c.n(10, 59)} – mode : {c.pick("moyens personnels", "VSAV", "ambulance")} – tri {c.n(2, 5)} – IOA {c.n(9, 17)}/{c.n(5, 9)}, FC {c.n(55, 120)}, SpO2 {c.n(92, 99)} %</p><p><b>Motif :</b> {motif(c, "mg")}</p><p><b>ATCD :</b> {atcd(c, 2)}</p><p><b>Examen médical ({h + 1}:{c.n(10, 59)}) :</b> {part(c, "mg", 1, 3)}</p><p><b>Examens :</b> {part(c, "mg", 2, 2)} Radiographie : {c.pick("pas de fracture visible", "sans anomalie", "en attente de relecture par le Dr " + c.up(c.pro().family))}.</p><p><b>Conclusion :</b> {part(c, "mg", 3, 2)}</p>{more(c, c.n(1, 3))}{c.relative_html()}<p><b>Sortie</b> le {c.date(c.today, "/")} à {h + 4}:{c.n(10, 59)} – {c.pick("retour à domicile", "retour domicile avec ordonnance")} – prochain RDV {c.date(c.later(5, 20), "/")}</p><p class=r>{c.pick("Médecin responsable", "Senior", "Médecin urgentiste")} : {esc(c.pname(a))} {c.rpps(a) if c.ch(0.5) else ""}<br>{c.scrawl()}</p>"""
    return c.page(body, fs=9.8, foot='"Imprimé par le logiciel des urgences – " counter(page) "/" counter(pages)')


@layout("oncology_meeting_sheet", 35)
def rcp(c):
    s = c.structure(
        "Centre de coordination en cancérologie Ouest",
        "3C Pays des Cimes",
        "Réseau Onco-Nord",
        "Polyclinique du Val – 3C",
        finess=0.3,
    )
    a = c.set_author(c.pro())
    day = c.ago(0, 3)
    c.f.update(doc_type=["34794-8"], doc_date=c.today.isoformat(), act_date=day.isoformat())
    org = c.pick(
        ("Sein gauche" if c.is_woman else "Prostate"),
        "Côlon sigmoïde",
        "Poumon",
        "Rein droit",
        "Mélanome dorsal",
        "Pancréas",
        "Vessie",
        "Rectum",
    )
    pres = [a] + [c.pro() for _ in range(5)]
    sp = [
        "Oncologie médicale",
        "Radiothérapie",
        "Chirurgie",
        "Anatomie pathologique",
        "Radiologie",
        "Médecine nucléaire",
    ]
    tb = "".join(
        f"<tr><td>{esc(c.pname(q, caps=True))}</td><td>{sp[i]}</td></tr>" for i, q in enumerate(c.r.sample(pres, 6))
    )
    body = f"""<div class=fl><b style='color:{c.color}'>{esc(s["name"])}</b><span class=xs>{s["fin"]} fiche n° {c.n(1000, 99999)}</span></div><h1>{c.pick("FICHE RCP", "Réunion de concertation pluridisciplinaire", "COMPTE RENDU DE RCP")} – {c.pick("digestif", "thorax", "sein", "urologie", "dermatologie")}</h1>{c.kvtable(c.rows(), 2)}<p><b>Date de la réunion :</b> {c.date(day, "/")} &nbsp; <b>{c.pick("Médecin responsable", "Présenté par", "Référent du dossier")} :</b> {esc(c.pname(a))} {c.rpps(a) if c.ch(0.5) else ""}</p>
<h2>Tumeur</h2><p>{org}, diagnostic anatomopathologique du {c.date(c.ago(15, 60), "/")}. pT{c.n(1, 3)}N{c.n(0, 2)}M{c.n(0, 1)}. Performance status {c.n(0, 2)}.</p><h2>Histoire</h2><p>Antécédents : {atcd(c, 3)}. Scanner du {c.date(c.ago(10, 40), "/")} : {c.pick("pas de lésion secondaire", "nodule hépatique du segment VI de 14 mm", "adénopathies médiastinales infracentimétriques")}. {part(c, "radio", 3, 1)}</p><h2>Proposition</h2><p><b>{c.pick("Chirurgie première puis discussion d'une chimiothérapie adjuvante.", "Chimiothérapie FOLFOX 6 cures puis réévaluation.", "Radiothérapie 60 Gy.", "Hormonothérapie et surveillance.", "Immunothérapie toutes les trois semaines.", "Complément de bilan par TEP-scanner avant décision.", "Soins de support exclusifs.", "Inclusion dans un essai à discuter.")}</b></p><table class=b><tr><th>Présents</th><th>Spécialité</th></tr>{tb}</table>{more(c, c.n(1, 3))}{c.relative_html()}<p class=s>{c.pick("Fiche validée le", "Document validé le")} {c.date(c.today, "/")} – prochaine RCP le {c.date(c.later(7, 8), "/")}</p>"""
    return c.page(body, fs=10)


@layout("maternity_delivery_report", 19, 42, sex="F", allow_rel=False)
def delivery(c):
    s = c.structure(
        "Maternité de la Clinique du Parc",
        "Clinique de la Roseraie – Maternité",
        "Maternité Sainte-Claire",
        "Hôpital privé Les Cèdres, pôle mère-enfant",
        finess=0.4,
    )
    a = c.set_author(c.pro(sex="F", title=c.pick("Mme", "")))
    day = c.ago(0, 2)
    c.f.update(doc_type=["15508-5", "57057-2"], doc_date=c.today.isoformat(), act_date=day.isoformat())
    if c.today == day:
        pass
    baby = c.fac.firsts("F", 2025, 1)[0] if c.ch(0.5) else c.fac.firsts("M", 2025, 1)[0]
    body = f"""<p class=c><b style='font-size:1.2em'>{esc(s["name"])}</b><br><span class=s>{esc(s["addr"])} – {esc(s["city"])} – {s["fin"]}</span></p><h1>{c.pick("COMPTE RENDU D'ACCOUCHEMENT", "Compte-rendu d'accouchement", "Dossier obstétrical : accouchement")}</h1><div class=fl><div class=box style='width:115mm'>{c.kv(c.rows(c.stay_row(0.5)))}</div>{c.datamatrix()}</div><table class=grid><tr><td>Gestité / parité</td><td>G{c.n(1, 5)} P{c.n(0, 3)}</td><td>Groupe</td><td>{c.pick("A+", "O+", "B+", "O-")}</td></tr><tr><td>Terme</td><td>{c.n(37, 41)} SA + {c.n(0, 6)} j</td><td>DDR</td><td>{c.date(c.ago(270, 290, day), "/")}</td></tr><tr><td>Échographie T3</td><td>{c.date(c.ago(50, 70, day), "/")}</td><td>Sérologies</td><td>toxoplasmose {c.pick("immune", "non immune")}</td></tr></table>
<p><b>Accouchement le {c.date(day)} à {c.n(0, 23)}h{c.n(10, 59)}.</b> {c.pick("Travail spontané", "Déclenchement pour terme dépassé", "Rupture prématurée des membranes")}, {c.pick("péridurale efficace", "sans analgésie")}, {c.pick("présentation céphalique, voie basse non instrumentale", "extraction par ventouse pour anomalies du rythme", "césarienne en urgence code orange")}. {c.pick("Périnée intact.", "Éraillure suturée.", "Épisiotomie médio-latérale droite.")} Délivrance {c.pick("dirigée complète", "artificielle avec révision utérine")}, pertes {c.n(150, 600)} ml.</p><p><b>Enfant :</b> {c.pick("fille", "garçon")}, prénom {baby}, poids {c.n(2450, 4200)} g, Apgar {c.n(8, 10)}/10/10, pH {c.x(7.15, 7.35, 2)}, allaitement {c.pick("maternel", "artificiel")}.</p><p>{c.pick("Suites simples.", "Rhophylac fait.", "Contraception à prévoir en post-partum.")} Consultation postnatale : {c.date(c.later(40, 56), "/")}.</p><p>{c.pick("Sage-femme", "Accouchement par la sage-femme")} : <b>{esc(c.pname(a, title=False))}</b> {c.rpps(a) if c.ch(0.5) else ""} – médecin de garde : {esc(c.pname(c.pro()))}</p><p class=r>Le {c.date(c.today, "/")}<br>{c.scrawl()}</p>"""
    return c.page(body)


@layout("newborn_exam_with_mother_data", 0, 0.4, allow_rel=False)
def newborn(c):
    """The child beside the data of the mother: always shown."""
    s = c.structure(
        "Maternité de la Clinique du Parc", "Maternité Sainte-Claire", "Hôpital privé Les Cèdres", finess=0.4
    )
    a = c.set_author(c.pro())
    m = c.fac.person(20, 41, sex="F")
    if c.o.get("rec_mother", True):
        c.mother = m
    c.trap = "newborn"
    c.today = c.p.birth_date + dt.timedelta(days=c.n(1, 4))
    c.f.update(
        doc_type=["57075-4", "78489-2", "59283-2", "68817-6"],
        doc_date=c.today.isoformat(),
        act_date=c.today.isoformat(),
    )
    c.omit("first_names", "act_date", "episode")
    rows = c.rows()
    mn = f"{c.up(m.used_name)} née {c.up(m.birth_name)} {m.first}" if m.used_name else f"{c.up(m.birth_name)} {m.first}"
    body = f"""<div class=fl><b>{esc(s["name"])}</b><span class=s>{s["tel"]} {s["fin"]}</span></div><h1>{c.pick("EXAMEN DU NOUVEAU-NÉ", "Synthèse du nouveau-né en maternité", "SYNTHÈSE NAISSANCE – ENFANT")}</h1><table class=b><tr><th>Enfant</th><th>Mère</th></tr><tr><td>{c.kv(rows)}</td><td>Nom : {esc(mn)}<br>Née le {c.date(m.birth_date, "/")}<br>Groupe {c.pick("A+", "O+", "B-")} – séjour {c.n(100000, 999999)}</td></tr></table><table class=grid><tr><td>Poids</td><td>{c.n(2300, 4100)} g</td><td>Taille</td><td>{c.n(46, 53)} cm</td><td>PC</td><td>{c.n(33, 37)} cm</td></tr></table><p>{c.pick("Terme", "Né" + c.e() + " à")} {c.n(37, 41)} SA. {c.pick("Apgar 10/10/10.", "Apgar 8/10/10.")} {c.pick("Examen neurologique normal, hanches stables.", "Souffle systolique doux à recontrôler.", "Ictère modéré, bilirubine transcutanée sous la ligne.", "Frein de langue court.")} Vitamine K {c.pick("donnée", "faite")} ; dépistage auditif {c.pick("concluant", "à refaire à droite")}. Buvard prélevé à 48 h.</p><p>Examen réalisé le {c.date(c.today, "/")} par {esc(c.pname(a))}, {c.pick("pédiatre", "pédiatre de maternité")} {c.rpps(a) if c.ch(0.4) else ""}. Prochain rendez-vous : {c.date(c.later(9, 15), "/")}.</p>{c.scrawl()}"""
    return c.page(body)


@layout("military_hospital_letter", 18)
def military(c):
    nm = c.pick(
        "Hôpital d'instruction des armées Rochebrune",
        "HIA Maréchal-Aubrac",
        "Hôpital d'instruction des armées Beaulieu",
        "HIA Kerlouan",
    )
    s = c.structure(nm, finess=0.4)
    a = c.set_author(c.pro())
    q = c.pro()
    c.to(q)
    seen = c.ago(0, 6)
    c.f.update(doc_type=["11488-4"], doc_date=c.today.isoformat(), act_date=seen.isoformat())
    gr = c.pick("Médecin en chef", "Médecin principal", "Professeur agrégé du Val-de-Grâce", "Médecin-chef")
    spec = c.pick("cardio", "ssr", "psy", "chir")
    staff = "<br>".join(f"{c.pick('MC', 'MP', 'MG')} {esc(c.pname(c.pro(), title=False))}" for _ in range(4))
    body = f"""<table><tr><td style='width:58mm' class=s><b>MINISTÈRE DES ARMÉES</b><br>Service de santé des armées<br><br><b>{esc(s["name"])}</b><br>{esc(s["city"])}<br>{s["fin"]}<br><br>Service de {c.pick("médecine interne", "cardiologie", "chirurgie", "psychiatrie")}<br>{staff}<br><br>Tél. {s["tel"]}<br>PNIA {c.n(800, 899)} {c.n(100, 999)} {c.n(10, 99)} {c.n(10, 99)}</td><td style='padding-left:10mm'><p class=r>{esc(s["city"].split(" ", 1)[1])}, le {c.date(c.today, c.pick("long", "cap"))}<br>N° {c.n(100, 9999)}/HIA/{c.pick("MED", "CARD", "CHIR")}/NP</p><p style='margin-top:10mm'>{gr} {esc(c.pname(a, title=False))}<br>à<br>{esc(c.pname(q))}<br>{c.pick("Antenne médicale de Satory", "Centre médical des armées", "Médecin traitant")}</p></td></tr></table>
<p><b>OBJET :</b> consultation du {c.date(seen)}</p><p><b>RÉFÉRENCE :</b> {esc(c.name(order="FG"))}{esc(c.ne())}{c.ins_line(" – ")} – matricule solde {c.n(1000000, 9999999)}</p><p>{c.pick("J'ai l'honneur de vous rendre compte de l'examen de", "J'ai examiné ce jour-là")} {"cette patiente" if c.is_woman else "ce patient"} pour {motif(c, spec)}.</p><p>Antécédents : {atcd(c, 2)}.</p><p>{part(c, spec, 1, 2)}</p><p>{part(c, spec, 2, 2)}</p><p>{part(c, spec, 3, 2)}</p><p>{c.pick("Aptitude : S2 I1 G2 Y2 C1 O1 P1.", "Aptitude opérationnelle conservée.", "Exemption de sport six semaines.", "Sans objet.")}</p>{more(c, c.n(1, 3))}{c.relative_html()}<p class=r>{gr}<br>{esc(c.pname(a, title=False))}<br>{c.rpps(a) if c.ch(0.4) else ""}<br>{c.scrawl()}</p>"""
    return c.page(body, margin="14mm 20mm")


@layout("overseas_transfer_sheet", 1)
def overseas(c):
    s = c.structure(
        "Centre hospitalier de l'Ouest des Lagons",
        "CH de l'Anse-Claire",
        "Hôpital de Vaiharuru",
        "Centre hospitalier de Mahabou-Plage",
        "CHU des Îles – Pointe",
        "Centre hospitalier de la Crique",
        "Médipôle du Nord",
        finess=0.5,
    )
    a, q = c.set_author(c.pro()), c.pro()
    c.to(q)
    dep = c.later(1, 6)
    c.f.update(doc_type=["18761-7"], doc_date=c.today.isoformat())
    c.omit("act_date")
    spec = c.pick("cardio", "chir", "nephro")
    body = f"""<div class=fl style='border-bottom:2pt double #333'><div>{c.logo()}</div><div class=c><b>{esc(s["name"])}</b><br><span class=xs>BP {c.n(10, 999)} – 97{c.n(1, 8)}{c.n(10, 90)} – tél. +{c.pick("262", "590", "689", "594")} {c.n(100, 999)} {c.n(10, 99)} {c.n(10, 99)} – {s["fin"]}</span></div><div class=xs>UTC{c.pick("+4", "-4", "-10", "+3")}</div></div><h1>{c.pick("DEMANDE DE TRANSFERT SANITAIRE (EVASAN)", "Dossier d’évacuation sanitaire", "TRANSFERT INTER-HOSPITALIER – note médicale")}</h1>{c.kvtable(c.rows([("Adresse", c.p.address), ("Caisse", c.pick("CPS", "CGSS", "CAFAT")), *c.stay_row(0.5)]), 2)}
<table class=b><tr><td class=k>Médecin demandeur</td><td>{esc(c.pname(a))} {c.rpps(a) if c.ch(0.5) else ""}</td></tr><tr><td class=k>{c.pick("Médecin receveur", "Destinataire", "Accord obtenu auprès de")}</td><td>{esc(c.pname(q))}, {c.pick("CHU, service de cardiologie", "chirurgie, hôpital d’accueil", "réanimation")}</td></tr><tr><td class=k>Vol prévu</td><td>{c.date(dep, "/")} – {c.pick("civière", "assis accompagné", "avec escorte médicale")}</td></tr></table><p><b>Motif :</b> {motif(c, spec)}</p><p><b>Antécédents :</b> {atcd(c, 3)}</p><p><b>État actuel :</b> {part(c, spec, 1, 2)} {part(c, spec, 2, 2)}</p><p><b>Attendu :</b> {part(c, spec, 3, 1)}</p><p>Accompagnateur : {esc(c.parent().first)} {esc(c.up(c.parent().birth_name))}, tél. {c.phone()}</p>{more(c, c.n(2, 4))}{c.relative_html()}<p>{c.pick("Établi", "Fait")} le {c.date(c.today)}</p><p class=r>{esc(c.pname(a))}<br>{c.scrawl()}</p>"""
    return c.page(body)


@layout("psychiatric_centre_letter", 16)
def psy(c):
    s = c.structure(
        "CMP Les Marronniers",
        "Centre médico-psychologique Sud",
        "EPSM de la Plaine – CMP adulte",
        "Clinique psychiatrique L'Orangerie",
        finess=0.4,
    )
    a, q = c.set_author(c.pro()), c.pro()
    c.to(q)
    seen = c.ago(0, 8)
    c.f.update(doc_type=["11488-4", "68599-0"], doc_date=c.today.isoformat(), act_date=seen.isoformat())
    body = f"""<p class=s>{esc(s["name"])} – {esc(s["addr"])} – {esc(s["city"])} – {s["tel"]} {s["fin"]}</p><hr><p class=s>{esc(c.pname(a))}, psychiatre {c.rpps(a) if c.ch(0.5) else ""} – secrétariat : Mme {esc(c.up(c.pro().family))}</p><p style='margin:8mm 0 8mm 95mm'>{esc(c.pname(q))}<br>{c.n(1, 99)} rue de la Poste<br>{esc(s["city"])}</p><p>{esc(s["city"].split(" ", 1)[1])}, {c.date(c.today, "long")}</p><p>Confidentiel</p><p>Cher confrère,</p><p>{c.pick("Je vous donne des nouvelles de", "Je suis régulièrement au CMP", "Merci de m’avoir adressé")} {esc(c.name(long_civ=True, caps=c.ch(0.6)))}{esc(c.ne())}{c.ins_line(", ")}, {c.pick("rencontré" + c.e() + " le", "reçu" + c.e() + " en consultation le")} {c.date(seen)} pour {motif(c, "psy")}.</p><p>{part(c, "psy", 1, 3)}</p><p>{part(c, "psy", 2, 3)}</p><p>Antécédents somatiques : {atcd(c, 2)}.</p><p>{part(c, "psy", 3, 3)}</p>{more(c, c.n(1, 3))}{c.relative_html()}<p>Bien cordialement.</p><p class=r>{c.scrawl()}<br>{esc(c.pname(a))}</p>"""
    return c.page(body, fs=11, margin="20mm 22mm")

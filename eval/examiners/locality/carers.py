"""Pharmacies, nurses, home care, homes for the elderly and allied professions."""

import datetime as dt
from collections.abc import Iterable

from eval.examiners.locality.content import (
    SOCIAL,
    TRANSM,
    VACCINES,
    capital,
    case,
    distract,
    drugs,
    lab_rows,
    pick,
)
from eval.examiners.locality.context import Ctx
from eval.examiners.locality.page import PLACE, box, logo, page, sig, ul
from eval.examiners.locality.registry import layout


@layout("pharm_med_review", ages=(65, 100))
def pharm(c: Ctx) -> str:
    c.type("56445-0", "78601-2")
    st = c.struct("pharmacie", finess=False)
    a, t = c.dr(), c.dr()
    c.author(a)
    c.to(t)
    v = c.ago(0, 6)
    b = f"""<div class=two><b style="color:#0a7d3c;font-size:130%">✚ {st["name"]}</b><span class="sm r">{st["adr"]}<br>{st["tel"]}</span></div><h1>{c.pick("BILAN PARTAGÉ DE MÉDICATION", "Bilan de médication – synthèse", "Bilan partagé de médication : conclusions transmises au médecin")}</h1><p>Pharmacien : {a["given"]} {c.fam(a["family"])} &nbsp; Destinataire : {c.drname(t)}</p>{c.table(c.rows())}<p>Entretien de recueil réalisé le {c.act_date(v)} {c.pick("à l’officine", "au domicile", "à l’EHPAD")}. Clairance {c.r.randint(28, 90)} ml/min le {c.d(c.ago(20, 120))}.</p><table class="grid w sm"><tr><th>Traitement</th><th>Analyse</th></tr>{"".join(f"<tr><td>{x}</td><td>{c.pick('maintien', 'surveiller la kaliémie', 'horaire à décaler', 'indication à réévaluer', 'bien pris', 'interaction faible', 'oublis le soir')}</td></tr>" for x in drugs(c, 7))}</table>{PLACE}<h2>Propositions</h2>{ul(c.r.sample(["Arrêt de l’inhibiteur de pompe au long cours", "Remplacement de l’hydroxyzine", "Pilulier hebdomadaire", "Dosage de vitamine D", "Réduire le tramadol, risque de chute", "Vaccination antigrippale à prévoir", "Contrôle INR / créatinine", "Réévaluer l’aspirine en prévention primaire"], 3))}<p class=r>Le {c.doc_date()}<br>{a["given"]} {c.fam(a["family"])}, docteur en pharmacie</p>"""
    return page(c, b)


@layout("pharm_intervention")
def pi(c: Ctx) -> str:
    c.type("61357-0")
    st = c.struct("pharmacie", finess=True)
    a, t = c.dr(), c.dr("uro")
    c.author(a)
    c.to(t)
    c.drop |= {"act_date"}
    x = c.r.choice(drugs(c, 5))
    b = f"""<table class="grid w"><tr><td><b>{st["name"]}</b><br>{st["adr"]}<br>{st["fi"]}<br>Tél {st["tel"]} Fax {st["fax"]}</td><td class=c><b>{c.pick("INTERVENTION PHARMACEUTIQUE", "Opinion pharmaceutique", "AVIS PHARMACEUTIQUE AU PRESCRIPTEUR")}</b><br>N° {c.num(4)}</td></tr><tr><td>De : {a["given"]} {c.fam(a["family"])}, pharmacien</td><td>À : {c.drname(t)}</td></tr><tr><td>Patient : {c.who()}<br>{c.born()}<br>{c.ins_line()}</td><td>Ordonnance du {c.d(c.ago(1, 10))}<br>Date : {c.doc_date()} {c.hm()}</td></tr><tr><td colspan=2>Médicament concerné : <b>{x}</b><br>Problème : {c.pick("posologie supérieure à celle de l’AMM", "interaction avec l’anticoagulant en cours", "contre-indication : insuffisance rénale", "redondance thérapeutique", "rupture de stock nationale", "forme inadaptée à la déglutition", "durée non précisée", "allergie signalée par la famille")}<br>Proposition : {c.pick("réduire de moitié", "remplacer par une forme orodispersible", "arrêt", "surveillance biologique à J7", "étaler les prises")}</td></tr><tr><td colspan=2>Réponse du prescripteur : {box(c.chance(0.5))}acceptée {box(0)}refusée {box(c.chance(0.3))}sans réponse<br>Commentaire : {distract(c)}</td></tr></table>{PLACE}"""
    return page(c, b)


@layout("dispensing_history")
def disp(c: Ctx) -> str:
    c.type("60593-1", "DISP_AUT")
    st = c.struct("pharmacie")
    c.drop |= {"recipients", "author_family", "author_given", "act_date"}
    b = f"""<p class=two><span>{st["name"]} {st["fi"]}</span><span>Imprimé le {c.doc_date()} {c.hm()}</span></p><h2>{c.pick("HISTORIQUE DES DÉLIVRANCES", "Relevé de dispensation", "Extrait du dossier pharmaceutique")}</h2>{c.table(c.rows([("Caisse", "01 " + c.num(3)), ("Adresse", c.p["address"])]))}<table class="grid w sm"><tr><th>Date</th><th>Spécialité</th><th>Qté</th><th>Prescripteur</th></tr>{"".join(f"<tr><td>{c.d(c.ago(5 + i * 12, 14 + i * 12), 'slash')}</td><td>{x.split(' : ')[0]}</td><td>{c.r.randint(1, 4)}</td><td>{c.drname(c.dr(), False)}</td></tr>" for i, x in enumerate(drugs(c, 9)))}</table>{PLACE}<p class=sm>Total assuré : {c.r.randint(0, 40)},{c.num(2)} €. Prochain renouvellement possible le {c.d(c.ahead(5, 30))}.</p>"""
    return page(c, b, font=c.pick(c.mono, c.sans), size=9.5)


@layout("nurse_followup", ages=(30, 100))
def nurse(c: Ctx) -> str:
    c.type("11506-3")
    st = c.struct("idel", finess=False)
    n = c.dr()
    c.drop |= {"recipients", "act_date", "doc_date", "author_family", "author_given"}
    start = c.ago(6, 9)
    rows = "".join(
        f"<tr><td>{c.d(start + dt.timedelta(days=i), 'slash')}<br>{c.hm()}</td><td style='font-family:\"{c.hand}\";color:#1a2c72;font-size:11.5pt'>{pick(c, TRANSM)}</td><td>{c.pick('AL', 'MB', 'CF')}</td></tr>"
        for i in range(c.r.randint(4, 7))
    )
    b = f"""<div class=two><div><b>{st["name"]}</b><br>{n["given"]} {c.fam(n["family"])}, IDE – ADELI {n["adeli"]}<br>{st["tel"]}</div><div class=bx>{c.who()}<br>{c.born()}<br>{c.ins_line()}<br>Tél. {c.w.pros.tel()}</div></div><h1>{c.pick("Feuille de suivi infirmier", "TRANSMISSIONS INFIRMIÈRES", "Cahier de liaison – soins à domicile")}</h1><p>Médecin : {c.drname(c.dr())} – Soins : {c.pick("insuline", "pansement", "toilette", "perfusion")} – Ordonnance du {c.d(c.ago(15, 60))}</p><table class="grid w"><tr><th style="width:24mm">Date</th><th>Transmission</th><th>Visa</th></tr>{rows}</table>{PLACE}"""
    return page(c, b)


@layout("wound_sheet", ages=(40, 100))
def wound(c: Ctx) -> str:
    c.type("34120-6", "11506-3")
    st = c.struct("had")
    n = c.dr()
    c.author(n)
    c.drop |= {"recipients", "doc_date"}
    v = c.day
    b = f"""<table class="grid w"><tr><td>{logo(c, 12)} <b>{st["name"]}</b><br>{st["fi"]}</td><td class=c><b>{c.pick("FICHE DE SUIVI DE PLAIE", "Évaluation de plaie", "BILAN DE PLAIE CHRONIQUE")}</b></td><td>{c.who()}<br>{c.born()}<br>{c.ins_line()}</td></tr></table><p>{c.pick("Évaluation du", "Réévaluation du", "Date du soin :")} {c.act_date(v)} – Infirmier(e) : {n["given"]} {c.fam(n["family"])} – Médecin : {c.drname(c.dr())}</p><table class="w"><tr><td><svg style="width:60mm;height:60mm" viewBox="0 0 100 100"><rect width=100 height=100 fill="#f0c8b0"/><ellipse cx={c.r.randint(40, 60)} cy=50 rx={c.r.randint(18, 34)} ry={c.r.randint(14, 26)} fill="#a33"/><ellipse cx=50 cy=52 rx=10 ry=7 fill="#dbb95a"/><path d="M5 92H45" stroke="#000"/></svg><br><span class=sm>photo du {c.d(v)}</span></td><td><p>Siège : {c.pick("malléole externe droite", "sacrum", "talon gauche", "avant-pied", "jambe gauche", "trochanter")}</p><p>Dimensions : {c.r.randint(2, 9)} x {c.r.randint(1, 6)} cm, profondeur {c.r.randint(2, 15)} mm</p><p>Fibrine {c.r.randint(1, 6)}0 %, bourgeon {c.r.randint(1, 4)}0 %</p><p>Exsudat : {c.pick("faible", "modéré", "abondant")} ; odeur {c.pick("absente", "présente")}</p><p>Douleur : {c.r.randint(0, 7)}/10</p><p>Albumine : {c.r.randint(26, 40)} g/l</p></td></tr></table><p>{pick(c, TRANSM)} {capital(case(c)["atcd"])}.</p>{PLACE}<p>Protocole : {c.pick("alginate et film", "hydrofibre argent 10 jours", "TPN à -120 mmHg", "tulle siliconé", "irrigo-absorbant", "charbon actif", "hydrogel sur nécrose", "matelas à air, changement de position")}. Prochaine évaluation le {c.d(c.ahead(5, 15))}. Précédente : {c.d(c.ago(10, 20))}.</p>"""
    return page(c, b)


@layout("physio_report", ages=(5, 95))
def physio(c: Ctx) -> str:
    c.type("34120-6", "47420-5", "11506-3")
    st = c.struct("kine", finess=False)
    n, t = c.dr(), c.dr("ortho")
    rp = c.author(n, c.chance(0.5))
    c.to(t)
    v = c.ago(1, 8)
    b = f"""<p style="border-left:4pt solid {c.color};padding-left:6pt"><b>{st["name"]}</b><br>{n["given"]} {c.fam(n["family"])}, masseur-kinésithérapeute D.E. {rp}<br>{st["adr"]}</p><p class=r>À l'attention du {c.drname(t)}</p><h1>{c.pick("BILAN-DIAGNOSTIC KINÉSITHÉRAPIQUE", "Fiche de synthèse kinésithérapie", "Compte rendu de rééducation")}</h1><p>{c.who()}, {c.born()} {c.ins_line("– ")}</p><p>Bilan réalisé le {c.act_date(v)} (séance n° {c.r.randint(1, 20)}, prescription du {c.d(c.ago(20, 60))}).</p><table class="grid w"><tr><th>Item</th><th>Droite</th><th>Gauche</th></tr>{"".join(f"<tr><td>{x}</td><td>{c.r.randint(*y)}</td><td>{c.r.randint(*y)}</td></tr>" for x, y in (("Flexion (°)", (80, 140)), ("Extension (°)", (-10, 0)), ("Quadriceps (/5)", (2, 5)), ("Périmètre (cm)", (36, 46)), ("EVA (/10)", (0, 8))))}</table><p>TUG {c.r.randint(9, 30)} s, appui unipodal {c.r.randint(1, 20)} s, marche {c.pick("sans aide", "avec une canne", "avec déambulateur")}. {capital(case(c)["story"])}.</p>{PLACE}<p>Objectifs : {c.pick("gain de flexion à 120°", "sevrage des aides de marche", "prévention des chutes", "reprise du travail", "autonomie des transferts", "drainage bronchique", "contrôle moteur lombaire", "port de charge")}. {distract(c)}</p><p>Conclusion : {c.pick("poursuite, 15 séances supplémentaires souhaitables", "fin de prise en charge", "avis chirurgical souhaité")}.</p><p class=r>Le {c.doc_date()}<br>{sig(c, n, label=n["given"] + " " + c.fam(n["family"]))}</p>"""
    return page(c, b)


@layout("dental_report", ages=(5, 95))
def dental(c: Ctx) -> str:
    c.type("28617-9", "83836-7")
    st = c.struct("dentaire", finess=False)
    n = c.dr()
    rp = c.author(n, c.chance(0.7))
    v = c.ago(0, 5)
    c.drop |= {"recipients"}

    def teeth(numbers: Iterable[int]) -> str:
        return "".join(f"<td class=c>{x}<br>{c.pick('', '', '', 'O', 'X', 'C', '/')}</td>" for x in numbers)

    up = list(range(18, 10, -1)) + list(range(21, 29))
    lo = list(range(48, 40, -1)) + list(range(31, 39))
    b = f"""<div class=two><div>{logo(c, 14)} <b>{st["name"]}</b></div><div class="r">{c.drname(n)}<br>Chirurgien-dentiste<br>{rp}</div></div><h1 class=c>{c.pick("BILAN BUCCO-DENTAIRE", "Examen bucco-dentaire", "Fiche de bilan dentaire")}</h1><div class=bx>{c.table(c.rows())}</div><p>{c.pick("Examen pratiqué le", "Vu en consultation le", "Bilan du")} {c.act_date(v)} {c.pick("au cabinet", "à l’EHPAD", "avant pose de prothèse valvulaire")}</p><table class="grid w sm"><tr>{teeth(up)}</tr><tr>{teeth(lo)}</tr></table><p class=sm>O : obturée ; X : absente ; C : cariée ; / : à extraire</p><p>Hygiène {c.pick("moyenne", "bonne", "insuffisante")}, gingivite {c.pick("localisée", "généralisée", "absente")}. Panoramique du {c.d(c.ago(10, 60))} : {c.pick("foyer apical sur 36", "pas de foyer", "alvéolyse horizontale", "racines incluses")}.</p>{PLACE}<p>Plan : {c.pick("détartrage, extraction de 47 et 48", "prothèse amovible à rebaser", "soins conservateurs en deux séances", "absence de foyer infectieux", "couronne sur 16, devis n° " + c.num(5), "scellement de sillons", "fluor et contrôle à six mois", "avulsions sous antibioprophylaxie")}. Prochain rendez-vous : {c.d(c.ahead(7, 60))}.</p><p class=r>Établi le {c.doc_date()} {sig(c, n, label="")}</p>"""
    return page(c, b)


@layout("optician_form", ages=(16, 92))
def optic(c: Ctx) -> str:
    c.type("57833-6", "34120-6", "78513-9")
    c.drop |= {"doc_type", "recipients", "author_family", "author_given", "author_rpps"}
    st = c.struct("optique", finess=False)
    t = c.dr("ophta")
    v = c.day
    c.drop |= {"doc_date"}

    def eye() -> str:
        return f"<td>{c.r.choice('+-')}{c.r.randint(0, 6)},{c.pick('00', '25', '50', '75')}</td><td>-{c.r.randint(0, 2)},{c.pick('25', '50', '75')}</td><td>{c.r.randint(1, 179)}°</td><td>+{c.r.randint(1, 3)},{c.pick('00', '25', '50')}</td>"

    b = f"""<div class=c style="font-size:150%;letter-spacing:3pt;color:{c.color}">{st["name"].upper()}</div><p class="c sm">{st["adr"]} – {st["tel"]}</p><h2>{c.pick("Fiche de réfraction – information du prescripteur", "Adaptation de la correction optique", "Examen de vue réalisé par l’opticien")}</h2><table class=w><tr><td>{c.table(c.rows())}</td><td>Examen du {c.act_date(v)}<br>Opticien : {c.dr()["given"]} {c.fam(c.dr()["family"])}<br>Ordonnance initiale : {c.drname(t)}, le {c.d(c.ago(300, 900))}</td></tr></table><table class="grid w c"><tr><th></th><th>Sphère</th><th>Cylindre</th><th>Axe</th><th>Addition</th></tr><tr><td>OD</td>{eye()}</tr><tr><td>OG</td>{eye()}</tr></table><p>Écart pupillaire {c.r.randint(56, 70)} mm – acuité binoculaire {c.r.randint(7, 12)}/10 – gêne : {c.pick("conduite de nuit", "lecture", "écran", "aucune")}.</p>{PLACE}<p>Facture n° {c.num(6)} ; livraison prévue le {c.d(c.ahead(7, 15))}.</p>"""
    return page(c, b)


@layout("speech_therapy", ages=(4, 95))
def ortho(c: Ctx) -> str:
    c.type("34120-6", "47420-5", "11506-3")
    n, t = c.dr(), c.dr("neuro")
    rp = c.author(n, True)
    c.to(t)
    c.drop |= {"structure_name", "doc_type"}
    c.drop.discard("doc_type")
    v = c.ago(2, 12)
    b = f"""<p class=r>{n["given"]} {c.fam(n["family"], True)}<br>Orthophoniste<br>{rp}<br>{c.w.people.address().replace(", ", "<br>")}</p><p>{c.drname(t)}</p><h1 class=c>{c.pick("COMPTE RENDU DE BILAN ORTHOPHONIQUE", "Bilan orthophonique initial", "Bilan de langage et de déglutition")}</h1><p>{c.pick("Concernant", "Nom", "Patient")} : {c.who()} &nbsp;&nbsp; {c.born()}{c.ins_line("<br>")}</p><p>Bilan effectué le {c.act_date(v)} sur prescription du {c.d(c.ago(20, 60))}.</p><p><b>Anamnèse.</b> {c.pick("Gêne à la lecture et lenteur à l’écrit signalées par l’école.", "Fausses routes aux liquides depuis un AVC.", "Manque du mot, plainte de l’entourage.", "Dysphonie chez un professionnel de la voix.", "Bégaiement depuis l’enfance.", "Parole faible dans le cadre d’une maladie de Parkinson.", "Retard de langage, fratrie suivie.", "Surdité récemment appareillée.")} {distract(c)}</p><p><b>Épreuves.</b> Dénomination {c.r.randint(40, 80)}/80, répétition {c.r.randint(10, 20)}/20, fluences {c.r.randint(6, 28)} mots, compréhension {c.r.randint(20, 47)}/47. Test de capacité fonctionnelle de déglutition : {c.pick("normal", "toux sur 90 ml")}.</p>{PLACE}<p><b>Diagnostic orthophonique.</b> {c.pick("Trouble spécifique du langage écrit modéré.", "Dysphagie oropharyngée, textures lisses et eau gélifiée.", "Aphasie fluente légère.", "Atteinte lexico-sémantique compatible avec un trouble neurocognitif.", "Dysarthrie hypokinétique.")}</p><p><b>Projet.</b> {c.r.randint(20, 50)} séances de 30 minutes, AMO 13.</p><p>Fait le {c.doc_date_long()}</p><p style="margin-left:60%">{sig(c, n, label="")}</p>"""
    return page(c, b, font=c.serif)


@layout("psycho_report", ages=(7, 80))
def psycho(c: Ctx) -> str:
    c.type("83901-9")
    n = c.dr()
    c.author(n)
    c.drop |= {"structure_name", "recipients", "author_rpps"}
    v = c.ago(3, 20)
    b = f"""<p><i>{n["given"]} {c.fam(n["family"])}</i><br>Psychologue{c.pick(", neuropsychologue", " clinicienne" if n["sex"] == "F" else " clinicien")} – ADELI {n["adeli"]}</p><p class=r>{c.doc_date_long()}</p><h1>{c.pick("Bilan psychologique", "COMPTE RENDU DE BILAN NEUROPSYCHOLOGIQUE", "Évaluation cognitive")}</h1><p>{c.who()}, {c.born()} {c.ins_line("<br>")}<br>Rencontré{c.e} le {c.act_date(v)} ; {c.pick("scolarisé" + c.e + " ou ancien agriculteur", "niveau certificat d’études", "niveau baccalauréat")}.</p><p>{c.title().capitalize()} se montre coopérant{c.e}, {c.pick("anxieux", "souriant", "réservé")}. Le contact est {c.pick("facile", "bon", "fluctuant")}. {distract(c)}</p><table class="grid"><tr><th>Indice</th><th>Score</th><th>Percentile</th></tr>{"".join(f"<tr><td>{x}</td><td>{c.r.randint(68, 128)}</td><td>{c.r.randint(3, 96)}</td></tr>" for x in ("Compréhension verbale", "Visuospatial", "Raisonnement fluide", "Mémoire de travail", "Vitesse de traitement"))}</table><p>{c.pick("Le profil est hétérogène avec une fragilité attentionnelle.", "La mémoire épisodique verbale est altérée, l’indiçage aide peu.", "Efficience dans la norme, estime de soi fragile.", "Ralentissement et fatigabilité au premier plan.", "Fonctions exécutives préservées.", "Éléments dépressifs à prendre en charge.", "Précocité verbale, décalage grapho-moteur.", "Troubles praxiques associés.")}</p>{PLACE}<p>{c.pick("Un suivi bimensuel est proposé.", "Réévaluation dans un an.", "Aménagements scolaires ou professionnels conseillés.")}</p><p class=r>{n["given"]} {c.fam(n["family"])}</p>"""
    return page(c, b, font=c.serif, size=11)


@layout("ehpad_emergency_liaison", ages=(68, 102))
def dlu(c: Ctx) -> str:
    c.type("74207-2", "78341-5", "18761-7")
    st = c.struct("ehpad", True)
    t = c.dr()
    c.drop |= {"recipients", "author_family", "author_given", "act_date"}
    rel = c.dr()
    b = f"""<table class="grid w"><tr><td style="background:#c00;color:#fff" class=c><b style="font-size:140%">{c.pick("DOCUMENT DE LIAISON D'URGENCE", "D.L.U. – transfert aux urgences", "FICHE DE LIAISON URGENCE EHPAD")}</b></td><td><b>{st["name"]}</b><br>{st["tel"]}<br>{st["fi"]}</td></tr></table><table class="grid w sm" style="font-size:{c.size}pt"><tr><td style="width:52%"><b>RÉSIDENT</b>{c.table(c.rows([("Chambre", c.num(3)), ("GIR", c.r.randint(1, 5))]))}</td><td><b>Personne à prévenir</b><br>{c.pick("M.", "Mme")} {c.fam(rel["family"])} {rel["given"]} ({c.pick("fille", "fils", "neveu")})<br>{c.w.pros.tel()}<br>Prévenu(e) : {box(1)}oui {box(0)}non<br><b>Médecin traitant</b><br>{c.drname(t)} {c.w.pros.tel()}<br>Médecin coordonnateur : {c.drname(c.dr())}</td></tr><tr><td>Antécédents : {case(c)["atcd"]}<br>Allergies : {c.pick("néant", "sulfamides", "pénicilline")}<br>Directives anticipées : {c.pick("oui, au dossier", "non")}</td><td>Traitement :{ul(drugs(c, 5))}</td></tr><tr><td>Autonomie : toilette {c.pick("A", "B", "C")}, repas {c.pick("A", "B", "C")}, transferts {c.pick("A", "B", "C")}. Prothèses : {box(1)}dentaires {box(c.chance(0.5))}auditives {box(1)}lunettes</td><td>Risques : {box(c.chance(0.5))}chute {box(c.chance(0.5))}fugue {box(c.chance(0.5))}fausse route {box(c.chance(0.3))}escarre</td></tr><tr><td colspan=2><b>Motif du transfert :</b> {case(c)["motif"]} – {case(c)["story"]}. TA {c.r.randint(90, 170)}/{c.r.randint(50, 90)}, SpO2 {c.r.randint(84, 97)} %, T° {c.r.randint(36, 39)},{c.r.randint(0, 9)}, glycémie {c.r.randint(0, 2)},{c.num(2)} g/l.</td></tr></table>{PLACE}<p>{c.pick("Rempli le", "Établi le", "Mis à jour le")} {c.doc_date()} à {c.hm()} par {c.pick("l’IDE de garde", "l’infirmière coordinatrice", "l’aide-soignant de nuit")}</p>"""
    return page(c, b, size=9.5)


@layout("had_liaison", ages=(25, 100))
def had(c: Ctx) -> str:
    c.type("11490-0", "34133-9", "18761-7", "34112-3")
    st = c.struct("had", True)
    a, t = c.dr("geriatre"), c.dr()
    c.author(a)
    c.to(t)
    out = c.ago(0, 4)
    ent = out - dt.timedelta(days=c.r.randint(12, 60))
    k = case(c)
    b = f"""<div style="border-top:5pt solid {c.color};padding-top:5pt" class=two><span><b style="font-size:130%">{st["name"]}</b><br>{st["adr"]} – {st["fi"]}</span>{logo(c, 14)}</div><h1>{c.pick("Synthèse de fin de prise en charge", "LETTRE DE SORTIE D’HAD", "Lettre de liaison HAD – sortie")}</h1><p>Destinataire : {c.drname(t)}</p><table class=w><tr><td>{c.table(c.rows([("N° de séjour", c.episode())]))}</td><td>{c.dm()}</td></tr></table><p>Admission : {c.d(ent)} &nbsp; Sortie : <b>{c.act_date(out)}</b> &nbsp; Mode de prise en charge : {c.pick("09 pansements complexes", "04 soins palliatifs", "06 nutrition entérale", "05 chimiothérapie", "14 soins de nursing lourds")}</p><p>{capital(k["story"])}. {capital(k["exam"])}.</p><h2>Transmissions</h2>{ul([pick(c, TRANSM) for _ in range(4)])}{PLACE}<h2>Traitement en cours</h2>{ul(drugs(c, 5))}<p>Relais : {c.pick("cabinet infirmier", "SSIAD", "équipe mobile de soins palliatifs")} à partir du {c.d(out + dt.timedelta(days=1))}. {distract(c)}</p><p class=r>Le {c.doc_date()}, {c.pick("médecin praticien d’HAD", "le médecin coordonnateur")}<br>{sig(c, a)}</p>"""
    return page(c, b)


@layout("ssiad_care_plan", ages=(60, 101))
def ssiad(c: Ctx) -> str:
    c.type("18776-5", "80788-3", "77604-7")
    st = c.struct("ssiad")
    c.drop |= {"recipients", "author_family", "author_given", "act_date"}
    days = ["L", "M", "M", "J", "V", "S", "D"]
    acts = [
        "Toilette au lit",
        "Toilette lavabo / douche",
        "Habillage",
        "Bas de contention",
        "Lever / transfert",
        "Prévention d'escarre",
        "Aide au repas",
        "Surveillance hydratation",
        "Change",
        "Prise des médicaments",
    ]
    co = c.dr()
    b = f"""<div class=two><div><b>{st["name"]}</b><br><span class=sm>{st["adr"]} {st["tel"]}<br>{st["fi"]}</span></div><div class=bx>{c.who(order="fg")}<br>{c.born()}<br>{c.ins_line("", "<br>")}{c.p["address"]}</div></div><h1 class=c>{c.pick("PLAN DE SOINS PERSONNALISÉ", "Plan d’aide et de soins", "Projet individualisé de soins")}</h1><p>Infirmier coordinateur : {co["given"]} {c.fam(co["family"])} – Médecin : {c.drname(c.dr())} – GIR {c.r.randint(1, 4)} – entrée le {c.d(c.ago(60, 700))}</p><table class="grid w"><tr><th>Soin</th>{"".join(f"<th>{d}</th>" for d in days)}<th>Temps</th></tr>{"".join("<tr><td>" + x + "</td>" + "".join(f"<td class=c>{c.pick('M', 'M', 'S', '', 'M/S')}</td>" for _ in days) + f"<td>{c.r.randint(1, 5)}0 min</td></tr>" for x in c.r.sample(acts, 7))}</table><p>Habitudes : {pick(c, SOCIAL)}</p><p>Objectifs : {c.pick("maintien à domicile", "prévention de la dénutrition", "soulager l’aidant", "retour de la marche")}.</p>{PLACE}<p>Plan {c.pick("établi", "révisé", "validé")} le {c.doc_date()}. Réévaluation prévue le {c.d(c.ahead(60, 180))}.</p>"""
    return page(c, b)


@layout("pregnancy_visit", ages=(19, 42), sex="F")
def preg(c: Ctx) -> str:
    c.type("89233-1", "11488-4", "57055-6")
    n = c.dr("gyneco", "F")
    rp = c.author(n, True)
    c.drop |= {"structure_name", "recipients", "doc_date"}
    v = c.day
    b = f"""<p><b>{n["given"]} {c.fam(n["family"])}</b>, sage-femme – {rp} – {c.w.people.address()}</p><h1>{c.pick("Suivi de grossesse", "CONSULTATION PRÉNATALE", "Fiche de consultation – grossesse")}</h1><p>{c.who()} {c.born()} {c.ins_line("<br>")}</p><table class=grid><tr><td>Consultation du</td><td><b>{c.act_date(v)}</b></td></tr><tr><td>DDR</td><td>{c.d(c.ago(80, 250))}</td></tr><tr><td>Terme prévu</td><td>{c.d(c.ahead(30, 190))}</td></tr><tr><td>Âge gestationnel</td><td>{c.r.randint(12, 37)} SA + {c.r.randint(0, 6)} j</td></tr><tr><td>Gestité / parité</td><td>G{c.r.randint(1, 4)} P{c.r.randint(0, 3)}</td></tr><tr><td>TA / poids</td><td>{c.r.randint(98, 135)}/{c.r.randint(55, 88)} – {c.r.randint(52, 92)} kg</td></tr><tr><td>HU</td><td>{c.r.randint(14, 34)} cm</td></tr><tr><td>BDC</td><td>{c.r.randint(125, 160)}/min</td></tr><tr><td>Bandelette</td><td>{c.pick("négative", "traces de protéines")}</td></tr></table><p>Conjoint : {c.pick("Julien", "Karim", "Thomas")}, groupe {c.pick("A+", "O+", "B-")}. Sérologie toxoplasmose {c.pick("négative", "immunisée")} du {c.d(c.ago(10, 40))}.</p>{PLACE}<p>Conduite : {c.pick("échographie morphologique", "HGPO 75 g", "vaccin coqueluche", "entretien prénatal", "consultation d’anesthésie", "fer 80 mg", "repos", "injection anti-D")} ; rendez-vous le {c.d(c.ahead(20, 35))}.</p><p class=r>{sig(c, n, label=n["given"] + " " + c.fam(n["family"]))}</p>"""
    return page(c, b)


@layout("newborn_summary", ages=(0, 1))
def newborn(c: Ctx) -> str:
    c.type("57075-4", "78489-2")
    p = c.p
    st = c.struct("ch")
    a = c.dr("pedia")
    c.author(a)
    c.drop |= {"recipients", "act_date"}
    p["never_auto"], p["trap_name"] = True, c.trap or "newborn"
    m = p.get("mother")
    if not m:
        m = c.w.people.draw("F", c.r.randint(20, 41))
        c.w.people.add(m)
        p["mother"] = m
    day = p["dob"] + dt.timedelta(days=c.r.randint(2, 5))
    c.day = day
    mm = f"{m['used'] or m['birth']}{' née ' + m['birth'] if m['used'] else ''} {m['firsts'][0]}"
    b = f"""<div class=two><div><b style="color:{c.color}">{st["name"]}</b><br>Maternité – Pédiatrie néonatale<br>{st["fi"]}</div><div class=bx><b>Mère</b> : {mm}<br>née le {c.d(m["dob"])}<br>Groupe {c.pick("A+", "O-", "B+")}</div></div><h1>{c.pick("Compte rendu de naissance – enfant", "SYNTHÈSE NOUVEAU-NÉ", "Séjour du nouveau-né en maternité")}</h1><p><b>ENFANT</b></p>{c.table(c.rows([("Heure de naissance", c.hm()), ("Poids / taille / PC", f"{c.r.randint(2400, 4200)} g / {c.r.randint(46, 53)} cm / {c.r.randint(32, 37)} cm"), ("Apgar", "9 - 10 - 10")]))}<p>Accouchement {c.pick("voie basse, présentation céphalique", "césarienne programmée", "ventouse")} à {c.r.randint(37, 41)} SA. Allaitement {c.pick("maternel", "artificiel", "mixte")}. Guthrie fait, OEA présentes, bilirubine transcutanée {c.r.randint(80, 190)} µmol/l. Hanches stables.</p>{PLACE}<p>Vitamine K donnée. Poids de sortie {c.r.randint(2400, 4000)} g. Visite du 10e jour à prévoir chez le {c.drname(c.dr())}.</p><p class=r>Le {c.doc_date(day)}<br>{sig(c, a)}</p>"""
    return page(c, b)


@layout("child_exam", ages=(1, 6))
def child(c: Ctx) -> str:
    c.type("59283-2", "68817-6")
    a = c.dr("pedia")
    c.author(a)
    c.f["structure_name"] = n = f"PMI {c.pick('du canton de Montreval', 'centre-ville', 'secteur Nord')}"
    c.drop |= {"recipients", "doc_date", "structure_name"}
    b = f"""<div style="border:2pt solid {c.color};padding:6pt"><div class=two><b>{n}</b><span>{c.pick("EXAMEN DE L’ENFANT", "Bilan de santé de l’enfant", "Examen obligatoire")}</span></div>{c.table(c.rows([("Âge", c.age_txt), ("Mode de garde", c.pick("crèche", "école maternelle", "assistante maternelle"))]))}</div><p>Examiné{c.e} le {c.act_date(c.day)} par {c.drname(a)} – accompagné{c.e} de {c.pick("sa mère", "son père", "ses grands-parents")}</p><table class="grid w"><tr><td>Poids</td><td>{c.r.randint(9, 24)},{c.r.randint(0, 9)} kg</td><td>Taille</td><td>{c.r.randint(74, 118)} cm</td></tr><tr><td>Vision</td><td>{c.pick("normale", "lunettes")}</td><td>Audition</td><td>{c.pick("normale", "à contrôler")}</td></tr><tr><td>Langage</td><td>{c.pick("phrases", "mots isolés", "riche")}</td><td>Motricité</td><td>{c.pick("adaptée", "maladroite")}</td></tr></table><p>{c.pick("Développement psychomoteur satisfaisant.", "Rhinites répétées, végétations ?", "Eczéma des plis, émollient.", "Sommeil difficile, écrans à limiter.", "Carie débutante.", "Souffle fonctionnel.", "Marche acquise à 14 mois.", "Retard de parole, avis orthophonique.")} Vaccins : {", ".join(c.r.sample(VACCINES, 2))} (le {c.d(c.ago(30, 200))}).</p>{PLACE}<p>Prochain examen : {c.d(c.ahead(100, 360))}</p><p class=r>{sig(c, a)}</p>"""
    return page(c, b)


@layout("genetics", ages=(18, 75))
def genet(c: Ctx) -> str:
    c.type("51969-4")
    st = c.struct("chu", True)
    a, t = c.dr("gene"), c.dr("onco")
    c.author(a)
    v = c.ago(30, 80)
    c.drop |= {"recipients"}
    g = c.pick("BRCA2", "MLH1", "F5 (facteur V Leiden)", "HFE p.Cys282Tyr", "MYH7", "CFTR", "PALB2", "LDLR")
    b = f"""<table class=w><tr><td><b>{st["name"]}</b><br>Laboratoire de génétique moléculaire<br>{st["fi"]}</td><td class=r>Dossier G{c.num(5)}<br>Prescripteur : {c.drname(t)}</td></tr></table><div class=bx style="margin:6pt 0">{c.table(c.rows())}{c.dm()}</div><p>Prélèvement (sang EDTA) du {c.act_date(v)} reçu le {c.d(v + dt.timedelta(days=2))} – consentement joint</p><h1>{c.pick("RÉSULTAT DE GÉNÉTIQUE MOLÉCULAIRE", "Compte rendu d’analyse génétique", "Analyse constitutionnelle d’un panel de gènes")}</h1><p>Indication : {c.pick("antécédents familiaux (mère et tante)", "diagnostic présymptomatique", "thromboses répétées", "surcharge martiale", "cardiomyopathie d’un frère", "hypercholestérolémie sévère")}. Technique : NGS, {c.r.randint(12, 90)} gènes, profondeur {c.r.randint(80, 600)}X.</p><p><b>Gène {g} : {c.pick("absence de variant pathogène identifié", "variant hétérozygote de classe 5", "variant de signification incertaine (classe 3)", "homozygote", "hétérozygote composite à confirmer")}.</b></p>{PLACE}<p>{c.pick("Une confirmation sur second prélèvement est recommandée.", "Le résultat doit être rendu en consultation de génétique.", "Information de la parentèle à organiser (décret du 20 juin 2013).")}</p><p class=r>Validé et signé le {c.doc_date()}<br>{c.drname(a)}</p>"""
    return page(c, b)


@layout("podiatry", ages=(30, 95))
def podo(c: Ctx) -> str:
    c.type("34120-6", "11506-3", "47420-5")
    n, t = c.dr(), c.dr("endoc")
    c.author(n)
    c.to(t)
    c.drop |= {"structure_name"}
    v = c.ago(0, 4)
    b = f"""<div class=c style="border-bottom:1pt solid {c.color}"><b>{n["given"]} {c.fam(n["family"])}</b><br>Pédicure-podologue D.E.<br><span class=sm>{c.w.people.address()} – {c.w.pros.tel()}</span></div><p>Dr {c.fam(t["family"])} {t["given"]}</p><p class=r>{c.pick("Le", "Ce")} {c.doc_date_long()}</p><h2>{c.pick("Bilan podologique du patient diabétique", "BILAN PODOLOGIQUE", "Compte rendu de bilan : pied à risque")}</h2><p>Cher docteur, j'ai reçu le {c.act_date(v)} {c.who()}, {c.born()}{c.ins_line(", ")}, pour un bilan annuel.</p><p>Grade {c.r.randint(0, 3)}. Monofilament : {c.pick("perçu", "non perçu sur 3 sites")}. Pouls {c.pick("présents", "pédieux gauche faible")}. Déformations : {c.pick("hallux valgus", "orteils en griffe", "aucune")}. Hyperkératose {c.pick("talonnière", "sous la tête du premier métatarsien")}. {distract(c)}</p>{PLACE}<p>{c.r.randint(4, 8)} séances de prévention proposées, {c.pick("orthèses plantaires", "orthoplastie", "chaussage thérapeutique")}. Prochain rendez-vous le {c.d(c.ahead(30, 90))}.</p><p style="margin-left:60%">{sig(c, n, label=n["given"] + " " + c.fam(n["family"]))}</p>"""
    return page(c, b, font=c.pick(c.serif, c.sans))


@layout("trod_pharmacy", ages=(5, 90))
def trod(c: Ctx) -> str:
    c.type("96173-0")
    st = c.struct("pharmacie")
    n = c.dr()
    c.author(n)
    c.drop |= {"recipients", "doc_date"}
    b = f"""<div style="width:120mm;margin:0 auto;border:1pt dashed #444;padding:8pt"><div class=c><b>{st["name"]}</b><br><span class=sm>{st["adr"]}<br>{st["fi"]}</span></div><h2 class=c>{c.pick("COMPTE RENDU DE TROD", "Résultat de test rapide", "Test rapide d’orientation diagnostique")}</h2><p>{c.who()}<br>{c.born()}<br>{c.ins_line()}</p><p>Test : {c.pick("angine (streptocoque A)", "COVID-19 antigénique", "grippe A/B", "cystite – bandelette")}<br>Réalisé le : <b>{c.act_date(c.day)}</b> à {c.hm()}<br>Lot : {c.num(6)} – péremption {c.r.randint(1, 12):02d}/2027<br>Résultat : <b>{c.pick("NÉGATIF", "POSITIF")}</b></p>{PLACE}<p>{c.pick("Orientation vers le médecin si fièvre.", "Délivrance selon protocole.", "Pas d’antibiotique nécessaire.")}</p><p class=r>{n["given"]} {c.fam(n["family"])}<br>pharmacien</p></div>"""
    return page(c, b)


@layout("pharm_vaccination", ages=(18, 98))
def pvac(c: Ctx) -> str:
    c.type("87273-9")
    st = c.struct("pharmacie", finess=False)
    n, t = c.dr(), c.dr()
    c.author(n)
    c.to(t)
    c.drop |= {"recipients", "doc_date"}
    b = f"""<p><b>{st["name"]}</b>, {st["adr"]}</p><h1 style="color:{c.color}">{c.pick("ATTESTATION DE VACCINATION", "Certificat de vaccination", "Traçabilité : vaccination à l’officine")}</h1><table class="grid w">{"".join(f'<tr><td style="width:40%">{a}</td><td>{b}</td></tr>' for a, b in c.rows([("Vaccin", c.r.choice(VACCINES)), ("Numéro de lot", "A" + c.num(5)), ("Date de vaccination", c.act_date(c.day)), ("Site", c.pick("deltoïde gauche", "deltoïde droit")), ("Vaccinateur", n["given"] + " " + c.fam(n["family"]) + ", pharmacien(ne)"), ("Médecin traitant informé", c.drname(t))]))}</table>{PLACE}<p>Pas de réaction immédiate après 15 minutes. {c.pick("Rappel : automne prochain.", "Deuxième dose dans deux mois.", "")}</p>"""
    return page(c, b)


@layout("admission_note", ages=(30, 100))
def admission(c: Ctx) -> str:
    c.type("67851-6", "18761-7", "34112-3")
    st = c.struct("ch")
    a = c.dr("geriatre")
    c.author(a)
    c.drop |= {"recipients", "doc_date"}
    k = case(c)
    b = f"""<table class=w style="border:1pt solid"><tr><td>{st["name"]}<br>{c.pick("SSR", "Médecine", "USLD", "Lits de soins palliatifs")} – lit {c.num(2)}</td><td>{c.who(order="fg", caps=True)}<br>{c.born()}<br>{c.ins_line()}</td><td>IPP {c.num(7)}<br>{c.pick("IEP", "NDA", "Séjour")} {c.episode()}</td></tr></table><h2>{c.pick("OBSERVATION MÉDICALE D'ENTRÉE", "Compte rendu d’admission", "Examen d'entrée")} – {c.act_date(c.day)}</h2><p><b>MH</b> : {k["motif"]}. <b>ATCD</b> : {k["atcd"]}. <b>MDV</b> : {pick(c, SOCIAL)}</p><p><b>TTT</b> : {", ".join(drugs(c, 6))}.</p><p><b>HDM</b> : {k["story"]}. {distract(c)}</p><p><b>Clinique</b> : {k["exam"]}.</p><p><b>Bilan</b> : {", ".join(f"{n} {x} {u}" for n, x, u, _, _, _ in lab_rows(c, ["Biochimie"])[0][1][:6])}.</p>{PLACE}<p><b>CCL</b> : {k["concl"]}. <b>CAT</b> : {", ".join(k["drugs"])}.</p><p>{c.drname(a)}</p>"""
    return page(c, b, font=c.sans, size=10)

"""What patients and their relatives keep, and what administrations send."""

import datetime as dt

from eval.examiners.locality.content import (
    OPS,
    SOCIAL,
    VACCINES,
    distract,
    lab_rows,
    pick,
)
from eval.examiners.locality.context import Ctx
from eval.examiners.locality.page import PLACE, box, logo, page, sig
from eval.examiners.locality.registry import layout


@layout("apa_aggir", ages=(65, 101))
def aggir(c: Ctx) -> str:
    c.type("34842-5", "BIL_AUTO")
    x = c.dr()
    c.author(x)
    c.f["structure_name"] = n = (
        f"Conseil départemental {c.pick('de la Nièvre', 'de la Loire', 'de la Vienne', 'du Finistère')}"
    )
    c.drop |= {"recipients", "structure_name", "author_family", "author_given"}
    v = c.ago(0, 5)
    vs = [
        "Cohérence",
        "Orientation",
        "Toilette haut",
        "Toilette bas",
        "Habillage haut",
        "Habillage moyen",
        "Habillage bas",
        "Se servir",
        "Manger",
        "Élimination urinaire",
        "Élimination fécale",
        "Transferts",
        "Déplacement intérieur",
        "Déplacement extérieur",
        "Alerter",
    ]
    b = f"""<div class=two><div><b>{n}</b><br>Direction de l'autonomie<br>Équipe médico-sociale APA</div>{logo(c, 14)}</div><h1 class=c>{c.pick("GRILLE NATIONALE AGGIR", "Évaluation de la perte d’autonomie – AGGIR", "GRILLE AGGIR – DEMANDE D’APA")}</h1>
<table class="grid w"><tr><td>{c.table(c.rows([("Dossier APA n°", c.num(7)), ("Domicile", c.p["address"])]))}</td></tr></table><p>Visite à domicile du {c.act_date(v)} par {c.pick("Mme", "M.")} {x["given"]} {c.fam(x["family"])}, {c.pick("infirmier(e)", "travailleur social", "évaluatrice")} – présents : {c.pick("la fille", "le conjoint", "la voisine", "l’aide à domicile")}</p>
<table class="grid w sm"><tr><th>Variable</th><th>S</th><th>T</th><th>C</th><th>H</th><th>Code</th></tr>{"".join(f"<tr><td>{y}</td>" + "".join(f"<td class=c>{c.pick('x', '', '')}</td>" for _ in range(4)) + f"<td class=c><b>{c.pick('A', 'B', 'C')}</b></td></tr>" for y in vs)}</table><p><b>Groupe iso-ressources proposé : GIR {c.r.randint(1, 6)}</b></p>{PLACE}<p>{pick(c, SOCIAL)}</p><p class=r>Grille signée le {c.doc_date(v)}</p>"""
    return page(c, b, size=9.5)


@layout("social_report")
def social(c: Ctx) -> str:
    c.type("28653-4", "60591-5")
    x = c.dr()
    c.author(x)
    st = c.struct("ch", finess=False)
    c.drop |= {"recipients", "act_date"}
    t = c.dr()
    b = f"""<p><b>{st["name"]}</b><br>Service social<br>{c.pick("Mme", "M.")} {x["given"]} {c.fam(x["family"])}, assistant{"e" if x["sex"] == "F" else ""} de service social<br>{st["tel"]}</p><p class=r>{st["town"]}, le {c.doc_date_long()}</p><h1 style="border-bottom:2pt solid {c.color}">{c.pick("RAPPORT SOCIAL", "Évaluation sociale", "Note sociale")}</h1><p>{c.pick("Personne concernée", "Au sujet de", "Usager")} : <b>{c.who()}</b>, {c.born()}, {c.pick("retraité" + c.e, "veuf" if not c.is_woman else "veuve", "célibataire", "marié" + c.e)} – demeurant {c.p["address"]} {c.ins_line("<br>")}</p>
<h2>Situation</h2><p>{pick(c, SOCIAL)} {pick(c, SOCIAL)}</p><h2>Ressources</h2><p>Pension CARSAT {c.r.randint(700, 1500)} €, complémentaire {c.r.randint(80, 500)} €. Loyer {c.r.randint(280, 620)} €. {c.pick("APA versée depuis 2023.", "Aide sociale à demander.", "Pas de dette.")}</p><h2>Entourage</h2><p>Référent : {c.pick("sa fille", "son fils", "sa nièce")} {c.pick("Sandrine", "Thierry", "Laurence")} {c.fam(c.dr()["family"])} ({c.w.pros.tel()}). Médecin traitant : {c.drname(t)}.</p>{PLACE}<h2>{c.pick("Préconisations", "Conclusion")}</h2><p>{c.pick("Dossier d’admission en EHPAD déposé dans trois établissements.", "Demande d’habilitation familiale transmise au juge.", "Plan d’aide de 28 heures par mois sollicité.", "Retour à domicile avec SSIAD et portage de repas.", "Hébergement temporaire de 30 jours puis réévaluation.", "Carte mobilité inclusion demandée.", "Signalement au titre de la vulnérabilité.", "Aménagement de la salle de bain par la caisse de retraite.")} {distract(c)}</p><p style="margin-left:55%">{x["given"]} {c.fam(x["family"])}</p>"""
    return page(c, b, font=c.pick(c.serif, c.sans))


@layout("ehpad_application", ages=(65, 101))
def ehpad_app(c: Ctx) -> str:
    c.type("51851-4", "28653-4", "CERT_DECL", "88348-8")
    c.drop |= {"recipients", "structure_name", "act_date", "author_family", "author_given"}
    rel = c.dr()
    b = f"""<div class=bx class=c><b style="font-size:125%">{c.pick("Dossier de demande d’admission en EHPAD", "DEMANDE UNIQUE D’ADMISSION EN ÉTABLISSEMENT POUR PERSONNES ÂGÉES")}</b> – cerfa 14732*0{c.r.randint(1, 3)} – <i>volet administratif</i></div><h2 style="background:{c.color};color:#fff">ÉTAT CIVIL DE LA PERSONNE CONCERNÉE</h2>{c.table(c.rows([("Adresse", c.p["address"]), ("Situation familiale", c.pick("veuvage", "célibataire", "marié(e)", "divorcé(e)")), ("Téléphone", c.w.pros.tel())]))}
<h2 style="background:{c.color};color:#fff">REPRÉSENTANT / CONTACT</h2><p>Nom : {c.fam(rel["family"])} Prénom : {rel["given"]} – lien : {c.pick("fille", "fils", "neveu", "mandataire")} – Tél. {c.w.pros.tel()}<br>Mesure de protection : {box(0)}tutelle {box(c.chance(0.2))}curatelle {box(c.chance(0.8))}aucune</p><h2 style="background:{c.color};color:#fff">DEMANDE</h2><p>{box(1)}hébergement permanent {box(0)}temporaire &nbsp; entrée souhaitée : {c.pick("immédiat", "dans les six mois", "échéance plus lointaine")}<br>Établissements demandés : {", ".join(c.w.pros.struct("ehpad")["name"] for _ in range(3))}</p>
<h2 style="background:{c.color};color:#fff">ASPECTS FINANCIERS</h2><p>Financement : {box(1)}seul(e) {box(0)}aide des enfants &nbsp; APA {box(c.chance(0.5))}oui – Mutuelle : {c.pick("MGEN", "Harmonie", "MSA Services")} n° {c.num(8)}</p>{PLACE}<p>Commentaires : {pick(c, SOCIAL)}</p><p class=r>Date de la demande : {c.doc_date()}<br>Signature {sig(c, rel, label="")}</p>"""
    return page(c, b, size=10)


@layout("mutuelle_attest", ages=(18, 95))
def mutuelle(c: Ctx) -> str:
    c.type("ATTEST-ASS-COMPL")
    c.drop |= {"structure_name", "recipients", "act_date", "doc_date", "author_family", "author_given"}
    c.f["doc_type"] = "ATTEST-ASS-COMPL"
    b = f"""<div class=two><div>{logo(c)} <b style="font-size:140%;color:{c.color}">{c.pick("Mutuelle des Vallées", "Prévia Santé", "La Solidaire", "Mutuelle Intégrale")}</b></div><div class=r>Carte de tiers payant<br>Période : du 01/01/2026 au 31/12/2026</div></div><h1>{c.pick("ATTESTATION D’ASSURANCE COMPLÉMENTAIRE SANTÉ", "Attestation de tiers payant", "Carte mutuelle – tiers payant")}</h1><p>N° AMC : {c.num(8)} &nbsp; N° adhérent : {c.num(9)} &nbsp; Gestion DRE : {c.pick("IS", "SP", "NOEMIE")}</p>
<table class="grid w"><tr><th>Bénéficiaire</th><th>Né(e) le</th><th>N° INS / INSEE</th><th>PHAR</th><th>MED</th><th>LABO</th><th>HOSP</th></tr><tr><td><b>{c.who(civ=False, order="fg", caps=True)}</b></td><td>{c.dob()}</td><td>{c.ins_txt()}</td><td>100</td><td>100</td><td>100</td><td>PEC</td></tr></table>{PLACE}<p class=sm>Ce document est strictement personnel. Prise en charge hospitalière : {c.w.pros.tel()}. Service adhérents : {c.p["address"].split(", ")[1]}.</p>"""
    return page(c, b)


@layout("droits_attest", ages=(18, 98))
def droits(c: Ctx) -> str:
    c.type("ATTEST-DROITS-AM")
    c.drop |= {"structure_name", "recipients", "act_date", "author_family", "author_given"}
    c.want_ins = True
    r = c.rows()
    b = f"""<div class=two><div><b style="color:#0b4f9e;font-size:150%">ameli.fr</b><br>CPAM {c.pick("DE LA LOIRE", "DU FINISTÈRE", "DE LA VIENNE")}<br><span class=sm>Vos références à rappeler : {c.num(10)}</span></div><div style="width:70mm;margin-top:20mm">{c.p["address"].replace(", ", "<br>")}</div></div><p class=r>Le {c.doc_date_long()}</p><h1>{c.pick("Attestation de droits à l’assurance maladie", "ATTESTATION DE DROITS")}</h1><p>Valable du {c.d(c.day)} au {c.d(c.ahead(300, 365))}.</p><h2>ASSURÉ(E)</h2>{c.table(r)}<table class="grid w"><tr><td>Régime / caisse / centre</td><td>01 {c.num(3)} 0000</td></tr><tr><td>Exonération</td><td>{c.pick("ALD jusqu’au " + c.d(c.ahead(300, 900)), "néant")}</td></tr><tr><td>Médecin traitant déclaré</td><td>{c.pick("oui", "non")}</td></tr><tr><td>Complémentaire santé solidaire</td><td>{c.pick("non", "oui, sans participation")}</td></tr></table>{PLACE}<p class=sm>Nous vous rappelons que toute fausse déclaration est passible d'amende. Votre correspondant : 36 46.</p>"""
    return page(c, b)


@layout("appointment", ages=(3, 98))
def appointment(c: Ctx) -> str:
    c.type("56446-8")
    st = c.struct(c.pick("chu", "clinique", "imagerie"), finess=False)
    a = c.dr("cardio")
    c.drop |= {"recipients", "act_date", "author_family", "author_given"}
    rv = c.ahead(8, 90)
    b = f"""<div>{logo(c, 14)} <b>{st["name"]}</b><br><span class=sm>{st["adr"]}</span></div><div style="margin:14mm 0 10mm 52%">{c.who()}<br>{c.p["address"].replace(", ", "<br>")}</div><p>{st["town"]}, le {c.doc_date()}</p><p><b>Objet : {c.pick("confirmation de rendez-vous", "convocation", "votre rendez-vous")}</b></p><p>Nous vous confirmons le rendez-vous {c.pick("avec", "auprès du")} {c.drname(a)} ({a["spec"]}) :</p><div class="bx c" style="font-size:125%"><b>{c.d(rv, "long")} à {c.hm()}</b></div><p>Patient : {c.born()} {c.ins_line(" – ")} – IPP {c.num(7)}</p><p>Merci de vous présenter vingt minutes avant au guichet {c.pick("B", "3", "central")} avec carte Vitale, pièce d'identité, ordonnance et examens antérieurs. {c.pick("Restez à jeun six heures.", "Venez accompagné.", "Apportez votre liste de traitements.")} En cas d'empêchement : {st["tel"]}.</p>{PLACE}<p class=r>Le secrétariat</p>"""
    return page(c, b, font=c.pick(c.sans, c.serif))


@layout("vaccination_card", ages=(1, 90))
def vaccination(c: Ctx) -> str:
    c.type("11369-6", "87273-9", "11369-6")
    c.f["doc_type"] = ["11369-6", "87273-9"]
    c.drop |= {"structure_name", "recipients", "act_date", "author_family", "author_given", "doc_date"}
    b = f"""<h1 class=c style="color:{c.color}">{c.pick("CARNET DE VACCINATION", "Historique vaccinal", "RELEVÉ DES VACCINATIONS")}</h1>{c.table(c.rows())}{c.dm()}<table class="grid w" style="margin-top:8pt"><tr><th>Date</th><th>Vaccin</th><th>Lot</th><th>Dose</th><th>Vaccinateur (cachet)</th></tr>{"".join(f"<tr><td>{c.d(d, 'slash')}</td><td>{c.r.choice(VACCINES)}</td><td>{c.pick('A', 'X', 'FK')}{c.num(4)}</td><td>{c.pick('1', '2', 'rappel')}</td><td>{c.drname(c.dr())}</td></tr>" for d in sorted(c.ago(20, min(4000, max(40, (c.day - c.p["dob"]).days - 30))) for _ in range(c.r.randint(4, 11))))}</table>{PLACE}<p class=sm>Allergies : {c.pick("néant", "œuf (ancienne)", "non connues")}. Prochain rappel : {c.d(c.ahead(100, 900), "slash")}.</p>"""
    return page(c, b)


@layout("directives", ages=(40, 98))
def directives(c: Ctx) -> str:
    c.type("EXPPAT_3")
    c.drop |= {"structure_name", "recipients", "act_date", "author_family", "author_given"}

    def h(said: str) -> str:
        return f"<span style='font-family:\"{c.hand}\";color:#172a70;font-size:12.5pt'>{said}</span>"

    p = c.p
    rows = c.rows()
    b = f"""<h1 class=c>{c.pick("MES DIRECTIVES ANTICIPÉES", "Directives anticipées", "Formulaire de directives anticipées")}</h1><p class=sm>Loi n° 2016-87 du 2 février 2016 – décret du 3 août 2016</p><p><b>Mon identité</b></p><table>{"".join(f"<tr><td>{a} :</td><td>{h(v)}</td></tr>" for a, v in rows)}<tr><td>Domicile :</td><td>{h(p["address"])}</td></tr></table><p>Je suis {box(0)}atteint{c.e} d'une maladie grave {box(1)}en bonne santé ou sans maladie grave</p><p>À propos des situations de fin de vie, {h(c.pick("je ne veux pas être réanimé" + c.e + " si je ne peux plus reconnaître les miens", "je refuse la sonde d’alimentation et la trachéotomie", "je souhaite rester à la maison le plus longtemps possible", "pas d’acharnement, soulagez ma douleur même si cela abrège ma vie", "j’accepte une réanimation de courte durée", "je demande une sédation profonde si mes souffrances sont insupportables", "ne pas me transférer à l’hôpital", "arrêt de la dialyse si je deviens dépendant" + c.e))}</p>{PLACE}<p>Personne de confiance : {h(c.dr()["given"] + " " + c.fam(c.dr()["family"]) + ", " + c.w.pros.tel())}</p><p style="margin-top:10mm">Fait à {h(c.pick("Orcival", "Montreval", "Vernoux"))} le {h(c.doc_date())} &nbsp; Signature {sig(c, c.dr(), label="")}</p>"""
    return page(c, b, size=11)


@layout("trusted_person", ages=(20, 98))
def trusted(c: Ctx) -> str:
    c.type("EXPPAT_1", "51851-4")
    st = c.struct(c.pick("ehpad", "ch", "had"))
    c.drop |= {"recipients", "act_date", "author_family", "author_given"}
    y = c.w.people.draw()
    b = f"""<table class="grid w"><tr><td>{logo(c, 12)} {st["name"]}<br><span class=sm>{st["fi"]}</span></td><td class=c><b>{c.pick("DÉSIGNATION DE LA PERSONNE DE CONFIANCE", "Formulaire : personne de confiance")}</b><br>art. L.1111-6 CSP</td></tr></table><p>Je soussigné{c.e} {c.who()}, {c.born(age=False)}, {c.ins_line("", ", ")}{c.pick("résident" + c.e, "hospitalisé" + c.e, "pris" + c.e + " en charge")} {c.pick("dans l’établissement", "au sein de la structure")}</p><p>{box(1)}désigne {box(0)}ne souhaite pas désigner</p><div class=bx><b>La personne de confiance</b><br>Nom, prénom : {y["birth"]} {y["firsts"][0]}<br>Lien : {c.pick("fils", "fille", "conjoint", "ami(e)", "frère")}<br>Adresse : {y["address"]}<br>Tél : {c.w.pros.tel()}</div><p>Je l'ai informée de ma décision et elle a donné son accord. {box(c.chance(0.5))}J'ai rédigé des directives anticipées.</p>{PLACE}<div class=two><div>Fait le {c.doc_date()}<br>Signature du patient {sig(c, c.dr(), label="")}</div><div>Signature de la personne désignée<br>{sig(c, c.dr(), label="")}</div></div>"""
    return page(c, b)


@layout("consent", ages=(18, 95))
def consent(c: Ctx) -> str:
    c.type("59284-0")
    st = c.struct("clinique")
    a = c.dr("ortho")
    c.drop |= {"recipients", "act_date", "author_family", "author_given"}
    op = c.r.choice(OPS)[0]
    b = f"""<div class=r><b style="color:{c.color}">{st["name"]}</b><br><span class=sm>{st["fi"]}</span></div><h1>{c.pick("Consentement éclairé", "CONSENTEMENT À L’INTERVENTION", "Recueil du consentement")}</h1><p>{c.pick("Patient", "Nom du patient", "Identité")} : {c.who()} – {c.born()} {c.ins_line("<br>")}</p><p>Intervention envisagée : <b>{op}</b>, prévue le {c.d(c.ahead(5, 60))} par {c.drname(a)}.</p><p>Je reconnais avoir reçu lors de la consultation du {c.d(c.ago(5, 30))} une information claire sur la nature de l'acte, ses bénéfices, ses risques fréquents ou graves (infection, hématome, phlébite, échec), les solutions de remplacement et les suites attendues. J'ai pu poser mes questions et disposé d'un délai de réflexion.</p><p>{box(1)}J'accepte l'intervention &nbsp;{box(c.chance(0.8))}J'accepte la transfusion si elle est vitale &nbsp;{box(c.chance(0.6))}J'autorise l'usage anonyme des images</p>{PLACE}<p>Fait à {st["town"]}, le {c.doc_date()}</p><div class=two><div>Signature<br>{sig(c, a, label="")}</div><div>Cachet du chirurgien<br>{c.drname(a)}</div></div>"""
    return page(c, b)


@layout("self_measure", ages=(35, 92))
def selfm(c: Ctx) -> str:
    c.type("29274-8", "EXPPAT_2", "DOCPAT02", "74465-6")
    c.drop |= {"structure_name", "recipients", "act_date", "author_family", "author_given", "doc_date"}
    rng = c.r
    start = c.ago(8, 12)
    rows = "".join(
        f"<tr><td>{c.d(start + dt.timedelta(days=i), 'slash')}</td>"
        + "".join(f"<td class=c>{rng.randint(112, 168)}/{rng.randint(62, 98)}</td>" for _ in range(4))
        + f"<td>{rng.randint(55, 95)}</td></tr>"
        for i in range(7)
    )
    b = f"""<h1>{c.pick("Relevé d’automesure tensionnelle", "Mes mesures de tension", "Carnet d’auto-surveillance")}</h1><p>{c.pick("Nom et prénom", "Utilisateur", "Profil")} : <b>{c.who(civ=False)}</b><br>{c.born()} {c.ins_line("<br>")}</p><p>Appareil : {c.pick("Omron M3", "iHealth Track", "Withings BPM")} – bras {c.pick("gauche", "droit")}</p><table class="grid w"><tr><th>Jour</th><th>Matin 1</th><th>Matin 2</th><th>Soir 1</th><th>Soir 2</th><th>Pouls</th></tr>{rows}</table><p>Moyenne : {rng.randint(122, 148)}/{rng.randint(70, 90)} mmHg</p>{PLACE}<p>Remarques : {c.pick("mal à la tête mardi", "oubli du comprimé jeudi", "vertiges en me levant", "rien à signaler")}</p>"""
    return page(c, b, font=c.pick(c.hand, c.sans))


@layout("portal_print", ages=(18, 85))
def portal(c: Ctx) -> str:
    c.type("11502-2", "DOCPAT05")
    st = c.struct("labo", finess=False)
    c.drop |= {"recipients", "author_family", "author_given", "doc_date", "episode"}
    v = c.ago(1, 10)
    rows = "".join(
        f"<tr><td colspan=4 style='background:#f0f4f8'><b>{g}</b></td></tr>"
        + "".join(
            f"<tr><td>{n}</td><td style='color:{'#c00' if fl else '#000'}'>{x} {u}</td><td class=g>{ref}</td><td class=g>{pv}</td></tr>"
            for n, x, u, ref, fl, pv in rr
        )
        for g, rr in lab_rows(c)
    )
    b = f"""<p class="sm g two"><span>{c.d(c.day, "slash")} {c.hm()}</span><span>Mes résultats – {c.pick("espace patient", "portail")}</span></p><div style="border-radius:6pt;background:{c.color};color:white;padding:6pt">☰ &nbsp; <b>{st["name"]}</b> &nbsp; Accueil | Mes dossiers | Mon compte | Déconnexion</div><h2>{c.pick("Vos résultats d’analyses", "Consultation de mes résultats", "Dossier de biologie")}</h2><p>Dossier n° {c.num(9)} – {c.who()} – {c.born()} {c.ins_line("<br>")}</p><p>Prélevé le {c.act_date(v)} à {c.hm()} &nbsp; Prescrit par {c.drname(c.dr())} &nbsp; <span style="background:#d4edda">{c.pick("Complet", "Validé")}</span></p><table class=w>{"<tr class=g><td>Analyse</td><td>Résultat</td><td>Référence</td><td>Antériorité " + c.d(c.ago(90, 400), "slash") + "</td></tr>"}{rows}</table>{PLACE}<p class="sm g">Seul le document PDF original fait foi.</p>"""
    return page(
        c,
        b,
        font=c.sans,
        size=9.5,
        margin="9mm",
        foot='"https://resultats.example/dossier/imprimer   " counter(page) "/" counter(pages)',
    )


@layout("implant_card", ages=(50, 95))
def implant(c: Ctx) -> str:
    c.type("101881-1")
    st = c.struct("clinique", finess=False)
    a = c.dr("ortho")
    c.author(a)
    c.drop |= {"recipients", "author_given", "doc_date"}
    v = c.ago(0, 5)
    b = f"""<div style="border:1.5pt solid {c.color};border-radius:8pt;padding:8pt;width:125mm;margin:20mm auto"><div class=two>{logo(c, 10)}<b style="color:{c.color}">{c.pick("CARTE D’IMPLANT", "Carte de porteur d’implant", "IMPLANT CARD / CARTE PATIENT")}</b></div><p>{c.who(civ=False)}<br>{c.born(age=False)}<br>{c.ins_line()}</p><table class=sm style="font-size:95%"><tr><td>Implanté le</td><td><b>{c.act_date(v)}</b></td></tr><tr><td>Établissement</td><td>{st["name"]}</td></tr><tr><td>Médecin</td><td>{c.drname(a)}</td></tr><tr><td>Dispositif</td><td>{c.pick("Prothèse totale de hanche, tige taille 4", "Stimulateur double chambre DDDR", "Implant intraoculaire +21,5 D", "Prothèse de genou cimentée", "Endoprothèse coronaire 3,0 x 18 mm", "Chambre implantable", "Plaque verrouillée palmaire", "Bandelette sous-urétrale")}</td></tr><tr><td>Réf / Lot</td><td>{c.num(7)} / L{c.num(6)}</td></tr><tr><td>IUD-ID</td><td>(01)0{c.num(13)}(17){c.r.randint(28, 31)}0{c.r.randint(1, 9)}30</td></tr><tr><td>IRM</td><td>{c.pick("compatible sous conditions 1,5 T", "compatible", "contre-indiquée")}</td></tr></table>{PLACE}</div>"""
    return page(c, b)

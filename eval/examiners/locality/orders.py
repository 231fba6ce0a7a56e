"""Town doctors: orders, certificates and forms."""

from collections.abc import Iterable

from eval.examiners.locality.content import IMAGING, SOCIAL, capital, case, distract, drugs, pick
from eval.examiners.locality.context import Ctx
from eval.examiners.locality.page import PLACE, box, logo, page, sig, ul
from eval.examiners.locality.registry import layout


@layout("gp_prescription", ages=(1, 100))
def prescription(c: Ctx) -> str:
    c.type("57833-6")
    a = c.dr()
    rp = c.author(a, True)
    st = c.struct(c.pick("msp", "cabinet"))
    c.drop |= {"recipients"}
    b = f"""<div class=two><div><b style="font-size:125%">{c.drname(a, True)}</b><br>{a["spec"]}<br><span class=sm>{c.pick("Conventionné secteur 1", "Membre d’une association agréée")}</span><br>{rp}<br>N° AM {a["am"]}</div><div class="r sm">{st["name"]}<br>{st["adr"]}<br>Tél. {st["tel"]}<br>{st["fi"]}</div></div>
<p class=r style="margin:12mm 0 4mm">{st["town"]}, le {c.doc_date_long()}</p><p style="margin-left:{c.pick(0, 30, 45)}%"><b>{c.who()}</b><br>{c.born()}{c.ins_line("<br>")} {c.pick("", f"<br>Poids : {c.r.randint(50, 95)} kg") if c.age > 17 else ""}</p>{c.dm()}
{('<p style="border-bottom:1pt solid #000" class=sm>Prescriptions relatives au traitement de l’affection de longue durée reconnue (AFFECTION EXONÉRANTE)</p>' + ul(drugs(c, 3)) + '<p style="border-bottom:1pt solid #000" class=sm>Prescriptions SANS RAPPORT avec l’affection de longue durée</p>' + ul(drugs(c, 2))) if c.chance(0.4) and c.age > 18 else "<ol>" + "".join(f'<li style="margin:6pt 0"><b>{x.split(" : ")[0]}</b><br>{x.split(" : ")[-1]} – QSP {c.pick("1 mois", "3 mois", "10 jours")}</li>' for x in drugs(c, 4)) + "</ol>"}
{PLACE}<p>À renouveler {c.r.randint(1, 5)} fois. {c.pick("Non substituable pour le n° 1 (MTE).", "", "Substitution autorisée.")}</p><p style="margin:16mm 0 0 60%">{sig(c, a)}</p>"""
    return page(c, b, foot='"En cas d’urgence : 15 ou 112"')


@layout("rx_nurse")
def rx_nurse(c: Ctx) -> str:
    c.type("PRESC-INF", "57832-8")
    a = c.dr("geriatre")
    c.author(a)
    st = c.struct("ch")
    c.drop |= {"recipients"}
    b = f"""<table class="w grid"><tr><td style="width:33%" class=c>{logo(c, 12)}<br><b>{st["name"]}</b><br><span class=sm>{st["fi"]}</span></td><td class=c style="vertical-align:middle"><b style="font-size:125%">{c.pick("ORDONNANCE DE SOINS INFIRMIERS", "Prescription d’actes infirmiers à domicile", "SOINS INFIRMIERS : PRESCRIPTION")}</b></td><td class=sm>Réf. FOR-{c.num(3)}<br>v{c.r.randint(1, 6)}<br>Maj {c.d(c.ago(300, 900), "slash")}</td></tr></table>
<p>{c.table(c.rows())}</p><p>{c.dm()}</p><p>Faire pratiquer par un(e) infirmier(e) diplômé(e) d'État, {c.pick("y compris dimanches et jours fériés", "à domicile", "week-end compris")} :</p>
{ul(c.r.sample(["Préparation hebdomadaire du pilulier et surveillance de la prise", "Injection sous-cutanée d’énoxaparine 4000 UI une fois par jour pendant 21 jours", "Pansement de la malléole droite un jour sur deux, 4 semaines", "Surveillance glycémique et insuline matin et soir", "Pose et retrait des bas de contention", "Ablation des fils au 12e jour", "Aide à la toilette (BSI à faire)", "Prélèvement sanguin NFS, CRP, créatinine le lundi", "Surveillance TA, poids et œdèmes trois fois par semaine"], c.r.randint(2, 4)))}
{PLACE}<p>Durée : {c.r.randint(1, 6)} mois à compter du {c.d(c.ahead(1, 5))}.</p><div class=two style="margin-top:10mm"><div>Fait le {c.doc_date()}</div><div>Prescripteur<br>{sig(c, a)}</div></div>"""
    return page(c, b)


@layout("rx_kine", ages=(3, 98))
def rx_kine(c: Ctx) -> str:
    c.type("PRESC-KINE", "57832-8")
    a = c.dr("ortho")
    rp = c.author(a, True)
    st = c.struct("clinique", finess=False)
    c.drop |= {"recipients"}
    b = f"""<div class=c><b style="font-size:130%;color:{c.color}">{st["name"]}</b><br>{a["spec"]}<br>{c.drname(a)} – {rp}</div><div style="height:18mm"></div>
<div class=two><span>Le {c.doc_date()}</span><span>{c.who()}<br>{c.born()}<br>{c.ins_line()}</span></div><div style="height:10mm"></div>
<p class=b>{c.r.randint(10, 30)} séances de {c.pick("kinésithérapie", "masso-kinésithérapie", "rééducation")}</p><p>{c.pick("Genou gauche opéré : récupération des amplitudes, réveil du quadriceps, sevrage des cannes.", "Rachis lombaire : étirements, gainage, école du dos.", "Épaule droite non opérée : recentrage, travail des abaisseurs.", "Kinésithérapie respiratoire de désencombrement.", "Rééducation de la marche et de l’équilibre après chute, à domicile.", "Cheville droite : proprioception, massage de la cicatrice.", "Rééducation périnéale.", "Membre supérieur hémiplégique : postures, prévention de l’épaule gelée.")}</p>{PLACE}<p>{c.pick("Urgent", "En cabinet", "À domicile", "Balnéothérapie si possible")}</p><p>Contrôle clinique le {c.d(c.ahead(20, 60))}.</p><div style="margin:20mm 0 0 55%">{sig(c, a)}</div>"""
    return page(c, b, font=c.serif, size=11.5)


@layout("rx_bio", ages=(16, 98))
def rx_bio(c: Ctx) -> str:
    c.type("PRESC-BIO")
    a = c.dr(c.pick("generaliste", "nephro", "endoc"))
    rp = c.author(a, True)
    c.drop |= {"structure_name", "recipients"}
    tests = [
        "NFS - plaquettes",
        "Ionogramme sanguin",
        "Créatinine + DFG",
        "Glycémie à jeun",
        "HbA1c",
        "Bilan lipidique",
        "CRP",
        "ASAT ALAT GGT PAL",
        "TSH",
        "Ferritine",
        "Vitamine D",
        "INR",
        "ECBU",
        "Protéinurie / créatininurie",
        "PSA total",
        "Albumine",
        "BNP",
        "Sérologie hépatite B",
    ]
    on = set(c.r.sample(tests, c.r.randint(4, 9)))
    b = f"""<div class=two><div><b>{c.drname(a)}</b><br>{a["spec"]}<br>{rp}<br>{c.w.people.address()}</div><div class=bx>{c.who()}<br>{c.born()}<br>{c.ins_line()}</div></div>
<h1>{c.pick("Examens de biologie à réaliser", "ORDONNANCE DE BIOLOGIE", "Faire pratiquer au laboratoire")}</h1><table class=w>{"".join("<tr>" + "".join(f"<td>{box(x in on)}{x}</td>" for x in tests[i : i + 3]) + "</tr>" for i in range(0, 18, 3))}</table>
<p>Autres : {c.pick("électrophorèse des protéines", "coproculture", "dosage du lévétiracétam", "................................")}</p><p>Renseignements : {case(c)["motif"]}. {c.pick("À jeun 12 heures.", "Sans urgence.", "Résultats par téléphone si INR > 4.")} Dernier contrôle le {c.d(c.ago(30, 200))}.</p>{PLACE}<p class=r>{c.pick("Fait le", "Date :", "Le")} {c.doc_date()}</p><p class=r>{sig(c, a)}</p>"""
    return page(c, b)


@layout("imaging_request", ages=(5, 98))
def imaging_request(c: Ctx) -> str:
    c.type("55115-0")
    a = c.dr("urg")
    c.author(a)
    st = c.struct("ch", finess=False)
    c.drop |= {"recipients", "act_date"}
    ex, mo, _, _ = c.r.choice(IMAGING)
    b = f"""<table class="w grid"><tr><td style="width:55%"><b>{st["name"]}</b> – Service demandeur : {c.pick("Urgences", "Médecine polyvalente", "SSR", "EHPAD", "Consultations")}<br>UF {c.num(4)} – poste {c.num(4)}</td><td rowspan=2>{c.table(c.rows([("N° de venue", c.episode())]))}{c.dm()}</td></tr>
<tr><td class=c style="background:#ddd"><b style="font-size:140%">{c.pick("DEMANDE D'EXAMEN D'IMAGERIE", "BON DE RADIOLOGIE", "Demande d'imagerie médicale")}</b></td></tr></table>
<p>Demandé le <b>{c.doc_date()}</b> à {c.hm()} &nbsp; {box(c.chance(0.5))}Urgent {box(c.chance(0.2))}Au lit {box(c.chance(0.5))}Brancard {box(0)}Isolement</p>
<table class="w grid"><tr><td>Examen</td><td><b>{ex}</b></td></tr><tr><td>Question posée</td><td>{mo} {capital(case(c)["concl"])} ?</td></tr><tr><td>Contexte</td><td>{capital(case(c)["story"])}.</td></tr><tr><td>Créatinine</td><td>{c.r.randint(55, 190)} µmol/l du {c.d(c.ago(1, 20))}</td></tr></table>
<table class=sm><tr><td>{box(0)}Pacemaker</td><td>{box(c.chance(0.1))}Clip vasculaire</td><td>{box(0)}Grossesse</td><td>{box(c.chance(0.2))}Allergie à l'iode</td><td>{box(c.chance(0.3))}Metformine</td><td>{box(0)}Claustrophobie</td></tr></table>
{PLACE}<p>Médecin : {c.drname(a)} <span style="margin-left:20mm">Signature : {sig(c, a, label="")}</span></p><div class=bx style="height:22mm"><span class=sm>Réservé au service d'imagerie : heure d'arrivée, manipulateur, dose (PDL)</span></div>"""
    return page(c, b, size=9.5)


@layout("sick_leave", ages=(18, 64))
def sick_leave(c: Ctx) -> str:
    c.type("PRESC-AAT")
    a = c.dr()
    rp = c.author(a, True)
    st = c.struct("cabinet", finess=False)
    c.drop |= {"recipients", "act_date", "structure_name"}
    fin = c.ahead(3, 40)
    ini = c.chance(0.6)
    r = c.rows()
    b = f"""<div class=two><div class=sm>cerfa<br><b>n° 10170*0{c.r.randint(4, 8)}</b></div><div class=c><b style="font-size:135%">{c.pick("avis d’arrêt de travail", "AVIS D'ARRÊT DE TRAVAIL")}</b><br>{box(ini)}initial &nbsp; {box(not ini)}de prolongation<br><span class=sm>(articles L.162-4-1, L.321-1 du Code de la sécurité sociale)</span></div><div class=sm>volet {c.r.randint(1, 3)}<br>{c.pick("à conserver par l’assuré", "à adresser au service médical")}</div></div>
<div style="background:{c.color};color:#fff;padding:2pt 5pt;margin-top:8pt">l'assuré(e)</div><div class=bx>{c.table(r)}Adresse : {c.p["address"]}<br>Employeur : {c.pick("Mairie", "SARL Bâti-Centre", "Transports Girard", "Laiterie du Val")} – profession : {c.pick("aide-soignant(e)", "maçon", "vendeuse", "chauffeur", "comptable")}</div>
<div style="background:{c.color};color:#fff;padding:2pt 5pt;margin-top:8pt">les renseignements médicaux</div><div class=bx>Je, soigné soussigné, certifie avoir examiné l'assuré(e) et prescris un arrêt de travail jusqu'au <b>{c.d(fin)}</b> inclus.<br>Motif : {c.pick("lombosciatique", "syndrome dépressif", "suites opératoires", "gastro-entérite", "entorse de cheville", "bronchite", "épaule douloureuse", "grippe")}<br>{box(c.chance(0.3))}en rapport avec une ALD &nbsp;{box(0)}accident causé par un tiers le {c.pick("__/__/____", "__/__/____")}<br>Sorties : {box(c.chance(0.5))}autorisées {box(c.chance(0.5))}sans restriction d'horaire à partir du {c.d(c.ahead(1, 2))}</div>{PLACE}
<div class=two style="margin-top:8pt"><div>Date : <b>{c.doc_date()}</b><br>{sig(c, a)}<br>{rp}</div><div class=bx>Identification du praticien<br>{c.drname(a)}<br>{st["adr"]}<br>{a["am"]}</div></div>""".replace(
        "soigné soussigné", "soussigné"
    )
    return page(c, b, size=9.5)


@layout("transport")
def transport(c: Ctx) -> str:
    c.type("57828-6", "CERT_DECL", "89601-9", "57832-8")
    a = c.dr("geriatre")
    rp = c.author(a, c.chance(0.7))
    st = c.struct("ch", True)
    c.drop |= {"recipients", "act_date"}
    k = c.r.randint(0, 2)
    b = f"""<div class=c style="border:1.2pt solid #000;padding:3pt"><b>{c.pick("PRESCRIPTION MÉDICALE DE TRANSPORT", "Prescription médicale de transport assis ou allongé", "BON DE TRANSPORT")}</b> <span class=sm>cerfa 11574*0{c.r.randint(3, 9)}</span></div>
<table class="w grid sm" style="font-size:{c.size}pt"><tr><td style="width:50%"><b>PERSONNE TRANSPORTÉE</b>{c.table(c.rows())}<br>Adresse {c.p["address"]}</td><td><b>STRUCTURE</b><br>{st["name"]}<br>{st["adr"]}<br>{st["fi"]}<br>{c.drname(a)}<br>{rp}</td></tr>
<tr><td colspan=2>Mode : {box(k == 0)}ambulance &nbsp;{box(k == 1)}VSL / taxi conventionné &nbsp;{box(k == 2)}véhicule personnel<br>Trajet : {box(0)}aller {box(c.chance(0.5))}retour {box(c.chance(0.7))}aller-retour &nbsp; de : {c.pick("domicile", "EHPAD", "service SSR")} &nbsp; vers : {c.pick("centre de dialyse", "CHU – consultation", "imagerie", "clinique")}<br>Rendez-vous du {c.d(c.ahead(2, 30))} à {c.hm()} &nbsp; Transport itératif : {c.r.randint(0, 12)} fois</td></tr>
<tr><td colspan=2>Justification : {c.pick("position allongée obligatoire", "aide à la marche par un tiers", "oxygène 2 l/min pendant le trajet", "troubles cognitifs, accompagnement nécessaire", "immunodépression")} ; {box(1)}hospitalisation {box(c.chance(0.4))}ALD {box(0)}AT/MP</td></tr></table>{PLACE}<p>Établie le {c.doc_date()} {c.pick("", "à " + st["town"])}</p><p class=r>{sig(c, a)}</p>"""
    return page(c, b, size=9.5)


@layout("certificate", ages=(2, 98))
def certificate(c: Ctx) -> str:
    c.type("89601-9")
    a = c.dr()
    rp = c.author(a, c.chance(0.6))
    c.drop |= {"structure_name", "recipients", "act_date"}
    je = "soussignée" if a["sex"] == "F" else "soussigné"
    b = f"""<p><b>{c.drname(a)}</b><br>{a["spec"]}<br>{c.w.people.address().replace(", ", "<br>")}<br>{rp}</p><h1 class=c style="margin-top:25mm">{c.pick("CERTIFICAT MÉDICAL", "Certificat", "ATTESTATION MÉDICALE", "Certificat médical")}</h1>
<p style="line-height:1.9;margin-top:12mm">Je, {je}, {c.drname(a)}, certifie avoir examiné {"ce jour " if c.chance(0.7) else ""}{c.who(civlong=True)}, {c.born(age=False)}, {c.ins_line("(", "), ")}{c.pick("et ne pas constater de contre-indication à la pratique du sport en compétition", "dont l’état de santé nécessite la présence d’une tierce personne à domicile", "et constaté son aptitude à la vie en collectivité", "qui ne présente aucun signe de maladie contagieuse", "dont l’état n’est pas compatible avec un déplacement au tribunal avant plusieurs semaines", "dont l’état requiert un logement sans escalier", "et atteste d’une incapacité de gérer seul" + c.e + " ses biens", "qui doit bénéficier d’un lit médicalisé à hauteur variable", "et relevé un hématome de 6 cm du bras gauche compatible avec une chute")}.</p>{PLACE}
<p>Certificat remis en main propre {c.pick("à l’intéressé" + c.e, "à la famille")} {c.pick("", "pour servir et valoir ce que de droit")}.</p><p style="margin-left:50%;margin-top:12mm">{c.pick("Fait à " + c.r.choice(["Montreval", "Orcival", "Castelmoron"]) + ", le", "Le", "Fait le")} {c.doc_date()}<br>{sig(c, a)}</p>"""
    return page(c, b, font=c.pick(c.serif, c.sans), size=11)


@layout("ald_protocol")
def ald(c: Ctx) -> str:
    c.type("PROT_ALD")
    a = c.dr()
    rp = c.author(a, c.chance(0.6))
    c.drop |= {"structure_name", "recipients", "act_date"}
    k = case(c)
    b = f"""<div class=two><div><b style="font-size:120%;color:{c.color}">l'Assurance Maladie</b><br><span class=sm>cerfa 11626*0{c.r.randint(3, 6)}</span></div><div class=r><b style="font-size:130%">{c.pick("protocole de soins", "PROTOCOLE DE SOINS - ALD")}</b><br>{box(c.chance(0.5))}demande initiale {box(c.chance(0.5))}renouvellement</div></div>
<h2 style="background:#e6eef5">La personne recevant les soins</h2>{c.table(c.rows([("Adresse", c.p["address"]), ("Organisme", "CPAM " + c.num(3))]))}
<h2 style="background:#e6eef5">Informations concernant la maladie</h2><p>Diagnostic(s) : <b>{k["concl"]}</b><br>Date présumée du début : {c.pick("mars", "juin", "octobre")} {c.r.randint(2012, 2025)}<br>Arguments : {k["exam"]}.</p>
<h2 style="background:#e6eef5">Actes et prestations concernant la maladie</h2><table class="grid w"><tr><th>Suivi prévu</th><th>Durée</th></tr>{"".join(f"<tr><td>{x}</td><td>{c.r.randint(1, 5)} ans</td></tr>" for x in k["drugs"])}<tr><td>Consultations spécialisées (2 par an), biologie trimestrielle</td><td>5 ans</td></tr></table>
<h2 style="background:#e6eef5">Identification du médecin traitant</h2><p>{c.drname(a)} – {rp} – date : {c.doc_date()} &nbsp; {sig(c, a, label="")}</p>{PLACE}<p class=sm>Avis du médecin conseil : {box(1)}accord {box(0)}refus – valable jusqu'au {c.d(c.ahead(900, 1800))}</p>"""
    return page(c, b, size=9.5)


@layout("mdph_cert_3p", ages=(18, 75))
def mdph(c: Ctx) -> str:
    c.type("89601-9", "CERT_DECL", "28653-4")
    a = c.dr()
    rp = c.author(a, c.chance(0.5))
    c.drop |= {"structure_name", "recipients", "act_date"}
    k, k2 = case(c), case(c)

    def grid(names: Iterable[str]) -> str:
        out = ""
        for x in names:
            s = c.r.randint(0, 3)
            out += (
                f"<tr><td>{x}</td>" + "".join(f"<td class=c>{'X' if j == s else ''}</td>" for j in range(4)) + "</tr>"
            )
        return out

    b = f"""<div class=two><div>{logo(c)}<br><b>MDPH</b></div><div class=r><b style="font-size:140%;color:{c.color}">CERTIFICAT MÉDICAL</b><br>à joindre à votre demande à la MDPH<br><span class=sm>cerfa n° 15695*0{c.r.randint(1, 2)} – N° de dossier {c.num(6)}</span></div></div>
<p class=sm>Ce document est confidentiel et doit dater de moins d'un an. À l'attention du médecin : décrivez les retentissements des altérations.</p><div class=bx><b>Identité de la personne</b>{c.table(c.rows([("Adresse", c.p["address"]), ("N° de sécurité sociale", ".....................")]))}</div>
<h2>1 - Pathologie motivant la demande</h2><p>{capital(k["concl"])}. Diagnostic posé en {c.r.randint(2005, 2024)}. Autres : {k["atcd"]}.</p><h2>2 - Histoire</h2><p>{capital(k["story"])}. {capital(k2["story"])}.</p><h2>3 - Description clinique actuelle</h2><p>{capital(k["exam"])}. {capital(k2["exam"])}. Taille {c.r.randint(150, 185)} cm, poids {c.r.randint(48, 110)} kg. Latéralité {c.pick("droite", "gauche")}.</p>{PLACE}
<h2>4 - Traitements</h2>{ul(drugs(c, 6))}<div style="page-break-before:always"></div><h2>5 - Retentissement fonctionnel</h2><table class="grid w sm"><tr><th>Activité</th><th>A</th><th>B</th><th>C</th><th>D</th></tr>{grid(["Marcher", "Se déplacer à l’intérieur", "Se déplacer à l’extérieur", "Préhension main dominante", "Motricité fine", "Communiquer", "Utiliser le téléphone", "Gérer sa sécurité", "Maîtriser son comportement", "Faire sa toilette", "S’habiller", "Manger et boire", "Contrôler la miction", "Faire les courses", "Préparer un repas", "Gérer son budget"])}</table><p>Périmètre de marche : {c.r.randint(2, 40)}0 m. Aides techniques : {c.pick("canne simple", "fauteuil manuel", "déambulateur", "aucune")}.</p><h2>6 - Retentissement sur la vie sociale</h2><p>{pick(c, SOCIAL)} {distract(c)}</p><h2>7 - Remarques</h2><p>Évolution : {c.pick("stable", "aggravation prévisible", "fluctuante")}.</p>
<table class="grid w"><tr><td>Médecin : {c.drname(a)}<br>{rp}<br>{c.w.people.address()}</td><td>Établi le {c.doc_date()}<br>{sig(c, a, label="Signature")}</td></tr></table>"""
    return page(c, b, size=10, foot='"Certificat médical MDPH – Page " counter(page) "/" counter(pages)')

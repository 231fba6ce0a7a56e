"""Prescriptions, orders, questionnaires and sheets, printed or filled by hand. Nothing here reports on an act."""

import datetime as dt

from eval.examiners.clinic.page import SANS, SERIF, layout
from eval.examiners.clinic.people import title


def rx_head(c, s, a):
    """Four ways to head a prescription."""
    extra = (c.rpps(a) + "<br>" if c.maybe(0.8) else "") + (
        f"{c.pick('AM', 'N° AM', 'ADELI')} {a.am}<br>" if c.maybe(0.4) else ""
    )
    left = f"<b style='font-size:1.15em'>{c.dr(a, False)}</b><br>{a.speciality}<br>{extra}"
    right = f"{s.name + '<br>' if c.struct else ''}{c.addr(s, '<br>')}<br>{c.tel(s, c.maybe(0.3))}" + (
        f"<br>{c.finess(s)}" if c.struct and c.maybe(0.5) else ""
    )
    if not c.struct:
        c.drop("structure_name", "structure_finess")
    return c.pick(
        f'<div class="row"><div>{left}</div><div class="r">{right}</div></div>',
        f'<div class="c">{left}{right}</div>',
        f'<div class="row"><div>{c.logo(14) if c.struct else ""}{left}</div><div class="s">{right}</div></div>',
        f'<div class="row" style="border-bottom:1pt solid {c.color()}"><div class="s">{right}</div><div class="r">{left}</div></div>',
    )


@layout
def prescription_plain(c):
    """Ordinary drug prescription, A4 or A5, typed."""
    c.use(SANS + SERIF, 10, 11.5)
    a = c.author()
    s = c.place(c.pick("practice", "clinic", "rehab"), shown=c.maybe(0.75))
    c.docd = c.act
    c.put(doc_type="57833-6")
    c.dates(act=None)
    c.drop("act_date")
    size = "A5" if c.maybe(0.3) else "A4"
    if size == "A5":
        c.fsize = 9
    body = f"""{rx_head(c, s, a)}<p class="r" style="margin:6mm 0">{s.town[0]}, le {c.day(c.docd, c.lstyle)}</p><p>{c.pick("", "Pour ", "Patient : ")}<b>{c.who()}</b><br>{c.born()}{c.ins("<br>")}{c.pick("", "<br>Poids : 71 kg")}</p>{c.matrix()}{c.pick("<h2 class='c'>ORDONNANCE</h2>", "", "<h2>Ordonnance</h2>")}
{"".join(f"<p style='margin:3mm 0'>{c.pick('- ', '• ', '')}{x}</p>" for x in c.r.sample(c.case["ttt"], min(len(c.case["ttt"]), c.r.randint(2, 4))))}<p>{c.pick("QSP un mois, à renouveler deux fois", "Traitement pour 28 jours", "À renouveler 5 fois", "Durée : 3 mois")}</p>{c.extra()}<div class="r">{c.pick("", c.dr(a))}<br>{c.scribble()}{c.stamp([c.dr(a, True), a.speciality]) if c.maybe(0.4) else ""}</div>
<p class="s">{c.pick("En cas d'urgence appeler le 15", "Membre d'une association agréée, le règlement par chèque est accepté", "")}</p>"""
    return c.page(body, size=size, margin="13mm 15mm")


@layout
def prescription_two_zones(c):
    """Two-zone prescription for long-term disease."""
    c.use(SANS, 9.5, 10.5)
    a, s = c.author("Médecine générale"), c.place("practice", shown=c.maybe(0.6))
    c.docd = c.act
    c.put(doc_type="57833-6")
    c.dates(act=None)
    c.drop("act_date")
    t = list(c.case["ttt"])
    c.r.shuffle(t)
    cut = c.r.randint(1, len(t) - 1)

    def zone(x, lines):
        return f'<div style="border:.6pt solid #000"><div class="c" style="background:#e8e8e8;font-size:.85em;padding:.8mm"><b>{x}</b></div><div style="padding:3mm;min-height:45mm">{"".join("<p>" + y + "</p>" for y in lines)}</div></div>'

    body = f"""<div class="c s"><b>ORDONNANCE BIZONE</b> (articles L. 322-3, 3° et 4°, L. 324-1 et R. 161-45 du Code de la sécurité sociale)</div><div style="display:flex;gap:4mm;margin-top:3mm"><div class="box" style="flex:1">Identification du prescripteur<br>{rx_head(c, s, a)}</div><div class="box" style="flex:1">{c.pick("Identification du patient", "Patient(e)")}<br>{c.kv(c.rows(stay=0, address=0.4))}</div></div><p class="r">Date : {c.day(c.docd)}</p>
{zone("Prescriptions relatives au traitement de l'affection de longue durée reconnue (AFFECTION EXONÉRANTE)", t[:cut])}<br>{zone("Prescriptions SANS RAPPORT avec l'affection de longue durée (MALADIES INTERCURRENTES)", t[cut:])}{c.extra()}<div class="r">{c.scribble()}</div><p class="s">Quiconque se rend coupable de fraude ou de fausse déclaration est passible de pénalités financières.</p>"""
    return c.page(body, margin="11mm 13mm")


@layout
def physio_prescription_hand(c):
    """Physiotherapy order, half pre-printed, half by hand."""
    c.use(SANS, 10, 11)
    a, s = c.author(), c.place(c.pick("clinic", "practice"))
    c.docd = c.act
    c.put(doc_type="PRESC-KINE")
    c.dates(act=None)
    c.drop("act_date")
    c.dstyle = c.pick("num", "num", "dot")
    what = c.pick(
        "{n} séances de rééducation du genou gauche",
        "{n} séances de rééducation de la hanche droite, appui complet",
        "Rééducation de l'épaule droite : passif 6 semaines puis actif, {n} séances",
        "{n} séances de kinésithérapie respiratoire",
        "Rééducation à la marche et équilibre à domicile, {n} séances",
        "Rééducation du rachis lombaire, {n} séances",
        "Drainage lymphatique, {n} séances",
        "Rééducation de la main, {n} séances",
    ).format(n=c.pick(10, 15, 20, 30))
    body = f"""{rx_head(c, s, a)}<h2 class="c">{c.pick("PRESCRIPTION DE KINÉSITHÉRAPIE", "Ordonnance de masso-kinésithérapie", "ORDONNANCE - RÉÉDUCATION")}</h2><p>{c.pick("Nom et prénom", "Patient", "M. / Mme")} : {c.hand(c.who(), 15)}</p><p>{c.pick("Né(e) le", "Date de naissance")} : {c.hand(c.dob(), 15)}</p>{c.ins("<p>", "</p>")}<p>Date : {c.hand(c.day(c.docd), 15)}</p><br><p>Prescription de :</p><p>{c.hand(what, 16)}</p>
<p>{c.hand(c.pick("à débuter dès que possible", "3 fois par semaine, urgent", "renouvelable si besoin", "avec physiothérapie antalgique"), 15)}</p><p>☐ Bilan-diagnostic kinésithérapique &nbsp; ☐ À domicile &nbsp; ☐ Week-end compris</p>{c.extra()}<br><div class="r">{c.stamp([c.dr(a, True), a.speciality, s.phone])}{c.scribble()}</div>"""
    if not c.dob():
        body = body.replace(f"{c.hand('', 15)}", " .......... ")
    return c.page(body, size=c.pick("A4", "A5", "A4"), margin="12mm 14mm")


@layout
def nursing_prescription(c):
    """Order of nursing care at home after day surgery."""
    c.use(SANS, 10, 11.5)
    a, s = c.author("Chirurgie orthopédique"), c.place("clinic")
    c.docd = c.act
    c.put(doc_type="PRESC-INF")
    c.dates(act=None)
    c.drop("act_date")
    care = c.r.sample(
        [
            "Pansement simple un jour sur deux jusqu'à cicatrisation",
            "Ablation des agrafes à J15",
            "Injection sous-cutanée d'énoxaparine 4000 UI par jour pendant 28 jours, dimanche et jours fériés compris",
            "Numération des plaquettes deux fois par semaine pendant trois semaines",
            "Ablation de redon à domicile à J2",
            "Toilette au lit avec aide pendant 15 jours",
            "Surveillance de la glycémie capillaire trois fois par jour",
            "Réfection du pansement d'escarre talonnière tous les deux jours",
            "Perfusion d'antibiotique par voie centrale deux fois par jour, 7 jours",
            "Pose et retrait de bas de contention matin et soir",
        ],
        3,
    )
    body = f"""{rx_head(c, s, a)}<p class="r">Le {c.day(c.docd, c.lstyle)}</p><div class="box" style="width:105mm;margin:4mm 0">{c.kv(c.rows(stay=0.5, address=0.6))}</div><h2>{c.pick("ORDONNANCE POUR SOINS INFIRMIERS À DOMICILE", "Prescription de soins infirmiers", "Actes infirmiers à domicile")}</h2><p>Faire pratiquer par un(e) infirmier(ère) diplômé(e) d'État :</p>{c.bullets(care)}<p>Opération du {c.day(c.act - dt.timedelta(days=1))}. Prévenir le secrétariat si fièvre ou écoulement.</p>{c.extra()}<div class="r">{c.dr(a)}<br>{c.scribble()}</div>"""
    return c.page(body, margin="15mm 16mm")


@layout
def lab_order(c):
    """Order of blood tests with ticked boxes."""
    c.use(SANS, 9.5, 10.5)
    a, s = c.author("Anesthésie-réanimation"), c.place("clinic")
    c.docd = c.act
    c.put(doc_type="PRESC-BIO")
    c.dates(act=None)
    c.drop("act_date")
    tests = [
        "NFS plaquettes",
        "TP, TCA",
        "Groupe ABO, Rhésus (2 déterminations)",
        "RAI",
        "Ionogramme, créatinine",
        "Glycémie à jeun",
        "HbA1c",
        "CRP",
        "ECBU",
        "Albumine, préalbumine",
        "Bilan hépatique",
        "Ferritine",
        "TSH",
        "Recherche de SARM (écouvillon nasal)",
        "INR",
        "Vitamine D",
    ]
    cells = [f"<td>{c.pick('☒', '☐', '☒')} {t}</td>" for t in tests]
    body = f"""{rx_head(c, s, a)}<h2 class="c">{c.pick("BILAN SANGUIN PRÉOPÉRATOIRE À FAIRE", "Prescription d'examens de biologie", "ORDONNANCE - EXAMENS DE LABORATOIRE", "Demande d'analyses")}</h2><p>{c.pick("Patient(e) : ", "")}<b>{c.who()}</b> {c.born()}{c.ins("<br>")}</p><p>Date : {c.day(c.docd)} &nbsp;&nbsp; À réaliser avant le {c.day(c.later(6, 20))}</p><table class="grid" style="width:100%">{"".join("<tr>" + "".join(cells[i : i + 2]) + "</tr>" for i in range(0, 16, 2))}</table><p>Renseignements : {c.say(c.case["motif"])}. Intervention prévue le {c.day(c.later(20, 45))} ({c.dr(c.x1)}). Résultats à envoyer au {s.fax}.</p>{c.extra()}<div class="row"><div>{c.stamp([s.name, "Service d'anesthésie", s.phone])}</div><div>{c.dr(a)}<br>{c.scribble()}</div></div>"""
    return c.page(body, margin="14mm 15mm")


@layout
def transport_order(c):
    """Medical transport form: a national-like form with frames and ticked boxes."""
    c.use(SANS, 9, 9.8)
    a, s = c.author(), c.place(c.pick("rehab", "clinic"))
    c.docd = c.act
    c.put(doc_type=["57828-6", "51851-4"])
    c.dates(act=None)
    c.drop("act_date")
    h = (lambda x: c.hand(x, 13)) if c.maybe(0.5) else (lambda x: f"<b>{x}</b>")
    rows = c.rows(stay=0, address=1)

    def fr(t, x):
        return f'<div style="border:.8pt solid #2b5c8a;margin-top:2.5mm"><div style="background:#dbe7f2;padding:.7mm 2mm;font-weight:bold">{t}</div><div style="padding:1.5mm 2.5mm">{x}</div></div>'

    def tick(*o):
        return " &nbsp; ".join(("☒ " if i == k else "☐ ") + x for k in [c.r.randrange(len(o))] for i, x in enumerate(o))

    body = f"""<div class="row"><b style="font-size:1.3em">{c.pick("Prescription médicale de transport", "PRESCRIPTION MÉDICALE DE TRANSPORT", "Demande de transport sanitaire")}</b><span class="s">volet 1 - à adresser au contrôle médical sous pli confidentiel<br>S 3138{c.pick("b", "c")}</span></div>
{fr("Personne transportée", "".join(f"<div>{k} : {h(v)}</div>" for k, v in rows))}{fr("Trajet", f"Départ : {h(c.pick(s.name, c.address()))}<br>Arrivée : {h(c.pick('domicile', 'Centre hospitalier de ' + c.w.place('hospital').town[0], s.name))}<br>{tick('aller', 'retour', 'aller-retour')} &nbsp; nombre de trajets : {h(str(c.r.randint(1, 20)))}<br>Rendez-vous du {h(c.day(c.later(1, 20), 'num'))}")}
{fr("Motif", tick("hospitalisation ou séance", "soins en rapport avec une ALD", "accident du travail du ........", "autre") + "<br>" + h(c.say(c.case["motif"])))}{fr("Mode de transport", tick("ambulance", "véhicule sanitaire léger ou taxi conventionné", "véhicule personnel", "transport en commun") + "<br>" + tick("personne devant être allongée", "aide à la marche", "fauteuil roulant"))}
{fr("Prescripteur", f"Nom : {h(c.dr(a))}<br>{c.rpps(a, 'Identifiant RPPS : ') if c.maybe(0.8) else ''}<br>Structure : {s.name}, {c.addr(s)} {c.finess(s, 'N° structure : ') if c.maybe(0.7) else ''}<br>Date : {h(c.day(c.docd, 'num'))} &nbsp; Signature {c.scribble(30)}")}{c.extra()}"""
    return c.page(body, margin="11mm 13mm")


@layout
def sick_leave(c):
    """Sick-leave notice: frames, comb-like fields."""
    c.use(SANS, 9.2, 10)
    a = c.author()
    s = c.place(c.pick("practice", "clinic"), shown=True)
    c.docd = c.act
    c.put(doc_type="PRESC-AAT")
    c.dates(act=None)
    c.drop("act_date")
    end = c.later(5, 90)
    h = (lambda x: c.hand(x, 13)) if c.maybe(0.4) else (lambda x: f"<b style='font-family:Liberation Mono'>{x}</b>")
    rows = c.rows(stay=0, address=1)
    body = f"""<div class="row" style="border-bottom:2pt solid #c0392b"><div><b style="font-size:1.3em;color:#c0392b">{c.pick("avis d'arrêt de travail", "AVIS D'ARRÊT DE TRAVAIL", "Arrêt de travail - prescription")}</b><br>{c.pick("☒ initial ☐ de prolongation", "☐ initial ☒ de prolongation")}</div><div class="s">à adresser dans les 48 heures<br>cerfa n° 10170*{c.r.randint(6, 8)}</div></div>
<h3>l'assuré(e)</h3><div class="box">{"".join(f"<div>{k} : {h(v)}</div>" for k, v in rows)}<div>Employeur : {h(c.pick("SARL ", "Ets ", "Mairie de ", "SAS ") + title(c.w.family()))} tél. 02 {c.r.randint(10, 99)} {c.r.randint(10, 99)} {c.r.randint(10, 99)} {c.r.randint(10, 99)}</div></div>
<h3>les renseignements médicaux</h3><div class="box">Je soussigné(e) certifie avoir examiné la personne désignée et prescris :<br>un arrêt de travail jusqu'au {h(c.day(end, "num"))} inclus ({h(str((end - c.docd).days))} jours)<br>Sorties : ☐ non autorisées ☒ autorisées sans restriction à compter du {h(c.day(c.docd, "num"))}<br>Éléments d'ordre médical : {h(c.say(c.case["motif"]))}<br>☐ en rapport avec une affection de longue durée ☐ accident causé par un tiers le ..../..../....</div>
<h3>l'identification du praticien</h3><div class="box row"><div>{c.dr(a)}<br>{a.speciality}<br>{s.name}<br>{c.addr(s)}<br>{c.rpps(a, "identifiant : ") if c.maybe(0.5) else c.rpps(a)}</div><div>Fait le {h(c.day(c.docd, "num"))}<br>{c.scribble(32)}</div></div>{c.extra()}"""
    return c.page(body, margin="12mm 13mm")


@layout
def consent_surgery(c):
    """Consent signed by the patient before an operation, filled by hand."""
    c.use(SERIF + SANS, 10, 11)
    s, a = c.place("clinic"), c.author()
    anes = c.w.doctor("Anesthésie-réanimation")
    c.docd = c.act
    c.put(doc_type="59284-0")
    c.dates(act=None)
    c.drop("act_date", "author_family", "author_given", "author_rpps")
    c.dstyle = c.pick("num", "num", "long")
    who, born = c.who(), c.dob()
    body = f"""<div class="row"><div>{c.logo(14)} <b>{s.name}</b></div><div class="s r">{c.addr(s)}<br>{c.tel(s)}<br>Réf. CONS-{c.r.randint(10, 99)} version {c.r.randint(2, 7)} du {c.day(c.d1, "num")}</div></div><h1 class="c">{c.pick("CONSENTEMENT ÉCLAIRÉ À L'INTERVENTION", "Formulaire de consentement éclairé", "RECUEIL DU CONSENTEMENT DU PATIENT", "Consentement éclairé avant acte chirurgical")}</h1>
<p>Je soussigné(e), {c.hand(who, 15)}</p><p>{f"né(e) le {c.hand(born, 15)}" if born else "né(e) le ................................"} demeurant {c.hand(c.address(), 13)}</p>{c.ins("<p>", "</p>")}<p>reconnais avoir été informé(e) par le {c.hand(c.dr(a), 14)} lors de la consultation du {c.hand(c.day(c.d2, "num"), 14)}, de manière claire et loyale :</p>
<ul><li>de mon état de santé : {c.say(c.case["motif"])} ;</li><li>de l'intervention proposée : {c.low(c.case["op"][0])} ;</li><li>de son déroulement, des autres traitements possibles et de leurs risques fréquents ou graves ;</li><li>du mode d'anesthésie, exposé par le {c.dr(anes)}.</li></ul><p>J'ai pu poser les questions que je souhaitais. Je sais que je peux revenir sur ma décision à tout moment.</p><p>☒ J'accepte l'intervention. &nbsp; ☒ J'accepte une transfusion si elle est nécessaire. &nbsp; ☐ Je refuse.</p>{c.extra()}
<div class="row"><div>Fait à {s.town[0]}, le {c.hand(c.day(c.docd), 15)}</div><div>Signature du patient<br>{c.scribble()}</div><div>Signature du chirurgien<br>{c.scribble()}</div></div><p class="s">À rapporter signé le jour de l'entrée. Exemplaire à garder au dossier.</p>"""
    return c.page(body, margin="15mm 18mm")


@layout
def anaesthesia_questionnaire(c):
    """Questionnaire that the patient fills in the waiting room."""
    c.use(SANS, 9.2, 10)
    s = c.place("clinic")
    c.docd = c.act
    c.put(doc_type=["74465-6"])
    c.dates(act=None)
    c.drop("act_date", "author_family", "author_given", "author_rpps")
    c.dstyle = "num"
    rows = c.rows(stay=0, address=1)
    qs = [
        "Avez-vous déjà été opéré(e) ?",
        "Avez-vous eu un problème lors d'une anesthésie ?",
        "Prenez-vous des médicaments chaque jour ?",
        "Êtes-vous allergique (médicament, latex, iode) ?",
        "Fumez-vous ?",
        "Avez-vous une maladie du cœur ?",
        "Avez-vous de l'asthme ou une bronchite chronique ?",
        "Ronflez-vous, avez-vous un appareil la nuit ?",
        "Avez-vous un diabète ?",
        "Saignez-vous longtemps après une coupure ?",
        "Portez-vous un dentier, des lentilles, un appareil auditif ?",
        "Avez-vous été transfusé(e) ?",
    ]
    notes = [
        "appendicite 1974",
        "vomissements",
        "voir ordonnance",
        "pénicilline",
        "10 / jour",
        "tension",
        "non plus maintenant",
        "oui CPAP",
        "comprimés",
        "bas",
        "dentier haut",
        "en 2009",
        "hanche 2014",
        "parfois",
    ]
    tr = "".join(
        f"<tr><td>{q}</td><td>{'☒' if y else '☐'} oui {'☐' if y else '☒'} non</td><td style='width:48mm'>{c.hand(c.pick(*notes), 12) if y else ''}</td></tr>"
        for q in qs
        for y in [c.maybe(0.45)]
    )
    body = f"""<div class="row"><div><b>{s.name}</b><br><span class="s">{c.addr(s)} - {c.tel(s)}</span></div>{c.logo(13)}</div><h1 class="c">{c.pick("QUESTIONNAIRE PRÉ-ANESTHÉSIQUE", "Questionnaire d'anesthésie à remplir par le patient", "Questionnaire médical avant consultation d'anesthésie")}</h1>
<table class="grid" style="width:100%">{"".join(f"<tr><td style='width:48mm'>{k}</td><td>{c.hand(v, 14)}</td></tr>" for k, v in rows)}<tr><td>Médecin traitant</td><td>{c.hand("Dr " + title(c.w.family()), 13)}</td></tr><tr><td>Chirurgien / date prévue</td><td>{c.hand("Dr " + title(c.w.family()) + "  le " + c.day(c.later(10, 40), "num"), 13)}</td></tr><tr><td>Taille / poids</td><td>{c.hand(f"1 m {c.r.randint(52, 88)} / {c.r.randint(48, 104)} kg", 13)}</td></tr></table>
<table class="grid" style="width:100%;margin-top:3mm">{tr}</table>{c.extra()}<p>Rempli le {c.hand(c.day(c.docd, "num"), 14)} &nbsp;&nbsp; Signature : {c.scribble(30)}</p>"""
    return c.page(body, margin="12mm 14mm")


@layout
def anaesthesia_consultation(c):
    """Pre-anaesthesia consultation: dense software grid with the sticker of the desk."""
    c.use(SANS, 8.6, 9.6)
    s, a = c.place("clinic"), c.author("Anesthésie-réanimation")
    c.docd = c.act
    surg = c.w.doctor()
    c.put(doc_type="34749-2")
    c.dates()

    def t(k, v):
        return f"<tr><td style='width:42mm;background:#eef'>{k}</td><td>{v}</td></tr>"

    body = f"""<div class="row"><div><b>{s.name}</b><br>Département d'anesthésie<br><span class="s">{c.addr(s)}<br>{c.finess(s) if c.maybe(0.5) else ""}</span><h1>{c.pick("CONSULTATION PRÉ-ANESTHÉSIQUE", "Consultation d'anesthésie", "DOSSIER D'ANESTHÉSIE - CONSULTATION")}</h1>{c.pick("Date", "Consultation du", "Vu(e) le")} : {c.day(c.act)}</div>{c.label()}</div>{c.ins("<div>", "</div>")}{c.matrix()}
<table class="grid" style="width:100%;margin-top:2mm">{t("Intervention prévue", c.case["op"][0])}{t("Opérateur / date", c.dr(surg) + ", le " + c.day(c.later(8, 40)))}{t("Antécédents", "; ".join(c.say(x) for x in c.case["atcd"]))}{t("Anesthésies antérieures", c.pick("AG en 2006 sans incident", "rachianesthésie en 2014, nausées", "aucune", "intubation difficile signalée le " + c.day(c.d1)))}{t("Traitement", "<br>".join(c.case["ttt"]))}{t("Allergies", c.pick("aucune connue", "pénicilline", "iode", "latex"))}{t("Examen", c.say(c.case["exam"]))}{t("Mallampati / ouverture", f"{c.r.randint(1, 3)} / {c.r.randint(35, 50)} mm")}{t("Score ASA", str(c.r.randint(1, 3)))}{t("Biologie du " + c.day(c.d2), " - ".join(f"{n} {v} {u}" for n, v, u, _, _ in c.bio(5)))}{t("Technique proposée", c.pick("rachianesthésie", "anesthésie générale, masque laryngé", "bloc plexique", "anesthésie générale, intubation"))}{t("Consignes", "À jeun 6 heures, liquides clairs jusqu'à 2 heures avant. " + c.pick("Arrêt de l'anticoagulant 3 jours avant.", "Poursuite de l'aspirine.", "Prendre le bêtabloquant le matin."))}</table>{c.extra()}
<div class="row"><div class="s">Visite pré-anesthésique à faire la veille. Visa : ............</div><div class="r">{c.dr(a)}<br>{c.rpps(a) if c.maybe(0.6) else ""}<br>{c.scribble(30)}</div></div>"""
    return c.page(body, margin="10mm 12mm")


@layout
def rehab_admission_request(c):
    """Request of admission sent by fax from a hospital ward to the centre (orientation software print)."""
    c.use(SANS, 8.8, 9.8)
    s, a = c.place("hospital"), c.author()
    dest = c.w.place("rehab")
    c.docd = c.act
    c.put(doc_type=["18761-7", "96349-6", "74207-2"])
    c.dates(act=None)
    c.drop("act_date", "recipients")

    def bar(t):
        return f'<div style="background:#444;color:#fff;padding:.6mm 2mm;margin-top:2mm"><b>{t}</b></div>'

    rows = c.rows(stay=0.6, address=1)
    aut = [
        "Transferts",
        "Toilette",
        "Habillage",
        "Alimentation",
        "Élimination",
        "Déplacements intérieurs",
        "Communication",
    ]
    body = f"""<div class="row"><b style="font-size:1.25em">{c.pick("DEMANDE D'ADMISSION EN SMR", "Demande de prise en charge en soins médicaux et de réadaptation", "Dossier de demande d'orientation SMR", "DEMANDE DE TRANSFERT VERS UN ÉTABLISSEMENT DE RÉADAPTATION")}</b><span class="s r">demande n° {c.r.randint(1000000, 9999999)}<br>page 1</span></div>
<p>{c.pick("Établissement demandeur", "Demandeur", "Service prescripteur")} : <b>{s.name}</b>, {c.case["service"]} - {s.phone} {c.finess(s) if c.maybe(0.6) else ""}<br>Établissement sollicité : {dest.name} ({dest.town[0]}) - fax {dest.fax}</p>{bar("IDENTITÉ DU PATIENT")}{c.table(rows, cols=2)}{c.matrix()}{bar("VOLET MÉDICAL")}<p>Hospitalisé{c.e} depuis le {c.day(c.act - dt.timedelta(days=9))}. Date d'admission souhaitée : {c.day(c.later(2, 9))}.</p><p><b>Motif :</b> {c.say(c.case["motif"])}. {c.say(c.case["hist"])}</p><p><b>Antécédents :</b> {"; ".join(c.say(x) for x in c.case["atcd"])}</p><p><b>Objectifs :</b> {c.pick("récupération de la marche", "autonomie pour le retour à domicile", "adaptation de l'appareillage", "réentraînement à l'effort")}, durée estimée {c.r.randint(2, 8)} semaines.</p><p><b>Traitement :</b> {"; ".join(c.case["ttt"])}</p>
{bar("VOLET SOINS")}<table class="grid" style="width:100%"><tr>{"".join(f"<td>{x}<br><b>{c.pick('seul', 'aide partielle', 'aide totale')}</b></td>" for x in aut)}</tr></table><p>Poids {c.r.randint(45, 104)} kg. Voie veineuse : {c.pick("non", "périphérique", "PICC-line")}. Portage BMR : {c.pick("non", "recherché, négatif", "E. coli BLSE")}. Chambre seule : {c.pick("oui", "indifférent")}.</p>{bar("VOLET SOCIAL")}<p>Assistante sociale : Mme {title(c.w.family())}, poste {c.r.randint(1000, 9999)}. Caisse : {c.pick("CPAM", "MSA", "CNMSS")}. Entourage : {c.say("{proche}")}.</p>{c.extra()}<div class="row"><div>Rempli le {c.day(c.docd)}</div><div>Médecin : {c.dr(a)} {c.rpps(a) if c.maybe(0.5) else ""}</div></div>"""
    return c.page(body, margin="10mm 12mm")


@layout
def imaging_request(c):
    """Request for an imaging examination, small form filled by a doctor."""
    c.use(SANS, 10, 11)
    s, a = c.place(c.pick("rehab", "clinic", "practice")), c.author()
    c.docd = c.act
    c.put(doc_type="55115-0")
    c.dates(act=None)
    c.drop("act_date")
    h = (lambda x: c.hand(x, 14)) if c.maybe(0.55) else (lambda x: f"<b>{x}</b>")
    if c.dstyle in ("mon",):
        c.dstyle = "num"
    rows = c.rows(stay=0.3, address=0.3)
    body = f"""<div class="row"><div><b>{s.name}</b><br><span class="s">{c.addr(s)}<br>{c.tel(s)}</span></div><div class="box"><b>{c.pick("DEMANDE D'EXAMEN D'IMAGERIE", "Bon de radiologie", "DEMANDE DE SCANNER / IRM / RADIO")}</b></div></div><div class="box" style="margin:4mm 0">{"".join(f"<div>{k} : {h(v)}</div>" for k, v in rows)}</div><p>Examen demandé : {h(c.case["img"][0])}</p><p>Renseignements cliniques : {h(c.say(c.case["motif"]))}</p><p>Question posée : {h(c.pick("complication ?", "contrôle avant sortie", "fracture ?", "bilan préopératoire", "évolution depuis le " + c.day(c.d2, "num")))}</p>
<p>Enceinte : ☐ oui ☒ non &nbsp; Allergie à l'iode : ☐ oui ☒ non &nbsp; Pacemaker : ☐ oui ☒ non &nbsp; Créatinine : {h(str(c.r.randint(50, 130)) + " µmol/L")}</p><p>☐ à pied ☒ fauteuil ☐ brancard</p>{c.extra()}<div class="row"><div>Date de la demande : {h(c.day(c.docd, "num"))}</div><div>{c.pick("Prescripteur", "Médecin demandeur")} : {h(c.dr(a))}<br>{c.rpps(a) if c.maybe(0.4) else ""}<br>{c.scribble(32)}</div></div>"""
    return c.page(body, size=c.pick("A4", "A5 landscape", "A5"), margin="11mm 13mm")


@layout
def nursing_transfer_sheet(c):
    """Nurse's transfer sheet, a table with a handwritten look."""
    c.use(SANS, 9.4, 10.4)
    s = c.place(c.pick("clinic", "hospital"))
    c.docd = c.act
    nurse = c.w.given("F") + " " + title(c.w.family())
    c.put(doc_type=["18761-7", "11506-3", "11490-0"])
    c.dates()
    c.drop("act_date", "author_family", "author_given", "recipients")
    h = (lambda x: c.hand(x, 12.5)) if c.maybe(0.5) else (lambda x: x)

    def t(k, v):
        return f"<tr><td style='width:40mm'><b>{k}</b></td><td>{h(v)}</td></tr>"

    body = f"""<div class="row"><div>{c.logo(13)} <b>{s.name}</b> - {c.case["service"]}<br><span class="s">{c.addr(s)} - {c.tel(s)}</span></div>{c.label(c.maybe(0.6))}</div><h1 class="c">{c.pick("FICHE DE LIAISON INFIRMIÈRE", "Fiche de transfert infirmière", "TRANSMISSIONS INFIRMIÈRES DE SORTIE", "Fiche de liaison inter-établissements")}</h1>{c.ins("<p>", "</p>")}<p>Transfert du <b>{c.day(c.docd)}</b> vers : {c.w.place("rehab").name}</p><table class="grid" style="width:100%">{t("Motif d'entrée", c.say(c.case["motif"]))}{t("Intervention", c.case["op"][0] + ", le " + c.day(c.act - dt.timedelta(days=7)))}{t("Antécédents", ", ".join(c.say(x) for x in c.case["atcd"][:3]))}{t("Constantes", f"TA {c.r.randint(10, 16)}/{c.r.randint(6, 9)}  P {c.r.randint(55, 98)}  T {c.r.randint(363, 379) / 10}".replace(".", ",") + f"  SpO2 {c.r.randint(90, 99)} %")}{t("Pansement", c.pick("fait ce jour, propre", "à refaire le " + c.day(c.docd + dt.timedelta(days=2), "num"), "agrafes à enlever à J15", "VAC changé hier"))}{t("Douleur EVA", f"{c.r.randint(0, 5)} / 10")}{t("Alimentation", c.pick("normale", "mixée, eau gélifiée", "sans sel", "diabétique"))}{t("Élimination", c.pick("continent", "sonde à demeure posée le " + c.day(c.act - dt.timedelta(days=5), "num"), "protection la nuit", "selles le " + c.day(c.docd - dt.timedelta(days=1), "num")))}{t("Mobilité", c.pick("lever avec une aide", "déambulateur", "deux cannes", "verticalisateur"))}{t("Objets remis", c.pick("lunettes, dentier haut", "canne, téléphone", "appareils auditifs, radios", "rien"))}{t("Traitement donné", c.case["ttt"][0])}</table>{c.extra()}<p>Infirmière : {h(nurse)} &nbsp; Médecin : {c.dr(c.x2)} {c.scribble(26)}</p>"""
    return c.page(body, margin="11mm 13mm")


@layout
def nursing_home_liaison(c):
    """Nursing home's emergency file sent with a resident."""
    c.use(SANS, 9, 10)
    s, a = c.place("ehpad"), c.author("Médecin coordonnateur")
    c.docd = c.act
    gp = c.w.doctor()
    c.put(doc_type=["78341-5", "74207-2", "18761-7"])
    c.dates(act=None)
    c.drop("act_date", "recipients", "author_family", "author_given", "author_rpps")

    def blk(t, x):
        return f'<td style="width:50%"><b style="text-decoration:underline">{t}</b><br>{x}</td>'

    body = f"""<div class="c" style="border:1.2pt solid #000;padding:1.5mm"><b style="font-size:1.2em">{c.pick("DOSSIER DE LIAISON D'URGENCE (DLU)", "FICHE DE TRANSFERT AUX URGENCES", "Dossier de liaison d'urgence du résident")}</b><br>{s.name} - {c.addr(s)} - {c.tel(s, False)} {c.finess(s, "- FINESS ") if c.maybe(0.5) else ""}</div>
<table class="grid" style="width:100%;margin-top:2mm"><tr>{blk(c.pick("RÉSIDENT", "Identité du résident"), c.kv(c.rows(stay=0, address=0)))}{blk("ENTOURAGE", f"Référent familial : {c.say('{proche}')}<br>Tuteur : {c.pick('aucun', 'UDAF', 'M. ' + title(c.w.family()))}<br>Directives anticipées : {c.pick('non', 'oui, jointes')}")}</tr><tr>{blk("MÉDECIN TRAITANT", c.dr(gp) + ", tél. 02 99 " + str(c.r.randint(10, 99)) + " 41 08")}{blk("MOTIF DU TRANSFERT", "Le " + c.day(c.docd) + " : " + c.pick("chute, douleur de hanche", "fièvre et encombrement", "somnolence inhabituelle", "vomissements", "douleur thoracique") + ". Suites de : " + c.say(c.case["motif"]))}</tr><tr>{blk("ANTÉCÉDENTS", c.bullets(c.case["atcd"]))}{blk("TRAITEMENT EN COURS", "<br>".join(c.case["ttt"]))}</tr><tr>{blk("AUTONOMIE", f"GIR {c.r.randint(1, 5)} - marche : {c.pick('seul', 'aidé', 'fauteuil')} - {c.pick('orienté', 'désorienté, déambule', 'fausses routes')}")}{blk("DERNIÈRES CONSTANTES", f"TA {c.r.randint(100, 165)}/{c.r.randint(55, 90)}, pouls {c.r.randint(58, 110)}, température {c.r.randint(36, 38)},{c.r.randint(0, 9)}, poids {c.r.randint(41, 82)} kg le {c.day(c.d2)}")}</tr></table>
<p>Appareils : {c.pick("dentier, lunettes", "audioprothèses", "aucun")}. Vaccin grippe le {c.day(c.act - dt.timedelta(days=200))}.</p>{c.extra()}<div class="row"><div>Fiche remplie le {c.day(c.docd)} par {c.w.given("F")} {title(c.w.family())}, infirmière</div><div>Médecin coordonnateur : {c.dr(a)}</div></div>"""
    return c.page(body, margin="11mm 12mm")


@layout
def directives_hand(c):
    """Advance directives, or choice of a trusted person, written at home by hand."""
    c.use(SERIF, 10.5, 11.5)
    c.docd = c.act
    c.dstyle = c.pick("num", "long")
    trusted = c.o.get("relative") or c.w.person(keep=False)
    link = (
        c.pick("ma fille", "ma sœur", "ma nièce")
        if trusted.sex == "F"
        else c.pick("mon fils", "mon frère", "mon neveu")
    )
    kind = c.pick("dir", "trust")
    c.put(doc_type="EXPPAT_3" if kind == "dir" else ["EXPPAT_1", "51851-4"])
    c.dates(act=None)
    c.drop("act_date", "author_family", "author_given", "structure_name")
    c.o["relative"] = None
    tr = f"{c.hand((('Mme ' if trusted.sex == 'F' else 'M. ') + trusted.birth_name + ' ' + trusted.first), 14)}, {c.hand(link, 14)}, né(e) le {c.hand(c.day(trusted.birth_date, 'num'), 14)}, tél. {c.hand('06 ' + ' '.join(str(c.r.randint(10, 99)) for _ in range(4)), 14)}"
    wishes = c.pick(
        "Je ne souhaite pas être réanimé(e) si je dois rester dépendant(e) d'une machine.",
        "Je refuse l'acharnement. Je veux qu'on soulage ma douleur, même si cela abrège ma vie.",
        "Pas de sonde pour me nourrir si je ne suis plus conscient(e).",
        "Je veux tous les soins possibles tant qu'il y a un espoir.",
    )
    first = f"<p>Je soussigné(e) {c.pick('(nom, prénoms)', '')} : {c.hand(c.who(), 15)}</p><p>{('né(e) le ' + c.hand(c.dob(), 15)) if c.dob() else ''}</p><p>domicilié(e) : {c.hand(c.address(), 13)}</p>"
    if kind == "dir":
        body = f"<h1 class='c'>{c.pick('MES DIRECTIVES ANTICIPÉES', 'Directives anticipées')}</h1>{first}<p>énonce ci-dessous mes directives pour le cas où je ne pourrais plus exprimer ma volonté :</p><p>{c.hand(wishes, 15)}</p><p>{c.hand(c.pick('Je veux être à la maison si possible.', 'Je fais confiance à mon médecin.', 'Je souhaite voir ma famille.'), 15)}</p><p>Ma personne de confiance : {tr}</p>"
    else:
        body = f"<h1 class='c'>{c.pick('DÉSIGNATION DE LA PERSONNE DE CONFIANCE', 'Formulaire : ma personne de confiance')}</h1><p class='s'>article L. 1111-6 du code de la santé publique</p>{first}<p>désigne comme personne de confiance :</p><p>{tr}</p><p>Elle {c.pick('a accepté', 'sait que je la désigne et a donné son accord')}. Je peux mettre fin à cette désignation à tout moment.</p><p>☒ Elle possède mes directives anticipées &nbsp; ☐ non</p>"
    body += f"<br><div class='row'><div>Fait à {c.hand(c.p.town[0], 14)} le {c.hand(c.day(c.docd), 14)}</div><div>Signature<br>{c.scribble()}</div></div>{c.extra()}"
    return c.page(body, margin="20mm 20mm")


@layout
def equipment_prescription(c):
    """Order for equipment (wheelchair, prosthesis, orthosis) by the rehabilitation centre."""
    c.use(SANS, 10, 11.5)
    s, a = c.place("rehab"), c.author("Médecine physique et de réadaptation")
    c.docd = c.act
    c.put(doc_type="57833-6")
    c.dates(act=None)
    c.drop("act_date")
    what = c.pick(
        [
            "Fauteuil roulant manuel pliant, largeur 43 cm, deux repose-jambes réglables",
            "Coussin d'aide à la prévention des escarres, classe II",
        ],
        ["Attelle mollet-plante de série, pied droit, type releveur"],
        [
            "Prothèse transtibiale gauche : emboîture contact, manchon gel, pied à restitution d'énergie",
            "Deux bonnets couvre-moignon",
        ],
        ["Corset lombaire rigide sur mesure, trois mois"],
        ["Lit médicalisé à hauteur variable, location trois mois", "Potence et barrières"],
        ["Déambulateur fixe à deux roues", "Surélévateur de toilettes"],
        ["Orthèse de main de repos sur moulage, main droite"],
        ["Chaussures orthopédiques sur mesure, une paire"],
        ["Neurostimulateur transcutané, location six mois, électrodes"],
    )
    body = f"""<div style="border-left:4mm solid {c.color()};padding-left:4mm"><b style="font-size:1.2em">{s.name}</b><br>{c.addr(s)}<br>{c.tel(s)}<br>{c.finess(s) if c.maybe(0.7) else ""}</div><div class="row" style="margin-top:5mm"><div>{c.dr(a, False)}<br>{a.speciality}<br>{c.rpps(a) if c.maybe(0.7) else ""}</div><div>{c.day(c.docd, c.lstyle)}</div></div><h2>{c.pick("ORDONNANCE D'APPAREILLAGE", "Prescription de matériel médical", "ORDONNANCE - dispositifs médicaux (LPP)")}</h2>{c.pick(lambda: "<p>" + c.who() + "<br>" + c.born() + c.ins("<br>") + "</p>", lambda: c.table(c.rows(stay=0.4)))()}{c.matrix()}{"".join(f"<p>• {x}</p>" for x in what)}<p>Indication : {c.say(c.case["motif"])}.</p><p>Essai réalisé le {c.day(c.d2)} avec M. {title(c.w.family())}, ergothérapeute. Fournisseur : {c.pick("Ortho ", "Médical ", "Santé ")}{s.town[0]}.</p>{c.extra()}<div class="r">{c.scribble()}{c.stamp([c.dr(a, True), s.name, s.phone])}</div>"""
    return c.page(body, margin="15mm 17mm")

"""Papers of town doctors, pharmacies, nursing homes and administrations: orders, forms, certificates, prints of other software."""

import datetime as dt

from eval.examiners.mailroom.context import E, fmt, table
from eval.examiners.mailroom.page import base, bye, hello, layout, logo, prose
from eval.examiners.mailroom.people import FEMALE, Doctor

HAND = "font-family:'Dancing Script';font-size:14pt;color:#1a2f8a"


def cabinet(c, spec=None):
    """Name of a practice and its address block."""
    return c.structure("Maison de santé {n}", "Cabinet médical {n}", "Pôle de santé {de_t}", "Centre de santé {n}")


@layout
def gp_referral(c):
    c.pick_case()
    c.author.spec = "Médecin généraliste"
    name = cabinet(c)
    c.f["doc_type"] = ["96349-6", "18761-7"]
    c.act = c.docdate
    c.f.pop("act_date")
    return (
        base("Carlito", 11, "18mm 20mm", 1.35),
        f"""<table width=100%><tr><td><b>{c.sign("Docteur")}</b><br>Médecine générale<br>{c.rpps()}<br>N° AM {c.author.am}</td><td class=r>{name}<br>{c.street}<br>{E(c.city)}<br>Tél. {c.tel}</td></tr></table><hr><p class=r>{c.one("Le", "À " + E(c.town) + ", le")} {c.doc()}</p><p style='margin-left:85mm'>{c.recipient()}<br>Service de {E(c.case["service"]).lower()}</p>{hello(c)}<p>{c.one("Je vous adresse", "Merci de recevoir en consultation", "Pouvez-vous voir")} <b>{c.nm("civ first last")}</b>, {c.born()}{", " if not c.hide_dob else ""}pour {c.r.choice(c.case["motif"])}. {c.ins_line()}</p>{prose(c)}{bye(c)}<p class=r>{c.sign()}</p>""",
    )


@layout
def email_print(c):
    c.pick_case()
    name = cabinet(c)
    c.f["doc_type"] = ["11488-4", "96349-6", "85208-7"]
    a, b = c.author, Doctor(c.r)
    who = c.nm("last first", long=False)

    def mail(d):
        return "{}.{}@{}.mssante.fr".format(
            d.given.lower().replace(" ", ""),
            d.family.lower().replace(" ", "-").replace("'", ""),
            c.one("medecin", "aura", "bretagne", "pro"),
        )

    c.act = c.docdate - dt.timedelta(days=c.r.randint(0, 3))
    return (
        base("Liberation Sans", 10, "15mm", 1.35, ".h td{padding:.3mm 3mm .3mm 0} .h .k{font-weight:bold}"),
        f"""<p class=s>{fmt(c.docdate, "/")} {c.r.randint(8, 18)}:{c.r.randint(10, 59)} &nbsp;&nbsp;&nbsp; Messagerie sécurisée – Impression du message</p><hr>{table([("De :", c.sign("") + " &lt;" + E(mail(a)) + "&gt;"), ("À :", c.recipient(b, "") + " &lt;" + E(mail(b)) + "&gt;"), ("Envoyé :", c.doc()), ("Objet :", "Consultation – " + who), ("Pièces jointes :", c.one("CR.pdf (84 Ko)", "aucune", "bio.pdf (212 Ko)"))], "h")}<hr>{hello(c)}<p>{c.one("Ci-dessous mon compte rendu concernant", "Retour de consultation pour")} {who}, {c.born()}{c.ins_line(" – ")}, vu{c.fill["e"]} le {c.acted()} à {c.one("mon cabinet", "la permanence")}.</p>{prose(c)}{bye(c)}<p>--<br>{c.sign()}<br>{E(a.spec)} – {name}<br>{c.street}, {E(c.city)}<br>{c.tel} – {c.rpps()}</p><p class=s>Ce message est confidentiel. S'il ne vous est pas destiné, merci de prévenir l'expéditeur et de le détruire.</p>""",
    )


@layout
def portal_print(c):
    c.pick_case()
    name = cabinet(c)
    c.f["doc_type"] = ["60591-5", "SYNTH"]
    c.f["act_date"] = None
    rows = (
        c.kv_names("Nom de naissance", "Nom d'usage", "Prénoms", firsts=True)
        + c.kv_dob("Né(e) le", "/")
        + c.kv_sex()
        + c.kv_ins("INS")
        + [("Téléphone", c.p.phone)]
    )
    return (
        base(
            "DejaVu Sans",
            8.5,
            "12mm 12mm 14mm 12mm",
            1.35,
            f"@page{{@bottom-left{{content:'https://dossier.exemple.fr/patient/{c.p.ipp}/synthese';font-size:6.5pt}} @bottom-right{{content:counter(page) '/' counter(pages);font-size:6.5pt}}}} .card{{background:#f4f6f8;border-radius:2mm;padding:2mm;margin-bottom:2mm}} .card .k{{color:#678;width:40mm}}",
        ),
        f"""<h2>{c.one("Volet de synthèse médicale", "Synthèse médicale du patient")}</h2><div class=card>{table(rows)}</div><div class=card>{table([(c.one("Auteur", "Médecin traitant", "Rédigé par"), c.sign()), ("RPPS", c.rpps("")), ("Structure", name), ("FINESS", c.finess("")), (c.one("Mise à jour le", "Date de la synthèse", "Créé le"), c.doc("/"))])}</div><!--X--><div class=card><b>Pathologies en cours et antécédents</b>{c.ul("atcd", 3)}</div><div class=card><b>Allergies et intolérances</b><p>{c.one("Aucune connue", "Pénicilline (éruption, 1998)", "Iode : réaction mineure")}</p></div><div class=card><b>Traitement au long cours</b>{c.ul("tt", 3)}</div><div class=card><b>Résultats récents</b>{c.para("bio", 2)}{c.para("img", 2)}</div><div class=card><b>Points de vigilance</b>{c.para("plan", 2)}{c.para("exam", 2)}<p>Tabac : {c.one("non", "sevré", "10 cigarettes par jour")}. Alcool : {c.one("occasionnel", "non")}. Vit {c.one("en couple", "seul", "en famille")}. Correspondants : {c.who(c.doc2)} (cardiologue), {c.who(c.doc3)} (ophtalmologue).</p></div>""",
    )


@layout
def consent_hand_filled(c):
    name = c.structure("Clinique {n}", "Centre hospitalier {de_t}", "Hôpital Saint-{s}")
    c.f["doc_type"] = "59284-0"
    c.author.spec = "Chirurgien"
    c.act = c.docdate
    c.f["act_date"] = None

    def h(s):
        return f'<span style="{HAND}">{s}</span>'

    c.caps = "title"
    rows = [(k, h(v)) for k, v in c.kv_names("NOM de naissance", "Nom d'usage", "Prénom")] + [
        (k, h(v)) for k, v in c.kv_dob("Né(e) le", "/")
    ]
    return (
        base("Noto Sans", 9.5, "18mm", 1.4, ".v{border-bottom:.5pt dotted #333;min-width:90mm}"),
        f"""<p><b>{name}</b><br><span class=s>{c.street} – {E(c.city)} – {c.finess()}</span></p><h2 class=c>{c.one("FORMULAIRE DE CONSENTEMENT ÉCLAIRÉ", "Consentement éclairé à une intervention", "RECUEIL DU CONSENTEMENT DU PATIENT")}</h2><p>Je soussigné(e),</p>{table(rows)}<!--X--><p style='margin-top:4mm'>déclare avoir reçu du {h(c.sign())} une information claire, loyale et appropriée sur l'acte suivant : {h(c.one("cholécystectomie", "coloscopie", "prothèse de hanche", "anesthésie générale", "cataracte"))}, prévu le {h(c.d(c.rv, "/"))}.</p><p>J'ai été informé(e) de la nature de l'intervention, de ses bénéfices attendus, de ses alternatives et des risques fréquents ou graves normalement prévisibles, y compris en cas de refus. J'ai pu poser toutes les questions et il m'a été répondu de façon compréhensible. Une fiche d'information de la société savante m'a été remise.</p><p>J'ai été averti(e) qu'au cours de l'acte une découverte ou un événement imprévu pourrait conduire l'équipe à le compléter. Je reste libre de retirer mon accord à tout moment sans avoir à me justifier.</p><p>☒ J'accepte l'intervention. &nbsp; ☐ Je refuse. &nbsp; ☒ J'accepte la transfusion si elle est nécessaire. &nbsp; ☐ J'accepte l'utilisation de mes données pour la recherche.</p><p>Personne de confiance : ☐ désignée, voir document séparé ☒ non désignée. Pour un mineur ou un majeur protégé, la signature du représentant légal est requise.</p><p>Fait à {h(E(c.town))} le {h(c.doc("/"))}</p><table width=100% style='margin-top:8mm'><tr><td>Signature du patient<br><br>{h("lu et approuvé")}</td><td class=r>Signature et cachet du médecin<br>{c.sign()}<br>{c.rpps()}</td></tr></table>""",
    )


@layout
def autonomy_grid(c):
    name = c.structure("Département – Maison de l'autonomie {de_t}", "EHPAD Les Jardins {de_t}", "Résidence {n}")
    c.f["doc_type"] = ["34842-5", "BIL_AUTO"]
    c.author.spec = "Médecin coordonnateur"
    rows = c.kv_names("Nom de naissance", "Nom d'usage", "Prénom") + c.kv_dob("Né(e) le", "/") + c.kv_sex() + c.kv_ins()
    c.docdate = c.act if c.r.random() < 0.5 else c.docdate
    v = [
        "Cohérence : communication",
        "Cohérence : comportement",
        "Orientation dans le temps",
        "Orientation dans l'espace",
        "Toilette du haut",
        "Toilette du bas",
        "Habillage haut",
        "Habillage moyen",
        "Habillage bas",
        "Alimentation : se servir",
        "Alimentation : manger",
        "Élimination urinaire",
        "Élimination fécale",
        "Transferts",
        "Déplacements à l'intérieur",
        "Déplacements à l'extérieur",
        "Alerter",
    ]
    return (
        base(
            "Liberation Sans Narrow",
            10.5,
            "13mm",
            1.25,
            ".g{width:100%} .g td{border:.5pt solid #555;padding:.6mm 2mm}",
        ),
        f"""<p><b>{name}</b> – {c.street}, {E(c.city)}</p><h2 class=c>{c.one("GRILLE AGGIR", "Évaluation de la dépendance – grille nationale AGGIR")}</h2>{table(rows, "g")}<p></p><p>{c.one("Évaluation faite le", "Date de l’évaluation :", "Visite à domicile du")} {c.acted()} – évaluateur : {c.sign()} ({c.one("médecin coordonnateur", "médecin")}) {c.rpps() if c.r.random() < 0.6 else ""}</p><!--X--><table class=g><tr><td><b>Variable</b></td><td>Spontanément</td><td>Totalement</td><td>Correctement</td><td>Habituellement</td><td><b>Code</b></td></tr>{"".join("<tr><td>{}</td>{}<td class=c><b>{}</b></td></tr>".format(x, "".join("<td class=c>{}</td>".format(c.one("S", "—", "×", "×")) for _ in range(4)), c.one("A", "B", "B", "C")) for x in v)}</table><p><b>Groupe iso-ressources : GIR {c.r.randint(1, 4)}</b> (évaluation précédente le {c.d(c.past(200, 700))} : GIR {c.r.randint(3, 5)})</p>{c.life(3)}<p>Observations : {c.one("aide humaine deux fois par jour, fils présent le week-end.", "ne se lève plus seul, refus partiel de la toilette.", "désorientation nocturne, fugues à deux reprises.")} Proposition de plan d'aide : {c.r.randint(15, 60)} heures par mois, portage de repas, téléassistance. Référent social : Mme {c.fam(c.doc2.family)}.</p><p class=r>{c.one("Le", "Fait le")} {c.doc()} – {c.sign()}</p>""",
    )


@layout
def nursing_home_transfer(c):
    c.pick_case("geriatrie", "cardiologie", "pneumologie", "neuro")
    name = c.structure("EHPAD {n}", "Résidence médicalisée Les Tilleuls {de_t}", "EHPAD Saint-{s}")
    c.f["doc_type"] = ["78341-5", "18761-7", "74207-2"]
    c.author.spec = "Infirmier"
    rows = (
        c.kv_names("Nom de naissance", "Nom d'épouse / d'usage", "Prénom")
        + c.kv_dob("Né(e) le")
        + c.kv_sex()
        + c.kv_ins()
        + [("Entré(e) dans l'établissement le", c.d(c.past(400, 2000))), ("Chambre", str(c.r.randint(1, 240)))]
    )
    c.act = c.docdate
    return (
        base(
            "Comic Neue",
            10.5,
            "13mm",
            1.3,
            ".g{width:100%} .g td{border:.6pt solid #333;padding:1mm 2mm} h3{background:#ffe9a8;padding:.6mm 2mm}",
        ),
        f"""<table width=100%><tr><td><b style='font-size:13pt'>{name}</b><br>{c.street} {E(c.city)}<br>Tél. {c.tel}</td><td class=r><b style='font-size:13pt'>{c.one("FICHE DE LIAISON D'URGENCE", "DOSSIER DE LIAISON D’URGENCE (DLU)", "Fiche de transfert vers les urgences")}</b></td></tr></table>{table(rows, "g")}<!--X--><h3>Transfert</h3><p>Date et heure : {c.acted()} à {c.r.randint(0, 23)} h {c.r.randint(10, 59)} – {c.one("rempli par", "rédacteur")} : {c.sign(c.one("M." if c.author.sex == "M" else "Mme", "IDE"))}, infirmi{"er" if c.author.sex == "M" else "ère"}<br>Motif : {c.r.choice(c.case["motif"])}. Médecin traitant : {c.who(c.doc2)} – prévenu : {c.one("oui", "non")}. Famille prévenue : {c.one("oui, fille", "oui, fils", "message laissé")}.</p><h3>Constantes au départ</h3><table class=g><tr><td>TA 1{c.r.randint(10, 69)}/{c.r.randint(55, 95)}</td><td>Pouls {c.r.randint(55, 120)}</td><td>T {c.r.randint(360, 395) / 10:.1f}</td><td>Sat {c.r.randint(85, 98)} %</td><td>Dextro 1,{c.r.randint(0, 9)}</td><td>EVA {c.r.randint(0, 8)}</td></tr></table><h3>Antécédents</h3>{c.ul("atcd", 3)}<h3>Événements récents</h3>{c.para("story", 3)}{c.para("exam", 2)}<h3>Traitement (copie jointe)</h3>{c.ul("tt", 3)}{c.life(3)}<h3>Autonomie et risques</h3><table class=g><tr><td>GIR {c.r.randint(1, 4)}</td><td>Chutes : {c.one("oui", "non")}</td><td>Fausses routes : {c.one("oui", "non")}</td><td>Escarres : {c.one("non", "talon droit stade 1")}</td><td>BMR : non</td></tr><tr><td>Appareil auditif : {c.one("oui", "non")}</td><td>Dentier : {c.one("haut", "bas", "non")}</td><td>Lunettes : oui</td><td>Directives anticipées : {c.one("non", "oui")}</td><td>Contention : non</td></tr></table><p class=r>{c.one("Date du document :", "Fait le")} {c.doc()}</p>""",
    )


@layout
def vaccination_record(c):
    name = c.structure("Centre de vaccination {de_t}", "PMI {de_t}", "Centre de santé {n}")
    c.f["doc_type"] = ["11369-6", "87273-9"]
    c.author.spec = "Médecin"
    c.act = c.docdate
    rows = (
        c.kv_names("Nom de naissance", "Nom utilisé", "Prénom")
        + c.kv_dob("Date de naissance")
        + c.kv_sex()
        + c.kv_ins()
    )
    vs = [
        ("Infanrix Hexa", "diphtérie, tétanos, coqueluche, polio, Hib, hépatite B"),
        ("Prevenar 20", "pneumocoque"),
        ("Priorix", "rougeole, oreillons, rubéole"),
        ("Repevax", "dTcaP"),
        ("Vaxigrip", "grippe saisonnière"),
        ("Comirnaty", "Covid-19"),
        ("Havrix", "hépatite A"),
        ("Shingrix", "zona"),
        ("Revaxis", "dTP"),
    ]
    ds = sorted((c.past(60, 6000), v) for v in c.r.sample(vs, 6))
    last = c.r.choice(vs)
    c.f["act_date"] = c.act.isoformat()

    def lot():
        return f"{c.one('A', 'AB', 'U', 'EX')}{c.r.randint(0, 9999):04d}{c.one('A', 'C', 'B')}"

    return (
        base("Lato", 10, "16mm", 1.35, ".g{width:100%} .g td{border:.5pt solid #298;padding:1.2mm 2mm}"),
        f"""<p>{logo("#298", "circle")} <b>{name}</b> – {c.street}, {E(c.city)} – {c.tel}</p><h2 class=c>{c.one("HISTORIQUE DES VACCINATIONS", "Relevé de vaccinations", "Carnet de vaccination – extrait")}</h2>{table(rows, "g")}<!--X--><p></p><table class=g><tr><td><b>Date</b></td><td><b>Vaccin</b></td><td><b>Valences</b></td><td><b>Lot</b></td><td><b>Vaccinateur</b></td></tr>{"".join(f"<tr><td>{c.d(d)}</td><td>{v[0]}</td><td>{v[1]}</td><td>{lot()}</td><td>{c.who(c.one(c.doc2, c.doc3))}</td></tr>" for d, v in ds)}<tr><td><b>{c.d(c.act)}</b></td><td>{last[0]}</td><td>{last[1]}</td><td>{lot()}</td><td>{c.sign()}</td></tr></table><p>Dose du jour : injection intramusculaire, deltoïde {c.one("gauche", "droit")}, bien tolérée après quinze minutes de surveillance. Prochain rappel conseillé : {c.d(c.rv)}.</p><p>Contre-indications recherchées : fièvre non, immunodépression non, réaction antérieure non, grossesse non. Information sur les effets attendus donnée oralement et par écrit. Déclaration des effets indésirables possible auprès du centre régional de pharmacovigilance.</p><p class=r>{c.one("Document établi le", "Édité le", "Le")} {c.doc()} par {c.sign()}<br>{c.rpps()}</p>""",
    )


@layout
def appointment_notice(c):
    name = c.structure("CHU {de_t}", "Centre hospitalier {de_t}", "Clinique {n}")
    c.f["doc_type"] = ["56446-8", "51851-4"]
    c.pick_case()
    c.f.pop("act_date")
    return (
        base("Open Sans", 10, "18mm 20mm", 1.4),
        f"""<table width=100%><tr><td>{logo("#345", "bars")}<br><b>{name}</b><br><span class=s>Secrétariat de {E(c.case["service"]).lower()}<br>{c.tel}</span></td><td style='padding-top:25mm'>{c.nm("civ first last")}<br>{c.street}<br>{E(c.city)}</td></tr></table><p class=r style='margin-top:8mm'>{E(c.town)}, le {c.doc("text")}</p><p>Réf. : IPP {c.ipp()} – {c.born()}{c.ins_line(" – ")}</p><p><b>Objet : {c.one("votre rendez-vous", "convocation", "confirmation de rendez-vous")}</b></p><!--X--><p>{c.civ() if not c.child else "Madame, Monsieur"},</p><p>Nous vous confirmons votre rendez-vous le <b>{c.d(c.rv, "text")} à {c.r.randint(8, 17)} h {c.one("00", "15", "30", "45")}</b> avec le {c.who(c.doc2)}, consultation {c.one("A, niveau 1", "secteur vert, rez-de-chaussée", "bâtiment Laënnec")}.</p><p>Merci de vous présenter vingt minutes avant au bureau des entrées avec : votre carte Vitale à jour, une pièce d'identité, l'attestation de votre mutuelle, le courrier de votre médecin et vos derniers résultats (prises de sang, radiographies), ainsi que la liste de vos médicaments.</p><p>{c.one("Il n’est pas nécessaire d’être à jeun.", "Vous devrez être à jeun depuis six heures.")} Si vous prenez un anticoagulant, n'interrompez jamais le traitement sans avis. Pour un mineur, la présence d'un titulaire de l'autorité parentale est indispensable.</p><p>En cas d'empêchement, prévenez-nous au moins 48 heures à l'avance au {c.tel} : votre place profitera à un autre patient. Le stationnement est payant après une heure ; la ligne de bus n° {c.r.randint(1, 12)} dessert l'entrée principale.</p><p>Nous vous prions d'agréer nos salutations distinguées.</p><p class=r>{c.one("Pour le service", "Pour le chef de service")},<br>{c.sign("Mme" if c.author.sex == "F" else "M.")}<br>{c.one("secrétaire médicale", "assistante médico-administrative") if c.author.sex == "F" else "secrétaire médical"}</p>""",
    )


@layout
def stay_statement(c):
    name = c.structure("Centre hospitalier {de_t}", "Hôpital Saint-{s}", "CHU {de_t}")
    c.f["doc_type"] = ["51851-4", "CERT_DECL", "86531-1"]
    e, x = c.d(c.entry), c.acted()
    who = c.nm("civ last first")
    return (
        base("Liberation Serif", 12, "22mm", 1.6),
        f"""<p><b>{name}</b><br>Direction des admissions et de la facturation<br>{c.street}<br>{E(c.city)}<br>{c.finess()}</p><h2 class=c style='margin:12mm 0'>{c.one("BULLETIN DE SITUATION", "Bulletin d'hospitalisation", "ATTESTATION D’HOSPITALISATION")}</h2><p>Le directeur de l'établissement certifie que {who}, {c.born()}{c.ins_line(", ")}, {c.one("a été hospitalisé" + c.fill["e"], "a été admis" + c.fill["e"])} du {e} au {x} dans le service de {c.one("médecine", "chirurgie", "soins de suite")}.</p><!--X-->{table([("Numéro de séjour", c.episode()), ("IPP", c.ipp()), ("Discipline", c.one("174 – médecine générale", "181 – chirurgie", "119 – hospitalisation de jour")), ("Mode de sortie", c.one("domicile", "transfert", "mutation")), ("Organisme", "CPAM de " + E(c.town)), ("Forfait journalier", str(20 * c.r.randint(1, 14)) + ",00 €")])}<p style='margin-top:6mm'>Le présent bulletin est délivré pour servir et valoir ce que de droit, notamment auprès de l'employeur, de l'organisme d'assurance maladie et de la mutuelle. Il ne comporte aucun renseignement d'ordre médical.</p><p>Il tient lieu d'avis d'arrêt de travail pour la période d'hospitalisation. Tout duplicata doit être demandé au bureau des admissions, ouvert de 8 h 30 à 17 h.</p><p class=r style='margin-top:12mm'>{E(c.town)}, le {c.doc()}<br>{c.one("Pour le directeur et par délégation,", "L’adjoint administratif,")}<br>{c.sign("Mme" if c.author.sex == "F" else "M.")}</p>""",
    )


@layout
def physiotherapy_assessment(c):
    name = c.structure("Cabinet de kinésithérapie {n}", "Kiné Santé {de_t}")
    c.f["doc_type"] = ["34120-6", "47420-5", "11506-3"]
    c.pick_case("ortho", "rhumato", "neuro")
    c.author.spec = "Masseur-kinésithérapeute"
    t = "Mme" if c.author.sex == "F" else "M."
    return (
        base("Cantarell", 10.5, "18mm", 1.4, "h3{color:#a40}"),
        f"""<p><b>{name}</b><br>{c.sign(t)}, masseur-kinésithérapeute D.E.<br>{c.street}, {E(c.city)} – {c.tel}<br>{c.rpps()}</p><h2 class=c>{c.one("BILAN-DIAGNOSTIC KINÉSITHÉRAPIQUE", "Fiche de synthèse du bilan kinésithérapique", "Bilan de kinésithérapie")}</h2><p>{c.nm("civ last first")} – {c.born()}{c.ins_line(" – ")}<br>Prescripteur : {c.recipient()} (ordonnance du {c.d(c.past(10, 40))})<br>{c.one("Bilan effectué le", "Date du bilan :", "Bilan final du")} {c.acted()}</p><!--X--><h3>Contexte</h3><p>{c.r.choice(c.case["motif"]).capitalize()}. {" ".join(c.some("story", 2))}</p><h3>Déficiences</h3><p>Douleur au repos {c.r.randint(0, 4)}/10, à l'effort {c.r.randint(3, 8)}/10. Amplitudes : flexion {c.r.randint(70, 130)}°, extension -{c.r.randint(0, 15)}°, rotation {c.r.randint(10, 60)}°. Force : {c.one("3", "4", "4+")}/5. Périmètres : + {c.r.randint(0, 3)} cm. {" ".join(c.some("exam", 2))}</p><h3>Limitations d'activité</h3><p>Escaliers {c.one("marche par marche", "difficiles", "possibles avec la rampe")}, conduite {c.one("reprise", "non reprise")}. Test du lever de chaise : {c.r.randint(8, 20)} s. Get up and go : {c.r.randint(9, 30)} s. Score fonctionnel : {c.r.randint(25, 80)}/100.</p>{c.life(3)}<h3>Objectifs et traitement</h3><p>Récupérer les amplitudes, renforcer le quadriceps et les fixateurs, reprendre la marche sans aide. Massages, mobilisations, électrothérapie antalgique, travail proprioceptif sur plateau, cryothérapie, exercices à faire seul deux fois par jour. Nombre de séances faites : {c.r.randint(5, 25)}, fréquence {c.r.randint(2, 4)} par semaine.</p><h3>Conclusion</h3><p>{c.one("Évolution favorable, poursuite souhaitable de 15 séances.", "Objectifs atteints, arrêt des séances.", "Progression lente, avis chirurgical conseillé.")} {" ".join(c.some("plan", 1, 2))}</p><p class=r>{c.one("Le", "Fait le")} {c.doc()}<br>{c.sign(t)}</p>""",
    )


@layout
def dental_report(c):
    name = c.structure("Cabinet dentaire {n}", "Centre dentaire {de_t}")
    c.f["doc_type"] = ["28617-9", "11488-4", "83836-7"]
    c.author.spec = "Chirurgien-dentiste"
    teeth = c.r.sample([16, 26, 36, 46, 14, 24, 35, 45, 11, 21, 18, 38, 48], 6)
    return (
        base("Roboto", 10, "18mm", 1.4, ".g{width:100%} .g td{border:.5pt solid #06a;padding:1mm 2mm}"),
        f"""<table width=100%><tr><td><b>{name}</b><br>{c.sign()}<br>Chirurgien-dentiste – {c.rpps()}</td><td class=r>{c.street}<br>{E(c.city)}<br>{c.tel}</td></tr></table><hr style='color:#06a'><h2 class=c>{c.one("BILAN BUCCO-DENTAIRE", "Bilan bucco-dentaire avant intervention", "Compte rendu de bilan bucco-dentaire")}</h2><p>Patient{c.fill["e"]} : <b>{c.nm("civ last first")}</b><br>{c.born()}{c.ins_line("<br>")}<br>{c.one("Examen du", "Vu" + c.fill["e"] + " le", "Consultation du")} {c.acted()} – Adressé{c.fill["e"]} par {c.recipient()}</p><!--X--><table class=g><tr><td><b>Dent</b></td><td><b>Constat</b></td><td><b>Soin proposé</b></td><td><b>CCAM</b></td></tr>{"".join("<tr><td>{}</td><td>{}</td><td>{}</td><td>HB{}{:03d}</td></tr>".format(t, c.one("carie occlusale", "obturation étanche", "lésion apicale", "absente", "couronne descellée", "mobilité 2"), c.one("composite", "surveillance", "avulsion", "traitement endodontique", "détartrage"), c.one("MD", "GD", "LD"), c.r.randint(1, 60)) for t in sorted(teeth))}</table><p style='margin-top:3mm'>Hygiène {c.one("correcte", "insuffisante", "bonne")}, indice de plaque {c.r.randint(10, 60)} %. Parodonte : poches de {c.r.randint(3, 6)} mm localisées. Muqueuses saines, pas de lésion suspecte. Articulations temporo-mandibulaires : craquement {c.one("gauche", "droit", "absent")}. Occlusion stable. Tabac : {c.one("oui", "non")}.</p><p>Radiographie panoramique du {c.d(c.act)} : {c.one("pas de foyer infectieux décelable", "granulome apical à traiter avant la chirurgie", "sinus clairs, dents de sagesse incluses")}. Radiographies rétroalvéolaires antérieures du {c.fill["d2"]}.</p>{c.life(3)}{c.discussion(2)}<p>Prémédication : {c.one("sans objet", "amoxicilline 2 g une heure avant les soins invasifs")}. Traitement anticoagulant : {c.one("non", "oui, relais inutile, hémostase locale")}. Biphosphonates : {c.one("non", "à préciser par le rhumatologue")}.</p><p><b>Conclusion : {c.one("absence de contre-indication bucco-dentaire à l’intervention.", "mise en état à terminer avant l’intervention, deux séances prévues.", "surveillance semestrielle.")}</b> Prochain rendez-vous le {c.d(c.rv)}. Devis remis.</p><p class=r>{c.one("Le", "Fait le")} {c.doc()}, {c.sign()}</p>""",
    )


@layout
def pharmacy_review(c):
    name = c.structure("Pharmacie {n}", "Pharmacie du Centre {de_t}", "Grande Pharmacie {de_t}")
    c.f["doc_type"] = ["56445-0", "78601-2", "61357-0"]
    c.pick_case("geriatrie", "cardiologie", "endo", "pneumologie")
    c.author.spec = "Pharmacien"
    rows = c.kv_names("Nom de naissance", "Nom d'usage", "Prénom") + c.kv_dob("Né(e) le") + c.kv_ins()
    t = "Mme" if c.author.sex == "F" else "M."
    return (
        base("Noto Sans", 9.5, "16mm", 1.35, ".g{width:100%} .g td{border:.5pt solid #3a3;padding:1mm 2mm}"),
        f"""<table width=100%><tr><td><svg width='12mm' height='12mm' viewBox='0 0 30 30'><path d='M11 2h8v9h9v8h-9v9h-8v-9H2v-8h9z' fill='#3a3'/></svg></td><td><b>{name}</b><br>{c.street} – {E(c.city)} – {c.tel}<br>{c.finess()}</td><td class=r>{c.one("Pharmacien titulaire", "Pharmacien")} : {c.sign(t)}<br>{c.rpps()}</td></tr></table><h2 class=c>{c.one("BILAN PARTAGÉ DE MÉDICATION", "Compte rendu de bilan partagé de médication", "Bilan médicamenteux en officine")}</h2>{table(rows)}<p>{c.one("Entretien du", "Entretien réalisé le")} {c.acted()} – Médecin traitant : {c.recipient()}</p><!--X--><table class=g><tr><td><b>Médicament et posologie</b></td><td><b>Prescripteur</b></td><td><b>Observance</b></td><td><b>Remarque</b></td></tr>{"".join("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>".format(x, c.who(c.one(c.doc2, c.doc3)), c.one("bonne", "oublis le soir", "partielle"), c.one("RAS", "surveiller la fonction rénale", "interaction à signaler", "réévaluer l’indication")) for x in c.some("tt", 3))}</table><p style='margin-top:3mm'>Automédication : {c.one("ibuprofène occasionnel", "aucune", "compléments à base de magnésium")}. Allergies : {c.one("aucune", "pénicillines")}. Clairance (Cockcroft) : {c.r.randint(30, 90)} mL/min, bilan du {c.fill["d3"]}. Score de Girerd : {c.r.randint(0, 4)}. {" ".join(c.some("atcd", 2))}</p>{c.life(4)}<p>Difficultés exprimées : {c.one("comprimés difficiles à couper", "peur des effets indésirables", "boîtes qui changent de couleur")}. Pilulier préparé {c.one("par l’infirmière", "seul", "par un proche")}. Conseils donnés : horaires, conservation, conduite en cas d'oubli, hydratation.</p><p><b>Propositions :</b> {c.one("arrêt progressif de la benzodiazépine", "diminution de l’inhibiteur de la pompe à protons", "adaptation de la dose à la fonction rénale")} ; suivi d'observance dans six mois. Aucun changement n'est fait sans accord du prescripteur.</p><p class=r>{c.one("Fait le", "Le")} {c.doc()} – {c.sign(t)}</p>""",
    )


@layout
def disability_certificate(c):
    name = cabinet(c)
    c.pick_case("neuro", "rhumato", "psy", "endo")
    c.f["doc_type"] = ["89601-9", "51851-4", "CERT_DECL"]
    c.act = c.docdate
    c.f.pop("act_date")
    rows = (
        c.kv_names("Nom de naissance", "Nom d'usage", "Prénom(s)", firsts=True)
        + c.kv_dob("Date de naissance", "/")
        + c.kv_ins("N° de sécurité sociale")
    )

    def g():
        return c.one("A", "B", "C", "D")

    return (
        base(
            "DejaVu Sans Condensed",
            9.3,
            "13mm",
            1.35,
            ".bx{border:.8pt solid #94529b;padding:2mm;margin-bottom:2mm} h3{color:#94529b;font-size:9.5pt} .g{width:100%} .g td{border:.4pt solid #999;padding:.6mm 2mm}",
        ),
        f"""<h2>{c.one("CERTIFICAT MÉDICAL", "Certificat médical")} {c.one("destiné à être joint à une demande à la MDPH", "à l’intention de la MDPH")}</h2><p class=s>Cerfa n° 15695*01 – à remplir lisiblement, validité un an</p><div class=bx><h3>1. Personne concernée</h3>{table(rows)}N° de dossier MDPH : {c.r.randint(10**5, 10**6)}</div><!--X--><div class=bx><h3>2. Pathologie à l'origine de la demande</h3><p>{c.t(c.r.choice(c.case["concl"]))}</p>{c.ul("atcd", 3)}{c.para("story", 3)}</div><div class=bx><h3>3. Description clinique actuelle</h3>{c.para("exam", 2)}{c.para("img", 2)}<p>Poids : {c.r.randint(45, 110)} kg – Taille : {c.r.randint(150, 190)} cm – Latéralité : droitier{"" if c.p.sex == "M" else "e"}</p></div><div class=bx><h3>4. Traitements</h3>{c.ul("tt", 2)}</div><div class=bx><h3>5. Retentissement (A sans difficulté – D non réalisé)</h3><table class=g>{"".join(f"<tr><td>{a}</td><td>{g()}</td><td>{b}</td><td>{g()}</td></tr>" for a, b in [("Marcher", "Faire sa toilette"), ("Préhension main dominante", "S'habiller"), ("Motricité fine", "Manger"), ("Communiquer", "Faire les courses"), ("S’orienter dans le temps", "Préparer un repas"), ("Gérer sa sécurité", "Gérer son budget")])}</table><p>Périmètre de marche : {c.r.randint(50, 900)} m. Retentissement sur l'emploi : {c.one("arrêt depuis le ", "aménagement depuis le ")}{c.fill["d2"]}.</p></div><p>Médecin : <b>{c.sign()}</b> – {c.rpps()} – {name}, {E(c.city)}<br>{c.one("Fait le", "Date")} : {c.doc("/")} &nbsp; Cachet et signature</p>""",
    )


@layout
def advance_directives(c):
    c.f["doc_type"] = "EXPPAT_3"
    c.act = c.docdate
    c.f["act_date"] = None
    c.f.pop("author_family")
    c.f.pop("author_given")

    def h(s):
        return f'<span style="{HAND}">{s}</span>'

    c.caps = "title"
    rows = [
        (k, h(v))
        for k, v in c.kv_names("Mon nom de naissance", "Mon nom d'usage", "Mes prénoms", firsts=True)
        + c.kv_dob("Né(e) le", "text")
    ]
    c.structure("x{n}")
    c.f["structure_name"] = None
    return (
        base("Open Sans", 9.8, "20mm", 1.5, ".v{border-bottom:.5pt dotted #333;min-width:90mm}"),
        f"""<h2 class=c>{c.one("MES DIRECTIVES ANTICIPÉES", "Directives anticipées", "Modèle de directives anticipées")}</h2><p class='c s'>(article L. 1111-11 du code de la santé publique) – modèle A : je suis atteint d'une maladie grave ou proche de la fin de vie</p>{table(rows)}<p>Domicilié(e) à {h(E(c.street))}, {h(E(c.city))}</p><!--X--><p>énonce ci-dessous mes directives pour le cas où je ne serais plus en mesure de m'exprimer.</p><p><b>1. Maintien artificiel des fonctions vitales.</b> Si je suis dans le coma ou en état de conscience prolongé jugé irréversible : ☐ j'accepte ☒ je n'accepte pas la réanimation cardiaque et respiratoire ; ☐ j'accepte ☒ je n'accepte pas l'alimentation et l'hydratation artificielles ; ☒ je demande à ne pas être transféré(e) en réanimation.</p><p><b>2. Limitation ou arrêt de traitements.</b> {h(c.one("Je ne veux pas d’acharnement.", "Pas de machine si elle ne sert à rien.", "Je fais confiance à mon médecin."))}</p><p><b>3. Sédation profonde et continue</b> associée à un traitement de la douleur : ☒ oui ☐ non</p><p><b>4. Autres souhaits.</b> {h(c.one("Rester chez moi si possible.", "Musique et présence de mes enfants.", "Don du corps refusé."))}</p><p>Je peux modifier ou annuler ces directives à tout moment. Elles remplacent celles du {c.fill["d1"]}. Un exemplaire est remis à mon médecin traitant, le {c.who(c.doc2)}, et conservé dans mon dossier à l'hôpital.</p><p>Personne de confiance : {h(E(c.r.choice(FEMALE)) + " " + E(c.doc3.family))}, tél. {h(c.p.phone)}</p><p>Fait à {h(E(c.town))} le {h(c.doc("text"))} &nbsp; Signature</p>""",
    )


@layout
def chronic_disease_protocol(c):
    name = cabinet(c)
    c.pick_case("cardiologie", "endo", "onco", "rhumato", "pneumologie")
    c.f["doc_type"] = "PROT_ALD"
    c.act = c.docdate
    c.f.pop("act_date")
    rows = (
        c.kv_names("Nom de naissance", "Nom d'usage", "Prénom")
        + c.kv_dob("Date de naissance", "/")
        + c.kv_ins("N° d'immatriculation")
    )
    return (
        base(
            "Liberation Sans",
            9.5,
            "13mm",
            1.4,
            ".bx{border:.8pt solid #06c;padding:2mm;margin-bottom:2mm} .t{color:#06c;font-weight:bold}",
        ),
        f"""<table width=100%><tr><td><h2>{c.one("PROTOCOLE DE SOINS", "Protocole de soins – ALD")}</h2></td><td class='r s'>articles L. 324-1 et L. 160-14 du code de la sécurité sociale<br>cerfa 11626*0{c.r.randint(3, 6)}</td></tr></table><div class=bx><span class=t>Identification du patient</span>{table(rows)}Adresse : {c.street}, {E(c.city)}</div><!--X--><div class=bx><span class=t>Diagnostic(s) de la ou des affections de longue durée</span><p>{c.t(c.r.choice(c.case["concl"]))} Début : {c.fill["d1"]}</p>{c.para("atcd", 3)}</div><div class=bx><span class=t>Arguments cliniques et résultats significatifs</span>{c.para("exam", 2)}{c.para("bio", 2)}{c.para("img", 2)}</div><div class=bx><span class=t>Spécialités pharmaceutiques, actes et prestations</span>{c.ul("tt", 3)}<p>Suivi biologique trimestriel, soins infirmiers, kinésithérapie, transports.</p></div><div class=bx><span class=t>Recours à des spécialistes</span><p>{E(c.case["spec"])} : {c.who(c.doc2)} – ophtalmologue : {c.who(c.doc3)}</p></div><div class=bx><span class=t>Arrêt de travail</span> ☐ oui ☒ non &nbsp; Durée prévisible des soins : {c.r.randint(1, 10)} ans</div><div class=bx><span class=t>Médecin traitant</span><p>{c.sign()} – {c.rpps()}<br>{name}, {c.street}, {E(c.city)}</p><p>{c.one("Protocole établi le", "Date")} : {c.doc("/")} &nbsp; Signature du médecin &nbsp;&nbsp;&nbsp; Signature du patient</p></div>""",
    )


@layout
def nurse_followup(c):
    name = c.structure("Cabinet infirmier {n}", "SSIAD {de_t}", "HAD {de_t}")
    c.pick_case("geriatrie", "ortho", "endo")
    c.f["doc_type"] = ["11506-3"]
    c.author.spec = "Infirmier"
    t = "Mme" if c.author.sex == "F" else "M."
    days = sorted(c.act - dt.timedelta(days=k) for k in range(1, 14, 2))
    return (
        base("Carlito", 11, "16mm", 1.35, ".g{width:100%} .g td{border:.5pt solid #777;padding:1mm 2mm}"),
        f"""<p><b>{name}</b> – {c.street}, {E(c.city)} – {c.tel}</p><h2 class=c>{c.one("COMPTE RENDU DE SUIVI INFIRMIER", "Fiche de suivi de soins infirmiers", "Transmissions infirmières à domicile")}</h2><p>{c.one("Patient", "Concerne", "Usager")} : {c.nm("civ last first")}, {c.born()}{c.ins_line(", ")}</p><p>À l'attention du {c.recipient()} – {c.one("visite du", "dernier passage le", "état au")} {c.acted()}</p><!--X--><table class=g><tr><td><b>Passage</b></td><td><b>TA</b></td><td><b>Pouls</b></td><td><b>T°</b></td><td><b>Soins et observations</b></td></tr>{"".join("<tr><td>{}</td><td>1{}/{}</td><td>{}</td><td>{:.1f}</td><td>{}</td></tr>".format(c.d(d, "/"), c.r.randint(10, 59), c.r.randint(58, 92), c.r.randint(55, 100), c.r.uniform(36.2, 38.1), c.one("Pansement refait, plaie propre, bords rosés.", "Toilette complète, refus du repas.", "Injection faite, point de ponction sans hématome.", "Pilulier contrôlé, un oubli le soir.", "Douleur cotée 4/10 au soin.", "Glycémie capillaire 1,82 g/L avant repas.")) for d in days)}</table><p style='margin-top:3mm'>{" ".join(c.some("atcd", 2))}</p>{c.para("evol", 2)}<p>Plaie : longueur {c.r.randint(1, 6)} cm, fibrine {c.r.randint(0, 40)} %, exsudat {c.one("faible", "modéré")}. Protocole : lavage au sérum physiologique, alginate, pansement secondaire, bande. Poids {c.r.randint(48, 92)} kg ({c.one("stable", "- 1,5 kg en un mois")}). Mobilité {c.one("réduite au fauteuil", "conservée avec canne")}. Entourage : {c.one("épouse aidante", "voisine présente", "fils le week-end")}.</p>{c.life(4)}{c.discussion(3)}<p><b>Demandes au médecin :</b> {c.one("renouvellement de l’ordonnance de pansements", "avis sur la baisse de tension", "bilan sanguin de contrôle")}. Prochaine réévaluation le {c.d(c.rv)}.</p><p class=r>{c.one("Rédigé le", "Le")} {c.doc()}<br>{c.sign(t)}, infirmi{"ère" if c.author.sex == "F" else "er"} D.E.<br>{c.rpps()}</p>""",
    )


@layout
def implant_card(c):
    name = c.structure("CHU {de_t}", "Clinique {n}", "Hôpital privé {de_t}")
    c.f["doc_type"] = "101881-1"
    c.author.spec = "Chirurgien"
    rows = c.kv_names("Nom de naissance", "Nom utilisé", "Prénom") + c.kv_dob("Né(e) le") + c.kv_sex() + c.kv_ins()
    k = c.r.choice(
        [
            ("Stimulateur cardiaque double chambre", "Accolade MRI L331"),
            ("Prothèse totale de genou", "Triathlon CR"),
            ("Lentille intraoculaire", "AcrySof IQ SN60WF"),
            ("Chambre implantable", "Polysite 3008"),
            ("Prothèse de hanche", "Corail taille 12"),
            ("Endoprothèse coronaire", "Xience Sierra 3,0 x 18"),
            ("Valve aortique percutanée", "Sapien 3 26 mm"),
            ("Plaque pariétale", "Parietex 15 x 10"),
        ]
    )
    return (
        base(
            "Liberation Sans",
            10.5,
            "20mm",
            1.45,
            ".g{width:100%} .g td{border:.6pt solid #234;padding:1.2mm 3mm} .g .k{background:#e8eef3;width:60mm}",
        ),
        f"""<p>{logo("#234", "tri")} <b>{name}</b> – {c.street}, {E(c.city)} – {c.finess()}</p><h2 class=c>{c.one("CARTE D'IMPLANT", "Carte de porteur d'implant", "Carte d’implant – information du patient")}</h2>{table(rows, "g")}<p></p><!--X-->{table([("Type de dispositif", k[0]), ("Modèle", k[1]), ("Fabricant", c.one("Boston Medical SAS", "Stryx Ortho", "Laboratoires Vygonel")), ("N° de série", format(c.r.randint(1, 10**8 - 1), "08d")), ("N° de lot", "L" + format(c.r.randint(1, 999999), "06d")), ("IUD", "(01)0" + str(c.r.randint(10**12, 10**13 - 1)) + "(17)3" + format(c.r.randint(10101, 11231), "05d")), (c.one("Date d'implantation", "Implanté le", "Date de la pose"), c.acted()), (c.one("Implanteur", "Chirurgien", "Opérateur"), c.sign()), ("RPPS", c.rpps("")), ("Compatibilité IRM", c.one("oui, sous conditions (1,5 T et 3 T)", "oui", "non évaluée")), ("Durée de vie prévue", c.one("10 ans", "15 ans", "sans objet"))], "g")}<p style='margin-top:4mm'>Conservez cette carte avec vos papiers et montrez-la avant tout examen d'imagerie, soin dentaire ou passage sous portique de sécurité. En cas de fièvre, de rougeur ou de douleur inhabituelle, appelez le service au {c.tel}. Une matériovigilance est assurée ; tout incident peut être déclaré sur le portail des signalements.</p><p>Médecin assurant le suivi : {c.who(c.doc2)}. Premier contrôle prévu le {c.d(c.rv)}, puis une fois par an. La fiche d'information du fabricant vous a été remise avec la présente.</p><p class=r>{c.one("Carte éditée le", "Délivrée le")} {c.doc()}</p>""",
    )


@layout
def child_hospital_letter(c):
    c.pick_case("pediatrie")
    name = c.structure("Hôpital d'enfants {de_t}", "CHU {de_t} – Hôpital mère-enfant", "Clinique pédiatrique {n}")
    c.f["doc_type"] = ["11488-4"]
    who = c.nm("first last")
    return (
        base("Caladea", 11, "18mm 22mm", 1.4),
        f"""<table width=100%><tr><td>{logo("#e28", "circle")}</td><td><b>{name}</b><br>{E(c.case["service"])} – Pr {E(c.doc2.family)}<br><span class=s>{c.street}, {E(c.city)} – {c.tel}</span></td></tr></table><p class=r>{E(c.town)}, le {c.doc("text")}</p><p>Aux parents de {who}<br><span class=s>Copie : {c.recipient()}, {c.recipient()}</span></p><p>Enfant <b>{who}</b>, {c.born()} – IPP {c.ipp()}{c.ins_line(" – ")}</p>{hello(c)}<p>J'ai vu {c.one("le", "en consultation le", "à l’hôpital le")} {c.acted()} {c.giv(c.p.first)}, {c.one("accompagné" + c.fill["e"] + " de sa mère", "accompagné" + c.fill["e"] + " de ses deux parents", "venu" + c.fill["e"] + " avec son père")}, pour {c.r.choice(c.case["motif"])}.</p>{prose(c)}{bye(c)}<p class=r>{c.sign()}<br>{E(c.author.spec)}<br>{c.rpps()}</p>""",
    )


@layout
def social_report(c):
    name = c.structure("CCAS {de_t}", "Service social du CH {de_t}", "CLIC {de_t}")
    c.f["doc_type"] = ["28653-4", "51851-4"]
    c.f.pop("act_date")
    c.pick_case("geriatrie")
    t = "Mme" if c.author.sex == "F" else "M."
    return (
        base("Liberation Serif", 11.5, "20mm", 1.5),
        f"""<p><b>{name}</b><br>{c.street}<br>{E(c.city)}<br>{c.tel}</p><h2 class=c>{c.one("RAPPORT SOCIAL", "Évaluation sociale", "Note de situation sociale")}</h2><p>Concernant : {c.nm("civ first last")}, {c.born()}{c.ins_line(", ")}<br>Adresse : {c.street.split(" ")[0]} rue du Stade, {E(c.city)}</p><!--X--><p><b>Origine de la demande.</b> {c.fill["P"]} nous a été signalé{c.fill["e"]} par {c.who(c.doc2)} le {c.d(c.past(15, 60))}, dans les suites d'une hospitalisation. L'entretien a eu lieu au domicile en présence d'une voisine.</p><p><b>Situation familiale.</b> {c.one("Veuf", "Célibataire", "Marié, conjoint dépendant") if c.p.sex == "M" else c.one("Veuve", "Célibataire", "Mariée, conjoint dépendant")}, {c.r.randint(0, 4)} enfants dont un seul dans le département. Relations familiales {c.one("régulières", "distendues", "conflictuelles")}. Aucune mesure de protection n'est en cours ; une demande a été évoquée avec le juge.</p><p><b>Logement.</b> {c.one("Locataire du parc social au troisième étage sans ascenseur.", "Propriétaire d’une maison ancienne chauffée au bois.", "Occupant à titre gratuit d’un logement familial.")} Salle de bain inadaptée. L'ergothérapeute préconise une douche et deux barres d'appui, devis du {c.fill["d3"]}.</p><p><b>Ressources.</b> Retraite de base et complémentaire : {c.r.randint(780, 1900)} € par mois. Charges : {c.r.randint(250, 700)} €. Épargne modeste. Complémentaire santé solidaire {c.one("accordée", "à demander")}.</p><p><b>Santé et autonomie.</b> {" ".join(c.some("story", 2))} {" ".join(c.some("evol", 1, 2))}</p><p><b>Avis.</b> Le maintien à domicile reste possible avec une aide quotidienne, un portage de repas et une téléassistance. Un dossier d'allocation personnalisée d'autonomie est joint. Une demande d'hébergement temporaire est déposée en parallèle auprès de deux établissements.</p><p>Suite prévue : visite commune le {c.d(c.rv)}.</p><p class=r>{E(c.town)}, le {c.doc("text")}<br>{c.sign(t)}<br>Assistant{"e" if c.author.sex == "F" else ""} de service social</p>""",
    )

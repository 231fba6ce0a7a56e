"""Prescriptions, requests, certificates, transport and sick-leave notices."""

import datetime as dt

from eval.examiners.mailroom.content import IMAGING
from eval.examiners.mailroom.context import E, table
from eval.examiners.mailroom.forms import cabinet
from eval.examiners.mailroom.page import base, layout, logo
from eval.examiners.mailroom.people import LAST


@layout
def prescription_plain(c):
    c.pick_case()
    c.author.spec = c.one("Médecin généraliste", c.author.spec)
    name = cabinet(c)
    c.f["doc_type"] = "57833-6"
    c.act = c.docdate
    c.f.pop("act_date")
    return (
        base(c.one("EB Garamond", "Carlito"), 12, "18mm 20mm", 1.4),
        f"""<table width=100%><tr><td><b style='font-size:14pt'>{c.sign("Docteur")}</b><br>{E(c.author.spec)}<br>Conventionné secteur {c.one("1", "2")}<br>{c.rpps()}<br>AM : {c.author.am}</td><td class=r>{name}<br>{c.street}<br>{E(c.city)}<br>{c.tel}<br>Remplaçant : {c.who(c.doc2)}</td></tr></table><hr><p class=r>{E(c.town)}, le {c.doc()}</p><p class=c><b>{c.nm("civ first last")}</b>{"<br>" + c.born() if not c.hide_dob else ""}{f" – {c.r.randint(48, 98)} kg" if c.r.random() < 0.4 else ""}{c.ins_line("<br>")}</p><!--X--><h3>{c.one("Ordonnance", "ORDONNANCE MÉDICALE", "")}</h3><ol>{"".join('<li style="margin-bottom:4mm"><b>{}</b><br>{}</li>'.format(x.split(" : ")[0], ([*x.split(" : "), "selon prescription"])[1]) for x in c.some("tt", 3))}</ol><p>{c.one("Traitement pour 28 jours, à renouveler 2 fois.", "QSP 3 mois.", "Pour un mois, non renouvelable.")}</p><p>{c.one("Contrôle biologique avant la prochaine visite.", "Prochain rendez-vous le " + c.d(c.rv) + ".")}</p><p class=r style='margin-top:20mm'>{c.sign()}</p><p class='c s' style='margin-top:20mm'>Membre d'une association agréée – le règlement par chèque est accepté. En cas d'urgence composer le 15.</p>""",
    )


@layout
def two_zone_prescription(c):
    c.pick_case()
    name = c.structure("Centre hospitalier {de_t}", "Hôpital {n}", "Clinique {n}")
    c.f["doc_type"] = "57833-6"
    c.act = c.docdate
    c.f.pop("act_date")
    tt = c.some("tt", 3)
    return (
        base(
            "Liberation Sans",
            10,
            "12mm 15mm",
            1.35,
            ".z{border:1pt solid #000;padding:3mm;min-height:70mm} .z h3{font-size:8pt;text-align:center;background:#ddd}",
        ),
        f"""<p class=s>Ordonnance bizone – cerfa n° 60-3937</p><table width=100%><tr><td style='width:50%;border:.7pt solid #000;padding:2mm'><span class=s>Identification du prescripteur</span><br><b>{c.sign()}</b><br>{E(c.author.spec)}<br>{c.rpps()}<br>{name}<br>{c.street} {E(c.city)}<br>{c.finess()}</td><td style='border:.7pt solid #000;padding:2mm'><span class=s>Identification du patient</span><br><b>{c.nm("civ last first")}</b><br>{c.born()}{c.ins_line("<br>")}<br>{c.datamatrix()}</td></tr></table><!--X--><p class=r>{c.one("Date :", "Le")} {c.doc()}</p><div class=z><h3>Prescriptions relatives au traitement de l'affection de longue durée reconnue (liste ou hors liste) (AFFECTION EXONÉRANTE)</h3>{"".join(f"<p>{x}</p>" for x in tt[:-1])}</div><div class=z><h3>Prescriptions SANS RAPPORT avec l'affection de longue durée (MALADIES INTERCURRENTES)</h3><p>{tt[-1]}</p><p>Paracétamol 1 g si douleur, 3 par jour au maximum, 8 jours</p></div><p class=r style='margin-top:4mm'>Signature : {c.sign()}</p>""",
    )


@layout
def request_slip(c):
    """Short orders: biology, physiotherapy, nursing, imaging."""
    c.pick_case()
    k = c.r.choice(["PRESC-BIO", "PRESC-KINE", "PRESC-INF", "55115-0", "PRESC-ORTHOPHO"])
    name = cabinet(c)
    c.f["doc_type"] = ["PRESC-INF", "57832-8"] if k == "PRESC-INF" else k
    c.act = c.docdate
    c.f.pop("act_date")
    lines = {
        "PRESC-BIO": [
            "Prélèvement à domicile à jeun",
            "NFS, plaquettes, CRP",
            "Ionogramme, créatinine avec DFG",
            "Bilan hépatique complet",
            "HbA1c, exploration d'une anomalie lipidique",
            "TSH",
            "À faire dans les quinze jours, résultats à transmettre au cabinet",
        ],
        "PRESC-KINE": [
            "Séances de masso-kinésithérapie : rééducation de l'épaule droite et du rachis",
            "Renforcement musculaire et travail proprioceptif",
            "Rééducation de la marche et de l'équilibre",
            "À domicile si besoin",
            "Nombre de séances laissé à l'appréciation du kinésithérapeute",
        ],
        "PRESC-INF": [
            "Soins infirmiers à domicile par IDE, dimanches et jours fériés inclus",
            "Injection sous-cutanée quotidienne d'énoxaparine pendant 30 jours",
            "Pansement de la plaie opératoire tous les deux jours jusqu'à cicatrisation",
            "Surveillance de la tension et de la glycémie",
            "Préparation du pilulier hebdomadaire",
        ],
        "55115-0": [
            f"Demande d'imagerie : {c.r.choice(IMAGING)[0]}",
            "Merci de préciser l'existence d'une lésion évolutive",
            "Comparer aux clichés antérieurs du " + c.fill["d2"],
            "Pas d'allergie à l'iode, créatinine normale le " + c.fill["d3"],
            "Pas de pacemaker ni de corps étranger métallique",
        ],
        "PRESC-ORTHOPHO": [
            "Bilan orthophonique avec rééducation si nécessaire",
            "Bilan du langage oral et écrit",
            "Rééducation de la déglutition",
            "Compte rendu de bilan souhaité",
        ],
    }[k]
    head = {
        "PRESC-BIO": c.one(
            "Prescription d'examens biologiques", "ORDONNANCE DE BIOLOGIE", "Examens de laboratoire à réaliser"
        ),
        "PRESC-KINE": c.one("Prescription de kinésithérapie", "ORDONNANCE POUR MASSEUR-KINÉSITHÉRAPEUTE"),
        "PRESC-INF": c.one("Prescription de soins infirmiers", "ORDONNANCE DE SOINS INFIRMIERS À DOMICILE"),
        "55115-0": c.one("Demande d'examen d'imagerie", "BON DE DEMANDE D'IMAGERIE"),
        "PRESC-ORTHOPHO": c.one("Prescription d'orthophonie", "ORDONNANCE – BILAN ORTHOPHONIQUE"),
    }[k]
    return (
        base("Caladea", 12, "20mm", 1.5),
        f"""<p class=c><b>{name}</b><br><span class=s>{c.street} – {E(c.city)} – {c.tel}</span></p><p>{c.sign()}<br>{c.rpps()}</p><p class=r>{c.doc()}</p><h2 class=c>{head}</h2><p>{c.one("Pour", "Nom :", "Patient :", "Concerne :")} {c.nm("civ last first")}<br>{c.born()}{c.ins_line("<br>")}</p><!--X-->{"".join(f"<p>– {E(x)}</p>" for x in lines)}<p>{c.one("Contexte", "Motif", "Renseignements cliniques")} : {c.r.choice(c.case["motif"])}. {" ".join(c.some("atcd", 2, 3))}</p><p>{c.one("Urgent : non", "À réaliser dès que possible")}</p><p class=r style='margin-top:15mm'>{c.sign()}</p>""",
    )


@layout
def transport_form(c):
    name = c.structure("CH {de_t}", "Clinique {n}", "Hôpital privé {de_t}")
    c.f["doc_type"] = ["57828-6", "51851-4"]
    c.act = c.docdate
    c.f.pop("act_date")
    c.author.spec = "Médecin"
    rows = (
        c.kv_names(c.one("Nom de famille (de naissance)", "Nom de naissance"), "Nom d'usage", "Prénom")
        + c.kv_dob("Date de naissance", "/")
        + c.kv_ins("N° d'immatriculation / INS")
    )

    def bx(t, on=False):
        return f"{'☒' if on else '☐'} {t}"

    k = c.r.randint(0, 2)
    return (
        base(
            "DejaVu Sans Condensed",
            9.5,
            "13mm",
            1.4,
            ".bx{border:.8pt solid #2a6;padding:2mm;margin-bottom:2mm} .bx b.t{background:#2a6;color:#fff;padding:0 2mm} .v{border-bottom:.5pt dotted #444;font-weight:bold}",
        ),
        f"""<table width=100%><tr><td>{logo("#2a6", "sq")}</td><td class=c><h2>{c.one("PRESCRIPTION MÉDICALE DE TRANSPORT", "Prescription médicale de transport")}</h2><span class=s>(art. R. 322-10 et suivants du code de la sécurité sociale) – volet 1</span></td><td class=s>cerfa<br>N° 11574*{c.r.randint(5, 9)}</td></tr></table><div class=bx><b class=t>Patient</b>{table(rows)}Adresse : {c.street}, {E(c.city)}</div><!--X--><div class=bx><b class=t>Mode de transport</b><p>{bx("ambulance", k == 0)} &nbsp; {bx("transport assis professionnalisé (VSL, taxi)", k == 1)} &nbsp; {bx("moyen de transport individuel", k == 2)}</p><p>{bx("aller", False)} {bx("retour", False)} {bx("aller-retour", True)} &nbsp; nombre de transports itératifs : {c.r.randint(1, 12)}</p></div><div class=bx><b class=t>Situation</b><p>{bx("hospitalisation (entrée / sortie)", c.r.random() < 0.5)}<br>{bx("soins liés à une ALD", c.r.random() < 0.5)}<br>{bx("accident du travail du")} ....................<br>{bx("convocation contrôle médical")}<br>{bx("tiers accompagnant nécessaire", c.r.random() < 0.3)}</p></div><div class=bx><b class=t>Trajet</b><p>Départ : domicile — Arrivée : {name}, {c.street}, {E(c.city)}<br>Rendez-vous le {c.d(c.rv, "/")} à {c.r.randint(8, 17)} h</p></div><div class=bx><b class=t>Éléments d'ordre médical</b><p>{c.one("Déficience motrice, ne peut se déplacer seul.", "Chimiothérapie itérative, asepsie rigoureuse.", "Position allongée obligatoire.", "Brancardage et surveillance constante.")}</p></div><div class=bx><b class=t>Prescripteur</b><p>{c.sign()} – {c.rpps("Identifiant")}<br>{name} – {c.finess("N° structure")}</p><p>{c.one("Date", "Fait le")} : {c.doc("/")} &nbsp;&nbsp;&nbsp; Signature et cachet</p></div>""",
    )


@layout
def sick_leave_notice(c):
    name = cabinet(c)
    c.f["doc_type"] = "PRESC-AAT"
    c.author.spec = "Médecin généraliste"
    c.act = c.docdate
    c.f.pop("act_date")
    rows = (
        c.kv_names("Nom de naissance", "Nom d'usage", "Prénom")
        + c.kv_dob("Date de naissance", "/")
        + c.kv_ins("N° de sécurité sociale / INS")
    )
    end = c.docdate + dt.timedelta(days=c.r.randint(3, 40))
    return (
        base(
            "Liberation Sans",
            10,
            "14mm",
            1.45,
            ".bx{border:1pt solid #1d4e89;padding:2.5mm;margin-bottom:3mm} .t{color:#1d4e89;font-weight:bold}",
        ),
        f"""<h2 class=c style='color:#1d4e89'>{c.one("AVIS D'ARRÊT DE TRAVAIL", "Avis d’arrêt de travail – volet employeur non transmis")}</h2><p class=c>☒ initial ☐ de prolongation &nbsp; cerfa 10170*{c.r.randint(5, 8)}</p><div class=bx><span class=t>L'assuré(e)</span>{table(rows)}<p>Adresse où le malade peut être visité : {c.street}, {E(c.city)}<br>Employeur : SARL {c.fam(c.r.choice(LAST))} – Profession : {c.one("magasinier", "assistante commerciale", "conducteur", "agent d’entretien")}</p></div><!--X--><div class=bx><span class=t>Renseignements médicaux</span><p>Je soussigné(e), docteur en médecine, certifie avoir examiné la personne désignée et prescris un arrêt de travail jusqu'au {c.d(end, "text")} inclus.</p><p>Motif : {c.one("lombalgie aiguë", "syndrome dépressif", "entorse de la cheville", "suites opératoires", "grippe", "sciatique")}</p><p>Sorties : ☐ non autorisées ☒ autorisées à partir du {c.d(c.docdate, "/")} ☐ sans restriction d'horaire</p><p>Accident causé par un tiers : ☐ oui ☒ non. En rapport avec une ALD : ☐ oui ☒ non. État pathologique de grossesse : ☐</p><p>Temps partiel pour motif thérapeutique du ................ au ................</p></div><div class=bx><span class=t>Le praticien</span><p>{c.sign("Dr")}<br>{name}<br>{c.street} {E(c.city)}<br>{c.rpps()} – AM {c.author.am}</p><p>{c.one("Date", "Établi le", "Le")} : {c.doc("/")} &nbsp;&nbsp; Signature :</p></div><p class=s>Quiconque se rend coupable de fraude ou de fausse déclaration est passible de pénalités. L'assuré doit envoyer les volets 1 et 2 à sa caisse dans les deux jours.</p>""",
    )


@layout
def medical_certificate(c):
    name = cabinet(c)
    c.f["doc_type"] = ["89601-9", "CERT_DECL"]
    c.author.spec = "Médecin généraliste"
    c.act = c.docdate
    c.f.pop("act_date")
    who = c.nm("civ first last")
    k = c.r.randint(0, 7)
    txt = [
        "ne présente à ce jour aucun signe clinique décelable contre-indiquant la pratique du sport en compétition (course à pied, tennis, natation).",
        f"doit être dispensé{c.fill['e']} d'éducation physique pendant une durée de six semaines.",
        "présente un état de santé nécessitant la présence d'une tierce personne à ses côtés pour les déplacements.",
        f"a été vu{c.fill['e']} en consultation ce jour pour des lésions : ecchymose de 4 cm du bras gauche, dermabrasions du genou droit, douleur à la palpation de la 8e côte. L'incapacité totale de travail est de trois jours, sous réserve de complications.",
        f"peut reprendre son activité à temps partiel thérapeutique à compter du {c.d(c.rv)}.",
        "suit un traitement au long cours qui doit être transporté en cabine, avec seringues et aiguilles, pour un voyage en avion.",
        "présente une affection qui rend nécessaire l'aménagement de son logement (douche de plain-pied, barres d'appui).",
        "ne présente pas de maladie contagieuse et est à jour des vaccinations obligatoires ; son état est compatible avec la vie en collectivité.",
    ][k]
    return (
        base("Caladea", 12.5, "25mm", 1.7),
        f"""<p><b>{c.sign("Docteur")}</b><br>{name}<br>{c.street}, {E(c.city)}<br>{c.rpps()}</p><h1 class=c style='font-size:17pt;margin:14mm 0'>{c.one("CERTIFICAT MÉDICAL", "Certificat médical", "Certificat")}</h1><p>Je soussigné{"e" if c.author.sex == "F" else ""}, {c.sign("Docteur")}, certifie avoir examiné {c.one("ce jour", "aujourd’hui")} {who}{", " + c.born() if not c.hide_dob else ""}{c.ins_line(", ")}, et déclare que {c.fill["il"]} {txt}</p><!--X--><p>{c.one("Certificat établi à la demande de l’intéressé" + c.fill["e"] + " et remis en main propre pour faire valoir ce que de droit.", "Remis en mains propres à sa demande.")}</p><p>Les informations ci-dessus reposent sur les déclarations recueillies, l'examen clinique et les pièces présentées, dont un compte rendu daté du {c.fill["d3"]}.</p><p class=r style='margin-top:12mm'>{c.one("Fait à", "À")} {E(c.town)}, le {c.doc("text")}<br><br>{c.sign()}</p>""",
    )

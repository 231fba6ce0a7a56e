"""Prescriptions, certificates and requests of town doctors."""

from .case import Case
from .marks import bars, box, dots
from .registry import layout, paragraphs
from .texts import story


@layout(ins=0.0)
def gp_hand_script(c: Case) -> str:
    """A prescription by hand on a small printed block."""
    c.type("57833-6")
    c.argue("act_date")
    lines = "".join(f"<p style='margin:3mm 0'>{c.hand('– ' + drug, 14)}</p>" for drug in c.drugs(2, 5))
    body = f"""<div style='width:58mm;line-height:1.15'><b>{c.sign("Docteur G F")}</b><br>Médecin généraliste<br>
<span style='font-size:8pt'>Conventionné secteur 1<br>{c.head.street}<br>{c.head.town}<br>Tél. {c.phone()}<br>
{c.rpps("")}</span><br>{bars(c.rng, 36, 6)}</div>
<div style='position:absolute;top:6mm;left:70mm'>{c.hand("Le " + c.doc("dmy"), 13)}</div>
<div style='margin:8mm 0 6mm 14mm'>{c.hand(c.full(c.one("A", "B")), 15)}<br>{c.hand(c.born("né{e} le ", "", "dmy"), 13)}
{c.hand(c.maybe(str(c.rng.randint(45, 95)) + " kg", 0.3), 12)}</div>{lines}
<p style='margin-top:6mm'>{c.hand(c.one("QSP 1 mois", "QSP 3 mois", "à renouveler 2 fois"), 13)}</p>
<div style='text-align:right'>{c.scribble(130, 50)}</div>
<div style='position:absolute;bottom:0;font-size:6.5pt;color:#666'>Membre d'une association agréée – le règlement par
chèque est accepté – en cas d'urgence composer le 15</div>"""
    return c.html(body, size="A5", margin="10mm", font="Liberation Serif", pt=11)


@layout(fits="adult", ins=0.6)
def gp_two_zones(c: Case) -> str:
    """A prescription of two zones for a long illness, printed by a software."""
    c.type("57833-6")
    c.argue("act_date")
    c.house("msp", "office")
    first, second = c.drugs(2, 6), c.drugs(1, 3)
    zone = "border:0.3mm solid #000;padding:1mm 3mm;text-align:center;font-size:8pt;font-weight:bold;margin:3mm 0 2mm"
    ident = f"""{c.full("A")}<br>{c.born("né{e} le ")} {c.maybe("(" + c.age() + ")", 0.5)}<br>
{c.ins_number(c.one("INS : ", "Matricule INS "))}"""
    body = f"""<table style='width:100%;border:0.4mm solid #000'><tr>
<td style='width:50%;padding:3mm;border-right:0.4mm solid
#000;font-size:9pt'>Prescripteur<br><b>{c.sign("Dr F G")}</b><br>
{c.rpps("RPPS ")}<br>{c.structure()}<br>{c.finess("FINESS ")}<br>{c.head.street}, {c.head.town}</td>
<td style='padding:3mm;vertical-align:top;font-size:9pt'>Patient<br>{ident}</td></tr></table>
<p style='text-align:right;margin-top:3mm'>Le {c.doc()}</p>
<div style='{zone}'>Prescriptions relatives au traitement de l'affection de longue durée reconnue (affection
exonérante)</div>
{paragraphs(["<b>" + d.split(" : ")[0] + "</b>" + (" : " + d.split(" : ")[1] if " : " in d else "") for d in first])}
<div style='{zone}'>Prescriptions SANS RAPPORT avec l'affection de longue durée (maladies intercurrentes)</div>
{paragraphs(second)}<p>Traitement pour {c.one("un mois, à renouveler deux fois", "28 jours", "trois mois")}.</p>
<div style='text-align:right;margin-top:8mm'>{c.scribble()}</div>{c.matrix(16)}"""
    return c.html(body, pt=10, margin="12mm 14mm")


@layout(ins=0.15)
def gp_certificate(c: Case) -> str:
    """A medical certificate on plain paper with a stamp of the doctor."""
    c.type("89601-9", "CERT_DECL")
    c.written = c.acted
    c.argue("act_date")
    texts = [
        "ne présente pas ce jour de contre-indication cliniquement décelable à la pratique du ski alpin, y compris en "
        "compétition.",
        "présente un état de santé justifiant un repos au domicile de cinq jours.",
        "est à jour de ses vaccinations obligatoires et peut être admis{e} en collectivité.",
        "ne peut, pour raison médicale, participer aux cours d'éducation physique pendant trois semaines.",
        "nécessite la présence d'une tierce personne pour les actes essentiels de la vie.",
        "est apte à poursuivre son activité d'accompagnat{eur} en moyenne montagne.",
    ]
    stamp = (
        f"<div style='display:inline-block;border:0.4mm solid #33a;color:#33a;padding:2mm 4mm;font-size:8pt;"
        f"transform:rotate(-4deg)'>{c.sign('Dr G F')}<br>Médecine générale<br>{c.head.town}<br>{c.rpps('')}</div>"
    )
    title = c.one("CERTIFICAT MÉDICAL", "Certificat", "Certificat médical")
    body = f"""<div style='margin-top:20mm;text-align:center;font-size:17pt;letter-spacing:1mm'>{title}</div>
<p style='margin-top:18mm;line-height:1.9'>{
        c.one(
            "Je soussigné certifie avoir examiné ce jour ",
            "Je soussigné, Docteur en médecine, certifie que ",
            "Le médecin soussigné atteste que ",
        )
    }{c.full(c.one("A", "B", "F"))}
{c.born(", né{e} le ")}{c.maybe(", demeurant " + c.who.address, 0.4)}, {c.one("et atteste que {il}", "")}
{c.one(*texts)}</p>
<p style='line-height:1.9'>{
        c.one(
            "Certificat établi à la demande de l'intéressé{e} pour faire valoir ce que de droit.",
            "Certificat remis en mains propres au patient ou à son représentant légal.",
        )
    }</p>
<p style='margin-top:12mm'>{c.head.town[6:]}, le {c.doc(c.one("long", "dmy"))}</p>
<div style='margin:8mm 0 0 90mm'>{stamp}<br>{c.scribble()}</div>"""
    return c.html(body, font=c.one("Liberation Serif", "Caladea"), pt=12.5, margin="25mm 25mm")


@layout(fits="worker", ins=0.0)
def work_stop(c: Case) -> str:
    """A notice of sick leave with boxes, of our own wording."""
    c.type("PRESC-AAT")
    c.written = c.acted
    c.argue("act_date", "ins")
    end = c.later(3, 21, "dmy")
    cell = "border:0.3mm solid #557;padding:1.6mm 2.5mm;vertical-align:top"
    nir = c.who.number if c.show_ins or c.rng.random() < 0.5 else ""
    if c.plan.trap:
        nir = ""
    body = f"""<div style='display:flex;justify-content:space-between'><b style='font-size:14pt;color:#246'>avis
d'arrêt de travail
</b><span style='font-size:8pt'>volet {c.one("1", "2", "3")} à adresser
{c.one("au service médical", "à la caisse", "à l'employeur")}
<br>{bars(c.rng, 40, 6)}</span></div>
<div style='margin:2mm 0'>{box(c.rng.random() < 0.8)} initial &nbsp; {box(False)} prolongation &nbsp; {box(False)}
accident causé
par un tiers</div>
<table style='width:100%'><tr><td style='{cell}' colspan=2><b style='color:#246'>l'assuré(e)</b><br>
N° d'immatriculation : {dots(nir, 60)}<br>
Nom de famille (de naissance) : {dots(c.birth_name(), 60)}<br>Nom d'usage : {dots(c.used_name(), 50)}<br>
Prénom : {dots(c.firsts(" "), 55)} &nbsp; Date de naissance : {dots(c.birth_date("dmy"), 35)}<br>
Adresse pendant l'arrêt : {dots(c.who.address, 90)}</td></tr>
<tr><td style='{cell};width:50%'><b style='color:#246'>l'employeur</b><br>{
        c.one(
            "Remontées mécaniques du Haut-Val",
            "Scierie Frères Mollard",
            "Commune de Valombre",
            "Fromagerie des Alpages",
            "Hôtel du Glacier",
        )
    }<br>{c.head.town}</td>
<td style='{cell}'><b style='color:#246'>renseignements médicaux</b><br>{
        c.one(
            "lombosciatique", "syndrome grippal", "entorse de cheville", "suites opératoires", "épisode anxiodépressif"
        )
    }</td></tr>
<tr><td style='{cell}' colspan=2><b style='color:#246'>le médecin</b> — arrêt jusqu'au <b>{end}</b> inclus, à temps
{c.one("complet", "partiel pour raison médicale")}<br>sorties autorisées {box(True)} oui {box(False)} non,
à compter du {c.day(c.written, "dmy")}<br><br>Identification : {c.sign("Docteur G F")} — {c.rpps("n° ")}<br>
Date : {c.doc("dmy")} &nbsp; Signature {c.scribble(100, 34)}</td></tr></table>
<p style='font-size:7pt;margin-top:2mm'>Toute fausse déclaration expose à des sanctions. Envoyer ce volet sous 48
heures.</p>"""
    return c.html(body, size="A4 landscape" if c.rng.random() < 0.2 else "A4", pt=10, margin="12mm")


@layout(ins=0.4)
def lab_order(c: Case) -> str:
    """A prescription of laboratory tests with boxes in three columns."""
    c.type("PRESC-BIO")
    c.argue("act_date")
    names = [
        "NFS plaquettes",
        "Ionogramme",
        "Créatinine + DFG",
        "CRP",
        "TSH",
        "HbA1c",
        "Glycémie à jeun",
        "Bilan lipidique",
        "ASAT ALAT",
        "GGT PAL",
        "Ferritine",
        "INR",
        "BNP",
        "PSA",
        "Vitamine D",
        "ECBU",
        "Protéinurie",
        "Calcium phosphore",
        "Groupe RhD",
        "RAI",
        "TP TCA",
        "Albumine",
        "B9 B12",
        "Électrophorèse",
        "Lipase",
        "Toxoplasmose",
        "Sérologie VHB VHC",
    ]
    cells = "".join(f"<div>{box(c.rng.random() < 0.25)} {name}</div>" for name in names)
    body = f"""<div style='text-align:right'>{c.head.town[6:]}, {c.doc(c.one("long", "dmy"))}</div>
<h2 style='text-decoration:underline;font-size:13pt'>{
        c.one("Prescription de biologie", "Ordonnance – analyses médicales", "FAIRE PRATIQUER EN LABORATOIRE")
    }</h2><p>Pour : <b>{c.full(c.one("A", "C", "D"))}</b> {c.born("– né{e} le ")}
{c.ins_number(" – INS ")}</p><div style='columns:3;font-size:10pt;line-height:1.7;border:0.2mm solid
#888;padding:3mm'>{cells}</div>
<p style='margin-top:4mm'>{
        c.one(
            "À jeun depuis 12 heures.",
            "Prélèvement à domicile par IDE.",
            "À faire dix jours avant le rendez-vous.",
            "En urgence, résultats à téléphoner.",
        )
    }
{c.maybe("À renouveler tous les mois pendant six mois.", 0.4)}</p>
<p>Copie des résultats : {c.dr()}</p><table style='width:100%;margin-top:16mm'><tr><td style='font-size:8.5pt'>
{c.sign("Docteur G F")}<br>{c.rpps("RPPS ")}<br>{c.phone()}</td><td
style='text-align:right'>{c.scribble()}</td></tr></table>"""
    if c.fields["recipients"] is None:
        c.argue("recipients")
    return c.html(body, font=c.one("Lato", "Go", "Open Sans"), pt=11, margin="16mm 18mm")


@layout(fits="adult", ins=0.3)
def physio_order(c: Case) -> str:
    """A prescription of physiotherapy, a few centred lines."""
    c.type("PRESC-KINE")
    c.argue("act_date")
    c.author = c.carer("Chirurgien orthopédiste", "Médecin généraliste", "Rhumatologue")
    what = c.one(
        "Rééducation du genou droit, renforcement quadricipital, récupération des amplitudes",
        "Massages et rééducation du rachis lombaire avec école du dos",
        "Rééducation de l'épaule gauche après suture de coiffe",
        "Rééducation de la marche et travail de l'équilibre, prévention des chutes",
        "Kinésithérapie respiratoire, URGENT",
    )
    body = f"""<div style='text-align:center'><div
style='font-size:15pt;font-variant:small-caps'>{c.sign("Docteur G F")}</div>
{c.author.job}<br>{c.maybe(c.head.street + " – ")}{c.head.town}<hr style='width:60%'></div>
<p style='text-align:center;margin:9mm
0'>{c.full(c.one("B", "A", "F"))}<br>{c.born("né{e} le ")}<br>{c.ins_number("")}</p>
<p style='text-align:center;font-size:12.5pt;line-height:1.7'>{
        c.one("Faire pratiquer par masseur-kinésithérapeute DE :", "Merci de réaliser")
    }<br>{what}<br>{c.one("15 séances", "nombre de séances laissé à votre appréciation", "2 à 3 fois/semaine")}
{c.maybe("<br>à domicile", 0.3)}</p>
<p style='text-align:center;margin-top:10mm'>{c.doc(c.one("long", "dmy", "abbr"))}</p>
<div style='text-align:center'>{c.scribble()}</div>
<div style='position:absolute;bottom:2mm;width:100%;text-align:center;font-size:8pt'>{c.rpps("")} – {c.phone()}</div>"""
    return c.html(body, size="A5", font="Vollkorn", pt=11, margin="12mm 12mm")


@layout(fits="adult", ins=0.5)
def nurse_order(c: Case) -> str:
    """A prescription of nursing care printed by a software, identity at the right."""
    c.type("PRESC-INF", "57832-8")
    c.argue("act_date")
    c.author = c.carer("Chirurgien viscéral", "Médecin généraliste", "Chirurgien orthopédiste")
    care = c.one(
        "Pansement simple tous les deux jours jusqu'à cicatrisation, ablation des fils à J12.",
        "Injection sous-cutanée d'HBPM une fois par jour pendant 21 jours, y compris dimanches et jours fériés.",
        "Passage matin et soir pour aide à la toilette et distribution des médicaments.",
        "Réfection de pansement d'ulcère de jambe 3 fois par semaine, bandes de contention.",
        "Surveillance glycémique capillaire et insuline selon protocole, deux passages.",
    )
    body = f"""<div style='float:right;width:78mm;border-left:1mm solid #7a9;padding-left:4mm'>{c.full("A")}<br>
{c.born("Né{e} le ")}<br>{c.ins_number("INS ", "<br>")}{c.maybe(c.who.address, 0.5)}</div>
<div><b>{c.sign("D G F")}</b><br>{c.author.job}<br>{c.rpps("RPPS : ")}</div>
<div style='clear:both;padding-top:16mm'>{c.maybe("<b>ORDONNANCE</b><br><br>", 0.6)}
<p>{c.one("Faire pratiquer par une infirmière diplômée d’État à domicile :", "Soins infirmiers à domicile")}</p>
<p style='font-size:12pt;margin:5mm 0 5mm 8mm'>{care}</p><p>Matériel :
{c.one("compresses stériles, sérum physiologique", "set de pansement, bandes", "collecteur d’aiguilles")}.</p>
<p style='margin-top:14mm'>Fait le {c.doc()}</p>{c.scribble()}</div>{c.sticker("left:2mm;bottom:6mm", 0.25)}"""
    return c.html(body, font="Go", pt=10.5)


@layout(ins=0.4)
def imaging_order(c: Case) -> str:
    """A request for imaging of the emergency ward or of a town doctor, form with dotted lines."""
    c.type("55115-0")
    c.argue("act_date")
    c.author = c.carer("Urgentiste", "Médecin généraliste", "Pneumologue")
    c.house("hospital")
    s = story(c.rng, c.years())
    exam = c.one(
        "TDM thoracique sans injection",
        "Échographie abdominale",
        "Radiographie du poignet F + P",
        "IRM lombaire",
        "Angioscanner thoracique",
        "Scanner cérébral",
        "Écho-doppler veineux des membres inférieurs",
    )
    body = f"""<table style='width:100%'><tr><td><b>{c.structure()}</b><br>{c.finess("Finess ")}<br>Poste
{c.rng.randrange(1000, 9999)}
</td><td style='text-align:right'><h2 style='border:0.6mm solid #000;display:inline-block;padding:1mm 5mm'>DEMANDE
D'IMAGERIE</h2>
</td></tr></table><table style='width:100%;margin-top:4mm' cellpadding=4><tr><td style='width:52%;background:#f2f2f2'>
Nom de naissance : {dots(c.birth_name(), 50)}<br>Nom utilisé : {dots(c.used_name(), 52)}<br>Prénom :
{dots(c.first(), 55)}<br>
Né(e) le : {dots(c.birth_date("dmy"), 40)} &nbsp; Sexe : {dots(c.sex(), 8)}<br>{c.ins_number("INS : ")}</td>
<td style='vertical-align:top'>Demandeur : {c.sign("Dr G F")}<br>{c.rpps("RPPS : ")}<br>Date : {c.doc("dmy")} &nbsp;
{c.clock()}<br>
{c.episode()}</td></tr></table>
<p style='margin-top:5mm'><b>Examen demandé</b> {dots(exam, 120)}</p><p><b>Question posée</b>
{dots(s.reason.capitalize() + " ?", 120)}</p>
<p><b>Renseignements</b> {" ".join(c.some(list(s.tale + s.exam), 1, 3))}</p><p>Antécédents :
{", ".join(c.past(1, 3))}</p>
<table style='width:100%' border=1 cellpadding=5><tr><td>Allergie {box(False)} oui {box(True)} non</td>
<td>Créatinine : {c.rng.randint(50, 160)} µmol/L</td><td>Grossesse {box(False)} oui {box(True)} non</td><td>Pacemaker
{box(c.rng.random() < 0.1)}</td></tr><tr><td colspan=2>Transport : {c.one("valide", "fauteuil", "brancard")}</td>
<td colspan=2>Isolement : {c.one("non", "contact", "gouttelettes")}</td></tr></table>
<p style='margin-top:5mm'>Signature {c.scribble()}</p>{c.sticker("right:4mm;bottom:8mm", 0.3)}"""
    return c.html(body, pt=10, margin="13mm", font=c.one("Liberation Sans", "Roboto"))

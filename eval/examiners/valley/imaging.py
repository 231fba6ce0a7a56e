"""Offices and departments of imaging."""

from .case import Case
from .registry import layout, paragraphs

SCANS = [
    (
        "SCANNER THORACIQUE",
        "Acquisition hélicoïdale sans puis après injection de produit de contraste iodé.",
        (
            "Pas d'embolie pulmonaire visible jusqu'aux branches sous-segmentaires.",
            "Condensation alvéolaire du lobe inférieur droit.",
            "Lame d'épanchement pleural gauche.",
            "Micronodule sous-pleural de 4 mm.",
            "Cœur de taille normale.",
            "Pas d'adénomégalie médiastinale.",
        ),
        "Pneumopathie basale droite, sans embolie.",
    ),
    (
        "IRM DU GENOU",
        "Séquences pondérées T1 et DP saturation de graisse dans les trois plans.",
        (
            "Rupture complète du ligament croisé antérieur.",
            "Fissure de la corne postérieure du ménisque médial.",
            "Contusion osseuse en miroir.",
            "Épanchement de moyenne abondance.",
            "Ligaments collatéraux continus.",
        ),
        "Rupture du LCA avec lésion méniscale médiale.",
    ),
    (
        "ÉCHOGRAPHIE ABDOMINALE",
        "Examen réalisé à jeun, bonne échogénicité.",
        (
            "Foie d'échostructure homogène.",
            "Vésicule lithiasique à paroi fine.",
            "Voie biliaire principale à 5 mm.",
            "Reins de taille normale sans dilatation.",
            "Pas d'épanchement intrapéritonéal.",
            "Rate à 11 cm.",
        ),
        "Lithiase vésiculaire non compliquée.",
    ),
    (
        "RADIOGRAPHIE DU POIGNET DROIT",
        "Incidences de face et de profil.",
        (
            "Fracture extra-articulaire de l'extrémité distale du radius à bascule postérieure.",
            "Arrachement de la styloïde ulnaire.",
            "Trame osseuse déminéralisée.",
            "Interligne radiocarpien conservé.",
        ),
        "Fracture de Pouteau-Colles.",
    ),
    (
        "ÉCHO-DOPPLER VEINEUX DES MEMBRES INFÉRIEURS",
        "Étude bilatérale et comparative.",
        (
            "Axes profonds perméables et compressibles.",
            "Thrombose de la veine soléaire droite.",
            "Pas d'extension poplitée.",
            "Grandes saphènes continentes.",
        ),
        "Thrombose veineuse distale droite.",
    ),
    (
        "SCANNER CÉRÉBRAL",
        "Acquisition sans injection.",
        (
            "Pas de saignement intra ou péricérébral.",
            "Atrophie corticale en rapport avec l'âge.",
            "Leucoaraïose péri-ventriculaire.",
            "Structures médianes en place.",
            "Citernes libres.",
        ),
        "Pas de lésion aiguë.",
    ),
]


@layout(ins=0.35)
def imaging_letter(c: Case) -> str:
    """A report of an imaging centre in the form of a letter."""
    c.type("18748-4")
    c.house("imaging")
    c.author = c.carer("Radiologue")
    doctor = c.carer("Médecin généraliste", "Urgentiste", "Pneumologue")
    title, how, found, end = c.rng.choice(SCANS)
    others = "<br>".join(f"Dr {c.carer('Radiologue').family}" for _ in range(3))
    body = f"""<table style='width:100%'><tr><td style='width:60%'><b
style='font-size:13pt;color:#7a1f5c'>{c.structure()}</b><br>
{c.head.street} – {c.head.town}<br>{c.head.phone}</td><td
style='font-size:8.5pt;text-align:right'>{others}</td></tr></table>
<p style='text-align:right;margin-top:6mm'>{c.head.town[6:]}, le {c.doc("long")}</p>
<p>{c.to(doctor, c.one("Docteur G F", "Dr F G"))}</p><p style='margin:6mm 0'><b>Concerne :</b> {c.full("A")}
{c.born(" – né{e} le ")}<br>{c.ins_number("INS ")}</p><p>{c.one("Chère consœur, cher confrère,", "Cher Confrère,")}</p>
<p>Je vous remercie de m'avoir adressé {c.again()} pour {c.one("bilan", "douleur", "contrôle")}. L'examen du {c.act()}
a été
réalisé dans de bonnes conditions.</p><p style='text-align:center;font-weight:bold'>{title}</p><p><i>{how}</i></p>
{paragraphs(c.some(list(found), 3, 6))}<p><b>Au total :</b>
{end}</p><p>{c.one("Bien confraternellement.", "Cordialement.")}</p>
<p style='text-align:right'>{c.sign("Docteur G F")}<br>{c.scribble()}</p><p style='font-size:7.5pt'>Dose : PDL
{c.rng.randint(40, 900)} mGy.cm – images consultables sur le portail avec le code {c.rng.randrange(10**5, 10**6)}</p>"""
    return c.html(body, font=c.one("Liberation Sans", "Carlito"), pt=10.5, margin="16mm 20mm")


@layout(ins=0.6)
def imaging_ris(c: Case) -> str:
    """A report printed by an imaging software, the identity in a strip of four cells and at the foot."""
    c.type("18748-4")
    c.argue("recipients")
    c.house("hospital")
    c.author = c.carer("Radiologue")
    title, how, found, end = c.rng.choice(SCANS)
    cells = [
        ("PATIENT", f"{c.main_name()} {c.first(True)}{c.nee(' née ' if c.woman else ' né ')}"),
        ("NAISSANCE / SEXE", f"{c.birth_date('dmy')} / {c.sex()}"),
        ("INS", c.ins_number("") or "non qualifié"),
        ("EXAMEN", f"{c.act('dmy')} {c.clock()}"),
    ]
    strip = "".join(
        f"<td style='border-right:0.2mm solid #fff;padding:1.5mm 3mm'><span "
        f"style='font-size:6.5pt;color:#567'>{a}"
        f"</span><br>{b}</td>"
        for a, b in cells
    )
    body = f"""<table style='width:100%;background:#dfe8ee'><tr>{strip}</tr></table>
<p style='margin-top:3mm;font-size:9pt'>{c.structure()} – Imagerie médicale – {c.finess()} –
{c.episode(c.one("N° de venue ", "Séjour n° "))} – demandeur {c.dr()}</p><h1 style='font-size:15pt;margin:6mm 0 4mm'>{
        title
    }</h1><h3>INDICATION</h3>
<p>{c.one("Traumatisme.", "Douleur.", "Suivi.", "Altération de l’état général.")}</p><h3>TECHNIQUE</h3><p>{
        how
    }</p><h3>RÉSULTAT</h3>
{paragraphs(c.some(list(found), 3, 6))}<h3>CONCLUSION</h3><p>{end}</p>
<div style='margin-top:9mm;font-size:9pt;border-top:0.2mm solid #888;padding-top:1mm'>Compte rendu validé le
{c.doc("dmy")} à
{c.clock()} par {c.sign(c.one("Dr G F", "F G"))} {c.rpps("- RPPS ", "", 0.5)}</div>"""
    foot = f"{c.rng.randrange(10**6, 10**7)} – page 1"
    return c.html(body, font="Roboto", pt=10.5, margin="12mm 15mm 18mm", css="h3{font-size:9pt;color:#345}", strip=foot)


@layout(fits="woman", ins=0.35)
def obstetric_scan(c: Case) -> str:
    """An obstetric ultrasound report with a table of measures."""
    c.type("18748-4", "89233-1")
    c.author = c.carer("Gynécologue-obstétricien", "Sage-femme")
    weeks = c.rng.choice([12, 22, 32])
    table = "".join(
        f"<tr><td>{name}</td><td>{c.rng.randint(20, 300)} mm</td><td>{c.rng.randint(8, 92)}e percentile</td></tr>"
        for name in ("BIP", "Périmètre céphalique", "Périmètre abdominal", "Fémur")
    )
    title = "Docteur G F" if c.author.job.startswith("Gyn") else "G F"
    c.argue("doc_date")
    body = f"""<p style='float:right;border:0.2mm solid #999;padding:2mm'>Appareil mis en service le
{c.ago(400, 1500, "dmy")}</p>
<p><b>{c.sign(title)}</b><br>Échographie obstétricale<br>{c.head.street}, {c.head.town}<br>{c.rpps("RPPS ")}</p>
<p style='clear:both;margin-top:8mm'>Patiente : <b>{c.full(c.one("A", "C"))}</b> &nbsp; {c.born("née le ")} &nbsp;
{c.ins_number()}</p>
<p>Échographie du {c.one("premier", "deuxième", "troisième")} trimestre – examen du <b>{c.act("dmy")}</b> – {weeks} SA +
{c.rng.randint(0, 6)} jours – DDR {c.ago(weeks * 7, weeks * 7 + 6, "dmy")}</p>
<p>Grossesse monofœtale évolutive, présentation {c.one("céphalique", "du siège", "variable")}. Activité cardiaque
{c.rng.randint(128, 160)}/min. Liquide amniotique normal. Placenta {c.one("antérieur", "postérieur")} non inséré
bas.</p>
<table border=1 cellpadding=4
style='width:110mm'><tr><th>Biométrie</th><th>Mesure</th><th>Position</th></tr>{table}</table>
<p style='margin-top:4mm'>Morphologie :
{c.one("sans anomalie décelable ce jour", "vue incomplète du profil, à compléter")}.
Estimation du poids fœtal {c.rng.randint(300, 2400)} g.</p><p><b>Conclusion : {
        c.one("examen normal pour le terme.", "croissance harmonieuse.", "contrôle du col dans quinze jours.")
    }</b></p>{c.scribble()}
<p style='font-size:8pt'>La patiente a été informée des limites de l'examen. Père : {c.man()}.</p>"""
    return c.html(body, font="Lato", pt=10.5, margin="16mm")


@layout(fits="lady", ins=0.4)
def breast_screening(c: Case) -> str:
    """A mammography report of a radiology office, label and value columns."""
    c.type("18748-4", "75492-9")
    c.argue("recipients")
    c.house("imaging")
    c.author = c.carer("Radiologue")
    second = c.carer("Radiologue")
    doctor = c.carer("Gynécologue-obstétricien", "Médecin généraliste")
    rows = [
        ("Nom", c.main_name()),
        ("Nom de naissance", c.birth_name()),
        ("Prénom", c.first()),
        ("Née le", c.birth_date()),
        ("Matricule INS", c.ins_number("")),
        ("Adresse", c.who.address),
        ("Examen du", c.act()),
        ("Correspondant", c.to(doctor, "Dr G F")),
    ]
    table = "".join(f"<tr><td style='color:#936;padding-right:8mm'>{a}</td><td>{b}</td></tr>" for a, b in rows if b)
    body = f"""<h2 style='font-weight:300;font-size:17pt;color:#936'>{c.structure()}</h2><table style='margin:4mm
0'>{table}</table>
<h3 style='border-bottom:0.3mm solid #936'>MAMMOGRAPHIE BILATÉRALE
{c.one("DE DÉPISTAGE", "+ ÉCHOGRAPHIE", "NUMÉRISÉE")}</h3>
<p>Antécédents familiaux : {c.one("aucun", "tante maternelle à 62 ans", "mère née en 1939, opérée en 1998")}.
Comparaison avec les
clichés du {c.ago(700, 760)}.</p><p>Seins de densité {c.one("A", "B", "C")}. {
        c.one(
            "Pas de masse ni de distorsion.",
            "Foyer de microcalcifications rondes stable du QSE gauche.",
            "Opacité ovalaire de 8 mm, kystique en échographie.",
        )
    }
Creux axillaires libres.</p><p><b>CONCLUSION : ACR {c.rng.choice([1, 2, 2, 3])} des deux côtés.</b> Prochain contrôle
dans deux ans.</p>
<p style='margin-top:8mm'>1re lecture : {c.sign("Dr G F")} – le {c.doc()}</p>
<p style='font-size:8.5pt'>2e lecture en cours (Dr {second.family}), un courrier suivra.</p>{c.scribble()}"""
    return c.html(body, font="Open Sans", pt=10.5, margin="18mm")


@layout(fits="senior", ins=0.1)
def xray_short(c: Case) -> str:
    """Three lines of a small office, dictated, without title."""
    c.type("18748-4")
    c.author = c.carer("Radiologue")
    c.written = c.acted
    c.argue("act_date")
    doctor = c.carer("Médecin généraliste")
    body = f"""<p style='font-size:12pt'>{c.sign("Docteur G F")} – électroradiologie</p>
<p>{c.head.town}, {c.doc("long")}</p><p style='margin-left:70mm'>Au {c.to(doctor, "Docteur F")}</p>
<p style='margin-top:8mm'>{c.full(c.one("F", "A", "B"))}{c.born(", né{e} le ")}.</p>
<p>{c.one("Thorax de face :", "Bassin de face et hanche droite :", "Rachis lombaire F + P :")} {
        c.one(
            "pas de foyer parenchymateux évolutif. Silhouette cardiaque modérément élargie.",
            "coxarthrose droite évoluée, pincement complet supéro-externe.",
            "tassement ancien de L1, discopathies étagées, aorte calcifiée.",
        )
    }</p>
<p>{c.one("Avec mes remerciements.", "Amitiés.", "Bien à toi.")}</p>{c.scribble()}
<p style='font-size:8pt;color:#555'>{c.rpps("Identifiant RPPS ")}</p>"""
    return c.html(body, size="A5 landscape", font="GNUTypewriter", pt=10, margin="12mm 14mm")

"""Imaging, laboratories, pathology, genetics."""

from eval.examiners.network.content import atcd, motif, part
from eval.examiners.network.page import esc
from eval.examiners.network.registry import layout

RAD = [
    "Imagerie médicale des Cordeliers",
    "Cabinet de radiologie du Vieux-Port",
    "Centre d'imagerie Bellevue",
    "SELARL Radiologie des Alpes",
    "IRM Scanner de la Presqu'île",
    "Groupe Imagerie du Ponant",
    "Cabinet de radiologie Saint-Clair",
    "Imagerie Médicale de l'Adour",
]
EX = [
    "Scanner thoraco-abdomino-pelvien",
    "IRM du rachis lombaire",
    "Radiographies du genou droit",
    "Échographie abdominale",
    "Scanner cérébral",
    "IRM du genou gauche",
    "Radiographie du thorax",
    "Échographie rénale et vésicale",
    "Arthroscanner d'épaule",
    "Écho-doppler veineux des membres inférieurs",
]
LABS = [
    "Laboratoire de biologie médicale BioLys",
    "Biovallon Estuaire",
    "LBM des Trois Vallées",
    "Laboratoire Médivaux",
    "SELAS BioSud",
    "Laboratoire du Beffroi",
    "LBM Saint-Exupéry",
    "Labo Océane",
]
TESTS = [
    ("Hémoglobine", "g/dl", 9, 16, "12,0 - 16,0"),
    ("Leucocytes", "G/l", 3, 14, "4,0 - 10,0"),
    ("Plaquettes", "G/l", 120, 420, "150 - 400"),
    ("VGM", "fl", 78, 102, "80 - 98"),
    ("Glycémie à jeun", "g/l", 0.7, 2, "0,70 - 1,10"),
    ("Créatinine", "µmol/l", 50, 190, "45 - 90"),
    ("DFG CKD-EPI", "ml/min", 25, 110, "> 60"),
    ("Sodium", "mmol/l", 131, 147, "136 - 145"),
    ("Potassium", "mmol/l", 3, 6, "3,5 - 5,1"),
    ("ASAT", "UI/l", 12, 90, "< 35"),
    ("ALAT", "UI/l", 12, 120, "< 45"),
    ("Gamma GT", "UI/l", 12, 240, "< 40"),
    ("CRP", "mg/l", 1, 120, "< 5"),
    ("TSH", "mUI/l", 0.1, 8, "0,40 - 4,00"),
    ("Ferritine", "µg/l", 12, 420, "20 - 250"),
    ("HbA1c", "%", 5, 10, "4,0 - 6,0"),
    ("Cholestérol total", "g/l", 1.4, 3.2, "< 2,00"),
    ("LDL calculé", "g/l", 0.6, 2.2, "< 1,60"),
]


@layout("radiology_margin_letterhead", 8)
def radiology_margin(c):
    s = c.structure(*RAD, finess=0.4)
    a = c.set_author(c.pro())
    q = c.pro()
    c.to(q)
    day = c.today if c.ch(0.75) else c.ago(1, 2)
    c.f.update(doc_type=["18748-4"], doc_date=c.today.isoformat(), act_date=day.isoformat())
    docs = [a] + [c.pro() for _ in range(6)]
    c.r.shuffle(docs)
    col = "".join(f"<p>{esc(c.pname(x))}</p>" for x in docs)
    ex = c.pick(*EX)
    body = f"""<div class=mg>{c.logo()}{col}<p class=xs>Ancien{"s" if c.ch(0.5) else ""} chef de clinique<br>Attaché des hôpitaux</p></div><div class=c><b style='font-size:1.25em;color:{c.color}'>{esc(s["name"])}</b><br><span class=xs>{c.pick("Scanner – IRM – Mammographie numérique – Échographie", "Radiologie numérique · IRM 1,5 T · Ostéodensitométrie")}<br>{esc(s["addr"])}, {esc(s["city"])} – {s["tel"]} – {s["fin"]}</span></div>
<div class=fl style='margin-top:6mm'><div>{esc(c.name(order="FG"))}<br>{esc(c.ne("")).strip()}{c.ins_line("<br>")}<br>{c.pick("Dossier", "N° examen", "Réf.")} {c.n(100000, 9999999)}</div><div>{esc(s["city"].split(" ", 1)[1])}, le {c.date(c.today)}<br>{esc(c.pname(q))}</div></div><h1>{ex.upper()}{"" if day == c.today else " DU " + c.date(day, "/")}</h1>
<p><b>{c.pick("Indication", "Motif", "Renseignements cliniques")} :</b> {part(c, "radio", 0, 1)}</p><p><b>{c.pick("Technique", "Protocole")} :</b> {part(c, "radio", 1, 2)}</p><p><b>{c.pick("Résultat", "Résultats", "Compte rendu")} :</b></p><p>{part(c, "radio", 2, 1)}</p><p>{part(c, "radio", 2, 2)}</p><p><b>{c.pick("Conclusion", "Au total", "CONCLUSION")} :</b> {part(c, "radio", 3, 2)}</p>{c.relative_html()}<p class=r>{esc(c.pname(a))}<br>{c.rpps(a) if c.ch(0.35) else ""}{c.scrawl()}</p>"""
    if day != c.today:
        pass
    return c.page(
        body,
        css=".mg{position:absolute;left:-42mm;top:25mm;width:36mm;font-size:.78em;border-right:.5pt solid #999} .mg p{text-align:left}",
        margin="14mm 15mm 15mm 55mm",
        fs=10.5,
    )


@layout("radiology_portal_print", 8)
def radiology_portal(c):
    s = c.structure(*RAD, finess=0.2)
    c.f["structure_finess"] = None  # the portal does not print it
    a = c.set_author(c.pro())
    c.f.update(doc_type=["18748-4"], doc_date=c.today.isoformat(), act_date=c.today.isoformat())
    ex = c.pick(*EX)
    pr = c.pro()
    body = f"""<div class=xs style='color:#666'>{c.date(c.later(1, 20), "/")} {c.time()} &nbsp;&nbsp; Espace résultats – {esc(s["name"])}</div><div style='background:#eef3f8;padding:3mm;border-radius:2mm'><b style='font-size:1.15em'>{ex}</b><br>Réalisé le <b>{c.date(c.today, "/")}</b> à {c.time()} · Statut : validé · Accession {c.n(10**8, 10**9)}</div>{c.kv(c.rows(shuffle=True))}<p>Prescripteur : {esc(c.pname(pr))}<br>Radiologue : {esc(c.pname(a))}{" · " + c.rpps(a) if c.ch(0.4) else ""}</p><hr>{"".join(f"<h2>{t}</h2><p>{x}</p>" for t, x in [("INDICATION", part(c, "radio", 0, 2)), ("TECHNIQUE", part(c, "radio", 1, 2)), ("RÉSULTATS", part(c, "radio", 2, 3)), ("CONCLUSION", part(c, "radio", 3, 2))])}{c.relative_html()}<p class=s>Document signé électroniquement par {esc(c.pname(a))} le {c.date(c.today, "/")} {c.time()}.</p>"""
    c.omit("recipients")
    return c.page(
        body,
        foot=f'"https://resultats-imagerie.example/cr?id={c.n(10**5, 10**6)}    " counter(page) "/" counter(pages)',
        font=c.pick("Roboto", "Open Sans", "Lato"),
    )


@layout("mammography_screening_sheet", 49, 75, sex="F")
def mammo(c):
    s = c.structure(*RAD, finess=0.5)
    a = c.set_author(c.pro())
    c.f.update(doc_type=["75492-9", "18748-4"], doc_date=c.today.isoformat(), act_date=c.today.isoformat())
    body = f"""<div class=fl><div><b>{esc(s["name"])}</b><br><span class=s>{esc(s["addr"])}<br>{esc(s["city"])}<br>{s["fin"]}</span></div><div class='box s'>Centre régional de coordination<br>des dépistages des cancers<br>N° dossier {c.n(10**6, 10**7)}</div></div><h1>{c.pick("DÉPISTAGE ORGANISÉ DU CANCER DU SEIN", "Mammographie de dépistage – fiche d’interprétation")}</h1>{c.kvtable(c.rows([("Adresse", c.p.address)]), 2)}<p>Date de l'examen : <b>{c.date(c.today, "/")}</b> &nbsp; Mammographie antérieure : {c.date(c.ago(700, 800), "/")}</p><table class=b><tr><th></th><th>Sein droit</th><th>Sein gauche</th></tr><tr><td>Densité</td><td>{c.pick("A", "B", "C")}</td><td>{c.pick("A", "B", "C")}</td></tr><tr><td>Image</td><td>{c.pick("aucune", "opacité ronde 6 mm", "microcalcifications éparses")}</td><td>{c.pick("aucune", "ganglion intramammaire")}</td></tr><tr><td>Classification ACR</td><td>{c.n(1, 3)}</td><td>{c.n(1, 2)}</td></tr></table><p>Examen clinique : {c.pick("normal", "cicatrice du quadrant supéro-externe", "mastodynies")}. Antécédents familiaux : {c.pick("mère à 62 ans", "aucun", "tante paternelle")}. Échographie complémentaire : {c.pick("non", "oui, kyste simple")}.</p><p>{c.pick("Premier lecteur", "Radiologue premier lecteur")} : {esc(c.pname(a))} {c.rpps(a) if c.ch(0.6) else ""}</p><p>Conduite à tenir : {c.pick("mammographie dans deux ans", "contrôle à six mois", "deuxième lecture")}. Médecin traitant : {esc(c.pname(c.pro()))}.</p>{c.relative_html()}{c.scrawl()}"""
    c.omit("recipients")
    return c.page(body)


@layout("radiology_fax_mono", 8)
def radiology_fax(c):
    """Typewriter face, one block, as an old dictation centre sends it."""
    s = c.structure(*RAD, finess=0)
    a = c.set_author(c.pro())
    q = c.pro()
    c.to(q)
    day = c.ago(0, 1)
    c.f.update(doc_type=["18748-4"], doc_date=c.today.isoformat(), act_date=day.isoformat())
    body = f"""<p><b>{esc(s["name"])}</b><br>{esc(s["addr"])}<br>{esc(s["city"])}</p><p>{"A L ATTENTION DE" if c.ch(0.4) else "POUR"} : {esc(c.pname(q))} &nbsp; FAX {s["fax"]}</p><p>PATIENT : {esc(c.name(civ=c.ch(0.6), order="FG"))}<br>{esc(c.ne("")).strip()}{c.ins_line("<br>")}</p><p>EXAMEN DU {c.date(day, "/")} : {c.pick(*EX)}</p><p>{part(c, "radio", 0, 1)}</p><p>{part(c, "radio", 1, 1)}</p><p>{part(c, "radio", 2, 3)}</p><p>CONCLUSION : {part(c, "radio", 3, 2)}</p>{c.relative_html()}<p>LE {c.date(c.today, "/")}<br>{esc(c.pname(a))}<br>{c.rpps(a) if c.ch(0.4) else ""}</p><p class=s>{c.pick("DICTE NON RELU", "Frappe : secrétariat central")} {c.n(10, 99)}</p>"""
    return c.page(
        body, font=c.pick("Courier Prime", "Liberation Mono", "FreeMono", "GNUTypewriter"), fs=10.5, margin="22mm 20mm"
    )


def lab_rows(c, n):
    out = []
    for t in c.sample(TESTS, n):
        v = c.x(t[2], t[3]) if t[3] < 30 else str(c.n(int(t[2]), int(t[3])))
        out.append((t[0], v, t[1], t[4], c.x(t[2], t[3]) if c.ch(0.5) else ""))
    return out


@layout("lab_results_with_history", 5)
def lab_history(c):
    s = c.structure(*LABS, finess=0.6)
    a = c.set_author(c.pro(), given=True)
    pr = c.pro()
    day = c.today if c.ch(0.8) else c.ago(1, 2)
    prev = c.ago(60, 300)
    c.f.update(doc_type=["11502-2"], doc_date=c.today.isoformat(), act_date=day.isoformat())
    c.omit("recipients")
    bios = [a] + [c.pro() for _ in range(4)]
    c.r.shuffle(bios)
    tb = "".join(
        f"<tr><td>{x}</td><td class=r><b>{v}</b></td><td>{u}</td><td>{n}</td><td class=r>{o}</td></tr>"
        for x, v, u, n, o in lab_rows(c, 15)
    )
    tb2 = "".join(
        f"<tr><td>{x}</td><td class=r><b>{v}</b></td><td>{u}</td><td>{n}</td><td class=r>{o}</td></tr>"
        for x, v, u, n, o in lab_rows(c, 12)
    )
    body = f"""<div class=fl><div style='width:75mm'>{c.logo(38)} <b>{esc(s["name"])}</b><div class=xs>{esc(s["addr"])} {esc(s["city"])}<br>{s["tel"]} – {s["fin"]}<br>Biologistes : {", ".join(esc(c.pname(b, title=False)) for b in bios)}</div></div><div class=box style='width:85mm'>{c.kv(c.rows())}</div></div><p class=s>{c.pick("Demande", "Dossier", "N° de demande")} {c.n(10**7, 10**8)} – {c.pick("prescrit par", "prescripteur :")} {esc(c.pname(pr))}<br>{c.pick("Prélèvement du", "Prélevé le")} <b>{c.date(day, "/")}</b> à {c.time(7, 10)} {c.pick("au laboratoire", "à domicile par IDE")} – {c.pick("Enregistré", "Reçu")} le {c.date(day, "/")} – {c.pick("Édité", "Validé")} le {c.date(c.today, "/")}</p>{c.datamatrix()}<table class=t><tr><th>Analyse</th><th>Résultat</th><th>Unité</th><th>Valeurs usuelles</th><th>{c.date(prev, "/")}</th></tr>{tb}</table><h2>Suite</h2><table class=t>{tb2}</table><p class=s>{c.pick("Échantillon conforme.", "Sérum limpide.", "Prélèvement à jeun depuis 12 h.")} {c.pick("Technique : électrochimiluminescence.", "Changement de réactif le " + c.date(c.ago(100, 400), "/") + ".")}</p>{c.relative_html()}<p class=r>Validé par : {esc(c.pname(a))}{" – " + c.rpps(a) if c.ch(0.4) else ""}<br>{c.scrawl()}</p>"""
    return c.page(
        body,
        fs=9.5,
        css=".t td{border-bottom:.4pt solid #ccc;padding:1mm} .t th{background:#e6eef5}",
        foot='"Page " counter(page) " sur " counter(pages)',
        margin="12mm 14mm",
    )


@layout("lab_dot_matrix_mono", 5)
def lab_mono(c):
    s = c.structure(*LABS, finess=0.2)
    a = c.set_author(c.pro(), given=False)
    c.f.update(doc_type=["11502-2"], doc_date=c.today.isoformat())
    day = c.ago(0, 1)
    c.f["act_date"] = day.isoformat()
    c.omit("recipients")
    lines = "\n".join(f"{x:<24}{v:>10} {u:<10}({n})" for x, v, u, n, _ in lab_rows(c, 14))
    nm = c.name(order="FG")
    c.f["author_family"] = c.up(a.family)
    body = f"""<pre>{esc(s["name"])}
{esc(s["addr"])}  {esc(s["city"])}   TEL {s["tel"]}
{s["fin"]}
{"=" * 70}
{c.pick("PATIENT", "NOM", "M./MME")} : {esc(nm)}
{("NE(E) LE  " + c.dob("/")) if c.o.get("show_dob", True) else ""}   {c.pick("DOSSIER", "NUMERO")} {c.n(10000, 999999)}{esc(c.ins_line(chr(10)))}
PRESCRIPTEUR : DR {esc(c.up(c.pro().family))}
PRELEVE LE {c.date(day, "/")} A {c.time(7, 9)}     EDITE LE {c.date(c.today, "/")}
{"-" * 70}
{lines}
{"-" * 70}
{c.pick("RESULTATS CONFIRMES", "COMPARER AUX ANTERIORITES DU " + c.date(c.ago(50, 200), "/"), "ECHANTILLON HEMOLYSE +")}

                                 LE BIOLOGISTE : DR {esc(c.up(a.family))}
</pre>{c.relative_html()}"""
    return c.page(
        body,
        font="Liberation Mono",
        css=f"pre{{font-family:'{c.pick('Courier Prime', 'Liberation Mono', 'DejaVu Sans Mono', 'Go Mono')}';font-size:9.6pt;line-height:1.3}}",
        margin="15mm 12mm",
    )


@layout("bacteriology_report", 5)
def bacterio(c):
    s = c.structure(*LABS, finess=0.4)
    a = c.set_author(c.pro())
    day = c.ago(2, 4)
    c.f.update(doc_type=["11502-2"], doc_date=c.today.isoformat(), act_date=day.isoformat())
    c.omit("recipients")
    ab = "".join(
        f"<tr><td>{x}</td><td class=c>{c.pick('S', 'S', 'S', 'R', 'I')}</td><td class=c>{c.pick('< 2', '≤ 0,5', '> 16', '4')}</td></tr>"
        for x in [
            "Amoxicilline",
            "Amoxicilline + ac. clavulanique",
            "Ceftriaxone",
            "Ofloxacine",
            "Cotrimoxazole",
            "Fosfomycine",
            "Nitrofurantoïne",
            "Gentamicine",
        ]
    )
    body = f"""<div style='border-bottom:3pt solid {c.color}'>{c.logo(34)} <b style='font-size:1.2em'>{esc(s["name"])}</b> <span class=xs>{s["fin"]} {s["tel"]}</span></div><h1>{c.pick("EXAMEN CYTOBACTÉRIOLOGIQUE DES URINES", "Bactériologie – prélèvement de plaie", "BACTÉRIOLOGIE : hémocultures", "Coproculture standard")}</h1><div class=fl><div>{esc(c.name())}<br>{esc(c.ne("")).strip()}{c.ins_line("<br>")}</div><div class=s>N° {c.n(10**6, 10**7)}<br>Prescripteur {esc(c.pname(c.pro()))}<br>{c.pick("EHPAD", "Domicile", "Clinique")}, chambre {c.n(1, 300)}</div></div><p>{c.pick("Date de prélèvement", "Recueil du", "Prélevé le")} : {c.date(day, "/")} – {c.pick("réception", "enregistrement")} {c.date(day, "/")} – {c.pick("compte rendu définitif le", "validation")} {c.date(c.today, "/")}</p><p>Leucocytes {c.n(10, 900)} 000/ml – hématies {c.n(1, 40)} 000/ml – examen direct : {c.pick("bacilles Gram négatif", "cocci Gram positif en amas", "rares levures")}</p><p>Culture : <b>{c.pick("Escherichia coli", "Klebsiella pneumoniae", "Staphylococcus aureus", "Enterococcus faecalis", "Proteus mirabilis")}</b> 10<sup>{c.n(3, 6)}</sup> UFC/ml</p><table class=b><tr><th>Antibiotique</th><th>S/I/R</th><th>CMI</th></tr>{ab}</table><p class=s>{c.pick("Interprétation EUCAST.", "BLSE non détectée.", "À confronter à la clinique.")}</p>{c.relative_html()}<p class=r>Biologiste : {esc(c.pname(a))} {c.rpps(a) if c.ch(0.4) else ""}</p>"""
    return c.page(body)


@layout("pathology_office_report", 20)
def pathology(c):
    s = c.structure(
        "Cabinet d'anatomie pathologique des Arènes",
        "Laboratoire d'ACP Pathologia",
        "Cytopath Ouest",
        "Institut de pathologie du Nord-Est",
        finess=0.4,
    )
    a = c.set_author(c.pro())
    q, q2 = c.pro(), c.pro()
    c.omit("recipients")
    day = c.ago(4, 9)
    c.f.update(doc_type=["60568-3"], doc_date=c.today.isoformat(), act_date=day.isoformat())
    org, mac, mic, con = c.pick(
        (
            "Biopsies coliques",
            "Cinq fragments de 2 à 3 mm.",
            "Muqueuse colique à architecture conservée, chorion modérément inflammatoire sans granulome.",
            "Colite aspécifique minime.",
        ),
        (
            "Pièce de cholécystectomie",
            "Vésicule de 8 cm, paroi de 3 mm, calculs.",
            "Muqueuse bordée d'un épithélium régulier, fibrose pariétale.",
            "Cholécystite chronique lithiasique, sans malignité.",
        ),
        (
            "Exérèse cutanée dorsale",
            "Losange cutané de 22 × 11 mm.",
            "Prolifération basocellulaire nodulaire, marges latérales à 3 mm.",
            "Carcinome basocellulaire nodulaire, exérèse complète.",
        ),
        (
            "Biopsie gastrique antrale",
            "Trois fragments.",
            "Gastrite chronique modérée, présence d'Helicobacter pylori.",
            "Gastrite chronique à H. pylori, OLGA 1.",
        ),
        (
            "Polype sigmoïdien",
            "Polype pédiculé de 9 mm.",
            "Adénome tubuleux en dysplasie de bas grade.",
            "Adénome en bas grade, exérèse en totalité.",
        ),
        (
            "Nodule thyroïdien droit",
            "Lobe de 18 g, nodule de 21 mm.",
            "Vésicules de taille variable, capsule intacte.",
            "Adénome vésiculaire bénin.",
        ),
        (
            "Ganglion axillaire",
            "Un ganglion de 14 mm.",
            "Hyperplasie folliculaire, CD20 et CD3 de répartition normale.",
            "Lymphadénite réactionnelle.",
        ),
        (
            "Copeaux de résection",
            "28 grammes, inclusion partielle.",
            "Hyperplasie adéno-myomateuse.",
            "Absence de cancer sur le matériel examiné.",
        ),
    )
    body = f"""<div class=c style='font-family:Liberation Serif'><i style='font-size:1.4em;color:{c.color}'>{esc(s["name"])}</i><div class=xs>{" – ".join(esc(c.pname(x)) for x in c.sample([a] + [c.pro() for _ in range(4)], 5))}<br>{esc(s["addr"])} – {esc(s["city"])} – Tél. {s["tel"]} – {s["fin"]}</div></div><hr><div class=fl><div>{c.kv(c.rows())}</div><div class=s>N° {c.pick("H", "A", "B")}{c.today.year % 100}-{c.n(1000, 99999)}<br>{c.pick("Prélevé le", "Date du prélèvement :")} {c.date(day, "/")}<br>{c.pick("Reçu le", "Enregistré le")} {c.date(c.ago(2, 3), "/")}<br>{c.pick("Demandeur", "Prescripteur")} : {esc(c.pname(q))}<br>Copie : {esc(c.pname(q2))}</div></div><h1>{c.pick("COMPTE RENDU D'ANATOMIE ET CYTOLOGIE PATHOLOGIQUES", "EXAMEN ANATOMO-PATHOLOGIQUE", "Compte rendu d'examen histologique")}</h1><p><b>Nature :</b> {org}</p><p><b>Renseignements :</b> {motif(c, "chir")}. {atcd(c, 1).capitalize()}.</p><p><b>Macroscopie :</b> {mac}</p><p><b>Microscopie :</b> {mic}</p><p><b>Conclusion : {con}</b></p><p class=xs>ADICAP : {c.pick("BHDC7A20", "OHGP0000", "BHSE7A00")} – comparaison avec l'examen {c.n(10, 23)}-{c.n(1000, 9999)} du {c.date(c.ago(300, 900), "/")}</p>{c.relative_html()}<p class=r>{c.pick("Signé le", "Compte rendu validé le")} {c.date(c.today, "/")}<br>{esc(c.pname(a))} {c.rpps(a) if c.ch(0.5) else ""}<br>{c.scrawl()}</p>"""
    return c.page(body)


@layout("cervical_cytology_half", 25, 66, sex="F", half=True)
def cytology(c):
    s = c.structure("Cytopath Ouest", "Laboratoire d'ACP Pathologia", "Centre de pathologie du Rhin", finess=0)
    a = c.set_author(c.pro())
    day = c.ago(3, 10)
    c.f.update(doc_type=["60568-3"], doc_date=c.today.isoformat(), act_date=day.isoformat())
    c.omit("recipients")
    body = f"""<div class=fl><b>{esc(s["name"])}</b><span class=xs>{s["tel"]}</span></div><div class=fl style='margin:2mm 0'><div>{esc(c.name())}<br>{esc(c.ne("")).strip()}{c.ins_line("<br>")}</div><div class=s>Réf. F{c.n(10000, 99999)}<br>Prélevé le {c.date(day, "/")}<br>par {esc(c.pname(c.pro()))}</div></div><h1>{c.pick("FROTTIS CERVICO-UTÉRIN", "Cytologie cervicale en phase liquide", "FCU – test HPV et cytologie")}</h1><p>{c.pick("Frottis satisfaisant pour évaluation, cellules endocervicales présentes.", "Étalement riche, fond inflammatoire modéré.")} {c.pick("Absence de lésion malpighienne intra-épithéliale.", "ASC-US, test HPV positif (autres types).", "Flore mixte, quelques filaments mycéliens.", "HPV haut risque non détecté.")}</p><p><b>Conclusion :</b> {c.pick("NIL/M – contrôle dans trois ans", "contrôle à un an", "colposcopie conseillée", "dépistage dans cinq ans")}</p>{c.relative_html()}<p class=r>Le {c.date(c.today, "/")} – {esc(c.pname(a))}<br>{c.scrawl()}</p>"""
    return c.page(body, size="210mm 148mm", margin="10mm 13mm", fs=10.5)


@layout("genetics_laboratory_report", 1)
def genetics(c):
    s = c.structure(
        "Laboratoire de génétique Genomica",
        "Plateforme de génétique moléculaire Rhône",
        "Laboratoire GenBio Diagnostic",
        finess=0.5,
    )
    a = c.set_author(c.pro())
    q = c.pro()
    c.omit("recipients")
    day = c.ago(20, 60)
    c.f.update(doc_type=["51969-4"], doc_date=c.today.isoformat(), act_date=day.isoformat())
    gene, ph, v = c.pick(
        ("CFTR", "mucoviscidose", "c.1521_1523del p.(Phe508del)"),
        ("BRCA2", "prédisposition sein-ovaire", "c.5946del p.(Ser1982Argfs)"),
        ("HFE", "hémochromatose", "c.845G>A p.(Cys282Tyr)"),
        ("F5", "thrombophilie", "c.1601G>A (Leiden)"),
        ("LDLR", "hypercholestérolémie familiale", "c.681C>G p.(Asp227Glu)"),
        ("MLH1", "syndrome de Lynch", "aucun variant pathogène"),
        ("COL4A5", "syndrome d'Alport", "c.1871G>A p.(Gly624Asp)"),
        ("GJB2", "surdité", "c.35del p.(Gly12Valfs)"),
    )
    body = f"""<div class=fl>{c.logo(50)}<div class=r><b>{esc(s["name"])}</b><br><span class=xs>{esc(s["addr"])} {esc(s["city"])}<br>{s["fin"]} – accréditation COFRAC 8-{c.n(1000, 4999)}</span></div></div><h1>{c.pick("COMPTE RENDU DE GÉNÉTIQUE MOLÉCULAIRE", "Analyse des caractéristiques génétiques", "RÉSULTAT D’ÉTUDE MOLÉCULAIRE")}</h1>{c.kvtable(c.rows([("Prélèvement", f"{c.pick('sang EDTA', 'salive')} du {c.date(day, '/')}"), ("Reçu le", c.date(c.ago(15, 19), "/")), ("N° ADN", f"{c.n(20, 26)}-{c.n(1000, 9999)}"), ("Prescripteur", c.pname(q))]), 2)}<p><b>Indication :</b> {c.pick("suspicion de", "étude familiale,", "confirmation de")} {ph}. Consentement reçu.</p><p><b>Méthode :</b> {c.pick("NGS panel ciblé, profondeur moyenne 312X", "séquençage Sanger des exons 2 à 12", "MLPA et séquençage")}. Référence NM_{c.n(10**5, 10**6)}.{c.n(1, 5)}.</p><p><b>Résultat – gène {gene} :</b> {v}, {c.pick("hétérozygote", "homozygote", "variant de classe 5", "variant de classe 3")}.</p><p><b>Interprétation :</b> {c.pick("Ce résultat est en faveur du diagnostic évoqué.", "Une consultation de conseil génétique est recommandée.", "Un second prélèvement indépendant est souhaitable.", "La recherche chez les apparentés peut être proposée.")} {c.pick("Antécédent chez un cousin maternel.", "Index familial étudié en " + str(c.n(2012, 2022)) + ".", "Pas de cas connu dans la fratrie.")}</p>{c.relative_html()}<p class=r>{c.pick("Validé le", "Date du compte rendu :")} {c.date(c.today, "/")}<br>{esc(c.pname(a))} – biologiste agréé {c.rpps(a) if c.ch(0.5) else ""}<br>{c.scrawl()}</p>"""
    return c.page(body)

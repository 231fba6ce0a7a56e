"""Layouts of hospital wards, emergency room and pharmacy."""

from html import escape

from eval.examiners.department.content import CONSULTS, STAYS, URG
from eval.examiners.department.document import Doc
from eval.examiners.department.pieces import CHD, GHT, staff
from eval.examiners.department.registry import layout
from eval.examiners.department.samples import ALLERG, RX

DISCUSSION = [
    (
        "La mémoire épisodique verbale est touchée, avec un rappel libre abaissé et une aide incomplète par "
        "l'indiçage. Les intrusions sont nombreuses au rappel différé."
    ),
    (
        "Les fonctions exécutives montrent un ralentissement et une difficulté de flexibilité. Le langage est "
        "préservé en conversation, avec quelques manques du mot en dénomination."
    ),
    "Les praxies gestuelles sont correctes. La copie de figure est laborieuse, sans désorganisation majeure.",
    (
        "L'entourage évoque une perte d'initiative, des oublis de rendez-vous et l'aide de la fille pour les "
        "papiers. La conduite est limitée au village."
    ),
    (
        "Une nouvelle évaluation à douze mois est souhaitable. Un accueil de jour, une stimulation et un suivi"
        " de l'aidant sont proposés."
    ),
]


@layout()
def chd_letter(d: Doc) -> str:
    """Stay report with the staff in the left margin."""
    d.kind("34112-3")
    s = d.struct(d.pick(CHD))
    a, b = d.stay_days()
    d.after(0, 9)
    head = f"""<table class=full><tr><td style='width:20mm'>{d.logo("#136")}</td>
<td><b style='font-size:13pt;color:#136'>{s}</b><br><span class=sm>{GHT} – {d.fin_txt}</span></td>
<td class='r sm'>Standard {d.phone()}</td></tr></table><hr>"""
    ser = d.pick(
        ["Médecine polyvalente", "Court séjour gériatrique", "Médecine interne", "Soins médicaux et de réadaptation"]
    )
    left = f"""<td style='width:40mm;border-right:1pt solid #136;font-size:7.5pt'><b>{ser}</b><br><br>Chef de
service<br>{d.dr()}<br><br>Praticiens<br>{staff(d)}<br><br>Cadre de santé<br>Mme
{d.doctor().family.title()}<br><br>Secrétariat<br>{d.phone()}</td>"""
    title = d.title(
        "COMPTE RENDU D'HOSPITALISATION", "Compte rendu de séjour hospitalier", "Compte-rendu d'hospitalisation"
    )
    farewell = d.pick(["Confraternellement,", "Bien confraternellement.", "Avec mes salutations confraternelles."])
    body = f"""<p class=r>{d.dated()}</p><p>{d.to()}</p><h1 class=c>{title}</h1>
<p>Concerne : <b>{d.who()}</b><br>{d.born()}<br>{d.ins()}<br>{d.episode()}</p><p>Hospitalisation du {a} au {b}</p>
<p>{d.pick(["Cher confrère,", "Chère consœur, cher confrère,", "Mon cher confrère,"])}</p>
{d.more(d.rng.randrange(1, 5))}<p class=j>{d.fill(d.pick(STAYS))}</p>{d.more(d.rng.randrange(0, 3))}
<p class=j>{d.pick(ALLERG)} Traitement de sortie :</p>
<ul>{"".join("<li>" + escape(x) + "</li>" for x in d.pick(RX))}</ul>
<p>{farewell}</p><p class=r>{d.sign(d.pick(["Praticien hospitalier", "Médecin du service", ""]))}</p>"""
    if d.rng.random() < 0.5:
        body += f"<p class=sm>Copie : {d.to()}</p>"
    return d.page(head + f"<table class=full><tr>{left}<td>{body}</td></tr></table>", font=d.serif, size=10)


@layout(is_addressed=False)
def liaison_sortie(d: Doc) -> str:
    """Discharge liaison letter from the ward software."""
    d.kind("11490-0")
    s = d.struct(d.pick(CHD))
    a, b = d.stay_days()
    rows = d.kv(ipp=True, nda=True)
    c = d.pick(["#dde8f4", "#eee", "#e7f3e4"])
    title = d.title(
        "LETTRE DE LIAISON À LA SORTIE", "Lettre de liaison – sortie d'hospitalisation", "LETTRE DE LIAISON"
    )
    return d.page(
        f"""<div style='background:{c};padding:6pt' class=c><b>{s}</b> –
{d.pick(["Service de médecine B", "Unité de gériatrie aiguë", "UHCD"])}<br><span class=sm>{d.fin_txt}</span>
<h1>{title}</h1></div><table class=full><tr><td>{d.table(rows, "", 2, " :")}</td><td>{d.datamatrix()}</td></tr>
</table>
<table class='full grid' style='margin-top:6pt'><tr><td>Date d'entrée</td><td>{a}</td><td>Date de sortie</td><td>{b}
</td></tr><tr><td>Mode d'entrée</td><td>{d.pick(["Urgences", "Domicile", "Mutation"])}</td><td>Destination</td>
<td>{d.pick(["Domicile", "EHPAD", "SMR"])}</td></tr></table>
<h2>Médecin traitant</h2>{d.to()}<h2>Synthèse du séjour</h2>
<p class=j>{d.fill(d.pick(STAYS))}</p>{d.more(d.rng.randrange(1, 4))}<h2>Allergies</h2>{d.pick(ALLERG)}
<h2>Traitements à la sortie</h2>{"<br>".join("• " + escape(x) for x in d.pick(RX))}
<h2>À faire</h2><p>Biologie de contrôle le {d.fd(d.when.replace(year=d.when.year + 1))}. Résultats en attente :
{d.pick(["aucun", "anatomopathologie"])}.</p>
<table class=full><tr><td>Document {d.pick(["validé", "signé électroniquement", "remis au patient"])} le
{d.dated(False, "num")}</td><td class=r>{d.sign("")}</td></tr></table>""",
        size=9.5,
    )


@layout("child", is_addressed=False)
def urgences(d: Doc) -> str:
    """Emergency passage in sections with a vital signs table."""
    d.kind("15507-7")
    s = d.struct(d.pick(CHD))
    r = d.rng
    h = r.randrange(7, 20)
    rows = d.kv(ipp=True, addr=True)
    title = d.title(
        "COMPTE RENDU DE PASSAGE AUX URGENCES",
        "Compte-rendu des urgences",
        "DOSSIER DE PASSAGE AUX URGENCES – COMPTE RENDU",
    )
    return d.page(
        f"""<table class=full style='border-bottom:3pt solid #b22'><tr><td><b>{s}</b><br>SERVICE D'ACCUEIL DES
URGENCES<br><span class=sm>{d.fin_txt} – Tél {d.phone()}</span></td>
<td class=r>{d.bars()}<br>{d.pick(["N° de passage", "Passage n°", "N° passage"])} {d.episode(False)}</td></tr>
</table>
<h1>{title}</h1>{d.table(rows, "background:#f4f4f4;width:100%", 2)}
<p>{d.pick(["Arrivée", "Date et heure d'admission", "Entrée"])} : {d.act()} à {h}h{r.randrange(10, 59)} – Sortie :
{d.fd(d.when)} à {h + 3}h{r.randrange(10, 59)} – IOA : {escape(d.doctor().given)}, IDE – Tri CIMU
{r.randrange(2, 5)}</p>
<table class='grid sm'><tr><th>Heure</th><th>PA</th><th>FC</th><th>SpO2</th><th>T°</th><th>EVA</th></tr><tr>
<td>{h}:52</td><td>13{r.randrange(9)}/7{r.randrange(9)}</td><td>{r.randrange(62, 110)}</td><td>9{r.randrange(4, 9)} %
</td><td>37,{r.randrange(9)}</td><td>{r.randrange(7)}</td></tr></table>
<h2>Histoire et examen</h2><p class=j>{d.fill(d.pick(URG))}</p>{d.more(d.rng.randrange(0, 3))}<h2>Antécédents</h2>
<p>{d.pick(ALLERG)} HTA. Appendicectomie {r.randrange(1975, 2015)}.</p>
<h2>Ordonnance</h2>{"<br>".join(escape(x) for x in d.pick(RX))}
<p>Médecin traitant : {d.to()}</p><p>{d.pick(["Rédigé le", "Validé le", "Dossier clos le"])} {d.dated(False, "num")}
par {d.sign("médecin urgentiste")}</p>""",
        font=d.sans,
        size=9.5,
    )


@layout()
def rx_sortie(d: Doc) -> str:
    """Hospital discharge prescription."""
    d.kind("57833-6")
    s = d.struct(d.pick(CHD))
    r = d.rng
    title = d.title("ORDONNANCE DE SORTIE", "ORDONNANCE", "Ordonnance de sortie")
    return d.page(
        f"""<table class=full><tr>
<td style='width:58%'><b>{s}</b><br><span class=sm>{d.pick(["Médecine polyvalente", "Urgences", "Chirurgie viscérale", "Gériatrie"])}<br>{d.fin_txt}<br>{d.phone()}</span><br><br>{d.sign("", rpps=True)}
</td><td class=box>{d.bars()}<br>{d.who()}<br>{d.born()}<br>{d.ins()}<br>{d.episode()}<br>IPP {d.ipp}</td></tr>
</table>
<p class=r>{d.dated()}</p><h1 class=c>{title}</h1>
<ol>{"".join('<li style="margin:9pt 0">' + escape(x) + "</li>" for x in d.pick(RX))}</ol><p>Qsp
{r.choice([7, 15, 28, 30])} jours. {d.pick(["Non renouvelable.", "À renouveler 2 fois.", ""])}</p><br><br><br>
<p class=r style='color:#555'>(signature)</p>""",
        size=10.5,
    )


@layout()
def conciliation(d: Doc) -> str:
    """Medication reconciliation of the hospital pharmacy."""
    d.kind("80820-4")
    s = d.struct(d.pick(CHD))
    rx = [x.split(" : ") for x in d.pick(RX) + d.pick(RX)]
    rows = d.kv(addr=False, ipp=True)
    states = ["Poursuivi", "Poursuivi", "Arrêté", "Modifié"]
    lines = "".join(
        f"<tr><td>{escape(a[0])}</td><td>{escape(a[-1])}</td><td>{d.pick(states)}</td><td></td></tr>" for a in rx
    )
    title = d.title(
        "CONCILIATION MÉDICAMENTEUSE D’ENTRÉE",
        "Fiche de conciliation médicamenteuse",
        "Formulaire de conciliation des traitements médicamenteux",
    )
    return d.page(
        f"""<table class=full><tr><td><b>{s}</b><br>Pharmacie à usage intérieur</td><td class=box>{d.lines(rows)}</td></tr>
</table><h1>{title}</h1><p>Bilan fait le {d.act()}. Sources : patient, officine, ordonnance du {d.fd(d.past(10, 90))}
({d.dr()}).</p>
<table class='full grid sm'><tr><th>Traitement habituel</th><th>Posologie</th><th>Statut</th><th>Commentaire</th>
</tr>{lines}</table><p>Divergences non intentionnelles : {d.rng.randrange(3)}</p>
<p>{d.sign("Pharmacien", title=d.rng.random() < 0.5)}</p><p>{d.dated()}</p>""",
        font=d.sans,
        size=10,
    )


@layout(is_addressed=False)
def memory_letter(d: Doc) -> str:
    """Neuropsychology report, several pages with a running head."""
    d.kind("83901-9", "47420-5")
    s = d.struct(d.pick(CHD))
    w, b = d.who(), d.born()
    tests = [
        ("MMSE", "/30", 30),
        ("BREF", "/18", 18),
        ("RL/RI-16 rappel libre total", "/48", 48),
        ("TMT A", " s", 90),
        ("Fluence littérale P", " mots", 20),
        ("Fluence catégorielle animaux", " mots", 30),
        ("DO 80", "/80", 80),
        ("Figure de Rey copie", "/36", 36),
        ("Horloge", "/7", 7),
    ]
    levels = ["dans la norme", "limite", "déficitaire"]
    lines = "".join(
        f"<tr><td>{a}</td><td>{d.rng.randrange(m // 3, m)}{u}</td><td>{d.pick(levels)}</td></tr>" for a, u, m in tests
    )
    discussion = "".join(f"<p class=j>{text}</p>" for text in DISCUSSION)
    foot = "'Bilan neuropsychologique – page ' counter(page) ' sur ' counter(pages)"
    title = d.title("BILAN NEUROPSYCHOLOGIQUE", "Compte rendu de bilan neuropsychologique")
    return d.page(
        f"""<p>{s}<br>Hôpital de jour gériatrique – Consultation mémoire</p><h1>{title}</h1><p><b>{w}</b><br>{b}<br>{d.ins()}</p>
<p>Bilan du {d.act()}, à la demande du {d.to()}</p><h2>Anamnèse</h2>
<p class=j>{d.fill(d.pick(CONSULTS[3:4])).replace("{NAME}", "la personne")}</p><h2>Comportement</h2><p class=j>Bonne
coopération, fatigabilité en fin de séance. Orientation temporelle fragile. L'humeur est stable, la GDS à
{d.rng.randrange(2, 9)} sur 15. Niveau d'études : certificat.</p><h2>Épreuves</h2><table class='grid full'>{lines}
</table>
<h2>Discussion</h2>{discussion}<p>{d.dated()}</p>{d.sign("Psychologue, neuropsychologie", title=False, rpps=False)}""",
        css=f"@page{{@bottom-center{{content:{foot};font-size:8pt}}}}",
        size=12,
    )

"""Layouts of hospital theatres, laboratory, imaging and meetings."""

from html import escape

from eval.examiners.department.content import STAYS
from eval.examiners.department.document import Doc
from eval.examiners.department.identity import told
from eval.examiners.department.pieces import CHD, GHT
from eval.examiners.department.registry import layout
from eval.examiners.department.samples import ALLERG, IMAGING, OPS, PATHO, RX

ANTIBIOTICS = [
    "Amoxicilline",
    "Amox. + ac. clavulanique",
    "Céfotaxime",
    "Gentamicine",
    "Ofloxacine",
    "Cotrimoxazole",
    "Nitrofuranes",
    "Fosfomycine",
]


def dotted(name: str) -> str:
    """A name and dots up to its value."""
    return f"{name} ".ljust(28, ".")


@layout("child")
def lab_hosp_micro(d: Doc) -> str:
    """Bacteriology of the hospital laboratory, fixed pitch."""
    d.kind("11502-2")
    d.up_first = True
    s = d.struct(d.pick(CHD))
    r = d.rng
    d.after(2, 4)
    rows = d.kv(ipp=True, nda=r.random() < 0.6, addr=False)
    idt = "\n".join(f"{a.ljust(26)}: {escape(b)}" for a, b in rows)
    sam = d.pick(
        [
            "ECBU - urines milieu de jet",
            "HEMOCULTURE voie périphérique",
            "Coproculture",
            "Prélèvement de plaie talon gauche",
        ]
    )
    res = "\n".join(
        f"  {dotted(x)} {d.pick(['Sensible', 'Sensible', 'Résistant', 'Intermédiaire'])}" for x in ANTIBIOTICS
    )
    title = d.title(
        "COMPTE RENDU DE BACTERIOLOGIE", "COMPTE RENDU D'EXAMENS DE BIOLOGIE MEDICALE", "RESULTATS DE MICROBIOLOGIE"
    )
    germ = d.pick(["Escherichia coli", "Klebsiella pneumoniae", "Proteus mirabilis", "Enterococcus faecalis"])
    return d.page(
        f"""<pre style="font-family:'{d.mono}';font-size:9pt;white-space:pre-wrap">{s.upper() if r.random() < 0.3 else s}
LABORATOIRE DE BIOLOGIE - Bactériologie           Biologiste responsable : {d.dr()}
{d.fin_txt}
{"=" * 74}
{title}        Demande n° {r.randrange(10**8, 10**9)}
{"-" * 74}
{idt}
{"-" * 74}
{d.pick(["Prélevé le", "Date de prélèvement", "Prélèvement du"])} : {d.act()} 08:1{r.randrange(9)}     Reçu le : {d.fd(d.when)} 09:4{r.randrange(9)}
Prescripteur : {d.dr()}      UF : {d.pick(["MEDECINE A", "URGENCES", "GERIATRIE", "SMR"])}
Nature : {sam}

EXAMEN DIRECT
  {dotted("Leucocytes")} {r.randrange(10, 900)} /mm3
  {dotted("Hématies")} < 10 /mm3
  {dotted("Coloration de Gram")} bacilles à Gram négatif
CULTURE
  {dotted("Germe identifié")} {germ}
  {dotted("Numération")} 10^{r.randrange(4, 7)} UFC/mL
ANTIBIOGRAMME (EUCAST / CA-SFM)
{res}

Examen antérieur : {d.fd(d.past())}, flore polymorphe.

{d.pick(["Validé biologiquement le", "Compte rendu validé le", "Edité et validé le"])} {d.dated(False, "num")} par :
{d.sign("Biologiste médical").replace("<br>", chr(10))}</pre>""",
        margin="12mm 16mm",
    )


@layout("child", is_addressed=False)
def img_hosp(d: Doc) -> str:
    """Radiology of the hospital, one-line header."""
    d.kind("18748-4")
    s = d.struct(d.pick(CHD))
    t, ind, tech, con = d.pick(IMAGING)
    parts = [d.who(), d.born(), f"IPP {d.ipp}", d.ins()]
    line = " – ".join(part for part in parts if part)
    title = d.title("Compte rendu d'imagerie", "Compte rendu radiologique", "Compte rendu d'examen")
    return d.page(
        f"""<p class=c><b>{s}</b><br>Pôle médico-technique – Imagerie médicale<br><span class=sm>Dr {d.doctor().family} · Dr
{d.doctor().family} · Dr {d.doctor().family} {d.fin_txt}</span></p><div class=box>{line}</div>
<p>Demandeur : {d.to()} ({d.pick(["Urgences", "Médecine B", "Gériatrie"])})</p><h1 class=c>{escape(t.upper())} du
{d.act()}</h1><p class=c>{title}</p>
<p><b>Indication.</b> {ind}</p><p class=j><b>Résultat.</b> {d.fill(tech)}</p><p><b>Conclusion.</b> {con}</p><br>
<p>{d.pick(["Compte rendu validé le", "Signé le", "Dicté et validé le"])} {d.dated(False, "num")}</p>
<p class=r>{d.sign("Radiologue")}</p><p class=sm>Frappe : {d.pick(["sec. ML", "NB", "dictée vocale"])} – Images
disponibles sur le PACS du {GHT}</p>""",
        font=d.pick([d.sans, d.serif]),
    )


@layout()
def op_report(d: Doc) -> str:
    """Operation report."""
    d.kind("34874-8")
    s = d.struct(d.pick(CHD[:3]))
    t, ind, txt = d.pick(OPS)
    rows = d.kv(ipp=True, nda=True, addr=False)
    rows = told(rows)
    title = d.title("COMPTE RENDU OPÉRATOIRE", "Compte-rendu opératoire", "COMPTE RENDU D'INTERVENTION CHIRURGICALE")
    return d.page(
        f"""<table class=full><tr><td>{d.logo("#744")}</td><td class=r><b>{s}</b><br>Bloc opératoire –
Chirurgie<br><span class=sm>{d.fin_txt}</span></td></tr></table>
<h1 style='background:#333;color:#fff;padding:4pt'>{title}</h1>
<table class=full><tr><td class=box style='width:55%'>{d.lines(rows)}</td>
<td>{d.pick(["Date de l'intervention", "Intervention du", "Opéré(e) le"])} : <b>{d.act()}</b><br>Opérateur :
{d.dr(d.author)}<br>Aide : {d.dr()}<br>Anesthésiste : {d.dr()}<br>IBODE : Mme {d.doctor().family.title()}</td></tr>
</table>
<p><b>Intervention : {escape(t)}</b></p><p>Indication : {escape(ind)}</p><p class=j>{d.fill(txt)}</p><p>Compte des
compresses : juste. Durée : {d.rng.randrange(20, 120)} minutes. Antibioprophylaxie : céfazoline 2 g.</p>
<h2>Suites</h2><p>Lever précoce. Ablation des fils à J12. Consultation de contrôle à six semaines.</p>
<p>{d.dated()}</p><p>{d.sign("Chirurgien")}</p><p class=sm>Destinataire : {d.to()}</p>""",
        size=10,
    )


@layout()
def anesth(d: Doc) -> str:
    """Pre-anaesthetic consultation grid."""
    d.kind("34749-2")
    s = d.struct(d.pick(CHD))
    r = d.rng
    rows = d.kv(ipp=True, addr=False)
    g = [
        ("Intervention prévue", d.pick(OPS)[0]),
        (
            "Date prévue",
            d.fd(
                d.when.replace(
                    year=d.when.year + (d.when.month == 12), month=d.when.month % 12 + 1, day=min(28, d.when.day)
                )
            ),
        ),
        ("Poids / taille", f"{r.randrange(48, 98)} kg / {r.randrange(152, 188)} cm"),
        ("ASA", str(r.randrange(1, 4))),
        ("Mallampati", str(r.randrange(1, 4))),
        ("Allergies", d.pick(ALLERG)),
        ("Traitement", "; ".join(d.pick(RX)[:2])),
        ("Antécédents anesthésiques", f"AG en {r.randrange(1990, 2022)}, sans incident"),
        ("ECG", "sinusal, 72/min"),
        ("Jeûne", "6 h solides, 2 h liquides clairs"),
        ("Technique proposée", d.pick(["AG", "Rachianesthésie", "ALR + sédation"])),
    ]
    title = d.title(
        "CONSULTATION PRÉ-ANESTHÉSIQUE",
        "Dossier d'anesthésie – consultation pré-anesthésique",
        "Compte rendu de consultation d'anesthésie",
    )
    return d.page(
        f"""<b>{s}</b> <span class=sm>{d.fin_txt}</span><h1 class=c>{title}</h1>
<table class=full><tr><td class=box>{d.lines(rows)}</td><td class=r>Consultation du {d.act()}<br>{d.datamatrix()}
</td></tr></table>
<table class='grid full' style='margin-top:8pt'>{"".join(f'<tr><td style="width:38%"><b>{a}</b></td><td>{escape(b)}</td></tr>' for a, b in g)}
</table>
<p>Le patient a reçu une information sur les risques et y consent. Visite la veille par {d.dr()}.</p>
<table class=full><tr><td>{d.dated()}</td><td class=r>{d.sign("Anesthésiste-réanimateur")}</td></tr></table>""",
        size=9.5,
    )


@layout()
def endoscopy(d: Doc) -> str:
    """Endoscopy report."""
    d.kind("70004-7")
    s = d.struct(d.pick(CHD[:3]))
    t = d.pick(["COLOSCOPIE TOTALE", "FIBROSCOPIE ŒSO-GASTRO-DUODÉNALE", "FIBROSCOPIE BRONCHIQUE", "COLOSCOPIE GAUCHE"])
    line = d.who(order="b")
    title = d.title("Compte rendu d’endoscopie", "COMPTE RENDU D'EXAMEN ENDOSCOPIQUE")
    finding = d.pick(
        [
            "Progression aisée jusqu'au bout. Préparation Boston 8. Deux polypes sessiles de 4 mm réséqués à l'anse froide. Diverticules peu nombreux.",
            "Muqueuse d'aspect normal. Petite hernie par glissement. Biopsies systématiques en deux pots.",
            "Examen bien toléré. Sécrétions propres, pas de lésion endoluminale. Aspiration pour culture.",
            "Hémorroïdes internes de stade I. Muqueuse normale sur le segment exploré.",
        ]
    )
    return d.page(
        f"""<p><b>{s}</b><br>Unité d'endoscopie</p><p class=r>{d.to()}</p>
<table class=full style='border-top:2pt solid;border-bottom:2pt solid'><tr><td><b>{line}</b></td><td>{d.born()}</td>
<td>{d.ins()}</td></tr></table><h1>{title} : {t}</h1>
<p>{d.pick(["Examen réalisé le", "Examen du", "Date de l’examen :"])} {d.act()} sous
{d.pick(["sédation", "anesthésie locale", "AG"])} ({d.dr()}). Endoscope n° {d.rng.randrange(1000, 9999)}.</p>
<p class=j>{finding} Examen précédent : {d.fd(d.past(400, 2500))}.</p><p>Conclusion :
{d.pick(["contrôle dans trois ans", "examen normal", "résultats des biopsies à suivre"])}.</p>
<p>{d.dated()}</p>{d.sign("Gastro-entérologue")}""",
        font=d.serif,
    )


@layout()
def rcp(d: Doc) -> str:
    """Oncology meeting."""
    d.kind("34794-8")
    s = d.struct(d.pick(CHD[:2]))
    rows = d.kv(addr=False)
    title = d.title(
        "FICHE RCP – RÉUNION DE CONCERTATION PLURIDISCIPLINAIRE",
        "Compte rendu de réunion de concertation pluridisciplinaire",
        "RCP : COMPTE RENDU",
    )
    proposal = d.pick(
        [
            "Surveillance clinique et scanner à 3 mois.",
            "Chimiothérapie adjuvante par FOLFOX, 12 cures.",
            "Radiothérapie 50 Gy en 25 séances puis hormonothérapie.",
            "Soins de support, équipe mobile.",
        ]
    )
    return d.page(
        f"""<p class=c><b>{s}</b><br>Centre de coordination en cancérologie (3C) – {GHT}</p><h1 class=c>{title}</h1>
<table class='full grid'><tr><td style='width:50%'>{d.lines(rows)}</td>
<td>{d.pick(["Date de la RCP", "Réunion du", "RCP du"])} : {d.act()}<br>Spécialité :
{d.pick(["digestif", "urologie", "sénologie", "thorax"])}<br>Médecin demandeur : {d.dr()}<br>Présents :
{", ".join(d.dr(full=False) for _ in range(4))}</td></tr></table>
<h2>Histoire de la maladie</h2>{d.more(2)}<p class=j>{d.fill(d.pick(STAYS))}</p><h2>Anatomopathologie</h2>
<p>{escape(d.pick(PATHO)[2])}</p><h2>Question posée</h2><p>Prise en charge après chirurgie ?</p><h2>Proposition</h2>
<p>{proposal} OMS {d.rng.randrange(3)}. Score G8 : {d.rng.randrange(10, 17)}/17.</p><p>Coordonnateur de la RCP :
{d.sign("")}</p><p>{d.pick(["Validé le", "Fiche validée le"])} {d.dated(False, "num")}</p>""",
        size=9.5,
    )

"""Laboratories of medical biology and of pathology."""

from .canvas import Board
from .case import Case
from .marks import bars
from .registry import layout, paragraphs

TESTS = [
    ("Hématies", "T/L", 3.1, 5.9, "4,00 - 5,65", 2),
    ("Hémoglobine", "g/dL", 7.2, 16.5, "12,0 - 16,5", 1),
    ("Hématocrite", "%", 24, 50, "35 - 49", 1),
    ("VGM", "fL", 70, 104, "80 - 98", 0),
    ("Leucocytes", "G/L", 2.9, 17, "4,0 - 10,0", 2),
    ("Plaquettes", "G/L", 90, 460, "150 - 400", 0),
    ("Sodium", "mmol/L", 128, 148, "136 - 145", 0),
    ("Potassium", "mmol/L", 2.9, 5.8, "3,5 - 5,1", 1),
    ("Chlore", "mmol/L", 92, 112, "98 - 107", 0),
    ("Créatinine", "µmol/L", 42, 210, "45 - 90", 0),
    ("Urée", "mmol/L", 2.5, 21, "2,5 - 7,5", 1),
    ("CRP", "mg/L", 1, 190, "< 5", 1),
    ("Glycémie", "mmol/L", 3.6, 13, "4,1 - 5,9", 2),
    ("ASAT", "UI/L", 14, 98, "< 40", 0),
    ("ALAT", "UI/L", 10, 120, "< 41", 0),
    ("Gamma-GT", "UI/L", 9, 240, "< 55", 0),
    ("Ferritine", "µg/L", 5, 480, "30 - 300", 0),
    ("TSH", "mUI/L", 0.1, 8.2, "0,27 - 4,20", 2),
    ("HbA1c", "%", 4.9, 9.4, "4,0 - 6,0", 1),
    ("Calcium", "mmol/L", 2.0, 2.7, "2,20 - 2,55", 2),
    ("Phosphore", "mmol/L", 0.7, 2.1, "0,81 - 1,45", 2),
    ("Albumine", "g/L", 24, 48, "35 - 52", 1),
    ("PTH", "ng/L", 18, 620, "15 - 65", 0),
    ("NT-proBNP", "ng/L", 40, 6200, "< 300", 0),
]


def drawn(c: Case, low: int, high: int) -> list[tuple[str, str, str, str, str]]:
    """Draw tests with their value, unit, range and previous value."""
    out = []
    for spot in sorted(c.rng.sample(range(len(TESTS)), c.rng.randint(low, high))):
        name, unit, least, most, usual, digits = TESTS[spot]
        now, before = (f"{c.rng.uniform(least, most):.{digits}f}".replace(".", ",") for _ in range(2))
        out.append((name, now, unit, usual, before))
    return out


@layout(ins=0.7)
def lab_modern(c: Case) -> str:
    """A laboratory report with a coloured band, identity in a box at right, history column."""
    c.type("11502-2")
    c.house("lab")
    c.author = c.carer("Biologiste médical")
    c.argue("recipients", "episode")
    asker = c.carer("Médecin généraliste", "Urgentiste")
    before = c.ago(30, 200, "short")
    lines = "".join(
        f"<tr><td>{a}</td><td style='text-align:right'><b>{v}</b></td><td>{u}</td><td>{r}</td><td>{old}</td></tr>"
        for a, v, u, r, old in drawn(c, 6, 18)
    )
    body = f"""<div style='border-top:4mm solid #1d70a2;padding-top:2mm'><b
style='font-size:14pt;color:#1d70a2'>{c.structure()}</b>
<div style='font-size:8pt'>{c.finess("FINESS EJ ")} – {c.head.street} – {c.head.town} – Tél. {c.head.phone} – Fax
{c.head.fax}<br>
Biologistes : {c.dr(style="G F")}, {c.dr(c.author, "G F")}, {c.dr(style="G F")}</div></div>
<table style='width:100%;margin-top:4mm'><tr><td style='width:48%;vertical-align:top;font-size:9pt'>Demande n°
{c.rng.randrange(10**8, 10**9)} {bars(c.rng, 34, 6)}<br>Prélevé le <b>{c.act("dmy")}</b> à {c.clock()}
({c.one("labo", "domicile", "établissement")})<br>Prescripteur : {c.dr(asker)}<br>Édité le {c.doc("dmy")}</td>
<td style='border:0.4mm solid #1d70a2;padding:2mm 4mm'><b>{c.full("A")}</b><br>{c.born("Né{e} le ", "", "dmy")} –
Sexe {c.sex()} – {c.age()}<br>{c.ins_number("INS ")} {c.oid()}<br>{c.who.address}</td></tr></table>
<h2 style='text-align:center;font-size:12pt;margin:5mm 0
3mm'>{
        c.one("COMPTE RENDU D'ANALYSES", "Résultats de biologie médicale", "BIOLOGIE MÉDICALE")
    }</h2><table style='width:100%;font-size:9.5pt' cellpadding=2><tr
style='color:#1d70a2'><td></td>
<td style='text-align:right'>Résultat</td><td>Unité</td><td>Valeurs usuelles</td><td>Antériorité
{before}</td></tr>{lines}</table>
<p style='margin-top:5mm;font-size:9pt'>{c.maybe("Sérum légèrement hémolysé. ", 0.3)}{
        c.maybe("Résultat contrôlé. ", 0.3)
    }
Validé par {c.sign("Dr G F")}, biologiste médical.</p>{c.matrix(15)}"""
    return c.html(body, font=c.one("Open Sans", "Roboto"), pt=9.5, margin="12mm 14mm 16mm", strip="Page 1/1")


@layout(ins=0.25)
def lab_faxed_text(c: Case) -> str:
    """Results sent by fax from an old laboratory software, all in fixed width."""
    c.type("11502-2")
    c.house("lab")
    c.author = c.carer("Biologiste médical")
    c.argue("recipients", "episode")
    rows = "\n".join(f"{a.upper():<22}{v:>9} {u:<9} ({r})" for a, v, u, r, _ in drawn(c, 5, 13))
    body = f"""<pre style='font-size:10pt;line-height:1.4'>
{c.structure(True)}
{c.head.town.upper()}   TEL {c.head.phone}   FAX {c.head.fax}
{"-" * 70}
{c.one("RESULTATS URGENTS", "TELECOPIE DE RESULTATS", "DUPLICATA")}          EDITION DU {c.doc("dmy")}  {c.clock()}

PATIENT : {c.main_name()} {c.first(True)}{c.nee(" NEE " if c.woman else " NE ")}
{c.born("NE(E) LE : ", "", "dmy")}     SEXE : {c.sex()}
{c.ins_number("INS : ")}
PRELEVEMENT DU {c.act("dmy")}  {c.clock()}     DOSSIER {c.rng.randrange(10**5, 10**6)}
PRESCRIPTEUR : {c.dr(style="DR F").upper()}
{"-" * 70}
{rows}
{"-" * 70}
{c.one("A CONFIRMER SUR NOUVEAU PRELEVEMENT", "APPELE AU SERVICE", "TRANSMIS SANS VALIDATION ECRITE")}
                                   LE BIOLOGISTE : {c.sign("Dr F")}
</pre>"""
    return c.html(body, font="Liberation Mono", pt=10, margin="18mm 15mm")


@layout(fits="senior", ins=0.5)
def lab_cumulative(c: Case) -> bytes:
    """A cumulative table of several dates with the identity in the strip at the head."""
    c.type("11502-2")
    c.house("lab", "hospital")
    c.author = c.carer("Biologiste médical")
    c.argue("act_date")
    b = Board(font="carlito")
    b.rect(8, 8, 194, 16, "#e9e9e9", 0.4)
    b.text(10, 14, f"{c.main_name()} {c.first(True)}{c.nee(', né{e} ')}", 12, "carlitob")
    b.text(10, 20, f"{c.born('Né{e} le ', '   ')}Sexe {c.sex()}   {c.ins_number('INS ')}", 10)
    b.text(200, 14, c.episode("Venue "), 10, align="right")
    b.text(200, 20, f"Édité le {c.doc('dmy')} {c.clock()}", 9, align="right")
    b.text(
        10,
        31,
        f"{c.structure()} – {c.one('Laboratoire', 'Plateau de biologie', 'Biologie')}",
        11,
        "carlitob",
        "#224444",
    )
    b.text(10, 37, "RELEVÉ CUMULATIF", 13, "carlitob")
    dates = [c.ago(n * 9, n * 9 + 6, "short") for n in range(4)]
    for rank, day in enumerate(dates):
        b.text(88 + rank * 30, 46, day, 9, "carlitob", align="right")
    y = 52.0
    for name, value, unit, usual, before in drawn(c, 8, 16):
        b.line(10, y + 1.6, 200, y + 1.6, 0.2, "#999999")
        b.text(10, y, name, 10)
        for rank, shown in enumerate((value, before, value, before)):
            b.text(88 + rank * 30, y, shown if c.rng.random() < 0.8 else "", 10, align="right")
        b.text(62, y, unit, 7.5, color="#666666", align="right")
        b.text(200, y, usual, 8, align="right")
        y += 6.4
    b.text(10, y + 8, f"Validation : {c.sign('Dr G F')}", 9.5)
    b.text(10, y + 13, "La première colonne est la plus récente. Résultats antérieurs rappelés à titre indicatif.", 8)
    return b.done()


@layout(ins=0.4)
def lab_bacteriology(c: Case) -> str:
    """A bacteriology report with an antibiogram, the identity in two lines under the title."""
    c.type("11502-2")
    c.house("lab")
    c.author = c.carer("Biologiste médical")
    c.argue("recipients", "episode")
    germ = c.one(
        "Escherichia coli",
        "Klebsiella pneumoniae",
        "Staphylococcus aureus",
        "Proteus mirabilis",
        "Enterococcus faecalis",
    )
    drugs = c.some(
        [
            "Amoxicilline",
            "Amoxicilline-clavulanate",
            "Céfotaxime",
            "Ceftriaxone",
            "Ofloxacine",
            "Cotrimoxazole",
            "Fosfomycine",
            "Nitrofurantoïne",
            "Gentamicine",
            "Ertapénème",
        ],
        5,
        10,
    )
    table = "".join(
        f"<tr><td>{drug}</td><td style='text-align:center'>{c.rng.choice('SSSRI')}</td></tr>" for drug in drugs
    )
    sample = c.one(
        "ECBU milieu de jet", "ECBU sur sonde", "Hémocultures (2 flacons)", "Prélèvement de plaie", "Coproculture"
    )
    body = f"""<table style='width:100%;border-bottom:0.6mm solid #444'><tr><td><b>{c.structure()}</b></td>
<td style='text-align:right;font-size:8.5pt'>{c.head.town}<br>{c.finess()}</td></tr></table>
<h2 style='font-size:12.5pt;margin-top:5mm'>EXAMEN CYTOBACTÉRIOLOGIQUE – {sample}</h2>
<p>Patient : <b>{c.full(c.one("C", "D", "E"))}</b> {c.born("– DN ")} {c.ins_number("– INS ")}<br>Reçu le {c.act()} –
demandé par {c.dr()} – réf. {c.rng.randrange(10**6, 10**7)}</p><p><b>Cytologie</b> : leucocytes
{c.rng.randint(10, 900)}/mm³, hématies
{c.rng.randint(0, 90)}/mm³.<br><b>Culture</b> : {c.one("10^5", "10^6", "10^4")} UFC/mL. Germe identifié :
<i>{germ}</i></p>
<table border=1 cellpadding=3
style='width:70mm;font-size:9.5pt'><tr><th>Antibiotique</th><th>S/I/R</th></tr>{table}</table>
<p style='margin-top:4mm'>{c.maybe("BLSE non détectée. ", 0.4)}{
        c.maybe("Interprétation à confronter à la clinique.", 0.6)
    }</p>
<div style='margin-left:100mm'>Validé le {c.doc()}<br>{c.sign(c.one("Dr G F", "G F"))}</div>"""
    return c.html(body, font="Liberation Sans", pt=10.5, margin="16mm")


@layout(fits="adult", ins=0.5)
def blood_group_card(c: Case) -> str:
    """A blood group and antibodies sheet, with two determinations."""
    c.type("11502-2")
    c.house("lab", "hospital")
    c.author = c.carer("Biologiste médical")
    c.argue("episode")
    group = f"{c.one('O', 'A', 'B', 'AB')} {c.one('POSITIF', 'NÉGATIF')}"
    c.argue("doc_date", "recipients")
    body = f"""<div style='border:0.8mm double #900;padding:5mm'><div
style='display:flex;justify-content:space-between'>
<div>{c.structure()}<br><span style='font-size:8pt'>{c.head.street},
{c.head.town}</span></div><div>{bars(c.rng, 30, 7)}</div></div>
<h2 style='text-align:center;color:#900;font-size:13pt;margin:4mm 0'>IMMUNO-HÉMATOLOGIE</h2>
<table style='font-size:10.5pt' cellpadding=2><tr><td>Nom de naissance</td><td>:
<b>{c.birth_name()}</b></td></tr><tr><td>Nom utilisé
</td><td>: {c.used_name()}</td></tr><tr><td>Prénoms</td><td>: {c.firsts()}</td></tr><tr><td>Né(e) le</td><td>:
{c.birth_date("dmy")}
&nbsp; Sexe : {c.sex()}</td></tr><tr><td>INS</td><td>: {c.ins_number("")}</td></tr></table>
<table border=1 cellpadding=4 style='margin-top:4mm;width:100%'><tr><th></th><th>Prélevé
le</th><th>Résultat</th><th>Technicien</th></tr>
<tr><td>1re détermination</td><td>{c.act("dmy")} {c.clock()}</td><td><b>{group}</b></td><td>LD</td></tr><tr><td>2e
détermination</td>
<td>{c.day(c.acted, "dmy")} {c.clock()}</td><td><b>{group}</b></td><td>MP</td></tr></table>
<p style='margin-top:3mm'>Phénotype : {c.one("C- E- c+ e+", "C+ E- c+ e+", "C+ E- c- e+")} K- &nbsp; RAI :
{c.one("négative", "positive anti-D passif")} (valable 3 jours)</p><p style='text-align:right'>{
        c.sign("Dr G F")
    }</p></div>"""
    return c.html(body, size="A5 landscape", margin="7mm", font="Roboto Condensed", pt=10)


@layout(fits="adult", ins=0.45)
def pathology_report(c: Case) -> str:
    """A pathology report, long prose, identity at left under the reference."""
    c.type("60568-3")
    c.argue("recipients")
    c.house("path")
    c.author = c.carer("Anatomopathologiste")
    asker = c.carer("Gastro-entérologue", "Dermatologue", "Chirurgien viscéral", "Gynécologue-obstétricien")
    organ, text, end = c.rng.choice(
        [
            (
                "Biopsies gastriques",
                "Muqueuse antrale siège d'un infiltrat lymphoplasmocytaire du chorion, sans atypie.",
                "Gastrite chronique modérée, Helicobacter pylori présent.",
            ),
            (
                "Polype du côlon sigmoïde",
                "Formation adénomateuse tubuleuse en dysplasie de bas grade, base saine.",
                "Adénome tubuleux de bas grade, exérèse complète.",
            ),
            (
                "Exérèse cutanée du dos",
                "Prolifération basocellulaire nodulaire, limites latérales à 3 mm.",
                "Carcinome basocellulaire nodulaire, exérèse in sano.",
            ),
            (
                "Appendice",
                "Infiltrat polynucléaire transmural avec abcès de la lumière.",
                "Appendicite aiguë suppurée.",
            ),
            (
                "Frottis cervico-utérin",
                "Cellules malpighiennes superficielles, flore de Döderlein.",
                "Absence de lésion.",
            ),
        ]
    )
    body = f"""<div style='text-align:right;font-size:9pt'><b
style='font-size:12pt'>{c.structure()}</b><br>{c.head.town}<br>
{c.finess("N° FINESS ")}</div><p style='font-size:9pt;margin-top:-14mm'>Réf.
{c.written.year % 100}H{c.rng.randrange(1000, 99999)}<br>
Prélevé le {c.act("dmy")}<br>Enregistré le {c.day(c.acted, "dmy")}</p>
<p style='margin-top:8mm;line-height:1.4'><b>{c.full("A")}</b><br>{c.born("Date de naissance : ", "<br>")}{
        c.ins_number("INS : ", "<br>")
    }
Préleveur : {c.to(asker, "Dr F")} – {c.one("CH", "clinique", "cabinet")}</p>
<h3 style='letter-spacing:0.6mm;margin-top:7mm'>COMPTE RENDU ANATOMO-PATHOLOGIQUE</h3><p><u>Nature du prélèvement</u> :
{organ}</p>
<p><u>Renseignements</u> : {c.one("non transmis", "bilan", "lésion évoluant depuis six mois")}</p><p><u>Macroscopie</u>
:
{c.rng.randint(1, 4)} fragment(s) mesurant de {c.rng.randint(1, 3)} à {c.rng.randint(4, 22)} mm, inclus en totalité.</p>
<p><u>Microscopie</u> : {text}
{c.maybe("Des niveaux de coupe complémentaires ont été réalisés. ", 0.4)}{
        c.maybe("Pas d’embole vasculaire.", 0.4)
    }</p><p style='border-left:1mm solid #000;padding-left:3mm'><b>CONCLUSION : {end}</b></p>
<p>Code ADICAP : {c.one("OHDG7A", "BHES3C", "PSDE2", "GEIA0")}{c.rng.randrange(10, 99)}</p>
<p style='margin-top:9mm'>Le {c.doc("long")}, {c.sign(c.one("Docteur G F", "Dr G F"))} {c.scribble()}</p>"""
    return c.html(body, font="Caladea", pt=11, margin="20mm")


@layout(ins=0.2)
def lab_short_mail(c: Case) -> str:
    """Results of a remote analysis received by the hospital's own laboratory, three lines and a comment."""
    c.type("11502-2")
    c.house("chu")
    c.author = c.carer("Biologiste médical")
    c.argue("structure_name", "recipients", "episode")
    test = c.one(
        "Recherche d'anticorps anti-transglutaminase",
        "Dosage de tacrolimus",
        "PCR coqueluche",
        "Sérologie de Lyme",
        "Électrophorèse de l'hémoglobine",
        "Quantiféron",
    )
    body = f"""<p>{c.head.name}<br>Pôle de biologie – unité {c.one("immunologie", "toxicologie", "virologie")}</p>
<p style='text-align:right'>Destinataire : laboratoire du CH – envoi {c.rng.randrange(1000, 9999)}</p>
<p style='font-size:12pt'>N/Réf : {c.main_name()} {c.first()}{c.nee(" né{e} ")} / {c.birth_date("dmy")} / {c.sex()}
{c.ins_number(" / ")}</p><table cellpadding=5 border=1
style='width:100%'><tr><td>{test}</td><td><b>{
        c.one("négatif", "positif faible", "douteux", "7,4 µg/L", "< 0,5 UI/mL")
    }</b></td><td>prélèvement du {c.act("dmy")}</td></tr></table>
{
        paragraphs(
            c.some(
                [
                    "Technique : immuno-enzymatique automatisée.",
                    "Un contrôle à trois semaines est souhaitable.",
                    "Résultat à interpréter selon le traitement en cours.",
                    "Échantillon conservé un an en sérothèque.",
                ],
                1,
                3,
            )
        )
    }
<p>Signé électroniquement par {c.sign("G F")} le {c.doc("dmy")} à {c.clock()}</p>"""
    return c.html(body, font="Liberation Serif", pt=11, margin="22mm 20mm")

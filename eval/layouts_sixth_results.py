"""Results held out until 2026-11-22: two laboratories of different softwares, a group of radiologists with a head in three columns,
pathology with two signatures, genetics, and a private clinic's operation.
"""

from datetime import timedelta

from eval import blocks
from eval import layouts_manners as say
from eval.case import Case
from eval.sheet import WIDTH, Sheet

POOL = (
    ("Hémoglobine", 13.1, "g/dL", "12,0 à 15,5"), ("Hématocrite", 41, "%", "36 à 46"), ("V.G.M.", 89, "fL", "80 à 98"),
    ("Leucocytes", 6.8, "Giga/L", "4,0 à 10,5"), ("Plaquettes", 231, "Giga/L", "150 à 420"), ("Urée", 5.9, "mmol/L", "2,8 à 8,1"),
    ("Créatinine", 77, "µmol/L", "50 à 95"), ("Acide urique", 310, "µmol/L", "150 à 360"), ("Gamma GT", 28, "UI/L", "< 40"),
    ("Triglycérides", 1.1, "g/L", "< 1,5"), ("Protéine C réactive", 4.2, "mg/L", "< 5"), ("Vitamine D", 31, "ng/mL", "30 à 60"),
)  # fmt: skip


def _draw(sheet: Sheet) -> list[tuple[str, str, str, str]]:
    """Some rows of results."""
    rows = sheet.rng.sample(POOL, k=sheet.rng.randrange(5, 11))
    return [(n, f"{v * sheet.rng.uniform(0.8, 1.25):.1f}".replace(".", ","), u, r) for n, v, u, r in rows]


def lab_dots(sheet: Sheet, case: Case) -> None:
    """Laboratory at the left, the patient's window at the right, rows of dots to the values, former values between brackets."""
    case.printed |= {"structure", "doc_date", "author"}
    case.notes.append("episode_open")
    top = sheet.y
    for number, line in enumerate((case.structure.name, case.structure.address, f"Tél {case.structure.phone}")):
        sheet.text(sheet.left, sheet.y, line, size=say.fit(sheet, line, 240, 9), bold=number == 0)
        sheet.space(12)
    for one in (case.author, *case.staff[:2]):
        sheet.text(sheet.left, sheet.y, f"{say.full(one)}, biologiste", size=7.5)
        sheet.space(10)
    if sheet.rng.random() < 0.5:
        case.printed.add("finess")
        sheet.text(sheet.left, sheet.y, f"FINESS ET {case.structure.finess}", size=7.5)
    low, sheet.y, x = sheet.y + 12, top + 24, WIDTH / 2 + 10
    name = f"{blocks.civility(case)} {say.both(case, manner=sheet.rng.choice(('née', 'ép.')))}"
    for line in (*sheet.wrap(name, sheet.right - x, bold=True),):
        sheet.write(line, x=x, bold=True)
    when = say.birth(sheet, case)
    if when:
        sheet.write(f"{blocks.born(case).capitalize()} le {when} - {blocks.age(case)}", x=x, size=sheet.size - 1)
    for line in case.patient.address.split(", "):
        sheet.write(line, x=x, size=sheet.size - 1)
    say.ins(sheet, case, "INS :", "Matricule INS :", x=x)
    sheet.y = max(low, sheet.y) + 10
    say.second(sheet, case, "")
    prescriber = say.extra(sheet)
    drawn = say.act_on(case)
    sheet.write(f"Demande n° {drawn:%y%m%d}-{sheet.rng.randrange(100, 999)}   Prescription du Dr {say.turned(prescriber)}", size=sheet.size - 1)  # fmt: skip
    sheet.write(f"{case.act_label} {drawn:%d/%m/%Y} à {say.hour(sheet)}   Reçu le {drawn:%d/%m/%Y}   Imprimé le {case.doc_date:%d/%m/%Y}", size=sheet.size - 1)  # fmt: skip
    say.heading(sheet, case)
    former = case.doc_date - timedelta(days=sheet.rng.randrange(60, 500))
    sheet.text(sheet.right, sheet.y, f"Antériorité {former:%d/%m/%y}", size=7.5, align="r")
    sheet.space(12)
    for row, value, unit, normal in _draw(sheet):
        dots = "." * max(4, int((210 - sheet.width(row)) / max(1.0, sheet.width("."))))
        sheet.need(16)
        sheet.text(sheet.left, sheet.y, f"{row} {dots} {value} {unit}")
        sheet.text(sheet.left + 330, sheet.y, f"({normal})", size=sheet.size - 1)
        sheet.text(sheet.right, sheet.y, f"[{value}]", size=sheet.size - 1, align="r")
        sheet.space(15)
    for sentence in case.body:
        sheet.paragraph(sentence, size=sheet.size - 1.5)
    say.kin(sheet, case)
    sheet.space(10)
    sheet.write(f"Validé le {case.doc_date:%d/%m/%Y} par {sheet.rng.choice((say.full, say.turned))(case.author)}", x=WIDTH / 2)  # fmt: skip


def lab_band(sheet: Sheet, case: Case) -> None:
    """A grey band of four cells over a table; « Exemplaire destiné à »; chapters in capitals; initials of who validated."""
    case.printed |= {"structure", "doc_date", "author", "recipients"}
    case.notes.append("episode_open")
    sheet.text(WIDTH / 2, sheet.y, case.structure.name, bold=True, size=sheet.size + 3, align="c")
    sheet.text(WIDTH / 2, sheet.y + 18, f"SELAS de biologistes médicaux - {case.structure.phone}", size=8, align="c")
    sheet.space(36)
    case.recipients = case.recipients[:1]
    for one in case.recipients:
        sheet.write(f"Exemplaire destiné à : Dr {say.full(one)}", size=sheet.size - 1)
    rows = [f"{label} : {value}" for label, value in say.name_rows(case, "Nom naiss.", "Nom usuel", "Prénom")]
    when = say.birth(sheet, case)
    rows.append(f"DDN : {when}   Sexe : {blocks.sex_word(case)}" if when else f"Sexe : {blocks.sex_word(case)}")
    drawn = say.act_on(case)
    right = [f"{case.act_label} {drawn:%d/%m/%Y}", f"Dossier {sheet.rng.randrange(10**7, 10**8)}",
             f"Compte rendu du {case.doc_date:%d/%m/%Y}", "Statut : complet"]  # fmt: skip
    top, half = sheet.y, (sheet.right - sheet.left) / 2
    height = max(len(rows), len(right)) * sheet.size * 1.45 + 8
    sheet.box(sheet.left, top, half * 2, height, grey=0.9)
    for x, lines in ((sheet.left + 6, rows), (sheet.left + half + 6, right)):
        for number, line in enumerate(lines):
            sheet.text(x, top + 5 + number * sheet.size * 1.45, line, size=say.fit(sheet, line, half - 12, sheet.size - 0.5))  # fmt: skip
    sheet.y = top + height + 8
    say.ins(sheet, case, "Identité INS :", "INS")
    say.second(sheet, case, "Nom naiss. :")
    say.heading(sheet, case, upper=False, centre=False)
    for chapter, some in (("HÉMATOLOGIE", _draw(sheet)[:3]), ("BIOCHIMIE", _draw(sheet)[:4])):
        sheet.space(6)
        sheet.write(chapter, bold=True, x=sheet.left + 160)
        sheet.table(sheet.left, (190, 90, 90, 120), [("Paramètre", "Valeur", "Unités", "Intervalle de réf."), *some], lined=False)  # fmt: skip
    sheet.space(6)
    for sentence in case.body:
        sheet.paragraph(sentence, size=sheet.size - 1)
    say.kin(sheet, case)
    sheet.space(8)
    sheet.write(f"Résultats validés par le biologiste médical : {say.turned(case.author)}", size=sheet.size - 0.5)
    say.rpps(sheet, case, x=sheet.left, odds=0.4)


def radiology_group(sheet: Sheet, case: Case) -> None:
    """Three columns over the page: radiologists, machines, places; then town and day, exam, identity in a sentence."""
    case.printed |= {"structure", "doc_date", "author"}
    say.retype(case, case.kind.code, *case.kind.near, "18748-4")
    sheet.text(WIDTH / 2, sheet.y, case.structure.name.upper(), bold=True, size=sheet.size + 2, align="c")
    sheet.space(20)
    doctors = [f"Dr {say.full(one)}" for one in (*case.staff[:2], case.author, *case.staff[2:])]
    columns = (doctors, ["Scanner - IRM 1,5 T", "Échographie Doppler", "Sénologie", "Panoramique dentaire"],
               [case.structure.address.split(", ", maxsplit=1)[0], case.structure.town, case.structure.phone, "rdv en ligne"])  # fmt: skip
    room = (sheet.right - sheet.left) / 3
    for place, lines in enumerate(columns):
        for number, line in enumerate(lines):
            sheet.text(sheet.left + place * room, sheet.y + number * 11, line, size=say.fit(sheet, line, room - 8, 8))
    sheet.space(11 * max(len(lines) for lines in columns) + 12)
    sheet.text(sheet.right, sheet.y, f"{case.structure.town}, {say.day(sheet, case.doc_date)}", align="r")
    sheet.space(24)
    say.more_recipients(sheet, case, 1)
    case.printed.add("recipients")
    for one in case.recipients:
        sheet.write(f"Dr {say.turned(one)}", x=sheet.left + 10)
    sheet.space(8)
    name = f"{blocks.civility(case, short=True)} {say.both(case, manner='(née)')}"
    when = say.birth(sheet, case)
    sheet.paragraph(name + (f" - {when} ({blocks.age(case)})" if when else ""), bold=True)
    say.ins(sheet, case, "INS", "INS-C / NIR")
    say.second(sheet, case, "")
    say.heading(sheet, case, centre=False)
    if case.act_date and sheet.rng.random() < 0.7:
        sheet.write(f"{case.act_label} {say.day(sheet, say.act_on(case))}", size=sheet.size - 1)
    say.headed(sheet, case, ("Renseignements cliniques", "Technique", "Description", "En conclusion"))
    sheet.space(10)
    if sheet.rng.random() < 0.5:
        say.sign_two(sheet, case, ("radiologue", "radiologue, seconde lecture"))
    else:
        say.sign_bare(sheet, case, "", x=WIDTH / 2 + 40)


def pathology(sheet: Sheet, case: Case) -> None:
    """A number in a frame, sender and copies, the patient in the middle, sections, two pathologists who sign."""
    case.printed |= {"structure", "doc_date", "recipients"}
    case.notes.append("episode_open")
    drawn = say.act_on(case)
    sheet.write(case.structure.name, bold=True, size=sheet.size + 1)
    sheet.write(f"Anatomie et cytologie pathologiques - {case.structure.address}", size=8)
    number = f"{drawn:%Y}-{sheet.rng.randrange(1000, 99999)}"
    sheet.box(sheet.right - 120, sheet.y - 26, 120, 34)
    sheet.text(sheet.right - 60, sheet.y - 20, "N° de l'examen", size=7, align="c")
    sheet.text(sheet.right - 60, sheet.y - 8, number, bold=True, align="c")
    sheet.space(14)
    for place, one in enumerate(case.recipients):
        sheet.write(f"{'Médecin préleveur et destinataire' if place == 0 else 'Autre destinataire'} : Dr {say.full(one)}", size=sheet.size - 0.5)  # fmt: skip
    sheet.write(f"{case.act_label} {drawn:%d/%m/%Y}   Enregistré le {min(case.doc_date, drawn + timedelta(days=1)):%d/%m/%Y}", size=sheet.size - 0.5)  # fmt: skip
    sheet.space(10)
    for line in (say.both(case, manner=sheet.rng.choice(("épouse", "née"))),):
        size = say.fit(sheet, line, sheet.right - sheet.left, sheet.size + 1, bold=True)
        sheet.text(WIDTH / 2, sheet.y, line, bold=True, size=size, align="c")
        sheet.space(16)
    when = say.birth(sheet, case)
    text = f"{when} - {blocks.age(case)} - sexe {blocks.sex_word(case)}" if when else f"sexe {blocks.sex_word(case)}"
    sheet.text(WIDTH / 2, sheet.y, text, align="c")
    sheet.space(18)
    say.ins(sheet, case, "INS :", "Matricule INS")
    say.second(sheet, case, "")
    say.heading(sheet, case, rule=True)
    say.prose(sheet, case)
    sheet.space(6)
    sheet.write(f"Compte rendu signé le {say.day(sheet, case.doc_date)}")
    say.sign_two(sheet, case, ("pathologiste", "pathologiste, relecture"))
    sheet.write("Code ADICAP : BHEP0810", size=7.5)


def genetics(sheet: Sheet, case: Case) -> None:
    """A hospital laboratory of genetics: three parts with numbers, DNA number, an engineer and a biologist at the end."""
    case.printed |= {"structure", "doc_date", "author"}
    case.notes.append("episode_open")
    sheet.text(sheet.left, sheet.y, case.structure.name, bold=True)
    sheet.text(sheet.right, sheet.y, "Laboratoire de génétique moléculaire", align="r")
    sheet.space(16)
    sheet.text(sheet.left, sheet.y, f"Responsable : Pr {say.full(say.extra(sheet))}", size=8)
    sheet.text(sheet.right, sheet.y, f"Fax : 03 99 11 22 {sheet.rng.randrange(10, 99)}", size=8, align="r")
    sheet.space(18)
    say.heading(sheet, case, rule=True)
    sheet.write("1. IDENTIFICATION", bold=True)
    for label, value in say.name_rows(case, "Nom de naissance", "Nom d'usage", "Prénom"):
        sheet.write(f"{label} > {value}", x=sheet.left + 14)
    when = say.birth(sheet, case)
    if when:
        sheet.write(f"Date de naissance > {when}", x=sheet.left + 14)
    sheet.write(f"Sexe > {blocks.sex_word(case, long=True)}", x=sheet.left + 14)
    say.ins(sheet, case, "INS >", x=sheet.left + 14)
    say.second(sheet, case, "Nom de naissance >")
    drawn = say.act_on(case)
    sheet.write(f"N° ADN > {sheet.rng.randrange(10**4, 10**5)}", x=sheet.left + 14)
    sheet.write(f"{case.act_label} {drawn:%d/%m/%Y}", x=sheet.left + 14)
    prescriber = say.extra(sheet)
    sheet.write(f"Prescripteur > Dr {say.turned(prescriber)}, {case.structure.town}", x=sheet.left + 14)
    sheet.write("2. MÉTHODE ET RÉSULTAT", bold=True)
    say.prose(sheet, case, act=False)
    sheet.write("3. VALIDATION", bold=True)
    engineer = say.extra(sheet)
    sheet.write(f"Ingénieur : {say.full(engineer)}", x=sheet.left + 14)
    sheet.write(f"Biologiste agréé : Dr {say.full(case.author)}, {say.day(sheet, case.doc_date)}", x=sheet.left + 14)
    say.rpps(sheet, case, x=sheet.left + 14)


def operation(sheet: Sheet, case: Case) -> None:
    """A private clinic: surgeon's office in the head, the day of the operation in the title, a name under the text."""
    case.printed |= {"structure", "author"}
    top = sheet.y
    sheet.write(f"{say.full(case.author)}", bold=True, size=sheet.size + 1)
    for line in ("Chirurgien", "Ancien interne des hôpitaux", "Membre de la société savante"):
        sheet.write(line, size=8)
    say.rpps(sheet, case, x=sheet.left, odds=0.7)
    low, sheet.y = sheet.y, top
    for line in (case.structure.name, *case.structure.address.split(", "), f"Consultations : {case.structure.phone}"):
        sheet.text(sheet.right, sheet.y, line, size=8.5, align="r")
        sheet.space(11)
    sheet.y = max(low, sheet.y) + 16
    say.heading(sheet, case)
    cut = say.act_on(case)
    sheet.text(WIDTH / 2, sheet.y, f"{case.act_label} {say.day(sheet, cut)}", align="c")
    sheet.space(22)
    name = say.both(case, manner=sheet.rng.choice(("née", "naissance")))
    sheet.paragraph(f"Patient(e) opéré(e) : {blocks.civility(case, short=True)} {name}", bold=True)
    when = say.birth(sheet, case)
    if when:
        sheet.write(f"Naissance : {when}")
    say.stay(sheet, case, "N° d'admission", "Séjour :")
    say.ins(sheet, case, "INS :", "INS-NIR :")
    say.second(sheet, case, "Patient(e) opéré(e) :")
    mates = [say.extra(sheet) for _ in range(3)]
    sheet.write(f"Aide opératoire : {say.full(mates[0])} - Anesthésiste : Dr {mates[1].family} - Instrumentiste : {say.full(mates[2])}", size=sheet.size - 1.5)  # fmt: skip
    sheet.space(8)
    say.prose(sheet, case)
    sheet.space(6)
    case.printed.add("doc_date")
    sheet.write(f"Dicté et relu le {say.day(sheet, case.doc_date)}")
    say.sign_bare(sheet, case, "", x=WIDTH / 2 + 50)
    say.copies(sheet, case, "Copie :", first=0)


SIXTH_RESULTS = (
    say.held("labo-points", "lab", "sans", lab_dots, codes=("11502-2",)),
    say.held("labo-bandeau", "lab", "sans", lab_band, codes=("11502-2",)),
    say.held("radio-trois-colonnes", "imaging", "sans", radiology_group, codes=("18748-4", "70004-7")),
    say.held("anapath-deux-noms", "lab", "serif", pathology, codes=("60568-3",)),
    say.held("genetique", "lab", "sans", genetics, codes=("51969-4",)),
    say.held("clinique-operation", "operative", "serif", operation, codes=("34874-8",)),
)

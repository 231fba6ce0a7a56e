"""Sheets of results set apart: two laboratories of different software, radiologists in a group, pathologists, a table of
endoscopy or cardiology, an eye specialist's grid. Nothing of the reader was looked at to write them.
"""

from dataclasses import replace

from eval import blocks
from eval.case import Case
from eval.layouts_apart_manners import (
    Labels,
    act_day,
    aged,
    born_on,
    called,
    clock,
    close,
    code,
    faxed,
    footed,
    frame,
    full,
    identity,
    ins_line,
    later_pages,
    line,
    mate,
    named,
    other_patient,
    plain,
    printed_on,
    proper,
    put,
    told,
    turned,
    under_heads,
)
from eval.layouts_manners import held
from eval.sheet import Sheet

ASSAYS = (
    ("HEMATOLOGIE", (("Hématies", 4.5, "T/L", "3.80 à 5.90"), ("Hémoglobine", 13.4, "g/dL", "11.5 à 17.5"), ("Hématocrite", 41.0, "%", "35.0 à 50.0"),
                     ("V.G.M.", 89.0, "fL", "80.0 à 100.0"), ("Leucocytes", 6.8, "G/L", "4.00 à 11.00"), ("Plaquettes", 262.0, "G/L", "150 à 400"))),
    ("BIOCHIMIE SANGUINE", (("Glycémie", 0.94, "g/L", "0.70 à 1.10"), ("Urée", 0.34, "g/L", "0.15 à 0.50"), ("Créatinine", 8.6, "mg/L", "5.0 à 12.0"),
                            ("Gamma GT", 24.0, "UI/L", "< 55"), ("ALAT (TGP)", 22.0, "UI/L", "< 45"), ("Protéine C réactive", 2.4, "mg/L", "< 5.0"))),
    ("IONOGRAMME", (("Sodium", 140.0, "mmol/L", "136 à 145"), ("Potassium", 4.2, "mmol/L", "3.5 à 5.1"), ("Chlore", 102.0, "mmol/L", "98 à 107"))),
    ("HORMONOLOGIE", (("T.S.H.", 1.85, "mUI/L", "0.40 à 4.00"), ("T4 libre", 13.2, "pmol/L", "9.0 à 19.0"))),
)  # fmt: skip


# A network of laboratories: file at the left, window at the right, results on dots with the former ones


def network_head(sheet: Sheet, case: Case) -> None:
    """The name of the laboratory and its biologists in a row; one of them is who validates."""
    case.body = proper(case)
    case.printed |= {"structure", "author"}
    line(sheet, plain(case.structure.name), bold=True, size=sheet.size + 3)
    team = [case.author, mate(sheet), mate(sheet)]
    sheet.rng.shuffle(team)
    line(sheet, "Biologistes médicaux : " + " - ".join(full(one) for one in team), size=8)
    line(sheet, f"{case.structure.address} - Tél {case.structure.phone} - Ouvert du lundi au samedi midi", size=8)
    sheet.space(14)


def network_file(sheet: Sheet, case: Case) -> None:
    """Number of the file, patient and days at the left; names and address again in the window at the right."""
    faxed(sheet, case)
    top, case.printed = sheet.y, case.printed | {"doc_date"}
    labels = Labels(birth="Nom de naissance", used="Nom usuel", given="Prénom", born="Né(e) le", sex="Sexe", ins="Matricule INS")  # fmt: skip
    rows = [f"Dossier N° {sheet.rng.randrange(10**8, 10**9)}"]
    rows += [f"{label} : {value}" for label, value in identity(sheet, case, labels, bare=sheet.rng.random() < 0.7)]
    rows += [other_patient(case)] if other_patient(case) else []
    day = act_day(case)
    rows += [f"Prélevé le {day} à {clock(sheet)}"] if day else []
    rows += [f"Edité le {case.day(case.doc_date)}"]
    rows += [f"Prescripteur : DR {plain(turned(case.recipients[0]))}"] if case.recipients else []
    for text in rows:
        put(sheet, sheet.left, text, 262)
        sheet.space(14)
    low, sheet.y = sheet.y, top + 20
    street, town = case.patient.address.split(", ")
    window = f"{blocks.civility(case).upper()} {plain(named(case, 'après' if sheet.rng.random() < 0.5 else 'simple'))}"
    for text in (window, street.upper(), town.upper()):
        put(sheet, 330, text, sheet.right - 330)
        sheet.space(15)
    if case.datamatrix:
        code(sheet, case, sheet.right - 48, sheet.y + 2)
        sheet.space(52)
    sheet.y = max(low, sheet.y) + 14
    later_pages(sheet, f"{plain(named(case, 'après'))} - suite du dossier")


def network_results(sheet: Sheet, case: Case) -> None:
    """The title in capitals, each chapter with its lines on dots, or the sentences alone for genetics."""
    line(sheet, plain(case.title), align="c", bold=True, size=sheet.size + 1)
    sheet.space(6)
    former = act_former(sheet, case)
    if case.kind.code == "11502-2":
        put(sheet, sheet.right, f"Antériorité {former}", 150, size=8, align="r")
        sheet.space(12)
        for chapter, assays in sheet.rng.sample(ASSAYS, k=3):
            sheet.need(50)
            line(sheet, chapter, bold=True, size=sheet.size + 0.5)
            for name, middle, unit, normal in assays:
                dotted(sheet, name, middle, unit, normal)
            sheet.space(6)
    for sentence in case.body:
        sheet.paragraph(sentence)
    close(sheet, case)
    sheet.need(46)
    sheet.space(16)
    line(sheet, f"Validé par {full(case.author)}, biologiste médical", align="r", bold=True)
    line(
        sheet, "Accréditation : portée disponible sur demande. Seules les prestations marquées sont couvertes.", size=7
    )


def act_former(sheet: Sheet, case: Case) -> str:
    """A day of former results."""
    return f"{case.doc_date.replace(year=case.doc_date.year - 1, day=min(case.doc_date.day, 28)):%d/%m/%y}"


def dotted(sheet: Sheet, name: str, middle: float, unit: str, normal: str) -> None:
    """One result on a line of dots: value, unit, interval, former value."""
    sheet.need(15)
    value, former = (f"{middle * sheet.rng.uniform(0.85, 1.2):.2f}" for _ in range(2))
    dots = "." * max(3, int((170 - sheet.width(name)) / max(1.0, sheet.width("."))))
    put(sheet, sheet.left + 8, f"{name} {dots}", 190)
    sheet.text(sheet.left + 250, sheet.y, value, bold=True, align="r")
    sheet.text(sheet.left + 258, sheet.y, unit)
    sheet.text(sheet.left + 322, sheet.y, normal, size=sheet.size - 1)
    sheet.text(sheet.right, sheet.y, former, size=sheet.size - 1, align="r")
    sheet.space(14)


# The laboratory of a hospital: two boxes in mono, the ward that asks, the same for pathology and genetics


def inhouse_head(sheet: Sheet, case: Case) -> None:
    """The pole in capitals, a box for the patient and one for the request, under them the title."""
    printed_on(sheet, case)
    case.body = proper(case)
    case.printed |= {"structure", "doc_date", "author"}
    line(sheet, case.structure.name, bold=True, size=sheet.size + 2)
    line(sheet, "POLE DE BIOLOGIE PATHOLOGIE - Site principal, 2e étage", size=sheet.size - 0.5)
    sheet.space(8)
    labels = Labels(birth="NOM NAISS", used="NOM USAGE", given="PRENOM", born="NE(E) LE", sex="SEXE", ins="INS", stay="VENUE", ipp="IPP")  # fmt: skip
    rows = [f"{label:<10}{value}" for label, value in identity(sheet, case, labels, bare=True)]
    rows += [other_patient(case)] if other_patient(case) else []
    day = act_day(case)
    asker = mate(sheet)
    right = [f"UF        : {sheet.rng.randrange(1000, 9999)} {sheet.rng.choice(('MEDECINE A', 'CHIRURGIE', 'HDJ', 'CONSULT EXT'))}", f"DEMANDEUR : DR {plain(turned(asker))}",
             *([f"PRELEVE   : {day} {clock(sheet)}"] if day else []), f"EDITION   : {case.day(case.doc_date)} {clock(sheet)}", f"DEMANDE   : {sheet.rng.randrange(10**7, 10**8)}"]  # fmt: skip
    top = sheet.y
    frame(sheet, sheet.left, 245, rows, size=8.5)
    low, sheet.y = sheet.y, top
    frame(sheet, sheet.left + 255, 244, right, size=8.5)
    if case.datamatrix:
        code(sheet, case, sheet.left + 262, sheet.y + 4)
        sheet.space(54)
    sheet.y = max(low, sheet.y) + 14
    line(sheet, f"*** {case.title.upper()} ***", align="c", bold=True)
    sheet.space(8)
    later_pages(sheet, f"{plain(named(case, 'après'))}  IPP {case.patient.ipp}")


def inhouse_results(sheet: Sheet, case: Case) -> None:
    """A table without lines when there are figures; the text; the end of the report."""
    if case.kind.code == "11502-2":
        put(sheet, sheet.left, "ANALYSE", 150, bold=True)
        put(sheet, sheet.left + 190, "RESULTAT", 100, bold=True)
        put(sheet, sheet.left + 330, "NORMALES", 100, bold=True)
        sheet.space(16)
        for name, middle, unit, normal in [one for _, assays in sheet.rng.sample(ASSAYS, k=2) for one in assays]:
            value = middle * sheet.rng.uniform(0.8, 1.25)
            put(sheet, sheet.left, name, 180)
            sheet.text(sheet.left + 190, sheet.y, f"{value:.1f} {unit}" + ("  *" if sheet.rng.random() < 0.15 else ""))
            sheet.text(sheet.left + 330, sheet.y, normal)
            sheet.space(13)
        sheet.space(8)
    told(sheet, case, together=2, act=False)
    sheet.need(40)
    sheet.space(8)
    line(sheet, f"Compte rendu validé par : Dr {turned(case.author)}   {case.author.speciality}", size=sheet.size - 0.5)
    line(sheet, "--- FIN DU COMPTE RENDU ---", align="c", size=sheet.size - 0.5)


# Radiologists in a group: names in three columns over the page, the patient in the object


def group_head(sheet: Sheet, case: Case) -> None:
    """A name of places, the doctors in three columns, one of whom has read the pictures."""
    case.printed |= {"author", "structure"}
    line(sheet, case.structure.name, align="c", bold=True, size=sheet.size + 4)
    line(sheet, "Scanner - IRM - Échographie - Mammographie - Radiologie conventionnelle", align="c", size=8)
    sheet.space(4)
    team = [case.author, *(mate(sheet) for _ in range(5))]
    sheet.rng.shuffle(team)
    for number, one in enumerate(team):
        put(sheet, sheet.left + (number % 3) * 168, f"Dr {full(one)}", 160, size=8.5)
        sheet.space(12 if number % 3 == 2 else 0)
    sheet.space(4)
    sheet.rule(sheet.left, sheet.y, sheet.right)
    sheet.space(12)
    footed(sheet, f"{case.structure.address} - Tél. {case.structure.phone} - images sur le portail patient")


def group_object(sheet: Sheet, case: Case) -> None:
    """Addressee and day, then patient, then the title framed by two lines."""
    faxed(sheet, case)
    case.printed |= {"doc_date", "recipients"}
    for one in case.recipients:
        line(sheet, f"DOCTEUR {turned(one)}", x=320)
    line(sheet, f"{case.structure.town}, {case.day(case.doc_date)}", x=320)
    sheet.space(12)
    born, day = born_on(sheet, case), act_day(case)
    line(sheet, f"PATIENT : {blocks.civility(case, short=True)} {named(case, sheet.rng.choice(('usage née', 'après', 'ép')))}", bold=True)  # fmt: skip
    parts = [f"DATE DE NAISSANCE : {born}" if born else "", f"DATE EXAMEN : {day}" if day else ""]
    line(sheet, "      ".join(one for one in parts if one) or "Patient reçu ce jour", bold=True)
    if other_patient(case):
        line(sheet, f"PATIENT : {other_patient(case)}", bold=True)
    if case.episode:
        line(
            sheet, f"N° EXAMEN : {sheet.rng.randrange(10**6, 10**7)}   N° VENUE : {blocks.stamp_number(case)}", size=8.5
        )
    ins_line(sheet, case, "INS :", size=8.5)
    sheet.space(8)
    sheet.rule(sheet.left + 60, sheet.y, sheet.right - 60)
    sheet.space(6)
    line(sheet, case.title.upper(), align="c", bold=True, size=sheet.size + 1)
    sheet.rule(sheet.left + 60, sheet.y + 1, sheet.right - 60)
    sheet.space(10)


def group_text(sheet: Sheet, case: Case) -> None:
    """The text under underlined words; the name that signs at the right."""
    under_heads(sheet, case, ("INDICATION", "TECHNIQUE", "RÉSULTAT", "CONCLUSION"), colon=" :")
    sheet.need(54)
    sheet.space(10)
    line(sheet, "Avec nos remerciements pour votre confiance,", x=300, size=sheet.size - 1)
    sheet.space(12)
    line(sheet, f"Dr {full(case.author)}", x=300)
    if sheet.rng.random() < 0.4:
        case.printed.add("rpps")
        line(sheet, f"RPPS {case.author.rpps}", x=300, size=8)


# Pathologists: number of the sample in large, rows of request at both sides


def slides_head(sheet: Sheet, case: Case) -> None:
    """The practice, the number of the sample in a box at the right, then rows in two columns."""
    case.printed |= {"structure", "doc_date", "author", "recipients"}
    case.structure = replace(case.structure, name=called(case, "Cabinet de pathologie de {}"))
    number = f"{case.doc_date:%y}H{sheet.rng.randrange(10000, 99999)}"
    sheet.box(sheet.right - 130, sheet.y, 130, 26)
    sheet.text(sheet.right - 65, sheet.y + 7, f"N° {number}", bold=True, align="c")
    line(sheet, case.structure.name, bold=True, size=sheet.size + 2)
    line(sheet, f"{case.structure.address} | {case.structure.phone}", size=8)
    sheet.space(18)
    labels = Labels(birth="Nom de naissance", used="Nom d'épouse" if case.patient.sex == "F" else "Nom d'usage", given="Prénom", born="Date naiss.", sex="Sexe", ins="INS")  # fmt: skip
    left = identity(sheet, case, labels)
    left += [("et", other_patient(case))] if other_patient(case) else []
    day = act_day(case)
    right = [("Prélèvement", day)] if day else []
    right += [("Compte rendu du", case.day(case.doc_date))]
    right += [("Demandé par" if number == 0 else "Copie", f"Dr {full(one)}") for number, one in enumerate(case.recipients)]  # fmt: skip
    top = sheet.y
    for x, rows, gap in ((sheet.left, left, 92), (sheet.left + 270, right, 92)):
        sheet.y = top
        for label, value in rows:
            sheet.text(x, sheet.y, label, size=8.5)
            put(sheet, x + gap, value, 165, bold=True)
            sheet.space(15)
    sheet.y = top + 15 * max(len(left), len(right)) + 4
    if case.datamatrix:
        code(sheet, case, sheet.left, sheet.y)
        sheet.space(54)


def slides_text(sheet: Sheet, case: Case) -> None:
    """The title between lines, chapters in capitals, codes of the thesaurus, the doctor."""
    sheet.rule(sheet.left, sheet.y, sheet.right)
    sheet.space(6)
    line(sheet, case.title, bold=True, size=sheet.size + 1)
    sheet.rule(sheet.left, sheet.y, sheet.right)
    sheet.space(8)
    heads = ("RENSEIGNEMENTS CLINIQUES", "MACROSCOPIE", "MICROSCOPIE", "CONCLUSION")
    under_heads(sheet, case, ("INDICATION", "MÉTHODE", "RÉSULTAT", "CONCLUSION") if case.kind.code == "51969-4" else heads)  # fmt: skip
    sheet.need(44)
    sheet.space(10)
    line(sheet, f"Docteur {full(case.author)}, {case.author.speciality.lower()}", align="r")
    line(sheet, "Codes ADICAP sur demande. Blocs et lames conservés dix ans au cabinet.", size=7.5)


# A room of endoscopy or of the heart: a table of measures, the report in two columns of rows


def room_head(sheet: Sheet, case: Case) -> None:
    """Title at the left on grey, structure at the right; rows of the examination in a lined table."""
    printed_on(sheet, case)
    case.printed |= {"structure", "author", "doc_date"}
    sheet.box(sheet.left, sheet.y, sheet.right - sheet.left, 40, grey=0.9)
    sheet.space(7)
    put(sheet, sheet.left + 8, case.title, 300, bold=True, size=sheet.size + 2)
    put(sheet, sheet.right - 8, case.structure.name, 180, align="r", size=8.5)
    sheet.space(18)
    put(sheet, sheet.right - 8, case.structure.phone, 180, align="r", size=8)
    sheet.space(24)
    labels = Labels(birth="Nom de naiss.", used="Nom d'usage", given="Prénom", born="DDN", sex="Sexe", ins="INS", ipp="IPP", stay="N° séjour")  # fmt: skip
    rows = identity(sheet, case, labels)
    rows += [("Âge", aged(case))] if aged(case) else []
    rows += [("Autre patient", other_patient(case))] if other_patient(case) else []
    day = act_day(case)
    rows += [("Examen du", day)] if day else []
    rows += [("Opérateur", f"Dr {turned(case.author)}"), ("IDE", turned(mate(sheet))), ("Rapport établi le", case.day(case.doc_date))]  # fmt: skip
    width = (sheet.right - sheet.left) / 2
    for number, (label, value) in enumerate(rows):
        x = sheet.left + (number % 2) * width
        sheet.box(x, sheet.y, 88, 19, grey=0.95)
        sheet.box(x + 88, sheet.y, width - 88, 19)
        sheet.text(x + 4, sheet.y + 5, label, size=8)
        put_at(sheet, x + 92, sheet.y + 4, value, width - 96)
        sheet.space(19 if number % 2 or number == len(rows) - 1 else 0)
    sheet.space(10)
    if case.datamatrix:
        code(sheet, case, sheet.left, sheet.y)
        sheet.space(54)
    later_pages(sheet, f"{named(case, 'après')} - {case.title}")


def put_at(sheet: Sheet, x: float, y: float, text: str, room: float) -> None:
    """Write at a height without moving the cursor."""
    kept, sheet.y = sheet.y, y
    put(sheet, x, text, room)
    sheet.y = kept


def room_text(sheet: Sheet, case: Case) -> None:
    """Sentences after a dash, a table of measures now and then, who validated."""
    told(sheet, case, together=1, mark="- ")
    if case.kind.code == "70004-7" and sheet.rng.random() < 0.4:
        sheet.space(4)
        names = ("Durée", "Fréquence", "Tension début", "Tension fin", "Saturation")
        values = (f"{sheet.rng.randrange(8, 35)} min", f"{sheet.rng.randrange(58, 96)} /min", "128/76 mmHg", "122/70 mmHg", "98 %")  # fmt: skip
        sheet.table(sheet.left, (150, 150), [("Paramètre", "Valeur"), *zip(names, values, strict=True)])
    sheet.need(40)
    sheet.space(14)
    line(sheet, f"Compte rendu validé par le Dr {turned(case.author)}")
    if case.recipients:
        case.printed.add("recipients")
        line(sheet, "Destinataires : " + ", ".join(f"Dr {full(one)}" for one in case.recipients), size=8.5)


# An eye specialist: a row of label and values for each eye


def eye_head(sheet: Sheet, case: Case) -> None:
    """The centre, the patient on one line with the age, the day at the right."""
    case.printed |= {"structure", "doc_date", "author"}
    case.structure = replace(case.structure, name=called(case, "Centre ophtalmologique de {}"))
    line(sheet, case.structure.name, size=sheet.size + 2, bold=True)
    line(sheet, f"Dr {full(case.author)}, ophtalmologue - orthoptiste : {full(mate(sheet))}", size=8.5)
    sheet.rule(sheet.left, sheet.y + 2, sheet.right, width=1.4)
    sheet.space(14)
    footed(sheet, case.structure.address, case.structure.phone)
    line(sheet, case.title, bold=True, size=sheet.size + 1)
    born = born_on(sheet, case)
    who = f"{blocks.civility(case, short=True)} {named(case, sheet.rng.choice(('née', '(née)', 'usage née')))}"
    put(sheet, sheet.left, who + (f" ({aged(case)})" if aged(case) else ""), 350, bold=True)
    put(sheet, sheet.right, f"le {case.day(case.doc_date)}", 140, align="r")
    sheet.space(16)
    if born:
        line(sheet, f"Naissance : {born}")
    if other_patient(case):
        line(sheet, other_patient(case), bold=True)
    day = act_day(case)
    if day:
        line(sheet, f"{case.act_label} {day}")
    ins_line(sheet, case, "N° INS")
    if case.episode:
        line(sheet, f"Dossier {blocks.stamp_number(case)}", size=8.5)
    sheet.space(8)


def eye_text(sheet: Sheet, case: Case) -> None:
    """Both eyes in a grid, then sentences and signature."""
    rng = sheet.rng
    rows = [("", "Œil droit", "Œil gauche"), ("Acuité de loin", *(f"{rng.randrange(5, 11)}/10" for _ in "ab")), ("Acuité de près", "P2", rng.choice(("P2", "P3"))),
            ("Sphère", *(f"{rng.choice('+-')}{rng.randrange(0, 4)},{rng.choice(('00', '25', '50', '75'))}" for _ in "ab")),
            ("Tonus", *(f"{rng.randrange(11, 21)} mmHg" for _ in "ab"))]  # fmt: skip
    sheet.table(sheet.left, (130, 130, 130), rows)
    sheet.space(12)
    told(sheet, case, together=2, act=False)
    sheet.need(50)
    sheet.space(16)
    line(sheet, f"Docteur {turned(case.author)}", x=330)
    if rng.random() < 0.6:
        case.printed.add("rpps")
        line(sheet, case.author.rpps, x=330, size=8)


APART_RESULTS = (
    held("ap-labo-reseau", "lab", "sans", network_head, network_file, network_results, codes=("11502-2", "51969-4")),
    held("ap-labo-hopital", "lab", "mono", inhouse_head, inhouse_results, codes=("11502-2", "60568-3", "51969-4")),
    held("ap-radiologues-associes", "imaging letter", "serif", group_head, group_object, group_text, codes=("18748-4",)),
    held("ap-pathologistes", "lab letter", "sans", slides_head, slides_text, codes=("60568-3", "51969-4")),
    held("ap-salle-d-examen", "imaging letter form", "sans", room_head, room_text, codes=("70004-7", "18748-4", "11505-5")),
    held("ap-centre-de-la-vue", "letter form", "sans", eye_head, eye_text, codes=("78513-9",)),
)  # fmt: skip

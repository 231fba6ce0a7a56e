"""Forms of wards set apart: emergencies, the operating room, anaesthesia, a meeting of cancer care, a nurses' sheet, the
delivery room, the hospital pharmacist, a child's examination. Nothing of the reader was looked at to write them.
"""

from collections.abc import Sequence
from dataclasses import replace

from eval import blocks
from eval.case import Case
from eval.layouts_apart_manners import (
    Labels,
    Row,
    act_day,
    aged,
    born_on,
    called,
    clock,
    close,
    code,
    days_apart,
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
    printed_on,
    put,
    sticker,
    told,
    turned,
    under_heads,
)
from eval.layouts_manners import held
from eval.sheet import WIDTH, Sheet

# The emergency ward's record, printed: a bar, times in a strip, headings


def urgent_head(sheet: Sheet, case: Case) -> None:
    """The patient in a bar over all the page, the ward under it, times in a strip of cells."""
    printed_on(sheet, case)
    case.printed |= {"structure", "doc_date"}
    born = born_on(sheet, case)
    bits = [f"{blocks.civility(case, short=True)} {named(case, 'après')}", f"{blocks.born(case)} le {born}" if born else "", aged(case), f"IPP {case.patient.ipp}"]  # fmt: skip
    sheet.box(sheet.left - 10, sheet.y, sheet.right - sheet.left + 20, 24, grey=0.85)
    sheet.space(7)
    put(sheet, sheet.left - 4, " - ".join(one for one in bits if one), sheet.right - sheet.left + 8, bold=True)
    sheet.space(24)
    if other_patient(case):
        line(sheet, other_patient(case), bold=True)
    line(sheet, f"{case.structure.name} - Service d'accueil et de traitement des urgences")
    line(sheet, f"{case.structure.address} - {case.structure.phone}", size=8)
    ins_line(sheet, case, "Identité INS", size=8.5)
    if case.episode:
        line(sheet, f"N° de passage : {blocks.stamp_number(case)}", size=8.5)
    sheet.space(8)
    line(sheet, case.title.upper(), bold=True, size=sheet.size + 2, align="c")
    day = act_day(case) or case.day(case.doc_date)
    hour = sheet.rng.randrange(7, 20)
    times = [f"{hour + step:02d}:{sheet.rng.randrange(60):02d}" for step in range(3)]
    cells = [("Entrée", f"{day} {times[0]}"), ("IAO", times[1]), ("Vu médecin", times[2]), ("Tri", sheet.rng.choice(("3A", "3B", "4", "5")))]  # fmt: skip
    x = sheet.left
    for (label, value), width in zip(cells, (190, 100, 110, 99), strict=True):
        sheet.box(x, sheet.y, width, 30)
        sheet.text(x + 4, sheet.y + 3, label, size=7.5)
        put_low(sheet, x + 4, value, width - 8)
        x += width
    sheet.space(40)


def put_low(sheet: Sheet, x: float, text: str, room: float, down: float = 14) -> None:
    """Write under the cursor, which stays."""
    sheet.y += down
    put(sheet, x, text, room)
    sheet.y -= down


def urgent_text(sheet: Sheet, case: Case) -> None:
    """Headings of the record, doctors in charge, the close of the record."""
    case.printed |= {"author", "recipients"}
    under_heads(sheet, case, ("Motif et circonstances", "Examen", "Examens complémentaires", "Orientation"), colon=" :")
    sheet.space(6)
    if case.recipients:
        line(sheet, f"Médecin(s) traitant / correspondant : {', '.join(f'Dr {turned(one)}' for one in case.recipients)}", size=8.5)  # fmt: skip
    sheet.need(44)
    sheet.space(8)
    line(sheet, f"Médecin responsable : Dr {full(case.author)}", bold=True)
    line(sheet, f"Dossier clos le {case.day(case.doc_date)} à {clock(sheet)}", size=8.5)


# The operating room: a table of people, boxes of times


def knife_head(sheet: Sheet, case: Case) -> None:
    """The clinic at the left, the sticker of the patient in a frame at the right."""
    case.printed.add("structure")
    top = sheet.y
    frame(sheet, 320, sheet.right - 320, sticker(sheet, case), size=9)
    if case.datamatrix:
        code(sheet, case, 326, sheet.y + 4)
        sheet.space(54)
    low, sheet.y = sheet.y, top
    for text, size, bold in ((case.structure.name, sheet.size + 1, True), ("Bloc opératoire", sheet.size, False), (case.structure.address, 8, False), (f"Tél. {case.structure.phone}", 8, False)):  # fmt: skip
        put(sheet, sheet.left, text, 258, size=size, bold=bold)
        sheet.space(15)
    sheet.y = max(low, sheet.y) + 16
    line(sheet, case.title, bold=True, size=sheet.size + 3)
    sheet.space(6)
    later_pages(sheet, f"{named(case, '(née)')} / {case.title}")


def knife_team(sheet: Sheet, case: Case) -> None:
    """Day, room and persons, in a table of two columns; who leads the act is its author."""
    case.printed |= {"author", "doc_date"}
    lead = "Anesthésiste" if case.kind.code == "77436-4" else "Opérateur"
    day = act_day(case)
    rows = [("Date de l'intervention", day or case.day(case.doc_date)), (lead, f"Dr {turned(case.author)}")]
    if lead == "Opérateur":
        rows += [("Aide", full(mate(sheet))), ("Anesthésiste", f"Dr {turned(mate(sheet))}")]
    else:
        rows += [("IADE", full(mate(sheet))), ("Chirurgien", f"Dr {turned(mate(sheet))}")]
    rows += [("Salle / horaires", f"Salle {sheet.rng.randrange(1, 9)} - {clock(sheet)}"), ("Rédaction du compte rendu", case.day(case.doc_date))]  # fmt: skip
    for label, value in rows:
        sheet.box(sheet.left, sheet.y, 160, 18, grey=0.94)
        sheet.box(sheet.left + 160, sheet.y, 290, 18)
        put_low(sheet, sheet.left + 5, label, 150, 4)
        put_low(sheet, sheet.left + 165, value, 280, 4)
        sheet.space(18)
    sheet.space(12)


def knife_text(sheet: Sheet, case: Case) -> None:
    """The steps one after the other; the signature; where copies go."""
    told(sheet, case, together=1, act=False)
    sheet.need(50)
    sheet.space(12)
    line(sheet, f"Docteur {turned(case.author)}", align="r", bold=True)
    if case.recipients:
        case.printed.add("recipients")
        line(sheet, "Cc : " + ", ".join(f"Dr {turned(one)}" for one in case.recipients), size=8.5)


# Anaesthesia: rows of boxes to tick, scores, the text, two signatures for a consent


def sleep_head(sheet: Sheet, case: Case) -> None:
    """Title and hospital in the middle; the patient in three lines of label and dots."""
    case.printed |= {"structure", "author", "doc_date"}
    line(sheet, case.structure.name.upper(), align="c", bold=True)
    line(sheet, f"Anesthésie - chirurgie ambulatoire - tél. {case.structure.phone}", align="c", size=8)
    sheet.space(8)
    line(sheet, case.title, align="c", bold=True, size=sheet.size + 3)
    sheet.space(10)
    labels = Labels(birth="Nom de naissance", used="Nom d'usage", given="Prénom", born="Date de naissance", sex="Sexe", ins="INS", stay="N° dossier")  # fmt: skip
    rows = identity(sheet, case, labels, long=True)
    rows += [("Autre patient", other_patient(case))] if other_patient(case) else []
    day = act_day(case)
    rows += [(case.act_label.rstrip(" :"), day)] if day else []
    rows += [("Médecin", f"Dr {full(case.author)}"), ("Document établi le", case.day(case.doc_date))]
    for label, value in rows:
        put(sheet, sheet.left, f"{label} ", 130)
        start = sheet.left + min(130.0, sheet.width(f"{label} ")) + 6
        put(sheet, start, value, sheet.right - start - 60, bold=True)
        sheet.rule(start, sheet.y + sheet.size + 1, 430, width=0.3)
        sheet.space(18)
    if case.datamatrix:
        code(sheet, case, sheet.right - 52, sheet.y - 60)
    sheet.space(8)


def sleep_text(sheet: Sheet, case: Case) -> None:
    """Questions with boxes for a consultation, then the sentences, then the signatures."""
    if case.kind.code == "34749-2":
        rng = sheet.rng
        for question in rng.sample(("Reflux gastro-œsophagien", "Apnée du sommeil", "Tabac", "Allergie médicamenteuse", "Prothèse dentaire", "Phlébite", "Asthme"), k=5):  # fmt: skip
            yes = rng.random() < 0.3
            sheet.box(sheet.left, sheet.y + 1, 8, 8)
            if yes:
                sheet.text(sheet.left + 1.5, sheet.y, "x", size=9)
            line(sheet, question, x=sheet.left + 16)
        line(sheet, f"Poids {rng.randrange(48, 99)} kg   Taille {rng.randrange(150, 190)} cm   ASA {rng.choice('123')}   Mallampati {rng.choice('123')}")  # fmt: skip
        sheet.space(6)
    told(sheet, case, together=2, act=False)
    sheet.need(60)
    sheet.space(16)
    if case.kind.code == "59284-0":
        put(sheet, sheet.left, "Signature du patient (ou représentant légal) :", 240)
    line(sheet, f"Dr {full(case.author)}", align="r")
    sheet.space(20)


# A meeting of cancer care: the sheet of the network


def board_head(sheet: Sheet, case: Case) -> None:
    """The network, the title in a thick frame, who was there, the patient's rows at the left."""
    case.printed |= {"author", "doc_date"}
    town = case.structure.town
    put(sheet, sheet.left, f"Centre de coordination en cancérologie - {town}", 330, size=sheet.size - 1)
    put(sheet, sheet.right, f"Fiche éditée le {case.day(case.doc_date)}", 170, align="r", size=8)
    sheet.space(18)
    for gap in (0, 2):
        sheet.box(sheet.left + gap, sheet.y + gap, sheet.right - sheet.left - 2 * gap, 30 - 2 * gap)
    sheet.space(8)
    put(sheet, WIDTH / 2, case.title, 470, bold=True, size=sheet.size + 2, align="c")
    sheet.space(34)
    day = act_day(case)
    labels = Labels(birth="Nom de naissance", used="Nom usuel", given="Prénom", born="Date de naissance", sex="Sexe", ins="INS", ipp="Identifiant local")  # fmt: skip
    team: Sequence[Row] = [("Date de la réunion", day)] if day else []
    doctor = ("Médecin coordonnateur", f"Dr {full(case.author)}")
    parts = [("PATIENT", [*identity(sheet, case, labels), *([("et", other_patient(case))] if other_patient(case) else [])]), ("RÉUNION" if day else "SUIVI", [*team, doctor])]  # fmt: skip
    for head, rows in parts:
        sheet.box(sheet.left, sheet.y, sheet.right - sheet.left, 17, grey=0.82)
        put_low(sheet, sheet.left + 6, head, 200, 4)
        sheet.space(22)
        for label, value in rows:
            put(sheet, sheet.left + 6, f"{label} :", 130)
            put(sheet, sheet.left + 140, value, 290, bold=True)
            sheet.space(15)
        if head == "PATIENT":
            code(sheet, case, sheet.right - 52, sheet.y - 54)
        sheet.space(4)
    later_pages(sheet, f"{case.title} - {named(case, 'après')}")


def board_text(sheet: Sheet, case: Case) -> None:
    """Parts on grey; those who took part; where it goes."""
    heads = ("SITUATION", "PROPOSITION", "SUITE") if case.kind.code == "34794-8" else ("CALENDRIER", "SOINS DE SUPPORT", "CONTACTS")  # fmt: skip
    under_heads(sheet, case, heads, grey=True)
    sheet.space(4)
    if case.kind.code == "34794-8":
        sheet.paragraph("Participants : " + ", ".join(f"Dr {turned(mate(sheet))} ({what})" for what in ("chirurgie", "radiothérapie", "pathologie")), size=sheet.size - 1)  # fmt: skip
    case.printed.add("recipients")
    if case.recipients:
        line(sheet, "Transmis à : " + ", ".join(f"Dr {turned(one)}" for one in case.recipients), size=sheet.size - 1)
    sheet.need(30)
    line(sheet, f"Validé par Dr {full(case.author)}", align="r")


# A nurses' sheet: the sticker at the left, targets in a table, a signature with initials


def nurse_head(sheet: Sheet, case: Case) -> None:
    """Title at the right, sticker at the left, ward and days in a row."""
    faxed(sheet, case)
    case.printed |= {"structure", "doc_date"}
    top = sheet.y
    born = born_on(sheet, case)
    rows = [f"{blocks.civility(case, short=True)} {named(case, 'après')}", f"{blocks.born(case)} le {born} - {aged(case)}" if born else "", case.patient.address,
            f"INS {case.shown.ins}" if case.shown.ins else "", f"Séjour {blocks.stamp_number(case)}" if case.episode else "", other_patient(case)]  # fmt: skip
    frame(sheet, sheet.left, 240, [one for one in rows if one], size=9)
    if case.datamatrix:
        code(sheet, case, sheet.left + 6, sheet.y + 4)
        sheet.space(54)
    low, sheet.y = sheet.y, top
    for text in sheet.wrap(case.title, 220, sheet.size + 3, bold=True):
        put(sheet, 310, text, 240, bold=True, size=sheet.size + 3)
        sheet.space(18)
    day = act_day(case)
    label = {"18761-7": "Transfert", "11490-0": "Sortie", "11506-3": "Dernier soin", "80820-4": "Conciliation"}.get(case.kind.code, "Acte")  # fmt: skip
    for text in (case.structure.name, f"Unité : {sheet.rng.choice(('USLD', 'SSR 2', 'Médecine B', 'Court séjour gériatrique'))}", f"{label} le {day}" if day else "", f"Fiche remplie le {case.day(case.doc_date)}"):  # fmt: skip
        if text:
            put(sheet, 310, text, 240)
            sheet.space(15)
    sheet.y = max(low, sheet.y) + 12


def nurse_text(sheet: Sheet, case: Case) -> None:
    """Autonomy in a table, the sentences, what is sent along, who filled it."""
    rng = sheet.rng
    needs = ("Toilette", "Habillage", "Alimentation", "Élimination", "Déplacements")
    rows: list[tuple[str, ...]] = [("Besoin", "Seul", "Aide partielle", "Aide totale")]
    for need in needs:
        chosen = rng.randrange(3)
        rows.append((need, *("X" if number == chosen else "" for number in range(3))))
    sheet.table(sheet.left, (160, 90, 110, 110), rows)
    sheet.space(10)
    told(sheet, case, together=2, act=False)
    line(
        sheet, f"Documents joints : ordonnance [{rng.choice('x ')}]  courrier médical [x]  radios [{rng.choice('x ')}]"
    )
    case.printed.add("author")
    sheet.need(30)
    sheet.space(10)
    role = "Médecin" if case.kind.code in ("11490-0", "18761-7") else case.author.speciality
    line(sheet, f"Rempli par : {turned(case.author)} ({role or 'soignant'})")


# The delivery room: two columns of rows


def birth_head(sheet: Sheet, case: Case) -> None:
    """Maternity, title, mother's identity in two columns, the day of the delivery among them."""
    case.printed |= {"structure", "author", "doc_date"}
    case.structure = replace(case.structure, name=called(case, "Maternité de {}"))
    line(sheet, f"{case.structure.name} - Niveau IIA - {case.structure.phone}", bold=True)
    line(sheet, case.title, bold=True, size=sheet.size + 4)
    sheet.space(8)
    labels = Labels(birth="Nom de naissance", used="Nom d'usage", given="Prénom(s)", born="Née le", ins="INS", stay="N° séjour", ipp="IPP")  # fmt: skip
    rows = identity(sheet, case, labels, every=sheet.rng.random() < 0.4)
    rows += [("Autre mère", other_patient(case))] if other_patient(case) else []
    rows += [("Accouchement du", act_day(case)), ("Sage-femme / obstétricien", full(case.author)), ("Terme", f"{sheet.rng.randrange(37, 42)} SA + {sheet.rng.randrange(7)} j"),
             ("Gestité, parité", sheet.rng.choice(("G1P1", "G2P2", "G3P2"))), ("Dossier validé le", case.day(case.doc_date))]  # fmt: skip
    half = (sheet.right - sheet.left) / 2
    for number, (label, value) in enumerate(rows):
        x = sheet.left + half * (number % 2)
        sheet.text(x, sheet.y, label, size=7.5)
        put_low(sheet, x, value, half - 12, 10)
        sheet.space(28 if number % 2 or number == len(rows) - 1 else 0)
    if case.datamatrix:
        code(sheet, case, sheet.right - 50, sheet.y)
        sheet.space(52)
    sheet.rule(sheet.left, sheet.y, sheet.right)
    sheet.space(10)


def birth_text(sheet: Sheet, case: Case) -> None:
    """Labour, delivery, the child, what follows."""
    under_heads(sheet, case, ("Travail", "Naissance", "Délivrance et suites"), colon=" :")
    if sheet.rng.random() < 0.6:
        sheet.table(sheet.left, (120, 120, 120), [("Apgar 1 min", "Apgar 5 min", "Poids"), ("9", "10", f"{sheet.rng.randrange(2600, 4100)} g")])  # fmt: skip
    sheet.need(40)
    sheet.space(14)
    line(sheet, full(case.author), align="r")


# A child's examination: rows of growth, the people who brought the child


def child_head(sheet: Sheet, case: Case) -> None:
    """Who receives, the child's names, age and measures in a table."""
    case.printed |= {"author", "doc_date", "structure"}
    kinds = ("Centre de protection maternelle et infantile de {}", "Cabinet de pédiatrie de {}")
    case.structure = replace(case.structure, name=called(case, sheet.rng.choice(kinds)))
    footed(sheet, f"{case.structure.name} - {case.structure.address} - {case.structure.phone}")
    line(sheet, case.title.upper(), align="c", bold=True, size=sheet.size + 2)
    line(sheet, f"Dr {full(case.author)}, {case.author.speciality.lower() or 'médecin'}", align="c")
    sheet.space(12)
    labels = Labels(birth="NOM", used="NOM D'USAGE", given="PRÉNOM(S)", born="NÉ(E) LE", sex="SEXE", ins="INS")
    rows = identity(sheet, case, labels, every=sheet.rng.random() < 0.5)
    rows += [("ET", other_patient(case))] if other_patient(case) else []
    day = act_day(case)
    rows += [("VU(E) LE" if case.kind.code == "59283-2" else "VACCINATION LE", f"{day} ({aged(case)})" if aged(case) else day)] if day else []  # fmt: skip
    for label, value in rows:
        put(sheet, sheet.left + 20, label, 110, size=8.5)
        put(sheet, sheet.left + 135, value, 320, bold=True)
        sheet.space(17)
    if case.datamatrix:
        code(sheet, case, sheet.right - 50, sheet.y - 50)
    sheet.space(8)


def child_text(sheet: Sheet, case: Case) -> None:
    """Measures for an examination, doses for vaccines, sentences, the place and day at the end."""
    if case.kind.code == "59283-2":
        sheet.table(sheet.left + 20, (110, 110, 130), [("Poids", "Taille", "Périmètre crânien"), (f"{sheet.rng.randrange(4, 18)},{sheet.rng.randrange(10)} kg", f"{sheet.rng.randrange(55, 108)} cm", f"{sheet.rng.randrange(38, 51)} cm")])  # fmt: skip
        sheet.space(8)
    elif case.kind.code == "11369-6":
        doses = [(name, f"{sheet.rng.randrange(1, 4)} dose(s)", f"L{sheet.rng.randrange(1000, 9999)}") for name in ("Hexavalent", "Pneumocoque", "ROR")]  # fmt: skip
        sheet.table(sheet.left + 20, (140, 110, 110), [("Vaccin", "Reçu", "Lot"), *doses])
        sheet.space(8)
    for sentence in case.body:
        sheet.paragraph(sentence, x=sheet.left + 20)
    close(sheet, case)
    days_apart(sheet, case)
    sheet.need(50)
    sheet.space(14)
    line(sheet, f"Fait à {case.structure.town}, le {case.day(case.doc_date)}", x=320)
    line(sheet, f"Dr {full(case.author)}", x=320)


# The end of a stay as a hospital's record prints it: a strip of identity, the stay in cells, numbered headings


def record_head(sheet: Sheet, case: Case) -> None:
    """Hospital and unit over the title; identity in two rows of four cells; the stay under it."""
    printed_on(sheet, case)
    case.printed |= {"structure", "doc_date"}
    put(sheet, sheet.left, case.structure.name, 300, bold=True)
    put(sheet, sheet.right, f"Imprimé du dossier patient - {case.patient.ipp}", 190, align="r", size=7.5)
    sheet.space(15)
    put(sheet, sheet.left, f"Unité : {sheet.rng.choice(('Médecine B2', 'Cardiologie 1', 'Gériatrie aiguë', 'Chirurgie 4'))}", 300, size=8.5)  # fmt: skip
    sheet.space(18)
    line(sheet, case.title, bold=True, size=sheet.size + 3)
    sheet.space(6)
    labels = Labels(birth="Nom de naissance", used="Nom utilisé", given="1er prénom", born="Date de naissance", sex="Sexe", ins="Matricule INS", stay="Venue")  # fmt: skip
    cells = identity(sheet, case, labels)
    day = act_day(case)
    ends = {"18761-7": "Date de transfert"}.get(case.kind.code, "Date de sortie")
    cells += [(ends, day)] if day else []
    cells += [("Document du", case.day(case.doc_date)), ("Mode d'entrée", sheet.rng.choice(("urgences", "programmé", "mutation")))]  # fmt: skip
    width = (sheet.right - sheet.left) / 4
    for number, (label, value) in enumerate(cells):
        x = sheet.left + width * (number % 4)
        sheet.box(x, sheet.y, width, 30)
        sheet.text(x + 3, sheet.y + 3, label, size=7)
        put_low(sheet, x + 3, value, width - 6, 13)
        sheet.space(30 if number % 4 == 3 or number == len(cells) - 1 else 0)
    sheet.space(8)
    if other_patient(case):
        line(sheet, other_patient(case), bold=True)
    if case.datamatrix:
        code(sheet, case, sheet.left, sheet.y)
        sheet.space(54)
    later_pages(sheet, f"{named(case, '(née)')} - {case.title}")


def record_text(sheet: Sheet, case: Case) -> None:
    """Numbered headings, the doctor in charge, who it goes to."""
    case.printed |= {"author", "recipients"}
    under_heads(sheet, case, ("1 - Motif", "2 - Synthèse du séjour", "3 - Traitement", "4 - Suites"))
    sheet.need(50)
    sheet.space(10)
    line(sheet, f"Médecin responsable : Dr {turned(case.author)}")
    if sheet.rng.random() < 0.4:
        case.printed.add("rpps")
        line(sheet, f"RPPS {case.author.rpps}", size=8.5)
    for one in case.recipients:
        line(sheet, f"Destinataire : Dr {full(one)}", size=8.5)


KNIFE = ("34874-8", "77436-4", "11505-5")
APART_FORMS = (
    held("ap-urgences-bandeau", "form letter discharge", "sans", urgent_head, urgent_text, codes=("15507-7",)),
    held("ap-bloc-operatoire", "operative form", "sans", knife_head, knife_team, knife_text, codes=KNIFE),
    held("ap-anesthesie", "form", "serif", sleep_head, sleep_text, codes=("34749-2", "77436-4", "59284-0")),
    held("ap-fiche-de-reunion", "form", "sans", board_head, board_text, codes=("34794-8", "18776-5")),
    held("ap-fiche-soignante", "form discharge", "sans", nurse_head, nurse_text, codes=("18761-7", "11506-3", "11490-0")),
    held("ap-dossier-de-sejour", "form discharge", "sans", record_head, record_text, codes=("34112-3", "11490-0", "18761-7")),
    held("ap-salle-de-naissance", "form", "sans", birth_head, birth_text, codes=("15508-5",)),
    held("ap-enfant", "form letter", "sans", child_head, child_text, codes=("59283-2", "11369-6", "87273-9")),
)  # fmt: skip

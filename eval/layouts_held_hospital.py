"""Reports of hospitals held out, first hand: emergencies hour by hour, care at home, palliative teams, rehabilitation, day
wards, theatres, exports of record systems. Nothing of the reader was looked at to write them.
"""

from collections.abc import Sequence
from datetime import timedelta

from eval import blocks
from eval.case import Case
from eval.layouts_held_manners import another, born_on, clock, code, every_page, family, flow, named, other_days, put
from eval.layouts_manners import act_on, extra, fit, full, held, name_rows, shorter, turned
from eval.sheet import HEIGHT, WIDTH, Sheet

# The emergencies: a band with the patient, then a line for each hour; who closed the file stands in the last


def emergency_band(sheet: Sheet, case: Case) -> None:
    """Structure, title, then a grey band over the whole page: names, birth, sex, numbers, in one row and a half."""
    case.printed |= {"structure"}
    put(sheet, sheet.left, case.structure.name.upper(), 330, size=8.5)
    put(sheet, sheet.right, f"Pôle urgences - {case.structure.phone}", 170, size=8.5, align="r")
    sheet.space(16)
    put(sheet, sheet.left, case.title, sheet.right - sheet.left, bold=True, size=sheet.size + 4)
    sheet.space(26)
    rows = name_rows(case, "NOM", "USAGE", "PRÉNOM")
    born = born_on(sheet, case)
    rows += [("NAISSANCE", born)] if born else []
    rows += [("SEXE", blocks.sex_word(case)), ("IPP", case.patient.ipp)]
    rows += [("N° PASSAGE", blocks.stamp_number(case))] if case.episode else []
    rows += [("INS", case.shown.ins)] if case.shown.ins else []
    rows += [("AUTRE IDENTITÉ", another(case))] if another(case) else []
    height = 34 * ((len(rows) + 3) // 4) + 4
    sheet.box(sheet.left - 6, sheet.y, sheet.right - sheet.left + 12, height, grey=0.9)
    width, top = (sheet.right - sheet.left) / 4, sheet.y + 5
    for number, (label, value) in enumerate(rows):
        x, y = sheet.left + number % 4 * width, top + number // 4 * 34
        sheet.text(x, y, label, size=6.5)
        sheet.text(x, y + 9, value, size=fit(sheet, value, width - 6, sheet.size + 1, bold=True), bold=True)
    sheet.y = top + height + 8
    if case.datamatrix:
        code(sheet, case, sheet.right - 48, sheet.y)
        sheet.space(52)


def by_the_hour(sheet: Sheet, case: Case) -> None:
    """Hour, who, what, line after line; the days of coming and of leaving stand alone between two lines."""
    case.printed |= {"author", "doc_date"}
    nurse, junior = extra(sheet), extra(sheet)
    hours, minute = 8, sheet.rng.randrange(60)
    sheet.text(sheet.left, sheet.y, f"{case.act_label} {case.day(act_on(case))}", bold=True)
    sheet.space(18)
    steps = [*case.body]
    for number, sentence in enumerate(steps):
        who = f"IDE {shorter(nurse)}" if number % 3 == 0 else f"Int. {shorter(junior)}" if number % 3 == 1 else f"Dr {shorter(case.author)}"  # fmt: skip
        minute += sheet.rng.randrange(9, 50)
        hours, minute = (hours + minute // 60) % 24, minute % 60
        lines = sheet.wrap(sentence, sheet.right - sheet.left - 170)
        sheet.need(sheet.size * 1.35 * len(lines) + 6)
        sheet.text(sheet.left, sheet.y, f"{hours:02d}:{minute:02d}")
        sheet.text(sheet.left + 46, sheet.y, who, size=fit(sheet, who, 112, sheet.size - 1))
        for line in lines:
            sheet.text(sheet.left + 165, sheet.y, line)
            sheet.space(sheet.size * 1.35)
        sheet.rule(sheet.left, sheet.y + 1, sheet.right, width=0.3)
        sheet.space(5)
    family(sheet, case)
    other_days(sheet, case)
    sheet.need(40)
    sheet.space(10)
    sheet.write(f"Dossier clos le {case.day(case.doc_date)} à {clock(sheet)} par le Dr {full(case.author)} (senior)", bold=True)  # fmt: skip
    printed = case.doc_date + timedelta(days=sheet.rng.randrange(1, 30))
    sheet.write(f"Édition du {printed:%d/%m/%Y} {clock(sheet)}", size=7)


# Care at home: persons round the patient in a table, the patient being its first row


def home_table(sheet: Sheet, case: Case) -> None:
    """Title in a box at the right, then who is who: patient, relatives, doctors, nurses, pharmacist."""
    case.printed |= {"structure", "author", "recipients"}
    top = sheet.y
    sheet.write(f"HAD {case.structure.town}", bold=True, size=sheet.size + 4)
    put(sheet, sheet.left, case.structure.name, 220, size=8.5)
    sheet.space(12)
    put(sheet, sheet.left, f"Astreinte 24 h / 24 : {case.structure.phone}", 220, size=8.5)
    x = sheet.left + 240
    lines = sheet.wrap(case.title, sheet.right - x - 16, sheet.size + 1, bold=True)
    sheet.box(x, top, sheet.right - x, 16 + 16 * len(lines))
    sheet.y = top + 8
    for line in lines:
        sheet.text(x + 8, sheet.y, line, bold=True, size=sheet.size + 1)
        sheet.space(16)
    sheet.y = max(sheet.y, top + 50) + 22
    born = born_on(sheet, case)
    who = f"{blocks.civility(case)} {named(case, 'épouse', given_first=False)}" + (f"\n{blocks.born(case)} le {born}" if born else "")  # fmt: skip
    if case.shown.ins:
        who += f"\nINS {blocks.ins_text(case.shown.ins, is_spaced=True)}"
    doctors = [f"Dr {turned(one)}" for one in case.recipients] or ["sans"]
    rows = [("Patient(e)", f"{who}\n{case.patient.address}")]
    rows += [("Patient(e)", another(case))] if another(case) else []
    rows += [("Médecin traitant, destinataire", "\n".join(doctors)), ("Médecin de l'HAD", f"Dr {turned(case.author)}"),
             ("Infirmière coordinatrice", f"Mme {turned(extra(sheet))}"), ("Cabinet infirmier", f"{turned(extra(sheet))} / {turned(extra(sheet))}"),
             ("Pharmacien d'officine", f"{turned(extra(sheet))}")]  # fmt: skip
    if case.episode:
        rows.append(("N° de séjour HAD", blocks.stamp_number(case)))
    for label, value in rows:
        parts = value.split("\n")
        height = 6 + 14 * len(parts)
        sheet.box(sheet.left, sheet.y, 190, height)
        sheet.box(sheet.left + 190, sheet.y, sheet.right - sheet.left - 190, height)
        sheet.text(sheet.left + 4, sheet.y + 4, label, size=fit(sheet, label, 182, sheet.size - 1))
        for number, part in enumerate(parts):
            room = sheet.right - sheet.left - 200
            sheet.text(sheet.left + 195, sheet.y + 4 + 14 * number, part, size=fit(sheet, part, room, sheet.size))
        sheet.space(height)
    if case.datamatrix:
        code(sheet, case, sheet.right - 48, sheet.y + 6)
        sheet.space(56)
    sheet.space(14)


def home_text(sheet: Sheet, case: Case) -> None:
    """Boxes with a dot before each sentence; day and name at the foot in the middle."""
    case.printed.add("doc_date")
    if case.act_date and case.act_label:
        sheet.write(f"{case.act_label} {case.day(act_on(case))}")
        sheet.space(4)
    for sentence in case.body:
        sheet.paragraph(f"• {sentence}", x=sheet.left + 10)
        sheet.space(2)
    family(sheet, case)
    other_days(sheet, case)
    sheet.need(60)
    sheet.space(16)
    put(sheet, WIDTH / 2, f"Le {case.day(case.doc_date)}", 300, align="c")
    sheet.space(16)
    put(sheet, WIDTH / 2, f"Docteur {full(case.author)}, médecin praticien d'HAD", 460, align="c")
    sheet.space(20)


# A mobile palliative team: heads in the left margin, three who sign, the patient in a line under the title


def margin_heads(sheet: Sheet, case: Case) -> None:
    """Team and telephone in the middle, title, one line for the patient; heads then stand in the margin."""
    case.printed |= {"structure", "doc_date"}
    put(sheet, WIDTH / 2, "Équipe mobile d'accompagnement et de soins palliatifs", 480, bold=True, size=sheet.size + 1, align="c")  # fmt: skip
    sheet.space(16)
    put(sheet, WIDTH / 2, f"{case.structure.name} - {case.structure.phone}", 480, size=8.5, align="c")
    sheet.space(30)
    born = born_on(sheet, case)
    who = f"{named(case, sheet.rng.choice(('(née)', 'naissance')), given_first=False)}" + (f" - {born}" if born else "")
    put(sheet, sheet.left, f"{case.title} - rédigé le {case.day(case.doc_date)}", sheet.right - sheet.left, bold=True)
    sheet.space(18)
    put(sheet, sheet.left, who, sheet.right - sheet.left, size=sheet.size + 1)
    sheet.space(16)
    if another(case):
        sheet.write(another(case))
    extras = [f"INS {case.shown.ins}"] if case.shown.ins else []
    extras += [f"venue {blocks.stamp_number(case)}"] if case.episode else []
    if extras:
        sheet.write(" - ".join(extras), size=sheet.size - 1.5)
    if case.datamatrix:
        code(sheet, case, sheet.right - 46, sheet.y - 30, 44)
        sheet.space(20)
    sheet.space(14)
    heads = ("Demande", "Clinique", "Vécu", "Entourage", "Traitement", "Projet")
    edge = sheet.left
    for number, start in enumerate(range(0, len(case.body), 2)):
        sheet.need(60)
        sheet.text(edge, sheet.y, heads[number % 6], bold=True, size=sheet.size - 0.5)
        if number == 0 and case.act_date and case.act_label:
            sheet.paragraph(f"{case.act_label} {case.day(act_on(case))}.", x=edge + 90)
        sheet.paragraph(" ".join(case.body[start : start + 2]), x=edge + 90)
        sheet.space(9)
    sheet.left = edge + 90
    family(sheet, case)
    other_days(sheet, case)
    sheet.left = edge


def three_sign(sheet: Sheet, case: Case) -> None:
    """Doctor, nurse, psychologist on one line: the doctor writes; the doctors whom it goes to under them."""
    case.printed |= {"author", "recipients"}
    sheet.need(90)
    sheet.space(20)
    mates = [extra(sheet), extra(sheet)]
    case.cosigners += mates
    team = ((full(case.author), "médecin"), (full(mates[0]), "infirmière"), (full(mates[1]), "psychologue"))
    for number, (name, role) in enumerate(team):
        x = sheet.left + number * 170
        label = f"Dr {name}" if number == 0 else name
        sheet.text(x, sheet.y, label, size=fit(sheet, label, 162, sheet.size))
        sheet.text(x, sheet.y + 13, role, size=8)
    sheet.space(44)
    if case.recipients:
        names = " ; ".join(f"Dr {shorter(one)}" for one in case.recipients)
        sheet.paragraph(f"Diffusion : {names}", size=sheet.size - 1)


# Rehabilitation: scores at the entry and at the end side by side, the patient over each page


def running_head(sheet: Sheet, case: Case) -> None:
    """Over each page: names and birth at the left, ward at the right, between two lines."""
    born = born_on(sheet, case)
    who = f"{blocks.civility(case, short=True)} {named(case, 'née', given_first=False)}" + (
        f" ({born})" if born else ""
    )
    case.printed.add("structure")

    def draw(page: Sheet) -> None:
        page.rule(page.left, page.y, page.right)
        page.text(page.left, page.y + 6, who, size=fit(page, who, 350, 9, bold=True), bold=True)
        page.text(page.right, page.y + 6, f"SMR locomoteur - p. {page.pages}", size=8, align="r")
        page.rule(page.left, page.y + 22, page.right)
        page.space(38)

    every_page(sheet, draw)
    put(sheet, sheet.left, case.structure.name, 300, size=8.5)
    sheet.space(12)
    put(sheet, sheet.left, f"{case.structure.address} - {case.structure.phone}", 400, size=8)
    sheet.space(24)
    if another(case):
        sheet.write(another(case), bold=True)


def in_and_out(sheet: Sheet, case: Case) -> None:
    """The title, numbers of the patient, scores in two columns of days, then the text; an unnumbered end."""
    case.printed |= {"author", "doc_date", "recipients"}
    put(sheet, sheet.left, case.title, sheet.right - sheet.left, bold=True, size=sheet.size + 3)
    sheet.space(24)
    if case.shown.ins:
        sheet.write(f"Identifiant national de santé {blocks.ins_text(case.shown.ins, is_spaced=True)}", size=sheet.size - 1)  # fmt: skip
    if case.episode:
        sheet.write(f"Séjour SMR {blocks.stamp_number(case)}", size=sheet.size - 1)
    if case.act_date and case.act_label:
        sheet.write(f"{case.act_label} {case.day(act_on(case))}", size=sheet.size - 1)
    if case.datamatrix:
        code(sheet, case, sheet.right - 48, sheet.y - 30)
        sheet.space(24)
    sheet.space(8)
    rng = sheet.rng
    rows = [("Échelle", "Début", "Fin")]
    for name, top in (("MIF", 126), ("Barthel", 100), ("Berg", 56), ("Six minutes de marche (m)", 480)):
        first = rng.randrange(top // 3, top // 2)
        rows.append((name, str(first), str(rng.randrange(first, top))))
    sheet.table(sheet.left, (200, 90, 90), rows)
    sheet.space(12)
    flow(sheet, case, together=3, act=False)
    sheet.need(80)
    sheet.space(12)
    for one in case.recipients:
        sheet.write(f"> Dr {full(one)}", size=sheet.size - 1)
    sheet.write(f"{case.structure.town}, {case.day(case.doc_date)}")
    sheet.space(6)
    sheet.write(f"Dr {full(case.author)} - Médecine physique et de réadaptation")


# An export of a record system: labels and dots, nothing else


def dots(sheet: Sheet, case: Case) -> None:
    """Label, dots, value; then the text between dashes; then who closed it."""
    case.printed |= {"structure", "author", "doc_date", "recipients"}
    born = case.shown.birth_date
    rows = [("ETABLISSEMENT", case.structure.name), ("FINESS", case.structure.finess), ("DOCUMENT", case.title)]
    case.printed.add("finess")
    rows += name_rows(case, "NOM DE NAISSANCE", "NOM D'USAGE", "PRENOM")
    rows += [("NE(E) LE", f"{born:%d/%m/%Y}")] if born else []
    rows += [("SEXE", blocks.sex_word(case)), ("IPP", case.patient.ipp)]
    rows += [("NUM SEJOUR", blocks.stamp_number(case))] if case.episode else []
    rows += [("MATRICULE INS", case.shown.ins)] if case.shown.ins else []
    rows += [("PATIENT 2", another(case))] if another(case) else []
    rows += [("DATE EVENEMENT", f"{act_on(case):%d/%m/%Y}")] if case.act_date else []
    rows += [("DATE DU DOCUMENT", f"{case.doc_date:%d/%m/%Y}"), ("AUTEUR", f"{turned(case.author)}")]
    rows += [("DESTINATAIRE", turned(one)) for one in case.recipients]
    for label, value in rows:
        sheet.need(14)
        put(sheet, sheet.left, f"{label:.<24}: {value}", sheet.right - sheet.left)
        sheet.space(14)
    if case.datamatrix:
        code(sheet, case, sheet.right - 50, sheet.y - 60)
    sheet.write("-" * 70)
    for sentence in case.body:
        sheet.paragraph(sentence)
    family(sheet, case)
    other_days(sheet, case)
    sheet.write("-" * 70)
    sheet.write("*** FIN DU DOCUMENT ***")


# A letter of the day of leaving in numbered boxes


def two_boxes(sheet: Sheet, case: Case) -> None:
    """Title over two boxes: « Patient » at the right, « Établissement » at the left, with the doctor who looked after them."""
    case.printed |= {"structure", "author"}
    put(sheet, sheet.left, case.title, sheet.right - sheet.left, bold=True, size=sheet.size + 3)
    sheet.space(26)
    top, width = sheet.y, (sheet.right - sheet.left) / 2 - 6
    right = sheet.left + width + 12
    here = [case.structure.name, case.structure.address, f"Tél. {case.structure.phone}", f"Praticien référent : Dr {full(case.author)}"]  # fmt: skip
    if sheet.rng.random() < 0.6:
        case.printed.add("finess")
        here.insert(1, f"N° FINESS géographique {case.structure.finess}")
    there = [
        f"{label} : {value}" for label, value in name_rows(case, "Nom de naissance", "Nom d'usage", "Prénom usuel")
    ]
    born = born_on(sheet, case)
    there += [f"Né(e) le : {born}"] if born else []
    there += [f"Sexe : {blocks.sex_word(case, long=True)}"]
    there += [f"INS : {case.shown.ins}"] if case.shown.ins else []
    there += [f"N° de dossier : {blocks.stamp_number(case)}"] if case.episode else []
    there += [another(case)] if another(case) else []
    tall = 30 + 14 * max(len(here), len(there)) + 52 * (case.datamatrix is not None)
    for x, head, lines in ((sheet.left, "Établissement", here), (right, "Patient(e)", there)):
        sheet.box(x, top, width, tall)
        sheet.y = top + 6
        put(sheet, x + 6, head, width - 12, bold=True)
        sheet.space(17)
        for line in lines:
            put(sheet, x + 6, line, width - 12)
            sheet.space(14)
        if x == right:
            code(sheet, case, x + 6, sheet.y + 2)
    sheet.y = top + tall + 14


def numbered(sheet: Sheet, case: Case) -> None:
    """Grey numbered heads with two or three sentences each; a last box for who validates and who receives."""
    case.printed |= {"doc_date", "recipients"}
    heads = ("Motif et contexte", "Synthèse du séjour", "Résultats et actes", "Traitements", "Points de vigilance", "Suites à donner")  # fmt: skip
    share = max(2, -(-len(case.body) // len(heads)))
    for number, start in enumerate(range(0, len(case.body), share)):
        sheet.need(50)
        sheet.box(sheet.left, sheet.y, sheet.right - sheet.left, 16, grey=0.85)
        sheet.text(sheet.left + 4, sheet.y + 3, f"{number + 1} | {heads[number % 6]}", bold=True, size=9)
        sheet.space(21)
        if number == 0 and case.act_date and case.act_label:
            sheet.paragraph(f"{case.act_label} {case.day(act_on(case))}")
        sheet.paragraph(" ".join(case.body[start : start + share]))
        sheet.space(8)
    family(sheet, case)
    other_days(sheet, case)
    lines = [
        f"Document validé le {case.day(case.doc_date)}",
        *(f"Adressé à : Dr {turned(one)}" for one in case.recipients),
    ]
    sheet.need(30 + 14 * len(lines))
    sheet.space(8)
    sheet.box(sheet.left, sheet.y, sheet.right - sheet.left, 12 + 14 * len(lines))
    sheet.space(6)
    for line in lines:
        put(sheet, sheet.left + 6, line, 480)
        sheet.space(14)


# A day ward: the label of admission stuck at the top right, the rest typed under a bare title


def stuck_label(sheet: Sheet, case: Case) -> None:
    """Lines in capitals, as labels are printed: names, birth, sex, numbers, the ward; structure and title at the left."""
    case.printed |= {"structure", "sex"}
    shown, born = case.shown, case.shown.birth_date
    first = blocks.given(case).upper()
    who = f"{blocks.civility(case, short=True).upper()} {blocks.family_name(case)} {first}"
    lines = [who]
    if shown.used_name and shown.birth_name:
        lines.append(f"{blocks.born(case).upper()} {shown.birth_name}")
    lines += [f"DDN {born:%d/%m/%Y}  SEXE {shown.sex}"] if born else [f"SEXE {shown.sex}"]
    lines += [f"IPP {case.patient.ipp}"] + ([f"IEP {blocks.stamp_number(case)}"] if case.episode else [])
    lines += [f"INS {shown.ins}"] if shown.ins else []
    lines += ["UF 4127 HDJ MEDECINE"]
    lines += [another(case).upper()] if another(case) else []
    x, top = 330.0, sheet.y - 14
    room = sheet.right - x - (52 if case.datamatrix else 4)
    sheet.y = top
    for line in lines:
        put(sheet, x, line, room, size=9)
        sheet.space(11.5)
    code(sheet, case, sheet.right - 46, top, 44)
    low, sheet.y = sheet.y, top + 10
    put(sheet, sheet.left, case.structure.name, 260, bold=True)
    sheet.space(15)
    put(sheet, sheet.left, "Hôpital de jour, niveau 2", 260, size=8.5)
    sheet.y = max(low, sheet.y, top + 56) + 26
    for line in sheet.wrap(case.title, sheet.right - sheet.left, sheet.size + 2, bold=True):
        sheet.write(line, size=sheet.size + 2, bold=True)
    sheet.space(6)


def day_ward(sheet: Sheet, case: Case) -> None:
    """Who came, who saw them and when in one sentence; the text; initials of the secretary; the name, under a day three times in four."""
    case.printed.add("author")
    if case.act_date and case.act_label:
        sheet.paragraph(f"{case.act_label} {case.day(act_on(case))} - salle {sheet.rng.randrange(1, 9)}")
        sheet.space(6)
    flow(sheet, case, together=2, act=False)
    sheet.need(70)
    sheet.space(10)
    typed = f"{case.author.given[:1]}{case.author.family[:1]}/{sheet.rng.choice(('vb', 'nl', 'cg'))}"
    put(sheet, sheet.left, typed, 100, size=7.5)
    if sheet.rng.random() < 0.75:
        case.printed.add("doc_date")
        put(sheet, sheet.right, f"Le {case.day(case.doc_date)}", 240, align="r")
    sheet.space(16)
    put(sheet, sheet.right, f"Docteur {turned(case.author)}", 260, align="r")
    sheet.space(14)


# The theatre: the team in a grid, the patient in the first cells of it, times on a line


def team_grid(sheet: Sheet, case: Case) -> None:
    """Rows of two cells with small labels: patient, day, team; times after them."""
    case.printed |= {"author", "structure"}
    put(sheet, sheet.left, "BLOC OPÉRATOIRE", 200, size=8, bold=True)
    put(sheet, sheet.right, case.structure.name, 300, size=8, align="r")
    sheet.space(14)
    sheet.rule(sheet.left, sheet.y, sheet.right, width=1.5)
    sheet.space(8)
    born = born_on(sheet, case)
    who = f"{blocks.civility(case, short=True)} {named(case, 'naissance', given_first=False)}"
    day = case.day(act_on(case)) if case.act_date else ""
    cells: list[tuple[str, str]] = [("Patient(e)", who), ("Naissance", born), ("Acte", case.title), ("Date opératoire", day),
        ("Opérateur", f"Dr {full(case.author)}"), ("Aide(s)", full(extra(sheet))), ("Anesthésiste", f"Dr {full(extra(sheet))}"),
        ("IADE / IBODE", f"{shorter(extra(sheet))} / {shorter(extra(sheet))}")]  # fmt: skip
    cells += [("INS", case.shown.ins)] if case.shown.ins else []
    cells += [("N° venue", blocks.stamp_number(case))] if case.episode else []
    cells += [("Patient(e)", another(case))] if another(case) else []
    draw_cells(sheet, [one for one in cells if one[1]])
    start = sheet.rng.randrange(8, 17)
    minutes = [sheet.rng.randrange(60) for _ in range(3)]
    times = f"Entrée en salle {start:02d}:{minutes[0]:02d}    Incision {start + 1:02d}:{minutes[1]:02d}    Fermeture {start + 2:02d}:{minutes[2]:02d}"  # fmt: skip
    sheet.space(6)
    sheet.write(times, size=sheet.size - 1)
    if case.datamatrix:
        code(sheet, case, sheet.right - 48, sheet.y)
        sheet.space(52)
    sheet.space(8)


def draw_cells(sheet: Sheet, cells: Sequence[tuple[str, str]]) -> None:
    """Two cells to a row, label before the value."""
    width = (sheet.right - sheet.left) / 2
    for number, (label, value) in enumerate(cells):
        x = sheet.left + (number % 2) * width
        sheet.text(x, sheet.y + 2, label, size=7.5)
        room = width - 84
        sheet.text(x + 76, sheet.y, value, size=fit(sheet, value, room, sheet.size, bold=True), bold=True)
        if number % 2 or number == len(cells) - 1:
            sheet.space(18)


def theatre_text(sheet: Sheet, case: Case) -> None:
    """Steps numbered; who dictated, and when it was typed; the addressees on the last line of the page's foot."""
    case.printed |= {"doc_date", "recipients"}
    for number, sentence in enumerate(case.body, 1):
        sheet.paragraph(f"{number}. {sentence}")
        sheet.space(2)
    family(sheet, case)
    other_days(sheet, case)
    sheet.need(40)
    sheet.space(14)
    sheet.write(f"Compte rendu dicté par l'opérateur, document du {case.day(case.doc_date)}")
    if sheet.rng.random() < 0.4:
        case.printed.add("rpps")
        sheet.write(f"Dr {turned(case.author)} - RPPS {case.author.rpps}")
    to = (
        "Copies : " + ", ".join(f"Dr {turned(one)}" for one in case.recipients)
        if case.recipients
        else "Copies : dossier"
    )
    sheet.text(sheet.left, HEIGHT - 50, to, size=fit(sheet, to, 490, 8.5))


HOME = ("11490-0", "18761-7", "34112-3", "18776-5", "11506-3")
MARGIN_CODES = ("34112-3", "11488-4", "18761-7", "18776-5", "11490-0")
EXPORTED = ("34112-3", "11488-4", "15507-7", "70004-7", "11505-5", "60568-3", "85208-7", "34794-8", "18748-4", "83901-9", "59283-2", "51969-4", "15508-5")  # fmt: skip
HELD_HOSPITAL = (
    held("urgences-heure-par-heure", "letter form", "sans", emergency_band, by_the_hour, codes=("15507-7",)),
    held("had-intervenants", "letter", "sans", home_table, home_text, codes=HOME),
    held("palliatif-marge", "letter", "serif", margin_heads, three_sign, codes=MARGIN_CODES),
    held("readaptation-debut-fin", "letter discharge", "sans", running_head, in_and_out, codes=("34112-3", "11490-0", "47420-5")),
    held("export-points", "letter", "mono", dots, codes=EXPORTED),
    held("liaison-cases-numerotees", "letter discharge", "sans", two_boxes, numbered, codes=("11490-0", "34112-3", "18761-7")),
    held("hdj-etiquette", "letter form", "sans", stuck_label, day_ward, codes=("34112-3", "34794-8", "11505-5", "70004-7", "11488-4", "18776-5")),
    held("bloc-quadrillage", "operative letter", "sans", team_grid, theatre_text, codes=("34874-8", "11505-5")),
)  # fmt: skip

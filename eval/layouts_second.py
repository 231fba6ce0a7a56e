"""Layouts that were held out at first, and which rules may learn from since their failures were read: see
``layouts_held`` for those of the published figures.
"""

from datetime import timedelta

from eval import blocks
from eval.case import Case
from eval.layouts_seen import UNTITLED, Layout, Part, second_patient
from eval.sheet import WIDTH, Sheet

# Letterheads


def head_banner(sheet: Sheet, case: Case) -> None:
    """A grey banner over the whole width, department and telephone inside."""
    case.printed |= {"structure"}
    sheet.box(0, 0, WIDTH, 62, grey=0.85)
    sheet.text(40, 14, case.structure.name, bold=True, size=sheet.size + 5)
    sheet.text(40, 38, f"Pôle de {case.author.speciality or 'médecine'} - secrétariat {case.structure.phone}", size=8)
    if sheet.rng.random() < 0.6:
        case.printed.add("finess")
        sheet.text(WIDTH - 40, 38, f"FINESS géographique {case.structure.finess}", size=8, align="r")
    sheet.y = 78


def head_margin(sheet: Sheet, case: Case) -> None:
    """Staff in a narrow column all along the left of the page; the letter is written beside it."""
    case.printed |= {"structure"}
    y = sheet.y
    for line in sheet.wrap(case.structure.name, 120, bold=True):
        sheet.text(30, y, line, bold=True)
        y += sheet.size * 1.3
    y += 10
    for doctor in case.staff:
        sheet.text(30, y, f"Dr {doctor.family} {doctor.given[:1]}.", size=8)
        sheet.text(30, y + 10, doctor.rpps, size=7)
        y += 26
    sheet.text(30, y + 8, f"Tél {case.structure.phone}", size=8)
    sheet.text(30, y + 20, f"FINESS {case.structure.finess}", size=7)
    case.printed.add("finess")
    sheet.left = 170


def head_logo(sheet: Sheet, case: Case) -> None:
    """A square in place of a logo, the name under it, a thin rule."""
    case.printed |= {"structure"}
    sheet.box(sheet.left, sheet.y, 46, 46, grey=0.3)
    sheet.text(sheet.left + 60, sheet.y + 8, case.structure.name, bold=True, size=sheet.size + 2)
    sheet.text(sheet.left + 60, sheet.y + 26, case.structure.address, size=8)
    sheet.rule(sheet.left, sheet.y + 56, sheet.right, width=1.5)
    sheet.space(66)


def head_doctor(sheet: Sheet, case: Case) -> None:
    """A practitioner's letterhead: family name first, RPPS and telephone on one line."""
    case.printed |= {"author", "rpps", "structure"}
    sheet.text(WIDTH / 2, sheet.y, f"Dr {case.author.family} {case.author.given.title()}", bold=True, align="c",
               size=sheet.size + 3)  # fmt: skip
    sheet.space(20)
    sheet.text(WIDTH / 2, sheet.y, case.author.speciality, align="c")
    sheet.space(16)
    sheet.text(WIDTH / 2, sheet.y, f"RPPS {case.author.rpps} - Tél. {case.structure.phone}", size=8, align="c")
    sheet.space(12)
    sheet.text(WIDTH / 2, sheet.y, f"{case.structure.name} - {case.structure.address}", size=8, align="c")
    sheet.space(24)


def head_printer(sheet: Sheet, case: Case) -> None:
    """The listing of an old application: fixed columns, capitals, print date and hour."""
    case.printed |= {"structure"}
    printed = case.doc_date + timedelta(days=sheet.rng.randrange(0, 3))
    sheet.write(case.structure.name.upper())
    sheet.write(f"{'ETAT 12B':<44}EDITE LE {printed:%d/%m/%Y} A 14:32")
    sheet.write("-" * 78)


# Identity


def who_concerns(sheet: Sheet, case: Case) -> None:
    """« Concerne : DURAND (MARTIN) Marie - DDN 12.03.1954 - Sexe F »."""
    shown = case.shown
    name = blocks.family_name(case)
    if shown.used_name and shown.birth_name:
        name += f" ({shown.birth_name})"
    text = f"Concerne : {blocks.civility(case, short=True)} {name} {blocks.given(case)}"
    if shown.birth_date:
        text += f" - DDN {blocks.birth_day(case)}"
    text += f" - Sexe {blocks.sex_word(case)}"
    sheet.paragraph(text, bold=True)
    numbers(sheet, case)


def who_head_row(sheet: Sheet, case: Case) -> None:
    """A table whose head names the traits."""
    shown = case.shown
    case.printed.add("names")
    head = ["Nom de naissance", "Nom utilisé", "Prénoms", "Date naiss.", "Sexe"]
    row = [shown.birth_name or "", shown.used_name or "", blocks.given(case, every=True), blocks.birth_day(case),
           blocks.sex_word(case)]  # fmt: skip
    room = sheet.right - sheet.left
    sheet.table(sheet.left, [room * part for part in (0.26, 0.22, 0.26, 0.17, 0.09)], [head, row])
    sheet.space(6)
    numbers(sheet, case)


def who_dots(sheet: Sheet, case: Case) -> None:
    """« Nom ........ MARTIN », label at the left, value at the right of dots."""
    shown = case.shown
    case.printed.add("names")
    pairs = []
    if shown.birth_name:
        pairs.append(("Nom de famille (naissance)", shown.birth_name))
    if shown.used_name:
        pairs.append(("Nom marital" if shown.used_name_is_labelled else "Nom", shown.used_name))
    pairs += [("Prénom", blocks.given(case)), ("Sexe", blocks.sex_word(case, long=True))]
    if shown.birth_date:
        pairs.append(("Né(e) le", blocks.birth_day(case)))
    sheet.write("IDENTITÉ DU PATIENT", bold=True)
    room = (sheet.right - sheet.left) * 0.7
    for label, value in pairs:
        dots = ""
        while sheet.width(f"{label} {dots}. {value}") < room:
            dots += "."
        sheet.write(f"{label} {dots} {value}")
    numbers(sheet, case)


def who_subject(sheet: Sheet, case: Case) -> None:
    """« Objet : <titre> - Madame MARTIN ép. DURAND Marie, 12/03/1954 »."""
    shown = case.shown
    name = blocks.any_name(case)
    case.printed.add("names")
    if shown.birth_name and shown.used_name:
        name += f" ép. {shown.used_name}"
    text = f"Objet : {case.title} - {blocks.civility(case)} {name} {blocks.given(case)}"
    if shown.birth_date:
        text += f", {blocks.born(case)} le {blocks.birth_day(case)}"
    sheet.paragraph(text, bold=True)
    sheet.space(4)
    numbers(sheet, case)


def who_comb(sheet: Sheet, case: Case) -> None:
    """One box a letter, as official forms ask."""
    shown = case.shown
    case.printed.add("names")
    room = int((sheet.right - sheet.left - 110) // 14)
    rows = [("NOM", shown.used_name or "")]
    if shown.birth_name and shown.used_name:
        rows = [("NOM DE NAISSANCE", shown.birth_name), ("NOM D'USAGE", shown.used_name)]
    elif shown.birth_name:
        rows = [("NOM DE NAISSANCE", shown.birth_name)]
    elif shown.used_name_is_labelled:
        rows = [("NOM D'USAGE", shown.used_name or "")]
    rows.append(("PRÉNOM", shown.first))
    if shown.birth_date:
        rows.append(("NÉ(E) LE", f"{shown.birth_date:%d%m%Y}"))
    for label, value in rows:
        sheet.text(sheet.left, sheet.y + 4, label, size=8)
        sheet.comb(sheet.left + 110, sheet.y, value.upper()[:room])
        sheet.space(23)
    sheet.write(f"Sexe : {blocks.sex_word(case)}", size=9)
    numbers(sheet, case)


def who_columns(sheet: Sheet, case: Case) -> None:
    """Fixed columns of a dot-matrix listing."""
    shown = case.shown
    case.printed.add("names")
    name, used = shown.birth_name or "", shown.used_name or ""
    if name:
        sheet.write(f"NOM NAISS. : {name:<28}PRENOM : {shown.first}")
        if used:
            sheet.write(f"NOM USUEL  : {used}")
    else:
        label = "NOM USUEL  :" if shown.used_name_is_labelled else "NOM        :"
        sheet.write(f"{label} {used:<28}PRENOM : {shown.first}")
    when = f"{shown.birth_date:%d/%m/%Y}" if shown.birth_date else ""
    sheet.write(f"NE(E) LE   : {when:<28}SEXE   : {blocks.sex_word(case)}")
    if shown.ins:
        sheet.write(f"INS        : {shown.ins}")
    if case.episode:
        sheet.write(f"DOSSIER    : {blocks.stamp_number(case)}")
    code(sheet, case)
    sheet.write("-" * 78)


def who_address(sheet: Sheet, case: Case) -> None:
    """A letter to the patient: address block at the right, reference lines at the left."""
    shown = case.shown
    top = sheet.y
    sheet.write(f"{blocks.civility(case)} {blocks.given(case)} {blocks.family_name(case)}", x=320)
    street, _, town = case.patient.address.partition(", ")
    sheet.write(street, x=320)
    sheet.write(town, x=320)
    low, sheet.y = sheet.y, top
    if shown.birth_name and shown.used_name:
        sheet.write(f"Nom de naissance : {shown.birth_name}", size=sheet.size - 1)
    if shown.birth_date:
        sheet.write(f"Date de naissance : {blocks.birth_day(case)}", size=sheet.size - 1)
    if case.episode:
        sheet.write(f"Réf. dossier : {blocks.stamp_number(case)}", size=sheet.size - 1)
    if shown.ins:
        sheet.write(f"INS : {blocks.ins_text(shown.ins, is_spaced=True)}", size=sheet.size - 1)
    sheet.y = max(low, sheet.y) + 6
    code(sheet, case)


def who_running(sheet: Sheet, case: Case) -> None:
    """A running head repeated on each page: name, birth, IPP."""
    shown = case.shown
    case.printed.add("names")
    name = f"{blocks.any_name(case)} {blocks.given(case)}"
    if shown.birth_name and shown.used_name:
        name = f"{shown.used_name} {blocks.given(case)} {blocks.born(case)} {shown.birth_name}"
    text = f"{blocks.civility(case, short=True)} {name}"
    if shown.birth_date:
        text += f" - {blocks.born(case)} le {blocks.birth_day(case)}"
    text += f" - IPP {case.patient.ipp}"

    def draw(page: Sheet) -> None:
        page.text(page.left, 24, text, size=8.5)
        page.rule(page.left, 36, page.right)

    draw(sheet)
    sheet.on_new_page.append(draw)
    sheet.bottom = 640
    numbers(sheet, case)


def who_prose(sheet: Sheet, case: Case) -> None:
    """« … concernant le patient cité : Monsieur Jean-Paul MARTIN (14/02/1950) »."""
    shown = case.shown
    sheet.write("Madame, Monsieur, cher(e) collègue,")
    sheet.space(4)
    name = f"{blocks.civility(case)} {blocks.given(case)} {blocks.family_name(case)}"
    if shown.used_name and shown.birth_name:
        name += f" (nom de naissance {shown.birth_name})"
    when = f", dont la date de naissance est le {blocks.birth_day(case)}" if shown.birth_date else ""
    sheet.paragraph(f"Veuillez trouver ci-dessous les éléments concernant {name}{when}.")
    numbers(sheet, case)


def who_split_labels(sheet: Sheet, case: Case) -> None:
    """Two columns of labels and values, labels in one column and values far away."""
    shown = case.shown
    case.printed.add("names")
    left = [("Nom naissance", shown.birth_name or ""), ("Prénom(s)", blocks.given(case, every=True)),
            ("Matricule INS", blocks.ins_text(shown.ins, is_spaced=False) if shown.ins else "")]  # fmt: skip
    right = [("Nom d'usage", shown.used_name or ""), ("DDN", blocks.birth_day(case)),
             ("Sexe", blocks.sex_word(case, long=True))]  # fmt: skip
    middle = sheet.left + (sheet.right - sheet.left) * 0.56
    for (label_a, value_a), (label_b, value_b) in zip(left, right, strict=True):
        sheet.text(sheet.left, sheet.y, label_a, size=sheet.size - 1.5)
        sheet.text(sheet.left + 78, sheet.y, value_a, bold=True, size=sheet.size - 0.5)
        sheet.text(middle, sheet.y, label_b, size=sheet.size - 1.5)
        sheet.text(middle + 68, sheet.y, value_b, bold=True, size=sheet.size - 0.5)
        sheet.space(sheet.size * 1.6)
    if case.episode:
        sheet.write(f"Venue {blocks.stamp_number(case)}", size=sheet.size - 1)
    code(sheet, case)


def numbers(sheet: Sheet, case: Case) -> None:
    """INS, stay and datamatrix on lines of their own."""
    if case.shown.ins:
        label = sheet.rng.choice(("Identité nationale de santé :", "INS", "Matricule INS :"))
        sheet.write(f"{label} {blocks.ins_text(case.shown.ins, is_spaced=sheet.rng.random() < 0.5)}")
    if case.episode:
        label = sheet.rng.choice(("N° d'hospitalisation :", "N° séjour", "NDA :", "IEP :"))
        sheet.write(f"{label} {blocks.stamp_number(case)}")
    code(sheet, case)


def code(sheet: Sheet, case: Case) -> None:
    """The datamatrix at the right edge."""
    if case.datamatrix:
        sheet.need(50)
        sheet.matrix(case.datamatrix, sheet.right - 48, sheet.y, 46)
        case.printed.add("datamatrix")
        sheet.space(50)


# Titles and bodies


def title_left(sheet: Sheet, case: Case) -> None:
    """The title at the left over a rule, the date on the next line."""
    sheet.space(6)
    size = min(sheet.size + 5, (sheet.size + 5) * (sheet.right - sheet.left) / sheet.width(case.title, sheet.size + 5))
    sheet.write(case.title, size=size)
    sheet.rule(sheet.left, sheet.y, sheet.right)
    sheet.space(6)
    day(sheet, case)


def title_boxed(sheet: Sheet, case: Case) -> None:
    """The title in capitals in a box."""
    sheet.space(6)
    title = case.title.upper()
    room = sheet.right - sheet.left
    size = min(sheet.size + 2, (sheet.size + 2) * (room - 20) / sheet.width(title, sheet.size + 2, bold=True))
    sheet.box(sheet.left, sheet.y, room, 26)
    sheet.text((sheet.left + sheet.right) / 2, sheet.y + 7, title, bold=True, size=size, align="c")
    sheet.space(34)


def title_plain(sheet: Sheet, case: Case) -> None:
    """The title as a line of a listing."""
    sheet.write(f"          {case.title.upper()}")
    sheet.space(6)


def day(sheet: Sheet, case: Case) -> None:
    """« Date du document : … », « Rédigé le … »."""
    case.printed.add("doc_date")
    label = sheet.rng.choice(("Date du document :", "Rédigé le", "Établi le", "Date du compte rendu :"))
    sheet.write(f"{label} {case.day(case.doc_date)}")


def body_columns(sheet: Sheet, case: Case) -> None:
    """Two columns of text."""
    blocks.act_line(sheet, case)
    second_patient(sheet, case)
    top, gap = sheet.y + 4, 16
    width = (sheet.right - sheet.left - gap) / 2
    cut = (len(case.body) + 1) // 2
    low = top
    for x, part in ((sheet.left, case.body[:cut]), (sheet.left + width + gap, case.body[cut:])):
        sheet.y = top
        for sentence in part:
            sheet.paragraph(sentence, x=x, width=width)
            sheet.space(3)
        low = max(low, sheet.y)
    sheet.y = low
    blocks.later_lines(sheet, case)
    blocks.relatives_lines(sheet, case)


def body_prose(sheet: Sheet, case: Case) -> None:
    """Paragraphs."""
    blocks.act_line(sheet, case)
    second_patient(sheet, case)
    blocks.letter_body(sheet, case)
    blocks.relatives_lines(sheet, case)
    blocks.later_lines(sheet, case)


def body_long(sheet: Sheet, case: Case) -> None:
    """Paragraphs over two pages."""
    body_prose(sheet, case)
    sheet.new_page()
    for sentence in reversed(case.body):
        sheet.paragraph(sentence)
        sheet.space(3)


def body_results(sheet: Sheet, case: Case) -> None:
    """Results without lines, the act's date in the head of the table."""
    blocks.act_line(sheet, case)
    second_patient(sheet, case)
    if case.recipients:
        case.printed.add("prescriber")
        sheet.write(f"Demandé par : Dr {case.recipients[0].family} {case.recipients[0].given.title()}")
    blocks.results_table(sheet, case, lined=False)
    for sentence in case.body:
        sheet.paragraph(sentence, size=sheet.size - 1)
    blocks.relatives_lines(sheet, case)


# Endings


def sign_electronic(sheet: Sheet, case: Case) -> None:
    """« Signé électroniquement par le Dr Prénom NOM (RPPS …) »."""
    case.printed |= {"author", "rpps"}
    sheet.space(10)
    sheet.paragraph(
        f"Signé électroniquement par le Dr {case.author.given.title()} {case.author.family} (RPPS {case.author.rpps})"
    )


def sign_practitioner(sheet: Sheet, case: Case) -> None:
    """« Praticien : NOM Prénom », addressees in a list."""
    case.printed.add("author")
    sheet.space(10)
    sheet.write(f"Praticien responsable : Dr {case.author.family} {case.author.given.title()}")
    if sheet.rng.random() < 0.5:
        case.printed.add("rpps")
        sheet.write(f"Identifiant RPPS : {case.author.rpps}")
    addressees(sheet, case)


def sign_validated(sheet: Sheet, case: Case) -> None:
    """« Validé par : Dr Prénom NOM »."""
    case.printed |= {"author", "doc_date"}
    sheet.space(10)
    sheet.write(
        f"Compte rendu validé le {case.day(case.doc_date)} par Dr {case.author.given.title()} {case.author.family}"
    )
    addressees(sheet, case)


def sign_greeting(sheet: Sheet, case: Case) -> None:
    """A greeting, then the name in capitals."""
    case.printed |= {"author", "doc_date"}
    sheet.paragraph("Bien confraternellement.")
    sheet.space(8)
    sheet.write(f"Fait à {case.structure.town}, le {case.day(case.doc_date)}")
    sheet.write(f"Dr {case.author.given[0]}. {case.author.family}")
    case.notes.append("author_initial")


def addressees(sheet: Sheet, case: Case) -> None:
    """« Destinataires : … »."""
    if case.recipients:
        case.printed.add("recipients")
        label = sheet.rng.choice(("Destinataires", "Correspondants", "Cc"))
        names = " ; ".join(f"Dr {d.family} {d.given.title()}" for d in case.recipients)
        sheet.paragraph(f"{label} : {names}", size=sheet.size - 1)


def _second(name: str, families: str, manner: str, *parts: Part, codes: tuple[str, ...] = ()) -> Layout:
    return Layout(name=name, families=frozenset(families.split()), manner=manner, parts=parts, codes=codes)


LETTERS = "letter discharge"
SECOND_LAYOUTS = (
    _second("bandeau-concerne", LETTERS, "sans", head_banner, title_left, who_concerns, body_prose, sign_electronic),
    _second("bandeau-objet", LETTERS, "serif", head_banner, who_subject, day, body_prose, sign_practitioner),
    _second("marge-equipe", LETTERS, "sans", head_margin, title_left, who_prose, body_prose, sign_practitioner),
    _second("au-patient", "letter certificate", "serif", head_logo, who_address, title_left, body_prose, sign_electronic),
    _second("sans-titre", LETTERS, "sans", head_logo, day, who_prose, body_prose, sign_electronic, codes=UNTITLED),
    _second("tete-courante", LETTERS, "sans", who_running, head_logo, title_left, body_long, sign_validated),
    _second("tableau-identite", "form operative imaging", "sans", head_logo, title_boxed, who_head_row, day, body_prose, sign_electronic),
    _second("pointilles", "form insurance", "serif", head_banner, title_boxed, who_dots, body_prose, sign_greeting),
    _second("peigne", "form certificate insurance", "sans", head_logo, title_boxed, who_comb, day, body_prose, sign_practitioner),
    _second("deux-colonnes", "discharge imaging letter", "serif", head_logo, title_left, who_concerns, body_columns, sign_validated),
    _second("matricielle", "form lab discharge", "dots", head_printer, title_plain, who_columns, day, body_prose, sign_practitioner),
    _second("listage", "lab", "mono", head_printer, title_plain, who_columns, body_results, sign_validated),
    _second("labo-tableau", "lab", "sans", head_banner, who_split_labels, title_left, body_results, sign_validated),
    _second("imagerie-libelles", "imaging operative", "sans", head_banner, who_split_labels, title_boxed, day, body_prose, sign_electronic),
    _second("ordonnance-praticien", "prescription", "serif", head_doctor, day, who_concerns, title_boxed, body_prose, sign_greeting),
    _second("certificat-main", "certificate prescription", "hand", head_doctor, title_left, who_prose, body_prose, sign_greeting),
    _second("lettre-praticien", "letter", "sans", head_doctor, who_subject, body_prose, sign_greeting),
)  # fmt: skip

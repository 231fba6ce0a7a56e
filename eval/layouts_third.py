"""Layouts that were held out until their failures were read; rules may learn from them since: see ``layouts_held`` for
those of the published figures.
"""

from eval import blocks
from eval.case import Case
from eval.layouts_seen import UNTITLED, Layout, Part, second_patient
from eval.sheet import WIDTH, Sheet

# Letterheads


def head_corner(sheet: Sheet, case: Case) -> None:
    """Structure in the right corner, its reference and telephone under it."""
    case.printed |= {"structure"}
    sheet.text(sheet.right, sheet.y, case.structure.name, bold=True, size=sheet.size + 1, align="r")
    sheet.text(sheet.right, sheet.y + 16, case.structure.address, size=8, align="r")
    sheet.text(sheet.right, sheet.y + 27, f"Standard {case.structure.phone}", size=8, align="r")
    sheet.space(48)


def head_under(sheet: Sheet, case: Case) -> None:
    """Nothing above; structure, FINESS and address at the foot of the page."""
    case.printed |= {"structure", "finess"}
    sheet.text(WIDTH / 2, 790, case.structure.name, size=9, bold=True, align="c")
    sheet.text(WIDTH / 2, 802, f"{case.structure.address} - N° FINESS : {case.structure.finess}", size=7.5, align="c")
    sheet.bottom = 770


def head_meta(sheet: Sheet, case: Case) -> None:
    """Structure, then a table: author, date, addressee."""
    case.printed |= {"structure", "author", "doc_date"}
    sheet.write(case.structure.name, size=sheet.size + 3, bold=True)
    sheet.space(4)
    to = "-"
    if case.recipients:
        case.printed.add("recipients")
        to = ", ".join(f"Dr {d.given.title()} {d.family}" for d in case.recipients)
    row = (f"Dr {case.author.given.title()} {case.author.family}", case.day(case.doc_date), to)
    room = sheet.right - sheet.left
    sheet.table(sheet.left, (room * 0.34, room * 0.22, room * 0.44), [("Auteur", "Date", "Destinataire(s)"), row])
    sheet.space(8)


def head_practice(sheet: Sheet, case: Case) -> None:
    """Name of the practitioner in capitals at the left, agreement and RPPS under it."""
    case.printed |= {"author", "rpps", "structure"}
    sheet.write(f"DOCTEUR {case.author.given.upper()} {case.author.family}", bold=True)
    sheet.write(case.author.speciality or "Médecine générale", size=sheet.size - 1)
    sheet.write(f"Numéro RPPS : {case.author.rpps}", size=sheet.size - 1.5)
    sheet.write(case.structure.name, size=sheet.size - 1.5)
    sheet.write(case.structure.address, size=sheet.size - 1.5)
    sheet.space(10)


# Identity


def who_joined(sheet: Sheet, case: Case) -> None:
    """« Nom et prénom : … », used name and birth name on one line, then « Né(e) le … / Sexe … »."""
    shown = case.shown
    case.printed.add("names")
    name = f"{blocks.any_name(case)} {blocks.given(case)}"
    if shown.birth_name and shown.used_name:
        name = f"{shown.used_name} {blocks.given(case)} ({blocks.born(case)} {shown.birth_name})"
    sheet.write(f"Nom et prénom du patient : {name}")
    when = f"Né(e) le : {blocks.birth_day(case)}     " if shown.birth_date else ""
    sheet.write(f"{when}Sexe : {blocks.sex_word(case, long=True)}")
    numbers(sheet, case)


def who_corner(sheet: Sheet, case: Case) -> None:
    """A box at the top right: name, « Nom de naiss. », « DN », NIP."""
    shown = case.shown
    lines = [f"{blocks.civility(case, short=True)} {blocks.family_name(case)} {blocks.given(case)}"]
    if shown.birth_name and shown.used_name:
        lines.append(f"Nom de naiss. : {shown.birth_name}")
    if shown.birth_date:
        lines.append(f"DN : {blocks.birth_day(case)} - {blocks.age(case)}")
    lines.append(f"NIP : {case.patient.ipp}")
    if case.episode:
        lines.append(f"N° venue : {blocks.stamp_number(case)}")
    height = 10 + 14 * len(lines)
    x, width = sheet.right - 240, 240.0
    sheet.box(x, sheet.y, width, height)
    for at, line in enumerate(lines):
        size = min(sheet.size, sheet.size * (width - 12) / sheet.width(line, bold=at == 0))
        sheet.text(x + 6, sheet.y + 5 + 14 * at, line, bold=at == 0, size=size)
    sheet.space(height + 8)
    if shown.ins:
        sheet.write(f"INS {blocks.ins_text(shown.ins, is_spaced=True)}")
    code(sheet, case)


def who_bullets(sheet: Sheet, case: Case) -> None:
    """A list with dashes."""
    shown = case.shown
    case.printed.add("names")
    if shown.birth_name:
        sheet.write(f"- Nom de naissance : {shown.birth_name}")
    if shown.used_name:
        label = "Nom d'épouse" if shown.used_name_is_labelled else "Nom"
        sheet.write(f"- {label} : {shown.used_name}")
    sheet.write(f"- Premier prénom de naissance : {blocks.given(case)}")
    if shown.birth_date:
        sheet.write(f"- Date de naissance : {blocks.birth_day(case)}")
    sheet.write(f"- Sexe : {blocks.sex_word(case)}")
    numbers(sheet, case)


def who_seen(sheet: Sheet, case: Case) -> None:
    """« J'ai examiné Madame X née Y, âgée de 70 ans, née le … »."""
    shown = case.shown
    name = f"{blocks.civility(case)} {blocks.family_name(case)} {blocks.given(case)}"
    if shown.used_name and shown.birth_name:
        name += f" {blocks.born(case)} {shown.birth_name}"
    end = "e" if shown.sex == "F" else ""
    when = (
        f", âgé{end} de {blocks.age(case)}, {blocks.born(case)} le {blocks.birth_day(case)}" if shown.birth_date else ""
    )
    sheet.paragraph(f"Mon cher confrère, merci de suivre {name}{when}.")
    numbers(sheet, case)


def who_band(sheet: Sheet, case: Case) -> None:
    """A grey band with everything on one or two lines."""
    shown = case.shown
    case.printed.add("names")
    names = f"{shown.birth_name} (nom de naissance)" if shown.birth_name else ""
    if shown.used_name:
        label = " (nom d'usage)" if shown.used_name_is_labelled else ""
        names = f"{names} {shown.used_name}{label}".strip()
    first = f"Patient : {names} {blocks.given(case)}"
    when = f"{blocks.born(case).capitalize()} le {blocks.birth_day(case)}   " if shown.birth_date else ""
    second = f"{when}Sexe : {blocks.sex_word(case)}   IPP : {case.patient.ipp}"
    sheet.box(sheet.left - 4, sheet.y - 2, sheet.right - sheet.left + 8, 34, grey=0.9)
    size = min(sheet.size, sheet.size * (sheet.right - sheet.left) / sheet.width(first, bold=True))
    sheet.text(sheet.left, sheet.y + 1, first, bold=True, size=size)
    sheet.text(sheet.left, sheet.y + 16, second)
    sheet.space(40)
    numbers(sheet, case)


def who_stacked(sheet: Sheet, case: Case) -> None:
    """Labels in small capitals above their values, one column."""
    shown = case.shown
    case.printed.add("names")
    pairs = [("NOM DE NAISSANCE", shown.birth_name), ("NOM UTILISÉ", shown.used_name),
             ("PRÉNOM(S)", blocks.given(case, every=True)), ("DATE DE NAISSANCE", blocks.birth_day(case)),
             ("SEXE", blocks.sex_word(case))]  # fmt: skip
    for label, value in pairs:
        if value:
            sheet.write(label, size=7, gap=1.25)
            sheet.write(value, bold=True)
    numbers(sheet, case)


def who_rows(sheet: Sheet, case: Case) -> None:
    """A table of two columns: trait, value."""
    shown = case.shown
    case.printed.add("names")
    rows = [("Identité", "Valeur"), ("Nom de naissance", shown.birth_name or ""), ("Nom utilisé", shown.used_name or ""),
            ("Prénom(s) de naissance", blocks.given(case, every=True)), ("Date de naissance", blocks.birth_day(case)),
            ("Sexe", blocks.sex_word(case))]  # fmt: skip
    if shown.ins:
        rows.append(("Matricule INS", blocks.ins_text(shown.ins, is_spaced=False)))
    if case.episode:
        rows.append(("Numéro de séjour", blocks.stamp_number(case)))
    sheet.table(sheet.left, (150, 260), [row for row in rows if row[1]])
    sheet.space(6)
    code(sheet, case)


def who_holder(sheet: Sheet, case: Case) -> None:
    """« Bénéficiaire : … », as insurers write."""
    shown = case.shown
    case.printed.add("names")
    sheet.write(f"Bénéficiaire : {blocks.civility(case)} {blocks.family_name(case)} {blocks.given(case)}")
    if shown.birth_name and shown.used_name:
        sheet.write(f"Nom de naissance : {shown.birth_name}")
    if shown.birth_date:
        sheet.write(f"Date de naissance : {blocks.birth_day(case)}")
    numbers(sheet, case)


def numbers(sheet: Sheet, case: Case) -> None:
    """INS, stay and datamatrix."""
    if case.shown.ins:
        label = sheet.rng.choice(("INS-NIR :", "N° INS :", "Identifiant national de santé :"))
        sheet.write(f"{label} {blocks.ins_text(case.shown.ins, is_spaced=sheet.rng.random() < 0.5)}")
    if case.episode:
        label = sheet.rng.choice(("N° de dossier administratif :", "N° d'admission :", "Séjour :"))
        sheet.write(f"{label} {blocks.stamp_number(case)}")
    code(sheet, case)


def code(sheet: Sheet, case: Case) -> None:
    """The datamatrix in the left margin of the cursor."""
    if case.datamatrix:
        sheet.need(50)
        sheet.matrix(case.datamatrix, sheet.left + 200, sheet.y, 48)
        case.printed.add("datamatrix")
        sheet.space(52)


# Titles, dates, bodies


def title_big(sheet: Sheet, case: Case) -> None:
    """A large title at the left."""
    sheet.space(4)
    for line in sheet.wrap(case.title, sheet.right - sheet.left, sheet.size + 6, bold=True):
        sheet.write(line, size=sheet.size + 6, bold=True)
    sheet.space(4)


def title_spaced(sheet: Sheet, case: Case) -> None:
    """A title between two rules, in capitals."""
    sheet.space(8)
    sheet.rule(sheet.left, sheet.y, sheet.right)
    sheet.space(5)
    title = case.title.upper()
    size = min(sheet.size + 2, (sheet.size + 2) * (sheet.right - sheet.left) / sheet.width(title, sheet.size + 2))
    sheet.text(WIDTH / 2, sheet.y, title, size=size, align="c")
    sheet.space(20)
    sheet.rule(sheet.left, sheet.y, sheet.right)
    sheet.space(8)


def title_about(sheet: Sheet, case: Case) -> None:
    """« Objet : <titre> » after the greeting."""
    sheet.write(f"Objet : {case.title}")
    sheet.space(6)


def on_day(sheet: Sheet, case: Case) -> None:
    """« Le 12/03/2024 », « Créé le », « En date du »."""
    case.printed.add("doc_date")
    label = sheet.rng.choice(("Le", "Document créé le", "En date du", "Date :"))
    sheet.write(f"{label} {case.day(case.doc_date)}")


def body_listed(sheet: Sheet, case: Case) -> None:
    """Sentences as numbered points."""
    blocks.act_line(sheet, case)
    second_patient(sheet, case)
    for number, sentence in enumerate(case.body, 1):
        sheet.paragraph(f"{number}. {sentence}")
    blocks.later_lines(sheet, case)
    blocks.relatives_lines(sheet, case)


def body_text(sheet: Sheet, case: Case) -> None:
    """One block of text."""
    second_patient(sheet, case)
    when = ""
    if case.act_date and case.act_label:
        case.printed.add("act_date")
        when = f"{case.act_label} {case.day(case.act_date)}. "
    sheet.paragraph(when + " ".join(case.body))
    sheet.space(4)
    blocks.relatives_lines(sheet, case)
    blocks.later_lines(sheet, case)


def body_results(sheet: Sheet, case: Case) -> None:
    """Results, then remarks."""
    blocks.act_line(sheet, case)
    second_patient(sheet, case)
    if case.recipients:
        case.printed.add("prescriber")
        sheet.write(f"Médecin prescripteur : Dr {case.recipients[0].given.title()} {case.recipients[0].family}")
    blocks.results_table(sheet, case, lined=True)
    for sentence in case.body:
        sheet.paragraph(sentence, size=sheet.size - 1)
    blocks.relatives_lines(sheet, case)


# Endings


def sign_doctor(sheet: Sheet, case: Case) -> None:
    """« Le médecin, » then the name in the middle."""
    case.printed.add("author")
    sheet.space(14)
    sheet.text(400, sheet.y, "Le médecin,", align="c")
    sheet.space(sheet.size * 1.5)
    sheet.text(400, sheet.y, f"Dr {case.author.given.title()} {case.author.family}", align="c")
    sheet.space(sheet.size * 1.5)
    if sheet.rng.random() < 0.6:
        case.printed.add("rpps")
        sheet.text(400, sheet.y, f"RPPS n° {case.author.rpps}", align="c", size=sheet.size - 1)
        sheet.space(sheet.size * 1.5)
    copies(sheet, case)


def sign_read(sheet: Sheet, case: Case) -> None:
    """« Interprété par : Docteur NOM Prénom »."""
    case.printed.add("author")
    sheet.space(10)
    sheet.write(f"Interprété par : Docteur {case.author.family} {case.author.given.title()}")
    copies(sheet, case)


def sign_writer(sheet: Sheet, case: Case) -> None:
    """« Rédigé par le Dr …, spécialité »."""
    case.printed.add("author")
    sheet.space(10)
    sheet.write(f"Rédigé par le Dr {case.author.given.title()} {case.author.family}, {case.author.speciality.lower()}")
    if sheet.rng.random() < 0.5:
        case.printed.add("rpps")
        sheet.write(f"(RPPS : {case.author.rpps})")
    copies(sheet, case)


def sign_short(sheet: Sheet, case: Case) -> None:
    """The name alone after a greeting."""
    case.printed.add("author")
    sheet.space(6)
    sheet.write("Avec mes salutations confraternelles,")
    sheet.space(10)
    sheet.write(f"{case.author.given.title()} {case.author.family}")
    sheet.write(case.author.speciality, size=sheet.size - 1)


def copies(sheet: Sheet, case: Case) -> None:
    """« Copies : … »."""
    if case.recipients and "recipients" not in case.printed:
        case.printed.add("recipients")
        label = sheet.rng.choice(("Copies", "Double à", "Envoyé à"))
        sheet.paragraph(f"{label} : " + ", ".join(f"Dr {d.given.title()} {d.family}" for d in case.recipients))


def _third(name: str, families: str, manner: str, *parts: Part, codes: tuple[str, ...] = ()) -> Layout:
    return Layout(name=name, families=frozenset(families.split()), manner=manner, parts=parts, codes=codes)


LETTERS = "letter discharge"
THIRD_LAYOUTS = (
    _third("coin-nom-prenom", LETTERS, "sans", head_corner, on_day, who_joined, title_big, body_text, sign_doctor),
    _third("coin-encadre", LETTERS, "serif", head_corner, who_corner, title_spaced, on_day, body_listed, sign_writer),
    _third("pied-objet", LETTERS, "sans", head_under, on_day, title_about, who_seen, body_text, sign_doctor),
    _third("meta-bandeau", "letter discharge imaging operative", "sans", head_meta, title_big, who_band, body_listed),
    _third("meta-lignes", "form operative", "sans", head_meta, title_spaced, who_rows, body_listed, copies),
    _third("puces", "form certificate", "serif", head_corner, title_big, who_bullets, on_day, body_listed, sign_doctor),
    _third("empile", "form imaging", "sans", head_under, title_big, who_stacked, on_day, body_text, sign_read),
    _third("labo-lignes", "lab", "sans", head_corner, on_day, title_spaced, who_rows, body_results, sign_read),
    _third("labo-machine", "lab", "mono", head_under, title_big, who_joined, on_day, body_results, sign_read),
    _third("imagerie-coin", "imaging", "serif", head_corner, who_corner, title_big, on_day, body_text, sign_read),
    _third("ordonnance-nom-prenom", "prescription", "sans", head_practice, on_day, title_big, who_joined, body_listed, sign_doctor),
    _third("ordonnance-points", "prescription form", "dots", head_practice, title_spaced, who_bullets, on_day, body_listed),
    _third("certificat-ecole", "certificate prescription", "hand", head_practice, title_big, who_joined, on_day, body_text),
    _third("courrier-sans-titre", LETTERS, "serif", head_practice, on_day, who_seen, body_text, sign_short, codes=UNTITLED),
    _third("assureur", "insurance", "sans", head_corner, title_spaced, on_day, who_holder, body_listed),
)  # fmt: skip

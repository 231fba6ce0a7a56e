"""Layouts that rules and models may learn from: letterheads, identity blocks, bodies and endings, put together in a table."""

from collections.abc import Callable
from dataclasses import dataclass

from eval import blocks
from eval.case import Case
from eval.sheet import WIDTH, Sheet

Part = Callable[[Sheet, Case], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One layout: parts drawn in order. families: of types that it may carry; manner: of its font."""

    name: str
    families: frozenset[str]
    manner: str
    parts: tuple[Part, ...]
    is_held: bool = False
    codes: tuple[str, ...] = ()


# Letterheads


def head_left(sheet: Sheet, case: Case) -> None:
    """Structure at the left, date at the right."""
    case.printed |= {"structure"}
    sheet.write(case.structure.name, bold=True, size=sheet.size + 3)
    sheet.write(case.structure.address, size=sheet.size - 1.5)
    sheet.write(f"Tél. : {case.structure.phone}", size=sheet.size - 1.5)
    if sheet.rng.random() < 0.6:
        case.printed.add("finess")
        sheet.write(f"FINESS : {case.structure.finess}", size=sheet.size - 1.5)
    sheet.space(10)
    blocks.dateline(sheet, case, x=sheet.right, align="r")


def head_staff(sheet: Sheet, case: Case) -> None:
    """Structure in the middle, staff of the department in a column at the left."""
    case.printed |= {"structure"}
    sheet.text(WIDTH / 2, sheet.y, case.structure.name.upper(), bold=True, size=sheet.size + 3, align="c")
    sheet.space(22)
    sheet.text(WIDTH / 2, sheet.y, f"Service : {case.author.speciality.lower() or 'médecine'}", align="c")
    sheet.space(22)
    sheet.write("Praticiens", bold=True, size=sheet.size - 1)
    for doctor in case.staff:
        sheet.write(f"Dr {doctor.given.title()} {doctor.family}", size=sheet.size - 1)
    sheet.space(4)
    blocks.dateline(sheet, case, x=330)


def head_right(sheet: Sheet, case: Case) -> None:
    """Practice of the author at the left, addressee at the right."""
    case.printed |= {"author", "structure"}
    top = sheet.y
    sheet.write(f"Docteur {case.author.given.title()} {case.author.family}", bold=True)
    if case.author.speciality:
        sheet.write(case.author.speciality, size=sheet.size - 1)
    sheet.write(case.structure.name, size=sheet.size - 1)
    sheet.write(case.structure.address, size=sheet.size - 1)
    if sheet.rng.random() < 0.7:
        case.printed.add("rpps")
        sheet.write(f"N° RPPS : {case.author.rpps}", size=sheet.size - 1)
    low = sheet.y
    sheet.y = top + 60
    addressee(sheet, case)
    sheet.y = max(low, sheet.y) + 10
    blocks.dateline(sheet, case, x=330)


def addressee(sheet: Sheet, case: Case) -> None:
    """Block of the first addressee at the right: the only recipient that is printed."""
    case.recipients = case.recipients[:1]
    for doctor in case.recipients:
        case.printed.add("recipients")
        sheet.write(f"Docteur {doctor.given.title()} {doctor.family}", x=330)
        sheet.write("Médecine générale", x=330)
        sheet.write("4 rue des Érables", x=330)
        sheet.write(f"99120 {case.structure.town}", x=330)


def head_lab(sheet: Sheet, case: Case) -> None:
    """Laboratory with its biologists, dates of registration and printing."""
    case.printed |= {"structure", "doc_date"}
    sheet.write(case.structure.name.upper(), bold=True, size=sheet.size + 2)
    sheet.write(f"{case.structure.address} - Tél. {case.structure.phone}", size=sheet.size - 2)
    sheet.write("Biologistes : " + ", ".join(f"{d.given[0]}. {d.family}" for d in case.staff), size=sheet.size - 2)
    if sheet.rng.random() < 0.5:
        case.printed.add("finess")
        sheet.write(f"N° FINESS {case.structure.finess}", size=sheet.size - 2)
    sheet.rule(sheet.left, sheet.y + 2, sheet.right)
    sheet.space(10)
    sheet.write(f"Édité le {case.day(case.doc_date)}", x=380)


# Identity


def who_line(sheet: Sheet, case: Case) -> None:
    """« Patient : Mme DURAND Marie née MARTIN, née le … »."""
    shown = case.shown
    text = f"Patient : {blocks.civility(case, short=True)} {blocks.family_name(case)} {blocks.given(case)}"
    if shown.used_name and shown.birth_name:
        text += f" {blocks.born(case)} {shown.birth_name}"
    if shown.birth_date:
        text += f", {blocks.born(case)} le {blocks.birth_day(case)}"
        if sheet.rng.random() < 0.4:
            text += f" ({blocks.age(case)})"
    sheet.paragraph(text)
    ins_line(sheet, case)
    stay_line(sheet, case)


def who_fields(sheet: Sheet, case: Case) -> None:
    """One labelled line a trait."""
    shown = case.shown
    case.printed.add("names")
    if shown.birth_name:
        sheet.write(f"Nom de naissance : {shown.birth_name}")
    if shown.used_name:
        label = sheet.rng.choice(("Nom d'usage", "Nom utilisé")) if shown.used_name_is_labelled else "Nom"
        sheet.write(f"{label} : {shown.used_name}")
    sheet.write(f"Prénom(s) : {blocks.given(case, every=True)}")
    if shown.birth_date:
        sheet.write(f"Date de naissance : {blocks.birth_day(case)}")
    sheet.write(f"Sexe : {blocks.sex_word(case)}")
    ins_line(sheet, case)
    stay_line(sheet, case)


def who_boxes(sheet: Sheet, case: Case) -> None:
    """Boxes with small labels above their values."""
    shown = case.shown
    case.printed.add("names")
    cells = [("Nom de naissance", shown.birth_name or ""), ("Nom d'usage", shown.used_name or ""),
             ("Prénoms", blocks.given(case, every=True)), ("Né(e) le", blocks.birth_day(case)),
             ("Sexe", blocks.sex_word(case)), ("N° de dossier", blocks.stamp_number(case) if case.episode else "")]  # fmt: skip
    width, height = (sheet.right - sheet.left) / 3, 34
    for number, (label, value) in enumerate(cells):
        x, y = sheet.left + (number % 3) * width, sheet.y + (number // 3) * height
        sheet.box(x, y, width, height)
        sheet.text(x + 4, y + 3, label, size=7)
        size = min(sheet.size, sheet.size * (width - 8) / max(1.0, sheet.width(value)))
        sheet.text(x + 4, y + 15, value, size=size)
    sheet.space(2 * height + 6)
    ins_line(sheet, case)


def who_right(sheet: Sheet, case: Case) -> None:
    """A block at the right: civility, name, née, born, INS."""
    shown = case.shown
    x = 320.0
    sheet.write(f"{blocks.civility(case)} {blocks.family_name(case)} {blocks.given(case)}", x=x, bold=True)
    if shown.used_name and shown.birth_name:
        sheet.write(f"{blocks.born(case)} {shown.birth_name}", x=x)
    if shown.birth_date:
        sheet.write(f"{blocks.born(case).capitalize()} le {blocks.birth_day(case)}", x=x)
    if case.patient.ipp and sheet.rng.random() < 0.6:
        sheet.write(f"IPP : {case.patient.ipp}", x=x)
    if shown.ins:
        sheet.write(f"INS : {blocks.ins_text(shown.ins, is_spaced=True)}", x=x)
    code(sheet, case)
    sheet.space(4)
    stay_line(sheet, case)


def who_sentence(sheet: Sheet, case: Case) -> None:
    """In the first sentence of a letter."""
    shown = case.shown
    sheet.write("Cher confrère,")
    sheet.space(4)
    text = (
        f"Je vous remercie de m'avoir adressé {blocks.civility(case)} {blocks.given(case)} {blocks.family_name(case)}"
    )
    if shown.used_name and shown.birth_name:
        text += f", {blocks.born(case)} {shown.birth_name}"
    if shown.birth_date:
        text += f", {blocks.born(case)} le {blocks.birth_day(case)}"
    sheet.paragraph(f"{text}.")
    ins_line(sheet, case)


def who_sticker(sheet: Sheet, case: Case) -> None:
    """A sticker: MARTIN Marie ép. DURAND, date, sex, IPP."""
    shown = case.shown
    x, y, width = sheet.right - 230, sheet.y, 226
    sheet.box(x, y, width, 68)
    case.printed.add("names")
    name = f"{blocks.any_name(case)} {blocks.given(case)}"
    size = min(sheet.size, sheet.size * (width - 10) / sheet.width(name, bold=True))
    sheet.text(x + 5, y + 5, name, bold=True, size=size)
    if shown.used_name and shown.birth_name:
        sheet.text(x + 5, y + 19, f"ép. {shown.used_name}", size=sheet.size - 1)
    sheet.text(
        x + 5, y + 33, f"{born_label(case)}{blocks.birth_day(case)}   Sexe {blocks.sex_word(case)}", size=sheet.size - 1
    )
    if case.episode:
        sheet.text(x + 5, y + 48, f"Séjour : {blocks.stamp_number(case)}", size=sheet.size - 1)
    sheet.space(76)
    ins_line(sheet, case)


def born_label(case: Case) -> str:
    """« Né(e) le » when there is a date."""
    return "Né(e) le " if case.shown.birth_date else ""


def ins_line(sheet: Sheet, case: Case) -> None:
    """The INS and its datamatrix, when the case has them."""
    if case.shown.ins:
        label = sheet.rng.choice(("INS :", "Matricule INS :", "INS (NIR) :", "N° INS"))
        sheet.write(f"{label} {blocks.ins_text(case.shown.ins, is_spaced=sheet.rng.random() < 0.6)}")
    code(sheet, case)


def code(sheet: Sheet, case: Case) -> None:
    """The datamatrix at the right of the cursor."""
    if case.datamatrix:
        sheet.need(60)
        sheet.matrix(case.datamatrix, sheet.left, sheet.y + 2, 52)
        case.printed.add("datamatrix")
        sheet.space(60)


def stay_line(sheet: Sheet, case: Case) -> None:
    """The stay number."""
    if case.episode and "episode" not in case.printed:
        label = sheet.rng.choice(("N° de séjour :", "Numéro de dossier :", "Séjour n°", "N° de venue :"))
        sheet.write(f"{label} {blocks.stamp_number(case)}")


# Titles and bodies


def title_centre(sheet: Sheet, case: Case) -> None:
    """The title in the middle, in capitals one time of two."""
    sheet.space(8)
    title = case.title.upper() if sheet.rng.random() < 0.5 else case.title
    size = min(sheet.size + 4, (sheet.size + 4) * 470 / sheet.width(title, sheet.size + 4, bold=True))
    sheet.text(WIDTH / 2, sheet.y, title, bold=True, size=size, align="c")
    sheet.space(sheet.size * 2.4)


def title_object(sheet: Sheet, case: Case) -> None:
    """« Objet : … »."""
    sheet.space(4)
    sheet.paragraph(f"Objet : {case.title}", bold=True)
    sheet.space(4)


def body_plain(sheet: Sheet, case: Case) -> None:
    """The act's date, paragraphs, distractors."""
    blocks.act_line(sheet, case)
    second_patient(sheet, case)
    blocks.letter_body(sheet, case)
    blocks.later_lines(sheet, case)
    blocks.relatives_lines(sheet, case)


def second_patient(sheet: Sheet, case: Case) -> None:
    """Another patient, named as the first is."""
    other = case.second_identity
    if other:
        born = "née" if other.sex == "F" else "né"
        title = "Mme" if other.sex == "F" else "M."
        sheet.paragraph(
            f"Patient : {title} {other.birth_name} {other.first_name.title()}, {born} le {case.day(other.birth_date)}"
        )


def body_lab(sheet: Sheet, case: Case) -> None:
    """Results in a table."""
    blocks.act_line(sheet, case)
    second_patient(sheet, case)
    if case.recipients:
        doctor = case.recipients[0]
        case.printed.add("prescriber")
        sheet.write(f"Prescripteur : Dr {doctor.given.title()} {doctor.family}")
    sheet.space(6)
    blocks.results_table(sheet, case, lined=sheet.rng.random() < 0.5)
    for sentence in case.body:
        sheet.paragraph(sentence, size=sheet.size - 1)
    blocks.later_lines(sheet, case)
    blocks.relatives_lines(sheet, case)


def body_sections(sheet: Sheet, case: Case) -> None:
    """Sections with headings."""
    blocks.act_line(sheet, case)
    second_patient(sheet, case)
    heads = ("Motif", "Antécédents", "Examen clinique", "Examens complémentaires", "Conclusion", "Suites")
    for number, sentence in enumerate(case.body):
        if number % 2 == 0:
            sheet.space(4)
            sheet.write(f"{heads[number // 2 % len(heads)]} :", bold=True)
        sheet.paragraph(sentence)
    blocks.later_lines(sheet, case)
    blocks.relatives_lines(sheet, case)


# Endings


def sign(sheet: Sheet, case: Case) -> None:
    """« Docteur Prénom NOM » at the right, its RPPS one time of two."""
    case.printed.add("author")
    sheet.need(60)
    sheet.space(16)
    sheet.write(f"Docteur {case.author.given.title()} {case.author.family}", x=330)
    if sheet.rng.random() < 0.5:
        case.printed.add("rpps")
        sheet.write(f"RPPS : {case.author.rpps}", x=330)


def sign_copies(sheet: Sheet, case: Case) -> None:
    """Signature, then copies."""
    sign(sheet, case)
    if case.recipients:
        case.printed.add("recipients")
        names = ", ".join(f"Dr {d.given.title()} {d.family}" for d in case.recipients)
        sheet.space(8)
        sheet.paragraph(f"Copie à : {names}", size=sheet.size - 1)


def foot(sheet: Sheet, case: Case) -> None:
    """Footer of the page."""
    sheet.text(WIDTH / 2, 805, f"{case.structure.name} - {case.structure.phone} - page {sheet.pages}/{sheet.pages}",
               size=7, align="c")  # fmt: skip


UNTITLED = ("11488-4", "11490-0", "34112-3", "18748-4", "34874-8", "15507-7", "96349-6", "60568-3")
"""Types that a letter without a title can be told by its text."""


def _seen(name: str, families: str, manner: str, *parts: Part, codes: tuple[str, ...] = ()) -> Layout:
    return Layout(name=name, families=frozenset(families.split()), manner=manner, parts=parts, codes=codes)


LETTERS = "letter discharge"
SEEN_LAYOUTS = (
    _seen("lettre-en-tete-gauche", LETTERS, "sans", head_left, who_line, title_centre, body_plain, sign_copies),
    _seen("lettre-en-tete-serif", LETTERS, "serif", head_left, title_object, who_sentence, body_plain, sign_copies),
    _seen("lettre-service", LETTERS, "sans", head_staff, title_centre, who_line, body_sections, sign_copies),
    _seen("lettre-cabinet", "letter", "serif", head_right, title_object, who_sentence, body_plain, sign),
    _seen("lettre-bloc-droit", LETTERS, "sans", head_left, who_right, title_centre, body_plain, sign_copies),
    _seen("lettre-sans-titre", LETTERS, "serif", head_left, who_sentence, body_plain, sign_copies, codes=UNTITLED),
    _seen("formulaire-champs", "form discharge", "sans", head_left, title_centre, who_fields, body_sections, sign),
    _seen(
        "formulaire-cases", "form discharge operative", "sans", head_staff, title_centre, who_boxes, body_sections, sign
    ),
    _seen("formulaire-machine", "form", "typewriter", head_left, title_centre, who_fields, body_plain, sign),
    _seen(
        "etiquette", "form discharge operative", "sans", head_left, who_sticker, title_centre, body_sections, sign, foot
    ),
    _seen("laboratoire", "lab", "sans", head_lab, who_line, title_centre, body_lab, sign),
    _seen("laboratoire-champs", "lab", "mono", head_lab, who_fields, title_centre, body_lab, sign),
    _seen("laboratoire-etiquette", "lab", "serif", head_lab, title_centre, who_sticker, body_lab, sign),
    _seen("imagerie", "imaging", "sans", head_staff, who_right, title_centre, body_sections, sign_copies),
    _seen("imagerie-lettre", "imaging", "serif", head_left, who_line, title_centre, body_plain, sign_copies),
    _seen("operatoire", "operative", "sans", head_staff, title_centre, who_fields, body_plain, sign),
    _seen("ordonnance", "prescription", "sans", head_right, who_line, title_centre, body_plain, sign),
    _seen("ordonnance-hopital", "prescription", "serif", head_left, title_centre, who_fields, body_plain, sign),
    _seen("certificat", "certificate", "serif", head_right, title_centre, who_line, body_plain, sign),
    _seen("assurance", "insurance", "sans", head_left, title_centre, who_fields, body_plain),
    _seen("main", "certificate prescription", "hand", head_right, title_centre, who_line, body_plain, sign),
)

"""Layouts drawn word by word: labels, separators, orders and turns of phrase taken at random, so that rules meet many
manners and learn none by heart. Rules may learn from them.
"""

from collections.abc import Sequence

from eval import blocks
from eval.case import Case
from eval.layouts_second import head_banner, head_doctor, head_logo, head_printer
from eval.layouts_seen import UNTITLED, Layout, Part, body_lab, body_plain, body_sections, head_left, head_staff
from eval.layouts_third import body_results, copies, head_corner, head_meta, head_under
from eval.sheet import Sheet

BIRTH = ("Nom de naissance", "Nom de naiss.", "Nom naissance", "NOM DE NAISSANCE", "Nom de famille", "Nom patronymique",
         "Nom (naissance)", "Nom naiss.", "Nom de famille de naissance", "Nom de jeune fille")  # fmt: skip
USED = ("Nom d'usage", "Nom utilisé", "Nom usuel", "Nom marital", "Nom d'épouse", "NOM UTILISE", "Nom (usage)")
GIVEN = ("Prénom", "Prénom(s)", "Prénoms", "Prénom de naissance", "PRENOM", "Prénom(s) de naissance", "1er prénom")
BORN = ("Date de naissance", "Né(e) le", "DDN", "Date naiss.", "Date de naiss.", "D.D.N.", "Naissance", "Date nais.",
        "DATE DE NAISSANCE", "Né (e) le", "Date de Naissance")  # fmt: skip
SEX = ("Sexe", "Genre", "SEXE")
INS_LABELS = ("INS", "N° INS", "Matricule INS", "INS-NIR", "Identifiant national de santé", "NIR", "INS (NIR)",
              "Numéro INS", "N° de sécurité sociale")  # fmt: skip
STAY = ("N° de séjour", "NDA", "IEP", "N° dossier", "Séjour", "N° d'admission", "Venue n°")
SENTENCES = (
    "J'ai examiné ce jour {}.", "Je vois en consultation {}.", "Merci de recevoir {}.", "Je vous adresse {}.",
    "{} a été hospitalisé(e) dans notre service.", "Vous m'avez confié {}.", "Nous avons pris en charge {}.",
    "Compte rendu concernant {}.", "Votre patient(e) {} a bénéficié de cet examen.", "Je revois {}.",
    "Permettez-moi de vous confier {}.", "Nous avons reçu {} dans le service.",
)  # fmt: skip
HEADS = ("Patient : {}", "Patient(e) : {}", "Concerne : {}", "Objet : {}", "Identité : {}", "Nom du patient : {}",
         "Patient {}", "Re : {}", "Identité du patient : {}", "{}", "{}", "Nom et prénom : {}")  # fmt: skip
DAYS = ("Date : {}", "Le {}", "Fait le {}", "Document du {}", "Date du CR : {}", "Établi le : {}", "Rédigé le {}",
        "Date du document {}", "{}", "Courrier du {}", "Date de rédaction : {}", "Créé le {}")  # fmt: skip


def who_mixed(sheet: Sheet, case: Case) -> None:
    """Labelled traits in an arrangement drawn among six, or a name in a line or a sentence."""
    way = sheet.rng.choice((_lines, _pairs, _one_line, _rows, _heads, _over, _named, _named, _said))
    way(sheet, case)
    numbers(sheet, case)


def _traits(sheet: Sheet, case: Case) -> list[tuple[str, str]]:
    shown, rng = case.shown, sheet.rng
    case.printed.add("names")
    rows = []
    if shown.birth_name:
        rows.append((rng.choice(BIRTH), shown.birth_name))
    if shown.used_name:
        label = rng.choice(USED) if shown.used_name_is_labelled else "Nom"
        rows.append((label, shown.used_name))
    if rng.random() < 0.3:
        rows.reverse()
    label = rng.choice(GIVEN)
    rows.append((label, blocks.given(case, every=label != "1er prénom" and rng.random() < 0.4)))
    if shown.birth_date:
        age = f" ({blocks.age(case)})" if rng.random() < 0.3 else ""
        rows.append((rng.choice(BORN), blocks.birth_day(case) + age))
    if rng.random() < 0.8 or case.trap == "other_sex":
        rows.append((rng.choice(SEX), blocks.sex_word(case, long=rng.random() < 0.4)))
    return rows


def _lines(sheet: Sheet, case: Case) -> None:
    joint = sheet.rng.choice((" : ", ": ", " ", " = ", " :  "))
    for label, value in _traits(sheet, case):
        sheet.write(f"{label}{joint}{value}")


def _pairs(sheet: Sheet, case: Case) -> None:
    """Two traits on a line."""
    rows = _traits(sheet, case)
    middle = sheet.left + (sheet.right - sheet.left) * sheet.rng.choice((0.5, 0.55, 0.6))
    joint = sheet.rng.choice((" : ", ": ", " "))
    for place in range(0, len(rows), 2):
        for x, (label, value) in zip((sheet.left, middle), rows[place : place + 2], strict=False):
            text = f"{label}{joint}{value}"
            room = (middle if x == sheet.left else sheet.right) - x - 6
            sheet.text(x, sheet.y, text, size=min(sheet.size, sheet.size * room / sheet.width(text)))
        sheet.space(sheet.size * 1.5)


def _one_line(sheet: Sheet, case: Case) -> None:
    """Every trait on one line, with signs between."""
    sign = sheet.rng.choice((" - ", " | ", "   ", " ; ", " / "))
    sheet.paragraph(sign.join(f"{label} : {value}" for label, value in _traits(sheet, case)))


def _rows(sheet: Sheet, case: Case) -> None:
    """A table of two columns, or labels far from their values."""
    rows = _traits(sheet, case)
    if sheet.rng.random() < 0.5:
        sheet.table(sheet.left, (150, 240), [("Patient", ""), *rows], lined=sheet.rng.random() < 0.7)
        sheet.space(6)
        return
    for label, value in rows:
        sheet.text(sheet.left, sheet.y, label, size=sheet.size - 1)
        sheet.text(sheet.left + 150, sheet.y, value, bold=True)
        sheet.space(sheet.size * 1.45)


def _heads(sheet: Sheet, case: Case) -> None:
    """A table whose head names the traits."""
    rows = _traits(sheet, case)
    room = (sheet.right - sheet.left) / len(rows)
    sheet.table(sheet.left, [room] * len(rows), [[a for a, _ in rows], [b for _, b in rows]],
                lined=sheet.rng.random() < 0.7)  # fmt: skip
    sheet.space(6)


def _over(sheet: Sheet, case: Case) -> None:
    """Small labels over their values, two or three on a line."""
    rows = _traits(sheet, case)
    count = sheet.rng.choice((1, 2, 3))
    width = (sheet.right - sheet.left) / count
    for place in range(0, len(rows), count):
        for number, (label, value) in enumerate(rows[place : place + count]):
            x = sheet.left + number * width
            sheet.text(x, sheet.y, label, size=7)
            sheet.text(x, sheet.y + 9, value, size=min(sheet.size, sheet.size * (width - 8) / sheet.width(value)))
        sheet.space(26)


def _name(sheet: Sheet, case: Case) -> str:
    """The name in one of a dozen manners, civility included."""
    shown, rng = case.shown, sheet.rng
    given = blocks.given(case)
    if rng.random() < 0.15:
        given = given.upper()
    title = "" if rng.random() < 0.25 else blocks.civility(case, short=rng.random() < 0.5) + " "
    family = blocks.family_name(case)
    both = f"{family} {given}" if rng.random() < 0.6 else f"{given} {family}"
    if not (shown.birth_name and shown.used_name):
        return title + both
    born, birth = blocks.born(case), shown.birth_name
    return rng.choice(
        (f"{title}{both} {born} {birth}", f"{title}{family} {born} {birth} {given}", f"{title}{both} ({born} {birth})",
         f"{title}{birth} épouse {family} {given}", f"{title}{family} ({birth}) {given}", f"{title}{both}, {born} {birth}",
         f"{title}{birth} ép. {family} {given}", f"{title}{both} (nom de naissance : {birth})",
         f"{title}{both} - nom de naissance {birth}")
    )  # fmt: skip


def _dated(sheet: Sheet, case: Case, *, in_sentence: bool) -> str:
    """The birth date as said after a name."""
    if not case.shown.birth_date:
        return ""
    day, age, born = blocks.birth_day(case), blocks.age(case), blocks.born(case)
    ways: Sequence[str] = (f", {born} le {day}", f" ({day})", f", {age}, {born} le {day}", f" {born} le {day}",
                           f", {born} le {day} ({age})")  # fmt: skip
    if not in_sentence:
        ways = (*ways, f" - DDN {day}", f" - {born.capitalize()} le : {day}", f" Né(e) le {day}", f" - {day} - {age}")
    return sheet.rng.choice(ways)


def _named(sheet: Sheet, case: Case) -> None:
    """« Patient : Mme DURAND Marie née MARTIN, née le … », on one line or two."""
    head = sheet.rng.choice(HEADS)
    text = head.format(_name(sheet, case))
    when = _dated(sheet, case, in_sentence=False)
    if when and sheet.rng.random() < 0.3:
        sheet.paragraph(text)
        sheet.write(f"{blocks.born(case).capitalize()} le {blocks.birth_day(case)}")
    else:
        sheet.paragraph(text + when)


def _said(sheet: Sheet, case: Case) -> None:
    """In a sentence."""
    name = _name(sheet, case) + _dated(sheet, case, in_sentence=True)
    sheet.paragraph(sheet.rng.choice(SENTENCES).format(name))


def numbers(sheet: Sheet, case: Case) -> None:
    """INS, IPP, stay and datamatrix, in any order."""
    rng = sheet.rng
    joint = rng.choice((" : ", " ", ": "))
    if rng.random() < 0.4:
        sheet.write(f"IPP{joint}{case.patient.ipp}")
    if case.shown.ins:
        sheet.write(f"{rng.choice(INS_LABELS)}{joint}{blocks.ins_text(case.shown.ins, is_spaced=rng.random() < 0.5)}")
    if case.episode and "episode" not in case.printed:
        sheet.write(f"{rng.choice(STAY)}{joint}{blocks.stamp_number(case)}")
    if case.datamatrix:
        sheet.need(54)
        sheet.matrix(case.datamatrix, rng.choice((sheet.left, sheet.left + 180, sheet.right - 60)), sheet.y + 2, 48)
        case.printed.add("datamatrix")
        sheet.space(56)


def title_mixed(sheet: Sheet, case: Case) -> None:
    """A title of any size, case and place."""
    rng = sheet.rng
    title = case.title.upper() if rng.random() < 0.4 else case.title
    sheet.space(rng.choice((2, 8, 14)))
    bigger = rng.choice((0, 2, 5))
    size = min(sheet.size + bigger, (sheet.size + bigger) * 480 / sheet.width(title, sheet.size + bigger, bold=True))
    align = rng.choice("lcc")
    x = sheet.left if align == "l" else (sheet.left + sheet.right) / 2
    sheet.text(x, sheet.y, title, size=size, bold=rng.random() < 0.6, align=align)
    sheet.space(sheet.size * 2.2)


def day_mixed(sheet: Sheet, case: Case) -> None:
    """The date of the document under one of its names, at the left or the right."""
    rng = sheet.rng
    if "doc_date" in case.printed:
        return
    if rng.random() < 0.3:
        blocks.dateline(sheet, case, x=sheet.right, align="r")
        return
    case.printed.add("doc_date")
    text = rng.choice(DAYS).format(case.day(case.doc_date))
    is_right = rng.random() < 0.4
    sheet.text(sheet.right if is_right else sheet.left, sheet.y, text, align="r" if is_right else "l")
    sheet.space(sheet.size * 1.6)


def sign_mixed(sheet: Sheet, case: Case) -> None:
    """A signature in one of a dozen manners."""
    rng, author = sheet.rng, case.author
    case.printed.add("author")
    sheet.need(60)
    sheet.space(10)
    given, family = author.given.title(), author.family
    name = f"{given} {family}" if rng.random() < 0.6 else f"{family} {given}"
    text = rng.choice(
        ("Dr {}", "Docteur {}", "Signé par : Dr {}", "Signataire : Dr {}", "Rédigé par : Dr {}", "Dr {}, praticien",
         "Validé par le Dr {}", "Auteur : Dr {}", "Compte rendu rédigé par le Docteur {}", "Le médecin : Dr {}")
    ).format(name)  # fmt: skip
    x = rng.choice((sheet.left, sheet.left, 320.0))
    sheet.write(text, x=x)
    if "rpps" not in case.printed and rng.random() < 0.5:
        case.printed.add("rpps")
        sheet.write(f"{rng.choice(('RPPS :', 'RPPS', 'N° RPPS', 'Identifiant RPPS :'))} {author.rpps}", x=x)
    copies(sheet, case)


def _mixed(name: str, families: str, manner: str, *parts: Part, codes: tuple[str, ...] = ()) -> Layout:
    return Layout(name=name, families=frozenset(families.split()), manner=manner, parts=parts, codes=codes)


LETTERS = "letter discharge"
MIXED_LAYOUTS = (
    _mixed("melange-lettre", LETTERS, "sans", head_left, who_mixed, title_mixed, body_plain, sign_mixed),
    _mixed("melange-lettre-serif", LETTERS, "serif", head_corner, day_mixed, title_mixed, who_mixed, body_plain, sign_mixed),
    _mixed("melange-sans-titre", LETTERS, "serif", head_logo, day_mixed, who_mixed, body_plain, sign_mixed, codes=UNTITLED),
    _mixed("melange-service", "form operative discharge", "sans", head_staff, title_mixed, who_mixed, body_sections, sign_mixed),
    _mixed("melange-formulaire", "form discharge", "sans", head_under, title_mixed, who_mixed, day_mixed, body_sections, sign_mixed),
    _mixed("melange-labo", "lab", "sans", head_corner, who_mixed, day_mixed, title_mixed, body_lab, sign_mixed),
    _mixed("melange-labo-machine", "lab", "mono", head_printer, title_mixed, who_mixed, day_mixed, body_results, sign_mixed),
    _mixed("melange-imagerie", "imaging", "sans", head_banner, who_mixed, title_mixed, day_mixed, body_plain, sign_mixed),
    _mixed("melange-meta", "letter imaging operative", "serif", head_meta, title_mixed, who_mixed, body_sections),
    _mixed("melange-ordonnance", "prescription", "sans", head_doctor, day_mixed, who_mixed, title_mixed, body_plain),
    _mixed("melange-certificat", "certificate", "serif", head_doctor, title_mixed, who_mixed, day_mixed, body_plain),
    _mixed("melange-assurance", "insurance", "sans", head_left, title_mixed, who_mixed, body_plain),
    _mixed("melange-matricielle", "form lab", "dots", head_printer, title_mixed, who_mixed, day_mixed, body_plain, sign_mixed),
)  # fmt: skip

"""Layouts that were held out until the figures of 2026-11-22 at 15:40 and have served since: fifteen may be seen, and ten,
drawn by a seeded coin, join the five that calibrations are fitted on. See ``layouts_held`` for those held out now.
"""

from dataclasses import replace
from datetime import timedelta
from random import Random

from eval import blocks
from eval.case import Case
from eval.layouts_kept_forms import KEPT_FORMS
from eval.layouts_kept_letters import KEPT_LETTERS
from eval.layouts_seen import UNTITLED, Layout, Part, second_patient
from eval.sheet import WIDTH, Sheet

WEEK = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")

# Letterheads


def head_two(sheet: Sheet, case: Case) -> None:
    """Structure at the left, department and its doctors at the right, a double rule under them."""
    case.printed |= {"structure"}
    top = sheet.y
    sheet.write(case.structure.name, bold=True, size=sheet.size + 1)
    sheet.write(case.structure.address, size=8)
    sheet.write(f"Tél. {case.structure.phone}", size=8)
    if sheet.rng.random() < 0.5:
        case.printed.add("finess")
        sheet.write(f"N° FINESS : {case.structure.finess}", size=8)
    low, sheet.y = sheet.y, top
    sheet.text(sheet.right, sheet.y, f"Unité de {case.author.speciality.lower() or 'médecine'}", bold=True, align="r")
    sheet.space(14)
    for doctor in case.staff:
        sheet.text(sheet.right, sheet.y, f"Pr {doctor.given[:1]}. {doctor.family}", size=8, align="r")
        sheet.space(11)
    sheet.y = max(low, sheet.y) + 4
    sheet.rule(sheet.left, sheet.y, sheet.right)
    sheet.rule(sheet.left, sheet.y + 2, sheet.right)
    sheet.space(12)


def head_strip(sheet: Sheet, case: Case) -> None:
    """One thin line of text over the page: structure, town, telephone, separated by dots."""
    case.printed |= {"structure"}
    text = f"{case.structure.name} · {case.structure.address} · {case.structure.phone}"
    size = min(9, 9 * (sheet.right - sheet.left) / sheet.width(text, 9))
    sheet.text(sheet.left, sheet.y, text, size=size)
    sheet.space(16)
    sheet.rule(sheet.left, sheet.y, sheet.right, width=2)
    sheet.space(14)


def head_plate(sheet: Sheet, case: Case) -> None:
    """A doctor's plate at the left: name, speciality, RPPS in brackets; office at the right."""
    case.printed |= {"author", "structure"}
    top = sheet.y
    sheet.write(f"Dr {case.author.given.title()} {case.author.family}", size=sheet.size + 2, bold=True)
    sheet.write(case.author.speciality or "Médecin généraliste")
    if sheet.rng.random() < 0.7:
        case.printed.add("rpps")
        sheet.write(f"(RPPS n° {case.author.rpps})", size=sheet.size - 1.5)
    low, sheet.y = sheet.y, top
    for line in (case.structure.name, *case.structure.address.split(", "), f"Sur rendez-vous : {case.structure.phone}"):
        sheet.text(sheet.right, sheet.y, line, size=sheet.size - 1, align="r")
        sheet.space(sheet.size * 1.3)
    sheet.y = max(low, sheet.y) + 14


# Identity


def who_pipes(sheet: Sheet, case: Case) -> None:
    """« Patient(e) : DURAND Marie | Nom de naissance : MARTIN | Né(e) le … | Sexe F | IPP … » over one or two lines."""
    shown = case.shown
    case.printed.add("names")
    parts = [f"Patient(e) : {blocks.family_name(case)} {blocks.given(case)}"]
    if shown.birth_name and shown.used_name:
        parts.append(f"Nom de naissance : {shown.birth_name}")
    if shown.birth_date:
        parts.append(f"Né(e) le {blocks.birth_day(case)}")
    parts += [f"Sexe {blocks.sex_word(case)}", f"IPP {case.patient.ipp}"]
    sheet.paragraph(" | ".join(parts), size=sheet.size - 0.5)
    tail(sheet, case)


def who_grid(sheet: Sheet, case: Case) -> None:
    """A ruled grid of four columns: label, value, label, value."""
    shown = case.shown
    case.printed.add("names")
    cells = [("Nom de naissance", shown.birth_name or ""), ("Prénom(s)", blocks.given(case, every=True)),
             ("Nom utilisé", shown.used_name or ""), ("Date de naissance", blocks.birth_day(case)),
             ("Sexe", blocks.sex_word(case, long=True)), ("N° INS", shown.ins or "")]  # fmt: skip
    room = sheet.right - sheet.left
    widths = [room * part for part in (0.18, 0.32, 0.18, 0.32)]
    height = sheet.size * 1.8
    for row in range(3):
        x = sheet.left
        for width, text, is_label in zip(
            widths, (*cells[2 * row], *cells[2 * row + 1]), (True, False, True, False), strict=True
        ):
            sheet.box(x, sheet.y, width, height, grey=0.93 if is_label else None)
            size = min(sheet.size, sheet.size * (width - 8) / max(1.0, sheet.width(text)))
            sheet.text(x + 4, sheet.y + 4, text, size=size)
            x += width
        sheet.space(height)
    sheet.space(6)
    tail(sheet, case, has_ins=False)


def who_shout(sheet: Sheet, case: Case) -> None:
    """Capitals only: « MME DURAND MARIE NEE MARTIN », « NEE LE … - … ANS »."""
    shown = case.shown
    case.printed |= {"names", "sex"}
    title = "MME" if shown.sex == "F" else "M."
    born = "NEE" if shown.sex == "F" else "NE"
    name = f"{title} {blocks.family_name(case)} {shown.first.upper()}"
    if shown.used_name and shown.birth_name:
        name += f" {born} {shown.birth_name}"
    sheet.write(name, bold=True)
    if shown.birth_date:
        sheet.write(f"{born} LE {blocks.birth_day(case)} - {blocks.age(case).upper()}")
    tail(sheet, case)


def who_given_first(sheet: Sheet, case: Case) -> None:
    """Labels in bold, first name first: « Prénom : », « Nom : », « Nom de jeune fille : », « Date de nais. : »."""
    shown = case.shown
    case.printed.add("names")
    sheet.write("PATIENT", bold=True)
    rows = [("Prénom", blocks.given(case))]
    if shown.birth_name:
        rows.append(("Nom de naissance", shown.birth_name))
    if shown.used_name:
        rows.append(("Nom d'usage" if shown.used_name_is_labelled else "Nom", shown.used_name))
    if shown.birth_date:
        rows.append(("Date de nais.", f"{blocks.birth_day(case)} ({blocks.age(case)})"))
    rows.append(("Genre", blocks.sex_word(case, long=True)))
    for label, value in rows:
        sheet.text(sheet.left + 12, sheet.y, f"{label} :", bold=True)
        sheet.text(sheet.left + 20 + sheet.width(f"{label} :", bold=True), sheet.y, value)
        sheet.space(sheet.size * 1.4)
    tail(sheet, case)


def who_box_plain(sheet: Sheet, case: Case) -> None:
    """A frame headed « Identité du patient »: names and dates with short labels, two on a line."""
    shown = case.shown
    case.printed.add("names")
    top = sheet.y
    sheet.space(6)
    x = sheet.left + 8
    sheet.write("Identité du patient", bold=True, x=x)
    if shown.birth_name:
        first = f"Nom de naissance : {shown.birth_name}     Prénom : {blocks.given(case)}"
    else:
        first = f"Prénom : {blocks.given(case)}"
    sheet.write(first, x=x)
    if shown.used_name:
        label = "Nom usuel" if shown.used_name_is_labelled else "Nom"
        sheet.write(f"{label} : {shown.used_name}", x=x)
    second = f"Sexe : {blocks.sex_word(case)}"
    if shown.birth_date:
        second = f"Né(e) le : {blocks.birth_day(case)}     {second}"
    sheet.write(second, x=x)
    sheet.box(sheet.left, top, sheet.right - sheet.left, sheet.y - top + 4)
    sheet.space(10)
    tail(sheet, case)


def who_reference(sheet: Sheet, case: Case) -> None:
    """« Réf. : DURAND Marie (nom de naissance : MARTIN) – DDN : 12/03/1954 – sexe : F »."""
    shown = case.shown
    name = f"{blocks.family_name(case)} {blocks.given(case)}"
    if shown.birth_name and shown.used_name:
        name += f" (nom de naissance : {shown.birth_name})"
    text = f"Réf. patient : {name}"
    if shown.birth_date:
        text += f" – DDN : {blocks.birth_day(case)}"
    sheet.paragraph(f"{text} – sexe : {blocks.sex_word(case)}")
    tail(sheet, case)


def who_margin_box(sheet: Sheet, case: Case) -> None:
    """A sticker in the left margin over three lines: name and first name, « NN : » birth name, date and sex."""
    shown = case.shown
    case.printed.add("names")
    x, y, width = sheet.left, sheet.y, 210.0
    sheet.box(x, y, width, 66)
    family = blocks.family_name(case)
    size = min(sheet.size, sheet.size * (width - 10) / sheet.width(f"{family} {blocks.given(case)}", bold=True))
    sheet.text(x + 5, y + 5, f"{family} {blocks.given(case)}", bold=True, size=size)
    if shown.birth_name and shown.used_name:
        sheet.text(x + 5, y + 19, f"Nom naiss. : {shown.birth_name}", size=min(size, sheet.size - 1))
    when = f"DDN : {blocks.birth_day(case)}  " if shown.birth_date else ""
    sheet.text(x + 5, y + 33, f"{when}Sexe : {blocks.sex_word(case)}", size=sheet.size - 1)
    if case.episode:
        sheet.text(x + 5, y + 48, f"NDA {blocks.stamp_number(case)}", size=sheet.size - 1)
    sheet.space(74)
    tail(sheet, case)


def who_news(sheet: Sheet, case: Case) -> None:
    """« Je vous donne des nouvelles de votre patient, Monsieur Jean MARTIN, né le 12 mars 1954 »."""
    shown = case.shown
    name = f"{blocks.civility(case)} {blocks.given(case)} {blocks.family_name(case)}"
    if shown.used_name and shown.birth_name:
        name += f" {blocks.born(case)} {shown.birth_name}"
    when = f", {blocks.born(case)} le {blocks.birth_day(case)} ({blocks.age(case)})" if shown.birth_date else ""
    end = "e" if shown.sex == "F" else ""
    sheet.paragraph(f"Je vous donne des nouvelles de votre patient{end}, {name}{when}.")
    tail(sheet, case)


def tail(sheet: Sheet, case: Case, *, has_ins: bool = True) -> None:
    """INS, stay and datamatrix under the identity."""
    if case.shown.ins and has_ins:
        label = sheet.rng.choice(("Matricule INS (NIR) :", "INS", "Identité nationale de santé (INS) :"))
        sheet.write(f"{label} {blocks.ins_text(case.shown.ins, is_spaced=sheet.rng.random() < 0.5)}")
    if case.episode and "episode" not in case.printed:
        label = sheet.rng.choice(("Numéro de séjour :", "N° venue :", "N° d'hospitalisation :"))
        sheet.write(f"{label} {blocks.stamp_number(case)}")
    if case.datamatrix:
        sheet.need(54)
        sheet.matrix(case.datamatrix, sheet.right - 60, sheet.y + 2, 48)
        case.printed.add("datamatrix")
        sheet.space(54)


# Titles, dates, bodies


def title_under(sheet: Sheet, case: Case) -> None:
    """The title in the middle, underlined."""
    sheet.space(10)
    size = min(sheet.size + 3, (sheet.size + 3) * (sheet.right - sheet.left) / sheet.width(case.title, sheet.size + 3))
    sheet.text(WIDTH / 2, sheet.y, case.title, size=size, align="c")
    width = sheet.width(case.title, size) / 2
    sheet.rule(WIDTH / 2 - width, sheet.y + size * 1.25, WIDTH / 2 + width)
    sheet.space(size * 2)


def title_grey(sheet: Sheet, case: Case) -> None:
    """The title on a grey strip at the left."""
    sheet.space(4)
    room = sheet.right - sheet.left
    size = min(sheet.size + 2, (sheet.size + 2) * (room - 12) / sheet.width(case.title, sheet.size + 2, bold=True))
    sheet.box(sheet.left, sheet.y, room, 22, grey=0.88)
    sheet.text(sheet.left + 6, sheet.y + 5, case.title, bold=True, size=size)
    sheet.space(30)


def day_week(sheet: Sheet, case: Case) -> None:
    """« Lianeville, le mardi 12 mars 2024 » at the right."""
    case.printed.add("doc_date")
    day = f"{WEEK[case.doc_date.weekday()]} {case.day(case.doc_date)}"
    sheet.text(sheet.right, sheet.y, f"{case.structure.town}, le {day}", align="r")
    sheet.space(sheet.size * 1.8)


def day_hour(sheet: Sheet, case: Case) -> None:
    """« Date du document : 12/03/2024 14:05 »."""
    case.printed.add("doc_date")
    label = sheet.rng.choice(("Date du document :", "Date de rédaction :", "Compte rendu établi le"))
    sheet.write(f"{label} {case.day(case.doc_date)} {sheet.rng.randrange(8, 19):02d}:{sheet.rng.randrange(60):02d}")


def day_typed(sheet: Sheet, case: Case) -> None:
    """« Rédigé le … », and the day it was typed."""
    case.printed.add("doc_date")
    later = case.doc_date + timedelta(days=sheet.rng.randrange(0, 5))
    sheet.write(f"Rédigé le {case.day(case.doc_date)}, tapé le {case.day(later)}", size=sheet.size - 1)


def body_blocks(sheet: Sheet, case: Case) -> None:
    """Headings in capitals at the left of their paragraph."""
    blocks.act_line(sheet, case)
    second_patient(sheet, case)
    heads = ("MOTIF", "HISTOIRE", "EXAMEN", "CONCLUSION", "CONDUITE À TENIR")
    for number, sentence in enumerate(case.body):
        if number % 2 == 0:
            sheet.space(3)
            sheet.write(heads[number // 2 % len(heads)], bold=True, size=sheet.size - 1)
        sheet.paragraph(sentence, x=sheet.left + 20)
    blocks.relatives_lines(sheet, case)
    blocks.later_lines(sheet, case)


def body_open(sheet: Sheet, case: Case) -> None:
    """Paragraphs with air between."""
    second_patient(sheet, case)
    blocks.act_line(sheet, case, x=sheet.left + 20)
    for sentence in case.body:
        sheet.space(5)
        sheet.paragraph(sentence)
    blocks.relatives_lines(sheet, case)
    blocks.later_lines(sheet, case)


def body_values(sheet: Sheet, case: Case) -> None:
    """Results in a table, remarks above."""
    blocks.act_line(sheet, case)
    second_patient(sheet, case)
    for sentence in case.body[:2]:
        sheet.paragraph(sentence)
    blocks.results_table(sheet, case, lined=sheet.rng.random() < 0.5)
    for sentence in case.body[2:]:
        sheet.paragraph(sentence)
    blocks.relatives_lines(sheet, case)


# Endings


def end_role(sheet: Sheet, case: Case) -> None:
    """Name, then what they are, at the right; copies after."""
    case.printed.add("author")
    sheet.need(60)
    sheet.space(14)
    sheet.text(sheet.right, sheet.y, f"Dr {case.author.family} {case.author.given.title()}", align="r")
    sheet.space(sheet.size * 1.4)
    sheet.text(sheet.right, sheet.y, "Praticien hospitalier", align="r", size=sheet.size - 1)
    sheet.space(sheet.size * 1.4)
    if sheet.rng.random() < 0.5:
        case.printed.add("rpps")
        sheet.text(sheet.right, sheet.y, f"RPPS {case.author.rpps}", align="r", size=sheet.size - 1)
        sheet.space(sheet.size * 1.4)
    end_copies(sheet, case)


def end_checked(sheet: Sheet, case: Case) -> None:
    """« Document validé par le Dr Prénom NOM, le … »."""
    case.printed |= {"author", "doc_date"}
    sheet.need(40)
    sheet.space(12)
    name = f"{case.author.given.title()} {case.author.family}"
    sheet.write(f"Document validé par le Dr {name}, le {case.day(case.doc_date)}")
    end_copies(sheet, case)


def end_plain(sheet: Sheet, case: Case) -> None:
    """« Confraternellement, Docteur Prénom NOM »."""
    case.printed.add("author")
    sheet.need(50)
    sheet.space(8)
    sheet.write("Bien à vous,")
    sheet.space(10)
    sheet.write(f"Docteur {case.author.given.title()} {case.author.family}")
    end_copies(sheet, case)


def end_copies(sheet: Sheet, case: Case) -> None:
    """« Diffusion : … »."""
    if case.recipients and "recipients" not in case.printed:
        case.printed.add("recipients")
        label = sheet.rng.choice(("Diffusion", "Destinataires", "Copie"))
        sheet.paragraph(f"{label} : " + ", ".join(f"Dr {d.family} {d.given.title()}" for d in case.recipients))


def foot_printed(sheet: Sheet, case: Case) -> None:
    """A footer with the day of printing."""
    later = case.doc_date + timedelta(days=sheet.rng.randrange(0, 6))
    sheet.text(sheet.left, 812, f"Imprimé le {later:%d/%m/%Y} à 11:20 - Page 1/1", size=7)


def _held(name: str, families: str, manner: str, *parts: Part, codes: tuple[str, ...] = ()) -> Layout:
    kinds = frozenset(families.split())
    return Layout(name=name, families=kinds, manner=manner, parts=parts, is_held=True, codes=codes)


LETTERS = "letter discharge"
_ALL = (
    _held("double-filet", LETTERS, "serif", head_two, day_week, title_under, who_news, body_open, end_role),
    _held("barres", LETTERS, "sans", head_strip, who_pipes, title_grey, day_hour, body_blocks, end_plain),
    _held("grille", "form operative discharge", "sans", head_two, title_grey, who_grid, day_hour, body_blocks, end_checked),
    _held("capitales", "lab form", "mono", head_strip, who_shout, title_under, day_typed, body_values, end_checked),
    _held("prenom-dabord", "form imaging", "sans", head_strip, title_grey, who_given_first, day_typed, body_blocks, end_role),
    _held("cadre-identite", "form insurance discharge", "serif", head_strip, title_under, who_box_plain, day_typed, body_blocks, end_role, foot_printed),
    _held("reference", "letter imaging", "sans", head_plate, day_week, who_reference, title_grey, body_open, end_plain),
    _held("vignette", "discharge operative form", "serif", head_two, who_margin_box, title_under, day_week, body_blocks, end_role, foot_printed),
    _held("ordonnance-plaque", "prescription", "sans", head_plate, day_week, who_shout, title_under, body_open),
    _held("barres-sans-titre", LETTERS, "sans", head_strip, day_week, who_pipes, body_open, end_role, codes=UNTITLED),
    _held("nouvelles", LETTERS, "sans", head_plate, day_week, who_news, body_open, end_plain, codes=UNTITLED),
    *KEPT_LETTERS,
    *KEPT_FORMS,
)  # fmt: skip
FIRST_FITTING = frozenset({"barres", "barres-sans-titre", "capitales", "cadre-identite", "reference"})
COIN = Random("2026-11-22 15:40")
"""Draws which of the layouts that have served go to the calibrations."""
FITTING_NAMES = FIRST_FITTING | set(COIN.sample([one.name for one in _ALL if one.name not in FIRST_FITTING], k=10))
FITTING_LAYOUTS = tuple(one for one in _ALL if one.name in FITTING_NAMES)
"""Those that calibrations are fitted on, seen by no rule."""
FIFTH_LAYOUTS = tuple(replace(one, is_held=False) for one in _ALL if one.name not in FITTING_NAMES)
"""Those that rules and models may learn from."""

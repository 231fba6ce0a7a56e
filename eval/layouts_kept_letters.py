"""Letters that were held out until 2026-11-22 (see ``layouts_fifth``), as hospitals, practices and their typing pools send them: margins full of telephones, window
envelopes, faxes, second pages, identities in a sentence or a footer. Nothing of the reader was looked at to write them.
"""

from dataclasses import replace
from datetime import date, timedelta

from eval import blocks
from eval.case import MONTHS, Case, write_date
from eval.layouts_seen import UNTITLED, Layout, Part
from eval.people import Doctor, draw_doctor
from eval.sheet import WIDTH, Sheet

SHORT_MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")


def birth_text(sheet: Sheet, case: Case) -> str:
    """A birth date in one of the manners that circulate; two figures for the year only where no doubt is left."""
    born = case.shown.birth_date
    if born is None:
        return ""
    manner = sheet.rng.choice(("/", "/", ".", "-", "long", "capitals", "short month", "two", "two dots", "blanks"))
    if manner.startswith("two") and not 1930 < born.year < 2000:
        manner = "/"
    written = {
        "capitals": f"{born.day:02d} {MONTHS[born.month - 1].upper()} {born.year}",
        "short month": f"{born.day} {SHORT_MONTHS[born.month - 1]} {born.year}",
        "two": f"{born:%d/%m/%y}",
        "two dots": f"{born:%d.%m.%y}",
        "blanks": f"{born:%d %m %Y}",
    }
    return written.get(manner) or write_date(born, manner)


def day_text(sheet: Sheet, day: date) -> str:
    """A day of writing or of an act."""
    manner = sheet.rng.choice(("/", "long", "long", ".", "two"))
    return f"{day:%d/%m/%y}" if manner == "two" else write_date(day, manner)


def doctor_text(sheet: Sheet, doctor: Doctor) -> str:
    """A doctor as addressed: « Dr Jean DUPONT », « Docteur DUPONT Jean », « Mme le Dr Anne DUPONT », « Pr A. DUPONT »."""
    full = f"{doctor.given.title()} {doctor.family}"
    return sheet.rng.choice(
        (f"Dr {full}", f"Docteur {full}", f"Dr {doctor.family} {doctor.given.title()}", f"Dr {doctor.given[:1]}. {doctor.family}")
    )  # fmt: skip


def full_name(case: Case, *, civility: bool = True) -> str:
    """« Mme DURAND Marie née MARTIN », « Monsieur Jean MARTIN »."""
    name = f"{blocks.family_name(case)} {blocks.given(case)}"
    if civility:
        name = f"{blocks.civility(case, short=True)} {name}"
    if case.shown.used_name and case.shown.birth_name:
        name += f" {blocks.born(case)} {case.shown.birth_name}"
    return name


def marks(sheet: Sheet, case: Case, *, x: float = 0) -> None:
    """INS, stay and datamatrix, where there are."""
    if case.shown.ins:
        label = sheet.rng.choice(("INS :", "Matricule INS :", "INS-NIR"))
        sheet.write(f"{label} {blocks.ins_text(case.shown.ins, is_spaced=sheet.rng.random() < 0.5)}", x=x)
    if case.episode and "episode" not in case.printed:
        label = sheet.rng.choice(("NDA :", "N° de séjour :", "Séjour n°", "IEP :"))
        sheet.write(f"{label} {blocks.stamp_number(case)}", x=x)
    if case.datamatrix:
        sheet.need(52)
        sheet.matrix(case.datamatrix, sheet.right - 54, sheet.y + 2, 46)
        case.printed.add("datamatrix")
        sheet.space(52)


def other_patient(sheet: Sheet, case: Case) -> None:
    """Another patient, named as the first is."""
    other = case.second_identity
    if other:
        title, born = ("Mme", "née") if other.sex == "F" else ("M.", "né")
        sheet.write(
            f"Concerne : {title} {other.birth_name} {other.first_name.title()}, {born} le {other.birth_date:%d/%m/%Y}"
        )


def add_copies(sheet: Sheet, case: Case, count: int) -> None:
    """Let the letter go to more doctors."""
    case.recipients = [*case.recipients, *(draw_doctor(sheet.rng) for _ in range(sheet.rng.randrange(count + 1)))]


def addressee(sheet: Sheet, case: Case, *, x: float) -> None:
    """The first recipient in the window of an envelope."""
    case.printed.add("recipients")
    if case.recipients:
        doctor = case.recipients[0]
        name = f"{doctor.given.title()} {doctor.family}"
        sheet.write(sheet.rng.choice((f"Docteur {name}", f"Monsieur le Docteur {name}", f"Dr {name}")), x=x)
        sheet.write(f"{sheet.rng.randrange(2, 90)} rue du Lavoir", x=x)
        sheet.write(f"99{sheet.rng.randrange(100, 999)} {case.structure.town.upper()}", x=x)
    sheet.space(14)


def copies(sheet: Sheet, case: Case) -> None:
    """Recipients after the first, one on a line or in a row."""
    others = case.recipients[1:]
    if not others:
        return
    label = sheet.rng.choice(("Copie :", "Copies à :", "CC :", "Double :", "Copie pour information :"))
    sheet.space(6)
    if sheet.rng.random() < 0.5:
        sheet.paragraph(f"{label} " + " - ".join(doctor_text(sheet, one) for one in others), size=sheet.size - 1)
        return
    sheet.write(label, size=sheet.size - 1)
    for one in others:
        sheet.write(f"- {doctor_text(sheet, one)}, {case.structure.town}", x=sheet.left + 14, size=sheet.size - 1)


def greeting(sheet: Sheet, case: Case) -> None:
    """« Cher confrère, »."""
    sheet.write(
        sheet.rng.choice(("Cher confrère,", "Chère consœur, cher confrère,", "Mon cher confrère,", "Cher ami,"))
    )
    sheet.space(4)


def prose(sheet: Sheet, case: Case) -> None:
    """The body in paragraphs, the act's date in one of them."""
    for number, sentence in enumerate(case.body):
        if number == 1:
            blocks.act_line(sheet, case)
        sheet.paragraph(sentence)
        sheet.space(3)
    blocks.relatives_lines(sheet, case)
    blocks.later_lines(sheet, case)


def close(sheet: Sheet, case: Case) -> None:
    """A polite end and the name that signs."""
    case.printed.add("author")
    sheet.paragraph(sheet.rng.choice(
        ("Bien confraternellement.", "Je vous prie de croire, cher confrère, à l'assurance de mes sentiments dévoués.",
         "Avec mes remerciements pour votre confiance, bien amicalement.")
    ))  # fmt: skip
    sheet.need(50)
    sheet.space(16)
    x = sheet.left + (sheet.right - sheet.left) * 0.55
    sheet.write(f"Dr {case.author.given.title()} {case.author.family}", x=x)
    if case.author.speciality and sheet.rng.random() < 0.5:
        sheet.write(case.author.speciality, x=x, size=sheet.size - 1)
    if sheet.rng.random() < 0.4:
        case.printed.add("rpps")
        sheet.write(f"N° RPPS {case.author.rpps}", x=x, size=sheet.size - 2)


# Heads


def head_margin(sheet: Sheet, case: Case) -> None:
    """Structure over the page, a column of names and telephones in the margin; the letter keeps to the right of it."""
    case.printed |= {"structure"}
    sheet.text(sheet.left, sheet.y, case.structure.name.upper(), bold=True, size=sheet.size + 3)
    sheet.space(24)
    sheet.rule(sheet.left, sheet.y, sheet.right, width=1.2)
    sheet.space(10)
    top, edge = sheet.y, sheet.left
    small = 7.5
    head = draw_doctor(sheet.rng)
    lines = [f"Pôle {case.author.speciality or 'Médecine'}", "", "Chef de service", f"Pr {head.given.title()} {head.family}",
             "", "Praticiens hospitaliers"]  # fmt: skip
    for doctor in case.staff:
        lines += [f"Dr {doctor.given[:1]}. {doctor.family}", f"RPPS {doctor.rpps}"]
    lines += ["", "Cadre de santé", f"Mme {draw_doctor(sheet.rng).family}", "", "Secrétariat", f"Tél. {case.structure.phone}",
              f"Fax 03 99 {sheet.rng.randrange(10, 99)} 40 41", "", "Hôpital de jour", "Poste 4512"]  # fmt: skip
    for line in lines:
        room = 112 / max(1.0, sheet.width(line, small)) if line else 1
        sheet.text(edge, sheet.y, line, size=min(small, small * room), bold=line in ("Chef de service", "Secrétariat"))
        sheet.space(10)
    sheet.y, sheet.left = top, edge + 130


def head_associates(sheet: Sheet, case: Case) -> None:
    """A practice of several doctors, each with speciality and RPPS; the author is among them."""
    case.printed |= {"structure", "rpps"}
    name = sheet.rng.choice(("Maison de santé pluriprofessionnelle {}", "Cabinet médical {}", "Pôle médical {}"))
    case.structure = replace(
        case.structure, name=name.format(sheet.rng.choice(("du Parc", "des Remparts", "du Vieux Pont")))
    )
    sheet.text(WIDTH / 2, sheet.y, case.structure.name, bold=True, size=sheet.size + 2, align="c")
    sheet.space(20)
    doctors = [case.author, *case.staff[:3]]
    sheet.rng.shuffle(doctors)
    room = (sheet.right - sheet.left) / max(2, len(doctors))
    for number, doctor in enumerate(doctors):
        x = sheet.left + number * room
        for row, line in enumerate(
            (
                f"Dr {doctor.given.title()} {doctor.family}",
                case.author.speciality or "Généraliste",
                f"RPPS : {doctor.rpps}",
            )
        ):
            size = min(8.5, 8.5 * (room - 8) / sheet.width(line, 8.5))
            sheet.text(x, sheet.y + row * 11, line, size=size, bold=row == 0)
    sheet.space(38)
    sheet.text(WIDTH / 2, sheet.y, f"{case.structure.address} - Tél {case.structure.phone}", size=8, align="c")
    sheet.space(20)


def head_fax(sheet: Sheet, case: Case) -> None:
    """The line that a fax prints, then a cover: from, to, pages, object."""
    case.printed |= {"structure", "recipients", "doc_date"}
    later = case.doc_date + timedelta(days=sheet.rng.randrange(0, 2))
    number = case.structure.phone.replace(" ", "")
    sheet.text(sheet.left, 18, f"{later:%d/%m/%Y} {sheet.rng.randrange(8, 19):02d}:{sheet.rng.randrange(60):02d}   {number}   {case.structure.name.upper()[:24]}   PAGE 01/02", size=7)  # fmt: skip
    sheet.write("TÉLÉCOPIE", bold=True, size=sheet.size + 5)
    sheet.space(6)
    to = ", ".join(f"Dr {one.given.title()} {one.family}" for one in case.recipients) or "Secrétariat médical"
    rows = [("De", case.structure.name), ("À", to), ("Tél.", case.structure.phone), ("Nombre de pages", "2"), ("Date", case.day(case.doc_date))]  # fmt: skip
    for label, value in rows:
        sheet.text(sheet.left, sheet.y, f"{label} :", bold=True)
        room = sheet.right - sheet.left - 100
        sheet.text(
            sheet.left + 100, sheet.y, value, size=min(sheet.size, sheet.size * room / max(1.0, sheet.width(value)))
        )
        sheet.space(sheet.size * 1.5)
    sheet.rule(sheet.left, sheet.y, sheet.right)
    sheet.space(12)


def head_small(sheet: Sheet, case: Case) -> None:
    """Structure in small capitals at the right, town and day under it."""
    case.printed |= {"structure", "doc_date"}
    sheet.text(sheet.right, sheet.y, case.structure.name, bold=True, align="r")
    sheet.space(14)
    sheet.text(sheet.right, sheet.y, case.structure.address, size=8, align="r")
    sheet.space(24)
    sheet.text(sheet.right, sheet.y, f"{case.structure.town}, le {day_text(sheet, case.doc_date)}", align="r")
    sheet.space(22)


def day_left(sheet: Sheet, case: Case) -> None:
    """« Le 12 mars 2024 » alone."""
    case.printed.add("doc_date")
    sheet.write(f"Le {day_text(sheet, case.doc_date)}")
    sheet.space(6)


def to_the_right(sheet: Sheet, case: Case) -> None:
    """The addressee at the right of the page, more doctors in copy."""
    add_copies(sheet, case, 2)
    addressee(sheet, case, x=WIDTH / 2 + 20)


# Identity


def who_concerns(sheet: Sheet, case: Case) -> None:
    """« Concerne : Mme DURAND Marie née MARTIN, le 12.03.51 » among references."""
    sheet.write(f"Nos réf. : {case.author.given[:1]}{case.author.family[:1]}/{sheet.rng.choice(('mc', 'sb', 'lt'))} - {case.patient.ipp}", size=sheet.size - 1)  # fmt: skip
    text = f"{sheet.rng.choice(('Concerne', 'Objet', 'Patient'))} : {full_name(case)}"
    when = birth_text(sheet, case)
    if when:
        is_wed = bool(case.shown.used_name and case.shown.birth_name)
        text += f" le {when}" if is_wed else f", {blocks.born(case)} le {when}"
    sheet.paragraph(text, bold=True)
    marks(sheet, case)
    other_patient(sheet, case)
    sheet.space(6)


def who_aged(sheet: Sheet, case: Case) -> None:
    """« J'ai revu le …, Madame Marie DURAND, née MARTIN, âgée de 73 ans (DDN 12/03/1951) »."""
    name = f"{blocks.civility(case)} {blocks.given(case)} {blocks.family_name(case)}"
    if case.shown.used_name and case.shown.birth_name:
        name += f", {blocks.born(case)} {case.shown.birth_name}"
    when = birth_text(sheet, case)
    end = "e" if case.shown.sex == "F" else ""
    aged = f", âgé{end} de {blocks.age(case)} (DDN {when})" if when else ""
    verb = sheet.rng.choice(
        ("Je vous remercie de m'avoir adressé", "J'ai eu le plaisir de revoir", "Nous avons pris en charge")
    )
    sheet.paragraph(f"{verb} {name}{aged}.")
    marks(sheet, case)
    other_patient(sheet, case)
    sheet.space(4)


def who_footer(sheet: Sheet, case: Case) -> None:
    """The identity at the foot of each page only, as record systems print it."""
    text = full_name(case)
    when = birth_text(sheet, case)
    if when:
        text += f" - {'Née' if case.shown.sex == 'F' else 'Né'} le {when}"
    text += f" - IPP {case.patient.ipp}"
    size = min(8.5, 8.5 * (sheet.right - sheet.left) / sheet.width(text, 8.5))

    def draw(page: Sheet) -> None:
        page.text(page.left, 806, text, size=size)

    draw(sheet)
    sheet.on_new_page.append(draw)
    sheet.bottom = 780
    marks(sheet, case)
    other_patient(sheet, case)


def who_continued(sheet: Sheet, case: Case) -> None:
    """A line over every page but the first: names, day of birth, number of the page; on the first, a sentence."""
    who_aged(sheet, case)
    born = f" - {case.shown.birth_date:%d/%m/%Y}" if case.shown.birth_date else ""
    text = f"{blocks.family_name(case)} {blocks.given(case)}{born}"

    def draw(page: Sheet) -> None:
        page.text(page.left, page.y, text, size=page.size - 1.5)
        page.text(page.right, page.y, f"Suite, page {page.pages}", size=page.size - 1.5, align="r")
        page.space(22)

    sheet.on_new_page.append(draw)


def who_window(sheet: Sheet, case: Case) -> None:
    """A letter to the patient: their name and address in the window, their record number in the references."""
    x = WIDTH / 2 + 20
    sheet.write(f"{blocks.civility(case)} {blocks.given(case)} {blocks.family_name(case)}", x=x)
    for line in case.patient.address.split(", "):
        sheet.write(line, x=x)
    sheet.space(16)
    parts = [f"Dossier n° {case.patient.ipp}"]
    if case.shown.birth_name and case.shown.used_name:
        parts.append(f"Nom de naissance : {case.shown.birth_name}")
    when = birth_text(sheet, case)
    if when:
        parts.append(f"Date de naissance : {when}")
    sheet.paragraph(" - ".join(parts), size=sheet.size - 1)
    marks(sheet, case)
    other_patient(sheet, case)


# Titles, bodies, ends


def title_object(sheet: Sheet, case: Case) -> None:
    """« OBJET : … »."""
    sheet.paragraph(f"OBJET : {case.title}", bold=True)
    sheet.space(6)


def title_caps(sheet: Sheet, case: Case) -> None:
    """The title in capitals in the middle of the column."""
    title = case.title.upper()
    room = sheet.right - sheet.left
    size = min(sheet.size + 2, (sheet.size + 2) * room / sheet.width(title, sheet.size + 2, bold=True))
    sheet.text(sheet.left + room / 2, sheet.y, title, bold=True, size=size, align="c")
    sheet.space(size * 2)


def long_prose(sheet: Sheet, case: Case) -> None:
    """A body that goes on over a second page."""
    prose(sheet, case)
    heads = ("Antécédents", "Histoire de la maladie", "Examen clinique", "Évolution", "Traitement", "Conclusion")
    while sheet.pages < 2 or sheet.y < 200:
        sheet.space(6)
        sheet.write(heads[sheet.rng.randrange(len(heads))], bold=True)
        for sentence in case.body:
            sheet.paragraph(sentence)


def dear_patient(sheet: Sheet, case: Case) -> None:
    """A letter to the patient."""
    sheet.write(f"{blocks.civility(case)},")
    sheet.space(6)
    prose(sheet, case)
    sheet.paragraph("Nous vous prions d'agréer l'expression de nos salutations distinguées.")
    sheet.space(12)
    sheet.write("Le secrétariat des consultations", x=WIDTH / 2)


def signed(sheet: Sheet, case: Case) -> None:
    """« Signé électroniquement par NOM Prénom le … à … »."""
    case.printed |= {"author", "doc_date"}
    sheet.need(40)
    sheet.space(14)
    hour = f"{sheet.rng.randrange(8, 20)}h{sheet.rng.randrange(60):02d}"
    sheet.write(f"Signé électroniquement par Dr {case.author.family} {case.author.given.title()} le {case.day(case.doc_date)} à {hour}")  # fmt: skip


def _kept(name: str, families: str, manner: str, *parts: Part, codes: tuple[str, ...] = ()) -> Layout:
    kinds = frozenset(families.split())
    return Layout(name=name, families=kinds, manner=manner, parts=parts, is_held=True, codes=codes)


LETTERS = "letter discharge"
KEPT_LETTERS = (
    _kept("chu-colonne", LETTERS, "sans", head_margin, day_left, to_the_right, who_concerns, title_caps, greeting, prose, close, copies),
    _kept("fenetre-confrere", LETTERS, "serif", head_small, to_the_right, greeting, who_aged, prose, close, copies, codes=UNTITLED),
    _kept("publipostage-patient", "letter", "sans", head_small, who_window, title_object, dear_patient, codes=("56446-8",)),
    _kept("telecopie", LETTERS, "sans", head_fax, title_object, who_concerns, greeting, prose, close),
    _kept("suite-page-deux", LETTERS, "serif", head_small, to_the_right, title_caps, greeting, who_continued, long_prose, close, copies),
    _kept("pied-identite", LETTERS, "sans", head_small, title_caps, who_footer, prose, signed),
    _kept("associes", "letter", "sans", head_associates, day_left, to_the_right, title_object, who_aged, prose, close, copies),
    _kept("associes-sans-titre", "letter", "serif", head_associates, day_left, to_the_right, who_concerns, greeting, prose, close, copies, codes=UNTITLED),
)  # fmt: skip

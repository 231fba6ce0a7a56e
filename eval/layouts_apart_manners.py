"""How the layouts set apart write persons, days, numbers and others on the page: ways of their own, taken from what
hospitals, practices, pharmacies and homes send in a week. Nothing of the reader was looked at to write them.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from eval import blocks
from eval.case import MONTHS, Case
from eval.layouts_manners import fit
from eval.people import Doctor, draw_doctor
from eval.sheet import MARGIN, WIDTH, Sheet
from eval.types import fillers

Row = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """What stands before each part of an identity; empty: that part is not printed, but the INS always is."""

    birth: str = "Nom de naissance"
    used: str = "Nom d'usage"
    given: str = "Prénom"
    born: str = "Né(e) le"
    sex: str = ""
    ins: str = "INS"
    stay: str = ""
    ipp: str = ""


def plain(text: str) -> str:
    """Capitals without accents, as old software prints names."""
    kept = unicodedata.normalize("NFD", text.upper())
    return "".join(one for one in kept if not unicodedata.combining(one))


def put(
    sheet: Sheet, x: float, text: str, room: float, *, size: float = 0, bold: bool = False, align: str = "l"
) -> None:
    """Write at the height of the cursor in letters that keep to the room, in points; the cursor stays."""
    sheet.text(x, sheet.y, text, size=fit(sheet, text, room, size or sheet.size, bold=bold), bold=bold, align=align)


def line(
    sheet: Sheet, text: str, *, x: float = 0, size: float = 0, bold: bool = False, align: str = "l", gap: float = 1.4
) -> None:
    """Write one line that keeps to the page, and go down. x: where it is aligned."""
    size = size or sheet.size
    sheet.need(size * gap)
    at = x or (sheet.right if align == "r" else WIDTH / 2 if align == "c" else sheet.left)
    room = {"l": sheet.right - at, "r": at - sheet.left, "c": 2 * min(at - sheet.left, sheet.right - at)}[align]
    put(sheet, at, text, room, size=size, bold=bold, align=align)
    sheet.y += size * gap


def frame(
    sheet: Sheet, x: float, width: float, lines: Sequence[str], *, size: float = 0, head: str = "", grey: bool = False
) -> None:
    """Lines in a box, the head in bold; the cursor goes under it."""
    size = size or sheet.size
    step = size * 1.42
    height = 10 + step * (len(lines) + bool(head))
    sheet.need(height)
    sheet.box(x, sheet.y, width, height, grey=0.93 if grey else None)
    top = sheet.y
    sheet.y += 6
    for number, text in enumerate([head, *lines] if head else lines):
        put(sheet, x + 6, text, width - 12, size=size, bold=bool(head) and number == 0)
        sheet.y += step
    sheet.y = top + height


def called(case: Case, pattern: str) -> str:
    """The name of a place of the structure's town, the small words joined as French does."""
    return pattern.format(case.structure.town).replace("de Les ", "des ").replace("de A", "d'A")


def proper(case: Case) -> list[str]:
    """The sentences that tell of the type, for papers on which ordinary remarks would be out of place."""
    others = set(fillers(case.split))
    return [one for one in case.body if one not in others] or case.body


# The patient


def named(case: Case, manner: str) -> str:
    """Names in a row. manner: ``usage née`` (DUPONT née MARTIN Anne), ``née`` (Anne DUPONT née MARTIN), ``ép`` (MARTIN
    ép. DUPONT Anne), ``après`` (DUPONT Anne née MARTIN), ``(née)`` (DUPONT Anne (née MARTIN)).
    """
    shown, given = case.shown, blocks.given(case)
    was_told = "used_told" in case.notes
    family = blocks.family_name(case)
    shown.used_name_is_labelled = shown.used_name_is_labelled or was_told
    if not (shown.birth_name and shown.used_name):
        return f"{given} {family}" if manner == "née" else f"{family} {given}"
    born = f"{blocks.born(case)} {shown.birth_name}"
    return {
        "usage née": f"{family} {born} {given}",
        "née": f"{given} {family} {born}",
        "ép": f"{shown.birth_name} ép. {family} {given}",
        "(née)": f"{family} {given} ({born})",
    }.get(manner, f"{family} {given} {born}")


def sir(case: Case, *, short: bool = False) -> str:
    """Civility; « l'enfant » for the young."""
    if (case.doc_date - case.patient.birth_date).days < 14 * 365:
        return "l'enfant"
    civility = blocks.civility(case, short=short)
    return "Mr" if civility == "M." and case.seed % 3 == 0 else civility


def aged(case: Case) -> str:
    """« 73 ans », « 14 mois », « 20 jours »; empty when no birth date is printed."""
    if case.shown.birth_date is None:
        return ""
    days = max(1, (case.doc_date - case.shown.birth_date).days)
    return f"{days // 365} ans" if days >= 730 else f"{days // 30} mois" if days >= 60 else f"{days} jours"


def spelt(day: date, *, upper: bool = False) -> str:
    """« 3 mars 2024 »."""
    text = f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"
    return text.upper() if upper else text


def born_on(sheet: Sheet, case: Case) -> str:
    """The birth date in one of the ways of people; empty when there is none."""
    born = case.shown.birth_date
    if born is None:
        return ""
    return sheet.rng.choice((f"{born:%d/%m/%Y}", f"{born:%d/%m/%Y}", spelt(born), f"{born:%d-%m-%Y}", case.day(born)))


def identity(
    sheet: Sheet, case: Case, labels: Labels, *, bare: bool = False, every: bool = False, long: bool = False
) -> list[Row]:
    """Label and value of each part of an identity. bare: names without accents; every: all the first names; long: sex in
    a word. A used name whose kind the page leaves open stands after « Nom ».
    """
    shown = case.shown
    case.printed.add("names")
    rows: list[Row] = [(labels.birth, shown.birth_name)] if shown.birth_name else []
    if shown.used_name:
        rows.append((labels.used if shown.used_name_is_labelled else "Nom", shown.used_name))
        case.notes += ["used_told"] if shown.used_name_is_labelled else []
    rows.append((labels.given, blocks.given(case, every=every)))
    if bare:
        rows = [(label, plain(value)) for label, value in rows]
    if shown.birth_date:
        rows.append((labels.born, born_on(sheet, case)))
    if labels.sex:
        rows.append((labels.sex, blocks.sex_word(case, long=long)))
    if shown.ins:
        rows.append((labels.ins, blocks.ins_text(shown.ins, is_spaced=sheet.rng.random() < 0.5)))
    if labels.ipp:
        rows.append((labels.ipp, case.patient.ipp or "-"))
    if labels.stay and case.episode:
        rows.append((labels.stay, blocks.stamp_number(case)))
    return rows


def sticker(sheet: Sheet, case: Case) -> list[str]:
    """The lines of a sticker: names without a label, the birth name after « Né(e) », then the rest in short words."""
    shown, born = case.shown, born_on(sheet, case)
    name = f"{blocks.family_name(case)} {blocks.given(case)}"
    if shown.birth_name and shown.used_name:
        second = f"{blocks.born(case).capitalize()} {shown.birth_name}" + (f"    le {born}" if born else "")
    else:
        second = f"{blocks.born(case).capitalize()} le {born}" if born else ""
    numbers = f"IPP {case.patient.ipp}" + (f"   IEP {blocks.stamp_number(case)}" if case.episode else "")
    lines = [f"{name}   ({blocks.sex_word(case)})", second, f"INS {shown.ins}" if shown.ins else "", numbers, other_patient(case)]  # fmt: skip
    return [one for one in lines if one]


CALLINGS = {"Psychologie": "Psychologue", "Orthophonie": "Orthophoniste", "Psychiatrie": "Psychiatre", "Génétique médicale": "Généticien"}  # fmt: skip


def calling(case: Case) -> str:
    """What the author is; who writes a report of rehabilitation, as its title tells."""
    title = case.title.lower()
    told = {
        "ergo": "Ergothérapeute",
        "psychomot": "Psychomotricienne",
        "orthopt": "Orthoptiste",
        "diét": "Diététicienne",
    }
    for part, name in told.items():
        if part in title:
            return name
    return CALLINGS.get(case.author.speciality, case.author.speciality)


def other_patient(case: Case) -> str:
    """The second patient of a page that has two; empty when there is one."""
    other = case.second_identity
    if other is None:
        return ""
    title, born = ("Mme", "née") if other.sex == "F" else ("M.", "né")
    return f"{title} {other.birth_name} {other.first_name.title()} {born} le {other.birth_date:%d/%m/%Y}"


def code(sheet: Sheet, case: Case, x: float, y: float, side: float = 46) -> None:
    """The datamatrix where there is one."""
    if case.datamatrix:
        case.printed.add("datamatrix")
        sheet.matrix(case.datamatrix, x, y, side)


def ins_line(sheet: Sheet, case: Case, label: str, *, x: float = 0, size: float = 0) -> None:
    """The INS in a line of its own where there is one, the datamatrix under it."""
    if case.shown.ins:
        number = blocks.ins_text(case.shown.ins, is_spaced=sheet.rng.random() < 0.5)
        line(sheet, f"{label} {number}", x=x, size=size)
    if case.datamatrix:
        sheet.need(56)
        code(sheet, case, x or sheet.left, sheet.y + 3)
        sheet.y += 55


# Others, days, hours


def full(doctor: Doctor) -> str:
    """« Jean DUPONT »."""
    return f"{doctor.given.title()} {doctor.family}"


def turned(doctor: Doctor) -> str:
    """« DUPONT Jean »."""
    return f"{doctor.family} {doctor.given.title()}"


def mate(sheet: Sheet) -> Doctor:
    """Somebody else of the place."""
    return draw_doctor(sheet.rng)


def clock(sheet: Sheet) -> str:
    """An hour of the day."""
    return sheet.rng.choice(("{:02d}:{:02d}", "{:02d}h{:02d}")).format(sheet.rng.randrange(7, 20), sheet.rng.randrange(60))  # fmt: skip


def act_day(case: Case) -> str:
    """The day of the act; empty when the type has none."""
    if case.act_date is None:
        return ""
    case.printed.add("act_date")
    return case.day(case.act_date)


def away(case: Case, sheet: Sheet, low: int, high: int) -> date:
    """A day so many days from the document's."""
    return case.doc_date + timedelta(days=sheet.rng.randrange(low, high))


def close(sheet: Sheet, case: Case) -> None:
    """Those close to the patient, as files write them."""
    for one in case.relatives:
        name = f"{one.given.title()} {one.family}"
        feminine = one.link in ("fille", "soeur", "mère", "voisine")
        if one.link == "nouveau-né" and one.birth_date:
            sheet.paragraph(f"Nouveau-né : {name}, naissance le {case.day(one.birth_date)}, examiné à J1.")
            continue
        born = f", {'née' if feminine else 'né'} le {one.birth_date:%d/%m/%Y}" if one.birth_date else ""
        phone = f"06 99 {sheet.rng.randrange(10, 99)} {sheet.rng.randrange(10, 99)} 31"
        text = sheet.rng.choice(
            ("Personne à prévenir en cas de besoin : {0} ({1}{2}) - {3}", "Contact : {0}, {1}{2}, tél. {3}",
             "Personne de confiance : {0}, {1}{2}. Tél. : {3}", "Proche présent à l'entretien : {0} ({1}{2}), {3}")
        )  # fmt: skip
        sheet.paragraph(text.format(name, one.link, born, phone))


def days_apart(sheet: Sheet, case: Case) -> None:
    """Days to come and days gone by, which are neither the document's nor the act's."""
    if sheet.rng.random() < 0.4:
        text = sheet.rng.choice(("Prochaine consultation prévue le {}.", "Sera revu le {} à 10h30.", "Contrôle à prévoir vers le {}."))  # fmt: skip
        sheet.paragraph(text.format(case.day(away(case, sheet, 20, 190))))
    if sheet.rng.random() < 0.35:
        text = sheet.rng.choice(("Comparatif : examen du {}.", "Précédent compte rendu en date du {}.", "Dernière hospitalisation le {}."))  # fmt: skip
        sheet.paragraph(text.format(case.day(away(case, sheet, -1300, -200))))


def told(sheet: Sheet, case: Case, *, together: int = 2, act: bool = True, mark: str = "") -> None:
    """The sentences, so many in a paragraph; before them the day of the act when nothing told it yet."""
    if act and case.act_date and case.act_label and "act_date" not in case.printed:
        sheet.paragraph(f"{case.act_label} {act_day(case)}")
        sheet.space(4)
    for start in range(0, len(case.body), together):
        sheet.paragraph(mark + " ".join(case.body[start : start + together]))
        sheet.space(4)
    close(sheet, case)
    days_apart(sheet, case)


def under_heads(sheet: Sheet, case: Case, heads: Sequence[str], *, colon: str = "", grey: bool = False) -> None:
    """The sentences under headings, in bold or on a grey band; those close to the patient after them."""
    share = max(1, -(-len(case.body) // len(heads)))
    for number, start in enumerate(range(0, len(case.body), share)):
        sheet.need(44)
        sheet.space(5)
        if grey:
            sheet.box(sheet.left, sheet.y - 2, sheet.right - sheet.left, sheet.size + 6, grey=0.9)
        line(sheet, heads[number % len(heads)] + colon, x=sheet.left + 4 * grey, bold=True)
        sheet.space(3 * grey)
        for sentence in case.body[start : start + share]:
            sheet.paragraph(sentence)
    sheet.space(4)
    close(sheet, case)
    days_apart(sheet, case)


def faxed(sheet: Sheet, case: Case, odds: float = 0.25) -> None:
    """Now and then the line that a fax machine adds over each page, with the day it was sent."""
    if sheet.rng.random() > odds:
        return
    sent = away(case, sheet, 0, 4)
    band = f"{sent:%d/%m/%y} {clock(sheet)}   FAX 0{sheet.rng.randrange(1, 6)} 99 {sheet.rng.randrange(10, 99)} 12 08"

    def draw(page: Sheet) -> None:
        page.text(MARGIN, 18, band, size=7.5)
        page.text(page.right, 18, f"P.{page.pages:02d}", size=7.5, align="r")

    draw(sheet)
    sheet.on_new_page.append(draw)


def printed_on(sheet: Sheet, case: Case, odds: float = 0.4) -> None:
    """Now and then, low on the page, the later day on which somebody printed it."""
    if sheet.rng.random() < odds:
        text = sheet.rng.choice(("Imprimé le {:%d/%m/%Y} à {}", "Date d'impression : {:%d/%m/%Y} {}", "Réimpression du {:%d/%m/%Y} {}"))  # fmt: skip
        sheet.text(MARGIN, 812, text.format(away(case, sheet, 1, 40), clock(sheet)), size=7)


def later_pages(sheet: Sheet, text: str) -> None:
    """A running head over the pages after the first, which then have the whole width."""

    def draw(page: Sheet) -> None:
        page.left = MARGIN
        put(page, page.left, text, 400, size=8)
        page.text(page.right, page.y, f"Page {page.pages}", size=8, align="r")
        page.rule(page.left, page.y + 12, page.right)
        page.space(24)

    sheet.on_new_page.append(draw)


def footed(sheet: Sheet, *lines: str, bottom: float = 762, size: float = 7.5) -> None:
    """Lines at the foot of each page, in the middle. bottom: where the text stops."""
    sheet.bottom = bottom

    def draw(page: Sheet) -> None:
        for number, text in enumerate(lines):
            page.text(WIDTH / 2, bottom + 14 + number * (size + 2.5), text, size=fit(page, text, 500, size), align="c")

    draw(sheet)
    sheet.on_new_page.append(draw)

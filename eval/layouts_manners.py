"""How the documents held out say things: days, names, numbers, relatives, signatures, addressees. Nothing of the reader
was looked at to write them; words are taken from how people write, not from the blocks of other layouts.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from eval import blocks
from eval.case import MONTHS, Case
from eval.layouts_seen import Layout, Part
from eval.people import Doctor, Person, draw_doctor
from eval.sheet import Sheet

WEEK = ("Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche")
Row = tuple[str, str]


def held(name: str, families: str, manner: str, *parts: Part, codes: tuple[str, ...]) -> Layout:
    """A layout held out."""
    kinds = frozenset(families.split())
    return Layout(name=name, families=kinds, manner=manner, parts=parts, is_held=True, codes=codes)


def retype(case: Case, code: str, *near: str) -> None:
    """Make the document one of another type than those that the generator draws."""
    case.kind = replace(case.kind, code=code, near=frozenset(near))


# Days


def words(day: date, *, month: Callable[[str], str] = str) -> str:
    """« 1er mars 2024 »."""
    return f"{'1er' if day.day == 1 else day.day} {month(MONTHS[day.month - 1])} {day.year}"


def birth(sheet: Sheet, case: Case) -> str:
    """The birth date as people write it; empty when there is none."""
    born = case.shown.birth_date
    if born is None:
        return ""
    manners = [f"{born:%d/%m/%Y}", f"{born:%d/%m/%Y}", f"{born:%d.%m.%Y}", f"{born:%d-%m-%Y}", words(born), words(born),
               f"{born:%d} / {born:%m} / {born:%Y}", words(born, month=str.upper), words(born, month=str.capitalize)]  # fmt: skip
    if 1932 < born.year < 2000:
        manners.append(f"{born:%d/%m/%y}")
    return sheet.rng.choice(manners)


def day(sheet: Sheet, when: date) -> str:
    """A day of writing, of printing or of an act."""
    return sheet.rng.choice(
        (f"{when:%d/%m/%Y}", f"{when:%d/%m/%Y}", words(when), words(when), f"{WEEK[when.weekday()].lower()} {words(when)}",
         f"{when:%d.%m.%Y}", f"{when:%d-%m-%Y}", f"{when:%d/%m/%y}", words(when, month=str.capitalize))
    )  # fmt: skip


def hour(sheet: Sheet) -> str:
    """An hour of the day."""
    hours, minutes = sheet.rng.randrange(7, 20), sheet.rng.randrange(60)
    return sheet.rng.choice((f"{hours:02d}:{minutes:02d}", f"{hours}h{minutes:02d}", f"{hours:02d} h {minutes:02d}"))


def before(case: Case, low: int, high: int, sheet: Sheet) -> date:
    """A day some days before the document."""
    return case.doc_date - timedelta(days=sheet.rng.randrange(low, high))


def act_on(case: Case) -> date:
    """The day of the act, printed; the document's own when the type has none."""
    if case.act_date:
        case.printed.add("act_date")
    return case.act_date or case.doc_date


# Names


def both(case: Case, *, given_first: bool = False, manner: str = "née") -> str:
    """Names in a row. manner of the other name: « née », « (née …) », « épouse », « ép. », « [nom de naissance …] »."""
    shown, given = case.shown, blocks.given(case)
    if manner in ("épouse", "ép.", "vve") and shown.birth_name and shown.used_name:
        case.printed.add("names")
        return f"{shown.birth_name} {manner} {shown.used_name} {given}"
    family = blocks.family_name(case)
    name = f"{given} {family}" if given_first else f"{family} {given}"
    if not (shown.birth_name and shown.used_name):
        return name
    second = {"(née)": f" ({blocks.born(case)} {shown.birth_name})", "naissance": f" (nom de naissance : {shown.birth_name})",
              "caps": f" {blocks.born(case).upper()} {shown.birth_name}"}  # fmt: skip
    return name + second.get(manner, f" {blocks.born(case)} {shown.birth_name}")


def name_rows(case: Case, birth_label: str, used_label: str, given_label: str) -> list[Row]:
    """Names each after their label; a used name whose kind the page leaves open stands after « Nom »."""
    shown = case.shown
    case.printed.add("names")
    rows = [(birth_label, shown.birth_name)] if shown.birth_name else []
    if shown.used_name:
        rows.append((used_label if shown.used_name_is_labelled else "Nom", shown.used_name))
    return [*rows, (given_label, blocks.given(case))]


def title_of(person: Person) -> str:
    """« Mme » or « M. » of another person."""
    return "Mme" if person.sex == "F" else "M."


# Numbers, others on the page


def ins(sheet: Sheet, case: Case, *labels: str, x: float = 0) -> None:
    """The INS where there is one, and the datamatrix at the right of the page."""
    if case.shown.ins:
        number = blocks.ins_text(case.shown.ins, is_spaced=sheet.rng.random() < 0.5)
        sheet.write(f"{sheet.rng.choice(labels)} {number}", x=x)
    if case.datamatrix:
        sheet.need(50)
        sheet.matrix(case.datamatrix, sheet.right - 50, sheet.y + 1, 44)
        case.printed.add("datamatrix")
        sheet.space(49)


def stay(sheet: Sheet, case: Case, *labels: str, x: float = 0) -> None:
    """The number of the stay where there is one."""
    if case.episode:
        sheet.write(f"{sheet.rng.choice(labels)} {blocks.stamp_number(case)}", x=x)


def second(sheet: Sheet, case: Case, label: str) -> None:
    """Another patient, told as the first is. label: what stands before."""
    other = case.second_identity
    if other:
        born = "née" if other.sex == "F" else "né"
        name = f"{title_of(other)} {other.birth_name} {other.first_name.title()}"
        sheet.paragraph(f"{label} {name}, {born} le {other.birth_date:%d/%m/%Y}".strip())


def kin(sheet: Sheet, case: Case) -> None:
    """Relatives, as files name them."""
    for one in case.relatives:
        label = sheet.rng.choice(
            ("À prévenir", "Aidant principal", "Accompagnant(e)", "Entourage", "Pers. de confiance désignée")
        )
        when = f" - {one.birth_date:%d/%m/%Y}" if one.birth_date else ""
        sheet.paragraph(f"{label} : {one.given.title()} {one.family} [{one.link}]{when} - 06 99 {sheet.rng.randrange(10, 99)} 20 11")  # fmt: skip


def later(sheet: Sheet, case: Case) -> None:
    """Days that are neither the document's nor the act's."""
    ahead = case.doc_date + timedelta(days=sheet.rng.randrange(15, 240))
    behind = before(case, 150, 1500, sheet)
    if sheet.rng.random() < 0.5:
        text = sheet.rng.choice(("À revoir le {}.", "Contrôle programmé {}.", "Suite : RDV pris pour le {}.", "Reprise possible à compter du {}."))  # fmt: skip
        sheet.paragraph(text.format(f"{ahead:%d/%m/%Y}"))
    if sheet.rng.random() < 0.4:
        text = sheet.rng.choice(("Dernier examen connu : {}.", "Opéré une première fois le {}.", "Suivi depuis le {}.", "Courrier précédent du {}."))  # fmt: skip
        sheet.paragraph(text.format(f"{behind:%d/%m/%Y}"))


def prose(sheet: Sheet, case: Case, *, act: bool = True) -> None:
    """The sentences; the day of the act among them when it was not told before."""
    for number, sentence in enumerate(case.body):
        if act and number == 0 and case.act_date and case.act_label and "act_date" not in case.printed:
            sheet.paragraph(f"{case.act_label} {day(sheet, act_on(case))}")
        sheet.paragraph(sentence)
        sheet.space(3)
    kin(sheet, case)
    later(sheet, case)


def headed(sheet: Sheet, case: Case, heads: Sequence[str], *, colon: str = " :") -> None:
    """The sentences under headings."""
    for number, sentence in enumerate(case.body):
        if number % 2 == 0:
            sheet.space(4)
            sheet.write(f"{heads[number // 2 % len(heads)]}{colon}", bold=True)
        sheet.paragraph(sentence)
    kin(sheet, case)
    later(sheet, case)


# Doctors


def full(doctor: Doctor) -> str:
    """« Jean DUPONT »."""
    return f"{doctor.given.title()} {doctor.family}"


def turned(doctor: Doctor) -> str:
    """« DUPONT Jean »."""
    return f"{doctor.family} {doctor.given.title()}"


def shorter(doctor: Doctor) -> str:
    """« J. DUPONT »."""
    return f"{doctor.given[:1]}. {doctor.family}"


def extra(sheet: Sheet) -> Doctor:
    """Somebody of the staff."""
    return draw_doctor(sheet.rng)


def sign_for(sheet: Sheet, case: Case, *, x: float) -> None:
    """« P/o Dr … » over the resident's name: either may be told as the author."""
    case.printed.add("author")
    resident = extra(sheet)
    case.cosigners.append(resident)
    sheet.need(48)
    sheet.write(f"P/o Dr {full(case.author)}", x=x)
    sheet.write(sheet.rng.choice((f"{full(resident)}, interne", f"L'interne, {turned(resident)}")), x=x)


def sign_two(sheet: Sheet, case: Case, roles: tuple[str, str]) -> None:
    """Two names side by side, each over what they are."""
    case.printed.add("author")
    mate = extra(sheet)
    case.cosigners.append(mate)
    sheet.need(56)
    sheet.space(14)
    middle = sheet.left + (sheet.right - sheet.left) / 2 + 10
    for x, who, role in ((sheet.left, case.author, roles[0]), (middle, mate, roles[1])):
        sheet.text(x, sheet.y, f"Dr {full(who)}")
        sheet.text(x, sheet.y + sheet.size * 1.4, role, size=sheet.size - 1)
    sheet.space(sheet.size * 3.2)


def sign_bare(sheet: Sheet, case: Case, role: str, *, x: float) -> None:
    """A name without a civility, over what they are."""
    case.printed.add("author")
    sheet.need(40)
    sheet.space(12)
    sheet.write(sheet.rng.choice((full(case.author), turned(case.author))), x=x)
    if role:
        sheet.write(role, x=x, size=sheet.size - 1)


def sign_machine(sheet: Sheet, case: Case) -> None:
    """The line that a record system prints when a document is closed, with its day."""
    case.printed |= {"author", "doc_date"}
    sheet.need(30)
    sheet.space(8)
    text = sheet.rng.choice(
        ("Document validé électroniquement par {} le {} à {}", "Signature électronique : {}, {} {}",
         "Clos et signé par le Dr {} en date du {} ({})", "[Visa numérique] {} - {} - {}")
    )  # fmt: skip
    sheet.paragraph(text.format(turned(case.author), f"{case.doc_date:%d/%m/%Y}", hour(sheet)), size=sheet.size - 1)


def rpps(sheet: Sheet, case: Case, *, x: float, odds: float = 0.5) -> None:
    """The author's number under their name, now and then."""
    if sheet.rng.random() < odds:
        case.printed.add("rpps")
        sheet.write(f"{sheet.rng.choice(('RPPS', 'N° RPPS :', 'Identifiant RPPS'))} {case.author.rpps}", x=x, size=sheet.size - 1.5)  # fmt: skip


def more_recipients(sheet: Sheet, case: Case, most: int) -> None:
    """Let the letter go to more doctors."""
    case.recipients = [*case.recipients, *(extra(sheet) for _ in range(sheet.rng.randrange(most + 1)))]


def window(sheet: Sheet, case: Case, *, x: float) -> None:
    """The first recipient as an envelope shows them."""
    case.printed.add("recipients")
    if case.recipients:
        one = case.recipients[0]
        lines = [
            sheet.rng.choice((f"Docteur {turned(one)}", f"Dr {full(one)}", f"À l'attention du Docteur {full(one)}"))
        ]
        lines += [
            sheet.rng.choice(("Cabinet médical", "Résidence du Port", "Médecin traitant", "Pôle de santé")),
            f"{sheet.rng.randrange(1, 80)} quai des Saules",
            f"99{sheet.rng.randrange(100, 999)} {case.structure.town.upper()}",
        ]
        for line in lines:
            sheet.write(line, x=x)
    sheet.space(12)


def copies(sheet: Sheet, case: Case, label: str, *, join: str = ", ", first: int = 1) -> None:
    """The recipients after the first ones, in a row."""
    case.printed.add("recipients")
    others = case.recipients[first:]
    if others:
        name = sheet.rng.choice((full, turned, shorter))
        sheet.space(5)
        sheet.paragraph(f"{label} " + join.join(f"Dr {name(one)}" for one in others), size=sheet.size - 1)


def fit(sheet: Sheet, text: str, room: float, size: float, *, bold: bool = False) -> float:
    """The size at which a text keeps to its room."""
    return min(size, size * room / max(1.0, sheet.width(text, size, bold=bold)))


def heading(
    sheet: Sheet, case: Case, *, size: float = 2, centre: bool = True, upper: bool = True, rule: bool = False
) -> None:
    """The title."""
    title = case.title.upper() if upper else case.title
    room = sheet.right - sheet.left
    points = fit(sheet, title, room, sheet.size + size, bold=True)
    sheet.space(5)
    sheet.text(sheet.left + (room / 2 if centre else 0), sheet.y, title, bold=True, size=points, align="c" if centre else "l")  # fmt: skip
    sheet.space(points * 1.7)
    if rule:
        sheet.rule(sheet.left, sheet.y - 3, sheet.right)
        sheet.space(4)

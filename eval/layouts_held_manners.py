"""How the layouts of the first hand among those held out write names, days, numbers and persons: ways of their own.
Nothing of the reader was looked at to write them.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from eval import blocks
from eval.case import MONTHS, Case
from eval.layouts_manners import act_on, fit, title_of
from eval.sheet import Sheet
from eval.types import fillers

Draw = Callable[[Sheet], None]


def put(
    sheet: Sheet, x: float, text: str, room: float, *, size: float = 0, bold: bool = False, align: str = "l"
) -> None:
    """Write at the height of the cursor, in smaller letters when the room in points is short; the cursor stays."""
    points = fit(sheet, text, room, size or sheet.size, bold=bold)
    sheet.text(x, sheet.y, text, size=points, bold=bold, align=align)


def is_child(case: Case) -> bool:
    """Whether the patient is no adult yet."""
    return (case.doc_date - case.patient.birth_date).days < 15 * 365


def sir(case: Case, *, short: bool = True) -> str:
    """How a letter speaks of the patient: civility, or « l'enfant »."""
    return "l'enfant" if is_child(case) else blocks.civility(case, short=short)


def named(case: Case, manner: str, *, given_first: bool = True) -> str:
    """Names in a row. manner of the second name: « née », « (née) », « épouse », « naissance »."""
    shown, given = case.shown, blocks.given(case)
    if manner == "épouse" and shown.birth_name and shown.used_name:
        case.printed.add("names")
        name = f"{given} {shown.birth_name}" if given_first else f"{shown.birth_name} {given}"
        return f"{name}, épouse {shown.used_name}"
    family = blocks.family_name(case)
    name = f"{given} {family}" if given_first else f"{family} {given}"
    if not (shown.birth_name and shown.used_name):
        return name
    born = blocks.born(case)
    ends = {"(née)": f" ({born} {shown.birth_name})", "naissance": f", nom de naissance {shown.birth_name}"}
    return name + ends.get(manner, f" {born} {shown.birth_name}")


def born_on(sheet: Sheet, case: Case) -> str:
    """The birth date; empty when there is none."""
    born = case.shown.birth_date
    if born is None:
        return ""
    long = f"{'1er' if born.day == 1 else born.day} {MONTHS[born.month - 1]} {born.year}"
    manners = [case.day(born), f"{born:%d/%m/%Y}", long, f"{born:%d.%m.%Y}", f"{born.day:02d} {MONTHS[born.month - 1].upper()} {born.year}"]  # fmt: skip
    return sheet.rng.choice(manners)


def aged(case: Case) -> str:
    """« 73 ans », « 14 mois »; empty when no birth date is printed."""
    if case.shown.birth_date is None:
        return ""
    days = (case.doc_date - case.shown.birth_date).days
    return f"{days // 365} ans" if days > 2 * 365 else f"{max(1, days // 30)} mois"


def clock(sheet: Sheet) -> str:
    """An hour of the day."""
    return f"{sheet.rng.randrange(7, 21):02d}:{sheet.rng.randrange(60):02d}"


def shifted(case: Case, sheet: Sheet, low: int, high: int) -> date:
    """A day so many days from the document's: after when positive, before when negative."""
    return case.doc_date + timedelta(days=sheet.rng.randrange(low, high))


def code(sheet: Sheet, case: Case, x: float, y: float, side: float = 46) -> None:
    """The datamatrix where there is one."""
    if case.datamatrix:
        sheet.matrix(case.datamatrix, x, y, side)
        case.printed.add("datamatrix")


def numbers(sheet: Sheet, case: Case, ins_label: str, stay_label: str, *, x: float = 0, size: float = 0) -> None:
    """INS and stay where there are, each after its label; the datamatrix at the right edge."""
    if case.shown.ins:
        text = f"{ins_label} {blocks.ins_text(case.shown.ins, is_spaced=sheet.rng.random() < 0.5)}"
        sheet.write(text, x=x, size=size)
    if case.episode and stay_label:
        sheet.write(f"{stay_label} {blocks.stamp_number(case)}", x=x, size=size)
    if case.datamatrix:
        sheet.need(54)
        code(sheet, case, sheet.right - 50, sheet.y + 2)
        sheet.space(54)


def another(case: Case) -> str:
    """The other patient of a page; empty when there is none."""
    other = case.second_identity
    if other is None:
        return ""
    born = "née" if other.sex == "F" else "né"
    return f"{title_of(other)} {other.first_name.title()} {other.birth_name}, {born} le {other.birth_date:%d/%m/%Y}"


def family(sheet: Sheet, case: Case) -> None:
    """Those close to the patient, in the words of letters."""
    for one in case.relatives:
        name = f"{one.given.title()} {one.family}"
        if one.link == "nouveau-né" and one.birth_date:
            sheet.paragraph(f"L'enfant {name}, né(e) le {case.day(one.birth_date)}, est vu(e) par le pédiatre.")
            continue
        day = f", né(e) le {case.day(one.birth_date)}" if one.birth_date else ""
        phone = f"06 99 {sheet.rng.randrange(10, 99)} {sheet.rng.randrange(10, 99)} 07"
        text = sheet.rng.choice(
            ("Proche à joindre : {0}, {1}{2}, {3}.", "Famille : {1}, {0}{2} ({3}).", "Référent familial : {0} ({1}{2}), {3}.",
             "Venu(e) avec {0} ({1}{2}), joignable au {3}.")
        )  # fmt: skip
        sheet.paragraph(text.format(name, one.link, day, phone))


def other_days(sheet: Sheet, case: Case) -> None:
    """Days to come and days gone by."""
    if sheet.rng.random() < 0.4:
        text = sheet.rng.choice(
            ("Prochaine venue fixée au {}.", "Reconvocation le {}.", "Bilan à refaire avant le {}.")
        )
        sheet.paragraph(text.format(case.day(shifted(case, sheet, 20, 190))))
    if sheet.rng.random() < 0.4:
        text = sheet.rng.choice(("Dernier bilan disponible : {}.", "Antécédent notable, daté du {}.", "Vu(e) pour la première fois le {}."))  # fmt: skip
        sheet.paragraph(text.format(case.day(shifted(case, sheet, -1400, -200))))


def flow(sheet: Sheet, case: Case, *, together: int = 3, act: bool = True) -> None:
    """The sentences in paragraphs of some; the day of the act before the first when nothing told it yet."""
    if act and case.act_date and case.act_label and "act_date" not in case.printed:
        sheet.paragraph(f"{case.act_label} {case.day(act_on(case))}")
        sheet.space(3)
    for start in range(0, len(case.body), together):
        sheet.paragraph(" ".join(case.body[start : start + together]))
        sheet.space(5)
    family(sheet, case)
    other_days(sheet, case)


def every_page(sheet: Sheet, draw: Draw, bottom: float = 760) -> None:
    """Draw something on this page and on those that follow. bottom: where the text must stop."""
    sheet.bottom = bottom
    draw(sheet)
    sheet.on_new_page.append(draw)


def own_words(case: Case, sheet: Sheet, sentences: Sequence[str], count: int) -> None:
    """Sentences of a layout instead of those of the type drawn, ordinary ones among them."""
    rest = sheet.rng.sample(fillers(case.split), k=count)
    case.body = [*sentences]
    for one in rest:
        case.body.insert(sheet.rng.randrange(len(case.body) + 1), one)

"""Small things that the newest documents held out share: days, names, frames, rows. Written from how software prints."""

from collections.abc import Sequence
from datetime import date

from eval import blocks
from eval.case import Case
from eval.layouts_manners import fit, title_of, words
from eval.sheet import Sheet


def born_on(sheet: Sheet, case: Case) -> str:
    """The birth date in one of the ways of software and of secretaries; empty when there is none."""
    born = case.shown.birth_date
    if born is None:
        return ""
    ways = [f"{born:%d/%m/%Y}"] * 3 + [
        f"{born:%d.%m.%Y}",
        f"{born:%d-%m-%Y}",
        words(born),
        words(born, month=str.upper),
    ]
    return sheet.rng.choice([*ways, f"{born:%Y-%m-%d}"])


def written(sheet: Sheet, when: date) -> str:
    """A day as printed by software or written by hand."""
    return sheet.rng.choice(
        (f"{when:%d/%m/%Y}", f"{when:%d/%m/%Y}", words(when), f"{when:%d.%m.%Y}", f"{when:%d-%m-%Y}")
    )


def acted(sheet: Sheet, case: Case) -> str:
    """The day of the act, noted as printed."""
    assert case.act_date is not None
    case.printed.add("act_date")
    return written(sheet, case.act_date)


def filed(sheet: Sheet, case: Case) -> str:
    """The day of the document, noted as printed."""
    case.printed.add("doc_date")
    return written(sheet, case.doc_date)


def put(sheet: Sheet, x: float, y: float, text: str, room: float, *, size: float = 0, bold: bool = False) -> None:
    """A line that keeps to its room."""
    sheet.text(x, y, text, size=fit(sheet, text, room, size or sheet.size, bold=bold), bold=bold)


def named(case: Case) -> list[tuple[str, str]]:
    """Names after labels of software."""
    shown = case.shown
    case.printed.add("names")
    rows = [("Nom de naissance" if shown.used_name else "Nom", shown.birth_name)] if shown.birth_name else []
    if shown.used_name:
        rows.append(("Nom utilisé" if shown.used_name_is_labelled else "Nom", shown.used_name))
    return [*rows, ("Prénom", blocks.given(case))]


def in_row(case: Case) -> str:
    """« DURAND Marie née MARTIN », « MARTIN Jean »."""
    family = blocks.family_name(case)
    end = f" {blocks.born(case)} {case.shown.birth_name}" if case.shown.used_name and case.shown.birth_name else ""
    return f"{family} {blocks.given(case)}{end}"


def square(sheet: Sheet, case: Case, x: float, y: float, *, side: float = 44) -> None:
    """The datamatrix at a place, where there is one."""
    if case.datamatrix:
        case.printed.add("datamatrix")
        sheet.matrix(case.datamatrix, x, y, side)


def number_row(sheet: Sheet, case: Case, label: str) -> list[tuple[str, str]]:
    """The INS where there is one, as a row."""
    if not case.shown.ins:
        return []
    return [(label, blocks.ins_text(case.shown.ins, is_spaced=sheet.rng.random() < 0.5))]


def twin_row(case: Case) -> str:
    """Another patient told as the first one; empty when there is none."""
    other = case.second_identity
    if other is None:
        return ""
    born = "née" if other.sex == "F" else "né"
    return f"{title_of(other)} {other.birth_name} {other.first_name.title()} {born} le {other.birth_date:%d/%m/%Y}"


def fewer(sheet: Sheet, case: Case, most: int) -> list[str]:
    """Some of the sentences in their order: those of the type, and one of those that any document may hold."""
    own = [number for number, line in enumerate(case.body) if line in case.kind.texts[case.split]]
    others = [number for number in range(len(case.body)) if number not in own]
    kept = sheet.rng.sample(own, k=min(most, len(own))) + sheet.rng.sample(others, k=min(1, len(others)))
    return [case.body[number] for number in sorted(kept)]


def stack(sheet: Sheet, rows: Sequence[tuple[str, str]], x: float, wide: float, room: float) -> None:
    """Labels in a column, values in another."""
    for label, value in rows:
        put(sheet, x, sheet.y, label, wide - 4, size=sheet.size - 1)
        put(sheet, x + wide, sheet.y, value, room - wide, bold=True)
        sheet.y += sheet.size * 1.42


def near_ones(sheet: Sheet, case: Case, form: str) -> None:
    """Relatives where there are. form: with link, name, born."""
    for one in case.relatives:
        born = f"{one.birth_date:%d/%m/%Y}" if one.birth_date else "date non connue"
        sheet.paragraph(form.format(link=one.link, name=f"{one.family} {one.given.title()}", born=born))


def phone(sheet: Sheet) -> str:
    """The number of a mobile telephone that nobody has."""
    return f"06 99 {sheet.rng.randrange(10, 99)} {sheet.rng.randrange(10, 99)} {sheet.rng.randrange(10, 99)}"

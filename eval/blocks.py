"""Parts of documents that layouts of either split use: dates, signatures, distractors, tables of results.

What a part prints of the truth it adds to ``case.printed``.
"""

from datetime import timedelta
from itertools import pairwise

from eval.case import Case
from eval.sheet import Sheet

SPACED = (1, 3, 5, 7, 10, 13)


def ins_text(ins: str, *, is_spaced: bool) -> str:
    """The INS as printed: groups, or one run."""
    if not is_spaced:
        return ins
    cuts = (0, *SPACED, 15)
    return " ".join(ins[a:b] for a, b in pairwise(cuts))


def civility(case: Case, *, short: bool = False) -> str:
    """Madame, Monsieur; the sex counts as printed."""
    case.printed.add("sex")
    if short:
        return "Mme" if case.shown.sex == "F" else "M."
    return "Madame" if case.shown.sex == "F" else "Monsieur"


def born(case: Case) -> str:
    """né or née."""
    return "née" if case.shown.sex == "F" else "né"


def family_name(case: Case) -> str:
    """The name by which the patient goes, without a label."""
    case.printed.add("names")
    _leave_open(case)
    return case.shown.used_name or case.shown.birth_name or ""


def any_name(case: Case) -> str:
    """The birth name, else the used name, without a label."""
    case.printed.add("names")
    _leave_open(case)
    return case.shown.birth_name or case.shown.used_name or ""


def _leave_open(case: Case) -> None:
    """A used name alone, printed without a label, may as well be a birth name: neither is then scored."""
    if not case.shown.birth_name:
        case.shown.used_name_is_labelled = False


def given(case: Case, *, every: bool = False) -> str:
    """The first name, or every first name."""
    if every:
        case.shown.has_all_first_names = True
        return " ".join(name.title() for name in case.shown.first_names)
    return case.shown.first.title()


def sex_word(case: Case, *, long: bool = False) -> str:
    """Sex as printed in a field."""
    case.printed.add("sex")
    if long:
        return "Féminin" if case.shown.sex == "F" else "Masculin"
    return case.shown.sex


def birth_day(case: Case) -> str:
    """Birth date as printed; empty when absent."""
    return case.day(case.shown.birth_date) if case.shown.birth_date else ""


def age(case: Case) -> str:
    """Age in years on the day of the document."""
    if not case.shown.birth_date:
        return ""
    return f"{(case.doc_date - case.shown.birth_date).days // 365} ans"


def dateline(sheet: Sheet, case: Case, *, x: float, align: str = "l") -> None:
    """« Lianeville, le 3 mars 2024 »."""
    case.printed.add("doc_date")
    sheet.text(x, sheet.y, f"{case.structure.town}, le {case.day(case.doc_date)}", align=align)
    sheet.y += sheet.size * 1.6


def act_line(sheet: Sheet, case: Case, *, x: float = 0) -> None:
    """The act's date after its label."""
    if case.act_date and case.act_label:
        case.printed.add("act_date")
        sheet.write(f"{case.act_label} {case.day(case.act_date)}", x=x)


def letter_body(sheet: Sheet, case: Case) -> None:
    """Paragraphs."""
    for sentence in case.body:
        sheet.paragraph(sentence)
        sheet.space(3)


def relatives_lines(sheet: Sheet, case: Case) -> None:
    """Persons to call and family history."""
    for one in case.relatives:
        when = ""
        if one.birth_date:
            feminine = one.link in ("fille", "soeur", "mère", "voisine")
            when = f", {'née' if feminine else 'né'} le {case.day(one.birth_date)}"
        name = f"{one.family} {one.given.title()}"
        label = sheet.rng.choice(("Personne à prévenir", "Personne de confiance", "Contact"))
        sheet.paragraph(f"{label} : {name} ({one.link}){when}, tél. 06 99 12 34 56")


def later_lines(sheet: Sheet, case: Case) -> None:
    """Dates that are neither the document's nor the act's."""
    rng = sheet.rng
    if rng.random() < 0.35:
        sheet.paragraph(f"Prochain rendez-vous le {case.day(case.doc_date + timedelta(days=rng.randrange(20, 200)))}.")
    if rng.random() < 0.3:
        sheet.paragraph(
            f"Comparaison avec l'examen du {case.day(case.doc_date - timedelta(days=rng.randrange(200, 900)))}."
        )


def results_table(sheet: Sheet, case: Case, *, lined: bool) -> None:
    """Rows of a laboratory."""
    rng = sheet.rng
    rows = [("Examen", "Résultat", "Unité", "Valeurs de référence")]
    pool = [("Hémoglobine", 12.1, "g/dL", "12,0 - 16,0"), ("Leucocytes", 6.4, "G/L", "4,0 - 10,0"),
            ("Plaquettes", 245, "G/L", "150 - 400"), ("Créatinine", 78, "µmol/L", "45 - 90"),
            ("Sodium", 139, "mmol/L", "136 - 145"), ("Potassium", 4.1, "mmol/L", "3,5 - 5,0"),
            ("Glycémie à jeun", 5.2, "mmol/L", "3,9 - 5,5"), ("CRP", 3.0, "mg/L", "< 5,0"),
            ("TSH", 2.15, "mUI/L", "0,40 - 4,00"), ("Ferritine", 88, "µg/L", "15 - 150"),
            ("ASAT", 24, "U/L", "< 35"), ("ALAT", 31, "U/L", "< 40")]  # fmt: skip
    for name, value, unit, normal in rng.sample(pool, k=rng.randrange(5, 11)):
        rows.append((name, f"{value * rng.uniform(0.8, 1.3):.2f}".replace(".", ","), unit, normal))
    widths = (170, 90, 80, 140)
    sheet.table(sheet.left, widths, rows, lined=lined)
    sheet.space(8)


def stamp_number(case: Case) -> str:
    """The stay number as printed."""
    case.printed.add("episode")
    return case.episode

"""Parts of two letters held out, first hand: an expert's report of several pages, and a word written by hand on a pad.
Nothing of the reader was looked at to write them.
"""

from datetime import timedelta

from eval import blocks
from eval.case import Case
from eval.fonts import available
from eval.layouts_held_manners import another, born_on, code, family, flow, named, numbers, put, sir
from eval.layouts_manners import act_on, extra, full, retype, turned
from eval.sheet import WIDTH, Sheet
from eval.types import fillers

# An expert's report: several pages, a cover of its own, the persons who came


def cover(sheet: Sheet, case: Case) -> None:
    """A title framed in the middle, the expert, what was asked, who came; the day of writing at its foot."""
    retype(case, "11488-4", "89601-9", "CERT_DECL", "34120-6", "51851-4", "34133-9")
    case.title = sheet.rng.choice(("Rapport d'expertise médicale", "Expertise médicale amiable", "Examen médical sur pièces et sur personne", "Rapport d'évaluation du dommage corporel"))  # fmt: skip
    case.printed |= {"author", "doc_date"}
    sheet.write(f"Docteur {full(case.author)}", bold=True)
    sheet.write("Réparation juridique du dommage corporel", size=sheet.size - 1)
    sheet.write(f"{case.structure.address}", size=sheet.size - 1)
    sheet.space(60)
    sheet.box(sheet.left + 40, sheet.y, sheet.right - sheet.left - 80, 46)
    sheet.space(15)
    put(sheet, WIDTH / 2, case.title.upper(), sheet.right - sheet.left - 100, bold=True, size=sheet.size + 3, align="c")
    sheet.space(60)
    born = born_on(sheet, case)
    rows = [("Dossier", f"SIN-{sheet.rng.randrange(10**5, 10**6)}"), ("Personne examinée", f"{sir(case, short=False)} {named(case, 'naissance')}"),
            ("Date de naissance", born), ("Demeurant", case.patient.address), ("Identité nationale de santé", case.shown.ins or ""),
            ("Personne examinée", another(case)), ("Examen", case.day(act_on(case)) if case.act_date else ""),
            ("Assistée de", f"Dr {full(extra(sheet))}, médecin de recours"), ("Pour la compagnie", f"M. {turned(extra(sheet))}, inspecteur"),
            ("Rapport clos", case.day(case.doc_date))]  # fmt: skip
    for label, value in rows:
        if value:
            sheet.text(sheet.left + 10, sheet.y, label, size=sheet.size - 1)
            put(sheet, sheet.left + 170, value, sheet.right - sheet.left - 170)
            sheet.space(20)
    if case.datamatrix:
        code(sheet, case, sheet.left + 10, sheet.y)


def report(sheet: Sheet, case: Case) -> None:
    """The next pages: numbered heads, a running title, the expert's name at the end."""
    alive = (case.doc_date - case.patient.birth_date).days
    accident = case.doc_date - timedelta(days=min(alive // 2, sheet.rng.randrange(400, 1200)))

    def draw(page: Sheet) -> None:
        page.text(page.left, page.y, case.title, size=8)
        page.text(page.right, page.y, f"feuillet {page.pages}", size=8, align="r")
        page.space(26)

    sheet.on_new_page.append(draw)
    sheet.new_page()
    told = (
        ("RAPPEL DES FAITS", f"Les faits remontent au {case.day(accident)} : collision à un carrefour, ceinture bouclée. Le certificat initial décrivait une entorse cervicale et des contusions thoraciques."),
        ("DOLÉANCES", "Raideur du cou au réveil, gêne à la marche prolongée, sommeil haché."),
        ("EXAMEN", "Mobilité cervicale réduite d'un quart en rotation gauche, pas de déficit neurologique."),
        ("DISCUSSION", "Les troubles sont imputables de façon directe et certaine."),
        ("CONCLUSIONS", "Déficit fonctionnel permanent évalué à 3 %, souffrances endurées 2 sur 7, pas de préjudice esthétique. La consolidation peut être retenue un an après les faits."),
    )  # fmt: skip
    for number, (head, sentence) in enumerate(told, 1):
        sheet.write(f"{number}. {head}", bold=True)
        sheet.paragraph(f"{sentence} {sheet.rng.choice(fillers(case.split)) if number < 4 else ''}")
        sheet.space(12)
    family(sheet, case)
    sheet.space(24)
    sheet.need(40)
    sheet.write(f"Dr {full(case.author)}, expert", x=WIDTH / 2 - 40)


# A word by hand on a pad


def pad(sheet: Sheet, case: Case) -> None:
    """The pad, printed: name and numbers small at the left, a line; all that follows is written by hand."""
    case.printed |= {"author", "rpps", "doc_date", "recipients"}
    hand, sheet.font, sheet.size = sheet.font, sheet.rng.choice(available("sans", is_held=True)), 18
    for line in (f"Dr {full(case.author)}", case.author.speciality or "Médecin", f"RPPS {case.author.rpps}", case.structure.address,
                 f"Tél. {case.structure.phone}"):  # fmt: skip
        put(sheet, sheet.left, line, 330, size=8.5)
        sheet.space(11)
    sheet.space(4)
    sheet.rule(sheet.left, sheet.y, sheet.left + 190)
    sheet.space(18)
    sheet.font = hand
    case.recipients = case.recipients[:1]
    put(sheet, sheet.right, case.day(case.doc_date), 200, align="r")
    if case.recipients:
        put(sheet, sheet.left, f"Pour le Dr {lower_case(case.recipients[0].family)}", 280)
    sheet.space(34)


def lower_case(text: str) -> str:
    """Names as they are written by hand: the first letter alone in capitals."""
    return " ".join(word.title() if word.isupper() else word for word in text.split(" "))


def by_hand(sheet: Sheet, case: Case) -> None:
    """A few lines in the doctor's writing."""
    born = born_on(sheet, case)
    who = f"{sir(case)} {named(case, sheet.rng.choice(('née', '(née)')), given_first=False)}"
    who = lower_case(who)
    start = sheet.rng.choice(("Merci de voir", "Je te confie", "Voici", "Merci de t'occuper de"))
    sheet.paragraph(f"{start} {who}" + (f", {blocks.born(case)} le {born}" if born else ""))
    if another(case):
        sheet.paragraph(f"{start} {another(case)}")
    numbers(sheet, case, "INS", "")
    sheet.space(4)
    if case.kind.code != "96349-6":
        sheet.paragraph(case.title, bold=True)
    case.body = case.body[:9]
    flow(sheet, case, together=3)
    sheet.need(60)
    sheet.space(14)
    sheet.write(f"Amitiés, {case.author.given.title()}", x=sheet.left + 240)

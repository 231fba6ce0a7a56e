"""Care outside hospitals held out: emergency sheets of homes, weeks of home nursing, assessments of paramedics and
social enquiries. Each imagined from one kind of sender; nothing of the reader was looked at.
"""

from dataclasses import replace
from datetime import timedelta

from eval import blocks
from eval.case import Case
from eval.layouts_held_lines import (
    acted,
    born_on,
    fewer,
    filed,
    in_row,
    named,
    near_ones,
    number_row,
    phone,
    put,
    square,
    stack,
    twin_row,
)
from eval.layouts_held_visits import HELD_VISITS
from eval.layouts_manners import before, extra, full, held, retype, shorter, turned
from eval.people import draw_family, draw_name
from eval.sheet import WIDTH, Sheet

WEEKDAYS = ("Lu", "Ma", "Me", "Je", "Ve", "Sa", "Di")


# The emergency sheet of a home


def liaison(sheet: Sheet, case: Case) -> None:
    """Identity at the left, three contacts at the right, under a title in a black-edged band."""
    retype(case, "74207-2", "78341-5", "18761-7")
    case.printed.add("structure")
    is_old = case.doc_date.year - case.patient.birth_date.year >= 65
    home = (
        sheet.rng.choice(("EHPAD Les Glycines", "Résidence Le Clos Fleuri"))
        if is_old
        else sheet.rng.choice(("Foyer d'accueil médicalisé La Source", "MAS Les Peupliers"))
    )
    case.structure = replace(case.structure, name=home)
    sheet.box(sheet.left, sheet.y, sheet.right - sheet.left, 34)
    sheet.text(WIDTH / 2, sheet.y + 4, "DOSSIER DE LIAISON D'URGENCE", bold=True, size=13, align="c")
    put(
        sheet,
        54,
        sheet.y + 21,
        f"{case.structure.name} - {case.structure.address} - {case.structure.phone}",
        487,
        size=8,
    )
    sheet.space(44)
    top = sheet.y
    rows = named(case)
    when = born_on(sheet, case)
    rows += [("Date de naissance", when)] if when else []
    rows += [
        ("Sexe", blocks.sex_word(case, long=True)),
        *number_row(sheet, case, "N° INS"),
        ("Chambre", f"{sheet.rng.randrange(1, 3)}{sheet.rng.randrange(10, 40)}"),
    ]
    sheet.write("Résident", bold=True)
    stack(sheet, rows, sheet.left, 102, 262)
    square(sheet, case, 258, top)
    foot, sheet.y = sheet.y, top
    sheet.write("Personnes à joindre", bold=True, x=322)
    known = [(f"Proche ({one.link})", f"{one.given.title()} {one.family}") for one in case.relatives]
    known += [
        (sheet.rng.choice(("Tuteur", "Curatelle")), f"{draw_name(sheet.rng, 'f').title()} {draw_family(sheet.rng)}"),
        ("Médecin traitant", f"Dr {turned(extra(sheet))}"),
    ]
    for label, name in known:
        put(sheet, 322, sheet.y, f"{label} : {name}", 225, size=sheet.size - 0.5)
        sheet.text(334, sheet.y + sheet.size * 1.2, phone(sheet), size=sheet.size - 1.5)
        sheet.space(sheet.size * 2.7)
    sheet.y = max(sheet.y, foot) + 8
    if twin_row(case):
        sheet.write(f"Résident également concerné : {twin_row(case)}", bold=True)
    sheet.rule(sheet.left, sheet.y, sheet.right, width=1.5)
    sheet.space(10)


def liaison_body(sheet: Sheet, case: Case) -> None:
    """What an emergency team asks first, as boxes and a table of medicines; who brought it up to date at the foot."""
    rng = sheet.rng
    asked = (("Mobilité", "marche avec aide"), ("Alimentation", "hachée"), ("Contention", "non"), ("Appareils", "lunettes, deux prothèses auditives"), ("Allergies", "aucune connue"),
             ("Directives anticipées", "non rédigées"), ("Peau", "intègre"), ("BMR/BHRe", "recherche négative"))  # fmt: skip
    for number, (label, value) in enumerate(rng.sample(asked, k=8)):
        put(sheet, sheet.left + number % 2 * 250, sheet.y, f"{label} : {value}", 242)
        if number % 2:
            sheet.space(sheet.size * 1.5)
    sheet.space(8)
    sheet.table(
        sheet.left,
        (200, 60, 60, 60, 60),
        (
            ("Traitement", "M", "M", "S", "C"),
            ("Bisoprolol 2,5 mg", "1", "", "", ""),
            ("Paracétamol 1 g", "1", "1", "1", ""),
            ("Macrogol 10 g", "1", "", "", ""),
        ),
    )
    sheet.space(8)
    sheet.paragraph(
        "Motif de recours à préciser le jour de l'envoi : ..................................................................."
    )
    sheet.paragraph("Pathologies en cours : insuffisance cardiaque, arthrose, troubles du sommeil.")
    sheet.paragraph(
        f"Dernière hospitalisation : {before(case, 60, 900, sheet):%d/%m/%Y}. Dernière pesée : {rng.randrange(45, 90)} kg."
    )
    case.printed.add("author")
    sheet.space(14)
    sheet.paragraph(
        f"Fiche mise à jour le {filed(sheet, case)} par le Dr {full(case.author)}, médecin coordonnateur",
        bold=True,
        size=sheet.size - 0.5,
    )


# The week of a home nursing service


def week(sheet: Sheet, case: Case) -> None:
    """A grid whose columns are the days of a week, initials in it; identity in a band; the last visit told under."""
    assert case.act_date is not None
    case.printed |= {"structure", "author"}
    rng = sheet.rng
    case.structure = replace(
        case.structure, name=rng.choice(("SSIAD {}", "Cabinet infirmier {}", "HAD {}")).format(case.structure.town)
    )
    put(sheet, sheet.left, sheet.y, case.structure.name, 260, bold=True, size=sheet.size + 1)
    put(sheet, 320, sheet.y, case.title, 227, size=sheet.size + 1)
    sheet.space(24)
    when = born_on(sheet, case)
    text = (
        f"{blocks.civility(case, short=True)} {in_row(case)}"
        + (f" | {when}" if when else "")
        + f" | {case.patient.address}"
    )
    top = sheet.y
    sheet.space(4)
    sheet.paragraph(text, x=54, width=430, bold=True)
    for label, value in number_row(sheet, case, "INS"):
        sheet.write(f"{label} {value}", x=54, size=sheet.size - 1)
    if twin_row(case):
        sheet.paragraph(f"{twin_row(case)} | même adresse", x=54, width=430, bold=True)
    square(sheet, case, sheet.right - 46, top + 2, side=40)
    sheet.y = max(sheet.y + 4, top + 46)
    sheet.box(sheet.left, top, sheet.right - sheet.left, sheet.y - top)
    sheet.space(12)
    monday = case.act_date - timedelta(days=case.act_date.weekday())
    marks = [shorter(case.author).replace(". ", "")[:2], shorter(extra(sheet)).replace(". ", "")[:2]]
    rows = [("Soins", *(f"{name} {monday + timedelta(days=number):%d/%m}" for number, name in enumerate(WEEKDAYS)))]
    for care in rng.sample(("Toilette", "Pansement", "Glycémie", "Injection", "Bas", "Pilulier", "TA", "Change"), k=5):
        rows.append(
            (care, *(rng.choice((*marks, "")) if number <= case.act_date.weekday() else "" for number in range(7)))
        )
    sheet.table(sheet.left, (86, *((59,) * 7)), rows)
    sheet.space(10)
    sheet.write(f"{case.act_label} {acted(sheet, case)}")
    for sentence in fewer(sheet, case, 6):
        sheet.paragraph(f"- {sentence}")
    near_ones(sheet, case, "Aidant : {name} ({link}), {born}")
    sheet.space(10)
    sheet.write(
        f"Référent(e) du domicile : {turned(case.author)}, infirmier(e) coordinateur(trice)", size=sheet.size - 0.5
    )
    sheet.write(f"Éditée le {filed(sheet, case)}", size=sheet.size - 1)


# An assessment by a professional alone in a practice


def private(sheet: Sheet, case: Case) -> None:
    """No structure: a name, a trade, a number of the older register; a sentence tells who was seen and by whom sent."""
    case.printed.add("author")
    rng = sheet.rng
    trade, digit = (
        ("Psychologue - neuropsychologue", "93")
        if case.kind.code == "83901-9"
        else (rng.choice(("Orthophoniste", "Ergothérapeute D.E.", "Psychomotricien(ne)")), "91")
    )
    for number, line in enumerate(
        (
            full(case.author),
            trade,
            f"N° ADELI 99 {digit} {rng.randrange(10000, 99999)}",
            case.structure.address,
            phone(sheet),
        )
    ):
        sheet.text(
            sheet.left, sheet.y + number * 13, line, bold=number == 0, size=sheet.size + 1 if number == 0 else 8.5
        )
    sheet.space(84)
    sheet.text(WIDTH / 2, sheet.y, case.title, bold=True, size=sheet.size + 3, align="c")
    sheet.space(10 + sheet.size * 1.6)
    when, end = born_on(sheet, case), "e" if case.shown.sex == "F" else ""
    name = f"{blocks.civility(case, short=True)} {in_row(case)}"
    told = f"{name}, {blocks.born(case)} le {when}," if when else f"{name}"
    sheet.paragraph(
        f"{told} m'a été adressé{end} par le Dr {full(extra(sheet))}. {case.act_label} {acted(sheet, case)}, au cabinet."
    )
    for label, value in number_row(sheet, case, "Identifiant national de santé :"):
        sheet.write(f"{label} {value}", size=sheet.size - 1)
    if twin_row(case):
        sheet.paragraph(f"Bilan mené conjointement pour {twin_row(case)}.")
    square(sheet, case, sheet.right - 46, 48)
    near_ones(sheet, case, "Présent(e) à l'entretien : {name} ({link}), {born}.")
    sheet.space(8)


def private_body(sheet: Sheet, case: Case) -> None:
    """Sentences under Roman numbers, a table of scores between them, place and day at the end."""
    rng, lines = sheet.rng, fewer(sheet, case, 9)
    heads = ("I. Plainte et histoire", "II. Épreuves", "III. Conclusion et projet")
    step = max(1, (len(lines) + 2) // 3)
    for number, head in enumerate(heads):
        sheet.space(5)
        sheet.write(head, bold=True)
        for sentence in lines[number * step : (number + 1) * step]:
            sheet.paragraph(sentence, x=sheet.left + 12)
        if number == 1:
            sheet.space(4)
            rows = [("Épreuve", "Note brute", "Rang")] + [
                (name, f"{rng.randrange(4, 40)}", f"P{rng.choice((5, 10, 25, 50, 75))}")
                for name in rng.sample(
                    ("Fluence", "Empan endroit", "Empan envers", "Copie", "Dénomination", "Précision gestuelle"), k=3
                )
            ]
            sheet.table(sheet.left + 12, (180, 90, 80), rows)
    sheet.space(14)
    put(sheet, 290, sheet.y, f"Bilan rédigé à {case.structure.town} le {filed(sheet, case)}", 257)
    sheet.space(sheet.size * 1.4)
    sheet.write(full(case.author), x=290)


# A social enquiry


def household(sheet: Sheet, case: Case) -> None:
    """Labels, then a table of all who live there; the one concerned is named over it and marked in it."""
    retype(case, "28653-4", "34842-5")
    case.printed |= {"structure"}
    rng = sheet.rng
    case.act_date, case.act_label = case.doc_date - timedelta(days=rng.choice((0, 3, 9))), "Visite à domicile du"
    case.title = rng.choice(("RAPPORT SOCIAL", "ÉVALUATION SOCIALE", "NOTE SOCIALE"))
    put(sheet, sheet.left, sheet.y, f"{case.structure.name} - Service social des patients", 499, size=sheet.size - 0.5)
    sheet.space(26)
    sheet.write(case.title, bold=True, size=sheet.size + 5)
    sheet.write(f"{case.act_label} {acted(sheet, case)}", size=sheet.size - 0.5)
    sheet.space(8)
    sheet.write("Personne concernée", bold=True)
    rows = named(case)
    when = born_on(sheet, case)
    rows += [("Née le" if case.shown.sex == "F" else "Né le", when)] if when else []
    rows += [*number_row(sheet, case, "INS"), ("Domicile", case.patient.address)]
    rows += [("N° de séjour", blocks.stamp_number(case))] if case.episode else []
    square(sheet, case, sheet.right - 46, sheet.y)
    stack(sheet, rows, sheet.left, 110, 430)
    if twin_row(case):
        sheet.write(f"Également concerné(e) : {twin_row(case)}", bold=True)
    sheet.space(8)
    kin = [("Intéressé(e)", "voir ci-dessus", blocks.given(case), "", "sans emploi")]
    kin += [
        (one.link, one.family, one.given.title(), f"{one.birth_date:%d/%m/%Y}" if one.birth_date else "", "-")
        for one in case.relatives
    ]
    for link, sex, low in (("logé(e)", rng.choice("fm"), 7000), ("voisin(e) aidant(e)", rng.choice("fm"), 15000)):
        day = case.doc_date - timedelta(days=rng.randrange(low, low + 9000))
        kin.append(
            (
                link,
                draw_family(rng),
                draw_name(rng, sex).title(),
                f"{day:%d/%m/%Y}",
                rng.choice(("salarié(e)", "en retraite", "en formation")),
            )
        )
    sheet.table(sheet.left, (105, 120, 95, 80, 95), [("Lien", "Nom", "Prénom", "Naissance", "Situation"), *kin])
    sheet.space(10)


def household_body(sheet: Sheet, case: Case) -> None:
    """Money, housing, rights, wishes; a social worker signs, who is no doctor."""
    rng = sheet.rng
    for head, text in (("Logement", "T2 au rez-de-chaussée, salle d'eau étroite, chauffage électrique."), ("Ressources", f"{rng.randrange(700, 1900)} euros par mois, loyer de {rng.randrange(280, 620)} euros, pas de dette déclarée."),
                       ("Droits", "Complémentaire santé solidaire en cours, dossier APA ou PCH à déposer."), ("Souhait exprimé", "rester chez soi avec un passage quotidien."),
                       ("Proposition du service", "plan d'aide de deux heures par jour, téléalarme, portage des repas.")):  # fmt: skip
        sheet.paragraph(f"{head} : {text}")
        sheet.space(4)
    case.printed.add("author")
    sheet.space(20)
    sheet.write(f"Le {filed(sheet, case)},", x=300)
    sheet.write(f"{full(case.author)},", x=300)
    sheet.write("assistant(e) de service social", x=300, size=sheet.size - 1)


HELD_CARE = (
    held("liaison-urgence-residence", "certificate", "sans", liaison, liaison_body, codes=("EXPPAT_3",)),
    held("semaine-domicile", "form", "sans", week, codes=("11506-3",)),
    held("bilan-liberal", "letter", "serif", private, private_body, codes=("47420-5", "83901-9")),
    held("foyer-social", "certificate", "sans", household, household_body, codes=("EXPPAT_3",)),
    *HELD_VISITS,
)

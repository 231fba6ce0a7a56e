"""Vaccines, work, school and teeth held out: sheets of those whom hospitals seldom read. Each imagined from one kind of
sender; nothing of the reader was looked at to write them.
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
    written,
)
from eval.layouts_manners import before, extra, full, held, retype, shorter, turned
from eval.people import Doctor, draw_family, draw_name
from eval.sheet import WIDTH, Sheet

# Vaccines


def vaccines(sheet: Sheet, case: Case) -> None:
    """A table of injections, each with its day and who gave it; nobody signs the whole."""
    case.notes += ["no_author", "no_recipients"]
    put(sheet, sheet.left, sheet.y, case.title, 499, bold=True, size=sheet.size + 4)
    sheet.space(24)
    sheet.text(sheet.right, sheet.y - 20, f"Édition du {filed(sheet, case)}", size=8, align="r")
    when = born_on(sheet, case)
    sheet.rule(sheet.left, sheet.y, sheet.right)
    sheet.space(5)
    pairs = [*named(case), ("Naissance", when), ("Sexe", blocks.sex_word(case)), *number_row(sheet, case, "INS")]
    for number, (label, value) in enumerate(pair for pair in pairs if pair[1]):
        x = sheet.left + number % 3 * 168
        sheet.text(x, sheet.y + number // 3 * 26, label, size=7)
        put(sheet, x, sheet.y + number // 3 * 26 + 9, value, 160, bold=True)
    sheet.space(56)
    square(sheet, case, sheet.left, sheet.y)
    sheet.space(50 if case.datamatrix else 0)
    if twin_row(case):
        sheet.write(f"Fratrie : {twin_row(case)}", bold=True)
    _injections(sheet, case)
    sheet.space(12)
    for sentence in fewer(sheet, case, 4):
        sheet.paragraph(sentence, size=sheet.size - 1)
    near_ones(sheet, case, "Titulaire du compte : {name} ({link}), {born}")
    sheet.write(f"Médecin traitant déclaré : Dr {turned(extra(sheet))}", size=sheet.size - 1)


def _injections(sheet: Sheet, case: Case) -> None:
    rng, span = sheet.rng, max(31, (case.doc_date - case.patient.birth_date).days - 5)
    days = sorted(
        case.patient.birth_date + timedelta(days=rng.randrange(30, span)) for _ in range(rng.randrange(4, 10))
    )
    rows = [("Date", "Vaccin", "Lot", "Contre", "Vaccinateur")]
    for day in days:
        name, ill = rng.choice(
            (
                ("Revaxis", "dTP"),
                ("Repevax", "dTcaP"),
                ("M-M-RVaxPro", "ROR"),
                ("Engerix B20", "hépatite B"),
                ("Vaxigrip", "grippe"),
                ("Prevenar 13", "pneumocoque"),
            )
        )
        rows.append(
            (
                f"{day:%d/%m/%Y}",
                name,
                f"{rng.choice('ABKRT')}{rng.randrange(1000, 9999)}",
                ill,
                rng.choice((f"Dr {extra(sheet).family}", "Centre de vaccination", f"IDE {extra(sheet).family}")),
            )
        )
    sheet.table(sheet.left, (84, 110, 70, 95, 140), rows)


# Work


def work(sheet: Sheet, case: Case) -> None:
    """The employer in one frame, the worker in another."""
    retype(case, "CERT_DECL", "89601-9")
    case.printed |= {"structure", "author"}
    rng = sheet.rng
    case.structure = replace(
        case.structure, name=f"Service de prévention et de santé au travail de {case.structure.town}"
    )
    case.act_date = case.doc_date - timedelta(days=rng.choice((0, 0, 1)))
    put(sheet, sheet.left, sheet.y, case.structure.name, 499, bold=True)
    sheet.space(16)
    sheet.text(sheet.left, sheet.y, f"{case.structure.address} - {case.structure.phone}", size=8)
    sheet.space(26)
    sheet.text(
        WIDTH / 2,
        sheet.y,
        rng.choice(
            ("AVIS D'APTITUDE (suivi individuel renforcé)", "ATTESTATION DE SUIVI INDIVIDUEL DE L'ÉTAT DE SANTÉ")
        ),
        bold=True,
        size=12,
        align="c",
    )
    sheet.space(26)
    top = sheet.y
    sheet.box(sheet.left, top, 200, 112)
    for number, line in enumerate(("EMPLOYEUR", rng.choice(("SARL Toitures du Val", "Transports Corvisier SAS", "Commune (services techniques)", "Association Le Relais")), f"NAF {rng.randrange(10, 99)}{rng.randrange(10, 99)}Z",
                                   f"Adhérent n° {rng.randrange(10000, 99999)}", f"99{rng.randrange(100, 999)} {case.structure.town}")):  # fmt: skip
        put(sheet, 54, top + 6 + number * 16, line, 188, bold=number == 0)
    sheet.box(256, top, 291, 112)
    sheet.y = top + 6
    sheet.write("SALARIÉ(E)", bold=True, x=262)
    rows = named(case)
    when = born_on(sheet, case)
    rows += [("Né(e) le", when)] if when else []
    rows += [
        *number_row(sheet, case, "INS"),
        ("Poste", rng.choice(("Couvreur", "Conducteur poids lourd", "Agent d'entretien", "Aide-soignant"))),
    ]
    stack(sheet, rows, 262, 100, 280)
    sheet.y = top + 122


def work_end(sheet: Sheet, case: Case) -> None:
    """The kind of visit, its hours, a conclusion in capitals, the next one, the doctor."""
    rng = sheet.rng
    square(sheet, case, sheet.right - 46, sheet.y)
    if twin_row(case):
        sheet.write(f"Salarié(e) vu(e) le même jour : {twin_row(case)}", bold=True)
    kinds = ("Visite initiale", "Visite périodique", "Visite de reprise", "À la demande")
    chosen = rng.choice(kinds)
    for kind in kinds:
        sheet.write(f"[{'X' if kind == chosen else '  '}] {kind}")
    sheet.space(8)
    sheet.write(
        f"Visite du {acted(sheet, case)}   Arrivée {rng.randrange(8, 12)}h{rng.randrange(10, 60)}   Départ 12h{rng.randrange(10, 60)}"
    )
    sheet.space(10)
    sheet.text(
        WIDTH / 2,
        sheet.y,
        rng.choice(("APTE", "PAS DE CONTRE-INDICATION AU POSTE", "SUIVI EFFECTUÉ CE JOUR")),
        bold=True,
        size=13,
        align="c",
    )
    sheet.space(28)
    ahead = case.doc_date + timedelta(days=rng.randrange(700, 1800))
    sheet.paragraph(f"À revoir au plus tard le {written(sheet, ahead)}. Un exemplaire au salarié, un à l'employeur.")
    near_ones(sheet, case, "Personne à prévenir en cas d'accident : {name} ({link}), {born}")
    sheet.space(18)
    sheet.write(f"Fait le {filed(sheet, case)}", x=300)
    sheet.write(f"Dr {full(case.author)}, médecin du travail", x=300)


# A child welcomed with an illness


def welcome(sheet: Sheet, case: Case) -> None:
    """Child, parents, house of welcome, in frames one under another; what to do; four names who sign in columns."""
    retype(case, "80771-9")
    case.printed |= {"author"}
    rng = sheet.rng
    sheet.text(WIDTH / 2, sheet.y, "PROJET D'ACCUEIL INDIVIDUALISÉ (P.A.I.)", bold=True, size=13, align="c")
    sheet.space(30)
    sheet.write("L'enfant", bold=True)
    when = born_on(sheet, case)
    rows = [
        *named(case),
        *([("Date de naissance", when)] if when else []),
        ("Fille / garçon", "fille" if case.shown.sex == "F" else "garçon"),
        *number_row(sheet, case, "Matricule INS"),
    ]
    case.printed.add("sex")
    square(sheet, case, sheet.right - 46, sheet.y)
    stack(sheet, rows, sheet.left + 8, 112, 400)
    if twin_row(case):
        sheet.write(f"Second enfant du même projet : {twin_row(case)}", bold=True)
    sheet.write("Les responsables légaux", bold=True)
    family = case.shown.birth_name or case.shown.used_name
    parents = [f"{draw_name(rng, 'f').title()} {draw_family(rng)}", f"{draw_name(rng, 'm').title()} {family}"]
    for role, name in zip(("Mère", "Père"), parents, strict=True):
        sheet.write(
            f"{role} : {name}, {'née' if role == 'Mère' else 'né'} en {case.patient.birth_date.year - rng.randrange(22, 41)}, {phone(sheet)}",
            x=sheet.left + 8,
        )
    near_ones(sheet, case, "Peut aussi venir chercher l'enfant : {name} ({link}, {born})")
    sheet.write("Le lieu d'accueil", bold=True)
    head = extra(sheet)
    sheet.write(
        f"{rng.choice(('Crèche Les Petits Pas', 'Multi-accueil Pirouette', 'École maternelle des Vergers'))}, {case.structure.town} - direction : {shorter(head)}",
        x=sheet.left + 8,
    )
    sheet.space(8)
    _care(sheet)
    sheet.write(f"Projet établi le {filed(sheet, case)}, à revoir à chaque rentrée.")
    sheet.space(12)
    _sign_four(sheet, case, head, parents)


def _sign_four(sheet: Sheet, case: Case, head: Doctor, parents: list[str]) -> None:
    cells = (
        ("Le médecin qui établit le projet", f"Dr {full(case.author)}"),
        ("La direction", full(head)),
        ("Mère", parents[0]),
        ("Père", parents[1]),
    )
    for number, (label, name) in enumerate(cells):
        x = sheet.left + number * 125
        sheet.box(x, sheet.y, 124, 62)
        put(sheet, x + 3, sheet.y + 4, label, 118, size=7.5)
        put(sheet, x + 3, sheet.y + 18, name, 118, size=9)
    sheet.space(70)


def _care(sheet: Sheet) -> None:
    sheet.write("Conduite à tenir", bold=True)
    for text in ("Allergie à l'arachide et à l'oeuf : aucun aliment hors panier-repas fourni par la famille.", "Signes légers : antihistaminique, une dose selon le poids, appeler les parents.",
                 "Signes graves : adrénaline auto-injectable dans la cuisse, appeler le 15, allonger l'enfant.", "Trousse : dans le bureau, vérifiée chaque trimestre."):  # fmt: skip
        sheet.paragraph(f"• {text}", x=sheet.left + 8)
    sheet.space(8)


# Teeth


def teeth(sheet: Sheet, case: Case) -> None:
    """Two rows of teeth in boxes with what was found in each, a key, a plan with no day in it."""
    retype(case, "28617-9", "83836-7", "34120-6")
    case.printed |= {"author", "rpps"}
    rng = sheet.rng
    sheet.text(sheet.right, sheet.y, f"Dr {full(case.author)}", bold=True, align="r", size=sheet.size + 1)
    sheet.text(sheet.right, sheet.y + 15, "Chirurgien-dentiste", align="r", size=8.5)
    sheet.text(sheet.right, sheet.y + 27, f"{case.structure.address} - {phone(sheet)}", align="r", size=7.5)
    sheet.text(sheet.right, sheet.y + 38, f"RPPS {case.author.rpps}", align="r", size=7.5)
    sheet.space(60)
    sheet.write(
        rng.choice(("Bilan bucco-dentaire", "EXAMEN BUCCO-DENTAIRE", "Bilan dentaire avant intervention")),
        bold=True,
        size=sheet.size + 3,
    )
    sheet.write(f"Fauteuil : {acted(sheet, case)}    Rédaction : {filed(sheet, case)}", size=sheet.size - 0.5)
    sheet.space(4)
    when = born_on(sheet, case)
    sheet.paragraph(
        f"Patient : {blocks.civility(case, short=True)} {in_row(case)}" + (f" / {when}" if when else ""), bold=True
    )
    for label, value in number_row(sheet, case, "INS"):
        sheet.write(f"{label} {value}", size=sheet.size - 1)
    if twin_row(case):
        sheet.paragraph(f"Patient : {twin_row(case)}", bold=True)
    square(sheet, case, sheet.left, 48)
    sheet.space(10)
    for row in ((*range(18, 10, -1), *range(21, 29)), (*range(48, 40, -1), *range(31, 39))):
        for number, tooth in enumerate(row):
            x = sheet.left + number * 31
            sheet.box(x, sheet.y, 31, 34)
            sheet.text(x + 15, sheet.y + 3, f"{tooth}", size=8, align="c")
            sheet.text(x + 15, sheet.y + 17, rng.choice(("", "", "", "", "o", "x", "c", "p")), size=10, align="c")
        sheet.space(38)
    sheet.write("o obturée   x absente   c à soigner   p prothèse", size=7.5)
    sheet.space(8)
    for text in ("Hygiène satisfaisante, détartrage fait ce jour.", "Gencive sans saignement au sondage, pas de mobilité.", f"Panoramique du {before(case, 20, 400, sheet):%d/%m/%Y} : pas de foyer infectieux péri-apical.",
                 "Plan : une carie occlusale à traiter, réévaluation dans six mois."):  # fmt: skip
        sheet.paragraph(text)
    near_ones(sheet, case, "Accompagné(e) de {name} ({link}), {born}.")
    sheet.space(20)
    sheet.text(sheet.right, sheet.y, "signature du praticien", size=7.5, align="r")
    sheet.space(16)


HELD_VISITS = (
    held("tableau-vaccins", "form", "sans", vaccines, codes=("11369-6",)),
    held("visite-travail", "certificate", "sans", work, work_end, codes=("EXPPAT_3",)),
    held("accueil-enfant", "form", "sans", welcome, codes=("59283-2",)),
    held("schema-dents", "letter", "sans", teeth, codes=("11488-4",)),
)

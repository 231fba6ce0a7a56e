"""What follows a person over time, held out: results cumulated, screening, implants, sessions, two eyes side by side. Each
imagined from one kind of sender; nothing of the reader was looked at to write them.
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
    put,
    square,
    stack,
    twin_row,
)
from eval.layouts_manners import before, extra, full, held, hour, retype, shorter, turned
from eval.sheet import WIDTH, Sheet

# Results cumulated

SERIES = (
    (("Leucocytes", "G/L", 7.2), ("Hémoglobine", "g/dL", 11.8), ("Plaquettes", "G/L", 232), ("Neutrophiles", "G/L", 4.4), ("Lymphocytes", "G/L", 1.9)),
    (("Sodium", "mmol/L", 138), ("Potassium", "mmol/L", 4.2), ("Urée", "mmol/L", 6.1), ("Créatinine", "µmol/L", 82), ("Calcium", "mmol/L", 2.3)),
    (("Bilirubine totale", "µmol/L", 11), ("ASAT", "U/L", 31), ("ALAT", "U/L", 34), ("Phosphatases alcalines", "U/L", 84), ("Lipase", "U/L", 28)),
    (("CRP", "mg/L", 22), ("Procalcitonine", "µg/L", 0.2), ("Lactates", "mmol/L", 1.3), ("Troponine T hs", "ng/L", 12), ("NT-proBNP", "ng/L", 310)),
    (("TP", "%", 88), ("Fibrinogène", "g/L", 3.6), ("Anti-Xa", "UI/mL", 0.5), ("D-dimères", "µg/L", 480)),
    (("Protéines", "g/L", 66), ("Albumine", "g/L", 37), ("Préalbumine", "g/L", 0.2), ("Vitamine B12", "pmol/L", 290), ("Ferritine", "µg/L", 140)),
)  # fmt: skip


def series_head(sheet: Sheet, case: Case) -> None:
    """Identity and structure in one line over every page, between two rules; the number of the page under it."""
    case.printed |= {"structure"}
    when = born_on(sheet, case)
    who = f"{in_row(case)} - {when}" if when else in_row(case)
    who += f" - {blocks.sex_word(case)}" + (f" - NDA {blocks.stamp_number(case)}" if case.episode else "")

    def draw(page: Sheet) -> None:
        page.rule(page.left, page.y, page.right)
        put(page, page.left, page.y + 4, who, 340, bold=True, size=9)
        label = f"{case.structure.name} / Biologie"
        page.text(page.right, page.y + 4, label, size=min(7.5, 7.5 * 150 / page.width(label, 7.5)), align="r")
        page.rule(page.left, page.y + 18, page.right)
        page.text(page.right, page.y + 21, f"p. {page.pages}", size=7, align="r")
        page.space(34)

    draw(sheet)
    sheet.on_new_page.append(draw)
    for label, value in number_row(sheet, case, "Matricule INS :"):
        sheet.write(f"{label} {value}", size=sheet.size - 1)
    if twin_row(case):
        sheet.write(f"Cumul commun avec {twin_row(case)}", bold=True)
    square(sheet, case, sheet.left, sheet.y)
    sheet.space(50 if case.datamatrix else 2)
    put(sheet, sheet.left, sheet.y, case.title, 499, size=sheet.size + 3, bold=True)
    sheet.space(24)
    sheet.write(f"{case.act_label} {acted(sheet, case)} à {hour(sheet)} (1re colonne), résultats antérieurs à droite")
    sheet.space(6)


def series(sheet: Sheet, case: Case) -> None:
    """A column for the sample of the day, three for former ones, over two pages; the edition and the biologist at the end."""
    assert case.act_date is not None
    rng = sheet.rng
    days = [case.act_date - timedelta(days=number * 3 + rng.randrange(1, 3)) for number in range(1, 4)]
    for number, group in enumerate(SERIES):
        if number == 3:
            sheet.new_page()
        head = ("Examen", "Unité", f"{case.act_date:%d/%m/%y}", *(f"{day:%d/%m/%y}" for day in days))
        rows = [head]
        for name, unit, middle in group:
            rows.append((name, unit, *(f"{middle * rng.uniform(0.8, 1.2):.1f}".replace(".", ",") for _ in range(4))))
        sheet.table(sheet.left, (165, 62, 68, 68, 68, 68), rows, lined=number % 2 == 0)
        sheet.space(12)
    for sentence in fewer(sheet, case, 3):
        sheet.paragraph(sentence, size=sheet.size - 1)
    near_ones(sheet, case, "Personne de confiance enregistrée : {name} ({link}), {born}")
    case.printed.add("author")
    sheet.space(10)
    sheet.write(f"Cumul édité le {filed(sheet, case)} sous la responsabilité de {full(case.author)}, biologiste")


# Screening


def screening(sheet: Sheet, case: Case) -> None:
    """The sheet of an organised screening: a centre of coordination, two readings in two columns, only the first is signed."""
    retype(case, "75492-9", "18748-4")
    case.printed |= {"structure", "author"}
    rng = sheet.rng
    case.structure = replace(case.structure, name=f"Centre de coordination des dépistages - {case.structure.town}")
    put(sheet, sheet.left, sheet.y, case.structure.name.upper(), 499, bold=True, size=sheet.size)
    sheet.space(16)
    sheet.text(
        sheet.left, sheet.y, "Dépistage organisé du cancer du sein - fiche d'interprétation", size=sheet.size - 1
    )
    sheet.space(24)
    when = born_on(sheet, case)
    rows = [
        *named(case),
        *([("Date de naissance", when)] if when else []),
        *number_row(sheet, case, "INS"),
    ]
    rows += [("Invitation n°", f"{rng.randrange(10**7, 10**8)}"), ("Mammographie du", acted(sheet, case))]
    square(sheet, case, sheet.right - 46, sheet.y)
    stack(sheet, rows, sheet.left, 110, 420)
    if twin_row(case):
        sheet.write(f"Fiche commune avec {twin_row(case)}", bold=True)
    sheet.space(12)
    top = sheet.y
    lines = (
        "Densité : type B",
        f"ACR droit : {rng.choice((1, 2))}",
        f"ACR gauche : {rng.choice((1, 2))}",
        "Examen clinique : normal",
        "Échographie : non faite",
    )
    for x, head in ((sheet.left, "PREMIÈRE LECTURE"), (306.0, "SECONDE LECTURE (centralisée)")):
        sheet.box(x, top, 241, 130)
        sheet.text(x + 8, top + 6, head, bold=True)
        for number, line in enumerate(lines[: 5 if x < 300 else 3]):
            sheet.text(x + 8, top + 26 + number * 16, line)
    put(sheet, 56, top + 110, f"Lecteur : Dr {full(case.author)}", 226, bold=True)
    sheet.text(314, top + 110, "Lecteur n° 2 : anonyme")
    sheet.y = top + 144
    sheet.paragraph("Résultat : négatif après les deux lectures. Prochaine invitation dans deux ans.", bold=True)
    sheet.paragraph(
        "Un cancer peut apparaître entre deux dépistages : consulter sans attendre en cas de signe nouveau."
    )
    near_ones(sheet, case, "Antécédents déclarés : {link} ({name}, {born}).")
    sheet.space(10)
    sheet.write(f"Fiche close le {filed(sheet, case)}")


# The card of an implant


def implant(sheet: Sheet, case: Case) -> None:
    """Three labels of a maker side by side, under the regulation that asks for them."""
    retype(case, "101881-1", "34874-8")
    case.printed |= {"structure", "author"}
    rng = sheet.rng
    sheet.text(WIDTH / 2, sheet.y, "CARTE D'IMPLANT / IMPLANT CARD", bold=True, size=14, align="c")
    sheet.text(WIDTH / 2, sheet.y + 20, "Règlement (UE) 2017/745, article 18 - à conserver sur soi", size=8, align="c")
    sheet.space(46)
    maker = rng.choice(("ORTHEVA SA", "CARDIALYS SAS", "MEDIFORME GmbH"))
    for number, part in enumerate(
        rng.choice(
            (
                ("Tige fémorale taille 3", "Tête 32 mm", "Cupule 52 mm"),
                ("Stimulateur DDD", "Sonde VD 58 cm", "Sonde OD 52 cm"),
            )
        )
    ):
        x = sheet.left + number * 168
        sheet.box(x, sheet.y, 160, 70)
        for row, line in enumerate(
            (
                maker,
                part,
                f"REF {rng.randrange(10**5, 10**6)}",
                f"LOT {rng.choice('KLMN')}{rng.randrange(10**4, 10**5)}",
                f"EXP {case.doc_date.year + 3}-{rng.randrange(1, 13):02d}",
            )
        ):
            put(sheet, x + 5, sheet.y + 5 + row * 12, line, 150, size=8, bold=row == 1)
    sheet.space(88)


def implant_lines(sheet: Sheet, case: Case) -> None:
    """Labels in two languages, values in frames."""
    when = born_on(sheet, case)
    rows = [("Patient / patient", f"{blocks.civility(case, short=True)} {in_row(case)}")]
    rows += [("Né(e) le / date of birth", when)] if when else []
    rows += [("INS", value) for _, value in number_row(sheet, case, "INS")]
    if twin_row(case):
        rows.append(("Patient / patient", twin_row(case)))
    rows += [("Posé le / implanted on", acted(sheet, case)), ("Établissement / hospital", case.structure.name), ("Opérateur / physician", f"Dr {turned(case.author)}"),
             ("Côté / side", sheet.rng.choice(("droit / right", "gauche / left"))), ("IRM / MRI", "compatible sous conditions 1,5 T")]  # fmt: skip
    for one in case.relatives:
        rows.append(("À prévenir / contact", f"{one.given.title()} {one.family} ({one.link})"))
    for label, value in rows:
        sheet.box(sheet.left, sheet.y, 160, 21, grey=0.94)
        put(sheet, sheet.left + 4, sheet.y + 5, label, 152, size=8.5)
        sheet.box(208, sheet.y, 339, 21)
        put(sheet, 213, sheet.y + 5, value, 330)
        sheet.space(21)
    square(sheet, case, sheet.right - 46, sheet.y + 6)
    sheet.space(12)
    sheet.write(f"Carte éditée le {filed(sheet, case)} par le bloc opératoire", size=sheet.size - 1)
    sheet.write("Information sur le dispositif : voir la notice en ligne du fabricant", size=sheet.size - 1)
    sheet.space(40)


# A session of dialysis


def session(sheet: Sheet, case: Case) -> None:
    """The sheet of a generator: hours in rows, three nurses by their initials, weights before and after, one doctor."""
    case.printed |= {"structure", "author"}
    retype(case, "11505-5")
    rng = sheet.rng
    sheet.text(sheet.left, sheet.y, f"Poste {rng.randrange(1, 20)}", bold=True)
    put(sheet, 130, sheet.y, f"{case.structure.name} - Hémodialyse", 417, bold=True)
    sheet.space(20)
    when = born_on(sheet, case)
    first = [*named(case), ("DDN", when)] if when else named(case)
    second = [
        ("Séance du", acted(sheet, case)),
        ("Prescripteur", f"Dr {full(case.author)}"),
        ("Accès", rng.choice(("FAV radiale gauche", "Cathéter tunnelisé"))),
        *number_row(sheet, case, "INS"),
    ]
    second += [("Venue", blocks.stamp_number(case))] if case.episode else []
    top = sheet.y
    stack(sheet, [*first, ("Sexe", blocks.sex_word(case))], sheet.left, 96, 240)
    foot, sheet.y = sheet.y, top
    stack(sheet, second, 306, 76, 241)
    sheet.y = max(foot, sheet.y) + 6
    if twin_row(case):
        sheet.write(f"Générateur partagé avec {twin_row(case)}", bold=True)
    square(sheet, case, sheet.right - 46, sheet.y)
    sheet.space(50 if case.datamatrix else 0)
    dry, gain = rng.randrange(50, 95), rng.randrange(1, 4)
    sheet.table(
        sheet.left,
        (124, 124, 124, 127),
        (
            ("Poids sec", "Poids avant", "Poids après", "UF totale"),
            (f"{dry},0 kg", f"{dry + gain},0 kg", f"{dry},2 kg", f"{gain},3 L"),
        ),
    )
    sheet.space(10)
    nurses = [shorter(extra(sheet)).replace(". ", "")[:2] for _ in range(3)]
    rows = [("Heure", "PA", "FC", "Débit sang", "PV", "UF", "IDE")]
    start = rng.choice((7, 13))
    for number in range(5):
        rows.append((f"{start + number}h{rng.randrange(10, 55)}", f"{rng.randrange(105, 160)}/{rng.randrange(55, 90)}", f"{rng.randrange(58, 92)}", f"{rng.randrange(280, 360)}", f"{rng.randrange(120, 190)}", f"{number * 0.5:.1f}".replace(".", ","), rng.choice(nurses)))  # fmt: skip
    sheet.table(sheet.left, (71,) * 7, rows)
    sheet.space(10)


def session_end(sheet: Sheet, case: Case) -> None:
    """What happened, what the next session needs, the sheet closed by the doctor."""
    rng = sheet.rng
    for text in ("Séance de quatre heures, membrane haute perméabilité, héparine de bas poids moléculaire au branchement.", "Restitution complète, hémostase des points de ponction en dix minutes.",
                 rng.choice(("Pas d'évènement indésirable.", "Une chute tensionnelle à la troisième heure, corrigée par sérum salé.", "Crampes en fin de séance.")),
                 f"Bilan mensuel à prélever le {case.doc_date + timedelta(days=rng.randrange(3, 28)):%d/%m/%Y}. Dernier Kt/V le {before(case, 20, 60, sheet):%d/%m/%Y} : 1,4."):  # fmt: skip
        sheet.paragraph(text)
    near_ones(sheet, case, "Contact pour le transport : {name} ({link}, {born})")
    sheet.space(12)
    sheet.write(f"Feuille de séance close le {filed(sheet, case)} - Dr {full(case.author)}, néphrologue", bold=True)


# Two eyes side by side


def eyes(sheet: Sheet, case: Case) -> None:
    """A practice of eye doctors and orthoptists: whose eyes, when, and in small who measured."""
    case.printed |= {"author", "rpps", "structure"}
    dice, measured = sheet.rng, extra(sheet)
    case.structure = replace(
        case.structure, name=f"Pôle Vision {dice.choice(('Saint-Luc', 'des Dunes', 'Beauséjour'))}"
    )
    put(sheet, sheet.left, sheet.y, case.structure.name, 300, bold=True, size=sheet.size + 4)
    sheet.text(sheet.right, sheet.y, filed(sheet, case), align="r")
    sheet.space(28)
    when = born_on(sheet, case)
    sheet.paragraph(
        f"{blocks.civility(case)} {in_row(case)}" + (f" ({when})" if when else ""), bold=True, size=sheet.size + 1
    )
    for label, value in number_row(sheet, case, "INS"):
        sheet.write(f"{label} {value}", size=sheet.size - 1)
    if twin_row(case):
        sheet.paragraph(f"et {twin_row(case)}", bold=True)
    square(sheet, case, sheet.right - 46, 66)
    sheet.write(
        f"{case.title} - {case.act_label[:1].lower()}{case.act_label[1:]} {acted(sheet, case)}", size=sheet.size - 0.5
    )
    sheet.write(f"Mesures : {shorter(measured)}, orthoptiste", size=sheet.size - 1.5)
    sheet.space(12)


def eyes_pair(sheet: Sheet, case: Case) -> None:
    """What was measured on each side, then what it means and who says it."""
    dice, top = sheet.rng, sheet.y
    sheet.text(170, top, "OEIL DROIT", bold=True)
    sheet.text(360, top, "OEIL GAUCHE", bold=True)
    lines = (
        "Réfraction",
        "Acuité corrigée",
        "Tonus (mmHg)",
        "Pachymétrie",
        "Segment antérieur",
        "Fond d'oeil",
        "OCT maculaire",
    )

    def side() -> tuple[str, ...]:
        return (
            f"-{dice.randrange(0, 4)},25 (-0,50 à {dice.randrange(1, 18) * 10}°)",
            f"{dice.randrange(7, 11)}/10 P2",
            f"{dice.randrange(11, 20)}",
            f"{dice.randrange(510, 570)} µm",
            "calme",
            "papille saine",
            "profil normal",
        )

    for number, (label, right, left) in enumerate(zip(lines, side(), side(), strict=True)):
        y = top + 22 + number * 20
        sheet.rule(sheet.left, y - 4, sheet.right, width=0.3)
        sheet.text(sheet.left, y, label, size=sheet.size - 1)
        sheet.text(170, y, right)
        sheet.text(360, y, left)
    sheet.y = top + 172
    for sentence in fewer(sheet, case, 4):
        sheet.paragraph(sentence)
    near_ones(sheet, case, "Venu(e) avec {name} ({link}), {born}.")
    sheet.space(18)
    sheet.write(f"Dr {full(case.author)} - RPPS {case.author.rpps}", x=250)
    sheet.space(10)


HELD_FOLLOW = (
    held("cumul-colonnes", "lab", "sans", series_head, series, codes=("11502-2",)),
    held("depistage-deux-lectures", "letter", "sans", screening, codes=("15508-5",)),
    held("carte-implant", "operative letter", "sans", implant, implant_lines, codes=("34874-8",)),
    held("seance-generateur", "letter", "sans", session, session_end, codes=("11505-5",)),
    held("deux-yeux", "letter", "serif", eyes, eyes_pair, codes=("78513-9",)),
)

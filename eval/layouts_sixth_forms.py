"""Forms and prescriptions held out until 2026-11-22: a nursing home's liaison sheet, home nursing care, a small hospital's emergencies in
boxes, a physiotherapist, a meeting of specialists, prescriptions of medicines, of nursing care and of transport, a
certificate for a disability office.
"""

from dataclasses import replace
from datetime import timedelta

from eval import blocks
from eval import layouts_manners as say
from eval.case import Case
from eval.people import draw_name
from eval.sheet import WIDTH, Sheet


def _cells(sheet: Sheet, rows: list[list[say.Row]]) -> None:
    """Rows of boxes, each with a small label over its value."""
    room = sheet.right - sheet.left
    for row in rows:
        width = room / len(row)
        sheet.need(32)
        for number, (label, value) in enumerate(row):
            x = sheet.left + number * width
            sheet.box(x, sheet.y, width, 30)
            sheet.text(x + 3, sheet.y + 2, label, size=6.5)
            sheet.text(x + 5, sheet.y + 13, value, size=say.fit(sheet, value, width - 9, sheet.size))
        sheet.space(30)
    sheet.space(6)


def _ticks(sheet: Sheet, *asked: str) -> None:
    """Questions with a cross in one of two boxes."""
    for question in asked:
        is_yes = sheet.rng.random() < 0.5
        sheet.write(f"{question}   {'[X]' if is_yes else '[ ]'} oui   {'[ ]' if is_yes else '[X]'} non", size=sheet.size - 1)  # fmt: skip


def nursing_home(sheet: Sheet, case: Case) -> None:
    """A liaison sheet between a nursing home and a hospital: boxes, crosses, who wrote it (a nurse)."""
    case.printed |= {"structure", "doc_date", "author"}
    name = sheet.rng.choice(("Résidence Les Glycines", "EHPAD Sainte-Aubierge", "Maison de retraite du Canal"))
    case.structure = replace(case.structure, name=name)
    say.retype(case, case.kind.code, *case.kind.near, "74207-2", "78341-5")
    sheet.write(name, bold=True, size=sheet.size + 2)
    sheet.write(f"{case.structure.address} / {case.structure.phone}", size=8)
    say.heading(sheet, case)
    names = say.name_rows(case, "NOM DE NAISSANCE", "NOM D'USAGE", "PRÉNOM USUEL")
    second = [("SEXE", blocks.sex_word(case)), ("CHAMBRE", f"{sheet.rng.randrange(1, 4)}{sheet.rng.randrange(10, 40)}")]
    when = say.birth(sheet, case)
    if when:
        second.insert(0, ("DATE DE NAISSANCE", when))
    _cells(sheet, [names, second, [("MÉDECIN TRAITANT", f"Dr {say.full(say.extra(sheet))}"), ("TÉL. FAMILLE", "06 99 10 20 30")]])  # fmt: skip
    say.ins(sheet, case, "INS :", "N° INS (si connu) :")
    say.second(sheet, case, "NOM DE NAISSANCE")
    if case.act_date:
        sheet.write(f"{case.act_label} {say.act_on(case):%d/%m/%Y} à {say.hour(sheet)}")
    _ticks(
        sheet, "Marche seul(e)", "Risque de fausse route", "Désorienté(e)", "Contention", "Patient informé du transfert"
    )
    sheet.space(4)
    say.prose(sheet, case, act=False)
    sheet.space(8)
    sheet.write(f"Fiche remplie le {say.day(sheet, case.doc_date)} par {say.full(case.author)}, {sheet.rng.choice(('IDE', 'infirmière coordinatrice', 'IDEC'))}")  # fmt: skip


def home_nursing(sheet: Sheet, case: Case) -> None:
    """A home nursing service: the person and their home at the left, a table of the days, the nurse who coordinates."""
    case.printed |= {"structure", "doc_date", "author"}
    sheet.write(f"SSIAD de {case.structure.town}", bold=True)
    case.structure = replace(case.structure, name=f"SSIAD de {case.structure.town}")
    sheet.write("Service de soins infirmiers à domicile - 7 jours sur 7", size=8)
    case.title = sheet.rng.choice(
        ("Fiche de suivi à domicile", "Feuille de passages", "Compte rendu de soins infirmiers")
    )
    sheet.write(f"Permanence : {case.structure.phone}", size=8)
    say.heading(sheet, case, upper=False, rule=True)
    sheet.paragraph(f"Usager : {blocks.civility(case, short=True)} {say.both(case, manner=sheet.rng.choice(('ép.', 'née')))}", bold=True)  # fmt: skip
    when = say.birth(sheet, case)
    if when:
        sheet.write(f"Date de naiss. : {when}   Âge : {blocks.age(case)}")
    sheet.write(f"Domicile : {case.patient.address}")
    say.ins(sheet, case, "INS :", "INS / NIR :")
    say.second(sheet, case, "Usager :")
    sheet.write(
        f"Prise en charge depuis le {say.before(case, 40, 900, sheet):%d/%m/%Y}   GIR : {sheet.rng.randrange(1, 5)}"
    )
    if case.act_date:
        sheet.write(f"{case.act_label} {say.day(sheet, say.act_on(case))}")
    helper = draw_name(sheet.rng, "f").title()
    rows = [("Jour", "Matin", "Soir", "Observations")]
    for back in range(4, 0, -1):
        rows.append(
            (
                f"{case.doc_date - timedelta(days=back):%d/%m}",
                helper,
                "-",
                sheet.rng.choice(("RAS", "Douche", "Refus repas")),
            )
        )
    sheet.table(sheet.left, (60, 120, 120, 190), rows)
    sheet.space(8)
    say.prose(sheet, case, act=False)
    sheet.space(8)
    sheet.write(f"L'infirmière coordinatrice, {say.turned(case.author)}")
    sheet.write(f"le {say.day(sheet, case.doc_date)}")


def emergency(sheet: Sheet, case: Case) -> None:
    """A small hospital's form: boxes for everything, a nurse at the door, a senior and a resident at the foot."""
    case.printed |= {"structure", "author", "doc_date"}
    sheet.text(sheet.left, sheet.y, case.structure.name, bold=True)
    sheet.text(sheet.right, sheet.y, "SERVICE DES URGENCES", bold=True, align="r")
    sheet.space(18)
    say.heading(sheet, case, size=1)
    came = say.act_on(case)
    names = say.name_rows(case, "Nom naiss.", "Nom usage", "Prénom(s)")
    second = [("Sexe", blocks.sex_word(case)), ("Arrivée", f"{came:%d/%m/%Y} {say.hour(sheet)}"), ("Moyen", sheet.rng.choice(("Ambulance", "VSAV", "Personnel")))]  # fmt: skip
    when = say.birth(sheet, case)
    if when:
        second.insert(0, ("Né(e) le", f"{when} - {blocks.age(case)}"))
    if case.episode:
        second.append(("N° passage", blocks.stamp_number(case)))
    _cells(sheet, [names, second, [("IAO", f"{draw_name(sheet.rng, 'f').title()} ({sheet.rng.randrange(2, 5)})"), ("PA", "138/82"), ("FC", "96"), ("T°", "37,4"), ("SpO2", "97 %")]])  # fmt: skip
    say.ins(sheet, case, "INS :", "I.N.S.")
    say.second(sheet, case, "Nom naiss. :")
    say.headed(sheet, case, ("Motif de recours", "Examen", "Soins réalisés", "Orientation"))
    sheet.space(8)
    resident = say.extra(sheet)
    case.cosigners.append(resident)
    _cells(sheet, [[("Interne", say.turned(resident)), ("Médecin senior", f"Dr {say.turned(case.author)}"), ("Sortie / édition", f"{case.doc_date:%d/%m/%Y} {say.hour(sheet)}")]])  # fmt: skip


def physiotherapist(sheet: Sheet, case: Case) -> None:
    """A physiotherapist's report to the prescriber: prescription of such a day, scores, name without a civility."""
    case.printed |= {"author", "structure", "doc_date", "recipients"}
    case.structure = replace(case.structure, name=f"Cabinet de kinésithérapie {sheet.rng.choice(('des Quais', 'du Stade', 'Bellevue'))}")  # fmt: skip
    sheet.text(WIDTH / 2, sheet.y, case.structure.name, bold=True, align="c")
    sheet.text(
        WIDTH / 2, sheet.y + 14, f"{say.full(case.author)} - {say.full(say.extra(sheet))}, MKDE", size=8, align="c"
    )
    sheet.text(WIDTH / 2, sheet.y + 25, f"{case.structure.address} - {case.structure.phone}", size=8, align="c")
    sheet.space(48)
    case.recipients = case.recipients[:1]
    for one in case.recipients:
        sheet.write(f"À : Docteur {say.turned(one)}")
    sheet.write(f"Date : {say.day(sheet, case.doc_date)}")
    say.heading(sheet, case, rule=True)
    rows = [*say.name_rows(case, "Nom de naissance", "Nom d'usage", "Prénom")]
    when = say.birth(sheet, case)
    if when:
        rows.append(("Date de naissance", when))
    for label, value in rows:
        sheet.write(f"* {label} : {value}")
    say.ins(sheet, case, "* INS :", "* Matricule INS :")
    say.second(sheet, case, "* Patient :")
    sheet.write(f"* Prescription du {say.before(case, 5, 60, sheet):%d/%m/%Y}, rééducation de la marche")
    sheet.space(5)
    if case.act_date:
        sheet.write(f"{case.act_label} {say.day(sheet, say.act_on(case))}")
    say.prose(sheet, case, act=False)
    say.sign_bare(sheet, case, "masseur-kinésithérapeute D.E.", x=WIDTH / 2)
    say.rpps(sheet, case, x=WIDTH / 2)


def specialists(sheet: Sheet, case: Case) -> None:
    """A sheet of a meeting: those present in a list, the one who asks, the one who presides."""
    case.printed |= {"structure", "author", "doc_date"}
    sheet.write(f"{case.structure.name} - 3C", bold=True)
    say.heading(sheet, case, rule=True)
    held_on = say.act_on(case)
    sheet.write(f"{case.act_label} {say.day(sheet, held_on)}   Fiche n° {sheet.rng.randrange(100, 999)}")
    present = [case.author, *[say.extra(sheet) for _ in range(4)]]
    sheet.paragraph("Présents : " + ", ".join(f"{say.shorter(one)}" for one in present[1:]), size=sheet.size - 1)
    sheet.space(4)
    for label, value in say.name_rows(case, "NOM (naissance)", "NOM (usage)", "PRÉNOM"):
        sheet.write(f"{label}  {value}")
    when = say.birth(sheet, case)
    if when:
        sheet.write(f"NÉ(E) LE  {when}")
    sheet.write(f"SEXE  {blocks.sex_word(case)}")
    say.ins(sheet, case, "INS ")
    say.second(sheet, case, "NOM (naissance) ")
    case.printed.add("recipients")
    case.recipients = case.recipients[:2]
    if case.recipients:
        sheet.paragraph("COMPTE RENDU ADRESSÉ À  " + ", ".join(f"Dr {say.turned(one)}" for one in case.recipients))
    sheet.space(6)
    say.prose(sheet, case, act=False)
    sheet.space(8)
    sheet.write(f"Président de séance : Dr {say.full(case.author)}")
    sheet.write(f"Fiche validée le {case.doc_date:%d/%m/%Y}", size=sheet.size - 1)


def prescription(sheet: Sheet, case: Case) -> None:
    """A prescription: plate, bar code, day in words, name and age, lines with quantities, nothing under them but « signature »."""
    case.printed |= {"author", "doc_date", "rpps"}
    top = sheet.y
    for number, line in enumerate((f"Docteur {say.turned(case.author)}", case.author.speciality or "Médecine générale", case.structure.address, case.structure.phone)):  # fmt: skip
        sheet.text(sheet.left, sheet.y, line, bold=number == 0, size=say.fit(sheet, line, 260, sheet.size))
        sheet.space(13)
    sheet.text(sheet.right, top, f"N° RPPS {case.author.rpps}", size=8, align="r")
    sheet.text(sheet.right, top + 12, f"FINESS cabinet {case.structure.finess}", size=8, align="r")
    case.printed.add("finess")
    sheet.space(20)
    sheet.write(f"le {say.words(case.doc_date)}", x=sheet.right - 140)
    sheet.space(8)
    name = f"{blocks.civility(case)} {say.both(case, given_first=sheet.rng.random() < 0.5)}"
    when = say.birth(sheet, case)
    sheet.paragraph(name, bold=True)
    if when:
        sheet.write(f"{when} - {blocks.age(case)}")
    say.ins(sheet, case, "INS", "INS :")
    say.second(sheet, case, "")
    say.heading(sheet, case)
    for number, sentence in enumerate(case.body, 1):
        sheet.paragraph(f"{number}. {sentence}")
        sheet.space(6)
    say.kin(sheet, case)
    sheet.space(20)
    sheet.write("signature et cachet", size=7.5, x=WIDTH / 2 + 60)


def care_prescription(sheet: Sheet, case: Case) -> None:
    """A hospital ward's prescription of nursing care: identity at the right, resident for the senior."""
    case.printed |= {"structure", "doc_date"}
    sheet.write(case.structure.name, bold=True)
    sheet.write(f"Chirurgie ambulatoire - {case.structure.phone}", size=8)
    x = WIDTH / 2 + 10
    rows = say.name_rows(case, "Nom naissance", "Nom d'usage", "Prénom")
    when = say.birth(sheet, case)
    if when:
        rows.append(("Né(e)", when))
    for label, value in rows:
        sheet.text(x, sheet.y, f"{label} : {value}", size=say.fit(sheet, f"{label} : {value}", sheet.right - x, sheet.size))  # fmt: skip
        sheet.space(sheet.size * 1.4)
    say.ins(sheet, case, "INS :", x=x)
    say.stay(sheet, case, "NDA :", "IEP", x=x)
    say.second(sheet, case, "Nom naissance :")
    say.heading(sheet, case, upper=False)
    sheet.write(f"Prescrit le {say.day(sheet, case.doc_date)}")
    sheet.space(6)
    for sentence in case.body:
        sheet.paragraph(f"- {sentence}")
        sheet.space(5)
    say.kin(sheet, case)
    sheet.space(14)
    say.sign_for(sheet, case, x=sheet.left + 40)


def transport(sheet: Sheet, case: Case) -> None:
    """A medical prescription of transport: crosses, from and to, the doctor's identification in a frame at the foot."""
    say.retype(case, "57828-6", "57832-8", "57833-6")
    case.title = sheet.rng.choice(("Prescription médicale de transport", "Bon de transport"))
    case.printed |= {"author", "doc_date", "rpps"}
    say.heading(sheet, case, size=3)
    sheet.write("Bénéficiaire du transport", bold=True)
    for label, value in say.name_rows(case, "nom de famille (de naissance)", "nom d'usage", "prénom"):
        sheet.write(f"{label} : {value}", x=sheet.left + 10)
    when = say.birth(sheet, case)
    if when:
        sheet.write(f"date de naissance : {when}", x=sheet.left + 10)
    sheet.write(f"adresse : {case.patient.address}", x=sheet.left + 10)
    say.ins(sheet, case, "INS :", "matricule INS :", x=sheet.left + 10)
    say.second(sheet, case, "nom de famille (de naissance) :")
    sheet.space(6)
    sheet.write("Nature et trajet", bold=True)
    _ticks(sheet, "Ambulance", "Transport assis professionnalisé", "Véhicule particulier", "Affection de longue durée")
    sheet.write(f"De : domicile   Vers : {case.structure.name}", x=sheet.left + 10)
    sheet.write(f"Nombre de transports : {sheet.rng.randrange(1, 30)} allers-retours", x=sheet.left + 10)
    say.kin(sheet, case)
    sheet.space(14)
    begin = sheet.y
    sheet.space(6)
    sheet.write("Identification du prescripteur et de la structure", size=7.5, x=sheet.left + 8)
    sheet.write(say.turned(case.author), x=sheet.left + 8)
    sheet.write(f"RPPS {case.author.rpps}", x=sheet.left + 8)
    sheet.write(f"Date : {case.doc_date:%d/%m/%Y}", x=sheet.left + 8)
    sheet.box(sheet.left, begin, 270, sheet.y - begin + 4)


def disability(sheet: Sheet, case: Case) -> None:
    """A certificate for a disability office: parts with numbers, name of birth and of spouse, the doctor at the end."""
    case.printed |= {"author", "doc_date", "sex"}
    case.title = sheet.rng.choice(("Certificat médical destiné à la MDPH", "Certificat médical - MDPH"))
    say.heading(sheet, case, size=3)
    sheet.paragraph("À joindre à votre demande à la maison départementale des personnes handicapées, sous pli confidentiel.", size=8)  # fmt: skip
    sheet.space(6)
    sheet.write("A - La personne", bold=True)
    names = say.name_rows(case, "Nom de naissance", "Nom d'épouse ou d'usage", "Prénoms")
    for label, value in names:
        sheet.write(f"{label} : {value}")
    when = say.birth(sheet, case)
    if when:
        sheet.write(f"Né(e) le : {when}   à : {case.structure.town}")
    sheet.write(f"Sexe : {'[X] femme  [ ] homme' if case.shown.sex == 'F' else '[ ] femme  [X] homme'}")
    say.ins(sheet, case, "N° INS :", "Identifiant (INS) :")
    say.second(sheet, case, "Nom de naissance :")
    sheet.space(4)
    sheet.write("B - Pathologie et retentissement", bold=True)
    say.prose(sheet, case)
    sheet.write("C - Signature du médecin", bold=True)
    sheet.write(f"{case.structure.town}, le {say.day(sheet, case.doc_date)}")
    sheet.write(
        sheet.rng.choice((f"Dr {say.full(case.author)}", f"Nom et prénom du médecin : {say.turned(case.author)}"))
    )
    say.rpps(sheet, case, x=sheet.left)


SIXTH_FORMS = (
    say.held("ehpad-cases", "letter", "sans", nursing_home, codes=("18761-7",)),
    say.held("ssiad", "form", "sans", home_nursing, codes=("11506-3",)),
    say.held("urgences-cases", "discharge", "sans", emergency, codes=("15507-7",)),
    say.held("kine-bilan", "form", "serif", physiotherapist, codes=("47420-5",)),
    say.held("rcp-presents", "form", "sans", specialists, codes=("34794-8",)),
    say.held("ordonnance-lignes", "prescription", "sans", prescription, codes=("57833-6", "PRESC-BIO")),
    say.held("ordonnance-soins", "prescription", "serif", care_prescription, codes=("PRESC-INF",)),
    say.held("transport", "prescription", "sans", transport, codes=("PRESC-KINE",)),
    say.held("certificat-mdph", "certificate", "sans", disability, codes=("89601-9",)),
)

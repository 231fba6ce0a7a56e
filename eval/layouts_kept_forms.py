"""Forms, results, prescriptions and certificates that were held out until 2026-11-22 (see ``layouts_fifth``), as laboratories, radiologists, pharmacies, nursing homes,
emergency wards and record systems print them. Nothing of the reader was looked at to write them.
"""

from dataclasses import replace
from datetime import timedelta

from eval import blocks
from eval.case import Case
from eval.layouts_kept_letters import (
    add_copies,
    birth_text,
    copies,
    day_left,
    day_text,
    full_name,
    head_associates,
    marks,
    other_patient,
    prose,
    signed,
    title_caps,
)
from eval.layouts_seen import Layout, Part
from eval.people import draw_doctor, draw_name
from eval.sheet import WIDTH, Sheet

# Laboratory, pathology


def lab_head(sheet: Sheet, case: Case) -> None:
    """Laboratory at the left with its biologists, the patient's address at the right, then a box of the request."""
    case.printed |= {"structure"}
    top = sheet.y
    sheet.write(case.structure.name.upper(), bold=True)
    sheet.write("Biologistes médicaux :", size=7.5)
    for doctor in (case.author, *case.staff[:3]):
        sheet.write(f"{doctor.given[:1]}. {doctor.family} - pharmacien biologiste", size=7.5)
    sheet.write(f"Tél. {case.structure.phone} - ouvert du lundi au samedi de 7h30 à 18h", size=7.5)
    if sheet.rng.random() < 0.5:
        case.printed.add("finess")
        sheet.write(f"FINESS EJ {case.structure.finess}", size=7.5)
    low, sheet.y = sheet.y, top + 30
    x = WIDTH / 2 + 30
    sheet.write(f"{blocks.civility(case, short=True)} {blocks.family_name(case)} {blocks.given(case)}", x=x)
    for line in case.patient.address.split(", "):
        sheet.write(line, x=x)
    sheet.y = max(low, sheet.y) + 12


def lab_box(sheet: Sheet, case: Case) -> None:
    """Patient at the left, days and prescriber at the right, in one frame."""
    case.printed |= {"doc_date"}
    shown = case.shown
    top, small = sheet.y, sheet.size - 1
    sheet.space(5)
    rows = [full_name(case)]
    when = birth_text(sheet, case)
    if when:
        rows.append(f"{'Née' if shown.sex == 'F' else 'Né'} le : {when} ({blocks.age(case)})")
    rows += [
        f"Sexe : {blocks.sex_word(case)}",
        f"Dossier n° {sheet.rng.randrange(10**5, 10**6)}-{sheet.rng.randrange(10, 99)}",
    ]
    drawn = case.act_date or case.doc_date
    case.printed.add("act_date")
    prescriber = draw_doctor(sheet.rng)
    second = [f"{case.act_label or 'Prélevé le'} {drawn:%d/%m/%Y} à 08h{sheet.rng.randrange(10, 59)}",
              f"Enregistré le {drawn:%d/%m/%Y} à 09h12", f"Édité le {case.doc_date:%d/%m/%Y} à 17h{sheet.rng.randrange(10, 59)}",
              f"Prescrit par : Dr {prescriber.family} {prescriber.given.title()}"]  # fmt: skip
    half = (sheet.right - sheet.left) / 2
    for left, right in zip([*rows, *[""] * (4 - len(rows))], second, strict=True):
        for x, text in ((sheet.left + 6, left), (sheet.left + half, right)):
            if text:
                sheet.text(x, sheet.y, text, size=min(small, small * (half - 8) / sheet.width(text, small)))
        sheet.space(small * 1.45)
    sheet.box(sheet.left, top, 2 * half, sheet.y - top + 3)
    sheet.space(10)
    marks(sheet, case)
    other_patient(sheet, case)


def lab_columns(sheet: Sheet, case: Case) -> None:
    """Results beside those of two former days, which head their columns."""
    rng = sheet.rng
    before = [case.doc_date - timedelta(days=days) for days in (rng.randrange(20, 90), rng.randrange(100, 400))]
    rows = [("Analyse", "Résultat", "Unité", "Réf.", *(f"{day:%d/%m/%y}" for day in before))]
    pool = [("Hématies", 4.5, "T/L", "4,0-5,8"), ("Hémoglobine", 13.4, "g/dL", "12-16"), ("Leucocytes", 7.1, "G/L", "4-10"),
            ("Créatinine", 81, "µmol/L", "49-90"), ("DFG (CKD-EPI)", 74, "mL/min", "> 60"), ("Potassium", 4.3, "mmol/L", "3,5-5,1"),
            ("HbA1c", 6.1, "%", "< 6,0"), ("Cholestérol LDL", 1.21, "g/L", "< 1,60"), ("CRP", 4, "mg/L", "< 5")]  # fmt: skip
    for name, value, unit, normal in rng.sample(pool, k=rng.randrange(4, 9)):
        values = [f"{value * rng.uniform(0.85, 1.2):.1f}".replace(".", ",") for _ in range(3)]
        rows.append((name, values[0], unit, normal, *values[1:]))
    sheet.table(sheet.left, (130, 70, 70, 80, 70, 70), rows, lined=rng.random() < 0.4)
    sheet.space(8)
    for sentence in case.body:
        sheet.paragraph(sentence, size=sheet.size - 1)
    blocks.relatives_lines(sheet, case)


def lab_end(sheet: Sheet, case: Case) -> None:
    """« Validé par : NOM Prénom, biologiste » and the legal lines."""
    case.printed.add("author")
    sheet.space(10)
    sheet.write(f"Validation biologique : Dr {case.author.given.title()} {case.author.family}", size=sheet.size - 1)
    sheet.text(WIDTH / 2, 810, f"Accréditation n° 8-9{sheet.rng.randrange(100, 999)} - Portée disponible sur demande - Page 1 sur 1", size=6.5, align="c")  # fmt: skip


def pathology(sheet: Sheet, case: Case) -> None:
    """Reference and three days in a table, addressee, then the patient in capitals."""
    case.printed |= {"structure", "doc_date", "recipients"}
    sheet.write(case.structure.name, bold=True, size=sheet.size + 1)
    for doctor in (case.author, *case.staff):
        sheet.write(f"Dr {doctor.given.title()} {doctor.family}", size=8)
    sheet.space(8)
    drawn = case.act_date or case.doc_date
    case.printed.add("act_date")
    received = min(case.doc_date, drawn + timedelta(days=1))
    number = f"{drawn:%y}H{sheet.rng.randrange(10**4, 10**5)}"
    room = (sheet.right - sheet.left) / 4
    rows = [("Examen n°", "Prélevé le", "Reçu le", "Signé le"), (number, f"{drawn:%d/%m/%Y}", f"{received:%d/%m/%Y}", f"{case.doc_date:%d/%m/%Y}")]  # fmt: skip
    sheet.table(sheet.left, (room,) * 4, rows)
    sheet.space(8)
    if case.recipients:
        sheet.paragraph(
            "Destinataire(s) : " + " ; ".join(f"Dr {one.family} {one.given.title()}" for one in case.recipients)
        )
    name = full_name(case)
    when = birth_text(sheet, case)
    sheet.paragraph(name.upper() + (f" - {when.upper()} - {blocks.age(case).upper()}" if when else ""), bold=True)
    marks(sheet, case)
    other_patient(sheet, case)


def pathology_end(sheet: Sheet, case: Case) -> None:
    """« Compte rendu validé et signé par le Docteur … »."""
    case.printed.add("author")
    sheet.space(10)
    sheet.write(f"Compte rendu validé et signé par le Docteur {case.author.given.title()} {case.author.family}")


# Imaging


def radio_head(sheet: Sheet, case: Case) -> None:
    """A group of radiologists in two columns of names, rooms and telephones; town and day; the addressee."""
    case.printed |= {"structure", "doc_date"}
    sheet.text(sheet.left, sheet.y, case.structure.name, bold=True, size=sheet.size + 4)
    sheet.space(24)
    doctors = [case.author, *case.staff]
    sheet.rng.shuffle(doctors)
    for number, doctor in enumerate(doctors):
        sheet.text(
            sheet.left + 170 * (number % 3),
            sheet.y + 11 * (number // 3),
            f"Dr {doctor.given[:1]}. {doctor.family}",
            size=8,
        )
    sheet.space(11 * ((len(doctors) + 2) // 3) + 2)
    sheet.write(f"IRM : {case.structure.phone} - Scanner : poste 12 - Échographie, sénologie : poste 14", size=7.5)
    sheet.space(10)
    sheet.write(f"{case.structure.town}, {day_text(sheet, case.doc_date)}")
    add_copies(sheet, case, 1)
    case.printed.add("recipients")
    if case.recipients:
        one = case.recipients[0]
        sheet.write(f"À l'attention du Dr {one.given.title()} {one.family}")
    sheet.space(8)


def radio_who(sheet: Sheet, case: Case) -> None:
    """« DURAND (MARTIN) Marie - F - 12/03/1951 - 73 ans » with no label."""
    shown = case.shown
    name = blocks.family_name(case)
    if shown.birth_name and shown.used_name:
        name += f" (née {shown.birth_name})" if shown.sex == "F" else f" (né {shown.birth_name})"
    parts = [f"{blocks.civility(case, short=True)} {name} {blocks.given(case)}"]
    when = birth_text(sheet, case)
    if when:
        parts += [f"DDN {when}", blocks.age(case)]
    sheet.paragraph("  -  ".join(parts), bold=True)
    marks(sheet, case)
    other_patient(sheet, case)
    sheet.space(4)


def radio_body(sheet: Sheet, case: Case) -> None:
    """Title with the day of the examination, then headings in capitals."""
    drawn = case.act_date
    title = case.title.upper()
    if drawn:
        case.printed.add("act_date")
        title += f" DU {drawn:%d/%m/%Y}"
    sheet.paragraph(title, bold=True)
    for head, sentence in zip(("INDICATION", "TECHNIQUE", "RÉSULTATS", "CONCLUSION") * 3, case.body, strict=False):
        sheet.space(4)
        sheet.write(f"{head} :", size=sheet.size - 1)
        sheet.paragraph(sentence)
    blocks.relatives_lines(sheet, case)
    blocks.later_lines(sheet, case)
    case.printed.add("author")
    sheet.space(12)
    sheet.write(f"Docteur {case.author.given.title()} {case.author.family}", x=WIDTH / 2)


# Forms


def plain_head(sheet: Sheet, case: Case) -> None:
    """Structure, FINESS, telephone on two lines."""
    case.printed |= {"structure"}
    sheet.write(case.structure.name, bold=True)
    line = f"{case.structure.address} | {case.structure.phone}"
    if sheet.rng.random() < 0.5:
        case.printed.add("finess")
        line += f" | FINESS {case.structure.finess}"
    sheet.write(line, size=7.5)
    sheet.space(10)


def home_head(sheet: Sheet, case: Case) -> None:
    """A nursing home."""
    case.structure = replace(
        case.structure, name=f"EHPAD {sheet.rng.choice(('Les Tilleuls', 'La Roseraie', 'Le Grand Pré'))}"
    )
    plain_head(sheet, case)


def resident(sheet: Sheet, case: Case) -> None:
    """Resident, room, contacts: labels in a column at the left, values at the right."""
    shown = case.shown
    case.printed.add("names")
    label = "Nom d'épouse" if shown.sex == "F" else "Nom d'usage"
    rows = [("Résident(e)", f"{blocks.civility(case, short=True)} {blocks.given(case)}")]
    if shown.birth_name:
        rows.append(("Nom de naissance", shown.birth_name))
    if shown.used_name:
        rows.append((label if shown.used_name_is_labelled else "Nom", shown.used_name))
    if shown.birth_date:
        rows.append(("Né(e) le / âge", f"{birth_text(sheet, case)} / {blocks.age(case)}"))
    rows += [("Chambre", f"{sheet.rng.randrange(1, 4)}{sheet.rng.randrange(10, 40)}"), ("Entrée dans l'établissement", f"{case.doc_date - timedelta(days=sheet.rng.randrange(90, 2000)):%d/%m/%Y}")]  # fmt: skip
    doctor = draw_doctor(sheet.rng)
    rows.append(
        ("Médecin traitant", f"Dr {doctor.given.title()} {doctor.family} - 03 99 45 12 {sheet.rng.randrange(10, 99)}")
    )
    rows.append(("Médecin coordonnateur", f"Dr {draw_doctor(sheet.rng).family}"))
    room = sheet.right - sheet.left
    for name, value in rows:
        height = sheet.size * 1.7
        sheet.box(sheet.left, sheet.y, room * 0.34, height, grey=0.94)
        sheet.box(sheet.left + room * 0.34, sheet.y, room * 0.66, height)
        sheet.text(sheet.left + 4, sheet.y + 3, name, size=min(sheet.size, 10))
        sheet.text(sheet.left + room * 0.34 + 4, sheet.y + 3, value, size=min(sheet.size, 10))
        sheet.space(height)
    sheet.space(8)
    marks(sheet, case)
    other_patient(sheet, case)


def written_by(sheet: Sheet, case: Case) -> None:
    """« Rempli le … par le Dr … »."""
    case.printed |= {"doc_date", "author"}
    sheet.space(8)
    sheet.write(
        f"Rempli le {day_text(sheet, case.doc_date)} par le Dr {case.author.given.title()} {case.author.family}"
    )


def pharmacy(sheet: Sheet, case: Case) -> None:
    """A pharmacy: its holder, day and hour, then « Pour : … »."""
    case.printed |= {"structure", "doc_date"}
    case.structure = replace(
        case.structure, name=sheet.rng.choice(("Pharmacie du Lavoir", "Grande Pharmacie de la Gare"))
    )
    sheet.text(WIDTH / 2, sheet.y, case.structure.name, bold=True, size=sheet.size + 3, align="c")
    sheet.space(20)
    owner = f"{case.author.given.title()} {case.author.family}"
    case.printed.add("author")
    sheet.text(WIDTH / 2, sheet.y, f"Dr {owner}, pharmacien titulaire", align="c", size=sheet.size - 1)
    sheet.space(14)
    sheet.text(WIDTH / 2, sheet.y, f"{case.structure.address} - {case.structure.phone}", align="c", size=8)
    sheet.space(22)
    sheet.write(f"Édité le {case.doc_date:%d/%m/%Y} à {sheet.rng.randrange(9, 19)}:{sheet.rng.randrange(10, 59)}")
    text = f"{sheet.rng.choice(('Pour', 'Patient', 'Client'))} : {full_name(case)}"
    when = birth_text(sheet, case)
    if when:
        text += f" ({when})"
    sheet.paragraph(text)
    doctor = draw_doctor(sheet.rng)
    sheet.write(f"Prescripteur : Dr {doctor.family} {doctor.given.title()} - ordonnance du {case.doc_date - timedelta(days=1):%d/%m/%Y}", size=sheet.size - 1)  # fmt: skip
    marks(sheet, case)
    other_patient(sheet, case)
    sheet.space(6)


def emergency(sheet: Sheet, case: Case) -> None:
    """A dense head: identity box at the right, hours of the passage at the left."""
    case.printed |= {"structure", "names"}
    shown = case.shown
    sheet.write(f"{case.structure.name} - Urgences / SMUR", bold=True)
    top, x, small = sheet.y + 4, WIDTH / 2 + 10, 8.5
    rows = []
    if shown.used_name and shown.birth_name:
        rows += [f"NOM : {shown.used_name}", f"{'NÉE' if shown.sex == 'F' else 'NÉ'} : {shown.birth_name}"]
    elif shown.used_name:
        rows.append(f"{'NOM USUEL' if shown.used_name_is_labelled else 'NOM'} : {shown.used_name}")
    else:
        rows.append(f"NOM : {shown.birth_name}")
    rows.append(f"PRÉNOM : {shown.first}")
    if shown.birth_date:
        rows.append(f"DDN : {birth_text(sheet, case)} ({blocks.age(case)})")
    rows.append(f"SEXE : {blocks.sex_word(case)}   IPP : {case.patient.ipp}")
    room = sheet.right - x - 10
    for number, line in enumerate(rows):
        sheet.text(
            x + 5,
            top + 5 + number * 12,
            line,
            size=min(small, small * room / sheet.width(line, small)),
            bold=number == 0,
        )
    sheet.box(x, top, sheet.right - x, 12 * len(rows) + 10)
    sheet.y = top + 4
    if case.act_date:
        case.printed.add("act_date")
        sheet.write(f"{case.act_label} {case.act_date:%d/%m/%Y} 21:14", size=small)
        sheet.write(f"Sortie : {case.act_date:%d/%m/%Y} 23:50", size=small)
    sheet.write("Mode d'arrivée : VSAB", size=small)
    sheet.write(f"IAO : {draw_name(sheet.rng, 'f').title()} M.", size=small)
    sheet.y = max(sheet.y, top + 12 * len(rows) + 16)
    marks(sheet, case)
    other_patient(sheet, case)


def emergency_end(sheet: Sheet, case: Case) -> None:
    """Senior and resident: the senior signs."""
    case.printed |= {"author", "doc_date"}
    sheet.space(10)
    sheet.write(f"Médecin sénior : Dr {case.author.given.title()} {case.author.family}")
    sheet.write(f"Édité le {case.doc_date:%d/%m/%Y} à 23:58", size=8)


def theatre(sheet: Sheet, case: Case) -> None:
    """A table of the team under the identity."""
    case.printed |= {"author"}
    shown = case.shown
    text = f"PATIENT : {full_name(case, civility=False)}"
    when = birth_text(sheet, case)
    if when:
        text += f"   {'NÉE' if shown.sex == 'F' else 'NÉ'} LE : {when}"
    sheet.paragraph(f"{text}   SEXE : {blocks.sex_word(case)}", bold=True)
    marks(sheet, case)
    other_patient(sheet, case)
    helpers = [draw_doctor(sheet.rng) for _ in range(3)]
    room = (sheet.right - sheet.left) / 4
    names = (
        f"Dr {case.author.given[:1]}. {case.author.family}",
        *(f"{one.given[:1]}. {one.family}" for one in helpers),
    )
    sheet.space(4)
    sheet.table(sheet.left, (room,) * 4, [("Opérateur", "Aide", "Anesthésiste", "IBODE"), names])
    sheet.space(8)


def key_values(sheet: Sheet, case: Case) -> None:
    """An export of a record system: one trait a line, with the words of the identity charter."""
    shown = case.shown
    case.printed.add("names")
    rows = []
    if shown.birth_name:
        rows.append(("Nom de naissance", shown.birth_name))
    rows.append(("Premier prénom de naissance", shown.first))
    rows.append(("Liste des prénoms", blocks.given(case, every=True)))
    if shown.used_name:
        rows.append(("Nom utilisé" if shown.used_name_is_labelled else "Nom", shown.used_name))
    rows.append(("Sexe", blocks.sex_word(case, long=True)))
    if shown.birth_date:
        rows.append(("Date de naissance", f"{shown.birth_date:%d/%m/%Y}"))
    rows.append(("Code INSEE du lieu de naissance", case.patient.birth_place))
    rows.append(("Identité", "Qualifiée" if shown.ins else "Provisoire"))
    for label, value in rows:
        dots = "." * max(3, 34 - len(label))
        sheet.write(f"{label} {dots} {value}", size=sheet.size - 0.5)
    marks(sheet, case)
    other_patient(sheet, case)
    sheet.space(6)


# Prescriptions, certificates, insurance


def for_patient(sheet: Sheet, case: Case) -> None:
    """« Mme DURAND Marie, 73 ans » then « née le … », at the right."""
    x = WIDTH / 2
    name = full_name(case)
    aged = f", {blocks.age(case)}" if case.shown.birth_date else ""
    for line in sheet.wrap(name + aged, sheet.right - x):
        sheet.write(line, x=x)
    when = birth_text(sheet, case)
    if when:
        sheet.write(f"{'Née' if case.shown.sex == 'F' else 'Né'} le {when}", x=x)
    if sheet.rng.random() < 0.4:
        sheet.write(f"Poids : {sheet.rng.randrange(45, 99)} kg", x=x)
    marks(sheet, case)
    other_patient(sheet, case)
    sheet.space(10)


def lines_only(sheet: Sheet, case: Case) -> None:
    """One line after another, with air."""
    for sentence in case.body:
        sheet.paragraph(sentence)
        sheet.space(8)
    case.printed.add("author")
    sheet.space(10)
    sheet.write(f"Dr {case.author.given.title()} {case.author.family}", x=WIDTH / 2 + 30)


def certify(sheet: Sheet, case: Case) -> None:
    """« Je, soussignée, Docteur …, avoir reçu en consultation … » with the patient on a line of their own."""
    case.printed |= {"author"}
    sheet.paragraph(
        f"Je, soussigné(e), Docteur {case.author.given.title()} {case.author.family}, atteste avoir reçu ce jour :"
    )
    sheet.space(4)
    name = f"{blocks.civility(case)} {blocks.family_name(case)} {blocks.given(case)}"
    if case.shown.birth_name and case.shown.used_name:
        name += f" {blocks.born(case)} {case.shown.birth_name}"
    sheet.paragraph(name, x=sheet.left + 30, bold=True)
    when = birth_text(sheet, case)
    if when:
        sheet.write(f"{blocks.born(case)} le {when}", x=sheet.left + 30)
    marks(sheet, case)
    other_patient(sheet, case)
    sheet.space(6)


def made_at(sheet: Sheet, case: Case) -> None:
    """« Fait à …, le … »."""
    case.printed.add("doc_date")
    sheet.space(14)
    sheet.write(f"Fait à {case.structure.town}, le {day_text(sheet, case.doc_date)}", x=WIDTH / 2)


def holder(sheet: Sheet, case: Case) -> None:
    """Insured person and beneficiary, the number under the words of social security."""
    shown = case.shown
    case.printed |= {"names", "structure", "doc_date"}
    sheet.write(case.structure.name, bold=True, size=sheet.size + 2)
    sheet.write(f"Le {case.day(case.doc_date)}")
    sheet.space(10)
    name = f"{blocks.civility(case)} {blocks.given(case)} {blocks.family_name(case)}"
    sheet.write(f"Bénéficiaire : {name}")
    if shown.used_name and shown.birth_name:
        sheet.write(f"Nom de naissance : {shown.birth_name}")
    when = birth_text(sheet, case)
    if when:
        sheet.write(f"Date de naissance : {when}")
    if shown.ins:
        case.notes.append("ins_as_nir")
        sheet.write(f"N° de sécurité sociale : {blocks.ins_text(shown.ins, is_spaced=True)}")
    if case.datamatrix:
        case.printed.add("datamatrix")
        sheet.matrix(case.datamatrix, sheet.right - 54, sheet.y, 46)
        sheet.space(52)
    other_patient(sheet, case)
    sheet.space(10)


def _kept(name: str, families: str, manner: str, *parts: Part, codes: tuple[str, ...] = ()) -> Layout:
    kinds = frozenset(families.split())
    return Layout(name=name, families=kinds, manner=manner, parts=parts, is_held=True, codes=codes)


KEPT_FORMS = (
    _kept("labo-anteriorites", "lab", "sans", lab_head, lab_box, title_caps, lab_columns, lab_end, codes=("11502-2",)),
    _kept("anapath-reference", "lab", "serif", pathology, title_caps, prose, pathology_end, codes=("60568-3", "51969-4")),
    _kept("radio-groupe", "imaging", "sans", radio_head, radio_who, radio_body, copies),
    _kept("ehpad", "form", "sans", home_head, title_caps, resident, prose, written_by),
    _kept("officine", "form", "mono", pharmacy, title_caps, prose, codes=("60593-1", "80820-4", "87273-9", "11369-6")),
    _kept("urgences-dense", "discharge", "sans", emergency, title_caps, prose, emergency_end, codes=("15507-7",)),
    _kept("bloc-equipe", "operative", "sans", plain_head, title_caps, theatre, prose, signed),
    _kept("export-dossier", "form discharge", "mono", plain_head, title_caps, key_values, prose, signed),
    _kept("ordonnance-groupe", "prescription", "sans", head_associates, day_left, for_patient, title_caps, lines_only),
    _kept("certificat-cabinet", "certificate", "serif", head_associates, title_caps, certify, prose, made_at),
    _kept("ayant-droit", "insurance", "sans", holder, title_caps, prose),
)  # fmt: skip

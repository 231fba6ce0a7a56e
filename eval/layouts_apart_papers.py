"""Papers of the town set apart: prescriptions of a practice and of a hospital, certificates, sick leave, transport, a
nurses' practice, a pharmacy, the pharmacy of a hospital. Nothing of the reader was looked at to write them.
"""

import re
from dataclasses import replace
from datetime import timedelta

from eval import blocks
from eval.case import Case
from eval.layouts_apart_manners import (
    Labels,
    act_day,
    aged,
    born_on,
    called,
    calling,
    clock,
    close,
    code,
    days_apart,
    faxed,
    footed,
    frame,
    full,
    identity,
    ins_line,
    line,
    named,
    other_patient,
    printed_on,
    proper,
    put,
    sir,
    spelt,
    told,
    turned,
    under_heads,
)
from eval.layouts_manners import held, retype
from eval.sheet import WIDTH, Sheet
from eval.words import WordCanvas

# A prescription of the town: doctor at the left, patient at the right, the lines numbered or not


def pad_head(sheet: Sheet, case: Case) -> None:
    """Two columns over a line: the doctor with numbers and bars, then place and day; the patient under them."""
    case.printed |= {"author", "rpps", "doc_date"}
    top = sheet.y
    for number, text in enumerate((f"Docteur {full(case.author)}", case.author.speciality, *case.structure.address.split(", "), f"Tél. {case.structure.phone}")):  # fmt: skip
        put(sheet, sheet.left, text, 240, bold=number == 0, size=sheet.size + (number == 0))
        sheet.space(14)
    low, sheet.y = sheet.y, top
    sheet.text(370, sheet.y, f"RPPS {case.author.rpps}", size=8.5)
    if not isinstance(sheet.canvas, WordCanvas):
        sheet.bars(365, sheet.y + 12, case.author.rpps)
    sheet.y = max(low, top + 50) + 10
    line(sheet, f"{case.structure.town}, le {case.day(case.doc_date)}", align="r")
    sheet.space(10)
    born = born_on(sheet, case)
    line(sheet, f"{blocks.civility(case, short=sheet.rng.random() < 0.5)} {named(case, sheet.rng.choice(('née', 'après', '(née)')))}", bold=True, x=230)  # fmt: skip
    if born:
        line(sheet, f"{blocks.born(case)} le {born}" + (f", {aged(case)}" if sheet.rng.random() < 0.6 else ""), x=230)
    if other_patient(case):
        line(sheet, other_patient(case), x=230, bold=True)
    ins_line(sheet, case, "INS", x=230, size=8.5)
    sheet.space(22)


def pad_lines(sheet: Sheet, case: Case) -> None:
    """The title in the middle, what is prescribed, the name under a space for the stamp."""
    case.notes.append("no_recipients")
    line(sheet, case.title, align="c", bold=True, size=sheet.size + 2)
    sheet.space(12)
    mark = sheet.rng.choice(("", "- ", "1"))
    for number, sentence in enumerate(proper(case), 1):
        sheet.paragraph(f"{number}) {sentence}" if mark == "1" else mark + sentence)
        sheet.space(8)
    if case.act_date and case.kind.code == "55115-0":
        sheet.paragraph(f"{case.act_label} {act_day(case)}")
    close(sheet, case)
    sheet.need(60)
    sheet.space(30)
    line(sheet, f"Dr {full(case.author)}", x=350)
    footed(sheet, "Membre d'une association de gestion agréée, le règlement par chèque est accepté")


# A prescription of a hospital: the department, the prescriber's box, the patient's box, a table


def ward_pad_head(sheet: Sheet, case: Case) -> None:
    """Two framed boxes side by side under the name of the hospital and its number."""
    faxed(sheet, case)
    case.structure = replace(case.structure, name=called(case, "Centre hospitalier de {}"))
    case.printed |= {"structure", "finess", "author", "rpps", "doc_date"}
    line(sheet, case.structure.name, align="c", bold=True, size=sheet.size + 2)
    line(sheet, f"{case.structure.address} - FINESS {case.structure.finess}", align="c", size=8)
    sheet.space(8)
    top = sheet.y
    frame(sheet, sheet.left, 235, [f"Dr {turned(case.author)}", f"RPPS : {case.author.rpps}", f"UF {sheet.rng.randrange(1000, 9999)} - poste {sheet.rng.randrange(2000, 9000)}", f"Prescrit le {case.day(case.doc_date)} {clock(sheet)}"], size=9, head="Prescripteur")  # fmt: skip
    low, sheet.y = sheet.y, top
    labels = Labels(birth="Nom de naissance", used="Nom utilisé", given="Prénom", born="Date de naissance", sex="Sexe", ins="INS", stay="Séjour", ipp="IPP")  # fmt: skip
    rows = [f"{label} : {value}" for label, value in identity(sheet, case, labels)]
    rows += [other_patient(case)] if other_patient(case) else []
    frame(sheet, sheet.left + 245, 254, [*rows, f"Poids : {sheet.rng.randrange(45, 98)} kg"] if blocks_adult(case) else rows, size=9, head="Patient")  # fmt: skip
    if case.datamatrix:
        code(sheet, case, sheet.left + 4, low + 6)
        low += 56
    sheet.y = max(low, sheet.y) + 16


def blocks_adult(case: Case) -> bool:
    """Whether the patient is grown up."""
    return (case.doc_date - case.patient.birth_date).days > 18 * 365


def ward_pad_lines(sheet: Sheet, case: Case) -> None:
    """The title on grey; each line in a cell; what the law asks under it."""
    case.notes.append("no_recipients")
    sheet.box(sheet.left, sheet.y, sheet.right - sheet.left, 20, grey=0.88)
    sheet.space(5)
    put(sheet, WIDTH / 2, case.title.upper(), 480, bold=True, align="c")
    sheet.space(15)
    for sentence in proper(case):
        lines = sheet.wrap(sentence, sheet.right - sheet.left - 16)
        height = 10 + len(lines) * sheet.size * 1.35
        sheet.need(height)
        sheet.box(sheet.left, sheet.y, sheet.right - sheet.left, height)
        for number, text in enumerate(lines):
            sheet.text(sheet.left + 8, sheet.y + 5 + number * sheet.size * 1.35, text)
        sheet.space(height)
    sheet.space(6)
    if case.act_date and case.kind.code == "55115-0":
        sheet.paragraph(f"{case.act_label} {act_day(case)}")
    close(sheet, case)
    days_apart(sheet, case)
    sheet.need(40)
    sheet.space(12)
    line(sheet, f"Signature du prescripteur : Dr {full(case.author)}", align="r")


# A certificate: all in one sentence


def oath_head(sheet: Sheet, case: Case) -> None:
    """The doctor at the left in capitals, the title in the middle, letters apart."""
    case.printed |= {"author", "doc_date"}
    for text, size in ((f"DR {full(case.author).upper()}", sheet.size + 1), (case.author.speciality or "Médecin", sheet.size), (case.structure.address, 8.5), (case.structure.phone, 8.5)):  # fmt: skip
        line(sheet, text, size=size)
    if sheet.rng.random() < 0.5:
        case.printed.add("rpps")
        line(sheet, f"N° RPPS : {case.author.rpps}", size=8.5)
    sheet.space(44)
    line(sheet, case.title.upper(), align="c", bold=True, size=sheet.size + 3)
    sheet.space(26)


def oath_text(sheet: Sheet, case: Case) -> None:
    """« Je soussignée … certifie avoir vu … », the sentences, place and day in words, the name."""
    case.notes.append("no_recipients")
    born, day = born_on(sheet, case), act_day(case)
    verb = {"87273-9": "atteste avoir vacciné", "PRESC-AAT": "prescris un arrêt de travail à", "59284-0": "atteste avoir informé"}.get(case.kind.code, "certifie avoir examiné")  # fmt: skip
    told_born = f", {blocks.born(case)} le {born}," if born else ""
    seen = f" le {day}" if day else ""
    sheet.paragraph(f"Je soussigné(e), Docteur {full(case.author)}, {verb}{seen} {sir(case)} {named(case, sheet.rng.choice(('née', 'usage née', '(née)')))}{told_born} et en rends compte ci-dessous.")  # fmt: skip
    if other_patient(case):
        sheet.paragraph(f"Il en est de même de {other_patient(case)}.")
    sheet.space(8)
    for sentence in proper(case):
        sheet.paragraph(sentence)
        sheet.space(5)
    close(sheet, case)
    ins_line(sheet, case, "Matricule INS :", size=8.5)
    sheet.need(70)
    sheet.space(24)
    line(sheet, f"À {case.structure.town}, le {spelt(case.doc_date)}", x=300)
    sheet.space(6)
    line(sheet, f"Docteur {turned(case.author)}", x=300)


# Sick leave: parts of a form, names in boxes of one letter


def leave_form(sheet: Sheet, case: Case) -> None:
    """Title at the right, then three framed parts: the insured, the leave, the doctor."""
    case.notes.append("no_recipients")
    case.printed |= {"author", "doc_date", "rpps", "names"}
    line(sheet, case.title, align="r", bold=True, size=sheet.size + 2)
    line(sheet, f"Volet {sheet.rng.choice(('1, à adresser au service médical', '2, à adresser à la caisse', '3, à remettre à l’employeur'))}", align="r", size=8)  # fmt: skip
    sheet.space(10)
    labels = Labels(birth="Nom de naissance", used="Nom d'usage", given="Prénom", born="Date de naissance", ins="Numéro d'immatriculation (INS)")  # fmt: skip
    top = sheet.y
    line(sheet, "L'ASSURÉ(E)", bold=True, x=sheet.left + 6)
    for label, value in identity(sheet, case, labels):
        sheet.text(sheet.left + 6, sheet.y + 4, label, size=8.5)
        room = sheet.right - sheet.left - 175
        cell = min(14.0, room / max(1, len(value)))
        sheet.comb(sheet.left + 165, sheet.y, value, cell=cell, size=min(10, cell * 0.8))
        sheet.space(22)
    if other_patient(case):
        line(sheet, other_patient(case), x=sheet.left + 6)
    line(sheet, f"Adresse : {case.patient.address}", x=sheet.left + 6)
    if case.datamatrix:
        code(sheet, case, sheet.right - 60, sheet.y)
        sheet.space(54)
    sheet.box(sheet.left, top - 4, sheet.right - sheet.left, sheet.y - top + 6)
    sheet.space(12)
    top = sheet.y
    line(sheet, "L'ARRÊT DE TRAVAIL", bold=True, x=sheet.left + 6)
    until = case.doc_date + timedelta(days=sheet.rng.randrange(3, 30))
    kind = sheet.rng.choice(("initial [x]  prolongation [ ]", "initial [ ]  prolongation [x]"))
    line(sheet, f"Arrêt {kind}    jusqu'au {until:%d/%m/%Y} inclus", x=sheet.left + 6)
    sheet.left += 6
    for sentence in proper(case):
        sheet.paragraph(sentence)
    close(sheet, case)
    sheet.left -= 6
    if sheet.pages == 1:
        sheet.box(sheet.left, top - 4, sheet.right - sheet.left, sheet.y - top + 8)
    sheet.space(14)
    frame(sheet, sheet.left, sheet.right - sheet.left, [f"Dr {turned(case.author)}    RPPS {case.author.rpps}", case.structure.address, f"Date : {case.day(case.doc_date)}"], head="LE MÉDECIN")  # fmt: skip


# Transport: what was asked, ticks, from where to where


def ride(sheet: Sheet, case: Case) -> None:
    """The prescription of a transport on one page; its words are its own."""
    retype(case, "57828-6", "57832-8")
    case.notes.append("no_recipients")
    case.printed |= {"author", "doc_date", "rpps"}
    case.title = sheet.rng.choice(("Prescription médicale de transport", "PRESCRIPTION DE TRANSPORT SANITAIRE", "Bon de transport"))  # fmt: skip
    rng = sheet.rng
    line(sheet, case.title, bold=True, size=sheet.size + 3, align="c")
    sheet.space(12)
    labels = Labels(birth="Nom de naissance", used="Nom d'usage", given="Prénom", born="Né(e) le", ins="N° INS", stay="N° de séjour")  # fmt: skip
    rows = [f"{label} : {value}" for label, value in identity(sheet, case, labels)]
    rows += [f"Adresse : {case.patient.address}", *([other_patient(case)] if other_patient(case) else [])]
    frame(sheet, sheet.left, sheet.right - sheet.left, rows, head="Personne transportée")
    if case.datamatrix:
        code(sheet, case, sheet.right - 54, sheet.y - 56)
    sheet.space(12)
    chosen = rng.randrange(3)
    ways = ("Ambulance", "Véhicule sanitaire léger ou taxi conventionné", "Transport en commun ou véhicule personnel")
    for number, way in enumerate(ways):
        sheet.box(sheet.left + 4, sheet.y, 9, 9)
        if number == chosen:
            sheet.text(sheet.left + 6, sheet.y - 1, "x", size=9)
        line(sheet, way, x=sheet.left + 22)
    sheet.space(8)
    places = {"hospitalisation": "hôpital de jour", "séances de dialyse": "centre de dialyse", "consultation spécialisée": "consultations externes", "examen d'imagerie": "centre d'imagerie"}  # fmt: skip
    why, place = rng.choice(tuple(places.items()))
    trip = rng.choice(("Aller simple", "Aller-retour", "Transport itératif, douze trajets"))
    for text in (f"Trajet : {trip}", "Départ : domicile", f"Arrivée : {place}", f"Motif : {why}",
                 "En lien avec une affection de longue durée : " + rng.choice(("oui", "non")), f"Accompagnant : {rng.choice(('non', 'oui'))}"):  # fmt: skip
        line(sheet, text)
    close(sheet, case)
    sheet.space(16)
    sheet.need(90)
    line(sheet, f"Prescrit le {case.day(case.doc_date)} par :")
    line(sheet, f"Docteur {turned(case.author)}", bold=True)
    line(sheet, f"Identifiant RPPS : {case.author.rpps}")
    line(sheet, f"{case.structure.address} - {case.structure.phone}", size=8.5)


# A nurses' practice: the week in a table, the handwriting of the notebook for the rest


def rounds(sheet: Sheet, case: Case) -> None:
    """Practice, patient, a table of the week, the notes and who wrote them."""
    case.printed |= {"structure", "author", "doc_date", "recipients"}
    role, is_nurse = calling(case), False
    pattern = "Cabinet de rééducation de {}"
    if "diét" in case.title.lower():
        role, pattern = "diététicienne", "Maison de santé de {}"
    elif case.kind.code == "11506-3" and not re.search("kin|rééd", case.title.lower()):
        role, pattern, is_nurse = "infirmière libérale", "Cabinet infirmier de {}", True
    case.structure = replace(case.structure, name=called(case, pattern))
    line(sheet, f"{case.structure.name} - {case.structure.phone}", bold=True)
    line(sheet, f"{case.title} / rédigé le {case.day(case.doc_date)}")
    sheet.rule(sheet.left, sheet.y, sheet.right)
    sheet.space(10)
    born, day = born_on(sheet, case), act_day(case)
    bits = [f"Patient(e) : {named(case, sheet.rng.choice(('usage née', 'ép', 'après')))}", f"DDN {born}" if born else "", other_patient(case)]  # fmt: skip
    for text in [one for one in bits if one]:
        line(sheet, text, bold=True)
    if day:
        line(sheet, f"{case.act_label} {day}")
    if case.recipients:
        line(sheet, "Pour information : " + " / ".join(f"Dr {turned(one)}" for one in case.recipients))
    ins_line(sheet, case, "INS", size=8.5)
    sheet.space(8)
    if is_nurse:
        rows = [("", "L", "M", "M", "J", "V", "S", "D"), *((care, *(sheet.rng.choice(("x", "x", "")) for _ in range(7))) for care in ("Toilette", "Pansement", "Injection", "Pilulier"))]  # fmt: skip
        sheet.table(sheet.left, (120, *[34] * 7), rows)
        sheet.space(10)
    told(sheet, case, together=1, act=False)
    sheet.need(40)
    sheet.space(12)
    line(sheet, f"{full(case.author)}, {role.lower()}", align="r")


# A pharmacy of the town: till-like lines in mono, or the vaccination that it gave


def counter(sheet: Sheet, case: Case) -> None:
    """Pharmacy, pharmacist, patient, products in a table, sentences."""
    case.printed |= {"structure", "author", "doc_date"}
    case.structure = replace(case.structure, name=f"Pharmacie {sheet.rng.choice(('du Marché', 'de la Gare', 'des Tilleuls'))}")  # fmt: skip
    line(sheet, case.structure.name.upper(), bold=True, size=sheet.size + 3)
    line(sheet, f"{case.structure.address} - {case.structure.phone}")
    line(sheet, f"Pharmacien titulaire : {full(case.author)}")
    sheet.space(10)
    line(sheet, case.title.upper(), bold=True)
    line(sheet, f"Le {case.day(case.doc_date)} {clock(sheet)}")
    day = act_day(case)
    if day:
        line(sheet, f"{case.act_label} {day}")
    sheet.space(6)
    labels = Labels(birth="Nom de naissance", used="Nom d'usage", given="Prénom", born="Né(e) le", ins="INS", sex="Sexe")  # fmt: skip
    for label, value in identity(sheet, case, labels, bare=True):
        line(sheet, f"{label:<18}{value}")
    if other_patient(case):
        line(sheet, other_patient(case))
    if case.datamatrix:
        code(sheet, case, sheet.left, sheet.y + 2)
        sheet.space(54)
    sheet.space(8)
    rng = sheet.rng
    if case.kind.code == "60593-1":
        rows = [("Produit", "CIP", "Qté"), *((name, f"34009{rng.randrange(10**7, 10**8)}", str(rng.randrange(1, 4))) for name in rng.sample(("PARACETAMOL 1G CPR", "AMLODIPINE 5MG GEL", "RAMIPRIL 5MG CPR", "VITAMINE D3 AMP", "LEVOTHYROX 50 CPR"), k=3))]  # fmt: skip
        sheet.table(sheet.left, (200, 130, 50), rows)
        sheet.space(8)
    told(sheet, case, together=1, act=False)
    if case.recipients:
        case.printed.add("recipients")
        line(sheet, "Copie au médecin : " + ", ".join(f"Dr {turned(one)}" for one in case.recipients))


# The pharmacy of a hospital: treatments in a table of sources


def reconcile(sheet: Sheet, case: Case) -> None:
    """Unit, patient, sources and lines of treatment, the pharmacist; deliveries to those who go home as well."""
    printed_on(sheet, case)
    case.printed |= {"structure", "author", "doc_date"}
    put(sheet, sheet.left, f"{case.structure.name} - Pharmacie à usage intérieur", 340, bold=True)
    put(sheet, sheet.right, f"Le {case.day(case.doc_date)}", 140, align="r")
    sheet.space(22)
    line(sheet, case.title, bold=True, size=sheet.size + 2, align="c")
    sheet.space(6)
    labels = Labels(birth="Nom naiss.", used="Nom us.", given="Prénom", born="DDN", sex="Sexe", ins="INS", stay="N° hospit.", ipp="IPP")  # fmt: skip
    bits = [f"{label} : {value}" for label, value in identity(sheet, case, labels)]
    for start in range(0, len(bits), 3):
        line(sheet, "     ".join(bits[start : start + 3]))
    if other_patient(case):
        line(sheet, other_patient(case))
    day = act_day(case)
    if day:
        line(sheet, f"{case.act_label} {day} par {turned(case.author)}, pharmacien")
    if case.datamatrix:
        code(sheet, case, sheet.right - 50, sheet.y)
        sheet.space(54)
    sheet.space(8)
    rng = sheet.rng
    drugs = rng.sample(("Bisoprolol 2,5 mg", "Furosémide 40 mg", "Apixaban 5 mg", "Metformine 1000 mg", "Zopiclone 3,75 mg", "Pantoprazole 20 mg"), k=4)  # fmt: skip
    last = ("Avant", "Admission", "Décision") if case.kind.code == "80820-4" else ("Dose", "Durée", "Délivré")
    values = (("1-0-0", "1-0-0", "poursuivi"), ("0-0-1", "absent", "repris"), ("1-0-1", "1-0-1", "poursuivi")) if case.kind.code == "80820-4" else (("1/j", "28 j", "1 boîte"), ("2/j", "28 j", "2 boîtes"))  # fmt: skip
    sheet.table(sheet.left, (150, 100, 100, 120), [("Traitement", *last), *((drug, *rng.choice(values)) for drug in drugs)])  # fmt: skip
    under_heads(sheet, case, ("Sources et entretien", "Analyse pharmaceutique"), colon=" :")
    sheet.need(30)
    line(sheet, f"Pharmacien : {full(case.author)}", align="r")


ORDERS = ("57833-6", "PRESC-BIO", "PRESC-KINE", "PRESC-INF", "55115-0")
APART_PAPERS = (
    held("ap-ordonnance-de-ville", "prescription", "sans", pad_head, pad_lines, codes=ORDERS),
    held("ap-ordonnance-hopital", "prescription", "sans", ward_pad_head, ward_pad_lines, codes=ORDERS),
    held("ap-je-soussigne", "certificate", "serif", oath_head, oath_text, codes=("89601-9", "87273-9", "PRESC-AAT")),
    held("ap-arret-de-travail", "form certificate", "sans", leave_form, codes=("PRESC-AAT",)),
    held("ap-transport", "prescription", "sans", ride, codes=("57833-6",)),
    held("ap-cabinet-infirmier", "form letter", "sans", rounds, codes=("11506-3", "47420-5")),
    held("ap-officine", "form", "mono", counter, codes=("60593-1", "87273-9", "11369-6")),
    held("ap-pharmacie-hopital", "form", "sans", reconcile, codes=("80820-4", "60593-1")),
)  # fmt: skip

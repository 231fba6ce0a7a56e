"""Letters set apart: a ward of a teaching hospital, a specialist of the town, a practice's software, a rehabilitation
report, a desk of appointments, a platform of remote advice. Nothing of the reader was looked at to write them.
"""

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
    faxed,
    footed,
    full,
    identity,
    ins_line,
    later_pages,
    line,
    mate,
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
from eval.layouts_manners import held
from eval.sheet import MARGIN, WIDTH, Sheet

# A ward: its people in a narrow column, the letter beside it

STAYS = {"34874-8": "opéré(e) dans le service le", "34794-8": "dossier discuté en réunion le", "15507-7": "vu(e) aux urgences le", "15508-5": "accouchée dans notre service le", "68599-0": "objet de la synthèse du",
         "18761-7": "transféré(e) le"}  # fmt: skip


def ward_head(sheet: Sheet, case: Case) -> None:
    """Hospital and department over a line; the doctors of the department at the left, none of them told apart."""
    faxed(sheet, case)
    case.printed.add("structure")
    put(sheet, MARGIN, case.structure.name.upper(), 330, bold=True, size=sheet.size + 3)
    put(sheet, sheet.right, case.structure.phone, 120, align="r", size=8)
    sheet.space(18)
    put(sheet, MARGIN, f"Service de {(case.author.speciality or 'médecine polyvalente').lower()}", 330)
    put(sheet, sheet.right, f"FINESS {case.structure.finess}", 150, align="r", size=8)
    case.printed.add("finess")
    sheet.space(16)
    sheet.rule(MARGIN, sheet.y, sheet.right, width=1.2)
    sheet.space(16)
    top = sheet.y
    team = [case.author, *case.staff, mate(sheet)]
    sheet.rng.shuffle(team)
    chief, *rest = team
    rows = [("Chef de service", True), (f"Pr {full(chief)}" if chief is not case.author else f"Dr {full(chief)}", False), ("Praticiens hospitaliers", True)]  # fmt: skip
    rows += [(f"Dr {full(one)}", False) for one in rest]
    rows += [("Cadre de santé", True), (full(mate(sheet)), False), ("Secrétariat", True), (case.structure.phone, False), ("de 9h à 16h30", False)]  # fmt: skip
    for text, bold in rows:
        put(sheet, MARGIN, text, 116, size=8, bold=bold)
        sheet.space(12 if not bold else 11)
    sheet.y, sheet.left = top, 180.0
    later_pages(sheet, f"{case.structure.name} - {named(case, 'usage née')}")


def ward_to(sheet: Sheet, case: Case) -> None:
    """The first addressee as a window shows them, the day, references, object, then the patient in bold lines."""
    case.printed |= {"recipients", "doc_date"}
    for one in case.recipients[:1]:
        for text in (f"Docteur {full(one)}", "12, rue des Lilas", f"99{sheet.rng.randrange(100, 999)} {case.structure.town.upper()}"):  # fmt: skip
            put(sheet, 340, text, sheet.right - 340)
            sheet.space(14)
    sheet.space(12)
    put(sheet, sheet.right, f"{case.structure.town}, le {case.day(case.doc_date)}", 250, align="r")
    sheet.space(22)
    initials = f"{case.author.given[:1]}{case.author.family[:1]}"
    put(sheet, sheet.left, f"Nos réf. : {initials}/{sheet.rng.choice(('mp', 'cb', 'sl'))}   IPP {case.patient.ipp}", 340, size=8.5)  # fmt: skip
    sheet.space(13)
    if case.episode:
        put(sheet, sheet.left, f"N° de séjour {blocks.stamp_number(case)}", 340, size=8.5)
        sheet.space(13)
    sheet.space(4)
    for number, text in enumerate(sheet.wrap(f"Objet : {case.title}", sheet.right - sheet.left, bold=True)):
        line(sheet, text, bold=True, x=sheet.left + 36 * bool(number))
    sheet.space(6)
    rows = [f"{blocks.civility(case)} {named(case, sheet.rng.choice(('usage née', 'après', '(née)')))}"]
    born = born_on(sheet, case)
    rows += [f"{blocks.born(case)} le {born} ({aged(case)})"] if born else []
    rows += [f"demeurant {case.patient.address}"]
    day = act_day(case)
    rows += [f"{STAYS.get(case.kind.code, 'sorti(e) de notre service le')} {day}"] if day else []
    rows += [f"et {other_patient(case)}"] if other_patient(case) else []
    for number, text in enumerate(rows):
        line(sheet, text, x=sheet.left + 22, bold=number == 0)
    ins_line(sheet, case, "Matricule INS :", x=sheet.left + 22, size=8.5)
    sheet.space(8)


def ward_text(sheet: Sheet, case: Case) -> None:
    """The letter, its doctor and a resident side by side, and who has a copy."""
    line(sheet, sheet.rng.choice(("Chère Consœur, Cher Confrère,", "Cher Confrère,", "Cher(e) Collègue,")))
    sheet.space(4)
    told(sheet, case, together=3)
    line(sheet, sheet.rng.choice(("Bien confraternellement,", "Confraternelles salutations.", "Avec nos salutations confraternelles,")))  # fmt: skip
    sheet.need(70)
    sheet.space(18)
    resident = mate(sheet)
    case.printed.add("author")
    case.cosigners.append(resident)
    half = (sheet.right - sheet.left) / 2
    for x, name, role in ((sheet.left, full(resident), "Interne"), (sheet.left + half, f"Docteur {full(case.author)}", "Praticien hospitalier")):  # fmt: skip
        put(sheet, x, name, half - 8)
        sheet.text(x, sheet.y + 14, role, size=8)
    sheet.space(36)
    for one in case.recipients[1:]:
        line(sheet, f"Double : Dr {full(one)}", size=8.5)


# A specialist of the town who dictates: all in the middle, the patient within the first sentence


def town_head(sheet: Sheet, case: Case) -> None:
    """Name, calling and titles in the middle; address and telephone at the foot."""
    case.printed.add("author")
    line(sheet, f"DOCTEUR {full(case.author).upper()}", align="c", bold=True, size=sheet.size + 3)
    line(sheet, case.author.speciality, align="c", size=sheet.size + 1)
    line(sheet, "Ancienne interne et cheffe de clinique des hôpitaux" if sheet.rng.random() < 0.5 else "Ancien assistant des hôpitaux", align="c", size=8)  # fmt: skip
    if sheet.rng.random() < 0.5:
        case.printed.add("rpps")
        line(sheet, f"R.P.P.S. {case.author.rpps} - conventionné secteur 1", align="c", size=8)
    footed(sheet, case.structure.address, f"Sur rendez-vous : {case.structure.phone} - Carte bancaire acceptée")
    sheet.space(26)


def town_to(sheet: Sheet, case: Case) -> None:
    """The day in words at the right, all the addressees under each other, the title in the middle."""
    faxed(sheet, case)
    case.printed |= {"recipients", "doc_date"}
    line(sheet, f"{case.structure.town.upper()}, le {spelt(case.doc_date, upper=True)}", align="r")
    sheet.space(10)
    for one in case.recipients:
        line(sheet, f"Monsieur ou Madame le Docteur {full(one)}", x=300)
    sheet.space(16)
    line(sheet, case.title.upper() if sheet.rng.random() < 0.5 else case.title, bold=True, align="c", size=sheet.size + 1)  # fmt: skip
    sheet.space(10)


def town_text(sheet: Sheet, case: Case) -> None:
    """A letter in which the patient, born on such a day, is seen on such another."""
    line(sheet, sheet.rng.choice(("Mon cher Confrère,", "Cher ami,", "Chère Consœur,")))
    sheet.space(4)
    born, day = born_on(sheet, case), act_day(case)
    who = f"{sir(case, short=sheet.rng.random() < 0.4)} {named(case, sheet.rng.choice(('née', '(née)', 'née')))}"
    told_born = f", {blocks.born(case)} le {born}" if born else ""
    verb = sheet.rng.choice(("J'ai examiné", "Merci de m'avoir confié", "J'ai reçu", "Je vous remercie de m'avoir adressé"))  # fmt: skip
    seen = f"{', vu(e)' if 'J' not in verb[:2] or 'adressé' in verb else ','} le {day}" if day else ""
    sheet.paragraph(f"{verb} {who}{told_born}{seen}.")
    if other_patient(case):
        sheet.paragraph(f"{verb} également {other_patient(case)}.")
    sheet.space(4)
    told(sheet, case, together=2, act=False)
    line(sheet, "Je vous prie de croire, cher Confrère, à mes sentiments les meilleurs.")
    sheet.need(70)
    sheet.space(24)
    line(sheet, f"Dr {full(case.author)}", x=340)
    sheet.space(10)
    if case.episode:
        line(sheet, f"Dossier clinique n° {blocks.stamp_number(case)}", size=8)
    ins_line(sheet, case, "INS du patient :", size=8)


# A practice's software: two blocks side by side, then headings on grey


def soft_head(sheet: Sheet, case: Case) -> None:
    """Doctor at the left and patient at the right, each under a small title, a line between."""
    case.printed |= {"author", "structure", "rpps", "doc_date"}
    kinds = ("Maison de santé pluriprofessionnelle de {}", "Cabinet médical de {}", "Pôle santé de {}")
    case.structure = replace(case.structure, name=called(case, sheet.rng.choice(kinds)))
    top, middle = sheet.y, 290.0
    left = [f"Dr {turned(case.author)}", case.author.speciality or "Médecine générale", f"RPPS : {case.author.rpps}", case.structure.name,
            *case.structure.address.split(", "), f"Tél : {case.structure.phone}"]  # fmt: skip
    put(sheet, sheet.left, "MÉDECIN", 200, size=7.5)
    sheet.space(13)
    for number, text in enumerate(left):
        put(sheet, sheet.left, text, middle - sheet.left - 14, bold=number == 0)
        sheet.space(14)
    low, sheet.y = sheet.y, top
    put(sheet, middle, "PATIENT", 200, size=7.5)
    sheet.space(13)
    labels = Labels(birth="Nom de naissance", used="Nom utilisé", given="Prénom(s)", born="Date de naissance", sex="Sexe", ins="INS")  # fmt: skip
    rows = [f"{label} : {value}" for label, value in identity(sheet, case, labels, every=sheet.rng.random() < 0.3, long=True)]  # fmt: skip
    rows += [other_patient(case)] if other_patient(case) else []
    for text in [*rows, f"Adresse : {case.patient.address}"]:
        put(sheet, middle, text, sheet.right - middle)
        sheet.space(14)
    if case.datamatrix:
        code(sheet, case, middle, sheet.y + 2)
        sheet.space(52)
    sheet.y = max(low, sheet.y) + 8
    sheet.rule(sheet.left, sheet.y, sheet.right)
    sheet.space(8)


def soft_text(sheet: Sheet, case: Case) -> None:
    """Title and day on one line, addressees, headings on grey bands, the signature of the software."""
    case.printed.add("recipients")
    put(sheet, sheet.left, case.title, 340, bold=True, size=sheet.size + 2)
    put(sheet, sheet.right, f"Le {case.day(case.doc_date)}", 140, align="r")
    sheet.space(22)
    if case.recipients:
        line(sheet, "À l'attention de : " + " ; ".join(f"Dr {turned(one)}" for one in case.recipients))
    heads = {"11369-6": ("Vaccins reçus", "Remarques"), "60591-5": ("Pathologies et antécédents", "Traitements au long cours", "Points de vigilance")}  # fmt: skip
    under_heads(sheet, case, heads.get(case.kind.code, ("Motif", "Histoire et examen", "Question posée")), grey=True)
    sheet.need(50)
    sheet.space(14)
    line(sheet, f"Dr {turned(case.author)}", align="r")
    line(sheet, "Document produit par le logiciel du cabinet, valable sans signature manuscrite.", size=7.5)


# A report of rehabilitation or psychology: who, why, what was passed, in numbered parts


def report_head(sheet: Sheet, case: Case) -> None:
    """Who writes at the left in small letters, the title in a box, then the patient in one column of labels."""
    case.printed |= {"author", "doc_date"}
    role = "Dr " if case.kind.code in ("68599-0", "34749-2") else ""
    for number, text in enumerate((f"{role}{full(case.author)}", calling(case), case.structure.address, case.structure.phone)):  # fmt: skip
        line(sheet, text, bold=number == 0, size=sheet.size if number == 0 else 8.5)
    if sheet.rng.random() < 0.5:
        case.printed.add("rpps")
        line(sheet, f"N° RPPS {case.author.rpps}", size=8.5)
    sheet.space(16)
    height = 30
    sheet.box(sheet.left + 50, sheet.y, sheet.right - sheet.left - 100, height)
    sheet.space(9)
    put(sheet, WIDTH / 2, case.title, 380, bold=True, size=sheet.size + 2, align="c")
    sheet.space(height + 4)
    labels = Labels(birth="Nom de naissance", used="Nom marital", given="Prénom", born="Né(e) le", ins="Identité nationale de santé", stay="N° de prise en charge")  # fmt: skip
    rows = identity(sheet, case, labels)
    rows += [("Âge", aged(case))] if aged(case) else []
    rows += [("Deuxième bénéficiaire", other_patient(case))] if other_patient(case) else []
    day = act_day(case)
    rows += [(case.act_label.rstrip(" :"), day)] if day else []
    rows += [("Compte rendu rédigé le", case.day(case.doc_date))]
    for label, value in rows:
        sheet.text(sheet.left, sheet.y, label)
        put(sheet, sheet.left + 165, value, sheet.right - sheet.left - 165, bold=True)
        sheet.space(16)
    if case.datamatrix:
        code(sheet, case, sheet.right - 60, sheet.y - 62)
    later_pages(sheet, f"{case.title} - confidentiel")


def report_text(sheet: Sheet, case: Case) -> None:
    """Numbered parts, a table of scores, the name alone at the end."""
    heads = ("1. Motif du bilan", "2. Épreuves et observations", "3. Synthèse", "4. Projet")
    under_heads(sheet, case, heads)
    sheet.space(6)
    scored = {"83901-9": ("Indice", "Note", "Centile"), "47420-5": ("Épreuve", "Score", "Écart type")}.get(
        case.kind.code
    )
    if scored:
        names = ("Compréhension", "Attention", "Mémoire de travail", "Vitesse", "Dénomination")
        sheet.table(sheet.left, (190, 90, 90), [scored, *((name, str(sheet.rng.randrange(70, 130)), str(sheet.rng.randrange(5, 95))) for name in names)])  # fmt: skip
        sheet.space(10)
    case.printed.add("recipients")
    if case.recipients:
        line(sheet, "Compte rendu adressé au " + " et au ".join(f"Dr {full(one)}" for one in case.recipients))
    sheet.need(50)
    sheet.space(20)
    line(sheet, full(case.author), align="r")


# A desk of appointments: the patient as an envelope shows them, day and hour in a box


def desk_head(sheet: Sheet, case: Case) -> None:
    """The hospital and its desk at the left; civility, names and address of the patient in the window."""
    case.printed |= {"structure", "doc_date"}
    line(sheet, case.structure.name, bold=True, size=sheet.size + 2)
    for text in ("Plateau des consultations externes - niveau 1", case.structure.address, f"Prise de rendez-vous : {case.structure.phone}"):  # fmt: skip
        line(sheet, text, size=8.5)
    sheet.space(24)
    line(sheet, f"{blocks.civility(case)} {named(case, 'après')}", x=310)
    street, town = case.patient.address.split(", ")
    line(sheet, street, x=310)
    line(sheet, town.upper(), x=310)
    if other_patient(case):
        line(sheet, f"et {other_patient(case)}", x=310)
    sheet.space(26)
    line(sheet, f"Le {case.day(case.doc_date)}")
    born = born_on(sheet, case)
    if born:
        line(sheet, f"Réf. patient : {case.patient.ipp} - {blocks.born(case)} le {born}", size=8.5)
    if case.episode:
        line(sheet, f"Venue n° {blocks.stamp_number(case)}", size=8.5)
    ins_line(sheet, case, "INS", size=8.5)
    sheet.space(10)


def desk_text(sheet: Sheet, case: Case) -> None:
    """The title, the box with day, hour and doctor, what to bring."""
    case.notes.append("no_recipients")
    case.printed.add("author")
    line(sheet, f"Objet : {case.title}", bold=True)
    sheet.space(8)
    line(sheet, f"{blocks.civility(case)},")
    sheet.space(6)
    when = case.act_date or case.doc_date + timedelta(days=30)
    rows = [("Jour", f"{case.day(when)}"), ("Heure", clock(sheet)), ("Avec", f"Dr {full(case.author)}"), ("Lieu", sheet.rng.choice(("Bâtiment C, salle d'attente 4", "Accueil B, guichet 2")))]  # fmt: skip
    case.printed.add("act_date")
    for label, value in rows:
        sheet.box(sheet.left + 30, sheet.y, 90, 22, grey=0.93)
        sheet.box(sheet.left + 120, sheet.y, 300, 22)
        sheet.text(sheet.left + 36, sheet.y + 5, label)
        sheet.text(sheet.left + 126, sheet.y + 5, value, bold=True)
        sheet.space(22)
    sheet.space(14)
    for sentence in proper(case):
        sheet.paragraph(sentence)
        sheet.space(4)
    close(sheet, case)
    sheet.space(16)
    line(sheet, "Le secrétariat des consultations", align="r")


# A platform of remote advice: request and answer on one printed page


def remote_head(sheet: Sheet, case: Case) -> None:
    """A band with the title, its number and state; the two doctors in columns; the patient on two lines."""
    printed_on(sheet, case)
    case.printed |= {"author", "recipients", "doc_date"}
    case.kind = replace(case.kind, near=case.kind.near | ({"85208-7"} - {case.kind.code}))
    sheet.box(sheet.left, sheet.y, sheet.right - sheet.left, 34, grey=0.86)
    sheet.space(5)
    put(sheet, sheet.left + 8, case.title, 330, bold=True, size=sheet.size + 1)
    put(sheet, sheet.right - 8, f"Demande T-{sheet.rng.randrange(10000, 99999)}", 120, align="r", size=8)
    sheet.space(15)
    put(sheet, sheet.left + 8, "Statut : réponse rendue", 200, size=8)
    put(sheet, sheet.right - 8, f"Clôturée le {case.day(case.doc_date)} à {clock(sheet)}", 190, align="r", size=8)
    sheet.space(24)
    top = sheet.y
    case.recipients = case.recipients[:1]
    asker = [f"Dr {turned(one)}" for one in case.recipients] or ["Infirmerie de l'établissement"]
    for x, label, rows in ((sheet.left, "Requérant", [*asker, "Médecin demandeur"]), (300, "Médecin requis", [f"Dr {turned(case.author)}", case.author.speciality])):  # fmt: skip
        sheet.y = top
        put(sheet, x, label, 200, size=8)
        for text in rows:
            sheet.space(14)
            put(sheet, x, text, 230, bold=text.startswith("Dr "))
    sheet.space(22)
    sheet.rule(sheet.left, sheet.y, sheet.right)
    sheet.space(8)


def remote_text(sheet: Sheet, case: Case) -> None:
    """The patient, the day of the act, the sentences, who signed on the platform."""
    born = born_on(sheet, case)
    who = f"Patient : {named(case, sheet.rng.choice(('(née)', 'usage née', 'ép')))}"
    parts = [who, *([born] if born else []), *([aged(case)] if born else []), f"sexe {blocks.sex_word(case)}"]
    line(sheet, "  |  ".join(parts), bold=True)
    if other_patient(case):
        line(sheet, f"Patient : {other_patient(case)}", bold=True)
    ins_line(sheet, case, "INS-NIR :")
    if case.episode:
        line(sheet, f"Dossier {blocks.stamp_number(case)}", size=8.5)
    day = act_day(case)
    if day:
        line(sheet, f"{case.act_label} {day}")
    sheet.space(6)
    under_heads(sheet, case, ("Question", "Réponse", "Conduite à tenir"), colon=" :")
    sheet.need(40)
    sheet.space(12)
    line(sheet, f"Signé sur la plateforme par Dr {turned(case.author)}, {case.author.speciality.lower()}")


WARD = ("11490-0", "34112-3", "18761-7", "15507-7", "15508-5", "68599-0", "34874-8", "34794-8")
TOWN = ("11488-4", "70004-7", "11505-5", "78513-9", "59283-2", "34749-2")
APART_LETTERS = (
    held("ap-lettre-de-service", "letter discharge", "serif", ward_head, ward_to, ward_text, codes=WARD),
    held("ap-specialiste-dicte", "letter", "serif", town_head, town_to, town_text, codes=TOWN),
    held("ap-logiciel-de-cabinet", "letter", "sans", soft_head, soft_text, codes=("96349-6", "60591-5", "11369-6")),
    held("ap-bilan-redige", "letter", "sans", report_head, report_text, codes=("83901-9", "47420-5", "11506-3", "68599-0")),
    held("ap-guichet-rendez-vous", "letter", "sans", desk_head, desk_text, codes=("56446-8",)),
    held("ap-avis-a-distance", "letter form", "sans", remote_head, remote_text, codes=("85208-7", "11488-4", "78513-9")),
)  # fmt: skip

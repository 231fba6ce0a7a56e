"""Other papers set apart: funds and insurers, the desk of admissions, wishes written by patients, a portal's reminder, a
synthesis in tables, a memory clinic, a remote consultation, a note to a colleague. Nothing of the reader was looked at.
"""

from dataclasses import replace
from datetime import timedelta

from eval import blocks
from eval.case import Case
from eval.layouts_apart_manners import (
    Labels,
    act_day,
    aged,
    away,
    born_on,
    called,
    calling,
    clock,
    close,
    code,
    footed,
    frame,
    full,
    identity,
    ins_line,
    later_pages,
    line,
    named,
    other_patient,
    printed_on,
    proper,
    put,
    sir,
    spelt,
    told,
    under_heads,
)
from eval.layouts_manners import held
from eval.sheet import Sheet


def nobody(case: Case) -> None:
    """Neither an author nor addressees stand on the page."""
    case.notes += ["no_author", "no_recipients"]


# A fund: the insured in the window, rights in a table


def fund(sheet: Sheet, case: Case) -> None:
    """An attestation as a web account prints it."""
    nobody(case)
    is_extra = case.kind.code == "ATTEST-ASS-COMPL"
    case.structure = replace(
        case.structure, name=called(case, "Mutuelle de {}" if is_extra else "Caisse primaire de {}")
    )
    case.printed |= {"structure", "doc_date"}
    line(sheet, case.structure.name, bold=True, size=sheet.size + 3)
    line(sheet, "Document issu de votre compte en ligne", size=8)
    sheet.space(20)
    line(sheet, f"{blocks.civility(case, short=True)} {named(case, 'après')}", x=320)
    for text in case.patient.address.split(", "):
        line(sheet, text.upper(), x=320)
    sheet.space(24)
    line(sheet, f"Le {case.day(case.doc_date)}")
    line(sheet, case.title.upper(), bold=True, size=sheet.size + 2)
    sheet.space(8)
    labels = Labels(birth="Nom de famille (de naissance)", used="Nom d'usage", given="Prénom", born="Date de naissance", ins="Numéro de sécurité sociale")  # fmt: skip
    rows = [*identity(sheet, case, labels), ("Rang de naissance", "1"), ("Régime", sheet.rng.choice(("général", "agricole", "local")))]  # fmt: skip
    rows += [("Autre bénéficiaire", other_patient(case))] if other_patient(case) else []
    start = away(case, sheet, -200, -20)
    if is_extra:
        rows = [row for row in rows if row[0] not in ("Rang de naissance", "Régime")]
    rows += [("Garanties du" if is_extra else "Droits ouverts du", f"{start:%d/%m/%Y} au {start + timedelta(days=365):%d/%m/%Y}"), ("Formule" if is_extra else "Exonération", sheet.rng.choice(("Équilibre", "Essentielle") if is_extra else ("aucune", "ALD 100 %")))]  # fmt: skip
    if case.shown.ins:
        case.notes.append("ins_as_nir")
    for label, value in rows:
        sheet.rule(sheet.left, sheet.y, sheet.right, width=0.3)
        sheet.space(4)
        put(sheet, sheet.left + 4, label, 190)
        put(sheet, sheet.left + 205, value, sheet.right - sheet.left - 210, bold=True)
        sheet.space(16)
    sheet.rule(sheet.left, sheet.y, sheet.right, width=0.3)
    sheet.space(10)
    if case.datamatrix:
        code(sheet, case, sheet.right - 50, sheet.y)
    sheet.right -= 60
    for sentence in proper(case):
        sheet.paragraph(sentence)
    close(sheet, case)


# A mutual insurer: a card to cut out over the letter


def mutual(sheet: Sheet, case: Case) -> None:
    """The card with rows at the top, dotted edge, then the letter that goes with it."""
    nobody(case)
    case.printed |= {"structure", "doc_date"}
    is_extra = case.kind.code == "ATTEST-ASS-COMPL"
    case.structure = replace(
        case.structure, name=called(case, "Mutuelle de {}" if is_extra else "Caisse agricole de {}")
    )
    labels = Labels(birth="Nom", used="Nom d'usage", given="Prénom", born="Né(e) le", ins="N° INSEE")
    rows = [f"{label} : {value}" for label, value in identity(sheet, case, labels, bare=True)]
    rows += [other_patient(case)] if other_patient(case) else []
    start = case.doc_date.replace(month=1, day=1)
    member = f"N° adhérent : {sheet.rng.randrange(10**6, 10**7)}   AMC : {sheet.rng.randrange(10**7, 10**8)}"
    rows += [member if is_extra else f"Organisme de rattachement : 02 {sheet.rng.randrange(100, 999)} 9999", f"Valable du {start:%d/%m/%Y} au {start.replace(month=12, day=31):%d/%m/%Y}"]  # fmt: skip
    if case.shown.ins:
        case.notes.append("ins_as_nir")
    put(sheet, sheet.left + 2, "- " * 80, sheet.right - sheet.left, size=6)
    sheet.space(12)
    top = sheet.y
    frame(sheet, sheet.left, 300, rows, size=9, head=case.structure.name)
    low, sheet.y = sheet.y, top
    rights = (
        ["PHAR 100 %   LABO 100 %", "RADL 100 %   OPTI 150 %", "DENT 125 %   HOSP 100 %"]
        if is_extra
        else ["Assurance maladie obligatoire", "Médecin traitant déclaré : oui", "Modulation : aucune"]
    )
    frame(sheet, sheet.left + 310, 189, rights, size=9, head="TIERS PAYANT" if is_extra else "VOS DROITS", grey=True)  # fmt: skip
    if case.datamatrix:
        code(sheet, case, sheet.left + 320, sheet.y + 6)
        sheet.space(56)
    sheet.y = max(low, sheet.y) + 8
    put(sheet, sheet.left + 2, "- " * 80, sheet.right - sheet.left, size=6)
    sheet.space(30)
    line(sheet, f"{case.structure.town}, le {case.day(case.doc_date)}", align="r")
    sheet.space(10)
    line(sheet, case.title, bold=True, size=sheet.size + 1)
    sheet.space(6)
    line(sheet, f"{blocks.civility(case)},")
    sheet.space(4)
    for sentence in proper(case):
        sheet.paragraph(sentence)
        sheet.space(4)
    close(sheet, case)
    line(sheet, "Votre service adhérents" if is_extra else "Votre conseiller", x=340)
    footed(
        sheet,
        f"{case.structure.name} - {case.structure.address}",
        "Organisme régi par le code de la mutualité" if is_extra else "Régime agricole de sécurité sociale",
    )


# The desk of admissions: a bulletin in rows, signed for the director


def bulletin(sheet: Sheet, case: Case) -> None:
    """Rows of the stay under the name of the hospital; the clerk signs."""
    nobody(case)
    case.printed |= {"structure", "finess", "doc_date"}
    line(sheet, case.structure.name.upper(), bold=True, size=sheet.size + 2)
    line(sheet, f"Bureau des entrées - FINESS {case.structure.finess} - {case.structure.phone}", size=8.5)
    sheet.space(26)
    line(sheet, case.title.upper(), bold=True, size=sheet.size + 3, align="c")
    sheet.space(18)
    labels = Labels(birth="Nom de naissance", used="Nom d'usage", given="Prénoms", born="Date de naissance", sex="Sexe", ins="INS", stay="N° de séjour", ipp="IPP")  # fmt: skip
    rows = identity(sheet, case, labels, every=sheet.rng.random() < 0.5, long=True)
    rows += [("Autre personne", other_patient(case))] if other_patient(case) else []
    day = act_day(case)
    if case.act_date:
        rows += [("Entrée", f"{case.act_date - timedelta(days=sheet.rng.randrange(1, 12)):%d/%m/%Y}"), ("Sortie", f"{day} à {clock(sheet)}")]  # fmt: skip
    rows += [("Service", sheet.rng.choice(("Chirurgie digestive", "Médecine interne", "Cardiologie", "Hôpital de jour")))]  # fmt: skip
    for label, value in rows:
        put(sheet, sheet.left + 30, f"{label} ", 140)
        sheet.text(sheet.left + 172, sheet.y, ":")
        put(sheet, sheet.left + 184, value, 300)
        sheet.space(18)
    if case.datamatrix:
        code(sheet, case, sheet.right - 50, sheet.y - 60)
    sheet.space(8)
    for sentence in proper(case):
        sheet.paragraph(sentence)
    close(sheet, case)
    sheet.need(60)
    sheet.space(14)
    line(sheet, f"Fait le {case.day(case.doc_date)}, pour servir et valoir ce que de droit", x=270)
    line(sheet, "Pour la direction, l'agent d'accueil", x=270)


def presence(sheet: Sheet, case: Case) -> None:
    """A short attestation of a hospital, in one paragraph, signed by a doctor or by the desk."""
    case.notes.append("no_recipients")
    case.printed |= {"structure", "doc_date"}
    line(sheet, case.structure.name, align="c", bold=True, size=sheet.size + 3)
    line(sheet, case.structure.address, align="c", size=8.5)
    sheet.space(50)
    line(sheet, case.title, align="c", bold=True, size=sheet.size + 4)
    sheet.space(30)
    born, day = born_on(sheet, case), act_day(case)
    is_doctor = case.kind.code == "89601-9"
    told_born = f", {blocks.born(case)} le {born}" if born else ""
    who = f"{sir(case)} {named(case, sheet.rng.choice(('née', 'ép', '(née)')))}{told_born}"
    if is_doctor:
        case.printed.add("author")
        sheet.paragraph(f"Le Docteur {full(case.author)} certifie avoir examiné {who}, dans ses murs{' le ' + day if day else ''}.")  # fmt: skip
    else:
        case.notes.append("no_author")
        sheet.paragraph(f"Nous attestons la présence dans notre établissement de {who}{', sorti(e) le ' + day if day else ''}.")  # fmt: skip
    if other_patient(case):
        sheet.paragraph(f"Même attestation pour {other_patient(case)}.")
    sheet.space(8)
    case.body = proper(case)
    told(sheet, case, together=2, act=False)
    if case.episode:
        line(sheet, f"Référence du séjour : {blocks.stamp_number(case)}", size=8.5)
    ins_line(sheet, case, "INS", size=8.5)
    sheet.need(60)
    sheet.space(22)
    line(sheet, f"Délivré le {spelt(case.doc_date)}", align="r")
    line(sheet, f"Dr {full(case.author)}" if is_doctor else "Le bureau des admissions", align="r")


# Wishes: a form that patients fill, and a letter of their own hand


def wishes_form(sheet: Sheet, case: Case) -> None:
    """« Je soussigné(e) » and boxes; the trusted person or the doctor under it."""
    case.notes.append("no_recipients")
    case.printed.add("doc_date")
    line(sheet, case.title, align="c", bold=True, size=sheet.size + 4)
    sheet.space(14)
    line(sheet, "Je soussigné(e)", bold=True)
    labels = Labels(birth="Nom de naissance", used="Nom d'usage", given="Prénom(s)", born="Né(e) le", ins="INS")
    for label, value in identity(sheet, case, labels):
        sheet.text(sheet.left, sheet.y, f"{label} :")
        put(sheet, sheet.left + 120, value, 300, bold=True)
        sheet.rule(sheet.left + 118, sheet.y + sheet.size + 2, sheet.left + 425, width=0.3)
        sheet.space(20)
    if other_patient(case):
        line(sheet, f"et {other_patient(case)}")
    line(sheet, f"Domicile : {case.patient.address}")
    if case.datamatrix:
        code(sheet, case, sheet.right - 50, sheet.y - 60)
    sheet.space(8)
    for sentence in proper(case):
        sheet.box(sheet.left, sheet.y + 1, 8, 8)
        if sheet.rng.random() < 0.7:
            sheet.text(sheet.left + 1.5, sheet.y, "x", size=9)
        sheet.paragraph(sentence, x=sheet.left + 18)
        sheet.space(4)
    close(sheet, case)
    sheet.need(80)
    sheet.space(16)
    line(sheet, f"Fait à {case.structure.town} le {case.day(case.doc_date)}          Signature :")
    if case.kind.code == "59284-0":
        case.printed.add("author")
        line(sheet, f"Information donnée par le Dr {full(case.author)}")
    else:
        case.notes.append("no_author")


def wishes_hand(sheet: Sheet, case: Case) -> None:
    """A letter of the patient's own hand."""
    nobody(case)
    case.printed.add("doc_date")
    sheet.size = 16
    line(sheet, f"{case.structure.town}, le {spelt(case.doc_date)}", align="r")
    sheet.space(16)
    line(sheet, case.title.capitalize() if case.title.isupper() else case.title)
    sheet.space(12)
    born = born_on(sheet, case)
    told_born = f" {blocks.born(case)} le {born}" if born else ""
    sheet.paragraph(f"Je m'appelle {named(case, 'née')},{told_born}, et j'habite {case.patient.address}.".replace(",,", ","))  # fmt: skip
    if other_patient(case):
        sheet.paragraph(f"J'écris avec {other_patient(case)}.")
    sheet.space(8)
    for sentence in proper(case):
        sheet.paragraph(sentence)
        sheet.space(4)
    close(sheet, case)
    ins_line(sheet, case, "INS")
    line(sheet, "Lu et approuvé", align="r")


# A portal: the reminder of an appointment, printed from a browser


def reminder(sheet: Sheet, case: Case) -> None:
    """A page of a browser: address and day of printing over it, then the appointment as a card."""
    case.notes.append("no_recipients")
    case.printed |= {"doc_date", "author", "act_date", "structure"}
    put(sheet, sheet.left, f"{case.doc_date:%d/%m/%Y} {clock(sheet)}", 150, size=7.5)
    put(sheet, sheet.right, "Mon espace patient - Mes rendez-vous", 250, size=7.5, align="r")
    sheet.space(30)
    line(sheet, case.title, bold=True, size=sheet.size + 6)
    sheet.space(10)
    when = case.act_date or away(case, sheet, 10, 40)
    frame(sheet, sheet.left, 400, [f"{case.day(when)} à {clock(sheet)}", f"Dr {full(case.author)}", case.author.speciality or "Consultation", case.structure.name, case.structure.address], head="Votre rendez-vous est confirmé")  # fmt: skip
    sheet.space(14)
    born = born_on(sheet, case)
    bits = [f"Patient : {blocks.civility(case, short=True)} {named(case, 'après')}", f"Date de naissance : {born}" if born else "", other_patient(case)]  # fmt: skip
    for text in [one for one in bits if one]:
        line(sheet, text)
    ins_line(sheet, case, "Identité INS :", size=8.5)
    if case.episode:
        line(sheet, f"N° de venue : {blocks.stamp_number(case)}", size=8.5)
    sheet.space(10)
    for sentence in proper(case):
        sheet.paragraph(f"• {sentence}")
        sheet.space(3)
    close(sheet, case)


# A synthesis in tables, as the software of a general practitioner makes it


def tables(sheet: Sheet, case: Case) -> None:
    """Identity in a table of two rows, then the parts of the synthesis, then who made it."""
    printed_on(sheet, case)
    case.printed |= {"author", "rpps", "doc_date"}
    line(sheet, case.title.upper(), bold=True, size=sheet.size + 2)
    line(sheet, f"Mise à jour du {case.day(case.doc_date)} par Dr {full(case.author)} (RPPS {case.author.rpps})")
    sheet.space(8)
    labels = Labels(birth="Nom naissance", used="Nom utilisé", given="Prénom", born="Naissance", sex="Sexe", ins="INS")
    rows = identity(sheet, case, labels)
    rows += [("Autre patient", other_patient(case))] if other_patient(case) else []
    width = (sheet.right - sheet.left) / len(rows)
    for number, (label, value) in enumerate(rows):
        x = sheet.left + number * width
        sheet.box(x, sheet.y, width, 34)
        sheet.text(x + 3, sheet.y + 3, label, size=7)
        sheet.y += 15
        put(sheet, x + 3, value, width - 6, bold=True)
        sheet.y -= 15
    sheet.space(42)
    if case.datamatrix:
        code(sheet, case, sheet.left, sheet.y)
        sheet.space(54)
    heads = {"80820-4": ("Sources", "Traitements habituels", "Divergences", "Décision"), "18776-5": ("Traitement prévu", "Soins de support", "Contacts utiles")}  # fmt: skip
    usual = ("Antécédents et pathologies", "Allergies et intolérances", "Traitements", "Remarques")
    under_heads(sheet, case, heads.get(case.kind.code, usual), grey=True)
    later_pages(sheet, named(case, "après"))


# A memory clinic: the psychologist's pages with the hospital's head


def memory(sheet: Sheet, case: Case) -> None:
    """Head of the hospital, one sentence for the patient, scores, conclusions, the psychologist."""
    case.printed |= {"structure", "author", "doc_date", "recipients"}
    line(sheet, case.structure.name, size=sheet.size + 2, bold=True)
    line(sheet, "Consultation mémoire et centre de rééducation", size=sheet.size)
    sheet.space(6)
    line(sheet, f"{case.structure.town}, {case.day(case.doc_date)}", align="r")
    sheet.space(8)
    line(sheet, case.title, bold=True, align="c", size=sheet.size + 2)
    sheet.space(8)
    born, day = born_on(sheet, case), act_day(case)
    told_born = f", {blocks.born(case)} le {born} ({aged(case)})" if born else ""
    seen = f", a été évalué(e) le {day}" if day else ""
    sheet.paragraph(f"{blocks.civility(case, short=True)} {named(case, sheet.rng.choice(('(née)', 'usage née')))}{told_born}{seen}.")  # fmt: skip
    if other_patient(case):
        sheet.paragraph(f"De même pour {other_patient(case)}.")
    ins_line(sheet, case, "INS", size=8.5)
    if case.episode:
        line(sheet, f"Venue {blocks.stamp_number(case)}", size=8.5)
    sheet.space(6)
    rng = sheet.rng
    young = (("Compréhension verbale", f"{rng.randrange(80, 125)}"), ("Mémoire de travail", f"{rng.randrange(80, 125)}"), ("Vitesse de traitement", f"{rng.randrange(80, 125)}"))  # fmt: skip
    scores = (("MMSE", f"{rng.randrange(17, 31)}/30"), ("BREF", f"{rng.randrange(10, 19)}/18"), ("Fluence animale", f"{rng.randrange(8, 32)} mots"), ("Horloge", f"{rng.randrange(3, 8)}/7"))  # fmt: skip
    if case.kind.code == "83901-9":
        sheet.table(sheet.left + 60, (180, 120), [("Test", "Résultat"), *(young if "enfant" in sir(case) else scores)])
        sheet.space(10)
    told(sheet, case, together=3, act=False)
    if case.recipients:
        line(sheet, "Copie : " + ", ".join(f"Dr {full(one)}" for one in case.recipients), size=8.5)
    sheet.need(40)
    sheet.space(14)
    line(sheet, f"{full(case.author)}, {calling(case).lower()}", align="r")


# A remote consultation of a platform of doctors, and a note on plain paper


def remote_visit(sheet: Sheet, case: Case) -> None:
    """Doctor and day at the right of the title; the patient in a frame; paragraphs; a foot of the platform."""
    case.printed |= {"author", "doc_date", "rpps"}
    case.kind = replace(case.kind, near=case.kind.near | ({"85208-7"} - {case.kind.code}))
    put(sheet, sheet.left, case.title, 300, bold=True, size=sheet.size + 3)
    sheet.space(24)
    for text in (f"Dr {full(case.author)} - {case.author.speciality}", f"RPPS {case.author.rpps}", f"Compte rendu du {case.day(case.doc_date)}"):  # fmt: skip
        line(sheet, text)
    sheet.space(8)
    labels = Labels(birth="Nom de naissance", used="Nom d'usage", given="Prénom", born="Date de naissance", sex="Sexe", ins="INS", stay="Référence")  # fmt: skip
    rows = [f"{label} : {value}" for label, value in identity(sheet, case, labels, long=True)]
    day = act_day(case)
    rows += [f"{case.act_label} {day}, début {clock(sheet)}"] if day else []
    rows += [other_patient(case)] if other_patient(case) else []
    frame(sheet, sheet.left, sheet.right - sheet.left, rows, grey=True)
    sheet.space(8)
    if case.datamatrix:
        code(sheet, case, sheet.left, sheet.y)
        sheet.space(54)
    under_heads(sheet, case, ("Motif", "Observation", "Conclusion"))
    footed(sheet, "Acte réalisé à distance ; l'identité a été contrôlée à l'écran. Ne remplace pas un avis en urgence.")


def note(sheet: Sheet, case: Case) -> None:
    """A note to a colleague, by hand under a printed head."""
    case.printed |= {"author", "doc_date", "recipients"}
    sheet.size = 16
    line(sheet, f"Dr {full(case.author)}")
    line(sheet, f"{case.structure.address} - {case.structure.phone}", size=12)
    sheet.space(14)
    line(sheet, f"le {case.day(case.doc_date)}", align="r")
    if case.recipients:
        line(sheet, "Pour " + " et ".join(f"Dr {full(one)}" for one in case.recipients))
    sheet.space(8)
    line(sheet, case.title.capitalize() if case.title.isupper() else case.title)
    sheet.space(8)
    born = born_on(sheet, case)
    told_born = f", {blocks.born(case)} le {born}" if born else ""
    sheet.paragraph(f"{sir(case, short=True)} {named(case, 'née')}{told_born}.".replace("l'enfant", "L'enfant"))
    if other_patient(case):
        sheet.paragraph(f"et aussi {other_patient(case)}.")
    told(sheet, case, together=2)
    ins_line(sheet, case, "INS")
    line(sheet, f"Merci. {full(case.author)}", align="r")


FUNDS = ("ATTEST-DROITS-AM", "ATTEST-ASS-COMPL")
APART_OTHERS = (
    held("ap-caisse-compte", "insurance", "sans", fund, codes=FUNDS),
    held("ap-carte-mutuelle", "insurance", "sans", mutual, codes=FUNDS),
    held("ap-bulletin-d-entrees", "certificate insurance", "serif", bulletin, codes=("51851-4",)),
    held("ap-attestation-d-hopital", "certificate", "sans", presence, codes=("51851-4", "89601-9")),
    held("ap-volontes-cases", "certificate form", "sans", wishes_form, codes=("EXPPAT_3", "59284-0")),
    held("ap-volontes-a-la-main", "certificate", "hand", wishes_hand, codes=("EXPPAT_3",)),
    held("ap-portail-rendez-vous", "letter", "sans", reminder, codes=("56446-8",)),
    held("ap-synthese-tableaux", "form", "sans", tables, codes=("60591-5", "18776-5", "80820-4")),
    held("ap-consultation-memoire", "letter", "serif", memory, codes=("83901-9", "47420-5")),
    held("ap-consultation-a-distance", "letter form", "sans", remote_visit, codes=("85208-7", "11488-4")),
    held("ap-mot-au-confrere", "letter", "hand", note, codes=("96349-6", "11488-4")),
)  # fmt: skip

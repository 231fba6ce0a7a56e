"""Letters held out until 2026-11-22: a regional cancer centre, a teaching hospital with its staff at the right, two practice softwares, a
psychiatric centre, a midwife, a mail-merged discharge, a fax with its cover, a pre-printed line printer, a social report.
"""

from datetime import timedelta

from eval import blocks
from eval import layouts_manners as say
from eval.case import Case
from eval.sheet import WIDTH, Sheet


def cancer_centre(sheet: Sheet, case: Case) -> None:
    """Centre and department over the page, secretaries' initials, days of dictation and typing, the patient as object."""
    case.printed |= {"structure", "doc_date", "author"}
    sheet.text(sheet.right, sheet.y, case.structure.name, bold=True, size=sheet.size + 2, align="r")
    sheet.text(sheet.right, sheet.y + 16, "Centre de lutte contre le cancer", size=8, align="r")
    sheet.text(sheet.right, sheet.y + 27, f"{case.structure.address}", size=8, align="r")
    sheet.space(44)
    sheet.write("DÉPARTEMENT D'ONCOLOGIE MÉDICALE", bold=True, size=9)
    for one in (case.author, *case.staff[:2]):
        sheet.write(f"{say.full(one)}", size=8)
    if sheet.rng.random() < 0.5:
        case.printed.add("finess")
        sheet.write(f"Finess géographique {case.structure.finess}", size=7.5)
    say.more_recipients(sheet, case, 2)
    say.window(sheet, case, x=WIDTH / 2)
    sheet.write(f"{case.structure.town}, {say.day(sheet, case.doc_date)}", x=WIDTH / 2)
    typed = case.doc_date + timedelta(days=sheet.rng.randrange(1, 6))
    sheet.write(f"V/réf. : {case.author.given[:1]}{case.author.family[:1]}/{sheet.rng.choice(('ng', 'vl', 'cd'))} - frappe du {typed:%d/%m/%Y}", size=8)  # fmt: skip
    sheet.space(4)
    name = say.both(case, manner=sheet.rng.choice(("épouse", "née", "(née)")))
    sheet.paragraph(f"OBJET : {blocks.civility(case).upper()} {name}", bold=True)
    when = say.birth(sheet, case)
    if when:
        sheet.write(f"Date de naissance {when}", x=sheet.left + 40)
    sheet.write(f"N° C.L.C.C. {case.patient.ipp[:6]}", x=sheet.left + 40)
    say.ins(sheet, case, "INS", "Identité nationale :", x=sheet.left + 40)
    say.second(sheet, case, "OBJET :")
    sheet.space(6)
    sheet.write(case.title)
    sheet.space(4)
    sheet.write("Chers confrères,")
    say.prose(sheet, case)
    sheet.paragraph(
        "En restant à votre entière disposition, nous vous prions de croire à nos sentiments les meilleurs."
    )
    sheet.space(20)
    x = sheet.left + 230
    if sheet.rng.random() < 0.5:
        say.sign_for(sheet, case, x=x)
    else:
        sheet.write(f"Docteur {say.full(case.author)}", x=x)
        say.rpps(sheet, case, x=x)
    say.copies(sheet, case, "Courrier adressé également à :", join=" ; ")


def teaching_hospital(sheet: Sheet, case: Case) -> None:
    """The staff in a bar at the right; a box with the record's numbers; stay from … to …; written by, read again by."""
    case.printed |= {"structure", "author", "doc_date"}
    room = 128.0
    sheet.write(case.structure.name.upper(), bold=True, size=sheet.size + 2)
    sheet.write("Service de médecine interne et immunologie clinique", size=sheet.size - 1)
    top, edge = sheet.y, sheet.right - room
    y = sheet.y
    lines = ["CHEF DE SERVICE", f"Pr {say.full(say.extra(sheet))}", "PRATICIENS"]
    lines += [f"Dr {say.full(one)}" for one in (case.author, *case.staff)]
    lines += ["CHEFS DE CLINIQUE", f"Dr {say.full(say.extra(sheet))}", "CADRE SUPÉRIEUR", f"{say.full(say.extra(sheet))}",
              "ASSISTANTE SOCIALE", f"{say.full(say.extra(sheet))}", "Rendez-vous", case.structure.phone]  # fmt: skip
    for line in lines:
        is_head = line.isupper() and "DR " not in line
        sheet.text(edge + 8, y, line, size=say.fit(sheet, line, room - 10, 7.5), bold=is_head)
        y += 11
    sheet.right = edge - 12
    sheet.y = top + 8
    rows = [*say.name_rows(case, "Nom de famille", "Nom usuel", "Prénom")]
    when = say.birth(sheet, case)
    if when:
        rows.append(("Né(e) le", when))
    rows += [("Sexe", blocks.sex_word(case)), ("NIP", case.patient.ipp)]
    if case.episode:
        rows.append(("NDA", blocks.stamp_number(case)))
    begin = sheet.y
    sheet.space(5)
    for label, value in rows:
        sheet.text(sheet.left + 6, sheet.y, f"{label} : {value}", size=sheet.size - 0.5)
        sheet.space(sheet.size * 1.35)
    sheet.box(sheet.left, begin, sheet.right - sheet.left, sheet.y - begin + 4)
    sheet.space(10)
    say.ins(sheet, case, "INS :", "Matricule INS")
    say.second(sheet, case, "Patient hospitalisé :")
    say.heading(sheet, case, rule=True)
    out = say.act_on(case)
    sheet.write(f"Séjour du {out - timedelta(days=sheet.rng.randrange(2, 14)):%d/%m/%Y} au {out:%d/%m/%Y}", bold=True)
    say.headed(sheet, case, ("Motif d'admission", "Antécédents", "Mode de vie", "Évolution et discussion", "Conclusion", "Traitement de sortie"), colon="")  # fmt: skip
    sheet.space(10)
    resident = say.extra(sheet)
    case.cosigners.append(resident)
    sheet.paragraph(f"Rédigé par {say.full(resident)} (interne), relu et validé par le Dr {say.full(case.author)} le {case.doc_date:%d/%m/%Y}")  # fmt: skip
    if sheet.rng.random() < 0.6:
        say.copies(sheet, case, "Correspondants :", first=0)


def practice_software(sheet: Sheet, case: Case) -> None:
    """A general practitioner's letter from a record software: plate, contract sector, summary by headings, no title."""
    case.printed |= {"author", "structure", "doc_date", "recipients"}
    top = sheet.y
    sheet.write(f"DOCTEUR {say.full(case.author).upper()}", bold=True)
    for line in ("Médecine générale - Conventionné secteur 1", case.structure.name, case.structure.address):
        sheet.write(line, size=8.5)
    sheet.write(f"Tél : {case.structure.phone}    Urgences : 15", size=8.5)
    case.printed.add("rpps")
    number = f"99 1 {sheet.rng.randrange(10**5, 10**6)} 0"
    sheet.write(f"AM {number}   RPPS {case.author.rpps}", size=8.5)
    low, sheet.y = sheet.y, top + 50
    case.recipients = case.recipients[:1]
    if case.recipients:
        sheet.write(f"Dr {say.full(case.recipients[0])}", x=WIDTH / 2 + 50)
        sheet.write("Par messagerie sécurisée", x=WIDTH / 2 + 50, size=8)
    sheet.y = max(low, sheet.y) + 14
    sheet.write(f"Le {say.day(sheet, case.doc_date)},")
    sheet.space(6)
    who = f"{blocks.civility(case, short=True)} {say.both(case, given_first=sheet.rng.random() < 0.5)}"
    when = say.birth(sheet, case)
    if when:
        who += f", {blocks.age(case)}, {blocks.born(case)} le {when}"
    sheet.paragraph(who, bold=True)
    say.ins(sheet, case, "INS", "Matricule INS (NIR)")
    say.second(sheet, case, "")
    sheet.space(6)
    sheet.write("Cher ami,")
    say.prose(sheet, case)
    for head, line in (
        ("Antécédents personnels", "cf. dossier"),
        ("Traitement de fond", "KARDEGIC 75, TAHOR 10"),
        ("Constantes", f"Poids {sheet.rng.randrange(48, 99)} kg, TA 13/8"),
    ):
        sheet.write(f"- {head} : {line}", size=sheet.size - 1)
    sheet.space(10)
    sheet.write("Merci de ta collaboration.")
    sheet.write(sheet.rng.choice((say.full(case.author), f"Dr {say.shorter(case.author)}")), x=WIDTH / 2 + 50)


def practice_lines(sheet: Sheet, case: Case) -> None:
    """Another software: the whole head on two lines, labels with tabs, the author nowhere but in the head."""
    case.printed |= {"author", "structure", "doc_date"}
    name = sheet.rng.choice(("Dr {}", "Docteur {}", "{}")).format(say.turned(case.author))
    sheet.text(sheet.left, sheet.y, name, bold=True)
    sheet.text(sheet.right, sheet.y, case.structure.phone, align="r")
    sheet.space(14)
    sheet.write(f"{case.structure.name} {case.structure.address}", size=8)
    sheet.rule(sheet.left, sheet.y + 2, sheet.right, width=1)
    sheet.space(14)
    stop = sheet.left + 90
    rows = [("Date", say.day(sheet, case.doc_date)), ("Patient", say.both(case, manner="naissance"))]
    when = say.birth(sheet, case)
    if when:
        rows.append(("DN", f"{when} ({blocks.age(case)})"))
    rows.append(("Sexe", blocks.sex_word(case)))
    case.recipients = case.recipients[:2]
    case.printed.add("recipients")
    rows += [("Destinataire", f"Dr {say.turned(one)}") for one in case.recipients]
    for label, value in rows:
        sheet.text(sheet.left, sheet.y, label, size=sheet.size - 1)
        sheet.text(stop, sheet.y, value, size=say.fit(sheet, value, sheet.right - stop, sheet.size))
        sheet.space(sheet.size * 1.5)
    say.ins(sheet, case, "INS", "NIR (INS)")
    say.second(sheet, case, "Patient")
    say.heading(sheet, case, centre=False, upper=False)
    say.prose(sheet, case)
    sheet.space(12)
    sheet.write("(signature sur l'original)", size=8, x=WIDTH / 2)


def psychiatric_centre(sheet: Sheet, case: Case) -> None:
    """Sector, unit and team of a public psychiatric service; the number of a file whose kind is not told; two who sign."""
    case.printed |= {"structure", "doc_date"}
    case.notes.append("episode_open")
    sheet.write(case.structure.name, bold=True)
    sheet.write(
        f"Secteur 99 G {sheet.rng.randrange(1, 20):02d} - Centre médico-psychologique adultes", size=sheet.size - 1
    )
    sheet.write(f"Médecin chef : Dr {say.full(say.extra(sheet))}", size=8)
    sheet.write(f"Secrétariat : {case.structure.phone} (9 h - 17 h)", size=8)
    sheet.space(16)
    sheet.write(f"Fait à {case.structure.town}, le {say.day(sheet, case.doc_date)}")
    say.heading(sheet, case, centre=True, upper=False)
    half = (sheet.left + sheet.right) / 2
    cells = [f"{label} : {value}" for label, value in say.name_rows(case, "Nom", "Nom d'usage", "Prénom")]
    if case.shown.birth_name and case.shown.used_name:
        cells[0] = f"Nom de naissance : {case.shown.birth_name}"
    when = say.birth(sheet, case)
    if when:
        cells.append(f"Naissance : {when}")
    cells.append(f"Dossier : {case.patient.ipp}")
    for number, cell in enumerate(cells):
        x = half if number % 2 else sheet.left
        sheet.text(x, sheet.y, cell, size=say.fit(sheet, cell, half - sheet.left - 8, sheet.size))
        if number % 2 or number == len(cells) - 1:
            sheet.space(sheet.size * 1.5)
    say.ins(sheet, case, "INS :")
    say.second(sheet, case, "Nom :")
    sheet.space(6)
    say.headed(sheet, case, ("Situation", "Clinique", "Accompagnement", "Perspectives"), colon=" -")
    say.sign_two(sheet, case, ("psychiatre", sheet.rng.choice(("médecin assistant", "psychiatre, chef de pôle"))))
    say.copies(sheet, case, "Double au dossier et à :", first=0)


def midwife(sheet: Sheet, case: Case) -> None:
    """A midwife's letter about a pregnancy, signed without a civility."""
    say.retype(case, "89233-1", "11488-4", "57055-6", "96349-6", "59283-2", "34120-6")
    case.title = sheet.rng.choice(
        ("Suivi de grossesse", "Consultation du 7e mois", "Compte rendu de suivi de grossesse")
    )
    case.body = [
        f"Grossesse unique de {sheet.rng.randrange(12, 36)} semaines d'aménorrhée, terme théorique fixé par l'échographie.",
        "Mouvements actifs bien perçus, pas de métrorragie ni de contraction.",
        "HU 26 cm, BDC à 145, col long postérieur fermé, BU négative.",
        "Sérologies : toxoplasmose non immunisée, rubéole immunisée. Groupe A positif.",
    ]
    case.printed |= {"author", "doc_date"}
    sheet.text(WIDTH / 2, sheet.y, say.full(case.author), bold=True, size=sheet.size + 3, align="c")
    sheet.text(WIDTH / 2, sheet.y + 18, "Sage-femme", align="c")
    sheet.text(WIDTH / 2, sheet.y + 31, f"{case.structure.address} - {case.structure.phone}", size=8, align="c")
    sheet.space(52)
    case.recipients = case.recipients[:1]
    case.printed.add("recipients")
    for one in case.recipients:
        sheet.write(f"À l'attention du Dr {say.turned(one)}, maternité de {case.structure.town}")
    sheet.write(f"Le {say.day(sheet, case.doc_date)}", x=sheet.right - 150)
    say.heading(sheet, case, centre=False, upper=False, rule=True)
    name = say.both(case, given_first=True)
    when = say.birth(sheet, case)
    sheet.paragraph(f"{sheet.rng.choice(('Patiente suivie', 'Concernant'))} : {name}" + (f", {when}, {blocks.age(case)}" if when else ""))  # fmt: skip
    say.ins(sheet, case, "INS", "Matricule INS :")
    say.second(sheet, case, "Patiente suivie :")
    say.prose(sheet, case, act=False)
    say.sign_bare(sheet, case, "sage-femme libérale", x=sheet.left)
    say.rpps(sheet, case, x=sheet.left)


def mail_merge(sheet: Sheet, case: Case) -> None:
    """A discharge letter filled by a mail merge: odd blanks, fields in a sentence, a list of those it goes to."""
    case.printed |= {"structure", "author", "doc_date"}
    sheet.write(case.structure.name, bold=True, size=sheet.size + 1)
    sheet.write(f"{case.structure.address}  -  Standard {case.structure.phone}", size=8)
    if sheet.rng.random() < 0.6:
        case.printed.add("finess")
        sheet.write(f"Établissement n° FINESS {case.structure.finess}", size=8)
    say.stay(sheet, case, "Dossier administratif n°", "N° de venue", "Référence séjour :")
    sheet.space(18)
    sheet.text(sheet.right, sheet.y, f"Le {say.day(sheet, case.doc_date)}", align="r")
    sheet.space(26)
    sheet.write("Madame, Monsieur, cher confrère,")
    sheet.space(8)
    name = f"{blocks.civility(case)} {say.both(case, given_first=sheet.rng.random() < 0.3)}"
    when = say.birth(sheet, case)
    end = "e" if case.shown.sex == "F" else ""
    born = f", {blocks.born(case)} le  {when} ," if when else ""
    out = say.act_on(case)
    sheet.paragraph(
        f"Votre patient{end}  {name}{born} a été pris{end} en charge dans le service du "
        f"{out - timedelta(days=sheet.rng.randrange(1, 20)):%d/%m/%Y} au {out:%d/%m/%Y} ."
    )
    say.ins(sheet, case, "Identifiant INS :", "INS")
    say.second(sheet, case, "Votre patient")
    say.heading(sheet, case, size=0, centre=False, upper=False)
    say.prose(sheet, case)
    sheet.paragraph("Vous trouverez ci-joint l'ordonnance de sortie. Recevez nos salutations confraternelles.")
    say.sign_bare(sheet, case, sheet.rng.choice(("Praticien hospitalier contractuel", "Médecin responsable du séjour")), x=WIDTH / 2)  # fmt: skip
    case.printed.add("recipients")
    if case.recipients:
        sheet.space(8)
        sheet.write("Liste de diffusion", bold=True, size=sheet.size - 1)
        for one in case.recipients:
            sheet.write(f"* {say.turned(one)} (médecin)", size=sheet.size - 1)


def fax(sheet: Sheet, case: Case) -> None:
    """A cover with confidentiality words, then the letter on the next page."""
    case.printed |= {"structure", "recipients", "doc_date", "author"}
    sent = case.doc_date + timedelta(days=sheet.rng.randrange(0, 3))
    stamp = f"{sent:%d-%m-%y} {say.hour(sheet)}  DE: {case.structure.phone.replace(' ', '')}"
    sheet.text(sheet.left, 16, f"{stamp}   P.1/2", size=7)
    sheet.text(WIDTH / 2, sheet.y, "MESSAGE PAR TÉLÉCOPIE", bold=True, size=sheet.size + 6, align="c")
    sheet.space(34)
    to = " / ".join(f"Dr {say.full(one)}" for one in case.recipients) or "le secrétariat"
    for label, value in (("Expéditeur", case.structure.name), ("Pour", to), ("Télécopie", f"03 99 {sheet.rng.randrange(10, 99)} 00 01"), ("Pages", "2 avec celle-ci")):  # fmt: skip
        sheet.text(sheet.left + 30, sheet.y, label.upper(), bold=True)
        sheet.text(sheet.left + 130, sheet.y, value, size=say.fit(sheet, value, sheet.right - sheet.left - 130, sheet.size))  # fmt: skip
        sheet.space(sheet.size * 2)
    sheet.space(30)
    sheet.paragraph("Ce message est confidentiel. Si vous n'en êtes pas le destinataire, merci de le détruire et d'appeler l'expéditeur.", size=8)  # fmt: skip
    sheet.new_page()
    sheet.text(sheet.left, 16, f"{stamp}   P.2/2", size=7)
    sheet.write(case.structure.name, bold=True)
    sheet.write(f"Docteur {say.full(case.author)}", size=sheet.size - 1)
    sheet.space(10)
    sheet.write(f"{case.structure.town} le {say.day(sheet, case.doc_date)}", x=WIDTH / 2)
    who = f"Patient : {say.both(case, manner='caps')}"
    when = say.birth(sheet, case)
    sheet.paragraph(who + (f" - {blocks.born(case)} le {when}" if when else ""))
    say.ins(sheet, case, "INS :", "INS n°")
    say.second(sheet, case, "Patient :")
    say.heading(sheet, case, centre=False)
    say.prose(sheet, case)
    say.sign_machine(sheet, case)


def line_printer(sheet: Sheet, case: Case) -> None:
    """An old hospital program: capitals without accents, dotted labels, rules of hyphens, the doctor's code."""
    case.printed |= {"structure", "doc_date", "author"}
    rule = "-" * 64
    sheet.write(f"{case.structure.name.upper():<40}")
    sheet.write("SERVICE : MED2   UF : 4120")
    sheet.write(rule)
    rows = say.name_rows(case, "NOM NAISSANCE", "NOM MARITAL", "PRENOM")
    when = f"{case.shown.birth_date:%d/%m/%Y}" if case.shown.birth_date else ""
    if when:
        rows.append(("NE(E) LE", when))
    rows.append(("SEXE", blocks.sex_word(case)))
    if case.episode:
        rows.append(("NO SEJOUR", blocks.stamp_number(case)))
    for label, value in rows:
        sheet.write(f"{label:.<18}: {value.upper()}")
    say.ins(sheet, case, "INS...............:")
    say.second(sheet, case, "NOM...............:")
    sheet.write(rule)
    sheet.write(case.title.upper(), x=sheet.left + 80)
    sheet.space(8)
    out = say.act_on(case)
    sheet.write(f"ENTREE LE {out - timedelta(days=sheet.rng.randrange(1, 9)):%d/%m/%Y}   SORTIE LE {out:%d/%m/%Y}")
    sheet.space(6)
    for sentence in case.body:
        sheet.paragraph(sentence)
        sheet.space(2)
    say.kin(sheet, case)
    sheet.write(rule)
    sheet.write(f"LE {case.doc_date:%d/%m/%Y}   DR {case.author.family} {case.author.given}")
    case.printed.add("recipients")
    if case.recipients:
        sheet.paragraph("COPIE : " + " + ".join(f"DR {one.family}" for one in case.recipients))


def social_report(sheet: Sheet, case: Case) -> None:
    """A social worker's report about a person accompanied; written by somebody who is no doctor."""
    say.retype(case, "28653-4", "SYNTH", "34842-5", "80788-3")
    case.title = sheet.rng.choice(("Rapport social", "Évaluation sociale", "Note sociale"))
    case.body = [
        "La situation a été signalée par le service de médecine en raison d'un retour à domicile jugé difficile.",
        "Ressources : retraite de base et complémentaire, 1 120 euros par mois ; loyer de 410 euros.",
        "Une demande d'allocation personnalisée d'autonomie a été déposée au département.",
        "Le plan d'aide proposé comporte huit heures d'auxiliaire de vie et le portage des repas.",
    ]
    case.printed |= {"structure", "doc_date", "author"}
    sheet.write(case.structure.name, bold=True)
    sheet.write("Service social hospitalier", size=sheet.size - 1)
    sheet.write(f"Poste {sheet.rng.randrange(2000, 9999)} - {case.structure.phone}", size=8)
    say.heading(sheet, case, size=4, rule=True)
    rows = say.name_rows(case, "Nom de naissance", "Nom d'épouse" if case.shown.sex == "F" else "Nom d'usage", "Prénom")
    when = say.birth(sheet, case)
    if when:
        rows.append(("Date et lieu de naissance", f"{when} à {case.structure.town}"))
    rows.append(("Adresse", case.patient.address))
    rows.append(("Situation familiale", sheet.rng.choice(("marié(e)", "veuf(ve)", "célibataire", "divorcé(e)"))))
    sheet.write("Personne concernée", bold=True)
    for label, value in rows:
        sheet.paragraph(f"{label} : {value}", x=sheet.left + 16)
    say.ins(sheet, case, "INS :", x=sheet.left + 16)
    say.second(sheet, case, "Personne concernée :")
    sheet.space(8)
    say.headed(sheet, case, ("Origine de la demande", "Ressources et charges", "Propositions"))
    sheet.space(12)
    sheet.write(f"{case.structure.town}, le {say.day(sheet, case.doc_date)}")
    say.sign_bare(sheet, case, "Assistant(e) de service social", x=sheet.left)


SIXTH_LETTERS = (
    say.held("centre-cancer", "letter", "sans", cancer_centre, codes=("11488-4", "11490-0", "34112-3")),
    say.held("chu-barre-droite", "discharge", "sans", teaching_hospital, codes=("34112-3",)),
    say.held("logiciel-generaliste", "letter", "sans", practice_software, codes=("96349-6", "11488-4")),
    say.held("logiciel-lignes", "letter", "sans", practice_lines, codes=("96349-6", "60591-5", "11488-4")),
    say.held("cmp", "letter", "serif", psychiatric_centre, codes=("68599-0",)),
    say.held("sage-femme", "letter", "serif", midwife, codes=("15508-5",)),
    say.held("publipostage-sortie", "discharge", "serif", mail_merge, codes=("11490-0",)),
    say.held("fax-deux-pages", "letter", "sans", fax, codes=("11488-4", "11490-0", "70004-7")),
    say.held("imprimante-lignes", "discharge", "dots", line_printer, codes=("34112-3", "11490-0")),
    say.held("rapport-social", "letter", "sans", social_report, codes=("60591-5",)),
)

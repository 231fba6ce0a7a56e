"""Letters held out, first hand: what doctors and midwives of towns, experts and anaesthetists send. Each layout is imagined
from one kind of sender: where names, days and signatures stand is theirs alone. Nothing of the reader was looked at.
"""

from dataclasses import replace
from datetime import timedelta

from eval import blocks
from eval.case import Case
from eval.layouts_held_manners import (
    aged,
    another,
    born_on,
    clock,
    code,
    every_page,
    family,
    flow,
    named,
    numbers,
    other_days,
    own_words,
    put,
    sir,
)
from eval.layouts_held_town import by_hand, cover, pad, report
from eval.layouts_manners import act_on, extra, fit, full, held, name_rows, retype, shorter, turned
from eval.sheet import WIDTH, Sheet

# A psychiatrist, or another who works alone: their name alone over the page, all the rest at its foot


def psy_head(sheet: Sheet, case: Case) -> None:
    """Name and calling in the middle; address, telephone and number at the foot of each page."""
    case.printed.add("author")
    has_rpps = sheet.rng.random() < 0.6
    foot = f"{case.structure.address} - {case.structure.phone}"
    if has_rpps:
        case.printed.add("rpps")
        foot += f" - RPPS {case.author.rpps}"

    def draw(page: Sheet) -> None:
        page.rule(page.left + 120, 778, page.right - 120)
        page.text(WIDTH / 2, 784, foot, size=8, align="c")
        page.text(WIDTH / 2, 795, "Consultations sur rendez-vous. Membre d'une association agréée, chèques acceptés.", size=7, align="c")  # fmt: skip

    every_page(sheet, draw, 755)
    put(sheet, WIDTH / 2, full(case.author), 400, size=sheet.size + 4, align="c")
    sheet.space(20)
    callings = ("Psychiatre", "Psychiatre, psychothérapeute", "Psychiatrie de l'enfant et de l'adulte")
    calling = sheet.rng.choice(callings if case.kind.code == "68599-0" else ("Rhumatologue", "Médecin interniste"))
    put(sheet, WIDTH / 2, calling, 400, size=sheet.size - 1, align="c")
    sheet.space(44)


def psy_to(sheet: Sheet, case: Case) -> None:
    """The day at the right, on the line of the first addressee; the others between brackets under it."""
    case.printed |= {"recipients", "doc_date"}
    put(sheet, sheet.right, f"le {case.day(case.doc_date)}", 200, align="r")
    first, others = case.recipients[:1], case.recipients[1:]
    for one in first:
        put(sheet, sheet.left, f"au Docteur {full(one)}", 300)
    sheet.space(16)
    if others:
        sheet.write("(double : " + ", ".join(f"Docteur {full(one)}" for one in others) + ")", size=sheet.size - 1)
    sheet.space(22)


def psy_text(sheet: Sheet, case: Case) -> None:
    """A greeting, then the patient in the middle of a sentence, then all the rest."""
    sheet.write(sheet.rng.choice(("Chère amie, cher ami,", "Mon cher confrère,", "Cher collègue,")))
    sheet.space(8)
    born = born_on(sheet, case)
    who = named(case, sheet.rng.choice(("née", "épouse", "(née)")))
    day = f", {blocks.born(case)} le {born}" if born else ""
    verb = sheet.rng.choice(("Je reçois depuis quelques mois", "Je fais suite à votre appel au sujet de", "Un mot pour vous donner des nouvelles de"))  # fmt: skip
    civil = sir(case, short=False)
    sheet.paragraph(f"{verb} {civil} {who}{day}, que nous suivons ensemble.")
    if another(case):
        sheet.paragraph(f"{verb} {another(case)}, que nous suivons ensemble.")
    sheet.space(4)
    numbers(sheet, case, "INS", "", size=sheet.size - 1)
    if case.kind.code != "11488-4" or sheet.rng.random() < 0.5:
        put(sheet, sheet.left, case.title, sheet.right - sheet.left, bold=True)
        sheet.space(18)
    flow(sheet, case, together=4)


def psy_end(sheet: Sheet, case: Case) -> None:
    """Initial and name, nothing else, at the left."""
    sheet.need(60)
    sheet.space(8)
    sheet.write("Confraternellement vôtre,")
    sheet.space(26)
    sheet.write(shorter(case.author), x=sheet.left + 40)


# A practice of midwives: the follow-up of a pregnancy, in a grid


def midwife_head(sheet: Sheet, case: Case) -> None:
    """A grey band with the practice, the midwives side by side under it; the one who writes is among them."""
    case.printed |= {"structure", "rpps", "author"}
    name = sheet.rng.choice(("Cabinet de sages-femmes de {}", "Sages-femmes libérales de {}", "Maison de la naissance de {}"))  # fmt: skip
    case.structure = replace(case.structure, name=name.format(case.structure.town))
    sheet.box(sheet.left, sheet.y - 6, sheet.right - sheet.left, 26, grey=0.88)
    put(sheet, sheet.left + 10, case.structure.name, 300, bold=True, size=sheet.size + 1)
    put(sheet, sheet.right - 10, case.structure.phone, 150, align="r")
    sheet.space(28)
    team = [case.author, extra(sheet), extra(sheet)]
    sheet.rng.shuffle(team)
    for number, one in enumerate(team):
        x = sheet.left + number * 168
        sheet.text(x, sheet.y, full(one), size=fit(sheet, full(one), 160, 9))
        sheet.text(x, sheet.y + 12, f"RPPS {one.rpps}", size=7.5)
    sheet.space(40)


def midwife_grid(sheet: Sheet, case: Case) -> None:
    """What the page is, the patient and the pregnancy in cells, the day among them."""
    retype(case, "89233-1", "57055-6", "11488-4")
    case.printed |= {"doc_date", "names"}
    case.title = sheet.rng.choice(("Suivi de grossesse - compte rendu", "Synthèse du suivi prénatal", "Grossesse : consultation du 7e mois", "CR de suivi de grossesse"))  # fmt: skip
    put(sheet, WIDTH / 2, case.title, 480, bold=True, size=sheet.size + 3, align="c")
    sheet.space(30)
    started = case.doc_date - timedelta(days=sheet.rng.randrange(190, 240))
    cells = [*name_rows(case, "Nom de naissance", "Nom marital", "Prénom"), ("Date de naissance", born_on(sheet, case)),
             ("Rédigé le", case.day(case.doc_date)), ("DDR", case.day(started)),
             ("Terme prévu", case.day(started + timedelta(days=287))), ("Gestité / parité", sheet.rng.choice(("G1 P0", "G2 P1", "G4 P2")))]  # fmt: skip
    if case.shown.ins:
        cells.append(("INS", blocks.ins_text(case.shown.ins, is_spaced=True)))
    if another(case):
        cells.append(("Patient(e)", another(case)))
    shown = [one for one in cells if one[1]]
    width = (sheet.right - sheet.left) / 2
    for number, (label, value) in enumerate(shown):
        x = sheet.left + (number % 2) * width
        sheet.box(x, sheet.y, width, 32)
        sheet.text(x + 4, sheet.y + 3, label, size=7.5)
        sheet.text(x + 4, sheet.y + 14, value, size=fit(sheet, value, width - 8, sheet.size, bold=True), bold=True)
        if number % 2 or number == len(shown) - 1:
            sheet.space(32)
    if case.datamatrix:
        code(sheet, case, sheet.left, sheet.y + 6)
        sheet.space(54)
    sheet.space(12)


def midwife_text(sheet: Sheet, case: Case) -> None:
    """Tensions, heights, serologies; the maternity that it goes to; who writes."""
    own = ("Grossesse unique d'évolution normale, suivie depuis la déclaration.", "Hauteur utérine conforme au terme, bruits du coeur perçus, mouvements actifs bien ressentis.",
           "Toxoplasmose non immunisée, sérologie mensuelle. Rubéole immunisée. Rhésus positif, RAI négatives.",
           "Échographies des trois trimestres sans anomalie, présentation céphalique.", "Dépistage du diabète gestationnel négatif.",
           "Séances de préparation à la naissance : cinq effectuées sur huit. Projet d'allaitement au sein.")  # fmt: skip
    own_words(case, sheet, own, 3)
    flow(sheet, case, together=2, act=False)
    case.printed.add("recipients")
    sheet.need(70)
    sheet.space(6)
    if case.recipients:
        sheet.paragraph("Transmis à : " + " et ".join(f"Dr {full(one)}" for one in case.recipients))
    sheet.space(14)
    sheet.write(f"{full(case.author)}, sage-femme", x=sheet.left + 250)


# A surgeon who sees patients in three places: a banner, a row of four cells, a letter in short lines


def banner(sheet: Sheet, case: Case) -> None:
    """Name and titles at the left of a box, places of consultation at the right."""
    case.printed.add("author")
    height = 82
    sheet.box(sheet.left, sheet.y, sheet.right - sheet.left, height)
    top = sheet.y
    sheet.space(8)
    put(sheet, sheet.left + 8, f"Dr {turned(case.author)}", 220, bold=True, size=sheet.size + 2)
    sheet.space(17)
    where = sheet.rng.choice(("Chirurgie de la main et du pied", "Chirurgie viscérale et bariatrique", "Urologie - Andrologie", "Chirurgie vasculaire"))  # fmt: skip
    for line in (
        where,
        "Ancien interne des hôpitaux",
        "Ancien chef de clinique - assistant",
        f"N° RPPS {case.author.rpps}",
    ):
        sheet.text(sheet.left + 8, sheet.y, line, size=8)
        sheet.space(11)
    case.printed.add("rpps")
    sheet.y = top + 8
    for place in ("Clinique des Peupliers (lundi, mardi)", "Centre médical du Port (jeudi)", "Antenne de Belcombe (1er vendredi)"):  # fmt: skip
        sheet.text(sheet.right - 8, sheet.y, place, size=8, align="r")
        sheet.space(11)
    sheet.space(4)
    sheet.text(sheet.right - 8, sheet.y, f"Secrétariat unique {case.structure.phone}", size=8.5, bold=True, align="r")
    sheet.y = top + height + 14


def four_cells(sheet: Sheet, case: Case) -> None:
    """« Patient | Né(e) le | Vu(e) le | Adressé(e) par » over what they hold."""
    case.printed.add("recipients")
    asker = case.recipients[0] if case.recipients else None
    case.recipients = case.recipients[:1]
    act = case.day(act_on(case)) if case.act_date else ""
    room = sheet.right - sheet.left
    verb = "Opéré(e) le" if case.kind.code == "34874-8" else "Acte le" if case.kind.code == "11505-5" else "Vu(e) le"
    who = named(case, sheet.rng.choice(("(née)", "née", "naissance")), given_first=False)
    cells = [("Patient", f"{blocks.civility(case, short=True)} {who}", 0.46), ("Né(e) le", born_on(sheet, case), 0.17),
             (verb, act, 0.17), ("Adressé(e) par", f"Dr {turned(asker)}" if asker else "", 0.2)]  # fmt: skip
    rows = [cells, [(label, value, share) for label, (value, share) in zip(("", "", "", ""), ((another(case), 0.46), ("", 0.17), ("", 0.17), ("", 0.2)), strict=True)]]  # fmt: skip
    for row in rows if another(case) else rows[:1]:
        x = sheet.left
        for label, value, share in row:
            sheet.box(x, sheet.y, room * share, 34)
            sheet.text(x + 3, sheet.y + 3, label, size=7)
            sheet.text(x + 3, sheet.y + 15, value, size=fit(sheet, value, room * share - 6, sheet.size))
            x += room * share
        sheet.space(34)
    sheet.space(6)
    numbers(sheet, case, "Matricule INS :", "Réf. séjour", size=sheet.size - 1.5)
    sheet.space(6)


def surgeon_text(sheet: Sheet, case: Case) -> None:
    """The title between two lines; one sentence to a line; the day and the name at the foot, on one line."""
    case.printed.add("doc_date")
    sheet.rule(sheet.left, sheet.y, sheet.right)
    sheet.space(5)
    put(sheet, sheet.left, case.title.upper(), sheet.right - sheet.left, bold=True)
    sheet.space(17)
    sheet.rule(sheet.left, sheet.y, sheet.right)
    sheet.space(10)
    flow(sheet, case, together=1, act=False)
    sheet.need(50)
    sheet.space(16)
    put(sheet, sheet.left, f"Fait à {case.structure.town}, {case.day(case.doc_date)}", 260)
    put(sheet, sheet.right, f"Dr {turned(case.author)}", 220, align="r")
    sheet.space(20)


# The anaesthetist's questionnaire: ticked boxes, scores in a row, the patient in a frame at the right


def frame_right(sheet: Sheet, case: Case) -> None:
    """The frame with the patient's label at the right; title, day and doctor at the left of it."""
    case.printed |= {"structure", "author", "doc_date"}
    top, x = sheet.y, 318.0
    rows = [f"{label} : {value}" for label, value in name_rows(case, "Nom naiss.", "Nom d'us.", "Prénom")]
    born = born_on(sheet, case)
    rows += [f"DDN : {born} ({aged(case)})"] if born else []
    rows += [f"Sexe : {blocks.sex_word(case)}    IPP : {case.patient.ipp}"]
    rows += [f"INS : {case.shown.ins}"] if case.shown.ins else []
    rows += [f"Séjour : {blocks.stamp_number(case)}"] if case.episode else []
    rows += [another(case)] if another(case) else []
    has_code = case.datamatrix is not None
    sheet.box(x, top, sheet.right - x, 16 + 14 * len(rows) + 50 * has_code)
    sheet.y = top + 8
    for row in rows:
        put(sheet, x + 6, row, sheet.right - x - 12)
        sheet.space(14)
    if has_code:
        code(sheet, case, x + 6, sheet.y + 2)
        sheet.space(50)
    low, sheet.y = sheet.y, top
    put(sheet, sheet.left, case.structure.name, 250, size=sheet.size - 1)
    sheet.space(14)
    sheet.text(sheet.left, sheet.y, "Département d'anesthésie - réanimation", size=8)
    sheet.space(22)
    for line in sheet.wrap(case.title, 250, sheet.size + 3, bold=True):
        sheet.text(sheet.left, sheet.y, line, size=sheet.size + 3, bold=True)
        sheet.space(18)
    sheet.space(4)
    put(sheet, sheet.left, f"MAR : Dr {full(case.author)}", 250)
    sheet.space(14)
    put(sheet, sheet.left, f"Rempli le {case.day(case.doc_date)} à {clock(sheet)}", 250)
    sheet.y = max(low, sheet.y + 14) + 20


def ticks(sheet: Sheet, case: Case) -> None:
    """Questions with two boxes each, in two columns."""
    if case.act_date and case.act_label:
        sheet.write(f"{case.act_label} {case.day(act_on(case))}")
    asked = ["HTA", "Asthme", "Diabète", "Épilepsie", "Reflux", "Apnées du sommeil", "Antivitamine K", "Allergie au latex",
             "Lentilles", "Tabac"]  # fmt: skip
    sheet.rng.shuffle(asked)
    for number, question in enumerate(asked):
        x = sheet.left + (number % 2) * 260
        yes = sheet.rng.random() < 0.25
        sheet.text(x, sheet.y, question)
        sheet.text(x + 140, sheet.y, f"[{'X' if yes else ' '}] oui   [{' ' if yes else 'X'}] non")
        sheet.space(15 if number % 2 else 0)
    sheet.space(8)
    scores = [("Poids", f"{sheet.rng.randrange(48, 98)} kg"), ("Taille", f"{sheet.rng.randrange(150, 190)} cm"),
              ("TA", "13/8"), ("ASA", sheet.rng.choice("123")), ("Mallampati", sheet.rng.choice("123")), ("Lee", "0")]  # fmt: skip
    sheet.table(sheet.left, [83] * 6, [[label for label, _ in scores], [value for _, value in scores]])
    sheet.space(12)
    for sentence in case.body:
        sheet.paragraph(f"- {sentence}")
        sheet.space(2)
    family(sheet, case)
    other_days(sheet, case)


# A message of the secure mail of health, printed: who it is from and to, the patient in its subject


def message_rows(sheet: Sheet, case: Case) -> None:
    """Rows over a message, as a mail reader prints them."""
    case.printed |= {"recipients", "doc_date", "names"}
    put(sheet, sheet.left, f"Imprimé depuis la boîte de {full(case.author)}", 400, size=7.5)
    sheet.space(18)
    case.printed.add("author")
    who = named(case, sheet.rng.choice(("née", "(née)", "naissance")), given_first=False)
    born = born_on(sheet, case)
    subject = f"{case.title} - {who}" + (f" - {born}" if born else "")
    others = "; ".join(f"Dr {full(one)}" for one in case.recipients[1:])
    first = f"Dr {full(case.recipients[0])}" if case.recipients else "secretariat.medical@exemple.mssante.fr"
    rows = [("De", f"{full(case.author)} <{case.author.given[:1].lower()}.pro@exemple.mssante.fr>"), ("À", first), ("Cc", others),
            ("Envoyé", f"{case.day(case.doc_date)} {clock(sheet)}"), ("Objet", subject), ("Objet (suite)", another(case)),
            ("Pièces jointes", sheet.rng.choice(("aucune", "courrier.pdf (118 Ko)", "IHE_XDM.ZIP")))]  # fmt: skip
    for label, value in rows:
        if value:
            sheet.text(sheet.left, sheet.y, label, bold=True, size=sheet.size - 1)
            for line in sheet.wrap(value, sheet.right - sheet.left - 90):
                sheet.text(sheet.left + 88, sheet.y, line)
                sheet.space(sheet.size * 1.35)
    sheet.space(4)
    sheet.rule(sheet.left, sheet.y, sheet.right)
    sheet.space(12)


def message_text(sheet: Sheet, case: Case) -> None:
    """A short greeting, the text, a signature of three lines, then what a firm adds to each message."""
    sheet.write(sheet.rng.choice(("Bonjour,", "Bonjour à tous,", "Bonsoir cher confrère,")))
    sheet.space(6)
    numbers(sheet, case, "INS patient", "Venue n°", size=sheet.size - 1)
    flow(sheet, case, together=2)
    sheet.need(90)
    sheet.space(6)
    sheet.write("Bien à vous")
    sheet.space(10)
    sheet.write(f"Dr {full(case.author)}")
    sheet.write(f"{case.author.speciality or 'Médecin'} - {case.structure.name}", size=sheet.size - 1)
    case.printed.add("structure")
    sheet.write(case.structure.phone, size=sheet.size - 1)
    sheet.space(10)
    sheet.paragraph("Ce message et ses pièces jointes sont confidentiels. Si vous n'en êtes pas destinataire, merci de le détruire.", size=7.5)  # fmt: skip


# A page of a practice's software: the file of the patient in a grey column, the letter beside it


def file_column(sheet: Sheet, case: Case) -> None:
    """The column: identity, history, allergies, treatment; the letter then keeps to the right of it."""
    case.printed |= {"structure", "author"}
    put(sheet, sheet.right, f"{case.structure.name} - {case.structure.phone}", 480, size=8, align="r")
    sheet.space(20)
    top, width = sheet.y, 148.0
    sheet.box(sheet.left - 14, top, width + 8, 560, grey=0.94)
    sheet.y = top + 10
    x, left = sheet.left - 8, sheet.left
    both = name_rows(case, "nom de naissance", "nom d'usage", "prénom")
    lines = [("DOSSIER PATIENT", True)]
    for label, value in both:
        lines += [(label, False), (value, True)]
    born = born_on(sheet, case)
    lines += [("naissance", False), (f"{born} ({aged(case)})", True)] if born else []
    lines += [("sexe", False), (blocks.sex_word(case, long=True), True)]
    lines += [("INS", False), (case.shown.ins, True)] if case.shown.ins else []
    lines += [(another(case), True)] if another(case) else []
    lines += [("", False), ("ANTÉCÉDENTS", True), ("appendicectomie, 1998", False), ("migraine", False), ("ALLERGIES", True),
              (sheet.rng.choice(("néant", "pénicilline", "acariens")), False), ("TRAITEMENT", True), ("voir ordonnance", False)]  # fmt: skip
    for text, bold in lines:
        for line in sheet.wrap(text, width - 8, 8.5, bold=bold) or [""]:
            sheet.text(x, sheet.y, line, size=8.5, bold=bold)
            sheet.space(11.5)
    if case.datamatrix:
        code(sheet, case, x, sheet.y + 4)
    sheet.y, sheet.left = top, left + width + 14


def beside(sheet: Sheet, case: Case) -> None:
    """Addressees one under the other after a dash, the title, the text, and the signature with its day in one sentence."""
    case.printed |= {"recipients", "doc_date"}
    if case.recipients:
        sheet.write("Destinataire(s)", size=8)
    for one in case.recipients:
        sheet.write(f"- Dr {turned(one)}")
    sheet.space(12)
    for line in sheet.wrap(case.title, sheet.right - sheet.left, sheet.size + 2, bold=True):
        sheet.write(line, size=sheet.size + 2, bold=True)
    sheet.space(6)
    flow(sheet, case, together=2)
    sheet.need(40)
    sheet.space(16)
    name = sheet.rng.choice((full, turned))(case.author)
    sheet.paragraph(f"Rédigé et signé par Dr {name} le {case.day(case.doc_date)}.")
    if sheet.rng.random() < 0.5:
        case.printed.add("rpps")
        sheet.write(f"{case.author.rpps} (RPPS)", size=8)


SIMPLE = ("11488-4", "96349-6", "34874-8", "11505-5")
MAILED = ("11488-4", "85208-7", "70004-7", "60568-3", "18748-4", "34794-8", "11490-0", "15507-7", "78513-9", "96349-6", "34874-8")  # fmt: skip
BESIDE = ("11488-4", "96349-6", "60591-5", "78513-9", "85208-7", "47420-5", "11506-3", "70004-7")
HELD_LETTERS = (
    held("nom-seul-en-tete", "letter", "serif", psy_head, psy_to, psy_text, psy_end, codes=("68599-0", "11488-4", "96349-6")),
    held("sages-femmes", "letter", "sans", midwife_head, midwife_grid, midwife_text, codes=("15508-5",)),
    held("chirurgien-trois-lieux", "letter operative", "sans", banner, four_cells, surgeon_text, codes=SIMPLE),
    held("anesthesie-cases", "form", "sans", frame_right, ticks, codes=("34749-2", "77436-4")),
    held("message-imprime", "letter", "sans", message_rows, message_text, codes=MAILED),
    held("dossier-et-lettre", "letter form", "sans", file_column, beside, codes=BESIDE),
    held("expertise", "letter", "serif", cover, report, codes=("11488-4",)),
    held("mot-a-la-main", "letter", "hand", pad, by_hand, codes=("96349-6", "11488-4")),
)  # fmt: skip

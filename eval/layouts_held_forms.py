"""Forms and prescriptions held out: two zones, prescribers to tick, transports, forms under a quality reference, glasses,
stubs, tickets of a pharmacy. Each imagined from one kind of sender; nothing of the reader was looked at to write them.
"""

from dataclasses import replace
from datetime import timedelta

from eval import blocks
from eval.case import Case
from eval.fonts import available
from eval.layouts_held_care import HELD_CARE
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
from eval.layouts_manners import extra, full, held, hour, retype, turned
from eval.people import draw_family, draw_name
from eval.sheet import WIDTH, Sheet
from eval.words import WordCanvas

# Two zones


def zones_head(sheet: Sheet, case: Case) -> None:
    """Prescriber in a frame at the left with a bar code of their number, structure in a frame at the right."""
    case.printed |= {"structure", "finess", "author", "rpps"}
    top = sheet.y
    for x, label in ((sheet.left, "Identification du prescripteur"), (302.0, "Identification de la structure")):
        sheet.box(x, top, 245, 92)
        sheet.text(x + 4, top + 3, label, size=6.5)
    put(sheet, 54, top + 16, f"Docteur {full(case.author)}", 232, bold=True)
    put(sheet, 54, top + 31, case.author.speciality or "Médecine générale", 232, size=sheet.size - 1)
    if not isinstance(sheet.canvas, WordCanvas):
        sheet.bars(60, top + 50, case.author.rpps)
    sheet.text(54, top + 77, f"RPPS {case.author.rpps}", size=8)
    for number, line in enumerate(
        (
            case.structure.name,
            case.structure.address,
            f"Tél. {case.structure.phone}",
            f"N° FINESS {case.structure.finess}",
        )
    ):
        put(sheet, 308, top + 16 + number * 17, line, 234, bold=number == 0, size=sheet.size - (number > 0))
    sheet.y = top + 104


def zones_who(sheet: Sheet, case: Case) -> None:
    """The patient in one frame over the whole width, as software fills it."""
    top = sheet.y
    sheet.text(
        sheet.left + 4,
        top + 3,
        "Identification du patient (nom de naissance, nom d'usage s'il y a lieu, prénom, date de naissance, n° d'immatriculation)",
        size=6.5,
    )
    sheet.y = top + 16
    when = born_on(sheet, case)
    sheet.paragraph(
        f"{blocks.civility(case, short=True)} {in_row(case)}" + (f", {blocks.born(case)} le {when}" if when else ""),
        x=54,
        width=430,
        bold=True,
    )
    for label, value in number_row(sheet, case, "N°"):
        sheet.write(f"{label} {value}", x=54)
    for one in case.relatives:
        sheet.write(f"Assuré(e) : {one.family} {one.given.title()} ({one.link})", x=54, size=sheet.size - 1.5)
    if twin_row(case):
        sheet.paragraph(f"et {twin_row(case)}", x=54, width=430, bold=True)
    square(sheet, case, sheet.right - 48, top + 12)
    sheet.y = max(sheet.y, top + 62)
    sheet.box(sheet.left, top, sheet.right - sheet.left, sheet.y - top)
    sheet.space(6)
    sheet.text(sheet.right, sheet.y, f"Date : {filed(sheet, case)}", align="r")
    put(sheet, sheet.left, sheet.y, case.title, 300, bold=True)
    sheet.space(22)


def zones(sheet: Sheet, case: Case) -> None:
    """Lines over and under the middle: those of the long illness, the others."""
    case.notes.append("no_recipients")
    lines = fewer(sheet, case, 6)
    half = (len(lines) + 1) // 2
    for title, some, room in (("Prescriptions relatives au traitement de l'affection de longue durée reconnue (AFFECTION EXONÉRANTE)", lines[:half], 150),
                              ("Prescriptions SANS RAPPORT avec l'affection de longue durée (MALADIES INTERCURRENTES)", lines[half:], 130)):  # fmt: skip
        sheet.need(room)
        top = sheet.y
        sheet.box(sheet.left, top, sheet.right - sheet.left, 14, grey=0.9)
        put(sheet, sheet.left + 4, top + 3, title, 490, size=7.5, bold=True)
        sheet.space(22)
        for line in some:
            sheet.paragraph(line, x=60)
            sheet.space(3)
        sheet.y = max(sheet.y, top + room)
    sheet.text(sheet.right, sheet.y, f"Dr {full(case.author)}", align="r")
    sheet.space(30)
    sheet.text(sheet.left, 790, "Ordonnancier à deux zones - modèle réservé aux assurés en longue maladie", size=6.5)


# Prescribers to tick


def tick_head(sheet: Sheet, case: Case) -> None:
    """The unit and all who may prescribe, each with a box and a number; one box holds a cross."""
    case.printed |= {"structure", "author", "rpps"}
    case.notes.append("no_recipients")
    put(sheet, sheet.left, sheet.y, case.structure.name, 499, bold=True, size=sheet.size + 2)
    sheet.space(22)
    sheet.text(sheet.left, sheet.y, "Cocher le prescripteur", size=7.5)
    team = [case.author, *case.staff[:3], extra(sheet), extra(sheet)]
    sheet.rng.shuffle(team)
    for number, one in enumerate(team):
        y = sheet.y + 14 + number * 22
        sheet.box(sheet.left, y, 9, 9)
        if one is case.author:
            sheet.text(sheet.left + 4.5, y, "X", size=9, bold=True, align="c")
        put(sheet, sheet.left + 14, y, f"Dr {full(one)}", 150, size=8.5)
        sheet.text(sheet.left + 14, y + 10, one.rpps, size=7)
    foot = sheet.y + 20 + len(team) * 22
    sheet.box(270, sheet.y, 277, 104)
    sheet.space(6)
    rows = named(case)
    when = born_on(sheet, case)
    rows += [(f"{blocks.born(case).title()} le", when)] if when else []
    rows += [("Sexe", blocks.sex_word(case)), *number_row(sheet, case, "INS")]
    if case.episode:
        rows.append(("IEP", blocks.stamp_number(case)))
    rows += [("Contact", f"{one.given.title()} {one.family} ({one.link})") for one in case.relatives[:1]]
    small, sheet.size = sheet.size, 8.5
    stack(sheet, rows, 276, 82, 216)
    sheet.size = small
    square(sheet, case, 496, foot - 6 - len(team) * 22 - 8)
    sheet.y = max(foot + 8, foot - 20 - len(team) * 22 + 114)
    if twin_row(case):
        sheet.write(f"2e étiquette : {twin_row(case)}", bold=True)


def tick_hand(sheet: Sheet, case: Case) -> None:
    """A printed title; the day and the lines by hand."""
    put(sheet, sheet.left, sheet.y, case.title.upper(), 499, bold=True, size=sheet.size + 2)
    sheet.space(30)
    sheet.font, sheet.size = sheet.rng.choice(available("hand", is_held=True)), 17
    case.printed.add("doc_date")
    sheet.text(sheet.right, sheet.y, f"le {case.doc_date:%d/%m/%Y}", align="r")
    sheet.space(30)
    for line in fewer(sheet, case, 5):
        sheet.paragraph(line, x=80)
        sheet.space(6)
    if case.act_date and not case.kind.act_is_date:
        sheet.paragraph(f"{case.act_label} {case.act_date:%d/%m/%Y}", x=80)
    sheet.space(24)


# Transports


def transport(sheet: Sheet, case: Case) -> None:
    """Numbered frames: who is transported, who is insured, the way, who prescribes; days and numbers one box a figure."""
    retype(case, "57828-6", "57832-8")
    case.printed |= {"author", "rpps", "doc_date", "structure"}
    case.notes.append("no_recipients")
    sheet.text(WIDTH / 2, sheet.y, "PRESCRIPTION MÉDICALE DE TRANSPORT", bold=True, size=14, align="c")
    sheet.text(WIDTH / 2, sheet.y + 20, "Volet 2 - à remettre au transporteur", size=8, align="c")
    sheet.space(42)
    _band(sheet, "1. Bénéficiaire (la personne transportée)")
    stack(sheet, named(case), sheet.left + 6, 120, 480)
    if case.shown.birth_date:
        sheet.text(sheet.left + 6, sheet.y + 4, "Date de naissance", size=sheet.size - 1)
        sheet.comb(168, sheet.y, f"{case.shown.birth_date:%d%m%Y}")
        sheet.space(24)
    if case.shown.ins:
        sheet.text(sheet.left + 6, sheet.y + 4, "N° INS", size=sheet.size - 1)
        sheet.comb(168, sheet.y, case.shown.ins)
        sheet.space(24)
    square(sheet, case, sheet.right - 48, sheet.y - 46)
    if twin_row(case):
        sheet.write(f"Second bénéficiaire (transport partagé) : {twin_row(case)}", x=sheet.left + 6)
    sheet.space(6)
    _band(sheet, "2. Assuré(e) - à remplir si le bénéficiaire n'est pas l'assuré(e)")
    if sheet.rng.random() < 0.5:
        name = draw_family(sheet.rng), draw_name(sheet.rng, sheet.rng.choice("fm")).title()
        sheet.write(f"Nom, prénom de l'assuré(e) : {name[0]} {name[1]}", x=sheet.left + 6)
    else:
        sheet.write("Sans objet", x=sheet.left + 6)
    sheet.space(6)


def _band(sheet: Sheet, text: str) -> None:
    sheet.need(60)
    sheet.box(sheet.left, sheet.y, sheet.right - sheet.left, 15, grey=0.85)
    sheet.text(sheet.left + 4, sheet.y + 3, text, bold=True, size=9)
    sheet.space(21)


def transport_way(sheet: Sheet, case: Case) -> None:
    """The way and its day to come, then the one who prescribes."""
    rng = sheet.rng
    _band(sheet, "3. Trajet")
    ahead = case.doc_date + timedelta(days=rng.randrange(2, 60))
    for text in (f"[{rng.choice('x ')}] Ambulance    [x] Transport assis professionnalisé    [ ] Moyen personnel",
                 f"Départ : {case.patient.address}", f"Arrivée : {rng.choice(('Centre de dialyse', 'Service de radiothérapie', 'Consultation externe'))}, {case.structure.town}",
                 f"Transport prévu le {ahead:%d/%m/%Y} - aller et retour - nombre : {rng.randrange(1, 12)}",
                 "État nécessitant une aide à la marche. Entrée d'hospitalisation : non. ALD : oui."):  # fmt: skip
        sheet.paragraph(text, x=sheet.left + 6)
    near_ones(sheet, case, "Accompagnant : {link}, {name} ({born})")
    sheet.space(6)
    _band(sheet, "4. Prescripteur")
    rows = (("Nom et prénom", turned(case.author)), ("Identifiant RPPS", case.author.rpps), ("Structure", case.structure.name),
            ("Prescription établie le", f"{case.doc_date:%d/%m/%Y}"))  # fmt: skip
    stack(sheet, rows, sheet.left + 6, 150, 480)
    sheet.text(sheet.right, sheet.y, "Signature et cachet", size=7, align="r")
    sheet.space(20)


# Forms of a quality office


def quality_head(sheet: Sheet, case: Case) -> None:
    """On every page a table: structure, title, then reference, version and the day the form itself came into use."""
    case.printed.add("structure")
    rng, title = sheet.rng, case.title
    lines = (f"ENR-{rng.choice(('BLO', 'PHA', 'MED', 'ONC'))}-{rng.randrange(10, 400):03d}", f"Version {rng.randrange(1, 9)}",
             f"Applicable au {rng.randrange(1, 29):02d}/{rng.randrange(1, 13):02d}/{rng.randrange(2018, 2023)}")  # fmt: skip

    def draw(page: Sheet) -> None:
        for x, wide in ((48, 150), (198, 229), (427, 120)):
            page.box(x, page.y, wide, 52)
        put(page, 52, page.y + 20, case.structure.name, 142, size=9, bold=True)
        put(page, 203, page.y + 18, title, 219, size=11, bold=True)
        for number, line in enumerate((*lines, f"Page {page.pages}")):
            page.text(431, page.y + 4 + number * 12, line, size=7)
        page.space(64)

    draw(sheet)
    sheet.on_new_page.append(draw)


def quality_who(sheet: Sheet, case: Case) -> None:
    """Room for a sticker at the left, the stay at the right."""
    top = sheet.y
    sheet.text(sheet.left + 4, top + 3, "Étiquette du patient", size=6.5)
    sheet.y = top + 15
    put(sheet, sheet.left + 8, sheet.y, f"{blocks.civility(case, short=True)} {in_row(case)}", 264, bold=True)
    sheet.space(15)
    when = born_on(sheet, case)
    rows = [f"DN : {when}   Sexe : {blocks.sex_word(case)}" if when else f"Sexe : {blocks.sex_word(case)}"]
    rows += [f"INS : {value}" for _, value in number_row(sheet, case, "INS")]
    rows += [f"IPP : {case.patient.ipp}"] + ([f"N° séjour : {blocks.stamp_number(case)}"] if case.episode else [])
    for row in rows:
        put(sheet, sheet.left + 8, sheet.y, row, 264, size=9)
        sheet.space(13)
    sheet.y = max(sheet.y, top + 76)
    sheet.box(sheet.left, top, 282, sheet.y - top)
    square(sheet, case, sheet.right - 50, top)
    if twin_row(case):
        put(sheet, sheet.left + 8, sheet.y + 2, f"Étiquette 2 : {twin_row(case)}", 480, bold=True)
        sheet.space(14)
    if case.act_date:
        sheet.text(342, top + 56, f"{case.act_label} {acted(sheet, case)}", size=8.5)
    sheet.space(14)


def quality_body(sheet: Sheet, case: Case) -> None:
    """Numbered lines with boxes, a free space, then a table of who filled it in."""
    for number, sentence in enumerate(fewer(sheet, case, 9), 1):
        sheet.need(34)
        sheet.text(sheet.left, sheet.y, f"{number}.")
        sheet.paragraph(sentence, x=sheet.left + 22, width=400)
        if number % 3 == 1:
            sheet.text(
                sheet.right,
                sheet.y - sheet.size * 1.35,
                sheet.rng.choice(("[x] fait  [ ] NA", "[ ] oui  [x] non", "[x] vu")),
                size=8,
                align="r",
            )
        sheet.space(5)
    near_ones(sheet, case, "Proche référent : {name}, {link}, naissance : {born}")
    case.printed |= {"author", "doc_date"}
    sheet.need(70)
    sheet.space(8)
    nurse = extra(sheet)
    rows = [("Rempli par", "Fonction", "Date", "Visa"), (turned(case.author), "Praticien", f"{case.doc_date:%d/%m/%Y}", "signé"),
            (f"Présent(e) : {turned(nurse)}", "Infirmier(e)", "", "")]  # fmt: skip
    sheet.table(sheet.left, (200, 120, 100, 79), rows)


# Glasses


def glasses(sheet: Sheet, case: Case) -> None:
    """A small sheet of an eye doctor: who prescribes, when, for whom."""
    retype(case, "57833-6", "57828-6")
    case.printed |= {"author", "rpps"}
    case.notes.append("no_recipients")
    sheet.left, sheet.right = 90, 505
    for number, line in enumerate(
        (
            f"DOCTEUR {full(case.author)}",
            "Ophtalmologiste - secteur 2, adhérent OPTAM",
            f"{case.structure.address} - {case.structure.phone}",
            f"RPPS {case.author.rpps}",
        )
    ):
        sheet.text(WIDTH / 2, sheet.y, line, bold=number == 0, size=sheet.size + 2 if number == 0 else 8.5, align="c")
        sheet.space(14)
    sheet.space(18)
    sheet.text(sheet.right, sheet.y, f"Le {filed(sheet, case)}", align="r")
    sheet.space(24)
    when = born_on(sheet, case)
    sheet.paragraph(f"Pour {blocks.civility(case)} {in_row(case)}" + (f" ({when})" if when else ""), bold=True)
    for label, value in number_row(sheet, case, "INS"):
        sheet.write(f"{label} {value}", size=8.5)
    if twin_row(case):
        sheet.paragraph(f"et pour {twin_row(case)}", bold=True)
    square(sheet, case, sheet.right - 46, sheet.y)
    sheet.space(52 if case.datamatrix else 12)


def glasses_eyes(sheet: Sheet, case: Case) -> None:
    """Two eyes in a table, then until when it holds."""
    rng = sheet.rng
    sheet.write("Correction optique : monture et deux verres, port permanent", bold=True)
    sheet.space(6)

    def eye() -> tuple[str, ...]:
        return (
            f"{rng.choice('+-')}{rng.randrange(0, 5)},{rng.choice(('00', '25', '50', '75'))}",
            f"-{rng.randrange(0, 2)},{rng.choice(('25', '50', '75'))}",
            f"{rng.randrange(0, 36) * 5}°",
        )

    add = f"+{rng.randrange(1, 3)},{rng.choice(('00', '25', '50'))}"
    sheet.table(
        sheet.left,
        (70, 85, 85, 85, 85),
        (("", "Sphère", "Cylindre", "Axe", "Addition"), ("OD", *eye(), add), ("OG", *eye(), add)),
    )
    sheet.space(12)
    end = case.doc_date.year + rng.choice((3, 5))
    sheet.paragraph(
        f"Écart pupillaire : {rng.randrange(56, 68)} mm. L'opticien peut adapter la correction jusqu'au 31/12/{end}, sauf mention contraire."
    )
    sheet.paragraph("Verres progressifs, traitement antireflet. Deuxième équipement : non.")
    near_ones(sheet, case, "Remis à {name} ({link}), {born}.")
    sheet.space(30)
    sheet.text(sheet.right, sheet.y, "(signature)", size=8, align="r")
    sheet.space(20)


# Half a page and its stub


def stub(sheet: Sheet, case: Case) -> None:
    """The upper half of a page: certificate at the right of a dotted line, its stub at the left with initials alone."""
    case.printed |= {"structure", "author"}
    case.notes.append("no_recipients")
    top, foot = sheet.y, 430.0
    for number in range(int((foot - top) / 12)):
        sheet.text(166, top + number * 12, "|", size=7)
    sheet.text(sheet.left, top, "Souche", bold=True)
    for number, line in enumerate(
        (
            f"n° {sheet.rng.randrange(100, 9999)}",
            f"Initiales : {blocks.given(case)[:1]}.",
            f"Signataire : {case.author.given[:1]}. {case.author.family[:1]}.",
            "Remis : [x]",
        )
    ):
        put(sheet, sheet.left, top + 20 + number * 16, line, 110, size=8.5)
    sheet.left = 182
    put(sheet, sheet.left, top, f"{case.structure.name} - {case.structure.phone}", 365, size=sheet.size - 0.5)
    sheet.y = top + 34
    sheet.text((sheet.left + sheet.right) / 2, sheet.y, case.title, bold=True, size=sheet.size + 2, align="c")
    sheet.space(28)
    when = born_on(sheet, case)
    name = f"{blocks.civility(case)} {blocks.given(case)} {blocks.family_name(case)}"
    if case.shown.birth_name and case.shown.used_name:
        name += f", {blocks.born(case)} {case.shown.birth_name}"
    sheet.paragraph(f"Concernant : {name}" + (f", {blocks.born(case)} le {when}" if when else ""))
    for label, value in number_row(sheet, case, "INS n°"):
        sheet.write(f"{label} {value}", size=sheet.size - 1)
    if case.episode:
        sheet.write(f"Séjour {blocks.stamp_number(case)}", size=sheet.size - 1)
    if twin_row(case):
        sheet.paragraph(f"Concernant aussi : {twin_row(case)}")
    square(sheet, case, 104, top + 110)
    if case.act_date:
        sheet.write(f"{case.act_label} {acted(sheet, case)}")
    sheet.space(6)
    for sentence in fewer(sheet, case, 4):
        sheet.paragraph(sentence)
    near_ones(sheet, case, "Remis à {name} ({link}, naissance : {born}).")
    sheet.space(14)
    sheet.write(f"{case.structure.town}, {filed(sheet, case)}", x=360)
    role = "L'agent des admissions, " if case.kind.code == "51851-4" else "Dr "
    put(sheet, 360, sheet.y, f"{role}{full(case.author)}", 187)
    sheet.space(20)


# A ticket of a pharmacy


def ticket(sheet: Sheet, case: Case) -> None:
    """A narrow strip in the middle of the page; the prescriber's number stands on it, not that of who delivers."""
    case.printed |= {"structure", "author", "doc_date"}
    rng = sheet.rng
    case.structure = replace(
        case.structure, name=f"Pharmacie {rng.choice(('du Beffroi', 'des Halles', 'de la Fontaine', 'du Canal'))}"
    )
    sheet.left, sheet.right, sheet.size = 186, 409, 8.5
    for line in (case.structure.name.upper(), case.structure.address, f"Tél. {case.structure.phone}", "-" * 44):
        sheet.text(
            WIDTH / 2,
            sheet.y,
            line,
            align="c",
            bold=line.isupper(),
            size=min(8.5, 8.5 * 220 / sheet.width(line, bold=line.isupper())),
        )
        sheet.space(12)
    sheet.paragraph(case.title, bold=True)
    sheet.paragraph(f"{case.act_label} {acted(sheet, case)} {hour(sheet)}")
    doctor, before = extra(sheet), case.doc_date - timedelta(days=rng.randrange(13, 80))
    sheet.paragraph(f"PRESC. DR {turned(doctor)} {doctor.rpps}")
    sheet.paragraph(f"ORDO DU {before:%d/%m/%Y}")
    rows = named(case)
    when = born_on(sheet, case)
    rows += [("Naissance", when)] if when else []
    stack(sheet, [*rows, *number_row(sheet, case, "INS")], sheet.left, 84, 223)
    if twin_row(case):
        sheet.paragraph(f"+ {twin_row(case)}", bold=True)
    square(sheet, case, sheet.right + 12, sheet.y - 40)
    for name, price in rng.sample((("DOLIPRANE 1000MG CPR 8", "1,16"), ("AMOXICILLINE 1G CPR 14", "3,57"), ("SPASFON LYOC 80MG 10", "2,92"), ("LEVOTHYROX 75 CPR 30", "2,44"),
                                   ("VENTOLINE 100 FL", "4,45"), ("INEXIUM 20MG GEL 28", "5,06"), ("COMPRESSES ST 10X10", "2,10")), k=rng.randrange(2, 5)):  # fmt: skip
        sheet.text(sheet.left, sheet.y, f"1 {name}")
        sheet.text(sheet.right, sheet.y, price, align="r")
        sheet.space(12)
    sheet.paragraph("-" * 44)
    for sentence in fewer(sheet, case, 3):
        sheet.paragraph(sentence)
    sheet.paragraph(f"Servi par : {full(case.author)}, pharmacien")
    sheet.paragraph(f"Ticket imprimé le {case.doc_date:%d/%m/%Y}")
    near_ones(sheet, case, "Retiré par {name} ({link}, {born})")
    sheet.space(10)


PRESCRIBED = ("PRESC-BIO", "PRESC-INF", "PRESC-KINE", "57833-6", "55115-0")
HELD_FORMS = (
    held("deux-zones", "prescription", "sans", zones_head, zones_who, zones, codes=PRESCRIBED[:4]),
    held("prescripteur-coche", "prescription form", "sans", tick_head, tick_hand, codes=PRESCRIBED),
    held("transport-cadres", "prescription", "sans", transport, transport_way, codes=("57833-6",)),
    held(
        "formulaire-qualite",
        "form",
        "sans",
        quality_head,
        quality_who,
        quality_body,
        codes=("34749-2", "77436-4", "80820-4", "18776-5", "34794-8"),
    ),
    held("lunettes", "prescription", "serif", glasses, glasses_eyes, codes=("57833-6",)),
    held("demi-page-souche", "certificate", "serif", stub, codes=("89601-9", "87273-9", "51851-4")),
    held("ticket-officine", "form", "mono", ticket, codes=("60593-1",)),
    *HELD_CARE,
)

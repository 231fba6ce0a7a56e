"""Professionals on a page drawn at random: how they are written, who signs, who is addressed, who is only named.

The truth counts the author when printed, the addressees when all of them are printed; others are there to be told apart.
"""

from eval.case import Case
from eval.people import STREETS, Doctor, draw_doctor
from eval.random_manner import wordings
from eval.random_page import Hand

FORMS = ("Dr {g} {F}", "Dr {g} {F}", "Docteur {g} {F}", "Docteur {g} {F}", "Dr. {g} {F}", "Dr {F} {g}", "Dr {i}. {F}",
         "Dr {F}", "{g} {F}", "{g} {F}", "{F} {g}", "Pr {g} {F}", "Professeur {g} {F}", "Dr {g} {f}", "Docteur {F} {g}",
         "DR {G} {F}", "Dr {F} {i}.", "Docteur {g} {f}", "M. le Dr {g} {F}", "Mme le Dr {g} {F}")  # fmt: skip
AUTHOR_MODES = ("sign", "sign", "sign", "sign", "before", "before", "after", "after", "electronic", "electronic",
                "stamp", "letterhead", "letterhead", "letterhead signed", "meta", "inline", "pair", "two", "none")  # fmt: skip
RECIPIENT_MODES = (
    "block",
    "block",
    "block",
    "window",
    "copies",
    "copies",
    "copies list",
    "table",
    "bare",
    "meta",
    "none",
)


def doctor_text(hand: Hand, doctor: Doctor, slot: str) -> str:
    """A doctor in the manner of the group for a place of the page."""
    form = hand.manner.pick(f"doctor-{slot}", FORMS)
    return write_doctor(doctor, form)


def write_doctor(doctor: Doctor, form: str) -> str:
    """A doctor in a form: g given, G in capitals, i initial, F family as known, f as a title."""
    return form.format(
        g=doctor.given.title(),
        G=doctor.given.upper(),
        i=doctor.given[:1].upper(),
        F=doctor.family,
        f=doctor.family.title(),
    )


def author_text(hand: Hand, slot: str = "author") -> str:
    """The author; the truth counts them as printed, and notes when the given name is not."""
    form = hand.manner.pick(f"doctor-{slot}", FORMS)
    hand.says("author")
    if "{g}" not in form and "{G}" not in form:
        hand.case.notes.append("author_initial")
    return write_doctor(hand.case.author, form)


def rpps_text(hand: Hand, number: str) -> str:
    """The number of a professional, grouped or not."""
    if hand.manner.chance("rpps-grouped", 0.2):
        number = " ".join((number[:2], number[2:5], number[5:8], number[8:]))
    separator = hand.manner.pick("rpps-separator", (" ", " : ", ": ", " "))
    return f"{hand.manner.label('rpps')}{separator}{number}"


def author_mode(hand: Hand) -> str:
    """Where the author is told."""
    return hand.manner.pick("author", AUTHOR_MODES)


def speciality(hand: Hand) -> str:
    """The author's speciality, or one of the group."""
    return hand.case.author.speciality or hand.manner.word("speciality")


def extra_staff(hand: Hand) -> list[Doctor]:
    """The doctors of a letterhead: those of the case, others, the author among them most of the time."""
    case, rng, manner = hand.case, hand.sheet.rng, hand.manner
    count = int(manner.pick("staff-count", ("1", "2", "3", "4", "6")))
    doctors = [*case.staff, *(draw_doctor(rng) for _ in range(max(0, count - len(case.staff))))]
    if author_mode(hand) != "none" and manner.chance("author-in-staff", 0.7):
        doctors.insert(rng.randrange(len(doctors) + 1), case.author)
    return doctors


def staff_lines(hand: Hand) -> list[str]:
    """The staff of a letterhead, line by line."""
    manner = hand.manner
    lines = [manner.label("staff")] if manner.chance("staff-heading", 0.6) else []
    numbered, told = manner.chance("staff-rpps", 0.2), manner.chance("staff-function", 0.35)
    for doctor in extra_staff(hand):
        lines.append(doctor_text(hand, doctor, "staff"))
        if told:
            lines.append(hand.sheet.rng.choice(wordings()["function_after"]))
        if numbered:
            lines.append(f"{manner.label('rpps')} {doctor.rpps}")
            if doctor is hand.case.author:
                hand.says("rpps")
    return lines


def practice_lines(hand: Hand) -> list[str]:
    """A letterhead of one practitioner."""
    hand.says("author", "structure")
    case, manner = hand.case, hand.manner
    lines = [author_text(hand, "practice"), speciality(hand)]
    if manner.chance("practice-function", 0.4):
        lines.append(manner.word("function_after", "practice"))
    if manner.chance("practice-rpps", 0.65):
        hand.says("rpps")
        lines.append(rpps_text(hand, case.author.rpps))
    lines += [case.structure.name, case.structure.address, f"{manner.label('phone')} {case.structure.phone}"]
    return lines


def recipient_mode(hand: Hand) -> str:
    """Where the addressees are told; none when the case has none."""
    return hand.manner.pick("recipients", RECIPIENT_MODES) if hand.case.recipients else "none"


def widen_recipients(hand: Hand) -> None:
    """More addressees where the manner lists them."""
    rng, case = hand.sheet.rng, hand.case
    if recipient_mode(hand) in ("copies list", "table", "copies", "meta") and rng.random() < 0.5:
        case.recipients += [draw_doctor(rng, "Médecine générale") for _ in range(rng.randrange(1, 4))]


def address_lines(hand: Hand, doctor: Doctor, slot: str) -> list[str]:
    """An address block of one doctor."""
    manner, rng = hand.manner, hand.sheet.rng
    lines = [doctor_text(hand, doctor, slot)]
    if manner.chance(f"{slot}-speciality", 0.4):
        lines.append(doctor.speciality or rng.choice(wordings()["speciality"]))
    if manner.chance(f"{slot}-place", 0.25):
        lines.append(manner.pick("place", ("Maison de santé", "Cabinet médical", "Résidence Le Parc", "Bâtiment C")))
    town = hand.case.structure.town
    lines.append(f"{rng.randrange(1, 90)} {rng.choice(STREETS)}")
    lines.append(f"99{rng.randrange(100, 999)} {town.upper() if manner.chance('town-upper', 0.5) else town}")
    return lines


def block_lines(hand: Hand) -> list[str]:
    """The block of the first addressee, perhaps led by « À l'attention de »."""
    case = hand.case
    if not case.recipients or recipient_mode(hand) not in ("block", "window"):
        return []
    hand.says("recipients")
    lines = address_lines(hand, case.recipients[0], "block")
    attention = hand.manner.word("attention")
    if attention and hand.manner.chance("attention", 0.35):
        lines = (
            [f"{attention} {lines[0]}", *lines[1:]]
            if hand.manner.chance("attention-joined", 0.5)
            else [attention, *lines]
        )
    return lines


def draw_copies(hand: Hand) -> None:
    """Addressees at the end: the others of a block, or all of them."""
    case, mode = hand.case, recipient_mode(hand)
    if mode in ("none", "meta"):
        return
    rest = case.recipients[1:] if mode in ("block", "window") else case.recipients
    if not rest:
        return
    hand.says("recipients")
    hand.sheet.space(6)
    if mode == "table":
        _recipients_table(hand)
    elif mode == "bare":
        for doctor in rest:
            for line in address_lines(hand, doctor, "bare"):
                hand.line(line, size=hand.small)
            hand.sheet.space(3)
    else:
        names = [doctor_text(hand, one, "copies") for one in rest]
        if hand.manner.chance("copy-to-file", 0.12):
            names.append(hand.manner.pick("file-word", ("Dossier", "Dossier patient", "Archives", "Pharmacie", "DIM")))
        _copy_lines(hand, names, is_list=mode == "copies list")


def _copy_lines(hand: Hand, names: list[str], *, is_list: bool) -> None:
    manner = hand.manner
    label = manner.label("recipients" if manner.chance("copies-named", 0.35) else "copies")
    size = hand.small if manner.chance("copies-small", 0.5) else hand.sheet.size
    if not is_list:
        mark = manner.pick("copies-mark", (", ", " ; ", " - ", ", ", " et ", " / "))
        hand.line(hand.joined(label, mark.join(names)), size=size)
        return
    hand.line(label + manner.pick("copies-colon", (" :", "", ":")), size=size)
    bullet = manner.pick("copies-bullet", ("", "- ", "• ", "", "* ", "– "))
    for name in names:
        hand.line(bullet + name, size=size)


def _recipients_table(hand: Hand) -> None:
    hand.says("recipients")
    sheet, rng, manner = hand.sheet, hand.sheet.rng, hand.manner
    rows = [(manner.label("recipients"), "Spécialité", "Ville")]
    rows += [
        (
            doctor_text(hand, one, "table"),
            one.speciality or rng.choice(wordings()["speciality"]),
            hand.case.structure.town,
        )
        for one in hand.case.recipients
    ]
    room = sheet.right - sheet.left
    sheet.table(sheet.left, (room * 0.45, room * 0.3, room * 0.25), rows, lined=manner.chance("table-lined", 0.6))


def people_pairs(hand: Hand) -> list[tuple[str, str]]:
    """Author, addressees and prescriber as labelled values, when the manner tells them so."""
    manner, case, rng = hand.manner, hand.case, hand.sheet.rng
    pairs: list[tuple[str, str]] = []
    if author_mode(hand) == "meta":
        pairs.append((manner.label("author_label"), author_text(hand)))
    if recipient_mode(hand) == "meta" and case.recipients:
        hand.says("recipients")
        names = [doctor_text(hand, one, "copies") for one in case.recipients]
        pairs.append((manner.label("recipients"), manner.pick("meta-mark", (", ", " / ", " ; ")).join(names)))
    if manner.chance("prescriber", 0.3) and recipient_mode(hand) not in ("none",):
        case.notes.append("prescriber")
        pairs.append((manner.label("prescriber"), doctor_text(hand, draw_doctor(rng), "prescriber")))
    return pairs


def mark_absences(case: Case) -> None:
    """Say in the truth that nobody is addressed where no doctor could be taken for an addressee."""
    if "recipients" not in case.printed and "prescriber" not in case.notes and "salutation" not in case.notes:
        case.notes.append("no_recipients")

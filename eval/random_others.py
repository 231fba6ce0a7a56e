"""Those whom a page drawn at random names and who neither wrote nor receive: colleagues, team, secretary, relatives, fax."""

from eval.people import draw_doctor, draw_name
from eval.random_manner import wordings
from eval.random_page import Hand
from eval.random_people import author_mode, author_text, doctor_text


def other_people(hand: Hand) -> list[str]:
    """Sentences that name doctors who neither wrote nor receive."""
    lines: list[str] = []
    rng = hand.sheet.rng
    while rng.random() < 0.35 and len(lines) < 3:
        form = rng.choice(wordings()["other_doctor"])
        name = doctor_text(hand, draw_doctor(rng), f"other-{rng.randrange(3)}")
        past = hand.earlier()
        lines.append(form.format(name=name, date=hand.day(past), later=hand.day(hand.later()), year=past.year))
    return lines


def typist_line(hand: Hand) -> str:
    """The secretary, in half of the groups."""
    if not hand.manner.chance("typist", 0.3):
        return ""
    rng, case = hand.sheet.rng, hand.case
    name = rng.choice((f"{draw_name(rng, 'f').title()} {draw_doctor(rng).family}", f"Mme {draw_doctor(rng).family}"))
    return hand.manner.word("typist").format(name=name, date=hand.day(case.doc_date), later=hand.day(hand.later(1, 4)))


def relative_lines(hand: Hand) -> list[str]:
    """The relatives of the case, in the words of the file."""
    rng = hand.sheet.rng
    return [_relative(hand, one.family, one.given, one.link, one.birth_date, rng.choice(wordings()["relative"]))
            for one in hand.case.relatives]  # fmt: skip


def _relative(hand: Hand, family: str, given: str, link: str, born: object, form: str) -> str:
    when = ""
    if born is not None:
        feminine = link in ("fille", "soeur", "mère", "voisine")
        when = f", {'née' if feminine else 'né'} le {hand.case.day(born)}"  # type: ignore[arg-type]
    return form.format(name=f"{family} {given.title()}", link=link, when=when)


def team_pairs(hand: Hand) -> list[tuple[str, str]]:
    """The team of an operation: the author operates, others help."""
    case, manner, rng = hand.case, hand.manner, hand.sheet.rng
    if not case.kind.families & {"operative"} or not manner.chance("team", 0.6):
        return []
    roles = ["Anesthésiste", "Aide opératoire", "IBODE", "Panseuse", "Assistant", "Aide", "IADE", "Instrumentiste"]
    pairs = []
    if author_mode(hand) != "none":
        operator = manner.pick(
            "operator", ("Opérateur", "Chirurgien", "Opérateur principal", "Chirurgien 1", "Premier opérateur")
        )
        pairs.append((operator, author_text(hand, "team")))
    for role in manner.dice("team").sample(roles, k=int(manner.pick("team-size", ("1", "2", "3")))):
        pairs.append((role, doctor_text(hand, draw_doctor(rng), "staff")))
    return pairs


def attendance_line(hand: Hand) -> str:
    """Those who were present at a meeting or around a bed."""
    manner, rng = hand.manner, hand.sheet.rng
    if not manner.chance("attendance", 0.12):
        return ""
    lead = manner.pick(
        "attendance-lead",
        ("Participants", "Présents", "Médecins présents", "Quorum", "Ont participé", "Étaient présents"),
    )
    people = [doctor_text(hand, draw_doctor(rng), "staff") for _ in range(rng.randrange(2, 6))]
    if manner.chance("attendance-specialities", 0.5):
        people = [f"{one} ({rng.choice(wordings()['speciality']).lower()})" for one in people]
    return f"{lead} : {', '.join(people)}"


def diary_rows(hand: Hand) -> list[tuple[str, str, str]]:
    """Dated notes of several hands: none is the document's date, no one its author."""
    manner, rng = hand.manner, hand.sheet.rng
    if not manner.chance("diary", 0.1):
        return []
    rows = [
        (
            manner.pick("diary-date", ("Date", "Le", "Jour")),
            manner.pick("diary-note", ("Observation", "Soins", "Acte", "Note")),
            "Par",
        )
    ]
    for number in range(rng.randrange(2, 6)):
        by = f"{draw_name(rng, 'f').title()[:1]}. {draw_doctor(rng).family}"
        rows.append(
            (
                hand.day(hand.earlier(3 * number + 3, 3 * number + 6), "past-style"),
                rng.choice(wordings()["filler"])[:48],
                by,
            )
        )
    return rows


def fax_line(hand: Hand) -> str:
    """The line that a fax prints at the top; empty in most groups."""
    if not hand.manner.chance("fax", 0.06):
        return ""
    when = f"{hand.later(0, 4):%d/%m/%Y} {hand.time()}"
    return hand.manner.pick(
        "fax-form", ("{} DE: SECRETARIAT  A: 0199001234  P.01", "Reçu le {} p. 1/2", "FAX {} 02 99 00 45 67")
    ).format(when)

"""Who signs a page drawn at random, and how: a name alone, after or before a function, electronically, by two, in a stamp."""

from collections.abc import Callable

from eval.people import draw_doctor
from eval.random_manner import wordings
from eval.random_page import Hand
from eval.random_people import author_mode, author_text, doctor_text, rpps_text, speciality

JUNIORS = ("P/o {a}, l'interne {j}", "P.O. {a}", "L'interne : {j}", "{j}, interne", "Interne : {j}", "{j} (FFI)", "{j}, docteur junior",
           "Externe : {j}", "Rédigé par {j}, interne, sous la responsabilité de {a}")  # fmt: skip


def draw_signature(hand: Hand) -> None:
    """The author at the end, in the manner of the group."""
    mode, sheet, manner = author_mode(hand), hand.sheet, hand.manner
    if mode == "none" and "author" not in hand.case.printed:
        hand.case.notes.append("no_author")
    if mode in ("none", "letterhead", "meta"):
        return
    sheet.need(70)
    sheet.space(float(manner.pick("sign-gap", ("4", "12", "24"))))
    middle = (sheet.left + sheet.right) / 2
    place = manner.pick("sign-place", ("right", "right", "right", "left", "centre"))
    edges = {"right": (middle + 10, sheet.right), "left": (sheet.left, middle), "centre": (sheet.left, sheet.right)}
    left, right = edges["centre"] if mode in ("electronic", "inline") else edges[place]
    with hand.column(left, right):
        for text in _lines(hand, mode):
            hand.line(text, align="c" if place == "centre" else "l")


def _lines(hand: Hand, mode: str) -> list[str]:
    if mode == "electronic":
        return _electronic(hand)
    name, number = author_text(hand), _number(hand)
    write: dict[str, Callable[[Hand, str, list[str]], list[str]]] = {
        "inline": _inline, "before": _before, "pair": _pair, "two": _two,
    }  # fmt: skip
    return write.get(mode, _after)(hand, name, number)


def _number(hand: Hand) -> list[str]:
    if not hand.manner.chance("author-rpps", 0.45):
        return []
    hand.says("rpps")
    return [rpps_text(hand, hand.case.author.rpps)]


def _inline(hand: Hand, name: str, number: list[str]) -> list[str]:
    return [hand.manner.pick("inline-mark", (" - ", ", ", " / ", " – ")).join([name, speciality(hand), *number])]


def _before(hand: Hand, name: str, number: list[str]) -> list[str]:
    before = hand.manner.word("function_before").format(speciality=speciality(hand).lower())
    joint = hand.manner.pick("before-joint", (",", "", " :", " ", ", "))
    return [f"{before}{joint}{name}", *number] if joint.endswith(" ") else [before + joint, name, *number]


def _pair(hand: Hand, name: str, number: list[str]) -> list[str]:
    """A junior who is not the author, and the senior who is."""
    manner, junior = hand.manner, draw_doctor(hand.sheet.rng)
    form = manner.pick("junior", JUNIORS)
    text = form.format(a=name, j=f"{junior.given.title()} {junior.family}")
    if "{a}" in form:
        return [text, *number]
    lines = [text, name]
    return [*(lines if manner.chance("junior-first", 0.5) else lines[::-1]), *number]


def _two(hand: Hand, name: str, number: list[str]) -> list[str]:
    """Two who sign alike: either is the author."""
    other = draw_doctor(hand.sheet.rng)
    hand.case.cosigners.append(other)
    second = doctor_text(hand, other, "author")
    if "rpps" in hand.case.printed:
        number = [*number, f"{hand.manner.label('rpps')} {other.rpps}"]
    joint = hand.manner.pick("two-joint", ("", "", " et ", "     ", " / "))
    return [f"{name}{joint}{second}", *number] if joint else [name, second, *number]


def _after(hand: Hand, name: str, number: list[str]) -> list[str]:
    """The name, then what they are."""
    mode, manner, rng = author_mode(hand), hand.manner, hand.sheet.rng
    is_stamp = mode == "stamp"
    tail = [speciality(hand)] if is_stamp or manner.chance("sign-speciality", 0.4) else []
    if mode in ("after", "stamp"):
        is_fixed = manner.chance("function-fixed", 0.5)
        tail.append(manner.word("function_after") if is_fixed else rng.choice(wordings()["function_after"]))
    if is_stamp:
        tail += [hand.case.structure.name, f"{manner.label('phone')} {hand.case.structure.phone}"]
        hand.says("structure")
    return [name, *number, *tail] if manner.chance("number-first", 0.3) else [name, *tail, *number]


def _electronic(hand: Hand) -> list[str]:
    manner, case = hand.manner, hand.case
    name = author_text(hand)
    text = manner.word("signed_by").format(name=name)
    if "signed-date" in hand.done:
        hand.says("doc_date")
        text = manner.word("signed_on").format(name=name, date=hand.day(case.doc_date), time=hand.time())
    return [text, *_number(hand)]


def sworn_text(hand: Hand, who: str) -> str:
    """« Je soussigné, docteur …, certifie … », where certificates of the group say so."""
    if (
        not hand.case.kind.families & {"certificate"}
        or not hand.manner.chance("sworn", 0.5)
        or author_mode(hand) == "none"
    ):
        return ""
    form = hand.manner.pick(
        "sworn-form",
        (
            "Je soussigné(e), {a}, certifie avoir examiné ce jour {w}.",
            "Je soussigné {a} atteste que {w} est suivi par mes soins.",
            "{a} certifie que l'état de santé de {w} le justifie.",
            "Je, soussigné {a}, déclare avoir vu {w}.",
        ),
    )
    return form.format(a=author_text(hand, "sworn"), w=who)

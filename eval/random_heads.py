"""The top of a page drawn at random: letterhead, date, addressee, title, labelled references; their order is drawn too."""

from collections.abc import Callable, Sequence

from eval.people import draw_doctor
from eval.random_dates import act_pairs, city_date, date_mode, doc_pairs, title_date
from eval.random_identity import born_text, name_text
from eval.random_others import fax_line, team_pairs
from eval.random_page import Hand
from eval.random_people import (
    author_mode,
    block_lines,
    doctor_text,
    people_pairs,
    practice_lines,
    recipient_mode,
    speciality,
    staff_lines,
)
from eval.sheet import WIDTH, Sheet

HEADS = ("left", "left", "left", "centre", "centre", "right", "sidebar", "sidebar", "sidebar right", "logo", "logo", "band",
         "foot", "three", "none")  # fmt: skip


def head_mode(hand: Hand) -> str:
    """The kind of letterhead; of one practitioner where the author is told there."""
    if author_mode(hand).startswith("letterhead"):
        return hand.manner.pick("head-practice", ("left", "left", "centre", "right", "logo", "band", "sidebar"))
    return hand.manner.pick("head", HEADS)


def structure_lines(hand: Hand) -> list[str]:
    """The structure: name, unit, address, telephone, numbers and other lines, in an order of the group."""
    case, manner, rng = hand.case, hand.manner, hand.sheet.rng
    if author_mode(hand).startswith("letterhead"):
        return practice_lines(hand)
    hand.says("structure")
    name = case.structure.name.upper() if manner.chance("structure-upper", 0.4) else case.structure.name
    rest: list[str] = []
    if manner.chance("unit", 0.6):
        rest.append(manner.word("unit").format(speciality=speciality(hand)))
    if manner.chance("address-told", 0.7):
        rest.append(case.structure.address)
    if manner.chance("phone-told", 0.7):
        rest.append(f"{manner.lead('phone')} {case.structure.phone}")
    if manner.chance("finess-told", 0.4):
        hand.says("finess")
        rest.append(f"{manner.lead('finess')} {case.structure.finess}")
    for number in range(int(manner.pick("head-extras", ("0", "1", "1", "2", "3")))):
        text = manner.word("head_extra", f"head-extra-{number}")
        if "{" in text:
            other = draw_doctor(rng)
            text = text.format(name=f"{other.given.title()} {other.family}", doctor=doctor_text(hand, other, "chief"))
        rest.append(text)
    manner.dice("head-order").shuffle(rest)
    return [name, *rest]


def draw_head(hand: Hand) -> None:
    """The letterhead."""
    sheet, manner, mode = hand.sheet, hand.manner, head_mode(hand)
    fax = fax_line(hand)
    if fax:
        sheet.text(sheet.left, 8, fax, size=7)
    if mode == "none":
        return
    lines = structure_lines(hand)
    if mode.startswith("sidebar"):
        _sidebar(hand, lines, is_right=mode.endswith("right"))
    elif mode == "foot":
        _foot_head(hand, lines)
    elif mode == "three":
        _three(hand, lines)
    else:
        if mode == "logo":
            sheet.box(sheet.left, sheet.y, 42, 42, grey=0.4)
        if mode == "band":
            sheet.box(0, max(0.0, sheet.y - 6), WIDTH, 14 + hand.small * 1.4 * len(lines), grey=0.88)
        left = sheet.left + (52 if mode == "logo" else 0)
        middle = (sheet.left + sheet.right) / 2
        with hand.column(middle + 20 if mode == "right" else left, sheet.right):
            _head_lines(hand, lines, align="c" if mode == "centre" else "l")
        sheet.space(8)
        if manner.chance("head-staff", 0.3) and not author_mode(hand).startswith("letterhead"):
            _staff_line(hand)
        if manner.chance("head-rule", 0.3):
            sheet.rule(sheet.left, sheet.y, sheet.right)
            sheet.space(6)


def _head_lines(hand: Hand, lines: Sequence[str], *, align: str = "l") -> None:
    for at, text in enumerate(lines):
        hand.line(text, size=hand.sheet.size + 2 if at == 0 else hand.small, bold=at == 0, align=align)


def _staff_line(hand: Hand) -> None:
    """The staff in one line or in a short list under the letterhead."""
    lines = staff_lines(hand)
    if hand.manner.chance("staff-inline", 0.5):
        hand.line(hand.manner.pick("staff-mark", (" - ", ", ", " / ", "   ")).join(lines), size=hand.small)
    else:
        for text in lines:
            hand.line(text, size=hand.small)


def _sidebar(hand: Hand, lines: Sequence[str], *, is_right: bool) -> None:
    """A narrow column of the structure and its staff; the rest is written beside it."""
    sheet = hand.sheet
    top = sheet.y
    left, right = (sheet.right - 125, sheet.right) if is_right else (30.0, 158.0)
    with hand.column(left, right):
        for at, text in enumerate(lines):
            hand.line(text, size=hand.sheet.size if at == 0 else 7.5, bold=at == 0)
        sheet.space(8)
        if not author_mode(hand).startswith("letterhead"):
            for text in staff_lines(hand):
                hand.line(text, size=8)
    sheet.y = top
    if is_right:
        sheet.right = left - 12
    else:
        sheet.left = right + 14


def _foot_head(hand: Hand, lines: Sequence[str]) -> None:
    """The letterhead at the foot of the first page."""
    sheet = hand.sheet
    sheet.text(WIDTH / 2, 782, lines[0], size=9, bold=True, align="c")
    text = " - ".join(lines[1:])
    sheet.text(WIDTH / 2, 794, text, size=hand.fit(text, 500, 7), align="c")
    sheet.bottom = 765


def _three(hand: Hand, lines: Sequence[str]) -> None:
    """A letterhead in three columns: structure, doctors, numbers."""
    sheet = hand.sheet
    top = sheet.y
    third = (sheet.right - sheet.left) / 3
    cut = 1 + len(lines[1:]) // 2
    low = top
    for number, some in enumerate((lines[:cut], staff_lines(hand), lines[cut:])):
        sheet.y = top
        with hand.column(sheet.left + third * number, sheet.left + third * (number + 1) - 8):
            for at, text in enumerate(some):
                hand.line(text, size=7.5, bold=at == 0 and number == 0)
        low = max(low, sheet.y)
    sheet.y = low + 8


def draw_date(hand: Hand) -> None:
    """The date of the document, when it stands alone at the top."""
    text = city_date(hand)
    if text:
        align = hand.manner.pick("date-align", ("r", "r", "l", "l", "c"))
        left = (hand.sheet.left + hand.sheet.right) / 2 if hand.manner.chance("date-half", 0.4) else hand.sheet.left
        with hand.column(left, hand.sheet.right):
            hand.line(text, align="l" if left > hand.sheet.left else align)
        hand.sheet.space(4)


def draw_block(hand: Hand) -> None:
    """The block of the addressee, at the right or at the left."""
    lines = block_lines(hand)
    if not lines:
        return
    sheet = hand.sheet
    middle = (sheet.left + sheet.right) / 2
    is_right = recipient_mode(hand) == "window" or hand.manner.chance("block-right", 0.75)
    if recipient_mode(hand) == "window":
        sheet.y = max(sheet.y, 130.0)
    with hand.column(*((middle + 10, sheet.right) if is_right else (sheet.left, middle))):
        for text in lines:
            hand.line(text)
    sheet.space(8)


def draw_title(hand: Hand) -> None:
    """The title, unless the document bears none."""
    sheet, manner = hand.sheet, hand.manner
    title = title_of(hand)
    if not title:
        return
    tail = title_date(hand)
    if manner.chance("title-upper", 0.45):
        title = title.upper()
    title += tail
    how = manner.pick(
        "title", ("centre", "centre", "centre", "left", "left", "boxed", "object", "object", "right", "spaced")
    )
    sheet.space(6)
    if how == "object":
        hand.line(f"{manner.lead('object')} {title}", bold=manner.chance("title-bold", 0.6))
    elif how == "boxed":
        _boxed(hand, title)
    else:
        align = {"centre": "c", "left": "l", "right": "r"}.get(how, "c")
        title = " ".join(title.upper().replace(" ", "  ")) if how == "spaced" and len(title) < 32 else title
        size = sheet.size + float(manner.pick("title-size", ("0", "1", "3", "5")))
        hand.line(title, size=size, bold=manner.chance("title-bold", 0.75), align=align)
    sheet.space(6)


def draw_subject(hand: Hand) -> None:
    """« Objet : titre - Madame X, née le … » or « Concerne : … », where the manner tells the patient so."""
    manner = hand.manner
    title = title_of(hand)
    text = name_text(hand, "subject", has_civility=True)
    when = born_text(hand, "subject")
    if title and manner.chance("subject-title", 0.6):
        text = f"{title}{title_date(hand)} - {text}"
        lead = manner.lead("object")
    else:
        lead = manner.lead("who_lead")
        draw_title(hand)
    hand.line(f"{lead} {text}{', ' + when if when else ''}", bold=manner.chance("title-bold", 0.6))
    hand.sheet.space(4)


def _boxed(hand: Hand, title: str) -> None:
    sheet = hand.sheet
    room = sheet.right - sheet.left
    size = hand.fit(title, room - 12, sheet.size + 3, bold=True)
    sheet.need(30)
    sheet.box(sheet.left, sheet.y, room, size * 1.9, grey=0.93 if hand.manner.chance("title-grey", 0.5) else None)
    sheet.text((sheet.left + sheet.right) / 2, sheet.y + size * 0.4, title, size=size, bold=True, align="c")
    sheet.space(size * 1.9 + 4)


def title_of(hand: Hand) -> str:
    """The title of the document; empty for letters of groups without titles."""
    if "untitled" in hand.done:
        return ""
    return hand.case.title


def draw_meta(hand: Hand) -> None:
    """Dates, people and numbers as labelled values, when the manner has any."""
    pairs = [*doc_pairs(hand), *act_pairs(hand), *people_pairs(hand), *team_pairs(hand)]
    if hand.manner.chance("meta-shuffled", 0.5):
        hand.manner.dice("meta-order").shuffle(pairs)
    if pairs:
        hand.pairs(pairs, "meta")
        hand.sheet.space(4)


def draw_continuation(hand: Hand) -> None:
    """A head of the pages that follow."""
    manner, case = hand.manner, hand.case
    if not manner.chance("continuation", 0.5):
        return
    with_date = manner.chance("continuation-date", 0.4) and date_mode(hand) not in ("none",)
    text = manner.pick("continuation-lead", ("Suite - ", "", "Page suivante - ", "Dossier : ")) + name_text(
        hand, "running"
    )
    if with_date:
        text += f" - {hand.day(case.doc_date)}"

    def draw(page: Sheet) -> None:
        if "running" not in hand.done:
            page.text(48, 24, text, size=hand.fit(text, 450, 8.5))

    hand.sheet.on_new_page.append(draw)


def side_by_side(hand: Hand, first: Callable[[Hand], None], second: Callable[[Hand], None]) -> None:
    """Two parts in two halves of the page."""
    sheet = hand.sheet
    top, middle = sheet.y, (sheet.left + sheet.right) / 2
    pages = sheet.pages
    with hand.column(sheet.left, middle - 8):
        first(hand)
    low = sheet.y
    if sheet.pages != pages:
        second(hand)
        return
    sheet.y = top
    with hand.column(middle + 8, sheet.right):
        second(hand)
    sheet.y = max(low, sheet.y) + 6

"""The patient on a page drawn at random: sentences, labelled values, blocks without labels, stickers, running heads.

Everything that the case shows is printed: names, birth date, INS; a used name alone stays unlabelled when the case says so.
"""

from eval import blocks
from eval.random_manner import wordings
from eval.random_page import Hand
from eval.sheet import Sheet

MODES = ("sentence", "sentence", "pairs", "pairs", "pairs", "pairs", "pairs joined", "margin", "margin", "prose", "prose",
         "running", "sticker", "sticker", "window", "window", "subject", "split", "frame")  # fmt: skip
WED = ("{civ} {used} {given} {born} {birth}", "{civ} {used} {given} {born} {birth}", "{civ} {given} {used} {born} {birth}",
       "{civ} {used} ({birth}) {given}", "{civ} {birth} ép. {used} {given}", "{civ} {given} {used}, {born} {birth}",
       "{used} {born} {birth} {given}", "{birth} épouse {used} {given}", "{civ} {given} {birth} épouse {used}",
       "{used} {given} ({born} {birth})", "{civ} {used} {given} (nom de naissance : {birth})")  # fmt: skip
PLAIN = ("{civ} {name} {given}", "{civ} {name} {given}", "{civ} {given} {name}", "{civ} {given} {name}", "{name} {given}",
         "{given} {name}", "{name}, {given}", "{civ} {name}, {given}", "{civ} {name} {given} ")  # fmt: skip


def name_text(hand: Hand, slot: str = "name", *, has_civility: bool | None = None) -> str:
    """The names without labels, in the manner of the group."""
    case, shown = hand.case, hand.case.shown
    usual = blocks.family_name(case)
    is_wed = bool(shown.birth_name and shown.used_name)
    form = hand.manner.pick(f"{slot}-wed", WED) if is_wed else hand.manner.pick(f"{slot}-plain", PLAIN)
    if has_civility is True and "{civ}" not in form:
        form = "{civ} " + form
    if has_civility is False:
        form = form.replace("{civ} ", "")
    civility = ""
    if "{civ}" in form:
        civility = blocks.civility(case, short=hand.manner.chance("civility-short", 0.5))
    return form.format(
        civ=civility,
        used=shown.used_name or "",
        birth=shown.birth_name or "",
        name=usual,
        given=blocks.given(case),
        born=blocks.born(case),
    ).strip()


def born_text(hand: Hand, slot: str = "born") -> str:
    """The birth date with words around it; empty when the case shows none."""
    case = hand.case
    if not case.shown.birth_date:
        return ""
    form = hand.manner.word("born_lead", slot)
    return form.format(born=blocks.born(case), date=hand.birth_day(), age=blocks.age(case), town=case.structure.town)


def who_text(hand: Hand, slot: str = "who") -> str:
    """Names and birth in one run of words, for a sentence."""
    when = born_text(hand, slot)
    joint = hand.manner.pick(f"{slot}-joint", (", ", ", ", " ", " - ", ", "))
    return name_text(hand, slot, has_civility=True) + (joint + when if when else "")


def trait_pairs(hand: Hand) -> list[tuple[str, str]]:
    """Labelled traits."""
    case, shown, manner = hand.case, hand.case.shown, hand.manner
    hand.says("names")
    pairs: list[tuple[str, str]] = []
    if shown.birth_name:
        pairs.append((manner.label("birth_name" if shown.used_name else "only_name"), shown.birth_name))
    if shown.used_name:
        wed = manner.chance("wed-label", 0.5) and shown.sex == "F"
        label = manner.label("used_name_wed" if wed else "used_name") if shown.used_name_is_labelled else "Nom"
        pairs.insert(0 if manner.chance("used-first", 0.4) else len(pairs), (label, shown.used_name))
    if manner.chance("all-givens", 0.5):
        pairs.append((manner.label("first_name"), blocks.given(case, every=True)))
    else:
        pairs.append((manner.label("first_name"), blocks.given(case)))
    return pairs + _born_and_sex(hand)


def _born_and_sex(hand: Hand) -> list[tuple[str, str]]:
    case, manner = hand.case, hand.manner
    pairs: list[tuple[str, str]] = []
    if case.shown.birth_date:
        age = f" ({blocks.age(case)})" if manner.chance("age-beside", 0.25) else ""
        pairs.append((manner.label("birth_date"), hand.birth_day() + age))
    if manner.chance("sex-told", 0.75):
        sex = (manner.label("sex"), _sex(hand))
        pairs.insert(0 if manner.chance("sex-first", 0.2) else len(pairs), sex)
    if manner.chance("age-told", 0.15):
        pairs.append((manner.label("age"), blocks.age(case)))
    return pairs


def _sex(hand: Hand) -> str:
    """The sex: a letter, a word, or a box ticked of two."""
    said = blocks.sex_word(hand.case, long=hand.manner.chance("sex-long", 0.4))
    if not hand.manner.chance("sex-boxes", 0.06):
        return said
    return f"[{'X' if hand.case.shown.sex == 'F' else ' '}] F   [{'X' if hand.case.shown.sex == 'M' else ' '}] M"


def joined_pairs(hand: Hand) -> list[tuple[str, str]]:
    """« Nom et prénom : … », then birth and sex."""
    return [(hand.manner.label("both_names"), name_text(hand, "joined")), *_born_and_sex(hand)]


def number_pairs(hand: Hand) -> list[tuple[str, str]]:
    """INS, stay, local numbers."""
    case, manner, rng = hand.case, hand.manner, hand.sheet.rng
    pairs: list[tuple[str, str]] = []
    if case.shown.ins and "ins" not in hand.done:
        spaced = manner.chance("ins-spaced", 0.5)
        pairs.append((manner.label("ins"), blocks.ins_text(case.shown.ins, is_spaced=spaced)))
        hand.done.add("ins")
    if case.episode and "episode" not in case.printed and manner.chance("stay-told", 0.8):
        pairs.append((manner.label("stay"), blocks.stamp_number(case)))
    if manner.chance("ipp-told", 0.4):
        pairs.append((manner.label("ipp"), case.patient.ipp))
    if manner.chance("other-number", 0.35):
        form = manner.pick("number-form", ("{}", "{}", "B{}", "{}/01", "L-{}"))
        pairs.append((manner.label("other_number"), form.format(rng.randrange(10**5, 10**8))))
    if manner.chance("patient-address", 0.15):
        pairs.append((manner.label("address"), case.patient.address))
    if manner.chance("numbers-shuffled", 0.5):
        manner.dice("numbers-order").shuffle(pairs)
    return pairs


def draw_numbers(hand: Hand) -> None:
    """INS, numbers and the datamatrix."""
    pairs = number_pairs(hand)
    if pairs:
        hand.pairs(pairs, "numbers")
    draw_matrix(hand)


def draw_matrix(hand: Hand) -> None:
    """The datamatrix of the case, when it has one."""
    case, sheet = hand.case, hand.sheet
    if case.datamatrix and "matrix" not in hand.done:
        sheet.need(58)
        sheet.matrix(case.datamatrix, sheet.left, sheet.y + 2, 50)
        hand.done.add("matrix")
        hand.says("datamatrix")
        sheet.space(58)


def draw_identity(hand: Hand) -> None:
    """The patient, in the manner of the group; prose and subjects leave it to the body and the title."""
    mode = hand.manner.pick("identity", MODES)
    if mode in ("prose", "subject"):
        draw_numbers(hand)
        return
    {"sentence": _sentence, "pairs": _pairs, "pairs joined": _pairs, "margin": _margin, "running": _running,
     "sticker": _sticker, "window": _window, "split": _split, "frame": _frame}[mode](hand)  # fmt: skip
    if mode not in ("sticker",):
        hand.sheet.space(4)


def _sentence(hand: Hand) -> None:
    lead = hand.manner.lead("who_lead")
    hand.line(f"{lead} {who_text(hand)}", bold=hand.manner.chance("who-bold", 0.4))
    draw_numbers(hand)


def _pairs(hand: Hand) -> None:
    manner = hand.manner
    pairs = joined_pairs(hand) if manner.pick("identity", MODES) == "pairs joined" else trait_pairs(hand)
    if manner.chance("who-heading", 0.4):
        hand.line(manner.label("who_lead", "heading").upper(), bold=True)
    together = manner.chance("numbers-together", 0.6)
    numbers = number_pairs(hand) if together else []
    room = manner.pick("who-room", ("all", "all", "all", "left", "right"))
    left, right = hand.sheet.left, hand.sheet.right
    middle = (left + right) / 2
    if right - left < 400 or room == "all":
        hand.pairs([*pairs, *numbers], "who")
    else:
        with hand.column(*((left, middle) if room == "left" else (middle, right))):
            hand.pairs([*pairs, *numbers], "who", modes=("lines", "tabs", "stack", "rows"))
    draw_numbers(hand) if not together else draw_matrix(hand)


def _block_lines(hand: Hand) -> list[str]:
    """Lines without labels: civility alone or not, names, née, born."""
    case, shown, manner = hand.case, hand.case.shown, hand.manner
    is_wed = bool(shown.birth_name and shown.used_name)
    lines: list[str] = []
    if is_wed and manner.chance("nee-apart", 0.5):
        civility = blocks.civility(case, short=manner.chance("civility-short", 0.5))
        order = manner.pick("margin-order", ("{civ} {name} {given}", "{civ} {given} {name}", "{name} {given}"))
        hand.says("names")
        lines.append(order.format(civ=civility, name=shown.used_name, given=blocks.given(case)))
        lines.append(f"{blocks.born(case)} {shown.birth_name}")
    else:
        lines.append(name_text(hand, "margin"))
        if manner.chance("civility-apart", 0.2):
            lines = [blocks.civility(case), name_text(hand, "margin", has_civility=False)]
    when = born_text(hand, "margin")
    return [*lines, when[:1].upper() + when[1:]] if when else lines


def _margin(hand: Hand) -> None:
    """A block without labels in one half of the page."""
    sheet, manner = hand.sheet, hand.manner
    side = manner.pick("margin-side", ("right", "right", "left"))
    middle = (sheet.left + sheet.right) / 2
    with hand.column(*((middle + 10, sheet.right) if side == "right" else (sheet.left, middle - 10))):
        for at, text in enumerate(_block_lines(hand)):
            hand.line(text, bold=at == 0 and manner.chance("who-bold", 0.4))
        draw_numbers(hand)


def _running(hand: Hand) -> None:
    """A line repeated at the head of each page."""
    sheet, manner = hand.sheet, hand.manner
    lead = manner.pick("running-lead", ("", "", "Patient : ", "Dossier de "))
    text = lead + who_text(hand, "running")
    if manner.chance("running-ipp", 0.4):
        text += f" - {manner.label('ipp')} {hand.case.patient.ipp}"

    def draw(page: Sheet) -> None:
        page.text(48, 22, text, size=hand.fit(text, 480, 8.5))

    draw(sheet)
    sheet.on_new_page.append(draw)
    draw_numbers(hand)


def _sticker(hand: Hand) -> None:
    """A framed sticker at one side, with short labels."""
    sheet, case, manner = hand.sheet, hand.case, hand.manner
    lines = _block_lines(hand)
    if manner.chance("sex-told", 0.6):
        lines[-1] += f"   {manner.pick('sticker-sex', ('Sexe', 'Sexe :', 'S :', ''))} {blocks.sex_word(case)}"
    numbers = [hand.joined(label, value) for label, value in number_pairs(hand)]
    side = manner.pick("sticker-side", ("right", "left", "right"))
    width = 236.0
    x = sheet.right - width if side == "right" else sheet.left
    lines += numbers
    sheet.need(12 + 13 * len(lines))
    if manner.chance("sticker-framed", 0.7):
        sheet.box(x, sheet.y, width, 10 + 13 * len(lines))
    for at, text in enumerate(lines):
        bold = at == 0 and manner.chance("who-bold", 0.6)
        size = hand.fit(text, width - 10, sheet.size - 0.5, bold=bold)
        sheet.text(x + 5, sheet.y + 5 + 13 * at, text, bold=bold, size=size)
    sheet.space(18 + 13 * len(lines))
    draw_matrix(hand)


def _window(hand: Hand) -> None:
    """The patient's address block, reference lines beside or under it."""
    sheet, case, shown, manner = hand.sheet, hand.case, hand.case.shown, hand.manner
    top = sheet.y
    middle = (sheet.left + sheet.right) / 2
    with hand.column(middle + 10, sheet.right):
        hand.says("names")
        civility = blocks.civility(case, short=manner.chance("civility-short", 0.4))
        order = manner.pick("window-order", ("{civ} {given} {name}", "{civ} {name} {given}"))
        hand.line(order.format(civ=civility, given=blocks.given(case), name=blocks.family_name(case)))
        street, _, town = case.patient.address.partition(", ")
        hand.line(street)
        hand.line(town.upper() if manner.chance("town-upper", 0.4) else town)
    low, sheet.y = sheet.y, top if manner.chance("window-beside", 0.6) else sheet.y
    with hand.column(sheet.left, middle - 5):
        pairs: list[tuple[str, str]] = []
        if shown.birth_name and shown.used_name:
            pairs.append((manner.label("birth_name"), shown.birth_name))
        if shown.birth_date:
            pairs.append((manner.label("birth_date"), hand.birth_day()))
        hand.pairs([*pairs, *number_pairs(hand)], "window", modes=("lines", "lines", "tabs", "stack"))
        sheet.y = max(low, sheet.y)
        draw_matrix(hand)


def _split(hand: Hand) -> None:
    """Names on a line of their own, larger; birth and numbers on the next."""
    manner = hand.manner
    align = manner.pick("split-align", ("l", "c", "r"))
    hand.line(name_text(hand, "split"), size=hand.sheet.size + 2, bold=True, align=align)
    when = born_text(hand, "split")
    if when:
        hand.line(when[:1].upper() + when[1:], align=align)
    draw_numbers(hand)


def _frame(hand: Hand) -> None:
    """A grey band with names at the left, birth and sex at the right."""
    sheet, manner = hand.sheet, hand.manner
    sheet.need(40)
    sheet.box(sheet.left - 3, sheet.y, sheet.right - sheet.left + 6, 34, grey=0.9)
    name = manner.pick("frame-lead", ("", "Patient : ", "Identité : ")) + name_text(hand, "frame")
    room = (sheet.right - sheet.left) * 0.62
    sheet.text(sheet.left + 2, sheet.y + 5, name, bold=True, size=hand.fit(name, room, bold=True))
    when = born_text(hand, "frame")
    sex = f"{manner.label('sex')} {blocks.sex_word(hand.case)}" if manner.chance("sex-told", 0.7) else ""
    right = "   ".join(one for one in (when, sex) if one)
    below = manner.chance("frame-below", 0.5)
    if below:
        sheet.text(sheet.left + 2, sheet.y + 19, right, size=hand.fit(right, room))
    else:
        size = hand.fit(right, (sheet.right - sheet.left) * 0.36)
        sheet.text(sheet.right - 2, sheet.y + 5, right, size=size, align="r")
    sheet.space(40)
    draw_numbers(hand)


def prose_text(hand: Hand) -> str:
    """A first sentence that names the patient."""
    form = hand.manner.dice("prose").choice(wordings()["who_prose"])
    return form.format(who=who_text(hand, "prose"))

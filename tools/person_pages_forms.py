"""More kinds of pages, to train the ranker of persons: forms. The staff in a margin, tables of past acts, labels by two
on a line, a plate beside the patient's box, addressees in a sentence. Words: person_kinds.toml.
"""

from collections.abc import Callable

from eval.people import draw_doctor, draw_family, draw_name

from tools.person_pages import PersonPage, write_name
from tools.person_pages_kinds import (
    FULL,
    SHORT,
    KindPage,
    body_lines,
    chief_lines,
    day_and_addressees,
    house_lines,
    load_words,
    number_line,
    patient_lines,
    sign,
    title_line,
)


def make_form_page(seed: int, group: int, *, is_misread: bool = False) -> PersonPage:
    """Draw one page of a group. Same seed, same page."""
    page = KindPage(group, seed, "fiche")
    page.fixed.choice(_KINDS)(page)
    return page.finish(is_misread=is_misread)


def _margin(page: KindPage) -> None:
    """The staff in a margin, headings over names, some of them family names alone; the letter beside."""
    dice, fixed, sheet = page.dice, page.fixed, page.sheet
    page.write(page.house.name, bold=True)
    style, room = fixed.choice(FULL), 130.0
    lines: list[str] = []
    for heading in fixed.sample(load_words()["chiefs"], k=fixed.randrange(1, 4)):
        lines += [heading, page.other()]
    staff = [page.other(style) for _ in range(dice.randrange(0, 4))]
    staff.insert(dice.randrange(len(staff) + 1), page.own(style))
    lines += [fixed.choice(("Médecins", "Praticiens", "Assistants", "Équipe médicale", "Praticiens hospitaliers"))]
    lines += staff
    for heading in fixed.sample(load_words()["helpers"], k=fixed.randrange(1, 4)):
        lines += [heading, page.dice.choice((page.other("{g} {F}"), page.other("{F}"), page.other()))]
    lines += ["Secrétariat", page.house.phone]
    is_left = page.chance(0.4)
    x = sheet.left if is_left else sheet.right - room
    for number, line in enumerate(lines):
        size = min(7.5, 7.5 * (room - 8) / max(1.0, sheet.width(line, 7.5)))
        sheet.text(x, sheet.y + 4 + 11 * number, line, size=size)
    if is_left:
        sheet.left += room + 6
    else:
        sheet.right -= room + 10
    sheet.space(6)
    if page.chance(0.5):
        day_and_addressees(page)
    is_untitled = page.chance(0.4)
    if not is_untitled:
        title_line(page)
    patient_lines(page)
    if page.chance(0.5):
        page.write(page.pick("salutation"))
    body_lines(page, 4, 9)
    sign(page)
    if not page.to:
        copies(page)


def copies(page: KindPage) -> None:
    """Addressees at the end: in a row, or line by line with what each one is."""
    if not page.chance(0.6):
        return
    names = [page.addressee() for _ in range(page.dice.choice((1, 2, 3)))]
    label = page.pick("inline_to")
    bullet = page.fixed.choice(("", "", "> ", "- ", "• ", "* "))
    if bullet:
        if page.chance(0.5):
            page.write(label)
        for name in names:
            page.write(f"{bullet}{name}")
    elif page.chance(0.3):
        for at, name in enumerate(names):
            page.row([label if not at else "", name, page.dice.choice(load_words()["specialities"]).capitalize()])
    else:
        page.sheet.paragraph(page.label(label, page.fixed.choice((", ", " ; ", " - ")).join(names)))


def _past(page: KindPage) -> None:
    """A table of past acts, each of somebody; then who drew it up."""
    dice, fixed, sheet = page.dice, page.fixed, page.sheet
    if page.chance(0.6):
        house_lines(page)
    title_line(page)
    patient_lines(page)
    past_rows(page)
    body_lines(page, 0, 3)
    who = fixed.choice(load_words()["by_who"])
    how = fixed.choice(("by", "by", "by", "label", "sign"))
    if how == "by":
        sheet.paragraph(dice.choice(page.words["by_forms"]).format(d=page.day(), p=who, n=page.own()))
    elif how == "label":
        page.write(page.label(page.told("professions"), page.own()))
    else:
        sign(page)


def past_rows(page: KindPage) -> None:
    """The table: its last column names who did each act."""
    heads = [str(one) for one in page.fixed.choice(load_words()["past_heads"])]
    style = page.fixed.choice(("Dr {F}", "Dr {F}", "{F}", "Dr {g} {F}", "{i}. {F}", "{g} {F}", "Mme {F}"))
    rows, sheet = [], page.sheet
    for _ in range(page.dice.randrange(2, 7)):
        cells = [page.day() if head in ("Date", "Jour", "Du", "Échéance") else page.any("past_acts") for head in heads]
        rows.append([*cells[:-1], page.other(style)])
    width = (sheet.right - sheet.left) / len(heads)
    sheet.table(sheet.left, [width] * len(heads), [heads, *rows], lined=page.chance(0.6))
    sheet.space(8)


def _pairs(page: KindPage) -> None:
    """A title that tells whose act it is, and labels by two: who acts is the author, who stands beside is not."""
    dice, fixed = page.dice, page.fixed
    title, own, *others = fixed.choice(load_words()["titled"])
    house_lines(page)
    if page.chance(0.3):
        chief_lines(page, 2)
    is_head = page.chance(0.5)
    if is_head:
        title_line(page, str(title))
    patient_lines(page)
    if not is_head:
        title_line(page, str(title))
    pairs = [(str(label), page.other()) for label in fixed.sample(others, k=fixed.randrange(1, len(others) + 1))]
    pairs.insert(fixed.randrange(len(pairs) + 1), (str(own), page.own(fixed.choice(FULL) if page.chance(0.5) else "")))
    is_low = page.chance(0.5)
    if is_low:
        body_lines(page)
    facts = [("Date", page.day()), ("Poids", f"{dice.randrange(45, 99)} kg"), ("Motif", "contrôle"), ("Groupe", "A+")]
    _set_down(page, pairs, [*dice.sample(facts, k=2), *pairs])
    if not is_low:
        body_lines(page)
        page.write(fixed.choice((f"Document créé le {page.day()}", f"Le {page.day()}", f"Édition du {page.day()}")))


def _set_down(page: KindPage, pairs: list[tuple[str, str]], mixed: list[tuple[str, str]]) -> None:
    """Labels and names in a grid, in columns, line by line or in a sentence. mixed: with facts of no person."""
    how = page.fixed.choice(("grid", "grid", "line", "lines", "dash", "cells"))
    if how == "grid":
        for at in range(0, len(mixed), 2):
            page.row([text for pair in mixed[at : at + 2] for text in pair])
    elif how == "cells":
        page.row([label for label, _ in pairs], size=8)
        page.row([value for _, value in pairs])
    elif how == "lines":
        for label, value in mixed:
            page.write(page.label(label, value))
    else:
        mark = " – " if how == "dash" else "   "
        lead = ""
        if page.chance(0.4):
            verb = page.fixed.choice(("Sortie", "Fait", "Vu", "Réalisé"))
            lead = f"{verb} le {page.day()}{mark}"
        page.sheet.paragraph(lead + mark.join(f"{label} : {value}" for label, value in pairs))


def _plate_of(page: KindPage) -> list[str]:
    """The lines of the plate of who writes."""
    lines = [page.house.name] if page.chance(0.5) else []
    lines += [page.own(page.fixed.choice(FULL))]
    if page.chance(0.6):
        lines.append(page.told("professions"))
    if page.chance(0.6) and page.author is not None:
        lines.append(f"RPPS {page.author.rpps}")
    rest = [*page.house.address.split(", "), f"Tél. {page.house.phone}", "Sur rendez-vous"]
    return lines + page.fixed.sample(rest, k=2)


def _plate(page: KindPage) -> None:
    """The plate of who writes beside the patient's box; nobody signs, or the place for it is left blank."""
    dice, fixed, sheet = page.dice, page.fixed, page.sheet
    left = _plate_of(page)
    sex = dice.choice("fm")
    born = f"{dice.randrange(1, 29):02d}/{dice.randrange(1, 13):02d}/{dice.randrange(1932, 2015)}"
    right = [f"{'Mme' if sex == 'f' else 'M.'} {draw_family(dice)} {draw_name(dice, sex).title()}",
             f"né{'e' if sex == 'f' else ''} le {born}"]  # fmt: skip
    shift, x = fixed.choice((0.0, 6.0, 12.0)), sheet.left + fixed.choice((260, 300, 330))
    top = sheet.y
    if page.chance(0.3):  # the plate at the right, what it is not at the left
        left, right = right, left
    for number, line in enumerate(left):
        sheet.text(sheet.left, top + 13 * number, line, size=min(9.5, 9.5 * 240 / max(1.0, sheet.width(line, 9.5))))
    for number, line in enumerate(right):
        sheet.text(x, top + shift + 14 * number, line)
    sheet.y = top + 13 * len(left) + 14
    if page.chance(0.5):
        page.write(f"Le {page.day()}")
    title_line(
        page, fixed.choice(("Ordonnance", "Prescription d'examens", "Demande d'imagerie", "Bilan", "Certificat"))
    )
    if page.chance(0.5):
        for _ in range(3):
            page.row([f"{dice.choice('☐☒')} {one}" for one in dice.sample(load_words()["past_acts"], k=3)])
    body_lines(page, 1, 5)
    if page.chance(0.3):
        page.write(page.pick("passing").format(n=page.other(), d=page.day()))
    if page.chance(0.7):
        page.write(page.pick("blanks"))


def _sentence(page: KindPage) -> None:
    """A plate, addressees one after another in a sentence without civilities, a first name at the end."""
    dice, fixed, sheet = page.dice, page.fixed, page.sheet
    mark = fixed.choice((" · ", " – ", ", ", " | ", "  "))
    page.write(page.own(fixed.choice(("{g} {F}", "{F} {g}", *FULL))), bold=True)
    parts = [fixed.choice(load_words()["specialities"]), page.house.name, page.house.address, page.house.phone]
    page.write(mark.join(parts), size=8)
    if page.chance(0.6) and page.author is not None:
        number_line(page, page.author)
    page.write(page.day(), x=sheet.left + fixed.choice((0, 300)))
    style = fixed.choice(("{g} {F}", "{g} {F}", "{F} {g}", "Dr {g} {F}", "Dr {F}", "{i}. {F}"))
    form = fixed.choice(("{n}, {s}", "{n}, {s}", "{n} ({s})", "{n}", "{n} - {s}", "{n}, {s} à {t}"))
    names = [form.format(n=page.addressee(style), s=dice.choice(load_words()["specialities"]), t=page.house.town)
             for _ in range(dice.choice((0, 1, 1, 2, 2, 3)))]  # fmt: skip
    text = f"{page.pick('inline_to')} {fixed.choice((' ; ', ' / ', ' – ', ' et ', '; ')).join(names)}" if names else ""
    is_low = page.chance(0.3)
    if text and not is_low:
        sheet.paragraph(text)
    opening = fixed.choice(("salutation", "salutation", "vocative", "none"))
    if opening == "salutation":
        page.write(page.pick("salutation"))
    elif opening == "vocative" and not names:
        forms = ("Docteur {n},", "Dr {n}, voici le bilan demandé.", "{n}, ci-dessous la synthèse.", "Cher {n},")
        form = fixed.choice(forms)
        page.write(form.format(n=page.addressee("{F}" if "Do" in form or "Dr" in form else "{g} {F}")))
    patient_lines(page)
    body_lines(page)
    end = fixed.choice(("given", "none", "sign", "blank", "initials"))
    if end == "sign":
        sign(page)
    elif page.author is not None and end in ("given", "initials"):
        page.write(page.pick("closing"))
        page.write(page.author.given.title() if end == "given" else f"{page.author.given[0]}. {page.author.family[0]}.")
    elif end == "blank":
        page.write(page.pick("blanks"))
    if text and is_low:
        sheet.paragraph(text)


def _both(page: KindPage) -> None:
    """Two who took part in one act, told alike: either is the author."""
    house_lines(page)
    title_line(page)
    patient_lines(page)
    body_lines(page)
    mate = draw_doctor(page.dice)
    labels = page.fixed.sample(load_words()["professions"], k=2)
    names = [page.own(), write_name(page.style, mate)]
    if page.chance(0.5):  # a doctor, and somebody who is none: the doctor answers for it
        own, other = page.fixed.sample(range(len(load_words()["pairs"])), k=2)
        labels = [load_words()["pairs"][own][0], load_words()["pairs"][other][1]]
        names = [page.own(page.fixed.choice(("Dr {g} {F}", "Docteur {F}", "Dr {F} {g}", "Dr {F}"))),
                 write_name(page.fixed.choice(("{g} {F}", "{F} {g}", "Mme {F}", "{i}. {F}")), mate)]  # fmt: skip
    else:
        page.cosigners.append(mate)
    mark = page.fixed.choice((" – ", "   ", " ; ", ", "))
    pairs = [f"{label} : {name}" for label, name in zip(labels, names, strict=True)]
    if page.dice.random() < 0.5:
        pairs.reverse()
    lead = f"{page.fixed.choice(('Sortie', 'Vu', 'Synthèse'))} du {page.day()}{mark}" if page.chance(0.5) else ""
    if page.chance(0.6):
        page.sheet.paragraph(lead + mark.join(pairs))
    else:
        for one in pairs:
            page.write(one)
    copies(page)


def _meeting(page: KindPage) -> None:
    """Minutes of a meeting: who was there, who spoke of the case; who presided or wrote is the author."""
    dice, fixed = page.dice, page.fixed
    house_lines(page)
    if page.chance(0.3):
        chief_lines(page, 1)
    title_line(page, fixed.choice(load_words()["meetings"]))
    style = fixed.choice((*SHORT, *FULL))
    there = [page.other(style) for _ in range(dice.randrange(2, 8))]
    if page.chance(0.4):
        there.insert(dice.randrange(len(there) + 1), page.own(style))
    if page.chance(0.3):
        there = [f"{one} ({dice.choice(load_words()['specialities'])})" for one in there]
    mark = fixed.choice((", ", " ; ", " - "))
    present = page.label(fixed.choice(load_words()["present"]), mark.join(there))
    is_first = page.chance(0.6)
    if is_first:
        page.sheet.paragraph(present)
    patient_lines(page)
    told = [page.label(label, page.other()) for label in fixed.sample(load_words()["told"], k=fixed.randrange(0, 3))]
    own = page.label(fixed.choice(load_words()["presided"]), page.own())
    is_low = page.chance(0.6)
    for line in told if is_low else [*told, own]:
        page.write(line)
    is_sent_first = page.chance(0.5)
    if is_sent_first:
        copies(page)
    body_lines(page)
    if not is_first:
        page.sheet.paragraph(present)
    if is_low:
        page.write(own)
    page.write(page.pick("closed").format(d=page.day()))
    if not is_sent_first:
        copies(page)


_KINDS: list[Callable[[KindPage], None]] = [_margin, _margin, _past, _past, _pairs, _pairs, _pairs, _plate, _plate,
                                            _sentence, _sentence, _both, _meeting]  # fmt: skip

"""Pages that name professionals and print no author, to train the ranker of persons to answer « nobody »: convocations
of a secretary, results that nobody validated, forms to fill, sheets of several hands, letters whose signature is blank.
Words: person_kinds.toml. What a page without author may still print: addressees.
"""

from collections.abc import Callable

from tools.person_pages import PersonPage
from tools.person_pages_forms import copies, past_rows
from tools.person_pages_kinds import (
    FULL,
    KindPage,
    body_lines,
    chief_lines,
    house_lines,
    load_words,
    patient_lines,
    title_line,
)


def make_unsigned_page(seed: int, group: int, *, is_misread: bool = False) -> PersonPage:
    """Draw one page of a group. Same seed, same page."""
    page = KindPage(group, seed, "sans")
    page.author = None
    page.fixed.choice(_KINDS)(page)
    if page.chance(0.5):
        _told_last(page)
    if page.chance(0.3):
        end = page.pick("signed_by_house").format(u=page.house.name)
        page.write(end, x=page.sheet.left + page.fixed.choice((0, 240)))
    return page.finish(is_misread=is_misread)


def _told_last(page: KindPage) -> None:
    """At the end: to whom copies go, who follows, who was told: none of them wrote."""
    if page.chance(0.5):
        copies(page)
    for label in page.fixed.sample(load_words()["told"], k=page.fixed.randrange(1, 3)):
        page.write(page.label(label, page.other()), x=page.sheet.left + page.fixed.choice((0, 0, 240)))


def _head(page: KindPage) -> None:
    """A house, its chiefs, a list of its doctors."""
    house_lines(page)
    if page.chance(0.5):
        chief_lines(page)
    if page.chance(0.4):
        style = page.fixed.choice(FULL)
        names = [page.other(style) for _ in range(page.dice.randrange(2, 6))]
        if page.chance(0.5):
            page.sheet.paragraph(page.label(page.told("professions"), " - ".join(names)), size=8)
        else:
            for name in names:
                page.write(name, size=8)
    page.sheet.space(6)


def _convocation(page: KindPage) -> None:
    """A secretary tells of an appointment."""
    _head(page)
    if page.chance(0.5):
        page.write(f"{page.house.town}, le {page.day()}")
    title_line(page, page.pick("unsigned_titles"))
    patient_lines(page)
    for _ in range(page.dice.randrange(1, 4)):
        page.sheet.paragraph(page.pick("passing").format(n=page.other(), d=page.day()))
    body_lines(page, 0, 4)


def _results(page: KindPage) -> None:
    """Results with their prescriber, validated by nobody."""
    _head(page)
    patient_lines(page)
    for label in page.fixed.sample(load_words()["told"], k=page.fixed.randrange(1, 4)):
        page.write(page.label(label, page.other()))
    title_line(page, page.pick("unsigned_titles"))
    for name in page.dice.sample(load_words()["past_acts"], k=page.dice.randrange(2, 6)):
        page.row([name, f"{page.dice.randrange(1, 99)},{page.dice.randrange(10)}", "g/L"])
    body_lines(page, 0, 3)


def _form(page: KindPage) -> None:
    """A form: whom to call, who follows; a place for a signature left blank."""
    if page.chance(0.7):
        _head(page)
    title_line(page, page.pick("unsigned_titles"))
    patient_lines(page)
    is_row = page.chance(0.5)
    labels = page.fixed.sample(load_words()["told"], k=page.fixed.randrange(1, 5))
    pairs = [(label, page.other()) for label in labels]
    if is_row:
        for at in range(0, len(pairs), 2):
            page.row([text for pair in pairs[at : at + 2] for text in pair])
    else:
        for label, value in pairs:
            page.write(page.label(label, value))
    body_lines(page, 0, 4)
    if page.chance(0.7):
        page.write(page.pick("blanks"))


def _sheet(page: KindPage) -> None:
    """A sheet that several hands fill."""
    if page.chance(0.7):
        _head(page)
    title_line(page, page.pick("unsigned_titles"))
    patient_lines(page)
    past_rows(page)
    if page.chance(0.4):
        page.write(page.label(page.pick("told"), page.other()))
    body_lines(page, 0, 3)


def _letter(page: KindPage) -> None:
    """A letter to somebody from a house: the signature is blank, or the house's."""
    _head(page)
    x = page.sheet.left + page.fixed.choice((0, 250, 290))
    for _ in range(page.dice.choice((0, 1, 1, 2))):
        page.write(page.addressee(), x=x)
        if page.chance(0.5):
            page.write(f"99{page.dice.randrange(100, 999)} {page.house.town.upper()}", x=x)
    page.write(f"{page.house.town}, le {page.day()}")
    title_line(page)
    if page.chance(0.5):
        page.write(page.pick("salutation"))
    patient_lines(page)
    body_lines(page)
    if page.chance(0.5):
        page.write(page.pick("closing"))
    page.write(page.pick("blanks") if page.chance(0.5) else page.pick("signed_by_house").format(u=page.house.name))
    if page.chance(0.4):
        page.sheet.paragraph(page.label(page.pick("inline_to"), ", ".join(page.addressee() for _ in range(2))))


_KINDS: list[Callable[[KindPage], None]] = [_convocation, _results, _form, _form, _sheet, _letter, _letter]

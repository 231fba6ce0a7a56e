"""Pages whose document date stands elsewhere, or nowhere: what a ranker of dates learns places and silence from.

Layouts print the date where their hand puts it. Here it is taken away from a page and set down again in another kind
of place (a box at the end, beside a signature, over the title, in small print), or left out: then no date is the
document's, whatever other days the page tells.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from eval.case import write_date
from eval.people import draw_doctor
from eval.types import load_types

from liane.domain.intake.extract.dating.date_roles import DateRole, give_roles
from liane.domain.intake.extract.surface.reading import read_all
from liane.domain.intake.page import Box, Page, Word
from tools.date_boxes import box_words
from tools.date_lines import lay_line
from tools.date_words import act_form, words, written_form

Laid = list[list[Word]]
"""Lines of words, their heights to be set."""
SILENT_SHARE, BOX_SHARE = 0.38, 0.35
STATED = (DateRole.DOCUMENT, DateRole.SIGNED, DateRole.ISSUED)
ORDER_FAMILY = "prescription"
TOWNS = ("Lianeville", "Port-Serein", "Valmont-sur-Lys", "SAINT-ELME", "Grandchamp", "Les Ormes")
STYLES = ("/", "/", "/", ".", "-", "long", "long", "short", "two", "iso")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Pages without the document's date at its place. is_written: it stands elsewhere; False: nowhere."""

    pages: tuple[Page, ...]
    is_written: bool


def move_date(pages: Sequence[Page], *, code: str, written: date, act: str, received_on: str, dice: Random) -> Moved:
    """The same pages with the document's date taken away, and set down elsewhere but one time of three.

    act: day of the act, ISO, empty without: where it is the same day, the date stays and is only told once more.
    """
    is_kept = act == written.isoformat()
    bare = tuple(pages) if is_kept else without_day(pages, written.isoformat(), received_on, dice)
    if dice.random() < 0.6:
        bare = _add(bare, _silent(written, dice), is_low=dice.random() < 0.5, dice=dice)
    if dice.random() < 0.15:
        bare = _add(bare, _table(written, dice), is_low=dice.random() < 0.5, dice=dice)
    if not is_kept and dice.random() < SILENT_SHARE:
        return Moved(pages=bare, is_written=False)
    if not _is_order(code) and dice.random() < 0.25:
        asked = fill(dice.choice(words("asked")), written, written, dice)
        bare = _add(bare, _lines(asked, dice), is_low=dice.random() < 0.3, dice=dice)
    if dice.random() < BOX_SHARE:
        return Moved(
            pages=_add(bare, _boxed("document", written, dice), is_low=dice.random() < 0.7, dice=dice), is_written=True
        )
    text, is_low = _told(code, written, dice)
    if dice.random() < 0.2 and not is_kept and "dit" not in text:
        day = written + timedelta(days=dice.choice((0, 1, 1, 2, 3, 8)))
        again = fill(dice.choice(words("reissued")), day, written, dice, about=day)
        bare = _add(bare, _lines(again, dice), is_low=dice.random() < 0.4, dice=dice)
    return Moved(pages=_add(bare, _lines(text, dice), is_low=is_low, dice=dice), is_written=True)


def tells_another(pages: Sequence[Page], act: str, received_on: str) -> bool:
    """True when a label still names a day, not the act's, the document's: what an application calls its edition."""
    return any(
        one.label is not None and one.role in STATED and one.date.iso != act
        for reading in read_all(pages, received_on)
        for one in give_roles(reading)
    )


def _silent(written: date, dice: Random) -> Laid:
    """Lines of days that are neither the document's nor the act's."""
    forms = dice.sample(words("silent"), k=dice.choice((1, 1, 2, 3)))
    return [line for form in forms for line in _lines(fill(form, written, written, dice), dice)]


def _table(written: date, dice: Random) -> Laid:
    """Rows of a table with a day each: earlier results, vaccines, medicines; none is the document's."""
    first = written - timedelta(days=dice.randrange(20, 900))
    step, style = dice.choice((0, 0, 30, 180)), dice.choice(STYLES)
    rows = dice.sample(words("rows"), k=dice.randrange(3, 6))
    form = dice.choice(("{a}\t{v}\t{d}", "{d}\t{a}\t{v}", "{a}\t{v}\t{d} {o}", "{a}\t{d}\t{v}", "{a}\t{d}\t{v}\t{o}"))
    told = []
    for at, row in enumerate(rows):
        day = first - timedelta(days=at * step)
        value, other = (f"{dice.uniform(1, 90):.1f}".replace(".", ",") for _ in range(2))
        told.append(form.format(a=row, v=value, o=other, d=say_day(day, style)))
    left, column = dice.choice((0.06, 0.1)), dice.choice((0.2, 0.26))
    return [lay_line(line, left, column=column) for line in told]


def _boxed(kind: str, day: date, dice: Random, *, since: date | None = None) -> Laid:
    """A box of a form that tells a day, perhaps beside one that is neither the document's nor the act's.

    since: the first day of a stay.
    """
    style = dice.choice(STYLES)
    hour = f" {dice.randrange(7, 20)}{dice.choice('h:')}{dice.randrange(60):02d}" if dice.random() < 0.4 else ""
    dated = [(dice.choice(words(f"box_{kind}")), say_day(day, style) + hour)]
    if since is not None and dice.random() < 0.7:
        dated.insert(
            0, (dice.choice(("Entrée", "Date d'entrée", "Entré le", "Du", "Admission")), say_day(since, style))
        )
    elif dice.random() < 0.35:
        past = day - timedelta(days=dice.choice((1, 2, 5, 30, 200)))
        dated.insert(dice.randrange(2), (dice.choice(words("box_past")), say_day(past, style)))
    return box_words(dated, dice)


def without_day(pages: Sequence[Page], day: str, received_on: str, dice: Random) -> tuple[Page, ...]:
    """The pages without the cells that tell a day; a label that nothing follows stays half of the time."""
    kept_labels = dice.random() < 0.5
    made = []
    for page, reading in zip(pages, read_all(pages, received_on), strict=True):
        gone: set[int] = set()
        for row, dates in zip(reading.sheet.rows, reading.dates, strict=True):
            for one in dates:
                if one.iso != day:
                    continue
                cell = row.cell_at(one.span.start)
                start = one.span.start if kept_labels and one.span.start - cell.start < 40 else cell.start
                gone.update(id(word) for word in row.words_of(start, cell.end))
        made.append(replace(page, words=tuple(word for word in page.words if id(word) not in gone)))
    return tuple(made)


def move_act(
    pages: Sequence[Page], *, kind: str, act: date, written: date, received_on: str, dice: Random
) -> tuple[Page, ...]:
    """The same pages with the act told in other words at another place. kind: of the act, as ``act_form`` knows."""
    bare = tuple(pages) if act == written else without_day(pages, act.isoformat(), received_on, dice)
    if dice.random() < BOX_SHARE:
        since = act - timedelta(days=dice.randrange(1, 20)) if kind == "stay" else None
        return _add(bare, _boxed(kind, act, dice, since=since), is_low=dice.random() < 0.25, dice=dice)
    text = fill(act_form(kind, dice), act, written, dice)
    return _add(bare, _lines(text, dice), is_low=dice.random() < 0.2, dice=dice)


def _is_order(code: str) -> bool:
    return any(one.code == code and ORDER_FAMILY in one.families for one in load_types())


def _told(code: str, written: date, dice: Random) -> tuple[str, bool]:
    """The words that tell the date, and whether they stand at the end."""
    is_order = _is_order(code)
    is_low = dice.random() < 0.6
    if is_order and dice.random() < 0.6:
        form = dice.choice(words("orders"))
    elif dice.random() < 0.45:
        form = written_form(dice)
    else:
        form = dice.choice(words("end" if is_low else "top"))
    return fill(form, written, written, dice), is_low


def fill(form: str, day: date, written: date, dice: Random, *, about: date | None = None) -> str:
    """A form of ``date_words`` with its days, hours and names, in capitals one time of seven. about: what {y} is."""
    doctor = draw_doctor(dice)
    name = dice.choice(("Dr {f}", "Dr {g} {f}", "Docteur {g} {f}", "{g} {f}", "DR {f} {g}"))
    style = dice.choice(STYLES)
    received = day + timedelta(days=dice.randrange(0, (written - day).days + 1) if written > day else 0)
    text = form.format(
        d=say_day(day, style),
        a=say_day(day - timedelta(days=dice.randrange(1, 30)), style),
        r=say_day(received, style),
        w=say_day(written, style),
        y=say_day(about or written + timedelta(days=dice.choice((-3, -1, 0, 1, 1, 2, 4, 9))), style),
        p=say_day(written - timedelta(days=dice.choice((3, 9, 20, 45, 90, 200, 400, 900, 2500))), style),
        q=say_day(written - timedelta(days=dice.choice((1, 1, 1, 2, 3, 7))), style),
        z=say_day(written + timedelta(days=dice.choice((7, 15, 30, 60, 90, 200, 400))), style),
        b=say_day(date(dice.randrange(1930, 2005), dice.randrange(1, 13), dice.randrange(1, 29)), style),
        t=f"{dice.randrange(7, 20)}{dice.choice('h:')}{dice.randrange(60):02d}",
        n=name.format(f=dice.choice((doctor.family, doctor.family.title())), g=doctor.given),
        x=f"{dice.choice('ABCDEF')}{dice.randrange(10**5)}",
        c=dice.choice(TOWNS),
    )
    return text.upper() if dice.random() < 0.15 else text


def say_day(day: date, style: str) -> str:
    """A day in a style: those of ``write_date``, ``two`` (two figures of the year) and ``iso``."""
    if style == "two":
        return f"{day:%d/%m/%y}"
    return day.isoformat() if style == "iso" else write_date(day, style)


def _lines(text: str, dice: Random) -> Laid:
    left = dice.choice((0.08, 0.08, 0.3, 0.6))
    return [lay_line(line, left) for line in text.split("\n")]


def _add(pages: Sequence[Page], laid: Laid, *, is_low: bool, dice: Random) -> tuple[Page, ...]:
    """The pages with lines added at the end of the last or at the top of the first."""
    at = len(pages) - 1 if is_low else 0
    return (*pages[:at], _set_down(pages[at], laid, is_low, dice), *pages[at + 1 :])


def _set_down(page: Page, laid: Laid, is_low: bool, dice: Random) -> Page:
    """The page with lines added under the last ones or over the first: what stands there is moved away."""
    step = 0.018
    bottoms = [word.box.y1 for word in page.words if word.box.y1 < 0.93]
    if is_low:
        top = min(max(bottoms, default=0.1) + 0.02, 0.96 - step * len(laid))
        words = list(page.words)
    else:
        tops = [word.box.y0 for word in page.words]
        first = min(tops, default=0.1)
        at = dice.choice((0.0, 0.0, 0.06, 0.12)) + first
        top, room = at, step * (len(laid) + 1)
        words = [_lowered(word, room) if word.box.y0 >= at - 0.004 else word for word in page.words]
        words = [word for word in words if word.box.y1 < 0.995]
    line = max((word.line for word in page.words), default=0) + 1
    added = [
        replace(word, box=replace(word.box, y0=top + step * at, y1=top + step * at + 0.012), line=line + at)
        for at, text_line in enumerate(laid)
        for word in text_line
    ]
    return replace(page, words=tuple((*words, *added) if is_low else (*added, *words)))


def _lowered(word: Word, room: float) -> Word:
    box = word.box
    return replace(word, box=Box(x0=box.x0, x1=box.x1, y0=min(0.999, box.y0 + room), y1=min(1.0, box.y1 + room)))

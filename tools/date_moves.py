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

from liane.domain.intake.extract.reading import read_all
from liane.domain.intake.page import Box, Page, Word
from tools.date_lines import lay_line
from tools.date_words import act_form, words, written_form

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
    if not is_kept and dice.random() < 0.34:
        return Moved(pages=bare, is_written=False)
    text, is_low = _told(code, written, dice)
    at = len(bare) - 1 if is_low else 0
    return Moved(pages=(*bare[:at], _set_down(bare[at], text, is_low, dice), *bare[at + 1 :]), is_written=True)


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
    text = fill(act_form(kind, dice), act, written, dice)
    is_low = dice.random() < 0.2
    at = len(bare) - 1 if is_low else 0
    return (*bare[:at], _set_down(bare[at], text, is_low, dice), *bare[at + 1 :])


def _told(code: str, written: date, dice: Random) -> tuple[str, bool]:
    """The words that tell the date, and whether they stand at the end."""
    is_order = any(one.code == code and ORDER_FAMILY in one.families for one in load_types())
    is_low = dice.random() < 0.6
    if is_order and dice.random() < 0.4:
        form = dice.choice(words("orders"))
    elif dice.random() < 0.45:
        form = written_form(dice)
    else:
        form = dice.choice(words("end" if is_low else "top"))
    return fill(form, written, written, dice), is_low


def fill(form: str, day: date, written: date, dice: Random) -> str:
    """A form of ``date_words`` with its days, hours and names, in capitals one time of seven."""
    doctor = draw_doctor(dice)
    name = dice.choice(("Dr {f}", "Dr {g} {f}", "Docteur {g} {f}", "{g} {f}", "DR {f} {g}"))
    style = dice.choice(STYLES)
    received = day + timedelta(days=dice.randrange(0, (written - day).days + 1) if written > day else 0)
    text = form.format(
        d=say_day(day, style),
        a=say_day(day - timedelta(days=dice.randrange(1, 30)), style),
        r=say_day(received, style),
        w=say_day(written, style),
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


def _set_down(page: Page, text: str, is_low: bool, dice: Random) -> Page:
    """The page with lines added under the last ones or over the first: what stands there is moved away."""
    lines = text.split("\n")
    step = 0.018
    left = dice.choice((0.08, 0.08, 0.3, 0.6))
    bottoms = [word.box.y1 for word in page.words if word.box.y1 < 0.93]
    if is_low:
        top = min(max(bottoms, default=0.1) + 0.02, 0.96 - step * len(lines))
        words = list(page.words)
    else:
        tops = [word.box.y0 for word in page.words]
        first = min(tops, default=0.1)
        at = dice.choice((0.0, 0.0, 0.06, 0.12)) + first
        top, room = at, step * (len(lines) + 1)
        words = [_lowered(word, room) if word.box.y0 >= at - 0.004 else word for word in page.words]
        words = [word for word in words if word.box.y1 < 0.995]
    line = max((word.line for word in page.words), default=0) + 1
    added = [
        replace(word, box=replace(word.box, y0=top + step * at, y1=top + step * at + 0.012), line=line + at)
        for at, text_line in enumerate(lines)
        for word in lay_line(text_line, left)
    ]
    return replace(page, words=tuple((*words, *added) if is_low else (*added, *words)))


def _lowered(word: Word, room: float) -> Word:
    box = word.box
    return replace(word, box=Box(x0=box.x0, x1=box.x1, y0=min(0.999, box.y0 + room), y1=min(1.0, box.y1 + room)))

"""A page being drawn at random: the sheet, the case and the manner together; columns, lines that fit, labelled values.

What lives here: how things are set down. What must not: what a document says.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta

from eval.case import Case, write_date
from eval.random_manner import Manner
from eval.sheet import Sheet

Pairs = Sequence[tuple[str, str]]
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
SHORT_MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
STYLES = ("case", "case", "case", "case", "case", "long", "/", ".", "-", "week", "upper", "short year", "iso", "month")
PAIR_MODES = ("lines", "lines", "lines", "tabs", "tabs", "dots", "stack", "two", "two", "rows", "head", "cells",
              "right", "run", "bare rows")  # fmt: skip


@dataclass(slots=True)
class Hand:
    """One document being drawn. done: what was already set down."""

    sheet: Sheet
    case: Case
    manner: Manner
    done: set[str] = field(default_factory=set)

    @property
    def small(self) -> float:
        """Size of small print, in points."""
        return max(7.0, self.sheet.size - 2)

    def says(self, *fields: str) -> None:
        """Fields that the page prints."""
        self.case.printed.update(fields)

    def line(self, text: str, *, size: float = 0, bold: bool = False, align: str = "l") -> None:
        """One line in the column; broken when too long, never beyond its edges."""
        sheet = self.sheet
        size = size or sheet.size
        for part in sheet.wrap(text, sheet.right - sheet.left, size, bold=bold) or [""]:
            fit = self.fit(part, sheet.right - sheet.left, size, bold=bold)
            sheet.need(size * 1.35)
            x = {"l": sheet.left, "r": sheet.right, "c": (sheet.left + sheet.right) / 2}[align]
            sheet.text(x, sheet.y, part, size=fit, bold=bold, align=align)
            sheet.y += size * 1.35

    def fit(self, text: str, width: float, size: float = 0, *, bold: bool = False) -> float:
        """A size at which a text holds in a width."""
        size = size or self.sheet.size
        return min(size, size * (width - 1) / max(1.0, self.sheet.width(text, size, bold=bold)))

    @contextmanager
    def column(self, left: float, right: float) -> Iterator[None]:
        """Write between two edges."""
        sheet = self.sheet
        kept = sheet.left, sheet.right
        sheet.left, sheet.right = left, right
        yield
        sheet.left, sheet.right = kept

    def day(self, value: date, slot: str = "date-style") -> str:
        """A date in the manner of the group, or of the case."""
        style = self.manner.pick(slot, STYLES)
        if style == "case":
            return self.case.day(value)
        if style == "week":
            return f"{DAYS[value.weekday()]} {write_date(value, 'long')}"
        if style == "upper":
            return write_date(value, "long").upper()
        if style == "short year":
            return f"{value:%d/%m/%y}" if self.manner.chance("slash-year", 0.6) else f"{value:%d.%m.%y}"
        if style == "iso":
            return value.isoformat()
        if style == "month":
            return f"{value.day:02d} {SHORT_MONTHS[value.month - 1]} {value.year}"
        return write_date(value, style)

    def birth_day(self) -> str:
        """The birth date as printed: never two digits of a year."""
        born = self.case.shown.birth_date
        style = self.manner.pick("birth-style", ("case", "case", "case", "/", "long", ".", "upper"))
        if born is None:
            return ""
        if style == "case":
            return self.case.day(born)
        return write_date(born, "long").upper() if style == "upper" else write_date(born, style)

    def time(self) -> str:
        """An hour."""
        rng = self.sheet.rng
        hour, minute = rng.randrange(7, 20), rng.randrange(60)
        return f"{hour:02d}:{minute:02d}" if self.manner.chance("colon-time", 0.5) else f"{hour}h{minute:02d}"

    def later(self, low: int = 5, high: int = 200) -> date:
        """A day after the document."""
        return self.case.doc_date + timedelta(days=self.sheet.rng.randrange(low, high))

    def earlier(self, low: int = 30, high: int = 2000) -> date:
        """A day well before the document."""
        return self.case.doc_date - timedelta(days=self.sheet.rng.randrange(low, high))

    def pairs(self, pairs: Pairs, slot: str, *, modes: Sequence[str] = PAIR_MODES) -> None:
        """Labelled values in one of many manners."""
        some = [one for one in pairs if one[1]]
        mode = self.manner.pick(f"pairs-{slot}", modes)
        if not some:
            return
        if self.sheet.right - self.sheet.left < 260 and mode in ("head", "cells", "two", "run"):
            mode = "lines"
        draw = {"stack": self._stack, "two": self._two, "rows": self._rows, "head": self._head, "cells": self._cells,
                "run": self._run, "bare rows": self._bare_rows}.get(mode)  # fmt: skip
        if draw:
            draw(some)
        else:
            self._lines(some, mode)

    def joined(self, label: str, value: str) -> str:
        """A label, what parts it from its value, the value."""
        separator = self.manner.pick("separator", (" :", " :", " :", ":", " : ", "", " -", " .....", " :   "))
        return f"{label}{separator} {value}"

    def _lines(self, pairs: Pairs, mode: str) -> None:
        sheet = self.sheet
        room = sheet.right - sheet.left
        for label, value in pairs:
            if mode == "tabs" and sheet.width(label) < room * 0.4 and sheet.width(value) < room * 0.55:
                colon = self.manner.pick("tab-colon", ("", " :", ":"))
                sheet.need(sheet.size * 1.35)
                sheet.text(sheet.left, sheet.y, label + ("" if colon == ":" else colon))
                at = sheet.left + room * 0.42
                sheet.text(at, sheet.y, (": " if colon == ":" else "") + value, bold=self.manner.chance("bold", 0.4))
                sheet.y += sheet.size * 1.35
            elif mode == "dots" and sheet.width(label + value) < room * 0.6:
                dots = "." * int((room * 0.75 - sheet.width(label + value)) / max(1.0, sheet.width(".")))
                self.line(f"{label} {dots} {value}")
            elif mode == "right":
                self.line(self.joined(label, value), align="r")
            else:
                self.line(self.joined(label, value))

    def _stack(self, pairs: Pairs) -> None:
        for label, value in pairs:
            self.line(label, size=self.small)
            self.line(value, bold=self.manner.chance("bold", 0.5))

    def _two(self, pairs: Pairs) -> None:
        """Two labelled values a line."""
        sheet = self.sheet
        half = (sheet.right - sheet.left) / 2
        for number, (label, value) in enumerate(pairs):
            text = self.joined(label, value)
            if number % 2 == 0:
                sheet.need(sheet.size * 1.4)
            size = self.fit(text, half - 10)
            sheet.text(sheet.left + half * (number % 2), sheet.y, text, size=size)
            if number % 2 or number == len(pairs) - 1:
                sheet.y += sheet.size * 1.4

    def _run(self, pairs: Pairs) -> None:
        """All in one or two lines, parted by signs."""
        mark = self.manner.pick("run-mark", ("  ", " - ", "   ", " / ", ", ", " | ", " ; "))
        self.line(mark.join(self.joined(label, value) for label, value in pairs))

    def _rows(self, pairs: Pairs, *, lined: bool = True) -> None:
        """A table of two columns."""
        sheet = self.sheet
        room = min(420.0, sheet.right - sheet.left)
        height = sheet.size * 1.6
        for label, value in pairs:
            sheet.need(height)
            for at, text, share in ((0.0, label, 0.4), (0.4, value, 0.6)):
                if lined:
                    sheet.box(sheet.left + room * at, sheet.y, room * share, height)
                size = self.fit(text, room * share - 8)
                sheet.text(sheet.left + room * at + 4, sheet.y + height * 0.2, text, size=size)
            sheet.y += height

    def _bare_rows(self, pairs: Pairs) -> None:
        self._rows(pairs, lined=False)

    def _head(self, pairs: Pairs) -> None:
        """A table whose head names the values, of four columns at most."""
        sheet = self.sheet
        for first in range(0, len(pairs), 4):
            some = pairs[first : first + 4]
            width = (sheet.right - sheet.left) / len(some)
            sheet.need(sheet.size * 3.4)
            rows = ([label for label, _ in some], [value for _, value in some])
            sheet.table(sheet.left, [width] * len(some), rows, lined=self.manner.chance("head-lined", 0.7))
            sheet.space(4)

    def _cells(self, pairs: Pairs) -> None:
        """A grid of cells, the label small over its value."""
        sheet = self.sheet
        columns = int(self.manner.pick("cells-count", ("2", "3", "3", "4")))
        width, height = (sheet.right - sheet.left) / columns, sheet.size + 22
        for number, (label, value) in enumerate(pairs):
            if number % columns == 0:
                sheet.need(height)
            x = sheet.left + (number % columns) * width
            if self.manner.chance("cells-lined", 0.8):
                sheet.box(x, sheet.y, width, height)
            sheet.text(x + 4, sheet.y + 3, label, size=self.fit(label, width - 8, 7))
            sheet.text(x + 4, sheet.y + 14, value, size=self.fit(value, width - 8))
            if number % columns == columns - 1 or number == len(pairs) - 1:
                sheet.y += height
        sheet.space(5)

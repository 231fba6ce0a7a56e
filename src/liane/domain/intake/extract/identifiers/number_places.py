"""Where a number stands: the label that tells it, and its line as the second reader saw it.

What lives here: what every reader of numbers asks of a page. What must not: any one number.
"""

import re
from collections.abc import Callable

from liane.domain.intake.extract.surface.labels import Label
from liane.domain.intake.extract.surface.numbers import PrintedNumber
from liane.domain.intake.extract.surface.reading import PageReading
from liane.domain.intake.extract.surface.sheet import Span, fold


def label_of(reading: PageReading, kind: str, span: Span) -> Label | None:
    """The label of a kind whose region holds a number, or that precedes it on its row; None else."""
    for label in reading.labels[span.row.place]:
        if label.kind == kind and label.start < span.start and span.start - label.end <= 40:
            return label
    for label in reading.all_labels(kind):
        if 0 < span.row.place - label.row.place <= 4:
            region = reading.value_of(label)
            if region is not None and region.row is span.row and region.start <= span.start < region.end + 1:
                return label
    return None


def read_again(
    reading: PageReading, number: PrintedNumber, shape: "re.Pattern[str]", is_right: Callable[[str], bool]
) -> PrintedNumber:
    """A number whose key is wrong, as the second reader saw it on its line, when that one alone has a right key.

    Rule: intake.md §3 (repair only under a check), §7 (second reader on key fields).
    """
    row = number.span.row
    words = [one for one in reading.sheet.page.second if row.top - 0.004 <= one.box.middle[1] <= row.bottom + 0.004]
    line = fold(" ".join(one.text for one in sorted(words, key=lambda one: one.box.x0)))
    right = {value for one in shape.findall(line) if is_right(value := re.sub(r"[^0-9A-Z]", "", one))}
    if len(right) != 1:
        return number
    return PrintedNumber(span=number.span, value=right.pop(), is_valid=True, is_repaired=True)

"""Names to tick: which of the people of a printed list the page holds for its own.

What lives here: signs before or after a name, boxes ticked and boxes left empty. What must not: the choice of an author
(``rank_persons``). Rule: intake.md §7 (rules with layout features and a small trained ranker over candidates).
"""

import re
from collections.abc import Iterator, Sequence

from liane.domain.intake.extract.people.persons import Person

_TICKED = r"☒|☑|✓|✔|✗|✘|⊠|■|●|◉|▣|[\[(] ?[Xx✓✔] ?[\])]|(?<![^\W_])[Xx](?![^\W_])|►|▶|➔|→|=>"
_EMPTY = r"☐|□|○|◯|❏|❑|▢|\[ ?_? ?\]|\( ?\)"
_BEFORE = re.compile(rf"(?:(?P<yes>{_TICKED})|(?P<no>{_EMPTY}))[ .:–-]*$")
_AFTER = re.compile(rf"[ .:–-]*(?:(?P<yes>☒|☑|✓|✔|✗|✘|⊠|■|●|◉|[\[(] ?[Xx✓✔] ?[\])]|[Xx]$)|(?P<no>{_EMPTY}))")
_SIGN_MAX = 8
"""Letters of text beside a name in which a sign is looked for."""


def tick_of(person: Person, start: int, end: int) -> str:
    """« yes » for a name ticked, « no » for one beside an empty box, else an empty text.

    start, end: where the mention begins and ends in its row, civility included.
    """
    row = person.row
    cell = row.cell_at(min(start, person.start))
    before = row.text[max(cell.start, start - _SIGN_MAX) : start]
    if not before.strip() and cell.place > 0:
        left = row.cells[cell.place - 1]
        before = left.text if len(left.text) <= _SIGN_MAX else ""
    told = _BEFORE.search(before) or _AFTER.match(row.text, end, min(cell.end, end + _SIGN_MAX))
    if told is None:
        return ""
    return "yes" if told.group("yes") else "no"


def tell_tick(ticks: Sequence[str], at: int) -> Iterator[str]:
    """Whether a mention is ticked, and whether others are. ticks: of every mention, in their order."""
    own = ticks[at] or "none"
    others = [one for place, one in enumerate(ticks) if place != at]
    yield f"tick={own}:{'yes' if 'yes' in others else 'no' if 'no' in others else 'none'}"
    yield f"tick={own}"

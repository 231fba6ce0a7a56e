"""What is seen of a mention of a professional: words around it, its place, the other mentions; one row for the ranker.

What lives here: the features, by family. What must not: the choice of an author or of addressees (``rank_persons``).
Rule: intake.md §7 (rules with layout features and a small trained ranker over candidates).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from liane.domain.identity.lexis import fold_name
from liane.domain.intake.extract.people.person_marks import Marks, find_marks, tell_marks, tell_subject
from liane.domain.intake.extract.people.person_ticks import tell_tick, tick_of
from liane.domain.intake.extract.people.persons import Person
from liane.domain.intake.extract.people.professionals import end_of, family_key
from liane.domain.intake.extract.surface.evidence import Feature
from liane.domain.intake.extract.surface.lexicon import is_given, is_mainly_given
from liane.domain.intake.extract.surface.names import shape_of
from liane.domain.intake.extract.surface.reading import PageReading, is_title
from liane.domain.intake.extract.surface.sheet import Cell, Row
from liane.domain.intake.extract.surface.word_classes import CLOSING, SALUTATION, class_of, classes_of

WORD_FAMILIES = frozenset({
    "b1", "b2", "b3", "bb", "a1", "a2", "aa", "left", "left1", "right1", "up", "up1", "upend", "up2",
    "down", "down1", "down2",
    "head", "head1", "column", "title", "here",
})  # fmt: skip
"""Families that hold printed words: hidden at random while the model learns."""
CLASS_FAMILIES = frozenset({
    "b1c", "b2c", "bc", "ac", "leftc", "rightc", "upc", "up2c", "downc", "down2c", "headc", "columnc",
    "titlec", "linec", "herec",
})  # fmt: skip
RULE_FAMILIES = frozenset({"rule", "says"})
"""Families that tell what the rules hold; hidden at random too, since the rules know the layouts of the training."""
PLACE_FAMILIES = frozenset({
    "bias", "x", "y", "yb", "page", "fromend", "fromendall", "cell", "alone", "after", "before", "size",
    "gapup", "gapdown",
    "closing", "salutation", "dateline", "civil", "name", "found", "scope", "label", "uplabel", "seen", "many", "order",
    "other", "aligned", "number", "block", "sign", "rank", "kind", "mark", "list",
    "tick",
})  # fmt: skip
FAMILIES = WORD_FAMILIES | CLASS_FAMILIES | RULE_FAMILIES | PLACE_FAMILIES
_WORD = re.compile(r"[A-Z]+(?:['’][A-Z]+)*|\d+|@")
_POSTCODE = re.compile(r"(?<!\d)(?:\d{5}|\d{2} \d{3})[ ,]+[A-Z]{2}")
_PHONE = re.compile(r"(?<!\d)0\d(?:[ .]?\d{2}){4}(?!\d)")
_RPPS = re.compile(r"(?<!\d)\d{11}(?!\d)|\bRPPS\b")
_DOCTOR = re.compile(r"\b(?:DR|DRS|DOCTEURE?S?|PR|PROFESSEURE?)\b")
_PROFESSOR = re.compile(r"\b(?:PR|PROFESSEURE?)\b")
_HEADING_ROWS_MAX = 9
_OVER_PAGE = 5
"""Last rows of a page where a formula closes a letter signed on the next one."""
_SHORT_MAX = 60
_NAME = "#name"
_TRADES = frozenset({"profession", "helper", "make", "other"})
Row_ = dict[str, float]


@dataclass(slots=True)
class _Document:
    """What mentions of one document share."""

    readings: Sequence[PageReading]
    mentions: Sequence[Person]
    families: dict[str, list[Person]]
    title: tuple[str, ...]
    closings: dict[int, list[int]]
    saluted: frozenset[str]
    marks: Marks
    names: frozenset[str]
    ticks: tuple[str, ...]


def describe_mentions(readings: Sequence[PageReading], mentions: Sequence[Person]) -> list[dict[str, float]]:
    """One row of named features for each mention, in their order. Same pages, same rows."""
    families: dict[str, list[Person]] = {}
    for one in mentions:
        families.setdefault(family_key(one), []).append(one)
    document = _Document(
        readings=readings,
        mentions=mentions,
        families=families,
        title=_title_words(readings),
        closings=_find_closings(readings),
        saluted=frozenset(_saluted(readings)),
        marks=find_marks(readings),
        names=frozenset(word for one in mentions for word in _name_words(one)),
        ticks=tuple(
            tick_of(one, start_of(one)[1], end_of(one)) if start_of(one)[0] is one.row else "" for one in mentions
        ),
    )
    return [_describe(document, at, one) for at, one in enumerate(mentions)]


def _find_closings(readings: Sequence[PageReading]) -> dict[int, list[int]]:
    """By page, the places of the rows of closing formulas; below 0 where the last lines of the page before have it."""
    found: dict[int, list[int]] = {}
    last: list[int] = []
    for reading in readings:
        rows = reading.sheet.rows
        own = [row.place for row in rows if CLOSING.search(row.folded)]
        found[reading.sheet.number] = [*last, *own]
        last = [place - len(rows) for place in own if place - len(rows) >= -_OVER_PAGE]
    return found


def _describe(document: _Document, at: int, person: Person) -> dict[str, float]:
    row: dict[str, float] = {"bias": 1.0}
    for part in (_own_line, _neighbours, _place, _rules, _name, _among, _marked):
        for name in part(document, at, person):
            row[_unnamed(document, name)] = 1.0
    return row


def _unnamed(document: _Document, name: str) -> str:
    """A feature whose word is somebody's name says only that it is one: whose, no other page would tell."""
    family, _, word = name.partition("=")
    if family in WORD_FAMILIES and (word in document.names or _is_first_name(word)):
        return f"{family}={_NAME}"
    return name


@lru_cache(maxsize=20_000)
def _is_first_name(word: str) -> bool:
    return len(word) > 2 and class_of(word) == "other" and is_mainly_given(word)


def _name_words(person: Person) -> Iterator[str]:
    """The words of a name, cut as features cut them; those that mean something else too are left."""
    for span in (person.name.family, person.name.given):
        words = _words(fold_name(span.raw)) if span is not None else []
        yield from (word for word in words if len(word) > 1 and class_of(word) == "other")


def _marked(document: _Document, at: int, person: Person) -> Iterator[str]:
    """Landmarks, and what its own line says where it stands: « responsable » at the head, at the foot."""
    yield from tell_marks(document.marks, document.mentions, person)
    yield from tell_tick(document.ticks, at)
    row, start = start_of(person)
    cell, zone = row.cell_at(start), _zone(document, person)
    before = _words(row.folded[cell.start : start])[-3:]
    if not before and cell.place > 0:
        before = _words(row.cells[cell.place - 1].folded)[:3]
    yield from (f"here={zone}:{word}" for word in before if word not in document.names)
    yield from (f"herec={zone}:{one}" for one in classes_of(before))
    yield f"mark=subject:before:{tell_subject(document.marks, [one for one in before if class_of(one) in _TRADES])}"
    after = _words(row.folded[max(end_of(person), start) : cell.end]) if row is person.row else []
    yield from (f"herec={zone}:after:{one}" for one in classes_of(after[:4]))
    yield f"mark=subject:after:{tell_subject(document.marks, [one for one in after[:4] if class_of(one) in _TRADES])}"
    over = person.reading.sheet.above(cell.box, row, heights_max=2.0)
    yield from (f"herec={zone}:up:{one}" for one in classes_of(_words(over.folded)[:5] if over is not None else []))


def start_of(person: Person) -> tuple[Row, int]:
    """Row and place where a mention begins, civility included."""
    civil = person.civility
    if civil is not None and civil.row is person.row:
        return person.row, min(civil.start, person.start)
    if civil is not None:
        return civil.row, civil.start
    return person.row, person.start


def _words(folded: str) -> list[str]:
    return [re.sub(r"\d", "0", word[:12]) for word in _WORD.findall(folded)]


def _own_line(document: _Document, at: int, person: Person) -> Iterator[str]:
    """Words and signs before and after the mention in its cell, the cells beside it."""
    row, start = start_of(person)
    cell = row.cell_at(start)
    end = max(end_of(person), start) if row is person.row else cell.end
    before, after = row.folded[cell.start : start], row.folded[end : cell.end]
    yield from _before(person, cell, before)
    words = _words(after)
    for place, word in enumerate(words[:2], 1):
        yield f"a{place}={word}"
    yield from (f"aa={word}" for word in words[:5])
    yield from (f"ac={one}" for one in classes_of(words[:6]))
    yield f"after={_sign(after[:1].strip() or after[1:2])}:{min(len(words), 6)}"
    yield f"before={_sign(before.rstrip()[-1:])}:{min(len(_words(before)), 6)}"
    yield f"alone={len(row.cells) == 1}:{not words}:{not _words(before)}"
    if cell.place > 0:
        left = row.cells[cell.place - 1]
        yield from _of_cell("left", left, firsts=2)
    if cell.place + 1 < len(row.cells):
        yield from _of_cell("right", row.cells[cell.place + 1], firsts=1, has_bag=False)
    yield from (f"linec={one}" for one in classes_of(_words(row.folded)))
    yield from _flags("kind", row.folded[end : cell.end])


def _before(person: Person, cell: Cell, before: str) -> Iterator[str]:
    words = _words(before)
    if len(words) < 3:
        over = person.reading.sheet.above(cell.box, cell.row, heights_max=1.3)
        if over is not None and over.box.x1 - over.box.x0 > 0.4 and len(over.text) > 40:
            ends = _words(over.folded)
            words = [*ends[-3:], *words] if words else [*ends[-4:], "|"]
    near = words[-6:]
    for place, word in enumerate(reversed(near[-3:]), 1):
        yield f"b{place}={word}"
    for place, word in enumerate(reversed(near[-2:]), 1):
        yield f"b{place}c={class_of(word)}"
    yield from (f"bb={word}" for word in near)
    yield from (f"bc={one}" for one in classes_of(near))


def _sign(text: str) -> str:
    if not text:
        return "none"
    if text.isdigit():
        return "digit"
    return "word" if text.isalpha() else text


def _of_cell(slot: str, cell: Cell, *, firsts: int, has_bag: bool = True) -> Iterator[str]:
    words = _words(cell.folded)
    yield from (f"{slot}{place}={word}" for place, word in enumerate(words[:firsts], 1) if place == 1)
    if has_bag:
        yield from (f"{slot}={word}" for word in words[:4])
    yield from (f"{slot}c={one}" for one in classes_of(words[:8]))


def _neighbours(document: _Document, at: int, person: Person) -> Iterator[str]:
    """The lines over and under the mention in its column, the heading over them, the head of the column."""
    sheet = person.reading.sheet
    row, start = start_of(person)
    cell = row.cell_at(start)
    over = sheet.above(cell.box, row, heights_max=4.0)
    yield f"gapup={_gap(over, cell)}"
    if over is not None:
        words = _words(over.folded)
        yield from (f"up1={word}" for word in words[:1])
        yield from (f"upend={word}" for word in words[-1:])
        if len(over.text) < _SHORT_MAX:
            yield from (f"up={word}" for word in words[:5])
        yield from (f"upc={one}" for one in classes_of(words[:8]))
        yield from _flags("upc", over.folded)
        farther = sheet.above(over.box, over.row, heights_max=3.0)
        if farther is not None:
            yield from (f"up2={word}" for word in _words(farther.folded)[:3])
            yield from (f"up2c={one}" for one in classes_of(_words(farther.folded)[:8]))
            yield from _flags("up2c", farther.folded)
    last = person.row.cell_at(max(person.start, end_of(person) - 1))
    under = sheet.below(last.box, last.row, heights_max=3.0)
    yield f"gapdown={_gap(under, last)}"
    at_cell = under
    for depth in range(3):
        if at_cell is None:
            break
        slot = "down" if depth == 0 else "down2"
        words = _words(at_cell.folded)
        if depth == 0:
            yield from (f"down1={word}" for word in words[:1])
        yield from (f"{slot}={word}" for word in words[:3])
        yield from (f"{slot}c={one}" for one in classes_of(words[:8]))
        yield from _flags(f"{slot}c", at_cell.folded)
        at_cell = sheet.below(at_cell.box, at_cell.row, heights_max=2.0)
    yield from _heading(person, cell)


def _gap(other: Cell | None, cell: Cell) -> str:
    if other is None:
        return "none"
    upper, lower = (other, cell) if other.row.place < cell.row.place else (cell, other)
    heights = (lower.box.y0 - upper.box.y1) / max(cell.row.height, 1e-4)
    return str(min(4, max(0, round(heights))))


def _flags(slot: str, folded: str) -> Iterator[str]:
    if _POSTCODE.search(folded):
        yield f"{slot}=#postcode"
    if _PHONE.search(folded):
        yield f"{slot}=#phone"
    if _RPPS.search(folded):
        yield f"{slot}=#rpps"
    if _DOCTOR.search(folded):
        yield f"{slot}=#doctor"
    if "@" in folded:
        yield f"{slot}=#mail"
    if len(folded) > 70:
        yield f"{slot}=#prose"


def _heading(person: Person, cell: Cell) -> Iterator[str]:
    """The nearest line over the mention that is short and no name: what heads its list; its column's head."""
    sheet = person.reading.sheet
    at: Cell | None = cell
    for _ in range(_HEADING_ROWS_MAX):
        at = sheet.above(at.box, at.row, heights_max=2.2) if at is not None else None
        if at is None:
            break
        words = _words(at.folded)
        is_heading = len(at.text) < 45 and not _DOCTOR.search(at.folded[:20]) and not any(map(is_given, words[:2]))
        if is_heading and not re.search(r"\d{4}", at.folded):
            yield from _of_cell("head", at, firsts=1)
            break
    if len(person.row.cells) > 1:
        for over in reversed(sheet.rows[max(0, person.row.place - 6) : person.row.place]):
            if len(over.cells) >= len(person.row.cells) and person.reading.labels[over.place]:
                near = min(over.cells, key=lambda one: abs(one.box.x0 - cell.box.x0))
                if abs(near.box.x0 - cell.box.x0) < 0.03:
                    yield from (f"column={word}" for word in _words(near.folded)[:3])
                    yield from (f"columnc={one}" for one in classes_of(_words(near.folded)[:4]))
                    break


def _place(document: _Document, at: int, person: Person) -> Iterator[str]:
    """Where it stands: on the page, among the lines, after the closing formula, under the line of the date."""
    reading, row = person.reading, person.row
    cell = row.cell_at(person.start)
    rows = reading.sheet.rows
    yield f"x={int(cell.box.x0 * 8)}"
    yield f"y={int(row.top * 10)}"
    yield f"yb={'top' if row.top < 0.25 else 'upper' if row.top < 0.45 else 'low' if row.top > 0.6 else 'middle'}"
    yield f"page={reading.is_first}:{reading.is_last}"
    from_end = min(10, len(rows) - 1 - row.place)
    yield f"fromend={from_end if reading.is_last else 'no'}"
    yield f"fromendall={int(6 * row.place / max(1, len(rows)))}:{reading.is_last}"
    yield f"cell={min(8, int(10 * (cell.box.x1 - cell.box.x0)))}:{len(row.cells) > 1}"
    yield f"size={min(4, round(2 * row.height / max(reading.sheet.body_height, 1e-4)))}"
    closings = [place for place in document.closings[reading.sheet.number] if place < row.place]
    absent = "before" if document.closings[reading.sheet.number] else "none"
    yield f"closing={min(8, row.place - closings[-1]) if closings else absent}"
    yield f"salutation={family_key(person) in document.saluted}:{bool(document.saluted)}"
    dated = [under for under in rows[max(0, row.place - 5) : row.place] if reading.dates[under.place]]
    yield f"dateline={bool(dated)}"
    yield f"block={has_address_under(person)}"
    signed = " ".join(one.folded for one in rows[max(0, row.place - 3) : row.place + 3])
    yield f"sign={'SIGN' in signed}:{'VALID' in signed}"


def has_address_under(person: Person) -> str:
    """What closes the block of lines that begins with the mention: a postcode, a telephone, a number, nothing."""
    sheet = person.reading.sheet
    at: Cell | None = person.row.cell_at(person.start)
    seen = ""
    for depth in range(5):
        at = sheet.below(at.box, at.row, heights_max=1.9) if at is not None else None
        if at is None:
            break
        if _POSTCODE.search(at.folded):
            return f"postcode{depth}{seen}"
        if _PHONE.search(at.folded):
            return "phone"
        if _RPPS.search(at.folded):
            seen = "rpps"
    return seen or "none"


def _rules(document: _Document, at: int, person: Person) -> Iterator[str]:
    """What the rules hold."""
    role = person.role.name if person.role else "none"
    yield f"rule={role}"
    yield from (
        f"says={role}:{feature.name}"
        for feature in (
            Feature.SIGNATURE,
            Feature.LETTERHEAD,
            Feature.ROLE_STATED,
            Feature.ADDRESS_BLOCK,
            Feature.POSITION,
        )
        if feature in person.features
    )
    scope = person.reading.scope_of(person.row, person.start)
    if scope is not None:
        yield f"scope={scope.kind}:{min(5, person.row.place - scope.row.place)}"
    for label in person.reading.labels[person.row.place]:
        if label.end <= person.start:
            yield f"label={label.kind}"
    row, start = start_of(person)
    over = person.reading.sheet.above(row.cell_at(start).box, row)
    if over is not None:
        for label in person.reading.labels[over.row.place]:
            if over.start <= label.start < over.end:
                yield f"uplabel={label.kind}"


def _name(document: _Document, at: int, person: Person) -> Iterator[str]:
    """How the name is written and told."""
    name = person.name
    civil = person.civility.raw.upper() if person.civility is not None else ""
    told = fold_name(civil).split(" ")[-1] if civil else "none"
    kind = "doctor" if _DOCTOR.search(told) else told if told in ("MME", "MADAME", "M", "MONSIEUR", "MLLE") else "none"
    yield f"civil={kind}"
    yield f"civil={kind}:{bool(person.sex)}"
    if _PROFESSOR.search(told):
        yield "civil=professor"
    given = shape_of(name.given.raw) if name.given is not None else "none"
    family = shape_of(name.family.raw) if name.family is not None else "none"
    yield f"name={given}:{family}"
    is_family_first = (
        name.family is not None
        and name.given is not None
        and name.family.row is name.given.row
        and name.family.start < name.given.start
    )
    yield f"name=first:{is_family_first}"
    yield f"found={'rule' if person.features or person.is_professional else 'scan'}"


def _among(document: _Document, at: int, person: Person) -> Iterator[str]:
    """The other mentions: the same family elsewhere, who else may sign, doctors in a column."""
    own = family_key(person)
    same = [one for one in document.families[own] if one is not person]
    others = [one for one in document.mentions if family_key(one) != own]
    yield f"many={min(6, len(document.families))}"
    yield f"seen={min(3, len(same))}"
    for one in same:
        side = "after" if one.key > person.key else "before"
        yield f"seen={side}:{_zone(document, one)}:{one.role.name if one.role else ''}"
    zones = {(_zone(document, one), one.role.name if one.role else "") for one in others}
    yield from (f"other={zone}:{role}" for zone, role in sorted(zones))
    yield f"order={'first' if at == 0 else ''}{'last' if at == len(document.mentions) - 1 else ''}"
    yield f"rank={_zone(document, person)}:{any(_zone(document, one) == 'closing' for one in others)}"
    box = person.row.cell_at(person.start).box
    aligned = {
        family_key(one)
        for one in others
        if one.row.page == person.row.page
        and abs(one.row.cell_at(one.start).box.x0 - box.x0) < 0.02
        and abs(one.row.top - person.row.top) < 0.2
    }
    yield f"aligned={min(4, len(aligned))}"
    on_line = {family_key(one) for one in others if one.row is person.row}
    yield f"aligned=line:{min(3, len(on_line))}"
    yield from (f"title={word}" for word in document.title[:4])
    yield from (f"titlec={one}" for one in classes_of(document.title))


def _zone(document: _Document, person: Person) -> str:
    closings = document.closings[person.reading.sheet.number]
    if any(0 < person.row.place - place <= 8 for place in closings):
        return "closing"
    if person.row.top < 0.25 and person.reading.is_first:
        return "head"
    if person.row.place >= len(person.reading.sheet.rows) - 8 and person.row.top > 0.3:
        return "foot"
    return "body"


def _title_words(readings: Sequence[PageReading]) -> tuple[str, ...]:
    for row in readings[0].sheet.rows if readings else ():
        for cell in row.cells:
            if row.top < 0.6 and is_title(cell.folded):
                return tuple(_words(cell.folded)[:6])
    return ()


def _saluted(readings: Sequence[PageReading]) -> Iterator[str]:
    """Families named by « Cher Docteur DUPONT »; empty text for a salutation that names nobody."""
    for reading in readings:
        for row in reading.sheet.rows:
            match = SALUTATION.search(row.folded)
            if match is not None:
                yield ""
                yield from (token.text for token in row.tokens if token.start >= match.end() and len(token.text) > 2)

"""A page with its labels and dates found, and the region where the value of a label stands.

What lives here: what every reader of fields asks of a page. What must not: any one field.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from liane.domain.intake.extract.surface.captions import find_captions
from liane.domain.intake.extract.surface.cut_labels import drop_names, join_cut, join_parted, name_lost, tell_wrapped
from liane.domain.intake.extract.surface.dates import PrintedDate, find_broken_dates, find_dates
from liane.domain.intake.extract.surface.headings import head_columns, heads_column, names_one_role
from liane.domain.intake.extract.surface.held import is_no_name, trim_box
from liane.domain.intake.extract.surface.labels import Label, covers, find_labels
from liane.domain.intake.extract.surface.sheet import Cell, Row, Sheet, make_sheet
from liane.domain.intake.extract.surface.wives import tell_born, tell_used
from liane.domain.intake.page import Page

PAGES_MAX = 400
ROLE_PREFIX = "role."
_SCOPE_ROWS_MAX = 7
_SCOPE_HEIGHTS_MAX = 9.0
_EDGE = 0.012
_ASKEW, _ASKEW_DRAWN = 0.2, 0.4
"""Of their height: two boxes that share so much stand on one line, on a page read by eye and on one with its text."""
_NEXT = 0.2
_COLUMN = 0.04
"""Of the width of a page: what begins this near a heading alone stands in its column."""
_FIGURES = ("ins", "ipp", "episode", "rpps", "finess")
_NAMES = ("birth_name", "used_name", "name", "births", "first_given", "given", "used_given")
_CARRIED_MAX = 3
_HEAD_GAP = 1.9
_LED_ROWS_MAX = 3
_REST_OF_LABEL = re.compile(r"(?:of )?(?:birth|naissance|naiss\.?|sex)")
_LEADS = re.compile(r": ?$|^\W*(?:JE )?(?:DESIGNE|NOMME|CHOISIS)\b")
_CHAIN_SIGNS = ("/", ",", ";", "-", "–", "—", "+", "&", "ET", ", ET", "|")
_RANKS = {"family_given": 2, "given_family": 2, "birth_family_given": 2, "used_family_given": 2}
"""How many values a label of a chain stands for, where it is not one."""
_PARTS = ("birth_name", "births", "first_given", "given", "used_given")
_FAMILY_KINDS = ("birth_name", "used_name", "name", "family_given", "given_family", "birth_family_given")
_INSURED = re.compile(r"NOMS? (?:DE L')?ASSURE")
_SEX_BOX = re.compile(r"[^A-Z]{0,3}(?:SEXE|GENRE|(?:FILLE|FEMME|GARCON|HOMME) ?(?:/|OU) ?[A-Z]+)\b")
_SEX_VALUE = re.compile(
    r"[^A-Z]{0,6}(?:[FMH](?![A-Z'])|FEM|MASC|HOM|FILLE|GARC|MALE|INDETERMINE|[X\[(☐□☒☑■✓✗✔])|[☐□☒☑■✓✗✔♂♀\[]"
)

_WED = re.compile(r"\b(?:NEE?|EPOUSE|EP|VEUVE)\b\.? [A-Z][A-Z']")

_TITLE = re.compile(
    r"^(?:[*\-–_= ]*)(?:COMPTE[ -]?RENDU|C\.?R\.? (?:DE|D'|OPER|ANA|HOSP|CONS)|CR[OHC]\b|LETTRE DE|LETTRE D'|"
    r"COURRIER DE|ORDONNANCE|CERTIFICAT|RESULTATS? (?:D'|DE|DES)|BULLETIN D|"
    r"FICHE DE|FICHE D'|SYNTHESE|VOLET DE SYNTHESE|ATTESTATION|AVIS D|RAPPORT|DEMANDE D'|DEMANDE DE|BON DE|"
    r"PRESCRIPTION|PROTOCOLE|CARNET|DOSSIER DE|DOSSIER DU|"
    r"QUESTIONNAIRE|CONSENTEMENT|BILAN (?:BIOLOGIQUE|D|SANGUIN|KINE|ORTHO|NEURO)|EXAMENS? (?:DE BIOLOGIE|"
    r"BIOLOGIQUES|DE LABORATOIRE|ANATOMO)|ANALYSES? (?:MEDICALES|BIOLOGIQUES|DE)|"
    r"PLAN PERSONNALISE|PROGRAMME|DECLARATION|DIRECTIVES ANTICIPEES|REUNION DE CONCERTATION|PROJET|ECHOGRAPHIE|"
    r"SCANNER|TOMODENSITOMETRIE|IRM|RADIOGRAPHIE|MAMMOGRAPHIE|"
    r"ELECTROCARDIOGRAMME|COLOSCOPIE|FIBROSCOPIE|GASTROSCOPIE|ECHOCARDIOGRAPHIE|SCINTIGRAPHIE|DOPPLER|"
    r"CONSULTATION (?:DE|D')|AVIS DE|DISPENSATION|TRANSMISSION|"
    r"NOTE DE|OBSERVATION|INTERVENTION|FEUILLE DE|PASSAGE AUX URGENCES|HOSPITALISATION (?:DU|EN))"
)


def is_title(folded: str) -> bool:
    """True for a line, folded, that begins as titles of documents do."""
    return _TITLE.match(folded) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class References:
    """Known sets that confirm what is read; all optional.

    professionals: name as « FAMILY Given » by RPPS (11 digits). structures: name by FINESS (9 digits).
    ipp_pattern, episode_pattern: regular expressions that the establishment's own numbers match entirely.
    """

    professionals: Mapping[str, str] = field(default_factory=dict)
    structures: Mapping[str, str] = field(default_factory=dict)
    ipp_pattern: str = ""
    episode_pattern: str = ""


class Region(NamedTuple):
    """Where the value of a label stands. how: ``after`` in its cell, ``right`` in the next one, ``below``."""

    row: Row
    start: int
    end: int
    how: str


@dataclass(slots=True, eq=False)
class PageReading:
    """One page, its labels and its dates by row."""

    sheet: Sheet
    labels: tuple[tuple[Label, ...], ...]
    dates: tuple[tuple[PrintedDate, ...], ...]
    roles: tuple[Label, ...]
    is_first: bool
    is_last: bool
    captions: Mapping[tuple[int, int], Cell | None] = field(default_factory=dict)
    """Values of the labels that stand under them, by row and sign of the label; None where a box is empty."""
    beside: Mapping[tuple[int, int], Cell] = field(default_factory=dict)
    """Values of the labels of two lines, by row and sign of the first."""

    def all_labels(self, *kinds: str) -> Iterator[Label]:
        """Labels of some kinds, from the top."""
        for labels in self.labels:
            for label in labels:
                if label.kind in kinds:
                    yield label

    def next_label_start(self, row: Row, start: int, end: int) -> int:
        """Where the next label of a row starts, at most ``end``; a bare word inside a value does not count."""
        for label in self.labels[row.place]:
            if label.start >= start and label.start < end and (label.start > start or label.has_colon):
                if label.kind.startswith(ROLE_PREFIX) and not (label.has_colon or label.at_start):
                    continue
                if _is_inside_name(row, start, label):
                    continue
                if label.has_colon or label.at_start or not label.kind.startswith("stop"):
                    return label.start
                if _is_written_as_label(row.text[label.start : label.end]) and label.start > start:
                    return label.start
        return end

    def starts_with_label(self, cell: Cell) -> bool:
        """True when a cell begins with a label."""
        return any(label.at_start and cell.start <= label.start < cell.end for label in self.labels[cell.row.place])

    def value_of(self, label: Label) -> Region | None:
        """The region of the value of a label: after it, else right of it, else under it; None when there is none."""
        region = self._find_value(label)
        if region is None or label.kind not in (*_NAMES, *_FAMILY_KINDS):
            return region
        if _is_unknown_label(region):
            return None
        if not self.sheet.is_scan:
            return region
        start, end = trim_box(region.row.text, region.start, region.end)
        return region._replace(start=start, end=end)

    def _find_value(self, label: Label) -> Region | None:
        key = (label.row.place, label.start)
        if key in self.captions:
            over = self.captions[key]
            return Region(over.row, over.start, over.end, "below") if over is not None else None
        if key in self.beside:
            return self._region_in(self.beside[key], "right")
        column = self._column_under(label)
        if column is not None:
            return column
        row = label.row
        cell = row.cell_at(max(label.start, label.end - 1))
        chained = self._chained(label, cell)
        if chained is not None:
            return chained
        end = self.next_label_start(row, label.end, cell.end)
        if _has_content(row, label.end, end):
            return Region(row, label.end, end, "after")
        if end < cell.end:
            return None
        near, askew = self._next_cell(cell), self._askew(label, cell)
        near = None if near is not None and self._heads_beside(label, near) else near
        if near is not None and askew is not None and askew.box.x1 <= near.box.x0 and not askew.text[:1].islower():
            near = askew  # half a line under, before the next column
        right = self._region_in(near, "right") or self._region_in(askew, "right")
        if right is not None and self._may_hold(label.kind, right) and not self._heads(row):
            return self._carried(label, cell, right) or right
        under = self._region_in(self._same_rank(cell) or self._under(label, cell), "below")
        if right is not None and (under is None or not self._may_hold(label.kind, under)):
            return right
        return under

    def _under(self, label: Label, cell: Cell) -> Cell | None:
        """The cell under one; past « birth » alone, the end of a label told again in English."""
        under = self.sheet.below(cell.box, label.row)
        if under is None or label.kind not in ("date.birth", "sex") or not _REST_OF_LABEL.fullmatch(under.text):
            return under
        return self.sheet.below(under.box, under.row, heights_max=1.6) or under

    def _next_cell(self, cell: Cell) -> Cell | None:
        """The cell right of one, past a colon that stands apart."""
        after = cell.row.cells[cell.place + 1 : cell.place + 3]
        is_parted = len(after) == 2 and (after[0].text.strip() in (":", "=") or after[1].text.startswith(": "))
        return after[-1] if is_parted and not self.starts_with_label(after[0]) else next(iter(after), None)

    def _heads_beside(self, label: Label, near: Cell) -> bool:
        """True for the heading of boxes, and a cell beside that heads others."""
        if label.has_colon or not label.is_alone:
            return False
        under = self.sheet.below(label.row.cell_at(label.start).box, label.row)
        return under is not None and self.starts_with_label(under) and heads_column(self.sheet, near)

    def _askew(self, label: Label, cell: Cell) -> Cell | None:
        """« MARTIN » half a line over or under « Nom : », right of it: the value of a box read a little askew."""
        if not (label.has_colon or label.is_alone):
            return None
        share = _ASKEW if self.sheet.is_scan else _ASKEW_DRAWN
        near = self.sheet.rows[max(0, cell.row.place - 1) : cell.row.place + 2]
        for other in (one for row in near if row is not cell.row for one in row.cells):
            height = min(other.box.y1, cell.box.y1) - max(other.box.y0, cell.box.y0)
            is_level = height > share * min(other.box.height, cell.box.height)
            if is_level and 0 <= other.box.x0 - cell.box.x1 < _NEXT and not self.starts_with_label(other):
                return other
        return None

    def _carried(self, label: Label, cell: Cell, right: Region) -> Region | None:
        """« … Nom de naissance : » at the end of a line of its column, « MARTIN » at the start of the next one."""
        if label.kind not in _FAMILY_KINDS or not label.has_colon or label.at_start:
            return None
        under = self.sheet.below(cell.box, label.row, heights_max=1.3)
        if under is None or abs(under.box.x0 - cell.box.x0) > _EDGE or self.starts_with_label(under):
            return None
        text = right.row.text[right.start : right.end]
        is_name = under.text.isupper() and len(under.text.split()) <= _CARRIED_MAX and not text.isupper()
        return Region(under.row, under.start, under.end, "below") if is_name else None

    def _may_hold(self, kind: str, region: Region) -> bool:
        """False for a region that cannot be the value of a label, as a postcode for a date of birth."""
        if kind == "date.birth" and not any(self._dates_in(region)):
            return False
        return _may_hold(kind, region)

    def _chained(self, label: Label, cell: Cell) -> Region | None:
        """« Date de naissance / Sexe : 12/03/1951 / F », « Nom, prénom, date de naissance : … »: values told together.

        The part of the values that has the rank of the label when there are as many, else all of them.
        """
        chain = self._chain_of(label, cell)
        if chain is None:
            return None
        labels, sign = chain
        region = self._after_all(labels[-1], cell)
        if region is None:
            return None
        ranks = [_RANKS.get(one.kind, 1) for one in labels]
        parts = _part(region, sign)
        place = labels.index(label)
        if len(parts) == sum(ranks):
            first = sum(ranks[:place])
            return Region(region.row, parts[first][0], parts[first + ranks[place] - 1][1], region.how)
        if len(parts) == len(ranks):
            return Region(region.row, *parts[place], region.how)
        if label.kind.startswith("date."):
            start = next((one.span.start for one in self._dates_in(region)), region.start)
            return region._replace(start=start)
        return region if place == 0 else None

    def _dates_in(self, region: Region) -> Iterator[PrintedDate]:
        return (one for one in self.dates[region.row.place] if region.start <= one.span.start < region.end)

    def _chain_of(self, label: Label, cell: Cell) -> tuple[list[Label], str] | None:
        """The labels of a cell that nothing but one sign parts, up to the one with a colon or the last; the sign."""
        labels = [one for one in self.labels[cell.row.place] if cell.start <= one.start < cell.end]
        place = labels.index(label) if label in labels else -1
        if place < 0 or len(labels) < 2:
            return None
        first = last = place
        while first > 0 and not labels[first - 1].has_colon and self._sign_between(labels[first - 1], labels[first]):
            first -= 1
        while last + 1 < len(labels) and not labels[last].has_colon:
            if not self._sign_between(labels[last], labels[last + 1]):
                break
            last += 1
        chain = labels[first : last + 1]
        if len(chain) < 2:
            return None
        return chain, self._sign_between(chain[0], chain[1])

    def _sign_between(self, one: Label, other: Label) -> str:
        """The sign that alone parts two labels of a row; empty when other words do."""
        between = one.row.folded[one.end : other.start].strip()
        return between if between in _CHAIN_SIGNS else ""

    def _after_all(self, last: Label, cell: Cell) -> Region | None:
        """Where the values of a chain of labels stand: after the last one, right of it, or under it."""
        row = last.row
        end = self.next_label_start(row, last.end, cell.end)
        if _has_content(row, last.end, end):
            return Region(row, last.end, end, "after") if last.has_colon else None
        right = self._region_in(next(iter(row.cells[cell.place + 1 : cell.place + 2]), None), "right")
        return right if right is not None else self._region_in(self.sheet.below(cell.box, row), "below")

    def _region_in(self, cell: Cell | None, how: str) -> Region | None:
        """A cell that does not begin with a label, up to the next label in it."""
        if cell is None or self.starts_with_label(cell):
            return None
        return Region(cell.row, cell.start, self.next_label_start(cell.row, cell.start, cell.end), how)

    def _column_under(self, label: Label) -> Region | None:
        """Under a row of headings alone, the words between the left edges of this heading and of the next one."""
        row, labels = label.row, self.labels[label.row.place]
        if len(labels) < 2 or row.place + 1 >= len(self.sheet.rows) or not self._is_heading(row):
            return None
        under = self.sheet.rows[row.place + 1]
        is_near = under.top - row.bottom < 2.6 * max(row.height, under.height)
        if not is_near or self._is_heading(under) or len(under.cells) == len(row.cells) == len(labels):
            return None
        left = row.words_of(label.start, label.end)[0].box.x0 - _EDGE
        after = [one for one in labels if one.start > label.start]
        right = row.words_of(after[0].start, after[0].end)[0].box.x0 - _EDGE if after else 2.0
        words = [(at, word) for word, at in zip(under.words, under.starts, strict=True) if left <= word.box.x0 < right]
        if not words:
            return None
        last, word = words[-1]
        return Region(under, words[0][0], min(last + len(word.text), len(under.text)), "below")

    def _is_heading(self, row: Row) -> bool:
        """True for a row that holds labels alone, none with a colon."""
        return bool(self.labels[row.place]) and covers(self.labels[row.place], row)

    def _heads(self, row: Row) -> bool:
        """True for a row of heads, one of which was not known: under each label alone, a cell that may be its value."""
        alone = [one for one in self.labels[row.place] if one.is_alone and one.at_start]
        if len(alone) < 2 or row.place + 1 >= len(self.sheet.rows):
            return False
        if any(map(self.starts_with_label, self.sheet.rows[row.place + 1].cells)):
            return False  # « Nom | MARTIN » over « Prénom | Marie »
        under: list[Cell] = []
        for label in alone:
            cell = self.sheet.below(row.cell_at(label.start).box, row, rows_max=1, heights_max=_HEAD_GAP)
            if cell is None:
                continue  # an empty box
            region = self._region_in(cell, "below")
            if region is None or cell in under or not self._may_hold(label.kind, region):
                return False
            under.append(cell)
        return len(under) > 1

    def _same_rank(self, cell: Cell) -> Cell | None:
        """Under a row of headings alone, the cell of the same rank of the next row, when they are as many."""
        row = cell.row
        if len(row.cells) < 2 or row.place + 1 >= len(self.sheet.rows):
            return None
        under = self.sheet.rows[row.place + 1]
        is_near = under.top - row.bottom < 2.6 * max(row.height, under.height)
        if not is_near or len(under.cells) != len(row.cells) or not all(map(self.starts_with_label, row.cells)):
            return None
        return under.cells[cell.place]

    def scope_of(self, row: Row, start: int) -> Label | None:
        """The role label that governs a place: on its row before it, else a header over it; None when none does."""
        cell = row.cell_at(start)
        best: Label | None = None
        for label in self.roles:
            if label.row is row and label.start <= start:
                best = label if self._precedes(label, row, cell, start) else best
            elif label.row.place < row.place and (best is None or label.row.place >= best.row.place):
                best = label if self._governs(label, row, cell) else best
        return best

    def _precedes(self, label: Label, row: Row, cell: Cell, start: int) -> bool:
        """True when a role label of the same row still holds at a place: same cell, or it heads the cells after it."""
        if label.start >= cell.start:
            return True
        between = (other for other in self.labels[row.place] if label.end <= other.start < start)
        if any(other.kind == "object" for other in between):
            return False
        is_staff = label.kind in ("role.staff", "role.author", "role.attending")
        if is_staff and label.has_colon and _has_content(row, label.end, row.cell_at(label.start).end):
            return False  # « Directeur : M. DUPONT » rules nobody in the next column
        return label.has_colon or (label.is_alone and (start - cell.start <= 12 or self.starts_with_label(cell)))

    def _governs(self, label: Label, row: Row, cell: Cell) -> bool:
        over = label.row.cell_at(label.start)
        if label.kind == "role.relative" and not label.at_start and _LEADS.search(label.row.folded):
            return row.place - label.row.place <= _LED_ROWS_MAX  # « désigne comme personne de confiance … : »
        is_alone = label.is_alone or names_one_role(self.labels[label.row.place], label, over)
        has_value = not is_alone
        rows_max = 1 if has_value else _SCOPE_ROWS_MAX
        if row.place - label.row.place > rows_max or not label.at_start:
            return False
        if row.top - label.row.bottom > _SCOPE_HEIGHTS_MAX * max(row.height, label.row.height):
            return False
        is_under = is_alone and _are_over(cell, over) and cell.box.x0 - over.box.x0 < _COLUMN
        if not is_under and any(other is not cell and _are_over(other, over) for other in row.cells):
            return False  # the column of the label has its own cell on this row
        if has_value and cell.box.x0 < over.box.x0 + 0.02 and not label.has_colon:
            return False
        return cell.box.x0 >= over.box.x0 - 0.02 and (cell.box.x0 - over.box.x0 < 0.35 or len(label.row.cells) == 1)


def _are_over(one: Cell, other: Cell) -> bool:
    return min(one.box.x1, other.box.x1) > max(one.box.x0, other.box.x0)


def _may_hold(kind: str, region: Region) -> bool:
    """False for what cannot be the value of a label: a date without figures, a name that is a sentence or a title."""
    text = region.row.folded[region.start : region.end].strip()
    if kind.startswith("date.") or kind in _FIGURES:
        return any(sign.isdigit() for sign in text)
    if kind == "sex":
        return _SEX_VALUE.match(text) is not None
    if kind in _NAMES and (_is_unknown_label(region) or is_title(text)):
        return False
    return kind not in _NAMES or not is_no_name(region.row.text[region.start : region.end], is_part=kind in _PARTS)


def _is_unknown_label(region: Region) -> bool:
    """« Nonn : DUPONT » right of a box or under it: a label that was not known."""
    text = region.row.text[region.start : region.end]
    return region.how != "after" and ":" in text.lstrip(" :.;=|")


def _part(region: Region, sign: str) -> list[tuple[int, int]]:
    """The places between the signs of a region, those inside a date or a word apart."""
    text, start, parts = region.row.text, region.start, []
    mark = sign if sign in ("/", ",", ";", "|") else "-–—"
    for place in range(region.start, region.end):
        if text[place] not in mark:
            continue
        before, after = text[max(0, place - 1)], text[min(place + 1, len(text) - 1)]
        if not (before.isspace() or after.isspace()) and (mark == "-–—" or (before + after).isdigit()):
            continue
        parts.append((start, place))
        start = place + 1
    return [*parts, (start, region.end)]


def _is_inside_name(row: Row, start: int, label: Label) -> bool:
    """Words of the name before them: « DUPONT (nom de naissance : MARTIN) Marie », « née MARTIN, prénom Marie »."""
    if label.kind in ("given", "first_given"):
        is_bare = not label.has_colon and row.text[label.start : label.start + 1].islower()
        return is_bare and _WED.search(row.folded, start, label.start) is not None
    if label.kind not in ("birth_name", "used_name"):
        return False
    opened = row.text.rfind("(", start, label.start)
    return opened >= 0 and not row.text[opened + 1 : label.start].strip() and _has_content(row, start, opened)


def _is_written_as_label(text: str) -> bool:
    return text[:1].isupper() and not text.isupper()


def _has_content(row: Row, start: int, end: int) -> bool:
    return any(sign.isalnum() for sign in row.text[start:end])


def read_page(page: Page, received_on: str, *, is_first: bool, is_last: bool) -> PageReading:
    """Find the labels and the dates of a page. received_on: ISO."""
    sheet = make_sheet(page)
    labels = _without_insured(tuple(find_labels(row, forgives=sheet.is_scan) for row in sheet.rows))
    labels, beside = join_cut(sheet, join_parted(sheet, drop_names(labels)))
    labels = head_columns(sheet.rows, tell_used(sheet, tell_born(tell_wrapped(sheet, name_lost(sheet, labels)))))
    dates = [find_dates(row, received_on) for row in sheet.rows]
    for broken in find_broken_dates(sheet.rows):
        place, (_, start, end) = broken.span.row.place, broken.span
        kept = (one for one in dates[place] if one.span.end <= start or one.span.start >= end)
        dates[place] = tuple(sorted((*kept, broken), key=lambda one: one.span.start))
    return PageReading(
        sheet=sheet,
        labels=labels,
        dates=tuple(dates),
        roles=tuple(one for row in labels for one in row if one.kind.startswith(ROLE_PREFIX) and not _tells_sex(one)),
        is_first=is_first,
        is_last=is_last,
        captions=find_captions(sheet, labels, dates),
        beside=beside,
    )


def _tells_sex(label: Label) -> bool:
    """True for the words of a box of the sex, and for its value: « Fille / garçon | fille »."""
    cell = label.row.cell_at(label.start)
    near = (cell, *label.row.cells[max(0, cell.place - 1) : cell.place])
    return any(_SEX_BOX.match(one.folded) for one in near)


def _without_insured(labels: tuple[tuple[Label, ...], ...]) -> tuple[tuple[Label, ...], ...]:
    """« Nom de l'assuré » is the patient's name on a page that labels no other name."""
    if any(label.kind in _FAMILY_KINDS for row in labels for label in row):
        return labels
    return tuple(
        tuple(
            label._replace(kind="name")
            if label.kind == "role.relative" and _INSURED.match(label.row.folded, label.start)
            else label
            for label in row
        )
        for row in labels
    )


def read_all(pages: Sequence[Page], received_on: str) -> tuple[PageReading, ...]:
    """The pages of a document that are not blank, at most PAGES_MAX."""
    kept = [page for page in pages[:PAGES_MAX] if not page.is_blank and page.words]
    last = len(kept) - 1
    return tuple(
        read_page(page, received_on, is_first=place == 0, is_last=place == last) for place, page in enumerate(kept)
    )

"""Two papers on one glass: whether what stands in two parts of a page are papers of their own, and what follows.

What lives here: the signs of a paper, and the places of its fields on the whole page. What must not: where a page might
be cut (``codecs.pdf.pages_papers``). In doubt a page is one document, which is shown.
Rule: intake.md §1.5 (never merge two patients).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from liane.domain.intake.classify.titles import find_main_title
from liane.domain.intake.classify.tokens import fold
from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.fields import Candidate, FieldName, FieldValue, ReadDocument
from liane.domain.intake.page import Box, Page

WORDS_MIN = 12
"""Fewer words make no paper of their own."""
SURE_MIN = 0.6
SIGNS_MIN, SIGNS_BY_EDGE, ALL_SIGNS = 4, 3, 6
"""Of six: title, date and identity of either paper of two patients; an edge between them is one."""
_HEAD_LINES = 3
"""Lines at the top of a paper where its sender is named."""
_REACHED_LINES = 12
_LINE_CHARS_MAX = 120
_OWN_WORDS_MIN = 5
"""Words that each of two papers has and the other has not; below, they are copies of one form."""
_SOME_DAY = "2099-12-31"
_SENDER = re.compile(
    r"^\W*(?:DR|DOCTEURE?|PR|PROFESSEURE?|MAITRE)\b\.? [A-Z]"
    r"|\b(?:HOPITAL|HOSPITALIER|HOSPITALIERE|CHU|CHR|CH|CLINIQUE|POLYCLINIQUE|CENTRE|CABINET|LABORATOIRE|MAISON|INSTITUT|"
    r"PHARMACIE|POLE|GROUPE|EHPAD|RESIDENCE|CRECHE|SERVICE|SSIAD|HAD|AMBULANCES?|MUTUELLE|ASSOCIATION|"
    r"LBM|CAISSE|CPAM|MSA|MDPH|ASSURANCE MALADIE)\b"
    r"|\b(?:MEDECIN|CHIRURGIEN|SAGE-FEMME|INFIRMIERE?|KINESITHERAPEUTE|ORTHOPHONISTE|ORTHOPTISTE|PSYCHOLOGUE|DENTISTE|"
    r"DIETETICIENNE?|OSTEOPATHE|PODOLOGUE|PEDICURE|OPTICIENNE?|AUDIOPROTHESISTE|PHARMACIENNE?)\b"
)
"""Who writes, as the head of a paper says it."""
_REACHED = re.compile(
    r"\b\d{5} [A-Z]{3}|\b0[1-9](?:[ .-]?\d\d){4}\b|\b(?:RPPS|FINESS|ADELI|SIRET|AM)\W{0,4}\d|\bTEL(?:EPHONE)?\b|@"
)
"""Where or how whoever writes is reached, or the number under which they work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Signs:
    """What a part of a page shows of a paper of its own. Empty: not seen."""

    family: str
    given: str
    birth: str
    ins: str
    author: str
    is_titled: bool
    is_dated: bool
    words: frozenset[str]

    @property
    def is_named(self) -> bool:
        return bool(self.ins or (self.family and (self.given or self.birth)))

    @property
    def is_identified(self) -> bool:
        return bool(self.ins or (self.family and self.birth))


def are_papers(one: Page, other: Page, *, has_edge: bool = False, is_far: bool = False) -> bool:
    """True when two parts of a page are papers of their own. has_edge: the edge of a paper is seen between them;
    is_far: much of the page is bare between them.

    Each is headed by who writes it and names its patient; papers of two patients besides bear a title or a date each
    and most of what a paper bears, those of one patient all of it, and somebody else's head or an edge between them. A
    coupon, a column of a letter, the boxes of a form or the copy of the same form show less. Far from one another two
    patients whole each under a title are two papers whoever wrote them. Rule: intake.md §1.5.
    """
    if min(len(one.words), len(other.words)) < WORDS_MIN:
        return False
    are_headed = all(_is_headed(part) for part in (one, other))
    if not are_headed and not is_far:
        return False
    first, second = _look(one), _look(other)
    if not (first.is_named and second.is_named):
        return False
    if _are_two_people(first, second):
        return _are_of_two(first, second, has_edge=has_edge, are_headed=are_headed)
    whole = are_headed and all(each.is_identified and each.is_titled and each.is_dated for each in (first, second))
    has_two_authors = bool(first.author and second.author) and first.author != second.author
    return whole and (has_edge or has_two_authors) and not _are_alike(first, second)


def _are_of_two(first: _Signs, second: _Signs, *, has_edge: bool, are_headed: bool) -> bool:
    """True where parts that name two patients bear enough of what a paper bears."""
    told = [(each.is_titled, each.is_dated, each.is_identified) for each in (first, second)]
    count = sum(map(sum, told))
    if not are_headed:
        are_whole = all(each.is_titled and each.is_identified for each in (first, second))
        return are_whole and count + has_edge >= ALL_SIGNS
    if not all(any(signs[:2]) for signs in told) or not (first.is_identified or second.is_identified):
        return False
    return count >= (SIGNS_BY_EDGE if has_edge else SIGNS_MIN)


def _is_headed(page: Page) -> bool:
    """True when the part begins with who writes, and how they are reached."""
    lines = [line[:_LINE_CHARS_MAX] for line in fold(page.text.replace("’", "'")).splitlines()]
    is_told = any(_SENDER.search(line) for line in lines[:_HEAD_LINES])
    return is_told and any(_REACHED.search(line) for line in lines[:_REACHED_LINES])


def _look(page: Page) -> _Signs:
    read = extract_fields([page], received_on=_SOME_DAY)
    return _Signs(
        family=fold(_sure(read, FieldName.BIRTH_NAME) or _sure(read, FieldName.USED_NAME)),
        given=fold(_sure(read, FieldName.FIRST_NAME)),
        birth=_sure(read, FieldName.BIRTH_DATE),
        ins=_sure(read, FieldName.INS),
        author=fold(_sure(read, FieldName.AUTHOR_FAMILY)),
        is_titled=bool(find_main_title(page) or _sure(read, FieldName.TITLE)),
        is_dated=bool(_sure(read, FieldName.DOC_DATE)),
        words=frozenset(word for word in fold(page.text).split() if len(word) > 2),
    )


def _sure(read: ReadDocument, name: FieldName) -> str:
    found = read.fields.get(name)
    return found.chosen.value if found is not None and found.chosen.confidence >= SURE_MIN else ""


def _are_two_people(one: _Signs, other: _Signs) -> bool:
    if one.ins and other.ins:
        return one.ins != other.ins
    if one.birth and other.birth and one.birth != other.birth:
        return True
    return bool(one.family and other.family) and one.family != other.family and one.given != other.given


def _are_alike(one: _Signs, other: _Signs) -> bool:
    return min(len(one.words - other.words), len(other.words - one.words)) < _OWN_WORDS_MIN


def place_on_sheet(read: ReadDocument, pages: Sequence[Page]) -> ReadDocument:
    """Give what was read of a paper with its boxes as fractions of the whole page that it lay on."""
    regions = {page.number: page.region for page in pages if page.region is not None}
    if not regions:
        return read
    fields = {name: _place_field(found, regions) for name, found in read.fields.items()}
    candidates = {name: tuple(_place(one, regions) for one in some) for name, some in read.candidates.items()}
    return replace(read, fields=fields, candidates=candidates)


def _place_field(found: FieldValue, regions: dict[int, Box]) -> FieldValue:
    return replace(
        found,
        chosen=_place(found.chosen, regions),
        candidates=tuple(_place(one, regions) for one in found.candidates),
        values=tuple(_place(one, regions) for one in found.values),
    )


def _place(one: Candidate, regions: dict[int, Box]) -> Candidate:
    region = regions.get(one.page)
    return one if region is None else replace(one, boxes=tuple(box.place_in(region) for box in one.boxes))

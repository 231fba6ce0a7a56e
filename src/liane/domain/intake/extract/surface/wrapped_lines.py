"""An identity that the end of a line of a sentence cuts: « … de Mme DUPONT née » over « MARTIN Marie, née le … ».

What lives here: finding such lines, and bringing the rest of the identity to the end of its line, so that it is read
whole. What must not: the reading of a name (``names``), rows (``sheet``).
Rule: intake.md §3 (roles and names from grammar).
"""

import re
from collections.abc import Sequence

from liane.domain.intake.extract.surface.combs import Combs
from liane.domain.intake.page import Box, Word

CELLS_MAX = 600
"""Cells of a page that are looked at."""
LINES_MAX = 2
"""Lines under it that an identity may go on over."""
TAIL_MAX, REST_MAX = 12, 18
"""Words of an identity before the end of its line, and after it."""
_WORDS_MIN, _WIDTH_MIN = 4, 0.25
"""A line of a sentence has so many words at least, and takes this part of the width of the page."""
_HEIGHTS = (0.4, 2.2)
"""How far under a line the next one begins, in heights of its words."""
_LAST = 4
"""Words at the end of a line that tell its height: a colon alone is no measure of it."""
_INDENT, _OUTDENT = 0.03, 0.09
_MARGIN = 0.012
_BLOCK_HEIGHTS = 9.0
"""Lines within so many heights are of one block: the longest tells where lines are broken."""
_CIVILITY = re.compile(r"[(]?(?:Mme|MME|Madame|MADAME|Mlle|MLLE|Mademoiselle|M\.|Mr|MR|Monsieur|MONSIEUR)[.]?")
_LEAD = re.compile(r"(?:Patient(?:e|\(e\))?|PATIENT(?:E|\(E\))?|Concerne|Objet|Identité|Bénéficiaire|Résidente?)[ :]*")
_NAME = re.compile(r"[(\[]?[A-ZÀ-Ý](?:[A-Za-zÀ-ÿ'’\-]*[A-Za-zÀ-ÿ'’])?[).,;\]]{0,2}")
_DAY = re.compile(
    r"[(]?(?:\d{1,2}[/.\-]\d{1,2}[/.\-](?:\d{2}|\d{4})|(?:19|20)\d\d-\d\d-\d\d|(?:\d{1,2}-)?[A-Za-zÀ-ÿ]{3,9}-\d{4}|1er|"
    r"\d{1,2}-|\d{1,4})"
    r"[).,;]{0,2}"
)
_WHOLE_DAY = re.compile(r"(?:\d[/.\-]|-|^)(?:19|20)\d\d(?!\d)|(?:19|20)\d\d-\d\d-\d\d|\d[/.]\d{1,2}[/.]\d\d(?!\d)")
_AGES = ("ans", "ans)", "ans,", "ans).")
_NAMES_MAX = 2
"""Words of a name after which it may be whole."""
_MONTH = re.compile(
    r"(?:janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre)\.?",
    re.IGNORECASE,
)
_JOINT = re.compile(
    r"[(]?(?:n[ée]e?(?:\(e\))?|épouse|epouse|ép\.?|ep\.?|épse|veuve|vve|nom|de|du|des|d'usage|naissance|jeune|fille|usage|utilis[ée]e?|usuel|marital|"
    r"prénoms?|le|la|da|dos|di|van|von|den|der|el|âgée?|agée?|ans|date|[:,|/–-])[).:,;]{0,2}"
)
"""Small words and signs between the parts of an identity."""
_OWN_LINE = re.compile(r"(?:Naissance|NAISSANCE|DDN|Date|DATE|Sexe|SEXE|INS|IPP|Adresse|ADRESSE):?")
"""Labels that begin a line of their own."""
_CLOSED = re.compile(r"[^\W\d_]{3,}\.")
"""The end of a sentence; « ép. » is none."""
_OPENS = frozenset(
    ("ELLE", "IL", "ILS", "NOUS", "JE", "SON", "SA", "SES", "CETTE", "CE", "AU", "AUX", "DANS", "POUR", "SUR", "DR",
     "DOCTEUR", "PROFESSEUR", "PR", "MADAME", "MME", "MONSIEUR", "M", "SERVICE", "MOTIF", "CONCLUSION", "ANTECEDENTS",
     "NOTRE", "VOTRE", "UN", "UNE", "LORS", "DEPUIS", "APRES", "AVANT", "AVEC", "SANS", "EN", "ON", "MERCI", "BIEN",
     "CHER", "CHERE", "EST", "DEMEURANT", "DOMICILIEE", "HOPITAL", "CLINIQUE", "CENTRE")
)  # fmt: skip
"""Words with a capital that begin another sentence or another person."""


def join_wrapped(cells: list[list[Word]], combs: Combs) -> tuple[list[list[Word]], Combs]:
    """Bring the rest of an identity cut by the end of its line to that line. cells: their words, in reading order."""
    carried: set[int] = set()
    for cell in cells[:CELLS_MAX]:
        line: list[Word] = list(cell) if _is_open(cell, combs) else []
        for _ in range(LINES_MAX):
            under = _find_under(line, cells) if line else None
            rest = 0
            if under is not None and _goes_on(line, under) and _is_broken(line, under, cells):
                rest = _rest_of(under, combs)
            if under is None or not rest:
                break
            line = list(under[:rest])
            carried.update(map(id, line))
            cell.extend(line)
            del under[:rest]
            if under:
                break
    if not carried:
        return cells, combs
    kept = [cell for cell in cells if cell]
    return kept, Combs(combs.glued, combs.spaced, combs.carried | carried)


def _is_open(cell: Sequence[Word], combs: Combs) -> bool:
    """True for a line of a sentence that ends inside an identity."""
    if len(cell) < _WORDS_MIN or cell[-1].box.x1 - cell[0].box.x0 < _WIDTH_MIN:
        return False
    first = max(0, len(cell) - TAIL_MAX - 1)
    start = next((at for at in range(len(cell) - 1, first - 1, -1) if _CIVILITY.fullmatch(cell[at].text)), -1)
    if start < 1 and not (start == 0 and len(cell) > _WORDS_MIN):
        lead = next((at for at in range(2) if _LEAD.fullmatch(cell[at].text) and len(cell) <= TAIL_MAX + 2), -1)
        start = lead if lead >= 0 else start
    if start < 0:
        return False
    tail = cell[start + 1 :]
    if any(_WHOLE_DAY.search(word.text) for word in tail) and not _JOINT.fullmatch(tail[-1].text):
        return False  # « Mme DUPONT Marie née le 12/03/1960 » is whole
    return all(_is_part(word.text) and id(word) not in combs.carried for word in tail) and not any(
        _CLOSED.fullmatch(word.text) for word in tail
    )


def _is_part(text: str) -> bool:
    """True for a word that an identity may hold."""
    if _NAME.fullmatch(text):
        return text.strip("()[].,;").upper() not in _OPENS
    return any(pattern.fullmatch(text) for pattern in (_JOINT, _DAY, _MONTH))


def _rest_of(under: Sequence[Word], combs: Combs) -> int:
    """How many words at the start of a line go on with the identity of the line over it."""
    last, has_day = 0, False
    for count, word in enumerate(under[:REST_MAX], 1):
        is_past = has_day and _NAME.fullmatch(word.text) is not None and len(word.text.strip(".,;()")) > 1
        if not _is_part(word.text) or id(word) in combs.carried or is_past:
            break
        has_day = has_day or _WHOLE_DAY.search(word.text) is not None
        if not _JOINT.fullmatch(word.text) or count == len(under):
            last = count
        if _CLOSED.fullmatch(word.text):
            break
    return last


def _goes_on(line: Sequence[Word], under: Sequence[Word]) -> bool:
    """False where both names are told and the next line begins with a word that is no family name in capitals, or with
    a label.
    """
    first = under[0].text
    if _OWN_LINE.fullmatch(first) is not None:
        return False
    if any(word.text.endswith(":") for word in under[:2]) and _NAME.fullmatch(first.rstrip(":")):
        return False
    if first.startswith("(") or not _NAME.fullmatch(first):
        return True
    if line[-1].text in _AGES:
        return False
    if not _NAME.fullmatch(line[-1].text):
        return True
    names = line[-_NAMES_MAX:]
    is_whole = all(_NAME.fullmatch(word.text) and not _CIVILITY.fullmatch(word.text) for word in names)
    return not is_whole or first.strip(",.;)").isupper() or line[-1].text.endswith(",")


def _find_under(cell: Sequence[Word], cells: Sequence[list[Word]]) -> list[Word] | None:
    """The line that begins under the beginning of another, its first line indented or not."""
    box, height = cell[0].box, max((word.box.height for word in cell[-_LAST:]), default=1e-4)
    near = [
        other
        for other in cells
        if other
        and other is not cell
        and _HEIGHTS[0] * height < other[0].box.y0 - cell[-1].box.y0 < _HEIGHTS[1] * height
        and -_OUTDENT < other[0].box.x0 - box.x0 < _INDENT
    ]
    return min(near, key=lambda other: (other[0].box.y0, abs(other[0].box.x0 - box.x0)), default=None)


def _is_broken(cell: Sequence[Word], under: Sequence[Word], cells: Sequence[Sequence[Word]]) -> bool:
    """True where the first word of the next line had no room left on the line, as the longest of the block tells."""
    box, height = cell[0].box, max((word.box.height for word in cell[-_LAST:]), default=1e-4)
    ends = [one[-1].box.x1 for one in cells if one and _is_of_block(one[0].box, box, height)]
    margin = max((*ends, cell[-1].box.x1, under[-1].box.x1))
    room = under[0].box.x1 - under[0].box.x0
    return cell[-1].box.x1 + room > margin - _MARGIN


def _is_of_block(one: Box, box: Box, height: float) -> bool:
    return abs(one.y0 - box.y0) < _BLOCK_HEIGHTS * height and -_OUTDENT < one.x0 - box.x0 < _INDENT

"""Where one document ends and the next begins in a file: by identities, numbering, letterheads, separators.

What lives here: the cuts. What must not: reading the fields of a document. Two patients are never joined; in doubt, a
page whose identity differs begins a document.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from liane.domain.identity.ins import compute_ins_key
from liane.domain.intake.classify.titles import find_main_title
from liane.domain.intake.classify.tokens import fold
from liane.domain.intake.page import Page, SymbolKind

PAGES_MAX = 400
_NUMBERING = re.compile(
    r"(?:PAGES?|P\.?|FEUILLET)\s*:?\s*(\d{1,3})\s*(?:/|SUR|DE)\s*(\d{1,3})|^\s*(\d{1,2})\s*/\s*(\d{1,2})\s*$"
)
_BIRTH = re.compile(
    r"(?:\bNE\b|\bNEE\b|\bNE\(E\)|\bDDN\b|NAISSANCE|NAISS\.?)\s*(?:LE)?\s*:?\s*\.*\s*"
    r"(\d{1,2})(?:ER)?\s*([/.\- ])\s*(\d{1,2}|[A-Z]{3,9})\.?\s*[/.\- ]\s*((?:19|20)\d\d)"
)
_INS = re.compile(r"(?<!\d)([12378]\s?\d\d\s?\d\d\s?(?:\d\d|2A|2B)\s?\d{3}\s?\d{3}\s?\d\d)(?!\d)")
_LABELLED = re.compile(
    r"\bNOM\s*(?:DE\s*(?:NAISSANCE|FAMILLE)|NAISS\.?|PATRONYMIQUE)?\s*(?:\([A-Z ]+\))?\s*[:.]+\s*([A-Z][A-Z' -]{1,40})"
)
_CIVIL = re.compile(
    r"\b(?:PATIENTE?|CONCERNE|OBJET|REF)\b[^:\n]{0,40}:\s*.{0,80}?\b(?:MME|M\.|MR|MADAME|MONSIEUR|MLLE)\s+([A-Z][A-Z' -]{1,40})"
)
_SEPARATOR = re.compile(r"SEPARAT(?:EUR|ION)|INTERCALAIRE|NOUVEAU DOCUMENT|PATCH ?(?:T|CODE)|FEUILLE DE SEPARATION")
_SEPARATOR_CODES = (b"PATCHT", b"PATCH T", b"SEPARATEUR", b"SEPARATOR", b"LIANE-SEP")
_RELATIVE = re.compile(
    r"CONFIANCE|PREVENIR|CONTACT|CONJOINT|FILS|FILLE|MERE|PERE|SOEUR|FRERE|NOUVEAU.NE|ENFANT|EPOU|VOISIN|COUSIN|TUTEUR"
)
_MONTHS = {
    "JANVIER": 1, "JANV": 1, "FEVRIER": 2, "FEV": 2, "MARS": 3, "AVRIL": 4, "AVR": 4, "MAI": 5, "JUIN": 6, "JUILLET": 7,
    "JUIL": 7, "AOUT": 8, "SEPTEMBRE": 9, "SEPT": 9, "OCTOBRE": 10, "OCT": 10, "NOVEMBRE": 11, "NOV": 11, "DECEMBRE": 12,
    "DEC": 12,
}  # fmt: skip


@dataclass(slots=True, kw_only=True)
class _Evidence:
    """What one page says of where it belongs. Sets hold normalised values; empty: says nothing."""

    number: int
    is_blank: bool = False
    is_separator: bool = False
    matricules: set[str] = field(default_factory=set)
    births: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    place: tuple[int, int] | None = None
    head: frozenset[str] = frozenset()
    title: str = ""


def split_pages(pages: Sequence[Page]) -> tuple[tuple[int, ...], ...]:
    """Group the pages of a file into documents: page numbers, in order; every page is in exactly one group.

    Separator sheets and blank pages go with the document before them (the first one's, with the document after).
    Raises ValueError when there are more than PAGES_MAX pages. Rule: intake.md §1.5 (never merge two patients).
    """
    if len(pages) > PAGES_MAX:
        raise ValueError(f"more than {PAGES_MAX} pages")
    groups: list[list[_Evidence]] = []
    pending: list[_Evidence] = []
    is_cut = True
    for page in pages:
        evidence = _look(page)
        if evidence.is_blank or evidence.is_separator:
            (groups[-1] if groups else pending).append(evidence)
            is_cut = is_cut or evidence.is_separator
            continue
        if is_cut or not groups or _begins(evidence, groups[-1]):
            groups.append([*pending, evidence])
            pending = []
        else:
            groups[-1].append(evidence)
        is_cut = False
    if pending:
        groups.append(pending)
    return tuple(tuple(one.number for one in group) for group in groups)


def _look(page: Page) -> _Evidence:
    evidence = _Evidence(number=page.number)
    if page.is_blank or not page.words:
        evidence.is_blank = page.is_blank or not page.symbols
        return evidence
    lines = fold(page.text.replace("’", "'")).splitlines()
    text = "\n".join(line for line in lines if not _RELATIVE.search(line))
    evidence.is_separator = _is_separator(page, lines)
    evidence.matricules = {found for found in map(_matricule, _INS.findall(text)) if found}
    evidence.births = {found for found in map(_birth_of, _BIRTH.finditer(text)) if found}
    evidence.names = {_first_words(one) for one in (*_LABELLED.findall(text), *_CIVIL.findall(text))} - {""}
    for symbol in page.symbols:
        payload = symbol.payload.decode("latin-1")
        if symbol.kind is SymbolKind.DATAMATRIX and payload[:3] == "IS0" and len(payload) > 43:
            evidence.matricules |= {found for found in (_matricule(payload[28:43]),) if found}
    evidence.place = _numbering(lines)
    evidence.head = _letterhead(page)
    evidence.title = find_main_title(page)
    return evidence


def _begins(evidence: _Evidence, group: Sequence[_Evidence]) -> bool:
    """True when the page does not belong with the group before it."""
    known = _gather(group)
    previous = next((one for one in reversed(group) if not one.is_blank), group[-1])
    if _differs(evidence.matricules, known["matricules"]) or _differs(evidence.births, known["births"]):
        return True
    if evidence.place and previous.place:
        continues = evidence.place[0] == previous.place[0] + 1 and evidence.place[1] == previous.place[1]
        if continues:
            return False
        if evidence.place[0] == 1:
            return True
    elif evidence.place and evidence.place[0] == 1:
        return True
    if _differs(evidence.names, known["names"]) and not _shares(evidence, known):
        return True
    return bool(evidence.title) and _is_new_head(evidence, group)


def _is_new_head(evidence: _Evidence, group: Sequence[_Evidence]) -> bool:
    """A titled page with a letterhead or a title other than the first page's begins a document."""
    first = next((one for one in group if not one.is_blank), group[0])
    has_identity = bool(evidence.matricules or evidence.births or evidence.names)
    if not has_identity:
        return bool(evidence.head) and bool(first.head) and not evidence.head & first.head
    return evidence.title != first.title or not evidence.head & first.head


def _shares(evidence: _Evidence, known: Mapping[str, set[str]]) -> bool:
    return bool(evidence.matricules & known["matricules"]) or bool(evidence.births & known["births"])


def _gather(group: Sequence[_Evidence]) -> dict[str, set[str]]:
    return {
        "matricules": set().union(*(one.matricules for one in group)),
        "births": set().union(*(one.births for one in group)),
        "names": set().union(*(one.names for one in group)),
    }


def _differs(ones: set[str], others: set[str]) -> bool:
    return bool(ones) and bool(others) and not ones & others


def _is_separator(page: Page, lines: Sequence[str]) -> bool:
    if any(code in symbol.payload.upper() for symbol in page.symbols for code in _SEPARATOR_CODES):
        return True
    return len(page.words) <= 25 and any(_SEPARATOR.search(line) for line in lines)


def _numbering(lines: Sequence[str]) -> tuple[int, int] | None:
    """« page 2/3 » at the top or at the foot."""
    for line in (*lines[:6], *lines[-4:]):
        found = _NUMBERING.search(line)
        if found:
            number, total = (int(part) for part in found.groups() if part)
            if 1 <= number <= total:
                return number, total
    return None


def _letterhead(page: Page) -> frozenset[str]:
    """Long words of the top of the page."""
    words = (fold(word.text).strip(".,:;()") for word in page.words if word.box.y1 < 0.14)
    return frozenset(word for word in words if len(word) >= 5 and word.isalpha())


def _matricule(text: str) -> str:
    digits = re.sub(r"\s", "", text)
    try:
        return digits if compute_ins_key(digits[:13]) == digits[13:] else ""
    except ValueError:
        return ""


def _birth_of(found: "re.Match[str]") -> str:
    day, month = int(found[1]), found[3]
    number = int(month) if month.isdigit() else _MONTHS.get(month, 0)
    return f"{found[4]}-{number:02d}-{day:02d}" if 1 <= number <= 12 and 1 <= day <= 31 else ""


def _first_words(name: str) -> str:
    words = re.split(r"\s(?:PRENOM|NEE?|SEXE|EP)\b|\s{2,}", name.strip())[0].split()
    return " ".join(words[:2])

"""Words that an optical reader ran together: « MmeDUPONT », « néele », « le12/03/1960 », « Marie(née ».

What lives here: parting them again, each part with its share of the box. What must not: words of a text layer, which
are as their author typed them; the meaning of a page. Rule: intake.md §3 (what an optical reader makes of a page).
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from liane.domain.intake.page import Engine, Word

_CIVILITY = r"(?:Mme|MME|Mlle|MLLE|Melle|Mr|Madame|MADAME|Monsieur|MONSIEUR|M\.|Dr|Docteur|Pr)"
_CUTS = (
    re.compile(rf"^[(]?{_CIVILITY}(?=[A-ZÀ-Ý][A-Za-zÀ-ÿ'\-]{{2,}})"),
    re.compile(r"^[(]?[Nn][éèêe]e?(?:\(e\))?(?=(?:le|Le)(?:$|[0-3OIl]?[0-9OIl]))"),
    re.compile(r"^[(]?[Nn][éèêe]e(?=[A-ZÀ-Ý]{3})"),
    re.compile(r"^(?:le|du|au|Le|Du)(?=[0-3]?[0-9][/.\-][0-9]{1,2}[/.\-](?:19|20)?[0-9]{2}\b)"),
    re.compile(r"^[A-Za-zÀ-ÿ'\-]{3,}(?=\((?:[A-Za-zÀ-ÿ]{3,}|[A-ZÀ-Ý]{2,}))"),
    re.compile(r"^[(]?[A-Za-zÀ-ÿ'\-]{3,}\)?[,;](?=[A-Za-zÀ-ÿ]{2,})"),
    re.compile(r"^[(]?[A-ZÀ-Ý'\-]{3,}\)\.?(?=[A-Za-zÀ-ÿ]{3,})"),
)
"""Where a word is parted: after what each of these reads of its beginning."""
_PARTS_MAX = 4
_NO_NAMES = frozenset({"MRSA", "PRIX", "MRI"})


def part_glued(words: Sequence[Word]) -> list[Word]:
    """The words of a page, in the order given, with those that an optical reader ran together parted."""
    parted: list[Word] = []
    for word in words:
        is_read = word.engine is not Engine.TEXT_LAYER
        parted.extend(_part(word) if is_read and len(word.text) > _PARTS_MAX else (word,))
    return parted


def _part(word: Word) -> list[Word]:
    parts: list[Word] = []
    rest = word
    while len(parts) < _PARTS_MAX - 1 and (cut := _cut_of(rest.text)):
        head, rest = _split(rest, cut)
        parts.append(head)
    return [*parts, rest]


def _cut_of(text: str) -> int:
    """How many signs the first word of a text has; 0 where it is one word."""
    if text.upper().strip(".,;:()") in _NO_NAMES or "@" in text or "/" in text[:2]:
        return 0
    return next((match.end() for pattern in _CUTS if (match := pattern.match(text))), 0)


def _split(word: Word, cut: int) -> tuple[Word, Word]:
    """A word in two, its box shared by the number of signs."""
    middle = word.box.x0 + (word.box.x1 - word.box.x0) * cut / len(word.text)
    left, right = replace(word.box, x1=middle), replace(word.box, x0=middle)
    return replace(word, text=word.text[:cut], box=left), replace(word, text=word.text[cut:], box=right)

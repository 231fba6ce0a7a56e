"""What the box of a name cannot hold: « Madame X », the sentence of a letter beside it.

What lives here: the words beside or under a label, as text. What must not: where they stand (``reading``).
Rule: intake.md §3 (values read by labels and position).
"""

import re

from liane.domain.intake.extract.surface.sheet import fold

_NAME_WORDS_MAX = 7
_CIVIL = re.compile(r"[\-–—•* ]*(?:MME|MADAME|MLLE|M\.(?= )|MR|MONSIEUR|DR|DOCTEUR|ENFANT)(?![A-Z])")
_SALUTATION = re.compile(r"(?:MON |MA )?(?:CHERE?S?|MADAME,|MONSIEUR,)\b")
_SMALL_WORDS = frozenset(
    ("de", "du", "des", "la", "le", "les", "el", "al", "ben", "von", "van", "der", "den", "di", "da", "dos", "del",
     "née", "né", "épouse", "ép", "ep", "veuve", "dit", "dite", "et", "ou", "puis")
)  # fmt: skip
"""Words in small letters that a name may hold."""
_EDGE_LEFT = re.compile(r"[\s:=.,;*_\-–]*(?:[|¦\[\]!]+\s*|[lI1] )[\s:.\[|]*(?=[^\W\d_]{2})")
_EDGE_RIGHT = re.compile(r"(?:\s*[|¦\[\]!]+|(?<=[^\W\d_]{2}) [lI1])[\s.:_]*$")
"""What the sides of a box become at the edges of its value."""


def trim_box(text: str, start: int, end: int) -> tuple[int, int]:
    """A value without the strokes that an optical reader made of the sides of its box: « | DUPONT », « Marie l »."""
    led = _EDGE_LEFT.match(text, start, end)
    start = led.end() if led is not None else start
    tail = _EDGE_RIGHT.search(text, start, end)
    return start, tail.start() if tail is not None else end


def is_no_name(text: str, *, is_part: bool) -> bool:
    """True for words that are no name. is_part: the box is that of one name alone, no civility begins it."""
    folded = fold(text).strip()
    if (is_part and _CIVIL.match(folded)) or _SALUTATION.match(folded):
        return True  # « Nom de naissance » over its value, beside the block of an address or a letter
    return len(text.split()) > _NAME_WORDS_MAX or _is_sentence(text)


def _is_sentence(text: str) -> bool:
    """« Pansement à refaire par … »: in small letters but the first."""
    words = re.findall(r"[^\W\d_]{2,}", text)
    small = [word for word in words if word.islower() and word not in _SMALL_WORDS]
    return (len(small) > 1 or (bool(small) and text.rstrip().endswith("."))) and words[0][0].isupper()

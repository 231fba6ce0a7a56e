"""Letters of a name that an optical reader took for figures of their shape: « DESCH4MPS », « Jul0e », « lbrahima ».

What lives here: mending them. What must not: the grammar of a name (``names``).
Rule: intake.md §3 (identity as printed; what had to be mended counts for less).
"""

import re

from liane.domain.intake.extract.surface.lexicon import is_given

BROKEN_WORD = re.compile(
    r"(?=[A-ZÀ-Ý0-9'\-]*[A-ZÀ-Ý][A-ZÀ-Ý0-9'\-]*[A-ZÀ-Ý])[A-ZÀ-Ý'\-]*[014568][A-ZÀ-Ý'\-]+(?![0-9])"
    r"|[A-ZÀ-Ý][A-ZÀ-Ý'\-]{2,}[04568](?![0-9A-Za-z])|[A-ZÀ-Ý][a-zà-ÿ]+[056][a-zà-ÿ]+"
)
"""A name, a letter of which an optical reader took for a figure of its shape: « DESCH4MPS », « Jul0e »."""
_LETTERS = str.maketrans("014568", "OIASGB")
_SMALL_L = re.compile(r"(?<!\w)l[a-zà-ÿ]{3,20}(?!\w)")
_LAST_PART, _NEXT_PART = re.compile(r"[^\W\d_]{2,}$"), re.compile(r"- ([^\W\d_]{2,})")


def mend_name(text: str) -> tuple[str, bool]:
    """A printed name with the figures that stand for letters of their shape mended, and whether there were any."""
    if not any(map(str.isdigit, text)) and not _SMALL_L.search(text):
        return text, False
    mended = " ".join(map(_mend_word, text.split(" ")))
    return mended, mended != text


def _mend_word(word: str) -> str:
    if _SMALL_L.fullmatch(word) and is_given(f"I{word[1:]}"):
        return f"I{word[1:]}"  # « lbrahima »
    return word.translate(_LETTERS) if BROKEN_WORD.fullmatch(word) else word


def is_hyphen(before: str, after: str) -> bool:
    """« TANGUY- POLLET »: the hyphen of a double name, with a blank that it has not; both parts set alike."""
    led, follows = _LAST_PART.search(before), _NEXT_PART.match(after)
    return led is not None and follows is not None and led.group().isupper() == follows.group(1).isupper()

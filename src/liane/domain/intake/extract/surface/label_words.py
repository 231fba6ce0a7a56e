"""Words of labels made comparable: look-alike letters made one, the usual misreadings of « nom » and « prénom » mended.

What lives here: one word at a time. What must not: labels of several words (``labels``).
"""

import re

_CONFUSIONS = str.maketrans("0158|L", "OISBII")
_BORN_MISREAD = frozenset({"NEIEI", "NEFE", "NETE"})
"""« Né(e) », a bracket of which an optical reader took for a letter: « Néle) »."""
_PLURAL_MISREAD = frozenset({"IS", "ISI", "TS", "TSI", "FS", "CS", "IS1", "E"})
"""What an optical reader makes of the end of « Prénom(s) »: « Prénomis! », « Prénomts) »."""
_NAME_MISREAD = frozenset({"NORN", "NOIN", "NOIM", "NONI", "NQM", "NOMN", "HOM", "NOM1"})
_GIVEN_MISREAD = frozenset(
    {
        "PRENORN", "PRENOIN", "PRENONI", "PRENOIM", "PRENO", "PRENM", "PRNOM", "PENOM", "PREOM", "RENOM", "PRENORM",
        "PRENCM", "PRENOMN", "PRENOOM", "PRSNOM", "PRFNOM", "FRENOM",
    }
)  # fmt: skip
"""« Norn », « Noin » for « Nom », « Prénorn », « Préno(s) » for « Prénom »: an m read as two letters, a letter lost."""
DOUBLED = re.compile(r"([A-Z])\1+")


def canonical(token: str) -> str:
    """A folded token with look-alike letters made one, without the marks of feminine and plural."""
    text = token.translate(_CONFUSIONS)
    if text == "NO":
        return "N"  # « NO SEJOUR », « N0 SEJOUR »: the sign of a number
    if text in _BORN_MISREAD:
        return "NE"
    if text in _NAME_MISREAD:
        return "NOM"
    if text.removesuffix("S") in _GIVEN_MISREAD or (text.startswith("PRENOM") and text[6:] in _PLURAL_MISREAD):
        return "PRENOM"
    if len(text) > 3 and text[-1] == "S":
        text = text[:-1]
    if len(text) > 2 and text.endswith("EE"):
        text = text[:-1]
    return text

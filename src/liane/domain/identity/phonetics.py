"""A phonetic key for French names: two spellings that a French speaker says alike give the same key.

Own algorithm, in the family of the French phonetic codes: one pass from left to right over the letters, the longest
group first, each group giving its sound; then doubled sounds and silent endings go. Sounds of a key: consonants as
letters, ``C`` for « ch », ``J`` for soft g, ``Y`` for « gn »; vowels ``A E I O U`` (``U`` for « ou » as for « u »);
nasals ``1`` (an, en), ``2`` (in, ain, un), ``3`` (on). Spaces, hyphens and apostrophes count for nothing in a key.
"""

import re
import unicodedata
from functools import lru_cache

CACHE_MAX = 65_536
_NASAL = r"(?![AEIOUYHNM])"
_GROUPS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        # Consonants in groups.
        (r"SCH|TCH|SH", "C"),
        (r"CH(?=[RLN]|AEL)|KH|CQU?|QU|CK|Q", "K"),
        (r"CH", "C"),
        (r"PH", "F"),
        (r"TH", "T"),
        (r"RH", "R"),
        (r"BV", "V"),
        (r"DJ", "J"),
        (r"GN", "Y"),
        (r"GU(?=[EIY])|GH", "G"),
        (r"[GJ]E(?=[AOU])|G(?=[EIY])", "J"),
        (r"SC(?=[EIY])|C(?=[EIY])|Z", "S"),
        (r"C", "K"),
        (r"X$", ""),
        (r"X", "KS"),
        (r"W", "V"),
        (r"H", ""),
        # Nasal vowels: before a consonant or at the end.
        (rf"IEN{_NASAL}", "I2"),
        (rf"OIN{_NASAL}", "U2"),
        (rf"(?:AI|EI|AY|EY|I|Y|U)[NM]{_NASAL}", "2"),
        (rf"[AE][NM]{_NASAL}", "1"),
        (rf"O[NM]{_NASAL}", "3"),
        # Vowels in groups.
        (r"(?:EAU|AU)(?:L(?=[TDX]S?$))?", "O"),
        (r"OEU|EU|AE|AI|EI|AY|EY", "E"),
        (r"OI|OY", "UA"),
        (r"OU", "U"),
        (r"ILL", "IL"),
        (r"Y", "I"),
    )
)
_FIRST_OF_GROUP = frozenset("SCTKQPRBDJGZXWHIOAEUY")
_SILENT_END = re.compile(r"(?<=..)(?:(?<=[123U])PS?|[TD]{1,2}S?|ES?|S)$")
_DOUBLES = re.compile(r"(.)\1+")
_NOT_LETTERS = re.compile(r"[^A-Z]+")


def _letters(text: str) -> str:
    upper = text.upper()
    if not upper.isascii():
        upper = unicodedata.normalize("NFD", upper.replace("Œ", "OE").replace("Æ", "AE"))
    return _NOT_LETTERS.sub("", upper)


@lru_cache(maxsize=CACHE_MAX)
def phonetic_key(text: str) -> str:
    """The key of a whole name: DUPOND as DUPONT, THIBAULT as TIBO, PHILIPPE as FILIP, DE LA TOUR as DELATOUR.

    Empty when the name has no Latin letter.
    """
    letters = _letters(text)
    sounds: list[str] = []
    place = 0
    while place < len(letters):
        taken, sound = _read_sound(letters, place)
        sounds.append(sound)
        place += taken
    key = _DOUBLES.sub(r"\1", "".join(sounds))
    return _DOUBLES.sub(r"\1", _SILENT_END.sub("", key)) or letters


def _read_sound(letters: str, place: int) -> tuple[int, str]:
    if letters[place] in _FIRST_OF_GROUP:
        for pattern, sound in _GROUPS:
            match = pattern.match(letters, place)
            if match:
                return match.end() - place, sound
    return 1, letters[place]


def phonetic_words(text: str) -> tuple[str, ...]:
    """The key of each word of a name (words as spaces, hyphens and apostrophes part them)."""
    words = re.split(r"[\s'’-]+", text)
    return tuple(key for key in (phonetic_key(word) for word in words) if key)

"""Names as the RNIV writes them: cleaning what is typed, checking what is held, folding for comparison and search.

The phonetic key is in ``phonetics``. What INSi returned is never cleaned: it is kept byte for byte.
"""

import re
import unicodedata
from typing import Literal

from liane.domain.errors import Finding, RuleViolation, Severity
from liane.domain.identity.phonetics import phonetic_key, phonetic_words

__all__ = [
    "NAME_LENGTH_MAX",
    "NameKind",
    "check_name",
    "clean_name",
    "first_given_is_consistent",
    "fold_name",
    "phonetic_key",
    "phonetic_words",
    "significant_words",
]

NameKind = Literal["family", "given"]
NAME_LENGTH_MAX = 100
_FORMS: dict[NameKind, re.Pattern[str]] = {
    "family": re.compile(r"'?[A-Z]+(?:(?:--|[-' ])[A-Z]+)*"),
    "given": re.compile(r"[A-Z]+(?:[-' ][A-Z]+)*"),
}
_FAMILY_FORM = (
    "Entre deux lettres : une espace, une apostrophe, un trait d'union ou un double trait d'union ; "
    "seule une apostrophe peut ouvrir le nom, rien ne le ferme."
)
_GIVEN_FORM = (
    "Entre deux lettres : une espace, une apostrophe ou un trait d'union, jamais double ; "
    "le prénom commence et finit par une lettre."
)
_LABELS: dict[NameKind, str] = {"family": "nom", "given": "prénom"}
_APOSTROPHES = "'\u2018\u2019\u201b\u02bc\u02b9\u0060\u00b4\u2032\uff07"
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
# fmt: off
_EQUIVALENCES = {
    "'": _APOSTROPHES, "-": _DASHES, " ": "\t\n\r", "OE": "Œœ", "AE": "Ææ", "SS": "ßẞ", "IJ": "Ĳĳ", "TH": "Þþ",
    "O": "ØøƆɔ", "L": "Łł", "D": "ĐđÐðƊɗ", "I": "ıƗɨ", "H": "Ħħ", "T": "Ŧŧ", "N": "ŊŋƝɲ", "K": "ĸƘƙ", "B": "Ɓɓ",
    "E": "ƎǝƏəƐɛ", "G": "Ɣɣ", "Y": "Ƴƴ", "F": "Ƒƒ", "S": "ſ", "'N": "ŉ", "DZ": "ǄǅǆǱǲǳ", "LJ": "Ǉǈǉ", "NJ": "Ǌǋǌ",
    "FF": "ﬀ", "FI": "ﬁ", "FL": "ﬂ", "FFI": "ﬃ", "FFL": "ﬄ", "ST": "ﬅﬆ",
}
# fmt: on
_EXPANSIONS = {character: plain for plain, written in _EQUIVALENCES.items() for character in written}
_ASCII_WORDS = re.compile(r"[A-Z0-9]+")
_RULE = "RNIV, règles de saisie des noms et prénoms; ins.md §4.2"
_FOLDED_MAX = 10_000
_PARTICLES = frozenset({"DE", "DU", "DES", "LE", "LA", "LES", "L", "D", "AUX", "VAN", "VON", "DER", "DEN", "DI", "DA"})


def _to_plain(character: str) -> str | None:
    """Write one composed character with A–Z, space, apostrophe and hyphen; None when it has no equivalence."""
    if "A" <= character <= "Z" or character == " ":
        return character
    expansion = _EXPANSIONS.get(character)
    if expansion is not None:
        return expansion
    if unicodedata.category(character) == "Zs":
        return " "
    decomposed = unicodedata.normalize("NFD", character)
    if any(not unicodedata.combining(mark) for mark in decomposed[1:]):
        return None
    base = _EXPANSIONS.get(decomposed[0], decomposed[0]).upper()
    return base if base.isascii() and base.isalpha() else None


def clean_name(text: str, *, kind: NameKind) -> str:
    """Write a typed name by the rules of entry: ``Éloïse-Maë`` gives ``ELOISE-MAE``.

    kind: ``family`` (nom de naissance, nom utilisé) or ``given`` (one prénom or the list). Empty gives empty: whether a
    trait is mandatory is not said here. Raises RuleViolation IDV-201 naming the first character that has no
    equivalence, IDV-202 when the form is not allowed, IDV-203 past 100 characters.
    Rule: RNIV, règles de saisie; ins.md §4.2.
    """
    plain: list[str] = []
    for character in unicodedata.normalize("NFC", text[: 4 * NAME_LENGTH_MAX]):
        if unicodedata.combining(character) and plain and plain[-1][-1:].isalpha():
            continue
        written = _to_plain(character)
        if written is None:
            raise RuleViolation(_unmappable(character, kind))
        plain.append(written)
    name = " ".join("".join(plain).split())
    findings = check_name(name, kind)
    if findings:
        raise RuleViolation(*findings)
    return name


def _unmappable(character: str, kind: NameKind) -> Finding:
    shown = f"« {character} » " if character.isprintable() else ""
    return Finding(
        code="IDV-201",
        severity=Severity.ERROR,
        location=_LABELS[kind],
        message=f"Le {_LABELS[kind]} contient le caractère {shown}(U+{ord(character):04X}), qui n'est pas admis.",
        remedy="N'écrire que des lettres de A à Z, l'espace, l'apostrophe et le trait d'union.",
        layer="identity",
        rule=_RULE,
    )


def check_name(text: str, kind: NameKind) -> tuple[Finding, ...]:
    """Check a name as it is held: only A–Z, space, apostrophe, hyphen, in an allowed form. Empty is no fault.

    Rule: RNIV, règles de saisie; ins.md §4.2 (rules 1, 3, 4 and 5), §4.1 (100 characters).
    """
    if not text:
        return ()
    stray = next((character for character in text if not ("A" <= character <= "Z" or character in " '-")), None)
    if stray is not None:
        return (_unmappable(stray, kind),)
    findings: list[Finding] = []
    if len(text) > NAME_LENGTH_MAX:
        findings.append(
            Finding(
                code="IDV-203",
                severity=Severity.ERROR,
                location=_LABELS[kind],
                message=f"Le {_LABELS[kind]} dépasse {NAME_LENGTH_MAX} caractères.",
                remedy="Reprendre l'orthographe de la pièce d'identité.",
                layer="identity",
                rule=_RULE,
            )
        )
    if not _FORMS[kind].fullmatch(text):
        findings.append(_malformed(kind))
    return tuple(findings)


def _malformed(kind: NameKind) -> Finding:
    return Finding(
        code="IDV-202",
        severity=Severity.ERROR,
        location=_LABELS[kind],
        message=f"Le {_LABELS[kind]} place mal une espace, une apostrophe ou un trait d'union.",
        remedy=_FAMILY_FORM if kind == "family" else _GIVEN_FORM,
        layer="identity",
        rule=_RULE,
    )


class _Folded(dict[int, str]):
    """What each composed character becomes in a folded name, worked out the first time that it is met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if unicodedata.combining(character):
            folded = ""
        else:
            written = _to_plain(character)
            if written is None:
                written = character.upper() if character.isalnum() else " "
            folded = " " if written == "-" else written.replace("'", " ")
        if len(self) < _FOLDED_MAX:
            self[code] = folded
        return folded


_FOLDED = _Folded()


def fold_name(text: str) -> str:
    """Fold a name for comparison and search: upper-case words, one space between, no hyphen, apostrophe or accent.

    Never raises: a letter or digit without equivalence is kept (upper case), any other sign separates words, so that
    two different names never fold to nothing.
    Rule: INS/va1.02, INS/va1.25, INS/va1.41: search insensitive to case, accents, hyphens, apostrophes.
    """
    if text.isascii():
        return text.upper() if text.isalpha() else " ".join(_ASCII_WORDS.findall(text.upper()))
    return " ".join(unicodedata.normalize("NFC", text).translate(_FOLDED).split())


def significant_words(folded: str) -> tuple[str, ...]:
    """Words of a folded name without its particles (« DE LA TOUR » gives ``TOUR``); all of them if nothing is left."""
    words = tuple(folded.split())
    return tuple(word for word in words if word not in _PARTICLES) or words


def first_given_is_consistent(first: str, givens: str) -> bool:
    """Tell whether a premier prénom is the beginning of the list of prénoms.

    Hyphen, apostrophe and space are the same: ``ANNE MARIE CECILE`` accepts ``ANNE``, ``ANNE MARIE``, ``ANNE-MARIE``.
    Empty on either side: nothing contradicts.
    Rule: ins.md §4.1, premier prénom.
    """
    begun, whole = fold_name(first).split(), fold_name(givens).split()
    return not begun or not whole or whole[: len(begun)] == begun

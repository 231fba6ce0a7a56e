"""Values weighed against one another: printed twice, second reader, INS against traits, datamatrix against the page.

What lives here: cross-checks that change how sure a value is. What must not: the search for values.
Rule: intake.md §3 (« Checks that make values sure »), §2 (the datamatrix must agree with the printed traits).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import log2

from liane.domain.identity.lexis import fold_name
from liane.domain.intake.extract.people.identities import givens_agree, is_near
from liane.domain.intake.extract.surface.datamatrix import ReadSymbol
from liane.domain.intake.extract.surface.evidence import Feature, Found
from liane.domain.intake.extract.surface.sheet import fold
from liane.domain.intake.fields import FieldName, Role, Source
from liane.domain.intake.page import Page, Word

_SECOND_MAX = 3_000
_MALE, _FEMALE = frozenset("13"), frozenset("24")
_NAMES = (FieldName.BIRTH_NAME, FieldName.FIRST_NAME, FieldName.FIRST_NAMES, FieldName.USED_NAME)


def _key(found: Found) -> tuple[FieldName, str]:
    return found.name, fold_name(found.value) if found.name in _NAMES else found.value


def mark_repeated(found: Sequence[Found]) -> None:
    """Note how often a value is printed, at different places, for the same field."""
    places: dict[tuple[FieldName, str], set[tuple[int, int, int]]] = defaultdict(set)
    for one in found:
        if one.spans and one.role is not Role.RELATIVE:
            span = one.spans[0]
            places[_key(one)].add((span.row.page, span.row.place, span.start))
    for one in found:
        count = len(places.get(_key(one), ()))
        if count > 1:
            one.add(Feature.REPEATED, round(min(2.0, log2(count)), 3))


def compare_second(found: Iterable[Found], pages: Sequence[Page]) -> None:
    """Compare each value with what the second reader saw at its place; agreement confirms it.

    Rule: intake.md §7 (two engines agreeing is evidence).
    """
    seconds = {page.number: page.second[:_SECOND_MAX] for page in pages if page.second}
    for one in found:
        words = seconds.get(one.number)
        if not words or not one.spans:
            continue
        for span in one.spans:
            seen = _seen_at(span.words, words)
            if seen is None:
                continue
            if _compact(span.raw) in seen or (one.is_repaired and one.is_checked and _compact(one.value) in seen):
                one.add(Feature.SECOND_AGREES)
                one.is_checked = True
            else:
                one.add(Feature.SECOND_DIFFERS)
                one.features.pop(Feature.SECOND_AGREES, None)
                one.is_checked = False if one.name not in (FieldName.INS,) else one.is_checked
                break


def _compact(text: str) -> str:
    return "".join(sign for sign in fold(text) if sign.isalnum())


def _seen_at(words: Sequence[Word], second: Sequence[Word]) -> str | None:
    """What the second reader wrote over the boxes of some words, letters and digits only; None when nothing."""
    x0, x1 = min(word.box.x0 for word in words) - 0.004, max(word.box.x1 for word in words) + 0.004
    y0, y1 = min(word.box.y0 for word in words), max(word.box.y1 for word in words)
    inside = [
        word
        for word in second
        if y0 - 0.004 <= (word.box.y0 + word.box.y1) / 2 <= y1 + 0.004 and word.box.x1 > x0 and word.box.x0 < x1
    ]
    if not inside:
        return None
    return _compact("".join(word.text for word in sorted(inside, key=lambda word: word.box.x0)))


def compare_ins(found: Sequence[Found]) -> None:
    """Compare sex, year and month of the best INS with the traits. Rule: intake.md §3; never derived from it."""
    keyed = [
        one
        for one in found
        if one.name is FieldName.INS
        and one.is_checked
        and one.role is Role.PATIENT
        and Feature.DIFFERS_PAGE not in one.features
    ]
    if not keyed:
        return
    births = _sure(found, FieldName.BIRTH_DATE)
    number = max(keyed, key=lambda one: (any(_is_born(one.value, birth) for birth in births), one.confidence)).value
    agreeing = 0
    for one in found:
        if one.role is not Role.PATIENT or one.name not in (FieldName.BIRTH_DATE, FieldName.SEX):
            continue
        if one.name is FieldName.SEX:
            if number[0] in _MALE | _FEMALE:
                agrees = one.value == ("M" if number[0] in _MALE else "F")
                one.add(Feature.AGREES_INS if agrees else Feature.DIFFERS_INS)
        else:
            agrees = _is_born(number, one.value)
            one.add(Feature.AGREES_INS if agrees else Feature.DIFFERS_INS)
            one.is_checked = one.is_checked or agrees
            agreeing += agrees
    for one in keyed:
        if agreeing and one.value == number:
            one.add(Feature.AGREES_INS)


def _is_born(number: str, birth: str) -> bool:
    """True when year and month of an INS are those of a birth date; months over 12 tell nothing."""
    is_month = not "01" <= number[3:5] <= "12" or len(birth) < 7 or birth[5:7] == number[3:5]
    return birth[2:4] == number[1:3] and is_month


def compare_symbol(found: Sequence[Found], symbols: Sequence[ReadSymbol]) -> None:
    """Compare printed traits with those of the datamatrix of the document, when there is just one identity in it."""
    births = {symbol.birth_date for symbol in symbols if symbol.birth_date}
    if len(births) != 1:
        return
    symbol = symbols[0]
    told: Mapping[FieldName, str] = {
        FieldName.BIRTH_NAME: fold_name(symbol.birth_name),
        FieldName.FIRST_NAME: fold_name(symbol.birth_givens),
        FieldName.BIRTH_DATE: symbol.birth_date,
        FieldName.SEX: symbol.sex,
        FieldName.INS: symbol.matricule,
    }
    if _is_strange(found, symbol):
        for one in found:
            if one.source is Source.DATAMATRIX:
                one.add(Feature.DIFFERS_PAGE)
    for one in found:
        value = told.get(one.name, "")
        if not value or not one.spans or one.role is not Role.PATIENT:
            continue
        if one.name is FieldName.FIRST_NAME:
            agrees = givens_agree({fold_name(one.value)}, {value})
        elif one.name is FieldName.BIRTH_NAME:
            agrees = is_near(fold_name(one.value), value)
        else:
            agrees = one.value == value
        one.add(Feature.AGREES_SYMBOL if agrees else Feature.DIFFERS_SYMBOL)
        one.is_checked = one.is_checked or agrees


def _is_strange(found: Sequence[Found], symbol: ReadSymbol) -> bool:
    """True when the page surely prints another birth date and another name than its datamatrix: a stray sticker."""
    dates = _sure(found, FieldName.BIRTH_DATE)
    names = _sure(found, FieldName.BIRTH_NAME) | _sure(found, FieldName.USED_NAME)
    if not dates or not names or symbol.birth_date in dates:
        return False
    return not any(is_near(fold_name(name), fold_name(symbol.birth_name)) for name in names)


def _sure(found: Sequence[Found], name: FieldName) -> set[str]:
    return {
        one.value
        for one in found
        if one.name is name and one.spans and one.role is Role.PATIENT and one.confidence >= 0.6
    }


_NAMES = (FieldName.BIRTH_NAME, FieldName.USED_NAME, FieldName.FIRST_NAME, FieldName.FIRST_NAMES)
_CHECKED_LATER = frozenset({FieldName.INS, FieldName.AUTHOR_RPPS, *_NAMES})


def weaken_repaired(found: Sequence[Found]) -> None:
    """A mended date counts only when something else confirms it. Rule: intake.md §3 (repair only under a check).

    A figure in a name is no reading at all: its letter of the same shape is kept, told as mended, and never counts
    alone (``decide.document.check_repairs``).
    """
    clean = {(one.name, one.value) for one in found if not one.is_repaired}
    confirming = {Feature.AGREES_INS, Feature.AGREES_SYMBOL, Feature.AGE}
    for one in found:
        is_mended = one.is_repaired and one.name not in _CHECKED_LATER
        if is_mended and (one.name, one.value) not in clean and not confirming & set(one.features):
            one.add(Feature.FALLBACK, 3.0)

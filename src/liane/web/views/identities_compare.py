"""Two identities side by side: trait by trait, the differing characters marked, a verdict in words and shape."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from liane.domain.identity.birth_date import show
from liane.domain.identity.comparison import Trait, TraitComparison, Verdict
from liane.web.views.identities_words import SEX_WORDS
from liane.web.views.states import Shape, State

VERDICT_WORDS: dict[Verdict, State] = {
    Verdict.SAME: State(shape=Shape.DONE, word="identique"),
    Verdict.EQUIVALENT: State(shape=Shape.PROGRESS, word="équivalent", meaning="Écrit autrement, sans contradiction."),
    Verdict.DIFFERS: State(shape=Shape.REFUSED, word="différent"),
    Verdict.MISSING: State(shape=Shape.IDLE, word="absent d’un côté"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of characters, all marked as differing or all plain."""

    text: str
    is_different: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow:
    """One trait of a comparison."""

    label: str
    ours: tuple[Piece, ...]
    theirs: tuple[Piece, ...]
    state: State
    note: str


def describe_comparison(comparisons: Iterable[TraitComparison]) -> tuple[ComparedRow, ...]:
    """Describe a comparison, row by row.

    Rule: INS/va1.38 (the result of INSi compared trait by trait); RNIV 1.
    """
    return tuple(_describe(comparison) for comparison in comparisons)


def tell_comparison(comparisons: Sequence[TraitComparison]) -> str:
    """Say in one sentence what a comparison shows."""
    differing = [one.trait.value for one in comparisons if one.verdict is Verdict.DIFFERS]
    if not differing:
        written = any(one.verdict is Verdict.EQUIVALENT for one in comparisons)
        return "Rien ne se contredit" + (", à l’écriture près." if written else ".")
    if len(differing) == 1:
        return f"Un trait diffère : {differing[0]}."
    return f"{len(differing)} traits diffèrent : {', '.join(differing)}."


def _describe(comparison: TraitComparison) -> ComparedRow:
    ours, theirs = comparison.ours, comparison.theirs
    if not ours or not theirs:
        pieces = tuple(_whole(_write(comparison.trait, one), False) for one in (ours, theirs))
    elif comparison.trait is Trait.BIRTH_DATE:
        pieces = _cut_dates(ours, theirs)
    elif comparison.trait is Trait.SEX:
        pieces = tuple(_whole(SEX_WORDS.get(one, one) if one else "", ours != theirs) for one in (ours, theirs))
    else:
        pieces = (cut(ours, comparison.our_differences), cut(theirs, comparison.differences))
    return ComparedRow(
        label=comparison.trait.value,
        ours=pieces[0],
        theirs=pieces[1],
        state=VERDICT_WORDS[comparison.verdict],
        note=comparison.note,
    )


def _write(trait: Trait, value: str) -> str:
    """Write a trait that has nothing beside it, as it would be with something beside it."""
    if trait is Trait.SEX:
        return SEX_WORDS.get(value, value) if value else ""
    return show(value) if trait is Trait.BIRTH_DATE and value else value


def cut(text: str, spans: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    """Cut a text into pieces at the spans that differ."""
    pieces, place = [], 0
    for start, end in sorted(spans):
        if start > place:
            pieces.append(Piece(text=text[place:start], is_different=False))
        pieces.append(Piece(text=text[max(start, place) : end], is_different=True))
        place = max(place, end)
    if place < len(text):
        pieces.append(Piece(text=text[place:], is_different=False))
    return tuple(piece for piece in pieces if piece.text)


def _whole(text: str, is_different: bool) -> tuple[Piece, ...]:
    return (Piece(text=text, is_different=is_different),) if text else ()


def _cut_dates(ours: str, theirs: str) -> tuple[tuple[Piece, ...], ...]:
    """Compare two dates as they are shown: character by character when both have the same form, whole otherwise."""
    shown = [show(one) if one else "" for one in (ours, theirs)]
    if ours == theirs or not all(shown) or len(shown[0]) != len(shown[1]):
        return tuple(_whole(one, ours != theirs) for one in shown)
    places = [n for n in range(len(shown[0])) if shown[0][n] != shown[1][n]]
    return tuple(cut(one, [(n, n + 1) for n in places]) for one in shown)


def compare_texts(label: str, ours: str, theirs: str) -> ComparedRow:
    """Compare two texts that are no strict trait, at the character."""
    pieces = _cut_texts(ours, theirs)
    unlike = Verdict.DIFFERS if ours and theirs else Verdict.MISSING
    verdict = Verdict.SAME if ours == theirs else unlike
    return ComparedRow(label=label, ours=pieces[0], theirs=pieces[1], state=VERDICT_WORDS[verdict], note="")


def _cut_texts(ours: str, theirs: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    if not ours or not theirs or ours == theirs:
        return _whole(ours, False), _whole(theirs, False)
    mine: list[tuple[int, int]] = []
    yours: list[tuple[int, int]] = []
    for tag, start, end, other_start, other_end in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag != "equal":
            mine.append((start, end))
            yours.append((other_start, other_end))
    return cut(ours, mine), cut(theirs, yours)

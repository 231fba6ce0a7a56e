"""The words of a document's pages, made ready so that a known name is found among them, even broken by a reader.

What lives here: words folded into tokens, runs of tokens, whose name each token is, and the search of a name. What must
not: records, and what it means that a name is there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from liane.domain.identity.lexis import fold_name, significant_words
from liane.domain.identity.linkage_levels import SOUND_LENGTH_MIN
from liane.domain.identity.phonetics import phonetic_key
from liane.domain.intake.fields import Candidate, FieldName, ReadDocument, Role
from liane.domain.intake.matching.score_names import NameLevel, compare_tight
from liane.domain.intake.page import Box, Page, Word

TOKENS_MAX = 12_000
"""Tokens of one document that are looked at, both readers together."""
RUN_TOKENS_MAX = 5
FUZZY_RUN_MAX = 3
FUZZY_CHARS_MIN, FUZZY_CHARS_MAX = 4, 26
TWO_EDITS_CHARS_MIN = 8
SIGHTINGS_MAX = 12
_LOOK_BACK_MAX = 5
_CUES = (
    (Role.STAFF, "DR DRS DOCTEUR DOCTEURS PR PROFESSEUR INTERNE CHIRURGIEN ANESTHESISTE RADIOLOGUE SECRETAIRE IDE"),
    (Role.STAFF, "INFIRMIER INFIRMIERE MEDECIN CONFRERE CONSOEUR"),
    (Role.RELATIVE, "CONJOINT CONJOINTE EPOUX MERE PERE FRERE SOEUR FILS FILLE JUMEAU JUMELLE TUTEUR TUTRICE AIDANT"),
    (Role.RELATIVE, "CONFIANCE PREVENIR ASSURE ASSUREE MAMAN PAPA PARENT PARENTS NOUVEAU"),
    (Role.PATIENT, "PATIENT PATIENTE NOM PRENOM PRENOMS NEE CONCERNANT CONCERNE USAGER BENEFICIAIRE"),
    (Role.OTHER, "M MR MME MLLE MONSIEUR MADAME MADEMOISELLE ENFANT NE"),
)
_ROLE_OF_CUE = {cue: role for role, cues in _CUES for cue in cues.split()}
"""Words that say whose name follows on the line; OTHER: a civility, which says nothing but ends the search."""
_OTHERS = (Role.AUTHOR, Role.RECIPIENT, Role.STAFF, Role.RELATIVE)
_PATIENT_FIELDS = (FieldName.BIRTH_NAME, FieldName.USED_NAME, FieldName.FIRST_NAME, FieldName.FIRST_NAMES)
_OTHER_FIELDS = (
    (FieldName.AUTHOR_FAMILY, Role.AUTHOR),
    (FieldName.AUTHOR_GIVEN, Role.AUTHOR),
    (FieldName.RECIPIENTS, Role.RECIPIENT),
)


class Token(NamedTuple):
    """One folded run of letters and digits. word: number of its word in the document; line: of its line."""

    text: str
    page: int
    line: int
    word: int
    box: Box
    is_capital: bool
    role: Role


class Sighting(NamedTuple):
    """A name seen: tokens ``start`` to ``end``, how close, as whose."""

    level: NameLevel
    role: Role
    page: int
    start: int
    end: int

    @property
    def is_other_person(self) -> bool:
        """True when it is the name of somebody else than the patient (professional, relative, addressee)."""
        return self.role in _OTHERS


@dataclass(slots=True, eq=False)
class PageWords:
    """The tokens of a document and the tables that find a name among them."""

    tokens: list[Token]
    runs: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    sounds: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    cut: dict[str, set[str]] = field(default_factory=dict)
    found: dict[str, tuple[Sighting, ...]] = field(default_factory=dict)

    @property
    def names(self) -> Iterable[str]:
        """Every run of tokens without spaces that may be a name."""
        return self.runs.keys()

    def find(self, folded: str) -> tuple[Sighting, ...]:
        """Where a folded name stands: every exact place if there is one, else the nearest ones; best first.

        Rule: intake.md §4 (index-guided reading).
        """
        known = self.found.get(folded)
        if known is None:
            known = self.found[folded] = self._look_for(folded)
        return known

    def _look_for(self, folded: str) -> tuple[Sighting, ...]:
        tight = folded.replace(" ", "")
        if len(tight) < 2:
            return ()
        sightings = self._sight(tight, NameLevel.SAME)
        if not any(one.level is NameLevel.SAME for one in sightings):
            words = significant_words(folded)
            if len(words) < len(folded.split()):
                sightings += self._sight("".join(words), NameLevel.PARTICLE)
            sightings += self._look_near(tight)
            if len(words) > 1:
                for word in words:
                    sightings += self._sight(word, NameLevel.PART) if len(word) >= FUZZY_CHARS_MIN else []
        order = list(NameLevel)
        sightings.sort(key=lambda one: (one.is_other_person, order.index(one.level), one.role is not Role.PATIENT))
        return tuple(sightings[:SIGHTINGS_MAX])

    def _sight(self, tight: str, level: NameLevel) -> list[Sighting]:
        return [self._make(level, span) for span in self.runs.get(tight, ())]

    def _make(self, level: NameLevel, span: tuple[int, int]) -> Sighting:
        """A sighting; a name that is only a part of a hyphenated word is a part of a name."""
        start, end = span
        first, last = self.tokens[start], self.tokens[end - 1]
        is_cut = (start > 0 and self.tokens[start - 1].word == first.word) or (
            end < len(self.tokens) and self.tokens[end].word == last.word
        )
        if is_cut and level in (NameLevel.SAME, NameLevel.PARTICLE):
            level = NameLevel.PART
        return Sighting(level, first.role, first.page, start, end)

    def _look_near(self, tight: str) -> list[Sighting]:
        near: set[str] = set()
        if not self.cut:
            self._prepare_near()
        if FUZZY_CHARS_MIN <= len(tight) <= FUZZY_CHARS_MAX:
            for key in _cut(tight):
                near |= self.cut.get(key, set())
        sightings: list[Sighting] = []
        for text in near:
            level = compare_tight(text, tight)
            if level is not NameLevel.DIFFERENT:
                sightings += self._sight(text, level)
        sound = phonetic_key(tight)
        if len(sound) >= SOUND_LENGTH_MIN:
            sightings += [self._make(NameLevel.SOUND, span) for span in self.sounds.get(sound, ())]
        return sightings

    def _prepare_near(self) -> None:
        for text, spans in self.runs.items():
            start, end = spans[0]
            length = end - start
            if length > FUZZY_RUN_MAX or not FUZZY_CHARS_MIN <= len(text) <= FUZZY_CHARS_MAX or text.isdigit():
                continue
            if not all(self.tokens[place].is_capital for place in range(start, end)):
                continue
            for key in _cut(text) if length == 1 else (text, *_cut_once(text)):
                self.cut.setdefault(key, set()).add(text)
            if length == 1 and text.isalpha():
                self.sounds.setdefault(phonetic_key(text), []).extend(spans)


def _cut_once(text: str) -> list[str]:
    return [text[:place] + text[place + 1 :] for place in range(len(text))]


def _cut(text: str) -> set[str]:
    """A text and what is left of it without one letter (two for a long one): two near texts share one of these."""
    once = _cut_once(text)
    keys = {text, *once}
    if len(text) >= TWO_EDITS_CHARS_MIN:
        for key in once:
            keys.update(_cut_once(key))
    return keys


def prepare_words(read: ReadDocument, pages: Sequence[Page]) -> PageWords:
    """Fold the words of the pages, tell whose name each is, and list the runs that may be names."""
    marks = _mark_roles(read)
    tokens: list[Token] = []
    for page in pages:
        for offset, words in ((0, page.words), (100_000, page.second)):
            _add_tokens(tokens, page.number, words, offset, marks.get(page.number, []))
    prepared = PageWords(tokens=_apply_cues(tokens))
    _list_runs(prepared)
    return prepared


def _mark_roles(read: ReadDocument) -> dict[int, list[tuple[Box, Role]]]:
    """Boxes of the persons named, by page, with their role; the patient's first."""
    named: list[tuple[Candidate | None, Role]] = []
    for name in _PATIENT_FIELDS:
        if name in read.fields:
            named.append((read.fields[name].chosen, Role.PATIENT))
    for mention in sorted(read.mentions, key=lambda one: one.role is not Role.PATIENT):
        named += [(one, mention.role) for one in (mention.family, mention.used_family, mention.given)]
    for name, role in _OTHER_FIELDS:
        if name in read.fields:
            value = read.fields[name]
            named += [(one, role) for one in (value.values or (value.chosen,))]
    marks: dict[int, list[tuple[Box, Role]]] = {}
    for candidate, role in named:
        if candidate is not None:
            marks.setdefault(candidate.page, []).extend((box, role) for box in candidate.boxes)
    return marks


def _add_tokens(
    tokens: list[Token], page: int, words: Sequence[Word], offset: int, marks: Sequence[tuple[Box, Role]]
) -> None:
    for word in words:
        if len(tokens) >= TOKENS_MAX:
            return
        pieces = fold_name(word.text).split()
        if not pieces:
            continue
        role = _find_role(word.box, marks) if marks else Role.OTHER
        number = tokens[-1].word + 1 if tokens else 0
        is_capital = any(character.isupper() or character.isdigit() for character in word.text)
        tokens.extend(Token(piece, page, word.line + offset, number, word.box, is_capital, role) for piece in pieces)


def _find_role(box: Box, marks: Sequence[tuple[Box, Role]]) -> Role:
    x, y = box.middle
    for mark, role in marks:
        if mark.x0 <= x <= mark.x1 and mark.y0 <= y <= mark.y1:
            return role
    return Role.OTHER


def _apply_cues(tokens: list[Token]) -> list[Token]:
    """Give a role to names that nobody marked, from the words before them on their line.

    Rule: intake.md §3 (roles).
    """
    cued: list[Token] = []
    for place, token in enumerate(tokens):
        if token.role is Role.OTHER and token.is_capital:
            role = _read_cue(tokens, place)
            token = token._replace(role=role) if role is not Role.OTHER else token
        cued.append(token)
    return cued


def _read_cue(tokens: Sequence[Token], place: int) -> Role:
    here = tokens[place]
    for before in range(place - 1, max(-1, place - 1 - _LOOK_BACK_MAX), -1):
        token = tokens[before]
        if (token.page, token.line) != (here.page, here.line):
            return Role.OTHER
        role = _ROLE_OF_CUE.get(token.text)
        if role is not None:
            return role
    return Role.OTHER


def _list_runs(words: PageWords) -> None:
    tokens = words.tokens
    for start, first in enumerate(tokens):
        if not first.is_capital:
            continue
        tight = ""
        for end in range(start, min(start + RUN_TOKENS_MAX, len(tokens))):
            token = tokens[end]
            if (token.page, token.line) != (first.page, first.line):
                break
            tight += token.text
            words.runs.setdefault(tight, []).append((start, end + 1))

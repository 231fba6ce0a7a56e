"""Matching of a document to the patient index: where to look, how each record scores, who could be taken for the first.

``match`` is the whole of it. The index is read by blocks (INS, dates, names by ear, local numbers); each record found
is scored against the words of the pages.
Rule: intake.md §4.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise

from liane.domain.identity.linkage_levels import SOUND_LENGTH_MIN
from liane.domain.identity.name_rarity import NameRarity
from liane.domain.identity.patient import PatientTraits
from liane.domain.identity.phonetics import phonetic_key
from liane.domain.intake.fields import ReadDocument, Role
from liane.domain.intake.learn.record_ranking import RankAdaptation, reorder
from liane.domain.intake.matching.marks import PageMarks, find_near_dates, gather_marks
from liane.domain.intake.matching.match import IndexPerson, Match, Matching, PersonIndex
from liane.domain.intake.matching.score import (
    DocumentEvidence,
    ScoredRecord,
    gather_evidence,
    score_record,
    to_probabilities,
)
from liane.domain.intake.matching.score_names import fold_known
from liane.domain.intake.matching.score_seen import PrintedNames
from liane.domain.intake.matching.words import PageWords, prepare_words
from liane.domain.intake.page import Page
from liane.domain.intake.recognise.neighbours import find_neighbours

MATCHES_MAX = 5
SCORED_MAX = 400
"""Records scored whole; those found by the surest blocks first."""
NAMES_MAX = 300
"""Pairs of neighbouring words looked up as a name and a first name."""
NEAR_OF_MAX = 6
"""Dates whose neighbours (one digit, exchanged) are looked up too."""
SHOWN_MIN = 5.0
"""Records under this score (bits) are no proposal."""
PLAIN_DATES_MAX = 30


def match(
    read: ReadDocument, pages: Sequence[Page], index: PersonIndex, ranking: RankAdaptation | None = None
) -> Matching:
    """Find the records that the document may be about, the five best first, with evidence, margin and neighbours.

    pages: those of the document, words upright. Blank pages are not read. ranking: what the house learnt of the order.
    Rule: intake.md §4; §5 (nobody else in the index within one edit or one digit); §8.
    """
    shown = [page for page in pages if not page.is_blank]
    words = prepare_words(read, shown)
    document = gather_evidence(read, words, gather_marks(read, shown))
    size = index.size()
    found = islice(_find_candidates(document, index), SCORED_MAX)
    rarities: dict[str, NameRarity] = {}
    scored = [score_record(person, document, _rarity_of(person, index, size, rarities)) for person in found]
    scored.sort(key=lambda one: (-one.score, one.person.record_id))
    best, is_learnt = reorder([one for one in scored[:MATCHES_MAX] if one.score >= SHOWN_MIN], ranking)
    scored[: len(best)] = best
    probabilities = to_probabilities([one.score for one in scored], size)
    matches = tuple(
        Match(person=one.person, score=one.score, probability=probability, evidence=one.evidence)
        for one, probability in zip(scored[:MATCHES_MAX], probabilities, strict=False)
        if one.score >= SHOWN_MIN
    )
    if not matches:
        return Matching(matches=(), margin=0.0, neighbours=())
    return Matching(
        matches=matches,
        margin=_find_margin(scored),
        neighbours=find_neighbours(matches[0].person, words, document.marks, index, is_by_eye=_is_by_eye(shown)),
        is_learnt=is_learnt,
    )


def _is_by_eye(pages: Sequence[Page]) -> bool:
    """True when an optical reader read some words: dates may be a figure wrong."""
    return any(page.is_read_by_eye for page in pages)


def _find_margin(scored: Sequence[ScoredRecord]) -> float:
    second = max(0.0, scored[1].score) if len(scored) > 1 else 0.0
    return scored[0].score - second


def _rarity_of(person: IndexPerson, index: PersonIndex, size: int, known: dict[str, NameRarity]) -> NameRarity:
    """How rare the names of a record are, here and in the country. known: what was asked already."""
    traits = person.traits
    for name in (traits.birth_family, traits.used_family):
        if name and name not in known:
            folded = fold_known(name)
            known[name] = NameRarity(persons=size, families={folded: index.count_name(folded)})
    first = known.get(traits.birth_family) or NameRarity(persons=size)
    second = known.get(traits.used_family)
    if second is None or second is first:
        return first
    return NameRarity(persons=size, families={**first.families, **second.families})


def _find_candidates(document: DocumentEvidence, index: PersonIndex) -> Iterator[IndexPerson]:
    """Records of every block, the surest block first, each once.

    Rule: intake.md §4 (blocks: INS, birth date, exchanged, one digit off, name and first name by ear).
    """
    known: set[str] = set()
    for person in _read_blocks(document, index):
        if person.record_id not in known:
            known.add(person.record_id)
            yield person


def _read_blocks(document: DocumentEvidence, index: PersonIndex) -> Iterator[IndexPerson]:
    marks = document.marks
    for number in marks.numbers:
        yield from index.by_ins(number.value)
    for identifier in marks.identifiers:
        yield from index.by_identifier(identifier.value)
    names = _NamesOnPage(document.words)
    labelled = [one.value for one in marks.births if one.is_labelled]
    plain = [one.value for one in marks.births if not one.is_labelled]
    plain += [one.value for one in marks.dates[:PLAIN_DATES_MAX]]
    born = {value: index.by_birth_date(value) for value in labelled}
    for persons in born.values():
        yield from names.keep(persons)
    for date in dict.fromkeys(plain):
        if date not in born:
            yield from names.keep(index.by_birth_date(date))
    for date in _near_dates_of(marks):
        yield from names.keep(index.by_birth_date(date))
    yield from _by_printed_name(document.printed, index)
    yield from _by_seen_names(document.words, index)
    for persons in born.values():
        yield from persons


def _near_dates_of(marks: PageMarks) -> Iterable[str]:
    labelled = [one.value for one in marks.births if one.is_labelled]
    sought = labelled[:NEAR_OF_MAX] or [one.value for one in (*marks.births, *marks.dates)][:NEAR_OF_MAX]
    return dict.fromkeys(near for one in sought for near in find_near_dates(one))


def _by_printed_name(printed: PrintedNames, index: PersonIndex) -> Iterator[IndexPerson]:
    givens = printed.givens.split()
    wanted = dict.fromkeys([printed.givens, *givens[:2]]) if givens else {}
    for family in (printed.birth, printed.used):
        sound = phonetic_key(family) if family else ""
        for given in wanted:
            if sound:
                yield from index.by_name(sound, given)


class _NamesOnPage:
    """Whether a record bears a name that stands on the pages, exactly or by ear: a quick sieve before the scoring."""

    def __init__(self, words: PageWords) -> None:
        self._runs = words.runs
        singles = {token.text for token in words.tokens if token.is_capital and len(token.text) > 1}
        self._sounds = {phonetic_key(text) for text in singles if text.isalpha()}

    def keep(self, persons: Iterable[IndexPerson]) -> Iterator[IndexPerson]:
        """Those whose birth name, used name or first name is there."""
        return (person for person in persons if self._bears(person.traits))

    def _bears(self, traits: PatientTraits) -> bool:
        for name in (traits.birth_family, traits.used_family, traits.birth_given):
            tight = fold_known(name).replace(" ", "") if name else ""
            if tight and (tight in self._runs or phonetic_key(tight) in self._sounds):
                return True
        return False


def _by_seen_names(words: PageWords, index: PersonIndex) -> Iterator[IndexPerson]:
    """Neighbouring words read as a name and a first name, in either order, wherever free extraction saw nobody."""
    asked: set[tuple[str, str]] = set()
    tokens = words.tokens
    for one, other in pairwise(tokens):
        if len(asked) >= NAMES_MAX:
            return
        is_pair = one.is_capital and other.is_capital and (one.page, one.line) == (other.page, other.line)
        if not is_pair or one.role in (Role.STAFF, Role.AUTHOR, Role.RECIPIENT):
            continue
        for family, given in ((one.text, other.text), (other.text, one.text)):
            sound = phonetic_key(family) if family.isalpha() else ""
            if len(sound) >= SOUND_LENGTH_MIN and len(given) > 2 and (sound, given) not in asked:
                asked.add((sound, given))
                yield from index.by_name(sound, given, limit=50)

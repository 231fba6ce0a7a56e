"""Who in the index could be taken for the record proposed: namesakes, near traits, twins, the same INS.

Rule: intake.md §5 (nobody else in the index within one edit or one digit; ambiguous twins).
"""

from collections.abc import Iterator, Sequence

from liane.domain.identity.birth_date import differs_only_by_incomplete, is_inverted, is_one_digit_apart
from liane.domain.identity.linkage_levels import is_one_edit_apart
from liane.domain.identity.patient import PatientTraits
from liane.domain.identity.phonetics import phonetic_key
from liane.domain.intake.matching.marks import PageMarks, find_near_dates
from liane.domain.intake.matching.match import IndexPerson, Nearness, Neighbour, PersonIndex
from liane.domain.intake.matching.score_names import EXACT, NameLevel, compare_families, compare_givens, fold_known
from liane.domain.intake.matching.words import PageWords

DATE_LIMIT = 2000
NAME_LIMIT = 3000
NEIGHBOURS_MAX = 20
MISREAD_BIRTHS_MAX = 4
"""Birth dates of others on pages read by eye whose neighbours are looked up."""
STEPS_MAX = 2
"""Traits, among family name, first name and date, that may be near without being the same."""


def find_neighbours(
    first: IndexPerson, words: PageWords, marks: PageMarks, index: PersonIndex, *, is_by_eye: bool = False
) -> tuple[Neighbour, ...] | None:
    """Every record that could be taken for ``first``; None when there were too many to look at.

    is_by_eye: an optical reader read the pages: a birth date told of another may be a figure away from the record's.
    Rule: intake.md §5.
    """
    found: dict[str, Neighbour] = {}
    for neighbour in _by_numbers(first, marks, index):
        found.setdefault(neighbour.person.record_id, neighbour)
    named = _read_named(words, marks, index, _misread_births(first, marks) if is_by_eye else ())
    persons = _read_around(first, index)
    if persons is None or named is None:
        return None
    for person in persons:
        if person.record_id in found or person.record_id == first.record_id:
            continue
        nearness = find_nearness(first.traits, person.traits)
        if nearness is not None:
            is_on_page = nearness is Nearness.TWIN and _is_given_seen(person, words)
            found[person.record_id] = Neighbour(person=person, nearness=nearness, is_on_page=is_on_page)
    for neighbour in _others(first, named, Nearness.NAMED):
        is_born_otherwise = neighbour.person.traits.birth_date != first.traits.birth_date
        if is_born_otherwise or neighbour.person.record_id not in found:
            found[neighbour.person.record_id] = neighbour
    order = list(Nearness)
    ranked = sorted(found.values(), key=lambda one: (order.index(one.nearness), not one.is_on_page))
    return tuple(ranked[:NEIGHBOURS_MAX])


def _by_numbers(first: IndexPerson, marks: PageMarks, index: PersonIndex) -> Iterator[Neighbour]:
    """Other records with the INS of the first, an INS read, or a local number read beside their birth date."""
    for matricule in {first.ins.upper()} - {""}:
        yield from _others(first, index.by_ins(matricule), Nearness.SAME_INS)
    for number in marks.ins:
        yield from _others(first, index.by_ins(number.value), Nearness.HOLDS_INS)
    births = {one.value for one in (*marks.births, *marks.dates)}
    for identifier in marks.identifiers:
        found = index.by_identifier(identifier.value) if identifier.is_labelled else ()
        born = [person for person in found if person.traits.birth_date in births]
        yield from _others(first, born, Nearness.HOLDS_NUMBER)


def _misread_births(first: IndexPerson, marks: PageMarks) -> Sequence[str]:
    """What the birth dates of others, told as such, may be one figure away."""
    told = [*sorted(marks.relatives), *(one.value for one in marks.births if one.is_labelled)]
    others = [one for one in dict.fromkeys(told) if one != first.traits.birth_date]
    return tuple(near for one in others[:MISREAD_BIRTHS_MAX] for near in find_near_dates(one))


def _read_named(
    words: PageWords, marks: PageMarks, index: PersonIndex, near: Sequence[str]
) -> list[IndexPerson] | None:
    """Records whose family name, first name and birth date all stand on the pages, whoever they are said to be.

    A donor and a receiver, who wrote and who fetched: the words may speak of either. None past a limit of the index.
    """
    dates = dict.fromkeys([*(one.value for one in (*marks.births, *marks.dates)), *sorted(marks.relatives), *near])
    named: list[IndexPerson] = []
    for date in dates:
        born = index.by_birth_date(date, limit=DATE_LIMIT)
        if len(born) >= DATE_LIMIT:
            return None
        named += [person for person in born if _is_named(person.traits, words)]
    return named


def _is_named(traits: PatientTraits, words: PageWords) -> bool:
    """Tell whether a family name and a first name of a record stand on the pages, one exactly, the other nearly."""
    givens = {fold_known(name) for name in (traits.birth_given, traits.used_given) if name}
    givens |= set() if givens else {fold_known(traits.birth_givens.partition(" ")[0])} - {""}
    families = {fold_known(name) for name in (traits.birth_family, traits.used_family) if name}
    if not any(name.replace(" ", "") in words.runs for name in givens | families):
        return False
    return _are_printed(givens, words) and _are_printed(families, words)


def _are_printed(folded: set[str], words: PageWords) -> bool:
    """Tell whether one of these names stands on the pages, exactly or one letter misread."""
    near = (*EXACT, NameLevel.CONFUSED, NameLevel.EDIT)
    return any(one.level in near for name in folded for one in words.find(name))


def _others(first: IndexPerson, persons: Sequence[IndexPerson], nearness: Nearness) -> Iterator[Neighbour]:
    for person in persons:
        if person.record_id != first.record_id:
            yield Neighbour(person=person, nearness=nearness)


def _read_around(first: IndexPerson, index: PersonIndex) -> Sequence[IndexPerson] | None:
    """Records born that day or nearly, and namesakes without a birth date; None past a limit of the index."""
    traits = first.traits
    date = traits.birth_date
    around: list[IndexPerson] = []
    incomplete = [date[:4] + "0000", date[:6] + "00", date[:4] + "0101", date[:4] + "1231"] if len(date) == 8 else []
    for value in dict.fromkeys([date, *(find_near_dates(date) if date else ()), *incomplete]):
        born = index.by_birth_date(value, limit=DATE_LIMIT) if value else ()
        if len(born) >= DATE_LIMIT:
            return None
        around.extend(born)
    given = fold_known(traits.birth_given or traits.birth_givens.partition(" ")[0])
    for family in {traits.birth_family, traits.used_family} - {""}:
        named = index.by_name(phonetic_key(fold_known(family)), given, limit=NAME_LIMIT)
        if len(named) >= NAME_LIMIT:
            return None
        around.extend(person for person in named if not date or not person.traits.birth_date)
    return around


def find_nearness(ours: PatientTraits, theirs: PatientTraits) -> Nearness | None:
    """How near two records are by family name (birth or used), first name and birth date; None when they are not."""
    date = _step_dates(ours.birth_date, theirs.birth_date)
    if date is None:
        return None
    given = _step_givens(ours, theirs)
    if given is None and date:
        return _crossed(ours, theirs)
    family = _step_families(ours, theirs)
    if family is None:
        return _crossed(ours, theirs)
    if given is None:
        return Nearness.TWIN if family == 0 else _crossed(ours, theirs)
    steps = family + given + date
    return Nearness.HOMONYM if steps == 0 else Nearness.NEAR if steps <= STEPS_MAX else None


def _crossed(ours: PatientTraits, theirs: PatientTraits) -> Nearness | None:
    """Names put one for the other: MARTIN Paul, PAUL Martin."""
    mine = (fold_known(ours.birth_family), fold_known(ours.birth_given))
    yours = (fold_known(theirs.birth_given), fold_known(theirs.birth_family))
    return Nearness.NEAR if mine == yours and all(mine) else None


def _step_families(ours: PatientTraits, theirs: PatientTraits) -> int | None:
    steps = [
        _step(mine, yours)
        for mine in (fold_known(ours.birth_family), fold_known(ours.used_family))
        for yours in (fold_known(theirs.birth_family), fold_known(theirs.used_family))
        if mine and yours
    ]
    known = [step for step in steps if step is not None]
    if not steps:
        return 1
    return min(known) if known else None


def _step(mine: str, yours: str) -> int | None:
    level = compare_families(mine, yours)
    if level in EXACT:
        return 0
    if level is NameLevel.DIFFERENT and not is_one_edit_apart(mine.replace(" ", ""), yours.replace(" ", "")):
        return None
    return 1


def _step_givens(ours: PatientTraits, theirs: PatientTraits) -> int | None:
    mine, yours = _first_given(ours), _first_given(theirs)
    if not mine or not yours:
        return 1
    if mine.replace(" ", "") == yours.replace(" ", ""):
        return 0
    used = {fold_known(name) for name in (ours.used_given, theirs.used_given) if name}
    if mine in used or yours in used or is_one_edit_apart(mine, yours):
        return 1
    level = compare_givens(mine, yours, tuple(fold_known(theirs.birth_givens).split()))
    other = compare_givens(yours, mine, tuple(fold_known(ours.birth_givens).split()))
    far = (NameLevel.DIFFERENT, NameLevel.OTHER_GIVEN)
    return None if level in far and other in far else 1


def _first_given(traits: PatientTraits) -> str:
    return fold_known(traits.birth_given or traits.birth_givens.partition(" ")[0])


def _step_dates(ours: str, theirs: str) -> int | None:
    if ours == theirs:
        return 0
    if not ours or not theirs or is_inverted(ours, theirs) or is_one_digit_apart(ours, theirs):
        return 1
    return 1 if differs_only_by_incomplete(ours, theirs) or _shares_year_by_convention(ours, theirs) else None


def _shares_year_by_convention(ours: str, theirs: str) -> bool:
    return ours[:4] == theirs[:4] and (ours[4:] in ("0101", "1231") or theirs[4:] in ("0101", "1231"))


def _is_given_seen(person: IndexPerson, words: PageWords) -> bool:
    """Tell whether the first name of a record stands on the pages, as anyone's."""
    sightings = words.find(_first_given(person.traits))
    near = (*EXACT, NameLevel.CONFUSED, NameLevel.EDIT)
    return any(one.level in near for one in sightings)

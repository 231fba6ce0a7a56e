"""The questions of the matching, answered by the registry of identities, all those of one round together.

What lives here: which answer goes to which question. The statements are in ``store.intake_reading_index``.
Rule: intake.md §4.
"""

from collections.abc import Callable, Sequence

from liane.domain.intake.matching.match import IndexPerson
from liane.pipeline.intake.asked_index import Answers, Ask, Question, choose
from liane.store.intake_reading_index import (
    NAMED_ROWS_MAX,
    Limited,
    NameAsked,
    RegistryIndex,
    holds_number,
    sounds_so,
)


async def answer(index: RegistryIndex, questions: Sequence[Question]) -> Answers:
    """Answer the questions of one round: at most eight statements in one transaction, whatever their number."""
    async with index.together() as one:
        return await _answer(one, questions)


async def _answer(index: RegistryIndex, questions: Sequence[Question]) -> Answers:
    families = choose(questions, Ask.COUNT)
    numbers = dict(zip(families, await index.count_names([one.value for one in families]), strict=True))
    for one in choose(questions, Ask.SIZE):
        numbers[one] = await index.find_size()
    found = await _find_numbers(index, questions)
    persons = await index.load_records(number for group in found.values() for number in group)
    records = {one: _keep(one, group, persons) for one, group in found.items()}
    kept = {name for group in records.values() for name in group}
    return Answers(
        records=records,
        numbers=numbers,
        persons={person.record_id: person for person in persons.values() if person.record_id in kept},
    )


async def _find_numbers(index: RegistryIndex, questions: Sequence[Question]) -> dict[Question, list[int]]:
    found: dict[Question, list[int]] = {}
    for kind, find in (
        (Ask.INS, index.find_by_ins),
        (Ask.BIRTH_DATE, index.find_by_birth_date),
        (Ask.IDENTIFIER, index.find_by_identifier),
    ):
        asked = choose(questions, kind)
        limited = [Limited(one.value, one.limit) for one in asked]
        found |= dict(zip(asked, await find(limited) if asked else (), strict=True))
    named = choose(questions, Ask.NAME)
    names = [NameAsked(one.value, one.given, one.limit) for one in named]
    found |= dict(zip(named, await index.find_by_name(names) if named else (), strict=True))
    return found


def _keep(question: Question, numbers: Sequence[int], persons: dict[int, IndexPerson]) -> tuple[str, ...]:
    """The records that truly answer, in order, within the limit.

    Past the rows that the registry reads for one name, everything read is given: too many is then seen as too many.
    """
    fits = _condition(question)
    loaded = [persons[number] for number in numbers if number in persons]
    whole = [one.record_id for one in loaded if fits(one)]
    if question.ask is Ask.NAME and len(numbers) >= NAMED_ROWS_MAX:
        whole = [one.record_id for one in loaded]
    return tuple(whole[: max(0, question.limit)])


def _condition(question: Question) -> Callable[[IndexPerson], bool]:
    if question.ask is Ask.NAME:
        return lambda person: sounds_so(person, question.value, question.given)
    if question.ask is Ask.IDENTIFIER:
        return lambda person: holds_number(person, question.value)
    return lambda _: True

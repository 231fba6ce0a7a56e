"""The registry as an index: for any document, over random populations, it gives what an index in memory gives."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from liane.domain.identity.person import Person
from liane.domain.identity.phonetics import phonetic_key
from liane.domain.intake.fields import ReadDocument
from liane.domain.intake.matching.match import IndexPerson, Matching
from liane.domain.intake.matching.memory_index import InMemoryIndex, fold_families, fold_givens
from liane.domain.intake.page import Box, Page, Word
from liane.domain.intake.recognise.guided import match
from liane.pipeline.intake.answering import answer
from liane.pipeline.intake.asked_index import Answers, Ask, AskedIndex, Question
from liane.store.intake_reading_index import COMMON_FROM, RegistryIndex, read_number
from liane.store.postgres_store import PostgresStore
from liane.store.registry_records import RegistryWrite
from tests.pipeline.flow_kit import Clock
from tests.pipeline.intake.reading_kit import know_all
from tests.store.registry_examples import ins, person, qualified, stay, traits

pytestmark = pytest.mark.anyio
FAMILIES = ("MARTIN", "MARTINE", "MARTIN-DUPONT", "LE GOFF", "LEGOFF", "DE LA TOUR", "QUÉMÉNEUR", "D'ARCON", "N'DIAYE")
GIVENS = ("JEAN", "JEANNE", "JEAN-PIERRE", "ANNE MARIE", "ANNE-MARIE", "ÉLOÏSE", "ELOISE", "PAUL", "PAULE")
DAYS = ("19620315", "19620305", "19621503", "19620115", "19620101", "19620000", "19710402", "")
ROUNDS_MAX = 8


def draw_population(dice: random.Random, count: int) -> list[object]:
    people = []
    for number in range(1, count + 1):
        given = dice.choice(GIVENS)
        others = " ".join(dice.sample(GIVENS, dice.randrange(0, 3)))
        made = traits(
            birth_family=dice.choice(FAMILIES),
            used_family=dice.choice((*FAMILIES, "", "", "")),
            birth_given=dice.choice((given, given, "")),
            birth_givens=f"{given} {others}".strip(),
            birth_date=dice.choice(DAYS),
            sex=dice.choice("MF"),
        )
        has_ins = dice.random() < 0.5 and made.birth_date
        people.append(qualified(number, traits=made) if has_ins else person(number, traits=made))
    return people


def draw_page(dice: random.Random, people: Sequence[IndexPerson]) -> Page:
    """Lines that name persons of the population, whole, in part, or with a slip; and others that name nobody."""
    lines = []
    for one in dice.sample(people, 3):
        shown = one.traits
        date = shown.birth_date
        day = f"{date[6:]}/{date[4:6]}/{date[:4]}" if date else "03/05/1950"
        lines += [
            f"Patient : {shown.birth_given or shown.birth_givens} {shown.birth_family} né le {day}",
            f"{shown.birth_family} {shown.birth_given} {dice.choice((one.ins, one.ipp, '', *one.episodes))}",
            f"Vu le {dice.choice(('15/03/1962', '02/04/1971', '12/11/2025'))} par le Docteur MARTIN Paul",
        ]
    dice.shuffle(lines)
    words = [
        Word(
            text=text,
            box=Box(x0=0.05 * place, y0=0.05 * row, x1=0.05 * place + 0.04, y1=0.05 * row + 0.03),
            line=row,
        )
        for row, line in enumerate(lines[: dice.randrange(1, len(lines) + 1)])
        for place, text in enumerate(line.split())
    ]
    return Page(number=1, width_pt=595, height_pt=842, words=tuple(words))


async def match_by_registry(index: RegistryIndex, page: Page) -> tuple[Matching, int]:
    answers, rounds = Answers(), 0
    while True:
        asked = AskedIndex(answers)
        found = match(ReadDocument(pages=(1,)), (page,), asked)
        if not asked.missing:
            return found, rounds
        rounds += 1
        assert rounds <= ROUNDS_MAX
        answers = answers.joined(await answer(index, asked.missing))


@pytest.mark.parametrize("seed", range(3))
async def test_a_document_finds_the_same_records_by_the_registry_as_in_memory(store: PostgresStore, seed: int) -> None:
    dice = random.Random(seed)
    numbers = await know_all(store, draw_population(dice, 150))  # type: ignore[arg-type]
    await store.registry.write_registry(
        RegistryWrite(stays=tuple(stay(number, rank) for rank, number in enumerate(numbers[:40], 1)))
    )
    index = RegistryIndex(store, now=Clock())
    records = await index.load_records(numbers)
    memory = InMemoryIndex([records[number] for number in sorted(records)])
    most = 0
    for _ in range(25):
        page = draw_page(dice, list(records.values()))
        found, rounds = await match_by_registry(index, page)
        assert found == match(ReadDocument(pages=(1,)), (page,), memory)
        most = max(most, rounds)
    assert most >= 2, "the pages must make the index speak"


def questions_of(records: Sequence[IndexPerson]) -> list[Question]:
    asked = [Question(Ask.SIZE), Question(Ask.NAME, "", "JEAN", 50), Question(Ask.IDENTIFIER, "12", limit=20)]
    for one in records:
        asked.append(Question(Ask.INS, one.ins, limit=20))
        asked.append(Question(Ask.BIRTH_DATE, one.traits.birth_date, limit=2000))
        asked += [Question(Ask.IDENTIFIER, value, limit=20) for value in (one.ipp, f"00{one.ipp}", *one.episodes)]
        for family in fold_families(one.traits):
            asked.append(Question(Ask.COUNT, family))
            asked += [Question(Ask.NAME, phonetic_key(family), given, 500) for given in fold_givens(one.traits)]
            asked += [Question(Ask.NAME, phonetic_key(family), limit=2), Question(Ask.COUNT, f"{family}X")]
    return list(dict.fromkeys(asked))


async def test_every_question_has_the_same_answer(store: PostgresStore) -> None:
    dice = random.Random(77)
    numbers = await know_all(store, draw_population(dice, 120))  # type: ignore[arg-type]
    facts = {"account_number": "DOS0077"}
    await store.registry.write_registry(RegistryWrite(stays=(stay(numbers[0], facts=facts),)))
    index = RegistryIndex(store, now=Clock())
    records = await index.load_records(numbers)
    persons = [records[number] for number in sorted(records)]
    memory = InMemoryIndex(persons)
    asked = questions_of(persons)
    answers = await answer(index, asked)
    known = AskedIndex(answers)
    for one in asked:
        for source in (known, memory):
            assert source.size() == 120
        if one.ask is Ask.COUNT:
            assert known.count_name(one.value) == memory.count_name(one.value), one
        elif one.ask is not Ask.SIZE:
            assert list(_ask(known, one)) == list(_ask(memory, one)), one
    assert known.missing == ()


def _ask(index: AskedIndex | InMemoryIndex, one: Question) -> Sequence[IndexPerson]:
    if one.ask is Ask.NAME:
        return index.by_name(one.value, one.given, limit=one.limit)
    ask = {Ask.INS: index.by_ins, Ask.BIRTH_DATE: index.by_birth_date, Ask.IDENTIFIER: index.by_identifier}[one.ask]
    return ask(one.value, limit=one.limit)


async def test_a_merged_person_is_no_record_and_a_number_of_ours_is_no_local_number(store: PostgresStore) -> None:
    first, second = await know_all(store, [qualified(1), person(2, traits=traits(birth_given="AUTRE"))])
    kept, gone = await store.registry.get_persons([first, second])
    await store.registry.write_registry(RegistryWrite(persons=(replace(gone, merged_into=kept.id),)))
    index = RegistryIndex(store, now=Clock())
    asked = [
        Question(Ask.BIRTH_DATE, kept.traits.birth_date, limit=9),
        Question(Ask.IDENTIFIER, f"{first:09d}", limit=9),
        Question(Ask.INS, ins(1).matricule, limit=9),
    ]
    found = await answer(index, asked)
    assert [read_number(one) for one in found.records[asked[0]]] == [kept.id]
    assert found.records[asked[1]] == ()
    assert [read_number(one) for one in found.records[asked[2]]] == [kept.id]


async def test_a_common_name_is_counted_once_in_ten_minutes_and_a_rare_one_each_time(store: PostgresStore) -> None:
    clock = Clock()
    index = RegistryIndex(store, now=clock)

    def make(family: str, first: int, count: int) -> list[Person]:
        return [person(number, traits=traits(birth_family=family)) for number in range(first, first + count)]

    await know_all(store, [*make("MARTIN", 1, COMMON_FROM), *make("QUEMENEUR", 1000, 1)])
    assert await index.count_names(["MARTIN", "QUEMENEUR", ""]) == [COMMON_FROM, 1, 0]
    await know_all(store, [*make("MARTIN", 1001, 1), *make("QUEMENEUR", 1002, 1)])
    async with index.together() as one:
        assert await one.count_names(["QUEMENEUR", "MARTIN"]) == [2, COMMON_FROM]
    clock.at += timedelta(minutes=11)
    assert await index.count_names(["MARTIN"]) == [COMMON_FROM + 1]

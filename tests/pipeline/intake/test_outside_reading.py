"""Engines of the site in the reading service: they call a person, never file, and their failures stop nothing."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from eval.generate import make_file
from eval.types import SEEN

from liane.domain.errors import RemoteUnavailable
from liane.domain.intake.fields import FieldName
from liane.domain.intake.outside import EngineSaid, Quote
from liane.domain.intake.page import Page
from liane.pipeline.intake.outside_reading import OutsideEngines, TimedEngine
from liane.store.intake_records import ItemState
from liane.store.postgres_store import PostgresStore
from tests.pipeline.intake.reading_kit import AUTOMATIC, ReadingFlow, find_persons

pytestmark = pytest.mark.anyio
LETTER = make_file(11, grade="digital", split=SEEN, trap="nothing")


@dataclass(slots=True)
class Scripted:
    """An engine that says what it was told, or fails."""

    name: str
    quotes: tuple[Quote, ...] = ()
    failure: Exception | None = None
    is_mute: bool = False
    asked: list[str] = field(default_factory=list)

    async def propose(self, pages: Sequence[Page]) -> EngineSaid:
        """Answer."""
        self.asked.append(pages[0].text)
        if self.is_mute:
            await asyncio.Event().wait()
        if self.failure is not None:
            raise self.failure
        return EngineSaid(engine=self.name, quotes=self.quotes)


def _engines(*engines: Scripted, seconds_max: float = 5.0) -> OutsideEngines:
    return OutsideEngines(engines=tuple(TimedEngine(engine=one, seconds_max=seconds_max) for one in engines))


@pytest.fixture
def flow(store: PostgresStore) -> ReadingFlow:
    return ReadingFlow(store, rules=(AUTOMATIC,))


async def test_an_engine_that_agrees_changes_nothing(flow: ReadingFlow) -> None:
    await flow.know(*find_persons(LETTER))
    engine = Scripted("d'accord", (Quote(name=FieldName.BIRTH_NAME, text="not printed at all"),))
    flow.outside = _engines(engine)
    item = await flow.read(await flow.put(LETTER))
    assert len(engine.asked) == 1
    assert item.state is ItemState.FILED


async def test_an_engine_that_reads_another_identity_calls_a_person(flow: ReadingFlow) -> None:
    (person, *_) = await flow.know(*find_persons(LETTER))
    other = LETTER.documents[0].fields["author_family"][0]
    flow.outside = _engines(Scripted("contraire", (Quote(name=FieldName.BIRTH_NAME, text=other),)))
    item = await flow.read(await flow.put(LETTER))
    assert (item.state, item.person_id) == (ItemState.WAITING, person)
    assert item.reason == "Un moteur de lecture du site voit une autre identité dans ce document."


@pytest.mark.parametrize(
    "failing",
    [
        Scripted("en panne", failure=RemoteUnavailable("reading-engine", "500")),
        Scripted("muet", is_mute=True),
    ],
    ids=lambda one: one.name,
)
async def test_an_engine_that_fails_is_left_out_and_the_next_is_asked(flow: ReadingFlow, failing: Scripted) -> None:
    await flow.know(*find_persons(LETTER))
    after = Scripted("suivant")
    flow.outside = _engines(failing, after, seconds_max=0.2)
    item = await flow.read(await flow.put(LETTER))
    assert failing.asked
    assert after.asked
    assert item.state is ItemState.FILED

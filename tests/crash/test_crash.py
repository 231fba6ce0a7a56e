"""kill -9 at each durable step, and at random: nothing lost, nothing doubled, at any remote."""

import asyncio
import itertools
import os
import random
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest

from liane.pipeline.milestones import Milestone
from tests.crash.harness import CrashHarness, make_messages

OF_OTHERS = ("identity.", "mail.", "reading.", "outlet.")
"""Milestones that a document sent never passes: the suites beside this one die there."""
OF_DOCUMENTS = [milestone for milestone in Milestone if not milestone.value.startswith(OF_OTHERS)]
KILLS = int(os.environ.get("LIANE_CRASH_KILLS", "8"))
"""How many random kills; the same seed gives the same delays, not the same instants of the work."""
SEED = int(os.environ.get("LIANE_CRASH_SEED", "2026"))
MESSAGES_PER_KILL = 4
INSIST_UNDER_KILLS_S_MAX = 900.0
"""A node that is killed again and again on a busy machine lets nobody in for minutes; emitters insist for longer."""
READY_SHARE = 0.85
"""Share of the kills that hit a node at work; the others may hit it while it starts."""
pytestmark = [pytest.mark.crash, pytest.mark.timeout(900 + 20 * KILLS)]


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)


async def die_once(folder: Path, milestone: Milestone, occurrence: int) -> None:
    messages = make_messages(3)
    async with CrashHarness(folder) as harness:
        await harness.start(die_at=milestone.value, occurrence=occurrence)
        done = asyncio.Event()
        reviving = asyncio.create_task(harness.revive_until(done))
        await harness.insist(messages)
        pending = await harness.wait_until_quiet()
        done.set()
        await reviving
        assert harness.deaths == 1, f"the victim never passed {milestone} {occurrence} times"
        assert pending.is_quiet, pending
        assert await harness.find_defects(messages) == []


@pytest.mark.parametrize("occurrence", [1, 3])
@pytest.mark.parametrize("milestone", OF_DOCUMENTS)
def test_dying_at_each_milestone(tmp_path: Path, milestone: Milestone, occurrence: int) -> None:
    run(die_once(tmp_path, milestone, occurrence))


async def die_at_random(folder: Path, kills: int, seed: int) -> None:
    dice = random.Random(seed)
    messages = make_messages(MESSAGES_PER_KILL * kills)
    todo = iter(messages.items())
    async with CrashHarness(folder) as harness:
        await harness.start()
        done = asyncio.Event()
        reviving = asyncio.create_task(harness.revive_until(done))
        sending: list[asyncio.Task[None]] = []
        for _ in range(kills):
            if dice.random() < READY_SHARE:
                await harness.wait_until_ready()
            batch = dict(itertools.islice(todo, MESSAGES_PER_KILL))
            sending.append(asyncio.create_task(harness.insist(batch, INSIST_UNDER_KILLS_S_MAX)))
            await asyncio.sleep(dice.uniform(0.02, 1.2))
            await harness.kill()
        await asyncio.gather(*sending)
        pending = await harness.wait_until_quiet()
        done.set()
        await reviving
        print(f"\n{kills} kills wanted, {harness.deaths} deaths, {len(messages)} messages, {pending}")
        assert pending.is_quiet, pending
        assert await harness.find_defects(messages) == []


def test_dying_at_random(tmp_path: Path) -> None:
    run(die_at_random(tmp_path, KILLS, seed=SEED))

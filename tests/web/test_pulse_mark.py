"""The mark of the pulse moves with each change that is kept, whatever the clocks say."""

from datetime import timedelta

import pytest

from liane.store.postgres_store import PostgresStore
from liane.store.records import NewEvent
from liane.web.pulse import Pulse
from tests.store.store_examples import NOW

pytestmark = pytest.mark.anyio


async def test_a_change_told_by_a_clock_behind_is_seen(store: PostgresStore) -> None:
    pulse = Pulse(store, now=lambda: NOW, refresh_s=0.0)
    await store.append_event(None, NewEvent(name="clock.ahead", at=NOW + timedelta(hours=6)))
    before = await pulse.read()
    assert await pulse.read() is before
    await store.append_event(None, NewEvent(name="clock.behind", at=NOW))
    assert (await pulse.read()).mark != before.mark

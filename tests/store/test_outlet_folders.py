"""The mark of a folder: the first one kept stays, each folder has its own."""

from datetime import UTC, datetime

import pytest

from liane.store.outlet_folders import OutletFolders
from liane.store.postgres_store import PostgresStore

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 3, 2, tzinfo=UTC)


async def test_the_first_mark_of_a_folder_stays(store: PostgresStore) -> None:
    folders = OutletFolders(store)
    assert await folders.find("GED@CH|/srv/remise") == ""
    await folders.keep("GED@CH|/srv/remise", "a", NOW)
    await folders.keep("GED@CH|/srv/remise", "b", NOW)
    await folders.keep("GED@CH|/srv/autre", "c", NOW)
    assert await folders.find("GED@CH|/srv/remise") == "a"
    assert await folders.find("GED@CH|/srv/autre") == "c"

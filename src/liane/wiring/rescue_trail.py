"""Writes in the trail of accesses that a rescue account was made or that its password changed.

Rule: REM SSI/IAM.91 (the changes of passwords are traced).
"""

import getpass
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import datetime

from liane.domain.actors.operator import Operator, SignInMeans
from liane.domain.audit.access import AccessAct, AccessEvent, Outcome
from liane.domain.errors import ConfigurationError, StorageUnavailable
from liane.pipeline.audit.ports import AccessTrail
from liane.store.embedded import CLUSTER_FOLDER, EmbeddedPostgres
from liane.store.postgres_store import PostgresStore
from liane.wiring.settings import Settings
from liane.wiring.signin import load_accounts

MADE, CHANGED = "compte de secours créé", "mot de passe du compte de secours changé"


def find_reason(settings: Settings, name: str) -> str:
    """Say what is done: CHANGED for an account that the file holds already, MADE otherwise."""
    path = settings.signin.rescue_file if settings.signin is not None else None
    try:
        accounts = load_accounts(path) if path is not None and path.exists() else ()
    except ConfigurationError:
        accounts = ()
    return CHANGED if name.casefold() in {one.name.casefold() for one in accounts} else MADE


async def record_change(trail: AccessTrail, *, reason: str, name: str, who: str, at: datetime) -> None:
    """Write one line: who on this machine, which account, what; never the password. Raises StorageUnavailable."""
    event = AccessEvent(
        at=at,
        act=AccessAct.CHANGE_SETTING,
        operator=Operator(name=who, roles=frozenset(), means=SignInMeans.NONE),
        outcome=Outcome.DONE,
        target=name,
        reason=reason,
    )
    await trail.record(event)


async def trace_rescue(settings: Settings, name: str, *, now: Callable[[], datetime]) -> bool:
    """Trace it in the database of this node; False when there is none, or none that answers.

    The database that comes with Liane is used by this process too while it writes: the node may run or not.
    """
    try:
        async with AsyncExitStack() as stack:
            dsn = settings.database_url
            if dsn is None:
                if not (settings.data / CLUSTER_FOLDER).is_dir():
                    return False
                embedded = EmbeddedPostgres(settings.data)
                dsn = await embedded.start_async()
                stack.push_async_callback(embedded.stop_async)
            store = await stack.enter_async_context(PostgresStore(dsn))
            reason = find_reason(settings, name)
            await record_change(store.accesses, reason=reason, name=name, who=getpass.getuser(), at=now())
    except (StorageUnavailable, ConfigurationError):
        return False
    return True

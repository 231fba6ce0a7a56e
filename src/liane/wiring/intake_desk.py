"""The desk of the reception, put together: acts, second look, patients awaited."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from liane.domain.actors.operator import Operator, Right
from liane.domain.errors import LianeError, StorageUnavailable
from liane.pipeline.intake.awaited import AwaitedPatients
from liane.pipeline.intake.desk import Desk, DeskRules, Run
from liane.pipeline.intake.ports import IntakeDesk
from liane.pipeline.intake.second_look import SecondLookDesk
from liane.store.postgres_store import PostgresStore
from liane.wiring.clock import utc_now
from liane.wiring.desk_settings import DeskSettings
from liane.wiring.destinations import make_destinations
from liane.wiring.intake import find_processing_id
from liane.wiring.settings import Settings
from liane.wiring.signin import SignInParts

log = structlog.get_logger(__name__)


def make_desk(settings: Settings, store: PostgresStore, run: Run) -> IntakeDesk:
    """Give the acts of a person on what waits, with the second look where the settings ask for it."""
    rules = DeskRules(processing_id=find_processing_id(settings.environment), destinations=make_destinations(settings))
    desk = Desk(store, store.registry, store.intake, rules=rules, now=utc_now, run=run)
    types = frozenset(settings.desk.second_look_types)
    if not types:
        return desk
    return SecondLookDesk(desk=desk, worklist=store.intake, memory=store.intake_desk, types=types, now=utc_now)


def make_awaited(store: PostgresStore, settings: DeskSettings) -> AwaitedPatients:
    """Give what waits for its patient."""
    every = timedelta(seconds=settings.awaited_every_s)
    return AwaitedPatients(store.intake_desk, store.registry, now=utc_now, every=every)


async def run_awaited(awaited: AwaitedPatients, settings: DeskSettings) -> None:
    """Look for the persons awaited until cancelled; a store that is away is waited for."""
    while True:
        try:
            await awaited.look()
        except StorageUnavailable as error:
            log.warning("awaited.storage_unavailable", error=type(error).__name__)
        except LianeError as error:
            log.error("awaited.failed", error=type(error).__name__)
        await asyncio.sleep(settings.awaited_every_s)


def find_colleagues(settings: Settings) -> tuple[str, ...]:
    """Names of the operators to whom an item may be given: those declared who may file."""
    declared = (Operator(name=one.name, roles=frozenset(one.roles), unit=one.unit) for one in settings.http.operators)
    return tuple(sorted(one.name for one in declared if one.may(Right.FILE_DOCUMENTS)))


def make_signed_in(sign_in: SignInParts | None) -> Callable[[], Awaitable[list[str]]] | None:
    """Give what lists the names of those who signed in lately and who may file; None where nobody signs in."""
    if sign_in is None:
        return None
    sessions = sign_in.sessions

    async def find() -> list[str]:
        return [one.name for one in await sessions.list_operators() if one.may(Right.FILE_DOCUMENTS)]

    return find


def find_units(settings: Settings) -> tuple[str, ...]:
    """Units that items may be given to: those of the doors and of the operators."""
    found = {one.unit for one in settings.mssante.reception} if settings.mssante else set()
    found |= {one.unit for one in settings.folders} | {one.unit for one in settings.hl7_sources}
    found |= {one.unit for one in settings.http.operators}
    found |= {one.unit for one in settings.signin.people} if settings.signin else set()
    return tuple(sorted(found - {""}))

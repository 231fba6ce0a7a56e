"""The doors of the intake that applications open: HL7 v2 messages whose documents come in."""

import uuid
from collections.abc import Awaitable, Callable
from typing import Any

from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.pipeline.channels import ChannelGuard
from liane.pipeline.intake.deposits import DepositFlow
from liane.pipeline.intake.doors import MailDoor
from liane.pipeline.intake.hl7_door import HL7Door, HL7DoorParts, HL7Source
from liane.store.postgres_store import PostgresStore
from liane.wiring.clock import utc_now
from liane.wiring.intake import make_routes
from liane.wiring.settings import HL7SourceSettings, Settings


def make_source(one: HL7SourceSettings) -> HL7Source:
    """Say a declared application in the words of the flow."""
    door = MailDoor(mailbox=f"hl7:{one.application}@{one.facility}", unit=one.unit, routes=make_routes(one.routes))
    return HL7Source(application=one.application, facility=one.facility, door=door, ward_is_unit=one.ward_is_unit)


def make_hl7_door(
    settings: Settings,
    store: PostgresStore,
    *,
    deposits: DepositFlow,
    channels: ChannelGuard,
    policy: AcceptancePolicy,
    run: Callable[..., Awaitable[Any]],
) -> HL7Door:
    """Make the door of the applications declared in ``hl7_sources``; closed when there is none."""
    parts = HL7DoorParts(
        store=store,
        worklist=store.intake,
        registry=store.registry,
        deposits=deposits,
        channels=channels,
        policy=policy,
        run=run,
        now=utc_now,
        new_id=lambda: uuid.uuid4().hex[:20],
    )
    return HL7Door(parts, [make_source(one) for one in settings.hl7_sources])

"""The calls of one reader: each order built away from the loop with fresh identifiers, sent, and its failure worded."""

import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from liane.codecs.ebxml.metadata import DocumentEntry
from liane.codecs.ebxml.query import AdhocQueryRequest
from liane.codecs.xds.existence import ExistenceAnswer
from liane.codecs.xds.habilitations import (
    AuthorizationAction,
    AuthorizedList,
    AuthorizedMode,
    PatientList,
    PatientListRequest,
    ServiceStatus,
)
from liane.codecs.xds.provide import DocumentReference
from liane.codecs.xds.request import BuiltRequest
from liane.domain.dmp.changes import DocumentChange
from liane.domain.dmp.opening import OpeningRules
from liane.domain.dmp.visits import DEFAULT_GROUPS, TypeGroup
from liane.pipeline.dmp_consultation import orders
from liane.pipeline.dmp_consultation.identity import Reader, ReaderSettings, build_reader_vihf
from liane.pipeline.dmp_consultation.orders import ReaderOrder
from liane.pipeline.dmp_consultation.ports import DMPReading, Found, Retrieved

KEPT_MAX = timedelta(hours=1)
"""What was read of a DMP is never kept longer, whatever the settings say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationRules:
    """What the establishment sets. kept_for: how long an opening, its lists and its documents serve, at most one hour.

    groups: types counted apart for « nouveau depuis ma dernière visite ». web_domain: of TD0.10, empty when not set.
    """

    opening: OpeningRules
    reader: ReaderSettings = field(repr=False)
    kept_for: timedelta = KEPT_MAX
    may_cumulate: bool = False
    groups: tuple[TypeGroup, ...] = DEFAULT_GROUPS
    web_domain: str = ""

    def __post_init__(self) -> None:
        if not timedelta(0) < self.kept_for <= KEPT_MAX:
            raise ValueError("kept_for is at most one hour")


Run = Callable[..., Awaitable[Any]]
"""Runs a function with its arguments in a worker process."""


class ReaderCalls:
    """Speaks to the DMP for readers. run: builds and signs away from the loop."""

    def __init__(self, link: DMPReading, settings: ReaderSettings, *, run: Run, now: Callable[[], datetime]) -> None:
        self._link = link
        self._settings = settings
        self._run = run
        self._now = now

    async def _build(self, function: Callable[..., BuiltRequest], reader: Reader, *arguments: Any) -> BuiltRequest:
        at = self._now()
        order = ReaderOrder(
            vihf=build_reader_vihf(reader, self._settings, at),
            names=reader.operator.names,
            settings=self._settings.orders,
            message_uuid=str(uuid.uuid4()),
            assertion_uuid=str(uuid.uuid4()),
            at=at,
        )
        built: BuiltRequest = await self._run(function, order, *arguments)
        return built

    async def ask_existence(self, reader: Reader, reason: str = "TEST_EXST") -> ExistenceAnswer:
        """TD0.2, or TD1.3a with the reason ``CNSLT_DATA``."""
        return await self._link.ask_existence(await self._build(orders.build_existence_order, reader, reason))

    async def set_authorization(self, reader: Reader, action: AuthorizationAction) -> ServiceStatus:
        """TD0.3."""
        return await self._link.set_authorization(await self._build(orders.build_authorize_order, reader, action))

    async def list_authorized(self, reader: Reader, mode: AuthorizedMode) -> AuthorizedList:
        """TD1.6."""
        return await self._link.list_authorized(await self._build(orders.build_authorized_order, reader, mode))

    async def list_patients(self, reader: Reader, asked: PatientListRequest) -> PatientList:
        """TD0.4."""
        return await self._link.list_patients(await self._build(orders.build_patients_order, reader, asked))

    async def search(self, reader: Reader, query: AdhocQueryRequest) -> Found:
        """TD3.1."""
        return await self._link.search(await self._build(orders.build_search_order, reader, query))

    async def retrieve(self, reader: Reader, reference: DocumentReference) -> Retrieved:
        """TD3.2."""
        return await self._link.retrieve(await self._build(orders.build_retrieve_order, reader, (reference,)))

    async def update(self, reader: Reader, entry: DocumentEntry, change: DocumentChange) -> None:
        """TD3.3."""
        await self._link.update(await self._build(orders.build_change_order, reader, entry, change))

"""The consultation of the DMP, wired: the link for readers, their rules, the service, the sweeping of what ended."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from liane.codecs.saml.vihf import AUTHN_CLASS
from liane.codecs.xds.existence import ExistenceAnswer
from liane.codecs.xds.habilitations import AuthorizedList, PatientList, ServiceStatus
from liane.codecs.xds.request import BuiltRequest
from liane.connectors.dmp.client import DMPClient
from liane.connectors.dmp.connection import DMPConnection
from liane.domain.dmp.opening import OpeningRules
from liane.domain.dmp.preload import PreloadRules
from liane.domain.dmp.visits import DEFAULT_GROUPS, TypeGroup
from liane.domain.errors import StorageUnavailable
from liane.pipeline.audit.ports import AccessTrail
from liane.pipeline.dmp_consultation.calls import ConsultationRules, Run
from liane.pipeline.dmp_consultation.identity import ReaderSettings
from liane.pipeline.dmp_consultation.integration import IncomingDoor
from liane.pipeline.dmp_consultation.ports import Found, Retrieved
from liane.pipeline.dmp_consultation.service import ConsultationParts, DMPConsultation
from liane.pipeline.dmp_existence import NoteStatus
from liane.pipeline.dmp_orders import DMPOrderSettings
from liane.pipeline.intake.ports import IntakeDesk
from liane.store.dmp_consultation import PostgresDMPConsultation
from liane.store.postgres_store import PostgresStore
from liane.wiring.dmp_settings import IntegrationRoute, PreloadOptions, ReaderOptions
from liane.wiring.settings import DMPSettings

log = structlog.get_logger(__name__)
SWEEP_PERIOD_S = 60.0
READERS_MAX = 16


class ReadingLink:
    """The DMP, as readers see it; a pool of its own, so that the automatic feed never waits for a person."""

    def __init__(self, settings: DMPSettings) -> None:
        self._client = DMPClient(
            DMPConnection(
                base_url=settings.base_url,
                client_certificate=settings.tls.certificate,
                client_key=settings.tls.key,
                authorities=settings.tls.authorities,
                timeout_s=settings.reading.timeout_s,
                connections_max=READERS_MAX,
            )
        )

    async def ask_existence(self, request: BuiltRequest) -> ExistenceAnswer:
        """TD0.2, TD1.3a."""
        return (await self._client.check_existence(request)).answer

    async def set_authorization(self, request: BuiltRequest) -> ServiceStatus:
        """TD0.3."""
        return await self._client.set_authorization(request)

    async def list_authorized(self, request: BuiltRequest) -> AuthorizedList:
        """TD1.6."""
        return await self._client.list_authorized(request)

    async def list_patients(self, request: BuiltRequest) -> PatientList:
        """TD0.4."""
        return await self._client.list_patients(request)

    async def search(self, request: BuiltRequest) -> Found:
        """TD3.1."""
        answer = await self._client.find_documents(request)
        return Found(objects=answer.objects, is_partial=answer.response.is_partial)

    async def retrieve(self, request: BuiltRequest) -> Retrieved:
        """TD3.2."""
        answer = await self._client.retrieve_documents(request)
        return Retrieved(documents=answer.documents, response=answer.response)

    async def update(self, request: BuiltRequest) -> None:
        """TD3.3."""
        await self._client.update(request)

    async def close(self) -> None:
        """Close every connection."""
        await self._client.close()


def make_rules(
    dmp: DMPSettings, orders: DMPOrderSettings, *, ins_oids: frozenset[str], majority_years: int
) -> ConsultationRules:
    """Say how this site consults."""
    options: ReaderOptions = dmp.reading
    return ConsultationRules(
        opening=OpeningRules(
            ins_oids=ins_oids,
            structures=frozenset(options.structures),
            may_regulate=options.regulation_centre,
            majority_years=majority_years,
            informs_by_default=options.informs_by_default,
        ),
        reader=ReaderSettings(
            orders=orders,
            structure_id=options.structure_id,
            authn_context=AUTHN_CLASS + options.authn_context,
            authn_context_decl=options.authn_context_decl,
        ),
        kept_for=timedelta(minutes=options.kept_min),
        may_cumulate=dmp.cumul_masque_invisible,
        groups=make_groups(options.new_types),
        web_domain=options.web_domain,
    )


def make_preload(options: PreloadOptions) -> PreloadRules:
    """Say what this site reads ahead."""
    return PreloadRules(
        is_on=options.enabled,
        types=frozenset(options.types),
        depth=timedelta(days=options.days),
        documents_max=options.documents_max,
        kept_for=timedelta(minutes=options.kept_min),
    )


def make_groups(declared: Mapping[str, tuple[str, ...]]) -> tuple[TypeGroup, ...]:
    """The types counted apart: those declared (label → type codes), else those of the requirement. Rule: DMP/UX.17."""
    if not declared:
        return DEFAULT_GROUPS
    return tuple(
        TypeGroup(key=f"groupe-{rank}", label=label, type_codes=frozenset(codes))
        for rank, (label, codes) in enumerate(declared.items(), start=1)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationNeeds:
    """What the node lends. run: of its workers. desk: of the incoming flow. majority_years: of the announcements."""

    dmp: DMPSettings
    orders: DMPOrderSettings
    store: PostgresStore
    trail: AccessTrail
    desk: IntakeDesk
    run: Run
    now: Callable[[], datetime]
    ins_oids: frozenset[str]
    majority_years: int
    note_status: NoteStatus


class ConsultationServices:
    """The running consultation. Close it with ``close``."""

    def __init__(self, needs: ConsultationNeeds) -> None:
        self.link = ReadingLink(needs.dmp)
        self._store, self._now = needs.store.dmp, needs.now
        self.service = DMPConsultation(
            ConsultationParts(
                link=self.link,
                trail=needs.trail,
                store=self._store,
                rules=make_rules(needs.dmp, needs.orders, ins_oids=needs.ins_oids, majority_years=needs.majority_years),
                run=needs.run,
                now=needs.now,
                note_status=needs.note_status,
                preload=make_preload(needs.dmp.reading.preload),
                stays=needs.store.registry,
                door=IncomingDoor(
                    worklist=needs.store.intake,
                    desk=needs.desk,
                    run=needs.run,
                    find_target=lambda type_code: find_target(needs.dmp.reading.routes, type_code),
                ),
            )
        )

    async def run(self) -> None:
        """Delete what ended, once a minute, until cancelled."""
        await sweep(self._store, self._now)

    async def close(self) -> None:
        """Stop what is read ahead, and close the link."""
        await self.service.close()
        await self.link.close()


def find_target(routes: tuple[IntegrationRoute, ...], type_code: str) -> str:
    """The application that takes documents of a type: the first route that does; empty when none."""
    found = next((route for route in routes if not route.type_codes or type_code in route.type_codes), None)
    return f"{found.application}@{found.facility}" if found is not None else ""


async def sweep(store: PostgresDMPConsultation, now: Callable[[], datetime]) -> Any:
    """Delete what was kept of DMPs once it ended; what ended is never given back in the meantime."""
    while True:
        await asyncio.sleep(SWEEP_PERIOD_S)
        try:
            gone = await store.sweep(now())
        except StorageUnavailable:
            log.warning("dmp.sweep_failed")
            continue
        if gone:
            log.info("dmp.swept", openings=gone)

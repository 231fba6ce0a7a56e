"""INSi in one node: its client, the desk that asks, the questions that wait, the lots.

Made from the section ``insi`` of the settings; without it, nobody asks. Nothing is decided here.
"""

import uuid
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

from liane.codecs.insi.exchange import LPSIdentity
from liane.connectors.insi.client import INSiClient
from liane.connectors.insi.connection import INSiCertificate, INSiConnection
from liane.domain.errors import ConfigurationError
from liane.pipeline.identity.insi_calls import INSiDesk
from liane.pipeline.identity.insi_deferred import QuestionRunner
from liane.pipeline.identity.insi_journal import CallJournal
from liane.pipeline.identity.insi_lot_worker import INSiLotWorker
from liane.pipeline.identity.insi_lots import INSiLots
from liane.pipeline.identity.insi_pulse import INSiPulse
from liane.pipeline.identity.registry import Registry
from liane.store.insi_lots import PostgresINSiLots
from liane.store.postgres_store import PostgresStore
from liane.wiring.clock import utc_now
from liane.wiring.settings import Environment, INSiSettings, Settings, TLSFiles
from liane.wiring.version import VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class INSiParts:
    """What a node has of INSi. desk, lots: for the pages. questions: those that wait. works: what runs beside."""

    client: INSiClient
    desk: INSiDesk
    lots: INSiLots
    questions: PostgresINSiLots
    runner: QuestionRunner
    worker: INSiLotWorker

    def works(self) -> tuple[Coroutine[Any, Any, None], ...]:
        """The loops of a node that delivers."""
        return (self.runner.run(), self.worker.run())

    async def close(self) -> None:
        """Close every connection."""
        await self.client.close()


def make_connection(settings: Settings, insi: INSiSettings, oid_mapping: Mapping[str, str]) -> INSiConnection:
    """Say the settings in the connector's words. Raises ConfigurationError.

    oid_mapping: that of the registry (``identity.oid_mapping``), always empty in production.
    Rule: ins.md §3, §6.9 (stand-in contract), §11.1-14.
    """
    if insi.verification == "stand_in" and settings.environment is Environment.PRODUCTION:
        raise ConfigurationError("insi.verification : le contrat de substitution n'existe pas en production")
    return INSiConnection(
        url=insi.url,
        manual=_files(insi.manual),
        batch=_files(insi.batch) if insi.batch is not None else None,
        lps=LPSIdentity(
            idam=insi.idam,
            name=insi.lps_nom,
            version=VERSION,
            instance=insi.instance or str(uuid.uuid5(uuid.NAMESPACE_URL, f"liane:{settings.node}")),
        ),
        timeout_s=insi.timeout_s,
        calls_per_minute_max=insi.calls_per_minute_max,
        oid_mapping=dict(oid_mapping),
        has_verification=insi.verification == "stand_in",
    )


def _files(files: TLSFiles) -> INSiCertificate:
    return INSiCertificate(certificate=files.certificate, key=files.key, authorities=files.authorities)


def start_insi(settings: Settings, store: PostgresStore, registry: Registry) -> INSiParts | None:
    """Make what a node has of INSi; None without the section ``insi``. Nothing is connected yet.

    The caller runs ``works()`` on nodes that deliver, and ``close()`` at the end. Raises ConfigurationError: a
    certificate that is neither INSI-MANU nor INSI-AUTO, a stand-in in production.
    """
    insi = settings.insi
    if insi is None:
        return None
    client = INSiClient(
        make_connection(settings, insi, registry.rules.oids.mapping), now=utc_now, new_id=lambda: str(uuid.uuid4())
    )
    questions = PostgresINSiLots(store)
    journal = CallJournal(store.registry, INSiPulse(store, now=utc_now))
    desk = INSiDesk(store.registry, registry, client, questions, journal, now=utc_now)
    return INSiParts(
        client=client,
        desk=desk,
        lots=INSiLots(questions, client, registry.rules, now=utc_now),
        questions=questions,
        runner=QuestionRunner(desk, store.registry, client, questions, now=utc_now),
        worker=INSiLotWorker(questions, desk, store.registry, registry, client, journal, now=utc_now),
    )

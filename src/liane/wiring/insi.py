"""INSi in one node: its client, the desk that asks, the questions that wait, the lots.

Made from the section ``insi`` of the settings; without it, nobody asks. Nothing is decided here.
"""

import uuid
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

from liane.codecs.insi.exchange import LPSIdentity
from liane.connectors.insi.client import INSiClient
from liane.connectors.insi.connection import INSiCertificate, INSiConnection
from liane.domain.errors import ConfigurationError
from liane.domain.identity.ins import INSAuthority
from liane.pipeline.identity.insi_calls import INSiDesk
from liane.pipeline.identity.insi_deferred import QuestionRunner
from liane.pipeline.identity.insi_lot_worker import INSiLotWorker
from liane.pipeline.identity.insi_lots import INSiLots
from liane.pipeline.identity.registry import Registry
from liane.store.insi_lots import PostgresINSiLots
from liane.store.postgres_store import PostgresStore
from liane.wiring.clock import utc_now
from liane.wiring.settings import Environment, INSiSettings, Settings, TLSFiles
from liane.wiring.version import VERSION

TEST_MAPPING = {INSAuthority.NIR.value: INSAuthority.NIR_TEST.value}
"""What the test platform answers → what the DMP test platform expects. Rule: ins.md §3 « Trap »."""


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


def find_oid_mapping(settings: Settings) -> dict[str, str]:
    """Say how the OIDs of INSi are translated here: never in production, ``.8 → .10`` elsewhere unless told otherwise.

    Raises ConfigurationError. Rule: ins.md §3, §11.1-14.
    """
    told = settings.insi.oid_mapping if settings.insi is not None else None
    if settings.environment is Environment.PRODUCTION:
        if told:
            raise ConfigurationError("insi.oid_mapping : aucune traduction d'OID n'existe en production")
        return {}
    return dict(TEST_MAPPING if told is None else told)


def make_connection(settings: Settings, insi: INSiSettings) -> INSiConnection:
    """Say the settings in the connector's words. Raises ConfigurationError. Rule: ins.md §6.9 (stand-in contract)."""
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
        oid_mapping=find_oid_mapping(settings),
        has_verification=insi.verification == "stand_in",
    )


def _files(files: TLSFiles) -> INSiCertificate:
    return INSiCertificate(certificate=files.certificate, key=files.key, authorities=files.authorities)


def start_insi(settings: Settings, store: PostgresStore, registry: Registry) -> INSiParts | None:
    """Make what a node has of INSi; None without the section ``insi``. Nothing is connected yet.

    The caller runs ``works()`` on nodes that deliver, and ``close()`` at the end. Raises ConfigurationError: a
    certificate that is neither INSI-MANU nor INSI-AUTO, a translation or a stand-in in production.
    """
    insi = settings.insi
    if insi is None:
        return None
    client = INSiClient(make_connection(settings, insi), now=utc_now, new_id=lambda: str(uuid.uuid4()))
    questions = PostgresINSiLots(store)
    desk = INSiDesk(store.registry, registry, client, questions, now=utc_now)
    return INSiParts(
        client=client,
        desk=desk,
        lots=INSiLots(questions, client, registry.rules, now=utc_now),
        questions=questions,
        runner=QuestionRunner(desk, store.registry, client, questions, now=utc_now),
        worker=INSiLotWorker(questions, desk, store.registry, registry, client, now=utc_now),
    )

"""A simulated INSi and a client of the product that calls it, for tests of several folders."""

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from liane.codecs.insi.exchange import CallContext, INSiExchange, LPSIdentity, SearchReply
from liane.codecs.insi.names import Trigger
from liane.connectors.insi.client import INSiClient
from liane.connectors.insi.connection import INSiCertificate, INSiConnection
from liane.domain.identity.insi import INSiAnswer, INSiQuery
from liane.domain.identity.patient import PatientTraits
from liane_sandbox.establishment import INSI_AUTHORIZATION, STRUCTURE_ID
from liane_sandbox.faults import Fault, FaultKind, FaultSwitchboard
from liane_sandbox.insi import server as insi_server
from liane_sandbox.insi.population import InsuredPerson, load_population
from liane_sandbox.insi.server import INSiRules, INSiServer
from liane_sandbox.pki.folder import PKI, KeyPair

NOW = datetime.now(UTC).replace(microsecond=0)
"""The true time: TLS reads no other clock, and the test PKI is made at this instant."""
MAPPING = {"1.2.250.1.213.1.4.8": "1.2.250.1.213.1.4.10"}
LPS = LPSIdentity(
    idam=INSI_AUTHORIZATION, name="LIANE", version="1.0.0", instance="d5a1f6c8-0a1e-4d7b-b7e4-6d3a54f0a1aa"
)


def make_context(**changes: Any) -> CallContext:
    """A context with fixed identifiers."""
    values: dict[str, Any] = {
        "message_id": "6c0d8d3e-6a2b-4d50-a5b2-2a7a1b6f7c21",
        "bam_id": "0f3f6a5e-4d34-4a0b-9a39-3d3a3f8f3c11",
        "lps_id": "5a0b5cd2-7d25-45b1-8a8c-2f3c8d6e5f01",
        "at": NOW,
        "sender": STRUCTURE_ID,
        "lps": LPS,
    }
    return CallContext(**(values | changes))


def get_insured(case: str, rank: int = 0) -> InsuredPerson:
    """The nth person of the population file whose case begins so."""
    return [person for person in load_population() if person.case.startswith(case)][rank]


def get_named(family: str, given: str = "") -> InsuredPerson:
    """The person of the population file of that name."""
    return next(one for one in load_population() if one.family == family and given in [*one.givens.split(" "), ""])


def make_traits(person: InsuredPerson, **changes: str) -> PatientTraits:
    """The traits of an insured person, as the registry holds them."""
    values = {
        "birth_family": person.family,
        "birth_given": person.givens.partition(" ")[0],
        "birth_givens": person.givens,
        "birth_date": person.birth_date.replace("-", ""),
        "sex": person.sex,
        "birth_place": person.birth_place,
    }
    return PatientTraits(**(values | changes))


def make_query(person: InsuredPerson, *givens: str, place: str = "") -> INSiQuery:
    """A search of that person by these first names (the first of theirs when none is given)."""
    return INSiQuery(traits=make_traits(person), givens=givens or (person.givens.partition(" ")[0],), birth_place=place)


def files_of(pair: KeyPair, pki: PKI) -> INSiCertificate:
    """The files of a certificate of the test PKI."""
    return INSiCertificate(certificate=pair.certificate, key=pair.key, authorities=pki.authorities)


def make_connection(url: str, pki: PKI, **changes: Any) -> INSiConnection:
    """Settings of a client of the simulated INSi."""
    values: dict[str, Any] = {
        "url": url,
        "manual": files_of(pki.insi_manu, pki),
        "batch": files_of(pki.insi_auto, pki),
        "lps": LPS,
        "calls_per_minute_max": 5_000,
        "oid_mapping": dict(MAPPING),
        "has_verification": True,
    }
    return INSiConnection(**(values | changes))


def make_client(url: str, pki: PKI, **changes: Any) -> INSiClient:
    """A client with fresh identifiers and the true time."""
    return INSiClient(
        make_connection(url, pki, **changes), now=lambda: datetime.now(UTC), new_id=lambda: str(uuid.uuid4())
    )


def answer_of(exchange: INSiExchange) -> INSiAnswer:
    """The answer of a search that went well."""
    assert isinstance(exchange.reply, SearchReply), exchange.failure
    return exchange.reply.answer


@dataclass
class Wire:
    """A running simulated INSi and a client of it."""

    server: INSiServer
    client: INSiClient
    faults: FaultSwitchboard
    pki: PKI

    def on(self, kind: FaultKind, *, service: str = "insi", **options: Any) -> None:
        """Switch a fault on."""
        self.faults.add(Fault(service=service, kind=kind, **options))

    async def search(self, person: InsuredPerson, *givens: str, place: str = "") -> INSiExchange:
        """Search by traits, as a person does."""
        return await self.client.search_by_traits(make_query(person, *givens, place=place), Trigger.PERSON)

    @property
    def asked(self) -> list[str]:
        """What was asked, in order: first names, place."""
        return [f"{call.asked}→{call.codes}" for call in reversed(self.server.state.find_calls(limit=1_000))]


@asynccontextmanager
async def running_insi(pki: PKI, path: Path, **changes: Any) -> AsyncIterator[Wire]:
    """Run a simulated INSi; changes: of the client's settings."""
    faults = FaultSwitchboard()
    rules = INSiRules(lot_delay=timedelta(0))
    server = await insi_server.start(path=path, pki=pki, faults=faults, rules=rules)
    client = make_client(server.url, pki, **changes)
    try:
        yield Wire(server, client, faults, pki)
    finally:
        await client.close()
        await server.stop()

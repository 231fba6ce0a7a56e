"""A consultation against the simulated DMP over mutual TLS: the reader, the patient, the trail in a list."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from liane.codecs.saml.vihf import AUTHN_CLASS
from liane.codecs.xmldsig.keys import SigningMaterial
from liane.domain.actors.actor import Structure
from liane.domain.actors.operator import Operator, Role, SignInMeans
from liane.domain.actors.professional import Situation
from liane.domain.audit.access import AccessAct, AccessEvent, Outcome
from liane.domain.dmp.folder import Authorisation, FolderFacts, FolderState
from liane.domain.dmp.opening import OpeningRules
from liane.domain.identity.patient import IdentityStatus
from liane.domain.identity.person import Consents, ConsultationStance, INSSource, Person, RegistryINS
from liane.pipeline.dmp_consultation.calls import ConsultationRules
from liane.pipeline.dmp_consultation.identity import ReaderSettings
from liane.pipeline.dmp_consultation.service import ConsultationParts, DMPConsultation
from liane.pipeline.dmp_identity import DMPIdentitySettings
from liane.pipeline.dmp_orders import DMPOrderSettings
from liane.store.dmp_records import Opening, OpeningKey
from liane.store.postgres_store import PostgresStore
from liane.wiring.dmp_consultation import ReadingLink
from liane.wiring.dmp_settings import ReaderOptions
from liane.wiring.settings import DMPSettings, TLSFiles
from liane_sandbox.dmp import server as simulated
from liane_sandbox.dmp.access_book import AccessBook, Actor
from liane_sandbox.dmp.server import DMPServer
from liane_sandbox.establishment import HOMOLOGATION_NUMBER, STRUCTURE_ID, STRUCTURE_NAME
from liane_sandbox.faults import FaultSwitchboard
from liane_sandbox.patients import SandboxPatient
from liane_sandbox.pki.folder import PKI
from tests.sandbox.dmp.kit import ADULT, NOW, SOURCE_ID, Caller, make_caller, make_document

TEST_OIDS = frozenset({"1.2.250.1.213.1.4.10"})
DOCTOR_ID = "899900000037"
AUTHOR_ID = "899900000011"


def make_situation(profession: str = "10", specialty: str = "SM04", structure: str = STRUCTURE_ID) -> Situation:
    """A situation of exercise in the fictitious establishment."""
    return Situation(
        profession=profession,
        specialty=specialty,
        sector="SA01",
        structure=Structure(identifier=structure, name=STRUCTURE_NAME) if structure else None,
    )


def make_operator(identifier: str = DOCTOR_ID, **changes: Any) -> Operator:
    """A clinician signed in by Pro Santé Connect."""
    operator = Operator(
        name="TESTMELEZE Irène",
        roles=frozenset({Role.CLINICIEN}),
        unit="Cardiologie",
        identifier=identifier,
        means=SignInMeans.PRO_SANTE_CONNECT,
        situation=make_situation(),
        session=f"session-{identifier}",
    )
    return replace(operator, **changes)


def make_person(patient: SandboxPatient = ADULT, *, person_id: int = 1, **changes: Any) -> Person:
    """A qualified identity whose patient consents."""
    person = Person(
        id=person_id,
        status=IdentityStatus.QUALIFIEE,
        traits=patient.traits,
        ins=RegistryINS(ins=patient.ins, source=INSSource.INSI_TRAITS, retrieved_at=NOW),
        consents=Consents(consultation=ConsultationStance.CONSENTED),
    )
    return replace(person, **changes)


def make_opening(at: datetime, *, person_id: int = 1, session: str = "autrefois") -> Opening:
    """An opening of the past, for what remembers visits."""
    return Opening(
        id=f"{session}-{at.timestamp()}-{person_id}",
        key=OpeningKey(session=f"{session}-{at.timestamp()}", person_id=person_id),
        ins=ADULT.ins,
        facts=FolderFacts(state=FolderState.OPEN, authorisation=Authorisation.VALIDE),
        opened_at=at,
        until=at + timedelta(hours=1),
    )


@dataclass
class ListTrail:
    """A trail that keeps its lines in a list."""

    lines: list[AccessEvent] = field(default_factory=list)

    async def record(self, event: AccessEvent) -> None:
        """Append one line."""
        self.lines.append(event)

    @property
    def told(self) -> list[tuple[AccessAct, Outcome]]:
        """What the lines say, shortly."""
        return [(line.act, line.outcome) for line in self.lines]


async def run_here(function: Callable[..., Any], *arguments: Any) -> Any:
    """Run a function without a worker."""
    return function(*arguments)


@dataclass
class Scene:
    """A service, the simulated DMP behind it, and a clock that a test turns."""

    service: DMPConsultation
    server: DMPServer
    faults: FaultSwitchboard
    store: PostgresStore
    trail: ListTrail
    maker: Caller
    clock: list[datetime]
    parts: ConsultationParts

    def pass_time(self, lapse: timedelta) -> None:
        """Turn the clock of the service."""
        self.clock[0] += lapse

    @property
    def book(self) -> AccessBook:
        """Who may consult whom, as the simulated DMP knows it."""
        return AccessBook(self.server.state)

    @property
    def calls(self) -> list[str]:
        """The last words of the actions that the DMP received, oldest first."""
        return [trace.action.rpartition(":")[2] for trace in reversed(self.server.state.find_traces(limit=500))]

    def feed(self, serial: int = 1, *, patient: SandboxPatient = ADULT, cda: bytes | None = None, **lot: Any) -> str:
        """Put a document in the simulated DMP as the automatic feed does; gives its uniqueId."""
        made = self.maker.lot(cda or make_document(serial, patient=patient), patient=patient, **lot)
        seen = self.maker.feed(made)
        assert seen.registry.is_success, seen.contexts
        return made.entry.unique_id

    def authorise(self, reader: str, patient: SandboxPatient = ADULT) -> None:
        """Declare an authorisation at the DMP."""
        self.book.grant(patient.ins.matricule, Actor(identifier=reader), NOW)


def make_rules(pki: PKI, base_url: str, **changes: Any) -> ConsultationRules:
    """The rules of the fictitious establishment."""
    orders = DMPOrderSettings(
        identity=DMPIdentitySettings(
            secteur_activite="SA01",
            vihf_version="3.0",
            lps_id="LIANE-0001",
            lps_nom="LIANE",
            lps_version="0.1.0",
            homologation=HOMOLOGATION_NUMBER,
        ),
        material=SigningMaterial(
            key_pem=pki.org_sign.key.read_bytes(), certificates_pem=pki.org_sign.certificate.read_bytes()
        ),
        base_url=base_url,
        source_id=SOURCE_ID,
        processing_code="D",
    )
    opening = OpeningRules(ins_oids=TEST_OIDS, structures=frozenset({STRUCTURE_ID}), may_regulate=True)
    rules = ConsultationRules(
        opening=opening,
        reader=ReaderSettings(orders=orders, authn_context=AUTHN_CLASS + "MobileTwoFactorUnregistered"),
        web_domain="dmp.example",
    )
    return replace(rules, **changes)


@asynccontextmanager
async def open_scene(
    pki: PKI, store: PostgresStore, folder: Path, *, timeout_s: float = 2.0, **rules: Any
) -> AsyncIterator[Scene]:
    """A simulated DMP and the service that consults it. timeout_s: of an answer; longer where no silence is played."""
    faults, trail, clock = FaultSwitchboard(), ListTrail(), [NOW]
    server = await simulated.start(path=folder / "dmp.sqlite", pki=pki, faults=faults, clock=lambda: clock[0])
    settings = DMPSettings(
        base_url=server.base_url,
        tls=TLSFiles(certificate=pki.org_auth_cli.certificate, key=pki.org_auth_cli.key, authorities=pki.authorities),
        signature_certificate=pki.org_sign.certificate,
        signature_key=pki.org_sign.key,
        source_id=SOURCE_ID,
        reading=ReaderOptions(timeout_s=timeout_s),
    )
    link = ReadingLink(settings)
    parts = ConsultationParts(
        link=link,
        trail=trail,
        store=store.dmp,
        rules=make_rules(pki, server.base_url, **rules),
        run=run_here,
        now=lambda: clock[0],
    )
    maker = make_caller(pki, state=server.state, needs_authorisations=True)
    try:
        yield Scene(
            service=DMPConsultation(parts),
            server=server,
            faults=faults,
            store=store,
            trail=trail,
            maker=maker,
            clock=clock,
            parts=parts,
        )
    finally:
        await link.close()
        await server.stop()

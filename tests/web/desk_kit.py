"""A desk of identities on a real store: persons admitted by real ADT, created and qualified by real acts."""

from dataclasses import dataclass

from liane.domain.actors.operator import Operator, Role
from liane.domain.documents.request import Endpoint
from liane.domain.identity.patient import PatientTraits
from liane.domain.identity.person import Attribute, Person, ProofDocument
from liane.pipeline.identity.creation import PersonDraft
from liane.pipeline.identity.follow_ups import FollowUps
from liane.pipeline.identity.insi_calls import INSiDesk
from liane.pipeline.identity.insi_journal import CallJournal
from liane.pipeline.identity.insi_lots import INSiLots
from liane.pipeline.identity.insi_pulse import INSiPulse
from liane.pipeline.identity.rules import TEST_OIDS, LocalDomain, OIDRules, RegistryRules, Subscriber
from liane.store.insi_lots import PostgresINSiLots
from liane.store.postgres_store import PostgresStore
from liane.web.desk import Desk
from liane.web.scans import Scanner
from tests.insi_kit import MAPPING, Wire
from tests.pipeline.identity_kit import DOMAIN, INS_TWO, OTHER_TRAITS, IdentityFlow, Patient, make_adt, stay_of

OFFICER = Operator(name="Camille TESTOFFICIER", roles=frozenset({Role.IDENTITOVIGILANCE}))
RULES = RegistryRules(
    oids=OIDRules(allowed=TEST_OIDS, mapping=MAPPING),
    own=Endpoint(application="LIANE", facility="CHU"),
    local_domain=LocalDomain(oid="1.2.250.1.999.8", namespace="CHT", prefix="P"),
    sources=(("GAM", "CHU"),),
    processing_id="D",
    subscribers=(Subscriber(endpoint=Endpoint(application="SGL", facility="LABO")),),
)
LONG = "TEST" + "-".join(["INTERMINABLE"] * 6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Who is in the registry once it is filled."""

    qualified: int
    provisional: int
    twin: int
    other: int
    long: int
    doubtful: int
    proven: int


def traits(family: str, givens: str, date: str, sex: str = "F", place: str = "99901") -> PatientTraits:
    """Fictitious traits."""
    return PatientTraits(
        birth_family=family,
        birth_given=givens.split()[0],
        birth_givens=givens,
        birth_date=date,
        sex=sex,
        birth_place=place,
    )


def make_flow(store: PostgresStore, clock: object) -> IdentityFlow:
    """The flows of identities of a test node."""
    return IdentityFlow(store, RULES, clock)  # type: ignore[arg-type]


def make_desk(flow: IdentityFlow, wire: Wire | None = None) -> Desk:
    """The desk of these flows; with a simulated INSi when one runs."""
    store = flow.store
    questions = PostgresINSiLots(store)
    insi = None
    if wire is not None:
        journal = CallJournal(store.registry, INSiPulse(store, now=flow.clock))
        insi = INSiDesk(store.registry, flow.registry, wire.client, questions, journal, now=flow.clock)
    return Desk(
        store=store.registry,
        registry=flow.registry,
        follow_ups=FollowUps(store, store.registry, now=flow.clock),
        insi=insi,
        lots=INSiLots(questions, wire.client, RULES, now=flow.clock) if wire else None,
        scanner=Scanner(allowed_oids=TEST_OIDS, is_production=False),
    )


async def fill_desk(flow: IdentityFlow) -> Known:
    """Fill a registry as a morning does: an admission, creations, a double, a doubt, a very long name."""
    await flow.apply(
        make_adt("A01", Patient(), *stay_of()),
        make_adt("A28", Patient(ipp="000077", ins=INS_TWO, traits=OTHER_TRAITS, status="PROV")),
    )
    qualified, other = await flow.get(), await flow.get("000077")

    async def create(one: PatientTraits, reason: str = "") -> Person:
        return await flow.registry.create(PersonDraft(traits=one), operator=OFFICER, reason=reason)

    provisional = await create(traits("TESTBRUNET", "ALIX MARIE", "19800312"))
    twin = await create(traits("TESTBRUNET", "ALIX", "19800312", place="99902"), "pièce différente")
    long = await create(traits(LONG, " ".join(["MARIE-ANTOINETTE"] * 5), "19001231"))
    doubtful = await create(traits("TESTDOUTEUX", "PAUL", "19750101", "M"))
    proven = await create(traits("TESTVALIDE", "ANNE", "19690704"))
    await flow.registry.set_attribute(
        doubtful.id, doubtful.version, Attribute.DOUTEUX, reason="pièce contestée", operator=OFFICER
    )
    await flow.registry.record_proof(proven.id, proven.version, ProofDocument.PA, operator=OFFICER)
    await flow.watch.run_once()
    return Known(
        qualified=qualified.id,
        provisional=provisional.id,
        twin=twin.id,
        other=other.id,
        long=long.id,
        doubtful=doubtful.id,
        proven=proven.id,
    )


__all__ = ["DOMAIN", "OFFICER", "RULES", "Known", "fill_desk", "make_desk", "make_flow", "traits"]

"""ADT of PAM France written by hand, and the flows of identities on a real store: what their tests are made of."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from liane.codecs.hl7v2.ack import Ack, parse_ack
from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.domain.actors.operator import Operator, Role
from liane.domain.documents.request import Endpoint
from liane.domain.identity.ins import INS
from liane.domain.identity.patient import PatientTraits
from liane.domain.identity.person import Person
from liane.pipeline.channels import ChannelGuard
from liane.pipeline.identity.adt import IdentityReception
from liane.pipeline.identity.applier import Applier
from liane.pipeline.identity.linking import DuplicateWatch, PairJudge
from liane.pipeline.identity.registry import Registry
from liane.pipeline.identity.rules import TEST_OIDS, LocalDomain, OIDRules, RegistryRules, Subscriber
from liane.store.identity_flow import IdentityFlowStore
from liane.store.postgres_store import PostgresStore
from liane.store.registry import PostgresRegistry
from liane.store.registry_records import Alert, AlertKind, FailedMessage, Notice
from liane_sandbox.patients import PATIENTS
from tests.pipeline.flow_kit import Clock

DOMAIN = "1.2.250.1.999.7"
NIR, NIR_TEST = "1.2.250.1.213.1.4.8", "1.2.250.1.213.1.4.10"
ONE, OTHER = PATIENTS[0], PATIENTS[1]
INS_ONE, INS_TWO = ONE.ins, OTHER.ins
GAM, DPI = "GAM@CHU", "DPI@CHU"
OFFICER = Operator(name="Camille TESTOFFICIER", roles=frozenset({Role.IDENTITOVIGILANCE}))
CLERK = Operator(name="Noé TESTACCUEIL", roles=frozenset({Role.ACCUEIL}))
READER = Operator(name="Ana TESTLECTURE", roles=frozenset({Role.CONSULTATION}))
TRAITS = replace(ONE.traits, used_family="", used_given="")
OTHER_TRAITS = replace(OTHER.traits, used_family="", used_given="")
STRUCTURES = {
    "A01": "ADT_A01",
    "A02": "ADT_A02",
    "A03": "ADT_A03",
    "A04": "ADT_A01",
    "A11": "ADT_A09",
    "A12": "ADT_A12",
    "A13": "ADT_A01",
    "A40": "ADT_A39",
    "A44": "ADT_A43",
    "A47": "ADT_A30",
}
"""MSH-9.3 of each event; ADT_A05 for the others."""
_control = itertools.count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """A patient as an ADT shows them. status: PID-32. ins: None leaves it out."""

    ipp: str = "000003"
    ins: INS | None = INS_ONE
    traits: PatientTraits = TRAITS
    status: str = "VALI"
    account: str = "24000006"
    death: str = ""

    def pid(self) -> str:
        """PID."""
        who = self.traits
        ins = f"~{self.ins.matricule}^^^ASIP-SANTE-INS-NIR&{self.ins.oid}&ISO^INS^^20240306" if self.ins else ""
        fields = [""] * 33
        fields[1], fields[3] = "1", f"{self.ipp}^^^CHU&{DOMAIN}&ISO^PI{ins}"
        fields[5] = f"{who.birth_family}^{who.birth_given}^{who.birth_givens}^^^^L"
        fields[7], fields[8], fields[11] = who.birth_date, who.sex, f"^^^^^^BDL^^{who.birth_place}"
        fields[18] = f"{self.account}^^^CHU&{DOMAIN}.1&ISO^AN"
        fields[29], fields[30] = self.death, "Y" if self.death else ""
        fields[32] = self.status
        return "PID|" + "|".join(fields[1:])


PATIENT = Patient()


def make_adt(event: str, patient: Patient = PATIENT, *more: str, sender: str = GAM, control_id: str = "") -> bytes:
    """One ADT of PAM France 2.11. more: the segments after PID."""
    application, _, facility = sender.partition("@")
    structure = STRUCTURES.get(event, "ADT_A05")
    number = control_id or f"ADT{next(_control):06d}"
    msh = (
        f"MSH|^~\\&|{application}|{facility}|LIANE|LIANE|20260306111154||ADT^{event}^{structure}|{number}|D|"
        "2.5^FRA^2.11|||||FRA|UNICODE UTF-8|FR||2.11^IHE_FRANCE-2.11-PAM"
    )
    evn = "EVN||20260306111154||||20260306111154"
    return "\r".join((msh, evn, patient.pid(), *(more or ("PV1|1|N",)), "")).encode()


def merge_of(ipp: str) -> str:
    """MRG: the identity that disappears."""
    return f"MRG|{ipp}^^^CHU&{DOMAIN}&ISO^PI"


def stay_of(
    visit: str = "V1",
    movement: str = "M1",
    *,
    action: str = "INSERT",
    original: str = "",
    start: str = "20260306110000",
    kind: str = "I",
) -> tuple[str, str]:
    """PV1 and ZBE."""
    pv1 = [""] * 46
    pv1[1], pv1[2], pv1[3], pv1[19], pv1[44] = "1", kind, "^^^CHU^O", f"{visit}^^^CHU&{DOMAIN}.2&ISO^VN", ""
    unit = "Chirurgie^^^^^CHU&1.2.3&ISO^UF^^^6268"
    return (
        "PV1|" + "|".join(pv1[1:]),
        f"ZBE|{movement}^CHU|{start}||{action}|N|{original}|{unit}|{unit}|HMS",
    )


@dataclass(slots=True)
class IdentityFlow:
    """Reception, application and desk on a real store."""

    store: PostgresStore
    rules: RegistryRules
    clock: Clock = field(default_factory=Clock)
    changed: list[tuple[int, ...]] = field(default_factory=list)
    _ids: Any = field(default_factory=lambda: itertools.count(1))
    registry: Registry = field(init=False)
    reception: IdentityReception = field(init=False)
    applier: Applier = field(init=False)
    watch: DuplicateWatch = field(init=False)
    channels: ChannelGuard = field(init=False)

    def __post_init__(self) -> None:
        policy = AcceptancePolicy.for_test()
        flow_store, judge = IdentityFlowStore(self.store), PairJudge(self.kept.load_name_rarity, now=self.clock)
        self.channels = ChannelGuard(self.store, now=self.clock)
        self.watch = DuplicateWatch(self.kept, flow_store, judge, now=self.clock)
        self.registry = Registry(
            self.kept,
            rules=self.rules,
            judge=judge,
            draw_ipp=flow_store.draw_ipp,
            now=self.clock,
            new_id=self.new_id,
        )
        self.registry.on_changed(self._hear)
        self.applier = Applier(
            self.kept,
            rules=self.rules,
            policy=policy,
            on_changed=self.registry.tell_changed,
            between=self.watch.run_once,
            now=self.clock,
            new_id=self.new_id,
        )
        self.reception = IdentityReception(
            self.store, policy=policy, channels=self.channels, now=self.clock, new_id=self.new_id
        )

    @property
    def kept(self) -> PostgresRegistry:
        """The registry as kept."""
        return self.store.registry

    def new_id(self) -> str:
        """A MSH-10 of ours."""
        return f"L{next(self._ids):08d}"

    async def _hear(self, person_ids: tuple[int, ...]) -> None:
        self.changed.append(person_ids)

    async def send(self, raw: bytes) -> Ack:
        """Send one ADT; returns its acknowledgement, read."""
        answer = await self.reception.accept(raw, "127.0.0.1")
        assert answer is not None
        return parse_ack(answer)

    async def apply(self, *messages: bytes) -> None:
        """Have messages accepted, then apply all that waits."""
        for raw in messages:
            ack = await self.send(raw)
            assert ack.code.value == "AA", ack
        while await self.applier.apply_some():
            pass

    async def find(self, ipp: str = PATIENT.ipp) -> Person | None:
        """The person in force of an IPP."""
        return await self.kept.find_by_identifier(DOMAIN, ipp)

    async def get(self, ipp: str = PATIENT.ipp) -> Person:
        """The person in force of an IPP, who must be there."""
        person = await self.find(ipp)
        assert person is not None
        return person

    async def alerts(self, *kinds: AlertKind) -> list[Alert]:
        """Open lines of the worklists."""
        return await self.kept.find_alerts(kinds=kinds)

    async def failures(self) -> Sequence[FailedMessage]:
        """Messages that could not be applied."""
        return (await self.kept.find_failed_messages()).lines

    async def notices(self) -> list[Notice]:
        """Everything told or to tell, oldest first."""
        return list((await self.kept.find_notices(limit=200)).lines)[::-1]

    async def events(self, person: Person) -> list[str]:
        """The names of the events of a person."""
        return [event.name for event in await self.kept.find_person_events(person.id)]


def make_rules(**changes: Any) -> RegistryRules:
    """Rules of a référentiel that believes the GAM and tells the DPI and the GAM."""
    values: dict[str, Any] = {
        "oids": OIDRules(allowed=TEST_OIDS, mapping={NIR: NIR_TEST}),
        "own": Endpoint(application="LIANE", facility="CHU"),
        "sources": (("GAM", "*"),),
        "local_domain": LocalDomain(oid=DOMAIN, namespace="CHU", prefix="L", digits=6),
        "subscribers": tuple(
            Subscriber(endpoint=Endpoint(application=name, facility="CHU")) for name in ("DPI", "GAM")
        ),
        "processing_id": "D",
    }
    return RegistryRules(**(values | changes))

"""The rules of one site's registry, as one value: who may alter identities, which INS are taken, whom to tell.

Values only: they are made from the settings by the wiring.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from liane.domain.documents.request import Endpoint
from liane.domain.errors import Finding, RuleViolation, Severity
from liane.domain.identity.ins import INS, INSAuthority
from liane.domain.identity.person import Person
from liane.pipeline.identity.identify import UnknownPatient

YEAR = timedelta(days=365, hours=6)


class RegistryRole(StrEnum):
    """Whether this Liane is the référentiel d'identités, or follows one.

    Rule: ins.md §1; couloirs.md §2.1 (RI, DPI).
    """

    REFERENTIEL = "referentiel"
    SUIVEUR = "suiveur"


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalDomain:
    """The establishment's own domain of IPP. oid: OID or FINESS; prefix, digits: shape of the numbers given here."""

    oid: str
    namespace: str = ""
    type_code: str = "PI"
    prefix: str = ""
    digits: int = 10

    def write_number(self, number: int) -> str:
        """Give the IPP of one number of the sequence."""
        return f"{self.prefix}{number:0{self.digits}d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OIDRules:
    """INS authorities of an environment. mapping: OID of INSi → OID of the flows, for the test platforms only.

    Rule: ins.md §3 (the INSi test platform answers ``.8`` where the DMP test platform expects ``.10``).
    """

    allowed: frozenset[str]
    mapping: Mapping[str, str] = field(default_factory=dict)

    def take(self, ins: INS) -> INS:
        """Give an INS of INSi as the flows carry it. Raises RuleViolation RID-010: its authority is not accepted."""
        taken = replace(ins, oid=self.mapping.get(ins.oid, ins.oid))
        if taken.oid not in self.allowed:
            raise RuleViolation(
                Finding(
                    code="RID-010",
                    severity=Severity.ERROR,
                    location="ins.oid",
                    message="L'autorité d'affectation de cet INS n'est pas acceptée dans cet environnement.",
                    remedy="Ne pas mêler identités réelles et identités de test ; vérifier le réglage environment.",
                    layer="registry",
                    rule="ins.md §3",
                )
            )
        return taken

    def ask(self, ins: INS) -> INS:
        """Give an INS of the flows as INSi knows it: the mapping backwards, NIR before NIA."""
        backwards = {flow: insi for insi, flow in sorted(self.mapping.items(), reverse=True)}
        return replace(ins, oid=backwards.get(ins.oid, ins.oid))


PRODUCTION_OIDS = frozenset(authority.value for authority in INSAuthority if authority.is_real)
TEST_OIDS = frozenset(authority.value for authority in INSAuthority if not authority.is_real)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """One application to tell when an identity changes. events: those of A28, A31, A40 and A47 that it wants."""

    endpoint: Endpoint
    events: frozenset[str] = frozenset({"A28", "A31", "A40", "A47"})

    @property
    def name(self) -> str:
        """``application@facility``."""
        return str(self.endpoint)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryRules:
    """How the registry of this site works.

    sources: (application, facility) of those who may alter identities, ``*`` for any; queriers: of those who may search
    them. unknown_patient: what a message of the others does, when it names an unknown patient. own: who Liane is in its
    ADT. processing_id: MSH-11 of its ADT. renewal_years: age past which a verified INS is verified again.
    """

    oids: OIDRules
    own: Endpoint
    role: RegistryRole = RegistryRole.REFERENTIEL
    local_domain: LocalDomain | None = None
    sources: tuple[tuple[str, str], ...] = ()
    queriers: tuple[tuple[str, str], ...] = ()
    unknown_patient: UnknownPatient = UnknownPatient.REGISTER
    renewal_years: int = 3
    subscribers: tuple[Subscriber, ...] = ()
    processing_id: str = "P"

    @property
    def is_follower(self) -> bool:
        """True when the statuses come from a référentiel elsewhere."""
        return self.role is RegistryRole.SUIVEUR

    def may_alter(self, sender: str) -> bool:
        """Tell whether a sender (``application@facility``) may create and change identities; others only attach."""
        return _is_among(sender, self.sources)

    def may_ask(self, sender: str) -> bool:
        """Tell whether a sender may search identities (PDQ)."""
        return _is_among(sender, self.queriers)

    def is_verification_due(self, person: Person, now: datetime) -> bool:
        """Tell whether an INS in circulation must be verified again. Rule: ins.md §6.1 (renewal), §11.1.15."""
        if not person.may_circulate or person.ins is None:
            return False
        since = person.ins.verified_at or person.ins.retrieved_at
        return now - since >= YEAR * self.renewal_years


def _is_among(sender: str, declared: tuple[tuple[str, str], ...]) -> bool:
    application, _, facility = sender.partition("@")
    return any(name in ("*", application) and where in ("*", facility) for name, where in declared)

"""What the desk shows after a question to INSi: calls made, answer, comparison, why it stopped. Values only."""

from dataclasses import dataclass, field

from liane.codecs.insi.exchange import INSiExchange, INSiFault
from liane.codecs.insi.faults import FaultClass, classify_fault
from liane.domain.errors import Finding, RemoteFailure, RemoteUnavailable
from liane.domain.identity.comparison import TraitComparison
from liane.domain.identity.insi import INSiAnswer, VerificationVerdict
from liane.domain.identity.person import Person

AWAY = "INSi est indisponible : la question est gardée et sera posée à son retour ; l'identité garde son statut."


@dataclass(frozen=True, slots=True, kw_only=True)
class CallMade:
    """One call of a search. givens, birth_place: what was sent of them; a card: empty."""

    call_id: int
    code: str
    label: str
    givens: tuple[str, ...] = field(default=(), repr=False)
    birth_place: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class INSiSearch:
    """Result of a search, to be accepted or refused by a person. answer: only when exactly one person was found.

    stop: French, why the calls ended. comparison: the person of the registry and the answer, trait by trait. findings:
    what must be known of the answer before accepting it; an error forbids it. fault: as INSi told it, to be shown.
    failure: why there is no answer.
    is_queued: the question waits for the téléservice to come back.
    """

    person: Person
    stop: str
    calls: tuple[CallMade, ...] = ()
    answer: INSiAnswer | None = None
    comparison: tuple[TraitComparison, ...] = ()
    findings: tuple[Finding, ...] = ()
    fault: INSiFault | None = None
    failure: RemoteFailure | None = None
    is_queued: bool = False

    @property
    def is_outage(self) -> bool:
        """True when the téléservice gave no answer for now."""
        return isinstance(self.failure, RemoteUnavailable)

    @property
    def is_configuration(self) -> bool:
        """True when it refuses this installation, whatever is asked. Rule: ins.md §6.8 (do not retry)."""
        return is_configuration_fault(self.fault)

    @property
    def call_id(self) -> int:
        """Number of the last call; 0 when none was made."""
        return self.calls[-1].call_id if self.calls else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class INSiVerificationResult:
    """Result of a verification. person: as it is after it. is_queued: it will be asked again."""

    person: Person
    verdict: VerificationVerdict
    code: str
    label: str
    call_id: int
    fault: INSiFault | None = None
    failure: RemoteFailure | None = None
    is_queued: bool = False

    @property
    def is_outage(self) -> bool:
        """True when the téléservice gave no answer for now."""
        return isinstance(self.failure, RemoteUnavailable)


def is_configuration_fault(fault: INSiFault | None) -> bool:
    """Tell whether a fault calls for the settings, or refuses the certificate even after a second try."""
    return fault is not None and classify_fault(fault) in (FaultClass.CONFIGURATION, FaultClass.AUTHENTICATE)


def explain_failure(exchange: INSiExchange) -> str:
    """Say in French why a call gave no answer, with code, label and messageID of a fault. Rule: ins.md §6.8."""
    fault = exchange.fault
    if fault is not None:
        number = f" (message {fault.message_id})" if fault.message_id else ""
        told = f"INSi a répondu par l'erreur {fault.code or fault.subcode} : {fault.label}{number}."
        return f"{told} {AWAY}" if isinstance(exchange.failure, RemoteUnavailable) else told
    if isinstance(exchange.failure, RemoteUnavailable):
        return AWAY
    return f"INSi n'a pas répondu ({exchange.failure.code if exchange.failure else ''})."

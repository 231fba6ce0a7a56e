"""One call of the téléservice INSi as values: what was asked, what came back, how it failed. No wire form here."""

from dataclasses import dataclass, field
from datetime import datetime

from liane.codecs.insi.names import Operation, Trigger
from liane.domain.errors import Finding, RemoteFailure
from liane.domain.identity.insi import INSiAnswer, VerificationVerdict


@dataclass(frozen=True, slots=True, kw_only=True)
class LPSIdentity:
    """The calling software. idam: number of authorisation given by the CNDA. instance: UUID of the installation.

    Rule: ins.md §6.2, ContexteLPS.
    """

    idam: str
    name: str
    version: str
    instance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallContext:
    """What every call carries. message_id, bam_id, lps_id: fresh UUIDs, bare. at: aware. sender: OU of the certificate.

    Rule: ins.md §6.2, §6.3 (``Emetteur`` equals the OU).
    """

    message_id: str
    bam_id: str
    lps_id: str
    at: datetime
    sender: str
    lps: LPSIdentity


@dataclass(frozen=True, slots=True, kw_only=True)
class INSiFault:
    """A fault of the téléservice. subcode: ``siram_100``…; code: ``desir_550``…; severity: ``erreur``, ``fatale``…

    label: the text of the error, else the reason. Rule: ins.md §6.8.
    """

    subcode: str
    code: str
    label: str
    severity: str = ""
    message_id: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchReply:
    """An answer read: the answer, and what was tolerated in it (codes ``INSI-1nn``)."""

    answer: INSiAnswer
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationReply:
    """An answer of the unit verification (stand-in contract)."""

    verdict: VerificationVerdict
    code: str
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LotReply:
    """An answer of a deposit or of a collect (stand-in contract). lines: verdict of each line, by its rank from 0.

    is_done: False while the téléservice works on the lot.
    """

    number: str
    is_done: bool = False
    lines: tuple[tuple[int, VerificationReply], ...] = ()


Reply = SearchReply | VerificationReply | LotReply


@dataclass(frozen=True, slots=True, kw_only=True)
class INSiExchange:
    """One call, whole. reply: None when there is none. failure: why there is none, to be raised by who cannot go on.

    request, answer: the bytes. certificate: common name used. earlier: the call made before this one under the same
    question, when a refusal of security asked to authenticate again.
    """

    operation: Operation
    trigger: Trigger
    message_id: str
    at: datetime
    duration_ms: int
    request: bytes = field(repr=False)
    answer: bytes = field(default=b"", repr=False)
    reply: Reply | None = None
    fault: INSiFault | None = None
    failure: RemoteFailure | None = None
    earlier: "INSiExchange | None" = None

"""The only error tree of Liane, and the findings that checks collect.

The class of an error decides what happens next (retry, ask, park, answer); no code ever reads a message text to
decide. No patient data may enter a message, a location or a ``repr``.

    LianeError
    ├── InvalidInput              the sender's bytes break a rule; permanent; carries findings
    │   ├── MalformedMessage      cannot be read: framing, charset, syntax, size
    │   └── RuleViolation         readable, yet breaks a rule
    ├── IdentityConflict          a person must decide; never retried
    │   └── DuplicateIdentifier   an identifier in force already belongs to someone else
    ├── StaleVersion              another act changed the row first: read again, then act
    ├── RemoteFailure
    │   ├── RemoteUnavailable     certainly not accepted: retry
    │   ├── RemoteOutcomeUnknown  perhaps accepted: ask, never resend blindly
    │   └── RemoteRefusal         a definite no, with its code: permanent
    ├── StorageUnavailable        our own store cannot keep the bytes: refuse with AR, HTTP 507
    ├── AccessDenied
    └── ConfigurationError        stops the start, names the setting
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from liane.domain.remedies import find_remedy


class Severity(StrEnum):
    """How grave a finding is; only ``ERROR`` refuses."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a check saw.

    code: stable, never reused (``INS-004``). location: in wire words (``PID-3[2].4``, an XPath). message: French, for a
    person. remedy: French, what to do; left empty, the one written for the code is taken. layer: where the rule lives
    (``hl7v2``, ``coherence``, ``xsd``, ``header``, ``volet``, ``terminology``…). rule: the text that says so (document,
    section or requirement number).
    """

    code: str
    severity: Severity
    location: str
    message: str
    remedy: str = ""
    layer: str = ""
    rule: str = ""

    def __post_init__(self) -> None:
        if not self.remedy:
            object.__setattr__(self, "remedy", find_remedy(self.code))


def has_errors(findings: Iterable[Finding]) -> bool:
    """Tell whether at least one finding refuses."""
    return any(finding.severity is Severity.ERROR for finding in findings)


class LianeError(Exception):
    """Root of every error that Liane raises on purpose."""


class InvalidInput(LianeError):
    """The sender's bytes break a rule; sending them again unchanged is useless."""

    def __init__(self, *findings: Finding) -> None:
        self.findings: tuple[Finding, ...] = findings
        super().__init__("; ".join(f"{finding.code} {finding.location}" for finding in findings))

    def __reduce__(self) -> tuple[type["InvalidInput"], tuple[Finding, ...]]:
        """Travel between processes with its findings, not with its text."""
        return type(self), self.findings


class MalformedMessage(InvalidInput):
    """The bytes cannot be read at all."""


class RuleViolation(InvalidInput):
    """The bytes are readable, yet break a rule."""


class IdentityConflict(LianeError):
    """A person must decide; goes to the worklist."""


class DuplicateIdentifier(IdentityConflict):
    """An identifier in force already belongs to another person. owner_id: that person, 0 when not known."""

    def __init__(self, owner_id: int = 0) -> None:
        self.owner_id = owner_id
        super().__init__(f"identifier held by person {owner_id}")


class StaleVersion(LianeError):
    """Another act changed the row first: what was seen is no longer so. person_id: whose row."""

    def __init__(self, person_id: int = 0) -> None:
        self.person_id = person_id
        super().__init__(f"person {person_id} changed meanwhile")


class RemoteFailure(LianeError):
    """A remote party did not take what was sent.

    remote: name of the party (``dmp``, ``mssante``, ``lps``). code: the remote's own code, verbatim. context: its own
    explanation, verbatim. answer: the bytes answered, for inspection.
    """

    def __init__(self, remote: str, code: str, context: str = "", answer: bytes | None = None) -> None:
        self.remote = remote
        self.code = code
        self.context = context
        self.answer = answer
        super().__init__(f"{remote}: {code}")

    def __reduce__(self) -> tuple[type["RemoteFailure"], tuple[str, str, str, bytes | None]]:
        """Travel between processes whole."""
        return type(self), (self.remote, self.code, self.context, self.answer)


class RemoteUnavailable(RemoteFailure):
    """Certainly not accepted: try again later."""


class RemoteOutcomeUnknown(RemoteFailure):
    """Perhaps accepted: ask before any resend."""


class RemoteRefusal(RemoteFailure):
    """A definite no."""


class StorageUnavailable(LianeError):
    """The store cannot keep the bytes now; the sender must keep them."""


class AccessDenied(LianeError):
    """The caller, its token or its certificate is refused."""


class ConfigurationError(LianeError):
    """A setting is wrong; the message names it."""

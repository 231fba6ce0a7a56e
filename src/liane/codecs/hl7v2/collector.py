"""Gathers findings while the checks of one message run; nothing stops at the first."""

from liane.codecs.hl7v2.codes import HL7Code
from liane.domain.errors import Finding, Severity

FINDINGS_MAX = 200


class Findings:
    """The findings of one message, FINDINGS_MAX at most."""

    __slots__ = ("_found",)

    def __init__(self) -> None:
        self._found: list[Finding] = []

    def add(
        self, code: HL7Code, location: str, message: str, remedy: str = "", *, severity: Severity | None = None
    ) -> None:
        """Keep one finding; texts in French."""
        self.extend((code.finding(location, message, remedy, severity=severity),))

    def extend(self, findings: tuple[Finding, ...]) -> None:
        """Keep findings made elsewhere."""
        room = FINDINGS_MAX - len(self._found)
        self._found.extend(findings[: max(room, 0)])

    def as_tuple(self) -> tuple[Finding, ...]:
        """Everything found, errors first, in the order of the checks."""
        return tuple(sorted(self._found, key=lambda finding: finding.severity is not Severity.ERROR))

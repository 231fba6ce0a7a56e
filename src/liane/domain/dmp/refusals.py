"""Why a DMP is not opened, read or changed: one code, one French sentence, one remedy for each reason.

What lives here: the words. What decides: ``opening``, ``changes`` and ``folder``.
"""

from liane.domain.errors import AccessDenied, Finding, Severity


class DMPDenied(AccessDenied):
    """Access to a DMP refused by our own rules. finding: the reason, in French, without any patient data."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.message)

    def __reduce__(self) -> tuple[type["DMPDenied"], tuple[Finding]]:
        """Travel between processes with its reason."""
        return type(self), (self.finding,)


def deny(code: str, message: str, remedy: str, rule: str) -> DMPDenied:
    """Make a refusal. code: stable (``DMP-003``). rule: what text says so."""
    return DMPDenied(
        Finding(
            code=code,
            severity=Severity.ERROR,
            location="DMP",
            message=message,
            remedy=remedy,
            layer="dmp",
            rule=rule,
        )
    )

"""The findings of the mail codec: stable codes MSS-001…, with the French words a person reads."""

from liane.domain.errors import Finding, MalformedMessage, Severity

_LAYER = "mssante"


def mail_error(code: str, location: str, message: str, remedy: str, rule: str) -> Finding:
    """Make a finding that refuses."""
    return Finding(
        code=code,
        severity=Severity.ERROR,
        location=location,
        message=message,
        remedy=remedy,
        layer=_LAYER,
        rule=rule,
    )


def mail_warning(code: str, location: str, message: str, remedy: str, rule: str) -> Finding:
    """Make a finding that does not refuse."""
    return Finding(
        code=code,
        severity=Severity.WARNING,
        location=location,
        message=message,
        remedy=remedy,
        layer=_LAYER,
        rule=rule,
    )


def malformed(code: str, location: str, message: str) -> MalformedMessage:
    """Make the error of a mail that passes a bound or cannot be read."""
    remedy = "Conserver le courriel et le faire examiner par l'exploitation ; ne pas l'intégrer."
    return MalformedMessage(mail_error(code, location, message, remedy, "RFC 5322, RFC 2045; mssante.md §7"))

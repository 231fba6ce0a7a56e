"""The DocumentRequest as JSON beside its document, and back: what a delivery needs long after the message was read."""

from typing import Any

from pydantic import TypeAdapter

from liane.domain.documents.delivery import Decision
from liane.domain.documents.request import DocumentRequest, Recipient
from liane.domain.errors import Finding

_REQUESTS: TypeAdapter[DocumentRequest] = TypeAdapter(DocumentRequest)
_RECIPIENTS: TypeAdapter[Recipient] = TypeAdapter(Recipient)
_DECISIONS: TypeAdapter[list[Decision]] = TypeAdapter(list[Decision])
_FINDINGS: TypeAdapter[list[Finding]] = TypeAdapter(list[Finding])


def dump_request(request: DocumentRequest) -> dict[str, Any]:
    """Render a request as JSON values, without the document's bytes."""
    dumped: dict[str, Any] = _REQUESTS.dump_python(request, mode="json", exclude={"cda"})
    return dumped


def load_request(values: dict[str, Any], cda: bytes) -> DocumentRequest:
    """Read a request back from its JSON values and its document's bytes."""
    return _REQUESTS.validate_python({**values, "cda": cda})


def dump_recipient(recipient: Recipient) -> dict[str, Any]:
    """Render a recipient as JSON values."""
    dumped: dict[str, Any] = _RECIPIENTS.dump_python(recipient, mode="json")
    return dumped


def load_recipient(values: dict[str, Any]) -> Recipient:
    """Read a recipient back from its JSON values."""
    return _RECIPIENTS.validate_python(values)


def dump_decisions(decisions: tuple[Decision, ...]) -> list[dict[str, Any]]:
    """Render decisions as JSON values."""
    dumped: list[dict[str, Any]] = _DECISIONS.dump_python(list(decisions), mode="json")
    return dumped


def dump_findings(findings: tuple[Finding, ...]) -> list[dict[str, Any]]:
    """Render findings as JSON values."""
    dumped: list[dict[str, Any]] = _FINDINGS.dump_python(list(findings), mode="json")
    return dumped

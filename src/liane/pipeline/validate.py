"""Judge a CDA document before it leaves or is filed: the verdict that flows and faces read.

What lives here: the verdict as a value, and the object that gives it. The rules themselves live in
`liane.codecs.schematron` (the national kit) and `liane.codecs.cda` (our own header rules); no rule is written here.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from liane.domain.errors import Finding, Severity

ENGINE_VERSION = "1"


class VerdictState(StrEnum):
    """What a verdict says; only ``VALID`` lets a strict flow go on without a person."""

    VALID = "valid"
    INVALID = "invalid"
    UNJUDGED = "unjudged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the rules say of one document.

    document_type: name of the content model (``CI-SIS_BIO-CR-BIO_2024.01``), ``N1``, or empty when unknown.
    layers_run: layers that really ran, in order. kit_id: identity of the rule set, empty without a kit.
    """

    state: VerdictState
    document_type: str
    layers_run: tuple[str, ...]
    findings: tuple[Finding, ...]
    kit_id: str

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Findings that make the document invalid."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)


def cache_key(data: bytes, kit_id: str) -> str:
    """Give the stable key of a verdict: same bytes, same rules, same engine, same verdict."""
    digest = hashlib.sha256(data)
    return hashlib.sha256(f"{digest.hexdigest()} {kit_id} {ENGINE_VERSION}".encode()).hexdigest()


def state_of(findings: Iterable[Finding], *, is_complete: bool) -> VerdictState:
    """Decide the state: an error is a refusal; no error is a yes only when every rule that applies could run."""
    if any(finding.severity is Severity.ERROR for finding in findings):
        return VerdictState.INVALID
    return VerdictState.VALID if is_complete else VerdictState.UNJUDGED


class Validator:
    """Judge documents with one compiled kit, or with our own header rules alone when ``kit`` is ``None``."""

    def __init__(self, kit: None = None) -> None:
        self._kit = kit

    def validate(self, data: bytes) -> Verdict:
        """Judge one CDA document given as bytes; never raises for what the bytes hold."""
        finding = Finding(
            code="CDA-900",
            severity=Severity.INFO,
            location="/",
            message="Aucun kit de validation n'est installé : le document n'est pas jugé.",
            remedy="Installer le kit CI-SIS de l'ANS : liane kit import <archive>.",
            layer="kit",
        )
        return Verdict(state=VerdictState.UNJUDGED, document_type="", layers_run=(), findings=(finding,), kit_id="")

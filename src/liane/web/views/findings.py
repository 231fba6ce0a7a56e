"""Findings and decisions as a person reads them: what, where, what to do, and the rule behind."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from liane.domain.documents.delivery import DecisionOutcome
from liane.domain.errors import Finding, Severity
from liane.web.views.states import OUTCOME_WORDS, SEVERITY_WORDS, Shape, State

SUBJECT_WORDS = {
    "dmp": "DMP",
    "mssante_ps": "MSSanté des professionnels",
    "mssante_patient": "MSSanté du patient",
    "visibility": "Visibilité",
    "connexion_secrete": "Connexion secrète",
    "identity": "Identité",
    "validation": "Validation",
    "action": "Action demandée",
    "destinations": "Destinataires",
    "announcement": "Annonce au patient",
}
LAYER_WORDS = {
    "hl7v2": "message HL7 v2",
    "coherence": "accord entre le message et le document",
    "decision": "décision de diffusion",
    "store": "stockage",
    "xml": "lecture du XML",
    "xsd": "schéma",
    "header": "en-tête CDA",
    "header-liane": "règles d’en-tête de Liane",
    "cda": "document CDA",
    "mllp": "transport MLLP",
    "mssante": "courriel MSSanté",
    "xdm": "archive XDM",
    "xds": "métadonnées XDS",
    "ebxml": "métadonnées XDS",
    "soap": "échange SOAP",
    "mtom": "échange SOAP",
    "vihf": "jeton VIHF",
    "signature": "signature",
    "structure": "structure minimale",
    "volet": "volet du document",
    "terminology": "jeux de valeurs",
    "kit": "kit de validation",
}
_RANKS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """One finding on a page. layer: French, where the rule lives."""

    state: State
    code: str
    location: str
    message: str
    remedy: str
    layer: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView:
    """One decision on a page."""

    subject: str
    state: State
    reason: str
    rule: str


def describe_findings(values: Iterable[Mapping[str, Any]]) -> tuple[FindingView, ...]:
    """Describe stored findings, the gravest first, otherwise in the order of the checks."""
    views = [(_severity(value), value) for value in values]
    views.sort(key=lambda pair: _RANKS.get(pair[0], len(_RANKS)))
    return tuple(
        FindingView(
            state=SEVERITY_WORDS[severity],
            code=str(value.get("code", "")),
            location=str(value.get("location", "")),
            message=str(value.get("message", "")),
            remedy=str(value.get("remedy", "")),
            layer=LAYER_WORDS.get(str(value.get("layer", "")), str(value.get("layer", ""))),
            rule=str(value.get("rule", "")),
        )
        for severity, value in views
    )


def _severity(value: Mapping[str, Any]) -> Severity:
    try:
        return Severity(str(value.get("severity", "")))
    except ValueError:
        return Severity.INFO


def describe_decisions(values: Iterable[Mapping[str, Any]]) -> tuple[DecisionView, ...]:
    """Describe stored decisions, in the order in which they were taken."""
    return tuple(
        DecisionView(
            subject=SUBJECT_WORDS.get(str(value.get("subject", "")), str(value.get("subject", ""))),
            state=_outcome(str(value.get("outcome", ""))),
            reason=str(value.get("reason", "")),
            rule=str(value.get("rule", "")),
        )
        for value in values
    )


def _outcome(value: str) -> State:
    try:
        return OUTCOME_WORDS[DecisionOutcome(value)]
    except ValueError:
        return State(shape=Shape.IDLE, word=value or "inconnu")


def as_mapping(finding: Finding) -> dict[str, Any]:
    """Give a finding in the shape in which findings are stored."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "location": finding.location,
        "message": finding.message,
        "remedy": finding.remedy,
        "layer": finding.layer,
        "rule": finding.rule,
    }

"""The verdict of the rules on one document: what it says, what was really checked, and every finding."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from liane.web.french import count_of
from liane.web.views.findings import LAYER_WORDS, FindingView, describe_findings
from liane.web.views.states import VERDICT_WORDS, Shape, State


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictView:
    """A verdict on a page."""

    state: State
    sentence: str
    facts: tuple[tuple[str, str], ...]
    findings: tuple[FindingView, ...]


def describe_verdict(state: str, verdict: Mapping[str, Any] | None) -> VerdictView:
    """Describe a stored verdict; None when the document has not been judged yet."""
    told = VERDICT_WORDS.get(state, VERDICT_WORDS[""])
    if verdict is None:
        text = "Ce document n’a pas encore été jugé. Le jugement vient après la réception, sans la retarder."
        return VerdictView(state=told, sentence=text if not state else told.meaning, facts=(), findings=())
    findings = describe_findings(verdict.get("findings") or ())
    errors = sum(finding.state.shape is Shape.REFUSED for finding in findings)
    counted = f" {count_of(errors, 'erreur')}, {count_of(len(findings) - errors, 'autre constat', 'autres constats')}."
    layers = [LAYER_WORDS.get(str(layer), str(layer)) for layer in verdict.get("layers_run") or ()]
    facts = (
        ("Modèle de contenu", str(verdict.get("document_type") or "")),
        ("Couches vérifiées", ", ".join(layers)),
        ("Jeu de règles", str(verdict.get("kit_id") or "")),
    )
    return VerdictView(
        state=told,
        sentence=f"{told.meaning}{counted if findings else ''}",
        facts=tuple((label, value) for label, value in facts if value),
        findings=findings,
    )

"""The verdict of the rules on one document: what it says, what was really checked, and every finding."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from liane.store.records import StoredEvent
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


def find_verdict(events: Sequence[StoredEvent]) -> Mapping[str, Any] | None:
    """Give the newest verdict that a journal keeps; None when the document was not judged."""
    return next((event.data for event in reversed(events) if event.name == "document.validated"), None)


def describe_verdict(state: str, verdict: Mapping[str, Any] | None) -> VerdictView:
    """Describe a verdict as the journal keeps it; None when the document has not been judged yet."""
    told = VERDICT_WORDS.get(state, VERDICT_WORDS[""])
    if verdict is None:
        text = "Ce document n’a pas encore été jugé ; il l’est avant ou après sa livraison, selon le réglage du canal."
        return VerdictView(state=told, sentence=told.meaning or text, facts=(), findings=())
    findings = describe_findings(verdict.get("findings") or ())
    layers = [LAYER_WORDS.get(str(layer), str(layer)) for layer in verdict.get("layers") or ()]
    facts = (
        ("Modèle de contenu", str(verdict.get("type") or "")),
        ("Couches vérifiées", ", ".join(layers)),
        ("Jeu de règles", str(verdict.get("kit") or "aucun")),
    )
    return VerdictView(
        state=told,
        sentence=" ".join(part for part in (told.meaning, _count(verdict, findings)) if part),
        facts=tuple((label, value) for label, value in facts if value),
        findings=findings,
    )


def _count(verdict: Mapping[str, Any], findings: tuple[FindingView, ...]) -> str:
    if not findings:
        return ""
    errors = sum(finding.state.shape is Shape.REFUSED for finding in findings)
    total = int(verdict.get("findings_total") or len(findings))
    others = count_of(len(findings) - errors, "autre constat", "autres constats")
    cut = f" Les {len(findings)} premiers sont montrés, sur {total}." if total > len(findings) else ""
    return f"{count_of(errors, 'erreur')}, {others}.{cut}"

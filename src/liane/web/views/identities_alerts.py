"""The worklists of identity-vigilance: one line per alert, its persons, its evidence per trait, what may be done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from liane.domain.identity.person import Person
from liane.store.registry_records import Alert, AlertKind
from liane.web.french import NBSP, count_of
from liane.web.views.identities_card import PersonCard, describe_person
from liane.web.views.identities_words import ALERT_WORDS
from liane.web.views.states import Shape, State

NEUTRAL_BELOW = 0.05
SURE_ABOVE = 0.99
DECISION_WORDS = {
    "fusionner": "fusionnées",
    "distincts": "deux personnes distinctes",
    "homonymes": "deux homonymes",
    "appliquer": "message appliqué",
    "plus tard": "remis à plus tard",
    "classer": "classée sans suite",
    "supprimer": "suppression demandée",
    "corriger": "corrigée",
    "remplacer": "remplacement demandé",
    "créer": "identité créée",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What speaks for or against. shape: done for, refused against, idle neither. weight: in bits, signed text."""

    text: str
    state: State
    weight: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRow:
    """One alert. score: probability in words, empty when it has none. decided: in words, empty while open."""

    id: int
    kind: AlertKind
    state: State
    at: datetime
    person: PersonCard | None
    other: PersonCard | None
    score: str
    message: str
    evidence: tuple[Evidence, ...]
    address: str
    message_address: str
    document_address: str
    document_id: int | None
    call_address: str
    item_address: str
    is_held: bool
    decided: str
    decided_by: str
    decided_at: datetime | None
    reason: str


def describe_alerts(alerts: Iterable[Alert], persons: Mapping[int, Person]) -> tuple[AlertRow, ...]:
    """Describe alerts. persons: by number, those that the alerts name."""
    return tuple(describe_alert(alert, persons) for alert in alerts)


def describe_alert(alert: Alert, persons: Mapping[int, Person]) -> AlertRow:
    """Describe one alert."""
    person, other = persons.get(alert.person_id), persons.get(alert.other_id or 0)
    evidence = alert.evidence if isinstance(alert.evidence, dict) else {}
    return AlertRow(
        id=alert.id,
        kind=alert.kind,
        state=ALERT_WORDS.get(alert.kind, State(shape=Shape.TODO, word=alert.kind.value)),
        at=alert.at,
        person=describe_person(person) if person else None,
        other=describe_person(other) if other else None,
        score=show_probability(alert.score) if alert.score else "",
        message=_tell_message(evidence),
        evidence=tuple(_list_evidence(evidence)),
        address=find_address(alert),
        message_address=f"/messages/{alert.message_id}" if alert.message_id else "",
        document_address=f"/documents/{alert.document_id}" if alert.document_id else "",
        document_id=alert.document_id,
        call_address=_find_call(alert, evidence),
        item_address=_find_item(alert, evidence),
        is_held=bool(evidence.get("held")) and alert.message_id is not None,
        decided=DECISION_WORDS.get(alert.decision, alert.decision),
        decided_by=alert.decided_by.removeprefix("user:"),
        decided_at=alert.decided_at,
        reason=alert.reason,
    )


def show_probability(value: float) -> str:
    """Write a probability in percent, never more sure than it is: « plus de 99 % », « moins de 1 % »."""
    if value > SURE_ABOVE:
        return f"plus de 99{NBSP}%"
    return f"moins de 1{NBSP}%" if value < 1 - SURE_ABOVE else f"{round(value * 100)}{NBSP}%"


def find_address(alert: Alert) -> str:
    """Give the page where an alert is decided."""
    return f"/identites/{'doublons' if alert.kind is AlertKind.DUPLICATE else 'alertes'}/{alert.id}"


def _find_call(alert: Alert, evidence: Mapping[str, Any]) -> str:
    call = evidence.get("call_id")
    is_answer = alert.kind is AlertKind.INSI_ANSWER and isinstance(call, int)
    return f"/identites/{alert.person_id}/qualifier?appel={call}" if is_answer else ""


def _find_item(alert: Alert, evidence: Mapping[str, Any]) -> str:
    item = evidence.get("item")
    return f"/reception/{item}" if alert.kind is AlertKind.CREATION and isinstance(item, int) else ""


def _tell_message(evidence: Mapping[str, Any]) -> str:
    if evidence.get("message"):
        return str(evidence["message"])
    findings = evidence.get("findings")
    if isinstance(findings, list) and findings and isinstance(findings[0], dict):
        return str(findings[0].get("message", ""))
    return ""


def _list_evidence(evidence: Mapping[str, Any]) -> Iterable[Evidence]:
    for trait in evidence.get("traits") or ():
        if isinstance(trait, dict):
            yield _weigh(trait)
        else:
            yield Evidence(text=str(trait), state=State(shape=Shape.REFUSED, word="changé"))
    for finding in evidence.get("findings") or ():
        if isinstance(finding, dict):
            state = State(shape=Shape.TODO, word=str(finding.get("code", "")))
            yield Evidence(text=str(finding.get("message", "")), state=state, remedy=str(finding.get("remedy", "")))


def _weigh(trait: Mapping[str, Any]) -> Evidence:
    weight = trait.get("weight", 0)
    state, shown = describe_weight(float(weight) if isinstance(weight, int | float) else 0.0)
    return Evidence(text=str(trait.get("text") or trait.get("trait") or ""), state=state, weight=shown)


def describe_weight(weight: float) -> tuple[State, str]:
    """Say whether a trait speaks for or against one person, and how much (bits, signed)."""
    shown = f"{weight:+.1f}".replace(".", ",").replace("-", "−")
    if abs(weight) < NEUTRAL_BELOW:
        return State(shape=Shape.IDLE, word="neutre"), shown
    if weight > 0:
        return State(shape=Shape.DONE, word="pour"), shown
    return State(shape=Shape.REFUSED, word="contre"), shown


def tell_alerts(number: int, noun: tuple[str, str], *, has_more: bool, is_open: bool) -> str:
    """Say what a worklist holds."""
    if not number:
        none = "Aucune" if noun[0].startswith(("alerte", "suite")) else "Aucun"
        return f"{none} {noun[0]} {'n’attend de décision' if is_open else 'à montrer'}."
    start = "Au moins " if has_more else ""
    tail = "attend une décision" if number == 1 else "attendent une décision"
    return f"{start}{count_of(number, *noun)} {tail if is_open else 'en tout'}."

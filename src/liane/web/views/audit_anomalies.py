"""Accesses out of the ordinary on a page: what was seen, where it stands, in words."""

from dataclasses import dataclass
from datetime import datetime

from liane.domain.actors.operator import Operator, Right
from liane.domain.audit.anomalies import AnomalyRule
from liane.store.accesses_anomalies import Anomaly, AnomalyState, Verdict
from liane.web.french import count_of
from liane.web.views.states import Shape, State

RULE_MEANINGS = {
    AnomalyRule.BREAK_GLASS: "Chaque accès forcé se justifie, même légitime.",
    AnomalyRule.SAME_NAME: "Qui consulte et le patient portent le même nom : un proche, ou un homonyme.",
    AnomalyRule.SAME_ADDRESS: "Un patient qui habite chez un homonyme de qui consulte : un proche, ou cet homonyme.",
    AnomalyRule.MASS_READING: "Plus de personnes que le seuil en peu de temps : un lot, une recherche, ou une fuite.",
    AnomalyRule.OUT_OF_HOURS: "En dehors des heures de ce métier, telles que l’établissement les a réglées.",
    AnomalyRule.REFUSED_MANY: "Plusieurs refus de suite : un droit qui manque, ou quelqu’un qui essaie.",
    AnomalyRule.UNIT_MISMATCH: "Le patient est présent dans une autre unité que celle de qui le consulte.",
}
STATES = {
    AnomalyState.OPEN: State(shape=Shape.TODO, word="à examiner"),
    AnomalyState.ASKED: State(shape=Shape.PROGRESS, word="justification demandée"),
    AnomalyState.ANSWERED: State(shape=Shape.TODO, word="justifié, à conclure"),
    AnomalyState.CLOSED: State(shape=Shape.IDLE, word="conclu"),
}
VERDICTS = {
    Verdict.LEGITIMATE: State(shape=Shape.DONE, word="légitime"),
    Verdict.BREACH: State(shape=Shape.REFUSED, word="non justifié"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AnomalyRow:
    """One occasion. person: address of the sheet, empty when the reader may not open it."""

    id: int
    address: str
    rule: str
    meaning: str
    sentence: str
    who: str
    person_id: int | None
    person: str
    state: State
    found_at: datetime
    last_at: datetime
    times: str


def describe_anomaly(anomaly: Anomaly, reader: Operator) -> AnomalyRow:
    """Describe one occasion for who looks at it."""
    may_open = anomaly.person_id is not None and reader.may(Right.SEE_PERSONS)
    return AnomalyRow(
        id=anomaly.id,
        address=f"/audit/examiner/{anomaly.id}",
        rule=anomaly.rule.value,
        meaning=RULE_MEANINGS[anomaly.rule],
        sentence=anomaly.sentence,
        who=anomaly.operator or "personne n’est nommé",
        person_id=anomaly.person_id,
        person=f"/identites/{anomaly.person_id}" if may_open else "",
        state=VERDICTS.get(anomaly.verdict, STATES[anomaly.state]),
        found_at=anomaly.found_at,
        last_at=anomaly.last_at,
        times=count_of(anomaly.occurrences, "fois", "fois"),
    )


def tell_anomalies(number: int, *, is_whole: bool) -> str:
    """Say where the worklist stands."""
    if is_whole:
        return f"{count_of(number, 'accès', 'accès')} sur cette page, conclus ou non."
    if not number:
        return "Rien à examiner : aucun accès ne sort de l’ordinaire."
    what = count_of(number, "accès sort de l’ordinaire et attend", "accès sortent de l’ordinaire et attendent")
    return f"{what} une conclusion."


def tell_own(number: int) -> str:
    """Say to somebody whether they are waited for."""
    if not number:
        return "Rien ne vous est demandé."
    return f"{count_of(number, 'de vos accès attend', 'de vos accès attendent')} votre justification."

"""The trail on a page: lines, what was asked of them, the proof of the chain; and the same as a table to keep."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from liane.domain.actors.operator import Operator, Right
from liane.domain.audit.access import STEP, AccessAct, Outcome
from liane.store.accesses_chain import Head
from liane.store.accesses_readers import ReaderState
from liane.store.accesses_records import ChainProof, StoredAccess
from liane.web.french import count_of, format_count, format_instant
from liane.web.views.identities_csv import render_csv
from liane.web.views.states import Shape, State

ACT_CHOICES = tuple((act.name, act.value) for act in AccessAct)
OUTCOME_CHOICES = tuple((outcome.name, outcome.value) for outcome in Outcome)
OUTCOME_STATES = {
    Outcome.DONE: State(shape=Shape.DONE, word="fait"),
    Outcome.REFUSED: State(shape=Shape.REFUSED, word="refusé"),
    Outcome.FAILED: State(shape=Shape.TODO, word="échoué"),
}
FORCED = frozenset({AccessAct.BREAK_GLASS, AccessAct.CENTRE_15, AccessAct.USE_BREAK_GLASS_ACCOUNT})
CSV_HEAD = (
    *("ligne", "quand (UTC)", "qui", "identifiant national", "rôles", "unité", "moyen", "acte", "issue", "personne"),
    *("cible", "motif", "adresse", "session", "détails", "identifiant de la ligne", "empreinte"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    """One line of the list. person: address of the sheet, empty when the reader may not open it.

    step: how far the act went, for one that is written before it leaves and again once it is accepted; empty otherwise.
    """

    seq: int
    address: str
    at: datetime
    who: str
    how: str
    act: str
    step: str
    is_forced: bool
    state: State
    person_id: int | None
    person: str
    target: str
    reason: str
    whence: str


def describe_line(line: StoredAccess, reader: Operator) -> LineRow:
    """Describe one line for somebody who reads the trail."""
    event = line.event
    may_open = event.person_id is not None and reader.may(Right.SEE_PERSONS)
    return LineRow(
        seq=line.seq,
        address=f"/audit/lignes/{line.seq}",
        at=event.at,
        who=event.operator.name or "personne n’est nommé",
        how=event.operator.identifier or event.operator.means.value,
        act=event.act.value,
        step=event.detail.get(STEP, ""),
        is_forced=event.act in FORCED,
        state=OUTCOME_STATES[event.outcome],
        person_id=event.person_id,
        person=f"/identites/{event.person_id}" if may_open else "",
        target=event.target,
        reason=event.reason,
        whence=event.address,
    )


def describe_facts(line: StoredAccess) -> tuple[tuple[str, str], ...]:
    """Everything that one line says, label by label."""
    event, operator = line.event, line.event.operator
    situation = operator.situation
    structure = situation.structure if situation is not None else None
    rows = [
        ("Qui", operator.name),
        ("Identifiant national", operator.identifier),
        ("Rôles", ", ".join(sorted(role.value for role in operator.roles))),
        ("Unité", operator.unit),
        ("Moyen", operator.means.value),
        (
            "Profession",
            " / ".join(part for part in (situation.profession, situation.specialty) if part) if situation else "",
        ),
        ("Structure", f"{structure.name} ({structure.identifier})" if structure else ""),
        ("Session", operator.session),
        ("Acte", event.act.value),
        ("Issue", event.outcome.value),
        ("Personne", f"n° {event.person_id}" if event.person_id is not None else ""),
        ("Cible", event.target),
        ("Motif", event.reason),
        ("Adresse", event.address),
        *((f"Détail : {name}", value) for name, value in sorted(event.detail.items())),
    ]
    return tuple((label, value) for label, value in rows if value)


def tell_trail(head: Head, proofs: Sequence[ChainProof], open_anomalies: int, now: datetime) -> str:
    """Say where the trail stands, in one sentence."""
    if not head.seq:
        return "La piste est vide : rien n’a encore été consulté."
    lines = f"La piste compte {count_of(head.seq, 'ligne')}"
    if not proofs:
        proved = "sa chaîne n’a pas encore été vérifiée"
    elif proofs[0].is_whole:
        proved = f"la chaîne est intacte, vérifiée {format_instant(proofs[0].at, now)}"
    else:
        proved = f"la chaîne est ROMPUE à la ligne {format_count(proofs[0].broken_seq or 0)}"
    waiting = count_of(open_anomalies, "accès à examiner", "accès à examiner") if open_anomalies else ""
    return f"{lines} ; {proved}{f' ; {waiting}' if waiting else ''}."


def describe_proof(proof: ChainProof) -> State:
    """Say in a word what a verification found."""
    if proof.is_whole:
        return State(shape=Shape.DONE, word="intacte", meaning="Chaque ligne suit la précédente, sans trou.")
    return State(shape=Shape.REFUSED, word="rompue", meaning=proof.reason)


def describe_readers(readers: Sequence[ReaderState]) -> tuple[tuple[str, State, str], ...]:
    """Say where each reader of the trail stands: name, state, measure."""
    rows = []
    for one in readers:
        name = "Recherche d’accès inhabituels" if one.name == "anomalies" else f"Collecteur {one.name}"
        if one.failures:
            state = State(shape=Shape.TODO, word="en échec", meaning=one.problem)
        elif one.behind:
            state = State(shape=Shape.PROGRESS, word="en cours")
        else:
            state = State(shape=Shape.DONE, word="à jour")
        rows.append((name, state, f"{count_of(one.behind, 'ligne')} à lire" if one.behind else "tout est lu"))
    return tuple(rows)


def csv_row(line: StoredAccess) -> tuple[object, ...]:
    """One line of the table to keep."""
    event, operator = line.event, line.event.operator
    return (
        line.seq,
        event.at.isoformat(timespec="milliseconds"),
        operator.name,
        operator.identifier,
        ", ".join(sorted(role.value for role in operator.roles)),
        operator.unit,
        operator.means.value,
        event.act.value,
        event.outcome.value,
        event.person_id if event.person_id is not None else "",
        event.target,
        event.reason,
        event.address,
        operator.session,
        " | ".join(f"{name} = {value}" for name, value in sorted(event.detail.items())),
        line.id,
        line.digest.hex(),
    )


def render_part(lines: Iterable[StoredAccess], *, is_first: bool) -> str:
    """Write a part of the table; the first one has its mark and its head."""
    text = render_csv(CSV_HEAD, (csv_row(line) for line in lines))
    return text if is_first else text.partition("\r\n")[2]

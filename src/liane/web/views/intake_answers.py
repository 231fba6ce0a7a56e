"""The exchange with a correspondent, the form of an answer, and the queue of prescriptions, in words. No data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from liane.domain.documents.delivery import DeliveryState
from liane.domain.identity.person import Person
from liane.domain.intake.answers import AnswerText, join_first_use
from liane.domain.intake.prescriptions import FOLLOWING, OPEN_STATES, PrescriptionState
from liane.pipeline.intake.replies import Correspondent, SentReply, is_closed
from liane.store.intake_answers import PatientMailboxState, Prescription
from liane.store.intake_records import IntakeItem
from liane.web.answering import Thread
from liane.web.french import count_of, format_duration
from liane.web.views.identities_card import PersonCard, describe_person
from liane.web.views.intake_prescription import PrescriptionNumber, describe_numbers
from liane.web.views.states import DELIVERY_WORDS, Shape, State

PRESCRIPTION_WORDS: dict[PrescriptionState, State] = {
    PrescriptionState.RECEIVED: State(shape=Shape.TODO, word="reçue", meaning="Personne ne s’en est encore saisi."),
    PrescriptionState.TO_PREPARE: State(shape=Shape.PROGRESS, word="à préparer"),
    PrescriptionState.READY: State(shape=Shape.DONE, word="prête", meaning="Le patient peut venir la chercher."),
    PrescriptionState.INCOMPLETE: State(
        shape=Shape.TODO, word="incomplète", meaning="Une réponse du patient est attendue."
    ),
    PrescriptionState.REFUSED: State(shape=Shape.REFUSED, word="refusée"),
    PrescriptionState.GIVEN: State(shape=Shape.IDLE, word="remise", meaning="Le patient l’a emportée."),
}
ACTS = {
    PrescriptionState.RECEIVED: "Remettre parmi les reçues",
    PrescriptionState.TO_PREPARE: "À préparer",
    PrescriptionState.READY: "Prête",
    PrescriptionState.INCOMPLETE: "Incomplète",
    PrescriptionState.REFUSED: "Refuser",
    PrescriptionState.GIVEN: "Remise au patient",
}
_MAILBOX_WORDS = {
    PatientMailboxState.CLOSED: "Ce patient a fermé sa messagerie Mon espace santé, ou s’y oppose.",
    PatientMailboxState.UNKNOWN: "Ce patient n’a pas de messagerie Mon espace santé.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One message of an exchange. is_ours: an answer given here. state: what became of it. address: of its page."""

    is_ours: bool
    at: datetime
    who: str
    text: str
    files: str
    address: str
    state: State | None = None
    why: str = ""
    remedy: str = ""
    read_at: datetime | None = None
    closes: bool = False
    is_here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerForm:
    """The form of an answer. refusal: why there is none. warning: the mailbox is known to be closed, since when.

    seen: how many answers are shown. texts: (key, label) of those proposed. body, closes: what is filled in.
    """

    to: str
    is_patient: bool
    refusal: str
    remedy: str
    warning: str
    warned_since: datetime | None
    seen: int
    texts: tuple[tuple[str, str], ...]
    chosen: str
    body: str
    closes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PrescriptionView:
    """The prescription of an item. acts: (state, words) of what may follow, the likeliest first. chosen: in hand."""

    version: int
    state: State
    is_open: bool
    is_first: bool
    changed_by: str
    changed_at: datetime
    note: str
    acts: tuple[tuple[str, str], ...]
    chosen: str
    chosen_words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrescriptionRow:
    """One line of the queue."""

    id: int
    address: str
    state: State
    person: PersonCard | None
    sender: str
    title: str
    files: str
    age: str
    received_at: datetime
    changed_by: str
    note: str
    is_first: bool
    acts: tuple[tuple[str, str], ...]
    numbers: tuple[PrescriptionNumber, ...] = ()


def describe_thread(thread: Thread, item: IntakeItem) -> tuple[Line, ...]:
    """Describe an exchange, oldest first."""
    lines = [_describe_received(one, is_here=one.id == item.id) for one in thread.items]
    lines += [_describe_sent(reply) for _, reply in thread.replies]
    return tuple(sorted(lines, key=lambda line: line.at))


def _describe_received(item: IntakeItem, *, is_here: bool) -> Line:
    mail: Mapping[str, str] = item.details.get("mail") or {}
    return Line(
        is_ours=False,
        at=item.received_at,
        who=item.sender_label or item.sender,
        text=str(mail.get("body") or "").strip(),
        files=count_of(len(item.files), "fichier") if item.files else "",
        address="" if is_here else f"/reception/{item.id}",
        is_here=is_here,
    )


def _describe_sent(reply: SentReply) -> Line:
    state = DELIVERY_WORDS[reply.state]
    if reply.state is DeliveryState.DELIVERED:
        word = "lue" if reply.read_at else "distribuée" if reply.delivered_at else "envoyée"
        state = State(shape=Shape.DONE, word=word)
    if reply.state is DeliveryState.REFUSED:
        state = State(shape=Shape.REFUSED, word="non distribuée")
    return Line(
        is_ours=True,
        at=reply.at,
        who=reply.by,
        text=reply.body,
        files="",
        address="",
        state=state,
        why=reply.cause.message if reply.cause else "",
        remedy=reply.cause.remedy if reply.cause else "",
        read_at=reply.read_at,
        closes=reply.closes,
    )


def describe_form(
    to: Correspondent,
    texts: Sequence[AnswerText],
    *,
    seen: int,
    chosen: str,
    state: PrescriptionState | None,
    notice: str,
) -> AnswerForm:
    """Describe the form of an answer. chosen: key of a text asked. state: that of a prescription asked for.

    notice: of a first use, empty when the patient was told already.
    """
    text = next((one for one in texts if one.key == chosen), None)
    if text is None and state is not None:
        text = next((one for one in texts if one.state is state), None)
    warning = _MAILBOX_WORDS.get(to.mailbox.state, "") if to.mailbox and is_closed(to.mailbox) else ""
    return AnswerForm(
        to=to.address,
        is_patient=to.is_patient,
        refusal=to.refusal.message if to.refusal else "",
        remedy=to.refusal.remedy if to.refusal else "",
        warning=warning,
        warned_since=to.mailbox.since if to.mailbox and warning else None,
        seen=seen,
        texts=tuple((one.key, one.label) for one in texts),
        chosen=text.key if text else "",
        body=join_first_use(text.body if text else "", notice).strip() if text or notice else "",
        closes=bool(text and text.closes),
    )


def describe_prescription(one: Prescription, chosen: PrescriptionState | None) -> PrescriptionView:
    """Describe the prescription of an item. chosen: the state that somebody is about to give it."""
    following = FOLLOWING[one.state]
    asked = chosen if chosen in following else None
    return PrescriptionView(
        version=one.version,
        state=PRESCRIPTION_WORDS[one.state],
        is_open=one.state in OPEN_STATES,
        is_first=one.is_first,
        changed_by=one.changed_by,
        changed_at=one.changed_at,
        note=one.note,
        acts=tuple((state.value, ACTS[state]) for state in following),
        chosen=asked.value if asked else "",
        chosen_words=PRESCRIPTION_WORDS[asked].word if asked else "",
    )


def describe_prescription_row(
    one: Prescription, item: IntakeItem, person: Person | None, now: datetime
) -> PrescriptionRow:
    """Describe one line of the queue."""
    return PrescriptionRow(
        id=one.item_id,
        address=f"/reception/{one.item_id}",
        state=PRESCRIPTION_WORDS[one.state],
        person=describe_person(person) if person else None,
        sender=item.sender_label or item.sender,
        title=item.subject or "Ordonnance",
        files=count_of(len(item.files), "fichier"),
        age=format_duration(now - one.received_at),
        received_at=one.received_at,
        changed_by=one.changed_by,
        note=one.note,
        is_first=one.is_first,
        acts=tuple((state.value, ACTS[state]) for state in FOLLOWING[one.state][:2]),
        numbers=describe_numbers(item),
    )


def tell_queue(counts: Mapping[PrescriptionState, int]) -> str:
    """Say in one sentence what waits in the pharmacy."""
    waiting = counts.get(PrescriptionState.RECEIVED, 0)
    to_prepare, ready = counts.get(PrescriptionState.TO_PREPARE, 0), counts.get(PrescriptionState.READY, 0)
    asked = counts.get(PrescriptionState.INCOMPLETE, 0)
    if not waiting + to_prepare + ready + asked:
        return "Aucune ordonnance n’attend."
    parts = [
        count_of(waiting, "ordonnance reçue", "ordonnances reçues"),
        f"{to_prepare} à préparer",
        count_of(ready, "prête"),
    ]
    if asked:
        parts.append(count_of(asked, "incomplète"))
    return f"{', '.join(parts)}."

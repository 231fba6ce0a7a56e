"""The timeline of one document: its journal as rows, attempts folded into their delivery, and the strip of stages."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from liane.domain.documents.delivery import Cause, DeliveryState, Destination
from liane.store.page_records import StoredReceipt
from liane.store.records import StoredDelivery, StoredDocument, StoredEvent, StoredMessage
from liane.web.french import count_of, format_duration, format_size
from liane.web.views.findings import DecisionView, FindingView, describe_decisions, describe_findings
from liane.web.views.states import (
    ACTION_WORDS,
    CAUSE_WORDS,
    DESTINATION_WORDS,
    VERDICT_WORDS,
    WAITING_STATES,
    Shape,
    State,
    describe_delivery_state,
    find_shown,
    summarise,
)

REPLAYABLE = frozenset({DeliveryState.PARKED, DeliveryState.REFUSED, DeliveryState.CANCELLED, *WAITING_STATES})
PARKABLE = frozenset(WAITING_STATES)
CANCELLABLE = frozenset({DeliveryState.PARKED, *WAITING_STATES})

EVENT_WORDS: dict[str, tuple[str, Shape]] = {
    "document.received": ("Reçu", Shape.DONE),
    "document.checked": ("Vérifié", Shape.DONE),
    "document.decided": ("Décidé", Shape.DONE),
    "document.validated": ("Jugé", Shape.DONE),
    "message.acknowledged": ("Accusé technique rendu", Shape.DONE),
    "message.refused": ("Message refusé", Shape.REFUSED),
    "message.duplicate": ("Même message reçu de nouveau", Shape.IDLE),
    "delivery.attempted": ("Essai sans succès", Shape.PROGRESS),
    "delivery.delivered": ("Acceptée", Shape.DONE),
    "delivery.interrupted": ("Envoi interrompu par un arrêt du service", Shape.TODO),
    "delivery.held": ("En attente de l’identité", Shape.TODO),
    "delivery.held_for_announcement": ("En attente de l’annonce au patient", Shape.TODO),
    "delivery.skipped": ("N’a pas lieu d’être", Shape.IDLE),
    "announcement.held": ("Retenu jusqu’à l’annonce au patient", Shape.TODO),
    "announcement.released": ("Annonce faite : libéré", Shape.DONE),
    "announcement.followed": ("Suit un document déjà annoncé", Shape.DONE),
    "announcement.deleted": ("Supprimé", Shape.IDLE),
    "announcement.shown": ("Montré au patient par le DMP", Shape.DONE),
    "announcement.not_shown": ("Pas encore montré au patient par le DMP", Shape.TODO),
    "delivery.address_held": ("En attente : adresse à vérifier", Shape.TODO),
    "delivery.address_doubtful": ("Adresse que l’annuaire ne connaît pas", Shape.TODO),
    "document.taken_back": ("Retrait demandé par une personne", Shape.TODO),
    "delivery.parked": ("Suspendue par une personne", Shape.TODO),
    "delivery.replayed": ("Rejouée par une personne", Shape.PROGRESS),
    "delivery.cancelled": ("Annulée par une personne", Shape.IDLE),
    "dmp.existence.sent": ("Test d’existence du DMP", Shape.IDLE),
    "dmp.existence.answered": ("Réponse du DMP au test d’existence", Shape.IDLE),
    "dmp.find.sent": ("Recherche au DMP", Shape.IDLE),
    "dmp.find.answered": ("Réponse du DMP à la recherche", Shape.IDLE),
    "dmp.feed.sent": ("Envoi au DMP", Shape.IDLE),
    "dmp.feed.attached": ("Document joint à l’envoi", Shape.IDLE),
    "dmp.feed.answered": ("Réponse du DMP à l’envoi", Shape.IDLE),
    "dmp.delete.sent": ("Demande de suppression au DMP", Shape.IDLE),
    "dmp.delete.answered": ("Réponse du DMP à la suppression", Shape.IDLE),
    "mail.sent": ("Courriel remis à l’opérateur", Shape.IDLE),
    "mail.set_aside": ("Courriel mis de côté", Shape.TODO),
    "receipt.delivery": ("Avis de remise reçu", Shape.DONE),
    "receipt.reading": ("Avis de lecture reçu", Shape.DONE),
    "zam.sent": ("Accusé métier envoyé", Shape.IDLE),
    "zam.acknowledged": ("Réponse de l’émetteur", Shape.DONE),
    "lps.sent": ("Document remis au logiciel", Shape.IDLE),
    "lps.acknowledged": ("Réponse du logiciel", Shape.DONE),
    "content.erased": ("Contenu effacé à échéance", Shape.IDLE),
}
ATTEMPT_RESULTS = {
    "put_off": "reporté",
    "parked": "arrêté",
    "refused": "refusé",
    "delivered": "réussi",
    "asked": "vérifié",
    "unknown": "sans réponse",
}
RECEIPT_WORDS = {
    "dsn": "Avis de remise (DSN)",
    "mdn": "Avis de lecture (MDN)",
    "error_mail": "Courriel d’erreur",
    "non_delivery": "Avis de non-remise",
}
RECEPTION_KIND, DEPOSIT_ENDS = "XDM", "@depot.invalid"
"""Kind of what the reception handed over, and how the number of what came without a mail ends."""
_ACTORS = {"liane": "Liane", "dmp": "DMP", "mssante": "Opérateur MSSanté", "lps": "Logiciel de l’établissement"}


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyLink:
    """Bytes kept beside an event: hash and media type, from which the page makes an address."""

    sha256: str
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One event, told: title, who, when, why. body: its bytes, when kept. is_act: a person did it."""

    shape: Shape
    title: str
    actor: str
    at: datetime
    text: str = ""
    remedy: str = ""
    code: str = ""
    body: BodyLink | None = None
    is_act: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryView:
    """One delivery with its attempts. is_open: its attempts are shown at once. lasted: how long it took, when done."""

    delivery: StoredDelivery
    title: str
    state: State
    cause: Cause | None
    cause_word: str
    steps: tuple[Step, ...]
    is_open: bool
    lasted: str
    can_replay: bool
    can_park: bool
    can_cancel: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the timeline: a step, with what belongs under it."""

    step: Step
    delivery: DeliveryView | None = None
    findings: tuple[FindingView, ...] = ()
    decisions: tuple[DecisionView, ...] = ()

    @property
    def has_reserve(self) -> bool:
        """True when a decision is not a plain yes or a thing not asked: it is then shown at once."""
        return any(decision.state.shape in (Shape.TODO, Shape.REFUSED) for decision in self.decisions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage of the strip. is_here: the first stage that is not done."""

    name: str
    state: State
    is_here: bool = False


def describe_actor(actor: str) -> str:
    """Name who acted: ``emitter:SGL@LABO`` is « SGL@LABO », ``user:…`` is the person, ``mail:…`` the door."""
    kind, _, name = actor.partition(":")
    return name if kind in ("emitter", "user", "mail") and name else _ACTORS.get(actor, actor)


def describe_timeline(
    document: StoredDocument,
    message: StoredMessage | None,
    events: Sequence[StoredEvent],
    deliveries: Sequence[StoredDelivery],
    now: datetime,
) -> tuple[Row, ...]:
    """Make the rows, oldest first; the events of a delivery are folded into its row."""
    rows = [_event_row(event, document, message) for event in events if event.delivery_id is None]
    steps: dict[int, list[Step]] = {}
    for event in events:
        if event.delivery_id is not None:
            steps.setdefault(event.delivery_id, []).append(describe_step(event))
    for delivery in find_shown(deliveries):
        rows.append(_delivery_row(delivery, tuple(steps.pop(delivery.id, ())), now))
    return tuple(sorted(rows, key=_order))


def _order(row: Row) -> tuple[datetime, bool]:
    """Rows of one same instant (to the second): what was received and decided comes before what it gave rise to."""
    return row.step.at.replace(microsecond=0), row.delivery is not None


def describe_step(event: StoredEvent) -> Step:
    """Tell one event of the journal; an unknown name is shown as it is rather than hidden."""
    title, shape = EVENT_WORDS.get(event.name, (event.name, Shape.IDLE))
    result = str(event.data.get("result", ""))
    if event.name == "delivery.attempted":
        title = f"Essai : {ATTEMPT_RESULTS.get(result, result or 'sans suite')}"
        shape = {"parked": Shape.TODO, "refused": Shape.REFUSED, "delivered": Shape.DONE}.get(result, shape)
    if event.name == "receipt.delivery":
        shape = {"failed": Shape.REFUSED, "delayed": Shape.IDLE}.get(str(event.data.get("action", "")), shape)
    return Step(
        shape=shape,
        title=title,
        actor=describe_actor(event.actor),
        at=event.at,
        text=_event_text(event),
        remedy=str(event.data.get("remedy", "")),
        code=str(event.data.get("code", "")),
        body=BodyLink(sha256=event.body_sha256, media_type=event.media_type) if event.body_sha256 else None,
        is_act=event.actor.startswith("user:"),
    )


def _event_text(event: StoredEvent) -> str:
    data = event.data
    for key in ("message", "reason", "context"):
        if data.get(key):
            return str(data[key])
    return ""


def _tell_arrival(kind: str, control_id: str) -> str:
    """Say by which way a document came. kind: of its message; ``XDM`` is what the reception handed over."""
    if kind != RECEPTION_KIND:
        return f"{kind}, n° {control_id}"
    return "par la réception" if control_id.endswith(DEPOSIT_ENDS) else f"par la réception, courriel n° {control_id}"


def _event_row(event: StoredEvent, document: StoredDocument, message: StoredMessage | None) -> Row:
    step = describe_step(event)
    data = event.data
    if event.name == "document.received":
        size = format_size(int(data.get("size_bytes") or document.body_size_bytes))
        kind = str(data.get("kind") or (message.kind if message else ""))
        return Row(step=_retell(step, f"{_tell_arrival(kind, str(data.get('control_id', '')))}, document de {size}."))
    if event.name == "document.checked":
        findings = describe_findings(_as_list(data.get("warnings")))
        text = f"{count_of(len(findings), 'réserve')}, aucune erreur." if findings else "Aucune erreur, aucune réserve."
        return Row(step=_retell(step, text), findings=findings)
    if event.name == "document.decided":
        decisions = describe_decisions(document.decisions)
        number = int(data.get("deliveries") or 0)
        agreed = count_of(number, "livraison prévue", "livraisons prévues") if number else "Aucune livraison prévue"
        return Row(step=_retell(step, f"{agreed}."), decisions=decisions)
    if event.name == "message.acknowledged":
        return Row(step=_retell(step, f"{data.get('code', '')} : l’émetteur est libéré, le document est conservé."))
    if event.name == "document.validated":
        verdict = VERDICT_WORDS.get(str(data.get("verdict", document.verdict)), VERDICT_WORDS[""])
        return Row(step=_retell(step, f"Document {verdict.word}.", verdict.shape))
    return Row(step=step, findings=describe_findings(_as_list(data.get("findings"))))


def _as_list(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _retell(step: Step, text: str, shape: Shape | None = None) -> Step:
    return replace(step, shape=shape or step.shape, text=text, remedy="", code="")


def _delivery_row(delivery: StoredDelivery, steps: tuple[Step, ...], now: datetime) -> Row:
    view = describe_delivery(delivery, steps, now)
    step = Step(
        shape=view.state.shape,
        title=view.title,
        actor="Liane",
        at=delivery.created_at,
        text=delivery.reason,
    )
    return Row(step=step, delivery=view)


def describe_delivery(delivery: StoredDelivery, steps: tuple[Step, ...], now: datetime) -> DeliveryView:
    """Describe a delivery: where it goes, where it stands, why, and what a person may do."""
    state = describe_delivery_state(delivery, now)
    action = ACTION_WORDS.get(delivery.action, delivery.action)
    where = DESTINATION_WORDS[delivery.destination]
    title = action if delivery.destination is Destination.ZAM else f"{action} : {where}"
    cause = None if delivery.state in (DeliveryState.DELIVERED, DeliveryState.SKIPPED) else delivery.cause
    steps = tuple(replace(step, text="", remedy="") if cause and step.text == cause.message else step for step in steps)
    return DeliveryView(
        delivery=delivery,
        title=title,
        state=state,
        cause=cause,
        cause_word=CAUSE_WORDS[cause.cause_class] if cause else "",
        steps=steps,
        is_open=state.shape in (Shape.TODO, Shape.REFUSED) or any(step.is_act for step in steps[-1:]),
        lasted=_tell_duration(delivery),
        can_replay=delivery.state in REPLAYABLE,
        can_park=delivery.state in PARKABLE,
        can_cancel=delivery.state in CANCELLABLE,
    )


def _tell_duration(delivery: StoredDelivery) -> str:
    """Say how long a delivery took to be accepted, to the tenth of a second."""
    if delivery.state is not DeliveryState.DELIVERED or delivery.done_at is None:
        return ""
    seconds = max((delivery.done_at - delivery.created_at).total_seconds(), 0)
    told = f"{seconds:.1f} s".replace(".", ",") if seconds < 60 else format_duration(timedelta(seconds=seconds))
    return f"en {told}"


def describe_receipts(receipts: Sequence[StoredReceipt]) -> tuple[Step, ...]:
    """Tell the receipts that came for the deliveries of a document, each with its bytes."""
    return tuple(
        Step(
            shape=Shape.DONE,
            title=RECEIPT_WORDS.get(receipt.kind, receipt.kind),
            actor="Opérateur MSSanté",
            at=receipt.at,
            body=BodyLink(sha256=receipt.sha256, media_type="message/rfc822"),
        )
        for receipt in receipts
    )


def describe_stages(document: StoredDocument, deliveries: Sequence[StoredDelivery], now: datetime) -> tuple[Stage, ...]:
    """Make the strip: received, judged, decided, one stage per kind of destination; marks where it stands."""
    done = State(shape=Shape.DONE, word="fait")
    stages = [
        Stage(name="Reçu", state=done),
        Stage(name="Décidé", state=done),
        Stage(name="Jugé", state=VERDICT_WORDS.get(document.verdict, VERDICT_WORDS[""])),
    ]
    shown = find_shown(deliveries)
    for destination, word in DESTINATION_WORDS.items():
        group = [delivery for delivery in shown if delivery.destination is destination]
        if len(group) == 1:
            stages.append(Stage(name=word, state=describe_delivery_state(group[0], now)))
        elif group:
            reached = sum(delivery.state is DeliveryState.DELIVERED for delivery in group)
            state = summarise(delivery.state for delivery in group)
            stages.append(Stage(name=word, state=State(shape=state.shape, word=f"{reached} sur {len(group)}")))
    here = next(
        (rank for rank, stage in enumerate(stages) if stage.state.shape not in (Shape.DONE, Shape.IDLE)), len(stages)
    )
    return tuple(Stage(name=s.name, state=s.state, is_here=rank == here) for rank, s in enumerate(stages))


def tell_document(deliveries: Sequence[StoredDelivery], now: datetime) -> str:
    """Say in one sentence where a document stands: what reached whom, what waits, what is stuck and why."""
    deliveries = find_shown(deliveries)
    real = [delivery for delivery in deliveries if delivery.destination is not Destination.ZAM]
    if not real:
        return "Ce document est conservé ; aucune livraison n’est à faire."
    stuck = [delivery for delivery in deliveries if delivery.state is DeliveryState.PARKED]
    refused = [delivery for delivery in deliveries if delivery.state is DeliveryState.REFUSED]
    waiting = [delivery for delivery in deliveries if delivery.state in WAITING_STATES]
    reached = sum(delivery.state is DeliveryState.DELIVERED for delivery in real)
    start = f"Remis à {reached or 'aucun'} destinataire{'s' if reached > 1 else ''} sur {len(real)}"
    if stuck:
        return f"{start} ; {_because(stuck[0], 'attend une décision')}"
    if refused:
        return f"{start} ; {_because(refused[0], 'est refusée')}"
    if waiting:
        return f"{start} ; {_because(waiting[0], 'est en cours')}"
    if reached == len(real):
        return "Ce document est arrivé partout où il était attendu."
    return f"{start} ; rien n’est en attente."


def _because(delivery: StoredDelivery, verb: str) -> str:
    where = DESTINATION_WORDS[delivery.destination]
    reason = delivery.cause.message if delivery.cause else ""
    return f"la livraison « {where} » {verb}{' : ' + reason[0].lower() + reason[1:] if reason else '.'}"

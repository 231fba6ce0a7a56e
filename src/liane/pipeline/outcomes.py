"""From an error to what happens next: the class of the failure decides, never its text."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from liane.domain.documents.delivery import Cause, CauseClass, DeliveryState
from liane.domain.errors import InvalidInput, RemoteFailure, RemoteOutcomeUnknown, RemoteRefusal
from liane.pipeline.outlet_failures import tell_outlet_failure
from liane.pipeline.retry import RetryPolicy
from liane.store.records import ClaimedDelivery, DeliveryOutcome, NewEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A doubt that only time can lift: until when nothing is sent again, and what a person does if it never ends."""

    cause: Cause
    until: datetime
    last_remedy: str


class Interrupted(Exception):
    """An attempt that a remote failure stopped: the failure, what was exchanged until then, the doubt to wait out."""

    def __init__(self, error: RemoteFailure, events: tuple[NewEvent, ...], doubt: Doubt | None = None) -> None:
        self.error = error
        self.events = events
        self.doubt = doubt
        super().__init__(error.code)


REMOTE_NAMES = {
    "dmp": "Le DMP",
    "mssante": "L'opérateur MSSanté",
    "zam": "L'application émettrice",
    "insi": "Le téléservice INSi",
    "lps": "Le logiciel de l'établissement",
    "dossier": "Le dossier de remise",
    "crl": "La liste de révocation de l'opérateur MSSanté",
    "audit": "Le collecteur de traces",
    "accès": "Les accès à examiner",
    "piste": "La piste d’audit",
    "certificat": "Le certificat",
}


_REMOTE_AWAY = "Vérifier le réseau et le service distant ; les envois reprennent d'eux-mêmes."


WATCHED = {
    "accès": "des accès attendent un examen",
    "piste": "la piste d’audit est à vérifier",
    "certificat": "un certificat est à renouveler",
}
"""What Liane watches and no delivery waits for, and what asks a person there, in a clause: no party that is silent."""


def tell_watched(remote: str) -> str:
    """Say what asks a person, in a clause; empty for a party that deliveries go to."""
    return WATCHED.get(remote.split(":", 1)[0], "")


def remote_name(remote: str) -> str:
    """French name of a remote party."""
    return REMOTE_NAMES.get(remote.split(":", 1)[0], remote)


def put_off(
    claimed: ClaimedDelivery, stop: Interrupted, *, policy: RetryPolicy, now: datetime, dice: float
) -> DeliveryOutcome:
    """Decide the next step after a failure that may pass: try again, ask, or park when insisting is useless."""
    attempts, error, doubt = claimed.attempts + 1, stop.error, stop.doubt
    state, cause = _read_failure(claimed, error)
    if doubt is not None:
        cause = doubt.cause
    if policy.is_exhausted(attempts, claimed.created_at, now):
        given_up = Cause(
            cause_class=cause.cause_class,
            code=cause.code,
            message=f"{cause.message} Abandon après {attempts} essais.",
            remedy=doubt.last_remedy if doubt else "Vérifier le service distant, puis rejouer cette livraison.",
        )
        parked = attempt_event(now, "parked", cause, error)
        return DeliveryOutcome(state=DeliveryState.PARKED, cause=given_up, events=(*stop.events, parked))
    return DeliveryOutcome(
        state=state,
        cause=cause,
        retry_at=doubt.until if doubt else now + timedelta(seconds=policy.delay_s(attempts, dice)),
        plan_patch={"ask_until": doubt.until.isoformat()} if doubt else {},
        events=(*stop.events, attempt_event(now, "unknown" if doubt else "put_off", cause, error)),
    )


def _read_failure(claimed: ClaimedDelivery, error: RemoteFailure) -> tuple[DeliveryState, Cause]:
    """Tell the state that follows a failure, and its cause."""
    name = remote_name(error.remote)
    if isinstance(error, RemoteOutcomeUnknown):
        cause = Cause(
            cause_class=CauseClass.OUTCOME_UNKNOWN,
            code=error.code,
            message=f"{name} n'a pas répondu après l'envoi : on ne sait pas s'il a pris le document.",
            remedy="Rien à faire : Liane demande ce qu'il en est avant tout nouvel envoi.",
        )
        return DeliveryState.ASKING, cause
    told = tell_outlet_failure(error)
    cause = Cause(
        cause_class=CauseClass.UNAVAILABLE,
        code=error.code,
        message=told.message if told else f"{name} n'est pas joignable ({error.code}).",
        remedy=told.remedy if told else "Rien à faire : Liane réessaie d'elle-même. Vérifier le réseau si cela dure.",
    )
    return claimed.state, cause


def tell_incident(remote: str, error: RemoteFailure) -> tuple[str, str]:
    """Say what is wrong with a remote, for who watches, and what to do about it."""
    told = tell_outlet_failure(error)
    if told is not None:
        return told.message, told.remedy
    return f"{remote_name(remote)} ne répond pas.", _REMOTE_AWAY


def attempt_event(at: datetime, result: str, cause: Cause, error: RemoteFailure | None = None) -> NewEvent:
    """Journal one attempt that did not deliver, with the remote's own words and bytes."""
    data = {
        "result": result,
        "class": cause.cause_class.value,
        "code": cause.code,
        "message": cause.message,
        "remedy": cause.remedy,
        "context": (error.context if error else "")[:500],
    }
    body = error.answer if error else None
    return NewEvent(name="delivery.attempted", at=at, data=data, body=body, media_type="text/plain" if body else "")


def refusal_cause(error: RemoteRefusal, remedy: str) -> Cause:
    """Describe a definite no."""
    context = f" : {error.context}" if error.context else ""
    return Cause(
        cause_class=CauseClass.REFUSED,
        code=error.code,
        message=f"{remote_name(error.remote)} a refusé ({error.code}{context}).",
        remedy=remedy,
    )


def bug_outcome(error: Exception, now: datetime) -> DeliveryOutcome:
    """Park a delivery that hit a defect of ours: nothing is lost, nothing is sent twice, somebody must look."""
    is_input = isinstance(error, InvalidInput)
    cause = Cause(
        cause_class=CauseClass.INVALID if is_input else CauseClass.BUG,
        code=error.findings[0].code if isinstance(error, InvalidInput) and error.findings else type(error).__name__,
        message=(
            error.findings[0].message
            if isinstance(error, InvalidInput) and error.findings
            else "Une erreur interne a arrêté cette livraison."
        ),
        remedy="Consulter le journal du service ; rejouer après correction.",
    )
    return DeliveryOutcome(state=DeliveryState.PARKED, cause=cause, events=(attempt_event(now, "parked", cause),))

"""Incidents on a page: which service, why, since when, how many deliveries wait for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from liane.domain.documents.delivery import Destination
from liane.pipeline.outcomes import remote_name, tell_watched
from liane.store.records import Incident
from liane.web.french import count_of, format_duration, format_since, join_french
from liane.web.views.states import Shape, State

OPEN = State(shape=Shape.TODO, word="en cours")
CLOSED = State(shape=Shape.DONE, word="terminé")
_PAGES = {"accès": "/audit/examiner", "piste": "/audit/chaine", "certificat": "/certificats"}
_DESTINATIONS = {"dmp": Destination.DMP.value, "zam": Destination.ZAM.value, "lps": Destination.LPS.value}


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentRow:
    """One incident. lasted: how long. address: the deliveries it holds."""

    id: int
    remote: str
    code: str
    message: str
    remedy: str
    state: State
    waiting: int
    opened_at: datetime
    closed_at: datetime | None
    lasted: str
    address: str


def describe_incidents(incidents: Sequence[Incident], now: datetime) -> tuple[IncidentRow, ...]:
    """Describe incidents, the open ones first, otherwise in the order given."""
    ordered = sorted(incidents, key=lambda incident: incident.closed_at is not None)
    return tuple(_describe(incident, now) for incident in ordered)


def _describe(incident: Incident, now: datetime) -> IncidentRow:
    lasted = format_duration((incident.closed_at or now) - incident.opened_at)
    return IncidentRow(
        id=incident.id,
        remote=name_remote(incident.remote),
        code=incident.code,
        message=incident.message,
        remedy=incident.remedy,
        state=CLOSED if incident.closed_at else OPEN,
        waiting=incident.waiting,
        opened_at=incident.opened_at,
        closed_at=incident.closed_at,
        lasted=f"a duré {lasted}" if incident.closed_at else f"depuis {lasted}",
        address=address_of_remote(incident.remote),
    )


def name_remote(remote: str) -> str:
    """Name a remote party, with its own identifier when the key has one: ``zam:SGL@LABO``."""
    _, _, which = remote.partition(":")
    return f"{remote_name(remote)} {which}".strip()


def address_of_remote(remote: str) -> str:
    """Give the page of the deliveries that wait for a remote party, or of what is watched there."""
    page = _PAGES.get(remote.partition(":")[0])
    if page is not None:
        return page
    filters = {"etat": "waiting"}
    destination = _DESTINATIONS.get(remote.partition(":")[0])
    if destination:
        filters["destination"] = destination
    return f"/livraisons?{urlencode(filters)}"


def tell_silence(incident: Incident, now: datetime) -> str:
    """Say in a clause which service does not answer and since when: « le DMP ne répond pas depuis 10 h 42 ».

    What is only watched is told by what it asks: « des accès attendent un examen depuis 10 h 42 ».
    """
    watched = tell_watched(incident.remote)
    if watched:
        return f"{watched} depuis {format_since(incident.opened_at, now)}"
    name = name_remote(incident.remote)
    return f"{name[0].lower()}{name[1:]} ne répond pas depuis {format_since(incident.opened_at, now)}"


def tell_incidents(incidents: Sequence[Incident], now: datetime) -> str:
    """Say where the incidents stand."""
    running = [incident for incident in incidents if incident.closed_at is None]
    if not running:
        return "Tout répond ; aucun incident n’est en cours."
    clauses = [tell_silence(incident, now) for incident in running[:3]]
    more = len(running) - len(clauses)
    if more:
        clauses.append(count_of(more, "autre incident", "autres incidents"))
    text = join_french(clauses)
    waiting = sum(incident.waiting for incident in running)
    lost = "perdues" if waiting > 1 else "perdue"
    tail = f" ; {count_of(waiting, 'livraison attend', 'livraisons attendent')}, sans être {lost}."
    return text[0].upper() + text[1:] + (tail if waiting else ".")

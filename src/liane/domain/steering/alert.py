"""An alert as a value: what a person on duty reads outside Liane, and what a machine is told. No patient data, ever."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from liane.domain.documents.timestamp import PARIS


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One notice to send. key: the same at each sending of the same notice. subject, text: French. payload: JSON."""

    key: str
    subject: str
    text: str
    payload: dict[str, str | int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertedIncident:
    """What an alert says of an incident. closed_at: None while it lasts."""

    id: int
    remote: str
    code: str
    message: str
    remedy: str
    opened_at: datetime
    closed_at: datetime | None


def compose_alert(incident: AlertedIncident, *, is_end: bool, establishment: str, environment: str) -> Alert:
    """Write the notice of the beginning or of the end of an incident."""
    ended = incident.closed_at if is_end else None
    title = " ".join(incident.message.split())
    begun = f"Incident n° {incident.id}, ouvert le {_tell_instant(incident.opened_at)}."
    if ended is not None:
        lines = [
            f"L'incident est terminé depuis le {_tell_instant(ended)} ; il a duré "
            f"{_tell_duration(ended - incident.opened_at)}.",
            f"C'était : {title}",
            "Rien à faire : ce qui attendait part de soi-même.",
        ]
    else:
        lines = [title, f"Que faire : {incident.remedy or 'voir la page « Incidents ».'}"]
    text = "\n".join(
        [
            f"{establishment} ({environment})",
            "",
            *lines,
            "",
            begun,
            f"Service : {incident.remote} ; code : {incident.code}.",
            "Un seul message annonce la fin. Ce courriel est automatique.",
        ]
    )
    what = "Fin d'incident" if ended is not None else "Incident"
    return Alert(
        key=f"liane-{incident.id}-{'closed' if is_end else 'opened'}",
        subject=f"[Liane, {environment}] {what} : {title}"[:200],
        text=text + "\n",
        payload={
            "event": "incident.closed" if is_end else "incident.opened",
            "incident": incident.id,
            "remote": incident.remote,
            "code": incident.code,
            "message": title,
            "remedy": incident.remedy,
            "opened_at": incident.opened_at.isoformat(),
            "closed_at": ended.isoformat() if ended is not None else None,
            "establishment": establishment,
            "environment": environment,
        },
    )


def _tell_instant(at: datetime) -> str:
    return at.astimezone(PARIS).strftime("%d/%m/%Y à %H:%M")


def _tell_duration(lasted: timedelta) -> str:
    minutes = max(int(lasted.total_seconds() // 60), 0)
    hours, rest = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"{days} j {hours} h"
    return f"{hours} h {rest:02d} min" if hours else f"{rest} min" if rest else "moins d'une minute"

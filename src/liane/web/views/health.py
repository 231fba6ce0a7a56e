"""The health of the system on a page: one sentence, then each element with its measure and what it means."""

from dataclasses import dataclass
from datetime import datetime

from liane.domain.steering.status import CertificateStatus, RemoteStatus, RevocationStatus, SystemStatus
from liane.pipeline.outcomes import tell_watched
from liane.web.french import (
    count_of,
    format_count,
    format_duration,
    format_instant,
    format_since,
    format_size,
    join_french,
)
from liane.web.views.states import Shape, State

WELL = State(shape=Shape.DONE, word="en ordre")
LOW_ROOM_FACTOR = 3
ROLE_WORDS = {"receive": "réception", "deliver": "livraison", "web": "pages", "intake": "bannette"}


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthRow:
    """One element. measure: with its unit."""

    name: str
    state: State
    measure: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateRow:
    """One certificate."""

    usage: str
    subject: str
    state: State
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthView:
    """The whole page."""

    sentence: str
    rows: tuple[HealthRow, ...]
    certificates: tuple[CertificateRow, ...]
    facts: tuple[tuple[str, str], ...]


def describe_health(status: SystemStatus, now: datetime) -> HealthView:
    """Describe the health of the system."""
    rows = (
        _describe_database(status),
        _describe_room(status),
        _describe_queue(status, now),
        *(_describe_remote(remote, now) for remote in status.remotes),
        *(_describe_revocation(one, now) for one in status.revocations),
    )
    certificates = tuple(_describe_certificate(one, now) for one in status.certificates)
    facts = (
        ("Nœud", status.node),
        ("Version", status.version),
        ("Démarré", format_instant(status.started_at, now)),
        ("Rôles", ", ".join(ROLE_WORDS.get(role, role) for role in status.roles) or "tous"),
    )
    return HealthView(sentence=_tell(status, rows, certificates), rows=rows, certificates=certificates, facts=facts)


def _tell(status: SystemStatus, rows: tuple[HealthRow, ...], certificates: tuple[CertificateRow, ...]) -> str:
    if not status.is_ready:
        return "Liane ne peut rien accepter en ce moment : les émetteurs gardent leurs messages et les renverront."
    troubled = [
        f"{row.name[0].lower()}{row.name[1:]}" for row in rows if row.state.shape in (Shape.REFUSED, Shape.TODO)
    ]
    troubled += [f"le certificat « {one.usage} »" for one in certificates if one.state.shape is not Shape.DONE]
    if troubled:
        return f"Liane accepte les documents ; à surveiller : {join_french(troubled)}."
    return "Liane accepte les documents ; tout est en ordre."


def _describe_database(status: SystemStatus) -> HealthRow:
    size = format_size(status.database_size_bytes) if status.database_size_bytes is not None else "taille non mesurée"
    if not status.is_database_ready:
        state = State(shape=Shape.REFUSED, word="indisponible")
        meaning = status.database_error or "La base ne répond pas : rien n’est accepté tant qu’elle manque."
        return HealthRow(name="Base de données", state=state, measure="", meaning=meaning)
    return HealthRow(
        name="Base de données",
        state=WELL,
        measure=size,
        meaning=f"Elle répond ({status.database_label})." if status.database_label else "Elle répond.",
    )


def _describe_room(status: SystemStatus) -> HealthRow:
    name = "Espace disque"
    if status.free_bytes is None:
        return HealthRow(name=name, state=State(shape=Shape.IDLE, word="non mesuré"), measure="", meaning="")
    measure = f"{format_size(status.free_bytes)} libres"
    floor = format_size(status.free_bytes_min)
    if not status.has_room:
        meaning = f"Sous le plancher de {floor} : tout message est rejeté (AR). Libérer de la place."
        return HealthRow(name=name, state=State(shape=Shape.REFUSED, word="plein"), measure=measure, meaning=meaning)
    if status.free_bytes < status.free_bytes_min * LOW_ROOM_FACTOR:
        meaning = f"À {floor}, Liane cessera d’accepter. Libérer de la place avant."
        return HealthRow(
            name=name, state=State(shape=Shape.TODO, word="bientôt plein"), measure=measure, meaning=meaning
        )
    return HealthRow(name=name, state=WELL, measure=measure, meaning=f"Le plancher est de {floor}.")


def _describe_queue(status: SystemStatus, now: datetime) -> HealthRow:
    measure = count_of(status.waiting, "livraison en attente", "livraisons en attente")
    if status.oldest_due_at is None or status.oldest_due_at >= now:
        return HealthRow(name="File d’attente", state=WELL, measure=measure, meaning="Rien n’est en retard.")
    late = now - status.oldest_due_at
    meaning = f"La plus ancienne attend depuis {format_duration(late)}."
    state = WELL if late.total_seconds() < 60 else State(shape=Shape.TODO, word="en retard")
    return HealthRow(name="File d’attente", state=state, measure=measure, meaning=meaning)


def _describe_remote(remote: RemoteStatus, now: datetime) -> HealthRow:
    since = f"depuis {format_since(remote.since, now)}" if remote.since else ""
    watched = tell_watched(remote.remote)
    if watched:
        meaning = f"{watched[0].upper()}{watched[1:]} ; les livraisons continuent."
        return HealthRow(
            name=remote.label, state=State(shape=Shape.TODO, word="à examiner"), measure=since, meaning=meaning
        )
    if remote.is_available is None:
        return HealthRow(
            name=remote.label,
            state=State(shape=Shape.IDLE, word="pas encore appelé"),
            measure="",
            meaning="Rien n’a encore été envoyé.",
        )
    if remote.is_available:
        return HealthRow(name=remote.label, state=State(shape=Shape.DONE, word="répond"), measure=since, meaning="")
    return HealthRow(
        name=remote.label,
        state=State(shape=Shape.TODO, word="ne répond pas"),
        measure=since,
        meaning="Les livraisons attendent son retour ; rien n’est perdu.",
    )


def _describe_revocation(one: RevocationStatus, now: datetime) -> HealthRow:
    name = f"Liste de révocation {one.name}"
    measure = f"jusqu’à {format_instant(one.expires_at, now)}" if one.expires_at else ""
    if not one.is_usable:
        word = "trop ancienne" if one.expires_at and one.expires_at > now else "expirée" if measure else "absente"
        meaning = f"Plus aucun courriel ne part tant qu’elle manque. {one.problem}".strip()
        return HealthRow(name=name, state=State(shape=Shape.REFUSED, word=word), measure=measure, meaning=meaning)
    if one.problem:
        meaning = f"La dernière bonne liste sert encore ; la suivante n’a pu être prise : {one.problem}."
        return HealthRow(name=name, state=State(shape=Shape.TODO, word="à suivre"), measure=measure, meaning=meaning)
    issued = f"Publiée {format_instant(one.issued_at, now)}." if one.issued_at else ""
    return HealthRow(name=name, state=WELL, measure=measure, meaning=issued)


def _describe_certificate(one: CertificateStatus, now: datetime) -> CertificateRow:
    left = one.expires_at - now
    if left.total_seconds() <= 0:
        state = State(shape=Shape.REFUSED, word="expiré")
    elif one.expires_soon(now):
        state = State(shape=Shape.TODO, word=f"à renouveler, reste {count_of(left.days, 'jour')}")
    else:
        state = State(shape=Shape.DONE, word=f"valable {format_count(left.days)} jours")
    return CertificateRow(usage=one.usage, subject=one.subject, state=state, expires_at=one.expires_at)

"""Certificates on a page: what each one is for, until when, and what is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from liane.domain.security.certificates import ExpiryThresholds, Stage, WatchedCertificate, days_left, find_stage
from liane.web.french import count_of, format_count
from liane.web.views.states import Shape, State

STATES = {
    Stage.VALID: State(shape=Shape.DONE, word="valide"),
    Stage.SOON: State(shape=Shape.TODO, word="à renouveler"),
    Stage.URGENT: State(shape=Shape.TODO, word="à renouveler sans attendre"),
    Stage.PASSED: State(shape=Shape.REFUSED, word="expiré"),
}
UNREADABLE = State(shape=Shape.REFUSED, word="illisible")
NOT_YET = State(shape=Shape.REFUSED, word="pas encore valide")
WRONG = State(shape=Shape.REFUSED, word="à corriger")


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateLine:
    """One certificate or list. left: how long, in words."""

    usage: str
    setting: str
    kind: str
    state: State
    subject: str
    issuer: str
    key: str
    fingerprint: str
    problem: str
    starts_at: datetime | None
    ends_at: datetime | None
    left: str


def describe_certificates(
    certificates: Sequence[WatchedCertificate], thresholds: ExpiryThresholds, now: datetime
) -> tuple[CertificateLine, ...]:
    """Describe them, those that call for somebody first, then by their end."""
    lines = [_describe(one, thresholds, now) for one in certificates]
    return tuple(sorted(lines, key=lambda one: (one.state.shape is Shape.DONE, one.ends_at is not None, _end(one))))


def _end(line: CertificateLine) -> float:
    return line.ends_at.timestamp() if line.ends_at is not None else 0.0


def _describe(one: WatchedCertificate, thresholds: ExpiryThresholds, now: datetime) -> CertificateLine:
    return CertificateLine(
        usage=one.usage,
        setting=one.name,
        kind=one.kind.value,
        state=_judge(one, thresholds, now),
        subject=one.subject,
        issuer=one.issuer,
        key=one.key,
        fingerprint=one.fingerprint,
        problem=one.problem,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        left=_tell_left(one.ends_at, now),
    )


def _judge(one: WatchedCertificate, thresholds: ExpiryThresholds, now: datetime) -> State:
    if one.ends_at is None:
        return UNREADABLE
    if one.starts_at is not None and one.starts_at > now:
        return NOT_YET
    stage = find_stage(one.ends_at, now, thresholds)
    return WRONG if one.problem and stage is not Stage.PASSED else STATES[stage]


def _tell_left(ends_at: datetime | None, now: datetime) -> str:
    if ends_at is None:
        return ""
    left = days_left(ends_at, now)
    if ends_at <= now:
        return f"depuis {count_of(-left, 'jour')}"
    return "moins d’un jour" if left == 0 else f"{format_count(left)} jour{'s' if left > 1 else ''}"


def tell_certificates(lines: Sequence[CertificateLine]) -> str:
    """Say where the certificates stand."""
    if not lines:
        return "Aucun certificat n’est en service : aucun service distant n’est déclaré."
    wrong = [one for one in lines if one.state.shape is not Shape.DONE]
    if not wrong:
        first = min((one for one in lines if one.ends_at is not None), key=_end, default=None)
        until = f" ; le premier à finir, « {first.usage} », a encore {first.left}" if first is not None else ""
        return f"Tout est en ordre{until}."
    return f"{count_of(len(wrong), 'certificat demande', 'certificats demandent')} une action."

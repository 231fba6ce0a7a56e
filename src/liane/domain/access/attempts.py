"""How many times one may try to sign in before waiting: by account and by address. Values and arithmetic only."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptRule:
    """count_max tries in a window; then none before lockout has passed. Rule: REM SSI/IAM.92; psc.md §12."""

    count_max: int
    window: timedelta
    lockout: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempts:
    """The tries counted so far under one key. since: start of the window. barred_until: None when not barred."""

    count: int
    since: datetime
    barred_until: datetime | None = None


PASSWORD_BY_ACCOUNT = AttemptRule(count_max=5, window=timedelta(minutes=15), lockout=timedelta(minutes=15))
PASSWORD_BY_ADDRESS = AttemptRule(count_max=20, window=timedelta(minutes=15), lockout=timedelta(minutes=15))
PUSH_BY_PERSON = AttemptRule(count_max=5, window=timedelta(minutes=10), lockout=timedelta(minutes=10))
"""Requests to one phone: more would be a way to tire its holder into accepting."""
PUSH_BY_ADDRESS = AttemptRule(count_max=30, window=timedelta(minutes=10), lockout=timedelta(minutes=10))
REDIRECT_BY_ADDRESS = AttemptRule(count_max=60, window=timedelta(minutes=5), lockout=timedelta(minutes=5))
REFUSAL_BY_ADDRESS = AttemptRule(count_max=40, window=timedelta(minutes=5), lockout=timedelta(minutes=5))
"""Secrets and tokens that are refused at the door."""


def count_attempt(before: Attempts | None, rule: AttemptRule, now: datetime) -> Attempts:
    """Count one more try. Give what to keep; barred_until is set when this try was one too many."""
    if before is None or now >= before.since + rule.window:
        barred = before.barred_until if before is not None else None
        before = Attempts(count=0, since=now, barred_until=barred if barred is not None and barred > now else None)
    count = before.count + 1
    if count > rule.count_max and before.barred_until is None:
        return Attempts(count=count, since=before.since, barred_until=now + rule.lockout)
    return Attempts(count=count, since=before.since, barred_until=before.barred_until)


def is_barred(attempts: Attempts | None, now: datetime) -> bool:
    """Tell whether one must wait."""
    return attempts is not None and attempts.barred_until is not None and attempts.barred_until > now

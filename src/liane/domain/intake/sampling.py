"""Surveillance of what is filed without a click: blind sample, upper bound of the error, automatic stop, release.

Values only: where they are kept and shown is said elsewhere. Rule: intake.md §5.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import exp, lgamma, log, log1p, sqrt

from liane.domain.errors import Finding, RuleViolation, Severity

SAMPLE_SHARE = 0.02
CONFIDENCE = 0.95
REASON_CHARS_MIN = 10
_BISECTIONS = 80
_WHOLE = 1 << 64


def is_sampled(document_id: str, *, share: float = SAMPLE_SHARE, salt: str = "") -> bool:
    """Tell whether a document filed without a click goes to blind review; the same answer for the same document.

    salt: secret of the hospital, so that nobody can tell beforehand which ones are looked at.
    Rule: intake.md §5 (2 % random sample).
    """
    digest = hashlib.sha256(f"{salt}\x00{document_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big") < int(share * _WHOLE)


def bound_rule_of_three(reviewed: int) -> float:
    """Upper bound at 95 % of an error never seen in that many reviews: 3 / n; 1 when there is none."""
    return min(1.0, 3.0 / reviewed) if reviewed > 0 else 1.0


def bound_clopper_pearson(wrong: int, reviewed: int, *, confidence: float = CONFIDENCE) -> float:
    """Exact one-sided upper bound of the error (Clopper and Pearson), by bisection of the binomial tail.

    wrong: errors seen among ``reviewed``. Raises ValueError when they are impossible.
    """
    if not 0 <= wrong <= reviewed:
        raise ValueError("errors cannot be more than what was reviewed")
    if reviewed == 0 or wrong == reviewed:
        return 1.0
    low, high = wrong / reviewed, 1.0
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        if _binomial_tail(wrong, reviewed, middle) > 1.0 - confidence:
            low = middle
        else:
            high = middle
    return high


def _binomial_tail(wrong: int, reviewed: int, share: float) -> float:
    """Probability of at most ``wrong`` errors."""
    if share <= 0.0:
        return 1.0
    if share >= 1.0:
        return 0.0
    whole = lgamma(reviewed + 1)
    return sum(
        exp(whole - lgamma(k + 1) - lgamma(reviewed - k + 1) + k * log(share) + (reviewed - k) * log1p(-share))
        for k in range(wrong + 1)
    )


def bound_wilson(wrong: int, reviewed: int, *, z: float = 1.6448536269514722) -> float:
    """Wilson's one-sided upper bound (z of 95 %), for a figure that is quick to follow on a screen."""
    if reviewed == 0:
        return 1.0
    share = wrong / reviewed
    centre = share + z * z / (2 * reviewed)
    spread = z * sqrt(share * (1 - share) / reviewed + z * z / (4 * reviewed * reviewed))
    return min(1.0, (centre + spread) / (1 + z * z / reviewed))


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceWatch:
    """What is known of one source. filed: without a click; reviewed, wrong: blind reviews and confirmed wrong filings.

    stopped_at: since when automation is off, None when it is on; stopped_document: which one stopped it. released_by,
    released_at, release_reason: the last release.
    """

    source: str
    filed: int = 0
    reviewed: int = 0
    wrong: int = 0
    stopped_at: datetime | None = None
    stopped_document: str = ""
    released_by: str = ""
    released_at: datetime | None = None
    release_reason: str = ""

    @property
    def is_stopped(self) -> bool:
        """True when no document of this source may be filed without a click."""
        return self.stopped_at is not None

    @property
    def upper_bound(self) -> float:
        """Upper bound at 95 % of the share of wrong filings. Rule: intake.md §5 (running upper bound)."""
        return bound_clopper_pearson(self.wrong, self.reviewed)

    def count_filed(self, number: int = 1) -> "SourceWatch":
        """Documents filed without a click."""
        return replace(self, filed=self.filed + number)

    def record_review(self, *, is_wrong: bool, document_id: str, at: datetime) -> "SourceWatch":
        """A blind review, or a complaint confirmed: one wrong filing stops the source.

        Rule: intake.md §5 (one confirmed wrong filing turns automation off for that source).
        """
        watched = replace(self, reviewed=self.reviewed + 1, wrong=self.wrong + is_wrong)
        if not is_wrong or self.is_stopped:
            return watched
        return replace(watched, stopped_at=at, stopped_document=document_id)

    def release(self, *, by: str, reason: str, at: datetime) -> "SourceWatch":
        """Turn automation on again. by: the named person; reason: French, told in the journal; counts are kept.

        Raises RuleViolation INT-048 without a name, INT-049 without a reason of 10 characters.
        Rule: intake.md §5 (until released by a named person).
        """
        if not by.strip():
            raise _refuse("INT-048", "Seule une personne nommée rétablit le dépôt automatique.")
        if len(reason.strip()) < REASON_CHARS_MIN:
            raise _refuse("INT-049", "Le motif du rétablissement doit être écrit (10 caractères au moins).")
        if not self.is_stopped:
            return self
        return replace(self, stopped_at=None, released_by=by.strip(), released_at=at, release_reason=reason.strip())


def _refuse(code: str, message: str) -> RuleViolation:
    return RuleViolation(
        Finding(
            code=code,
            severity=Severity.ERROR,
            location="dépôt automatique",
            message=message,
            remedy="Se connecter sous son nom et écrire ce qui a été vérifié.",
            layer="intake",
            rule="intake.md §5",
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomationWatch:
    """Every source watched."""

    sources: Mapping[str, SourceWatch] = field(default_factory=dict)

    def of(self, source: str) -> SourceWatch:
        """One source, new when it was never seen."""
        return self.sources.get(source, SourceWatch(source=source))

    def put(self, watched: SourceWatch) -> "AutomationWatch":
        """With this source renewed."""
        return replace(self, sources={**self.sources, watched.source: watched})

    @property
    def stopped(self) -> frozenset[str]:
        """Sources where automation is off, as ``IntakePolicy.stopped_sources`` wants them."""
        return frozenset(name for name, watched in self.sources.items() if watched.is_stopped)

    @property
    def upper_bound(self) -> float:
        """Upper bound at 95 % over every source together."""
        wrong = sum(one.wrong for one in self.sources.values())
        return bound_clopper_pearson(wrong, sum(one.reviewed for one in self.sources.values()))

"""One biology result as a report tells it, and what the report says of itself."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from liane.domain.biology.value import Absent, Comparator, Measure, Value
from liane.domain.terminology.code import Code

LOINC = "2.16.840.1.113883.6.1"


class ResultStatus(StrEnum):
    """How far a result is. The value is what a person reads."""

    COMPLETED = "validé"
    ACTIVE = "en cours"
    ABORTED = "non réalisé"
    UNKNOWN = "état non précisé"


class Interpretation(StrEnum):
    """What the laboratory says of a value, grouped by what a reader must see first.

    Rule: JDV_HL7_ObservationInterpretation (2.16.840.1.113883.5.83); BIO/va1.01 (AA, HH and LL are told at once).
    """

    CRITICAL = "critique"
    ABNORMAL = "anormal"
    NORMAL = "normal"
    OTHER = "autre"


_CRITICAL = frozenset({"AA", "HH", "LL", "HU", "LU"})
_ABNORMAL = frozenset({"A", "H", "L", "R", "POS", "I", "WR", "NS"})
_NORMAL = frozenset({"N", "S", "NEG", "NR", "ND"})


def group_interpretation(code: str) -> Interpretation:
    """Tell what an interpretation code means for who reads."""
    if code in _CRITICAL:
        return Interpretation.CRITICAL
    if code in _ABNORMAL:
        return Interpretation.ABNORMAL
    return Interpretation.NORMAL if code in _NORMAL else Interpretation.OTHER


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceRange:
    """What is expected, as the laboratory writes it. text: words beside or instead of the bounds."""

    low: Measure | None = None
    high: Measure | None = None
    text: str = ""

    def places(self, value: Measure) -> int | None:
        """Tell where a value stands: -1 below, 0 within, 1 above; None when that cannot be told.

        Only numbers of the very same unit are compared; « < 5 » is within a range that reaches down to nothing or to 0
        only when 5 is not above its top.
        """
        bounds = [bound for bound in (self.low, self.high) if bound is not None]
        if not bounds or any(bound.unit != value.unit for bound in bounds):
            return None
        is_upper_only = value.comparator in (Comparator.LESS, Comparator.LESS_OR_EQUAL)
        is_lower_only = value.comparator in (Comparator.GREATER, Comparator.GREATER_OR_EQUAL)
        if self.high is not None and value.number > self.high.number:
            return None if is_upper_only else 1
        if self.low is not None and value.number < self.low.number:
            return None if is_lower_only else -1
        if is_upper_only and self.low is not None and self.low.number > 0:
            return None
        if is_lower_only and self.high is not None:
            return None
        return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Analyte:
    """What was measured. code and system: LOINC, else the code of the laboratory; both empty when only words name it.

    isolate: the germ on which it was measured, empty for none. Two results belong together only when code, system and
    isolate are the same; the label is never compared unless there is nothing else.
    """

    code: str
    system: str = ""
    label: str = ""
    isolate: str = ""

    @property
    def key(self) -> str:
        """What names this analyte among those of a patient."""
        return "|".join((self.code or self.label, self.system, self.isolate))

    @property
    def is_loinc(self) -> bool:
        """True when a national code names it; a local one only means something in its laboratory."""
        return self.system == LOINC


@dataclass(frozen=True, slots=True, kw_only=True)
class Laboratory:
    """Who measured. identifier: FINESS or other, empty when unknown; name as written."""

    name: str
    identifier: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BiologyResult:
    """One result.

    value: first way in which the laboratory tells it; others: the same result told in other units by the laboratory.
    measured_at: instant of the act of the laboratory; written_at the same as received (a day alone stays a day).
    interpretations: codes as received. is_previous: told by a later report beside its own result; its laboratory is
    then not known. document_id: the CDA (``root^extension`` or ``root``) that tells it.
    """

    analyte: Analyte
    value: Value
    others: tuple[Measure, ...] = ()
    reference: ReferenceRange | None = None
    interpretations: tuple[str, ...] = ()
    laboratory: Laboratory | None = None
    measured_at: datetime | None = None
    written_at: str = ""
    status: ResultStatus = ResultStatus.UNKNOWN
    method: str = ""
    comment: str = ""
    chapter: str = ""
    group: str = ""
    is_previous: bool = False
    document_id: str = ""

    @property
    def gravity(self) -> Interpretation:
        """The gravest of what the laboratory says of it; OTHER when it says nothing."""
        found = {group_interpretation(code) for code in self.interpretations}
        for one in (Interpretation.CRITICAL, Interpretation.ABNORMAL, Interpretation.NORMAL):
            if one in found:
                return one
        return Interpretation.OTHER

    @property
    def place(self) -> int | None:
        """Where the value stands in the laboratory's own range; None when that cannot be told."""
        if self.reference is None or not isinstance(self.value, Measure):
            return None
        return self.reference.places(self.value)

    @property
    def is_empty(self) -> bool:
        """True when the laboratory gave no value."""
        return isinstance(self.value, Absent)


@dataclass(frozen=True, slots=True, kw_only=True)
class BiologyReport:
    """The results of one report, in its order. chapters: as coded, in order. is_complete: no result is to come."""

    document_id: str
    results: tuple[BiologyResult, ...]
    chapters: tuple[Code, ...] = ()
    laboratory: Laboratory | None = None
    is_complete: bool = True

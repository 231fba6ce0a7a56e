"""What a reader looks for in a DMP: every criterion that the registry takes, and the two lists of a first visit."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from liane.domain.dmp.document import DocumentState, Visibility
from liane.domain.errors import Finding, Severity
from liane.domain.terminology.code import Code
from liane.domain.terminology.value_sets import get_value_set

FIRST_SEARCH_YEARS = 2
CODES_MAX = 50
AUTHOR_CHARS_MAX = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class DMPFilters:
    """Criteria; empty: any. Instants aware; ``_before`` is not included. author: a name, or part of one, or a PS_IdNat.

    states: only those in force unless told otherwise [EX_3.1-1030]. visibility: documents that carry one of these.
    references: numbers of a request or of a study (accession number…). The values of one criterion are alternatives.
    Rule: dmp.md §8; DMP/UX.27.
    """

    states: tuple[DocumentState, ...] = (DocumentState.APPROVED,)
    types: tuple[Code, ...] = ()
    classes: tuple[Code, ...] = ()
    formats: tuple[Code, ...] = ()
    facilities: tuple[Code, ...] = ()
    practice_settings: tuple[Code, ...] = ()
    events: tuple[Code, ...] = ()
    visibility: tuple[Visibility, ...] = ()
    author: str = ""
    references: tuple[str, ...] = ()
    created_from: datetime | None = None
    created_before: datetime | None = None
    act_started_from: datetime | None = None
    act_started_before: datetime | None = None
    act_ended_from: datetime | None = None
    act_ended_before: datetime | None = None

    @classmethod
    def recent(cls, now: datetime, *, years: int = FIRST_SEARCH_YEARS) -> "DMPFilters":
        """The first automatic list: in force, acts of the last years. Rule: dmp.md §8 « limited to … 2 years »."""
        return cls(act_started_from=now - timedelta(days=round(365.25 * years)))


_LISTS = {
    "types": "JDV_J66",
    "classes": "JDV_J57",
    "formats": "JDV_J60",
    "facilities": "JDV_J61",
    "practice_settings": "JDV_J04",
}
_PAIRS = ("created", "act_started", "act_ended")


def check_filters(filters: DMPFilters) -> list[Finding]:
    """List what makes a search useless, before it leaves.

    DMP-028 a code that its list does not know; DMP-029 too many values; DMP-034 an interval that ends before it starts.
    Rule: dmp.md §8, §14.1 (misuse is refused before it leaves).
    """
    return [*_check_codes(filters), *_check_intervals(filters)]


def _finding(code: str, location: str, message: str, remedy: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        location=location,
        message=message,
        remedy=remedy,
        layer="dmp",
        rule="dmp.md §8",
    )


def _check_codes(filters: DMPFilters) -> Iterator[Finding]:
    for name, set_name in _LISTS.items():
        codes: tuple[Code, ...] = getattr(filters, name)
        if len(codes) > CODES_MAX:
            yield _finding("DMP-029", name, f"Plus de {CODES_MAX} valeurs pour un même critère.", "En choisir moins.")
        known = get_value_set(set_name)
        for code in codes[:CODES_MAX]:
            if not known.contains(code.code, code.system or None):
                yield _finding(
                    "DMP-028",
                    name,
                    f"Le code « {code.code[:40]} » n'est pas dans la liste {set_name} du DMP.",
                    "Choisir une valeur de la liste proposée.",
                )
    if not filters.states:
        yield _finding("DMP-028", "states", "Aucun état de document n'est demandé.", "Choisir au moins un état.")


def _check_intervals(filters: DMPFilters) -> Iterator[Finding]:
    for name in _PAIRS:
        start, stop = getattr(filters, f"{name}_from"), getattr(filters, f"{name}_before")
        if start is not None and stop is not None and stop <= start:
            yield _finding(
                "DMP-034",
                name,
                "La période demandée se termine avant de commencer.",
                "Vérifier les deux dates de la période.",
            )

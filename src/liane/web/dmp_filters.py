"""Filters of a patient's DMP: read from an address, given back to forms and links, handed to the service. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from liane.domain.dmp.document import DocumentState, Visibility
from liane.domain.dmp.filters import DMPFilters
from liane.domain.dmp.visits import TypeGroup
from liane.domain.terminology.code import Code
from liane.domain.terminology.value_sets import get_value_set
from liane.web.filters import Filters, read_day, read_filters

NAMES = ("periode", "type", "classe", "auteur", "cadre", "etat", "visibilite", "du", "au", "tri", "vue", "nouveaux")
PERIODS = (("", "2 dernières années"), ("6", "6 derniers mois"), ("12", "12 derniers mois"), ("tout", "tout"))
STATES = (
    ("", "en vigueur"),
    ("archives", "en vigueur et archivés"),
    ("obsoletes", "en vigueur et anciennes versions"),
    ("tous", "tous, supprimés compris"),
)
VISIBILITIES = (("", "toutes"), *((one.value, one.label) for one in Visibility))
SORTS = (("", "date"), ("type", "type puis date"), ("auteur", "auteur puis date"))
VIEWS = (("", "Liste"), ("frise", "Frise"))
GROUP = "groupe:"
_STATES: dict[str, tuple[DocumentState, ...]] = {
    "": (DocumentState.APPROVED,),
    "archives": (DocumentState.APPROVED, DocumentState.ARCHIVED),
    "obsoletes": (DocumentState.APPROVED, DocumentState.OBSOLETE),
    "tous": tuple(DocumentState),
}
MONTH = timedelta(days=30.44)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the form of filters offers: value and words; the types, groups first."""

    groups: tuple[tuple[str, str], ...]
    types: tuple[tuple[str, str], ...]
    classes: tuple[tuple[str, str], ...]
    settings: tuple[tuple[str, str], ...]


def read_dmp_filters(query: Mapping[str, str]) -> Filters:
    """Read the filters of an address."""
    return read_filters(query, *NAMES)


def offer_choices(groups: Iterable[TypeGroup]) -> Choices:
    """Offer the values of the lists of the DMP, in French alphabetical order. Rule: DMP/UX.14, DMP/UX.27."""
    return Choices(
        groups=tuple((f"{GROUP}{group.key}", group.label) for group in groups),
        types=_sorted_choices("JDV_J66"),
        classes=_sorted_choices("JDV_J57"),
        settings=_sorted_choices("JDV_J04"),
    )


def _sorted_choices(name: str) -> tuple[tuple[str, str], ...]:
    codes = {code.code: code.label or code.code for code in get_value_set(name).codes if code.code}
    return tuple(sorted(codes.items(), key=lambda one: one[1].casefold()))


def make_filters(filters: Filters, groups: Iterable[TypeGroup], now: datetime) -> DMPFilters:
    """Say the filters of an address in the words of the service; what its lists do not know counts as absent.

    Without a period asked, acts of the last two years. Rule: dmp.md §8 (first automatic search); DMP/UX.27.
    """
    visibility = filters["visibilite"]
    asked = DMPFilters(
        states=_STATES.get(filters["etat"], _STATES[""]),
        types=_read_types(filters["type"], groups),
        classes=_read_codes("JDV_J57", filters["classe"]),
        practice_settings=_read_codes("JDV_J04", filters["cadre"]),
        visibility=tuple(one for one in Visibility if one.value == visibility),
        author=filters["auteur"],
    )
    start, stop = read_day(filters["du"]), read_day(filters["au"])
    if start is not None or stop is not None:
        return replace(asked, act_started_from=start, act_started_before=stop + timedelta(days=1) if stop else None)
    if filters["periode"] == "tout":
        return asked
    if filters["periode"] in ("6", "12"):
        return replace(asked, act_started_from=_floor_hour(now - MONTH * int(filters["periode"])))
    recent = DMPFilters.recent(_floor_hour(now))
    return replace(asked, act_started_from=recent.act_started_from)


def _floor_hour(at: datetime) -> datetime:
    """The start of the hour: the same search within an hour is the same, and what was read of it serves again."""
    return at.replace(minute=0, second=0, microsecond=0)


def _read_types(value: str, groups: Iterable[TypeGroup]) -> tuple[Code, ...]:
    if value.startswith(GROUP):
        wanted = next((group.type_codes for group in groups if value == f"{GROUP}{group.key}"), frozenset())
        return tuple(code for code in get_value_set("JDV_J66").codes if code.code in wanted)
    return _read_codes("JDV_J66", value)


def _read_codes(name: str, value: str) -> tuple[Code, ...]:
    found = get_value_set(name).find(value) if value else None
    return (found,) if found is not None else ()


def tell_period(filters: Filters) -> str:
    """Say the period asked, for a sentence."""
    start, stop = read_day(filters["du"]), read_day(filters["au"])
    if start is not None and stop is not None:
        return f"du {start:%d/%m/%Y} au {stop:%d/%m/%Y}"
    if start is not None:
        return f"depuis le {start:%d/%m/%Y}"
    if stop is not None:
        return f"jusqu’au {stop:%d/%m/%Y}"
    words = {"": "des 2 dernières années", "6": "des 6 derniers mois", "12": "des 12 derniers mois", "tout": ""}
    return words.get(filters["periode"], words[""])

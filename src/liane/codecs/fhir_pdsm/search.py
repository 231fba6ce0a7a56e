"""Search parameters of ITI-66 and ITI-67, read into filters; what is unknown or wrong is a finding.

Rule: IHE MHD 4.0.1 ITI-67; IG PDSm; dmp.md §13.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from liane.codecs.fhir_pdsm.resources import oid_of
from liane.domain.dmp.document import DocumentState, Visibility
from liane.domain.dmp.filters import DMPFilters
from liane.domain.errors import Finding, RuleViolation, Severity
from liane.domain.identity.ins import INS
from liane.domain.terminology.code import Code
from liane.domain.terminology.value_sets import get_value_set

COUNT_DEFAULT, COUNT_MAX = 50, 200
VALUES_MAX = 50
_DATE = re.compile(
    r"(eq|ge|gt|le|lt)?(\d{4}(?:-\d{2}(?:-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?)?)?)\Z"
)
_LISTS = {
    "type": ("types", "JDV_J66"),
    "category": ("classes", "JDV_J57"),
    "format": ("formats", "JDV_J60"),
    "facility": ("facilities", "JDV_J61"),
    "setting": ("practice_settings", "JDV_J04"),
}
_PERIODS = {"date": "created", "creation": "created", "period": "act_started", "period-start": "act_started"}
_IGNORED = frozenset({"_format", "_summary", "_sort", "_total", "patient", "patient.identifier", "_count", "_offset"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A search, read. person_id or ins: whose documents. count, offset: of the page."""

    filters: DMPFilters
    person_id: int | None
    ins: INS | None
    count: int
    offset: int


def _refuse(code: str, location: str, message: str, remedy: str) -> RuleViolation:
    return RuleViolation(
        Finding(
            code=code,
            severity=Severity.ERROR,
            location=location[:60],
            message=message,
            remedy=remedy,
            layer="fhir",
            rule="dmp.md §13 (ITI-67)",
        )
    )


def parse_search(parameters: Iterable[tuple[str, str]]) -> Asked:
    """Read the query of ITI-67. Raises RuleViolation FHIR-001 naming the parameter."""
    groups: dict[str, list[str]] = {}
    for name, value in parameters:
        groups.setdefault(name, []).append(value)
    values: dict[str, Any] = {}
    for name, given in groups.items():
        if name not in _IGNORED:
            _read_one(name, given, values)
    values["states"] = _read_states(groups) or DMPFilters().states
    person_id, ins = parse_patient(groups)
    return Asked(
        filters=DMPFilters(**values),
        person_id=person_id,
        ins=ins,
        count=min(_number(groups, "_count", COUNT_DEFAULT), COUNT_MAX),
        offset=_number(groups, "_offset", 0),
    )


def parse_patient(groups: Mapping[str, Sequence[str]]) -> tuple[int | None, INS | None]:
    """Whose documents: ``patient`` (number in the registry) or ``patient.identifier`` (INS). Raises FHIR-001."""
    number = next(iter(groups.get("patient", ())), "").removeprefix("Patient/")
    if number:
        if not (number.isascii() and number.isdigit() and len(number) <= 18):
            raise _refuse(
                "FHIR-001", "patient", "Le patient doit être désigné par son numéro.", "Écrire patient=Patient/12."
            )
        return int(number), None
    system, bar, matricule = next(iter(groups.get("patient.identifier", ())), "").partition("|")
    oid = oid_of(system)
    if not bar or not oid or not matricule or len(matricule) > 20:
        raise _refuse(
            "FHIR-001",
            "patient.identifier",
            "Le patient n'est pas désigné.",
            "Écrire patient.identifier=urn:oid:<OID de l'INS>|<matricule>.",
        )
    return None, INS(matricule=matricule, oid=oid)


def _number(groups: Mapping[str, Sequence[str]], name: str, default: int) -> int:
    text = next(iter(groups.get(name, ())), "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        raise _refuse("FHIR-001", name, "Un nombre entier est attendu.", "Corriger le paramètre.")
    return int(text)


def _read_one(name: str, given: Sequence[str], values: dict[str, Any]) -> None:
    """Read one parameter into the values of the filters."""
    readers: dict[str, Callable[[Sequence[str], dict[str, Any]], None]] = {
        "security-label": _read_labels,
        "event": _read_events,
        "related": _read_related,
        "related:identifier": _read_related,
        "author.family": _read_author,
        "author.identifier": _read_author,
        "period-end": lambda dates, into: _read_period("act_ended", dates, into),
    }
    if name in _LISTS:
        field, set_name = _LISTS[name]
        values[field] = tuple(_read_code(name, one, set_name) for one in _split(name, given))
    elif name in _PERIODS:
        _read_period(_PERIODS[name], given, values)
    elif name in readers:
        readers[name](given, values)
    elif name not in ("status", "isArchived"):
        raise _refuse("FHIR-001", name, "Ce paramètre de recherche n'est pas connu.", "Voir /metadata.")


def _split(name: str, given: Sequence[str]) -> list[str]:
    found = [one for value in given for one in value.split(",") if one]
    if len(found) > VALUES_MAX:
        raise _refuse("FHIR-001", name, f"Plus de {VALUES_MAX} valeurs.", "En donner moins.")
    return found


def _read_code(name: str, token: str, set_name: str) -> Code:
    system, bar, code = token.rpartition("|")
    oid = oid_of(system) if bar and system else ""
    found = get_value_set(set_name).find(code, oid or None)
    if found is None:
        raise _refuse(
            "FHIR-001", name, f"Ce code n'est pas dans la liste {set_name} du DMP.", "Corriger le code ou son système."
        )
    return found


def _read_events(given: Sequence[str], values: dict[str, Any]) -> None:
    tokens = [one.rpartition("|") for one in _split("event", given)]
    values["events"] = tuple(Code(code=code, system=oid_of(system)) for system, _, code in tokens)


def _read_related(given: Sequence[str], values: dict[str, Any]) -> None:
    values["references"] = tuple(one.rpartition("|")[2] for one in _split("related", given))


def _read_author(given: Sequence[str], values: dict[str, Any]) -> None:
    values["author"] = given[0].rpartition("|")[2]


def _read_labels(given: Sequence[str], values: dict[str, Any]) -> None:
    codes = [one.rpartition("|")[2] for one in _split("security-label", given)]
    known = {one.value for one in Visibility}
    if any(code not in known | {"N"} for code in codes):
        raise _refuse(
            "FHIR-001", "security-label", "Cette étiquette n'est pas connue.", f"L'une de : {', '.join(sorted(known))}."
        )
    values["visibility"] = tuple(Visibility(code) for code in codes if code in known)


def _read_states(groups: Mapping[str, Sequence[str]]) -> tuple[DocumentState, ...]:
    """``status`` and ``isArchived`` together are the states of the registry. Rule: dmp.md §8, §13."""
    statuses = _split("status", groups.get("status", ())) or ["current"]
    archived = next(iter(groups.get("isArchived", ())), "false")
    if archived not in ("true", "false") or any(one not in ("current", "superseded") for one in statuses):
        raise _refuse(
            "FHIR-001", "status", "Le statut doit être current ou superseded.", "Corriger status ou isArchived."
        )
    current = DocumentState.ARCHIVED if archived == "true" else DocumentState.APPROVED
    found = {"current": current, "superseded": DocumentState.OBSOLETE}
    return tuple(dict.fromkeys(found[one] for one in statuses))


def _read_period(field: str, given: Sequence[str], values: dict[str, Any]) -> None:
    for value in given:
        match = _DATE.match(value)
        interval = _read_interval(match[2]) if match is not None else None
        if match is None or interval is None:
            raise _refuse("FHIR-001", field, "Cette date n'est pas lisible.", "Écrire par exemple date=ge2026-01-31.")
        prefix = match[1] or "eq"
        start, stop = interval
        if prefix in ("eq", "ge", "gt"):
            values[f"{field}_from"] = stop if prefix == "gt" else start
        if prefix in ("eq", "le", "lt"):
            values[f"{field}_before"] = start if prefix == "lt" else stop


def _read_interval(text: str) -> tuple[datetime, datetime] | None:
    """The instants that a partial date covers: [start, stop[; UTC unless it says otherwise. None: no such date."""
    try:
        if len(text) == 4:
            year = int(text)
            return datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
        if len(text) == 7:
            year, month = int(text[:4]), int(text[5:])
            after = (year + month // 12, month % 12 + 1)
            return datetime(year, month, 1, tzinfo=UTC), datetime(*after, 1, tzinfo=UTC)
        start = datetime.fromisoformat(text)
        start = start if start.tzinfo is not None else start.replace(tzinfo=UTC)
        return start, start + (timedelta(days=1) if len(text) == 10 else timedelta(seconds=1))
    except (ValueError, OverflowError):
        return None

"""The search of the simulated directory: the parameters that the national server takes, and no other.

Rule: annuaire.md §2.2 (``mailbox-mss-type`` is refused, as there), §5.
"""

import unicodedata
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from urllib.parse import parse_qsl

from liane_sandbox.annuaire.population import Resource
from liane_sandbox.annuaire.state import DirectoryState, as_served

DELTA_MAX = timedelta(days=30)
COUNT_DEFAULT, COUNT_MAX = 50, 1000
PARAMETERS_MAX = 30
CONTROL = frozenset({"_count", "_total", "_include", "_revinclude", "_elements", "_format"})


class BadSearch(ValueError):
    """A parameter that the server refuses; the text is its diagnostics."""


def fold(text: str) -> str:
    """Case and accents do not count."""
    return unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode().lower()


def _identifiers(resource: Resource, wanted: str) -> bool:
    system, bar, value = wanted.rpartition("|")
    return any(
        (not bar or one.get("system") == system) and (not value or one.get("value") == value)
        for one in resource.get("identifier", [])
    )


def _identifier_types(resource: Resource, wanted: str) -> bool:
    return any(
        coding.get("code") == wanted.rpartition("|")[2]
        for one in resource.get("identifier", [])
        for coding in one.get("type", {}).get("coding", [])
    )


def _mailboxes(resource: Resource, wanted: str) -> bool:
    served = as_served(resource).get("telecom", [])
    return any(one.get("system") == "email" and one["value"].lower() == wanted.lower() for one in served)


def _mailboxes_containing(resource: Resource, wanted: str) -> bool:
    served = as_served(resource).get("telecom", [])
    return any(one.get("system") == "email" and wanted.lower() in one["value"].lower() for one in served)


def _codings(concepts: Iterable[Resource], wanted: str) -> bool:
    code = wanted.rpartition("|")[2]
    return any(coding.get("code") == code for concept in concepts for coding in concept.get("coding", []))


def _families(resource: Resource, wanted: str) -> bool:
    return any(fold(one.get("family", "")).startswith(fold(wanted)) for one in resource.get("name", []))


def _givens(resource: Resource, wanted: str) -> bool:
    listed = [given for one in resource.get("name", []) for given in one.get("given", [])]
    return any(fold(given).startswith(fold(wanted)) for given in listed)


def _person_names(resource: Resource, wanted: str) -> bool:
    return _families(resource, wanted) or _givens(resource, wanted)


def _address(part: str) -> Callable[[Resource, str], bool]:
    def matches(resource: Resource, wanted: str) -> bool:
        values = [one.get(part, "") for one in resource.get("address", [])]
        return any(fold(value).startswith(fold(wanted)) for value in values)

    return matches


def _reference(part: str, kind: str) -> Callable[[Resource, str], bool]:
    def matches(resource: Resource, wanted: str) -> bool:
        told = resource.get(part, {}).get("reference", "")
        return bool(told == f"{kind}/{wanted.rpartition('/')[2]}")

    return matches


def _active(resource: Resource, wanted: str) -> bool:
    return str(resource.get("active", True)).lower() == wanted


def _key(resource: Resource, wanted: str) -> bool:
    return bool(resource["id"] == wanted)


Match = Callable[[Resource, str], bool]
COMMON: dict[str, Match] = {"_id": _key, "active": _active, "identifier": _identifiers}
MAILBOX: dict[str, Match] = {
    "mailbox-mss": _mailboxes,
    "mailbox-mss:exact": _mailboxes,
    "mailbox-mss:contains": _mailboxes_containing,
}
PARAMETERS: dict[str, dict[str, Match]] = {
    "Practitioner": COMMON
    | MAILBOX
    | {
        "family": _families,
        "given": _givens,
        "name": _person_names,
        "identifier-type": _identifier_types,
        "qualification-code": lambda one, code: _codings((q["code"] for q in one.get("qualification", [])), code),
    },
    "PractitionerRole": COMMON
    | MAILBOX
    | {
        "practitioner": _reference("practitioner", "Practitioner"),
        "organization": _reference("organization", "Organization"),
        "role": lambda one, code: _codings(one.get("code", []), code),
    },
    "Organization": COMMON
    | MAILBOX
    | {
        "name": lambda one, text: fold(one.get("name", "")).startswith(fold(text)),
        "name:contains": lambda one, text: fold(text) in fold(one.get("name", "")),
        "name:exact": lambda one, text: one.get("name", "") == text,
        "type": lambda one, code: _codings(one.get("type", []), code),
        "type:not": lambda one, code: not _codings(one.get("type", []), code),
        "address-city": _address("city"),
        "address-postalcode": _address("postalCode"),
        "identifier-type": _identifier_types,
        "partof": _reference("partOf", "Organization"),
    },
}
INCLUDES = {
    ("PractitionerRole", "PractitionerRole:practitioner"): ("practitioner", "Practitioner"),
    ("PractitionerRole", "PractitionerRole:organization"): ("organization", "Organization"),
    ("Organization", "Organization:partof"): ("partOf", "Organization"),
}
REVERSE = {
    ("Practitioner", "PractitionerRole:practitioner"): ("practitioner", "PractitionerRole"),
    ("Organization", "PractitionerRole:organization"): ("organization", "PractitionerRole"),
}


def read_query(query: str) -> list[tuple[str, str]]:
    """Split a query string."""
    return parse_qsl(query, keep_blank_values=True, max_num_fields=PARAMETERS_MAX)


def run_search(
    state: DirectoryState, kind: str, query: list[tuple[str, str]], now: datetime
) -> tuple[list[Resource], int]:
    """Find the resources of a search, and how many a page is. Raises BadSearch naming the parameter."""
    known = PARAMETERS[kind]
    found, count = state.list_all(kind), COUNT_DEFAULT
    for name, value in query:
        if name in CONTROL:
            if name == "_count":
                count = _read_count(value)
            elif name in ("_include", "_revinclude"):
                table = INCLUDES if name == "_include" else REVERSE
                if (kind, value) not in table:
                    raise BadSearch(f"HAPI-0524: Invalid {name} value: {value}")
        elif name == "_lastUpdated":
            since = _read_since(value, now)
            found = [one for one in found if datetime.fromisoformat(one["meta"]["lastUpdated"]) >= since]
        elif name in known:
            values = value.split(",")
            found = [one for one in found if any(known[name](one, wanted) for wanted in values)]
        else:
            raise BadSearch(f'HAPI-0524: Unknown search parameter "{name}" for resource type "{kind}"')
    return found, count


def find_included(
    state: DirectoryState, kind: str, query: list[tuple[str, str]], page: list[Resource]
) -> list[Resource]:
    """Find what a page takes along."""
    included: dict[str, Resource] = {}
    for name, value in query:
        if name == "_include" and (kind, value) in INCLUDES:
            part, target = INCLUDES[kind, value]
            keys = {one.get(part, {}).get("reference", "").rpartition("/")[2] for one in page}
            included |= {one["id"]: one for one in state.list_all(target) if one["id"] in keys}
        if name == "_revinclude" and (kind, value) in REVERSE:
            part, target = REVERSE[kind, value]
            references = {f"{kind}/{one['id']}" for one in page}
            included |= {
                one["id"]: one for one in state.list_all(target) if one.get(part, {}).get("reference") in references
            }
    return list(included.values())


def keep_elements(resource: Resource, query: list[tuple[str, str]]) -> Resource:
    """Reduce a resource to the elements asked, tagged SUBSETTED. Rule: annuaire.md §2.2."""
    asked = [value for name, value in query if name == "_elements"]
    if not asked:
        return resource
    kept = {"resourceType", "id", *asked[0].split(",")}
    tag = {"tag": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "code": "SUBSETTED"}]}
    return {name: value for name, value in resource.items() if name in kept} | {"meta": resource["meta"] | tag}


def _read_count(value: str) -> int:
    if not value.isdigit() or not 1 <= int(value) <= COUNT_MAX:
        raise BadSearch(f"HAPI-0471: Invalid _count: {value[:20]}")
    return int(value)


def _read_since(value: str, now: datetime) -> datetime:
    try:
        since = datetime.fromisoformat(value.removeprefix("ge"))
    except ValueError as error:
        raise BadSearch(f"HAPI-1882: Invalid date: {value[:40]}") from error
    if since.tzinfo is None or now - since > DELTA_MAX:
        raise BadSearch("_lastUpdated: at most 30 days back, with an offset")
    return since

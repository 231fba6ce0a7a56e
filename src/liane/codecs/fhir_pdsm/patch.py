"""A JSON Patch on a DocumentReference, read as one change of a document; anything else is refused.

Only securityLabel and isArchived change, one thing at a time; status says a deletion.
Rule: dmp.md §13 (PATCH, 405 for the rest); RFC 6902.
"""

import json
from typing import Any

from liane.codecs.fhir_pdsm.resources import IS_ARCHIVED, Resource
from liane.domain.dmp.changes import DocumentChange
from liane.domain.dmp.document import Visibility
from liane.domain.errors import Finding, MalformedMessage, RuleViolation, Severity

OPERATIONS_MAX = 20
PATCH_BYTES_MAX = 64 * 1024
_CODES = frozenset(one.value for one in Visibility)
_REMOVALS = {
    Visibility.MASQUE_PS: DocumentChange.UNMASK,
    Visibility.INVISIBLE_PATIENT: DocumentChange.SHOW_TO_PATIENT,
    Visibility.INVISIBLE_REPRESENTANTS_LEGAUX: DocumentChange.SHOW_TO_REPRESENTATIVES,
}


_DELETION = {"op": "replace", "path": "/status", "value": "entered-in-error"}
"""TD3.3c, as the page of the transaction says it; alone in its patch. Rule: dmp.md §13 (open question)."""


def _finding(code: str, location: str, message: str, remedy: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        location=location,
        message=message,
        remedy=remedy,
        layer="fhir",
        rule="dmp.md §13 (PATCH)",
    )


def _malformed(location: str) -> MalformedMessage:
    return MalformedMessage(
        _finding(
            "FHIR-002",
            location,
            "Ce corps n'est pas un JSON Patch lisible.",
            "Envoyer une liste d'opérations (RFC 6902), en application/json-patch+json.",
        )
    )


def _not_allowed(location: str) -> RuleViolation:
    return RuleViolation(
        _finding(
            "FHIR-003",
            location,
            "Seuls securityLabel et isArchived se modifient, une chose à la fois ; « entered-in-error » supprime.",
            "Envoyer un PATCH par changement : masquer, démasquer, rendre visible, archiver, désarchiver ou supprimer.",
        )
    )


def read_patch(body: bytes, resource: Resource) -> DocumentChange:
    """Read the one change that a patch asks of a DocumentReference as the façade shows it.

    Raises MalformedMessage FHIR-002 (not a patch), RuleViolation FHIR-003 (another change, none, or several).
    """
    operations = _read_operations(body)
    if operations == [_DELETION]:
        return DocumentChange.DELETE
    labels, is_archived = _labels(resource), _archived(resource)
    patched = {"securityLabel": list(resource.get("securityLabel", [])), "extension": list(resource["extension"])}
    for rank, operation in enumerate(operations):
        _apply(operation, patched, f"[{rank}]")
    new_labels, is_now_archived = _labels(patched), _archived(patched)
    changes = [_REMOVALS[one] for one in sorted(labels - new_labels)]
    for added in sorted(new_labels - labels):
        if added is not Visibility.MASQUE_PS:
            raise _not_allowed("securityLabel")
        changes.append(DocumentChange.MASK)
    if is_now_archived is not is_archived:
        changes.append(DocumentChange.ARCHIVE if is_now_archived else DocumentChange.UNARCHIVE)
    if len(changes) != 1:
        raise _not_allowed("patch")
    return changes[0]


def _read_operations(body: bytes) -> list[dict[str, Any]]:
    if len(body) > PATCH_BYTES_MAX:
        raise _malformed("patch")
    try:
        operations = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise _malformed("patch") from error
    if not isinstance(operations, list) or not 0 < len(operations) <= OPERATIONS_MAX:
        raise _malformed("patch")
    if not all(isinstance(one, dict) and isinstance(one.get("path"), str) for one in operations):
        raise _malformed("patch")
    return operations


def _apply(operation: dict[str, Any], patched: dict[str, list[Any]], location: str) -> None:
    verb, path = operation.get("op"), str(operation["path"]).split("/")[1:]
    if not path or path[0] not in patched:
        raise _not_allowed(location)
    values, value = patched[path[0]], operation.get("value")
    if len(path) == 1 and verb in ("add", "replace") and isinstance(value, list):
        values[:] = value
    elif len(path) == 1 and verb == "remove" and path[0] == "securityLabel":
        values.clear()
    elif len(path) == 2:
        _apply_at(str(verb), values, path[1], value, location)
    elif path[0] == "extension" and path[2:] == ["valueBoolean"] and verb in ("add", "replace"):
        extension = values[_index(path[1], len(values), location)]
        values[_index(path[1], len(values), location)] = {**extension, "valueBoolean": value}
    else:
        raise _not_allowed(location)


def _apply_at(verb: str, values: list[Any], step: str, value: Any, location: str) -> None:
    if verb == "add" and step == "-":
        values.append(value)
    elif verb == "add":
        values.insert(_index(step, len(values) + 1, location), value)
    elif verb == "remove":
        del values[_index(step, len(values), location)]
    elif verb == "replace":
        values[_index(step, len(values), location)] = value
    elif verb != "test" or values[_index(step, len(values), location)] != value:
        raise _not_allowed(location)


def _index(step: str, length: int, location: str) -> int:
    if not (step.isascii() and step.isdigit() and len(step) < 4 and int(step) < length):
        raise _not_allowed(location)
    return int(step)


def _labels(resource: Resource) -> frozenset[Visibility]:
    """The visibility codes of a resource; a label that nobody knows is refused rather than dropped."""
    found = set()
    for label in resource.get("securityLabel", []):
        codings = label.get("coding") if isinstance(label, dict) else None
        for coding in codings if isinstance(codings, list) else [None]:
            code = coding.get("code") if isinstance(coding, dict) else None
            if code in _CODES:
                found.add(Visibility(str(code)))
            elif code != "N":
                raise _not_allowed("securityLabel")
    return frozenset(found)


def _archived(resource: Resource) -> bool:
    for extension in resource.get("extension", []):
        if isinstance(extension, dict) and extension.get("url") == IS_ARCHIVED:
            value = extension.get("valueBoolean")
            if not isinstance(value, bool):
                raise _not_allowed("extension")
            return value
    return False

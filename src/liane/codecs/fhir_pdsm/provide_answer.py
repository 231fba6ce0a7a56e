"""What a FHIR server answers to a document handed over: taken, refused with its words, or to be tried again.

Any status and any bytes give a value. Rule: FHIR R4 http (transaction response, OperationOutcome); hl7v2.md §7.3.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

ANSWER_BYTES_MAX = 1024 * 1024
ISSUES_MAX = 20
WORDS_CHARS_MAX = 300
CODES = frozenset(str(code) for code in range(900, 907))
AGAIN = frozenset({401, 403, 407, 408, 409, 425, 429})
"""Refusals of the moment, of a certificate or of a token, not of the document."""
NOT_THERE = frozenset({404, 405, 406, 410, 415})
"""Without words of its own: the address is not that of a server of documents."""
_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
"""Rule: FHIR R4 datatypes (id)."""
UNKNOWN_PATIENT, WRONG_VERSION, OTHER = "902", "900", "906"


class Standing(StrEnum):
    """How an answer counts. ``UNCLEAR``: perhaps taken, to be asked."""

    TAKEN = "taken"
    REFUSED = "refused"
    AGAIN = "again"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvideAnswer:
    """An answer read. code: 900 to 906 of a refusal, else what happened (``HTTP_503``). words: the server's own."""

    standing: Standing
    code: str
    words: str = field(default="", repr=False)


def read_provide_answer(status: int, body: bytes, *, entries: int) -> ProvideAnswer:
    """Read the answer to a transaction. entries: how many it must account for, each 2xx. body: cut past its bound.

    409 is tried again: the server meets a change of the moment; 412 is a condition that several fiches meet: refused.
    """
    resource = _parse(body)
    if 200 <= status < 300:
        return _read_transaction(status, resource, entries)
    return _read_failure(status, resource)


def read_patch_answer(status: int, body: bytes, *, was_asked_before: bool) -> ProvideAnswer:
    """Read the answer to a deletion. was_asked_before: a former try may have reached it, and left nothing to find."""
    resource = _parse(body)
    if 200 <= status < 300:
        return ProvideAnswer(standing=Standing.TAKEN, code=str(status))
    if status in (404, 410) and was_asked_before:
        return ProvideAnswer(standing=Standing.TAKEN, code=str(status))
    if status in (404, 410, 412):
        words = _tell(resource) or "la version en cours de ce document n'est pas trouvée"
        return ProvideAnswer(standing=Standing.REFUSED, code=_find_code(resource) or WRONG_VERSION, words=words)
    return _read_failure(status, resource)


def read_search_answer(status: int, body: bytes) -> bool | None:
    """Tell whether a search found something; None when the answer does not say."""
    resource = _parse(body)
    if status != 200 or resource.get("resourceType") != "Bundle":
        return None
    total, entries = resource.get("total"), resource.get("entry", [])
    found = [one for one in _dicts(entries) if _is_fiche(one.get("resource"))]
    if found:
        return True
    return total > 0 if isinstance(total, int) and not isinstance(total, bool) else (None if entries else False)


def find_only_fiche(status: int, body: bytes) -> str:
    """Give the id of the one fiche that a search found; empty when it found none, several, or does not say."""
    resource = _parse(body)
    if status != 200 or resource.get("resourceType") != "Bundle":
        return ""
    fiches = [one["resource"] for one in _dicts(resource.get("entry")) if _is_fiche(one.get("resource"))]
    if len(fiches) != 1:
        return ""
    found = fiches[0].get("id")
    return found if isinstance(found, str) and _ID.fullmatch(found) else ""


def _is_fiche(resource: object) -> bool:
    return isinstance(resource, dict) and resource.get("resourceType") == "DocumentReference"


def _read_transaction(status: int, resource: dict[str, Any], entries: int) -> ProvideAnswer:
    told = [one.get("response") for one in _dicts(resource.get("entry"))]
    responses = [one for one in told if isinstance(one, dict)]
    statuses = [str(one.get("status", ""))[:3] for one in responses]
    bad = next((at for at, text in enumerate(statuses) if text[:1] in ("4", "5")), None)
    if bad is not None:
        outcome = responses[bad].get("outcome")
        number = int(statuses[bad]) if statuses[bad].isdecimal() else 500
        return _read_failure(number, outcome if isinstance(outcome, dict) else {})
    is_whole = resource.get("type") == "transaction-response" and len(told) == len(responses) == entries
    if is_whole and all(len(text) == 3 and text.isdecimal() and text[0] == "2" for text in statuses):
        return ProvideAnswer(standing=Standing.TAKEN, code=str(status))
    return ProvideAnswer(standing=Standing.UNCLEAR, code="REPONSE_ILLISIBLE")


def _read_failure(status: int, resource: dict[str, Any]) -> ProvideAnswer:
    code = f"HTTP_{status}"
    words = _tell(resource)
    is_said = resource.get("resourceType") == "OperationOutcome"
    if status in AGAIN or status >= 500 or status < 400 or (status in NOT_THERE and not is_said):
        return ProvideAnswer(standing=Standing.AGAIN, code=code, words=words)
    return ProvideAnswer(standing=Standing.REFUSED, code=_find_code(resource) or OTHER, words=words or code)


def _parse(body: bytes) -> dict[str, Any]:
    if len(body) > ANSWER_BYTES_MAX:
        return {}
    try:
        resource = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return resource if isinstance(resource, dict) else {}


def _dicts(values: object) -> list[dict[str, Any]]:
    return [one for one in values if isinstance(one, dict)] if isinstance(values, list) else []


def _issues(resource: dict[str, Any]) -> list[dict[str, Any]]:
    return _dicts(resource.get("issue"))[:ISSUES_MAX]


def _tell(resource: dict[str, Any]) -> str:
    """The words of an OperationOutcome, on one line."""
    texts: list[str] = []
    for issue in _issues(resource):
        details = issue.get("details")
        said = details.get("text") if isinstance(details, dict) else None
        for text in (said, issue.get("diagnostics")):
            if isinstance(text, str) and text.strip() and text not in texts:
                texts.append(text)
                break
    line = " ".join(" ".join(texts).split())
    return "".join(letter for letter in line if letter.isprintable())[:WORDS_CHARS_MAX]


def _find_code(resource: dict[str, Any]) -> str:
    """The code 900 to 906 that an OperationOutcome gives, or that its place tells; empty when neither does."""
    issues = _issues(resource)
    for issue in issues:
        for coding in _codings(issue.get("details")):
            if coding.get("code") in CODES:
                return str(coding["code"])
    for issue in issues:
        places = [*_texts(issue.get("expression")), *_texts(issue.get("location"))]
        if any("relatesTo" in place for place in places):
            return WRONG_VERSION
        if issue.get("code") == "not-found" and any(place.endswith(("subject", "Patient")) for place in places):
            return UNKNOWN_PATIENT
    return ""


def _codings(concept: object) -> Iterator[dict[str, Any]]:
    if isinstance(concept, dict):
        yield from _dicts(concept.get("coding"))


def _texts(values: object) -> list[str]:
    return [one for one in values if isinstance(one, str)] if isinstance(values, list) else []

"""Reads the JSON that a provider answers: bounded, an object, nothing assumed of what is inside."""

import json
from typing import Any

from liane.domain.errors import Finding, MalformedMessage, RuleViolation, Severity

JSON_BYTES_MAX = 512 * 1024
TEXT_CHARS_MAX = 16_384


def make_finding(code: str, location: str, message: str) -> Finding:
    """Write a finding of this layer; it always refuses."""
    return Finding(code=code, severity=Severity.ERROR, location=location, message=message, layer="psc", rule="psc.md")


def refuse(code: str, location: str, message: str) -> RuleViolation:
    """Make the error of one broken rule."""
    return RuleViolation(make_finding(code, location, message))


def read_object(data: bytes, location: str) -> dict[str, Any]:
    """Read a JSON object. location: what was read. Raises MalformedMessage PSC-001."""
    if len(data) <= JSON_BYTES_MAX:
        try:
            value = json.loads(data)
        except (ValueError, RecursionError):
            value = None
        if isinstance(value, dict):
            return value
    raise MalformedMessage(
        make_finding("PSC-001", location, "La réponse du fournisseur d'identité n'est pas un objet JSON lisible.")
    )


def get_text(values: dict[str, Any], name: str) -> str:
    """Give a text member, stripped; empty when it is absent, of another type, or longer than any true one."""
    value = values.get(name)
    if not isinstance(value, str) or len(value) > TEXT_CHARS_MAX or "\x00" in value:
        return ""
    return value.strip()


def get_number(values: dict[str, Any], name: str) -> int | None:
    """Give a whole, not negative number; None when it is absent or something else."""
    value = values.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 10**11:
        return None
    return int(value)


def get_texts(values: dict[str, Any], name: str, count_max: int = 50) -> tuple[str, ...]:
    """Give a list of texts; a text alone is a list of one. Rule: psc.md §5 (a list may come as a single string)."""
    value = values.get(name)
    if isinstance(value, str):
        return (value.strip(),) if value.strip() and len(value) <= TEXT_CHARS_MAX else ()
    if not isinstance(value, list):
        return ()
    return tuple(one.strip() for one in value[:count_max] if isinstance(one, str) and len(one) <= TEXT_CHARS_MAX)


def get_objects(values: dict[str, Any], name: str, count_max: int) -> tuple[dict[str, Any], ...]:
    """Give a list of objects, cut at count_max; an object alone is a list of one."""
    value = values.get(name)
    if isinstance(value, dict):
        return (value,)
    return tuple(one for one in value[:count_max] if isinstance(one, dict)) if isinstance(value, list) else ()

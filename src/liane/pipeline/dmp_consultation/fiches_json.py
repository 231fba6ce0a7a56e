"""Documents of a DMP as JSON, for what is kept of a list a moment, and for the façades; and filters as a key."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from typing import Any

from liane.domain.dmp.document import DMPDocument, DocumentAuthor, DocumentState, Visibility
from liane.domain.dmp.filters import DMPFilters
from liane.domain.terminology.code import Code

_CODES = ("type", "class_", "format", "facility", "practice_setting")
_INSTANTS = ("created_at", "act_started_at", "act_ended_at")
_SCALARS = (str, int, type(None))
_NAMES = tuple(one.name for one in fields(DMPDocument))
_AUTHOR_NAMES = tuple(one.name for one in fields(DocumentAuthor))


def _plain(value: Any) -> Any:
    if isinstance(value, _SCALARS):
        return value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Code):
        return [value.code, value.system, value.label]
    if isinstance(value, DocumentAuthor):
        return {name: getattr(value, name) for name in _AUTHOR_NAMES}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


def describe(document: DMPDocument) -> dict[str, Any]:
    """A document as plain JSON values; codes are [code, system, label]."""
    return {name: _plain(getattr(document, name)) for name in _NAMES}


def read(values: dict[str, Any]) -> DMPDocument:
    """A document from what ``describe`` gave."""
    codes = {name: Code(code=v[0], system=v[1], label=v[2]) for name in _CODES for v in [values[name]]}
    instants = {name: datetime.fromisoformat(values[name]) if values[name] else None for name in _INSTANTS}
    return DMPDocument(
        **{
            **values,
            **codes,
            **instants,
            "events": tuple(Code(code=c, system=s, label=label) for c, s, label in values["events"]),
            "authors": tuple(DocumentAuthor(**one) for one in values["authors"]),
            "visibility": frozenset(Visibility(one) for one in values["visibility"]),
            "state": DocumentState(values["state"]),
            "references": tuple(values["references"]),
        }
    )


def dump_document(document: DMPDocument) -> bytes:
    """One document as bytes."""
    return json.dumps(describe(document), ensure_ascii=False).encode()


def load_document(data: bytes) -> DMPDocument:
    """One document from its bytes."""
    return read(json.loads(data))


def dump_documents(documents: Iterable[DMPDocument]) -> bytes:
    """A list as bytes."""
    return json.dumps([describe(one) for one in documents], ensure_ascii=False).encode()


def load_documents(data: bytes) -> tuple[DMPDocument, ...]:
    """A list from its bytes."""
    return tuple(read(one) for one in json.loads(data))


def digest_filters(filters: DMPFilters) -> str:
    """Name a search: the same filters give the same name."""
    values = {one.name: _plain(getattr(filters, one.name)) for one in fields(filters)}
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()

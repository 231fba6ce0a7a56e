"""What the simulated directory holds: resources by type, changed by an administrator, read by everyone else."""

import copy
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from liane.codecs.annuaire import fhir_names as names
from liane_sandbox.annuaire.population import Resource, make_population

CURSORS_MAX = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A search under way. start: first resource of the page to give."""

    kind: str
    query: list[tuple[str, str]]
    found: list[Resource]
    count: int
    start: int = 0


class DirectoryState:
    """The resources and the cursors of searches under way."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._cursors: dict[str, Search] = {}
        self._serial = 0
        self.calls = 0
        self._resources = make_population()

    def reset(self) -> None:
        """As on the first day."""
        with self._lock:
            self._resources = make_population()
            self._cursors.clear()
            self.calls = 0

    def list_all(self, kind: str) -> list[Resource]:
        """Every resource of a type."""
        with self._lock:
            return list(self._resources.get(kind, ()))

    def find(self, kind: str, key: str) -> Resource | None:
        """One resource."""
        return next((one for one in self.list_all(kind) if one["id"] == key), None)

    def keep_cursor(self, search: Search) -> str:
        """Remember a search; returns the number of its next page."""
        with self._lock:
            self._serial += 1
            number = f"p{self._serial}"
            self._cursors[number] = search
            while len(self._cursors) > CURSORS_MAX:
                self._cursors.pop(next(iter(self._cursors)))
            return number

    def take_cursor(self, number: str) -> Search | None:
        """Give a search back; None when it was forgotten."""
        with self._lock:
            return self._cursors.get(number)

    def drop_cursors(self) -> None:
        """Forget every search under way."""
        with self._lock:
            self._cursors.clear()

    def set_active(self, kind: str, key: str, *, is_active: bool) -> None:
        """Bring a record in force or withdraw it. Raises LookupError."""
        with self._lock:
            self._touch(kind, key)["active"] = is_active

    def publish_mailbox(self, kind: str, key: str, telecom: Resource) -> None:
        """Add a mailbox, or write it again in place of the same address. Raises LookupError."""
        with self._lock:
            resource = self._touch(kind, key)
            others = [one for one in resource.get("telecom", []) if one.get("value") != telecom.get("value")]
            resource["telecom"] = [*others, telecom]

    def withdraw_mailbox(self, kind: str, key: str, address: str) -> None:
        """Take a mailbox away. Raises LookupError."""
        with self._lock:
            resource = self._touch(kind, key)
            resource["telecom"] = [one for one in resource.get("telecom", []) if one.get("value") != address]

    def _touch(self, kind: str, key: str) -> Resource:
        listed = self._resources.get(kind, [])
        for place, one in enumerate(listed):
            if one["id"] == key:
                listed[place] = copy.deepcopy(one) | {"meta": {"lastUpdated": self._clock().isoformat()}}
                return listed[place]
        raise LookupError(key)


def is_published(telecom: Resource) -> bool:
    """Tell whether a mailbox is served: never one in « liste rouge ». Rule: annuaire.md §2.3."""
    for extension in telecom.get("extension", []):
        if extension.get("url") == names.MAILBOX:
            facts: list[dict[str, Any]] = extension.get("extension", [])
            return not any(one.get("url") == "listeRouge" and one.get("valueBoolean") is True for one in facts)
    return True


def as_served(resource: Resource) -> Resource:
    """A resource as free access shows it."""
    if "telecom" not in resource:
        return resource
    return resource | {"telecom": [one for one in resource["telecom"] if is_published(one)]}

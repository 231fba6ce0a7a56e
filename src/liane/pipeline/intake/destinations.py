"""Where a document is filed that leaves the worklist: by the route of its door and its type, once its type is known.

A file comes without a type; the application found for it at the door is that of no type in particular.
Rule: intake.md §1.9; hl7v2.md §7.1 (table BAL → application / UF).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from liane.pipeline.intake.doors import Route, find_route
from liane.store.intake_records import IntakeItem, ItemKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Destinations:
    """doors: routes by name of door. applications: each ``application@facility`` that is declared."""

    doors: Mapping[str, tuple[Route, ...]] = field(default_factory=dict)
    applications: tuple[str, ...] = ()

    def find(self, item: IntakeItem, type_code: str = "") -> str:
        """Give ``application@facility`` for an item, empty when a person must choose.

        type_code: that chosen or read; a document that says its own type keeps it. What was handed over already goes
        again where it went.
        """
        if item.document_id is not None and item.target:
            return item.target
        told = str((item.details.get("document") or {}).get("type_code", ""))
        routed = find_route(self.doors.get(item.door, ()), told if item.kind is ItemKind.DOCUMENT else type_code)
        if routed is not None:
            return str(routed)
        return item.target or (self.applications[0] if len(self.applications) == 1 else "")

    def list_choices(self, item: IntakeItem) -> list[str]:
        """The applications that a person may choose for an item, each once."""
        return [one for one in dict.fromkeys((*self.applications, item.target)) if one]

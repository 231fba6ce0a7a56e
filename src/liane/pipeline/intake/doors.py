"""Doors: the mailboxes and folders by which documents come in, and the application that each one feeds. Values only."""

from dataclasses import dataclass
from enum import StrEnum

from liane.domain.documents.request import Endpoint


class DoorKind(StrEnum):
    """Kind of mailbox. Rule: mssante.md §2."""

    APPLICATION = "application"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One application to file into. type_codes: only for these document types; empty for all."""

    target: Endpoint
    type_codes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class MailDoor:
    """One mailbox read. unit: the service behind it (code), unit_label its name. routes: the first that fits is taken.

    is_automatic: whether a document sure of its identity goes to the record system without a person.
    takes_prescriptions: a pharmacy, whose patients send their prescriptions.
    Rule: hl7v2.md §7.1 (table BAL → application / UF); intake.md §5 (source allowed for automatic filing).
    """

    mailbox: str
    kind: DoorKind = DoorKind.APPLICATION
    unit: str = ""
    unit_label: str = ""
    routes: tuple[Route, ...] = ()
    is_automatic: bool = True
    takes_prescriptions: bool = False

    def find_target(self, type_code: str) -> Endpoint | None:
        """The application that takes documents of a type; None when none does."""
        return find_route(self.routes, type_code)


def find_route(routes: tuple[Route, ...], type_code: str) -> Endpoint | None:
    """The application of the first route that takes documents of a type; None when none does."""
    fitting = (one.target for one in routes if not one.type_codes or type_code in one.type_codes)
    return next(fitting, None)


def parse_target(text: str) -> Endpoint | None:
    """Read ``application@facility``; None when it is not one."""
    application, at, facility = text.partition("@")
    return Endpoint(application=application, facility=facility) if at and application else None

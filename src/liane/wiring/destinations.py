"""Where what waits on the worklist is filed, from the settings: the routes of each door."""

from liane.pipeline.intake.destinations import Destinations
from liane.pipeline.intake.doors import Route
from liane.wiring.intake import list_mailboxes, make_routes
from liane.wiring.intake_doors import make_source
from liane.wiring.settings import Settings

UPLOADS = "dépôt HTTP"
"""Name of the door by which files are put down on a page or by the API."""


def make_destinations(settings: Settings) -> Destinations:
    """Give the routes of every door: mailboxes, watched folders, applications, files put down."""
    doors: dict[str, tuple[Route, ...]] = {UPLOADS: make_routes(settings.intake.routes)}
    for folder in settings.folders:
        doors[folder.name] = make_routes(folder.routes)
    for source in (make_source(one) for one in settings.hl7_sources):
        doors[source.door.mailbox] = source.door.routes
    for mailbox in list_mailboxes(settings.mssante) if settings.mssante is not None else ():
        doors[mailbox.mailbox] = make_routes(mailbox.routes)
    return Destinations(
        doors={name: routes for name, routes in doors.items() if routes},
        applications=tuple(f"{one.application}@{one.facility}" for one in settings.applications),
    )

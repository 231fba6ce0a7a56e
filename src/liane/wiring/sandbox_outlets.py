"""The applications of the sandbox and the routes to them, as an integration engineer would write them.

The DPI takes documents by HL7 v2, the archive takes some types by a folder, the cardiology unit takes its own by FHIR.
"""

from pathlib import Path
from typing import Any

from liane.wiring.outlet_settings import RouteSettings
from liane.wiring.settings import ApplicationSettings


def make_sandbox_applications(description: dict[str, Any]) -> tuple[ApplicationSettings, ...]:
    """The record system, then what takes documents beside it, each by its own door."""
    dpi = description["dpi"]
    told = ApplicationSettings(
        application=dpi["application"], facility=dpi["facility"], host=dpi["host"], port=dpi["port"]
    )
    beside = (
        ApplicationSettings(
            application=one["application"],
            facility=one["facility"],
            folder=Path(one["folder"]) if one.get("folder") else None,
            fhir=one.get("fhir"),
        )
        for one in dpi.get("outlets", ())
    )
    return (told, *beside)


def make_sandbox_routes(description: dict[str, Any], mailbox: str = "") -> tuple[RouteSettings, ...]:
    """The routes of a mailbox, or of what is put down: by unit first, then by type, else the record system."""
    dpi = description["dpi"]
    beside = dpi.get("outlets", ())
    own = [one for one in beside if one.get("mailbox") and one["mailbox"] == mailbox]
    typed = [one for one in beside if one.get("types")]
    return tuple(
        RouteSettings(application=one["application"], facility=one["facility"], type_codes=tuple(one.get("types", ())))
        for one in (*own, *typed, dpi)
    )

"""Settings of the consultation of the DMP beside a sandbox: its structure, and its record system."""

from typing import Any

from liane.wiring.dmp_settings import IntegrationRoute, ReaderOptions


def make_sandbox_reading(description: dict[str, Any]) -> ReaderOptions:
    """Make the section from the description of a sandbox: its structures, and its record system."""
    dpi = description["dpi"]
    return ReaderOptions(
        structure_id=description["establishment"]["structure_id"],
        routes=(IntegrationRoute(application=dpi["application"], facility=dpi["facility"]),),
        web_domain="dmp.simulation.invalid",
        timeout_s=10.0,
    )

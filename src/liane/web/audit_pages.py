"""The pages of the audit and of the certificates, put in the application with what they are given."""

from fastapi import FastAPI

from liane.web.audit_room import AuditRoom
from liane.web.console import Console
from liane.web.routes import (
    audit_anomalies,
    audit_chain,
    audit_exports,
    audit_fhir,
    audit_lines,
    audit_own,
    security_certificates,
)
from liane.web.templating import Pages

ROUTES = (
    audit_anomalies,
    audit_chain,
    audit_exports,
    audit_lines,
    audit_own,
    audit_fhir,
    security_certificates,
)


def add_audit(app: FastAPI, console: Console, pages: Pages) -> None:
    """Include the routes; without a room of its own, the trail of the store alone is behind them.

    Called before the applications are mounted: ``/api/fhir/AuditEvent`` lies among their addresses.
    """
    room = console.settings.audit or AuditRoom(trail=console.store.accesses)
    for part in ROUTES:
        app.include_router(part.make_router(console, room, pages))

"""The FHIR address of the simulated DPI: it takes documents by ITI-65, finds what it was handed, deletes by patch.

Conditional creates are honoured. Faults of the switchboard under ``dpi.fhir``. Plain HTTP on loopback.
Rule: IHE MHD 2:3.65; FHIR R4 http; dmp.md §13 (PATCH).
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs

from liane.domain.documents.request import RequestAction
from liane_sandbox.dpi.doors import FHIR, Handed, Refusal, take
from liane_sandbox.dpi.fhir_checks import Resource, Transaction, WrongBundle, read_transaction
from liane_sandbox.dpi.shelf import FiledDocument, FiledState
from liane_sandbox.dpi.state import DPIState
from liane_sandbox.faults import Fault, FaultKind, FaultSwitchboard
from liane_sandbox.http_server import HTTPServer, Manner, Reply, Request
from liane_sandbox.patients import IPP_OID

SERVICE = "dpi.fhir"
BASE = "/fhir"
JSON = "application/fhir+json"
_BEFORE = {FaultKind.SILENT: Manner.SILENT, FaultKind.HANG_UP_BEFORE: Manner.HANG_UP}
_AFTER: Mapping[FaultKind, Manner] = {
    FaultKind.SILENT_AFTER: Manner.SILENT,
    FaultKind.HANG_UP_AFTER: Manner.HANG_UP,
    FaultKind.TWICE: Manner.TWICE,
    FaultKind.LATE: Manner.LATE,
    FaultKind.SLOW: Manner.SLOW,
    FaultKind.TRUNCATED: Manner.TRUNCATED,
}
_DELETION = [{"op": "replace", "path": "/status", "value": "entered-in-error"}]
_STATUS = {FiledState.CURRENT: "current", FiledState.REPLACED: "superseded", FiledState.DELETED: "entered-in-error"}


class FHIRDoor:
    """Listens on loopback."""

    def __init__(self, state: DPIState, faults: FaultSwitchboard, *, now: Callable[[], datetime], port: int) -> None:
        self._state = state
        self._faults = faults
        self._now = now
        self._http = HTTPServer(self._handle, None, "127.0.0.1", port)

    @property
    def url(self) -> str:
        """Base of the API."""
        return f"http://127.0.0.1:{self._http.port}{BASE}"

    async def start(self) -> None:
        """Open the door. Raises OSError when the port is taken."""
        await self._http.open()

    async def stop(self) -> None:
        """Close it."""
        await self._http.close()

    async def _handle(self, request: Request) -> Reply:
        fault = self._faults.get(SERVICE)
        if fault is not None and fault.kind in _BEFORE:
            return replace(_outcome(503, "transient", "SIMULATION"), manner=_BEFORE[fault.kind])
        if fault is not None and fault.kind in (FaultKind.REFUSE, FaultKind.BUSY, FaultKind.FAULT, FaultKind.DOWN):
            return self._misbehave(fault)
        reply = self._answer(request)
        if fault is not None and fault.kind in _AFTER:
            reply = replace(reply, manner=_AFTER[fault.kind], delay_s=fault.delay_s)
        return reply

    def _misbehave(self, fault: Fault) -> Reply:
        if fault.kind is FaultKind.REFUSE:
            return _refuse(Refusal(code=fault.code or "906", words=fault.message or "Refus demandé (simulation)."))
        status = 429 if fault.kind is FaultKind.BUSY else 503
        return _outcome(status, "transient", "SIMULATION : occupé.")

    def _answer(self, request: Request) -> Reply:
        path = request.path.partition("?")[0].rstrip("/")
        asked = parse_qs(request.query or request.path.partition("?")[2])
        if request.method == "POST" and path == BASE:
            return self._provide(request.body)
        if path == f"{BASE}/DocumentReference" and request.method == "GET":
            found = self._find(asked)
            return _json(200, {"resourceType": "Bundle", "type": "searchset", "total": len(found), **_entries(found)})
        if path == f"{BASE}/DocumentReference" and request.method == "PATCH":
            return self._patch(request, asked)
        return _outcome(404, "not-found", "Cette adresse n'existe pas ici.")

    def _find(self, asked: Mapping[str, list[str]]) -> list[FiledDocument]:
        identifier = (asked.get("identifier") or [""])[0]
        system, _, value = identifier.partition("|")
        shelf = self._state.shelf
        known = shelf.find_handed(value) if value.startswith("urn:uuid:") else shelf.find(_unique_id(system, value))
        wanted = asked.get("status")
        return [known] if known is not None and (not wanted or _STATUS[known.state] in wanted) else []

    def _provide(self, body: bytes) -> Reply:
        at = self._now()
        try:
            told = read_transaction(body)
        except WrongBundle as wrong:
            broken = Refusal(code="906", words=f"{wrong.place} : {wrong.words}")
            self._keep("illisible", at, broken, body)
            return _refuse(broken)
        number = str(told.lot["title"])
        handed = told.fiche["identifier"][0]["value"]
        is_known = self._state.shelf.find_handed(handed) is not None
        refusal = None if is_known else self._take(told, handed, at)
        self._keep(number, at, refusal, body)
        if refusal is not None:
            return _refuse(refusal)
        status = "200 OK" if is_known else "201 Created"
        entries = [
            {"response": {"status": status, "location": f"{kind}/{number}"}}
            for kind in ("List", "DocumentReference", "Binary")
        ]
        return _json(200, {"resourceType": "Bundle", "type": "transaction-response", "entry": entries})

    def _take(self, told: Transaction, handed: str, at: datetime) -> Refusal | None:
        fiche = told.fiche
        subject, master = fiche["subject"]["identifier"], fiche["masterIdentifier"]
        patient = next(one for one in fiche["contained"] if one["resourceType"] == "Patient")
        ins = next((one["value"] for one in patient["identifier"] if one["system"] != f"urn:oid:{IPP_OID}"), "")
        replaced = fiche.get("relatesTo", [])
        coding = fiche["type"]["coding"][0]
        return take(
            self._state.shelf,
            Handed(
                handed=handed,
                door=FHIR,
                action=RequestAction.REPLACE if replaced else RequestAction.CREATE,
                unique_id=_unique_id(master["system"], master["value"]),
                replaces=_read_target(replaced[0]["target"]["identifier"]) if replaced else "",
                ipp=subject["value"] if subject["system"] == f"urn:oid:{IPP_OID}" else "",
                ins=ins,
                type_code=coding["code"],
                type_label=coding.get("display", ""),
                title=fiche.get("description", ""),
                content_type=told.content_type,
                content=told.content,
            ),
            at,
        )

    def _patch(self, request: Request, asked: Mapping[str, list[str]]) -> Reply:
        at, found = self._now(), self._find(asked)
        try:
            is_deletion = json.loads(request.body) == _DELETION
        except ValueError:
            is_deletion = False
        if not is_deletion:
            return _outcome(422, "not-supported", "Seule la suppression est prise ici.")
        if not found:
            return _outcome(404, "not-found", "Aucune fiche en cours ne porte cet identifiant.")
        self._state.shelf.delete(found[0].unique_id)
        self._keep(f"suppression {found[0].unique_id}"[:80], at, None, request.body)
        return _json(200, {"resourceType": "DocumentReference", "status": "entered-in-error"})

    def _keep(self, number: str, at: datetime, refusal: Refusal | None, body: bytes) -> None:
        self._state.keep(
            sender=FHIR,
            control_id=number,
            message_type="ITI-65",
            at=at,
            ack_code="AE" if refusal else "AA",
            reason=refusal.line if refusal else "",
            message=body,
        )


def _unique_id(system: str, value: str) -> str:
    if system == "urn:ietf:rfc:3986":
        return value.removeprefix("urn:oid:")
    return f"{system.removeprefix('urn:oid:')}^{value}"


def _read_target(identifier: Resource) -> str:
    return _unique_id(str(identifier["system"]), str(identifier["value"]))


def _entries(found: list[FiledDocument]) -> dict[str, Any]:
    fiches = [{"resourceType": "DocumentReference", "id": str(one.id), "status": _STATUS[one.state]} for one in found]
    return {"entry": [{"resource": fiche} for fiche in fiches]} if fiches else {}


def _json(status: int, resource: Resource) -> Reply:
    return Reply(status=status, content_type=JSON, body=json.dumps(resource, ensure_ascii=False).encode())


def _refuse(refusal: Refusal) -> Reply:
    coding = {"system": "urn:liane:refus", "code": refusal.code}
    issue = {"severity": "error", "code": "processing", "details": {"coding": [coding], "text": refusal.words}}
    return _json(422, {"resourceType": "OperationOutcome", "issue": [issue]})


def _outcome(status: int, code: str, words: str) -> Reply:
    issue = {"severity": "error", "code": code, "diagnostics": words}
    return _json(status, {"resourceType": "OperationOutcome", "issue": [issue]})

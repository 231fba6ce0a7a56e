"""The simulated FHIR API: its key, its quota, its pages, its errors, and its misbehaviour on demand.

Rule: annuaire.md §1, §5, §7, §8.2.
"""

import json
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

from liane_sandbox.annuaire import search
from liane_sandbox.annuaire.population import Resource
from liane_sandbox.annuaire.state import DirectoryState, Search, as_served
from liane_sandbox.faults import FaultKind, FaultSwitchboard
from liane_sandbox.http_server import Manner, Reply, Request

BASE = "/fhir/v2"
API_KEY = "SIMULATION-0000-0000-0000-000000000000"
QUOTA_PER_S = 17
FHIR_JSON = "application/fhir+json;charset=UTF-8"
MANNERS: Mapping[FaultKind, Manner] = {
    FaultKind.SILENT: Manner.SILENT,
    FaultKind.HANG_UP_BEFORE: Manner.HANG_UP,
    FaultKind.LATE: Manner.LATE,
    FaultKind.SLOW: Manner.SLOW,
    FaultKind.TRUNCATED: Manner.TRUNCATED,
}


class AnnuaireService:
    """Answers requests. has_quota: refuses the eighteenth call of a second."""

    def __init__(self, faults: FaultSwitchboard, clock: Callable[[], datetime]) -> None:
        self.state = DirectoryState(clock)
        self.base_url = ""
        self.has_quota = True
        self._faults = faults
        self._clock = clock
        self._times: deque[datetime] = deque()

    def handle(self, request: Request) -> Reply:
        """Answer one request."""
        self.state.calls += 1
        fault = self._faults.get("annuaire")
        if fault is not None and fault.kind in (FaultKind.REFUSE, FaultKind.BUSY, FaultKind.FAULT):
            status = {FaultKind.BUSY: 429, FaultKind.FAULT: 500}.get(fault.kind, int(fault.code or 0) or 403)
            if status == 410:
                self.state.drop_cursors()
            return _problem(status, fault.message or "SIMULATION: fault asked for")
        reply = self._answer(request)
        if fault is not None and fault.kind in MANNERS:
            return Reply(
                status=reply.status,
                content_type=reply.content_type,
                body=reply.body,
                manner=MANNERS[fault.kind],
                delay_s=fault.delay_s,
            )
        return reply

    def _answer(self, request: Request) -> Reply:
        key = request.headers.get("esante-api-key")
        if key is None:
            return Reply(status=401, content_type="text/plain", body=b"Unauthorized")
        if key != API_KEY:
            return Reply(status=403, content_type="text/plain", body=b"Forbidden")
        if self.has_quota and self._is_over():
            return _problem(429, "SIMULATION: quota of 17 calls a second")
        path = request.path.removeprefix(BASE)
        if path == request.path:
            return _problem(404, "HAPI-0302: Unknown path")
        if path == "/_page":
            return self._give_page(dict(search.read_query(request.query)).get("id", ""))
        kind, _, rest = path.lstrip("/").partition("/")
        if kind == "metadata":
            return _reply(200, _capabilities())
        if kind not in search.PARAMETERS:
            return _problem(404, f"HAPI-0302: Unknown resource type '{kind[:40]}'")
        if request.method == "POST" and rest == "_search":
            form = parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=30)
            return self._search(kind, form)
        if request.method != "GET":
            return _problem(403, "SIMULATION: read only")
        return self._read(kind, rest) if rest else self._search(kind, search.read_query(request.query))

    def _is_over(self) -> bool:
        now = self._clock()
        while self._times and now - self._times[0] >= timedelta(seconds=1):
            self._times.popleft()
        self._times.append(now)
        return len(self._times) > QUOTA_PER_S

    def _read(self, kind: str, key: str) -> Reply:
        found = self.state.find(kind, key)
        return (
            _reply(200, as_served(found))
            if found
            else _problem(404, f"HAPI-2001: Resource {kind}/{key[:60]} not known")
        )

    def _search(self, kind: str, query: list[tuple[str, str]]) -> Reply:
        try:
            found, count = search.run_search(self.state, kind, query, self._clock())
        except search.BadSearch as error:
            return _problem(400, str(error))
        return self._page(Search(kind=kind, query=query, found=found, count=count))

    def _page(self, asked: Search) -> Reply:
        page = asked.found[asked.start : asked.start + asked.count]
        included = search.find_included(self.state, asked.kind, asked.query, page)
        entries = [self._entry(one, "match", asked.query) for one in page]
        entries += [self._entry(one, "include", asked.query) for one in included]
        links = [{"relation": "self", "url": f"{self.base_url}{BASE}/{asked.kind}"}]
        following = asked.start + asked.count
        if following < len(asked.found):
            number = self.state.keep_cursor(replace(asked, start=following))
            links.append({"relation": "next", "url": f"{self.base_url}{BASE}/_page?id={number}"})
        total = len(asked.found)
        return _reply(
            200, {"resourceType": "Bundle", "type": "searchset", "total": total, "link": links, "entry": entries}
        )

    def _give_page(self, number: str) -> Reply:
        kept = self.state.take_cursor(number)
        if kept is None:
            return _problem(410, "HAPI-0417: Search ID does not exist or has expired")
        return self._page(kept)

    def _entry(self, resource: Resource, mode: str, query: list[tuple[str, str]]) -> Resource:
        shown = search.keep_elements(as_served(resource), query)
        url = f"{self.base_url}{BASE}/{resource['resourceType']}/{resource['id']}"
        return {"fullUrl": url, "resource": shown, "search": {"mode": mode}}


def _capabilities() -> dict[str, Any]:
    resources = [
        {"type": kind, "interaction": [{"code": "read"}, {"code": "search-type"}]} for kind in search.PARAMETERS
    ]
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "fhirVersion": "4.0.1",
        "software": {"name": "Annuaire Santé (SIMULATION)"},
        "rest": [{"mode": "server", "resource": resources}],
    }


def _problem(status: int, diagnostics: str) -> Reply:
    issue = {"severity": "error", "code": "processing", "diagnostics": diagnostics}
    return _reply(status, {"resourceType": "OperationOutcome", "issue": [issue]})


def _reply(status: int, value: Resource) -> Reply:
    return Reply(status=status, content_type=FHIR_JSON, body=json.dumps(value, ensure_ascii=False).encode())

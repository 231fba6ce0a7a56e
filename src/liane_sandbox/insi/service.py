"""From an HTTP request to an HTTP reply: the door, the operation, the fault switched on, the log. No event loop here.

One call is one line of the log, whatever happens.
"""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from lxml import etree

from liane.codecs.soap.names import SOAP_TYPE
from liane_sandbox.faults import Fault, FaultKind, FaultSwitchboard
from liane_sandbox.http_server import Manner, Reply, Request
from liane_sandbox.insi.answers import INSiRefused, render_answer, render_fault, render_version_mismatch
from liane_sandbox.insi.door import (
    ACTION_PREFIX,
    Asked,
    VersionMismatch,
    check_rights,
    load_description,
    open_request,
    read_caller,
)
from liane_sandbox.insi.matching import Outcome
from liane_sandbox.insi.operations import Answered, Operations
from liane_sandbox.insi.population import list_insured
from liane_sandbox.insi.state import Call, INSiState
from liane_sandbox.pki.trust import TrustStore

PATH = "/lps"
SCHEMAS = ("ctxbam", "ctxlps", "recsans", "recvit", "resultat")
SEARCHES = ("rechercherInsAvecTraitsIdentite", "rechercherInsAvecCarteVitale")
STAND_INS = ("verifierInsAvecTraitsIdentite", "deposerLotVerification", "collecterLotVerification")
_BEFORE = {FaultKind.SILENT: Manner.SILENT, FaultKind.HANG_UP_BEFORE: Manner.HANG_UP}
_AFTER = {
    FaultKind.SILENT_AFTER: Manner.SILENT,
    FaultKind.HANG_UP_AFTER: Manner.HANG_UP,
    FaultKind.TWICE: Manner.TWICE,
    FaultKind.LATE: Manner.LATE,
    FaultKind.SLOW: Manner.SLOW,
    FaultKind.TRUNCATED: Manner.TRUNCATED,
}


@dataclass(slots=True, kw_only=True)
class _Exchange:
    """What is known of one call so far; becomes its line of the log."""

    request: bytes
    asked: Asked | None = None
    certificate: str = ""
    givens: str = ""
    sought: str = ""
    outcome: str = "none"
    codes: str = ""
    context: str = ""
    fault: Fault | None = None
    message_id: str = field(default_factory=lambda: f"uuid:{uuid.uuid4()}")


class INSiService:
    """The simulated téléservice behind its HTTP door. idam: the authorisation known. clock: aware instant of now."""

    def __init__(
        self,
        state: INSiState,
        operations: Operations,
        trust: TrustStore,
        faults: FaultSwitchboard,
        *,
        idam: str,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.state = state
        self._operations = operations
        self._trust = trust
        self._faults = faults
        self._idam = idam
        self._clock = clock

    def handle(self, request: Request) -> Reply:
        """Answer one HTTP request. Rule: ins.md §6.2 « Transport », §11.2."""
        if request.path.rstrip("/") != PATH:
            return _plain(404, f"Le service simulé est à {PATH}.")
        if request.method == "GET":
            return self._describe(request)
        if request.method != "POST":
            return _plain(405, "Un service SOAP s'appelle par POST.")
        started, at = time.monotonic(), self._clock()
        exchange = _Exchange(request=request.body)
        try:
            reply = self._answer(request, exchange, at)
        except INSiRefused as refused:
            reply = self._refuse(refused, exchange)
        except VersionMismatch:
            exchange.outcome, exchange.codes = "fault", "VersionMismatch"
            reply = _soap(500, render_version_mismatch())
        reply = _apply_manner(reply, exchange.fault)
        self._log(exchange, reply, at, started)
        return reply

    def _describe(self, request: Request) -> Reply:
        wanted = request.query.removeprefix("xsd=")
        if request.query == "wsdl":
            address = f"https://{request.headers.get('host', '127.0.0.1')}{PATH}"
            data = load_description("icir.wsdl.xml").replace(b"{address}", address.encode())
        elif wanted in SCHEMAS:
            data = load_description(f"{wanted}.xsd.xml")
        else:
            return _plain(404, "Demander ?wsdl, ou un schéma : " + ", ".join(f"?xsd={name}" for name in SCHEMAS))
        return Reply(status=200, content_type="text/xml; charset=utf-8", body=data)

    def _answer(self, request: Request, exchange: _Exchange, at: datetime) -> Reply:
        asked = open_request(request.headers.get("content-type", ""), request.body)
        exchange.asked = asked
        exchange.givens = _summarise(asked.body)
        caller = read_caller(request.peer, self._trust, at)
        exchange.certificate = caller.name
        check_rights(asked, caller, at, self._idam)
        if asked.operation not in (*SEARCHES, *STAND_INS):
            raise INSiRefused("SOAP-SENDER", f"opération « {asked.operation} » inconnue", rule="ins.md §6.1")
        population = list_insured()
        outcome: Outcome | None = None
        if asked.operation in SEARCHES:
            outcome = self._operations.find_outcome(asked.operation, asked.body, population)
            exchange.sought = outcome.sought.number.matricule if outcome.sought is not None else ""
        exchange.fault = self._find_fault(asked, exchange.sought)
        stopped = self._stop_before(exchange, outcome)
        if stopped is not None:
            return stopped
        forced = exchange.fault
        if outcome is not None:
            if forced is not None and forced.kind is FaultKind.REFUSE and _is_result_code(forced.code):
                outcome = Outcome(code=forced.code, sought=outcome.sought)
            answered = self._operations.search(outcome)
        elif asked.operation == STAND_INS[0]:
            answered = self._operations.verify_one(asked.body, population)
        elif asked.operation == STAND_INS[1]:
            number = f"SIM-{uuid.uuid4().hex[:12].upper()}"
            answered = self._operations.deposit(asked.body, population, caller, number, at)
        else:
            answered = self._operations.collect(asked.body, caller, at)
        return self._accept(answered, exchange)

    def _find_fault(self, asked: Asked, sought: str) -> Fault | None:
        """The fault that this call meets: for the person sought, for the authorisation, or for all."""
        service = "insi.search" if asked.operation in SEARCHES else "insi.verification"
        keys = {fault.key for fault in self._faults.list_faults() if fault.concerns(service, fault.key)}
        key = next((one for one in (sought, asked.idam) if one and one in keys), "")
        return self._faults.get(service, key)

    def _stop_before(self, exchange: _Exchange, outcome: Outcome | None) -> Reply | None:
        fault = exchange.fault
        if fault is None:
            return None
        if fault.kind in _BEFORE:
            return _plain(503, "panne simulée")
        if fault.kind is FaultKind.BUSY:
            exchange.codes = "HTTP 503"
            return _plain(503, fault.message or "panne simulée")
        if fault.kind is FaultKind.FAULT or (
            fault.kind is FaultKind.REFUSE and not (outcome is not None and _is_result_code(fault.code))
        ):
            default = "insi_102" if fault.kind is FaultKind.REFUSE else "siram_500"
            raise INSiRefused(
                fault.code or default,
                fault.message,
                rule="ins.md §11.2-6",
                is_sender=fault.kind is FaultKind.REFUSE,
            )
        return None

    def _accept(self, answered: Answered, exchange: _Exchange) -> Reply:
        assert exchange.asked is not None
        exchange.outcome, exchange.codes = "success", answered.codes
        exchange.sought = exchange.sought or answered.sought
        data = render_answer(
            answered.body,
            f"{ACTION_PREFIX}{exchange.asked.operation}",
            exchange.asked.message_id,
            exchange.message_id.removeprefix("uuid:"),
        )
        return _soap(200, data)

    def _refuse(self, refused: INSiRefused, exchange: _Exchange) -> Reply:
        exchange.outcome, exchange.codes = "fault", refused.code
        exchange.context = f"{refused.reason} [{refused.rule}]" if refused.reason else "panne simulée"
        return _soap(500, render_fault(refused, exchange.message_id))

    def _log(self, exchange: _Exchange, reply: Reply, at: datetime, started: float) -> None:
        asked = exchange.asked
        self.state.add_call(
            Call(
                at=at.isoformat(),
                operation=asked.operation if asked else "",
                message_id=asked.message_id if asked else "",
                certificate=exchange.certificate,
                sender=asked.sender if asked else "",
                idam=asked.idam if asked else "",
                sought=exchange.sought,
                asked=exchange.givens,
                outcome=exchange.outcome,
                codes=exchange.codes,
                context=exchange.context,
                fault=exchange.fault.kind.value if exchange.fault else "",
                duration_ms=round((time.monotonic() - started) * 1000),
                http_status=reply.status,
                request=exchange.request,
                response=reply.body,
            )
        )


def _is_result_code(code: str) -> bool:
    return len(code) == 2 and code.isdigit() and code != "00"


def _summarise(body: etree._Element) -> str:
    """First names sent, joined by ``+``, with ``@`` and the place when sent: lets a test assert a sequence of calls."""
    texts: dict[str, list[str]] = {}
    for one in body.iter(etree.Element):
        texts.setdefault(etree.QName(one).localname, []).append((one.text or "").strip())
    givens, place = "+".join(texts.get("Prenom", [])[:20]), next(iter(texts.get("LieuNaissance", [])), "")
    return f"{givens}@{place}"[:500] if givens and place else givens[:500]


def _plain(status: int, text: str) -> Reply:
    return Reply(status=status, content_type="text/plain; charset=utf-8", body=f"{text}\n".encode())


def _soap(status: int, data: bytes) -> Reply:
    return Reply(status=status, content_type=f"{SOAP_TYPE}; charset=utf-8", body=data)


def _apply_manner(reply: Reply, fault: Fault | None) -> Reply:
    if fault is None:
        return reply
    manner = _BEFORE.get(fault.kind) or _AFTER.get(fault.kind)
    return replace(reply, manner=manner, delay_s=fault.delay_s) if manner is not None else reply

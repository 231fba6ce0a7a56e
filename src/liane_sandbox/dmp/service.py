"""From an HTTP request to an HTTP reply: SOAP, the door, the transaction, the fault switched on, the trace.

Plain functions in a thread: no event loop here. One call is one trace, whatever happens.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from lxml import etree

from liane.codecs.ebxml.metadata import RegistryObjects
from liane.codecs.ebxml.names import ResponseStatus
from liane.codecs.ebxml.query import AdhocQueryResponse, render_query_response
from liane.codecs.ebxml.responses import RegistryError, RegistryResponse, render_registry_response
from liane.codecs.saml.vihf import SAML, parse_vihf
from liane.codecs.soap.envelope import Addressing, Envelope, parse_envelope, render_answer, render_fault
from liane.codecs.soap.fault import Fault as SOAPFault
from liane.codecs.soap.mtom import Multipart, parse_media_type, parse_multipart, render_multipart
from liane.codecs.soap.names import SOAP, SOAP_TYPE, WSA, WSSE
from liane.codecs.xds.habilitations import AUTHORIZE_ACTION, LIST_AUTHORIZED_ACTION, LIST_PATIENTS_ACTION
from liane.codecs.xds.provide import RetrieveResponse, render_retrieve_response
from liane.domain.errors import InvalidInput
from liane_sandbox.dmp.habilitations import list_authorized, list_patients, set_authorization
from liane_sandbox.dmp.records import Trace
from liane_sandbox.dmp.refusals import FaultCode, FaultRaised, RegistryCode
from liane_sandbox.dmp.registry import new_uuid
from liane_sandbox.dmp.session import DoorRules, Session, check_peer, open_session
from liane_sandbox.dmp.transactions import Answer, Call, Registry
from liane_sandbox.faults import Fault, FaultKind, FaultSwitchboard
from liane_sandbox.http_server import Manner, Reply, Request

BASE_PATH = "/si-dmp-server/v2/services"
DMP_NAMESPACE = "urn:si-dmp"
PROVIDE = "urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b"
RETRIEVE = "urn:ihe:iti:2007:RetrieveDocumentSet"
QUERY = "urn:ihe:iti:2007:RegistryStoredQuery"
UPDATE = "urn:ihe:iti:2010:UpdateDocumentSet"
EXISTENCE = "urn:hl7-org:v3:PRPA_IN201307UV02"

_BEFORE = {FaultKind.SILENT: Manner.SILENT, FaultKind.HANG_UP_BEFORE: Manner.HANG_UP}
_AFTER = {
    FaultKind.SILENT_AFTER: Manner.SILENT,
    FaultKind.HANG_UP_AFTER: Manner.HANG_UP,
    FaultKind.TWICE: Manner.TWICE,
    FaultKind.LATE: Manner.LATE,
    FaultKind.SLOW: Manner.SLOW,
    FaultKind.TRUNCATED: Manner.TRUNCATED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One action of one service. Rule: dmp.md §2, tables of paths and of actions."""

    service: str
    action: str
    response_action: str
    run: Callable[[Registry, Call], Answer]
    is_mtom: bool = False


OPERATIONS = (
    Operation(
        service="repository",
        action=PROVIDE,
        response_action=f"{PROVIDE}Response",
        run=Registry.provide,
        is_mtom=True,
    ),
    Operation(
        service="repository",
        action=RETRIEVE,
        response_action=f"{RETRIEVE}Response",
        run=Registry.retrieve,
        is_mtom=True,
    ),
    Operation(service="registry", action=QUERY, response_action=f"{QUERY}Response", run=Registry.query),
    Operation(service="registry", action=UPDATE, response_action=f"{UPDATE}-Response", run=Registry.update),
    Operation(
        service="patients",
        action=EXISTENCE,
        response_action="urn:hl7-org:v3:PRPA_IN201308UV02",
        run=Registry.test_existence,
    ),
    Operation(
        service="habilitations",
        action=AUTHORIZE_ACTION,
        response_action=f"{AUTHORIZE_ACTION}Response",
        run=set_authorization,
    ),
    Operation(
        service="habilitations",
        action=LIST_AUTHORIZED_ACTION,
        response_action=f"{LIST_AUTHORIZED_ACTION}Response",
        run=list_authorized,
    ),
    Operation(
        service="patientsSpecific",
        action=LIST_PATIENTS_ACTION,
        response_action=f"{LIST_PATIENTS_ACTION}Response",
        run=list_patients,
    ),
)
_NOT_REGISTRY = frozenset({"patients", "habilitations", "patientsSpecific"})
SERVICES = frozenset(operation.service for operation in OPERATIONS)


@dataclass(slots=True, kw_only=True)
class _Exchange:
    """What is known of one call so far; becomes its trace."""

    service: str
    request_root: bytes = b""
    addressing: Addressing = field(default_factory=lambda: Addressing(action="", message_id=""))
    envelope: Envelope | None = None
    operation: Operation | None = None
    ins: str = ""
    actor: str = ""
    mode: str = ""
    outcome: str = "none"
    codes: str = ""
    context: str = ""
    fault: Fault | None = None


class DMPService:
    """The simulated DMP behind its HTTP door. clock: gives the aware instant of now."""

    def __init__(
        self,
        registry: Registry,
        door: DoorRules,
        faults: FaultSwitchboard,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.registry = registry
        self._door = door
        self._faults = faults
        self._clock = clock

    def handle(self, request: Request) -> Reply:
        """Answer one HTTP request. Rule: dmp.md §2 « HTTP rules »."""
        service = request.path.removeprefix(f"{BASE_PATH}/").rstrip("/")
        if not request.path.startswith(f"{BASE_PATH}/") or service not in SERVICES:
            return _plain(404, f"Aucun service à cette adresse ; services simulés : {', '.join(sorted(SERVICES))}.")
        if request.method != "POST":
            return _plain(405, "Un service SOAP s'appelle par POST.")
        if self._faults.is_down(f"dmp.{service}"):
            return replace(_plain(503, "panne simulée"), manner=Manner.HANG_UP)
        started = time.monotonic()
        at = self._clock()
        exchange = _Exchange(service=service)
        try:
            reply, root = self._answer(request, exchange, at)
        except FaultRaised as raised:
            reply, root = _render_raised(raised, exchange)
        if not exchange.ins and exchange.envelope is not None:
            exchange.ins = _peek_ins(exchange.envelope)
        reply = _apply_manner(reply, exchange.fault)
        self._trace(exchange, reply, root, at, started)
        return reply

    def _answer(self, request: Request, exchange: _Exchange, at: datetime) -> tuple[Reply, bytes]:
        message, envelope = _read(request, exchange)
        operation = _find_operation(request, envelope, exchange)
        if self._faults.list_faults():
            exchange.ins = _peek_ins(envelope)
        fault = self._faults.get(f"dmp.{exchange.service}", exchange.ins)
        exchange.fault = fault
        if fault is not None and fault.kind in _BEFORE:
            return _plain(503, "panne simulée"), b""
        if fault is not None and fault.kind in (FaultKind.REFUSE, FaultKind.BUSY, FaultKind.FAULT):
            answer = _simulate_refusal(fault, operation)
        else:
            peer = check_peer(request.peer, self._door.trust, at)
            session = open_session(envelope, peer, self._door, at)
            _note_session(exchange, session)
            answer = self._run(operation, envelope, message, session, at)
        return _render(answer, operation, exchange)

    def _run(
        self, operation: Operation, envelope: Envelope, message: Multipart, session: Session, at: datetime
    ) -> Answer:
        if envelope.body is None:
            raise FaultRaised(FaultCode.INVALID_MESSAGE, "le Body est vide", rule="dmp.md §2")
        if operation.action == PROVIDE and self._faults.is_down("dmp.registry"):
            return _refuse_registry(RegistryCode.REGISTRY_NOT_AVAILABLE, "le registre ne répond pas au dépôt")
        call = Call(session=self.registry.admit(session), body=envelope.body, parts=message.parts, at=at)
        try:
            return operation.run(self.registry, call)
        except InvalidInput as error:
            texts = [f"{one.code} {one.location} : {one.message}" for one in error.findings]
            raise FaultRaised(FaultCode.INVALID_MESSAGE, " ; ".join(texts), rule="dmp.md §2") from None

    def _trace(self, exchange: _Exchange, reply: Reply, root: bytes, at: datetime, started: float) -> None:
        self.registry.state.add_trace(
            Trace(
                at=at.isoformat(),
                service=exchange.service,
                action=exchange.addressing.action,
                message_id=exchange.addressing.message_id,
                ins=exchange.ins,
                actor=exchange.actor,
                mode=exchange.mode,
                outcome=exchange.outcome,
                codes=exchange.codes,
                context=exchange.context,
                fault=exchange.fault.kind.value if exchange.fault else "",
                duration_ms=round((time.monotonic() - started) * 1000),
                http_status=reply.status,
                request=exchange.request_root,
                response=root,
            )
        )


def _plain(status: int, text: str) -> Reply:
    return Reply(status=status, content_type="text/plain; charset=utf-8", body=f"{text}\n".encode())


def _read(request: Request, exchange: _Exchange) -> tuple[Multipart, Envelope]:
    try:
        message = parse_multipart(request.headers.get("content-type", ""), request.body)
        exchange.request_root = message.root
        envelope = parse_envelope(message.root)
    except InvalidInput as error:
        texts = [f"{one.code} {one.location} : {one.message}" for one in error.findings]
        raise FaultRaised(FaultCode.INVALID_MESSAGE, " ; ".join(texts), rule="dmp.md §2") from None
    exchange.addressing = envelope.addressing
    exchange.envelope = envelope
    _require_understood(envelope)
    return message, envelope


def _require_understood(envelope: Envelope) -> None:
    """Raise FaultRaised MustUnderstand for a header that wants to be understood and is none of those known here.

    Rule: dmp.md §12.1 (MustUnderstand); SOAP 1.2 part 1 §2.4.
    """
    root = envelope.body.getroottree().getroot() if envelope.body is not None else None
    header = root.find(f"{{{SOAP}}}Header") if root is not None else None
    for child in header.iterchildren(etree.Element) if header is not None else ():
        name = etree.QName(child)
        is_wanted = child.get(f"{{{SOAP}}}mustUnderstand", "").strip() in ("true", "1")
        if is_wanted and name.namespace not in (WSA, WSSE):
            raise FaultRaised(
                "", f"l'en-tête « {name.localname} » n'est pas compris ici", rule="dmp.md §12.1", code="MustUnderstand"
            )


def _peek_ins(envelope: Envelope) -> str:
    """The matricule that the VIHF claims, unverified: only chooses the fault and labels the trace."""
    for element in envelope.security:
        if element.tag == f"{{{SAML}}}Assertion":
            ins = parse_vihf(element).ins
            return ins.matricule if ins is not None else ""
    return ""


def _find_operation(request: Request, envelope: Envelope, exchange: _Exchange) -> Operation:
    """Rule: dmp.md §2, actions; MTOM for ITI-41 and ITI-43, plain XML for the others."""
    action = envelope.addressing.action
    found = [one for one in OPERATIONS if (one.service, one.action) == (exchange.service, action)]
    if not found and action:
        raise FaultRaised(
            FaultCode.ACTION_NOT_SUPPORTED,
            f"l'action « {action} » n'existe pas sur {exchange.service}",
            rule="dmp.md §2",
        )
    if not found:
        raise FaultRaised(
            FaultCode.ADDRESSING_REQUIRED,
            "A required header representing a Message Addressing Property is not present (Action)",
            rule="dmp.md §2",
        )
    kind, parameters = parse_media_type(request.headers.get("content-type", ""))
    if parameters.get("action", action) != action:
        raise FaultRaised(
            FaultCode.INVALID_MESSAGE, "le paramètre action de Content-Type n'est pas wsa:Action", rule="dmp.md §2"
        )
    if found[0].action == PROVIDE and not kind.startswith("multipart/"):
        raise FaultRaised(
            FaultCode.INVALID_MESSAGE, "un ITI-41 se transmet en MTOM (multipart/related)", rule="dmp.md §2"
        )
    exchange.operation = found[0]
    return found[0]


def _note_session(exchange: _Exchange, session: Session) -> None:
    exchange.ins = session.ins.matricule
    exchange.actor = session.vihf.structure_id
    exchange.mode = session.vihf.mode
    exchange.context = f"signature du VIHF : {session.algorithm}"


def _simulate_refusal(fault: Fault, operation: Operation) -> Answer:
    """Give the answer of a fault that refuses, in the form of the transaction. Raises FaultRaised for FAULT."""
    text = fault.message or "panne simulée"
    if fault.kind is FaultKind.FAULT or operation.service in _NOT_REGISTRY:
        code = fault.code or ("DMPBusy" if fault.kind is FaultKind.BUSY else "DMPInternalError")
        raise FaultRaised(code, text, is_sender=fault.kind is FaultKind.REFUSE)
    is_repository = operation.service == "repository"
    if fault.kind is FaultKind.BUSY:
        code = RegistryCode.REPOSITORY_BUSY if is_repository else RegistryCode.REGISTRY_BUSY
    else:
        code = RegistryCode.REPOSITORY_ERROR if is_repository else RegistryCode.REGISTRY_ERROR
    error = RegistryError(code=fault.code or code, context=text)
    response = RegistryResponse(status=ResponseStatus.FAILURE, errors=(error,))
    if operation.action == QUERY:
        body = render_query_response(AdhocQueryResponse(response=response, objects=RegistryObjects(), total=0))
    elif operation.action == RETRIEVE:
        body = render_retrieve_response(RetrieveResponse(response=response), ())
    else:
        body = render_registry_response(response)
    return Answer(body=body, errors=response.errors, is_failure=True)


def _refuse_registry(code: RegistryCode, context: str) -> Answer:
    """The answer of a repository that keeps nothing. Rule: dmp.md §12.3."""
    error = RegistryError(code=code, context=f"{context} [dmp.md §12.3]")
    response = RegistryResponse(status=ResponseStatus.FAILURE, errors=(error,))
    return Answer(body=render_registry_response(response), errors=response.errors, is_failure=True)


def _render(answer: Answer, operation: Operation, exchange: _Exchange) -> tuple[Reply, bytes]:
    exchange.outcome = "failure" if answer.is_failure else "success"
    exchange.codes = ", ".join(dict.fromkeys(error.code for error in answer.errors))
    if answer.errors:
        exchange.context = " | ".join(f"{error.code} : {error.context}" for error in answer.errors)
    addressing = Addressing(
        action=operation.response_action, message_id=new_uuid(), relates_to=exchange.addressing.message_id
    )
    root = render_answer(addressing, answer.body)
    return _wrap(root, answer, operation, 200), root


def _wrap(root: bytes, answer: Answer | None, operation: Operation | None, status: int) -> Reply:
    """Rule: dmp.md §2 (MTOM both ways), §9 « The answer is always multipart/related, Faults included »."""
    if operation is None or not operation.is_mtom:
        return Reply(status=status, content_type=f"{SOAP_TYPE}; charset=UTF-8", body=root)
    boundary = f"MIME_{new_uuid().removeprefix('urn:uuid:')}"
    content_type, chunks = render_multipart(
        root, answer.parts if answer else (), boundary=boundary, root_id="root@dmp.simulation"
    )
    return Reply(status=status, content_type=content_type, body=b"".join(chunks))


_SUBCODE_NAMESPACES = {
    FaultCode.INVALID_SECURITY.value: WSSE,
    FaultCode.FAILED_AUTHENTICATION.value: WSSE,
    FaultCode.ADDRESSING_REQUIRED.value: WSA,
    FaultCode.ACTION_NOT_SUPPORTED.value: WSA,
}


def _render_raised(raised: FaultRaised, exchange: _Exchange) -> tuple[Reply, bytes]:
    """Rule: dmp.md §2 « SOAP Fault → HTTP 500 », §12.1."""
    exchange.outcome = "fault"
    exchange.codes = raised.subcode or raised.code
    exchange.context = raised.reason
    fault = SOAPFault(
        code=raised.code,
        subcode=raised.subcode,
        subcode_namespace=_SUBCODE_NAMESPACES.get(raised.subcode, DMP_NAMESPACE),
        reasons={"fr": raised.reason},
    )
    addressing = Addressing(action="", message_id=new_uuid(), relates_to=exchange.addressing.message_id)
    root = render_fault(addressing, fault)
    return _wrap(root, None, exchange.operation, 500), root


def _apply_manner(reply: Reply, fault: Fault | None) -> Reply:
    if fault is None:
        return reply
    manner = _BEFORE.get(fault.kind) or _AFTER.get(fault.kind)
    return replace(reply, manner=manner, delay_s=fault.delay_s) if manner is not None else reply

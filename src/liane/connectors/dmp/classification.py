"""From what came back to what happens next: every answer of the DMP becomes a value or one class of failure."""

import re
from collections.abc import Callable
from typing import TypeVar

from lxml import etree

from liane.codecs.ebxml.responses import RegistryResponse
from liane.codecs.soap.envelope import parse_envelope
from liane.codecs.soap.fault import Fault
from liane.codecs.soap.mtom import Multipart, parse_multipart
from liane.codecs.xds.modes import Transaction
from liane.connectors.dmp.answers import Exchange
from liane.domain.errors import InvalidInput, RemoteFailure, RemoteOutcomeUnknown, RemoteRefusal, RemoteUnavailable

REMOTE = "dmp"
DUPLICATE = "XDSDuplicateUniqueIdInRegistry"
UNREADABLE = "REPONSE-ILLISIBLE"
CONTEXT_CHARS_MAX = 4_000
_RETRYABLE = re.compile(r"(Busy|NotAvailable|OutOfResources)\Z")
_HTTP_UNAVAILABLE = frozenset({408, 425, 429, 503})
_HTTP_AMBIGUOUS = frozenset({500, 502, 504})
_WRITES = frozenset({Transaction.FEED, Transaction.DELETE, Transaction.ARCHIVE, Transaction.MASK, Transaction.SHOW})

T = TypeVar("T")


def is_write(transaction: Transaction) -> bool:
    """Tell whether a transaction changes the DMP, so that an unknown outcome matters."""
    return transaction in _WRITES


def fail_unknown(transaction: Transaction, code: str, context: str = "", answer: bytes | None = None) -> RemoteFailure:
    """The failure of an exchange whose outcome is not known: a question has none, it may be asked again."""
    kind = RemoteOutcomeUnknown if is_write(transaction) else RemoteUnavailable
    return kind(REMOTE, code, context, answer)


def open_answer(exchange: Exchange) -> tuple[etree._Element, Multipart]:
    """Read the body of an answer and its attachments, or raise the failure that it tells.

    Raises RemoteUnavailable, RemoteRefusal or RemoteOutcomeUnknown. Rule: dmp.md §2 « SOAP Fault → HTTP 500 »,
    « A client that only looks at the HTTP status is wrong », §12.1, §14.1-2.
    """
    try:
        message = parse_multipart(exchange.content_type, exchange.answer)
        envelope = parse_envelope(message.root)
    except InvalidInput as error:
        if exchange.status == 200:
            raise _unreadable(exchange, error) from error
        raise _classify_status(exchange) from error
    if envelope.fault is not None:
        raise classify_fault(envelope.fault, exchange)
    if exchange.status != 200:
        raise _classify_status(exchange)
    relates_to = envelope.addressing.relates_to
    if relates_to and relates_to != exchange.message_id:
        raise fail_unknown(exchange.transaction, UNREADABLE, "RelatesTo nomme un autre message", exchange.answer)
    if envelope.body is None:
        raise fail_unknown(exchange.transaction, UNREADABLE, "corps SOAP vide", exchange.answer)
    return envelope.body, message


def read_body(exchange: Exchange, read: Callable[[], T]) -> T:
    """Read the body of an answer; what cannot be read is an unknown outcome, never a crash."""
    try:
        return read()
    except InvalidInput as error:
        raise _unreadable(exchange, error) from error


def _unreadable(exchange: Exchange, error: InvalidInput) -> RemoteFailure:
    codes = ", ".join(f"{finding.code} {finding.location}" for finding in error.findings)
    return fail_unknown(exchange.transaction, UNREADABLE, codes, exchange.answer)


def _classify_status(exchange: Exchange) -> RemoteFailure:
    code = f"HTTP-{exchange.status}"
    if exchange.status in _HTTP_UNAVAILABLE:
        return RemoteUnavailable(REMOTE, code, "", exchange.answer)
    if exchange.status in _HTTP_AMBIGUOUS:
        return fail_unknown(exchange.transaction, code, "", exchange.answer)
    return RemoteRefusal(REMOTE, code, "", exchange.answer)


def classify_fault(fault: Fault, exchange: Exchange) -> RemoteFailure:
    """Turn a Fault into a failure: the server's own trouble is tried again, the rest is a refusal.

    code: the subcode, else the code. Rule: dmp.md §12.1; SOAP 1.2 part 1 §5.4.6 (Receiver).
    """
    code = fault.subcode or fault.code or "FAULT"
    context = " ".join(part for part in (fault.reason, fault.detail) if part)[:CONTEXT_CHARS_MAX]
    is_temporary = bool(_RETRYABLE.search(code)) or (fault.code == "Receiver" and not fault.subcode)
    kind = RemoteUnavailable if is_temporary else RemoteRefusal
    return kind(REMOTE, code, context, exchange.answer)


def require_success(response: RegistryResponse, exchange: Exchange, *, is_partial_allowed: bool = False) -> None:
    """Raise the failure that a RegistryResponse tells, unless it is a success.

    RemoteUnavailable when every error is a temporary one; else RemoteRefusal, with the code of the duplicate when there
    is one (the caller decides what it means), else of the first error; every error is in the context.
    Rule: dmp.md §12.3 « Client policy », §6.1-7.
    """
    if response.is_success or (is_partial_allowed and response.is_partial):
        return
    errors = [error for error in response.errors if not error.is_warning]
    codes = [error.code for error in errors]
    described = [
        f"{error.code}: {error.context}" + (f" ({error.location})" if error.location else "") for error in errors
    ]
    context = "; ".join(described)[:CONTEXT_CHARS_MAX] or response.status
    if codes and all(_RETRYABLE.search(code) for code in codes):
        raise RemoteUnavailable(REMOTE, codes[0], context, exchange.answer)
    code = DUPLICATE if DUPLICATE in codes else response.first_error.code
    raise RemoteRefusal(REMOTE, code or "XDSRegistryError", context, exchange.answer)

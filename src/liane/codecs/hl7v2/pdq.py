"""Queries of identities (PDQ, ITI-21): the question read, the answer written, page by page.

What lives here: QBP^Q22, QCN^J01 and RSP^K22 as values. What must not: the search itself, and who may ask.
Rule: IHE ITI TF-2 §3.21; HL7 v2.5 §5; hl7v2.md §2.1.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from liane.codecs.hl7v2.ack import ERRORS_MAX, AckCode, render_error
from liane.codecs.hl7v2.adt_build import tell_person
from liane.codecs.hl7v2.adt_segments import render_pid
from liane.codecs.hl7v2.charset import Charset
from liane.codecs.hl7v2.codes import HL7Code
from liane.codecs.hl7v2.collector import Findings
from liane.codecs.hl7v2.envelope import MessageEnvelope, read_envelope
from liane.codecs.hl7v2.er7 import Message, Segment, parse_message
from liane.codecs.hl7v2.header_checks import SHOWN_MAX, check_charset, check_routing, check_version
from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.codecs.hl7v2.rendering import escape_text, render_message, render_segment, render_timestamp
from liane.domain.errors import Finding, MalformedMessage, Severity, has_errors
from liane.domain.identity.patient import PatientIdentity
from liane.domain.identity.person import Person

QUERY_NAME = "IHE PDQ Query"
CRITERIA_MAX = 30
DOMAINS_MAX = 50
RECORDS_MAX = 100
"""The most that one page holds, whatever is asked."""
TAG_CHARS_MAX = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class DemographicsQuery:
    """What is asked. Empty: not asked.

    tag: QPD-2. is_cancel: QCN^J01, the pages left are no longer wanted. names may end with ``*``. birth_date:
    ``yyyyMMdd``. identifier, identifier_domain: PID-3.1 and its OID or FINESS. domains: QPD-8, those of which the
    identifiers are wanted, all when empty. limit: records a page, 1 to RECORDS_MAX. continuation: DSC-1.
    """

    tag: str
    is_cancel: bool = False
    family: str = ""
    given: str = ""
    birth_date: str = ""
    sex: str = ""
    identifier: str = ""
    identifier_domain: str = ""
    account: str = ""
    city: str = ""
    postal_code: str = ""
    domains: tuple[str, ...] = ()
    limit: int = RECORDS_MAX
    continuation: str = ""

    def __repr__(self) -> str:
        return f"DemographicsQuery(is_cancel={self.is_cancel}, limit={self.limit})"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryReadResult:
    """What was read. qpd: QPD as received (or rendered again with standard delimiters), echoed by the answer."""

    envelope: MessageEnvelope | None
    query: DemographicsQuery | None
    findings: tuple[Finding, ...]
    qpd: bytes = field(default=b"", repr=False)

    @property
    def is_accepted(self) -> bool:
        """True when the query may be answered: it could be made, and no finding is an error."""
        return self.query is not None and not has_errors(self.findings)


_CRITERIA = {
    "PID.3": "identifier",
    "PID.3.1": "identifier",
    "PID.3.4": "identifier_domain",
    "PID.3.4.2": "identifier_domain",
    "PID.5": "family",
    "PID.5.1": "family",
    "PID.5.1.1": "family",
    "PID.5.2": "given",
    "PID.7": "birth_date",
    "PID.7.1": "birth_date",
    "PID.8": "sex",
    "PID.11.3": "city",
    "PID.11.5": "postal_code",
    "PID.18": "account",
    "PID.18.1": "account",
}
"""Fields that may be searched (QPD-3), with the part of the query that they fill."""


def read_query(
    raw: bytes, *, accepted: AcceptancePolicy, known_domains: frozenset[str] | None = None
) -> QueryReadResult:
    """Read QBP^Q22 or QCN^J01. known_domains: OIDs and FINESS served here, None: any. Never raises for the bytes.

    A criterion that is not searched here refuses the query: left out, it would give more persons than were asked for.
    Rule: IHE ITI TF-2 §3.21.4.1; hl7v2.md §2.1.
    """
    try:
        message = parse_message(raw, size_bytes_max=accepted.size_bytes_max, segments_max=accepted.segments_max)
    except MalformedMessage as defect:
        return QueryReadResult(envelope=None, query=None, findings=defect.findings)
    envelope, findings = read_envelope(message), Findings()
    read = _READERS.get((envelope.message_code, envelope.event))
    if read is None:
        _refuse_type(envelope, findings)
        return QueryReadResult(envelope=envelope, query=None, findings=findings.as_tuple())
    check_routing(message.segments[0], accepted, envelope, findings)
    check_version(envelope, "2.5", findings)
    check_charset(message, findings)
    query, qpd = read(message, findings)
    if query is not None and known_domains is not None:
        _check_domains(query, known_domains, findings)
    return QueryReadResult(envelope=envelope, query=query, findings=findings.as_tuple(), qpd=qpd)


def _refuse_type(envelope: MessageEnvelope, findings: Findings) -> None:
    is_query = envelope.message_code in ("QBP", "QCN")
    findings.add(
        HL7Code.EVENT if is_query else HL7Code.MESSAGE_TYPE,
        "MSH-9.2" if is_query else "MSH-9.1",
        f"Le message « {envelope.message_code[:SHOWN_MAX]}^{envelope.event[:SHOWN_MAX]} » n'est pas une recherche "
        "d'identités.",
        "Envoyer QBP^Q22^QBP_Q21 ou QCN^J01^QCN_J01.",
    )


def _read_cancel(message: Message, findings: Findings) -> tuple[DemographicsQuery | None, bytes]:
    qid = message.first("QID")
    tag = qid.component(1)[:TAG_CHARS_MAX] if qid else ""
    if not tag:
        _add_missing(findings, "QID-1")
        return None, b""
    return DemographicsQuery(tag=tag, is_cancel=True), b""


def _add_missing(findings: Findings, location: str) -> None:
    findings.add(
        HL7Code.QUERY_FIELD_MISSING,
        location,
        f"L'étiquette de la recherche ({location}) est absente.",
        "Donner à chaque recherche une étiquette unique.",
    )


def _read_question(message: Message, findings: Findings) -> tuple[DemographicsQuery | None, bytes]:
    qpd = message.first("QPD")
    tag = qpd.component(2)[:TAG_CHARS_MAX] if qpd else ""
    if qpd is None or not tag:
        _add_missing(findings, "QPD-2" if qpd else "QPD")
        return None, b""
    if QUERY_NAME not in (qpd.component(1), qpd.component(1, 2)):
        findings.add(
            HL7Code.QUERY_NAME, "QPD-1", f"QPD-1 n'est pas « {QUERY_NAME} ».", f"Écrire {QUERY_NAME} en QPD-1."
        )
    criteria = _read_criteria(message, qpd, findings)
    rcp, dsc = message.first("RCP"), message.first("DSC")
    query = replace(
        DemographicsQuery(tag=tag),
        **criteria,
        domains=_read_domains(message, qpd),
        limit=_read_limit(rcp, findings) if rcp else RECORDS_MAX,
        continuation=dsc.component(1) if dsc else "",
    )
    return query, qpd.raw if message.delimiters.is_standard else b""


def _read_criteria(message: Message, qpd: Segment, findings: Findings) -> dict[str, Any]:
    criteria: dict[str, Any] = {}
    for repetition in qpd.repetitions(3)[:CRITERIA_MAX]:
        name, value = message.read_component(repetition), message.read_component(repetition, 2)
        part = _CRITERIA.get(name.upper().lstrip("@"))
        if part is None:
            findings.add(
                HL7Code.QUERY_PARAMETER,
                "QPD-3",
                f"Le critère{_show_field(name)} n'est pas un champ que l'on puisse chercher ici.",
                f"Chercher par {', '.join(sorted(_CRITERIA))}.",
            )
        elif value:
            criteria[part] = value.upper() if part == "sex" else value[:8] if part == "birth_date" else value
    if not criteria:
        findings.add(
            HL7Code.QUERY_EMPTY, "QPD-3", "La recherche ne porte aucun critère.", "Donner un critère au moins."
        )
    return criteria


def _show_field(name: str) -> str:
    """The name of a field, when it is one: anything else might be a patient's."""
    return f" « {name} »" if re.fullmatch(r"@?[A-Za-z][A-Za-z0-9]{2}(\.[0-9]{1,2}){1,3}", name) else ""


def _read_domains(message: Message, qpd: Segment) -> tuple[str, ...]:
    """QPD-8: one CX a repetition, of which only CX-4 is written."""
    domains = (
        message.read_component(repetition, 4, 2) or message.read_component(repetition, 4)
        for repetition in qpd.repetitions(8)[:DOMAINS_MAX]
    )
    return tuple(domain for domain in domains if domain)


def _read_limit(rcp: Segment, findings: Findings) -> int:
    text, unit = rcp.component(2), rcp.component(2, 2).upper()
    if not text:
        return RECORDS_MAX
    if text.isascii() and text.isdigit() and len(text) < 9 and int(text) > 0 and unit in ("", "RD"):
        return min(int(text), RECORDS_MAX)
    findings.add(
        HL7Code.QUERY_LIMIT,
        "RCP-2",
        "Le nombre de réponses voulu (RCP-2) n'est pas un nombre d'enregistrements.",
        "Écrire par exemple 20^RD.",
    )
    return RECORDS_MAX


def _check_domains(query: DemographicsQuery, known: frozenset[str], findings: Findings) -> None:
    """A domain that is not served refuses the query. Rule: IHE ITI TF-2 §3.21.4.2.2.3, unknown domain."""
    for rank, domain in enumerate(query.domains, start=1):
        if domain not in known:
            findings.add(
                HL7Code.QUERY_DOMAIN,
                f"QPD-8[{rank}]",
                "Un domaine d'identifiants demandé (QPD-8) n'est pas connu ici.",
                "Ne demander que des domaines tenus par ce registre.",
            )


_Reader = Callable[[Message, Findings], tuple[DemographicsQuery | None, bytes]]
_READERS: dict[tuple[str, str], _Reader] = {("QBP", "Q22"): _read_question, ("QCN", "J01"): _read_cancel}


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPage:
    """One page of persons. total: all that were found; left: those after this page; continuation: DSC-1 of the next."""

    persons: Sequence[Person] = ()
    total: int = 0
    left: int = 0
    continuation: str = ""


def render_answer(read: QueryReadResult, page: AnswerPage, *, control_id: str, at: datetime) -> bytes:
    """Write RSP^K22 to a query, accepted or not; a cancel gets a plain acknowledgement.

    A refused query gets AE with its errors and no person. Of each person, what a flow may tell: the INS only when it
    may circulate; identifiers of the domains asked for, and nobody who has none there.
    Rule: IHE ITI TF-2 §3.21.4.2; INS/va1.53; hl7v2.md §2.1, §4.3.2.
    """
    envelope, query = read.envelope, read.query
    code = AckCode.AA if read.is_accepted else AckCode.AE
    is_cancel = envelope is not None and envelope.message_code == "QCN"
    segments = [
        render_segment("MSH", _answer_msh(envelope, control_id, at, is_cancel=is_cancel)),
        render_segment("MSA", {1: code.value, 2: escape_text(envelope.control_id) if envelope else ""}),
    ]
    errors = [finding for finding in read.findings if finding.severity is Severity.ERROR]
    segments += [render_error(finding, Charset.UTF_8) for finding in errors[:ERRORS_MAX]]
    if query is None or is_cancel:
        return render_message(segments)
    identities = _tell_identities(page.persons, query) if read.is_accepted else []
    status = "AE" if not read.is_accepted else "OK" if identities else "NF"
    counts = {4: str(page.total), 5: str(len(identities)), 6: str(page.left)} if read.is_accepted else {}
    segments.append(render_segment("QAK", {1: escape_text(query.tag), 2: status, 3: QUERY_NAME} | counts))
    segments.append(_echo(read, query))
    segments += identities
    if identities and page.continuation:
        segments.append(render_segment("DSC", {1: escape_text(page.continuation), 2: "I"}))
    return render_message(segments)


def _echo(read: QueryReadResult, query: DemographicsQuery) -> bytes:
    """QPD as received, in the answer's character set; its name and tag alone when it cannot be repeated."""
    is_same_charset = read.envelope is not None and (read.envelope.charset is Charset.UTF_8 or read.qpd.isascii())
    if read.qpd and is_same_charset:
        return read.qpd
    return render_segment("QPD", {1: QUERY_NAME, 2: escape_text(query.tag)})


def _answer_msh(
    envelope: MessageEnvelope | None, control_id: str, at: datetime, *, is_cancel: bool
) -> dict[int, str | bytes]:
    fields: dict[int, str | bytes] = {
        7: render_timestamp(at),
        9: "ACK^J01^ACK" if is_cancel else "RSP^K22^RSP_K21",
        10: escape_text(control_id),
        11: "P",
        12: "2.5",
        17: "FRA",
        18: str(Charset.UTF_8),
    }
    if envelope is not None:
        sending, sending_facility, receiving, receiving_facility = envelope.routing
        fields |= {3: receiving, 4: receiving_facility, 5: sending, 6: sending_facility}
        fields[11] = escape_text(envelope.processing_id) or "P"
    return fields


def _tell_identities(persons: Sequence[Person], query: DemographicsQuery) -> list[bytes]:
    segments: list[bytes] = []
    for person in persons[:RECORDS_MAX]:
        told = tell_person(person)
        wanted = tuple(
            identifier
            for identifier in told.identity.identifiers
            if not query.domains or identifier.oid in query.domains or identifier.namespace in query.domains
        )
        if wanted:
            identity = PatientIdentity(
                identifiers=wanted, traits=told.identity.traits, status_codes=told.identity.status_codes
            )
            updated = render_timestamp(person.updated_at) if person.updated_at else ""
            shows_history = not query.domains or any(identifier.is_ins for identifier in wanted)
            former = told.former_ins if shows_history else ()
            fields = render_pid(replace(told, identity=identity, former_ins=former), None, updated)
            segments.append(render_segment("PID", fields | {1: str(len(segments) + 1)}))
    return segments

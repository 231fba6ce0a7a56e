"""Orders of a reader to the DMP, as values that a worker process turns into signed requests."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from liane.codecs.ebxml.hl7_types import build_ins_identifier
from liane.codecs.ebxml.metadata import DocumentEntry, SubmissionSet
from liane.codecs.ebxml.names import AvailabilityStatus
from liane.codecs.ebxml.query import AdhocQueryRequest
from liane.codecs.saml.vihf import VIHF
from liane.codecs.xds.existence import ExistenceRequest
from liane.codecs.xds.from_header import build_submission_set, find_content_type
from liane.codecs.xds.habilitations import (
    AuthorizationAction,
    AuthorizedMode,
    PatientListRequest,
    SetAuthorization,
    build_list_authorized,
    build_patient_list,
    build_set_authorization,
)
from liane.codecs.xds.provide import DocumentReference
from liane.codecs.xds.request import BuiltRequest, RequestContext
from liane.codecs.xds.transactions import (
    StatusChange,
    build_existence_test,
    build_query,
    build_retrieve,
    build_update_entry,
    build_update_status,
)
from liane.domain.actors.actor import Author, Professional, Structure
from liane.domain.dmp.changes import SHOWS, DocumentChange, apply_visibility
from liane.domain.dmp.document import Visibility
from liane.domain.terminology.code import Code
from liane.domain.terminology.value_sets import get_value_set
from liane.pipeline.dmp_orders import DMPOrderSettings, derive_oid

VISIBILITY_OID = "1.2.250.1.213.1.1.4.13"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderOrder:
    """One order. message_uuid, assertion_uuid: fresh for each. at: aware. names: the reader's, family first."""

    vihf: VIHF
    names: tuple[str, str] = field(default=("", ""), repr=False)
    settings: DMPOrderSettings = field(repr=False)
    message_uuid: str
    assertion_uuid: str
    at: datetime


def _context(order: ReaderOrder) -> RequestContext:
    return RequestContext(
        vihf=order.vihf,
        material=order.settings.material,
        base_url=order.settings.base_url,
        message_uuid=order.message_uuid,
        assertion_uuid=order.assertion_uuid,
        at=order.at,
    )


def build_existence_order(order: ReaderOrder, reason: str = "TEST_EXST") -> BuiltRequest:
    """Build TD0.2; TD1.3a with the reason ``CNSLT_DATA``. Rule: dmp.md §7.1."""
    settings = order.settings
    if order.vihf.ins is None:
        raise ValueError("a reader always names a patient")
    request = ExistenceRequest(
        ins=order.vihf.ins,
        message=(f"{settings.source_id}.1", order.message_uuid),
        query=(f"{settings.source_id}.2", order.assertion_uuid),
        created_at=render_utc(order.at),
        sender_oid=settings.source_id,
        sender_name=settings.identity.lps_nom,
        processing_code=settings.processing_code,
        reason=reason,
    )
    return build_existence_test(_context(order), request)


def build_authorize_order(order: ReaderOrder, action: AuthorizationAction) -> BuiltRequest:
    """Build TD0.3. Rule: dmp.md §7.3."""
    return build_set_authorization(_context(order), SetAuthorization(action=action))


def build_authorized_order(order: ReaderOrder, mode: AuthorizedMode) -> BuiltRequest:
    """Build TD1.6. Rule: dmp.md §7.3."""
    return build_list_authorized(_context(order), mode)


def build_patients_order(order: ReaderOrder, asked: PatientListRequest) -> BuiltRequest:
    """Build TD0.4. Rule: dmp.md §7.3."""
    return build_patient_list(_context(order), asked)


def build_search_order(order: ReaderOrder, query: AdhocQueryRequest) -> BuiltRequest:
    """Build TD3.1. Rule: dmp.md §8."""
    return build_query(_context(order), query)


def build_retrieve_order(order: ReaderOrder, references: tuple[DocumentReference, ...]) -> BuiltRequest:
    """Build TD3.2. Rule: dmp.md §9."""
    return build_retrieve(_context(order), references)


_NEW_STATUS = {
    DocumentChange.ARCHIVE: AvailabilityStatus.ARCHIVED,
    DocumentChange.UNARCHIVE: AvailabilityStatus.APPROVED,
    DocumentChange.DELETE: AvailabilityStatus.DELETED,
}


def build_change_order(order: ReaderOrder, entry: DocumentEntry, change: DocumentChange) -> BuiltRequest:
    """Build TD3.3. entry: the fiche in force, as the registry gave it.

    A change of visibility is the whole fiche again, same ``lid``, its version as PreviousVersion. Rule: dmp.md §10.
    """
    lot = _lot(order, entry)
    new = _NEW_STATUS.get(change)
    if new is not None:
        original = AvailabilityStatus(entry.status)
        status = StatusChange(entry_uuid=entry.symbolic_id, original=original, new=new)
        return build_update_status(_context(order), lot, status)
    updated = replace(
        entry,
        symbolic_id="Document01",
        confidentiality=_change_confidentiality(entry.confidentiality, change),
        status="",
        version="",
    )
    return build_update_entry(
        _context(order), lot, updated, previous_version=entry.version or "1", is_showing=change in SHOWS
    )


def _change_confidentiality(codes: tuple[Code, ...], change: DocumentChange) -> tuple[Code, ...]:
    """The codes of a fiche after a change; those that Liane does not know are kept. Rule: dmp.md §6.2, §10."""
    known = {one.value for one in Visibility}
    present = frozenset(Visibility(code.code) for code in codes if code.system == VISIBILITY_OID and code.code in known)
    wanted = apply_visibility(present, change)
    kept = [code for code in codes if code.system != VISIBILITY_OID or code.code not in known or code.code in wanted]
    labels = get_value_set("TRE_A07")
    held = {code.code for code in kept}
    added = [
        Code(code=one.value, system=VISIBILITY_OID, label=labels.label(one.value))
        for one in Visibility
        if one in wanted and one.value not in held
    ]
    return (*kept, *added)


def _lot(order: ReaderOrder, entry: DocumentEntry) -> SubmissionSet:
    """A lot of its own, whose author is the reader. Rule: dmp.md §10 (same content as 6.1, a new uniqueId)."""
    if order.vihf.ins is None:
        raise ValueError("a reader always names a patient")
    family, given = order.names
    author = Author(
        person=Professional(identifier=order.vihf.name_id, family=family, given=given),
        structure=Structure(identifier=order.vihf.structure_id, name=_structure_name(order, entry)),
    )
    return build_submission_set(
        unique_id=derive_oid(order.message_uuid, "lot"),
        source_id=order.settings.source_id,
        patient_id=build_ins_identifier(order.vihf.ins),
        author=author,
        submission_time=render_utc(order.at),
        content_type=find_content_type("N"),
    )


def _structure_name(order: ReaderOrder, entry: DocumentEntry) -> str:
    """The name of the reader's structure, where the fiche names it; its number otherwise."""
    structures = (author.structure for author in entry.authors)
    names = (one.name for one in structures if one is not None and one.identifier == order.vihf.structure_id)
    return next(names, order.vihf.structure_id)


def render_utc(at: datetime) -> str:
    """Write an aware instant as UTC digits."""
    return at.astimezone(UTC).strftime("%Y%m%d%H%M%S")

"""Orders to the DMP, as values that a worker process can turn into signed requests.

Building is the heavy part (canonicalisation, two RSA signatures): it runs away from the loop that acknowledges. The
identifiers of a lot are derived from the delivery, so that every attempt speaks of the same lot.
"""

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from liane.codecs.cda.header import ParsedDocument, read_document
from liane.codecs.ebxml.metadata import SubmissionSet
from liane.codecs.ebxml.names import AvailabilityStatus
from liane.codecs.xds.existence import ExistenceRequest
from liane.codecs.xds.feed import SubmittedDocument, build_feed
from liane.codecs.xds.from_header import (
    build_document_entry,
    build_submission,
    build_submission_set,
    build_visibility_codes,
    find_content_type,
)
from liane.codecs.xds.request import BuiltRequest, RequestContext
from liane.codecs.xds.transactions import build_delete, build_existence_test, build_find_reference
from liane.codecs.xmldsig.algorithms import Suite
from liane.codecs.xmldsig.keys import SigningMaterial
from liane.domain.documents.request import DocumentRequest
from liane.domain.identity.ins import INS
from liane.domain.terminology import associations
from liane.pipeline.dmp_identity import DMPIdentitySettings, build_vihf

_NAMESPACE = uuid.UUID("6f2f6d1c-5d3c-5e8e-9a39-8d1a2a1f4b10")
LOGIN_AGE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class DMPOrderSettings:
    """What every order needs of the settings; picklable. processing_code: of TD0.2, ``P`` in production, else ``D``."""

    identity: DMPIdentitySettings
    material: SigningMaterial = field(repr=False)
    base_url: str
    source_id: str
    lot_suite: Suite = Suite.SHA1
    processing_code: str = "P"


@dataclass(frozen=True, slots=True, kw_only=True)
class DMPOrder:
    """One order. key: unique per delivery; message_uuid and assertion_uuid: fresh for each attempt."""

    request: DocumentRequest
    settings: DMPOrderSettings
    key: str
    message_uuid: str
    assertion_uuid: str
    at: datetime


def derive_oid(*parts: str) -> str:
    """Derive an OID from names, the same each time. Rule: ITU-T X.667 (arc 2.25)."""
    return f"2.25.{uuid.uuid5(_NAMESPACE, chr(31).join(parts)).int}"


def _context(order: DMPOrder, document: ParsedDocument) -> RequestContext:
    settings = order.settings
    vihf = build_vihf(order.request, document.header, settings.identity, authn_instant=order.at - LOGIN_AGE)
    return RequestContext(
        vihf=vihf,
        material=settings.material,
        base_url=settings.base_url,
        message_uuid=order.message_uuid,
        assertion_uuid=order.assertion_uuid,
        at=order.at,
        lot_suite=settings.lot_suite,
    )


def _ins(order: DMPOrder) -> INS:
    ins = order.request.patient.ins
    if ins is None:
        raise ValueError("the decision lets no request without a qualified INS reach the DMP")
    return ins


def _lot(order: DMPOrder, document: ParsedDocument) -> SubmissionSet:
    request = order.request
    authors = document.header.authors
    return build_submission_set(
        unique_id=derive_oid(order.key, "lot"),
        source_id=order.settings.source_id,
        patient_id=_ins(order),
        author=request.expediteur or (authors[0] if authors else None),
        submission_time=order.at.astimezone(UTC).strftime("%Y%m%d%H%M%S"),
        content_type=find_content_type(request.stay.patient_class),
        title=document.header.title,
    )


def build_feed_order(order: DMPOrder, replaced_entry_uuid: str) -> BuiltRequest:
    """Build TD2.1. replaced_entry_uuid: entryUUID of the version to replace, empty for a new document.

    Rule: dmp.md §6, §6.5.
    """
    document = read_document(order.request.cda)
    entry = build_document_entry(
        document.header,
        cda=order.request.cda,
        patient_id=_ins(order),
        visibility=build_visibility_codes(order.request.flags),
        tables=associations,
    )
    submission = build_submission(_lot(order, document), (entry,), replaces=replaced_entry_uuid)
    return build_feed(
        _context(order, document),
        submission=submission,
        documents=(SubmittedDocument(symbolic_id=entry.symbolic_id, content=order.request.cda),),
        signature_unique_id=derive_oid(order.key, "signature"),
        trees={entry.symbolic_id: document.root} if document.root.getparent() is None else None,
    )


def build_find_order(order: DMPOrder, unique_id: str) -> BuiltRequest:
    """Build TD3.1b: does the DMP know this document, and under which entryUUID? Rule: dmp.md §8."""
    return build_find_reference(_context(order, read_document(order.request.cda)), unique_id)


def build_existence_order(order: DMPOrder) -> BuiltRequest:
    """Build TD0.2: has this patient a DMP, and is it open? Rule: dmp.md §7.1."""
    settings = order.settings
    request = ExistenceRequest(
        ins=_ins(order),
        message=(f"{settings.source_id}.1", order.message_uuid),
        query=(f"{settings.source_id}.2", order.assertion_uuid),
        created_at=order.at.astimezone(UTC).strftime("%Y%m%d%H%M%S"),
        sender_oid=settings.source_id,
        sender_name=settings.identity.lps_nom,
        processing_code=settings.processing_code,
    )
    return build_existence_test(_context(order, read_document(order.request.cda)), request)


def build_delete_order(order: DMPOrder, entry_uuid: str, original: AvailabilityStatus) -> BuiltRequest:
    """Build TD3.3c: logical deletion. Rule: dmp.md §10."""
    document = read_document(order.request.cda)
    return build_delete(_context(order, document), _lot(order, document), entry_uuid, original=original)

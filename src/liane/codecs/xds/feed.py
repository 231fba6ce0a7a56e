"""TD2.1: feed the DMP with a lot of documents, sealed by an XAdES signature that travels as a document of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC

from lxml import etree

from liane.codecs.ebxml.metadata import Association, DocumentEntry, Submission
from liane.codecs.ebxml.names import AssociationType
from liane.codecs.soap.mtom import Part
from liane.codecs.xds.modes import Transaction, check_mode
from liane.codecs.xds.provide import render_provide_and_register
from liane.codecs.xds.request import REPOSITORY, BuiltRequest, Recipe, RequestContext, build_request
from liane.codecs.xml import parse_xml
from liane.codecs.xmldsig.keys import load_signer
from liane.codecs.xmldsig.xades import PURPOSE, SignedDocument, sign_lot
from liane.domain.terminology.code import Code

PROVIDE_ACTION = "urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b"
SIGNATURE_ID = "Signature01"

_VISIBILITY_OID = "1.2.250.1.213.1.1.4.13"
_SIGNATURE_CLASS = Code(code="urn:oid:1.3.6.1.4.1.19376.1.2.1.1.1", system="URN", label="Digital Signature")
_SIGNATURE_TYPE = Code(code="E1762", system="ASTM", label="Full Document")
_SIGNATURE_FORMAT = Code(code="http://www.w3.org/2000/09/xmldsig#", system="URN", label="Default Signature Style")
_SIGNATURE_EVENT = Code(code=PURPOSE, system="1.2.840.10065.1.12", label="Source")
_SIGNATURE_CONFIDENTIALITY = (
    Code(code="N", system="2.16.840.1.113883.5.25", label="Normal"),
    Code(code="MASQUE_PS", system=_VISIBILITY_OID, label="Masqué aux professionnels de santé"),
    Code(code="INVISIBLE_PATIENT", system=_VISIBILITY_OID, label="Non visible par le patient"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmittedDocument:
    """The bytes of one fiche, by its symbolic id."""

    symbolic_id: str
    content: bytes = field(repr=False)


def build_signature_entry(submission: Submission, *, unique_id: str, signed_at: str) -> DocumentEntry:
    """The fiche of the signature of a lot; place and setting are those of the first document. signed_at: UTC digits.

    Rule: dmp.md §6.3 « Entry metadata are fixed », §6.4.
    """
    lot, first = submission.submission_set, submission.entries[0]
    return DocumentEntry(
        symbolic_id=SIGNATURE_ID,
        unique_id=unique_id,
        patient_id=lot.patient_id,
        mime_type="text/xml",
        authors=lot.authors or first.authors,
        legal_authenticator=(lot.authors or first.authors or (None,))[0],
        class_code=_SIGNATURE_CLASS,
        type_code=_SIGNATURE_TYPE,
        format_code=_SIGNATURE_FORMAT,
        confidentiality=_SIGNATURE_CONFIDENTIALITY,
        facility_type=first.facility_type,
        practice_setting=first.practice_setting,
        events=(_SIGNATURE_EVENT,),
        creation_time=signed_at,
        service_start=signed_at,
        service_stop=signed_at,
        language="art",
        title="Source",
        source_patient_id=lot.patient_id,
    )


def add_signature(submission: Submission, entry: DocumentEntry) -> Submission:
    """Bind the fiche of a signature to its lot: HasMember, and ``signs``. Rule: dmp.md §6.3, §6.4."""
    lot_id = submission.submission_set.symbolic_id
    links = tuple(
        Association(kind=kind, source=source, target=target, set_status="Original")
        for kind, source, target in (
            (AssociationType.HAS_MEMBER, lot_id, entry.symbolic_id),
            (AssociationType.SIGNS, entry.symbolic_id, lot_id),
        )
    )
    members = tuple(link for link in submission.associations if link.kind == AssociationType.HAS_MEMBER)
    others = tuple(link for link in submission.associations if link.kind != AssociationType.HAS_MEMBER)
    return replace(submission, entries=(*submission.entries, entry), associations=(*members, *links, *others))


def build_feed(
    context: RequestContext,
    *,
    submission: Submission,
    documents: Sequence[SubmittedDocument],
    signature_unique_id: str,
    trees: Mapping[str, etree._Element] | None = None,
) -> BuiltRequest:
    """Build TD2.1: sign the lot, describe the signature, sign the VIHF, wrap everything as MTOM.

    submission: without signature; a replacement already carries its RPLC. documents: in the order of the fiches.
    trees: symbolic id → root of a document already parsed, to parse it only once. Raises AccessDenied (mode), and
    MalformedMessage when an XML document cannot be read. Rule: dmp.md §6.1 to §6.5.
    """
    check_mode(Transaction.FEED, context.vihf.mode)
    entries = {entry.symbolic_id: entry for entry in submission.entries}
    signature = sign_lot(
        submission.submission_set.unique_id,
        [_signed(entries[document.symbolic_id], document.content, trees or {}) for document in documents],
        signer=load_signer(context.material),
        at=context.at,
        signature_id=SIGNATURE_ID,
        suite=context.lot_suite,
    )
    signed_at = context.at.astimezone(UTC).strftime("%Y%m%d%H%M%S")
    complete = add_signature(
        submission, build_signature_entry(submission, unique_id=signature_unique_id, signed_at=signed_at)
    )
    contents = {
        document.symbolic_id: (entries[document.symbolic_id].mime_type, document.content) for document in documents
    }
    contents[SIGNATURE_ID] = ("text/xml", signature)
    parts = {
        symbolic_id: Part(
            content_id=f"{symbolic_id}.{context.message_uuid}@liane", media_type=media_type, content=content
        )
        for symbolic_id, (media_type, content) in contents.items()
    }
    body = render_provide_and_register(complete, {symbolic_id: part.content_id for symbolic_id, part in parts.items()})
    recipe = Recipe(transaction=Transaction.FEED, path=REPOSITORY, action=PROVIDE_ACTION, is_mtom=True)
    return build_request(context, recipe, body, list(parts.values()))


def _signed(entry: DocumentEntry, content: bytes, trees: Mapping[str, etree._Element]) -> SignedDocument:
    """A document as the manifest wants it: canonical when it is XML, raw otherwise."""
    if "xml" not in entry.mime_type and "xslt" not in entry.mime_type:
        return SignedDocument(unique_id=entry.unique_id, content=content)
    tree = trees.get(entry.symbolic_id)
    return SignedDocument(unique_id=entry.unique_id, content=content, tree=parse_xml(content) if tree is None else tree)

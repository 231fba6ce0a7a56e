"""ITI-41 on the simulated DMP: what is accepted, and each refusal by its code."""

from dataclasses import replace

import pytest

from liane.codecs.ebxml.names import AssociationType, AvailabilityStatus
from liane.codecs.xds.feed import SubmittedDocument
from liane.domain.actors.actor import Author, Professional
from liane.domain.errors import AccessDenied
from liane.domain.terminology.code import Code
from liane_sandbox.dmp.content_checks import ContentRules, Strictness
from liane_sandbox.dmp.state import REPOSITORY_ID
from liane_sandbox.pki.folder import PKI
from tests.sandbox.dmp.kit import (
    ABSENT,
    ADULT,
    CLOSED,
    HIDDEN,
    MASKED,
    OTHER,
    SOURCE_ID,
    Caller,
    Lot,
    Seen,
    direct,
    make_caller,
    make_document,
    make_vihf,
    reinforced,
)

N = Code(code="N", system="2.16.840.1.113883.5.25", label="Normal")
NOWHERE = Code(code="NO-SUCH", system="9.9", label="")


def test_a_good_lot_is_stored_byte_for_byte(caller: Caller) -> None:
    cda = make_document()
    seen = caller.feed(caller.lot(cda))
    assert seen.reply.status == 200
    assert seen.registry.is_success
    assert seen.codes == []
    assert seen.envelope.addressing.relates_to.startswith("urn:uuid:")
    document, signature = caller.state.find_entries_of_patient(ADULT.ins.matricule)
    assert caller.state.get_document(document.unique_id).body == cda
    assert signature.is_signature
    assert document.version == 1
    assert document.lid == document.entry_uuid
    assert document.status == AvailabilityStatus.APPROVED
    assert document.entry.repository_unique_id == REPOSITORY_ID
    assert document.entry.lid == document.lid


def test_the_associations_lead_to_the_objects_of_the_registry(caller: Caller) -> None:
    caller.feed()
    document, signature = caller.state.find_entries_of_patient(ADULT.ins.matricule)
    lot = caller.state.find_recent_lots(1)[0]
    links = {(link.kind, link.source, link.target) for link in caller.state.find_associations([lot.entry_uuid])}
    assert links == {
        (AssociationType.HAS_MEMBER, lot.entry_uuid, document.entry_uuid),
        (AssociationType.HAS_MEMBER, lot.entry_uuid, signature.entry_uuid),
        (AssociationType.SIGNS, signature.entry_uuid, lot.entry_uuid),
    }


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "title est absent"),
        ({"language": ""}, "languageCode est absent"),
        ({"legal_authenticator": None}, "legalAuthenticator est absent"),
        ({"source_patient_id": None}, "sourcePatientId est absent"),
        ({"source_patient_info": ("PID-7|19900214",)}, "PID-5 est absent"),
        ({"creation_time": ""}, "creationTime est absent"),
        ({"service_start": ""}, "serviceStartTime est absent"),
        ({"service_stop": "2026-01-13"}, "serviceStopTime n'est pas un instant"),
        ({"mime_type": "application/pdf"}, "mimeType « application/pdf »"),
        ({"uri": "DOC00001.XML"}, "URI est réservé"),
        ({"object_type": "urn:uuid:00000000-0000-0000-0000-000000000000"}, "objectType"),
        ({"class_code": None}, "classCode est absent"),
        ({"class_code": NOWHERE}, "classCode « NO-SUCH »"),
        ({"type_code": NOWHERE}, "typeCode « NO-SUCH »"),
        ({"format_code": NOWHERE}, "formatCode « NO-SUCH »"),
        ({"facility_type": NOWHERE}, "healthcareFacilityTypeCode « NO-SUCH »"),
        ({"practice_setting": None}, "practiceSettingCode est absent"),
        ({"class_code": Code(code="31", system="1.2.250.1.213.1.1.4.1")}, "ASS_X04 donne « 10 »"),
        ({"authors": ()}, "author est absent"),
        ({"authors": (Author(person=Professional(identifier="")),)}, "authorPerson est absent"),
        ({"confidentiality": ()}, "doit être N"),
        ({"confidentiality": (MASKED,)}, "doit être N"),
        ({"confidentiality": (N, MASKED, HIDDEN)}, "ne se cumulent pas"),
        ({"confidentiality": (N, NOWHERE)}, "n'est pas dans JDV_J58"),
        ({"confidentiality": (N, N, N, N, N)}, "4 au plus"),
        ({"references": ("ACC1^^^&1.2.3&ISO^urn:nowhere",)}, "absent de JDV_J231"),
    ],
)
def test_each_wrong_metadata_of_a_fiche_is_a_registry_metadata_error(
    caller: Caller, changes: dict[str, object], words: str
) -> None:
    seen = caller.feed(caller.lot().with_entry(**changes))
    assert seen.reply.status == 200
    assert not seen.registry.is_success
    assert "XDSRegistryMetadataError" in seen.codes
    assert words in seen.contexts
    assert ".md §" in seen.contexts
    assert caller.state.count_kept()["lots"] == 0


def test_an_author_may_have_no_institution(caller: Caller) -> None:
    lot = caller.lot()
    (author, *_) = lot.entry.authors
    seen = caller.feed(lot.with_entry(authors=(replace(author, structure=None),)))
    assert seen.registry.is_success, seen.contexts


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"submission_time": ""}, "submissionTime"),
        ({"source_id": "PFI"}, "sourceId"),
        ({"unique_id": "not-an-oid"}, "uniqueId du lot"),
        ({"content_type": None}, "contentTypeCode est absent"),
        ({"content_type": NOWHERE}, "contentTypeCode « NO-SUCH »"),
        ({"authors": ()}, "author est absent"),
    ],
)
def test_each_wrong_metadata_of_a_lot_is_a_registry_metadata_error(
    caller: Caller, changes: dict[str, object], words: str
) -> None:
    seen = caller.feed(caller.lot().with_lot(**changes))
    assert "XDSRegistryMetadataError" in seen.codes
    assert words in seen.contexts


def test_every_violation_is_told_at_once(caller: Caller) -> None:
    seen = caller.feed(caller.lot().with_entry(title="", language="").with_lot(source_id="x"))
    assert seen.codes.count("XDSRegistryMetadataError") == 3


def spoil_hash(lot: Lot) -> Lot:
    return lot.with_entry(hash="0" * 40)


def spoil_size(lot: Lot) -> Lot:
    return lot.with_entry(size=1)


def without_member(lot: Lot) -> Lot:
    return replace(lot, submission=replace(lot.submission, associations=()))


def two_of_one_id(lot: Lot) -> Lot:
    return lot.with_entry(unique_id=lot.submission.submission_set.unique_id)


def for_another_patient(lot: Lot) -> Lot:
    assert lot.entry.patient_id is not None
    return lot.with_entry(patient_id=replace(lot.entry.patient_id, value=OTHER.ins.matricule))


def other_unique_id(lot: Lot) -> Lot:
    return lot.with_entry(unique_id=f"{SOURCE_ID}.2.999")


def from_nowhere(lot: Lot) -> Lot:
    link = replace(lot.submission.associations[0], source="Nobody")
    return replace(lot, submission=replace(lot.submission, associations=(*lot.submission.associations, link)))


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (spoil_hash, "XDSRepositoryMetadataError"),
        (spoil_size, "XDSRepositoryMetadataError"),
        (without_member, "XDSRegistryMetadataError"),
        (two_of_one_id, "XDSRepositoryDuplicateUniqueIdInMessage"),
        (for_another_patient, "XDSPatientIdDoesNotMatch"),
        (other_unique_id, "InvalidDocumentContent"),
        (from_nowhere, "UnresolvedReferenceException"),
    ],
)
def test_each_incoherence_has_its_code(pki: PKI, spoil: object, code: str) -> None:
    off = ContentRules(cda=Strictness.OFF, signature=Strictness.OFF)
    caller = make_caller(pki, contents=off if spoil is two_of_one_id else None)
    assert callable(spoil)
    seen = caller.feed(spoil(caller.lot()))
    assert code in seen.codes
    assert caller.state.count_kept()["documents"] == 0


def test_the_patient_of_the_vihf_must_be_that_of_the_lot(caller: Caller) -> None:
    seen = caller.feed(caller.lot(), make_vihf(OTHER))
    assert set(seen.codes) >= {"XDSPatientIdDoesNotMatch"}


@pytest.mark.parametrize(("patient", "words"), [(ABSENT, "n'a pas de DMP"), (CLOSED, "est fermé")])
def test_a_patient_without_open_dmp_is_unknown(caller: Caller, patient: object, words: str) -> None:
    seen = caller.feed(caller.lot(patient=patient))  # type: ignore[arg-type]
    assert seen.codes == ["XDSUnknownPatientId"]
    assert words in seen.contexts


def test_a_document_without_fiche_and_a_fiche_without_document(caller: Caller) -> None:
    lot = caller.lot()
    built = caller.build_feed(lot)
    gone = caller.send(built, lambda body: body.replace(b'Document id="Document01"', b'Document id="Stranger"'))
    assert {"XDSMissingDocument", "XDSMissingDocumentMetadata"} <= set(gone.codes)


def test_the_same_document_again_is_already_there(caller: Caller) -> None:
    lot = caller.lot()
    assert caller.feed(lot).registry.is_success
    again = caller.feed(lot)
    assert set(again.codes) == {"XDSDuplicateUniqueIdInRegistry"}
    assert "même empreinte" in again.contexts
    assert caller.state.count_kept()["documents"] == 2


def test_other_bytes_under_the_same_unique_id_are_refused(caller: Caller) -> None:
    caller.feed()
    changed = make_document().replace(b"Glucose", b"Glycose")
    assert changed != make_document()
    assert caller.feed(caller.lot(changed)).codes == ["XDSNonIdenticalHash"]
    longer = make_document().replace(b"Glucose", b"Glucose  ")
    assert caller.feed(caller.lot(longer)).codes == ["XDSNonIdenticalHash", "XDSNonIdenticalSize"]


def replaced(caller: Caller) -> Seen:
    old = caller.state.find_entries_of_patient(ADULT.ins.matricule)[0]
    return caller.feed(caller.lot(make_document(version=2), replaces=old.entry_uuid))


def test_a_replacement_deprecates_the_former_version(caller: Caller) -> None:
    caller.feed()
    assert replaced(caller).registry.is_success
    first, new = [one for one in caller.state.find_entries_of_patient(ADULT.ins.matricule) if not one.is_signature]
    assert (first.status, new.status) == (AvailabilityStatus.DEPRECATED, AvailabilityStatus.APPROVED)
    assert first.lid != new.lid
    links = caller.state.find_associations([new.entry_uuid])
    assert (AssociationType.REPLACES, new.entry_uuid, first.entry_uuid) in {
        (link.kind, link.source, link.target) for link in links
    }


def test_a_replaced_version_cannot_be_replaced_again(caller: Caller) -> None:
    caller.feed()
    replaced(caller)
    old = caller.state.find_entries_of_patient(ADULT.ins.matricule)[0]
    seen = caller.feed(caller.lot(make_document(version=3), replaces=old.entry_uuid))
    assert seen.codes == ["XDSRegistryDeprecatedDocumentError"]


def test_a_replacement_of_nothing_is_unresolved(caller: Caller) -> None:
    seen = caller.feed(caller.lot(replaces="urn:uuid:00000000-0000-4000-8000-000000000000"))
    assert seen.codes == ["UnresolvedReferenceException"]


def test_a_replacement_of_another_patient_is_refused(caller: Caller) -> None:
    caller.feed(caller.lot(make_document(7, patient=OTHER), patient=OTHER))
    other = caller.state.find_entries_of_patient(OTHER.ins.matricule)[0]
    assert caller.feed(caller.lot(replaces=other.entry_uuid)).codes == ["XDSPatientIdDoesNotMatch"]


def unsigned(body: bytes) -> bytes:
    return body.replace(b"urn:ihe:iti:2007:AssociationType:signs", b"urn:ihe:iti:2007:AssociationType:XFRM")


def spoiled_value(body: bytes) -> bytes:
    return body.replace(b"<ds:SignatureProperty Id=", b"<ds:SignatureProperty  Id=").replace(b"AA==", b"AQ==")


@pytest.mark.parametrize(
    ("spoil", "words"), [(unsigned, "n'est pas signé"), (spoiled_value, "AA=="), (spoiled_value, "§6.3")]
)
def test_the_signature_of_the_lot_is_enforced(caller: Caller, spoil: object, words: str) -> None:
    assert callable(spoil)
    seen = caller.send(caller.build_feed(caller.lot()), spoil)
    assert "XDSRepositoryMetadataError" in seen.codes
    assert words in seen.contexts


def test_a_document_changed_after_the_signature_is_seen(caller: Caller) -> None:
    lot = caller.lot()
    built = caller.build_feed(lot)
    seen = caller.send(built, lambda body: body.replace(b"Glucose", b"Glycose"))
    assert "XAD-014" in seen.contexts


def test_warn_accepts_and_says_so(pki: PKI) -> None:
    caller = make_caller(pki, contents=ContentRules(signature=Strictness.WARN))
    seen = caller.send(caller.build_feed(caller.lot()), spoiled_value)
    assert seen.registry.is_success
    assert [error.is_warning for error in seen.registry.errors] == [True] * len(seen.registry.errors)
    assert "AA==" in seen.contexts


def test_off_says_nothing(pki: PKI) -> None:
    caller = make_caller(pki, contents=ContentRules(signature=Strictness.OFF, cda=Strictness.OFF))
    seen = caller.send(caller.build_feed(caller.lot()), spoiled_value)
    assert (seen.registry.is_success, seen.codes) == (True, [])


def test_a_document_that_is_no_cda_is_refused(caller: Caller) -> None:
    lot = caller.lot()
    lot.documents[0] = SubmittedDocument(symbolic_id="Document01", content=b"<a/>")
    seen = caller.feed(lot)
    assert "InvalidDocumentContent" in seen.codes
    assert "CDA-001" in seen.contexts


def test_nobody_feeds_in_reinforced_mode(caller: Caller) -> None:
    with pytest.raises(AccessDenied):
        caller.build_feed(caller.lot(), reinforced())
    caller_on_the_wire = caller.build_feed(caller.lot(), direct())
    assert caller.send(caller_on_the_wire).registry.is_success


def test_the_signature_of_a_stranger_is_refused(caller: Caller) -> None:
    caller.signer = caller.pki.foreign_sign
    seen = caller.feed()
    assert seen.codes == ["DMPInvalidCertificate"]
    assert seen.reply.status == 500

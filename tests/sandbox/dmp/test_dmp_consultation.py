"""TD0.2, ITI-18 and ITI-43 on the simulated DMP: answers, filters, rights, refusals."""

import pytest

from liane.codecs.ebxml.metadata import Slot
from liane.codecs.ebxml.names import AssociationType, AvailabilityStatus, StoredQuery
from liane.codecs.ebxml.query import LEAF_CLASS, OBJECT_REF, AdhocQueryRequest, quote, quote_list, render_query_request
from liane.codecs.saml.vihf import PurposeOfUse
from liane.codecs.xds.modes import Transaction
from liane.codecs.xds.request import REGISTRY, Recipe, build_request
from liane.domain.identity.ins import INS
from liane.domain.terminology.associations import find_class_code
from liane.domain.terminology.code import Code
from liane_sandbox.dmp.content_checks import ContentRules, Strictness
from liane_sandbox.dmp.existence import FolderStatus
from liane_sandbox.dmp.queries import QueryScope, answer_query
from liane_sandbox.dmp.refusals import RegistryRefused
from liane_sandbox.dmp.service import QUERY
from liane_sandbox.dmp.state import REPOSITORY_ID
from tests.sandbox.dmp.kit import (
    ABSENT,
    ADULT,
    CLOSED,
    HIDDEN,
    MASKED,
    MINOR,
    NOW,
    OTHER,
    SECRET,
    Caller,
    direct,
    make_caller,
    make_document,
    make_vihf,
    reinforced,
)

APPROVED = quote_list((AvailabilityStatus.APPROVED,))
PATIENT = quote(f"{ADULT.ins.matricule}^^^&{ADULT.ins.oid}&ISO^NH")


def ask(query: str, return_type: str = LEAF_CLASS, **parameters: str) -> AdhocQueryRequest:
    """A stored query; names of parameters without their prefix, several values of one name separated by ``|``."""
    prefix = "$XDSSubmissionSet" if query == StoredQuery.FIND_SUBMISSION_SETS else "$XDSDocumentEntry"
    slots = [
        Slot(name="$uuid" if name == "uuid" else prefix + name, values=(value,))
        for name, joined in parameters.items()
        for value in joined.split("|")
    ]
    return AdhocQueryRequest(query=query, parameters=tuple(slots), return_type=return_type)


def found_ids(caller: Caller, query: AdhocQueryRequest, **options: object) -> list[str]:
    seen = caller.query(query, **options)  # type: ignore[arg-type]
    assert seen.query.response.is_success, seen.contexts
    assert seen.query.total == len(seen.query.objects.entries)
    return [entry.unique_id for entry in seen.query.objects.entries]


# TD0.2


@pytest.mark.parametrize(
    ("patient", "response", "status"),
    [(ADULT, "OK", "active"), (CLOSED, "OK", "terminated"), (ABSENT, "NF", ""), (MINOR, "OK", "active")],
)
def test_existence_says_the_state_of_the_dmp(caller: Caller, patient: object, response: str, status: str) -> None:
    answer = caller.exists(patient).existence  # type: ignore[arg-type]
    assert (answer.acknowledgement, answer.response, answer.status) == ("AA", response, status)
    assert bool(answer.closing[0]) == (status == "terminated")


def test_nobody_has_a_dmp_under_a_real_authority(caller: Caller) -> None:
    real = INS(matricule=ADULT.ins.matricule, oid="1.2.250.1.213.1.4.8")
    assert caller.exists(vihf=make_vihf(real), ins=real).existence.response == "NF"


def test_existence_of_another_than_the_patient_of_the_vihf_is_an_error(caller: Caller) -> None:
    answer = caller.exists(OTHER, vihf=make_vihf(ADULT)).existence
    assert answer.acknowledgement == "AE"
    assert answer.details[0][0] == "XDSPatientIdDoesNotMatch"


def test_a_blocked_actor_feeds_and_does_not_consult(caller: Caller) -> None:
    caller.state.save_folder_status(ADULT.ins.matricule, FolderStatus.BLOCKED)
    assert caller.exists().existence.authorization == "INTERDIT"
    assert caller.feed().registry.is_success
    refused = caller.query(ask(StoredQuery.FIND_DOCUMENTS, Status=APPROVED))
    assert refused.codes == ["DMPAccessDeniedByRightsService"]


def test_existence_in_bris_de_glace_is_not_for_a_structure(caller: Caller) -> None:
    seen = caller.exists(vihf=make_vihf(purpose=PurposeOfUse.BRIS_DE_GLACE))
    assert seen.codes == ["DMPAccessDeniedByRightsService"]


# ITI-18


@pytest.fixture
def fed(caller: Caller) -> Caller:
    """A DMP with two documents, the second hidden from the patient."""
    assert caller.feed(caller.lot(make_document(1))).registry.is_success
    assert caller.feed(caller.lot(make_document(2), visibility=(HIDDEN,))).registry.is_success
    return caller


FIRST, SECOND = "1.2.250.1.999.1.8121.2.1.1", "1.2.250.1.999.1.8121.2.2.1"


def test_find_documents_gives_whole_fiches_without_signatures(fed: Caller) -> None:
    seen = fed.query(ask(StoredQuery.FIND_DOCUMENTS, PatientId=PATIENT, Status=APPROVED))
    entries = seen.query.objects.entries
    assert [entry.unique_id for entry in entries] == [FIRST, SECOND]
    first = entries[0]
    assert first.entry_uuid.startswith("urn:uuid:")
    assert first.lid == first.entry_uuid
    assert (first.version, first.status) == ("1", AvailabilityStatus.APPROVED)
    assert first.repository_unique_id == REPOSITORY_ID
    assert first.hash
    assert first.size == len(make_document(1))
    assert first.title


def test_the_patient_may_be_omitted(fed: Caller) -> None:
    assert found_ids(fed, ask(StoredQuery.FIND_DOCUMENTS, Status=APPROVED)) == [FIRST, SECOND]


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"TypeCode": "('11502-2^^2.16.840.1.113883.6.1')"}, [FIRST, SECOND]),
        ({"TypeCode": "('11488-4^^2.16.840.1.113883.6.1','11502-2^^2.16.840.1.113883.6.1')"}, [FIRST, SECOND]),
        ({"TypeCode": "('11488-4^^2.16.840.1.113883.6.1')"}, []),
        ({"TypeCode": "('11502-2^^9.9')"}, []),
        ({"ClassCode": "('10^^1.2.250.1.213.1.1.4.1')"}, [FIRST, SECOND]),
        ({"FormatCode": "('urn:ihe:lab:xd-lab:2008^^1.3.6.1.4.1.19376.1.2.3')"}, [FIRST, SECOND]),
        ({"ConfidentialityCode": "('INVISIBLE_PATIENT^^1.2.250.1.213.1.1.4.13')"}, [SECOND]),
        (
            {
                "ConfidentialityCode": "('N^^2.16.840.1.113883.5.25')|('INVISIBLE_PATIENT^^1.2.250.1.213.1.1.4.13')",
            },
            [SECOND],
        ),
        ({"ServiceStartTimeFrom": "20260113"}, [FIRST, SECOND]),
        ({"ServiceStartTimeFrom": "20260113073000"}, [FIRST, SECOND]),
        ({"ServiceStartTimeFrom": "20260113073001"}, []),
        ({"ServiceStartTimeTo": "20260113073000"}, []),
        ({"CreationTimeFrom": "'2025'", "CreationTimeTo": "2027"}, [FIRST, SECOND]),
        ({"AuthorPerson": "('%TESTFOUGERE%')"}, [FIRST, SECOND]),
        ({"AuthorPerson": "('TESTFOUGERE%')"}, []),
    ],
)
def test_filters_of_find_documents(fed: Caller, parameters: dict[str, str], expected: list[str]) -> None:
    assert found_ids(fed, ask(StoredQuery.FIND_DOCUMENTS, Status=APPROVED, **parameters)) == expected


def test_an_empty_answer_is_a_success(caller: Caller) -> None:
    answer = caller.query(ask(StoredQuery.FIND_DOCUMENTS, Status=APPROVED)).query
    assert answer.response.is_success
    assert (answer.total, answer.objects.entries) == (0, ())


@pytest.mark.parametrize(
    ("query", "code"),
    [
        (ask("urn:uuid:00000000-0000-4000-8000-000000000000"), "XDSUnknownStoredQuery"),
        (ask(StoredQuery.FIND_DOCUMENTS, PatientId=PATIENT), "XDSStoredQueryMissingParam"),
        (ask(StoredQuery.FIND_DOCUMENTS, PatientId=f"({PATIENT})", Status=APPROVED), "XDSStoredQueryParamNumber"),
        (
            ask(StoredQuery.FIND_DOCUMENTS, Status=APPROVED, ServiceStartTimeFrom="2025|2026"),
            "XDSStoredQueryParamNumber",
        ),
        (ask(StoredQuery.FIND_DOCUMENTS, PatientId="'1^^^&2&ISO'", Status=APPROVED), "XDSPatientIdDoesNotMatch"),
        (ask(StoredQuery.GET_DOCUMENTS), "XDSStoredQueryMissingParam"),
        (ask(StoredQuery.GET_DOCUMENTS, EntryUUID="'a'", UniqueId="'b'"), "XDSStoredQueryParamNumber"),
        (ask(StoredQuery.GET_ASSOCIATIONS), "XDSStoredQueryMissingParam"),
        (ask(StoredQuery.FIND_SUBMISSION_SETS), "XDSStoredQueryMissingParam"),
        (ask(StoredQuery.FIND_DOCUMENTS_BY_REFERENCE_ID, Status=APPROVED), "XDSStoredQueryMissingParam"),
        (ask(StoredQuery.GET_DOCUMENTS, return_type="Everything", UniqueId="'b'"), "XDSRegistryError"),
    ],
)
def test_each_wrong_query_has_its_code(caller: Caller, query: AdhocQueryRequest, code: str) -> None:
    seen = caller.query(query)
    assert seen.reply.status == 200
    assert [error.code for error in seen.query.response.errors] == [code]
    assert "§8" in seen.query.response.errors[0].context


def test_too_many_results(fed: Caller) -> None:
    scope = QueryScope(ins=ADULT.ins, state=fed.state, may_see=lambda _: True, results_max=1)
    with pytest.raises(RegistryRefused, match="XDSTooManyResults"):
        answer_query(ask(StoredQuery.FIND_DOCUMENTS, Status=APPROVED), scope)


def test_a_structure_finds_the_reference_of_a_document(fed: Caller) -> None:
    query = ask(StoredQuery.GET_DOCUMENTS, OBJECT_REF, UniqueId=quote_list((FIRST,)))
    answer = fed.query(query, direct()).query
    assert answer.total == 1
    assert fed.state.find_entry(answer.objects.references[0]) is not None


def as_structure(caller: Caller, query: AdhocQueryRequest) -> list[str]:
    """Send a query in INDIRECTE, as a client that does not hold itself back."""
    recipe = Recipe(transaction=Transaction.FIND_REFERENCE, path=REGISTRY, action=QUERY)
    return caller.send(build_request(caller.context(make_vihf()), recipe, render_query_request(query))).codes


def test_a_structure_gets_references_and_nothing_else(fed: Caller) -> None:
    assert as_structure(fed, ask(StoredQuery.GET_DOCUMENTS, OBJECT_REF, UniqueId=quote(FIRST))) == []
    denied = ["DMPAccessDeniedByRightsService"]
    assert as_structure(fed, ask(StoredQuery.GET_DOCUMENTS, LEAF_CLASS, UniqueId=quote(FIRST))) == denied
    assert as_structure(fed, ask(StoredQuery.FIND_DOCUMENTS, OBJECT_REF, Status=APPROVED)) == denied


def test_get_documents_is_bound_to_the_patient(fed: Caller) -> None:
    query = ask(StoredQuery.GET_DOCUMENTS, UniqueId=quote(FIRST))
    assert found_ids(fed, query) == [FIRST]
    assert found_ids(fed, query, vihf=reinforced(OTHER)) == []


def test_new_lots_then_their_members_then_their_documents(fed: Caller) -> None:
    lots = fed.query(
        ask(
            StoredQuery.FIND_SUBMISSION_SETS,
            PatientId=PATIENT,
            Status=APPROVED,
            SubmissionTimeFrom=NOW.strftime("%Y%m%d"),
        )
    ).query.objects.submission_sets
    assert len(lots) == 2
    uuids = quote_list(lot.symbolic_id for lot in lots)
    links = fed.query(ask(StoredQuery.GET_ASSOCIATIONS, uuid=uuids)).query.objects.associations
    members = [link.target for link in links if link.kind == AssociationType.HAS_MEMBER]
    answer = fed.query(ask(StoredQuery.GET_DOCUMENTS_AND_ASSOCIATIONS, EntryUUID=quote_list(members))).query
    assert [entry.unique_id for entry in answer.objects.entries] == [FIRST, SECOND]
    assert len(answer.objects.associations) == 2


def test_a_lot_before_the_date_is_not_new(fed: Caller) -> None:
    query = ask(StoredQuery.FIND_SUBMISSION_SETS, Status=APPROVED, SubmissionTimeFrom="21000101")
    assert fed.query(query).query.objects.submission_sets == ()


def test_find_by_reference(caller: Caller) -> None:
    reference = "ACC-1^^^&1.2.250.1.999&ISO^urn:ihe:iti:xds:2013:accession"
    assert caller.feed(caller.lot().with_entry(references=(reference,))).registry.is_success
    query = StoredQuery.FIND_DOCUMENTS_BY_REFERENCE_ID
    assert found_ids(caller, ask(query, Status=APPROVED, ReferenceIdList=quote_list((reference,)))) == [FIRST]
    assert found_ids(caller, ask(query, Status=APPROVED, ReferenceIdList="('other')")) == []


# Visibility


def test_a_masked_document_shows_to_its_author_alone(caller: Caller) -> None:
    caller.feed(caller.lot(visibility=(MASKED,)))
    query = ask(StoredQuery.FIND_DOCUMENTS, Status=APPROVED)
    assert found_ids(caller, query) == []
    assert found_ids(caller, query, vihf=reinforced(name_id="899900000011")) == [FIRST]
    assert caller.retrieve(FIRST).retrieved.response.errors[0].code == "XDSDocumentUniqueIdError"


def test_a_secret_document_of_a_minor_shows_in_secret(caller: Caller) -> None:
    cda = make_document(5, patient=MINOR)
    assert caller.feed(caller.lot(cda, patient=MINOR, visibility=(SECRET,))).registry.is_success
    query = ask(StoredQuery.FIND_DOCUMENTS, Status=APPROVED)
    assert found_ids(caller, query, vihf=reinforced(MINOR)) == []
    secret = reinforced(MINOR, confidentiality="INVISIBLE_REPRESENTANTS_LEGAUX")
    assert len(found_ids(caller, query, vihf=secret)) == 1


def test_the_habilitation_of_a_profession_filters_the_list(caller: Caller) -> None:
    psychology = Code(code="83901-9", system="2.16.840.1.113883.6.1")
    lenient = make_caller(caller.pki, contents=ContentRules(cda=Strictness.OFF))
    lot = lenient.lot().with_entry(type_code=psychology, class_code=find_class_code(psychology))
    assert lenient.feed(lot).registry.is_success
    query = ask(StoredQuery.FIND_DOCUMENTS, Status=APPROVED)
    dentist = (Code(code="40", system="1.2.250.1.71.1.2.7"),)
    assert found_ids(lenient, query) == [FIRST]
    assert found_ids(lenient, query, vihf=reinforced(roles=dentist)) == []


# ITI-43


def test_retrieve_gives_the_exact_bytes(fed: Caller) -> None:
    seen = fed.retrieve(FIRST, SECOND)
    assert seen.reply.content_type.startswith("multipart/related")
    assert seen.retrieved.response.is_success
    assert [document.content for document in seen.retrieved.documents] == [make_document(1), make_document(2)]


def test_retrieve_of_a_part_is_a_partial_success(fed: Caller) -> None:
    answer = fed.retrieve(FIRST, "1.2.3").retrieved
    assert answer.response.is_partial
    assert [error.code for error in answer.response.errors] == ["XDSDocumentUniqueIdError"]
    assert len(answer.documents) == 1


def test_retrieve_from_an_unknown_repository(fed: Caller) -> None:
    answer = fed.retrieve(FIRST, repository="1.2.3").retrieved
    assert [error.code for error in answer.response.errors] == ["XDSUnknownRepositoryId"]
    assert not answer.response.is_success


def test_retrieve_by_entry_uuid_is_a_fault_in_multipart(fed: Caller) -> None:
    seen = fed.retrieve("urn:uuid:0b8f8a0e-15b1-11f1-9d35-0242ac120002")
    assert (seen.reply.status, seen.codes) == (500, ["XDSDocumentUniqueIdError"])
    assert seen.reply.content_type.startswith("multipart/related")


def test_the_staff_of_a_structure_does_not_read(fed: Caller) -> None:
    staff = (Code(code="SECRETARIAT_MEDICAL", system="1.2.250.1.213.1.1.4.6"),)
    assert fed.retrieve(FIRST, vihf=reinforced(roles=staff)).codes == ["DMPAccessDeniedByRightsService"]


def test_a_closed_dmp_is_not_read(caller: Caller) -> None:
    seen = caller.retrieve(FIRST, vihf=reinforced(CLOSED))
    assert [error.code for error in seen.retrieved.response.errors] == ["XDSUnknownPatientId"]

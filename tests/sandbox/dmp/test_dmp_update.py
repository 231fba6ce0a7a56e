"""ITI-57 on the simulated DMP: versions of a fiche, archiving, deletion, and each refusal."""

from dataclasses import replace

import pytest

from liane.codecs.ebxml.metadata import DocumentEntry
from liane.codecs.ebxml.names import AvailabilityStatus
from liane.codecs.xds.transactions import StatusChange, build_update_status
from liane.domain.terminology.code import Code
from liane_sandbox.dmp.records import StoredEntry
from tests.sandbox.dmp.kit import ADULT, HIDDEN, MASKED, OTHER, Caller, direct, make_vihf, reinforced

APPROVED, ARCHIVED = AvailabilityStatus.APPROVED, AvailabilityStatus.ARCHIVED
DELETED, DEPRECATED = AvailabilityStatus.DELETED, AvailabilityStatus.DEPRECATED
AUTHOR = "899900000011"
N = Code(code="N", system="2.16.840.1.113883.5.25", label="Normal")


@pytest.fixture
def fed(caller: Caller) -> Caller:
    """A DMP with one document hidden from the patient."""
    assert caller.feed(caller.lot(visibility=(HIDDEN,))).registry.is_success
    return caller


def versions(caller: Caller) -> list[StoredEntry]:
    return [one for one in caller.state.find_entries_of_patient(ADULT.ins.matricule) if not one.is_signature]


def change(caller: Caller, original: AvailabilityStatus, new: AvailabilityStatus, **vihf: object) -> list[str]:
    target = versions(caller)[-1].entry_uuid
    seen = caller.change_status(
        StatusChange(entry_uuid=target, original=original, new=new), direct(name_id=AUTHOR, **vihf)
    )
    return seen.codes


def test_archive_then_unarchive_then_delete(fed: Caller) -> None:
    for original, new in ((APPROVED, ARCHIVED), (ARCHIVED, APPROVED), (APPROVED, ARCHIVED), (ARCHIVED, DELETED)):
        assert change(fed, original, new) == []
        assert versions(fed)[-1].status == new
    assert len(versions(fed)) == 1
    assert fed.state.get_document(versions(fed)[0].unique_id).body


def test_the_real_status_must_be_given(fed: Caller) -> None:
    assert change(fed, ARCHIVED, DELETED) == ["XDSMetadataUpdateError"]


@pytest.mark.parametrize("new", [DEPRECATED, APPROVED])
def test_a_transition_that_does_not_exist(fed: Caller, new: AvailabilityStatus) -> None:
    assert change(fed, APPROVED, new) == ["XDSMetadataUpdateOperationError"]


def test_nothing_leads_out_of_deleted(fed: Caller) -> None:
    change(fed, APPROVED, DELETED)
    assert change(fed, DELETED, APPROVED) == ["XDSMetadataUpdateOperationError"]


def test_an_unknown_fiche_is_unresolved(fed: Caller) -> None:
    nobody = "urn:uuid:00000000-0000-4000-8000-000000000000"
    seen = fed.change_status(StatusChange(entry_uuid=nobody, original=APPROVED, new=DELETED))
    assert seen.codes == ["UnresolvedReferenceException"]


def test_a_fiche_of_another_patient_is_not_touched(fed: Caller) -> None:
    target = StatusChange(entry_uuid=versions(fed)[0].entry_uuid, original=APPROVED, new=DELETED)
    seen = fed.change_status(target, direct(OTHER, name_id=AUTHOR), OTHER)
    assert seen.codes == ["XDSMetadataIdentifierError"]


def test_a_structure_deletes_its_own_documents(fed: Caller) -> None:
    target = StatusChange(entry_uuid=versions(fed)[0].entry_uuid, original=APPROVED, new=DELETED)
    assert fed.change_status(target, make_vihf()).codes == []
    assert versions(fed)[0].status == DELETED


def test_an_author_alone_deletes_with_a_card(fed: Caller) -> None:
    target = StatusChange(entry_uuid=versions(fed)[0].entry_uuid, original=APPROVED, new=DELETED)
    seen = fed.change_status(target, direct(name_id="899900000099"))
    assert seen.codes == ["DMPAccessDeniedByRightsService"]
    assert "réservé" in seen.contexts


def test_a_lot_is_used_once(fed: Caller) -> None:
    lot = fed.submission_set()
    wanted = StatusChange(entry_uuid=versions(fed)[0].entry_uuid, original=APPROVED, new=ARCHIVED)
    context = fed.context(direct(name_id=AUTHOR))
    assert fed.send(build_update_status(context, lot, wanted)).codes == []
    assert "XDSDuplicateUniqueIdInRegistry" in fed.send(build_update_status(context, lot, wanted)).codes


def shown(stored: StoredEntry, *visibility: Code) -> DocumentEntry:
    """The fiche as a client sends it back, with another visibility."""
    return replace(stored.entry, symbolic_id="Document01", confidentiality=(N, *visibility), status="", version="")


def test_making_visible_makes_a_new_version(fed: Caller) -> None:
    old = versions(fed)[0]
    assert fed.change_entry(shown(old), "1", reinforced()).codes == []
    first, second = versions(fed)
    assert (first.status, second.status) == (DEPRECATED, APPROVED)
    assert (first.lid, first.unique_id) == (second.lid, second.unique_id)
    assert first.entry_uuid != second.entry_uuid
    assert (second.version, second.entry.version) == (2, "2")
    assert second.visibility == frozenset()


def test_a_document_is_never_hidden_again(fed: Caller) -> None:
    fed.change_entry(shown(versions(fed)[0]), "1")
    again = fed.change_entry(shown(versions(fed)[1], HIDDEN), "2")
    assert again.codes == ["XDSMetadataUpdateOperationError"]


def test_mask_and_unmask(fed: Caller) -> None:
    fed.change_entry(shown(versions(fed)[0]), "1")
    assert fed.change_entry(shown(versions(fed)[1], MASKED), "2").codes == []
    denied = fed.change_entry(shown(versions(fed)[2]), "3", direct(name_id="899900000099"))
    assert denied.codes == ["DMPAccessDeniedByRightsService"]
    assert fed.change_entry(shown(versions(fed)[2]), "3", direct(name_id=AUTHOR)).codes == []
    assert versions(fed)[-1].version == 4


@pytest.mark.parametrize("previous", ["", "2", "x"])
def test_the_previous_version_is_a_lock(fed: Caller, previous: str) -> None:
    assert fed.change_entry(shown(versions(fed)[0]), previous).codes == ["XDSMetadataVersionError"]


def test_an_unknown_lid(fed: Caller) -> None:
    entry = replace(shown(versions(fed)[0]), lid="urn:uuid:00000000-0000-4000-8000-000000000000")
    assert fed.change_entry(entry, "1").codes == ["XDSMetadataIdentifierError"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"hash": "0" * 40}, "UnmodifiableMetadataError"),
        ({"size": 3}, "UnmodifiableMetadataError"),
        ({"unique_id": "1.2.3"}, "UnmodifiableMetadataError"),
        ({"title": "Autre"}, "XDSMetadataUpdateError"),
        ({"creation_time": "20200101000000"}, "XDSMetadataUpdateError"),
    ],
)
def test_nothing_but_visibility_changes(fed: Caller, changes: dict[str, object], code: str) -> None:
    entry = replace(shown(versions(fed)[0]), **changes)  # type: ignore[arg-type]
    assert fed.change_entry(entry, "1").codes == [code]


def test_another_wording_of_a_code_is_no_change(fed: Caller) -> None:
    entry = shown(versions(fed)[0])
    assert entry.type_code is not None
    reworded = replace(entry, type_code=replace(entry.type_code, label="autre libellé"))
    assert fed.change_entry(reworded, "1").codes == []


def test_masking_what_is_hidden_is_a_cumulation(fed: Caller) -> None:
    seen = fed.change_entry(shown(versions(fed)[0], HIDDEN, MASKED), "1")
    assert seen.codes == ["XDSRegistryMetadataError"]


def test_the_same_visibility_is_no_update(fed: Caller) -> None:
    seen = fed.change_entry(shown(versions(fed)[0], HIDDEN), "1")
    assert seen.codes == ["XDSMetadataUpdateOperationError"]


def test_a_deprecated_version_is_not_updated(fed: Caller) -> None:
    change(fed, APPROVED, DELETED)
    assert fed.change_entry(shown(versions(fed)[0]), "1").codes == ["XDSMetadataUpdateOperationError"]

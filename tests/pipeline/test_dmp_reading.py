"""The consultation of the DMP against the simulated one: opening, lists, documents, what is kept."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from liane.connectors.dmp.client import LARGE_BYTES_MIN
from liane.domain.audit.access import AccessAct, Outcome
from liane.domain.dmp.document import DocumentState, Visibility
from liane.domain.dmp.filters import DMPFilters
from liane.domain.dmp.folder import AccessMode, AccessSign, Authorisation
from liane.domain.dmp.refusals import DMPDenied
from liane.domain.dmp.visits import count_new
from liane.domain.errors import MalformedMessage, RemoteRefusal, RemoteUnavailable, RuleViolation
from liane.domain.identity.person import Consents, ConsultationStance
from liane.domain.terminology.code import Code
from liane.store.postgres_store import PostgresStore
from liane_sandbox.dmp.access_book import Actor, Opposition
from liane_sandbox.dmp.existence import FolderStatus
from liane_sandbox.emitter.example_documents import make_example
from liane_sandbox.emitter.examples.facts import make_facts
from liane_sandbox.faults import Fault, FaultKind
from liane_sandbox.pki.folder import PKI
from tests.pipeline.dmp_reading_kit import (
    AUTHOR_ID,
    DOCTOR_ID,
    Scene,
    make_opening,
    make_operator,
    make_person,
    make_situation,
    open_scene,
)
from tests.sandbox.dmp.kit import ABSENT, ADULT, CLOSED, HIDDEN, MASKED, MINOR, NOW, SECRET, make_document

pytestmark = pytest.mark.anyio
DONE, REFUSED, FAILED = Outcome.DONE, Outcome.REFUSED, Outcome.FAILED


@pytest.fixture
async def scene(pki: PKI, store: PostgresStore, tmp_path: Path) -> AsyncIterator[Scene]:
    async with open_scene(pki, store, tmp_path) as opened:
        yield opened


async def refuse(scene: Scene, code: str, **asked: Any) -> None:
    person, operator = asked.pop("person", make_person()), asked.pop("operator", make_operator())
    with pytest.raises(DMPDenied) as refused:
        await scene.service.open(person, operator, **asked)
    assert refused.value.finding.code == code
    assert refused.value.finding.remedy


# Opening


async def test_the_first_opening_declares_the_authorisation_by_itself(scene: Scene) -> None:
    """DMP/UX.08: TD0.2, then TD0.3 when the patient is informed and not opposed."""
    folder = await scene.service.open(make_person(), make_operator(), address="192.0.2.7")
    assert folder.facts.sign is AccessSign.AUTHORISED
    assert scene.calls == ["PRPA_IN201307UV02", "setAuthorization"]
    grant = scene.book.find(ADULT.ins.matricule, Actor(identifier=DOCTOR_ID))
    assert grant is not None
    assert scene.trail.told == [
        (AccessAct.AUTHORISE_DMP, DONE),
        (AccessAct.AUTHORISE_DMP, DONE),
        (AccessAct.OPEN_DMP, DONE),
    ]
    assert {line.address for line in scene.trail.lines} == {"192.0.2.7"}
    assert {line.person_id for line in scene.trail.lines} == {1}
    declared = await scene.store.dmp.find_authorisations(1)
    assert [(one["reader"], one["action"], one["status"]) for one in declared] == [(DOCTOR_ID, "AJOUT", "DMPOk")]


async def test_an_opening_serves_its_session_and_no_other(scene: Scene) -> None:
    first = await scene.service.open(make_person(), make_operator())
    again = await scene.service.open(make_person(), make_operator())
    assert (again.key, again.facts) == (first.key, first.facts)
    assert scene.calls.count("PRPA_IN201307UV02") == 1
    other = await scene.service.open(make_person(), make_operator(session="une autre"))
    assert other.key != first.key
    assert scene.calls.count("PRPA_IN201307UV02") == 2


async def test_an_opening_ends_within_the_hour(scene: Scene) -> None:
    first = await scene.service.open(make_person(), make_operator())
    assert first.until - first.opened_at == timedelta(hours=1)
    scene.pass_time(timedelta(minutes=59, seconds=59))
    assert (await scene.service.open(make_person(), make_operator())).key == first.key
    scene.pass_time(timedelta(seconds=1))
    assert (await scene.service.open(make_person(), make_operator())).key != first.key


async def test_an_opening_does_not_outlive_the_consent(scene: Scene) -> None:
    """DMP/CONF.06: an opposition blocks at once, whatever was opened before."""
    await scene.service.open(make_person(), make_operator())
    opposed = make_person(consents=Consents(consultation=ConsultationStance.REFUSED))
    await refuse(scene, "DMP-010", person=opposed)
    assert scene.trail.told[-1] == (AccessAct.OPEN_DMP, REFUSED)


@pytest.mark.parametrize(("patient", "code"), [(ABSENT, "DMP-012"), (CLOSED, "DMP-013")])
async def test_a_folder_that_is_absent_or_closed_is_said_so(scene: Scene, patient: Any, code: str) -> None:
    await refuse(scene, code, person=make_person(patient))
    assert "setAuthorization" not in scene.calls


async def test_who_is_blocked_stays_out_even_by_breaking_the_glass(scene: Scene) -> None:
    scene.server.state.save_folder_status(ADULT.ins.matricule, FolderStatus.BLOCKED)
    await refuse(scene, "DMP-014")
    await refuse(scene, "DMP-014", access=AccessMode.BRIS_DE_GLACE, reason="patient inconscient")


async def test_breaking_the_glass_needs_no_authorisation_and_is_traced_before_it_leaves(scene: Scene) -> None:
    opposed = make_person(consents=Consents(consultation=ConsultationStance.REFUSED))
    folder = await scene.service.open(
        opposed, make_operator(), access=AccessMode.BRIS_DE_GLACE, reason="patient inconscient"
    )
    assert folder.facts.authorisation is Authorisation.NON_EXISTE
    assert "setAuthorization" not in scene.calls
    assert scene.trail.told == [(AccessAct.BREAK_GLASS, DONE), (AccessAct.BREAK_GLASS, DONE)]
    assert {line.reason for line in scene.trail.lines} == {"patient inconscient"}
    again = await scene.service.open(opposed, make_operator(), access=AccessMode.BRIS_DE_GLACE)
    assert (again.key, again.reason) == (folder.key, "patient inconscient")


@pytest.mark.parametrize(
    ("mode", "opposition"),
    [
        (AccessMode.BRIS_DE_GLACE, Opposition.BREAK_GLASS),
        (AccessMode.CENTRE_15, Opposition.CENTRE_15),
    ],
)
async def test_an_opposition_recorded_in_the_dmp_closes_the_emergency(
    scene: Scene, mode: AccessMode, opposition: Opposition
) -> None:
    scene.book.oppose(ADULT.ins.matricule, opposition, is_opposed=True)
    await refuse(scene, "DMP-015", access=mode, reason="patient inconscient")


async def test_a_dmp_that_is_away_is_traced_as_failed(scene: Scene) -> None:
    scene.faults.add(Fault(service="dmp.patients", kind=FaultKind.HANG_UP_BEFORE))
    with pytest.raises(RemoteUnavailable):
        await scene.service.open(make_person(), make_operator())
    assert scene.trail.told == [(AccessAct.OPEN_DMP, FAILED)]


async def test_a_refused_authorisation_is_a_refusal_of_the_dmp(scene: Scene) -> None:
    scene.faults.add(Fault(service="dmp.habilitations", kind=FaultKind.REFUSE, code="DMPAccessDeniedByRightsService"))
    with pytest.raises(RemoteRefusal) as refused:
        await scene.service.open(make_person(), make_operator())
    assert refused.value.code == "DMPAccessDeniedByRightsService"
    assert scene.trail.told[-2:] == [(AccessAct.AUTHORISE_DMP, FAILED), (AccessAct.OPEN_DMP, FAILED)]


# Lists


async def test_a_list_says_each_document_and_is_kept_for_the_session(scene: Scene) -> None:
    unique_id = scene.feed()
    folder = await scene.service.open(make_person(), make_operator())
    listing = await scene.service.list(folder)
    (document,) = listing.documents
    assert (document.unique_id, document.type.code, document.state) == (unique_id, "11502-2", DocumentState.APPROVED)
    assert document.authors[0].identifier == AUTHOR_ID
    assert document.date is not None
    assert document.date.tzinfo is not None
    assert (listing.is_cached, listing.new_since, dict(listing.new_counts)) == (False, None, {})
    again = await scene.service.list(folder)
    assert again.is_cached
    assert again.documents == listing.documents
    assert scene.calls.count("RegistryStoredQuery") == 1
    fresh = await scene.service.list(folder, is_fresh=True)
    assert not fresh.is_cached
    assert [act for act, _ in scene.trail.told].count(AccessAct.SEARCH_DMP) == 3


FILTERS = (
    (DMPFilters(types=(Code(code="11502-2", system="2.16.840.1.113883.6.1"),)), 2),
    (DMPFilters(types=(Code(code="18748-4", system="2.16.840.1.113883.6.1"),)), 0),
    (DMPFilters(classes=(Code(code="10", system="1.2.250.1.213.1.1.4.1"),)), 2),
    (DMPFilters(classes=(Code(code="31", system="1.2.250.1.213.1.1.4.1"),)), 0),
    (DMPFilters(author="testfougère"), 2),
    (DMPFilters(author="TILLEULS"), 2),
    (DMPFilters(author=AUTHOR_ID), 2),
    (DMPFilters(author="personne"), 0),
    (DMPFilters(author="899900000000"), 0),
    (DMPFilters(visibility=(Visibility.INVISIBLE_PATIENT,)), 1),
    (DMPFilters(act_started_from=NOW), 0),
    (DMPFilters(act_started_before=NOW), 2),
    (DMPFilters(created_before=NOW), 2),
    (DMPFilters(act_ended_from=NOW), 0),
    (DMPFilters(states=(DocumentState.ARCHIVED,)), 0),
    (DMPFilters(references=("ACC-2026-0009",)), 0),
)


@pytest.mark.parametrize(("filters", "count"), FILTERS)
async def test_every_filter_narrows_the_list(scene: Scene, filters: DMPFilters, count: int) -> None:
    scene.feed(1)
    scene.feed(2, visibility=(HIDDEN,))
    folder = await scene.service.open(make_person(), make_operator())
    assert len((await scene.service.list(folder, filters)).documents) == count


async def test_a_document_is_found_by_the_number_of_its_request(scene: Scene) -> None:
    unique_id = scene.feed(cda=make_example("cr_img", facts=make_facts(ADULT, 9)))
    folder = await scene.service.open(make_person(), make_operator())
    (document,) = (await scene.service.list(folder)).documents
    assert document.references
    for reference in ("acc-2026-0009", document.references[0]):
        (found,) = (await scene.service.list(folder, DMPFilters(references=(reference,)))).documents
        assert found.unique_id == unique_id
    assert (await scene.service.list(folder, DMPFilters(references=("ACC-0",)))).documents == ()


@pytest.mark.parametrize(
    ("filters", "code"),
    [
        (DMPFilters(types=(Code(code="inconnu"),)), "DMP-028"),
        (DMPFilters(states=()), "DMP-028"),
        (DMPFilters(types=(Code(code="11502-2"),) * 51), "DMP-029"),
        (DMPFilters(created_from=NOW, created_before=NOW), "DMP-034"),
    ],
)
async def test_a_useless_search_does_not_leave(scene: Scene, filters: DMPFilters, code: str) -> None:
    folder = await scene.service.open(make_person(), make_operator())
    with pytest.raises(RuleViolation) as refused:
        await scene.service.list(folder, filters)
    assert code in {finding.code for finding in refused.value.findings}
    assert "RegistryStoredQuery" not in scene.calls


async def test_what_others_deposited_since_the_last_visit_is_new(scene: Scene) -> None:
    """DMP/UX.15: badge of what is new, by others, since the reader's own last visit."""
    scene.authorise(AUTHOR_ID)
    doctor, author = make_operator(), make_operator(AUTHOR_ID)
    last = NOW - timedelta(days=2)
    for reader in (DOCTOR_ID, AUTHOR_ID):
        await scene.store.dmp.save_opening(make_opening(last), user=reader)
    scene.feed(1)
    scene.feed(2, visibility=(HIDDEN,))
    folder = await scene.service.open(make_person(), doctor)
    assert folder.previous_visit == last
    listing = await scene.service.list(folder)
    assert listing.new_since == last
    assert dict(listing.new_counts) == count_new(listing.documents) == {"biologie": 2}
    mine = await scene.service.list(await scene.service.open(make_person(), author))
    assert dict(mine.new_counts) == {}, "one's own documents are no news"
    scene.pass_time(timedelta(hours=2))
    later = await scene.service.open(make_person(), doctor)
    assert later.previous_visit == last, "the same session goes on with the same visit"
    another = await scene.service.open(make_person(), make_operator(session="une autre"))
    assert another.previous_visit == NOW + timedelta(hours=2)


async def test_an_authorisation_withdrawn_meanwhile_is_a_refusal_of_the_dmp(scene: Scene) -> None:
    folder = await scene.service.open(make_person(), make_operator())
    scene.book.remove(ADULT.ins.matricule, Actor(identifier=DOCTOR_ID))
    with pytest.raises(RemoteRefusal) as refused:
        await scene.service.list(folder)
    assert refused.value.code == "DMPAccessDeniedByRightsService"
    assert scene.trail.told[-1] == (AccessAct.SEARCH_DMP, FAILED)


# Documents


async def test_a_document_is_read_whole_and_kept_for_the_session(scene: Scene) -> None:
    unique_id = scene.feed()
    folder = await scene.service.open(make_person(), make_operator())
    content = await scene.service.read(folder, unique_id)
    assert (content.data, content.media_type, content.is_cached) == (make_document(), "text/xml", False)
    again = await scene.service.read(folder, unique_id)
    assert (again.data, again.document, again.is_cached) == (content.data, content.document, True)
    assert scene.calls.count("RetrieveDocumentSet") == 1
    lines = [line for line in scene.trail.lines if line.act is AccessAct.READ_DMP_DOCUMENT]
    assert [line.target for line in lines] == [unique_id, unique_id]


async def test_a_document_hidden_from_the_patient_is_read_with_a_warning(scene: Scene) -> None:
    """[EX_3.2-1025]."""
    unique_id = scene.feed(visibility=(HIDDEN,))
    folder = await scene.service.open(make_person(), make_operator())
    content = await scene.service.read(folder, unique_id)
    assert content.document.warnings == ("Ce document n’est pas visible par le patient.",)


async def test_a_document_unknown_or_masked_cannot_be_told_apart(scene: Scene) -> None:
    masked = scene.feed(visibility=(MASKED,))
    folder = await scene.service.open(make_person(), make_operator())
    for unique_id in (masked, "1.2.250.1.999.404"):
        with pytest.raises(DMPDenied) as refused:
            await scene.service.read(folder, unique_id)
        assert refused.value.finding.code == "DMP-030"
    author = await scene.service.open(make_person(), make_operator(AUTHOR_ID))
    assert (await scene.service.read(author, masked)).document.is_mine
    urgent = await scene.service.open(
        make_person(), make_operator(), access=AccessMode.BRIS_DE_GLACE, reason="patient inconscient"
    )
    assert (await scene.service.read(urgent, masked)).document.unique_id == masked


async def test_bytes_that_are_not_those_of_the_fiche_are_refused(scene: Scene) -> None:
    unique_id = scene.feed()
    scene.server.state.run("UPDATE documents SET body = CAST(body || x'20' AS BLOB)", ())
    folder = await scene.service.open(make_person(), make_operator())
    with pytest.raises(MalformedMessage, match="DMP-031"):
        await scene.service.read(folder, unique_id)
    assert await scene.store.dmp.find_body(folder.key, unique_id, NOW) is None


async def test_a_minor_in_secret_shows_what_the_parents_do_not_see(scene: Scene) -> None:
    """dmp.md §11.3; [EX_0.1-1100]: the mark goes with every call of the session."""
    scene.authorise(DOCTOR_ID, MINOR)
    unique_id = scene.feed(5, patient=MINOR, cda=make_document(5, patient=MINOR), visibility=(SECRET,))
    minor = make_person(MINOR)
    plain = await scene.service.open(minor, make_operator())
    assert (await scene.service.list(plain)).documents == ()
    secret = await scene.service.open(minor, make_operator(), secret=True)
    assert secret.key != plain.key
    (document,) = (await scene.service.list(secret)).documents
    assert document.unique_id == unique_id
    await refuse(scene, "DMP-019", person=make_person(), secret=True)


# What is kept, and no longer


async def test_signing_out_forgets_everything_read(scene: Scene) -> None:
    unique_id = scene.feed()
    folder = await scene.service.open(make_person(), make_operator())
    await scene.service.list(folder)
    await scene.service.read(folder, unique_id)
    assert await scene.service.close_session(folder.operator.session) == 1
    async with scene.store.reading() as connection:
        for table in ("dmp_openings", "dmp_lists", "dmp_bodies"):
            assert await connection.fetchval(f"SELECT count(*) FROM {table}") == 0, table
        assert await connection.fetchval("SELECT count(*) FROM dmp_visits") == 1
    await scene.service.list(folder)
    assert scene.calls.count("RegistryStoredQuery") == 3, (
        "list, fiche, list again: nothing is served from what was kept"
    )


async def test_what_ended_is_swept_and_never_served(scene: Scene) -> None:
    folder = await scene.service.open(make_person(), make_operator())
    await scene.service.list(folder)
    scene.pass_time(timedelta(hours=1))
    assert not (await scene.service.list(folder)).is_cached
    assert await scene.store.dmp.sweep(scene.clock[0]) == 1


async def test_another_situation_of_the_same_person_is_judged_again(scene: Scene) -> None:
    await scene.service.open(make_person(), make_operator())
    elsewhere = replace(make_operator(), situation=make_situation(structure="1999999980"))
    await refuse(scene, "DMP-008", operator=elsewhere)


@pytest.mark.parametrize("wrong", ["", "1.2\x00", "1.2\ud800", "\x1f", "9" * 129])
async def test_what_is_no_unique_id_is_not_given_and_nothing_leaves(scene: Scene, wrong: str) -> None:
    """Neither XML nor the store carries these: a forged address gets the same answer as an unknown document."""
    folder = await scene.service.open(make_person(), make_operator())
    sent = len(scene.calls)
    with pytest.raises(DMPDenied) as denied:
        await scene.service.read(folder, wrong)
    assert denied.value.finding.code == "DMP-030"
    assert scene.trail.told[-1] == (AccessAct.READ_DMP_DOCUMENT, REFUSED)
    assert len(scene.calls) == sent


async def test_a_long_answer_is_read_away_from_the_loop_and_whole(scene: Scene) -> None:
    """Past LARGE_BYTES_MIN the answer is read in a thread: what it says, and what goes wrong with it, is the same."""
    fed = {scene.feed(serial) for serial in range(1, 25)}
    folder = await scene.service.open(make_person(), make_operator())
    listing = await scene.service.list(folder)
    assert {one.unique_id for one in listing.documents} == fed
    answered = scene.server.state.find_traces(limit=1)[0].response
    assert len(answered) > LARGE_BYTES_MIN

"""Holding a document until its announcement, and letting it go, on a real store."""

import asyncio
from dataclasses import replace

import pytest

from liane.domain.audit.access import AccessAct, Outcome
from liane.domain.documents.announcement import (
    AnnouncementState,
    FolderVisibility,
    HoldOrigin,
    PatientMail,
    ReleaseMode,
)
from liane.domain.documents.delivery import DeliveryState, Destination
from liane.domain.documents.request import DocumentRequest, RequestAction, RequestFlags
from liane.domain.errors import AccessDenied, RemoteUnavailable, RuleViolation, StaleVersion
from liane.domain.identity.rights import PatientRights
from liane.pipeline.announcement.desk import Hand, Shown
from liane.pipeline.announcement.rules import AnnouncementRules
from liane.store.postgres_store import PostgresStore
from liane.store.records import StoredDelivery
from tests.pipeline.announcement_kit import (
    BIOLOGY,
    HAND,
    HIDDEN,
    SECRETARY,
    TO_PATIENT,
    Folder,
    Ward,
    delays,
    make_ward,
)

pytestmark = pytest.mark.anyio
REPLACE, DELETE = RequestAction.REPLACE, RequestAction.DELETE


@pytest.fixture
async def ward(store: PostgresStore) -> Ward:
    made = make_ward(store, folder=Folder(script=[Shown.DONE]))
    await made.know()
    return made


async def test_a_flagged_document_is_fed_hidden_and_waits_on_the_worklist(ward: Ward) -> None:
    document = await ward.receive(HIDDEN)
    assert await ward.feed()
    (line,) = await ward.announcements.list_announcements("waiting", limit=10)
    assert line.document.id == document.id
    assert line.announcement.origin is HoldOrigin.FLAG
    assert line.announcement.fed_hidden
    assert await ward.announcements.count() == {"waiting": 1, "to_show": 0}


async def test_a_document_that_nobody_flags_is_not_touched(ward: Ward) -> None:
    await ward.receive(TO_PATIENT)
    assert not await ward.feed()
    assert isinstance(await ward.mail(), DocumentRequest)
    assert await ward.keeper.work() == 0
    assert await ward.announcements.count() == {"waiting": 0, "to_show": 0}


async def test_a_rule_of_the_site_holds_the_mail_too(ward: Ward) -> None:
    ward.hold_rules = BIOLOGY
    document = await ward.receive(TO_PATIENT)
    assert await ward.feed()
    held = await ward.mail()
    assert isinstance(held, StoredDelivery)
    assert (held.state, held.cause and held.cause.code) == (DeliveryState.PARKED, "announcement.waiting")
    assert (await ward.of(document)).origin is HoldOrigin.RULE
    assert "announcement.held" in await ward.flow.names(document)


async def test_the_announcement_shows_the_document_and_mails_the_patient_once(ward: Ward) -> None:
    document = await ward.receive(HIDDEN)
    assert await ward.feed()
    assert await ward.mail() is None
    done = await ward.desk.release(document.unique_id, HAND, note="Consultation du matin.", mails=True)
    assert (done.state, done.mode) == (AnnouncementState.RELEASED, ReleaseMode.PERSON)
    assert (done.visibility, done.mail) == (FolderVisibility.DONE, PatientMail.PLANNED)
    assert (done.released_by, done.released_id) == (HAND.operator.name, HAND.operator.identifier)
    left = await ward.mail()
    assert isinstance(left, DocumentRequest)
    assert not left.flags.invisible_patient
    assert await ward.mail() is None
    assert ward.folder is not None
    assert ward.folder.asked == [document.unique_id]
    (event,) = ward.trail.events
    assert (event.act, event.outcome, event.address) == (AccessAct.ANNOUNCE, Outcome.DONE, "10.0.0.9")
    assert {"announcement.released", "announcement.shown"} <= set(await ward.flow.names(document))


async def test_the_held_mail_of_a_rule_leaves_as_it_was_planned(ward: Ward) -> None:
    ward.hold_rules = BIOLOGY
    document = await ward.receive(TO_PATIENT)
    await ward.feed()
    await ward.mail()
    await ward.desk.release(document.unique_id, HAND, note="", mails=True)
    assert isinstance(await ward.mail(), DocumentRequest)
    assert await ward.mails() == [("create", DeliveryState.DELIVERED)]


async def test_an_announcement_before_the_feed_lets_the_feed_show_the_document(ward: Ward) -> None:
    document = await ward.receive(HIDDEN)
    await ward.keeper.work()
    done = await ward.desk.release(document.unique_id, HAND, note="", mails=False)
    assert (done.visibility, done.mail) == (FolderVisibility.NOT_NEEDED, PatientMail.NONE)
    assert not await ward.feed()
    assert ward.folder is not None
    assert not ward.folder.asked


async def test_nobody_without_the_right_announces_and_the_refusal_is_traced(ward: Ward) -> None:
    document = await ward.receive(HIDDEN)
    await ward.feed()
    with pytest.raises(AccessDenied):
        await ward.desk.release(document.unique_id, Hand(operator=SECRETARY), note="", mails=True)
    assert (await ward.of(document)).state is AnnouncementState.WAITING
    assert [one.outcome for one in ward.trail.events] == [Outcome.REFUSED]


async def test_a_release_is_not_done_twice(ward: Ward) -> None:
    document = await ward.receive(HIDDEN)
    await ward.feed()
    results = await asyncio.gather(
        *(ward.desk.release(document.unique_id, HAND, note="", mails=True) for _ in range(3)),
        return_exceptions=True,
    )
    refused = [one for one in results if isinstance(one, RuleViolation)]
    assert len(refused) == 2
    assert {one.findings[0].code for one in refused} == {"ANN-004"}
    assert [action for action, _ in await ward.mails()] == ["create"]


async def test_a_line_that_changed_meanwhile_is_not_released(ward: Ward) -> None:
    document = await ward.receive(HIDDEN)
    await ward.keeper.work()
    seen = await ward.of(document)
    await ward.feed()
    with pytest.raises(StaleVersion):
        await ward.desk.release(document.unique_id, replace(HAND, version=seen.version), note="", mails=True)


async def test_a_dmp_that_does_not_answer_leaves_the_line_to_finish_and_the_mail_leaves(ward: Ward) -> None:
    ward.folder = Folder(script=[RemoteUnavailable("dmp", "TIMEOUT"), AccessDenied("Accès refusé."), Shown.ALREADY])
    document = await ward.receive(HIDDEN)
    await ward.feed()
    done = await ward.desk.release(document.unique_id, HAND, note="", mails=True)
    assert (done.state, done.visibility) == (AnnouncementState.RELEASED, FolderVisibility.TO_DO)
    assert "TIMEOUT" in done.visibility_note
    assert isinstance(await ward.mail(), DocumentRequest)
    assert await ward.announcements.count() == {"waiting": 0, "to_show": 1}
    assert (await ward.desk.show(document.unique_id, HAND)).visibility_note == "Accès refusé."
    assert (await ward.desk.show(document.unique_id, HAND)).visibility is FolderVisibility.DONE
    assert (await ward.desk.show(document.unique_id, HAND)).visibility is FolderVisibility.DONE
    assert len(ward.folder.asked) == 3


async def test_without_a_consultation_the_dmp_is_left_to_do(ward: Ward) -> None:
    ward.folder = None
    document = await ward.receive(HIDDEN)
    await ward.feed()
    done = await ward.desk.release(document.unique_id, HAND, note="", mails=False)
    assert done.visibility is FolderVisibility.TO_DO
    assert "émetteur" in done.visibility_note


async def test_a_feed_refused_by_the_dmp_leaves_nothing_to_show(ward: Ward) -> None:
    document = await ward.receive(HIDDEN)
    await ward.try_one(Destination.DMP, ends=DeliveryState.REFUSED)
    done = await ward.desk.release(document.unique_id, HAND, note="", mails=False)
    assert done.visibility is FolderVisibility.NOT_NEEDED


async def test_a_new_version_of_a_held_document_waits_too_and_the_patient_gets_only_it(ward: Ward) -> None:
    ward.hold_rules = BIOLOGY
    first = await ward.receive(TO_PATIENT)
    await ward.feed()
    await ward.mail()
    second = await ward.receive(TO_PATIENT, version=2, action=REPLACE)
    await ward.keeper.work()
    assert (await ward.of(first)).state is AnnouncementState.SUPERSEDED
    assert (await ward.of(second)).origin is HoldOrigin.VERSION
    assert await ward.feed()
    held = await ward.mail()
    assert isinstance(held, StoredDelivery)
    assert held.state is DeliveryState.PARKED
    await ward.desk.release(second.unique_id, HAND, note="", mails=True)
    assert isinstance(await ward.mail(), DocumentRequest)
    states = [one for one in await ward.mails() if one[1] is DeliveryState.DELIVERED]
    assert states == [("create", DeliveryState.DELIVERED)], "a patient who got nothing gets no « annule et remplace »"


async def test_a_mail_alone_is_not_stuck_behind_the_version_it_replaces(ward: Ward) -> None:
    ward.hold_rules = BIOLOGY
    only_mail = RequestFlags(dest_mssante_patient=True)
    await ward.receive(only_mail)
    await ward.mail()
    second = await ward.receive(only_mail, version=2, action=REPLACE)
    await ward.keeper.work()
    await ward.mail()
    await ward.desk.release(second.unique_id, HAND, note="", mails=True)
    assert isinstance(await ward.mail(), DocumentRequest)


async def test_the_emitter_releases_by_a_visible_version(ward: Ward) -> None:
    first = await ward.receive(HIDDEN)
    await ward.feed()
    shown = replace(TO_PATIENT, modif_conf_code=True)
    second = await ward.receive(shown, version=2, action=REPLACE)
    assert not await ward.feed()
    assert (await ward.of(first)).mode is ReleaseMode.EMITTER
    assert (await ward.of(second)).state is AnnouncementState.RELEASED
    assert isinstance(await ward.mail(), DocumentRequest)
    assert [one for one in await ward.mails() if one[1] is DeliveryState.DELIVERED] == [
        ("create", DeliveryState.DELIVERED)
    ]


async def test_a_correction_after_the_announcement_follows_to_the_dmp_and_to_the_patient(ward: Ward) -> None:
    first = await ward.receive(HIDDEN)
    await ward.feed()
    await ward.desk.release(first.unique_id, HAND, note="", mails=True)
    await ward.mail()
    second = await ward.receive(RequestFlags(dest_dmp=True), version=2, action=REPLACE)
    assert not await ward.feed()
    assert (await ward.of(second)).state is AnnouncementState.RELEASED
    assert isinstance(await ward.mail(), DocumentRequest)
    assert await ward.mails() == [("create", DeliveryState.DELIVERED), ("replace", DeliveryState.DELIVERED)]


async def test_a_rule_never_holds_again_what_was_announced_but_its_emitter_may(ward: Ward) -> None:
    ward.hold_rules = BIOLOGY
    first = await ward.receive(RequestFlags(dest_dmp=True))
    await ward.feed()
    await ward.desk.release(first.unique_id, HAND, note="", mails=False)
    second = await ward.receive(RequestFlags(dest_dmp=True), version=2, action=REPLACE)
    assert not await ward.feed()
    assert (await ward.of(second)).state is AnnouncementState.RELEASED
    third = await ward.receive(HIDDEN, version=3, action=REPLACE)
    assert await ward.feed()
    assert (await ward.of(third)).state is AnnouncementState.WAITING


async def test_a_deletion_before_the_announcement_tells_the_patient_nothing(ward: Ward) -> None:
    ward.hold_rules = BIOLOGY
    document = await ward.receive(TO_PATIENT)
    await ward.feed()
    await ward.mail()
    await ward.receive(TO_PATIENT, action=DELETE)
    assert isinstance(await ward.try_one(Destination.DMP), DocumentRequest)
    await ward.mail()
    assert (await ward.of(document)).state is AnnouncementState.DELETED
    assert await ward.mails() == [("create", DeliveryState.CANCELLED), ("delete", DeliveryState.SKIPPED)]
    with pytest.raises(RuleViolation):
        await ward.desk.release(document.unique_id, HAND, note="", mails=True)


async def test_a_deletion_after_the_announcement_is_told_to_the_patient_who_got_the_document(ward: Ward) -> None:
    document = await ward.receive(HIDDEN)
    await ward.feed()
    await ward.desk.release(document.unique_id, HAND, note="", mails=True)
    await ward.mail()
    await ward.receive(RequestFlags(dest_dmp=True), action=DELETE)
    await ward.try_one(Destination.DMP)
    assert isinstance(await ward.mail(), DocumentRequest)
    assert await ward.mails() == [("create", DeliveryState.DELIVERED), ("delete", DeliveryState.DELIVERED)]


async def test_delays_release_only_the_types_that_have_one(ward: Ward) -> None:
    ward.rules = delays(t11502_2=7, others=None)
    document = await ward.receive(HIDDEN)
    await ward.feed()
    ward.flow.clock.advance(days=6)
    assert await ward.keeper.release_due() == 0
    ward.flow.clock.advance(days=1)
    assert await ward.keeper.release_due() == 1
    assert await ward.keeper.release_due() == 0
    done = await ward.of(document)
    assert (done.mode, done.visibility, done.released_by) == (ReleaseMode.DELAY, FolderVisibility.TO_DO, "Liane")
    assert isinstance(await ward.mail(), DocumentRequest)
    assert (await ward.desk.show(document.unique_id, HAND)).visibility is FolderVisibility.DONE


@pytest.mark.parametrize(
    "rules", [AnnouncementRules(), delays(others=None), delays(t11502_2=None, others=1), delays(t99_9=1)]
)
async def test_no_delay_or_never_releases_nothing(ward: Ward, rules: AnnouncementRules) -> None:
    ward.rules = rules
    await ward.receive(HIDDEN)
    await ward.feed()
    ward.flow.clock.advance(days=3000)
    assert await ward.keeper.release_due() == 0


async def test_a_patient_who_refuses_mails_is_not_mailed_at_the_announcement(store: PostgresStore) -> None:
    ward = make_ward(store, folder=Folder(script=[Shown.DONE]))
    await ward.know(rights=PatientRights(patient_mail_refused_at="20260301"))
    document = await ward.receive(HIDDEN)
    await ward.feed()
    assert (await ward.desk.look(document.unique_id)).addressee.recipient is None
    done = await ward.desk.release(document.unique_id, HAND, note="", mails=True)
    assert (done.visibility, done.mail) == (FolderVisibility.DONE, PatientMail.NONE)
    assert await ward.mails() == []


async def test_a_document_is_held_by_hand_before_it_left_and_not_after(ward: Ward) -> None:
    document = await ward.receive(TO_PATIENT)
    await ward.desk.hold(document.id, HAND, reason="À annoncer en consultation.")
    with pytest.raises(RuleViolation, match="ANN-001"):
        await ward.desk.hold(document.id, HAND, reason="Encore.")
    assert await ward.feed()
    held = await ward.mail()
    assert isinstance(held, StoredDelivery)
    assert (await ward.of(document)).held_by == HAND.operator.name
    other = await ward.receive(TO_PATIENT, serial=2)
    assert not await ward.feed()
    with pytest.raises(RuleViolation, match="ANN-003"):
        await ward.desk.hold(other.id, HAND, reason="Trop tard.")


async def test_a_document_that_is_leaving_is_not_held(ward: Ward) -> None:
    document = await ward.receive(TO_PATIENT)
    await ward.flow.claim(Destination.DMP)
    with pytest.raises(RuleViolation, match="ANN-003"):
        await ward.desk.hold(document.id, HAND, reason="En cours.")


async def test_a_masked_document_waits_whole_where_the_dmp_takes_no_cumulation(ward: Ward) -> None:
    ward.hold_rules = BIOLOGY
    document = await ward.receive(RequestFlags(dest_dmp=True, masque_ps=True))
    held = await ward.try_one(Destination.DMP)
    assert isinstance(held, StoredDelivery)
    done = await ward.desk.release(document.unique_id, HAND, note="", mails=False)
    assert done.visibility is FolderVisibility.NOT_NEEDED
    assert not await ward.feed()


async def test_an_examination_cut_short_is_done_again_and_changes_nothing(ward: Ward) -> None:
    document = await ward.receive(HIDDEN)
    await ward.keeper.examine(document.id)
    before = await ward.of(document)
    await ward.keeper.examine(document.id)
    assert await ward.of(document) == before
    assert (await ward.flow.names(document)).count("announcement.held") == 1


async def test_the_same_document_sent_again_is_one_line(ward: Ward) -> None:
    first = await ward.receive(HIDDEN)
    await ward.feed()
    raw = replace(HIDDEN, masque_ps=False, ack_reception=True)
    again = await ward.receive(raw, action=RequestAction.CREATE)
    await ward.keeper.work()
    assert again.unique_id == first.unique_id
    assert await ward.announcements.count() == {"waiting": 1, "to_show": 0}

"""Changes of documents and authorisations against the simulated DMP; integration in the incoming flow and its news."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from liane.codecs.cda.header import parse_header
from liane.codecs.ebxml.names import AvailabilityStatus
from liane.codecs.xds.habilitations import AuthorizedMode
from liane.domain.actors.operator import Role
from liane.domain.audit.access import AccessAct, Outcome
from liane.domain.dmp.changes import DocumentChange
from liane.domain.dmp.document import DocumentState, Visibility
from liane.domain.dmp.folder import AccessMode, AccessSign
from liane.domain.dmp.refusals import DMPDenied
from liane.domain.dmp.web_access import WebPage, build_web_access
from liane.domain.errors import RemoteOutcomeUnknown, RemoteRefusal
from liane.pipeline.dmp_consultation.integration import IncomingDoor, IntegrationState
from liane.pipeline.dmp_consultation.service import DMPConsultation
from liane.pipeline.intake.desk import Desk, DeskRules
from liane.store.dmp_records import NewsKind
from liane.store.intake_records import ItemSource, ItemState
from liane.store.postgres_store import PostgresStore
from liane.store.registry_records import RegistryWrite
from liane_sandbox.dmp.access_book import Actor
from liane_sandbox.emitter.example_documents import make_example
from liane_sandbox.emitter.examples.facts import make_facts
from liane_sandbox.faults import Fault, FaultKind
from liane_sandbox.pki.folder import PKI
from tests.pipeline.dmp_reading_kit import AUTHOR_ID, DOCTOR_ID, Scene, make_operator, make_person, open_scene, run_here
from tests.sandbox.dmp.kit import ADULT, HIDDEN, MASKED, MINOR, NOW, SECRET, make_document

pytestmark = pytest.mark.anyio
REASON = "erreur de patient"


@pytest.fixture
async def scene(pki: PKI, store: PostgresStore, tmp_path: Path) -> AsyncIterator[Scene]:
    async with open_scene(pki, store, tmp_path) as opened:
        yield opened


async def test_a_document_is_masked_then_unmasked_by_its_author(scene: Scene) -> None:
    """dmp.md §10: a new version of the fiche, same logicalId; what was kept of it is forgotten."""
    unique_id = scene.feed()
    folder = await scene.service.open(make_person(), make_operator(AUTHOR_ID))
    before = (await scene.service.list(folder)).documents[0]
    masked = await scene.service.change(folder, unique_id, DocumentChange.MASK, REASON)
    assert masked.visibility == {Visibility.MASQUE_PS}
    assert (masked.logical_id, masked.version) == (before.logical_id, "2")
    assert masked.entry_uuid != before.entry_uuid
    listing = await scene.service.list(folder)
    assert not listing.is_cached
    assert [one.visibility for one in listing.documents] == [masked.visibility]
    shown = await scene.service.change(folder, unique_id, DocumentChange.UNMASK, REASON)
    assert (shown.visibility, shown.version) == (frozenset(), "3")
    acts = [(line.act, line.reason, line.detail.get("étape")) for line in scene.trail.lines if line.reason]
    assert acts == [
        (AccessAct.MASK, REASON, "demande envoyée au DMP"),
        (AccessAct.MASK, REASON, "acceptée par le DMP"),
        (AccessAct.UNMASK, REASON, "demande envoyée au DMP"),
        (AccessAct.UNMASK, REASON, "acceptée par le DMP"),
    ]


async def test_masking_hides_the_document_from_who_masked_it(scene: Scene) -> None:
    """Who is not its author sees it no more: the change is told as made all the same."""
    unique_id = scene.feed()
    folder = await scene.service.open(make_person(), make_operator())
    masked = await scene.service.change(folder, unique_id, DocumentChange.MASK, REASON)
    assert masked.visibility == {Visibility.MASQUE_PS}
    assert (await scene.service.list(folder)).documents == ()


async def test_the_announcement_makes_a_document_visible_to_the_patient(scene: Scene) -> None:
    """CRI/va1.03; TD3.3b."""
    unique_id = scene.feed(visibility=(HIDDEN,))
    folder = await scene.service.open(make_person(), make_operator())
    shown = await scene.service.change(folder, unique_id, DocumentChange.SHOW_TO_PATIENT, "annonce faite")
    assert shown.visibility == frozenset()
    with pytest.raises(DMPDenied) as refused:
        await scene.service.change(folder, unique_id, DocumentChange.SHOW_TO_PATIENT, "annonce faite")
    assert refused.value.finding.code == "DMP-022"
    assert scene.trail.told[-1] == (AccessAct.MAKE_VISIBLE, Outcome.REFUSED)


async def test_a_document_is_shown_to_the_representatives_of_a_minor(scene: Scene) -> None:
    scene.authorise(DOCTOR_ID, MINOR)
    unique_id = scene.feed(5, patient=MINOR, cda=make_document(5, patient=MINOR), visibility=(SECRET,))
    folder = await scene.service.open(make_person(MINOR), make_operator(), secret=True)
    shown = await scene.service.change(folder, unique_id, DocumentChange.SHOW_TO_REPRESENTATIVES, "accord du mineur")
    assert shown.visibility == frozenset()


async def test_a_document_is_archived_unarchived_and_deleted(scene: Scene) -> None:
    unique_id = scene.feed()
    folder = await scene.service.open(make_person(), make_operator(AUTHOR_ID))
    for change, state in (
        (DocumentChange.ARCHIVE, DocumentState.ARCHIVED),
        (DocumentChange.UNARCHIVE, DocumentState.APPROVED),
        (DocumentChange.ARCHIVE, DocumentState.ARCHIVED),
        (DocumentChange.DELETE, DocumentState.DELETED),
    ):
        assert (await scene.service.change(folder, unique_id, change, REASON)).state is state
    (stored,) = scene.server.state.find_entries_by_unique_id(unique_id)
    assert stored.status == AvailabilityStatus.DELETED
    assert (await scene.service.list(folder)).documents == ()


async def test_nothing_leaves_for_a_document_of_somebody_else(scene: Scene) -> None:
    unique_id = scene.feed()
    folder = await scene.service.open(make_person(), make_operator())
    with pytest.raises(DMPDenied) as refused:
        await scene.service.change(folder, unique_id, DocumentChange.DELETE, REASON)
    assert refused.value.finding.code == "DMP-024"
    assert "UpdateDocumentSet" not in scene.calls
    (document,) = (await scene.service.list(folder)).documents
    assert scene.service.find_changes(folder, document) == (DocumentChange.MASK,)


async def test_a_physician_archives_in_an_emergency_what_others_wrote(scene: Scene) -> None:
    """dmp.md §11.1, TD3.3d: « N own; R B yes »."""
    unique_id = scene.feed()
    folder = await scene.service.open(
        make_person(), make_operator(), access=AccessMode.BRIS_DE_GLACE, reason="patient inconscient"
    )
    archived = await scene.service.change(folder, unique_id, DocumentChange.ARCHIVE, REASON)
    assert archived.state is DocumentState.ARCHIVED


async def test_a_version_that_moved_meanwhile_is_refused_by_the_dmp(scene: Scene) -> None:
    unique_id = scene.feed()
    folder = await scene.service.open(make_person(), make_operator(AUTHOR_ID))
    scene.faults.add(Fault(service="dmp.registry", kind=FaultKind.REFUSE, code="XDSMetadataVersionError", remaining=9))
    with pytest.raises(RemoteRefusal) as refused:
        await scene.service.change(folder, unique_id, DocumentChange.MASK, REASON)
    assert refused.value.code == "XDSMetadataVersionError"
    assert scene.trail.told[-1] == (AccessAct.MASK, Outcome.FAILED)


# Authorisations


async def test_who_may_consult_is_listed_and_a_withdrawal_closes_the_folder(scene: Scene) -> None:
    scene.book.block(ADULT.ins.matricule, Actor(identifier="899900000099", name="TESTHOUX JEAN"), NOW)
    folder = await scene.service.open(make_person(), make_operator())
    actors = await scene.service.authorised(folder)
    assert {(one.identifier, one.mode) for one in actors} == {
        (DOCTOR_ID, "ACTIVE"),
        ("899900000099", "INTERDITE"),
    }
    assert len(await scene.service.authorised(folder, AuthorizedMode.FORBIDDEN)) == 1
    await scene.service.authorise(folder)
    await scene.service.withdraw(folder)
    assert scene.book.find(ADULT.ins.matricule, Actor(identifier=DOCTOR_ID)) is None
    with pytest.raises(RemoteRefusal):
        await scene.service.list(folder)
    again = await scene.service.open(make_person(), make_operator())
    assert again.key != folder.key
    assert again.facts.sign is AccessSign.AUTHORISED
    assert [one["action"] for one in await scene.store.dmp.find_authorisations(1)] == [
        "AJOUT",
        "SUPPRESSION",
        "AJOUT",
        "AJOUT",
    ]


async def test_the_pages_of_the_dmp_have_an_address() -> None:
    """TD0.10; DMP/UX.49."""
    assert build_web_access("dmp.example", WebPage.DOSSIER_PATIENT, ADULT.ins) == (
        f"https://dmp.example/AccesDirect/DossierPatient/{ADULT.ins.matricule}"
    )
    assert build_web_access("dmp.example", WebPage.TABLEAU_DE_BORD, None) == (
        "https://dmp.example/AccesDirect/TableauDeBord"
    )
    with pytest.raises(ValueError, match="needs a patient"):
        build_web_access("dmp.example", WebPage.DOCUMENTS, None)


# Integration


@pytest.fixture
async def person_id(store: PostgresStore) -> int:
    person = make_person(person_id=0)
    return (await store.registry.write_registry(RegistryWrite(persons=(person,), events=()))).person_ids[0]


def with_door(scene: Scene, target: str = "DPI@CH-TILLEULS") -> DMPConsultation:
    """The same service, with the incoming flow behind it."""
    desk = Desk(
        scene.store, scene.store.registry, scene.store.intake, rules=DeskRules(processing_id="D"), now=lambda: NOW
    )
    door = IncomingDoor(worklist=scene.store.intake, desk=desk, run=run_here, find_target=lambda _: target)
    return DMPConsultation(replace(scene.parts, door=door))


async def test_documents_are_integrated_once_with_their_origin(scene: Scene, person_id: int) -> None:
    """CDA/DD.04, CDA/INT.08, DMP/UX.31."""
    service = with_door(scene)
    unique_id = scene.feed()
    operator = make_operator()
    folder = await service.open(await scene.store.registry.get_person(person_id), operator)
    (done,) = await service.integrate(folder, [unique_id, unique_id])
    assert (done.state, done.unique_id) == (IntegrationState.FILED, unique_id)
    item = await scene.store.intake.get_item(done.item_id)
    assert (item.source, item.door, item.state, item.person_id) == (ItemSource.DMP, "DMP", ItemState.FILED, person_id)
    assert item.document_id is not None
    document, body = await scene.store.load_document(item.document_id)
    assert (document.unique_id, body) == (unique_id, make_document())
    assert document.request["sender"]["application"] == "DMP"
    (again,) = await service.integrate(folder, [unique_id])
    assert again.state is IntegrationState.KNOWN
    (kept,) = await service.integrations(folder.person)
    assert (kept.unique_id, kept.by, kept.news) == (unique_id, operator.name, None)
    assert (AccessAct.INTEGRATE, Outcome.DONE) in scene.trail.told


async def test_without_an_application_a_document_waits_for_a_person(scene: Scene, person_id: int) -> None:
    service = with_door(scene, target="")
    unique_id = scene.feed(visibility=(HIDDEN,))
    folder = await service.open(await scene.store.registry.get_person(person_id), make_operator())
    (done,) = await service.integrate(folder, [unique_id])
    assert done.state is IntegrationState.WAITING
    item = await scene.store.intake.get_item(done.item_id)
    assert (item.state, item.details["masking"]) == (ItemState.WAITING, ["INVISIBLE_PATIENT"])


async def test_one_document_that_fails_does_not_stop_the_others(scene: Scene, person_id: int) -> None:
    service = with_door(scene)
    unique_id = scene.feed()
    masked = scene.feed(2, visibility=(MASKED,))
    folder = await service.open(await scene.store.registry.get_person(person_id), make_operator())
    failed, done = await service.integrate(folder, [masked, unique_id])
    assert (failed.state, done.state) == (IntegrationState.FAILED, IntegrationState.FILED)
    assert failed.reason


async def test_integrating_asks_its_right_and_a_bound(scene: Scene, person_id: int) -> None:
    service = with_door(scene)
    folder = await service.open(await scene.store.registry.get_person(person_id), make_operator())
    with pytest.raises(DMPDenied) as refused:
        await service.integrate(folder, ["1.2"], make_operator(roles=frozenset({Role.AUDIT})))
    assert refused.value.finding.code == "DMP-036"
    with pytest.raises(DMPDenied) as refused:
        await service.integrate(folder, [f"1.2.{number}" for number in range(51)])
    assert refused.value.finding.code == "DMP-035"


async def test_what_became_of_integrated_documents_is_told(scene: Scene, person_id: int) -> None:
    """CDA/DD.05: replaced, deleted or changed since."""
    service = with_door(scene)
    person = await scene.store.registry.get_person(person_id)
    scene.authorise(AUTHOR_ID)
    ids = [scene.feed(serial) for serial in (1, 2, 3, 4)]
    author = await service.open(person, make_operator(AUTHOR_ID))
    folder = await service.open(person, make_operator())
    await service.integrate(folder, ids)
    assert await service.find_news(folder) == ()
    replaced = scene.server.state.find_entries_by_unique_id(ids[0])[-1].entry_uuid
    newer = scene.feed(cda=make_example("cr_bio", facts=make_facts(ADULT, 1, version=2)), replaces=replaced)
    assert parse_header(make_document()).id.xds == ids[0]
    await service.change(author, ids[1], DocumentChange.DELETE, REASON)
    await service.change(author, ids[2], DocumentChange.ARCHIVE, REASON)
    await service.change(author, ids[3], DocumentChange.MASK, REASON)
    news = {one.unique_id: (one.kind, one.by_unique_id) for one in await service.find_news(author)}
    assert news == {
        ids[0]: (NewsKind.REPLACED, newer),
        ids[1]: (NewsKind.DELETED, ""),
        ids[3]: (NewsKind.CHANGED, ""),
    }
    kept = {one.unique_id: one.news.kind if one.news else None for one in await service.integrations(person)}
    assert kept == {
        ids[0]: NewsKind.REPLACED,
        ids[1]: NewsKind.DELETED,
        ids[2]: None,
        ids[3]: NewsKind.CHANGED,
    }


async def test_a_change_whose_outcome_stays_unknown_is_said_so(scene: Scene) -> None:
    unique_id = scene.feed()
    folder = await scene.service.open(make_person(), make_operator(AUTHOR_ID))
    link = scene.parts.link

    class Deaf:
        """A link that loses each update, and sends none."""

        def __getattr__(self, name: str) -> object:
            return getattr(link, name)

        async def update(self, request: object) -> None:
            raise RemoteOutcomeUnknown("dmp", "ReadTimeout")

    service = DMPConsultation(replace(scene.parts, link=Deaf()))  # type: ignore[arg-type]
    with pytest.raises(RemoteOutcomeUnknown):
        await service.change(folder, unique_id, DocumentChange.ARCHIVE, REASON)

    class Forgetful(Deaf):
        """A link that sends each update, and loses its answer."""

        async def update(self, request: object) -> None:
            await link.update(request)  # type: ignore[arg-type]
            raise RemoteOutcomeUnknown("dmp", "ReadTimeout")

    service = DMPConsultation(replace(scene.parts, link=Forgetful()))  # type: ignore[arg-type]
    archived = await service.change(folder, unique_id, DocumentChange.ARCHIVE, REASON)
    assert archived.state is DocumentState.ARCHIVED


async def test_the_reader_is_named_family_first_in_the_assertion_and_in_the_lot(scene: Scene) -> None:
    """Pro Santé Connect shows the given name first; the DMP wants the family name first. Rule: dmp.md §3.2, §6.2."""
    unique_id = scene.feed(visibility=(HIDDEN,))
    reader = make_operator(name="Irène DE LA TESTMELEZE", family="DE LA TESTMELEZE", given="Irène")
    folder = await scene.service.open(make_person(), reader)
    await scene.service.change(folder, unique_id, DocumentChange.SHOW_TO_PATIENT, "annonce faite")
    traces = scene.server.state.find_traces(limit=50)
    (update,) = [one.request.decode() for one in traces if one.action.endswith("UpdateDocumentSet")]
    assert f"{DOCTOR_ID}^DE LA TESTMELEZE^Irène^" in update
    assert ">DE LA TESTMELEZE Irène, Cardiologie<" in update

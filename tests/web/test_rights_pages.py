"""The pages of the rights of patients: what waits for an announcement, what was collected, who accessed what."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import httpx
import pikepdf
import pytest

from liane.domain.actors.operator import Operator, Role, SignInMeans
from liane.domain.audit.access import AccessAct
from liane.domain.documents.announcement import AnnouncementState, FolderVisibility
from liane.domain.identity.person import ConsultationStance, FeedingStance
from liane.domain.identity.rights import InformationMeans, RepresentativeLink
from liane.pipeline.announcement.access_log import AccessLogDesk
from liane.pipeline.announcement.desk import Shown
from liane.pipeline.announcement.patient_rights import RightsDesk
from liane.store.accesses_records import AccessQuery
from liane.store.patient_rights import PostgresPatientRights
from liane.store.postgres_store import PostgresStore
from liane.web.app import create_app
from liane.web.console import ConsoleSettings
from liane.web.rights_room import RightsRoom
from liane.web.security import Credential
from tests.pipeline.announcement_kit import HIDDEN, RADIOLOGIST, TO_PATIENT, Folder, Ward, make_ward
from tests.web.desk_kit import Known, fill_desk, make_desk, make_flow
from tests.web.filled_store import NOW, make_status

pytestmark = pytest.mark.anyio
CLINICIAN = replace(RADIOLOGIST, name="TESTCLINICIEN PAUL", roles=frozenset({Role.CLINICIEN, Role.RADIOLOGUE}))
CLERK = Operator(name="TESTACCUEIL LOU", roles=frozenset({Role.ACCUEIL}), means=SignInMeans.LOCAL_ACCOUNT)
AUDITOR = Operator(name="TESTAUDIT ZOE", roles=frozenset({Role.AUDIT}), means=SignInMeans.LOCAL_ACCOUNT)
SECRETS = {one.name: f"secret-{rank}-0123456789abcdef" for rank, one in enumerate((CLINICIAN, CLERK, AUDITOR))}


@dataclass(slots=True)
class House:
    """The pages over one store, and who may enter."""

    ward: Ward
    known: Known
    app: object

    @asynccontextmanager
    async def enter(self, operator: Operator) -> AsyncIterator[httpx.AsyncClient]:
        """Come in as somebody."""
        transport = httpx.ASGITransport(app=self.app)  # type: ignore[arg-type]  # FastAPI
        headers = {"Authorization": f"Bearer {SECRETS[operator.name]}"}
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost", headers=headers) as client:
            yield client


@pytest.fixture
async def house(store: PostgresStore) -> House:
    flow = make_flow(store, lambda: NOW)
    known = await fill_desk(flow)
    ward = make_ward(store, folder=Folder(script=[Shown.DONE]), trail=store.accesses)
    await ward.know()
    room = RightsRoom(
        announcements=ward.desk,
        rights=RightsDesk(store.registry, flow.registry, trail=store.accesses, now=lambda: NOW),
        collecting=PostgresPatientRights(store),
        accesses=AccessLogDesk(
            store.registry, store.accesses, trail=store.accesses, establishment="CH TEST", now=lambda: NOW
        ),
    )
    settings = ConsoleSettings(
        rights=room,
        operator_token="f" * 32,
        credentials=tuple(Credential(operator=one, secret=SECRETS[one.name]) for one in (CLINICIAN, CLERK, AUDITOR)),
    )
    desk = replace(make_desk(flow), trail=store.accesses)
    app = create_app(store=store, status=make_status(), now=lambda: NOW, settings=settings, desk=desk)
    return House(ward=ward, known=known, app=app)


def flat(text: str) -> str:
    """Without the spaces that do not break."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


async def test_the_list_tells_what_waits_and_the_act_lets_it_go(house: House) -> None:
    document = await house.ward.receive(HIDDEN)
    await house.ward.feed()
    address = f"/a-liberer/{document.id}"
    async with house.enter(CLINICIAN) as client:
        page = flat((await client.get("/a-liberer")).text)
        assert "1 document attend d’être annoncé à son patient." in page
        assert address in page
        item = (await client.get(address)).text
        assert "Le patient ne voit pas ce document" in item
        version = (await house.ward.of(document)).version
        form = {"version": str(version), "note": "Dit au patient.", "courriel": "oui"}
        done = await client.post(f"{address}/annonce", data=form)
        assert (done.status_code, done.headers["location"]) == (303, f"{address}?fait=libere")
        again = await client.post(f"{address}/annonce", data=form)
        assert again.status_code == 422
        assert "ANN-004" in again.text
        assert (
            "Dit au patient." in (await client.get("/a-liberer?liste=faites")).text + (await client.get(address)).text
        )
        assert "Aucun document n’attend" in (await client.get("/a-liberer")).text
    released = await house.ward.of(document)
    assert (released.state, released.visibility) == (AnnouncementState.RELEASED, FolderVisibility.DONE)
    traced = await house.ward.store.accesses.search(AccessQuery(acts=(AccessAct.ANNOUNCE, AccessAct.SEE_DOCUMENT)))
    assert {one.event.act for one in traced.lines} == {AccessAct.ANNOUNCE, AccessAct.SEE_DOCUMENT}


async def test_a_line_seen_too_long_ago_is_not_released(house: House) -> None:
    document = await house.ward.receive(HIDDEN)
    await house.ward.keeper.work()
    await house.ward.feed()
    async with house.enter(CLINICIAN) as client:
        stale = await client.post(f"/a-liberer/{document.id}/annonce", data={"version": "1"})
    assert stale.status_code == 409
    assert "rien n’a été fait" in stale.text


async def test_a_document_is_held_from_its_page(house: House) -> None:
    document = await house.ward.receive(TO_PATIENT)
    async with house.enter(CLINICIAN) as client:
        assert f"/a-liberer/{document.id}/retenir" in (await client.get("/a-liberer?liste=retenir")).text
        held = await client.post(f"/a-liberer/{document.id}/retenir", data={"motif": "À annoncer."})
        assert held.headers["location"] == f"/a-liberer/{document.id}?fait=retenu"
        assert "Rien ne peut plus être retenu" in (await client.get("/a-liberer?liste=retenir")).text
    assert await house.ward.feed()


async def test_what_the_dmp_left_is_finished_from_the_page(house: House) -> None:
    assert house.ward.folder is not None
    document = await house.ward.receive(HIDDEN)
    await house.ward.feed()
    await house.ward.announcements.act(document.lineage, _release(document), at=house.ward.flow.clock())
    async with house.enter(CLINICIAN) as client:
        assert "1 document annoncé reste" in flat((await client.get("/a-liberer?liste=visibilite")).text)
        done = await client.post(f"/a-liberer/{document.id}/visibilite")
        assert done.headers["location"].endswith("fait=visible")


def _release(document):  # type: ignore[no-untyped-def]  # a plan of the flow
    from liane.domain.documents.announcement import ReleaseMode
    from liane.pipeline.announcement.plans import Release, plan_release

    return plan_release(document, None, Release(mode=ReleaseMode.DELAY, at=NOW, by="Liane", actor="liane"))


@pytest.mark.parametrize("path", ["/a-liberer", "/a-liberer/1", "/a-liberer?liste=retenir"])
async def test_the_announcements_are_for_who_announces(house: House, path: str) -> None:
    for operator in (CLERK, AUDITOR):
        async with house.enter(operator) as client:
            assert (await client.get(path)).status_code == 403


async def test_the_worklist_of_the_collecting_and_an_information_in_lot(house: House) -> None:
    async with house.enter(CLERK) as client:
        page = flat((await client.get("/consentements")).text)
        assert f"/identites/{house.known.qualified}/droits" in page
        assert "n’est pas informé du DMP" in page
        person = await house.ward.store.registry.get_person(house.known.qualified)
        form = {"personne": str(person.id), "moyen": "poster", "depuis": "2020-01-01", "motif": "Hall, depuis l’été."}
        done = await client.post("/consentements/information", data=form)
        assert done.headers["location"] == "/consentements?informes=1&laisses=0"
        assert "1 patient informé" in flat((await client.get("/consentements?informes=1&laisses=0")).text)
        assert f"/identites/{person.id}/droits" not in (await client.get("/consentements")).text
        again = await client.post("/consentements/information", data=form)
        assert again.headers["location"] == "/consentements?informes=0&laisses=1"
    told = (await house.ward.store.registry.get_person(house.known.qualified)).rights.information
    assert told is not None
    assert (told.means, told.by) == (InformationMeans.POSTER, CLERK.name)


@pytest.mark.parametrize(
    ("change", "code"), [({"moyen": "oral"}, "RGT-003"), ({"depuis": ""}, "RGT-005"), ({"depuis": "hier"}, "RGT-005")]
)
async def test_what_is_not_collective_is_never_recorded_in_lot(house: House, change: dict[str, str], code: str) -> None:
    form = {"personne": str(house.known.qualified), "moyen": "poster", "depuis": "2020-01-01", "motif": "x"} | change
    async with house.enter(CLERK) as client:
        refused = await client.post("/consentements/information", data=form)
    assert refused.status_code == 422
    assert code in refused.text


async def test_who_came_before_the_poster_is_left_out(house: House) -> None:
    form = {"personne": str(house.known.qualified), "moyen": "booklet", "depuis": "2099-01-01", "motif": "x"}
    async with house.enter(CLERK) as client:
        done = await client.post("/consentements/information", data=form)
    assert done.headers["location"] == "/consentements?informes=0&laisses=1"


async def test_the_rights_of_a_patient_are_recorded_shown_and_told(house: House) -> None:
    number = house.known.qualified
    address = f"/identites/{number}/droits"
    form = {
        "information": "oral",
        "alimentation": "IO",
        "consultation": "INC",
        "courriel-patient": "refuse",
        "courriel-pro": "accepte",
        "rep-nom-0": "TESTTUTRICE",
        "rep-prenom-0": "ANNE",
        "rep-lien-0": "guardian",
    }
    async with house.enter(CLERK) as client:
        person = await house.ward.store.registry.get_person(number)
        done = await client.post(address, data=form | {"version": str(person.version)})
        assert done.headers["location"] == f"{address}?fait=droits"
        page = (await client.get(address)).text
        assert "informé (information orale)" in page
        assert "TESTTUTRICE" in page
        assert "Droits du patient recueillis" in page
        stale = await client.post(address, data=form | {"version": str(person.version)})
        assert stale.status_code == 409
        assert (await client.post(address, data=form | {"version": "9", "alimentation": "?"})).status_code == 400
    changed = await house.ward.store.registry.get_person(number)
    assert changed.consents.feeding is FeedingStance.OPPOSED
    assert changed.consents.consultation is ConsultationStance.REFUSED
    assert changed.rights.refuses_patient_mail
    assert not changed.rights.refuses_professional_mail
    assert [one.link for one in changed.rights.representatives] == [RepresentativeLink.GUARDIAN]


async def test_an_adult_asks_no_secrecy(house: House) -> None:
    person = await house.ward.store.registry.get_person(house.known.qualified)
    form = {"alimentation": "NA", "consultation": "NA", "secret": "oui", "version": str(person.version)}
    async with house.enter(CLERK) as client:
        refused = await client.post(f"/identites/{person.id}/droits", data=form)
    assert refused.status_code == 422
    assert "RGT-001" in refused.text


async def test_the_access_log_is_shown_and_given_as_a_file_each_time_traced(house: House) -> None:
    number = house.known.qualified
    async with house.enter(CLERK) as client:
        await client.get(f"/identites/{number}")
        assert (await client.get(f"/identites/{number}/acces")).status_code == 403
    async with house.enter(AUDITOR) as client:
        page = (await client.get(f"/identites/{number}/acces")).text
        assert CLERK.name in page
        assert "consultation d’une identité" in page
        table = await client.post(f"/identites/{number}/acces/releve", data={"forme": "csv", "motif": "Courrier."})
        assert table.headers["content-type"].startswith("text/csv")
        assert CLERK.name in table.text
        assert "remise du relevé des accès" in table.text
        drawn = await client.post(
            f"/identites/{number}/acces/releve",
            data={"forme": "pdf", "motif": "Demande au guichet.", "du": "2020-01-01", "au": "2099-12-31"},
        )
        assert drawn.headers["content-disposition"].endswith('.pdf"')
        assert drawn.content.startswith(b"%PDF")
        for lacking, status in (({"forme": "pdf"}, 422), ({"forme": "exe", "motif": "Courrier."}, 400)):
            assert (await client.post(f"/identites/{number}/acces/releve", data=lacking)).status_code == status
    given = await house.ward.store.accesses.search(AccessQuery(acts=(AccessAct.GIVE_ACCESS_LOG,)))
    assert [one.event.reason for one in given.lines] == ["Demande au guichet.", "Courrier."]


async def test_the_pdf_of_the_log_opens(house: House, tmp_path) -> None:  # type: ignore[no-untyped-def]  # pytest
    async with house.enter(AUDITOR) as client:
        number = house.known.qualified
        drawn = await client.post(f"/identites/{number}/acces/releve", data={"forme": "pdf", "motif": "Courrier."})
    (tmp_path / "log.pdf").write_bytes(drawn.content)
    with pikepdf.open(tmp_path / "log.pdf") as pdf:
        assert len(pdf.pages) == 1

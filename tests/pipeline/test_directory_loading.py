"""The directory, loaded from the simulation into a real store: whole, by changes, through faults, and searched."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from liane.codecs.annuaire import fhir_names as names
from liane.connectors.annuaire.client import AnnuaireClient, AnnuaireConnection
from liane.domain.directory.entries import MailboxKind
from liane.domain.errors import ConfigurationError, MalformedMessage, RemoteRefusal, RemoteUnavailable
from liane.store.directory_records import DirectoryQuery
from liane.store.postgres_store import PostgresStore
from liane_sandbox.annuaire.population import DOCTOR_MAILBOX, DRAWN_DOMAIN, drawn_rpps
from liane_sandbox.faults import Fault, FaultKind
from tests.codecs.annuaire.test_extraction import HEAD, HOME, ROW
from tests.pipeline.directory_kit import Directory, run_directory

pytestmark = pytest.mark.anyio


@pytest.fixture
async def directory(tmp_path: Path, store: PostgresStore) -> AsyncIterator[Directory]:
    async with run_directory(tmp_path, store) as running:
        yield running


async def test_everything_is_loaded_page_by_page_and_a_second_time_changes_nothing(directory: Directory) -> None:
    first = await directory.loader.run()
    state = directory.server.service.state
    active = [one for kind in names.RESOURCES for one in state.list_all(kind) if one["active"]]
    assert (first.is_full, first.records) == (True, len(active))
    freshness = await directory.copy.find_freshness()
    assert freshness.as_of is not None
    people = [one for one in state.list_all("Practitioner") if one["active"]]
    assert freshness.practitioners == len(people) > 200
    assert freshness.structures >= 60
    again = await directory.loader.run(is_full=True)
    assert again.withdrawn == 0
    assert (await directory.copy.find_freshness()).practitioners == len(people)


async def test_changes_alone_are_asked_the_next_night(directory: Directory) -> None:
    await directory.loader.run()
    state, calls = directory.server.service.state, directory.server.service.state.calls
    directory.clock.at += timedelta(days=1)
    state.set_active("Practitioner", f"003-8{drawn_rpps(3)}", is_active=False)
    delta = await directory.loader.run()
    assert (delta.is_full, delta.records) == (False, 1)
    assert state.calls - calls == 3, "one short page for each kind of resource"
    assert await directory.copy.find_by_number(f"8{drawn_rpps(3)}") is None, "withdrawn, out of the searches"
    assert (await directory.copy.get_person(f"003-8{drawn_rpps(3)}")).practitioner.is_active is False, "yet kept"


async def test_changes_that_no_longer_reach_back_are_a_full_load(directory: Directory) -> None:
    await directory.loader.run()
    directory.clock.at += timedelta(days=40)
    assert (await directory.loader.run()).is_full


async def test_a_load_that_stops_goes_on_from_its_page(directory: Directory) -> None:
    directory.faults.add(Fault(service="annuaire", kind=FaultKind.FAULT, remaining=6))
    with pytest.raises(RemoteUnavailable):
        await directory.loader.run()
    assert "ne répond pas" in (await directory.copy.find_freshness()).last_problem
    await directory.loader.run()
    assert (await directory.copy.find_freshness()).last_problem == ""


async def test_a_busy_server_is_waited_for_and_the_quota_is_kept(directory: Directory) -> None:
    directory.faults.add(Fault(service="annuaire", kind=FaultKind.BUSY, remaining=3))
    await directory.loader.run()
    state = directory.server.service.state
    assert directory.server.service.has_quota, "the simulation refuses the eighteenth call of a second"
    assert state.calls > 10
    assert [wait for wait in directory.clock.waited if wait >= 0.5] == [0.5, 1.0, 2.0]


async def test_pages_that_the_server_forgot_begin_their_resource_again(directory: Directory) -> None:
    page = await directory.client.search("Practitioner", {"_count": "40"})
    directory.server.service.state.drop_cursors()
    with pytest.raises(RemoteRefusal) as lost:
        await directory.client.follow(page.next_url)
    assert lost.value.code == "cursor"
    assert (await directory.loader.run()).records > 300


async def test_a_link_out_of_the_api_is_not_followed(directory: Directory) -> None:
    for url in ("https://ailleurs.example/fhir/v2/_page?id=1", "http://127.0.0.1:1/", "file:///etc/passwd"):
        with pytest.raises(RemoteRefusal) as refused:
            await directory.client.follow(url)
        assert refused.value.code == "link"


async def test_a_wrong_key_is_told_and_never_shown(directory: Directory) -> None:
    connection = AnnuaireConnection(base_url=directory.server.url, api_key="mauvaise-cle", tls=None)
    assert "mauvaise-cle" not in repr(connection)
    with pytest.raises(ConfigurationError):
        AnnuaireClient(AnnuaireConnection(base_url="ftp://x", api_key="k"))
    with pytest.raises(RemoteRefusal) as refused:
        await directory.client.search("Practitioner", {"mailbox-mss-type": "PER"})
    assert "mailbox-mss-type" in refused.value.context


async def test_people_are_found_by_name_number_town_and_nearly(directory: Directory) -> None:
    await directory.loader.run()
    search = directory.copy.search_people
    assert [one.practitioner.family for one in await search(DirectoryQuery(words="deschamps camille"))] == ["DESCHAMPS"]
    assert [one.practitioner.family for one in await search(DirectoryQuery(words="Deschamp"))] == ["DESCHAMPS"]
    assert [one.practitioner.family for one in await search(DirectoryQuery(words="dechamps"))] == ["DESCHAMPS"]
    assert len(await search(DirectoryQuery(words="testhomonyme alix"))) == 2
    assert len(await search(DirectoryQuery(words="testhomonyme alix", code="60"))) == 1
    assert await search(DirectoryQuery(words="testretraite")) == []
    (found,) = await search(DirectoryQuery(number=drawn_rpps(0)))
    assert len(found.situations) == 3, "three places of exercise"
    in_brest = await search(DirectoryQuery(words="test", place="brest"), limit=200)
    assert in_brest
    assert all(any(one.structure and one.structure.city == "BREST" for one in p.situations) for p in in_brest)
    (glued,) = await search(DirectoryQuery(words="eglantier", with_mailbox=True), limit=1)
    assert glued.practitioner.family == "TESTÉGLANTIER" or "EGLANTIER" in glued.practitioner.family


async def test_structures_are_found_and_unlisted_mailboxes_are_nowhere(directory: Directory) -> None:
    await directory.loader.run()
    pharmacies = await directory.copy.search_structures(DirectoryQuery(code="SA33"), limit=50)
    reachable = await directory.copy.search_structures(DirectoryQuery(code="SA33", with_mailbox=True), limit=50)
    assert len(pharmacies) == len(reachable) + 1
    (hospital,) = await directory.copy.search_structures(DirectoryQuery(number="999999998"))
    place, people = await directory.copy.get_structure(hospital.key)
    assert people
    assert [box.kind for box in place.mailboxes] == [MailboxKind.ORG], "the application's is not one to write to"
    assert await directory.copy.find_owners(f"liste.rouge@{DRAWN_DOMAIN}") == []
    (owner,) = await directory.copy.find_owners(DOCTOR_MAILBOX.upper())
    assert owner.practitioner is not None
    assert (owner.practitioner.family, owner.is_active) == ("DESCHAMPS", True)


async def test_extractions_replace_what_was_loaded_before(directory: Directory) -> None:
    await directory.loader.run()
    boxes = [
        "Type de BAL|Adresse BAL|Identification nationale PP|Identification nationale structure",
        "PER|erable@test.mssante.fr|899900090012|",
        "ORG|ch@test.mssante.fr||1750900011",
        "PER|inconnu@test.mssante.fr|899999999999|",
    ]
    loaded = await directory.loader.read_extraction([HEAD, ROW, HOME], boxes)
    assert loaded.is_full
    assert loaded.withdrawn > 300
    freshness = await directory.copy.find_freshness()
    assert (freshness.practitioners, freshness.structures) == (2, 1)
    (found,) = await directory.copy.search_people(DirectoryQuery(words="erable elise"))
    assert [box.address for box in found.practitioner.mailboxes] == ["erable@test.mssante.fr"]
    assert await directory.copy.find_owners("inconnu@test.mssante.fr") == []
    with pytest.raises(MalformedMessage):
        await directory.loader.read_extraction(["a|b"], ())
    assert (await directory.copy.find_freshness()).practitioners == 2

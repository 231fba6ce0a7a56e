"""Every number, word or name that an address carries is either somebody's, and then kept from others, or everybody's.

The table below names each kind of address that carries one, says whose it is, and the test that holds it. An address
that it does not know fails: whoever adds one says whose it is.
"""

import ast
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from liane.domain.actors.operator import Operator, Role
from liane.store.page_records import DocumentFilter
from liane.store.postgres_store import PostgresStore
from liane_sandbox.patients import SandboxPatient
from tests.conftest import ROOT
from tests.pki_kit import make_cheap_pki
from tests.sandbox.dmp.kit import NOW, OTHER
from tests.security.house_kit import House, open_house
from tests.web.dmp_kit import DOCTOR, DPI, FULL, fill_state, fill_store
from tests.web.dmp_kit import House as DMPHouse
from tests.web.dmp_kit import open_house as open_dmp_house
from tests.web.test_console_pages import plain

pytestmark = pytest.mark.anyio
TABLE = Path(__file__).with_name("routes.txt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Owned:
    """A kind of address. paths: whole expression. whose: French, who may ask it. held_by: tests, empty by the right."""

    paths: str
    whose: str
    held_by: tuple[str, ...] = ()


ROUTES = "tests/security/test_every_route.py::"
HERE = "tests/security/test_others_objects.py::"
CONTEXTS = "tests/web/test_dmp_context_pages.py::"
KINDS = (
    Owned(
        paths=r"(/reception|/reception/relecture|/api/v1/intake/items)/\{item_id\}(/.*)?",
        whose="ceux de l'unité",
        held_by=(
            f"{ROUTES}test_what_belongs_to_another_unit_is_not_there",
            f"{ROUTES}test_what_a_form_names_of_another_unit_is_not_there_either",
            "tests/web/test_intake_quality.py::test_another_unit_is_not_asked_to_review_nor_shown_what_went_alone",
        ),
    ),
    Owned(
        paths=r"/reception/lot/\{name\}(/annuler)?|/api/v1/intake/lots/\{lot\}(/reopen)?",
        whose="ceux de l'unité, document par document",
        held_by=("tests/web/test_intake_lots.py::test_a_lot_is_seen_by_whoever_files_within_their_units",),
    ),
    Owned(
        paths=r"/reception/seuls/\{number\}(/.*)?",
        whose="ceux de l'unité",
        held_by=("tests/web/test_intake_alone_mail.py::test_only_those_of_its_unit_who_see_what_comes_in_open_it",),
    ),
    Owned(
        paths=r"/connexion/sessions/\{number\}/fin",
        whose="la personne de la session",
        held_by=("tests/web/test_sign_in_door.py::test_one_ends_only_their_own_sessions",),
    ),
    Owned(
        paths=r"/connexion/reprise/\{handle\}(/oublier)?",
        whose="la personne qui écrivait, sur son poste",
        held_by=(
            "tests/web/test_sign_in_door.py::test_another_person_does_not_get_what_was_typed",
            "tests/pipeline/signin/test_signin_sessions.py::test_a_form_comes_back_to_its_owner_on_its_browser_alone",
        ),
    ),
    Owned(
        paths=r"/connexion/telephone/\{handle\}",
        whose="le poste qui a demandé",
        held_by=("tests/pipeline/signin/test_signin_phone.py::test_another_browser_cannot_take_the_answer",),
    ),
    Owned(
        paths=r"/contexte/\{context_id\}(/.*)?",
        whose="la session du professionnel appelé",
        held_by=(
            f"{CONTEXTS}test_a_context_is_not_taken_over_by_another_session",
            f"{HERE}test_a_document_of_another_patient_is_not_given_under_this_one",
        ),
    ),
    Owned(
        paths=r"/contexte/ouvrir/\{word\}",
        whose="le professionnel appelé, une fois",
        held_by=(f"{CONTEXTS}test_the_address_opens_once_and_for_nobody_else",),
    ),
    Owned(
        paths=r"/api/v1/contexte/\{identifiant\}",
        whose="le logiciel qui a appelé",
        held_by=(f"{HERE}test_a_record_system_ends_only_what_it_opened",),
    ),
    Owned(
        paths=r"/mes-acces/\{number\}",
        whose="la personne dont c'est l'accès",
        held_by=(
            "tests/web/test_audit_pages.py::test_a_forced_access_is_justified_by_who_did_it_and_concluded_by_another",
        ),
    ),
    Owned(
        paths=r"/audit/examiner/\{number\}",
        whose="un auditeur, jamais sur ses propres accès",
        held_by=("tests/web/test_audit_pages.py::test_nobody_judges_their_own_access",),
    ),
    Owned(
        paths=r"/(api/v1/)?dmp/\{person_id\}(/.*)?|/api/fhir/(Binary|DocumentReference)/\{id\}",
        whose="le professionnel à qui le DMP de ce patient est ouvert, dans sa session",
        held_by=(
            f"{HERE}test_a_document_of_another_patient_is_not_given_under_this_one",
            "tests/web/test_dmp_pages.py::test_each_reader_has_their_own_opening",
            "tests/pipeline/test_dmp_reading.py::test_an_opening_serves_its_session_and_no_other",
            "tests/api/test_dmp_facades.py::test_a_facade_gives_no_more_than_the_pages",
        ),
    ),
    Owned(
        paths=r"/documents/\{document_id\}/corps/\{sha256\}(/octets)?",
        whose="qui voit les flux, et seulement ce que ce document nomme",
        held_by=(f"{HERE}test_bytes_are_given_under_their_own_document_alone",),
    ),
    Owned(paths=r"/(api/v1/)?(documents|messages)/\{(document|message)_id\}(/.*)?", whose="qui voit les flux"),
    Owned(paths=r"/(api/v1/channels|canaux)/\{name\}/\{act\}", whose="qui agit sur les flux"),
    Owned(paths=r"/a-liberer/\{document_id\}(/.*)?", whose="qui libère après l'annonce, dans l'établissement"),
    Owned(
        paths=r"/identites/(alertes/|doublons/|lots/)?\{person_id\}(/.*)?",
        whose="qui voit les identités : le registre est celui de l'établissement, chaque regard est écrit",
        held_by=("tests/web/test_tracing.py::test_what_cannot_be_traced_is_not_shown",),
    ),
    Owned(paths=r"/annuaire/(professionnels|structures)/\{key\}", whose="qui consulte l'annuaire : données publiques"),
    Owned(paths=r"/audit/lignes/\{seq\}|/audit/export/\{form\}|/api/fhir/AuditEvent/\{resource_id\}", whose="l'audit"),
    Owned(
        paths=r"/reception/apprentissage/(habitudes/\{lesson_id\}|(modeles|ordres|seuils)/\{model_id\})",
        whose="l'administration",
    ),
    Owned(
        paths=r"/api/v1/preuves/\{preuve\}(/envoi)?",
        whose="la personne à qui la preuve est demandée",
        held_by=("tests/pipeline/signin/test_api_proofs.py::test_a_proof_of_another_person_serves_nobody",),
    ),
    Owned(
        paths=r"/contexte/(cadre|fenetre)/\{frame_id\}",
        whose="le cadre qui l'a demandé ; le professionnel nommé, qui saisit le nombre",
        held_by=(
            "tests/web/test_context_frames.py::test_an_address_read_by_another_browser_waits_for_a_number_that_nobody_gives",
            "tests/web/test_context_frames.py::test_another_professional_voids_the_frame",
        ),
    ),
    Owned(paths=r"/static/\{name:path\}", whose="tous : nos propres fichiers"),
)


def list_carrying() -> list[str]:
    """The addresses of the table of routes that carry something."""
    paths = {line.split()[1] for line in TABLE.read_text(encoding="utf-8").splitlines()}
    return sorted(path for path in paths if "{" in path)


def test_every_address_that_carries_something_says_whose_it_is() -> None:
    carrying = list_carrying()
    assert len(carrying) > 80
    unknown = [path for path in carrying if not any(re.fullmatch(kind.paths, path) for kind in KINDS)]
    assert unknown == []
    idle = [kind.paths for kind in KINDS if not any(re.fullmatch(kind.paths, path) for path in carrying)]
    assert idle == []


def test_every_test_named_above_is_there() -> None:
    for name in {one for kind in KINDS for one in kind.held_by}:
        path, _, function = name.partition("::")
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        found = {one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)}
        assert function in found, name


@pytest.fixture
async def house(filled: PostgresStore) -> AsyncIterator[House]:
    async with open_house(filled) as opened:
        yield opened


@pytest.fixture
async def dmp(store: PostgresStore, tmp_path: Path) -> AsyncIterator[DMPHouse]:
    """Two patients whose DMP one physician has open."""
    pki = make_cheap_pki(tmp_path / "pki", NOW)
    fill_state(tmp_path / "dmp.sqlite")
    await fill_store(store)
    async with open_dmp_house(pki, store, tmp_path) as opened:
        yield opened


async def test_bytes_are_given_under_their_own_document_alone(house: House) -> None:
    lines = (await house.store.search_documents(DocumentFilter(), limit=50)).lines
    told = {}
    for line in lines:
        story = await house.store.get_document_story(line.document.id)
        told[line.document.id] = {event.body_sha256 for event in story.events if event.body_sha256}
    number = next(document for document, prints in told.items() if prints)
    others = {line.document.body_sha256 for line in lines if line.document.id != number} - told[number]
    assert others
    for sha256, status in ((next(iter(told[number])), 200), (next(iter(others)), 404), ("0" * 64, 404)):
        for suffix in ("", "/octets"):
            answer = await house.get(f"/documents/{number}/corps/{sha256}{suffix}", Role.INTEGRATION)
            assert answer.status_code == status, suffix


async def find_document(dmp: DMPHouse, number: int) -> str:
    """The address of a consultation that its reader wrote themselves, and may change."""
    listed = await dmp.get(f"/dmp/{number}?liste=oui")
    rows = re.findall(rf'href="(/dmp/{number}/documents/[^"/?]+)[^>]*>([^<]+)<', listed.text)
    return next(path for path, title in rows if "Consultation de cardiologie" in title)


async def test_a_document_of_another_patient_is_not_given_under_this_one(dmp: DMPHouse) -> None:
    """Both DMPs are open to the same physician: the number of a document opens it under its own patient alone."""
    own = await find_document(dmp, dmp.number())
    read = await dmp.get(own)
    assert read.status_code == 200
    assert "Consultation de cardiologie" in read.text
    number = dmp.numbers[OTHER.ipp]
    assert (await dmp.get(f"/dmp/{number}?liste=oui")).status_code == 200
    elsewhere = own.replace(f"/dmp/{dmp.number()}/", f"/dmp/{number}/")
    context = await open_context(dmp, OTHER)
    for path in (elsewhere, own.replace(f"/dmp/{dmp.number()}/", f"/contexte/{context}/")):
        for suffix in ("", "/apercu"):
            answer = await dmp.get(f"{path}{suffix}")
            assert "Le DMP ne donne pas (ou plus) accès à ce document." in plain(answer.text), path
            assert "Consultation de cardiologie" not in answer.text, path
        changed = await dmp.post(f"{path}/changer", acte="mask", motif="essai")
        assert changed.status_code != 303, path
        assert "Le DMP ne donne pas (ou plus) accès à ce document." in plain(changed.text), path
    facade = own.replace(f"/dmp/{dmp.number()}/", f"/api/v1/dmp/{number}/")
    assert (await dmp.get(f"{facade}/content")).status_code in (403, 404)
    assert (await dmp.post(f"{own}/changer", acte="mask", motif="erreur de saisie")).status_code == 303


async def open_context(dmp: DMPHouse, patient: SandboxPatient) -> str:
    """Open a patient from a record system; gives the number of the context."""
    body = {
        "patient": {"ins": {"matricule": patient.ins.matricule, "oid": patient.ins.oid}},
        "professionnel": DOCTOR.identifier,
        "motif": "séjour 24000006",
    }
    given = (await dmp.call(body)).json()
    await dmp.get(given["adresse"].removeprefix("http://liane.test"))
    number: str = given["identifiant"]
    assert (await dmp.get(f"/contexte/{number}")).status_code == 200
    return number


async def test_a_record_system_ends_only_what_it_opened(dmp: DMPHouse) -> None:
    number = await open_context(dmp, FULL)
    assert dmp.room.contexts is not None
    other = Operator(name="DPI d'un autre site", roles=frozenset({Role.APPELANT}))
    assert not await dmp.room.contexts.close(number, caller=other)
    assert (await dmp.get(f"/contexte/{number}")).status_code == 200
    assert await dmp.room.contexts.close(number, caller=DPI)
    assert (await dmp.get(f"/contexte/{number}")).status_code == 403

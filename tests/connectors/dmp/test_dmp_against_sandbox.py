"""The client against the simulated DMP of the sandbox, over mutual TLS: a document's whole life, and every doubt."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from liane.codecs.ebxml.names import AvailabilityStatus
from liane.codecs.xds.existence import Consultation, ExistenceRequest
from liane.codecs.xds.provide import DocumentReference
from liane.codecs.xds.request import BuiltRequest
from liane.codecs.xds.transactions import (
    StatusChange,
    build_delete,
    build_existence_test,
    build_find_documents,
    build_find_reference,
    build_retrieve,
    build_update_entry,
    build_update_status,
)
from liane.connectors.dmp.client import DMPClient
from liane.connectors.dmp.connection import DMPConnection
from liane.domain.errors import RemoteFailure, RemoteOutcomeUnknown, RemoteRefusal, RemoteUnavailable
from liane.domain.identity.patient import PatientIdentifier
from liane_sandbox.dmp import server as simulated
from liane_sandbox.faults import Fault, FaultKind, FaultSwitchboard
from liane_sandbox.patients import SandboxPatient
from liane_sandbox.pki.folder import PKI
from tests.pki_kit import make_cheap_pki
from tests.sandbox.dmp.kit import (
    ABSENT,
    ADULT,
    CLOSED,
    MASKED,
    NOW,
    SOURCE_ID,
    Caller,
    authorise,
    make_caller,
    make_document,
    make_vihf,
    reinforced,
)

pytestmark = pytest.mark.anyio
UNIQUE_ID_OF_NOTHING = "1.2.250.1.999.1.404"


@dataclass
class Link:
    """A client, the simulated DMP behind it and the faults that it can be told."""

    client: DMPClient
    server: simulated.DMPServer
    faults: FaultSwitchboard
    maker: Caller

    @property
    def stored(self) -> int:
        """Documents kept for the patient, signatures apart."""
        entries = self.server.state.find_entries_of_patient(ADULT.ins.matricule)
        return sum(not entry.is_signature for entry in entries)

    def on(self, kind: FaultKind, **options: object) -> None:
        """Switch a fault of the repository on, for one call."""
        self.faults.add(Fault(service="dmp.repository", kind=kind, remaining=1, **options))  # type: ignore[arg-type]

    async def find(self, unique_id: str) -> str | None:
        """Ask for a reference, as the automatic feed does."""
        request = build_find_reference(self.maker.context(make_vihf()), unique_id)
        return (await self.client.find_document_reference(request)).entry_uuid


@pytest.fixture(scope="module")
def anyio_backend() -> tuple[str, dict[str, bool]]:
    """The loop of the sandbox, whose server does not run under the product's."""
    return "asyncio", {"use_uvloop": False}


@pytest.fixture(scope="module")
def pki(tmp_path_factory: pytest.TempPathFactory) -> PKI:
    return make_cheap_pki(tmp_path_factory.mktemp("dmp-client") / "pki", NOW)


@pytest.fixture
async def link(pki: PKI, tmp_path: Path) -> AsyncIterator[Link]:
    faults = FaultSwitchboard()
    server = await simulated.start(path=tmp_path / "dmp.sqlite", pki=pki, faults=faults, clock=lambda: NOW)
    authorise(server.state)
    connection = DMPConnection(
        base_url=server.base_url,
        client_certificate=pki.org_auth_cli.certificate,
        client_key=pki.org_auth_cli.key,
        authorities=pki.authorities,
        timeout_s=1.0,
    )
    try:
        async with DMPClient(connection) as client:
            yield Link(client=client, server=server, faults=faults, maker=make_caller(pki))
    finally:
        await server.stop()


def make_feed(link: Link, serial: int = 1) -> tuple[BuiltRequest, str]:
    lot = link.maker.lot(make_document(serial))
    return link.maker.build_feed(lot), lot.entry.unique_id


async def test_a_document_is_fed_found_replaced_and_deleted(link: Link) -> None:
    request, unique_id = make_feed(link)
    assert await link.find(unique_id) is None
    await link.client.provide_and_register(request)
    first = await link.find(unique_id)
    assert first is not None

    lot = link.maker.lot(make_document(2), replaces=first)
    await link.client.provide_and_register(link.maker.build_feed(lot))
    second = await link.find(lot.entry.unique_id)
    assert second not in (None, first)

    assert second is not None
    deletion = build_delete(link.maker.context(make_vihf()), link.maker.submission_set(), second)
    await link.client.delete_document(deletion)
    with pytest.raises(RemoteFailure):
        await link.client.delete_document(
            build_delete(link.maker.context(make_vihf()), link.maker.submission_set(), second)
        )


async def test_a_document_is_consulted_and_masked_by_a_strongly_authenticated_user(link: Link) -> None:
    content = make_document(1)
    request, unique_id = make_feed(link)
    await link.client.provide_and_register(request)
    patient = PatientIdentifier(value=ADULT.ins.matricule, oid=ADULT.ins.oid, type_code="NH")

    found = await link.client.find_documents(build_find_documents(link.maker.context(reinforced()), patient))
    (entry,) = found.objects.entries
    assert (found.total, entry.unique_id, entry.status) == (1, unique_id, AvailabilityStatus.APPROVED)

    reference = DocumentReference(repository_unique_id=entry.repository_unique_id, unique_id=unique_id)
    retrieved = await link.client.retrieve_documents(build_retrieve(link.maker.context(reinforced()), [reference]))
    assert retrieved.documents[0].content == content

    masked = link.maker.lot(content).with_entry(
        lid=entry.lid,
        hash=entry.hash,
        size=entry.size,
        repository_unique_id=entry.repository_unique_id,
        confidentiality=(*entry.confidentiality, MASKED),
    )
    update = build_update_entry(
        link.maker.context(reinforced()),
        link.maker.submission_set(),
        masked.entry,
        previous_version=entry.version,
    )
    await link.client.update(update)
    renewed = await link.find(unique_id)
    assert renewed not in (None, entry.entry_uuid)

    assert renewed is not None
    change = StatusChange(entry_uuid=renewed, original=AvailabilityStatus.APPROVED, new=AvailabilityStatus.ARCHIVED)
    archive = build_update_status(link.maker.context(reinforced()), link.maker.submission_set(), change)
    with pytest.raises(RemoteRefusal, match="DMPAccessDeniedByRightsService"):  # not their own document: dmp.md §11.1
        await link.client.update(archive)


@pytest.mark.parametrize(
    ("patient", "may_feed", "consultation"),
    [
        (ADULT, True, Consultation.NEEDS_AUTHORIZATION),
        (CLOSED, False, Consultation.REFUSED),
        (ABSENT, False, Consultation.REFUSED),
    ],
)
async def test_existence(link: Link, patient: SandboxPatient, may_feed: bool, consultation: Consultation) -> None:
    request = ExistenceRequest(
        ins=patient.ins,
        message=(SOURCE_ID, "m1"),
        query=(SOURCE_ID, "q1"),
        created_at="20261122093000",
        sender_oid=SOURCE_ID,
        sender_name="LIANE",
        processing_code="D",
    )
    check = await link.client.check_existence(build_existence_test(link.maker.context(make_vihf(patient)), request))
    assert check.access.may_feed is may_feed
    if not may_feed:
        assert check.access.consultation is consultation


async def test_sending_again_is_a_duplicate_and_never_a_second_document(link: Link) -> None:
    """dmp.md §6.1-7, §14.1-6."""
    request, unique_id = make_feed(link)
    await link.client.provide_and_register(request)
    with pytest.raises(RemoteRefusal, match="XDSDuplicateUniqueIdInRegistry"):
        await link.client.provide_and_register(link.maker.build_feed(link.maker.lot(make_document(1))))
    assert link.stored == 1
    assert await link.find(unique_id) is not None


@pytest.mark.parametrize(
    ("kind", "error", "is_kept"),
    [
        (FaultKind.SILENT, RemoteOutcomeUnknown, False),
        (FaultKind.SILENT_AFTER, RemoteOutcomeUnknown, True),
        (FaultKind.HANG_UP_BEFORE, RemoteOutcomeUnknown, False),
        (FaultKind.HANG_UP_AFTER, RemoteOutcomeUnknown, True),
        (FaultKind.BUSY, RemoteUnavailable, False),
        (FaultKind.FAULT, RemoteFailure, False),
        (FaultKind.REFUSE, RemoteRefusal, False),
    ],
)
async def test_after_a_doubt_a_question_tells_what_became_of_the_document(
    link: Link, kind: FaultKind, error: type[RemoteFailure], is_kept: bool
) -> None:
    """The outcome is told by the class of the error alone, and asking is always enough."""
    link.on(kind)
    request, unique_id = make_feed(link)
    with pytest.raises(error):
        await link.client.provide_and_register(request)
    assert (await link.find(unique_id) is not None) is is_kept
    assert link.stored == int(is_kept)


async def test_an_answer_said_twice_counts_once(link: Link) -> None:
    link.on(FaultKind.TWICE)
    request, unique_id = make_feed(link)
    await link.client.provide_and_register(request)
    assert await link.find(unique_id) is not None
    assert link.stored == 1


async def test_the_certificate_that_authenticates_may_not_sign(link: Link) -> None:
    """dmp.md §2, §12.1."""
    link.maker.signer = link.maker.pki.org_auth_cli
    request, _ = make_feed(link)
    with pytest.raises(RemoteRefusal, match="DMPInvalidCertificate"):
        await link.client.provide_and_register(request)

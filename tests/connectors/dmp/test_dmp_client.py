"""The client of the DMP against a scripted server: what each answer, or silence, becomes."""

import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from liane.codecs.ebxml.metadata import RegistryObjects
from liane.codecs.ebxml.names import ResponseStatus
from liane.codecs.ebxml.query import AdhocQueryResponse, render_query_response
from liane.codecs.ebxml.responses import RegistryError, RegistryResponse, render_registry_response
from liane.codecs.saml.vihf import AuthentificationMode
from liane.codecs.soap.envelope import Addressing, render_answer, render_fault
from liane.codecs.soap.fault import Fault
from liane.codecs.soap.mtom import Part, render_multipart
from liane.codecs.xds.existence import Consultation, ExistenceAnswer
from liane.codecs.xds.existence_answer import render_existence_answer
from liane.codecs.xds.provide import render_retrieve_response
from liane.codecs.xds.request import BuiltRequest
from liane.codecs.xds.transactions import (
    build_delete,
    build_existence_test,
    build_find_documents,
    build_find_reference,
    build_retrieve,
)
from liane.connectors.dmp.client import DMPClient
from liane.domain.errors import (
    AccessDenied,
    ConfigurationError,
    RemoteFailure,
    RemoteOutcomeUnknown,
    RemoteRefusal,
    RemoteUnavailable,
)
from liane.domain.security.tls import DMP
from tests.codecs.ebxml.ebxml_samples import ENTRY, LOT, PATIENT
from tests.codecs.xds.request_samples import make_context
from tests.codecs.xds.test_xds_existence import ANSWER, CLOSED, NONE, REFUSED, REQUEST
from tests.codecs.xds.test_xds_requests import ENTRY_UUID, REFERENCES, RETRIEVED, feed
from tests.codecs.xmldsig.signing import client, seal
from tests.connectors.dmp.scripted_server import (
    CUT,
    HANG,
    Received,
    Script,
    ScriptedDMP,
    http_answer,
    run_scripted_dmp,
    soap_answer,
    tls_of_server,
    write_identity,
)

pytestmark = pytest.mark.anyio
AIR = AuthentificationMode.INDIRECTE_RENFORCEE
SUCCESS = RegistryResponse(status=ResponseStatus.SUCCESS)


@pytest.fixture
async def dmp(tmp_path: Path) -> AsyncIterator[ScriptedDMP]:
    async with run_scripted_dmp(tmp_path) as running:
        yield running


def answering(body: etree._Element) -> Script:
    return lambda received: soap_answer(received, body)


def failing(*codes: str, status: str = ResponseStatus.FAILURE) -> Script:
    errors = tuple(RegistryError(code=code, context=f"contexte {code}", location="Document01") for code in codes)
    return answering(render_registry_response(RegistryResponse(status=status, errors=errors)))


def faulting(fault: Fault) -> Script:
    return lambda received: http_answer(
        render_fault(Addressing(action="", message_id="m", relates_to=received.message_id), fault), status=500
    )


async def send_feed(dmp: ScriptedDMP, **changes: object) -> object:
    async with DMPClient(dmp.connection(**changes)) as running:
        return await running.provide_and_register(feed())


async def send_search(dmp: ScriptedDMP, **changes: object) -> object:
    async with DMPClient(dmp.connection(**changes)) as running:
        return await running.find_document_reference(build_find_reference(make_context(), "1.2.3"))


async def test_a_feed_succeeds_and_keeps_what_was_exchanged(dmp: ScriptedDMP) -> None:
    dmp.script = answering(render_registry_response(SUCCESS))
    request = feed()
    async with DMPClient(dmp.connection()) as running:
        answer = await running.provide_and_register(request)
    (received,) = dmp.received
    assert received.path == "/services/repository"
    assert received.body == b"".join(request.chunks)
    assert received.headers["content-type"] == request.content_type
    assert "transfer-encoding" not in received.headers
    assert answer.response == SUCCESS
    assert answer.exchange.request_root == request.root
    assert b"RegistryResponse" in answer.exchange.answer
    assert answer.exchange.status == 200


async def test_one_connection_serves_several_requests_under_a_listed_suite(dmp: ScriptedDMP) -> None:
    """dmp.md §2, §14.1-1."""
    dmp.script = answering(render_registry_response(SUCCESS))
    async with DMPClient(dmp.connection()) as running:
        for _ in range(3):
            await running.provide_and_register(feed())
    assert {received.connection for received in dmp.received} == {1}
    assert {received.cipher for received in dmp.received} <= set(DMP.suites)


@pytest.mark.parametrize("answer", [ANSWER, NONE, CLOSED])
async def test_existence(dmp: ScriptedDMP, answer: ExistenceAnswer) -> None:
    dmp.script = answering(render_existence_answer(answer, request=REQUEST, message=("1", "2"), created_at="2026"))
    async with DMPClient(dmp.connection()) as running:
        check = await running.check_existence(build_existence_test(make_context(), REQUEST))
    assert check.answer == answer
    assert check.access.may_feed is (answer is ANSWER)
    assert (check.access.consultation is Consultation.ALLOWED) is (answer is ANSWER)
    assert dmp.received[0].path == "/services/patients"


async def test_an_existence_test_that_is_not_accepted_is_a_refusal(dmp: ScriptedDMP) -> None:
    dmp.script = answering(render_existence_answer(REFUSED, request=REQUEST, message=("1", "2"), created_at="2026"))
    async with DMPClient(dmp.connection()) as running:
        with pytest.raises(RemoteRefusal) as refusal:
            await running.check_existence(build_existence_test(make_context(), REQUEST))
    assert (refusal.value.code, refusal.value.context) == ("DMPInvalide", "DMPInvalide: Matricule inconnu; X: ")


@pytest.mark.parametrize(
    ("objects", "found"),
    [
        (RegistryObjects(), None),
        (RegistryObjects(references=(ENTRY_UUID,)), ENTRY_UUID),
        (RegistryObjects(references=(ENTRY_UUID, "urn:uuid:2")), ENTRY_UUID),
        (RegistryObjects(entries=(replace(ENTRY, symbolic_id=ENTRY_UUID),)), ENTRY_UUID),
    ],
)
async def test_a_reference_is_found_or_not(dmp: ScriptedDMP, objects: RegistryObjects, found: str | None) -> None:
    dmp.script = answering(render_query_response(AdhocQueryResponse(response=SUCCESS, objects=objects)))
    async with DMPClient(dmp.connection()) as running:
        answer = await running.find_document_reference(build_find_reference(make_context(), "1.2.3"))
    assert answer.entry_uuid == found


async def test_a_list_keeps_its_fiches_and_the_errors_of_a_partial_success(dmp: ScriptedDMP) -> None:
    partial = RegistryResponse(status=ResponseStatus.PARTIAL_SUCCESS, errors=(RegistryError(code="X"),))
    entry = replace(ENTRY, symbolic_id=ENTRY_UUID)
    told = AdhocQueryResponse(response=partial, objects=RegistryObjects(entries=(entry,)), total=7)
    dmp.script = answering(render_query_response(told))
    async with DMPClient(dmp.connection()) as running:
        answer = await running.find_documents(build_find_documents(make_context(AIR), PATIENT))
    assert answer.objects.entries == (entry,)
    assert (answer.total, answer.response) == (7, partial)


async def test_documents_are_retrieved_from_any_multipart(dmp: ScriptedDMP) -> None:
    """dmp.md §14.1-8: another boundary, root last."""

    def script(received: Received) -> bytes:
        body = render_retrieve_response(RETRIEVED, ("doc@dmp",))
        root = render_answer(Addressing(action="a", message_id="m", relates_to=received.message_id), body)
        _, chunks = render_multipart(
            root, [Part(content_id="doc@dmp", media_type="text/xml", content=b"<cda/>")], boundary="b", root_id="r"
        )
        return http_answer(b"".join(chunks), content_type="multipart/related;boundary=b;start=<r>")

    dmp.script = script
    async with DMPClient(dmp.connection()) as running:
        answer = await running.retrieve_documents(build_retrieve(make_context(AIR), REFERENCES))
    assert answer.documents == RETRIEVED.documents
    assert answer.response.is_partial


async def test_a_deletion_succeeds(dmp: ScriptedDMP) -> None:
    dmp.script = answering(render_registry_response(SUCCESS))
    request = build_delete(make_context(), LOT, ENTRY_UUID)
    async with DMPClient(dmp.connection()) as running:
        await running.delete_document(request)
        await running.update(request)
    assert {received.path for received in dmp.received} == {"/services/registry"}


@pytest.mark.parametrize(
    ("codes", "kind", "code"),
    [
        (("XDSRepositoryMetadataError",), RemoteRefusal, "XDSRepositoryMetadataError"),
        (("XDSRegistryMetadataError", "XDSUnknownPatientId"), RemoteRefusal, "XDSRegistryMetadataError"),
        (("X", "XDSDuplicateUniqueIdInRegistry"), RemoteRefusal, "XDSDuplicateUniqueIdInRegistry"),
        (("XDSRegistryBusy",), RemoteUnavailable, "XDSRegistryBusy"),
        (("XDSRepositoryBusy", "XDSRegistryNotAvailable"), RemoteUnavailable, "XDSRepositoryBusy"),
        (("XDSRegistryOutOfResources",), RemoteUnavailable, "XDSRegistryOutOfResources"),
        (("XDSRegistryBusy", "XDSMissingDocument"), RemoteRefusal, "XDSRegistryBusy"),
        ((), RemoteRefusal, "XDSRegistryError"),
    ],
)
async def test_a_failure_on_http_200_is_a_failure(
    dmp: ScriptedDMP, codes: tuple[str, ...], kind: type[RemoteFailure], code: str
) -> None:
    """dmp.md §2, §12.3."""
    dmp.script = failing(*codes)
    with pytest.raises(RemoteFailure) as failure:
        await send_feed(dmp)
    assert type(failure.value) is kind
    assert failure.value.code == code
    assert failure.value.answer
    for each in codes:
        assert f"{each}: contexte {each} (Document01)" in failure.value.context


async def test_a_partial_success_of_a_feed_is_no_success(dmp: ScriptedDMP) -> None:
    dmp.script = failing("XDSMissingDocument", status=ResponseStatus.PARTIAL_SUCCESS)
    with pytest.raises(RemoteRefusal, match="XDSMissingDocument"):
        await send_feed(dmp)


@pytest.mark.parametrize(
    ("fault", "kind", "code"),
    [
        (Fault(code="Sender", subcode="DMPInvalidCertificate"), RemoteRefusal, "DMPInvalidCertificate"),
        (Fault(code="Sender"), RemoteRefusal, "Sender"),
        (Fault(code="Receiver"), RemoteUnavailable, "Receiver"),
        (Fault(code="Receiver", subcode="XDSRegistryBusy"), RemoteUnavailable, "XDSRegistryBusy"),
        (Fault(code="Receiver", subcode="XDSDocumentUniqueIdError"), RemoteRefusal, "XDSDocumentUniqueIdError"),
        (Fault(code=""), RemoteRefusal, "FAULT"),
    ],
)
async def test_a_fault_says_who_is_wrong(dmp: ScriptedDMP, fault: Fault, kind: type[RemoteFailure], code: str) -> None:
    """dmp.md §12.1."""
    dmp.script = faulting(replace(fault, reasons={"en": "why", "fr": "pourquoi"}, detail="détail"))
    with pytest.raises(RemoteFailure) as failure:
        await send_feed(dmp)
    assert type(failure.value) is kind
    assert (failure.value.code, failure.value.context) == (code, "pourquoi détail")


@pytest.mark.parametrize(
    ("status", "for_feed", "for_search"),
    [
        (503, RemoteUnavailable, RemoteUnavailable),
        (429, RemoteUnavailable, RemoteUnavailable),
        (500, RemoteOutcomeUnknown, RemoteUnavailable),
        (502, RemoteOutcomeUnknown, RemoteUnavailable),
        (504, RemoteOutcomeUnknown, RemoteUnavailable),
        (403, RemoteRefusal, RemoteRefusal),
        (404, RemoteRefusal, RemoteRefusal),
        (302, RemoteRefusal, RemoteRefusal),
    ],
)
async def test_a_status_without_fault(
    dmp: ScriptedDMP, status: int, for_feed: type[RemoteFailure], for_search: type[RemoteFailure]
) -> None:
    dmp.script = lambda received: http_answer(b"<html>", status=status, content_type="text/html")
    for send, kind in ((send_feed, for_feed), (send_search, for_search)):
        with pytest.raises(RemoteFailure) as failure:
            await send(dmp)
        assert type(failure.value) is kind
        assert failure.value.code == f"HTTP-{status}"


@pytest.mark.parametrize(
    "answer",
    [
        lambda received: http_answer(b"<html>", content_type="text/html"),
        lambda received: http_answer(b"rien"),
        lambda received: http_answer(b"", content_type="multipart/related; boundary=b"),
        lambda received: soap_answer(received, etree.Element("autre")),
        lambda received: soap_answer(received, render_registry_response(SUCCESS), relates_to="urn:uuid:autre"),
        lambda received: http_answer(
            render_answer(Addressing(action="a", message_id="m"), etree.Element("b")).replace(b"<b/>", b"")
        ),
    ],
)
async def test_an_answer_that_cannot_be_read_leaves_a_feed_in_doubt(dmp: ScriptedDMP, answer: Script) -> None:
    dmp.script = answer
    with pytest.raises(RemoteOutcomeUnknown, match="REPONSE-ILLISIBLE"):
        await send_feed(dmp)
    with pytest.raises(RemoteUnavailable, match="REPONSE-ILLISIBLE"):
        await send_search(dmp)


async def test_an_answer_without_relates_to_is_accepted(dmp: ScriptedDMP) -> None:
    dmp.script = lambda received: soap_answer(received, render_registry_response(SUCCESS), relates_to="")
    await send_feed(dmp)


@pytest.mark.parametrize("silence", [HANG, CUT, CUT + b"HTTP/1.1 200 X\r\nContent-Le", CUT + b"n'importe quoi\r\n\r\n"])
async def test_silence_after_a_feed_is_doubt_and_after_a_question_is_nothing(dmp: ScriptedDMP, silence: bytes) -> None:
    """dmp.md §14.1-6."""
    dmp.script = lambda received: silence
    with pytest.raises(RemoteOutcomeUnknown):
        await send_feed(dmp, timeout_s=0.3)
    with pytest.raises(RemoteUnavailable):
        await send_search(dmp, timeout_s=0.3)


async def test_an_endless_answer_is_cut(dmp: ScriptedDMP) -> None:
    dmp.script = lambda received: http_answer(b"x" * 10_000)
    with pytest.raises(RemoteOutcomeUnknown):
        await send_feed(dmp, answer_bytes_max=1_000)


async def test_a_server_that_is_not_there_took_nothing(dmp: ScriptedDMP) -> None:
    with pytest.raises(RemoteUnavailable, match="ConnectError"):
        await send_feed(dmp, base_url="https://localhost:1/services")


async def test_an_untrusted_server_is_refused_before_anything_is_sent(dmp: ScriptedDMP) -> None:
    """dmp.md §14.1-1."""
    (dmp.folder / "other.pem").write_bytes(client().certificate_pem)
    with pytest.raises(RemoteUnavailable):
        await send_feed(dmp, authorities=dmp.folder / "other.pem")
    with pytest.raises(RemoteUnavailable):
        await send_feed(dmp, authorities=None)
    assert dmp.received == []


async def test_a_server_of_another_name_is_refused(dmp: ScriptedDMP) -> None:
    with pytest.raises(RemoteUnavailable):
        await send_feed(dmp, base_url=f"https://127.0.0.1:{dmp.port}/services")
    assert dmp.received == []


async def test_a_server_without_a_listed_suite_is_refused(tmp_path: Path) -> None:
    write_identity(tmp_path, "server", seal())
    write_identity(tmp_path, "client", client())
    tls = tls_of_server(tmp_path)
    tls.maximum_version = ssl.TLSVersion.TLSv1_2
    tls.set_ciphers("ECDHE-RSA-AES128-SHA256")
    async with run_scripted_dmp(tmp_path, tls) as dmp:
        with pytest.raises(RemoteUnavailable):
            await send_feed(dmp)


async def test_tls_1_3_is_offered_only_when_told(tmp_path: Path) -> None:
    async with run_scripted_dmp(tmp_path) as dmp:
        dmp.script = answering(render_registry_response(SUCCESS))
        await send_feed(dmp)
        await send_feed(dmp, is_tls13_offered=True)
        assert [received.cipher.startswith("TLS_") for received in dmp.received] == [False, True]


@pytest.mark.parametrize(
    ("request_of", "call"),
    [
        (lambda: replace(feed(), mode=AIR), lambda running: running.provide_and_register),
        (
            lambda: replace(build_find_documents(make_context(AIR), PATIENT), mode="INDIRECTE"),
            lambda running: running.find_documents,
        ),
        (
            lambda: replace(build_retrieve(make_context(AIR), REFERENCES), mode="INDIRECTE"),
            lambda running: running.retrieve_documents,
        ),
    ],
)
async def test_the_wrong_mode_never_leaves(
    dmp: ScriptedDMP,
    request_of: Callable[[], BuiltRequest],
    call: Callable[[DMPClient], Callable[[BuiltRequest], Awaitable[object]]],
) -> None:
    """dmp.md §14.1-11."""
    async with DMPClient(dmp.connection()) as running:
        with pytest.raises(AccessDenied):
            await call(running)(request_of())
    assert dmp.received == []


async def test_a_request_sent_by_the_wrong_call_is_a_bug(dmp: ScriptedDMP) -> None:
    async with DMPClient(dmp.connection()) as running:
        with pytest.raises(ValueError, match=r"TD2\.1"):
            await running.find_document_reference(feed())


@pytest.mark.parametrize(
    "changes",
    [{"client_certificate": Path("absent.pem")}, {"client_key": Path("absent.key")}, {"authorities": Path("absent")}],
)
async def test_unusable_certificates_stop_the_start(dmp: ScriptedDMP, changes: dict[str, Path]) -> None:
    with pytest.raises(ConfigurationError, match="dmp"):
        DMPClient(dmp.connection(**changes))

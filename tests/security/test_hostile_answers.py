"""Live answers that name other servers: redirections, locations, inclusions, keys elsewhere; none of them is called.

Each client of Liane speaks to a server that answers what an attacker in its place would. A bait listens on loopback
for whatever would follow, and the hook of the interpreter sees every other address.
"""

import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from joserfc import jws
from joserfc.jwk import RSAKey
from lxml import etree

from liane.codecs.ebxml.metadata import RegistryObjects
from liane.codecs.ebxml.names import ResponseStatus
from liane.codecs.ebxml.query import AdhocQueryResponse, render_query_response
from liane.codecs.ebxml.responses import RegistryResponse
from liane.codecs.insi.names import Trigger
from liane.codecs.oidc.names import TYPE_ACCESS
from liane.codecs.saml.vihf import AuthentificationMode
from liane.codecs.soap.envelope import Addressing, render_envelope, serialize
from liane.codecs.soap.mtom import render_multipart
from liane.codecs.xds.existence_answer import render_existence_answer
from liane.codecs.xds.provide import DocumentReference, render_retrieve_response
from liane.codecs.xds.transactions import build_existence_test, build_find_documents, build_retrieve
from liane.connectors.alerting.webhook import Webhook, WebhookSettings
from liane.connectors.annuaire.client import AnnuaireClient, AnnuaireConnection
from liane.connectors.dmp.client import DMPClient
from liane.connectors.mssante.crl import CRLKeeper, CRLSource
from liane.connectors.psc.client import PSCClient
from liane.connectors.psc.exchange import ProtectedService, TokenExchanger
from liane.connectors.psc.settings import ClientCertificate, PSCConnection, build_tls
from liane.connectors.psc.wire import Call
from liane.domain.errors import InvalidInput, RemoteFailure, RuleViolation
from liane.domain.steering.alert import Alert
from liane.store.postgres_store import PostgresStore
from liane_sandbox.pki.folder import PKI
from liane_sandbox.psc.server import build_tls as build_server_tls
from tests.codecs.ebxml.ebxml_samples import ENTRY, PATIENT
from tests.codecs.xds.request_samples import make_context
from tests.codecs.xds.test_xds_existence import ANSWER
from tests.codecs.xds.test_xds_existence import REQUEST as EXISTENCE
from tests.codecs.xds.test_xds_requests import ENTRY_UUID, REFERENCES, RETRIEVED, feed
from tests.conftest import ROOT
from tests.connectors.dmp.scripted_server import Received, ScriptedDMP, http_answer, run_scripted_dmp
from tests.insi_kit import get_named, make_client, make_query
from tests.pki_kit import make_cheap_pki
from tests.security.leaving import Bait, baiting, watching
from tests.security.redirecting import Redirecting, sending_elsewhere
from tests.signin_kit import running_bench

pytestmark = pytest.mark.anyio
EVIL = "https://attaque.invalid/vol"
AIR = AuthentificationMode.INDIRECTE_RENFORCEE
STATUSES = (301, 302, 303, 307, 308)
SCHEMA = "http://www.w3.org/2001/XMLSchema-instance"


@pytest.fixture(scope="session")
def anyio_backend() -> tuple[str, dict[str, bool]]:
    """The loop of the standard library, which the hook sees."""
    return "asyncio", {"use_uvloop": False}


@pytest.fixture(scope="module")
def pki(tmp_path_factory: pytest.TempPathFactory) -> PKI:
    """A PKI made now: TLS reads the true time."""
    return make_cheap_pki(tmp_path_factory.mktemp("answers") / "pki", datetime.now(UTC).replace(microsecond=0))


@pytest.fixture(autouse=True)
def left() -> Iterator[list[str]]:
    """Note what leaves; nothing may."""
    with watching() as seen:
        yield seen
        assert seen == []


@pytest.fixture(autouse=True)
def bait() -> Iterator[Bait]:
    """An address that nothing may call."""
    with baiting() as listening:
        yield listening
        assert listening.touched == []


@pytest.fixture
async def dmp(tmp_path: Path) -> AsyncIterator[ScriptedDMP]:
    async with run_scripted_dmp(tmp_path) as running:
        yield running


# Redirections, one client after the other.


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Where a client is pointed, and the files that it needs."""

    server: Redirecting
    pki: PKI
    folder: Path

    @property
    def certificate(self) -> ClientCertificate:
        return ClientCertificate(certificate=self.pki.org_auth_cli.certificate, key=self.pki.org_auth_cli.key)


async def ask_psc(ground: Ground) -> None:
    connection = PSCConnection(
        discovery_url=f"{ground.server.url}/discovery",
        client_id="liane",
        client_secret="secret-d-essai",
        authorities=ground.pki.authorities,
    )
    client = PSCClient(connection, now=lambda: datetime.now(UTC))
    try:
        for call in (
            client.read_metadata(),
            client.exchange_code(code="c", redirect_uri="https://liane.example/x", code_verifier="v"),
            client.refresh("jeton"),
            client.fetch_userinfo("jeton", None),
            client.introspect("jeton"),
            client.check_id_token("a.b.c", nonce=None),
        ):
            with suppress(RemoteFailure, InvalidInput):
                await call
    finally:
        await client.close()


def make_exchanger(ground: Ground) -> TokenExchanger:
    service = ProtectedService(
        name="api",
        token_url=f"{ground.server.url}/as",
        client_id="liane",
        scope="essai",
        certificate=ground.certificate,
        authorities=ground.pki.authorities,
    )
    return TokenExchanger(service, certificate_der=b"", now=lambda: datetime.now(UTC))


async def ask_exchange(ground: Ground) -> None:
    exchanger = make_exchanger(ground)
    try:
        with pytest.raises(RemoteFailure):
            await exchanger.get_token("session", "jeton")
    finally:
        await exchanger.close()


async def ask_annuaire(ground: Ground) -> None:
    tls = build_tls(None, ground.pki.authorities)
    client = AnnuaireClient(AnnuaireConnection(base_url=f"{ground.server.url}/fhir/v2", api_key="cle", tls=tls))
    try:
        with pytest.raises(RemoteFailure):
            await client.search("Practitioner", {"family": "TEST"})
    finally:
        await client.close()


async def ask_insi(ground: Ground) -> None:
    client = make_client(f"{ground.server.url}/lps", ground.pki)
    try:
        exchange = await client.search_by_traits(make_query(get_named("TESTABRICOT-CERISE")), Trigger.PERSON)
        assert exchange.failure is not None
    finally:
        await client.close()


CLIENTS: dict[str, Callable[[Ground], Awaitable[None]]] = {
    "psc": ask_psc,
    "exchange": ask_exchange,
    "annuaire": ask_annuaire,
    "insi": ask_insi,
}


@pytest.mark.parametrize("status", [302, 307])
@pytest.mark.parametrize("name", CLIENTS)
async def test_a_redirection_is_not_followed(name: str, status: int, pki: PKI, bait: Bait, tmp_path: Path) -> None:
    tls = build_server_tls(pki)
    async with sending_elsewhere(bait.address, status=status, tls=tls) as server:
        await CLIENTS[name](Ground(server=server, pki=pki, folder=tmp_path))
        assert server.asked, "the client did ask"


@pytest.mark.parametrize("status", [302, 307])
async def test_alerts_and_revocation_lists_are_not_redirected(
    status: int, pki: PKI, bait: Bait, tmp_path: Path
) -> None:
    async with sending_elsewhere(bait.address, status=status) as server:
        alert = Alert(key="k", subject="Essai", text="Essai", payload={})
        with pytest.raises(RemoteFailure):
            await Webhook(WebhookSettings(url=f"{server.url}/alerte", token="jeton")).send(alert)
        source = CRLSource(url=f"{server.url}/liste.crl", path=tmp_path / "liste.pem")
        (state,) = await CRLKeeper([source], pki.authorities).refresh(datetime.now(UTC))
        assert state.problem
        assert len(server.asked) == 2


async def test_a_discovered_provider_redirects_nothing(pki: PKI, bait: Bait) -> None:
    """Its discovery is as it should be; every endpoint that it names sends elsewhere."""
    answers: dict[str, bytes] = {}
    async with sending_elsewhere(bait.address, tls=build_server_tls(pki), answers=answers) as server:
        names = ("authorization", "token", "userinfo", "introspection", "end_session")
        told = {f"{name}_endpoint": f"{server.url}/{name}" for name in names}
        told |= {"issuer": server.url, "jwks_uri": f"{server.url}/keys"}
        document = json.dumps(told).encode()
        async with sending_elsewhere(
            bait.address, tls=build_server_tls(pki), answers={"/discovery": document}
        ) as discovery:
            await ask_psc(Ground(server=discovery, pki=pki, folder=Path()))
        paths = {line.split()[1] for line in server.asked}
        assert paths == {"/token", "/userinfo", "/introspection", "/keys"}


@pytest.mark.parametrize("status", STATUSES)
async def test_the_dmp_redirects_nothing(dmp: ScriptedDMP, bait: Bait, status: int) -> None:
    head = f"HTTP/1.1 {status} X\r\nLocation: {bait.address}\r\nContent-Length: 0\r\n\r\n".encode()
    dmp.script = lambda received: head
    async with DMPClient(dmp.connection()) as running:
        for call in (
            running.provide_and_register(feed()),
            running.find_documents(build_find_documents(make_context(AIR), PATIENT)),
            running.retrieve_documents(build_retrieve(make_context(AIR), REFERENCES)),
        ):
            with pytest.raises(RemoteFailure):
                await call
    assert len(dmp.received) == 3


def test_no_client_is_told_to_follow() -> None:
    """Every client of the product says so itself: no redirection, no proxy of the environment."""
    made = re.compile(r"httpx\.(?:Async)?Client\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)", re.DOTALL)
    found = {
        f"{path.relative_to(ROOT).as_posix()}:{text.count(chr(10), 0, one.start()) + 1}": one[0]
        for path in sorted((ROOT / "src" / "liane").rglob("*.py"))
        for text in [path.read_text(encoding="utf-8")]
        for one in made.finditer(text)
    }
    assert len(found) >= 7
    assert [where for where, call in found.items() if "trust_env=False" not in call] == []
    assert [where for where, call in found.items() if "follow_redirects=True" in call] == []
    elsewhere = re.compile(r"urllib\.request|follow_redirects\s*=\s*True|requests\.(?:get|post)|aiohttp")
    lax = [path.name for path in (ROOT / "src" / "liane").rglob("*.py") if elsewhere.search(path.read_text("utf-8"))]
    assert lax == []


# What an answer of the DMP names.


def make_evil(received: Received, body: etree._Element, address: str) -> bytes:
    """An answer whose addressing, schemas and stylesheet all name an address."""
    body.set(f"{{{SCHEMA}}}schemaLocation", f"urn:x {address}")
    addressing = Addressing(
        action="urn:reponse",
        message_id="urn:uuid:r",
        relates_to=received.message_id,
        to=address,
        reply_to=address,
    )
    return render_envelope(addressing, serialize(body))


def list_paths(dmp: ScriptedDMP) -> list[str]:
    return [one.path for one in dmp.received]


async def test_a_list_that_names_other_places_leads_nowhere(dmp: ScriptedDMP, bait: Bait) -> None:
    """URI, repository, home community, and any other slot: the next request goes to the DMP of the settings."""
    entry = replace(ENTRY, symbolic_id=ENTRY_UUID, comments=bait.address, title=bait.address)
    told = AdhocQueryResponse(
        response=RegistryResponse(status=ResponseStatus.SUCCESS), objects=RegistryObjects(entries=(entry,)), total=1
    )
    body = render_query_response(told)
    space = "{urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0}"
    (extrinsic,) = body.iter(f"{space}ExtrinsicObject")
    extrinsic.set("home", bait.address)
    for name in ("URI", "repositoryUniqueId", "homeCommunityId", "documentAvailability"):
        for slot in [one for one in extrinsic.findall(f"{space}Slot") if one.get("name") == name]:
            extrinsic.remove(slot)
        slot = etree.Element(f"{space}Slot", name=name)
        values = etree.SubElement(slot, f"{space}ValueList")
        etree.SubElement(values, f"{space}Value").text = bait.address
        extrinsic.insert(0, slot)
    dmp.script = lambda received: http_answer(make_evil(received, body, bait.address))
    async with DMPClient(dmp.connection()) as running:
        answer = await running.find_documents(build_find_documents(make_context(AIR), PATIENT))
        (found,) = answer.objects.entries
        reference = DocumentReference(repository_unique_id=bait.address, unique_id=found.unique_id)
        dmp.script = lambda received: http_answer(
            make_evil(received, render_retrieve_response(RETRIEVED, ("doc@dmp",)), bait.address)
        )
        with suppress(RemoteFailure):
            await running.retrieve_documents(build_retrieve(make_context(AIR), [reference]))
    assert list_paths(dmp) == ["/services/registry", "/services/repository"]


@pytest.mark.parametrize("scheme", ["bait", "file", "cid-elsewhere", "evil"])
async def test_an_inclusion_outside_the_message_is_not_fetched(
    dmp: ScriptedDMP, bait: Bait, tmp_path: Path, scheme: str
) -> None:
    """xop:Include names an address, a file of the machine, a part that is not there: nothing is read."""
    secret = tmp_path / "canari.txt"
    secret.write_text("ce-fichier-ne-doit-pas-etre-lu", encoding="utf-8")
    named = {"bait": bait.address, "file": secret.as_uri(), "cid-elsewhere": f"cid:{bait.address}", "evil": EVIL}

    def script(received: Received) -> bytes:
        body = render_retrieve_response(RETRIEVED, ("doc@dmp",))
        for include in body.iter("{http://www.w3.org/2004/08/xop/include}Include"):
            include.set("href", named[scheme])
        root = make_evil(received, body, bait.address)
        _, chunks = render_multipart(root, [], boundary="b", root_id="r")
        return http_answer(b"".join(chunks), content_type="multipart/related;boundary=b;start=<r>")

    dmp.script = script
    async with DMPClient(dmp.connection()) as running:
        with pytest.raises(RemoteFailure) as refused:
            await running.retrieve_documents(build_retrieve(make_context(AIR), REFERENCES))
    assert "ne-doit-pas" not in str(refused.value)


async def test_an_existence_that_names_schemas_is_read_alone(dmp: ScriptedDMP, bait: Bait) -> None:
    body = render_existence_answer(ANSWER, request=EXISTENCE, message=("1", "2"), created_at="2026")
    dmp.script = lambda received: http_answer(make_evil(received, body, bait.address))
    async with DMPClient(dmp.connection()) as running:
        found = await running.check_existence(build_existence_test(make_context(), EXISTENCE))
    assert found.answer == ANSWER


# What a token names.


@pytest.mark.parametrize("header", ["jku", "x5u", "jwk", "kid"])
async def test_keys_that_a_token_names_are_neither_fetched_nor_believed(
    store: PostgresStore, pki: PKI, bait: Bait, tmp_path: Path, header: str
) -> None:
    """RFC 8725 §3.10: a forged token brings its own key, or says where it is."""
    own = RSAKey.generate_key(2048)
    named = {"jku": bait.address, "x5u": bait.address, "jwk": own.as_dict(private=False), "kid": bait.address}
    token = jws.serialize_compact({"alg": "RS256", header: named[header]}, b"{}", own)
    async with running_bench(store, pki, tmp_path) as bench:
        assert bench.parts.provider is not None
        with pytest.raises(RuleViolation, match="PSC-009"):
            await bench.parts.provider.check_id_token(token, nonce=None)


async def test_a_protected_api_redirects_no_token(pki: PKI, bait: Bait, tmp_path: Path) -> None:
    """The call itself, after a good exchange: the bearer token goes where it was meant to, and no further."""
    token = {"access_token": "opaque", "token_type": "Bearer", "expires_in": 60}
    answers = {"/as": json.dumps(token | {"issued_token_type": TYPE_ACCESS}).encode()}
    async with sending_elsewhere(bait.address, tls=build_server_tls(pki), answers=answers) as server:
        exchanger = make_exchanger(Ground(server=server, pki=pki, folder=tmp_path))
        answer = await exchanger.call(Call(address=f"{server.url}/ressource"), "session", "jeton")
        await exchanger.close()
        assert [line.split()[1] for line in server.asked] == ["/as", "/ressource"]
    assert answer.status == 307

"""The simulated INSi by itself: what it refuses, its population, its log, its description, the faults switched on."""

import ssl
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from lxml import etree

from liane.codecs.insi.answer import parse_search_answer
from liane.codecs.insi.exchange import INSiFault
from liane.codecs.insi.request import INSiRequest, render_search_by_traits
from liane.codecs.insi.verification import VerificationQuery, render_deposit
from liane.domain.identity.ins import INS
from liane_sandbox.faults import FaultKind
from liane_sandbox.insi import server as insi_server
from liane_sandbox.insi.door import load_schema
from liane_sandbox.insi.matching import AskedCard, AskedTraits, search_by_card, search_by_traits
from liane_sandbox.insi.population import list_insured, load_population
from liane_sandbox.patients import PATIENTS
from liane_sandbox.pki.folder import PKI, KeyPair
from tests.insi_kit import Wire, get_named, make_context, make_query, make_traits, running_insi

pytestmark = pytest.mark.anyio
PERSON = get_named("TESTABRICOT-CERISE")
SOAP = b"http://www.w3.org/2003/05/soap-envelope"


def make_request(**changes: str) -> INSiRequest:
    return render_search_by_traits(make_query(PERSON), make_context(**changes))


@asynccontextmanager
async def calling(wire: Wire, pair: KeyPair | None = None) -> AsyncIterator[httpx.AsyncClient]:
    context = ssl.create_default_context(cafile=wire.pki.authorities)
    pair = pair or wire.pki.insi_manu
    context.load_cert_chain(pair.certificate, pair.key)
    async with httpx.AsyncClient(verify=context, trust_env=False, timeout=10) as client:
        yield client


async def post(wire: Wire, content: bytes, content_type: str = "", pair: KeyPair | None = None) -> httpx.Response:
    async with calling(wire, pair) as client:
        headers = {"Content-Type": content_type or make_request().content_type}
        return await client.post(wire.server.url, content=content, headers=headers)


async def find_refusal(wire: Wire, content: bytes, content_type: str = "", pair: KeyPair | None = None) -> str:
    """The code of the fault."""
    answer = await post(wire, content, content_type, pair)
    assert answer.status_code == 500
    fault = parse_search_answer(answer.content)
    assert isinstance(fault, INSiFault)
    assert fault.code in wire.server.state.find_calls(limit=1)[0].codes
    return fault.code


def change(before: bytes, after: bytes) -> bytes:
    content = make_request().content
    assert before in content
    return content.replace(before, after)


SPOILED = {
    "wrong action": (change(b":rechercherInsAvecTraitsIdentite</wsa:Action>", b":autre</wsa:Action>"), "SOAP-SENDER"),
    "no action": (change(b"wsa:Action>", b"wsa:Autre>"), "SOAP-SENDER"),
    "action of the other operation": (
        change(b":rechercherInsAvecTraitsIdentite</wsa:Action>", b":rechercherInsAvecCarteVitale</wsa:Action>"),
        "SOAP-SENDER",
    ),
    "no MessageID": (change(b"wsa:MessageID>", b"wsa:Autre>"), "SOAP-SENDER"),
    "no ContexteBAM": (change(b"bam:ContexteBAM", b"bam:Autre"), "SOAP-SENDER"),
    "no ContexteLPS": (change(b"lps:ContexteLPS", b"lps:Autre"), "SOAP-SENDER"),
    "no COUVERTURE": (change(b"<bam:COUVERTURE/>", b""), "SOAP-SENDER"),
    "version of ContexteLPS": (
        change(b'Nature="CTXLPS" Version="01_00"', b'Nature="CTXLPS" Version="02"'),
        "SOAP-SENDER",
    ),
    "IDAM without R": (change(b'IDAM R="4"', b"IDAM"), "SOAP-SENDER"),
    "no Security": (change(b"<wsse:Security/>", b""), "SOAP-SENDER"),
    "instant with an offset": (change(b"Z</lps:Temps>", b"+01:00</lps:Temps>"), "SOAP-SENDER"),
    "unknown IDAM": (make_request(lps=make_context().lps).content.replace(b"SM00000000", b"GV99999999"), "desir_550"),
    "Emetteur is not the OU": (make_request(sender="1750900011").content, "desir_560"),
    "lower case": (change(b"<ins:Prenom>MARTINE", b"<ins:Prenom>Martine"), "insi_102"),
    "accent": (change(b"<ins:NomNaissance>TESTABRICOT", "<ins:NomNaissance>TESTÉABRICOT".encode()), "insi_102"),
    "no first name": (change(b"<ins:Prenom>MARTINE</ins:Prenom>", b""), "insi_102"),
    "order of the body": (
        change(b"<ins:Sexe>F</ins:Sexe>", b"").replace(b"<ins:Prenom>", b"<ins:Sexe>F</ins:Sexe><ins:Prenom>"),
        "insi_102",
    ),
    "French date": (change(b"1962-11-15", b"15/11/1962"), "insi_102"),
    "not XML": (b"rien", "SOAP-SENDER"),
    "two bodies": (change(b"</ins:RECSANSVITALE>", b"</ins:RECSANSVITALE><a/>"), "SOAP-SENDER"),
}


@pytest.mark.parametrize("name", SPOILED)
async def test_every_breach_is_a_fault(pki: PKI, tmp_path: Path, name: str) -> None:
    """§11.2-2."""
    content, code = SPOILED[name]
    async with running_insi(pki, tmp_path / "insi.sqlite3") as wire:
        assert await find_refusal(wire, content, "application/soap+xml; charset=utf-8") == code


async def test_soap_1_1_is_refused(pki: PKI, tmp_path: Path) -> None:
    old = make_request().content.replace(SOAP, b"http://schemas.xmlsoap.org/soap/envelope/")
    async with running_insi(pki, tmp_path / "insi.sqlite3") as wire:
        for content, kind in ((old, ""), (make_request().content, "text/xml; charset=utf-8")):
            answer = await post(wire, content, kind)
            assert answer.status_code == 500
            assert b"VersionMismatch" in answer.content
        assert (await post(wire, make_request().content, "application/json")).status_code == 500


async def test_the_action_of_the_content_type_counts(pki: PKI, tmp_path: Path) -> None:
    async with running_insi(pki, tmp_path / "insi.sqlite3") as wire:
        assert await find_refusal(wire, make_request().content, 'application/soap+xml; action="autre"') == "SOAP-SENDER"


async def test_only_the_two_names_of_certificate_enter(pki: PKI, tmp_path: Path) -> None:
    """§6.3: any other CN is desir_560; what the TLS refuses never comes in."""
    async with running_insi(pki, tmp_path / "insi.sqlite3") as wire:
        assert await find_refusal(wire, make_request().content, pair=pki.org_auth_cli) == "desir_560"
        for pair in (pki.foreign_auth, pki.revoked_auth, pki.expired_auth):
            with pytest.raises(httpx.HTTPError):
                await post(wire, make_request().content, pair=pair)
        assert wire.server.state.count_calls() == 1


async def test_an_expired_assertion_is_refused(pki: PKI, tmp_path: Path) -> None:
    token = (
        '<wsse:Security><a:Assertion xmlns:a="urn:oasis:names:tc:SAML:2.0:assertion">'
        '<a:Conditions NotOnOrAfter="{}"/></a:Assertion></wsse:Security>'
    )
    async with running_insi(pki, tmp_path / "insi.sqlite3") as wire:
        old = change(b"<wsse:Security/>", token.format("2020-01-01T00:00:00Z").encode())
        assert await find_refusal(wire, old) == "siram_40"
        good = change(b"<wsse:Security/>", token.format("2099-01-01T00:00:00Z").encode())
        assert (await post(wire, good)).status_code == 200


async def test_the_service_describes_itself(pki: PKI, tmp_path: Path) -> None:
    """§11.2-1."""
    async with running_insi(pki, tmp_path / "insi.sqlite3") as wire, calling(wire) as client:
        wsdl = etree.fromstring((await client.get(f"{wire.server.url}?wsdl")).content)
        names = wsdl.xpath("//*[local-name()='portType']/*/@name")
        places = wsdl.xpath("//*[local-name()='import']/@schemaLocation")
        for place in places:
            assert (await client.get(f"{wire.server.url}{place}")).content.startswith(b"<?xml")
        assert (await client.get(wire.server.url)).status_code == 404
        assert (await client.put(wire.server.url)).status_code == 405
        assert (await client.get(wire.server.url.replace("/lps", "/autre"))).status_code == 404
    assert names == ["rechercherInsAvecCarteVitale", "rechercherInsAvecTraitsIdentite"]
    assert len(places) == 5
    assert wire.server.url in wsdl.xpath("string(//*[local-name()='address']/@location)")


async def test_answers_are_valid_by_schema(pki: PKI, tmp_path: Path) -> None:
    async with running_insi(pki, tmp_path / "insi.sqlite3") as wire:
        for person in load_population():
            if person.givens:
                await wire.search(person, *person.givens.split(" "))
        calls = wire.server.state.find_calls(limit=200)
    seen: Counter[str] = Counter()
    for call in calls:
        body = etree.fromstring(call.response).find("{*}Body")
        assert body is not None
        load_schema("resultat").assertValid(body[0])
        seen[call.codes] += 1
    assert seen["00"] > 50
    assert {"00", "02", "03", "09"} <= set(seen)


async def test_faults_are_for_one_person_one_authorisation_or_all(pki: PKI, tmp_path: Path) -> None:
    """§11.2-6."""
    other = get_named("TESTBOULEAU")
    async with running_insi(pki, tmp_path / "insi.sqlite3") as wire:
        wire.on(FaultKind.REFUSE, code="insi_102", key=other.number.matricule)
        assert (await wire.search(PERSON)).fault is None
        assert (await wire.search(other)).fault is not None
        wire.faults.clear()
        wire.on(FaultKind.FAULT, code="desir_550", key="SM00000000", remaining=1)
        assert (await wire.search(PERSON)).fault is not None
        assert (await wire.search(PERSON)).fault is None
        wire.on(FaultKind.REFUSE, code="03", service="insi.search")
        await wire.search(PERSON)
        assert wire.asked[-1] == "MARTINE→03"


async def test_a_lot_takes_its_time_and_belongs_to_who_deposited_it(pki: PKI, tmp_path: Path) -> None:
    query = VerificationQuery(
        ins=INS(matricule=PERSON.number.matricule, oid="1.2.250.1.213.1.4.8"), traits=make_traits(PERSON)
    )
    request = render_deposit([query], make_context())
    async with running_insi(pki, tmp_path / "insi.sqlite3") as wire:
        answer = await post(wire, request.content, request.content_type)
        assert b"desir_560" in answer.content, "a lot needs INSI-AUTO"
        answer = await post(wire, request.content, request.content_type, pki.insi_auto)
        assert answer.status_code == 200
        assert "pas le contrat national" in answer.text


async def test_the_log_survives_a_restart_and_a_reset_empties_it(pki: PKI, tmp_path: Path) -> None:
    path = tmp_path / "insi.sqlite3"
    async with running_insi(pki, path) as wire:
        await wire.search(PERSON)
    async with running_insi(pki, path) as wire:
        assert wire.asked == ["MARTINE→00"]
        assert wire.server.state.find_calls(sought=PERSON.number.matricule)[0].request
        wire.server.state.reset()
        assert wire.asked == []
    assert insi_server.INSiRules().lot_delay == timedelta(seconds=2)


# Population.


def test_the_population_covers_every_case() -> None:
    """§11.2-3; issue 3."""
    people = load_population()
    assert len(people) >= 60
    cases = " ".join(person.case for person in people)
    for word in (
        "une seule réponse",
        "jumeaux",
        "jumelles",
        "Corse-du-Sud",
        "Haute-Corse",
        "étranger",
        "nom long",
        "sans prénom",
        "NIA",
        "NIA devenu NIR",
        "nom de naissance changé",
        "décédé",
        "le deuxième prénom départage",
        "le lieu de naissance départage",
        "lunaire",
        "double tiret",
        "clé fausse",
        "l'ouvrant droit et le rang",
        "code 03",
        "troisième prénom",
    ):
        assert word in cases, word


def test_nobody_of_the_population_is_real() -> None:
    for person in load_population():
        for number in (person.number, *person.history):
            assert number.matricule[7:10] == "999"
            is_right = INS(matricule=number.matricule, oid="1.2.250.1.213.1.4.10").has_valid_key
            assert is_right is ("clé fausse" not in person.case), person.case
    numbers = [person.number.matricule for person in list_insured()]
    assert len(numbers) == len(set(numbers))


def test_the_patients_of_the_sandbox_are_insured() -> None:
    found = {person.number.matricule for person in list_insured()}
    assert {patient.ins.matricule for patient in PATIENTS} <= found


@pytest.mark.parametrize("person", load_population(), ids=lambda person: f"{person.family} {person.givens}".strip())
def test_everybody_is_found_by_all_they_have(person) -> None:  # type: ignore[no-untyped-def]
    if person.givens:
        asked = AskedTraits(
            family=person.family,
            givens=tuple(person.givens.split(" ")),
            sex=person.sex,
            birth_date=person.birth_date,
            birth_place=person.birth_place,
        )
        outcome = search_by_traits(list_insured(), asked)
        assert outcome.code == ("02" if "rien ne départage" in person.case else person.code)
    card = AskedCard(matricule=person.number.matricule, birth_date=person.birth_date)
    found = search_by_card(list_insured(), card)
    assert found.sought == person


def test_a_former_matricule_finds_its_person() -> None:
    known = get_named("TESTLAVANDE")
    former = AskedCard(matricule=known.history[0].matricule, birth_date=known.birth_date)
    assert search_by_card(list_insured(), former).person == known


def test_certificates_carry_the_names_and_the_structure(pki: PKI) -> None:
    for pair, name in ((pki.insi_manu, "INSI-MANU"), (pki.insi_auto, "INSI-AUTO")):
        subject = x509.load_pem_x509_certificate(pair.certificate.read_bytes()).subject.rfc4514_string()
        assert f"CN={name}," in subject
        assert "OU=1999999998" in subject

"""The complete messages of the specification, sent as printed to the simulated DMP: no codec of ours wrote them."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from liane.codecs.ebxml.names import AvailabilityStatus
from liane.codecs.soap.mtom import Part
from liane.codecs.xds.modes import Transaction
from liane.codecs.xds.request import PATIENTS, REGISTRY, REPOSITORY, Recipe, build_request
from liane_sandbox.dmp.content_checks import ContentRules, Strictness
from liane_sandbox.dmp.existence import FolderStatus
from liane_sandbox.dmp.service import EXISTENCE, PROVIDE, QUERY, RETRIEVE, UPDATE
from liane_sandbox.pki.folder import PKI
from tests.sandbox.dmp.kit import CLOSED, Caller, Seen, direct, make_caller, make_vihf, reinforced

CDA = (
    b'<?xml version="1.0" encoding="UTF-8"?><ClinicalDocument xmlns="urn:hl7-org:v3">'
    b'<id root="1.2.250.1.999.1.1.9999.3.1"/></ClinicalDocument>'
)
PERSON = CLOSED.ins.matricule

Block = Callable[[str], etree._Element]


@pytest.fixture(scope="module")
def block(spec_dir: Path) -> Block:
    """Finds the XML block of the specification that starts with an element."""
    blocks = re.findall(r"```xml\n(.*?)```", (spec_dir / "dmp.md").read_text(encoding="utf-8"), re.DOTALL)

    def find(start: str) -> etree._Element:
        return etree.fromstring(next(one for one in blocks if one.startswith(start)).encode())

    return find


@pytest.fixture
def simulated(pki: PKI) -> Caller:
    """A DMP that knows the person of the specification and does not judge its stand-in documents."""
    caller = make_caller(pki, contents=ContentRules(signature=Strictness.OFF, cda=Strictness.OFF))
    caller.state.save_folder_status(PERSON, FolderStatus.ACTIVE)
    return caller


def provide(caller: Caller, block: Block) -> Seen:
    body = block("<xds:ProvideAndRegisterDocumentSetRequest")
    recipe = Recipe(transaction=Transaction.FEED, path=REPOSITORY, action=PROVIDE, is_mtom=True)
    parts = [
        Part(content_id="document01@pfi.example", media_type="text/xml", content=CDA),
        Part(content_id="signature01@pfi.example", media_type="text/xml", content=b"<Signature/>"),
    ]
    return caller.send(build_request(caller.context(make_vihf(CLOSED)), recipe, body, parts))


def ask(caller: Caller, path: str, action: str, body: etree._Element, vihf: object) -> Seen:
    recipe = Recipe(transaction=Transaction.LIST, path=path, action=action, is_mtom=action == RETRIEVE)
    return caller.send(build_request(caller.context(vihf), recipe, body))  # type: ignore[arg-type]


def test_the_printed_lot_is_accepted(simulated: Caller, block: Block) -> None:
    seen = provide(simulated, block)
    assert seen.codes == [], seen.contexts
    document, signature = simulated.state.find_entries_of_patient(PERSON)
    assert simulated.state.get_document(document.unique_id).body == CDA
    assert signature.is_signature


def test_the_printed_existence_test_is_answered(simulated: Caller, block: Block) -> None:
    body = block("<PRPA_IN201307UV02")
    recipe = Recipe(transaction=Transaction.EXISTENCE, path=PATIENTS, action=EXISTENCE)
    answer = simulated.send(build_request(simulated.context(make_vihf(CLOSED)), recipe, body)).existence
    assert (answer.response, answer.status) == ("OK", "active")


def test_the_printed_query_and_retrieve_are_answered(simulated: Caller, block: Block) -> None:
    provide(simulated, block)
    found = ask(simulated, REGISTRY, QUERY, block("<query:AdhocQueryRequest"), reinforced(CLOSED)).query
    assert [entry.unique_id for entry in found.objects.entries] == ["1.2.250.1.999.1.1.9999.3.1"]
    retrieved = ask(simulated, REPOSITORY, RETRIEVE, block("<xds:RetrieveDocumentSetRequest"), reinforced(CLOSED))
    assert [document.content for document in retrieved.retrieved.documents] == [CDA]


def test_the_printed_deletion_is_done(simulated: Caller, block: Block) -> None:
    body = provide_lot(block)
    provide(simulated, block)
    entry = simulated.state.find_entries_of_patient(PERSON)[0]
    for link in body.iter("{urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0}Association"):
        link.set("targetObject", entry.entry_uuid)
    seen = ask(simulated, REGISTRY, UPDATE, body, direct(CLOSED, name_id="899900099991"))
    assert seen.codes == [], seen.contexts
    assert simulated.state.find_entries_of_patient(PERSON)[0].status == AvailabilityStatus.DELETED


def provide_lot(block: Block) -> etree._Element:
    """The printed deletion, its abridged lot replaced by the whole one of the printed feed, under a new uniqueId."""
    rim = "{urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0}"
    deletion = block("<lcm:SubmitObjectsRequest")
    abridged = next(deletion.iter(f"{rim}RegistryPackage"))
    whole = next(block("<xds:ProvideAndRegisterDocumentSetRequest").iter(f"{rim}RegistryPackage"))
    for identifier in whole.iter(f"{rim}ExternalIdentifier"):
        if identifier.get("value") == "1.2.250.1.999.1.1.9999.1.1":
            identifier.set("value", "1.2.250.1.999.1.1.9999.1.2")
    parent = abridged.getparent()
    assert parent is not None
    parent.replace(abridged, whole)
    return deletion

"""A caller of the simulated DMP for tests: makes documents, lots, VIHF, whole requests, good or spoiled on purpose."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from itertools import count

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

from liane.codecs.cda.header import parse_header
from liane.codecs.ebxml.metadata import DocumentEntry, Submission, SubmissionSet
from liane.codecs.ebxml.query import AdhocQueryRequest, AdhocQueryResponse, parse_query_response
from liane.codecs.ebxml.responses import RegistryResponse, parse_registry_response, read_response_attributes
from liane.codecs.saml.vihf import AUTHN_CLASS, PROFESSION_OID, SAVOIR_FAIRE_OID, VIHF, AuthentificationMode
from liane.codecs.soap.envelope import Envelope, parse_envelope
from liane.codecs.soap.mtom import Multipart, parse_multipart
from liane.codecs.xds.existence import ExistenceAnswer, ExistenceRequest
from liane.codecs.xds.existence_answer import parse_existence_answer
from liane.codecs.xds.feed import SubmittedDocument, build_feed
from liane.codecs.xds.from_header import (
    build_document_entry,
    build_submission,
    build_submission_set,
    find_content_type,
)
from liane.codecs.xds.provide import DocumentReference, RetrieveResponse, parse_retrieve_response
from liane.codecs.xds.request import BuiltRequest, RequestContext
from liane.codecs.xds.transactions import (
    StatusChange,
    build_existence_test,
    build_query,
    build_retrieve,
    build_update_entry,
    build_update_status,
)
from liane.codecs.xmldsig.keys import SigningMaterial
from liane.domain.documents.header import DocumentHeader
from liane.domain.identity.ins import INS
from liane.domain.terminology import associations
from liane.domain.terminology.code import Code
from liane_sandbox.dmp.access_book import AccessBook, Actor
from liane_sandbox.dmp.content_checks import ContentRules
from liane_sandbox.dmp.metadata_checks import MetadataRules
from liane_sandbox.dmp.service import BASE_PATH, DMPService
from liane_sandbox.dmp.session import DoorRules
from liane_sandbox.dmp.state import REPOSITORY_ID, DMPState
from liane_sandbox.dmp.transactions import Registry
from liane_sandbox.emitter.example_documents import make_example
from liane_sandbox.emitter.examples.facts import make_facts
from liane_sandbox.establishment import HOMOLOGATION_NUMBER, STRUCTURE_ID
from liane_sandbox.faults import FaultSwitchboard
from liane_sandbox.http_server import Reply, Request
from liane_sandbox.patients import PATIENTS, SandboxPatient
from liane_sandbox.pki.folder import PKI, KeyPair
from liane_sandbox.pki.trust import load_trust

NOW = datetime.now(UTC).replace(microsecond=0)
"""The true time: TLS reads no other clock, and the test PKI is made at this instant."""
SOURCE_ID = "1.2.250.1.999.1.8121"
ADULT, OTHER, CLOSED, MINOR, ABSENT = PATIENTS[0], PATIENTS[1], PATIENTS[2], PATIENTS[3], PATIENTS[5]
READER = "899900000037"
READERS = (READER, "899900000011", "899900000099", "899900099991")
PHYSICIAN = (
    Code(code="10", system=PROFESSION_OID, label="Médecin"),
    Code(code="SM04", system=SAVOIR_FAIRE_OID, label="Cardiologie et maladies vasculaires (SM)"),
)
HIDDEN = Code(code="INVISIBLE_PATIENT", system="1.2.250.1.213.1.1.4.13", label="Non visible par le patient")
MASKED = Code(code="MASQUE_PS", system="1.2.250.1.213.1.1.4.13", label="Masqué aux professionnels de santé")
SECRET = Code(
    code="INVISIBLE_REPRESENTANTS_LEGAUX",
    system="1.2.250.1.213.1.1.4.13",
    label="Non visible par les représentants légaux du patient",
)


@cache
def make_document(serial: int = 1, *, patient: SandboxPatient = ADULT, version: int = 1) -> bytes:
    """An example CDA (CR de biologie, N3)."""
    return make_example("cr_bio", facts=make_facts(patient, serial, version=version))


def make_vihf(patient: SandboxPatient | INS = ADULT, **changes: object) -> VIHF:
    """A VIHF of the automatic feed, with changes."""
    vihf = VIHF(
        mode=AuthentificationMode.INDIRECTE,
        name_id=READER,
        structure_id=STRUCTURE_ID,
        sector=Code(code="SA01", system="1.2.250.1.71.4.2.4"),
        subject_name="TESTMELEZE IRENE, Cardiologie",
        roles=PHYSICIAN,
        ins=patient if isinstance(patient, INS) else patient.ins,
        lps_name="LIANE",
        lps_version="0.1.0",
        lps_id="LIANE-0001",
        homologation=HOMOLOGATION_NUMBER,
        authn_instant=NOW,
    )
    return replace(vihf, **changes)  # type: ignore[arg-type]


def reinforced(patient: SandboxPatient = ADULT, **changes: object) -> VIHF:
    """A VIHF of a user's consultation (AIR)."""
    return make_vihf(
        patient,
        mode=AuthentificationMode.INDIRECTE_RENFORCEE,
        authn_context_decl="CONF_EXI_PGSSIS",
        **changes,
    )


def direct(patient: SandboxPatient = ADULT, **changes: object) -> VIHF:
    """A VIHF of a card holder."""
    return make_vihf(patient, mode=AuthentificationMode.DIRECTE, authn_context=f"{AUTHN_CLASS}SmartcardPKI", **changes)


def load_material(pair: KeyPair) -> SigningMaterial:
    """The key and the certificates of a pair."""
    return SigningMaterial(key_pem=pair.key.read_bytes(), certificates_pem=pair.certificate.read_bytes())


def load_peer(pair: KeyPair) -> bytes:
    """The client certificate of a pair, as a TLS server sees it."""
    return x509.load_pem_x509_certificate(pair.certificate.read_bytes()).public_bytes(Encoding.DER)


@dataclass(slots=True)
class Seen:
    """An answer, read."""

    reply: Reply
    message: Multipart
    envelope: Envelope

    @property
    def registry(self) -> RegistryResponse:
        """The RegistryResponse of the body."""
        assert self.envelope.body is not None
        if self.envelope.body.get("status"):
            return read_response_attributes(self.envelope.body)
        return parse_registry_response(self.envelope.body)

    @property
    def codes(self) -> list[str]:
        """Codes of the registry errors, or the subcode of the Fault."""
        if self.envelope.fault is not None:
            return [self.envelope.fault.subcode]
        return [error.code for error in self.registry.errors]

    @property
    def contexts(self) -> str:
        """Everything that the answer says is wrong."""
        if self.envelope.fault is not None:
            return self.envelope.fault.reason
        return " | ".join(error.context for error in self.registry.errors)

    @property
    def query(self) -> AdhocQueryResponse:
        """The answer of a stored query."""
        assert self.envelope.body is not None
        return parse_query_response(self.envelope.body)

    @property
    def retrieved(self) -> RetrieveResponse:
        """The answer of an ITI-43."""
        assert self.envelope.body is not None
        return parse_retrieve_response(self.envelope.body, self.message.parts)

    @property
    def existence(self) -> ExistenceAnswer:
        """The answer of TD0.2."""
        assert self.envelope.body is not None
        return parse_existence_answer(self.envelope.body)


def read(reply: Reply) -> Seen:
    """Read an answer."""
    message = parse_multipart(reply.content_type, reply.body)
    return Seen(reply=reply, message=message, envelope=parse_envelope(message.root))


@dataclass(slots=True, kw_only=True)
class Lot:
    """A lot ready to be built, whose parts a test may spoil."""

    submission: Submission
    documents: list[SubmittedDocument]
    signature_id: str

    @property
    def entry(self) -> DocumentEntry:
        """The first fiche."""
        return self.submission.entries[0]

    def with_entry(self, **changes: object) -> "Lot":
        """The lot with its first fiche changed."""
        entry = replace(self.entry, **changes)  # type: ignore[arg-type]
        return replace(self, submission=replace(self.submission, entries=(entry, *self.submission.entries[1:])))

    def with_lot(self, **changes: object) -> "Lot":
        """The lot with its own metadata changed."""
        lot = replace(self.submission.submission_set, **changes)  # type: ignore[arg-type]
        return replace(self, submission=replace(self.submission, submission_set=lot))


@dataclass(slots=True, kw_only=True)
class Caller:
    """A product that calls one simulated DMP, without network."""

    service: DMPService
    pki: PKI
    faults: FaultSwitchboard
    numbers: Iterable[int] = field(default_factory=lambda: count(1))
    signer: KeyPair | None = None
    peer: KeyPair | None = None

    @property
    def state(self) -> DMPState:
        """What the simulator keeps."""
        return self.service.registry.state

    def next_number(self) -> int:
        """A number never given before."""
        return next(iter(self.numbers))

    def context(self, vihf: VIHF) -> RequestContext:
        """What every request needs."""
        number = self.next_number()
        return RequestContext(
            vihf=vihf,
            material=load_material(self.signer or self.pki.org_sign),
            base_url="https://dmp.example",
            message_uuid=f"00000000-0000-4000-8000-{number:012d}",
            assertion_uuid=f"00000000-0000-4000-9000-{number:012d}",
            at=NOW,
        )

    def lot(
        self,
        cda: bytes | None = None,
        *,
        patient: SandboxPatient = ADULT,
        visibility: tuple[Code, ...] = (),
        replaces: str = "",
        header: DocumentHeader | None = None,
    ) -> Lot:
        """A good lot of one document."""
        cda = cda or make_document(patient=patient)
        header = header or parse_header(cda)
        entry = build_document_entry(
            header, cda=cda, patient_id=patient.ins, visibility=visibility, tables=associations
        )
        submission = build_submission(self.submission_set(patient, header), (entry,), replaces=replaces)
        return Lot(
            submission=submission,
            documents=[SubmittedDocument(symbolic_id=entry.symbolic_id, content=cda)],
            signature_id=f"{SOURCE_ID}.6.{self.next_number()}",
        )

    def submission_set(self, patient: SandboxPatient = ADULT, header: DocumentHeader | None = None) -> SubmissionSet:
        """A lot of its own, without fiche."""
        header = header or parse_header(make_document(patient=patient))
        return build_submission_set(
            unique_id=f"{SOURCE_ID}.5.{self.next_number()}",
            source_id=SOURCE_ID,
            patient_id=patient.ins,
            author=header.authors[0],
            submission_time=NOW.strftime("%Y%m%d%H%M%S"),
            content_type=find_content_type("O"),
        )

    def send(self, built: BuiltRequest, spoil: Callable[[bytes], bytes] | None = None) -> Seen:
        """Send a request and read its answer; spoil: changes the body on its way."""
        return read(self.service.handle(self.request(built, spoil)))

    def request(self, built: BuiltRequest, spoil: Callable[[bytes], bytes] | None = None) -> Request:
        """The HTTP request of a built one."""
        body = b"".join(built.chunks)
        return Request(
            method="POST",
            path=f"{BASE_PATH}{built.path}",
            headers={"content-type": built.content_type},
            body=spoil(body) if spoil else body,
            peer=load_peer(self.peer or self.pki.org_auth_cli),
        )

    def build_feed(self, lot: Lot, vihf: VIHF | None = None) -> BuiltRequest:
        """Build an ITI-41."""
        patient = lot.submission.submission_set.patient_id
        ins = INS(matricule=patient.value, oid=patient.oid) if patient else ADULT.ins
        return build_feed(
            self.context(vihf or make_vihf(ins)),
            submission=lot.submission,
            documents=lot.documents,
            signature_unique_id=lot.signature_id,
        )

    def feed(self, lot: Lot | None = None, vihf: VIHF | None = None) -> Seen:
        """Send an ITI-41."""
        return self.send(self.build_feed(lot or self.lot(), vihf))

    def exists(self, patient: SandboxPatient = ADULT, vihf: VIHF | None = None, **changes: object) -> Seen:
        """Send a TD0.2."""
        request = ExistenceRequest(
            ins=patient.ins,
            message=(SOURCE_ID, "m1"),
            query=(SOURCE_ID, "q1"),
            created_at="20261122093000",
            sender_oid=SOURCE_ID,
            sender_name="LIANE",
            processing_code="D",
        )
        request = replace(request, **changes)  # type: ignore[arg-type]
        return self.send(build_existence_test(self.context(vihf or make_vihf(patient)), request))

    def query(self, query: AdhocQueryRequest, vihf: VIHF | None = None) -> Seen:
        """Send any stored query, in AIR unless told otherwise."""
        return self.send(build_query(self.context(vihf or reinforced()), query))

    def retrieve(self, *unique_ids: str, vihf: VIHF | None = None, repository: str = REPOSITORY_ID) -> Seen:
        """Send an ITI-43."""
        references = [DocumentReference(repository_unique_id=repository, unique_id=one) for one in unique_ids]
        return self.send(build_retrieve(self.context(vihf or reinforced()), references))

    def change_status(self, change: StatusChange, vihf: VIHF | None = None, patient: SandboxPatient = ADULT) -> Seen:
        """Send an ITI-57 that changes a status."""
        return self.send(
            build_update_status(self.context(vihf or direct(patient)), self.submission_set(patient), change)
        )

    def change_entry(self, entry: DocumentEntry, previous: str, vihf: VIHF | None = None) -> Seen:
        """Send an ITI-57 that changes a fiche."""
        built = build_update_entry(
            self.context(vihf or direct()), self.submission_set(), entry, previous_version=previous
        )
        return self.send(built)


def authorise(state: DMPState, *, readers: tuple[str, ...] = READERS, at: datetime = NOW) -> None:
    """Authorise professionals on every DMP: what the tests that are not about authorisations start from."""
    for patient in PATIENTS:
        for reader in readers:
            AccessBook(state).grant(patient.ins.matricule, Actor(identifier=reader, name="TESTMELEZE IRENE"), at)


def make_caller(
    pki: PKI,
    *,
    state: DMPState | None = None,
    contents: ContentRules | None = None,
    homologation: str | None = None,
    needs_authorisations: bool = False,
) -> Caller:
    """A caller with its own simulated DMP, in memory unless a state is given; its readers are authorised already."""
    trust, faults = load_trust(pki), FaultSwitchboard()
    registry = Registry(
        state=state or DMPState(":memory:"),
        trust=trust,
        contents=contents or ContentRules(),
        metadata=MetadataRules(),
    )
    if not needs_authorisations:
        authorise(registry.state)
    door = DoorRules(trust=trust, structures=frozenset({STRUCTURE_ID}), homologation=homologation)
    return Caller(service=DMPService(registry, door, faults, lambda: NOW), pki=pki, faults=faults)


def edit(path: str, change: Callable[[etree._Element], None]) -> Callable[[bytes], bytes]:
    """A spoiler that edits the elements found by an ElementPath in the envelope of a plain SOAP message."""

    def spoil(body: bytes) -> bytes:
        root = etree.fromstring(body)
        found = root.findall(path)
        assert found, path
        for element in found:
            change(element)
        return etree.tostring(root)

    return spoil

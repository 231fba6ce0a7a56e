"""ADT written: strict by the table of the profile, equal when read again, silent on an INS that may not leave."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from liane.codecs.hl7v2.adt_build import build_adt, render_adt, tell_person
from liane.codecs.hl7v2.adt_events import EVENTS
from liane.codecs.hl7v2.er7 import Message, parse_message
from liane.domain.documents.request import Endpoint
from liane.domain.identity.ins import INS
from liane.domain.identity.patient import IdentityStatus, PatientIdentifier, PatientIdentity, PatientTraits
from liane.domain.identity.person import (
    Attribute,
    ComplementaryTraits,
    Consents,
    ConsultationStance,
    FeedingStance,
    FormerINS,
    IdentityProof,
    INSSource,
    Person,
    ProofDocument,
    RegistryINS,
)
from tests.codecs.hl7v2.adt_samples import make_identity, make_merge, make_stay, read_good

AT = datetime(2026, 3, 2, 13, 15, tzinfo=UTC)
TEST_OID = "1.2.250.1.213.1.4.10"
OWN, OTHER = Endpoint(application="LIANE", facility="CH-FICTIF"), Endpoint(application="DPI", facility="CH-FICTIF")
IPP = PatientIdentifier(value="IPP000731", oid="1.2.250.1.999.2.1", type_code="PI", namespace="CH-FICTIF")
OLD = PatientIdentifier(value="IPP000999", oid="990780009", type_code="PI")
PERSON = Person(
    id=7,
    version=3,
    status=IdentityStatus.QUALIFIEE,
    traits=PatientTraits(
        birth_family="TESTOMBELLE",
        birth_given="CAMILLE",
        birth_givens="CAMILLE ROSE",
        birth_date="19620000",
        sex="F",
        birth_place="99999",
        used_family="TESTLISERON",
        used_given="CAMILLE",
    ),
    ins=RegistryINS(
        ins=INS(matricule="290029999900129", oid=TEST_OID),
        source=INSSource.INSI_TRAITS,
        retrieved_at=datetime(2026, 1, 5, 23, 30, tzinfo=UTC),
    ),
    former_ins=(FormerINS(ins=INS(matricule="214019999900349", oid=TEST_OID), start="20200101", end="20251231"),),
    identifiers=(IPP,),
    proof=IdentityProof(document=ProofDocument.CN, checked_by="Accueil", checked_at=AT, valid_until="20310630"),
    complementary=ComplementaryTraits(
        address="12 RUE A & B",
        postal_code="99000",
        city="VILLE-TEST",
        country="FRA",
        phone="0199000000",
        email="c@x.test",
    ),
    consents=Consents(dmp_status="ACTIF", feeding=FeedingStance.OPPOSED, feeding_at="20260301090000"),
    deceased_on="20260228",
)


def build(event: str, person: Person, previous: PatientIdentity | None = None) -> bytes:
    """A notice."""
    return build_adt(
        event,
        person,
        previous=previous,
        sender=OWN,
        receiver=OTHER,
        control_id="LIANE-1",
        at=AT,
        processing_id="T",
    )


@pytest.mark.parametrize("event", ["A28", "A31"])
def test_a_person_is_told_and_read_again(event: str) -> None:
    message = read_good(build(event, PERSON))
    assert message.told == tell_person(PERSON)
    assert message.told.identity == PERSON.circulating_identity
    assert message.told.consents == PERSON.consents
    assert message.told.death_on == "20260228"
    assert (message.told.ins_obtained_by, message.told.ins_called_on) == ("INSI", "20260106")
    assert (message.sender, message.receiver, message.event) == ("LIANE@CH-FICTIF", "DPI@CH-FICTIF", event)


@pytest.mark.parametrize("event", ["A40", "A47"])
def test_what_disappears_is_told(event: str) -> None:
    previous = PatientIdentity(identifiers=(OLD,), traits=PatientTraits(birth_family="TESTOMBEL"))
    raw = build(event, PERSON, previous)
    message = read_good(raw)
    assert message.previous == previous
    assert message.told.identity == PERSON.circulating_identity
    names = [segment.name for segment in parse_message(raw).segments]
    assert names == ["MSH", "EVN", "PID", "MRG"]


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"status": IdentityStatus.PROVISOIRE}, {"PROV"}),
        ({"status": IdentityStatus.RECUPEREE}, {"PROV"}),
        ({"status": IdentityStatus.VALIDEE}, {"VALI"}),
        ({"status": IdentityStatus.PROVISOIRE, "attributes": frozenset({Attribute.DOUTEUX})}, {"PROV", "DOUT"}),
        ({"status": IdentityStatus.PROVISOIRE, "attributes": frozenset({Attribute.FICTIF})}, {"PROV", "FICT"}),
        ({"merged_into": 4}, {"VALI"}),
    ],
)
@pytest.mark.parametrize("event", ["A28", "A31", "A40", "A47"])
def test_no_matricule_leaves_unless_qualified(event: str, changes: dict[str, object], codes: set[str]) -> None:
    person = replace(PERSON, **changes)  # type: ignore[arg-type]
    ins = PatientIdentifier(value="214019999900349", oid=TEST_OID, type_code="INS")
    raw = build(event, person, PatientIdentity(identifiers=(OLD, ins)) if event in ("A40", "A47") else None)
    assert b"214019999900349" not in raw
    assert b"290029999900129" not in raw
    assert b"INSI" not in raw
    assert read_good(raw).told.identity.status_codes == codes


def test_nothing_to_say_makes_no_z_segment() -> None:
    plain = Person(identifiers=(IPP,), traits=replace(PERSON.traits, birth_date="19620314"))
    assert [segment.name for segment in parse_message(build("A28", plain)).segments] == ["MSH", "EVN", "PID", "PV1"]


def test_an_identifier_without_domain_is_not_told() -> None:
    bare = PatientIdentifier(value="123", oid="", type_code="PI")
    message = read_good(build("A31", replace(PERSON, identifiers=(IPP, bare))))
    assert [one.value for one in message.told.identity.identifiers] == ["IPP000731", "290029999900129"]


@pytest.mark.parametrize(
    ("event", "previous"), [("A01", None), ("A40", None), ("A47", PatientIdentity(identifiers=())), ("A08", None)]
)
def test_what_cannot_be_told_is_refused(event: str, previous: PatientIdentity | None) -> None:
    with pytest.raises(ValueError, match=r"told|needs"):
        build(event, PERSON, previous)


def test_a_withheld_ins_alone_leaves_nothing_to_tell() -> None:
    ins = PatientIdentifier(value="214019999900349", oid=TEST_OID, type_code="INS")
    with pytest.raises(ValueError, match="disappears"):
        build("A47", replace(PERSON, status=IdentityStatus.VALIDEE), PatientIdentity(identifiers=(ins,)))


@pytest.mark.parametrize(
    "raw", [make_identity(), make_identity("A31"), make_merge(), make_stay(), make_stay("A03", "ADT_A03")]
)
def test_a_message_of_the_field_is_written_again_as_the_same_value(raw: bytes) -> None:
    message = read_good(raw)
    again = read_good(render_adt(message, at=AT))
    if message.event == "A40":  # no room there for ZFA, ZFD: none was read either
        assert message.told.consents is None
    assert again == message


def field(message: Message, name: str, number: int) -> str:
    """A field as text."""
    segment = message.first(name)
    assert segment is not None
    return segment.field(number).decode()


def test_the_header_and_the_segments_are_those_of_the_profile() -> None:
    message = parse_message(build("A28", PERSON))
    assert field(message, "MSH", 9) == "ADT^A28^ADT_A05"
    assert field(message, "MSH", 12) == "2.5^FRA^2.11"
    assert (field(message, "MSH", 17), field(message, "MSH", 18)) == ("FRA", "UNICODE UTF-8")
    assert (field(message, "MSH", 19), field(message, "MSH", 21)) == ("FR", "2.11^IHE_FRANCE-2.11-PAM")
    for number in (8, 14, 20):
        assert field(message, "MSH", number) == ""
    for number in (2, 4, 9, 10, 12, 17, 19, 20, 22, 28):
        assert field(message, "PID", number) == ""
    assert field(message, "EVN", 1) == ""
    assert field(message, "PV1", 2) == "N"
    assert [segment.name for segment in message.segments] == ["MSH", "EVN", "PID", "PV1", "ZFA", "ZFD"]
    assert field(message, "PID", 11) == "12 RUE A \\T\\ B^^VILLE-TEST^^99000^FRA^H~^^^^^^BDL^^99999"
    assert field(message, "ZFA", 9) == "IO"
    assert field(message, "ZFA", 11) == ConsultationStance.NOT_COLLECTED.value
    assert field(message, "ZFD", 1) == "00^00^1962"
    assert field(message, "ZFD", 4) == "N"


def test_every_event_has_a_structure() -> None:
    assert all(event.structure.startswith("ADT_A") for event in EVENTS.values())

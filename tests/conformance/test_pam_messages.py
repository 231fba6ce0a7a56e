"""The seven official ADT of PAM France, each with what Liane must understand of it.

Official examples: « SGL » (admission, sortie) and « Vague 2 », Consentement_DMP_PAMFR. The example of a discharge
values ZBE-3, which the profile excludes, and leaves one delimiter too many after it: what it means wins (hl7v2.md §10).
"""

from dataclasses import dataclass
from pathlib import Path

import pytest

from liane.codecs.hl7v2.ack import AckCode, parse_ack, render_ack
from liane.codecs.hl7v2.adt_build import render_adt
from liane.codecs.hl7v2.adt_read import read_adt
from liane.codecs.hl7v2.describe import describe_message
from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.domain.documents.timestamp import parse_timestamp
from liane.domain.identity.person import ConsultationStance, FeedingStance

pytestmark = pytest.mark.conformance
CONSENTS = "vague-2/Consentement_DMP_PAMFR"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What one example says. feeding, consultation: None when it has no ZFA."""

    event: str
    visit: str
    account: str
    movement: str
    unit: str
    feeding: FeedingStance | None
    consultation: ConsultationStance | None
    ins_obtained_by: str = "INSI"
    findings: frozenset[str] = frozenset()


F, C = FeedingStance, ConsultationStance
EXPECTED = {
    "sgl/admission.er7": Expected(
        event="A01",
        visit="000897406",
        account="24000006",
        movement="001",
        unit="6268",
        feeding=F.NOT_OPPOSED,
        consultation=C.CONSENTED,
        ins_obtained_by="",
    ),
    "sgl/sortie.er7": Expected(
        event="A03",
        visit="000897406",
        account="24000006",
        movement="002",
        unit="8782",
        feeding=None,
        consultation=None,
        ins_obtained_by="",
        findings=frozenset({"HL7-104", "HL7-126"}),
    ),
    f"{CONSENTS}/ConsentementConsultation_NonOppositionAlimentation.er7": Expected(
        event="A01",
        visit="000897406",
        account="24000006",
        movement="312",
        unit="6268",
        feeding=F.NOT_OPPOSED,
        consultation=C.CONSENTED,
    ),
    f"{CONSENTS}/NonConsentementConsultation_NonOppositionAlimentation.er7": Expected(
        event="A01",
        visit="000197406",
        account="24000007",
        movement="312",
        unit="6268",
        feeding=F.NOT_OPPOSED,
        consultation=C.REFUSED,
    ),
    f"{CONSENTS}/NonConsentementConsultation_OppositionAlimentation.er7": Expected(
        event="A01",
        visit="000297406",
        account="24000008",
        movement="312",
        unit="6268",
        feeding=F.OPPOSED,
        consultation=C.REFUSED,
    ),
    f"{CONSENTS}/NonRecueillieConsentementConsultation_NonOppositionAlimentation.er7": Expected(
        event="A01",
        visit="000597406",
        account="24000009",
        movement="312",
        unit="6268",
        feeding=F.NOT_OPPOSED,
        consultation=C.NOT_COLLECTED,
    ),
    f"{CONSENTS}/NonRecueillieConsentementConsultation_NonRecueillieOppositionAlimentation.er7": Expected(
        event="A01",
        visit="000997406",
        account="24000010",
        movement="312",
        unit="6268",
        feeding=F.NOT_COLLECTED,
        consultation=C.NOT_COLLECTED,
    ),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_an_official_message_is_accepted_and_understood(name: str, corpus_dir: Path) -> None:
    raw, expected = (corpus_dir / "hl7v2" / name).read_bytes(), EXPECTED[name]
    result = read_adt(raw, accepted=AcceptancePolicy.for_test())
    assert result.is_accepted
    assert {finding.code for finding in result.findings} == expected.findings
    message = result.message
    assert message is not None
    assert message.stay is not None
    assert message.stay.movement is not None
    assert (message.event, message.sender, message.receiver) == (expected.event, "GAM@CHU-X", "DPI@CHU-X")
    assert (message.stay.visit_number, message.stay.visit_domain) == (expected.visit, "000897406")
    assert (message.stay.account_number, message.stay.account_domain) == (expected.account, "000897406")
    movement = message.stay.movement
    assert (movement.id, movement.id_domain, movement.action, movement.nature) == (
        expected.movement,
        "000897406",
        "INSERT",
        "HMS",
    )
    assert (movement.care_unit or movement.medical_unit) == expected.unit
    identity = message.told.identity
    assert identity.ins is not None
    assert (identity.ins.oid, identity.ins.has_valid_key) == ("1.2.250.1.213.1.4.10", True)
    assert (identity.ipp and identity.ipp.value, identity.ipp and identity.ipp.oid) == ("000003", "000897406")
    assert identity.traits.missing_strict_traits() == ()
    assert identity.status_codes == {"VALI"}
    consents = message.told.consents
    assert (consents and consents.feeding, consents and consents.consultation) == (
        expected.feeding,
        expected.consultation,
    )
    assert message.told.ins_obtained_by == expected.ins_obtained_by
    assert message.told.complementary is not None
    assert message.told.complementary.city == "PARIS"


@pytest.mark.parametrize("name", EXPECTED)
def test_its_ack_is_positive_and_its_page_names_every_field(name: str, corpus_dir: Path) -> None:
    raw = (corpus_dir / "hl7v2" / name).read_bytes()
    result = read_adt(raw, accepted=AcceptancePolicy.for_test())
    at = parse_timestamp("20260302")
    assert at is not None
    ack = parse_ack(render_ack(result.envelope, code=AckCode.AA, control_id="1", at=at))
    assert (ack.code, ack.event) == (AckCode.AA, EXPECTED[name].event)
    unnamed = [
        field.location
        for segment in describe_message(raw)
        for field in segment.fields
        if not (segment.name and field.name)
    ]
    assert unnamed == ([] if name != "sgl/sortie.er7" else ["ZBE-10"])


@pytest.mark.parametrize("name", EXPECTED)
def test_it_is_written_again_strictly_with_the_same_meaning(name: str, corpus_dir: Path) -> None:
    policy, at = AcceptancePolicy.for_test(), parse_timestamp("20260302")
    assert at is not None
    message = read_adt((corpus_dir / "hl7v2" / name).read_bytes(), accepted=policy).message
    assert message is not None
    again = read_adt(render_adt(message, at=at), accepted=policy)
    assert again.findings == ()
    assert again.message == message

"""ADT read: what each part gives, and one line per finding."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from liane.codecs.hl7v2.ack import AckCode, parse_ack, render_ack
from liane.codecs.hl7v2.adt_events import EVENTS, EXCLUDED
from liane.codecs.hl7v2.codes import PAM, HL7Code
from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.domain.errors import Severity
from liane.domain.identity.ins import INS
from liane.domain.identity.messages import IdentityAction
from liane.domain.identity.person import (
    ComplementaryTraits,
    Consents,
    ConsultationStance,
    FeedingStance,
    FormerINS,
    ProofDocument,
)
from liane.domain.identity.stays import MovementAction
from tests.codecs.hl7v2.adt_samples import (
    MATRICULE,
    MRG,
    OTHER_MATRICULE,
    drop,
    make_identity,
    make_merge,
    make_stay,
    put,
    read,
    read_good,
)

AT = datetime(2026, 3, 2, 13, 15, tzinfo=UTC)
A28, A40, A01 = make_identity(), make_merge(), make_stay()


def test_an_identity_is_read_whole() -> None:
    message = read_good(A28)
    told = message.told
    assert (message.sender, message.receiver) == ("GAM-TEST@CH-FICTIF", "PFI-TEST@CH-FICTIF")
    assert (message.event, message.trigger, message.action) == ("A28", "A28", IdentityAction.CREATE)
    assert (message.recorded_at, message.occurred_at, message.planned_for) == ("20260301083012", "20260301083000", "")
    assert message.stay is None
    assert message.previous is None
    assert told.identity.ins == INS(matricule=MATRICULE, oid="1.2.250.1.213.1.4.10")
    assert told.identity.ipp is not None
    assert told.identity.traits.birth_givens == "CAMILLE ROSE"
    assert told.identity.traits.used_family == "TESTLISERON"
    assert told.identity.traits.birth_place == "99999"
    assert told.identity.status_codes == {"VALI"}
    assert told.complementary == ComplementaryTraits(
        address="12 RUE DU MODELE",
        postal_code="99000",
        city="VILLE-TEST",
        country="FRA",
        phone="0199000000",
        email="camille@exemple.test",
    )
    assert (told.ins_obtained_by, told.ins_called_on) == ("INSI", "20260105")
    assert (told.proof_document, told.proof_valid_until) == (ProofDocument.CN, "20310630")
    assert told.consents == Consents(
        dmp_status="ACTIF",
        feeding=FeedingStance.NOT_OPPOSED,
        feeding_at="20260301090000",
        consultation=ConsultationStance.CONSENTED,
        consultation_at="20260301090000",
    )
    assert told.death_on == ""


def test_a_stay_is_read_whole() -> None:
    message = read_good(A01)
    stay = message.stay
    assert message.action is IdentityAction.STAY
    assert stay is not None
    assert (stay.visit_number, stay.visit_domain) == ("VEN2600731", "990780009")
    assert (stay.account_number, stay.account_domain) == ("NDA2600731", "990780009")
    assert (stay.patient_class, stay.admitted, stay.discharged) == ("I", "20260301090000", "")
    assert stay.attending_doctor == "TESTMEDECIN ANNE"
    movement = stay.movement
    assert movement is not None
    assert (movement.id, movement.id_domain, movement.start) == ("MVT2600731", "990780009", "20260301090000")
    assert (movement.event, movement.action, movement.is_historic) == ("A01", MovementAction.INSERT, False)
    assert (movement.medical_unit, movement.medical_unit_label) == ("3101", "Chirurgie")
    assert (movement.care_unit, movement.care_unit_label) == ("3102", "Soins")
    assert (movement.accommodation_unit, movement.nature) == ("UF-CHIR", "HMS")


def test_a_merge_gives_both_identities() -> None:
    message = read_good(A40)
    assert message.action is IdentityAction.MERGE
    assert message.previous is not None
    assert message.previous.identifiers[0].value == "IPP000999"
    assert message.previous.traits.birth_family == "TESTOMBEL"


def test_an_identifier_changed_may_be_an_ins() -> None:
    mrg = f"MRG|{OTHER_MATRICULE}^^^ASIP-SANTE-INS-NIR&1.2.250.1.213.1.4.10&ISO^INS^^20200101^20260101"
    message = read_good(make_merge("A47", "ADT_A30", mrg))
    assert message.previous is not None
    assert message.previous.ins == INS(matricule=OTHER_MATRICULE, oid="1.2.250.1.213.1.4.10")


def test_an_account_moves() -> None:
    message = read_good(make_merge("A44", "ADT_A43", MRG.replace("PI||||||", "PI||NDA1^^^CH-FICTIF^AN||||")))
    assert (message.action, message.account) == (IdentityAction.MOVE_ACCOUNT, "NDA1")


@pytest.mark.parametrize("code", EVENTS)
def test_every_event_of_the_table_is_read(code: str) -> None:
    event = EVENTS[code]
    if event.has_movement:
        original = "A01" if code == "Z99" else min(event.cancels, default="")
        raw = make_stay(code, event.structure, min(event.actions), original)
    elif event.has_merge:
        raw = make_merge(code, event.structure, MRG.replace("PI||||||", "PI||NDA1||||"))
    else:
        raw = make_identity(code)
    message = read_good(raw)
    assert message.event == code
    assert message.action is event.action
    assert message.trigger == ("A01" if code == "Z99" else code)


@pytest.mark.parametrize("code", [*EXCLUDED, "A09", "A50", "", "R01"])
def test_an_event_that_france_has_not_answers_201(code: str) -> None:
    result = read(make_stay(code))
    assert result.message is None
    ack = parse_ack(render_ack(result.envelope, code=AckCode.AE, findings=result.findings, control_id="1", at=AT))
    assert {error.condition for error in ack.errors} == {"201"}


@pytest.mark.parametrize(
    ("pid29", "pid30", "expected"),
    [
        ("", "", None),
        ("", "N", ""),
        ('""', '""', ""),
        ("20260228", "Y", "20260228"),
        ("202602281530", "", "20260228"),
        ("", "Y", "00000000"),
    ],
)
def test_a_death_is_read(pid29: str, pid30: str, expected: str | None) -> None:
    assert read_good(put(put(A28, "PID", 29, pid29), "PID", 30, pid30)).told.death_on == expected


@pytest.mark.parametrize(
    ("lunar", "expected"), [("00^00^1962", "19620000"), ("31^02^1950", "19500231"), ("^^1948", "19480000")]
)
def test_a_lunar_date_is_the_birth_date(lunar: str, expected: str) -> None:
    told = read_good(put(put(A28, "PID", 7, f"{expected[:4]}0101"), "ZFD", 1, lunar)).told
    assert told.identity.traits.birth_date == expected


def test_a_corrected_birth_date_is_uncertain() -> None:
    assert read_good(put(A28, "ZFD", 4, "Y")).told.birth_date_uncertain


def test_a_former_ins_is_apart() -> None:
    former = f"~{OTHER_MATRICULE}^^^ASIP-SANTE-INS-NIR&1.2.250.1.213.1.4.10&ISO^INS^^20200101^20251231"
    raw = A28.replace(b"^INS^^20260105", f"^INS^^20260105{former}".encode())
    told = read_good(raw).told
    assert [one.value for one in told.identity.identifiers] == ["IPP000731", MATRICULE]
    assert told.former_ins == (
        FormerINS(ins=INS(matricule=OTHER_MATRICULE, oid="1.2.250.1.213.1.4.10"), start="20200101", end="20251231"),
    )


@pytest.mark.parametrize("kind", ["N", "M"])
def test_a_finess_is_a_domain(kind: str) -> None:
    raw = A28.replace(b"1.2.250.1.999.2.1&ISO", f"990780009&{kind}".encode())
    assert read_good(raw).told.identity.identifiers[0].oid == "990780009"


@pytest.mark.parametrize(
    ("pid13", "pid14", "phone", "email"),
    [
        ("0199000001", "", "0199000001", ""),
        ("^PRN^CP^^33^6^99000001", "", "+33699000001", ""),
        ("", "^WPN^PH^^^^^^^^^0199000002", "0199000002", ""),
        ("^NET^X.400^a@exemple.test", "", "", "a@exemple.test"),
        ("^PRN^FX^^^^^^^^^0199000003", "^NET^Internet^b@exemple.test", "", "b@exemple.test"),
    ],
)
def test_phone_and_mail_are_found(pid13: str, pid14: str, phone: str, email: str) -> None:
    told = read_good(put(put(A28, "PID", 13, pid13), "PID", 14, pid14)).told
    assert told.complementary is not None
    assert (told.complementary.phone, told.complementary.email) == (phone, email)


def test_what_is_not_said_is_not_emptied() -> None:
    raw = put(put(A28, "PID", 11, "^^^^^^BDL^^99999"), "PID", 13, "")
    assert read_good(raw).told.complementary is None
    assert read_good(put(raw, "PID", 13, '""')).told.complementary == ComplementaryTraits()
    told = read_good(drop(drop(A28, "ZFA"), "ZFD")).told
    assert (told.consents, told.proof_document, told.ins_obtained_by) == (None, None, "")


def test_segments_and_texts_may_come_as_they_do_in_the_field() -> None:
    raw = A01.replace(b"\r", b"\r\n").replace(b"ZBE|", b"ROL||UC|ODRP\r\nIN1|1\r\nZXX|quelconque\r\nZBE|")
    message = read_good(raw + b"\n\n")
    assert message.stay is not None
    latin = put(A28, "MSH", 18, "8859/1").replace(b"ROSE", b"C\xc9LESTE")
    assert read_good(latin).told.identity.traits.birth_givens == "CAMILLE CÉLESTE"
    escaped = read_good(A28.replace(b"12 RUE DU MODELE", b"12 RUE \\T\\ COUR"))
    assert escaped.told.complementary is not None
    assert escaped.told.complementary.address == "12 RUE & COUR"


def test_an_official_a03_moves_zbe_by_one_place() -> None:
    zbe = b"ZBE|002^CHU-X^990780009|20260306110000|20260309102840||INSERT|N||Urgences^^^^^^UF^^^8782||HMS"
    raw = b"\r".join(zbe if one.startswith(b"ZBE") else one for one in make_stay("A03", "ADT_A03").split(b"\r"))
    result = read(raw)
    assert result.is_accepted
    assert {finding.code for finding in result.findings} == {"HL7-126", "HL7-104"}
    assert result.message is not None
    assert result.message.stay is not None
    movement = result.message.stay.movement
    assert movement is not None
    assert (movement.action, movement.medical_unit, movement.nature) == (MovementAction.INSERT, "8782", "HMS")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A spoiled message, the finding, and ERR-2 when it refuses."""

    code: HL7Code
    message: bytes
    location: str | None = None


ROWS = [
    Row(code=HL7Code.MESSAGE_TYPE, message=put(A28, "MSH", 9, "ORM^O01"), location="MSH^1^9^1^1"),
    Row(code=HL7Code.PAM_EVENT, message=put(A28, "MSH", 9, "ADT^A08^ADT_A01"), location="MSH^1^9^1^2"),
    Row(code=HL7Code.PAM_STRUCTURE, message=put(A28, "MSH", 9, "ADT^A28")),
    Row(code=HL7Code.PAM_PROFILE, message=put(A28, "MSH", 21, "")),
    Row(code=HL7Code.PAM_EXTENSION, message=put(A28, "MSH", 12, "2.5^FRA^2.10")),
    Row(code=HL7Code.VERSION, message=put(A28, "MSH", 12, "2.3.1"), location="MSH^1^12"),
    Row(code=HL7Code.PROCESSING_ID, message=put(A28, "MSH", 11, "X"), location="MSH^1^11"),
    Row(code=HL7Code.MSH_FIELD_MISSING, message=put(A28, "MSH", 10, ""), location="MSH^1^10"),
    Row(code=HL7Code.MSH_FIELD_FORM, message=put(A28, "MSH", 7, "hier"), location="MSH^1^7"),
    Row(code=HL7Code.PAM_FORBIDDEN, message=put(A28, "MSH", 8, "secret")),
    Row(code=HL7Code.PAM_FORBIDDEN, message=put(A28, "EVN", 1, "A28")),
    Row(code=HL7Code.PAM_FORBIDDEN, message=put(A28, "ZFA", 6, "Y")),
    Row(code=HL7Code.PAM_FORBIDDEN, message=A40.replace(b"MRG|", b"PV1|1|N\rMRG|")),
    Row(code=HL7Code.PAM_SEGMENT_MISSING, message=drop(A28, "PID"), location="PID^1"),
    Row(code=HL7Code.PAM_SEGMENT_MISSING, message=drop(A28, "EVN"), location="EVN^1"),
    Row(code=HL7Code.PAM_SEGMENT_MISSING, message=drop(A28, "PV1")),
    Row(code=HL7Code.PAM_SEGMENT_MISSING, message=drop(A40, "MRG"), location="MRG^1"),
    Row(code=HL7Code.PAM_SEGMENT_MISSING, message=drop(A01, "ZBE"), location="ZBE^1"),
    Row(code=HL7Code.PAM_SEGMENT_MISSING, message=drop(A01, "PV1"), location="PV1^1"),
    Row(code=HL7Code.PAM_SEGMENT_REPEATED, message=A40 + A40[A40.index(b"PID") :], location="PID^2"),
    Row(code=HL7Code.PAM_SEGMENT_ORDER, message=A28.replace(b"PV1|1|N\r", b"") + b"PV1|1|N\r"),
    Row(code=HL7Code.EVENT_DATES, message=put(A28, "EVN", 3, "20260301")),
    Row(code=HL7Code.EVENT_FIELD_MISSING, message=put(A28, "EVN", 2, ""), location="EVN^1^2"),
    Row(code=HL7Code.PAM_TIMESTAMP, message=put(A28, "EVN", 2, "demain"), location="EVN^1^2"),
    Row(code=HL7Code.PAM_TIMESTAMP, message=put(A01, "PV1", 44, "demain")),
    Row(code=HL7Code.MERGE_FIELD_MISSING, message=put(A40, "MRG", 1, ""), location="MRG^1^1"),
    Row(code=HL7Code.MERGE_FIELD_MISSING, message=make_merge("A44", "ADT_A43"), location="MRG^1^3"),
    Row(
        code=HL7Code.MERGE_OF_ITSELF,
        message=put(A40, "MRG", 1, "IPP000731^^^X&1.2.250.1.999.2.1&ISO^PI"),
        location="MRG^1^1",
    ),
    Row(code=HL7Code.MOVEMENT_FIELD_MISSING, message=put(A01, "ZBE", 1, ""), location="ZBE^1^1"),
    Row(code=HL7Code.MOVEMENT_FIELD_MISSING, message=put(A01, "ZBE", 4, ""), location="ZBE^1^4"),
    Row(code=HL7Code.MOVEMENT_FIELD_MISSING, message=put(A01, "ZBE", 9, "")),
    Row(code=HL7Code.MOVEMENT_FIELD_MISSING, message=make_stay("Z99", action="UPDATE"), location="ZBE^1^6"),
    Row(code=HL7Code.MOVEMENT_FIELD_MISSING, message=make_stay("A11", "ADT_A09", "CANCEL")),
    Row(code=HL7Code.MOVEMENT_ACTION, message=put(A01, "ZBE", 4, "DELETE"), location="ZBE^1^4"),
    Row(code=HL7Code.MOVEMENT_INCOHERENT, message=put(A01, "ZBE", 4, "CANCEL"), location="ZBE^1^4"),
    Row(code=HL7Code.MOVEMENT_INCOHERENT, message=make_stay("A11", "ADT_A09"), location="ZBE^1^4"),
    Row(code=HL7Code.MOVEMENT_INCOHERENT, message=make_stay("A01", action="UPDATE", original="A01")),
    Row(code=HL7Code.MOVEMENT_INCOHERENT, message=make_stay("A13", "ADT_A01", "CANCEL", "A01")),
    Row(code=HL7Code.MOVEMENT_CODE, message=put(A01, "ZBE", 9, "XX")),
    Row(code=HL7Code.CONSENT_VALUE, message=put(A01, "ZFA", 9, "OUI"), location="ZFA^1^9"),
    Row(code=HL7Code.CONSENT_VALUE, message=put(A01, "ZFA", 11, "NON"), location="ZFA^1^11"),
    Row(code=HL7Code.DMP_STATUS, message=put(A01, "ZFA", 1, "OUVERT")),
    Row(code=HL7Code.IDENTITY_SOURCE, message=put(A01, "ZFD", 5, "MAGIE")),
    Row(code=HL7Code.IDENTITY_SOURCE, message=put(A01, "ZFD", 7, "ZZ")),
    Row(code=HL7Code.EMPTY_Z_SEGMENT, message=drop(A01, "ZFA") + b"ZFA|||\r"),
    Row(code=HL7Code.LUNAR_DATE, message=put(A28, "ZFD", 1, "février")),
    Row(code=HL7Code.DEATH, message=put(A28, "PID", 29, "20260228")),
    Row(code=HL7Code.DEATH, message=put(A28, "PID", 30, "?")),
    Row(code=HL7Code.IDENTIFIER_DOMAIN, message=put(A28, "PID", 3, "IPP1^^^CH-FICTIF^PI")),
    Row(code=HL7Code.IDENTITY_CLASS, message=A28.replace(b"PV1|1|N", b"PV1|1|I")),
    Row(code=HL7Code.ACCOUNT_MISSING, message=put(A01, "PID", 18, "")),
    Row(
        code=HL7Code.MOVEMENT_SHIFTED,
        message=put(put(A01, "ZBE", 4, ""), "ZBE", 5, "INSERT"),
    ),
    Row(code=HL7Code.INS_WITHOUT_VALI, message=put(A28, "PID", 32, "PROV")),
    Row(code=HL7Code.INS_KEY, message=A28.replace(MATRICULE.encode(), b"290029999900128")),
    Row(code=HL7Code.INS_OID_REFUSED, message=A28.replace(b"1.4.10", b"1.4.8"), location="PID^1^3"),
    Row(code=HL7Code.INS_OID_UNKNOWN, message=A28.replace(b"1.4.10", b"1.4.99")),
    Row(code=HL7Code.PATIENT_FIELD_MISSING, message=put(A28, "PID", 3, ""), location="PID^1^3"),
    Row(code=HL7Code.PATIENT_FIELD_MISSING, message=put(A28, "PID", 3, "1^^^X&1.2&ISO^INS"), location="PID^1^3"),
    Row(code=HL7Code.PATIENT_FIELD_MISSING, message=put(A28, "PID", 5, ""), location="PID^1^5"),
    Row(code=HL7Code.BIRTH_DATE, message=put(A28, "PID", 7, "14/02/1990"), location="PID^1^7"),
    Row(code=HL7Code.SEX, message=put(A28, "PID", 8, "X"), location="PID^1^8"),
    Row(code=HL7Code.VISIT_FIELD_MISSING, message=put(A01, "PV1", 19, ""), location="PV1^1^19"),
    Row(code=HL7Code.NO_MSH, message=b"bonjour", location="MSH^1"),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.code.code}-{row.code.name}")
def test_a_spoiled_message_is_told(row: Row) -> None:
    result = read(row.message)
    found = [finding for finding in result.findings if finding.code == row.code.code]
    expected = Severity.WARNING if row.location is None else Severity.ERROR
    assert expected in {finding.severity for finding in found}, result.findings
    assert all(finding.message and finding.rule and finding.remedy for finding in result.findings)
    assert all(MATRICULE not in finding.message + finding.location + finding.remedy for finding in result.findings)
    assert result.is_accepted is (row.location is None)
    if row.location is not None:
        raw = render_ack(result.envelope, code=AckCode.AE, findings=result.findings, control_id="PFI-1", at=AT)
        errors = [error for error in parse_ack(raw).errors if error.location == row.location]
        assert row.code.condition.value in {error.condition for error in errors}


def test_every_code_of_pam_has_its_line() -> None:
    assert {row.code for row in ROWS} >= {code for code in HL7Code if code.value.text == PAM}


def test_everything_wrong_is_told_at_once() -> None:
    raw = put(put(put(A01, "MSH", 12, "2.3"), "PID", 8, "X"), "ZBE", 4, "CANCEL")
    codes = {finding.code for finding in read(put(raw, "ZFA", 9, "OUI")).findings}
    assert {code.code for code in (HL7Code.VERSION, HL7Code.SEX, HL7Code.MOVEMENT_INCOHERENT)} <= codes
    assert HL7Code.CONSENT_VALUE.code in codes


def test_an_environment_takes_its_own_ins_only() -> None:
    production = AcceptancePolicy.for_production()
    assert not read(put(A28, "MSH", 11, "P"), production).is_accepted
    real = put(A28.replace(b"1.4.10", b"1.4.8"), "MSH", 11, "P")
    assert read(real, production).is_accepted
    guarded = AcceptancePolicy(check_oid_against_processing_id=True)
    assert not read(put(A28, "MSH", 11, "P"), guarded).is_accepted


def test_what_is_printed_tells_nothing_of_the_patient() -> None:
    text = repr(read_good(A28))
    for told in ("TESTOMBELLE", "CAMILLE", MATRICULE, "IPP000731", "19900214", "RUE DU MODELE", "0199000000"):
        assert told not in text

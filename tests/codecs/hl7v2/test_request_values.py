"""What a request says once read: the value, the tolerances of hl7v2.md §10, the older editions."""

import base64
from collections.abc import Callable
from dataclasses import replace

import pytest

from liane.codecs.hl7v2.binary import decode_base64
from liane.domain.actors.actor import PS_OID, STRUCTURE_OID, Author, Device, Professional, Structure
from liane.domain.documents.header import DocumentId
from liane.domain.documents.request import DocumentRequest, Endpoint, RecipientKind, RequestAction, Stay
from liane.domain.errors import Severity
from liane.domain.identity import ins as ins_values
from liane.domain.terminology.code import Code
from tests.codecs.hl7v2.samples import (
    CDA,
    ENCODED,
    INS,
    append_segment,
    codes,
    drop_segment,
    insert_segment,
    make_mdm,
    make_oru,
    read,
    set_field,
)

ORU, MDM = make_oru(), make_mdm()


def request_of(message: bytes) -> DocumentRequest:
    result = read(message)
    assert result.request is not None, result.findings
    return result.request


def errors_of(message: bytes) -> set[str]:
    return {finding.code for finding in read(message).findings if finding.severity is Severity.ERROR}


def test_an_oru_as_a_value() -> None:
    request = request_of(ORU)
    assert request.control_id == "SGL-000245"
    assert request.message_type == "ORU^R01^ORU_R01"
    assert (request.version, request.profile, request.processing_id) == ("2.5", "2.1^CISIS_CDA_HL7_V2", "T")
    assert (request.charset, request.sent_at) == ("UNICODE UTF-8", "20260302141500")
    assert request.sender == Endpoint(application="SGL-TEST", facility="LABO-FICTIF")
    assert request.receiver == Endpoint(application="PFI-TEST", facility="CH-FICTIF")
    assert request.action is RequestAction.CREATE
    assert request.document_type == Code(code="11502-2", system="LN", label="CR d'examens biologiques")
    assert (request.document_id, request.replaced_id) == (None, None)
    assert request.stay == Stay(
        patient_class="I",
        visit_number="VEN2600731",
        visit_domain="990780009",
        account_number="NDA2600731",
        account_domain="990780009",
        admitted="20260301090000",
    )
    assert request.reply_to == "secretariat.labo@test-exemple.mssante.fr"
    assert request.cda == CDA


def test_the_patient_as_a_value() -> None:
    patient = request_of(ORU).patient
    assert [(i.value, i.oid, i.type_code, i.namespace) for i in patient.identifiers] == [
        ("IPP000731", "1.2.250.1.999.2.1", "PI", "CH-FICTIF"),
        (INS, "1.2.250.1.213.1.4.10", "INS", "ASIP-SANTE-INS-NIR"),
    ]
    traits = patient.traits
    assert (traits.birth_family, traits.birth_given, traits.birth_givens) == ("TESTOMBELLE", "CAMILLE", "CAMILLE ROSE")
    assert (traits.used_family, traits.used_given) == ("TESTLISERON", "CAMILLE")
    assert (traits.birth_date, traits.sex, traits.birth_place) == ("19900214", "F", "99999")
    assert patient.status_codes == {"VALI"}


def test_the_participants_as_values() -> None:
    request = request_of(ORU)
    assert request.expediteur == Author(
        person=Professional(
            identifier="889990000005", oid=PS_OID, family="TESTBIOLOGISTE", given="PAUL", id_type="RPPS"
        ),
        structure=Structure(identifier="1990780017", oid=STRUCTURE_OID, name="LABO-FICTIF", id_type="FINEG"),
    )
    professional, patient = request.recipients
    assert professional.kind is RecipientKind.PROFESSIONAL
    assert professional.address == "anne.testmedecin@test-exemple.mssante.fr"
    assert professional.person is not None
    assert professional.person.identifier == "889990000013"
    assert patient.kind is RecipientKind.PATIENT
    assert patient.ins == ins_values.INS(matricule=INS, oid="1.2.250.1.213.1.4.10")
    assert patient.person is None


def test_an_mdm_as_a_value() -> None:
    request = request_of(make_mdm(event="T10", order="RO", status="C"))
    assert request.message_type == "MDM^T10^MDM_T02"
    assert request.action is RequestAction.REPLACE
    assert request.document_id == DocumentId(root="1.2.250.1.999.1.2.2026.2002")
    assert request.replaced_id == DocumentId(root="1.2.250.1.999.1.2.2026.2001")
    assert request.document_type.code == "18748-4"


def test_a_document_id_with_extension() -> None:
    request = request_of(set_field(MDM, "TXA", 12, "CR-42^^1.2.250.1.999.1^ISO"))
    assert request.document_id == DocumentId(root="1.2.250.1.999.1", extension="CR-42")


@pytest.mark.parametrize("flag", ["MASQUE_PS", "INVISIBLE_REP_LEGAUX", "CONNEXION_SECRETE", "MODIF_CONF_CODE"])
def test_each_flag_is_read(flag: str) -> None:
    plain, changed = request_of(ORU).flags, request_of(make_oru(**{flag: "Y"})).flags
    assert changed == replace(plain, **{flag.lower(): True})


def test_the_embedded_document_is_located() -> None:
    result = read(ORU)
    assert result.embedded is not None
    assert ORU[slice(*result.embedded)] == ENCODED.encode()


@pytest.mark.parametrize(("note", "may_reply"), [("NTE|1|||FIN", False), ("NTE|1||FIN", True), ("NTE|1|||AUTRE", True)])
def test_the_patient_may_be_told_not_to_reply(note: str, may_reply: bool) -> None:
    message = insert_segment(ORU, note, before="OBX", occurrence=10)
    assert request_of(message).flags.patient_may_reply is may_reply


def test_the_bodies_of_the_mails() -> None:
    bodies = (("CORPSMAIL_PS", "Bonjour,\r\nvoici l'œuvre"), ("CORPSMAIL_PATIENT", "Madame,"))
    message = ORU
    for number, (code, text) in enumerate(bodies, start=12):
        encoded = base64.b64encode(text.encode()).decode()
        message = append_segment(message, f"OBX|{number}|ED|{code}^x^MetaDMPMSS||^TEXT^^Base64^{encoded}||||||F")
    request = request_of(message)
    assert (request.body_ps, request.body_patient) == ("Bonjour,\r\nvoici l'œuvre", "Madame,")
    latin = message.replace(base64.b64encode(b"Madame,"), base64.b64encode("Madame, à".encode("iso8859-15")))
    assert request_of(latin).body_patient == "Madame, à"


def test_latin_9_messages() -> None:
    message = make_oru(charset="8859/15").replace("Libellé".encode(), "Libellé".encode("iso8859-15"))
    assert errors_of(message) == set()
    assert request_of(message).charset == "8859/15"


# Tolerances (hl7v2.md §10)


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda m: m.replace(b"==||||||F", b"||||||F"), id="no padding"),
        pytest.param(lambda m: m.replace(ENCODED[:20].encode(), ENCODED[:20].encode() + rb"\.br\ "), id="cut in lines"),
        pytest.param(lambda m: m.replace(b"SB^Send by^participation", b"SB^^participation"), id="no label"),
        pytest.param(lambda m: m.replace(b"^^X.400^", b"^NET^X.400^"), id="NET"),
        pytest.param(lambda m: m.replace(b"ASIP-SANTE-PS", b"ASIP-SANTE- PS"), id="blank in the namespace"),
        pytest.param(lambda m: m.replace(b"||||||F\r", b"||||||F|\r"), id="last delimiter"),
        pytest.param(lambda m: m.replace(b"\r", b"  \n") + b"\n\n", id="blanks and blank lines"),
        pytest.param(lambda m: m.replace(b"2.1^CISIS", b"2.1^ CISIS"), id="blank in the profile"),
        pytest.param(lambda m: m.replace(b"^TEXT^XML^Base64", b"^text^xml^BASE64"), id="any case"),
        pytest.param(lambda m: append_segment(m, "ZZZ|1|x"), id="unknown segment"),
        pytest.param(
            lambda m: m.replace(b"ASIP-SANTE-INS-NIR&1.2.250.1.213.1.4.10&ISO^L", b"1.2.250.1.213.1.4.10^L"),
            id="bare OID of the patient",
        ),
    ],
)
def test_quirks_of_official_examples_are_read_the_same(spoil: Callable[[bytes], bytes]) -> None:
    message = make_oru().replace(ENCODED.encode(), base64.b64encode(CDA + b" " * (-len(CDA) % 3 + 1)))
    assert b"==||||||F" in message
    request, spoiled = request_of(message), request_of(spoil(message))
    assert errors_of(spoil(message)) == set()
    assert spoiled == request


@pytest.mark.parametrize(
    ("written", "id_type", "identifier"),
    [
        ("89990000005", "RPPS", "889990000005"),
        ("889990000005", "RPPS", "889990000005"),
        ("889990000005", "IDNPS", "889990000005"),
        ("990780001", "ADELI", "0990780001"),
        ("R854", "EI", "R854"),
    ],
)
def test_professional_identifiers_take_their_type_digit(written: str, id_type: str, identifier: str) -> None:
    message = ORU.replace(b"|89990000005^", f"|{written}^".encode()).replace(
        b"D^^^RPPS|||LABO", f"D^^^{id_type}|||LABO".encode()
    )
    expediteur = request_of(message).expediteur
    assert expediteur is not None
    assert expediteur.person is not None
    assert expediteur.person.identifier == identifier


@pytest.mark.parametrize(
    ("written", "identifier"),
    [("FINEG^^^990780017", "1990780017"), ("FINEG^^^1990780017", "1990780017"), ("IDNST^^^1990780017", "1990780017")],
)
def test_structure_identifiers_take_their_type_digit(written: str, identifier: str) -> None:
    expediteur = request_of(ORU.replace(b"FINEG^^^990780017", written.encode())).expediteur
    assert expediteur is not None
    assert expediteur.structure is not None
    assert expediteur.structure.identifier == identifier


def test_a_unit_an_application_and_a_bare_address_as_recipients() -> None:
    address = "^^X.400^bal@test-exemple.mssante.fr"
    unit = f"PRT||UC||RCT^^participation||||Pédiatrie^^^^^990780009^UF^^^3202|||||||{address}"
    application = f"PRT||UC||RCT^^participation||||||DPI-7^Mon DPI^1.2.250.1.999.7^ISO|||||{address}"
    bare = f"PRT||UC||RCT^^participation|||||||||||{address}"
    message = ORU
    for text in (bare, application, unit):
        message = insert_segment(message, text, before="PRT", occurrence=2)
    recipients = request_of(message).recipients
    kinds = [recipient.kind for recipient in recipients[:3]]
    assert kinds == [RecipientKind.ORGANISATION, RecipientKind.APPLICATION, RecipientKind.PROFESSIONAL]
    assert recipients[0].structure == Structure(identifier="3202", oid="990780009", name="Pédiatrie", id_type="UF")
    assert recipients[1].device == Device(identifier="DPI-7", name="Mon DPI", oid="1.2.250.1.999.7")
    assert codes(read(message)) == {"HL7-086"}


def test_a_sender_that_is_a_device() -> None:
    message = set_field(set_field(ORU, "PRT", 5, ""), "PRT", 10, "AUTOMATE-1^Mon automate")
    expediteur = request_of(message).expediteur
    assert expediteur is not None
    assert expediteur.device == Device(identifier="AUTOMATE-1", name="Mon automate", oid=PS_OID)
    assert errors_of(message) == set()


def test_an_old_ins_with_an_end_date_is_left_out() -> None:
    old = "214019999900349^^^N&1.2.250.1.213.1.4.9&ISO^INS^^20100101^20200101"
    message = ORU.replace(b"|IPP000731^", f"|{old}~IPP000731^".encode())
    assert errors_of(message) == set()
    ins = request_of(message).patient.ins
    assert ins is not None
    assert ins.matricule == INS


def test_an_ins_written_with_blanks() -> None:
    message = ORU.replace(f"~{INS}^".encode(), f"~{INS[:13]} {INS[13:]}^".encode())
    assert errors_of(message) == set()


def test_a_second_instance_of_the_document_is_set_aside() -> None:
    second = f"OBX|2|ED|11502-2^CR^LN||^TEXT^XML^Base64^{base64.b64encode(b'<n1/>').decode()}||||||F"
    message = insert_segment(ORU, second, before="OBX", occurrence=2)
    assert codes(read(message)) == {"HL7-064"}
    assert request_of(message).cda == CDA


# Older editions (hl7v2.md §4.8)


def make_edition_1() -> bytes:
    """The same report as an edition 1.2 sender writes it."""
    message = make_oru().replace(b"2.1^CISIS_CDA_HL7_V2", b"1.2^CISIS_CDA_HL7_V1").replace(b"ORC|NW", b"ORC|SC")
    message = message.replace(b"^MetaDMPMSS", b"").replace(b"^^expandedYes-NoIndicator", b"")
    message = message.replace(b"OBR|1|||11502-2^CR d'examens biologiques^LN", b"OBR|1|||34555-3^Clairance^LN")
    message = message.replace(b"INVISIBLE_REP_LEGAUX", b"INVISIBLE_REPRESENTANTS_LEGAUX")
    message = message.replace(b"MODIF_CONF_CODE", b"MODIF_CONFIDENTIALITYCODE")
    for _ in range(2):
        message = drop_segment(message, "OBX", occurrence=10)
    return append_segment(message, "OBX|12|CE|COMP_LOT^Lot||1.2.250.1.213.1.1.8^CDAN1||||||F|")


def test_edition_1_is_read_with_tolerance() -> None:
    result = read(make_edition_1())
    assert result.is_accepted
    assert codes(result) == {"HL7-018", "HL7-077"}
    assert result.request is not None
    assert result.request.document_type.code == "11502-2"
    assert result.request.action is RequestAction.CREATE
    assert (result.request.flags.ack_reception, result.request.flags.ack_lecture) == (False, False)
    assert result.request.flags.dest_dmp


@pytest.mark.parametrize(("status", "action"), [("C", RequestAction.REPLACE), ("D", RequestAction.DELETE)])
def test_in_edition_1_obx_11_alone_tells_the_action(status: str, action: RequestAction) -> None:
    assert request_of(set_field(make_edition_1(), "OBX", 11, status)).action is action


def test_edition_2_0_is_read_with_tolerance() -> None:
    message = make_mdm(ACK_LECTURE_MSS="Y").replace(b"2.1^CISIS", b"2.0^CISIS").replace(b"^MetaDMPMSS", b"")
    message = message.replace(b"ACK_LECTURE_MSS", b"ACK_LECTURE").replace(b"^^expandedYes-NoIndicator", b"")
    result = read(message)
    assert result.is_accepted
    assert codes(result) == {"HL7-018"}
    assert result.request is not None
    assert result.request.flags.ack_lecture


def test_an_old_alias_in_the_present_edition_is_a_warning() -> None:
    result = read(ORU.replace(b"ACK_LECTURE_MSS^", b"ACK_LECTURE^"))
    assert result.is_accepted
    assert codes(result) == {"HL7-075"}


# The envelope when the rest is broken


def test_long_values_of_msh_are_cut() -> None:
    for number in (3, 10, 18, 21):
        result = read(set_field(ORU, "MSH", number, "é\\F\\" * 500))
        assert result.envelope is not None
        values = (result.envelope.control_id, *result.envelope.routing, result.envelope.profile)
        assert max(map(len, values)) <= 250
        assert "HL7-019" in codes(result)


@pytest.mark.parametrize(
    "message",
    [ORU.split(b"\r")[0], drop_segment(ORU, "PID"), set_field(ORU, "OBX", 5, ""), set_field(ORU, "MSH", 9, "ADT^A01")],
)
def test_the_envelope_is_read_even_when_the_rest_is_broken(message: bytes) -> None:
    result = read(message)
    assert result.request is None
    assert not result.is_accepted
    assert result.envelope is not None
    assert result.envelope.control_id == "SGL-000245"
    assert result.envelope.sender == Endpoint(application="SGL-TEST", facility="LABO-FICTIF")


def test_a_message_of_another_volet_is_refused_once() -> None:
    result = read(set_field(MDM, "MSH", 21, "1.1^CISIS_CDA_HL7_LPS"))
    assert codes(result) == {"HL7-017"}


# Base64


@pytest.mark.parametrize("size", range(12))
def test_base64_without_padding(size: int) -> None:
    data = bytes(range(size))
    assert decode_base64(base64.b64encode(data).rstrip(b"=")) == data
    assert decode_base64(memoryview(base64.b64encode(data))) == data
    assert decode_base64(base64.encodebytes(data)) == data


@pytest.mark.parametrize("text", [b"A", b"AAAAA", b"####", b"AA-_", b"\xc3\xa9AAA"])
def test_what_is_no_base64(text: bytes) -> None:
    assert decode_base64(text) is None


def test_recipients_are_those_of_the_prt_alone() -> None:
    message = drop_segment(drop_segment(ORU, "PRT", occurrence=3), "PRT", occurrence=2)
    assert request_of(message).recipients == ()

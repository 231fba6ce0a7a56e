"""The hand-over to a consumer: the structure of the official samples, read back as written, told when incoherent."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.codecs.hl7v2.er7 import Message, parse_message
from liane.codecs.hl7v2.lps_build import CarryingMail, LPSTransmission, render_lps_transmission
from liane.codecs.hl7v2.lps_read import LPSReceived, check_lps_transmission, read_lps_transmission
from liane.domain.actors.actor import Author, Professional, Structure
from liane.domain.documents.header import DocumentId
from liane.domain.documents.request import DocumentRequest, Endpoint, RequestAction, RequestFlags
from liane.domain.errors import InvalidInput
from liane.domain.identity.patient import PatientIdentifier, PatientIdentity, PatientTraits
from liane.domain.terminology.code import Code

INS = PatientIdentifier(value="290029999900129", oid="1.2.250.1.213.1.4.10", type_code="INS")
TRAITS = PatientTraits(
    birth_family="TESTOMBELLE",
    birth_given="CAMILLE",
    birth_givens="CAMILLE ROSE",
    birth_date="19900214",
    sex="F",
    birth_place="99999",
)
REQUEST = DocumentRequest(
    control_id="",
    message_type="MDM^T02^MDM_T02",
    version="2.6",
    profile="1.1^CISIS_CDA_HL7_LPS",
    processing_id="T",
    charset="UNICODE UTF-8",
    sent_at="20260303101000",
    sender=Endpoint(application="MSSANTE", facility="dpi@test-exemple.mssante.fr"),
    receiver=Endpoint(application="DPI-TEST", facility="CH-FICTIF"),
    action=RequestAction.CREATE,
    document_type=Code(code="18748-4", system="LN", label="CR d'imagerie médicale"),
    document_id=DocumentId(root="1.2.250.1.999.1.2.2026.2001"),
    patient=PatientIdentity(identifiers=(INS,), traits=TRAITS, status_codes=frozenset({"VALI"})),
    flags=RequestFlags(),
    cda=b"<ClinicalDocument/>",
)
MAIL = CarryingMail(
    message_id="20260303090012.77@test-exemple.mssante.fr",
    subject="XDM/1.0/DDM+CR imagerie TESTOMBELLE CAMILLE 14/02/1990",
    body="Bonjour,\nvoici l'été.",
    sender_address="anne.testmedecin@test-exemple.mssante.fr",
    recipient="dpi.pediatrie@test-exemple.mssante.fr",
)
SENT = LPSTransmission(
    control_id="LPS1",
    sender=Endpoint(application="PFI-TEST", facility="CH-FICTIF"),
    receiver=REQUEST.receiver,
    processing_id="T",
    sent_at="20260303101000",
    request=REQUEST,
    mail=MAIL,
)


def read_back(one: LPSTransmission) -> LPSReceived:
    return read_lps_transmission(parse_message(render_lps_transmission(one)))


@pytest.mark.parametrize("action", list(RequestAction))
def test_what_is_written_is_read_back(action: RequestAction) -> None:
    replaced = DocumentId(root="1.2.250.1.999.1.2.2026.2000") if action is RequestAction.REPLACE else None
    request = replace(REQUEST, action=action, replaced_id=replaced)
    seen = read_back(replace(SENT, request=request))
    assert check_lps_transmission(seen) == []
    assert (seen.action, seen.content, seen.document_id) == (action, REQUEST.cda, "1.2.250.1.999.1.2.2026.2001")
    assert seen.replaced_id == (replaced.root if replaced else "")
    assert (seen.mail_id, seen.subject, seen.body) == (MAIL.message_id, MAIL.subject, MAIL.body)
    assert seen.addresses == {"SB": MAIL.sender_address, "RCT": MAIL.recipient}
    assert seen.traits == TRAITS
    assert seen.patient_ids[0].value == INS.value
    assert seen.content_type == "text/xml"


def test_a_pdf_claims_no_volet() -> None:
    seen = read_back(replace(SENT, media_type="application/pdf"))
    assert (seen.profile, seen.content_type) == ("", "application/pdf")
    with pytest.raises(ValueError, match="image/png"):
        render_lps_transmission(replace(SENT, media_type="image/png"))


def test_incoherent_transmissions_are_told() -> None:
    raw = render_lps_transmission(SENT)

    def codes(data: bytes) -> list[str]:
        return [one.code for one in check_lps_transmission(read_lps_transmission(parse_message(data)))]

    assert codes(raw.replace(b"ORC|NW", b"ORC|RO")) == ["LPS-002"]
    assert codes(raw.replace(b"MDM^T02^", b"MDM^T11^")) == ["LPS-001"]
    assert codes(raw.replace(b"TESTOMBELLE^CAMILLE^", b"^^", 1)) == ["LPS-003"]
    assert codes(raw.replace(b"^text^XML^Base64^", b"^text^XML^Base64^*")) == ["LPS-004"]
    assert codes(raw.replace(b"|1.2.250.1.999.1.2.2026.2001", b"|")) == ["LPS-005"]
    assert "LPS-007" in codes(raw.replace(b"PRT|", b"ZZZ|"))
    assert "LPS-009" in codes(raw.replace(b"MASQUE_PS", b"AUTRE"))


SAMPLES = (
    "Transmission_initiale_MDM/message_MDM__LPS_MSS_CR_Radio_INIT_N1.er7",
    "Transmission_initiale_MDM/message_MDM__LPS_MSS_CR_Radio_INIT_N1_Base64.er7",
    "Remplacement_MDM/message_MDM__LPS_MSS_CR_Radio_RPLC_N1.er7",
    "Suppression_MDM/message_MDM__LPS_MSS_CR_Radio_DEL_N1.er7",
)


def rebuild(message: Message, seen: LPSReceived) -> bytes:
    """Write again, with our builder, what an official sample says."""
    assert seen.action is not None
    assert seen.content is not None
    flags = dict(seen.flags)
    doctor = Professional(identifier="801234564895", family="Eric", given="Thomas", id_type="IDNPS")
    msh = message.segments[0]
    request = replace(
        REQUEST,
        action=seen.action,
        document_type=Code(code=seen.type_code, system="LN", label=seen.type_label),
        document_id=DocumentId(root=seen.document_id),
        replaced_id=DocumentId(root=seen.replaced_id) if seen.replaced_id else None,
        patient=PatientIdentity(identifiers=seen.patient_ids, traits=seen.traits, status_codes=frozenset({"VALI"})),
        flags=RequestFlags(
            masque_ps=flags["MASQUE_PS"] == "Y",
            invisible_patient=flags["INVISIBLE_PATIENT"] == "Y",
            invisible_rep_legaux=flags["INVISIBLE_REP_LEGAUX"] == "Y",
            modif_conf_code=flags["MODIF_CONF_CODE"] == "Y",
        ),
        cda=seen.content,
    )
    return render_lps_transmission(
        LPSTransmission(
            control_id=msh.component(10),
            sender=Endpoint(application=msh.component(3), facility=msh.component(4)),
            receiver=Endpoint(application=msh.component(5), facility=msh.component(6)),
            processing_id=msh.component(11),
            sent_at=msh.component(7),
            request=request,
            mail=CarryingMail(
                message_id=seen.mail_id,
                subject=seen.subject,
                body=seen.body,
                sender_address=seen.addresses["SB"],
                sender=Author(person=doctor),
                recipient=seen.addresses["RCT"],
                unit=Structure(
                    identifier="3435", oid="120456789", name=message.all("PRT")[1].component(8), id_type="UF"
                ),
                reply_to=seen.addresses["REPLY"],
            ),
        )
    )


def fields(segment: bytes) -> list[bytes]:
    return segment.rstrip(b"| ").split(b"|")


@pytest.mark.conformance
@pytest.mark.parametrize("name", SAMPLES)
def test_our_message_has_the_structure_of_the_official_sample(corpus_dir: Path, name: str) -> None:
    """Same segments in the same order; every field that the volet rules is the same to the byte.

    What differs is written here: EVN-2 and PID beyond the identity (samples copy a whole ADT), TXA-4 and TXA-22, the
    namespace that TXA-12 and TXA-13 add, the label of PRT-4 (empty there), ``<>`` around the Message-ID, padding.
    """
    folder = corpus_dir / "hl7v2/vague-2/Trans_LPS_CDA_MSSanté/TRANSMISSION_LPS_DOC_CDA_COURRIEL_FROM_MSSANTE_V1.1"
    raw = (folder / name).read_bytes()
    official = parse_message(raw)
    seen = read_lps_transmission(official)
    ours = [one.raw for one in parse_message(rebuild(official, seen)).segments]
    theirs = [one.raw for one in official.segments]
    assert [one[:3] for one in ours] == [one[:3] for one in theirs]
    compared = {b"MSH": range(30), b"PV1": range(30), b"ORC": range(30), b"OBR": (1, 4), b"TXA": (1, 2, 3, 17)}
    for mine, other in zip(ours, theirs, strict=True):
        kind, left, right = mine[:3], fields(mine), fields(other)
        if kind == b"OBX":
            assert len(left) == len(right)
            wanted: range | tuple[int, ...] = (1, 2, 11) if left[1] == b"2" else (1, 2, 3, 11)
            assert left[5].rstrip(b"=") == right[5].rstrip(b"=")
        elif kind == b"PRT":
            wanted = (2, 8, 10, 15)
            assert left[4].partition(b"^")[0] == right[4].partition(b"^")[0]
        else:
            wanted = compared.get(kind, ())
        for number in wanted:
            pair = [part[number] if number < len(part) else b"" for part in (left, right)]
            assert pair[0] == pair[1], (kind, number)
    assert ours[2].split(b"|")[3].startswith(b"279035121518989^^^ASIP-SANTE-INS-NIR&1.2.250.1.213.1.4.10&ISO^INS")
    assert re.search(rb"\|VALI$", ours[2])


@given(st.binary(max_size=300))
def test_any_bytes_give_a_value_or_a_refusal(data: bytes) -> None:
    for raw in (data, b"MSH|^~\\&|" + data, render_lps_transmission(SENT)[:120] + data):
        try:
            seen = read_lps_transmission(parse_message(raw))
        except InvalidInput:
            continue
        assert isinstance(check_lps_transmission(seen), list)

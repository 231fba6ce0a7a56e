"""Business acknowledgements, as hl7v2.md §6 and §9.2 write them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.codecs.hl7v2.charset import Charset
from liane.codecs.hl7v2.zam import (
    Zam,
    ZamError,
    ZamEvent,
    fold_smtp_status,
    make_application_error,
    make_dmp_error,
    make_smtp_error,
    parse_zam,
    render_zam,
)
from liane.domain.documents.request import Endpoint
from liane.domain.errors import InvalidInput, RuleViolation

Z01 = Zam(
    event=ZamEvent.DMP_RECEPTION,
    control_id="PFI-900246",
    sender=Endpoint(application="PFI-TEST", facility="CH-FICTIF"),
    receiver=Endpoint(application="SGL-TEST", facility="LABO-FICTIF"),
    processing_id="T",
    sent_at="20260302141507",
    event_at="20260302141507",
    request_control_id="SGL-000245",
    is_positive=True,
)
Z02 = replace(Z01, event=ZamEvent.MSS_RECEPTION, mailbox="anne.testmedecin@test-exemple.mssante.fr")
Z03 = replace(Z02, event=ZamEvent.MSS_READING)
HEAD = "MSH|^~\\&|PFI-TEST|CH-FICTIF|SGL-TEST|LABO-FICTIF|20260302141507||ZAM^{}^ZAM_Z01|PFI-900246|T|2.6|||||FRA|"
HEAD += "UNICODE UTF-8|||2.1^CISIS_CDA_HL7_V2"
EVN = "EVN||20260302141507||||20260302141507"


def lines(zam: Zam) -> list[str]:
    *written, end = render_zam(zam).decode(zam.charset.codec).split("\r")
    assert end == ""
    return written


def test_a_positive_z01() -> None:
    assert lines(Z01) == [
        HEAD.format("Z01"),
        EVN,
        "OBX|1|CWE|ACK_RECEPTION_DMP^Accusé de réception DMP^AckMetierZAM|SGL-000245|Y^^expandedYes-NoIndicator||||||F",
    ]


def test_a_negative_z01() -> None:
    zam = replace(Z01, is_positive=False, error=make_dmp_error("DMPClosed", "DMP fermé"))
    assert lines(zam)[2:] == [
        "OBX|1|CWE|ACK_RECEPTION_DMP^Accusé de réception DMP^AckMetierZAM|SGL-000245|N^^expandedYes-NoIndicator||||||F",
        "ERR|||207^Application error^messageErrorCondition|E|DMPClosed^DMP fermé^DMP_ERROR_CODE",
    ]


def test_a_positive_z02() -> None:
    assert lines(replace(Z02, recipient_id="889990000013"))[2:] == [
        "OBX|1|CWE|ACK_RECEPTION_MSS^Accusé de réception MSSanté^AckMetierZAM|SGL-000245|Y^^expandedYes-NoIndicator"
        "||||||F",
        "OBX|2|XTN|DESTINATAIRE_MSS^Destinataire MSSanté^AckMetierZAM|889990000013|"
        "^^X.400^anne.testmedecin@test-exemple.mssante.fr||||||F",
    ]


def test_a_negative_z02() -> None:
    zam = replace(Z02, is_positive=False, error=make_smtp_error("550 5.1.1 User unknown"))
    assert lines(zam)[3:] == [
        "OBX|2|XTN|DESTINATAIRE_MSS^Destinataire MSSanté^AckMetierZAM||"
        "^^X.400^anne.testmedecin@test-exemple.mssante.fr||||||F",
        "ERR|||207^Application error^messageErrorCondition|E|"
        "550^Action non effectuée : boîte aux lettres non disponible^SMTPERRORCODE",
    ]


def test_z03_both_ways() -> None:
    assert lines(Z03)[0] == HEAD.format("Z03")
    assert lines(Z03)[2:] == [
        "OBX|1|CWE|ACK_LECTURE_MSS^Accusé de lecture^AckMetierZAM|SGL-000245|Y^^expandedYes-NoIndicator||||||F",
        "OBX|2|XTN|LECTEUR_MSS^Lecteur du courriel MSSanté^AckMetierZAM||"
        "^^X.400^anne.testmedecin@test-exemple.mssante.fr||||||F",
    ]
    negative = lines(replace(Z03, is_positive=False, error=make_application_error("902")))
    assert negative[4] == (
        "ERR|||207^Application error^messageErrorCondition|E|902^Identifiant patient inconnu^applicationErrorCondition"
    )


def test_the_charset_of_the_request_is_kept() -> None:
    zam = replace(Z01, charset=Charset.LATIN_9)
    assert "réception".encode("iso8859-15") in render_zam(zam)
    assert parse_zam(render_zam(zam)) == zam


@pytest.mark.parametrize(
    "zam",
    [
        replace(Z02, mailbox=""),
        replace(Z01, is_positive=False),
        replace(Z01, error=make_dmp_error("X", "x")),
    ],
)
def test_what_makes_no_zam(zam: Zam) -> None:
    with pytest.raises(ValueError, match=r"ZAM|mailbox"):
        render_zam(zam)


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=20).map(
    str.strip
)
words = words.filter(lambda text: text not in ("", '""'))
errors = st.one_of(
    st.none(),
    st.builds(ZamError, code=words, label=words, table=st.sampled_from(["DMP_ERROR_CODE", "SMTPERRORCODE"])),
)


@given(st.sampled_from([Z01, Z02, Z03]), words, words, errors)
def test_what_is_rendered_is_read_back(zam: Zam, control_id: str, facility: str, error: ZamError | None) -> None:
    zam = replace(
        zam,
        control_id=control_id,
        request_control_id=control_id,
        receiver=Endpoint(application=control_id, facility=facility),
        is_positive=error is None,
        error=error,
    )
    assert parse_zam(render_zam(zam)) == zam


def test_a_zam_of_the_edition_2_0_is_read() -> None:
    # As older gateways write it: no tables, both OBX numbered 1, no EVN-6.
    zam = parse_zam(
        "MSH|^~\\&|PFI-X|CH|SIL-Y|labo|202606060934||ZAM^Z02^ZAM_Z01|018|P|2.6|||||FRA|UNICODE UTF-8|||2.0^CISIS\n"
        "EVN||20261005152908\n"
        "OBX|1|CWE|ACK_RECEPTION_MSS^Accusé de réception MSSanté|015|N||||||F|\n"
        "OBX|1|XTN|DESTINATAIRE_MSS^Destinataire MSSanté|899900000045|^^X.400^a@b.mssante.fr||||||F|\n"
        "ERR|||207^Application internal error^HL70357|E|550^Boîte absente\n".encode()
    )
    assert (zam.event, zam.request_control_id, zam.is_positive) == (ZamEvent.MSS_RECEPTION, "015", False)
    assert (zam.mailbox, zam.recipient_id, zam.event_at) == ("a@b.mssante.fr", "899900000045", "20261005152908")
    assert zam.error == ZamError(code="550", label="Boîte absente", table="")


def test_a_negative_zam_without_err_is_read() -> None:
    raw = render_zam(replace(Z01, is_positive=False, error=make_dmp_error("X", "x"))).split(b"\rERR")[0]
    assert parse_zam(raw).error == ZamError(code="", label="", table="")


@pytest.mark.parametrize(
    "spoil",
    [(b"ZAM^Z01", b"ZAM^Z09"), (b"ZAM^Z01", b"ADT^A01"), (b"Y^^exp", b"?^^exp"), (b"ACK_RECEPTION_DMP", b"ELSE")],
)
def test_what_is_no_zam(spoil: tuple[bytes, bytes]) -> None:
    with pytest.raises(RuleViolation):
        parse_zam(render_zam(Z01).replace(*spoil))


@given(st.binary(max_size=200))
def test_any_bytes(tail: bytes) -> None:
    for data in (tail, render_zam(Z02)[:150] + tail):
        try:
            parse_zam(data)
        except InvalidInput:
            continue


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("550", "550"),
        ("550 5.1.1 User unknown", "550"),
        ("552 5.2.2 Mailbox full", "552"),
        ("5.1.1", "550"),
        ("5.1.2", "512"),
        ("5.1.3", "513"),
        ("5.1.6", "550"),
        ("5.2.2", "552"),
        ("5.2.3", "523"),
        ("5.4.4", "554"),
        ("5.7.1", "554"),
        ("5.7.8", "530"),
        ("4.2.2", "422"),
        ("4.4.1", "441"),
        ("4.4.7", "421"),
        ("4.3.0", "452"),
        ("smtp; 554 5.7.1 spam", "554"),
        ("535 5.7.8 bad credentials", "530"),
        ("499", "451"),
        ("599", "554"),
        ("5.99.1", "554"),
        ("", "554"),
        ("refusé", "554"),
    ],
)
def test_smtp_statuses_are_folded(status: str, code: str) -> None:
    assert fold_smtp_status(status) == code
    assert make_smtp_error(status).label


@given(st.text(max_size=30))
def test_any_status_folds_to_a_code_of_the_table(status: str) -> None:
    assert make_smtp_error(status).table == "SMTPERRORCODE"


def test_an_unknown_application_code_is_other() -> None:
    assert make_application_error("999") == ZamError(
        code="906", label="Autre erreur", table="applicationErrorCondition"
    )
    assert make_application_error("904", "Motif").label == "Motif"


def test_long_labels_are_cut() -> None:
    zam = replace(Z01, is_positive=False, error=make_dmp_error("X", "é" * 1000))
    error = parse_zam(render_zam(zam)).error
    assert error is not None
    assert len(error.label) == 250

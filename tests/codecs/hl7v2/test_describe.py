"""A message as a screen shows it."""

import base64

import pytest

from liane.codecs.hl7v2.describe import FieldView, SegmentView, describe_message
from liane.domain.errors import MalformedMessage
from tests.codecs.hl7v2.samples import ENCODED, make_mdm, make_oru


def field_of(segments: list[SegmentView], location: str) -> FieldView:
    return next(field for segment in segments for field in segment.fields if field.location == location)


def test_segments_and_fields_have_french_names() -> None:
    segments = describe_message(make_mdm())
    assert [(s.code, s.name) for s in segments][:4] == [
        ("MSH", "En-tête du message"),
        ("EVN", "Évènement"),
        ("PID", "Patient"),
        ("PV1", "Venue"),
    ]
    assert field_of(segments, "PID-32").name == "Statut de l'identité"
    assert field_of(segments, "TXA-12").name == "Identifiant du document"
    assert field_of(segments, "OBX(7)-5").text == "Y ^ expandedYes-NoIndicator"
    assert all(field.name for segment in segments for field in segment.fields)


def test_components_and_repetitions() -> None:
    field = field_of(describe_message(make_oru()), "PID-3")
    assert len(field.repetitions) == 2
    ins = field.repetitions[1]
    assert [(c.number, c.name) for c in ins] == [
        (1, "Identifiant"),
        (4, "Autorité d'affectation"),
        (5, "Type d'identifiant"),
        (7, "Date d'effet"),
    ]
    assert ins[1].subcomponents == ("ASIP-SANTE-INS-NIR", "1.2.250.1.213.1.4.10", "ISO")
    assert ins[0].subcomponents == ()


def test_the_data_type_of_obx_5_is_that_of_obx_2() -> None:
    components = field_of(describe_message(make_oru()), "OBX-5").repetitions[0]
    assert [component.name for component in components] == ["Type", "Sous-type", "Encodage", "Données"]
    flag = field_of(describe_message(make_oru()), "OBX(2)-5").repetitions[0]
    assert [component.name for component in flag] == ["Code", "Système de codage"]


def test_the_document_is_not_shown() -> None:
    document = base64.b64encode(b"<?xml version='1.0'?><ClinicalDocument>" + b"x" * 5000).decode()
    text = field_of(describe_message(make_oru().replace(ENCODED.encode(), document.encode())), "OBX-5").text
    assert text.endswith(f"CDA encodé, {len(document)} octets")
    assert len(text) < 200


def test_another_long_value_is_cut() -> None:
    text = field_of(describe_message(make_oru() + b"NTE|1||" + b"z" * 3000 + b"\r"), "NTE-3").text
    assert text == "z" * 2000 + "… (3000 octets)"


def test_nulls_unknown_segments_and_delimiters() -> None:
    segments = describe_message(make_oru() + b'ZZZ|1||""|a\\F\\b\r')
    zzz = segments[-1]
    assert (zzz.name, [f.number for f in zzz.fields]) == ("", [1, 3, 4])
    assert (zzz.fields[1].is_null, zzz.fields[2].text) == (True, "a|b")
    assert field_of(segments, "MSH-2").text == "^~\\&"


def test_what_cannot_be_read() -> None:
    with pytest.raises(MalformedMessage):
        describe_message(b"GET / HTTP/1.1")

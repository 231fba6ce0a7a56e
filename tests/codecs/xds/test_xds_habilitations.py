"""TD0.3, TD0.4, TD1.6: what is written is read back; what the text shows is read; anything else is refused."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from liane.codecs.xds.habilitations import (
    AuthorizationAction,
    AuthorizedActor,
    AuthorizedList,
    AuthorizedMode,
    DateType,
    ListedPatient,
    PatientList,
    PatientListRequest,
    ServiceStatus,
    SetAuthorization,
    parse_authorized_list,
    parse_list_authorized,
    parse_patient_list,
    parse_patient_list_answer,
    parse_set_authorization,
    parse_status_answer,
    render_authorized_list,
    render_list_authorized,
    render_patient_list,
    render_patient_list_answer,
    render_set_authorization,
    render_status_answer,
)
from liane.codecs.xds.search import DocumentQuery, Interval, find_documents
from liane.codecs.xml import parse_xml
from liane.domain.errors import InvalidInput
from liane.domain.identity.patient import PatientIdentifier

OK = ServiceStatus(status="DMPOk")
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Z")), max_size=12).filter(
    lambda text: not {"￾", "￿"} & set(text)
)


def test_the_bodies_are_those_of_the_text() -> None:
    """dmp.md §7.3."""
    body = etree.tostring(render_set_authorization(SetAuthorization(action=AuthorizationAction.ADD))).decode()
    assert body == '<setAuthorization xmlns="urn:si-dmp-habilitations"><action>AJOUT</action></setAuthorization>'
    asked = PatientListRequest(start_date="20260201000000")
    assert etree.tostring(render_patient_list(asked)).decode() == (
        '<patientList xmlns="urn:si-dmp-patients"><startDate>20260201000000</startDate>'
        "<dateType>LASTAUTORIZATION</dateType></patientList>"
    )
    body = etree.tostring(render_list_authorized(AuthorizedMode.ALL)).decode()
    assert body.endswith("<mode>TOUTE</mode></listAuthorizationByPatient>")


def test_the_answer_of_the_text_is_read() -> None:
    """dmp.md §7.3, §12.2: a status is compared without case."""
    answer = parse_xml(
        b'<ns1:setAuthorizationResponse xmlns:ns1="urn:si-dmp-habilitations"><ns1:output>'
        b"<ns1:status>dmpok</ns1:status><ns1:context/></ns1:output></ns1:setAuthorizationResponse>"
    )
    assert parse_status_answer(answer).is_ok


@pytest.mark.parametrize("action", list(AuthorizationAction))
@pytest.mark.parametrize("role", ["", "MEDECIN_TRAITANT"])
def test_requests_are_read_back(action: AuthorizationAction, role: str) -> None:
    asked = SetAuthorization(action=action, role=role)
    assert parse_set_authorization(render_set_authorization(asked)) == asked
    for mode in AuthorizedMode:
        assert parse_list_authorized(render_list_authorized(mode)) is mode
    for kind in DateType:
        one = PatientListRequest(start_date="20260201", date_type=kind)
        assert parse_patient_list(render_patient_list(one)) == one


@given(
    actors=st.lists(
        st.builds(
            AuthorizedActor,
            national_id=WORDS.filter(bool),
            **dict.fromkeys(
                ("national_id_type", "last_name", "first_name", "specialty_label", "mode", "specific_right"), WORDS
            ),
        ),
        max_size=3,
    ),
    context=WORDS,
)
def test_lists_of_actors_are_read_back(actors: list[AuthorizedActor], context: str) -> None:
    answer = AuthorizedList(status=ServiceStatus(status="DMPOk", context=context), actors=tuple(actors))
    assert parse_authorized_list(parse_xml(etree.tostring(render_authorized_list(answer)))) == answer


@given(
    patients=st.lists(
        st.builds(
            ListedPatient,
            national_id=WORDS.filter(bool),
            national_id_type=WORDS,
            last_name=WORDS,
            is_medecin_traitant=st.booleans(),
            message=WORDS,
        ),
        max_size=3,
    )
)
def test_lists_of_patients_are_read_back(patients: list[ListedPatient]) -> None:
    answer = PatientList(status=OK, patients=tuple(patients))
    assert parse_patient_list_answer(parse_xml(etree.tostring(render_patient_list_answer(answer)))) == answer


PARSERS: tuple[Any, ...] = (
    parse_set_authorization,
    parse_list_authorized,
    parse_patient_list,
    parse_status_answer,
    parse_authorized_list,
    parse_patient_list_answer,
)


@pytest.mark.parametrize("parse", PARSERS)
@given(
    names=st.lists(
        st.sampled_from(["status", "output", "nationalId", "patientIdentifier", "action", "mode", "startDate"]),
        max_size=6,
    ),
    text=WORDS,
)
def test_any_message_gives_a_value_or_a_refusal(parse: Any, names: list[str], text: str) -> None:
    root = etree.Element("{urn:si-dmp-habilitations}setAuthorization")
    holder = root
    for name in names:
        holder = etree.SubElement(holder if len(name) % 2 else root, name)
        holder.text = text
    refused = ""
    try:
        parse(root)
    except InvalidInput as error:
        refused = error.findings[0].code
    assert refused in {"", "XDS-045", "XDS-046", "XDS-047"}


def test_a_list_without_end_is_refused() -> None:
    root = render_status_answer(OK)
    for _ in range(2001):
        etree.SubElement(etree.SubElement(root, "line"), "nationalId").text = "1"
    with pytest.raises(InvalidInput, match="XDS-047"):
        parse_authorized_list(root)


def test_every_criterion_of_a_search_is_written() -> None:
    """dmp.md §8; apostrophes are doubled."""
    patient = PatientIdentifier(value="1", oid="1.2", type_code="NH")
    wanted = DocumentQuery(
        authors=("8999%", "L'AUTRE"),
        references=("A^^^&1.2&ISO^t",),
        created=Interval(start="2026"),
        service_started=Interval(stop="2027"),
        service_stopped=Interval(start="2025", stop="2026"),
    )
    request = find_documents(patient, wanted)
    written = {slot.name.removeprefix("$XDSDocumentEntry"): slot.values[0] for slot in request.parameters}
    assert written == {
        "PatientId": "'1^^^&1.2&ISO^NH'",
        "Status": "('urn:oasis:names:tc:ebxml-regrep:StatusType:Approved')",
        "AuthorPerson": "('8999%','L''AUTRE')",
        "ReferenceIdList": "('A^^^&1.2&ISO^t')",
        "CreationTimeFrom": "2026",
        "ServiceStartTimeTo": "2027",
        "ServiceStopTimeFrom": "2025",
        "ServiceStopTimeTo": "2026",
    }

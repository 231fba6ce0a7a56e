"""What a rehearsal takes out of the files it is given: messages out of frames, guests out of messages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.codecs.hl7v2.mllp import wrap_mllp
from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.domain.documents.request import DocumentRequest
from liane.pipeline.receive import understand
from liane.wiring.rehearsal import find_guests, unwrap
from liane.wiring.services import make_rules
from liane.wiring.settings import Settings
from tests.pipeline.flow_kit import OTHER_PATIENT, PATIENT, TO_BOTH, make_cda, make_order, with_flags

MESSAGE = make_order(make_cda(), flags=with_flags(TO_BOTH, dest_mssante_patient=True))


def read(message: bytes) -> DocumentRequest:
    request = understand(message, AcceptancePolicy.for_test(), make_rules(Settings())).read.request
    assert request is not None
    return request


@pytest.mark.parametrize("around", [b"", b"\n", b"\r\n\r\n", b" \t", b"\x00"], ids=repr)
def test_blank_lines_around_a_message_are_no_part_of_it(around: bytes) -> None:
    assert unwrap(b"MSH|^~\\&|A" + around) == b"MSH|^~\\&|A"


def test_a_message_is_taken_out_of_its_frame() -> None:
    assert unwrap(wrap_mllp(MESSAGE)) == MESSAGE


@given(st.binary(max_size=200))
def test_any_bytes_are_taken(data: bytes) -> None:
    assert isinstance(unwrap(data), bytes)


def test_patients_structures_and_domains_are_let_in() -> None:
    guests = find_guests([read(MESSAGE)])
    (patient,) = guests["patients"]
    assert patient["ins"] == PATIENT.ins.matricule
    assert (patient["birth_date"], patient["ipp"]) == (PATIENT.identity.traits.birth_date, PATIENT.ipp)
    assert guests["domains"] == ["cabinet-exemple.simulation.mssante.fr"]
    assert len(guests["structures"]) == 1


def test_a_patient_of_several_messages_is_one_guest() -> None:
    orders = [read(make_order(make_cda(serial), f"M{serial}")) for serial in (1, 2)]
    orders.append(read(make_order(make_cda(3, patient=OTHER_PATIENT), "M3")))
    assert len(find_guests(orders)["patients"]) == 2


def test_no_real_person_ever_enters() -> None:
    real = MESSAGE.replace(b"1.2.250.1.213.1.4.10", b"1.2.250.1.213.1.4.8")
    request = understand(real, AcceptancePolicy.for_production(), make_rules(Settings())).read.request
    assert find_guests([request] if request else [])["patients"] == []

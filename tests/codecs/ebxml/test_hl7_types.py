"""CX, XCN, XON and their like: the forms of the texts, and no delimiter ever raw."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.codecs.ebxml.hl7_types import (
    build_ins_identifier,
    clean_text,
    is_same_patient,
    parse_author_slots,
    parse_cx,
    parse_source_patient_info,
    parse_specialty,
    parse_xcn,
    parse_xon,
    render_author_slots,
    render_cx,
    render_source_patient_info,
    render_xcn,
    render_xon,
)
from liane.domain.actors.actor import Author, Device, Professional, Structure
from liane.domain.identity.ins import INS
from liane.domain.identity.patient import PatientIdentifier, PatientTraits
from tests.codecs.ebxml.ebxml_samples import AUTOMATON, PATIENT, PHYSICIAN, authors

PHYSICIAN_XCN = "899900099991^LE GOFF^Anaïs^^^^^^&1.2.250.1.71.4.2.1&ISO^D^^^IDNPS"


def test_identifiers_of_patients() -> None:
    """dmp.md §4."""
    assert render_cx(PATIENT) == "285059999900131^^^&1.2.250.1.213.1.4.10&ISO^NH"
    assert render_cx(PatientIdentifier(value="IPP1", oid="1.2.3")) == "IPP1^^^&1.2.3&ISO^PI"
    assert render_cx(PatientIdentifier(value="X", oid="1.2.3", type_code="PT")) == "X^^^&1.2.3&ISO^PT"
    assert build_ins_identifier(INS(matricule=PATIENT.value, oid=PATIENT.oid)) == PATIENT


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("285059999900131^^^&1.2.250.1.213.1.4.10&ISO^NH", PATIENT),
        ("285059999900131^^^&1.2.250.1.213.1.4.10&ISO^NH^^20100907", PATIENT),
        ("IPP^^^&1.2.3&ISO", PatientIdentifier(value="IPP", oid="1.2.3")),
        ("IPP^^^HOPITAL&1.2.3", PatientIdentifier(value="IPP", oid="1.2.3")),
        ("IPP", None),
        ("IPP^^^HOPITAL", None),
        ("^^^&1.2.3&ISO^NH", None),
        ("", None),
    ],
)
def test_reading_identifiers(text: str, identifier: PatientIdentifier | None) -> None:
    assert parse_cx(text) == identifier


def test_same_patient_whatever_the_type() -> None:
    assert is_same_patient(PATIENT, replace(PATIENT, type_code="INS"))
    assert not is_same_patient(PATIENT, replace(PATIENT, oid="1.2"))
    assert not is_same_patient(None, None)


def test_people_and_systems() -> None:
    """xdm-xds.md §4."""
    assert render_xcn(PHYSICIAN) == PHYSICIAN_XCN
    assert render_xcn(AUTOMATON) == (
        "1999999998/9762^Automate de laboratoire X^waralab1000^^^^^^&1.2.250.1.71.4.2.1&ISO^U^^^RI"
    )
    patient = Author(person=Professional(identifier=PATIENT.value, oid=PATIENT.oid, family="KERVELLA", given="Maëlle"))
    assert render_xcn(patient) == "285059999900131^KERVELLA^Maëlle^^^^^^&1.2.250.1.213.1.4.10&ISO^L^^^NH"
    assert render_xcn(Author()) == ""


@pytest.mark.parametrize(
    ("id_type", "setting", "written"),
    [("", "IDNPS", "IDNPS"), ("", "EI", "EI"), ("EI", "IDNPS", "EI"), ("RPPS", "EI", "EI")],
)
def test_a_person_known_only_to_a_structure(id_type: str, setting: str, written: str) -> None:
    person = Professional(identifier="3999999998/77", family="A", given="B", id_type=id_type)
    assert render_xcn(Author(person=person), structure_person_type=setting).endswith(f"^D^^^{written}")


def test_the_type_of_a_message_is_not_the_type_of_a_fiche() -> None:
    person = Professional(identifier="899900099991", family="LE GOFF", given="Anaïs", id_type="RPPS")
    assert render_xcn(Author(person=person)) == PHYSICIAN_XCN


def test_reading_people() -> None:
    assert parse_xcn("") is None
    assert parse_xcn("^^^^") is None
    assert parse_xcn("899900099991") == Author(person=Professional(identifier="899900099991"))
    assert parse_xcn("1/2^Auto^M^^^^^^&1.2&ISO^U") == Author(
        device=Device(identifier="1/2", oid="1.2", name="Auto", model="M")
    )


def test_structures() -> None:
    structure = Structure(identifier="1999999998", name="CH DES TILLEULS")
    assert render_xon(structure) == "CH DES TILLEULS^^^^^&1.2.250.1.71.4.2.2&ISO^IDNST^^^1999999998"
    assert render_xon(Structure(identifier="", name="CABINET")) == "CABINET"
    assert render_xon(replace(structure, name="")) == "^^^^^&1.2.250.1.71.4.2.2&ISO^IDNST^^^1999999998"
    assert render_xon(Structure(identifier="123456789", oid="1.3.2", id_type="SIREN")) == (
        "^^^^^&1.3.2&ISO^SIREN^^^123456789"
    )
    assert parse_xon("CABINET") == Structure(identifier="", name="CABINET")
    assert parse_xon("") is None
    assert parse_specialty("") is None


@given(authors)
def test_authors_survive(author: Author) -> None:
    assert parse_author_slots(dict(render_author_slots(author))) == author


@given(st.text(max_size=50))
def test_no_delimiter_is_left_raw(text: str) -> None:
    cleaned = clean_text(text)
    assert not set(cleaned) & set("^&~|\\\r\n\0")
    assert len(cleaned) == len(text)


def test_delimiters_of_names_do_not_shift_components() -> None:
    person = Professional(identifier="8", family="A^B&C", given="D|E\\F~G")
    assert render_xcn(Author(person=person)).startswith("8^A B C^D E F G^^^^^^&")


TRAITS = PatientTraits(
    birth_family="KERVELLA",
    birth_given="MAELLE",
    birth_givens="MAELLE ANNE",
    birth_date="19850512",
    sex="F",
    birth_place="29019",
)


def test_traits_of_the_source() -> None:
    """xdm-xds.md §2, sourcePatientInfo."""
    assert render_source_patient_info(TRAITS) == (
        "PID-5|KERVELLA^MAELLE^MAELLE ANNE^^^^L",
        "PID-7|19850512",
        "PID-8|F",
        "PID-11|^^^^^^BDL^^29019",
    )


def test_the_used_name_is_added_only_when_it_differs() -> None:
    used = replace(TRAITS, used_family="DURAND", used_given="MAELLE")
    assert render_source_patient_info(used)[0] == ("PID-5|KERVELLA^MAELLE^MAELLE ANNE^^^^L~DURAND^MAELLE^^^^^D")
    same = replace(TRAITS, used_family="KERVELLA", used_given="MAELLE")
    assert render_source_patient_info(same) == render_source_patient_info(TRAITS)


def test_traits_are_read_back() -> None:
    used = replace(TRAITS, used_family="DURAND", used_given="MAELLE")
    assert parse_source_patient_info(render_source_patient_info(used)) == used
    assert parse_source_patient_info(("n'importe quoi", "PID-99|x", "PID-5")) == PatientTraits()


def test_unknown_traits_leave_no_field() -> None:
    assert render_source_patient_info(PatientTraits(birth_family="X")) == ("PID-5|X^^^^^^L",)

"""The name of a file contradicts, and never completes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.domain.identity.ins import compute_ins_key
from liane.domain.intake.fields import (
    Candidate,
    FieldName,
    FieldValue,
    PersonMention,
    ReadDocument,
    Role,
    Source,
)
from liane.domain.intake.naming import read_file_name


def value(name: FieldName, text: str) -> FieldValue:
    """A field read on a page."""
    return FieldValue(name=name, chosen=Candidate(value=text, raw=text, confidence=0.9, page=1))


READ = ReadDocument(
    pages=(1,),
    fields={
        FieldName.BIRTH_NAME: value(FieldName.BIRTH_NAME, "MARTIN"),
        FieldName.FIRST_NAME: value(FieldName.FIRST_NAME, "Jeanne"),
    },
    mentions=(PersonMention(role=Role.AUTHOR, family=Candidate(value="LEGRAND", raw="LEGRAND", confidence=0.9)),),
)


@pytest.mark.parametrize(
    "name",
    ["scan.pdf", "document-000123.pdf", "MARTIN_Jeanne_12031954.pdf", "Jeanne MARTIN.pdf",
     "Compte rendu opératoire.pdf", "91-don-immunohematologie.pdf", "rose_coloscopie.pdf",
     "Dr_LEGRAND_Paul.pdf", "20240312_ordonnance.pdf", "0009_CR MARTIN JEANNE 18-03-2023.pdf",
     "Sortie MARTIN JEANNE.pdf", ""],
)  # fmt: skip
def test_names_that_contradict_nothing(name: str) -> None:
    assert read_file_name(name, READ) == {}


@pytest.mark.parametrize("name", ["CR DURAND JEANNE.pdf", "CR MARTIN JEANNE PAUL.pdf", "CR MARTIN PAULINE.pdf"])
def test_a_name_that_is_not_whole_the_patients_contradicts(name: str) -> None:
    assert FieldName.BIRTH_NAME in read_file_name(name, READ)


def test_another_person() -> None:
    found = read_file_name("DURAND_Paul_01071971.pdf", READ)
    assert found[FieldName.BIRTH_NAME][0].value == "DURAND"
    assert found[FieldName.FIRST_NAME][0].value == "PAUL"
    assert found[FieldName.BIRTH_NAME][0].source is Source.MAIL


@pytest.mark.parametrize(
    ("name", "is_other"),
    [("MOULIN_VICTOIRE_08121962.pdf", True), ("MOULIN_Henri.pdf", False), ("MOULIN-2026.pdf", False)],
)
def test_a_namesake_of_a_doctor_of_the_letterhead(name: str, is_other: bool) -> None:
    doctor = PersonMention(
        role=Role.STAFF,
        family=Candidate(value="MOULIN", raw="MOULIN", confidence=0.9),
        given=Candidate(value="Henri", raw="Henri", confidence=0.9),
    )
    found = read_file_name(name, replace(READ, mentions=(doctor,)))
    assert (FieldName.BIRTH_NAME in found) is is_other


def test_an_ins_with_its_key() -> None:
    number = "1540375990123"
    assert FieldName.INS in read_file_name(f"CR_{number}{compute_ins_key(number)}.pdf", READ)
    assert read_file_name(f"CR_{number}98.pdf", READ) == {}


DATED = replace(
    READ,
    fields={
        **READ.fields,
        FieldName.BIRTH_DATE: value(FieldName.BIRTH_DATE, "1954-03-12"),
        FieldName.DOC_DATE: value(FieldName.DOC_DATE, "2025-06-04"),
        FieldName.ACT_DATE: value(FieldName.ACT_DATE, "2025-06-01"),
    },
)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("PAGES_AUGUSTE_24031931.pdf", "1931-03-24"),
        ("scan 1931-03-24.pdf", "1931-03-24"),
        ("24.03.1931.pdf", "1931-03-24"),
        ("MARTIN_Jeanne_12031954.pdf", None),  # the patient's own
        ("scan_04062025.pdf", None),
        ("scan_20250605.pdf", None),  # the day after
        ("scan_20240101.pdf", None),  # of an earlier act
        ("99991931.pdf", None),
        ("31021931.pdf", None),
        ("124031931.pdf", None),  # within a number
    ],
)
def test_an_old_date_that_is_printed_nowhere_is_the_birth_of_somebody(name: str, told: str | None) -> None:
    found = read_file_name(name, DATED).get(FieldName.BIRTH_DATE, ())
    assert [one.value for one in found] == ([told] if told else [])
    assert all(one.source is Source.MAIL for one in found)


def test_without_a_date_on_the_document_the_name_tells_no_birth() -> None:
    assert FieldName.BIRTH_DATE not in read_file_name("24031931.pdf", READ)


@given(st.text(max_size=300))
def test_any_name_is_read(name: str) -> None:
    assert all(one.source is Source.MAIL for some in read_file_name(name, READ).values() for one in some)

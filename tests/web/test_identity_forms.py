"""What is typed becomes traits by the rules of entry; a fault is told beside its field; nothing is stripped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.domain.identity.ins import INS
from liane.domain.identity.patient import PatientTraits
from liane.domain.identity.person import Person
from liane.web.identity_forms import FIELDS, keep_held, read_person, read_values, values_of, values_of_traits

YEAR = 2026
WHOLE = {"nom": "Éloïse-Maë", "prenoms": "d’Arçon Marie", "naissance": "15/11/1962", "sexe": "F", "lieu": "2a004"}


def test_a_form_is_read_by_the_rules_of_entry() -> None:
    typed = read_person(WHOLE | {"commune": "TESTVILLE"}, YEAR)
    assert typed.faults == {}
    assert typed.traits == PatientTraits(
        birth_family="ELOISE-MAE",
        birth_given="D'ARCON",
        birth_givens="D'ARCON MARIE",
        birth_date="19621115",
        sex="F",
        birth_place="2A004",
    )
    assert typed.written == {"nom": "ELOISE-MAE", "prenoms": "D'ARCON MARIE"}
    assert typed.complementary.city == "TESTVILLE"


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("nom", "JEAN 2", "« 2 »"),
        ("nom", "Иван", "« И »"),
        ("nom", "-MARTIN", "place mal"),
        ("prenoms", "MARIE--ODILE", "place mal"),
        ("naissance", "hier", "pas lisible"),
        ("naissance", "31/02/1980", "n'existe pas"),
        ("naissance", "01/01/2090", "comprise entre"),
        ("lieu", "123", "5 caractères"),
        ("prenom", "PAUL", "début de la liste"),
    ],
)
def test_a_fault_is_told_beside_its_field_and_what_was_typed_stays(field: str, value: str, message: str) -> None:
    typed = read_person(WHOLE | {field: value}, YEAR)
    assert message in typed.faults[field][0].message
    assert typed[field] == value


@pytest.mark.parametrize(
    ("value", "date", "is_uncertain", "written"),
    [
        ("15/11/1962", "19621115", False, None),
        ("15 nov. 1962", "19621115", False, "15/11/1962"),
        ("11/1962", "19621101", True, "01/11/1962 (date incertaine, complétée par convention)"),
        ("1962", "19621231", True, "31/12/1962 (date incertaine, complétée par convention)"),
        ("", "", False, None),
    ],
)
def test_an_incomplete_date_follows_the_conventions(
    value: str, date: str, is_uncertain: bool, written: str | None
) -> None:
    typed = read_person({"naissance": value}, YEAR)
    assert (typed.traits.birth_date, typed.is_uncertain, typed.written.get("naissance")) == (
        date,
        is_uncertain,
        written,
    )


def test_an_identifier_goes_with_its_domain() -> None:
    assert read_person({"identifiant": "12"}, YEAR).faults.keys() == {"domaine"}
    assert read_person({"domaine": "1.2.250.1.999"}, YEAR).faults.keys() == {"identifiant"}
    found = read_person({"identifiant": "12", "domaine": "1.2.250.1.999"}, YEAR)
    assert [(one.value, one.oid) for one in found.identifiers] == [("12", "1.2.250.1.999")]


def test_a_scan_fills_the_form_and_its_ins_stays_a_candidate() -> None:
    ins = INS(matricule="262119999900149", oid="1.2.250.1.213.1.4.10")
    held = read_person(WHOLE, YEAR).traits
    typed = read_person(values_of_traits(held, ins), YEAR)
    assert typed.traits == held
    assert typed.candidate == ins
    assert typed.is_searchable


def test_what_insi_gave_is_never_rewritten_by_a_form() -> None:
    odd = PatientTraits(
        birth_family="d'Odd  2",
        birth_given="",
        birth_givens="ANNE MARIE",
        birth_date="19620000",
        sex="F",
        birth_place="x",
    )
    person = Person(traits=odd, birth_date_uncertain=True)
    typed = keep_held(read_person(values_of(person), YEAR), person)
    assert typed.faults == {}
    assert typed.traits == odd
    assert typed.is_uncertain
    changed = keep_held(read_person(values_of(person) | {"nom": "TESTNEUF"}, YEAR), person)
    assert changed.traits.birth_family == "TESTNEUF"
    assert changed.traits.birth_date == "19620000"


@given(st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=120)))
def test_any_text_gives_a_form_and_clean_traits(form: dict[str, str]) -> None:
    typed = read_person(read_values(form), YEAR)
    for name in ("birth_family", "birth_givens", "used_family"):
        assert set(getattr(typed.traits, name)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ' -")
    assert typed.traits.birth_date == "" or typed.traits.birth_date.isdigit()

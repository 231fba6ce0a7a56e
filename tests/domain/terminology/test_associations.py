"""Class of a type of document, format of a model of document."""

import pytest

from liane.domain.documents.header import BodyForm
from liane.domain.terminology.associations import UNKNOWN_MODEL, find_class_code, find_format_code
from liane.domain.terminology.code import Code
from liane.domain.terminology.value_sets import get_value_set

LOINC = "2.16.840.1.113883.6.1"
CR_BIO = [("1.2.250.1.213.1.1.1.1", ""), ("1.3.6.1.4.1.19376.1.3.3", ""), ("1.2.250.1.213.1.1.1.55", "2024.01")]


@pytest.mark.parametrize(
    ("type_code", "class_code"),
    [
        ("11502-2", "10"),
        ("11488-4", "10"),
        ("34133-9", "11"),
        ("18748-4", "31"),
        ("57833-6", "42"),
        ("60593-1", "43"),
        ("E1762", "urn:oid:1.3.6.1.4.1.19376.1.2.1.1.1"),
    ],
)
def test_the_class_follows_the_type(type_code: str, class_code: str) -> None:
    found = find_class_code(type_code)
    assert found is not None
    assert found.code == class_code
    assert get_value_set("JDV_J06").contains(found.code, found.system)


def test_the_system_of_the_type_counts_when_given() -> None:
    assert find_class_code(Code(code="11488-4", system=LOINC)) == find_class_code("11488-4")
    assert find_class_code(Code(code="11488-4", system="9.9")) is None


@pytest.mark.parametrize("type_code", ["", "NO-SUCH-CODE", "101881-1"])
def test_an_unmapped_type_has_no_class(type_code: str) -> None:
    assert find_class_code(type_code) is None


@pytest.mark.parametrize(
    ("media_type", "format_code"),
    [
        ("application/pdf", "urn:ihe:iti:xds-sd:pdf:2008"),
        ("image/jpeg", "urn:ihe:iti-fr:xds-sd:jpeg:2010"),
        ("video/mp4", UNKNOWN_MODEL),
        ("", UNKNOWN_MODEL),
    ],
)
def test_an_n1_is_known_by_its_media_type(media_type: str, format_code: str) -> None:
    assert find_format_code([("1.3.6.1.4.1.19376.1.2.20", "")], media_type, BodyForm.N1).code == format_code


def test_an_n3_is_known_by_its_model() -> None:
    found = find_format_code(CR_BIO, "", BodyForm.N3)
    assert (found.code, found.system) == ("urn:ihe:lab:xd-lab:2008", "1.3.6.1.4.1.19376.1.2.3")
    assert found.label


def test_the_ans_model_comes_first() -> None:
    templates = [("1.3.6.1.4.1.19376.1.3.3", ""), ("1.2.250.1.213.1.1.1.13", "")]
    assert find_format_code(templates, "", BodyForm.N3).code == "urn:asip:ci-sis:vsm:2012"


@pytest.mark.parametrize("form", [BodyForm.N3, BodyForm.N3_AUTO_PRESENTABLE])
def test_an_unknown_model_is_outside_the_profiles(form: BodyForm) -> None:
    assert find_format_code([("9.9", "")], "", form).code == UNKNOWN_MODEL
    assert find_format_code([("1.3.6.1.4.1.19376.1.2.20", "")], "", form).code == UNKNOWN_MODEL

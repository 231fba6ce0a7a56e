"""The content model that judges a document: by templateId, version, declared schematron, or none."""

import pytest

from liane.codecs.schematron.schema_model import Check, Pattern, Rule, Schema
from liane.codecs.schematron.volets import N1_MODEL, Identification, Volet, choose_volet, describe_volet


def volet(name: str, oid: str, *extensions: str, code: str = "") -> Volet:
    version = name.rpartition("_")[2]
    return Volet(
        file=f"schematrons/CI-SIS_{name}.sch",
        name=f"CI-SIS_{name}",
        version=version,
        oid=f"1.2.250.1.213.1.1.1.{oid}" if oid else "",
        extensions=(version, *extensions),
        code=code,
    )


VOLETS = (
    volet("BIO_2021.01", "55"),
    volet("BIO_2024.01", "55"),
    volet("CSE_2022.01", "5"),
    volet("CSE-8_2022.01", "5.1"),
    volet("VSM_1.4_2022.01", "13", "201310"),
    volet("SDM_2022.01", "30"),
    volet("SDM_2025.01", "30"),
    volet("TLM-CR_2022.01", "", code="85208-7"),
)


def said(*templates: tuple[str, str], declared: tuple[str, ...] = (), code: str = "") -> Identification:
    full = tuple((f"1.2.250.1.213.1.1.1.{root}", extension) for root, extension in templates)
    return Identification(templates=full, code=code, is_structured=True, declared=declared)


@pytest.mark.parametrize(
    ("document", "name", "is_sure"),
    [
        (said(("1", ""), ("55", "2024.01")), "CI-SIS_BIO_2024.01", True),
        (said(("55", "")), "CI-SIS_BIO_2021.01", True),
        (said(("55", ""), declared=("ci-sis_bio_2024.01.sch",)), "CI-SIS_BIO_2024.01", True),
        (said(("55", "2021.01"), declared=("ci-sis_bio_2024.01.sch",)), "CI-SIS_BIO_2021.01", True),
        (said(("55", ""), declared=("ci-sis_sdm_2022.01.sch",)), "CI-SIS_BIO_2021.01", True),
        (said(("5", ""), ("5.1", "2022.01")), "CI-SIS_CSE-8_2022.01", True),
        (said(("5.1", "2022.01"), ("5", "")), "CI-SIS_CSE-8_2022.01", True),
        (said(("13", "201310")), "CI-SIS_VSM_1.4_2022.01", True),
        (said(("30", "2024.01")), "CI-SIS_SDM_2025.01", False),
        (said(("30", "2026.01")), None, False),
        (said(("77", "2026.01")), None, False),
        (said(), None, False),
    ],
)
def test_a_structured_document_gets_its_model(document: Identification, name: str | None, is_sure: bool) -> None:
    choice = choose_volet(VOLETS, document)
    assert (choice.volet.name if choice.volet else None) == name
    assert (choice.doubt == "") is is_sure


@pytest.mark.parametrize(("code", "name"), [("11488-4", None), ("85208-7", "CI-SIS_TLM-CR_2022.01")])
def test_a_non_structured_document_has_no_model_but_the_telemedicine_report(code: str, name: str | None) -> None:
    by_body = Identification(templates=(), code=code, is_structured=False)
    by_template = Identification(templates=((N1_MODEL, ""),), code=code, is_structured=True)
    for document in (by_body, by_template):
        choice = choose_volet(VOLETS, document)
        assert choice.document_type == "N1"
        assert choice.doubt == ""
        assert (choice.volet.name if choice.volet else None) == name


def schema(file: str, test: str) -> Schema:
    check = Check(is_report=False, test=test, role="", message=())
    rule = Rule(context="cda:ClinicalDocument", rule_id="", is_abstract=False, items=(check,), file=file)
    pattern = Pattern(pattern_id="", rules=(rule,))
    return Schema(file=file, namespaces={}, lets=(), patterns=(pattern,), abstract_rules={}, missing=())


def test_a_model_is_described_by_its_rules_and_its_name() -> None:
    rules = "cda:templateId[@root='1.2.250.1.213.1.1.1.5'] and cda:templateId/@root=\"1.2.250.1.213.1.1.1.5.1\""
    found = describe_volet(schema("schematrons/CI-SIS_CSE-CS8_2024.01.sch", rules))
    assert found is not None
    assert (found.oid, found.version, found.extensions) == ("1.2.250.1.213.1.1.1.5.1", "2024.01", ("2024.01",))


def test_the_table_completes_models_whose_rules_are_silent() -> None:
    bio = describe_volet(schema("schematrons/CI-SIS_BIO-CR-BIO_2021.01.sch", "true()"))
    vsm = describe_volet(schema("schematrons/CI-SIS_VSM_1.4_2022.01.sch", "true()"))
    tlm = describe_volet(schema("schematrons/CI-SIS_TLM-CR_2022.01.sch", "true()"))
    assert bio is not None
    assert bio.oid == "1.2.250.1.213.1.1.1.55"
    assert vsm is not None
    assert vsm.extensions == ("2022.01", "201310")
    assert tlm is not None
    assert (tlm.oid, tlm.code) == ("", "85208-7")


def test_another_file_is_no_model() -> None:
    assert describe_volet(schema("schematrons/autre.sch", "true()")) is None

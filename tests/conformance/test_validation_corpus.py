"""Every official document gets the verdict that the national judge gives, with the national kit."""

import re
import unicodedata
from pathlib import Path

import pytest

from liane.codecs.schematron.kit import CompiledKit
from liane.pipeline.validate import Validator, Verdict, VerdictState
from tests.conformance.validation_kit import installed_kit
from tests.conftest import SHARED

pytestmark = pytest.mark.conformance
_ROW = re.compile(r"^\| (?P<name>[^|]+\.xml) \| [^|]+ \| [^|]+ \| [^|]+ \| (?P<judge>ok|fails \d+) \|$", re.MULTILINE)
INCOMPLETE_MODEL = "BIO-CR-BIO_2023.01"
"""Nine files that this model includes are absent from the kit: whatever its rules say, it cannot be declared valid."""


def expected_rows() -> list[tuple[str, int]]:
    readme = SHARED / "corpus" / "cda" / "README.md"
    if not readme.is_file():
        return []
    rows = _ROW.finditer(readme.read_text(encoding="utf-8"))
    return [(row["name"], 0 if row["judge"] == "ok" else int(row["judge"].split()[1])) for row in rows]


@pytest.fixture(scope="module")
def kit(request: pytest.FixtureRequest, kit_dir: Path) -> CompiledKit:
    return installed_kit(request.config, kit_dir)


@pytest.fixture(scope="module")
def validator(kit: CompiledKit) -> Validator:
    return Validator(kit)


def read(corpus_dir: Path, name: str) -> bytes:
    wanted = unicodedata.normalize("NFC", name)
    folder = corpus_dir / "cda"
    return next(path for path in folder.iterdir() if unicodedata.normalize("NFC", path.name) == wanted).read_bytes()


def test_the_table_of_the_corpus_is_read_whole() -> None:
    if not expected_rows():
        pytest.skip("the corpus is absent")
    assert len(expected_rows()) == 48


@pytest.mark.parametrize(("name", "failures"), expected_rows())
def test_an_official_document_gets_the_verdict_of_the_judge(
    validator: Validator, corpus_dir: Path, name: str, failures: int
) -> None:
    verdict = validator.validate(read(corpus_dir, name))
    assert len(verdict.errors) == failures
    expected = VerdictState.INVALID if failures else VerdictState.VALID
    if INCOMPLETE_MODEL in name:
        expected = VerdictState.UNJUDGED
    assert verdict.state is expected
    assert {finding.layer for finding in verdict.errors} <= {"terminology"}


@pytest.mark.parametrize("name", ["n1-consultation.xml", "n3-cr-bio.xml"])
def test_our_own_examples_are_valid(validator: Validator, spec_dir: Path, name: str) -> None:
    verdict = validator.validate((spec_dir / "examples-cda" / name).read_bytes())
    assert (verdict.state, verdict.errors) == (VerdictState.VALID, ())


def test_the_order_of_documents_changes_nothing(kit: CompiledKit, corpus_dir: Path) -> None:
    names = [name for name, _ in expected_rows()][:12]
    documents = [read(corpus_dir, name) for name in names]
    validator = Validator(kit)
    onward = [validator.validate(document) for document in documents]
    backward = [validator.validate(document) for document in reversed(documents)]
    assert onward == backward[::-1]


def test_the_kit_tells_its_own_defects(kit: CompiledKit) -> None:
    told = {(defect.code, defect.location.rpartition("/")[2]) for defect in kit.defects}
    assert ("KIT-022", "CI-SIS_BIO-CR-BIO_2023.01.sch") in told
    assert ("KIT-023", "JDV_BilanDiagnostic_CISIS.xml") in told
    assert ("KIT-024", "voc-1.2.250.1.213.1.1.5.471-DYNAMIC.xml") in told


# -- changes that the judge was seen to refuse or accept (cda.md §6) ---------------------------------------------------

REFUSED = {
    "birth place removed": (rb"<county>13055</county>", b"", "header"),
    "birth given removed": (rb'<given qualifier="BR">CAMILLE</given>', b"", "header"),
    "family SP": (rb'qualifier="CL">EXEMPLE', b'qualifier="SP">EXEMPLE', "header"),
    "document type unknown": (rb'code="11488-4"', b'code="11488-9"', "terminology"),
    "facility unknown": (rb'code="SA01"', b'code="SA99"', "terminology"),
    "encounter unknown": (rb'code="EXTERNE"', b'code="INTERNE"', "terminology"),
    "specialty unknown": (rb'code="G15_10/SM26"', b'code="G15_10/SM99"', "terminology"),
    "fourth model in an N1": (
        rb'<templateId root="1.3.6.1.4.1.19376.1.2.20"/>',
        b'<templateId root="1.3.6.1.4.1.19376.1.2.20"/><templateId root="1.2.250.1.213.1.1.1.55"/>',
        "header",
    ),
    "telephone without tel:": (rb'value="tel:0600000000"', b'value="0600000000"', "header"),
    "performer without PRF": (rb'<performer typeCode="PRF">', b'<performer typeCode="ZZZ">', "xsd"),
    "language fr": (rb'code="fr-FR"', b'code="fr"', "header"),
    "civility DR": (rb"<prefix>MME</prefix>", b"<prefix>DR</prefix>", "terminology"),
    "confidentiality without system": (rb' codeSystem="2.16.840.1.113883.5.25"', b"", "header"),
    "element out of order": (rb'<realmCode code="FR"/>', b'<title>x</title><realmCode code="FR"/>', "xsd"),
    "key of the INS": (rb"284111305512344", b"284111305512345", "header-liane"),
    "PDF replaced": (rb"JVBERi0xLjQK", b"AAAABBBBCCCC", "header-liane"),
}


@pytest.mark.parametrize("change", REFUSED)
def test_a_common_error_is_refused_by_the_layer_that_knows_it(
    validator: Validator, spec_dir: Path, change: str
) -> None:
    before, after, layer = REFUSED[change]
    document = (spec_dir / "examples-cda" / "n1-consultation.xml").read_bytes()
    assert before in document
    verdict = validator.validate(document.replace(before, after))
    assert verdict.state is VerdictState.INVALID
    assert layer in layers_of(verdict)


def layers_of(verdict: Verdict) -> set[str]:
    return {finding.layer for finding in verdict.errors}


def test_a_missing_time_zone_is_refused_though_the_judge_accepts_it(validator: Validator, spec_dir: Path) -> None:
    document = (spec_dir / "examples-cda" / "n1-consultation.xml").read_bytes()
    verdict = validator.validate(re.sub(rb"(value=\"\d{14})\+0100", rb"\1", document))
    assert {finding.code for finding in verdict.errors} == {"CDA-113"}
    assert layers_of(verdict) == {"header-liane"}


def test_a_version_that_the_kit_does_not_hold_is_never_valid(validator: Validator, spec_dir: Path) -> None:
    document = (spec_dir / "examples-cda" / "n3-cr-bio.xml").read_bytes()
    verdict = validator.validate(document.replace(b'extension="2024.01"', b'extension="2031.01"'))
    assert verdict.state is VerdictState.UNJUDGED
    assert any(finding.code == "KIT-032" for finding in verdict.findings)

"""A compiled kit: which files make it, its identity, its image, its defects, and the judgement that it gives."""

import marshal

import pytest
from lxml import etree

from liane.codecs.schematron.judge import identify, judge
from liane.codecs.schematron.kit import dump_kit, load_kit
from liane.codecs.schematron.kit_compiler import PROFILES, compile_kit, identify_kit, select_kit_files
from liane.codecs.schematron.refusal import UnsupportedRule
from liane.codecs.schematron.schema_validation import MAIN_SCHEMA, DocumentSchema
from liane.domain.errors import MalformedMessage, Severity
from tests.codecs.schematron.rule_bench import schematron, small_kit

RULE = '<pattern><rule context="cda:ClinicalDocument"><assert {} test="{}">{}</assert></rule></pattern>'
DOCUMENT = (
    '<?ref SCHSchema="../schematrons/CI-SIS_ESSAI_2024.01.sch"?>'
    '<ClinicalDocument xmlns="urn:hl7-org:v3"><templateId root="1.2.250.1.213.1.1.1.99" extension="2024.01"/>'
    '<code code="1-2"/><component><structuredBody/></component></ClinicalDocument>'
)


def test_the_folders_of_a_kit_are_found_below_the_top_of_an_archive() -> None:
    files = {"outil-main/schematrons/a.sch": b"a", "outil-main/jeuxDeValeurs/b.xml": b"b", "outil-main/README": b"c"}
    assert set(select_kit_files(files)) == {"schematrons/a.sch", "jeuxDeValeurs/b.xml"}
    assert set(select_kit_files({"schematrons/a.sch": b"a", "x/y": b""})) == {"schematrons/a.sch"}


@pytest.mark.parametrize("files", [{}, {"a/b": b""}, {"a/schematrons/x": b"", "b/schematrons/x": b""}])
def test_what_has_not_one_folder_of_schematrons_is_no_kit(files: dict[str, bytes]) -> None:
    with pytest.raises(MalformedMessage) as refusal:
        select_kit_files(files)
    assert refusal.value.findings[0].code == "KIT-001"


def test_the_identity_follows_paths_and_contents_only() -> None:
    assert identify_kit({"a": b"1", "b": b"2"}) == identify_kit({"b": b"2", "a": b"1"})
    assert identify_kit({"a": b"1"}) != identify_kit({"a": b"2"})
    assert identify_kit({"a": b"1"}) != identify_kit({"b": b"1"})


def test_an_image_gives_back_the_same_kit() -> None:
    kit = small_kit(header=RULE.format("", "false()", "dit"))
    again = load_kit(dump_kit(kit))
    assert (again.kit_id, again.volets, again.defects) == (kit.kit_id, kit.volets, kit.defects)
    root = etree.fromstring(DOCUMENT)
    assert judge(again, root).findings == judge(kit, root).findings


def test_an_image_of_another_engine_is_refused() -> None:
    content = marshal.loads(dump_kit(small_kit()))
    content["tag"] = ("0", "other")
    with pytest.raises(UnsupportedRule):
        load_kit(marshal.dumps(content))


def test_a_kit_says_what_it_lacks() -> None:
    files = {
        PROFILES["header"]: schematron('<include href="absent.sch"/>'),
        "schematrons/CI-SIS_X_2024.01.sch": schematron(
            '<pattern><rule context="cda:x"><assert test="doc(\'../jeuxDeValeurs/JDV_A.xml\')/*/@a = @b or '
            "doc('../jeuxDeValeurs/JDV_B.xml')/*/@a = @b\">x</assert></rule></pattern>"
        ),
        "jeuxDeValeurs/JDV_HL7_B.xml": b"<a/>",
    }
    codes = sorted(defect.code for defect in compile_kit(files).defects)
    assert codes == ["KIT-020"] * 4 + ["KIT-021", "KIT-022", "KIT-023", "KIT-024"]


def test_a_file_that_is_not_xml_is_named() -> None:
    body = '<pattern><rule context="cda:c"><assert test="doc(\'../jeux/A.xml\')/*/@a = @b">x</assert></rule></pattern>'
    files = {"schematrons/CI-SIS_X_2024.01.sch": schematron(body), "jeux/A.xml": b"<a>"}
    with pytest.raises(UnsupportedRule) as refusal:
        compile_kit(files)
    assert refusal.value.file == "jeux/A.xml"


def test_a_value_set_that_is_absent_is_rebuilt_from_the_published_one_of_the_same_oid() -> None:
    files = {
        PROFILES["header"]: schematron(
            '<pattern><rule context="cda:c"><assert '
            "test=\"@code = doc('include/voc-1.2.3-DYNAMIC.xml')/*/valueSet/conceptList/concept/@code\">x</assert>"
            "</rule></pattern>"
        ),
        "jeuxDeValeurs/JDV_J07.xml": (
            b'<RetrieveValueSetResponse xmlns="urn:ihe:iti:svs:2008"><ValueSet id="1.2.3"><ConceptList>'
            b'<Concept code="A" codeSystem="1"/></ConceptList></ValueSet></RetrieveValueSetResponse>'
        ),
    }
    kit = compile_kit(files)
    assert [defect.code for defect in kit.defects if defect.code == "KIT-024"] == ["KIT-024"]
    document = etree.fromstring('<r xmlns="urn:hl7-org:v3"><c code="A"/><c code="B"/></r>')
    found = [finding for finding in judge(kit, document).findings if finding.layer == "terminology"]
    assert [finding.location for finding in found] == ["/r[1]/c[2]"]


@pytest.mark.parametrize(
    ("role", "severity"),
    [("", "error"), ('role="error"', "error"), ('role="warning"', "warning"), ('role="info"', "info")],
)
def test_the_role_of_a_check_is_the_severity_of_its_finding(role: str, severity: str) -> None:
    kit = small_kit(ihe=RULE.format(role, "false()", "dit  ici"))
    finding = next(one for one in judge(kit, etree.fromstring(DOCUMENT)).findings if one.layer == "ihe")
    assert (finding.severity, finding.message, finding.location) == (severity, "dit ici", "/ClinicalDocument[1]")
    assert finding.code.startswith("IHE-")
    assert finding.rule == "IHE.sch : false()"


def test_the_code_of_a_finding_does_not_move_when_another_rule_is_added() -> None:
    one = small_kit(ans=RULE.format("", "false()", "dit"))
    two = small_kit(ans=RULE.format("", "0 = 1", "avant") + RULE.format("", "false()", "dit"))
    codes = [
        {finding.message: finding.code for finding in judge(kit, etree.fromstring(DOCUMENT)).findings}
        for kit in (one, two)
    ]
    assert codes[0]["dit"] == codes[1]["dit"] != codes[1]["avant"]


def test_layers_run_in_order_and_a_kit_without_schema_is_not_complete() -> None:
    judgement = judge(small_kit(), etree.fromstring(DOCUMENT))
    assert judgement.layers == ["header", "ihe", "french", "ans", "volet"]
    assert judgement.document_type == "CI-SIS_ESSAI_2024.01"
    assert not judgement.is_complete
    assert [finding.code for finding in judgement.findings] == ["KIT-031"]
    assert judgement.findings[0].severity is Severity.WARNING


def test_a_document_inside_a_style_sheet_is_identified() -> None:
    inner = DOCUMENT.split("?>", 1)[1]
    text = f'<s:stylesheet xmlns:s="http://www.w3.org/1999/XSL/Transform">{inner}</s:stylesheet>'
    said = identify(etree.fromstring(text))
    assert said.templates == (("1.2.250.1.213.1.1.1.99", "2024.01"),)
    assert identify(etree.fromstring(DOCUMENT)).declared == ("ci-sis_essai_2024.01.sch",)
    assert identify(etree.fromstring("<other/>")).templates == ()


XSD = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:hl7-org:v3"
 elementFormDefault="qualified"><xs:include schemaLocation="{}"/></xs:schema>"""
PART = b"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:hl7-org:v3"
 elementFormDefault="qualified"><xs:element name="r"><xs:complexType><xs:sequence>
 <xs:element name="x" maxOccurs="2"/></xs:sequence></xs:complexType></xs:element></xs:schema>"""


def test_a_schema_reads_the_other_files_of_the_kit() -> None:
    files = {MAIN_SCHEMA: XSD.format("Part.XSD").encode(), "infrastructure/cda/part.xsd": PART}
    schema = DocumentSchema(files)
    assert schema.errors(etree.fromstring('<r xmlns="urn:hl7-org:v3"><x/></r>')) == []
    errors = schema.errors(etree.fromstring('<r xmlns="urn:hl7-org:v3"><x/><y/></r>'))
    assert [path for _, path, _ in errors] == ["/*/*[2]"]


@pytest.mark.parametrize(
    "place", ["absent.xsd", "file:///etc/passwd", "../../../../etc/hostname", "http://127.0.0.1/x"]
)
def test_a_schema_opens_nothing_outside_the_kit(place: str) -> None:
    with pytest.raises(UnsupportedRule):
        DocumentSchema({MAIN_SCHEMA: XSD.format(place).encode()})


def test_a_kit_without_schema_has_none() -> None:
    with pytest.raises(UnsupportedRule):
        DocumentSchema({})

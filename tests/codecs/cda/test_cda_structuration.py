"""Each header rule, broken one at a time in a document that satisfies them all."""

import base64
import re

import pytest

from liane.codecs.cda.header import read_document
from liane.codecs.cda.structuration_minimale import check_header
from liane.domain.errors import Finding, Severity
from liane_sandbox.emitter.example_documents import EXAMPLE_KINDS, make_example
from liane_sandbox.emitter.examples.facts import make_facts
from liane_sandbox.patients import PATIENTS

N1 = make_example("cr_img", facts=make_facts(PATIENTS[0], 7))
N1_V2 = make_example("cr_img_v2", facts=make_facts(PATIENTS[0], 7, version=2))
N3 = make_example("cr_bio", facts=make_facts(PATIENTS[4], 8))
NOT_A_PDF = base64.b64encode(b"bonjour, je suis un texte").decode()
CUT_PDF = base64.b64encode(b"%PDF-1.4\n" + b"x" * 3000).decode()

INFORMANT = (
    "<informant><relatedEntity classCode='{0}'><code code='MTH' displayName='Mère' codeSystem='{1}'/>"
    "<relatedPerson><name><family>{2}</family></name></relatedPerson></relatedEntity></informant><custodian>"
)


def check(data: bytes) -> list[Finding]:
    document = read_document(data)
    return check_header(document.root, document.header)


def changed(data: bytes, pattern: str, replacement: str, count: int = 0) -> bytes:
    text, made = re.subn(pattern, replacement, data.decode(), count=count, flags=re.DOTALL)
    assert made, pattern
    return text.encode()


ERRORS = [
    ("CDA-101", N1, r'<realmCode code="FR"/>', ""),
    ("CDA-102", N1, r'extension="POCD_HD000040"', 'extension="X"'),
    ("CDA-103", N1, r'<templateId root="2.16.840.1.113883.2.8.2.1"/>', '<templateId root="1.2.3"/>'),
    ("CDA-104", N1, r'<templateId root="1.2.250.1.213.1.1.1.1"/>', '<templateId root="1.2.3"/>'),
    ("CDA-105", N1, r'<templateId root="1.3.6.1.4.1.19376.1.2.20"/>', ""),
    (
        "CDA-106",
        N1,
        r'<templateId root="1.3.6.1.4.1.19376.1.2.20"/>',
        r'\g<0><templateId root="1.2.250.1.213.1.1.1.45" extension="2024.01"/>',
    ),
    ("CDA-107", N1, r'(<id root=")1\.2\.250\.1\.999\.1\.8121\.2\.7\.1"', r'\1pas-un-oid!"'),
    ("CDA-109", N1, r' displayName="CR d\'imagerie médicale"', ""),
    ("CDA-110", N1, r'<code code="18748-4"', '<code code="0000-0"'),
    ("CDA-110", N1, r'(<code code="18748-4"[^>]*codeSystem=")[^"]*', r"\g<1>1.2.250.1.213.1.1.4.12"),
    ("CDA-111", N1, r"<title>[^<]*</title>", ""),
    ("CDA-111", N1, r"<title>[^<]*</title>", "<title> </title>"),
    ("CDA-111", N1, r"<setId [^>]*/>", ""),
    ("CDA-111", N1, r"<languageCode [^>]*/>", ""),
    ("CDA-112", N1, r'(<effectiveTime value=")[^"]*', r"\g<1>13/01/2026"),
    ("CDA-113", N1, r'(<effectiveTime value=")[^"]*', r"\g<1>20260113113000"),
    ("CDA-113", N1, r'(<serviceEvent.*?<low value=")[^"]*', r"\g<1>20260113113000"),
    ("CDA-115", N1, r' codeSystem="2.16.840.1.113883.5.25"', ""),
    ("CDA-115", N1, r'<confidentialityCode code="N"', '<confidentialityCode code="X"'),
    ("CDA-115", N1, r' displayName="Normal"', ""),
    ("CDA-118", N1, r"fr-FR", "fr"),
    ("CDA-120", N1, r'<versionNumber value="1"/>', '<versionNumber value="un"/>'),
    ("CDA-122", N1_V2, r"<parentDocument>\s*<id [^>]*/>", "<parentDocument>"),
    ("CDA-122", N1_V2, r"1\.2\.250\.1\.999\.1\.8121\.2\.7\.1", "1.2.250.1.999.1.8121.2.7.2"),
    ("CDA-122", N1_V2, r"<relatedDocument .*?</relatedDocument>", r"\g<0>\g<0>"),
    ("CDA-130", N1, r"application/pdf", "application/zip"),
    ("CDA-131", N1, r' representation="B64"', ""),
    ("CDA-132", N1, r'(representation="B64">).', r"\1A====B"),
    ("CDA-133", N1, r'(representation="B64">)[^<]*', rf"\g<1>{NOT_A_PDF}"),
    ("CDA-133", N3, r'(representation="B64">)[^<]*', rf"\g<1>{NOT_A_PDF}"),
    ("CDA-140", N1, r"<recordTarget>.*</recordTarget>", r"\g<0>\g<0>"),
    ("CDA-141", N1, r' extension="IPP000731"', ""),
    ("CDA-142", N1, r"290029999900129", "290029999900128"),
    (
        "CDA-143",
        N1,
        r'<id root="1.2.250.1.213.1.4.10"[^>]*/>',
        r'\g<0><id root="1.2.250.1.213.1.4.10" extension="170039999900207"/>',
    ),
    ("CDA-144", N1, r"<county>[^<]*</county>", ""),
    ("CDA-144", N1, r'<given qualifier="BR">[^<]*</given>', ""),
    ("CDA-144", N1, r"<given>CAMILLE ROSE</given>", ""),
    ("CDA-146", N1, r'<family qualifier="CL">', '<family qualifier="SP">'),
    ("CDA-147", N1, r'<family qualifier="CL">', "<family>"),
    ("CDA-148", N1, r'<given qualifier="CL">', '<given qualifier="SP">'),
    ("CDA-149", N1, r"<name>\s*<family qualifier=.*?</name>", "<name/>"),
    ("CDA-150", N1, r'(<administrativeGenderCode code=")F', r"\g<1>X"),
    ("CDA-150", N1, r"<administrativeGenderCode [^>]*/>", ""),
    ("CDA-151", N1, r"<birthTime [^>]*/>", ""),
    ("CDA-160", N1, r"<author>.*?</author>", ""),
    ("CDA-161", N1, r"(<author>\s*)<time [^>]*/>", r"\1"),
    ("CDA-162", N1, r"(<assignedAuthor>\s*)<id [^>]*/>", r"\1"),
    ("CDA-162", N1, r'(<responsibleParty>.*?<id root=")1.2.250.1.71.4.2.1"', r'\g<1>1.2.3"'),
    ("CDA-163", N1, r"G15_10/SM44", "G15_10/SM99"),
    ("CDA-164", N1, r"<author>", '<author><functionCode code="X" displayName="x" codeSystem="1.2"/>'),
    (
        "CDA-165",
        N1,
        r"(<assignedAuthor>.*?)(<representedOrganization>)",
        r"\1<assignedAuthoringDevice><manufacturerModelName>m</manufacturerModelName><softwareName>s</softwareName>"
        r"</assignedAuthoringDevice>\2",
    ),
    ("CDA-166", N1, r"<assignedPerson>.*?</assignedPerson>", "<assignedAuthoringDevice/>"),
    ("CDA-167", N1, r"<family>TESTLILAS</family>", ""),
    ("CDA-169", N1, r'code="ETABLISSEMENT"', 'code="CHATEAU"'),
    ("CDA-172", N1, r"(<representedCustodianOrganization>\s*)<id [^>]*/>", r"\1"),
    ("CDA-172", N1, r'(<representedCustodianOrganization>\s*<id root=")[^"]*', r"\g<1>1.2.3"),
    ("CDA-173", N1, r"<legalAuthenticator>.*?</legalAuthenticator>", ""),
    ("CDA-173", N1, r"(<legalAuthenticator>.*?)<id [^>]*/>", r'\1<id nullFlavor="UNK"/>'),
    ("CDA-174", N1, r'<signatureCode code="S"/>', '<signatureCode code="X"/>'),
    ("CDA-174", N1, r"(<legalAuthenticator>\s*)<time [^>]*/>", r"\1"),
    ("CDA-175", N3, r'<participant typeCode="REF">', '<participant typeCode="ZZZ">'),
    ("CDA-175", N3, r"(<participant .*?)<time .*?</time>", r"\1"),
    ("CDA-175", N3, r'<associatedEntity classCode="PROV">', '<associatedEntity classCode="MBR">'),
    ("CDA-176", N3, r"<custodian>", INFORMANT.format("BOSS", "2.16.840.1.113883.5.111", "T")),
    ("CDA-176", N3, r"<custodian>", "<informant><relatedEntity classCode='ECON'/></informant><custodian>"),
    ("CDA-176", N3, r"<custodian>", "<informant/><custodian>"),
    ("CDA-178", N1, r"<prefix>MME</prefix>", "<prefix>DR</prefix>"),
    ("CDA-179", N1, r"<suffix>DR</suffix>", "<suffix>MAITRE</suffix>"),
    ("CDA-180", N1, r"tel:0639980000", "0639980000"),
    ("CDA-180", N1, r'use="MC"', 'use="BAD"'),
    ("CDA-181", N1, r'<addr use="H">', '<addr use="X">'),
    ("CDA-190", N1, r"<documentationOf>.*</documentationOf>", ""),
    ("CDA-191", N1, r"<performer .*</performer>", ""),
    ("CDA-191", N1, r"<performer .*</performer>", r"\g<0>\g<0>"),
    ("CDA-192", N1, r"(<serviceEvent>.*?)<low [^>]*/>", r"\1"),
    ("CDA-193", N1, r'(<encompassingEncounter>.*?<high value=")[^"]*', r"\g<1>20260113083000+0100"),
    ("CDA-193", N1, r'(<encompassingEncounter>.*?<high value=")[^"]*', r"\g<1>20260112"),
    ("CDA-194", N1, r' typeCode="PRF"', ""),
    ("CDA-196", N1, r"<standardIndustryClassCode [^>]*/>", ""),
    ("CDA-196", N1, r"<standardIndustryClassCode [^>]*/>", '<standardIndustryClassCode nullFlavor="UNK"/>'),
    ("CDA-198", N1, r'(<code code="24627-2"[^>]*) codeSystem="[^"]*"', r"\1"),
    ("CDA-200", N1, r"<componentOf>.*</componentOf>", ""),
    ("CDA-201", N1, r"(<encompassingEncounter>.*?)<effectiveTime>.*?</effectiveTime>", r"\1"),
    ("CDA-202", N1, r'code="EXTERNE"', 'code="ZZ"'),
    ("CDA-203", N1, r"(<healthCareFacility>\s*)<code [^>]*/>", r"\1"),
    ("CDA-204", N1, r'code="SA01"', 'code="SA99"'),
    (
        "CDA-206",
        N1,
        r"<location>",
        '<encounterParticipant typeCode="ZZZ"><assignedEntity><id root="1.2.250.1.71.4.2.1" extension="899900000011"/>'
        "</assignedEntity></encounterParticipant><location>",
    ),
    ("CDA-207", N1, r"<responsibleParty>", '<dischargeDispositionCode code="1" codeSystem="1.2.3"/><responsibleParty>'),
    ("CDA-208", N1, r"(<order>\s*)<id [^>]*/>", r"\1"),
    (
        "CDA-209",
        N1,
        r"<componentOf>",
        '<authorization><consent><statusCode code="active"/></consent></authorization><componentOf>',
    ),
]

WARNINGS = [
    ("CDA-108", N1, r'(<id root=")1\.2\.250\.1\.999\.1\.8121\.2\.7\.1"', r'\g<1>7A0B6E0E-0C53-4E0B-9C7C-7C1D2B6A9A01"'),
    ("CDA-108", N1, r"1\.2\.250\.1\.999\.1\.8121\.2\.7\.1", "1.2.250.1.999.1.8121.2" + ".7" * 30),
    ("CDA-113", N1, r'(<encompassingEncounter>.*?<low value=")[^"]*', r"\g<1>20260113073000"),
    ("CDA-117", N1, r'<confidentialityCode code="N"', '<confidentialityCode code="R"'),
    ("CDA-121", N1, r'<versionNumber value="1"/>', '<versionNumber value="2"/>'),
    ("CDA-134", N1, r'(representation="B64">)[^<]*', rf"\g<1>{CUT_PDF}"),
    ("CDA-154", N1, r"<county>[^<]*</county>", "<county>PARIS</county>"),
    ("CDA-165", N1, r"<assignedPerson>.*?</assignedPerson>", ""),
    ("CDA-193", N1, r'(<serviceEvent>.*?<high value=")[^"]*', r"\g<1>20260113082959+0100"),
    ("CDA-170", N1, r"899900000029", "899900000028"),
    ("CDA-167", N3, r"<custodian>", INFORMANT.format("ECON", "2.16.840.1.113883.5.111", "")),
    ("CDA-168", N1, r'(<representedOrganization>\s*<id root=")[^"]*', r"\g<1>1.2.3"),
    (
        "CDA-177",
        N3,
        r"<legalAuthenticator>",
        "<informationRecipient><intendedRecipient><id root='1.2.3' extension='4'/></intendedRecipient>"
        "</informationRecipient><legalAuthenticator>",
    ),
    ("CDA-181", N1, r"<houseNumber>12</houseNumber>", r"<streetAddressLine>12</streetAddressLine>"),
]


@pytest.mark.parametrize("kind", EXAMPLE_KINDS)
@pytest.mark.parametrize("patient", PATIENTS, ids=lambda patient: patient.ipp)
def test_a_conformant_document_has_no_finding(kind: str, patient: object) -> None:
    index = PATIENTS.index(patient)  # type: ignore[arg-type]
    facts = make_facts(PATIENTS[index], 9, version=2 if kind.endswith("v2") else 1)
    assert check(make_example(kind, facts=facts)) == []


@pytest.mark.parametrize(
    ("code", "data", "pattern", "replacement"), ERRORS, ids=[f"{n}-{row[0]}" for n, row in enumerate(ERRORS)]
)
def test_a_broken_rule_is_an_error(code: str, data: bytes, pattern: str, replacement: str) -> None:
    findings = check(changed(data, pattern, replacement))
    assert code in [finding.code for finding in findings if finding.severity is Severity.ERROR]


@pytest.mark.parametrize(
    ("code", "data", "pattern", "replacement"), WARNINGS, ids=[f"{n}-{row[0]}" for n, row in enumerate(WARNINGS)]
)
def test_a_doubt_is_a_warning_and_nothing_more(code: str, data: bytes, pattern: str, replacement: str) -> None:
    findings = check(changed(data, pattern, replacement))
    assert {finding.code for finding in findings} == {code}
    assert {finding.severity for finding in findings} == {Severity.WARNING}


def test_every_finding_says_where_what_and_what_to_do() -> None:
    for _, data, pattern, replacement in ERRORS + WARNINGS:
        for finding in check(changed(data, pattern, replacement)):
            assert finding.location.startswith("/ClinicalDocument")
            assert finding.message.endswith(".")
            assert finding.remedy.endswith(".")
            assert (finding.layer, bool(finding.rule)) == ("header", True)
            assert "290029999900" not in finding.message
            assert "TESTOMBELLE" not in finding.message


def test_a_patient_without_ins_needs_no_strict_traits() -> None:
    data = changed(N1, r'<id root="1.2.250.1.213.1.4.10"[^>]*/>', "")
    assert check(changed(data, r"<birthplace>.*</birthplace>", "")) == []


def test_a_wrong_title_beside_a_right_one_is_a_warning() -> None:
    data = changed(N1, r"<author>.*?</author>", r"\g<0>\g<0>", 1)
    findings = check(changed(data, r"<prefix>MME</prefix>", "<prefix>DR</prefix>", 1))
    assert [(finding.code, finding.severity) for finding in findings] == [("CDA-178", Severity.WARNING)]


def test_one_wrong_number_is_one_finding() -> None:
    findings = check(changed(N1, "899900000029", "899900000028"))
    assert [finding.code for finding in findings] == ["CDA-170"]


def test_several_elements_are_numbered_in_locations() -> None:
    data = changed(N1, r"<author>.*?</author>", r"\g<0>\g<0>", 1)
    data = changed(data, r"(.*<assignedAuthor>.*?)G15_10/SM44", r"\1NON", 1)
    (finding,) = [finding for finding in check(data) if finding.code == "CDA-163"]
    assert finding.location == "/ClinicalDocument/author[2]/assignedAuthor/code"

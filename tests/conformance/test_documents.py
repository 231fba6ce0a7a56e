"""Each official CDA through the whole chain: what must be understood, mailed and fed is written down, one by one.

A document of the corpus that is not in the tables fails. What is emitted is read again by other code than the one that
wrote it: the standard library for the mail and the archive, the XDM reader and the simulated DMP for the fiches.
"""

import email
import email.policy
import io
import zipfile
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import pytest
from lxml import etree

from liane.codecs.cda.header import read_document
from liane.codecs.ebxml.metadata import DocumentEntry
from liane.codecs.ebxml.parse import parse_submission
from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.codecs.mssante_mail.receipts import MailKind, parse_incoming
from liane.codecs.xdm.reading import find_action, read_xdm
from liane.codecs.xds.check import check_document_entry
from liane.codecs.xml import parse_xml
from liane.domain.documents.delivery import Destination
from liane.domain.errors import Severity
from liane.wiring.services import make_policy
from liane.wiring.settings import Settings
from liane_sandbox.pki.folder import PKI
from tests.conformance.document_play import NOW, Played, play_document, understand_document
from tests.pki_kit import make_cheap_pki

pytestmark = pytest.mark.conformance


@dataclass(frozen=True, slots=True)
class Expected:
    """What must come of one document. dmp: codes of the simulated DMP, empty when it takes the document."""

    id: str
    type: str
    class_code: str
    format_code: str
    level: str = "N3"
    version: int = 1
    replaces: str | None = None
    pdf: str = "rendered"
    dmp: tuple[str, ...] = ()


UNKNOWN_FORMER = ("UnresolvedReferenceException",)
"""The replaced version is named by a UUID, which the DMP never takes: it cannot hold it."""

EXPECTATIONS: dict[str, Expected] = {
    "ANEST-CR-ANEST_2022.01.xml": Expected(
        "1.2.250.1.213.1.1.1.40.2022.1.1", "77436-4", "10", "urn:asip:ci-sis:cr-anest:2020"
    ),
    "AVC-AUNV_2022.01.xml": Expected("1.2.250.1.213.1.1.1.15.2022.1.1", "34133-9", "11", "urn:asip:ci-sis:aunv:2013"),
    "AVC-PAVC_2022.01.xml": Expected("1.2.250.1.213.1.1.1.25.2022.1.1", "11488-4", "10", "urn:asip:ci-sis:pavc:2016"),
    "BIO-CR-BIO_2021.01_Auto-Presentable.xml": Expected(
        "1.2.250.1.213.1.1.1.55.2021.1.1", "11502-2", "10", "urn:ihe:lab:xd-lab:2008", level="N3 auto-présentable"
    ),
    "BIO-CR-BIO_2021.01_CR-2nde-intention.xml": Expected(
        "1.2.250.1.213.1.1.1.55.2021.4.1", "11502-2", "10", "urn:ihe:lab:xd-lab:2008"
    ),
    "BIO-CR-BIO_2021.01_Microbiologie_V1.xml": Expected(
        "1.2.250.1.213.1.1.1.55.2021.6.1", "11502-2", "10", "urn:ihe:lab:xd-lab:2008"
    ),
    "BIO-CR-BIO_2023.01_Electrophorese.xml": Expected(
        "1.2.250.1.213.1.1.1.55.12345.12", "11502-2", "10", "urn:ihe:lab:xd-lab:2008", pdf="extracted"
    ),
    "BIO-CR-BIO_2024.01_CRP_non_LOINC.xml": Expected(
        "1.2.250.1.213.1.1.1.55.2024.2.1", "11502-2", "10", "urn:ihe:lab:xd-lab:2008", pdf="extracted"
    ),
    "BIO-CR-BIO_2024.01_DEP-CCU-tout-structuré.xml": Expected(
        "1.2.250.1.213.1.1.1.55.2024.4.1", "11502-2", "10", "urn:ihe:lab:xd-lab:2008", pdf="extracted"
    ),
    "BIO-CR-BIO_2024.01_Glycémie deux unités principales_mole_masse.xml": Expected(
        "1.2.250.1.213.1.1.1.55.2024.6.1", "11502-2", "10", "urn:ihe:lab:xd-lab:2008", pdf="extracted"
    ),
    "BIO-CR-BIO_2024.01_Microbiologie_V2.xml": Expected(
        "1.2.250.1.213.1.1.1.55.2024.8.2",
        "11502-2",
        "10",
        "urn:ihe:lab:xd-lab:2008",
        version=2,
        replaces="1.2.250.1.213.1.1.1.55.12345.13",
        pdf="extracted",
    ),
    "BIO-CR-BIO_2024.01_TSH_1.xml": Expected(
        "1.2.250.1.213.1.1.1.55.2024.9.1", "11502-2", "10", "urn:ihe:lab:xd-lab:2008", pdf="extracted"
    ),
    "BIO-TROD_2024.01_Angine.xml": Expected(
        "1.2.250.1.213.1.1.1.59.2024.1.1", "96173-0", "52", "urn:asipSante:modelesHorsProfils:2011"
    ),
    "BIO-TROD_2024.01_COVID-19_Grippe-A_Grippe-B.xml": Expected(
        "1.2.250.1.213.1.1.1.59.2024.3.1", "96173-0", "52", "urn:asipSante:modelesHorsProfils:2011"
    ),
    "CANCER-CR-GM_2022.01_AnalyseNonRealisee.xml": Expected(
        "1.2.250.1.213.1.1.1.32.2022.1.1", "51969-4", "10", "urn:asip:ci-sis:crgm:2018", version=2
    ),
    "CANCER-D2LM-FIDD_2022.01.xml": Expected(
        "1.2.250.1.213.1.1.1.28.2022.1.1", "18748-4", "31", "urn:asip:ci-sis:d2lm-fidd:2017"
    ),
    "CANCER-FRCP_2022.01_Appareil.xml": Expected(
        "1.2.250.1.213.1.1.1.8.2022.1.1", "34794-8", "10", "urn:asip:ci-sis:frcp:2011"
    ),
    "CANCER-PPS_2022.01_feuille-de-style-externe.xml": Expected(
        "1.2.250.1.213.1.1.1.26.2022.2.1", "18776-5", "44", "urn:asip:ci-sis:pps-cancer:2017"
    ),
    "CARD-F-PRC-AVK_2022.01.xml": Expected(
        "1.2.250.1.213.1.1.1.2.1.1.2022.1.1", "34133-9", "11", "urn:asip:ci-sis:avk:2009", version=2
    ),
    "CARD-F-PRC-DCI_2022.01.xml": Expected(
        "1.2.250.1.213.1.1.1.2.1.3.2022.1.1", "34133-9", "11", "urn:asip:ci-sis:dci:2009", version=2
    ),
    "CNAM-HR_2021.01_sans-info.xml": Expected(
        "1.2.250.1.213.1.1.1.36.2021.2.1",
        "REMB",
        "60",
        "urn:asip:ci-sis:hr:2019",
        version=2,
        replaces="1.2.250.1.213.1.1.9^10002-1",
    ),
    "DLU-EHPAD-DLU_2022.01.xml": Expected(
        "1.2.250.1.213.1.1.1.22.2022.1.1", "74207-2", "11", "urn:asip:ci-sis:dlu:2015"
    ),
    "DLU-EHPAD-FLUDR_2022.01.xml": Expected(
        "1.2.250.1.213.1.1.1.24.2022.1.1", "74207-2", "11", "urn:asip:ci-sis:fludr:2017"
    ),
    "DOC_NON_STRUCTURE_CDA-R2-N1.xml": Expected(
        "1.3.6.1.4.1.19376.1.2.20.12345.1.1",
        "11502-2",
        "10",
        "urn:ihe:iti:xds-sd:pdf:2008",
        level="N1",
        pdf="extracted",
    ),
    "IMG-DA-IMG_2024.01_Mammo-Echo-Seins.xml": Expected(
        "1.2.250.1.213.1.1.1.47.2024.1.1", "55115-0", "42", "urn:ans:ci-sis:img-da:2022"
    ),
    "IMG-DA-IMG_2024.01_Radiographie_Echographie_SeinThorax.xml": Expected(
        "1.2.250.1.213.1.1.1.47.2024.3.1", "55115-0", "42", "urn:ans:ci-sis:img-da:2022"
    ),
    "IMG-DA-IMG_2024.01_Radiographie_Scanner_Genou.xml": Expected(
        "1.2.250.1.213.1.1.1.47.2024.5.1", "55115-0", "42", "urn:ans:ci-sis:img-da:2022"
    ),
    "IMG-DA-IMG_2024.01_TEP_Thorax.xml": Expected(
        "1.2.250.1.213.1.1.1.47.2024.7.1", "55115-0", "42", "urn:ans:ci-sis:img-da:2022"
    ),
    "IMG_CR_IMG_2024.01_CDA-R2-Niveau-1.xml": Expected(
        "1.2.250.1.213.1.1.1.45.2024.2.1",
        "18748-4",
        "31",
        "urn:ihe:iti:xds-sd:pdf:2008",
        level="N1",
        version=2,
        replaces="90E1C8EC-F951-4B26-A305-A34848818DD6",
        dmp=UNKNOWN_FORMER,
        pdf="extracted",
    ),
    "IPS-FR_2024.01.xml": Expected(
        "1.2.250.1.213.1.1.1.51.2024.1.1",
        "60591-5",
        "11",
        "urn:ihe:pcc:ips:2020",
        version=2,
        replaces="8D5E778C-E155-4685-95C6-5FF65A362964",
        dmp=UNKNOWN_FORMER,
    ),
    "LDL-EES_2022.01.xml": Expected("1.2.250.1.213.1.1.1.21.2022.1.1", "18761-7", "11", "urn:asip:ci-sis:ldl-ees:2017"),
    "OPH-BRE_2022.02.xml": Expected(
        "1.2.250.1.213.1.1.1.42.2022.1.1",
        "78513-9",
        "10",
        "urn:ihe:eyecare:geneyeevalcn:2014",
        version=3,
        replaces="1.2.250.1.213.1.1.9^OPH-BRE_2021.01_20210827_00001_2",
    ),
    "SDM-MR_2022.01.xml": Expected(
        "1.2.250.1.213.1.1.1.30.2022.1.1",
        "34133-9",
        "11",
        "urn:asip:ci-sis:sdm-mr:2017",
    ),
    "SDM-MR_2025.01_patiente-enceinte.xml": Expected(
        "1.2.250.1.213.1.1.1.30.2024.2.1",
        "34133-9",
        "11",
        "urn:asip:ci-sis:sdm-mr:2017",
    ),
    "TLM-DA_2022.01_TCG.xml": Expected(
        "1.2.250.1.213.1.1.1.38.2022.1.1",
        "75496-0",
        "10",
        "urn:asip:ci-sis:tlm-da:2020",
        version=2,
    ),
    "TLM-DA_2022.01_TCG_anamnèse-non-structurée.xml": Expected(
        "1.2.250.1.213.1.1.1.38.2022.2.1",
        "75496-0",
        "10",
        "urn:asip:ci-sis:tlm-da:2020",
    ),
    "VAC_2023.01.xml": Expected("1.2.250.1.213.1.1.1.37.2023.1.1", "11369-6", "52", "urn:asip:ci-sis:vac:2019"),
    "VSM_1.4_2022.01.xml": Expected("1.2.250.1.213.1.1.1.13.2022.1.1", "SYNTH", "11", "urn:asip:ci-sis:vsm:2012"),
    "eP-MED-DM_2022.01_PosoNonStruct.xml": Expected(
        "1.2.250.1.213.1.1.1.39.2022.1.1", "57833-6", "42", "urn:ihe:pharm:pre:2010"
    ),
    "eP-MED-DM_2023.01_PosoStruct.xml": Expected(
        "1.2.250.1.213.1.1.1.39.2023.2.1", "57833-6", "42", "urn:ihe:pharm:pre:2010", pdf="extracted"
    ),
    "eP-MED-DM_2024.01_PosoNonStruct.xml": Expected(
        "1.2.250.1.213.1.1.1.39.2024.1.1", "57833-6", "42", "urn:ihe:pharm:pre:2010", pdf="extracted"
    ),
}
OF_REAL_LIFE: dict[str, tuple[str, ...]] = {
    "CSE-CS24_2024.01.xml": ("HL7-036",),
    "CSE-CS8_2024.01.xml": ("HL7-036",),
    "CSE-CS9_2024.01.xml": ("HL7-036",),
    "CSE-MDE_2023.01.xml": ("HL7-036",),
    "OBP-SAP_2024.01.xml": (),
    "OBP-SEM_2024.01.xml": ("HL7-036",),
    "OBP-SNM_2024.01.xml": (),
}
"""Documents that carry an INS of the production authority, refused by a test environment (HL7-032); and what a
production environment then finds: five of those numbers have a wrong key, so their identity is not qualified."""

NAMES = sorted(EXPECTATIONS)
_plays: dict[str, Played] = {}


@pytest.fixture(scope="module")
def pki(tmp_path_factory: pytest.TempPathFactory) -> PKI:
    return make_cheap_pki(tmp_path_factory.mktemp("documents") / "pki", NOW)


@pytest.fixture(params=NAMES)
def case(request: pytest.FixtureRequest, corpus_dir: Path, pki: PKI, tmp_path: Path) -> tuple[Expected, Played]:
    name: str = request.param
    if name not in _plays:
        _plays[name] = play_document((corpus_dir / "cda" / name).read_bytes(), pki, tmp_path)
    return EXPECTATIONS[name], _plays[name]


def read_mail(data: bytes) -> EmailMessage:
    """Read a mail with the standard library."""
    return email.message_from_bytes(data, policy=email.policy.default)  # type: ignore[return-value]


def read_attachments(data: bytes) -> dict[str, bytes]:
    return {
        part.get_filename() or "": part.get_payload(decode=True)  # type: ignore[misc]
        for part in read_mail(data).iter_attachments()
    }


def test_no_document_is_forgotten(corpus_dir: Path) -> None:
    found = {path.name for path in (corpus_dir / "cda").glob("*") if path.suffix != ".md"}
    assert found == set(EXPECTATIONS) | set(OF_REAL_LIFE)


def test_a_document_is_understood(case: tuple[Expected, Played]) -> None:
    expected, played = case
    header = played.understood.header
    assert header is not None
    assert [finding.code for finding in played.understood.findings] == []
    assert (header.id.xds, header.code.code, header.form.value, header.version) == (
        expected.id,
        expected.type,
        expected.level,
        expected.version,
    )
    assert (header.replaces.xds if header.replaces else None) == expected.replaces
    assert played.understood.decided is not None
    assert [planned.destination for planned in played.understood.decided.deliveries] == [
        Destination.DMP,
        Destination.MSSANTE_PS,
        Destination.MSSANTE_PATIENT,
    ]


@pytest.mark.parametrize("name", sorted(OF_REAL_LIFE))
def test_a_real_ins_never_enters_a_test_environment(corpus_dir: Path, name: str) -> None:
    cda = (corpus_dir / "cda" / name).read_bytes()

    def errors(policy: AcceptancePolicy) -> tuple[str, ...]:
        findings = understand_document(cda, policy).findings
        return tuple(finding.code for finding in findings if finding.severity is Severity.ERROR)

    assert errors(AcceptancePolicy.for_test()) == ("HL7-032", *OF_REAL_LIFE[name])
    production = AcceptancePolicy(processing_ids=frozenset({"T"}), ins_oids=AcceptancePolicy.for_production().ins_oids)
    assert errors(production) == OF_REAL_LIFE[name]


def test_each_type_is_of_the_set_even_of_documents_refused(corpus_dir: Path) -> None:
    known = make_policy(Settings()).document_type_codes
    assert len(known) > 100
    headers = [
        read_document((corpus_dir / "cda" / name).read_bytes()).header for name in (*EXPECTATIONS, *OF_REAL_LIFE)
    ]
    assert [header.code.code for header in headers if header.code.code not in known] == []


def test_a_mail_tells_what_it_carries(case: tuple[Expected, Played]) -> None:
    expected, played = case
    request = played.understood.read.request
    assert request is not None
    assert len(played.mails) == 2
    for built in played.mails:
        mail = read_mail(built.data)
        assert mail.defects == []
        assert str(mail["Subject"]).startswith("XDM/1.0/DDM+")
        assert (mail["X-MSS-CODECDA"], mail["X-MSS-INS"], mail["X-MSS-NIL"]) == (expected.type, "O", "000000-SIM")
        assert parse_incoming(built.data).kind is MailKind.XDM
    ins = request.patient.ins
    assert ins is not None
    assert read_mail(played.mails[1].data)["To"] == f"{ins.matricule}@patient.mssante.fr"


def test_a_mail_carries_one_archive_and_one_pdf(case: tuple[Expected, Played]) -> None:
    expected, played = case
    for built in played.mails:
        assert built.pdf_origin == expected.pdf
        files = read_attachments(built.data)
        archives = [data for name, data in files.items() if name.upper() == "IHE_XDM.ZIP"]
        pdfs = [data for name, data in files.items() if name.endswith(".pdf")]
        assert (len(files), len(archives), len(pdfs)) == (2, 1, 1)
        assert pdfs[0].startswith(b"%PDF-")
        assert b"%%EOF" in pdfs[0][-1024:]


def test_the_archive_is_whole_and_says_the_same(case: tuple[Expected, Played]) -> None:
    expected, played = case
    files = read_attachments(played.mails[0].data)
    archive = next(data for name, data in files.items() if name.upper() == "IHE_XDM.ZIP")
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert opened.testzip() is None
        names = opened.namelist()
        assert {"INDEX.HTM", "README.TXT"} <= set(names)
        assert len([parse_xml(opened.read(name)) for name in names if name.endswith((".XML", ".XSL"))]) == 2
        page = etree.fromstring(opened.read("INDEX.HTM"), etree.XMLParser(resolve_entities=False, no_network=True))
        assert page.tag == "{http://www.w3.org/1999/xhtml}html"
    contents = read_xdm(archive)
    assert [finding.code for finding in contents.findings if finding.severity is Severity.ERROR] == []
    (document,) = contents.documents
    assert document.content == played.cda
    entry = document.entry
    assert entry.unique_id == expected.id
    assert find_action(entry) == ("C" if expected.replaces else "")
    assert_fiche(expected, entry)


def assert_fiche(expected: Expected, entry: DocumentEntry) -> None:
    codes = [code.code if code else "" for code in (entry.class_code, entry.format_code, entry.type_code)]
    assert codes == [expected.class_code, expected.format_code, expected.type]
    is_presentable = expected.level == "N3 auto-présentable"
    assert entry.mime_type == ("application/xslt+xml" if is_presentable else "text/xml")


def test_the_feed_carries_the_exact_bytes_under_the_right_fiche(case: tuple[Expected, Played]) -> None:
    expected, played = case
    feed = played.feed
    assert feed is not None
    envelope = parse_xml(feed.root)
    submit = next(envelope.iter("{urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0}SubmitObjectsRequest"))
    submission = parse_submission(submit)
    entry = next(one for one in submission.entries if one.unique_id == expected.id)
    assert [f.code for f in check_document_entry(entry, is_for_dmp=True) if f.severity is Severity.ERROR] == []
    assert_fiche(expected, entry)
    assert entry.size == len(played.cda)
    assert any(part.content == played.cda for part in feed.parts)
    assert len(submission.entries) == 2
    replaced = [one for one in submission.associations if one.kind.endswith("RPLC")]
    assert len(replaced) == (1 if expected.replaces else 0)


def test_the_simulated_dmp_answers(case: tuple[Expected, Played]) -> None:
    expected, played = case
    assert played.answers[-1].codes == list(expected.dmp), played.answers[-1].contexts
    assert played.caller is not None
    if expected.dmp:
        assert played.caller.state.find_entries_by_unique_id(expected.id) == []
        return
    (entry,) = played.caller.state.find_entries_by_unique_id(expected.id)
    assert entry.status.endswith("Approved")
    assert played.caller.state.get_document(expected.id).body == played.cda
    if expected.replaces:
        (former,) = played.caller.state.find_entries_by_unique_id(expected.replaces)
        assert former.status.endswith("Deprecated")

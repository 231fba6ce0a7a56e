"""Every official example document: readable, and judged as the official judge or our own specification says.

The official judge finds no header error in any of them. We report five more errors: matricules whose key is false,
which it does not see (cda.md §6).
"""

from pathlib import Path

import pytest

from liane.codecs.cda.header import read_document
from liane.codecs.cda.narrative import read_sections
from liane.codecs.cda.structuration_minimale import check_header
from liane.codecs.cda.view import render_html
from liane.domain.documents.header import BodyForm
from liane.domain.errors import Severity

pytestmark = pytest.mark.conformance

# name: type, form, codes of errors, codes of warnings
EXPECTED = {
    "ANEST-CR-ANEST_2022.01.xml": ("77436-4", BodyForm.N3, "", ""),
    "AVC-AUNV_2022.01.xml": ("34133-9", BodyForm.N3, "", ""),
    "AVC-PAVC_2022.01.xml": ("11488-4", BodyForm.N3, "", ""),
    "BIO-CR-BIO_2021.01_Auto-Presentable.xml": ("11502-2", BodyForm.N3_AUTO_PRESENTABLE, "", "CDA-170"),
    "BIO-CR-BIO_2021.01_CR-2nde-intention.xml": ("11502-2", BodyForm.N3, "", "CDA-170"),
    "BIO-CR-BIO_2021.01_Microbiologie_V1.xml": ("11502-2", BodyForm.N3, "", "CDA-170"),
    "BIO-CR-BIO_2023.01_Electrophorese.xml": ("11502-2", BodyForm.N3, "", "CDA-170"),
    "BIO-CR-BIO_2024.01_CRP_non_LOINC.xml": ("11502-2", BodyForm.N3, "", "CDA-170"),
    "BIO-CR-BIO_2024.01_DEP-CCU-tout-structuré.xml": ("11502-2", BodyForm.N3, "", "CDA-170"),
    "BIO-CR-BIO_2024.01_Glycémie deux unités principales_mole_masse.xml": ("11502-2", BodyForm.N3, "", "CDA-170"),
    "BIO-CR-BIO_2024.01_Microbiologie_V2.xml": ("11502-2", BodyForm.N3, "", "CDA-170"),
    "BIO-CR-BIO_2024.01_TSH_1.xml": ("11502-2", BodyForm.N3, "", "CDA-170"),
    "BIO-TROD_2024.01_Angine.xml": ("96173-0", BodyForm.N3, "", "CDA-112"),
    "BIO-TROD_2024.01_COVID-19_Grippe-A_Grippe-B.xml": ("96173-0", BodyForm.N3, "", "CDA-112"),
    "CANCER-CR-GM_2022.01_AnalyseNonRealisee.xml": ("51969-4", BodyForm.N3, "", "CDA-121 CDA-170"),
    "CANCER-D2LM-FIDD_2022.01.xml": ("18748-4", BodyForm.N3, "", ""),
    "CANCER-FRCP_2022.01_Appareil.xml": ("34794-8", BodyForm.N3, "", ""),
    "CANCER-PPS_2022.01_feuille-de-style-externe.xml": ("18776-5", BodyForm.N3, "", ""),
    "CARD-F-PRC-AVK_2022.01.xml": ("34133-9", BodyForm.N3, "", "CDA-121 CDA-170"),
    "CARD-F-PRC-DCI_2022.01.xml": ("34133-9", BodyForm.N3, "", "CDA-121 CDA-170"),
    "CNAM-HR_2021.01_sans-info.xml": ("REMB", BodyForm.N3, "", ""),
    "CSE-CS24_2024.01.xml": ("CERT_DECL", BodyForm.N3, "CDA-142", ""),
    "CSE-CS8_2024.01.xml": ("CERT_DECL", BodyForm.N3, "CDA-142", ""),
    "CSE-CS9_2024.01.xml": ("CERT_DECL", BodyForm.N3, "CDA-142", ""),
    "CSE-MDE_2023.01.xml": ("29274-8", BodyForm.N3, "CDA-142", "CDA-121"),
    "DLU-EHPAD-DLU_2022.01.xml": ("74207-2", BodyForm.N3, "", ""),
    "DLU-EHPAD-FLUDR_2022.01.xml": ("74207-2", BodyForm.N3, "", "CDA-170"),
    "DOC_NON_STRUCTURE_CDA-R2-N1.xml": ("11502-2", BodyForm.N1, "", "CDA-113 CDA-170"),
    "IMG-DA-IMG_2024.01_Mammo-Echo-Seins.xml": ("55115-0", BodyForm.N3, "", ""),
    "IMG-DA-IMG_2024.01_Radiographie_Echographie_SeinThorax.xml": ("55115-0", BodyForm.N3, "", ""),
    "IMG-DA-IMG_2024.01_Radiographie_Scanner_Genou.xml": ("55115-0", BodyForm.N3, "", ""),
    "IMG-DA-IMG_2024.01_TEP_Thorax.xml": ("55115-0", BodyForm.N3, "", ""),
    "IMG_CR_IMG_2024.01_CDA-R2-Niveau-1.xml": ("18748-4", BodyForm.N1, "", ""),
    "IPS-FR_2024.01.xml": ("60591-5", BodyForm.N3, "", ""),
    "LDL-EES_2022.01.xml": ("18761-7", BodyForm.N3, "", ""),
    "OBP-SAP_2024.01.xml": ("57055-6", BodyForm.N3, "", ""),
    "OBP-SEM_2024.01.xml": ("78489-2", BodyForm.N3, "CDA-142", ""),
    "OBP-SNM_2024.01.xml": ("57057-2", BodyForm.N3, "", ""),
    "OPH-BRE_2022.02.xml": ("78513-9", BodyForm.N3, "", ""),
    "SDM-MR_2022.01.xml": ("34133-9", BodyForm.N3, "", ""),
    "SDM-MR_2025.01_patiente-enceinte.xml": ("34133-9", BodyForm.N3, "", ""),
    "TLM-DA_2022.01_TCG.xml": ("75496-0", BodyForm.N3, "", "CDA-121 CDA-170"),
    "TLM-DA_2022.01_TCG_anamnèse-non-structurée.xml": ("75496-0", BodyForm.N3, "", "CDA-170"),
    "VAC_2023.01.xml": ("11369-6", BodyForm.N3, "", ""),
    "VSM_1.4_2022.01.xml": ("SYNTH", BodyForm.N3, "", ""),
    "eP-MED-DM_2022.01_PosoNonStruct.xml": ("57833-6", BodyForm.N3, "", "CDA-170"),
    "eP-MED-DM_2023.01_PosoStruct.xml": ("57833-6", BodyForm.N3, "", "CDA-170"),
    "eP-MED-DM_2024.01_PosoNonStruct.xml": ("57833-6", BodyForm.N3, "", "CDA-170"),
}

# Samples of the HL7 v2 transport, older than the rules of 2024: name under corpus/hl7v2/vague-2, codes of errors.
_MDM = "TRANSMISSION_DOCS_CDA_EN_HL7V2_V2.1"
_LPS = "Trans_LPS_CDA_MSSanté/TRANSMISSION_LPS_DOC_CDA_COURRIEL_FROM_MSSANTE_V1.1"
TRANSPORTED = {
    "RIS/transmission_initiale_cr_imagerie.xml": "",
    "RIS/remplacement_cr_imagerie.xml": "",
    f"Trans_Doc-CDA-HL7V2/{_MDM}/MDM/Transmission_initiale_MDM/CR_Radio_CDAN1_v1.XML": "CDA-111 CDA-113 CDA-146",
    f"Trans_Doc-CDA-HL7V2/{_MDM}/MDM/Remplacement_MDM/CR_Radio_CDAN1_v2.XML": "CDA-111 CDA-113 CDA-146",
    f"Trans_Doc-CDA-HL7V2/{_MDM}/ORU/Transmission_initiale_ORU/SEGUR_CR-BIO_2023.01_Electrophorese.xml": "CDA-146",
    f"Trans_Doc-CDA-HL7V2/{_MDM}/ORU/Remplacement_ORU/SEGUR_CR_Bio_CDA_Niv3_v2.xml": "CDA-146",
    f"{_LPS}/Transmission_initiale_MDM/CR_Radio_CDAN1_v1.XML": "CDA-111 CDA-113",
}


def codes(path: Path) -> tuple[str, str]:
    """Codes of errors and of warnings, each sorted and joined."""
    document = read_document(path.read_bytes())
    findings = check_header(document.root, document.header)
    errors = {finding.code for finding in findings if finding.severity is Severity.ERROR}
    return " ".join(sorted(errors)), " ".join(sorted({finding.code for finding in findings} - errors))


def test_the_table_lists_every_example(corpus_dir: Path) -> None:
    assert {path.name for path in (corpus_dir / "cda").glob("*.xml")} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_an_official_example_is_read_judged_and_shown(name: str, corpus_dir: Path) -> None:
    path = corpus_dir / "cda" / name
    document = read_document(path.read_bytes())
    errors, warnings = codes(path)
    assert (document.header.code.code, document.header.form, errors, warnings) == EXPECTED[name]
    assert document.header.patient.ins is not None
    assert document.header.authors
    assert document.header.service_events[0].start
    assert document.header.encounter is not None
    assert document.header.encounter.facility_type is not None
    assert bool(read_sections(document.root)) == (document.header.form is not BodyForm.N1)
    assert render_html(path.read_bytes()).startswith('<article class="cda-document">')


@pytest.mark.parametrize("name", TRANSPORTED)
def test_a_sample_of_the_transport_is_read_and_judged(name: str, corpus_dir: Path) -> None:
    assert codes(corpus_dir / "hl7v2" / "vague-2" / name)[0] == TRANSPORTED[name]


@pytest.mark.parametrize("name", ["n1-consultation.xml", "n3-cr-bio.xml"])
def test_the_examples_of_our_specification_are_conformant(name: str, spec_dir: Path) -> None:
    assert codes(spec_dir / "examples-cda" / name) == ("", "")

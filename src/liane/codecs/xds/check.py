"""What a fiche lacks before it is sent: better told here, in French, than refused by the registry."""

import re
from collections.abc import Iterator

from liane.codecs.ebxml.metadata import DocumentEntry
from liane.domain.errors import Finding, Severity
from liane.domain.terminology.code import Code
from liane.domain.terminology.value_sets import get_value_set

OID_CHARS_MAX = 64
CONFIDENTIALITY_CODES_MAX = 4
CONFIDENTIALITY_OID = "2.16.840.1.113883.5.25"
VISIBILITY_OID = "1.2.250.1.213.1.1.4.13"
_OID = re.compile(r"[0-2](\.(0|[1-9][0-9]*))+\Z")
_RULE = "xdm-xds.md §2, §6.1; dmp.md §6.2"


def _finding(code: str, location: str, message: str, remedy: str = "", severity: Severity = Severity.ERROR) -> Finding:
    return Finding(
        code=code, severity=severity, location=location, message=message, remedy=remedy, layer="xds", rule=_RULE
    )


def check_document_entry(
    entry: DocumentEntry, *, is_for_dmp: bool, may_cumulate_masking: bool = False
) -> list[Finding]:
    """List what a registry would refuse in a fiche, signature of a lot excepted.

    is_for_dmp: adds the rules of the DMP (INS, plain OID, cumulated masking). may_cumulate_masking: the DMP parameter
    ``cumul-invisible_patient-masque_ps``. XDS-101 attribute absent; XDS-102 identifier of the document; XDS-103
    confidentiality; XDS-104 masking cumulated; XDS-105 patient without INS; XDS-106 code outside its list (warning: the
    lists are dated). Rule: xdm-xds.md §2, §6.1; dmp.md §6.1-4, §6.2.
    """
    return [
        *_check_presence(entry),
        *_check_identifiers(entry, is_for_dmp=is_for_dmp),
        *_check_confidentiality(entry, is_cumul_refused=is_for_dmp and not may_cumulate_masking),
        *_check_codes(entry),
    ]


def _check_presence(entry: DocumentEntry) -> Iterator[Finding]:
    author = entry.authors[0] if entry.authors else None
    required: tuple[tuple[str, object, str], ...] = (
        ("authorPerson", author and (author.person or author.device), "auteur"),
        ("classCode", entry.class_code, "classe du document (type inconnu de la table ASS_X04)"),
        ("typeCode", entry.type_code and entry.type_code.code, "type du document"),
        ("formatCode", entry.format_code, "format du document"),
        ("confidentialityCode", entry.confidentiality, "confidentialité"),
        ("healthcareFacilityTypeCode", entry.facility_type, "modalité d'exercice (healthCareFacility)"),
        ("practiceSettingCode", entry.practice_setting, "cadre d'exercice (standardIndustryClassCode)"),
        ("creationTime", entry.creation_time, "date de création"),
        ("serviceStartTime", entry.service_start, "début de l'acte documenté"),
        ("languageCode", entry.language, "langue"),
        ("legalAuthenticator", entry.legal_authenticator, "responsable du document"),
        ("title", entry.title, "titre"),
        ("patientId", entry.patient_id, "identifiant du patient"),
        ("sourcePatientId", entry.source_patient_id, "identifiant local du patient"),
        ("hash", entry.hash, "empreinte"),
        ("size", entry.size is not None, "taille"),
    )
    for attribute, value, label in required:
        if not value:
            yield _finding(
                "XDS-101",
                attribute,
                f"La fiche du document ne peut pas être complète : {label} absent de l'en-tête du CDA.",
                "Compléter l'en-tête du document dans le logiciel producteur.",
            )


def _check_identifiers(entry: DocumentEntry, *, is_for_dmp: bool) -> Iterator[Finding]:
    root, _, extension = entry.unique_id.partition("^")
    if not _OID.match(root) or len(entry.unique_id) > OID_CHARS_MAX or (is_for_dmp and extension):
        yield _finding(
            "XDS-102",
            "uniqueId",
            f"L'identifiant du document doit être un OID d'au plus {OID_CHARS_MAX} caractères"
            + (", sans extension pour le DMP." if is_for_dmp else "."),
            "Renseigner ClinicalDocument/id avec un OID seul.",
        )
    if is_for_dmp and entry.patient_id is not None and not entry.patient_id.is_ins:
        yield _finding("XDS-105", "patientId", "Le DMP n'accepte que le matricule INS comme identifiant du patient.")


def _check_confidentiality(entry: DocumentEntry, *, is_cumul_refused: bool) -> Iterator[Finding]:
    """The CDA's own code first, then visibility codes, at most four in all. Rule: xdm-xds.md §2."""
    codes = entry.confidentiality
    visibility = {code.code for code in codes if code.system == VISIBILITY_OID}
    is_first_right = bool(codes) and codes[0].system == CONFIDENTIALITY_OID
    if codes and (not is_first_right or len(codes) > CONFIDENTIALITY_CODES_MAX or len(visibility) + 1 != len(codes)):
        yield _finding(
            "XDS-103",
            "confidentialityCode",
            "La confidentialité doit porter un code HL7 (N), puis les codes de visibilité, chacun une fois.",
        )
    if is_cumul_refused and {"MASQUE_PS", "INVISIBLE_PATIENT"} <= visibility:
        yield _finding(
            "XDS-104",
            "confidentialityCode",
            "Un document ne peut pas être à la fois masqué aux professionnels et non visible par le patient.",
            "Choisir l'un des deux, ou demander l'activation du cumul au DMP.",
        )


def _check_codes(entry: DocumentEntry) -> Iterator[Finding]:
    lists: tuple[tuple[str, Code | None, str], ...] = (
        ("classCode", entry.class_code, "JDV_J06"),
        ("typeCode", entry.type_code, "JDV_J07"),
        ("formatCode", entry.format_code, "JDV_J10"),
        ("healthcareFacilityTypeCode", entry.facility_type, "JDV_J02"),
        ("practiceSettingCode", entry.practice_setting, "JDV_J04"),
    )
    for attribute, code, name in lists:
        if code is not None and code.code and not get_value_set(name).contains(code.code, code.system):
            yield _finding(
                "XDS-106",
                attribute,
                f"Le code « {code.code} » n'est pas dans la liste {name} que Liane connaît.",
                "Vérifier le code, ou la version de la liste.",
                Severity.WARNING,
            )

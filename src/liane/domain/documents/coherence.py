"""Whether a request and the document it carries speak of the same thing: same patient, same document, same act.

A wrong-patient document is the worst that can happen: the checks here refuse before anything is kept for delivery.
"""

from liane.domain.documents.header import DocumentHeader, DocumentId
from liane.domain.documents.request import DocumentRequest, RequestAction
from liane.domain.errors import Finding, Severity
from liane.domain.identity.patient import PatientIdentity, PatientTraits

_LAYER = "coherence"
_RULE = "volet « Transmission de document(s) CDA en HL7v2 » 2.1; hl7v2.md §2.1, §4"


def _finding(code: str, severity: Severity, location: str, message: str, remedy: str) -> Finding:
    return Finding(
        code=code, severity=severity, location=location, message=message, remedy=remedy, layer=_LAYER, rule=_RULE
    )


def check_same_patient(message: PatientIdentity, document: PatientIdentity) -> list[Finding]:
    """Compare the patient of the message (PID) with the patient of the CDA (recordTarget).

    The INS must be the same on both sides when both carry one, and so must the number of every shared domain. A number
    present on one side only is a warning: official examples carry an IPP in the CDA alone.
    Rule: hl7v2.md §4.3, PID-3 identical to recordTarget/patientRole/id.
    """
    findings: list[Finding] = []
    message_ins, document_ins = message.ins, document.ins
    if message_ins and document_ins and message_ins != document_ins:
        findings.append(
            _finding(
                "COH-001",
                Severity.ERROR,
                "PID-3",
                "Le matricule INS du message n'est pas celui du document CDA : deux patients différents.",
                "Vérifier le patient du document dans l'application émettrice, puis renvoyer le bon document.",
            )
        )
    findings.extend(_compare_local_identifiers(message, document))
    if (message_ins is None) != (document_ins is None):
        where = "du document CDA" if message_ins is None else "du message (PID-3)"
        findings.append(
            _finding(
                "COH-003",
                Severity.ERROR if message_ins is None else Severity.WARNING,
                "PID-3",
                f"L'INS n'est présent que dans les identifiants {where}.",
                "Porter les mêmes identifiants dans PID-3 et dans recordTarget/patientRole/id.",
            )
        )
    shared = {i.oid for i in message.identifiers} & {i.oid for i in document.identifiers}
    if not shared and message.identifiers and document.identifiers:
        findings.append(
            _finding(
                "COH-004",
                Severity.ERROR,
                "PID-3",
                "Le message et le document CDA n'ont aucun identifiant de patient en commun.",
                "Porter les mêmes identifiants dans PID-3 et dans recordTarget/patientRole/id.",
            )
        )
    findings.extend(_compare_traits(message.traits, document.traits))
    return findings


def _compare_local_identifiers(message: PatientIdentity, document: PatientIdentity) -> list[Finding]:
    findings = []
    ours = {i.oid: i.value for i in message.identifiers if not i.is_ins and i.oid}
    theirs = {i.oid: i.value for i in document.identifiers if not i.is_ins and i.oid}
    if any(theirs[oid] != value for oid, value in ours.items() if oid in theirs):
        findings.append(
            _finding(
                "COH-002",
                Severity.ERROR,
                "PID-3",
                "Un même domaine donne deux numéros de patient différents dans le message et dans le CDA.",
                "Vérifier le patient du document dans l'application émettrice.",
            )
        )
    elif ours.keys() != theirs.keys():
        findings.append(
            _finding(
                "COH-005",
                Severity.WARNING,
                "PID-3",
                "Les listes d'identifiants de PID-3 et de recordTarget/patientRole/id ne sont pas identiques.",
                "Porter les mêmes identifiants des deux côtés.",
            )
        )
    return findings


def _fold(name: str) -> str:
    return " ".join(name.upper().replace("-", " ").replace("'", " ").split())


def _compare_traits(message: PatientTraits, document: PatientTraits) -> list[Finding]:
    pairs = (
        ("PID-7", "la date de naissance", message.birth_date, document.birth_date, Severity.ERROR),
        ("PID-8", "le sexe", message.sex.replace("U", ""), document.sex.replace("U", ""), Severity.WARNING),
        ("PID-5.1", "le nom de naissance", _fold(message.birth_family), _fold(document.birth_family), Severity.WARNING),
        ("PID-11", "le lieu de naissance", message.birth_place, document.birth_place, Severity.WARNING),
    )
    return [
        _finding(
            "COH-006" if severity is Severity.ERROR else "COH-007",
            severity,
            location,
            f"Le message et le document CDA ne donnent pas {label} de la même façon.",
            "Corriger l'identité dans l'application émettrice.",
        )
        for location, label, ours, theirs, severity in pairs
        if ours and theirs and ours != theirs
    ]


def check_same_document(request: DocumentRequest, header: DocumentHeader) -> list[Finding]:
    """Compare what the message says of the document (OBR-4, TXA-12, TXA-13) with its header.

    Rule: hl7v2.md §2.1 (TXA-12 ≠ ClinicalDocument/id; TXA-13 ≠ parentDocument/id), §3.3.
    """
    findings = []
    if request.document_id is not None and not _same_id(request.document_id, header.id):
        findings.append(
            _finding(
                "COH-010",
                Severity.ERROR,
                "TXA-12",
                "L'identifiant du document annoncé par le message n'est pas celui du CDA (ClinicalDocument/id).",
                "Renvoyer le message avec l'identifiant du document qu'il porte.",
            )
        )
    replaces = request.action is RequestAction.REPLACE
    if replaces and header.replaces is None:
        findings.append(
            _finding(
                "COH-011",
                Severity.ERROR,
                "OBX-5",
                "Un remplacement est demandé, mais le CDA ne dit pas quel document il remplace (relatedDocument RPLC).",
                "Produire la nouvelle version avec relatedDocument[@typeCode='RPLC']/parentDocument/id.",
            )
        )
    if replaces and request.replaced_id and header.replaces and not _same_id(request.replaced_id, header.replaces):
        findings.append(
            _finding(
                "COH-012",
                Severity.ERROR,
                "TXA-13",
                "L'identifiant du document remplacé n'est pas le même dans le message et dans le CDA.",
                "Accorder TXA-13 et parentDocument/id, puis renvoyer.",
            )
        )
    if request.action is RequestAction.CREATE and header.replaces is not None:
        findings.append(
            _finding(
                "COH-013",
                Severity.ERROR,
                "ORC-1",
                "Une transmission initiale est demandée, mais le CDA remplace un autre document.",
                "Demander un remplacement (ORC-1 = RO, OBX-11 = C, évènement T10 en MDM).",
            )
        )
    if request.document_type.code and request.document_type.code != header.code.code:
        findings.append(
            _finding(
                "COH-014",
                Severity.ERROR,
                "OBR-4",
                f"Le type annoncé ({request.document_type.code}) n'est pas celui du CDA ({header.code.code}).",
                "Accorder OBR-4, OBX-3 et ClinicalDocument/code.",
            )
        )
    return findings


def _same_id(announced: DocumentId, carried: DocumentId) -> bool:
    return announced.root == carried.root and announced.extension in ("", carried.extension)

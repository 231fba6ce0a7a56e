"""PID and PV1: the patient and the stay, read and checked.

Rule: PAM FR 2.11 and the CI-SIS annex on the INS; hl7v2.md §4.3, §4.4.
"""

import re

from liane.codecs.hl7v2.codes import HL7Code
from liane.codecs.hl7v2.er7 import Message, Segment
from liane.codecs.hl7v2.policy import TEST_OIDS
from liane.codecs.hl7v2.reading import Reading
from liane.domain.documents.request import Stay
from liane.domain.errors import Severity
from liane.domain.identity.ins import INS, INS_OIDS, MATRICULE_LENGTH
from liane.domain.identity.patient import PatientIdentifier, PatientIdentity, PatientTraits

IDENTIFIERS_MAX = 100
PATIENT_CLASSES = frozenset("EIORNV")
STATUS_CODES = frozenset(
    {
        *("PROV", "VALI", "VIDE", "DOUT", "FICT", "INVA", "DOUB", "DESA", "DPOT", "DOUA", "COLP", "COLV", "FILI"),
        *("CACH", "ANOM", "IDVER", "RECD", "IDRA", "USUR", "HOMD", "HOMA"),
    }
)
"""Table 0445 of PAM FR 2.11.2."""
_CLASSES_WITH_VISIT = frozenset("EIOR")
_DATE = re.compile(r"\d{8}(\d{2,6}([+-]\d{4})?)?$")
_NOTHING = ("",) * 8
_OID = re.compile(r"[0-2](\.\d+)+$")


def read_patient(message: Message, pid: Segment) -> PatientIdentity:
    """Read the identity of a PID, whatever the message (ORU, MDM, ADT).

    An INS of the past (CX-8 valued) and an INS of an unknown authority are left out; matricules lose their blanks.
    Rule: hl7v2.md §4.3.
    """
    return PatientIdentity(
        identifiers=read_identifiers(message, pid),
        traits=_read_traits(message, pid),
        status_codes=frozenset(
            code for code in (message.read_component(rep).upper() for rep in pid.repetitions(32)) if code
        ),
    )


def read_assigning_oid(message: Message, repetition: bytes, component: int) -> str:
    """The OID of an HD given as ``namespace&OID&ISO``, or alone as its first part. Rule: hl7v2.md §4.3.1, §10."""
    universal = message.read_component(repetition, component, 2)
    namespace = message.read_component(repetition, component)
    return universal or (namespace if _OID.match(namespace) else "")


def read_identifiers(
    message: Message, segment: Segment, number: int = 3, *, keeps_ended: bool = False
) -> tuple[PatientIdentifier, ...]:
    """Read a field of CX (PID-3, MRG-1); without value or of an unknown INS authority, an occurrence is left out.

    keeps_ended: keep an INS of the past (CX-8 valued) too. Rule: hl7v2.md §4.3.1.
    """
    identifiers = []
    for repetition in segment.repetitions(number)[:IDENTIFIERS_MAX]:
        texts = [*message.read_components(repetition), *_NOTHING]
        value, namespace, type_code = texts[0], texts[3], texts[4].upper()
        oid = message.read_component(repetition, 4, 2) or (namespace if _OID.match(namespace) else "")
        is_ins = oid in INS_OIDS
        if not value or (type_code == "INS" and not is_ins):
            continue
        if is_ins and not keeps_ended and texts[7]:
            continue
        identifiers.append(
            PatientIdentifier(
                value="".join(value.split()).upper() if is_ins else value,
                oid=oid,
                type_code=type_code,
                namespace=namespace,
            )
        )
    return tuple(identifiers)


def _find_names(message: Message, repetitions: list[bytes]) -> tuple[list[str], list[str]]:
    """Family, given and givens of the birth name (L) and of the used name (D) in a field of XPN.

    A single name without type is the birth name.
    """
    names: dict[str, list[str]] = {}
    kind = ""
    for repetition in repetitions:
        texts = message.read_components(repetition)
        kind = texts[6].upper() if len(texts) > 6 else ""
        names.setdefault(kind, texts)
    birth = names.get("L") or (names[""] if len(repetitions) == 1 and not kind else [])
    return _first_three(birth), _first_three(names.get("D", []))


def _first_three(texts: list[str]) -> list[str]:
    return [*texts, "", "", ""][:3]


def read_former_names(message: Message, mrg: Segment) -> PatientTraits:
    """Read MRG-7, the names of an identity that disappears. Rule: hl7v2.md §8.2."""
    birth, used = _find_names(message, mrg.repetitions(7)[:IDENTIFIERS_MAX])
    return PatientTraits(
        birth_family=birth[0], birth_given=birth[1], birth_givens=birth[2], used_family=used[0], used_given=used[1]
    )


def _read_traits(message: Message, pid: Segment) -> PatientTraits:
    birth, used = _find_names(message, pid.repetitions(5)[:IDENTIFIERS_MAX])
    birth_place = ""
    for repetition in pid.repetitions(11)[:IDENTIFIERS_MAX]:
        if b"BDL" in repetition.upper() and not birth_place:
            texts = message.read_components(repetition)
            if len(texts) > 8 and texts[6].upper() == "BDL":
                birth_place = texts[8]
    return PatientTraits(
        birth_family=birth[0],
        birth_given=birth[1],
        birth_givens=birth[2],
        birth_date=pid.component(7)[:8],
        sex=pid.component(8).upper(),
        birth_place=birth_place,
        used_family=used[0],
        used_given=used[1],
    )


def read_stay(message: Message) -> Stay:
    """Read PV1 and PID-18; an absent PV1 gives an empty stay. Rule: hl7v2.md §4.3, §4.4."""
    pid, pv1 = message.first("PID"), message.first("PV1")
    return Stay(
        patient_class=pv1.component(2).upper() if pv1 else "",
        visit_number=pv1.component(19) if pv1 else "",
        visit_domain=read_domain(pv1, 19) if pv1 else "",
        account_number=pid.component(18) if pid else "",
        account_domain=read_domain(pid, 18) if pid else "",
        admitted=pv1.component(44) if pv1 else "",
        discharged=pv1.component(45) if pv1 else "",
    )


def read_domain(segment: Segment, number: int, component: int = 4) -> str:
    """The domain of a CX: its OID or FINESS, else the name of its authority. Rule: hl7v2.md §4.3.1."""
    return segment.component(number, component, sub=2) or segment.component(number, component)


def check_patient(reading: Reading, pid: Segment, patient: PatientIdentity) -> None:
    """Check PID, the use of the INS apart from its qualification. Rule: hl7v2.md §4.3."""
    _check_identifiers(reading, pid, patient)
    _check_ins(reading, patient)
    _check_names(reading, pid, patient)
    findings = reading.findings
    if patient.traits.birth_date and not _DATE.match(pid.component(7)):
        findings.add(
            HL7Code.BIRTH_DATE,
            "PID-7",
            "La date de naissance n'est pas de la forme AAAAMMJJ.",
            "Écrire la date de naissance sur huit chiffres.",
        )
    if patient.traits.sex and patient.traits.sex not in ("M", "F", "U", "O"):
        findings.add(HL7Code.SEX, "PID-8", "Le sexe n'est pas un code de la table 0001.", "Écrire M, F ou U.")
    if not patient.status_codes:
        findings.add(
            HL7Code.IDENTITY_STATUS_ABSENT,
            "PID-32",
            "Le statut de l'identité (PID-32) est absent : l'identité ne peut pas être tenue pour qualifiée.",
            "Écrire VALI ou PROV en PID-32.",
        )
    unknown = sorted(patient.status_codes - STATUS_CODES)
    if unknown:
        findings.add(
            HL7Code.IDENTITY_STATUS,
            "PID-32",
            f"PID-32 porte {len(unknown)} code(s) hors de la table 0445.",
            "Employer les codes de PAM France 2.11 (VALI, PROV, DOUT…).",
        )


def _check_identifiers(reading: Reading, pid: Segment, patient: PatientIdentity) -> None:
    message, findings = reading.message, reading.findings
    if 0 < len(patient.identifiers) == len(pid.repetitions(3)) and all(
        identifier.oid or identifier.namespace for identifier in patient.identifiers
    ):
        return  # every occurrence was read whole; more than IDENTIFIERS_MAX cannot all be
    if not pid.has(3):
        findings.add(
            HL7Code.PATIENT_FIELD_MISSING,
            "PID-3",
            "Aucun identifiant de patient (PID-3).",
            "Porter en PID-3 les mêmes identifiants que recordTarget/patientRole/id.",
        )
        return
    if len(pid.repetitions(3)) > IDENTIFIERS_MAX:
        findings.add(
            HL7Code.TOO_MANY_IDENTIFIERS,
            "PID-3",
            f"PID-3 compte plus de {IDENTIFIERS_MAX} identifiants.",
            "N'envoyer que les identifiants en vigueur.",
        )
    for index, repetition in enumerate(pid.repetitions(3)[:IDENTIFIERS_MAX], start=1):
        where = f"PID-3[{index}]"
        oid = read_assigning_oid(message, repetition, 4)
        if not message.read_component(repetition) or not (oid or message.read_component(repetition, 4)):
            findings.add(
                HL7Code.IDENTIFIER_INCOMPLETE,
                where,
                "Un identifiant de patient est donné sans valeur ou sans autorité d'affectation.",
                "Écrire chaque identifiant valeur^^^autorité&OID&ISO^type.",
            )
        elif message.read_component(repetition, 5).upper() == "INS" and oid not in INS_OIDS:
            findings.add(
                HL7Code.INS_OID_UNKNOWN,
                f"{where}.4",
                "Un identifiant de type INS n'est pas affecté par une autorité de l'INS : il n'est pas retenu.",
                "Employer un OID 1.2.250.1.213.1.4.8, .9, .10 ou .11.",
            )


def _check_ins(reading: Reading, patient: PatientIdentity) -> None:
    findings, policy = reading.findings, reading.policy
    all_ins = {identifier.value for identifier in patient.identifiers if identifier.is_ins}
    if len(all_ins) > 1:
        findings.add(
            HL7Code.SEVERAL_INS,
            "PID-3",
            "PID-3 porte plusieurs matricules INS en vigueur.",
            "N'envoyer que l'INS en vigueur ; dater la fin (CX-8) d'un ancien matricule.",
        )
    ins = patient.ins
    if ins is None:
        return
    if ins.oid not in policy.ins_oids:
        findings.add(
            HL7Code.INS_OID_REFUSED,
            "PID-3",
            f"Cet environnement n'accepte pas les INS de l'autorité {ins.oid}.",
            "Vérifier que le message s'adresse au bon environnement (production, test ou démonstration).",
        )
    is_test, is_production_mode = ins.oid in TEST_OIDS, reading.envelope.processing_id == "P"
    if policy.check_oid_against_processing_id and is_test == is_production_mode:
        findings.add(
            HL7Code.INS_OID_AGAINST_PROCESSING,
            "PID-3",
            f"L'autorité de l'INS ({ins.oid}) ne va pas avec MSH-11 = {reading.envelope.processing_id}.",
            "INS de production avec P seulement ; INS de test avec T ou D.",
        )
    _check_key(reading, ins)


def _check_key(reading: Reading, ins: INS) -> None:
    """A wrong key is a warning (published test identities have some), another length is an error. Rule: ins.md §2."""
    if not ins.has_valid_key:
        is_long_enough = len(ins.matricule) == MATRICULE_LENGTH
        reading.findings.add(
            HL7Code.INS_KEY,
            "PID-3",
            "La clé du matricule INS est fausse." if is_long_enough else "Le matricule INS n'a pas quinze caractères.",
            "Vérifier l'identité du patient auprès du téléservice INSi.",
            severity=Severity.WARNING if is_long_enough else Severity.ERROR,
        )


def _check_names(reading: Reading, pid: Segment, patient: PatientIdentity) -> None:
    if not patient.traits.birth_family:
        reading.findings.add(
            HL7Code.PATIENT_FIELD_MISSING,
            "PID-5",
            "Le nom de naissance (PID-5 de type L) est absent.",
            "Écrire PID-5 : NAISSANCE^1er prénom^prénoms^^^^L.",
        )
    elif not any(reading.message.read_component(rep, 7) for rep in pid.repetitions(5)):
        reading.findings.add(
            HL7Code.NAME_TYPE,
            "PID-5.7",
            "Le type du nom (PID-5.7) est absent : le nom est lu comme nom de naissance.",
            "Écrire L en PID-5.7.",
        )


def check_visit(reading: Reading) -> None:
    """Check PV1 when it is there. Rule: hl7v2.md §4.4."""
    pv1 = reading.message.first("PV1")
    if pv1 is None:
        return
    patient_class = pv1.component(2).upper()
    if not patient_class:
        reading.findings.add(
            HL7Code.VISIT_FIELD_MISSING,
            "PV1-2",
            "La classe du patient (PV1-2) est absente.",
            "Écrire E, I, O, R ou N en PV1-2.",
        )
    elif patient_class not in PATIENT_CLASSES:
        reading.findings.add(
            HL7Code.PATIENT_CLASS,
            "PV1-2",
            "La classe du patient n'est pas un code admis.",
            "Écrire E, I, O, R ou N en PV1-2.",
        )
    if patient_class in _CLASSES_WITH_VISIT and not pv1.has(19):
        reading.findings.add(
            HL7Code.VISIT_FIELD_MISSING,
            "PV1-19",
            f"Le numéro de venue (PV1-19) est absent, alors que PV1-2 = {patient_class}.",
            "Renseigner le numéro de venue (type VN).",
        )

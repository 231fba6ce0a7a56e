"""The metadata OBX (table MetaDMPMSS): flags and bodies of the mails.

Rule: hl7v2.md §4.8, §10.
"""

from dataclasses import dataclass

from liane.codecs.hl7v2.binary import decode_base64, decode_text
from liane.codecs.hl7v2.codes import HL7Code
from liane.codecs.hl7v2.reading import Form, Observation, Reading
from liane.domain.documents.request import RequestFlags

TABLE = "MetaDMPMSS"
YES_NO_TABLE = "expandedYes-NoIndicator"
BODY_BYTES_MAX = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagDefinition:
    """One line of MetaDMPMSS: code, label of the volet, field of RequestFlags, required in edition 1.x or not."""

    code: str
    label: str
    field: str
    is_required_v1: bool = True


FLAGS = (
    FlagDefinition(code="MASQUE_PS", label="Masqué aux professionnels de Santé", field="masque_ps"),
    FlagDefinition(code="INVISIBLE_PATIENT", label="Document Non Visible par le patient", field="invisible_patient"),
    FlagDefinition(
        code="INVISIBLE_REP_LEGAUX",
        label="Non visible par les représentants Légaux du patient",
        field="invisible_rep_legaux",
    ),
    FlagDefinition(code="CONNEXION_SECRETE", label="Connexion Secrete", field="connexion_secrete"),
    FlagDefinition(code="MODIF_CONF_CODE", label="Modification Confidentiality Code", field="modif_conf_code"),
    FlagDefinition(code="DESTDMP", label="Destinataire DMP", field="dest_dmp"),
    FlagDefinition(
        code="DESTMSSANTEPS",
        label="Destinataire (Professionnel de Santé, organisation ou BAL applicative)",
        field="dest_mssante_ps",
    ),
    FlagDefinition(code="DESTMSSANTEPAT", label="Destinataire Patient", field="dest_mssante_patient"),
    FlagDefinition(code="ACK_RECEPTION", label="Accusé de réception", field="ack_reception", is_required_v1=False),
    FlagDefinition(code="ACK_LECTURE_MSS", label="Accusé de lecture", field="ack_lecture", is_required_v1=False),
)
BODIES = {"CORPSMAIL_PS": "Corps du mail pour un PS", "CORPSMAIL_PATIENT": "Corps du mail pour le patient"}
ALIASES = {
    "INVISIBLE_REPRESENTANTS_LEGAUX": "INVISIBLE_REP_LEGAUX",
    "MODIF_CONFIDENTIALITYCODE": "MODIF_CONF_CODE",
    "ACK_LECTURE": "ACK_LECTURE_MSS",
}
_RANKS = {code: rank for rank, code in enumerate([*(flag.code for flag in FLAGS), *BODIES])}
_FIELDS = {flag.code: flag.field for flag in FLAGS}
NO_REPLY = "FIN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """Flags and bodies. An absent or undecodable body is empty."""

    flags: RequestFlags
    body_ps: str = ""
    body_patient: str = ""


def find_metadata_code(observation: Observation) -> str:
    """The code of MetaDMPMSS that an OBX carries, aliases resolved; empty when it is no metadata."""
    code = ALIASES.get(observation.code, observation.code)
    return code if code in _RANKS else ""


def read_metadata(reading: Reading, observations: tuple[Observation, ...]) -> Metadata:
    """Read and check the metadata OBX, those after the document. Rule: hl7v2.md §4.8."""
    flags: dict[str, bool] = {}
    bodies: dict[str, str] = {}
    seen: set[str] = set()
    highest = -1
    for observation in observations:
        code = find_metadata_code(observation)
        if not code:
            _check_other(reading, observation)
            continue
        if code in seen:
            reading.findings.add(
                HL7Code.FLAG_REPEATED,
                f"{observation.obx.label}-3",
                f"La métadonnée {code} est présente plusieurs fois.",
                "N'écrire chaque métadonnée qu'une fois.",
            )
            continue
        seen.add(code)
        if _RANKS[code] < highest:
            reading.findings.add(
                HL7Code.FLAG_ORDER,
                f"{observation.obx.label}-3",
                f"La métadonnée {code} n'est pas à sa place.",
                f"Ordre attendu : {', '.join(_RANKS)}.",
            )
        highest = max(highest, _RANKS[code])
        if code in BODIES:
            bodies[code] = _read_body(reading, observation, code)
        else:
            flags[_FIELDS[code]] = _read_flag(reading, observation, code)
            if code == "DESTMSSANTEPAT":
                flags["patient_may_reply"] = not any(
                    note.component(4).upper() == NO_REPLY for note in observation.notes
                )
    _check_missing(reading, seen)
    return Metadata(
        flags=RequestFlags(**flags),
        body_ps=bodies.get("CORPSMAIL_PS", ""),
        body_patient=bodies.get("CORPSMAIL_PATIENT", ""),
    )


def _read_flag(reading: Reading, observation: Observation, code: str) -> bool:
    obx, findings = observation.obx, reading.findings
    value = obx.component(5).upper()
    if value not in ("Y", "N"):
        findings.add(
            HL7Code.FLAG_VALUE,
            f"{obx.label}-5",
            f"La métadonnée {code} ne vaut ni Y ni N.",
            f"Écrire Y^^{YES_NO_TABLE} ou N^^{YES_NO_TABLE}.",
        )
    if reading.form is Form.V2_1:
        _check_form(reading, observation, code)
    return value == "Y"


def _check_form(reading: Reading, observation: Observation, code: str) -> None:
    """Say what differs from the edition 2.1 without changing the meaning. Rule: hl7v2.md §4.8, §10."""
    obx = observation.obx
    told = (
        (f"{obx.label}-3", observation.code != code, f"Le code {code} est écrit sous une forme ancienne."),
        (f"{obx.label}-3.3", obx.component(3, 3) != TABLE, f"Le système de codage de {code} n'est pas {TABLE}."),
        (f"{obx.label}-2", obx.component(2) not in ("CE", "CWE"), f"Le type de valeur de {code} n'est pas CE ou CWE."),
        (f"{obx.label}-11", obx.component(11) != "F", f"Le statut OBX-11 de {code} n'est pas F."),
    )
    for location, is_told, message in told:
        if is_told:
            reading.findings.add(
                HL7Code.FLAG_FORM, location, message, f"Écrire {code}^libellé^{TABLE}, OBX-2 = CE ou CWE, OBX-11 = F."
            )


def _read_body(reading: Reading, observation: Observation, code: str) -> str:
    """Decode the body of a mail; one that does not decode is dropped, never a refusal. Rule: hl7v2.md §2, §10."""
    span = observation.obx.component_span(5, 5)
    body = None
    if span and span[1] - span[0] <= BODY_BYTES_MAX:
        body = decode_base64(memoryview(reading.message.data)[span[0] : span[1]])
    if body is None:
        reading.findings.add(
            HL7Code.BODY_DROPPED,
            f"{observation.obx.label}-5.5",
            f"Le texte {code} est absent, trop long ou n'est pas du Base64 lisible : un texte par défaut est employé.",
            "Encoder le texte en Base64 standard, avec son complément « = ».",
        )
        return ""
    return decode_text(body)


def _check_other(reading: Reading, observation: Observation) -> None:
    """An OBX that is neither document nor metadata: refused when it claims the table, let through when it does not."""
    table = observation.obx.component(3, 3)
    is_foreign = bool(table) and table != TABLE
    if observation.code == "COMP_LOT" or is_foreign:
        reading.findings.add(
            HL7Code.OBSERVATION_IGNORED,
            f"{observation.obx.label}-3",
            "Un OBX n'est ni le document ni une métadonnée du volet : il n'est pas traité.",
            "Ne pas l'envoyer, ou vérifier son code.",
        )
        return
    reading.findings.add(
        HL7Code.FLAG_UNKNOWN,
        f"{observation.obx.label}-3",
        "Le code d'OBX-3 n'est ni celui du document ni une métadonnée du volet.",
        f"Codes admis : {', '.join(_RANKS)}.",
    )


def _check_missing(reading: Reading, seen: set[str]) -> None:
    for flag in FLAGS:
        if flag.code not in seen and (flag.is_required_v1 or reading.form is not Form.V1):
            reading.findings.add(
                HL7Code.FLAG_MISSING,
                "OBX-3",
                f"La métadonnée {flag.code} est absente.",
                f"Ajouter un OBX {flag.code}^{flag.label}^{TABLE} valant Y ou N.",
            )

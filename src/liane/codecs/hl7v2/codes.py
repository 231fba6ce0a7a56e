"""Every finding of the HL7 v2 checks: its stable code, what it answers on the wire (ERR-3), how grave it is.

Codes are never reused. What must not live here: the checks themselves, and any text that depends on a message.
"""

from dataclasses import dataclass
from enum import Enum, StrEnum

from liane.domain.errors import Finding, Severity

LAYER = "hl7v2"
VOLET = "volet « Transmission de document(s) CDA en HL7v2 » 2.1"
PAM = "IHE PAM France 2.11"
PDQ = "IHE ITI TF-2, ITI-21"


class Condition(StrEnum):
    """Table 0357 (``messageErrorCondition``): codes that the volets list, and one of queries. Rule: hl7v2.md §2.1."""

    ACCEPTED = "0"
    SEGMENT_SEQUENCE = "100"
    REQUIRED_FIELD_MISSING = "101"
    DATA_TYPE = "102"
    TABLE_VALUE = "103"
    CARDINALITY = "198"
    OTHER = "199"
    MESSAGE_TYPE = "200"
    EVENT_CODE = "201"
    PROCESSING_ID = "202"
    VERSION = "203"
    UNKNOWN_KEY = "204"
    APPLICATION = "207"

    @property
    def label(self) -> str:
        """The label that HL7 gives to the code."""
        return _CONDITION_LABELS[self]


_CONDITION_LABELS = {
    Condition.ACCEPTED: "Message accepted",
    Condition.SEGMENT_SEQUENCE: "Segment sequence error",
    Condition.REQUIRED_FIELD_MISSING: "Required field missing",
    Condition.DATA_TYPE: "Data type error",
    Condition.TABLE_VALUE: "Table value not found",
    Condition.CARDINALITY: "Non-conformant cardinality",
    Condition.OTHER: "Other HL7 error",
    Condition.MESSAGE_TYPE: "Unsupported message type",
    Condition.EVENT_CODE: "Unsupported event code",
    Condition.PROCESSING_ID: "Unsupported processing id",
    Condition.VERSION: "Unsupported version id",
    Condition.UNKNOWN_KEY: "Unknown key identifier",
    Condition.APPLICATION: "Application error",
}


@dataclass(frozen=True, slots=True)
class _Entry:
    code: str
    condition: Condition
    section: str
    severity: Severity = Severity.ERROR
    text: str = VOLET


def _pam(code: str, condition: Condition, section: str, severity: Severity = Severity.ERROR) -> _Entry:
    return _Entry(code, condition, section, severity, PAM)


def _pdq(code: str, condition: Condition, severity: Severity = Severity.ERROR) -> _Entry:
    return _Entry(code, condition, "§2.1", severity, PDQ)


_W = Severity.WARNING


class HL7Code(Enum):
    """Findings of this codec. Rule: hl7v2.md §2.1, §4, §10."""

    # The message as a whole
    TOO_LARGE = _Entry("HL7-001", Condition.OTHER, "§2")
    NO_MSH = _Entry("HL7-002", Condition.SEGMENT_SEQUENCE, "§2.1")
    BAD_DELIMITERS = _Entry("HL7-003", Condition.OTHER, "§2")
    UNREADABLE_SEGMENT = _Entry("HL7-004", Condition.SEGMENT_SEQUENCE, "§2")
    TOO_MANY_SEGMENTS = _Entry("HL7-005", Condition.OTHER, "§2")
    XML_FORM = _Entry("HL7-006", Condition.OTHER, "§2")
    UNKNOWN_CHARSET = _Entry("HL7-007", Condition.TABLE_VALUE, "§2")
    CHARSET_NOT_RESPECTED = _Entry("HL7-008", Condition.DATA_TYPE, "§2")
    CHARSET_ABSENT = _Entry("HL7-009", Condition.REQUIRED_FIELD_MISSING, "§4.1", _W)
    # MSH
    MESSAGE_TYPE = _Entry("HL7-010", Condition.MESSAGE_TYPE, "§2.1")
    EVENT = _Entry("HL7-011", Condition.EVENT_CODE, "§2.1")
    STRUCTURE = _Entry("HL7-012", Condition.MESSAGE_TYPE, "§4.1", _W)
    VERSION = _Entry("HL7-013", Condition.VERSION, "§2.1")
    PROCESSING_ID = _Entry("HL7-014", Condition.PROCESSING_ID, "§2.1")
    MSH_FIELD_MISSING = _Entry("HL7-015", Condition.REQUIRED_FIELD_MISSING, "§4.1")
    COUNTRY = _Entry("HL7-016", Condition.REQUIRED_FIELD_MISSING, "§4.1", _W)
    PROFILE_UNKNOWN = _Entry("HL7-017", Condition.TABLE_VALUE, "§4.1")
    PROFILE_OLD = _Entry("HL7-018", Condition.VERSION, "§4.8", _W)
    MSH_FIELD_FORM = _Entry("HL7-019", Condition.DATA_TYPE, "§4.1")
    # Structure
    SEGMENT_MISSING = _Entry("HL7-020", Condition.SEGMENT_SEQUENCE, "§3.1, §3.2")
    SEGMENT_ORDER = _Entry("HL7-021", Condition.SEGMENT_SEQUENCE, "§3.1, §3.2")
    SEGMENT_REPEATED = _Entry("HL7-022", Condition.CARDINALITY, "§3.1, §3.2")
    SEVERAL_PATIENTS = _Entry("HL7-023", Condition.CARDINALITY, "§3.1, §3.2")
    PARTICIPANT_MISPLACED = _Entry("HL7-024", Condition.SEGMENT_SEQUENCE, "§3.1, §4.7")
    EVN_FIELD_MISSING = _Entry("HL7-025", Condition.REQUIRED_FIELD_MISSING, "§4.2")
    # PID, PV1
    PATIENT_FIELD_MISSING = _Entry("HL7-030", Condition.REQUIRED_FIELD_MISSING, "§4.3")
    IDENTIFIER_INCOMPLETE = _Entry("HL7-031", Condition.REQUIRED_FIELD_MISSING, "§4.3.1")
    INS_OID_REFUSED = _Entry("HL7-032", Condition.APPLICATION, "§4.3.2")
    INS_OID_AGAINST_PROCESSING = _Entry("HL7-033", Condition.APPLICATION, "§4.3.2")
    INS_OID_UNKNOWN = _Entry("HL7-034", Condition.TABLE_VALUE, "§4.3.1", _W)
    INS_KEY = _Entry("HL7-035", Condition.DATA_TYPE, "§4.3.1", _W)
    INS_NOT_QUALIFIED = _Entry("HL7-036", Condition.APPLICATION, "§4.3.2")
    INS_WITHOUT_VALI = _Entry("HL7-037", Condition.APPLICATION, "§4.3.2", _W)
    SEVERAL_INS = _Entry("HL7-038", Condition.APPLICATION, "§4.3.1")
    BIRTH_DATE = _Entry("HL7-039", Condition.DATA_TYPE, "§4.3")
    SEX = _Entry("HL7-040", Condition.TABLE_VALUE, "§4.3")
    IDENTITY_STATUS = _Entry("HL7-041", Condition.TABLE_VALUE, "§4.3.2", _W)
    IDENTITY_STATUS_ABSENT = _Entry("HL7-042", Condition.REQUIRED_FIELD_MISSING, "§4.3", _W)
    NAME_TYPE = _Entry("HL7-043", Condition.REQUIRED_FIELD_MISSING, "§4.3", _W)
    TOO_MANY_IDENTIFIERS = _Entry("HL7-044", Condition.CARDINALITY, "§4.3.1")
    VISIT_FIELD_MISSING = _Entry("HL7-045", Condition.REQUIRED_FIELD_MISSING, "§4.4")
    PATIENT_CLASS = _Entry("HL7-046", Condition.TABLE_VALUE, "§4.4")
    # ORC, OBR, TXA, document OBX
    ORDER_FIELD_MISSING = _Entry("HL7-050", Condition.REQUIRED_FIELD_MISSING, "§4.5")
    ORDER_CONTROL = _Entry("HL7-051", Condition.TABLE_VALUE, "§3.3")
    RESULT_STATUS = _Entry("HL7-052", Condition.TABLE_VALUE, "§3.3")
    ACTION_INCOHERENT = _Entry("HL7-053", Condition.APPLICATION, "§3.3")
    DOCUMENT_TYPE = _Entry("HL7-054", Condition.TABLE_VALUE, "§4.5")
    DOCUMENT_TYPE_INCOHERENT = _Entry("HL7-055", Condition.APPLICATION, "§4.6")
    CODING_SYSTEM = _Entry("HL7-056", Condition.REQUIRED_FIELD_MISSING, "§2", _W)
    DOCUMENT_ID_MISSING = _Entry("HL7-057", Condition.REQUIRED_FIELD_MISSING, "§4.5")
    TXA_VALUE = _Entry("HL7-058", Condition.TABLE_VALUE, "§4.5", _W)
    DOCUMENT_FIELD_MISSING = _Entry("HL7-060", Condition.REQUIRED_FIELD_MISSING, "§4.6")
    DOCUMENT_DATA_TYPE = _Entry("HL7-061", Condition.TABLE_VALUE, "§4.6")
    DOCUMENT_UNDECODABLE = _Entry("HL7-062", Condition.APPLICATION, "§2.1")
    SEVERAL_DOCUMENTS = _Entry("HL7-063", Condition.CARDINALITY, "§1")
    SECOND_INSTANCE_IGNORED = _Entry("HL7-064", Condition.CARDINALITY, "§3.1", _W)
    # Metadata
    FLAG_MISSING = _Entry("HL7-070", Condition.REQUIRED_FIELD_MISSING, "§4.8")
    FLAG_REPEATED = _Entry("HL7-071", Condition.CARDINALITY, "§4.8")
    FLAG_VALUE = _Entry("HL7-072", Condition.TABLE_VALUE, "§4.8")
    FLAG_ORDER = _Entry("HL7-073", Condition.SEGMENT_SEQUENCE, "§4.8")
    FLAG_UNKNOWN = _Entry("HL7-074", Condition.TABLE_VALUE, "§2.1, §4.8")
    FLAG_FORM = _Entry("HL7-075", Condition.TABLE_VALUE, "§4.8, §10", _W)
    BODY_DROPPED = _Entry("HL7-076", Condition.DATA_TYPE, "§2, §10", _W)
    OBSERVATION_IGNORED = _Entry("HL7-077", Condition.TABLE_VALUE, "§2", _W)
    # Participants
    SENDER_MISSING = _Entry("HL7-080", Condition.APPLICATION, "§2.1, §4.7")
    SENDER_INCOMPLETE = _Entry("HL7-081", Condition.APPLICATION, "§4.7")
    PARTICIPATION = _Entry("HL7-082", Condition.TABLE_VALUE, "§4.7", _W)
    PARTICIPANT_REPEATED = _Entry("HL7-083", Condition.CARDINALITY, "§4.7")
    ADDRESS_MISSING = _Entry("HL7-084", Condition.REQUIRED_FIELD_MISSING, "§4.7")
    ADDRESS_INVALID = _Entry("HL7-085", Condition.DATA_TYPE, "§4.7")
    PARTICIPANT_FORM = _Entry("HL7-086", Condition.TABLE_VALUE, "§4.7", _W)
    PATIENT_RECIPIENT_INS = _Entry("HL7-087", Condition.DATA_TYPE, "§10", _W)
    PATIENT_RECIPIENT_OTHER = _Entry("HL7-088", Condition.APPLICATION, "§4.7")
    TOO_MANY_RECIPIENTS = _Entry("HL7-089", Condition.CARDINALITY, "§4.7")
    # Decision rules of MSSanté
    NO_DESTINATION = _Entry("HL7-090", Condition.APPLICATION, "§4.9")
    PS_RECIPIENT_MISSING = _Entry("HL7-091", Condition.APPLICATION, "§4.9")
    PATIENT_RECIPIENT_MISSING = _Entry("HL7-092", Condition.APPLICATION, "§4.9")
    PATIENT_INVISIBLE = _Entry("HL7-093", Condition.APPLICATION, "§4.9")
    OUTSIDE_MATRIX = _Entry("HL7-094", Condition.APPLICATION, "§4.9")
    # Identities and movements (ADT)
    PAM_EVENT = _pam("HL7-100", Condition.EVENT_CODE, "§8.1, §8.2")
    PAM_STRUCTURE = _pam("HL7-101", Condition.MESSAGE_TYPE, "§8.2", _W)
    PAM_PROFILE = _pam("HL7-102", Condition.TABLE_VALUE, "§8.1", _W)
    PAM_EXTENSION = _pam("HL7-103", Condition.VERSION, "§8.1", _W)
    PAM_FORBIDDEN = _pam("HL7-104", Condition.OTHER, "§8", _W)
    PAM_SEGMENT_MISSING = _pam("HL7-105", Condition.SEGMENT_SEQUENCE, "§8.2")
    PAM_SEGMENT_REPEATED = _pam("HL7-106", Condition.CARDINALITY, "§8.2")
    PAM_SEGMENT_ORDER = _pam("HL7-107", Condition.SEGMENT_SEQUENCE, "§8.4", _W)
    EVENT_DATES = _pam("HL7-108", Condition.OTHER, "§8.1", _W)
    EVENT_FIELD_MISSING = _pam("HL7-109", Condition.REQUIRED_FIELD_MISSING, "§8.1")
    PAM_TIMESTAMP = _pam("HL7-110", Condition.DATA_TYPE, "§8")
    MERGE_FIELD_MISSING = _pam("HL7-111", Condition.REQUIRED_FIELD_MISSING, "§8.2")
    MERGE_OF_ITSELF = _pam("HL7-112", Condition.APPLICATION, "§8.2")
    MOVEMENT_FIELD_MISSING = _pam("HL7-113", Condition.REQUIRED_FIELD_MISSING, "§8.3")
    MOVEMENT_ACTION = _pam("HL7-114", Condition.TABLE_VALUE, "§8.3")
    MOVEMENT_INCOHERENT = _pam("HL7-115", Condition.APPLICATION, "§8.3")
    MOVEMENT_CODE = _pam("HL7-116", Condition.TABLE_VALUE, "§8.3", _W)
    CONSENT_VALUE = _pam("HL7-117", Condition.TABLE_VALUE, "§8.4")
    DMP_STATUS = _pam("HL7-118", Condition.TABLE_VALUE, "§8.4", _W)
    IDENTITY_SOURCE = _pam("HL7-119", Condition.TABLE_VALUE, "§8.4", _W)
    EMPTY_Z_SEGMENT = _pam("HL7-120", Condition.OTHER, "§8.4", _W)
    LUNAR_DATE = _pam("HL7-121", Condition.DATA_TYPE, "§8.4", _W)
    DEATH = _pam("HL7-122", Condition.DATA_TYPE, "§8.1", _W)
    IDENTIFIER_DOMAIN = _pam("HL7-123", Condition.REQUIRED_FIELD_MISSING, "§4.3.1", _W)
    IDENTITY_CLASS = _pam("HL7-124", Condition.TABLE_VALUE, "§8.2", _W)
    ACCOUNT_MISSING = _pam("HL7-125", Condition.REQUIRED_FIELD_MISSING, "§4.3", _W)
    MOVEMENT_SHIFTED = _pam("HL7-126", Condition.OTHER, "§8.3, §10", _W)
    # Queries of identities (QBP, QCN)
    QUERY_FIELD_MISSING = _pdq("HL7-130", Condition.REQUIRED_FIELD_MISSING)
    QUERY_PARAMETER = _pdq("HL7-131", Condition.TABLE_VALUE)
    QUERY_EMPTY = _pdq("HL7-132", Condition.REQUIRED_FIELD_MISSING)
    QUERY_DOMAIN = _pdq("HL7-133", Condition.UNKNOWN_KEY)
    QUERY_NAME = _pdq("HL7-134", Condition.TABLE_VALUE, _W)
    QUERY_LIMIT = _pdq("HL7-135", Condition.DATA_TYPE)
    # Answers of our own
    UNAVAILABLE = _Entry("HL7-099", Condition.APPLICATION, "§2.1")

    @property
    def code(self) -> str:
        """The stable code (``HL7-053``)."""
        return self.value.code

    @property
    def condition(self) -> Condition:
        """What ERR-3 carries."""
        return self.value.condition

    @property
    def severity(self) -> Severity:
        """How grave it is, unless the check says otherwise."""
        return self.value.severity

    def finding(self, location: str, message: str, remedy: str = "", *, severity: Severity | None = None) -> Finding:
        """Make the finding. location: ``PID-3[2].4``, ``OBX(7)-5`` for the seventh OBX; texts in French."""
        return Finding(
            code=self.code,
            severity=severity or self.severity,
            location=location,
            message=message,
            remedy=remedy,
            layer=LAYER,
            rule=f"{self.value.text}; hl7v2.md {self.value.section}",
        )


CONDITION_BY_CODE = {member.code: member.condition for member in HL7Code}


def find_condition(code: str) -> Condition:
    """The ERR-3 code of a finding of any layer: ours by table, the others (CDA, decisions, coherence) are 207."""
    return CONDITION_BY_CODE.get(code, Condition.APPLICATION)

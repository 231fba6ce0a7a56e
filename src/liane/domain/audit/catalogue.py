"""What each act is in the words of the international audit standards: one table, used by every export.

Codes of events are those of DICOM PS3.16 CID 400 to 403, as IHE ATNA and FHIR AuditEvent take them over.
Rule: DICOM PS3.15 A.5; IHE ITI TF-2 3.20; HL7 FHIR R4 AuditEvent.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from liane.domain.audit.access import AccessAct, Outcome


class Action(StrEnum):
    """EventActionCode."""

    CREATE = "C"
    READ = "R"
    UPDATE = "U"
    DELETE = "D"
    EXECUTE = "E"


@dataclass(frozen=True, slots=True, kw_only=True)
class DCMCode:
    """One code of the DICOM vocabulary, with its English name."""

    code: str
    name: str


AUDIT_LOG_USED = DCMCode(code="110101", name="Audit Log Used")
EXPORT = DCMCode(code="110106", name="Export")
IMPORT = DCMCode(code="110107", name="Import")
PATIENT_RECORD = DCMCode(code="110110", name="Patient Record")
QUERY = DCMCode(code="110112", name="Query")
SECURITY_ALERT = DCMCode(code="110113", name="Security Alert")
USER_AUTHENTICATION = DCMCode(code="110114", name="User Authentication")
LOGIN = DCMCode(code="110122", name="Login")
LOGOUT = DCMCode(code="110123", name="Logout")
EMERGENCY = DCMCode(code="110127", name="Emergency Override Started")
CONFIGURATION = DCMCode(code="110131", name="Software Configuration")


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditKind:
    """What an act is to an auditor of any country. kinds: finer codes of the same vocabulary."""

    event: DCMCode
    action: Action
    kinds: tuple[DCMCode, ...] = ()


def _kind(event: DCMCode, action: Action, *kinds: DCMCode) -> AuditKind:
    return AuditKind(event=event, action=action, kinds=kinds)


KINDS: Mapping[AccessAct, AuditKind] = MappingProxyType(
    {
        AccessAct.SIGN_IN: _kind(USER_AUTHENTICATION, Action.EXECUTE, LOGIN),
        AccessAct.SIGN_OUT: _kind(USER_AUTHENTICATION, Action.EXECUTE, LOGOUT),
        AccessAct.REAUTHENTICATE: _kind(USER_AUTHENTICATION, Action.EXECUTE, LOGIN),
        AccessAct.CHOOSE_SITUATION: _kind(USER_AUTHENTICATION, Action.EXECUTE),
        AccessAct.LOCK_OUT: _kind(SECURITY_ALERT, Action.EXECUTE),
        AccessAct.USE_BREAK_GLASS_ACCOUNT: _kind(SECURITY_ALERT, Action.EXECUTE, EMERGENCY),
        AccessAct.SEARCH_PERSONS: _kind(QUERY, Action.EXECUTE),
        AccessAct.SEE_PERSON: _kind(PATIENT_RECORD, Action.READ),
        AccessAct.SEE_DOCUMENT: _kind(PATIENT_RECORD, Action.READ),
        AccessAct.EXPORT: _kind(EXPORT, Action.READ),
        AccessAct.OPEN_DMP: _kind(PATIENT_RECORD, Action.READ),
        AccessAct.SEARCH_DMP: _kind(QUERY, Action.EXECUTE),
        AccessAct.READ_DMP_DOCUMENT: _kind(IMPORT, Action.CREATE),
        AccessAct.AUTHORISE_DMP: _kind(PATIENT_RECORD, Action.UPDATE),
        AccessAct.WITHDRAW_DMP: _kind(PATIENT_RECORD, Action.UPDATE),
        AccessAct.BREAK_GLASS: _kind(SECURITY_ALERT, Action.EXECUTE, EMERGENCY),
        AccessAct.CENTRE_15: _kind(SECURITY_ALERT, Action.EXECUTE, EMERGENCY),
        AccessAct.MASK: _kind(PATIENT_RECORD, Action.UPDATE),
        AccessAct.UNMASK: _kind(PATIENT_RECORD, Action.UPDATE),
        AccessAct.MAKE_VISIBLE: _kind(PATIENT_RECORD, Action.UPDATE),
        AccessAct.ARCHIVE: _kind(PATIENT_RECORD, Action.UPDATE),
        AccessAct.UNARCHIVE: _kind(PATIENT_RECORD, Action.UPDATE),
        AccessAct.DELETE: _kind(PATIENT_RECORD, Action.DELETE),
        AccessAct.INTEGRATE: _kind(IMPORT, Action.CREATE),
        AccessAct.HOLD: _kind(PATIENT_RECORD, Action.UPDATE),
        AccessAct.ANNOUNCE: _kind(PATIENT_RECORD, Action.UPDATE),
        AccessAct.RECORD_RIGHTS: _kind(PATIENT_RECORD, Action.UPDATE),
        AccessAct.GIVE_ACCESS_LOG: _kind(EXPORT, Action.READ),
        AccessAct.SEE_AUDIT: _kind(AUDIT_LOG_USED, Action.READ),
        AccessAct.CHANGE_SETTING: _kind(SECURITY_ALERT, Action.UPDATE, CONFIGURATION),
    }
)
OUTCOME_CODES: Mapping[Outcome, str] = MappingProxyType({Outcome.DONE: "0", Outcome.FAILED: "4", Outcome.REFUSED: "8"})
"""EventOutcomeIndicator: success; minor failure, may be done again; serious failure, the action was stopped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditSource:
    """Who reports. site: the establishment. node: the node of Liane. software: name and version."""

    site: str
    node: str
    software: str = "Liane"

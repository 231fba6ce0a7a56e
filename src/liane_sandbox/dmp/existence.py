"""TD0.2: what the simulated DMP says of a patient's DMP, from the fictitious patients and what was changed by hand."""

from datetime import datetime
from enum import StrEnum

from liane.codecs.xds.existence import Authorization, ExistenceAnswer, ExistenceRequest
from liane.domain.identity.ins import INS
from liane.domain.identity.patient import PatientIdentifier, PatientTraits
from liane_sandbox.dmp.access_book import AccessBook, Opposition
from liane_sandbox.dmp.session import Session
from liane_sandbox.dmp.state import DMPState
from liane_sandbox.patients import MESState, SandboxPatient, list_patients

CLOSED_ON = "20260105101500"
CLOSING_CODE = "FERMETURE_DEMANDE_PATIENT"


class FolderStatus(StrEnum):
    """State of a DMP. BLOCKED: open, but the patient forbids this structure to consult. Rule: dmp.md §14.2-3."""

    ACTIVE = "active"
    CLOSED = "closed"
    ABSENT = "absent"
    BLOCKED = "blocked"


FOLDER_NAMES = {
    FolderStatus.ACTIVE: "ouvert",
    FolderStatus.CLOSED: "fermé",
    FolderStatus.ABSENT: "inexistant",
    FolderStatus.BLOCKED: "ouvert, consultation interdite par le patient",
}


def find_holder(ins: INS) -> SandboxPatient | None:
    """The fictitious patient of an INS, whose authority counts; None when nobody has it."""
    return next((patient for patient in list_patients() if patient.ins == ins), None)


def get_folder_status(ins: INS, state: DMPState) -> FolderStatus:
    """The state of the DMP of an INS; ABSENT for an INS that nobody has."""
    patient = find_holder(ins)
    if patient is None:
        return FolderStatus.ABSENT
    return FolderStatus(state.find_folder_status(ins.matricule) or patient.dmp_state.value)


def is_open(status: FolderStatus) -> bool:
    """Tell whether this DMP can be fed. Rule: dmp.md §7.2 (authorizations only concern consultation)."""
    return status in (FolderStatus.ACTIVE, FolderStatus.BLOCKED)


def answer_existence(request: ExistenceRequest, session: Session, state: DMPState, at: datetime) -> ExistenceAnswer:
    """Answer TD0.2, TD1.3a for the reason ``CNSLT_DATA``. Rule: dmp.md §7.1, §7.2."""
    ins = session.ins
    if request.ins != ins:
        return ExistenceAnswer(
            acknowledgement="AE",
            details=(("XDSPatientIdDoesNotMatch", "l'INS demandé n'est pas celui du VIHF [dmp.md §7.3]"),),
        )
    if request.reason not in ("TEST_EXST", "CNSLT_DATA"):
        return ExistenceAnswer(
            acknowledgement="AE",
            details=(("ReasonCode", f"motif « {request.reason} » inconnu [dmp.md §7.1]"),),
        )
    status = get_folder_status(ins, state)
    patient = find_holder(ins)
    if status is FolderStatus.ABSENT or patient is None:
        return ExistenceAnswer(acknowledgement="AA", response="NF")
    book = AccessBook(state)
    is_blocked = status is FolderStatus.BLOCKED
    is_asked = request.reason == "CNSLT_DATA"
    closing = (CLOSED_ON, CLOSING_CODE, "Demande du titulaire (simulation)")
    is_closed = status is FolderStatus.CLOSED
    return ExistenceAnswer(
        acknowledgement="AA",
        response="OK",
        status="terminated" if is_closed else "active",
        authorization=Authorization.INTERDIT if is_blocked else book.judge(ins.matricule, session.actor, at),
        is_medecin_traitant=book.is_medecin_traitant(ins.matricule, session.actor),
        is_mes_attached=patient.mes_state is not MESState.UNKNOWN,
        has_web_account=patient.mes_state is MESState.OPEN,
        identifiers=(PatientIdentifier(value=ins.matricule, oid=ins.oid, type_code="NH"),),
        traits=_held_traits(patient),
        closing=closing if is_closed else ("", "", ""),
        opposes_break_glass=book.opposes(ins.matricule, Opposition.BREAK_GLASS) if is_asked else None,
        opposes_centre_15=book.opposes(ins.matricule, Opposition.CENTRE_15) if is_asked else None,
    )


def _held_traits(patient: SandboxPatient) -> PatientTraits:
    """Traits as the DMP holds them: no birth place, a used name that may be « NON RENSEIGNE ». Rule: dmp.md §7.2."""
    traits = patient.traits
    used = traits.used_family if traits.used_family != traits.birth_family else "NON RENSEIGNE"
    return PatientTraits(
        birth_family=traits.birth_family,
        birth_given=traits.birth_given,
        birth_date=traits.birth_date,
        sex=traits.sex,
        used_family=used,
    )

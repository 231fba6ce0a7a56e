"""The situation of a patient as far as rights go: values only, read from the registry and from the DMP."""

from dataclasses import dataclass
from enum import StrEnum

from liane.domain.identity.person import ConsultationStance, FeedingStance


class FolderAccess(StrEnum):
    """What the DMP says of the folder and of the actor's authorisation (TD0.2). Rule: dmp.md §7.2."""

    UNKNOWN = "non demandé"
    ABSENT = "aucun DMP"
    CLOSED = "DMP fermé"
    NOT_AUTHORISED = "non autorisé"
    BLOCKED = "professionnel bloqué par le patient"
    AUTHORISED = "autorisé"


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientSituation:
    """What judges an access, besides who asks and what.

    has_ins: the INS may leave (identity qualifiée, nothing against it). is_informed: the patient was told of the DMP
    and of their right to oppose. is_in_care: who asks belongs to the patient's care team. folder: last word of the DMP,
    UNKNOWN before it was asked. opposes_break_glass, opposes_centre_15: told by the DMP (TD1.3a). is_secret: act of a
    « connexion secrète » on a minor's folder. is_own_document: the document is of who asks, or of their structure.
    is_attending_doctor: the DMP names who asks as médecin traitant. is_fresh: who asks proved themselves again a moment
    ago.
    """

    has_ins: bool = True
    is_informed: bool = True
    feeding: FeedingStance = FeedingStance.NOT_COLLECTED
    consultation: ConsultationStance = ConsultationStance.NOT_COLLECTED
    is_in_care: bool = True
    is_minor: bool = False
    is_secret: bool = False
    folder: FolderAccess = FolderAccess.UNKNOWN
    opposes_break_glass: bool = False
    opposes_centre_15: bool = False
    is_own_document: bool = True
    is_attending_doctor: bool = False
    is_fresh: bool = False

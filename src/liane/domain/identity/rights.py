"""What a patient was told and what they decided, besides their stance on the DMP: values only.

Rule: CSP L1110-4, L1111-5, L1111-15, R1111-46, R1111-47; MSS/va1.20, MSS/va1.22; DMP/CONF.06, DMP/CONF.09.
"""

from dataclasses import dataclass, field
from enum import StrEnum

REPRESENTATIVES_MAX = 6
NAME_CHARS_MAX = 100


class InformationMeans(StrEnum):
    """How the patient was told of the DMP, of the mails, and of their right to oppose."""

    ORAL = "information orale"
    POSTER = "affichage"
    BOOKLET = "livret d’accueil"
    LETTER = "courrier"


class RepresentativeLink(StrEnum):
    """What binds a legal representative to a minor."""

    MOTHER = "mère"
    FATHER = "père"
    GUARDIAN = "tuteur ou tutrice"
    OTHER = "autre titulaire de l’autorité parentale"


@dataclass(frozen=True, slots=True, kw_only=True)
class Information:
    """One information given. at: HL7 timestamp. by: who gave it, as the history names them."""

    means: InformationMeans
    at: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Representative:
    """A legal representative of a minor, or of an adult under guardianship."""

    family: str = field(repr=False)
    given: str = field(repr=False)
    link: RepresentativeLink


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientRights:
    """What was told and decided. Timestamps are HL7; empty: never, or taken back.

    patient_mail_refused_at: refuses documents in their own mailbox (MSS/va1.20). professional_mail_refused_at: refuses
    that documents be sent to professionals by MSSanté (MSS/va1.22). secrecy_asked_at: a minor asks that nothing of
    their care be shown to their legal representatives; worth nothing for an adult.
    """

    information: Information | None = None
    patient_mail_refused_at: str = ""
    professional_mail_refused_at: str = ""
    secrecy_asked_at: str = ""
    representatives: tuple[Representative, ...] = ()

    @property
    def refuses_patient_mail(self) -> bool:
        """True when nothing may be mailed to the patient."""
        return bool(self.patient_mail_refused_at)

    @property
    def refuses_professional_mail(self) -> bool:
        """True when nothing may be mailed to professionals."""
        return bool(self.professional_mail_refused_at)

    @property
    def asks_secrecy(self) -> bool:
        """True when a minor asked for secrecy."""
        return bool(self.secrecy_asked_at)


NO_RIGHTS = PatientRights()


def list_right_fields(rights: PatientRights) -> dict[str, str]:
    """Every field as text, for the history and for what a merge inherits."""
    told = rights.information
    return {
        "rights.information": f"{told.means.value}, {told.at}, {told.by}" if told is not None else "",
        "rights.patient_mail_refused_at": rights.patient_mail_refused_at,
        "rights.professional_mail_refused_at": rights.professional_mail_refused_at,
        "rights.secrecy_asked_at": rights.secrecy_asked_at,
        "rights.representatives": " | ".join(
            f"{one.family} {one.given} ({one.link.value})" for one in rights.representatives
        ),
    }


def join_rights(kept: PatientRights, retired: PatientRights) -> PatientRights:
    """What the identity kept by a merge holds: what it had, then what the other had; no refusal is lost."""
    others = tuple(one for one in retired.representatives if one not in kept.representatives)
    return PatientRights(
        information=kept.information or retired.information,
        patient_mail_refused_at=kept.patient_mail_refused_at or retired.patient_mail_refused_at,
        professional_mail_refused_at=kept.professional_mail_refused_at or retired.professional_mail_refused_at,
        secrecy_asked_at=kept.secrecy_asked_at or retired.secrecy_asked_at,
        representatives=(*kept.representatives, *others)[:REPRESENTATIVES_MAX],
    )


def give_back_rights(kept: PatientRights, retired: PatientRights, inherited: dict[str, str]) -> PatientRights:
    """What the identity kept holds once the merge is undone. inherited: former texts by field, those still unchanged.

    A field that changed since the merge is left as it is.
    """
    taken = {name for name, before in inherited.items() if before == ""}
    left = kept.representatives
    if "rights.representatives" in inherited:
        left = tuple(one for one in kept.representatives if one not in retired.representatives)
    return PatientRights(
        information=None if "rights.information" in taken else kept.information,
        patient_mail_refused_at="" if "rights.patient_mail_refused_at" in taken else kept.patient_mail_refused_at,
        professional_mail_refused_at=(
            "" if "rights.professional_mail_refused_at" in taken else kept.professional_mail_refused_at
        ),
        secrecy_asked_at="" if "rights.secrecy_asked_at" in taken else kept.secrecy_asked_at,
        representatives=left,
    )

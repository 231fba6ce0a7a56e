"""What a printed date may be the date of."""

from enum import StrEnum


class DateRole(StrEnum):
    """What a printed date is the date of."""

    BIRTH = "naissance"
    VISIT = "consultation"
    EXAM = "examen"
    SAMPLE = "prélèvement"
    OPERATION = "intervention"
    DISCHARGE = "sortie"
    ADMISSION = "entrée"
    DOCUMENT = "document"
    SIGNED = "signature"
    ISSUED = "édition"
    PRINTED = "impression"
    TYPED = "dictée ou frappe"
    RECEIVED = "réception"
    ARCHIVED = "archivage"
    FAX = "ligne de télécopie"
    EARLIER = "antérieur"
    NEXT = "à venir"
    DEATH = "décès"
    FORM = "version du formulaire"
    TREATMENT = "traitement"
    OTHER = "autre"


ACT_ROLES = (
    DateRole.VISIT,
    DateRole.EXAM,
    DateRole.SAMPLE,
    DateRole.OPERATION,
    DateRole.DISCHARGE,
    DateRole.ADMISSION,
)

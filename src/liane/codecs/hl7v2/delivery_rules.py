"""What the flags, the participants and the identity must say together for the deliveries to be possible.

Rule: volet 2.1, « règles de gestion MSSanté »; hl7v2.md §4.7, §4.9.
"""

from collections.abc import Sequence

from liane.codecs.hl7v2.codes import HL7Code
from liane.codecs.hl7v2.collector import Findings
from liane.codecs.hl7v2.participants import Participants
from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.domain.documents.decision import MatriceMode
from liane.domain.documents.request import RecipientKind, RequestFlags
from liane.domain.errors import Severity
from liane.domain.identity.patient import PatientIdentity, find_qualification_defects


def is_in_matrix(flags: RequestFlags) -> bool:
    """Tell whether the flags are one of the combinations of the MSSanté matrix.

    A request without MSSanté is outside its subject, and so accepted. Rule: hl7v2.md §4.9.
    """
    if not (flags.dest_mssante_ps or flags.dest_mssante_patient):
        return True
    if flags.dest_mssante_ps:
        return (
            not flags.masque_ps
            and not flags.invisible_rep_legaux
            and flags.invisible_patient != flags.dest_mssante_patient
        )
    return not (flags.invisible_patient or flags.connexion_secrete or flags.dest_dmp)


def check_delivery_rules(
    flags: RequestFlags,
    participants: Participants,
    patient: PatientIdentity | None,
    *,
    accepted: AcceptancePolicy,
    findings: Findings,
) -> None:
    """Collect what makes the deliveries impossible, and the deviation from the matrix. Rule: hl7v2.md §4.9."""
    if not (flags.dest_dmp or flags.dest_mssante_ps or flags.dest_mssante_patient):
        findings.add(
            HL7Code.NO_DESTINATION,
            "OBX[DESTDMP]",
            "Aucun destinataire n'est demandé : DESTDMP, DESTMSSANTEPS et DESTMSSANTEPAT valent N.",
            "Mettre à Y au moins l'un des trois.",
        )
    _check_sender(flags, participants, findings)
    _check_recipients(flags, participants, findings)
    if patient is not None:
        _check_qualification(flags, patient, accepted, findings)
    if not is_in_matrix(flags):
        is_strict = accepted.matrice_mssante is MatriceMode.STRICT
        findings.add(
            HL7Code.OUTSIDE_MATRIX,
            "OBX[DESTMSSANTEPS]",
            "Cette combinaison d'indicateurs n'est pas dans la matrice des échanges MSSanté"
            + (" : elle est refusée." if is_strict else " ; elle est traitée telle quelle."),
            "Voir les règles de gestion MSSanté du volet.",
            severity=Severity.ERROR if is_strict else Severity.WARNING,
        )


def _check_sender(flags: RequestFlags, participants: Participants, findings: Findings) -> None:
    if not flags.dest_dmp:
        return
    sender = participants.expediteur
    if sender is None:
        findings.add(
            HL7Code.SENDER_MISSING,
            "PRT[SB]",
            "Le DMP est demandé sans expéditeur de la demande (PRT « SB »).",
            "Ajouter sous l'OBX du document un PRT SB avec la personne et la structure.",
        )
        return
    missing = [
        name
        for name, is_there in (
            ("la personne (PRT-5) ou l'automate (PRT-10)", sender.person is not None or sender.device is not None),
            ("la structure (PRT-8.10)", sender.structure is not None and bool(sender.structure.identifier)),
        )
        if not is_there
    ]
    if missing:
        findings.add(
            HL7Code.SENDER_INCOMPLETE,
            "PRT[SB]",
            f"Le DMP est demandé, mais l'expéditeur (PRT « SB ») ne dit pas {' ni '.join(missing)}.",
            "Compléter le PRT SB : identité en PRT-5, structure et son numéro en PRT-8.",
        )


def _check_recipients(flags: RequestFlags, participants: Participants, findings: Findings) -> None:
    kinds = [recipient.kind for recipient in participants.recipients]
    if flags.dest_mssante_ps and not _has_other_than_patient(kinds):
        findings.add(
            HL7Code.PS_RECIPIENT_MISSING,
            "PRT[RCT]",
            "DESTMSSANTEPS = Y sans aucun destinataire professionnel, organisation ou application (PRT « RCT »).",
            "Ajouter un PRT RCT par destinataire, avec son adresse en PRT-15.4.",
        )
    if not flags.dest_mssante_patient:
        return
    if RecipientKind.PATIENT not in kinds:
        findings.add(
            HL7Code.PATIENT_RECIPIENT_MISSING,
            "PRT[RCT]",
            "DESTMSSANTEPAT = Y sans destinataire patient (PRT « RCT »).",
            "Ajouter un PRT RCT dont l'adresse est <matricule INS>@patient.mssante.fr.",
        )
    if flags.invisible_patient:
        findings.add(
            HL7Code.PATIENT_INVISIBLE,
            "OBX[INVISIBLE_PATIENT]",
            "DESTMSSANTEPAT = Y alors que le document est invisible au patient.",
            "Ne pas l'envoyer au patient avant la consultation d'annonce.",
        )


def _has_other_than_patient(kinds: Sequence[RecipientKind]) -> bool:
    return any(kind is not RecipientKind.PATIENT for kind in kinds)


def _check_qualification(
    flags: RequestFlags, patient: PatientIdentity, accepted: AcceptancePolicy, findings: Findings
) -> None:
    """The DMP and the patient's mailbox need a qualified identity. Rule: hl7v2.md §2.1, §4.3.2."""
    defects = find_qualification_defects(patient)
    waits = accepted.unqualified_waits and patient.ins is not None
    if defects and not waits and (flags.dest_dmp or flags.dest_mssante_patient):
        findings.add(
            HL7Code.INS_NOT_QUALIFIED,
            "PID-3",
            f"L'identité n'est pas qualifiée ({' ; '.join(defects)}) : ni DMP ni messagerie du patient.",
            "Qualifier l'identité (INSi et pièce d'identité), puis renvoyer.",
        )
    elif patient.ins is not None and "VALI" not in patient.status_codes:
        findings.add(
            HL7Code.INS_WITHOUT_VALI,
            "PID-32",
            "Un INS est transmis avec une identité qui n'est pas validée : il ne sera pas relayé"
            + (" tant qu'elle n'est pas qualifiée." if waits else "."),
            "Ne transmettre l'INS qu'avec une identité qualifiée (PID-32 = VALI).",
        )

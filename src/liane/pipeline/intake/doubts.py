"""Doubts: every reason that keeps a received document from being filed alone, with its code and its words.

What lives here: codes, French sentences, the judgement of an identity. Whom a document names is looked up elsewhere.
Rule: intake.md §5; hl7v2.md §7.3 (902 to 905); ins.md §5, §9.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from liane.domain.errors import Finding, has_errors
from liane.domain.identity.patient import PatientIdentity
from liane.domain.identity.reconcile import find_person_conflicts
from liane.pipeline.identity.identify import Identified


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Why a person must look. answer: the application error that says so to the sender (hl7v2.md §7.3)."""

    code: str
    message: str
    remedy: str
    answer: str = "906"
    findings: tuple[Finding, ...] = ()


def judge_identity(patient: PatientIdentity, identified: Identified, *, allowed_oids: frozenset[str]) -> Doubt | None:
    """Judge whether a document is surely of the person found: same INS, every strict trait the same; None when so.

    identified: what the registry knows of the identifiers. allowed_oids: INS authorities of this environment.
    """
    doubt = _judge_document(patient, allowed_oids)
    if doubt is not None:
        return doubt
    if identified.conflicts:
        return _with_findings(TWO_PERSONS, identified.conflicts)
    if identified.person is None:
        return UNKNOWN_PERSON
    conflicts = find_person_conflicts(patient, identified.person)
    return _with_findings(DISCORDANT, conflicts) if has_errors(conflicts) else None


def judge_told(patient: PatientIdentity, identified: Identified, *, allowed_oids: frozenset[str]) -> Doubt | None:
    """Judge the patient that a message or a fiche tells of a file: the local number is enough to name a person.

    None when one person is named and nothing contradicts: a person then looks for the usual reasons.
    Rule: intake.md §5 (no contradiction between metadata and record); ins.md §5, §9.
    """
    ins = patient.ins
    if ins is not None and ins.oid not in allowed_oids:
        return FOREIGN_INS
    if ins is not None and not ins.has_valid_key:
        return WRONG_KEY
    if identified.conflicts:
        return _with_findings(TWO_PERSONS, identified.conflicts)
    if identified.person is None:
        return UNKNOWN_PERSON
    conflicts = find_person_conflicts(patient, identified.person)
    return _with_findings(DISCORDANT, conflicts) if has_errors(conflicts) else None


def _judge_document(patient: PatientIdentity, allowed_oids: frozenset[str]) -> Doubt | None:
    ins = patient.ins
    if ins is None:
        return NO_INS
    if ins.oid not in allowed_oids:
        return FOREIGN_INS
    if not ins.has_valid_key:
        return WRONG_KEY
    return INCOMPLETE_TRAITS if patient.traits.missing_strict_traits() else None


def _with_findings(doubt: Doubt, findings: Sequence[Finding]) -> Doubt:
    told = " ".join(dict.fromkeys(one.message for one in findings if one.severity.value == "error"))
    return Doubt(
        code=doubt.code,
        message=f"{doubt.message} {told}".strip(),
        remedy=doubt.remedy,
        answer=doubt.answer,
        findings=tuple(findings),
    )


def from_archive(findings: Sequence[Finding]) -> Doubt:
    """The doubt of an archive that is wrong, in the words of its first error."""
    first = next((one for one in findings if one.severity.value == "error"), findings[0])
    return Doubt(
        code="INT-201",
        message=f"L'archive reçue est fautive : {first.message}",
        remedy="Ne pas intégrer ; demander un nouvel envoi à l'expéditeur.",
        findings=tuple(findings),
    )


NO_DOCUMENT = Doubt(
    code="INT-202",
    message="Le courriel annonce des documents de santé, mais n'en contient aucun qui puisse être lu.",
    remedy="Lire les pièces jointes ; demander un nouvel envoi à l'expéditeur.",
)
UNREADABLE_MAIL = Doubt(
    code="INT-203",
    message="Le courriel ne peut pas être lu.",
    remedy="Le faire examiner par l'exploitation ; il est gardé tel que reçu.",
)
OVERSIZE_MAIL = Doubt(
    code="INT-204",
    message="Le courriel dépasse la taille acceptée : seuls ses en-têtes ont été lus.",
    remedy="L'ouvrir dans la boîte MSSanté (dossier A_CLASSER) et demander un envoi plus petit.",
)
UNREADABLE_FILE = Doubt(
    code="INT-205",
    message="Le fichier ne peut pas être lu.",
    remedy="Le faire examiner par l'exploitation ; il est gardé tel que reçu.",
)
FAILED_MAIL = Doubt(
    code="INT-206",
    message="Une erreur interne a arrêté le traitement de ce courriel.",
    remedy="Consulter le journal du service ; lire le courriel dans la boîte MSSanté (dossier ERREUR).",
)
LOOSE_FILE = Doubt(
    code="INT-210",
    message="Pièce jointe sans données structurées : à rattacher à un patient.",
    remedy="Vérifier l'identité lue sur le document, puis l'intégrer.",
)
PLAIN_MAIL = Doubt(
    code="INT-211",
    message="Courriel sans document : à lire.",
    remedy="Le traiter ou le classer.",
)
LOST_RECEIPT = Doubt(
    code="INT-212",
    message="Accusé qui ne correspond à aucun envoi connu.",
    remedy="Le lire ; le classer s'il ne concerne pas l'établissement.",
)
PATIENT_MAIL = Doubt(
    code="INT-213",
    message="Message d'un patient depuis Mon espace santé.",
    remedy="Y répondre ; un document fourni par le patient n'est pas validé par un professionnel.",
)
UNKNOWN_PATIENT_MAIL = Doubt(
    code="INT-214",
    message="Message d'un patient que le référentiel d'identités ne connaît pas.",
    remedy="Vérifier de qui il s'agit avant de répondre ou de rattacher quoi que ce soit.",
)
FIRST_PATIENT_MAIL = Doubt(
    code="INT-215",
    message="Premier message de ce patient depuis Mon espace santé.",
    remedy="L'informer de l'usage de cette messagerie (pas d'urgence, délai de réponse), puis lui répondre.",
)
NO_INS = Doubt(
    code="INT-220",
    message="Le document ne porte pas d'INS.",
    remedy="Rapprocher le patient à la main.",
    answer="903",
)
FOREIGN_INS = Doubt(
    code="INT-221",
    message="L'INS du document n'est pas de cet environnement (test ou démonstration contre réel).",
    remedy="Ne pas intégrer dans cet environnement.",
)
WRONG_KEY = Doubt(
    code="INT-222",
    message="La clé de l'INS du document est fausse.",
    remedy="Rapprocher le patient à la main ; signaler l'erreur à l'expéditeur.",
    answer="904",
)
INCOMPLETE_TRAITS = Doubt(
    code="INT-223",
    message="Le document porte un INS, mais pas tous ses traits stricts.",
    remedy="Rapprocher le patient à la main.",
    answer="905",
)
UNKNOWN_PERSON = Doubt(
    code="INT-224",
    message="Le patient est inconnu du référentiel d'identités.",
    remedy="Créer l'identité si le patient est suivi ici, sinon renvoyer le document.",
    answer="902",
)
TWO_PERSONS = Doubt(
    code="INT-225",
    message="Les identifiants du document désignent deux identités.",
    remedy="Traiter le doublon ou l'erreur d'INS, puis intégrer.",
    answer="904",
)
DISCORDANT = Doubt(
    code="INT-226",
    message="Le document ne s'accorde pas avec l'identité du référentiel.",
    remedy="Comparer les deux identités avant de décider.",
    answer="904",
)
REUSED_ID = Doubt(
    code="INT-230",
    message="Cet identifiant de document a déjà servi pour un autre contenu.",
    remedy="Comparer les deux documents ; demander un nouvel envoi à l'expéditeur.",
)
NO_TARGET = Doubt(
    code="INT-231",
    message="Aucune application n'est déclarée pour intégrer ce type de document depuis cette boîte.",
    remedy="Compléter les réglages (mssante.reception), ou choisir l'application à la main.",
)
NOT_INTEGRATED = Doubt(
    code="INT-240",
    message="Le document n'a pas été intégré :",
    remedy="Corriger ce qui s'y oppose, puis intégrer à nouveau ; sinon renvoyer à l'expéditeur.",
)
NOT_AUTOMATIC = Doubt(
    code="INT-232",
    message="Cette boîte n'est pas réglée pour intégrer sans une personne.",
    remedy="Vérifier, puis intégrer.",
)
TOLD_FILE = Doubt(
    code="INT-233",
    message="Document accompagné de ses données : le patient annoncé est à vérifier.",
    remedy="Comparer le patient annoncé à la page, puis intégrer.",
)
CANCELLED_BY_APPLICATION = Doubt(
    code="INT-234",
    message="L'application annule un document qu'elle avait envoyé.",
    remedy="Retirer du dossier le document annulé s'il y a été intégré, puis classer cette demande.",
)
PRESCRIPTION = Doubt(
    code="INT-216",
    message="Un patient envoie une ordonnance à préparer.",
    remedy="Vérifier de qui il s'agit, préparer, puis répondre au patient.",
)
UNWANTED_MAIL = Doubt(
    code="INT-217",
    message="Courriel d'un expéditeur indésirable, sans document structuré : mis de côté.",
    remedy="Le reprendre s'il concerne un patient ; retirer l'expéditeur des indésirables.",
)
FORMER_WAITING = Doubt(
    code="INT-235",
    message="Le document que celui-ci remplace ou annule attend encore une décision.",
    remedy="Décider d'abord de l'ancien (le mettre de côté), puis de celui-ci.",
)

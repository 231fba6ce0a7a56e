"""Why a mail was not delivered, in words for a person, and what that person does; no decision on retries here.

Rule: mssante.md §7 (non-delivery messages), §12 (errors).
"""

import re

from liane.codecs.mssante_mail.delivery_status import NonDeliveryCause, classify_cause
from liane.domain.errors import RemoteRefusal

WORDS_MAX = 200
_ADDRESS = re.compile(r"<?[^\s<>]+@[^\s<>:]+>?")
_STATUS = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")

_SENTENCES: dict[NonDeliveryCause, tuple[str, str]] = {
    NonDeliveryCause.MAILBOX_UNKNOWN: (
        "La boîte du destinataire n'existe pas.",
        "Vérifier l'adresse du destinataire dans l'Annuaire Santé, la corriger dans l'application émettrice, puis "
        "renvoyer.",
    ),
    NonDeliveryCause.MAILBOX_CLOSED: (
        "La boîte du destinataire est fermée ou suspendue.",
        "Chercher une autre adresse du destinataire dans l'Annuaire Santé, ou lui remettre le document autrement.",
    ),
    NonDeliveryCause.NOT_ACTIVATED: (
        "Le compte du destinataire n'est pas activé.",
        "Prévenir le destinataire, ou lui remettre le document autrement ; rejouer une fois le compte activé.",
    ),
    NonDeliveryCause.PATIENT_UNKNOWN: (
        "Aucune messagerie de Mon espace santé pour cet INS.",
        "Vérifier l'INS du patient ; remettre le document autrement.",
    ),
    NonDeliveryCause.ADDRESS_INVALID: (
        "L'adresse du destinataire est mal formée.",
        "Corriger l'adresse dans l'application émettrice d'après l'Annuaire Santé, puis renvoyer.",
    ),
    NonDeliveryCause.DOMAIN_UNKNOWN: (
        "Le domaine de l'adresse du destinataire n'existe pas ou ne reçoit pas de courriel.",
        "Vérifier ce qui suit le « @ » dans l'Annuaire Santé, corriger l'adresse, puis renvoyer.",
    ),
    NonDeliveryCause.DOMAIN_REFUSED: (
        "L'opérateur n'admet pas cet envoi : le domaine du destinataire n'est pas dans l'espace de confiance MSSanté "
        "(liste blanche), ou la boîte n'accepte pas cet expéditeur.",
        "Vérifier que l'adresse est une adresse MSSanté de l'Annuaire Santé ; si elle l'est, saisir l'opérateur.",
    ),
    NonDeliveryCause.TOO_BIG: (
        "Le courriel dépasse la taille admise par l'opérateur du destinataire.",
        "Réduire le document ou le scinder, puis renvoyer ; le rejouer tel quel ne sert à rien.",
    ),
    NonDeliveryCause.MAILBOX_FULL: (
        "La boîte du destinataire est pleine.",
        "Prévenir le destinataire pour qu'il la vide, puis rejouer.",
    ),
    NonDeliveryCause.VIRUS: (
        "L'opérateur a cru voir un virus dans le courriel.",
        "Ne pas rejouer : faire analyser le document et le poste qui l'a produit, et prévenir le responsable de la "
        "sécurité.",
    ),
    NonDeliveryCause.CONTENT_REFUSED: (
        "L'opérateur du destinataire refuse le contenu ou la forme du courriel.",
        "Voir le motif de l'opérateur ; vérifier le document, puis rejouer, ou saisir l'opérateur.",
    ),
    NonDeliveryCause.SENDER_REFUSED: (
        "L'opérateur ne reconnaît pas notre boîte applicative comme expéditeur.",
        "Vérifier l'adresse et le certificat de la boîte applicative auprès de l'opérateur, puis rejouer.",
    ),
    NonDeliveryCause.GIVEN_UP: (
        "L'opérateur a renoncé après plusieurs essais : le serveur ou la boîte du destinataire ne répondait pas.",
        "Le refus était temporaire : rejouer plus tard ; si cela dure, prévenir le destinataire.",
    ),
    NonDeliveryCause.OTHER: (
        "L'opérateur n'a pas pu distribuer le courriel.",
        "Voir le motif de l'opérateur, corriger, puis rejouer.",
    ),
}
_TO_PATIENT: dict[NonDeliveryCause, tuple[str, str]] = {
    NonDeliveryCause.MAILBOX_UNKNOWN: _SENTENCES[NonDeliveryCause.PATIENT_UNKNOWN],
    NonDeliveryCause.MAILBOX_CLOSED: (
        "Le patient a fermé sa messagerie ou s'y oppose.",
        "Ne plus lui écrire par cette voie ; lui remettre le document autrement.",
    ),
    NonDeliveryCause.NOT_ACTIVATED: (
        "Le patient n'a pas activé son compte Mon espace santé.",
        "Lui remettre le document autrement, ou rejouer une fois le compte activé.",
    ),
    NonDeliveryCause.ADDRESS_INVALID: (
        "L'adresse du patient n'est pas formée d'un matricule INS.",
        "Vérifier l'INS du patient dans l'application émettrice, puis renvoyer.",
    ),
}
DELAYED = "L'opérateur n'a pas encore pu distribuer le courriel ; il réessaie de lui-même."


def explain_cause(cause: NonDeliveryCause, *, is_patient: bool) -> tuple[str, str]:
    """Give the sentence and the remedy of a cause, both French. is_patient: the recipient is the patient."""
    return (_TO_PATIENT.get(cause) if is_patient else None) or _SENTENCES[cause]


def explain_refusal(error: RemoteRefusal, *, is_patient: bool) -> tuple[str, str]:
    """Give the sentence and the remedy of a refusal at submission, from the operator's reply."""
    found = _STATUS.search(error.context)
    cause = classify_cause(error.context, found.group() if found else _STATUS_OF_REPLY.get(error.code, ""))
    return explain_cause(cause, is_patient=is_patient)


_STATUS_OF_REPLY = {"550": "5.1.1", "551": "5.1.6", "552": "5.2.2", "553": "5.1.3"}
"""What a bare reply most often means, when no enhanced status refines it. Rule: mssante.md §12."""


def quote_operator(words: str) -> str:
    """Quote an operator without the addresses it repeats: the recipient is told elsewhere, and may be an INS."""
    return _ADDRESS.sub("<adresse>", words).strip()[:WORDS_MAX]

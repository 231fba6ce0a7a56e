"""The French sentences that a mail carries when its emitter gives none. They say nothing of anyone's health.

Rule: MSS/va1.09, MSS/va1.13, MSS/va1.30; mssante.md §9.
"""

from liane.domain.documents.request import RequestAction

_PROFESSIONAL_TEXTS = {
    RequestAction.CREATE: "Veuillez trouver ci-joint un document concernant votre patient.",
    RequestAction.REPLACE: "Veuillez trouver ci-joint la nouvelle version d'un document déjà envoyé.",
    RequestAction.DELETE: "Le document rappelé en pièce jointe vous avait été envoyé ; il ne doit plus être utilisé.",
}
_PATIENT_TEXTS = {
    RequestAction.CREATE: "Vous trouverez ci-joint un document de santé qui vous concerne.",
    RequestAction.REPLACE: "Vous trouverez ci-joint la nouvelle version d'un document de santé déjà reçu.",
    RequestAction.DELETE: "Le document rappelé en pièce jointe vous avait été envoyé ; il n'est plus valable.",
}
_PROFESSIONAL_NOTICES = {
    RequestAction.CREATE: "",
    RequestAction.REPLACE: "ANNULE ET REMPLACE : ce document annule et remplace la version précédemment envoyée.",
    RequestAction.DELETE: "À SUPPRIMER : ce document est annulé par son auteur. Supprimez-le du dossier du patient.",
}
_PATIENT_NOTICES = {
    RequestAction.CREATE: "",
    RequestAction.REPLACE: "ANNULE ET REMPLACE : ce document annule et remplace celui que vous avez reçu auparavant.",
    RequestAction.DELETE: "À SUPPRIMER : ce document a été annulé. Vous pouvez supprimer celui que vous avez reçu.",
}


def word_default_text(action: RequestAction, is_patient: bool) -> str:
    """Give the text of a mail whose emitter wrote none."""
    texts = _PATIENT_TEXTS if is_patient else _PROFESSIONAL_TEXTS
    return f"Bonjour,\n\n{texts[action]}"


def word_notice(action: RequestAction, is_patient: bool) -> str:
    """Give the warning that opens a replacement or a deletion; empty for a first sending."""
    return (_PATIENT_NOTICES if is_patient else _PROFESSIONAL_NOTICES)[action]


def word_closing(label: str, reply_to: str, may_reply: bool) -> str:
    """Give the closing mention of a mail sent by a software. label: name of the sending mailbox."""
    origin = f"Ce message a été généré automatiquement par {label or 'un logiciel'}."
    if not may_reply:
        return f"{origin} Il n'est pas possible d'y répondre."
    return f"{origin} Pour répondre, écrivez à {reply_to}." if reply_to else origin

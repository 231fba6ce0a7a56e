"""What to do when a folder or a FHIR server of an application takes nothing: a sentence and a remedy for each cause.

Rule: style.md §6 (each failure says what a person does); intake.md §1.9.
"""

from dataclasses import dataclass

from liane.domain.errors import RemoteFailure

RESUMES = "les remises reprennent d'elles-mêmes."
FOLDER = "dossier"
_FOLDER_REMEDIES = {
    "DISQUE_PLEIN": f"Libérer de la place sur le disque du dossier de remise ; {RESUMES}",
    "LECTURE_SEULE": f"Remonter le partage en écriture, ou vérifier le disque ; {RESUMES}",
    "DROITS": f"Donner au compte de Liane le droit d'écrire dans le dossier de remise ; {RESUMES}",
    "DOSSIER_ABSENT": f"Remonter le partage, ou corriger applications.folder ; {RESUMES}",
    "DOSSIER_AUTRE": (
        "Remonter le partage : rien n'est écrit en attendant. Si le dossier a été remplacé exprès, y créer le "
        "sous-dossier que le message nomme."
    ),
    "LIEN": f"Ôter ce lien du dossier de remise ; {RESUMES}",
    "LENT": f"Vérifier le partage et le réseau : le dossier ne répond pas à temps ; {RESUMES}",
    "NUMERO_PRIS": "Vérifier ce que le logiciel a pris, puis vider le sous-dossier .liane et rejouer.",
    "TRACE": "Regarder le sous-dossier .liane avec l'éditeur du logiciel : une trace y est abîmée.",
}
_ADDRESS = frozenset({404, 405, 406, 410, 415})
_BUSY = frozenset({408, 409, 425, 429})


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A failure in French: message, then what a person does about it."""

    message: str
    remedy: str


def tell_outlet_failure(error: RemoteFailure) -> Failure | None:
    """Say why an application took nothing by a folder or by FHIR; None for any other remote, or any other cause."""
    if error.remote == FOLDER:
        remedy = _FOLDER_REMEDIES.get(error.code, f"Vérifier le disque ou le partage du dossier de remise ; {RESUMES}")
        return Failure(message=error.context or "Le dossier de remise ne peut pas être écrit.", remedy=remedy)
    if error.remote.partition(":")[0] != "lps" or not error.code.startswith("HTTP_"):
        return None
    number = error.code.removeprefix("HTTP_")
    return _tell_status(int(number)) if number.isascii() and number.isdecimal() else None


def _tell_status(status: int) -> Failure:
    if status in (401, 403, 407):
        return Failure(
            message=f"Le serveur FHIR du logiciel n'accepte pas le jeton ou le certificat de Liane (HTTP {status}).",
            remedy=f"Renouveler le jeton (applications.token_file) ou le certificat, puis redémarrer ; {RESUMES}",
        )
    if status in _ADDRESS:
        return Failure(
            message=f"L'adresse FHIR du logiciel ne prend pas de documents (HTTP {status}).",
            remedy=f"Vérifier applications.fhir avec l'éditeur, puis redémarrer ; {RESUMES}",
        )
    if status in _BUSY:
        return Failure(
            message=f"Le serveur FHIR du logiciel demande d'attendre (HTTP {status}).",
            remedy="Rien à faire : Liane réessaie d'elle-même, de moins en moins souvent.",
        )
    if 300 <= status < 400:
        return Failure(
            message=f"L'adresse FHIR du logiciel renvoie ailleurs (HTTP {status}), ce que Liane ne suit pas.",
            remedy=f"Donner l'adresse finale dans applications.fhir, puis redémarrer ; {RESUMES}",
        )
    return Failure(
        message=f"Le serveur FHIR du logiciel est en panne ou en maintenance (HTTP {status}).",
        remedy=f"Prévenir l'éditeur si cela dure ; {RESUMES}",
    )

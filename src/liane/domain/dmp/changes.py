"""Changes of one document of a DMP: which exist, and which are refused before they leave.

What the DMP alone knows (documents of others, médecin traitant) it refuses itself. Rule: dmp.md §10, §11.1, §11.3.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from liane.domain.actors.operator import Operator, Right
from liane.domain.dmp.document import DMPDocument, DocumentState, Visibility
from liane.domain.dmp.folder import AccessMode
from liane.domain.dmp.refusals import DMPDenied, deny

REASON_CHARS_MIN, REASON_CHARS_MAX = 3, 500
MEDECIN = "10"


class DocumentChange(StrEnum):
    """One act on one document. Rule: dmp.md §5 (TD3.3a to TD3.3d)."""

    MASK = "masquer aux professionnels"
    UNMASK = "démasquer"
    SHOW_TO_PATIENT = "rendre visible au patient"
    SHOW_TO_REPRESENTATIVES = "rendre visible aux représentants légaux"
    ARCHIVE = "archiver"
    UNARCHIVE = "désarchiver"
    DELETE = "supprimer"


SHOWS = frozenset({DocumentChange.SHOW_TO_PATIENT, DocumentChange.SHOW_TO_REPRESENTATIVES})
_ARCHIVING = frozenset({DocumentChange.ARCHIVE, DocumentChange.UNARCHIVE})
_OWN = frozenset({DocumentChange.UNMASK, DocumentChange.DELETE, *_ARCHIVING})
_RULE = "dmp.md §11.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAsked:
    """What is asked of a document, by whom, in which mode of access, and why.

    is_medecin_traitant: as TD0.2 said. is_secret: under a « connexion secrète ».
    may_cumulate: the DMP parameter ``cumul-invisible_patient-masque_ps``.
    """

    document: DMPDocument
    change: DocumentChange
    operator: Operator
    access: AccessMode = AccessMode.NORMAL
    reason: str = ""
    is_medecin_traitant: bool = False
    is_secret: bool = False
    may_cumulate: bool = False


def check_change(asked: ChangeAsked) -> None:
    """Raise DMPDenied with the first reason not to send this change. Rule: dmp.md §10, §11.1, §11.3."""
    _check_right(asked)
    _check_reason(asked)
    _check_mode(asked)
    _check_owner(asked)
    _check_state(asked)


def find_possible_changes(asked: ChangeAsked) -> tuple[DocumentChange, ...]:
    """The changes that a screen may offer for a document, whatever change and reason were asked."""
    found = []
    for change in DocumentChange:
        try:
            check_change(replace(asked, change=change, reason="motif à donner"))
        except DMPDenied:
            continue
        found.append(change)
    return tuple(found)


def apply_visibility(visibility: frozenset[Visibility], change: DocumentChange) -> frozenset[Visibility]:
    """The visibility once a change is made; the same for a change of status. Rule: dmp.md §10, TD3.3a, TD3.3b."""
    if change is DocumentChange.MASK:
        return visibility | {Visibility.MASQUE_PS}
    removed = {
        DocumentChange.UNMASK: Visibility.MASQUE_PS,
        DocumentChange.SHOW_TO_PATIENT: Visibility.INVISIBLE_PATIENT,
        DocumentChange.SHOW_TO_REPRESENTATIVES: Visibility.INVISIBLE_REPRESENTANTS_LEGAUX,
    }.get(change)
    return visibility - {removed} if removed is not None else visibility


def _check_right(asked: ChangeAsked) -> None:
    rights = {Right.CHANGE_VISIBILITY} | ({Right.ANNOUNCE} if asked.change in SHOWS else set())
    if not any(asked.operator.may(right) for right in rights):
        raise deny(
            "DMP-026",
            f"Vos droits ne permettent pas de {asked.change.value}.",
            "Demander ce droit à l'administrateur de Liane.",
            "SSI/GEN.16",
        )


def _check_reason(asked: ChangeAsked) -> None:
    if not REASON_CHARS_MIN <= len(asked.reason.strip()) <= REASON_CHARS_MAX:
        raise deny(
            "DMP-027",
            f"Un motif est demandé, de {REASON_CHARS_MIN} à {REASON_CHARS_MAX} caractères.",
            "Dire pourquoi : le motif est gardé dans la piste d'audit.",
            "DMP/CONF.03; SSI/IAM",
        )


def _is_urgent_physician(asked: ChangeAsked) -> bool:
    situation = asked.operator.situation
    return asked.access.is_emergency and situation is not None and situation.profession == MEDECIN


def _check_mode(asked: ChangeAsked) -> None:
    """Only deletion of one's own documents, and a physician's archiving, exist outside the normal mode.

    Under a « connexion secrète » nothing comes to the minor's account; the secret itself is lifted at their wish, with
    a reason, and only there: it is where those documents are seen.
    """
    is_open = asked.change is DocumentChange.DELETE or (asked.change in _ARCHIVING and _is_urgent_physician(asked))
    if asked.access.is_emergency and not is_open:
        raise deny(
            "DMP-020",
            f"En accès d'urgence, on ne peut pas {asked.change.value}.",
            "Le faire plus tard, en accès normal.",
            _RULE,
        )
    if asked.is_secret and asked.change is DocumentChange.SHOW_TO_PATIENT:
        raise deny(
            "DMP-020",
            "En connexion secrète, rien n'est rendu visible sur le compte du mineur.",
            "Si le mineur le veut, lever d'abord le secret du document, puis recommencer en accès normal.",
            "CSP L1111-5; dmp.md §6.1, §11.3",
        )


def _check_owner(asked: ChangeAsked) -> None:
    document = asked.document
    if document.is_by_patient and not asked.is_medecin_traitant:
        raise deny(
            "DMP-025",
            "Ce document a été déposé par le patient : lui seul, ou son médecin traitant, peut agir dessus.",
            "En parler au patient.",
            _RULE,
        )
    may_act = (
        document.is_mine or asked.is_medecin_traitant or (asked.change in _ARCHIVING and asked.access.is_emergency)
    )
    if asked.change is DocumentChange.DELETE:
        may_act = document.is_mine
    if asked.change in _OWN and not may_act and not document.is_by_patient:
        raise deny(
            "DMP-024",
            f"Vous n'êtes pas l'auteur de ce document : vous ne pouvez pas {asked.change.value}.",
            "S'adresser à son auteur, ou à la structure qui l'a déposé.",
            _RULE,
        )


def _check_state(asked: ChangeAsked) -> None:
    document, change = asked.document, asked.change
    if document.state not in (DocumentState.APPROVED, DocumentState.ARCHIVED):
        raise deny(
            "DMP-023",
            f"Ce document est {document.state.value} : il ne se modifie plus.",
            "Actualiser la liste.",
            "dmp.md §10",
        )
    new = apply_visibility(document.visibility, change)
    is_archived = document.state is DocumentState.ARCHIVED
    is_same = change not in {DocumentChange.DELETE, *_ARCHIVING} and new == document.visibility
    if (
        is_same
        or (change is DocumentChange.ARCHIVE and is_archived)
        or (change is DocumentChange.UNARCHIVE and not is_archived)
    ):
        raise deny("DMP-022", "Ce document est déjà dans l'état demandé.", "Actualiser la liste.", "dmp.md §10")
    if not asked.may_cumulate and new >= {Visibility.MASQUE_PS, Visibility.INVISIBLE_PATIENT}:
        raise deny(
            "DMP-021",
            "Un document ne peut pas être à la fois masqué aux professionnels et non visible par le patient.",
            "Faire d'abord l'annonce et le rendre visible au patient, puis le masquer.",
            "dmp.md §6.1-4, §12.3",
        )

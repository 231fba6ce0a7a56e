"""The words and signs of the DMP: access, states and visibility of documents, what went wrong and what to do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from liane.domain.dmp.changes import DocumentChange
from liane.domain.dmp.document import DMPDocument, DocumentState, Visibility
from liane.domain.dmp.folder import AccessMode, AccessSign
from liane.domain.dmp.refusals import DMPDenied
from liane.domain.errors import (
    Finding,
    InvalidInput,
    LianeError,
    RemoteFailure,
    RemoteOutcomeUnknown,
    RemoteUnavailable,
)
from liane.web.views.states import Shape, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A sign of access: its drawing, its words, what they mean. Rule: DMP/UX.12."""

    drawing: str
    state: State


SIGNS: dict[AccessSign, Sign] = {
    AccessSign.AUTHORISED: Sign(
        drawing="authorised",
        state=State(
            shape=Shape.DONE, word=AccessSign.AUTHORISED.value, meaning="Le DMP existe et vous pouvez le consulter."
        ),
    ),
    AccessSign.NOT_AUTHORISED: Sign(
        drawing="not-authorised",
        state=State(
            shape=Shape.TODO,
            word=AccessSign.NOT_AUTHORISED.value,
            meaning="Le DMP existe, mais vous n’y avez pas d’autorisation.",
        ),
    ),
    AccessSign.CLOSED: Sign(
        drawing="closed",
        state=State(shape=Shape.REFUSED, word=AccessSign.CLOSED.value, meaning="Le patient l’a fait fermer."),
    ),
    AccessSign.ABSENT: Sign(
        drawing="absent",
        state=State(shape=Shape.IDLE, word=AccessSign.ABSENT.value, meaning="Aucun DMP n’a été créé pour cet INS."),
    ),
}
STATES: dict[DocumentState, State] = {
    DocumentState.APPROVED: State(shape=Shape.DONE, word="en vigueur"),
    DocumentState.OBSOLETE: State(shape=Shape.IDLE, word="obsolète", meaning="Une version plus récente l’a remplacé."),
    DocumentState.ARCHIVED: State(shape=Shape.IDLE, word="archivé", meaning="Retiré de la liste courante."),
    DocumentState.DELETED: State(shape=Shape.REFUSED, word="supprimé", meaning="Son contenu n’est plus accessible."),
}
VISIBILITIES: dict[Visibility, State] = {
    Visibility.MASQUE_PS: State(
        shape=Shape.TODO,
        word="masqué aux professionnels",
        meaning="Seuls son auteur, le médecin traitant et le patient le voient.",
    ),
    Visibility.INVISIBLE_PATIENT: State(
        shape=Shape.TODO, word="non visible par le patient", meaning="En attente de l’annonce."
    ),
    Visibility.INVISIBLE_REPRESENTANTS_LEGAUX: State(
        shape=Shape.TODO,
        word="non visible par les représentants légaux",
        meaning="Connexion secrète d’un mineur : ses représentants légaux ne le voient pas.",
    ),
}
ACCESS_WORDS = {
    AccessMode.NORMAL: "accès normal",
    AccessMode.BRIS_DE_GLACE: "bris de glace",
    AccessMode.CENTRE_15: "centre de régulation (15)",
}
CHANGE_WORDS: dict[DocumentChange, str] = {
    DocumentChange.MASK: "Masquer aux professionnels",
    DocumentChange.UNMASK: "Démasquer",
    DocumentChange.SHOW_TO_PATIENT: "Rendre visible au patient",
    DocumentChange.SHOW_TO_REPRESENTATIVES: "Rendre visible aux représentants légaux",
    DocumentChange.ARCHIVE: "Archiver",
    DocumentChange.UNARCHIVE: "Désarchiver",
    DocumentChange.DELETE: "Supprimer",
}
CHANGE_EFFECTS: dict[DocumentChange, str] = {
    DocumentChange.MASK: "Seuls vous, le médecin traitant et le patient le verront.",
    DocumentChange.UNMASK: "Les professionnels habilités le verront de nouveau.",
    DocumentChange.SHOW_TO_PATIENT: "Le patient le verra dans Mon espace santé. Ne se défait pas.",
    DocumentChange.SHOW_TO_REPRESENTATIVES: "Les représentants légaux le verront. Ne se défait pas.",
    DocumentChange.ARCHIVE: "Il quitte la liste courante ; il se désarchive.",
    DocumentChange.UNARCHIVE: "Il revient dans la liste courante.",
    DocumentChange.DELETE: "Il ne pourra plus être lu par personne. Ne se défait pas.",
}
CHANGE_DONE: dict[DocumentChange, str] = {
    DocumentChange.MASK: "Le document est masqué aux professionnels.",
    DocumentChange.UNMASK: "Le document n’est plus masqué.",
    DocumentChange.SHOW_TO_PATIENT: "Le patient voit maintenant ce document.",
    DocumentChange.SHOW_TO_REPRESENTATIVES: "Les représentants légaux voient maintenant ce document.",
    DocumentChange.ARCHIVE: "Le document est archivé.",
    DocumentChange.UNARCHIVE: "Le document est désarchivé.",
    DocumentChange.DELETE: "Le document est supprimé du DMP.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why a part of a page cannot be shown. can_retry: asking again may help. code: for who looks into it.

    sign: the state of the folder, where the DMP told it.
    """

    message: str
    remedy: str = ""
    code: str = ""
    context: str = ""
    can_retry: bool = False
    sign: Sign | None = None


_SIGNS_OF_REFUSALS = {
    "DMP-012": AccessSign.ABSENT,
    "DMP-013": AccessSign.CLOSED,
    "DMP-014": AccessSign.NOT_AUTHORISED,
    "DMP-015": AccessSign.NOT_AUTHORISED,
}
"""The state of a folder that the DMP told when it did not open. Rule: DMP/UX.12."""


def describe_states(document: DMPDocument) -> tuple[State, ...]:
    """The states of a document that a reader must see. Rule: [EX_3.1-1080]."""
    shown = [] if document.state is DocumentState.APPROVED else [STATES[document.state]]
    return (*shown, *(VISIBILITIES[one] for one in Visibility if one in document.visibility))


SLOW = Trouble(
    message="Le DMP met trop longtemps à répondre.",
    remedy="Réessayer ; le reste de Liane fonctionne, et rien n’est perdu.",
    code="DMP-LENT",
    can_retry=True,
)
_REFUSALS: tuple[tuple[str, str, str], ...] = (
    (
        "DMPAccessDeniedByRightsService",
        "Le DMP refuse cet acte à votre profession ou à votre situation d’exercice.",
        "Vérifier la situation d’exercice choisie ; sinon s’adresser au médecin traitant ou à l’auteur.",
    ),
    (
        "XDSUnknownPatientId",
        "Le DMP ne connaît pas ce patient sous cet INS.",
        "Vérifier l’INS auprès d’INSi ; le patient n’a peut-être pas de DMP.",
    ),
    (
        "XDSDocumentUniqueIdError",
        "Le DMP ne donne pas (ou plus) accès à ce document.",
        "Actualiser la liste : il a pu être supprimé, masqué, ou n’être pas ouvert à votre profession.",
    ),
    (
        "XDSTooManyResults",
        "Il y a trop de documents pour une seule liste.",
        "Restreindre la période ou les types, puis chercher de nouveau.",
    ),
    (
        "XDSMetadataVersionError",
        "Quelqu’un d’autre a changé ce document entre-temps.",
        "Actualiser la liste, puis recommencer si c’est encore utile.",
    ),
    (
        "XDSMetadataUpdateError",
        "Le DMP refuse ce changement.",
        "Actualiser la liste ; si cela dure, transmettre le code au support.",
    ),
    (
        "UnmodifiableMetadataError",
        "Le DMP ne laisse pas changer ce document.",
        "Actualiser la liste ; si cela dure, transmettre le code au support.",
    ),
    (
        "DMPInvalidCertificate",
        "Le DMP refuse le certificat de l’établissement.",
        "Prévenir l’exploitant de Liane : le certificat de signature est à vérifier.",
    ),
)


def describe_trouble(error: LianeError) -> Trouble:
    """Say a failure of the DMP in French with its remedy; its own code and words stay beside, for who looks into it.

    Rule: dmp.md §12 (faults, status, registry errors).
    """
    if isinstance(error, DMPDenied):
        finding = error.finding
        told = _SIGNS_OF_REFUSALS.get(finding.code)
        sign = SIGNS[told] if told is not None else None
        return Trouble(message=finding.message, remedy=finding.remedy, code=finding.code, sign=sign)
    if isinstance(error, InvalidInput):
        return _describe_findings(error.findings)
    if isinstance(error, RemoteFailure):
        return _describe_failure(error)
    return Trouble(message="Le DMP ne peut pas être consulté maintenant.", remedy="Réessayer.", can_retry=True)


def _describe_findings(findings: Iterable[Finding]) -> Trouble:
    first = next(iter(findings))
    return Trouble(message=first.message, remedy=first.remedy, code=first.code)


def _describe_failure(error: RemoteFailure) -> Trouble:
    code, context = error.code[:100], error.context[:500]
    if isinstance(error, RemoteUnavailable):
        message, remedy = "Le DMP ne répond pas, ou est occupé.", "Réessayer dans un instant ; rien n’est perdu."
        return Trouble(message=message, remedy=remedy, code=code, context=context, can_retry=True)
    if isinstance(error, RemoteOutcomeUnknown):
        message = "Le DMP n’a pas dit si l’acte est fait."
        remedy = "Actualiser la liste pour voir l’état du document avant de recommencer."
        return Trouble(message=message, remedy=remedy, code=code, context=context, can_retry=True)
    for known, message, remedy in _REFUSALS:
        if code == known or code.endswith(known):
            return Trouble(message=message, remedy=remedy, code=code, context=context)
    if "spécialité" in context.casefold():
        message = "Le DMP demande votre savoir-faire, que la situation d’exercice ne porte pas."
        remedy = "Choisir une autre situation d’exercice, ou faire compléter les réglages."
        return Trouble(message=message, remedy=remedy, code=code, context=context)
    if "structure" in context.casefold():
        message = "Le DMP ne reconnaît pas votre structure, ou pas votre lien avec elle."
        remedy = "Choisir la situation d’exercice de cet établissement, ou la faire corriger à l’annuaire."
        return Trouble(message=message, remedy=remedy, code=code, context=context)
    return Trouble(
        message="Le DMP refuse cette demande.",
        remedy="Transmettre le code et le texte ci-dessous au support de Liane.",
        code=code,
        context=context,
    )


def name_groups(counts: Mapping[str, int], labels: Mapping[str, str]) -> tuple[tuple[str, str, int], ...]:
    """The counts by group of types, greatest first: key, words, number. Rule: DMP/UX.15."""
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return tuple((key if key in labels else "", labels.get(key, "Autres documents"), number) for key, number in ordered)

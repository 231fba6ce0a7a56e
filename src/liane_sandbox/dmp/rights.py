"""Who may do what: functional rights by mode of authentication and of access, own documents, profession, visibility.

A médecin traitant is one for the patient of the call alone.
"""

from enum import StrEnum
from functools import cache
from importlib.resources import files

from liane.codecs.ebxml.names import AvailabilityStatus
from liane.codecs.saml.vihf import AuthentificationMode, PurposeOfUse
from liane_sandbox.dmp.records import StoredEntry
from liane_sandbox.dmp.refusals import FaultCode, FaultRaised
from liane_sandbox.dmp.session import Session

_RULE = "dmp.md §11.1"
_PHYSICIAN = "10"
_PATIENT_CLASS = "90"
_PATIENT_TYPES = "DOCPAT"


class Right(StrEnum):
    """Actions that are granted or not. Rule: dmp.md §11.1."""

    EXISTENCE = "existence"
    ADMINISTRATIVE = "administrative"
    LIST_PATIENTS = "list_patients"
    AUTHORIZE = "authorize"
    WITHDRAW = "withdraw"
    LIST_AUTHORIZED = "list_authorized"
    FEED = "feed"
    LIST = "list"
    REFERENCE = "reference"
    READ = "read"
    MASK = "mask"
    UNMASK = "unmask"
    SHOW = "show"
    ARCHIVE = "archive"
    UNARCHIVE = "unarchive"
    DELETE = "delete"


RIGHT_NAMES = {
    Right.EXISTENCE: "tester l'existence du DMP (TD0.2)",
    Right.ADMINISTRATIVE: "lire les données administratives (TD1.3a)",
    Right.LIST_PATIENTS: "lister ses DMP (TD0.4)",
    Right.AUTHORIZE: "déclarer son autorisation (TD0.3)",
    Right.WITHDRAW: "retirer son autorisation (TD0.3)",
    Right.LIST_AUTHORIZED: "lister les acteurs autorisés (TD1.6)",
    Right.FEED: "alimenter (TD2.1)",
    Right.LIST: "lister les documents (TD3.1)",
    Right.REFERENCE: "chercher la référence d'un document (TD3.1)",
    Right.READ: "lire un document (TD3.2)",
    Right.MASK: "masquer (TD3.3a)",
    Right.UNMASK: "démasquer (TD3.3a)",
    Right.SHOW: "rendre visible (TD3.3b)",
    Right.ARCHIVE: "archiver (TD3.3d)",
    Right.UNARCHIVE: "désarchiver (TD3.3d)",
    Right.DELETE: "supprimer (TD3.3c)",
}

_NORMAL, _ICE, _CENTRE_15 = PurposeOfUse.NORMAL.value, PurposeOfUse.BRIS_DE_GLACE.value, PurposeOfUse.CENTRE_15.value
_ALL = frozenset({_NORMAL, _ICE, _CENTRE_15})
_ONLY_NORMAL = frozenset({_NORMAL})

_NOT_REGULATION = frozenset({_NORMAL, _ICE})

_STRUCTURE = {
    Right.EXISTENCE: frozenset({_NORMAL, _CENTRE_15}),
    Right.ADMINISTRATIVE: frozenset({_NORMAL, _CENTRE_15}),
    Right.LIST_PATIENTS: _ONLY_NORMAL,
    Right.FEED: frozenset({_NORMAL, _CENTRE_15}),
    Right.REFERENCE: _ALL,
    Right.DELETE: _ALL,
}
_PROFESSIONAL = {
    Right.EXISTENCE: _ALL,
    Right.ADMINISTRATIVE: _ALL,
    Right.LIST_PATIENTS: _ALL,
    Right.AUTHORIZE: _ONLY_NORMAL,
    Right.WITHDRAW: _ONLY_NORMAL,
    Right.LIST_AUTHORIZED: _ONLY_NORMAL,
    Right.FEED: _ALL,
    Right.LIST: _ALL,
    Right.REFERENCE: _ALL,
    Right.READ: _ALL,
    Right.MASK: _ONLY_NORMAL,
    Right.UNMASK: _ONLY_NORMAL,
    Right.SHOW: _ONLY_NORMAL,
    Right.ARCHIVE: _ONLY_NORMAL,
    Right.UNARCHIVE: _ONLY_NORMAL,
    Right.DELETE: _ALL,
}
_PHYSICIAN_MORE = {Right.ARCHIVE: _ALL, Right.UNARCHIVE: _ALL}
_TREATING_MORE = {
    **{right: purposes & _NOT_REGULATION for right, purposes in _PROFESSIONAL.items()},
    Right.ARCHIVE: _NOT_REGULATION,
    Right.UNARCHIVE: _NOT_REGULATION,
}
_STAFF = {
    Right.EXISTENCE: _ONLY_NORMAL,
    Right.ADMINISTRATIVE: _ONLY_NORMAL,
    Right.LIST_PATIENTS: _ONLY_NORMAL,
    Right.AUTHORIZE: _ONLY_NORMAL,
    Right.REFERENCE: _ALL,
    Right.DELETE: _ALL,
}
_ARCHIVING = (Right.ARCHIVE, Right.UNARCHIVE)
_OWN_ONLY = frozenset({Right.UNMASK, Right.ARCHIVE, Right.UNARCHIVE, Right.DELETE})


def _grants(session: Session) -> dict[Right, frozenset[str]]:
    mode = session.vihf.mode
    if mode == AuthentificationMode.INDIRECTE:
        return _STRUCTURE
    granted = dict(_PROFESSIONAL if session.profession else _STAFF)
    if session.is_medecin_traitant:
        granted = dict(_TREATING_MORE)
    elif session.is_occupational:
        granted.pop(Right.READ)
    elif session.profession == _PHYSICIAN:
        granted |= _PHYSICIAN_MORE
    if mode == AuthentificationMode.INDIRECTE_RENFORCEE:
        granted.pop(Right.FEED, None)
    return granted


def _deny(context: str) -> FaultRaised:
    return FaultRaised(FaultCode.ACCESS_DENIED, context, rule=_RULE)


def require(session: Session, right: Right) -> None:
    """Check that the caller's mode grants an action. Raises FaultRaised DMPAccessDeniedByRightsService.

    Rule: dmp.md §3.1, §11.1.
    """
    purposes = _grants(session).get(right)
    if purposes is None:
        raise _deny(f"le mode {session.vihf.mode} ne permet pas de {RIGHT_NAMES[right]}")
    if session.vihf.purpose not in purposes:
        raise _deny(f"le mode d'accès « {session.vihf.purpose} » ne permet pas de {RIGHT_NAMES[right]}")


def require_on(session: Session, right: Right, target: StoredEntry) -> None:
    """Check that the caller may do this to this document: its own where the matrix says so.

    Raises FaultRaised. Rule: dmp.md §11.1 « own documents », « documents of the structure ».
    """
    require(session, right)
    if _is_by_patient(target) and not session.is_medecin_traitant:
        raise _deny("un document déposé par le patient n'est modifiable que par lui ou son médecin traitant")
    is_free = _acts_on_others(session, right)
    if right in _OWN_ONLY and not is_free and not is_own(session, target):
        owner = "la structure" if _acts_for_structure(session) else "l'auteur"
        raise _deny(f"{RIGHT_NAMES[right]} : réservé aux documents de {owner} appelant(e)")


def _is_by_patient(target: StoredEntry) -> bool:
    """Tell whether the patient deposited a document. Rule: dmp.md §8, [EX_3.1-1040]."""
    class_code, type_code = target.entry.class_code, target.entry.type_code
    is_class = class_code is not None and class_code.code == _PATIENT_CLASS
    return is_class or (type_code is not None and type_code.code.startswith(_PATIENT_TYPES))


def _acts_on_others(session: Session, right: Right) -> bool:
    """Tell whether a right reaches the documents of others. Rule: dmp.md §11.1 (MT; physician in R, B)."""
    if session.is_occupational:
        return False
    is_urgent = session.profession == _PHYSICIAN and session.vihf.purpose != _NORMAL
    if right in _ARCHIVING:
        return is_urgent or session.is_medecin_traitant
    return right is Right.UNMASK and session.is_medecin_traitant


def _acts_for_structure(session: Session) -> bool:
    return session.vihf.mode == AuthentificationMode.INDIRECTE or not session.profession


def is_own(session: Session, target: StoredEntry) -> bool:
    """Tell whether a document is the caller's: its structure's in INDIRECTE, the person's own otherwise."""
    if _acts_for_structure(session):
        return bool(target.structure) and target.structure == session.vihf.structure_id
    return bool(target.person) and target.person == session.vihf.name_id


@cache
def _denied_types() -> frozenset[tuple[str, str]]:
    text = files("liane_sandbox.dmp").joinpath("data", "habilitations.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")][1:]
    return frozenset((row[0], row[1]) for row in rows)


def may_see(session: Session, stored: StoredEntry, *, is_minor: bool) -> bool:
    """Tell whether a document shows in a list or may be read: habilitation, masking, secrecy, signature.

    In an emergency the masked ones show: a patient who refuses that mode was refused before.
    Rule: dmp.md §8 « The answer is filtered by the DMP », §11.1 (TD3.2 masked), §11.2, §11.3.
    """
    if stored.is_signature:
        return False
    type_code = stored.entry.type_code
    if type_code is not None and (session.profession, type_code.code) in _denied_types():
        return False
    own = is_own(session, stored)
    reads_masked = own or session.is_medecin_traitant or session.vihf.purpose != _NORMAL
    if "MASQUE_PS" in stored.visibility and not reads_masked:
        return False
    hidden = "INVISIBLE_REPRESENTANTS_LEGAUX" in stored.visibility
    return not (hidden and is_minor and not session.is_secret and not own)


def is_listed_by_patient(stored: StoredEntry) -> bool:
    """Tell whether the patient sees this version in Mon espace santé. Rule: dmp.md §11.3 INVISIBLE_PATIENT."""
    alive = stored.status in (AvailabilityStatus.APPROVED, AvailabilityStatus.ARCHIVED)
    return alive and not stored.is_signature and "INVISIBLE_PATIENT" not in stored.visibility

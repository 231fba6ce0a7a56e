"""Whether a caller may consult now: not blocked, authorised in normal mode, not refused in an emergency.

Rule: dmp.md §1, §7.2, §11.1.
"""

from datetime import datetime

from liane.codecs.saml.vihf import PurposeOfUse
from liane.codecs.xds.existence import Authorization
from liane_sandbox.dmp.access_book import AccessBook, Opposition
from liane_sandbox.dmp.existence import FolderStatus, get_folder_status
from liane_sandbox.dmp.refusals import FaultCode, FaultRaised
from liane_sandbox.dmp.session import Session
from liane_sandbox.dmp.state import DMPState

_RULE = "dmp.md §7.2"
_REASONS = {
    Authorization.NON_EXISTE: "aucune autorisation d'accès n'est déclarée pour cet acteur (NON_EXISTE)",
    Authorization.EXPIRE: "l'autorisation d'accès de cet acteur a expiré (EXPIRE)",
    Authorization.INTERDIT: "le patient interdit l'accès à cet acteur (INTERDIT)",
}
_OPPOSITIONS = {
    PurposeOfUse.BRIS_DE_GLACE.value: Opposition.BREAK_GLASS,
    PurposeOfUse.CENTRE_15.value: Opposition.CENTRE_15,
}


def _deny(context: str) -> FaultRaised:
    return FaultRaised(FaultCode.ACCESS_DENIED, context, rule=_RULE)


def require_not_blocked(session: Session, state: DMPState) -> None:
    """Raise FaultRaised when the patient blocks everyone."""
    if get_folder_status(session.ins, state) is FolderStatus.BLOCKED:
        raise _deny(_REASONS[Authorization.INTERDIT])


def require_authorized(session: Session, state: DMPState, at: datetime) -> None:
    """Raise FaultRaised DMPAccessDeniedByRightsService unless the caller may consult; its use is noted."""
    require_not_blocked(session, state)
    book, ins = AccessBook(state), session.ins.matricule
    found = book.judge(ins, session.actor, at)
    opposition = _OPPOSITIONS.get(session.vihf.purpose)
    if opposition is not None:
        if found is Authorization.INTERDIT:
            raise _deny(_REASONS[found])
        if book.opposes(ins, opposition):
            raise _deny(f"le patient s'oppose à ce mode d'accès ({opposition.value})")
        return
    if found is not Authorization.VALIDE:
        raise _deny(_REASONS[found])
    book.touch(ins, session.actor, at)

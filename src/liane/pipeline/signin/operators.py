"""From a session to who acts: roles are worked out anew at each request: a right withdrawn is withdrawn.

Rule: REM SSI/IAM.88 (permissions follow the site's own list), SSI/IE.30.
"""

from collections.abc import Mapping

from liane.domain.access.habilitation import HabilitationRules, find_habilitation, find_situations
from liane.domain.actors.operator import Operator, Role, SignInMeans
from liane.domain.actors.professional import SignedProfessional, Situation
from liane.store.session_records import StoredSession

RescueRoles = Mapping[str, frozenset[Role]]
"""Roles of the rescue accounts, by name."""


def find_situation(professional: SignedProfessional, key: str, rules: HabilitationRules) -> Situation | None:
    """Give the situation chosen, while it is still offered; the only one when there is only one."""
    offered = find_situations(professional, rules)
    if len(offered) == 1:
        return offered[0]
    return next((one for one in offered if one.key == key), None)


def make_operator(session: StoredSession, rules: HabilitationRules, rescue: RescueRoles) -> Operator | None:
    """Say who acts behind a session; None when this site no longer lets them in.

    Someone with several situations and none chosen has no right yet.
    """
    professional = session.professional
    if session.means is SignInMeans.BREAK_GLASS_ACCOUNT:
        roles = rescue.get(session.identifier)
        if roles is None:
            return None
        return Operator(
            name=session.identifier,
            roles=roles,
            means=session.means,
            session=str(session.id),
            signed_in_at=session.signed_in_at,
        )
    offered = find_situations(professional, rules)
    situation = find_situation(professional, session.situation_key, rules)
    if situation is None and len(offered) > 1:
        return Operator(
            name=professional.name,
            family=professional.family,
            given=professional.given,
            roles=frozenset(),
            identifier=professional.identifier,
            means=session.means,
            session=str(session.id),
            signed_in_at=session.signed_in_at,
        )
    habilitation = find_habilitation(professional, situation, rules)
    if habilitation is None:
        return None
    return Operator(
        name=professional.name,
        family=professional.family,
        given=professional.given,
        roles=habilitation.roles,
        unit=habilitation.unit,
        identifier=professional.identifier,
        means=session.means,
        situation=situation,
        session=str(session.id),
        signed_in_at=session.signed_in_at,
    )

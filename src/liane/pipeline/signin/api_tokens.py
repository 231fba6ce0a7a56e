"""Liane as a protected API: an access token of Pro Santé Connect given as Bearer is asked about, then believed briefly.

Checked: alive, made for an application that the settings name, with the scopes asked, by the expected issuer, bound to
the certificate shown. Rule: psc.md §6, §8-4; CI-SIS transport volet (API-PSC).
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from liane.codecs.oidc.introspection import Introspection, is_bound_to
from liane.codecs.oidc.names import ACR
from liane.codecs.oidc.tokens import OAuthError
from liane.domain.access.habilitation import HabilitationRules, find_habilitation, find_situations
from liane.domain.actors.operator import Operator, SignInMeans
from liane.domain.actors.professional import Situation
from liane.domain.audit.access import AccessAct, Outcome
from liane.domain.errors import InvalidInput, RemoteFailure
from liane.pipeline.signin.ports import IdentityProvider
from liane.pipeline.signin.vault import digest
from liane.pipeline.signin.visits import Trace, make_stranger

KEPT_MAX = 1_000
BELIEVED_FOR = timedelta(seconds=30)
TOKEN_CHARS_MAX = 8_192
SITUATION_CHARS_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiTokenPolicy:
    """audiences: applications (``azp``) or audiences whose tokens are taken; empty takes none. scopes: all asked.

    must_be_bound: refuse a token without ``cnf``. accepts_hexadecimal: see ``is_bound_to``.
    """

    audiences: frozenset[str] = frozenset()
    scopes: frozenset[str] = frozenset()
    must_be_bound: bool = False
    accepts_hexadecimal: bool = False
    acr: str = ACR


@dataclass(frozen=True, slots=True)
class _Believed:
    operator: Operator
    thumbprint: str = field(repr=False)
    until: datetime


class ApiTokens:
    """now: the clock."""

    def __init__(
        self,
        provider: IdentityProvider,
        trace: Trace,
        policy: ApiTokenPolicy,
        rules: HabilitationRules,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._provider = provider
        self._trace = trace
        self._policy = policy
        self._rules = rules
        self._now = now
        self._believed: OrderedDict[bytes, _Believed] = OrderedDict()

    async def identify(
        self, token: str, *, certificate: bytes | None, address: str = "", situation: str = ""
    ) -> Operator | None:
        """Say who calls with this token; None when it is not to be believed. certificate: DER of the client's.

        situation: in which someone with several acts (structure, or ``profession/specialty@structure``); empty for
        the only one. What was said of a token is believed 30 seconds at most, and never beyond its own end.
        """
        now = self._now()
        if not token or len(token) > TOKEN_CHARS_MAX or len(situation) > SITUATION_CHARS_MAX:
            return None
        key = digest(f"{token}\n{situation}")
        known = self._believed.get(key)
        if known is not None and now < known.until:
            return known.operator if self._is_bound(known.thumbprint, certificate) else None
        self._believed.pop(key, None)
        try:
            said = await self._provider.introspect(token)
            if isinstance(said, OAuthError):
                return None
            defect = await self._find_defect(said, certificate)
            operator = None if defect else await self._find_operator(token, said, situation)
        except (RemoteFailure, InvalidInput):
            return None
        if operator is None:
            reason = defect or "habilitation"
            who = make_stranger(said.identifier)
            await self._trace.tell(
                AccessAct.SIGN_IN, who, now, outcome=Outcome.REFUSED, reason=f"jeton d'API : {reason}", address=address
            )
            return None
        until = now + BELIEVED_FOR
        self._believed[key] = _Believed(operator, said.thumbprint, min(until, said.expires_at or until))
        while len(self._believed) > KEPT_MAX:
            self._believed.popitem(last=False)
        await self._trace.tell(AccessAct.SIGN_IN, operator, now, reason="jeton d'API", address=address)
        return operator

    async def _find_defect(self, said: Introspection, certificate: bytes | None) -> str:
        policy = self._policy
        if not said.is_active or (said.expires_at is not None and said.expires_at <= self._now()):
            return "inactif"
        if not policy.audiences & {said.client_id, *said.audience}:
            return "audience"
        if not policy.scopes <= said.scopes:
            return "portée"
        if said.issuer and said.issuer != (await self._provider.read_metadata()).issuer:
            return "émetteur"
        if said.acr and said.acr != policy.acr:
            return "niveau"
        return "" if self._is_bound(said.thumbprint, certificate) else "cnf"

    def _is_bound(self, thumbprint: str, certificate: bytes | None) -> bool:
        if not thumbprint:
            return not self._policy.must_be_bound
        hexadecimal = self._policy.accepts_hexadecimal
        return certificate is not None and is_bound_to(thumbprint, certificate, accepts_hexadecimal=hexadecimal)

    async def _find_operator(self, token: str, said: Introspection, wanted: str) -> Operator | None:
        """Ask userInfo while the token lives; someone with several situations acts in the one named, else in none.

        Rule: psc.md §5 (several: choose), §8-5.
        """
        professional = await self._provider.fetch_userinfo(token, None)
        if said.identifier and professional.identifier != said.identifier:
            return None
        offered = find_situations(professional, self._rules)
        situation = _choose(offered, wanted)
        if wanted and situation is None:
            return None
        habilitation = find_habilitation(professional, situation, self._rules)
        if habilitation is None:
            return None
        return Operator(
            name=professional.name,
            family=professional.family,
            given=professional.given,
            roles=habilitation.roles,
            unit=habilitation.unit,
            identifier=professional.identifier,
            means=SignInMeans.PRO_SANTE_CONNECT,
            situation=situation,
            signed_in_at=min(said.signed_in_at, self._now()) if said.signed_in_at is not None else None,
        )


def _choose(offered: Sequence[Situation], wanted: str) -> Situation | None:
    """The situation named; without a name, the only one there is; None where a name says none, or several."""
    named = [one for one in offered if wanted in _names(one)] if wanted else offered
    return named[0] if len(named) == 1 else None


def _names(one: Situation) -> tuple[str, ...]:
    """What an API client may call a situation: its structure, or profession (and specialty) in that structure."""
    structure = one.structure.identifier if one.structure is not None else ""
    return structure, f"{one.profession}@{structure}", f"{one.profession}/{one.specialty}@{structure}"

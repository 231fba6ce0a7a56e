"""The life of sessions: opened at sign-in under a new cookie, judged at each request, ended here and at the provider.

Rule: psc.md §4, §6; REM SSI/IE.36 to IE.40, IE.58.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog

from liane.codecs.oidc.logout import LogoutNotice
from liane.domain.access.habilitation import HabilitationRules, find_situations
from liane.domain.access.session_rules import Ending, SessionRules, find_ending
from liane.domain.actors.operator import Operator, SignInMeans
from liane.domain.actors.professional import Situation
from liane.domain.audit.access import AccessAct
from liane.pipeline.signin.operators import RescueRoles, make_operator
from liane.pipeline.signin.vault import digest, new_secret
from liane.pipeline.signin.visits import Purpose, SignedIn, SignInRefused, Trace, Visitor, make_stranger
from liane.store.session_records import NewSession, StoredSession
from liane.store.sessions import PostgresSessions

log = structlog.get_logger(__name__)
TOUCH_EVERY = timedelta(seconds=20)
KEPT_AFTER_END = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a cookie is worth. operator: None when nobody acts; ending: why, when a session was there and ended."""

    session: StoredSession | None = None
    operator: Operator | None = None
    ending: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPolicy:
    """What this site decides."""

    rules: SessionRules = field(default_factory=SessionRules)
    habilitations: HabilitationRules = field(default_factory=HabilitationRules)
    rescue: RescueRoles = field(default_factory=dict)


class SessionKeeper:
    """Opens, reads, ends. now: the clock. on_end: forgets what was kept for a session, by its number."""

    def __init__(
        self,
        store: PostgresSessions,
        trace: Trace,
        policy: SessionPolicy,
        *,
        now: Callable[[], datetime],
        on_end: Callable[[str], Awaitable[object]] | None = None,
    ) -> None:
        self._on_end = on_end
        self._store = store
        self._trace = trace
        self._now = now
        self.policy = policy

    async def open(self, new: NewSession, purpose: Purpose, visitor: Visitor) -> SignedIn:
        """Open a session under a fresh cookie, or prove again the one that the purpose names; traced before it serves.

        new: its token_hash is set here. The session that the browser held before is ended: what an attacker might have
        set in it is worth nothing. Raises SignInRefused ``inconnu`` (this site does not know them) or ``autre``
        (another person than the one who must prove themselves again).
        """
        secret = new_secret()
        former = await self._store.find(digest(visitor.session)) if visitor.session else None
        key = former.situation_key if former is not None and former.identifier == new.identifier else ""
        kept = replace(new, token_hash=digest(secret), situation_key=new.situation_key or key)
        draft = _draft(kept)
        operator = make_operator(draft, self.policy.habilitations, self.policy.rescue)
        if operator is None:
            stranger = make_stranger(new.identifier, new.professional.name, new.means)
            refusal = SignInRefused("inconnu", next_page=purpose.next_page)
            raise await self._trace.refuse(refusal, stranger, self._now(), visitor)
        number = await self._keep(kept, purpose, visitor, former)
        session = await self._store.get(number)
        assert session is not None
        operator = make_operator(session, self.policy.habilitations, self.policy.rescue) or operator
        act = AccessAct.REAUTHENTICATE if purpose.session else AccessAct.SIGN_IN
        await self._trace.tell(act, operator, self._now(), address=visitor.address, detail={"moyen": new.means.value})
        return SignedIn(
            secret=secret,
            session=number,
            operator=operator,
            purpose=purpose,
            must_choose=operator.situation is None and len(self.list_situations(session)) > 1,
        )

    async def _keep(self, new: NewSession, purpose: Purpose, visitor: Visitor, former: StoredSession | None) -> int:
        if purpose.session:
            if former is None or former.id != purpose.session or former.identifier != new.identifier:
                stranger = make_stranger(new.identifier, new.professional.name, new.means)
                refusal = SignInRefused("autre", next_page=purpose.next_page)
                raise await self._trace.refuse(refusal, stranger, self._now(), visitor)
            if former.ended_at is None and await self._store.prove_again(purpose.session, new):
                return purpose.session
        if former is not None and former.ended_at is None:
            await self.end(former, Ending.REPLACED, visitor.address)
        number = await self._store.open(new)
        for surplus in (await self.list_open(new.identifier))[self.policy.rules.open_max :]:
            await self.end(surplus, Ending.TOO_MANY, visitor.address)
        return number

    async def read(self, cookie: str, *, address: str = "", is_act: bool = True) -> Seen:
        """Judge a cookie at a request. A session that a rule ended is ended here, and traced.

        is_act: the person asked for it; what a page asks by itself does not keep a session from locking.
        Raises StorageUnavailable: nobody is let in while the database is away. Rule: REM SSI/IE.58.
        """
        return await self._judge(await self._store.find(digest(cookie)), address, is_act=is_act)

    async def read_number(self, number: int, *, address: str = "", is_act: bool = True) -> Seen:
        """Judge a session by its number, for a frame that stands on it: as ``read``."""
        return await self._judge(await self._store.get(number), address, is_act=is_act)

    async def _judge(self, session: StoredSession | None, address: str, *, is_act: bool) -> Seen:
        if session is None:
            return Seen()
        now = self._now()
        if session.ended_at is not None:
            return Seen(session=session, ending=session.ending)
        ending = find_ending(session.times, self.policy.rules, now)
        if ending is not None:
            await self.end(session, ending, address)
            return Seen(session=session, ending=ending.value)
        operator = make_operator(session, self.policy.habilitations, self.policy.rescue)
        if operator is None:
            await self.end(session, Ending.SIGNED_OUT, address)
            return Seen(session=session, ending=Ending.SIGNED_OUT.value)
        if is_act and now >= session.seen_at + TOUCH_EVERY:
            await self._store.touch(session.id, now)
        return Seen(session=session, operator=operator)

    async def holds(self, number: int) -> bool:
        """Tell whether a session is open still, by its number; looking is no act of the person.

        Raises StorageUnavailable.
        """
        session = await self._store.get(number)
        if session is None or session.ended_at is not None:
            return False
        return find_ending(session.times, self.policy.rules, self._now()) is None

    def list_situations(self, session: StoredSession) -> tuple[Situation, ...]:
        """The situations that a person may choose here."""
        if session.means is SignInMeans.BREAK_GLASS_ACCOUNT:
            return ()
        return find_situations(session.professional, self.policy.habilitations)

    async def choose(self, session: StoredSession, key: str, *, address: str = "") -> None:
        """Act in another situation from now on. Raises LookupError for one that is not offered. Rule: psc.md §12-5."""
        if key not in {one.key for one in self.list_situations(session)}:
            raise LookupError(key)
        await self._store.choose_situation(session.id, key)
        after = await self._store.get(session.id)
        operator = make_operator(after, self.policy.habilitations, self.policy.rescue) if after else None
        if operator is not None:
            where = operator.situation.structure if operator.situation else None
            detail = {"structure": where.identifier} if where else {}
            await self._trace.tell(AccessAct.CHOOSE_SITUATION, operator, self._now(), address=address, detail=detail)

    async def list_open(self, identifier: str) -> list[StoredSession]:
        """The sessions of a person, on every workstation."""
        return await self._store.list_open(identifier)

    async def end(self, session: StoredSession, ending: Ending, address: str = "") -> bool:
        """End a session; its tokens are erased. The end is traced once, whoever comes first."""
        now = self._now()
        if not await self._store.end(session.id, ending.value, now):
            return False
        if self._on_end is not None:
            await self._on_end(str(session.id))
        operator = make_operator(session, self.policy.habilitations, self.policy.rescue)
        who = operator or make_stranger(session.identifier, session.professional.name, session.means)
        await self._trace.tell(AccessAct.SIGN_OUT, who, now, reason=ending.value, address=address)
        return True

    async def end_everywhere(self, identifier: str, *, address: str = "") -> int:
        """End every session of a person; returns how many. Rule: REM SSI/IE.39."""
        ended = [await self.end(one, Ending.EVERYWHERE, address) for one in await self.list_open(identifier)]
        return sum(ended)

    async def end_by_provider(self, notice: LogoutNotice, *, address: str = "") -> int:
        """End the sessions that stood on a session of the provider; returns how many. Rule: psc.md §6."""
        if notice.session:
            found = await self._store.list_of_provider(notice.issuer, notice.session)
        else:
            found = await self._store.list_of_subject(notice.issuer, notice.subject, before=notice.at or self._now())
        return sum([await self.end(one, Ending.PROVIDER, address) for one in found])

    async def list_operators(self) -> list[Operator]:
        """List who signed in by Pro Santé Connect in the last days and whom this site still lets in, with their rights.

        A rescue account is nobody in particular: it is left out.
        """
        found = [
            make_operator(one, self.policy.habilitations, self.policy.rescue)
            for one in await self._store.list_people()
            if one.means is SignInMeans.PRO_SANTE_CONNECT
        ]
        return [one for one in found if one is not None]

    async def sweep(self) -> int:
        """End the sessions that a rule ended while nobody looked, and forget the old ones; returns how many ended."""
        now, rules = self._now(), self.policy.rules
        found = await self._store.list_idle(seen_before=now - rules.idle, signed_in_before=now - rules.lasts, now=now)
        ended = 0
        for session in found:
            ending = find_ending(session.times, rules, now)
            if ending is not None and await self.end(session, ending):
                ended += 1
        await self._store.purge(now - KEPT_AFTER_END)
        return ended


def _draft(new: NewSession) -> StoredSession:
    """The session as it would be read, before it is kept."""
    return StoredSession(
        id=0,
        identifier=new.identifier,
        means=new.means,
        professional=new.professional,
        situation_key=new.situation_key,
        issuer=new.issuer,
        sealed=None,
        access_until=None,
        renewable_until=None,
        opened_at=new.opened_at,
        signed_in_at=new.signed_in_at,
        seen_at=new.opened_at,
        address=new.address,
        browser=new.browser,
        ended_at=None,
        ending="",
    )

"""A context shown inside a record system of another site, where the session of the professional does not go.

The frame shows a number; in a window of Liane, where the professional is signed in, the number is typed; the frame then
gets a secret of its own, for this one context, as long as that session and that exercise situation last.
Rule: DMP/AIRS.03; psc.md §7 (number compared), §12-3; RFC 9700 §4.7 (what begins in one browser ends in it).
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from liane.domain.actors.operator import Operator
from liane.domain.audit.access import STEP, Outcome
from liane.domain.errors import Finding, Severity
from liane.pipeline.contexts.calls import (
    OTHER_PERSON,
    VOID,
    WORD_CHARS_MAX,
    ContextCalls,
    ContextDenied,
    ContextRules,
    hash_word,
)
from liane.store.context_frames import Confirmation, ContextFrame
from liane.store.contexts import ContextCall
from liane.store.session_records import StoredSession

WAIT_FOR = timedelta(minutes=10)
"""How long a frame waits for its window: the time to sign in there."""
TRIES_MAX = 3
NUMBER_DIGITS = 4


class FrameStore(Protocol):
    """What is kept of frames. Every method commits before it returns."""

    async def begin(
        self, ticket: bytes, frame: ContextFrame, *, secret: bytes, new_ticket: bytes, at: datetime
    ) -> bool:
        """Tie a waiting call to a frame."""
        ...

    async def get(self, frame_id: str) -> ContextFrame | None:
        """One frame by its number."""
        ...

    async def find(self, secret: bytes) -> ContextFrame | None:
        """The frame that a cookie is of."""
        ...

    async def count_try(self, frame_id: str, at: datetime) -> int:
        """Count a number typed."""
        ...

    async def confirm(self, frame_id: str, given: Confirmation) -> ContextCall | None:
        """Confirm a waiting frame and open its call."""
        ...

    async def take(self, frame_id: str, secret: bytes, new_secret: bytes, at: datetime) -> bool:
        """Give a confirmed frame its second secret."""
        ...

    async def end(self, frame_id: str, at: datetime) -> bool:
        """End a frame and its call."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class BegunFrame:
    """A frame that now waits, or that opened at once. secret: its cookie. context_id: empty while it waits."""

    id: str
    secret: str = field(repr=False)
    context_id: str = ""


def make_token(secret: str) -> str:
    """What each form of a frame carries beside its cookie: nobody who lacks the cookie can write it."""
    return hmac.new(secret.encode(), b"liane-cadre", "sha256").hexdigest()


class ContextFrames:
    """new_word: an unguessable word each time; new_number: four digits by chance; now: the clock."""

    def __init__(
        self,
        store: FrameStore,
        calls: ContextCalls,
        *,
        now: Callable[[], datetime],
        new_word: Callable[[], str],
        new_number: Callable[[], str],
    ) -> None:
        self._store = store
        self._calls = calls
        self._now = now
        self._new_word = new_word
        self._new_number = new_number

    @property
    def rules(self) -> ContextRules:
        """How long contexts last."""
        return self._calls.rules

    async def begin(self, word: str) -> BegunFrame:
        """Tie the call of a one-time address to the frame that opens it; the address is void from now on.

        Raises ContextDenied CTX-010 for an address unknown, used or too old.
        """
        at, ticket = self._now(), hash_word(word[: 2 * WORD_CHARS_MAX])
        call = await self._calls.find_waiting(word)
        secret = self._new_word()
        frame = ContextFrame(id=self._new_word(), call=call, number=self._new_number(), expires_at=at + WAIT_FOR)
        new_ticket = hash_word(self._new_word())
        if not await self._store.begin(ticket, frame, secret=hash_word(secret), new_ticket=new_ticket, at=at):
            raise ContextDenied(VOID)
        return BegunFrame(id=frame.id, secret=secret)

    async def begin_again(self, word: str, held: str, session: StoredSession, operator: Operator) -> BegunFrame:
        """Open the next patient in a frame that was confirmed before: same browser, same person, same situation.

        held: the cookie of the frame. Raises ContextDenied CTX-010; CTX-011 for another professional, and then the
        address is void. Rule: one window for a session of work, not one for each patient.
        """
        former = await self._store.find(hash_word(held))
        begun = await self.begin(word)
        if former is None:
            raise ContextDenied(VOID)
        await self.confirm_as(begun.id, session, operator, browser=former.browser)
        secret = await self.take(begun.id, begun.secret)
        await self._store.end(former.id, self._now())
        waiting = await self._store.get(begun.id)
        if secret is None or waiting is None:
            raise ContextDenied(VOID)
        return BegunFrame(id=begun.id, secret=secret, context_id=waiting.call.id)

    async def look(self, frame_id: str) -> ContextFrame:
        """Give a frame that waits to who opens its window. Raises ContextDenied CTX-014 once it does not wait."""
        frame = await self._store.get(frame_id[:WORD_CHARS_MAX])
        if frame is None or not frame.is_waiting(self._now()):
            raise ContextDenied(NOT_WAITING)
        return frame

    async def show(self, frame_id: str, held: str) -> ContextFrame:
        """Give a frame to itself, waiting or confirmed. Raises ContextDenied CTX-014 for any other browser."""
        frame = await self._store.find(hash_word(held)) if held else None
        at = self._now()
        if frame is None or frame.id != frame_id or frame.ended_at is not None:
            raise ContextDenied(NOT_WAITING)
        if frame.confirmed_at is None and not frame.is_waiting(at):
            raise ContextDenied(NOT_WAITING)
        return frame

    async def confirm(
        self, frame_id: str, number: str, session: StoredSession, operator: Operator, *, browser: bytes
    ) -> ContextCall:
        """Confirm, in a window where one is signed in, that the frame which shows this number is one's own.

        browser: SHA-256 of the secret of this browser. Raises ContextDenied: CTX-014 it does not wait; CTX-013 wrong
        number, and after three the call is void; CTX-011 another professional, and the call is void.
        """
        at = self._now()
        frame = await self.look(frame_id)
        tries = await self._store.count_try(frame.id, at)
        is_right = hmac.compare_digest(frame.number.encode(), number.strip().encode("utf-8", "replace"))
        if tries == 0:
            raise ContextDenied(NOT_WAITING)
        if not is_right or tries > TRIES_MAX:
            if tries >= TRIES_MAX:
                await self._store.end(frame.id, at)
            await self._calls.tell(
                frame.call, operator, at, outcome=Outcome.REFUSED, detail={"motif": WRONG_NUMBER.code}
            )
            raise ContextDenied(WRONG_NUMBER if tries < TRIES_MAX else NOT_WAITING)
        return await self.confirm_as(frame.id, session, operator, browser=browser)

    async def confirm_as(
        self, frame_id: str, session: StoredSession, operator: Operator, *, browser: bytes
    ) -> ContextCall:
        """Confirm a waiting frame for who is signed in. Raises ContextDenied CTX-011, CTX-014."""
        at = self._now()
        frame = await self.look(frame_id)
        if not operator.identifier or operator.identifier != frame.call.identifier:
            await self._store.end(frame.id, at)
            await self._calls.tell(
                frame.call, operator, at, outcome=Outcome.REFUSED, detail={"motif": OTHER_PERSON.code}
            )
            raise ContextDenied(OTHER_PERSON)
        given = Confirmation(
            session=session.id,
            situation=session.situation_key,
            browser=browser,
            at=at,
            until=at + self.rules.context_for,
        )
        opened = await self._store.confirm(frame.id, given)
        if opened is None:
            raise ContextDenied(NOT_WAITING)
        detail = {STEP: "ouverture dans un cadre", "appelant": opened.caller}
        await self._calls.tell(opened, operator, at, detail=detail)
        return opened

    async def take(self, frame_id: str, held: str) -> str | None:
        """Give a confirmed frame its own secret, once; None while it waits, or for any other browser.

        The secret that waited opens nothing from now on: what was known before the sign-in is worth nothing after.
        """
        secret = self._new_word()
        is_taken = await self._store.take(frame_id, hash_word(held), hash_word(secret), self._now())
        return secret if is_taken else None

    async def find(self, held: str) -> ContextFrame | None:
        """The frame of a cookie, once it was confirmed and taken; whether its context is in force is judged apart."""
        frame = await self._store.find(hash_word(held))
        return frame if frame is not None and frame.is_taken else None


def _finding(code: str, message: str, remedy: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        location="contexte",
        message=message,
        remedy=remedy,
        layer="context",
        rule="DMP/AIRS.03",
    )


WRONG_NUMBER = _finding(
    "CTX-013",
    "Ce n’est pas le nombre que votre logiciel affiche.",
    "Relire le nombre affiché dans votre logiciel, à l’endroit où le DMP doit s’ouvrir, et le saisir de nouveau.",
)
NOT_WAITING = _finding(
    "CTX-014",
    "Cette ouverture dans votre logiciel n’attend plus : elle est trop ancienne, déjà faite ou refusée.",
    "Revenir au dossier du patient dans le logiciel et rouvrir Liane depuis là.",
)
NO_TOKEN = _finding(
    "CTX-015",
    "Cet acte ne vient pas de la page du patient ouverte dans votre logiciel : il est refusé.",
    "Recharger la page du patient dans le logiciel, puis refaire l’acte depuis cette page.",
)

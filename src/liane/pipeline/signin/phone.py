"""Sign-in by phone (CIBA): a number is shown here and on the phone, the person compares and accepts there.

The number is shown before the phone rings, and stays shown. Rule: psc.md §7.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from liane.codecs.oidc.ciba import SLOW_DOWN_S, CIBAChannel, CIBAState, read_poll
from liane.codecs.oidc.tokens import OAuthError, TokenSet
from liane.domain.access.attempts import PUSH_BY_ADDRESS, PUSH_BY_PERSON
from liane.domain.errors import InvalidInput, RemoteFailure
from liane.pipeline.signin.admission import Admission
from liane.pipeline.signin.office import Office
from liane.pipeline.signin.ports import IdentityProvider
from liane.pipeline.signin.vault import digest, new_secret
from liane.pipeline.signin.visits import Purpose, SignedIn, SignInRefused, Visitor, make_stranger
from liane.store.session_records import RingingPhone

PREPARED_LIFE = timedelta(minutes=5)
INTERVAL_S = 5
IDENTIFIER_CHARS_MAX = 40
SEAL = "signin_phone"


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneWait:
    """A request to a phone, as a page shows it. is_sent: it rings. left_s: before it expires."""

    handle: str = field(repr=False)
    identifier: str
    binding_message: str
    is_sent: bool
    interval_s: int
    left_s: int


class PhoneSignIn:
    """The number, the ring, the polls."""

    def __init__(self, office: Office, provider: IdentityProvider, admission: Admission) -> None:
        self._office = office
        self._provider = provider
        self._admission = admission

    async def prepare(
        self, visitor: Visitor, identifier: str, purpose: Purpose, channel: CIBAChannel = CIBAChannel.MOBILE
    ) -> str:
        """Draw the number and keep the request; nothing rings yet. Returns its handle.

        Raises SignInRefused ``numero`` for an identifier that cannot be one. A former request of this browser is void.
        """
        identifier = "".join(identifier.split())
        if not identifier or len(identifier) > IDENTIFIER_CHARS_MAX or not identifier.isalnum():
            raise SignInRefused("numero", next_page=purpose.next_page)
        now, handle = self._office.now(), new_secret()
        kept = {
            "identifier": identifier,
            "message": f"{secrets.randbelow(100):02d}",
            "channel": channel.value,
            "next_page": purpose.next_page,
            "form": purpose.form,
            "session": purpose.session,
            "at": now.isoformat(),
            "auth_req_id": "",
        }
        await self._office.store.drop_phones(digest(visitor.secret))
        phone = RingingPhone(
            sealed=self._office.vault.seal(kept, SEAL),
            interval_s=INTERVAL_S,
            poll_at=now,
            expires_at=now + PREPARED_LIFE,
            is_sent=False,
        )
        await self._office.store.keep_phone(digest(handle), digest(visitor.secret), phone)
        return handle

    async def show(self, visitor: Visitor, handle: str) -> PhoneWait:
        """Give a request as it stands. Raises SignInRefused ``perime``."""
        phone, kept = await self._find(visitor, handle)
        return self._describe(handle, phone, kept)

    async def send(self, visitor: Visitor, handle: str) -> PhoneWait:
        """Ring the phone, once; asked again, only says how it stands.

        Raises SignInRefused: ``attendre`` after too many rings, ``numero`` when the provider knows nobody of that
        number, ``indisponible``, ``configuration``.
        """
        phone, kept = await self._find(visitor, handle)
        purpose = _purpose(kept)
        if phone.is_sent or not await self._office.store.send_phone_once(digest(handle)):
            return self._describe(handle, phone, kept)
        tries = ((f"push:{kept['identifier']}", PUSH_BY_PERSON), (f"push-from:{visitor.address}", PUSH_BY_ADDRESS))
        if not await self._office.gate.take(tries):
            await self._office.store.drop_phone(digest(handle))
            refusal = SignInRefused("attendre", next_page=purpose.next_page)
            raise await self._office.trace.refuse(
                refusal, make_stranger(kept["identifier"]), self._office.now(), visitor
            )
        try:
            started = await self._provider.start_ciba(
                login_hint=kept["identifier"],
                binding_message=kept["message"],
                channel=CIBAChannel(kept["channel"]),
            )
        except (RemoteFailure, InvalidInput) as error:
            await self._office.store.drop_phone(digest(handle))
            raise await self._admission.refuse(error, purpose, visitor, kept["identifier"]) from error
        if isinstance(started, OAuthError):
            await self._office.store.drop_phone(digest(handle))
            raise await self._admission.refuse(started, purpose, visitor, kept["identifier"])
        now = self._office.now()
        kept["auth_req_id"] = started.auth_req_id
        phone = RingingPhone(
            sealed=self._office.vault.seal(kept, SEAL),
            interval_s=started.interval_s,
            poll_at=now + timedelta(seconds=started.interval_s),
            expires_at=now + timedelta(seconds=started.expires_in_s),
            is_sent=True,
        )
        await self._office.store.keep_phone(digest(handle), digest(visitor.secret), phone)
        return self._describe(handle, phone, kept)

    async def poll(self, visitor: Visitor, handle: str) -> SignedIn | PhoneWait:
        """Ask whether the person accepted, no more often than the provider wants; lets them in when they did.

        Raises SignInRefused: ``refus``, ``perime``, ``indisponible``, ``configuration``, and those of admission.
        """
        phone, kept = await self._find(visitor, handle)
        now = self._office.now()
        next_poll = now + timedelta(seconds=phone.interval_s)
        if not kept["auth_req_id"] or not await self._office.store.claim_phone(
            digest(handle), now=now, next_poll=next_poll
        ):
            return self._describe(handle, phone, kept)
        purpose = _purpose(kept)
        try:
            answer = await self._provider.poll_ciba(kept["auth_req_id"])
        except RemoteFailure:
            return self._describe(handle, phone, kept)
        except InvalidInput as error:
            raise await self._admission.refuse(error, purpose, visitor, kept["identifier"]) from error
        if isinstance(answer, TokenSet):
            return await self._accepted(visitor, handle, answer, kept)
        state = read_poll(answer)
        if state is CIBAState.PENDING:
            return self._describe(handle, phone, kept)
        if state is CIBAState.SLOW_DOWN:
            slower = RingingPhone(
                sealed=phone.sealed,
                interval_s=phone.interval_s + SLOW_DOWN_S,
                poll_at=now + timedelta(seconds=phone.interval_s + SLOW_DOWN_S),
                expires_at=phone.expires_at,
                is_sent=True,
            )
            await self._office.store.keep_phone(digest(handle), digest(visitor.secret), slower)
            return self._describe(handle, slower, kept)
        await self._office.store.drop_phone(digest(handle))
        raise await self._admission.refuse(answer, purpose, visitor, kept["identifier"])

    async def _accepted(self, visitor: Visitor, handle: str, tokens: TokenSet, kept: dict[str, Any]) -> SignedIn:
        """Let in who accepted, once; the person accepted is the person asked."""
        purpose = _purpose(kept)
        if not await self._office.store.drop_phone(digest(handle)):
            raise SignInRefused("perime", next_page=purpose.next_page)
        asked_at = datetime.fromisoformat(kept["at"])
        return await self._admission.admit(
            tokens, purpose, visitor, nonce=None, asked_at=asked_at, whom=kept["identifier"]
        )

    async def _find(self, visitor: Visitor, handle: str) -> tuple[RingingPhone, dict[str, Any]]:
        phone = await self._office.store.find_phone(digest(handle), digest(visitor.secret))
        kept = self._office.vault.open(phone.sealed, SEAL) if phone is not None else None
        if phone is None or kept is None:
            raise SignInRefused("perime")
        if self._office.now() >= phone.expires_at:
            await self._office.store.drop_phone(digest(handle))
            purpose = _purpose(kept)
            refusal = SignInRefused("perime", ("expired_token",), purpose.next_page)
            raise await self._office.trace.refuse(
                refusal, make_stranger(kept["identifier"]), self._office.now(), visitor
            )
        return phone, kept

    def _describe(self, handle: str, phone: RingingPhone, kept: dict[str, Any]) -> PhoneWait:
        return PhoneWait(
            handle=handle,
            identifier=kept["identifier"],
            binding_message=kept["message"],
            is_sent=bool(kept["auth_req_id"]),
            interval_s=phone.interval_s,
            left_s=max(0, int((phone.expires_at - self._office.now()).total_seconds())),
        )


def _purpose(kept: dict[str, Any]) -> Purpose:
    return Purpose(next_page=kept["next_page"], form=kept["form"], session=int(kept["session"]))

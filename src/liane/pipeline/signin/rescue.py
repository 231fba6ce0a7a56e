"""Rescue accounts: local names that open Liane when Pro Santé Connect does not answer, password and one-time code.

They read no DMP (no national identifier), are traced apart, and every page says that one is in use.
Rule: psc.md §12-2; REM SSI/IAM.92; issue of principle: no bypass towards national services.
"""

import asyncio
import base64
import binascii
import hmac
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from liane.domain.access.attempts import PASSWORD_BY_ACCOUNT, PASSWORD_BY_ADDRESS
from liane.domain.access.passwords import PASSWORD_CHARS_MAX
from liane.domain.actors.operator import Role, SignInMeans
from liane.domain.actors.professional import SignedProfessional
from liane.domain.audit.access import AccessAct, Outcome
from liane.pipeline.signin.office import Office
from liane.pipeline.signin.ports import IdentityProvider
from liane.pipeline.signin.sessions import SessionKeeper
from liane.pipeline.signin.visits import Purpose, SignedIn, SignInRefused, Visitor, make_stranger
from liane.store.session_records import NewSession

STEP_S = 30
CODE_DIGITS = 6
STEPS_AROUND = (0, -1, 1)
SECRET_BYTES = 20
ACCOUNTS_MAX = 20


class RescueWhen(StrEnum):
    """When the rescue accounts open."""

    NEVER = "never"
    PSC_DOWN = "psc_down"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True, kw_only=True)
class RescueAccount:
    """One account. password_hash: argon2id. code_secret: of the one-time codes (RFC 6238), base32."""

    name: str
    password_hash: str = field(repr=False)
    code_secret: str = field(repr=False)
    roles: frozenset[Role]


def hash_password(password: str) -> str:
    """Hash a password for the file of the accounts."""
    return PasswordHasher().hash(password)


def find_step(code_secret: str, code: str, now: datetime) -> int | None:
    """Find which step of time a one-time code belongs to; None when it is of none near. Rule: RFC 6238 §5.2."""
    digits = "".join(code.split())
    if len(digits) != CODE_DIGITS or not digits.isdecimal() or not digits.isascii():
        return None
    totp = TOTP(read_code_secret(code_secret), CODE_DIGITS, SHA1(), STEP_S)  # noqa: S303 (what authenticators speak)
    instant = now.timestamp()
    found = None
    for around in STEPS_AROUND:
        at = instant + around * STEP_S
        if at >= 0 and hmac.compare_digest(totp.generate(int(at)), digits.encode()):
            found = int(at) // STEP_S
    return found


def read_code_secret(text: str) -> bytes:
    """Read a base32 secret. Raises ValueError when it is none, or shorter than 16 bytes."""
    plain = "".join(text.split()).upper().rstrip("=")
    try:
        secret = base64.b32decode(plain + "=" * (-len(plain) % 8))
    except binascii.Error as error:
        raise ValueError("no base32") from error
    if len(secret) < 16:
        raise ValueError("too short")
    return secret


@cache
def _hash_nobody() -> str:
    """What the password given with a name of nobody is compared with; made once, since it is meant to take long."""
    return PasswordHasher().hash("personne")


class RescueSignIn:
    """accounts: by name. provider: None when Pro Santé Connect is not configured."""

    def __init__(
        self,
        office: Office,
        sessions: SessionKeeper,
        accounts: tuple[RescueAccount, ...],
        *,
        when: RescueWhen,
        provider: IdentityProvider | None,
    ) -> None:
        self._office = office
        self._sessions = sessions
        self._accounts = {one.name.casefold(): one for one in accounts}
        self._when = when
        self._provider = provider
        self._hasher = PasswordHasher()
        self._nobody = _hash_nobody()

    async def is_open(self) -> bool:
        """Tell whether the rescue accounts may be used now."""
        if not self._accounts or self._when is RescueWhen.NEVER:
            return False
        if self._when is RescueWhen.ALWAYS:
            return True
        return self._provider is None or not await self._provider.is_up()

    async def sign_in(
        self, visitor: Visitor, name: str, password: str, code: str, purpose: Purpose, *, reason: str = ""
    ) -> SignedIn:
        """Let in the holder of a rescue account; nothing tells a wrong name from a wrong password or code.

        reason: why, for the trail; the page asks it.

        Raises SignInRefused: ``secours`` (wrong), ``attendre`` (locked out), ``ferme`` (not open now).
        Rule: REM SSI/IAM.92; lockout after failures, over every node.
        """
        now, key = self._office.now(), name.strip().casefold()[:100]
        stranger = make_stranger(name=name.strip()[:100], means=SignInMeans.BREAK_GLASS_ACCOUNT)
        if not await self.is_open():
            raise await self._office.trace.refuse(
                SignInRefused("ferme", next_page=purpose.next_page), stranger, now, visitor
            )
        tries = ((f"rescue:{key}", PASSWORD_BY_ACCOUNT), (f"rescue-from:{visitor.address}", PASSWORD_BY_ADDRESS))
        if not await self._office.gate.take(tries):
            await self._office.trace.tell(
                AccessAct.LOCK_OUT, stranger, now, outcome=Outcome.REFUSED, address=visitor.address
            )
            raise SignInRefused("attendre", next_page=purpose.next_page)
        account = self._accounts.get(key)
        if not await self._is_right(account, password, code, now):
            raise await self._office.trace.refuse(
                SignInRefused("secours", next_page=purpose.next_page), stranger, now, visitor
            )
        assert account is not None
        await self._office.gate.forgive(f"rescue:{key}")
        new = NewSession(
            token_hash=b"",
            identifier=account.name,
            means=SignInMeans.BREAK_GLASS_ACCOUNT,
            professional=SignedProfessional(identifier=account.name, subject="", family=account.name, given=""),
            signed_in_at=now,
            opened_at=now,
            address=visitor.address,
            browser=visitor.browser,
        )
        signed = await self._sessions.open(new, purpose, visitor)
        await self._office.trace.tell(
            AccessAct.USE_BREAK_GLASS_ACCOUNT, signed.operator, now, reason=reason, address=visitor.address
        )
        return signed

    async def _is_right(self, account: RescueAccount | None, password: str, code: str, now: datetime) -> bool:
        """Check both secrets, in the same time whatever is wrong; a code serves once."""
        expected = account.password_hash if account is not None else self._nobody
        is_password = await asyncio.to_thread(self._verify, expected, password[: PASSWORD_CHARS_MAX + 1])
        step = find_step(account.code_secret, code, now) if account is not None else None
        if account is None or not is_password or step is None:
            return False
        return await self._office.store.use_code(account.name, step, now)

    def _verify(self, expected: str, password: str) -> bool:
        try:
            return self._hasher.verify(expected, password)
        except (VerificationError, InvalidHashError):
            return False

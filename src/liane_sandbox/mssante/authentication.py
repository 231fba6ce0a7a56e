"""Who a client is: by its certificate (EXTERNAL, PLAIN over mutual TLS) or by a bearer token (XOAUTH2, OAUTHBEARER).

The same for SMTP and IMAP. A token is checked by the checker given (introspection on a simulated Pro Santé Connect).
Rule: MSS/CONF.07, MSS/CONF.12; mssante.md §3.1; RFC 4422 appendix A, RFC 7628.
"""

import binascii
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pybase64

from liane_sandbox.mssante.state import OperatorState

Challenge = Callable[[bytes], Awaitable[bytes]]
TokenChecker = Callable[[str, str], Awaitable[bool]]
"""Checks a bearer token: ``checker(address, token)`` tells whether the token opens this mailbox now."""

_XOAUTH2 = re.compile(rb"user=([^\x01]*)\x01auth=Bearer ([^\x01]+)\x01\x01\Z")
_OAUTHBEARER = re.compile(rb"n,(?:a=)?([^,]*),\x01(?:[^\x01]*\x01)*?auth=Bearer ([^\x01]+)\x01(?:[^\x01]*\x01)*\x01?\Z")
_REFUSED_TOKEN = b'{"status":"401","schemes":"bearer","scope":"openid scope_all"}'


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Whom a client proved to be: the mailbox it works on, and every address it may send as."""

    address: str
    addresses: frozenset[str]


class Authenticator:
    """Checks the proofs of identity."""

    def __init__(self, state: OperatorState, checker: TokenChecker | None) -> None:
        self._state = state
        self._checker = checker

    def mechanisms(self, certificate_name: str) -> list[str]:
        """Mechanisms to announce on a TLS connection. certificate_name: empty when the client showed none."""
        names = ["EXTERNAL", "PLAIN"] if certificate_name else []
        if self._checker is not None:
            names += ["XOAUTH2", "OAUTHBEARER"]
        return names or ["EXTERNAL"]

    async def authenticate(
        self, mechanism: str, initial: bytes | None, challenge: Challenge, certificate_name: str
    ) -> Identity | None:
        """Run one exchange. initial: base64 response given with the command (``=`` for an empty one). None: refused."""
        if mechanism == "EXTERNAL":
            given = initial if initial is not None else await challenge(b"")
            return self._by_certificate(_decode(given), certificate_name)
        if mechanism == "PLAIN":
            given = initial if initial is not None else await challenge(b"")
            parts = (_decode(given) or b"").split(b"\0")
            return self._by_certificate(parts[1], certificate_name) if len(parts) == 3 and parts[1] else None
        if mechanism in ("XOAUTH2", "OAUTHBEARER") and self._checker is not None:
            given = initial if initial is not None else await challenge(b"")
            return await self._by_token(mechanism, _decode(given) or b"", challenge)
        return None

    def _by_certificate(self, asked: bytes | None, certificate_name: str) -> Identity | None:
        owned = (
            frozenset(self._state.find_addresses_of_certificate(certificate_name)) if certificate_name else frozenset()
        )
        if not owned or asked is None:
            return None
        wanted = asked.decode("utf-8", "replace").lower() or (
            certificate_name.lower() if certificate_name.lower() in owned else min(owned)
        )
        return Identity(address=wanted, addresses=owned) if wanted in owned else None

    async def _by_token(self, mechanism: str, given: bytes, challenge: Challenge) -> Identity | None:
        match = (_XOAUTH2 if mechanism == "XOAUTH2" else _OAUTHBEARER).match(given)
        if match is not None and self._checker is not None:
            address = match.group(1).decode("utf-8", "replace").lower()
            token = match.group(2).decode("utf-8", "replace")
            if self._state.find_mailbox(address) is not None and await self._checker(address, token):
                return Identity(address=address, addresses=frozenset({address}))
        await challenge(_REFUSED_TOKEN)
        return None


def _decode(given: bytes) -> bytes | None:
    """Decode a SASL response; None when the client gives up (``*``) or writes no base64."""
    if given in (b"=", b""):
        return b""
    try:
        return pybase64.b64decode(given, validate=True)
    except (binascii.Error, ValueError):
        return None

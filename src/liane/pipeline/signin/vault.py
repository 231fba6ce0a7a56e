"""Seals what the database keeps and must not be able to read: tokens, verifiers, forms put aside.

AES-256-GCM with a key kept outside the database; what a seal is for is bound to it: one cannot stand for another.
"""

import hashlib
import json
import secrets
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12
SECRET_BYTES = 32


def new_secret() -> str:
    """A fresh unguessable text of 43 URL-safe characters: a cookie, a state, a verifier."""
    return secrets.token_urlsafe(SECRET_BYTES)


def digest(secret: str) -> bytes:
    """What the database keeps of a secret: its SHA-256, enough to find it again, useless to whoever reads it."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()


class Vault:
    """Seals with one key. former: keys that still open what they sealed, after a change of key."""

    def __init__(self, key: bytes, former: tuple[bytes, ...] = ()) -> None:
        if any(len(one) != KEY_BYTES for one in (key, *former)):
            raise ValueError(f"a key of {KEY_BYTES} bytes is expected")
        self._doors = tuple(AESGCM(one) for one in (key, *former))

    def seal(self, values: dict[str, Any], purpose: str) -> bytes:
        """Seal plain JSON values for one purpose."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._doors[0].encrypt(nonce, json.dumps(values).encode(), purpose.encode())

    def open(self, sealed: bytes, purpose: str) -> dict[str, Any] | None:
        """Open what was sealed for this purpose; None when it was not, was changed, or the key is another."""
        for door in self._doors:
            try:
                values = json.loads(door.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], purpose.encode()))
            except (InvalidTag, ValueError):
                continue
            return values if isinstance(values, dict) else None
        return None

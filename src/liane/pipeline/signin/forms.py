"""Work put aside: the form of a person whose session ended while they wrote, given back once they signed in again.

Sealed, bound to the browser and to the person, for an hour. Rule: psc.md §4 (keep the user's unsaved work).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from liane.pipeline.signin.vault import Vault, digest, new_secret
from liane.pipeline.signin.visits import Visitor
from liane.store.sign_ins import PostgresSignIns

KEPT_FOR = timedelta(hours=1)
FIELDS_MAX = 2_000
FORM_BYTES_MAX = 512 * 1024
SEAL = "kept_form"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptForm:
    """A form as it was posted. path: with its query. is_over: what it was about closed with the session."""

    path: str
    fields: tuple[tuple[str, str], ...] = field(repr=False)
    is_over: bool = False


class KeptForms:
    """now: the clock."""

    def __init__(self, store: PostgresSignIns, vault: Vault, *, now: Callable[[], datetime]) -> None:
        self._store = store
        self._vault = vault
        self._now = now

    async def keep(
        self,
        visitor: Visitor,
        *,
        owner: str,
        path: str,
        fields: Sequence[tuple[str, str]],
        browser: bytes = b"",
        is_over: bool = False,
    ) -> str:
        """Put a form aside for its owner (PS_IdNat, or rescue account); returns its handle.

        browser: SHA-256 of the secret of another browser where it will be found; empty: that of the visitor. is_over:
        it will be shown and never sent again.
        """
        handle = new_secret()
        values = {"path": path, "fields": [list(one) for one in fields[:FIELDS_MAX]], "is_over": is_over}
        sealed = self._vault.seal(values, SEAL)
        await self._store.keep_form(
            digest(handle), browser or digest(visitor.secret), owner=owner, sealed=sealed, until=self._now() + KEPT_FOR
        )
        return handle

    async def find(self, visitor: Visitor, handle: str, *, owner: str) -> KeptForm | None:
        """Give a form back to its owner on the same browser; None to anybody else, or once it is too old."""
        sealed = await self._store.find_form(digest(handle), digest(visitor.secret), owner=owner, now=self._now())
        values = self._vault.open(sealed, SEAL) if sealed is not None else None
        if values is None:
            return None
        fields = tuple((str(name), str(value)) for name, value in values["fields"])
        return KeptForm(path=values["path"], fields=fields, is_over=bool(values.get("is_over", False)))

    async def drop(self, visitor: Visitor, handle: str) -> None:
        """Forget a form."""
        await self._store.drop_form(digest(handle), digest(visitor.secret))

"""How often one may try: counted in the database, so that every node of an installation counts the same tries."""

from collections.abc import Callable, Iterable
from datetime import datetime

from liane.domain.access.attempts import AttemptRule, is_barred
from liane.store.sign_ins import PostgresSignIns


class AttemptGate:
    """now: the clock."""

    def __init__(self, store: PostgresSignIns, *, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now

    async def take(self, tries: Iterable[tuple[str, AttemptRule]]) -> bool:
        """Count a try under each key; False when one of them must wait. Every key is counted, barred or not."""
        now = self._now()
        counted = [await self._store.count(key, rule, now) for key, rule in tries]
        return not any(is_barred(one, now) for one in counted)

    async def is_barred(self, *keys: str) -> bool:
        """Tell whether one of the keys must wait, without counting."""
        now = self._now()
        return any([await self._store.is_barred(key, now) for key in keys])

    async def forgive(self, key: str) -> None:
        """Forget the tries of a key."""
        await self._store.forgive(key)

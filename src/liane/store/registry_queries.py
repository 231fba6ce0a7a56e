"""What pages and flows ask of the registry beside persons: worklists, calls of INSi, documents."""

import contextlib
from collections.abc import Sequence

from liane.store import registry_alerts, registry_calls, registry_documents
from liane.store.connection import Connection
from liane.store.page_records import Page
from liane.store.registry_documents import TiedDocument
from liane.store.registry_records import Alert, AlertKind, INSiCall


class RegistryQueries:
    """Questions to the registry; the registry that inherits it lends the connections."""

    def _reading(self) -> contextlib.AbstractAsyncContextManager[Connection]:
        raise NotImplementedError

    # Worklists.

    async def find_alerts(
        self, *, kinds: Sequence[AlertKind] = (), person_id: int | None = None, only_open: bool = True, limit: int = 200
    ) -> list[Alert]:
        """Lines of the worklists, newest first."""
        page = await self.list_alerts(kinds=kinds, person_id=person_id, only_open=only_open, limit=limit)
        return list(page.lines)

    async def list_alerts(
        self,
        *,
        kinds: Sequence[AlertKind] = (),
        person_id: int | None = None,
        only_open: bool = True,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Page[Alert]:
        """One page of the worklists, newest first. Raises ValueError for a cursor that is none of ours."""
        async with self._reading() as connection:
            return await registry_alerts.find_alerts(
                connection, kinds=kinds, person_id=person_id, only_open=only_open, cursor=cursor, limit=limit
            )

    async def get_alert(self, alert_id: int) -> Alert:
        """One line of a worklist. Raises LookupError."""
        async with self._reading() as connection:
            return await registry_alerts.get_alert(connection, alert_id)

    async def count_open_alerts(self) -> dict[AlertKind, int]:
        """How many lines are open, by kind; kinds without any are left out."""
        async with self._reading() as connection:
            return await registry_alerts.count_open(connection)

    async def find_alerts_by_key(self, dedup_keys: Sequence[str]) -> dict[str, Alert]:
        """By dedup key, the newest alert, open or decided: a pair judged « distincts » once is not asked again."""
        async with self._reading() as connection:
            return await registry_alerts.find_by_dedup_keys(connection, dedup_keys)

    # Calls of INSi.

    async def save_insi_call(self, call: INSiCall) -> int:
        """Journal one call of INSi; returns its id."""
        async with self._reading() as connection:
            return await registry_calls.save_call(connection, call)

    async def find_insi_calls(
        self, *, person_id: int | None = None, lot_id: int | None = None, limit: int = 200
    ) -> list[INSiCall]:
        """Calls of INSi, newest first."""
        async with self._reading() as connection:
            return await registry_calls.find_calls(connection, person_id=person_id, lot_id=lot_id, limit=limit)

    # Documents.

    async def find_document_person(self, document_id: int) -> int | None:
        """The person a document was tied to (merges not followed)."""
        return (await self.find_document_persons((document_id,))).get(document_id)

    async def find_document_persons(self, document_ids: Sequence[int]) -> dict[int, int]:
        """By document, the person it was tied to (merges not followed); those not tied are left out."""
        async with self._reading() as connection:
            return await registry_documents.find_document_persons(connection, document_ids)

    async def find_tied_documents(self, person_id: int, *, limit: int = 500) -> list[TiedDocument]:
        """Documents tied to a person or to those merged into them, with the stay each tells, newest first."""
        async with self._reading() as connection:
            return await registry_documents.find_tied_documents(connection, person_id, limit)

    async def find_documents_of_person(self, person_id: int, *, limit: int = 200) -> list[int]:
        """Documents tied to a person or to those merged into them, newest first."""
        async with self._reading() as connection:
            return await registry_documents.find_documents_of_person(connection, person_id, limit)

"""What the flows of identities need of the store, as a protocol; the wiring gives the real object."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from liane.domain.identity.ins import INS
from liane.domain.identity.person import Person
from liane.domain.identity.stays import Stay
from liane.store.registry_records import (
    Alert,
    AlertKind,
    INSiCall,
    PersonHit,
    PersonQuery,
    RegistryWrite,
    RegistryWritten,
    StoredPersonEvent,
)


class RegistryStore(Protocol):
    """The registry of identities, kept. Every method commits before it returns."""

    async def write_registry(self, write: RegistryWrite) -> RegistryWritten:
        """Write all of it in one transaction. Raises StaleVersion, DuplicateIdentifier, StorageUnavailable."""
        ...

    async def get_person(self, person_id: int) -> Person:
        """Load one person, merged or not. Raises LookupError."""
        ...

    async def get_persons(self, person_ids: Sequence[int]) -> list[Person]:
        """Load several, in the order asked; unknown ids are left out."""
        ...

    async def find_by_identifier(self, domain: str, value: str) -> Person | None:
        """The person in force that holds a local identifier (merges are followed)."""
        ...

    async def find_by_ins(self, ins: INS) -> list[Person]:
        """Every person in force whose INS in force is this one (more than one: a duplicate)."""
        ...

    async def search_persons(self, query: PersonQuery, *, limit: int = 20) -> list[PersonHit]:
        """Tolerant search, best first. Rule: INS/va1.02, va1.25, va1.41; ins.md §5.4."""
        ...

    async def find_duplicate_candidates(self, person: Person, *, limit: int = 50) -> list[Person]:
        """Persons in force worth comparing with one (blocking by INS, date, name, phonetics), itself left out."""
        ...

    async def find_merged_into(self, person_id: int) -> list[Person]:
        """Persons merged into one, directly or not."""
        ...

    async def find_person_events(self, person_id: int) -> list[StoredPersonEvent]:
        """History of a person, oldest first, with that of the persons merged into them."""
        ...

    async def find_stays(self, person_id: int) -> list[Stay]:
        """Stays of a person (and of those merged into them), newest first."""
        ...

    async def get_effective_person(self, person_id: int) -> Person:
        """A person, or the identity in force that they were merged into. Raises LookupError."""
        ...

    async def find_stay(self, *, visit_number: str, visit_domain: str) -> Stay | None:
        """One stay by its number."""
        ...

    async def find_alerts(
        self, *, kinds: Sequence[AlertKind] = (), person_id: int | None = None, only_open: bool = True, limit: int = 200
    ) -> list[Alert]:
        """Lines of the worklists, newest first."""
        ...

    async def save_insi_call(self, call: INSiCall) -> int:
        """Journal one call of INSi; returns its id."""
        ...

    async def find_insi_calls(
        self, *, person_id: int | None = None, lot_id: int | None = None, limit: int = 200
    ) -> list[INSiCall]:
        """Calls of INSi, newest first."""
        ...

    async def link_document(self, document_id: int, person_id: int, how: str, at: datetime) -> bool:
        """Tie a document to the person it is of; False when it already was tied (to anyone)."""
        ...

    async def find_document_person(self, document_id: int) -> int | None:
        """The person a document was tied to (merges not followed)."""
        ...

    async def find_documents_of_person(self, person_id: int, *, limit: int = 200) -> list[int]:
        """Documents tied to a person or to those merged into them, newest first."""
        ...

    async def next_pending_messages(self, *, limit: int) -> list[tuple[int, bytes]]:
        """Identity messages accepted and not yet applied, in order of reception: (message id, bytes)."""
        ...

    async def oldest_pending_message(self) -> int | None:
        """Id of the oldest identity message not yet applied; None when all are."""
        ...

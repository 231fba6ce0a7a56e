"""What the flows of the directory need: a source that gives pages, a copy that keeps them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from liane.codecs.annuaire.fhir_read import SearchPage
from liane.domain.directory.entries import DirectoryBatch, DirectoryMailbox
from liane.store.directory_records import DirectoryRun, Freshness, MailboxOwner


class DirectorySource(Protocol):
    """The FHIR API of the Annuaire Santé, or a stand-in of it."""

    async def search(self, resource: str, parameters: Mapping[str, str]) -> SearchPage:
        """Ask the first page of a search. Raises RemoteFailure, MalformedMessage."""
        ...

    async def follow(self, url: str) -> SearchPage:
        """Ask the page of a link. Raises RemoteFailure (a RemoteRefusal when the link expired), MalformedMessage."""
        ...


class DirectoryCopy(Protocol):
    """The local copy."""

    async def begin(self, source: str, *, is_full: bool, since: datetime | None, at: datetime) -> DirectoryRun | None:
        """Begin a load or take one up; None while another process is at it."""
        ...

    async def keep(self, run: DirectoryRun, batch: DirectoryBatch, *, resource: str, cursor: str, at: datetime) -> None:
        """Write one page and where to go on from, together."""
        ...

    async def keep_mailboxes(self, owned: Sequence[tuple[str, str, DirectoryMailbox]]) -> int:
        """Add mailboxes told by national number: (IdNatPS, Struct_IdNat, mailbox)."""
        ...

    async def end(self, run: DirectoryRun, at: datetime) -> int:
        """End a load; returns how many records it withdrew."""
        ...

    async def fail(self, run: DirectoryRun, problem: str, at: datetime) -> None:
        """Write why a load stopped."""
        ...

    async def find_freshness(self) -> Freshness:
        """Say how old the copy is."""
        ...

    async def find_age(self) -> datetime | None:
        """Start of the last load that ended well, None before the first."""
        ...

    async def find_last_full(self) -> datetime | None:
        """Start of the last full load that ended well."""
        ...

    async def find_owners(self, address: str) -> list[MailboxOwner]:
        """Find who holds an address."""
        ...

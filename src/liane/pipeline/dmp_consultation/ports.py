"""What the consultation of the DMP needs of the outside: the link, what is kept, and what it gives back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from liane.codecs.ebxml.metadata import RegistryObjects
from liane.codecs.ebxml.responses import RegistryResponse
from liane.codecs.xds.existence import ExistenceAnswer
from liane.codecs.xds.habilitations import AuthorizedList, PatientList, ServiceStatus
from liane.codecs.xds.provide import RetrievedDocument
from liane.codecs.xds.request import BuiltRequest
from liane.domain.actors.operator import Operator
from liane.domain.dmp.document import DMPDocument
from liane.domain.dmp.folder import AccessMode, FolderFacts
from liane.domain.identity.ins import INS
from liane.domain.identity.person import Person
from liane.store.dmp_records import Integration, IntegrationNews, KeptDocument, Opening, OpeningKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a stored query answered. is_partial: the registry says that it did not give everything."""

    objects: RegistryObjects
    is_partial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieved:
    """What a retrieve brought; the response names what is missing."""

    documents: tuple[RetrievedDocument, ...]
    response: RegistryResponse


class DMPReading(Protocol):
    """The link to the DMP for a reader: sends a built request, gives its value or a RemoteFailure."""

    async def ask_existence(self, request: BuiltRequest) -> ExistenceAnswer:
        """TD0.2, TD1.3a."""
        ...

    async def set_authorization(self, request: BuiltRequest) -> ServiceStatus:
        """TD0.3."""
        ...

    async def list_authorized(self, request: BuiltRequest) -> AuthorizedList:
        """TD1.6."""
        ...

    async def list_patients(self, request: BuiltRequest) -> PatientList:
        """TD0.4."""
        ...

    async def search(self, request: BuiltRequest) -> Found:
        """TD3.1."""
        ...

    async def retrieve(self, request: BuiltRequest) -> Retrieved:
        """TD3.2."""
        ...

    async def update(self, request: BuiltRequest) -> None:
        """TD3.3; returns on success only."""
        ...


class ConsultationStore(Protocol):
    """What is kept of consultations: openings with their end, cached lists and bodies, visits, integrations.

    Every method commits before it returns, and raises StorageUnavailable when it cannot.
    """

    async def find_opening(self, key: OpeningKey, at: datetime) -> Opening | None:
        """The opening in force of a reader on a DMP; None when there is none, or when it ended."""
        ...

    async def save_opening(self, opening: Opening, *, user: str) -> Opening:
        """Keep an opening in place of the former one, and the visit; gives it with the instant of the last visit."""
        ...

    async def drop_session(self, session: str) -> int:
        """Forget all that was kept for a session, at once; how many openings went."""
        ...

    async def drop_reader(self, key: OpeningKey) -> None:
        """Forget what was kept for one reader on one DMP."""
        ...

    async def find_list(self, opening_id: str, filters: str, at: datetime) -> tuple[bytes, datetime] | None:
        """A list kept for an opening, with the instant it was read; None when there is none or it ended."""
        ...

    async def save_list(self, opening_id: str, filters: str, data: bytes, *, at: datetime, until: datetime) -> None:
        """Keep a list until an instant; does nothing when the opening is gone."""
        ...

    async def find_body(self, opening_id: str, unique_id: str, at: datetime) -> KeptDocument | None:
        """A document kept for an opening."""
        ...

    async def save_body(self, opening_id: str, document: KeptDocument, *, until: datetime) -> None:
        """Keep a document until an instant; does nothing when the opening is gone."""
        ...

    async def forget_document(self, person_id: int, unique_id: str) -> None:
        """Forget the lists of a person and one document, for every reader."""
        ...

    async def record_authorisation(
        self, person_id: int, *, user: str, structure: str, action: str, status: str, at: datetime
    ) -> None:
        """Keep that an authorisation was declared or withdrawn, and what the DMP answered."""
        ...

    async def add_integration(self, integration: Integration) -> bool:
        """Keep that a document was integrated; False when it already was."""
        ...

    async def find_integrations(self, person_id: int) -> list[Integration]:
        """What was integrated for a person, newest first."""
        ...

    async def find_known_documents(self, unique_ids: Sequence[str]) -> frozenset[str]:
        """Those of these uniqueIds that Liane already received by whatever door."""
        ...

    async def save_news(self, person_id: int, news: Sequence[IntegrationNews], at: datetime) -> None:
        """Keep what became of integrated documents."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """One DMP opened by one reader, in one mode. key: names the opening; valid until ``until``.

    previous_visit: when this reader last opened it, None the first time. address: whence the reader came.
    """

    key: str
    person: Person
    operator: Operator
    ins: INS
    facts: FolderFacts
    access: AccessMode = AccessMode.NORMAL
    is_secret: bool = False
    reason: str = field(default="", repr=False)
    opened_at: datetime
    until: datetime
    previous_visit: datetime | None = None
    address: str = ""

    @property
    def opening_key(self) -> OpeningKey:
        """What names the opening in force of this reader, in this mode; without a session, their own number."""
        return OpeningKey(
            session=self.operator.session or self.operator.identifier,
            person_id=self.person.id,
            access=self.access,
            is_secret=self.is_secret,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list of documents, newest act first. is_partial: the DMP did not give everything.

    new_since: the last visit; new_counts: new documents by key of group of types (``visits``). read_at: when the DMP
    said so, before now when is_cached.
    """

    documents: tuple[DMPDocument, ...]
    new_since: datetime | None
    new_counts: Mapping[str, int]
    is_cached: bool
    is_partial: bool
    read_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DMPContent:
    """A document read: its fiche and its exact bytes, hash verified."""

    document: DMPDocument
    data: bytes = field(repr=False)
    media_type: str
    is_cached: bool = False

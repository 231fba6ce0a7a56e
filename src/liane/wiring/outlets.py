"""The doors of the applications, put together from their settings: HL7 v2 links, folders, FHIR servers."""

import asyncio
import ssl
import uuid
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from datetime import datetime

import structlog

from liane.connectors.dpi_fhir.client import FHIRClient, FHIRConnection
from liane.connectors.dpi_folder.drop import DropFile, DropFolder, DropOrder
from liane.connectors.mllp.client import MLLPClient
from liane.domain.documents.request import Endpoint
from liane.domain.errors import ConfigurationError, RemoteUnavailable, StorageUnavailable
from liane.domain.security.tls import GENERAL, harden
from liane.pipeline.intake.fhir_outlet import FHIROutlet
from liane.pipeline.intake.folder_outlet import FolderOutlet, FolderRules, Leaving, Left
from liane.pipeline.intake.handed import HandedMaker, HandedRules
from liane.pipeline.intake.outlets import HL7Outlet, Outlet
from liane.pipeline.milestones import Milestone, reach
from liane.store.outlet_folders import OutletFolders
from liane.store.postgres_store import PostgresStore
from liane.store.settled import find_settled
from liane.wiring.clock import utc_now
from liane.wiring.gates import EmitterDirectory, client_tls, find_declared
from liane.wiring.settings import ApplicationSettings, Settings

log = structlog.get_logger(__name__)
TIDY_S = 300.0
WHOLE_FACTOR = 10
"""A large document may take longer to send than a server may keep silent."""
_STEPS = {
    "ready": Milestone.OUTLET_READY,
    "begun": Milestone.OUTLET_BEGUN,
    "left:.pdf": Milestone.OUTLET_DOCUMENT_LEFT,
    "left:.xml": Milestone.OUTLET_DOCUMENT_LEFT,
    "left:.json": Milestone.OUTLET_MANIFEST_LEFT,
}


class ApplicationDirectory(EmitterDirectory):
    """The MLLP links to the applications that documents are handed over to, one kept connection each."""

    def __init__(self, applications: tuple[ApplicationSettings, ...]) -> None:
        super().__init__(())
        self._clients: Mapping[tuple[str, str], MLLPClient] = {
            (one.application, one.facility): MLLPClient(
                one.host,
                one.port,
                remote=f"lps:{one.application}@{one.facility}",
                tls=client_tls(one.tls) if one.tls else None,
                server_hostname=one.host if one.tls else None,
            )
            for one in applications
            if one.host is not None and one.port is not None
        }


class FolderLink:
    """A folder, in the words of its outlet."""

    def __init__(self, folder: DropFolder) -> None:
        self._folder = folder

    def drop(self, what: Leaving, *, mark: str, at: datetime) -> Left:
        """Leave the files, manifest last, or finish what was begun. Raises RemoteUnavailable."""
        order = DropOrder(
            number=what.number,
            files=tuple(DropFile(name=name, data=data) for name, data in what.files),
            key=what.key,
            round_=what.round_,
            mark=mark,
        )
        done = self._folder.drop(order, at=at)
        return Left(since=done.since, mark=done.mark)

    def find_answer(self, number: str) -> tuple[bool, bytes] | None:
        """(True for ``.ok``, its bytes); None while there is none. Raises RemoteUnavailable."""
        found = self._folder.find_answer(number)
        return (found.is_ok, found.data) if found is not None else None

    def note_refused(self, number: str, round_: str) -> None:
        """Write that a refusal was read in this round. Raises RemoteUnavailable."""
        self._folder.note_refused(number, round_)


class KnownFolder:
    """The mark of one folder, in the database. name: application and path."""

    def __init__(self, folders: OutletFolders, name: str) -> None:
        self._folders = folders
        self._name = name

    async def find(self) -> str:
        """The mark; empty before the first hand-over. Raises StorageUnavailable."""
        return await self._folders.find(self._name)

    async def keep(self, mark: str, at: datetime) -> None:
        """Keep it; the first one kept stays. Raises StorageUnavailable."""
        await self._folders.keep(self._name, mark, at)


def make_drop_folder(one: ApplicationSettings) -> DropFolder:
    """The folder of an application."""
    if one.folder is None:
        raise ConfigurationError(f"applications {one.application} : aucune porte")
    return DropFolder(one.folder, new_token=lambda: uuid.uuid4().hex, reach=lambda step: reach(_STEPS[step]))


def make_fhir_client(one: ApplicationSettings) -> FHIRClient:
    """The FHIR server of an application. Raises ConfigurationError naming the setting."""
    assert one.fhir is not None, "asked for a FHIR door"
    token = ""
    if one.token_file is not None:
        try:
            token = one.token_file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeError) as error:
            raise ConfigurationError(f"applications.token_file : {one.token_file} illisible") from error
        if not (token.isascii() and token.isprintable() and token and " " not in token):
            raise ConfigurationError(f"applications.token_file : {one.token_file} ne tient pas un jeton")
    tls = client_tls(one.tls) if one.tls is not None else _trust(one)
    return FHIRClient(
        FHIRConnection(
            base_url=one.fhir,
            token=token,
            timeout_s=one.timeout_s,
            whole_s_max=one.timeout_s * WHOLE_FACTOR,
            tls=tls,
        )
    )


def _trust(one: ApplicationSettings) -> ssl.SSLContext:
    context = ssl.create_default_context() if one.authorities is None else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        harden(context, GENERAL)
        if one.authorities is not None:
            context.load_verify_locations(one.authorities)
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"applications.authorities : fichier inutilisable ({one.authorities})") from error
    return context


class ApplicationOutlets:
    """The outlets that the settings declare; ``*`` stands for any application or facility, the most exact wins."""

    def __init__(self, settings: Settings, store: PostgresStore, *, now: Callable[[], datetime] = utc_now) -> None:
        identity = settings.identity
        own = Endpoint(application=identity.application, facility=identity.facility)
        self._links = ApplicationDirectory(settings.applications)
        self._store = store
        self._stack = AsyncExitStack()
        self._now = now
        domain = identity.local_domain
        source = settings.mssante or settings.dmp
        self._maker = HandedMaker(
            store.registry,
            HandedRules(own=own, local_oid=domain.oid if domain else "", source_id=source.source_id if source else ""),
        )
        self._folders: list[tuple[DropFolder, bool]] = []
        by_hl7 = HL7Outlet(self._links, own=own)
        self._outlets: dict[tuple[str, str], Outlet] = {
            (one.application, one.facility): by_hl7 if one.host is not None else self._make(one)
            for one in settings.applications
        }

    def _make(self, one: ApplicationSettings) -> Outlet:
        if one.fhir is not None:
            client = make_fhir_client(one)
            self._stack.push_async_callback(client.close)
            return FHIROutlet(client, self._maker, now=self._now)
        rules = FolderRules(is_acknowledged=one.acks == "file", wait_h=one.ack_wait_h)
        folder = make_drop_folder(one)
        self._folders.append((folder, rules.is_acknowledged))
        mark = KnownFolder(OutletFolders(self._store), f"{one.application}@{one.facility}|{one.folder}")
        return FolderOutlet(FolderLink(folder), self._maker, mark=mark, rules=rules, now=self._now)

    async def tidy(self) -> int:
        """Take the traces of finished hand-overs out of the folders; returns of how many. A folder away is left."""
        done = 0
        for folder, is_answered in self._folders:
            try:
                numbers = {int(one[2:]): one for one in await asyncio.to_thread(folder.list_begun)}
                async with self._store.reading() as connection:
                    settled = await find_settled(connection, sorted(numbers))
                for delivery in sorted(settled):
                    await asyncio.to_thread(folder.tidy, numbers[delivery], is_answered=is_answered)
                    done += 1
            except (RemoteUnavailable, ValueError):
                log.warning("outlets.folder_away")
        return done

    async def run(self) -> None:
        """Tidy once in a while, until cancelled."""
        while self._folders:
            await asyncio.sleep(TIDY_S)
            try:
                await self.tidy()
            except StorageUnavailable:
                log.warning("outlets.storage_unavailable")

    def find(self, target: Endpoint) -> Outlet | None:
        """The outlet of an application; None when none is declared for it."""
        return find_declared(self._outlets, target)

    async def close(self) -> None:
        """Close every connection."""
        await self._links.close()
        await self._stack.aclose()

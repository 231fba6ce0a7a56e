"""The consultation of the DMP as pages and façades use it: open, list, read, change, authorise, integrate.

Every act is judged, asked of the DMP and traced in the modules beside; this one only joins them.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from liane.codecs.xds.habilitations import AuthorizationAction, AuthorizedMode
from liane.domain.actors.operator import Operator
from liane.domain.dmp.changes import ChangeAsked, DocumentChange, find_possible_changes
from liane.domain.dmp.document import DMPDocument
from liane.domain.dmp.filters import DMPFilters
from liane.domain.dmp.folder import AccessMode, AuthorisedActor
from liane.domain.dmp.lot import DMPLot
from liane.domain.dmp.opening import OpeningAsked
from liane.domain.dmp.preload import PreloadRules
from liane.domain.dmp.web_access import WebPage, build_web_access
from liane.domain.identity.person import Person
from liane.pipeline.audit.ports import AccessTrail
from liane.pipeline.dmp_consultation import acts, integration, opening, patients, reading
from liane.pipeline.dmp_consultation.calls import ConsultationRules, ReaderCalls
from liane.pipeline.dmp_consultation.integration import IncomingDoor, Integrated
from liane.pipeline.dmp_consultation.opening import Workshop
from liane.pipeline.dmp_consultation.patients import AuthorisedPatient, PatientsAsked
from liane.pipeline.dmp_consultation.ports import (
    ConsultationStore,
    DMPContent,
    DMPReading,
    Folder,
    Listing,
)
from liane.pipeline.dmp_consultation.preloading import Preloader, StayFinder
from liane.pipeline.dmp_existence import NoteStatus, forget_status
from liane.store.dmp_records import Integration, IntegrationNews


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationParts:
    """What the service stands on. run: runs a function in a worker process. door: None where nothing is integrated.

    note_status: keeps on the identity what TD0.2 said. preload, stays: what is read ahead, and for whom; without stays,
    nothing is.
    """

    link: DMPReading
    trail: AccessTrail
    store: ConsultationStore
    rules: ConsultationRules
    run: Callable[..., Awaitable[Any]]
    now: Callable[[], datetime]
    door: IncomingDoor | None = None
    note_status: NoteStatus = forget_status
    preload: PreloadRules = field(default_factory=PreloadRules)
    stays: StayFinder | None = None


class DMPConsultation:
    """The DMP of a patient for a professional signed in strongly (AIR). Rule: dmp.md §3.1, §7 to §11."""

    def __init__(self, parts: ConsultationParts) -> None:
        self.rules = parts.rules
        self._door = parts.door
        self._shop = Workshop(
            calls=ReaderCalls(parts.link, parts.rules.reader, run=parts.run, now=parts.now),
            store=parts.store,
            trail=parts.trail,
            rules=parts.rules,
            now=parts.now,
            note_status=parts.note_status,
        )
        self._preloader = Preloader(self._shop, parts.preload, parts.stays) if parts.stays is not None else None

    async def open(
        self,
        person: Person,
        operator: Operator,
        *,
        access: AccessMode = AccessMode.NORMAL,
        reason: str = "",
        secret: bool = False,
        address: str = "",
    ) -> Folder:
        """Open a DMP, or give the opening of this session still in force (no call is made then).

        TD0.2, then TD0.3 by itself when the patient is informed and not opposed. reason: asked by a « bris de glace ».
        secret: « connexion secrète » on a minor's DMP. address: whence the request came, for the trail.
        Raises DMPDenied (``finding`` says why, in French, and what to do), RemoteUnavailable or RemoteRefusal (the
        DMP), StorageUnavailable. Rule: DMP/UX.08, DMP/UX.50; dmp.md §7.2.
        """
        asked = OpeningAsked(person=person, operator=operator, access=access, reason=reason, is_secret=secret)
        return await opening.open_folder(self._shop, asked, address)

    async def list(self, folder: Folder, filters: DMPFilters | None = None, *, is_fresh: bool = False) -> Listing:
        """List documents, newest act first; is_fresh: ask the DMP again. None: those in force, whatever their date.

        Raises RuleViolation (filters), RemoteFailure, StorageUnavailable. Rule: DMP/UX.14, DMP/UX.27.
        """
        return await reading.list_documents(self._shop, folder, filters or DMPFilters(), is_fresh=is_fresh)

    def read_ahead(self, folder: Folder, listing: Listing, *, is_called: bool = False) -> bool:
        """Begin to read, in the background, the documents of a list that the rules choose; tells whether it began.

        is_called: the record system opened this patient for this reader. Rule: DMP/UX.34.
        """
        if self._preloader is None:
            return False
        return self._preloader.begin(folder, listing.documents, is_called=is_called)

    async def settle(self) -> None:
        """Wait until nothing is being read ahead."""
        if self._preloader is not None:
            await self._preloader.settle()

    async def close(self) -> None:
        """Stop what goes on in the background."""
        if self._preloader is not None:
            await self._preloader.close()

    async def lots(self, folder: Folder, since: datetime) -> tuple[DMPLot, ...]:
        """The lots deposited since an instant, newest first. Raises RemoteFailure, StorageUnavailable."""
        return await reading.list_lots(self._shop, folder, since)

    async def read(self, folder: Folder, unique_id: str) -> DMPContent:
        """Give the exact bytes of a document, hash verified.

        Raises DMPDenied DMP-030, MalformedMessage DMP-031, RemoteFailure, StorageUnavailable. Rule: dmp.md §9.
        """
        return await reading.read_document(self._shop, folder, unique_id)

    async def change(self, folder: Folder, unique_id: str, change: DocumentChange, reason: str) -> DMPDocument:
        """Change the visibility or the state of a document; gives it as the DMP now shows it.

        Raises DMPDenied, RemoteFailure, StorageUnavailable. Rule: dmp.md §10, §11.1.
        """
        return await acts.change_document(self._shop, folder, unique_id, change, reason)

    def find_changes(self, folder: Folder, document: DMPDocument) -> tuple[DocumentChange, ...]:
        """The changes that a screen may offer for a document."""
        asked = ChangeAsked(
            document=document,
            change=DocumentChange.MASK,
            operator=folder.operator,
            access=folder.access,
            is_medecin_traitant=folder.facts.is_medecin_traitant,
            is_secret=folder.is_secret,
            may_cumulate=self.rules.may_cumulate,
        )
        return find_possible_changes(asked)

    async def authorise(self, folder: Folder) -> None:
        """Declare the authorisation of the reader (TD0.3 AJOUT). Raises RemoteFailure, StorageUnavailable."""
        await acts.declare_authorisation(self._shop, folder, AuthorizationAction.ADD)

    async def withdraw(self, folder: Folder) -> None:
        """Withdraw it (TD0.3 SUPPRESSION); the folder is closed for this reader."""
        await acts.declare_authorisation(self._shop, folder, AuthorizationAction.REMOVE)

    async def authorised(
        self, folder: Folder, mode: AuthorizedMode = AuthorizedMode.ALL
    ) -> tuple[AuthorisedActor, ...]:
        """Who may consult this DMP, who is blocked (TD1.6). Raises RemoteFailure, StorageUnavailable."""
        return await acts.list_authorised(self._shop, folder, mode)

    async def patients(
        self, operator: Operator, asked: PatientsAsked, *, address: str = ""
    ) -> tuple[AuthorisedPatient, ...]:
        """The patients on whose DMP a reader is authorised (TD0.4). Raises DMPDenied, RemoteFailure."""
        return await patients.list_patients(self._shop, operator, asked, address)

    async def integrate(
        self, folder: Folder, unique_ids: Sequence[str], operator: Operator | None = None
    ) -> tuple[Integrated, ...]:
        """« Intégrer au DPI »: give documents to the incoming flow; twice the same is once.

        Raises DMPDenied DMP-035, DMP-036, StorageUnavailable. Rule: CDA/DD.04, DMP/UX.31.
        """
        if self._door is None:
            raise RuntimeError("this node has no incoming flow")
        return await integration.integrate_documents(
            self._shop, self._door, folder, unique_ids, operator or folder.operator
        )

    async def integrations(self, person: Person) -> Sequence[Integration]:
        """What was integrated for a person, newest first, each with what became of it when last asked."""
        return await self._shop.store.find_integrations(person.id)

    async def find_news(self, folder: Folder) -> tuple[IntegrationNews, ...]:
        """Ask the DMP what became of the documents integrated. Raises RemoteFailure. Rule: CDA/DD.05."""
        return await integration.find_news(self._shop, folder)

    def web_access_url(self, person: Person, page: WebPage = WebPage.DOSSIER_PATIENT) -> str:
        """The address of the DMP's own pages (TD0.10). Raises ConfigurationError (no domain). Rule: DMP/UX.49."""
        ins = person.ins.ins if person.may_circulate and person.ins is not None else None
        return build_web_access(self.rules.web_domain, page if ins else WebPage.TABLEAU_DE_BORD, ins)

    async def close_session(self, session: str) -> int:
        """Forget what was kept for a session: called at sign-out. Gives how many openings went."""
        return await self._shop.store.drop_session(session)

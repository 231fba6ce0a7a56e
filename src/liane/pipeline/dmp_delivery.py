"""Deliver to the DMP: feed, replace, delete; ask before any resend; tell the emitter what the DMP answered.

Rule: dmp.md §6 (feed), §6.5 (replacement), §10 (deletion), §12 (errors); hl7v2.md §6 (Z01).
"""

import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from liane.codecs.ebxml.names import AvailabilityStatus
from liane.codecs.xds.request import BuiltRequest
from liane.domain.documents.delivery import Cause, CauseClass, DeliveryState
from liane.domain.documents.request import DocumentRequest, RequestAction
from liane.domain.errors import RemoteFailure, RemoteRefusal
from liane.pipeline.acknowledge import Z01, plan_zam
from liane.pipeline.dmp_existence import NO_FOLDER, UNKNOWN_PATIENT, Folder, OpenFolders
from liane.pipeline.dmp_orders import (
    DMPOrder,
    DMPOrderSettings,
    build_delete_order,
    build_existence_order,
    build_feed_order,
    build_find_order,
)
from liane.pipeline.documents import DocumentShelf
from liane.pipeline.milestones import Milestone, reach
from liane.pipeline.outcomes import Interrupted, attempt_event, refusal_cause
from liane.pipeline.refusals import DeliveryGate
from liane.store.records import ClaimedDelivery, DeliveryOutcome, NewEvent

DUPLICATE = "XDSDuplicateUniqueIdInRegistry"
STATUS_MISMATCH = frozenset({"XDSMetadataUpdateError", "XDSMetadataUpdateOperationError"})
SOAP_MEDIA_TYPE = "application/soap+xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class DMPAnswer:
    """What the DMP answered to a request that it took.

    entry_uuid: for a search, None when nothing was found. folder: for a test of existence.
    """

    raw: bytes
    entry_uuid: str | None = None
    folder: Folder | None = None


class DMPGate(Protocol):
    """The link to the DMP: sends a built request, reads the answer into a value or an error of the tree."""

    async def submit(self, request: BuiltRequest) -> DMPAnswer:
        """Feed, update, search or test the existence of a folder."""
        ...


Builder = Callable[..., Awaitable[BuiltRequest]]
"""Runs one of the ``build_…`` functions with its arguments in a worker process."""


class DMPHandler:
    """Delivers one document request to the DMP."""

    def __init__(
        self,
        shelf: DocumentShelf,
        gate: DMPGate,
        *,
        settings: DMPOrderSettings,
        build: Builder,
        passage: DeliveryGate,
        folders: OpenFolders,
        now: Callable[[], datetime],
    ) -> None:
        self._store = shelf.store
        self._shelf = shelf
        self.gate = gate
        self._settings = settings
        self.build = build
        self._passage = passage
        self._folders = folders
        self.now = now

    def remote(self, claimed: ClaimedDelivery) -> str:
        """One circuit for the DMP."""
        return "dmp"

    async def deliver(self, claimed: ClaimedDelivery) -> DeliveryOutcome:
        """Do what was asked, or first find out what became of the last attempt."""
        in_hand = await self._shelf.get(claimed.document_id)
        document, request = in_hand.row, in_hand.request
        passed = await self._passage.check(claimed, document, request)
        if isinstance(passed, DeliveryOutcome):
            return passed
        request = passed
        replaced_id = document.replaces or ""
        attempt = _Attempt(claimed=claimed, request=request, replaced_id=replaced_id, handler=self)
        try:
            return await self._run(attempt)
        except RemoteRefusal as error:
            if error.code == UNKNOWN_PATIENT and request.patient.ins is not None:
                self._folders.forget(request.patient.ins)
            return attempt.refuse(refusal_cause(error, _remedy(error.code)), error)
        except RemoteFailure as error:
            raise Interrupted(error, tuple(attempt.events)) from error

    async def _run(self, attempt: "_Attempt") -> DeliveryOutcome:
        claimed, action = attempt.claimed, RequestAction(attempt.claimed.action)
        if action is RequestAction.DELETE:
            return await self._delete(attempt)
        if claimed.state is DeliveryState.ASKING and await attempt.find(claimed.unique_id) is not None:
            return attempt.succeed("Le DMP avait bien pris le document : il n'est pas renvoyé.")
        folder = await self._look_for_folder(attempt)
        if folder is not Folder.OPEN:
            return attempt.refuse(NO_FOLDER[folder])
        replaced = ""
        if action is RequestAction.REPLACE:
            found = await attempt.find(attempt.replaced_id) if attempt.replaced_id else None
            if found is None:
                return attempt.refuse(_REPLACED_UNKNOWN)
            replaced = found
        try:
            await attempt.exchange("feed", build_feed_order, replaced)
        except RemoteRefusal as error:
            if error.code == DUPLICATE and await attempt.find(claimed.unique_id) is not None:
                return attempt.succeed("Le DMP avait déjà ce document, à l'identique.")
            raise
        self._learn(attempt)
        return attempt.succeed("Le DMP a pris le document.")

    async def _look_for_folder(self, attempt: "_Attempt") -> Folder:
        """Ask the DMP whether the patient has an open folder, unless it is known. Rule: dmp.md §6.1-2, §7.2."""
        ins = attempt.request.patient.ins
        if ins is None or not self._folders.must_ask(ins, self.now()):
            return Folder.OPEN
        folder = (await attempt.exchange("existence", build_existence_order)).folder or Folder.ABSENT
        await self._folders.note(ins, folder.value)
        if folder is Folder.OPEN:
            self._learn(attempt)
        else:
            self._folders.forget(ins)
        return folder

    def _learn(self, attempt: "_Attempt") -> None:
        if attempt.request.patient.ins is not None:
            self._folders.learn(attempt.request.patient.ins, self.now())

    async def _delete(self, attempt: "_Attempt") -> DeliveryOutcome:
        was_asked = attempt.claimed.state is DeliveryState.ASKING
        entry_uuid = await attempt.find(attempt.claimed.unique_id)
        if entry_uuid is None:
            return attempt.succeed(_ALREADY_DELETED) if was_asked else attempt.refuse(_DELETED_UNKNOWN)
        for status in (AvailabilityStatus.APPROVED, AvailabilityStatus.ARCHIVED):
            try:
                await attempt.exchange("delete", build_delete_order, entry_uuid, status)
            except RemoteRefusal as error:
                if error.code == DUPLICATE:
                    return attempt.succeed(_ALREADY_DELETED)
                if error.code not in STATUS_MISMATCH or status is AvailabilityStatus.ARCHIVED:
                    raise
            else:
                return attempt.succeed("Le DMP a supprimé le document.")
        raise AssertionError("unreachable: the last status either succeeds or raises")

    def make_order(self, claimed: ClaimedDelivery, request: DocumentRequest) -> DMPOrder:
        """Make a fresh order for one exchange; its lot is always the same."""
        return DMPOrder(
            request=request,
            settings=self._settings,
            key=f"{claimed.unique_id}|{claimed.id}|{claimed.plan.get('lot', 0)}",
            message_uuid=str(uuid.uuid4()),
            assertion_uuid=str(uuid.uuid4()),
            at=self.now(),
        )


@dataclass(slots=True, kw_only=True)
class _Attempt:
    """One attempt of one delivery; each exchange becomes two events of its journal."""

    claimed: ClaimedDelivery
    request: DocumentRequest
    replaced_id: str
    handler: DMPHandler
    events: list[NewEvent] = field(default_factory=list)

    async def find(self, unique_id: str) -> str | None:
        """Ask the DMP for the entryUUID of a document."""
        return (await self.exchange("find", build_find_order, unique_id)).entry_uuid

    async def exchange(self, name: str, build: Callable[..., BuiltRequest], *arguments: object) -> DMPAnswer:
        """Do one exchange and journal it."""
        order = self.handler.make_order(self.claimed, self.request)
        built = await self.handler.build(build, order, *arguments)
        reach(Milestone.DELIVERY_BUILT)
        data = {"message_id": built.message_id, "action": built.action}
        self._tell(f"dmp.{name}.sent", "liane", data, built.root)
        for part in built.parts[1:]:
            self._tell(f"dmp.{name}.attached", "liane", {"content_id": part.content_id}, part.content)
        answer = await self.handler.gate.submit(built)
        if name == "existence":
            # The traits that the DMP holds must not be shown [RG_0320]: what they came in is not kept.
            self._tell("dmp.existence.answered", "dmp", {"folder": answer.folder or ""}, None)
            return answer
        found = {"found": answer.entry_uuid is not None} if name == "find" else {}
        self._tell(f"dmp.{name}.answered", "dmp", found, answer.raw)
        return answer

    def _tell(self, name: str, actor: str, data: Mapping[str, Any], body: bytes | None) -> None:
        self.events.append(
            NewEvent(
                name=name,
                at=self.handler.now(),
                actor=actor,
                delivery_id=self.claimed.id,
                data=dict(data),
                body=body,
                media_type=SOAP_MEDIA_TYPE if body is not None else "",
            )
        )

    def succeed(self, message: str) -> DeliveryOutcome:
        """End well, and tell the emitter when it asked."""
        at = self.handler.now()
        zam = plan_zam(self.request, event=Z01, positive=True, about=str(self.claimed.id), due=at)
        done = NewEvent(name="delivery.delivered", at=at, delivery_id=self.claimed.id, data={"message": message})
        return DeliveryOutcome(
            state=DeliveryState.DELIVERED,
            remote_answer={"message": message},
            events=(*self.events, done),
            new_deliveries=zam,
        )

    def refuse(self, cause: Cause, error: RemoteRefusal | None = None) -> DeliveryOutcome:
        """End as refused, and tell the emitter when it asked."""
        at = self.handler.now()
        zam = plan_zam(self.request, event=Z01, positive=False, about=str(self.claimed.id), due=at, cause=cause)
        return DeliveryOutcome(
            state=DeliveryState.REFUSED,
            cause=cause,
            events=(*self.events, attempt_event(at, "refused", cause, error)),
            new_deliveries=zam,
        )


_ALREADY_DELETED = "Le DMP avait bien supprimé le document."
_REPLACED_UNKNOWN = Cause(
    cause_class=CauseClass.REFUSED,
    code="UnresolvedReferenceException",
    message="Le document à remplacer n'est pas au DMP : le remplacement est impossible.",
    remedy="Vérifier l'identifiant du document remplacé ; s'il n'a jamais été transmis, envoyer une première version.",
)
_DELETED_UNKNOWN = Cause(
    cause_class=CauseClass.REFUSED,
    code="UnresolvedReferenceException",
    message="Le document à supprimer n'est pas au DMP.",
    remedy="Vérifier l'identifiant : la suppression porte sur la dernière version transmise.",
)
_REMEDIES = {
    "XDSUnknownPatientId": "Le patient n'a pas de DMP ouvert : remettre le document autrement.",
    "XDSNonIdenticalHash": "Un autre contenu porte déjà cet identifiant au DMP : produire une nouvelle version.",
    "XDSRegistryDeprecatedDocumentError": "Remplacer la dernière version du document, pas une version obsolète.",
    "DMPInvalidCertificate": "Installer le certificat de cachet (ORG_SIGN) de la structure, puis rejouer.",
    "DMPAccessDeniedByRightsService": "Vérifier les droits de la structure et du professionnel sur ce DMP.",
}


def _remedy(code: str) -> str:
    return _REMEDIES.get(code, "Corriger le document ou la demande dans l'application émettrice, puis renvoyer.")

"""Is this the address of somebody? Asked of the local copy, then of the directory itself when the copy is old.

A mailbox in « liste rouge » is published nowhere: an address that is not found may be right, so that nothing is refused
for it. What happens then is the establishment's choice: say it, or have a person confirm.
Rule: annuaire.md §2.3, §5 (who owns an address), §6-6; mssante.md §11.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

import structlog

from liane.codecs.annuaire import fhir_names as names
from liane.codecs.annuaire.fhir_read import read_resources
from liane.domain.directory.entries import DirectoryBatch
from liane.domain.documents.delivery import Cause, CauseClass, DeliveryState, Destination
from liane.domain.documents.request import DocumentRequest, RequestAction
from liane.domain.errors import InvalidInput, RemoteFailure
from liane.pipeline.directory.ports import DirectoryCopy, DirectorySource
from liane.store.directory_records import MailboxOwner, is_stale
from liane.store.records import ClaimedDelivery, DeliveryOutcome, NewEvent, StoredDocument

log = structlog.get_logger(__name__)
HELD = "address_held"
AGE_KEPT = timedelta(minutes=1)
Tell = Callable[[int, NewEvent], Awaitable[object]]


class AddressVerdict(StrEnum):
    """What the directory says of an address. The value is shown."""

    KNOWN = "connue de l’annuaire"
    WITHDRAWN = "retirée de l’annuaire"
    UNKNOWN = "absente de l’annuaire"
    UNCHECKED = "non vérifiée"


class AddressCheck(StrEnum):
    """What to do with an address that the directory does not know."""

    OFF = "off"
    TELL = "tell"
    HOLD = "hold"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressAnswer:
    """Verdict on an address. as_of: how old what it rests on is; None for the directory itself, asked just now."""

    verdict: AddressVerdict
    owners: tuple[MailboxOwner, ...] = ()
    as_of: datetime | None = None


class AddressBook:
    """Answers on addresses. source: None where no API is set."""

    def __init__(
        self,
        copy: DirectoryCopy,
        source: DirectorySource | None,
        *,
        now: Callable[[], datetime],
        stale_after: timedelta = timedelta(hours=24),
    ) -> None:
        self._copy = copy
        self._source = source
        self._now = now
        self._stale_after = stale_after
        self._age: tuple[datetime, datetime] | None = None

    async def check(self, address: str) -> AddressAnswer:
        """Say what the directory knows of an address. Never raises for a directory that does not answer."""
        owners = tuple(await self._copy.find_owners(address))
        as_of = await self._find_age()
        if any(owner.is_active for owner in owners):
            return AddressAnswer(verdict=AddressVerdict.KNOWN, owners=owners, as_of=as_of)
        if not is_stale(as_of, self._now(), self._stale_after):
            verdict = AddressVerdict.WITHDRAWN if owners else AddressVerdict.UNKNOWN
            return AddressAnswer(verdict=verdict, owners=owners, as_of=as_of)
        return await self._ask(address, owners)

    async def _find_age(self) -> datetime | None:
        """Age of the copy, remembered a minute: each mail asks for it, and a load takes place once a night."""
        at = self._now()
        if self._age is not None and timedelta(0) <= at - self._age[0] < AGE_KEPT:
            return self._age[1]
        as_of = await self._copy.find_age()
        self._age = (at, as_of) if as_of is not None else None
        return as_of

    async def _ask(self, address: str, owners: tuple[MailboxOwner, ...]) -> AddressAnswer:
        """Ask the directory itself, in its three places. Rule: annuaire.md §5, §6-6 (a direct call for a miss)."""
        if self._source is None:
            return AddressAnswer(verdict=AddressVerdict.UNCHECKED, owners=owners)
        try:
            for resource in names.RESOURCES:
                page = await self._source.search(resource, {"mailbox-mss:exact": address})
                found = _hold(read_resources(page.resources), address)
                if found:
                    return AddressAnswer(verdict=AddressVerdict.KNOWN, owners=found)
        except (RemoteFailure, InvalidInput) as error:
            log.warning("directory.not_asked", error=type(error).__name__)
            return AddressAnswer(verdict=AddressVerdict.UNCHECKED, owners=owners)
        return AddressAnswer(verdict=AddressVerdict.WITHDRAWN if owners else AddressVerdict.UNKNOWN, owners=owners)


def _hold(batch: DirectoryBatch, address: str) -> tuple[MailboxOwner, ...]:
    """Who among these holds an address and is in force."""
    wanted = address.strip().lower()
    owners: list[MailboxOwner] = []
    for person in batch.practitioners:
        owners += [
            MailboxOwner(mailbox=box, is_active=person.is_active, practitioner=person) for box in person.mailboxes
        ]
    for place in batch.structures:
        owners += [MailboxOwner(mailbox=box, is_active=place.is_active, structure=place) for box in place.mailboxes]
    for one in batch.situations:
        owners += [MailboxOwner(mailbox=box, is_active=one.is_active) for box in one.mailboxes]
    return tuple(owner for owner in owners if owner.is_active and owner.mailbox.address == wanted)


class AddressGate:
    """Before a mail to a professional leaves: is the address one of the directory? Stands among the other gates.

    tell: writes an event of a document.
    Held, a person looks; when they replay the delivery, it leaves: they have decided. Rule: mssante.md §11.
    """

    def __init__(self, book: AddressBook, *, check: AddressCheck, tell: Tell, now: Callable[[], datetime]) -> None:
        self._book = book
        self._check = check
        self._tell = tell
        self._now = now

    async def check(
        self, claimed: ClaimedDelivery, document: StoredDocument, request: DocumentRequest
    ) -> DeliveryOutcome | DocumentRequest:
        """Return the request, or the outcome of a delivery that waits for a person."""
        is_concerned = claimed.destination is Destination.MSSANTE_PS and claimed.action != RequestAction.DELETE
        if self._check is AddressCheck.OFF or not is_concerned or HELD in claimed.plan:
            return request
        answer = await self._book.check(claimed.recipient)
        if answer.verdict in (AddressVerdict.KNOWN, AddressVerdict.UNCHECKED):
            return request
        log.info("directory.address_not_known", delivery=claimed.id, verdict=answer.verdict.name)
        if self._check is AddressCheck.TELL:
            data = {"address": claimed.recipient, "verdict": answer.verdict.value}
            event = NewEvent(name="delivery.address_doubtful", at=self._now(), data=data, delivery_id=claimed.id)
            await self._tell(document.id, event)
            return request
        cause = Cause(
            cause_class=CauseClass.POLICY,
            code=f"directory.{answer.verdict.name.lower()}",
            message=f"Adresse {answer.verdict.value} : en liste rouge peut-être, ou plus celle de personne.",
            remedy="Vérifier l'adresse auprès du destinataire ; la rejouer pour envoyer, ou annuler l'envoi.",
        )
        at = self._now()
        if claimed.state is DeliveryState.ASKING:
            cause = replace(cause, cause_class=CauseClass.OUTCOME_UNKNOWN)
        data = {"code": cause.code, "message": cause.message, "remedy": cause.remedy}
        return DeliveryOutcome(
            state=DeliveryState.PARKED,
            cause=cause,
            plan_patch={HELD: answer.verdict.name},
            events=(NewEvent(name="delivery.address_held", at=at, data=data),),
            is_attempt=False,
        )

"""The keeper of announcements: looks at what the reception kept, and releases what the establishment's delays release.

Durable: a request stays to be examined until the commit that says what it means; a release and all that follows from it
are one commit. Whatever stops meanwhile, nothing is released twice.
Rule: CRI/va1.02; couloirs.md §5.1; architecture.md §3.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog

from liane.domain.documents.announcement import Announcement, ReleaseMode
from liane.domain.documents.timestamp import PARIS
from liane.domain.errors import RuleViolation, StorageUnavailable
from liane.pipeline.announcement.patient import find_patient
from liane.pipeline.announcement.plans import LIANE_ACTOR, Release, plan_examination, plan_release
from liane.pipeline.announcement.rules import AnnouncementRules, find_addressee
from liane.pipeline.identity.ports import RegistryStore
from liane.pipeline.ports import Store
from liane.pipeline.request_json import load_request
from liane.store.announcements import PostgresAnnouncements

log = structlog.get_logger(__name__)
BATCH_MAX = 200
PAUSE_S = 2.0
NOT_CDA = b""


class AnnouncementKeeper:
    """Examines requests and releases what is due."""

    def __init__(
        self,
        store: Store,
        announcements: PostgresAnnouncements,
        registry: RegistryStore,
        *,
        rules: AnnouncementRules,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._announcements = announcements
        self._registry = registry
        self._rules = rules
        self._now = now

    async def run(self) -> None:
        """Work until cancelled; survives a store that goes away and comes back."""
        while True:
            try:
                worked = await self.work()
            except StorageUnavailable:
                log.warning("announcements.storage_unavailable")
                worked = 0
            if worked < BATCH_MAX:
                await asyncio.sleep(PAUSE_S)

    async def work(self) -> int:
        """Examine a batch and release what is due; returns how many documents were looked at."""
        pending = await self._announcements.next_to_examine(limit=BATCH_MAX)
        for document_id in pending:
            await self.examine(document_id)
        return len(pending) + await self.release_due()

    async def examine(self, document_id: int) -> None:
        """Say what a request means for the announcements of its lineage; again changes nothing."""
        document = await self._store.get_document(document_id)
        request = load_request(document.request, NOT_CDA)
        at = self._now()
        plan = plan_examination(document, request.flags, at)
        written = await self._announcements.act(document.lineage, plan, at=at, examined=document_id)
        for _, event in written.events:
            log.info("announcement.examined", document=document_id, result=event.name)

    async def release_due(self) -> int:
        """Release what the delays of the establishment release. Rule: couloirs.md §5.1."""
        due = await self._announcements.find_due(self._rules.ask_due(self._now(), BATCH_MAX))
        for announcement in due:
            await self._release(announcement)
        return len(due)

    async def _release(self, announcement: Announcement) -> None:
        document = await self._store.get_document(announcement.document_id)
        request = load_request(document.request, NOT_CDA)
        person = await find_patient(self._registry, document.id)
        at = self._now()
        stamp = at.astimezone(PARIS).strftime("%Y%m%d%H%M%S")
        addressee = find_addressee(request, person, self._rules, stamp)
        release = Release(
            mode=ReleaseMode.DELAY,
            at=at,
            by="Liane",
            actor=LIANE_ACTOR,
            note=f"Délai de l’établissement : {self._rules.delays.find_days(announcement.type_code)} jours.",
            recipient=addressee.recipient if self._rules.mails_by_delay else None,
        )
        try:
            await self._announcements.act(document.lineage, plan_release(document, None, release), at=at)
        except RuleViolation:
            return
        log.info("announcement.released", document=document.id, mode=release.mode.name.lower())

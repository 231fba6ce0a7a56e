"""The outlet that is a FHIR server: one transaction for a document, one patch for its deletion.

After an attempt whose end is not known, the server is asked first; what it holds already is not sent again, and a
transaction sent again makes no second fiche. The fiche that a new version replaces is looked for, and named by its id.
Rule: intake.md §1.9; IHE MHD ITI-65; dmp.md §13.
"""

from collections.abc import Callable
from datetime import datetime
from typing import NoReturn, Protocol

from liane.codecs.fhir_pdsm.provide import ENTRIES, find_current, find_handed, render_deletion, render_provide_bundle
from liane.codecs.fhir_pdsm.provide_answer import (
    ProvideAnswer,
    Standing,
    find_only_fiche,
    read_patch_answer,
    read_provide_answer,
    read_search_answer,
)
from liane.domain.documents.delivery import DeliveryState
from liane.domain.documents.handover import HandedDocument
from liane.domain.documents.request import RequestAction
from liane.domain.errors import RemoteOutcomeUnknown, RemoteUnavailable
from liane.pipeline.intake.handed import HandedMaker
from liane.pipeline.intake.outlets import Exchanged, HandOver, OutletAnswer, Verdict, word_refusal
from liane.pipeline.intake.preparing import prepare
from liane.pipeline.milestones import Milestone, reach

MEDIA_TYPE = "application/fhir+json"
PATCH_TYPE = "application/json-patch+json"


class FHIRLink(Protocol):
    """The server; each call gives a status and a bounded body. Raises RemoteUnavailable, RemoteOutcomeUnknown."""

    async def provide(self, bundle: bytes) -> tuple[int, bytes]:
        """Send a transaction."""
        ...

    async def patch(self, search: str, patch: bytes) -> tuple[int, bytes]:
        """Change the one fiche that a search finds."""
        ...

    async def search(self, search: str) -> tuple[int, bytes]:
        """Look for fiches."""
        ...


class FHIROutlet:
    """One server of one application."""

    def __init__(self, link: FHIRLink, maker: HandedMaker, *, now: Callable[[], datetime]) -> None:
        self._link = link
        self._maker = maker
        self._now = now

    async def hand_over(self, one: HandOver) -> OutletAnswer:
        """Send it, unless a former try did. Raises RemoteUnavailable, RemoteOutcomeUnknown."""
        handed = await prepare(self._maker, one, self._now())
        if isinstance(handed, OutletAnswer):
            return handed
        is_asking = one.claimed.state is DeliveryState.ASKING
        if handed.action is RequestAction.DELETE:
            return await self._delete(handed, is_asking=is_asking)
        return await self._provide(handed, is_asking=is_asking)

    async def _provide(self, handed: HandedDocument, *, is_asking: bool) -> OutletAnswer:
        bundle = render_provide_bundle(handed)
        if is_asking:
            status, body = await self._link.search(find_handed(handed))
            if read_search_answer(status, body):
                sent = Exchanged(data=bundle, media_type=MEDIA_TYPE)
                told = Exchanged(data=body, media_type=MEDIA_TYPE)
                return OutletAnswer(verdict=Verdict.TAKEN, code=str(status), sent=sent, answer=told)
        if handed.replaces:
            former = find_only_fiche(*await self._link.search(find_current(handed.replaces)))
            bundle = render_provide_bundle(handed, former=former)
        reach(Milestone.DELIVERY_BUILT)
        sent = Exchanged(data=bundle, media_type=MEDIA_TYPE)
        status, body = await self._link.provide(bundle)
        return _conclude(read_provide_answer(status, body, entries=ENTRIES), sent, body)

    async def _delete(self, handed: HandedDocument, *, is_asking: bool) -> OutletAnswer:
        patch = render_deletion()
        reach(Milestone.DELIVERY_BUILT)
        status, body = await self._link.patch(find_current(handed.unique_id), patch)
        read = read_patch_answer(status, body, was_asked_before=is_asking)
        return _conclude(read, Exchanged(data=patch, media_type=PATCH_TYPE), body)


def _conclude(read: ProvideAnswer, sent: Exchanged, body: bytes) -> OutletAnswer:
    """Say how an answer counts. Raises RemoteUnavailable to try again, RemoteOutcomeUnknown to ask."""
    if read.standing in (Standing.AGAIN, Standing.UNCLEAR):
        _raise(read, body)
    told = Exchanged(data=body, media_type=MEDIA_TYPE)
    if read.standing is Standing.TAKEN:
        return OutletAnswer(verdict=Verdict.TAKEN, code=read.code, sent=sent, answer=told)
    cause = word_refusal(read.code, "", read.words)
    return OutletAnswer(verdict=Verdict.REFUSED, code=read.code, cause=cause, sent=sent, answer=told)


def _raise(read: ProvideAnswer, body: bytes) -> NoReturn:
    kind = RemoteOutcomeUnknown if read.standing is Standing.UNCLEAR else RemoteUnavailable
    raise kind("lps", read.code, read.words, answer=body or None)

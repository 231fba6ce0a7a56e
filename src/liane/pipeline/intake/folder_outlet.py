"""The outlet that is a folder: a document and its manifest written once, then an answer awaited beside them.

What was begun is finished, never begun again; only a person who insists after a refusal has it written anew.
Rule: intake.md §1.9.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from liane.codecs.outlet_folder.manifest import name_document, read_answer, render_manifest
from liane.domain.documents.handover import HandedDocument
from liane.domain.documents.request import RequestAction
from liane.domain.errors import RemoteUnavailable
from liane.pipeline.intake.handed import HandedMaker
from liane.pipeline.intake.outlets import Exchanged, HandOver, OutletAnswer, Verdict, word_refusal
from liane.pipeline.intake.preparing import prepare
from liane.pipeline.milestones import Milestone, reach

Run = Callable[..., Awaitable[Any]]
MANIFEST_TYPE = "application/json"
DISK_S_MAX = 60.0
"""A share that does not come back within that time is tried again; what it still writes then is not written twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What was left. since: when it was begun. mark: of the folder."""

    since: datetime
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """What to leave under a number. files: (name, bytes), manifest last. key: says what. round_: this insistence."""

    number: str
    files: tuple[tuple[str, bytes], ...]
    key: str
    round_: str


class DropLink(Protocol):
    """The folder, as this outlet uses it; each call blocks and raises RemoteUnavailable."""

    def drop(self, what: Leaving, *, mark: str, at: datetime) -> Left:
        """Leave the files, manifest last, or finish what was begun. mark: of the folder, empty while it has none."""
        ...

    def find_answer(self, number: str) -> tuple[bool, bytes] | None:
        """(True for ``.ok``, its bytes); None while there is none."""
        ...

    def note_refused(self, number: str, round_: str) -> None:
        """Write that a refusal was read in this round."""
        ...


class FolderMark(Protocol):
    """What is remembered of the folder, durably: by which a share that is not mounted is told from it."""

    async def find(self) -> str:
        """The mark; empty before the first hand-over."""
        ...

    async def keep(self, mark: str, at: datetime) -> None:
        """Keep it; the first one kept stays."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderRules:
    """is_acknowledged: an answer is awaited, for wait_h; else what is written is delivered."""

    is_acknowledged: bool = True
    wait_h: float = 48.0


class FolderOutlet:
    """One folder of one application. run: runs a function away from the event loop."""

    def __init__(
        self,
        link: DropLink,
        maker: HandedMaker,
        *,
        mark: FolderMark,
        rules: FolderRules,
        now: Callable[[], datetime],
        run: Run = asyncio.to_thread,
    ) -> None:
        self._link = link
        self._mark = mark
        self._maker = maker
        self._rules = rules
        self._now = now
        self._run = run

    async def hand_over(self, one: HandOver) -> OutletAnswer:
        """Write what is not written yet, then look for the answer. Raises RemoteUnavailable."""
        handed = await prepare(self._maker, one, self._now())
        if isinstance(handed, OutletAnswer):
            return handed
        manifest = render_manifest(handed)
        reach(Milestone.DELIVERY_BUILT)
        files: tuple[tuple[str, bytes], ...] = ((f"{handed.number}.json", manifest),)
        if handed.action is not RequestAction.DELETE:
            files = ((name_document(handed), handed.content), *files)
        round_ = one.claimed.created_at.isoformat()
        left = await self._leave(Leaving(number=one.number, files=files, key=make_key(handed), round_=round_))
        sent = Exchanged(data=manifest, media_type=MANIFEST_TYPE)
        if not self._rules.is_acknowledged:
            return OutletAnswer(verdict=Verdict.TAKEN, code="written", sent=sent)
        answer = await self._call(self._link.find_answer, one.number)
        if answer is None:
            return OutletAnswer(verdict=Verdict.AWAITED, sent=sent, since=left.since, wait_h=self._rules.wait_h)
        reach(Milestone.OUTLET_ANSWER_READ)
        return await self._read(one.number, round_, answer, sent)

    async def _leave(self, what: Leaving) -> Left:
        """Leave it in the folder that is known, and in no other. Raises RemoteUnavailable, StorageUnavailable."""
        known = await self._mark.find()
        left: Left = await self._call(self._link.drop, what, mark=known, at=self._now())
        if not known:
            await self._mark.keep(left.mark, self._now())
        return left

    async def _read(self, number: str, round_: str, answer: tuple[bool, bytes], sent: Exchanged | None) -> OutletAnswer:
        is_ok, data = answer
        told = Exchanged(data=data, media_type="text/plain")
        if is_ok:
            return OutletAnswer(verdict=Verdict.TAKEN, code="ok", sent=sent, answer=told)
        said = read_answer(data)
        await self._call(self._link.note_refused, number, round_)
        cause = word_refusal(said.code, "", said.words)
        return OutletAnswer(verdict=Verdict.REFUSED, code="ko", cause=cause, sent=sent, answer=told)

    async def _call(self, function: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        try:
            async with asyncio.timeout(DISK_S_MAX):
                return await self._run(function, *arguments, **named)
        except TimeoutError:
            raise RemoteUnavailable("dossier", "LENT", "Le dossier de remise ne répond pas.") from None


def make_key(handed: HandedDocument) -> str:
    """Say what is handed over, the same at each try, without saying it to who reads the folder."""
    content = hashlib.sha256(handed.content).hexdigest()
    told = "\x1f".join((handed.action.value, handed.unique_id, str(handed.receiver), content))
    return hashlib.sha256(told.encode()).hexdigest()

"""A document filed without a person: through the desk, as a person would, with its evidence and under which rule.

What is filed was decided by the reading and is kept with the item; it is checked again here against what the hospital
allows now, then carried to its end however often it is begun. Rule: intake.md §5 (the trace says who, when, on which
evidence).
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from liane.domain.actors.operator import LIANE
from liane.domain.errors import RuleViolation, StaleVersion
from liane.domain.intake.modes import ModeRule, find_rule, name_source
from liane.domain.intake.sampling import AutomationWatch
from liane.pipeline.intake.destinations import Destinations
from liane.pipeline.intake.ports import IntakeDesk, Worklist
from liane.pipeline.milestones import Milestone, reach
from liane.store.intake_automation import AutomaticFiling
from liane.store.intake_readings import ClaimedReading
from liane.store.intake_records import IntakeItem, ItemState

HELD_FOR = timedelta(minutes=5)
EVIDENCE_MAX = 20
ATTEMPTS_MAX = 5
FAILED = "Le dépôt automatique a échoué plusieurs fois : à intégrer par une personne."
STOPPED = "Le dépôt automatique est arrêté pour cette source : à intégrer par une personne."


class Filings(Protocol):
    """The queue, as the filing uses it."""

    async def begin_filing(self, claimed: ClaimedReading) -> bool:
        """Say that the filing is allowed and begins; False when the lease was lost."""
        ...

    async def end_filing(self, claimed: ClaimedReading) -> bool:
        """Say that nothing is left to do; False when the lease was lost."""
        ...


class Surveillance(Protocol):
    """What watches over the filings."""

    async def record(self, filing: AutomaticFiling) -> AutomaticFiling:
        """Keep one filing, once, drawn or not for the blind review."""
        ...

    async def load_watch(self) -> AutomationWatch:
        """Every source watched."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomaticFilings:
    """Files what the readings let go alone. rules: the modes in force. destinations: where each goes.

    type_labels: of the types of documents, by code.
    """

    worklist: Worklist
    desk: IntakeDesk
    queue: Filings
    watch: Surveillance
    rules: Callable[[], Awaitable[Sequence[ModeRule]]]
    type_labels: Mapping[str, str]
    destinations: Destinations
    now: Callable[[], datetime]

    async def file(self, claimed: ClaimedReading) -> None:
        """Carry the filing of one item to its end; one that failed ATTEMPTS_MAX times is left to a person.

        Raises StorageUnavailable.
        """
        item = await self.worklist.get_item(claimed.item_id)
        if claimed.attempts > ATTEMPTS_MAX and item.state is ItemState.WAITING:
            await self._leave(item, FAILED)
            await self.queue.end_filing(claimed)
            return
        if item.state is ItemState.WAITING and await self._may(claimed, item):
            item = await self._file(item)
        if _is_ours(item):
            await self._record(item)
            reach(Milestone.READING_RECORDED)
        await self.queue.end_filing(claimed)

    async def _may(self, claimed: ClaimedReading, item: IntakeItem) -> bool:
        """Tell whether the hospital still allows it; what was begun is ended."""
        if claimed.is_begun:
            return True
        source = name_source(item.source.value, item.door)
        document = find_document(item)
        rule = find_rule(await self.rules(), source, read_value(document, "doc_type"))
        stopped = (await self.watch.load_watch()).stopped
        if not rule.is_automatic or source in stopped:
            await self._leave(item, STOPPED)
            return False
        is_ours = await self.queue.begin_filing(claimed)
        reach(Milestone.READING_ALLOWED)
        return is_ours

    async def _file(self, item: IntakeItem) -> IntakeItem:
        now = self.now()
        held = await self.worklist.lock(item.id, by=LIANE.name, at=now, until=now + HELD_FOR)
        if held is None:
            return item
        try:
            done = await self.desk.file(
                item.id,
                held.version,
                person_id=int(read_text(find_document(item), "record_id") or 0),
                operator=LIANE,
                choices=self._choose(item),
            )
        except (RuleViolation, LookupError) as refused:
            findings = refused.findings if isinstance(refused, RuleViolation) else ()
            await self._leave(item, findings[0].message if findings else "La personne proposée n'existe plus.")
            await self.worklist.unlock(item.id, by=LIANE.name)
            return item
        except StaleVersion:
            return item
        reach(Milestone.READING_FILED)
        return done

    async def _leave(self, item: IntakeItem, reason: str) -> None:
        await self.worklist.save_reading(item.id, item.reading or {}, person_id=None, reason=reason)

    def _choose(self, item: IntakeItem) -> dict[str, Any]:
        """What a person would choose on the screen, with the evidence. Rule: intake.md §5."""
        document = find_document(item)
        code = read_value(document, "doc_type")
        chosen = {
            "type_code": code,
            "type_label": self.type_labels.get(code, ""),
            "document_date": read_value(document, "doc_date").replace("-", ""),
            "title": read_value(document, "title"),
            "target": self.destinations.find(item, code),
            "automatic": describe_evidence(item, document),
        }
        return {name: value for name, value in chosen.items() if value}

    async def _record(self, item: IntakeItem) -> None:
        decision = item.decision
        assert decision is not None
        assert decision.person_id is not None
        await self.watch.record(
            AutomaticFiling(
                item_id=item.id,
                document_id=item.document_id or 0,
                person_id=decision.person_id,
                source=name_source(item.source.value, item.door),
                type_code=read_value(find_document(item), "doc_type"),
                unit=item.unit,
                filed_at=decision.at,
            )
        )


def _is_ours(item: IntakeItem) -> bool:
    """Tell whether an item was filed without a person."""
    decision = item.decision
    return item.state is ItemState.FILED and decision is not None and "automatic" in decision.data


def find_document(item: IntakeItem) -> Mapping[str, Any]:
    """The only document that was read in an item; empty when there is none, or several."""
    read = [one for file in (item.reading or {}).values() for one in file.get("documents", [])]
    return read[0] if len(read) == 1 else {}


def read_value(document: Mapping[str, Any], name: str) -> str:
    """The value of a field of a document as kept; empty when it was not found."""
    found = (document.get("fields") or {}).get(name) or {}
    return str(found.get("value") or "")


def read_text(document: Mapping[str, Any], name: str) -> str:
    """A plain value of a document as kept."""
    return str(document.get(name) or "")


def describe_evidence(item: IntakeItem, document: Mapping[str, Any]) -> dict[str, Any]:
    """Why a document went alone: what the reading said, trait by trait, without any value; and what read it."""
    candidates = document.get("candidates") or [{}]
    versions: dict[str, str] = next((file.get("versions", {}) for file in (item.reading or {}).values()), {})
    return {
        "reason": read_text(document, "reason"),
        "evidence": [str(one.get("text", "")) for one in candidates[0].get("evidence", [])][:EVIDENCE_MAX],
        "confidence": document.get("record_confidence", 0.0),
        "margin": document.get("margin", 0.0),
        "versions": versions,
    }

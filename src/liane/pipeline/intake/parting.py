"""A file that holds several documents, parted by a person: one item for each, the whole set aside and kept.

What lives here: the order of the acts. What must not: the cutting of the file (``codecs.pdf.page_groups``).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from liane.codecs.pdf.apart import part_pdf, part_pictures
from liane.domain.actors.operator import Operator
from liane.domain.errors import Finding, RuleViolation, Severity, StaleVersion
from liane.pipeline.intake.desk import PICTURE_STARTS
from liane.pipeline.intake.pages import Run
from liane.pipeline.intake.ports import IntakeDesk, Worklist
from liane.store.intake_records import IntakeFile, IntakeItem, ItemState, NewIntakeFile, NewItem

PARTS_MAX = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Parting:
    """Parts files. run: runs a function in a worker process."""

    worklist: Worklist
    desk: IntakeDesk
    run: Run
    now: Callable[[], datetime]

    async def part(
        self,
        item_id: int,
        version: int,
        *,
        file: IntakeFile,
        page_count: int,
        starts: Sequence[int],
        operator: Operator,
    ) -> list[int]:
        """Part a file of an item (PDF, TIFF) where new documents start (pages, from 2); returns the new items in order.

        The new items are the same however often this is asked. The whole is then set aside.
        Raises LookupError, StaleVersion, InvalidInput INT-191 when nothing is to be parted, INT-101 to INT-115.
        Rule: intake.md §1.5.
        """
        item = await self.worklist.get_item(item_id)
        self._check(item, version, operator)
        groups = group_pages(page_count, starts)
        if not 1 < len(groups) <= PARTS_MAX:
            raise _nothing_to_part()
        parts = await self._cut(item, file, groups)
        numbers = []
        for group, data in zip(groups, parts, strict=True):
            number = await self.worklist.add_item(_make_part(item, file, group, data))
            if (reading := _keep_reading(item, file, group)) is not None:
                reason = str(reading["documents"][0].get("reason") or "")
                await self.worklist.save_reading(number, {_name(file, group): reading}, person_id=None, reason=reason)
            numbers.append(number)
        told = f"Séparé en {len(numbers)} documents : n° {', '.join(map(str, numbers))}."
        await self.desk.set_aside(item.id, version, reason=told, operator=operator)
        return numbers

    async def _cut(self, item: IntakeItem, file: IntakeFile, groups: Sequence[Sequence[int]]) -> tuple[bytes, ...]:
        """Cut a file into PDF: the pages of a PDF as they are, those of a picture upright, as a person turned them."""
        data = await self.worklist.load_file(file.sha256)
        if not data.startswith(PICTURE_STARTS):
            return tuple(await self.run(part_pdf, data, groups))
        turned = item.turns.get(file.sha256, 0)
        return tuple(await self.run(part_pictures, data, groups, file.name or "Document", item.received_at, turned))

    def _check(self, item: IntakeItem, version: int, operator: Operator) -> None:
        until = item.locked_until
        is_held = item.locked_by not in ("", operator.name) and until is not None and until >= self.now()
        if item.version != version or item.state is not ItemState.WAITING or is_held:
            raise StaleVersion


def group_pages(page_count: int, starts: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """Group the pages of a file, from 1, a new group beginning at each start; starts out of the file are left out."""
    cuts = sorted({1, *(start for start in starts if 1 < start <= page_count)})
    ends = [*cuts[1:], page_count + 1]
    return tuple(tuple(range(start, end)) for start, end in zip(cuts, ends, strict=True))


_PARTED = Finding(
    code="INT-192",
    severity=Severity.INFO,
    location="fichier",
    message="Ce document vient d’un fichier qu’une personne a séparé.",
    remedy="L’intégrer comme les autres : son patient et son type sont à vérifier sur ses seules pages.",
    layer="intake",
    rule="intake.md §1.5",
)


def _name(file: IntakeFile, group: Sequence[int]) -> str:
    stem = file.name.rpartition(".")[0] or file.name or "document"
    return f"{stem} (p. {group[0]}-{group[-1]}).pdf" if len(group) > 1 else f"{stem} (p. {group[0]}).pdf"


def _make_part(item: IntakeItem, file: IntakeFile, group: Sequence[int], data: bytes) -> NewItem:
    return NewItem(
        dedup_key=f"part:{item.id}:{file.sha256}:{group[0]}-{group[-1]}",
        source=item.source,
        kind=item.kind,
        door=item.door,
        received_at=item.received_at,
        code=_PARTED.code,
        reason=_PARTED.message,
        sender=item.sender,
        sender_label=item.sender_label,
        subject=item.subject,
        message_id=item.message_id,
        mail_sha256=item.mail_sha256,
        files=(NewIntakeFile(name=_name(file, group), media_type="application/pdf", data=data),),
        unit=item.unit,
        target=item.target,
        details={"parted_from": item.id, "pages": list(group)},
    )


def _keep_reading(item: IntakeItem, file: IntakeFile, group: Sequence[int]) -> dict[str, Any] | None:
    """Give what was read of a document that holds exactly these pages, its pages numbered anew; None for none."""
    whole = item.reading or {}
    whole = whole if "documents" in whole else whole.get(file.name) or {}
    for one in whole.get("documents", []):
        if list(one.get("pages") or []) == list(group):
            return {"documents": [_number_anew(one, group[0])]}
    return None


def _number_anew(document: dict[str, Any], first: int) -> dict[str, Any]:
    def move(value: dict[str, Any] | None) -> dict[str, Any] | None:
        return value if not value or not value.get("page") else value | {"page": value["page"] - first + 1}

    fields = {name: move(one) for name, one in (document.get("fields") or {}).items()}
    candidates = [
        one | {"evidence": [move(line) if isinstance(line, dict) else line for line in one.get("evidence", [])]}
        for one in document.get("candidates", [])
    ]
    pages = [number - first + 1 for number in document["pages"]]
    return document | {"pages": pages, "fields": fields, "candidates": candidates}


def _nothing_to_part() -> RuleViolation:
    return RuleViolation(
        Finding(
            code="INT-191",
            severity=Severity.ERROR,
            location="fichier",
            message="Aucune page de début n’est cochée, ou trop.",
            remedy=f"Cocher la première page de chaque document qui suit le premier ({PARTS_MAX} documents au plus).",
            layer="intake",
            rule="intake.md §1.5",
        )
    )

"""A file that holds several documents, parted by a person: one item for each, the whole set aside and kept.

What lives here: the order of the acts. What must not: the cutting of the file (``codecs.pdf.page_groups``).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from liane.codecs.pdf.apart import cut_pages, part_pdf, part_pictures
from liane.codecs.pdf.pages_read import PageCut
from liane.domain.actors.operator import Operator
from liane.domain.errors import Finding, RuleViolation, Severity, StaleVersion
from liane.domain.intake.page import Box
from liane.pipeline.intake.desk import PICTURE_STARTS
from liane.pipeline.intake.pages import Run
from liane.pipeline.intake.papers import find_papers, find_rotation, read_region, reading_of_file
from liane.pipeline.intake.ports import IntakeDesk, Worklist
from liane.store.intake_records import IntakeFile, IntakeItem, ItemState, NewIntakeFile, NewItem

PARTS_MAX = 100
LAID_TOGETHER = "INT-149"
Cuts = tuple[PageCut, ...]
"""What goes in one document: whole pages, and papers of a page."""


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
        papers: Sequence[int] = (),
    ) -> list[int]:
        """Part a file of an item (PDF, TIFF) where new documents start (pages, from 2); returns the new items in order.

        papers: pages whose papers, as they were read, become documents of their own; of any picture too.
        The new items are the same however often this is asked. The whole is then set aside.
        Raises LookupError, StaleVersion, InvalidInput INT-191 when nothing is to be parted, INT-101 to INT-115.
        Rule: intake.md §1.5.
        """
        item = await self.worklist.get_item(item_id)
        self._check(item, version, operator)
        known = {page: places for page, places in find_papers(item, file).items() if page in papers}
        groups = group_cuts(group_pages(page_count, starts), known)
        if not 1 < len(groups) <= PARTS_MAX:
            raise _nothing_to_part()
        parts = await self._cut(item, file, groups)
        numbers = []
        for group, data in zip(groups, parts, strict=True):
            part = _make_part(item, file, group, data)
            number = await self.worklist.add_item(part)
            if (reading := _keep_reading(item, file, group)) is not None:
                reason = str(reading["documents"][0].get("reason") or "")
                await self.worklist.save_reading(number, {part.files[0].name: reading}, person_id=None, reason=reason)
            numbers.append(number)
        told = f"Séparé en {len(numbers)} documents : n° {', '.join(map(str, numbers))}."
        await self.desk.set_aside(item.id, version, reason=told, operator=operator)
        return numbers

    async def _cut(self, item: IntakeItem, file: IntakeFile, groups: Sequence[Cuts]) -> tuple[bytes, ...]:
        """Cut a file into PDF: the pages of a PDF as they are, those of a picture upright, as a person turned them.

        Of a page that holds several papers, each PDF holds the picture of its own alone.
        """
        data = await self.worklist.load_file(file.sha256)
        turned, title = item.turns.get(file.sha256, 0), file.name or "Document"
        if any(cut.region is not None for group in groups for cut in group):
            upright = [[_turn(item, file, cut) for cut in group] for group in groups]
            return tuple(await self.run(cut_pages, data, upright, title, item.received_at, turned))
        numbers = [[cut.page for cut in group] for group in groups]
        if not data.startswith(PICTURE_STARTS):
            return tuple(await self.run(part_pdf, data, numbers))
        return tuple(await self.run(part_pictures, data, numbers, title, item.received_at, turned))

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


def group_cuts(groups: Sequence[Sequence[int]], papers: Mapping[int, Sequence[Box]]) -> tuple[Cuts, ...]:
    """Part groups of pages further, each paper of a page beginning a document; the pages after go with the last one."""
    made: list[Cuts] = []
    for group in groups:
        run: list[PageCut] = []
        for page in group:
            if page not in papers:
                run.append(PageCut(page=page))
                continue
            made.extend([tuple(run)] if run else [])
            made.extend((PageCut(page=page, region=region),) for region in papers[page][:-1])
            run = [PageCut(page=page, region=papers[page][-1])]
        made.append(tuple(run))
    return tuple(made)


def _turn(item: IntakeItem, file: IntakeFile, cut: PageCut) -> PageCut:
    return cut if cut.region is None else replace(cut, rotation=find_rotation(item, file, cut.page))


_PARTED = Finding(
    code="INT-192",
    severity=Severity.INFO,
    location="fichier",
    message="Ce document vient d’un fichier qu’une personne a séparé.",
    remedy="L’intégrer comme les autres : son patient et son type sont à vérifier sur ses seules pages.",
    layer="intake",
    rule="intake.md §1.5",
)


def _name(item: IntakeItem, file: IntakeFile, group: Cuts) -> str:
    stem = file.name.rpartition(".")[0] or file.name or "document"
    first, last, region = group[0].page, group[-1].page, group[0].region
    rank = find_papers(item, file)[first].index(region) + 1 if region is not None else 0
    pages = f"p. {first}-{last}" if last > first else f"p. {first}"
    return f"{stem} ({pages}, papier {rank}).pdf" if rank else f"{stem} ({pages}).pdf"


def _make_part(item: IntakeItem, file: IntakeFile, group: Cuts, data: bytes) -> NewItem:
    region = group[0].region
    sides = [round(side, 5) for side in (region.x0, region.y0, region.x1, region.y1)] if region is not None else []
    place = "".join(f":{side}" for side in sides)
    return NewItem(
        dedup_key=f"part:{item.id}:{file.sha256}:{group[0].page}-{group[-1].page}{place}",
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
        files=(NewIntakeFile(name=_name(item, file, group), media_type="application/pdf", data=data),),
        unit=item.unit,
        target=item.target,
        details={"parted_from": item.id, "pages": [cut.page for cut in group]} | ({"region": sides} if sides else {}),
    )


def _keep_reading(item: IntakeItem, file: IntakeFile, group: Cuts) -> dict[str, Any] | None:
    """Give what was read of a document that holds exactly these pages, its pages numbered anew; None for none."""
    first = group[0]
    for one in reading_of_file(item, file).get("documents", []):
        if list(one.get("pages") or []) == [cut.page for cut in group] and read_region(one) == first.region:
            own = one if first.region is None else _see_alone(one, first.page, first.region)
            return {"documents": [_number_anew(own, first.page)]}
    return None


def _see_alone(document: dict[str, Any], page: int, region: Box) -> dict[str, Any]:
    """Tell the places of a paper on a page of its own, and no more that another lay beside it."""

    def move(value: dict[str, Any] | None) -> dict[str, Any] | None:
        if not value or value.get("page") != page:
            return value
        boxes = [Box(x0=x0, y0=y0, x1=x1, y1=y1).seen_from(region) for x0, y0, x1, y1 in value.get("boxes") or []]
        return value | {"boxes": [[round(side, 5) for side in (box.x0, box.y0, box.x1, box.y1)] for box in boxes]}

    fields = {name: move(one) for name, one in (document.get("fields") or {}).items()}
    codes = [code for code in document.get("codes") or [] if code != LAID_TOGETHER]
    alone = {name: value for name, value in document.items() if name != "region"}
    return alone | {"fields": fields, "codes": codes, "reason": ""}


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

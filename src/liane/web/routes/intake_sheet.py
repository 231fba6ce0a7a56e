"""The file of an item that somebody looks at: its pages, what was read on them, the types to choose from."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request

from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.codecs.pdf.pages_limits import FileKind
from liane.domain.errors import Finding, InvalidInput, Severity
from liane.pipeline.intake.papers import names_several_people
from liane.pipeline.intake.structured import describe_structured, is_structured, read_structured
from liane.store.intake_records import IntakeFile, IntakeItem
from liane.web.reception import ReceptionRoom
from liane.web.routes.intake_list import PATH, type_labels
from liane.web.routes.intake_outcomes import read_id
from liane.web.views.bodies import BodyKind, recognise_body
from liane.web.views.findings import FindingView, as_mapping, describe_findings
from liane.web.views.intake_item import TYPES_FIRST_MAX, PlaceView, describe_fields, describe_places, describe_shades
from liane.web.views.intake_reading import Reading, read_documents, reading_of

PAGES_SHOWN_MAX = 30
QUARTERS = (0, 90, 180, 270)
EMPTY = Reading()
ARCHIVE_ENDS = (".zip",)


_GONE = Finding(
    code="INT-190",
    severity=Severity.INFO,
    location="fichier",
    message="Ce fichier n’est plus gardé : sa durée est passée.",
    remedy="Le demander de nouveau à son expéditeur ; ce qui en a été décidé reste dans l’histoire.",
    layer="intake",
    rule="architecture.md §3",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """One page of the file. address: of its picture; words: of its words; zone: where a rectangle is read again;
    shades: what lies beside the paper in hand, where several lie on the page.
    """

    number: int
    address: str
    words: str
    zone: str
    places: tuple[PlaceView, ...]
    in_part: bool
    shades: tuple[PlaceView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The file in hand. pages: how many; findings: why its pages cannot be shown; is_mixed: its documents are of
    several persons.
    """

    file: IntakeFile | None
    rank: int
    pages: int
    findings: tuple[FindingView, ...]
    readings: tuple[Reading, ...]
    part: int
    is_pdf: bool = False
    may_be_parted: bool = False
    is_mixed: bool = False

    @property
    def starts(self) -> frozenset[int]:
        """Pages where a new document seems to start, but for the first."""
        return frozenset(one.pages[0] for one in self.readings[1:] if one.pages and one.pages[0] > 1)

    @property
    def papers(self) -> tuple[int, ...]:
        """Pages that hold several papers, each a document of its own."""
        laid = [one.pages[0] for one in self.readings if one.region is not None and one.pages]
        return tuple(sorted({page for page in laid if laid.count(page) > 1}))

    @property
    def paper(self) -> int:
        """Which paper of its page the document in hand is, from 1; 0 where it has whole pages."""
        if self.reading.region is None:
            return 0
        before = self.readings[: self.part]
        return sum(one.region is not None and one.pages[:1] == self.reading.pages[:1] for one in before)

    @property
    def reading(self) -> Reading:
        """What was read of the document in hand."""
        return self.readings[self.part - 1] if self.readings else EMPTY


def find_quarter(request: Request, item: IntakeItem | None = None, file: IntakeFile | None = None) -> int:
    """Tell by how many degrees a person turned the pages: now (``tourner``), else the last time for this file."""
    value = request.query_params.get("tourner", "")
    if value in {str(one) for one in QUARTERS}:
        return int(value)
    known = item.turns.get(file.sha256, 0) if item is not None and file is not None else 0
    return known if known in QUARTERS else 0


async def open_sheet(request: Request, room: ReceptionRoom, item: IntakeItem) -> Sheet:
    """Open the file that an address asks for (``fichier``, from 1) and the document of it (``partie``, from 1)."""
    if not item.files:
        return Sheet(file=None, rank=0, pages=0, findings=(), readings=(), part=1)
    rank = min(max(read_id(request.query_params.get("fichier", "")) or find_first(item.files), 1), len(item.files))
    file = item.files[rank - 1]
    readings = read_documents(item.reading, file.name)
    part = min(max(read_id(request.query_params.get("partie", "")) or 1, 1), max(len(readings), 1))
    try:
        data = await room.store.load_file(file.sha256)
        readings = readings or await asyncio.to_thread(_read_structured, data)
        facts = await room.sight.inspect(file.sha256, data)
    except LookupError:
        findings = describe_findings([as_mapping(_GONE)])
        return Sheet(file=file, rank=rank, pages=0, findings=findings, readings=readings, part=part)
    except InvalidInput as error:
        findings = describe_findings(as_mapping(finding) for finding in error.findings)
        return Sheet(file=file, rank=rank, pages=0, findings=findings, readings=readings, part=part)
    is_pdf = facts.kind is FileKind.PDF and recognise_body(data) is BodyKind.PDF
    pages = facts.page_count
    may_be_parted = pages > 1 and (is_pdf or facts.kind is FileKind.TIFF)
    has_papers = any(one.region is not None for one in readings) and (is_pdf or facts.kind is not FileKind.PDF)
    return Sheet(
        file=file,
        rank=rank,
        pages=pages,
        findings=(),
        readings=readings,
        part=part,
        is_pdf=is_pdf,
        may_be_parted=may_be_parted or has_papers,
        is_mixed=names_several_people(item, file),
    )


def find_first(files: Sequence[IntakeFile]) -> int:
    """Give the file to open first, from 1: one whose pages can be looked at rather than the archive around it."""
    ranks = (rank for rank, file in enumerate(files, 1) if not file.name.lower().endswith(ARCHIVE_ENDS))
    return next(ranks, 1)


def _read_structured(data: bytes) -> tuple[Reading, ...]:
    """What a structured file says of itself; nothing for any other, or when it cannot be read."""
    if not is_structured(data):
        return ()
    try:
        return tuple(reading_of(describe_structured(one)) for one in read_structured(data, AcceptancePolicy()))
    except InvalidInput:
        return ()


def describe_pages(request: Request, item: IntakeItem, sheet: Sheet) -> tuple[PageView, ...]:
    """Describe the pages to show, from ``page`` on, PAGES_SHOWN_MAX at most."""
    if sheet.file is None or not sheet.pages:
        return ()
    first = min(max(read_id(request.query_params.get("page", "")) or 1, 1), sheet.pages)
    quarter, own = find_quarter(request, item, sheet.file), set(sheet.reading.pages)
    views = []
    for number in range(first, min(first + PAGES_SHOWN_MAX, sheet.pages + 1)):
        base = f"{PATH}/{item.id}/fichiers/{sheet.rank}/pages/{number}"
        turned = (sheet.reading.rotations.get(number, 0) + quarter) % 360
        views.append(
            PageView(
                number=number,
                address=f"{base}/image?tourner={turned}",
                words=f"{base}/mots",
                zone=f"{base}/zone",
                places=describe_places(sheet.reading, number, quarter),
                in_part=not own or number in own,
                shades=describe_shades(sheet.reading, number, quarter),
            )
        )
    return tuple(views)


def list_types(reading: Reading) -> dict[str, Any]:
    """The types to choose from: those proposed first, then all of them by name."""
    labels = type_labels()
    chosen = reading.value("doc_type")
    likely = [code for code, _ in reading.types[:TYPES_FIRST_MAX] if code in labels]
    likely = list(dict.fromkeys(([chosen] if chosen in labels else []) + likely))
    field = describe_fields(reading, (("doc_type", "Type de document"),))[0]
    everything = sorted(labels.items(), key=lambda pair: pair[1].casefold())
    return {
        "chosen": chosen if chosen in labels else "",
        "likely": [(code, labels[code]) for code in likely],
        "all": everything,
        "field": field,
    }

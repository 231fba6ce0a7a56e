"""``/reception/lot``: several items of one patient, or of one type, looked at together and filed together."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from liane.domain.actors.operator import Operator, Right
from liane.domain.errors import InvalidInput, StaleVersion
from liane.pipeline.intake.lots import LOT_MAX, name_lot
from liane.store.intake_records import IntakeItem, ItemKind, ItemState
from liane.web.console import Console
from liane.web.french import count_of
from liane.web.reception import ReceptionRoom, is_held_by_another, may_see
from liane.web.rights import check_right, require
from liane.web.routes.intake_list import PATH, load_persons, type_labels
from liane.web.routes.intake_outcomes import FIELDS_MAX, require_id
from liane.web.templating import Pages
from liane.web.views.intake_item import show_iso_date
from liane.web.views.intake_list import ItemRow, describe_item_row, readings_of, tell_homogeneous


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One item of the lot. day: that of the document, as it would be filed; empty when none was read.

    obstacle: French, why it is not filed with the others; outcome: what became of it.
    """

    row: ItemRow
    day: str = ""
    obstacle: str = ""
    outcome: str = ""
    is_filed: bool = False


class Lot:
    """Loads and files several items."""

    def __init__(self, console: Console, room: ReceptionRoom) -> None:
        self._console = console
        self._room = room

    async def load(self, ids: Sequence[int], operator: Operator) -> list[tuple[IntakeItem, Line]]:
        """Load items, each with what keeps it from being filed so. Raises LookupError."""
        items = [await self._room.store.get_item(number) for number in ids]
        if not all(may_see(operator, item) for item in items):
            raise LookupError("of another unit")
        persons = await load_persons(self._room, items)
        now = self._console.now()
        rows = [describe_item_row(item, persons, type_labels(), now) for item in items]
        return [
            (item, Line(row=row, day=_read_day(item), obstacle=self._find_obstacle(item, row, operator)))
            for item, row in zip(items, rows, strict=True)
        ]

    def _find_obstacle(self, item: IntakeItem, row: ItemRow, operator: Operator) -> str:
        if item.state is not ItemState.WAITING:
            return f"Il est déjà {row.state.word}."
        if is_held_by_another(item, operator, self._console.now()):
            return f"{item.locked_by} l’a à l’écran."
        if row.person is None:
            return "Aucun patient n’est proposé : l’ouvrir."
        if len(item.files) > 1 or len(readings_of(item)) > 1:
            return "Il contient plusieurs documents : l’ouvrir."
        if item.kind is ItemKind.FILE and not row.type_label:
            return "Son type n’est pas connu : l’ouvrir."
        if not self._room.find_target(item, _read_type(item)):
            return "L’application où l’intégrer est à choisir : l’ouvrir."
        return ""

    async def file(self, item: IntakeItem, version: int, person_id: int, operator: Operator, name: str) -> str:
        """File one item as it was shown, in the lot of a name; gives why it was not, in French, empty when it was."""
        readings, code = readings_of(item), _read_type(item)
        values = {
            "type_code": code if code in type_labels() else "",
            "type_label": type_labels().get(code, ""),
            "document_date": readings[0].value("doc_date").replace("-", "") if readings else "",
            "title": readings[0].value("title") if readings else "",
            "target": self._room.find_target(item, code),
        }
        choices = {name: value for name, value in values.items() if value} | {"together": True, "lot": name}
        try:
            done = await self._room.desk.file(item.id, version, person_id=person_id, operator=operator, choices=choices)
        except StaleVersion:
            return "Il a changé depuis, ou quelqu’un l’a ouvert : il attend toujours."
        except InvalidInput as error:
            return " ".join(finding.message for finding in error.findings) or "Il est refusé : l’ouvrir."
        return "" if done.state is ItemState.FILED else "Il attend l’accord d’une seconde personne."


def _read_type(item: IntakeItem) -> str:
    """The type that was read of an item; empty when none was."""
    readings = readings_of(item)
    return readings[0].value("doc_type") if readings else ""


def _read_day(item: IntakeItem) -> str:
    """The day that was read of an item, as people write it; empty when none was."""
    readings = readings_of(item)
    return show_iso_date(readings[0].value("doc_date")) if readings else ""


def make_router(console: Console, room: ReceptionRoom, pages: Pages) -> APIRouter:
    """Make the routes of the lot."""
    router = APIRouter(include_in_schema=False, prefix=f"{PATH}/lot", dependencies=[require(Right.FILE_DOCUMENTS)])
    lot = Lot(console, room)

    @router.post("")
    async def look(request: Request) -> Response:
        operator = check_right(request, Right.FILE_DOCUMENTS)
        form = await request.form(max_files=0, max_fields=FIELDS_MAX)
        ids = list(dict.fromkeys(require_id(str(value)) for value in form.getlist("objet")))
        if not ids or len(ids) > LOT_MAX:
            raise HTTPException(400)
        loaded = await lot.load(ids, operator)
        for item, _ in loaded:
            await room.record_seen(item, operator=operator, at=console.now(), page="lot")
        lines = [line for _, line in loaded]
        ready = [line.row for line in lines if not line.obstacle]
        return await pages.render(
            request,
            "intake/lot.html",
            lines=lines,
            ready_number=len(ready),
            bond=tell_homogeneous(ready) if ready else "",
            is_done=False,
            undo="",
            sentence=_tell(len(ready), tell_homogeneous(ready) if ready else ""),
        )

    @router.post("/integrer")
    async def file(request: Request) -> Response:
        operator = check_right(request, Right.FILE_DOCUMENTS)
        form = await request.form(max_files=0, max_fields=FIELDS_MAX)
        asked = [tuple(require_id(part) for part in str(value).split("-")) for value in form.getlist("objet")]
        if not asked or len(asked) > LOT_MAX or any(len(one) != 3 for one in asked):
            raise HTTPException(400)
        loaded = await lot.load([one[0] for one in asked], operator)
        if not tell_homogeneous([line.row for _, line in loaded if not line.obstacle] or [loaded[0][1].row]):
            raise HTTPException(400)
        lines, name = [], name_lot()
        for (item, line), (_, version, person_id) in zip(loaded, asked, strict=True):
            fault = line.obstacle or await lot.file(item, version, person_id, operator, name)
            told = fault or f"Intégré dans le dossier de {line.row.person.name if line.row.person else ''}."
            lines.append(Line(row=line.row, day=line.day, outcome=told, is_filed=not fault))
        number = sum(line.is_filed for line in lines)
        return await pages.render(
            request,
            "intake/lot.html",
            lines=lines,
            ready_number=number,
            bond="",
            is_done=True,
            undo=f"{PATH}/lot/{name}" if number else "",
            sentence=f"{count_of(number, 'document intégré', 'documents intégrés')} sur {len(lines)}.",
        )

    return router


def _tell(number: int, bond: str) -> str:
    if not number:
        return "Aucun de ces documents ne peut être intégré sans être ouvert."
    if not bond:
        return "Ces documents ne sont ni du même patient ni du même type : les intégrer un par un, ou en cocher moins."
    told = count_of(number, "document", "documents")
    return f"{told} à intégrer ensemble ({bond}). Vérifier chaque ligne."

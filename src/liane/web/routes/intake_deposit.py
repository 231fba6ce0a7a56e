"""``/reception/deposer``: up to 100 files dropped or chosen, each becoming an item or refused with a reason."""

from fastapi import APIRouter, Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import Response

from liane.domain.actors.operator import Right
from liane.store.intake_records import NewIntakeFile
from liane.web.console import Console
from liane.web.french import count_of, format_size
from liane.web.reception import FILE_BYTES_MAX, FILES_MAX, Deposited, ReceptionRoom
from liane.web.rights import check_right, require
from liane.web.routes.intake_list import PATH
from liane.web.templating import Pages

NAME_CHARS_MAX = 200
REQUEST_BYTES_MAX = 500_000_000


def make_router(console: Console, room: ReceptionRoom, pages: Pages) -> APIRouter:
    """Make the routes of the deposit."""
    router = APIRouter(include_in_schema=False, prefix=f"{PATH}/deposer", dependencies=[require(Right.FILE_DOCUMENTS)])

    async def render(request: Request, lines: list[Deposited], *, status: int = 200) -> Response:
        return await pages.render(
            request,
            "intake/deposit.html",
            status=status,
            lines=lines,
            is_open=room.depositor is not None,
            files_max=FILES_MAX,
            size_max=FILE_BYTES_MAX,
            sentence=_tell(lines, is_open=room.depositor is not None),
        )

    @router.get("")
    async def show(request: Request) -> Response:
        return await render(request, [])

    @router.post("")
    async def deposit(request: Request) -> Response:
        operator = check_right(request, Right.FILE_DOCUMENTS)
        length = request.headers.get("content-length", "")
        if room.depositor is None or not length.isdigit() or int(length) > REQUEST_BYTES_MAX:
            raise HTTPException(400)
        async with request.form(max_files=FILES_MAX, max_fields=10) as form:
            given = [one for one in form.getlist("fichiers") if isinstance(one, UploadFile) and one.filename]
            too_large = [str(one.filename) for one in given if (one.size or 0) > FILE_BYTES_MAX]
            files = [await _read(one) for one in given if (one.size or 0) <= FILE_BYTES_MAX]
        lines = await room.depositor.deposit(files, operator=operator) if files else []
        refusal = f"Fichier trop lourd : {format_size(FILE_BYTES_MAX)} au plus."
        remedy = "Le couper en plusieurs fichiers, ou le numériser en noir et blanc à 200 ou 300 dpi."
        lines += [Deposited(name=name, refusal=refusal, remedy=remedy) for name in too_large]
        return await render(request, lines, status=200 if lines else 400)

    return router


async def _read(given: UploadFile) -> NewIntakeFile:
    kind = given.content_type or "application/octet-stream"
    return NewIntakeFile(name=str(given.filename)[-NAME_CHARS_MAX:], media_type=kind, data=await given.read())


def _tell(lines: list[Deposited], *, is_open: bool) -> str:
    if not is_open:
        return "Le dépôt de fichiers n’est pas ouvert sur ce Liane."
    if not lines:
        return "Déposer des scans ou des PDF : chacun est lu, puis proposé dans la bannette."
    kept = sum(not one.refusal and one.is_new for one in lines)
    known = sum(not one.refusal and not one.is_new for one in lines)
    refused = sum(bool(one.refusal) for one in lines)
    parts = [count_of(kept, "fichier reçu", "fichiers reçus")] if kept else []
    if known:
        parts.append(f"{count_of(known, 'fichier déjà connu', 'fichiers déjà connus')}, pris une seule fois")
    if refused:
        parts.append(count_of(refused, "fichier refusé", "fichiers refusés"))
    return f"{'; '.join(parts)}.".replace("; ", "\u00a0; ")

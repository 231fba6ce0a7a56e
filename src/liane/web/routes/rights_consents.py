"""``/consentements``: the patients present who were not told of the DMP, or whose stance is not known."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from liane.domain.actors.operator import Right
from liane.domain.errors import InvalidInput
from liane.domain.identity.rights import InformationMeans
from liane.pipeline.announcement.desk import Hand
from liane.pipeline.announcement.patient_rights import BULK_MAX, BulkInformation, BulkResult
from liane.store.patient_rights import CollectQuery, Lack
from liane.web.console import Console
from liane.web.filters import Filters, read_filters
from liane.web.french import count_of
from liane.web.rights import check_right, require
from liane.web.rights_room import RightsRoom
from liane.web.routes.acts import ID_MAX, REASON_CHARS_MAX, Done
from liane.web.templating import Pages
from liane.web.tracing import find_whence
from liane.web.views.findings import as_mapping, describe_findings
from liane.web.views.rights import COLLECTIVE_MEANS, LACKS, describe_present, tell_to_collect

PATH = "/consentements"
CHOICES_MAX = BULK_MAX + 20


def read_query(filters: Filters, after: str) -> CollectQuery:
    """Read what is looked for; unknown choices count as absent."""
    lack = filters["manque"] if filters["manque"] in {one.value for one in Lack} else Lack.INFORMATION.value
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 19 else 0
    return CollectQuery(lack=Lack(lack), unit=filters["unite"], text=filters["q"], after=start)


def describe_result(query: Mapping[str, str]) -> Done | None:
    """Tell what the last act in lot did."""
    done, left = query.get("informes", ""), query.get("laisses", "")
    if not (done.isdigit() and left.isdigit()) or len(done + left) > 8:
        return None
    text = f"{count_of(int(done), 'patient informé', 'patients informés')}."
    if int(left):
        text += f" {count_of(int(left), 'laissé', 'laissés')} : déjà informé, arrivé avant cette date ou sorti."
    return Done(kind="todo" if int(left) else "done", text=text)


def make_router(console: Console, room: RightsRoom, pages: Pages) -> APIRouter:
    """Make the routes of the collecting."""
    router = APIRouter(include_in_schema=False, prefix=PATH, dependencies=[require(Right.RECORD_CONSENT)])

    async def render(request: Request, *, status: int = 200, findings: object = ()) -> Response:
        filters = read_filters(request.query_params, "manque", "unite", "q")
        query = read_query(filters, request.query_params.get("apres", ""))
        size = min(console.settings.page_size, BULK_MAX)
        found = await room.collecting.list_to_collect(query, limit=size + 1)
        rows = [describe_present(one) for one in found[:size]]
        return await pages.render(
            request,
            "rights/consents.html",
            status=status,
            rows=rows,
            lacks=LACKS,
            lack=query.lack.value,
            units=await room.collecting.list_units(),
            filters=filters,
            means=COLLECTIVE_MEANS,
            sentence=tell_to_collect(await room.collecting.count_to_collect()),
            first=filters.address(PATH) if query.after else "",
            following=filters.address(PATH, apres=str(rows[-1].id)) if len(found) > size else "",
            findings=findings,
            done=describe_result(request.query_params),
        )

    @router.get("")
    async def show(request: Request) -> Response:
        return await render(request)

    @router.post("/information")
    async def inform(request: Request) -> Response:
        operator = check_right(request, Right.RECORD_CONSENT)
        form = await request.form(max_files=0, max_fields=CHOICES_MAX)
        chosen = [int(str(value)) for value in form.getlist("personne") if _is_number(str(value))]
        told = BulkInformation(
            means=_read_means(str(form.get("moyen", ""))),
            since=_read_date(str(form.get("depuis", ""))),
            reason=" ".join(str(form.get("motif", "")).split())[:REASON_CHARS_MAX],
        )
        hand = Hand(operator=operator, address=find_whence().address)
        try:
            result: BulkResult = await room.rights.inform(chosen, told, hand)
        except InvalidInput as error:
            findings = describe_findings(as_mapping(finding) for finding in error.findings)
            return await render(request, status=422, findings=findings)
        query = urlencode({"informes": len(result.done), "laisses": len(result.left)})
        return RedirectResponse(f"{PATH}?{query}", status_code=303)

    return router


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 19 and int(text) <= ID_MAX


def _read_means(text: str) -> InformationMeans:
    return {value: InformationMeans[value.upper()] for value, _ in COLLECTIVE_MEANS}.get(text, InformationMeans.ORAL)


def _read_date(text: str) -> str:
    """Read a day, as the field of days sends it or as people write it (``31/12/2026``); empty when it is none."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text.strip(), form).strftime("%Y%m%d")  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return ""

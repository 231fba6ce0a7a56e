"""How an act on a held document ends: done and back, refused with its reason, or overtaken by somebody else."""

from collections.abc import Awaitable, Callable

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from liane.domain.errors import InvalidInput, StaleVersion
from liane.web.routes.acts import Done
from liane.web.templating import Pages
from liane.web.views.findings import as_mapping, describe_findings

DONE = {
    "libere": Done(kind="done", text="L’annonce est enregistrée : le document est libéré."),
    "reste": Done(
        kind="todo", text="L’annonce est enregistrée. Il reste à rendre le document visible au DMP : voir pourquoi."
    ),
    "visible": Done(kind="done", text="Le DMP montre ce document au patient."),
    "retenu": Done(kind="done", text="Le document est retenu jusqu’à son annonce."),
    "droits": Done(kind="done", text="Ce que le patient a dit est enregistré."),
}


def describe_outcome(request: Request) -> Done | None:
    """Tell what the last act did, from the address that it led to."""
    return DONE.get(request.query_params.get("fait", ""))


async def finish(
    request: Request, pages: Pages, work: Callable[[], Awaitable[str]], *, back: str, title: str
) -> Response:
    """Do an act, then lead to the address that it gives; a refusal is told with its remedy, and how to come back."""
    try:
        address = await work()
    except StaleVersion:
        return await pages.render(
            request, "rights/refused.html", status=409, title=title, findings=(), back=back, is_stale=True
        )
    except InvalidInput as error:
        findings = describe_findings(as_mapping(finding) for finding in error.findings)
        return await pages.render(
            request, "rights/refused.html", status=422, title=title, findings=findings, back=back, is_stale=False
        )
    return RedirectResponse(address, status_code=303)

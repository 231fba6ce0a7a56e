"""How an act in a DMP ends: back to where it was asked with what was done told; and the pages of refusals of ours."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import structlog
from fastapi import FastAPI, Request
from starlette.responses import RedirectResponse, Response

from liane.domain.dmp.changes import DocumentChange
from liane.domain.dmp.refusals import DMPDenied
from liane.domain.errors import Finding
from liane.pipeline.contexts.calls import ContextDenied
from liane.web.freshness import is_framed
from liane.web.rights import find_actor
from liane.web.routes.acts import Done
from liane.web.templating import Pages
from liane.web.views.dmp_words import CHANGE_DONE

log = structlog.get_logger(__name__)
FIELDS_MAX = 220
REASON_CHARS_MAX = 500
DONE: dict[str, str] = {
    "consentement": "Le choix du patient est enregistré.",
    "autorise": "Votre autorisation est déclarée au DMP.",
    "retire": "Votre autorisation est retirée : ce DMP est refermé pour vous.",
    **{change.name.lower(): text for change, text in CHANGE_DONE.items()},
}


def describe_done(request: Request) -> Done | None:
    """Tell what the last act did, from the address that it led to."""
    text = DONE.get(request.query_params.get("fait", ""))
    return Done(kind="done", text=text) if text else None


async def read_plain_form(request: Request) -> dict[str, str]:
    """Read the plain fields of a form."""
    form = await request.form(max_files=0, max_fields=FIELDS_MAX)
    return {name: str(value) for name, value in form.items()}


async def read_ticked(request: Request, name: str) -> tuple[str, ...]:
    """Read the ticked values of a form, in order."""
    form = await request.form(max_files=0, max_fields=FIELDS_MAX)
    return tuple(dict.fromkeys(str(value) for value in form.getlist(name)))


def read_why(form: Mapping[str, str]) -> str:
    """Read a reason; the rules refuse an act that lacks one."""
    return " ".join(form.get("motif", "").split())[:REASON_CHARS_MAX]


def find_change(name: str) -> DocumentChange | None:
    """Read the name of a change; None for anything else."""
    return next((change for change in DocumentChange if change.name.lower() == name), None)


def lead(address: str, **query: str) -> RedirectResponse:
    """Lead to a page, with what it must tell."""
    joint = "&" if "?" in address else "?"
    return RedirectResponse(f"{address}{joint if query else ''}{urlencode(query)}", status_code=303)


def add_refusal_pages(app: FastAPI, pages: Pages) -> None:
    """Tell refusals of ours with their reason and remedy, instead of a right that is missing."""

    async def tell(request: Request, finding: Finding) -> Response:
        name = find_actor(request.scope).name
        log.warning("page.denied", path=_without_word(request.url.path), operator=name, right=finding.code)
        values: dict[str, Any] = {"code": 403, "title": finding.message, "text": finding.remedy}
        values["layout"] = "dmp/frame_layout.html" if is_framed(request) else "layout.html"
        return await pages.render(request, "dmp/refused.html", status=403, **values)

    async def on_context(request: Request, error: Exception) -> Response:
        assert isinstance(error, ContextDenied)
        return await tell(request, error.finding)

    async def on_dmp(request: Request, error: Exception) -> Response:
        assert isinstance(error, DMPDenied)
        return await tell(request, error.finding)

    app.add_exception_handler(ContextDenied, on_context)
    app.add_exception_handler(DMPDenied, on_dmp)


def _without_word(path: str) -> str:
    """The path without the word of a one-time address."""
    start = "/contexte/ouvrir/"
    return start if path.startswith(start) else path

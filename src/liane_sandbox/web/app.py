"""The web application of the sandbox: pages, JSON, style sheet; errors told in French."""

from importlib.resources import files

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse
from starlette.exceptions import HTTPException

from liane_sandbox.running import Sandbox
from liane_sandbox.web import (
    api,
    api_insi,
    api_reception,
    pages,
    pages_annuaire,
    pages_dmp,
    pages_insi,
    pages_mssante,
    pages_psc,
    pages_reception,
)
from liane_sandbox.web.rendering import show
from liane_sandbox.web.security import Guard

_STYLE = files("liane_sandbox.web").joinpath("static", "sandbox.css").read_text(encoding="utf-8")
_TITLES = {
    404: "Page introuvable",
    405: "Action impossible ici",
    422: "Demande incomplète",
    500: "Erreur du simulateur",
}
_ENGLISH = {"Not Found": "Cette adresse n'existe pas.", "Method Not Allowed": "Cette action n'existe pas ici."}


async def _style() -> Response:
    return Response(_STYLE, media_type="text/css", headers={"Cache-Control": "max-age=300"})


async def _explain(request: Request, error: Exception) -> Response:
    if isinstance(error, RequestValidationError):
        fields = ", ".join(".".join(str(part) for part in one["loc"][1:]) for one in error.errors())
        status, detail = 422, f"Valeur absente ou mal écrite : {fields}."
    elif isinstance(error, HTTPException):
        status = error.status_code
        detail = _ENGLISH.get(str(error.detail), str(error.detail))
    else:
        status, detail = 500, "Le simulateur a échoué ; voir son journal."
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": detail}, status_code=status)
    title = _TITLES.get(status, "Demande refusée")
    return show(request, "error.html", title, status, detail=detail)


def create_app(sandbox: Sandbox) -> FastAPI:
    """Make the application that shows and moves a running sandbox."""
    app = FastAPI(
        title="Bac à sable Liane (SIMULATION)", docs_url=None, redoc_url=None, openapi_url="/api/openapi.json"
    )
    app.state.sandbox = sandbox
    app.add_middleware(Guard)
    app.add_exception_handler(HTTPException, _explain)
    app.add_exception_handler(RequestValidationError, _explain)
    app.add_exception_handler(Exception, _explain)
    app.add_api_route("/style.css", _style, include_in_schema=False)
    app.add_api_route("/favicon.ico", _no_icon, include_in_schema=False)
    app.include_router(api.router)
    app.include_router(api_insi.router)
    app.include_router(api_reception.router)
    for module in (pages, pages_annuaire, pages_dmp, pages_insi, pages_mssante, pages_psc, pages_reception):
        app.include_router(module.router, include_in_schema=False)
    return app


async def _no_icon() -> Response:
    return PlainTextResponse("", status_code=204)

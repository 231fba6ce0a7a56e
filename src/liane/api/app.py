"""The JSON API: the routes under ``/v1``, described whole by its OpenAPI document. Mounted by the console on ``/api``.

It has no door of its own: whoever serves it puts the doors of the console (secret, names, origin) before it.
"""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from liane.api import contexts, deliveries, documents, health, intake, reception, supervision
from liane.api.clock import Clock
from liane.api.health import Status
from liane.api.intake import TakeFile
from liane.api.problems import add_problem_answers
from liane.api.reception import Accept
from liane.api.schemas import Problem
from liane.pipeline.contexts.calls import ContextCalls
from liane.store.postgres_store import PostgresStore

VERSION = "1"
DESCRIPTION = "Documents, livraisons, messages refusés, incidents, canaux, et dépôt de messages HL7 v2."


def create_api(
    *,
    store: PostgresStore,
    status: Status,
    accept: Accept | None,
    now: Clock,
    take_file: TakeFile | None = None,
    calls: ContextCalls | None = None,
    public_url: str = "",
) -> FastAPI:
    """Make the API.

    status: measures the system. accept: the receiving flow, the same as behind MLLP; None on a node that does not
    receive, which then has no door for messages. now: the clock. take_file: the flow of the files put
    down; None: no door for them. calls: calls in context of record systems; None: no door for them either. public_url:
    address of Liane as browsers see it.
    """
    app = FastAPI(
        title="Liane",
        version=VERSION,
        description=DESCRIPTION,
        openapi_url="/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    if accept is not None:
        app.include_router(reception.make_router(accept))
    if take_file is not None:
        app.include_router(intake.make_router(take_file))
    if calls is not None:
        app.include_router(contexts.make_router(calls, public_url=public_url))
    app.include_router(health.make_router(status))
    app.include_router(documents.make_router(store))
    app.include_router(deliveries.make_router(store, now))
    app.include_router(supervision.make_router(store, now))
    add_problem_answers(app)
    _describe_problems(app)
    return app


def _describe_problems(app: FastAPI) -> None:
    """Put the shape of a problem in the OpenAPI document, and in place of FastAPI's own for a wrong request."""

    def describe() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = get_openapi(title=app.title, version=VERSION, description=DESCRIPTION, routes=app.routes)
            schema["servers"] = [{"url": "/api"}]
            schemas = schema["components"]["schemas"]
            shape = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas.update(shape.pop("$defs", {}))
            schemas["Problem"] = shape
            for name in ("HTTPValidationError", "ValidationError"):
                schemas.pop(name, None)
            _replace_references(schema)
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = describe  # type: ignore[method-assign]  # the way that FastAPI documents


def _replace_references(schema: dict[str, Any]) -> None:
    """Every answer 422 that FastAPI adds by itself is a problem here."""
    reference = {"$ref": "#/components/schemas/Problem"}
    for path in schema["paths"].values():
        for operation in path.values():
            wrong = operation["responses"].get("422", {})
            content = wrong.get("content", {})
            if content.get("application/json", {}).get("schema", {}).get("$ref", "").endswith("HTTPValidationError"):
                wrong["content"] = {"application/problem+json": {"schema": reference}}

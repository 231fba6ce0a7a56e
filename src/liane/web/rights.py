"""Who may open a page or act: each route names the right that it asks, and says in French which one is missing."""

from typing import Any

from fastapi import Depends, Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from liane.domain.actors.operator import Operator, Right
from liane.domain.errors import AccessDenied
from liane.web.security import SAFE_METHODS

NOBODY = Operator(name="", roles=frozenset())


class MissingRight(AccessDenied):
    """The operator lacks a right. right: the one that was asked."""

    def __init__(self, right: Right) -> None:
        self.right = right
        super().__init__(right.value)


def find_actor(scope: Scope) -> Operator:
    """Tell who acts; nobody, without any right, when no door was passed."""
    actor = scope.get("state", {}).get("actor")
    return actor if isinstance(actor, Operator) else NOBODY


def check_right(request: Request, right: Right) -> Operator:
    """Give who acts when they hold a right. Raises MissingRight.

    Rule: INS/va1.50, RNIV 1: only habilitated persons create, validate and merge.
    """
    actor = find_actor(request.scope)
    if not actor.may(right):
        raise MissingRight(right)
    return actor


def require(right: Right) -> Any:
    """Make the dependency of a route, or of a whole router, that asks a right."""

    def check(request: Request) -> None:
        check_right(request, right)

    return Depends(check)


class RightsGate:
    """Stands before a mounted application: reading asks one right, anything else another."""

    def __init__(self, app: ASGIApp, *, read: Right, act: Right) -> None:
        self._app = app
        self._read = read
        self._act = act

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or answer 403 as a problem."""
        right = self._read if scope.get("method", "GET") in SAFE_METHODS else self._act
        if scope["type"] != "http" or find_actor(scope).may(right):
            await self._app(scope, receive, send)
            return
        problem = {
            "type": "about:blank",
            "title": "Droit manquant",
            "status": 403,
            "detail": f"Il faut : {right.value}.",
        }
        await JSONResponse(problem, status_code=403, media_type="application/problem+json")(scope, receive, send)

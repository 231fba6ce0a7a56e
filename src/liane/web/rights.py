"""Who may open a page or act: each route names the right that it asks, and says in French which one is missing."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from fastapi import Depends, Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute
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
    """Stands before a mounted application: reading asks one right, anything else another.

    doors: addresses below which one right of their own is asked for everything, or none (the application judges there).
    """

    def __init__(
        self, app: ASGIApp, *, read: Right, act: Right, doors: Mapping[str, Right | None] = MappingProxyType({})
    ) -> None:
        self._app = app
        self._read = read
        self._act = act
        self._doors = tuple(doors.items())

    @property
    def routes(self) -> list[BaseRoute]:
        """The routes behind, for whoever lists what is mounted; none for an application that has no routes."""
        return list(getattr(self._app, "routes", ()))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or answer 403 as a problem."""
        right = self._find_right(scope)
        if scope["type"] != "http" or right is None or find_actor(scope).may(right):
            await self._app(scope, receive, send)
            return
        problem = {
            "type": "about:blank",
            "title": "Droit manquant",
            "status": 403,
            "detail": f"Il faut : {right.value}.",
        }
        await JSONResponse(problem, status_code=403, media_type="application/problem+json")(scope, receive, send)

    def _find_right(self, scope: Scope) -> Right | None:
        path = scope.get("path", "")
        for start, right in self._doors:
            if path == start or path.startswith(f"{start}/"):
                return right
        return self._read if scope.get("method", "GET") in SAFE_METHODS else self._act

"""Every address of an application, with what is mounted below it."""

from collections.abc import Iterator
from typing import Any

from fastapi.routing import iter_route_contexts
from starlette.routing import Mount, Route

from liane.web.rights import RightsGate


def list_routes(routes: Any, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Give every (method, path template) of some routes; a mounted application without routes is asked whole."""
    for found in iter_route_contexts(routes):
        mounted: Any = getattr(found, "original_route", found)
        path = f"{prefix}{found.path}"
        if isinstance(mounted, Mount):
            below = list(mounted.routes)
            if below:
                yield from list_routes(below, path)
            else:
                yield "GET", path
        elif isinstance(mounted, Route) and isinstance(mounted.endpoint, RightsGate):
            continue  # the same application as the mount of that name
        else:
            methods: Any = getattr(found, "methods", None) or ()
            for method in sorted(set(methods) - {"HEAD", "OPTIONS"}):
                yield method, path

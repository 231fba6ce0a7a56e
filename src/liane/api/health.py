"""Whether this node runs and would keep a message sent now, for probes and load balancers."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from liane.api.schemas import Health
from liane.domain.steering.status import SystemStatus

Status = Callable[[], Awaitable[SystemStatus]]


def describe_health(status: SystemStatus) -> Health:
    """Make the shape of a state."""
    return Health(
        live=True,
        ready=status.is_ready,
        node=status.node,
        version=status.version,
        database=status.is_database_ready,
        free_bytes=status.free_bytes,
        waiting=status.waiting,
    )


def make_router(status: Status) -> APIRouter:
    """Make the routes of the health. status: measures the system."""
    router = APIRouter(prefix="/v1/health", tags=["health"])

    @router.get("", summary="État du nœud", operation_id="getHealth")
    async def get_health() -> Health:
        return describe_health(await status())

    @router.get(
        "/live", summary="Le processus tourne", operation_id="getLive", status_code=204, response_class=Response
    )
    async def get_live() -> None:
        return None

    @router.get(
        "/ready",
        summary="Un message envoyé maintenant serait conservé",
        operation_id="getReady",
        responses={503: {"description": "Rien n'est accepté en ce moment", "model": Health}},
    )
    async def get_ready() -> Health:
        health = describe_health(await status())
        if not health.ready:
            return JSONResponse(health.model_dump(mode="json"), status_code=503)  # type: ignore[return-value]
        return health

    return router

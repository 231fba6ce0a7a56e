"""How the pages and the API are served: whose word is taken for a client's address, and the bounds of the server."""

import uvicorn
from starlette.types import ASGIApp

from liane.web.limits import HTTPLimits
from liane.wiring.settings import HTTPSettings

STOP_S_MAX = 3
CONNECTIONS_MAX = 1000
IDLE_S_MAX = 15
WAITING_MAX = 512


def make_limits(http: HTTPSettings) -> HTTPLimits:
    """Say the bounds of the settings in the words of the pages."""
    return HTTPLimits(
        address_per_minute_max=http.requests_per_minute_max,
        operator_per_minute_max=http.requests_per_minute_max,
        refusals_per_minute_max=http.refusals_per_minute_max,
    )


def make_server_config(app: ASGIApp, http: HTTPSettings) -> uvicorn.Config:
    """Make the settings of the server.

    The header ``X-Forwarded-For`` is believed from the declared proxies alone: the trail and the rates would otherwise
    write and count whatever a caller pleases to say.
    """
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=STOP_S_MAX,
        timeout_keep_alive=IDLE_S_MAX,
        limit_concurrency=CONNECTIONS_MAX,
        backlog=WAITING_MAX,
        proxy_headers=bool(http.proxies),
        forwarded_allow_ips=list(http.proxies),
    )

"""``/metrics``: figures of the flows for Prometheus. Counts and instants only: no patient, no document, no address."""

from collections.abc import Awaitable, Callable, Iterator

from prometheus_client import CollectorRegistry, Metric
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from liane.api.clock import Clock
from liane.domain.documents.timestamp import PARIS
from liane.domain.errors import StorageUnavailable
from liane.domain.steering.status import SystemStatus
from liane.store.page_records import TodaySummary
from liane.store.postgres_store import PostgresStore


class _Snapshot(Collector):
    """The figures of one scrape."""

    def __init__(self, status: SystemStatus, summary: TodaySummary | None, incidents: list[str]) -> None:
        self._status = status
        self._summary = summary
        self._incidents = incidents

    def collect(self) -> Iterator[Metric]:
        """Give every figure."""
        yield from _describe_node(self._status)
        if self._summary is not None:
            yield from _describe_flows(self._summary)
        incidents = GaugeMetricFamily("liane_incident_open", "Incident en cours, par service.", labels=["remote"])
        for remote in self._incidents:
            incidents.add_metric([remote], 1)
        yield incidents


def _describe_node(status: SystemStatus) -> Iterator[Metric]:
    yield InfoMetricFamily("liane_node", "Ce nœud.", value={"node": status.node, "version": status.version})
    yield GaugeMetricFamily("liane_ready", "1 quand un message serait conservé.", value=float(status.is_ready))
    yield GaugeMetricFamily("liane_database_up", "1 quand la base répond.", value=float(status.is_database_ready))
    yield GaugeMetricFamily(
        "liane_start_time_seconds", "Démarrage (secondes Unix).", value=status.started_at.timestamp()
    )
    if status.free_bytes is not None:
        yield GaugeMetricFamily("liane_free_bytes", "Espace libre.", value=status.free_bytes)
    if status.database_size_bytes is not None:
        yield GaugeMetricFamily("liane_database_bytes", "Taille de la base.", value=status.database_size_bytes)
    expiry = GaugeMetricFamily(
        "liane_certificate_expiry_time_seconds", "Expiration des certificats (secondes Unix).", labels=["usage"]
    )
    for certificate in status.certificates:
        expiry.add_metric([certificate.usage], certificate.expires_at.timestamp())
    yield expiry
    yield from _describe_revocations(status)


def _describe_revocations(status: SystemStatus) -> Iterator[Metric]:
    ends = GaugeMetricFamily(
        "liane_revocation_list_expiry_time_seconds", "Fin des listes de révocation (secondes Unix).", labels=["list"]
    )
    usable = GaugeMetricFamily(
        "liane_revocation_list_usable", "0 quand la liste manque, a expiré ou est trop ancienne.", labels=["list"]
    )
    for one in status.revocations:
        usable.add_metric([one.name], float(one.is_usable))
        if one.expires_at is not None:
            ends.add_metric([one.name], one.expires_at.timestamp())
    yield ends
    yield usable


def _describe_flows(summary: TodaySummary) -> Iterator[Metric]:
    received: dict[tuple[str, str], int] = {}
    for arrived in summary.received:
        key = (arrived.channel, arrived.outcome)
        received[key] = received.get(key, 0) + arrived.number
    messages = GaugeMetricFamily("liane_messages_today", "Messages reçus depuis minuit.", labels=["channel", "outcome"])
    for (channel, outcome), number in sorted(received.items()):
        messages.add_metric([channel, outcome], number)
    yield messages
    done: dict[tuple[str, str], int] = {}
    for ended in summary.done:
        place = (ended.destination.value, ended.state.value)
        done[place] = done.get(place, 0) + ended.number
    ended_today = GaugeMetricFamily(
        "liane_deliveries_done_today", "Livraisons terminées depuis minuit.", labels=["destination", "state"]
    )
    for (destination, state), number in sorted(done.items()):
        ended_today.add_metric([destination, state], number)
    yield ended_today
    waiting = GaugeMetricFamily("liane_deliveries_open", "Livraisons en cours.", labels=["destination", "state"])
    oldest = GaugeMetricFamily(
        "liane_delivery_oldest_time_seconds", "Création de la plus ancienne.", labels=["destination", "state"]
    )
    for opened in summary.open:
        labels = [opened.destination.value, opened.state.value]
        waiting.add_metric(labels, opened.number)
        oldest.add_metric(labels, opened.oldest_at.timestamp())
    yield waiting
    yield oldest


class MetricsApp:
    """An ASGI application that answers the figures; mount it on ``/metrics``."""

    def __init__(self, *, store: PostgresStore, status: Callable[[], Awaitable[SystemStatus]], now: Clock) -> None:
        self._store = store
        self._status = status
        self._now = now

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one scrape."""
        request = Request(scope, receive)
        if request.method not in ("GET", "HEAD"):
            await Response(status_code=405)(scope, receive, send)
            return
        await Response(await self.render(), media_type=CONTENT_TYPE_LATEST)(scope, receive, send)

    async def render(self) -> bytes:
        """Measure, and write the figures; without the database, those of the node alone."""
        status = await self._status()
        try:
            summary = await self._store.today_summary(self._now().astimezone(PARIS))
            incidents = [incident.remote for incident in await self._store.find_incidents(only_open=True)]
        except StorageUnavailable:
            summary, incidents = None, []
        registry = CollectorRegistry(auto_describe=False)
        registry.register(_Snapshot(status, summary, incidents))
        return generate_latest(registry)

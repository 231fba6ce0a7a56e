"""The registry of identities of one node: its settings in, its flows out."""

import uuid
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any

from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.connectors.mllp.client import MLLPClient, MLLPTimeouts
from liane.domain.documents.request import Endpoint
from liane.domain.errors import ConfigurationError
from liane.pipeline.channels import ChannelGuard
from liane.pipeline.identity.adt import IdentityReception
from liane.pipeline.identity.applier import Applier
from liane.pipeline.identity.dmp_status import DMPStatusKeeper
from liane.pipeline.identity.examiner import Examiner
from liane.pipeline.identity.feed import FeedDispatcher
from liane.pipeline.identity.follow_ups import FollowUps
from liane.pipeline.identity.gate import GateRules, IdentityGate
from liane.pipeline.identity.linking import DuplicateWatch, PairJudge
from liane.pipeline.identity.queries import QueryDesk
from liane.pipeline.identity.registry import Registry
from liane.pipeline.identity.rules import (
    PRODUCTION_OIDS,
    TEST_OIDS,
    LocalDomain,
    OIDRules,
    RegistryRules,
    Subscriber,
)
from liane.pipeline.retry import RetryPolicy
from liane.store.identity_flow import IdentityFlowStore
from liane.store.postgres_store import PostgresStore
from liane.store.registry_watch import RegistryWatch
from liane.wiring.clock import utc_now
from liane.wiring.gates import client_tls
from liane.wiring.settings import Environment, IdentitySettings, RetrySettings, Settings, SubscriberSettings

TEST_OID_MAPPING = {"1.2.250.1.213.1.4.8": "1.2.250.1.213.1.4.10"}
"""The INSi test platform answers the authority of production. Rule: ins.md §3."""
PROCESSING_IDS = {Environment.PRODUCTION: "P", Environment.TEST: "T", Environment.SANDBOX: "D"}
ANSWER_S_MAX = 15.0


def make_registry_rules(settings: Settings) -> RegistryRules:
    """Say how this site's registry works. Raises ConfigurationError naming the setting."""
    identity = settings.identity
    sources = tuple(_read_sender(text, "identity.sources") for text in identity.sources)
    rules = RegistryRules(
        oids=_make_oid_rules(settings.environment, identity.oid_mapping),
        own=Endpoint(application=identity.application, facility=identity.facility),
        role=identity.role,
        local_domain=_make_domain(identity),
        sources=sources,
        queriers=tuple(_read_sender(text, "identity.queriers") for text in identity.queriers),
        unknown_patient=identity.resolved_unknown_patient,
        renewal_years=identity.renewal_years,
        subscribers=tuple(_make_subscriber(one) for one in identity.subscribers),
        processing_id=PROCESSING_IDS[settings.environment],
    )
    if rules.is_follower and not sources:
        raise ConfigurationError("identity.sources : un suiveur nomme au moins une source d'identités")
    names = [one.name for one in rules.subscribers]
    if len(set(names)) < len(names):
        raise ConfigurationError("identity.subscribers : une application est déclarée deux fois")
    return rules


def _make_oid_rules(environment: Environment, mapping: dict[str, str] | None) -> OIDRules:
    """The INS authorities of an environment; none is changed in production. Rule: ins.md §3."""
    if environment is Environment.PRODUCTION:
        if mapping:
            raise ConfigurationError("identity.oid_mapping : aucune correspondance d'OID n'est permise en production")
        return OIDRules(allowed=PRODUCTION_OIDS)
    return OIDRules(allowed=TEST_OIDS, mapping=TEST_OID_MAPPING if mapping is None else mapping)


def _read_sender(text: str, setting: str) -> tuple[str, str]:
    application, separator, facility = text.partition("@")
    if not (separator and application and facility):
        raise ConfigurationError(f"{setting} : {text} (attendu : APPLICATION@ÉTABLISSEMENT)")
    return application, facility


def _make_domain(identity: IdentitySettings) -> LocalDomain | None:
    domain = identity.local_domain
    return LocalDomain(**domain.model_dump()) if domain is not None else None


def _make_subscriber(declared: SubscriberSettings) -> Subscriber:
    endpoint = Endpoint(application=declared.application, facility=declared.facility)
    return Subscriber(endpoint=endpoint, events=frozenset(declared.events))


class SubscriberDirectory:
    """The MLLP links to the subscribers, one kept connection each."""

    def __init__(self, subscribers: tuple[SubscriberSettings, ...]) -> None:
        self._clients = {
            f"{one.application}@{one.facility}": MLLPClient(
                one.host,
                one.port,
                remote=f"identités:{one.application}@{one.facility}",
                tls=client_tls(one.tls) if one.tls else None,
                server_hostname=one.host if one.tls else None,
                timeouts=MLLPTimeouts(answer_s=ANSWER_S_MAX),
            )
            for one in subscribers
        }

    def knows(self, name: str) -> bool:
        """Tell whether the settings declare this subscriber."""
        return name in self._clients

    async def send(self, name: str, message: bytes) -> bytes:
        """Send one message and return its acknowledgement."""
        return await self._clients[name].send(message)

    async def close(self) -> None:
        """Close every connection."""
        async with AsyncExitStack() as stack:
            for client in self._clients.values():
                stack.push_async_callback(client.close)


class IdentityServices:
    """The flows of identities of one node: reception and acts everywhere, application and diffusion where they run.

    registry: the acts of the desk. reception: takes ADT at the MLLP door. applied_before: the watermark that the gate
    of the documents asks.
    """

    def __init__(
        self, settings: Settings, store: PostgresStore, *, channels: ChannelGuard, policy: AcceptancePolicy
    ) -> None:
        self._settings = settings
        self._store = store
        self._channels = channels
        flow_store = IdentityFlowStore(store)
        judge = PairJudge(store.registry.load_name_rarity, now=utc_now)
        rules = make_registry_rules(settings)
        self.registry = Registry(
            store.registry, rules=rules, judge=judge, draw_ipp=flow_store.draw_ipp, now=utc_now, new_id=new_control_id
        )
        self.dmp_status = DMPStatusKeeper(self.registry, store.registry)
        self.watch = DuplicateWatch(store.registry, flow_store, judge, now=utc_now)
        self.applier = Applier(
            store.registry,
            rules=rules,
            policy=policy,
            on_changed=self.registry.tell_changed,
            between=self.watch.run_once,
            now=utc_now,
            new_id=new_control_id,
        )
        self.reception = IdentityReception(
            store,
            policy=policy,
            channels=channels,
            now=utc_now,
            new_id=new_control_id,
            on_accepted=self.applier.wake,
        )
        self.queries = QueryDesk(
            store.registry, policy=policy, may_ask=rules.may_ask, now=utc_now, new_id=new_control_id
        )
        self.applied_before = self.applier.applied_before
        self.circulation = RegistryWatch(store)
        self.gate = IdentityGate(
            store.registry,
            look=self.circulation.look,
            rules=GateRules(
                unknown_patient=settings.identity.resolved_unknown_patient,
                when_not_collected=settings.identity.stance_not_collected,
                majority_years=settings.announcements.majority_years,
            ),
            now=utc_now,
        )
        self.examiner = Examiner(store, store.registry, self.circulation, now=utc_now)
        self.follow_ups = FollowUps(store, store.registry, now=utc_now)
        self.registry.on_changed(self._wake_examiner)

    async def accept(self, raw: bytes, peer: str) -> bytes | None:
        """Take an ADT or a query of identities; None when the message is neither."""
        return await self.reception.accept(raw, peer) or await self.queries.answer(raw, peer)

    async def _wake_examiner(self, person_ids: tuple[int, ...]) -> None:
        self.examiner.wake()

    def start(self, stack: AsyncExitStack, run_beside: Callable[[Coroutine[Any, Any, None]], None]) -> None:
        """Start applying and telling, until the stack unwinds."""
        directory = SubscriberDirectory(self._settings.identity.subscribers)
        feed = FeedDispatcher(
            self._store.registry,
            self._store,
            directory,
            retry=make_retry(self._settings.retry),
            channels=self._channels,
            now=utc_now,
        )
        stack.push_async_callback(directory.close)
        run_beside(self.applier.run())
        run_beside(feed.run())
        run_beside(self.examiner.run())
        stack.push_async_callback(feed.stop)
        stack.push_async_callback(self.applier.stop)


def make_retry(retry: RetrySettings) -> RetryPolicy:
    """Say how long to insist."""
    return RetryPolicy(
        first_delay_s=retry.first_delay_s,
        delay_max_s=retry.delay_max_s,
        attempts_max=retry.attempts_max,
        age_max=timedelta(hours=retry.age_max_h),
    )


def new_control_id() -> str:
    """A MSH-10 never used before, of the 20 characters that HL7 allows."""
    return uuid.uuid4().hex[:20]

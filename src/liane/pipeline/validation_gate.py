"""The gate of validation: judge a document once, keep the verdict, and stop what the policy of its channel forbids.

Rule: guide d'intégration DMP EX_2.1-1090 (a PFI validates every CDA before it sends); cda-validation.md §5.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from enum import StrEnum
from typing import Any

from liane.domain.documents.delivery import Cause, CauseClass
from liane.domain.documents.request import DocumentRequest, Endpoint
from liane.pipeline.ports import Store
from liane.pipeline.refusals import stop_by_policy
from liane.pipeline.request_json import dump_findings
from liane.pipeline.validate import Verdict, VerdictState, cache_key
from liane.store.records import ClaimedDelivery, DeliveryOutcome, NewEvent, StoredDocument

FINDINGS_MAX = 200
KNOWN_MAX = 10_000


class ValidationPolicy(StrEnum):
    """When the verdict counts. ``after``: deliver first, judge beside, tell on the timeline."""

    BLOCK = "block"
    WARN = "warn"
    AFTER = "after"


class ValidationGate:
    """Judges each document once, however many deliveries ask.

    judge: gives the verdict of bytes, in a worker process. policy_of: policy of an emitting application.
    """

    def __init__(
        self,
        store: Store,
        *,
        judge: Callable[[bytes], Awaitable[Verdict]],
        kit_id: str,
        policy_of: Callable[[Endpoint], ValidationPolicy],
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._judge = judge
        self._kit_id = kit_id
        self._policy_of = policy_of
        self._now = now
        self._known: dict[int, str] = {}
        self._running: dict[str, asyncio.Task[str]] = {}
        self._beside: set[asyncio.Task[str]] = set()

    async def check(
        self, claimed: ClaimedDelivery, document: StoredDocument, request: DocumentRequest
    ) -> DeliveryOutcome | DocumentRequest:
        """Return the outcome of a delivery that must not go on, else the request, unchanged."""
        policy = self._policy_of(request.sender)
        if policy is ValidationPolicy.AFTER:
            task = asyncio.create_task(self._verdict(document, request.cda))
            self._beside.add(task)
            task.add_done_callback(self._beside.discard)
            return request
        state = await self._verdict(document, request.cda)
        if policy is ValidationPolicy.WARN or state == VerdictState.VALID:
            return request
        return self._refuse(claimed, request, VerdictState(state))

    async def drain(self) -> None:
        """Wait for the verdicts that run beside deliveries."""
        await asyncio.gather(*self._beside, return_exceptions=True)

    async def _verdict(self, document: StoredDocument, body: bytes) -> str:
        known = self._known.get(document.id) or document.verdict
        if known:
            return known
        key = f"{document.id}"
        running = self._running.get(key)
        if running is None:
            running = asyncio.create_task(self._judge_and_keep(document, body))
            self._running[key] = running
            running.add_done_callback(lambda _: self._running.pop(key, None))
        return await asyncio.shield(running)

    async def _judge_and_keep(self, document: StoredDocument, body: bytes) -> str:
        key = cache_key(body, self._kit_id)
        kept = await self._store.get_verdict(key)
        if kept is None:
            kept = _dump_verdict(await self._judge(body))
        event = NewEvent(name="document.validated", at=self._now(), data=kept)
        await self._store.save_verdict(document.id, key, kept["verdict"], kept, event)
        verdict: str = kept["verdict"]
        self._known[document.id] = verdict
        while len(self._known) > KNOWN_MAX:
            self._known.pop(next(iter(self._known)))
        return verdict

    def _refuse(self, claimed: ClaimedDelivery, request: DocumentRequest, state: VerdictState) -> DeliveryOutcome:
        invalid = state is VerdictState.INVALID
        cause = Cause(
            cause_class=CauseClass.POLICY,
            code="InvalidDocumentContent",
            message=(
                "Le document n'est pas conforme : ce canal n'envoie que des documents valides."
                if invalid
                else "Le document n'a pas pu être jugé : ce canal n'envoie que des documents valides."
            ),
            remedy=(
                "Voir les anomalies du document, le corriger dans l'application émettrice et le renvoyer."
                if invalid
                else "Installer un kit de validation complet (liane kit import), puis rejouer."
            ),
        )
        return stop_by_policy(claimed, request, cause, self._now())


def _dump_verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "verdict": verdict.state.value,
        "type": verdict.document_type,
        "kit": verdict.kit_id,
        "layers": list(verdict.layers_run),
        "findings": dump_findings(verdict.findings[:FINDINGS_MAX]),
        "findings_total": len(verdict.findings),
    }

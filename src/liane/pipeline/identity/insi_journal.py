"""The journal of the calls of INSi: who asked, when, with which certificate, what was answered. One line per call.

Rule: INS/va1.46, INS/va1.49; ins.md §4.4, §11.1-9 (no trait in technical logs).
"""

from typing import Protocol

import structlog

from liane.codecs.insi.exchange import INSiExchange, LotReply, SearchReply, VerificationReply
from liane.codecs.insi.names import Operation
from liane.domain.errors import RemoteUnavailable
from liane.domain.identity.insi import FOUND, NOT_FOUND, NOT_IN_SOURCES, SEVERAL, VerificationVerdict
from liane.pipeline.identity.insi_pulse import INSiPulse
from liane.store.registry_records import INSiCall

log = structlog.get_logger(__name__)
TRIES_MAX = 2
OPERATIONS = {
    Operation.SEARCH_BY_TRAITS: "recherche par traits",
    Operation.SEARCH_BY_CARD: "recherche par carte Vitale",
    Operation.VERIFY: "vérification",
    Operation.DEPOSIT_LOT: "dépôt de lot",
    Operation.COLLECT_LOT: "collecte de lot",
}
OUTCOMES = {FOUND: "trouvée", NOT_FOUND: "aucune", NOT_IN_SOURCES: "aucune", SEVERAL: "plusieurs"}


class CallStore(Protocol):
    """Where calls are journalled."""

    async def save_insi_call(self, call: INSiCall) -> int:
        """Journal one call; returns its number."""
        ...


class CallJournal:
    """Writes every exchange, the refused one before a second try included. pulse: told of each."""

    def __init__(self, store: CallStore, pulse: INSiPulse | None = None) -> None:
        self._store = store
        self._pulse = pulse

    async def write(
        self, exchange: INSiExchange, *, actor: str, person_id: int | None = None, lot_id: int | None = None
    ) -> int:
        """Journal an exchange; returns the number of the last call."""
        chain = [exchange]
        while chain[-1].earlier is not None and len(chain) < TRIES_MAX:
            chain.append(chain[-1].earlier)
        number = 0
        for one in reversed(chain):
            call = describe_call(one, actor=actor, person_id=person_id, lot_id=lot_id)
            number = await self._store.save_insi_call(call)
            log.info(
                "insi.called",
                call_id=number,
                operation=one.operation.value,
                certificate=one.trigger.value,
                outcome=call.outcome,
                code=call.code,
                message_id=one.message_id,
                duration_ms=one.duration_ms,
            )
        if self._pulse is not None:
            await self._pulse.note(exchange)
        return number


def describe_call(
    exchange: INSiExchange, *, actor: str, person_id: int | None = None, lot_id: int | None = None
) -> INSiCall:
    """Say an exchange as the journal keeps it."""
    code, label, outcome = _read_outcome(exchange)
    return INSiCall(
        at=exchange.at,
        operation=OPERATIONS[exchange.operation],
        actor=actor,
        certificate=exchange.trigger.value,
        message_id=exchange.message_id,
        code=code,
        label=label,
        outcome=outcome,
        duration_ms=exchange.duration_ms,
        person_id=person_id,
        lot_id=lot_id,
        request=exchange.request,
        answer=exchange.answer,
    )


def _read_outcome(exchange: INSiExchange) -> tuple[str, str, str]:
    """Code, label and outcome; of a fault: code, label, messageID. Rule: ins.md §6.6, §6.8."""
    reply = exchange.reply
    if isinstance(reply, SearchReply):
        return reply.answer.code, reply.answer.label, OUTCOMES.get(reply.answer.code, "erreur")
    if isinstance(reply, VerificationReply):
        told = "erreur" if reply.verdict is VerificationVerdict.UNAVAILABLE else reply.verdict.value
        return reply.code, reply.label, told
    if isinstance(reply, LotReply):
        return "00", "terminé" if reply.is_done else "reçu", "OK"
    if exchange.fault is not None:
        fault = exchange.fault
        label = " ; ".join(part for part in (fault.label, fault.subcode, fault.severity, fault.message_id) if part)
        is_away = isinstance(exchange.failure, RemoteUnavailable)
        return fault.code or fault.subcode, label, "indisponible" if is_away else "erreur"
    failure = exchange.failure
    return (failure.code if failure else ""), (failure.context if failure else ""), "indisponible"

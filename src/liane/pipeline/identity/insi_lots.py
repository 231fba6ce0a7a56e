"""Lots of INSi: verification of the INS to renew, retrieval for persons who have a stay; durable, paused and resumed.

A lot is a list of persons kept line by line: what is written is done, whatever stops. Verification goes by deposit and
collect (stand-in contract); retrieval asks one person at a time, and whoever is found waits for a person to accept.
Rule: ins.md §6.1 (renewal), §6.3 (INSI-AUTO), §6.9, §11.1-5, §11.1-15; INS/va1.07, INS/va1.70.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from liane.domain.actors.operator import Operator, Right
from liane.domain.errors import AccessDenied, ConfigurationError, Finding, RuleViolation, Severity
from liane.pipeline.identity.insi_ports import LotStore, Teleservice
from liane.pipeline.identity.rules import YEAR, RegistryRules
from liane.store.insi_records import LineState, Lot, LotKind, LotLine, LotState

LOT_LINES_MAX = 100_000


class INSiLots:
    """The acts of the desk on lots."""

    def __init__(
        self, lots: LotStore, service: Teleservice, rules: RegistryRules, *, now: Callable[[], datetime]
    ) -> None:
        self._lots = lots
        self._service = service
        self._rules = rules
        self._now = now

    async def find_candidates(self, kind: LotKind, *, limit: int = LOT_LINES_MAX) -> list[int]:
        """Persons that a lot of that kind should hold now. Rule: ins.md §6.1 (renewal), §6.7 (prise en charge)."""
        if kind is LotKind.VERIFICATION:
            return await self._lots.find_to_verify(self._now() - YEAR * self._rules.renewal_years, limit=limit)
        return await self._lots.find_to_retrieve(limit=limit)

    async def create(
        self, kind: LotKind, *, operator: Operator, label: str = "", person_ids: Sequence[int] = ()
    ) -> Lot:
        """Start a lot. person_ids: empty for all its candidates.

        Raises AccessDenied, RuleViolation INSD-005 (nobody), INSD-001 (a follower retrieves nothing),
        ConfigurationError (no INSI-AUTO certificate, no verification).
        """
        self._check(operator)
        if not self._service.can_batch:
            raise ConfigurationError("insi.batch : un lot demande un certificat INSI-AUTO")
        if kind is LotKind.VERIFICATION and self._service.verification is None:
            raise ConfigurationError("insi.verification : aucune vérification n'est réglée dans cette installation")
        if kind is LotKind.RETRIEVAL and self._rules.is_follower:
            raise RuleViolation(_FOLLOWER)
        wanted = list(person_ids) or await self.find_candidates(kind)
        if not wanted:
            raise RuleViolation(_NOBODY)
        number = await self._lots.create_lot(
            kind, label or _LABELS[kind], wanted[:LOT_LINES_MAX], asked_by=operator.name, at=self._now()
        )
        return await self._lots.get_lot(number)

    async def pause(self, lot_id: int, *, operator: Operator, reason: str = "") -> Lot:
        """Stop a lot after its present line; what INSi holds is collected once it goes on."""
        return await self._change(lot_id, LotState.PAUSED, operator, reason)

    async def resume(self, lot_id: int, *, operator: Operator) -> Lot:
        """Let a paused lot go on."""
        return await self._change(lot_id, LotState.RUNNING, operator, "")

    async def cancel(self, lot_id: int, *, operator: Operator, reason: str) -> Lot:
        """End a lot; its lines not done are left out."""
        return await self._change(lot_id, LotState.CANCELLED, operator, reason)

    async def get(self, lot_id: int, *, operator: Operator) -> Lot:
        """One lot with its progress. Raises AccessDenied, LookupError."""
        self._check(operator)
        return await self._lots.get_lot(lot_id)

    async def find(self, *, operator: Operator, limit: int = 100) -> list[Lot]:
        """Lots, newest first. Raises AccessDenied."""
        self._check(operator)
        return await self._lots.find_lots(limit=limit)

    async def find_lines(
        self, lot_id: int, *, operator: Operator, states: Sequence[LineState] = (), after: int = -1, limit: int = 200
    ) -> list[LotLine]:
        """Lines of a lot, by rank. Raises AccessDenied."""
        self._check(operator)
        return await self._lots.find_lines(lot_id, states=states, after=after, limit=limit)

    async def _change(self, lot_id: int, state: LotState, operator: Operator, reason: str) -> Lot:
        self._check(operator)
        if not await self._lots.change_lot(lot_id, state, reason, self._now()):
            raise RuleViolation(_ENDED)
        return await self._lots.get_lot(lot_id)

    @staticmethod
    def _check(operator: Operator) -> None:
        for right in (Right.CALL_INSI, Right.QUALIFY):
            if not operator.may(right):
                raise AccessDenied(right.value)


_LABELS = {
    LotKind.VERIFICATION: "Renouvellement des vérifications",
    LotKind.RETRIEVAL: "Recherche des INS manquants",
}


def _refusal(code: str, message: str, remedy: str, rule: str) -> Finding:
    return Finding(
        code=code, severity=Severity.ERROR, location="lot", message=message, remedy=remedy, layer="insi", rule=rule
    )


_FOLLOWER = _refusal(
    "INSD-002",
    "Ce Liane suit un référentiel d'identités : la récupération des INS se fait là-bas.",
    "Lancer le lot dans le référentiel.",
    "ins.md §1",
)
_NOBODY = _refusal(
    "INSD-005",
    "Personne n'est concerné par ce lot aujourd'hui.",
    "Rien à faire : aucun INS n'est à vérifier, ou aucune identité avec une prise en charge n'est sans INS.",
    "ins.md §6.1, §6.7",
)
_ENDED = _refusal("INSD-006", "Ce lot est déjà terminé.", "Rouvrir la page des lots.", "ins.md §6.9")

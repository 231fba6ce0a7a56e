"""What the flows of INSi need of the outside, as protocols; the wiring gives the real objects."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from liane.codecs.insi.exchange import INSiExchange, INSiFault, SearchReply
from liane.codecs.insi.names import Trigger
from liane.codecs.insi.verification import VerificationQuery
from liane.domain.identity.insi import Beneficiary, INSiQuery
from liane.store.insi_records import (
    LineState,
    Lot,
    LotKind,
    LotLine,
    LotState,
    NewQuestion,
    WaitingQuestion,
)


class InsiVerification(Protocol):
    """Verification of an INS, one or a lot: apart, because its national contract is not public.

    Rule: ins.md §6.9 (« the client code sits behind an interface »).
    """

    async def verify(self, query: VerificationQuery, trigger: Trigger) -> INSiExchange:
        """Verify one INS."""
        ...

    async def deposit_lot(self, queries: Sequence[VerificationQuery]) -> INSiExchange:
        """Deposit a lot of INS to verify."""
        ...

    async def collect_lot(self, number: str) -> INSiExchange:
        """Ask for the result of a lot."""
        ...


class Teleservice(Protocol):
    """The téléservice INSi. Every call gives its exchange, failed or not; RuleViolation comes before any network."""

    @property
    def can_batch(self) -> bool:
        """Tell whether batches may be called (certificate INSI-AUTO)."""
        ...

    @property
    def verification(self) -> InsiVerification | None:
        """The verification; None when this installation has none."""
        ...

    async def search_by_traits(self, query: INSiQuery, trigger: Trigger) -> INSiExchange:
        """WS_INS2."""
        ...

    async def search_by_card(self, card: Beneficiary, trigger: Trigger) -> INSiExchange:
        """WS_INS1."""
        ...

    def read_search_answer(self, answer: bytes) -> SearchReply | INSiFault:
        """Read a kept answer again. Raises MalformedMessage."""
        ...


class QuestionStore(Protocol):
    """Questions that wait for INSi. Every method commits before it returns."""

    async def defer(self, new: NewQuestion) -> int:
        """Keep a question."""
        ...

    async def claim_question(self, now: datetime) -> WaitingQuestion | None:
        """Lease one due question."""
        ...

    async def put_off_question(self, question_id: int, due: datetime) -> None:
        """Let a question wait until then."""
        ...

    async def end_question(
        self, question_id: int, outcome: str, now: datetime, *, call_id: int | None = None, is_dropped: bool = False
    ) -> None:
        """End a question."""
        ...

    async def find_waiting(self, *, person_id: int | None = None, limit: int = 200) -> list[WaitingQuestion]:
        """Questions that wait."""
        ...


class LotStore(Protocol):
    """Lots kept. Every method commits before it returns."""

    async def create_lot(
        self, kind: LotKind, label: str, person_ids: Sequence[int], *, asked_by: str, at: datetime
    ) -> int:
        """Keep a lot."""
        ...

    async def claim_lot(self, now: datetime) -> Lot | None:
        """Lease one due lot."""
        ...

    async def extend_lot(self, lot_id: int, now: datetime) -> bool:
        """Keep the lease; False when the lot no longer runs."""
        ...

    async def release_lot(self, lot_id: int, due: datetime, *, trouble: str = "") -> None:
        """Give the lease back."""
        ...

    async def end_lot_if_done(self, lot_id: int, now: datetime) -> bool:
        """End a lot whose lines all have an end."""
        ...

    async def change_lot(self, lot_id: int, state: LotState, reason: str, now: datetime) -> bool:
        """Pause, resume or cancel."""
        ...

    async def get_lot(self, lot_id: int) -> Lot:
        """One lot. Raises LookupError."""
        ...

    async def find_lots(self, *, limit: int = 100) -> list[Lot]:
        """Lots, newest first."""
        ...

    async def find_lines(
        self, lot_id: int, *, states: Sequence[LineState] = (), after: int = -1, limit: int = 200
    ) -> list[LotLine]:
        """Lines of a lot by rank."""
        ...

    async def mark_deposited(
        self, lot_id: int, deposit: str, sent: Sequence[tuple[int, str, str]], call_id: int
    ) -> None:
        """Write that lines were deposited."""
        ...

    async def reopen_lines(self, lot_id: int, deposit: str) -> None:
        """Put back the lines of a deposit that INSi does not know."""
        ...

    async def end_line(
        self, lot_id: int, rank: int, state: LineState, *, code: str, call_id: int | None, now: datetime
    ) -> bool:
        """Give a line its end, once."""
        ...

    async def find_to_verify(self, before: datetime, *, limit: int) -> list[int]:
        """Persons whose INS must be verified again."""
        ...

    async def find_to_retrieve(self, *, limit: int) -> list[int]:
        """Persons without INS who have a stay."""
        ...

"""What the trail keeps of a consultation: one line before what was read is shown, one before what is sent leaves."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from liane.domain.actors.operator import Operator
from liane.domain.audit.access import STEP, AccessAct, AccessEvent, Outcome
from liane.domain.dmp.changes import DocumentChange
from liane.domain.dmp.folder import AccessMode
from liane.domain.dmp.refusals import DMPDenied
from liane.domain.errors import LianeError, RemoteFailure
from liane.pipeline.audit.ports import AccessTrail

ACT_OF_OPENING = {
    AccessMode.NORMAL: AccessAct.OPEN_DMP,
    AccessMode.BRIS_DE_GLACE: AccessAct.BREAK_GLASS,
    AccessMode.CENTRE_15: AccessAct.CENTRE_15,
}
ACT_OF_CHANGE = {
    DocumentChange.MASK: AccessAct.MASK,
    DocumentChange.UNMASK: AccessAct.UNMASK,
    DocumentChange.SHOW_TO_PATIENT: AccessAct.MAKE_VISIBLE,
    DocumentChange.SHOW_TO_REPRESENTATIVES: AccessAct.MAKE_VISIBLE,
    DocumentChange.ARCHIVE: AccessAct.ARCHIVE,
    DocumentChange.UNARCHIVE: AccessAct.UNARCHIVE,
    DocumentChange.DELETE: AccessAct.DELETE,
}
SENT = {STEP: "demande envoyée au DMP"}
ACCEPTED = {STEP: "acceptée par le DMP"}
CODE_CHARS_MAX = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracer:
    """Writes the lines of one act of one person on one patient (None: on none in particular).

    Rule: dmp.md §14.1-10; REM SSI/IAM.
    """

    trail: AccessTrail
    now: Callable[[], datetime]
    operator: Operator
    person_id: int | None
    act: AccessAct
    target: str = ""
    reason: str = ""
    address: str = ""

    async def write(self, outcome: Outcome = Outcome.DONE, detail: Mapping[str, str] | None = None) -> None:
        """Write one line. Raises StorageUnavailable: then the act must not go on."""
        await self.trail.record(
            AccessEvent(
                act=self.act,
                at=self.now(),
                operator=self.operator,
                outcome=outcome,
                person_id=self.person_id,
                target=self.target,
                reason=self.reason,
                address=self.address,
                detail=detail or {},
            )
        )

    async def write_failure(self, error: LianeError) -> None:
        """Write that it did not happen: refused by a rule, or failed at the DMP."""
        if isinstance(error, DMPDenied):
            await self.write(Outcome.REFUSED, {"code": error.finding.code})
        elif isinstance(error, RemoteFailure):
            await self.write(Outcome.FAILED, {"code": error.code[:CODE_CHARS_MAX]})
        else:
            await self.write(Outcome.FAILED, {"code": type(error).__name__})

"""What the flows of sign-in are told of a browser, what they answer, and the lines that they leave in the trail."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from liane.domain.actors.operator import Operator, SignInMeans
from liane.domain.audit.access import AccessAct, AccessEvent, Outcome
from liane.domain.errors import LianeError
from liane.pipeline.audit.ports import AccessTrail


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """A browser. secret: its own, from before any sign-in. session: the cookie of a session, empty without one.

    address: of the network. browser: what it says it is. base_url: how it calls Liane (``https://liane.example``).
    """

    secret: str = field(repr=False)
    session: str = field(default="", repr=False)
    address: str = ""
    browser: str = ""
    base_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """Why one signs in. next_page: where to go afterwards. form: handle of a form put aside.

    session: number of the session that must be proved again; 0 to open one.
    """

    next_page: str = "/"
    form: str = field(default="", repr=False)
    session: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A sign-in that succeeded. secret: the new cookie. must_choose: several situations are offered."""

    secret: str = field(repr=False)
    session: int
    operator: Operator
    purpose: Purpose
    must_choose: bool


class SignInRefused(LianeError):
    """Nobody is let in. kind: which page says why (``refus``, ``inconnu``, ``perime``, ``attendre``…).

    codes: of the findings, for the page and the trail. next_page: where the person wanted to go.
    """

    def __init__(self, kind: str, codes: tuple[str, ...] = (), next_page: str = "/") -> None:
        self.kind = kind
        self.codes = codes
        self.next_page = next_page
        super().__init__(" ".join((kind, *codes)))


class Trace:
    """Writes the acts of sign-in to the trail."""

    def __init__(self, trail: AccessTrail) -> None:
        self._trail = trail

    async def tell(
        self,
        act: AccessAct,
        operator: Operator,
        at: datetime,
        *,
        outcome: Outcome = Outcome.DONE,
        reason: str = "",
        address: str = "",
        detail: Mapping[str, str] | None = None,
    ) -> None:
        """Append one line. Raises StorageUnavailable: what is not traced does not happen.

        Rule: psc.md §12-6 (success, failure, refresh failure, logout, exchange, with SubjectNameID and address).
        """
        await self._trail.record(
            AccessEvent(
                act=act,
                at=at,
                operator=operator,
                outcome=outcome,
                target=operator.session,
                reason=reason,
                address=address,
                detail=detail or {},
            )
        )

    async def refuse(self, refusal: SignInRefused, who: Operator, at: datetime, visitor: Visitor) -> SignInRefused:
        """Trace a refusal and give it back, to raise."""
        await self.tell(
            AccessAct.SIGN_IN,
            who,
            at,
            outcome=Outcome.REFUSED,
            reason=refusal.kind,
            address=visitor.address,
            detail={"codes": " ".join(refusal.codes)} if refusal.codes else {},
        )
        return refusal


def make_stranger(identifier: str = "", name: str = "", means: SignInMeans = SignInMeans.NONE) -> Operator:
    """Make the operator of a trace when nobody was let in: no role, no right."""
    return Operator(name=name or identifier or "inconnu", roles=frozenset(), identifier=identifier, means=means)

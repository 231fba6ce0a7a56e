"""What both façades of the DMP share: whose DMP, who asks, and the words of what goes wrong.

An emergency (bris de glace) and a deletion want a fresh proof of identity: they are acts of the pages alone.
"""

from dataclasses import dataclass
from typing import Protocol

from starlette.requests import Request

from liane.domain.actors.operator import Operator
from liane.domain.dmp.refusals import DMPDenied
from liane.domain.errors import AccessDenied, Finding, InvalidInput, LianeError, RemoteRefusal
from liane.domain.identity.ins import INS
from liane.domain.identity.person import Person
from liane.pipeline.dmp_consultation.ports import Folder
from liane.pipeline.dmp_consultation.service import DMPConsultation

NOBODY = Operator(name="", roles=frozenset())


class PersonFinder(Protocol):
    """The registry of identities, as far as the façades go."""

    async def get_person(self, person_id: int) -> Person:
        """Load one person. Raises LookupError."""
        ...

    async def find_by_ins(self, ins: INS) -> list[Person]:
        """Every person in force with this INS."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DMPDesk:
    """The service and the registry."""

    service: DMPConsultation
    persons: PersonFinder

    async def open(
        self, request: Request, *, person_id: int | None = None, ins: INS | None = None, is_secret: bool = False
    ) -> Folder:
        """Open the DMP of a person for who asks. Raises LookupError, DMPDenied, RemoteFailure, StorageUnavailable."""
        person = await self._find(person_id, ins)
        address = request.client.host if request.client is not None else ""
        return await self.service.open(person, find_caller(request), secret=is_secret, address=address)

    async def _find(self, person_id: int | None, ins: INS | None) -> Person:
        if person_id is not None:
            return await self.persons.get_person(person_id)
        found = await self.persons.find_by_ins(ins) if ins is not None else []
        if len(found) != 1:
            raise LookupError("no person, or more than one, has this INS")
        return found[0]


def find_caller(request: Request) -> Operator:
    """Who asks, as the doors before the façade know them; nobody without a door."""
    actor = request.scope.get("state", {}).get("actor")
    return actor if isinstance(actor, Operator) else NOBODY


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """What went wrong, for an answer. code: ours or the DMP's. kind: of FHIR's issue-type."""

    status: int
    kind: str
    code: str
    message: str
    remedy: str = ""


_AWAY = "Le DMP ne répond pas, ou pas à temps."
_REFUSED = "Le DMP a refusé la demande."


def describe_failure(error: Exception) -> Wrong:
    """Say a failure, without any content: our own refusals in our words, those of the DMP by their code."""
    if isinstance(error, DMPDenied):
        return _from_finding(404 if error.finding.code == "DMP-030" else 403, "forbidden", error.finding)
    if isinstance(error, AccessDenied):
        return Wrong(status=403, kind="forbidden", code="", message=str(error))
    if isinstance(error, InvalidInput):
        finding = error.findings[0]
        is_remote = finding.code == "DMP-031"
        return _from_finding(502 if is_remote else 422, "processing" if is_remote else "invalid", finding)
    if isinstance(error, RemoteRefusal):
        return Wrong(status=502, kind="processing", code=error.code[:100], message=_REFUSED)
    if isinstance(error, LookupError):
        return Wrong(status=404, kind="not-found", code="", message="Rien ne porte cet identifiant.")
    code = getattr(error, "code", "") if isinstance(error, LianeError) else ""
    return Wrong(status=503, kind="transient", code=str(code)[:100], message=_AWAY, remedy="Recommencer plus tard.")


def _from_finding(status: int, kind: str, finding: Finding) -> Wrong:
    return Wrong(status=status, kind=kind, code=finding.code, message=finding.message, remedy=finding.remedy)

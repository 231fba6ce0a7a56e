"""What both façades of the DMP share: whose DMP, who asks, and the words of what goes wrong.

An emergency (bris de glace) and a deletion want a fresh proof of identity: of the token, or one asked for that act.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from starlette.requests import Request

from liane.domain.actors.operator import Operator
from liane.domain.audit.access import AccessAct
from liane.domain.dmp.changes import DocumentChange
from liane.domain.dmp.document import DMPDocument
from liane.domain.dmp.folder import AccessMode
from liane.domain.dmp.refusals import DMPDenied
from liane.domain.errors import AccessDenied, Finding, InvalidInput, LianeError, RemoteRefusal
from liane.domain.identity.ins import INS
from liane.domain.identity.person import Person
from liane.pipeline.dmp_consultation.ports import Folder
from liane.pipeline.dmp_consultation.service import DMPConsultation
from liane.pipeline.signin.api_proofs import FRESH_FOR, NOT_FRESH, ApiProofs, ProofNeeded, SensitiveAct

PROOF_HEADER = "x-preuve"
ACCESS_HEADER = "x-acces"
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
    """The service and the registry. proofs: None where nobody can prove who they are: sensitive acts are refused."""

    service: DMPConsultation
    persons: PersonFinder
    proofs: ApiProofs | None = None

    async def open(
        self, request: Request, *, person_id: int | None = None, ins: INS | None = None, is_secret: bool = False
    ) -> Folder:
        """Open the DMP of a person for who asks. Raises LookupError, DMPDenied, RemoteFailure, StorageUnavailable."""
        person = await self._find(person_id, ins)
        return await self.service.open(
            person, find_caller(request), access=read_access(request), secret=is_secret, address=_address(request)
        )

    async def open_urgently(self, request: Request, person_id: int, access: AccessMode, reason: str) -> Folder:
        """Open the DMP of a person in an emergency, with a fresh proof. Raises ProofNeeded, and as ``open``.

        Rule: dmp.md §3.2 (purposeofuse), §11.1; CSP L1111-17 II.
        """
        person = await self._find(person_id, None)
        act = AccessAct.BREAK_GLASS if access is AccessMode.BRIS_DE_GLACE else AccessAct.CENTRE_15
        await self.prove(request, SensitiveAct(act=act, person_id=person_id))
        return await self.service.open(
            person, find_caller(request), access=access, reason=reason, address=_address(request)
        )

    async def delete(self, request: Request, folder: Folder, unique_id: str, reason: str) -> DMPDocument:
        """Delete a document, with a fresh proof. Raises ProofNeeded, and as the service. Rule: dmp.md §10 (TD3.3c)."""
        wanted = SensitiveAct(act=AccessAct.DELETE, person_id=folder.person.id, document=unique_id)
        await self.prove(request, wanted)
        return await self.service.change(folder, unique_id, DocumentChange.DELETE, reason)

    async def prove(self, request: Request, wanted: SensitiveAct) -> None:
        """Ask a fresh proof of identity of who calls. Raises ProofNeeded ACC-001, ACC-002. Rule: RFC 9470."""
        if self.proofs is None:
            raise ProofNeeded(NOT_FRESH)
        word = request.headers.get(PROOF_HEADER, "").strip()
        await self.proofs.require(find_caller(request), wanted, word)

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


def read_access(request: Request) -> AccessMode:
    """Read in which mode the DMP was opened before (header ``X-Acces``); normal without. Raises LookupError."""
    asked = request.headers.get(ACCESS_HEADER, "") or AccessMode.NORMAL.value
    found = next((mode for mode in AccessMode if mode.value == asked), None)
    if found is None:
        raise LookupError("no such mode of access")
    return found


def _address(request: Request) -> str:
    return request.client.host if request.client is not None else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """What went wrong, for an answer. code: ours or the DMP's. kind: of FHIR's issue-type. headers: of the answer."""

    status: int
    kind: str
    code: str
    message: str
    remedy: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


STEP_UP = (
    'Bearer realm="Liane", error="insufficient_user_authentication", '
    f'error_description="A more recent authentication is required", max_age="{int(FRESH_FOR.total_seconds())}"'
)
"""What a client is told whose authentication is too old. Rule: RFC 9470 §3 (ASCII: an OAuth error description)."""
_AWAY = "Le DMP ne répond pas, ou pas à temps."
_REFUSED = "Le DMP a refusé la demande."


def describe_failure(error: Exception) -> Wrong:
    """Say a failure, without any content: our own refusals in our words, those of the DMP by their code."""
    if isinstance(error, ProofNeeded):
        wrong = _from_finding(401, "login", error.finding)
        return replace(wrong, headers={"WWW-Authenticate": STEP_UP})
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

"""A fresh proof of identity for an API client: the token itself when it is fresh, or the person's phone (CIBA).

When the person proved who they are comes from the provider alone (``auth_time`` of the introspection, id_token of the
CIBA request), never from the caller. A proof asked here serves once, for one act on one patient and one document.
Rule: psc.md §6, §7, §9; RFC 9470 (step-up); REM SSI/IAM.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import structlog

from liane.codecs.oidc.ciba import SLOW_DOWN_S, CIBAChannel, CIBAState, read_poll
from liane.codecs.oidc.tokens import OAuthError, TokenSet
from liane.domain.access.attempts import PUSH_BY_ADDRESS, PUSH_BY_PERSON
from liane.domain.access.session_rules import is_fresh
from liane.domain.actors.operator import Operator
from liane.domain.audit.access import AccessAct, Outcome
from liane.domain.errors import AccessDenied, Finding, InvalidInput, RemoteFailure, Severity
from liane.pipeline.signin.office import Office
from liane.pipeline.signin.ports import IdentityProvider
from liane.pipeline.signin.vault import digest, new_secret
from liane.store.api_proofs import PostgresApiProofs, StoredProof

log = structlog.get_logger(__name__)
FRESH_FOR = timedelta(minutes=15)
PREPARED_FOR = timedelta(minutes=5)
PROOF_SERVES_FOR = timedelta(minutes=5)
KEPT_FOR = timedelta(hours=1)
INTERVAL_S = 5
WORD_CHARS_MAX = 100
SEAL = "api_proof"


class ProofState(StrEnum):
    """Where a proof stands; the value is what the API says."""

    READY = "prete"
    WAITING = "en_attente"
    GIVEN = "donnee"
    REFUSED = "refusee"
    OVER = "terminee"


@dataclass(frozen=True, slots=True, kw_only=True)
class SensitiveAct:
    """What a proof is for. document: uniqueId in the DMP, empty for an act on the whole folder."""

    act: AccessAct
    person_id: int
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiProof:
    """A proof as the API tells it. number: to show beside the phone, empty once it serves no more."""

    word: str = field(repr=False)
    state: ProofState
    number: str
    interval_s: int
    expires_at: datetime


class ProofNeeded(AccessDenied):
    """An act that wants a fresh proof which the caller did not show. finding: why, in French."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.message)

    def __reduce__(self) -> tuple[type["ProofNeeded"], tuple[Finding]]:
        """Travel between processes with its reason."""
        return type(self), (self.finding,)


class ProofDenied(AccessDenied):
    """A proof that cannot be asked. finding: why, in French. status: of the answer."""

    def __init__(self, finding: Finding, status: int) -> None:
        self.finding = finding
        self.status = status
        super().__init__(finding.message)

    def __reduce__(self) -> tuple[type["ProofDenied"], tuple[Finding, int]]:
        """Travel between processes with its reason."""
        return type(self), (self.finding, self.status)


class ApiProofs:
    """Asks, follows and uses proofs. has_phone: the provider rings phones for us; without, tokens alone are judged."""

    def __init__(
        self, office: Office, provider: IdentityProvider, store: PostgresApiProofs, *, has_phone: bool = True
    ) -> None:
        self.has_phone = has_phone
        self._office = office
        self._provider = provider
        self._store = store

    async def prepare(
        self, operator: Operator, wanted: SensitiveAct, channel: CIBAChannel = CIBAChannel.MOBILE
    ) -> ApiProof:
        """Draw the number to show; nothing rings yet. Raises ProofDenied ACC-004 without a national identifier.

        Rule: psc.md §7 (the number is displayed before the push is sent).
        """
        if not operator.identifier:
            raise ProofDenied(NO_IDENTITY, 403)
        word, at = new_secret(), self._office.now()
        kept = {
            "number": f"{secrets.randbelow(100):02d}",
            "channel": channel.value,
            "auth_req_id": "",
            "at": at.isoformat(),
        }
        proof = StoredProof(
            identifier=operator.identifier,
            act=wanted.act.value,
            person_id=wanted.person_id,
            document=wanted.document,
            sealed=self._office.vault.seal(kept, SEAL),
            interval_s=INTERVAL_S,
            created_at=at,
            poll_at=at,
            expires_at=at + PREPARED_FOR,
        )
        await self._store.add(digest(word), proof, gone_before=at - KEPT_FOR)
        return self._describe(word, proof, kept)

    async def send(self, word: str, operator: Operator, *, address: str = "") -> ApiProof:
        """Ring the phone of the person, once; asked again, only says how it stands.

        Raises LookupError for a proof of nobody or of somebody else; ProofDenied ACC-005 after too many rings, ACC-006
        when the provider refuses; RemoteFailure.
        """
        proof, kept = await self._find(word, operator)
        if proof.is_sent or not proof_waits(proof, self._office.now()) or not await self._store.send_once(digest(word)):
            return self._describe(word, proof, kept)
        tries = ((f"push:{proof.identifier}", PUSH_BY_PERSON), (f"push-from:{address}", PUSH_BY_ADDRESS))
        if not await self._office.gate.take(tries):
            await self._store.end(digest(word), self._office.now())
            raise ProofDenied(TOO_MANY, 429)
        try:
            started = await self._provider.start_ciba(
                login_hint=proof.identifier, binding_message=kept["number"], channel=CIBAChannel(kept["channel"])
            )
        except (RemoteFailure, InvalidInput):
            await self._store.end(digest(word), self._office.now())
            raise
        if isinstance(started, OAuthError):
            await self._store.end(digest(word), self._office.now())
            log.warning("proof.refused", code=started.error)
            raise ProofDenied(PROVIDER_REFUSED, 502)
        now = self._office.now()
        kept["auth_req_id"] = started.auth_req_id
        await self._store.sent(
            digest(word),
            self._office.vault.seal(kept, SEAL),
            interval_s=started.interval_s,
            poll_at=now + timedelta(seconds=started.interval_s),
            expires_at=now + timedelta(seconds=started.expires_in_s),
        )
        proof, kept = await self._find(word, operator)
        return self._describe(word, proof, kept)

    async def poll(self, word: str, operator: Operator, *, address: str = "") -> ApiProof:
        """Say how a proof stands; asks the provider no more often than it wants. Raises LookupError, RemoteFailure."""
        proof, kept = await self._find(word, operator)
        now = self._office.now()
        is_due = proof_waits(proof, now) and bool(kept["auth_req_id"])
        next_poll = now + timedelta(seconds=proof.interval_s)
        if not is_due or not await self._store.claim(digest(word), now=now, next_poll=next_poll):
            return self._describe(word, proof, kept)
        answer = await self._provider.poll_ciba(kept["auth_req_id"])
        if isinstance(answer, TokenSet):
            await self._accept(word, answer, proof, kept, operator, address)
        else:
            state = read_poll(answer)
            if state is CIBAState.SLOW_DOWN:
                slower = proof.interval_s + SLOW_DOWN_S
                await self._store.slow_down(digest(word), interval_s=slower, poll_at=now + timedelta(seconds=slower))
            elif state is not CIBAState.PENDING:
                await self._store.end(digest(word), now)
                await self._tell(operator, Outcome.REFUSED, answer.error, address)
        proof, kept = await self._find(word, operator)
        return self._describe(word, proof, kept)

    async def _accept(
        self, word: str, tokens: TokenSet, proof: StoredProof, kept: dict[str, Any], operator: Operator, address: str
    ) -> None:
        """Check who accepted, and that it was now; the tokens serve for nothing else and are not kept."""
        asked_at = datetime.fromisoformat(kept["at"])
        try:
            identity = await self._provider.check_id_token(tokens.id_token, nonce=None, signed_in_after=asked_at)
            professional = await self._provider.fetch_userinfo(tokens.access_token, identity)
        except InvalidInput as error:
            await self._store.end(digest(word), self._office.now())
            codes = " ".join(finding.code for finding in error.findings)
            await self._tell(operator, Outcome.REFUSED, codes, address)
            return
        if professional.identifier != proof.identifier:
            await self._store.end(digest(word), self._office.now())
            await self._tell(operator, Outcome.REFUSED, "autre personne", address)
            return
        now = self._office.now()
        await self._tell(operator, Outcome.DONE, f"preuve pour l'API : {proof.act}", address)
        await self._store.prove(digest(word), at=now, until=now + PROOF_SERVES_FOR)

    async def require(self, operator: Operator, wanted: SensitiveAct, word: str = "") -> None:
        """Let a sensitive act pass: the token is fresh, or a proof given for it is shown, which then serves no more.

        Raises ProofNeeded: ACC-001 nothing fresh was shown, ACC-002 the proof shown does not serve for this.
        """
        now = self._office.now()
        if operator.signed_in_at is not None and is_fresh(operator.signed_in_at, within=FRESH_FOR, now=now):
            return
        if not word:
            raise ProofNeeded(NOT_FRESH)
        proven = await self._store.use(
            digest(word[:WORD_CHARS_MAX]),
            identifier=operator.identifier,
            act=wanted.act.value,
            person_id=wanted.person_id,
            document=wanted.document,
            at=now,
        )
        if proven is None:
            await self._tell(operator, Outcome.REFUSED, f"ACC-002 : {wanted.act.value}", "")
            raise ProofNeeded(WRONG_PROOF)

    async def _find(self, word: str, operator: Operator) -> tuple[StoredProof, dict[str, Any]]:
        proof = await self._store.find(digest(word[:WORD_CHARS_MAX]), operator.identifier)
        kept = self._office.vault.open(proof.sealed, SEAL) if proof is not None else None
        if proof is None or kept is None:
            raise LookupError("no such proof")
        return proof, kept

    def _describe(self, word: str, proof: StoredProof, kept: dict[str, Any]) -> ApiProof:
        state = find_state(proof, self._office.now())
        is_shown = state in (ProofState.READY, ProofState.WAITING)
        return ApiProof(
            word=word,
            state=state,
            number=kept["number"] if is_shown else "",
            interval_s=proof.interval_s,
            expires_at=proof.expires_at,
        )

    async def _tell(self, operator: Operator, outcome: Outcome, reason: str, address: str) -> None:
        await self._office.trace.tell(
            AccessAct.REAUTHENTICATE, operator, self._office.now(), outcome=outcome, reason=reason, address=address
        )


def proof_waits(proof: StoredProof, now: datetime) -> bool:
    """Tell whether the person may still answer."""
    return proof.proven_at is None and proof.ended_at is None and now < proof.expires_at


def find_state(proof: StoredProof, now: datetime) -> ProofState:
    """Say where a proof stands at an instant."""
    if proof.ended_at is not None and proof.proven_at is None:
        return ProofState.REFUSED
    if proof.used_at is not None or proof.ended_at is not None or now >= proof.expires_at:
        return ProofState.OVER
    if proof.proven_at is not None:
        return ProofState.GIVEN
    return ProofState.WAITING if proof.is_sent else ProofState.READY


def _finding(code: str, message: str, remedy: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        location="preuve",
        message=message,
        remedy=remedy,
        layer="access",
        rule="RFC 9470; psc.md §7; REM SSI/IAM",
    )


NOT_FRESH = _finding(
    "ACC-001",
    "Cet acte demande une preuve d'identité de moins de quinze minutes, que le jeton ne donne pas.",
    "Faire se réauthentifier la personne (max_age=900) et recommencer avec le nouveau jeton, ou demander une preuve "
    "par téléphone (POST /api/v1/preuves) et la joindre à l'acte dans l'en-tête X-Preuve.",
)
WRONG_PROOF = _finding(
    "ACC-002",
    "Cette preuve ne sert pas pour cet acte : elle a déjà servi, a expiré, n'a pas été donnée, ou l'a été pour un "
    "autre acte, un autre patient, un autre document ou une autre personne.",
    "Demander une nouvelle preuve pour cet acte, sur ce patient et ce document (POST /api/v1/preuves).",
)
NO_IDENTITY = _finding(
    "ACC-004",
    "Une preuve se demande à un professionnel identifié nationalement.",
    "Appeler avec un jeton Pro Santé Connect.",
)
TOO_MANY = _finding(
    "ACC-005",
    "Trop de demandes ont été envoyées à ce professionnel.",
    "Attendre dix minutes, ou faire se réauthentifier la personne dans le navigateur.",
)
PROVIDER_REFUSED = _finding(
    "ACC-006",
    "Pro Santé Connect a refusé la demande de preuve.",
    "Vérifier que ce professionnel a l'application e-CPS ; sinon, le faire se réauthentifier dans le navigateur.",
)

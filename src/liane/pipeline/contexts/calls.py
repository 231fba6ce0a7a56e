"""Calls in context: a record system asks for one patient and one professional, and gets an address that opens once.

What opens is judged again at each page: the professional named must be the one who signed in, in the session that
opened, before the end. The call itself gives no right on the patient. Every opening and refusal is in the trail.
"""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from liane.domain.actors.operator import Operator
from liane.domain.audit.access import STEP, AccessAct, AccessEvent, Outcome
from liane.domain.errors import AccessDenied, Finding, RuleViolation, Severity
from liane.domain.identity.ins import INS
from liane.domain.identity.person import Person
from liane.pipeline.audit.ports import AccessTrail
from liane.store.contexts import ContextCall

TICKET_FOR = timedelta(minutes=2)
CONTEXT_FOR = timedelta(hours=1)
WAITING_MAX = 500
WORD_CHARS_MAX = 100
_PS_IDNAT = re.compile(r"[08][0-9A-Za-z]{8,14}\Z")


class ContextStore(Protocol):
    """What is kept of calls. Every method commits before it returns."""

    async def add(self, call: ContextCall, ticket: bytes, *, waiting_max: int) -> bool:
        """Keep a call; False when its caller has too many waiting."""
        ...

    async def find_waiting(self, ticket: bytes, at: datetime) -> ContextCall | None:
        """The call that a ticket opens."""
        ...

    async def open(self, ticket: bytes, *, session: str, at: datetime, until: datetime) -> ContextCall | None:
        """Open a call, once."""
        ...

    async def get(self, context_id: str) -> ContextCall | None:
        """One call by its number."""
        ...

    async def end(self, context_id: str, at: datetime) -> bool:
        """End a call."""
        ...


class Persons(Protocol):
    """Finds persons of the registry."""

    async def find_by_ins(self, ins: INS) -> list[Person]:
        """Persons who hold an INS."""
        ...

    async def find_by_identifier(self, domain: str, value: str) -> Person | None:
        """The person who holds a local identifier, merged ones followed."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextRules:
    """How long things last. ticket_for: between the call and the sign-in of the professional."""

    ticket_for: timedelta = TICKET_FOR
    context_for: timedelta = CONTEXT_FOR
    waiting_max: int = WAITING_MAX


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextAsked:
    """What a record system asks. ins, or ipp with the OID of its domain. identifier: PS_IdNat of the professional."""

    identifier: str
    ins: INS | None = None
    ipp: str = ""
    domain: str = ""
    purpose: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedContext:
    """The answer to a call. word: what the one-time address ends with; it is told once and kept nowhere."""

    id: str
    word: str
    expires_at: datetime

    def __repr__(self) -> str:
        return f"IssuedContext(id={self.id!r})"


class ContextDenied(AccessDenied):
    """A context that does not open, or is over. finding: why, in French."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.message)

    def __reduce__(self) -> tuple[type["ContextDenied"], tuple[Finding]]:
        """Travel between processes with its reason."""
        return type(self), (self.finding,)


def _finding(code: str, location: str, message: str, remedy: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        location=location,
        message=message,
        remedy=remedy,
        layer="context",
        rule="DMP/AIRS.03",
    )


def hash_word(word: str) -> bytes:
    """What is kept of the word of an address."""
    return hashlib.sha256(word.encode()).digest()


class ContextCalls:
    """Issues, opens and ends contexts. new_word: gives an unguessable word each time; now: the clock."""

    def __init__(
        self,
        store: ContextStore,
        persons: Persons,
        trail: AccessTrail,
        *,
        now: Callable[[], datetime],
        new_word: Callable[[], str],
        rules: ContextRules | None = None,
    ) -> None:
        self._store = store
        self._persons = persons
        self._trail = trail
        self._now = now
        self._new_word = new_word
        self.rules = rules or ContextRules()

    async def issue(self, asked: ContextAsked, *, caller: Operator) -> IssuedContext:
        """Give the address that opens this patient for this professional, once.

        Raises RuleViolation: CTX-001 the professional is no PS_IdNat, CTX-002 no patient named or two ways of naming
        one, CTX-003 nobody of the registry, CTX-004 several, CTX-005 too many calls wait. Each is in the trail.
        Rule: DMP/AIRS.03 (a named professional, never a generic account); REM SSI/GEN (traceability).
        """
        at = self._now()
        findings = _check_asked(asked)
        if findings:
            raise RuleViolation(*findings)
        person = await self._find_person(asked)
        call = ContextCall(
            id=self._new_word(),
            person_id=person.id,
            identifier=asked.identifier,
            purpose=asked.purpose[:WORD_CHARS_MAX],
            caller=caller.name,
            created_at=at,
            expires_at=at + self.rules.ticket_for,
        )
        word = self._new_word()
        if not await self._store.add(call, hash_word(word), waiting_max=self.rules.waiting_max):
            raise RuleViolation(
                _finding(
                    "CTX-005",
                    "contexte",
                    "Trop d’appels de ce logiciel attendent leur professionnel.",
                    "Attendre que les adresses données soient ouvertes ou passées, puis recommencer.",
                )
            )
        await self.tell(call, caller, at, detail={STEP: "demande", "pour": call.identifier})
        return IssuedContext(id=call.id, word=word, expires_at=call.expires_at)

    async def open(self, word: str, operator: Operator, *, address: str = "") -> ContextCall:
        """Open the context of an address for who signed in.

        Raises ContextDenied: CTX-010 unknown, used or too old; CTX-011 for another professional, and then the address
        is void. Rule: DMP/AIRS.03; single use (RFC 9700 on codes given by address).
        """
        at, ticket = self._now(), hash_word(word[: 2 * WORD_CHARS_MAX])
        call = await self.find_waiting(word)
        if not operator.identifier or call.identifier != operator.identifier:
            await self._store.end(call.id, at)
            await self.tell(call, operator, at, outcome=Outcome.REFUSED, address=address, detail={"motif": "CTX-011"})
            raise ContextDenied(OTHER_PERSON)
        until = at + self.rules.context_for
        opened = await self._store.open(ticket, session=operator.session, at=at, until=until)
        if opened is None:
            raise ContextDenied(VOID)
        await self.tell(opened, operator, at, address=address, detail={STEP: "ouverture", "appelant": opened.caller})
        return opened

    async def find_waiting(self, word: str) -> ContextCall:
        """Give the call that an address would open. Raises ContextDenied CTX-010 when it opens none."""
        call = await self._store.find_waiting(hash_word(word[: 2 * WORD_CHARS_MAX]), self._now())
        if call is None:
            raise ContextDenied(VOID)
        return call

    async def find(self, context_id: str, operator: Operator) -> ContextCall:
        """Give a context in force to who opened it. Raises ContextDenied CTX-012 for anybody else, and once over.

        The same answer for a context that never was: whether it exists is nobody else's business.
        """
        call = await self._store.get(context_id[:WORD_CHARS_MAX])
        is_theirs = call is not None and call.identifier == operator.identifier and call.session == operator.session
        if call is None or not is_theirs or not call.is_in_force(self._now()):
            raise ContextDenied(_OVER)
        return call

    async def leave(self, context_id: str, operator: Operator) -> ContextCall:
        """End a context: its professional leaves. Raises ContextDenied CTX-012 when it is not theirs or is over."""
        call = await self.find(context_id, operator)
        await self._store.end(call.id, self._now())
        return call

    async def close(self, context_id: str, *, caller: Operator) -> bool:
        """End a context: its record system closed the patient. False when it is not of this caller or is over."""
        call = await self._store.get(context_id[:WORD_CHARS_MAX])
        if call is None or call.caller != caller.name:
            return False
        return await self._store.end(call.id, self._now())

    async def _find_person(self, asked: ContextAsked) -> Person:
        if asked.ins is not None:
            held = await self._persons.find_by_ins(asked.ins)
            persons: Sequence[Person] = [one for one in held if one.merged_into is None]
        else:
            found = await self._persons.find_by_identifier(asked.domain, asked.ipp)
            persons = [found] if found is not None else []
        if not persons:
            raise RuleViolation(_NOBODY)
        if len(persons) > 1:
            raise RuleViolation(_SEVERAL)
        return persons[0]

    async def tell(
        self,
        call: ContextCall,
        operator: Operator,
        at: datetime,
        *,
        outcome: Outcome = Outcome.DONE,
        address: str = "",
        detail: Mapping[str, str],
    ) -> None:
        """Write one step of a call to the trail."""
        await self._trail.record(
            AccessEvent(
                act=AccessAct.SEE_PERSON,
                at=at,
                operator=operator,
                outcome=outcome,
                person_id=call.person_id,
                target=f"contexte {call.id}",
                reason=call.purpose,
                address=address,
                detail=detail,
            )
        )


def _check_asked(asked: ContextAsked) -> list[Finding]:
    findings = []
    if not _PS_IDNAT.match(asked.identifier):
        findings.append(
            _finding(
                "CTX-001",
                "professionnel",
                "L’identifiant du professionnel n’est pas un PS_IdNat (8 suivi du RPPS, ou 0 suivi de l’ADELI).",
                "Envoyer l’identifiant national du professionnel connecté au logiciel, jamais un compte générique.",
            )
        )
    has_local = bool(asked.ipp and asked.domain)
    if has_local == (asked.ins is not None) or bool(asked.ipp) != bool(asked.domain):
        findings.append(
            _finding(
                "CTX-002",
                "patient",
                "Le patient doit être nommé d’une seule façon : matricule INS avec son OID, ou IPP avec son domaine.",
                "Envoyer l’un ou l’autre, complet.",
            )
        )
    return findings


_NOBODY = _finding(
    "CTX-003",
    "patient",
    "Aucune identité du registre ne porte cet identifiant.",
    "Vérifier que l’identité du patient est bien envoyée à Liane par le logiciel de gestion administrative.",
)
_SEVERAL = _finding(
    "CTX-004",
    "patient",
    "Plusieurs identités du registre portent cet INS : Liane n’en choisit aucune.",
    "Faire traiter le doublon par l’identitovigilance, ou appeler avec l’IPP.",
)
VOID = _finding(
    "CTX-010",
    "contexte",
    "Cette adresse ne s’ouvre plus : elle ne sert qu’une fois, et peu de temps.",
    "Revenir au dossier du patient dans le logiciel et rouvrir Liane depuis là.",
)
OTHER_PERSON = _finding(
    "CTX-011",
    "contexte",
    "Le logiciel a appelé Liane pour un autre professionnel que celui qui est connecté.",
    "Se connecter à Liane et au logiciel sous la même identité, puis rouvrir Liane depuis le dossier du patient.",
)
_OVER = _finding(
    "CTX-012",
    "contexte",
    "Ce contexte est terminé, ou n’est pas le vôtre.",
    "Rouvrir Liane depuis le dossier du patient dans le logiciel.",
)
